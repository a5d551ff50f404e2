//! Where an item is released: which of its releases count at a place.

use super::review::{self, Scope};
use super::{Item, Release};
use crate::places::Tree;
use crate::text::VIETNAMESE;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Those of some releases that count at a place on a day. What nobody knows the place of gets what is released
/// everywhere.
pub fn at(releases: &[Release], place: &str, tree: &Tree, day: Date) -> Vec<Release> {
    releases.iter().filter(|r| r.scope.reaches(place, tree, day)).cloned().collect()
}

impl Scope {
    /// What is released under it may be said at this place. Successors count, as they do for the role that released.
    fn reaches(&self, place: &str, tree: &Tree, day: Date) -> bool {
        match self {
            Scope::Everywhere => true,
            Scope::Below(above) => !place.is_empty() && tree.reaches(above, place, day),
        }
    }
}

/// An item's releases as they are now, by place. Places at which the same of them count share a set.
pub(super) struct Reach<'a> {
    tree: &'a Tree,
    day: Date,
    releases: Vec<Release>,
    scopes: Vec<Scope>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    of_place: HashMap<String, usize>,
    /// Which of the scopes reach.
    sets: Vec<Vec<bool>>,
}

impl<'a> Reach<'a> {
    /// Of `item`, from every release that there is.
    pub fn of(item: &Item, releases: Vec<Release>, tree: &'a Tree, day: Date) -> Reach<'a> {
        let now = |r: &Release| r.item == item.folder && item.form_hash(&r.form).as_ref() == Some(&r.hash);
        let releases: Vec<Release> = releases.into_iter().filter(now).collect();
        let mut scopes: Vec<Scope> = releases.iter().map(|r| r.scope.clone()).collect();
        scopes.sort();
        scopes.dedup();
        Reach { tree, day, releases, scopes, known: Mutex::default() }
    }

    /// The number of the set that counts at a place.
    pub fn set_at(&self, place: &str) -> usize {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = known.of_place.get(place) {
            return *set;
        }
        let reach: Vec<bool> =
            self.scopes.iter().map(|scope| scope.reaches(place, self.tree, self.day)).collect();
        let set = known.sets.iter().position(|set| *set == reach).unwrap_or_else(|| {
            known.sets.push(reach);
            known.sets.len() - 1
        });
        known.of_place.insert(place.to_owned(), set);
        set
    }

    /// The releases of a set.
    pub fn set(&self, number: usize) -> Vec<Release> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(reach) = known.sets.get(number) else { return vec![] };
        let counts = |r: &&Release| self.scopes.binary_search(&r.scope).is_ok_and(|n| reach[n]);
        self.releases.iter().filter(counts).cloned().collect()
    }

    /// It may be said at this place.
    pub fn covers(&self, item: &Item, place: &str) -> bool {
        review::is_released(item, VIETNAMESE, &self.set(self.set_at(place)))
    }

    /// It may be said everywhere.
    pub fn is_everywhere(&self) -> bool {
        self.releases.iter().any(|r| r.form == VIETNAMESE && r.scope == Scope::Everywhere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixtures::{self, ABOUT, HMONG, about_with_notes};
    use crate::places::sample::{AFTER, BEFORE, merger};

    fn item() -> Item {
        let revision = fixtures::item(ABOUT, &[]).revision;
        fixtures::item(&about_with_notes(&revision, &["hmn-VN"]), &[("hmn-VN.ftl", HMONG)])
    }

    fn released(item: &Item, scope: Scope) -> Vec<Release> {
        review::within(&review::release(item, &["Vàng A Duyệt"]).unwrap(), &[scope])
    }

    #[test]
    fn a_release_counts_below_whoever_made_it_through_a_merger_and_never_beside() {
        let (tree, item) = (merger(), item());
        let below = |place: &str| Scope::Below(place.into());
        for (scope, place, day, counts) in [
            (Scope::Everywhere, "b", BEFORE, true),
            (Scope::Everywhere, "", BEFORE, true),
            (below("old"), "old", BEFORE, true),
            (below("old"), "b", BEFORE, true),
            (below("old"), "t", BEFORE, false),
            (below("old"), "beside", BEFORE, false),
            (below("old"), "", BEFORE, false),
            (below("b"), "old", BEFORE, false),
            (below("t"), "b", BEFORE, true),
            (below("old"), "b", AFTER, true),
            (below("old"), "new", AFTER, true),
            (below("new"), "b", AFTER, true),
            (below("beside"), "b", AFTER, false),
            (below("nowhere"), "b", AFTER, false),
        ] {
            let releases = released(&item, scope.clone());
            let reach = Reach::of(&item, releases.clone(), &tree, day);
            assert_eq!(reach.covers(&item, place), counts, "{scope:?} at {place} on {day}");
            assert_eq!(!at(&releases, place, &tree, day).is_empty(), counts, "{scope:?} at {place} on {day}");
        }
    }

    #[test]
    fn each_form_is_released_by_itself_and_falls_out_where_it_was_when_it_changes() {
        let (tree, item) = (merger(), item());
        let of = |form: &str, place: &str| -> Vec<Release> {
            let all = released(&item, Scope::Below(place.into()));
            all.into_iter().filter(|r| r.form == form).collect()
        };
        let releases = [of("vi", "t"), of("hmn-VN", "old")].concat();
        let forms = |item: &Item, place: &str| -> Vec<String> {
            let reach = Reach::of(item, releases.clone(), &tree, BEFORE);
            reach.set(reach.set_at(place)).into_iter().map(|r| r.form).collect()
        };
        assert_eq!(
            (forms(&item, "b"), forms(&item, "beside")),
            (vec!["vi".into(), "hmn-VN".into()], vec!["vi".into()])
        );
        let other = HMONG.replace("kho moz", "kho");
        let changed =
            fixtures::item(&about_with_notes(&item.revision, &["hmn-VN"]), &[("hmn-VN.ftl", &other)]);
        assert_ne!(changed.form_hash("hmn-VN"), item.form_hash("hmn-VN"));
        assert_eq!(
            (forms(&changed, "b"), forms(&changed, "beside")),
            (vec!["vi".to_owned()], vec!["vi".to_owned()])
        );
    }
}
