//! What only SQLite does: one `run` on one file, a copy while it works, and putting a copy back.

use super::Db;
use super::snapshot::{NULL, Snapshot};
use crate::failure::refused;
use anyhow::{Context, Result, bail};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

/// The file that an address in the settings names; none: it is not SQLite's.
pub fn file_of(url: &str) -> Option<PathBuf> {
    url.strip_prefix("sqlite:").map(|path| PathBuf::from(path.trim_start_matches("//")))
}

/// The file whose lock says that `run` holds this database.
fn lock_file(database: &Path) -> PathBuf {
    database.with_extension("db.lock")
}

/// Holds the database of this file for as long as the returned file is open; `None`: another process does.
pub fn hold(database: &Path) -> Result<Option<File>> {
    let path = lock_file(database);
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(|e| {
        refused(format!(
            "không mở được tệp khoá {} ({}); kiểm tra thư mục và quyền ghi",
            path.display(),
            e.kind()
        ))
    })?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(e).with_context(|| format!("cannot lock {}", path.display())),
    }
}

/// Writes a consistent copy into a new file that only its owner may read, while others work on the database.
pub async fn copy(db: &Db, to: &Path) -> Result<()> {
    let path = to.to_str().context("the path is not UTF-8")?;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    // SQLite takes a file that is there as long as it is empty, and so keeps its mode.
    sqlx::query("VACUUM INTO $1").bind(path).execute(db.read()).await?;
    Ok(File::open(to)?.sync_all()?)
}

/// What a database file holds. `frozen`: nobody else has it open, and nothing may be written beside it.
/// A file that is none, or is damaged, is an error.
pub async fn read(file: &Path, frozen: bool) -> Result<Snapshot> {
    let mut db = connect(file, if frozen { "mode=ro&immutable=1" } else { "mode=rw" }).await?;
    let found = read_tables(&mut db).await;
    db.close().await?;
    found
}

async fn read_tables(db: &mut AnyConnection) -> Result<Snapshot> {
    let sound: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *db).await?;
    if sound != "ok" {
        bail!("the file is damaged: {sound}");
    }
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut *db).await?;
    let mut snapshot = Snapshot::default();
    for table in tables {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
            .bind(&table)
            .fetch_all(&mut *db)
            .await?;
        let list: Vec<String> = columns
            .iter()
            .map(|c| format!("CASE typeof(\"{c}\") WHEN 'blob' THEN hex(\"{c}\") ELSE CAST(\"{c}\" AS TEXT) END AS \"{c}\""))
            .collect();
        // Names come from the file's own schema, quoted; nothing a person typed stands here.
        let sql = format!("SELECT {} FROM \"{table}\"", list.join(", "));
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *db).await? {
            let values: Vec<Option<String>> =
                columns.iter().map(|c| row.try_get(c.as_str())).collect::<Result<_, _>>()?;
            let row: Vec<(&str, &str)> = columns
                .iter()
                .zip(&values)
                .map(|(c, v)| (c.as_str(), v.as_deref().unwrap_or(NULL)))
                .collect();
            snapshot.add(&table, &row);
        }
    }
    Ok(snapshot)
}

/// Puts a copy in the place of the database, by way of a folder on the same disk. The caller holds the lock and has compared
/// the two. A kill at any moment leaves the old one or the new one, whole.
pub async fn replace(database: &Path, copy: &Path, by: &Path) -> Result<()> {
    let folder = database.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if database.exists() {
        // What stands in the write-ahead log goes home first: a log of the old file must not meet the new one.
        let mut db = connect(database, "mode=rw").await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut db).await?;
        db.close().await?;
    }
    let mut fresh = tempfile::NamedTempFile::new_in(by)?;
    std::io::copy(&mut File::open(copy)?, fresh.as_file_mut())?;
    let like = std::fs::metadata(database).or_else(|_| std::fs::metadata(folder))?;
    // `run` may belong to another user than the one who restores; only root can give files away.
    let _ = chown(fresh.path(), Some(like.uid()), Some(like.gid()));
    if like.is_file() {
        std::fs::set_permissions(fresh.path(), std::fs::Permissions::from_mode(like.mode() & 0o777))?;
    }
    fresh.as_file().sync_all()?;
    for end in ["-wal", "-shm"] {
        let mut beside = database.as_os_str().to_owned();
        beside.push(end);
        match std::fs::remove_file(&beside) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e.into()),
            _ => {}
        }
    }
    fresh.persist(database)?;
    Ok(File::open(folder)?.sync_all()?)
}

async fn connect(file: &Path, how: &str) -> Result<AnyConnection> {
    sqlx::any::install_default_drivers();
    let path = file.to_str().context("the path is not UTF-8")?;
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    Ok(AnyConnection::connect(&format!("sqlite://{path}?{how}")).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::newest_schema;

    async fn fresh(folder: &Path) -> (Db, PathBuf) {
        let file = folder.join("loaban.db");
        let db = Db::open(&format!("sqlite://{}", file.display())).await.unwrap();
        db.migrate().await.unwrap();
        (db, file)
    }

    async fn place(db: &Db, code: &str) {
        let mut tx = db.write().await.unwrap();
        let sql = "INSERT INTO place (code, name, kind) VALUES ($1, 'x', 'village')";
        sqlx::query(sql).bind(code).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn a_copy_made_while_others_write_goes_back_and_holds_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let (db, file) = fresh(dir.path()).await;
        place(&db, "a").await;
        let turn = db.write().await.unwrap();
        let backup = dir.path().join("b%20?.db");
        copy(&db, &backup).await.unwrap();
        drop(turn);
        assert!(copy(&db, &backup).await.is_err(), "a backup is never overwritten");
        assert_eq!(std::fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);

        let held = read(&backup, true).await.unwrap();
        assert_eq!((held.schema, &held), (newest_schema(), &read(&file, false).await.unwrap()));
        place(&db, "b").await;
        assert!(read(&file, false).await.unwrap().is_newer_than(&held));

        db.close().await;
        let by = tempfile::tempdir_in(dir.path()).unwrap();
        replace(&file, &backup, by.path()).await.unwrap();
        assert_eq!(std::fs::read_dir(by.path()).unwrap().count(), 0);
        assert_eq!(read(&file, false).await.unwrap(), held);
    }

    #[tokio::test]
    async fn what_is_no_database_or_a_broken_one_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let (db, file) = fresh(dir.path()).await;
        for i in 0..200 {
            place(&db, &format!("{i:0200}")).await;
        }
        let backup = dir.path().join("b.db");
        copy(&db, &backup).await.unwrap();
        let text = dir.path().join("text");
        std::fs::write(&text, "không phải cơ sở dữ liệu").unwrap();
        assert!(read(&text, true).await.is_err());
        assert!(read(&dir.path().join("missing"), true).await.is_err());
        let mut bytes = std::fs::read(&backup).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 4096].fill(0xee);
        std::fs::write(&backup, bytes).unwrap();
        assert!(read(&backup, true).await.is_err());
        assert_eq!(read(&file, false).await.unwrap().schema, newest_schema());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn several_who_make_a_new_database_at_once_all_find_it_made() {
        for _ in 0..10 {
            let dir = tempfile::tempdir().unwrap();
            let url = format!("sqlite://{}", dir.path().join("loaban.db").display());
            let mut all = tokio::task::JoinSet::new();
            for _ in 0..4 {
                let url = url.clone();
                all.spawn(async move {
                    Db::open(&url).await.unwrap().migrate().await.map_err(|e| format!("{e:#}"))
                });
            }
            assert_eq!(all.join_all().await, vec![Ok(()); 4]);
        }
    }

    #[test]
    fn only_one_holds_a_database() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("loaban.db");
        let first = hold(&file).unwrap();
        assert!(first.is_some());
        assert!(hold(&file).unwrap().is_none());
        drop(first);
        assert!(hold(&file).unwrap().is_some());
    }
}
