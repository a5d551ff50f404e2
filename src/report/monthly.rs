//! Notices that a period has closed.

use super::Period;
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::ReportSettings;
use crate::db::{Db, next_number};
use crate::ledger::{self, About, Entry, Fact};
use anyhow::Result;
use std::collections::BTreeSet;

/// Records every period that is over and was not recorded yet, from that of the first fact on, and returns them.
/// Doing it twice, or in two processes at once, records nothing twice. The fact itself lies in the period that is
/// running, so it changes no closed figure. Reads the whole log: call it at start and at [`next_close`].
pub async fn close_periods(
    db: &Db,
    calendar: &Calendar,
    settings: &ReportSettings,
    now: Millis,
) -> Result<Vec<Period>> {
    let boundary = settings.boundary_day;
    if unrecorded(&log(db).await?, calendar, boundary, now).is_empty() {
        return Ok(vec![]);
    }
    let mut tx = db.write().await?;
    // Held until the commit, so only one process at a time looks and records.
    next_number(&mut tx, "period_closed").await?;
    let closed = unrecorded(&log(db).await?, calendar, boundary, now);
    for period in &closed {
        let fact = Fact::PeriodClosed { period: period.to_string() };
        ledger::record(&mut tx, now, About::default(), &fact).await?;
    }
    tx.commit().await?;
    Ok(closed)
}

/// When the period that runs at `now` is over.
pub fn next_close(calendar: &Calendar, settings: &ReportSettings, now: Millis) -> Millis {
    let running = Period::containing(calendar.local(now).date(), settings.boundary_day);
    running.bounds(calendar, settings.boundary_day).1
}

/// Also what lies after `now`: a clock that was set back must not close a period again.
async fn log(db: &Db) -> Result<Vec<Entry>> {
    ledger::facts_before(db, Millis::MAX).await
}

fn unrecorded(log: &[Entry], calendar: &Calendar, boundary: i8, now: Millis) -> Vec<Period> {
    let Some(first) = log.iter().map(|e| e.at).min() else { return vec![] };
    let recorded = |e: &Entry| match &e.fact {
        Fact::PeriodClosed { period } => Period::parse(period),
        _ => None,
    };
    let recorded: BTreeSet<Period> = log.iter().filter_map(recorded).collect();
    let period = |at: Millis| Period::containing(calendar.local(at).date(), boundary);
    let running = period(now);
    std::iter::successors(Some(period(first)), |p| Some(p.next()))
        .take_while(|p| *p < running)
        .filter(|p| !recorded.contains(p))
        .collect()
}
