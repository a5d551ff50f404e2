//! `key rotate` and `key lost`: the sealing key changes hands.

use super::{Answer, Shell};
use crate::acts::{self, By, Deed};
use crate::app::keys;
use crate::clock::Clock;
use crate::config::{KeySource, Settings};
use crate::db::{Backend, Db, postgres, sqlite};
use crate::ids::Ids;
use crate::parts::Parts;
use crate::seal::Seal;
use anyhow::Result;
use serde_json::json;
use std::fs::File;
use std::path::PathBuf;

/// A new key in front of the one so far, which reads until nothing needs it. A `run` that works goes on with the key that
/// it read: the new one lies beside it and takes its place at the next start ([`take_next`]).
pub async fn rotate(shell: &Shell) -> Result<Answer> {
    let settings = shell.settings()?;
    let path = file_of(shell, &settings)?;
    let db = Db::open(settings.database_url.expose()).await?;
    let held = alone(&settings, &db).await?;
    db.close().await;
    // Refuses a key that is not this database's.
    let mut parts = shell.parts().await?;
    if held.is_some() {
        // What a machine that died in the middle of losing a key left undone is ended first.
        keys::lose(&parts).await?;
        if keys::put_next(&path, &parts.core.seal.fingerprint())? {
            parts.core.db.close().await;
            parts = shell.parts().await?;
        }
    }
    let before = parts.core.seal.clone();
    let mut tx = parts.core.db.write().await?;
    acts::record(&mut tx, &before, parts.core.now(), By::Shell(None), Deed::RotateKey, "").await?;
    tx.commit().await?;
    parts.core.db.close().await;
    let (key, file) = match held {
        Some(_) => ("cli-key-rotated", path.clone()),
        None => ("cli-key-rotates-at-start", keys::next(&path)),
    };
    // Made twice while one `run` works: the later one is as good.
    keys::write(&file, &before.rotated().to_text())?;
    Answer::new(
        shell.line(key, &[("file", file.display().to_string().into())]),
        json!({ "file": file.display().to_string(), "at_next_start": held.is_none() }),
    )
}

/// Before `run` works: a key that was made beside another `run` takes its place, while none works.
pub async fn take_next(shell: &Shell, parts: Parts) -> Result<Parts> {
    let KeySource::File(path) = &parts.settings.key else { return Ok(parts) };
    if !keys::next(path).exists() {
        return Ok(parts);
    }
    let Some(held) = alone(&parts.settings, &parts.core.db).await? else { return Ok(parts) };
    if !keys::put_next(path, &parts.core.seal.fingerprint())? {
        tracing::warn!(
            "the key that waits beside the key file does not open what this database holds: it is left alone"
        );
        return Ok(parts);
    }
    tracing::info!("a new sealing key takes its place; keep a copy of the key file elsewhere");
    parts.core.db.close().await;
    drop(held);
    shell.parts().await
}

/// The key is lost for good: a new one, and whatever only the old one read is gone. Groups, items and figures stay.
pub async fn lost(shell: &Shell, yes: bool) -> Result<Answer> {
    let settings = shell.settings()?;
    let path = file_of(shell, &settings)?;
    let db = Db::open(settings.database_url.expose()).await?;
    db.ensure_migrated().await?;
    let Some(_held) = alone(&settings, &db).await? else { return Err(shell.refused("cli-key-running", &[])) };
    let Some(marked) = db.mark("key").await? else { return Err(shell.refused("cli-key-not-lost", &[])) };
    let begun = keys::is_losing(&db).await?;
    if !path.exists() && keys::put_next(&path, &marked)? {
        // One that was made beside it reads all that it read.
        return Err(shell.refused("cli-key-not-lost", &[]));
    }
    if path.exists() {
        let text = std::fs::read_to_string(&path)?;
        let fits = Seal::from_text(&text, ids()).is_some_and(|seal| seal.has(&marked));
        if !(fits && begun) {
            let key = if fits { "cli-key-not-lost" } else { "cli-key-in-the-way" };
            return Err(shell.refused(key, &[("file", path.display().to_string().into())]));
        }
    }
    if !yes {
        return Err(shell.refused("cli-key-lost-sure", &[]));
    }
    if !path.exists() {
        // The mark first: a machine that dies here finds no key again, and this is begun anew; and the old key, if it is
        // found after all, is taken as this database's as long as nothing was lost.
        let seal = Seal::new(&ids().bytes(), ids());
        keys::begin_losing(&db, &marked, &seal.fingerprint()).await?;
        keys::write(&path, &seal.to_text())?;
    }
    db.close().await;
    let parts = shell.parts().await?;
    let gone = keys::lose(&parts).await?.unwrap_or_default();
    let mut tx = parts.core.db.write().await?;
    acts::record(&mut tx, &parts.core.seal, parts.core.now(), By::Shell(None), Deed::LoseKey, "").await?;
    tx.commit().await?;
    let args = [
        ("file", path.display().to_string().into()),
        ("questions", (gone.questions as i64).into()),
        ("roles", (gone.roles as i64).into()),
    ];
    Answer::new(
        shell.line("cli-key-lost", &args),
        json!({ "file": path.display().to_string(), "questions": gone.questions, "roles": gone.roles }),
    )
}

fn ids() -> Ids {
    Ids::system(Clock::system())
}

/// The key's file. A key that stands in the settings themselves, or in the environment, is changed there by hand.
fn file_of(shell: &Shell, settings: &Settings) -> Result<PathBuf> {
    match &settings.key {
        KeySource::File(path) => Ok(path.clone()),
        KeySource::Value(_) => Err(shell.refused("cli-key-no-file", &[])),
    }
}

/// No `run` works on this database, and as long as this is held none begins on a SQLite file.
struct Alone {
    _file: Option<File>,
}

/// None: a `run` works, with the key that it read.
async fn alone(settings: &Settings, db: &Db) -> Result<Option<Alone>> {
    match db.backend() {
        Backend::Sqlite => match sqlite::file_of(settings.database_url.expose()) {
            Some(database) => Ok(sqlite::hold(&database)?.map(|file| Alone { _file: Some(file) })),
            None => Ok(Some(Alone { _file: None })),
        },
        Backend::Postgres => {
            let busy = db.mark("key").await.is_ok() && postgres::is_busy(db).await?;
            Ok((!busy).then_some(Alone { _file: None }))
        }
    }
}
