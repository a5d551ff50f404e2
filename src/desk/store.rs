//! SQL of links and sessions.

use crate::clock::Millis;
use crate::db::{Cells, Db, Tx};
use crate::ids::RoleId;
use anyhow::Result;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

/// Somebody who is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The key under which it is kept; not what the browser has.
    pub key: String,
    /// By which role they came in; with it the session ends.
    pub role: RoleId,
    /// Since when.
    pub began_at: Millis,
    /// Until when.
    pub until_at: Millis,
}

fn session(row: &AnyRow) -> Result<Session> {
    let c = Cells::of("desk_session", "key", row);
    Ok(Session {
        key: c.get("key")?,
        role: c.id("role")?,
        began_at: c.get("began_at")?,
        until_at: c.get("until_at")?,
    })
}

pub async fn insert_link(tx: &mut Tx, key: &str, role: &RoleId, until: Millis) -> Result<()> {
    let sql = "INSERT INTO desk_link (key, role, until_at) VALUES ($1, $2, $3)";
    sqlx::query(sql).bind(key).bind(role.as_str()).bind(until).execute(&mut **tx).await?;
    Ok(())
}

/// The role that one of these links lets in, while it is good.
pub async fn link(db: &Db, keys: &[String], now: Millis) -> Result<Option<RoleId>> {
    let sql = "SELECT role FROM desk_link WHERE key = $1 AND until_at > $2";
    for key in keys {
        let role: Option<String> =
            sqlx::query_scalar(sql).bind(key).bind(now).fetch_optional(db.read()).await?;
        if let Some(role) = role {
            return Ok(Some(role.into()));
        }
    }
    Ok(None)
}

/// The same, and it is spent: of two who come at once one gets in.
pub async fn take_link(tx: &mut Tx, keys: &[String], now: Millis) -> Result<Option<RoleId>> {
    let sql = "DELETE FROM desk_link WHERE key = $1 AND until_at > $2 RETURNING role";
    for key in keys {
        let role: Option<String> =
            sqlx::query_scalar(sql).bind(key).bind(now).fetch_optional(&mut **tx).await?;
        if let Some(role) = role {
            return Ok(Some(role.into()));
        }
    }
    Ok(None)
}

pub async fn insert_session(tx: &mut Tx, session: &Session) -> Result<()> {
    let sql = "INSERT INTO desk_session (key, role, began_at, until_at) VALUES ($1, $2, $3, $4)";
    sqlx::query(sql)
        .bind(&session.key)
        .bind(session.role.as_str())
        .bind(session.began_at)
        .bind(session.until_at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The session with one of these keys, until it is over.
pub async fn get(db: &Db, keys: &[String], now: Millis) -> Result<Option<Session>> {
    let sql = "SELECT * FROM desk_session WHERE key = $1 AND until_at > $2";
    for key in keys {
        if let Some(row) = sqlx::query(sql).bind(key).bind(now).fetch_optional(db.read()).await? {
            return session(&row).map(Some);
        }
    }
    Ok(None)
}

/// The sessions of these roles, newest first.
pub async fn of(db: &Db, roles: &[&RoleId], now: Millis) -> Result<Vec<Session>> {
    if roles.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT * FROM desk_session WHERE until_at > $1 AND role IN {} ORDER BY began_at DESC, key",
        crate::db::placeholders(1, roles.len(), 2)
    );
    let query = roles.iter().fold(sqlx::query(AssertSqlSafe(sql)).bind(now), |q, role| q.bind(role.as_str()));
    query.fetch_all(db.read()).await?.iter().map(session).collect()
}

/// Ends one of these roles' sessions; false when there is none with this key.
pub async fn end(tx: &mut Tx, key: &str, roles: &[&RoleId]) -> Result<bool> {
    let sql = "DELETE FROM desk_session WHERE key = $1 AND role = $2";
    for role in roles {
        let done = sqlx::query(sql).bind(key).bind(role.as_str()).execute(&mut **tx).await?;
        if done.rows_affected() > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is over is forgotten.
pub async fn sweep(db: &Db, now: Millis) -> Result<u64> {
    let mut tx = db.write().await?;
    let mut gone = 0;
    for sql in ["DELETE FROM desk_link WHERE until_at <= $1", "DELETE FROM desk_session WHERE until_at <= $1"]
    {
        gone += sqlx::query(sql).bind(now).execute(&mut *tx).await?.rows_affected();
    }
    tx.commit().await?;
    Ok(gone)
}
