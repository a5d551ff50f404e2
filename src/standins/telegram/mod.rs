//! A stand-in for Telegram: the Bot API over HTTP on loopback, with chats as state.
//!
//! The practice room and the integration tests talk to this instead of to Telegram. It has two sides.
//! Bots see the platform's own HTTP (`/bot<token>/<method>`, `/file/bot<token>/<path>`). Tests and the
//! page see people: [`Telegram::person_sends`], [`Telegram::person_presses`], [`Telegram::messages`], and
//! faults on demand ([`Telegram::fault`]). A test therefore asserts what a group *saw*, not
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

use super::door::{Cut, Door, spawn};
use super::memory::Memory;
use anyhow::{Context as _, Result, bail, ensure};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request as HttpRequest};
use http::UPLOAD_MAX;
use profile::scope_key;
use serde_json::{Value, json};
use state::{Bot, State};
use std::net::SocketAddr;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;
use tokio::net::TcpListener;

/// Wall time in Unix milliseconds, supplied by whoever owns the clock.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The sender of messages by administrators who hide their name (Bot API, `Message.from`).
pub const ANONYMOUS_ADMIN: i64 = 1_087_968_824;
/// The sender of posts that a linked channel forwards into its group.
pub const CHANNEL_FORWARDER: i64 = 777_000;

/// The stand-in. Cheap to clone; every clone is the same platform. It serves until [`Telegram::shutdown`].
#[derive(Clone)]
pub struct Telegram {
    inner: Arc<Inner>,
}

struct Inner {
    memory: Memory<State>,
    addr: SocketAddr,
    http: reqwest::Client,
}

/// Starting, stopping, waiting.
impl Telegram {
    /// Binds `addr` (port 0 picks one) and serves. Loopback only: whoever reaches this door acts as Telegram.
    pub async fn start(addr: SocketAddr, now: Now) -> Result<Self> {
        ensure!(addr.ip().is_loopback(), "the stand-in serves loopback only, not {addr}");
        let listener = TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}"))?;
        Self::serve(listener, now)
    }

    /// As [`Telegram::start`], on a listener that is already bound.
    pub fn serve(listener: TcpListener, now: Now) -> Result<Self> {
        let addr = listener.local_addr()?;
        ensure!(addr.ip().is_loopback(), "the stand-in serves loopback only, not {addr}");
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .build()?;
        let memory = Memory::new(State::new(now));
        let platform = Telegram { inner: Arc::new(Inner { memory, addr, http }) };
        let handler = platform.clone();
        let routes = axum::Router::new()
            .fallback(move |ConnectInfo(cut): ConnectInfo<Cut>, request: HttpRequest| {
                let platform = handler.clone();
                async move { platform.answer(cut, request).await }
            })
            .layer(DefaultBodyLimit::max(UPLOAD_MAX + (10 << 20)));
        let gate = platform.clone();
        let door = Door { listener, down: Arc::new(move || !gate.lock().accepts()) };
        let closing = platform.clone();
        spawn(async move {
            let closed = async move { closing.until(|state| state.closed).await };
            let service = routes.into_make_service_with_connect_info::<Cut>();
            if let Err(error) = axum::serve(door, service).with_graceful_shutdown(closed).await {
                tracing::error!(%error, "the stand-in for Telegram stopped serving");
            }
        });
        Ok(platform)
    }

    /// Serves below a path prefix such as `/tg`, as a proxy in front of the Bot API would.
    pub fn with_base(self, path: &str) -> Self {
        let base = path.trim_matches('/');
        self.act(|state| state.base = if base.is_empty() { String::new() } else { format!("/{base}") });
        self
    }

    /// Opens `/control/<verb>` (JSON in, JSON out), by which scripts in other languages move the people.
    /// Off by default: it has no password.
    pub fn with_control(self) -> Self {
        self.act(|state| state.control = true);
        self
    }

    /// What a client takes for the Bot API's address, without a final slash.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.inner.addr, self.lock().base)
    }

    /// Stops serving: new connections are refused, open ones close without an answer.
    pub fn shutdown(&self) {
        self.act(|state| state.closed = true);
    }

    /// Counts every change. Read it before looking, then wait with [`Telegram::changed_since`].
    pub fn version(&self) -> u64 {
        self.inner.memory.version()
    }

    /// Returns once something changed after `version`.
    pub async fn changed_since(&self, version: u64) {
        self.inner.memory.changed_since(version).await;
    }

    /// Looks after every change until `look` finds something, or gives up.
    pub async fn wait_for<T>(&self, within: Duration, look: impl Fn(&Telegram) -> Option<T>) -> Option<T> {
        self.inner.memory.wait_for(within, || look(self)).await
    }

    async fn until(&self, reached: impl Fn(&State) -> bool) {
        self.inner.memory.until(reached).await;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.inner.memory.lock()
    }

    /// Changes the state and wakes everyone who waits for a change.
    fn act<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        self.inner.memory.act(change)
    }
}

/// Limits, faults and the log.
impl Telegram {
    /// Replaces the limits.
    pub fn set_limits(&self, limits: Limits) {
        self.act(|state| state.limits = limits);
    }

    /// Adds a fault; the oldest that matches a call strikes first.
    pub fn fault(&self, fault: Fault) {
        self.act(|state| state.faults.push(fault));
    }

    /// Forgets the faults that have not struck.
    pub fn clear_faults(&self) {
        self.act(|state| state.faults.clear());
    }

    /// Lets every call go on that hangs now.
    pub fn release(&self) {
        self.act(|state| state.released += 1);
    }

    /// Unreachable and back: every connection closes at once, and webhooks wait.
    pub fn offline(&self, offline: bool) {
        self.act(|state| state.offline = offline);
    }

    /// Where webhook pushes to `prefix` really go, e.g. from the public address in a test's settings to
    /// the program's port. Without it only loopback addresses are pushed to.
    pub fn route_webhooks(&self, prefix: &str, to: &str) {
        let to = to.trim_end_matches('/').to_owned();
        self.act(|state| state.webhook_routes.push((prefix.trim_end_matches('/').to_owned(), to)));
    }

    /// The unit of webhook back-off (at once, then 2, 4, 8 … 64 units); a second on the platform.
    pub fn set_webhook_retry_unit(&self, unit: Duration) {
        self.act(|state| state.retry_unit = unit);
    }

    /// The calls so far, oldest first; the last 20,000 are kept.
    pub fn requests(&self) -> Vec<Request> {
        self.lock().requests.iter().cloned().collect()
    }

    /// Forgets the calls so far.
    pub fn clear_requests(&self) {
        self.act(|state| state.requests.clear());
    }
}

/// Bots and what waits for them.
impl Telegram {
    /// Registers a bot; its id is the number before the token's colon.
    pub fn add_bot(&self, token: &str, username: &str, name: &str) -> i64 {
        self.act(|state| {
            let number = token.split(':').next().and_then(|n| n.parse().ok());
            let id = number.unwrap_or_else(|| 7_000_000_000 + state.fresh());
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
