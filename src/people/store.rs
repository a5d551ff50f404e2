//! SQL of people: the only tables that join a key to an account.

use super::Person;
use super::erasure::Erasure;
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, among, placeholders, readable};
use crate::ids::PersonKey;
use crate::seal::Seal;
use anyhow::Result;
use sqlx::any::AnyRow;
use std::collections::HashSet;

/// Values of one row in [`insert`].
const COLUMNS: usize = 9;

pub async fn find(tx: &mut Tx, keys: &[PersonKey]) -> Result<Vec<Person>> {
    let sql = format!(
        "SELECT key, account, address_sealed, language, place, consent, stopped, quarter FROM person WHERE key IN {}",
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
        address_sealed: c.get("address_sealed")?,
        language: c.get("language")?,
        place: c.get("place")?,
        consent: c.get("consent")?,
        stopped: c.flag("stopped")?,
        quarter: c.get("quarter")?,
    })
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "person", |r| match person(r)?.address_sealed.is_empty() {
        true => Ok(()),
        false => Cells::of("person", "key", r).read("address_sealed", |sealed| seal.unseal(sealed)).map(drop),
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

/// Everybody who is known in any way: also by a question, a duty or a delivery alone.
pub async fn known(tx: &mut Tx) -> Result<Vec<PersonKey>> {
    let sql = "SELECT key AS known FROM person UNION SELECT person FROM pending UNION SELECT person FROM role
               UNION SELECT asker FROM question WHERE asker IS NOT NULL
               UNION SELECT person FROM outbox WHERE person IS NOT NULL
               UNION SELECT chooser FROM outbox WHERE chooser IS NOT NULL";
    let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Who came by another process in the same moment is there already.
pub async fn insert(tx: &mut Tx, people: &[Person]) -> Result<()> {
    let sql = format!(
        "INSERT INTO person (key, account, address_sealed, language, place, consent, stopped, quarter, fresh)
         VALUES {} ON CONFLICT (key) DO NOTHING",
        placeholders(people.len(), COLUMNS, 1)
    );
    let mut query = sqlx::query(tx.in_order(sql));
    for person in people {
        query = query
            .bind(person.key.as_str())
            .bind(&person.account)
            .bind(&person.address_sealed)
            .bind(&person.language)
            .bind(&person.place)
            .bind(&person.consent)
            .bind(i64::from(person.stopped))
            .bind(person.quarter)
            .bind(1_i64);
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

pub async fn update(tx: &mut Tx, person: &Person) -> Result<()> {
    let sql = "UPDATE person SET language = $2, place = $3, consent = $4, stopped = $5, quarter = $6, address_sealed = $7
               WHERE key = $1";
    sqlx::query(sql)
        .bind(person.key.as_str())
        .bind(&person.language)
        .bind(&person.place)
        .bind(&person.consent)
        .bind(i64::from(person.stopped))
        .bind(person.quarter)
        .bind(&person.address_sealed)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, key: &PersonKey) -> Result<()> {
    delete_all_pending(tx, key).await?;
    sqlx::query("DELETE FROM person WHERE key = $1").bind(key.as_str()).execute(&mut **tx).await?;
    Ok(())
}

pub async fn count(db: &Db, account: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM person WHERE account = $1";
    Ok(sqlx::query_scalar(sql).bind(account).fetch_one(db.read()).await?)
}

/// Who never agreed and is no newcomer, and who was last heard of before a quarter, unless something is about them.
pub async fn delete_unneeded(tx: &mut Tx, before: i64) -> Result<()> {
    let sql = "DELETE FROM person WHERE (consent = '' AND fresh = 0 OR quarter < $1)
               AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.person = person.key)
               AND NOT EXISTS (SELECT 1 FROM role r WHERE r.person = person.key AND r.ended_at IS NULL)
               AND NOT EXISTS (SELECT 1 FROM question q WHERE q.asker = person.key)
               AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person = person.key AND o.state IN ('waiting', 'sending'))";
    sqlx::query(sql).bind(before).execute(&mut **tx).await?;
    sqlx::query("UPDATE person SET fresh = 0 WHERE consent = '' AND fresh = 1").execute(&mut **tx).await?;
    Ok(())
}

/// The addresses of those whom nothing needs to reach: they write first, and then it is known again.
pub async fn forget_addresses(tx: &mut Tx) -> Result<()> {
    let sql = "UPDATE person SET address_sealed = '' WHERE address_sealed <> ''
               AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.person = person.key)
               AND NOT EXISTS (SELECT 1 FROM role r WHERE r.person = person.key AND r.ended_at IS NULL)
               AND NOT EXISTS (SELECT 1 FROM question q WHERE q.asker = person.key)
               AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person = person.key AND o.state IN ('waiting', 'sending'))";
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

pub async fn delete_all_pending(tx: &mut Tx, key: &PersonKey) -> Result<()> {
    sqlx::query("DELETE FROM pending WHERE person = $1").bind(key.as_str()).execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_old_pending(tx: &mut Tx, before: Millis) -> Result<u64> {
    Ok(sqlx::query("DELETE FROM pending WHERE created_at < $1")
        .bind(before)
        .execute(&mut **tx)
        .await?
        .rows_affected())
}
