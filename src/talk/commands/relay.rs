//! A question for somebody without a phone.

use crate::roster::Role;
use crate::talk::turn::Turn;
use crate::talk::{asking, secretary};
use crate::text::has_words;
use crate::understanding::names_somebody;
use anyhow::Result;

/// `/hoiho …`: for someone without a phone. Counted apart, nobody named; the answer comes back here.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], text: String) -> Result<()> {
    if !has_words(&text) && turn.voice.is_none() {
        return turn.reply("relay-how", &[]).await;
    }
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    let (body, named) = (turn.body(text.clone()), names_somebody(&text));
    if named && turn.private() && !turn.parts.desk.is_danger(&text) {
        return asking::perhaps_for_another(turn, body, place).await;
    }
    asking::for_another(turn, body, place).await
}
