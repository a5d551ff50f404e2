//! Questions by topic and by platform, of all communes together: what one report may show depends on what the others do
//! (pure).

use super::figures::TopicFigures;
use super::hide::{Counts, hide};
use super::replay::AtPlace;
use super::scope::Frame;
use crate::config::Platform;
use crate::places::{Kind, Place};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Counts by column.
type Row<'a, C, const N: usize> = BTreeMap<C, [i64; N]>;

/// What was counted of the whole tree that the report's place stands in.
pub struct Breakdown<'a> {
    frame: &'a Frame<'a>,
    /// The topmost place.
    root: &'a str,
    /// The communes, and wards, below it, or itself.
    units: Vec<&'a str>,
    unit_of: HashMap<&'a str, Option<usize>>,
    /// Received and answered, by unit; the last one is of no unit.
    topics: Vec<Row<'a, &'a str, 2>>,
    asked_by: Vec<Row<'a, Platform, 1>>,
}

impl<'a> Breakdown<'a> {
    /// Nothing counted yet.
    pub fn new(frame: &'a Frame<'a>) -> Breakdown<'a> {
        let (own, day) = (&frame.place.code, frame.day());
        let root = frame.tree.upward(own, day).last().unwrap_or(frame.place);
        let below = frame.tree.descendants(&root.code, day);
        let units: Vec<&str> =
            std::iter::once(root).chain(below).filter(|p| is_unit(p)).map(|p| p.code.as_str()).collect();
        let rows = units.len() + 1;
        Breakdown {
            frame,
            root: &root.code,
            units,
            unit_of: HashMap::new(),
            topics: vec![BTreeMap::new(); rows],
            asked_by: vec![BTreeMap::new(); rows],
        }
    }

    /// Adds what was counted of questions that were asked at a place.
    pub fn count(&mut self, place: &'a str, at: &'a AtPlace) {
        let Some(row) = self.row_of(place) else { return };
        for (topic, [received, answered]) in &at.topics {
            let cell = self.topics[row].entry(topic).or_default();
            *cell = [cell[0] + received, cell[1] + answered];
        }
        for (platform, asked) in &at.asked_by {
            self.asked_by[row].entry(*platform).or_default()[0] += asked;
        }
    }

    /// Where it counts; none: in another tree.
    fn row_of(&mut self, place: &'a str) -> Option<usize> {
        let (tree, day) = (self.frame.tree, self.frame.day());
        let (root, units) = (self.root, &self.units);
        *self.unit_of.entry(place).or_insert_with(|| {
            let above: Vec<&str> = tree.upward(place, day).map(|p| p.code.as_str()).collect();
            let unit = above.iter().find_map(|code| units.iter().position(|unit| unit == code));
            // What nobody can place is the top's.
            let ours = above.last().is_none_or(|top| *top == root);
            unit.or(ours.then_some(units.len()))
        })
    }

    /// By topic, as the report's place may show it: what is hidden has no figures, what is a nought and shown has no row.
    pub fn topics(&self) -> Vec<TopicFigures> {
        let seen = self.topics.iter().flat_map(|row| row.keys().copied());
        let columns: BTreeSet<&str> = seen.chain(self.frame.topics.iter().copied()).collect();
        let columns: Vec<&str> = columns.into_iter().collect();
        let shown = self.shown(&self.topics, &columns).unwrap_or_default();
        let figures = |(topic, counts): (&str, Option<[i64; 2]>)| TopicFigures {
            topic: topic.into(),
            received: counts.map(|[received, _]| received),
            answered: counts.map(|[_, answered]| answered),
        };
        shown.into_iter().map(figures).collect()
    }

    /// Asked by way of each platform; no figure: hidden. What is a nought and shown is not among them, and nothing is where
    /// nothing is told.
    pub fn platforms(&self) -> Option<BTreeMap<Platform, Option<i64>>> {
        let seen: BTreeSet<Platform> = self.asked_by.iter().flat_map(|row| row.keys().copied()).collect();
        let columns: Vec<Platform> = seen.into_iter().collect();
        let shown = self.shown(&self.asked_by, &columns)?;
        Some(shown.into_iter().map(|(platform, counts)| (platform, counts.map(|[asked]| asked))).collect())
    }

    /// The row of the report's place. While a period runs nothing of it is told: what two looks differ by would be small.
    fn shown<C: Copy + Ord, const N: usize>(
        &self,
        rows: &[Row<'_, C, N>],
        columns: &[C],
    ) -> Option<Vec<(C, Option<[i64; N]>)>> {
        let own = self.frame.place.code.as_str();
        let ended = self.frame.end() < self.frame.to;
        if !self.frame.complete || ended {
            return None;
        }
        let cells = |row: &Row<'_, C, N>| -> Vec<[i64; N]> {
            columns.iter().map(|column| row.get(column).copied().unwrap_or([0; N])).collect()
        };
        let (units, rest) = rows.split_at(self.units.len());
        let added_up = !self.units.contains(&self.root);
        let counts = Counts {
            units: units.iter().map(&cells).collect(),
            rest: rest.first().map(&cells).unwrap_or_default(),
            added_up,
        };
        let mut hidden = hide(&counts, self.frame.small_count);
        let (row, hidden) = match self.units.iter().position(|unit| *unit == own) {
            Some(unit) => (cells(&units[unit]), hidden.units.swap_remove(unit)),
            None if own == self.root => (counts.sums(), hidden.sums),
            // Between the two, and beside them: nothing of what they ask is counted by itself.
            None => return None,
        };
        let all = columns.iter().zip(row).zip(hidden);
        let shown = all.filter(|((_, cell), hidden)| *hidden || *cell != [0; N]);
        Some(shown.map(|((column, cell), hidden)| (*column, (!hidden).then_some(cell))).collect())
    }
}

fn is_unit(place: &Place) -> bool {
    matches!(place.kind, Kind::Commune | Kind::Ward)
}
