//! SQL of the log.

use super::{About, Entry, Fact};
use crate::clock::Millis;
use crate::db::{Db, Tx, next_number};
use anyhow::{Context, Result};
use sqlx::Row;

pub async fn append(tx: &mut Tx, at: Millis, about: About<'_>, fact: &Fact) -> Result<()> {
    let seq = next_number(tx, "fact").await?;
    let detail = serde_json::to_string(fact)?;
    let kind = serde_json::to_value(fact)?["kind"].as_str().unwrap_or_default().to_owned();
    sqlx::query("INSERT INTO fact (seq, at, kind, place, item, ref, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(seq)
        .bind(at)
        .bind(kind)
        .bind(about.place)
        .bind(about.item)
        .bind(about.reference)
        .bind(detail)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn before(db: &Db, until: Millis) -> Result<Vec<Entry>> {
    let sql = "SELECT seq, at, place, item, ref, detail FROM fact WHERE at < $1 ORDER BY seq";
    let rows = sqlx::query(sql).bind(until).fetch_all(db.read()).await?;
    rows.iter()
        .map(|row| {
            let seq: i64 = row.try_get("seq")?;
            let fact: Fact = serde_json::from_str(&row.try_get::<String, _>("detail")?)
                .with_context(|| format!("fact {seq} cannot be read; was it written by a newer program?"))?;
            Ok(Entry {
                seq,
                at: row.try_get("at")?,
                place: row.try_get("place")?,
                item: row.try_get("item")?,
                reference: row.try_get("ref")?,
                fact,
            })
        })
        .collect()
}

pub async fn reaches(db: &Db, moment: Millis) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM fact WHERE at >= $1";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(moment).fetch_one(db.read()).await? > 0)
}
