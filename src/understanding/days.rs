//! Days as people say them: "mai", "thứ sáu", "đến hết 5/12", "3 ngày", "hết tuần".

use super::meaning::Leave;
use super::numbers;
use super::said::{Said, Word};
use crate::text::fold;
use jiff::Span;
use jiff::civil::Date;

/// The most days that can be said as a number.
const MOST_DAYS: i64 = 365;
/// So far ahead the next year's day is meant.
const FAR_DAYS: i64 = 60;

/// From when to when somebody is absent. What cannot be read, or is over, is asked.
pub fn leave(said: &Said, text: &str, today: Date) -> Leave {
    let folded = fold(text);
    let mut days = dates(&folded, today);
    days.extend(named(said, today));
    days.sort_by_key(|(at, _)| *at);
    let days: Vec<Date> = days.into_iter().map(|(_, day)| day).collect();
    let until = has(said, "den") || says_until(said) && !has(said, "chieu") || has(said, "het");
    let first = *days.first().unwrap_or(&today);
    let found = match (length(said), &days[..]) {
        (Some(days), _) => after(first, days - 1).map(|last| (first, last)),
        (None, []) => None,
        (None, [only]) if until => Some((today, *only)),
        (None, [only]) => Some((*only, *only)),
        (None, [first, .., last]) => Some((*first, *last)),
    };
    match found {
        Some((from, last)) if from <= last && last >= today => {
            Leave::Days { from: from.max(today), until: last }
        }
        _ => Leave::Open,
    }
}

/// "Tới", and not "tôi": without marks it is who is absent that stands first, or before what they do.
fn says_until(said: &Said) -> bool {
    let until = Word::new("tới");
    said.words.iter().enumerate().any(|(at, word)| {
        let does = said.words.get(at + 1).is_none_or(|next| {
            matches!(next.bare.as_str(), "nghi" | "xin" | "ban" | "phai" | "di" | "khong" | "se" | "muon")
        });
        word.marked == until.marked || word.marked == until.bare && at > 0 && !does
    })
}

fn has(said: &Said, bare: &str) -> bool {
    said.words.iter().any(|w| w.bare == bare)
}

fn after(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// "3 ngày", "một tuần", "nửa tháng": how many days.
fn length(said: &Said) -> Option<i64> {
    for at in 0..said.words.len() {
        if said.bare(at, at + 2) == "nua thang" {
            return Some(15);
        }
        let Some((number, end)) = numbers::at(said, at) else { continue };
        let each = match said.words.get(end).map(|w| w.bare.as_str()) {
            Some("ngay" | "hom" | "bua") => 1,
            Some("tuan") => 7,
            Some("thang") if at == 0 || said.words[at - 1].bare != "ngay" => 30,
            _ => continue,
        };
        // "ngày 5 ngày…" is no length; "thứ 3 tuần sau" neither.
        let before = at.checked_sub(1).and_then(|at| said.words.get(at)).map(|w| w.bare.as_str());
        if !matches!(before, Some("ngay" | "thu" | "mung")) {
            return Some(i64::from(number) * each).filter(|days| (1..=MOST_DAYS).contains(days));
        }
    }
    None
}

/// `30/11`, `30/11/2026`, `30-11`, `30.11`, and where they stand (in bytes). A day and month alone are the next such day.
fn dates(folded: &str, today: Date) -> Vec<(usize, Date)> {
    let mut found = vec![];
    let mut at = 0;
    for piece in folded.split_inclusive(' ') {
        // "1/12-5/12" is two days, "5-12" one.
        let both = piece.contains('/') && piece.contains(['-', '–', '—']);
        let parts: Vec<&str> = if both { piece.split(['-', '–', '—']).collect() } else { vec![piece] };
        let mut inside = at;
        for part in parts {
            if let Some(day) = date(part.trim_matches(|c: char| !c.is_ascii_digit()), today) {
                found.push((inside, day));
            }
            inside += part.len() + 1;
        }
        at += piece.len();
    }
    found
}

fn date(text: &str, today: Date) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<i16> = text.split(['/', '-', '.']).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [day, month] => next(day, month, today),
        [day, month, year] => {
            let year = if (0..100).contains(&year) { 2000 + year } else { year };
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        }
        _ => None,
    }
}

/// The next such day. One that was this year is not next year's, unless that is near.
fn next(day: i16, month: i16, today: Date) -> Option<Date> {
    let of = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let near = |day: &Date| after(today, FAR_DAYS).is_some_and(|far| *day <= far);
    of(today.year()).filter(|d| *d >= today).or_else(|| of(today.year().checked_add(1)?).filter(near))
}

/// The words that name days, and where they stand. Words and bytes are not compared: a text names its days in one way.
fn named(said: &Said, today: Date) -> Vec<(usize, Date)> {
    let mut found = vec![];
    let week = i64::from(today.weekday().to_monday_zero_offset());
    let mut at = 0;
    while at < said.words.len() {
        let (one, two, three) = (said.bare(at, at + 1), said.bare(at, at + 2), said.bare(at, at + 3));
        let (day, words) = match (one.as_str(), two.as_str(), three.as_str()) {
            (_, "hom nay", _) => (Some(today), 2),
            (_, "ngay kia" | "ngay mot", _) => (after(today, 2), 2),
            ("mai", ..) => (after(today, 1), 1),
            (_, "het tuan" | "cuoi tuan" | "tuan nay", _) => {
                (after(today, 6 - week), 2 + usize::from(three == "het tuan nay"))
            }
            (_, "tuan sau" | "tuan toi", _) if has(said, "den") || has(said, "het") => {
                (after(today, 13 - week), 2)
            }
            (_, "tuan sau" | "tuan toi", _) => {
                found.extend(after(today, 7 - week).map(|day| (at, day)));
                (after(today, 13 - week), 2)
            }
            (_, "het thang" | "cuoi thang", _) => (Some(today.last_of_month()), 2),
            (_, "chu nhat", _) => (after(today, 6 - week), 2),
            ("thu", ..) => match weekday(said, at + 1) {
                Some(day) => {
                    let next = matches!(said.bare(at + 2, at + 4).as_str(), "tuan sau" | "tuan toi");
                    let ahead = if next { 7 - week + day } else { (day - week).rem_euclid(7) };
                    (after(today, ahead), if next { 4 } else { 2 })
                }
                None => (None, 1),
            },
            ("t2" | "t3" | "t4" | "t5" | "t6" | "t7", ..) => {
                let day = one[1..].parse::<i64>().unwrap_or(2) - 2;
                (after(today, (day - week).rem_euclid(7)), 1)
            }
            ("ngay" | "mung", ..) => of_month(said, at + 1, today).unwrap_or((None, 1)),
            _ => (None, 1),
        };
        found.extend(day.map(|day| (at, day)));
        at += words;
    }
    found
}

fn weekday(said: &Said, at: usize) -> Option<i64> {
    weekday_of(&said.words.get(at)?.bare)
}

/// "hai" to "bảy", without marks, after "thứ", counted from Monday.
pub fn weekday_of(bare: &str) -> Option<i64> {
    let day = match bare {
        "hai" | "2" => 0,
        "ba" | "3" => 1,
        "tu" | "4" => 2,
        "nam" | "5" => 3,
        "sau" | "6" => 4,
        "bay" | "7" => 5,
        _ => return None,
    };
    Some(day)
}

/// "5", "5 tháng 12" after "ngày"; not "5/12", which is read elsewhere.
fn of_month(said: &Said, at: usize, today: Date) -> Option<(Option<Date>, usize)> {
    let (day, end) = numbers::at(said, at)?;
    let day = i16::try_from(day).ok()?;
    if said.bare(end, end + 1) == "thang" {
        let (month, last) = numbers::at(said, end + 1)?;
        return Some((next(day, i16::try_from(month).ok()?, today), last - at + 1));
    }
    if said.words.get(end).is_some_and(|w| w.bare.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let this = Date::new(today.year(), today.month(), i8::try_from(day).ok()?).ok().filter(|d| *d >= today);
    let later = || {
        let month = today.first_of_month().checked_add(Span::new().months(1)).ok()?;
        Date::new(month.year(), month.month(), i8::try_from(day).ok()?).ok()
    };
    Some((this.or_else(later), end - at + 1))
}
