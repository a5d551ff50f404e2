//! How the deliveries of publications stand, and what an editor does about them.

use super::archive::{self, Name};
use super::delivery::Whom;
use super::part::{self, Part, State};
use super::record::{self, Move};
use super::store;
use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ids::{DeliveryId, GroupId, ItemId, PublicationId};
use crate::message::Settle;
use crate::reason::Reason;
use anyhow::Result;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::ops::Add;

pub use store::{astray_notices, delivered, latest_items, of_publication};

/// One group's delivery of a publication: the state of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// The group.
    pub group: GroupId,
    /// Code of its place.
    pub place: String,
    /// Where it stands.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
    /// When the state was reached.
    pub changed_at: Millis,
}

/// An item as it stands in a village's group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastItem {
    /// The item.
    pub item: ItemId,
    /// State of its text; in flight counts as waiting.
    pub state: State,
    /// It was taken back since, whatever its state.
    pub withdrawn: bool,
    /// Since when.
    pub changed_at: Millis,
}

/// How many deliveries are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Waiting or in flight.
    pub waiting: i64,
    /// Taken by the platform.
    pub sent: i64,
    /// Did not arrive.
    pub failed: i64,
    /// May have arrived.
    pub unknown: i64,
    /// Taken back.
    pub cancelled: i64,
}

/// With how many groups this would do something.
pub fn standing(groups: &[GroupRow], what: Settle) -> usize {
    let state = match what {
        Settle::Failed => State::Failed,
        Settle::Unknown => State::Unknown,
        Settle::Cancel => State::Waiting,
    };
    groups.iter().filter(|g| g.state.shown() == state).count()
}

impl Counts {
    /// Counted.
    pub fn of(states: impl Iterator<Item = State>) -> Counts {
        let mut counts = Counts::default();
        for state in states {
            *counts.of_state(state) += 1;
        }
        counts
    }

    /// How many are in this state.
    pub(super) fn of_state(&mut self, state: State) -> &mut i64 {
        match state {
            State::Waiting | State::Sending => &mut self.waiting,
            State::Sent => &mut self.sent,
            State::Failed => &mut self.failed,
            State::Unknown => &mut self.unknown,
            State::Cancelled => &mut self.cancelled,
        }
    }

    /// "chờ gửi 3, đã gửi 9", without what is none; `say` gives the word of a key.
    pub fn said(&self, say: impl Fn(&str) -> String) -> String {
        let all = [
            ("delivery-sent", self.sent),
            ("delivery-waiting", self.waiting),
            ("delivery-failed", self.failed),
            ("delivery-unknown", self.unknown),
            ("delivery-cancelled", self.cancelled),
        ];
        let some = all.into_iter().filter(|(_, n)| *n > 0);
        some.map(|(key, n)| format!("{} {n}", say(key))).collect::<Vec<_>>().join(", ")
    }

    /// All together.
    pub fn sum(&self) -> i64 {
        self.waiting + self.sent + self.failed + self.unknown + self.cancelled
    }
}

impl Add for Counts {
    type Output = Counts;

    fn add(self, other: Counts) -> Counts {
        Counts {
            waiting: self.waiting + other.waiting,
            sent: self.sent + other.sent,
            failed: self.failed + other.failed,
            unknown: self.unknown + other.unknown,
            cancelled: self.cancelled + other.cancelled,
        }
    }
}

/// How many of a publication's texts to groups are in the archive, by how they stood.
pub async fn archived(db: &Db, publication: &PublicationId) -> Result<Counts> {
    let mut counts = Counts::default();
    for (state, texts) in store::archived_counts(db, publication).await? {
        *counts.of_state(state) += texts;
    }
    Ok(counts)
}

/// States of a publication's deliveries to groups, counted by group; also of those that are in the archive.
pub async fn counts(db: &Db, publication: &PublicationId) -> Result<Counts> {
    let rows = store::of_publication(db, publication).await?;
    Ok(Counts::of(rows.iter().map(|part| part.state)) + archived(db, publication).await?)
}

/// States of a publication's deliveries to role holders, counted; whose they are is not told.
pub async fn private_counts(db: &Db, publication: &PublicationId) -> Result<Counts> {
    Ok(Counts::of(store::private_of_publication(db, publication).await?.into_iter()))
}

/// How an older item stands with somebody for whom its correction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Old {
    /// Never meant for them, or it never came.
    Unknown,
    /// It still waits.
    Waiting,
    /// It arrived, or may have.
    Got,
}

/// How an item, in whatever revision, stands with a group or a person. `names`: the deliveries by which they may have got
/// it, as far as only the archive knows.
pub async fn old(tx: &mut Tx, to: Whom<'_>, item: &ItemId, names: &[DeliveryId]) -> Result<Old> {
    let parts = store::of_item(tx, to, item).await?;
    let mut texts = parts.iter().filter(|part| part.number == 0).map(|part| part.state);
    Ok(if texts.clone().any(|s| matches!(s, State::Sent | State::Unknown | State::Sending)) {
        Old::Got
    } else if texts.any(|s| s == State::Waiting) {
        Old::Waiting
    } else if !archive::arrived(tx, names.iter()).await?.is_empty() {
        Old::Got
    } else {
        Old::Unknown
    })
}

/// Takes back what of an item still waits for a group or a person.
pub async fn withhold(tx: &mut Tx, now: Millis, to: Whom<'_>, item: &ItemId) -> Result<()> {
    let mut parts = store::of_item(tx, to, item).await?;
    parts.retain(|part| part.state == State::Waiting);
    record::make_all(tx, now, &parts, State::Cancelled, None).await?;
    Ok(())
}

/// How the deliveries with these ids stand; those that were never put are not there.
pub async fn standings(tx: &mut Tx, ids: &[DeliveryId]) -> Result<HashMap<DeliveryId, State>> {
    let mut found = store::standings(tx, ids).await?;
    let missing: HashMap<Name, &DeliveryId> =
        ids.iter().filter(|id| !found.contains_key(*id)).map(|id| (Name::of(id), id)).collect();
    for (name, kept) in store::archived(tx, missing.keys().copied()).await? {
        found.extend(missing.get(&name).map(|id| ((*id).clone(), kept.state)));
    }
    Ok(found)
}

/// Of these deliveries those that arrived or may have: also what is on its way, and what was tried again after nobody
/// could tell.
pub async fn may_have_arrived(tx: &mut Tx, causes: &[DeliveryId]) -> Result<HashSet<DeliveryId>> {
    let mut found = store::may_have_arrived(tx, causes).await?;
    let missing: Vec<&DeliveryId> = causes.iter().filter(|id| !found.contains(*id)).collect();
    found.extend(archive::arrived(tx, missing.into_iter()).await?);
    Ok(found)
}

/// What an editor may send again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// What failed.
    Failed,
    /// What may have arrived.
    Unknown,
}

/// Puts the failed (or unknown) parts of a publication back to waiting, where they can be sent: a group that is gone or
/// not linked any more is promised nothing. Returns how many groups get some of it again.
/// What went out in a later publication since is not sent again by this one.
pub async fn resend(tx: &mut Tx, now: Millis, publication: &PublicationId, what: Again) -> Result<usize> {
    let state = match what {
        Again::Failed => State::Failed,
        Again::Unknown => State::Unknown,
    };
    let mut parts = store::can_be_sent_again(tx, publication, state).await?;
    parts.retain(|part| !is_set_aside(&part.delivery));
    record::make_all(tx, now, &parts, State::Waiting, None).await?;
    store::fresh_attempts(tx, &parts).await?;
    Ok(parts.iter().map(|part| &part.delivery).collect::<HashSet<_>>().len())
}

/// Cancels what of a publication still waits. Returns how many groups' texts.
pub async fn cancel(tx: &mut Tx, now: Millis, publication: &PublicationId) -> Result<usize> {
    cancel_all(tx, now, std::slice::from_ref(publication)).await
}

/// The same for several, in one go: one after the other, two who do it could wait for each other.
pub async fn cancel_all(tx: &mut Tx, now: Millis, publications: &[PublicationId]) -> Result<usize> {
    let mut parts = vec![];
    for publication in publications {
        parts.extend(store::in_state(tx, publication, State::Waiting).await?);
    }
    record::make_all(tx, now, &parts, State::Cancelled, None).await
}

/// Of these deliveries those that were put before and came to nothing, made ready to be put once more. What came of
/// them stays on record under another id; of what is in the archive, in its counts.
pub async fn make_room(tx: &mut Tx, ids: &[DeliveryId]) -> Result<()> {
    store::set_aside(tx, ids).await?;
    let names: Vec<Name> = ids.iter().map(|id| Name::of(id)).collect();
    store::forget_archived(tx, &names).await
}

/// It came to nothing, and the same went out in another publication since.
fn is_set_aside(delivery: &DeliveryId) -> bool {
    delivery.contains('~')
}

/// Everything to a group that can no longer be reached is failed, with the reason, except what is waited for and can
/// come when the group is back.
pub async fn fail_group(tx: &mut Tx, now: Millis, group: &GroupId, reason: Reason) -> Result<()> {
    let parts = store::waiting_for_group(tx, group).await?;
    let (later, ends): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part::kept_for_later(part, now, reason).is_some());
    let held = |part| Some(Move { part, next: part::kept_for_later(part, now, reason)?, message: None });
    record::make(tx, now, later.iter().filter_map(held).collect()).await?;
    record::make_all(tx, now, &ends, State::Failed, Some(reason)).await?;
    Ok(())
}
