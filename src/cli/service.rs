//! `run`, `demo`, `migrate`.

use super::{Answer, Shell, named_roots, today};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Identities;
use crate::db::{self, Backend, Db, Trouble};
use crate::failure::refused;
use crate::parts::Parts;
use crate::practice;
use anyhow::Result;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How often readiness is looked at, and after how long what is missing is named.
const GLANCE: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a start waits for the database server, and how long between two tries. After that it is for whoever
/// supervises the process to start it again.
const SERVER_PATIENCE: Duration = Duration::from_secs(30);
const SERVER_RETRY_PAUSE: Duration = Duration::from_millis(500);

pub async fn run(shell: &Shell) -> Result<Answer> {
    let stop = stop_signal()?;
    tokio::pin!(stop);
    let parts = tokio::select! {
        parts = patient(shell) => parts?,
        () = &mut stop => return Answer::new("", Value::Null),
    };
    let parts = super::key::take_next(shell, parts).await?;
    speaks_for_somebody(shell, &parts).await?;
    for fault in parts.shelf.faults() {
        tracing::warn!("{fault}");
    }
    let clock = parts.core.clock.clone();
    // Before anything is acknowledged.
    parts.core.db.guard()?;
    let app = App::start(parts).await?;
    let started = clock.tick();
    let mut named = false;
    loop {
        let missing = app.ready();
        if missing.is_empty() {
            let metrics = app.metrics().map(|at| at.to_string()).unwrap_or_default();
            tracing::info!(address = %app.address(), metrics, "ready");
            break;
        }
        if !named && clock.tick() - started > PATIENCE {
            tracing::warn!(missing = missing.join(", "), "still waiting");
            named = true;
        }
        tokio::select! {
            () = tokio::time::sleep(GLANCE) => {}
            () = app.lost() => return lost(app).await,
            () = &mut stop => {
                app.stop().await;
                return Answer::new("", Value::Null);
            }
        }
    }
    tokio::select! {
        () = app.lost() => return lost(app).await,
        () = stop => {}
    }
    tracing::info!("stopping");
    app.stop().await;
    tracing::info!("stopped");
    Answer::new("", Value::Null)
}

/// The database is not the one any more that this process began with: nothing that it does now would last.
async fn lost(app: App) -> Result<Answer> {
    app.drop_everything().await;
    Err(db::Lost.into())
}

/// Refuses to speak where nobody said in whose name.
async fn speaks_for_somebody(shell: &Shell, parts: &Parts) -> Result<()> {
    let tree = parts.atlas.tree().await?;
    let roots = named_roots(&tree, today(parts));
    let identities = &parts.settings.identities;
    let mut faults = identities.faults(&roots);
    for one in identities.iter().filter(|one| !roots.is_empty() && tree.get(&one.place).is_none()) {
        tracing::warn!(place = one.place, "an identity's place is not in the tree; it speaks nowhere");
    }
    if faults.is_empty() {
        return Ok(());
    }
    let (code, name) = roots
        .iter()
        .find(|(code, _)| !identities.iter().any(|one| one.place == *code))
        .map_or(("", ""), |(code, name)| (code.as_str(), name.as_str()));
    let template = Identities::template(code, name);
    faults.push(shell.say("cli-identity-template", &[("template", template.into())]));
    Err(refused(faults.join("\n")))
}

/// The machine may have started a moment before its database server: that one is waited for, and nothing else is.
async fn patient(shell: &Shell) -> Result<Parts> {
    let clock = Clock::system();
    let mut told = false;
    loop {
        match shell.parts().await {
            Err(e) if db::trouble(&e) == Some(Trouble::Away) && clock.tick() < SERVER_PATIENCE => {
                if !std::mem::replace(&mut told, true) {
                    tracing::warn!(within = ?SERVER_PATIENCE, "the database cannot be reached; waiting for it");
                }
                tokio::time::sleep(SERVER_RETRY_PAUSE).await;
            }
            other => return other,
        }
    }
}

pub async fn demo(listen: SocketAddr, keep: Option<PathBuf>) -> Result<Answer> {
    practice::run(listen, keep, stop_signal()?).await?;
    Answer::new("", Value::Null)
}

/// Ends when the process is asked to stop.
fn stop_signal() -> Result<impl Future<Output = ()>> {
    // Registered at once: a signal that comes during the start is not lost.
    let (mut asked, mut interrupted) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = asked.recv() => {}
            _ = interrupted.recv() => {}
        }
    })
}

pub async fn migrate(shell: &Shell) -> Result<Answer> {
    let settings = shell.settings()?;
    let db = Db::open(settings.database_url.expose()).await?;
    let pending = db.pending_migrations().await?;
    db.migrate().await?;
    db.close().await;
    let key = if pending == 0 { "cli-migrate-nothing" } else { "cli-migrated" };
    let backend = if db.backend() == Backend::Sqlite { "sqlite" } else { "postgres" };
    Answer::new(
        shell.line(key, &[("steps", pending.into())]),
        json!({ "database": backend, "applied": pending }),
    )
}
