//! What was planned in a period, what was carried into it, and what became of both (pure).
//!
//! A delivery counts in the period in which it was planned, and again in each one at whose start it was unsettled. One
//! that had come to an end before and is sent again is planned again.

use super::figures::{Delivery, ItemFigures, Private};
use super::scope::{Chain, Scope};
use crate::clock::Millis;
use crate::config::Platform;
use crate::ledger::{DeliveryState, Entry, Fact, ItemKind, Rank};
use std::collections::{BTreeMap, HashMap};

/// The deliveries of one publication to the groups of one place on one platform.
pub struct Plan<'a> {
    /// The publication.
    pub publication: &'a str,
    /// When it was planned.
    pub at: Millis,
    /// Where the groups were then.
    pub place: &'a str,
    /// Their platform; none: role holders in private.
    pub platform: Option<Platform>,
    /// Where it counts.
    pub chain: Chain<'a>,
    /// The item as it was published.
    pub item: Item<'a>,
    /// What the period had to do with it, as at its end.
    pub delivery: Delivery,
    /// How many it was for.
    planned: i64,
    /// Of these, those of which something is known.
    known: i64,
    /// Of what went to role holders, how many had come to an end before the period.
    over: i64,
}

/// An item as it was published.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// Its folder.
    pub folder: &'a str,
    /// Its title.
    pub title: &'a str,
    number: &'a str,
    kind: ItemKind,
    rank: Rank,
    /// Groups that asked for another language and get Vietnamese.
    fallback: i64,
}

/// A delivery that had come to an end before the period and came to another one in it.
pub struct Turned<'a> {
    /// Where it counts.
    pub chain: Chain<'a>,
    /// When it was planned.
    pub planned_at: Millis,
    /// The item.
    pub item: Item<'a>,
    /// What it is now.
    pub now: DeliveryState,
}

/// What the period had to do with.
pub struct Deliveries<'a> {
    /// Plans at places that count.
    pub plans: Vec<Plan<'a>>,
    /// What was put right of earlier periods.
    pub turned: Vec<Turned<'a>>,
}

/// One delivery, of which the log knows something.
struct Life {
    plan: usize,
    /// As at the period's start.
    before: DeliveryState,
    now: DeliveryState,
    /// It had come to an end before the period, and was sent again in it.
    again: bool,
}

/// What became of every delivery; wants all facts before the end, in order.
pub fn follow<'a>(facts: &[&'a Entry], from: Millis, scope: &mut Scope<'a>) -> Deliveries<'a> {
    let mut plans: Vec<Plan<'a>> = vec![];
    let mut by_publication: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut lives: BTreeMap<(usize, &str), Life> = BTreeMap::new();
    let mut found: HashMap<(&str, &str), usize> = HashMap::new();
    // Plans first: where the clock was set back, what came of one may stand before it.
    for plan in facts.iter().filter_map(|entry| plan(entry, scope)) {
        by_publication.entry(plan.publication).or_default().push(plans.len());
        plans.push(plan);
    }
    for entry in facts {
        let (publication, platform, to) = match &entry.fact {
            Fact::Delivered { publication, platform, to, .. } => (publication, Some(*platform), *to),
            Fact::DeliveredInPrivate { publication, from: left, to } => {
                let of = by_publication.get(publication.as_str());
                in_private(&mut plans, of, entry, (*left, *to), entry.at < from);
                continue;
            }
            _ => continue,
        };
        let (publication, reference) = (publication.as_str(), entry.reference.as_str());
        let plan = match found.get(&(publication, reference)) {
            Some(plan) => *plan,
            None => {
                let Some(plan) = place_for(&plans, by_publication.get(publication), entry, platform) else {
                    continue;
                };
                plans[plan].known += 1;
                found.insert((publication, reference), plan);
                plan
            }
        };
        let life = lives.entry((plan, reference)).or_insert(Life {
            plan,
            before: DeliveryState::Waiting,
            now: DeliveryState::Waiting,
            again: false,
        });
        life.now = to;
        if entry.at < from {
            life.before = to;
        } else if to == DeliveryState::Waiting && life.before != DeliveryState::Waiting {
            life.again = true;
        }
    }
    let mut turned = vec![];
    for life in lives.into_values() {
        let plan = &mut plans[life.plan];
        match (plan.at >= from, life.before) {
            (true, _) => plan.delivery.planned += 1,
            (false, DeliveryState::Waiting) => plan.delivery.carried_in += 1,
            (false, before) => {
                if before != life.now || life.again {
                    let (chain, item) = (plan.chain.clone(), plan.item);
                    turned.push(Turned { chain, planned_at: plan.at, item, now: life.now });
                }
                if !life.again {
                    continue;
                }
                plan.delivery.planned += 1;
            }
        }
        *plan.delivery.at(life.now) += 1;
    }
    for plan in plans.iter_mut().filter(|plan| plan.platform.is_some()) {
        let unheard = plan.planned - plan.known;
        plan.delivery.waiting += unheard;
        let all = if plan.at >= from { &mut plan.delivery.planned } else { &mut plan.delivery.carried_in };
        *all += unheard;
    }
    for plan in plans.iter_mut().filter(|plan| plan.platform.is_none()) {
        plan.close_private(plan.at >= from);
    }
    plans.retain(|plan| !plan.chain.is_empty() && plan.delivery.all() > 0);
    turned.retain(|turned| !turned.chain.is_empty());
    Deliveries { plans, turned }
}

fn plan<'a>(entry: &'a Entry, scope: &mut Scope<'a>) -> Option<Plan<'a>> {
    let (publication, number, title, item_kind, rank, platform, planned, fallback) = match &entry.fact {
        Fact::Planned { publication, number, title, item_kind, rank, platform, groups, fallback, .. } => {
            (publication, number, title, item_kind, rank, Some(*platform), *groups, *fallback)
        }
        Fact::PlannedInPrivate { publication, number, title, item_kind, rank, people } => {
            (publication, number, title, item_kind, rank, None, *people, 0)
        }
        _ => return None,
    };
    let title = title.as_deref().unwrap_or(&entry.item);
    Some(Plan {
        publication,
        at: entry.at,
        place: &entry.place,
        platform,
        chain: scope.chain(&entry.place),
        item: Item { folder: &entry.item, title, number, kind: *item_kind, rank: *rank, fallback },
        delivery: Delivery::default(),
        planned,
        known: 0,
        over: 0,
    })
}

/// Whose delivery it is: of the plan of its place while that has room, else of another one of its publication, because a
/// group that moved in between brings along what was planned elsewhere. Whichever it is, it stays so in every later
/// report: facts are read in order.
fn place_for(
    plans: &[Plan<'_>],
    of: Option<&Vec<usize>>,
    entry: &Entry,
    platform: Option<Platform>,
) -> Option<usize> {
    let open = of?.iter().copied().filter(|i| {
        let plan = &plans[*i];
        plan.platform.is_some() == platform.is_some() && plan.known < plan.planned
    });
    open.min_by_key(|i| {
        let plan = &plans[*i];
        let elsewhere = plan.place != entry.place || plan.platform != platform;
        // Only a clock that was set back has one that was planned later: the first such, whatever comes after it.
        let later = (plan.at - entry.at).max(0);
        (later, elsewhere, plan.platform != platform, *i)
    })
}

/// What went to role holders has no name in the log, not even a delivery's: only how many moved where is known.
fn in_private(
    plans: &mut [Plan<'_>],
    of: Option<&Vec<usize>>,
    entry: &Entry,
    (left, to): (DeliveryState, DeliveryState),
    before: bool,
) {
    let mine = |i: &usize| plans[*i].platform.is_none();
    let private = of.into_iter().flatten().copied().filter(mine);
    let Some(i) = private.min_by_key(|i| (plans[*i].place != entry.place, *i)) else { return };
    let plan = &mut plans[i];
    for (state, n) in [(left, -1), (to, 1)] {
        match state {
            DeliveryState::Waiting => {}
            _ if before => plan.over += n,
            _ => *plan.delivery.at(state) += n,
        }
    }
}

impl Plan<'_> {
    /// Of what was planned before the period only what moved in it, or still waits, counts.
    fn close_private(&mut self, planned_inside: bool) {
        let moved = &mut self.delivery;
        moved.waiting = (self.planned - self.over - moved.ended()).max(0);
        for state in DeliveryState::ALL {
            // What failed before and was sent again left an end that is another period's.
            let figure = moved.at(*state);
            *figure = (*figure).max(0);
        }
        let all = moved.ended() + moved.waiting;
        *(if planned_inside { &mut moved.planned } else { &mut moved.carried_in }) = all;
    }
}

/// A row per item and rank.
pub fn items(plans: &[Plan<'_>], below_commune: bool) -> Vec<ItemFigures> {
    let mut rows: BTreeMap<[&str; 4], ItemFigures> = BTreeMap::new();
    for plan in plans {
        let Item { folder, title, number, kind, rank, fallback } = plan.item;
        let is_private = plan.platform.is_none();
        if is_private && below_commune {
            continue;
        }
        let row = rows.entry([folder, number, kind.as_str(), rank.as_str()]).or_insert_with(|| ItemFigures {
            item: folder.into(),
            title: String::new(),
            number: Some(number.to_owned()).filter(|n| !n.is_empty()),
            kind,
            rank,
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
        row.fallback_language = row.fallback_language.map(|groups| groups + fallback);
    }
    rows.into_values().collect()
}
