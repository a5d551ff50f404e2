//! A row that cannot be read is passed over: it is noted, logged once, and named by `doctor`; what stands beside it goes
//! on. Only where leaving one out would make a figure wrong (the log) it stays an error.

use super::{Db, is_gone};
use crate::stored::Unknown;
use anyhow::Result;
use futures_util::TryStreamExt;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Rows that this process met and could not read.
static NOTED: Mutex<BTreeSet<Unknown>> = Mutex::new(BTreeSet::new());
/// Where there are more, the database is damaged as a whole.
const MOST_NOTED: usize = 1_000;

/// Notes the row that an error is about; an error about something else comes back.
pub fn pass_over(e: anyhow::Error) -> Result<()> {
    let Some(unknown) = e.chain().find_map(|cause| cause.downcast_ref::<Unknown>()) else { return Err(e) };
    note(unknown.clone());
    Ok(())
}

/// Something that was done for one row of several failed: `Ok` when that is no reason to leave the others undone. Then
/// the row is noted. The database's own trouble is one.
pub fn pass_by(table: &'static str, row: &str, e: anyhow::Error) -> Result<()> {
    if is_gone(&e) {
        return Err(e);
    }
    pass_over(e).or_else(|e| {
        let unknown = Unknown { table, column: "", row: row.to_owned() };
        tracing::error!(table, row = unknown.said(), "nothing could be done for a row: {e}");
        note(unknown);
        Ok(())
    })
}

fn note(unknown: Unknown) {
    let mut noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    if noted.len() < MOST_NOTED && noted.insert(unknown.clone()) {
        let row = unknown.said();
        let Unknown { table, column, .. } = unknown;
        tracing::error!(
            table,
            column,
            row,
            "a row cannot be read and is passed over; `loaban doctor` names it"
        );
    }
}

/// The rows that this process met and could not read, each once.
pub fn noted() -> Vec<Unknown> {
    let noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    let mut rows: Vec<Unknown> = noted.iter().cloned().collect();
    rows.dedup_by(|a, b| (a.table, &a.row) == (b.table, &b.row));
    rows
}

/// Those of some rows that can be read; the others are passed over.
pub fn readable<'r, T>(
    rows: impl IntoIterator<Item = &'r AnyRow>,
    mut one: impl FnMut(&'r AnyRow) -> Result<T>,
) -> Result<Vec<T>> {
    let mut read = vec![];
    for row in rows {
        match one(row) {
            Ok(value) => read.push(value),
            Err(e) => pass_over(e)?,
        }
    }
    Ok(read)
}

/// Reads every row of a table once, so that those are noted that cannot be; nothing is kept of them. For `doctor`: it
/// goes through all that ever was.
pub async fn survey(
    db: &Db,
    table: &'static str,
    mut one: impl FnMut(&AnyRow) -> Result<()> + Send,
) -> Result<()> {
    let mut rows = sqlx::query(AssertSqlSafe(format!("SELECT * FROM {table}"))).fetch(db.read());
    while let Some(row) = rows.try_next().await? {
        one(&row).or_else(pass_over)?;
    }
    Ok(())
}
