//! Webhooks: signed over the bytes that are sent, answered within two seconds, repeated on a ladder, and in the end
//! switched off.

use super::ZaloOa;
use super::types::Push;
use crate::standins::door::spawn;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::time::sleep;

/// 30 s, 5 min, 15 min, 30 min, 1 h.
const LADDER: [u64; 5] = [30, 300, 900, 1800, 3600];

impl ZaloOa {
    /// Where events go: the address in the console. Switches the webhook on again.
    pub fn set_webhook(&self, url: &str) {
        self.act(|state| {
            state.hook = Some(url.to_owned());
            state.hook_off = false;
        });
    }

    /// Nobody is told of anything any more, as after the last step of the ladder.
    pub fn webhook_off(&self) {
        self.act(|state| state.hook_off = true);
    }

    /// True after the last step of the ladder.
    pub fn is_webhook_off(&self) -> bool {
        self.lock().hook_off
    }

    /// What a second of the ladder lasts.
    pub fn set_retry_unit(&self, unit: Duration) {
        self.act(|state| state.retry_unit_ms = u64::try_from(unit.as_millis()).unwrap_or(u64::MAX));
    }

    /// Events that are neither acknowledged nor given up.
    pub fn pending(&self) -> usize {
        self.lock().pushes.iter().filter(|p| !p.over).count()
    }

    /// Pushes one event once more as it was, byte by byte.
    pub fn replay(&self, number: usize) {
        self.act(|state| {
            if let Some(push) = state.pushes.get(number).cloned() {
                state.pushes.push(Push { answers: vec![], over: false, ..push });
            }
        });
    }

    /// Pushes an event of any shape, signed like any other; returns its number among `ZaloOa::pushes`.
    pub fn push(&self, event: Value) -> usize {
        self.act(|state| {
            let body = event.to_string();
            let time = event["timestamp"].as_str().unwrap_or_default();
            let mac = Sha256::digest([&state.app_id, &body, time, &state.hook_key].concat().as_bytes());
            let signature = format!("mac={}", hex::encode(mac));
            let event = event["event_name"].as_str().unwrap_or_default().to_owned();
            let over = state.hook_off || state.hook.is_none();
            state.pushes.push(Push { event, body, signature, answers: vec![], over });
            state.pushes.len() - 1
        })
    }

    /// The first attempts in order; what fails is repeated beside them.
    pub(super) async fn deliver(self) {
        let mut next = 0;
        loop {
            let version = self.version();
            let (closed, pushes) = {
                let state = self.lock();
                (state.common.closed, state.pushes.len())
            };
            if closed {
                return;
            }
            if next == pushes {
                self.changed_since(version).await;
                continue;
            }
            if !self.attempt(next, 0).await {
                let platform = self.clone();
                spawn(async move { platform.climb(next).await });
            }
            next += 1;
        }
    }

    async fn climb(&self, number: usize) {
        for (step, seconds) in LADDER.into_iter().enumerate() {
            let unit = self.lock().retry_unit_ms;
            sleep(Duration::from_millis(seconds * unit)).await;
            if self.attempt(number, step + 1).await {
                return;
            }
        }
        self.act(|state| {
            state.pushes[number].over = true;
            state.hook_off = true;
        });
    }

    /// True when there is nothing more to do about it.
    async fn attempt(&self, number: usize, retry: usize) -> bool {
        let (push, hook) = {
            let state = self.lock();
            (
                state.pushes[number].clone(),
                state.hook.clone().filter(|_| !state.hook_off && !state.common.closed),
            )
        };
        let Some(hook) = hook else {
            self.act(|state| state.pushes[number].over = true);
            return true;
        };
        if push.over {
            return true;
        }
        let mut request = self.http().post(hook).header("content-type", "application/json");
        request = request.header("X-ZEvent-Signature", &push.signature);
        if retry > 0 {
            request = request.header("num_retry", retry.to_string());
        }
        let status = match request.body(push.body).send().await {
            Ok(response) => response.status().as_u16(),
            Err(_) => 0,
        };
        self.act(|state| {
            let push = &mut state.pushes[number];
            push.answers.push(status);
            // A door that says 401 is not asked again: the platform repeats what could not be delivered.
            push.over = status == 200 || status == 401;
            push.over
        })
    }
}
