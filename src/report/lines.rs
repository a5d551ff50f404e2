//! What people reported, each line with its right figure, and by which day what was to be told (pure).

use super::replay::PlaceId;
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::ledger::{Entry, Fact, Held};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// By item, then by place.
pub type ByItem<T> = BTreeMap<String, BTreeMap<PlaceId, T>>;

/// Lines of a period and of the one before, and what is asked of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// Of the period, by their numbers.
    pub current: BTreeMap<i64, Line>,
    /// Of the one before: what is wrong in them may be put right still.
    earlier: BTreeMap<i64, Line>,
    /// What was put right in the period.
    pub corrections: Vec<Correction>,
    /// Until when a village is to have been told of an item.
    pub wanted: ByItem<Wanted>,
    /// The first day on which one was, in periods before the one before, of items that are wanted.
    done: ByItem<Date>,
    /// As items were last published.
    titles: BTreeMap<String, String>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When it was written.
    pub at: Millis,
    /// Where.
    pub place: PlaceId,
    /// Of which item ("" when none).
    pub item: String,
    /// What it said.
    pub said: Fact,
    /// What it says now; none: it was taken away.
    pub now: Option<Fact>,
}

/// A line that was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Number of the entry that did so.
    pub by: i64,
    /// When the line was written.
    pub at: Millis,
    /// Where.
    pub place: PlaceId,
    /// What it said before; none: it had been taken away.
    pub was: Option<Fact>,
    /// What it says now; none: it is taken away.
    pub now: Option<Fact>,
}

/// Until when somebody is to have been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Wanted {
    /// Number of the entry that said so last.
    pub seq: i64,
    /// The day.
    pub due: Date,
}

impl Line {
    /// The day on which it happened: the one that it names, else the one on which it was written.
    pub fn on(&self, calendar: &Calendar) -> Date {
        match &self.now {
            Some(Fact::StudySession { held: Held { date: Some(date), .. }, .. }) => *date,
            _ => calendar.local(self.at).date(),
        }
    }
}

impl Lines {
    /// One more fact of the period.
    pub fn follow(&mut self, entry: &Entry, here: PlaceId) {
        match &entry.fact {
            Fact::Loudspeaker { .. } | Fact::Meeting { .. } | Fact::StudySession { .. } => {
                let (said, now) = (entry.fact.clone(), Some(entry.fact.clone()));
                let line = Line { at: entry.at, place: here, item: entry.item.clone(), said, now };
                self.current.insert(entry.seq, line);
            }
            Fact::Corrected { entry: of, to, total } => self.correct(entry.seq, here, *of, (*to, *total)),
            Fact::Planned { title, due, .. } => {
                self.name(entry, title.as_deref());
                if let Some(due) = *due {
                    let of = self.wanted.entry(entry.item.clone()).or_default();
                    of.insert(here, Wanted { seq: entry.seq, due });
                }
            }
            Fact::PlannedInPrivate { title, .. } => self.name(entry, title.as_deref()),
            // Nobody is to be told of it any more.
            Fact::ItemWithdrawn { .. } => drop(self.wanted.remove(&entry.item)),
            _ => {}
        }
    }

    fn name(&mut self, entry: &Entry, title: Option<&str>) {
        if let Some(title) = title.filter(|title| self.titles.get(&entry.item).is_none_or(|t| t != title)) {
            self.titles.insert(entry.item.clone(), title.to_owned());
        }
    }

    fn correct(&mut self, by: i64, here: PlaceId, of: i64, (to, total): (i64, Option<i64>)) {
        let line = self.current.get_mut(&of).or_else(|| self.earlier.get_mut(&of));
        // What is said of one village corrects no other's line.
        let Some(line) = line.filter(|line| line.place == here) else { return };
        let was = line.now.take();
        line.now = was.clone().and_then(|was| was.corrected(to, total));
        let (at, place, now) = (line.at, line.place, line.now.clone());
        self.corrections.push(Correction { by, at, place, was, now });
    }

    /// An item as it was last published, or its folder.
    pub fn title<'a>(&'a self, item: &'a str) -> &'a str {
        self.titles.get(item).map_or(item, String::as_str)
    }

    /// Of which items was told where, and on which day; what was long ago only of items that are wanted.
    pub fn told<'a>(&'a self, calendar: &'a Calendar) -> impl Iterator<Item = (&'a str, PlaceId, Date)> {
        let lines = self.earlier.values().chain(self.current.values()).filter(|line| line.now.is_some());
        let lines = lines.map(|line| (line.item.as_str(), line.place, line.on(calendar)));
        let done = self.done.iter().flat_map(|(item, of)| of.iter().map(move |(at, on)| (item, at, on)));
        lines.chain(done.map(|(item, place, on)| (item.as_str(), *place, *on)))
    }

    /// A period is over; `from`: the first day of the next.
    pub fn turn(&mut self, from: Date, calendar: &Calendar) {
        for of in self.wanted.values_mut() {
            of.retain(|_, wanted| wanted.due >= from);
        }
        self.wanted.retain(|_, of| !of.is_empty());
        self.done.retain(|item, _| self.wanted.contains_key(item));
        for line in std::mem::take(&mut self.earlier).into_values() {
            if line.now.is_some() && self.wanted.contains_key(&line.item) {
                let on = line.on(calendar);
                let first = self.done.entry(line.item).or_default().entry(line.place).or_insert(on);
                *first = on.min(*first);
            }
        }
        self.earlier = std::mem::take(&mut self.current);
        self.corrections.clear();
    }
}
