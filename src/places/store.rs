//! SQL of the places.

use super::place::{Kind, Place};
use crate::db::{Db, Tx};
use anyhow::{Context, Result};
use futures_util::TryStreamExt;
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
    let code: String = row.try_get("code")?;
    let kind: String = row.try_get("kind")?;
    let day = |column: &str| -> Result<_> {
        let text: Option<String> = row.try_get(column)?;
        Ok(text.map(|t| t.parse()).transpose()?)
    };
    let successors: String = row.try_get("successors")?;
    Ok(Place {
        kind: Kind::parse(&kind)
            .with_context(|| format!("the place {code} is of the unknown kind {kind}"))?,
        name: row.try_get("name")?,
        parent: row.try_get("parent")?,
        from: day("from_day")?,
        until: day("until_day")?,
        successors: successors.split(';').filter(|s| !s.is_empty()).map(str::to_owned).collect(),
        phone: row.try_get("phone")?,
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
        .bind(&place.code)
        .bind(&place.name)
        .bind(place.kind.as_str())
        .bind(place.parent.as_deref())
        .bind(place.from.map(|d| d.to_string()))
        .bind(place.until.map(|d| d.to_string()))
        .bind(place.successors.join(";"))
        .bind(&place.phone)
        .bind(place.households)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
