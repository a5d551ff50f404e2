//! What an item says already to what somebody asks: they read it right after the receipt, and their question goes to a person
//! all the same.

use super::sharing;
use super::turn::Turn;
use crate::content::{self, Answered, Found, Says, show};
use crate::message::Message;
use crate::places::Place;
use crate::questions::Shared;
use crate::questions::question::{Body, Discretion};
use crate::questions::share::Pair;
use crate::text::{VIETNAMESE, said_by_role};
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
    let shared = sharing::told_at(turn, place).await?;
    let answers: Vec<Answered> = shared.iter().map(answered).collect();
    let found = turn.parts.known.find_among(library.items(), &releases, &answers, today, &body.text);
    Ok(match found {
        Some(Found::Says(says)) => Some(message(turn, &says)),
        Some(Found::Answered(answer)) => {
            shared.iter().find(|shared| shared.code == *answer.code).map(|shared| told(turn, shared))
        }
        None => None,
    })
}

fn answered(shared: &Shared) -> Answered {
    let Pair { question, answer } = shared.pair.clone();
    Answered { code: shared.code.to_string(), question, answer }
}

/// An answer that a village was shown, with where and when.
fn told(turn: &Turn<'_>, shared: &Shared) -> Message {
    let place = turn.tree.now(&shared.place, turn.today()).map(Place::in_sentence).unwrap_or_default();
    let args = [
        ("question", said_by_role(&shared.pair.question)),
        ("answer", said_by_role(&shared.pair.answer)),
        ("place", place.into()),
        ("day", turn.day(shared.day).into()),
    ];
    Message::text(turn.say("known-shared", &args))
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
