//! How the deliveries of publications stand.

use super::parts::{cells, whole_text};
use super::put::ROWS_AT_ONCE;
use crate::db::{Db, Tx, placeholders, readable};
use crate::ids::{DeliveryId, GroupId, ItemId, PublicationId};
use crate::outbox::part::{self, State};
use crate::outbox::publications::{GroupRow, LastItem};
use crate::reason::Reason;
use anyhow::Result;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// The deliveries of a publication, a group each.
pub async fn of_publication(db: &Db, publication: &PublicationId) -> Result<Vec<GroupRow>> {
    let sql = "SELECT o.id, o.chat_group, g.place, o.state, o.reason, o.changed_at
               FROM outbox o JOIN chat_group g ON g.id = o.chat_group
               WHERE o.publication = $1 AND o.part < o.texts ORDER BY g.place, o.chat_group, o.part";
    let rows = sqlx::query(sql).bind(publication.as_str()).fetch_all(db.read()).await?;
    let mut groups: Vec<GroupRow> = vec![];
    for part in readable(&rows, group_row)? {
        match groups.last_mut().filter(|known| known.group == part.group) {
            Some(known) => {
                let whole = part::whole([known.state, part.state].into_iter());
                // The first part that stands so says why.
                if known.state != whole && part.state == whole {
                    known.reason = part.reason;
                }
                known.state = whole;
                known.changed_at = known.changed_at.max(part.changed_at);
            }
            None => groups.push(part),
        }
    }
    Ok(groups)
}

/// The groups after one of them whose text of a publication has left, in the order of their ids.
pub async fn delivered(
    db: &Db,
    publication: &PublicationId,
    after: &GroupId,
    most: i64,
) -> Result<Vec<GroupRow>> {
    let sql = "SELECT o.id, o.chat_group, g.place, o.state, o.reason, o.changed_at
               FROM outbox o CROSS JOIN chat_group g
               WHERE o.publication = $1 AND o.chat_group > $2 AND o.part = 0 AND o.state = 'sent'
                 AND g.id = o.chat_group
               ORDER BY o.chat_group LIMIT $3";
    let query = sqlx::query(sql).bind(publication.as_str()).bind(after.as_str()).bind(most);
    readable(&query.fetch_all(db.read()).await?, group_row)
}

fn group_row(r: &AnyRow) -> Result<GroupRow> {
    let c = cells(r);
    Ok(GroupRow {
        group: c.id("chat_group")?,
        place: c.get("place")?,
        state: c.word("state")?,
        reason: c.word_or_none("reason")?,
        changed_at: c.get("changed_at")?,
    })
}

/// The groups whom the notice that an item was taken back did not reach, or perhaps not, with the reason.
pub async fn astray_notices(db: &Db, item: &ItemId) -> Result<Vec<(GroupId, Option<Reason>)>> {
    // In the words of an index each. What was said once more since has another id.
    let sql = "SELECT id, chat_group, delivery, reason FROM outbox
               WHERE state IN ('failed', 'unknown') AND kind = 'withdrawal' AND chat_group IS NOT NULL AND part = 0
               UNION ALL SELECT id, chat_group, delivery, reason FROM outbox
               WHERE state = 'waiting' AND reason <> '' AND kind = 'withdrawal' AND chat_group IS NOT NULL AND part = 0";
    let rows = sqlx::query(sql).fetch_all(db.read()).await?;
    let mut astray = vec![];
    for r in &rows {
        let c = cells(r);
        let delivery: String = c.get("delivery")?;
        let of_item = delivery.strip_prefix("withdrawn:").and_then(|rest| rest.split(':').next());
        if of_item == Some(item.as_str()) && !delivery.contains('~') {
            astray.push((c.id("chat_group")?, c.word_or_none("reason")?));
        }
    }
    Ok(astray)
}

/// How the texts to role holders stand, whose they are left out.
pub async fn private_of_publication(db: &Db, publication: &PublicationId) -> Result<Vec<State>> {
    let sql = "SELECT id, delivery, state FROM outbox
               WHERE publication = $1 AND chat_group IS NULL AND part < texts ORDER BY delivery, part";
    let rows = sqlx::query(sql).bind(publication.as_str()).fetch_all(db.read()).await?;
    let mut texts: Vec<(String, State)> = vec![];
    let row = |r: &AnyRow| Ok((cells(r).get("delivery")?, cells(r).word("state")?));
    for (delivery, state) in readable::<(String, State)>(&rows, row)? {
        match texts.last_mut().filter(|(known, _)| *known == delivery) {
            Some((_, known)) => *known = part::whole([*known, state].into_iter()),
            None => texts.push((delivery, state.shown())),
        }
    }
    Ok(texts.into_iter().map(|(_, state)| state).collect())
}

/// The last items that a village's groups were to get, newest first.
pub async fn latest_items(tx: &mut Tx, places: &[&str], most: i64) -> Result<Vec<LastItem>> {
    if places.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT p.item, p.state AS publication_state, o.id, o.state, o.delivery, o.texts, o.changed_at
               FROM chat_group g CROSS JOIN publication p CROSS JOIN outbox o
               WHERE g.place IN {} AND o.publication = p.id AND o.chat_group = g.id AND o.part = 0
               ORDER BY o.id DESC LIMIT $1",
        placeholders(1, places.len(), 2)
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(most);
    let query = places.iter().fold(query, |query, place| query.bind(*place));
    let rows = query.fetch_all(&mut **tx).await?;
    let mut items = vec![];
    let row = |r: &AnyRow| {
        let c = cells(r);
        let first: State = c.word("state")?;
        let withdrawn = c.get::<String>("publication_state")? == "withdrawn";
        let last =
            LastItem { item: c.id("item")?, state: first, withdrawn, changed_at: c.get("changed_at")? };
        Ok((c.get("delivery")?, c.get("texts")?, last))
    };
    for (delivery, texts, last) in readable::<(String, i64, LastItem)>(&rows, row)? {
        let state = stands(tx, &delivery, texts, last.state).await?;
        items.push(LastItem { state, ..last });
    }
    Ok(items)
}

/// How a text stands, by the first of its parts.
async fn stands(tx: &mut Tx, delivery: &str, texts: i64, first: State) -> Result<State> {
    if texts == 1 { Ok(part::whole(std::iter::once(first))) } else { whole_text(tx, delivery, texts).await }
}

/// How the deliveries with these ids stand that have rows.
pub async fn standings(tx: &mut Tx, ids: &[DeliveryId]) -> Result<HashMap<DeliveryId, State>> {
    let mut found = HashMap::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let sql = format!(
            "SELECT id, delivery, state, texts FROM outbox WHERE cause IN {}",
            placeholders(1, some.len(), 1)
        );
        let query = sqlx::query(tx.in_order(sql));
        let query = some.iter().fold(query, |query, id| query.bind(format!("{id}:0")));
        let row = |r: &AnyRow| {
            let c = cells(r);
            Ok((c.id("delivery")?, c.get("texts")?, c.word("state")?))
        };
        let rows = query.fetch_all(&mut **tx).await?;
        for (delivery, texts, first) in readable::<(DeliveryId, i64, State)>(&rows, row)? {
            let state = stands(tx, &delivery, texts, first).await?;
            found.insert(delivery, state);
        }
    }
    Ok(found)
}

/// Makes room for deliveries that go again: what came of them before is kept under another id.
pub async fn set_aside(tx: &mut Tx, ids: &[DeliveryId]) -> Result<()> {
    for some in ids.chunks(ROWS_AT_ONCE / 2) {
        let sql = format!(
            "UPDATE outbox SET delivery = delivery || '~' || id, cause = delivery || '~' || id || ':' || part
             WHERE cause IN {} OR (part > 0 AND delivery IN {})",
            placeholders(1, some.len(), 1),
            placeholders(1, some.len(), 1 + some.len()),
        );
        let query = sqlx::query(tx.in_order(sql));
        let query = some.iter().fold(query, |query, id| query.bind(format!("{id}:0")));
        let query = some.iter().fold(query, |query, id| query.bind(id.as_str()));
        query.execute(&mut **tx).await?;
    }
    Ok(())
}
