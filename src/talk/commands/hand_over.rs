//! A question goes to somebody else.

use crate::acts::Deed;
use crate::ids::QuestionCode;
use crate::message::Token;
use crate::people::Chat;
use crate::places::Place;
use crate::questions::Question;
use crate::roster::{Act, Role};
use crate::talk::lookup;
use crate::talk::parse::hand_over::{self, Target, To};
use crate::talk::parse::named::Named;
use crate::talk::turn::Turn;
use crate::text::has_words;
use anyhow::Result;

/// `/chuyen CODE PLACE-or-TOPIC reason`: somebody else should answer it.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], named: Named) -> Result<()> {
    let Some((code, rest)) = lookup::code_and_rest(turn, named).await?.filter(|(_, rest)| !rest.is_empty())
    else {
        return turn.reply("hand-over-how", &[]).await;
    };
    let Some((q, role)) = lookup::open_question(turn, held, &code).await? else { return Ok(()) };
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
    if done {
        turn.decided(role, Deed::HandOver, "").await?;
    }
    let key = if done { "handed-over" } else { "hand-over-nobody" };
    turn.reply(key, &[("code", q.code.into())]).await
}
