//! What goes wrong at a stand-in, on demand.

use serde::Deserialize;
use serde_json::Value;

/// What goes wrong when a [`Fault`] strikes.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Refused with this answer; nothing is recorded.
    Error {
        /// HTTP status and `error_code`, or the platform's own number.
        code: i64,
        /// `description`, with its prefix ("Forbidden: …").
        description: String,
        /// `parameters`; null for none.
        #[serde(default)]
        parameters: Value,
    },
    /// 429 with this many seconds in `parameters.retry_after` and in the `Retry-After` header.
    RetryAfter(u64),
    /// A proxy's HTML page with this status instead of an answer; nothing is recorded.
    Html(u16),
    /// The same page, but the call was carried out.
    HtmlAfter(u16),
    /// The connection closes without a byte of answer; nothing is recorded.
    DropBefore,
    /// The call is carried out, then the connection closes without a byte of answer.
    DropAfter,
    /// No answer until `release`; then the call is carried out. A client that gives up
    /// first leaves no trace.
    HangBefore,
    /// The call is carried out at once; the answer comes at `release`, or never.
    HangAfter,
    /// The call waits this many milliseconds, then runs as usual.
    SlowMs(u64),
    /// The call is carried out; its answer comes byte by byte, with so many milliseconds between two.
    Trickle(u64),
    /// The call is carried out; of its answer comes the first half, as though it were all of it.
    CutShort,
    /// The call is carried out; the answer is a list of so many bytes, with HTTP 200.
    Long(usize),
    /// Sent elsewhere, as by a captive portal; nothing is recorded.
    Redirect(u16),
}

/// A fault that strikes the next matching calls.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Method (or path) it strikes, in any case. `None` strikes every method except `getUpdates`, which would
    /// otherwise use the fault up.
    #[serde(default)]
    pub method: Option<String>,
    /// `chat_id` it strikes; `None` for any.
    #[serde(default, deserialize_with = "number_or_text")]
    pub chat: Option<String>,
    /// How many calls it strikes; `u32::MAX` is as good as for ever.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    pub what: What,
}

fn once() -> u32 {
    1
}

fn number_or_text<'de, D: serde::Deserializer<'de>>(given: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(given)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    })
}

impl Fault {
    /// Strikes the next call of any method but `getUpdates`.
    pub fn new(what: What) -> Self {
        Fault { method: None, chat: None, times: 1, what }
    }

    /// An error answer, see [`What::Error`].
    pub fn error(code: i64, description: &str) -> Self {
        Self::new(What::Error { code, description: description.to_owned(), parameters: Value::Null })
    }

    /// Only calls of this method (or path).
    pub fn on(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only calls with this `chat_id`.
    pub fn in_chat(mut self, chat: impl ToString) -> Self {
        self.chat = Some(chat.to_string());
        self
    }

    /// So many calls instead of one.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }
}

pub(in crate::standins) fn take_fault(faults: &mut Vec<Fault>, method: &str, chat: &str) -> Option<What> {
    let at = faults.iter().position(|fault| {
        let named = match &fault.method {
            Some(name) => name.eq_ignore_ascii_case(method),
            None => !method.eq_ignore_ascii_case("getUpdates"),
        };
        named && fault.times > 0 && fault.chat.as_deref().is_none_or(|of| of == chat)
    })?;
    let what = faults[at].what.clone();
    faults[at].times -= 1;
    if faults[at].times == 0 {
        faults.remove(at);
    }
    Some(what)
}
