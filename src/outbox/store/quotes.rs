//! What a message of ours was about, and the choices in it.

use super::parts::{cells, of_group};
use crate::db::{Tx, readable};
use crate::ids::{GroupId, PersonKey};
use crate::outbox::choices::Offered;
use crate::outbox::delivery::{Chooser, Whom};
use crate::outbox::part::State;
use crate::outbox::quotes::Quoted;
use anyhow::Result;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

fn quoted(r: &AnyRow) -> Result<Quoted> {
    let c = cells(r);
    Ok(Quoted {
        kind: c.word("kind")?,
        publication: c.id_or_none("publication")?,
        question: c.id_or_none("question")?,
    })
}

pub async fn by_group_message(tx: &mut Tx, group: &GroupId, message: &str) -> Result<Option<Quoted>> {
    let sql = format!("{} ORDER BY id DESC LIMIT 1", of_group("o.message = $2"));
    let row =
        sqlx::query(AssertSqlSafe(sql)).bind(group.as_str()).bind(message).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, quoted)?.pop())
}

pub async fn by_person_message(tx: &mut Tx, person: &PersonKey, message: &str) -> Result<Option<Quoted>> {
    let sql = "SELECT id, kind, publication, question FROM outbox WHERE person = $1 AND message = $2 ORDER BY id DESC LIMIT 1";
    let row = sqlx::query(sql).bind(person.as_str()).bind(message).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, quoted)?.pop())
}

pub async fn is_sending_to(tx: &mut Tx, whom: Whom<'_>) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM outbox WHERE state = 'sending' AND (chat_group = $1 OR person = $1)";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(whom.as_str()).fetch_one(&mut **tx).await? > 0)
}

fn offered(r: &AnyRow) -> Result<(Offered, bool)> {
    let c = cells(r);
    let tokens: String = c.get("choices")?;
    let offered = Offered {
        part: c.get("id")?,
        message: c.get("message")?,
        tokens: tokens.lines().map(str::to_owned).collect(),
    };
    Ok((offered, c.word::<State>("state")? == State::Sending))
}

/// The newest open choices, and whether they are still on their way.
pub async fn latest_choices(
    tx: &mut Tx,
    whom: Whom<'_>,
    chooser: &Chooser,
) -> Result<Option<(Offered, bool)>> {
    let sql = "SELECT id, message, choices, state FROM outbox WHERE chooser IN ($1, '') AND COALESCE(chat_group, person) = $2
               AND choices <> '' AND state IN ('sent', 'unknown', 'sending') ORDER BY id DESC LIMIT 1";
    let row = sqlx::query(sql).bind(chooser.as_str()).bind(whom.as_str()).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, offered)?.pop())
}

/// The choices in a message, and whose they are, if they are still somebody's.
pub async fn choices_in(
    tx: &mut Tx,
    whom: Whom<'_>,
    message: &str,
) -> Result<Option<(Offered, Option<Chooser>)>> {
    let condition = "o.message = $2 AND o.choices IS NOT NULL";
    let sql = format!(
        "{} UNION ALL SELECT o.* FROM outbox o WHERE o.person = $1 AND {condition} ORDER BY id DESC LIMIT 1",
        of_group(condition)
    );
    let row =
        sqlx::query(AssertSqlSafe(sql)).bind(whom.as_str()).bind(message).fetch_optional(&mut **tx).await?;
    let whose = |r: &AnyRow| Ok((offered(r)?.0, cells(r).get::<Option<String>>("chooser")?.map(Chooser::of)));
    Ok(readable(&row, whose)?.pop())
}

pub async fn close_choices(tx: &mut Tx, row: i64) -> Result<()> {
    sqlx::query("UPDATE outbox SET choices = '' WHERE id = $1").bind(row).execute(&mut **tx).await?;
    Ok(())
}

pub async fn close_choices_like(
    tx: &mut Tx,
    whom: Whom<'_>,
    chooser: &Chooser,
    prefix: &'static str,
) -> Result<()> {
    let sql = "UPDATE outbox SET choices = '' WHERE chooser = $1 AND COALESCE(chat_group, person) = $2 AND choices LIKE $3";
    sqlx::query(sql)
        .bind(chooser.as_str())
        .bind(whom.as_str())
        .bind(format!("{prefix}%"))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
