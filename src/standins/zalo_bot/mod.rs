//! A stand-in for Zalo Bot Platform: its HTTP on loopback, with chats as state.
//!
//! As with the stand-in for Telegram, bots see the platform's own HTTP (`/bot<token>/<method>`), tests and
//! the page see people (`ZaloBot::person_sends`, `ZaloBot::messages`), and faults come on demand. It shares
//! no type with the bot's own client, so that one misreading of the platform is not made twice.
//!
//! Where the platform's behaviour is disputed or not documented, it is a switch in [`Habits`]; the words of
//! errors are ours, because the platform's are not known. What the platform lacks (buttons, edits, members,
//! files) is refused, never silently accepted.
//!
//! Wall time is injected and dates messages and months. Waiting uses tokio's monotonic time.

mod bots;
mod control;
mod http;
mod media;
mod people;
mod state;
mod types;
mod updates;

pub use super::call::Request;
pub use super::fault::{Fault, What};
pub use types::{Habits, Kind, Seen};

use super::standin::StandIn;
use anyhow::{Context as _, Result};
use serde_json::Value;
use state::{Bot, State};

/// The stand-in for Zalo Bot Platform.
pub type ZaloBot = StandIn<State>;

/// How the platform behaves.
impl ZaloBot {
    /// How the platform behaves where that is disputed.
    pub fn habits(&self, change: impl FnOnce(&mut Habits)) {
        self.act(|state| change(&mut state.habits));
    }

    /// Holds back what is for bots, and hands it over again.
    pub fn hold(&self, held: bool) {
        self.act(|state| state.held = held);
    }
}

/// Bots and what waits for them.
impl ZaloBot {
    /// Registers a bot, whose name begins with `Bot`; its id is the number before the token's colon.
    pub fn add_bot(&self, token: &str, display_name: &str) -> i64 {
        self.act(|state| {
            let number = token.split(':').next().and_then(|n| n.parse().ok());
            let id = number.unwrap_or_else(|| 1_459_000_000_000_000_000 + state.common.fresh());
            state.bots.insert(id, Bot::new(id, token, display_name));
            id
        })
    }

    /// Resets a bot's token; the old one answers 401.
    pub fn reset_token(&self, bot: i64, token: &str) {
        self.act(|state| {
            if let Some(bot) = state.bots.get_mut(&bot) {
                bot.token = token.to_owned();
            }
        });
    }

    /// Updates that were not handed over yet.
    pub fn pending_updates(&self, bot: i64) -> usize {
        self.lock().bots.get(&bot).map_or(0, |bot| bot.queue.len() + bot.pushing)
    }

    /// Hands out an update of any shape, e.g. of an event not known yet.
    pub fn raw_update(&self, bot: i64, update: Value) -> Result<()> {
        self.act(|state| {
            state.bots.get_mut(&bot).context("no such bot")?.queue.push_back(update);
            Ok(())
        })
    }

    /// Hands out the last update once more.
    pub fn duplicate_last_update(&self, bot: i64) -> Result<()> {
        self.act(|state| {
            let bot = state.bots.get_mut(&bot).context("no such bot")?;
            bot.queue.push_back(bot.latest.clone().context("the bot has had no update yet")?);
            Ok(())
        })
    }

    /// Messages of this month that the platform took from the bot.
    pub fn used(&self, bot: i64) -> u32 {
        let state = self.lock();
        let month = state.month();
        state.bots.get(&bot).and_then(|bot| bot.sent.get(&month)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
