//! Choices that were put before somebody, and are open until one is taken.

use super::delivery::Corner;
use super::quotes::NotYet;
use super::store;
use crate::clock::Millis;
use crate::db::Tx;
use crate::seal::Seal;
use anyhow::Result;

/// Choices that were put before somebody in one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub(super) part: i64,
    /// The platform's number of the message.
    pub message: Option<String>,
    /// What each choice brings back, in the order shown; empty once one was taken.
    pub tokens: Vec<String>,
    /// What each is called, in plain letters, so that it can be typed; empty where an older program put it.
    pub labels: Vec<String>,
    /// When it was put; of a reply its day.
    pub put_at: Millis,
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
    /// As it is read again after it was put.
    #[cfg(test)]
    pub fn of(choices: &[crate::message::Choice]) -> Offered {
        let lines: Vec<String> = choices.iter().map(super::labels::line).collect();
        let (tokens, labels) = super::labels::read(&lines.join("\n"));
        Offered { part: 0, message: None, tokens, labels, put_at: 0 }
    }

    /// Whether a button of it can bring this back. Of what is over nobody knows any more.
    pub fn may_bring(&self, token: &str) -> bool {
        self.tokens.is_empty() || self.tokens.iter().any(|offered| offered == token)
    }
}

/// The latest choices in a chat that are still open for who speaks there. [`NotYet`]: newer ones are on their way, and may
/// have been seen already.
pub async fn latest_choices(tx: &mut Tx, seal: &Seal, corner: &Corner) -> Result<Option<Offered>> {
    match store::latest_choices(tx, seal, corner).await? {
        Some((_, true)) => Err(NotYet.into()),
        found => Ok(found.map(|(offered, _)| offered)),
    }
}

/// The choices in one message of ours, as who speaks there may see them; `None` when it never had any.
pub async fn choices_in(
    tx: &mut Tx,
    seal: &Seal,
    corner: &Corner,
    message: &str,
) -> Result<Option<InMessage>> {
    let found = store::choices_in(tx, seal, corner, message).await?;
    Ok(found.map(|(offered, whose)| {
        // Whose they were is forgotten with the person: then they are nobody's.
        let theirs = whose.is_some_and(|whose| corner.may_choose(&whose));
        if theirs { InMessage::Theirs(offered) } else { InMessage::Anothers }
    }))
}

/// One of them was taken.
pub async fn close_choices(tx: &mut Tx, offered: &Offered) -> Result<()> {
    store::close_choices(tx, offered.part).await
}

/// What waited for who speaks in a chat goes on or is over: choices whose tokens begin like this are no longer open.
pub async fn close_choices_like(
    tx: &mut Tx,
    seal: &Seal,
    corner: &Corner,
    prefix: &'static str,
) -> Result<()> {
    store::close_choices_like(tx, seal, corner, prefix).await
}
