//! A file that is kept, or is to be.

use crate::clock::Millis;
use crate::stored::words;

/// The account that a file came to, and the platform's handle of it there.
pub type Handle = (String, String);

/// One that is still to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its row.
    pub id: String,
    /// Where it comes from.
    pub handle: Handle,
    /// How often it was tried.
    pub tries: i64,
    /// Since when it may be tried again.
    pub not_before: Millis,
}

words! {
    /// How a file that is to be kept stands.
    pub enum State {
        /// To be fetched.
        Wanted = "wanted",
        /// There, sealed.
        Kept = "kept",
        /// Its platform has it no more, or gave it too late.
        Lost = "lost",
    }
}
