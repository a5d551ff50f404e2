//! An answer on its way to whoever asked: in words, by a voice that was announced, under a card, or by hand.

use super::asking;
use super::lookup;
use super::pending::{Pending, Waiting};
use super::turn::Turn;
use crate::acts::Deed;
use crate::ids::QuestionCode;
use crate::people;
use crate::questions::question::{Body, State};
use crate::questions::{AskedBack, LONGEST_CHARS, Question};
use crate::roster::{Act, Role};
use crate::text::said_by_anybody;
use anyhow::Result;

/// Words of a question by which it is known again.
const WORDS_CHARS: usize = 400;

/// A code alone: the question's words, and the next text or voice is its answer.
pub async fn answer_aloud(turn: &mut Turn<'_>, held: &[Role], code: &str) -> Result<()> {
    let Some((q, _)) = lookup::question_for_me(turn, held, code).await? else { return Ok(()) };
    if matches!(q.state, State::Withdrawn | State::SetAside) {
        return lookup::closed(turn, "question-closed", &q).await;
    }
    let pending = Pending::Aloud { code: q.code.clone() };
    let stored = serde_json::to_string(&Waiting { pending, choices: vec![] })?;
    // Its day begins now.
    turn.let_go(people::Chat::Aloud).await?;
    turn.keep(people::Chat::Aloud, &stored).await?;
    let words = lookup::words_of(turn, &q, WORDS_CHARS);
    turn.reply("answer-aloud", &[("code", q.code.as_str().into()), ("words", said_by_anybody(&words))]).await
}

/// The question that was announced by [`answer_aloud`].
pub async fn announced(turn: &mut Turn<'_>) -> Result<Option<QuestionCode>> {
    let kept = turn.kept(people::Chat::Aloud).await?;
    Ok(match kept.and_then(|kept| Waiting::read(&kept)).map(|waiting| waiting.pending) {
        Some(Pending::Aloud { code }) => Some(code),
        _ => None,
    })
}

/// What was announced by [`answer_aloud`]; false when nothing was.
pub async fn said_aloud(turn: &mut Turn<'_>, body: Body) -> Result<bool> {
    let Some(code) = announced(turn).await? else { return Ok(false) };
    turn.let_go(people::Chat::Aloud).await?;
    let held = turn.held(Act::Answer).await?;
    if !held.is_empty() {
        answer_question(turn, &held, &code, body, false).await?;
    }
    Ok(true)
}

/// The asker is asked back.
pub async fn ask_back(turn: &mut Turn<'_>, held: &[Role], code: &str, text: &str) -> Result<()> {
    let Some((q, _)) = lookup::open_question(turn, held, code).await? else { return Ok(()) };
    let key = match turn.parts.desk.ask_back(&mut turn.tx, &q, text).await? {
        AskedBack::Sent => "ask-back-sent",
        AskedBack::Kept if q.group.is_some() => "ask-back-kept-group",
        AskedBack::Kept => "ask-back-kept",
        AskedBack::Nobody => "ask-back-nobody",
    };
    turn.reply(key, &[("code", q.code.into())]).await
}

/// A reply to a card.
pub async fn answer_card(turn: &mut Turn<'_>, code: &str, body: Body) -> Result<()> {
    let held = turn.held(Act::Answer).await?;
    if held.is_empty() {
        return Ok(());
    }
    answer_question(turn, &held, code, body, true).await
}

/// The answer to the asker, at once; a later one is a correction and says so. Under an old card of a question
/// that another answered meanwhile, it is refused: nobody corrects a colleague by accident.
pub async fn answer_question(
    turn: &mut Turn<'_>,
    held: &[Role],
    code: &str,
    body: Body,
    by_card: bool,
) -> Result<()> {
    if body.text.chars().count() > LONGEST_CHARS {
        return asking::too_long(turn).await;
    }
    let Some((mut q, role)) = lookup::question_for_me(turn, held, code).await? else { return Ok(()) };
    if matches!(q.state, State::Withdrawn | State::SetAside) {
        return lookup::closed(turn, "question-closed", &q).await;
    }
    let correction = q.state == State::Answered;
    if correction && by_card && q.role.as_ref() != Some(&role.id) {
        return lookup::closed(turn, "question-answered-already", &q).await;
    }
    // Else the asker would only learn that there is an answer.
    if body.text.is_empty() && !reaches_asker(turn, &q, &body).await? {
        return turn.reply("answer-in-words", &[("code", q.code.into())]).await;
    }
    let body = body.said_in(turn.incoming.message.as_deref());
    let given = turn.parts.desk.answer(&mut turn.tx, &mut q, &role, body).await?;
    turn.decided(&role, Deed::Answer, "").await?;
    let waits = turn.parts.desk.waits_for_asker(&mut turn.tx, &q).await?;
    let key = match (given.reached, given.corrects) {
        (0, _) => "answer-nobody",
        (_, _) if waits && q.group.is_some() => "answer-kept-group",
        (_, _) if waits => "answer-kept",
        (_, true) => "answer-corrected",
        (_, false) => "answer-sent",
    };
    turn.reply(key, &[("code", q.code.into())]).await
}

/// Whether a voice or a picture reaches whoever asked, as a file or by an address of ours.
async fn reaches_asker(turn: &mut Turn<'_>, q: &Question, body: &Body) -> Result<bool> {
    if turn.parts.settings.public_url.is_some() {
        return Ok(true);
    }
    let account = turn.parts.desk.askers_account(&mut turn.tx, q).await?;
    Ok(account.is_none_or(|account| {
        let can = turn.parts.mail.capabilities.get(&account);
        if body.voice.is_some() { can.voices } else { can.pictures }
    }))
}

/// An officer answered the open question that they quote by hand: it is recorded, and nothing is sent again.
pub async fn answered_by_hand(turn: &mut Turn<'_>, text: String) -> Result<()> {
    let Some(message) = turn.incoming.quoted.clone() else { return Ok(()) };
    let group = turn.group.as_ref().map(|g| g.id.clone());
    let asked = match turn.corner() {
        Some(corner) => turn.parts.desk.asked_in(&mut turn.tx, &corner, &message).await?,
        None => None,
    };
    let code = match asked {
        Some(q) => Some(q.code),
        None => turn.quoted().await?.and_then(|q| q.question),
    };
    let Some(code) = code else { return Ok(()) };
    let Some(mut q) = turn.parts.desk.find(&mut turn.tx, &code).await? else { return Ok(()) };
    // Under the card in a reporter's chat an officer speaks to the reporter: whoever asked reads nothing of it.
    let is_read = match &q.group {
        Some(_) => q.group == group,
        None => turn.private() && turn.asked(&q),
    };
    if q.state == State::Open && is_read {
        turn.parts.desk.answered_by_hand(&mut turn.tx, &mut q, Body::words(text)).await?;
    }
    Ok(())
}
