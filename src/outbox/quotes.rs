//! What a message of ours was about that somebody quotes.

use super::delivery::{Kind, Whom};
use super::store;
use crate::db::Tx;
use crate::ids::{GroupId, PersonKey, PublicationId, QuestionCode};
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

/// Finds what a message that we sent to a group was about. [`NotYet`]: that is not known yet.
pub async fn quoted_in_group(tx: &mut Tx, group: &GroupId, message: &str) -> Result<Option<Quoted>> {
    // Asked first: what lands between the two questions is found by the second.
    let flying = store::is_sending_to(tx, Whom::Group(group)).await?;
    or_not_yet(store::by_group_message(tx, group, message).await?, flying)
}

/// Finds what a message that we sent to a person was about. [`NotYet`]: that is not known yet.
pub async fn quoted_by_person(tx: &mut Tx, person: &PersonKey, message: &str) -> Result<Option<Quoted>> {
    let flying = store::is_sending_to(tx, Whom::Person(person)).await?;
    or_not_yet(store::by_person_message(tx, person, message).await?, flying)
}

fn or_not_yet(found: Option<Quoted>, flying: bool) -> Result<Option<Quoted>> {
    if found.is_none() && flying { Err(NotYet.into()) } else { Ok(found) }
}
