//! What is wrong with the database, in as few kinds as an operator can do something about, and how the whole
//! program knows of it: told once when it begins and once when it is over, however many loops run into it.

use super::Lost;
use crate::clock::Clock;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What is wrong with the database. None of these is the fault of what was to be read or written: that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody answers, or the connection broke.
    Away,
    /// The server does not let us in.
    Denied,
    /// No room is left where it lies.
    Full,
    /// Somebody else holds its lock.
    Held,
    /// The file or the disk cannot be read or written.
    Unwritable,
    /// It is damaged, or is no database.
    Broken,
    /// It takes too long.
    Slow,
    /// Its file was deleted, or another was put in its place.
    Replaced,
}

impl Trouble {
    /// What an error of the driver means; `None`: it is about the statement, not about the database.
    pub fn of(e: &sqlx::Error) -> Option<Trouble> {
        match e {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Some(Trouble::Away),
            sqlx::Error::Database(d) => Trouble::of_code(&d.code()?),
            _ => None,
        }
    }

    /// By the code that the database itself gives: five letters and digits of PostgreSQL, or SQLite's number,
    /// whose last byte is the kind.
    fn of_code(code: &str) -> Option<Trouble> {
        if code.len() == 5 {
            return match (code, &code[..2]) {
                ("53100", _) => Some(Trouble::Full),
                ("55P03", _) => Some(Trouble::Held),
                // A statement that ran out of its time.
                ("57014", _) => Some(Trouble::Slow),
                ("25006", _) | (_, "58") => Some(Trouble::Unwritable),
                ("3D000" | "42501", _) | (_, "28") => Some(Trouble::Denied),
                (_, "XX") => Some(Trouble::Broken),
                // Shutting down, starting up, too many connections, out of memory, connection lost.
                (_, "08" | "53" | "57") => Some(Trouble::Away),
                _ => None,
            };
        }
        match code.parse::<i64>().ok()? & 0xff {
            5 | 6 => Some(Trouble::Held),
            13 => Some(Trouble::Full),
            3 | 8 | 10 | 14 => Some(Trouble::Unwritable),
            11 | 26 => Some(Trouble::Broken),
            _ => None,
        }
    }

    /// For logs and `/health/ready`.
    pub fn as_str(self) -> &'static str {
        match self {
            Trouble::Away => "it cannot be reached",
            Trouble::Denied => "it does not let us in",
            Trouble::Full => "no room is left on its disk",
            Trouble::Held => "another program holds its lock",
            Trouble::Unwritable => "its file or disk cannot be written",
            Trouble::Broken => "its file is damaged",
            Trouble::Slow => "it does not answer in time",
            Trouble::Replaced => "its file was deleted or replaced",
        }
    }

    /// The key of its sentence for people.
    pub fn key(self) -> &'static str {
        match self {
            Trouble::Away => "db-away",
            Trouble::Denied => "db-denied",
            Trouble::Full => "db-full",
            Trouble::Held => "db-held",
            Trouble::Unwritable => "db-unwritable",
            Trouble::Broken => "db-broken",
            Trouble::Slow => "db-slow",
            Trouble::Replaced => "db-replaced",
        }
    }
}

/// What an error says about the database, when it is about the database.
pub fn trouble(e: &anyhow::Error) -> Option<Trouble> {
    let lost = || e.chain().find_map(|c| c.downcast_ref::<Lost>()).map(Trouble::from);
    e.chain().filter_map(|c| c.downcast_ref::<sqlx::Error>()).find_map(Trouble::of).or_else(lost)
}

/// Two who changed the same at once: one of them has to do it again, and nothing is wrong.
pub(super) fn is_conflict(e: &sqlx::Error) -> bool {
    e.as_database_error().and_then(|d| d.code()).is_some_and(|code| code == "40001" || code == "40P01")
}

/// Work that still succeeds now and then does not end the trouble: only when none was met for so long.
const CALM_TIME: Duration = Duration::from_secs(2);

/// How the database is, as far as this process has met it.
#[derive(Debug)]
pub(super) struct Watch {
    clock: Clock,
    met: Mutex<Option<(Trouble, Duration)>>,
}

impl Watch {
    pub(super) fn new() -> Watch {
        Watch { clock: Clock::system(), met: Mutex::new(None) }
    }

    /// Trouble was met. True when it has just begun.
    pub(super) fn met(&self, what: Trouble) -> bool {
        self.met_at(what, self.clock.tick())
    }

    fn met_at(&self, what: Trouble, tick: Duration) -> bool {
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let before = met.map(|(what, _)| what);
        // That it is slow says less than whatever else is known.
        let what = if what == Trouble::Slow { before.unwrap_or(what) } else { what };
        *met = Some((what, tick));
        before.is_none()
    }

    /// Something was written. True when trouble is over by that.
    pub(super) fn wrote(&self) -> bool {
        self.wrote_at(self.clock.tick())
    }

    fn wrote_at(&self, tick: Duration) -> bool {
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let over = met.is_some_and(|(_, at)| tick >= at + CALM_TIME);
        if over {
            *met = None;
        }
        over
    }

    /// What was met last and is not over.
    pub(super) fn now(&self) -> Option<Trouble> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).map(|(what, _)| what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_engines_mean_the_same_troubles() {
        for (code, what) in [
            ("5", Some(Trouble::Held)),
            ("517", Some(Trouble::Held)),
            ("13", Some(Trouble::Full)),
            ("778", Some(Trouble::Unwritable)),
            ("4874", Some(Trouble::Unwritable)),
            ("14", Some(Trouble::Unwritable)),
            ("8", Some(Trouble::Unwritable)),
            ("26", Some(Trouble::Broken)),
            ("2067", None),
            ("19", None),
            ("1", None),
            ("53100", Some(Trouble::Full)),
            ("57014", Some(Trouble::Slow)),
            ("55P03", Some(Trouble::Held)),
            ("57P01", Some(Trouble::Away)),
            ("57P03", Some(Trouble::Away)),
            ("53300", Some(Trouble::Away)),
            ("08006", Some(Trouble::Away)),
            ("25006", Some(Trouble::Unwritable)),
            ("28P01", Some(Trouble::Denied)),
            ("3D000", Some(Trouble::Denied)),
            ("23505", None),
            ("42P01", None),
            ("40001", None),
            ("", None),
        ] {
            assert_eq!(Trouble::of_code(code), what, "{code}");
        }
        assert_eq!(Trouble::of(&sqlx::Error::PoolTimedOut), Some(Trouble::Away));
        assert_eq!(Trouble::of(&sqlx::Error::RowNotFound), None);
    }

    #[test]
    fn trouble_is_news_once_and_a_lucky_write_does_not_end_it() {
        let (watch, at) = (Watch::new(), Duration::from_secs);
        assert!(!watch.wrote_at(at(1)) && watch.now().is_none());
        assert!(watch.met_at(Trouble::Full, at(2)));
        assert!(!watch.met_at(Trouble::Full, at(3)) && !watch.met_at(Trouble::Slow, at(4)));
        assert!(!watch.wrote_at(at(5)));
        assert_eq!(watch.now(), Some(Trouble::Full));
        assert!(watch.wrote_at(at(6)) && watch.now().is_none());
        assert!(!watch.wrote_at(at(7)) && watch.met_at(Trouble::Held, at(8)));
    }
}
