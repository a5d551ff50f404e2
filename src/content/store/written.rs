//! SQL of items that are written at the desk.

use crate::content::version::{Version, Written};
use crate::db::{Cells, Db, Tx, readable};
use crate::ids::{ItemId, RoleId};
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row};

/// Bytes in one piece.
const PIECE_BYTES: usize = 384 << 10;

fn written(r: &AnyRow) -> Result<Written> {
    let c = Cells::of("written_item", "item", r);
    Ok(Written {
        item: c.id("item")?,
        place: c.get("place")?,
        version: c.get("version")?,
        submitted: c.get("submitted")?,
    })
}

fn version(r: &AnyRow) -> Result<Version> {
    let c = Cells::of("written_version", "item", r);
    let role: RoleId = c.id("role")?;
    Ok(Version {
        version: c.get("version")?,
        role: Some(role).filter(|role| !role.is_empty()),
        at: c.get("at")?,
        forms: c.read("forms", |json| match json {
            "" => Ok(None),
            json => Ok(Some(serde_json::from_str(json)?)),
        })?,
    })
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db) -> Result<()> {
    crate::db::survey(db, "written_item", |r| written(r).map(drop)).await?;
    crate::db::survey(db, "written_version", |r| version(r).map(drop)).await
}

/// Changes whenever an item was handed in.
pub async fn stamp(db: &Db) -> Result<(i64, i64)> {
    let sql = "SELECT COUNT(*) AS items, CAST(COALESCE(SUM(submitted), 0) AS BIGINT) AS handed_in FROM written_item";
    let row = sqlx::query(sql).fetch_one(db.read()).await?;
    Ok((row.try_get("items")?, row.try_get("handed_in")?))
}

/// Every item, in order.
pub async fn all(db: impl Executor<'_, Database = Any>) -> Result<Vec<Written>> {
    let rows = sqlx::query("SELECT * FROM written_item ORDER BY item").fetch_all(db).await?;
    readable(&rows, written)
}

/// One item.
pub async fn get(db: impl Executor<'_, Database = Any>, item: &ItemId) -> Result<Option<Written>> {
    let row = sqlx::query("SELECT * FROM written_item WHERE item = $1")
        .bind(item.as_str())
        .fetch_optional(db)
        .await?;
    Ok(readable(&row, written)?.pop())
}

/// The newest version is another from now on; false: somebody else was faster.
pub async fn step(tx: &mut Tx, item: &ItemId, place: &str, (from, to): (i64, i64)) -> Result<bool> {
    let done = if from == 0 {
        let sql = "INSERT INTO written_item (item, place, version) VALUES ($1, $2, $3) ON CONFLICT (item) DO NOTHING";
        sqlx::query(sql).bind(item.as_str()).bind(place).bind(to).execute(&mut **tx).await?
    } else {
        let sql = "UPDATE written_item SET version = $3 WHERE item = $1 AND version = $2";
        sqlx::query(sql).bind(item.as_str()).bind(from).bind(to).execute(&mut **tx).await?
    };
    Ok(done.rows_affected() == 1)
}

/// This version is handed in; false: it was already, or is not the newest any more.
pub async fn submit(tx: &mut Tx, item: &ItemId, version: i64) -> Result<bool> {
    let sql = "UPDATE written_item SET submitted = $2 WHERE item = $1 AND version = $2 AND submitted <> $2";
    let done = sqlx::query(sql).bind(item.as_str()).bind(version).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// The versions of an item, oldest first.
pub async fn versions(db: impl Executor<'_, Database = Any>, item: &ItemId) -> Result<Vec<Version>> {
    let sql = "SELECT * FROM written_version WHERE item = $1 ORDER BY version";
    let rows = sqlx::query(sql).bind(item.as_str()).fetch_all(db).await?;
    readable(&rows, version)
}

pub async fn insert_version(tx: &mut Tx, item: &ItemId, v: &Version) -> Result<()> {
    let sql = "INSERT INTO written_version (item, version, role, at, forms) VALUES ($1, $2, $3, $4, $5)";
    let forms = v.forms.as_ref().map(serde_json::to_string).transpose()?.unwrap_or_default();
    sqlx::query(sql)
        .bind(item.as_str())
        .bind(v.version)
        .bind(v.role.as_ref().map_or("", RoleId::as_str))
        .bind(v.at)
        .bind(forms)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A version that another one of the same hand took the place of; bytes that no other file has go with it.
pub async fn delete_version(tx: &mut Tx, item: &ItemId, version: i64) -> Result<()> {
    let hashes: Vec<String> =
        files(&mut **tx, item, version).await?.into_iter().map(|(_, hash)| hash).collect();
    for sql in [
        "DELETE FROM written_version WHERE item = $1 AND version = $2",
        "DELETE FROM written_file WHERE item = $1 AND version = $2",
    ] {
        sqlx::query(sql).bind(item.as_str()).bind(version).execute(&mut **tx).await?;
    }
    for hash in hashes {
        let sql = "DELETE FROM written_piece WHERE item = $1 AND hash = $2
                   AND NOT EXISTS (SELECT 1 FROM written_file f WHERE f.item = $1 AND f.hash = $2)";
        sqlx::query(sql).bind(item.as_str()).bind(hash).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Name and hash of each file of a version, by name.
pub async fn files(
    db: impl Executor<'_, Database = Any>,
    item: &ItemId,
    version: i64,
) -> Result<Vec<(String, String)>> {
    let sql = "SELECT name, hash FROM written_file WHERE item = $1 AND version = $2 ORDER BY name";
    let rows = sqlx::query(sql).bind(item.as_str()).bind(version).fetch_all(db).await?;
    rows.iter().map(|r| Ok((r.try_get("name")?, r.try_get("hash")?))).collect()
}

pub async fn insert_file(
    tx: &mut Tx,
    (item, version): (&ItemId, i64),
    (name, hash): (&str, &str),
    bytes: &[u8],
) -> Result<()> {
    let sql = "INSERT INTO written_file (item, version, name, hash) VALUES ($1, $2, $3, $4)";
    sqlx::query(sql).bind(item.as_str()).bind(version).bind(name).bind(hash).execute(&mut **tx).await?;
    let sql = "INSERT INTO written_piece (item, hash, piece, bytes) VALUES ($1, $2, $3, $4)
               ON CONFLICT (item, hash, piece) DO NOTHING";
    // An empty file is one empty piece: without any it would be missing.
    for (piece, bytes) in bytes.chunks(PIECE_BYTES).chain(bytes.is_empty().then_some(bytes)).enumerate() {
        sqlx::query(sql)
            .bind(item.as_str())
            .bind(hash)
            .bind(piece as i64)
            .bind(STANDARD.encode(bytes))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// The bytes of an item's file; none: none of its files has this hash.
pub async fn bytes(
    db: impl Executor<'_, Database = Any>,
    item: &ItemId,
    hash: &str,
) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT bytes FROM written_piece WHERE item = $1 AND hash = $2 ORDER BY piece";
    let pieces: Vec<String> = sqlx::query_scalar(sql).bind(item.as_str()).bind(hash).fetch_all(db).await?;
    if pieces.is_empty() {
        return Ok(None);
    }
    let mut whole = vec![];
    for piece in &pieces {
        let Ok(bytes) = STANDARD.decode(piece) else { return Ok(None) };
        whole.extend(bytes);
    }
    Ok(Some(whole))
}
