//! A circuit breaker: whether the platform answers (pure; only the monotonic hand of the clock comes in).
//!
//! One message of unknown fate may be bad luck. Many are an outage, and each of them would be a village that
//! nobody can tell has heard. So after every trouble the platform is asked who we are, which can be repeated
//! without harm, and until it answers nothing else is sent. Then one message goes, and each that is answered makes room
//! for one more (so two go, four, eight): whoever has just come back is not stormed, and who answers questions but takes no messages costs one village
//! at a time, ever more seldom.

use std::time::Duration;

/// Between two questions, growing.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long nothing that may have arrived is said once more, after two messages on end without an answer; doubling with
/// each that follows.
const REPETITION_HOLD: Duration = Duration::from_secs(15);
const LONGEST_HOLD: Duration = Duration::from_secs(600);

/// So many messages on end without an answer are told of, although questions are answered.
const UNANSWERED_MESSAGES: u32 = 3;
/// Nobody has more in flight at once.
const MOST_REQUESTS: usize = 128;

/// After so many failures.
fn wait(failures: u32) -> Duration {
    (SHORTEST_PAUSE * 2u32.saturating_pow(failures.min(10))).min(LONGEST_PAUSE)
}

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

/// The circuit breaker of one account: open while its platform does not answer.
#[derive(Debug, Default)]
pub struct Breaker {
    doubt: bool,
    asking: bool,
    failures: u32,
    ask_at: Duration,
    told: Option<News>,
    /// After trouble: how many may fly at once, until so many have been answered that nobody counts any more.
    width: Option<usize>,
    /// Troubles on end, without one message that was answered.
    strikes: u32,
    /// When the last attempt ended without an answer.
    troubled_at: Duration,
}

impl Breaker {
    /// Messages may be sent.
    pub fn is_good(&self) -> bool {
        !self.doubt
    }

    /// How many messages may fly at once, if `most_at_once` may when nothing is wrong.
    pub fn width(&self, most_at_once: usize) -> usize {
        self.width.map_or(most_at_once, |width| width.min(most_at_once))
    }

    /// An attempt ended without an answer, or with one that is about the account and not about the message.
    pub fn trouble(&mut self, now: Duration) -> Option<News> {
        self.troubled_at = now;
        if self.doubt {
            return None;
        }
        // The first one is asked about at once. It may answer that and still take no messages.
        let wait = self.strikes.checked_sub(1).map_or(Duration::ZERO, wait);
        (self.doubt, self.width, self.ask_at) = (true, Some(1), now + wait);
        self.strikes = self.strikes.saturating_add(1);
        (self.strikes == UNANSWERED_MESSAGES && self.told.is_none()).then(|| *self.told.insert(News::Away))
    }

    /// What may have arrived may be said once more. Its one repetition is not spent on asking whether messages are
    /// taken again: first another must have been answered, or, where nobody else has anything to say, some time passed
    /// without trouble.
    pub fn may_repeat(&self, now: Duration) -> bool {
        let Some(doublings) = self.strikes.checked_sub(2) else { return true };
        now >= self.troubled_at + (REPETITION_HOLD * 2u32.saturating_pow(doublings.min(10))).min(LONGEST_HOLD)
    }

    /// An attempt was answered, whatever the answer was.
    pub fn answered(&mut self) -> Option<News> {
        // What left before the trouble says nothing about now.
        if self.doubt {
            return None;
        }
        self.strikes = 0;
        self.width = self.width.map(|width| width + 1).filter(|width| *width <= MOST_REQUESTS);
        self.told.take().map(|_| News::Back)
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
            // Who has refused several messages on end is back when one is taken.
            return if self.strikes < UNANSWERED_MESSAGES {
                self.told.take().map(|_| News::Back)
            } else {
                None
            };
        }
        let wait = wait(self.failures);
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
        let mut breaker = Breaker::default();
        assert!(breaker.is_good() && breaker.ask_at().is_none());
        breaker.trouble(at(5));
        assert!(!breaker.is_good());
        assert_eq!(breaker.ask_at(), Some(at(5)));
        breaker.asked();
        breaker.trouble(at(6));
        assert_eq!(breaker.ask_at(), None);
        assert_eq!(breaker.heard(Heard::Answer, at(6), 0), None);
        assert!(breaker.is_good());
    }

    #[test]
    fn after_trouble_one_message_goes_and_each_answer_makes_room_for_one_more() {
        let mut breaker = Breaker::default();
        assert_eq!(breaker.width(30), 30);
        breaker.trouble(at(0));
        breaker.asked();
        // One that was under way all the time.
        assert_eq!(breaker.answered(), None);
        breaker.heard(Heard::Answer, at(0), 0);
        let mut waves = vec![];
        for _ in 0..9 {
            waves.push(breaker.width(1000));
            (0..breaker.width(1000)).for_each(|_| _ = breaker.answered());
        }
        assert_eq!(waves, [1, 2, 4, 8, 16, 32, 64, 128, 1000]);
    }

    #[test]
    fn who_answers_questions_and_takes_no_messages_is_tried_ever_more_seldom_and_told_of_once() {
        let mut breaker = Breaker::default();
        let (mut now, mut waits, mut news) = (at(0), vec![], vec![]);
        for _ in 0..9 {
            news.extend(breaker.trouble(now));
            let next = breaker.ask_at().unwrap();
            waits.push((next - now).as_secs());
            now = next;
            breaker.asked();
            news.extend(breaker.heard(Heard::Answer, now, 0));
            assert!(breaker.is_good() && breaker.width(30) == 1);
        }
        assert_eq!(waits, [0, 1, 2, 4, 8, 16, 32, 60, 60]);
        news.extend(breaker.answered());
        news.extend(breaker.answered());
        assert_eq!(news, [News::Away, News::Back]);
        breaker.trouble(now);
        assert_eq!(breaker.ask_at(), Some(now));
    }

    #[test]
    fn a_repetition_waits_until_another_was_answered_or_long_enough() {
        let mut breaker = Breaker::default();
        let mut now = at(0);
        let mut holds = vec![];
        for _ in 0..9 {
            breaker.trouble(now);
            let hold = (0..).find(|s| breaker.may_repeat(now + at(*s))).unwrap();
            holds.push(hold);
            breaker.asked();
            breaker.heard(Heard::Answer, now, 0);
            now = breaker.troubled_at + at(60);
        }
        assert_eq!(holds, [0, 15, 30, 60, 120, 240, 480, 600, 600]);
        breaker.trouble(now);
        breaker.asked();
        breaker.heard(Heard::Answer, now, 0);
        assert!(!breaker.may_repeat(now));
        breaker.answered();
        assert!(breaker.may_repeat(now));
    }

    #[test]
    fn an_outage_is_told_once_and_asked_about_ever_more_seldom() {
        let mut breaker = Breaker::default();
        breaker.trouble(at(0));
        let mut now = at(0);
        let mut waits = vec![];
        for n in 0..8 {
            breaker.asked();
            let news = breaker.heard(Heard::Nothing, now, 0);
            assert_eq!(news, (n == 0).then_some(News::Away));
            let next = breaker.ask_at().unwrap();
            waits.push((next - now).as_secs());
            now = next;
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(breaker.heard(Heard::Stranger, now, 999), Some(News::Refused));
        assert!(breaker.ask_at().unwrap() < now + at(90));
        assert_eq!(breaker.heard(Heard::Answer, now, 0), Some(News::Back));
        breaker.answered();
        breaker.trouble(now);
        assert_eq!(breaker.ask_at(), Some(now));
    }
}
