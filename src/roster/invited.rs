//! What a one-time code stands for.

use super::Duty;
use crate::clock::Millis;
use crate::ids::RoleId;
use crate::stored::words;

words! {
    /// What an invitation can be for.
    pub enum Invited {
        /// A chat group.
        Group = "group",
        /// A village's secretary.
        Secretary = "secretary",
        /// A reporter.
        Reporter = "reporter",
        /// A coordinator.
        Coordinator = "coordinator",
        /// An editor.
        Editor = "editor",
    }
}

impl Invited {
    /// The duty that it gives; a group has none.
    pub fn duty(self) -> Option<Duty> {
        Duty::of(self.as_str())
    }
}

words! {
    /// Where an invitation stands.
    pub enum InvitationState {
        /// It can be used.
        Open = "open",
        /// Somebody used it.
        Used = "used",
        /// It was taken back.
        Revoked = "revoked",
    }
}

/// What a one-time code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What it is for.
    pub role: Invited,
    /// Code of the place.
    pub place: String,
    /// Topics (reporters).
    pub topics: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// Name, sealed.
    pub name_sealed: String,
    /// What who comes in is called there, "" by the role's own name.
    pub title: String,
    /// Where it stands.
    pub state: InvitationState,
    /// When it lapses.
    pub expires_at: Millis,
    /// The role whose holder made it; with that it ends. `None`: made at the command line.
    pub made_by: Option<RoleId>,
}

impl Invitation {
    /// For a place, open, without a name.
    pub fn new(role: Invited, place: impl Into<String>) -> Invitation {
        Invitation {
            role,
            place: place.into(),
            topics: vec![],
            languages: vec![],
            name_sealed: String::new(),
            title: String::new(),
            state: InvitationState::Open,
            expires_at: 0,
            made_by: None,
        }
    }
}
