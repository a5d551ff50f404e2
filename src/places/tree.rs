//! Every place and how they hang together on a day (pure). Nothing in the tree is permanent, its depth is
//! not fixed, and no step needs a district.
//!
//! What is stored names a place by the code of its day: a group, a role, a person, a question. Whoever asks about such
//! a code asks with a day, and is told of the one place that it is on that day ([`Tree::now`]), so that nothing has to
//! be rewritten when communes are merged. A place that became several is nobody's to decide here.

use super::name;
use super::place::{Kind, Place};
use jiff::civil::Date;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// All places. Between two days on which something begins or ends the tree is the same, so it is worked
/// out once for each such stretch, when first asked for.
#[derive(Debug)]
pub struct Tree {
    /// By code.
    places: Vec<Place>,
    /// What a place came from, for the few that did.
    before: BTreeMap<usize, Vec<usize>>,
    starts: Vec<Date>,
    forests: Vec<OnceLock<Forest>>,
    /// Every name as typed ones are compared with it, in the order of `places`; made when first looked for.
    names: OnceLock<Vec<SmolStr>>,
}

/// Who is under whom in one stretch of days. Never holds a cycle, whatever the data says.
#[derive(Debug)]
struct Forest {
    parent: Vec<Option<u32>>,
    /// Everybody with a parent, by parent; `first` says where each one's begin.
    children: Vec<u32>,
    first: Vec<u32>,
}

impl Forest {
    fn parent(&self, of: usize) -> Option<usize> {
        self.parent[of].map(|p| p as usize)
    }

    fn children(&self, of: usize) -> impl DoubleEndedIterator<Item = usize> {
        let range = self.first[of] as usize..self.first[of + 1] as usize;
        self.children[range].iter().map(|c| *c as usize)
    }
}

impl Default for Tree {
    fn default() -> Tree {
        Tree::new(vec![])
    }
}

impl Tree {
    /// From all places, in any order. Of two with one code the last counts.
    pub fn new(mut places: Vec<Place>) -> Tree {
        // In place: a country's villages are not held twice.
        places.sort_by(|a, b| a.code.cmp(&b.code));
        places.dedup_by(|later, kept| {
            let same = later.code == kept.code;
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
        let mut before: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut starts = BTreeSet::new();
        for (i, place) in places.iter().enumerate() {
            for next in place.successors.iter().filter_map(|s| position(&places, s)) {
                before.entry(next).or_default().push(i);
            }
            starts.extend(place.from);
            starts.extend(place.until.and_then(|d| d.tomorrow().ok()));
        }
        let starts: Vec<Date> = starts.into_iter().collect();
        let forests = (0..=starts.len()).map(|_| OnceLock::new()).collect();
        Tree { places, before, starts, forests, names: OnceLock::new() }
    }

    /// The place with this code, whether it still exists or not.
    pub fn get(&self, code: &str) -> Option<&Place> {
        self.position(code).map(|i| &self.places[i])
    }

    /// Every place there ever was, by code.
    pub fn all(&self) -> &[Place] {
        &self.places
    }

    pub(super) fn names(&self) -> &[SmolStr] {
        self.names.get_or_init(|| self.places.iter().map(|p| name::plain(&p.name)).collect())
    }

    /// What lies directly below on that day, by code.
    pub fn children(&self, code: &str, day: Date) -> Vec<&Place> {
        let Some(i) = self.position(code) else { return vec![] };
        self.forest(day).children(i).map(|c| &self.places[c]).collect()
    }

    /// What lies above on that day, nearest first. For a place that has ended: above what it became, or above its last
    /// area when that is not one place.
    pub fn ancestors(&self, code: &str, day: Date) -> Vec<&Place> {
        self.upward(code, day).skip(1).collect()
    }

    /// The one place that a stored code is on that day: itself or, once it has ended, what it became. None when it has
    /// not begun, went without a successor or became several.
    pub fn now(&self, code: &str, day: Date) -> Option<&Place> {
        self.now_of(self.position(code)?, day).map(|i| &self.places[i])
    }

    /// Every code under which something of these places of that day may be stored: theirs, and those of the places that
    /// became one of them.
    pub fn stored_as(&self, codes: &[&str], day: Date) -> Vec<&str> {
        let mut found = BTreeSet::new();
        for at in codes.iter().filter_map(|code| self.position(code)) {
            let mut open = vec![at];
            while let Some(next) = open.pop() {
                if found.insert(next) {
                    let before = self.before.get(&next).into_iter().flatten().copied();
                    open.extend(before.filter(|b| self.now_of(*b, day) == Some(at)));
                }
            }
        }
        found.into_iter().map(|i| self.places[i].code.as_str()).collect()
    }

    /// The first day, from that day on, on which what is stored under a code has no one place any more: it must be
    /// placed by hand. None while nothing like it is known.
    pub fn lost_on(&self, code: &str, day: Date) -> Option<Date> {
        let place = self.get(code)?;
        let mut day = place.from.map_or(day, |from| from.max(day));
        loop {
            match self.now(code, day) {
                None => return Some(day),
                Some(now) => day = now.until?.tomorrow().ok()?,
            }
        }
    }

    /// True when `below` is `above` or lies below it on that day, each as the place that it is then. False for unknown
    /// codes.
    pub fn reaches(&self, above: &str, below: &str, day: Date) -> bool {
        let above = self.now(above, day).or_else(|| self.get(above));
        above.is_some_and(|above| self.upward(below, day).any(|p| p.code == above.code))
    }

    /// Everything below on that day, without the place itself; a place comes before what lies below it.
    pub fn descendants(&self, code: &str, day: Date) -> Vec<&Place> {
        let Some(i) = self.position(code) else { return vec![] };
        let forest = self.forest(day);
        let mut found = vec![];
        let mut open: Vec<usize> = forest.children(i).rev().collect();
        while let Some(at) = open.pop() {
            found.push(&self.places[at]);
            open.extend(forest.children(at).rev());
        }
        found
    }

    /// The places with nothing above them on that day, by code.
    pub fn roots(&self, day: Date) -> Vec<&Place> {
        let forest = self.forest(day);
        // What lies above it is named and not there (its row cannot be read): that makes no root of it.
        let astray = |p: &Place| p.parent.as_deref().is_some_and(|above| self.position(above).is_none());
        let is_root = |(i, p): &(usize, &Place)| forest.parent[*i].is_none() && p.is_valid(day) && !astray(p);
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
        let found = self.position(code).map(|i| self.stand_ins(i, day, Turn::After)).unwrap_or_default();
        found.into_iter().map(|i| &self.places[i]).collect()
    }

    /// The place a question card may name: a village only if it has at least 200 households, else the
    /// nearest place above that is not a village; never a place below the commune but such a village.
    pub fn shown_for_card(&self, code: &str, day: Date) -> Option<&Place> {
        let place = self.now(code, day).or_else(|| self.get(code))?;
        if place.kind == Kind::Village && place.is_large() {
            return Some(place);
        }
        let above = || self.upward(code, day).find(|p| p.kind != Kind::Village);
        self.commune_of(code, day).or_else(above)
    }

    /// The place that a code is on that day and what lies above it, upwards. Ends, because a forest has no cycle.
    pub fn upward(&self, code: &str, day: Date) -> impl Iterator<Item = &Place> {
        let forest = self.forest(day);
        let first = self.position(code).map(|i| self.now_of(i, day).unwrap_or(i));
        std::iter::successors(first, |at| forest.parent(*at)).map(|at| &self.places[at])
    }

    fn position(&self, code: &str) -> Option<usize> {
        position(&self.places, code)
    }

    fn now_of(&self, i: usize, day: Date) -> Option<usize> {
        if self.places[i].is_valid(day) {
            return Some(i);
        }
        match self.stand_ins(i, day, Turn::After)[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    fn forest(&self, day: Date) -> &Forest {
        let stretch = self.starts.partition_point(|s| *s <= day);
        self.forests[stretch].get_or_init(|| self.grow(day))
    }

    fn grow(&self, day: Date) -> Forest {
        let count = self.places.len();
        let mut forest = Forest { parent: vec![None; count], children: vec![], first: vec![0; count + 1] };
        for i in 0..count {
            // The edge that would close a cycle is left out: wrong data must not hang anybody.
            let closes = |p: usize| std::iter::successors(Some(p), |at| forest.parent(*at)).any(|at| at == i);
            if let Some(above) = self.above(i, day).filter(|p| !closes(*p)) {
                forest.parent[i] = Some(above as u32);
            }
        }
        let valid = (0..count).filter(|i| self.places[*i].is_valid(day));
        let mut edges: Vec<(u32, u32)> = valid.filter_map(|i| Some((forest.parent[i]?, i as u32))).collect();
        edges.sort_unstable();
        for (above, _) in &edges {
            forest.first[*above as usize + 1] += 1;
        }
        for i in 0..count {
            forest.first[i + 1] += forest.first[i];
        }
        forest.children = edges.into_iter().map(|(_, child)| child).collect();
        forest
    }

    /// What a place hangs under on that day: its parent; if that one has ended (or not begun) the one unit in
    /// its stead; if there are several, who can say which, so what lay above them.
    fn above(&self, i: usize, day: Date) -> Option<usize> {
        let mut seen = BTreeSet::from([i]);
        let mut at = i;
        loop {
            at = self.position(self.places[at].parent.as_deref()?)?;
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
                    place.successors.iter().filter_map(|s| self.position(s)).collect()
                }
                Turn::Before if !place.has_ended(day) => self.before.get(&at).cloned().unwrap_or_default(),
                _ => vec![],
            };
            open.extend(next.into_iter().filter(|n| seen.insert(*n)));
        }
        found.into_iter().collect()
    }
}

/// Where a code stands among places in order of codes.
fn position(places: &[Place], code: &str) -> Option<usize> {
    places.binary_search_by(|p| p.code.as_str().cmp(code)).ok()
}

#[derive(Clone, Copy)]
enum Turn {
    After,
    Before,
}
