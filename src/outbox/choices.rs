//! Choices that were put before somebody, and are open until one is taken.

use super::delivery::{Chooser, Whom};
use super::quotes::NotYet;
use super::store;
use crate::db::Tx;
use anyhow::Result;

/// Choices that were put before somebody in one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub(super) part: i64,
    /// The platform's number of the message.
    pub message: Option<String>,
    /// What each choice brings back, in the order shown; empty once one was taken.
    pub tokens: Vec<String>,
}

/// The latest choices in a chat that are still open for `chooser`. [`NotYet`]: newer ones are on their way, and may
/// have been seen already.
pub async fn latest_choices(tx: &mut Tx, chat: Whom<'_>, chooser: &Chooser) -> Result<Option<Offered>> {
    match store::latest_choices(tx, chat, chooser).await? {
        Some((_, true)) => Err(NotYet.into()),
        found => Ok(found.map(|(offered, _)| offered)),
    }
}

/// The choices in one message of ours, open or over; `None` when it never had any.
pub async fn choices_in(tx: &mut Tx, chat: Whom<'_>, message: &str) -> Result<Option<Offered>> {
    store::choices_in(tx, chat, message).await
}

/// One of them was taken.
pub async fn close_choices(tx: &mut Tx, offered: &Offered) -> Result<()> {
    store::close_choices(tx, offered.part).await
}

/// What waited for `chooser` in a chat goes on or is over: choices whose tokens begin like this are no longer open.
pub async fn close_choices_like(
    tx: &mut Tx,
    chat: Whom<'_>,
    chooser: &Chooser,
    prefix: &'static str,
) -> Result<()> {
    store::close_choices_like(tx, chat, chooser, prefix).await
}
