//! What an item says already to what somebody asks: they read it right after the receipt, and their question goes to a person
//! all the same.

use super::turn::Turn;
use crate::content::{self, Says, show};
use crate::message::Message;
use crate::questions::question::{Body, Discretion};
use crate::text::VIETNAMESE;
use anyhow::Result;

/// The message that goes along with the receipt, if an item that is released at the place surely says something to it. Never
/// to danger, to a complaint or to what is sensitive, and never to a voice, whose words nobody has read yet.
pub async fn said(
    turn: &mut Turn<'_>,
    body: &Body,
    discretion: Discretion,
    place: &str,
) -> Result<Option<Message>> {
    let marked = turn.parts.desk.marked_in(body);
    let delicate = marked.danger || marked.complaint || marked.sensitive;
    if delicate || discretion != Discretion::Ordinary || body.voice.is_some() {
        return Ok(None);
    }
    let library = turn.parts.shelf.library();
    let releases = content::releases_in(&mut turn.tx).await?;
    let today = turn.today();
    let releases = content::releases_at(&releases, place, turn.tree, today);
    let found = turn.parts.known.find(library.items(), &releases, today, &body.text);
    Ok(found.map(|says| message(turn, &says)))
}

fn message(turn: &Turn<'_>, says: &Says<'_>) -> Message {
    // An item's own words are read in Vietnamese: a draft in another language is not shown.
    let source = show::brief(says.item, VIETNAMESE, &turn.parts.core.text);
    let (answer, source) = (says.answer.into(), source.into());
    Message::text(match says.question {
        Some(question) => {
            turn.say("known-answer", &[("question", question.into()), ("answer", answer), ("source", source)])
        }
        None => turn.say("known-point", &[("answer", answer), ("source", source)]),
    })
}
