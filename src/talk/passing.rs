//! What can be chosen scrolls away when something else is said.

use super::turn::Turn;
use crate::message::READ_ALOUD;
use crate::outbox;
use anyhow::Result;

/// Whoever speaks says something else than a choice: what can be chosen by its number scrolls away. How often an item was
/// read is told by a number when it was.
pub async fn pass(turn: &mut Turn<'_>) -> Result<()> {
    if turn.private() && !turn.may(|sender| sender.offered) {
        return Ok(());
    }
    let Some(corner) = turn.corner() else { return Ok(()) };
    let waits = |token: &str| token.starts_with(READ_ALOUD);
    outbox::pass_choices(&mut turn.tx, &turn.parts.core.seal, &corner, waits).await
}

/// Whoever speaks is asked to say something: numbers are about that, and no choice from before.
pub async fn pass_all(turn: &mut Turn<'_>) -> Result<()> {
    match turn.corner() {
        Some(corner) => outbox::pass_all_choices(&mut turn.tx, &turn.parts.core.seal, &corner).await,
        None => Ok(()),
    }
}
