//! What was planned in a period, what was carried into it, and what became of both (pure).
//!
//! A delivery counts in the period in which it was planned, and again in each one at whose start it was unsettled. One
//! that had come to an end before and is sent again is planned again. What was sent, or taken back, is final: nothing more
//! is known of it by name.

use super::evidence::{Proven, outcome};
use super::figures::{Delivery, ItemFigures, Private};
use super::names::{PlaceId, Places};
use super::scope::{Chain, Scope};
use crate::clock::Millis;
use crate::config::Platform;
use crate::ledger::{DeliveryState, Entry, Fact, ItemKind, Rank};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Every publication of which something was planned in the period, waits, or may be sent again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Deliveries {
    by_publication: BTreeMap<String, Published>,
}

/// One publication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Published {
    /// As it was published: one, unless it was published under another title meanwhile.
    items: Vec<Item>,
    plans: Vec<Planned>,
    /// Deliveries of which more is known than that they were sent or taken back.
    lives: BTreeMap<String, Life>,
}

/// The deliveries of one publication to the groups of one place on one platform, or to its role holders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
struct Planned {
    seq: i64,
    at: Millis,
    /// Where the groups were then.
    place: PlaceId,
    /// Their platform; none: role holders in private.
    platform: Option<Platform>,
    /// The item as it was published, among those of the publication.
    item: usize,
    /// Groups that asked for another language and get Vietnamese.
    fallback: i64,
    /// How many it was for.
    all: i64,
    /// Planned in this period.
    inside: bool,
    /// Of these, those of which something is known.
    known: i64,
    /// Of those that were heard of first in this period, and of role holders: what moved where.
    moved: Moved,
    /// Of what went to role holders: what stood how when the period began.
    before: Moved,
}

/// A plan as it is kept, without the names: there is one for every village.
type Stored = (i64, Millis, PlaceId, Option<Platform>, usize, i64, i64, bool, i64, Moved, Moved);

/// How many came to which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[i64; 4]", into = "[i64; 4]")]
struct Moved {
    sent: i64,
    failed: i64,
    unknown: i64,
    cancelled: i64,
}

/// An item as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its folder.
    pub folder: String,
    /// Its title.
    pub title: String,
    number: String,
    kind: ItemKind,
    rank: Rank,
}

/// One delivery, of which the log knows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Life {
    plan: usize,
    /// As at the period's start.
    before: DeliveryState,
    now: DeliveryState,
    /// It had come to an end before the period, and was sent again in it.
    again: bool,
}

/// What the period had to do with of a plan, as at its end.
pub struct Plan<'a> {
    /// The publication.
    pub publication: &'a str,
    /// The platform of these groups; none: role holders in private.
    pub platform: Option<Platform>,
    /// Where it counts.
    pub chain: Chain<'a>,
    /// The item as it was published.
    pub item: &'a Item,
    /// How it stands.
    pub delivery: Delivery,
    fallback: i64,
    /// When it was planned.
    order: (Millis, i64),
}

/// A delivery that had come to an end before the period and came to another one in it.
pub struct Turned<'a> {
    /// When it was planned.
    pub planned_at: Millis,
    /// The item.
    pub item: &'a Item,
    /// What it is now.
    pub now: DeliveryState,
}

impl Deliveries {
    /// One more fact of the period. Returns what it is an entry of.
    pub fn follow(&mut self, entry: &Entry, here: PlaceId) -> Option<Proven> {
        match &entry.fact {
            Fact::Planned {
                publication, number, title, item_kind, rank, platform, groups, fallback, ..
            } => {
                let item = Item::of(entry, (number, title.as_deref()), *item_kind, *rank);
                let of = self.by_publication.entry(publication.to_string()).or_default();
                of.plan(entry, here, item, Some(*platform), (*groups, *fallback));
                Some(Proven::DeliveryPlanned)
            }
            Fact::PlannedInPrivate { publication, number, title, item_kind, rank, people } => {
                let item = Item::of(entry, (number, title.as_deref()), *item_kind, *rank);
                let of = self.by_publication.entry(publication.to_string()).or_default();
                of.plan(entry, here, item, None, (*people, 0));
                None
            }
            Fact::Delivered { publication, platform, to, .. } => {
                if let Some(of) = self.by_publication.get_mut(publication.as_str()) {
                    of.group(entry, here, *platform, *to);
                }
                outcome(*to)
            }
            Fact::DeliveredInPrivate { publication, from, to } => {
                if let Some(of) = self.by_publication.get_mut(publication.as_str()) {
                    of.in_private(here, *from, *to);
                }
                None
            }
            _ => None,
        }
    }

    /// A period is over: what is final needs no name any more, and a plan of which all is final none at all.
    pub fn turn(&mut self) {
        for published in self.by_publication.values_mut() {
            published.turn();
        }
        self.by_publication.retain(|_, published| !published.plans.is_empty());
    }

    /// What the period had to do with at places that count, in the order in which it was planned.
    pub fn plans<'a>(&'a self, places: &Places, scope: &mut Scope<'a>) -> Vec<Plan<'a>> {
        let mut plans = vec![];
        for (publication, published) in &self.by_publication {
            let deliveries = published.deliveries();
            for (plan, delivery) in published.plans.iter().zip(deliveries) {
                let chain = scope.chain(places.code(plan.place));
                if chain.is_empty() || delivery.all() == 0 {
                    continue;
                }
                let (item, order) = (&published.items[plan.item], (plan.at, plan.seq));
                let (platform, fallback) = (plan.platform, plan.fallback);
                plans.push(Plan { publication, platform, chain, item, delivery, fallback, order });
            }
        }
        plans.sort_by_key(|plan| plan.order);
        plans
    }

    /// What was put right of earlier periods.
    pub fn turned<'a>(&'a self, places: &Places, scope: &mut Scope<'a>) -> Vec<Turned<'a>> {
        let mut turned = vec![];
        for published in self.by_publication.values() {
            for life in published.lives.values().filter(|life| life.has_turned()) {
                let plan = &published.plans[life.plan];
                if !scope.chain(places.code(plan.place)).is_empty() {
                    let item = &published.items[plan.item];
                    turned.push(Turned { planned_at: plan.at, item, now: life.now });
                }
            }
        }
        turned
    }
}

impl Planned {
    /// Of what went to role holders only what moved in the period, or still waits, counts.
    fn in_private(&self) -> Delivery {
        let ended = self.moved.sent + self.moved.failed + self.moved.unknown + self.moved.cancelled;
        let Moved { sent, failed, unknown, cancelled } = self.before;
        let over = sent + failed + unknown + cancelled;
        let mut delivery = Delivery {
            waiting: (self.all - over - ended).max(0),
            // What failed before and was sent again left an end that is another period's.
            sent: self.moved.sent.max(0),
            failed: self.moved.failed.max(0),
            unknown: self.moved.unknown.max(0),
            cancelled: self.moved.cancelled.max(0),
            ..Delivery::default()
        };
        let all = delivery.ended() + delivery.waiting;
        *(if self.inside { &mut delivery.planned } else { &mut delivery.carried_in }) = all;
        delivery
    }
}

impl Item {
    fn of(entry: &Entry, (number, title): (&str, Option<&str>), kind: ItemKind, rank: Rank) -> Item {
        let (folder, title) = (entry.item.clone(), title.unwrap_or(&entry.item).to_owned());
        Item { folder, title, number: number.to_owned(), kind, rank }
    }
}

impl Published {
    fn plan(
        &mut self,
        entry: &Entry,
        place: PlaceId,
        item: Item,
        platform: Option<Platform>,
        (all, fallback): (i64, i64),
    ) {
        let known = self.items.iter().position(|known| *known == item);
        let item = known.unwrap_or_else(|| {
            self.items.push(item);
            self.items.len() - 1
        });
        let (seq, at, nothing) = (entry.seq, entry.at, Moved::default());
        let (inside, known, moved, before) = (true, 0, nothing, nothing);
        self.plans.push(Planned {
            seq,
            at,
            place,
            platform,
            item,
            fallback,
            all,
            inside,
            known,
            moved,
            before,
        });
    }

    fn group(&mut self, entry: &Entry, here: PlaceId, platform: Platform, to: DeliveryState) {
        if let Some(life) = self.lives.get_mut(&entry.reference) {
            life.now = to;
            life.again |= to == DeliveryState::Waiting && life.before != DeliveryState::Waiting;
            return;
        }
        let Some(plan) = self.place_for(entry.at, here, platform) else { return };
        let of = &mut self.plans[plan];
        of.known += 1;
        match to {
            DeliveryState::Sent => of.moved.sent += 1,
            DeliveryState::Cancelled => of.moved.cancelled += 1,
            now => {
                let life = Life { plan, before: DeliveryState::Waiting, now, again: false };
                self.lives.insert(entry.reference.clone(), life);
            }
        }
    }

    /// Whose delivery it is: of the plan of its place while that has room, else of another one of its publication, because
    /// a group that moved in between brings along what was planned elsewhere. Whichever it is, it stays so in every later
    /// report: facts are read in order.
    fn place_for(&self, at: Millis, here: PlaceId, platform: Platform) -> Option<usize> {
        let open = self.plans.iter().enumerate().filter(|(_, p)| p.platform.is_some() && p.known < p.all);
        let best = open.min_by_key(|(i, plan)| {
            let elsewhere = plan.place != here || plan.platform != Some(platform);
            // Only a clock that was set back has one that was planned later: the first such, whatever comes after it.
            let later = (plan.at - at).max(0);
            (later, elsewhere, plan.platform != Some(platform), *i)
        });
        best.map(|(i, _)| i)
    }

    /// What went to role holders has no name in the log, not even a delivery's: only how many moved where is known.
    fn in_private(&mut self, here: PlaceId, left: DeliveryState, to: DeliveryState) {
        let private = self.plans.iter_mut().filter(|plan| plan.platform.is_none());
        let Some(plan) = private.min_by_key(|plan| plan.place != here) else { return };
        for (state, n) in [(left, -1), (to, 1)] {
            match state {
                DeliveryState::Waiting => {}
                DeliveryState::Sent => plan.moved.sent += n,
                DeliveryState::Failed => plan.moved.failed += n,
                DeliveryState::Unknown => plan.moved.unknown += n,
                DeliveryState::Cancelled => plan.moved.cancelled += n,
            }
        }
    }

    /// By plan.
    fn deliveries(&self) -> Vec<Delivery> {
        let mut deliveries: Vec<Delivery> = self.plans.iter().map(Planned::in_private).collect();
        for (plan, delivery) in self.plans.iter().zip(&mut deliveries).filter(|(p, _)| p.platform.is_some()) {
            let Moved { sent, cancelled, .. } = plan.moved;
            let waiting = plan.all - plan.known;
            *delivery = Delivery { sent, cancelled, waiting, ..Delivery::default() };
            let all = if plan.inside { &mut delivery.planned } else { &mut delivery.carried_in };
            *all = sent + cancelled + waiting;
        }
        for life in self.lives.values() {
            let delivery = &mut deliveries[life.plan];
            match (self.plans[life.plan].inside, life.before) {
                (true, _) => delivery.planned += 1,
                (false, DeliveryState::Waiting) => delivery.carried_in += 1,
                (false, _) if life.again => delivery.planned += 1,
                (false, _) => continue,
            }
            *delivery.at(life.now) += 1;
        }
        deliveries
    }

    fn turn(&mut self) {
        self.lives.retain(|_, life| !matches!(life.now, DeliveryState::Sent | DeliveryState::Cancelled));
        let mut needed = vec![false; self.plans.len()];
        for life in self.lives.values_mut() {
            (life.before, life.again) = (life.now, false);
            needed[life.plan] = true;
        }
        for (plan, needed) in self.plans.iter_mut().zip(&mut needed) {
            plan.inside = false;
            // Told where it was planned: which of its groups come later the log does not know.
            plan.fallback = 0;
            if plan.platform.is_none() {
                plan.before.add(plan.moved);
                *needed = plan.before.sent + plan.before.cancelled < plan.all;
            } else {
                *needed |= plan.known < plan.all;
            }
            plan.moved = Moved::default();
        }
        // The number that each plan has among those that stay; whatever a life names stays.
        let mut stay = 0;
        let numbers = needed.iter().map(|needed| {
            stay += usize::from(*needed);
            stay.saturating_sub(1)
        });
        let numbers: Vec<usize> = numbers.collect();
        for life in self.lives.values_mut() {
            life.plan = numbers[life.plan];
        }
        let mut needed = needed.into_iter();
        self.plans.retain(|_| needed.next().unwrap_or_default());
    }
}

impl Life {
    fn has_turned(&self) -> bool {
        self.before != DeliveryState::Waiting && (self.before != self.now || self.again)
    }
}

impl Moved {
    fn add(&mut self, other: Moved) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.cancelled += other.cancelled;
    }
}

impl From<Stored> for Planned {
    fn from(stored: Stored) -> Planned {
        let (seq, at, place, platform, item, fallback, all, inside, known, moved, before) = stored;
        Planned { seq, at, place, platform, item, fallback, all, inside, known, moved, before }
    }
}

impl From<Planned> for Stored {
    fn from(plan: Planned) -> Stored {
        let Planned { seq, at, place, platform, item, fallback, all, inside, known, moved, before } = plan;
        (seq, at, place, platform, item, fallback, all, inside, known, moved, before)
    }
}

impl From<[i64; 4]> for Moved {
    fn from([sent, failed, unknown, cancelled]: [i64; 4]) -> Moved {
        Moved { sent, failed, unknown, cancelled }
    }
}

impl From<Moved> for [i64; 4] {
    fn from(Moved { sent, failed, unknown, cancelled }: Moved) -> [i64; 4] {
        [sent, failed, unknown, cancelled]
    }
}

/// A row per item and rank.
pub fn items(plans: &[Plan<'_>], below_commune: bool) -> Vec<ItemFigures> {
    let mut rows: BTreeMap<[&str; 4], ItemFigures> = BTreeMap::new();
    for plan in plans {
        let Item { folder, title, number, kind, rank } = plan.item;
        let is_private = plan.platform.is_none();
        if is_private && below_commune {
            continue;
        }
        let row = rows.entry([folder, number, kind.as_str(), rank.as_str()]).or_insert_with(|| ItemFigures {
            item: folder.clone(),
            title: String::new(),
            number: Some(number.clone()).filter(|n| !n.is_empty()),
            kind: *kind,
            rank: *rank,
            groups: 0,
            sent: 0,
            failed: 0,
            unknown: 0,
            private: (!below_commune).then(Private::default),
            fallback_language: (!below_commune).then_some(0),
        });
        // The title of the last publication: a correction may have put it right.
        title.clone_into(&mut row.title);
        let delivery = plan.delivery;
        if is_private {
            if let Some(private) = &mut row.private {
                private.planned += delivery.all();
                private.sent += delivery.sent;
                private.failed += delivery.failed;
                private.unknown += delivery.unknown;
            }
            continue;
        }
        row.groups += delivery.all();
        row.sent += delivery.sent;
        row.failed += delivery.failed;
        row.unknown += delivery.unknown;
        row.fallback_language = row.fallback_language.map(|groups| groups + plan.fallback);
    }
    rows.into_values().collect()
}
