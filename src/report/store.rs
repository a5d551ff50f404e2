//! SQL of the reports that were filed.

use super::period::Period;
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, readable};
use anyhow::Result;
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

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db) -> Result<()> {
    crate::db::survey(db, "report_filed", |row| filed(row).map(drop)).await
}

fn filed(row: &AnyRow) -> Result<Filed> {
    let cells = Cells::of("report_filed", "place", row);
    let period: String = cells.get("period")?;
    Ok(Filed {
        place: cells.get("place")?,
        period: Period::parse(&period).ok_or_else(|| cells.unknown("period"))?,
        version: cells.get("version")?,
        at: cells.get::<Millis>("at")?,
        checksum: cells.get("checksum")?,
        document: cells.get("document")?,
    })
}
