//! How updates reach a bot: long polls and webhooks (zalo.md 1.5, 1.6).

use super::ZaloBot;
use super::bots::{Answer, bad, refuse};
use super::state::{State, Webhook};
use crate::standins::call::Call;
use crate::standins::door::{is_loopback, spawn};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};

const DAY: i64 = 86_400_000;
/// Vietnam is seven hours ahead.
const AHEAD: i64 = 7 * 3_600_000;

impl ZaloBot {
    /// One update, or 408 when there is none for `timeout` seconds. Two pollers take each other's updates.
    pub(super) async fn get_updates(&self, call: &Call) -> Option<Answer> {
        let seconds = call.int("timeout").unwrap_or(30).clamp(0, 50) as u64;
        let deadline = Instant::now() + Duration::from_secs(seconds);
        loop {
            let version = self.version();
            {
                let mut state = self.lock();
                if state.common.down() {
                    return None;
                }
                let (habits, held) = (state.habits.clone(), state.held);
                let Some(bot) = state.bots.get_mut(&call.bot) else {
                    return Some(refuse(401, "Unauthorized"));
                };
                if bot.webhook.is_some() {
                    return Some(bad("getUpdates does not work while a webhook is set"));
                }
                if !held && let Some(update) = bot.take(&habits) {
                    return Some(Ok(update));
                }
                if Instant::now() >= deadline {
                    return Some(refuse(408, "Request timeout"));
                }
            }
            // Running out of time is noticed at the top of the loop.
            let _ = timeout_at(deadline, self.changed_since(version)).await;
        }
    }

    /// Stores the address, calls it once, and says what it found; the address stays even when that failed.
    pub(super) async fn set_webhook(&self, call: &Call) -> Answer {
        let (url, secret) = (call.text("url"), call.text("secret_token"));
        let Ok(parsed) = reqwest::Url::parse(&url) else { return bad("url is not a web address") };
        // Loopback is excepted, because nothing else can be reached here.
        if !is_loopback(&parsed) && parsed.scheme() != "https" {
            return bad("url must be HTTPS");
        }
        if !(8..=256).contains(&secret.len()) {
            return bad("secret_token must have 8 to 256 characters");
        }
        let set = self.act(|state| {
            let updated_at = state.common.now();
            let bot = state.bots.get_mut(&call.bot)?;
            bot.webhook = Some(Webhook { url: url.clone(), secret: secret.clone(), updated_at });
            bot.webhook_number += 1;
            Some((bot.webhook_number, updated_at, state.habits.verification))
        });
        let Some((number, updated_at, says)) = set else { return refuse(401, "Unauthorized") };
        let found = self.verify(&url, &secret).await;
        spawn(self.clone().push_updates(call.bot, number));
        let mut result = json!({"url": url, "updated_at": updated_at});
        if says {
            result["verification"] = found;
        }
        Ok(result)
    }

    pub(super) async fn test_webhook(&self, call: &Call) -> Answer {
        let hook = self.act(|state| {
            let day = (state.common.now() + AHEAD).div_euclid(DAY);
            let most = state.habits.tests;
            let bot = state.bots.get_mut(&call.bot)?;
            let hook = bot.webhook.as_ref().map(|hook| (hook.url.clone(), hook.secret.clone()))?;
            let tests = bot.tests.entry(day).or_default();
            *tests += 1;
            Some((hook, *tests > most))
        });
        match hook {
            None => refuse(404, "Not found: no webhook is set"),
            Some((_, true)) => refuse(426, "The daily allowance is used up"),
            Some(((url, secret), false)) => Ok(self.verify(&url, &secret).await),
        }
    }

    /// Calls a webhook once with an empty body.
    async fn verify(&self, url: &str, secret: &str) -> Value {
        let began = Instant::now();
        let status = self.push(url, secret, String::new()).await;
        let (outcome, hint) = match status {
            Some(200..=299) => ("webhook.ok", ""),
            Some(403) => ("webhook.http.403", "the target refused the request"),
            Some(404) => ("webhook.http.404", "the target has no such path"),
            Some(500..=599) => ("webhook.http.5xx", "the target failed"),
            Some(_) => ("webhook.http.other", "the target did not take the request"),
            None => ("webhook.err.unreachable", "the target cannot be reached"),
        };
        let latency = began.elapsed().as_millis() as u64;
        let mut found =
            json!({"ok": outcome == "webhook.ok", "url": url, "outcome": outcome, "latency_ms": latency});
        if let Some(status) = status {
            found["status_code"] = json!(status);
        }
        if !hint.is_empty() {
            found["hint"] = json!(hint);
        }
        found
    }

    /// Posts a body to a webhook; the status, or `None` when nothing answers.
    async fn push(&self, url: &str, secret: &str, body: String) -> Option<u16> {
        let target = self.lock().common.target(url)?;
        let request = self.http().post(target).header("Content-Type", "application/json");
        let request = request.header("X-Bot-Api-Secret-Token", secret).body(body);
        Some(request.send().await.ok()?.status().as_u16())
    }

    /// An empty body to the bot's webhook, as happens now and then; the status that came back.
    pub async fn probe(&self, bot: i64) -> Result<u16> {
        let hook = self.lock().bots.get(&bot).and_then(|bot| Some(bot.webhook.as_ref()?.url.clone()));
        let url = hook.context("no webhook is set")?;
        // Without the secret, too.
        let target = self.lock().common.target(&url).context("the webhook leads nowhere")?;
        Ok(self.http().post(target).send().await?.status().as_u16())
    }

    /// Pushes until the webhook changes, one update after the other.
    async fn push_updates(self, bot: i64, number: u64) {
        loop {
            let version = self.version();
            let next = self.lock().next_push(bot, number);
            match next {
                Push::Over => return,
                Push::Nothing => self.changed_since(version).await,
                Push::One { url, secret, body, update } => {
                    let mut left = None;
                    for n in 0.. {
                        let (tries, gap) = {
                            let habits = &self.lock().habits;
                            (habits.pushes, Duration::from_millis(habits.push_gap_ms))
                        };
                        self.until(|common| !common.offline).await;
                        let status = self.push(&url, &secret, body.clone()).await;
                        if matches!(status, Some(200..=299)) || n + 1 >= tries || self.lock().common.closed {
                            break;
                        }
                        sleep(gap).await;
                        if self.lock().bots.get(&bot).is_none_or(|bot| bot.webhook_number != number) {
                            left = Some(update);
                            break;
                        }
                    }
                    self.act(|state| {
                        if let Some(bot) = state.bots.get_mut(&bot) {
                            bot.pushing -= 1;
                            // For whoever takes over: another webhook, or a poll.
                            bot.queue.extend(left);
                        }
                    });
                }
            }
        }
    }
}

enum Push {
    /// The webhook is another one, or none.
    Over,
    Nothing,
    One {
        url: String,
        secret: String,
        body: String,
        update: Value,
    },
}

impl State {
    fn next_push(&mut self, bot: i64, number: u64) -> Push {
        let (held, habits, closed) =
            (self.held || self.common.offline, self.habits.clone(), self.common.closed);
        let Some(bot) = self.bots.get_mut(&bot).filter(|b| b.webhook_number == number && !closed) else {
            return Push::Over;
        };
        let Some(hook) = &bot.webhook else { return Push::Over };
        if held {
            return Push::Nothing;
        }
        let next = if habits.newest_first { bot.queue.pop_back() } else { bot.queue.pop_front() };
        let Some(update) = next else { return Push::Nothing };
        bot.pushing += 1;
        let body = if habits.wrapped { json!({"ok": true, "result": update}) } else { update.clone() };
        Push::One { url: hook.url.clone(), secret: hook.secret.clone(), body: body.to_string(), update }
    }

    /// `getWebhookInfo`, and `deleteWebhook` after it.
    pub(super) fn webhook_now(&mut self, call: &Call) -> Answer {
        let now = self.common.now();
        let Some(bot) = self.bots.get_mut(&call.bot) else { return refuse(401, "Unauthorized") };
        let Some(hook) = &bot.webhook else { return refuse(404, "Not found: no webhook is set") };
        if call.method == "getWebhookInfo" {
            return Ok(json!({"url": hook.url, "updated_at": hook.updated_at}));
        }
        bot.webhook = None;
        bot.webhook_number += 1;
        Ok(json!({"url": "", "updated_at": now}))
    }
}
