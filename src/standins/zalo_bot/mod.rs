//! A stand-in for Zalo Bot Platform: its HTTP on loopback, with chats as state.
//!
//! As with the stand-in for Telegram, bots see the platform's own HTTP (`/bot<token>/<method>`), tests and
//! the page see people ([`ZaloBot::person_sends`], [`ZaloBot::messages`]), and faults come on demand. It shares
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

use super::door::{Cut, Door, spawn};
use super::memory::Memory;
use anyhow::{Context as _, Result, ensure};
use axum::extract::{ConnectInfo, Request as HttpRequest};
use serde_json::Value;
use state::{Bot, State};
use std::net::SocketAddr;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;
use tokio::net::TcpListener;

/// Wall time in Unix milliseconds, supplied by whoever owns the clock.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The stand-in. Cheap to clone; every clone is the same platform. It serves until [`ZaloBot::shutdown`].
#[derive(Clone)]
pub struct ZaloBot {
    inner: Arc<Inner>,
}

struct Inner {
    memory: Memory<State>,
    addr: SocketAddr,
    http: reqwest::Client,
}

/// Starting, stopping, waiting.
impl ZaloBot {
    /// Binds `addr` (port 0 picks one) and serves. Loopback only: whoever reaches this door acts as Zalo.
    pub async fn start(addr: SocketAddr, now: Now) -> Result<Self> {
        ensure!(addr.ip().is_loopback(), "the stand-in serves loopback only, not {addr}");
        let listener = TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}"))?;
        let addr = listener.local_addr()?;
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            // As the platform calls itself (zalo.md 1.6); firewalls have refused it for that.
            .user_agent("Java/17.0.9")
            .timeout(Duration::from_secs(10))
            .build()?;
        let memory = Memory::new(State::new(now));
        let platform = ZaloBot { inner: Arc::new(Inner { memory, addr, http }) };
        let handler = platform.clone();
        let routes =
            axum::Router::new().fallback(move |ConnectInfo(cut): ConnectInfo<Cut>, request: HttpRequest| {
                let platform = handler.clone();
                async move { platform.answer(cut, request).await }
            });
        let gate = platform.clone();
        let door = Door { listener, down: Arc::new(move || gate.lock().down()) };
        let closing = platform.clone();
        spawn(async move {
            let closed = async move { closing.until(|state| state.closed).await };
            let service = routes.into_make_service_with_connect_info::<Cut>();
            if let Err(error) = axum::serve(door, service).with_graceful_shutdown(closed).await {
                tracing::error!(%error, "the stand-in for Zalo Bot stopped serving");
            }
        });
        Ok(platform)
    }

    /// Serves below a path prefix such as `/zalo`.
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

    /// What a client takes for the platform's address, without a final slash.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.inner.addr, self.lock().base)
    }

    /// Stops serving: new connections are refused, open ones close without an answer.
    pub fn shutdown(&self) {
        self.act(|state| state.closed = true);
    }

    /// Counts every change. Read it before looking, then wait with [`ZaloBot::changed_since`].
    pub fn version(&self) -> u64 {
        self.inner.memory.version()
    }

    /// Returns once something changed after `version`.
    pub async fn changed_since(&self, version: u64) {
        self.inner.memory.changed_since(version).await;
    }

    /// Looks after every change until `look` finds something, or gives up.
    pub async fn wait_for<T>(&self, within: Duration, look: impl Fn(&ZaloBot) -> Option<T>) -> Option<T> {
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

/// Habits, faults and the log.
impl ZaloBot {
    /// How the platform behaves where that is disputed.
    pub fn habits(&self, change: impl FnOnce(&mut Habits)) {
        self.act(|state| change(&mut state.habits));
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

    /// Holds back what is for bots, and hands it over again.
    pub fn hold(&self, held: bool) {
        self.act(|state| state.held = held);
    }

    /// Where calls to `prefix` really go (webhooks, pictures and sounds to fetch), e.g. from the public address in
    /// a test's settings to the program's port. Without it only loopback addresses are called.
    pub fn route(&self, prefix: &str, to: &str) {
        let to = to.trim_end_matches('/').to_owned();
        let prefix = prefix.trim_end_matches('/').to_owned();
        self.act(|state| {
            state.routes.retain(|(known, _)| *known != prefix);
            state.routes.push((prefix, to));
        });
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
impl ZaloBot {
    /// Registers a bot, whose name begins with `Bot`; its id is the number before the token's colon.
    pub fn add_bot(&self, token: &str, display_name: &str) -> i64 {
        self.act(|state| {
            let number = token.split(':').next().and_then(|n| n.parse().ok());
            let id = number.unwrap_or_else(|| 1_459_000_000_000_000_000 + state.fresh());
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
