//! What is known when somebody writes: who they are, what waits for their choice, what was said last.

use jiff::civil::Date;
use std::time::Duration;

/// All that understanding knows besides the text. Times come in as ages: nothing here reads a clock.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// Who writes.
    pub who: Who,
    /// The latest choice that is open to them here, and younger than 24 h.
    pub waits: Option<Waits<'a>>,
    /// What the machine said to them last that calls for words, and is younger than 24 h.
    pub last: Last,
    /// A question of theirs is open.
    pub open_question: bool,
    /// A question of theirs was answered within 7 days.
    pub answered_lately: bool,
    /// The codes of their questions that are open or were answered within 7 days.
    pub own_codes: &'a [String],
    /// So long ago they last said words that made, or were added to, a question that is still open.
    pub since_own_words: Option<Duration>,
    /// So long words are gathered into one question (`questions.gather`).
    pub gather: Duration,
    /// The day, where they are.
    pub today: Date,
}

/// Who writes, as far as it changes what their words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Without a role; or whatever follows `/hoi`.
    Resident,
    /// Who answers.
    Reporter {
        /// How many questions wait for them.
        open: Open,
        /// They quote a card.
        quotes: bool,
    },
    /// Who reads on the loudspeaker.
    Secretary {
        /// They quote an item.
        quotes: bool,
    },
    /// With another role: editor, coordinator.
    Office,
}

/// How many questions wait for a reporter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// None.
    None,
    /// One: what is said is about it.
    One,
    /// Several.
    Several,
}

/// An open choice: what it is about, and its labels as they were shown, the first being number 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits<'a> {
    /// What it is about.
    pub about: About,
    /// Its labels.
    pub labels: &'a [String],
}

/// What a choice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The notice before the first question. The first choice agrees, the second does not.
    Notice,
    /// Any other yes or no: the first choice is the yes, the last the no.
    YesNo,
    /// Was the answer clear? First yes, then no.
    Clear,
    /// Where somebody lives: other words are a place's name.
    Place,
    /// Anything else that is chosen from; the last is none of what is listed.
    Several,
    /// The same, where the list is all there is.
    List,
    /// Each does something, or sends it: a part of its label counts only with the word that it begins by.
    Deeds,
}

/// What the machine said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Last {
    /// Nothing that matters to what comes next.
    #[default]
    Other,
    /// An answer, less than 24 h ago.
    Answer,
    /// The reporter's question back, less than 24 h ago and not replied to.
    AskBack,
    /// "What is unclear?", less than 24 h ago and not replied to.
    NotClear,
    /// The text to read aloud: a number says how often it was read.
    Script,
    /// A reporter named a code and no more: the next words are its answer.
    Named,
}
