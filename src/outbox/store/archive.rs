//! What is left of deliveries that were settled long ago.

use super::parts::cells;
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, pass_over, placeholders, readable, survey};
use crate::ids::{DeliveryId, PublicationId};
use crate::outbox::archive::{Glance, Name, Row, Slim, Unit};
use crate::outbox::part::State;
use anyhow::Result;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rows in one statement.
const ROWS: usize = 200;

/// The cells of a row of the archive.
fn slim_cells(r: &AnyRow) -> Cells<'_> {
    Cells::of("archived", "name", r)
}

/// Where a row belongs, if it may ever leave.
fn unit(c: Cells<'_>) -> Result<Option<Unit>> {
    Ok(match (c.id_or_none("publication")?, c.id_or_none("chat_group")?) {
        (Some(publication), Some(group)) => Some(Unit::Group(publication, group)),
        // An item to a role holder.
        (Some(_), None) => None,
        (None, _) => Some(Unit::Delivery(c.id("delivery")?)),
    })
}

/// The next rows, in the order in which they were put.
pub async fn old_page(tx: &mut Tx, after: i64, most: i64) -> Result<Vec<Glance>> {
    let sql = "SELECT id, created_at, delivery, publication, chat_group FROM outbox WHERE id > $1 ORDER BY id LIMIT $2";
    let rows = sqlx::query(sql).bind(after).bind(most).fetch_all(&mut **tx).await?;
    let glance = |r: &AnyRow| {
        let c = cells(r);
        Ok(Glance { id: c.get("id")?, created_at: c.get("created_at")?, unit: unit(c)? })
    };
    readable(&rows, glance)
}

/// Every row of these units.
pub async fn of_units(tx: &mut Tx, units: &BTreeSet<Unit>, before: Millis) -> Result<Vec<Row>> {
    let ids: Vec<i64> = ids_of_units(tx, units).await?.into_iter().collect();
    let mut rows = vec![];
    for some in ids.chunks(ROWS) {
        let sql = format!(
            "SELECT o.id, o.publication, o.chat_group, o.delivery, o.part, o.texts, o.state, o.again, o.created_at, o.changed_at,
                    CAST(CASE WHEN o.person IS NULL AND o.chooser IS NULL AND o.body_sealed IS NULL AND o.address_sealed IS NULL
                         THEN 0 ELSE 1 END AS BIGINT) AS tied,
                    (SELECT COUNT(*) FROM question q WHERE q.code = o.question AND (q.closed_at IS NULL OR q.closed_at >= $1)) AS asked
             FROM outbox o WHERE o.id IN {}",
            placeholders(1, some.len(), 2)
        );
        let query = sqlx::query(tx.in_order(sql)).bind(before);
        let query = some.iter().fold(query, |query, id| query.bind(id));
        let found = query.fetch_all(&mut **tx).await?;
        rows.extend(found.iter().map(row).collect::<Result<Vec<_>>>()?.into_iter().flatten());
    }
    Ok(rows)
}

/// A row that cannot be read is noted, and keeps all that belongs together with it.
fn row(r: &AnyRow) -> Result<Option<Row>> {
    let c = cells(r);
    let Some(unit) = unit(c)? else { return Ok(None) };
    let readable = || -> Result<_> {
        Ok((c.word("state")?, c.flag("again")?, c.flag("tied")? || c.get::<i64>("asked")? > 0))
    };
    let (state, again, held) = match readable() {
        Ok(read) => read,
        Err(e) => {
            pass_over(e)?;
            (State::Waiting, false, true)
        }
    };
    Ok(Some(Row {
        id: c.get("id")?,
        unit,
        delivery: c.id("delivery")?,
        number: c.get("part")?,
        texts: c.get("texts")?,
        state,
        again,
        held,
        created_at: c.get("created_at")?,
        changed_at: c.get("changed_at")?,
    }))
}

async fn ids_of_units(tx: &mut Tx, units: &BTreeSet<Unit>) -> Result<BTreeSet<i64>> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut deliveries: Vec<&DeliveryId> = vec![];
    for unit in units {
        match unit {
            Unit::Group(publication, group) => groups.entry(publication).or_default().push(group),
            Unit::Delivery(delivery) => deliveries.push(delivery),
        }
    }
    let mut ids = BTreeSet::new();
    for (publication, groups) in groups {
        for some in groups.chunks(ROWS) {
            let sql = format!(
                "SELECT id FROM outbox WHERE publication = $1 AND chat_group IN {}",
                placeholders(1, some.len(), 2)
            );
            let query = sqlx::query_scalar::<_, i64>(tx.in_order(sql)).bind(publication);
            ids.extend(some.iter().fold(query, |q, group| q.bind(*group)).fetch_all(&mut **tx).await?);
        }
    }
    for some in deliveries.chunks(ROWS) {
        let list = placeholders(1, some.len(), 1);
        let first = format!("SELECT id FROM outbox WHERE cause IN {}", list);
        let query = sqlx::query_scalar::<_, i64>(tx.in_order(first));
        let query = some.iter().fold(query, |query, delivery| query.bind(format!("{delivery}:0")));
        ids.extend(query.fetch_all(&mut **tx).await?);
        let later = format!("SELECT id FROM outbox WHERE part > 0 AND delivery IN {}", list);
        let query = sqlx::query_scalar::<_, i64>(tx.in_order(later));
        ids.extend(
            some.iter().fold(query, |q, delivery| q.bind(delivery.as_str())).fetch_all(&mut **tx).await?,
        );
    }
    Ok(ids)
}

/// Takes rows out. False: one of them is not as it was read, and the transaction is to be given up.
pub async fn take_out(tx: &mut Tx, ids: &[i64], before: Millis) -> Result<bool> {
    for some in ids.chunks(ROWS) {
        let sql = format!(
            "DELETE FROM outbox WHERE changed_at < $1 AND state IN ('sent', 'failed', 'unknown', 'cancelled') AND id IN {}",
            placeholders(1, some.len(), 2)
        );
        let query = sqlx::query(tx.in_order(sql)).bind(before);
        let query = some.iter().fold(query, |query, id| query.bind(id));
        if query.execute(&mut **tx).await?.rows_affected() != some.len() as u64 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Keeps what stays of them.
pub async fn keep_slim(tx: &mut Tx, kept: &[Slim]) -> Result<()> {
    let named = kept.iter().filter_map(|slim| Some((slim.name?, slim)));
    let (whole, later): (Vec<_>, Vec<_>) = named.partition(|(_, slim)| slim.has_first);
    for some in whole.chunks(ROWS) {
        insert(tx, some, ", state = excluded.state, arrived = excluded.arrived").await?;
    }
    // Those whose first part left before keep how it stood. They are rare, and several of one name can be among them.
    for one in &later {
        insert(tx, std::slice::from_ref(one), "").await?;
    }
    let mut counts: BTreeMap<(&PublicationId, &str), i64> = BTreeMap::new();
    for slim in kept {
        if let Some(publication) = &slim.counts {
            *counts.entry((publication, slim.state.as_str())).or_default() += 1;
        }
    }
    for ((publication, state), texts) in counts {
        let sql = "INSERT INTO archived_count (publication, state, texts) VALUES ($1, $2, $3)
                   ON CONFLICT (publication, state) DO UPDATE SET texts = archived_count.texts + excluded.texts";
        sqlx::query(sql).bind(publication.as_str()).bind(state).bind(texts).execute(&mut **tx).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, some: &[(Name, &Slim)], stands: &str) -> Result<()> {
    let sql = format!(
        "INSERT INTO archived (about, name, parts, state, arrived) VALUES {} ON CONFLICT (about, name) DO UPDATE
         SET parts = CASE WHEN excluded.parts > archived.parts THEN excluded.parts ELSE archived.parts END {stands}",
        placeholders(some.len(), 5, 1)
    );
    let mut query = sqlx::query(tx.in_order(sql));
    for (Name { about, name }, slim) in some {
        query = query.bind(about).bind(name).bind(slim.parts).bind(slim.state.as_str());
        query = query.bind(i64::from(slim.arrived));
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// What the archive knows by one of these names.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// So many parts, from the first on.
    pub parts: i64,
    /// How the text stood.
    pub state: State,
    /// Its first part arrived, or may have.
    pub arrived: bool,
}

/// What the archive knows by these names.
pub async fn archived(tx: &mut Tx, names: impl Iterator<Item = Name>) -> Result<HashMap<Name, Kept>> {
    let mut by_about: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for Name { about, name } in names {
        by_about.entry(about).or_default().push(name);
    }
    let mut found = HashMap::new();
    for (about, names) in by_about {
        for some in names.chunks(ROWS) {
            let sql = format!(
                "SELECT name, parts, state, arrived FROM archived WHERE about = $1 AND name IN {}",
                placeholders(1, some.len(), 2)
            );
            let query = sqlx::query(tx.in_order(sql)).bind(about);
            let query = some.iter().fold(query, |query, name| query.bind(name));
            for (name, kept) in readable(&query.fetch_all(&mut **tx).await?, kept)? {
                found.insert(Name { about, name }, kept);
            }
        }
    }
    Ok(found)
}

fn kept(r: &AnyRow) -> Result<(i64, Kept)> {
    let c = slim_cells(r);
    let kept = Kept { parts: c.get("parts")?, state: c.word("state")?, arrived: c.flag("arrived")? };
    Ok((c.get("name")?, kept))
}

/// These may be put once more.
pub async fn forget_archived(tx: &mut Tx, names: &[Name]) -> Result<()> {
    for Name { about, name } in names {
        let sql = "DELETE FROM archived WHERE about = $1 AND name = $2";
        sqlx::query(sql).bind(about).bind(name).execute(&mut **tx).await?;
    }
    Ok(())
}

/// How many texts of a publication are in the archive, by how they stood.
pub async fn archived_counts(db: &Db, publication: &PublicationId) -> Result<Vec<(State, i64)>> {
    let sql = "SELECT publication, state, texts FROM archived_count WHERE publication = $1";
    let rows = sqlx::query(sql).bind(publication.as_str()).fetch_all(db.read()).await?;
    readable(&rows, counted)
}

fn counted(r: &AnyRow) -> Result<(State, i64)> {
    let c = Cells::of("archived_count", "publication", r);
    Ok((c.word("state")?, c.get("texts")?))
}

/// The texts that nothing was put with since `before` go, unless something waits that is to be sent with one.
pub async fn delete_bodies(tx: &mut Tx, before: Millis) -> Result<u64> {
    // In the words of an index each.
    let sql = "DELETE FROM body WHERE used_at < $1
               AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'waiting' AND o.body = body.id)
               AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'sending' AND o.body = body.id)";
    Ok(sqlx::query(sql).bind(before).execute(&mut **tx).await?.rows_affected())
}

/// Every row of the archive is read once.
pub async fn survey_archive(db: &Db) -> Result<()> {
    survey(db, "archived", |r| {
        slim_cells(r).get::<i64>("about")?;
        kept(r).map(drop)
    })
    .await?;
    survey(db, "archived_count", |r| counted(r).map(drop)).await
}
