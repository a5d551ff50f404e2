//! What was planned in a period and what became of it (pure).

use super::figures::{Delivery, ItemFigures};
use super::scope::{Chain, Scope};
use crate::config::Platform;
use crate::ledger::{DeliveryState, Entry, Fact, ItemKind, Rank};
use std::collections::BTreeMap;

/// The deliveries of one publication to the groups of one place on one platform.
pub struct Plan<'a> {
    /// The publication.
    pub publication: &'a str,
    /// Where the groups were when it was planned.
    pub place: &'a str,
    /// Their platform.
    pub platform: Platform,
    /// Where it counts.
    pub chain: Chain<'a>,
    /// How many groups.
    pub groups: i64,
    item: Item<'a>,
    ended: Delivery,
}

impl Plan<'_> {
    /// As at the period's end.
    pub fn delivery(&self) -> Delivery {
        let ended = self.ended.sent + self.ended.failed + self.ended.unknown + self.ended.cancelled;
        Delivery { planned: self.groups, waiting: self.groups - ended, ..self.ended }
    }

    fn has_room(&self) -> bool {
        self.delivery().waiting > 0
    }

    fn take(&mut self, state: DeliveryState) {
        match state {
            DeliveryState::Sent => self.ended.sent += 1,
            DeliveryState::Failed => self.ended.failed += 1,
            DeliveryState::Unknown => self.ended.unknown += 1,
            DeliveryState::Cancelled => self.ended.cancelled += 1,
            // Put back: it is among what has not ended.
            DeliveryState::Waiting => {}
        }
    }
}

/// An item as it was published.
#[derive(Clone, Copy)]
struct Item<'a> {
    folder: &'a str,
    number: &'a str,
    kind: ItemKind,
    rank: Rank,
    /// Groups that asked for another language and get Vietnamese.
    fallback: i64,
}

/// What was planned inside the period, at any place.
pub fn plans<'a>(inside: &[&'a Entry], scope: &mut Scope<'a>) -> Vec<Plan<'a>> {
    let mut plans = vec![];
    for entry in inside {
        let Fact::Planned { publication, number, item_kind, rank, platform, groups, fallback } = &entry.fact
        else {
            continue;
        };
        plans.push(Plan {
            publication,
            place: &entry.place,
            platform: *platform,
            chain: scope.chain(&entry.place, entry.at),
            groups: *groups,
            item: Item { folder: &entry.item, number, kind: *item_kind, rank: *rank, fallback: *fallback },
            ended: Delivery::default(),
        });
    }
    plans
}

/// What one delivery came to.
struct End<'a> {
    publication: &'a str,
    place: &'a str,
    platform: Platform,
    state: DeliveryState,
}

/// Gives each plan what became of its deliveries; wants the facts in order. A group that moved to another place
/// in between brings along a delivery that was planned elsewhere: it fills a plan that still has room.
pub fn settle<'a>(plans: &mut [Plan<'a>], facts: &[&'a Entry]) {
    let mut ends: BTreeMap<(&str, &str), End<'_>> = BTreeMap::new();
    for entry in facts {
        let Fact::Delivered { publication, platform, to, .. } = &entry.fact else { continue };
        let first = || End { publication, place: &entry.place, platform: *platform, state: *to };
        ends.entry((publication, &entry.reference)).or_insert_with(first).state = *to;
    }
    let mut by_publication: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut exact: BTreeMap<(&str, &str, Platform), Vec<usize>> = BTreeMap::new();
    for (i, plan) in plans.iter().enumerate() {
        by_publication.entry(plan.publication).or_default().push(i);
        exact.entry((plan.publication, plan.place, plan.platform)).or_default().push(i);
    }
    let mut strays = vec![];
    for end in ends.into_values() {
        let own = exact.get(&(end.publication, end.place, end.platform));
        match own.and_then(|own| own.iter().find(|i| plans[**i].has_room())) {
            Some(i) => plans[*i].take(end.state),
            None => strays.push(end),
        }
    }
    for end in strays {
        let open =
            by_publication.get(end.publication).into_iter().flatten().filter(|i| plans[**i].has_room());
        if let Some(i) =
            open.copied().min_by_key(|i| (plans[*i].platform != end.platform, plans[*i].place, *i))
        {
            plans[i].take(end.state);
        }
    }
}

/// A row per item and rank.
pub fn items(plans: &[Plan<'_>], below_commune: bool) -> Vec<ItemFigures> {
    let mut rows: BTreeMap<[&str; 4], ItemFigures> = BTreeMap::new();
    for plan in plans {
        let Item { folder, number, kind, rank, fallback } = plan.item;
        let row = rows.entry([folder, number, kind.as_str(), rank.as_str()]).or_insert_with(|| ItemFigures {
            item: folder.into(),
            number: Some(number.to_owned()).filter(|n| !n.is_empty()),
            kind,
            rank,
            groups: 0,
            sent: 0,
            failed: 0,
            unknown: 0,
            fallback_language: (!below_commune).then_some(0),
        });
        let delivery = plan.delivery();
        row.groups += delivery.planned;
        row.sent += delivery.sent;
        row.failed += delivery.failed;
        row.unknown += delivery.unknown;
        row.fallback_language = row.fallback_language.map(|groups| groups + fallback);
    }
    rows.into_values().collect()
}
