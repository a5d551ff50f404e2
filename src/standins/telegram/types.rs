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
    /// Key for `super::Telegram::file_bytes`; the same file has one key however often it is sent.
    pub file_id: Option<String>,
    /// The file's own name, for documents and music.
    pub file_name: Option<String>,
    /// What a service message says, as the platform's own fields; null for others.
    pub service: Value,
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
