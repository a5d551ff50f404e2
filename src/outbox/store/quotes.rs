//! What a message of ours was about, and the choices in it.

use super::parts::{cells, of_group};
use crate::clock::Millis;
use crate::db::{Tx, readable};
use crate::ids::GroupId;
use crate::outbox::choices::Offered;
use crate::outbox::delivery::{Chooser, Corner};
use crate::outbox::labels;
use crate::outbox::part::State;
use crate::outbox::quotes::Quoted;
use crate::seal::Seal;
use anyhow::Result;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

fn quoted(r: &AnyRow) -> Result<Quoted> {
    let c = cells(r);
    Ok(Quoted {
        kind: c.word("kind")?,
        publication: c.id_or_none("publication")?,
        question: c.id_or_none("question")?,
    })
}

pub async fn by_group_message(tx: &mut Tx, group: &GroupId, message: &str) -> Result<Option<Quoted>> {
    let sql = format!("{} ORDER BY id DESC LIMIT 1", of_group("o.message = $2"));
    let row =
        sqlx::query(AssertSqlSafe(sql)).bind(group.as_str()).bind(message).fetch_optional(&mut **tx).await?;
    Ok(readable(&row, quoted)?.pop())
}

pub async fn by_private_message(tx: &mut Tx, corner: &Corner, message: &str) -> Result<Option<Quoted>> {
    let sql = "SELECT id, kind, publication, question FROM outbox WHERE person IN ($1, $2) AND message = $3 ORDER BY id DESC LIMIT 1";
    let [one, other] = corner.chats();
    let query = sqlx::query(sql).bind(one).bind(other).bind(message);
    Ok(readable(&query.fetch_optional(&mut **tx).await?, quoted)?.pop())
}

pub async fn is_sending_to(tx: &mut Tx, corner: &Corner) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM outbox WHERE state = 'sending' AND (chat_group IN ($1, $2) OR person IN ($1, $2))";
    let [one, other] = corner.chats();
    let found = sqlx::query_scalar::<_, i64>(sql).bind(one).bind(other);
    Ok(found.fetch_one(&mut **tx).await? > 0)
}

/// Choices, a line each, unsealed; an older program sealed none in a group.
fn tokens_of(seal: &Seal, stored: &str) -> Result<String> {
    // A token begins with a word and a colon, what is sealed never does.
    if stored.is_empty() || stored.contains(':') {
        return Ok(stored.to_owned());
    }
    Ok(seal.unseal(stored)?.trim_end().to_owned())
}

/// A day.
const DAY: Millis = 86_400_000;

fn offered(seal: &Seal, r: &AnyRow) -> Result<(Offered, bool)> {
    let c = cells(r);
    let lines: String = c.read("choices", |stored| tokens_of(seal, stored))?;
    let (put, lines) = labels::opened(&lines);
    let (tokens, labels) = labels::read(lines);
    // What waited was shown when it left. Of a reply the row knows the day only.
    let left: Millis = c.get("changed_at")?;
    let state: State = c.word("state")?;
    let offered = Offered {
        part: c.get("id")?,
        message: c.get("message")?,
        kind: c.word("kind")?,
        tokens,
        labels,
        shown: matches!(state, State::Sent | State::Unknown | State::Sending),
        shown_at: put.map_or(left + DAY, |put| put.at.max(left)),
        typed_until: put.and_then(|put| put.typed_until),
    };
    Ok((offered, state == State::Sending))
}

/// The newest open choices, and whether they are still on their way.
pub async fn latest_choices(tx: &mut Tx, seal: &Seal, corner: &Corner) -> Result<Option<(Offered, bool)>> {
    let sql = "SELECT id, kind, message, choices, state, changed_at FROM outbox WHERE chooser IN ($1, $2, '') AND COALESCE(chat_group, person) IN ($3, $4)
               AND choices <> '' AND state IN ('sent', 'unknown', 'sending') ORDER BY id DESC LIMIT 1";
    let query = corner.choosers().into_iter().chain(corner.chats());
    let query = query.fold(sqlx::query(sql), |query, value| query.bind(value));
    Ok(readable(&query.fetch_optional(&mut **tx).await?, |r| offered(seal, r))?.pop())
}

/// The choices in a message, and whose they are, if they are still somebody's.
pub async fn choices_in(
    tx: &mut Tx,
    seal: &Seal,
    corner: &Corner,
    message: &str,
) -> Result<Option<(Offered, Option<Chooser>)>> {
    let in_group =
        || format!("{} ORDER BY id DESC LIMIT 1", of_group("o.message = $2 AND o.choices IS NOT NULL"));
    let in_private = "SELECT * FROM outbox WHERE person IN ($1, $2) AND message = $3 AND choices IS NOT NULL
                      ORDER BY id DESC LIMIT 1";
    let query = match corner {
        Corner::Group(id, _) => sqlx::query(AssertSqlSafe(in_group())).bind(id.as_str()),
        Corner::Private(asker, role) => sqlx::query(in_private).bind(asker.as_str()).bind(role.as_str()),
    };
    let row = query.bind(message).fetch_optional(&mut **tx).await?;
    let whose =
        |r: &AnyRow| Ok((offered(seal, r)?.0, cells(r).get::<Option<String>>("chooser")?.map(Chooser::of)));
    Ok(readable(&row, whose)?.pop())
}

/// One of them was taken. What stood in a reply is nobody's from now on.
pub async fn close_choices(tx: &mut Tx, row: i64) -> Result<()> {
    let sql = "UPDATE outbox SET choices = '', person = CASE WHEN kind = 'reply' AND state = 'sent' THEN NULL ELSE person END,
                      chooser = CASE WHEN kind = 'reply' AND state = 'sent' AND person IS NOT NULL THEN NULL ELSE chooser END
               WHERE id = $1";
    sqlx::query(sql).bind(row).execute(&mut **tx).await?;
    Ok(())
}

/// Choices that were not taken, of who speaks alone.
pub async fn open_choices(tx: &mut Tx, seal: &Seal, corner: &Corner) -> Result<Vec<Offered>> {
    let sql = "SELECT id, kind, message, choices, state, changed_at FROM outbox
               WHERE chooser IN ($1, $2) AND COALESCE(chat_group, person) IN ($3, $4) AND choices <> ''";
    let values = corner.choosers().into_iter().chain(corner.chats());
    let query = values.fold(sqlx::query(sql), |query, value| query.bind(value));
    readable(&query.fetch_all(&mut **tx).await?, |r| Ok(offered(seal, r)?.0))
}

/// Until when they can be typed is written down, beside when they were shown.
pub async fn keep_choices(tx: &mut Tx, seal: &Seal, offered: &Offered) -> Result<()> {
    let put = labels::Put { at: offered.shown_at, typed_until: offered.typed_until };
    let lines = offered.tokens.iter().zip(&offered.labels).map(|(token, label)| format!("{token}\t{label}"));
    let sql = "UPDATE outbox SET choices = $2 WHERE id = $1";
    sqlx::query(sql).bind(offered.part).bind(labels::sealed(seal, put, lines)).execute(&mut **tx).await?;
    Ok(())
}
