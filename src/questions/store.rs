//! SQL of questions.

mod modules;
mod shared;

pub use modules::{delete_module, modules, put_module};
pub use shared::{
    all_shared, any_proposal, delete_shared, drop_proposal, insert_shared, keep_proposal, proposal, proposals,
};

use super::Question;
use super::question::{Back, Body, Discretion, Reminded, State};
use crate::clock::Millis;
use crate::db::{Cells, Db, Resealing, RowKey, Tx, placeholders, readable};
use crate::ids::{GroupId, PersonKey, QuestionCode, RoleId};
use crate::media;
use crate::seal::Seal;
use anyhow::Result;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};
use std::collections::HashMap;

fn open_body(seal: &Seal, sealed: &str) -> Result<Body> {
    if sealed.is_empty() {
        return Ok(Body::default());
    }
    Ok(serde_json::from_str(&seal.unseal(sealed)?)?)
}

fn close_body(seal: &Seal, body: &Body) -> Result<String> {
    if *body == Body::default() {
        return Ok(String::new());
    }
    Ok(seal.seal(&serde_json::to_string(body)?))
}

fn open_back(seal: &Seal, sealed: &str) -> Result<Back> {
    if sealed.is_empty() {
        return Ok(Back::default());
    }
    Ok(serde_json::from_str(&seal.unseal(sealed)?)?)
}

/// Always so long: what is in it is not told by how much it is.
const BACK_BYTES: usize = 320;

fn close_back(seal: &Seal, back: &Back) -> Result<String> {
    let json = serde_json::to_string(back)?;
    Ok(seal.seal(&format!("{json:BACK_BYTES$}")))
}

fn question(seal: &Seal, r: &AnyRow) -> Result<Question> {
    let c = Cells::of("question", "code", r);
    let reminded = Reminded::of(c.get("reminded")?).ok_or_else(|| c.unknown("reminded"))?;
    Ok(Question {
        code: c.id("code")?,
        state: c.word("state")?,
        place: c.get("place")?,
        topic: c.get("topic")?,
        relayed: c.flag("relayed")?,
        language: c.get("language")?,
        body: c.read("body", |sealed| open_body(seal, sealed))?,
        answer: c.read("answer", |sealed| open_body(seal, sealed))?,
        asker: c.id_or_none("asker")?,
        group: c.id_or_none("chat_group")?,
        back: c.read("back", |sealed| open_back(seal, sealed))?,
        role: c.id_or_none("role")?,
        why: c.word("why")?,
        same_as: c.id_or_none("same_as")?,
        asked_at: c.get("asked_at")?,
        due_at: c.get("due_at")?,
        reminded,
        opened_at: c.get("opened_at")?,
        closed_at: c.get("closed_at")?,
        cleared: c.flag("cleared")?,
        served: c.flag("served")?,
    })
}

fn questions(seal: &Seal, rows: Vec<AnyRow>) -> Result<Vec<Question>> {
    readable(&rows, |r| question(seal, r))
}

/// One that cannot be read is as good as none: whoever looks for it is told that there is none.
fn one(seal: &Seal, row: Option<AnyRow>) -> Result<Option<Question>> {
    Ok(readable(&row, |r| question(seal, r))?.pop())
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "question", |r| question(seal, r).map(drop)).await?;
    modules::survey(db, seal).await?;
    shared::survey(db, seal).await
}

/// What a transaction holds that reads questions.
const QUESTIONS_LOCK: i64 = 0x71_7565;

/// Nobody else reads questions to write them back until this transaction ends: what is read here is still so when it
/// is written. Asked for by whatever reads, and by nothing else: a turn that needs no question waits for nobody.
async fn alone(tx: &mut Tx) -> Result<()> {
    tx.hold(QUESTIONS_LOCK).await
}

pub async fn insert(tx: &mut Tx, seal: &Seal, q: &Question) -> Result<bool> {
    let sql = "INSERT INTO question (code, state, place, topic, relayed, language, body, asker, chat_group, back, role,
                                     why, asked_at, due_at, opened_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (code) DO NOTHING";
    let done = sqlx::query(sql)
        .bind(q.code.as_str())
        .bind(q.state.as_str())
        .bind(&q.place)
        .bind(&q.topic)
        .bind(i64::from(q.relayed))
        .bind(&q.language)
        .bind(close_body(seal, &q.body)?)
        .bind(q.asker.as_ref().map(|id| id.as_str()))
        .bind(q.group.as_ref().map(|id| id.as_str()))
        .bind(close_back(seal, &q.back)?)
        .bind(q.role.as_ref().map(|id| id.as_str()))
        .bind(q.why.as_str())
        .bind(q.asked_at)
        .bind(q.due_at)
        .bind(q.opened_at)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// What is kept for a question is what its row speaks of.
async fn keep_files(tx: &mut Tx, seal: &Seal, q: &Question) -> Result<()> {
    let files: Vec<_> = q.body.files().chain(q.answer.files()).collect();
    media::keep(tx, seal, &q.code, &files).await
}

/// Nothing is kept for these any more, whether their rows can be read or not.
async fn drop_files(tx: &mut Tx, seal: &Seal, codes: Vec<String>) -> Result<()> {
    for code in codes {
        media::keep(tx, seal, &code, &[]).await?;
    }
    Ok(())
}

pub async fn save(tx: &mut Tx, seal: &Seal, q: &Question) -> Result<()> {
    let sql = "UPDATE question SET state = $2, place = $3, topic = $4, body = $5, answer = $6, asker = $7, back = $8, role = $9,
                      why = $10, same_as = $11, due_at = $12, reminded = $13, opened_at = $14, closed_at = $15, cleared = $16,
                      served = $17
               WHERE code = $1";
    sqlx::query(sql)
        .bind(q.code.as_str())
        .bind(q.state.as_str())
        .bind(&q.place)
        .bind(&q.topic)
        .bind(close_body(seal, &q.body)?)
        .bind(close_body(seal, &q.answer)?)
        .bind(q.asker.as_ref().map(|id| id.as_str()))
        .bind(close_back(seal, &q.back)?)
        .bind(q.role.as_ref().map(|id| id.as_str()))
        .bind(q.why.as_str())
        .bind(q.same_as.as_ref().map(|id| id.as_str()))
        .bind(q.due_at)
        .bind(q.reminded.number())
        .bind(q.opened_at)
        .bind(q.closed_at)
        .bind(i64::from(q.cleared))
        .bind(i64::from(q.served))
        .execute(&mut **tx)
        .await?;
    keep_files(tx, seal, q).await
}

pub async fn get(tx: &mut Tx, seal: &Seal, code: &str) -> Result<Option<Question>> {
    alone(tx).await?;
    let row = sqlx::query("SELECT * FROM question WHERE code = $1")
        .bind(code.to_uppercase())
        .fetch_optional(&mut **tx)
        .await?;
    one(seal, row)
}

pub async fn read_one(db: &Db, seal: &Seal, code: &str) -> Result<Option<Question>> {
    let row = sqlx::query("SELECT * FROM question WHERE code = $1")
        .bind(code.to_uppercase())
        .fetch_optional(db.read())
        .await?;
    one(seal, row)
}

/// Questions that were answered in private after one moment and until another, while somebody knows who asked: when, and which, in order.
/// Nothing of the topic that says nothing.
pub async fn answered_between(
    db: &Db,
    (after, code): &(Millis, QuestionCode),
    until: Millis,
    most: i64,
) -> Result<Vec<(Millis, QuestionCode)>> {
    // In the words of the index.
    let sql = "SELECT code, closed_at FROM question
               WHERE closed_at >= $1 AND closed_at <= $2 AND (asker IS NOT NULL OR message IS NOT NULL)
                 AND (closed_at > $1 OR code > $3) AND asker IS NOT NULL AND state = 'answered' AND topic <> 'khac'
                 AND chat_group IS NULL AND relayed = 0 AND served = 0
               ORDER BY closed_at, code LIMIT $4";
    let rows =
        sqlx::query(sql).bind(after).bind(until).bind(code.as_str()).bind(most).fetch_all(db.read()).await?;
    readable(&rows, |r| {
        let c = Cells::of("question", "code", r);
        Ok((c.get("closed_at")?, c.id("code")?))
    })
}

/// How long the sealed text is of every question that is open, or was answered since; nothing of the topic that says nothing.
pub async fn texts(db: &Db, since: Millis) -> Result<Vec<(QuestionCode, i64)>> {
    // The answer counts, too: one that was corrected is another.
    let sql = "SELECT code, CAST(LENGTH(body) + LENGTH(answer) AS BIGINT) AS long FROM question
               WHERE topic <> 'khac' AND body <> '' AND (state = 'open' OR (state = 'answered' AND closed_at > $1))";
    let rows = sqlx::query(sql).bind(since).fetch_all(db.read()).await?;
    readable(&rows, |r| {
        let c = Cells::of("question", "code", r);
        Ok((c.id("code")?, c.get("long")?))
    })
}

pub async fn read_all(db: &Db, seal: &Seal) -> Result<Vec<Question>> {
    let rows = sqlx::query("SELECT * FROM question ORDER BY asked_at, code").fetch_all(db.read()).await?;
    questions(seal, rows)
}

pub async fn open(tx: &mut Tx, seal: &Seal) -> Result<Vec<Question>> {
    alone(tx).await?;
    let sql = "SELECT * FROM question WHERE state = 'open' ORDER BY opened_at, code";
    questions(seal, sqlx::query(sql).fetch_all(&mut **tx).await?)
}

/// The codes of open questions that were due by then.
pub async fn overdue_codes(tx: &mut Tx, by: Millis) -> Result<Vec<QuestionCode>> {
    let sql = "SELECT code FROM question WHERE state = 'open' AND due_at <= $1";
    let codes: Vec<String> = sqlx::query_scalar(sql).bind(by).fetch_all(&mut **tx).await?;
    Ok(codes.into_iter().map(Into::into).collect())
}

pub async fn open_of(tx: &mut Tx, asker: &PersonKey) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM question WHERE asker = $1 AND state = 'open'";
    Ok(sqlx::query_scalar(sql).bind(asker.as_str()).fetch_one(&mut **tx).await?)
}

/// The questions whose handle is one of these keys, newest first.
pub async fn of_asker(tx: &mut Tx, seal: &Seal, keys: &[PersonKey]) -> Result<Vec<Question>> {
    alone(tx).await?;
    if keys.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT * FROM question WHERE asker IN {} ORDER BY asked_at DESC, code",
        placeholders(1, keys.len(), 1)
    );
    let query = keys.iter().fold(sqlx::query(tx.in_order(sql)), |query, key| query.bind(key.as_str()));
    questions(seal, query.fetch_all(&mut **tx).await?)
}

/// How a question stands, for understanding what its asker says next. Nobody is kept from changing it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its code.
    pub code: QuestionCode,
    /// Where it stands.
    pub state: State,
    /// When it left the open ones.
    pub closed_at: Option<Millis>,
    /// When its asker last said something of it.
    pub said_at: Millis,
}

/// How the questions of these keys stand, newest first.
pub async fn standings(tx: &mut Tx, seal: &Seal, keys: &[PersonKey]) -> Result<Vec<Standing>> {
    let sql = format!(
        "SELECT code, state, closed_at, back FROM question WHERE asker IN {} ORDER BY asked_at DESC, code",
        placeholders(1, keys.len(), 1)
    );
    let query = keys.iter().fold(sqlx::query(tx.in_order(sql)), |query, key| query.bind(key.as_str()));
    readable(&query.fetch_all(&mut **tx).await?, |r| {
        let c = Cells::of("question", "code", r);
        Ok(Standing {
            code: c.id("code")?,
            state: c.word("state")?,
            closed_at: c.get("closed_at")?,
            said_at: c.read("back", |sealed| open_back(seal, sealed))?.said_at,
        })
    })
}

/// The groups in which somebody asked whose handle is still there: few, because a handle lapses.
pub async fn groups_with_askers(tx: &mut Tx) -> Result<Vec<GroupId>> {
    let sql = "SELECT DISTINCT chat_group FROM question WHERE chat_group IS NOT NULL AND asker IS NOT NULL";
    let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The question that a message of a group asked, while it is open.
pub async fn by_group_message(
    tx: &mut Tx,
    seal: &Seal,
    group: &GroupId,
    message: &str,
) -> Result<Option<Question>> {
    alone(tx).await?;
    let sql = "SELECT * FROM question WHERE chat_group = $1 AND back <> '' ORDER BY asked_at DESC";
    let all = questions(seal, sqlx::query(sql).bind(group.as_str()).fetch_all(&mut **tx).await?)?;
    Ok(all.into_iter().find(|q| q.back.message.as_deref() == Some(message)))
}

/// Handles of before are those of now; `group`: of what was asked there, else in private.
pub async fn rename(tx: &mut Tx, group: Option<&GroupId>, old: &PersonKey, new: &PersonKey) -> Result<()> {
    match group {
        Some(group) => {
            let sql = "UPDATE question SET asker = $1 WHERE asker = $2 AND chat_group = $3";
            sqlx::query(sql)
                .bind(new.as_str())
                .bind(old.as_str())
                .bind(group.as_str())
                .execute(&mut **tx)
                .await?;
        }
        None => {
            let sql = "UPDATE question SET asker = $1 WHERE asker = $2 AND chat_group IS NULL";
            sqlx::query(sql).bind(new.as_str()).bind(old.as_str()).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// What stands in the clear, as it did before: the number of the asking message, and that the province alone may see it.
pub async fn seal_backs(tx: &mut Tx, seal: &Seal) -> Result<()> {
    let sql = "SELECT code, message, sensitive FROM question WHERE state = 'open' AND (message IS NOT NULL OR sensitive = 1)";
    for row in sqlx::query(sql).fetch_all(&mut **tx).await? {
        let code: String = row.try_get("code")?;
        let up = row.try_get::<i64, _>("sensitive")? == 1;
        let discretion = if up { Discretion::Province } else { Discretion::Ordinary };
        let back = Back { message: row.try_get("message")?, discretion, ..Back::default() };
        let sql = "UPDATE question SET message = NULL, sensitive = 0, back = $2 WHERE code = $1";
        sqlx::query(sql).bind(code).bind(close_back(seal, &back)?).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Handles from before then that nobody's key of now may match.
pub async fn has_older_handles(db: &Db, since: Millis) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM question WHERE asker IS NOT NULL AND asked_at < $1";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(since).fetch_one(db.read()).await? > 0)
}

/// What this role answers or answered: open, or closed since then and with its words.
pub async fn of_role(tx: &mut Tx, seal: &Seal, role: &RoleId, since: Millis) -> Result<Vec<Question>> {
    alone(tx).await?;
    let sql = "SELECT * FROM question WHERE role = $1 AND state = 'open'
               UNION ALL
               SELECT * FROM question WHERE role = $1 AND closed_at >= $2 AND (body <> '' OR answer <> '')";
    let rows = sqlx::query(sql).bind(role.as_str()).bind(since).fetch_all(&mut **tx).await?;
    questions(seal, rows)
}

pub async fn same_as(tx: &mut Tx, seal: &Seal, code: &QuestionCode) -> Result<Vec<Question>> {
    alone(tx).await?;
    let sql = "SELECT * FROM question WHERE same_as = $1 ORDER BY code";
    questions(seal, sqlx::query(sql).bind(code.as_str()).fetch_all(&mut **tx).await?)
}

pub async fn load(tx: &mut Tx, roles: &[&RoleId]) -> Result<HashMap<RoleId, i64>> {
    alone(tx).await?;
    if roles.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT role, COUNT(*) AS n FROM question WHERE state = 'open' AND role IN {} GROUP BY role",
        placeholders(1, roles.len(), 1)
    );
    let query = roles.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, role| query.bind(role.as_str()));
    let rows = query.fetch_all(&mut **tx).await?;
    rows.iter().map(|r| Ok((r.try_get::<String, _>("role")?.into(), r.try_get("n")?))).collect()
}

/// Nothing of a person's questions leads to them any more, whether their rows can be read or not.
pub async fn forget(tx: &mut Tx, seal: &Seal, keys: &[PersonKey]) -> Result<()> {
    for key in keys {
        let sql = "SELECT code FROM question WHERE asker = $1";
        let codes = sqlx::query_scalar(sql).bind(key.as_str()).fetch_all(&mut **tx).await?;
        drop_files(tx, seal, codes).await?;
        let sql = "UPDATE question SET asker = NULL, back = '', body = '', answer = '' WHERE asker = $1";
        sqlx::query(sql).bind(key.as_str()).execute(&mut **tx).await?;
        let sql = "DELETE FROM refused_asker WHERE asker = $1";
        sqlx::query(sql).bind(key.as_str()).execute(&mut **tx).await?;
    }
    Ok(())
}

pub async fn refuse(tx: &mut Tx, asker: &PersonKey, day: &str) -> Result<()> {
    let sql = "INSERT INTO refused_asker (asker, day) VALUES ($1, $2)
               ON CONFLICT (asker) DO UPDATE SET day = excluded.day";
    sqlx::query(sql).bind(asker.as_str()).bind(day).execute(&mut **tx).await?;
    Ok(())
}

pub async fn is_refused(tx: &mut Tx, asker: &PersonKey, day: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM refused_asker WHERE asker = $1 AND day = $2";
    let found: i64 = sqlx::query_scalar(sql).bind(asker.as_str()).bind(day).fetch_one(&mut **tx).await?;
    Ok(found > 0)
}

/// Refusals of a day that is over.
pub async fn forget_refused(tx: &mut Tx, today: &str) -> Result<()> {
    sqlx::query("DELETE FROM refused_asker WHERE day < $1").bind(today).execute(&mut **tx).await?;
    Ok(())
}

/// How much went because its time was over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purged {
    /// Questions that lost their words.
    pub texts: u64,
    /// Questions of which nobody knows any more who asked.
    pub handles: u64,
    /// Those of this time.
    pub untied: Vec<QuestionCode>,
}

/// Deletes texts, handles, voices and pictures whose time is over; answered, withdrawn and set aside only.
pub async fn purge(
    tx: &mut Tx,
    seal: &Seal,
    text_before: Millis,
    handle_before: Millis,
    files_before: Millis,
) -> Result<Purged> {
    alone(tx).await?;
    let old = "SELECT code FROM question WHERE closed_at < $1 AND (body <> '' OR answer <> '')";
    let codes = sqlx::query_scalar(old).bind(text_before).fetch_all(&mut **tx).await?;
    drop_files(tx, seal, codes).await?;
    let texts = sqlx::query(
        "UPDATE question SET body = '', answer = '' WHERE closed_at < $1 AND (body <> '' OR answer <> '')",
    )
    .bind(text_before)
    .execute(&mut **tx)
    .await?
    .rows_affected();
    // In the words of the index.
    let sql = "UPDATE question SET asker = NULL, back = ''
               WHERE closed_at < $1 AND (asker IS NOT NULL OR message IS NOT NULL) AND asker IS NOT NULL RETURNING code";
    let untied: Vec<String> = sqlx::query_scalar(sql).bind(handle_before).fetch_all(&mut **tx).await?;
    let (handles, untied) = (untied.len() as u64, untied.into_iter().map(Into::into).collect());
    let old = sqlx::query("SELECT * FROM question WHERE closed_at < $1 AND (body <> '' OR answer <> '')")
        .bind(files_before);
    for mut q in questions(seal, old.fetch_all(&mut **tx).await?)? {
        if q.body.has_files() || q.answer.has_files() {
            // As long as before: of another they went earlier, and that is not seen either.
            (q.body, q.answer) = (q.body.without_files(), q.answer.without_files());
            save(tx, seal, &q).await?;
        }
    }
    Ok(Purged { texts, handles, untied })
}

/// The questions that were closed before then, those first that were closed first, after this one.
pub async fn closed_before(
    tx: &mut Tx,
    before: Millis,
    (at, code): &(Millis, QuestionCode),
    most: i64,
) -> Result<Vec<(QuestionCode, Millis)>> {
    alone(tx).await?;
    let sql = "SELECT code, closed_at FROM question WHERE closed_at < $1 AND state <> 'open' AND (closed_at, code) > ($2, $3)
               ORDER BY closed_at, code LIMIT $4";
    let query = sqlx::query(sql).bind(before).bind(at).bind(code.as_str()).bind(most);
    readable(&query.fetch_all(&mut **tx).await?, |r| {
        let c = Cells::of("question", "code", r);
        Ok((c.id("code")?, c.get("closed_at")?))
    })
}

/// These questions are gone; what was the same as one of them is a question of its own.
pub async fn delete(tx: &mut Tx, codes: &[QuestionCode]) -> Result<()> {
    if codes.is_empty() {
        return Ok(());
    }
    for sql in
        ["UPDATE question SET same_as = NULL WHERE same_as IN {}", "DELETE FROM question WHERE code IN {}"]
    {
        let sql = sql.replace("{}", &placeholders(1, codes.len(), 1));
        let query = codes.iter().fold(sqlx::query(tx.in_order(sql)), |query, code| query.bind(code.as_str()));
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    let mut done = 0;
    for column in ["body", "answer", "back"] {
        done += crate::db::reseal(db, resealing, "question", RowKey::Text("code"), column).await?;
    }
    Ok(done + modules::reseal(db, resealing).await? + shared::reseal(db, resealing).await?)
}

/// The key is lost: nobody reads a word of any question any more, and nobody knows who asked. Returns the code and the place
/// of those that were open; they are withdrawn.
pub async fn lose(tx: &mut Tx, now: Millis) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query("SELECT code, place FROM question WHERE state = 'open' ORDER BY code");
    let rows = rows.fetch_all(&mut **tx).await?;
    let close = "UPDATE question SET state = 'withdrawn', closed_at = $1 WHERE state = 'open'";
    sqlx::query(close).bind(now).execute(&mut **tx).await?;
    let empty = "UPDATE question SET asker = NULL, message = NULL, back = '', body = '', answer = ''";
    sqlx::query(empty).execute(&mut **tx).await?;
    modules::lose(tx).await?;
    shared::lose(tx).await?;
    rows.iter().map(|r| Ok((r.try_get("code")?, r.try_get("place")?))).collect()
}
