//! The SQL of decisions.

use super::{Act, Deed};
use crate::clock::Millis;
use crate::db::{Cells, Db, Resealing, RowKey, Tx, readable};
use crate::ids::RoleId;
use crate::seal::Seal;
use anyhow::Result;
use sqlx::any::AnyRow;

pub async fn insert(
    tx: &mut Tx,
    at: Millis,
    deed: Deed,
    role: Option<&str>,
    name_sealed: Option<&str>,
    about: &str,
) -> Result<()> {
    let sql = "INSERT INTO act (at, deed, role, name_sealed, about) VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(sql)
        .bind(at)
        .bind(deed.as_str())
        .bind(role)
        .bind(name_sealed)
        .bind(about)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Each with its sealed name, newest first.
pub async fn newest(db: &Db, most: u32) -> Result<Vec<(Act, Option<String>)>> {
    let sql = "SELECT id, at, deed, role, name_sealed, about FROM act ORDER BY id DESC LIMIT $1";
    let rows = sqlx::query(sql).bind(i64::from(most)).fetch_all(db.read()).await?;
    readable(&rows, act)
}

fn act(row: &AnyRow) -> Result<(Act, Option<String>)> {
    let cells = Cells::of("act", "id", row);
    let act = Act {
        at: cells.get("at")?,
        deed: cells.word("deed")?,
        role: cells.id_or_none("role")?,
        name: None,
        about: cells.get("about")?,
    };
    Ok((act, cells.get("name_sealed")?))
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "act", |r| match act(r)? {
        (_, Some(_)) => Cells::of("act", "id", r).read("name_sealed", |sealed| seal.unseal(sealed)).map(drop),
        (_, None) => Ok(()),
    })
    .await
}

pub async fn who(db: &Db, deed: Deed, about: &str) -> Result<Option<Option<RoleId>>> {
    let sql = "SELECT id, role FROM act WHERE deed = $1 AND about = $2 ORDER BY id LIMIT 1";
    let row = sqlx::query(sql).bind(deed.as_str()).bind(about).fetch_optional(db.read()).await?;
    row.as_ref().map(|row| Cells::of("act", "id", row).id_or_none("role")).transpose()
}

pub async fn delete_before(tx: &mut Tx, before: Millis) -> Result<u64> {
    let done = sqlx::query("DELETE FROM act WHERE at < $1").bind(before).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    crate::db::reseal(db, resealing, "act", RowKey::Number("id"), "name_sealed").await
}

/// The key is lost: what names the command line was given are gone.
pub async fn lose(tx: &mut Tx) -> Result<()> {
    sqlx::query("UPDATE act SET name_sealed = NULL").execute(&mut **tx).await?;
    Ok(())
}
