//! `key rotate` and `key lost`: the sealing key changes hands.

use super::{Answer, Shell};
use crate::acts::{self, By, Deed};
use crate::app::keys;
use crate::clock::Clock;
use crate::config::{KeySource, Settings};
use crate::db::{Backend, Db, postgres, sqlite};
use crate::ids::Ids;
use crate::seal::Seal;
use anyhow::Result;
use serde_json::json;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A new key in front of the one so far, which reads until nothing needs it.
pub async fn rotate(shell: &Shell) -> Result<Answer> {
    let settings = shell.settings()?;
    let path = file_of(shell, &settings)?;
    let db = Db::open(settings.database_url.expose()).await?;
    let _held = alone(shell, &settings, &db).await?;
    db.close().await;
    // Refuses a key that is not this database's.
    let parts = shell.parts().await?;
    // What a machine that died in the middle of losing a key left undone is ended first.
    keys::lose(&parts).await?;
    let before = parts.core.seal.clone();
    let mut tx = parts.core.db.write().await?;
    acts::record(&mut tx, &before, parts.core.now(), By::Shell(None), Deed::RotateKey, "").await?;
    tx.commit().await?;
    parts.core.db.close().await;
    keys::write(&path, &before.rotated().to_text())?;
    Answer::new(
        shell.line("cli-key-rotated", &[("file", path.display().to_string().into())]),
        json!({ "file": path.display().to_string() }),
    )
}

/// The key is lost for good: a new one, and whatever only the old one read is gone. Groups, items and figures stay.
pub async fn lost(shell: &Shell, yes: bool) -> Result<Answer> {
    let settings = shell.settings()?;
    let path = file_of(shell, &settings)?;
    let db = Db::open(settings.database_url.expose()).await?;
    db.ensure_migrated().await?;
    let _held = alone(shell, &settings, &db).await?;
    let Some(marked) = db.mark("key").await? else { return Err(shell.refused("cli-key-not-lost", &[])) };
    let begun = keys::is_losing(&db).await?;
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

/// No `run` works on this database, and none begins meanwhile: it would go on with the key that it read.
async fn alone(shell: &Shell, settings: &Settings, db: &Db) -> Result<Option<File>> {
    let running = || shell.refused("cli-key-running", &[]);
    match db.backend() {
        Backend::Sqlite => {
            let file = sqlite::file_of(settings.database_url.expose());
            let database: Option<&Path> = file.as_deref();
            match database {
                Some(database) => Ok(Some(sqlite::hold(database)?.ok_or_else(running)?)),
                None => Ok(None),
            }
        }
        Backend::Postgres if db.mark("key").await.is_ok() && postgres::is_busy(db).await? => Err(running()),
        Backend::Postgres => Ok(None),
    }
}
