//! One answer per call, and the faults around it.

use super::ZaloBot;
use super::bots::{Answer, Refusal, refuse};
use crate::standins::call::{Call, Request, read_call};
use crate::standins::door::{Cut, elsewhere, half};
use crate::standins::fault::{What, take_fault};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request as HttpRequest};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

const LOG_MAX: usize = 20_000;

/// How a request ends.
pub(super) enum End {
    Answer(Answer),
    /// A proxy's page.
    Html(u16),
    /// Another address.
    Elsewhere(u16),
    /// An answer in pieces, with so many milliseconds between two.
    Pieces(Answer, u64),
    /// The first half of an answer.
    Half(Answer),
    /// Nothing: the connection closes.
    Cut,
}

impl ZaloBot {
    pub(super) async fn answer(&self, cut: Cut, request: HttpRequest) -> Response {
        let (base, control, down) = {
            let state = self.lock();
            (state.base.clone(), state.control, state.down())
        };
        if down {
            return cut.now();
        }
        cut.slow(0);
        // Some clients write the token's colon as %3A.
        let path = request.uri().path().replace("%3A", ":").replace("%3a", ":");
        let Some(path) = path.strip_prefix(&base).and_then(|path| path.strip_prefix('/')) else {
            return self.reply(refuse(404, "Not found"));
        };
        if let Some(verb) = path.strip_prefix("control/").filter(|_| control) {
            let verb = verb.to_owned();
            let body = Bytes::from_request(request, &()).await.unwrap_or_default();
            let params = serde_json::from_slice(&body).unwrap_or(Value::Null);
            return match self.control(&verb, &params).await {
                Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
                Err(error) => {
                    let body = json!({"ok": false, "error": format!("{error:#}")});
                    (StatusCode::BAD_REQUEST, Json(body)).into_response()
                }
            };
        }
        if let Some(name) = path.strip_prefix("media/") {
            return match self.media(name) {
                Some((bytes, kind)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
                None => StatusCode::NOT_FOUND.into_response(),
            };
        }
        let Some((token, method)) = path.strip_prefix("bot").and_then(|rest| rest.split_once('/')) else {
            return self.reply(refuse(400, "Bad request: no such path"));
        };
        let (token, method) = (token.to_owned(), method.to_owned());
        let bot = self.lock().bots.iter().find(|(_, bot)| bot.token == token).map(|(id, _)| *id);
        let read = read_call(request, bot.unwrap_or(0), &method).await.map_err(Refusal::from);
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
            End::Elsewhere(code) => elsewhere(code),
            End::Pieces(answer, ms) => {
                cut.slow(ms);
                self.reply(answer)
            }
            End::Half(answer) => half(self.reply(answer)).await,
            End::Answer(answer) => self.reply(answer),
        };
        self.act(|state| {
            if let Some(logged) = state.requests.iter_mut().rev().find(|logged| logged.number == number) {
                logged.status = Some(response.status().as_u16());
            }
        });
        response
    }

    /// The platform's envelope.
    fn reply(&self, answer: Answer) -> Response {
        match answer {
            Ok(Value::Null) => Json(json!({"ok": true})).into_response(),
            Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
            Err(Refusal { code, description }) => {
                // One copy of the documentation spells it so for the daily allowance.
                let key = if code == 426 { "errorCode" } else { "error_code" };
                let body = json!({"ok": false, "description": description, key: code});
                let status = if self.lock().habits.always_200 { 200 } else { code };
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                (status, Json(body)).into_response()
            }
        }
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

    /// Applies faults around one call.
    async fn handle(&self, call: Call) -> End {
        match self.act(|state| take_fault(&mut state.faults, &call)) {
            Some(What::Error { code, description, .. }) => {
                return End::Answer(Err(Refusal { code, description }));
            }
            // The platform names no time to wait.
            Some(What::RetryAfter(_)) => return End::Answer(refuse(429, "Quota exceeded")),
            Some(What::Html(code)) => return End::Html(code),
            Some(What::DropBefore) => return End::Cut,
            Some(What::HangBefore) => self.hang().await,
            Some(What::SlowMs(ms)) => sleep(Duration::from_millis(ms)).await,
            Some(What::Redirect(code)) => return End::Elsewhere(code),
            Some(What::Trickle(ms)) => {
                let end = self.carry_out(call).await;
                return if let End::Answer(answer) = end { End::Pieces(answer, ms) } else { end };
            }
            Some(What::CutShort) => {
                let end = self.carry_out(call).await;
                return if let End::Answer(answer) = end { End::Half(answer) } else { end };
            }
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

    async fn carry_out(&self, call: Call) -> End {
        match call.method.as_str() {
            "getUpdates" => self.get_updates(&call).await,
            "setWebhook" => End::Answer(self.set_webhook(&call).await),
            "testWebhook" => End::Answer(self.test_webhook(&call).await),
            "sendPhoto" | "sendVoice" => End::Answer(self.send_media(&call).await),
            _ => End::Answer(self.act(|state| state.run(&call))),
        }
    }
}
