//! Names as they are compared (pure).

use crate::text::fold;
use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name as all names are compared: folded words in single spaces.
pub(super) fn plain(name: &str) -> SmolStr {
    words(name).iter().map(|w| fold(w)).collect::<Vec<_>>().join(" ").into()
}

/// Words of letters and digits, in lower case, tones where today's spelling puts them ("hòa" is "hoà"), numbers without
/// zeros in front. What stands in brackets is a remark, not the name.
pub(super) fn words(text: &str) -> Vec<String> {
    let name = text.split('(').next().unwrap_or_default();
    let name = if name.chars().any(char::is_alphanumeric) { name } else { text };
    let lower: String = name.nfc().flat_map(char::to_lowercase).nfc().collect();
    let words = lower.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    let words = words.filter(|w| w.chars().any(char::is_alphanumeric));
    words.map(|w| if is_digits(w) { without_zeros(w) } else { tone_in_place(w) }).collect()
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

fn without_zeros(number: &str) -> String {
    let kept = number.trim_start_matches('0');
    if kept.is_empty() { "0".into() } else { kept.into() }
}

/// "hòa" and "hoà", "thủy" and "thuỷ" are one word in two spellings.
fn tone_in_place(word: &str) -> String {
    const PAIRS: [(&str, &str, [&str; 5], [&str; 5]); 3] = [
        ("o", "a", ["ò", "ó", "ỏ", "õ", "ọ"], ["à", "á", "ả", "ã", "ạ"]),
        ("o", "e", ["ò", "ó", "ỏ", "õ", "ọ"], ["è", "é", "ẻ", "ẽ", "ẹ"]),
        ("u", "y", ["ù", "ú", "ủ", "ũ", "ụ"], ["ỳ", "ý", "ỷ", "ỹ", "ỵ"]),
    ];
    let mut word = word.to_owned();
    for (first, second, old, new) in PAIRS {
        for (old, new) in old.iter().zip(new) {
            word = word.replace(&format!("{old}{second}"), &format!("{first}{new}"));
        }
    }
    word
}
