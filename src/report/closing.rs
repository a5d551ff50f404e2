//! Notices that a period has closed.

use super::context::Context;
use super::period::Period;
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::ReportSettings;
use crate::db::{Db, next_number};
use crate::ledger::{self, About, Entry, Fact};
use crate::stored::Unknown;
use anyhow::Result;
use std::collections::BTreeSet;

/// Records every period that is over and was not recorded yet, from that of the first fact on, and returns them.
/// Doing it twice, or in two processes at once, records nothing twice. The fact itself lies in the period that is
/// running, so it changes no closed figure.
pub async fn close_periods(context: Context<'_>, now: Millis) -> Result<Vec<Period>> {
    if unrecorded(&context, now).await?.is_empty() {
        return Ok(vec![]);
    }
    let mut tx = context.db.write().await?;
    // Held until the commit, so only one process at a time looks and records.
    next_number(&mut tx, "period_closed").await?;
    let closed = unrecorded(&context, now).await?;
    for period in &closed {
        let fact = Fact::PeriodClosed { period: period.to_string() };
        ledger::record(&mut tx, context.calendar, now, About::default(), &fact).await?;
    }
    tx.commit().await?;
    Ok(closed)
}

/// It was seen to be over.
pub async fn is_closed(db: &Db, period: Period) -> Result<bool> {
    let recorded = ledger::closed_periods(db).await?;
    Ok(recorded.iter().map(recorded_period).collect::<Result<BTreeSet<Period>>>()?.contains(&period))
}

/// When the period that runs at `now` is over.
pub fn next_close(calendar: &Calendar, settings: &ReportSettings, now: Millis) -> Millis {
    let running = Period::containing(calendar.local(now).date(), settings.boundary_day);
    running.bounds(calendar, settings.boundary_day).1
}

/// Also what was recorded after `now` counts: a clock that was set back must not close a period again.
async fn unrecorded(context: &Context<'_>, now: Millis) -> Result<Vec<Period>> {
    let Context { db, calendar, settings, .. } = *context;
    let Some(first) = ledger::first_at(db).await? else { return Ok(vec![]) };
    let recorded = ledger::closed_periods(db).await?;
    let recorded = recorded.iter().map(recorded_period).collect::<Result<BTreeSet<Period>>>()?;
    let period = |at: Millis| Period::containing(calendar.local(at).date(), settings.boundary_day);
    let running = period(now);
    let open = std::iter::successors(Some(period(first)), |p| Some(p.next())).take_while(|p| *p < running);
    Ok(open.filter(|p| !recorded.contains(p)).collect())
}

/// What cannot be read must not pass for a period that was never closed: it would be closed again and again.
fn recorded_period(entry: &Entry) -> Result<Period> {
    let period = match &entry.fact {
        Fact::PeriodClosed { period } => Period::parse(period),
        _ => None,
    };
    let unknown = || Unknown { table: "fact", column: "detail", row: entry.seq.to_string() };
    Ok(period.ok_or_else(unknown)?)
}
