//! `/start [code]`.

use super::words::first_word;
use crate::message::payload_place;
use crate::text::plain;

/// What the private chat was opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Nothing.
    Bare,
    /// A link out of a group: the group's place, by its code.
    FromPlace(String),
    /// An invitation's code, as it was typed.
    Invited(String),
}

pub fn read(rest: &str) -> Start {
    let rest = plain(rest);
    let (payload, _) = first_word(&rest);
    match payload_place(payload) {
        Some(place) => Start::FromPlace(place),
        None if payload.is_empty() => Start::Bare,
        None => Start::Invited(payload.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::place_payload;

    #[test]
    fn a_start_carries_a_place_a_code_or_nothing() {
        for (rest, meant) in [
            ("", Start::Bare),
            ("ABCD2345EF", Start::Invited("ABCD2345EF".into())),
            ("ABCD2345EF ạ", Start::Invited("ABCD2345EF".into())),
            (&place_payload("lc-banbo"), Start::FromPlace("lc-banbo".into())),
            ("n-!", Start::Invited("n-!".into())),
        ] {
            assert_eq!(read(rest), meant, "{rest}");
        }
    }
}
