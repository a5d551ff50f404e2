//! From boundary day to boundary day, half-open (pure).
//!
//! A period is named after the month of its last day: with boundary day 15, 2026-11 is [15 Oct, 15 Nov); with 1
//! it is the calendar month. A day that a month lacks is that month's last day, so periods tile time.

use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::ReportSettings;
use jiff::ToSpan;
use jiff::civil::Date;

/// One month's reporting period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    year: i16,
    month: i8,
}

impl Period {
    /// `2026-11`; years 2000 to 2999.
    pub fn parse(text: &str) -> Option<Period> {
        let (year, month) = text.trim().split_once('-')?;
        let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let period = Period { year: year.parse().ok()?, month: month.parse().ok()? };
        ((2000..3000).contains(&period.year) && (1..=12).contains(&period.month)).then_some(period)
    }

    /// The period of this month, 1 to 12; years 2000 to 2999.
    pub fn of(year: i16, month: i8) -> Option<Period> {
        ((2000..3000).contains(&year) && (1..=12).contains(&month)).then_some(Period { year, month })
    }

    /// The latest period of this month that has begun on a day.
    pub fn latest(month: i8, day: Date, boundary_day: i8) -> Option<Period> {
        let running = Period::containing(day, boundary_day);
        let year = if month > running.month { running.year - 1 } else { running.year };
        Period::of(year, month)
    }

    /// The period that a day lies in.
    pub fn containing(day: Date, boundary_day: i8) -> Period {
        let this = Period { year: day.year(), month: day.month() };
        if boundary_day > 1 && day >= this.day(boundary_day) { this.next() } else { this }
    }

    /// The one after it.
    pub fn next(self) -> Period {
        if self.month == 12 {
            Period { year: self.year + 1, month: 1 }
        } else {
            Period { month: self.month + 1, ..self }
        }
    }

    /// The one before it.
    pub fn previous(self) -> Period {
        if self.month == 1 {
            Period { year: self.year - 1, month: 12 }
        } else {
            Period { month: self.month - 1, ..self }
        }
    }

    /// Its first day.
    pub fn from(self, boundary_day: i8) -> Date {
        if boundary_day > 1 { self.previous().day(boundary_day) } else { self.day(1) }
    }

    /// The first day that is not in it any more.
    pub fn to(self, boundary_day: i8) -> Date {
        self.next().from(boundary_day)
    }

    /// Its first moment and the first one after it.
    pub fn bounds(self, calendar: &Calendar, boundary_day: i8) -> (Millis, Millis) {
        (calendar.start_of(self.from(boundary_day)), calendar.start_of(self.to(boundary_day)))
    }

    /// The day its report is due: the first `due_day` after its end.
    pub fn due(self, settings: &ReportSettings) -> Date {
        let end = self.to(settings.boundary_day);
        let due = Period { year: end.year(), month: end.month() };
        if due.day(settings.due_day) >= end {
            due.day(settings.due_day)
        } else {
            due.next().day(settings.due_day)
        }
    }

    /// `loaban-bl-2026-11.html`.
    pub fn file_name(self, place: &str, format: &str) -> String {
        format!("loaban-{place}-{self}.{format}")
    }

    /// Its year, of its last day.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Its month, 1 to 12, of its last day.
    pub fn month(self) -> i8 {
        self.month
    }

    /// That day of the month it is named after, or the month's last day.
    fn day(self, day: i8) -> Date {
        let first = Date::constant(self.year, self.month, 1);
        let last = first.days_in_month();
        first.saturating_add(i64::from(day.clamp(1, last) - 1).days())
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    #[test]
    fn a_period_runs_from_boundary_day_to_boundary_day() {
        for (name, boundary, from, to) in [
            ("2026-11", 15, date(2026, 10, 15), date(2026, 11, 15)),
            ("2026-11", 1, date(2026, 11, 1), date(2026, 12, 1)),
            ("2026-01", 15, date(2025, 12, 15), date(2026, 1, 15)),
            ("2026-12", 1, date(2026, 12, 1), date(2027, 1, 1)),
            ("2026-11", 2, date(2026, 10, 2), date(2026, 11, 2)),
            ("2026-11", 31, date(2026, 10, 31), date(2026, 11, 30)),
            ("2026-12", 31, date(2026, 11, 30), date(2026, 12, 31)),
            ("2026-02", 31, date(2026, 1, 31), date(2026, 2, 28)),
            ("2026-03", 31, date(2026, 2, 28), date(2026, 3, 31)),
            ("2028-02", 30, date(2028, 1, 30), date(2028, 2, 29)),
            ("2028-03", 29, date(2028, 2, 29), date(2028, 3, 29)),
        ] {
            assert_eq!(
                (period(name).from(boundary), period(name).to(boundary)),
                (from, to),
                "{name} {boundary}"
            );
        }
    }

    #[test]
    fn bounds_are_local_midnights() {
        let calendar = Calendar::new("Asia/Ho_Chi_Minh").unwrap();
        let (from, to) = period("2026-11").bounds(&calendar, 15);
        assert_eq!(Some(from), calendar.moment("2026-10-15 00:00"));
        assert_eq!(Some(to), calendar.moment("2026-11-15 00:00"));
        assert_eq!(to - from, 31 * 86_400_000);
    }

    #[test]
    fn it_is_due_on_the_first_due_day_after_its_end() {
        for (name, boundary_day, due_day, due) in [
            ("2026-11", 15, 20, date(2026, 11, 20)),
            ("2026-11", 15, 15, date(2026, 11, 15)),
            ("2026-11", 15, 5, date(2026, 12, 5)),
            ("2026-11", 1, 20, date(2026, 12, 20)),
            ("2026-12", 15, 10, date(2027, 1, 10)),
            ("2027-01", 1, 31, date(2027, 2, 28)),
        ] {
            let settings = ReportSettings { boundary_day, due_day, ..ReportSettings::default() };
            assert_eq!(period(name).due(&settings), due, "{name} {boundary_day} {due_day}");
        }
    }

    #[test]
    fn only_a_year_and_a_month_are_a_period() {
        assert_eq!(period("2026-11").to_string(), "2026-11");
        assert_eq!(period(" 2026-02 ").file_name("bl", "html"), "loaban-bl-2026-02.html");
        for wrong in [
            "",
            "2026",
            "2026-13",
            "2026-00",
            "2026-1",
            "26-11",
            "1999-12",
            "2026-11-01",
            "2026/11",
            "+026-11",
        ] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_day_lies_in_exactly_one_period(days in 0i64..20_000, boundary in 1i8..=31) {
            let day = date(2001, 1, 1).saturating_add(days.days());
            let found = Period::containing(day, boundary);
            prop_assert!(found.from(boundary) <= day && day < found.to(boundary));
            prop_assert_eq!(found.to(boundary), found.next().from(boundary));
            prop_assert_eq!(found.previous().next(), found);
            prop_assert_eq!(Period::parse(&found.to_string()), Some(found));
            // It is named after the month of its last day.
            let last = found.to(boundary).yesterday().unwrap();
            prop_assert_eq!((last.year(), last.month()), (found.year(), found.month()));
        }
    }
}
