//! What the stand-in shows and takes: habits, messages as people see them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How the platform behaves where that is disputed, not documented, or a matter of the plan (zalo.md 1.2 to 1.8).
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Habits {
    /// Refusals come with HTTP 200 instead of their own status.
    pub always_200: bool,
    /// Polls hand out what was handed out before, again and again, once nothing new waits.
    pub replay: bool,
    /// What waits is handed over newest first.
    pub newest_first: bool,
    /// Every update is handed over twice.
    pub twice: bool,
    /// Webhook bodies are `{ok, result}` as documented, instead of flat as seen on the wire.
    pub wrapped: bool,
    /// Pictures come as `photo` as documented, instead of `photo_url` as seen on the wire.
    pub photo_as_documented: bool,
    /// A quote is named in the update, which is not documented.
    pub quotes: bool,
    /// `getMe` says the name that people type after `@`.
    pub display_name: bool,
    /// `getMe.can_join_groups`.
    pub can_join_groups: bool,
    /// `setWebhook` says what it found.
    pub verification: bool,
    /// How often an update is pushed until the answer is 2xx; then it is lost.
    pub pushes: u32,
    /// Milliseconds between two pushes of one update.
    pub push_gap_ms: u64,
    /// The code with which a group refuses a bot that was taken out.
    pub removed: u16,
    /// `testWebhook` calls a day.
    pub tests: u32,
    /// Accepted messages in a calendar month of Vietnam.
    pub per_month: u32,
    /// Users for whom the bot works.
    pub users: usize,
    /// Groups that admit it.
    pub groups: usize,
}

impl Default for Habits {
    fn default() -> Self {
        Habits {
            always_200: false,
            replay: false,
            newest_first: false,
            twice: false,
            wrapped: false,
            photo_as_documented: false,
            quotes: false,
            display_name: true,
            can_join_groups: true,
            verification: true,
            pushes: 5,
            push_gap_ms: 200,
            removed: 404,
            tests: 20,
            per_month: 3000,
            users: 50,
            groups: 3,
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
    /// A spoken message.
    Voice,
    /// A picture.
    Photo,
    /// A sticker.
    Sticker,
    /// A file, a video, a link preview: no bot is shown it.
    File,
}

/// A message as the people in the chat see it.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// The platform's id.
    pub message_id: String,
    /// Name of the sender as shown.
    pub from: String,
    /// Whether a bot sent it.
    pub from_bot: bool,
    /// The sender's id.
    pub from_id: String,
    /// What it is.
    pub kind: Kind,
    /// Text, or a picture's caption.
    pub text: String,
    /// `text_styles` as sent; null for none.
    pub styles: Value,
    /// `parse_mode` as sent: with one, people see `text` with its markup carried out.
    pub parse_mode: String,
    /// The message it quotes.
    pub reply_to: Option<String>,
    /// When it was sent, Unix milliseconds of the injected clock.
    pub date_ms: i64,
    /// Key for `super::ZaloBot::file_bytes`: what people see or hear. `None` for a picture that is black.
    pub file_id: Option<String>,
    /// The address that the platform was given for it.
    pub url: Option<String>,
    /// What each of the platform's own fetches of that address brought, as keys.
    pub fetched: Vec<Option<String>>,
}
