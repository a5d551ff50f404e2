//! SQL of text modules.

use crate::db::{Cells, Db, Resealing, RowKey, Tx, readable};
use crate::questions::TextModule;
use crate::seal::Seal;
use anyhow::Result;
use sqlx::any::AnyRow;

fn module(seal: &Seal, r: &AnyRow) -> Result<TextModule> {
    let c = Cells::of("text_module", "id", r);
    let (name, topic, text) = c.read("body", |sealed| Ok(serde_json::from_str(&seal.unseal(sealed)?)?))?;
    Ok(TextModule { id: c.get("id")?, place: c.get("place")?, name, topic, text })
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "text_module", |r| module(seal, r).map(drop)).await
}

/// Those of a place.
pub async fn modules(tx: &mut Tx, seal: &Seal, place: &str) -> Result<Vec<TextModule>> {
    let sql = "SELECT id, place, body FROM text_module WHERE place = $1";
    let rows = sqlx::query(sql).bind(place).fetch_all(&mut **tx).await?;
    readable(&rows, |r| module(seal, r))
}

/// It is this from now on.
pub async fn put_module(tx: &mut Tx, seal: &Seal, module: &TextModule) -> Result<()> {
    let sql = "INSERT INTO text_module (id, place, body) VALUES ($1, $2, $3)
               ON CONFLICT (id) DO UPDATE SET body = excluded.body";
    let body = serde_json::to_string(&(&module.name, &module.topic, &module.text))?;
    sqlx::query(sql).bind(&module.id).bind(&module.place).bind(seal.seal(&body)).execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_module(tx: &mut Tx, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM text_module WHERE id = $1").bind(id).execute(&mut **tx).await?;
    Ok(())
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    crate::db::reseal(db, resealing, "text_module", RowKey::Text("id"), "body").await
}

/// The key is lost: nobody reads a word of them any more.
pub async fn lose(tx: &mut Tx) -> Result<()> {
    sqlx::query("DELETE FROM text_module").execute(&mut **tx).await?;
    Ok(())
}
