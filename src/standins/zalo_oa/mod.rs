//! A stand-in for Zalo's Official Accounts: the interface, the token endpoint, the consent page and the webhooks over
//! real HTTP on loopback, with chats as state.
//!
//! Programs see the platform's own HTTP; tests and the page see people, officers and administrators. Like the other
//! stand-ins it shares no type with the client and works on plain JSON. It follows zalo.md part 5.1: errors with HTTP
//! 200, refresh tokens that are good for one use (and a record of how often each was presented), the seven days of a
//! person's window by its clock, signed webhooks with the ladder of retries, an echo and receipts for each message.
//! What is not modelled is refused: templates for money, broadcasts, reactions, calls, profiles, managing groups.

mod http;
mod people;
mod pushes;
mod state;
mod types;

pub use super::call::Request;
pub use super::fault::{Fault, What};
pub use types::{Push, Seen};

use super::standin::StandIn;
use state::State;
use std::collections::BTreeMap;

/// The stand-in for Official Accounts; it serves one app.
pub type ZaloOa = StandIn<State>;

/// Where it is.
impl ZaloOa {
    /// What the settings call `api_url`: it carries a path.
    pub fn api_url(&self) -> String {
        self.origin() + "/openapi"
    }

    /// What the settings call `oauth_url`.
    pub fn oauth_url(&self) -> String {
        self.origin() + "/oauth"
    }

    /// The app's id, its secret, and the key that signs webhooks.
    pub fn app(&self) -> (String, String, String) {
        let state = self.lock();
        (state.app_id.clone(), state.app_secret.clone(), state.hook_key.clone())
    }
}

/// Switches, and what is told by webhook.
impl ZaloOa {
    /// How often each refresh token was presented, by token.
    pub fn presented(&self) -> BTreeMap<String, u32> {
        self.lock().presented.clone()
    }

    /// How long access tokens live from the next one on.
    pub fn set_life(&self, seconds: i64) {
        self.act(|state| state.life_seconds = seconds);
    }

    /// Whether groups take replies: not documented, so both happen.
    pub fn set_group_quotes(&self, taken: bool) {
        self.act(|state| state.group_quotes = taken);
    }

    /// The events so far, oldest first.
    pub fn pushes(&self) -> Vec<Push> {
        self.lock().pushes.clone()
    }
}

#[cfg(test)]
mod tests;
