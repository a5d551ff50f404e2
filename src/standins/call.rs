//! One call of a bot at a stand-in, however it was encoded.

use axum::body::Bytes;
use axum::extract::{Form, FromRequest, Multipart, Query, Request as HttpRequest};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// One call as it arrived, for assertions about what was asked rather than seen.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// Running number.
    pub number: u64,
    /// The calling bot; 0 when the token is unknown, or the platform has none. The token itself is never kept.
    pub bot: i64,
    /// Method as written by the client, or the path.
    pub method: String,
    /// Parameters; an uploaded file is shown as its name and size.
    pub params: Value,
    /// When, Unix milliseconds of the injected clock.
    pub at: i64,
    /// HTTP status of the answer; `None` while there is none, and for ever after a drop or a hang.
    pub status: Option<u16>,
}

/// An answer that says no.
#[derive(Debug)]
pub struct Refusal {
    /// HTTP status, or the platform's own number.
    pub(in crate::standins) code: i64,
    pub(in crate::standins) description: String,
    pub(in crate::standins) parameters: Value,
}

impl Refusal {
    pub(in crate::standins) fn new(code: i64, description: impl Into<String>) -> Refusal {
        Refusal { code, description: description.into(), parameters: Value::Null }
    }
}

pub(in crate::standins) type Answer = Result<Value, Refusal>;

pub(in crate::standins) fn refuse<T>(code: i64, description: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::new(code, description))
}

/// Why a request could not be read.
pub enum Unreadable {
    /// There is more of it than the platform takes.
    TooLarge,
    /// Its form or its files are broken.
    Broken,
    /// Its body says that it is JSON.
    NotJson,
}

pub(in crate::standins) struct Upload {
    pub(in crate::standins) name: String,
    pub(in crate::standins) bytes: Bytes,
}

/// One request, however it was encoded.
pub struct Call {
    pub(in crate::standins) bot: i64,
    pub(in crate::standins) method: String,
    pub(in crate::standins) params: Map<String, Value>,
    pub(in crate::standins) files: HashMap<String, Upload>,
}

impl Call {
    pub(in crate::standins) fn text(&self, key: &str) -> String {
        match self.params.get(key) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    pub(in crate::standins) fn int(&self, key: &str) -> Option<i64> {
        self.text(key).trim().parse().ok()
    }

    pub(in crate::standins) fn flag(&self, key: &str) -> bool {
        matches!(self.text(key).to_ascii_lowercase().as_str(), "true" | "yes" | "1")
    }

    /// A nested value, which forms and query strings carry as JSON text. Null when absent or broken.
    pub(in crate::standins) fn json(&self, key: &str) -> Value {
        match self.params.get(key) {
            Some(Value::String(text)) => serde_json::from_str(text).unwrap_or(Value::Null),
            other => other.cloned().unwrap_or(Value::Null),
        }
    }

    /// The parameters as they are kept: of a file its name and size.
    pub(in crate::standins) fn shown(&self) -> Value {
        let mut params = self.params.clone();
        for (field, upload) in &self.files {
            params.insert(field.clone(), json!({"file": upload.name, "bytes": upload.bytes.len()}));
        }
        Value::Object(params)
    }

    pub(in crate::standins) fn upload(&self, field: &str, given: &str) -> Option<&Upload> {
        self.files.get(field).or_else(|| self.files.get(given.strip_prefix("attach://")?))
    }
}

/// Parameters from the query string and from a body of any kind the platform takes.
pub(in crate::standins) async fn read_call(
    request: HttpRequest,
    bot: i64,
    method: &str,
) -> Result<Call, Unreadable> {
    fn refused(rejection: Response) -> Unreadable {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Unreadable::TooLarge,
            _ => Unreadable::Broken,
        }
    }
    let mut call = Call { bot, method: method.to_owned(), params: Map::new(), files: HashMap::new() };
    if let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) {
        call.params.extend(pairs.into_iter().map(|(key, value)| (key, json!(value))));
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if kind.starts_with("application/json") {
        let body = Bytes::from_request(request, &()).await.map_err(|error| refused(error.into_response()))?;
        match serde_json::from_slice(&body) {
            Ok(Value::Object(fields)) => call.params.extend(fields),
            _ if body.is_empty() => {}
            _ => return Err(Unreadable::NotJson),
        }
    } else if kind.starts_with("application/x-www-form-urlencoded") && request.method() == "POST" {
        let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let Form(pairs) = form.map_err(|error| refused(error.into_response()))?;
        call.params.extend(pairs.into_iter().map(|(key, value)| (key, json!(value))));
    } else if kind.starts_with("multipart/") {
        // To its very end: whoever is answered before loses the connection, and a client that uses it again is cut off.
        let (head, body) = request.into_parts();
        let whole = Bytes::from_request(HttpRequest::from_parts(head.clone(), body), &()).await;
        let whole = whole.map_err(|error| refused(error.into_response()))?;
        let form = Multipart::from_request(HttpRequest::from_parts(head, whole.into()), &()).await;
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
