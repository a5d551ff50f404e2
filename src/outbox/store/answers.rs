//! How the answers to questions, and their cards, stand.

use super::parts::cells;
use super::put::ROWS_AT_ONCE;
use crate::clock::Millis;
use crate::db::{Db, Tx, placeholders, readable};
use crate::ids::{DeliveryId, PersonKey, QuestionCode};
use crate::outbox::answers::{Answer, BACK, Card};
use crate::outbox::delivery::Kind;
use crate::outbox::line::Waiting;
use crate::outbox::part;
use crate::reason::Reason;
use anyhow::Result;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashMap;

const PARTS: &str = "SELECT id, delivery, part, question, state, reason FROM outbox WHERE kind =";

fn last_answer(r: &AnyRow) -> Result<Answer> {
    let c = cells(r);
    Ok(Answer { state: c.word("state")?, reason: c.word_or_none("reason")? })
}

/// How the last of a kind about each question stands.
pub async fn last_of_each(db: &Db, kind: Kind) -> Result<HashMap<QuestionCode, Answer>> {
    let sql = format!("{PARTS} '{kind}' AND question IS NOT NULL");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(db.read()).await?;
    last_of(kind, rows)
}

/// Of each question the last delivery, as it stands: an answer by all its parts (it arrived when its voice did), a card by
/// its first, under which it is answered. Put in order here and not by the database, which would go through everything
/// that was ever sent, in order.
fn last_of(kind: Kind, mut rows: Vec<AnyRow>) -> Result<HashMap<QuestionCode, Answer>> {
    rows.sort_by_key(|r| r.try_get::<i64, _>("id").unwrap_or_default());
    let read = |r: &AnyRow| -> Result<(QuestionCode, DeliveryId, i64, Answer)> {
        let c = cells(r);
        Ok((c.id("question")?, c.id("delivery")?, c.get("part")?, last_answer(r)?))
    };
    let mut last: HashMap<QuestionCode, (DeliveryId, Vec<Answer>)> = HashMap::new();
    for (question, delivery, part, answer) in readable(&rows, read)? {
        if part > 0 && kind != Kind::Answer {
            continue;
        }
        let of = last.entry(question).or_insert_with(|| (delivery.clone(), vec![]));
        if of.0 != delivery {
            *of = (delivery, vec![]);
        }
        of.1.push(answer);
    }
    Ok(last.into_iter().filter_map(|(question, (_, parts))| Some((question, whole(&parts)?))).collect())
}

/// How all of it stands, with the reason of the part that it stands so by.
fn whole(parts: &[Answer]) -> Option<Answer> {
    let state = part::whole(parts.iter().map(|part| part.state));
    parts.iter().find(|part| part.state.shown() == state).copied()
}

/// The last card of each of these questions.
pub async fn last_cards(tx: &mut Tx, questions: &[&QuestionCode]) -> Result<Vec<Card>> {
    let mut found: HashMap<QuestionCode, (i64, Card)> = HashMap::new();
    for some in questions.chunks(ROWS_AT_ONCE) {
        let sql = format!(
            "SELECT id, question, person, state, reason, attempts FROM outbox
             WHERE part = 0 AND kind = 'card' AND question IN {}",
            placeholders(1, some.len(), 1)
        );
        let query = sqlx::query(tx.in_order(sql));
        let query = some.iter().fold(query, |query, code| query.bind(code.as_str()));
        for r in &query.fetch_all(&mut **tx).await? {
            let c = cells(r);
            let id: i64 = c.get("id")?;
            let card = Card {
                question: c.id("question")?,
                person: c.id_or_none("person")?,
                state: c.word("state")?,
                reason: c.word_or_none("reason")?,
                attempts: c.get("attempts")?,
            };
            if found.get(&card.question).is_none_or(|(newest, _)| *newest < id) {
                found.insert(card.question.clone(), (id, card));
            }
        }
    }
    Ok(found.into_values().map(|(_, card)| card).collect())
}

/// What asks back about a question and waits.
pub async fn asking_back(tx: &mut Tx, question: &QuestionCode) -> Result<Vec<DeliveryId>> {
    let sql = format!(
        "SELECT delivery FROM outbox WHERE question = $1 AND kind = 'answer' AND state = 'waiting' AND part = 0
         AND delivery LIKE '{BACK}%'"
    );
    let query = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).bind(question.as_str());
    Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Into::into).collect())
}

/// The answers to a question that were written since then, with how each stands.
pub async fn answers_since(
    tx: &mut Tx,
    question: &QuestionCode,
    since: Millis,
) -> Result<Vec<(DeliveryId, Answer)>> {
    let sql = "SELECT id, delivery, state, reason FROM outbox
               WHERE question = $1 AND part = 0 AND kind = 'answer' AND created_at >= $2 ORDER BY id";
    let rows = sqlx::query(sql).bind(question.as_str()).bind(since).fetch_all(&mut **tx).await?;
    rows.iter().map(|r| Ok((cells(r).id("delivery")?, last_answer(r)?))).collect()
}

/// How the last of a kind about one question stands, if there is one.
pub async fn last(tx: &mut Tx, kind: Kind, question: &QuestionCode) -> Result<Option<Answer>> {
    let sql = format!("{PARTS} '{kind}' AND question = $1");
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(question.as_str()).fetch_all(&mut **tx).await?;
    Ok(last_of(kind, rows)?.remove(question))
}

/// The platform's number of the message with the last answer to a question that arrived, as long as it is kept.
pub async fn answered_in(tx: &mut Tx, question: &QuestionCode) -> Result<Option<String>> {
    let sql =
        "SELECT message FROM outbox WHERE question = $1 AND kind = 'answer' AND state = 'sent' AND part = 0
               ORDER BY id DESC LIMIT 1";
    let found = sqlx::query_scalar::<_, Option<String>>(sql).bind(question.as_str());
    Ok(found.fetch_optional(&mut **tx).await?.flatten())
}

/// What is written to askers and waits until they are heard of: the delivery, its question, and why it waits. Nobody was
/// told of it yet under the cause `<why>:<delivery>`.
pub async fn kept_for_later(tx: &mut Tx) -> Result<Vec<(DeliveryId, QuestionCode, Reason)>> {
    let sql = "SELECT o.id, o.delivery, o.question, o.reason, o.attempts FROM outbox o
               WHERE o.state = 'waiting' AND o.reason <> '' AND o.kind = 'answer' AND o.question IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.cause = o.reason || ':' || o.delivery || ':0')";
    let mut rows = sqlx::query(sql).fetch_all(&mut **tx).await?;
    let mut given_up = vec![];
    for row in rows.drain(..) {
        let c = cells(&row);
        if part::is_given_up(c.word("reason")?, c.get("attempts")?) {
            given_up.push(row);
        }
    }
    of_questions(given_up)
}

/// What was written to askers, and nobody knows whether it arrived although it was sent once more: it goes again when
/// they are heard of. Nobody was told of it yet under the cause `unheard:<delivery>`.
pub async fn unheard_answers(tx: &mut Tx) -> Result<Vec<(DeliveryId, QuestionCode, Reason)>> {
    // In the words of the index.
    let sql = "SELECT o.id, o.delivery, o.question, o.reason FROM outbox o
               WHERE o.state IN ('failed', 'unknown') AND o.state = 'unknown' AND o.body_sealed IS NOT NULL
               AND o.kind = 'answer' AND o.question IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.cause = 'unheard:' || o.delivery || ':0')";
    of_questions(sqlx::query(sql).fetch_all(&mut **tx).await?)
}

/// What was written to askers and was found since then not to reach them, and of which nobody was told yet under the
/// cause `lost:<delivery>`: the delivery and its question.
pub async fn lost_answers(tx: &mut Tx, since: Millis) -> Result<Vec<(DeliveryId, QuestionCode, Reason)>> {
    let sql = "SELECT o.id, o.delivery, o.question, o.reason FROM outbox o
               WHERE o.kind = 'answer' AND o.state = 'failed' AND o.changed_at >= $1 AND o.question IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.cause = 'lost:' || o.delivery || ':0')";
    of_questions(sqlx::query(sql).bind(since).fetch_all(&mut **tx).await?)
}

/// Deliveries, each once, with their questions. Put in order here: asked for an order, SQLite goes through everything
/// that ever was, in order.
fn of_questions(rows: Vec<AnyRow>) -> Result<Vec<(DeliveryId, QuestionCode, Reason)>> {
    let kept = |r: &AnyRow| -> Result<(i64, DeliveryId, QuestionCode, Reason)> {
        let c = cells(r);
        Ok((c.get("id")?, c.id("delivery")?, c.id("question")?, c.word("reason")?))
    };
    let mut rows = readable(&rows, kept)?;
    rows.sort_unstable();
    rows.dedup_by(|a, b| a.1 == b.1);
    Ok(rows.into_iter().map(|(_, delivery, question, reason)| (delivery, question, reason)).collect())
}

/// The cards that wait for one person, in their order, each with whose question it is; what is relayed is of somebody
/// else each time.
pub async fn waiting_cards(tx: &mut Tx, to: &PersonKey) -> Result<Vec<Waiting>> {
    // The kind and the state stand in the text: a partial index is used only so.
    let sql = "SELECT o.id, o.not_before, CASE WHEN q.relayed = 0 THEN q.asker END AS asker
               FROM outbox o JOIN question q ON q.code = o.question
               WHERE o.person = $1 AND o.kind = 'card' AND o.state = 'waiting' AND o.part = 0
               ORDER BY o.not_before, o.id";
    let rows = sqlx::query(sql).bind(to.as_str()).fetch_all(&mut **tx).await?;
    readable(&rows, |r| {
        let c = cells(r);
        Ok((c.get("not_before")?, c.id_or_none("asker")?))
    })
}
