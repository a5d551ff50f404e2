//! Ownerships: of an account, of what one process does for all, and the wish for one.

use crate::clock::Millis;
use crate::db::{Cells, Tx, pass_over, readable};
use crate::outbox::lease::{Held, Owned};
use crate::stored::words;
use anyhow::Result;
use sqlx::any::AnyRow;

/// Nothing is owned for longer than this ahead.
const LONGEST: Millis = 10 * 60_000;

words! {
    /// What is owned.
    pub enum What {
        /// An account: one process polls, sends and paces it.
        Account = "account",
        /// Something that one process does for all.
        Task = "task",
        /// An account that another process owns and should give up.
        Wish = "wish",
    }
}

/// Takes or keeps an ownership for `lease` milliseconds of the database's clock.
/// `exclusive` says that no other process can be alive (the database file is locked by us).
pub async fn hold(
    tx: &mut Tx,
    (what, name): (What, &str),
    owner: &str,
    lease: Millis,
    exclusive: bool,
) -> Result<Option<Held>> {
    let now = tx.time().await?;
    let found = sqlx::query("SELECT kind, name, owner, until_at FROM lease WHERE name = $1")
        .bind(name)
        .fetch_all(&mut **tx)
        .await?;
    let (mut mine, mut free, mut wanted, mut since) = (false, true, false, None);
    for r in &found {
        let c = Cells::of("lease", "name", r);
        let ours = c.get::<Option<String>>("owner")?.as_deref() == Some(owner);
        // What cannot be read is nobody's, and so is what no clock that is right would have written.
        let until: Millis = match c.get("until_at") {
            Ok(until) => until,
            Err(e) => {
                pass_over(e)?;
                0
            }
        };
        let over = until <= now || until > now + LONGEST;
        let kind = match c.word::<What>("kind") {
            Ok(kind) => kind,
            Err(e) => {
                pass_over(e)?;
                continue;
            }
        };
        match kind {
            found if found == what => (mine, free, since) = (ours, exclusive || over, Some(now - until)),
            What::Wish if what == What::Account => wanted = !ours && !over,
            _ => {}
        }
    }
    // What somebody asked for and got is theirs to take.
    if !mine && (!free || wanted) {
        return Ok(None);
    }
    let sql = "INSERT INTO lease (kind, name, owner, term, until_at) VALUES ($1, $2, $3, 1, $4)
               ON CONFLICT (kind, name) DO UPDATE SET owner = excluded.owner, until_at = excluded.until_at,
                      term = lease.term + CASE WHEN lease.owner = excluded.owner THEN 0 ELSE 1 END
               WHERE lease.owner = excluded.owner OR lease.until_at <= $5 OR $6 = 1 OR lease.until_at > $7 RETURNING term";
    let term = sqlx::query_scalar::<_, i64>(sql)
        .bind(what.as_str())
        .bind(name)
        .bind(owner)
        .bind(now + lease)
        .bind(now)
        .bind(i64::from(exclusive))
        .bind(now + LONGEST)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(term.map(|term| Held { term, new: !mine, since, wanted }))
}

/// True while the account is still owned in this term; then nobody takes it over before the transaction ends.
pub async fn still(tx: &mut Tx, account: &str, owner: &str, term: i64) -> Result<bool> {
    // Written, not only read: it is the row's lock that keeps others away.
    let sql =
        "UPDATE lease SET owner = owner WHERE kind = 'account' AND name = $1 AND owner = $2 AND term = $3";
    let done = sqlx::query(sql).bind(account).bind(owner).bind(term).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Gives up everything that a process owns. Until when it did is kept: so long it may have sent.
pub async fn release(tx: &mut Tx, owner: &str) -> Result<()> {
    let now = tx.time().await?;
    let sql = "UPDATE lease SET until_at = $2, owner = NULL WHERE owner = $1";
    sqlx::query(sql).bind(owner).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Gives up one account.
pub async fn release_one(tx: &mut Tx, account: &str, owner: &str) -> Result<()> {
    let now = tx.time().await?;
    let sql =
        "UPDATE lease SET until_at = $3, owner = NULL WHERE kind = 'account' AND name = $1 AND owner = $2";
    sqlx::query(sql).bind(account).bind(owner).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Every account that somebody owns now, by name.
pub async fn owned(tx: &mut Tx) -> Result<Vec<Owned>> {
    let now = tx.time().await?;
    let sql = "SELECT name, owner FROM lease
               WHERE until_at > $1 AND kind = 'account' AND owner IS NOT NULL ORDER BY name";
    let rows = sqlx::query(sql).bind(now).fetch_all(&mut **tx).await?;
    let one = |r: &AnyRow| {
        let c = Cells::of("lease", "name", r);
        Ok(Owned { account: c.get("name")?, owner: c.get("owner")? })
    };
    readable(&rows, one)
}

/// What some process holds now, accounts and tasks; empty: none is alive, or none has been for the length of a lease.
pub async fn held_now(tx: &mut Tx) -> Result<Vec<(What, String)>> {
    let now = tx.time().await?;
    let sql = "SELECT kind, name FROM lease
               WHERE until_at > $1 AND kind IN ('account', 'task') AND owner IS NOT NULL ORDER BY kind, name";
    let rows = sqlx::query(sql).bind(now).fetch_all(&mut **tx).await?;
    let one = |r: &AnyRow| {
        let c = Cells::of("lease", "name", r);
        Ok((c.word("kind")?, c.get("name")?))
    };
    readable(&rows, one)
}
