//! A moment as people say it: `08:00`, `7h30`, `mai 7h`, `1/12 8:00`, `8 giờ sáng mai`.

use crate::text::{fold, plain};
use jiff::civil::{Date, DateTime, Time};

/// The hour that is meant when only the day is said.
const MORNING: i8 = 8;
/// Words that say nothing.
const FILLERS: [&str; 6] = ["luc", "vao", "ngay", "hom", "sang", "gio"];

/// The moment that these words mean, all of them; `None`: they mean none. An hour alone is the next such hour; a day and
/// a month alone are the next such day.
pub fn moment(text: &str, now: DateTime) -> Option<DateTime> {
    let words = words(text);
    let (mut day, mut time, mut later) = (None, None, 0);
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        let taken = match word.as_str() {
            "nay" => set(&mut day, now.date()),
            "mai" => set(&mut day, now.date().tomorrow().ok()?),
            "kia" => set(&mut day, now.date().tomorrow().ok()?.tomorrow().ok()?),
            "trua" | "chieu" | "toi" if time.is_some() => {
                later = 12;
                Some(())
            }
            filler if FILLERS.contains(&filler) => Some(()),
            // "7 giờ", "7 giờ 30"
            number if after.first().is_some_and(|w| w == "gio") => {
                let minute = after.get(1).and_then(|m| number_of(m, 59));
                rest = if minute.is_some() { &after[2..] } else { &after[1..] };
                set(&mut time, Time::new(number_of(number, 23)?, minute.unwrap_or(0), 0, 0).ok()?)?;
                continue;
            }
            word => match hour(word) {
                Some(at) => set(&mut time, at),
                None => set(&mut day, date(word, now.date())?),
            },
        };
        taken?;
        rest = after;
    }
    if day.is_none() && time.is_none() {
        return None;
    }
    let mut at = time.unwrap_or(Time::constant(MORNING, 0, 0, 0));
    if later > 0 && at.hour() < 11 {
        at = Time::new(at.hour() + later, at.minute(), 0, 0).ok()?;
    }
    match day {
        Some(day) => Some(day.to_datetime(at)),
        None if at > now.time() => Some(now.date().to_datetime(at)),
        None => Some(now.date().tomorrow().ok()?.to_datetime(at)),
    }
}

fn words(text: &str) -> Vec<String> {
    fold(&plain(text)).split([' ', ',']).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Said twice it means nothing.
fn set<T>(known: &mut Option<T>, value: T) -> Option<()> {
    known.is_none().then(|| *known = Some(value))
}

fn number_of(text: &str, most: i8) -> Option<i8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|n| digits && *n <= most)
}

/// `08:00`, `8:00`, `7h`, `7h30`, `7g30`.
fn hour(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once([':', 'h', 'g'])?;
    let bare = minute.is_empty() && !word.ends_with(':');
    let minute = if bare { 0 } else { number_of(minute, 59)? };
    Time::new(number_of(hour, 23)?, minute, 0, 0).ok()
}

/// `1/12`, `1/12/2026`, `1-12-2026`, `2026-12-01`.
fn date(word: &str, today: Date) -> Option<Date> {
    if let Ok(date) = word.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<i16> = word.split(['/', '-', '.']).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let on = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match parts[..] {
        [day, month] => {
            let this = on(today.year(), month, day);
            this.filter(|date| *date >= today).or_else(|| on(today.year().checked_add(1)?, month, day))
        }
        [day, month, year] => on(if (0..100).contains(&year) { 2000 + year } else { year }, month, day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_people_say_it() {
        let now: DateTime = "2026-11-25T09:00".parse().unwrap();
        for (said, meant) in [
            ("08:00", Some("2026-11-26T08:00")),
            ("14:30", Some("2026-11-25T14:30")),
            ("7h", Some("2026-11-26T07:00")),
            ("10h15", Some("2026-11-25T10:15")),
            ("mai 7h", Some("2026-11-26T07:00")),
            ("7h sáng mai", Some("2026-11-26T07:00")),
            ("2 giờ chiều", Some("2026-11-25T14:00")),
            ("7 giờ 30 tối nay", Some("2026-11-25T19:30")),
            ("1/12 8:00", Some("2026-12-01T08:00")),
            ("8:00 ngày 1/12", Some("2026-12-01T08:00")),
            ("lúc 8h ngày 1/12/2026", Some("2026-12-01T08:00")),
            ("2026-12-01 08:00", Some("2026-12-01T08:00")),
            ("mai", Some("2026-11-26T08:00")),
            ("1/2", Some("2027-02-01T08:00")),
            ("25:00", None),
            ("31/11", None),
            ("7h 8h", None),
            ("xã Bình Lư", None),
            ("bản 12", None),
            ("ngày", None),
            ("", None),
        ] {
            assert_eq!(moment(said, now), meant.map(|m| m.parse().unwrap()), "{said}");
        }
    }
}
