//! The states of a delivery's part and the allowed moves (pure).

use super::delivery::{Kind, Rank, To};
use crate::channel::{Outcome, Wait};
use crate::clock::Millis;
use crate::ids::{DeliveryId, PublicationId};
use crate::ledger::DeliveryState;
use crate::reason::Reason;
use crate::stored::words;
use std::time::Duration;

words! {
    /// Where a part stands. `sent`, `failed`, `unknown` and `cancelled` are ends; only an editor's
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
    /// The move to `next`, or [`Illegal`] when no rule makes it. Asked wherever a part that was read is moved.
    pub fn to(self, next: State) -> Result<State, Illegal> {
        let allowed = match self {
            // Sent: an owner that slept learned so, and its successor was about to send it once more. Unknown: it
            // waited in a backup that was put back, and may have been sent since.
            State::Waiting => true,
            State::Sending => next != State::Sending,
            State::Failed => next == State::Waiting,
            State::Unknown => matches!(next, State::Waiting | State::Sent),
            State::Sent | State::Cancelled => false,
        };
        if allowed { Ok(next) } else { Err(Illegal { from: self, to: next }) }
    }

    /// What people are told: in flight counts as waiting.
    pub fn shown(self) -> State {
        if self == State::Sending { State::Waiting } else { self }
    }

    /// Nothing moves it by itself any more.
    pub fn is_end(self) -> bool {
        !matches!(self, State::Waiting | State::Sending)
    }
}

/// What the log learns of it.
impl From<State> for DeliveryState {
    fn from(state: State) -> DeliveryState {
        match state {
            State::Waiting | State::Sending => DeliveryState::Waiting,
            State::Sent => DeliveryState::Sent,
            State::Failed => DeliveryState::Failed,
            State::Unknown => DeliveryState::Unknown,
            State::Cancelled => DeliveryState::Cancelled,
        }
    }
}

/// A move that no rule makes: a fault of ours, found before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a delivery that is {from} cannot become {to}")]
pub struct Illegal {
    /// The state it is in.
    pub from: State,
    /// The state that was wanted.
    pub to: State,
}

/// One part of a delivery: one platform message, as far as moves need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The number of its row.
    pub id: i64,
    /// The account that sends it.
    pub account: String,
    /// What it is.
    pub kind: Kind,
    /// How urgent it is.
    pub rank: Rank,
    /// To whom.
    pub to: To,
    /// Which delivery it is a part of.
    pub delivery: DeliveryId,
    /// Which part, from 0 on.
    pub number: i64,
    /// How many of the delivery's parts, from the first on, are its text.
    pub texts: i64,
    /// Shared text, by id.
    pub body: Option<String>,
    /// Own text, sealed.
    pub body_sealed: Option<String>,
    /// Its publication.
    pub publication: Option<PublicationId>,
    /// Where it stands.
    pub state: State,
    /// How often it was handed to the network, this attempt included.
    pub attempts: i64,
    /// It was sent once more after an unknown outcome already.
    pub again: bool,
    /// When it was put.
    pub created_at: Millis,
    /// Not after this moment.
    pub good_until: Option<Millis>,
}

impl Part {
    /// It is the delivery's text or a part of it.
    pub fn is_text(&self) -> bool {
        self.number < self.texts
    }

    /// Somebody waits for it: what could not be delivered of it comes when they are heard of again.
    pub fn comes_later(&self) -> bool {
        match (&self.to, self.kind) {
            (To::Person { .. }, Kind::Answer | Kind::Card)
            | (To::Group(_), Kind::Answer | Kind::Withdrawal) => true,
            (To::Person { .. } | To::Group(_) | To::Address { .. } | To::Nobody, _) => false,
        }
    }

    /// Its own text is kept after this move: it may have to be said again. What a death of ours left unknown was said
    /// twice and is not said a third time.
    pub fn keeps_text(&self, next: &Next) -> bool {
        let unheard = next.state == State::Unknown && next.reason == Some(Reason::NoAnswer);
        // A notice to a village is an editor's to repeat, who has its words.
        !next.state.is_end() || unheard && self.comes_later() && self.kind != Kind::Withdrawal
    }

    /// Its outcome is an announcement's to a group: the group's state is its text's.
    pub fn is_announced(&self) -> bool {
        self.is_text() && self.kind == Kind::Announcement && self.publication.is_some()
    }
}

/// How a text stands whose parts stand like this: it arrived when all of it did. In flight counts as waiting.
pub fn whole(parts: impl Iterator<Item = State>) -> State {
    // The worst first.
    const ORDER: [State; 5] = [State::Failed, State::Waiting, State::Unknown, State::Cancelled, State::Sent];
    let worst = |state: State| ORDER.iter().position(|s| *s == state.shown()).unwrap_or(ORDER.len() - 1);
    ORDER[parts.map(worst).min().unwrap_or(ORDER.len() - 1)]
}

/// What becomes of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The state.
    pub state: State,
    /// When it may be tried again.
    pub not_before: Millis,
    /// Why.
    pub reason: Option<Reason>,
    /// It was sent once more after an unknown outcome.
    pub again: bool,
}

/// What surely did not arrive is tried this often, which takes more than a day; then the part fails. How long it
/// has waited before (for its hour, for the night to end, for the platform to come back) does not count.
const MOST_ATTEMPTS: i64 = 200;
/// A closed window is tried again by itself this rarely; a word from the person opens it at once.
const SILENCE_RETRY_PAUSE: Duration = Duration::from_secs(24 * 3600);
/// Nothing is tried so long in a group that took us out; it is brought forward when we are heard of there.
const REMOVED_PAUSE: Duration = Duration::from_secs(30 * 24 * 3600);
/// What nobody answered is not said once more at once: whatever swallowed the first swallows the second, too. How much
/// longer it waits while the platform takes no messages, the circuit breaker says (`may_repeat`).
pub const REPETITION_PAUSE: Duration = Duration::from_secs(30);

/// After an unknown outcome: a message to a person goes once more, an urgent announcement too; an
/// ordinary announcement stays unknown, because the whole village would see it twice (decided 1).
fn unknown(part: &Part, now: Millis, reason: Reason) -> Next {
    let once_more = !part.again && (part.kind != Kind::Announcement || part.rank == Rank::Urgent);
    let (state, again) = if once_more { (State::Waiting, true) } else { (State::Unknown, part.again) };
    Next { state, not_before: now, reason: Some(reason), again }
}

/// What a dead process left behind.
pub fn interrupted(part: &Part, now: Millis) -> Next {
    unknown(part, now, Reason::Interrupted)
}

/// What waited in a backup that was put back may have been sent since. Like [`interrupted`]; what is sent once more
/// anyway stays as it is.
pub fn restored(part: &Part, now: Millis) -> Option<Next> {
    let next = unknown(part, now, Reason::Restored);
    (next.state == State::Unknown).then_some(next)
}

/// The part as the next owner left it, for one that slept over its ownership and then learns that the platform took
/// the message: nothing waits any more, and nobody has to wonder.
pub fn as_settled(part: &Part, now: Millis) -> Part {
    let next = interrupted(part, now);
    Part { state: next.state, again: next.again, ..part.clone() }
}

/// How long to wait before attempt `attempts + 1`: doubling from 2 s to 10 minutes, with up to a half
/// more by chance (`jitter` in 0..1000), so that a recovered platform is not stormed.
pub fn back_off(attempts: i64, jitter: u64) -> Duration {
    let base = 2u64.saturating_pow(attempts.clamp(1, 10) as u32).min(600);
    Duration::from_millis(base * 1000 + base * jitter / 2)
}

/// How long to wait before what was forbidden is tried again: doubling from a minute to six hours, with up to a
/// quarter more by chance.
fn growing_pause(attempts: i64, jitter: u64) -> Duration {
    let minutes = 2u64.saturating_pow(attempts.clamp(1, 20) as u32 - 1).min(6 * 60);
    Duration::from_millis(minutes * 60_000 + minutes * 15 * jitter)
}

/// How often that is tried: a week, for what somebody in the group can allow again and for what has its own hour; about
/// a day, where nobody says what is wrong. The link stays whatever comes of it.
fn most_tries(reason: Reason) -> i64 {
    match reason {
        Reason::UnknownChat | Reason::Forbidden => 12,
        _ => 36,
    }
}

/// What forbade it may be over when whoever it is for is heard of again; what is final, or wrong with the message, is not.
fn may_be_over(reason: Reason) -> bool {
    use Reason::*;
    match reason {
        Blocked | NeverStarted | UnknownChat | Forbidden | Muted | Restricted | TopicClosed | Lapsed
        | Removed | DayQuota | Night | Unexplained | Unreachable => true,
        GroupEnded | TopicEnded | NoVoices | NoPictures | NoDocuments | VoicesRefused | Deactivated
        | Stopped | Content | Token | NoAnswer | Interrupted | Restored | Silent | Quota | Busy | Account
        | Outdated | Unlinked | Earlier | Uncarried => false,
    }
}

/// What cannot be delivered and is waited for: tried once a day, and at once when they are heard of. Into a group that
/// took us out nothing is tried.
pub fn kept_for_later(part: &Part, now: Millis, reason: Reason) -> Option<Next> {
    let pause = if reason == Reason::Removed { REMOVED_PAUSE } else { SILENCE_RETRY_PAUSE };
    let next = Next {
        state: State::Waiting,
        not_before: now + pause.as_millis() as Millis,
        reason: Some(reason),
        again: part.again,
    };
    (part.comes_later() && may_be_over(reason)).then_some(next)
}

/// Something that waits for this reason was given up, until whoever it is for is heard of.
pub fn is_given_up(reason: Reason, attempts: i64) -> bool {
    use Reason::*;
    match reason {
        Blocked | NeverStarted | Silent | Unexplained | Unreachable => true,
        // One that was held from the beginning was told of then.
        Removed => attempts > 0,
        other => may_be_over(other) && attempts >= most_tries(other),
    }
}

/// A card that stands so does not reach who is to answer before they write, if at all.
pub fn is_refused(state: State, reason: Option<Reason>, attempts: i64) -> bool {
    use Reason::*;
    match (state, reason) {
        // What is wrong is the account or the message, and the next would not get it either.
        (_, None | Some(Unexplained | Unreachable)) => false,
        (State::Waiting, Some(reason)) => is_given_up(reason, attempts),
        (State::Failed, Some(Silent | Deactivated)) => true,
        (State::Failed, Some(reason)) => may_be_over(reason),
        (State::Sending | State::Sent | State::Unknown | State::Cancelled, _) => false,
    }
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
pub fn over_quota(part: &Part, kept: Kept) -> Next {
    Next { state: State::Waiting, not_before: kept.month, reason: Some(Reason::Quota), again: part.again }
}

/// The next state after one attempt.
pub fn after(part: &Part, outcome: &Outcome, now: Millis, jitter: u64, kept: Kept) -> Next {
    // What is waited for ends only when its time is over, or when nothing can change any more.
    let in_time = now - part.created_at < kept.silent;
    let end = |state, reason| {
        let later = kept_for_later(part, now, reason).filter(|_| in_time);
        later.unwrap_or(Next { state, not_before: now, reason: Some(reason), again: part.again })
    };
    let wait = |by: Duration| Next {
        state: State::Waiting,
        not_before: now + by.as_millis() as Millis,
        reason: None,
        again: part.again,
    };
    match outcome {
        Outcome::Sent { .. } => Next { state: State::Sent, not_before: now, reason: None, again: part.again },
        // Too fast and too much are refused alike; this was not too fast.
        Outcome::Retry { unreachable: false, after } if part.attempts >= MOST_ATTEMPTS && kept.counted => {
            let asked = wait(after.map_or(Duration::ZERO, Wait::length)).not_before;
            Next { not_before: kept.month.max(asked), ..over_quota(part, kept) }
        }
        Outcome::Retry { .. } if part.attempts >= MOST_ATTEMPTS => end(State::Failed, Reason::Unreachable),
        Outcome::Retry { after: Some(after), .. } => {
            Next { reason: Some(Reason::Busy), ..wait(after.length()) }
        }
        Outcome::Retry { after: None, .. } => wait(back_off(part.attempts, jitter)),
        // A new address, a stale file or a lost context: at once, but not for ever.
        Outcome::Moved { .. } | Outcome::StaleFile | Outcome::LostContext if part.attempts < 5 => {
            wait(Duration::ZERO)
        }
        Outcome::Moved { .. } | Outcome::StaleFile | Outcome::LostContext => {
            end(State::Failed, Reason::Content)
        }
        // The platform counts otherwise than we do; nothing is lost by that.
        Outcome::Refused(Reason::Quota) => over_quota(part, kept),
        Outcome::Gone(reason) | Outcome::Refused(reason) => end(State::Failed, *reason),
        Outcome::NotNow { reason, .. } if part.attempts >= most_tries(*reason) => end(State::Failed, *reason),
        Outcome::NotNow { reason, after } => {
            let pause = after.unwrap_or_else(|| growing_pause(part.attempts, jitter));
            Next { reason: Some(*reason), ..wait(pause) }
        }
        Outcome::Unknown(reason) => {
            let next = unknown(part, now, *reason);
            let pause = match (next.state, reason) {
                // Nobody waits for the death of a process to be over.
                (State::Waiting, Reason::NoAnswer) => REPETITION_PAUSE.as_millis() as Millis,
                _ => 0,
            };
            Next { not_before: now + pause, ..next }
        }
        // What the person writes next brings it forward; one who never does is not waited for for ever.
        Outcome::Closed if now - part.created_at >= kept.silent => end(State::Failed, Reason::Silent),
        Outcome::Closed => Next { reason: Some(Reason::Silent), ..wait(SILENCE_RETRY_PAUSE) },
        // The account is out of order: nothing is lost, an operator mends it, and sees why it waits.
        Outcome::Stop(reason) => Next { reason: Some(*reason), ..wait(back_off(part.attempts, jitter)) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEPT: Kept = Kept { silent: 90 * 24 * 3600 * 1000, month: 5_000_000, counted: true };

    fn part(kind: Kind, rank: Rank) -> Part {
        Part {
            id: 1,
            account: "tg".into(),
            kind,
            rank,
            to: To::Group("g".into()),
            delivery: "d".into(),
            number: 0,
            texts: 1,
            body: None,
            body_sealed: None,
            publication: None,
            state: State::Sending,
            attempts: 1,
            again: false,
            created_at: 0,
            good_until: None,
        }
    }

    fn announcement() -> Part {
        part(Kind::Announcement, Rank::Normal)
    }

    fn person() -> To {
        To::Person { key: "p".into(), address: None }
    }

    fn answer() -> Part {
        part(Kind::Answer, Rank::People)
    }

    #[test]
    fn an_announcement_of_unknown_fate_is_not_repeated_but_an_answer_is_once() {
        let lost = Outcome::Unknown(Reason::NoAnswer);
        assert_eq!(after(&announcement(), &lost, 5, 0, KEPT).state, State::Unknown);
        assert_eq!(after(&part(Kind::Announcement, Rank::Urgent), &lost, 5, 0, KEPT).state, State::Waiting);
        let first = after(&answer(), &lost, 5, 0, KEPT);
        assert_eq!((first.state, first.again), (State::Waiting, true));
        // Not at once: the outage that swallowed it is not over yet. A death is.
        assert_eq!(first.not_before, 5 + REPETITION_PAUSE.as_millis() as Millis);
        assert_eq!(after(&answer(), &Outcome::Unknown(Reason::Interrupted), 5, 0, KEPT).not_before, 5);
        assert_eq!(interrupted(&answer(), 5).not_before, 5);
        for kind in [Kind::Reply, Kind::Receipt, Kind::Notice, Kind::Reminder] {
            let again = Part { again: true, to: person(), ..part(kind, Rank::People) };
            assert_eq!(after(&again, &lost, 5, 0, KEPT).state, State::Unknown, "{kind}");
        }
    }

    #[test]
    fn what_somebody_waits_for_keeps_its_text_while_nobody_knows_whether_it_arrived() {
        for (kind, to, keeps) in [
            (Kind::Answer, person(), true),
            (Kind::Card, person(), true),
            (Kind::Answer, To::Group("g".into()), true),
            (Kind::Reply, person(), false),
            (Kind::Withdrawal, To::Group("g".into()), false),
            (Kind::Announcement, To::Group("g".into()), false),
            (Kind::Answer, To::Nobody, false),
        ] {
            let part = Part { to, ..part(kind, Rank::People) };
            let next = |state, reason| Next { state, not_before: 0, reason: Some(reason), again: true };
            assert_eq!(part.keeps_text(&next(State::Unknown, Reason::NoAnswer)), keeps, "{kind}");
            assert!(!part.keeps_text(&next(State::Unknown, Reason::Interrupted)), "{kind}");
            assert!(part.keeps_text(&next(State::Waiting, Reason::NoAnswer)));
            for end in [State::Sent, State::Failed, State::Cancelled] {
                assert!(!part.keeps_text(&next(end, Reason::NoAnswer)), "{kind} {end}");
            }
        }
    }

    #[test]
    fn silence_waits_as_long_as_a_text_is_kept_and_a_full_month_until_it_turns() {
        let answer = Part { attempts: 60, ..answer() };
        let next = after(&answer, &Outcome::Closed, 1_000, 0, KEPT);
        assert_eq!(
            (next.state, next.reason, next.not_before),
            (State::Waiting, Some(Reason::Silent), 1_000 + 86_400_000)
        );
        let next = after(&answer, &Outcome::Closed, KEPT.silent, 0, KEPT);
        assert_eq!((next.state, next.reason), (State::Failed, Some(Reason::Silent)));
        let next = after(&announcement(), &Outcome::Refused(Reason::Quota), 1_000, 0, KEPT);
        assert_eq!(
            (next.state, next.reason, next.not_before),
            (State::Waiting, Some(Reason::Quota), KEPT.month)
        );
    }

    #[test]
    fn what_is_forbidden_for_now_is_tried_ever_more_rarely_and_shown_and_has_an_end() {
        let muted = Outcome::NotNow { reason: Reason::Muted, after: None };
        let pause = |attempts| {
            let next = after(&Part { attempts, ..announcement() }, &muted, 0, 0, KEPT);
            assert_eq!((next.state, next.reason), (State::Waiting, Some(Reason::Muted)), "{attempts}");
            next.not_before / 60_000
        };
        assert_eq!([1, 2, 3, 9, 10, 35].map(pause), [1, 2, 4, 256, 360, 360]);
        let waited: i64 = (1..36).map(pause).sum();
        assert!((6 * 24 * 60..8 * 24 * 60).contains(&waited), "about a week: {waited}");
        let last = after(&Part { attempts: 36, ..announcement() }, &muted, 0, 0, KEPT);
        assert_eq!((last.state, last.reason), (State::Failed, Some(Reason::Muted)));
        // Where nobody says what is wrong, about a day.
        let unknown = Outcome::NotNow { reason: Reason::UnknownChat, after: None };
        let waited: i64 = (1..12).map(pause).sum();
        assert!((18 * 60..30 * 60).contains(&waited), "about a day: {waited}");
        assert_eq!(
            after(&Part { attempts: 12, ..announcement() }, &unknown, 0, 0, KEPT).state,
            State::Failed
        );
        // Until the hour that the platform names.
        let night = Outcome::NotNow { reason: Reason::Night, after: Some(Duration::from_secs(3600)) };
        let next = after(&answer(), &night, 0, 0, KEPT);
        assert_eq!((next.not_before, next.reason), (3_600_000, Some(Reason::Night)));
    }

    #[test]
    fn an_answer_to_who_blocked_us_is_kept_and_what_nobody_asked_for_is_not() {
        let gone = Outcome::Gone(Reason::Blocked);
        let answer = Part { to: person(), ..answer() };
        let next = after(&answer, &gone, 1_000, 0, KEPT);
        assert_eq!((next.state, next.reason), (State::Waiting, Some(Reason::Blocked)));
        assert_eq!(after(&answer, &gone, KEPT.silent, 0, KEPT).state, State::Failed);
        let card = Part { to: person(), ..part(Kind::Card, Rank::People) };
        assert_eq!(after(&card, &gone, 1_000, 0, KEPT).state, State::Waiting);
        let notice = Part { to: person(), ..part(Kind::Notice, Rank::People) };
        assert_eq!(after(&notice, &gone, 1_000, 0, KEPT).state, State::Failed);
    }

    #[test]
    fn what_is_waited_for_ends_only_by_what_is_final() {
        let group = Part { to: To::Group("g".into()), ..answer() };
        let notice = Part { kind: Kind::Withdrawal, ..group.clone() };
        let person = Part { to: person(), ..answer() };
        let refused = |reason| Outcome::Refused(reason);
        let not_now = |reason| Outcome::NotNow { reason, after: None };
        let unreachable = Outcome::Retry { after: None, unreachable: true };
        for (part, outcome, state) in [
            (&group, Outcome::Gone(Reason::Removed), State::Waiting),
            (&group, Outcome::Gone(Reason::GroupEnded), State::Failed),
            (&notice, Outcome::Gone(Reason::Removed), State::Waiting),
            (&group, not_now(Reason::Muted), State::Waiting),
            (&person, Outcome::Gone(Reason::Deactivated), State::Failed),
            (&person, not_now(Reason::Forbidden), State::Waiting),
            (&person, refused(Reason::Unexplained), State::Waiting),
            (&person, refused(Reason::Content), State::Failed),
            (&person, unreachable, State::Waiting),
        ] {
            let part = Part { attempts: MOST_ATTEMPTS, ..part.clone() };
            let counted = Kept { counted: false, ..KEPT };
            let next = after(&part, &outcome, 1_000, 0, counted);
            assert_eq!(next.state, state, "{outcome:?}");
            assert!(state != State::Waiting || is_given_up(next.reason.unwrap(), part.attempts), "{next:?}");
            // Its time is over.
            assert_eq!(after(&part, &outcome, KEPT.silent, 0, counted).state, State::Failed);
            let reply = Part { kind: Kind::Reply, ..part };
            assert_eq!(after(&reply, &outcome, 1_000, 0, counted).state, State::Failed, "{outcome:?}");
        }
    }

    #[test]
    fn a_card_is_refused_by_who_it_is_for_and_not_by_a_fault_of_the_moment() {
        for (state, reason, attempts, refused) in [
            (State::Waiting, Some(Reason::Blocked), 0, true),
            (State::Waiting, Some(Reason::Silent), 0, true),
            (State::Waiting, Some(Reason::Forbidden), 1, false),
            (State::Waiting, Some(Reason::Forbidden), 12, true),
            (State::Failed, Some(Reason::UnknownChat), 12, true),
            (State::Failed, Some(Reason::Content), 1, false),
            (State::Failed, Some(Reason::Deactivated), 1, true),
            (State::Waiting, Some(Reason::Unexplained), 1, false),
            (State::Waiting, Some(Reason::Token), 50, false),
            (State::Waiting, None, 0, false),
            (State::Sent, None, 1, false),
            (State::Unknown, Some(Reason::NoAnswer), 2, false),
        ] {
            assert_eq!(is_refused(state, reason, attempts), refused, "{state} {reason:?} {attempts}");
        }
    }

    #[test]
    fn what_waited_in_a_backup_is_an_editors_to_decide_unless_it_goes_once_more_anyway() {
        let next = restored(&announcement(), 5).unwrap();
        assert_eq!(State::Waiting.to(next.state), Ok(State::Unknown));
        assert_eq!((next.state, next.reason), (State::Unknown, Some(Reason::Restored)));
        assert_eq!(restored(&part(Kind::Announcement, Rank::Urgent), 5), None);
        assert_eq!(restored(&answer(), 5), None);
    }

    #[test]
    fn who_slept_and_learns_that_it_arrived_corrects_what_the_next_owner_made_of_it() {
        for (part, left) in [(announcement(), State::Unknown), (answer(), State::Waiting)] {
            assert_eq!(as_settled(&part, 5).state, left);
            assert_eq!(left.to(State::Sent), Ok(State::Sent));
        }
    }

    fn outcomes() -> impl Strategy<Value = Outcome> {
        prop_oneof![
            Just(Outcome::Sent { message: "1".into(), file_id: None }),
            (0u64..9999).prop_map(|s| Outcome::Retry {
                after: Some(Wait::of(Duration::from_secs(s))),
                unreachable: false
            }),
            Just(Outcome::Retry { after: None, unreachable: true }),
            Just(Outcome::Moved { to: "2".into() }),
            Just(Outcome::Gone(Reason::Removed)),
            Just(Outcome::Refused(Reason::Content)),
            Just(Outcome::StaleFile),
            Just(Outcome::Unknown(Reason::NoAnswer)),
            Just(Outcome::Unknown(Reason::Interrupted)),
            Just(Outcome::Stop(Reason::Token)),
            Just(Outcome::NotNow { reason: Reason::Muted, after: None }),
            Just(Outcome::NotNow { reason: Reason::Night, after: Some(Duration::from_secs(60)) }),
            Just(Outcome::Closed),
            Just(Outcome::Refused(Reason::Quota)),
        ]
    }

    proptest! {
        #[test]
        fn moves_are_legal_and_never_earlier_than_the_platform_asks(outcome in outcomes(), attempts in 1i64..300, jitter in 0u64..1000) {
            let part = Part { attempts, ..announcement() };
            let next = after(&part, &outcome, 1_000, jitter, KEPT);
            prop_assert_eq!(State::Sending.to(next.state), Ok(next.state));
            prop_assert!(next.not_before >= 1_000);
            if let (Outcome::Retry { after: Some(by), .. }, State::Waiting) = (&outcome, next.state) {
                prop_assert!(next.not_before >= 1_000 + by.length().as_millis() as Millis);
            }
        }

        #[test]
        fn back_off_grows_with_attempts_and_has_an_end(attempts in 1i64..50) {
            prop_assert!(back_off(attempts + 1, 0) >= back_off(attempts, 0));
            prop_assert!(back_off(attempts, 999) <= Duration::from_secs(900));
        }
    }
}
