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

/// What can be chosen in one message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InMessage {
    /// Theirs who ask, or anybody's: open, or over.
    Theirs(Offered),
    /// Somebody else's, and none of their business.
    Anothers,
}

impl Offered {
    /// Whether a button of it can bring this back. Of what is over nobody knows any more.
    pub fn may_bring(&self, token: &str) -> bool {
        self.tokens.is_empty() || self.tokens.iter().any(|offered| offered == token)
    }
}

/// The latest choices in a chat that are still open for `chooser`. [`NotYet`]: newer ones are on their way, and may
/// have been seen already.
pub async fn latest_choices(tx: &mut Tx, chat: Whom<'_>, chooser: &Chooser) -> Result<Option<Offered>> {
    match store::latest_choices(tx, chat, chooser).await? {
        Some((_, true)) => Err(NotYet.into()),
        found => Ok(found.map(|(offered, _)| offered)),
    }
}

/// The choices in one message of ours, as `chooser` may see them; `None` when it never had any.
pub async fn choices_in(
    tx: &mut Tx,
    chat: Whom<'_>,
    message: &str,
    chooser: &Chooser,
) -> Result<Option<InMessage>> {
    let found = store::choices_in(tx, chat, message).await?;
    Ok(found.map(|(offered, whose)| {
        // Whose they were is forgotten with the person: then they are nobody's.
        let theirs = whose.is_some_and(|whose| whose == Chooser::Anybody || whose == *chooser);
        if theirs { InMessage::Theirs(offered) } else { InMessage::Anothers }
    }))
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
