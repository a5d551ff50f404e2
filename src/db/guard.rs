//! Whether the database's file is still the one that was opened. A file that was deleted, or that another one was put in
//! the place of, goes on being written to by whoever has it open: all that would be acknowledged is lost.

use super::Trouble;
use anyhow::{Context, Result};
use std::fs::File;
use std::mem::ManuallyDrop;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use tokio::sync::watch;

/// The file's place was taken, or it is gone.
#[derive(Debug, thiserror::Error)]
#[error("the database's file was deleted or replaced while it was in use")]
pub struct Lost;

/// The one file that a process relies on, if it does.
#[derive(Debug)]
pub(super) struct Guard {
    held: OnceLock<Held>,
    lost: watch::Sender<bool>,
}

#[derive(Debug)]
struct Held {
    path: PathBuf,
    /// Never closed: closing any handle of a file gives up every lock that the process has on it, SQLite's own included.
    file: ManuallyDrop<File>,
    device: u64,
    inode: u64,
    /// SQLite's own count of changes, as far as it was seen: it never goes back.
    changes: Mutex<u32>,
}

impl Guard {
    pub(super) fn new() -> Guard {
        Guard { held: OnceLock::new(), lost: watch::Sender::new(false) }
    }

    /// From now on the file at this path is the one.
    pub(super) fn hold(&self, path: &Path) -> Result<()> {
        let file = File::open(path).context("the database's file cannot be opened")?;
        let about = file.metadata().context("the database's file cannot be looked at")?;
        let changes = Mutex::new(header(&file).flatten().unwrap_or(0));
        let (device, inode) = (about.dev(), about.ino());
        let file = ManuallyDrop::new(file);
        let _ = self.held.set(Held { path: path.to_owned(), file, device, inode, changes });
        Ok(())
    }

    /// [`Lost`], from the first time on that it was not the one; always well where nothing is held.
    pub(super) fn check(&self) -> Result<(), Lost> {
        if *self.lost.borrow() {
            return Err(Lost);
        }
        if self.held.get().is_none_or(Held::is_there) {
            return Ok(());
        }
        if !self.lost.send_replace(true) {
            tracing::error!(
                "{}: nothing more is acknowledged; `loaban restore` puts a copy back once nothing runs",
                Lost
            );
        }
        Err(Lost)
    }

    /// Returns when it is lost.
    pub(super) async fn lost(&self) {
        let mut lost = self.lost.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = lost.wait_for(|lost| *lost).await;
    }
}

impl Held {
    fn is_there(&self) -> bool {
        match std::fs::metadata(&self.path) {
            Ok(about) if (about.dev(), about.ino()) != (self.device, self.inode) => false,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => false,
            // A disk that fails for a moment says nothing about whose file it is.
            Err(_) => true,
            Ok(_) => match header(&self.file) {
                None => true,
                Some(None) => false,
                Some(Some(now)) => {
                    let mut seen = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
                    let later = now.wrapping_sub(*seen) < u32::MAX / 2;
                    if later {
                        *seen = now;
                    }
                    later
                }
            },
        }
    }
}

/// What stands at the beginning of a file that SQLite has open with a write-ahead log: its count of changes. `Some(None)`:
/// it is no such file, so another was copied over it (a backup has no write-ahead log). `None`: it cannot be read.
fn header(file: &File) -> Option<Option<u32>> {
    let mut head = [0; 100];
    let mut read = 0;
    while read < head.len() {
        match file.read_at(&mut head[read..], read as u64) {
            Ok(0) => return Some(None),
            Ok(more) => read += more,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    let ours = head.starts_with(b"SQLite format 3\0") && head[18..20] == [2, 2];
    Some(ours.then(|| u32::from_be_bytes([head[24], head[25], head[26], head[27]])))
}

impl From<&Lost> for Trouble {
    fn from(_: &Lost) -> Trouble {
        Trouble::Replaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, sqlite};

    async fn guarded(dir: &Path) -> (Db, PathBuf) {
        let file = dir.join("loaban.db");
        let db = Db::open(&format!("sqlite://{}", file.display())).await.unwrap();
        db.migrate().await.unwrap();
        db.guard().unwrap();
        (db, file)
    }

    #[tokio::test]
    async fn a_file_that_is_written_checkpointed_and_copied_is_still_the_one() {
        let dir = tempfile::tempdir().unwrap();
        let (db, _) = guarded(dir.path()).await;
        for n in 0..50 {
            db.put_mark("x", &"y".repeat(n * 100)).await.unwrap();
            if n % 10 == 0 {
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(db.read()).await.unwrap();
                sqlite::copy(&db, &dir.path().join(format!("copy{n}"))).await.unwrap();
            }
        }
        db.still_there().unwrap();
    }

    #[tokio::test]
    async fn whatever_takes_its_place_is_noticed_before_a_commit_is_acknowledged() {
        for how in ["deleted", "moved away", "renamed over", "copied over", "emptied"] {
            let dir = tempfile::tempdir().unwrap();
            let (db, file) = guarded(dir.path()).await;
            let copy = dir.path().join("copy");
            sqlite::copy(&db, &copy).await.unwrap();
            db.put_mark("x", "1").await.unwrap();
            let mut tx = db.write().await.unwrap();
            sqlx::query("UPDATE mark SET value = '2' WHERE name = 'x'").execute(&mut *tx).await.unwrap();
            match how {
                "deleted" => std::fs::remove_file(&file).unwrap(),
                "moved away" => std::fs::rename(&file, dir.path().join("old")).unwrap(),
                "renamed over" => std::fs::rename(&copy, &file).unwrap(),
                "copied over" => _ = std::fs::copy(&copy, &file).unwrap(),
                _ => File::create(&file).map(drop).unwrap(),
            }
            let acknowledged = tx.commit().await.unwrap_err();
            assert_eq!(crate::db::trouble(&acknowledged), Some(Trouble::Replaced), "{how}: {acknowledged:#}");
            assert!(db.write().await.is_err(), "{how}");
            db.lost().await;
        }
    }
}
