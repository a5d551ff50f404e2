//! SQL of roles and invitations.

use super::invited::{Invitation, InvitationState};
use super::{Role, Standing};
use crate::clock::Millis;
use crate::db::{Cells, Db, Resealing, RowKey, Tx, among, placeholders, readable};
use crate::ids::{PersonKey, RoleId};
use crate::seal::Seal;
use crate::stored::words;
use anyhow::Result;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::collections::HashSet;

words! {
    /// How a standing is stored; `absent_from` and `absent_until` beside it say when.
    enum Stood {
        /// There.
        Present = "present",
        /// Away until a day.
        Away = "away",
        /// Away, and nobody knows until when.
        Gone = "gone",
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(',').filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

fn role(row: &AnyRow) -> Result<Role> {
    let c = Cells::of("role", "id", row);
    let from: Option<Millis> = c.get("absent_from")?;
    let standing = match (c.word("standing")?, c.get("absent_until")?) {
        (Stood::Present, _) => Standing::Present,
        (Stood::Gone, _) => Standing::Gone,
        (Stood::Away, Some(until)) => Standing::Away { from: from.unwrap_or(0), until },
        (Stood::Away, None) => return Err(c.unknown("absent_until").into()),
    };
    Ok(Role {
        id: c.id("id")?,
        duty: c.word("kind")?,
        place: c.get("place")?,
        topics: list(&c.get::<String>("topics")?),
        languages: list(&c.get::<String>("languages")?),
        name_sealed: c.get("name_sealed")?,
        title: c.get("title")?,
        person: c.id("person")?,
        since: c.get("since")?,
        standing,
    })
}

fn roles_in(rows: Vec<AnyRow>) -> Result<Vec<Role>> {
    readable(&rows, role)
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    let opens = |c: Cells<'_>| c.read("name_sealed", |sealed| seal.unseal(sealed)).map(drop);
    crate::db::survey(db, "role", |r| {
        role(r)?;
        opens(Cells::of("role", "id", r))
    })
    .await?;
    crate::db::survey(db, "invitation", |r| {
        invited(r)?;
        opens(Cells::of("invitation", "code_key", r))
    })
    .await
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    Ok(crate::db::reseal(db, resealing, "role", RowKey::Text("id"), "name_sealed").await?
        + crate::db::reseal(db, resealing, "invitation", RowKey::Text("code_key"), "name_sealed").await?)
}

/// Roles held under a key of before are held under the new one.
pub async fn rename(tx: &mut Tx, old: &[PersonKey], new: &PersonKey) -> Result<()> {
    for key in old {
        let sql = "UPDATE role SET person = $1 WHERE person = $2";
        sqlx::query(sql).bind(new.as_str()).bind(key.as_str()).execute(&mut **tx).await?;
    }
    Ok(())
}

pub async fn insert_role(tx: &mut Tx, r: &Role) -> Result<()> {
    let sql = "INSERT INTO role (id, kind, place, topics, languages, name_sealed, person, since, title)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(sql)
        .bind(r.id.as_str())
        .bind(r.duty.as_str())
        .bind(&r.place)
        .bind(r.topics.join(","))
        .bind(r.languages.join(","))
        .bind(&r.name_sealed)
        .bind(r.person.as_str())
        .bind(r.since)
        .bind(&r.title)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn update_role(tx: &mut Tx, r: &Role) -> Result<()> {
    let sql = "UPDATE role SET topics = $2, languages = $3, name_sealed = $4, title = $5 WHERE id = $1";
    sqlx::query(sql)
        .bind(r.id.as_str())
        .bind(r.topics.join(","))
        .bind(r.languages.join(","))
        .bind(&r.name_sealed)
        .bind(&r.title)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Every role in force.
pub async fn all(tx: &mut Tx) -> Result<Vec<Role>> {
    let rows = sqlx::query("SELECT * FROM role WHERE ended_at IS NULL ORDER BY since, id")
        .fetch_all(&mut **tx)
        .await?;
    roles_in(rows)
}

/// The role with this id, if it is in force.
pub async fn with(tx: &mut Tx, id: &RoleId) -> Result<Option<Role>> {
    let sql = "SELECT * FROM role WHERE id = $1 AND ended_at IS NULL";
    let row = sqlx::query(sql).bind(id.as_str()).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, role)?.pop())
}

/// The roles in force of whoever holds this one, this one first; none when it is over.
pub async fn held_with(db: &Db, id: &RoleId) -> Result<Vec<Role>> {
    let sql = "SELECT * FROM role WHERE ended_at IS NULL
               AND person = (SELECT person FROM role WHERE id = $1 AND ended_at IS NULL) ORDER BY since, id";
    let mut held = roles_in(sqlx::query(sql).bind(id.as_str()).fetch_all(db.read()).await?)?;
    held.sort_by_key(|role| role.id != *id);
    Ok(held)
}

/// Whose role it is or was.
pub async fn person_of(tx: &mut Tx, id: &RoleId) -> Result<Option<PersonKey>> {
    let sql = "SELECT person FROM role WHERE id = $1";
    let person: Option<String> = sqlx::query_scalar(sql).bind(id.as_str()).fetch_optional(&mut **tx).await?;
    Ok(person.map(Into::into))
}

/// Whose roles ended since then.
pub async fn ended_since(tx: &mut Tx, since: Millis) -> Result<Vec<PersonKey>> {
    let sql = "SELECT DISTINCT person FROM role WHERE ended_at >= $1";
    let found: Vec<String> = sqlx::query_scalar(sql).bind(since).fetch_all(&mut **tx).await?;
    Ok(found.into_iter().map(Into::into).collect())
}

pub async fn roles_at(tx: &mut Tx, places: &[&str]) -> Result<Vec<Role>> {
    let sql = format!(
        "SELECT * FROM role WHERE kind IN ('reporter', 'coordinator') AND place IN {} AND ended_at IS NULL ORDER BY since, id",
        placeholders(1, places.len(), 1)
    );
    let query = places.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, place| query.bind(*place));
    roles_in(query.fetch_all(&mut **tx).await?)
}

/// The roles in force of one person.
pub async fn of(tx: &mut Tx, person: &PersonKey) -> Result<Vec<Role>> {
    let sql = "SELECT * FROM role WHERE person = $1 AND ended_at IS NULL ORDER BY since, id";
    roles_in(sqlx::query(sql).bind(person.as_str()).fetch_all(&mut **tx).await?)
}

/// Those of these people who hold a role.
pub async fn holders(tx: &mut Tx, people: &[PersonKey]) -> Result<HashSet<PersonKey>> {
    among(tx, "SELECT DISTINCT person FROM role WHERE ended_at IS NULL AND person IN {}", people).await
}

/// Ends a role, and with it the codes that its holder made and nobody has used; false when there is none in force with
/// this id.
pub async fn end(tx: &mut Tx, id: &RoleId, now: Millis) -> Result<bool> {
    let void =
        "UPDATE invitation SET state = 'revoked', name_sealed = '' WHERE state = 'open' AND made_by = $1";
    sqlx::query(void).bind(id.as_str()).execute(&mut **tx).await?;
    let sql = "UPDATE role SET ended_at = $2, name_sealed = '' WHERE id = $1 AND ended_at IS NULL";
    Ok(sqlx::query(sql).bind(id.as_str()).bind(now).execute(&mut **tx).await?.rows_affected() == 1)
}

/// How every role of a person stands from now on.
pub async fn stand(tx: &mut Tx, person: &PersonKey, standing: Standing) -> Result<()> {
    let (stood, from, until) = match standing {
        Standing::Present => (Stood::Present, None, None),
        Standing::Away { from, until } => (Stood::Away, Some(from), Some(until)),
        Standing::Gone => (Stood::Gone, None, None),
    };
    let sql = "UPDATE role SET standing = $2, absent_until = $3, absent_from = $4 WHERE person = $1 AND ended_at IS NULL";
    sqlx::query(sql)
        .bind(person.as_str())
        .bind(stood.as_str())
        .bind(until)
        .bind(from)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Moves a role from one place to another; false when it was not there.
pub async fn relocate(tx: &mut Tx, id: &RoleId, from: &str, to: &str) -> Result<bool> {
    let sql = "UPDATE role SET place = $3 WHERE id = $1 AND place = $2 AND ended_at IS NULL";
    let done = sqlx::query(sql).bind(id.as_str()).bind(from).bind(to).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

pub async fn insert_invitation(tx: &mut Tx, code_key: &str, i: &Invitation, now: Millis) -> Result<()> {
    let sql = "INSERT INTO invitation (code_key, role, place, topics, languages, name_sealed, state, created_at, expires_at, made_by, title)
               VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9, $10)";
    sqlx::query(sql)
        .bind(code_key)
        .bind(i.role.as_str())
        .bind(&i.place)
        .bind(i.topics.join(","))
        .bind(i.languages.join(","))
        .bind(&i.name_sealed)
        .bind(now)
        .bind(i.expires_at)
        .bind(i.made_by.as_deref())
        .bind(&i.title)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn invitation(tx: &mut Tx, code_key: &str) -> Result<Option<Invitation>> {
    let row = sqlx::query("SELECT * FROM invitation WHERE code_key = $1")
        .bind(code_key)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(readable(&row, invited)?.pop())
}

/// The invitations that can be used, those first that lapse first.
pub async fn open_invitations(db: &Db, now: Millis) -> Result<Vec<Invitation>> {
    let sql =
        "SELECT * FROM invitation WHERE state = 'open' AND expires_at > $1 ORDER BY expires_at, code_key";
    let rows = sqlx::query(sql).bind(now).fetch_all(db.read()).await?;
    readable(&rows, invited)
}

fn invited(row: &AnyRow) -> Result<Invitation> {
    let c = Cells::of("invitation", "code_key", row);
    Ok(Invitation {
        role: c.word("role")?,
        place: c.get("place")?,
        topics: list(&c.get::<String>("topics")?),
        languages: list(&c.get::<String>("languages")?),
        name_sealed: c.get("name_sealed")?,
        title: c.get("title")?,
        state: c.word("state")?,
        expires_at: c.get("expires_at")?,
        made_by: c.id_or_none("made_by")?,
    })
}

/// Who was invited and did not come in time is not named any more.
pub async fn forget_lapsed(tx: &mut Tx, now: Millis) -> Result<()> {
    let sql = "UPDATE invitation SET name_sealed = '' WHERE state = 'open' AND expires_at <= $1 AND name_sealed <> ''";
    sqlx::query(sql).bind(now).execute(&mut **tx).await?;
    Ok(())
}

pub async fn close_invitation(tx: &mut Tx, code_key: &str, state: InvitationState) -> Result<bool> {
    let sql = "UPDATE invitation SET state = $2, name_sealed = '' WHERE code_key = $1 AND state = 'open'";
    Ok(sqlx::query(sql).bind(code_key).bind(state.as_str()).execute(&mut **tx).await?.rows_affected() == 1)
}

/// The key is lost: nobody is known to hold a role, and no code opens anything. Returns how many roles ended.
pub async fn lose(tx: &mut Tx, now: Millis) -> Result<u64> {
    let void = "UPDATE invitation SET state = CASE WHEN state = 'open' THEN 'revoked' ELSE state END, name_sealed = ''";
    sqlx::query(void).execute(&mut **tx).await?;
    let end = "UPDATE role SET ended_at = $1 WHERE ended_at IS NULL";
    let ended = sqlx::query(end).bind(now).execute(&mut **tx).await?.rows_affected();
    sqlx::query("UPDATE role SET name_sealed = ''").execute(&mut **tx).await?;
    Ok(ended)
}
