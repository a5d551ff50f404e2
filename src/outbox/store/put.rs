//! Parts as they are put.

use super::archive::archived;
use crate::clock::Millis;
use crate::db::{Tx, placeholders};
use crate::ids::{DeliveryId, PublicationId};
use crate::outbox::archive::Name;
use crate::outbox::delivery::{Addressed, Chooser, To};
use crate::reason::Reason;
use anyhow::Result;
use sqlx::Row as _;
use std::collections::{BTreeMap, HashSet};

/// Rows in one statement: both engines allow 32,000 values.
pub(super) const ROWS_AT_ONCE: usize = 200;

/// Shared texts, by id: two who put the same ones wait for each other in one direction only.
pub async fn put_bodies(tx: &mut Tx, now: Millis, bodies: &BTreeMap<String, String>) -> Result<()> {
    for (id, json) in bodies {
        // Also one that is there already is used again: it must not go with what is old.
        let sql = "INSERT INTO body (id, json, used_at) VALUES ($1, $2, $3)
                   ON CONFLICT (id) DO UPDATE SET used_at = excluded.used_at WHERE body.used_at < excluded.used_at";
        sqlx::query(sql).bind(id).bind(json).bind(now).execute(&mut **tx).await?;
    }
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

impl NewPart<'_> {
    /// What makes it unique.
    fn cause(&self) -> String {
        format!("{}:{}", self.of.delivery.id, self.number)
    }

    /// What its delivery is called in the archive.
    fn name(&self) -> Name {
        Name::of(&self.of.delivery.id)
    }
}

/// Values of one row in [`insert`].
const COLUMNS: usize = 22;

/// Puts parts whose cause is new; returns the deliveries (by cause) of which some part was.
pub async fn insert_all(tx: &mut Tx, now: Millis, parts: &[NewPart<'_>]) -> Result<HashSet<DeliveryId>> {
    let mut fresh = HashSet::new();
    for some in parts.chunks(ROWS_AT_ONCE) {
        let mut causes = insert(tx, now, some).await?;
        // Looked for after they were put: what was archived at this very moment has been, for whoever waited for its row.
        refuse_archived(tx, some, &mut causes).await?;
        let put = some.iter().filter(|new| causes.contains(&new.cause()));
        fresh.extend(put.map(|new| new.of.delivery.id.clone()));
    }
    Ok(fresh)
}

/// Takes back what was put of these parts and is in the archive.
async fn refuse_archived(tx: &mut Tx, parts: &[NewPart<'_>], causes: &mut HashSet<String>) -> Result<()> {
    let names: HashSet<Name> = parts.iter().map(NewPart::name).collect();
    let kept = archived(tx, names.into_iter()).await?;
    let is_kept = |new: &&NewPart<'_>| kept.get(&new.name()).is_some_and(|kept| new.number < kept.parts);
    let refused: Vec<String> = parts.iter().filter(is_kept).map(NewPart::cause).collect();
    for cause in refused.iter().filter(|cause| causes.remove(*cause)) {
        let sql = "DELETE FROM outbox WHERE cause = $1";
        sqlx::query(sql).bind(cause).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Puts parts; returns the causes that were new.
async fn insert(tx: &mut Tx, now: Millis, some: &[NewPart<'_>]) -> Result<HashSet<String>> {
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
    let counted = publication.filter(|_| some.iter().all(|new| new.of.delivery.publication == publication));
    let sql = format!(
        "INSERT INTO outbox (cause, account, kind, rank, chat_group, person, address_sealed, delivery, part, body, body_sealed,
                             publication, question, choices, chooser, texts, address_chat, reason, state, not_before, good_until, created_at, changed_at)
         VALUES {} ON CONFLICT (cause) DO NOTHING {}",
        marks.join(", "),
        if counted.is_some() { "" } else { "RETURNING cause" }
    );
    let sql = tx.in_order(sql);
    let mut query = sqlx::query(sql);
    for NewPart { of: Addressed { delivery: d, account, to }, number, texts, body, sealed, choices } in some {
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
        let rows = query.fetch_all(&mut **tx).await?;
        return Ok(rows.iter().map(|r| r.try_get("cause")).collect::<Result<_, _>>()?);
    };
    if query.execute(&mut **tx).await?.rows_affected() == some.len() as u64 {
        return Ok(some.iter().map(NewPart::cause).collect());
    }
    put_by(tx, publication, some).await
}

/// Of these parts, the causes of those that are the publication's.
async fn put_by(tx: &mut Tx, publication: &PublicationId, parts: &[NewPart<'_>]) -> Result<HashSet<String>> {
    let sql = format!(
        "SELECT cause FROM outbox WHERE publication = $1 AND cause IN {}",
        placeholders(1, parts.len(), 2)
    );
    let query = sqlx::query_scalar::<_, String>(tx.in_order(sql)).bind(publication.as_str());
    let query = parts.iter().fold(query, |query, new| query.bind(new.cause()));
    Ok(query.fetch_all(&mut **tx).await?.into_iter().collect())
}

/// Of these deliveries those with rows that arrived or may have.
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
