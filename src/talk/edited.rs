//! A message that its writer changed: what still waits says the new words, and so does a question until its card has
//! left; after that the reporter is told. A reporter's answer is corrected. Nobody else's edit, and no edit of anything
//! else, changes anything.

use super::asking;
use super::correcting;
use super::parse::{Verb, verbs, words};
use super::turn::Turn;
use crate::message::Message;
use crate::questions::Edited;
use crate::questions::question::Body;
use crate::text::has_words;
use anyhow::Result;

/// The words as they now stand.
pub async fn handle(turn: &mut Turn<'_>, text: String) -> Result<()> {
    turn.recognise().await?;
    let (Some(asker), Some(message)) = (turn.asker(), turn.incoming.message.clone()) else {
        return Ok(());
    };
    let words = said(&text);
    if asking::edit(turn, &message, words).await?
        || correcting::edit(turn, &message, &text).await?
        || !has_words(words)
    {
        return Ok(());
    }
    let group = turn.group.as_ref().map(|g| g.id.clone());
    let about = (&asker, group.as_ref());
    if (turn.parts.desk.marked(words).complaint || turn.parts.desk.marked(words).sensitive)
        && let Some(code) = turn.parts.desk.written_in(&mut turn.tx, about, &message).await?
    {
        // What it is, and who may answer, is asked as it would have been.
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
