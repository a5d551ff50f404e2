//! The register of a village: its lines in a period, each with its right figure.

use crate::base::Core;
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::ItemId;
use crate::ledger::{self, About, Entry, Fact};
use crate::places::Tree;
use crate::report::Period;
use anyhow::Result;

/// More readings of one item are a slip of the finger.
const MOST_READS: i64 = 100;
/// More people are, too.
const MOST_PEOPLE: i64 = 100_000;

/// One line.
pub struct Line {
    /// As it was written.
    pub entry: Entry,
    /// With its right figure; none: it was taken away.
    pub now: Option<Fact>,
}

/// A line that was put right.
pub struct Corrected {
    /// Its number in the register.
    pub number: usize,
    /// What it said before.
    pub was: Fact,
    /// What it says now; none: it is taken away.
    pub now: Option<Fact>,
}

/// Whose register, and at which moment.
pub struct Village<'a> {
    /// What every act works with.
    pub core: &'a Core,
    /// Which day the periods end.
    pub boundary_day: i8,
    /// All places.
    pub tree: &'a Tree,
    /// Its code.
    pub place: String,
    /// The moment.
    pub now: Millis,
}

impl Village<'_> {
    /// The lines of this period, oldest first: their places among them are their numbers, from 1 on.
    pub async fn lines(&self, tx: &mut Tx) -> Result<Vec<Line>> {
        let calendar = &self.core.calendar;
        let today = calendar.local(self.now).date();
        let bounds = Period::containing(today, self.boundary_day).bounds(calendar, self.boundary_day);
        let stored = self.tree.stored_as(&[&self.place], today);
        let all = ledger::reported_at(tx, &stored, bounds).await?;
        let mut right = ledger::as_corrected(all.iter());
        let lines = all.into_iter().filter(|entry| !matches!(entry.fact, Fact::Corrected { .. }));
        Ok(lines.map(|entry| Line { now: right.remove(&entry.seq), entry }).collect())
    }

    /// Notes what was done with an item. Returns the line's number.
    pub async fn note(&self, tx: &mut Tx, item: &ItemId, fact: &Fact) -> Result<usize> {
        let about = About { place: &self.place, item, reference: "" };
        ledger::record(tx, &self.core.calendar, self.now, about, fact).await?;
        Ok(self.lines(tx).await?.len())
    }

    /// Puts a line right by an entry that names it; no number: the last line. None: there is no such line, or it can have no
    /// such figure.
    pub async fn correct(
        &self,
        tx: &mut Tx,
        number: Option<usize>,
        (to, of): (i64, Option<i64>),
    ) -> Result<Option<Corrected>> {
        let lines = self.lines(tx).await?;
        let number = number.unwrap_or(lines.len());
        let Some(line) = number.checked_sub(1).and_then(|at| lines.into_iter().nth(at)) else {
            return Ok(None);
        };
        let fits = match &line.entry.fact {
            Fact::Loudspeaker { .. } => to <= MOST_READS && of.is_none(),
            Fact::StudySession { total, .. } => to <= of.unwrap_or(*total),
            _ => of.is_none(),
        };
        if !fits || !(0..=MOST_PEOPLE).contains(&to) {
            return Ok(None);
        }
        let fact = Fact::Corrected { entry: line.entry.seq, to, total: of };
        // Where the line stands, also when the village has another code by now.
        let about = About { place: &line.entry.place, item: &line.entry.item, reference: "" };
        ledger::record(tx, &self.core.calendar, self.now, about, &fact).await?;
        let now = self.lines(tx).await?.into_iter().nth(number - 1).and_then(|line| line.now);
        Ok(Some(Corrected { number, was: line.now.unwrap_or(line.entry.fact), now }))
    }
}
