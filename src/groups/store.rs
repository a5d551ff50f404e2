//! SQL of groups.

use super::{Group, State};
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, placeholders, readable};
use crate::ids::GroupId;
use crate::reason::Reason;
use anyhow::Result;
use sqlx::any::AnyRow;

fn group(row: &AnyRow) -> Result<Group> {
    let c = Cells::of("chat_group", "id", row);
    Ok(Group {
        id: c.id("id")?,
        account: c.get("account")?,
        platform: c.word("platform")?,
        address: c.get("address")?,
        place: c.get("place")?,
        language: c.get("language")?,
        state: c.word("state")?,
        reason: c.word_or_none("reason")?,
        linked_at: c.get("linked_at")?,
    })
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db) -> Result<()> {
    crate::db::survey(db, "chat_group", |r| group(r).map(drop)).await
}

pub async fn by_address(tx: &mut Tx, account: &str, address: &str) -> Result<Option<Group>> {
    let sql = "SELECT * FROM chat_group WHERE account = $1 AND address = $2";
    let row = sqlx::query(sql).bind(account).bind(address).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, group)?.pop())
}

/// Groups at an address and at the topics of it.
pub async fn in_chat(tx: &mut Tx, account: &str, chat: &str) -> Result<Vec<Group>> {
    let sql = "SELECT * FROM chat_group WHERE account = $1 AND address = $2
               UNION ALL SELECT * FROM chat_group WHERE account = $1 AND address > $3 AND address < $4 ORDER BY id";
    let rows = sqlx::query(sql)
        .bind(account)
        .bind(chat)
        .bind(format!("{chat}@"))
        .bind(format!("{chat}A"))
        .fetch_all(&mut **tx)
        .await?;
    readable(&rows, group)
}

/// The group with this id.
pub async fn get(tx: &mut Tx, id: &GroupId) -> Result<Option<Group>> {
    let sql = "SELECT * FROM chat_group WHERE id = $1";
    let row = sqlx::query(sql).bind(id.as_str()).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, group)?.pop())
}

pub async fn insert(tx: &mut Tx, g: &Group) -> Result<()> {
    let sql = "INSERT INTO chat_group (id, account, platform, address, place, language, state, reason, linked_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    sqlx::query(sql)
        .bind(g.id.as_str())
        .bind(&g.account)
        .bind(g.platform.as_str())
        .bind(&g.address)
        .bind(&g.place)
        .bind(&g.language)
        .bind(g.state.as_str())
        .bind(g.reason.map_or("", Reason::as_str))
        .bind(g.linked_at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Links a chat that is known; its place and language are those of the invitation.
pub async fn link(tx: &mut Tx, g: &Group, now: Millis) -> Result<()> {
    let sql = "UPDATE chat_group SET place = $2, language = $3, state = 'linked', reason = '', changed_at = $4 WHERE id = $1";
    sqlx::query(sql)
        .bind(g.id.as_str())
        .bind(&g.place)
        .bind(&g.language)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Moves a group from one state to another; false when it was not in that state.
pub async fn become_state(
    tx: &mut Tx,
    now: Millis,
    id: &GroupId,
    (from, to): (State, State),
    reason: Option<Reason>,
) -> Result<bool> {
    let sql = "UPDATE chat_group SET state = $3, reason = $4, changed_at = $5 WHERE id = $1 AND state = $2";
    let done = sqlx::query(sql)
        .bind(id.as_str())
        .bind(from.as_str())
        .bind(to.as_str())
        .bind(reason.map_or("", Reason::as_str))
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves a group from one place to another; false when it was not there.
pub async fn relocate(tx: &mut Tx, now: Millis, id: &GroupId, from: &str, to: &str) -> Result<bool> {
    let sql = "UPDATE chat_group SET place = $3, changed_at = $4 WHERE id = $1 AND place = $2";
    let done = sqlx::query(sql).bind(id.as_str()).bind(from).bind(to).bind(now).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// The language that a group gets from now on.
pub async fn set_language(tx: &mut Tx, now: Millis, id: &GroupId, language: &str) -> Result<()> {
    let sql = "UPDATE chat_group SET language = $2, changed_at = $3 WHERE id = $1";
    sqlx::query(sql).bind(id.as_str()).bind(language).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// The chat got a new address (a Telegram group became a supergroup): the link stays. Doing it twice does nothing.
pub async fn moved(tx: &mut Tx, now: Millis, account: &str, from: &str, to: &str) -> Result<()> {
    let sql = "UPDATE chat_group SET address = $3, changed_at = $4 WHERE account = $1 AND address = $2
               AND NOT EXISTS (SELECT 1 FROM chat_group o WHERE o.account = $1 AND o.address = $3)";
    sqlx::query(sql).bind(account).bind(from).bind(to).bind(now).execute(&mut **tx).await?;
    // Somebody linked the new address before we heard of the move: that link counts, this one has ended.
    let sql = "UPDATE chat_group SET state = 'gone', reason = 'group-ended', changed_at = $3
               WHERE account = $1 AND address = $2 AND state = 'linked'";
    sqlx::query(sql).bind(account).bind(from).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Every group, in order of place.
pub async fn all(db: &Db) -> Result<Vec<Group>> {
    let rows = sqlx::query("SELECT * FROM chat_group ORDER BY place, id").fetch_all(db.read()).await?;
    readable(&rows, group)
}

/// How many groups are linked to an account.
pub async fn linked(tx: &mut Tx, account: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM chat_group WHERE state = 'linked' AND account = $1";
    Ok(sqlx::query_scalar(sql).bind(account).fetch_one(&mut **tx).await?)
}

/// Whether a group of this account is linked to a place, by its code.
pub async fn is_at(tx: &mut Tx, account: &str, place: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM chat_group WHERE state = 'linked' AND account = $1 AND place = $2";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(account).bind(place).fetch_one(&mut **tx).await? > 0)
}

/// Linked groups at these places, by their stored codes, in order of id.
pub async fn at(tx: &mut Tx, places: &[&str]) -> Result<Vec<Group>> {
    if places.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT * FROM chat_group WHERE state = 'linked' AND place IN {} ORDER BY id",
        placeholders(1, places.len(), 1)
    );
    let query = places.iter().fold(sqlx::query(tx.in_order(sql)), |query, place| query.bind(*place));
    readable(&query.fetch_all(&mut **tx).await?, group)
}

/// Linked groups after `cursor` in order of id, `limit` at most.
pub async fn linked_after(tx: &mut Tx, cursor: &GroupId, limit: i64) -> Result<Vec<Group>> {
    let sql = "SELECT * FROM chat_group WHERE state = 'linked' AND id > $1 ORDER BY id LIMIT $2";
    let rows = sqlx::query(sql).bind(cursor.as_str()).bind(limit).fetch_all(&mut **tx).await?;
    readable(&rows, group)
}
