//! SQL of people: the only tables that join a key to an account.

use super::erasure::Erasure;
use super::{Person, Reach};
use crate::clock::Millis;
use crate::db::{Cells, Db, Resealing, RowKey, Tx, among, placeholders, readable};
use crate::ids::PersonKey;
use crate::seal::Seal;
use anyhow::Result;
use sqlx::any::AnyRow;
use std::collections::HashSet;

/// Values of one row in [`insert`].
const COLUMNS: usize = 10;
/// Keys in one statement.
const AT_ONCE: usize = 500;
/// Reaches that are looked at under older keys in one round.
const ROUND: i64 = 200;

pub async fn find(tx: &mut Tx, keys: &[PersonKey]) -> Result<Vec<Person>> {
    let sql = format!(
        "SELECT key, account, language, place, consent, stopped, unasked, quarter FROM person WHERE key IN {}",
        placeholders(1, keys.len(), 1)
    );
    let query = keys.iter().fold(sqlx::query(tx.in_order(sql)), |query, key| query.bind(key.as_str()));
    readable(&query.fetch_all(&mut **tx).await?, person)
}

fn person(row: &AnyRow) -> Result<Person> {
    let c = Cells::of("person", "key", row);
    Ok(Person {
        key: c.id("key")?,
        account: c.get("account")?,
        language: c.get("language")?,
        place: c.get("place")?,
        consent: c.get("consent")?,
        stopped: c.flag("stopped")?,
        unasked: c.flag("unasked")?,
        quarter: c.get("quarter")?,
    })
}

fn reached(row: &AnyRow) -> Result<Reach> {
    let c = Cells::of("reach", "key", row);
    Ok(Reach {
        key: c.id("key")?,
        account: c.get("account")?,
        address_sealed: c.get("address_sealed")?,
        language: c.get("language")?,
        stopped: c.flag("stopped")?,
        unasked: c.flag("unasked")?,
    })
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "person", |r| person(r).map(drop)).await?;
    crate::db::survey(db, "reach", |r| {
        reached(r)?;
        Cells::of("reach", "key", r).read("address_sealed", |sealed| seal.unseal(sealed)).map(drop)
    })
    .await?;
    crate::db::survey(db, "pending", |r| {
        Cells::of("pending", "person", r).read("body", |sealed| seal.unseal(sealed)).map(drop)
    })
    .await?;
    crate::db::survey(db, "erasure", |r| erasure(r).map(drop)).await
}

fn erasure(row: &AnyRow) -> Result<Erasure> {
    let c = Cells::of("erasure", "entry", row);
    Ok(Erasure { entry: c.get("entry")?, person: c.get("person")?, extent: c.word("extent")? })
}

/// Those that are there already stay as they are.
pub async fn add_erasures(tx: &mut Tx, erasures: &[Erasure]) -> Result<()> {
    for one in erasures {
        let sql =
            "INSERT INTO erasure (entry, person, extent) VALUES ($1, $2, $3) ON CONFLICT (entry) DO NOTHING";
        let query = sqlx::query(sql).bind(&one.entry).bind(&one.person).bind(one.extent.as_str());
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

pub async fn erasures(db: &Db) -> Result<Vec<Erasure>> {
    let rows = sqlx::query("SELECT entry, person, extent FROM erasure").fetch_all(db.read()).await?;
    readable(&rows, erasure)
}

pub async fn count_erasures(db: &Db) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM erasure").fetch_one(db.read()).await?)
}

/// Every key by which anybody is known in any way: also by a question, a duty or a delivery alone.
pub async fn known(tx: &mut Tx) -> Result<Vec<PersonKey>> {
    let sql = "SELECT key AS known FROM person UNION SELECT key FROM reach UNION SELECT person FROM pending
               UNION SELECT person FROM role UNION SELECT asker FROM question WHERE asker IS NOT NULL
               UNION SELECT person FROM outbox WHERE person IS NOT NULL
               UNION SELECT chooser FROM outbox WHERE chooser IS NOT NULL";
    let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Who came by another process in the same moment is there already.
pub async fn insert(tx: &mut Tx, key_name: &str, people: &[Person]) -> Result<()> {
    let sql = format!(
        "INSERT INTO person (key, key_name, account, language, place, consent, stopped, unasked, quarter, fresh)
         VALUES {} ON CONFLICT (key) DO NOTHING",
        placeholders(people.len(), COLUMNS, 1)
    );
    let mut query = sqlx::query(tx.in_order(sql));
    for person in people {
        query = query
            .bind(person.key.as_str())
            .bind(key_name)
            .bind(&person.account)
            .bind(&person.language)
            .bind(&person.place)
            .bind(&person.consent)
            .bind(i64::from(person.stopped))
            .bind(i64::from(person.unasked))
            .bind(person.quarter)
            .bind(1_i64);
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

pub async fn update(tx: &mut Tx, person: &Person) -> Result<()> {
    let sql =
        "UPDATE person SET language = $2, place = $3, consent = $4, stopped = $5, unasked = $6, quarter = $7
               WHERE key = $1";
    sqlx::query(sql)
        .bind(person.key.as_str())
        .bind(&person.language)
        .bind(&person.place)
        .bind(&person.consent)
        .bind(i64::from(person.stopped))
        .bind(i64::from(person.unasked))
        .bind(person.quarter)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, keys: &[PersonKey]) -> Result<()> {
    delete_all_pending(tx, keys).await?;
    delete_reach(tx, keys).await?;
    each(tx, "DELETE FROM person WHERE key IN {}", keys).await
}

/// One statement about all of these keys, as many at a time as a statement takes.
async fn each(tx: &mut Tx, sql: &str, keys: &[PersonKey]) -> Result<()> {
    for some in keys.chunks(AT_ONCE) {
        let sql = sql.replace("{}", &placeholders(1, some.len(), 1));
        let query = some.iter().fold(sqlx::query(tx.in_order(sql)), |query, key| query.bind(key.as_str()));
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

pub async fn put_reach(tx: &mut Tx, key_name: &str, reach: &Reach) -> Result<()> {
    let sql = "INSERT INTO reach (key, key_name, account, address_sealed, language, stopped, unasked)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (key) DO UPDATE SET language = excluded.language, stopped = excluded.stopped, unasked = excluded.unasked";
    sqlx::query(sql)
        .bind(reach.key.as_str())
        .bind(key_name)
        .bind(&reach.account)
        .bind(&reach.address_sealed)
        .bind(&reach.language)
        .bind(i64::from(reach.stopped))
        .bind(i64::from(reach.unasked))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn reach(tx: &mut Tx, key: &PersonKey) -> Result<Option<Reach>> {
    let sql = "SELECT key, account, address_sealed, language, stopped, unasked FROM reach WHERE key = $1";
    let row = sqlx::query(sql).bind(key.as_str()).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, reached)?.pop())
}

pub async fn update_reach(tx: &mut Tx, key: &PersonKey, person: &Person) -> Result<()> {
    let sql = "UPDATE reach SET language = $2, stopped = $3, unasked = $4 WHERE key = $1";
    let query = sqlx::query(sql).bind(key.as_str()).bind(&person.language);
    let query = query.bind(i64::from(person.stopped)).bind(i64::from(person.unasked));
    query.execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_reach(tx: &mut Tx, keys: &[PersonKey]) -> Result<()> {
    each(tx, "DELETE FROM reach WHERE key IN {}", keys).await
}

pub async fn reached_by_older(tx: &mut Tx, newest: &str, after: &PersonKey) -> Result<Vec<Reach>> {
    let sql =
        "SELECT key, account, address_sealed, language, stopped, unasked FROM reach WHERE key_name <> $1 AND key > $2
               ORDER BY key LIMIT $3";
    let rows = sqlx::query(sql).bind(newest).bind(after.as_str()).bind(ROUND).fetch_all(&mut **tx).await?;
    readable(&rows, reached)
}

pub async fn any_older(db: &Db, newest: &str) -> Result<bool> {
    let sql = "SELECT (SELECT COUNT(*) FROM person WHERE key_name <> $1) + (SELECT COUNT(*) FROM reach WHERE key_name <> $1)";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(newest).fetch_one(db.read()).await? > 0)
}

pub async fn is_known_by(tx: &mut Tx, keys: &[PersonKey]) -> Result<bool> {
    for sql in [
        "SELECT key FROM person WHERE key IN {}",
        "SELECT asker FROM question WHERE asker IN {}",
        "SELECT person FROM pending WHERE person IN {}",
        "SELECT person FROM role WHERE person IN {}",
    ] {
        if !among(tx, sql, keys).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Somebody who was met anew meanwhile stays as they are.
pub async fn rename(tx: &mut Tx, key_name: &str, old: &[PersonKey], new: &PersonKey) -> Result<()> {
    let sql = "INSERT INTO person (key, key_name, account, language, place, consent, stopped, unasked, fresh, quarter)
               SELECT $1, $2, account, language, place, consent, stopped, unasked, fresh, quarter FROM person WHERE key = $3
               ON CONFLICT (key) DO NOTHING";
    for key in old {
        // SQLite reads ON after a SELECT without WHERE as a join's; it has one.
        sqlx::query(sql).bind(new.as_str()).bind(key_name).bind(key.as_str()).execute(&mut **tx).await?;
    }
    each(tx, "DELETE FROM person WHERE key IN {}", old).await
}

pub async fn rename_pending(tx: &mut Tx, chat: &str, old: &[PersonKey], new: &PersonKey) -> Result<()> {
    for key in old {
        let sql = "UPDATE pending SET person = $1 WHERE person = $2 AND chat = $3
                   AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.person = $1 AND p.chat = $3)";
        let query = sqlx::query(sql).bind(new.as_str()).bind(key.as_str()).bind(chat);
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    Ok(crate::db::reseal(db, resealing, "reach", RowKey::Text("key"), "address_sealed").await?
        + crate::db::reseal(db, resealing, "pending", RowKey::Text("person"), "body").await?)
}

pub async fn count(db: &Db, account: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM person WHERE account = $1";
    Ok(sqlx::query_scalar(sql).bind(account).fetch_one(db.read()).await?)
}

/// Who never agreed to or chose anything and is no newcomer, and who was last heard of before a quarter.
pub async fn delete_unneeded(tx: &mut Tx, before: i64) -> Result<u64> {
    let sql = "DELETE FROM person WHERE (consent = '' AND language = '' AND stopped = 0 AND unasked = 0 AND fresh = 0) OR quarter < $1";
    let gone = sqlx::query(sql).bind(before).execute(&mut **tx).await?.rows_affected();
    sqlx::query("UPDATE person SET fresh = 0 WHERE consent = '' AND fresh = 1").execute(&mut **tx).await?;
    Ok(gone)
}

/// The addresses that nothing needs: they write first, and then it is known again.
pub async fn drop_reach(tx: &mut Tx) -> Result<()> {
    let sql = "DELETE FROM reach
               WHERE NOT EXISTS (SELECT 1 FROM role r WHERE r.person = reach.key AND r.ended_at IS NULL)
               AND NOT EXISTS (SELECT 1 FROM question q WHERE q.asker = reach.key)
               AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person = reach.key AND o.state IN ('waiting', 'sending'))";
    sqlx::query(sql).execute(&mut **tx).await?;
    Ok(())
}

pub async fn put_pending(tx: &mut Tx, of: (&PersonKey, &str), sealed: &str, now: Millis) -> Result<()> {
    // To the hour: the moment itself would say what else was done in it.
    let now = now - now.rem_euclid(3_600_000);
    let sql = "INSERT INTO pending (person, chat, body, created_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person, chat) DO UPDATE SET body = excluded.body";
    sqlx::query(sql).bind(of.0.as_str()).bind(of.1).bind(sealed).bind(now).execute(&mut **tx).await?;
    Ok(())
}

pub async fn pending(tx: &mut Tx, key: &PersonKey, chat: &str) -> Result<Option<String>> {
    let sql = "SELECT body FROM pending WHERE person = $1 AND chat = $2";
    Ok(sqlx::query_scalar(sql).bind(key.as_str()).bind(chat).fetch_optional(&mut **tx).await?)
}

pub async fn with_pending(tx: &mut Tx, keys: &[PersonKey]) -> Result<HashSet<PersonKey>> {
    among(tx, "SELECT DISTINCT person FROM pending WHERE person IN {}", keys).await
}

pub async fn delete_pending(tx: &mut Tx, key: &PersonKey, chat: &str) -> Result<()> {
    sqlx::query("DELETE FROM pending WHERE person = $1 AND chat = $2")
        .bind(key.as_str())
        .bind(chat)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn delete_all_pending(tx: &mut Tx, keys: &[PersonKey]) -> Result<()> {
    each(tx, "DELETE FROM pending WHERE person IN {}", keys).await
}

pub async fn delete_old_pending(tx: &mut Tx, before: Millis) -> Result<u64> {
    Ok(sqlx::query("DELETE FROM pending WHERE created_at < $1")
        .bind(before)
        .execute(&mut **tx)
        .await?
        .rows_affected())
}

/// The key is lost: nobody is known any more.
pub async fn lose(tx: &mut Tx) -> Result<()> {
    for sql in ["DELETE FROM pending", "DELETE FROM reach", "DELETE FROM person"] {
        sqlx::query(sql).execute(&mut **tx).await?;
    }
    Ok(())
}
