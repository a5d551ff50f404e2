//! `tin [N]`.

use crate::text::plain;

/// Which of the latest items, counted from 1.
pub fn read(rest: &str) -> Option<usize> {
    plain(rest).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_chosen_by_its_number() {
        for (rest, meant) in [("", None), ("2", Some(2)), ("２", Some(2)), ("ạ", None), ("-1", None)] {
            assert_eq!(read(rest), meant, "{rest}");
        }
    }
}
