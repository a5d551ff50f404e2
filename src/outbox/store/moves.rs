//! Parts as they move.

use super::put::ROWS_AT_ONCE;
use crate::clock::Millis;
use crate::db::{Tx, among, placeholders};
use crate::ids::{DeliveryId, GroupId, PersonKey, QuestionCode};
use crate::outbox::part::{Next, Part, State};
use crate::reason::Reason;
use anyhow::Result;
use sqlx::AssertSqlSafe;
use std::collections::HashSet;

/// A day, in milliseconds.
const DAY: Millis = 86_400_000;

/// Marks parts *sending*. False: one of them does not wait any more, and the transaction is to be given up.
pub async fn begin(tx: &mut Tx, ids: &[i64], now: Millis) -> Result<bool> {
    for some in ids.chunks(ROWS_AT_ONCE) {
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
/// on disk or not. The parts are touched first: a commit that is still under way holds them, and is waited for.
pub async fn unmark(tx: &mut Tx, ids: &[i64], owner: &str, now: Millis) -> Result<()> {
    for some in ids.chunks(ROWS_AT_ONCE) {
        let touch = format!(
            "UPDATE outbox SET changed_at = changed_at WHERE id IN {}",
            placeholders(1, some.len(), 1)
        );
        let take_back = format!(
            "UPDATE outbox SET state = 'waiting', attempts = attempts - 1, changed_at = $2 WHERE state = 'sending'
             AND EXISTS (SELECT 1 FROM lease l WHERE l.kind = 'account' AND l.name = outbox.account AND l.owner = $1)
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

/// Moves parts from *sending* to *sent*, each with the platform's id of its message; returns those that were moved.
pub async fn finish_sent(tx: &mut Tx, sent: &[(i64, &str)], now: Millis) -> Result<HashSet<i64>> {
    let mut moved = HashSet::new();
    for some in sent.chunks(ROWS_AT_ONCE) {
        // Both engines call the columns of a list of values so.
        // A reply that nothing is chosen in is nobody's from now on, and every reply keeps the day: its moment would join
        // whom it went to with what they did.
        let sql = format!(
            "UPDATE outbox SET state = 'sent', message = CASE WHEN kind = 'reply' AND chat_group IS NULL AND choices IS NULL THEN NULL
                                                          ELSE v.column2 END,
                    reason = '', body_sealed = NULL, address_sealed = NULL,
                    not_before = CASE WHEN kind = 'reply' THEN $1 ELSE $2 END,
                    changed_at = CASE WHEN kind = 'reply' THEN $3 ELSE $4 END,
                    created_at = CASE WHEN kind = 'reply' THEN created_at - created_at % 86400000 ELSE created_at END,
                    person = CASE WHEN kind = 'reply' AND choices IS NULL THEN NULL ELSE person END
             FROM (VALUES {}) AS v WHERE outbox.id = v.column1 AND outbox.state = 'sending' RETURNING id",
            placeholders(some.len(), 2, 5)
        );
        let day = now - now.rem_euclid(DAY);
        let query = sqlx::query_scalar::<_, i64>(tx.in_order(sql));
        let mut query = query.bind(day).bind(now).bind(day).bind(now);
        for (id, message) in some {
            query = query.bind(id).bind(*message);
        }
        moved.extend(query.fetch_all(&mut **tx).await?);
    }
    Ok(moved)
}

/// Moves a part from the state it was read in; false when somebody else moved it. A finished
/// message loses its own text and address: what may be sent again has a shared text, and the person has the address.
/// What may not have arrived, and is waited for, keeps them.
pub async fn finish(
    tx: &mut Tx,
    part: &Part,
    next: &Next,
    message: Option<&str>,
    now: Millis,
) -> Result<bool> {
    let ended = !part.keeps_text(next);
    // What waits for a person or for the month did not fail.
    let sql = "UPDATE outbox SET state = $3, not_before = $4, reason = $5, again = $6, changed_at = $7,
                      attempts = CASE WHEN $5 IN ('silent', 'blocked', 'quota') THEN 0 ELSE attempts END,
                      message = COALESCE($8, message),
                      body_sealed = CASE WHEN $9 = 1 THEN NULL ELSE body_sealed END,
                      address_sealed = CASE WHEN $9 = 1 THEN NULL ELSE address_sealed END
               WHERE id = $1 AND state = $2";
    let done = sqlx::query(sql)
        .bind(part.id)
        .bind(part.state.as_str())
        .bind(next.state.as_str())
        .bind(next.not_before)
        .bind(next.reason.map_or("", Reason::as_str))
        .bind(i64::from(next.again))
        .bind(now)
        .bind(message)
        .bind(i64::from(ended))
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The later parts of a delivery whose text did not go out are cancelled or failed with it.
pub async fn end_later_parts(
    tx: &mut Tx,
    part: &Part,
    state: State,
    reason: Reason,
    now: Millis,
) -> Result<()> {
    let sql = "UPDATE outbox SET state = $3, reason = $4, changed_at = $5 WHERE delivery = $1 AND part > 0 AND part > $2 AND state = 'waiting'";
    sqlx::query(sql)
        .bind(part.delivery.as_str())
        .bind(part.number)
        .bind(state.as_str())
        .bind(reason.as_str())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn fresh_attempts(tx: &mut Tx, parts: &[Part]) -> Result<()> {
    for part in parts {
        let sql = "UPDATE outbox SET attempts = 0 WHERE id = $1 AND state = 'waiting'";
        sqlx::query(sql).bind(part.id).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Cancels what still waits about a question for who is to answer it (its card and reminders).
pub async fn cancel_about(tx: &mut Tx, now: Millis, question: &QuestionCode) -> Result<()> {
    let sql =
        "UPDATE outbox SET state = 'cancelled', body_sealed = NULL, address_sealed = NULL, changed_at = $2
               WHERE question = $1 AND state = 'waiting' AND kind IN ('card', 'reminder')";
    sqlx::query(sql).bind(question.as_str()).bind(now).execute(&mut **tx).await?;
    // Nor does a card go once more that may have arrived.
    let sql = "UPDATE outbox SET body_sealed = NULL, address_sealed = NULL
               WHERE question = $1 AND state = 'unknown' AND kind = 'card'";
    sqlx::query(sql).bind(question.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// Cancels what still waits to tell who asked how their question fares.
pub async fn cancel_news(tx: &mut Tx, now: Millis, question: &QuestionCode) -> Result<()> {
    let sql =
        "UPDATE outbox SET state = 'cancelled', body_sealed = NULL, address_sealed = NULL, changed_at = $2
               WHERE question = $1 AND state = 'waiting' AND kind = 'news'";
    sqlx::query(sql).bind(question.as_str()).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Cancels what of a delivery still waits.
pub async fn take_back(tx: &mut Tx, now: Millis, delivery: &DeliveryId) -> Result<()> {
    let sql =
        "UPDATE outbox SET state = 'cancelled', body_sealed = NULL, address_sealed = NULL, changed_at = $2
               WHERE delivery = $1 AND state = 'waiting'";
    sqlx::query(sql).bind(delivery.as_str()).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Something else is said instead of this delivery: what of it waits, or might be said once more, is not.
pub async fn supersede(tx: &mut Tx, now: Millis, delivery: &DeliveryId) -> Result<()> {
    take_back(tx, now, delivery).await?;
    // The first part by its cause: an index of its own is kept for the others only.
    let sql = "UPDATE outbox SET body_sealed = NULL, address_sealed = NULL
               WHERE (cause = $1 OR (part > 0 AND delivery = $2)) AND state = 'unknown'";
    sqlx::query(sql).bind(format!("{delivery}:0")).bind(delivery.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// Forgets who got what: the deliveries of these keys lose them, and what waits for them is cancelled.
pub async fn forget(tx: &mut Tx, now: Millis, keys: &[PersonKey]) -> Result<()> {
    for key in keys {
        let cancel =
            "UPDATE outbox SET state = 'cancelled', body_sealed = NULL, address_sealed = NULL, changed_at = $2
                      WHERE person = $1 AND state = 'waiting'";
        sqlx::query(cancel).bind(key.as_str()).bind(now).execute(&mut **tx).await?;
        let kept = "UPDATE outbox SET body_sealed = NULL, address_sealed = NULL
                    WHERE person = $1 AND message IS NULL AND state = 'unknown'";
        sqlx::query(kept).bind(key.as_str()).execute(&mut **tx).await?;
        // What flies at this moment is not tried again: there is nowhere left to send it.
        let untie =
            "UPDATE outbox SET person = NULL, address_sealed = NULL, message = NULL WHERE person = $1";
        sqlx::query(untie).bind(key.as_str()).execute(&mut **tx).await?;
        let choices = "UPDATE outbox SET chooser = NULL, choices = NULL WHERE chooser = $1";
        sqlx::query(choices).bind(key.as_str()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// What was sent to, or put before, somebody under a key of before is theirs under the new one: what they get as a holder
/// of a role; after that all the rest.
pub async fn rename(tx: &mut Tx, old: &PersonKey, new: &PersonKey, as_role: bool) -> Result<()> {
    let [chooser, person] = if as_role {
        [
            "UPDATE outbox SET chooser = $1 WHERE chooser = $2 AND person = $2
             AND kind IN ('card', 'reminder', 'notice', 'digest', 'private-item', 'withdrawal')",
            "UPDATE outbox SET person = $1 WHERE person = $2
             AND kind IN ('card', 'reminder', 'notice', 'digest', 'private-item', 'withdrawal')",
        ]
    } else {
        [
            "UPDATE outbox SET chooser = $1 WHERE chooser = $2 AND person = $2",
            "UPDATE outbox SET person = $1 WHERE person = $2",
        ]
    };
    for sql in [chooser, person] {
        sqlx::query(sql).bind(new.as_str()).bind(old.as_str()).execute(&mut **tx).await?;
    }
    if as_role {
        // An item that they got bears their key, so that they get it once.
        let sql = "UPDATE outbox SET cause = REPLACE(cause, $2, $1), delivery = REPLACE(delivery, $2, $1)
                   WHERE kind = 'private-item' AND delivery LIKE '%' || $2 || '%'";
        sqlx::query(sql).bind(new.as_str()).bind(old.as_str()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// The choices that were put before somebody in a group under a key of before.
pub async fn rename_member(tx: &mut Tx, group: &GroupId, old: &PersonKey, new: &PersonKey) -> Result<()> {
    let sql = "UPDATE outbox SET chooser = $1 WHERE chooser = $2 AND chat_group = $3";
    sqlx::query(sql).bind(new.as_str()).bind(old.as_str()).bind(group.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// The texts of what was put before `before`, and of which nobody ever knew whether it arrived, are deleted.
pub async fn drop_unheard(tx: &mut Tx, before: Millis) -> Result<()> {
    // In the words of the index.
    let sql = "UPDATE outbox SET body_sealed = NULL, address_sealed = NULL
               WHERE state IN ('failed', 'unknown') AND state = 'unknown' AND body_sealed IS NOT NULL AND created_at < $1";
    sqlx::query(sql).bind(before).execute(&mut **tx).await?;
    Ok(())
}

/// Unties what was sent from whom it was sent to, once nobody needs it to understand a quote: everything sent
/// before `before` that is about no question, or about one that was closed before then. Who asked what, and when
/// somebody was last written to, must not be read from the deliveries (decided 2 and 4). What may have to be said once
/// more when they write stays tied until its text is deleted.
pub async fn untie(tx: &mut Tx, before: Millis) -> Result<()> {
    let sql = "UPDATE outbox SET message = CASE WHEN person IS NULL THEN message END, person = NULL, chooser = NULL, choices = NULL
               WHERE (person IS NOT NULL OR chooser IS NOT NULL) AND state NOT IN ('waiting', 'sending') AND changed_at < $1
               AND (state <> 'unknown' OR body_sealed IS NULL)
               AND NOT EXISTS (SELECT 1 FROM question q WHERE q.code = outbox.question AND (q.closed_at IS NULL OR q.closed_at >= $1))";
    sqlx::query(sql).bind(before).execute(&mut **tx).await?;
    Ok(())
}

/// The same of everything that was sent about one question, however lately: nobody knows any more who asked it.
pub async fn untie_question(tx: &mut Tx, code: &QuestionCode) -> Result<()> {
    let sql = "UPDATE outbox SET message = CASE WHEN person IS NULL THEN message END, person = NULL, chooser = NULL, choices = NULL
               WHERE question = $1 AND (person IS NOT NULL OR chooser IS NOT NULL) AND state NOT IN ('waiting', 'sending')
               AND (state <> 'unknown' OR body_sealed IS NULL)";
    sqlx::query(sql).bind(code.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// These questions are about to go: what was sent about them says so no more, and is nobody's. Returns those about which
/// something waits or flies still; they stay as they are.
pub async fn leave_questions(tx: &mut Tx, codes: &[QuestionCode]) -> Result<HashSet<QuestionCode>> {
    let waits =
        "SELECT DISTINCT question FROM outbox WHERE question IN {} AND state IN ('waiting', 'sending')";
    let waits: HashSet<QuestionCode> = among(tx, waits, codes).await?;
    let gone: Vec<_> = codes.iter().filter(|code| !waits.contains(*code)).collect();
    if !gone.is_empty() {
        let sql = "UPDATE outbox SET message = CASE WHEN person IS NULL THEN message END, question = NULL, person = NULL,
                          chooser = NULL, choices = NULL, body_sealed = NULL, address_sealed = NULL WHERE question IN {}";
        let sql = sql.replace("{}", &placeholders(1, gone.len(), 1));
        let query = gone.iter().fold(sqlx::query(tx.in_order(sql)), |query, code| query.bind(code.as_str()));
        query.execute(&mut **tx).await?;
    }
    Ok(waits)
}
