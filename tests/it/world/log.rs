//! Everything the program logs while stories run, to search it for what must never be there.

use std::io::Write;
use std::sync::{Mutex, Once, PoisonError};
use tracing_subscriber::EnvFilter;

static LINES: Mutex<Vec<u8>> = Mutex::new(vec![]);

struct Keep;

impl Write for Keep {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps every line of ours from now on, down to the smallest.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let keep = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("info,loaban=trace"))
            .with_ansi(false)
            .with_writer(|| Keep);
        let _ = keep.try_init();
    });
}

/// What all stories of this process have logged so far.
pub fn lines() -> String {
    String::from_utf8_lossy(&LINES.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}
