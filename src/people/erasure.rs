//! One time that somebody had everything deleted, as it is stored and as a line of the file beside the key (pure).

use crate::stored::words;

words! {
    /// How much of somebody went.
    pub enum Extent {
        /// All that there was.
        Wholly = "wholly",
        /// All but the role that they hold, by which the commune must reach them.
        ButRole = "but-role",
    }
}

/// 32 hexadecimal digits.
pub(super) fn is_hash(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// One time that somebody had everything deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// By chance: two of one person are two.
    pub(super) entry: String,
    /// The roots of their keys, sealed: who has the file, or the database, learns nothing of anybody. Before, a keyed hash of
    /// their one key.
    pub(super) person: String,
    pub(super) extent: Extent,
}

impl Erasure {
    pub(super) fn line(&self) -> String {
        format!("{} {} {}\n", self.entry, self.person, self.extent.as_str())
    }

    pub(super) fn read(line: &str) -> Option<Erasure> {
        let mut words = line.split(' ');
        let entry = words.next().filter(|w| is_hash(w))?.to_owned();
        let person = words.next()?.to_owned();
        // Half a line of a machine that died is none.
        if !is_hash(&person) && (person.len() < 60 || !person.contains('.')) {
            return None;
        }
        let extent = Extent::of(words.next()?)?;
        words.next().is_none().then_some(Erasure { entry, person, extent })
    }
}
