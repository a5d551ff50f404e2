//! What all stand-ins are: a platform on loopback with its chats as state, whose changes can be waited for, whose
//! faults come on demand, and which keeps the calls it was asked.

use super::call::{Refusal, Request};
use super::door::{Cut, Door, elsewhere, endless, half, page, spawn, webhook_target};
use super::fault::{Fault, What, take_fault};
use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use serde_json::Value;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

const LOG_MAX: usize = 20_000;

/// Wall time in Unix milliseconds, supplied by whoever owns the clock.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The part of a state that every platform has.
pub struct Common {
    now: Now,
    pub(in crate::standins) base: String,
    pub(in crate::standins) control: bool,
    pub(in crate::standins) offline: bool,
    pub(in crate::standins) closed: bool,
    faults: Vec<Fault>,
    released: u64,
    requests: VecDeque<Request>,
    request_count: u64,
    counter: i64,
    routes: Vec<(String, String)>,
}

impl Common {
    pub(in crate::standins) fn now(&self) -> i64 {
        (self.now)()
    }

    /// A number that nothing else at this platform has.
    pub(in crate::standins) fn fresh(&mut self) -> i64 {
        self.counter += 1;
        self.counter
    }

    /// Connections are taken: while offline only for scripts, which could not bring it back otherwise.
    fn accepts(&self) -> bool {
        !self.closed && (!self.offline || self.control)
    }

    /// Nobody can reach the platform.
    pub(in crate::standins) fn down(&self) -> bool {
        self.closed || self.offline
    }

    /// Where a call to `url` really goes, if anywhere.
    pub(in crate::standins) fn target(&self, url: &str) -> Option<String> {
        webhook_target(&self.routes, url)
    }
}

/// The state of one platform, and what that platform does in its own way.
pub trait Platform: Sized + Send + 'static {
    /// What it is called when it cannot go on.
    const NAME: &'static str;
    /// The largest request it reads, in bytes.
    const LARGEST: usize;
    /// How long it waits for an answer when it calls somebody.
    const PATIENCE: Duration;
    /// What it calls itself when it calls somebody; empty for nothing.
    const AGENT: &'static str = "";

    /// A platform on which nobody is yet.
    fn new(common: Common) -> Self;
    /// What it shares with the other platforms.
    fn common(&mut self) -> &mut Common;
    /// What it answers to.
    fn routes(standin: StandIn<Self>) -> Router;
    /// What it does without being asked, from the start on.
    fn begin(_standin: &StandIn<Self>) {}
    /// How it says no.
    fn refused(standin: &StandIn<Self>, refusal: Refusal) -> Response;
    /// Its answer to a call that comes too soon.
    fn too_many(seconds: u64) -> Refusal;
}

/// A stand-in. Cheap to clone; every clone is the same platform. It serves until [`StandIn::shutdown`].
pub struct StandIn<S> {
    inner: Arc<Inner<S>>,
}

struct Inner<S> {
    state: Mutex<S>,
    /// Every change is counted, so that nobody misses one while they look.
    version: watch::Sender<u64>,
    addr: SocketAddr,
    http: reqwest::Client,
}

impl<S> Clone for StandIn<S> {
    fn clone(&self) -> Self {
        StandIn { inner: self.inner.clone() }
    }
}

/// Starting, stopping, waiting.
impl<S: Platform> StandIn<S> {
    /// Binds `addr` (port 0 picks one) and serves. Loopback only: whoever reaches this door acts as the platform.
    pub async fn start(addr: SocketAddr, now: Now) -> Result<Self> {
        ensure!(addr.ip().is_loopback(), "the stand-in serves loopback only, not {addr}");
        let listener = TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}"))?;
        let addr = listener.local_addr()?;
        let mut http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(S::PATIENCE);
        if !S::AGENT.is_empty() {
            http = http.user_agent(S::AGENT);
        }
        let common = Common {
            now,
            base: String::new(),
            control: false,
            offline: false,
            closed: false,
            faults: Vec::new(),
            released: 0,
            requests: VecDeque::new(),
            request_count: 0,
            counter: 0,
            routes: Vec::new(),
        };
        let (state, version) = (Mutex::new(S::new(common)), watch::Sender::new(0));
        let standin = StandIn { inner: Arc::new(Inner { state, version, addr, http: http.build()? }) };
        let routes = S::routes(standin.clone()).layer(DefaultBodyLimit::max(S::LARGEST));
        let (gate, closing) = (standin.clone(), standin.clone());
        let door = Door { listener, down: Arc::new(move || !gate.lock().common().accepts()) };
        spawn(async move {
            let closed = async move { closing.until(|common| common.closed).await };
            let service = routes.into_make_service_with_connect_info::<Cut>();
            if let Err(error) = axum::serve(door, service).with_graceful_shutdown(closed).await {
                tracing::error!(%error, "the stand-in for {} stopped serving", S::NAME);
            }
        });
        S::begin(&standin);
        Ok(standin)
    }

    /// Stops serving: new connections are refused, open ones close without an answer.
    pub fn shutdown(&self) {
        self.change(|common| common.closed = true);
    }

    /// Unreachable and back: every connection closes at once, and webhooks wait.
    pub fn offline(&self, offline: bool) {
        self.change(|common| common.offline = offline);
    }

    /// Counts every change. Read it before looking, then wait with [`StandIn::changed_since`].
    pub fn version(&self) -> u64 {
        *self.inner.version.borrow()
    }

    /// Returns once something changed after `version`.
    pub async fn changed_since(&self, version: u64) {
        let mut changes = self.inner.version.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = changes.wait_for(|now| *now > version).await;
    }

    /// Looks after every change until `look` finds something, or gives up.
    pub async fn wait_for<T>(&self, within: Duration, look: impl Fn(&Self) -> Option<T>) -> Option<T> {
        timeout(within, self.found(|| look(self))).await.ok()
    }

    /// Looks after every change until `look` finds something.
    async fn found<T>(&self, look: impl Fn() -> Option<T>) -> T {
        loop {
            let version = self.version();
            if let Some(found) = look() {
                return found;
            }
            self.changed_since(version).await;
        }
    }

    /// Returns once it is so.
    pub(in crate::standins) async fn until(&self, reached: impl Fn(&Common) -> bool) {
        self.found(|| reached(self.lock().common()).then_some(())).await;
    }

    pub(in crate::standins) fn lock(&self) -> MutexGuard<'_, S> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes everyone who waits for a change.
    pub(in crate::standins) fn act<T>(&self, change: impl FnOnce(&mut S) -> T) -> T {
        let out = change(&mut self.lock());
        self.inner.version.send_modify(|version| *version += 1);
        out
    }

    /// The same, for what all platforms have.
    pub(in crate::standins) fn change<T>(&self, change: impl FnOnce(&mut Common) -> T) -> T {
        self.act(|state| change(state.common()))
    }

    /// Where it serves, without any path.
    pub(in crate::standins) fn origin(&self) -> String {
        format!("http://{}", self.inner.addr)
    }

    /// What it calls others with.
    pub(in crate::standins) fn http(&self) -> &reqwest::Client {
        &self.inner.http
    }
}

/// Faults, routes and the log.
impl<S: Platform> StandIn<S> {
    /// Adds a fault; the oldest that matches a call strikes first.
    pub fn fault(&self, fault: Fault) {
        self.change(|common| common.faults.push(fault));
    }

    /// Forgets the faults that have not struck.
    pub fn clear_faults(&self) {
        self.change(|common| common.faults.clear());
    }

    /// Lets every call go on that hangs now.
    pub fn release(&self) {
        self.change(|common| common.released += 1);
    }

    /// Where calls to `prefix` really go (webhooks, pictures and sounds to fetch), e.g. from the public address in
    /// a test's settings to the program's port. Without it only loopback addresses are called.
    pub fn route(&self, prefix: &str, to: &str) {
        let to = to.trim_end_matches('/').to_owned();
        let prefix = prefix.trim_end_matches('/').to_owned();
        self.change(|common| {
            common.routes.retain(|(known, _)| *known != prefix);
            common.routes.push((prefix, to));
        });
    }

    /// The calls so far, oldest first; the last 20,000 are kept.
    pub fn requests(&self) -> Vec<Request> {
        self.lock().common().requests.iter().cloned().collect()
    }

    /// Forgets the calls so far.
    pub fn clear_requests(&self) {
        self.change(|common| common.requests.clear());
    }

    /// Writes a call down as it arrives; returns its running number.
    pub(in crate::standins) fn log(&self, bot: i64, method: &str, params: Value) -> u64 {
        self.change(|common| {
            common.request_count += 1;
            let (number, at) = (common.request_count, common.now());
            if common.requests.len() >= LOG_MAX {
                common.requests.pop_front();
            }
            let method = method.to_owned();
            common.requests.push_back(Request { number, bot, method, params, at, status: None });
            number
        })
    }

    /// Writes down what a call was answered; without an answer, its connection closes.
    pub(in crate::standins) fn finish(&self, cut: &Cut, number: u64, answer: Option<Response>) -> Response {
        let Some(response) = answer else { return cut.now() };
        self.change(|common| {
            if let Some(logged) = common.requests.iter_mut().rev().find(|logged| logged.number == number) {
                logged.status = Some(response.status().as_u16());
            }
        });
        response
    }

    /// Carries out a call under the fault that strikes it, if one does. `None`: there is no answer.
    pub(in crate::standins) async fn under_fault(
        &self,
        cut: &Cut,
        fault: Option<What>,
        carry_out: impl Future<Output = Option<Response>>,
    ) -> Option<Response> {
        match fault {
            Some(What::Error { code, description, parameters }) => {
                return Some(S::refused(self, Refusal { code, description, parameters }));
            }
            Some(What::RetryAfter(seconds)) => return Some(S::refused(self, S::too_many(seconds))),
            Some(What::Html(code)) => return Some(page(code)),
            Some(What::DropBefore) => return None,
            Some(What::HangBefore) => self.hang().await,
            Some(What::SlowMs(ms)) => sleep(Duration::from_millis(ms)).await,
            Some(What::Long(bytes)) => {
                carry_out.await;
                return Some(endless(bytes));
            }
            Some(What::Redirect(code)) => return Some(elsewhere(code)),
            Some(What::Trickle(ms)) => {
                let response = carry_out.await?;
                cut.slow(ms);
                return Some(response);
            }
            Some(What::CutShort) => return Some(half(carry_out.await?).await),
            Some(What::HtmlAfter(code)) => {
                carry_out.await;
                return Some(page(code));
            }
            Some(What::DropAfter) => {
                carry_out.await;
                return None;
            }
            Some(What::HangAfter) => {
                let response = carry_out.await;
                self.hang().await;
                return response.filter(|_| !self.lock().common().down());
            }
            None => {}
        }
        if self.lock().common().down() { None } else { carry_out.await }
    }

    async fn hang(&self) {
        let released = self.lock().common().released;
        self.until(|common| common.released > released || common.down()).await;
    }

    /// The fault that strikes a call, if one does; it is used up by that.
    pub(in crate::standins) fn strikes(&self, method: &str, chat: &str) -> Option<What> {
        self.change(|common| take_fault(&mut common.faults, method, chat))
    }
}
