//! When the next attempt may start: strict sliding windows per account and per chat (pure; only the
//! monotonic hand of the clock comes in).
//!
//! The platform counts a message when it takes it, which is some time after it left here and before its
//! answer is back. A window therefore begins when the answer landed, and what flies counts all the while:
//! so no window of the platform's own can hold more than the limit, however slow the line is.

use crate::platform::Limits;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// Two clocks do not tick alike.
const CLOCK_MARGIN: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// While people write, announcements leave evenly: in each step no more than an eighth of the second's limit. They
/// use the whole limit all the same, and an answer waits for a fifth of a second instead of for the next second.
const STEP_TIME: Duration = Duration::from_millis(100);
const STEP_DIVISOR: usize = 8;
/// Whoever was just answered may write again.
const CONVERSATION_TIME: Duration = Duration::from_secs(600);

/// Waits that several chats are asked for within so long are the account's.
const TOGETHER_TIME: Duration = Duration::from_secs(5);
/// So many chats.
const SEVERAL_CHATS: usize = 3;

/// When something may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Now.
    Now,
    /// Not before this tick.
    At(Duration),
    /// Not before something that flies has landed.
    Landing,
}

/// What one account has in flight and has sent within the last minute.
#[derive(Debug)]
pub struct Pace {
    limits: Limits,
    flying: usize,
    landed: VecDeque<Duration>,
    chats: HashMap<String, Chat>,
    held: Duration,
    swept: Duration,
    /// Announcements that left within the last [`STEP_TIME`], and until when they leave evenly.
    recent: VecDeque<Duration>,
    evenly: Duration,
}

#[derive(Debug, Default)]
struct Chat {
    flying: bool,
    landed: VecDeque<Duration>,
    /// When the platform last asked to leave it alone, and until when.
    held: Option<(Duration, Duration)>,
}

impl Pace {
    /// An account that has sent nothing yet.
    pub fn new(limits: Limits) -> Pace {
        let (flying, landed, chats) = (0, VecDeque::new(), HashMap::new());
        let (held, swept, evenly) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
        Pace { limits, flying, landed, chats, held, swept, recent: VecDeque::new(), evenly }
    }

    /// How many messages may start now, over all chats.
    pub fn room(&mut self, now: Duration) -> usize {
        if self.held > now {
            return 0;
        }
        drop_older(&mut self.landed, SECOND, now);
        (self.limits.per_second.max(1) as usize).saturating_sub(self.flying + self.landed.len())
    }

    /// How many announcements may start now, as far as answers to people want them to leave evenly.
    pub fn even_room(&mut self, now: Duration) -> usize {
        if self.evenly <= now {
            return usize::MAX;
        }
        drop_older(&mut self.recent, STEP_TIME, now);
        (self.limits.per_second as usize).div_ceil(STEP_DIVISOR).max(1).saturating_sub(self.recent.len())
    }

    /// When announcements may go on, where [`Pace::even_room`] is what stops them.
    pub fn even(&mut self, now: Duration) -> Option<Duration> {
        (self.even_room(now) == 0)
            .then(|| self.recent.front().map(|first| *first + STEP_TIME + CLOCK_MARGIN))
            .flatten()
    }

    /// When there is room again.
    pub fn account(&mut self, now: Duration) -> Turn {
        match (self.room(now), self.held > now, self.landed.front()) {
            (1.., ..) => Turn::Now,
            (_, true, _) => Turn::At(self.held),
            (_, _, Some(first)) => Turn::At(*first + SECOND + CLOCK_MARGIN),
            (_, _, None) => Turn::Landing,
        }
    }

    /// When a message to `chat` may start, the account's own limit apart. One at a time, so that what is said
    /// first arrives first.
    pub fn chat(&self, chat: &str, group: bool, now: Duration) -> Turn {
        let Some(known) = self.chats.get(chat) else { return Turn::Now };
        if known.flying {
            return Turn::Landing;
        }
        let mut at = known.held.map_or(now, |(_, until)| until.max(now));
        if let Some(last) = known.landed.back() {
            at = at.max(*last + self.limits.chat_gap + CLOCK_MARGIN);
        }
        let most = self.limits.per_group_minute.max(1) as usize;
        if group && let Some(nth) = known.landed.len().checked_sub(most) {
            at = at.max(known.landed[nth] + MINUTE + CLOCK_MARGIN);
        }
        if at > now { Turn::At(at) } else { Turn::Now }
    }

    /// A message to `chat` leaves: an announcement or whatever else can wait, or something that a person waits for.
    pub fn started(&mut self, chat: &str, now: Duration, for_person: bool) {
        if for_person {
            self.evenly = now + CONVERSATION_TIME;
        } else if self.evenly > now {
            self.recent.push_back(now);
        }
        self.flying += 1;
        self.chats.entry(chat.to_owned()).or_default().flying = true;
    }

    /// Its answer is here, or will never be.
    pub fn landed(&mut self, chat: &str, now: Duration) {
        self.flying = self.flying.saturating_sub(1);
        self.landed.push_back(now);
        let known = self.chats.entry(chat.to_owned()).or_default();
        known.flying = false;
        drop_older(&mut known.landed, MINUTE, now);
        known.landed.push_back(now);
        if now >= self.swept + MINUTE {
            self.swept = now;
            let live = |t: &Duration| *t + MINUTE + CLOCK_MARGIN > now;
            self.chats.retain(|_, c| {
                c.flying || c.landed.back().is_some_and(live) || c.held.is_some_and(|(_, until)| until > now)
            });
        }
    }

    /// Nothing leaves before this tick.
    pub fn rest(&mut self, until: Duration) {
        self.held = self.held.max(until);
    }

    /// The platform asked to leave this chat alone for `by`. It does not say whether it means the chat or the
    /// account (telegram.md 2.1): when several chats are told so within a few seconds, everything waits.
    pub fn hold(&mut self, chat: &str, now: Duration, by: Duration) {
        let known = self.chats.entry(chat.to_owned()).or_default();
        let before = known.held.map_or(Duration::ZERO, |(_, until)| until);
        known.held = Some((now, before.max(now + by)));
        let together = self
            .chats
            .values()
            .filter(|c| c.held.is_some_and(|(since, _)| since + TOGETHER_TIME > now))
            .count();
        if together >= SEVERAL_CHATS {
            self.held = self.held.max(now + by);
        }
    }
}

fn drop_older(times: &mut VecDeque<Duration>, than: Duration, now: Duration) {
    while times.front().is_some_and(|t| *t + than + CLOCK_MARGIN <= now) {
        times.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limits() -> Limits {
        Limits { per_second: 5, per_group_minute: 8, chat_gap: SECOND }
    }

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    proptest! {
        /// However long each message is on its way, and whenever in between the platform takes it, no window of
        /// the platform's ever holds more than its limit.
        #[test]
        fn never_more_than_the_limit_in_any_window(
            asks in prop::collection::vec((0usize..7, 0u64..40, 1u64..700, 0u64..=100), 1..300),
        ) {
            let mut pace = Pace::new(limits());
            let mut now = Duration::ZERO;
            // (lands at, chat), what the platform took (chat, when).
            let mut flying: Vec<(Duration, usize)> = vec![];
            let mut taken: Vec<(usize, Duration)> = vec![];
            for (chat, gap, way, when) in asks {
                now += ms(gap);
                let name = format!("g{chat}");
                loop {
                    flying.sort();
                    while flying.first().is_some_and(|(at, _)| *at <= now) {
                        let (at, chat) = flying.remove(0);
                        pace.landed(&format!("g{chat}"), at);
                    }
                    let next = match (pace.account(now), pace.chat(&name, true, now)) {
                        (Turn::Now, Turn::Now) => break,
                        (Turn::Landing, _) | (_, Turn::Landing) => flying[0].0,
                        (Turn::At(at), Turn::Now) | (Turn::Now, Turn::At(at)) => at,
                        (Turn::At(a), Turn::At(b)) => a.max(b),
                    };
                    prop_assert!(next > now, "it always goes on");
                    // Never past a landing.
                    now = flying.first().map_or(next, |(at, _)| next.min(*at));
                }
                pace.started(&name, now, false);
                taken.push((chat, now + ms(way * when / 100)));
                flying.push((now + ms(way), chat));
            }
            for (_, end) in &taken {
                let within = |span: Duration| taken.iter().filter(move |(_, t)| t <= end && *t + span > *end);
                prop_assert!(within(SECOND).count() <= 5);
                for chat in 0..7 {
                    prop_assert!(within(SECOND).filter(|(c, _)| *c == chat).count() <= 1);
                    prop_assert!(within(MINUTE).filter(|(c, _)| *c == chat).count() <= 8);
                }
            }
        }
    }

    #[test]
    fn a_wait_asked_for_holds_the_chat_first_and_the_account_when_several_are_asked_at_once() {
        let mut pace = Pace::new(limits());
        let t = Duration::from_secs(100);
        pace.hold("a", t, ms(9000));
        assert_eq!((pace.chat("a", true, t), pace.account(t)), (Turn::At(t + ms(9000)), Turn::Now));
        // An hour's wait of two chats long ago says nothing about the third.
        pace.hold("b", t + ms(10), ms(3_600_000));
        let later = t + Duration::from_secs(60);
        pace.hold("c", later, ms(5000));
        assert_eq!(pace.account(later), Turn::Now);
        pace.hold("d", later + ms(10), ms(9000));
        pace.hold("e", later + ms(20), ms(9000));
        assert_eq!(
            (pace.room(later + ms(20)), pace.account(later + ms(20))),
            (0, Turn::At(later + ms(9020)))
        );
    }

    #[test]
    fn while_people_write_announcements_leave_evenly_and_use_the_whole_limit() {
        let mut pace = Pace::new(Limits { per_second: 30, ..limits() });
        pace.started("person", ms(0), true);
        pace.landed("person", ms(1));
        let (mut now, mut left, mut waits) = (ms(1), vec![], vec![]);
        while now < Duration::from_secs(20) {
            for _ in 0..pace.room(now).min(pace.even_room(now)) {
                let chat = format!("g{}", left.len());
                pace.started(&chat, now, false);
                pace.landed(&chat, now + ms(1));
                left.push(now);
            }
            // Whoever wrote now: when would an answer leave?
            waits.push(match pace.account(now) {
                Turn::At(at) => at - now,
                _ => Duration::ZERO,
            });
            now += ms(1);
        }
        assert!(left.len() >= 19 * 30, "{} in 20 s", left.len());
        let later = &waits[2000..];
        assert!(later.iter().all(|wait| *wait <= ms(300)), "{:?}", later.iter().max());
    }

    #[test]
    fn nothing_is_remembered_of_a_chat_that_was_quiet_for_minutes() {
        let mut pace = Pace::new(Limits { per_second: 100_000, ..limits() });
        for n in 0..10_000u64 {
            let chat = format!("g{n}");
            pace.started(&chat, ms(n * 100), false);
            pace.landed(&chat, ms(n * 100));
        }
        assert!(pace.chats.len() < 1_300, "{} chats", pace.chats.len());
        assert!(pace.landed.len() < 20 || pace.room(ms(1_000_000)) > 0);
    }
}
