//! What may leave now, with all that is needed to send it.

use super::parts::{cells, part};
use crate::clock::Millis;
use crate::db::{Cells, Db, Tx, among, readable};
use crate::groups;
use crate::ids::{GroupId, ItemId, PersonKey, QuestionCode};
use crate::outbox::answers::BACK;
use crate::outbox::delivery::Rank;
use crate::outbox::part::Part;
use crate::reason::Reason;
use anyhow::Result;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashSet;

/// What stands in the way for now.
#[derive(Debug, Default)]
pub struct Skip {
    /// Groups (by id) and people (by key) that are to be left alone.
    pub owners: HashSet<String>,
    /// Texts whose file is still on its way to the platform.
    pub bodies: HashSet<String>,
}

/// A due part with everything that is needed to send it.
#[derive(Debug)]
pub struct Due {
    /// The part; to a person, with the address known now if it holds none.
    pub part: Part,
    /// The group as it is now.
    pub group: Option<GroupNow>,
    /// Its publication was taken back.
    pub cancelled: bool,
    /// Its item, if it belongs to one.
    pub item: Option<ItemId>,
    /// The shared text.
    pub json: Option<String>,
}

/// Some of what is due.
#[derive(Debug)]
pub struct Page {
    /// What of it can be read, in order.
    pub due: Vec<Due>,
    /// There may be more, after `last`.
    pub full: bool,
    /// The place of the last of its rows in the line.
    pub last: Option<(Millis, i64)>,
}

/// A group on the day of sending.
#[derive(Debug)]
pub struct GroupNow {
    /// The platform's address.
    pub address: String,
    /// Code of its place.
    pub place: String,
    /// Whether it is linked.
    pub state: groups::State,
    /// Why it is gone.
    pub reason: Option<Reason>,
}

/// Why something waits until the person it is for writes: nothing is wrong, and nobody can do anything about it.
pub(super) const ASLEEP: &str = "('silent', 'blocked', 'stopped', 'never-started')";
/// Why something waits that may be over when the person it is for writes.
pub(super) const AWAITED: &str =
    "('silent', 'blocked', 'stopped', 'never-started', 'unknown-chat', 'forbidden', 'restricted',
                                   'unexplained', 'unreachable')";
/// Why something waits that is over when a group is heard of, and when we are taken in or may write there again.
const HEARD_OF: &str = "('removed', 'unknown-chat', 'forbidden', 'unexplained', 'unreachable')";
const ALLOWED: &str =
    "('removed', 'unknown-chat', 'forbidden', 'unexplained', 'unreachable', 'muted', 'restricted',
                        'topic-closed', 'lapsed')";

/// Longer lists of what is skipped are cut: what they leave out is read and passed over.
const MOST_SKIPPED: usize = 256;

/// `(…)` for a list of values from parameter `first` on, and the values. A few lengths only, so that the
/// prepared statements stay few; what fills up matches nothing.
fn list(values: &HashSet<String>, first: usize) -> (String, Vec<String>) {
    let mut values: Vec<String> = values.iter().take(MOST_SKIPPED).cloned().collect();
    let length = [1, 16, 64, MOST_SKIPPED].into_iter().find(|n| *n >= values.len()).unwrap_or(MOST_SKIPPED);
    values.resize(length, "-".into());
    let marks: Vec<String> = (first..first + length).map(|n| format!("${n}")).collect();
    (format!("({})", marks.join(", ")), values)
}

/// Due parts of one rank after a position, in order; a part waits for the one before it (`delivery:part` is a cause).
pub async fn due(
    db: &Db,
    account: &str,
    rank: Rank,
    now: Millis,
    after: (Millis, i64),
    skip: &Skip,
    limit: i64,
) -> Result<Page> {
    let (owners, owner_values) = list(&skip.owners, 7);
    let (bodies, body_values) = list(&skip.bodies, 7 + owner_values.len());
    let sql = format!(
        "SELECT o.id, o.account, o.kind, o.rank, o.chat_group, o.person, COALESCE(o.address_sealed, re.address_sealed) AS address_sealed, o.address_chat,
                o.delivery, o.part, o.texts, o.body, o.body_sealed, o.publication, o.state, o.attempts, o.again, o.created_at, o.good_until,
                o.not_before, g.address, g.place, g.state AS group_state, g.reason AS group_reason, p.state AS publication_state,
                p.item, b.json
         FROM outbox o
         LEFT JOIN chat_group g ON g.id = o.chat_group
         LEFT JOIN reach re ON re.key = o.person
         LEFT JOIN publication p ON p.id = o.publication
         LEFT JOIN body b ON b.id = o.body
         WHERE o.account = $1 AND o.state = 'waiting' AND o.rank = $2 AND o.not_before <= $3 AND (o.not_before, o.id) > ($4, $5)
         AND COALESCE(o.chat_group, o.person, '') NOT IN {owners} AND COALESCE(o.body, '') NOT IN {bodies}
         AND (o.part = 0 OR NOT EXISTS (SELECT 1 FROM outbox e WHERE e.cause = o.delivery || ':' || (o.part - 1)
                                        AND e.state IN ('waiting', 'sending')))
         ORDER BY o.not_before, o.id LIMIT $6"
    );
    let mut query = sqlx::query(AssertSqlSafe(sql))
        .bind(account)
        .bind(rank.number())
        .bind(now)
        .bind(after.0)
        .bind(after.1)
        .bind(limit);
    for value in owner_values.into_iter().chain(body_values) {
        query = query.bind(value);
    }
    let rows = query.fetch_all(db.read()).await?;
    let last = match rows.last() {
        // Its place in the line, whether it can be read or not: what comes after it is looked at next.
        Some(row) => Some((row.try_get("not_before")?, row.try_get("id")?)),
        None => None,
    };
    Ok(Page { full: rows.len() as i64 == limit, last, due: readable(&rows, one)? })
}

fn one(r: &AnyRow) -> Result<Due> {
    let c = cells(r);
    let address: Option<String> = c.get("address")?;
    let group = match address {
        Some(address) => {
            // Named as they are called here: a fault is in the group's row.
            let g = Cells::of("chat_group", "chat_group", r);
            let (state, reason) = (g.word("group_state")?, g.word_or_none("group_reason")?);
            Some(GroupNow { address, place: c.get("place")?, state, reason })
        }
        None => None,
    };
    let publication: Option<String> = c.get("publication_state")?;
    Ok(Due {
        group,
        cancelled: publication.is_some_and(|s| matches!(s.as_str(), "cancelled" | "withdrawn")),
        item: c.id_or_none("item")?,
        json: c.get("json")?,
        part: part(r)?,
    })
}

/// What waits of an account for this month's messages is due now, and fresh.
pub async fn quota_again(tx: &mut Tx, now: Millis, account: &str) -> Result<()> {
    // The reasons stand in the text: a partial index is used only so.
    let sql = "UPDATE outbox SET not_before = $2, reason = '', attempts = 0
               WHERE account = $1 AND state = 'waiting' AND reason = 'quota'";
    sqlx::query(sql).bind(account).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Those of these people for whom something waits until they write, or may have to be said once more then.
pub async fn waited_for(tx: &mut Tx, people: &[PersonKey]) -> Result<HashSet<PersonKey>> {
    let sql = format!(
        "SELECT DISTINCT person FROM outbox WHERE state = 'waiting' AND reason <> ''
         AND reason IN {AWAITED} AND person IN {{}}"
    );
    let mut found = among(tx, &sql, people).await?;
    // What has no number of the platform's was not sent: of a person that is little.
    let sql = "SELECT DISTINCT person FROM outbox WHERE message IS NULL AND state = 'unknown' AND body_sealed IS NOT NULL
               AND person IN {}";
    found.extend(among(tx, sql, people).await?);
    Ok(found)
}

/// What waits until a person writes (they were silent for long, had blocked us, or had asked for no more messages) is
/// due now, and fresh.
pub async fn written(tx: &mut Tx, now: Millis, person: &PersonKey) -> Result<()> {
    let sql = format!(
        "UPDATE outbox SET not_before = $2, reason = '', attempts = 0
         WHERE person = $1 AND state = 'waiting' AND reason <> '' AND reason IN {AWAITED}"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(person.as_str()).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// The questions that a person is asked back about by what waits until they write, oldest first.
pub async fn asked_back_when_written(tx: &mut Tx, person: &PersonKey) -> Result<Vec<QuestionCode>> {
    let sql = format!(
        "SELECT question FROM outbox WHERE person = $1 AND state = 'waiting' AND reason <> '' AND reason IN {AWAITED}
         AND part = 0 AND question IS NOT NULL AND delivery LIKE '{BACK}%' ORDER BY id"
    );
    let query = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).bind(person.as_str());
    Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Into::into).collect())
}

/// A person asked for no more messages: what waits for them and is no reply to what they did waits until they write.
pub async fn hold_for(tx: &mut Tx, until: Millis, person: &PersonKey) -> Result<()> {
    let sql = "UPDATE outbox SET not_before = $2, reason = 'stopped', good_until = COALESCE(good_until, $3)
               WHERE person = $1 AND state = 'waiting' AND reason = '' AND kind NOT IN ('reply', 'receipt')";
    sqlx::query(sql).bind(person.as_str()).bind(until).bind(until).execute(&mut **tx).await?;
    Ok(())
}

/// Something came from a group: what waits there because nobody knew what was wrong, or because it took us out, is due
/// now, and fresh; `allowed`: what was forbidden there as well.
pub async fn held_again(tx: &mut Tx, now: Millis, group: &GroupId, allowed: bool) -> Result<()> {
    let over = if allowed { ALLOWED } else { HEARD_OF };
    // The first condition on the reason is the partial index's own: it is used only so.
    let sql = format!(
        "UPDATE outbox SET not_before = $2, reason = '', attempts = 0
         WHERE chat_group = $1 AND state = 'waiting' AND reason <> '' AND reason IN {over}"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(group.as_str()).bind(now).execute(&mut **tx).await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_awaited_has_reasons_that_there_are() {
        for list in [ASLEEP, AWAITED, HEARD_OF, ALLOWED] {
            let words: Vec<&str> = list.split('\'').skip(1).step_by(2).collect();
            assert!(words.len() > 3 && words.iter().all(|word| Reason::of(word).is_some()), "{words:?}");
        }
    }
}
