//! One answer per call, by the platform's own rules.

use super::ZaloBot;
use super::bots::Refusal;
use super::state::State;
use crate::standins::bot_api::{BotPlatform, routes};
use crate::standins::call::{Call, Unreadable};
use crate::standins::door::{Cut, status};
use crate::standins::standin::{Common, Platform, StandIn};
use anyhow::Result;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::time::Duration;

impl Platform for State {
    const NAME: &'static str = "Zalo Bot";
    const LARGEST: usize = 2 << 20;
    const PATIENCE: Duration = Duration::from_secs(10);
    /// As the platform calls itself (zalo.md 1.6); firewalls have refused it for that.
    const AGENT: &'static str = "Java/17.0.9";

    fn new(common: Common) -> State {
        State::new(common)
    }

    fn common(&mut self) -> &mut Common {
        &mut self.common
    }

    fn routes(standin: StandIn<State>) -> Router {
        routes(standin)
    }

    fn refused(standin: &StandIn<State>, Refusal { code, description, .. }: Refusal) -> Response {
        // One copy of the documentation spells it so for the daily allowance.
        let key = if code == 426 { "errorCode" } else { "error_code" };
        let body = json!({"ok": false, "description": description, key: code});
        let code = if standin.lock().habits.always_200 { 200 } else { code };
        (status(code), Json(body)).into_response()
    }

    /// The platform names no time to wait.
    fn too_many(_: u64) -> Refusal {
        Refusal::new(429, "Quota exceeded")
    }
}

impl BotPlatform for State {
    const NO_SUCH_PATH: (i64, &'static str) = (400, "Bad request: no such path");

    fn bot_by_token(&self, token: &str) -> Option<i64> {
        self.bots.iter().find(|(_, bot)| bot.token == token).map(|(id, _)| *id)
    }

    fn unreadable(_: Unreadable) -> Refusal {
        Refusal::new(400, "Bad request: the request cannot be read")
    }

    fn file(standin: &ZaloBot, path: &str) -> Option<Response> {
        Some(match standin.media(path.strip_prefix("media/")?) {
            Some((bytes, kind)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        })
    }

    async fn handle(standin: &ZaloBot, cut: &Cut, call: Call) -> Option<Response> {
        let fault = standin.strikes(&call.method, &call.text("chat_id"));
        standin.under_fault(cut, fault, standin.carry_out(call)).await
    }

    async fn control(standin: &ZaloBot, verb: &str, given: &Value) -> Result<Value> {
        standin.control(verb, given).await
    }
}

impl ZaloBot {
    async fn carry_out(&self, call: Call) -> Option<Response> {
        let answer = match call.method.as_str() {
            "getUpdates" => self.get_updates(&call).await?,
            "setWebhook" => self.set_webhook(&call).await,
            "testWebhook" => self.test_webhook(&call).await,
            "sendPhoto" | "sendVoice" => self.send_media(&call).await,
            _ => self.act(|state| state.run(&call)),
        };
        Some(self.reply(answer))
    }
}
