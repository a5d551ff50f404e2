//! SQL of releases, publications and withdrawals.

use super::{Publication, Release, Withdrawal};
use crate::clock::Millis;
use crate::db::{Db, Tx};
use anyhow::Result;
use sqlx::Row;
use sqlx::any::AnyRow;

pub async fn releases(db: &Db) -> Result<Vec<Release>> {
    let rows = sqlx::query("SELECT item, form, hash FROM item_release ORDER BY item, form, hash")
        .fetch_all(db.read())
        .await?;
    rows.iter()
        .map(|r| Ok(Release { item: r.try_get("item")?, form: r.try_get("form")?, hash: r.try_get("hash")? }))
        .collect()
}

pub async fn insert_release(
    tx: &mut Tx,
    release: &Release,
    by_sealed: &str,
    how: &str,
    at: Millis,
) -> Result<()> {
    let sql =
        "INSERT INTO item_release (item, form, hash, by_sealed, how, at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (item, form, hash) DO NOTHING";
    sqlx::query(sql)
        .bind(&release.item)
        .bind(&release.form)
        .bind(&release.hash)
        .bind(by_sealed)
        .bind(how)
        .bind(at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Until this transaction ends nobody takes the item's releases back: a withdrawal waits and then sees what was
/// published, or was first and there is nothing to publish.
pub async fn hold_releases(tx: &mut Tx, item: &str) -> Result<()> {
    sqlx::query("UPDATE item_release SET at = at WHERE item = $1").bind(item).execute(&mut **tx).await?;
    Ok(())
}

/// Returns how many there were.
pub async fn delete_releases(tx: &mut Tx, item: &str) -> Result<u64> {
    let sql = "DELETE FROM item_release WHERE item = $1";
    Ok(sqlx::query(sql).bind(item).execute(&mut **tx).await?.rows_affected())
}

fn publication(r: AnyRow) -> Result<Publication> {
    Ok(Publication {
        id: r.try_get("id")?,
        item: r.try_get("item")?,
        revision: r.try_get("revision")?,
        rank: r.try_get("rank")?,
        places: serde_json::from_str(&r.try_get::<String, _>("places")?)?,
        due_at: r.try_get("due_at")?,
        good_until: r.try_get("good_until")?,
        state: r.try_get("state")?,
        next_group: r.try_get("next_group")?,
        created_at: r.try_get("created_at")?,
    })
}

pub async fn insert(tx: &mut Tx, p: &Publication) -> Result<()> {
    let sql = "INSERT INTO publication (id, item, revision, rank, places, due_at, good_until, state, next_group, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    sqlx::query(sql)
        .bind(&p.id)
        .bind(&p.item)
        .bind(&p.revision)
        .bind(&p.rank)
        .bind(serde_json::to_string(&p.places)?)
        .bind(p.due_at)
        .bind(p.good_until)
        .bind(&p.state)
        .bind(&p.next_group)
        .bind(p.created_at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Moves a publication that is being written; false when another process moved it or it was cancelled.
pub async fn advance(
    tx: &mut Tx,
    p: &Publication,
    next_group: &str,
    state: &str,
    now: Millis,
) -> Result<bool> {
    let sql = "UPDATE publication SET next_group = $3, state = $4, written_at = $5
               WHERE id = $1 AND state = 'writing' AND next_group = $2";
    let done = sqlx::query(sql)
        .bind(&p.id)
        .bind(&p.next_group)
        .bind(next_group)
        .bind(state)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// A publication of an item that was taken back stays taken back.
pub async fn set_state(tx: &mut Tx, id: &str, state: &str) -> Result<bool> {
    let sql = "UPDATE publication SET state = $2 WHERE id = $1 AND state <> $2 AND state <> 'withdrawn'";
    Ok(sqlx::query(sql).bind(id).bind(state).execute(&mut **tx).await?.rows_affected() == 1)
}

/// Publications of which nobody has written any part since `before`.
pub async fn writing(db: &Db, before: Millis) -> Result<Vec<Publication>> {
    let sql = "SELECT * FROM publication WHERE state = 'writing' AND created_at < $1 AND written_at < $1 ORDER BY created_at, id";
    sqlx::query(sql).bind(before).fetch_all(db.read()).await?.into_iter().map(publication).collect()
}

pub async fn stop_writing(tx: &mut Tx) -> Result<u64> {
    let sql = "UPDATE publication SET state = 'written' WHERE state = 'writing'";
    Ok(sqlx::query(sql).execute(&mut **tx).await?.rows_affected())
}

pub async fn all(db: &Db) -> Result<Vec<Publication>> {
    let sql = "SELECT * FROM publication ORDER BY created_at DESC, id DESC";
    sqlx::query(sql).fetch_all(db.read()).await?.into_iter().map(publication).collect()
}

pub async fn get(db: &Db, id: &str) -> Result<Option<Publication>> {
    let row =
        sqlx::query("SELECT * FROM publication WHERE id = $1").bind(id).fetch_optional(db.read()).await?;
    row.map(publication).transpose()
}

/// Takes back every publication of an item that was not yet; returns their ids.
pub async fn withdraw_publications(tx: &mut Tx, item: &str) -> Result<Vec<String>> {
    let sql =
        "UPDATE publication SET state = 'withdrawn' WHERE item = $1 AND state <> 'withdrawn' RETURNING id";
    Ok(sqlx::query_scalar(sql).bind(item).fetch_all(&mut **tx).await?)
}

/// The revisions in which an item was ever published.
pub async fn revisions(tx: &mut Tx, item: &str) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT revision FROM publication WHERE item = $1 ORDER BY revision";
    Ok(sqlx::query_scalar(sql).bind(item).fetch_all(&mut **tx).await?)
}

fn withdrawal(r: AnyRow) -> Result<Withdrawal> {
    Ok(Withdrawal {
        item: r.try_get("item")?,
        edition: r.try_get("edition")?,
        notices: serde_json::from_str(&r.try_get::<String, _>("notices")?)?,
        state: r.try_get("state")?,
        next_group: r.try_get("next_group")?,
    })
}

/// How often an item was taken back.
pub async fn edition(db: &Db, item: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM withdrawal WHERE item = $1";
    Ok(sqlx::query_scalar(sql).bind(item).fetch_one(db.read()).await?)
}

/// The last time that an item was taken back.
pub async fn last_withdrawal(tx: &mut Tx, item: &str) -> Result<Option<Withdrawal>> {
    let sql = "SELECT * FROM withdrawal WHERE item = $1 ORDER BY edition DESC LIMIT 1";
    sqlx::query(sql).bind(item).fetch_optional(&mut **tx).await?.map(withdrawal).transpose()
}

pub async fn insert_withdrawal(
    tx: &mut Tx,
    w: &Withdrawal,
    by_sealed: &str,
    how: &str,
    at: Millis,
) -> Result<()> {
    let sql = "INSERT INTO withdrawal (item, edition, by_sealed, how, notices, state, next_group, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(sql)
        .bind(&w.item)
        .bind(w.edition)
        .bind(by_sealed)
        .bind(how)
        .bind(serde_json::to_string(&w.notices)?)
        .bind(&w.state)
        .bind(&w.next_group)
        .bind(at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Moves the telling on; false when another process did.
pub async fn advance_withdrawal(
    tx: &mut Tx,
    w: &Withdrawal,
    next_group: &str,
    state: &str,
    now: Millis,
) -> Result<bool> {
    let sql = "UPDATE withdrawal SET next_group = $4, state = $5, written_at = $6
               WHERE item = $1 AND edition = $2 AND state = 'telling' AND next_group = $3";
    let done = sqlx::query(sql)
        .bind(&w.item)
        .bind(w.edition)
        .bind(&w.next_group)
        .bind(next_group)
        .bind(state)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Withdrawals of which not everybody is told yet, and nobody has told anybody since `before`.
pub async fn telling(db: &Db, before: Millis) -> Result<Vec<Withdrawal>> {
    let sql =
        "SELECT * FROM withdrawal WHERE state = 'telling' AND at < $1 AND written_at < $1 ORDER BY at, item";
    sqlx::query(sql).bind(before).fetch_all(db.read()).await?.into_iter().map(withdrawal).collect()
}
