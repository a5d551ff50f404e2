//! Who answers and who decides: the roles, the codes that bring their holders in, and who may do what.

mod act;
mod invitation;
mod invited;
mod store;

pub use act::{Act, may, may_move};
pub use invitation::{
    INVITATION_LIFE, Redeemed, close, close_kept, count_wrong_code, forget_lapsed, invite, kept, key_of,
    look_up, wrong_codes,
};
pub use invited::{Invitation, InvitationState, Invited};
pub use store::{
    all, end, ended_since, held_with, holders, lose, of, open_invitations, person_of, relocate, rename,
    reseal, stand, survey, with,
};

use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::{Ids, PersonKey, RoleId};
use crate::places::Tree;
use crate::stored::words;
use anyhow::Result;
use jiff::civil::Date;

words! {
    /// What somebody is there for.
    pub enum Duty {
        /// Speaks for a village.
        Secretary = "secretary",
        /// Answers questions.
        Reporter = "reporter",
        /// Sees to it that questions are answered.
        Coordinator = "coordinator",
        /// Writes, releases, publishes and reports.
        Editor = "editor",
    }
}

/// Whether a role's holder is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They are.
    Present,
    /// Not from a day on until another.
    Away {
        /// The first moment at which they are away.
        from: Millis,
        /// The first moment at which they are back.
        until: Millis,
    },
    /// They asked for no more messages, or blocked the bot: what they hold is nobody's, until they are back.
    Gone,
}

/// A role that somebody holds. Holds a person's key, never an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Ours.
    pub id: RoleId,
    /// What it is for.
    pub duty: Duty,
    /// The place it reaches, with its successors and all below.
    pub place: String,
    /// Topics it prefers (empty: any).
    pub topics: Vec<String>,
    /// Languages it can answer in (empty: Vietnamese).
    pub languages: Vec<String>,
    /// The holder's name as given with `--name`, sealed.
    pub name_sealed: String,
    /// What its holder is called there, "" by the role's own name.
    pub title: String,
    /// The person who holds it.
    pub person: PersonKey,
    /// Since when.
    pub since: Millis,
    /// Whether they are there.
    pub standing: Standing,
}

impl Role {
    /// Not away at `now`.
    pub fn present(&self, now: Millis) -> bool {
        match self.standing {
            Standing::Present => true,
            Standing::Away { from, until } => now < from || until <= now,
            Standing::Gone => false,
        }
    }

    /// Away without an end: what they hold is nobody's.
    pub fn is_gone(&self) -> bool {
        self.standing == Standing::Gone
    }

    /// May answer questions.
    pub fn answers(&self) -> bool {
        self.duty.may(Act::Answer)
    }

    /// A role reaches its place, its successors and what lies below, never above or beside.
    pub fn reaches(&self, place: &str, tree: &Tree, day: Date) -> bool {
        tree.reaches(&self.place, place, day)
            || tree.current(&self.place, day).iter().any(|own| tree.reaches(&own.code, place, day))
    }
}

/// Gives a role to a person. Who holds it already keeps it, with the new topics, languages and name.
pub async fn enrol(
    tx: &mut Tx,
    ids: &Ids,
    now: Millis,
    person: &PersonKey,
    duty: Duty,
    from: &Invitation,
) -> Result<Role> {
    let held = store::of(tx, person).await?;
    if let Some(role) = held.into_iter().find(|r| r.duty == duty && r.place == from.place) {
        let name_sealed =
            if from.name_sealed.is_empty() { role.name_sealed.clone() } else { from.name_sealed.clone() };
        let title = if from.title.is_empty() { role.title.clone() } else { from.title.clone() };
        let role = Role {
            title,
            topics: from.topics.clone(),
            languages: from.languages.clone(),
            name_sealed,
            ..role
        };
        store::update_role(tx, &role).await?;
        return Ok(role);
    }
    let role = Role {
        id: ids.id().into(),
        duty,
        place: from.place.clone(),
        topics: from.topics.clone(),
        languages: from.languages.clone(),
        name_sealed: from.name_sealed.clone(),
        title: from.title.clone(),
        person: person.clone(),
        since: now,
        standing: Standing::Present,
    };
    store::insert_role(tx, &role).await?;
    Ok(role)
}

/// Every answering role in force at one of these places.
pub async fn at(tx: &mut Tx, places: &[&str]) -> Result<Vec<Role>> {
    if places.is_empty() { Ok(vec![]) } else { store::roles_at(tx, places).await }
}
