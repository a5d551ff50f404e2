//! The states of a delivery and the allowed moves (pure).

use crate::channel::{Outcome, Reason};
use crate::clock::Millis;
use crate::stored::words;
use std::time::Duration;

words! {
    /// Where a row stands. `sent`, `failed`, `unknown` and `cancelled` are ends; only an editor's
    /// `resend` opens the middle two again.
    pub enum State {
        /// Not tried yet, or to be tried again.
        Waiting = "waiting",
        /// Handed to the network; committed before it.
        Sending = "sending",
        /// The platform took it.
        Sent = "sent",
        /// It did not arrive and will not be tried again.
        Failed = "failed",
        /// It may have arrived; nobody can find out.
        Unknown = "unknown",
        /// Taken back before it was sent.
        Cancelled = "cancelled",
    }
}

impl State {
    /// Moves that [`crate::outbox`] may make on its own.
    pub fn may_become(self, next: State) -> bool {
        match self {
            State::Waiting => {
                // Sent: an owner that slept learned so, and its successor was about to send it once more.
                matches!(
                    next,
                    State::Sending | State::Cancelled | State::Failed | State::Waiting | State::Sent
                )
            }
            State::Sending => !matches!(next, State::Sending),
            State::Failed => next == State::Waiting,
            State::Unknown => matches!(next, State::Waiting | State::Sent),
            State::Sent | State::Cancelled => false,
        }
    }
}

/// A row, as far as moves need it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// The account that sends it.
    pub account: String,
    /// `announcement` or something to a person.
    pub kind: String,
    /// One of the ranks.
    pub rank: i64,
    /// The group, if it goes to one.
    pub chat_group: Option<String>,
    /// The person's key, if it goes to one.
    pub person: Option<String>,
    /// The person's sealed address.
    pub address_sealed: Option<String>,
    /// Which delivery it is a part of.
    pub delivery: String,
    /// Which part.
    pub part: i64,
    /// How many of the delivery's parts, from the first on, are its text.
    pub texts: i64,
    /// Shared text, by id.
    pub body: Option<String>,
    /// Own text, sealed.
    pub body_sealed: Option<String>,
    /// Its publication.
    pub publication: Option<String>,
    /// State as stored.
    pub state: String,
    /// How often it was handed to the network, this attempt included.
    pub attempts: i64,
    /// 1 when it was sent once more after an unknown outcome already.
    pub again: i64,
    /// When it was put.
    pub created_at: Millis,
    /// Not after this moment.
    pub good_until: Option<Millis>,
}

impl Row {
    /// The chat it goes to: the group's id or the person's key; `None` for a chat known by its address alone.
    pub fn chat(&self) -> Option<&str> {
        self.chat_group.as_deref().or(self.person.as_deref()).filter(|chat| !chat.is_empty())
    }
}

impl Row {
    /// It is the delivery's text or a part of it.
    pub fn is_text(&self) -> bool {
        self.part < self.texts
    }

    /// Its outcome is an announcement's to a group: the group's state is its text's.
    pub fn counts(&self) -> bool {
        self.is_text() && self.kind == "announcement" && self.publication.is_some()
    }
}

/// How a text stands whose parts stand like this: it arrived when all of it did. In flight counts as waiting.
pub fn whole<'a>(parts: impl Iterator<Item = &'a str>) -> &'static str {
    let worst = |state: &str| match state {
        "failed" => 0,
        "waiting" | "sending" => 1,
        "unknown" => 2,
        "cancelled" => 3,
        _ => 4,
    };
    ["failed", "waiting", "unknown", "cancelled", "sent"][parts.map(worst).min().unwrap_or(4)]
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The state.
    pub state: State,
    /// When it may be tried again.
    pub not_before: Millis,
    /// Key of the reason, "" when there is none.
    pub reason: &'static str,
    /// The new value of `again`.
    pub again: i64,
}

/// What surely did not arrive is tried this often, which takes more than a day; then the row fails. How long it
/// has waited before (for its hour, for the night to end, for the platform to come back) does not count.
const MOST_ATTEMPTS: i64 = 200;
/// A closed window is tried again by itself this rarely; a word from the person opens it at once.
const SILENCE: Duration = Duration::from_secs(24 * 3600);

/// After an unknown outcome: a message to a person goes once more, an urgent announcement too; an
/// ordinary announcement stays unknown, because the whole village would see it twice (decided 1).
fn unknown(row: &Row, now: Millis, reason: Reason) -> Next {
    let once_more = row.again == 0 && (row.kind != "announcement" || row.rank == super::RANK_URGENT);
    if once_more {
        Next { state: State::Waiting, not_before: now, reason: reason.as_str(), again: 1 }
    } else {
        Next { state: State::Unknown, not_before: now, reason: reason.as_str(), again: row.again }
    }
}

/// What a dead process left behind.
pub fn interrupted(row: &Row, now: Millis) -> Next {
    unknown(row, now, Reason::Interrupted)
}

/// What waited in a backup that was put back may have been sent since. Like [`interrupted`]; what is sent once more
/// anyway stays as it is.
pub fn restored(row: &Row, now: Millis) -> Option<Next> {
    let next = unknown(row, now, Reason::Restored);
    (next.state == State::Unknown).then_some(next)
}

/// The row as the next owner left it, for one that slept over its ownership and then learns that the platform took
/// the message: nothing waits any more, and nobody has to wonder.
pub fn as_settled(row: &Row, now: Millis) -> Row {
    let next = interrupted(row, now);
    Row { state: next.state.as_str().into(), again: next.again, ..row.clone() }
}

/// How long to wait before attempt `attempts + 1`: doubling from 2 s to 10 minutes, with up to a half
/// more by chance (`jitter` in 0..1000), so that a recovered platform is not stormed.
pub fn back_off(attempts: i64, jitter: u64) -> Duration {
    let base = 2u64.saturating_pow(attempts.clamp(1, 10) as u32).min(600);
    Duration::from_millis(base * 1000 + base * jitter / 2)
}

/// What cannot leave now is kept until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// For a person who is silent: so long after it was put.
    pub silent: Millis,
    /// When the month turns.
    pub month: Millis,
    /// The platform counts a month's messages.
    pub counted: bool,
}

/// Nothing more leaves this month: it waits for the next.
pub fn over_quota(row: &Row, kept: Kept) -> Next {
    let reason = Reason::Quota.as_str();
    Next { state: State::Waiting, not_before: kept.month, reason, again: row.again }
}

/// The next state after one attempt.
pub fn after(row: &Row, outcome: &Outcome, now: Millis, jitter: u64, kept: Kept) -> Next {
    let end =
        |state, reason: Reason| Next { state, not_before: now, reason: reason.as_str(), again: row.again };
    let wait = |by: Duration| Next {
        state: State::Waiting,
        not_before: now + by.as_millis() as Millis,
        reason: "",
        again: row.again,
    };
    match outcome {
        Outcome::Sent { .. } => Next { state: State::Sent, not_before: now, reason: "", again: row.again },
        // Too fast and too much are refused alike; this was not too fast.
        Outcome::Retry { unreachable: false, after } if row.attempts >= MOST_ATTEMPTS && kept.counted => {
            let asked = wait(after.unwrap_or_default()).not_before;
            Next { not_before: kept.month.max(asked), ..over_quota(row, kept) }
        }
        Outcome::Retry { .. } if row.attempts >= MOST_ATTEMPTS => end(State::Failed, Reason::Unreachable),
        Outcome::Retry { after: Some(after), .. } => wait(*after),
        Outcome::Retry { after: None, .. } => wait(back_off(row.attempts, jitter)),
        // A new address, a stale file or a lost context: at once, but not for ever.
        Outcome::Moved { .. } | Outcome::StaleFile | Outcome::LostContext if row.attempts < 5 => {
            wait(Duration::ZERO)
        }
        Outcome::Moved { .. } | Outcome::StaleFile | Outcome::LostContext => {
            end(State::Failed, Reason::Content)
        }
        // The platform counts otherwise than we do; nothing is lost by that.
        Outcome::Refused(Reason::Quota) => over_quota(row, kept),
        Outcome::Gone(reason) | Outcome::Refused(reason) => end(State::Failed, *reason),
        Outcome::Unknown(reason) => unknown(row, now, *reason),
        // What the person writes next brings it forward; one who never does is not waited for for ever.
        Outcome::Closed if now - row.created_at >= kept.silent => end(State::Failed, Reason::Silent),
        Outcome::Closed => Next { reason: Reason::Silent.as_str(), ..wait(SILENCE) },
        // The account is out of order: nothing is lost, an operator mends it, and sees why it waits.
        Outcome::Stop(reason) => Next { reason: reason.as_str(), ..wait(back_off(row.attempts, jitter)) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEPT: Kept = Kept { silent: 90 * 24 * 3600 * 1000, month: 5_000_000, counted: true };

    fn row(kind: &str, rank: i64) -> Row {
        Row { kind: kind.into(), rank, attempts: 1, ..Row::default() }
    }

    #[test]
    fn an_announcement_of_unknown_fate_is_not_repeated_but_an_answer_is_once() {
        let lost = Outcome::Unknown(Reason::NoAnswer);
        assert_eq!(after(&row("announcement", 3), &lost, 5, 0, KEPT).state, State::Unknown);
        assert_eq!(after(&row("announcement", 1), &lost, 5, 0, KEPT).state, State::Waiting);
        let first = after(&row("answer", 0), &lost, 5, 0, KEPT);
        assert_eq!((first.state, first.again), (State::Waiting, 1));
        let again = Row { again: 1, ..row("answer", 0) };
        assert_eq!(after(&again, &lost, 5, 0, KEPT).state, State::Unknown);
    }

    #[test]
    fn silence_waits_as_long_as_a_text_is_kept_and_a_full_month_until_it_turns() {
        let answer = Row { attempts: 60, ..row("answer", 0) };
        let next = after(&answer, &Outcome::Closed, 1_000, 0, KEPT);
        assert_eq!(
            (next.state, next.reason, next.not_before),
            (State::Waiting, "silent", 1_000 + 86_400_000)
        );
        let next = after(&answer, &Outcome::Closed, KEPT.silent, 0, KEPT);
        assert_eq!((next.state, next.reason), (State::Failed, "silent"));
        let next = after(&row("announcement", 3), &Outcome::Refused(Reason::Quota), 1_000, 0, KEPT);
        assert_eq!((next.state, next.reason, next.not_before), (State::Waiting, "quota", KEPT.month));
    }

    #[test]
    fn what_waited_in_a_backup_is_an_editors_to_decide_unless_it_goes_once_more_anyway() {
        let next = restored(&row("announcement", 3), 5).unwrap();
        assert_eq!((next.state, next.reason), (State::Unknown, "restored"));
        assert_eq!(restored(&row("announcement", 1), 5), None);
        assert_eq!(restored(&row("answer", 0), 5), None);
    }

    #[test]
    fn who_slept_and_learns_that_it_arrived_corrects_what_the_next_owner_made_of_it() {
        for (kind, left) in [("announcement", State::Unknown), ("answer", State::Waiting)] {
            let settled = as_settled(&row(kind, 3), 5);
            assert_eq!(settled.state, left.as_str());
            assert!(left.may_become(State::Sent));
        }
    }

    fn outcomes() -> impl Strategy<Value = Outcome> {
        prop_oneof![
            Just(Outcome::Sent { message: "1".into(), file_id: None }),
            (0u64..9999)
                .prop_map(|s| Outcome::Retry { after: Some(Duration::from_secs(s)), unreachable: false }),
            Just(Outcome::Retry { after: None, unreachable: true }),
            Just(Outcome::Moved { to: "2".into() }),
            Just(Outcome::Gone(Reason::Removed)),
            Just(Outcome::Refused(Reason::Content)),
            Just(Outcome::StaleFile),
            Just(Outcome::Unknown(Reason::NoAnswer)),
            Just(Outcome::Stop(Reason::Token)),
            Just(Outcome::Closed),
            Just(Outcome::Refused(Reason::Quota)),
        ]
    }

    proptest! {
        #[test]
        fn moves_are_legal_and_never_earlier_than_the_platform_asks(outcome in outcomes(), attempts in 1i64..300, jitter in 0u64..1000) {
            let row = Row { attempts, ..row("announcement", 3) };
            let next = after(&row, &outcome, 1_000, jitter, KEPT);
            prop_assert!(State::Sending.may_become(next.state));
            prop_assert!(next.not_before >= 1_000);
            if let (Outcome::Retry { after: Some(by), .. }, State::Waiting) = (&outcome, next.state) {
                prop_assert!(next.not_before >= 1_000 + by.as_millis() as Millis);
            }
        }

        #[test]
        fn back_off_grows_with_attempts_and_has_an_end(attempts in 1i64..50) {
            prop_assert!(back_off(attempts + 1, 0) >= back_off(attempts, 0));
            prop_assert!(back_off(attempts, 999) <= Duration::from_secs(900));
        }
    }
}
