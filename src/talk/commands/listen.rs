//! The voice of the latest item.

use crate::message::{Media, MediaKind, Message};
use crate::talk::shown;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `nghe`: the voice of the latest item that has one.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    let library = turn.parts.shelf.library();
    let voice = |m: &Message| matches!(&m.media, Some(Media { kind: MediaKind::Voice, .. }));
    for item in shown::items(turn, &library).await? {
        if let Some(voice) = shown::here(turn, &library, item).await?.into_iter().find(|m| voice(m)) {
            return turn.answer(vec![voice]).await;
        }
    }
    turn.reply("listen-none", &[]).await
}
