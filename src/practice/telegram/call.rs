//! One call of a bot, however it was encoded, and its answer in the platform's envelope.

use anyhow::Result;
use axum::body::Bytes;
use axum::extract::{Form, FromRequest, Multipart, Query, Request as HttpRequest};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

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

pub(super) struct Upload {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

/// One request, however it was encoded.
pub(super) struct Call {
    pub(super) bot: i64,
    /// Lower case: the platform ignores case in method names.
    pub(super) method: String,
    pub(super) params: Map<String, Value>,
    pub(super) files: HashMap<String, Upload>,
}

impl Call {
    pub(super) fn text(&self, key: &str) -> String {
        match self.params.get(key) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    pub(super) fn int(&self, key: &str) -> Option<i64> {
        self.text(key).trim().parse().ok()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        matches!(self.text(key).to_ascii_lowercase().as_str(), "true" | "yes" | "1")
    }

    /// A nested value, which forms and query strings carry as JSON text. Null when absent or broken.
    pub(super) fn json(&self, key: &str) -> Value {
        match self.params.get(key) {
            Some(Value::String(text)) => serde_json::from_str(text).unwrap_or(Value::Null),
            other => other.cloned().unwrap_or(Value::Null),
        }
    }

    pub(super) fn upload(&self, field: &str, given: &str) -> Option<&Upload> {
        self.files.get(field).or_else(|| self.files.get(given.strip_prefix("attach://")?))
    }
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

/// Parameters from the query string and from a body of any kind the platform takes.
pub(super) async fn read_call(request: HttpRequest, bot: i64, method: &str) -> Result<Call, Refusal> {
    fn refused(rejection: Response) -> Refusal {
        let large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
        let (code, text) = if large {
            (413, "Request Entity Too Large")
        } else {
            (400, "Bad Request: can't parse the request")
        };
        Refusal { code, description: text.to_owned(), parameters: Value::Null }
    }
    let mut call =
        Call { bot, method: method.to_ascii_lowercase(), params: Map::new(), files: HashMap::new() };
    if let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) {
        call.params.extend(pairs.into_iter().map(|(key, value)| (key, json!(value))));
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if kind.starts_with("application/json") {
        let body = Bytes::from_request(request, &()).await.map_err(|error| refused(error.into_response()))?;
        match serde_json::from_slice(&body) {
            Ok(Value::Object(fields)) => call.params.extend(fields),
            _ if body.is_empty() => {}
            _ => return bad("can't parse JSON object"),
        }
    } else if kind.starts_with("application/x-www-form-urlencoded") && request.method() == "POST" {
        let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let Form(pairs) = form.map_err(|error| refused(error.into_response()))?;
        call.params.extend(pairs.into_iter().map(|(key, value)| (key, json!(value))));
    } else if kind.starts_with("multipart/") {
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|error| refused(error.into_response()))?;
        while let Some(part) = form.next_field().await.map_err(|error| refused(error.into_response()))? {
            let name = part.name().unwrap_or("").to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|error| refused(error.into_response()))?;
            match file {
                Some(file) => drop(call.files.insert(name, Upload { name: file, bytes })),
                None => drop(call.params.insert(name, json!(String::from_utf8_lossy(&bytes)))),
            }
        }
    }
    Ok(call)
}
