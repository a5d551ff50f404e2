//! What the stand-in shows and takes.

use serde::Serialize;

/// A message as whoever is in the chat sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The platform's number.
    pub id: String,
    /// Who said it: a person's id, or the account's.
    pub from: String,
    /// The account said it.
    pub from_oa: bool,
    /// An officer of the account said it by hand.
    pub by_hand: bool,
    /// The words.
    pub text: String,
    /// The number of the message that it quotes.
    pub quote: Option<String>,
    /// Key of a file that came along, for `super::ZaloOa::file`; or the address it is fetched from.
    pub file: Option<String>,
    /// Its kind: `text`, `image`, `file`, `audio`.
    pub kind: &'static str,
    /// Whom it calls by `[@id]`; the group's own id calls everybody.
    pub calls: Vec<String>,
    /// Unix milliseconds of the injected clock.
    pub at: i64,
}

/// One event that was pushed, and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Push {
    /// `event_name`.
    pub event: String,
    /// The body as it was signed.
    pub body: String,
    /// The signature header.
    pub signature: String,
    /// HTTP status of each attempt; 0: no answer within 2 s, or no connection.
    pub answers: Vec<u16>,
    /// Given up, or acknowledged.
    pub over: bool,
}
