//! Files that a platform holds already.

use crate::db::{Db, Tx};
use anyhow::Result;

pub async fn uploaded(db: &Db, hash: &str, account: &str) -> Result<Option<String>> {
    let sql = "SELECT file_id FROM uploaded WHERE hash = $1 AND account = $2";
    Ok(sqlx::query_scalar(sql).bind(hash).bind(account).fetch_optional(db.read()).await?)
}

pub async fn set_uploaded(tx: &mut Tx, hash: &str, account: &str, file_id: &str) -> Result<()> {
    let sql = "INSERT INTO uploaded (hash, account, file_id) VALUES ($1, $2, $3)
               ON CONFLICT (hash, account) DO UPDATE SET file_id = excluded.file_id";
    sqlx::query(sql).bind(hash).bind(account).bind(file_id).execute(&mut **tx).await?;
    Ok(())
}

pub async fn drop_uploaded(tx: &mut Tx, hash: &str, account: &str, file_id: &str) -> Result<()> {
    let sql = "DELETE FROM uploaded WHERE hash = $1 AND account = $2 AND file_id = $3";
    sqlx::query(sql).bind(hash).bind(account).bind(file_id).execute(&mut **tx).await?;
    Ok(())
}
