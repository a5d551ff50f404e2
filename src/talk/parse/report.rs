//! `/baocao [YYYY-MM]`.

use super::words::first_word;
use crate::report::Period;
use crate::text::plain;

/// Which month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Month {
    /// The last one that is over.
    Last,
    /// This one.
    Of(Period),
}

pub fn read(rest: &str) -> Option<Month> {
    let (typed, _) = first_word(rest);
    if typed.is_empty() { Some(Month::Last) } else { Period::parse(&plain(typed)).map(Month::Of) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_named_or_the_last_one() {
        assert_eq!(read(""), Some(Month::Last));
        assert_eq!(read("2026-11"), Period::parse("2026-11").map(Month::Of));
        assert_eq!(read("hôm qua"), None);
    }
}
