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

/// One time that somebody had everything deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// By chance: two of one person are two.
    pub(super) entry: String,
    /// A keyed hash of the person's key: who has the file, or the database, learns nothing of anybody.
    pub(super) person: String,
    pub(super) extent: Extent,
}

impl Erasure {
    pub(super) fn line(&self) -> String {
        format!("{} {} {}\n", self.entry, self.person, self.extent.as_str())
    }

    pub(super) fn read(line: &str) -> Option<Erasure> {
        let mut words = line.split(' ');
        let mut digits = || {
            let word = words.next().filter(|w| w.len() == 32 && w.bytes().all(|b| b.is_ascii_hexdigit()))?;
            Some(word.to_owned())
        };
        let (entry, person) = (digits()?, digits()?);
        let extent = Extent::of(words.next()?)?;
        words.next().is_none().then_some(Erasure { entry, person, extent })
    }
}
