//! The SQL of the last moment that was believed.

use super::{Held, Kept};
use crate::db::{Cells, Db, Tx, readable};
use anyhow::Result;
use sqlx::any::AnyRow;

/// The one row.
const NAME: &str = "wall";

fn kept(row: &AnyRow) -> Result<Kept> {
    let cells = Cells::of("timekeeper", "name", row);
    let (from, watched) = (cells.get::<Option<i64>>("held_from")?, cells.get("watched")?);
    Ok(Kept { seen: cells.get("seen")?, held: from.map(|from| Held { from, watched }) })
}

pub async fn read(db: &Db) -> Result<Option<Kept>> {
    let sql = "SELECT name, seen, held_from, watched FROM timekeeper WHERE name = $1";
    let row = sqlx::query(sql).bind(NAME).fetch_optional(db.read()).await?;
    Ok(readable(&row, kept)?.pop())
}

pub async fn write(tx: &mut Tx, kept: &Kept) -> Result<()> {
    let sql = "INSERT INTO timekeeper (name, seen, held_from, watched) VALUES ($1, $2, $3, $4)
               ON CONFLICT (name) DO UPDATE
               SET seen = excluded.seen, held_from = excluded.held_from, watched = excluded.watched";
    sqlx::query(sql)
        .bind(NAME)
        .bind(kept.seen)
        .bind(kept.held.map(|held| held.from))
        .bind(kept.held.map_or(0, |held| held.watched))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
