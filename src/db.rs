//! The one file that knows which database it is: pool and transactions; its steps are in `schema`.
//!
//! One SQL text runs on both through `sqlx::Any`, so columns are BIGINT and TEXT only, sums are
//! cast, times are Unix milliseconds and flags are 0 or 1.

mod cells;
mod guard;
mod passed;
pub mod postgres;
mod reseal;
mod schema;
mod snapshot;
pub mod sqlite;
mod trouble;

pub use cells::Cells;
pub use guard::Lost;
pub use passed::{noted, pass_by, pass_over, readable, survey};
pub use reseal::{Resealing, RowKey, reseal};
pub use schema::newest_schema;
pub use snapshot::Snapshot;
pub use trouble::{Trouble, trouble};

use crate::clock::Millis;
use crate::config::Durability;
use crate::failure::Failure;
use anyhow::{Context, Result};
use guard::Guard;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Connection};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::hash::Hash;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use trouble::Watch;

/// How long a server may take to let us in before it counts as away.
const SERVER_PATIENCE: Duration = Duration::from_secs(3);
/// How often a writer asks for a lock that another process holds, and how many times. SQLite's own waiting asks
/// ever more rarely: beside a process that writes much, it would find the moments in between only by luck.
const LOCK_PAUSE: Duration = Duration::from_millis(3);
const LOCK_TRIES: u32 = 3_000;
/// So many in vain are told.
const LOCK_TRIES_TOLD: u32 = 300;

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
    /// Of one connection on SQLite, with room for the pages of large indexes. A pool of its own on PostgreSQL, too:
    /// whoever reads in the middle of a transaction would wait for connections whose holders wait like them.
    writer: AnyPool,
    backend: Backend,
    /// SQLite has one writer: queueing here is fair and quick, its own waiting is neither.
    gate: Arc<Semaphore>,
    file: Option<PathBuf>,
    watch: Arc<Watch>,
    guard: Arc<Guard>,
}

/// A writing transaction. Rolled back when dropped without [`Tx::commit`].
pub struct Tx {
    inner: sqlx::Transaction<'static, sqlx::Any>,
    watch: Arc<Watch>,
    guard: Arc<Guard>,
    _turn: Option<OwnedSemaphorePermit>,
    /// Numbers that are held already.
    held: Vec<i64>,
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
    /// Makes everything done in it true. [`Lost`] when the file it went into is not the database any more: nobody may
    /// be told that anything is stored.
    pub async fn commit(self) -> Result<()> {
        self.inner.commit().await?;
        self.guard.check()?;
        if self.watch.wrote() {
            tracing::info!("the database works again");
        }
        Ok(())
    }

    /// Waits until no other transaction holds this number, and holds it until the end: for reading something and
    /// writing it back changed. On SQLite a writing transaction is alone anyway.
    pub async fn hold(&mut self, number: i64) -> Result<()> {
        if self._turn.is_none() && !self.held.contains(&number) {
            // A void cannot be read through `Any`.
            let sql = "SELECT CASE WHEN pg_advisory_xact_lock($1) IS NULL THEN 0 ELSE 1 END";
            sqlx::query(sql).bind(number).execute(&mut *self.inner).await?;
            self.held.push(number);
        }
        Ok(())
    }

    /// From here on what is done can be taken back alone ([`Tx::undo`]), without what was done before.
    pub async fn mark(&mut self) -> Result<()> {
        sqlx::query("SAVEPOINT mark").execute(&mut *self.inner).await?;
        Ok(())
    }

    /// What was done since [`Tx::mark`] stays, if all is committed.
    pub async fn keep(&mut self) -> Result<()> {
        sqlx::query("RELEASE SAVEPOINT mark").execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Ends what was begun with [`Tx::mark`] for one row of several: done, it is kept; failed by what stands in that row
    /// or in one that it needs, nothing of it is, the row is noted, and the others go on.
    pub async fn settle<T>(
        &mut self,
        (table, row): (&'static str, &str),
        done: Result<T>,
    ) -> Result<Option<T>> {
        match done {
            Ok(done) => {
                self.keep().await?;
                Ok(Some(done))
            }
            Err(e) => {
                // When the database itself is in trouble this fails as well, and says so.
                pass_by(table, row, e)?;
                self.undo().await?;
                Ok(None)
            }
        }
    }

    /// Takes back what was done since [`Tx::mark`].
    pub async fn undo(&mut self) -> Result<()> {
        // A number that was asked for since is free again.
        self.held.clear();
        sqlx::query("ROLLBACK TO SAVEPOINT mark").execute(&mut *self.inner).await?;
        self.keep().await
    }
}

impl Tx {
    /// A statement in which `$1`, `$2`, … stand in order, each once, in the words in which this engine reads it
    /// quickest: SQLite looks a numbered parameter up among all of them, which makes thousands cost millions of steps.
    pub fn in_order(&self, sql: String) -> AssertSqlSafe<String> {
        AssertSqlSafe(if self._turn.is_some() { unnumbered(&sql) } else { sql })
    }

    /// The database's own clock: the one that all processes on it have in common, whatever theirs say.
    pub async fn time(&mut self) -> Result<Millis> {
        let sql = match self._turn {
            Some(_) => "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)",
            None => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        };
        Ok(sqlx::query_scalar(sql).fetch_one(&mut *self.inner).await?)
    }
}

impl Db {
    /// Opens `url` (`sqlite://FILE` or `postgres://…`), creating the SQLite file if it is missing. What is wrong
    /// otherwise [`trouble`] tells; the error's text never holds the password.
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
        let options = AnyConnectOptions::from_str(&url).map_err(|_| {
            // The driver's own words may hold the address, and the address the password.
            let what = "[database] url: không phải địa chỉ cơ sở dữ liệu; viết sqlite://loaban.db hoặc postgres://user:password@host/name";
            Failure::Unreachable(what.into())
        })?;
        let options = options.disable_statement_logging();
        // The pool would go on trying for as long as its users are patient, and could not say what is wrong.
        tokio::time::timeout(SERVER_PATIENCE, reach(&options))
            .await
            .map_err(|_| sqlx::Error::PoolTimedOut)
            .flatten()
            .map_err(named)?;
        // What each connection is told on SQLite, besides what all are told: kilobytes of pages, milliseconds of waiting.
        let pool = |connections, pages: i32, patience: i32| {
            AnyPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(Duration::from_secs(10))
                // A file does not go away between two statements, and asking costs as much as a statement.
                .test_before_acquire(backend == Backend::Postgres)
                // When its disk is full SQLite rolls back by itself; the driver's own rollback fails then, and it believes
                // for ever that a transaction is open, in which no other may begin. Such a connection is given up.
                .before_acquire(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
                .after_connect(move |conn, _| {
                    Box::pin(async move {
                        if backend == Backend::Sqlite {
                            for pragma in [
                                "PRAGMA busy_timeout = 1000",
                                "PRAGMA journal_mode = WAL",
                                // FULL: what was acknowledged to a platform survives a power cut.
                                match durability {
                                    Durability::Power => "PRAGMA synchronous = FULL",
                                    Durability::Crash => "PRAGMA synchronous = NORMAL",
                                },
                                "PRAGMA foreign_keys = ON",
                                // Deleted question texts and updates are overwritten, not only unlinked.
                                "PRAGMA secure_delete = ON",
                            ] {
                                sqlx::query(pragma).execute(&mut *conn).await?;
                            }
                            for (pragma, value) in [("cache_size", -pages), ("busy_timeout", patience)] {
                                let sql = AssertSqlSafe(format!("PRAGMA {pragma} = {value}"));
                                sqlx::query(sql).execute(&mut *conn).await?;
                            }
                        } else {
                            for sql in [
                                // A process that was stopped in the middle, or whose machine is gone, would keep its locks.
                                "SET idle_in_transaction_session_timeout = '5s'",
                                // Who waits for a lock says so while somebody can still do something about it.
                                "SET lock_timeout = '4s'",
                                // No statement of ours takes so long; a month's figures of a country take a part of it.
                                "SET statement_timeout = '120s'",
                            ] {
                                sqlx::query(sql).execute(&mut *conn).await?;
                            }
                        }
                        Ok(())
                    })
                })
        };
        let (pool, writer) = match backend {
            Backend::Sqlite => {
                let readers = pool(3, 1_000, 1_000).connect_with(options.clone()).await.map_err(named)?;
                (readers, pool(1, 8_000, 0).connect_with(options).await.map_err(named)?)
            }
            Backend::Postgres => {
                let readers = pool(4, 0, 0).connect_with(options.clone()).await.map_err(named)?;
                (readers, pool(8, 0, 0).connect_with(options).await.map_err(named)?)
            }
        };
        Ok(Db {
            pool,
            writer,
            backend,
            gate: Arc::new(Semaphore::new(1)),
            file,
            watch: Arc::new(Watch::new()),
            guard: Arc::new(Guard::new()),
        })
    }

    /// Which engine this is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The SQLite file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// From now on the file of today is the one that is relied on: a commit into another, or into none, is an error. For a
    /// process that lives long and acknowledges what it stores. Nothing to do on a server.
    pub fn guard(&self) -> Result<()> {
        self.file.as_deref().map_or(Ok(()), |file| self.guard.hold(file))
    }

    /// [`Lost`] when the file is not the one any more.
    pub fn still_there(&self) -> Result<(), Lost> {
        self.guard.check().inspect_err(|_| self.met(Trouble::Replaced))
    }

    /// Returns when [`Db::still_there`] has said so, or a commit has.
    pub async fn lost(&self) {
        self.guard.lost().await;
    }

    /// For statements that only read.
    pub fn read(&self) -> &AnyPool {
        &self.pool
    }

    /// The only way to write. On SQLite the write lock is taken at once: a transaction that reads
    /// first and writes later would fail when another wrote in between.
    pub async fn write(&self) -> Result<Tx> {
        let (begin, turn) = match self.backend {
            Backend::Sqlite => {
                let turn =
                    self.gate.clone().acquire_owned().await.context("the write gate is never closed")?;
                ("BEGIN IMMEDIATE", Some(turn))
            }
            Backend::Postgres => ("BEGIN", None),
        };
        self.still_there()?;
        let mut tries = 0;
        loop {
            match self.writer.begin_with(begin).await {
                Ok(inner) => {
                    let (watch, guard) = (self.watch.clone(), self.guard.clone());
                    return Ok(Tx { inner, watch, guard, _turn: turn, held: vec![] });
                }
                Err(e) => {
                    tries += 1;
                    if Trouble::of(&e) != Some(Trouble::Held) || tries == LOCK_TRIES {
                        return Err(e.into());
                    }
                    // Somebody may look at `/health/ready` meanwhile. One second is nothing yet.
                    if tries > LOCK_TRIES_TOLD {
                        self.met(Trouble::Held);
                    }
                    tokio::time::sleep(LOCK_PAUSE).await;
                }
            }
        }
    }

    /// Something failed. When that is the database's trouble and not the fault of what was done: true; it is kept
    /// for whoever asks how the database is, and logged once, whoever else runs into it.
    pub fn blame(&self, e: &anyhow::Error) -> bool {
        if let Some(what) = trouble(e) {
            self.met(what);
        }
        is_gone(e)
    }

    /// Trouble was met, by an error or by waiting in vain.
    pub fn met(&self, what: Trouble) {
        // A file is not away: whoever waits for a connection to it waits for others who use it.
        let what = if self.file.is_some() && what == Trouble::Away { Trouble::Slow } else { what };
        if self.watch.met(what) {
            tracing::warn!(
                trouble = what.as_str(),
                "the database is in trouble; work waits, nothing is lost"
            );
        }
    }

    /// What was met last and is not over.
    pub fn trouble(&self) -> Option<Trouble> {
        self.watch.now()
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

    /// Sets a mark, whatever it was before.
    pub async fn put_mark(&self, name: &str, value: &str) -> Result<()> {
        self.put_marks(&[(name, value)]).await
    }

    /// Sets several at once.
    pub async fn put_marks(&self, marks: &[(&str, &str)]) -> Result<()> {
        let mut tx = self.write().await?;
        for (name, value) in marks {
            put_mark(&mut tx, name, value).await?;
        }
        tx.commit().await
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(&self) {
        self.writer.close().await;
        self.pool.close().await;
    }
}

/// One connection, and one question that only a database answers.
async fn reach(options: &AnyConnectOptions) -> Result<(), sqlx::Error> {
    let mut conn = AnyConnection::connect_with(options).await?;
    if options.database_url.scheme() == "sqlite" {
        sqlx::query("SELECT COUNT(*) FROM sqlite_master").execute(&mut conn).await?;
    }
    conn.close().await
}

/// An error of opening without its outer layers, which may carry the address and with it the password.
fn named(e: sqlx::Error) -> anyhow::Error {
    match e {
        sqlx::Error::Configuration(_) => {
            Failure::Unreachable("[database] url: có chỗ viết sai; xem lại từng phần của địa chỉ".into())
                .into()
        }
        e => anyhow::Error::new(e).context("cannot open the database"),
    }
}

/// Where a database is, as an operator knows it: the file, or the server and the name, and never a password.
pub fn place(url: &str) -> String {
    if let Some(file) = sqlite::file_of(url) {
        return file.display().to_string();
    }
    let Ok(url) = reqwest::Url::parse(url) else { return "[database] url".into() };
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    format!("{}{port}{}", url.host_str().unwrap_or("localhost"), url.path())
}

/// True when something failed because of the database.
pub fn is_database_error(e: &anyhow::Error) -> bool {
    e.chain().any(|c| c.is::<sqlx::Error>())
}

/// True when it failed by the database's trouble, or by a conflict: the same again may go well.
pub fn is_gone(e: &anyhow::Error) -> bool {
    trouble(e).is_some()
        || e.chain().filter_map(|c| c.downcast_ref::<sqlx::Error>()).any(trouble::is_conflict)
}

/// Raises a named counter by one and returns it. The row lock makes numbers follow commit order.
pub async fn next_number(tx: &mut Tx, name: &'static str) -> Result<i64> {
    next_numbers(tx, name, 1).await
}

/// Raises a named counter by `count` and returns the first of the new numbers.
pub async fn next_numbers(tx: &mut Tx, name: &str, count: i64) -> Result<i64> {
    let sql = "INSERT INTO counter (name, value) VALUES ($1, $2)
               ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value RETURNING value";
    let last = sqlx::query_scalar::<_, i64>(sql).bind(name).bind(count).fetch_one(&mut **tx).await?;
    Ok(last - count + 1)
}

/// Sets a mark in the transaction that makes it true.
pub async fn put_mark(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    sqlx::query(sql).bind(name).bind(value).execute(&mut **tx).await?;
    Ok(())
}

/// The counters whose names begin so, with how far they are; they begin anew.
pub async fn take_numbers(tx: &mut Tx, beginning: &str) -> Result<Vec<(String, i64)>> {
    let sql = "DELETE FROM counter WHERE name LIKE $1 RETURNING name, value";
    let rows: Vec<(String, i64)> =
        sqlx::query_as(sql).bind(format!("{beginning}%")).fetch_all(&mut **tx).await?;
    Ok(rows)
}

/// How far a named counter is; none: it was never raised.
pub async fn number(db: &Db, name: &str) -> Result<Option<i64>> {
    let sql = "SELECT value FROM counter WHERE name = $1";
    Ok(sqlx::query_scalar(sql).bind(name).fetch_optional(&db.pool).await?)
}

/// The same statement with `?` for `$1`, `$2`, ….
fn unnumbered(sql: &str) -> String {
    let mut parts = sql.split('$');
    let mut text = String::with_capacity(sql.len());
    text.push_str(parts.next().unwrap_or_default());
    for (before, part) in parts.enumerate() {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &part[..part.len() - rest.len()];
        debug_assert_eq!(number.parse(), Ok(before + 1), "out of order: {sql}");
        text.push('?');
        text.push_str(rest);
    }
    text
}

/// Of these ids those that a statement finds, in which `{}` stands for the list of them.
pub async fn among<Id>(tx: &mut Tx, sql: &str, ids: &[Id]) -> Result<HashSet<Id>>
where
    Id: Deref<Target = str> + From<String> + Eq + Hash,
{
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = sql.replacen("{}", &placeholders(1, ids.len(), 1), 1);
    let query = sqlx::query_scalar::<_, String>(tx.in_order(sql));
    let query = ids.iter().fold(query, |query, id| query.bind(&**id));
    Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Id::from).collect())
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
    fn a_place_names_no_password() {
        assert_eq!(place("sqlite://a/b.db"), "a/b.db");
        assert_eq!(
            place("postgres://user:secret@db.example:5433/loaban?sslmode=require"),
            "db.example:5433/loaban"
        );
        assert_eq!(place("postgres:///loaban"), "localhost/loaban");
        assert_eq!(place("secret"), "[database] url");
    }

    #[test]
    fn placeholders_are_numbered_row_by_row() {
        assert_eq!(placeholders(2, 3, 1), "($1, $2, $3), ($4, $5, $6)");
        assert_eq!(placeholders(1, 1, 4), "($4)");
        assert_eq!(placeholders(0, 2, 1), "");
        let sql = format!("UPDATE t SET a = $1 WHERE id IN {}", placeholders(1, 10, 2));
        assert_eq!(unnumbered(&sql), "UPDATE t SET a = ? WHERE id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        assert_eq!(unnumbered("SELECT 1"), "SELECT 1");
    }
}
