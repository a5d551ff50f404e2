//! Parts as they are put.

use crate::clock::Millis;
use crate::db::{Tx, placeholders};
use crate::ids::{DeliveryId, PublicationId};
use crate::outbox::delivery::{Addressed, Chooser, To};
use crate::reason::Reason;
use anyhow::Result;
use sqlx::Row as _;
use std::collections::HashSet;

/// Rows in one statement: both engines allow 32,000 values.
pub(super) const ROWS_AT_ONCE: usize = 200;

pub async fn put_body(tx: &mut Tx, id: &str, json: &str) -> Result<()> {
    let sql = "INSERT INTO body (id, json) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    sqlx::query(sql).bind(id).bind(json).execute(&mut **tx).await?;
    Ok(())
}

/// One part of a delivery, ready to be put.
pub struct NewPart<'a> {
    /// The delivery.
    pub of: &'a Addressed<'a>,
    /// Which part, from 0 on.
    pub number: i64,
    /// How many of its parts are text.
    pub texts: i64,
    /// Shared text, by id.
    pub body: Option<String>,
    /// Own text, sealed.
    pub sealed: Option<String>,
    /// What its choices bring back, a line each.
    pub choices: Option<String>,
}

/// Values of one row in [`insert_all`].
const COLUMNS: usize = 22;

/// Puts parts whose cause is new; returns the deliveries (by cause) of which some part was.
pub async fn insert_all(tx: &mut Tx, now: Millis, parts: &[NewPart<'_>]) -> Result<HashSet<DeliveryId>> {
    let mut fresh = HashSet::new();
    for some in parts.chunks(ROWS_AT_ONCE) {
        let marks: Vec<String> = (0..some.len())
            .map(|row| {
                let mark = |column: usize| format!("${}", row * COLUMNS + column);
                let before: Vec<String> = (1..=18).map(mark).collect();
                let times: Vec<String> = (19..=COLUMNS).map(mark).collect();
                format!("({}, 'waiting', {})", before.join(", "), times.join(", "))
            })
            .collect();
        // One publication puts a cause once. Counting its rows, thousands of them, is cheaper than hearing of each.
        let publication = some[0].of.delivery.publication;
        let counted =
            publication.filter(|_| some.iter().all(|new| new.of.delivery.publication == publication));
        let sql = format!(
            "INSERT INTO outbox (cause, account, kind, rank, chat_group, person, address_sealed, delivery, part, body, body_sealed,
                                 publication, question, choices, chooser, texts, address_chat, reason, state, not_before, good_until, created_at, changed_at)
             VALUES {} ON CONFLICT (cause) DO NOTHING {}",
            marks.join(", "),
            if counted.is_some() { "" } else { "RETURNING delivery" }
        );
        let sql = tx.in_order(sql);
        let mut query = sqlx::query(sql);
        for NewPart { of: Addressed { delivery: d, account, to }, number, texts, body, sealed, choices } in
            some
        {
            let (group, person, chat) = match to {
                To::Group(id) => (Some(id.as_str()), None, None),
                To::Person { key, .. } => (None, Some(key.as_str()), None),
                To::Address { chat, .. } => (None, None, Some(chat.as_str())),
                To::Nobody => (None, None, None),
            };
            query = query
                .bind(format!("{}:{number}", d.id))
                .bind(*account)
                .bind(d.kind.as_str())
                .bind(d.rank.number())
                .bind(group)
                .bind(person)
                .bind(to.address())
                .bind(d.id.as_str())
                .bind(number)
                .bind(body.as_deref())
                .bind(sealed.as_deref())
                .bind(d.publication.map(PublicationId::as_str))
                .bind(d.question.map(|code| code.as_str()))
                .bind(choices.as_deref())
                .bind(d.chooser.as_ref().filter(|_| choices.is_some()).map(Chooser::as_str))
                .bind(texts)
                .bind(chat)
                .bind(d.held.map_or("", Reason::as_str))
                .bind(d.not_before)
                .bind(d.good_until)
                .bind(now)
                .bind(now);
        }
        let Some(publication) = counted else {
            for r in query.fetch_all(&mut **tx).await? {
                fresh.insert(r.try_get::<String, _>("delivery")?.into());
            }
            continue;
        };
        if query.execute(&mut **tx).await?.rows_affected() == some.len() as u64 {
            fresh.extend(some.iter().map(|new| new.of.delivery.id.clone()));
        } else {
            fresh.extend(put_by(tx, publication, some).await?);
        }
    }
    Ok(fresh)
}

/// Of these parts, the deliveries of those that are the publication's.
async fn put_by(tx: &mut Tx, publication: &PublicationId, parts: &[NewPart<'_>]) -> Result<Vec<DeliveryId>> {
    let sql = format!(
        "SELECT delivery FROM outbox WHERE publication = $1 AND cause IN {}",
        placeholders(1, parts.len(), 2)
    );
    let query = sqlx::query_scalar::<_, String>(tx.in_order(sql)).bind(publication.as_str());
    let query =
        parts.iter().fold(query, |query, new| query.bind(format!("{}:{}", new.of.delivery.id, new.number)));
    Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Into::into).collect())
}

/// Of these deliveries those that arrived or may have: also what is on its way, and what was tried again after nobody
/// could tell.
pub async fn may_have_arrived(tx: &mut Tx, causes: &[DeliveryId]) -> Result<HashSet<DeliveryId>> {
    let mut found = HashSet::new();
    for some in causes.chunks(ROWS_AT_ONCE) {
        let sql = format!(
            "SELECT delivery FROM outbox WHERE (state IN ('sent', 'unknown', 'sending') OR again = 1) AND cause IN {}",
            placeholders(1, some.len(), 1)
        );
        let query = sqlx::query_scalar::<_, String>(tx.in_order(sql));
        let query = some.iter().fold(query, |query, cause| query.bind(format!("{cause}:0")));
        found.extend(query.fetch_all(&mut **tx).await?.into_iter().map(DeliveryId::from));
    }
    Ok(found)
}
