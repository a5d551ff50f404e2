//! Is it really that late? A clock on the wall that jumps by more than a day is not believed at once: what cannot be undone
//! (deletion, reminders, closed periods, what lapses) waits until the new time has been watched for an hour, or an
//! operator says that it is right. Questions, answers and publishing go on.
//!
//! What is believed stands on disk, so that a jump while nothing runs is one, too: a machine that was off for three days
//! waits an hour when it is back.

mod store;

use crate::base::Core;
use crate::clock::{JUMP, Millis};
use crate::db::{Db, Tx};
use anyhow::Result;
use std::time::Duration;

const MINUTE: Millis = 60_000;
/// The new time is believed when it has been watched for so long.
const WATCHED: Millis = 60 * MINUTE;
/// What was seen is written down so often.
const WRITTEN: Millis = MINUTE;

/// What is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// What the clock said when this was written.
    pub seen: Millis,
    /// It is not believed.
    pub held: Option<Held>,
}

/// A time that is not believed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// What the clock should have said when it jumped.
    pub from: Millis,
    /// For so long it has gone on evenly since.
    pub watched: Millis,
}

/// What follows from one look at the clock (pure). `passed`: by the monotonic hand since `kept` was written, when it was
/// this process that wrote it.
fn look(kept: Option<Kept>, passed: Option<Millis>, now: Millis) -> Kept {
    let believed = Kept { seen: now, held: None };
    let Some(kept) = kept else { return believed };
    let jumped = (now - kept.seen - passed.unwrap_or(0)).abs() > JUMP;
    let passed = passed.unwrap_or(if jumped { 0 } else { (now - kept.seen).max(0) });
    let held = match kept.held {
        None if jumped => Held { from: kept.seen + passed, watched: 0 },
        None => return believed,
        Some(Held { from, watched }) => {
            let watched = watched + passed;
            // It was put right: the time is what it would have been all along.
            let again = (now - from - watched).abs() <= JUMP;
            match jumped {
                _ if again => return believed,
                true => Held { from: from + watched, watched: 0 },
                false if watched >= WATCHED => return believed,
                false => Held { from, watched },
            }
        }
    };
    Kept { seen: now, held: Some(held) }
}

/// Looks at the clock again and again, for one process.
pub struct Timekeeper {
    core: Core,
    /// What this process wrote last, and when by the hand that never jumps.
    written: Option<(Kept, Duration)>,
    told: bool,
}

impl Timekeeper {
    /// Of this process.
    pub fn new(core: Core) -> Timekeeper {
        Timekeeper { core, written: None, told: false }
    }

    /// Looks at the clock; true when it is believed. Whoever does the schedule `writes` down what was seen.
    pub async fn look(&mut self, writes: bool) -> Result<bool> {
        let (now, lived) = self.core.clock.both();
        let kept = store::read(&self.core.db).await?;
        let mine = self.written.filter(|(written, _)| Some(*written) == kept);
        let passed = mine.map(|(_, at)| lived.saturating_sub(at).as_millis() as Millis);
        let next = look(kept, passed, now);
        let changed = kept.map(|kept| kept.held.is_some()) != Some(next.held.is_some());
        // While a time is held, another jump starts its hour anew.
        let again = kept.and_then(|k| k.held).zip(next.held).is_some_and(|(old, new)| old.from != new.from);
        if writes && (changed || again || passed.is_none_or(|passed| passed >= WRITTEN)) {
            let mut tx = self.core.db.write().await?;
            store::write(&mut tx, &next).await?;
            tx.commit().await?;
            self.written = Some((next, lived));
        }
        let believed = next.held.is_none();
        self.core.clock.believe(believed.then_some((now, lived)));
        if self.told == believed {
            self.told = !believed;
            match next.held {
                Some(held) => tracing::warn!(
                    days = (now - held.from) / JUMP,
                    "the clock jumped: nothing is deleted or reminded of until the new time has been seen for an hour; \
                     `loaban doctor` says what to do"
                ),
                None => tracing::info!("the clock is believed again: deletion and reminders go on"),
            }
        }
        Ok(believed)
    }
}

/// What is believed, and what is not.
pub async fn kept(db: &Db) -> Result<Option<Kept>> {
    store::read(db).await
}

/// An operator says that the clock is right.
pub async fn trust(tx: &mut Tx, now: Millis) -> Result<()> {
    store::write(tx, &Kept { seen: now, held: None }).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const T: Millis = 1_800_000_000_000;
    const HOUR: Millis = 60 * MINUTE;
    const DAY: Millis = 24 * HOUR;

    fn believed(seen: Millis) -> Option<Kept> {
        Some(Kept { seen, held: None })
    }

    fn held(seen: Millis, from: Millis, watched: Millis) -> Option<Kept> {
        Some(Kept { seen, held: Some(Held { from, watched }) })
    }

    #[test]
    fn a_jump_of_more_than_a_day_is_believed_after_an_hour_and_a_smaller_one_at_once() {
        for (what, kept, passed, now, next) in [
            ("the first start", None, None, T, believed(T)),
            ("a minute", believed(T), Some(MINUTE), T + MINUTE, believed(T + MINUTE)),
            ("a month that was lived", believed(T), Some(30 * DAY), T + 30 * DAY, believed(T + 30 * DAY)),
            ("twenty hours", believed(T), Some(MINUTE), T + 20 * HOUR, believed(T + 20 * HOUR)),
            ("a night off", believed(T), None, T + 10 * HOUR, believed(T + 10 * HOUR)),
            ("three days off", believed(T), None, T + 3 * DAY, held(T + 3 * DAY, T, 0)),
            ("a year", believed(T), Some(MINUTE), T + 365 * DAY, held(T + 365 * DAY, T + MINUTE, 0)),
            ("back", believed(T), Some(MINUTE), T - 365 * DAY, held(T - 365 * DAY, T + MINUTE, 0)),
            (
                "watched",
                held(T, T - 9 * DAY, 0),
                Some(59 * MINUTE),
                T + 59 * MINUTE,
                held(T + 59 * MINUTE, T - 9 * DAY, 59 * MINUTE),
            ),
            (
                "long enough",
                held(T, T - 9 * DAY, HOUR - MINUTE),
                Some(MINUTE),
                T + MINUTE,
                believed(T + MINUTE),
            ),
            ("by a restart", held(T, T - 9 * DAY, 0), None, T + HOUR, believed(T + HOUR)),
            (
                "too early a restart",
                held(T, T - 9 * DAY, 0),
                None,
                T + MINUTE,
                held(T + MINUTE, T - 9 * DAY, MINUTE),
            ),
            (
                "put right",
                held(T, T - 9 * DAY, MINUTE),
                Some(0),
                T - 9 * DAY + MINUTE,
                believed(T - 9 * DAY + MINUTE),
            ),
            (
                "off again",
                held(T, T - 9 * DAY, MINUTE),
                Some(0),
                T + 9 * DAY,
                held(T + 9 * DAY, T - 9 * DAY + MINUTE, 0),
            ),
        ] {
            assert_eq!(Some(look(kept, passed, now)), next, "{what}");
        }
    }

    proptest! {
        /// However the clock jumps, and however often it is looked at: what is believed is within a day a step of what
        /// was, or has been watched for an hour.
        #[test]
        fn nothing_far_off_is_believed_before_it_was_watched(
            steps in proptest::collection::vec((0..2 * HOUR, prop_oneof![Just(0), -400 * DAY..400 * DAY], any::<bool>()), 1..40)
        ) {
            let (mut wall, mut kept, mut since_jump) = (T, look(None, None, T), 0);
            for (passed, jump, same) in steps {
                let off = wall + passed + jump - kept.seen;
                let far = (off - if same { passed } else { 0 }).abs() > JUMP;
                wall += passed + jump;
                since_jump = if far { 0 } else { since_jump + if same { passed } else { off.max(0) } };
                let next = look(Some(kept), same.then_some(passed), wall);
                if far && kept.held.is_none() {
                    prop_assert!(next.held.is_some());
                }
                if kept.held.is_some() && next.held.is_none() && since_jump < WATCHED {
                    let Held { from, watched } = kept.held.unwrap();
                    prop_assert!((wall - from - watched).abs() <= JUMP + passed + DAY);
                }
                kept = next;
            }
        }
    }
}
