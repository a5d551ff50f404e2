//! Time, injected. Nothing else in the crate reads a clock.
//!
//! Two hands: [`Clock::now`] is wall time (deadlines, periods, quiet hours) and can be moved in
//! tests and in the practice room; [`Clock::tick`] is monotonic (pace, time-outs, leases), so that
//! a month's jump lapses no lease.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A moment of wall time: Unix milliseconds.
pub type Millis = i64;

/// A wall hand that jumps by more is not believed at once: a wrong hour, or a summer's, deletes nothing that would not go
/// a day later.
pub const JUMP: Millis = 24 * 3_600_000;

/// Both hands of the clock; cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    moved: Mutex<Moved>,
    fixed: bool,
    /// The wall hand and the time lived when they last agreed; none while the wall hand is not believed.
    agreed: Mutex<Option<(Millis, Duration)>>,
    started: std::time::Instant,
}

/// What was done to the clock; together, so that nobody sees half of a move.
struct Moved {
    /// Milliseconds added to the system's wall time, or, when it stands, the time itself.
    shift: Millis,
    /// By how many of them on purpose.
    meant: Duration,
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self::new(0, false)
    }

    /// A wall clock that stands at `at` until it is moved.
    pub fn standing(at: Millis) -> Self {
        Self::new(at, true)
    }

    #[expect(clippy::disallowed_methods, reason = "this file is the one that reads the machine's clocks")]
    fn new(shift: Millis, fixed: bool) -> Self {
        let started = std::time::Instant::now();
        let (moved, agreed) = (Mutex::new(Moved { shift, meant: Duration::ZERO }), Mutex::new(None));
        let clock = Clock(Arc::new(Inner { moved, fixed, agreed, started }));
        clock.believe(Some(clock.both()));
        clock
    }

    fn moved(&self) -> MutexGuard<'_, Moved> {
        self.0.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wall time in Unix milliseconds.
    pub fn now(&self) -> Millis {
        self.both().0
    }

    /// Time since this clock was made; never goes back and is never moved.
    pub fn tick(&self) -> Duration {
        self.0.started.elapsed()
    }

    /// Wall time, and how much time has passed for whoever lives by this clock: [`Clock::tick`], and what was moved on
    /// purpose. The one is measured against the other.
    #[expect(clippy::disallowed_methods, reason = "this file is the one that reads the machine's clocks")]
    pub fn both(&self) -> (Millis, Duration) {
        let moved = self.moved();
        let lived = self.tick() + moved.meant;
        if self.0.fixed {
            return (moved.shift, lived);
        }
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        (moved.shift + since.map_or(0, |d| d.as_millis() as Millis), lived)
    }

    /// Moves the wall hand forward on purpose (tests and the practice room only): so much time passes.
    pub fn advance(&self, by: Duration) {
        let mut moved = self.moved();
        moved.shift += by.as_millis() as Millis;
        moved.meant += by;
    }

    /// Says that the hands were right when they stood like this, or (`None`) that the wall hand is not: the timekeeper
    /// does. As they stood then and not as they stand now: it may have jumped in between.
    pub fn believe(&self, agreed: Option<(Millis, Duration)>) {
        *self.0.agreed.lock().unwrap_or_else(PoisonError::into_inner) = agreed;
    }

    /// The wall hand jumped, a moment ago or longer, and is not believed yet, or `read` is what it said while it was wrong:
    /// nothing that cannot be undone follows from it. Whoever acts by a moment asks about that moment: since it was read
    /// the wall hand may have jumped, or been put right.
    pub fn doubts(&self, read: Millis) -> bool {
        let agreed = *self.0.agreed.lock().unwrap_or_else(PoisonError::into_inner);
        agreed.is_none_or(|(wall, lived)| {
            let (now, lives) = self.both();
            let right = wall + lives.saturating_sub(lived).as_millis() as Millis;
            (now - right).abs() > JUMP || (read - right).abs() > JUMP
        })
    }
}

impl Clock {
    /// The wall hand jumps, as a machine's does whose clock was wrong: no time passes (tests only).
    pub fn jump(&self, by: Millis) {
        self.moved().shift += by;
    }

    /// The same, back.
    pub fn set_back(&self, by: Duration) {
        self.jump(-(by.as_millis() as Millis));
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_told() {
        let clock = Clock::standing(1_000);
        assert_eq!(clock.now(), 1_000);
        clock.advance(Duration::from_secs(2));
        assert_eq!(clock.now(), 3_000);
    }

    #[test]
    fn a_jump_is_doubted_at_once_and_a_move_on_purpose_is_not() {
        for clock in [Clock::standing(1_000_000_000_000), Clock::system()] {
            clock.advance(Duration::from_secs(900 * 86_400));
            assert!(!clock.doubts(clock.now()));
            for by in [JUMP - 60_000, 60_000 - JUMP] {
                clock.jump(by);
                assert!(!clock.doubts(clock.now()), "{by}");
            }
            for by in [2 * JUMP, -2 * JUMP] {
                clock.jump(by);
                assert!(clock.doubts(clock.now()), "{by}");
                clock.believe(Some(clock.both()));
                assert!(!clock.doubts(clock.now()));
            }
            clock.believe(None);
            assert!(clock.doubts(clock.now()));
        }
    }

    #[test]
    fn what_was_read_while_the_clock_was_wrong_is_doubted_after_it_was_put_right() {
        for wrong in [400 * JUMP, -400 * JUMP] {
            let clock = Clock::standing(1_000_000_000_000);
            let before = clock.now();
            clock.jump(wrong);
            let read = clock.now();
            assert!(clock.doubts(before) && clock.doubts(read));
            clock.jump(-wrong);
            assert!(clock.doubts(read) && !clock.doubts(before) && !clock.doubts(clock.now()));
        }
    }
}
