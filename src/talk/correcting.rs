//! A reporter changed the message that an answer was written in: whoever asked gets a correction that says so.

use super::answering;
use super::lookup;
use super::parse::{Verb, named, verbs};
use super::turn::Turn;
use crate::ids::QuestionCode;
use crate::outbox::Kind;
use crate::questions::Question;
use crate::questions::question::Body;
use crate::roster::{Act, Role};
use crate::text::has_words;
use anyhow::Result;

/// The text of the message as it now stands. False: it is about no answer of theirs.
pub async fn edit(turn: &mut Turn<'_>, message: &str, text: &str) -> Result<bool> {
    let mut held = turn.roles().await?;
    held.retain(|role| role.duty.may(Act::Answer));
    if held.is_empty() {
        return Ok(false);
    }
    let Some((code, words)) = read(turn, text).await? else { return Ok(false) };
    let found = match code {
        Some(code) => {
            turn.parts.desk.find(&mut turn.tx, &code).await?.filter(|q| is_theirs_here(turn, &held, q))
        }
        None => turn.parts.desk.answered_in(&mut turn.tx, &held, message).await?,
    };
    let Some(q) = found else { return Ok(false) };
    let code = ("code", q.code.as_str().into());
    match q.answer.written_in(message) {
        Some(before) if before == words => {}
        Some(_) if !has_words(&words) || lookup::is_polite(turn, &words) => {
            turn.reply("answer-or-thanks", &[code, ("text", words.into())]).await?;
        }
        Some(_) => {
            let body = Body::pieced([(Some(message), words.as_str())]);
            answering::answer_question(turn, &held, &q.code, body, true).await?;
        }
        // Its words are deleted, or it was followed by another answer, or it never was one: what the asker has read
        // is not known, so nothing is a correction of it.
        None => turn.reply("answer-edit-unsent", &[code]).await?,
    }
    Ok(true)
}

/// The words of an answer, and the question that is named or quoted with them. `None`: the message is another command.
async fn read(turn: &mut Turn<'_>, text: &str) -> Result<Option<(Option<QuestionCode>, String)>> {
    let slash = verbs::without_slash(text).is_some();
    let card = turn.quoted().await?.filter(|q| matches!(q.kind, Kind::Card | Kind::Reminder | Kind::Notice));
    let card = card.and_then(|q| q.question);
    // Under a card a word without a slash begins a sentence.
    if let Some((Verb::Answer, rest)) = verbs::command(text, slash || card.is_none()) {
        let named = named::read(&rest);
        let whole = named.whole.clone();
        let (code, words) = lookup::code_and_rest(turn, named)
            .await?
            .map_or((None, whole), |(code, rest)| (Some(code), rest));
        return Ok(Some((code, words)));
    }
    Ok((!slash).then(|| (card, text.to_owned())))
}

/// Theirs to answer, and in a group asked there.
fn is_theirs_here(turn: &Turn<'_>, held: &[Role], q: &Question) -> bool {
    let own = !q.relayed && turn.asked(q);
    let here = turn.private() || q.group.is_some() && q.group == turn.group.as_ref().map(|g| g.id.clone());
    !own && here && held.iter().any(|role| turn.parts.desk.may_answer(turn.tree, role, q))
}
