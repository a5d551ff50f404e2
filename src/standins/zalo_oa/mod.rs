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

pub use types::{Fault, Push, Request, Seen, What};

use super::memory::Memory;
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use state::State;
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// Wall time in Unix milliseconds, supplied by whoever owns the clock.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The stand-in. Cheap to clone; every clone is the same platform. It serves until [`ZaloOa::shutdown`].
#[derive(Clone)]
pub struct ZaloOa {
    inner: Arc<Inner>,
}

struct Inner {
    memory: Memory<State>,
    address: SocketAddr,
    http: reqwest::Client,
    queue: mpsc::UnboundedSender<usize>,
}

/// Starting, stopping, waiting.
impl ZaloOa {
    /// Binds `address` (port 0 picks one) and serves one app. Loopback only: whoever reaches it acts as the platform.
    pub async fn start(address: SocketAddr, now: Now) -> Result<Self> {
        ensure!(address.ip().is_loopback(), "the stand-in serves loopback only, not {address}");
        let listener =
            TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        let address = listener.local_addr()?;
        // A push is answered within two seconds or not at all.
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(2))
            .build()?;
        let state = State {
            now,
            fresh: 0,
            app_id: "4100000000000000001".into(),
            app_secret: "app-secret-of-the-stand-in".into(),
            hook_key: "oaSecretKeyForPractice01".into(),
            hook: None,
            hook_off: false,
            retry_unit_ms: 1000,
            oas: BTreeMap::new(),
            people: BTreeMap::new(),
            groups: BTreeMap::new(),
            chats: BTreeMap::new(),
            files: BTreeMap::new(),
            presented: BTreeMap::new(),
            group_quotes: true,
            life_seconds: 90_000,
            faults: vec![],
            requests: VecDeque::new(),
            pushes: vec![],
            released: 0,
            closed: false,
        };
        let (queue, waiting) = mpsc::unbounded_channel();
        let memory = Memory::new(state);
        let platform = ZaloOa { inner: Arc::new(Inner { memory, address, http, queue }) };
        let (serving, closing) = (platform.clone(), platform.clone());
        tokio::spawn(async move {
            let closed = async move { closing.until(|state| state.closed).await };
            let served = axum::serve(listener, http::routes(serving)).with_graceful_shutdown(closed);
            if let Err(error) = served.await {
                tracing::error!(%error, "the stand-in for Official Accounts stopped serving");
            }
        });
        tokio::spawn(platform.clone().deliver(waiting));
        Ok(platform)
    }

    /// What the settings call `api_url`: it carries a path.
    pub fn api_url(&self) -> String {
        format!("http://{}/openapi", self.inner.address)
    }

    /// What the settings call `oauth_url`.
    pub fn oauth_url(&self) -> String {
        format!("http://{}/oauth", self.inner.address)
    }

    /// The app's id, its secret, and the key that signs webhooks.
    pub fn app(&self) -> (String, String, String) {
        let state = self.lock();
        (state.app_id.clone(), state.app_secret.clone(), state.hook_key.clone())
    }

    /// Stops serving.
    pub fn shutdown(&self) {
        self.act(|state| state.closed = true);
    }

    /// Counts every change. Read it before looking, then wait with [`ZaloOa::changed_since`].
    pub fn version(&self) -> u64 {
        self.inner.memory.version()
    }

    /// Returns once something changed after `version`.
    pub async fn changed_since(&self, version: u64) {
        self.inner.memory.changed_since(version).await;
    }

    /// Looks after every change until `look` finds something, or gives up.
    pub async fn wait_for<T>(&self, within: Duration, look: impl Fn(&ZaloOa) -> Option<T>) -> Option<T> {
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

/// Switches, faults and the log.
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

    /// The calls so far, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.lock().requests.iter().cloned().collect()
    }

    /// The events so far, oldest first.
    pub fn pushes(&self) -> Vec<Push> {
        self.lock().pushes.clone()
    }

    /// Pushes an event of any shape, signed like any other; returns its number among [`ZaloOa::pushes`].
    pub fn push(&self, event: Value) -> usize {
        self.enqueue(event)
    }
}

#[cfg(test)]
mod tests;
