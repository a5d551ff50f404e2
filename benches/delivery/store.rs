//! SQL of the benchmarks: counting what is left, and growing old.

use anyhow::{Result, ensure};
use loaban::db::Db;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::path::Path;

/// Names a PostgreSQL server, as for the tests; without it PostgreSQL is not measured.
const POSTGRES: &str = "LOABAN_TEST_PG";

/// The PostgreSQL server, if there is one. Kept for the life of the process: a plan is copied freely.
pub fn server() -> Option<&'static str> {
    std::env::var(POSTGRES).ok().map(|url| &*url.leak())
}

/// The address of the benchmarks' database on a server.
pub fn own_database(server: &str) -> String {
    let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
    format!("{base}/loaban_bench")
}

/// Makes it, empty.
pub async fn make_database(server: &str) -> Result<()> {
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(server).await?;
    for sql in ["DROP DATABASE IF EXISTS loaban_bench WITH (FORCE)", "CREATE DATABASE loaban_bench"] {
        sqlx::query(sql).execute(&mut db).await?;
    }
    Ok(db.close().await?)
}

/// Rows without an outcome.
pub async fn unsent(db: &Db) -> Result<i64> {
    // Two counts: each has its own partial index.
    let waiting = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'";
    let sending = "SELECT COUNT(*) FROM outbox WHERE state = 'sending'";
    Ok(count(db, waiting).await? + count(db, sending).await?)
}

/// Rows in a state.
pub async fn in_state(db: &Db, state: &str) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE state = $1")
        .bind(state)
        .fetch_one(db.read())
        .await?)
}

/// Updates that were stored.
pub async fn stored(db: &Db) -> Result<i64> {
    count(db, "SELECT COUNT(*) FROM inbox").await
}

/// Updates that nobody has handled yet.
pub async fn unhandled(db: &Db) -> Result<i64> {
    count(db, "SELECT COUNT(*) FROM inbox WHERE state = 'new'").await
}

/// Rows of announcements, whatever became of them.
pub async fn announcements(db: &Db) -> Result<i64> {
    count(db, "SELECT COUNT(*) FROM outbox WHERE kind = 'announcement'").await
}

async fn count(db: &Db, sql: &'static str) -> Result<i64> {
    Ok(sqlx::query_scalar(sql).fetch_one(db.read()).await?)
}

/// Repeats what a house has delivered until `total` deliveries are in it: each repetition is another publication,
/// an hour older, with its rows and facts exactly as the program left the first one.
pub async fn age(file: &Path, total: i64) -> Result<()> {
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(&format!("sqlite://{}?mode=rw", file.display())).await?;
    for pragma in ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -400000", "PRAGMA temp_store = MEMORY"] {
        sqlx::query(pragma).execute(&mut db).await?;
    }
    let sent: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE state = 'sent'").fetch_one(&mut db).await?;
    let facts: i64 = sqlx::query_scalar("SELECT MAX(seq) FROM fact").fetch_one(&mut db).await?;
    ensure!(sent > 0 && facts >= sent, "there is nothing to repeat: {sent} sent, {facts} facts");
    let times = total / sent - 1;
    let hour = "3600000 * n.i";
    // What a repetition changes, by table and column; everything else is as it was.
    let changed = |table: &str, column: &str| match (table, column) {
        ("outbox", "id") => None,
        ("outbox", "cause" | "delivery" | "publication") | ("publication", "id") => {
            Some(format!("t.{column} || '~' || n.i"))
        }
        ("outbox" | "publication", "created_at" | "changed_at" | "not_before" | "due_at")
        | ("fact", "at") => Some(format!("t.{column} - {hour}")),
        ("fact", "seq") => Some(format!("t.seq + n.i * {facts}")),
        ("fact", "ref") => Some("t.ref || '~' || n.i".to_owned()),
        ("fact", "detail") => Some(
            "CASE WHEN p.id IS NULL THEN t.detail ELSE replace(t.detail, p.id, p.id || '~' || n.i) END"
                .to_owned(),
        ),
        _ => Some(format!("t.{column}")),
    };
    sqlx::query("BEGIN").execute(&mut db).await?;
    for table in ["publication", "outbox", "fact"] {
        let names: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
            .bind(table)
            .fetch_all(&mut db)
            .await?;
        let pairs: Vec<(&String, String)> =
            names.iter().filter_map(|name| Some((name, changed(table, name)?))).collect();
        let into: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        let from: Vec<&str> = pairs.iter().map(|(_, value)| value.as_str()).collect();
        let join = if table == "fact" {
            "LEFT JOIN publication p ON p.id = json_extract(t.detail, '$.publication')"
        } else {
            ""
        };
        let only = if table == "outbox" { "WHERE t.state = 'sent'" } else { "" };
        let sql = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
             INSERT INTO {table} ({}) SELECT {} FROM n CROSS JOIN (SELECT * FROM {table}) t {join} {only} ORDER BY n.i",
            into.join(", "),
            from.join(", ")
        );
        // Names come from the schema itself.
        sqlx::query(AssertSqlSafe(sql)).bind(times).execute(&mut db).await?;
    }
    let number = "UPDATE counter SET value = (SELECT MAX(seq) FROM fact) WHERE name = 'fact'";
    sqlx::query(number).execute(&mut db).await?;
    sqlx::query("COMMIT").execute(&mut db).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut db).await?;
    let now: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE state = 'sent'").fetch_one(&mut db).await?;
    ensure!(now == sent * (times + 1), "{now} deliveries instead of {total}");
    db.close().await?;
    // At rest, as an old database is: what the machine still has to write is not the program's doing.
    Ok(std::fs::File::open(file)?.sync_all()?)
}

/// Time of statements, for where the time goes: `SELECT` outside and `UPDATE` inside a transaction, and commits.
pub mod probe {
    use super::*;
    use loaban::db::Tx;

    /// Reads one row by its key.
    pub async fn read(db: &Db) -> Result<()> {
        sqlx::query("SELECT * FROM chat_group WHERE id = $1").bind("none").fetch_optional(db.read()).await?;
        Ok(())
    }

    /// Writes one row by its key.
    pub async fn write(tx: &mut Tx, value: i64) -> Result<()> {
        let sql = "INSERT INTO counter (name, value) VALUES ('probe', $1)
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        sqlx::query(sql).bind(value).execute(&mut **tx).await?;
        Ok(())
    }
}
