//! Every item as it is now: the content folder, read again when a file in it has changed, and what is written at the desk,
//! taken over when something was handed in there.

use super::item::Home;
use super::parse::plan::FOLDER;
use super::parse::{self, Folder, Parsed};
use super::store::written as store;
use super::{Fault, Library, Origin, written};
use crate::db::Db;
use crate::ids::ItemId;
use crate::text::Text;
use anyhow::Result;
use include_dir::Dir;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// What the place of an item that is written at the desk is called in a fault.
pub const DESK: &str = "trang";

/// Hands out the library of the moment; cheap to clone.
#[derive(Clone)]
pub struct Shelf(Arc<Inner>);

struct Inner {
    origin: Origin,
    topics: Vec<String>,
    text: Text,
    read: Mutex<Read>,
}

struct Read {
    /// What the folder looked like: path, size and time of every file.
    stamp: Vec<(PathBuf, u64, Option<SystemTime>)>,
    /// What is in the folder, and what is no item there.
    folders: Vec<Parsed>,
    stray: Vec<Fault>,
    /// What was handed in at the desk, by its version, and how it looked in the database.
    written: BTreeMap<ItemId, (i64, Parsed)>,
    handed_in: (i64, i64),
    library: Library,
}

impl Shelf {
    /// The folder on disk. A fault stops neither the program nor another item; an item that was good before goes on
    /// as it was.
    pub fn on_disk(dir: &Path, topics: Vec<String>, text: Text) -> Shelf {
        let shelf = Shelf::new(Origin::Disk(dir.to_owned()), (vec![], vec![]), topics, text);
        shelf.look();
        shelf
    }

    /// The content inside the binary, which never changes.
    pub fn embedded(dir: &'static Dir<'static>, topics: Vec<String>, text: Text) -> Shelf {
        let ids: Vec<&str> = topics.iter().map(String::as_str).collect();
        let folders =
            parse::embedded(dir).into_iter().map(|f| parse::parse("content", f, &ids, &text)).collect();
        let shelf = Shelf::new(Origin::Embedded(dir), (folders, vec![]), topics, text);
        shelf.put_together(&mut shelf.read());
        shelf
    }

    fn new(
        origin: Origin,
        (folders, stray): (Vec<Parsed>, Vec<Fault>),
        topics: Vec<String>,
        text: Text,
    ) -> Shelf {
        let (stamp, written, handed_in) = (vec![], BTreeMap::new(), (0, 0));
        let read = Read { stamp, folders, stray, written, handed_in, library: Library::empty() };
        Shelf(Arc::new(Inner { origin, topics, text, read: Mutex::new(read) }))
    }

    /// The library as of now.
    pub fn library(&self) -> Library {
        self.look();
        self.read().library.clone()
    }

    /// What is wrong with the items now.
    pub fn faults(&self) -> Vec<Fault> {
        self.library().faults().to_vec()
    }

    /// The ids of the topics that an item may have.
    pub fn topics(&self) -> Vec<&str> {
        self.0.topics.iter().map(String::as_str).collect()
    }

    /// A folder as the item that it would be at the desk, and what would be wrong with it beside all others.
    pub fn tried(&self, folders: Vec<Folder>, shown: &str) -> (Vec<Parsed>, Vec<Fault>) {
        self.look();
        let topics = self.topics();
        let tried: Vec<Parsed> = folders
            .into_iter()
            .map(|folder| parse::parse(shown, folder, &topics, &self.0.text).of_desk(""))
            .collect();
        let read = self.read();
        let is_other = |parsed: &&Parsed| tried.iter().all(|one| one.name() != parsed.name());
        let desk = read.written.values().map(|(_, parsed)| parsed);
        let folders = read.folders.iter().filter(|parsed| !read.written.contains_key(parsed.name()));
        let all = folders.chain(desk).filter(is_other).chain(&tried).cloned().collect();
        let (_, mut faults) = parse::finish(all, vec![], &self.0.text);
        let is_theirs = |fault: &Fault| {
            tried.iter().any(|one| {
                fault
                    .file
                    .strip_prefix(one.shown())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        faults.retain(is_theirs);
        (tried, faults)
    }

    /// The item as a folder, byte for byte, wherever it lives; none: it is not there any more.
    pub async fn folder(&self, db: &Db, item: &ItemId) -> Result<Option<Folder>> {
        self.refresh(db).await?;
        let library = self.library();
        let Some(found) = library.get(item) else { return Ok(None) };
        match (found.home, &self.0.origin) {
            (Home::Desk, _) => {
                let Some(one) = written::find(db, item).await? else { return Ok(None) };
                Ok(Some(written::folder(db, item, one.submitted).await?))
            }
            (Home::Folder, Origin::Disk(dir)) => {
                let read = parse::folders(&dir.join(item.as_str()));
                let mut read = read.map_err(|(path, why)| anyhow::anyhow!("{}: {why}", path.display()))?;
                Ok(read.pop())
            }
            (Home::Folder, Origin::Embedded(dir)) => {
                Ok(parse::embedded(dir).into_iter().find(|folder| folder.name == item.as_str()))
            }
        }
    }

    /// The bytes of a voice or a picture, only while it is the one that was released: a file that was exchanged after its
    /// message was written is not sent in its place.
    pub async fn media(&self, db: &Db, hash: &str, path: &str) -> Option<Vec<u8>> {
        let library = self.library();
        let item = library.owner(path)?;
        match item.home {
            Home::Folder => {
                let (library, hash, path) = (library.clone(), hash.to_owned(), path.to_owned());
                tokio::task::spawn_blocking(move || library.media(&hash, &path)).await.ok()?
            }
            Home::Desk => {
                item.files().find(|file| file.path == path && file.hash == hash)?;
                written::bytes(db, &item.folder, hash).await.ok()?
            }
        }
    }

    /// Takes over what was handed in at the desk since; whether there was anything.
    pub async fn refresh(&self, db: &Db) -> Result<bool> {
        let handed_in = store::stamp(db).await?;
        if self.read().handed_in == handed_in {
            return Ok(false);
        }
        let all: Vec<_> = written::all(db).await?.into_iter().filter(|one| one.submitted > 0).collect();
        let mut fresh = vec![];
        for one in &all {
            let has =
                self.read().written.get(&one.item).is_some_and(|(version, _)| *version == one.submitted);
            if !has {
                let folder = written::folder(db, &one.item, one.submitted).await?;
                let parsed = parse::parse(DESK, folder, &self.topics(), &self.0.text).of_desk(&one.place);
                fresh.push((one.item.clone(), (one.submitted, parsed)));
            }
        }
        let mut read = self.read();
        read.written.retain(|item, _| all.iter().any(|one| one.item == *item));
        read.written.extend(fresh);
        read.handed_in = handed_in;
        self.put_together(&mut read);
        Ok(true)
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        self.0.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self) {
        let Origin::Disk(dir) = &self.0.origin else { return };
        let stamp = stamp(dir);
        let mut read = self.read();
        if read.stamp == stamp && !stamp.is_empty() {
            return;
        }
        (read.folders, read.stray) = parse::read(dir, &self.topics(), &self.0.text);
        read.stamp = stamp;
        self.put_together(&mut read);
    }

    /// Both homes as one library. An item lives in one of them: what the desk has is passed over in the folder.
    fn put_together(&self, read: &mut Read) {
        let (twice, folders): (Vec<&Parsed>, Vec<&Parsed>) =
            read.folders.iter().partition(|parsed| read.written.contains_key(parsed.name()));
        for parsed in twice {
            tracing::warn!(
                item = parsed.name(),
                "the item is written at the desk: its folder below [content] dir is passed over"
            );
        }
        let desk = read.written.values().map(|(_, parsed)| parsed);
        let parsed = folders.into_iter().chain(desk).cloned().collect();
        let found = parse::finish(parsed, read.stray.clone(), &self.0.text);
        let library = Library::new(found, self.0.origin.clone());
        if !library.faults().is_empty() && library.faults() != read.library.faults() {
            let faults = library.faults().len();
            tracing::warn!(faults, "items or plans with faults are left out; `loaban check` names them");
        }
        read.library = library.with_what_was_good(&read.library);
    }
}

/// Item folders, their files, and those of their plans. An unreadable folder gives nothing and is read again.
fn stamp(dir: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let list = |dir: &Path| std::fs::read_dir(dir).into_iter().flatten().flatten();
    let inside = |path: &Path| list(path).map(|entry| entry.path()).collect::<Vec<_>>();
    let mut found: Vec<_> = inside(dir)
        .into_iter()
        .flat_map(|item| {
            let (files, plans) = (inside(&item), inside(&item.join(FOLDER)));
            std::iter::once(item).chain(files).chain(plans)
        })
        .filter_map(|path| {
            let about = std::fs::metadata(&path).ok()?;
            Some((path, about.len(), about.modified().ok()))
        })
        .collect();
    found.sort();
    found
}
