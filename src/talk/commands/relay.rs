//! A question for somebody without a phone.

use crate::message::Message;
use crate::roster::Role;
use crate::talk::turn::Turn;
use crate::talk::{asking, secretary};
use crate::text::has_words;
use crate::understanding::names_somebody;
use anyhow::Result;

/// `/hoiho …`: for someone without a phone. Counted apart, nobody named; the answer comes back here. With nothing behind it, a
/// voice that waits here is meant, else the next one.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], text: String) -> Result<()> {
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    if !has_words(&text) && !turn.files.has_files() {
        if asking::voice_for_another(turn, &place).await? {
            return Ok(());
        }
        return how(turn, place).await;
    }
    let (body, named) = (turn.body(text.clone()), names_somebody(&text));
    if named && turn.private() && !turn.parts.desk.is_danger(&text) {
        return asking::perhaps_for_another(turn, body, place).await;
    }
    asking::for_another(turn, body, place).await
}

/// By words behind the command, or by a voice that follows it; in a group only what quotes the machine reaches it.
async fn how(turn: &mut Turn<'_>, place: String) -> Result<()> {
    let aloud = match turn.private() {
        true => Some("relay-how-aloud"),
        false => turn.capabilities().quotes.then_some("relay-how-aloud-group"),
    };
    let mut text = turn.say("relay-how", &[]);
    if let Some(aloud) = aloud {
        asking::wait_for_voice(turn, place).await?;
        text = format!("{text}\n{}", turn.say(aloud, &[]));
    }
    turn.answer(vec![Message::text(text)]).await
}
