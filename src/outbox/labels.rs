//! Choices as they are stored: when they were put, what each brings back, and what it is called.

use crate::clock::Millis;
use crate::message::Choice;
use crate::seal::Seal;
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

/// When choices were put, and until when they can be typed if that is shorter than they are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Put {
    pub at: Millis,
    pub typed_until: Option<Millis>,
}

/// How the line of [`Put`] begins; no token does.
const PUT: &str = "=";

/// Choices as they are stored, a line each, after when they were put.
pub(super) fn lines(put: Put, choices: impl Iterator<Item = String>) -> String {
    let until = put.typed_until.map(|until| until.to_string()).unwrap_or_default();
    let head = format!("{PUT}{},{until}", put.at);
    std::iter::once(head).chain(choices).collect::<Vec<_>>().join("\n")
}

/// Choices are sealed with so many bytes at least: how many there are, and how long, is not seen.
const CHOICES_BYTES: usize = 576;

/// The same, sealed: what can be chosen would tell what was said, and when it was put, when somebody spoke.
pub(super) fn sealed(seal: &Seal, put: Put, choices: impl Iterator<Item = String>) -> String {
    seal.seal(&format!("{:CHOICES_BYTES$}", lines(put, choices)))
}

/// When they were put (an older program did not say), and the line of each.
pub(super) fn opened(stored: &str) -> (Option<Put>, &str) {
    let read = || {
        let (head, rest) = stored.split_once('\n').unwrap_or((stored, ""));
        let (at, until) = head.strip_prefix(PUT)?.split_once(',')?;
        Some((Put { at: at.parse().ok()?, typed_until: until.parse().ok() }, rest))
    };
    read().map_or((None, stored), |(put, rest)| (Some(put), rest))
}

/// What each line brings back, and what it is called.
pub(super) fn read(lines: &str) -> (Vec<String>, Vec<String>) {
    let parts = lines.lines().map(|line| line.split_once('\t').unwrap_or((line, "")));
    parts.map(|(token, label)| (token.to_owned(), label.to_owned())).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_choices_were_put_is_read_again_and_no_choice_is_taken_for_it() {
        let some = ["ok:AB2CD\tda ro", "no:AB2CD\tchua ro"];
        for put in [Put { at: 1_700_000_000_000, typed_until: None }, Put { at: 5, typed_until: Some(7) }] {
            let stored = lines(put, some.iter().map(|line| (*line).to_owned()));
            assert_eq!(opened(&stored), (Some(put), some.join("\n").as_str()));
        }
        for old in ["", "ok:AB2CD\tda ro", "ask:place=x,y\tx"] {
            assert_eq!(opened(old), (None, old));
        }
    }
}
