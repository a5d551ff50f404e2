//! How a question asks: when, where, who, how much. Two questions about one thing that ask otherwise have two answers.

/// The ways in which a question asks; mostly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Kinds(u16);

/// Their names in `words.toml`.
const NAMES: [&str; 13] =
    ["when", "where", "who", "cost", "free", "age", "long", "far", "papers", "how", "what", "why", "whether"];

impl Kinds {
    /// No way that is known.
    pub const NONE: Kinds = Kinds(0);
    /// Yes or no.
    pub const WHETHER: Kinds = Kinds(1 << 12);
    /// Whether it is so far: when it will be is an answer, too.
    pub(super) const YET: Kinds = Kinds(1 << 12 | 1);
    /// Where, who and how: somebody who asks one of them is mostly helped by the answer to another.
    const WAY: Kinds = Kinds(1 << 1 | 1 << 2 | 1 << 9);
    /// When and how long.
    const TIME: Kinds = Kinds(1 | 1 << 6);
    /// How much and whether anything.
    const PRICE: Kinds = Kinds(1 << 3 | 1 << 4);
    /// Of which one helps with another.
    const NEAR: [Kinds; 3] = [Kinds::WAY, Kinds::TIME, Kinds::PRICE];
    /// So general that an answer of any kind may be the right one.
    const LOOSE: Kinds = Kinds(1 << 9 | 1 << 10 | 1 << 12);

    /// The one of that name, or [`Kinds::NONE`].
    pub(super) fn named(name: &str) -> Kinds {
        NAMES.iter().position(|n| *n == name).map_or(Kinds::NONE, |at| Kinds(1 << at))
    }

    /// Both.
    pub(super) fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// How two questions agree in it.
    pub(super) fn with(self, other: Kinds) -> Agree {
        if self == Kinds::NONE || other == Kinds::NONE {
            Agree::Unsaid
        } else if self.meets(other) {
            Agree::Same
        } else if Kinds::NEAR.iter().any(|near| self.meets(*near) && other.meets(*near)) {
            Agree::Near
        } else if self.meets(Kinds::LOOSE) || other.meets(Kinds::LOOSE) {
            Agree::Loose
        } else {
            Agree::Not
        }
    }
}

impl std::fmt::Display for Kinds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let has = |at: &usize| self.0 & 1 << at != 0;
        let names: Vec<&str> = (0..NAMES.len()).filter(has).map(|at| NAMES[at]).collect();
        f.write_str(&names.join(" "))
    }
}

/// How two questions agree in what they ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agree {
    /// They ask the same.
    Same,
    /// The answer to one mostly helps with the other.
    Near,
    /// One of them asks in so general a way that it may be.
    Loose,
    /// One of them does not say.
    Unsaid,
    /// They ask two things.
    Not,
}
