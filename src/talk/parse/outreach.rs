//! `/xacnhan [ITEM] loa N` or `hop N`: what a secretary says of work off-line.

use crate::text::{fold, plain};

/// What was done with an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outreach {
    /// The item as typed; `None`: the quoted one.
    pub item: Option<String>,
    /// What was done.
    pub what: Offline,
}

/// What was done off-line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offline {
    /// Read on the loudspeaker so many times.
    Loudspeaker(i64),
    /// Told at a meeting with so many listeners.
    Meeting(i64),
}

pub fn read(rest: &str) -> Option<Outreach> {
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    // "loa 3 lần", "họp 40 người".
    if words.last().is_some_and(|last| matches!(fold(last).as_str(), "lan" | "luot" | "nguoi")) {
        words.pop();
    }
    let [item @ .., kind, number] = words.as_slice() else { return None };
    let number: i64 = plain(number).trim_end_matches(['.', ',']).parse().ok()?;
    let what = match fold(kind).as_str() {
        "loa" if (1..=100).contains(&number) => Offline::Loudspeaker(number),
        "hop" if (1..=100_000).contains(&number) => Offline::Meeting(number),
        _ => return None,
    };
    Some(Outreach { item: (!item.is_empty()).then(|| item.join(" ")), what })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_from_its_end() {
        let read = |text: &str| super::read(text).map(|o| (o.item.unwrap_or_default(), o.what));
        for (text, meant) in [
            ("hoc-phi loa 3", Some(("hoc-phi".to_owned(), Offline::Loudspeaker(3)))),
            ("họp 40", Some((String::new(), Offline::Meeting(40)))),
            ("72-NQ/TW loa 2 lần", Some(("72-NQ/TW".to_owned(), Offline::Loudspeaker(2)))),
            ("loa", None),
            ("loa 0", None),
            ("loa ba", None),
            ("loa 101", None),
            ("họp", None),
            ("x y", None),
        ] {
            assert_eq!(read(text), meant, "{text}");
        }
    }
}
