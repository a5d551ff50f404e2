//! What was planned in a period and what became of it (pure).

use super::figures::{Delivery, ItemFigures};
use super::tally::Chain;
use crate::clock::Millis;
use crate::ledger::{Entry, Fact};
use std::collections::BTreeMap;

/// The deliveries of one publication to the groups of one place on one platform.
pub struct Plan<'a> {
    /// The publication.
    pub publication: &'a str,
    /// Where the groups were when it was planned.
    pub place: &'a str,
    /// Their platform.
    pub platform: &'a str,
    /// Where it counts.
    pub chain: Chain<'a>,
    /// How many groups.
    pub groups: i64,
    item: ItemFigures,
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

    fn take(&mut self, state: &str) {
        match state {
            "sent" => self.ended.sent += 1,
            "failed" => self.ended.failed += 1,
            "unknown" => self.ended.unknown += 1,
            "cancelled" => self.ended.cancelled += 1,
            // Put back to waiting: it is among what has not ended.
            _ => {}
        }
    }
}

impl Delivery {
    /// Adds another one, figure by figure.
    pub fn add(&mut self, other: &Delivery) {
        self.planned += other.planned;
        self.waiting += other.waiting;
        self.sent += other.sent;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.cancelled += other.cancelled;
    }
}

/// What was planned inside the period, at any place.
pub fn plans<'a>(inside: &[&'a Entry], chain: &mut dyn FnMut(&str, Millis) -> Chain<'a>) -> Vec<Plan<'a>> {
    let mut plans = vec![];
    for entry in inside {
        let Fact::Planned { publication, number, item_kind, rank, platform, groups, fallback } = &entry.fact
        else {
            continue;
        };
        let item = ItemFigures {
            item: entry.item.clone(),
            number: Some(number.clone()).filter(|n| !n.is_empty()),
            kind: item_kind.clone(),
            rank: rank.clone(),
            fallback_language: Some(*fallback),
            ..ItemFigures::default()
        };
        plans.push(Plan {
            publication,
            place: &entry.place,
            platform,
            chain: chain(&entry.place, entry.at),
            groups: *groups,
            item,
            ended: Delivery::default(),
        });
    }
    plans
}

/// What one delivery came to.
struct End<'a> {
    publication: &'a str,
    place: &'a str,
    platform: &'a str,
    state: &'a str,
}

/// Gives each plan what became of its deliveries; wants the facts in order. A group that moved to another place
/// in between brings along a delivery that was planned elsewhere: it fills a plan that still has room.
pub fn settle<'a>(plans: &mut [Plan<'a>], facts: &[&'a Entry]) {
    let mut ends: BTreeMap<(&str, &str), End<'_>> = BTreeMap::new();
    for entry in facts {
        let Fact::Delivered { publication, platform, to, .. } = &entry.fact else { continue };
        let first = || End { publication, place: &entry.place, platform, state: "" };
        ends.entry((publication, &entry.reference)).or_insert_with(first).state = to;
    }
    let mut by_publication: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut exact: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
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
        let item = &plan.item;
        let key = [item.item.as_str(), item.number.as_deref().unwrap_or_default(), &item.kind, &item.rank];
        let start = || ItemFigures { fallback_language: Some(0), ..item.clone() };
        let row = rows.entry(key).or_insert_with(start);
        let delivery = plan.delivery();
        row.groups += delivery.planned;
        row.sent += delivery.sent;
        row.failed += delivery.failed;
        row.unknown += delivery.unknown;
        let fallback = row.fallback_language.unwrap_or_default() + item.fallback_language.unwrap_or_default();
        row.fallback_language = (!below_commune).then_some(fallback);
    }
    rows.into_values().collect()
}
