//! What would make a text easier to hear (pure): long sentences, and words that only an office uses. Hints, never faults.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Who listens loses the thread of a longer sentence.
const MOST_SYLLABLES: usize = 28;
/// What a loudspeaker says in a minute, read slowly and once: as our own voices do (`espeak-ng -s 130`).
const SYLLABLES_A_MINUTE: usize = 130;
/// Words of an office with what people say.
const PLAIN: &str = include_str!("plain.toml");

static WORDS: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| toml::from_str(PLAIN).expect("the list inside the binary, which a test reads"));

/// Something that could be said more simply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// A sentence of so many syllables; its first words.
    Long(usize, String),
    /// A word of an office, and a plain one.
    Office(&'static str, &'static str),
}

/// Hints for one text.
pub fn of(text: &str) -> Vec<Hint> {
    let sentences = text.split(['.', '?', '!', ';', '\n']).map(|s| s.split_whitespace().collect::<Vec<_>>());
    let long = sentences.filter(|words| words.len() > MOST_SYLLABLES);
    let mut hints: Vec<Hint> = long.map(|words| Hint::Long(words.len(), words[..6].join(" "))).collect();
    // With their marks: "tối đa" is not "tôi đã".
    let lower = text.to_lowercase();
    let mut said: Vec<&str> = vec![];
    // The longer saying before the one that it contains.
    let mut all: Vec<(&String, &String)> = WORDS.iter().collect();
    all.sort_by_key(|(office, _)| std::cmp::Reverse(office.chars().count()));
    for (office, plain) in all {
        let inside = said.iter().any(|longer| longer.contains(office.as_str()));
        if !inside && holds(&lower, office) {
            said.push(office);
            hints.push(Hint::Office(office, plain));
        }
    }
    hints
}

/// Whether a text in small letters holds a saying as whole words.
fn holds(text: &str, saying: &str) -> bool {
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(saying).any(|(at, found)| {
        is_end(text[..at].chars().next_back()) && is_end(text[at + found.len()..].chars().next())
    })
}

/// For how many minutes a loudspeaker reads it, roughly and at least one.
pub fn minutes(text: &str) -> usize {
    text.split_whitespace().count().div_ceil(SYLLABLES_A_MINUTE).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_and_office_words_are_hinted_at_once_each() {
        assert_eq!(of("Bà con đi khám ở Trạm Y tế. Không mất tiền."), []);
        let found = of(
            "Xã tổ chức thực hiện chi trả kinh phí theo quy định hiện hành, tối đa hai lần; chi trả tại xã.",
        );
        let office: Vec<&str> = found
            .iter()
            .filter_map(|hint| match hint {
                Hint::Office(office, _) => Some(*office),
                Hint::Long(..) => None,
            })
            .collect();
        assert_eq!(office, ["theo quy định hiện hành", "tổ chức thực hiện", "kinh phí", "chi trả", "tối đa"]);
        let long = "bà con ".repeat(20);
        assert_eq!(of(&long), [Hint::Long(40, "bà con bà con bà con".into())]);
        assert_eq!((minutes(""), minutes(&"a ".repeat(131))), (1, 2));
    }
}
