//! A question goes to somebody else.

use crate::acts::Deed;
use crate::ids::QuestionCode;
use crate::message::{Choice, Message, Token};
use crate::people::Chat;
use crate::places::Place;
use crate::questions::subject::OTHER_TOPIC;
use crate::questions::{Moved, Question};
use crate::roster::{Act, Role};
use crate::talk::lookup;
use crate::talk::parse::hand_over::{self, Target, To};
use crate::talk::parse::named::Named;
use crate::talk::turn::Turn;
use crate::text::has_words;
use anyhow::Result;

/// Topics in one list: with "none of these" four choices.
const OFFERED: usize = 3;

/// `/chuyen CODE PLACE-or-TOPIC reason`: somebody else should answer it.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], named: Named) -> Result<()> {
    let Some((code, rest)) = lookup::code_and_rest(turn, named).await? else {
        return turn.reply("hand-over-how", &[]).await;
    };
    let Some((q, role)) = lookup::open_question(turn, held, &code).await? else { return Ok(()) };
    if rest.is_empty() {
        return offer_topics(turn, &q).await;
    }
    let scope: Vec<&str> = held.iter().map(|r| r.place.as_str()).collect();
    let to = hand_over::read(&rest, turn.tree, turn.parts.subjects.topics(), turn.today(), &scope);
    match to {
        To::Target(target, reason) => hand_over(turn, q, &role, &target, &reason).await,
        To::Unclear(_, found, reason) if !found.is_none() && !has_words(&reason) => {
            turn.reply("hand-over-how", &[]).await
        }
        To::Unclear(typed, found, reason) => {
            if !found.is_none() {
                keep(turn, &code, &reason).await?;
            }
            let token = |place: &Place| Token::HandOver { code: code.clone(), place: place.code.to_string() };
            lookup::which_place(turn, &typed, found, token).await
        }
    }
}

/// A place that was chosen, because nobody named it exactly. False: it is nobody's who answers, the place is none any
/// more, or the reason is of another question by now.
pub async fn chosen(turn: &mut Turn<'_>, code: &QuestionCode, place: &str) -> Result<bool> {
    let mut held = turn.roles().await?;
    held.retain(|role| role.duty.may(Act::Answer));
    let kept = turn.kept(Chat::HandOver).await?;
    let reason =
        kept.as_deref().and_then(|kept| kept.split_once('\n')).filter(|(of, _)| *of == code.as_str());
    let (Some((_, reason)), Some(place), false) = (reason, turn.place_today(place), held.is_empty()) else {
        return Ok(false);
    };
    turn.let_go(Chat::HandOver).await?;
    if let Some((q, role)) = lookup::open_question(turn, &held, code).await? {
        hand_over(turn, q, &role, &Target::Place(place), reason).await?;
    }
    Ok(true)
}

/// The card says what it is not about: what is it about? False: it is nobody's who answers.
pub async fn which_topic(turn: &mut Turn<'_>, code: &QuestionCode) -> Result<bool> {
    let held = turn.held(Act::Answer).await?;
    if held.is_empty() {
        return Ok(false);
    }
    if let Some((q, _)) = lookup::open_question(turn, &held, code).await? {
        offer_topics(turn, &q).await?;
    }
    Ok(true)
}

/// The topic that was chosen. It stays with who holds it if they answer for that, too.
pub async fn topic_chosen(turn: &mut Turn<'_>, code: &QuestionCode, topic: &str) -> Result<bool> {
    let held = turn.held(Act::Answer).await?;
    if held.is_empty() || turn.parts.subjects.topic_name(topic).is_none() {
        return Ok(false);
    }
    if let Some((mut q, role)) = lookup::open_question(turn, &held, code).await? {
        let done = turn.parts.desk.correct_topic(&mut turn.tx, turn.tree, &mut q, topic).await?;
        if done != Moved::No && topic != OTHER_TOPIC {
            turn.decided(&role, Deed::HandOver, "").await?;
        }
        moved(turn, &q, done).await?;
    }
    Ok(true)
}

/// The likeliest other topics, and none of them; how it is handed over otherwise.
async fn offer_topics(turn: &mut Turn<'_>, q: &Question) -> Result<()> {
    let subjects = turn.parts.subjects.clone();
    let now = subjects.topic_name(&q.topic).unwrap_or_default();
    let mut choices: Vec<Choice> = subjects
        .likeliest(&q.body.text, &q.topic, OFFERED)
        .into_iter()
        .map(|topic| {
            let token = Token::Topic { code: q.code.clone(), topic: topic.id.clone() };
            Choice::new(topic.name.clone(), &token)
        })
        .collect();
    choices.push(turn.choice("choice-none-of-these", &Token::Never));
    let text = turn.say("which-topic", &[("code", q.code.as_str().into()), ("topic", now.into())]);
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// To whom was chosen, and why was said in plain words.
pub async fn to(turn: &mut Turn<'_>, held: &[Role], code: &str, to: &Target, reason: &str) -> Result<()> {
    match lookup::open_question(turn, held, code).await? {
        Some((q, role)) => hand_over(turn, q, &role, to, reason).await,
        None => Ok(()),
    }
}

/// Keeps the reason until the place is chosen.
async fn keep(turn: &mut Turn<'_>, code: &QuestionCode, reason: &str) -> Result<()> {
    turn.keep(Chat::HandOver, &format!("{code}\n{reason}")).await
}

async fn hand_over(
    turn: &mut Turn<'_>,
    mut q: Question,
    role: &Role,
    to: &Target,
    reason: &str,
) -> Result<()> {
    if !has_words(reason) {
        return turn.reply("hand-over-how", &[]).await;
    }
    let desk = &turn.parts.desk;
    let done = match to {
        Target::Place(place) => desk.hand_over(&mut turn.tx, turn.tree, &mut q, place, reason).await?,
        Target::Topic(topic) => desk.hand_over_topic(&mut turn.tx, turn.tree, &mut q, topic, reason).await?,
    };
    // A question that was kept to a desk comes to that topic by nobody's decision: no act is to tell which did.
    if done != Moved::No && !matches!(to, Target::Topic(topic) if *topic == OTHER_TOPIC) {
        turn.decided(role, Deed::HandOver, "").await?;
    }
    moved(turn, &q, done).await
}

/// Says where it is now.
async fn moved(turn: &mut Turn<'_>, q: &Question, moved: Moved) -> Result<()> {
    let key = match moved {
        Moved::Yes => "handed-over",
        Moved::Stays => "hand-over-stays",
        Moved::No => "hand-over-nobody",
    };
    let topic = turn.parts.subjects.topic_name(&q.topic).unwrap_or_default().to_owned();
    turn.reply(key, &[("code", q.code.as_str().into()), ("topic", topic.into())]).await
}
