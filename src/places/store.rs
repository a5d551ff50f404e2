//! SQL of the places.

use super::place::{Kind, Place};
use crate::db::{Cells, Db, Tx, pass_over, readable};
use anyhow::Result;
use futures_util::TryStreamExt;
use smol_str::SmolStr;
use sqlx::any::AnyRow;
use sqlx::{Any, Executor};

pub async fn all<'e>(db: impl Executor<'e, Database = Any>) -> Result<Vec<Place>> {
    let sql = "SELECT code, name, kind, parent, from_day, until_day, successors, phone, households
               FROM place ORDER BY code";
    // Row by row: a country's rows as the driver holds them would weigh several times what is kept of them.
    let mut rows = sqlx::query(sql).fetch(db);
    let mut places = vec![];
    while let Some(row) = rows.try_next().await? {
        match place(&row) {
            Ok(place) => places.push(place),
            Err(e) => pass_over(e)?,
        }
    }
    places.shrink_to_fit();
    Ok(places)
}

fn place(row: &AnyRow) -> Result<Place> {
    let c = Cells::of("place", "code", row);
    let text = |column: &'static str| c.get::<Option<&str>>(column);
    let day = |column: &'static str| -> Result<_> {
        text(column)?.map(str::parse).transpose().map_err(|_| c.unknown(column).into())
    };
    let code = SmolStr::from(text("code")?.unwrap_or_default());
    let kind = text("kind")?.unwrap_or_default();
    let successors = text("successors")?.unwrap_or_default();
    Ok(Place {
        kind: Kind::of(kind).ok_or_else(|| c.unknown("kind"))?,
        name: text("name")?.unwrap_or_default().into(),
        parent: text("parent")?.map(SmolStr::from),
        from: day("from_day")?,
        until: day("until_day")?,
        successors: successors.split(';').filter(|s| !s.is_empty()).map(SmolStr::from).collect(),
        phone: text("phone")?.unwrap_or_default().into(),
        households: c.get("households")?,
        code,
    })
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db) -> Result<()> {
    crate::db::survey(db, "place", |r| place(r).map(drop)).await
}

/// How often places were imported.
pub async fn edition(db: &Db) -> Result<i64> {
    let sql = "SELECT name, value FROM counter WHERE name = 'places'";
    let row = sqlx::query(sql).fetch_optional(db.read()).await?;
    // One that cannot be read counts as none: the tree is read all the same.
    let read = readable(&row, |r| Cells::of("counter", "name", r).get::<i64>("value"))?;
    Ok(read.first().copied().unwrap_or(0))
}

/// A place that is new, or whose row cannot be read: the same file once more mends it.
pub async fn insert(tx: &mut Tx, place: &Place) -> Result<()> {
    let sql =
        "INSERT INTO place (code, name, kind, parent, from_day, until_day, successors, phone, households)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
               ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, parent = excluded.parent,
                      from_day = excluded.from_day, until_day = excluded.until_day, successors = excluded.successors,
                      phone = excluded.phone, households = excluded.households";
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
