//! How the answers to questions stand with those who asked.

use super::entry::State;
use super::store;
use crate::reason::Reason;

pub use store::{answer, answers, kept_for_silent, lost_answers};

/// How the last answer to a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Where it stands.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
}

impl Answer {
    /// The platform took it, or may have.
    pub fn has_left(&self) -> bool {
        matches!(self.state, State::Sent | State::Unknown)
    }
}
