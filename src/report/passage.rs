//! Where in a report its author writes, and the marks by which it is found again (pure).

use super::period::Period;
use crate::stored::words;
use std::collections::BTreeMap;

words! {
    /// Where an author writes.
    pub enum Passage {
        /// Mood and opinion.
        Mood = "mood",
        /// How the work was led.
        Leading = "leading",
        /// What was studied.
        Study = "study",
        /// What was told.
        Telling = "telling",
        /// What was asked.
        Questions = "questions",
        /// Culture and the press.
        Culture = "culture",
        /// Mass work.
        People = "people",
        /// What went well.
        Good = "good",
        /// What did not.
        Weak = "weak",
        /// Why.
        Why = "why",
        /// What comes next.
        Next = "next",
        /// What is asked for.
        Asks = "asks",
    }
}

/// What an author wrote, by where.
pub type Sentences = BTreeMap<Passage, String>;

/// How the marks of a draft begin.
pub const MARK: &str = "loaban_";

/// The name of a mark.
pub fn mark(passage: Passage) -> String {
    format!("{MARK}{}", passage.as_str())
}

/// The name of a mark that only ends what is before it.
pub fn end_mark(number: usize) -> String {
    format!("{MARK}{number}")
}

/// What is written into a draft, so that it is known again.
pub fn draft_of(place: &str, period: Period) -> String {
    format!("{place} {period}")
}
