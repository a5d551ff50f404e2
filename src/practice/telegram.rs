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

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use axum::body::Bytes;
use axum::extract::connect_info::Connected;
use axum::extract::{
    ConnectInfo, DefaultBodyLimit, Form, FromRequest, Multipart, Query, Request as HttpRequest,
};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::{IncomingStream, Listener};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// Wall time in Unix milliseconds, supplied by whoever owns the clock.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The sender of messages by administrators who hide their name (Bot API, `Message.from`).
pub const ANONYMOUS_ADMIN: i64 = 1_087_968_824;
/// The sender of posts that a linked channel forwards into its group.
pub const CHANNEL_FORWARDER: i64 = 777_000;

const UPLOAD_MAX: usize = 50 << 20;
const DOWNLOAD_MAX: usize = 20 << 20;
const PHOTO_MAX: usize = 10 << 20;
const TEXT_MAX: usize = 4096;
const CAPTION_MAX: usize = 1024;
const LOG_MAX: usize = 20_000;

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
    /// No answer until [`Telegram::release`]; then the call is carried out. A client that gives up
    /// first leaves no trace.
    HangBefore,
    /// The call is carried out at once; the answer comes at [`Telegram::release`], or never.
    HangAfter,
    /// The call waits this many milliseconds, then runs as usual.
    SlowMs(u64),
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
    /// Key for [`Telegram::file_bytes`]; the same file has one key however often it is sent.
    pub file_id: Option<String>,
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
    fn present(self) -> bool {
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

/// The stand-in. Cheap to clone; every clone is the same platform. It serves until [`Telegram::shutdown`].
#[derive(Clone)]
pub struct Telegram {
    inner: Arc<Inner>,
}

struct Inner {
    state: Mutex<State>,
    version: watch::Sender<u64>,
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
        let state = Mutex::new(State::new(now));
        let platform =
            Telegram { inner: Arc::new(Inner { state, version: watch::Sender::new(0), addr, http }) };
        let handler = platform.clone();
        let routes = axum::Router::new()
            .fallback(move |ConnectInfo(cut): ConnectInfo<Cut>, request: HttpRequest| {
                let platform = handler.clone();
                async move { platform.answer(cut, request).await }
            })
            .layer(DefaultBodyLimit::max(UPLOAD_MAX + (10 << 20)));
        let door = Door { listener, platform: platform.clone() };
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
        *self.inner.version.borrow()
    }

    /// Returns once something changed after `version`.
    pub async fn changed_since(&self, version: u64) {
        let mut changes = self.inner.version.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = changes.wait_for(|now| *now > version).await;
    }

    /// Looks after every change until `look` finds something, or gives up.
    pub async fn wait_for<T>(&self, within: Duration, look: impl Fn(&Telegram) -> Option<T>) -> Option<T> {
        timeout(within, async {
            loop {
                let version = self.version();
                if let Some(found) = look(self) {
                    return found;
                }
                self.changed_since(version).await;
            }
        })
        .await
        .ok()
    }

    async fn until(&self, reached: impl Fn(&State) -> bool) {
        loop {
            let version = self.version();
            if reached(&self.lock()) {
                return;
            }
            self.changed_since(version).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes everyone who waits for a change.
    fn act<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let out = change(&mut self.lock());
        self.inner.version.send_modify(|version| *version += 1);
        out
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

/// People and groups.
impl Telegram {
    /// A person with a Telegram account.
    pub fn add_person(&self, name: &str) -> i64 {
        self.act(|state| {
            // Above 32 bits, as real ids are.
            let id = 5_200_000_000 + state.fresh();
            state.people.insert(id, Person { name: name.to_owned(), deactivated: false });
            id
        })
    }

    /// A supergroup (id −100…); the first member owns it.
    pub fn add_group(&self, title: &str, members: &[i64]) -> i64 {
        self.act(|state| state.new_group(title, members, true))
    }

    /// A basic group, the kind that can [`Telegram::migrate`].
    pub fn add_basic_group(&self, title: &str, members: &[i64]) -> i64 {
        self.act(|state| state.new_group(title, members, false))
    }

    /// A member's bot joins: a service message to those present and `my_chat_member` to the bot.
    pub fn add_bot_to_group(&self, bot: i64, group: i64, by: i64) -> Result<()> {
        self.act(|state| state.add_bot_to_group(bot, group, by))
    }

    /// Throws the bot out; it learns by `my_chat_member` and from then on gets 403.
    pub fn remove_bot_from_group(&self, bot: i64, group: i64, by: i64) -> Result<()> {
        self.set_standing(bot, group, by, Standing::Kicked)
    }

    /// Promotes, mutes, dismisses a bot; it is told by `my_chat_member`.
    pub fn set_standing(&self, bot: i64, group: i64, by: i64, standing: Standing) -> Result<()> {
        self.act(|state| state.set_standing(bot, group, by, standing))
    }

    /// A person joins.
    pub fn person_joins(&self, user: i64, group: i64) -> Result<()> {
        self.act(|state| {
            let who = state.user(user).context("no such person")?;
            ensure!(state.open_group(group)?.members.insert(user), "already a member");
            state.service(Place::Group(group), who.clone(), json!({"new_chat_members": [who]}));
            Ok(())
        })
    }

    /// A person leaves.
    pub fn person_leaves(&self, user: i64, group: i64) -> Result<()> {
        self.act(|state| {
            let who = state.user(user).context("no such person")?;
            ensure!(state.open_group(group)?.members.remove(&user), "not a member");
            state.service(Place::Group(group), who.clone(), json!({"left_chat_member": who}));
            Ok(())
        })
    }

    /// Turns the group into a supergroup with a new id: a service message in each, and the old id
    /// answers 400 with `migrate_to_chat_id` from now on. Message numbers begin anew.
    pub fn migrate(&self, group: i64) -> Result<i64> {
        self.act(|state| state.migrate(group))
    }

    /// Deletes the group: "Forbidden: the group chat was deleted".
    pub fn delete_group(&self, group: i64) -> Result<()> {
        self.act(|state| {
            state.open_group(group)?.deleted = true;
            Ok(())
        })
    }

    /// Opens a topic and makes the group a forum. General has no number: `message_thread_id` 1 is refused.
    pub fn add_topic(&self, group: i64, name: &str) -> Result<i64> {
        self.act(|state| {
            let owner =
                state.open_group(group)?.members.first().copied().context("the group has no member")?;
            let who = state.user(owner).context("no such person")?;
            let created = json!({"forum_topic_created": {"name": name, "icon_color": 7_322_096}});
            let id = state.service(Place::Group(group), who, created);
            state.open_group(group)?.topics.insert(id, true);
            Ok(id)
        })
    }

    /// Closes a topic: bots that are no administrators get `TOPIC_CLOSED`.
    pub fn close_topic(&self, group: i64, topic: i64) -> Result<()> {
        self.act(|state| {
            *state.open_group(group)?.topics.get_mut(&topic).context("no such topic")? = false;
            Ok(())
        })
    }

    /// The person deletes the account: "Forbidden: user is deactivated".
    pub fn deactivate(&self, user: i64) {
        self.act(|state| {
            if let Some(person) = state.people.get_mut(&user) {
                person.deactivated = true;
            }
        });
    }

    /// Blocks the bot in private: `my_chat_member` to the bot, 403 for what it sends.
    pub fn blocks(&self, user: i64, bot: i64) -> Result<()> {
        self.act(|state| state.set_blocked(user, bot, true))
    }

    /// Takes the block back.
    pub fn unblocks(&self, user: i64, bot: i64) -> Result<()> {
        self.act(|state| state.set_blocked(user, bot, false))
    }
}

/// What people do. `chat` is a group's id, or a bot's id for the private chat with it.
impl Telegram {
    /// Writes a text.
    pub fn person_sends(&self, user: i64, chat: i64, text: &str) -> Result<i64> {
        self.act(|state| state.person_posts(user, chat, Draft::text(text)))
    }

    /// Writes a text into a forum topic.
    pub fn person_sends_in_topic(&self, user: i64, chat: i64, topic: i64, text: &str) -> Result<i64> {
        self.act(|state| state.person_posts(user, chat, Draft { thread: Some(topic), ..Draft::text(text) }))
    }

    /// Replies to a message; in a forum the reply stays in that message's topic.
    pub fn person_replies(&self, user: i64, chat: i64, to: i64, text: &str) -> Result<i64> {
        self.act(|state| state.person_posts(user, chat, Draft { reply_to: Some(to), ..Draft::text(text) }))
    }

    /// Records a voice message. The bytes are not looked into; an OGG/Opus file is what phones send.
    pub fn person_sends_voice(
        &self,
        user: i64,
        chat: i64,
        bytes: &[u8],
        duration: u32,
        reply_to: Option<i64>,
    ) -> Result<i64> {
        self.act(|state| {
            let meta = json!({"duration": duration, "mime_type": "audio/ogg"});
            let file = state.store(Kind::Voice, bytes, meta);
            state.person_posts(user, chat, Draft { reply_to, ..Draft::media(Kind::Voice, file, "") })
        })
    }

    /// Sends a photo, with a caption or an empty one.
    pub fn person_sends_photo(
        &self,
        user: i64,
        chat: i64,
        bytes: &[u8],
        caption: &str,
        reply_to: Option<i64>,
    ) -> Result<i64> {
        self.act(|state| {
            let (width, height) = picture_size(bytes).unwrap_or((640, 480));
            let file = state.store(Kind::Photo, bytes, json!({"width": width, "height": height}));
            state.person_posts(user, chat, Draft { reply_to, ..Draft::media(Kind::Photo, file, caption) })
        })
    }

    /// Sends a sticker.
    pub fn person_sends_sticker(&self, user: i64, chat: i64, emoji: &str) -> Result<i64> {
        self.act(|state| {
            let file = state.store(
                Kind::Sticker,
                b"RIFF",
                json!({"type": "regular", "width": 512, "height": 512, "is_animated": false,
                       "is_video": false, "emoji": emoji, "set_name": "standin"}),
            );
            state.person_posts(user, chat, Draft::media(Kind::Sticker, file, ""))
        })
    }

    /// Changes an own text; the bot gets `edited_message` if it heard the message.
    pub fn person_edits(&self, user: i64, chat: i64, message: i64, text: &str) -> Result<()> {
        self.act(|state| {
            let place = state.place_for(user, chat)?;
            let now = (state.now)();
            let found = state.message_mut(place, message).context("no such message")?;
            ensure!(found.from["id"] == user && found.draft.kind == Kind::Text, "not an own text");
            found.draft.body = Draft::text(text).body;
            found.edited_ms = Some(now);
            state.deliver(place, message, "edited_message");
            Ok(())
        })
    }

    /// Presses a button: a callback query to the bot that sent the message. Returns its id, see
    /// [`Telegram::press_answer`]. Pressing again is a new query, as when an app got no answer.
    pub fn person_presses(
        &self,
        user: i64,
        chat: i64,
        message: i64,
        which: impl Into<Which>,
    ) -> Result<String> {
        self.act(|state| state.press(user, chat, message, &which.into()))
    }

    /// What the bot said to a press, once it did; the last answer counts.
    pub fn press_answer(&self, query: &str) -> Option<PressAnswer> {
        self.lock().presses.get(query).and_then(|press| press.answer.clone())
    }

    /// Opens `https://t.me/<bot>?start=<payload>` and presses Start, which also lifts a block.
    pub fn opens_link(&self, user: i64, url: &str) -> Result<i64> {
        self.act(|state| {
            let (bot, payload) = state.deep_link(url, "start")?;
            if state.blocked.contains(&(user, bot)) {
                state.set_blocked(user, bot, false)?;
            }
            state.person_posts(user, bot, Draft::text(format!("/start {payload}").trim_end()))
        })
    }

    /// Opens `https://t.me/<bot>?startgroup=<payload>` and picks a group: the bot joins it, unless it is
    /// there already, and `/start@bot payload` appears.
    pub fn opens_group_link(&self, user: i64, url: &str, group: i64) -> Result<i64> {
        self.act(|state| {
            let (bot, payload) = state.deep_link(url, "startgroup")?;
            if !state.standing(bot, group).is_some_and(Standing::present) {
                state.add_bot_to_group(bot, group, user)?;
            }
            let username = &state.bots[&bot].username;
            let text = format!("/start@{username} {payload}");
            state.person_posts(user, group, Draft::text(text.trim_end()))
        })
    }

    /// An administrator writes under the group's name: `from` is [`ANONYMOUS_ADMIN`], nobody can tell who.
    pub fn anonymous_admin_sends(&self, group: i64, text: &str, reply_to: Option<i64>) -> Result<i64> {
        self.act(|state| {
            state.open_group(group)?;
            let from = json!({"id": ANONYMOUS_ADMIN, "is_bot": true, "first_name": "Group",
                              "username": "GroupAnonymousBot"});
            let mut draft = Draft { reply_to, ..Draft::text(text) };
            draft.body.insert("sender_chat".to_owned(), state.chat_view(Place::Group(group)));
            draft.body.insert("author_signature".to_owned(), json!("admin"));
            Ok(state.post(Place::Group(group), from, draft))
        })
    }

    /// Some other bot writes. People see it; no bot ever hears another bot.
    pub fn other_bot_sends(&self, group: i64, text: &str) -> Result<i64> {
        self.act(|state| {
            state.open_group(group)?;
            let from = json!({"id": 6_100_000_001_i64, "is_bot": true, "first_name": "Another bot",
                              "username": "another_bot"});
            Ok(state.post(Place::Group(group), from, Draft::text(text)))
        })
    }

    /// A post of a linked channel appears in the group (`is_automatic_forward`). Bots with privacy mode
    /// on do not hear it, as with any other message that is not for them.
    pub fn channel_post_forward(&self, group: i64, channel: &str, text: &str) -> Result<i64> {
        self.act(|state| {
            state.open_group(group)?;
            let chat = json!({"id": -1_003_000_000_001_i64, "type": "channel", "title": channel});
            let from = json!({"id": CHANNEL_FORWARDER, "is_bot": false, "first_name": "Telegram"});
            let date = (state.now)().div_euclid(1000);
            let mut draft = Draft::text(text);
            draft
                .body
                .extend(fields(json!({"sender_chat": chat, "is_automatic_forward": true, "forward_origin":
                {"type": "channel", "date": date, "chat": chat, "message_id": 1}})));
            Ok(state.post(Place::Group(group), from, draft))
        })
    }
}

/// What people see.
impl Telegram {
    /// A group's messages, oldest first, deleted ones included.
    pub fn messages(&self, group: i64) -> Vec<Seen> {
        self.lock().seen(Place::Group(group))
    }

    /// The private chat of one person with one bot. On the platform its id is the person's, for every bot.
    pub fn private_messages(&self, user: i64, bot: i64) -> Vec<Seen> {
        self.lock().seen(Place::Private { user, bot })
    }

    /// A file's bytes, by [`Seen::file_id`] or by any bot's `file_id`.
    pub fn file_bytes(&self, file_id: &str) -> Option<Vec<u8>> {
        let state = self.lock();
        let file = state.files.iter().enumerate().find_map(|(index, file)| {
            let known =
                unique_id(index) == file_id || parse_file_id(file_id).is_some_and(|(_, i)| i == index);
            known.then_some(file)
        })?;
        Some(file.bytes.to_vec())
    }
}

// ---------------------------------------------------------------------------------------------------------
// The state of the platform. Everything below is one lock, never held across an await.

/// Where a message is. A private chat belongs to a person *and* a bot: each bot has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Group(i64),
    Private { user: i64, bot: i64 },
}

struct State {
    now: Now,
    base: String,
    control: bool,
    offline: bool,
    closed: bool,
    limits: Limits,
    faults: Vec<Fault>,
    released: u64,
    requests: VecDeque<Request>,
    request_count: u64,
    counter: i64,
    bots: BTreeMap<i64, Bot>,
    people: BTreeMap<i64, Person>,
    groups: BTreeMap<i64, Group>,
    rooms: BTreeMap<Place, Room>,
    blocked: BTreeSet<(i64, i64)>,
    files: Vec<File>,
    presses: HashMap<String, Press>,
    /// Times of accepted messages per bot and chat; chat 0 stands for all.
    pace: HashMap<(i64, i64), VecDeque<Instant>>,
    uploads: HashMap<usize, Instant>,
    webhook_routes: Vec<(String, String)>,
    retry_unit: Duration,
}

#[derive(Default)]
struct Bot {
    token: String,
    username: String,
    name: String,
    hears_all: bool,
    queue: VecDeque<Update>,
    last_update: i64,
    latest: Option<(i64, Value)>,
    /// `None`: the default set.
    allowed: Option<Vec<String>>,
    /// Number of the newest `getUpdates`; an older one that still waits gets 409.
    poll: u64,
    webhook: Option<Webhook>,
    /// Outlives the webhook, so that pushes for an earlier one stop.
    webhook_number: u64,
    commands: BTreeMap<(String, String), Value>,
    texts: BTreeMap<(String, String), String>,
}

struct Update {
    id: i64,
    body: Value,
    /// A wilful duplicate: survives confirmation until it was handed out.
    again: bool,
}

struct Webhook {
    url: String,
    secret: String,
    max_connections: i64,
    busy: BTreeSet<String>,
    last_error: Option<(i64, String)>,
}

struct Person {
    name: String,
    deactivated: bool,
}

#[derive(Clone)]
struct Group {
    supergroup: bool,
    title: String,
    owner: i64,
    members: BTreeSet<i64>,
    bots: BTreeMap<i64, Standing>,
    /// Topic number to "is open"; a group with topics is a forum.
    topics: BTreeMap<i64, bool>,
    moved_to: Option<i64>,
    deleted: bool,
}

#[derive(Default)]
struct Room {
    last: i64,
    messages: BTreeMap<i64, Message>,
}

struct Message {
    from: Value,
    date_ms: i64,
    draft: Draft,
    edited_ms: Option<i64>,
    deleted: bool,
}

/// The content of a message, before it has a number.
#[derive(Clone, Default)]
struct Draft {
    kind: Kind,
    /// Text or caption with entities, and whatever else the platform puts at the top level.
    body: Map<String, Value>,
    file: Option<usize>,
    reply_to: Option<i64>,
    thread: Option<i64>,
    /// Rows of inline buttons as sent; empty for none.
    buttons: Vec<Value>,
    /// Other reply markup; kept for people, never returned to bots.
    markup: Value,
}

struct File {
    kind: Kind,
    bytes: Arc<[u8]>,
    meta: Value,
}

struct Press {
    bot: i64,
    answer: Option<PressAnswer>,
}

impl Bot {
    fn new(token: &str, username: &str, name: &str) -> Self {
        let (token, username, name) = (token.to_owned(), username.to_owned(), name.to_owned());
        Bot { token, username, name, last_update: 700_000_000, ..Bot::default() }
    }

    fn enqueue(&mut self, id: i64, body: Value, again: bool) {
        self.latest = Some((id, body.clone()));
        self.queue.push_back(Update { id, body, again });
    }

    fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) => kinds.iter().any(|k| k == kind),
            None => !matches!(kind, "chat_member" | "message_reaction" | "message_reaction_count"),
        }
    }

    /// `offset` of getUpdates: positive confirms all below it, negative keeps only the last so many.
    fn confirm(&mut self, offset: i64) {
        if offset > 0 {
            self.queue.retain(|update| update.id >= offset || update.again);
        } else if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let drop = self.queue.len().saturating_sub(keep);
            self.queue.drain(..drop);
        }
    }

    fn take(&mut self, limit: usize) -> Vec<Value> {
        let handed = self.queue.iter_mut().take(limit);
        handed
            .map(|update| {
                update.again = false;
                update.body.clone()
            })
            .collect()
    }
}

impl Draft {
    fn text(text: &str) -> Self {
        let (text, mut entities) = trimmed(text, Vec::new());
        detect(&text, &mut entities);
        let mut draft = Draft::default();
        draft.set_text("text", "entities", &text, entities);
        draft
    }

    fn media(kind: Kind, file: usize, caption: &str) -> Self {
        let (caption, mut entities) = trimmed(caption, Vec::new());
        detect(&caption, &mut entities);
        let mut draft = Draft { kind, file: Some(file), ..Draft::default() };
        draft.set_text("caption", "caption_entities", &caption, entities);
        draft
    }

    fn set_text(&mut self, text_key: &str, entities_key: &str, text: &str, entities: Vec<Value>) {
        self.body.remove(text_key);
        self.body.remove(entities_key);
        if !text.is_empty() {
            self.body.insert(text_key.to_owned(), json!(text));
        }
        if !entities.is_empty() {
            self.body.insert(entities_key.to_owned(), Value::Array(entities));
        }
    }

    fn words(&self) -> (&str, &[Value]) {
        let text = self.body.get("text").or(self.body.get("caption"));
        let entities = self.body.get("entities").or(self.body.get("caption_entities"));
        (
            text.and_then(Value::as_str).unwrap_or(""),
            entities.and_then(Value::as_array).map_or(&[], Vec::as_slice),
        )
    }
}

impl State {
    fn new(now: Now) -> Self {
        State {
            now,
            base: String::new(),
            control: false,
            offline: false,
            closed: false,
            limits: Limits::default(),
            faults: Vec::new(),
            released: 0,
            requests: VecDeque::new(),
            request_count: 0,
            counter: 0,
            bots: BTreeMap::new(),
            people: BTreeMap::new(),
            groups: BTreeMap::new(),
            rooms: BTreeMap::new(),
            blocked: BTreeSet::new(),
            files: Vec::new(),
            presses: HashMap::new(),
            pace: HashMap::new(),
            uploads: HashMap::new(),
            webhook_routes: Vec::new(),
            retry_unit: Duration::from_secs(1),
        }
    }

    fn fresh(&mut self) -> i64 {
        self.counter += 1;
        self.counter
    }

    fn down(&self) -> bool {
        self.closed || self.offline
    }

    fn store(&mut self, kind: Kind, bytes: &[u8], meta: Value) -> usize {
        self.files.push(File { kind, bytes: bytes.into(), meta });
        self.files.len() - 1
    }

    fn new_group(&mut self, title: &str, members: &[i64], supergroup: bool) -> i64 {
        let number = self.fresh();
        let id = if supergroup { -1_002_000_000_000 - number } else { -4_000_000_000 - number };
        let group = Group {
            supergroup,
            title: title.to_owned(),
            owner: members.first().copied().unwrap_or(0),
            members: members.iter().copied().collect(),
            bots: BTreeMap::new(),
            topics: BTreeMap::new(),
            moved_to: None,
            deleted: false,
        };
        self.groups.insert(id, group);
        id
    }

    fn open_group(&mut self, id: i64) -> Result<&mut Group> {
        let group = self.groups.get_mut(&id).context("no such group")?;
        if let Some(new) = group.moved_to {
            bail!("the group moved to {new}");
        }
        ensure!(!group.deleted, "the group was deleted");
        Ok(group)
    }

    fn standing(&self, bot: i64, group: i64) -> Option<Standing> {
        self.groups.get(&group)?.bots.get(&bot).copied()
    }

    fn add_bot_to_group(&mut self, bot: i64, group: i64, by: i64) -> Result<()> {
        let who = self.user(bot).filter(|_| self.bots.contains_key(&bot)).context("no such bot")?;
        let inviter = self.user(by).context("no such person")?;
        ensure!(self.open_group(group)?.members.contains(&by), "who invites a bot is a member");
        ensure!(!self.standing(bot, group).is_some_and(Standing::present), "the bot is a member already");
        self.set_standing(bot, group, by, Standing::Member)?;
        self.service(Place::Group(group), inviter, json!({"new_chat_members": [who]}));
        Ok(())
    }

    fn set_standing(&mut self, bot: i64, group: i64, by: i64, standing: Standing) -> Result<()> {
        let who = self.user(bot).context("no such bot")?;
        let actor = self.user(by).context("no such person")?;
        let old = self.open_group(group)?.bots.insert(bot, standing).unwrap_or(Standing::Left);
        if old.present() && !standing.present() {
            self.service(Place::Group(group), actor.clone(), json!({"left_chat_member": who}));
        }
        let chat = self.chat_view(Place::Group(group));
        self.push_standing(bot, chat, actor, member_view(&who, old), member_view(&who, standing));
        Ok(())
    }

    fn push_standing(&mut self, bot: i64, chat: Value, from: Value, old: Value, new: Value) {
        let date = (self.now)().div_euclid(1000);
        let change = json!({"chat": chat, "from": from, "date": date, "old_chat_member": old,
                            "new_chat_member": new});
        self.push(bot, "my_chat_member", change);
    }

    fn set_blocked(&mut self, user: i64, bot: i64, blocked: bool) -> Result<()> {
        let person = self.user(user).filter(|_| self.people.contains_key(&user)).context("no such person")?;
        let who = self.user(bot).filter(|_| self.bots.contains_key(&bot)).context("no such bot")?;
        let changed =
            if blocked { self.blocked.insert((user, bot)) } else { self.blocked.remove(&(user, bot)) };
        ensure!(changed, "it is so already");
        let (mut old, mut new) = (member_view(&who, Standing::Member), member_view(&who, Standing::Kicked));
        if !blocked {
            std::mem::swap(&mut old, &mut new);
        }
        let chat = self.chat_view(Place::Private { user, bot });
        self.push_standing(bot, chat, person, old, new);
        Ok(())
    }

    fn migrate(&mut self, old: i64) -> Result<i64> {
        let group = self.open_group(old)?.clone();
        let owner = self.user(group.owner).context("the group has no owner")?;
        let new = -1_002_000_000_000 - self.fresh();
        self.groups.insert(new, Group { supergroup: true, topics: BTreeMap::new(), ..group });
        self.service(Place::Group(old), owner.clone(), json!({"migrate_to_chat_id": new}));
        self.open_group(old)?.moved_to = Some(new);
        self.service(Place::Group(new), owner, json!({"migrate_from_chat_id": old}));
        Ok(new)
    }

    /// The chat as its person means it: a group's id, or a bot's for the private chat with it.
    fn place_for(&mut self, user: i64, chat: i64) -> Result<Place> {
        let person = self.people.get(&user).context("no such person")?;
        ensure!(!person.deactivated, "{} deleted the account", person.name);
        if chat > 0 {
            ensure!(self.bots.contains_key(&chat), "no such bot");
            ensure!(!self.blocked.contains(&(user, chat)), "the person blocked this bot");
            return Ok(Place::Private { user, bot: chat });
        }
        ensure!(self.open_group(chat)?.members.contains(&user), "the person is no member of this group");
        Ok(Place::Group(chat))
    }

    fn person_posts(&mut self, user: i64, chat: i64, mut draft: Draft) -> Result<i64> {
        let place = self.place_for(user, chat)?;
        let from = self.user(user).context("no such person")?;
        ensure!(draft.file.is_some() || !draft.words().0.is_empty(), "nobody can send an empty message");
        if let Some(to) = draft.reply_to {
            let original = self.message(place, to).filter(|m| !m.deleted);
            let original = original.context("there is no such message to reply to")?;
            draft.thread = draft.thread.or(original.draft.thread);
        }
        if let (Some(topic), Place::Group(group)) = (draft.thread, place) {
            ensure!(self.groups[&group].topics.contains_key(&topic), "no such topic");
        }
        Ok(self.post(place, from, draft))
    }

    fn press(&mut self, user: i64, chat: i64, message: i64, which: &Which) -> Result<String> {
        let place = self.place_for(user, chat)?;
        let from = self.user(user).context("no such person")?;
        let found = self.message(place, message).filter(|m| !m.deleted).context("no such message")?;
        let bot = found.from["id"].as_i64().unwrap_or_default();
        let buttons: Vec<Button> = button_rows(&found.draft.buttons).into_iter().flatten().collect();
        let labels: Vec<_> = buttons.iter().map(|b| b.label.clone()).collect();
        let button = match which {
            Which::Nth(index) => buttons.into_iter().nth(*index),
            Which::Label(label) => buttons.into_iter().find(|b| b.label == *label),
        };
        let button = button.with_context(|| format!("no button {which:?} among {labels:?}"))?;
        let data = button.data.with_context(|| format!("{:?} opens {:?}", button.label, button.url))?;
        let id = format!("{}", 4_382_910_000_000_000 + self.fresh());
        let view = self.render(place, message, bot, true);
        let instance = format!("{}", self.chat_id(place).wrapping_mul(7919));
        self.presses.insert(id.clone(), Press { bot, answer: None });
        let query = json!({"id": id, "from": from, "message": view, "chat_instance": instance, "data": data});
        self.push(bot, "callback_query", query);
        Ok(id)
    }

    fn deep_link(&self, url: &str, key: &str) -> Result<(i64, String)> {
        let rest = url.strip_prefix("https://t.me/").context("not a t.me link")?;
        let (username, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let payload = match pairs.find(|(name, _)| *name == key) {
            Some((_, payload)) => payload,
            None if query.is_empty() => "",
            None => bail!("the link has no {key}="),
        };
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        ensure!(payload.len() <= 64 && payload.chars().all(legal), "the platform ignores such a payload");
        let bot = self.bots.iter().find(|(_, bot)| bot.username.eq_ignore_ascii_case(username));
        let (id, _) = bot.with_context(|| format!("no bot is called {username}"))?;
        Ok((*id, payload.to_owned()))
    }

    fn message(&self, place: Place, id: i64) -> Option<&Message> {
        self.rooms.get(&place)?.messages.get(&id)
    }

    fn message_mut(&mut self, place: Place, id: i64) -> Option<&mut Message> {
        self.rooms.get_mut(&place)?.messages.get_mut(&id)
    }

    fn service(&mut self, place: Place, from: Value, content: Value) -> i64 {
        self.post(place, from, Draft { kind: Kind::Service, body: fields(content), ..Draft::default() })
    }

    /// The one way a message comes into being: numbered, dated, and told to the bots that hear it.
    fn post(&mut self, place: Place, from: Value, draft: Draft) -> i64 {
        let date_ms = (self.now)();
        let room = self.rooms.entry(place).or_default();
        // Number 1 is the chat's creation, which nobody sees; in a forum it means General.
        room.last = room.last.max(1) + 1;
        let id = room.last;
        room.messages.insert(id, Message { from, date_ms, draft, edited_ms: None, deleted: false });
        self.deliver(place, id, "message");
        id
    }

    fn deliver(&mut self, place: Place, id: i64, kind: &str) {
        let bots: Vec<i64> = match place {
            Place::Private { bot, .. } => vec![bot],
            Place::Group(group) => {
                let present = self.groups[&group].bots.iter().filter(|(_, standing)| standing.present());
                present.map(|(bot, _)| *bot).collect()
            }
        };
        for bot in bots {
            if self.hears(bot, place, id) {
                let view = self.render(place, id, bot, true);
                self.push(bot, kind, view);
            }
        }
    }

    /// Bot API, "privacy mode". One simplification: a bare `/command` reaches every bot, where the
    /// platform gives it only to the bot that posted last.
    fn hears(&self, bot: i64, place: Place, id: i64) -> bool {
        let (Some(message), Some(hearer)) = (self.message(place, id), self.bots.get(&bot)) else {
            return false;
        };
        let from = &message.from;
        if from["id"] == bot {
            return false;
        }
        let Place::Group(group) = place else { return true };
        if message.draft.kind == Kind::Service {
            return true;
        }
        if from["is_bot"] == true && from["id"] != ANONYMOUS_ADMIN {
            return false;
        }
        if hearer.hears_all || self.standing(bot, group) == Some(Standing::Admin) {
            return true;
        }
        let original = message.draft.reply_to.and_then(|to| self.message(place, to));
        if original.is_some_and(|original| original.from["id"] == bot) {
            return true;
        }
        let (text, entities) = message.draft.words();
        entities.iter().any(|entity| {
            let word = slice(text, entity).unwrap_or_default();
            let addressed =
                word.rsplit_once('@').map(|(_, name)| name.eq_ignore_ascii_case(&hearer.username));
            match entity["type"].as_str() {
                Some("bot_command") => addressed.unwrap_or(true),
                Some("mention") => addressed.unwrap_or(false),
                _ => false,
            }
        })
    }

    fn push(&mut self, bot: i64, kind: &str, content: Value) {
        let Some(bot) = self.bots.get_mut(&bot).filter(|bot| bot.wants(kind)) else { return };
        bot.last_update += 1;
        bot.enqueue(bot.last_update, json!({"update_id": bot.last_update, kind: content}), false);
    }

    fn user(&self, id: i64) -> Option<Value> {
        if let Some(person) = self.people.get(&id) {
            let name = &person.name;
            return Some(json!({"id": id, "is_bot": false, "first_name": name, "language_code": "vi"}));
        }
        let bot = self.bots.get(&id)?;
        Some(json!({"id": id, "is_bot": true, "first_name": bot.name, "username": bot.username}))
    }

    fn chat_id(&self, place: Place) -> i64 {
        match place {
            Place::Group(group) => group,
            Place::Private { user, .. } => user,
        }
    }

    fn chat_view(&self, place: Place) -> Value {
        match place {
            Place::Group(id) => {
                let group = &self.groups[&id];
                let kind = if group.supergroup { "supergroup" } else { "group" };
                let mut chat = json!({"id": id, "title": group.title, "type": kind});
                if !group.topics.is_empty() {
                    chat["is_forum"] = json!(true);
                }
                chat
            }
            Place::Private { user, .. } => {
                let name = self.people.get(&user).map_or("", |person| &person.name);
                json!({"id": user, "first_name": name, "type": "private"})
            }
        }
    }

    /// The message as one bot gets it: file ids are the bot's own. `deep` shows what it replies to, one
    /// level only. A message in a topic that quotes nothing "replies" to the topic's opening, as there.
    fn render(&self, place: Place, id: i64, bot: i64, deep: bool) -> Value {
        let Some(message) = self.message(place, id) else { return Value::Null };
        let draft = &message.draft;
        let mut view = json!({"message_id": id, "from": message.from, "chat": self.chat_view(place),
                              "date": message.date_ms.div_euclid(1000)});
        if let Some(edited) = message.edited_ms {
            view["edit_date"] = json!(edited.div_euclid(1000));
        }
        if let Some(thread) = draft.thread {
            view["message_thread_id"] = json!(thread);
            view["is_topic_message"] = json!(true);
        }
        let original = draft.reply_to.or(draft.thread).filter(|_| deep);
        if let Some(to) = original.filter(|to| self.message(place, *to).is_some_and(|m| !m.deleted)) {
            view["reply_to_message"] = self.render(place, to, bot, false);
        }
        if let Some(index) = draft.file {
            let file = &self.files[index];
            let mut media = file.meta.clone();
            media["file_id"] = json!(file_id(file.kind, bot, index));
            media["file_unique_id"] = json!(unique_id(index));
            media["file_size"] = json!(file.bytes.len());
            view[kind_name(file.kind)] = if file.kind == Kind::Photo { json!([media]) } else { media };
        }
        for (key, value) in &draft.body {
            view[key] = value.clone();
        }
        if !draft.buttons.is_empty() {
            view["reply_markup"] = json!({"inline_keyboard": draft.buttons});
        }
        view
    }

    fn seen(&self, place: Place) -> Vec<Seen> {
        let Some(room) = self.rooms.get(&place) else { return Vec::new() };
        room.messages
            .iter()
            .map(|(id, message)| {
                let draft = &message.draft;
                let word = |key: &str| draft.body.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
                let service = draft.kind == Kind::Service;
                Seen {
                    message_id: *id,
                    from: message.from["first_name"].as_str().unwrap_or("").to_owned(),
                    from_bot: message.from["is_bot"] == true,
                    from_id: message.from["id"].as_i64().unwrap_or_default(),
                    kind: draft.kind,
                    text: word("text"),
                    caption: word("caption"),
                    entities: Value::Array(draft.words().1.to_vec()),
                    buttons: button_rows(&draft.buttons),
                    markup: draft.markup.clone(),
                    reply_to: draft.reply_to,
                    thread: draft.thread,
                    date_ms: message.date_ms,
                    edited: message.edited_ms.is_some(),
                    deleted: message.deleted,
                    file_id: draft.file.map(unique_id),
                    service: if service { Value::Object(draft.body.clone()) } else { Value::Null },
                }
            })
            .collect()
    }
}

fn fields(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn button_rows(rows: &[Value]) -> Vec<Vec<Button>> {
    let text = |button: &Value, key: &str| button[key].as_str().map(str::to_owned);
    let button = |b: &Value| Button {
        label: text(b, "text").unwrap_or_default(),
        data: text(b, "callback_data"),
        url: text(b, "url"),
    };
    rows.iter().map(|row| row.as_array().into_iter().flatten().map(button).collect()).collect()
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Voice => "voice",
        Kind::Photo => "photo",
        Kind::Audio => "audio",
        Kind::Document => "document",
        Kind::Sticker => "sticker",
        Kind::Service => "service",
    }
}

/// A `file_id` belongs to one bot and one type, as on the platform, and is as long as the real ones.
fn file_id(kind: Kind, bot: i64, index: usize) -> String {
    let prefix = match kind {
        Kind::Voice => "AwAC",
        Kind::Photo => "AgAC",
        Kind::Audio => "CQAC",
        Kind::Sticker => "CAAC",
        _ => "BQAC",
    };
    format!("{prefix}AgUAAxkBAAIstandin{bot:016x}-{index:08x}wADHgQADAADpPYuNgQAB")
}

fn parse_file_id(id: &str) -> Option<(i64, usize)> {
    let (_, tail) = id.split_once("standin")?;
    let bot = i64::from_str_radix(tail.get(..16)?, 16).ok()?;
    Some((bot, usize::from_str_radix(tail.get(17..25)?, 16).ok()?))
}

/// `file_unique_id`: the same for every bot.
fn unique_id(index: usize) -> String {
    format!("AgADstandin{index:08x}")
}

/// Bot API, `ChatMember`, with every field that strict clients require.
fn member_view(user: &Value, standing: Standing) -> Value {
    match standing {
        Standing::Member => json!({"status": "member", "user": user}),
        Standing::Left => json!({"status": "left", "user": user}),
        Standing::Kicked => json!({"status": "kicked", "user": user, "until_date": 0}),
        Standing::Admin => json!({"status": "administrator", "user": user, "can_be_edited": false,
            "is_anonymous": false, "can_manage_chat": true, "can_delete_messages": true,
            "can_manage_video_chats": false, "can_restrict_members": false, "can_promote_members": false,
            "can_change_info": false, "can_invite_users": true, "can_post_stories": false,
            "can_edit_stories": false, "can_delete_stories": false, "can_pin_messages": true,
            "can_manage_topics": false}),
        Standing::Muted => {
            let mut member =
                json!({"status": "restricted", "user": user, "is_member": true, "until_date": 0});
            for right in MEMBER_RIGHTS {
                member[right] = json!(false);
            }
            member
        }
    }
}

const MEMBER_RIGHTS: [&str; 15] = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
];

/// Width and height from the head of a PNG or JPEG; `None` for anything else.
fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let short = |at: usize| Some(u32::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(((short(16)? << 16) | short(18)?, (short(20)? << 16) | short(22)?));
    }
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut at = 2;
    loop {
        let marker = short(at)?;
        // Start of frame, but not the tables that share its range (DHT, JPG, DAC).
        if (0xffc0..=0xffcf).contains(&marker) && ![0xffc4, 0xffc8, 0xffcc].contains(&marker) {
            return Some((short(at + 7)?, short(at + 5)?));
        }
        at += 2 + short(at + 2)? as usize;
    }
}

// ---------------------------------------------------------------------------------------------------------
// The Bot API's methods, on plain JSON.

/// An answer with `ok: false`.
#[derive(Debug)]
struct Refusal {
    code: u16,
    description: String,
    parameters: Value,
}

type Answer = Result<Value, Refusal>;

fn refuse<T>(code: u16, description: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, description: description.into(), parameters: Value::Null })
}

fn bad<T>(what: impl std::fmt::Display) -> Result<T, Refusal> {
    refuse(400, format!("Bad Request: {what}"))
}

fn too_many(seconds: u64) -> Refusal {
    let description = format!("Too Many Requests: retry after {seconds}");
    Refusal { code: 429, description, parameters: json!({"retry_after": seconds}) }
}

struct Upload {
    name: String,
    bytes: Bytes,
}

/// One request, however it was encoded.
struct Call {
    bot: i64,
    /// Lower case: the platform ignores case in method names.
    method: String,
    params: Map<String, Value>,
    files: HashMap<String, Upload>,
}

impl Call {
    fn text(&self, key: &str) -> String {
        match self.params.get(key) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    fn int(&self, key: &str) -> Option<i64> {
        self.text(key).trim().parse().ok()
    }

    fn flag(&self, key: &str) -> bool {
        matches!(self.text(key).to_ascii_lowercase().as_str(), "true" | "yes" | "1")
    }

    /// A nested value, which forms and query strings carry as JSON text. Null when absent or broken.
    fn json(&self, key: &str) -> Value {
        match self.params.get(key) {
            Some(Value::String(text)) => serde_json::from_str(text).unwrap_or(Value::Null),
            other => other.cloned().unwrap_or(Value::Null),
        }
    }

    fn upload(&self, field: &str, given: &str) -> Option<&Upload> {
        self.files.get(field).or_else(|| self.files.get(given.strip_prefix("attach://")?))
    }
}

impl State {
    /// Carries out one method; `getUpdates` and webhooks are elsewhere because they wait.
    fn run(&mut self, call: &Call) -> Answer {
        match call.method.as_str() {
            "getme" => self.get_me(call),
            "sendmessage" => {
                let (text, entities) = formatted(&call.text("text"), call, "parse_mode", "entities")?;
                if call.text("text").is_empty() {
                    return bad("message text is empty");
                }
                if text.is_empty() {
                    return bad("text must be non-empty");
                }
                if text.chars().count() > TEXT_MAX {
                    return bad("message is too long");
                }
                let mut draft = Draft::default();
                draft.set_text("text", "entities", &text, entities);
                self.send_one(call, draft)
            }
            "sendvoice" => self.send_media(call, Kind::Voice),
            "sendphoto" => self.send_media(call, Kind::Photo),
            "sendaudio" => self.send_media(call, Kind::Audio),
            "senddocument" => self.send_media(call, Kind::Document),
            "sendmediagroup" => self.send_album(call),
            "copymessage" | "forwardmessage" => self.pass_on(call),
            "editmessagetext" | "editmessagecaption" | "editmessagereplymarkup" => self.edit(call),
            "deletemessage" => self.delete(call),
            "answercallbackquery" => self.answer_press(call),
            "sendchataction" => {
                let actions = ["typing", "upload_photo", "record_voice", "upload_voice", "upload_document"];
                if !actions.contains(&call.text("action").as_str()) {
                    return bad("wrong parameter action in request");
                }
                self.target(call, "chat_id", true).map(|_| json!(true))
            }
            "getfile" => {
                let index = self.known_file(call.bot, &call.text("file_id"), "invalid file_id")?;
                let (kind, size) = (self.files[index].kind, self.files[index].bytes.len());
                if size > DOWNLOAD_MAX {
                    return bad("file is too big");
                }
                Ok(json!({"file_id": file_id(kind, call.bot, index), "file_unique_id": unique_id(index),
                          "file_size": size, "file_path": self.file_path(index)}))
            }
            "getchat" => self.get_chat(call),
            "getchatmember" | "getchatmembercount" | "getchatadministrators" => self.get_members(call),
            "leavechat" => match self.target(call, "chat_id", true)? {
                Place::Group(group) => {
                    let me = self.user(call.bot).unwrap_or_default();
                    self.groups.entry(group).and_modify(|group| {
                        group.bots.insert(call.bot, Standing::Left);
                    });
                    let chat = self.chat_view(Place::Group(group));
                    self.service(Place::Group(group), me.clone(), json!({"left_chat_member": me}));
                    let (old, new) = (member_view(&me, Standing::Member), member_view(&me, Standing::Left));
                    self.push_standing(call.bot, chat, me, old, new);
                    Ok(json!(true))
                }
                Place::Private { .. } => bad("chat member status can't be changed in private chats"),
            },
            "setmycommands" | "deletemycommands" | "getmycommands" => self.menu(call),
            "setmyname" | "getmyname" => self.profile(call, "name", 64),
            "setmydescription" | "getmydescription" => self.profile(call, "description", 512),
            "setmyshortdescription" | "getmyshortdescription" => self.profile(call, "short_description", 120),
            "getwebhookinfo" => self.webhook_info(call),
            "close" | "logout" => Ok(json!(true)),
            _ => refuse(404, "Not Found: method not found"),
        }
    }

    fn get_me(&self, call: &Call) -> Answer {
        let mut me = self.user(call.bot).unwrap_or_default();
        me["can_join_groups"] = json!(true);
        me["can_read_all_group_messages"] = json!(self.bots.get(&call.bot).is_some_and(|bot| bot.hears_all));
        for no in
            ["supports_inline_queries", "can_connect_to_business", "has_main_web_app", "has_topics_enabled"]
        {
            me[no] = json!(false);
        }
        me["allows_users_to_create_topics"] = json!(false);
        me["can_manage_bots"] = json!(false);
        Ok(me)
    }

    /// Finds the chat a call is for and whether the bot may use it (Bot API server, `check_chat_access`).
    fn target(&self, call: &Call, key: &str, write: bool) -> Result<Place, Refusal> {
        let given = call.text(key);
        if given.is_empty() {
            return bad("chat_id is empty");
        }
        let id: i64 = given.parse().unwrap_or(0);
        if let Some(group) = self.groups.get(&id) {
            let Some(standing) = group.bots.get(&call.bot) else { return bad("chat not found") };
            if write && let Some(new) = group.moved_to {
                let description = "Bad Request: group chat was upgraded to a supergroup chat".to_owned();
                let parameters = json!({"migrate_to_chat_id": new});
                return Err(Refusal { code: 400, description, parameters });
            }
            if group.deleted && write {
                return refuse(403, "Forbidden: the group chat was deleted");
            }
            let kind = if group.supergroup { "supergroup" } else { "group" };
            return match standing {
                Standing::Kicked => refuse(403, format!("Forbidden: bot was kicked from the {kind} chat")),
                Standing::Left => refuse(403, format!("Forbidden: bot is not a member of the {kind} chat")),
                _ => Ok(Place::Group(id)),
            };
        }
        let place = Place::Private { user: id, bot: call.bot };
        let Some(person) = self.people.get(&id) else {
            if self.bots.contains_key(&id) && write {
                return refuse(403, "Forbidden: bots can't send messages to bots");
            }
            return bad("chat not found");
        };
        if !self.rooms.contains_key(&place) {
            if write {
                return refuse(403, "Forbidden: bot can't initiate conversation with a user");
            }
            return bad("chat not found");
        }
        if person.deactivated && write {
            return refuse(403, "Forbidden: user is deactivated");
        }
        if write && self.blocked.contains(&(id, call.bot)) {
            return refuse(403, "Forbidden: bot was blocked by the user");
        }
        Ok(place)
    }

    /// The common end of every sending method: rights, topic, reply, buttons, pace, and then it is said.
    fn send(&mut self, call: &Call, mut drafts: Vec<Draft>) -> Result<(Place, Vec<i64>), Refusal> {
        let place = self.target(call, "chat_id", true)?;
        let standing = match place {
            Place::Group(group) => self.standing(call.bot, group),
            Place::Private { .. } => None,
        };
        if standing == Some(Standing::Muted) {
            let what = match drafts.first().map(|draft| draft.kind) {
                Some(Kind::Voice) => "voice notes",
                Some(Kind::Photo) => "photos",
                Some(Kind::Audio) => "music",
                Some(Kind::Document) => "documents",
                _ => "text messages",
            };
            return bad(format!("not enough rights to send {what} to the chat"));
        }
        let thread = self.thread(call, place, standing == Some(Standing::Admin))?;
        let reply_to = self.reply(call, place)?;
        let (buttons, markup) = markup(call)?;
        self.keep_pace(call.bot, place, drafts.len())?;
        for draft in &mut drafts {
            draft.thread = thread;
            draft.reply_to = reply_to;
            draft.buttons.clone_from(&buttons);
            draft.markup.clone_from(&markup);
            if call.flag("protect_content") {
                draft.body.insert("has_protected_content".to_owned(), json!(true));
            }
        }
        let me = self.user(call.bot).unwrap_or_default();
        Ok((place, drafts.into_iter().map(|draft| self.post(place, me.clone(), draft)).collect()))
    }

    fn send_one(&mut self, call: &Call, draft: Draft) -> Answer {
        let (place, ids) = self.send(call, vec![draft])?;
        Ok(self.render(place, ids[0], call.bot, true))
    }

    /// Topics exist in forums and, by number, never in private; elsewhere the parameter is ignored.
    fn thread(&self, call: &Call, place: Place, admin: bool) -> Result<Option<i64>, Refusal> {
        let Some(thread) = call.int("message_thread_id").filter(|thread| *thread != 0) else {
            return Ok(None);
        };
        let Place::Group(group) = place else { return bad("message thread not found") };
        let topics = &self.groups[&group].topics;
        match topics.get(&thread) {
            _ if topics.is_empty() => Ok(None),
            None => bad("message thread not found"),
            Some(false) if !admin => bad("TOPIC_CLOSED"),
            Some(_) => Ok(Some(thread)),
        }
    }

    fn reply(&self, call: &Call, place: Place) -> Result<Option<i64>, Refusal> {
        let parameters = call.json("reply_parameters");
        let lenient = call.flag("allow_sending_without_reply");
        let lenient = lenient || parameters["allow_sending_without_reply"] == true;
        let named = parameters["message_id"].as_i64().or(call.int("reply_to_message_id"));
        let Some(id) = named.filter(|id| *id != 0) else { return Ok(None) };
        let elsewhere = parameters["chat_id"].as_i64().is_some_and(|chat| chat != self.chat_id(place));
        let there = !elsewhere && self.message(place, id).is_some_and(|message| !message.deleted);
        match (there, lenient) {
            (true, _) => Ok(Some(id)),
            (false, true) => Ok(None),
            (false, false) => bad("message to be replied not found"),
        }
    }

    /// See [`Limits`]. A refused message does not use anything up.
    fn keep_pace(&mut self, bot: i64, place: Place, count: usize) -> Result<(), Refusal> {
        let now = Instant::now();
        let chat = self.chat_id(place);
        let group_rule = self.limits.per_group_minute.filter(|_| matches!(place, Place::Group(_)));
        let rules = [
            (0, self.limits.per_second, Duration::from_secs(1)),
            (chat, self.limits.per_chat_second, Duration::from_secs(1)),
            (chat, group_rule, Duration::from_secs(60)),
        ];
        let mut wait = Duration::ZERO;
        for (key, max, window) in rules {
            let times = self.pace.entry((bot, key)).or_default();
            times.retain(|time| now - *time < Duration::from_secs(60));
            let Some(max) = max.map(|max| max as usize) else { continue };
            let recent: Vec<Instant> = times.iter().copied().filter(|time| now - *time < window).collect();
            let excess = (recent.len() + count).saturating_sub(max).min(recent.len());
            if let Some(last) = excess.checked_sub(1).and_then(|at| recent.get(at)) {
                wait = wait.max(*last + window - now);
            }
        }
        if !wait.is_zero() {
            return Err(too_many((wait.as_millis() as u64).div_ceil(1000).max(1)));
        }
        for key in [0, chat] {
            self.pace.entry((bot, key)).or_default().extend(std::iter::repeat_n(now, count));
        }
        Ok(())
    }

    fn send_media(&mut self, call: &Call, kind: Kind) -> Answer {
        let field = kind_name(kind);
        let given = call.text(field);
        let (caption, entities) = caption(&call.text("caption"), call)?;
        let file = self.file(
            call.bot,
            kind,
            call.upload(field, &given),
            &given,
            &Value::Object(call.params.clone()),
        )?;
        let mut draft = Draft { kind: self.files[file].kind, file: Some(file), ..Draft::default() };
        draft.set_text("caption", "caption_entities", &caption, entities);
        self.send_one(call, draft)
    }

    /// A file from an upload or from a `file_id`. A voice that is neither OGG nor MP3 nor M4A arrives as
    /// a document (Bot API, sendVoice).
    fn file(
        &mut self,
        bot: i64,
        kind: Kind,
        upload: Option<&Upload>,
        given: &str,
        said: &Value,
    ) -> Result<usize, Refusal> {
        let Some(Upload { name, bytes }) = upload else {
            if given.is_empty() {
                return bad(format!("there is no {} in the request", kind_name(kind)));
            }
            if given.starts_with("http://") || given.starts_with("https://") {
                return bad("failed to get HTTP URL content");
            }
            let index = self.known_file(bot, given, "wrong file identifier/HTTP URL specified")?;
            let real = self.files[index].kind;
            if real != kind {
                return bad(format!("can't use file of type {} as {}", type_name(real), type_name(kind)));
            }
            return Ok(index);
        };
        if bytes.is_empty() {
            return bad("file must be non-empty");
        }
        let sound = match bytes.as_ref() {
            [b'O', b'g', b'g', b'S', ..] => Some("audio/ogg"),
            [b'I', b'D', b'3', ..] | [0xff, 0xe0..=0xff, ..] => Some("audio/mpeg"),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("audio/mp4"),
            _ => None,
        };
        let duration =
            said["duration"].as_i64().or_else(|| said["duration"].as_str()?.parse().ok()).unwrap_or(0);
        let (kind, meta) = match (kind, sound) {
            (Kind::Photo, _) => {
                if bytes.len() > PHOTO_MAX {
                    let size = bytes.len();
                    return bad(format!(
                        "file of size {size} bytes is too big for a photo; \
                         the maximum size is {PHOTO_MAX} bytes"
                    ));
                }
                let Some((width, height)) = picture_size(bytes) else { return bad("IMAGE_PROCESS_FAILED") };
                let (short, long) = (width.min(height).max(1), width.max(height));
                if width + height > 10_000 || long / short > 20 {
                    return bad("PHOTO_INVALID_DIMENSIONS");
                }
                (kind, json!({"width": width, "height": height}))
            }
            (Kind::Voice, Some(mime)) => (kind, json!({"duration": duration, "mime_type": mime})),
            (Kind::Audio, _) => {
                let mut meta = json!({"duration": duration, "file_name": name,
                                      "mime_type": sound.unwrap_or("audio/mpeg")});
                for key in ["title", "performer"] {
                    if let Some(value) = said[key].as_str() {
                        meta[key] = json!(value);
                    }
                }
                (kind, meta)
            }
            _ => {
                let mime = sound.unwrap_or("application/octet-stream");
                (Kind::Document, json!({"file_name": name, "mime_type": mime}))
            }
        };
        Ok(self.store(kind, bytes, meta))
    }

    fn known_file(&self, bot: i64, id: &str, otherwise: &str) -> Result<usize, Refusal> {
        match parse_file_id(id) {
            Some((owner, index)) if owner == bot && index < self.files.len() => Ok(index),
            _ => bad(otherwise),
        }
    }

    fn file_path(&self, index: usize) -> String {
        let (folder, ending) = match self.files[index].kind {
            Kind::Voice => ("voice", "oga"),
            Kind::Photo => ("photos", "jpg"),
            Kind::Audio => ("music", "mp3"),
            Kind::Sticker => ("stickers", "webp"),
            _ => ("documents", "bin"),
        };
        format!("{folder}/file_{index}.{ending}")
    }

    fn send_album(&mut self, call: &Call) -> Answer {
        let media = call.json("media");
        let Some(items) = media.as_array().filter(|items| (2..=10).contains(&items.len())) else {
            return bad("message must include from 2 to 10 media");
        };
        let mut drafts = Vec::new();
        let album = format!("{}", 13_900_000_000_000_000 + self.fresh());
        for item in items {
            let kind = match item["type"].as_str() {
                Some("photo") => Kind::Photo,
                Some("audio") => Kind::Audio,
                Some("document") => Kind::Document,
                _ => return bad("can't parse InputMedia: type must be one of photo, audio, document"),
            };
            let nested =
                Call { params: fields(item.clone()), method: String::new(), files: HashMap::new(), ..*call };
            let (caption, entities) = caption(&nested.text("caption"), &nested)?;
            let given = nested.text("media");
            let file = self.file(call.bot, kind, call.upload("", &given), &given, item)?;
            let mut draft = Draft { kind, file: Some(file), ..Draft::default() };
            draft.set_text("caption", "caption_entities", &caption, entities);
            draft.body.insert("media_group_id".to_owned(), json!(album));
            drafts.push(draft);
        }
        let (place, ids) = self.send(call, drafts)?;
        Ok(ids.into_iter().map(|id| self.render(place, id, call.bot, true)).collect())
    }

    /// copyMessage and forwardMessage.
    fn pass_on(&mut self, call: &Call) -> Answer {
        let copy = call.method == "copymessage";
        let verb = if copy { "copy" } else { "forward" };
        let source = self.target(call, "from_chat_id", false)?;
        let id = call.int("message_id").unwrap_or(0);
        let Some(original) = self.message(source, id).filter(|message| !message.deleted) else {
            return bad(format!("message to {verb} not found"));
        };
        if original.draft.kind == Kind::Service || original.draft.body.contains_key("has_protected_content") {
            return bad(if copy { "message can't be copied" } else { "message can't be forwarded" });
        }
        let mut draft = Draft { kind: original.draft.kind, file: original.draft.file, ..Draft::default() };
        for key in ["text", "entities", "caption", "caption_entities"] {
            if let Some(value) = original.draft.body.get(key) {
                draft.body.insert(key.to_owned(), value.clone());
            }
        }
        if copy && call.params.contains_key("caption") && draft.file.is_some() {
            let (caption, entities) = caption(&call.text("caption"), call)?;
            draft.set_text("caption", "caption_entities", &caption, entities);
        }
        if copy {
            let (_, ids) = self.send(call, vec![draft])?;
            return Ok(json!({"message_id": ids[0]}));
        }
        let date = original.date_ms.div_euclid(1000);
        let origin = match original.draft.body.get("sender_chat") {
            Some(chat) => json!({"type": "chat", "date": date, "sender_chat": chat}),
            None => json!({"type": "user", "date": date, "sender_user": original.from}),
        };
        draft.body.insert("forward_origin".to_owned(), origin);
        self.send_one(call, draft)
    }

    fn edit(&mut self, call: &Call) -> Answer {
        let place = self.target(call, "chat_id", true)?;
        let id = call.int("message_id").unwrap_or(0);
        let Some(message) = self.message(place, id).filter(|message| !message.deleted) else {
            return bad("message to edit not found");
        };
        if message.from["id"] != call.bot {
            return bad("message can't be edited");
        }
        let mut draft = message.draft.clone();
        match (call.method.as_str(), draft.file) {
            ("editmessagetext", None) => {
                let (text, entities) = formatted(&call.text("text"), call, "parse_mode", "entities")?;
                if text.is_empty() {
                    return bad("message text is empty");
                }
                if text.chars().count() > TEXT_MAX {
                    return bad("message is too long");
                }
                draft.set_text("text", "entities", &text, entities);
            }
            ("editmessagetext", Some(_)) => return bad("there is no text in the message to edit"),
            ("editmessagecaption", Some(_)) => {
                let (caption, entities) = caption(&call.text("caption"), call)?;
                draft.set_text("caption", "caption_entities", &caption, entities);
            }
            ("editmessagecaption", None) => return bad("there is no caption in the message to edit"),
            _ => {}
        }
        draft.buttons = markup(call)?.0;
        if draft.body == message.draft.body && draft.buttons == message.draft.buttons {
            return bad(
                "message is not modified: specified new message content and reply markup are exactly the \
                        same as a current content and reply markup of the message",
            );
        }
        let now = (self.now)();
        if let Some(message) = self.message_mut(place, id) {
            message.draft = draft;
            message.edited_ms = Some(now);
        }
        Ok(self.render(place, id, call.bot, true))
    }

    fn delete(&mut self, call: &Call) -> Answer {
        let place = self.target(call, "chat_id", true)?;
        let admin = match place {
            Place::Group(group) => self.standing(call.bot, group) == Some(Standing::Admin),
            Place::Private { .. } => true,
        };
        let id = call.int("message_id").unwrap_or(0);
        match self.message_mut(place, id) {
            Some(message) if !message.deleted => {
                if message.from["id"] != call.bot && !admin {
                    return bad("message can't be deleted");
                }
                message.deleted = true;
                Ok(json!(true))
            }
            _ => bad("message to delete not found"),
        }
    }

    fn answer_press(&mut self, call: &Call) -> Answer {
        let text = call.text("text");
        if text.chars().count() > 200 {
            return bad("MESSAGE_TOO_LONG");
        }
        let answer = PressAnswer { text, show_alert: call.flag("show_alert") };
        match self.presses.get_mut(&call.text("callback_query_id")).filter(|press| press.bot == call.bot) {
            Some(press) => {
                press.answer = Some(answer);
                Ok(json!(true))
            }
            None => bad("query is too old and response timeout expired or query ID is invalid"),
        }
    }

    fn get_chat(&self, call: &Call) -> Answer {
        let place = self.target(call, "chat_id", false)?;
        let mut chat = self.chat_view(place);
        chat["accent_color_id"] = json!(0);
        chat["max_reaction_count"] = json!(11);
        let gifts = [
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ];
        chat["accepted_gift_types"] = gifts.iter().map(|gift| ((*gift).to_owned(), json!(false))).collect();
        if let Place::Group(_) = place {
            let rights = MEMBER_RIGHTS.iter().map(|right| ((*right).to_owned(), json!(true)));
            chat["permissions"] = rights.collect();
        }
        Ok(chat)
    }

    fn get_members(&self, call: &Call) -> Answer {
        let place = self.target(call, "chat_id", false)?;
        let Place::Group(id) = place else {
            let user = call.int("user_id").and_then(|user| self.user(user));
            return match (call.method.as_str(), user) {
                ("getchatmembercount", _) => Ok(json!(2)),
                ("getchatmember", Some(user)) => Ok(member_view(&user, Standing::Member)),
                ("getchatmember", None) => bad("user not found"),
                _ => bad("there are no administrators in the private chat"),
            };
        };
        let group = &self.groups[&id];
        let bots = group.bots.iter().filter(|(_, standing)| standing.present());
        let owner = self
            .user(group.owner)
            .map(|user| json!({"status": "creator", "user": user, "is_anonymous": false}));
        match call.method.as_str() {
            "getchatmembercount" => Ok(json!(group.members.len() + bots.count())),
            "getchatadministrators" => {
                let admins = bots.filter(|(_, standing)| **standing == Standing::Admin);
                let admins =
                    admins.filter_map(|(bot, standing)| Some(member_view(&self.user(*bot)?, *standing)));
                Ok(owner.into_iter().chain(admins).collect())
            }
            _ => {
                let user_id = call.int("user_id").unwrap_or(0);
                let Some(user) = self.user(user_id) else { return bad("user not found") };
                match owner {
                    Some(owner) if user_id == group.owner => Ok(owner),
                    _ if group.members.contains(&user_id) => Ok(member_view(&user, Standing::Member)),
                    _ => Ok(member_view(&user, group.bots.get(&user_id).copied().unwrap_or(Standing::Left))),
                }
            }
        }
    }

    fn menu(&mut self, call: &Call) -> Answer {
        let language = call.text("language_code");
        if !matches!(language.as_bytes(), [] | [b'a'..=b'z', b'a'..=b'z']) {
            return bad("invalid language code specified");
        }
        let commands = call.json("commands");
        let key = (scope_key(&call.json("scope")), language);
        let Some(bot) = self.bots.get_mut(&call.bot) else { return refuse(401, "Unauthorized") };
        match call.method.as_str() {
            "getmycommands" => return Ok(bot.commands.get(&key).cloned().unwrap_or(json!([]))),
            "deletemycommands" => {
                bot.commands.remove(&key);
                return Ok(json!(true));
            }
            _ => {}
        }
        let Some(list) = commands.as_array() else { return bad("can't parse commands: expected an Array") };
        if list.len() > 100 {
            return bad("BOT_COMMANDS_TOO_MUCH");
        }
        for item in list {
            let name = item["command"].as_str().unwrap_or("").trim_start_matches('/');
            let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if name.is_empty() || name.len() > 32 || !name.chars().all(legal) {
                return bad("BOT_COMMAND_INVALID");
            }
            if !(1..=256).contains(&item["description"].as_str().unwrap_or("").chars().count()) {
                return bad("BOT_COMMAND_DESCRIPTION_INVALID");
            }
        }
        bot.commands.insert(key, commands);
        Ok(json!(true))
    }

    /// Name, description and short description, each per language.
    fn profile(&mut self, call: &Call, what: &str, max: usize) -> Answer {
        let Some(bot) = self.bots.get_mut(&call.bot) else { return refuse(401, "Unauthorized") };
        let key = (what.to_owned(), call.text("language_code"));
        if call.method.starts_with("get") {
            let fallback = if what == "name" { bot.name.as_str() } else { "" };
            return Ok(json!({what: bot.texts.get(&key).map_or(fallback, String::as_str)}));
        }
        let text = call.text(what);
        if text.chars().count() > max {
            return bad(format!("{what} is too long"));
        }
        bot.texts.insert(key, text);
        Ok(json!(true))
    }

    fn webhook_info(&self, call: &Call) -> Answer {
        let Some(bot) = self.bots.get(&call.bot) else { return refuse(401, "Unauthorized") };
        let url = bot.webhook.as_ref().map_or("", |hook| &hook.url);
        let pending = bot.queue.len();
        let mut info = json!({"url": url, "has_custom_certificate": false, "pending_update_count": pending});
        if let Some(hook) = &bot.webhook {
            info["max_connections"] = json!(hook.max_connections);
            info["ip_address"] = json!("127.0.0.1");
            if let Some((date, error)) = &hook.last_error {
                info["last_error_date"] = json!(date);
                info["last_error_message"] = json!(error);
            }
        }
        if let Some(allowed) = &bot.allowed {
            info["allowed_updates"] = json!(allowed);
        }
        Ok(info)
    }

    /// `allowed_updates` of getUpdates and setWebhook: absent keeps the last, empty means the default set.
    fn set_allowed(&mut self, call: &Call) {
        if let (Some(bot), Value::Array(kinds)) = (self.bots.get_mut(&call.bot), call.json("allowed_updates"))
        {
            let kinds: Vec<String> =
                kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect();
            bot.allowed = Some(kinds).filter(|kinds| !kinds.is_empty());
        }
    }
}

fn scope_key(scope: &Value) -> String {
    let kind = scope["type"].as_str().unwrap_or("default");
    format!("{kind} {} {}", scope["chat_id"], scope["user_id"])
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Voice => "VoiceNote",
        Kind::Photo => "Photo",
        Kind::Audio => "Audio",
        Kind::Sticker => "Sticker",
        _ => "Document",
    }
}

/// Inline buttons and other markup, checked as the platform does.
fn markup(call: &Call) -> Result<(Vec<Value>, Value), Refusal> {
    if call.text("reply_markup").is_empty() {
        return Ok((Vec::new(), Value::Null));
    }
    let markup = call.json("reply_markup");
    if !markup.is_object() {
        return bad("can't parse reply keyboard markup JSON object");
    }
    let Some(rows) = markup["inline_keyboard"].as_array() else {
        return Ok((Vec::new(), markup));
    };
    for button in rows.iter().flat_map(|row| row.as_array().into_iter().flatten()) {
        if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
            return bad("can't parse inline keyboard button: field \"text\" must be non-empty");
        }
        match (button["callback_data"].as_str(), button["url"].as_str()) {
            (Some(data), _) if !(1..=64).contains(&data.len()) => return bad("BUTTON_DATA_INVALID"),
            (None, Some(url))
                if !["http://", "https://", "tg://"].iter().any(|scheme| url.starts_with(scheme)) =>
            {
                return bad("BUTTON_URL_INVALID");
            }
            (None, None) => {
                return bad(
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
                );
            }
            _ => {}
        }
    }
    Ok((
        rows.iter().filter(|row| row.as_array().is_some_and(|row| !row.is_empty())).cloned().collect(),
        Value::Null,
    ))
}

fn caption(text: &str, call: &Call) -> Result<(String, Vec<Value>), Refusal> {
    let (caption, entities) = formatted(text, call, "parse_mode", "caption_entities")?;
    if caption.chars().count() > CAPTION_MAX {
        return bad("message caption is too long");
    }
    Ok((caption, entities))
}

/// Text and entities as they will be shown. Lengths are counted after this, in code points.
fn formatted(text: &str, call: &Call, mode: &str, explicit: &str) -> Result<(String, Vec<Value>), Refusal> {
    if text.len() > 32_768 {
        return bad("text is too long");
    }
    let (text, entities) = match call.text(mode).to_ascii_lowercase().as_str() {
        "html" => match parse_html(text) {
            Ok(parsed) => parsed,
            Err(fault) => return bad(format!("can't parse entities: {fault}")),
        },
        "" | "none" => {
            let entities = call.json(explicit).as_array().cloned().unwrap_or_default();
            for entity in &entities {
                for key in ["offset", "length"] {
                    let value = entity[key].as_i64().unwrap_or(-1);
                    if !(0..=1_000_000).contains(&value) {
                        return bad(format!("receive an entity with incorrect {key} {value}"));
                    }
                }
                if slice(text, entity).is_none() {
                    let at = &entity["offset"];
                    return bad(format!(
                        "entity beginning at UTF-16 offset {at} ends after the end of the text"
                    ));
                }
            }
            (text.to_owned(), entities)
        }
        _ => return bad("unsupported parse_mode"),
    };
    let (text, mut entities) = trimmed(&text, entities);
    detect(&text, &mut entities);
    Ok((text, entities))
}

// ---------------------------------------------------------------------------------------------------------
// Text: HTML, entities, and their offsets in UTF-16 units.

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

fn entity(kind: &str, offset: usize, length: usize) -> Value {
    json!({"type": kind, "offset": offset, "length": length})
}

/// The part of `text` an entity covers; `None` when it ends outside or inside a letter.
fn slice<'a>(text: &'a str, entity: &Value) -> Option<&'a str> {
    let start = usize::try_from(entity["offset"].as_i64()?).ok()?;
    let end = start + usize::try_from(entity["length"].as_i64()?).ok()?;
    let (mut units, mut from) = (0, None);
    for (at, letter) in text.char_indices().chain([(text.len(), '\0')]) {
        if units == start {
            from = Some(at);
        }
        if units == end {
            return text.get(from?..at);
        }
        units += letter.len_utf16();
    }
    None
}

/// Cuts white space at both ends, as the platform does, and moves the entities along.
fn trimmed(text: &str, entities: Vec<Value>) -> (String, Vec<Value>) {
    let rest = text.trim_start();
    let cut = utf16(&text[..text.len() - rest.len()]);
    let rest = rest.trim_end();
    let whole = utf16(rest);
    let moved = entities.into_iter().filter_map(|mut entity| {
        let start = entity["offset"].as_u64()? as usize;
        let end = (start + entity["length"].as_u64()? as usize).saturating_sub(cut).min(whole);
        let start = start.saturating_sub(cut);
        if end <= start {
            return None;
        }
        entity["offset"] = json!(start);
        entity["length"] = json!(end - start);
        Some(entity)
    });
    (rest.to_owned(), moved.collect())
}

/// Adds what the platform finds by itself: commands, mentions, hashtags, links. A command name is
/// ASCII only, so "/hỏi" is no command.
fn detect(text: &str, entities: &mut Vec<Value>) {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let name = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let taken: Vec<(usize, usize)> = entities
        .iter()
        .filter(|e| {
            matches!(
                e["type"].as_str(),
                Some("code" | "pre" | "text_link" | "mention" | "bot_command" | "url")
            )
        })
        .filter_map(|e| {
            let start = e["offset"].as_u64()? as usize;
            Some((start, start + e["length"].as_u64()? as usize))
        })
        .collect();
    let (mut at, mut units, mut before) = (0, 0, ' ');
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at + first.len_utf8()..];
        let named = rest.chars().take_while(name).count();
        let follows = |length: usize| rest[length..].chars().next().unwrap_or(' ');
        let found = match first {
            '/' if !word(before) && !"/<>".contains(before) && (1..=64).contains(&named) => {
                let bot =
                    rest[named..].strip_prefix('@').map_or(0, |tail| tail.chars().take_while(name).count());
                let length = if (3..=32).contains(&bot) { named + 1 + bot } else { named };
                let ends = !word(follows(length)) && !"/<>".contains(follows(length));
                ends.then_some(("bot_command", 1 + length))
            }
            '@' if !word(before) && (2..=32).contains(&named) && !word(follows(named)) => {
                Some(("mention", 1 + named))
            }
            '#' if !word(before) => {
                let length: usize = rest.chars().take_while(|c| word(*c)).map(char::len_utf8).sum();
                (length > 0 && rest[..length].chars().any(char::is_alphabetic))
                    .then_some(("hashtag", 1 + length))
            }
            'h' | 't' if !word(before) => {
                let tail = &text[at..];
                let link = ["https://", "http://", "t.me/"].iter().any(|start| {
                    tail.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
                });
                let length =
                    tail.find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(tail.len());
                let length = tail[..length].trim_end_matches(|c| ".,;:!?)'".contains(c)).len();
                link.then_some(("url", length))
            }
            _ => None,
        };
        let length = found.map_or(first.len_utf8(), |(_, length)| length);
        let piece = &text[at..at + length];
        let size = utf16(piece);
        if let Some((kind, _)) = found.filter(|_| !taken.iter().any(|(s, e)| units < *e && *s < units + size))
        {
            entities.push(entity(kind, units, size));
        }
        before = piece.chars().next_back().unwrap_or(' ');
        at += length;
        units += size;
    }
    sort(entities);
}

fn sort(entities: &mut [Value]) {
    let key = |e: &Value| (e["offset"].as_i64(), std::cmp::Reverse(e["length"].as_i64()));
    entities.sort_by_key(key);
}

/// Bot API, "HTML style". Offsets in the error texts are bytes, as on the platform.
fn parse_html(source: &str) -> Result<(String, Vec<Value>), String> {
    struct Open {
        tag: String,
        at: usize,
        value: String,
    }
    let (mut text, mut units, mut entities) = (String::new(), 0, Vec::new());
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(first) = source[at..].chars().next() {
        if first != '<' {
            let (letter, length) = match first {
                '&' => unescape(&source[at..]).unwrap_or(('&', 1)),
                other => (other, other.len_utf8()),
            };
            text.push(letter);
            units += letter.len_utf16();
            at += length;
            continue;
        }
        let begin = at;
        let space_or_end = |c: char| c.is_ascii_whitespace() || c == '>';
        if let Some(rest) = source[at..].strip_prefix("</") {
            let Some(top) = open.pop() else {
                return Err(format!("Unexpected end tag at byte offset {begin}"));
            };
            let length = rest.find(space_or_end).unwrap_or(rest.len());
            let tag = rest[..length].to_ascii_lowercase();
            let gap = rest[length..].len() - rest[length..].trim_ascii_start().len();
            if !rest[length + gap..].starts_with('>') {
                return Err(format!("Unclosed end tag at byte offset {begin}"));
            }
            if !tag.is_empty() && tag != top.tag {
                let expected = top.tag;
                return Err(format!(
                    "Unmatched end tag at byte offset {begin}, expected \"</{expected}>\", found \"</{tag}>\""
                ));
            }
            at = begin + 2 + length + gap + 1;
            let Some(kind) = tag_entity(&top.tag, &top.value).filter(|_| units > top.at) else { continue };
            let mut found = entity(kind, top.at, units - top.at);
            match kind {
                "text_link" if top.value.is_empty() => continue,
                "text_link" => found["url"] = json!(top.value),
                "custom_emoji" => found["custom_emoji_id"] = json!(top.value),
                "code" if !top.value.is_empty() => {
                    found["language"] = json!(top.value.trim_start_matches("language-"));
                }
                _ => {}
            }
            entities.push(found);
            continue;
        }
        let unclosed = || format!("Unclosed start tag at byte offset {begin}");
        let length = source[begin + 1..].find(space_or_end).ok_or_else(unclosed)?;
        let tag = source[begin + 1..begin + 1 + length].to_ascii_lowercase();
        if tag_entity(&tag, "tg-spoiler").is_none() {
            return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
        }
        at = begin + 1 + length;
        let mut value = String::new();
        loop {
            at += source[at..].len() - source[at..].trim_ascii_start().len();
            let rest = &source[at..];
            if rest.starts_with('>') {
                at += 1;
                break;
            }
            let end = rest.find(|c: char| c == '=' || space_or_end(c)).ok_or_else(unclosed)?;
            let attribute = rest[..end].to_ascii_lowercase();
            if attribute.is_empty() {
                return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"));
            }
            let Some(given) = rest[end..].trim_ascii_start().strip_prefix('=') else {
                at += end; // an attribute without a value, as in <blockquote expandable>
                continue;
            };
            let given = given.trim_ascii_start();
            let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (raw, after) = match quote {
                Some(mark) => given[1..].split_once(mark).ok_or_else(unclosed)?,
                None => given.split_at(given.find(space_or_end).ok_or_else(unclosed)?),
            };
            at = source.len() - after.len();
            if matches!(attribute.as_str(), "href" | "class" | "emoji-id") {
                value.clear();
                let mut rest = raw;
                while let Some(first) = rest.chars().next() {
                    let (letter, length) = unescape(rest).unwrap_or((first, first.len_utf8()));
                    value.push(letter);
                    rest = &rest[length..];
                }
            }
        }
        open.push(Open { tag, at: units, value });
    }
    if let Some(last) = open.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", last.tag));
    }
    // <pre><code class="language-x"> is one block with a language; a language without <pre> means nothing.
    let same = |a: &Value, b: &Value| a["offset"] == b["offset"] && a["length"] == b["length"];
    let (codes, mut rest): (Vec<Value>, Vec<Value>) = entities.into_iter().partition(|e| e["type"] == "code");
    for mut code in codes {
        match rest.iter_mut().find(|e| e["type"] == "pre" && same(e, &code)) {
            Some(block) if code.get("language").is_some() => block["language"] = code["language"].take(),
            Some(_) => {}
            None => {
                code = entity(
                    "code",
                    code["offset"].as_u64().unwrap_or(0) as usize,
                    code["length"].as_u64().unwrap_or(0) as usize,
                );
                rest.push(code);
            }
        }
    }
    sort(&mut rest);
    Ok((text, rest))
}

fn tag_entity(tag: &str, class: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" => "spoiler",
        "span" if class == "tg-spoiler" => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        _ => return None,
    })
}

/// The four named entities the platform knows, and numeric ones. `None`: not one, the `&` stands for itself.
fn unescape(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix('&')?;
    for (name, letter) in [("lt;", '<'), ("gt;", '>'), ("amp;", '&'), ("quot;", '"')] {
        if inner.starts_with(name) {
            return Some((letter, 1 + name.len()));
        }
    }
    let (number, _) = inner.strip_prefix('#')?.split_once(';')?;
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some((char::from_u32(code)?, number.len() + 3))
}

// ---------------------------------------------------------------------------------------------------------
// HTTP: connections that can be cut, requests in any encoding, faults, long polls and webhooks.

/// The one place where this file starts a task.
fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

/// Accepts connections; while offline it closes them at once.
struct Door {
    listener: TcpListener,
    platform: Telegram,
}

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, addr)) if !self.platform.lock().down() => {
                    return (Line { stream, cut: Cut::default() }, addr);
                }
                Ok(_) => {}
                // Out of file handles, most likely: try again rather than end the platform.
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A switch that makes the next write to its connection fail, so that the client sees it close without
/// a byte of answer. A body that breaks off would still show a status line.
#[derive(Clone, Default)]
struct Cut(Arc<AtomicBool>);

impl Cut {
    fn now(&self) -> Response {
        self.0.store(true, Ordering::SeqCst);
        StatusCode::OK.into_response()
    }

    fn check(&self) -> io::Result<()> {
        if self.0.load(Ordering::SeqCst) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl Connected<IncomingStream<'_, Door>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().cut.clone()
    }
}

struct Line {
    stream: TcpStream,
    cut: Cut,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.cut.check()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.cut.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// How a request ends.
enum End {
    Answer(Answer),
    /// A proxy's page.
    Html(u16),
    /// Nothing: the connection closes.
    Cut,
}

impl Telegram {
    async fn answer(&self, cut: Cut, request: HttpRequest) -> Response {
        let (base, control, down) = {
            let state = self.lock();
            (state.base.clone(), state.control, state.down())
        };
        if down {
            return cut.now();
        }
        // Some clients write the token's colon as %3A.
        let path = request.uri().path().replace("%3A", ":").replace("%3a", ":");
        let Some(path) = path.strip_prefix(&base).and_then(|path| path.strip_prefix('/')) else {
            return reply(refuse(404, "Not Found"));
        };
        if let Some(verb) = path.strip_prefix("control/").filter(|_| control) {
            let verb = verb.to_owned();
            let body = Bytes::from_request(request, &()).await.unwrap_or_default();
            let params = serde_json::from_slice(&body).unwrap_or(Value::Null);
            return match self.control(&verb, &params) {
                Ok(result) => axum::Json(json!({"ok": true, "result": result})).into_response(),
                Err(error) => {
                    let body = json!({"ok": false, "error": format!("{error:#}")});
                    (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
                }
            };
        }
        if let Some((token, file)) = path.strip_prefix("file/bot").and_then(|rest| rest.split_once('/')) {
            return self.download(token, file);
        }
        let Some((token, method)) = path.strip_prefix("bot").and_then(|rest| rest.split_once('/')) else {
            return reply(refuse(404, "Not Found"));
        };
        let (token, method) = (token.to_owned(), method.to_owned());
        let bot = self.bot_by_token(&token);
        let read = read_call(request, bot.unwrap_or(0), &method).await;
        let number = self.log(bot.unwrap_or(0), &method, read.as_ref().ok());
        let end = match (bot, read) {
            (None, _) => End::Answer(refuse(401, "Unauthorized")),
            (_, Err(refusal)) => End::Answer(Err(refusal)),
            (Some(_), Ok(call)) => self.handle(call).await,
        };
        let response = match end {
            End::Cut => return cut.now(),
            End::Html(code) => {
                let page =
                    format!("<html><head><title>{code} Bad Gateway</title></head><body></body></html>");
                let code = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
                (code, [(header::CONTENT_TYPE, "text/html")], page).into_response()
            }
            End::Answer(answer) => reply(answer),
        };
        self.act(|state| {
            if let Some(logged) = state.requests.iter_mut().rev().find(|logged| logged.number == number) {
                logged.status = Some(response.status().as_u16());
            }
        });
        response
    }

    fn bot_by_token(&self, token: &str) -> Option<i64> {
        self.lock().bots.iter().find(|(_, bot)| bot.token == token).map(|(id, _)| *id)
    }

    fn log(&self, bot: i64, method: &str, call: Option<&Call>) -> u64 {
        self.act(|state| {
            let mut params = call.map(|call| call.params.clone()).unwrap_or_default();
            for (field, upload) in call.into_iter().flat_map(|call| &call.files) {
                params.insert(field.clone(), json!({"file": upload.name, "bytes": upload.bytes.len()}));
            }
            state.request_count += 1;
            let (number, at) = (state.request_count, (state.now)());
            if state.requests.len() >= LOG_MAX {
                state.requests.pop_front();
            }
            let (method, params) = (method.to_owned(), Value::Object(params));
            state.requests.push_back(Request { number, bot, method, params, at, status: None });
            number
        })
    }

    fn download(&self, token: &str, path: &str) -> Response {
        let state = self.lock();
        if !state.bots.values().any(|bot| bot.token == token) {
            return reply(refuse(401, "Unauthorized"));
        }
        match (0..state.files.len()).find(|index| state.file_path(*index) == path) {
            Some(index) => Bytes::copy_from_slice(&state.files[index].bytes).into_response(),
            None => reply(refuse(404, "Not Found")),
        }
    }

    /// Applies faults and limits around one call.
    async fn handle(&self, call: Call) -> End {
        if let Err(refusal) = self.admit(&call).await {
            return End::Answer(Err(refusal));
        }
        match self.act(|state| take_fault(&mut state.faults, &call)) {
            Some(What::Error { code, description, parameters }) => {
                return End::Answer(Err(Refusal { code, description, parameters }));
            }
            Some(What::RetryAfter(seconds)) => return End::Answer(Err(too_many(seconds))),
            Some(What::Html(code)) => return End::Html(code),
            Some(What::DropBefore) => return End::Cut,
            Some(What::HangBefore) => self.hang().await,
            Some(What::SlowMs(ms)) => sleep(Duration::from_millis(ms)).await,
            Some(What::HtmlAfter(code)) => {
                self.carry_out(call).await;
                return End::Html(code);
            }
            Some(What::DropAfter) => {
                self.carry_out(call).await;
                return End::Cut;
            }
            Some(What::HangAfter) => {
                let end = self.carry_out(call).await;
                self.hang().await;
                return if self.lock().down() { End::Cut } else { end };
            }
            None => {}
        }
        if self.lock().down() { End::Cut } else { self.carry_out(call).await }
    }

    async fn hang(&self) {
        let released = self.lock().released;
        self.until(|state| state.released > released || state.down()).await;
    }

    /// Size of uploads, and the spacing of equal ones (Bot API server, `on_cmd`).
    async fn admit(&self, call: &Call) -> Result<(), Refusal> {
        let limits = self.lock().limits;
        let largest = call.files.values().map(|upload| upload.bytes.len()).max().unwrap_or(0);
        if largest > limits.upload_bytes.unwrap_or(UPLOAD_MAX) {
            return refuse(413, "Request Entity Too Large");
        }
        let Some(gap) = limits.same_upload_gap_ms.filter(|_| largest > 100_000) else { return Ok(()) };
        let now = Instant::now();
        let turn = self.act(|state| {
            let turn = state.uploads.get(&largest).copied().unwrap_or(now).max(now);
            let fits = turn - now <= Duration::from_secs(5);
            if fits {
                state.uploads.insert(largest, turn + Duration::from_millis(gap));
            }
            fits.then_some(turn)
        });
        match turn {
            Some(turn) => tokio::time::sleep_until(turn).await,
            None => return Err(too_many(60)),
        }
        Ok(())
    }

    async fn carry_out(&self, call: Call) -> End {
        match call.method.as_str() {
            "getupdates" => self.get_updates(&call).await,
            "setwebhook" => End::Answer(self.set_webhook(&call)),
            "deletewebhook" => End::Answer(self.drop_webhook(&call)),
            _ => End::Answer(self.act(|state| state.run(&call))),
        }
    }

    /// Bot API, getUpdates. The newer of two pollers wins; the older gets the 409.
    async fn get_updates(&self, call: &Call) -> End {
        let limit = call.int("limit").unwrap_or(100).clamp(1, 100) as usize;
        let seconds = call.int("timeout").unwrap_or(0).clamp(0, 50) as u64;
        let deadline = Instant::now() + Duration::from_secs(seconds);
        let poll = self.act(|state| {
            if state.bots.get(&call.bot).is_none_or(|bot| bot.webhook.is_none()) {
                state.set_allowed(call);
            }
            let bot = state.bots.get_mut(&call.bot)?;
            if bot.webhook.is_none() {
                bot.confirm(call.int("offset").unwrap_or(0));
            }
            bot.poll += 1;
            Some(bot.poll)
        });
        let mut first = true;
        loop {
            let version = self.version();
            {
                let mut state = self.lock();
                if state.down() {
                    return End::Cut;
                }
                let Some(bot) = state.bots.get_mut(&call.bot) else {
                    return End::Answer(refuse(401, "Unauthorized"));
                };
                if bot.webhook.is_some() {
                    return End::Answer(refuse(
                        409,
                        if first {
                            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook \
                             to delete the webhook first"
                        } else {
                            "Conflict: terminated by setWebhook request"
                        },
                    ));
                }
                if Some(bot.poll) != poll {
                    return End::Answer(refuse(
                        409,
                        "Conflict: terminated by other getUpdates request; make sure that only one bot \
                         instance is running",
                    ));
                }
                if !bot.queue.is_empty() || Instant::now() >= deadline {
                    return End::Answer(Ok(Value::Array(bot.take(limit))));
                }
            }
            first = false;
            // Running out of time is noticed at the top of the loop.
            let _ = timeout_at(deadline, self.changed_since(version)).await;
        }
    }

    fn set_webhook(&self, call: &Call) -> Answer {
        let (url, secret) = (call.text("url"), call.text("secret_token"));
        if url.is_empty() {
            return self.drop_webhook(call);
        }
        let Ok(parsed) = reqwest::Url::parse(&url) else { return bad("invalid webhook URL specified") };
        if secret.len() > 256 {
            return bad("secret token is too long");
        }
        if !secret.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
            return bad("secret token contains unallowed characters");
        }
        // Telegram wants HTTPS on four ports; loopback is excepted, because nothing else can be reached here.
        if !is_loopback(&parsed) {
            if parsed.scheme() != "https" {
                return bad("bad webhook: An HTTPS URL must be provided for webhook");
            }
            if ![443, 80, 88, 8443].contains(&parsed.port_or_known_default().unwrap_or(0)) {
                return bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
            }
        }
        let max_connections = call.int("max_connections").unwrap_or(40).clamp(1, 100);
        let number = self.act(|state| {
            state.set_allowed(call);
            let bot = state.bots.get_mut(&call.bot)?;
            if call.flag("drop_pending_updates") {
                bot.queue.clear();
            }
            let busy = BTreeSet::new();
            bot.webhook = Some(Webhook { url, secret, max_connections, busy, last_error: None });
            bot.webhook_number += 1;
            Some(bot.webhook_number)
        });
        if let Some(number) = number {
            spawn(self.clone().push_updates(call.bot, number));
        }
        Ok(json!(true))
    }

    fn drop_webhook(&self, call: &Call) -> Answer {
        self.act(|state| {
            if let Some(bot) = state.bots.get_mut(&call.bot) {
                bot.webhook = None;
                bot.webhook_number += 1;
                if call.flag("drop_pending_updates") {
                    bot.queue.clear();
                }
            }
        });
        Ok(json!(true))
    }

    /// Pushes until the webhook changes: in order within a chat, chats in parallel.
    async fn push_updates(self, bot: i64, number: u64) {
        loop {
            let version = self.version();
            let mut ready = Vec::new();
            {
                let mut state = self.lock();
                let closed = state.closed;
                let Some(bot) =
                    state.bots.get_mut(&bot).filter(|bot| bot.webhook_number == number && !closed)
                else {
                    return;
                };
                let Some(hook) = &mut bot.webhook else { return };
                for update in &bot.queue {
                    if hook.busy.len() < hook.max_connections as usize && hook.busy.insert(lane(&update.body))
                    {
                        ready.push(update.body.clone());
                    }
                }
            }
            for update in ready {
                spawn(self.clone().push_one(bot, number, update));
            }
            self.changed_since(version).await;
        }
    }

    /// One update until a 2xx: again at once, then after 2, 4, 8 … units.
    async fn push_one(self, bot: i64, number: u64, update: Value) {
        let mut failures = 0_u32;
        loop {
            self.until(|state| !state.offline).await;
            let (target, secret, unit) = {
                let state = self.lock();
                let hook = state.bots.get(&bot).filter(|bot| bot.webhook_number == number);
                let Some(hook) = hook.and_then(|bot| bot.webhook.as_ref()).filter(|_| !state.closed) else {
                    return;
                };
                (webhook_target(&state.webhook_routes, &hook.url), hook.secret.clone(), state.retry_unit)
            };
            let outcome = match target {
                None => Err(("Failed to resolve host: Name or service not known".to_owned(), 0)),
                Some(target) => self.post_update(&target, &secret, &update).await,
            };
            let (error, asked) = match outcome {
                Ok(body) => {
                    self.act(|state| {
                        let Some(bot) = state.bots.get_mut(&bot) else { return };
                        if let Some(at) = bot.queue.iter().position(|waiting| waiting.body == update) {
                            bot.queue.remove(at);
                        }
                        if let Some(hook) = bot.webhook.as_mut().filter(|_| bot.webhook_number == number) {
                            hook.busy.remove(&lane(&update));
                        }
                    });
                    self.call_in_answer(bot, body).await;
                    return;
                }
                Err(failure) => failure,
            };
            self.act(|state| {
                let date = (state.now)().div_euclid(1000);
                let hook = state.bots.get_mut(&bot).and_then(|bot| bot.webhook.as_mut());
                if let Some(hook) = hook {
                    hook.last_error = Some((date, error));
                }
            });
            let back_off = if failures == 0 { 0 } else { 1 << failures.min(6) };
            failures += 1;
            sleep((unit * back_off).max(Duration::from_secs(asked.min(3600)))).await;
        }
    }

    /// The body of a 2xx answer, or what to put into `last_error_message` and the seconds asked for.
    async fn post_update(&self, target: &str, secret: &str, update: &Value) -> Result<Value, (String, u64)> {
        let mut request = self.inner.http.post(target).json(update);
        if !secret.is_empty() {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        let response = request.send().await.map_err(|_| ("Connection refused".to_owned(), 0))?;
        let status = response.status();
        if !status.is_success() {
            let asked = response.headers().get(header::RETRY_AFTER);
            let asked = asked.and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0);
            return Err((format!("Wrong response from the webhook: {status}"), asked));
        }
        Ok(response.json().await.unwrap_or(Value::Null))
    }

    /// A webhook's answer may hold one method call; nobody learns its result.
    async fn call_in_answer(&self, bot: i64, body: Value) {
        let Some(method) = body["method"].as_str().map(str::to_ascii_lowercase) else { return };
        if method.starts_with("get")
            || ["setwebhook", "deletewebhook", "close", "logout"].contains(&method.as_str())
        {
            return;
        }
        let call = Call { bot, method, params: fields(body), files: HashMap::new() };
        self.log(bot, &call.method, Some(&call));
        self.handle(call).await;
    }
}

fn take_fault(faults: &mut Vec<Fault>, call: &Call) -> Option<What> {
    let at = faults.iter().position(|fault| {
        let method = match &fault.method {
            Some(method) => method.eq_ignore_ascii_case(&call.method),
            None => call.method != "getupdates",
        };
        method && fault.times > 0 && fault.chat.is_none_or(|chat| call.int("chat_id") == Some(chat))
    })?;
    let what = faults[at].what.clone();
    faults[at].times -= 1;
    if faults[at].times == 0 {
        faults.remove(at);
    }
    Some(what)
}

/// What keeps its order on the way to a webhook: a chat's messages; other kinds per person and kind.
fn lane(update: &Value) -> String {
    for (kind, content) in update.as_object().into_iter().flatten() {
        if kind.ends_with("message") || kind.ends_with("_post") {
            return content["chat"]["id"].to_string();
        }
        if kind != "update_id" {
            return format!("{kind} {} {}", content["chat"]["id"], content["from"]["id"]);
        }
    }
    String::new()
}

fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or("").trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn webhook_target(routes: &[(String, String)], url: &str) -> Option<String> {
    let routed =
        routes.iter().find_map(|(prefix, to)| Some(format!("{to}{}", url.strip_prefix(prefix.as_str())?)));
    routed.or_else(|| reqwest::Url::parse(url).ok().filter(is_loopback).map(|_| url.to_owned()))
}

/// The platform's envelope, and for 429 the header beside it.
fn reply(answer: Answer) -> Response {
    let refusal = match answer {
        Ok(result) => return axum::Json(json!({"ok": true, "result": result})).into_response(),
        Err(refusal) => refusal,
    };
    let status = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut headers = HeaderMap::new();
    if let Some(seconds) = refusal.parameters["retry_after"].as_u64() {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    let mut body = json!({"ok": false, "error_code": refusal.code, "description": refusal.description});
    if !refusal.parameters.is_null() {
        body["parameters"] = refusal.parameters;
    }
    (status, headers, axum::Json(body)).into_response()
}

/// Parameters from the query string and from a body of any kind the platform takes.
async fn read_call(request: HttpRequest, bot: i64, method: &str) -> Result<Call, Refusal> {
    fn refused(rejection: Response) -> Refusal {
        let large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
        let (code, text) = if large {
            (413, "Request Entity Too Large")
        } else {
            (400, "Bad Request: can't parse the request")
        };
        Refusal { code, description: text.to_owned(), parameters: Value::Null }
    }
    let mut call =
        Call { bot, method: method.to_ascii_lowercase(), params: Map::new(), files: HashMap::new() };
    if let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) {
        call.params.extend(pairs.into_iter().map(|(key, value)| (key, json!(value))));
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if kind.starts_with("application/json") {
        let body = Bytes::from_request(request, &()).await.map_err(|error| refused(error.into_response()))?;
        match serde_json::from_slice(&body) {
            Ok(Value::Object(fields)) => call.params.extend(fields),
            _ if body.is_empty() => {}
            _ => return bad("can't parse JSON object"),
        }
    } else if kind.starts_with("application/x-www-form-urlencoded") && request.method() == "POST" {
        let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let Form(pairs) = form.map_err(|error| refused(error.into_response()))?;
        call.params.extend(pairs.into_iter().map(|(key, value)| (key, json!(value))));
    } else if kind.starts_with("multipart/") {
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|error| refused(error.into_response()))?;
        while let Some(part) = form.next_field().await.map_err(|error| refused(error.into_response()))? {
            let name = part.name().unwrap_or("").to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|error| refused(error.into_response()))?;
            match file {
                Some(file) => drop(call.files.insert(name, Upload { name: file, bytes })),
                None => drop(call.params.insert(name, json!(String::from_utf8_lossy(&bytes)))),
            }
        }
    }
    Ok(call)
}

impl Telegram {
    /// `/control/<verb>`: the main verbs of this type for scripts, arguments by name.
    fn control(&self, verb: &str, given: &Value) -> Result<Value> {
        let int = |key: &str| given[key].as_i64().with_context(|| format!("{key}: a number is missing"));
        let text = |key: &str| given[key].as_str().with_context(|| format!("{key}: a text is missing"));
        let members = || -> Vec<i64> {
            given["members"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
        };
        let chat_of = || Ok::<_, anyhow::Error>((int("user")?, int("chat")?));
        Ok(match verb {
            "add_bot" => json!(self.add_bot(text("token")?, text("username")?, text("name")?)),
            "add_person" => json!(self.add_person(text("name")?)),
            "add_group" => json!(self.add_group(text("title")?, &members())),
            "add_basic_group" => json!(self.add_basic_group(text("title")?, &members())),
            "add_bot_to_group" => json!(self.add_bot_to_group(int("bot")?, int("group")?, int("by")?)?),
            "remove_bot_from_group" => {
                json!(self.remove_bot_from_group(int("bot")?, int("group")?, int("by")?)?)
            }
            "migrate" => json!(self.migrate(int("group")?)?),
            "person_sends" => {
                let (user, chat) = chat_of()?;
                json!(self.person_sends(user, chat, text("text")?)?)
            }
            "person_replies" => {
                let (user, chat) = chat_of()?;
                json!(self.person_replies(user, chat, int("to")?, text("text")?)?)
            }
            "person_presses" => {
                let (user, chat) = chat_of()?;
                let which = match given["button"].as_u64() {
                    Some(index) => Which::Nth(usize::try_from(index)?),
                    None => Which::Label(text("button")?.to_owned()),
                };
                json!(self.person_presses(user, chat, int("message")?, which)?)
            }
            "press_answer" => serde_json::to_value(self.press_answer(text("query")?))?,
            "opens_link" => json!(self.opens_link(int("user")?, text("url")?)?),
            "opens_group_link" => json!(self.opens_group_link(int("user")?, text("url")?, int("group")?)?),
            "blocks" => json!(self.blocks(int("user")?, int("bot")?)?),
            "unblocks" => json!(self.unblocks(int("user")?, int("bot")?)?),
            "hears_all" => json!(self.hears_all(int("bot")?, given["all"] == true)),
            "messages" => serde_json::to_value(self.messages(int("group")?))?,
            "private_messages" => serde_json::to_value(self.private_messages(int("user")?, int("bot")?))?,
            "pending_updates" => json!(self.pending_updates(int("bot")?)),
            "raw_update" => json!(self.raw_update(int("bot")?, given["update"].clone())?),
            "duplicate_last_update" => json!(self.duplicate_last_update(int("bot")?)?),
            "fault" => json!(self.fault(serde_json::from_value(given.clone())?)),
            "clear_faults" => json!(self.clear_faults()),
            "release" => json!(self.release()),
            "offline" => json!(self.offline(given["offline"] == true)),
            "limits" => json!(self.set_limits(serde_json::from_value(given.clone())?)),
            "requests" => serde_json::to_value(self.requests())?,
            "clear_requests" => json!(self.clear_requests()),
            _ => bail!("no such verb: {verb}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn platform() -> (Telegram, i64) {
        let addr = "127.0.0.1:0".parse().unwrap();
        let platform = Telegram::start(addr, Arc::new(|| 1_800_000_000_000)).await.unwrap();
        let bot = platform.add_bot("42:secret", "loaban_bot", "Loa bản");
        (platform, bot)
    }

    async fn call(platform: &Telegram, method: &str, params: Value) -> Value {
        let url = format!("{}/bot42:secret/{method}", platform.url());
        reqwest::Client::new().post(url).json(&params).send().await.unwrap().json().await.unwrap()
    }

    #[test]
    fn offsets_count_utf16_units() {
        // A Pahawh Hmong letter is one character, two UTF-16 units and four bytes.
        let (text, entities) = parse_html("\u{16b1c}\u{16b1c} <b>\u{16b1c}</b> &lt;<i>x</i>").unwrap();
        assert_eq!(text, "\u{16b1c}\u{16b1c} \u{16b1c} <x");
        assert_eq!(entities, [entity("bold", 5, 2), entity("italic", 9, 1)]);
        let mut found = Vec::new();
        detect("\u{16b1c} /hoi@loaban_bot @an_nguyen https://a.vn/x.", &mut found);
        let words: Vec<_> =
            found.iter().map(|e| slice("\u{16b1c} /hoi@loaban_bot @an_nguyen https://a.vn/x.", e)).collect();
        assert_eq!(words, [Some("/hoi@loaban_bot"), Some("@an_nguyen"), Some("https://a.vn/x")]);
        assert_eq!(found[0]["offset"], 3);
        let mut none = Vec::new();
        detect("/hỏi a@b c/d", &mut none);
        assert!(none.is_empty(), "{none:?}");
    }

    #[test]
    fn broken_html_is_refused_in_the_platforms_words() {
        for (source, fault) in [
            ("a<b>c", "Can't find end tag corresponding to start tag \"b\""),
            ("a<bản>c", "Unsupported start tag \"bản\" at byte offset 1"),
            ("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
            ("x</b>", "Unexpected end tag at byte offset 1"),
            ("<a href=\"x>y</a>", "Unclosed start tag at byte offset 0"),
            ("1 < 2", "Unsupported start tag \"\" at byte offset 2"),
        ] {
            assert_eq!(parse_html(source).unwrap_err(), fault, "{source}");
        }
        let (text, entities) = parse_html(
            "<a href='https://a.vn/?a=1&amp;b=2'>nè</a><pre><code class=\"language-rust\">f</code></pre>",
        )
        .unwrap();
        assert_eq!(text, "nèf");
        assert_eq!(entities[0]["url"], "https://a.vn/?a=1&b=2");
        assert_eq!(entities[1], json!({"type": "pre", "offset": 2, "length": 1, "language": "rust"}));
    }

    #[tokio::test]
    async fn updates_stay_until_confirmed_and_duplicates_survive_it() {
        let (platform, bot) = platform().await;
        let an = platform.add_person("An");
        for text in ["một", "hai", "ba"] {
            platform.person_sends(an, bot, text).unwrap();
        }
        let got = call(&platform, "GetUpdates", json!({"limit": 2})).await;
        let ids: Vec<i64> =
            got["result"].as_array().unwrap().iter().map(|u| u["update_id"].as_i64().unwrap()).collect();
        assert_eq!(ids.len(), 2);
        let got = call(&platform, "getUpdates", json!({"offset": ids[1] + 1})).await;
        assert_eq!(got["result"][0]["message"]["text"], "ba");
        assert_eq!(platform.pending_updates(bot), 1);
        let got = call(&platform, "getUpdates", json!({"offset": ids[1] + 2})).await;
        assert_eq!(got["result"], json!([]));
        assert_eq!(platform.duplicate_last_update(bot).unwrap(), ids[1] + 1);
        let got = call(&platform, "getUpdates", json!({"offset": ids[1] + 2})).await;
        assert_eq!(got["result"][0]["update_id"], ids[1] + 1);
        platform.shutdown();
    }

    #[tokio::test]
    async fn limits_refuse_with_the_time_to_wait() {
        let (platform, bot) = platform().await;
        let an = platform.add_person("An");
        let group = platform.add_group("Bản", &[an]);
        platform.add_bot_to_group(bot, group, an).unwrap();
        platform.set_limits(Limits { per_group_minute: Some(2), ..Limits::default() });
        for _ in 0..2 {
            assert_eq!(
                call(&platform, "sendMessage", json!({"chat_id": group, "text": "x"})).await["ok"],
                true
            );
        }
        let refused = call(&platform, "sendMessage", json!({"chat_id": group, "text": "x"})).await;
        assert_eq!(refused["error_code"], 429);
        assert!((59..=60).contains(&refused["parameters"]["retry_after"].as_u64().unwrap()), "{refused}");
        assert_eq!(platform.messages(group).iter().filter(|m| m.from_bot).count(), 2);
        platform.shutdown();
    }

    #[tokio::test]
    async fn a_webhook_gets_the_secret_keeps_the_order_and_is_tried_again() {
        let (platform, bot) = platform().await;
        let an = platform.add_person("An");
        platform.set_webhook_retry_unit(Duration::from_millis(5));
        let got = Arc::new(Mutex::new(Vec::new()));
        let inbox = got.clone();
        let take = move |headers: HeaderMap, axum::Json(update): axum::Json<Value>| async move {
            let mut got = inbox.lock().unwrap();
            let secret =
                headers.get("x-telegram-bot-api-secret-token").and_then(|s| s.to_str().ok()).unwrap_or("");
            got.push(format!("{secret} {}", update["message"]["text"].as_str().unwrap()));
            let refused = got.len() <= 3;
            let answer =
                json!({"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "rồi"});
            (StatusCode::from_u16(if refused { 503 } else { 200 }).unwrap(), axum::Json(answer))
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        platform
            .route_webhooks("https://loa.example.vn", &format!("http://{}", listener.local_addr().unwrap()));
        let hook = axum::Router::new().route("/hook", axum::routing::post(take));
        spawn(async move { axum::serve(listener, hook).await.unwrap() });
        platform.person_sends(an, bot, "một").unwrap();
        let url = "https://loa.example.vn/hook";
        assert_eq!(
            call(&platform, "setWebhook", json!({"url": url, "secret_token": "s-1"})).await["result"],
            true
        );
        platform.person_sends(an, bot, "hai").unwrap();
        let done = platform.wait_for(Duration::from_secs(5), |platform| {
            (platform.private_messages(an, bot).len() == 4 && platform.pending_updates(bot) == 0)
                .then_some(())
        });
        assert!(done.await.is_some());
        assert_eq!(*got.lock().unwrap(), ["s-1 một", "s-1 một", "s-1 một", "s-1 một", "s-1 hai"]);
        assert_eq!(call(&platform, "getUpdates", json!({})).await["error_code"], 409);
        platform.shutdown();
    }

    #[tokio::test]
    async fn a_hanging_call_is_recorded_before_or_not_at_all() {
        let (platform, bot) = platform().await;
        let an = platform.add_person("An");
        platform.person_sends(an, bot, "/start").unwrap();
        let url = format!("{}/bot42:secret/sendMessage", platform.url());
        let client = reqwest::Client::builder().timeout(Duration::from_millis(150)).build().unwrap();
        let send = || client.post(&url).json(&json!({"chat_id": an, "text": "x"})).send();
        for (what, messages) in [(What::HangBefore, 1), (What::HangAfter, 2)] {
            platform.fault(Fault::new(what));
            assert!(send().await.unwrap_err().is_timeout());
            sleep(Duration::from_millis(100)).await; // until the server has seen the client go
            platform.release();
            sleep(Duration::from_millis(50)).await;
            assert_eq!(platform.private_messages(an, bot).len(), messages);
        }
        platform.shutdown();
    }

    #[tokio::test]
    async fn a_dropped_answer_is_a_network_error_and_the_message_is_there() {
        let (platform, bot) = platform().await;
        let an = platform.add_person("An");
        platform.person_sends(an, bot, "/start").unwrap();
        let url = format!("{}/bot42:secret/SendMessage", platform.url());
        let client = reqwest::Client::new();
        let send = || client.post(&url).json(&json!({"chat_id": an, "text": "x"})).send();
        assert!(send().await.unwrap().status().is_success());
        platform.fault(Fault::new(What::DropBefore));
        platform.fault(Fault::new(What::DropAfter).on("sendmessage").in_chat(an));
        assert!(send().await.is_err());
        assert_eq!(platform.private_messages(an, bot).len(), 2);
        assert!(send().await.is_err());
        assert_eq!(platform.private_messages(an, bot).len(), 3);
        platform.offline(true);
        assert!(send().await.is_err());
        platform.offline(false);
        assert!(send().await.is_ok());
        platform.shutdown();
    }
}
