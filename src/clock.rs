//! Time, injected. Nothing else in the crate reads a clock.
//!
//! Two hands: [`Clock::now`] is wall time (deadlines, periods, quiet hours) and can be moved in
//! tests and in the practice room; [`Clock::tick`] is monotonic (pace, time-outs, leases), so that
//! a month's jump lapses no lease.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A moment of wall time: Unix milliseconds.
pub type Millis = i64;

/// Both hands of the clock; cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    /// Milliseconds added to the system's wall time, or, when `fixed`, the time itself.
    shift: AtomicI64,
    fixed: bool,
    started: std::time::Instant,
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
        Clock(Arc::new(Inner { shift: AtomicI64::new(shift), fixed, started }))
    }

    /// Wall time in Unix milliseconds.
    #[expect(clippy::disallowed_methods, reason = "this file is the one that reads the machine's clocks")]
    pub fn now(&self) -> Millis {
        let shift = self.0.shift.load(Ordering::SeqCst);
        if self.0.fixed {
            return shift;
        }
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        shift + since.map_or(0, |d| d.as_millis() as Millis)
    }

    /// Time since this clock was made; never goes back and is never moved.
    pub fn tick(&self) -> Duration {
        self.0.started.elapsed()
    }

    /// Moves the wall hand forward (tests and the practice room only).
    pub fn advance(&self, by: Duration) {
        self.0.shift.fetch_add(by.as_millis() as Millis, Ordering::SeqCst);
    }
}

impl Clock {
    /// Sets the wall hand back, as a machine does whose clock was ahead (tests only).
    pub fn set_back(&self, by: Duration) {
        self.0.shift.fetch_sub(by.as_millis() as Millis, Ordering::SeqCst);
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
}
