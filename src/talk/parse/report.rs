//! `/baocao [MONTH]`: a month as people say it. `/baocao [MONTH] đã nộp`: its report was handed in.

use crate::report::Period;
use crate::text::{fold, plain};

/// Which month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Month {
    /// The last one that is over.
    Last,
    /// The one that is running.
    Running,
    /// This one.
    Of(Period),
    /// The latest of this number that has begun.
    Named(i8),
}

pub fn read(rest: &str) -> Option<Month> {
    let said = fold(&plain(rest));
    let words: Vec<&str> =
        said.split([' ', ',']).filter(|w| !["", "thang", "ky", "nam", "cua"].contains(w)).collect();
    let number = |text: &str| text.parse().ok().filter(|n| (1..=12).contains(n) && text.len() <= 2);
    match words[..] {
        [] if said.is_empty() => Some(Month::Last),
        ["truoc" | "roi" | "qua"] => Some(Month::Last),
        ["nay"] => Some(Month::Running),
        [one] => {
            if let Some(month) = number(one) {
                return Some(Month::Named(month));
            }
            let (first, second) = one.split_once(['/', '-', '.'])?;
            let (month, year) = if first.len() == 4 { (second, first) } else { (first, second) };
            Period::of(year_of(year)?, number(month)?).map(Month::Of)
        }
        [month, year] => Period::of(year_of(year)?, number(month)?).map(Month::Of),
        _ => None,
    }
}

/// The month that is said before or after "đã nộp"; `None`: nothing is said of that.
pub fn handed_in(rest: &str) -> Option<String> {
    let said = fold(&plain(rest));
    let said = said.trim_end_matches(['.', '!', ' ']);
    let month = said.strip_suffix("da nop").or_else(|| said.strip_prefix("da nop"))?;
    Some(month.trim_matches([' ', ',']).to_owned())
}

fn year_of(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_handed_in_is_said_with_its_month_or_without() {
        for (said, meant) in [
            ("đã nộp", Some(Some(Month::Last))),
            ("11 đã nộp", Some(Some(Month::Named(11)))),
            ("tháng 11 da nop.", Some(Some(Month::Named(11)))),
            ("đã nộp tháng 11/2026", Some(Period::parse("2026-11").map(Month::Of))),
            ("của bà Mỷ đã nộp", Some(None)),
            ("đã nộp chưa", Some(None)),
            ("11", None),
            ("nộp", None),
        ] {
            assert_eq!(handed_in(said).map(|month| read(&month)), meant, "{said}");
        }
    }

    #[test]
    fn a_month_is_read_in_any_usual_form() {
        let of = |text: &str| Period::parse(text).map(Month::Of);
        for (said, meant) in [
            ("", Some(Month::Last)),
            ("tháng trước", Some(Month::Last)),
            ("tháng này", Some(Month::Running)),
            ("11", Some(Month::Named(11))),
            ("tháng 11", Some(Month::Named(11))),
            ("tháng 1", Some(Month::Named(1))),
            ("2026-11", of("2026-11")),
            ("11/2026", of("2026-11")),
            ("11-2026", of("2026-11")),
            ("1/26", of("2026-01")),
            ("tháng 11 năm 2026", of("2026-11")),
            ("kỳ 11/2026", of("2026-11")),
            ("13", None),
            ("0", None),
            ("tháng", None),
            ("11/12/2026", None),
            ("hôm qua", None),
            ("11/20261", None),
        ] {
            assert_eq!(read(said), meant, "{said}");
        }
    }
}
