//! Zalo Bot Platform. Requests go through one own `post` that decides by `ok` and `error_code` first and by
//! the HTTP status second, never sleeps by itself and never lets a URL (which holds the token) out.

mod examine;
mod receive;
mod refusal;
mod send;

use super::heard::Secrets;
use super::http::{self, Failure, Response};
use super::{Attachment, Meant, Outcome, Reason};
use crate::clock::Clock;
use crate::config::{Account, Platform, Secret};
use crate::message::{ChatKind, MediaKind};
use crate::platform::Limits;
use anyhow::{Result, anyhow};
use send::Said;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// Text goes quickly or not at all; for a picture the platform fetches it first, at its own leisure.
const TEXT_WAIT: Duration = Duration::from_secs(15);
const MEDIA_WAIT: Duration = Duration::from_secs(150);

/// One bot.
#[derive(Clone)]
pub struct ZaloBot(Arc<Inner>);

struct Inner {
    token: Secret,
    /// What nobody may read in what the platform says.
    secrets: Secrets,
    api_url: String,
    webhook: Option<(String, String)>,
    limits: Limits,
    http: reqwest::Client,
    clock: Clock,
    /// What a text says by itself.
    meant: fn(&str) -> Option<Meant>,
    me: OnceLock<Me>,
    /// When the last poll began.
    polled: Mutex<Option<Duration>>,
    /// Words that were said before a voice that is still to come, by chat (see `send`).
    said: Mutex<HashMap<String, Said>>,
    /// What the platform found when it called our webhook while it was set.
    verified: OnceLock<Value>,
}

/// Who we are, as the platform says.
#[derive(Debug, Clone, Default)]
struct Me {
    id: String,
    /// What people type after `@`, where the platform says it.
    display_name: String,
    account_name: String,
    can_join_groups: Option<bool>,
}

impl std::fmt::Debug for ZaloBot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ZaloBot(***)")
    }
}

/// What came back from one request.
#[derive(Debug, PartialEq)]
enum Answer {
    Ok(Value),
    /// The platform said no; or somebody in front of it did, in a way that says enough.
    Refused {
        code: i64,
        description: String,
    },
    /// Nothing of the platform's own came back.
    Failed(Failure),
}

impl ZaloBot {
    /// The bot of an account. `webhook` is our public address and the secret that the platform must send
    /// along; without it the bot polls. `meant`: what a text says to us by itself.
    pub fn new(
        account: &Account,
        webhook: Option<(String, String)>,
        clock: Clock,
        meant: fn(&str) -> Option<Meant>,
    ) -> Result<ZaloBot> {
        let secret = webhook.as_ref().map(|(_, secret)| secret.as_str());
        Ok(ZaloBot(Arc::new(Inner {
            token: account.token.clone(),
            secrets: Secrets::of([account.token.expose()].into_iter().chain(secret)),
            api_url: account.api_url.trim_end_matches('/').to_owned(),
            webhook,
            limits: Platform::ZaloBot.profile().limits.set(account.per_second, account.per_chat_per_minute),
            http: http::client(4)?,
            clock,
            meant,
            me: OnceLock::new(),
            polled: Mutex::default(),
            said: Mutex::default(),
            verified: OnceLock::new(),
        })))
    }

    /// Pace.
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// The platform fetches pictures and voices itself; a voice shows in private only, and must be AAC.
    pub fn carries(&self, kind: MediaKind, chat: ChatKind) -> Attachment {
        match (kind, chat) {
            (MediaKind::Picture, _) => Attachment::Link(""),
            (MediaKind::Voice, ChatKind::Private) => Attachment::Link("aac"),
            (MediaKind::Voice, ChatKind::Group) | (MediaKind::Document, _) => Attachment::Text,
        }
    }

    /// True when this account polls.
    pub fn polls(&self) -> bool {
        self.0.webhook.is_none()
    }

    /// True once the platform said who we are.
    pub fn prepared(&self) -> bool {
        self.0.me.get().is_some()
    }

    /// The bot's page, which opens the private chat. It carries no data.
    pub fn private_link(&self, _: &str) -> Option<String> {
        self.0.me.get().filter(|me| !me.id.is_empty()).map(|me| format!("https://zalo.me/{}", me.id))
    }

    async fn post(&self, method: &str, body: &Value, wait: Duration) -> Answer {
        let url = format!("{}/bot{}/{method}", self.0.api_url, self.0.token.expose());
        match http::send(self.0.http.post(url).timeout(wait).json(body), &self.0.secrets).await {
            Ok(response) => understand(&response),
            Err(failure) => Answer::Failed(failure),
        }
    }

    /// For what can be asked again without harm. An error never holds an address.
    async fn call(&self, method: &str, body: &Value) -> Result<Value> {
        match self.post(method, body, TEXT_WAIT).await {
            Answer::Ok(value) => Ok(value),
            Answer::Refused { code, description } => Err(anyhow!(
                "Zalo refused {method}: {code} {}",
                description.chars().take(120).collect::<String>()
            )),
            Answer::Failed(_) => Err(anyhow!("Zalo could not be reached for {method}")),
        }
    }

    /// Asks who we are; then takes an old webhook away (poll) or sets ours. What the platform found when it
    /// called ours does not stop us: it stores the address all the same, and `doctor` says what it found.
    pub async fn prepare(&self) -> Result<()> {
        let me = Me::read(&self.call("getMe", &json!({})).await?);
        match &self.0.webhook {
            None => {
                // Polling is refused while a webhook is set. 404: there was none.
                match self.post("deleteWebhook", &json!({}), TEXT_WAIT).await {
                    Answer::Ok(_) | Answer::Refused { code: 404, .. } => {}
                    Answer::Refused { code, .. } => {
                        return Err(anyhow!("Zalo refused deleteWebhook: {code}"));
                    }
                    Answer::Failed(_) => {
                        return Err(anyhow!("Zalo could not be reached for deleteWebhook"));
                    }
                }
            }
            Some(_) => {
                let verification = self.set_webhook().await?;
                if verification["ok"] == false {
                    let outcome = verification["outcome"].as_str().unwrap_or_default();
                    let outcome: String = outcome.chars().filter(char::is_ascii_graphic).take(60).collect();
                    tracing::warn!(
                        outcome,
                        status = verification["status_code"].as_i64(),
                        "Zalo set the webhook but could not call it; `loaban doctor` says more"
                    );
                }
                let _ = self.0.verified.set(verification);
            }
        }
        let _ = self.0.me.set(me);
        Ok(())
    }

    /// Sets our webhook; returns what the platform found when it called it, or null where it does not say.
    async fn set_webhook(&self) -> Result<Value> {
        let Some((url, secret)) = &self.0.webhook else { return Ok(Value::Null) };
        let set = self.call("setWebhook", &json!({ "url": url, "secret_token": secret })).await?;
        Ok(set["verification"].clone())
    }

    /// Asks who we are and forgets the answer.
    pub async fn probe(&self) -> Result<(), Outcome> {
        match self.post("getMe", &json!({}), Duration::from_secs(10)).await {
            Answer::Ok(_) | Answer::Refused { code: 429, .. } | Answer::Failed(Failure::Busy(_)) => Ok(()),
            Answer::Refused { code: 401, .. } => Err(Outcome::Stop(Reason::Token)),
            Answer::Refused { .. } | Answer::Failed(_) => {
                Err(Outcome::Retry { after: None, unreachable: true })
            }
        }
    }
}

impl Me {
    fn read(me: &Value) -> Me {
        let text = |key: &str| me[key].as_str().unwrap_or_default().trim().to_owned();
        let id = me["id"].as_i64().map_or_else(|| text("id"), |id| id.to_string());
        let can_join_groups = me["can_join_groups"].as_bool();
        Me { id, display_name: text("display_name"), account_name: text("account_name"), can_join_groups }
    }
}

/// What an answer means: its own `ok` and code first; the HTTP status only where it says nothing (zalo.md 1.2).
fn understand(response: &Response) -> Answer {
    let (status, body) = (i64::from(response.status), &response.body);
    match body["ok"].as_bool() {
        Some(true) => Answer::Ok(body["result"].clone()),
        Some(false) => {
            let code = [&body["error_code"], &body["errorCode"]]
                .into_iter()
                .find_map(|v| v.as_i64().or_else(|| v.as_str()?.parse().ok()));
            let description = body["description"].as_str().unwrap_or_default().to_owned();
            Answer::Refused { code: code.unwrap_or(status), description }
        }
        // The platform's own word for "nothing new", which comes without a body, too.
        None if status == 408 => Answer::Refused { code: status, description: String::new() },
        None => Answer::Failed(response.strange()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_decides_and_the_status_only_where_it_says_nothing() {
        let refused = |code, text: &str| Answer::Refused { code, description: text.into() };
        for (status, body, meaning) in [
            (200, r#"{"ok":true,"result":{"id":"1"}}"#, Answer::Ok(json!({"id": "1"}))),
            (200, r#"{"ok":true}"#, Answer::Ok(Value::Null)),
            (500, r#"{"ok":true,"result":{}}"#, Answer::Ok(json!({}))),
            (
                200,
                r#"{"ok":false,"error_code":408,"description":"Request timeout"}"#,
                refused(408, "Request timeout"),
            ),
            (408, r#"{"ok":false,"error_code":408}"#, refused(408, "")),
            (200, r#"{"ok":false,"errorCode":426}"#, refused(426, "")),
            (200, r#"{"ok":false,"error_code":"401"}"#, refused(401, "")),
            (404, r#"{"ok":false,"description":"x"}"#, refused(404, "x")),
            (408, "", refused(408, "")),
            (408, "<html>", refused(408, "")),
            (429, "slow down", Answer::Failed(Failure::Busy(None))),
            (413, "<html>", Answer::Failed(Failure::TooLarge)),
            (401, "<html>proxy</html>", Answer::Failed(Failure::NotSent)),
            (403, "<html>firewall</html>", Answer::Failed(Failure::NotSent)),
            (302, "", Answer::Failed(Failure::NotSent)),
            (200, "<html>captive portal</html>", Answer::Failed(Failure::Uncertain)),
            (200, r#"{"result":{}}"#, Answer::Failed(Failure::Uncertain)),
            (502, "<html>Bad Gateway</html>", Answer::Failed(Failure::Uncertain)),
            (504, "", Answer::Failed(Failure::Uncertain)),
        ] {
            let body = serde_json::from_str(body).unwrap_or_default();
            let response = Response { status, retry_after: None, body };
            assert_eq!(understand(&response), meaning, "{response:?}");
        }
    }
}
