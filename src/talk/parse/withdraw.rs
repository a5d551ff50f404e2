//! `thu hồi [CODE]`.

use super::words::{code, first_word};
use crate::ids::QuestionCode;
use crate::text::plain;

/// Which question is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withdraw {
    /// This one.
    Code(QuestionCode),
    /// The quoted one, or the only one that is open.
    Implied,
    /// A code was meant, and it is none.
    Misspelled,
}

pub fn read(rest: &str) -> Withdraw {
    match code(first_word(rest).0) {
        Some(code) => Withdraw::Code(code),
        None if plain(rest).starts_with('#') => Withdraw::Misspelled,
        None => Withdraw::Implied,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_named_or_implied() {
        for (rest, meant) in [
            ("#ab2cd", Withdraw::Code("AB2CD".into())),
            ("AB2CD ạ", Withdraw::Code("AB2CD".into())),
            ("", Withdraw::Implied),
            ("ạ", Withdraw::Implied),
            ("#ab2", Withdraw::Misspelled),
        ] {
            assert_eq!(read(rest), meant, "{rest}");
        }
    }
}
