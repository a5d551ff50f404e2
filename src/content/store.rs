//! SQL of releases, publications and withdrawals.

pub mod written;

use super::Release;
use super::publication::{Progress, Publication};
use super::review::Scope;
use super::withdrawal::{Telling, Withdrawal};
use crate::clock::Millis;
use crate::db::{Cells, Db, Resealing, RowKey, Tx, readable};
use crate::ids::{GroupId, ItemId, PublicationId};
use crate::seal::Seal;
use anyhow::Result;
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row};

pub async fn releases(by: impl Executor<'_, Database = Any>) -> Result<Vec<Release>> {
    let rows =
        sqlx::query("SELECT item, form, hash, scope FROM item_release ORDER BY item, form, hash, scope")
            .fetch_all(by)
            .await?;
    rows.iter()
        .map(|r| {
            Ok(Release {
                item: r.try_get::<String, _>("item")?.into(),
                form: r.try_get("form")?,
                hash: r.try_get("hash")?,
                scope: Scope::of(r.try_get("scope")?),
            })
        })
        .collect()
}

pub async fn insert_release(
    tx: &mut Tx,
    release: &Release,
    by_sealed: &str,
    how: &str,
    at: Millis,
) -> Result<()> {
    let sql =
        "INSERT INTO item_release (item, form, hash, scope, by_sealed, how, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (item, form, hash, scope) DO NOTHING";
    sqlx::query(sql)
        .bind(release.item.as_str())
        .bind(&release.form)
        .bind(&release.hash)
        .bind(release.scope.as_str())
        .bind(by_sealed)
        .bind(how)
        .bind(at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Until this transaction ends nobody takes the item's releases back: a withdrawal waits and then sees what was
/// published, or was first and there is nothing to publish.
pub async fn hold_releases(tx: &mut Tx, item: &ItemId) -> Result<()> {
    sqlx::query("UPDATE item_release SET at = at WHERE item = $1")
        .bind(item.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns how many there were.
pub async fn delete_releases(tx: &mut Tx, item: &ItemId) -> Result<u64> {
    let sql = "DELETE FROM item_release WHERE item = $1";
    Ok(sqlx::query(sql).bind(item.as_str()).execute(&mut **tx).await?.rows_affected())
}

fn publication(r: &AnyRow) -> Result<Publication> {
    let c = Cells::of("publication", "id", r);
    Ok(Publication {
        id: c.id("id")?,
        item: c.id("item")?,
        revision: c.get("revision")?,
        rank: c.word("rank")?,
        places: c.read("places", |json| Ok(serde_json::from_str(json)?))?,
        due_at: c.get("due_at")?,
        good_until: c.get("good_until")?,
        state: c.word("state")?,
        next_group: c.id("next_group")?,
        created_at: c.get("created_at")?,
    })
}

fn publications(rows: Vec<AnyRow>) -> Result<Vec<Publication>> {
    readable(&rows, publication)
}

pub async fn insert(tx: &mut Tx, p: &Publication) -> Result<()> {
    let sql = "INSERT INTO publication (id, item, revision, rank, places, due_at, good_until, state, next_group, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    sqlx::query(sql)
        .bind(p.id.as_str())
        .bind(p.item.as_str())
        .bind(&p.revision)
        .bind(p.rank.as_str())
        .bind(serde_json::to_string(&p.places)?)
        .bind(p.due_at)
        .bind(p.good_until)
        .bind(p.state.as_str())
        .bind(p.next_group.as_str())
        .bind(p.created_at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Moves a publication that is being written; false when another process moved it or it was cancelled.
pub async fn advance(
    tx: &mut Tx,
    p: &Publication,
    next_group: &GroupId,
    state: Progress,
    now: Millis,
) -> Result<bool> {
    let sql = "UPDATE publication SET next_group = $3, state = $4, written_at = $5
               WHERE id = $1 AND state = 'writing' AND next_group = $2";
    let done = sqlx::query(sql)
        .bind(p.id.as_str())
        .bind(p.next_group.as_str())
        .bind(next_group.as_str())
        .bind(state.as_str())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// A publication of an item that was taken back stays taken back.
pub async fn cancel(tx: &mut Tx, id: &PublicationId) -> Result<bool> {
    let sql = "UPDATE publication SET state = 'cancelled' WHERE id = $1 AND state IN ('writing', 'written')";
    Ok(sqlx::query(sql).bind(id.as_str()).execute(&mut **tx).await?.rows_affected() == 1)
}

/// A publication that was taken back goes on after all (somebody sends parts of it again).
pub async fn reopen(tx: &mut Tx, id: &PublicationId) -> Result<()> {
    let sql = "UPDATE publication SET state = 'written' WHERE id = $1 AND state = 'cancelled'";
    sqlx::query(sql).bind(id.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// A publication that reaches nobody never was.
pub async fn delete(tx: &mut Tx, id: &PublicationId) -> Result<()> {
    sqlx::query("DELETE FROM publication WHERE id = $1").bind(id.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// Whether an item was published, in whatever revision, by another publication than `own`.
pub async fn is_published(db: &Db, item: &ItemId, own: Option<&PublicationId>) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM publication WHERE item = $1 AND id <> $2";
    let own = own.map_or("", PublicationId::as_str);
    let found = sqlx::query_scalar::<_, i64>(sql).bind(item.as_str()).bind(own).fetch_one(db.read()).await?;
    Ok(found > 0)
}

/// Publications of which nobody has written any part since `before`.
pub async fn writing(db: &Db, before: Millis) -> Result<Vec<Publication>> {
    let sql = "SELECT * FROM publication WHERE state = 'writing' AND created_at < $1 AND written_at < $1 ORDER BY created_at, id";
    publications(sqlx::query(sql).bind(before).fetch_all(db.read()).await?)
}

pub async fn stop_writing(tx: &mut Tx) -> Result<u64> {
    let sql = "UPDATE publication SET state = 'written' WHERE state = 'writing'";
    Ok(sqlx::query(sql).execute(&mut **tx).await?.rows_affected())
}

pub async fn all(db: &Db) -> Result<Vec<Publication>> {
    let sql = "SELECT * FROM publication ORDER BY created_at DESC, id DESC";
    publications(sqlx::query(sql).fetch_all(db.read()).await?)
}

pub async fn get(db: &Db, id: &PublicationId) -> Result<Option<Publication>> {
    let sql = "SELECT * FROM publication WHERE id = $1";
    let row = sqlx::query(sql).bind(id.as_str()).fetch_optional(db.read()).await?;
    Ok(readable(&row, publication)?.pop())
}

/// Takes back every publication of an item that was not yet; returns their ids.
pub async fn withdraw_publications(tx: &mut Tx, item: &ItemId) -> Result<Vec<PublicationId>> {
    let sql =
        "UPDATE publication SET state = 'withdrawn' WHERE item = $1 AND state <> 'withdrawn' RETURNING id";
    let ids: Vec<String> = sqlx::query_scalar(sql).bind(item.as_str()).fetch_all(&mut **tx).await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Whether a publication of an item was not taken back.
pub async fn has_standing(tx: &mut Tx, item: &ItemId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM publication WHERE item = $1 AND state <> 'withdrawn'";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(item.as_str()).fetch_one(&mut **tx).await? > 0)
}

/// The revisions in which an item was ever published.
pub async fn revisions(tx: &mut Tx, item: &ItemId) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT revision FROM publication WHERE item = $1 ORDER BY revision";
    Ok(sqlx::query_scalar(sql).bind(item.as_str()).fetch_all(&mut **tx).await?)
}

fn withdrawal(r: &AnyRow) -> Result<Withdrawal> {
    let c = Cells::of("withdrawal", "item", r);
    Ok(Withdrawal {
        item: c.id("item")?,
        edition: c.get("edition")?,
        notices: c.read("notices", |json| Ok(serde_json::from_str(json)?))?,
        state: c.word("state")?,
        next_group: c.id("next_group")?,
    })
}

/// How often an item was taken back.
pub async fn edition(db: &Db, item: &ItemId) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM withdrawal WHERE item = $1";
    Ok(sqlx::query_scalar(sql).bind(item.as_str()).fetch_one(db.read()).await?)
}

/// In which revisions an item was published, each with every edition that it may have been.
pub async fn forms(db: &Db, item: &ItemId) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT DISTINCT revision FROM publication WHERE item = $1 ORDER BY revision";
    let revisions: Vec<String> = sqlx::query_scalar(sql).bind(item.as_str()).fetch_all(db.read()).await?;
    let editions = edition(db, item).await?;
    let each = |revision: String| (0..=editions).map(move |edition| (revision.clone(), edition));
    Ok(revisions.into_iter().flat_map(each).collect())
}

/// The last time that an item was taken back.
pub async fn last_withdrawal(tx: &mut Tx, item: &ItemId) -> Result<Option<Withdrawal>> {
    let sql = "SELECT * FROM withdrawal WHERE item = $1 ORDER BY edition DESC LIMIT 1";
    let row = sqlx::query(sql).bind(item.as_str()).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, withdrawal)?.pop())
}

/// Every item that was ever taken back.
pub async fn withdrawn(db: &Db) -> Result<Vec<ItemId>> {
    let sql = "SELECT DISTINCT item FROM withdrawal ORDER BY item";
    let items: Vec<String> = sqlx::query_scalar(sql).fetch_all(db.read()).await?;
    Ok(items.into_iter().map(Into::into).collect())
}

/// Of every item that was taken back the last time.
pub async fn last_withdrawals(tx: &mut Tx) -> Result<Vec<Withdrawal>> {
    let sql = "SELECT * FROM withdrawal WHERE edition =
                   (SELECT MAX(l.edition) FROM withdrawal l WHERE l.item = withdrawal.item) ORDER BY item";
    readable(&sqlx::query(sql).fetch_all(&mut **tx).await?, withdrawal)
}

pub async fn insert_withdrawal(
    tx: &mut Tx,
    w: &Withdrawal,
    by_sealed: &str,
    how: &str,
    at: Millis,
) -> Result<()> {
    let sql = "INSERT INTO withdrawal (item, edition, by_sealed, how, notices, state, next_group, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(sql)
        .bind(w.item.as_str())
        .bind(w.edition)
        .bind(by_sealed)
        .bind(how)
        .bind(serde_json::to_string(&w.notices)?)
        .bind(w.state.as_str())
        .bind(w.next_group.as_str())
        .bind(at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Moves the telling on; false when another process did.
pub async fn advance_withdrawal(
    tx: &mut Tx,
    w: &Withdrawal,
    next_group: &GroupId,
    state: Telling,
    now: Millis,
) -> Result<bool> {
    let sql = "UPDATE withdrawal SET next_group = $4, state = $5, written_at = $6
               WHERE item = $1 AND edition = $2 AND state = 'telling' AND next_group = $3";
    let done = sqlx::query(sql)
        .bind(w.item.as_str())
        .bind(w.edition)
        .bind(w.next_group.as_str())
        .bind(next_group.as_str())
        .bind(state.as_str())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Everybody is told anew; false when they are being told already.
pub async fn tell_again(tx: &mut Tx, w: &Withdrawal, now: Millis) -> Result<bool> {
    let sql = "UPDATE withdrawal SET next_group = '', state = 'telling', written_at = $3
               WHERE item = $1 AND edition = $2 AND state = 'told'";
    let done = sqlx::query(sql).bind(w.item.as_str()).bind(w.edition).bind(now).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Withdrawals of which not everybody is told yet, and nobody has told anybody since `before`.
pub async fn telling(db: &Db, before: Millis) -> Result<Vec<Withdrawal>> {
    let sql =
        "SELECT * FROM withdrawal WHERE state = 'telling' AND at < $1 AND written_at < $1 ORDER BY at, item";
    readable(&sqlx::query(sql).bind(before).fetch_all(db.read()).await?, withdrawal)
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    let by = |c: Cells<'_>| c.read("by_sealed", |sealed| seal.unseal(sealed)).map(drop);
    crate::db::survey(db, "item_release", |r| by(Cells::of("item_release", "item", r))).await?;
    crate::db::survey(db, "publication", |r| publication(r).map(drop)).await?;
    written::survey(db).await?;
    crate::db::survey(db, "withdrawal", |r| {
        withdrawal(r)?;
        by(Cells::of("withdrawal", "item", r))
    })
    .await
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    Ok(crate::db::reseal(db, resealing, "item_release", RowKey::Text("hash"), "by_sealed").await?
        + crate::db::reseal(db, resealing, "withdrawal", RowKey::Text("item"), "by_sealed").await?)
}

/// The key is lost: who released and took back is known by role only.
pub async fn lose(tx: &mut Tx) -> Result<()> {
    for sql in ["UPDATE item_release SET by_sealed = ''", "UPDATE withdrawal SET by_sealed = ''"] {
        sqlx::query(sql).execute(&mut **tx).await?;
    }
    Ok(())
}
