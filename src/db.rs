//! The one file that knows which database it is: pool, transactions, migrations.
//!
//! One SQL text runs on both through `sqlx::Any`, so columns are BIGINT and TEXT only, sums are
//! cast, times are Unix milliseconds and flags are 0 or 1.

pub mod postgres;
mod snapshot;
pub mod sqlite;

pub use snapshot::{Snapshot, newest_schema};

use crate::config::Durability;
use crate::failure::Failure;
use anyhow::{Context, Result};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migrate, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, SqlSafeStr};
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Every migration ever released, oldest first. Never edited after release.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "base", include_str!("../migrations/0001_base.sql")),
    (3, "lookups", include_str!("../migrations/0003_lookups.sql")),
    (5, "withdrawals", include_str!("../migrations/0005_withdrawals.sql")),
];

/// Which engine is behind the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded, one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database, open; cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pool: AnyPool,
    backend: Backend,
    /// SQLite has one writer: queueing here is fair and quick, its own waiting is neither.
    gate: Arc<Semaphore>,
    file: Option<PathBuf>,
}

/// A writing transaction. Rolled back when dropped without [`Tx::commit`].
pub struct Tx {
    inner: sqlx::Transaction<'static, sqlx::Any>,
    _turn: Option<OwnedSemaphorePermit>,
}

impl Deref for Tx {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }
}

impl Tx {
    /// Makes everything done in it true.
    pub async fn commit(self) -> Result<()> {
        Ok(self.inner.commit().await?)
    }

    /// Waits until no other transaction holds this number, and holds it until the end: for reading something and
    /// writing it back changed. On SQLite a writing transaction is alone anyway.
    pub async fn hold(&mut self, number: i64) -> Result<()> {
        if self._turn.is_none() {
            // A void cannot be read through `Any`.
            let sql = "SELECT CASE WHEN pg_advisory_xact_lock($1) IS NULL THEN 0 ELSE 1 END";
            sqlx::query(sql).bind(number).execute(&mut *self.inner).await?;
        }
        Ok(())
    }
}

impl Db {
    /// Opens `url` (`sqlite://FILE` or `postgres://…`), creating the SQLite file if it is missing.
    /// Unreachable databases are [`Failure::Unreachable`]; the text never holds the password.
    pub async fn open(url: &str) -> Result<Db> {
        Db::open_with(url, Durability::Power).await
    }

    /// The same, saying what a commit on SQLite survives.
    pub async fn open_with(url: &str, durability: Durability) -> Result<Db> {
        sqlx::any::install_default_drivers();
        let (backend, file, url) = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = PathBuf::from(path.trim_start_matches("//"));
            // Sealed or not, whoever else is on the machine has no business in it.
            let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
            (Backend::Sqlite, Some(path.clone()), format!("sqlite://{}?mode=rwc", path.display()))
        } else {
            (Backend::Postgres, None, url.to_owned())
        };
        let options =
            AnyConnectOptions::from_str(&url).map_err(|_| {
                Failure::Unreachable("[database] url: not a database address; write sqlite://loaban.db or postgres://user:password@host/name".into())
            })?.disable_statement_logging();
        let pool = AnyPoolOptions::new()
            .max_connections(if backend == Backend::Sqlite { 4 } else { 8 })
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |conn, _| {
                Box::pin(async move {
                    if backend == Backend::Sqlite {
                        for pragma in [
                            "PRAGMA journal_mode = WAL",
                            "PRAGMA busy_timeout = 10000",
                            // FULL: what was acknowledged to a platform survives a power cut.
                            match durability {
                                Durability::Power => "PRAGMA synchronous = FULL",
                                Durability::Crash => "PRAGMA synchronous = NORMAL",
                            },
                            "PRAGMA foreign_keys = ON",
                            // Deleted question texts and updates are overwritten, not only unlinked.
                            "PRAGMA secure_delete = ON",
                            "PRAGMA cache_size = -1000",
                        ] {
                            sqlx::query(pragma).execute(&mut *conn).await?;
                        }
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await
            .map_err(|e| {
                Failure::Unreachable(format!(
                    "cannot open the database: {}; check [database] url and that it is running",
                    plain(&e)
                ))
            })?;
        Ok(Db { pool, backend, gate: Arc::new(Semaphore::new(1)), file })
    }

    /// Which engine this is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The SQLite file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// For statements that only read.
    pub fn read(&self) -> &AnyPool {
        &self.pool
    }

    /// The only way to write. On SQLite the write lock is taken at once: a transaction that reads
    /// first and writes later would fail when another wrote in between.
    pub async fn write(&self) -> Result<Tx> {
        match self.backend {
            Backend::Sqlite => {
                let turn =
                    self.gate.clone().acquire_owned().await.context("the write gate is never closed")?;
                Ok(Tx { inner: self.pool.begin_with("BEGIN IMMEDIATE").await?, _turn: Some(turn) })
            }
            Backend::Postgres => Ok(Tx { inner: self.pool.begin_with("BEGIN").await?, _turn: None }),
        }
    }

    fn migrator(&self) -> Migrator {
        // The one difference in DDL: how a table numbers its rows.
        let key = match self.backend {
            Backend::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            Backend::Postgres => "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        };
        let migrations = MIGRATIONS.iter().map(|(version, name, sql)| {
            let sql = AssertSqlSafe(sql.replace("NUMBERED_KEY", key)).into_sql_str();
            Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
        });
        Migrator::with_migrations(migrations.collect())
    }

    /// Brings the database up to date; safe to run twice and from several processes.
    pub async fn migrate(&self) -> Result<()> {
        self.migrator().run(&self.pool).await.context("migrating the database")
    }

    /// Refuses an unmigrated PostgreSQL database, naming `loaban migrate`; migrates SQLite.
    pub async fn ensure_migrated(&self) -> Result<()> {
        if self.backend == Backend::Sqlite {
            return self.migrate().await;
        }
        if self.pending_migrations().await? > 0 {
            return Err(Failure::Unreachable(
                "the PostgreSQL database is not up to date; run `loaban migrate` first".into(),
            )
            .into());
        }
        Ok(())
    }

    /// How many migrations are still to be run.
    pub async fn pending_migrations(&self) -> Result<usize> {
        let migrator = self.migrator();
        let mut conn = self.pool.acquire().await?;
        let applied = match conn.list_applied_migrations("_sqlx_migrations").await {
            Ok(list) => list,
            Err(_) => return Ok(migrator.iter().count()),
        };
        Ok(migrator.iter().filter(|m| !applied.iter().any(|a| a.version == m.version)).count())
    }

    /// A mark of the whole database ('kind', 'key'), if it was set.
    pub async fn mark(&self, name: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT value FROM mark WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.pool)
            .await?)
    }

    /// Sets a mark that is not set yet.
    pub async fn set_mark(&self, name: &str, value: &str) -> Result<()> {
        let mut tx = self.write().await?;
        let sql = "INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        sqlx::query(sql).bind(name).bind(value).execute(&mut *tx).await?;
        tx.commit().await
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// An error of the database without addresses, passwords or values: `sqlx` puts none into the
/// driver's own text, but its outer layers may carry the URL.
fn plain(e: &sqlx::Error) -> String {
    match e {
        sqlx::Error::Database(d) => d.message().to_owned(),
        sqlx::Error::Io(e) => e.kind().to_string(),
        sqlx::Error::PoolTimedOut => "no connection within 10 s".into(),
        _ => "connection failed".into(),
    }
}

/// True when something failed because of the database.
pub fn is_database_error(e: &anyhow::Error) -> bool {
    e.chain().any(|c| c.is::<sqlx::Error>())
}

/// True when the database went away, rather than refused.
pub fn is_gone(e: &anyhow::Error) -> bool {
    e.chain().filter_map(|c| c.downcast_ref::<sqlx::Error>()).any(|e| {
        matches!(
            e,
            sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        )
    })
}

/// True when a statement failed because a unique key exists already.
pub fn is_duplicate(e: &sqlx::Error) -> bool {
    e.as_database_error().is_some_and(|d| d.is_unique_violation())
}

/// Raises a named counter by one and returns it. The row lock makes numbers follow commit order.
pub async fn next_number(tx: &mut Tx, name: &'static str) -> Result<i64> {
    next_numbers(tx, name, 1).await
}

/// Raises a named counter by `count` and returns the first of the new numbers.
pub async fn next_numbers(tx: &mut Tx, name: &'static str, count: i64) -> Result<i64> {
    let sql = "INSERT INTO counter (name, value) VALUES ($1, $2)
               ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value RETURNING value";
    let last = sqlx::query_scalar::<_, i64>(sql).bind(name).bind(count).fetch_one(&mut **tx).await?;
    Ok(last - count + 1)
}

/// `($1, $2), ($3, $4)` …: the placeholders of `rows` rows of `columns` values, for one statement instead of many.
/// The first placeholder is number `from`. Both engines allow at least 32,000 in one statement.
pub fn placeholders(rows: usize, columns: usize, from: usize) -> String {
    let mut sql = String::with_capacity(rows * columns * 7);
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let _ = write!(sql, "{}${}", if column == 0 { "" } else { ", " }, from + row * columns + column);
        }
        sql.push(')');
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_row_by_row() {
        assert_eq!(placeholders(2, 3, 1), "($1, $2, $3), ($4, $5, $6)");
        assert_eq!(placeholders(1, 1, 4), "($4)");
        assert_eq!(placeholders(0, 2, 1), "");
    }
}
