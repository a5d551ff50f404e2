//! All that is kept of somebody goes.

use crate::talk::person::{self, Forgotten};
use crate::talk::turn::Turn;
use anyhow::Result;

/// `xoá`: at once. Who holds a role keeps it, because the commune must reach them; the rest goes.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    match person::forget(turn).await? {
        Forgotten::Unknown => turn.reply("kept-nothing", &[]).await,
        Forgotten::Wholly(person) => person::last_words(turn, &person, "erased").await,
        Forgotten::ButRole => turn.reply("erased-but-role", &[]).await,
    }
}
