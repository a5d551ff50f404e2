//! One answer per call, and the faults around it.

use super::Telegram;
use super::call::{Answer, Refusal, refuse, reply, too_many};
use crate::standins::call::{Call, Request, read_call};
use crate::standins::door::{Cut, elsewhere, half};
use crate::standins::fault::{What, take_fault};
use anyhow::Result;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request as HttpRequest};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, sleep};

pub(super) const UPLOAD_MAX: usize = 50 << 20;
pub(super) const LOG_MAX: usize = 20_000;

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

impl Telegram {
    pub(super) async fn answer(&self, cut: Cut, request: HttpRequest) -> Response {
        let (base, control, down) = {
            let state = self.lock();
            (state.base.clone(), state.control, state.down())
        };
        if down && !(control && request.uri().path().contains("/control/")) {
            return cut.now();
        }
        cut.slow(0);
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
        let read =
            read_call(request, bot.unwrap_or(0), &method.to_ascii_lowercase()).await.map_err(Refusal::from);
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
                reply(answer)
            }
            End::Half(answer) => half(reply(answer)).await,
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

    pub(super) fn log(&self, bot: i64, method: &str, call: Option<&Call>) -> u64 {
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
    pub(super) async fn handle(&self, call: Call) -> End {
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
}
