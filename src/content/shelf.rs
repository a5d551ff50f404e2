//! The content folder as it is now: read again when a file in it has changed.

use super::parse::plan::FOLDER;
use super::{Fault, Library};
use crate::text::Text;
use include_dir::Dir;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Hands out the library of the moment; cheap to clone.
#[derive(Clone)]
pub struct Shelf(Arc<Inner>);

struct Inner {
    /// None: the content inside the binary, which never changes.
    dir: Option<PathBuf>,
    topics: Vec<String>,
    text: Text,
    read: Mutex<Read>,
}

struct Read {
    /// What the folder looked like: path, size and time of every file.
    stamp: Vec<(PathBuf, u64, Option<SystemTime>)>,
    library: Library,
}

impl Shelf {
    /// The folder on disk. A fault stops neither the program nor another item; an item that was good before goes on
    /// as it was.
    pub fn on_disk(dir: &Path, topics: Vec<String>, text: Text) -> Shelf {
        let read = Read { stamp: vec![], library: Library::empty() };
        let shelf =
            Shelf(Arc::new(Inner { dir: Some(dir.to_owned()), topics, text, read: Mutex::new(read) }));
        shelf.look();
        shelf
    }

    /// The content inside the binary.
    pub fn embedded(dir: &'static Dir<'static>, topics: Vec<String>, text: Text) -> Shelf {
        let ids: Vec<&str> = topics.iter().map(String::as_str).collect();
        let library = Library::from_embedded(dir, &ids, &text);
        let read = Read { stamp: vec![], library };
        Shelf(Arc::new(Inner { dir: None, topics, text, read: Mutex::new(read) }))
    }

    /// The library as of now.
    pub fn library(&self) -> Library {
        self.look();
        self.0.read.lock().unwrap_or_else(PoisonError::into_inner).library.clone()
    }

    /// What is wrong with the folder now.
    pub fn faults(&self) -> Vec<Fault> {
        self.library().faults().to_vec()
    }

    fn look(&self) {
        let Some(dir) = &self.0.dir else { return };
        let stamp = stamp(dir);
        let mut read = self.0.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.stamp == stamp && !stamp.is_empty() {
            return;
        }
        let topics: Vec<&str> = self.0.topics.iter().map(String::as_str).collect();
        let library = Library::load(dir, &topics, &self.0.text);
        if !library.faults().is_empty() && library.faults() != read.library.faults() {
            let faults = library.faults().len();
            tracing::warn!(faults, "items or plans with faults are left out; `loaban check` names them");
        }
        read.library = library.with_what_was_good(&read.library);
        read.stamp = stamp;
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
