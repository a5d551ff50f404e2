//! `/phat ITEM [thu] [PLACE…] [time]`: what follows the item.

use super::when;
use crate::text::plain;
use jiff::civil::DateTime;

/// Where and when, or only to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publish {
    /// Only here, to look at.
    pub trial: bool,
    /// The places, as they were typed; none: wherever whoever publishes reaches.
    pub places: String,
    /// Not before this moment.
    pub at: Option<DateTime>,
}

pub fn read(rest: &str, now: DateTime) -> Publish {
    let words: Vec<&str> = rest.split_whitespace().collect();
    // With its mark "thứ" is a day of the week.
    let trial = |word: &&str| ["thu", "thử"].contains(&plain(word).to_lowercase().as_str());
    if words.first().is_some_and(trial) || words.last().is_some_and(trial) {
        return Publish { trial: true, places: String::new(), at: None };
    }
    // The longest end that is a moment.
    let cut = |n: usize| (words[..n].join(" "), when::moment(&words[n..].join(" "), now));
    let found = (0..words.len()).map(cut).find(|(_, at)| at.is_some());
    let (places, at) = found.unwrap_or_else(|| (words.join(" "), None));
    Publish { trial: false, places, at }
}

/// The places of a list, as they were typed.
pub fn places(typed: &str) -> Vec<String> {
    let all = typed.replace(" và ", ",").replace(" va ", ",");
    all.split([',', ';']).map(str::trim).filter(|place| !place.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_a_moment_follow_the_item() {
        let now: DateTime = "2026-11-25T09:00".parse().unwrap();
        let of = |trial, places: &str, at: Option<&str>| Publish {
            trial,
            places: places.into(),
            at: at.map(|at| at.parse().unwrap()),
        };
        for (rest, meant) in [
            ("", of(false, "", None)),
            ("thử", of(true, "", None)),
            ("thu", of(true, "", None)),
            ("mai 7h", of(false, "", Some("2026-11-26T07:00"))),
            ("xã Bình Lư", of(false, "xã Bình Lư", None)),
            ("xã Bình Lư, bản Nà Mây mai 7h", of(false, "xã Bình Lư, bản Nà Mây", Some("2026-11-26T07:00"))),
            ("Nà Luồng 1/12 8:00", of(false, "Nà Luồng", Some("2026-12-01T08:00"))),
        ] {
            assert_eq!(read(rest, now), meant, "{rest}");
        }
        assert_eq!(places("xã Bình Lư, Nà Mây và Suối Mây"), ["xã Bình Lư", "Nà Mây", "Suối Mây"]);
    }
}
