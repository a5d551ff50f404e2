//! How much one person may have of the machine, so that one flood delays nobody: counted in memory, by key, forgotten
//! with the day (contract 4). No table says who wrote how much.

use crate::clock::Millis;
use crate::crash;
use crate::ids::PersonKey;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Messages in a minute, from somebody without a role.
const MINUTE_MESSAGES: u32 = 40;
/// Questions of one person that are open at once.
pub const OPEN_QUESTIONS: i64 = 5;
/// New questions of one person in a day.
pub const DAY_QUESTIONS: u32 = 10;
/// Replies in a day to somebody who never agreed to anything: enough to agree and to ask, and not enough to use up a
/// month's messages of an account.
const STRANGER_REPLIES: u32 = 15;
/// Wrong codes in a day.
const WRONG_CODES: u32 = 5;
/// People that are remembered at once; with more all are forgotten, which only lets more through.
const MOST_PEOPLE: usize = 50_000;

/// What comes of one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is well within.
    Fine,
    /// It is too much, and that is said: once a day.
    Tell(&'static str),
    /// It is too much, and was said.
    Silent,
}

/// The limits of one account's people.
#[derive(Default)]
pub struct Limits(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    day: Option<Date>,
    people: HashMap<PersonKey, Counts>,
}

#[derive(Default)]
struct Counts {
    /// The update that was counted last: one that is handled anew counts once.
    seq: i64,
    minute: Millis,
    in_minute: u32,
    asked: u32,
    replies: u32,
    wrong_codes: u32,
    told: Vec<&'static str>,
}

impl Counts {
    fn too_much(&mut self, key: &'static str) -> Verdict {
        if self.told.contains(&key) {
            return Verdict::Silent;
        }
        self.told.push(key);
        Verdict::Tell(key)
    }
}

impl Limits {
    fn of(&self, today: Date) -> MutexGuard<'_, Inner> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.day != Some(today) || inner.people.len() > MOST_PEOPLE {
            *inner = Inner { day: Some(today), people: HashMap::new() };
        }
        inner
    }

    /// Somebody without a role says something, at `now`.
    pub fn hear(&self, today: Date, now: Millis, key: &PersonKey, seq: i64) -> Verdict {
        let mut inner = self.of(today);
        let counts = inner.people.entry(key.clone()).or_default();
        let minute = now.div_euclid(60_000);
        if counts.minute != minute {
            (counts.minute, counts.in_minute) = (minute, 0);
        }
        if seq > counts.seq {
            counts.seq = seq;
            counts.in_minute += 1;
        }
        if counts.in_minute > MINUTE_MESSAGES && !crash::without_limits() {
            counts.too_much("limit-minute")
        } else {
            Verdict::Fine
        }
    }

    /// Somebody is about to ask a new question, with so many open; one in danger is let through as long as the day's
    /// are not used up.
    pub fn ask(&self, today: Date, key: &PersonKey, open: i64, danger: bool) -> Verdict {
        if crash::without_limits() {
            return Verdict::Fine;
        }
        let mut inner = self.of(today);
        let counts = inner.people.entry(key.clone()).or_default();
        if counts.asked >= DAY_QUESTIONS {
            return counts.too_much("limit-day");
        }
        if open >= OPEN_QUESTIONS && !danger {
            return counts.too_much("limit-open");
        }
        counts.asked += 1;
        Verdict::Fine
    }

    /// Somebody who never agreed to anything is to get a reply; false: they had enough of them today.
    pub fn reply_to_stranger(&self, today: Date, key: &PersonKey) -> bool {
        let mut inner = self.of(today);
        let counts = inner.people.entry(key.clone()).or_default();
        counts.replies += 1;
        counts.replies <= STRANGER_REPLIES
    }

    /// Whether somebody may try another code.
    pub fn try_code(&self, today: Date, key: &PersonKey) -> Verdict {
        let mut inner = self.of(today);
        let counts = inner.people.entry(key.clone()).or_default();
        if counts.wrong_codes >= WRONG_CODES { counts.too_much("limit-codes") } else { Verdict::Fine }
    }

    /// Somebody tried a code that is nobody's.
    pub fn wrong_code(&self, today: Date, key: &PersonKey) {
        self.of(today).people.entry(key.clone()).or_default().wrong_codes += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const MONDAY: Date = date(2026, 11, 30);

    #[test]
    fn a_flood_is_told_once_and_then_gets_silence_until_it_is_over() {
        let (limits, who) = (Limits::default(), PersonKey::from("a"));
        let said: Vec<Verdict> = (0..1000).map(|n| limits.hear(MONDAY, n, &who, n + 1)).collect();
        assert_eq!(said.iter().filter(|v| **v == Verdict::Fine).count(), MINUTE_MESSAGES as usize);
        assert_eq!(said.iter().filter(|v| **v == Verdict::Tell("limit-minute")).count(), 1);
        // Another is heard meanwhile, and the same one a minute later.
        assert_eq!(limits.hear(MONDAY, 0, &"b".into(), 1), Verdict::Fine);
        assert_eq!(limits.hear(MONDAY, 60_000, &who, 1001), Verdict::Fine);
    }

    #[test]
    fn what_is_handled_anew_counts_once() {
        let (limits, who) = (Limits::default(), PersonKey::from("a"));
        for _ in 0..100 {
            assert_eq!(limits.hear(MONDAY, 0, &who, 7), Verdict::Fine);
        }
    }

    #[test]
    fn questions_are_limited_at_once_and_by_the_day_and_danger_only_by_the_day() {
        let (limits, who) = (Limits::default(), PersonKey::from("a"));
        assert_eq!(limits.ask(MONDAY, &who, 5, false), Verdict::Tell("limit-open"));
        assert_eq!(limits.ask(MONDAY, &who, 5, false), Verdict::Silent);
        assert_eq!(limits.ask(MONDAY, &who, 5, true), Verdict::Fine);
        for _ in 1..DAY_QUESTIONS {
            assert_eq!(limits.ask(MONDAY, &who, 0, false), Verdict::Fine);
        }
        assert_eq!(limits.ask(MONDAY, &who, 0, true), Verdict::Tell("limit-day"));
        assert_eq!(limits.ask(date(2026, 12, 1), &who, 0, false), Verdict::Fine);
    }

    #[test]
    fn strangers_get_a_few_replies_and_a_few_codes_a_day() {
        let (limits, who) = (Limits::default(), PersonKey::from("a"));
        let replies = (0..3200).filter(|_| limits.reply_to_stranger(MONDAY, &who)).count();
        assert_eq!(replies, STRANGER_REPLIES as usize);
        for _ in 0..WRONG_CODES {
            assert_eq!(limits.try_code(MONDAY, &who), Verdict::Fine);
            limits.wrong_code(MONDAY, &who);
        }
        assert_eq!(limits.try_code(MONDAY, &who), Verdict::Tell("limit-codes"));
        assert_eq!(limits.try_code(MONDAY, &who), Verdict::Silent);
        assert_eq!(limits.try_code(date(2026, 12, 1), &who), Verdict::Fine);
    }
}
