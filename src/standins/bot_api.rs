//! What the platforms of bots have in common: `/bot<token>/<method>`, an envelope around every answer, and
//! `/control/<verb>` for scripts.

use super::call::{Answer, Call, Refusal, Unreadable, read_call};
use super::door::Cut;
use super::standin::{Platform, StandIn};
use anyhow::Result;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, Request as HttpRequest};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};

/// A platform of bots, and what it does in its own way.
pub trait BotPlatform: Platform {
    /// What it says to a path that leads nowhere.
    const NO_SUCH_PATH: (i64, &'static str);

    /// The bot that has this token.
    fn bot_by_token(&self, token: &str) -> Option<i64>;
    /// Its refusal of a request that cannot be read.
    fn unreadable(why: Unreadable) -> Refusal;
    /// A file, where the path is that of one.
    fn file(standin: &StandIn<Self>, path: &str) -> Option<Response>;
    /// Carries out one call, with the faults around it. `None`: there is no answer.
    fn handle(
        standin: &StandIn<Self>,
        cut: &Cut,
        call: Call,
    ) -> impl Future<Output = Option<Response>> + Send;
    /// `/control/<verb>`: the main verbs of the people's side for scripts, arguments by name.
    fn control(
        standin: &StandIn<Self>,
        verb: &str,
        given: &Value,
    ) -> impl Future<Output = Result<Value>> + Send;
}

/// Every request is one for [`StandIn::answer`].
pub(in crate::standins) fn routes<S: BotPlatform>(standin: StandIn<S>) -> Router {
    Router::new().fallback(move |ConnectInfo(cut): ConnectInfo<Cut>, request: HttpRequest| {
        let standin = standin.clone();
        async move { standin.answer(cut, request).await }
    })
}

impl<S: BotPlatform> StandIn<S> {
    /// Serves below a path prefix such as `/tg`, as a proxy in front of the platform would.
    pub fn with_base(self, path: &str) -> Self {
        let base = path.trim_matches('/');
        self.change(|common| common.base = if base.is_empty() { String::new() } else { format!("/{base}") });
        self
    }

    /// Opens `/control/<verb>` (JSON in, JSON out), by which scripts in other languages move the people.
    /// Off by default: it has no password.
    pub fn with_control(self) -> Self {
        self.change(|common| common.control = true);
        self
    }

    /// What a client takes for the platform's address, without a final slash.
    pub fn url(&self) -> String {
        self.origin() + &self.lock().common().base
    }

    async fn answer(&self, cut: Cut, request: HttpRequest) -> Response {
        let (base, control, down) = {
            let mut state = self.lock();
            let common = state.common();
            (common.base.clone(), common.control, common.down())
        };
        if down && !(control && request.uri().path().contains("/control/")) {
            return cut.now();
        }
        cut.slow(0);
        let refused = |code, why: &str| S::refused(self, Refusal::new(code, why));
        // Some clients write the token's colon as %3A.
        let path = request.uri().path().replace("%3A", ":").replace("%3a", ":");
        let Some(path) = path.strip_prefix(&base).and_then(|path| path.strip_prefix('/')) else {
            return refused(404, "Not Found");
        };
        if let Some(verb) = path.strip_prefix("control/").filter(|_| control) {
            let body = Bytes::from_request(request, &()).await.unwrap_or_default();
            let params = serde_json::from_slice(&body).unwrap_or(Value::Null);
            return match S::control(self, verb, &params).await {
                Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
                Err(error) => {
                    let body = json!({"ok": false, "error": format!("{error:#}")});
                    (StatusCode::BAD_REQUEST, Json(body)).into_response()
                }
            };
        }
        if let Some(file) = S::file(self, path) {
            return file;
        }
        let Some((token, method)) = path.strip_prefix("bot").and_then(|rest| rest.split_once('/')) else {
            let (code, why) = S::NO_SUCH_PATH;
            return refused(code, why);
        };
        let bot = self.lock().bot_by_token(token);
        let read = read_call(request, bot.unwrap_or(0), method).await;
        let params = read.as_ref().map_or_else(|_| json!({}), Call::shown);
        let number = self.log(bot.unwrap_or(0), method, params);
        let answer = match (bot, read) {
            (None, _) => Some(refused(401, "Unauthorized")),
            (_, Err(why)) => Some(S::refused(self, S::unreadable(why))),
            (Some(_), Ok(call)) => S::handle(self, &cut, call).await,
        };
        self.finish(&cut, number, answer)
    }

    /// The envelope of an answer. Nothing to say is said by `ok` alone.
    pub(in crate::standins) fn reply(&self, answer: Answer) -> Response {
        match answer {
            Ok(Value::Null) => Json(json!({"ok": true})).into_response(),
            Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
            Err(refusal) => S::refused(self, refusal),
        }
    }
}
