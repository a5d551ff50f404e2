//! Parts as they are read.

use super::lease::What;
use crate::clock::Millis;
use crate::config::Platform;
use crate::db::survey as survey_rows;
use crate::db::{Cells, Db, Resealing, RowKey, Tx, readable};
use crate::ids::{GroupId, ItemId, PublicationId};
use crate::message::Message;
use crate::outbox::delivery::{Rank, To, Whom};
use crate::outbox::part::{self, Part, State};
use crate::reason::Reason;
use crate::seal::Seal;
use anyhow::{Result, bail};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

/// The cells of a row of the outbox.
pub(super) fn cells(r: &AnyRow) -> Cells<'_> {
    Cells::of("outbox", "id", r)
}

/// To whom a part goes.
fn to(c: Cells<'_>) -> Result<To> {
    if let Some(group) = c.id_or_none("chat_group")? {
        return Ok(To::Group(group));
    }
    let sealed: Option<String> = c.get("address_sealed")?;
    Ok(match (c.id_or_none("person")?, sealed) {
        (Some(key), address) => To::Person { key, address },
        (None, Some(sealed)) => To::Address { chat: c.word("address_chat")?, sealed },
        (None, None) => To::Nobody,
    })
}

pub(super) fn part(r: &AnyRow) -> Result<Part> {
    let c = cells(r);
    let rank = Rank::of(c.get("rank")?).ok_or_else(|| c.unknown("rank"))?;
    Ok(Part {
        id: c.get("id")?,
        account: c.get("account")?,
        kind: c.word("kind")?,
        rank,
        to: to(c)?,
        delivery: c.id("delivery")?,
        number: c.get("part")?,
        texts: c.get("texts")?,
        body: c.get("body")?,
        body_sealed: c.get("body_sealed")?,
        publication: c.id_or_none("publication")?,
        state: c.word("state")?,
        attempts: c.get("attempts")?,
        again: c.flag("again")?,
        created_at: c.get("created_at")?,
        good_until: c.get("good_until")?,
    })
}

/// Every row is read once, with the ownerships and the shared texts; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    survey_rows(db, "outbox", |r| {
        part(r)?;
        let c = cells(r);
        c.word_or_none::<Reason>("reason")?;
        // What was sent has neither any more.
        let opens = |sealed: &str| seal.unseal(sealed);
        for column in ["body_sealed", "address_sealed"] {
            if c.get::<Option<String>>(column)?.is_some() {
                c.read(column, opens)?;
            }
        }
        Ok(())
    })
    .await?;
    survey_rows(db, "body", |r| {
        let text = |json: &str| Ok(serde_json::from_str::<Message>(json)?);
        Cells::of("body", "id", r).read("json", text).map(drop)
    })
    .await?;
    survey_rows(db, "lease", |r| {
        let c = Cells::of("lease", "name", r);
        c.get::<Millis>("until_at")?;
        c.word::<What>("kind").map(drop)
    })
    .await
}

fn parts(found: Vec<AnyRow>) -> Result<Vec<Part>> {
    readable(&found, part)
}

/// The parts to a group (parameter 1: its id) that meet a condition. Those of publications are looked for publication
/// by publication (`CROSS JOIN` keeps SQLite to that order): an index by group would cost every send a page of the
/// group's history.
pub(super) fn of_group(condition: &str) -> String {
    format!(
        "SELECT o.* FROM chat_group g CROSS JOIN publication p CROSS JOIN outbox o
         WHERE g.id = $1 AND o.publication = p.id AND o.chat_group = g.id AND {condition}
         UNION ALL SELECT o.* FROM outbox o WHERE o.chat_group = $1 AND o.publication IS NULL AND {condition}"
    )
}

pub async fn sending(tx: &mut Tx, account: &str) -> Result<Vec<Part>> {
    let sql = "SELECT * FROM outbox WHERE account = $1 AND state = 'sending'";
    parts(sqlx::query(sql).bind(account).fetch_all(&mut **tx).await?)
}

/// What waits and may have left by now, or was leaving.
pub async fn was_due(tx: &mut Tx, now: Millis) -> Result<Vec<Part>> {
    let sql = "SELECT * FROM outbox WHERE state = 'sending' OR (state = 'waiting' AND not_before <= $1) ORDER BY id";
    parts(sqlx::query(sql).bind(now).fetch_all(&mut **tx).await?)
}

pub async fn in_state(tx: &mut Tx, publication: &PublicationId, state: State) -> Result<Vec<Part>> {
    let sql = "SELECT * FROM outbox WHERE publication = $1 AND state = $2 ORDER BY id";
    parts(sqlx::query(sql).bind(publication.as_str()).bind(state.as_str()).fetch_all(&mut **tx).await?)
}

/// What a person, or a group, waits for and may not have got.
pub async fn unheard(tx: &mut Tx, by: Whom<'_>) -> Result<Vec<Part>> {
    // What has no number of the platform's was not sent. In the words of an index each.
    let sql = match by {
        Whom::Person(_) => {
            "SELECT * FROM outbox WHERE person = $1 AND message IS NULL AND state = 'unknown' AND body_sealed IS NOT NULL"
        }
        Whom::Group(_) => {
            "SELECT * FROM outbox WHERE chat_group = $1 AND publication IS NULL AND message IS NULL AND state = 'unknown'
             AND body_sealed IS NOT NULL"
        }
    };
    parts(sqlx::query(sql).bind(by.as_str()).fetch_all(&mut **tx).await?)
}

/// Of a publication what stands so and goes to a person, or to a group that is linked now. Of what is old its text is
/// deleted.
pub async fn can_be_sent_again(tx: &mut Tx, publication: &PublicationId, state: State) -> Result<Vec<Part>> {
    let sql = "SELECT o.* FROM outbox o LEFT JOIN chat_group g ON g.id = o.chat_group
               WHERE o.publication = $1 AND o.state = $2 AND COALESCE(g.state, 'linked') = 'linked'
               AND EXISTS (SELECT 1 FROM body b WHERE b.id = o.body) ORDER BY o.id";
    parts(sqlx::query(sql).bind(publication.as_str()).bind(state.as_str()).fetch_all(&mut **tx).await?)
}

pub async fn waiting_for_group(tx: &mut Tx, group: &GroupId) -> Result<Vec<Part>> {
    let sql = format!("{} ORDER BY id", of_group("o.state = 'waiting'"));
    let found = sqlx::query(AssertSqlSafe(sql)).bind(group.as_str()).fetch_all(&mut **tx).await?;
    parts(found)
}

/// The deliveries of an item to a group (by id) or a person (by key), in whatever revision.
pub async fn of_item(tx: &mut Tx, to: Whom<'_>, item: &ItemId) -> Result<Vec<Part>> {
    let sql = "SELECT o.* FROM publication p CROSS JOIN outbox o
               WHERE p.item = $2 AND o.publication = p.id AND o.chat_group = $1
               UNION ALL SELECT o.* FROM publication p CROSS JOIN outbox o
               WHERE p.item = $2 AND o.publication = p.id AND o.person = $1 ORDER BY id";
    parts(sqlx::query(sql).bind(to.as_str()).bind(item.as_str()).fetch_all(&mut **tx).await?)
}

/// How the whole text stands that a part belongs to.
pub async fn whole(tx: &mut Tx, part: &Part) -> Result<State> {
    whole_text(tx, &part.delivery, part.texts).await
}

pub(super) async fn whole_text(tx: &mut Tx, delivery: &str, texts: i64) -> Result<State> {
    let sql = "SELECT id, state FROM outbox WHERE cause = $1
               UNION ALL SELECT id, state FROM outbox WHERE delivery = $2 AND part > 0 AND part < $3";
    let query = sqlx::query(sql).bind(format!("{delivery}:0")).bind(delivery).bind(texts);
    let found = query.fetch_all(&mut **tx).await?;
    let states: Vec<State> = readable(&found, |r| cells(r).word("state"))?;
    Ok(part::whole(states.into_iter()))
}

/// Where a part belongs in the log: place, platform and item.
pub async fn belonging(tx: &mut Tx, part: &Part) -> Result<(String, Platform, ItemId)> {
    let (To::Group(group), Some(publication)) = (&part.to, &part.publication) else {
        bail!("part {} is no announcement to a group", part.id);
    };
    let sql = "SELECT g.id, g.place, g.platform, p.item FROM chat_group g, publication p WHERE g.id = $1 AND p.id = $2";
    let found = sqlx::query(sql).bind(group.as_str()).bind(publication.as_str());
    let found = found.fetch_one(&mut **tx).await?;
    let cells = Cells::of("chat_group", "id", &found);
    Ok((cells.get("place")?, cells.word("platform")?, cells.id("item")?))
}

/// Where an item to a role holder belongs in the log: the place of their role, if they hold one still, and the item.
pub async fn role_of(tx: &mut Tx, part: &Part) -> Result<(String, ItemId)> {
    let (To::Person { key, .. }, Some(publication)) = (&part.to, &part.publication) else {
        bail!("part {} is no item to a role holder", part.id);
    };
    let sql = "SELECT p.id, p.item, (SELECT MIN(r.place) FROM role r WHERE r.person = $1) AS place
               FROM publication p WHERE p.id = $2";
    let found = sqlx::query(sql).bind(key.as_str()).bind(publication.as_str()).fetch_one(&mut **tx).await?;
    let cells = Cells::of("publication", "id", &found);
    Ok((cells.get::<Option<String>>("place")?.unwrap_or_default(), cells.id("item")?))
}

/// The code of the question that a part is about.
pub async fn question_of(tx: &mut Tx, part: i64) -> Result<Option<String>> {
    let sql = "SELECT question FROM outbox WHERE id = $1";
    Ok(sqlx::query_scalar(sql).bind(part).fetch_one(&mut **tx).await?)
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    Ok(crate::db::reseal(db, resealing, "outbox", RowKey::Number("id"), "body_sealed").await?
        + crate::db::reseal(db, resealing, "outbox", RowKey::Number("id"), "address_sealed").await?
        + crate::db::reseal(db, resealing, "outbox", RowKey::Number("id"), "choices").await?)
}

/// The key is lost: what was written to people cannot be read any more, and does not go.
pub async fn lose(tx: &mut Tx, now: Millis) -> Result<()> {
    let cancel = "UPDATE outbox SET state = 'cancelled', changed_at = $1
                  WHERE state = 'waiting' AND (body_sealed IS NOT NULL OR person IS NOT NULL OR address_sealed IS NOT NULL)";
    sqlx::query(cancel).bind(now).execute(&mut **tx).await?;
    let empty = "UPDATE outbox SET message = CASE WHEN chat_group IS NOT NULL THEN message END, person = NULL, chooser = NULL,
                        choices = CASE WHEN chooser IS NULL THEN choices END, body_sealed = NULL, address_sealed = NULL
                 WHERE body_sealed IS NOT NULL OR address_sealed IS NOT NULL OR person IS NOT NULL OR chooser IS NOT NULL";
    sqlx::query(empty).execute(&mut **tx).await?;
    Ok(())
}
