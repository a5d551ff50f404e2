//! What we say: curated summaries, one folder each, checked before anything runs and sent only as released.
//!
//! `parse` turns a folder into an [`Item`] or into [`Fault`]s with file and line; `review` says which forms
//! may be sent, `reach` where; `show` builds the messages that a group sees; [`Publisher`] sends them on their way, and takes an
//! item back (`withdraw`); `known` finds what an item says to a question.
//! [`Library`] is every item, [`Shelf`] the library of the moment. An item lives in a folder on disk or is [`written`] at the desk.

mod aim;
pub mod draft;
pub mod hints;
pub mod item;
mod known;
pub mod parse;
pub mod plan;
mod publication;
mod publish;
mod publisher;
mod reach;
pub mod review;
pub mod shelf;
pub mod show;
mod store;
mod version;
pub mod waiting;
mod withdraw;
mod withdrawal;
pub mod written;

pub use item::{Audience, FileRef, FormNote, Home, Item, Kind, Words};
pub use known::{Answered, Found, Known, Says, lapsed_numbers};
pub use parse::Fault;
pub use plan::Plan;
pub use publication::{Nobody, Order, Others, Progress, Publication, Published, Rank};
pub use publish::{At, publication, publications, releases, releases_in, restored};
pub use publisher::Publisher;
pub use reach::at as releases_at;
pub use review::{Chosen, Mode, NotReady, Refusal, Release, Scope, State};
pub use shelf::Shelf;
pub use store::{lose, reseal, survey};
pub use withdraw::Withdrawn;
pub use withdrawal::{Telling, Withdrawal};

use crate::ids::ItemId;
use crate::text::{Text, VIETNAMESE, fold};
use include_dir::Dir;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Every item of a content folder, and those that are written at the desk; cheap to clone. Media stay where they are until
/// they are needed.
#[derive(Debug, Clone)]
pub struct Library(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    items: BTreeMap<ItemId, Item>,
    faults: Vec<Fault>,
    origin: Origin,
}

/// Where the bytes of voices and pictures are, of items that live in a folder.
#[derive(Debug, Clone)]
enum Origin {
    Disk(PathBuf),
    Embedded(&'static Dir<'static>),
}

/// The longest name of an item that is looked for at the beginning of a line.
const MOST_NAME_WORDS: usize = 30;

/// Why a typed name gives no single item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss<'a> {
    /// Nothing is called that.
    Unknown,
    /// Several may be meant.
    Several(Vec<&'a Item>),
}

/// What a typed name means, when it must not be guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named<'a> {
    /// One item is called just that.
    Exactly(&'a Item),
    /// These may be meant, the likeliest first.
    Perhaps(Vec<&'a Item>),
    /// Nothing is near it.
    Nothing,
}

/// What a decision to return an item is about: the item as it is now, so that any change of it ends the state.
pub fn returned(item: &Item) -> String {
    format!("{} {}", item.folder, review::mark(item))
}

impl Library {
    /// The content folder on disk. `topics` are the ids that exist. What has a fault is left out, and nothing else.
    pub fn load(dir: &Path, topics: &[&str], text: &Text) -> Library {
        Self::new(parse::load(dir, topics, text), Origin::Disk(dir.to_owned()))
    }

    /// The content inside the binary.
    pub fn from_embedded(dir: &'static Dir<'static>, topics: &[&str], text: &Text) -> Library {
        let parsed = parse::items("content", parse::embedded(dir), topics, text);
        Self::new(parsed, Origin::Embedded(dir))
    }

    fn new((items, faults): (Vec<Item>, Vec<Fault>), origin: Origin) -> Library {
        let items = items.into_iter().map(|i| (i.folder.clone(), i)).collect();
        Library(Arc::new(Inner { items, faults, origin }))
    }

    /// This library, and of `before` what is broken now but stands there still: an item that is being edited, or was
    /// saved half, goes on as it last was.
    fn with_what_was_good(self, before: &Library) -> Library {
        let stands = |item: &Item| match (item.home, &self.0.origin) {
            (Home::Folder, Origin::Disk(dir)) => dir.join(item.folder.as_str()).is_dir(),
            (Home::Folder, Origin::Embedded(_)) => false,
            // It was whole when it was handed in: something else of the library changed.
            (Home::Desk, _) => true,
        };
        let lost: Vec<Item> =
            before.items().filter(|i| self.get(&i.folder).is_none() && stands(i)).cloned().collect();
        if lost.is_empty() {
            return self;
        }
        let mut items = self.0.items.clone();
        items.extend(lost.into_iter().map(|i| (i.folder.clone(), i)));
        Library(Arc::new(Inner { items, faults: self.0.faults.clone(), origin: self.0.origin.clone() }))
    }

    /// Nothing: before a folder could be read.
    pub(super) fn empty() -> Library {
        Library(Arc::new(Inner {
            items: BTreeMap::new(),
            faults: vec![],
            origin: Origin::Disk(PathBuf::new()),
        }))
    }

    /// What is wrong with the folder, item by item.
    pub fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    /// What is wrong with the item in this folder; a plan for studying it is no part of it.
    pub fn faults_of(&self, folder: &str) -> Vec<&Fault> {
        let plans = format!("/{folder}/{}", parse::plan::FOLDER);
        let inside =
            |fault: &&Fault| fault.file.split('/').any(|part| part == folder) && !fault.file.contains(&plans);
        self.0.faults.iter().filter(inside).collect()
    }

    /// Every item, by folder.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.0.items.values()
    }

    /// The item in this folder.
    pub fn get(&self, folder: &str) -> Option<&Item> {
        self.0.items.get(folder)
    }

    /// The item that a person means: by folder, by number, else by how the folder, the number or the
    /// headline begins; without regard to case, marks, spaces and hyphens.
    pub fn find(&self, typed: &str) -> Result<&Item, Miss<'_>> {
        if let Some(item) = self.get(typed.trim()) {
            return Ok(item);
        }
        let typed = plain(typed);
        if typed.is_empty() {
            return Err(Miss::Unknown);
        }
        let names = |item: &Item| {
            let number = item.number.as_deref().unwrap_or_default();
            [plain(&item.folder), plain(number), plain(item.title(VIETNAMESE))]
        };
        for matches in
            [|name: &str, typed: &str| name == typed, |name: &str, typed: &str| name.starts_with(typed)]
        {
            let found: Vec<&Item> =
                self.items().filter(|i| names(i).iter().any(|name| matches(name, &typed))).collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(one),
                _ => return Err(Miss::Several(found)),
            }
        }
        Err(Miss::Unknown)
    }

    /// What a typed name means to somebody whose word cannot be undone: only a whole folder, number or headline is an
    /// item; what these begin with, or what is among the words of a headline, is asked about.
    pub fn named(&self, typed: &str) -> Named<'_> {
        match self.find(typed) {
            Ok(item) if typed.trim() == item.folder.as_str() => return Named::Exactly(item),
            Ok(item) => {
                let whole =
                    [&item.folder, item.number.as_deref().unwrap_or_default(), item.title(VIETNAMESE)];
                let exact = whole.iter().any(|name| plain(name) == plain(typed));
                return if exact { Named::Exactly(item) } else { Named::Perhaps(vec![item]) };
            }
            Err(Miss::Several(items)) => return Named::Perhaps(items),
            Err(Miss::Unknown) => {}
        }
        let typed = fold(typed);
        // One short word is in many a headline.
        if typed.chars().count() < 4 {
            return Named::Nothing;
        }
        let about = |item: &&Item| fold(item.title(VIETNAMESE)).contains(&typed);
        let found: Vec<&Item> = self.newest().into_iter().filter(about).collect();
        if found.is_empty() { Named::Nothing } else { Named::Perhaps(found) }
    }

    /// The item at the beginning of a line, and the rest of it. A whole name before a likeness, the longer before the
    /// shorter; nothing: the first word as it stands.
    pub fn named_first(&self, line: &str) -> (Named<'_>, String, String) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let cut = |n: usize| (words[..n].join(" "), words[n..].join(" "));
        let all: Vec<(usize, Named<'_>)> =
            (1..=words.len().min(MOST_NAME_WORDS)).rev().map(|n| (n, self.named(&cut(n).0))).collect();
        let exact = all.iter().find(|(_, named)| matches!(named, Named::Exactly(_)));
        let found = exact.or_else(|| all.iter().find(|(_, named)| *named != Named::Nothing)).cloned();
        let (n, named) = found.unwrap_or((1.min(words.len()), Named::Nothing));
        let (typed, rest) = cut(n);
        (named, typed, rest)
    }

    /// The items, newest document first.
    pub fn newest(&self) -> Vec<&Item> {
        let mut items: Vec<&Item> = self.items().collect();
        items.sort_by(|a, b| b.signed.cmp(&a.signed).then_with(|| a.folder.cmp(&b.folder)));
        items
    }

    /// The item that a voice or a picture belongs to, by its path below the content folder: a path that no item names opens
    /// nothing.
    fn owner(&self, path: &str) -> Option<&Item> {
        let (folder, _) = path.split_once('/')?;
        self.get(folder).filter(|item| item.files().any(|f| f.path == path))
    }

    /// The bytes of a voice or a picture of an item in a folder. Reads the disk: blocking.
    pub fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.owner(path).filter(|item| item.home == Home::Folder)?;
        match &self.0.origin {
            Origin::Disk(dir) => std::fs::read(dir.join(path)).ok(),
            Origin::Embedded(dir) => dir.get_file(path).map(|f| f.contents().to_vec()),
        }
    }

    /// The same, but only while the file is the one that was released: a file that was exchanged
    /// after its message was written is not sent in its place.
    pub fn media(&self, hash: &str, path: &str) -> Option<Vec<u8>> {
        self.bytes(path).filter(|bytes| item::sha256_hex(bytes) == hash)
    }
}

fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

#[cfg(test)]
pub use fixtures::PLAN;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
