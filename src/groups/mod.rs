//! Who hears it together (chat groups) and who answers (the roster), and the codes that bring both in.

pub mod roster;
mod store;

use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ids::Ids;
use crate::text::VIETNAMESE;
use anyhow::Result;

/// A chat group of a village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Ours.
    pub id: String,
    /// The account (of the settings) that sits in it.
    pub account: String,
    /// Its platform (`telegram`, …).
    pub platform: String,
    /// The platform's address, as of today.
    pub address: String,
    /// Code of its place.
    pub place: String,
    /// The language it gets.
    pub language: String,
    /// `linked`, `gone` (the bot was taken out or the group ended) or `unlinked` (by us).
    pub state: String,
    /// Why it is gone, as a key of the words for reasons.
    pub reason: String,
    /// When it was bound.
    pub linked_at: Millis,
}

/// The group at an address, in whatever state.
pub async fn find(tx: &mut Tx, account: &str, address: &str) -> Result<Option<Group>> {
    store::by_address(tx, account, address).await
}

/// The group with this id.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Group>> {
    store::by_id(tx, id).await
}

/// Binds a chat (account, platform, address) to a place; a chat that was bound before keeps its id, its history and
/// its language, unless another is given ("" gives none).
pub async fn bind(
    tx: &mut Tx,
    ids: &Ids,
    now: Millis,
    at: (&str, &str, &str),
    place: &str,
    language: &str,
) -> Result<Group> {
    let (account, platform, address) = at;
    if let Some(mut group) = store::by_address(tx, account, address).await? {
        if !language.is_empty() {
            group.language = language.into();
        }
        group.place = place.into();
        group.state = "linked".into();
        group.reason = String::new();
        store::save(tx, &group, now).await?;
        return Ok(group);
    }
    let group = Group {
        id: ids.id(),
        account: account.into(),
        platform: platform.into(),
        address: address.into(),
        place: place.into(),
        language: if language.is_empty() { VIETNAMESE.into() } else { language.into() },
        state: "linked".into(),
        reason: String::new(),
        linked_at: now,
    };
    store::insert(tx, &group).await?;
    Ok(group)
}

/// Stores place, language, state and reason as they now are.
pub async fn save(tx: &mut Tx, group: &Group, now: Millis) -> Result<()> {
    store::save(tx, group, now).await
}

/// The chat got a new address (a Telegram group became a supergroup): the link stays. Doing it twice does nothing.
pub async fn moved(tx: &mut Tx, now: Millis, account: &str, from: &str, to: &str) -> Result<()> {
    store::readdress(tx, account, from, to, now).await
}

/// How many groups are linked to an account.
pub async fn linked(tx: &mut Tx, account: &str) -> Result<i64> {
    store::count_linked(tx, account).await
}

/// Every group, in order of place.
pub async fn all(db: &Db) -> Result<Vec<Group>> {
    store::all(db).await
}

/// Linked groups after `cursor` in order of id, `limit` at most.
pub async fn linked_after(tx: &mut Tx, cursor: &str, limit: i64) -> Result<Vec<Group>> {
    store::linked_after(tx, cursor, limit).await
}
