//! Days, working days, quiet hours and the commune's time zone (pure: only `now` comes in).

use crate::clock::Millis;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ZonedDateTime};
use std::collections::BTreeSet;

/// The commune's calendar; cheap to clone.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    holidays: std::sync::Arc<Holidays>,
}

/// Days off, and rest days that are worked instead of others; known for some time ahead and not for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    /// Days off, besides every Saturday and Sunday.
    pub off: BTreeSet<Date>,
    /// Saturdays and Sundays that are working days.
    pub working: BTreeSet<Date>,
    /// The last day for which this is whole; `None`: it never was.
    pub until: Option<Date>,
}

#[derive(serde::Deserialize)]
struct HolidayFile {
    until: Date,
    day: Vec<Holiday>,
}

#[derive(serde::Deserialize)]
struct Holiday {
    date: Date,
}

impl Holidays {
    /// Those that are inside the binary.
    pub fn built_in() -> anyhow::Result<Holidays> {
        let file: HolidayFile = toml::from_str(include_str!("holidays.toml"))?;
        let off = file.day.into_iter().map(|d| d.date).collect();
        Ok(Holidays { off, working: BTreeSet::new(), until: Some(file.until) })
    }

    /// These, and what another list says besides: what it says of a day goes before.
    pub fn and(mut self, more: Holidays) -> Holidays {
        self.off.retain(|day| !more.working.contains(day));
        self.working.retain(|day| !more.off.contains(day));
        self.off.extend(more.off);
        self.working.extend(more.working);
        self.until = self.until.max(more.until);
        self
    }

    /// Nobody is surprised by the end of the list who hears of it from this day on.
    pub fn warn_from(&self) -> Option<Date> {
        self.until.map(|until| until.checked_sub(Span::new().months(6)).unwrap_or(until))
    }
}

/// A stretch of time as an operator writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Working days.
    WorkingDays(i64),
    /// Plain time.
    Plain(std::time::Duration),
}

impl Stretch {
    /// `2d` is working days; `3h`, `10m`, `5s` are plain time.
    pub fn parse(text: &str) -> Option<Stretch> {
        let (number, unit) = text.trim().split_at_checked(text.trim().len().checked_sub(1)?)?;
        let number: u32 = number.trim().parse().ok()?;
        let seconds = match unit {
            "d" => return Some(Stretch::WorkingDays(number.into())),
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            _ => return None,
        };
        Some(Stretch::Plain(std::time::Duration::from_secs(u64::from(number) * seconds)))
    }
}

/// Hours in which announcements wait: from, until, local time; may cross midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// First quiet minute.
    pub from: Time,
    /// First minute that is not quiet any more.
    pub until: Time,
}

impl Stretch {
    /// How long it is when every day counts: for what is kept, not for what is due.
    pub fn length(self) -> std::time::Duration {
        match self {
            Stretch::WorkingDays(days) => {
                std::time::Duration::from_secs(u64::try_from(days).unwrap_or(0) * 24 * 3600)
            }
            Stretch::Plain(length) => length,
        }
    }
}

impl Quiet {
    /// `21:00-06:00`.
    pub fn parse(text: &str) -> Option<Quiet> {
        let (from, until) = text.split_once('-')?;
        let time = |t: &str| Time::strptime("%H:%M", t.trim()).ok();
        Some(Quiet { from: time(from)?, until: time(until)? }).filter(|q| q.from != q.until)
    }
}

impl Calendar {
    /// With the public holidays that are inside the binary.
    pub fn new(zone: &str) -> anyhow::Result<Calendar> {
        Calendar::with(zone, Holidays::built_in()?)
    }

    /// With these holidays.
    pub fn with(zone: &str, holidays: Holidays) -> anyhow::Result<Calendar> {
        Ok(Calendar { zone: TimeZone::get(zone)?, holidays: std::sync::Arc::new(holidays) })
    }

    /// Local date and time of a moment.
    pub fn local(&self, at: Millis) -> ZonedDateTime {
        Timestamp::from_millisecond(at).unwrap_or_default().to_zoned_datetime(self.zone.clone())
    }

    /// The moment a local day begins.
    pub fn start_of(&self, day: Date) -> Millis {
        day.to_zoned_datetime(self.zone.clone()).map_or(0, |z| z.timestamp().as_millisecond())
    }

    /// The moment of a local date and time ("2026-12-01 08:00").
    pub fn moment(&self, text: &str) -> Option<Millis> {
        let civil: jiff::civil::DateTime = text.trim().replace(' ', "T").parse().ok()?;
        Some(civil.to_zoned_datetime(self.zone.clone()).ok()?.timestamp().as_millisecond())
    }

    /// The calendar month of a moment, `YYYY-MM`.
    pub fn month(&self, at: Millis) -> String {
        self.local(at).date().strftime("%Y-%m").to_string()
    }

    /// The moment the next calendar month begins.
    pub fn next_month(&self, at: Millis) -> Millis {
        let first = self.local(at).date().first_of_month();
        self.start_of(first.checked_add(Span::new().months(1)).unwrap_or(first))
    }

    /// Not a Saturday, a Sunday or a public holiday; or a rest day that is worked instead of another.
    pub fn is_working(&self, day: Date) -> bool {
        if self.holidays.working.contains(&day) {
            return true;
        }
        day.weekday().to_monday_one_offset() <= 5 && !self.holidays.off.contains(&day)
    }

    /// `at` plus a stretch. Working days keep the time of day and skip days off; a start on a
    /// day off counts from the next working morning's same hour.
    pub fn after(&self, at: Millis, stretch: Stretch) -> Millis {
        let days = match stretch {
            Stretch::Plain(d) => return at.saturating_add(d.as_millis() as Millis),
            Stretch::WorkingDays(n) => n,
        };
        let mut moment = self.local(at);
        let mut left = days;
        // Bounded: no calendar has a year without a working day.
        for _ in 0..days * 12 + 400 {
            if left == 0 && self.is_working(moment.date()) {
                break;
            }
            moment = moment.checked_add(Span::new().days(1)).unwrap_or(moment);
            if self.is_working(moment.date()) && left > 0 {
                left -= 1;
            }
        }
        moment.timestamp().as_millisecond()
    }

    /// `at` itself, or the end of the quiet hours that it falls into.
    pub fn after_quiet(&self, at: Millis, quiet: Option<Quiet>) -> Millis {
        let Some(quiet) = quiet else { return at };
        let local = self.local(at);
        let time = local.time();
        let crosses = quiet.from > quiet.until;
        let inside = if crosses {
            time >= quiet.from || time < quiet.until
        } else {
            time >= quiet.from && time < quiet.until
        };
        if !inside {
            return at;
        }
        let day = if crosses && time >= quiet.from {
            local.date().tomorrow().unwrap_or(local.date())
        } else {
            local.date()
        };
        day.to_datetime(quiet.until)
            .to_zoned_datetime(self.zone.clone())
            .map_or(at, |z| z.timestamp().as_millisecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vietnam() -> Calendar {
        Calendar::new("Asia/Ho_Chi_Minh").unwrap()
    }

    #[test]
    fn quiet_hours_cross_midnight() {
        let c = vietnam();
        let quiet = Quiet::parse("21:00-06:00");
        for (at, then) in [
            ("2026-11-24 20:59", "2026-11-24 20:59"),
            ("2026-11-24 21:00", "2026-11-25 06:00"),
            ("2026-11-30 23:30", "2026-12-01 06:00"),
            ("2026-11-24 05:59", "2026-11-24 06:00"),
            ("2026-11-24 06:00", "2026-11-24 06:00"),
        ] {
            assert_eq!(c.after_quiet(c.moment(at).unwrap(), quiet), c.moment(then).unwrap(), "{at}");
        }
        assert_eq!(c.after_quiet(5, None), 5);
    }

    #[test]
    fn a_month_turns_at_midnight_of_the_commune() {
        let c = vietnam();
        for (at, month, next) in [
            ("2026-11-30 23:59", "2026-11", "2026-12-01 00:00"),
            ("2026-12-01 00:00", "2026-12", "2027-01-01 00:00"),
            ("2026-12-31 23:59", "2026-12", "2027-01-01 00:00"),
            ("2028-02-29 12:00", "2028-02", "2028-03-01 00:00"),
        ] {
            let at = c.moment(at).unwrap();
            assert_eq!((c.month(at).as_str(), c.next_month(at)), (month, c.moment(next).unwrap()));
        }
        // 17:00 UTC of the last day is midnight in Vietnam.
        let utc = "2026-11-30T16:59:59.999Z".parse::<Timestamp>().unwrap().as_millisecond();
        assert_eq!((c.month(utc), c.month(utc + 1)), ("2026-11".into(), "2026-12".into()));
    }

    proptest! {
        #[test]
        fn the_next_month_is_another_and_begins_at_once(at in 0i64..4_102_444_800_000) {
            let c = vietnam();
            let next = c.next_month(at);
            prop_assert!(next > at);
            prop_assert_eq!(c.month(next - 1), c.month(at));
            prop_assert_ne!(c.month(next), c.month(at));
            prop_assert_eq!(c.local(next).day(), 1);
        }
    }

    #[test]
    fn working_days_skip_weekends_and_holidays() {
        let c = vietnam();
        let two = Stretch::parse("2d").unwrap();
        for (at, then) in [
            ("2026-11-24 09:00", "2026-11-26 09:00"),
            ("2026-11-26 09:00", "2026-11-30 09:00"),
            ("2026-11-28 09:00", "2026-12-01 09:00"),
            ("2026-12-31 09:00", "2027-01-05 09:00"),
            // Tết Đinh Mùi: off from Thursday, 4 to Wednesday, 10 February.
            ("2027-02-02 09:00", "2027-02-11 09:00"),
            ("2027-02-03 16:00", "2027-02-12 16:00"),
            ("2027-09-01 09:00", "2027-09-07 09:00"),
        ] {
            assert_eq!(c.after(c.moment(at).unwrap(), two), c.moment(then).unwrap(), "{at}");
        }
        assert_eq!(c.after(0, Stretch::parse("90s").unwrap()), 90_000);
        assert_eq!(Stretch::parse("2w"), None);
    }
    #[test]
    fn what_an_operator_says_of_a_day_goes_before_the_built_in_list() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let built_in = Holidays::built_in().unwrap();
        assert_eq!(built_in.warn_from(), Some(day("2027-06-30")));
        let own = Holidays {
            off: [day("2027-02-11")].into(),
            working: [day("2027-02-10"), day("2027-02-20")].into(),
            until: Some(day("2028-12-31")),
        };
        let c = Calendar::with("Asia/Ho_Chi_Minh", built_in.and(own)).unwrap();
        for (date, works) in [
            ("2027-02-09", false),
            ("2027-02-10", true),
            ("2027-02-11", false),
            ("2027-02-19", true),
            ("2027-02-20", true),
            ("2027-02-21", false),
        ] {
            assert_eq!(c.is_working(day(date)), works, "{date}");
        }
        assert_eq!(c.holidays.warn_from(), Some(day("2028-06-30")));
    }
}
