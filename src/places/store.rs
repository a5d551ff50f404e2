//! SQL of the places.

use super::place::{Kind, Place};
use crate::db::{Db, Tx};
use anyhow::{Context, Result};
use futures_util::TryStreamExt;
use smol_str::SmolStr;
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row};

pub async fn all<'e>(db: impl Executor<'e, Database = Any>) -> Result<Vec<Place>> {
    let sql = "SELECT code, name, kind, parent, from_day, until_day, successors, phone, households
               FROM place ORDER BY code";
    // Row by row: a country's rows as the driver holds them would weigh several times what is kept of them.
    let mut rows = sqlx::query(sql).fetch(db);
    let mut places = vec![];
    while let Some(row) = rows.try_next().await? {
        places.push(place(&row)?);
    }
    places.shrink_to_fit();
    Ok(places)
}

fn place(row: &AnyRow) -> Result<Place> {
    let text = |column: &str| -> Result<Option<&str>> { Ok(row.try_get(column)?) };
    let day = |column: &str| -> Result<_> { Ok(text(column)?.map(str::parse).transpose()?) };
    let code = SmolStr::from(text("code")?.unwrap_or_default());
    let kind = text("kind")?.unwrap_or_default();
    let successors = text("successors")?.unwrap_or_default();
    Ok(Place {
        kind: Kind::parse(kind).with_context(|| format!("the place {code} is of the unknown kind {kind}"))?,
        name: text("name")?.unwrap_or_default().into(),
        parent: text("parent")?.map(SmolStr::from),
        from: day("from_day")?,
        until: day("until_day")?,
        successors: successors.split(';').filter(|s| !s.is_empty()).map(SmolStr::from).collect(),
        phone: text("phone")?.unwrap_or_default().into(),
        households: row.try_get("households")?,
        code,
    })
}

/// How often places were imported.
pub async fn edition(db: &Db) -> Result<i64> {
    let sql = "SELECT value FROM counter WHERE name = 'places'";
    Ok(sqlx::query_scalar(sql).fetch_optional(db.read()).await?.unwrap_or(0))
}

pub async fn insert(tx: &mut Tx, place: &Place) -> Result<()> {
    let sql =
        "INSERT INTO place (code, name, kind, parent, from_day, until_day, successors, phone, households)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    write(tx, sql, place).await
}

pub async fn update(tx: &mut Tx, place: &Place) -> Result<()> {
    let sql = "UPDATE place SET name = $2, kind = $3, parent = $4, from_day = $5, until_day = $6,
               successors = $7, phone = $8, households = $9 WHERE code = $1";
    write(tx, sql, place).await
}

async fn write(tx: &mut Tx, sql: &'static str, place: &Place) -> Result<()> {
    sqlx::query(sql)
        .bind(place.code.as_str())
        .bind(place.name.as_str())
        .bind(place.kind.as_str())
        .bind(place.parent.as_deref())
        .bind(place.from.map(|d| d.to_string()))
        .bind(place.until.map(|d| d.to_string()))
        .bind(place.successors.join(";"))
        .bind(place.phone.as_str())
        .bind(place.households)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
