//! Where the crash tests (`tests/it/crash`) end the process, and the safeties that tests take away: one to see
//! that it matters, one that is in their way. Debug builds only: of a release build nothing of this remains.

/// Ends the process here, as a power cut would, when `LOABAN_CRASH_AT` names this point.
pub fn point(name: &str) {
    #[cfg(debug_assertions)]
    if std::env::var("LOABAN_CRASH_AT").is_ok_and(|point| point == name) {
        std::process::abort();
    }
    let _ = name;
}

/// With `LOABAN_WITHOUT_SENDING_MARK=1` the mark that a row is being sent tells the next process nothing: what a
/// dead one had in flight looks like what was never begun. Only to prove that the crash tests notice it.
pub fn without_sending_mark() -> bool {
    cfg!(debug_assertions) && std::env::var("LOABAN_WITHOUT_SENDING_MARK").is_ok_and(|v| v == "1")
}

/// With `LOABAN_WITHOUT_LIMITS=1` one person may say and ask as much as they like: trials of what becomes of messages
/// have few people who ask a lot. Limits have trials of their own.
pub fn without_limits() -> bool {
    cfg!(debug_assertions) && std::env::var("LOABAN_WITHOUT_LIMITS").is_ok_and(|v| v == "1")
}
