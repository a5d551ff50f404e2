//! Logs on stderr, counters in memory, and a panic that tells where but never what.

use crate::failure::Failure;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use tracing_subscriber::EnvFilter;

/// How much of our own doings is logged, unless `LOABAN_LOG` says otherwise.
pub const DEFAULT_LEVEL: &str = "info";

/// How often something happened on an account, by outcome. Never by person, group or place.
static COUNTS: Mutex<BTreeMap<(&'static str, String, &'static str), u64>> = Mutex::new(BTreeMap::new());

/// Starts the log on stderr. Only our own lines follow `level`; libraries stay at `warn`, because their
/// finer lines may hold addresses with tokens.
pub fn start(level: &str) -> Result<(), Failure> {
    let known = ["error", "warn", "info", "debug", "trace"];
    if !known.contains(&level) {
        return Err(Failure::Usage(format!("LOABAN_LOG: viết một trong: {}", known.join(", "))));
    }
    let started = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(format!(
            "warn,sqlx=error,sqlx_core=error,sqlx_postgres=error,sqlx_sqlite=error,loaban={level}"
        )))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
    // Only tests start it twice, and one log is enough.
    drop(started);
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        // A formatted message may hold a value; a fixed one is a developer's own words.
        let what = info.payload().downcast_ref::<&str>().copied().unwrap_or("message withheld");
        tracing::error!(place, what, "panic");
    }));
    Ok(())
}

/// Counts one happening. `what` is the metric ("sends"), `outcome` a fixed word.
pub fn count(what: &'static str, account: &str, outcome: &'static str) {
    let mut counts = COUNTS.lock().unwrap_or_else(PoisonError::into_inner);
    *counts.entry((what, account.to_owned(), outcome)).or_default() += 1;
}

/// Everything counted since the process began: metric, account, outcome, how often.
pub fn counts() -> Vec<(&'static str, String, &'static str, u64)> {
    let counts = COUNTS.lock().unwrap_or_else(PoisonError::into_inner);
    counts.iter().map(|((what, account, outcome), n)| (*what, account.clone(), *outcome, *n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_twice_is_counted_twice() {
        count("tests", "tg", "sent");
        count("tests", "tg", "sent");
        count("tests", "tg", "failed");
        let mine: Vec<_> = counts().into_iter().filter(|c| c.0 == "tests").map(|c| (c.2, c.3)).collect();
        assert_eq!(mine, [("failed", 1), ("sent", 2)]);
    }

    #[test]
    fn a_level_that_is_none_is_wrong_usage() {
        assert_eq!(start("loud").unwrap_err().code(), 2);
    }
}
