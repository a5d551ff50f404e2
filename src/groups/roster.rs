//! Reporters, coordinators, editors and secretaries: which place, which topics, which languages.

use super::store;
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::Ids;
use crate::seal::Seal;
use anyhow::Result;

/// How long a one-time code lives: 7 days (contract 1).
pub const INVITATION_LIFE: Millis = 7 * 24 * 3600 * 1000;

/// Away until further notice (the year 9999): whoever asked for no more messages, or blocked the bot.
pub const FOR_EVER: Millis = 253_370_764_800_000;

/// What an invitation can be for.
pub const ROLES: [&str; 5] = ["group", "secretary", "reporter", "coordinator", "editor"];

/// Somebody's duty. Holds a person's key, never an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Ours.
    pub id: String,
    /// `secretary`, `reporter`, `coordinator` or `editor`.
    pub kind: String,
    /// The place it reaches, with all below.
    pub place: String,
    /// Topics it prefers (empty: any).
    pub topics: Vec<String>,
    /// Languages it can answer in (empty: Vietnamese).
    pub languages: Vec<String>,
    /// The holder's name as given with `--name`, sealed.
    pub name_sealed: String,
    /// Key of the person who holds it.
    pub person: String,
    /// Since when.
    pub since: Millis,
    /// Away until then.
    pub absent_until: Option<Millis>,
}

impl Role {
    /// Not away at `now`.
    pub fn present(&self, now: Millis) -> bool {
        self.absent_until.is_none_or(|until| until <= now)
    }

    /// Away without an end: what they hold is nobody's.
    pub fn is_gone(&self) -> bool {
        self.absent_until.is_some_and(|until| until >= FOR_EVER)
    }

    /// May answer questions.
    pub fn answers(&self) -> bool {
        matches!(self.kind.as_str(), "reporter" | "coordinator")
    }
}

/// What a one-time code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// One of [`ROLES`].
    pub role: String,
    /// Code of the place.
    pub place: String,
    /// Topics (reporters).
    pub topics: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// Name, sealed.
    pub name_sealed: String,
    /// `open`, `used` or `revoked`.
    pub state: String,
    /// When it lapses.
    pub expires_at: Millis,
}

/// What became of a code that somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redeemed {
    /// It is good; the caller must [`close`] it in the same transaction.
    Good(Invitation),
    /// Nobody made such a code.
    Unknown,
    /// Used already.
    Used,
    /// Taken back.
    Revoked,
    /// More than 7 days old.
    Lapsed,
}

/// Makes an invitation and returns its code (10 characters, shown once).
pub async fn invite(
    tx: &mut Tx,
    seal: &Seal,
    ids: &Ids,
    now: Millis,
    mut invitation: Invitation,
) -> Result<(String, Millis)> {
    let code = ids.code(10);
    invitation.expires_at = now + INVITATION_LIFE;
    store::insert_invitation(tx, &seal.code_key(&code), &invitation, now).await?;
    Ok((code, invitation.expires_at))
}

/// Looks a typed code up.
pub async fn look_up(tx: &mut Tx, seal: &Seal, now: Millis, code: &str) -> Result<Redeemed> {
    let Some(invitation) = store::invitation(tx, &seal.code_key(code.trim())).await? else {
        return Ok(Redeemed::Unknown);
    };
    Ok(match invitation.state.as_str() {
        "used" => Redeemed::Used,
        "revoked" => Redeemed::Revoked,
        _ if invitation.expires_at <= now => Redeemed::Lapsed,
        _ => Redeemed::Good(invitation),
    })
}

/// Marks a code `used` or `revoked`; false when it was not open any more.
pub async fn close(tx: &mut Tx, seal: &Seal, code: &str, state: &str) -> Result<bool> {
    store::close_invitation(tx, &seal.code_key(code.trim()), state).await
}

/// Gives a role to a person. Who holds it already keeps it, with the new topics, languages and name.
pub async fn enrol(tx: &mut Tx, ids: &Ids, now: Millis, person: &str, from: &Invitation) -> Result<Role> {
    let held = store::roles_of(tx, person).await?;
    if let Some(role) = held.into_iter().find(|r| r.kind == from.role && r.place == from.place) {
        let name_sealed =
            if from.name_sealed.is_empty() { role.name_sealed.clone() } else { from.name_sealed.clone() };
        let role =
            Role { topics: from.topics.clone(), languages: from.languages.clone(), name_sealed, ..role };
        store::update_role(tx, &role).await?;
        return Ok(role);
    }
    let role = Role {
        id: ids.id(),
        kind: from.role.clone(),
        place: from.place.clone(),
        topics: from.topics.clone(),
        languages: from.languages.clone(),
        name_sealed: from.name_sealed.clone(),
        person: person.into(),
        since: now,
        absent_until: None,
    };
    store::insert_role(tx, &role).await?;
    Ok(role)
}

/// Every role in force.
pub async fn all(tx: &mut Tx) -> Result<Vec<Role>> {
    store::roles(tx).await
}

/// The role with this id, if it is in force.
pub async fn with(tx: &mut Tx, id: &str) -> Result<Option<Role>> {
    store::role_with(tx, id).await
}

/// Every answering role in force at one of these places.
pub async fn at(tx: &mut Tx, places: &[&str]) -> Result<Vec<Role>> {
    if places.is_empty() { Ok(vec![]) } else { store::roles_at(tx, places).await }
}

/// The roles in force of one person.
pub async fn of(tx: &mut Tx, person: &str) -> Result<Vec<Role>> {
    store::roles_of(tx, person).await
}

/// Gives a role another place; false when there is none in force with this id.
pub async fn relocate(tx: &mut Tx, id: &str, place: &str) -> Result<bool> {
    store::relocate_role(tx, id, place).await
}

/// Ends a role; false when there is none in force with this id.
pub async fn end(tx: &mut Tx, id: &str, now: Millis) -> Result<bool> {
    store::end_role(tx, id, now).await
}

/// Away until (or back, with `None`).
pub async fn set_absent(tx: &mut Tx, person: &str, until: Option<Millis>) -> Result<()> {
    store::set_absent(tx, person, until).await
}
