//! What nobody saw the end of: left by a dead process, or put back from a backup.

use super::part::{self, State};
use super::record::{self, Move};
use super::store;
use crate::clock::Millis;
use crate::crash;
use crate::db::Tx;
use anyhow::Result;

/// What a dead owner of the account left in *sending*: an announcement stays unknown (an urgent one
/// is sent once more), a message to a person is sent once more. Returns how many parts.
pub(super) async fn settle(tx: &mut Tx, now: Millis, account: &str) -> Result<usize> {
    let parts = store::sending(tx, account).await?;
    let moves = parts.iter().map(|part| {
        let mut next = part::interrupted(part, now);
        if crash::without_sending_mark() {
            next.state = State::Waiting;
        }
        Move { part, next, message: None }
    });
    Ok(record::make(tx, now, moves.collect()).await?.parts)
}

/// A backup was put back: what waited in it may have been sent since. An announcement becomes unknown, and an editor
/// decides; an urgent one, and what goes to one person, is sent. Returns how many groups' texts are unknown now, and how
/// many messages may come twice.
pub async fn restored(tx: &mut Tx, now: Millis) -> Result<(usize, usize)> {
    let parts = store::was_due(tx, now).await?;
    let moves: Vec<Move<'_>> = parts
        .iter()
        .filter_map(|part| Some(Move { part, next: part::restored(part, now)?, message: None }))
        .collect();
    let again = parts.len() - moves.len();
    Ok((record::make(tx, now, moves).await?.texts, again))
}
