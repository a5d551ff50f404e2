//! SQL of the inbox.

use crate::clock::Millis;
use crate::db::{Db, Tx};
use anyhow::Result;
use sqlx::Row;

pub async fn insert(
    tx: &mut Tx,
    account: &str,
    key: &str,
    event: &str,
    sealed: &str,
    now: Millis,
) -> Result<u64> {
    let sql = "INSERT INTO inbox (account, update_key, event, body, state, received_at) VALUES ($1, $2, $3, $4, 'new', $5)
               ON CONFLICT (account, update_key) DO NOTHING";
    let done = sqlx::query(sql)
        .bind(account)
        .bind(key)
        .bind(event)
        .bind(sealed)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
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

pub async fn finish(tx: &mut Tx, seq: i64) -> Result<bool> {
    let sql = "UPDATE inbox SET state = 'done', body = '' WHERE seq = $1 AND state = 'new'";
    Ok(sqlx::query(sql).bind(seq).execute(&mut **tx).await?.rows_affected() == 1)
}

pub async fn fail(tx: &mut Tx, seq: i64, most: i64) -> Result<()> {
    let sql = "UPDATE inbox SET attempts = attempts + 1, state = CASE WHEN attempts + 1 >= $2 THEN 'failed' ELSE state END WHERE seq = $1";
    sqlx::query(sql).bind(seq).bind(most).execute(&mut **tx).await?;
    Ok(())
}

pub async fn newest(db: &Db) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(seq), 0) FROM inbox").fetch_one(db.read()).await?)
}

pub async fn backlog(db: &Db) -> Result<(i64, Option<Millis>)> {
    let row = sqlx::query("SELECT COUNT(*) AS n, MIN(received_at) AS oldest FROM inbox WHERE state = 'new'")
        .fetch_one(db.read())
        .await?;
    Ok((row.try_get("n")?, row.try_get("oldest")?))
}

pub async fn delete_handled(tx: &mut Tx, before: Millis) -> Result<u64> {
    let sql = "DELETE FROM inbox WHERE received_at < $1 AND state <> 'new'";
    Ok(sqlx::query(sql).bind(before).execute(&mut **tx).await?.rows_affected())
}
