//! SQL of people: the only tables that join a key to an account.

use super::Person;
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, readable};
use crate::ids::PersonKey;
use crate::seal::Seal;
use anyhow::Result;
use sqlx::any::AnyRow;

pub async fn find(tx: &mut Tx, key: &PersonKey) -> Result<Option<Person>> {
    let sql = "SELECT key, account, address_sealed, language, place, consent, consent_at, stopped FROM person WHERE key = $1";
    let row = sqlx::query(sql).bind(key.as_str()).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, person)?.pop())
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
        consent_at: c.get("consent_at")?,
        stopped: c.flag("stopped")?,
    })
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "person", |r| {
        person(r)?;
        Cells::of("person", "key", r).read("address_sealed", |sealed| seal.unseal(sealed)).map(drop)
    })
    .await?;
    crate::db::survey(db, "pending", |r| {
        Cells::of("pending", "person", r).read("body", |sealed| seal.unseal(sealed)).map(drop)
    })
    .await
}

pub async fn insert(tx: &mut Tx, person: &Person, now: Millis) -> Result<()> {
    let sql = "INSERT INTO person (key, account, address_sealed, language, place, consent, consent_at, stopped, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(sql)
        .bind(person.key.as_str())
        .bind(&person.account)
        .bind(&person.address_sealed)
        .bind(&person.language)
        .bind(&person.place)
        .bind(&person.consent)
        .bind(person.consent_at)
        .bind(i64::from(person.stopped))
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut Tx, person: &Person) -> Result<()> {
    let sql = "UPDATE person SET language = $2, place = $3, consent = $4, consent_at = $5, stopped = $6 WHERE key = $1";
    sqlx::query(sql)
        .bind(person.key.as_str())
        .bind(&person.language)
        .bind(&person.place)
        .bind(&person.consent)
        .bind(person.consent_at)
        .bind(i64::from(person.stopped))
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

pub async fn delete_strangers(tx: &mut Tx, before: Millis) -> Result<u64> {
    let sql = "DELETE FROM person WHERE consent = '' AND created_at < $1
               AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.person = person.key)
               AND NOT EXISTS (SELECT 1 FROM role r WHERE r.person = person.key AND r.ended_at IS NULL)
               AND NOT EXISTS (SELECT 1 FROM question q WHERE q.asker = person.key)
               AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person = person.key AND o.state IN ('waiting', 'sending'))";
    Ok(sqlx::query(sql).bind(before).execute(&mut **tx).await?.rows_affected())
}

pub async fn put_pending(tx: &mut Tx, of: (&PersonKey, &str), sealed: &str, now: Millis) -> Result<()> {
    let sql = "INSERT INTO pending (person, chat, body, created_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person, chat) DO UPDATE SET body = excluded.body";
    sqlx::query(sql).bind(of.0.as_str()).bind(of.1).bind(sealed).bind(now).execute(&mut **tx).await?;
    Ok(())
}

pub async fn pending(tx: &mut Tx, key: &PersonKey, chat: &str) -> Result<Option<String>> {
    let sql = "SELECT body FROM pending WHERE person = $1 AND chat = $2";
    Ok(sqlx::query_scalar(sql).bind(key.as_str()).bind(chat).fetch_optional(&mut **tx).await?)
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
