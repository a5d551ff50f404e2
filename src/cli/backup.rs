//! `backup` and `restore`: a copy while `run` works, and its way back, which loses nothing.

use super::leftovers::{self, PARTIAL, Unfinished};
use super::{Answer, Shell};
use crate::app;
use crate::clock::Clock;
use crate::config::{KeySource, Secret, Settings};
use crate::content::Mode;
use crate::crash;
use crate::db::postgres::{self, Server, ToolError};
use crate::db::{self, Backend, Db, Snapshot, Trouble, newest_schema, sqlite};
use crate::failure::Failure;
use crate::ids::Ids;
use crate::parts::Parts;
use crate::seal::Seal;
use crate::{content, outbox};
use anyhow::{Context, Result};
use serde_json::json;
use std::path::{Path, PathBuf};

/// The mark that holds when the newest backup was made, in milliseconds.
pub const LAST_BACKUP: &str = "backup";

pub async fn backup(shell: &Shell, file: &Path) -> Result<Answer> {
    let settings = shell.settings()?;
    if file.exists() {
        return Err(shell.refused("cli-backup-exists", &[("file", shown(file))]));
    }
    let url = settings.database_url.expose();
    // A database that is not there yet is not made only to be copied.
    if sqlite::file_of(url).is_some_and(|database| !database.exists()) {
        return Err(shell.refused("cli-backup-nothing", &[]));
    }
    let db = Db::open(url).await?;
    match db.backend() {
        Backend::Postgres => db.ensure_migrated().await?,
        Backend::Sqlite if db.mark("key").await.is_err() => {
            return Err(shell.refused("cli-backup-nothing", &[]));
        }
        Backend::Sqlite => _ = db.pending_migrations().await?,
    }
    // Under another name until it is whole: half a backup must not look like one.
    let partial = beside(file, PARTIAL);
    let _ = std::fs::remove_file(&partial);
    let mut unfinished = begin(&settings);
    let partial = unfinished.will_make(partial)?;
    let made = match db.backend() {
        Backend::Sqlite => sqlite::copy(&db, &partial).await,
        Backend::Postgres => Server::of(url)?.dump(&db, &partial).await,
    };
    crash::point("copied");
    if let Err(e) = made.and_then(|()| put(&partial, file)) {
        return Err(told(shell, e).context_of(shell, file));
    }
    // The copy is whole and in its place; that `doctor` knows of it is worth less.
    let _ = db.put_mark(LAST_BACKUP, &Clock::system().now().to_string()).await;
    db.close().await;
    let bytes = std::fs::metadata(file)?.len();
    let key = match &settings.key {
        KeySource::File(path) => path.display().to_string(),
        KeySource::Value(_) => "[privacy] key".into(),
    };
    let args = [
        ("file", shown(file)),
        ("size", size(bytes).into()),
        ("key", key.into()),
        ("erased", shown(&settings.erased)),
    ];
    Answer::new(
        shell.line("cli-backed-up", &args),
        json!({ "file": file.display().to_string(), "bytes": bytes }),
    )
}

pub async fn restore(shell: &Shell, file: &Path) -> Result<Answer> {
    let settings = shell.settings()?;
    if !file.is_file() {
        return Err(shell.refused("cli-restore-no-file", &[("file", shown(file))]));
    }
    let (backup, since, erased) = match sqlite::file_of(settings.database_url.expose()) {
        Some(database) => restore_sqlite(shell, &settings, &database, file).await?,
        None => restore_postgres(shell, &settings, file).await?,
    };
    for (key, name, count) in [
        ("cli-restored-erased", "erased", erased),
        ("cli-restored-unknown", "unknown", since.unknown),
        ("cli-restored-again", "again", since.again),
        ("cli-restored-half", "half", since.half),
    ] {
        if count > 0 {
            shell.note(&shell.say(key, &[(name, count.into())]));
        }
    }
    let key = key_of(&settings)?;
    let marked = backup.marks.get("key");
    let fits = marked.is_none_or(|marked| key.as_ref().is_some_and(|key| key.has(marked)));
    if !fits {
        shell.note(
            &shell.say(if key.is_some() { "cli-restore-other-key" } else { "cli-restore-no-key" }, &[]),
        );
    }
    Answer::new(
        shell.line("cli-restored", &[("file", shown(file))]),
        json!({ "file": file.display().to_string(), "schema": backup.schema, "key_matches": fits,
                "unknown": since.unknown, "again": since.again, "erased": erased }),
    )
}

/// What may have been sent since the backup was made, and is not known in it.
#[derive(Default)]
struct Since {
    /// Groups whose announcement is unknown now.
    unknown: i64,
    /// Messages that may come twice.
    again: i64,
    /// Publications that were half written.
    half: i64,
}

impl Since {
    async fn of(db: &Db) -> Result<Since> {
        let now = Clock::system().now();
        let mut tx = db.write().await?;
        let half = content::restored(&mut tx).await?;
        let (unknown, again) = outbox::restored(&mut tx, now).await?;
        tx.commit().await?;
        Ok(Since { unknown: unknown as i64, again: again as i64, half: half as i64 })
    }
}

/// A note of its own, for what this command makes.
fn begin(settings: &Settings) -> Unfinished {
    Unfinished::begin(leftovers::folder(settings), Ids::system(Clock::system()).id())
}

/// Who had everything deleted after this backup was made goes again, with what waits for them. How many. Without the right
/// key nobody can be told from anybody; `run`, which needs it, does it then.
async fn erase_again(settings: &Settings, backup: &Snapshot, url: &str) -> Result<i64> {
    let Some(marked) = backup.marks.get("key") else { return Ok(0) };
    if !key_of(settings)?.is_some_and(|key| key.has(marked)) {
        return Ok(0);
    }
    let clock = Clock::system();
    let settings = Settings { database_url: Secret::new(url), ..settings.clone() };
    let parts = Parts::open(settings, clock.clone(), Ids::system(clock.clone()), Mode::Run).await?;
    let channels = app::channels(&parts.settings, &clock, Some(&parts.core))?;
    let erased = app::erased::apply(&parts, &channels).await;
    parts.core.db.close().await;
    Ok(erased? as i64)
}

async fn restore_sqlite(
    shell: &Shell,
    settings: &Settings,
    database: &Path,
    file: &Path,
) -> Result<(Snapshot, Since, i64)> {
    if same_file(database, file) {
        return Err(shell.refused("cli-restore-same", &[]));
    }
    let Ok(backup) = sqlite::read(file, true).await else {
        return Err(shell.refused("cli-restore-broken", &[("file", shown(file))]));
    };
    shell.usable(&backup, file)?;
    if let Some(folder) = database.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let Some(_held) = sqlite::hold(database)? else {
        return Err(shell.refused("cli-restore-running", &[]));
    };
    let mut same = false;
    if std::fs::metadata(database).is_ok_and(|m| m.len() > 0) {
        let Ok(present) = sqlite::read(database, false).await else {
            return Err(shell.refused("cli-restore-unreadable", &[("database", shown(database))]));
        };
        if present.is_newer_than(&backup) {
            return Err(shell.refused("cli-restore-newer", &[("database", shown(database))]));
        }
        same = present == backup;
    }
    let mut unfinished = begin(settings);
    let folder = unfinished
        .folder(database.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    if same {
        sqlite::replace(database, file, &folder).await?;
        return Ok((backup, Since::default(), 0));
    }
    // Settled in a copy, so that what is put back is whole at any moment.
    let copy = folder.join("copy.db");
    std::fs::copy(file, &copy)?;
    let url = format!("sqlite://{}", copy.display());
    let db = Db::open(&url).await?;
    db.migrate().await?;
    let since = Since::of(&db).await?;
    db.close().await;
    let erased = erase_again(settings, &backup, &url).await?;
    crash::point("copied");
    sqlite::replace(database, &copy, &folder).await?;
    Ok((backup, since, erased))
}

async fn restore_postgres(shell: &Shell, settings: &Settings, file: &Path) -> Result<(Snapshot, Since, i64)> {
    let server = Server::of(settings.database_url.expose())?;
    let backup = match postgres::read_dump(file).await {
        Ok(backup) => backup,
        Err(e) if matches!(e.downcast_ref(), Some(ToolError::Missing(_))) => return Err(told(shell, e).0),
        Err(_) => return Err(shell.refused("cli-restore-broken", &[("file", shown(file))])),
    };
    shell.usable(&backup, file)?;
    let db = Db::open(settings.database_url.expose()).await?;
    let mut same = false;
    if db.mark("key").await.is_ok() {
        if postgres::is_busy(&db).await? {
            return Err(shell.refused("cli-restore-running", &[]));
        }
        // The present one is read by the same tools, so that both are compared as the same text.
        let mut unfinished = begin(settings);
        let now = unfinished.folder(&std::env::temp_dir())?.join("present");
        server.dump(&db, &now).await.map_err(|e| told(shell, e).0)?;
        let present = postgres::read_dump(&now).await.map_err(|e| told(shell, e).0)?;
        if present.is_newer_than(&backup) {
            return Err(shell.refused("cli-restore-newer", &[("database", "PostgreSQL".into())]));
        }
        same = present == backup;
        crash::point("copied");
    }
    db.close().await;
    server.put_back(file).await.map_err(|e| told(shell, e).0)?;
    if same {
        return Ok((backup, Since::default(), 0));
    }
    // Anew: the connections of before know the old tables.
    let db = Db::open(settings.database_url.expose()).await?;
    db.migrate().await?;
    let since = Since::of(&db).await?;
    db.close().await;
    let erased = erase_again(settings, &backup, settings.database_url.expose()).await?;
    Ok((backup, since, erased))
}

impl Shell {
    /// Ours, real, and not from the future.
    fn usable(&self, backup: &Snapshot, file: &Path) -> Result<()> {
        let key = if backup.schema == 0 {
            "cli-restore-not-ours"
        } else if backup.schema > newest_schema() {
            "cli-restore-from-newer"
        } else if backup.marks.get("kind").is_some_and(|kind| kind == "practice") {
            "cli-restore-practice"
        } else {
            return Ok(());
        };
        Err(self.refused(key, &[("file", shown(file))]))
    }
}

/// Gives the whole backup its name, if nobody took that meanwhile.
fn put(partial: &Path, file: &Path) -> Result<()> {
    match std::fs::hard_link(partial, file) {
        Ok(()) => Ok(std::fs::remove_file(partial)?),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Err(e.into()),
        // A stick from the shop knows no links.
        Err(_) if !file.exists() => Ok(std::fs::rename(partial, file)?),
        Err(e) => Err(e.into()),
    }
}

struct Told(anyhow::Error);

impl Told {
    /// With the file, when it was the file system that refused.
    fn context_of(self, shell: &Shell, file: &Path) -> anyhow::Error {
        let io = self.0.downcast_ref::<std::io::Error>().map(|e| match e.kind() {
            std::io::ErrorKind::StorageFull => shell.say("db-no-room", &[]),
            kind => kind.to_string(),
        });
        // The copy is written by the database itself.
        let why = io.or_else(|| match db::trouble(&self.0)? {
            Trouble::Full => Some(shell.say("db-no-room", &[])),
            Trouble::Unwritable => Some(shell.say("db-no-writing", &[])),
            _ => None,
        });
        match why {
            Some(why) => shell.refused("cli-backup-failed", &[("file", shown(file)), ("why", why.into())]),
            None => self.0,
        }
    }
}

/// A missing tool is something we need and cannot reach; what a tool says itself is passed on.
fn told(shell: &Shell, e: anyhow::Error) -> Told {
    Told(match e.downcast_ref::<ToolError>() {
        Some(ToolError::Missing(tool)) => {
            Failure::Unreachable(shell.say("cli-backup-no-tool", &[("tool", (*tool).into())])).into()
        }
        Some(ToolError::Failed(tool, what)) => shell
            .refused("cli-backup-tool-failed", &[("tool", (*tool).into()), ("what", what.as_str().into())]),
        None => e,
    })
}

/// The key as it now is; none while there is no key file. Never makes one.
fn key_of(settings: &Settings) -> Result<Option<Seal>> {
    let ids = Ids::system(Clock::system());
    Ok(match &settings.key {
        KeySource::File(path) if !path.exists() => None,
        KeySource::File(path) => Seal::open(path, ids).ok(),
        KeySource::Value(key) => Seal::from_text(key.expose(), ids),
    })
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn shown(path: &Path) -> crate::text::Value<'static> {
    path.display().to_string().into()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
