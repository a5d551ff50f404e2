//! Telegram Bot API. teloxide supplies types and payloads; requests go through one own `post` that
//! keeps `error_code`, never sleeps by itself and never lets a URL (which holds the token) out.

mod format;
mod receive;
mod send;

use super::{Attachment, Limits, Outcome, Reason};
use crate::message::{ChatKind, MediaKind};
use anyhow::{Result, anyhow};
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long one `getUpdates` waits; the server caps it at 50 s (Bot API server, `getUpdates`).
const POLL_SECONDS: u64 = 25;

/// What we ask for: everything else stays on the server. Reactions and member lists are not asked
/// for: they would say what one person does (architecture, decided 4).
const ALLOWED: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

/// One bot.
#[derive(Clone)]
pub struct Telegram(Arc<Inner>);

struct Inner {
    token: String,
    api_url: String,
    webhook: Option<(String, String)>,
    limits: Limits,
    http: reqwest::Client,
    username: OnceLock<String>,
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
    Refused {
        code: i64,
        description: String,
        parameters: Value,
    },
    /// It surely did not reach the platform.
    NotSent,
    /// It may have reached the platform.
    Uncertain,
}

impl Telegram {
    /// A bot at `api_url` (which may carry a path). `webhook` is our public address and the secret
    /// that the platform must send along; without it the bot polls.
    pub fn new(
        token: String,
        api_url: &str,
        webhook: Option<(String, String)>,
        per_second: Option<u32>,
        per_minute: Option<u32>,
    ) -> Result<Telegram> {
        // The platform never redirects; whoever does would be handed the token.
        let nowhere = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .redirect(nowhere)
            .no_proxy()
            .pool_max_idle_per_host(16);
        let http = http.build()?;
        // telegram.md 2.1 / the platform's FAQ: 30 a second over all chats, 20 a minute in a group, 1 a second in a chat.
        // An operator who sets more a minute than one a second (an own Bot API server) wants a shorter gap too.
        let gap = 60_000 / u64::from(per_minute.unwrap_or(20).max(60));
        let limits = Limits {
            per_second: per_second.unwrap_or(30),
            per_group_minute: per_minute.unwrap_or(20),
            chat_gap: Duration::from_millis(gap),
        };
        Ok(Telegram(Arc::new(Inner {
            token,
            api_url: api_url.trim_end_matches('/').to_owned(),
            webhook,
            limits,
            http,
            username: OnceLock::new(),
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
        format!("{}/bot{}/{method}", self.0.api_url, self.0.token)
    }

    /// The bot's own id is the first half of its token.
    fn id(&self) -> Option<i64> {
        self.0.token.split(':').next()?.parse().ok()
    }

    async fn post(&self, method: &str, body: &impl Serialize, wait: Duration) -> Answer {
        self.finish(self.0.http.post(self.url(method)).timeout(wait).json(body)).await
    }

    async fn finish(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = match request.send().await {
            Ok(response) => response,
            // The error itself is dropped here: its text may hold the URL, and the URL the token.
            Err(e) if e.is_connect() || e.is_builder() => return Answer::NotSent,
            Err(_) => return Answer::Uncertain,
        };
        let status = i64::from(response.status().as_u16());
        let retry_after =
            response.headers().get("retry-after").and_then(|v| v.to_str().ok()?.parse::<i64>().ok());
        let Ok(text) = response.text().await else { return Answer::Uncertain };
        let body = serde_json::from_str::<Value>(&text).unwrap_or_default();
        if !body["ok"].is_boolean() {
            // Somebody in front of the platform answered. A 5xx, or a 2xx that is none, may hide a message that
            // was taken; a redirect or a refusal does not, and says nothing about the chat or the token.
            return match status {
                413 => Answer::Refused { code: 413, description: String::new(), parameters: Value::Null },
                429 => Answer::Refused {
                    code: 429,
                    description: String::new(),
                    parameters: json!({ "retry_after": retry_after }),
                },
                300..=499 => Answer::NotSent,
                _ => Answer::Uncertain,
            };
        }
        if body["ok"] == true {
            return Answer::Ok(body["result"].clone());
        }
        let code = body["error_code"].as_i64().unwrap_or(status);
        let mut parameters = body["parameters"].clone();
        if parameters["retry_after"].is_null()
            && let Some(after) = retry_after
        {
            parameters = json!({ "retry_after": after });
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
            Answer::NotSent | Answer::Uncertain => Err(anyhow!("Telegram could not be reached for {method}")),
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
            Answer::Ok(_) | Answer::Refused { code: 429, .. } => Ok(()),
            Answer::Refused { code: 401 | 404 | 421, .. } => Err(Outcome::Stop(Reason::Token)),
            Answer::Refused { .. } | Answer::NotSent | Answer::Uncertain => {
                Err(Outcome::Retry { after: None, unreachable: true })
            }
        }
    }

    /// For `doctor`: asks anew and looks at the webhook.
    pub async fn examine(&self) -> Result<String> {
        let me = self.call("getMe", json!({})).await?;
        let hook = self.call("getWebhookInfo", json!({})).await?;
        let url = hook["url"].as_str().unwrap_or_default();
        let name = me["username"].as_str().unwrap_or_default();
        match (&self.0.webhook, url.is_empty()) {
            (None, false) => Err(anyhow!(
                "@{name}: a webhook is set although receive = \"poll\"; `loaban run` takes it away"
            )),
            (Some((ours, _)), _) if ours != url => {
                Err(anyhow!("@{name}: the webhook is not ours; `loaban run` sets it"))
            }
            (Some(_), _) if !hook["last_error_message"].is_null() => Err(anyhow!(
                "@{name}: Telegram could not deliver to the webhook lately; is public_url reachable?"
            )),
            _ => Ok(format!("@{name}")),
        }
    }
}
