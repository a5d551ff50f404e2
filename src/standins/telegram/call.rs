//! The platform's envelope: what a call is answered.

use crate::standins::call::Unreadable;
use anyhow::Result;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An answer with `ok: false`.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) parameters: Value,
}

pub(super) type Answer = Result<Value, Refusal>;

pub(super) fn refuse<T>(code: u16, description: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, description: description.into(), parameters: Value::Null })
}

pub(super) fn bad<T>(what: impl std::fmt::Display) -> Result<T, Refusal> {
    refuse(400, format!("Bad Request: {what}"))
}

pub(super) fn too_many(seconds: u64) -> Refusal {
    let description = format!("Too Many Requests: retry after {seconds}");
    Refusal { code: 429, description, parameters: json!({"retry_after": seconds}) }
}

/// The platform's envelope, and for 429 the header beside it.
pub(super) fn reply(answer: Answer) -> Response {
    let refusal = match answer {
        Ok(result) => return axum::Json(json!({"ok": true, "result": result})).into_response(),
        Err(refusal) => refusal,
    };
    let status = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut headers = HeaderMap::new();
    if let Some(seconds) = refusal.parameters["retry_after"].as_u64() {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    let mut body = json!({"ok": false, "error_code": refusal.code, "description": refusal.description});
    if !refusal.parameters.is_null() {
        body["parameters"] = refusal.parameters;
    }
    (status, headers, axum::Json(body)).into_response()
}

impl From<Unreadable> for Refusal {
    fn from(why: Unreadable) -> Refusal {
        let (code, text) = match why {
            Unreadable::TooLarge => (413, "Request Entity Too Large"),
            Unreadable::Broken => (400, "Bad Request: can't parse the request"),
            Unreadable::NotJson => (400, "Bad Request: can't parse JSON object"),
        };
        Refusal { code, description: text.to_owned(), parameters: Value::Null }
    }
}
