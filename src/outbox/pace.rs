//! When the next attempt may start: strict sliding windows per account and per chat (pure; only the
//! monotonic hand of the clock comes in).

use crate::channel::Limits;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// A little more than the platform's own second and minute: its clock and ours do not start together.
const MARGIN: Duration = Duration::from_millis(20);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// The sends of one account within the last minute.
#[derive(Debug)]
pub struct Pace {
    limits: Limits,
    all: VecDeque<Duration>,
    chats: HashMap<String, VecDeque<Duration>>,
    /// Chats (or "" for the whole account) that the platform asked to leave alone until then.
    held: HashMap<String, Duration>,
}

impl Pace {
    /// An account that has sent nothing yet.
    pub fn new(limits: Limits) -> Pace {
        Pace { limits, all: VecDeque::new(), chats: HashMap::new(), held: HashMap::new() }
    }

    /// The earliest moment at or after `now` at which the next send to `chat` may start.
    pub fn ready_at(&mut self, chat: &str, group: bool, now: Duration) -> Duration {
        self.forget(now);
        let mut at = now;
        for key in ["", chat] {
            at = at.max(self.held.get(key).copied().unwrap_or_default());
        }
        if let Some(start) = nth_last(&self.all, self.limits.per_second) {
            at = at.max(start + SECOND + MARGIN);
        }
        if let Some(sends) = self.chats.get(chat) {
            if let Some(last) = sends.back() {
                at = at.max(*last + self.limits.chat_gap + MARGIN);
            }
            if group && let Some(start) = nth_last(sends, self.limits.per_group_minute) {
                at = at.max(start + MINUTE + MARGIN);
            }
        }
        at
    }

    /// A send to `chat` starts at `now`.
    pub fn started(&mut self, chat: &str, now: Duration) {
        self.all.push_back(now);
        self.chats.entry(chat.to_owned()).or_default().push_back(now);
    }

    /// The platform asked to leave this chat alone for `by`. When another chat was held within the
    /// last seconds too, the limit is the account's: then everything waits.
    pub fn hold(&mut self, chat: &str, now: Duration, by: Duration) {
        let others = self.held.iter().filter(|(c, until)| !c.is_empty() && *c != chat && **until > now).count();
        let until = now + by;
        if others >= 2 {
            let all = self.held.entry(String::new()).or_default();
            *all = (*all).max(until);
        }
        let one = self.held.entry(chat.to_owned()).or_default();
        *one = (*one).max(until);
    }

    fn forget(&mut self, now: Duration) {
        let old = |t: &Duration, span: Duration| *t + span + MARGIN <= now;
        while self.all.front().is_some_and(|t| old(t, SECOND)) {
            self.all.pop_front();
        }
        // Rarely, and only to keep memory flat: one pass over chats when many have gathered.
        if self.chats.len() > 4096 {
            self.chats.retain(|_, sends| sends.back().is_some_and(|t| !old(t, MINUTE)));
            self.held.retain(|_, until| *until > now);
        }
        for sends in self.chats.values_mut().filter(|s| s.len() > 64) {
            while sends.front().is_some_and(|t| old(t, MINUTE)) {
                sends.pop_front();
            }
        }
    }
}

fn nth_last(sends: &VecDeque<Duration>, n: u32) -> Option<Duration> {
    sends.len().checked_sub(n.max(1) as usize).map(|i| sends[i])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limits() -> Limits {
        Limits { per_second: 5, per_group_minute: 8, chat_gap: SECOND, text: 4096 }
    }

    proptest! {
        /// Whatever is asked when, no window of the platform ever holds more than its limit.
        #[test]
        fn never_more_than_the_limit_in_any_window(asks in prop::collection::vec((0usize..4, 0u64..400), 1..120)) {
            let mut pace = Pace::new(limits());
            let mut now = Duration::ZERO;
            let mut starts: Vec<(usize, Duration)> = vec![];
            for (chat, gap) in asks {
                now += Duration::from_millis(gap);
                let name = format!("g{chat}");
                let at = pace.ready_at(&name, true, now);
                prop_assert!(at >= now);
                now = at;
                pace.started(&name, at);
                starts.push((chat, at));
            }
            for (i, (chat, at)) in starts.iter().enumerate() {
                let since = |span: Duration| starts[..=i].iter().filter(move |(_, t)| *t + span > *at);
                prop_assert!(since(SECOND).count() <= 5);
                prop_assert!(since(MINUTE).filter(|(c, _)| c == chat).count() <= 8);
                prop_assert!(since(SECOND).filter(|(c, _)| c == chat).count() <= 1);
            }
        }
    }

    #[test]
    fn a_wait_asked_for_holds_the_chat_first_and_the_account_when_several_are_held() {
        let mut pace = Pace::new(limits());
        let t = Duration::from_secs(1);
        pace.hold("a", t, Duration::from_secs(9));
        assert_eq!(pace.ready_at("a", true, t), Duration::from_secs(10));
        assert_eq!(pace.ready_at("b", true, t), t);
        pace.hold("b", t, Duration::from_secs(9));
        pace.hold("c", t, Duration::from_secs(9));
        assert_eq!(pace.ready_at("d", true, t), Duration::from_secs(10));
    }
}
