//! SQL of groups, roles and invitations.

use super::Group;
use super::roster::{Invitation, Role};
use crate::clock::Millis;
use crate::db::{Db, Tx, placeholders};
use anyhow::Result;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

fn group(row: AnyRow) -> Result<Group> {
    Ok(Group {
        id: row.try_get("id")?,
        account: row.try_get("account")?,
        platform: row.try_get("platform")?,
        address: row.try_get("address")?,
        place: row.try_get("place")?,
        language: row.try_get("language")?,
        state: row.try_get("state")?,
        reason: row.try_get("reason")?,
        linked_at: row.try_get("linked_at")?,
    })
}

pub async fn by_address(tx: &mut Tx, account: &str, address: &str) -> Result<Option<Group>> {
    let sql = "SELECT * FROM chat_group WHERE account = $1 AND address = $2";
    sqlx::query(sql).bind(account).bind(address).fetch_optional(&mut **tx).await?.map(group).transpose()
}

pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Group>> {
    sqlx::query("SELECT * FROM chat_group WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?
        .map(group)
        .transpose()
}

pub async fn insert(tx: &mut Tx, g: &Group) -> Result<()> {
    let sql = "INSERT INTO chat_group (id, account, platform, address, place, language, state, reason, linked_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    sqlx::query(sql)
        .bind(&g.id)
        .bind(&g.account)
        .bind(&g.platform)
        .bind(&g.address)
        .bind(&g.place)
        .bind(&g.language)
        .bind(&g.state)
        .bind(&g.reason)
        .bind(g.linked_at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn save(tx: &mut Tx, g: &Group, now: Millis) -> Result<()> {
    let sql = "UPDATE chat_group SET place = $2, language = $3, state = $4, reason = $5, changed_at = $6 WHERE id = $1";
    sqlx::query(sql)
        .bind(&g.id)
        .bind(&g.place)
        .bind(&g.language)
        .bind(&g.state)
        .bind(&g.reason)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn readdress(tx: &mut Tx, account: &str, from: &str, to: &str, now: Millis) -> Result<()> {
    let sql = "UPDATE chat_group SET address = $3, changed_at = $4 WHERE account = $1 AND address = $2
               AND NOT EXISTS (SELECT 1 FROM chat_group o WHERE o.account = $1 AND o.address = $3)";
    sqlx::query(sql).bind(account).bind(from).bind(to).bind(now).execute(&mut **tx).await?;
    // Somebody linked the new address before we heard of the move: that link counts, this one has ended.
    let sql = "UPDATE chat_group SET state = 'gone', reason = 'group-ended', changed_at = $3
               WHERE account = $1 AND address = $2 AND state = 'linked'";
    sqlx::query(sql).bind(account).bind(from).bind(now).execute(&mut **tx).await?;
    Ok(())
}

pub async fn all(db: &Db) -> Result<Vec<Group>> {
    let rows = sqlx::query("SELECT * FROM chat_group ORDER BY place, id").fetch_all(db.read()).await?;
    rows.into_iter().map(group).collect()
}

pub async fn count_linked(tx: &mut Tx, account: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM chat_group WHERE state = 'linked' AND account = $1";
    Ok(sqlx::query_scalar(sql).bind(account).fetch_one(&mut **tx).await?)
}

pub async fn linked_after(tx: &mut Tx, cursor: &str, limit: i64) -> Result<Vec<Group>> {
    let sql = "SELECT * FROM chat_group WHERE state = 'linked' AND id > $1 ORDER BY id LIMIT $2";
    let rows = sqlx::query(sql).bind(cursor).bind(limit).fetch_all(&mut **tx).await?;
    rows.into_iter().map(group).collect()
}

fn list(text: &str) -> Vec<String> {
    text.split(',').filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

fn role(row: AnyRow) -> Result<Role> {
    Ok(Role {
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        place: row.try_get("place")?,
        topics: list(&row.try_get::<String, _>("topics")?),
        languages: list(&row.try_get::<String, _>("languages")?),
        name_sealed: row.try_get("name_sealed")?,
        person: row.try_get("person")?,
        since: row.try_get("since")?,
        absent_until: row.try_get("absent_until")?,
    })
}

pub async fn insert_role(tx: &mut Tx, r: &Role) -> Result<()> {
    let sql = "INSERT INTO role (id, kind, place, topics, languages, name_sealed, person, since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(sql)
        .bind(&r.id)
        .bind(&r.kind)
        .bind(&r.place)
        .bind(r.topics.join(","))
        .bind(r.languages.join(","))
        .bind(&r.name_sealed)
        .bind(&r.person)
        .bind(r.since)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn update_role(tx: &mut Tx, r: &Role) -> Result<()> {
    let sql = "UPDATE role SET topics = $2, languages = $3, name_sealed = $4 WHERE id = $1";
    sqlx::query(sql)
        .bind(&r.id)
        .bind(r.topics.join(","))
        .bind(r.languages.join(","))
        .bind(&r.name_sealed)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn roles(tx: &mut Tx) -> Result<Vec<Role>> {
    let rows = sqlx::query("SELECT * FROM role WHERE ended_at IS NULL ORDER BY since, id")
        .fetch_all(&mut **tx)
        .await?;
    rows.into_iter().map(role).collect()
}

pub async fn role_with(tx: &mut Tx, id: &str) -> Result<Option<Role>> {
    let sql = "SELECT * FROM role WHERE id = $1 AND ended_at IS NULL";
    sqlx::query(sql).bind(id).fetch_optional(&mut **tx).await?.map(role).transpose()
}

pub async fn roles_at(tx: &mut Tx, places: &[&str]) -> Result<Vec<Role>> {
    let sql = format!(
        "SELECT * FROM role WHERE kind IN ('reporter', 'coordinator') AND place IN {} AND ended_at IS NULL ORDER BY since, id",
        placeholders(1, places.len(), 1)
    );
    let query = places.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, place| query.bind(*place));
    query.fetch_all(&mut **tx).await?.into_iter().map(role).collect()
}

pub async fn roles_of(tx: &mut Tx, person: &str) -> Result<Vec<Role>> {
    let sql = "SELECT * FROM role WHERE person = $1 AND ended_at IS NULL ORDER BY since, id";
    sqlx::query(sql).bind(person).fetch_all(&mut **tx).await?.into_iter().map(role).collect()
}

pub async fn relocate_role(tx: &mut Tx, id: &str, place: &str) -> Result<bool> {
    let sql = "UPDATE role SET place = $2 WHERE id = $1 AND ended_at IS NULL";
    Ok(sqlx::query(sql).bind(id).bind(place).execute(&mut **tx).await?.rows_affected() == 1)
}

pub async fn end_role(tx: &mut Tx, id: &str, now: Millis) -> Result<bool> {
    let sql = "UPDATE role SET ended_at = $2, name_sealed = '' WHERE id = $1 AND ended_at IS NULL";
    Ok(sqlx::query(sql).bind(id).bind(now).execute(&mut **tx).await?.rows_affected() == 1)
}

pub async fn set_absent(tx: &mut Tx, person: &str, until: Option<Millis>) -> Result<()> {
    let sql = "UPDATE role SET absent_until = $2 WHERE person = $1 AND ended_at IS NULL";
    sqlx::query(sql).bind(person).bind(until).execute(&mut **tx).await?;
    Ok(())
}

pub async fn insert_invitation(tx: &mut Tx, code_key: &str, i: &Invitation, now: Millis) -> Result<()> {
    let sql = "INSERT INTO invitation (code_key, role, place, topics, languages, name_sealed, state, created_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8)";
    sqlx::query(sql)
        .bind(code_key)
        .bind(&i.role)
        .bind(&i.place)
        .bind(i.topics.join(","))
        .bind(i.languages.join(","))
        .bind(&i.name_sealed)
        .bind(now)
        .bind(i.expires_at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn invitation(tx: &mut Tx, code_key: &str) -> Result<Option<Invitation>> {
    let row = sqlx::query("SELECT * FROM invitation WHERE code_key = $1")
        .bind(code_key)
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| {
        Ok(Invitation {
            role: row.try_get("role")?,
            place: row.try_get("place")?,
            topics: list(&row.try_get::<String, _>("topics")?),
            languages: list(&row.try_get::<String, _>("languages")?),
            name_sealed: row.try_get("name_sealed")?,
            state: row.try_get("state")?,
            expires_at: row.try_get("expires_at")?,
        })
    })
    .transpose()
}

pub async fn close_invitation(tx: &mut Tx, code_key: &str, state: &str) -> Result<bool> {
    let sql = "UPDATE invitation SET state = $2, name_sealed = '' WHERE code_key = $1 AND state = 'open'";
    Ok(sqlx::query(sql).bind(code_key).bind(state).execute(&mut **tx).await?.rows_affected() == 1)
}
