//! How updates reach a bot: long polls and webhooks.

use super::Telegram;
use super::call::{Answer, bad, refuse};
use super::state::Webhook;
use super::view::fields;
use crate::standins::bot_api::BotPlatform;
use crate::standins::call::Call;
use crate::standins::door::{Cut, is_loopback, spawn};
use anyhow::Result;
use axum::http::header;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};

impl Telegram {
    /// Bot API, getUpdates. The newer of two pollers wins; the older gets the 409.
    pub(super) async fn get_updates(&self, call: &Call) -> Option<Answer> {
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
                if state.common.down() {
                    return None;
                }
                let Some(bot) = state.bots.get_mut(&call.bot) else {
                    return Some(refuse(401, "Unauthorized"));
                };
                if bot.webhook.is_some() {
                    return Some(refuse(
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
                    return Some(refuse(
                        409,
                        "Conflict: terminated by other getUpdates request; make sure that only one bot \
                         instance is running",
                    ));
                }
                if !bot.queue.is_empty() || Instant::now() >= deadline {
                    return Some(Ok(Value::Array(bot.take(limit))));
                }
            }
            first = false;
            // Running out of time is noticed at the top of the loop.
            let _ = timeout_at(deadline, self.changed_since(version)).await;
        }
    }

    pub(super) fn set_webhook(&self, call: &Call) -> Answer {
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

    pub(super) fn drop_webhook(&self, call: &Call) -> Answer {
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
                let closed = state.common.closed;
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
            self.until(|common| !common.offline).await;
            let (target, secret, unit) = {
                let state = self.lock();
                let hook = state.bots.get(&bot).filter(|bot| bot.webhook_number == number);
                let Some(hook) = hook.and_then(|bot| bot.webhook.as_ref()).filter(|_| !state.common.closed)
                else {
                    return;
                };
                (state.common.target(&hook.url), hook.secret.clone(), state.retry_unit)
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
                let date = state.common.now().div_euclid(1000);
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
        let mut request = self.http().post(target).json(update);
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
        self.log(bot, &call.method, call.shown());
        BotPlatform::handle(self, &Cut::default(), call).await;
    }
}

/// What keeps its order on the way to a webhook: a chat's messages; other kinds per person and kind.
pub(super) fn lane(update: &Value) -> String {
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
