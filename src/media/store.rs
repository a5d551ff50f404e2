//! SQL of what is kept: the files of questions and answers, and their sealed pieces.

use super::kept::{Handle, State, Wanted};
use crate::clock::Millis;
use crate::db::{Cells, Db, Resealing, RowKey, Tx, readable};
use crate::seal::Seal;
use anyhow::Result;
use sqlx::Row;
use sqlx::any::AnyRow;

fn handle(seal: &Seal, c: &Cells<'_>) -> Result<Handle> {
    c.read("source", |sealed| Ok(serde_json::from_str(&seal.unseal(sealed)?)?))
}

fn wanted(seal: &Seal, r: &AnyRow) -> Result<Wanted> {
    let c = Cells::of("kept_file", "id", r);
    Ok(Wanted {
        id: c.get("id")?,
        handle: handle(seal, &c)?,
        tries: c.get("tries")?,
        not_before: c.get("not_before")?,
    })
}

pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "kept_file", |r| {
        Cells::of("kept_file", "id", r).word::<State>("state")?;
        wanted(seal, r).map(drop)
    })
    .await
}

pub async fn of_owner(tx: &mut Tx, owner: &str) -> Result<Vec<String>> {
    let sql = "SELECT id FROM kept_file WHERE owner = $1";
    Ok(sqlx::query_scalar(sql).bind(owner).fetch_all(&mut **tx).await?)
}

pub async fn want(tx: &mut Tx, seal: &Seal, id: &str, owner: &str, handle: &Handle) -> Result<()> {
    let sql = "INSERT INTO kept_file (id, owner, source, state) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
    sqlx::query(sql)
        .bind(id)
        .bind(owner)
        .bind(seal.seal(&serde_json::to_string(handle)?))
        .bind(State::Wanted.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, id: &str) -> Result<()> {
    // The file first: who writes a piece holds its row, and finds it gone.
    sqlx::query("DELETE FROM kept_file WHERE id = $1").bind(id).execute(&mut **tx).await?;
    sqlx::query("DELETE FROM kept_piece WHERE file = $1").bind(id).execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_all(tx: &mut Tx) -> Result<()> {
    sqlx::query("DELETE FROM kept_file").execute(&mut **tx).await?;
    sqlx::query("DELETE FROM kept_piece").execute(&mut **tx).await?;
    Ok(())
}

/// What may be fetched now, the longest due first.
pub async fn due(db: &Db, seal: &Seal, now: Millis, most: usize) -> Result<Vec<Wanted>> {
    let sql =
        "SELECT * FROM kept_file WHERE state = 'wanted' AND not_before <= $1 ORDER BY not_before LIMIT 64";
    let rows = sqlx::query(sql).bind(now).fetch_all(db.read()).await?;
    // More than are taken: those that cannot be read stay in front.
    let mut all = readable(&rows, |r| wanted(seal, r))?;
    all.truncate(most);
    Ok(all)
}

/// This process fetches it, and nobody else before then; false: somebody else does, or it is gone.
pub async fn claim(db: &Db, wanted: &Wanted, again: Millis) -> Result<bool> {
    let mut tx = db.write().await?;
    let sql = "UPDATE kept_file SET tries = tries + 1, not_before = $1
               WHERE id = $2 AND state = 'wanted' AND not_before = $3 AND tries = $4";
    let done = sqlx::query(sql)
        .bind(again)
        .bind(&wanted.id)
        .bind(wanted.not_before)
        .bind(wanted.tries)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(done.rows_affected() == 1)
}

/// Nobody has it any more.
pub async fn lose(db: &Db, id: &str) -> Result<()> {
    let mut tx = db.write().await?;
    let sql = "UPDATE kept_file SET state = 'lost', not_before = 0 WHERE id = $1 AND state = 'wanted'";
    sqlx::query(sql).bind(id).execute(&mut *tx).await?;
    tx.commit().await
}

/// One sealed piece; false: the file is not wanted any more.
pub async fn put_piece(db: &Db, id: &str, piece: i64, sealed: &str) -> Result<bool> {
    let mut tx = db.write().await?;
    // Holds the row: what is deleted meanwhile leaves no piece behind.
    let held = sqlx::query("UPDATE kept_file SET pieces = $2 WHERE id = $1 AND state = 'wanted'")
        .bind(id)
        .bind(piece + 1)
        .execute(&mut *tx)
        .await?;
    if held.rows_affected() == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO kept_piece (file, piece, sealed) VALUES ($1, $2, $3)
               ON CONFLICT (file, piece) DO UPDATE SET sealed = excluded.sealed";
    sqlx::query(sql).bind(id).bind(piece).bind(sealed).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(true)
}

/// All its pieces are there.
pub async fn kept(db: &Db, id: &str, pieces: i64) -> Result<()> {
    let mut tx = db.write().await?;
    let sql =
        "UPDATE kept_file SET state = 'kept', not_before = 0, pieces = $2 WHERE id = $1 AND state = 'wanted'";
    sqlx::query(sql).bind(id).bind(pieces).execute(&mut *tx).await?;
    tx.commit().await
}

/// The sealed pieces of a file that is kept whole, in order; none: it is not.
pub async fn pieces(db: &Db, id: &str) -> Result<Option<Vec<String>>> {
    let sql =
        "SELECT p.sealed AS sealed, f.pieces AS pieces FROM kept_file f JOIN kept_piece p ON p.file = f.id
               WHERE f.id = $1 AND f.state = 'kept' AND p.piece < f.pieces ORDER BY p.piece";
    let rows = sqlx::query(sql).bind(id).fetch_all(db.read()).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let whole = first.try_get::<i64, _>("pieces")? == rows.len() as i64;
    let sealed: Vec<String> = rows.iter().map(|r| r.try_get("sealed")).collect::<Result<_, _>>()?;
    Ok(whole.then_some(sealed))
}

/// What an older key sealed is sealed by the newest: a piece at a time, because each is large.
pub async fn reseal(db: &Db, seal: &Seal, resealing: &Resealing<'_>) -> Result<usize> {
    let mut done = crate::db::reseal(db, resealing, "kept_file", RowKey::Text("id"), "source").await?;
    let older = format!("{}%", resealing.newest);
    let sql = "SELECT file, piece FROM kept_piece WHERE sealed NOT LIKE $1";
    for row in sqlx::query(sql).bind(older).fetch_all(db.read()).await? {
        let (file, piece): (String, i64) = (row.try_get("file")?, row.try_get("piece")?);
        done += usize::from(reseal_piece(db, seal, &file, piece).await?);
    }
    Ok(done)
}

async fn reseal_piece(db: &Db, seal: &Seal, file: &str, piece: i64) -> Result<bool> {
    let mut tx = db.write().await?;
    let sql = "SELECT sealed FROM kept_piece WHERE file = $1 AND piece = $2";
    let old: Option<String> = sqlx::query_scalar(sql).bind(file).bind(piece).fetch_optional(&mut *tx).await?;
    // One that does not open is as good as none: its platform is asked, as long as that has it.
    let Some(bytes) = old.and_then(|old| seal.unseal_bytes(&old).ok()) else { return Ok(false) };
    let sql = "UPDATE kept_piece SET sealed = $1 WHERE file = $2 AND piece = $3";
    sqlx::query(sql).bind(seal.seal_bytes(&bytes)).bind(file).bind(piece).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(true)
}
