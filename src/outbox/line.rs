//! Whether the platform answers (pure; only the monotonic hand of the clock comes in).
//!
//! One message of unknown fate may be bad luck. Many are an outage, and each of them would be a village that
//! nobody can tell has heard. So after every trouble the platform is asked who we are, which can be repeated
//! without harm, and until it answers nothing else is sent.

use std::time::Duration;

/// Between two questions, growing.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// What was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It knows us.
    Answer,
    /// Nothing that can be understood.
    Nothing,
    /// It does not know our token.
    Stranger,
}

/// What an operator should be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It cannot be reached.
    Away,
    /// It refuses the token.
    Refused,
    /// It answers again.
    Back,
}

/// The line to one account's platform.
#[derive(Debug, Default)]
pub struct Line {
    doubt: bool,
    asking: bool,
    failures: u32,
    ask_at: Duration,
    told: Option<News>,
}

impl Line {
    /// Messages may be sent.
    pub fn is_good(&self) -> bool {
        !self.doubt
    }

    /// An attempt ended without an answer, or with one that is about the account and not about the message.
    pub fn trouble(&mut self, now: Duration) {
        if !self.doubt {
            self.doubt = true;
            self.ask_at = now;
        }
    }

    /// When to ask; `None` while nothing is to be asked.
    pub fn ask_at(&self) -> Option<Duration> {
        (self.doubt && !self.asking).then_some(self.ask_at)
    }

    /// It is being asked.
    pub fn asked(&mut self) {
        self.asking = true;
    }

    /// What came of asking. `jitter` in 0..1000 keeps many accounts from asking at once. News is told once.
    pub fn heard(&mut self, what: Heard, now: Duration, jitter: u64) -> Option<News> {
        self.asking = false;
        if what == Heard::Answer {
            (self.doubt, self.failures) = (false, 0);
            return self.told.take().map(|_| News::Back);
        }
        let wait = (SHORTEST * 2u32.saturating_pow(self.failures.min(10))).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        self.ask_at = now + wait + wait * (jitter as u32) / 2000;
        let news = if what == Heard::Stranger { News::Refused } else { News::Away };
        (self.told.replace(news) != Some(news)).then_some(news)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: u64) -> Duration {
        Duration::from_secs(s)
    }

    #[test]
    fn one_trouble_asks_at_once_and_an_answer_ends_it_without_a_word() {
        let mut line = Line::default();
        assert!(line.is_good() && line.ask_at().is_none());
        line.trouble(at(5));
        assert!(!line.is_good());
        assert_eq!(line.ask_at(), Some(at(5)));
        line.asked();
        line.trouble(at(6));
        assert_eq!(line.ask_at(), None);
        assert_eq!(line.heard(Heard::Answer, at(6), 0), None);
        assert!(line.is_good());
    }

    #[test]
    fn an_outage_is_told_once_and_asked_about_ever_more_seldom() {
        let mut line = Line::default();
        line.trouble(at(0));
        let mut now = at(0);
        let mut waits = vec![];
        for n in 0..8 {
            line.asked();
            let news = line.heard(Heard::Nothing, now, 0);
            assert_eq!(news, (n == 0).then_some(News::Away));
            let next = line.ask_at().unwrap();
            waits.push((next - now).as_secs());
            now = next;
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(line.heard(Heard::Stranger, now, 999), Some(News::Refused));
        assert!(line.ask_at().unwrap() < now + at(90));
        assert_eq!(line.heard(Heard::Answer, now, 0), Some(News::Back));
        line.trouble(now);
        assert_eq!(line.ask_at(), Some(now));
    }
}
