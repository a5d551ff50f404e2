//! Who had everything deleted, so that no backup brings them back: keyed hashes in the database, and in a file beside the
//! sealing key that is only ever added to.
//!
//! What the file has and a database lacks happened after the backup that this database comes from, and is done again.
//! What it has itself is done: who came back since is not erased by it a second time.

use super::erasure::{Erasure, Extent, is_hash};
use super::store;
use crate::db::{Db, Tx};
use crate::failure::{refused, why};
use crate::ids::{GroupId, Ids, PersonKey};
use crate::seal::{Root, Seal, Use};
use anyhow::{Context, Result};
use std::collections::{HashMap, HashSet};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Writes down, in the transaction that makes it true, that somebody had everything deleted: by the roots of their keys, one
/// under each sealing key, so that every key of theirs is found that a backup may have.
pub async fn erased(tx: &mut Tx, seal: &Seal, ids: &Ids, roots: &[Root], extent: Extent) -> Result<()> {
    let roots: Vec<&str> = roots.iter().map(|root| root.as_old_key().as_str()).collect();
    let person = seal.seal(&roots.join(BETWEEN_ROOTS));
    let erasure = Erasure { entry: hex::encode(ids.bytes::<16>()), person, extent };
    store::add_erasures(tx, &[erasure]).await
}

/// Between the roots of one person.
const BETWEEN_ROOTS: &str = ",";

/// Erasures that a database does not have.
#[derive(Debug, Default)]
pub struct Missing {
    all: Vec<Erasure>,
    /// Whom they are about: their roots.
    of: Vec<(Vec<Root>, Extent)>,
    /// Whom those of before are about: keyed hashes of their one key.
    old: HashMap<String, Extent>,
}

/// A person whom an erasure is about: the keys that a database knows of them, and how much goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The keys.
    pub keys: Vec<PersonKey>,
    /// The keys under which they hold roles are among them only when all goes.
    pub extent: Extent,
}

impl Missing {
    pub(super) fn new(seal: &Seal, all: Vec<Erasure>) -> Missing {
        let mut missing = Missing::default();
        let mut of: HashMap<Vec<Root>, Extent> = HashMap::new();
        for erasure in &all {
            // Of several of one person the one that takes more.
            if is_hash(&erasure.person) {
                let extent = missing.old.entry(erasure.person.clone()).or_insert(erasure.extent);
                *extent = erasure.extent.min(*extent);
            } else if let Ok(roots) = seal.unseal(&erasure.person) {
                let roots = roots.split(BETWEEN_ROOTS).map(Root::of).collect();
                let extent = of.entry(roots).or_insert(erasure.extent);
                *extent = erasure.extent.min(*extent);
            }
            // What another key sealed is about a backup that only that key reads.
        }
        missing.of = of.into_iter().collect();
        missing.all = all;
        missing
    }

    /// The database has all.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// They are about whoever has these roots.
    pub fn is_about(&self, seal: &Seal, roots: &[Root]) -> bool {
        let old = |root: &Root| {
            seal.old_erasure_keys(root.as_old_key()).iter().any(|hash| self.old.contains_key(hash))
        };
        roots.iter().any(|root| self.of.iter().any(|(of, _)| of.contains(root)) || old(root))
    }

    /// The people that the database knows in any way whom they are about. `groups`: in which they may have asked.
    pub async fn meant(&self, tx: &mut Tx, seal: &Seal, groups: &[GroupId]) -> Result<Vec<Meant>> {
        let known: HashSet<PersonKey> = store::known(tx).await?.into_iter().collect();
        let mut found = vec![];
        for (roots, extent) in &self.of {
            let mut uses = vec![Use::Known, Use::Asker];
            uses.extend(groups.iter().map(Use::Member));
            uses.extend((*extent == Extent::Wholly).then_some(Use::Role));
            let mut keys: Vec<PersonKey> = uses
                .into_iter()
                .flat_map(|of| seal.every_key_of(roots, of))
                .filter(|k| known.contains(k))
                .collect();
            keys.sort_unstable();
            keys.dedup();
            found.push(Meant { keys, extent: *extent });
        }
        for key in &known {
            let hashes = if self.old.is_empty() { vec![] } else { seal.old_erasure_keys(key) };
            if let Some(extent) = hashes.iter().find_map(|hash| self.old.get(hash)) {
                found.push(Meant { keys: vec![key.clone()], extent: *extent });
            }
        }
        found.retain(|meant| !meant.keys.is_empty());
        Ok(found)
    }

    /// They were done again, by the acts of this transaction.
    pub async fn done(&self, tx: &mut Tx) -> Result<()> {
        store::add_erasures(tx, &self.all).await
    }
}

/// The file. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Register {
    path: Arc<Path>,
    /// How many the database had when all of them were in the file.
    kept: Arc<Mutex<i64>>,
}

impl Register {
    /// At this path; made with the first erasure.
    pub fn at(path: PathBuf) -> Register {
        Register { path: path.into(), kept: Arc::default() }
    }

    /// Those that the database does not have: they were done after the backup that it comes from.
    pub async fn missing(&self, db: &Db, seal: &Seal) -> Result<Missing> {
        let all = self.read()?;
        if all.is_empty() {
            return Ok(Missing::default());
        }
        let known: HashSet<String> = store::erasures(db).await?.into_iter().map(|e| e.entry).collect();
        let missing: HashMap<String, Erasure> =
            all.into_iter().filter(|e| !known.contains(&e.entry)).map(|e| (e.entry.clone(), e)).collect();
        Ok(Missing::new(seal, missing.into_values().collect()))
    }

    /// Adds those of the database that are not in the file: of this process, and of others on the same database, which
    /// may have files of their own.
    pub async fn keep(&self, db: &Db) -> Result<()> {
        let mut kept = self.kept.lock().await;
        let count = store::count_erasures(db).await?;
        if count == *kept {
            return Ok(());
        }
        let written: HashSet<String> = self.read()?.into_iter().map(|e| e.entry).collect();
        let all = store::erasures(db).await?;
        let lines: String = all.iter().filter(|e| !written.contains(&e.entry)).map(Erasure::line).collect();
        if !lines.is_empty() {
            self.add(&lines).with_context(|| format!("{} cannot be added to", self.path.display()))?;
        }
        *kept = count;
        Ok(())
    }

    fn read(&self) -> Result<Vec<Erasure>> {
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(vec![]),
            // Who started without it would write to people who asked not to exist here.
            Err(e) => {
                let what = "{path}: không đọc được danh sách người đã xin xoá ({why}); sửa quyền đọc hoặc đặt lại tệp này";
                let what = what.replace("{path}", &self.path.display().to_string());
                return Err(refused(what.replace("{why}", &why(&e))));
            }
        };
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let all: Vec<Erasure> = lines.iter().filter_map(|line| Erasure::read(line)).collect();
        if all.len() < lines.len() {
            let lost = lines.len() - all.len();
            tracing::error!(lost, "{}: lines that say nothing are passed over", self.path.display());
        }
        Ok(all)
    }

    fn add(&self, lines: &str) -> std::io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
        // What a full disk cut short must not spoil what comes after it: an empty line is none.
        file.write_all(format!("\n{lines}").as_bytes())?;
        file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use std::os::unix::fs::PermissionsExt;

    async fn database(dir: &Path, name: &str) -> Db {
        let db = Db::open(&format!("sqlite://{}", dir.join(name).display())).await.unwrap();
        db.migrate().await.unwrap();
        db
    }

    #[tokio::test]
    async fn the_file_keeps_what_a_database_lost_and_is_only_added_to() {
        let dir = tempfile::tempdir().unwrap();
        let ids = Ids::seeded(Clock::standing(0), 1);
        let seal = Seal::new(&[3; 32], ids.clone());
        let (db, older) = (database(dir.path(), "a.db").await, database(dir.path(), "b.db").await);
        let path = dir.path().join("loaban.erased");
        let register = Register::at(path.clone());
        register.keep(&db).await.unwrap();
        assert!(!path.exists(), "nobody was erased yet");
        let roots = |n: u8| seal.roots("tg", &n.to_string());
        for (n, extent) in [(1, Extent::ButRole), (2, Extent::Wholly), (1, Extent::Wholly)] {
            let mut tx = db.write().await.unwrap();
            erased(&mut tx, &seal, &ids, &roots(n), extent).await.unwrap();
            tx.commit().await.unwrap();
            let before = std::fs::read_to_string(&path).unwrap_or_default();
            register.keep(&db).await.unwrap();
            register.keep(&db).await.unwrap();
            let after = std::fs::read_to_string(&path).unwrap();
            assert!(after.starts_with(&before) && after.len() > before.len());
            assert!(!after.contains(roots(n)[0].as_old_key().as_str()), "the person's own key stands there");
        }
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(register.missing(&db, &seal).await.unwrap().is_empty());
        // Half a line of a dead machine costs that line alone.
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{whole}0123 45")).unwrap();
        let missing = register.missing(&older, &seal).await.unwrap();
        assert_eq!(missing.all.len(), 3);
        let about = [1, 2, 3].map(|n| missing.is_about(&seal, &roots(n)));
        assert_eq!(about, [true, true, false]);
        assert!(missing.of.iter().all(|(_, extent)| *extent == Extent::Wholly));
        let mut tx = older.write().await.unwrap();
        missing.done(&mut tx).await.unwrap();
        missing.done(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert!(register.missing(&older, &seal).await.unwrap().is_empty());
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(
            register.missing(&older, &seal).await.is_err(),
            "a file that cannot be read is not one that is empty"
        );
    }
}
