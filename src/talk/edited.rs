//! A message that its writer changed: what still waits says the new words, and so does a question until its card has
//! left; after that the reporter is told. An answer is sent once more, as a correction. Nobody else's edit, and no edit
//! of anything else, changes anything.

use super::answering;
use super::asking;
use super::lookup;
use super::parse::{Verb, named, verbs, words};
use super::turn::Turn;
use crate::message::Message;
use crate::outbox::Kind;
use crate::questions::Edited;
use crate::questions::question::Body;
use crate::roster::Act;
use crate::text::has_words;
use anyhow::Result;

/// The words as they now stand.
pub async fn handle(turn: &mut Turn<'_>, text: String) -> Result<()> {
    turn.recognise().await?;
    let (Some(person), Some(message)) = (turn.person.clone(), turn.incoming.message.clone()) else {
        return Ok(());
    };
    if answered(turn, &text).await? {
        return Ok(());
    }
    let words = said(&text);
    if asking::edit(turn, &message, words).await? || !has_words(words) {
        return Ok(());
    }
    let group = turn.group.as_ref().map(|g| g.id.clone());
    let about = (&person.key, group.as_ref());
    if turn.parts.subjects.is_complaint(words)
        && let Some(code) = turn.parts.desk.written_in(&mut turn.tx, about, &message).await?
    {
        // Whether it is one is asked, as it would have been.
        return asking::say_more(turn, code, Body::words(words)).await;
    }
    let edited = turn.parts.desk.edit(&mut turn.tx, turn.tree, about, (&message, words)).await?;
    match edited {
        None => Ok(()),
        Some(Edited::TooLong) => asking::too_long(turn).await,
        Some(Edited::Done { code, left, mut notes }) => {
            let key = if left { "edited-and-told" } else { "edited" };
            notes.push(turn.say(key, &[("code", code.into())]));
            turn.answer(vec![Message::text(notes.join("\n\n"))]).await
        }
    }
}

/// An answer under a card or by its question's code, changed. False: it is none.
async fn answered(turn: &mut Turn<'_>, text: &str) -> Result<bool> {
    let quoted = turn.quoted().await?;
    let card = quoted.filter(|q| matches!(q.kind, Kind::Card | Kind::Reminder | Kind::Notice));
    let card = card.and_then(|q| q.question);
    let (by_card, found) = match verbs::command(text, turn.private() && card.is_none()) {
        Some((Verb::Answer, rest)) => (false, lookup::code_and_rest(turn, named::read(&rest)).await?),
        Some(_) => return Ok(false),
        None => (true, card.map(|code| (code, text.to_owned()))),
    };
    let Some((code, words)) = found else { return Ok(false) };
    let mut held = turn.roles().await?;
    held.retain(|role| role.duty.may(Act::Answer));
    let Some(q) = turn.parts.desk.find(&mut turn.tx, &code).await?.filter(|_| !held.is_empty()) else {
        return Ok(false);
    };
    // In a group only what was asked there.
    let in_sight = turn.private() || turn.group.as_ref().map(|g| &g.id) == q.group.as_ref();
    let thanks = by_card && turn.parts.subjects.is_acknowledgement(&words);
    // The app may tell of a change that is none of the words.
    let news = has_words(&words) && words != q.answer.text;
    if in_sight && news && !thanks {
        let body = turn.body(words);
        answering::answer_question(turn, &held, &code, body, by_card).await?;
    }
    Ok(true)
}

/// The words that count: without the command, or the question's code, that they were sent with.
fn said(text: &str) -> &str {
    let rest = |rest: &str| {
        let at = text.len() - rest.len();
        if text.ends_with(rest) { &text[at..] } else { text }
    };
    if let Some((Verb::Ask | Verb::Relay, after)) = verbs::command(text, true) {
        return rest(&after);
    }
    let (first, after) = words::first_word(text);
    if words::code(first).is_some() && first.starts_with('#') { after } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_as_a_command_is_edited_as_one() {
        for (text, words) in [
            ("/hoi Bao giờ có điện?", "Bao giờ có điện?"),
            ("hỏi hộ bà Mỷ: bao giờ có điện", "bà Mỷ: bao giờ có điện"),
            ("#AB2CD thêm một câu", "thêm một câu"),
            ("Bao giờ có điện?", "Bao giờ có điện?"),
            ("", ""),
        ] {
            assert_eq!(said(text), words, "{text}");
        }
    }
}
