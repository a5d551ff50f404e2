//! What waits, and what is counted.

use super::due::ASLEEP;
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, next_numbers};
use crate::outbox::backlog::Backlog;
use crate::outbox::part::State;
use anyhow::Result;
use sqlx::{AssertSqlSafe, Row as _};

/// Accounts whose platform refused messages for something that an operator has to mend, and how many wait for that.
pub async fn stopped(db: &Db) -> Result<Vec<(String, i64)>> {
    let sql =
        "SELECT account, COUNT(*) AS n FROM outbox WHERE state = 'waiting' AND reason IN ('account', 'token')
               GROUP BY account ORDER BY account";
    let rows = sqlx::query(sql).fetch_all(db.read()).await?;
    rows.iter().map(|r| Ok((r.try_get("account")?, r.try_get("n")?))).collect()
}

/// Accounts whose platform asked for patience until later than `until`: how many messages wait for that, and until when
/// the last of them.
pub async fn asked_to_wait(db: &Db, until: Millis) -> Result<Vec<(String, i64, Millis)>> {
    let sql = "SELECT account, COUNT(*) AS n, MAX(not_before) AS until FROM outbox
               WHERE state = 'waiting' AND reason <> '' AND reason = 'busy' AND not_before > $1
               GROUP BY account ORDER BY account";
    let rows = sqlx::query(sql).bind(until).fetch_all(db.read()).await?;
    rows.iter().map(|r| Ok((r.try_get("account")?, r.try_get("n")?, r.try_get("until")?))).collect()
}

/// How many messages wait for silent people to write.
pub async fn silent(db: &Db) -> Result<i64> {
    let sql = format!(
        "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND reason <> '' AND reason IN {ASLEEP}"
    );
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db.read()).await?)
}

/// The counter of an account's month.
fn counter(account: &str, month: &str) -> String {
    format!("sent:{account}:{month}")
}

/// Messages that the platform took for an account in a month.
pub async fn used(db: &Db, account: &str, month: &str) -> Result<i64> {
    let sql = "SELECT value FROM counter WHERE name = $1";
    let found = sqlx::query_scalar(sql).bind(counter(account, month)).fetch_optional(db.read()).await?;
    Ok(found.unwrap_or(0))
}

pub async fn add_used(tx: &mut Tx, account: &str, month: &str, count: i64) -> Result<()> {
    next_numbers(tx, &counter(account, month), count).await?;
    Ok(())
}

/// Messages that are not settled, by account and state, for `doctor` and `/metrics`.
pub async fn backlog(db: &Db) -> Result<Vec<Backlog>> {
    // In the words of one index each: what was sent long ago is not counted again every time somebody looks. What
    // waits for a silent person is nobody's fault.
    let sql = format!(
        "SELECT account, state, COUNT(*) AS n, MIN(CASE WHEN reason NOT IN {ASLEEP} THEN created_at END) AS oldest
               FROM outbox WHERE state = 'waiting' GROUP BY account, state
               UNION ALL SELECT account, state, COUNT(*) AS n, CAST(NULL AS BIGINT) AS oldest
               FROM outbox WHERE state = 'sending' GROUP BY account, state
               UNION ALL SELECT account, state, COUNT(*) AS n, CAST(NULL AS BIGINT) AS oldest
               FROM outbox WHERE state IN ('failed', 'unknown') GROUP BY account, state ORDER BY account, state"
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(db.read()).await?;
    rows.iter()
        .map(|r| {
            let c = Cells::of("outbox", "account", r);
            Ok(Backlog {
                account: c.get("account")?,
                state: c.word("state")?,
                count: c.get("n")?,
                oldest: c.get("oldest")?,
            })
        })
        .collect()
}

/// The number of the newest row: it changes when somebody put something.
pub async fn newest(db: &Db) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM outbox").fetch_one(db.read()).await?)
}

/// How many messages of publications failed, and of how many nobody knows whether they arrived.
pub async fn publications_in_trouble(db: &Db) -> Result<(i64, i64)> {
    // In the words of the index.
    let sql = "SELECT state, COUNT(*) AS n FROM outbox WHERE state IN ('failed', 'unknown')
               AND publication IS NOT NULL GROUP BY state";
    let rows = sqlx::query(sql).fetch_all(db.read()).await?;
    let mut counts = (0, 0);
    for r in &rows {
        let c = Cells::of("outbox", "state", r);
        match c.word("state")? {
            State::Unknown => counts.1 = c.get("n")?,
            _ => counts.0 = c.get("n")?,
        }
    }
    Ok(counts)
}

/// Of how many deliveries to one person, or about one question, nobody knows whether they arrived, although they were
/// sent once more. Whose they are is not told.
pub async fn private_unknown(db: &Db) -> Result<i64> {
    // In the words of the index.
    let sql = "SELECT COUNT(*) FROM outbox WHERE state IN ('failed', 'unknown') AND state = 'unknown'
               AND publication IS NULL AND part = 0";
    Ok(sqlx::query_scalar(sql).fetch_one(db.read()).await?)
}

/// How many deliveries to one person did not arrive. Whose they are is not told.
pub async fn private_failed(db: &Db) -> Result<i64> {
    // In the words of the index.
    let sql = "SELECT COUNT(*) FROM outbox WHERE state IN ('failed', 'unknown') AND state = 'failed'
               AND chat_group IS NULL AND part = 0";
    Ok(sqlx::query_scalar(sql).fetch_one(db.read()).await?)
}
