//! No more messages.

use crate::talk::person;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `dừng`: no more messages, until they write again.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    let moved = person::stop(turn).await?;
    match moved {
        Some(moved) => turn.reply("stopped-and-away", &[("moved", moved.into())]).await,
        None => turn.reply("stopped", &[]).await,
    }
}
