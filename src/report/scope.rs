//! Which facts a report is about, and where each counts (pure).

use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::places::{Kind, Place, Tree};
use jiff::civil::Date;
use std::collections::HashMap;
use std::rc::Rc;

/// Whose report, over which stretch of time.
pub struct Frame<'a> {
    /// All places.
    pub tree: &'a Tree,
    /// Which local day a moment is.
    pub calendar: &'a Calendar,
    /// Whose report.
    pub place: &'a Place,
    /// First moment.
    pub from: Millis,
    /// First moment that is not in it any more.
    pub to: Millis,
    /// True when it is over.
    pub complete: bool,
    /// Smaller counts by topic, platform or place are hidden.
    pub small_count: i64,
}

impl Frame<'_> {
    /// The day whose tree the report shows.
    pub fn last_day(&self) -> Date {
        self.calendar.local(self.to - 1).date()
    }
}

/// Where something counts: at its place and at every one above, up to the report's. Empty: elsewhere.
pub type Chain<'a> = Rc<[&'a str]>;

/// Finds chains, each (place, day) once.
pub struct Scope<'a> {
    frame: &'a Frame<'a>,
    /// What nobody can place counts for a report with nothing above it, so that nothing is lost.
    stray: Chain<'a>,
    known: HashMap<(String, Date), Chain<'a>>,
}

impl<'a> Scope<'a> {
    /// Nothing looked for yet.
    pub fn new(frame: &'a Frame<'a>) -> Scope<'a> {
        let top = frame.tree.ancestors(&frame.place.code, frame.last_day()).is_empty();
        let own = frame.place.code.as_str();
        let stray: Chain<'a> = if top { [own].into() } else { [].into() };
        Scope { frame, stray, known: HashMap::new() }
    }

    /// Where a fact counts. Its day decides: a village that moves takes nothing of its past along.
    pub fn chain(&mut self, place: &str, at: Millis) -> Chain<'a> {
        let tree = self.frame.tree;
        // A place that had ended by then counts as what it had become.
        let Some(place) = tree.get(place) else { return self.stray.clone() };
        let day = self.frame.calendar.local(at).date();
        let own = self.frame.place.code.as_str();
        let find = || -> Chain<'a> {
            let chain: Vec<&str> = tree.upward(&place.code, day).map(|p| p.code.as_str()).collect();
            match chain.iter().position(|code| *code == own) {
                Some(end) => chain[..=end].into(),
                None => [].into(),
            }
        };
        self.known.entry((place.code.to_string(), day)).or_insert_with(find).clone()
    }
}

/// A village, or anything that lies in a commune: too few people for figures about what they ask.
pub fn is_below_commune(tree: &Tree, place: &Place, day: Date) -> bool {
    let is_commune = |p: &&Place| matches!(p.kind, Kind::Commune | Kind::Ward);
    place.kind == Kind::Village || tree.ancestors(&place.code, day).iter().any(is_commune)
}
