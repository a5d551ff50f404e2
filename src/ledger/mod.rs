//! What happened, appended in the transaction that made it true. Facts are never changed:
//! a new thing to remember is a new kind, and the tests of `fact` hold the stored form of each.
//!
//! A fact holds no person, no account and no text of a question. `reference` is a question's code
//! or a delivery's id, so that a figure can be traced to dated entries.

mod fact;
mod store;

pub use fact::{
    About, ByPlan, DeliveryState, Entry, Fact, Held, ItemKind, Keeps, Presenter, Rank, StudyAudience,
    StudyForm, as_corrected,
};

pub use store::survey;

use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::db::{Db, Tx};
use anyhow::Result;

/// Appends a fact; it is true when the transaction commits. What people do keeps the day only: the
/// moment would join it to whatever else was written in it.
pub async fn record(
    tx: &mut Tx,
    calendar: &Calendar,
    at: Millis,
    about: About<'_>,
    fact: &Fact,
) -> Result<()> {
    let day = calendar.local(at).date();
    let at = match fact.keeps() {
        Keeps::Moment => at,
        Keeps::Day => calendar.start_of(day),
    };
    store::append(tx, at, &[(about, fact.clone())]).await
}

/// Appends several facts of one moment, in order.
pub async fn record_all(tx: &mut Tx, at: Millis, facts: &[(About<'_>, Fact)]) -> Result<()> {
    store::append(tx, at, facts).await
}

/// When the first fact was recorded.
pub async fn first_at(db: &Db) -> Result<Option<Millis>> {
    store::first_at(db).await
}

/// Every record of a period that was seen to be over.
pub async fn closed_periods(db: &Db) -> Result<Vec<Entry>> {
    store::closed_periods(db).await
}

/// The number of the last fact, 0 when there is none.
pub async fn head(db: &Db) -> Result<i64> {
    store::head(db).await
}

/// The latest moment of a fact.
pub async fn last_at(db: &Db) -> Result<Option<Millis>> {
    store::last_at(db).await
}

/// Facts with numbers after one and up to another, in order, at most so many.
pub async fn facts_between(db: &Db, after: i64, upto: i64, most: i64) -> Result<Vec<Entry>> {
    store::between(db, after, upto, most).await
}

/// The first moment of the facts after a number.
pub async fn first_at_after(db: &Db, seq: i64) -> Result<Option<Millis>> {
    store::first_at_after(db, seq).await
}

/// The first and the last number of the facts of a stretch of time; others may lie between them.
pub async fn span(db: &Db, from: Millis, until: Millis) -> Result<Option<(i64, i64)>> {
    store::span(db, from, until).await
}

/// Every fact before `until`, oldest first.
pub async fn facts_before(db: &Db, until: Millis) -> Result<Vec<Entry>> {
    store::before(db, until).await
}

/// What people reported at one of these places in a time, and what they corrected of it, oldest first.
pub async fn reported_at(
    tx: &mut Tx,
    places: &[&str],
    (from, until): (Millis, Millis),
) -> Result<Vec<Entry>> {
    store::reported_at(tx, places, (from, until)).await
}

/// From which places something was reported since a moment, and of which items.
pub async fn reported_since(db: &Db, since: Millis) -> Result<Vec<(String, String)>> {
    store::reported_since(db, since).await
}

/// True when something was recorded at or after `moment`.
pub async fn reaches(db: &Db, moment: Millis) -> Result<bool> {
    store::reaches(db, moment).await
}
