//! SQL of the log.

use super::{About, Entry, Fact};
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, next_numbers, placeholders};
use anyhow::Result;
use sqlx::Row;
use sqlx::any::AnyRow;

/// Rows in one statement: seven values each, well below the 32,000 that both engines allow.
const ROWS_AT_ONCE: usize = 500;

pub async fn append(tx: &mut Tx, at: Millis, facts: &[(About<'_>, Fact)]) -> Result<()> {
    let mut seq = match i64::try_from(facts.len())? {
        0 => return Ok(()),
        count => next_numbers(tx, "fact", count).await?,
    };
    for some in facts.chunks(ROWS_AT_ONCE) {
        let rows = placeholders(some.len(), 7, 1);
        let sql = format!("INSERT INTO fact (seq, at, kind, place, item, ref, detail) VALUES {rows}");
        let mut query = sqlx::query(tx.in_order(sql));
        for (about, fact) in some {
            let detail = serde_json::to_string(fact)?;
            let kind = kind(&detail).to_owned();
            query = query
                .bind(seq)
                .bind(at)
                .bind(kind)
                .bind(about.place)
                .bind(about.item)
                .bind(about.reference)
                .bind(detail);
            seq += 1;
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// The kind in a stored fact: it stands first.
fn kind(detail: &str) -> &str {
    let rest = detail.strip_prefix(r#"{"kind":""#).unwrap_or_default();
    rest.split('"').next().unwrap_or_default()
}

pub async fn first_at(db: &Db) -> Result<Option<Millis>> {
    Ok(sqlx::query_scalar::<_, Option<i64>>("SELECT MIN(at) FROM fact").fetch_one(db.read()).await?)
}

pub async fn closed_periods(db: &Db) -> Result<Vec<Entry>> {
    let sql = "SELECT seq, at, place, item, ref, detail FROM fact WHERE kind = 'period_closed' ORDER BY seq";
    sqlx::query(sql).fetch_all(db.read()).await?.iter().map(entry).collect()
}

pub async fn before(db: &Db, until: Millis) -> Result<Vec<Entry>> {
    let sql = "SELECT seq, at, place, item, ref, detail FROM fact WHERE at < $1 ORDER BY seq";
    let rows = sqlx::query(sql).bind(until).fetch_all(db.read()).await?;
    rows.iter().map(entry).collect()
}

/// After a number, up to another one, in order.
pub async fn between(db: &Db, after: i64, upto: i64, most: i64) -> Result<Vec<Entry>> {
    let sql = "SELECT seq, at, place, item, ref, detail FROM fact
               WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3";
    let rows = sqlx::query(sql).bind(after).bind(upto).bind(most).fetch_all(db.read()).await?;
    rows.iter().map(entry).collect()
}

pub async fn head(db: &Db) -> Result<i64> {
    let head = sqlx::query_scalar::<_, Option<i64>>("SELECT MAX(seq) FROM fact").fetch_one(db.read()).await?;
    Ok(head.unwrap_or_default())
}

pub async fn last_at(db: &Db) -> Result<Option<Millis>> {
    Ok(sqlx::query_scalar::<_, Option<i64>>("SELECT MAX(at) FROM fact").fetch_one(db.read()).await?)
}

pub async fn first_at_after(db: &Db, seq: i64) -> Result<Option<Millis>> {
    // `+ 0`: PostgreSQL would go through the index of moments from the oldest one on, until it met such a number.
    let sql = "SELECT MIN(at + 0) FROM fact WHERE seq > $1";
    Ok(sqlx::query_scalar::<_, Option<i64>>(sql).bind(seq).fetch_one(db.read()).await?)
}

pub async fn span(db: &Db, from: Millis, until: Millis) -> Result<Option<(i64, i64)>> {
    // `+ 0`: as above, through the numbers.
    let sql = "SELECT MIN(seq + 0) AS first, MAX(seq + 0) AS last FROM fact WHERE at >= $1 AND at < $2";
    let row = sqlx::query(sql).bind(from).bind(until).fetch_one(db.read()).await?;
    Ok(row.try_get::<Option<i64>, _>("first")?.zip(row.try_get::<Option<i64>, _>("last")?))
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db) -> Result<()> {
    crate::db::survey(db, "fact", |r| entry(r).map(drop)).await
}

/// A fact with a word that nobody knows is no fact to leave out or to guess: a figure would be wrong.
fn entry(row: &AnyRow) -> Result<Entry> {
    let cells = Cells::of("fact", "seq", row);
    let detail: String = cells.get("detail")?;
    Ok(Entry {
        seq: cells.get("seq")?,
        at: cells.get("at")?,
        place: cells.get("place")?,
        item: cells.get("item")?,
        reference: cells.get("ref")?,
        fact: serde_json::from_str(&detail).map_err(|_| cells.unknown("detail"))?,
    })
}

pub async fn reported_at(
    tx: &mut Tx,
    places: &[&str],
    (from, until): (Millis, Millis),
) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT seq, at, place, item, ref, detail FROM fact
         WHERE at >= $1 AND at < $2 AND kind IN ('loudspeaker', 'meeting', 'study_session', 'corrected')
         AND place IN {} ORDER BY seq",
        placeholders(1, places.len(), 3)
    );
    let query = sqlx::query(tx.in_order(sql)).bind(from).bind(until);
    let query = places.iter().fold(query, |query, place| query.bind(*place));
    query.fetch_all(&mut **tx).await?.iter().map(entry).collect()
}

pub async fn reported_since(db: &Db, since: Millis) -> Result<Vec<(String, String)>> {
    let sql = "SELECT DISTINCT place, item FROM fact
               WHERE at >= $1 AND kind IN ('loudspeaker', 'meeting', 'study_session')";
    let rows = sqlx::query(sql).bind(since).fetch_all(db.read()).await?;
    rows.iter().map(|r| Ok((r.try_get("place")?, r.try_get("item")?))).collect()
}

pub async fn reaches(db: &Db, moment: Millis) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM fact WHERE at >= $1";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(moment).fetch_one(db.read()).await? > 0)
}
