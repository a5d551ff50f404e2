//! `/nghi [until]`: from which day to which, as people say it. What can be meant otherwise is asked, never taken.

use crate::text::{fold, plain};
use crate::understanding::Leave;
use jiff::Span;
use jiff::civil::Date;

/// Longer ahead, a day without its year is asked about: it may be one that is over.
const FAR_DAYS: i64 = 60;

/// The most days that can be said as a number.
const MOST_DAYS: i64 = 365;

/// What was said about being away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Away {
    /// Back.
    Back,
    /// No day was named.
    Open,
    /// Until the end of this day, from today.
    Until(Date),
    /// It may mean until the end of one of these days; which is asked.
    Perhaps(Vec<Date>),
    /// From a later day on, as it was said.
    Days { from: Date, until: Date },
    /// From a later day on, or from today: which is asked.
    Later { from: Date, until: Date },
    /// The day is over.
    Over,
}

/// `None`: it cannot be read.
pub fn read(rest: &str, today: Date) -> Option<Away> {
    let said = fold(rest);
    match said.as_str() {
        "" => return Some(Away::Open),
        "het" | "thoi" | "xong" => return Some(Away::Back),
        "hom nay" | "nay" => return Some(Away::Until(today)),
        // Tomorrow only, or today and tomorrow?
        "mai" | "ngay mai" => {
            let mai = after(today, 1)?;
            return Some(Away::Later { from: mai, until: mai });
        }
        "den mai" | "het mai" => return Some(Away::Perhaps(vec![after(today, 1)?])),
        _ => {}
    }
    let words: Vec<&str> = said.split(' ').collect();
    if let [number, "ngay"] | [number, "hom"] = words[..] {
        let days: i64 = number.parse().ok().filter(|n| (1..=MOST_DAYS).contains(n))?;
        // Today is one of them; whether it is meant so is shown with the day.
        return Some(Away::Perhaps(vec![after(today, days - 1)?]));
    }
    let text = plain(rest);
    // "1/12-5/12", "1/12 - 5/12", "từ 1/12 đến 5/12".
    let whole = said.strip_prefix("tu ").map_or(said.clone(), str::to_owned);
    let between = ["–", "—", " den het ", " den ", "-"].iter().find_map(|b| whole.split_once(b));
    if let Some((first, last)) = between.filter(|(first, _)| first.contains(['/', '.'])) {
        let (from, until) = (day(first, today)?, day(last, today)?);
        let (Some(until), from) = (until.day(), from.day().unwrap_or(today)) else { return Some(Away::Over) };
        return match (from <= today, from <= until && until >= today) {
            (_, false) => Some(Away::Over),
            (true, true) => Some(Away::Until(until)),
            (false, true) => Some(Away::Days { from, until }),
        };
    }
    let text = fold(&text);
    let text = ["den het ngay ", "den het ", "den ngay ", "het ngay ", "den ", "het ", "toi ", "ngay "]
        .iter()
        .find_map(|before| text.strip_prefix(before))
        .unwrap_or(&text);
    // "5-12": the fifth of December, or from the fifth to the twelfth?
    if let Some((first, last)) = text.split_once('-')
        && text.matches('-').count() == 1
    {
        let of_this_month =
            last.trim().parse().ok().and_then(|d| Date::new(today.year(), today.month(), d).ok());
        let all = [day(&format!("{first}/{last}"), today).and_then(Read::day), of_this_month];
        let mut days: Vec<Date> = all.into_iter().flatten().filter(|d| *d >= today).collect();
        days.sort();
        days.dedup();
        return (!days.is_empty()).then_some(Away::Perhaps(days));
    }
    match day(text, today) {
        Some(Read::Sure(day)) => Some(if day >= today { Away::Until(day) } else { Away::Over }),
        Some(Read::Far(day)) => Some(Away::Perhaps(vec![day])),
        Some(Read::Over) => Some(Away::Over),
        None => in_words(rest, today),
    }
}

/// "hết tuần", "thứ sáu", "3 ngày từ mai": which days that is, is asked.
fn in_words(rest: &str, today: Date) -> Option<Away> {
    match crate::understanding::leave(rest, today) {
        Leave::Days { from, until } if from <= today => Some(Away::Perhaps(vec![until])),
        Leave::Days { from, until } => Some(Away::Later { from, until }),
        Leave::Open => None,
    }
}

enum Read {
    Sure(Date),
    /// The next such day, if that is what is meant.
    Far(Date),
    /// It was this year, and nobody says now that they will be away so far ahead in the next.
    Over,
}

impl Read {
    fn day(self) -> Option<Date> {
        match self {
            Read::Sure(day) | Read::Far(day) => Some(day),
            Read::Over => None,
        }
    }
}

/// `30/11`, `30/11/2026`, `30/11/26` or `2026-11-30`. A day and month alone are the next such day.
fn day(text: &str, today: Date) -> Option<Read> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some(Read::Sure(date));
    }
    let parts: Vec<i16> =
        text.split(['/', '-', '.']).map(|p| p.trim().parse().ok()).collect::<Option<_>>()?;
    let (day, month, year) = match parts[..] {
        [day, month] => (day, month, None),
        [day, month, year] => (day, month, Some(if (0..100).contains(&year) { 2000 + year } else { year })),
        _ => return None,
    };
    let date = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if let Some(year) = year {
        return date(year).map(Read::Sure);
    }
    let next = date(today.year()).filter(|d| *d >= today).or_else(|| date(today.year() + 1))?;
    let near = after(today, FAR_DAYS).is_some_and(|far| next <= far);
    Some(match near {
        true => Read::Sure(next),
        false if next.year() == today.year() => Read::Far(next),
        false => Read::Over,
    })
}

/// So many days later.
pub fn after(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it_and_what_may_be_another_is_asked() {
        let today = Date::constant(2026, 11, 25);
        let day = |year, month, day| Date::constant(year, month, day);
        let until = |d: Date| Some(Away::Until(d));
        let later = |from, until| Some(Away::Later { from, until });
        let days = |from, until| Some(Away::Days { from, until });
        let perhaps = |days: &[Date]| Some(Away::Perhaps(days.to_vec()));
        for (text, meant) in [
            ("", Some(Away::Open)),
            ("hết", Some(Away::Back)),
            ("hôm nay", until(today)),
            ("30/11", until(day(2026, 11, 30))),
            ("đến 5/12", until(day(2026, 12, 5))),
            ("đến hết ngày 5/12", until(day(2026, 12, 5))),
            ("30.11", until(day(2026, 11, 30))),
            ("５/１２", until(day(2026, 12, 5))),
            ("30/11/2026", until(day(2026, 11, 30))),
            ("30/11/26", until(day(2026, 11, 30))),
            ("2026-12-01", until(day(2026, 12, 1))),
            ("5/1", until(day(2027, 1, 5))),
            // Not next year's.
            ("20/11", Some(Away::Over)),
            ("mai", later(day(2026, 11, 26), day(2026, 11, 26))),
            ("đến mai", perhaps(&[day(2026, 11, 26)])),
            ("hết tuần", perhaps(&[day(2026, 11, 29)])),
            ("thứ sáu", later(day(2026, 11, 27), day(2026, 11, 27))),
            ("3 ngày", perhaps(&[day(2026, 11, 27)])),
            ("1 ngày", perhaps(&[today])),
            ("5-12", perhaps(&[day(2026, 12, 5)])),
            ("26-11", perhaps(&[day(2026, 11, 26)])),
            ("5-27", perhaps(&[day(2026, 11, 27)])),
            ("1/12-5/12", days(day(2026, 12, 1), day(2026, 12, 5))),
            ("từ 1/12 đến 5/12", days(day(2026, 12, 1), day(2026, 12, 5))),
            ("25/11 - 5/12", until(day(2026, 12, 5))),
            ("5/12-1/12", Some(Away::Over)),
            ("20/11/2026", Some(Away::Over)),
            ("31/11", None),
            ("0 ngày", None),
            ("999 ngày", None),
            ("tuần sau", later(day(2026, 11, 30), day(2026, 12, 6))),
        ] {
            assert_eq!(read(text, today), meant, "{text}");
        }
    }
}
