//! Notices that a period has closed.

use super::Period;
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::ReportSettings;
use crate::db::{Db, next_number};
use crate::ledger::{self, About, Fact};
use anyhow::Result;
use std::collections::BTreeSet;

/// Records every period that is over and was not recorded yet, from that of the first fact on, and returns them.
/// Doing it twice, or in two processes at once, records nothing twice. The fact itself lies in the period that is
/// running, so it changes no closed figure.
pub async fn close_periods(
    db: &Db,
    calendar: &Calendar,
    settings: &ReportSettings,
    now: Millis,
) -> Result<Vec<Period>> {
    let boundary = settings.boundary_day;
    if unrecorded(db, calendar, boundary, now).await?.is_empty() {
        return Ok(vec![]);
    }
    let mut tx = db.write().await?;
    // Held until the commit, so only one process at a time looks and records.
    next_number(&mut tx, "period_closed").await?;
    let closed = unrecorded(db, calendar, boundary, now).await?;
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

/// Also what was recorded after `now` counts: a clock that was set back must not close a period again.
async fn unrecorded(db: &Db, calendar: &Calendar, boundary: i8, now: Millis) -> Result<Vec<Period>> {
    let Some(first) = ledger::first_at(db).await? else { return Ok(vec![]) };
    let recorded: BTreeSet<Period> =
        ledger::closed_periods(db).await?.iter().filter_map(|p| Period::parse(p)).collect();
    let period = |at: Millis| Period::containing(calendar.local(at).date(), boundary);
    let running = period(now);
    let open = std::iter::successors(Some(period(first)), |p| Some(p.next())).take_while(|p| *p < running);
    Ok(open.filter(|p| !recorded.contains(p)).collect())
}
