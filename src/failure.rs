//! How an act fails for the person who asked for it: in their words, with what to do next.

/// Why a command ended without doing its job. Decides the exit code (contract, section 1).
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Refused, or faults were found: exit code 1. The text is for a person.
    #[error("{0}")]
    Refused(String),
    /// The command line is wrong: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// Something it needs is not reachable: exit code 3.
    #[error("{0}")]
    Unreachable(String),
}

impl Failure {
    /// The process's exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Refused(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Unreachable(_) => 3,
        }
    }
}

/// A refusal, ready to return.
pub fn refused(text: impl Into<String>) -> anyhow::Error {
    Failure::Refused(text.into()).into()
}
