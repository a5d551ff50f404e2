//! Who hears it together: the chat groups of villages.

mod store;

pub use store::{all, at, get, is_at, linked, linked_after, moved, relocate, set_language, survey};

use crate::clock::Millis;
use crate::config::Platform;
use crate::db::Tx;
use crate::ids::{GroupId, Ids};
use crate::message::whole_chat;
use crate::reason::Reason;
use crate::stored::words;
use crate::text::VIETNAMESE;
use anyhow::Result;

words! {
    /// Whether a group hears us.
    pub enum State {
        /// It does.
        Linked = "linked",
        /// The bot was taken out, or the group ended.
        Gone = "gone",
        /// We ended the link.
        Unlinked = "unlinked",
    }
}

/// A chat group of a village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Ours.
    pub id: GroupId,
    /// The account (of the settings) that sits in it.
    pub account: String,
    /// Its platform.
    pub platform: Platform,
    /// The platform's address, as of today.
    pub address: String,
    /// Code of its place.
    pub place: String,
    /// The language it gets.
    pub language: String,
    /// Whether it hears us.
    pub state: State,
    /// Why it is gone.
    pub reason: Option<Reason>,
    /// When it was bound.
    pub linked_at: Millis,
}

impl Group {
    /// It took us out, and hears us when it takes us in again.
    pub fn may_come_back(&self) -> bool {
        self.state == State::Gone && self.reason == Some(Reason::Removed)
    }

    /// It hears us.
    pub fn is_linked(&self) -> bool {
        self.state == State::Linked
    }
}

/// The group at an address, in whatever state. What is said in a topic that is not linked is said to the group of the
/// whole chat, or to the only one in the chat.
pub async fn find(tx: &mut Tx, account: &str, address: &str) -> Result<Option<Group>> {
    let mut all = in_chat(tx, account, address).await?;
    let of = |address: &str| all.iter().position(|group| group.address == address);
    let found = of(address).or_else(|| of(whole_chat(address)));
    let only = || match all.iter().filter(|group| group.is_linked()).count() {
        1 => all.iter().position(Group::is_linked),
        _ => None,
    };
    let found = found.or_else(only);
    Ok(found.map(|at| all.swap_remove(at)))
}

/// Every group in the chat of an address, whichever of its topics that names.
pub async fn in_chat(tx: &mut Tx, account: &str, address: &str) -> Result<Vec<Group>> {
    store::in_chat(tx, account, whole_chat(address)).await
}

/// Binds a chat (account, platform, address) to a place; a chat that was bound before keeps its id, its history and
/// its language, unless another is given ("" gives none).
pub async fn bind(
    tx: &mut Tx,
    ids: &Ids,
    now: Millis,
    at: (&str, Platform, &str),
    place: &str,
    language: &str,
) -> Result<Group> {
    let (account, platform, address) = at;
    let whole = whole_chat(address);
    if whole != address
        && let Some(group) = store::by_address(tx, account, whole).await?
        && group.place == place
    {
        // The village chooses a topic of the chat that it was linked to before: it is not told everything twice.
        store::moved(tx, now, account, whole, address).await?;
    }
    if let Some(mut group) = store::by_address(tx, account, address).await? {
        if !language.is_empty() {
            group.language = language.into();
        }
        group.place = place.into();
        (group.state, group.reason) = (State::Linked, None);
        store::link(tx, &group, now).await?;
        return Ok(group);
    }
    let group = Group {
        id: ids.id().into(),
        account: account.into(),
        platform,
        address: address.into(),
        place: place.into(),
        language: if language.is_empty() { VIETNAMESE.into() } else { language.into() },
        state: State::Linked,
        reason: None,
        linked_at: now,
    };
    store::insert(tx, &group).await?;
    Ok(group)
}

/// A linked group does not hear us any more; false when it was not linked.
pub async fn gone(tx: &mut Tx, now: Millis, id: &GroupId, why: Reason) -> Result<bool> {
    store::become_state(tx, now, id, (State::Linked, State::Gone), Some(why)).await
}

/// A group that counted as gone hears us; false when it did not count as gone.
pub async fn back(tx: &mut Tx, now: Millis, id: &GroupId) -> Result<bool> {
    store::become_state(tx, now, id, (State::Gone, State::Linked), None).await
}

/// We end the link, whether the group hears us or not; false when it had ended.
pub async fn unlink(tx: &mut Tx, now: Millis, id: &GroupId) -> Result<bool> {
    Ok(store::become_state(tx, now, id, (State::Linked, State::Unlinked), None).await?
        || store::become_state(tx, now, id, (State::Gone, State::Unlinked), None).await?)
}
