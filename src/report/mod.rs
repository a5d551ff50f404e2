//! The month in numbers: facts of the ledger in, a document out.
//!
//! A report is a function of the log, the tree of places, the calendar and the settings. It reads no feature's
//! tables, so it can be made again to the same bytes years later, and erasing a person changes no figure.
//! Sent, reported and heard are three different words and never added up; what nobody reported is no nought.
//!
//! From left to right: `carry` (what is kept of periods, and what the log says since), `replay` (what the facts of a period
//! come to: `threads` of questions, `deliveries`, `lines` that people reported), `scope` (where they count), `tally` (the
//! `figures` of a place), `book` (the lines of the book of study sessions, and deadlines), `month` (one place and period),
//! `paper` (what stands where, in words), and one file for each format, which only writes that down: `html`, `docx`;
//! `fields` are the same figures by name, for an office's own form, which `template` fills in. `draft` reads back
//! what an author wrote at each `passage`, which the next month's offers again.

mod adjustments;
mod book;
mod breakdown;
mod carry;
mod closing;
mod complaints;
mod context;
mod deliveries;
mod docx;
mod draft;
mod evidence;
mod fields;
mod figures;
mod filed;
#[cfg(test)]
mod fixtures;
mod handed_in;
mod hide;
mod html;
mod lines;
mod merge;
mod messages;
mod month;
mod names;
mod paper;
mod passage;
mod period;
mod phrases;
#[cfg(test)]
mod quarter;
mod replay;
mod rows;
#[cfg(test)]
mod sample;
mod scope;
mod store;
mod table;
mod tally;
mod template;
mod threads;
mod workbook;
mod written;

pub use closing::{close_periods, next_close};
pub use complaints::{count_complaint, record_complaints};
pub use context::Context;
pub use draft::NoDraft;
pub use fields::Field;
pub use figures::Document;
pub use filed::{Changed, all_filed, changed, file, keep_draft, last_filed};
pub use handed_in::{REMINDED_BEFORE, hand_in, is_handed_in, reminder};
pub use merge::{Refused, Why, merged};
pub use messages::{Form, Way};
pub use month::{Basis, Figures, Report, print as printed};
pub use passage::{Passage, Sentences};
pub use period::Period;
pub use store::{Filed, survey};
pub use template::{Filled, NoTemplate};

use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::ReportSettings;
use crate::failure::refused;
use crate::ledger;
use crate::places::{Place, Tree};
use crate::stored::Unknown;
use crate::text::{Arg, Text, VIETNAMESE};
use anyhow::Result;
use carry::Days;
use jiff::civil::Date;
use written::day;

/// When the first fact was recorded.
pub async fn first_fact(db: &crate::db::Db) -> Result<Option<Millis>> {
    ledger::first_at(db).await
}

/// The place a report is for when nobody names one: the single root of the tree. Otherwise all roots there are.
pub fn root(tree: &Tree, day: Date) -> Result<&Place, Vec<&Place>> {
    match tree.roots(day)[..] {
        [one] => Ok(one),
        _ => Err(tree.roots(day)),
    }
}

/// Makes the report of a place, in the name of who speaks there. While the period runs, it stands as at its last
/// fact.
pub async fn build(
    context: Context<'_>,
    tree: &Tree,
    place: &str,
    period: Period,
    now: Millis,
) -> Result<Report> {
    let Context { db, calendar, settings, speaker, text, ref topics } = context;
    let Some(place) = tree.get(place) else {
        return Err(refused(text.say(VIETNAMESE, "report-no-place", &[("place", place.into())])));
    };
    if let Some(never) = never(tree, place, period, settings) {
        return Err(refused(text.say(VIETNAMESE, never.0, &never.1)));
    }
    // What was seen to be over stays so, whatever the clock says now.
    let (from, to) = period.bounds(calendar, settings.boundary_day);
    let is_closed = closing::is_closed(db, period).await.map_err(|e| refusal_of(e, text))?;
    let now = if is_closed { now.max(to) } else { now };
    if from > now {
        let day = day(period.from(settings.boundary_day));
        return Err(refused(text.say(VIETNAMESE, "report-future", &[("from", day.into())])));
    }
    let days = Days { calendar, boundary_day: settings.boundary_day };
    let identity = speaker.at(&place.code);
    let basis = Basis { tree, calendar, text, topics, settings, identity: &identity };
    // One after the other: of a large province each is large.
    let figures = async |period: Period| {
        let replay = carry::replay(db, days, period, ends(place, calendar)).await;
        let replay = replay.map_err(|e| refusal_of(e, text))?;
        anyhow::Ok(Figures::of(&replay, basis, place, period, now))
    };
    let (last, this) = (figures(period.previous()).await?, figures(period).await?);
    let report = Report::of(last, this, basis, place, period);
    // What was kept later is not offered: the same period gives the same draft for ever.
    Ok(report.with_last_sentences(store::sentences(db, &place.code, period.previous(), to).await?))
}

/// The first moment whose facts are not a place's any more.
fn ends(place: &Place, calendar: &Calendar) -> Option<Millis> {
    let after = place.until?.tomorrow().ok()?;
    Some(calendar.start_of(after))
}

/// Carries what was recorded, when it has become much or its period is over. Reports are the same without; with it one costs
/// as much as what was recorded since.
pub async fn carry_over(context: Context<'_>) -> Result<()> {
    let Context { db, calendar, settings, .. } = context;
    carry::carry_over(db, Days { calendar, boundary_day: settings.boundary_day }).await
}

/// Why a place has no such period: it had ended before, or had not begun.
fn never(
    tree: &Tree,
    place: &Place,
    period: Period,
    settings: &ReportSettings,
) -> Option<(&'static str, [Arg<'static>; 3])> {
    let (from, to) = (period.from(settings.boundary_day), period.to(settings.boundary_day));
    let args = |on: Date, next: String| {
        [("place", place.full_name().into()), ("day", day(on).into()), ("next", next.into())]
    };
    if let Some(until) = place.until.filter(|until| *until < from) {
        let next: Vec<String> = tree.current(&place.code, to).iter().map(|p| p.in_sentence()).collect();
        let key = if next.is_empty() { "report-place-ended" } else { "report-place-became" };
        return Some((key, args(until, next.join(", "))));
    }
    let begins = place.from.filter(|begins| *begins >= to)?;
    Some(("report-place-begins", args(begins, String::new())))
}

/// A log with a word that nobody knows gives no report: a figure would be wrong, and nobody could see it.
fn refusal_of(e: anyhow::Error, text: &Text) -> anyhow::Error {
    match e.downcast::<Unknown>() {
        Ok(Unknown { table, column, row }) => {
            let args = [("table", table.into()), ("column", column.into()), ("row", row.into())];
            refused(text.say(VIETNAMESE, "report-unknown-fact", &args))
        }
        Err(other) => other,
    }
}

#[cfg(test)]
mod tests;
