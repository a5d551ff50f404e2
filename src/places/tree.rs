//! Every place and how they hang together on a day (pure). Nothing in the tree is permanent, its depth is
//! not fixed, and no step needs a district.

use super::place::{Kind, Place, SHOWN_HOUSEHOLDS};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// All places. Between two days on which something begins or ends the tree is the same, so it is worked
/// out once for each such stretch, when first asked for.
#[derive(Debug, Default)]
pub struct Tree {
    places: Vec<Place>,
    index: BTreeMap<String, usize>,
    before: Vec<Vec<usize>>,
    starts: Vec<Date>,
    forests: Vec<OnceLock<Forest>>,
}

/// Who is under whom in one stretch of days. Never holds a cycle, whatever the data says.
#[derive(Debug)]
struct Forest {
    parent: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
}

impl Tree {
    /// From all places, in any order. Of two with one code the last counts.
    pub fn new(places: Vec<Place>) -> Tree {
        let by_code: BTreeMap<String, Place> = places.into_iter().map(|p| (p.code.clone(), p)).collect();
        let places: Vec<Place> = by_code.into_values().collect();
        let index: BTreeMap<String, usize> =
            places.iter().enumerate().map(|(i, p)| (p.code.clone(), i)).collect();
        let mut before = vec![vec![]; places.len()];
        let mut starts = BTreeSet::new();
        for (i, place) in places.iter().enumerate() {
            for next in place.successors.iter().filter_map(|s| index.get(s)) {
                before[*next].push(i);
            }
            starts.extend(place.from);
            starts.extend(place.until.and_then(|d| d.tomorrow().ok()));
        }
        let starts: Vec<Date> = starts.into_iter().collect();
        let forests = (0..=starts.len()).map(|_| OnceLock::new()).collect();
        Tree { places, index, before, starts, forests }
    }

    /// The place with this code, whether it still exists or not.
    pub fn get(&self, code: &str) -> Option<&Place> {
        self.index.get(code).map(|i| &self.places[*i])
    }

    /// Every place there ever was, by code.
    pub fn all(&self) -> &[Place] {
        &self.places
    }

    /// What lies directly below on that day, by code.
    pub fn children(&self, code: &str, day: Date) -> Vec<&Place> {
        let Some(i) = self.index.get(code) else { return vec![] };
        self.forest(day).children[*i].iter().map(|c| &self.places[*c]).collect()
    }

    /// What lies above on that day, nearest first. For a place that has ended: above its last area.
    pub fn ancestors(&self, code: &str, day: Date) -> Vec<&Place> {
        self.upward(code, day).skip(1).collect()
    }

    /// True when `below` is `above` or lies below it on that day. False for unknown codes.
    pub fn reaches(&self, above: &str, below: &str, day: Date) -> bool {
        self.upward(below, day).any(|p| p.code == above)
    }

    /// Everything below on that day, without the place itself; a place comes before what lies below it.
    pub fn descendants(&self, code: &str, day: Date) -> Vec<&Place> {
        let Some(i) = self.index.get(code) else { return vec![] };
        let forest = self.forest(day);
        let mut found = vec![];
        let mut open: Vec<usize> = forest.children[*i].iter().rev().copied().collect();
        while let Some(at) = open.pop() {
            found.push(&self.places[at]);
            open.extend(forest.children[at].iter().rev());
        }
        found
    }

    /// The places with nothing above them on that day, by code.
    pub fn roots(&self, day: Date) -> Vec<&Place> {
        let forest = self.forest(day);
        let is_root = |(i, p): &(usize, &Place)| forest.parent[*i].is_none() && p.is_valid(day);
        self.places.iter().enumerate().filter(is_root).map(|(_, p)| p).collect()
    }

    /// The commune or ward a place is or lies in; none above the commune.
    pub fn commune_of(&self, code: &str, day: Date) -> Option<&Place> {
        self.upward(code, day).find(|p| matches!(p.kind, Kind::Commune | Kind::Ward))
    }

    /// The province a place is or lies in; none when the tree begins lower.
    pub fn province_of(&self, code: &str, day: Date) -> Option<&Place> {
        self.upward(code, day).find(|p| p.kind == Kind::Province)
    }

    /// What a place is on that day: itself, or, once it has ended, every successor that exists then.
    /// Empty when it went without a successor, or has not begun.
    pub fn current(&self, code: &str, day: Date) -> Vec<&Place> {
        let found = self.index.get(code).map(|i| self.stand_ins(*i, day, Turn::After)).unwrap_or_default();
        found.into_iter().map(|i| &self.places[i]).collect()
    }

    /// The place a question card may name: a village only if it has at least 200 households, else the
    /// nearest place above that is not a village; never a place below the commune but such a village.
    pub fn shown_for_card(&self, code: &str, day: Date) -> Option<&Place> {
        let place = self.get(code)?;
        if place.kind == Kind::Village && place.households.is_some_and(|n| n >= SHOWN_HOUSEHOLDS) {
            return Some(place);
        }
        let above = || self.upward(code, day).find(|p| p.kind != Kind::Village);
        self.commune_of(code, day).or_else(above)
    }

    /// The place and what lies above it, upwards. Ends, because a forest has no cycle.
    pub(super) fn upward(&self, code: &str, day: Date) -> impl Iterator<Item = &Place> {
        let forest = self.forest(day);
        let first = self.index.get(code).copied();
        std::iter::successors(first, |at| forest.parent[*at]).map(|at| &self.places[at])
    }

    fn forest(&self, day: Date) -> &Forest {
        let stretch = self.starts.partition_point(|s| *s <= day);
        self.forests[stretch].get_or_init(|| self.grow(day))
    }

    fn grow(&self, day: Date) -> Forest {
        let count = self.places.len();
        let mut forest = Forest { parent: vec![None; count], children: vec![vec![]; count] };
        for i in 0..count {
            // The edge that would close a cycle is left out: wrong data must not hang anybody.
            let closes = |p: usize| std::iter::successors(Some(p), |at| forest.parent[*at]).any(|at| at == i);
            if let Some(above) = self.above(i, day).filter(|p| !closes(*p)) {
                forest.parent[i] = Some(above);
                if self.places[i].is_valid(day) {
                    forest.children[above].push(i);
                }
            }
        }
        forest
    }

    /// What a place hangs under on that day: its parent; if that one has ended (or not begun) the one unit in
    /// its stead; if there are several, who can say which, so what lay above them.
    fn above(&self, i: usize, day: Date) -> Option<usize> {
        let mut seen = BTreeSet::from([i]);
        let mut at = i;
        loop {
            at = *self.index.get(self.places[at].parent.as_deref()?)?;
            if !seen.insert(at) {
                return None;
            }
            let turn = if self.places[at].has_ended(day) { Turn::After } else { Turn::Before };
            if let [one] = self.stand_ins(at, day, turn)[..]
                && one != i
            {
                return Some(one);
            }
        }
    }

    /// The valid places that a place is on that day, looking at what came after it or before it.
    fn stand_ins(&self, i: usize, day: Date, turn: Turn) -> Vec<usize> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([i]);
        let mut open = vec![i];
        while let Some(at) = open.pop() {
            let place = &self.places[at];
            if place.is_valid(day) {
                found.insert(at);
                continue;
            }
            let next: Vec<usize> = match turn {
                Turn::After if place.has_ended(day) => {
                    place.successors.iter().filter_map(|s| self.index.get(s)).copied().collect()
                }
                Turn::Before if !place.has_ended(day) => self.before[at].clone(),
                _ => vec![],
            };
            open.extend(next.into_iter().filter(|n| seen.insert(*n)));
        }
        found.into_iter().collect()
    }
}

#[derive(Clone, Copy)]
enum Turn {
    After,
    Before,
}
