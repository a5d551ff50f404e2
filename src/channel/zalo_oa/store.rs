//! SQL of the tokens, and of what decides whether an update is for us.

use crate::clock::Millis;
use crate::db::{Db, Resealing, RowKey, Tx};
use crate::ids::{GroupId, PersonKey};
use crate::seal::Seal;
use anyhow::Result;
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;

/// The row of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub state: String,
    pub generation: i64,
    pub access_sealed: String,
    pub refresh_sealed: String,
    pub issued_at: Millis,
    pub expires_at: Millis,
    pub presented: i64,
    pub held_until: Millis,
    pub settings_key: String,
    pub asked_sealed: String,
}

fn pair(row: AnyRow) -> Result<Pair> {
    Ok(Pair {
        state: row.try_get("state")?,
        generation: row.try_get("generation")?,
        access_sealed: row.try_get("access_sealed")?,
        refresh_sealed: row.try_get("refresh_sealed")?,
        issued_at: row.try_get("issued_at")?,
        expires_at: row.try_get("expires_at")?,
        presented: row.try_get("presented")?,
        held_until: row.try_get("held_until")?,
        settings_key: row.try_get("settings_key")?,
        asked_sealed: row.try_get("asked_sealed")?,
    })
}

pub async fn read(db: &Db, account: &str) -> Result<Option<Pair>> {
    let sql = "SELECT * FROM zalo_token WHERE account = $1";
    sqlx::query(sql).bind(account).fetch_optional(db.read()).await?.map(pair).transpose()
}

/// The row is there from now on; a new one waits for consent.
pub async fn make(tx: &mut Tx, account: &str) -> Result<()> {
    let sql = "INSERT INTO zalo_token (account, state, generation) VALUES ($1, 'consent', 0)
               ON CONFLICT (account) DO NOTHING";
    sqlx::query(sql).bind(account).execute(&mut **tx).await?;
    Ok(())
}

/// A new pair takes the place of the one of `generation`; false when another has come meanwhile.
pub async fn put(tx: &mut Tx, account: &str, generation: i64, new: &Pair) -> Result<bool> {
    let sql = "UPDATE zalo_token SET state = $3, generation = generation + 1, access_sealed = $4, refresh_sealed = $5,
                      issued_at = $6, expires_at = $7, presented = 0, holder = '', held_until = 0,
                      settings_key = CASE WHEN $8 = '' THEN settings_key ELSE $8 END, asked_sealed = ''
               WHERE account = $1 AND generation = $2";
    let done = sqlx::query(sql)
        .bind(account)
        .bind(generation)
        .bind(&new.state)
        .bind(&new.access_sealed)
        .bind(&new.refresh_sealed)
        .bind(new.issued_at)
        .bind(new.expires_at)
        .bind(&new.settings_key)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks that the refresh token of `generation` is about to be presented, if nobody else presents it and it was
/// presented less than `most` times; the row is then `holder`'s until `until`.
pub async fn mark(
    tx: &mut Tx,
    account: &str,
    generation: i64,
    most: i64,
    (holder, now, until): (&str, Millis, Millis),
) -> Result<bool> {
    let sql = "UPDATE zalo_token SET presented = presented + 1, holder = $4, held_until = $6
               WHERE account = $1 AND generation = $2 AND state = 'good' AND presented < $3 AND held_until <= $5";
    let done = sqlx::query(sql)
        .bind(account)
        .bind(generation)
        .bind(most)
        .bind(holder)
        .bind(now)
        .bind(until)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets go of the row. `unspent`: the token surely was not presented after all.
pub async fn let_go(tx: &mut Tx, account: &str, holder: &str, unspent: bool) -> Result<()> {
    let sql = "UPDATE zalo_token SET presented = presented - $3, holder = '', held_until = 0 WHERE account = $1 AND holder = $2";
    sqlx::query(sql).bind(account).bind(holder).bind(i64::from(unspent)).execute(&mut **tx).await?;
    Ok(())
}

/// An administrator has to consent again; only if the pair is still the one of `generation`.
pub async fn lose(tx: &mut Tx, account: &str, generation: i64) -> Result<bool> {
    let sql = "UPDATE zalo_token SET state = 'consent', access_sealed = '', refresh_sealed = '', holder = '', held_until = 0
               WHERE account = $1 AND generation = $2 AND state = 'good'";
    let done = sqlx::query(sql).bind(account).bind(generation).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

pub async fn set_asked(tx: &mut Tx, account: &str, sealed: &str) -> Result<()> {
    let sql = "UPDATE zalo_token SET asked_sealed = $2 WHERE account = $1";
    sqlx::query(sql).bind(account).bind(sealed).execute(&mut **tx).await?;
    Ok(())
}

/// True when `message` in a group is one of ours; and whether one is on its way there, whose number is not known yet.
pub async fn ours_in_group(db: &Db, account: &str, address: &str, message: &str) -> Result<(bool, bool)> {
    let sql = "SELECT COUNT(*) FROM outbox o JOIN chat_group g ON g.id = o.chat_group
               WHERE g.account = $1 AND g.address = $2 AND o.state = 'sending'";
    // Asked first: what lands between the two questions is found by the second.
    let flying =
        sqlx::query_scalar::<_, i64>(sql).bind(account).bind(address).fetch_one(db.read()).await? > 0;
    // Those of publications publication by publication, as `outbox` does.
    let sql = "SELECT (SELECT COUNT(*) FROM chat_group g CROSS JOIN publication p CROSS JOIN outbox o
                        WHERE g.account = $1 AND g.address = $2 AND o.publication = p.id
                        AND o.chat_group = g.id AND o.message = $3)
                    + (SELECT COUNT(*) FROM chat_group g CROSS JOIN outbox o
                        WHERE g.account = $1 AND g.address = $2 AND o.chat_group = g.id
                        AND o.publication IS NULL AND o.message = $3)";
    let found = sqlx::query_scalar::<_, i64>(sql).bind(account).bind(address).bind(message);
    Ok((found.fetch_one(db.read()).await? > 0, flying))
}

/// True when `message` asked a question, or told of one, in this chat (a person's key, or a group's address).
pub async fn about_a_question(
    db: &Db,
    seal: &Seal,
    (account, asker): (&str, &PersonKey),
    group: &str,
    message: &str,
) -> Result<bool> {
    let sql = "SELECT (SELECT COUNT(*) FROM outbox WHERE person = $1 AND message = $4 AND question IS NOT NULL)
                    + (SELECT COUNT(*) FROM chat_group g CROSS JOIN outbox o
                        WHERE g.account = $2 AND g.address = $3 AND o.chat_group = g.id AND o.publication IS NULL
                        AND o.message = $4 AND o.question IS NOT NULL)";
    let found =
        sqlx::query_scalar::<_, i64>(sql).bind(asker.as_str()).bind(account).bind(group).bind(message);
    if found.fetch_one(db.read()).await? > 0 {
        return Ok(true);
    }
    let sql = "SELECT back FROM question WHERE asker = $1 AND chat_group IS NULL AND back <> ''
               UNION ALL SELECT q.back FROM chat_group g CROSS JOIN question q
               WHERE g.account = $2 AND g.address = $3 AND q.chat_group = g.id AND q.back <> ''";
    let rows = sqlx::query_scalar::<_, String>(sql).bind(asker.as_str()).bind(account).bind(group);
    let is_it = |sealed: &String| {
        let back = seal.unseal(sealed).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
        back.is_some_and(|back| back["message"] == message)
    };
    Ok(rows.fetch_all(db.read()).await?.iter().any(is_it))
}

/// The group with this address.
pub async fn group(db: &Db, account: &str, address: &str) -> Result<Option<GroupId>> {
    let sql = "SELECT id FROM chat_group WHERE account = $1 AND address = $2";
    let found = sqlx::query_scalar::<_, String>(sql).bind(account).bind(address);
    Ok(found.fetch_optional(db.read()).await?.map(Into::into))
}

/// True when this member was put before a choice in this group after `since`, and it is still open.
pub async fn choice_in_group(db: &Db, group: &GroupId, member: &PersonKey, since: Millis) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM outbox o WHERE o.chooser = $1 AND o.chat_group = $2 AND o.choices <> ''
               AND o.created_at >= $3 AND o.state IN ('sent', 'unknown', 'sending')";
    let found = sqlx::query_scalar::<_, i64>(sql).bind(member.as_str()).bind(group.as_str()).bind(since);
    Ok(found.fetch_one(db.read()).await? > 0)
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    let mut done = 0;
    for column in ["access_sealed", "refresh_sealed", "asked_sealed"] {
        done += crate::db::reseal(db, resealing, "zalo_token", RowKey::Text("account"), column).await?;
    }
    Ok(done)
}

/// The key is lost, and the tokens with it: the administrator is asked for consent again.
pub async fn lose_all(tx: &mut Tx) -> Result<()> {
    let sql = "UPDATE zalo_token SET state = 'consent', access_sealed = '', refresh_sealed = '', asked_sealed = '', holder = '',
                      held_until = 0";
    sqlx::query(sql).execute(&mut **tx).await?;
    Ok(())
}
