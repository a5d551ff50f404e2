//! What every verb reads: a word, a question's code, a number that chooses (pure).

use crate::ids::QuestionCode;
use crate::text::{fold, plain};

/// Said out of politeness after a command that takes nothing: "tin ạ".
pub const POLITE: [&str; 4] = ["ạ", "nhé", "đi", "với"];

/// Said before the number of a choice: "số 1", "dạ 1", "chọn số 2".
const BEFORE_DIGIT: [&str; 8] = ["so", "chon", "dong", "cau", "da", "vang", "y", "muc"];

/// A number of one or two digits that stands alone, as people send it to choose: "1", "1.", "số 1", "(1)", "１", "1 ạ".
pub fn digit(text: &str) -> Option<usize> {
    let text = fold(text);
    let mut words: Vec<&str> = text.split(' ').collect();
    while words.len() > 1 && BEFORE_DIGIT.contains(&words[0].trim_end_matches([',', '.', ':'])) {
        words.remove(0);
    }
    while words.len() > 1
        && words
            .last()
            .is_some_and(|last| POLITE.iter().any(|p| fold(p) == last.trim_end_matches(['.', '!'])))
    {
        words.pop();
    }
    let [word] = words[..] else { return None };
    let word = word.trim_matches(['(', ')', '.', ',', ':', ';', '!', '#', '/', '[', ']', '"', '“', '”']);
    let alone = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    alone.then(|| word.parse().ok()).flatten()
}

/// What can be chosen in a group, in words.
const CHOICES: [&str; 6] = ["gui cau hoi", "khong phai", "hoi cach lam", "muon gui don", "co", "khong"];

/// The words of a choice, and nothing else.
pub fn is_choice(text: &str) -> bool {
    CHOICES.contains(&fold(text).trim_end_matches(['.', '!']))
}

/// The first word of a text, and the rest.
pub fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let at = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..at], text[at..].trim_start())
}

/// A question's code as people type it: `#AB2CD`, `ab2cd`.
pub fn code(word: &str) -> Option<QuestionCode> {
    let word = plain(word);
    let word = word.trim_start_matches('#').trim_end_matches([':', ',', '.']).to_ascii_uppercase();
    (word.len() == 5 && word.bytes().all(|b| crate::ids::CODE_ALPHABET.contains(&b))).then(|| word.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_read_however_they_are_typed() {
        for (typed, meant) in [
            ("#ab2cd", Some("AB2CD")),
            ("AB2CD:", Some("AB2CD")),
            ("＃ａｂ２ｃｄ", Some("AB2CD")),
            ("AB\u{200b}2CD", Some("AB2CD")),
            ("AB0CD", None),
            ("ABCDEF", None),
        ] {
            assert_eq!(code(typed).as_deref(), meant, "{typed}");
        }
    }

    #[test]
    fn a_digit_is_read_however_it_is_sent() {
        for text in [
            "1",
            " 1 ",
            "1.",
            "1)",
            "(1)",
            "số 1",
            "So 1.",
            "chọn số 1",
            "１",
            "1️⃣",
            "1 ạ",
            "dạ, 1 ạ",
            "#1",
            "“1”",
            "01",
            "số 1 nhé",
            "1\u{200b}",
        ] {
            assert_eq!(digit(text), Some(1), "{text}");
        }
        assert_eq!(digit("12"), Some(12));
        assert_eq!(digit("0"), Some(0));
        for text in [
            "",
            "một",
            "1 2",
            "123",
            "1a",
            "bản 1",
            "nhà số 1",
            "1/2",
            "-1",
            "1,5",
            "2026",
            "tin 2",
            "loa 3",
            "số",
            "ạ",
        ] {
            assert_eq!(digit(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_choice_is_read_in_every_dress(
            n in 0usize..100,
            before in prop::sample::select(vec!["", "số ", "SỐ ", "chọn ", "dạ chọn số ", "("]),
            after in prop::sample::select(vec!["", ".", ")", " ạ", " nhé", "!", "\n"]),
            wide in any::<bool>(),
        ) {
            let widened = |c: char| char::from_u32(u32::from(c) - u32::from('0') + 0xff10).unwrap();
            let number = n.to_string().chars().map(|c| if wide { widened(c) } else { c }).collect::<String>();
            prop_assert_eq!(digit(&format!("{before}{number}{after}")), Some(n));
        }

        #[test]
        fn words_are_no_digit(text in "[a-zđăâêôơư]{1,8}( [a-zđăâêôơư]{1,8}){1,4}( [0-9]{1,2})?") {
            let all_before = text.split(' ').filter(|w| !w.bytes().all(|b| b.is_ascii_digit()));
            let known = all_before.clone().all(|w| BEFORE_DIGIT.contains(&fold(w).as_str()) || POLITE.iter().any(|p| fold(p) == fold(w)));
            prop_assume!(!known);
            prop_assert_eq!(digit(&text), None);
        }
    }
}
