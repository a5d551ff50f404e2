//! SQL of the inbox.

use super::Sealed;
use crate::clock::Millis;
use crate::db::{Cells, Db, Resealing, RowKey, Tx, placeholders};
use crate::seal::Seal;
use anyhow::Result;
use sqlx::Row;
use std::collections::HashSet;

/// Rows in one statement.
const ROWS_AT_ONCE: usize = 64;

/// Stores updates, each with its account; returns how many were new.
pub async fn insert(tx: &mut Tx, now: Millis, updates: &[(&str, &Sealed)]) -> Result<u64> {
    let mut new = 0;
    for some in updates.chunks(ROWS_AT_ONCE) {
        let sql = format!(
            "INSERT INTO inbox (account, update_key, event, body, state, received_at) VALUES {}
             ON CONFLICT (account, update_key) DO NOTHING",
            placeholders(some.len(), 6, 1)
        );
        let mut query = sqlx::query(tx.in_order(sql));
        for (account, Sealed { key, event, body }) in some {
            query = query.bind(*account).bind(key).bind(event).bind(body).bind("new").bind(now);
        }
        new += query.execute(&mut **tx).await?.rows_affected();
    }
    Ok(new)
}

pub async fn set_next(tx: &mut Tx, account: &str, next: &str) -> Result<()> {
    let sql = "INSERT INTO polling (account, next) VALUES ($1, $2) ON CONFLICT (account) DO UPDATE SET next = excluded.next";
    sqlx::query(sql).bind(account).bind(next).execute(&mut **tx).await?;
    Ok(())
}

pub async fn next(db: &Db, account: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT next FROM polling WHERE account = $1")
        .bind(account)
        .fetch_optional(db.read())
        .await?)
}

pub async fn waiting(db: &Db, account: &str, limit: i64) -> Result<Vec<(i64, String, String)>> {
    let sql = "SELECT seq, event, body FROM inbox WHERE state = 'new' AND account = $1 ORDER BY seq LIMIT $2";
    let rows = sqlx::query(sql).bind(account).bind(limit).fetch_all(db.read()).await?;
    rows.iter().map(|r| Ok((r.try_get("seq")?, r.try_get("event")?, r.try_get("body")?))).collect()
}

pub async fn finish(tx: &mut Tx, seqs: &[i64]) -> Result<HashSet<i64>> {
    // What it was, and the moment, would join it to what was done in it: the key stays, and the day.
    let sql = format!(
        "UPDATE inbox SET state = 'done', body = '', event = '', received_at = received_at - received_at % 86400000
         WHERE state = 'new' AND seq IN {} RETURNING seq",
        placeholders(1, seqs.len(), 1)
    );
    let query = seqs.iter().fold(sqlx::query_scalar(tx.in_order(sql)), |query, seq| query.bind(seq));
    Ok(query.fetch_all(&mut **tx).await?.into_iter().collect())
}

pub async fn fail(tx: &mut Tx, seq: i64, most: i64) -> Result<()> {
    let sql = "UPDATE inbox SET attempts = attempts + 1, state = CASE WHEN attempts + 1 >= $2 THEN 'failed' ELSE state END WHERE seq = $1";
    sqlx::query(sql).bind(seq).bind(most).execute(&mut **tx).await?;
    Ok(())
}

pub async fn newest(db: &Db) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(seq), 0) FROM inbox").fetch_one(db.read()).await?)
}

/// Updates of an account that are not handled yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// The account.
    pub account: String,
    /// How many.
    pub count: i64,
    /// When the oldest came.
    pub oldest: Millis,
}

pub async fn backlog(db: &Db) -> Result<Vec<Backlog>> {
    let sql = "SELECT account, COUNT(*) AS n, MIN(received_at) AS oldest FROM inbox WHERE state = 'new'
               GROUP BY account ORDER BY account";
    let rows = sqlx::query(sql).fetch_all(db.read()).await?;
    rows.iter()
        .map(|r| {
            let account = r.try_get("account")?;
            Ok(Backlog { account, count: r.try_get("n")?, oldest: r.try_get("oldest")? })
        })
        .collect()
}

/// Of the oldest only: whoever deletes now and then deletes them all, and nobody waits for a look at every one.
pub async fn delete_handled(tx: &mut Tx, before: Millis) -> Result<u64> {
    let sql = "DELETE FROM inbox WHERE seq IN (SELECT seq FROM inbox ORDER BY seq LIMIT 1000)
               AND received_at < $1 AND state <> 'new'";
    Ok(sqlx::query(sql).bind(before).execute(&mut **tx).await?.rows_affected())
}

/// When a platform that pushes last did; 0: never.
pub async fn heard(db: &Db, account: &str) -> Result<Millis> {
    let found = sqlx::query_scalar::<_, String>("SELECT next FROM polling WHERE account = $1").bind(account);
    Ok(found.fetch_optional(db.read()).await?.and_then(|at| at.parse().ok()).unwrap_or(0))
}

/// A platform that pushes did so at `at`. Thirteen digits until the year 2286: the texts compare like the numbers.
pub async fn set_heard(tx: &mut Tx, account: &str, at: Millis) -> Result<()> {
    let sql = "INSERT INTO polling (account, next) VALUES ($1, $2)
               ON CONFLICT (account) DO UPDATE SET next = excluded.next WHERE polling.next < excluded.next";
    sqlx::query(sql).bind(account).bind(at.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// What waits is read once; what cannot be opened is noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "inbox", |r| {
        Cells::of("inbox", "seq", r).read("body", |sealed| seal.unseal(sealed)).map(drop)
    })
    .await
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    crate::db::reseal(db, resealing, "inbox", RowKey::Number("seq"), "body").await
}

/// The key is lost: what was not understood yet is not understood any more.
pub async fn lose(tx: &mut Tx) -> Result<()> {
    sqlx::query("UPDATE inbox SET state = 'failed', body = '' WHERE body <> ''").execute(&mut **tx).await?;
    Ok(())
}
