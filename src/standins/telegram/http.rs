//! One answer per call, by the platform's own rules.

use super::Telegram;
use super::call::{Refusal, refuse, too_many};
use super::state::State;
use crate::standins::bot_api::{BotPlatform, routes};
use crate::standins::call::{Call, Unreadable};
use crate::standins::door::{Cut, status};
use crate::standins::standin::{Common, Platform, StandIn};
use anyhow::Result;
use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

const UPLOAD_MAX: usize = 50 << 20;

impl Platform for State {
    const NAME: &'static str = "Telegram";
    const LARGEST: usize = UPLOAD_MAX + (10 << 20);
    const PATIENCE: Duration = Duration::from_secs(60);

    fn new(common: Common) -> State {
        State::new(common)
    }

    fn common(&mut self) -> &mut Common {
        &mut self.common
    }

    fn routes(standin: StandIn<State>) -> Router {
        routes(standin)
    }

    /// For 429 the header stands beside the envelope.
    fn refused(_: &StandIn<State>, refusal: Refusal) -> Response {
        let mut headers = HeaderMap::new();
        if let Some(seconds) = refusal.parameters["retry_after"].as_u64() {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        let mut body = json!({"ok": false, "error_code": refusal.code, "description": refusal.description});
        if !refusal.parameters.is_null() {
            body["parameters"] = refusal.parameters;
        }
        (status(refusal.code), headers, Json(body)).into_response()
    }

    fn too_many(seconds: u64) -> Refusal {
        too_many(seconds)
    }
}

impl BotPlatform for State {
    const NO_SUCH_PATH: (i64, &'static str) = (404, "Not Found");

    fn bot_by_token(&self, token: &str) -> Option<i64> {
        self.bots.iter().find(|(_, bot)| bot.token == token).map(|(id, _)| *id)
    }

    fn unreadable(why: Unreadable) -> Refusal {
        match why {
            Unreadable::TooLarge => Refusal::new(413, "Request Entity Too Large"),
            Unreadable::Broken => Refusal::new(400, "Bad Request: can't parse the request"),
            Unreadable::NotJson => Refusal::new(400, "Bad Request: can't parse JSON object"),
        }
    }

    fn file(standin: &Telegram, path: &str) -> Option<Response> {
        let (token, path) = path.strip_prefix("file/bot")?.split_once('/')?;
        let state = standin.lock();
        if state.bot_by_token(token).is_none() {
            return Some(standin.reply(refuse(401, "Unauthorized")));
        }
        Some(match (0..state.files.len()).find(|index| state.file_path(*index) == path) {
            Some(index) => Bytes::copy_from_slice(&state.files[index].bytes).into_response(),
            None => standin.reply(refuse(404, "Not Found")),
        })
    }

    /// Applies limits and faults around one call.
    async fn handle(standin: &Telegram, cut: &Cut, call: Call) -> Option<Response> {
        if let Err(refusal) = standin.admit(&call).await {
            return Some(standin.reply(Err(refusal)));
        }
        let fault = standin.strikes(&call.method, &call.text("chat_id"));
        standin.under_fault(cut, fault, standin.carry_out(call)).await
    }

    async fn control(standin: &Telegram, verb: &str, given: &Value) -> Result<Value> {
        standin.control(verb, given)
    }
}

impl Telegram {
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

    /// Methods are named in any case.
    async fn carry_out(&self, mut call: Call) -> Option<Response> {
        call.method.make_ascii_lowercase();
        let answer = match call.method.as_str() {
            "getupdates" => self.get_updates(&call).await?,
            "setwebhook" => self.set_webhook(&call),
            "deletewebhook" => self.drop_webhook(&call),
            _ => self.act(|state| state.run(&call)),
        };
        Some(self.reply(answer))
    }
}
