//! What the stand-in shows and takes.

use serde::Serialize;
use serde_json::Value;

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
    /// Key of a file that came along, for [`super::ZaloOa::file`]; or the address it is fetched from.
    pub file: Option<String>,
    /// Its kind: `text`, `image`, `file`, `audio`.
    pub kind: &'static str,
    /// Whom it calls by `[@id]`; the group's own id calls everybody.
    pub calls: Vec<String>,
    /// Unix milliseconds of the injected clock.
    pub at: i64,
}

/// What goes wrong when a [`Fault`] strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Refused with this `error`, as ever with HTTP 200; nothing is recorded.
    Error(i64),
    /// A proxy's page with this status; nothing is recorded.
    Html(u16),
    /// A proxy's page, but the call was carried out.
    HtmlAfter(u16),
    /// The call is carried out at once; its answer comes at [`super::ZaloOa::release`], or never.
    HangAfter,
    /// The call waits so many milliseconds.
    SlowMs(u64),
}

/// A fault that strikes the next matching calls.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What the path must contain.
    pub path: String,
    /// How many calls it strikes.
    pub times: u32,
    /// What happens.
    pub what: What,
}

impl Fault {
    /// Strikes the next call whose path contains `path`.
    pub fn on(path: &str, what: What) -> Fault {
        Fault { path: path.into(), times: 1, what }
    }

    /// So many calls instead of one.
    pub fn times(self, times: u32) -> Fault {
        Fault { times, ..self }
    }
}

/// One call as it arrived. No token is kept.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// The path.
    pub path: String,
    /// What was given: the JSON body, or the query.
    pub given: Value,
    /// `error` of the answer; `None` while there is none.
    pub error: Option<i64>,
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
