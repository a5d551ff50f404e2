//! What an older key sealed is sealed by the newest, a page of rows at a time.

use super::{Db, pass_over};
use crate::stored::Unknown;
use anyhow::Result;
use sqlx::{AssertSqlSafe, Row};

/// Rows in one transaction.
const PAGE: i64 = 200;

/// Seals anew: how what the newest key sealed begins, and how something sealed by an older one is sealed by it; none: it does
/// not open.
pub struct Resealing<'a> {
    /// The beginning.
    pub newest: String,
    /// The act.
    pub again: &'a (dyn Fn(&str) -> Option<String> + Send + Sync),
}

/// How the rows of a table are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKey {
    /// By a text.
    Text(&'static str),
    /// By a number.
    Number(&'static str),
}

/// Seals anew what stands sealed by an older key in one column; returns how many rows. One that does not open is passed
/// over and stays as it is. A row that somebody changes meanwhile is left for the next time.
pub async fn reseal(
    db: &Db,
    resealing: &Resealing<'_>,
    table: &'static str,
    key: RowKey,
    column: &'static str,
) -> Result<usize> {
    let (name, first) = match key {
        RowKey::Text(name) => (name, "''"),
        RowKey::Number(name) => (name, "-1"),
    };
    let newest = format!("{}%", resealing.newest);
    let (mut done, mut after): (usize, Option<String>) = (0, None);
    loop {
        let from = if after.is_some() { "$2" } else { first };
        let sql = format!(
            "SELECT {name} AS k, {column} AS v FROM {table} WHERE {column} IS NOT NULL AND {column} <> ''
             AND {column} NOT LIKE $1 AND {name} > {from} ORDER BY {name} LIMIT {PAGE}"
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(&newest);
        if let Some(after) = &after {
            query = match key {
                RowKey::Text(_) => query.bind(after.clone()),
                RowKey::Number(_) => query.bind(after.parse::<i64>()?),
            };
        }
        let mut tx = db.write().await?;
        let rows = query.fetch_all(&mut *tx).await?;
        for row in &rows {
            let at = match key {
                RowKey::Text(_) => row.try_get::<String, _>("k")?,
                RowKey::Number(_) => row.try_get::<i64, _>("k")?.to_string(),
            };
            let old: String = row.try_get("v")?;
            after = Some(at.clone());
            let Some(new) = (resealing.again)(&old) else {
                pass_over(Unknown { table, column, row: at }.into())?;
                continue;
            };
            let sql = format!("UPDATE {table} SET {column} = $1 WHERE {name} = $2 AND {column} = $3");
            let query = sqlx::query(AssertSqlSafe(sql)).bind(new);
            let query = match key {
                RowKey::Text(_) => query.bind(at),
                RowKey::Number(_) => query.bind(at.parse::<i64>()?),
            };
            done += query.bind(old).execute(&mut *tx).await?.rows_affected() as usize;
        }
        tx.commit().await?;
        if rows.len() < PAGE as usize {
            return Ok(done);
        }
    }
}
