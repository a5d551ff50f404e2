//! What somebody who answers says in plain words: an answer, words that only put off, a question back, days of leave.
//! Nothing of it is thrown away, and nothing goes to an asker that was not named as an answer: else it is asked first.

use super::answering;
use super::asking;
use super::commands::{away, hand_over, help, open_questions};
use super::lookup;
use super::parse::away::Away;
use super::parse::hand_over::{Target, mentioned};
use super::parse::words;
use super::passing;
use super::pending::{Remark, RemarkStep as Step};
use super::quoted_item;
use super::turn::Turn;
use crate::ids::QuestionCode;
use crate::message::{Choice, Message, REMARK, Token};
use crate::outbox::{self, Kind};
use crate::people::Chat;
use crate::questions::Question;
use crate::questions::question::{Body, State};
use crate::questions::subject::OTHER_TOPIC;
use crate::roster::{Act, Role};
use crate::text::{fold, has_words, plain, said_by_anybody};
use crate::understanding::{About, Courtesy, Last, Leave, Meaning, Open, Reporting, Situation, Who};
use anyhow::Result;
use std::time::Duration;

/// Questions in one list: with "none of these" four choices.
const OFFERED: usize = 3;
/// Words of a question in a choice, and in a sentence.
const LABEL_CHARS: usize = 36;
const SENTENCE_CHARS: usize = 120;
/// Whom words mean that name nobody nearer (folded).
const ABOVE: [&str; 3] = ["tinh", "cap tren", "len tren"];
/// After "hỏi lại" these speak to the machine, not to who asked (folded).
const TO_THE_MACHINE: [&str; 10] = ["giup", "ho", "ba", "con", "nguoi", "hoi", "xem", "em", "toi", "la"];
/// A code stands among the first words, or is none.
const BEFORE_CODE: usize = 6;

/// What is known of who answers.
struct Known {
    held: Vec<Role>,
    /// Open and theirs to answer, oldest first.
    open: Vec<Question>,
    /// Codes that their words may name.
    codes: Vec<String>,
    /// The question whose code they sent alone before.
    named: Option<QuestionCode>,
    /// The card that they quote.
    quoted: Option<QuestionCode>,
}

/// What plain words in private mean to somebody who answers; `None`: they are nobody who answers, or say what anybody may
/// say.
pub async fn meaning(turn: &mut Turn<'_>, text: &str) -> Result<Option<Reporting>> {
    let Some(known) = known(turn, text).await? else { return Ok(None) };
    // Of a code that is nobody's nothing is an answer.
    if strange_code(&known, text).is_some() {
        return Ok(None);
    }
    match read(turn, &known, text) {
        Meaning::Reporter(meaning) => Ok(Some(meaning)),
        _ => Ok(None),
    }
}

/// The first word is a code that no question has: somebody who answers is told so.
pub async fn of_no_question(turn: &mut Turn<'_>, text: &str) -> Result<bool> {
    let Some(known) = known(turn, text).await? else { return Ok(false) };
    let Some(code) = strange_code(&known, text) else { return Ok(false) };
    turn.reply("question-unknown", &[("code", code.into())]).await?;
    Ok(true)
}

/// A code at the beginning, by its sign or a digit in it, that is none.
fn strange_code(known: &Known, text: &str) -> Option<QuestionCode> {
    let (first, _) = words::first_word(text);
    let surely = plain(first).starts_with('#') || first.bytes().any(|b| b.is_ascii_digit());
    words::code(first).filter(|code| surely && !known.codes.contains(&code.to_string()))
}

/// What the open choices about a remark are about, for whoever types one. Two of three send something: then the words
/// say which.
pub async fn chooses_about(turn: &mut Turn<'_>) -> Result<Option<About>> {
    Ok(kept(turn).await?.map(|remark| steps_about(&remark.steps)))
}

pub(super) fn steps_about(steps: &[Step]) -> About {
    match steps {
        [Step::Send(_), Step::Drop] => About::YesNo,
        [Step::Hold(_) | Step::AskBack(_), ..] => About::Deeds,
        _ => About::Several,
    }
}

/// A voice, perhaps with words beside it. False: nobody who answers, or nothing that it could be about.
pub async fn spoken(turn: &mut Turn<'_>, body: Body) -> Result<bool> {
    let meant = match has_words(&body.text) {
        true => meaning(turn, &body.text).await?,
        false => None,
    };
    match meant {
        Some(Reporting::Answer { code: Some(code), from }) => {
            hear(turn, Reporting::Answer { code: Some(code), from }, body).await?;
        }
        Some(Reporting::Show(code)) => {
            let held = turn.held(Act::Answer).await?;
            let body = Body { text: String::new(), ..body };
            answering::answer_question(turn, &held, &code, body, false).await?;
        }
        _ => {
            let Some(known) = known(turn, "").await?.filter(|known| !known.open.is_empty()) else {
                return Ok(false);
            };
            let several = known.open.len() > 1;
            hear(turn, if several { Reporting::Which } else { Reporting::OfferAnswer }, body).await?;
        }
    }
    Ok(true)
}

/// Words or a voice of another: the answer to a question only by a choice. False: none is open to whoever passes them on.
pub async fn passed_on(turn: &mut Turn<'_>, body: Body) -> Result<bool> {
    let Some(known) = known(turn, "").await?.filter(|known| !known.open.is_empty()) else {
        return Ok(false);
    };
    match only(&known) {
        Some(code) => {
            let steps = |code: &QuestionCode| vec![Step::Send(code.clone()), Step::Drop];
            of_open(turn, &known.held.clone(), &code, body, "offer-answer", steps).await?;
        }
        None => which(turn, known, body, Step::Send).await?,
    }
    Ok(true)
}

/// What is written under a card: an answer, unless it only puts off, asks back or hands over.
pub async fn under_card(turn: &mut Turn<'_>, code: &QuestionCode, body: Body) -> Result<()> {
    let open = turn.parts.desk.find(&mut turn.tx, code).await?.is_some_and(|q| q.state == State::Open);
    let known =
        if open && has_words(&body.text) && body.voice.is_none() { known(turn, "").await? } else { None };
    let Some(known) = known else { return answering::answer_card(turn, code, body).await };
    match read(turn, &Known { quoted: Some(code.clone()), ..known }, &body.text) {
        Meaning::Reporter(meaning @ (Reporting::Hold | Reporting::AskBack | Reporting::HandOver)) => {
            hear(turn, meaning, body).await
        }
        _ => answering::answer_card(turn, code, body).await,
    }
}

/// Does it, or asks what was meant.
pub async fn hear(turn: &mut Turn<'_>, meaning: Reporting, body: Body) -> Result<()> {
    let Some(known) = known(turn, &body.text).await? else { return Ok(()) };
    let held = known.held.clone();
    let (code, rest) = about(&known, &body.text);
    if !matches!(meaning, Reporting::Polite(_)) {
        passing::pass(turn).await?;
    }
    match meaning {
        Reporting::Answer { code: Some(code), from } => {
            let text = body.text.get(from..).unwrap_or_default().trim().to_owned();
            answering::answer_question(turn, &held, &code, Body { text, ..body }, false).await
        }
        Reporting::Answer { code: None, .. } => match known.quoted {
            Some(code) => answering::answer_card(turn, &code, body).await,
            None => answering::said_aloud(turn, body).await.map(drop),
        },
        Reporting::Show(code) => answering::answer_aloud(turn, &held, &code).await,
        Reporting::OfferAnswer => match known.open.first() {
            Some(q) => {
                let steps = vec![Step::Send(q.code.clone()), Step::Drop];
                ask(turn, "offer-answer", q, body, steps).await
            }
            None => turn.reply("answer-how", &[]).await,
        },
        Reporting::Which => which(turn, known, body, Step::Send).await,
        Reporting::Polite(courtesy) => be_polite(turn, courtesy).await,
        Reporting::Hold => match code {
            Some(code) => {
                let body = Body { text: rest, ..body };
                of_open(turn, &held, &code, body, "ask-hold", hold).await
            }
            None => turn.reply("hold-noted", &[]).await,
        },
        Reporting::AskBack | Reporting::HandOver => {
            let asks = meaning == Reporting::AskBack;
            // Without the code that they began with.
            let body = Body { text: rest, ..body };
            match code.or_else(|| only(&known)) {
                Some(code) if asks => of_open(turn, &held, &code, body, "ask-ask-back", back).await,
                Some(code) => offer_over(turn, &held, &code, body).await,
                None => which(turn, known, body, if asks { Step::Back } else { Step::Whom }).await,
            }
        }
        Reporting::Leave(Leave::Open) => away::handle(turn, &held, Some(Away::Open)).await,
        Reporting::Leave(Leave::Days { from, until }) => away::offer(turn, from, until).await,
        Reporting::Back => away::handle(turn, &held, Some(Away::Back)).await,
        Reporting::List => open_questions::handle(turn, &held).await,
    }
}

/// They thank for a card, and may think that they have answered it. A polite word is no choice: what waits is asked again.
async fn be_polite(turn: &mut Turn<'_>, courtesy: Courtesy) -> Result<()> {
    if asking::ask_again(turn).await? {
        return Ok(());
    }
    match courtesy {
        Courtesy::Greeting | Courtesy::Opening => help::handle(turn).await,
        _ => turn.reply("thanks-reporter", &[]).await,
    }
}

/// A choice of what was said, pressed or by its number. False: something else was said meanwhile, or it is over.
pub async fn chosen(turn: &mut Turn<'_>, name: &str, number: usize) -> Result<bool> {
    let Some(remark) = kept(turn).await?.filter(|remark| remark.name == name) else { return Ok(false) };
    let mut held = turn.roles().await?;
    held.retain(Role::answers);
    let step = number.checked_sub(1).and_then(|at| remark.steps.get(at)).cloned();
    let (Some(step), false) = (step, held.is_empty()) else { return Ok(false) };
    let body = remark.body;
    let_go(turn).await?;
    match step {
        Step::Send(code) => {
            turn.let_go(Chat::Aloud).await?;
            answering::answer_question(turn, &held, &code, body, true).await?;
        }
        Step::Back(code) => of_open(turn, &held, &code, body, "ask-ask-back", back).await?,
        Step::AskBack(code) => answering::ask_back(turn, &held, &code, asked_back(&body.text)).await?,
        Step::Whom(code) => offer_over(turn, &held, &code, body).await?,
        Step::Place(code, place) => {
            hand_over::to(turn, &held, &code, &Target::Place(place), &body.text).await?;
        }
        Step::Topic(code, topic) => {
            hand_over::to(turn, &held, &code, &Target::Topic(topic), &body.text).await?;
        }
        Step::Hold(code) => turn.reply("hold-kept", &[("code", code.into())]).await?,
        Step::Drop => turn.reply("answer-dropped", &[]).await?,
    }
    Ok(true)
}

/// A ready sentence of the item under which it was asked goes to who asked, at one touch. False: the item does not say so
/// any more, or it is nobody's who answers.
pub async fn send_ready(turn: &mut Turn<'_>, code: &QuestionCode, number: usize) -> Result<bool> {
    let mut held = turn.roles().await?;
    held.retain(Role::answers);
    let Some(q) = turn.parts.desk.find(&mut turn.tx, code).await? else { return Ok(false) };
    let under = q.body.under.clone();
    let sentence = under.and_then(|under| {
        let words = under.ready.get(number.checked_sub(1)?)?.clone();
        Some((under.item, words))
    });
    let (Some((item, words)), false) = (sentence, held.is_empty()) else { return Ok(false) };
    if !quoted_item::still_says(turn, &item, &q.place, &words).await? {
        return Ok(false);
    }
    answering::answer_question(turn, &held, code, Body::words(words), true).await?;
    Ok(true)
}

async fn known(turn: &mut Turn<'_>, text: &str) -> Result<Option<Known>> {
    let mut held = turn.roles().await?;
    held.retain(Role::answers);
    if held.is_empty() || !turn.private() {
        return Ok(None);
    }
    let mut open = turn.parts.desk.open_for(&mut turn.tx, turn.tree, &held).await?;
    open.retain(|q| held.iter().any(|r| Some(&r.id) == q.role.as_ref()));
    let mut codes: Vec<String> = open.iter().map(|q| q.code.to_string()).collect();
    for word in text.split_whitespace().take(BEFORE_CODE) {
        let Some(code) = words::code(word).filter(|code| !codes.contains(&code.to_string())) else {
            continue;
        };
        if turn.parts.desk.find(&mut turn.tx, &code).await?.is_some() {
            codes.push(code.to_string());
        }
    }
    let card = |kind: Kind| matches!(kind, Kind::Card | Kind::Reminder | Kind::Notice);
    let quoted = turn.quoted().await?.filter(|q| card(q.kind)).and_then(|q| q.question);
    let named = answering::announced(turn).await?;
    Ok(Some(Known { held, open, codes, named, quoted }))
}

fn read(turn: &Turn<'_>, known: &Known, text: &str) -> Meaning {
    let open = match known.open.len() {
        0 => Open::None,
        1 => Open::One,
        _ => Open::Several,
    };
    let situation = Situation {
        who: Who::Reporter { open, quotes: known.quoted.is_some() },
        waits: None,
        last: if known.named.is_some() { Last::Named } else { Last::Other },
        open_question: false,
        answered_lately: false,
        own_codes: &known.codes,
        since_own_words: None,
        gather: Duration::ZERO,
        today: turn.today(),
    };
    turn.parts.understanding.read(&situation, text)
}

/// The question that words are about, where they or what was said before name one, and the words after its code.
fn about(known: &Known, text: &str) -> (Option<QuestionCode>, String) {
    if let Some(code) = &known.quoted {
        return (Some(code.clone()), text.to_owned());
    }
    let upper = text.to_uppercase();
    for code in &known.codes {
        let Some(at) = upper.find(code.as_str()).filter(|_| upper.len() == text.len()) else { continue };
        if text[..at].split_whitespace().count() <= BEFORE_CODE {
            let rest = text[at + code.len()..].trim_start_matches([':', ',', '.', '-', ' ', '\n']);
            return (Some(code.as_str().into()), rest.to_owned());
        }
    }
    (known.named.clone(), text.to_owned())
}

/// What is said to who asked: "hỏi lại bà con nhà có mấy con trâu?" begins with words to the machine.
fn asked_back(text: &str) -> &str {
    let (first, rest) = words::first_word(text);
    let (second, mut rest) = words::first_word(rest);
    if fold(first) != "hoi" || fold(second) != "lai" {
        return text;
    }
    loop {
        let (word, more) = words::first_word(rest);
        if !TO_THE_MACHINE.contains(&fold(word).as_str()) {
            return if has_words(rest) { rest } else { text };
        }
        rest = more;
    }
}

fn only(known: &Known) -> Option<QuestionCode> {
    match &known.open[..] {
        [only] => Some(only.code.clone()),
        _ => None,
    }
}

fn hold(code: &QuestionCode) -> Vec<Step> {
    vec![Step::Hold(code.clone()), Step::Send(code.clone())]
}

fn back(code: &QuestionCode) -> Vec<Step> {
    vec![Step::AskBack(code.clone()), Step::Send(code.clone()), Step::Drop]
}

/// What was said is about a question that may still be answered: asks what it is.
async fn of_open(
    turn: &mut Turn<'_>,
    held: &[Role],
    code: &QuestionCode,
    body: Body,
    key: &str,
    steps: fn(&QuestionCode) -> Vec<Step>,
) -> Result<()> {
    let Some((q, _)) = lookup::open_question(turn, held, code).await? else { return Ok(()) };
    let steps = steps(&q.code);
    ask(turn, key, &q, body, steps).await
}

/// To whom: the places and topics that the words name.
async fn offer_over(turn: &mut Turn<'_>, held: &[Role], code: &QuestionCode, body: Body) -> Result<()> {
    let Some((q, _)) = lookup::open_question(turn, held, code).await? else { return Ok(()) };
    let scope: Vec<&str> = held.iter().map(|r| r.place.as_str()).collect();
    let subjects = &turn.parts.subjects;
    let topics: Vec<_> =
        subjects.topics().iter().filter(|t| t.id != q.topic && t.id != OTHER_TOPIC).cloned().collect();
    let mut found = mentioned(&body.text, turn.tree, &topics, turn.today(), &scope);
    let by_words = subjects.topic(&body.text);
    if found.is_empty() && topics.iter().any(|t| t.id == by_words) {
        found.push(Target::Topic(by_words.to_owned()));
    }
    let up = fold(&body.text);
    if found.is_empty() && ABOVE.iter().any(|above| up.contains(above)) {
        let province = turn.tree.province_of(&q.place, turn.today());
        found.extend(province.map(|province| Target::Place(province.code.to_string())));
    }
    let key = if found.is_empty() { "hand-over-whom" } else { "ask-hand-over" };
    let mut steps: Vec<Step> = found
        .into_iter()
        .take(OFFERED - 1)
        .map(|target| match target {
            Target::Place(place) => Step::Place(q.code.clone(), place),
            Target::Topic(topic) => Step::Topic(q.code.clone(), topic),
        })
        .collect();
    steps.extend([Step::Send(q.code.clone()), Step::Drop]);
    ask(turn, key, &q, body, steps).await
}

/// About one question: each choice names what will happen.
async fn ask(turn: &mut Turn<'_>, key: &str, q: &Question, body: Body, steps: Vec<Step>) -> Result<()> {
    let words = lookup::words_of(turn, q, SENTENCE_CHARS);
    let text = turn.say(key, &[("code", q.code.as_str().into()), ("words", said_by_anybody(&words))]);
    let labels = steps.iter().map(|step| label(turn, step)).collect();
    keep(turn, text, body, steps, labels).await
}

/// One of several questions: oldest first, each by its words.
async fn which(turn: &mut Turn<'_>, known: Known, body: Body, step: fn(QuestionCode) -> Step) -> Result<()> {
    if known.open.is_empty() {
        return turn.reply("answer-how", &[]).await;
    }
    let offered = known.open.iter().take(OFFERED);
    let mut steps: Vec<Step> = offered.clone().map(|q| step(q.code.clone())).collect();
    let mut labels: Vec<String> = offered
        .map(|q| {
            let words = lookup::words_of(turn, q, LABEL_CHARS);
            turn.say(
                "choice-question",
                &[("code", q.code.as_str().into()), ("words", said_by_anybody(&words))],
            )
        })
        .collect();
    steps.push(Step::Drop);
    labels.push(turn.say("choice-no-question", &[]));
    let key = if matches!(steps[0], Step::Send(_)) { "which-question" } else { "about-which-question" };
    let mut text = turn.say(key, &[]);
    if known.open.len() > OFFERED {
        let more = known.open.len() - OFFERED;
        text = format!("{text}\n{}", turn.say("which-question-more", &[("more", more.into())]));
    }
    keep(turn, text, body, steps, labels).await
}

fn label(turn: &Turn<'_>, step: &Step) -> String {
    let to = |to: String| turn.say("choice-hand-over", &[("to", to.into())]);
    match step {
        Step::Send(_) => turn.say("choice-send-answer", &[]),
        Step::Hold(_) => turn.say("choice-hold", &[]),
        Step::Back(_) | Step::AskBack(_) => turn.say("choice-ask-back", &[]),
        Step::Place(_, place) => {
            to(turn.tree.get(place).map(|place| place.in_sentence()).unwrap_or_else(|| place.clone()))
        }
        Step::Topic(_, topic) => to(turn.parts.subjects.topic_name(topic).unwrap_or_default().to_lowercase()),
        Step::Whom(_) | Step::Drop => turn.say("choice-send-nothing", &[]),
    }
}

/// Keeps what was said, and asks. A choice of what was said before is over: its words are gone.
async fn keep(
    turn: &mut Turn<'_>,
    text: String,
    body: Body,
    steps: Vec<Step>,
    labels: Vec<String>,
) -> Result<()> {
    let_go(turn).await?;
    let text = match turn.incoming.forwarded {
        true => format!("{}\n{text}", turn.say("said-by-another", &[])),
        false => text,
    };
    let name = turn.parts.core.ids.code(5);
    let choices: Vec<Choice> = labels
        .into_iter()
        .enumerate()
        .map(|(at, label)| Choice::new(label, &Token::Remark { name: name.clone(), number: at + 1 }))
        .collect();
    let body = body.said_in(turn.incoming.message.as_deref());
    let remark = Remark { name, body, steps, choices: choices.clone() };
    turn.keep(Chat::Remark, &serde_json::to_string(&remark)?).await?;
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

async fn kept(turn: &mut Turn<'_>) -> Result<Option<Remark>> {
    if !turn.private() {
        return Ok(None);
    }
    Ok(turn.kept(Chat::Remark).await?.and_then(|stored| serde_json::from_str(&stored).ok()))
}

async fn let_go(turn: &mut Turn<'_>) -> Result<()> {
    if let Some(corner) = turn.corner() {
        outbox::close_choices_like(&mut turn.tx, &turn.parts.core.seal, &corner, REMARK).await?;
    }
    turn.let_go(Chat::Remark).await
}
