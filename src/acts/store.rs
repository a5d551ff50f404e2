//! The SQL of decisions.

use super::{Act, Deed};
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx};
use crate::ids::RoleId;
use anyhow::Result;

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
    let act = |row| {
        let cells = Cells::of("act", "id", row);
        let act = Act {
            at: cells.get("at")?,
            deed: cells.word("deed")?,
            role: cells.id_or_none("role")?,
            name: None,
            about: cells.get("about")?,
        };
        Ok((act, cells.get("name_sealed")?))
    };
    rows.iter().map(act).collect()
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
