//! Which facts a report is about, and where each counts (pure).

use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::places::{Kind, Place, Tree};
use crate::text::Text;
use jiff::civil::Date;
use std::collections::HashMap;
use std::rc::Rc;

/// Whose report, over which stretch of time.
pub struct Frame<'a> {
    /// All places.
    pub tree: &'a Tree,
    /// Which local day a moment is.
    pub calendar: &'a Calendar,
    /// The words.
    pub text: &'a Text,
    /// The topics that there are.
    pub topics: &'a [&'a str],
    /// Which day the periods end.
    pub boundary_day: i8,
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
    /// The day whose tree the report shows: the period's last, or the place's own where it ended before.
    pub fn day(&self) -> Date {
        let last = self.calendar.local(self.to - 1).date();
        self.place.until.map_or(last, |until| until.min(last))
    }

    /// The first moment whose facts are not the report's any more: nothing is a place's that has ended.
    pub fn end(&self) -> Millis {
        super::ends(self.place, self.calendar).map_or(self.to, |ends| ends.min(self.to))
    }
}

/// Where something counts: at its place and at every one above, up to the report's. Empty: elsewhere.
pub type Chain<'a> = Rc<[&'a str]>;

/// Finds chains, each place once.
pub struct Scope<'a> {
    frame: &'a Frame<'a>,
    day: Date,
    /// What nobody can place counts for a report with nothing above it, so that nothing is lost.
    stray: Chain<'a>,
    known: HashMap<&'a str, Chain<'a>>,
}

impl<'a> Scope<'a> {
    /// Nothing looked for yet.
    pub fn new(frame: &'a Frame<'a>) -> Scope<'a> {
        let day = frame.day();
        let top = frame.tree.ancestors(&frame.place.code, day).is_empty();
        let own = frame.place.code.as_str();
        let stray: Chain<'a> = if top { [own].into() } else { [].into() };
        Scope { frame, day, stray, known: HashMap::new() }
    }

    /// Where what happened at a place counts. The tree of the period's end decides, as for the whole period: what happened
    /// at a place that has ended since counts at it and at what it became, so that the places of every report add up.
    pub fn chain(&mut self, place: &str) -> Chain<'a> {
        let Some(place) = self.frame.tree.get(place) else { return self.stray.clone() };
        if let Some(chain) = self.known.get(place.code.as_str()) {
            return chain.clone();
        }
        let chain = self.find(place);
        self.known.insert(&place.code, chain.clone());
        chain
    }

    /// The same of a place at hand, without keeping it.
    pub fn found(&self, place: &'a Place) -> Chain<'a> {
        self.known.get(place.code.as_str()).cloned().unwrap_or_else(|| self.find(place))
    }

    fn find(&self, place: &'a Place) -> Chain<'a> {
        let mut chain: Vec<&'a str> = vec![place.code.as_str()];
        let upward = self.frame.tree.upward(&place.code, self.day).map(|p| p.code.as_str());
        chain.extend(upward.filter(|code| *code != place.code.as_str()));
        match chain.iter().position(|code| *code == self.frame.place.code.as_str()) {
            Some(end) => chain[..=end].into(),
            None => [].into(),
        }
    }
}

/// A village, or anything that lies in a commune: too few people for figures about what they ask.
pub fn is_below_commune(tree: &Tree, place: &Place, day: Date) -> bool {
    let is_commune = |p: &&Place| matches!(p.kind, Kind::Commune | Kind::Ward);
    place.kind == Kind::Village || tree.ancestors(&place.code, day).iter().any(is_commune)
}
