//! What periods came to is carried from one to the next, so that a report reads its period and not the log. What is carried
//! is made from the log alone: whatever is missing, of another program or contradicted by a fact that came late is made
//! again, and a report is the same with it and without.

use super::period::Period;
use super::replay::Replay;
use super::store::{self, Carried};
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::db::Db;
use crate::ledger::{self, Entry};
use crate::stored::Unknown;
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

/// Raised when the same facts come to something else than before.
const FORMAT: &str = concat!(env!("CARGO_PKG_VERSION"), ":7");
/// Facts in one read.
const PAGE: i64 = 2_000;
/// So many facts a report reads beside what is carried; then more is.
const TAIL: i64 = 10_000;
/// The periods before the running one of which is kept how they stood.
const STANDING: usize = 2;
/// So often something may come between looking and reading; then the whole log is read.
const TRIES: usize = 3;

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

/// What the facts of a log at hand, which need not be in order, come to in a period (pure). `ends`: of a place that ends, its
/// first moment after.
pub fn replayed(log: &[Entry], days: Days<'_>, period: Period, ends: Option<Millis>) -> Replay {
    let mut facts: Vec<(Period, &Entry)> = log.iter().map(|entry| (days.period(entry.at), entry)).collect();
    facts.sort_by_key(|(period, entry)| (*period, entry.seq));
    let mut now = facts.first().map_or(period, |(first, _)| *first).min(period);
    let mut replay = Replay::default();
    for (of, entry) in facts.into_iter().filter(|(of, _)| *of <= period) {
        while now < of {
            now = now.next();
            days.turn(&mut replay, now);
        }
        if of < period || ends.is_none_or(|ends| entry.at < ends) {
            replay.follow(entry);
        }
    }
    while now < period {
        now = now.next();
        days.turn(&mut replay, now);
    }
    replay
}

/// What the facts of a period come to; `ends`: of a place that ends, its first moment after. Reads only: it is asked inside
/// of transactions, too.
pub async fn replay(db: &Db, days: Days<'_>, period: Period, ends: Option<Millis>) -> Result<Replay> {
    for _ in 0..TRIES {
        match Carry::look(db, days).await?.state(period, ends).await {
            Ok(Some(replay)) => return Ok(replay),
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

    /// What a period came to. None: what is carried has changed meanwhile.
    async fn state(&self, period: Period, ends: Option<Millis>) -> Result<Option<Replay>> {
        let Some(first) = self.first.filter(|first| *first <= period) else {
            return Ok(Some(Replay::default()));
        };
        let (begins, until) = self.days.bounds(period);
        let cut = ends.filter(|ends| begins <= *ends && *ends < until);
        let (mut now, replay) = match self.sound {
            Some(sound) if period <= sound && cut.is_some() => {
                let Some(mut replay) = self.opening(period).await? else { return Ok(None) };
                self.follow_period(&mut replay, period, cut, self.head).await?;
                (period, Some(replay))
            }
            Some(sound) => (period.min(sound), self.running(period.min(sound)).await?),
            None => {
                let mut replay = Replay::default();
                let cut = cut.filter(|_| first == period);
                self.follow_period(&mut replay, first, cut, self.head).await?;
                (first, Some(replay))
            }
        };
        let Some(mut replay) = replay else { return Ok(None) };
        while now < period {
            now = now.next();
            self.days.turn(&mut replay, now);
            self.follow_period(&mut replay, now, cut.filter(|_| now == period), self.head).await?;
        }
        Ok(Some(replay))
    }

    /// A sound period as it stands now; none: it is not kept, or cannot be read.
    async fn running(&self, period: Period) -> Result<Option<Replay>> {
        let Some((upto, running)) = store::running(self.db, period).await? else { return Ok(None) };
        // What knows a later fact than it says is no such state.
        let stood = running.and_then(|kept| decoded(&kept)).filter(|replay| replay.position <= upto);
        let mut running = match stood {
            Some(running) => running,
            None => {
                let Some(mut replay) = self.opening(period).await? else { return Ok(None) };
                self.follow_period(&mut replay, period, None, upto).await?;
                replay
            }
        };
        if self.sound == Some(period) {
            let (from, to) = self.days.bounds(period);
            let mut after = upto;
            while let Some(page) = self.page(after, self.head).await? {
                after = page.last().map_or(self.head, |last| last.seq);
                page.iter().filter(|entry| from <= entry.at && entry.at < to).for_each(|e| running.follow(e));
            }
        }
        Ok(Some(running))
    }

    /// As a period began.
    async fn opening(&self, period: Period) -> Result<Option<Replay>> {
        Ok(store::opening(self.db, period).await?.as_deref().and_then(decoded))
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
        let running = match self.sound {
            Some(sound) => self.running(sound).await?,
            None => {
                let mut running = Replay::default();
                self.follow_period(&mut running, first, None, self.head).await?;
                Some(running)
            }
        };
        // Next time from the log alone.
        let Some(mut running) = running else { return self.forget_after(None).await };
        // Of a sound one it is known how it began; where its row is gone meanwhile, nothing is put in its place.
        let opening = if self.sound.is_some() { None } else { Some(Replay::default()) };
        self.keep(period, opening.as_ref(), &running).await?;
        while period < latest {
            period = period.next();
            self.days.turn(&mut running, period);
            let opening = running.clone();
            self.follow_period(&mut running, period, None, self.head).await?;
            self.keep(period, Some(&opening), &running).await?;
        }
        Ok(())
    }

    async fn forget_after(&self, period: Option<Period>) -> Result<()> {
        let mut tx = self.db.write().await?;
        store::forget_after(&mut tx, period).await?;
        tx.commit().await
    }

    /// `opening`: of a period of which nothing is kept yet.
    async fn keep(&self, period: Period, opening: Option<&Replay>, running: &Replay) -> Result<()> {
        let (begins, ends) = self.days.bounds(period);
        let carried = Carried { period, begins, ends, upto: self.head, program: FORMAT.into() };
        let (opening, running) = (opening.map(encoded).transpose()?, encoded(running)?);
        let mut tx = self.db.write().await?;
        match opening {
            Some(opening) => store::begin(&mut tx, &carried, &opening, &running).await?,
            None => store::go_on(&mut tx, &carried, &running).await?,
        }
        let standing = (0..STANDING).fold(period, |period, _| period.previous());
        store::settle_before(&mut tx, standing).await?;
        tx.commit().await
    }
}

/// Small and quick to read; text, because that is the same on both databases.
fn encoded(replay: &Replay) -> Result<String> {
    Ok(BASE64.encode(postcard::to_allocvec(replay)?))
}

fn decoded(kept: &str) -> Option<Replay> {
    postcard::from_bytes(&BASE64.decode(kept).ok()?).ok()
}

#[cfg(test)]
mod tests;
