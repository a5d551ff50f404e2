//! What the stand-in shows and takes: limits, faults, messages as people see them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Rate limits, all off by default so that only the tests about pace pay for them.
///
/// They are strict sliding windows over accepted messages; the platform's own are unpublished, payload
/// dependent and forgive short bursts, so whoever stays inside these stays inside the real ones.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Messages per second over all chats of one bot (officially about 30).
    pub per_second: Option<u32>,
    /// Messages per second into one chat (officially 1).
    pub per_chat_second: Option<u32>,
    /// Messages per minute into one group (officially 20).
    pub per_group_minute: Option<u32>,
    /// Milliseconds between uploads of the same size above 100 kB (the official server: 200 to 900);
    /// more than five seconds of backlog is answered 429.
    pub same_upload_gap_ms: Option<u64>,
    /// Largest upload in bytes instead of 50 MB, so that a test of 413 need not send 50 MB.
    pub upload_bytes: Option<usize>,
}

impl Limits {
    /// The published figures: 30 a second, 1 a second per chat, 20 a minute per group.
    pub fn official() -> Self {
        Limits {
            per_second: Some(30),
            per_chat_second: Some(1),
            per_group_minute: Some(20),
            ..Self::default()
        }
    }
}

/// What goes wrong when a [`Fault`] strikes.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Refused with this answer; nothing is recorded.
    Error {
        /// HTTP status and `error_code`.
        code: u16,
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
    /// No answer until [`super::Telegram::release`]; then the call is carried out. A client that gives up
    /// first leaves no trace.
    HangBefore,
    /// The call is carried out at once; the answer comes at [`super::Telegram::release`], or never.
    HangAfter,
    /// The call waits this many milliseconds, then runs as usual.
    SlowMs(u64),
    /// The call is carried out; its answer comes byte by byte, with so many milliseconds between two.
    Trickle(u64),
    /// The call is carried out; of its answer comes the first half, as though it were all of it.
    CutShort,
    /// Sent elsewhere, as by a captive portal; nothing is recorded.
    Redirect(u16),
}

/// A fault that strikes the next matching calls.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Method it strikes, in any case. `None` strikes every method except `getUpdates`, which would
    /// otherwise use the fault up.
    #[serde(default)]
    pub method: Option<String>,
    /// `chat_id` it strikes; `None` for any.
    #[serde(default)]
    pub chat: Option<i64>,
    /// How many calls it strikes; `u32::MAX` is as good as for ever.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    pub what: What,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// Strikes the next call of any method but `getUpdates`.
    pub fn new(what: What) -> Self {
        Fault { method: None, chat: None, times: 1, what }
    }

    /// An error answer, see [`What::Error`].
    pub fn error(code: u16, description: &str) -> Self {
        Self::new(What::Error { code, description: description.to_owned(), parameters: Value::Null })
    }

    /// Only calls of this method.
    pub fn on(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only calls with this `chat_id`.
    pub fn in_chat(mut self, chat: i64) -> Self {
        self.chat = Some(chat);
        self
    }

    /// So many calls instead of one.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }
}

/// What a message is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words only.
    #[default]
    Text,
    /// A recorded voice message.
    Voice,
    /// A picture, shown as one.
    Photo,
    /// A file in the music player.
    Audio,
    /// A file of any type.
    Document,
    /// A sticker.
    Sticker,
    /// Somebody came, left, or the group moved.
    Service,
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What people read.
    pub label: String,
    /// `callback_data`, when pressing it tells the bot.
    pub data: Option<String>,
    /// The link, when pressing it opens one.
    pub url: Option<String>,
}

/// A message as the people in the chat see it.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Number within its chat.
    pub message_id: i64,
    /// Name of the sender as shown.
    pub from: String,
    /// Whether the platform marks the sender as a bot.
    pub from_bot: bool,
    /// The sender's user id.
    pub from_id: i64,
    /// What it is.
    pub kind: Kind,
    /// Text after parsing; empty for media and service messages.
    pub text: String,
    /// Caption of a voice, photo or file, after parsing.
    pub caption: String,
    /// Entities of text or caption, offsets in UTF-16 units; always an array.
    pub entities: Value,
    /// Rows of buttons.
    pub buttons: Vec<Vec<Button>>,
    /// Reply keyboard, its removal or a forced reply, as the bot sent it; null for none.
    pub markup: Value,
    /// Number of the message it quotes.
    pub reply_to: Option<i64>,
    /// Forum topic.
    pub thread: Option<i64>,
    /// When it was sent, Unix milliseconds of the injected clock.
    pub date_ms: i64,
    /// Whether it was changed since.
    pub edited: bool,
    /// Whether it was deleted; its content stays here for assertions.
    pub deleted: bool,
    /// Key for [`super::Telegram::file_bytes`]; the same file has one key however often it is sent.
    pub file_id: Option<String>,
    /// The file's own name, for documents and music.
    pub file_name: Option<String>,
    /// What a service message says, as the platform's own fields; null for others.
    pub service: Value,
}

/// One call as it arrived, for assertions about what was asked rather than seen.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// Running number.
    pub number: u64,
    /// The calling bot; 0 when the token is unknown. The token itself is never kept.
    pub bot: i64,
    /// Method as written by the client.
    pub method: String,
    /// Parameters; an uploaded file is shown as its name and size.
    pub params: Value,
    /// When, Unix milliseconds of the injected clock.
    pub at: i64,
    /// HTTP status of the answer; `None` while there is none, and for ever after a drop or a hang.
    pub status: Option<u16>,
}

/// What a bot answered to a pressed button.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PressAnswer {
    /// The notice; empty when it only stopped the waiting sign.
    pub text: String,
    /// Whether it is shown as an alert.
    pub show_alert: bool,
}

/// How a bot stands in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// An ordinary member.
    Member,
    /// Hears every message, may delete others'.
    Admin,
    /// May not write: "not enough rights to send text messages to the chat".
    Muted,
    /// Went by itself: "bot is not a member of the supergroup chat".
    Left,
    /// Was thrown out: "bot was kicked from the supergroup chat".
    Kicked,
}

impl Standing {
    pub(super) fn present(self) -> bool {
        !matches!(self, Standing::Left | Standing::Kicked)
    }
}

/// Which button to press: by label, or by number counted over all rows.
#[derive(Clone, Debug)]
pub enum Which {
    /// Counted from 0, row by row.
    Nth(usize),
    /// The exact label.
    Label(String),
}

impl From<usize> for Which {
    fn from(index: usize) -> Self {
        Which::Nth(index)
    }
}

impl From<&str> for Which {
    fn from(label: &str) -> Self {
        Which::Label(label.to_owned())
    }
}
