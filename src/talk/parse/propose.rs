//! `/congkhai`: an answered question for the village, or what was released of one, taken back.

use super::words::{code, first_word};
use crate::ids::QuestionCode;
use crate::text::fold;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Propose {
    /// What is under way, and what was released.
    List,
    /// This question.
    Of(QuestionCode),
    /// What was proposed or released under this code is taken back.
    TakeBack(QuestionCode),
    /// It cannot be read.
    Unclear,
}

impl Propose {
    /// A code is in it.
    pub fn names_one(&self) -> bool {
        matches!(self, Propose::Of(_) | Propose::TakeBack(_))
    }
}

/// What follows the verb.
pub fn read(rest: &str) -> Propose {
    let (first, more) = first_word(rest);
    let alone = |word: &str, more: &str| code(word).filter(|_| more.trim().is_empty());
    if first.is_empty() {
        return Propose::List;
    }
    if matches!(fold(first).as_str(), "thu" | "rut") {
        let (word, more) = first_word(more.trim());
        return alone(word, more).map_or(Propose::Unclear, Propose::TakeBack);
    }
    alone(first, more).map_or(Propose::Unclear, Propose::Of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_proposed_and_what_stands_behind_thu_is_taken_back() {
        let named = || QuestionCode::from("AB2CD");
        for (typed, meant) in [
            ("", Propose::List),
            ("AB2CD", Propose::Of(named())),
            ("#ab2cd", Propose::Of(named())),
            ("thu AB2CD", Propose::TakeBack(named())),
            ("Rút #ab2cd", Propose::TakeBack(named())),
            ("thu", Propose::Unclear),
            ("AB2CD Bao giờ có điện?", Propose::Unclear),
            ("minh bạch thu chi", Propose::Unclear),
        ] {
            assert_eq!(read(typed), meant, "{typed}");
        }
    }
}
