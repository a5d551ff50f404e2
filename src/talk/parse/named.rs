//! `CODE words`: what is said about a question that is named, or that is quoted and needs no name.

use super::words::{code, first_word};
use crate::ids::QuestionCode;
use crate::text::plain;

/// What follows a verb about a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The code at its beginning, and the words after it.
    pub typed: Option<Typed>,
    /// The whole, when the question is known otherwise.
    pub whole: String,
}

/// A question by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The code.
    pub code: QuestionCode,
    /// With a `#`: surely a code. Else five letters may be a word ("nhung").
    pub surely: bool,
    /// What follows.
    pub rest: String,
}

pub fn read(rest: &str) -> Named {
    let (first, after) = first_word(rest);
    let typed =
        code(first).map(|code| Typed { code, surely: plain(first).starts_with('#'), rest: after.to_owned() });
    Named { typed, whole: rest.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_from_the_words() {
        let typed =
            |code: &str, surely, rest: &str| Some(Typed { code: code.into(), surely, rest: rest.into() });
        for (rest, meant) in [
            ("#ab2cd sang năm", typed("AB2CD", true, "sang năm")),
            ("AB2CD: sang năm", typed("AB2CD", false, "sang năm")),
            ("nhung chưa có", typed("NHUNG", false, "chưa có")),
            ("chưa có", None),
            ("", None),
        ] {
            let read = read(rest);
            assert_eq!((read.typed, read.whole.as_str()), (meant, rest), "{rest}");
        }
    }
}
