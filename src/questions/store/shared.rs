//! SQL of what was proposed for a village, and of what was released.

use crate::db::{Cells, Db, Resealing, RowKey, Tx, readable};
use crate::ids::QuestionCode;
use crate::questions::Shared;
use crate::questions::share::{Cites, Proposal};
use crate::seal::Seal;
use anyhow::Result;
use sqlx::any::AnyRow;
use sqlx::{Any, Executor};

fn opened(seal: &Seal, r: &AnyRow) -> Result<(QuestionCode, Proposal)> {
    let c = Cells::of("proposal", "question", r);
    let proposal = c.read("body", |sealed| Ok(serde_json::from_str(&seal.unseal(sealed)?)?))?;
    Ok((c.id("question")?, proposal))
}

fn released(seal: &Seal, r: &AnyRow) -> Result<Shared> {
    let c = Cells::of("shared_answer", "code", r);
    let item: String = c.get("item")?;
    let form: String = c.get("form")?;
    Ok(Shared {
        code: c.id("code")?,
        place: c.get("place")?,
        topic: c.get("topic")?,
        cites: (!item.is_empty()).then_some(Cites { item, form }),
        day: c.read("day", |day| Ok(day.parse()?))?,
        pair: c.read("body", |sealed| Ok(serde_json::from_str(&seal.unseal(sealed)?)?))?,
    })
}

/// Every row is read once; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    crate::db::survey(db, "proposal", |r| opened(seal, r).map(drop)).await?;
    crate::db::survey(db, "shared_answer", |r| released(seal, r).map(drop)).await
}

/// What was proposed of a question, whether it still stands or not.
pub async fn proposal(tx: &mut Tx, seal: &Seal, code: &QuestionCode) -> Result<Option<Proposal>> {
    let row = sqlx::query("SELECT question, body FROM proposal WHERE question = $1")
        .bind(code.as_str())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(readable(&row, |r| opened(seal, r))?.pop().map(|(_, proposal)| proposal))
}

/// Everything that was proposed, in order of the codes.
pub async fn proposals(tx: &mut Tx, seal: &Seal) -> Result<Vec<(QuestionCode, Proposal)>> {
    let rows =
        sqlx::query("SELECT question, body FROM proposal ORDER BY question").fetch_all(&mut **tx).await?;
    readable(&rows, |r| opened(seal, r))
}

/// Whether anything was proposed at all.
pub async fn any_proposal(db: &Db) -> Result<bool> {
    let found: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM proposal").fetch_one(db.read()).await?;
    Ok(found > 0)
}

/// What was proposed of a question is this from now on.
pub async fn keep_proposal(tx: &mut Tx, seal: &Seal, code: &QuestionCode, proposal: &Proposal) -> Result<()> {
    let sql = "INSERT INTO proposal (question, body) VALUES ($1, $2)
               ON CONFLICT (question) DO UPDATE SET body = excluded.body";
    let sealed = seal.seal(&serde_json::to_string(proposal)?);
    sqlx::query(sql).bind(code.as_str()).bind(sealed).execute(&mut **tx).await?;
    Ok(())
}

/// Nothing is proposed of a question any more.
pub async fn drop_proposal(tx: &mut Tx, code: &QuestionCode) -> Result<()> {
    sqlx::query("DELETE FROM proposal WHERE question = $1").bind(code.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// Everything that was released, oldest first.
pub async fn all_shared<'c>(db: impl Executor<'c, Database = Any>, seal: &Seal) -> Result<Vec<Shared>> {
    let rows = sqlx::query("SELECT * FROM shared_answer ORDER BY day, code").fetch_all(db).await?;
    readable(&rows, |r| released(seal, r))
}

pub async fn insert_shared(tx: &mut Tx, seal: &Seal, shared: &Shared) -> Result<()> {
    let sql = "INSERT INTO shared_answer (code, place, topic, item, form, day, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let cites = shared.cites.as_ref();
    sqlx::query(sql)
        .bind(shared.code.as_str())
        .bind(&shared.place)
        .bind(&shared.topic)
        .bind(cites.map_or("", |cites| &cites.item))
        .bind(cites.map_or("", |cites| &cites.form))
        .bind(shared.day.to_string())
        .bind(seal.seal(&serde_json::to_string(&shared.pair)?))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn delete_shared(tx: &mut Tx, code: &QuestionCode) -> Result<()> {
    sqlx::query("DELETE FROM shared_answer WHERE code = $1").bind(code.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// What an older key sealed is sealed by the newest.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    let proposals = crate::db::reseal(db, resealing, "proposal", RowKey::Text("question"), "body").await?;
    Ok(proposals + crate::db::reseal(db, resealing, "shared_answer", RowKey::Text("code"), "body").await?)
}

/// The key is lost: nobody reads a word of them any more.
pub async fn lose(tx: &mut Tx) -> Result<()> {
    for sql in ["DELETE FROM proposal", "DELETE FROM shared_answer"] {
        sqlx::query(sql).execute(&mut **tx).await?;
    }
    Ok(())
}
