//! SQL of the outbox.

use super::entry::{self, Next, Row};
use super::{Answer, Offered, Parcel, Quoted, To};
use crate::clock::Millis;
use crate::db::{Db, Tx, next_numbers, placeholders};
use anyhow::Result;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{HashMap, HashSet};

/// One group's delivery of a publication: the state of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Our id of the group.
    pub group: String,
    /// Code of its place.
    pub place: String,
    /// State as stored.
    pub state: String,
    /// Key of the reason.
    pub reason: String,
    /// When the state was reached.
    pub changed_at: Millis,
}

/// An item as it stands in a village's group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastItem {
    /// Folder of the item.
    pub item: String,
    /// State of its text; in flight counts as waiting. `withdrawn` whatever it was, once the item was taken back.
    pub state: String,
    /// Since when.
    pub changed_at: Millis,
}

/// How many groups are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Waiting or in flight.
    pub waiting: i64,
    /// Taken by the platform.
    pub sent: i64,
    /// Did not arrive.
    pub failed: i64,
    /// May have arrived.
    pub unknown: i64,
    /// Taken back.
    pub cancelled: i64,
}

fn row(r: AnyRow) -> Result<Row> {
    Ok(Row {
        id: r.try_get("id")?,
        account: r.try_get("account")?,
        kind: r.try_get("kind")?,
        rank: r.try_get("rank")?,
        chat_group: r.try_get("chat_group")?,
        person: r.try_get("person")?,
        address_sealed: r.try_get("address_sealed")?,
        delivery: r.try_get("delivery")?,
        part: r.try_get("part")?,
        texts: r.try_get("texts")?,
        body: r.try_get("body")?,
        body_sealed: r.try_get("body_sealed")?,
        publication: r.try_get("publication")?,
        state: r.try_get("state")?,
        attempts: r.try_get("attempts")?,
        again: r.try_get("again")?,
        created_at: r.try_get("created_at")?,
        good_until: r.try_get("good_until")?,
    })
}

pub async fn put_body(tx: &mut Tx, id: &str, json: &str) -> Result<()> {
    let sql = "INSERT INTO body (id, json) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    sqlx::query(sql).bind(id).bind(json).execute(&mut **tx).await?;
    Ok(())
}

/// One message of a parcel, ready to be put.
pub struct New<'a> {
    /// The parcel.
    pub parcel: &'a Parcel<'a>,
    /// Which part.
    pub part: i64,
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
const COLUMNS: usize = 20;
/// Rows in one statement: both engines allow 32,000 values.
const AT_ONCE: usize = 200;

/// Puts rows whose cause is new; returns the deliveries (by cause) of which some part was.
pub async fn insert_all(tx: &mut Tx, now: Millis, rows: &[New<'_>]) -> Result<HashSet<String>> {
    let mut fresh = HashSet::new();
    for some in rows.chunks(AT_ONCE) {
        let marks: Vec<String> = (0..some.len())
            .map(|row| {
                let mark = |column: usize| format!("${}", row * COLUMNS + column);
                let before: Vec<String> = (1..=16).map(mark).collect();
                let times: Vec<String> = (17..=COLUMNS).map(mark).collect();
                format!("({}, 'waiting', {})", before.join(", "), times.join(", "))
            })
            .collect();
        // One publication puts a cause once. Counting its rows, thousands of them, is cheaper than hearing of each.
        let publication = some[0].parcel.publication;
        let counted = publication.filter(|_| some.iter().all(|new| new.parcel.publication == publication));
        let sql = format!(
            "INSERT INTO outbox (cause, account, kind, rank, chat_group, person, address_sealed, delivery, part, body, body_sealed,
                                 publication, question, choices, chooser, texts, state, not_before, good_until, created_at, changed_at)
             VALUES {} ON CONFLICT (cause) DO NOTHING {}",
            marks.join(", "),
            if counted.is_some() { "" } else { "RETURNING delivery" }
        );
        let mut query = sqlx::query(tx.in_order(sql));
        for New { parcel: p, part, texts, body, sealed, choices } in some {
            let (group, person, address) = match p.to {
                To::Group(id) => (Some(id), None, None),
                To::Person(key, address) => (None, Some(key), Some(address)),
            };
            query = query
                .bind(format!("{}:{part}", p.cause))
                .bind(p.account)
                .bind(p.kind)
                .bind(p.rank)
                .bind(group)
                .bind(person)
                .bind(address)
                .bind(&p.cause)
                .bind(part)
                .bind(body.as_deref())
                .bind(sealed.as_deref())
                .bind(p.publication)
                .bind(p.question)
                .bind(choices.as_deref())
                .bind(p.chooser.filter(|_| choices.is_some()))
                .bind(texts)
                .bind(p.not_before)
                .bind(p.good_until)
                .bind(now)
                .bind(now);
        }
        let Some(publication) = counted else {
            let put = query.fetch_all(&mut **tx).await?;
            fresh.extend(put.iter().map(|r| r.try_get("delivery")).collect::<Result<Vec<String>, _>>()?);
            continue;
        };
        if query.execute(&mut **tx).await?.rows_affected() == some.len() as u64 {
            fresh.extend(some.iter().map(|new| new.parcel.cause.clone()));
        } else {
            fresh.extend(put_by(tx, publication, some).await?);
        }
    }
    Ok(fresh)
}

/// Of these rows, the deliveries of those that are the publication's.
async fn put_by(tx: &mut Tx, publication: &str, rows: &[New<'_>]) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT delivery FROM outbox WHERE publication = $1 AND cause IN {}",
        placeholders(1, rows.len(), 2)
    );
    let query = sqlx::query_scalar(tx.in_order(sql)).bind(publication);
    let query =
        rows.iter().fold(query, |query, new| query.bind(format!("{}:{}", new.parcel.cause, new.part)));
    Ok(query.fetch_all(&mut **tx).await?)
}

pub async fn has(tx: &mut Tx, cause: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM outbox WHERE cause = $1";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(format!("{cause}:0")).fetch_one(&mut **tx).await? > 0)
}

pub async fn may_have_arrived(tx: &mut Tx, causes: &[String]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for some in causes.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT delivery FROM outbox WHERE (state IN ('sent', 'unknown', 'sending') OR again = 1) AND cause IN {}",
            placeholders(1, some.len(), 1)
        );
        let query = sqlx::query_scalar::<_, String>(tx.in_order(sql));
        let query = some.iter().fold(query, |query, cause| query.bind(format!("{cause}:0")));
        found.extend(query.fetch_all(&mut **tx).await?);
    }
    Ok(found)
}

/// The rows to a group (parameter 1: its id) that meet a condition. Those of publications are looked for publication
/// by publication (`CROSS JOIN` keeps SQLite to that order): an index by group would cost every send a page of the
/// group's history.
fn of_group(condition: &str) -> String {
    format!(
        "SELECT o.* FROM chat_group g CROSS JOIN publication p CROSS JOIN outbox o
         WHERE g.id = $1 AND o.publication = p.id AND o.chat_group = g.id AND {condition}
         UNION ALL SELECT o.* FROM outbox o WHERE o.chat_group = $1 AND o.publication IS NULL AND {condition}"
    )
}

/// The deliveries of an item to a group (by id) or a person (by key), in whatever revision.
pub async fn of_item(tx: &mut Tx, to: &str, item: &str) -> Result<Vec<Row>> {
    let sql = "SELECT o.* FROM publication p CROSS JOIN outbox o
               WHERE p.item = $2 AND o.publication = p.id AND o.chat_group = $1
               UNION ALL SELECT o.* FROM publication p CROSS JOIN outbox o
               WHERE p.item = $2 AND o.publication = p.id AND o.person = $1 ORDER BY id";
    sqlx::query(sql).bind(to).bind(item).fetch_all(&mut **tx).await?.into_iter().map(row).collect()
}

/// A publication that was taken back goes on after all (somebody sends parts of it again).
pub async fn reopen(tx: &mut Tx, publication: &str) -> Result<()> {
    let sql = "UPDATE publication SET state = 'written' WHERE id = $1 AND state = 'cancelled'";
    sqlx::query(sql).bind(publication).execute(&mut **tx).await?;
    Ok(())
}

pub async fn latest_items(tx: &mut Tx, places: &[&str], most: i64) -> Result<Vec<LastItem>> {
    if places.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT p.item, p.state AS publication_state, o.state, o.delivery, o.texts, o.changed_at
               FROM chat_group g CROSS JOIN publication p CROSS JOIN outbox o
               WHERE g.place IN {} AND o.publication = p.id AND o.chat_group = g.id AND o.part = 0
               ORDER BY o.id DESC LIMIT $1",
        placeholders(1, places.len(), 2)
    );
    let query =
        places.iter().fold(sqlx::query(AssertSqlSafe(sql)).bind(most), |query, place| query.bind(*place));
    let rows = query.fetch_all(&mut **tx).await?;
    let mut items = vec![];
    for r in rows {
        let (delivery, texts): (String, i64) = (r.try_get("delivery")?, r.try_get("texts")?);
        let state = match r.try_get::<String, _>("publication_state")?.as_str() {
            "withdrawn" => "withdrawn",
            _ if texts > 1 => whole_text(tx, &delivery, texts).await?,
            _ => entry::whole(std::iter::once(r.try_get::<String, _>("state")?.as_str())),
        };
        items.push(LastItem {
            item: r.try_get("item")?,
            state: state.into(),
            changed_at: r.try_get("changed_at")?,
        });
    }
    Ok(items)
}

/// What stands in the way for now.
#[derive(Debug, Default)]
pub struct Skip {
    /// Groups (by id) and people (by key) that are to be left alone.
    pub chats: HashSet<String>,
    /// Texts whose file is still on its way to the platform.
    pub bodies: HashSet<String>,
}

/// A due row with everything that is needed to send it.
#[derive(Debug)]
pub struct Due {
    /// The row; to a person, with the address known now if it holds none.
    pub row: Row,
    /// Its place in the line of its rank.
    pub not_before: Millis,
    /// The group as it is now.
    pub group: Option<GroupNow>,
    /// Its publication was taken back.
    pub cancelled: bool,
    /// The folder of its item, "" when it belongs to none.
    pub item: String,
    /// The shared text.
    pub json: Option<String>,
}

/// A group on the day of sending.
#[derive(Debug)]
pub struct GroupNow {
    /// The platform's address.
    pub address: String,
    /// Code of its place.
    pub place: String,
    /// `linked`, `gone` or `unlinked`.
    pub state: String,
    /// Why it is gone, as a key of the words for reasons.
    pub reason: String,
}

/// Longer lists of what is skipped are cut: what they leave out is read and passed over.
const SKIPPED: usize = 256;

/// `(…)` for a list of values from parameter `first` on, and the values. A few lengths only, so that the
/// prepared statements stay few; what fills up matches nothing.
fn list(values: &HashSet<String>, first: usize) -> (String, Vec<String>) {
    let mut values: Vec<String> = values.iter().take(SKIPPED).cloned().collect();
    let length = [1, 16, 64, SKIPPED].into_iter().find(|n| *n >= values.len()).unwrap_or(SKIPPED);
    values.resize(length, "-".into());
    let marks: Vec<String> = (first..first + length).map(|n| format!("${n}")).collect();
    (format!("({})", marks.join(", ")), values)
}

/// Due rows of one rank after a position, in order; a part waits for the one before it (`delivery:part` is a cause).
pub async fn due(
    db: &Db,
    account: &str,
    rank: i64,
    now: Millis,
    after: (Millis, i64),
    skip: &Skip,
    limit: i64,
) -> Result<Vec<Due>> {
    let (chats, chat_values) = list(&skip.chats, 7);
    let (bodies, body_values) = list(&skip.bodies, 7 + chat_values.len());
    let sql = format!(
        "SELECT o.id, o.account, o.kind, o.rank, o.chat_group, o.person, COALESCE(o.address_sealed, pe.address_sealed) AS address_sealed,
                o.delivery, o.part, o.texts, o.body, o.body_sealed, o.publication, o.state, o.attempts, o.again, o.created_at, o.good_until,
                o.not_before, g.address, g.place, g.state AS group_state, g.reason AS group_reason, p.state AS publication_state,
                p.item, b.json
         FROM outbox o
         LEFT JOIN chat_group g ON g.id = o.chat_group
         LEFT JOIN person pe ON pe.key = o.person
         LEFT JOIN publication p ON p.id = o.publication
         LEFT JOIN body b ON b.id = o.body
         WHERE o.account = $1 AND o.state = 'waiting' AND o.rank = $2 AND o.not_before <= $3 AND (o.not_before, o.id) > ($4, $5)
         AND COALESCE(o.chat_group, o.person, '') NOT IN {chats} AND COALESCE(o.body, '') NOT IN {bodies}
         AND (o.part = 0 OR NOT EXISTS (SELECT 1 FROM outbox e WHERE e.cause = o.delivery || ':' || (o.part - 1)
                                        AND e.state IN ('waiting', 'sending')))
         ORDER BY o.not_before, o.id LIMIT $6"
    );
    let mut query = sqlx::query(AssertSqlSafe(sql))
        .bind(account)
        .bind(rank)
        .bind(now)
        .bind(after.0)
        .bind(after.1)
        .bind(limit);
    for value in chat_values.into_iter().chain(body_values) {
        query = query.bind(value);
    }
    let rows = query.fetch_all(db.read()).await?;
    rows.into_iter()
        .map(|r| {
            let address: Option<String> = r.try_get("address")?;
            let group = match address {
                Some(address) => Some(GroupNow {
                    address,
                    place: r.try_get("place")?,
                    state: r.try_get("group_state")?,
                    reason: r.try_get("group_reason")?,
                }),
                None => None,
            };
            Ok(Due {
                not_before: r.try_get("not_before")?,
                group,
                cancelled: r
                    .try_get::<Option<String>, _>("publication_state")?
                    .is_some_and(|s| matches!(s.as_str(), "cancelled" | "withdrawn")),
                item: r.try_get::<Option<String>, _>("item")?.unwrap_or_default(),
                json: r.try_get("json")?,
                row: row(r)?,
            })
        })
        .collect()
}

/// Marks rows *sending*. False: one of them does not wait any more, and the transaction is to be given up.
pub async fn begin(tx: &mut Tx, ids: &[i64], now: Millis) -> Result<bool> {
    for some in ids.chunks(AT_ONCE) {
        let sql = format!(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, changed_at = $1 WHERE state = 'waiting'
             AND id IN {}",
            placeholders(1, some.len(), 2)
        );
        let query = some.iter().fold(sqlx::query(tx.in_order(sql)).bind(now), |query, id| query.bind(id));
        if query.execute(&mut **tx).await?.rows_affected() != some.len() as u64 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes back marks that this process made and did not act on: the answer to their commit was lost, so they may be
/// on disk or not. The rows are touched first: a commit that is still under way holds them, and is waited for.
pub async fn unmark(tx: &mut Tx, ids: &[i64], owner: &str, now: Millis) -> Result<()> {
    for some in ids.chunks(AT_ONCE) {
        let touch = format!(
            "UPDATE outbox SET changed_at = changed_at WHERE id IN {}",
            placeholders(1, some.len(), 1)
        );
        let take_back = format!(
            "UPDATE outbox SET state = 'waiting', attempts = attempts - 1, changed_at = $2 WHERE state = 'sending'
             AND EXISTS (SELECT 1 FROM lease l WHERE l.account = outbox.account AND l.owner = $1)
             AND id IN {}",
            placeholders(1, some.len(), 3)
        );
        let mut touched = sqlx::query(AssertSqlSafe(touch));
        let mut taken_back = sqlx::query(AssertSqlSafe(take_back)).bind(owner).bind(now);
        for id in some {
            (touched, taken_back) = (touched.bind(id), taken_back.bind(id));
        }
        touched.execute(&mut **tx).await?;
        taken_back.execute(&mut **tx).await?;
    }
    Ok(())
}

/// What was put or put off by a clock that was ahead waits no longer than it was meant to: what was due when it was
/// written is due now, and a short wait is that short. What waits for a day's hour keeps the hour.
pub async fn catch_up(tx: &mut Tx, account: &str, now: Millis, ahead: Millis, short: Millis) -> Result<u64> {
    let sql = "UPDATE outbox SET not_before = CASE WHEN not_before > changed_at THEN $2 + not_before - changed_at ELSE $2 END,
                      changed_at = $2
               WHERE account = $1 AND state = 'waiting' AND not_before > $2
               AND changed_at > $2 + $3 AND not_before <= changed_at + $4";
    let done = sqlx::query(sql).bind(account).bind(now).bind(ahead).bind(short).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// Moves rows from *sending* to *sent*, each with the platform's id of its message; returns those that were moved.
pub async fn finish_sent(tx: &mut Tx, sent: &[(i64, &str)], now: Millis) -> Result<HashSet<i64>> {
    let mut moved = HashSet::new();
    for some in sent.chunks(AT_ONCE) {
        // Both engines call the columns of a list of values so.
        let sql = format!(
            "UPDATE outbox SET state = 'sent', message = v.column2, reason = '', not_before = $1, changed_at = $2,
                    body_sealed = NULL, address_sealed = NULL
             FROM (VALUES {}) AS v WHERE outbox.id = v.column1 AND outbox.state = 'sending' RETURNING id",
            placeholders(some.len(), 2, 3)
        );
        let mut query = sqlx::query_scalar::<_, i64>(tx.in_order(sql)).bind(now).bind(now);
        for (id, message) in some {
            query = query.bind(id).bind(*message);
        }
        moved.extend(query.fetch_all(&mut **tx).await?);
    }
    Ok(moved)
}

/// Moves a row from the state it was read in; false when somebody else moved it. A finished
/// message loses its own text and address: what may be sent again has a shared text, and the person has the address.
pub async fn finish(tx: &mut Tx, row: &Row, next: &Next, message: Option<&str>, now: Millis) -> Result<bool> {
    let ended = !matches!(next.state.as_str(), "waiting" | "sending");
    // What waits for a person or for the month did not fail.
    let sql = "UPDATE outbox SET state = $3, not_before = $4, reason = $5, again = $6, changed_at = $7,
                      attempts = CASE WHEN $5 IN ('silent', 'quota') THEN 0 ELSE attempts END,
                      message = COALESCE($8, message),
                      body_sealed = CASE WHEN $9 = 1 THEN NULL ELSE body_sealed END,
                      address_sealed = CASE WHEN $9 = 1 THEN NULL ELSE address_sealed END
               WHERE id = $1 AND state = $2";
    let done = sqlx::query(sql)
        .bind(row.id)
        .bind(&row.state)
        .bind(next.state.as_str())
        .bind(next.not_before)
        .bind(next.reason)
        .bind(next.again)
        .bind(now)
        .bind(message)
        .bind(i64::from(ended))
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The later parts of a delivery whose text did not go out are cancelled or failed with it.
pub async fn end_later_parts(tx: &mut Tx, row: &Row, state: &str, reason: &str, now: Millis) -> Result<()> {
    let sql = "UPDATE outbox SET state = $3, reason = $4, changed_at = $5 WHERE delivery = $1 AND part > 0 AND part > $2 AND state = 'waiting'";
    sqlx::query(sql)
        .bind(&row.delivery)
        .bind(row.part)
        .bind(state)
        .bind(reason)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn fresh_attempts(tx: &mut Tx, rows: &[Row]) -> Result<()> {
    for row in rows {
        let sql = "UPDATE outbox SET attempts = 0 WHERE id = $1 AND state = 'waiting'";
        sqlx::query(sql).bind(row.id).execute(&mut **tx).await?;
    }
    Ok(())
}

pub async fn sending(tx: &mut Tx, account: &str) -> Result<Vec<Row>> {
    let sql = "SELECT * FROM outbox WHERE account = $1 AND state = 'sending'";
    sqlx::query(sql).bind(account).fetch_all(&mut **tx).await?.into_iter().map(row).collect()
}

/// What waits and may have left by now, or was leaving.
pub async fn was_due(tx: &mut Tx, now: Millis) -> Result<Vec<Row>> {
    let sql = "SELECT * FROM outbox WHERE state = 'sending' OR (state = 'waiting' AND not_before <= $1) ORDER BY id";
    sqlx::query(sql).bind(now).fetch_all(&mut **tx).await?.into_iter().map(row).collect()
}

pub async fn in_state(tx: &mut Tx, publication: &str, state: &str) -> Result<Vec<Row>> {
    let sql = "SELECT * FROM outbox WHERE publication = $1 AND state = $2 ORDER BY id";
    sqlx::query(sql).bind(publication).bind(state).fetch_all(&mut **tx).await?.into_iter().map(row).collect()
}

pub async fn waiting_for_group(tx: &mut Tx, group: &str) -> Result<Vec<Row>> {
    let sql = format!("{} ORDER BY id", of_group("o.state = 'waiting'"));
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(group).fetch_all(&mut **tx).await?;
    rows.into_iter().map(row).collect()
}

/// How the whole text stands of which a row is a part.
pub async fn whole(tx: &mut Tx, row: &Row) -> Result<&'static str> {
    whole_text(tx, &row.delivery, row.texts).await
}

async fn whole_text(tx: &mut Tx, delivery: &str, texts: i64) -> Result<&'static str> {
    let sql = "SELECT state FROM outbox WHERE cause = $1
               UNION ALL SELECT state FROM outbox WHERE delivery = $2 AND part > 0 AND part < $3";
    let query = sqlx::query_scalar::<_, String>(sql).bind(format!("{delivery}:0")).bind(delivery).bind(texts);
    let states = query.fetch_all(&mut **tx).await?;
    Ok(entry::whole(states.iter().map(String::as_str)))
}

/// Where a row belongs in the log: place, platform and item.
pub async fn belonging(tx: &mut Tx, row: &Row) -> Result<(String, String, String)> {
    let group =
        sqlx::query("SELECT place, platform FROM chat_group WHERE id = $1").bind(row.chat_group.as_deref());
    let (place, platform) = match group.fetch_optional(&mut **tx).await? {
        Some(r) => (r.try_get("place")?, r.try_get("platform")?),
        None => Default::default(),
    };
    let item: Option<String> = match &row.publication {
        Some(id) => {
            sqlx::query_scalar("SELECT item FROM publication WHERE id = $1")
                .bind(id)
                .fetch_optional(&mut **tx)
                .await?
        }
        None => None,
    };
    Ok((place, platform, item.unwrap_or_default()))
}

fn quoted(r: AnyRow) -> Result<Quoted> {
    Ok(Quoted {
        kind: r.try_get("kind")?,
        publication: r.try_get("publication")?,
        question: r.try_get("question")?,
    })
}

pub async fn by_group_message(tx: &mut Tx, group: &str, message: &str) -> Result<Option<Quoted>> {
    let sql = format!("{} ORDER BY id DESC LIMIT 1", of_group("o.message = $2"));
    let row = sqlx::query(AssertSqlSafe(sql)).bind(group).bind(message).fetch_optional(&mut **tx).await?;
    row.map(quoted).transpose()
}

pub async fn by_person_message(tx: &mut Tx, person: &str, message: &str) -> Result<Option<Quoted>> {
    let sql = "SELECT kind, publication, question FROM outbox WHERE person = $1 AND message = $2 ORDER BY id DESC LIMIT 1";
    sqlx::query(sql).bind(person).bind(message).fetch_optional(&mut **tx).await?.map(quoted).transpose()
}

fn offered(r: AnyRow) -> Result<(Offered, bool)> {
    let tokens: String = r.try_get("choices")?;
    let offered = Offered {
        row: r.try_get("id")?,
        message: r.try_get("message")?,
        tokens: tokens.lines().map(str::to_owned).collect(),
    };
    Ok((offered, r.try_get::<String, _>("state")? == "sending"))
}

/// The newest open choices, and whether they are still on their way.
pub async fn latest_choices(tx: &mut Tx, chat: &str, chooser: &str) -> Result<Option<(Offered, bool)>> {
    let sql = "SELECT id, message, choices, state FROM outbox WHERE chooser IN ($1, '') AND COALESCE(chat_group, person) = $2
               AND choices <> '' AND state IN ('sent', 'unknown', 'sending') ORDER BY id DESC LIMIT 1";
    let row = sqlx::query(sql).bind(chooser).bind(chat).fetch_optional(&mut **tx).await?;
    row.map(offered).transpose()
}

pub async fn choices_in(tx: &mut Tx, chat: &str, message: &str) -> Result<Option<Offered>> {
    let condition = "o.message = $2 AND o.choices IS NOT NULL";
    let sql = format!(
        "{} UNION ALL SELECT o.* FROM outbox o WHERE o.person = $1 AND {condition} ORDER BY id DESC LIMIT 1",
        of_group(condition)
    );
    let row = sqlx::query(AssertSqlSafe(sql)).bind(chat).bind(message).fetch_optional(&mut **tx).await?;
    Ok(row.map(offered).transpose()?.map(|(offered, _)| offered))
}

pub async fn close_choices(tx: &mut Tx, row: i64) -> Result<()> {
    sqlx::query("UPDATE outbox SET choices = '' WHERE id = $1").bind(row).execute(&mut **tx).await?;
    Ok(())
}

pub async fn close_choices_like(tx: &mut Tx, chat: &str, chooser: &str, prefix: &'static str) -> Result<()> {
    let sql = "UPDATE outbox SET choices = '' WHERE chooser = $1 AND COALESCE(chat_group, person) = $2 AND choices LIKE $3";
    sqlx::query(sql).bind(chooser).bind(chat).bind(format!("{prefix}%")).execute(&mut **tx).await?;
    Ok(())
}

pub async fn is_sending_to(tx: &mut Tx, chat: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM outbox WHERE state = 'sending' AND (chat_group = $1 OR person = $1)";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(chat).fetch_one(&mut **tx).await? > 0)
}

pub async fn of_publication(db: &Db, publication: &str) -> Result<Vec<GroupRow>> {
    let sql = "SELECT o.chat_group, g.place, o.state, o.reason, o.changed_at FROM outbox o JOIN chat_group g ON g.id = o.chat_group
               WHERE o.publication = $1 AND o.part < o.texts ORDER BY g.place, o.chat_group, o.part";
    let rows = sqlx::query(sql).bind(publication).fetch_all(db.read()).await?;
    let mut groups: Vec<GroupRow> = vec![];
    for r in rows {
        let part = GroupRow {
            group: r.try_get("chat_group")?,
            place: r.try_get("place")?,
            state: r.try_get("state")?,
            reason: r.try_get("reason")?,
            changed_at: r.try_get("changed_at")?,
        };
        match groups.last_mut().filter(|known| known.group == part.group) {
            Some(known) => {
                let whole = entry::whole([known.state.as_str(), part.state.as_str()].into_iter());
                // The first part that stands so says why.
                if known.state != whole && part.state == whole {
                    known.reason = part.reason;
                }
                known.state = whole.into();
                known.changed_at = known.changed_at.max(part.changed_at);
            }
            None => groups.push(part),
        }
    }
    Ok(groups)
}

/// Rows of an account or a person (`of` is the column) that wait for a reason are due now, and fresh.
pub async fn due_again(
    tx: &mut Tx,
    now: Millis,
    of: &'static str,
    which: &str,
    reason: &'static str,
) -> Result<()> {
    // The reason stands in the text: a partial index is used only so.
    let sql = format!(
        "UPDATE outbox SET not_before = $2, reason = '', attempts = 0 WHERE {of} = $1 AND state = 'waiting' AND reason = '{reason}'"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(which).bind(now).execute(&mut **tx).await?;
    Ok(())
}

const LAST_ANSWER: &str = "SELECT id, question, state, reason FROM outbox WHERE kind = 'answer' AND part = 0";

fn last_answer(r: &AnyRow) -> Result<Answer> {
    Ok(Answer { state: r.try_get("state")?, reason: r.try_get("reason")? })
}

pub async fn answers(db: &Db) -> Result<HashMap<String, Answer>> {
    let sql = format!("{LAST_ANSWER} AND question IS NOT NULL");
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(db.read()).await?;
    // Here and not by the database, which would go through everything that was ever sent, in order.
    rows.sort_by_key(|r| r.try_get::<i64, _>("id").unwrap_or_default());
    rows.iter().map(|r| Ok((r.try_get("question")?, last_answer(r)?))).collect()
}

pub async fn answer(tx: &mut Tx, question: &str) -> Result<Option<Answer>> {
    let sql = format!("{LAST_ANSWER} AND question = $1 ORDER BY id DESC LIMIT 1");
    let row = sqlx::query(AssertSqlSafe(sql)).bind(question).fetch_optional(&mut **tx).await?;
    row.as_ref().map(last_answer).transpose()
}

pub async fn kept_for_silent(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let sql = "SELECT o.id, o.delivery, o.question FROM outbox o
               WHERE o.state = 'waiting' AND o.reason = 'silent' AND o.kind = 'answer' AND o.part = 0 AND o.question IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.cause = 'silent:' || o.delivery || ':0')";
    of_questions(sqlx::query(sql).fetch_all(&mut **tx).await?)
}

pub async fn lost_answers(tx: &mut Tx, since: Millis) -> Result<Vec<(String, String)>> {
    let sql = "SELECT o.id, o.delivery, o.question FROM outbox o
               WHERE o.kind = 'answer' AND o.state = 'failed' AND o.changed_at >= $1 AND o.question IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.cause = 'lost:' || o.delivery || ':0')";
    of_questions(sqlx::query(sql).bind(since).fetch_all(&mut **tx).await?)
}

pub async fn stopped(db: &Db) -> Result<Vec<(String, i64)>> {
    let sql =
        "SELECT account, COUNT(*) AS n FROM outbox WHERE state = 'waiting' AND reason IN ('account', 'token')
               GROUP BY account ORDER BY account";
    let rows = sqlx::query(sql).fetch_all(db.read()).await?;
    rows.iter().map(|r| Ok((r.try_get("account")?, r.try_get("n")?))).collect()
}

/// Deliveries, each once, with their questions. Put in order here: asked for an order, SQLite goes through everything
/// that ever was, in order.
fn of_questions(rows: Vec<AnyRow>) -> Result<Vec<(String, String)>> {
    let kept = |r: &AnyRow| -> Result<(i64, String, String)> {
        Ok((r.try_get("id")?, r.try_get("delivery")?, r.try_get("question")?))
    };
    let mut rows = rows.iter().map(kept).collect::<Result<Vec<_>>>()?;
    rows.sort_unstable();
    rows.dedup_by(|a, b| a.1 == b.1);
    Ok(rows.into_iter().map(|(_, delivery, question)| (delivery, question)).collect())
}

pub async fn silent(db: &Db) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND reason = 'silent'";
    Ok(sqlx::query_scalar(sql).fetch_one(db.read()).await?)
}

/// The counter of an account's month.
fn counter(account: &str, month: &str) -> String {
    format!("sent:{account}:{month}")
}

/// Messages that the platform took for an account in a month.
pub async fn used(db: &Db, account: &str, month: &str) -> Result<i64> {
    let sql = "SELECT value FROM counter WHERE name = $1";
    let found = sqlx::query_scalar(sql).bind(counter(account, month)).fetch_optional(db.read()).await?;
    Ok(found.unwrap_or(0))
}

pub async fn add_used(tx: &mut Tx, account: &str, month: &str, count: i64) -> Result<()> {
    next_numbers(tx, &counter(account, month), count).await?;
    Ok(())
}

pub async fn cancel_about(tx: &mut Tx, now: Millis, question: &str) -> Result<()> {
    let sql =
        "UPDATE outbox SET state = 'cancelled', body_sealed = NULL, address_sealed = NULL, changed_at = $2
               WHERE question = $1 AND state = 'waiting' AND kind IN ('card', 'reminder')";
    sqlx::query(sql).bind(question).bind(now).execute(&mut **tx).await?;
    Ok(())
}

pub async fn forget(tx: &mut Tx, now: Millis, person: &str) -> Result<()> {
    let cancel =
        "UPDATE outbox SET state = 'cancelled', body_sealed = NULL, address_sealed = NULL, changed_at = $2
                  WHERE person = $1 AND state = 'waiting'";
    sqlx::query(cancel).bind(person).bind(now).execute(&mut **tx).await?;
    sqlx::query("UPDATE outbox SET person = NULL WHERE person = $1").bind(person).execute(&mut **tx).await?;
    let choices = "UPDATE outbox SET chooser = NULL, choices = NULL WHERE chooser = $1";
    sqlx::query(choices).bind(person).execute(&mut **tx).await?;
    Ok(())
}

pub async fn newest(db: &Db) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM outbox").fetch_one(db.read()).await?)
}

/// Messages of an account in one state that is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// The account.
    pub account: String,
    /// `waiting`, `sending`, `failed` or `unknown`.
    pub state: String,
    /// How many.
    pub count: i64,
    /// Since when the oldest waits, where one does.
    pub oldest: Option<Millis>,
}

pub async fn backlog(db: &Db) -> Result<Vec<Backlog>> {
    // In the words of one index each: what was sent long ago is not counted again every time somebody looks. What
    // waits for a silent person is nobody's fault.
    let sql = "SELECT account, state, COUNT(*) AS n, MIN(CASE WHEN reason <> 'silent' THEN created_at END) AS oldest
               FROM outbox WHERE state = 'waiting' GROUP BY account, state
               UNION ALL SELECT account, state, COUNT(*) AS n, CAST(NULL AS BIGINT) AS oldest
               FROM outbox WHERE state = 'sending' GROUP BY account, state
               UNION ALL SELECT account, state, COUNT(*) AS n, CAST(NULL AS BIGINT) AS oldest
               FROM outbox WHERE state IN ('failed', 'unknown') GROUP BY account, state ORDER BY account, state";
    let rows = sqlx::query(sql).fetch_all(db.read()).await?;
    rows.iter()
        .map(|r| {
            let (account, state) = (r.try_get("account")?, r.try_get("state")?);
            Ok(Backlog { account, state, count: r.try_get("n")?, oldest: r.try_get("oldest")? })
        })
        .collect()
}

pub async fn uploaded(db: &Db, hash: &str, account: &str) -> Result<Option<String>> {
    let sql = "SELECT file_id FROM uploaded WHERE hash = $1 AND account = $2";
    Ok(sqlx::query_scalar(sql).bind(hash).bind(account).fetch_optional(db.read()).await?)
}

pub async fn set_uploaded(tx: &mut Tx, hash: &str, account: &str, file_id: &str) -> Result<()> {
    let sql = "INSERT INTO uploaded (hash, account, file_id) VALUES ($1, $2, $3)
               ON CONFLICT (hash, account) DO UPDATE SET file_id = excluded.file_id";
    sqlx::query(sql).bind(hash).bind(account).bind(file_id).execute(&mut **tx).await?;
    Ok(())
}

pub async fn drop_uploaded(tx: &mut Tx, hash: &str, account: &str, file_id: &str) -> Result<()> {
    let sql = "DELETE FROM uploaded WHERE hash = $1 AND account = $2 AND file_id = $3";
    sqlx::query(sql).bind(hash).bind(account).bind(file_id).execute(&mut **tx).await?;
    Ok(())
}

/// An ownership that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Its number: it grows whenever the account changes hands.
    pub term: i64,
    /// It was taken just now.
    pub new: bool,
    /// How long ago somebody else may have sent at the latest; negative: he says he still does. `None`: nobody ever.
    pub since: Option<Millis>,
    /// Another process asks for it.
    pub wanted: bool,
}

/// An ownership as it stands: whose, and of which account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// The account.
    pub account: String,
    /// The process.
    pub owner: String,
}

/// What a wish for an account is called among the ownerships: it lasts as long as one.
pub const WISH: &str = "#wish ";

/// Takes or keeps the ownership of an account for `lease` milliseconds of the database's clock.
/// `exclusive` says that no other process can be alive (the database file is locked by us).
pub async fn hold(
    tx: &mut Tx,
    account: &str,
    owner: &str,
    lease: Millis,
    exclusive: bool,
) -> Result<Option<Held>> {
    let now = tx.time().await?;
    let wish = format!("{WISH}{account}");
    let found = sqlx::query("SELECT account, owner, until_at FROM lease WHERE account = $1 OR account = $2")
        .bind(account)
        .bind(&wish)
        .fetch_all(&mut **tx)
        .await?;
    let (mut mine, mut free, mut wanted, mut since) = (false, true, false, None);
    for r in &found {
        let ours = r.try_get::<String, _>("owner")? == owner;
        let until: Millis = r.try_get("until_at")?;
        let over = until <= now;
        if r.try_get::<String, _>("account")? == wish {
            wanted = !ours && !over;
        } else {
            (mine, free, since) = (ours, exclusive || over, Some(now - until));
        }
    }
    // What somebody asked for and got is theirs to take.
    if !mine && (!free || wanted) {
        return Ok(None);
    }
    let sql = "INSERT INTO lease (account, owner, term, until_at) VALUES ($1, $2, 1, $3)
               ON CONFLICT (account) DO UPDATE SET owner = excluded.owner, until_at = excluded.until_at,
                      term = lease.term + CASE WHEN lease.owner = excluded.owner THEN 0 ELSE 1 END
               WHERE lease.owner = excluded.owner OR lease.until_at <= $4 OR $5 = 1 RETURNING term";
    let term = sqlx::query_scalar::<_, i64>(sql)
        .bind(account)
        .bind(owner)
        .bind(now + lease)
        .bind(now)
        .bind(i64::from(exclusive))
        .fetch_optional(&mut **tx)
        .await?;
    Ok(term.map(|term| Held { term, new: !mine, since, wanted }))
}

/// True while the account is still owned in this term; then nobody takes it over before the transaction ends.
pub async fn still(tx: &mut Tx, account: &str, owner: &str, term: i64) -> Result<bool> {
    // Written, not only read: it is the row's lock that keeps others away.
    let sql = "UPDATE lease SET owner = owner WHERE account = $1 AND owner = $2 AND term = $3";
    let done = sqlx::query(sql).bind(account).bind(owner).bind(term).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Gives up everything that a process owns. Until when it did is kept: so long it may have sent.
pub async fn release(tx: &mut Tx, owner: &str) -> Result<()> {
    let now = tx.time().await?;
    let sql = "UPDATE lease SET until_at = $2, owner = '' WHERE owner = $1";
    sqlx::query(sql).bind(owner).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Gives up one account.
pub async fn release_one(tx: &mut Tx, account: &str, owner: &str) -> Result<()> {
    let now = tx.time().await?;
    let sql = "UPDATE lease SET until_at = $3, owner = '' WHERE account = $1 AND owner = $2";
    sqlx::query(sql).bind(account).bind(owner).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Every account that somebody owns now, by name.
pub async fn owned(tx: &mut Tx) -> Result<Vec<Owned>> {
    let now = tx.time().await?;
    let sql =
        "SELECT account, owner FROM lease WHERE until_at > $1 AND account NOT LIKE '#%' ORDER BY account";
    let rows = sqlx::query(sql).bind(now).fetch_all(&mut **tx).await?;
    rows.iter().map(|r| Ok(Owned { account: r.try_get("account")?, owner: r.try_get("owner")? })).collect()
}
