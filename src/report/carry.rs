//! What periods came to is carried from one to the next, so that a report reads its period and not the log. What is carried
//! is made from the log alone: whatever is missing, of another program or contradicted by a fact that came late is made
//! again, and `Replayed` is the same with it and without.

use super::period::Period;
use super::replay::Replay;
use super::store::{self, Carried, Standing};
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::db::Db;
use crate::ledger::{self, Entry};
use crate::stored::Unknown;
use anyhow::Result;

/// Raised when the same facts come to something else than before.
const FORMAT: &str = concat!(env!("CARGO_PKG_VERSION"), ":1");
/// Facts in one read.
const PAGE: i64 = 2_000;
/// So many facts a report reads beside what is carried; then more is.
const TAIL: i64 = 10_000;
/// The periods before the running one of which is kept how they stood.
const STANDING: usize = 2;
/// So often something may come between looking and reading; then the whole log is read.
const TRIES: usize = 3;

/// What the facts of a period and of the one before came to.
pub struct Replayed {
    /// Of the one before.
    pub last: Replay,
    /// Of the period.
    pub this: Replay,
}

/// Which day a period begins and ends is the calendar's and the settings' business.
#[derive(Clone, Copy)]
pub struct Days<'a> {
    /// Which local day a moment is.
    pub calendar: &'a Calendar,
    /// Which day the periods end.
    pub boundary_day: i8,
}

impl Days<'_> {
    fn period(&self, at: Millis) -> Period {
        Period::containing(self.calendar.local(at).date(), self.boundary_day)
    }

    fn bounds(&self, period: Period) -> (Millis, Millis) {
        period.bounds(self.calendar, self.boundary_day)
    }

    fn turn(&self, replay: &mut Replay, next: Period) {
        replay.turn(next.from(self.boundary_day), self.calendar);
    }
}

/// The facts of a log at hand, which need not be in order (pure). `ends`: of a place that ends, its first moment after.
pub fn replayed(log: &[Entry], days: Days<'_>, period: Period, ends: Option<Millis>) -> Replayed {
    let mut facts: Vec<(Period, &Entry)> = log.iter().map(|entry| (days.period(entry.at), entry)).collect();
    facts.sort_by_key(|(period, entry)| (*period, entry.seq));
    let mut now = facts.first().map_or(period, |(first, _)| *first).min(period.previous());
    let (mut this, mut last) = (Replay::default(), Replay::default());
    for (of, entry) in facts {
        if of > period {
            break;
        }
        while now < of {
            (now, last) = (now.next(), turned(&mut this, days, now.next()));
        }
        if ends.is_none_or(|ends| entry.at < ends) {
            this.follow(entry);
        }
    }
    while now < period {
        (now, last) = (now.next(), turned(&mut this, days, now.next()));
    }
    Replayed { last, this }
}

/// As it stood at its end.
fn turned(this: &mut Replay, days: Days<'_>, next: Period) -> Replay {
    let last = this.clone();
    days.turn(this, next);
    last
}

/// The facts of a period and of the one before; `ends`: of a place that ends, its first moment after. Reads only: it is
/// asked inside of transactions, too.
pub async fn replay(db: &Db, days: Days<'_>, period: Period, ends: Option<Millis>) -> Result<Replayed> {
    for _ in 0..TRIES {
        match Carry::look(db, days).await?.replayed(period, ends).await {
            Ok(Some(replayed)) => return Ok(replayed),
            // It has changed meanwhile, or cannot be read.
            Ok(None) => {}
            // A fact that cannot be read stops what is carried; periods before it can be reported still.
            Err(e) if e.is::<Unknown>() => break,
            Err(e) => return Err(e),
        }
    }
    let (_, to) = days.bounds(period);
    Ok(replayed(&ledger::facts_before(db, to).await?, days, period, ends))
}

/// Carries everything that was recorded so far, if it is much or of another period. Doing it twice, or in two processes at
/// once, comes to the same.
pub async fn carry_over(db: &Db, days: Days<'_>) -> Result<()> {
    let carry = Carry::look(db, days).await?;
    let latest = ledger::last_at(db).await?.map(|at| days.period(at));
    if carry.newest().map(|newest| newest.period) < latest || carry.head - carry.upto() > TAIL {
        carry.on(latest).await?;
    }
    Ok(())
}

/// What is carried, as far as it is true today.
struct Carry<'a> {
    db: &'a Db,
    days: Days<'a>,
    /// Of periods that follow each other, from that of the first fact on.
    rows: Vec<Carried>,
    /// Period of the first fact.
    first: Option<Period>,
    /// The latest period before which nothing was recorded since.
    sound: Option<Period>,
    /// The number of the last fact when this was looked up.
    head: i64,
}

/// A period as it was kept.
struct Stood {
    /// Every fact up to this number is in it.
    upto: i64,
    opening: Replay,
    running: Replay,
}

impl<'a> Carry<'a> {
    /// What is of another program, or of other days, is not seen, nor what does not go back to the first fact.
    async fn look(db: &'a Db, days: Days<'a>) -> Result<Carry<'a>> {
        let mut rows = store::carried(db).await?;
        let head = ledger::head(db).await?;
        let first = ledger::first_at(db).await?.map(|first| days.period(first));
        let is_true =
            |row: &Carried| (row.begins, row.ends) == days.bounds(row.period) && row.program == FORMAT;
        let follow_each_other = rows.windows(2).all(|two| two[0].period.next() == two[1].period);
        if !rows.iter().all(is_true) || !follow_each_other || rows.first().map(|row| row.period) != first {
            rows.clear();
        }
        let sound = match rows.last() {
            None => None,
            Some(newest) => {
                let late = ledger::first_at_after(db, newest.upto).await?.map(|at| days.period(at));
                Some(late.map_or(newest.period, |late| late.min(newest.period)))
            }
        };
        Ok(Carry { db, days, rows, first, sound, head })
    }

    fn newest(&self) -> Option<&Carried> {
        self.rows.last()
    }

    fn upto(&self) -> i64 {
        self.newest().map_or(0, |row| row.upto)
    }

    /// None: what is carried has changed meanwhile.
    async fn replayed(&self, period: Period, ends: Option<Millis>) -> Result<Option<Replayed>> {
        let Some(last) = self.state(period.previous()).await? else { return Ok(None) };
        let (begins, until) = self.days.bounds(period);
        let cut = ends.filter(|ends| begins <= *ends && *ends < until);
        if cut.is_none() && self.sound.is_some_and(|sound| period <= sound) {
            let this = self.state(period).await?;
            return Ok(this.map(|this| Replayed { last, this }));
        }
        let mut this = last.clone();
        self.days.turn(&mut this, period);
        self.follow_period(&mut this, period, cut, self.head).await?;
        Ok(Some(Replayed { last, this }))
    }

    /// What a period came to.
    async fn state(&self, period: Period) -> Result<Option<Replay>> {
        let Some(first) = self.first.filter(|first| *first <= period) else {
            return Ok(Some(Replay::default()));
        };
        let (mut now, mut replay) = match self.sound {
            Some(sound) => {
                let of = period.min(sound);
                let Some((_, running)) = self.kept(of).await? else { return Ok(None) };
                (of, running)
            }
            None => {
                let mut replay = Replay::default();
                self.follow_period(&mut replay, first, None, self.head).await?;
                (first, replay)
            }
        };
        while now < period {
            now = now.next();
            self.days.turn(&mut replay, now);
            self.follow_period(&mut replay, now, None, self.head).await?;
        }
        Ok(Some(replay))
    }

    /// A sound period: as it began, and as it stands now.
    async fn kept(&self, period: Period) -> Result<Option<(Replay, Replay)>> {
        let Some(Stood { upto, opening, mut running }) = self.stored(period).await? else { return Ok(None) };
        if self.sound == Some(period) {
            let mut after = upto;
            while let Some(page) = self.page(after, self.head).await? {
                after = page.last().map_or(self.head, |last| last.seq);
                let of = page.iter().filter(|entry| self.days.period(entry.at) == period);
                of.for_each(|entry| running.follow(entry));
            }
        }
        Ok(Some((opening, running)))
    }

    /// As it was kept last; none: it is not there, or cannot be read.
    async fn stored(&self, period: Period) -> Result<Option<Stood>> {
        let Some(Standing { upto, opening, running }) = store::standing(self.db, period).await? else {
            return Ok(None);
        };
        let Ok(opening) = serde_json::from_str::<Replay>(&opening) else { return Ok(None) };
        if let Some(running) = running.and_then(|running| serde_json::from_str(&running).ok()) {
            return Ok(Some(Stood { upto, opening, running }));
        }
        let mut running = opening.clone();
        self.follow_period(&mut running, period, None, upto).await?;
        Ok(Some(Stood { upto, opening, running }))
    }

    /// Facts after a number, up to another one; none: there is none left.
    async fn page(&self, after: i64, upto: i64) -> Result<Option<Vec<Entry>>> {
        let page = ledger::facts_between(self.db, after, upto, PAGE).await?;
        Ok(Some(page).filter(|page| !page.is_empty()))
    }

    /// All facts of a period up to a number.
    async fn follow_period(
        &self,
        replay: &mut Replay,
        period: Period,
        ends: Option<Millis>,
        upto: i64,
    ) -> Result<()> {
        let (from, to) = self.days.bounds(period);
        let to = ends.map_or(to, |ends| ends.min(to));
        let Some((first, last)) = ledger::span(self.db, from, to).await? else { return Ok(()) };
        let (mut after, last) = (first - 1, last.min(upto));
        while let Some(page) = self.page(after, last).await? {
            after = page.last().map_or(last, |last| last.seq);
            page.iter()
                .filter(|entry| from <= entry.at && entry.at < to)
                .for_each(|entry| replay.follow(entry));
        }
        Ok(())
    }

    /// Keeps the sound period as it stands, and the later ones.
    async fn on(&self, latest: Option<Period>) -> Result<()> {
        let (Some(first), Some(latest)) = (self.first, latest) else { return Ok(()) };
        if self.sound.is_none() || self.sound != self.newest().map(|newest| newest.period) {
            self.forget_after(self.sound).await?;
        }
        let mut period = self.sound.unwrap_or(first);
        let (opening, mut running) = match self.sound {
            Some(sound) => match self.kept(sound).await? {
                Some(kept) => kept,
                // Next time from the log alone.
                None => return self.forget_after(None).await,
            },
            None => {
                let mut running = Replay::default();
                self.follow_period(&mut running, first, None, self.head).await?;
                (Replay::default(), running)
            }
        };
        self.keep(period, &opening, &running).await?;
        while period < latest {
            period = period.next();
            self.days.turn(&mut running, period);
            let opening = running.clone();
            self.follow_period(&mut running, period, None, self.head).await?;
            self.keep(period, &opening, &running).await?;
        }
        Ok(())
    }

    async fn forget_after(&self, period: Option<Period>) -> Result<()> {
        let mut tx = self.db.write().await?;
        store::forget_after(&mut tx, period).await?;
        tx.commit().await
    }

    async fn keep(&self, period: Period, opening: &Replay, running: &Replay) -> Result<()> {
        let (begins, ends) = self.days.bounds(period);
        let carried = Carried { period, begins, ends, upto: self.head, program: FORMAT.into() };
        let (opening, running) = (serde_json::to_string(opening)?, serde_json::to_string(running)?);
        let mut tx = self.db.write().await?;
        store::carry_over(&mut tx, &carried, &opening, &running).await?;
        let standing = (0..STANDING).fold(period, |period, _| period.previous());
        store::settle_before(&mut tx, standing).await?;
        tx.commit().await
    }
}

#[cfg(test)]
mod tests;
