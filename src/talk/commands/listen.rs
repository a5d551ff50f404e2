//! The voice of the latest item.

use crate::content::At;
use crate::message::{Media, MediaKind, Message};
use crate::talk::lookup;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `nghe`: the voice of the latest item that has one.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    let library = turn.parts.shelf.library();
    let items = lookup::shown_items(turn, &library).await?;
    let language = turn.language();
    for item in items {
        let messages = turn
            .parts
            .publisher
            .messages(
                item,
                &library,
                &language,
                turn.parts.mode,
                turn.capabilities(),
                turn.private(),
                At::Place(&turn.place_shown(), turn.tree),
            )
            .await?;
        let voice = |m: &Message| matches!(&m.media, Some(Media { kind: MediaKind::Voice, .. }));
        if let Some(voice) = messages.into_iter().flatten().find(|m| voice(m)) {
            return turn.answer(vec![voice]).await;
        }
    }
    turn.reply("listen-none", &[]).await
}
