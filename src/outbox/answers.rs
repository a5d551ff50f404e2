//! How the answers to questions stand with those who asked.

use super::delivery::Kind;
use super::part::State;
use super::store;
use crate::db::Tx;
use crate::ids::QuestionCode;
use crate::reason::Reason;
use anyhow::Result;

pub use store::{answer, answers, kept_for_silent, lost_answers};

/// How the last answer to a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Where it stands.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
}

/// Whether the last card of a question is with a reporter, or may be.
pub async fn card_has_left(tx: &mut Tx, question: &QuestionCode) -> Result<bool> {
    let card = store::last(tx, Kind::Card, question).await?;
    Ok(card.is_some_and(|card| matches!(card.state, State::Sending | State::Sent | State::Unknown)))
}

impl Answer {
    /// The platform took it, or may have.
    pub fn has_left(&self) -> bool {
        matches!(self.state, State::Sent | State::Unknown)
    }
}
