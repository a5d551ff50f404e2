//! Choices as they are stored: what each brings back, and what it is called.

use crate::message::Choice;
use crate::text::fold;

/// So much of what a choice is called is kept.
const LABEL_CHARS: usize = 64;

/// A choice as it is stored: what it brings back, and what it is called.
pub(super) fn line(choice: &Choice) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == ',' { c } else { ' ' };
    let words: String = fold(&choice.label).chars().map(plain).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let label: String = words.chars().take(LABEL_CHARS).collect();
    format!("{}\t{label}", choice.token)
}

/// What each line brings back, and what it is called.
pub(super) fn read(lines: &str) -> (Vec<String>, Vec<String>) {
    let parts = lines.lines().map(|line| line.split_once('\t').unwrap_or((line, "")));
    parts.map(|(token, label)| (token.to_owned(), label.to_owned())).unzip()
}
