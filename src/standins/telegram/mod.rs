//! A stand-in for Telegram: the Bot API over HTTP on loopback, with chats as state.
//!
//! The practice room and the integration tests talk to this instead of to Telegram. It has two sides.
//! Bots see the platform's own HTTP (`/bot<token>/<method>`, `/file/bot<token>/<path>`). Tests and the
//! page see people: `Telegram::person_sends`, `Telegram::person_presses`, `Telegram::messages`, and
//! faults on demand (`Telegram::fault`). A test therefore asserts what a group *saw*, not
//! which call was made.
//!
//! It shares no type with the bot's own client and works on plain JSON, so that one misreading of the
//! platform is not made twice. Error texts are those of the official Bot API server; where a rule was
//! guessed, the doc says so. What is not modelled is refused or answers "method not found", never
//! silently accepted: MarkdownV2, sending by URL, albums with videos, reactions, polls, inline mode,
//! payments, business accounts, expiry of old updates, and the slow-down of hasty `getUpdates`.
//!
//! Wall time is injected and only dates messages. Waiting, long polls and rate windows use tokio's
//! monotonic time, so that moving the wall clock by a month moves nothing here.

mod bots;
mod call;
mod chats;
mod control;
mod entities;
mod file_ids;
mod files;
mod http;
mod people;
mod profile;
mod state;
mod types;
mod updates;
mod view;
mod words;

pub use super::call::Request;
pub use super::fault::{Fault, What};
pub use types::{Button, Kind, Limits, PressAnswer, Seen, Standing, Which};

use super::standin::StandIn;
use anyhow::{Context as _, Result, bail};
use profile::scope_key;
use serde_json::{Value, json};
use state::{Bot, State};
use std::time::Duration;

/// The sender of messages by administrators who hide their name (Bot API, `Message.from`).
pub const ANONYMOUS_ADMIN: i64 = 1_087_968_824;
/// The sender of posts that a linked channel forwards into its group.
pub const CHANNEL_FORWARDER: i64 = 777_000;

/// The stand-in for Telegram.
pub type Telegram = StandIn<State>;

/// How the platform behaves.
impl Telegram {
    /// Replaces the limits.
    pub fn set_limits(&self, limits: Limits) {
        self.act(|state| state.limits = limits);
    }

    /// The unit of webhook back-off (at once, then 2, 4, 8 … 64 units); a second on the platform.
    pub fn set_webhook_retry_unit(&self, unit: Duration) {
        self.act(|state| state.retry_unit = unit);
    }
}

/// Bots and what waits for them.
impl Telegram {
    /// Registers a bot; its id is the number before the token's colon.
    pub fn add_bot(&self, token: &str, username: &str, name: &str) -> i64 {
        self.act(|state| {
            let number = token.split(':').next().and_then(|n| n.parse().ok());
            let id = number.unwrap_or_else(|| 7_000_000_000 + state.common.fresh());
            state.bots.insert(id, Bot::new(token, username, name));
            id
        })
    }

    /// Replaces a bot's token, as BotFather's revocation does; the old one answers 401.
    pub fn revoke_token(&self, bot: i64, token: &str) {
        self.act(|state| {
            if let Some(bot) = state.bots.get_mut(&bot) {
                bot.token = token.to_owned();
            }
        });
    }

    /// Turns privacy mode off (`true`): the bot then hears every group message except other bots'.
    pub fn hears_all(&self, bot: i64, all: bool) {
        self.act(|state| {
            if let Some(bot) = state.bots.get_mut(&bot) {
                bot.hears_all = all;
            }
        });
    }

    /// Updates the bot has not confirmed yet.
    pub fn pending_updates(&self, bot: i64) -> usize {
        self.lock().bots.get(&bot).map_or(0, |bot| bot.queue.len())
    }

    /// Hands out an update of any shape, e.g. of a kind not known yet; past `allowed_updates`.
    /// Without an `update_id` it gets the next one.
    pub fn raw_update(&self, bot: i64, update: Value) -> Result<i64> {
        self.act(|state| {
            let bot = state.bots.get_mut(&bot).context("no such bot")?;
            let Value::Object(mut fields) = update else { bail!("an update is an object") };
            let id = fields.get("update_id").and_then(Value::as_i64).unwrap_or(bot.last_update + 1);
            bot.last_update = bot.last_update.max(id);
            fields.insert("update_id".to_owned(), json!(id));
            bot.enqueue(id, Value::Object(fields), false);
            Ok(id)
        })
    }

    /// Hands out the last update once more under the same `update_id`, even if it is confirmed already.
    pub fn duplicate_last_update(&self, bot: i64) -> Result<i64> {
        self.act(|state| {
            let bot = state.bots.get_mut(&bot).context("no such bot")?;
            let (id, body) = bot.latest.clone().context("the bot has had no update yet")?;
            bot.enqueue(id, body, true);
            Ok(id)
        })
    }

    /// The command menu as set for a scope and language, e.g. `&json!({"type": "default"})`
    /// and `""`.
    pub fn commands(&self, bot: i64, scope: &Value, language: &str) -> Value {
        let state = self.lock();
        let key = (scope_key(scope), language.to_owned());
        state.bots.get(&bot).and_then(|bot| bot.commands.get(&key)).cloned().unwrap_or(json!([]))
    }
}

#[cfg(test)]
mod tests;
