//! The content folder as it is now: read again when a file in it has changed.

use super::{Fault, Library, parse};
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
    /// The last one without a fault.
    library: Library,
    faults: Vec<Fault>,
}

impl Shelf {
    /// The folder on disk. Faults do not stop the program: what was good before goes on being used.
    pub fn on_disk(dir: &Path, topics: Vec<String>, text: Text) -> Shelf {
        let read = Read { stamp: vec![], library: Library::empty(), faults: vec![] };
        let shelf =
            Shelf(Arc::new(Inner { dir: Some(dir.to_owned()), topics, text, read: Mutex::new(read) }));
        shelf.look();
        shelf
    }

    /// The content inside the binary.
    pub fn embedded(dir: &'static Dir<'static>, topics: Vec<String>, text: Text) -> Shelf {
        let ids: Vec<&str> = topics.iter().map(String::as_str).collect();
        let (library, faults) = match Library::from_embedded(dir, &ids, &text) {
            Ok(library) => (library, vec![]),
            Err(faults) => (Library::empty(), faults),
        };
        let read = Read { stamp: vec![], library, faults };
        Shelf(Arc::new(Inner { dir: None, topics, text, read: Mutex::new(read) }))
    }

    /// The library as of now; while the folder has faults, the last one without.
    pub fn library(&self) -> Library {
        self.look();
        self.0.read.lock().unwrap_or_else(PoisonError::into_inner).library.clone()
    }

    /// What is wrong with the folder now.
    pub fn faults(&self) -> Vec<Fault> {
        self.look();
        self.0.read.lock().unwrap_or_else(PoisonError::into_inner).faults.clone()
    }

    fn look(&self) {
        let Some(dir) = &self.0.dir else { return };
        let stamp = stamp(dir);
        let mut read = self.0.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.stamp == stamp && !stamp.is_empty() {
            return;
        }
        let topics: Vec<&str> = self.0.topics.iter().map(String::as_str).collect();
        match Library::load(dir, &topics, &self.0.text) {
            Ok(library) => {
                read.library = library;
                read.faults = vec![];
            }
            Err(faults) => {
                if read.faults != faults {
                    tracing::warn!(
                        faults = faults.len(),
                        "the content folder has faults; `loaban check` names them"
                    );
                }
                read.faults = faults;
            }
        }
        read.stamp = stamp;
    }
}

/// Two levels: item folders and their files. An unreadable folder gives nothing and is read again.
fn stamp(dir: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let list = |dir: &Path| std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut found: Vec<_> = list(dir)
        .flat_map(|entry| {
            std::iter::once(entry.path()).chain(list(&entry.path()).map(|e| e.path())).collect::<Vec<_>>()
        })
        .filter_map(|path| {
            let about = std::fs::metadata(&path).ok()?;
            Some((path, about.len(), about.modified().ok()))
        })
        .collect();
    found.sort();
    found
}

/// Reads a content folder for `check`: every fault there is.
pub fn check(dir: &Path, topics: &[&str], text: &Text) -> Vec<Fault> {
    parse::load(dir, topics, text).1
}
