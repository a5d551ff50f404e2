//! What a message of ours was about that somebody quotes.

use super::delivery::{Corner, Kind};
use super::store;
use crate::db::Tx;
use crate::ids::{PublicationId, QuestionCode};
use anyhow::Result;

/// What a quoted message of ours was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// What it was.
    pub kind: Kind,
    /// The publication.
    pub publication: Option<PublicationId>,
    /// The question.
    pub question: Option<QuestionCode>,
}

/// Somebody quotes a message that is not known, and one to their chat is on its way: they may have seen it
/// before the platform told us its number. Look again in a moment.
#[derive(Debug, thiserror::Error)]
#[error("a message to this chat is still on its way")]
pub struct NotYet;

/// Finds what a message that we sent to a chat was about. [`NotYet`]: that is not known yet.
pub async fn quoted_in(tx: &mut Tx, corner: &Corner, message: &str) -> Result<Option<Quoted>> {
    // Asked first: what lands between the two questions is found by the second.
    let flying = store::is_sending_to(tx, corner).await?;
    let found = match corner {
        Corner::Group(group, _) => store::by_group_message(tx, group, message).await?,
        Corner::Private(..) => store::by_private_message(tx, corner, message).await?,
    };
    if found.is_none() && flying { Err(NotYet.into()) } else { Ok(found) }
}
