//! The states of a question and the allowed moves (pure).

use serde::{Deserialize, Serialize};

/// Where a question stands; always in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Asked, or asked again because the answer was not clear.
    Open,
    /// An answer went to the asker.
    Answered,
    /// Taken back by the asker, or the asker was erased.
    Withdrawn,
    /// Not a question for us; the asker was told why.
    SetAside,
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
    /// The stored form.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Answered => "answered",
            State::Withdrawn => "withdrawn",
            State::SetAside => "set_aside",
        }
    }

    /// From the stored form.
    pub fn parse(text: &str) -> State {
        match text {
            "answered" => State::Answered,
            "withdrawn" => State::Withdrawn,
            "set_aside" => State::SetAside,
            _ => State::Open,
        }
    }

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
                prop_assert_eq!(State::parse(state.as_str()), state);
            }
        }
    }
}
