//! The sealing key changes hands: what an older key sealed is sealed by the newest, and the older one is dropped when nothing
//! needs it.

use crate::clock::{Clock, Millis};
use crate::config::KeySource;
use crate::db::{Db, Resealing, put_mark};
use crate::ids::Ids;
use crate::parts::{KEY_SINCE, LOSING, Parts};
use crate::seal::Seal;
use crate::{acts, channel, content, inbox, media, outbox, people, questions, roster, talk};
use anyhow::Result;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// So long an older key is kept at least: addresses of voices live a week, one-time codes too.
const KEPT_AT_LEAST: Millis = 8 * 24 * 3_600_000;

/// The mark that holds when an older key was dropped last, in milliseconds.
const KEY_DROPPED: &str = "key_dropped";

/// What went with a key that was lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// Open questions, withdrawn.
    pub questions: usize,
    /// Roles that ended: their holders are invited again.
    pub roles: u64,
}

/// The key of this database is lost, and another takes its place: groups, publications and figures go on; whatever only the
/// old key read is gone. Marked in one act before it begins, with the old one's fingerprint, so that a start ends what was
/// begun, or finds the old key again and nothing lost.
pub async fn begin_losing(db: &Db, old: &str, new: &str) -> Result<()> {
    let old = db.mark(LOSING).await?.filter(|mark| !mark.is_empty()).unwrap_or_else(|| old.to_owned());
    db.put_marks(&[(LOSING, &old), ("key", new)]).await
}

/// A key was given up, and what only it read is still there.
pub async fn is_losing(db: &Db) -> Result<bool> {
    Ok(db.mark(LOSING).await?.is_some_and(|mark| !mark.is_empty()))
}

/// Ends what [`begin_losing`] began; none: there is nothing to end.
pub async fn lose(parts: &Parts) -> Result<Option<Lost>> {
    let core = &parts.core;
    if !is_losing(&core.db).await? {
        return Ok(None);
    }
    let now = core.now();
    let mut tx = core.db.write().await?;
    let questions = parts.desk.lose(&mut tx).await?;
    let roles = roster::lose(&mut tx, now).await?;
    outbox::lose(&mut tx, now).await?;
    media::lose(&mut tx).await?;
    people::lose(&mut tx).await?;
    content::lose(&mut tx).await?;
    acts::lose(&mut tx).await?;
    inbox::lose(&mut tx).await?;
    channel::lose_all(&mut tx).await?;
    put_mark(&mut tx, LOSING, "").await?;
    tx.commit().await?;
    Ok(Some(Lost { questions, roles }))
}

/// Before anything is sent or understood: what stands in the clear from before is sealed, and who can be written to is known
/// by the keys of now.
pub async fn begin(parts: &Parts) -> Result<()> {
    lose(parts).await?;
    let core = &parts.core;
    let mut tx = core.db.write().await?;
    questions::seal_backs(&mut tx, &core.seal).await?;
    talk::rename_all(&mut tx, &core.seal).await?;
    tx.commit().await
}

/// Once an hour while there is an older key: seals anew what it sealed, and drops it when nothing needs it any more.
pub async fn tend(parts: &Parts) -> Result<()> {
    let core = &parts.core;
    if core.seal.is_single() {
        return Ok(());
    }
    reseal(&core.db, parts).await?;
    let since: Millis = core.db.mark(KEY_SINCE).await?.and_then(|at| at.parse().ok()).unwrap_or(core.now());
    let needed = talk::any_renamed_later(&core.db, &core.seal, since).await?;
    if needed || core.now() < since + KEPT_AT_LEAST {
        return Ok(());
    }
    let KeySource::File(path) = &parts.settings.key else { return Ok(()) };
    if std::fs::read_to_string(path)? != core.seal.to_text() {
        return Ok(());
    }
    write(path, &core.seal.without_older().to_text())?;
    core.db.put_mark(KEY_DROPPED, &core.now().to_string()).await?;
    tracing::info!("nothing needs the older sealing key any more: it is dropped from the key file");
    Ok(())
}

async fn reseal(db: &Db, parts: &Parts) -> Result<()> {
    let seal = &parts.core.seal;
    let again = |sealed: &str| seal.unseal(sealed).ok().map(|plain| seal.seal(&plain));
    let resealing = Resealing { newest: seal.prefix(), again: &again };
    let done = people::reseal(db, &resealing).await?
        + questions::reseal(db, &resealing).await?
        + outbox::reseal(db, &resealing).await?
        + media::reseal(db, seal, &resealing).await?
        + roster::reseal(db, &resealing).await?
        + content::reseal(db, &resealing).await?
        + acts::reseal(db, &resealing).await?
        + inbox::reseal(db, &resealing).await?
        + channel::reseal(db, &resealing).await?;
    if done > 0 {
        tracing::info!(rows = done, "what the older key sealed is sealed by the newest");
    }
    Ok(())
}

/// Where a key lies that was made while `run` worked, until the next start.
pub fn next(path: &Path) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".next");
    beside.into()
}

/// Puts the key that waits in the place of the one of now (its fingerprint), if it reads all that this one reads. False: none
/// does.
pub fn put_next(path: &Path, now: &str) -> Result<bool> {
    let next = next(path);
    let Ok(text) = std::fs::read_to_string(&next) else { return Ok(false) };
    if !Seal::from_text(&text, Ids::system(Clock::system())).is_some_and(|seal| seal.has(now)) {
        return Ok(false);
    }
    std::fs::rename(&next, path)?;
    sync_folder(path)?;
    Ok(true)
}

/// Writes a key file anew, whole or not at all, for its owner's eyes only.
pub fn write(path: &Path, text: &str) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let _ = std::fs::remove_file(&beside);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    sync_folder(path)
}

fn sync_folder(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
