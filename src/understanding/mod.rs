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
#[cfg(test)]
mod tests;

pub use meaning::{Courtesy, Leave, Marked, Meaning, Reporting, Telling, Wish};
pub use situation::{About, Last, Open, Situation, Waits, Who};

use anyhow::Result;
use jiff::civil::Date;
use lists::Lists;
use said::Said;

/// The word lists, read once.
#[derive(Debug, Clone)]
pub struct Understanding {
    lists: Lists,
}

impl Understanding {
    /// With the lists that are inside the binary.
    pub fn embedded() -> Result<Understanding> {
        Ok(Understanding { lists: Lists::embedded()? })
    }

    /// What a text means to the one who writes it.
    pub fn read(&self, situation: &Situation, text: &str) -> Meaning {
        let said = Said::new(text);
        match situation.who {
            Who::Reporter { open, quotes } => {
                reporter::read(&self.lists, situation, open, quotes, text, &said)
            }
            Who::Secretary { quotes } => secretary::read(&self.lists, situation, quotes, text, &said),
            Who::Resident | Who::Office => resident::read(&self.lists, situation, text, &said),
        }
    }

    /// What a text has about it, whoever wrote it.
    pub fn marked(&self, text: &str) -> Marked {
        marks::of(&self.lists, &Said::new(text))
    }

    /// Only courtesies, whatever was said before.
    pub fn courtesy(&self, text: &str) -> Option<Courtesy> {
        resident::courtesy(&self.lists, &Said::new(text))
    }
}

/// From when to when somebody is away, in plain words.
pub fn leave(text: &str, today: Date) -> Leave {
    days::leave(&Said::new(text), text, today)
}
