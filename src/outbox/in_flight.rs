//! What one account has in flight. It lives in memory and holds nothing longer than it flies or is paced.

use super::breaker::{Breaker, Heard};
use super::delivery::Rank;
use super::pace::Pace;
use super::part::Part;
use crate::channel::{Chat, Outcome};
use crate::clock::Millis;
use crate::ids::ItemId;
use crate::platform::Limits;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::task::{Id, JoinSet};

/// A clock that is put right by less than this delays nothing that matters.
pub(super) const CLOCK_SET_BACK: Millis = 60_000;

/// One attempt under way.
pub(super) struct Attempt {
    /// The part, as it was marked.
    pub part: Part,
    /// The ownership under which it was.
    pub term: i64,
    /// The chat on the platform, for pace and order: its topics are one chat.
    pub key: String,
    /// Where that is on the platform today.
    pub chat: Chat,
    /// The content file that goes along.
    pub hash: Option<String>,
    /// The platform's handle of it; without one its bytes go along, and the others wait for the handle.
    pub handle: Option<String>,
    /// Code of its group's place, and the folder of its item: where the outcome counts.
    pub place: String,
    pub item: Option<ItemId>,
}

impl Attempt {
    /// The content file whose bytes go along.
    fn uploads(&self) -> Option<&String> {
        self.hash.as_ref().filter(|_| self.handle.is_none())
    }
}

/// What came back.
pub(super) enum Landed {
    /// An attempt.
    Attempt(Outcome),
    /// The answer to "are you there?".
    Asked(Heard),
}

/// An attempt whose outcome is not written down yet.
pub(super) struct Ended {
    pub attempt: Attempt,
    pub outcome: Outcome,
}

/// Everything that the loop of one account remembers between two looks.
pub(super) struct InFlight {
    pub pace: Pace,
    pub breaker: Breaker,
    pub tasks: JoinSet<Landed>,
    pub attempts: HashMap<Id, Attempt>,
    /// The chats of what flies.
    pub keys: HashSet<String>,
    /// Whose parts wait until what flies to their chat has landed, with that chat: the group's id, the person's key or
    /// the address.
    pub behind: HashMap<String, String>,
    /// Content files whose bytes are on their way.
    pub uploading: HashSet<String>,
    /// Whose parts are due and must be left alone until then.
    pub held: HashMap<String, Duration>,
    pub unwritten: Vec<Ended>,
    /// Requests in flight at most; of these a quarter is kept for answers to people.
    pub most_at_once: usize,
    /// The ownership, as far as is known, and when it was last renewed.
    pub term: Option<i64>,
    /// It is given up once what flies has landed: another process asked for it.
    pub yields: bool,
    pub renewed: Option<Duration>,
    /// A fault of ours in looking was told.
    pub told: bool,
    /// Parts whose mark may be on disk although nothing left: the answer to its commit was lost.
    pub doubtful: HashSet<i64>,
    /// Both hands of the clock when they were last looked at.
    hands: Option<(Millis, Duration)>,
    /// The wall clock was set back, and nothing was done about it yet.
    pub set_back: bool,
}

impl InFlight {
    pub fn new(limits: Limits) -> InFlight {
        InFlight {
            pace: Pace::new(limits),
            breaker: Breaker::default(),
            tasks: JoinSet::new(),
            attempts: HashMap::new(),
            keys: HashSet::new(),
            behind: HashMap::new(),
            uploading: HashSet::new(),
            held: HashMap::new(),
            unwritten: vec![],
            // As many as the platform takes in a second, within what one process should hold open.
            most_at_once: (limits.per_second as usize).clamp(16, 128),
            term: None,
            yields: false,
            renewed: None,
            told: false,
            doubtful: HashSet::new(),
            hands: None,
            set_back: false,
        }
    }

    /// True when the wall clock was set back since this was last asked.
    pub fn was_set_back(&mut self, now: Millis, tick: Duration) -> bool {
        let before = self.hands.replace((now, tick));
        before.is_some_and(|(wall, at)| {
            now + CLOCK_SET_BACK < wall + tick.saturating_sub(at).as_millis() as Millis
        })
    }

    /// Nothing of it would be lost by ending now.
    pub fn is_empty(&self) -> bool {
        self.attempts.is_empty() && self.unwritten.is_empty()
    }

    /// An attempt begins as this task.
    pub fn leave(&mut self, id: Id, attempt: Attempt, tick: Duration) {
        self.pace.started(&attempt.key, tick, attempt.part.rank == Rank::People);
        self.keys.insert(attempt.key.clone());
        self.uploading.extend(attempt.uploads().cloned());
        self.attempts.insert(id, attempt);
    }

    /// An attempt is over.
    pub fn land(&mut self, id: Id, tick: Duration) -> Option<Attempt> {
        let attempt = self.attempts.remove(&id)?;
        self.pace.landed(&attempt.key, tick);
        self.keys.remove(&attempt.key);
        if let Some(hash) = attempt.uploads() {
            self.uploading.remove(hash);
        }
        Some(attempt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_is_noticed_once_and_a_slow_one_is_not() {
        let mut in_flight =
            InFlight::new(Limits { per_second: 1, per_group_minute: 1, chat_gap: Duration::ZERO });
        let at = Duration::from_secs;
        assert!(!in_flight.was_set_back(10_000_000, at(0)));
        assert!(!in_flight.was_set_back(10_003_000, at(3)));
        // A standing clock, and one that was put right by half a minute.
        assert!(!in_flight.was_set_back(10_003_000, at(6)));
        assert!(!in_flight.was_set_back(9_976_000, at(9)));
        assert!(in_flight.was_set_back(6_376_000, at(12)));
        assert!(!in_flight.was_set_back(6_379_000, at(15)));
        assert!(!in_flight.was_set_back(99_000_000, at(18)));
    }
}
