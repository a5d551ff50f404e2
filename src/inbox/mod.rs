//! What came in, scrubbed, sealed and kept before it is understood.
//!
//! An update is acknowledged to the platform only after [`accept`] committed it. Its body is
//! deleted (and overwritten: `secure_delete`) once handled; its key stays to recognise a repetition.

mod store;

pub use store::{Backlog, heard, lose, reseal, set_heard, survey};

use crate::clock::{Clock, Millis};
use crate::crash;
use crate::db::{Db, Tx, trouble};
use crate::platform::is_personal;
use crate::seal::Seal;
use anyhow::{Result, anyhow};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// How often a failing update is tried before it is set aside.
pub const MAX_ATTEMPTS: i64 = 5;

/// How long the keys of updates are kept, in milliseconds: platforms repeat for at most a week.
pub const KEYS_KEPT: Millis = 8 * 24 * 3_600_000;

/// One update as a channel hands it over.
#[derive(Debug, Clone)]
pub struct Update {
    /// The platform's own number of it.
    pub key: String,
    /// Its kind, for logs ("message", "callback_query").
    pub event: String,
    /// Its body as the platform sent it.
    pub body: Value,
}

/// A kept update, opened.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its row.
    pub seq: i64,
    /// Its kind.
    pub event: String,
    /// The scrubbed body.
    pub body: Value,
}

/// Blanks at any depth the values whose key says who somebody is ([`is_personal`]), before anything is stored (contract 3).
pub fn scrub(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                if is_personal(key) {
                    *inner = Value::Null;
                } else {
                    scrub(inner);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(scrub),
        _ => {}
    }
}

/// An update as it is stored.
struct Sealed {
    key: String,
    event: String,
    body: String,
}

fn seal_all(seal: &Seal, updates: Vec<Update>) -> Vec<Sealed> {
    let sealed = |mut update: Update| {
        scrub(&mut update.body);
        Sealed { body: seal.seal(&update.body.to_string()), key: update.key, event: update.event }
    };
    updates.into_iter().map(sealed).collect()
}

/// Scrubs, seals and stores updates in one transaction, with the platform's next position when
/// polling. An update that is known already changes nothing. Returns how many were new.
pub async fn accept(
    db: &Db,
    seal: &Seal,
    now: Millis,
    account: &str,
    updates: Vec<Update>,
    next: Option<&str>,
) -> Result<u64> {
    let updates = seal_all(seal, updates);
    let mut tx = db.write().await?;
    let new = store::insert(&mut tx, now, &rows(account, &updates)).await?;
    if let Some(next) = next {
        store::set_next(&mut tx, account, next).await?;
    }
    tx.commit().await?;
    if new > 0 {
        crash::point("stored");
    }
    Ok(new)
}

fn rows<'a>(account: &'a str, updates: &'a [Sealed]) -> Vec<(&'a str, &'a Sealed)> {
    updates.iter().map(|u| (account, u)).collect()
}

/// Pushes in one transaction: as many as a platform has connections open to us, and some.
const PUSHES_TOGETHER: usize = 64;

/// A push that waits to be stored, and who waits for that.
struct Push {
    account: String,
    updates: Vec<Sealed>,
    done: oneshot::Sender<Result<(), Arc<anyhow::Error>>>,
}

/// Stores what is pushed. Pushes that arrive while others are being stored go into the next transaction together: the
/// disk is asked once for all of them. Cheap to clone; its task ends with the last clone.
#[derive(Clone)]
pub struct Intake {
    seal: Seal,
    queue: mpsc::Sender<Push>,
}

impl Intake {
    /// Starts its task.
    pub fn start(db: Db, seal: Seal, clock: Clock) -> Intake {
        let (queue, mut pushes) = mpsc::channel::<Push>(4 * PUSHES_TOGETHER);
        tokio::spawn(async move {
            let mut some = vec![];
            while pushes.recv_many(&mut some, PUSHES_TOGETHER).await > 0 {
                // Whose sender gave up waiting was not acknowledged, and comes again.
                some.retain(|push| !push.done.is_closed());
                store_together(&db, clock.now(), &mut some).await;
            }
        });
        Intake { seal, queue }
    }

    /// The same as [`accept`], for one push. Committed when it returns without an error.
    pub async fn accept(&self, account: &str, updates: Vec<Update>) -> Result<(), Arc<anyhow::Error>> {
        let (done, stored) = oneshot::channel();
        let push = Push { account: account.into(), updates: seal_all(&self.seal, updates), done };
        let over = || Arc::new(anyhow!("the program is ending"));
        self.queue.send(push).await.map_err(|_| over())?;
        stored.await.map_err(|_| over())?
    }
}

async fn store_together(db: &Db, now: Millis, pushes: &mut Vec<Push>) {
    let all = store_pushes(db, now, pushes).await.map_err(Arc::new);
    match all {
        // One of them may be at fault; the others are not refused with it.
        Err(e) if pushes.len() > 1 && trouble(&e).is_none() => {
            for push in pushes.drain(..) {
                let alone = store_pushes(db, now, std::slice::from_ref(&push)).await;
                let _ = push.done.send(alone.map_err(Arc::new));
            }
        }
        all => pushes.drain(..).for_each(|push| {
            // Nobody may be waiting any more.
            let _ = push.done.send(all.clone());
        }),
    }
}

async fn store_pushes(db: &Db, now: Millis, pushes: &[Push]) -> Result<()> {
    let rows: Vec<_> = pushes.iter().flat_map(|push| rows(&push.account, &push.updates)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let mut tx = db.write().await?;
    let new = store::insert(&mut tx, now, &rows).await?;
    tx.commit().await?;
    if new > 0 {
        crash::point("stored");
    }
    Ok(())
}

/// Where polling of this account goes on.
pub async fn next(db: &Db, account: &str) -> Result<Option<String>> {
    store::next(db, account).await
}

/// The oldest updates of an account not handled yet. One that does not open (another key) is set aside.
pub async fn waiting(db: &Db, seal: &Seal, account: &str, limit: i64) -> Result<Vec<Kept>> {
    let mut kept = vec![];
    for (seq, event, sealed) in store::waiting(db, account, limit).await? {
        match seal.unseal(&sealed).and_then(|text| Ok(serde_json::from_str(&text)?)) {
            Ok(body) => kept.push(Kept { seq, event, body }),
            Err(_) => {
                tracing::error!(
                    seq,
                    event,
                    "a kept update does not open: is this the sealing key of this database?"
                );
                failed(db, seq).await?;
            }
        }
    }
    Ok(kept)
}

/// Handled: the bodies are deleted. Part of the transaction that handles them; returns those that nobody handled before.
pub async fn claim(tx: &mut Tx, seqs: &[i64]) -> Result<HashSet<i64>> {
    store::finish(tx, seqs).await
}

/// Could not be handled this time; set aside after [`MAX_ATTEMPTS`], still sealed, for an engineer.
pub async fn failed(db: &Db, seq: i64) -> Result<()> {
    let mut tx = db.write().await?;
    store::fail(&mut tx, seq, MAX_ATTEMPTS).await?;
    tx.commit().await
}

/// The number of the newest update: it changes when one was stored.
pub async fn newest(db: &Db) -> Result<i64> {
    store::newest(db).await
}

/// What waits, by account; no entry for an account of which nothing does.
pub async fn backlog(db: &Db) -> Result<Vec<Backlog>> {
    store::backlog(db).await
}

/// Forgets the keys of updates handled before `before`, and what was set aside with them (platforms repeat for at most a week).
pub async fn forget_keys(db: &Db, before: Millis) -> Result<u64> {
    let mut tx = db.write().await?;
    let gone = store::delete_handled(&mut tx, before).await?;
    tx.commit().await?;
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_blanked_at_any_depth() {
        let mut update = serde_json::json!({"message": {"from": {"id": 5, "first_name": "Nguyễn", "x": [{"username": "an"}]}, "text": "hỏi"}});
        scrub(&mut update);
        let text = update.to_string();
        assert!(!text.contains("Nguyễn") && !text.contains("\"an\"") && text.contains("hỏi"));
    }
}
