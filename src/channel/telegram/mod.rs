//! Telegram Bot API. teloxide supplies types and payloads; requests go through one own `post` that
//! keeps `error_code`, never sleeps by itself and never lets a URL (which holds the token) out.

mod address;
mod format;
mod receive;
mod refusal;
mod send;

use super::heard::Secrets;
use super::http::{self, Failure};
use super::{Attachment, Outcome, Reason};
use crate::config::{Account, Platform, Secret};
use crate::message::{ChatKind, MediaKind};
use crate::platform::Limits;
use anyhow::{Result, anyhow};
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long one `getUpdates` waits; the server caps it at 50 s (Bot API server, `getUpdates`).
const POLL_SECONDS: u64 = 25;

/// Updates in one answer, at most (the server's own bound).
const MOST_AT_ONCE: u32 = 100;

/// What we ask for: everything else stays on the server. Reactions and member lists are not asked
/// for: they would say what one person does (architecture, decided 4).
const ALLOWED: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

/// One bot.
#[derive(Clone)]
pub struct Telegram(Arc<Inner>);

struct Inner {
    token: Secret,
    /// What nobody may read in what the platform says.
    secrets: Secrets,
    api_url: String,
    webhook: Option<(String, String)>,
    limits: Limits,
    http: reqwest::Client,
    /// Whether a line of text, said in a group, is a command of ours.
    is_command: fn(&str) -> bool,
    username: OnceLock<String>,
    /// So many updates are asked for at once: fewer after an answer that was too long to be read.
    at_once: AtomicU32,
}

impl std::fmt::Debug for Telegram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Telegram(***)")
    }
}

/// What came back from one request.
#[derive(Debug)]
enum Answer {
    Ok(Value),
    Refused { code: i64, description: String, parameters: Value },
    Failed(Failure),
}

impl Telegram {
    /// The bot of an account. `webhook` is our public address and the secret that the platform must send along;
    /// without it the bot polls. `is_command`: whether a line of text in a group is a command of ours.
    pub fn new(
        account: &Account,
        webhook: Option<(String, String)>,
        is_command: fn(&str) -> bool,
    ) -> Result<Telegram> {
        let secret = webhook.as_ref().map(|(_, secret)| secret.as_str());
        Ok(Telegram(Arc::new(Inner {
            token: account.token.clone(),
            secrets: Secrets::of([account.token.expose()].into_iter().chain(secret)),
            api_url: account.api_url.trim_end_matches('/').to_owned(),
            webhook,
            limits: Platform::Telegram.profile().limits.set(account.per_second, account.per_chat_per_minute),
            http: http::client(16)?,
            is_command,
            username: OnceLock::new(),
            at_once: AtomicU32::new(MOST_AT_ONCE),
        })))
    }

    /// Pace.
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// Everything is uploaded; a voice must be Opus in Ogg (Bot API, `sendVoice`).
    pub fn carries(&self, kind: MediaKind, _: ChatKind) -> Attachment {
        Attachment::Bytes(if kind == MediaKind::Voice { "ogg" } else { "" })
    }

    /// True when this account polls.
    pub fn polls(&self) -> bool {
        self.0.webhook.is_none()
    }

    /// True once the platform said who we are.
    pub fn prepared(&self) -> bool {
        self.0.username.get().is_some()
    }

    /// `t.me` deep link (Bot API, deep linking): payload of at most 64 `A-Za-z0-9_-`.
    pub fn private_link(&self, payload: &str) -> Option<String> {
        self.0.username.get().map(|name| format!("https://t.me/{name}?start={payload}"))
    }

    fn url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.0.api_url, self.0.token.expose())
    }

    /// The bot's own id is the first half of its token.
    fn id(&self) -> Option<i64> {
        self.0.token.expose().split(':').next()?.parse().ok()
    }

    async fn post(&self, method: &str, body: &impl Serialize, wait: Duration) -> Answer {
        self.finish(self.0.http.post(self.url(method)).timeout(wait).json(body)).await
    }

    async fn finish(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = match http::send(request, &self.0.secrets).await {
            Ok(response) => response,
            Err(failure) => return Answer::Failed(failure),
        };
        let body = &response.body;
        if !body["ok"].is_boolean() {
            return Answer::Failed(response.strange());
        }
        if body["ok"] == true {
            return Answer::Ok(body["result"].clone());
        }
        let code = body["error_code"].as_i64().unwrap_or(response.status.into());
        let mut parameters = body["parameters"].clone();
        if parameters["retry_after"].is_null()
            && let Some(after) = response.retry_after
        {
            parameters = json!({ "retry_after": after.length().as_secs() });
        }
        let description = body["description"].as_str().unwrap_or_default().to_owned();
        Answer::Refused { code, description, parameters }
    }

    async fn call(&self, method: &str, body: Value) -> Result<Value> {
        match self.post(method, &body, Duration::from_secs(15)).await {
            Answer::Ok(value) => Ok(value),
            Answer::Refused { code, description, .. } => {
                Err(anyhow!("Telegram refused {method}: {code} {description}"))
            }
            Answer::Failed(_) => Err(anyhow!("Telegram could not be reached for {method}")),
        }
    }

    /// Asks who we are; then takes an old webhook away (poll) or sets ours.
    pub async fn prepare(&self) -> Result<()> {
        let me = self.call("getMe", json!({})).await?;
        match &self.0.webhook {
            None => {
                // A webhook left behind makes every getUpdates a conflict.
                self.call("deleteWebhook", json!({ "drop_pending_updates": false })).await?;
            }
            Some((url, secret)) => {
                let body = json!({ "url": url, "secret_token": secret, "allowed_updates": ALLOWED, "max_connections": 40 });
                self.call("setWebhook", body).await?;
            }
        }
        let name = me["username"].as_str().ok_or_else(|| anyhow!("Telegram's getMe gave no username"))?;
        let _ = self.0.username.set(name.to_owned());
        Ok(())
    }

    /// Asks who we are and forgets the answer.
    pub async fn probe(&self) -> Result<(), Outcome> {
        match self.post("getMe", &json!({}), Duration::from_secs(10)).await {
            Answer::Ok(_) | Answer::Refused { code: 429, .. } | Answer::Failed(Failure::Busy(_)) => Ok(()),
            Answer::Refused { code: 401 | 404 | 421, .. } => Err(Outcome::Stop(Reason::Token)),
            Answer::Refused { .. } | Answer::Failed(_) => {
                Err(Outcome::Retry { after: None, unreachable: true })
            }
        }
    }

    /// For `doctor`, in its reader's language: asks anew and looks at the webhook.
    pub async fn examine(&self) -> Result<String> {
        let ask = async |method: &str| match self.post(method, &json!({}), Duration::from_secs(15)).await {
            Answer::Ok(value) => Ok(value),
            Answer::Refused { code: 401 | 404, .. } => {
                Err(anyhow!("Telegram không nhận token này; lấy lại token từ @BotFather"))
            }
            Answer::Refused { code, .. } => Err(anyhow!("Telegram từ chối (mã {code}); thử lại sau ít phút")),
            Answer::Failed(_) => Err(anyhow!("không kết nối được với Telegram; xem mạng và tường lửa")),
        };
        let me = ask("getMe").await?;
        let hook = ask("getWebhookInfo").await?;
        let url = hook["url"].as_str().unwrap_or_default();
        let name = me["username"].as_str().unwrap_or_default();
        match (&self.0.webhook, url.is_empty()) {
            (None, false) => {
                Err(anyhow!("@{name}: còn webhook cũ dù đặt receive = \"poll\"; `loaban run` sẽ gỡ"))
            }
            (Some((ours, _)), _) if ours != url => {
                Err(anyhow!("@{name}: webhook đang trỏ nơi khác; `loaban run` sẽ đặt lại"))
            }
            (Some(_), _) if !hook["last_error_message"].is_null() => Err(anyhow!(
                "@{name}: gần đây Telegram không gửi được tới webhook; xem public_url có mở được từ ngoài không"
            )),
            _ => Ok(format!("@{name}")),
        }
    }
}
