//! What keeps a file from being had.

use super::convert::Unable;

/// Why the bytes of a file are not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Nobody has it any more.
    Gone,
    /// Whoever has it could not be reached; later perhaps.
    Away,
    /// It is there, but not in that form.
    Form(Unable),
}
