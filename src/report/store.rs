//! SQL of the reports that were filed, of what their authors wrote, of which were handed in, and of what periods came to.

use super::passage::{Passage, Sentences};
use super::period::Period;
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, readable};
use anyhow::Result;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A report as it was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Code of its place.
    pub place: String,
    /// Its period.
    pub period: Period,
    /// 1 is what stood when the period ended; a later one says something else.
    pub version: i64,
    /// When.
    pub at: Millis,
    /// That of the document.
    pub checksum: String,
    /// As JSON, whole.
    pub document: String,
}

pub async fn insert(tx: &mut Tx, filed: &Filed) -> Result<()> {
    let sql = "INSERT INTO report_filed (place, period, version, at, checksum, document)
               VALUES ($1, $2, $3, $4, $5, $6)";
    sqlx::query(sql)
        .bind(&filed.place)
        .bind(filed.period.to_string())
        .bind(filed.version)
        .bind(filed.at)
        .bind(&filed.checksum)
        .bind(&filed.document)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Oldest period first, then by place.
pub async fn all(db: &Db) -> Result<Vec<Filed>> {
    let sql = "SELECT place, period, version, at, checksum, document FROM report_filed ORDER BY period, place, version";
    readable(&sqlx::query(sql).fetch_all(db.read()).await?, filed)
}

pub async fn latest(tx: &mut Tx, place: &str, period: Period) -> Result<Option<Filed>> {
    let sql = "SELECT place, period, version, at, checksum, document FROM report_filed
               WHERE place = $1 AND period = $2 ORDER BY version DESC LIMIT 1";
    let query = sqlx::query(sql).bind(place).bind(period.to_string());
    query.fetch_optional(&mut **tx).await?.as_ref().map(filed).transpose()
}

/// What a draft says, as it was read back at a moment.
pub async fn keep_sentences(
    tx: &mut Tx,
    (place, period, version): (&str, Period, i64),
    sentences: &Sentences,
    now: Millis,
) -> Result<()> {
    let last =
        "SELECT COALESCE(MAX(reading), 0) AS last FROM report_sentence WHERE place = $1 AND period = $2";
    let row = sqlx::query(last).bind(place).bind(period.to_string()).fetch_one(&mut **tx).await?;
    let reading = Cells::of("report_sentence", "last", &row).get::<i64>("last")? + 1;
    let sql = "INSERT INTO report_sentence (place, period, reading, section, version, text, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    for (section, text) in sentences {
        sqlx::query(sql)
            .bind(place)
            .bind(period.to_string())
            .bind(reading)
            .bind(section.as_str())
            .bind(version)
            .bind(text)
            .bind(now)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// What was read back last before a moment.
pub async fn sentences(db: &Db, place: &str, period: Period, before: Millis) -> Result<Sentences> {
    let sql = "SELECT place, period, reading, section, text, at FROM report_sentence
               WHERE place = $1 AND period = $2 AND at < $3 ORDER BY reading";
    let query = sqlx::query(sql).bind(place).bind(period.to_string()).bind(before);
    Ok(of_last(readable(&query.fetch_all(db.read()).await?, sentence)?))
}

/// What was read back last.
pub async fn last_sentences(tx: &mut Tx, place: &str, period: Period) -> Result<Sentences> {
    let sql = "SELECT place, period, reading, section, text, at FROM report_sentence
               WHERE place = $1 AND period = $2 ORDER BY reading";
    let query = sqlx::query(sql).bind(place).bind(period.to_string());
    Ok(of_last(readable(&query.fetch_all(&mut **tx).await?, sentence)?))
}

fn of_last(rows: Vec<(i64, Passage, String)>) -> Sentences {
    let last = rows.last().map(|(reading, ..)| *reading);
    let of_last = rows.into_iter().filter(|(reading, ..)| Some(*reading) == last);
    of_last.map(|(_, section, text)| (section, text)).collect()
}

/// Writes down that it was handed in. False: it was written down before.
pub async fn hand_in(tx: &mut Tx, place: &str, period: Period, now: Millis) -> Result<bool> {
    let sql = "INSERT INTO report_handed_in (place, period, at) VALUES ($1, $2, $3)
               ON CONFLICT (place, period) DO NOTHING";
    let query = sqlx::query(sql).bind(place).bind(period.to_string()).bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

pub async fn is_handed_in(tx: &mut Tx, place: &str, period: Period) -> Result<bool> {
    let sql = "SELECT place FROM report_handed_in WHERE place = $1 AND period = $2";
    let query = sqlx::query(sql).bind(place).bind(period.to_string());
    Ok(query.fetch_optional(&mut **tx).await?.is_some())
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db) -> Result<()> {
    crate::db::survey(db, "report_filed", |row| filed(row).map(drop)).await?;
    crate::db::survey(db, "report_handed_in", |row| handed_in(row).map(drop)).await?;
    crate::db::survey(db, "report_sentence", |row| sentence(row).map(drop)).await
}

fn handed_in(row: &AnyRow) -> Result<Millis> {
    let cells = Cells::of("report_handed_in", "place", row);
    period_in(&cells)?;
    cells.get("at")
}

fn sentence(row: &AnyRow) -> Result<(i64, Passage, String)> {
    let cells = Cells::of("report_sentence", "place", row);
    period_in(&cells)?;
    cells.get::<Millis>("at")?;
    Ok((cells.get("reading")?, cells.word("section")?, cells.get("text")?))
}

fn period_in(cells: &Cells<'_>) -> Result<Period> {
    let period: String = cells.get("period")?;
    Period::parse(&period).ok_or_else(|| cells.unknown("period").into())
}

/// What a period came to, without the two documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Which.
    pub period: Period,
    /// Its first moment.
    pub begins: Millis,
    /// Its first moment after it.
    pub ends: Millis,
    /// Every fact up to this number is in it.
    pub upto: i64,
    /// Which program made it.
    pub program: String,
}

/// Oldest first; a row that cannot be read is none: it is made again.
pub async fn carried(db: &Db) -> Result<Vec<Carried>> {
    let sql = "SELECT period, begins, ends, upto, program FROM report_carry ORDER BY period";
    Ok(sqlx::query(sql).fetch_all(db.read()).await?.iter().filter_map(|row| carry(row).ok()).collect())
}

/// How a period stands, and every fact up to which number is in it; none: it is long over.
pub async fn running(db: &Db, period: Period) -> Result<Option<(i64, Option<String>)>> {
    let sql = "SELECT upto, running FROM report_carry WHERE period = $1";
    let row = sqlx::query(sql).bind(period.to_string()).fetch_optional(db.read()).await?;
    row.map(|row| Ok((row.try_get("upto")?, row.try_get("running")?))).transpose()
}

/// How a period began.
pub async fn opening(db: &Db, period: Period) -> Result<Option<String>> {
    let sql = "SELECT opening FROM report_carry WHERE period = $1";
    Ok(sqlx::query_scalar(sql).bind(period.to_string()).fetch_optional(db.read()).await?)
}

/// How a period stands now, if its row is there and knows fewer facts.
pub async fn go_on(tx: &mut Tx, carried: &Carried, running: &str) -> Result<()> {
    let sql = "UPDATE report_carry SET upto = $2, running = $3 WHERE period = $1 AND upto < $2";
    let query = sqlx::query(sql).bind(carried.period.to_string()).bind(carried.upto).bind(running);
    query.execute(&mut **tx).await?;
    Ok(())
}

/// A period of which nothing was kept, or by whoever knows fewer facts.
pub async fn begin(tx: &mut Tx, carried: &Carried, opening: &str, running: &str) -> Result<()> {
    let sql = "INSERT INTO report_carry (period, begins, ends, upto, program, opening, running)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (period) DO UPDATE
               SET upto = excluded.upto, opening = excluded.opening, running = excluded.running
               WHERE report_carry.upto < excluded.upto";
    sqlx::query(sql)
        .bind(carried.period.to_string())
        .bind(carried.begins)
        .bind(carried.ends)
        .bind(carried.upto)
        .bind(&carried.program)
        .bind(opening)
        .bind(running)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Of periods before this one only as they began is kept.
pub async fn settle_before(tx: &mut Tx, period: Period) -> Result<()> {
    let sql = "UPDATE report_carry SET running = NULL WHERE period < $1 AND running IS NOT NULL";
    sqlx::query(sql).bind(period.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Of later periods nothing is kept; without one of none.
pub async fn forget_after(tx: &mut Tx, period: Option<Period>) -> Result<()> {
    let sql = "DELETE FROM report_carry WHERE period > $1";
    let period = period.map_or(String::new(), |period| period.to_string());
    sqlx::query(sql).bind(period).execute(&mut **tx).await?;
    Ok(())
}

fn carry(row: &AnyRow) -> Result<Carried> {
    let cells = Cells::of("report_carry", "period", row);
    let period: String = cells.get("period")?;
    Ok(Carried {
        period: Period::parse(&period).ok_or_else(|| cells.unknown("period"))?,
        begins: cells.get("begins")?,
        ends: cells.get("ends")?,
        upto: cells.get("upto")?,
        program: cells.get("program")?,
    })
}

fn filed(row: &AnyRow) -> Result<Filed> {
    let cells = Cells::of("report_filed", "place", row);
    Ok(Filed {
        place: cells.get("place")?,
        period: period_in(&cells)?,
        version: cells.get("version")?,
        at: cells.get::<Millis>("at")?,
        checksum: cells.get("checksum")?,
        document: cells.get("document")?,
    })
}
