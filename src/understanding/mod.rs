//! What somebody's words mean: what waits, what was said last, who writes, and the text, to one [`Meaning`] (pure).
//!
//! From word lists with a reason beside each, no network and no model, the same on every machine. `docs/understanding.md`
//! says how a text goes through, and how often it comes out right.

mod days;
mod lists;
mod marks;
mod meaning;
mod numbers;
mod reporter;
mod resident;
mod rule;
mod said;
mod secretary;
mod situation;
mod telex;
#[cfg(test)]
mod tests;
mod whole;

pub use days::weekday_of;
pub use meaning::{Chosen, Courtesy, Leave, Marked, Meaning, Reporting, Telling, Wish};
pub use secretary::of_total;
pub use situation::{About, Last, Open, Situation, Waits, Who};

use jiff::civil::Date;
use lists::Lists;
use said::Said;
use std::sync::LazyLock;

/// The word lists that are inside the binary, read once in a process.
static LISTS: LazyLock<Lists> =
    LazyLock::new(|| Lists::embedded().expect("the lists inside the binary, which the tests read"));

/// The word lists.
#[derive(Debug, Clone)]
pub struct Understanding {
    lists: &'static LazyLock<Lists>,
}

impl Understanding {
    /// With the lists that are inside the binary. They are read when they are first asked for: a command that understands
    /// nobody does not wait for them.
    pub fn embedded() -> Understanding {
        Understanding { lists: &LISTS }
    }

    /// Reads the lists now, so that the first who writes does not wait for them.
    pub fn prepare(&self) {
        LazyLock::force(self.lists);
    }

    /// What a text means to the one who writes it.
    pub fn read(&self, situation: &Situation, text: &str) -> Meaning {
        let said = Said::new(text);
        match situation.who {
            Who::Reporter { open, quotes } => {
                reporter::read(self.lists, situation, open, quotes, text, &said)
            }
            Who::Secretary { quotes } => secretary::read(self.lists, situation, quotes, text, &said),
            Who::Resident | Who::Office => resident::read(self.lists, situation, text, &said),
        }
    }

    /// The choice of what waits that words mean.
    pub fn chosen(&self, waits: &Waits, text: &str) -> Option<Chosen> {
        resident::in_words(self.lists, waits, &Said::new(text))
    }

    /// What a text has about it, whoever wrote it.
    pub fn marked(&self, text: &str) -> Marked {
        marks::of(self.lists, &Said::new(text))
    }

    /// Wants to know who asked a question, and says nothing else: "ai hỏi thì lên xã" tells the asker something.
    pub fn asks_who(&self, text: &str) -> bool {
        reporter::asks_who(self.lists, &Said::new(text))
    }

    /// Only courtesies, whatever was said before.
    pub fn courtesy(&self, text: &str) -> Option<Courtesy> {
        resident::courtesy(self.lists, &Said::new(text))
    }
}

/// Whether a person seems to be named: a word for people, and a name in capitals after it ("bà Mỷ"); not at the beginning of
/// a sentence, where every word has one.
pub fn names_somebody(text: &str) -> bool {
    const PEOPLE: [&str; 12] =
        ["bà", "ông", "anh", "chị", "cụ", "chú", "bác", "cô", "cháu", "em", "nhà", "tên"];
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let [before, name] = pair else { return false };
        let named = name.chars().next().is_some_and(char::is_uppercase) && name.chars().count() > 1;
        let shouted = name.chars().all(|c| !c.is_lowercase());
        named && !shouted && PEOPLE.contains(&before.to_lowercase().as_str())
    })
}

/// From when to when somebody is away, in plain words.
pub fn leave(text: &str, today: Date) -> Leave {
    days::leave(&Said::new(text), text, today)
}
