//! `/rutbai ITEM [reason]`.

use crate::content::{Library, Miss};

/// The longest beginning of a line that means an item, and the reason after it; else the first word as it is.
pub fn item_and_reason(library: &Library, line: &str) -> (String, String) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let named = (1..=words.len()).rev().find(|n| library.find(&words[..*n].join(" ")) != Err(Miss::Unknown));
    let (item, reason) = words.split_at(named.unwrap_or(1).min(words.len()));
    (item.join(" "), reason.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questions::subject::Subjects;
    use crate::text::Text;
    use std::path::Path;

    #[test]
    fn an_item_is_told_from_the_reason_after_it() {
        let subjects = Subjects::embedded().unwrap();
        let topics: Vec<&str> = subjects.topics().iter().map(|t| t.id.as_str()).collect();
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let library = Library::load(&dir, &topics, &Text::load(None).unwrap());
        for (line, item, reason) in [
            ("hoc-phi", "hoc-phi", ""),
            ("học phí  Ghi nhầm   ngày", "học phí", "Ghi nhầm ngày"),
            ("72-NQ/TW sai số tiền", "72-NQ/TW", "sai số tiền"),
            ("bóng đá vui quá", "bóng", "đá vui quá"),
            ("  ", "", ""),
        ] {
            assert_eq!(item_and_reason(&library, line), (item.to_owned(), reason.to_owned()), "{line}");
        }
    }
}
