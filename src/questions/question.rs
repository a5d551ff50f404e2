//! The states of a question and the allowed moves (pure).

use crate::stored::words;
use serde::{Deserialize, Serialize};

words! {
    /// Where a question stands; always in exactly one.
    pub enum State {
        /// Asked, or asked again because the answer was not clear.
        Open = "open",
        /// An answer went to the asker.
        Answered = "answered",
        /// Taken back by the asker, or the asker was erased.
        Withdrawn = "withdrawn",
        /// Not a question for us; the asker was told why.
        SetAside = "set_aside",
    }
}

words! {
    /// Why a question went where it went; the word is the key of its sentence.
    pub enum Why {
        /// The nearest reporter for the topic.
        Reporter = "why-reporter",
        /// No reporter for the topic: the nearest coordinator.
        Coordinator = "why-coordinator",
        /// Nobody for the topic: the nearest reporter for others.
        OtherTopic = "why-other-topic",
        /// The province's desk.
        Province = "why-province",
        /// Nobody is there who could answer.
        Nobody = "why-nobody",
        /// Past its second limit.
        Escalated = "why-escalated",
    }
}

/// How often who is to answer was reminded; stored as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reminded {
    /// Not since it was opened.
    NotYet,
    /// Once.
    Once,
    /// It went on to the coordinator.
    Escalated,
}

impl Reminded {
    /// The stored number.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// The value of a stored number.
    pub fn of(number: i64) -> Option<Reminded> {
        [Reminded::NotYet, Reminded::Once, Reminded::Escalated].into_iter().find(|r| r.number() == number)
    }
}

/// What may happen to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An answer was written.
    Answer,
    /// The asker takes it back.
    Withdraw,
    /// It is set aside with a reason.
    SetAside,
    /// The asker says that the answer is clear.
    Clear,
    /// The asker says that it is not.
    NotClear,
}

impl State {
    /// The state after a step, or `None` when the step is not allowed here.
    pub fn after(self, step: Step) -> Option<State> {
        match (self, step) {
            (State::Open | State::Answered, Step::Answer) => Some(State::Answered),
            (State::Open, Step::Withdraw) => Some(State::Withdrawn),
            (State::Open, Step::SetAside) => Some(State::SetAside),
            (State::Answered, Step::Clear) => Some(State::Answered),
            (State::Answered, Step::NotClear) => Some(State::Open),
            _ => None,
        }
    }
}

/// What was asked or answered: text, a voice, or both. Stored sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Text, cleaned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The account and the platform's handle of a voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<(String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finished_questions_stay_finished(steps in prop::collection::vec(0usize..5, 0..30)) {
            let all = [Step::Answer, Step::Withdraw, Step::SetAside, Step::Clear, Step::NotClear];
            let mut state = State::Open;
            for i in steps {
                let before = state;
                if let Some(next) = state.after(all[i]) {
                    state = next;
                }
                if matches!(before, State::Withdrawn | State::SetAside) {
                    prop_assert_eq!(before, state);
                }
                prop_assert_eq!(State::of(state.as_str()), Some(state));
            }
        }
    }
}
