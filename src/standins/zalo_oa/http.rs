//! The doors: the account's interface, the token endpoint, the page of the consent, files.

use super::ZaloOa;
use super::state::{Answer, File, State};
use crate::standins::call::{Refusal, Upload, read_call};
use crate::standins::door::{Cut, spawn};
use crate::standins::standin::{Common, Platform};
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, Query, Request as HttpRequest, State as Given};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

impl Platform for State {
    const NAME: &'static str = "Official Accounts";
    const LARGEST: usize = 8 << 20;
    /// A push is answered within two seconds or not at all.
    const PATIENCE: Duration = Duration::from_secs(2);

    fn new(common: Common) -> State {
        State::new(common)
    }

    fn common(&mut self) -> &mut Common {
        &mut self.common
    }

    fn routes(platform: ZaloOa) -> Router {
        Router::new()
            .route("/oauth/v4/oa/access_token", post(token))
            .route("/oauth/v4/oa/permission", get(permission))
            .route("/openapi/{version}/oa/{*rest}", any(call))
            .route("/openapi/media/{id}", get(media))
            .with_state(platform)
    }

    fn begin(platform: &ZaloOa) {
        spawn(platform.clone().deliver());
    }

    /// As ever with HTTP 200.
    fn refused(_: &ZaloOa, refusal: Refusal) -> Response {
        Json(json!({ "error": refusal.code, "message": refusal.description })).into_response()
    }

    /// The allowance of this minute is used up.
    fn too_many(_: u64) -> Refusal {
        Refusal::new(-32, "error -32")
    }
}

impl ZaloOa {
    /// Applies a fault around one call about a chat ("": about none).
    async fn around(
        &self,
        cut: &Cut,
        (path, chat): (&str, &str),
        act: impl FnOnce(&mut State) -> Value,
    ) -> Option<Response> {
        let fault = self.strikes(path, chat);
        self.under_fault(cut, fault, async { Some(Json(self.act(act)).into_response()) }).await
    }
}

/// A parsed form: every pair once.
fn pairs(text: &str) -> BTreeMap<String, String> {
    let url = reqwest::Url::parse(&format!("http://form.invalid/?{text}"));
    url.map(|u| u.query_pairs().into_owned().collect()).unwrap_or_default()
}

async fn token(
    Given(platform): Given<ZaloOa>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    // JSON is not understood there.
    let encoded = kind.starts_with("application/x-www-form-urlencoded");
    let form = if encoded { pairs(&String::from_utf8_lossy(&body)) } else { BTreeMap::new() };
    let secret = headers.get("secret_key").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let path = "/v4/oa/access_token";
    let answer = platform.around(&cut, (path, ""), |state| state.exchange(&form, secret.as_deref())).await;
    answer.unwrap_or_else(|| cut.now())
}

/// The page on which an administrator says yes: `agree` is the account that they administer.
async fn permission(
    Given(platform): Given<ZaloOa>,
    Query(given): Query<BTreeMap<String, String>>,
) -> Response {
    match platform.consent_by(&given) {
        Ok(Some(callback)) => Redirect::to(&callback).into_response(),
        Ok(None) => {
            let accounts: Vec<(String, String)> =
                platform.lock().oas.iter().map(|(id, oa)| (id.clone(), oa.name.clone())).collect();
            let query: Vec<(&str, &str)> = given.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let link = |id: &str| {
                let url = reqwest::Url::parse_with_params("http://here.invalid/", &query);
                let query = url.ok().and_then(|u| u.query().map(str::to_owned)).unwrap_or_default();
                format!("?{}&amp;agree={id}", query.replace('&', "&amp;"))
            };
            let list =
                accounts.iter().map(|(id, name)| format!("<p><a href=\"{}\">{name}</a></p>", link(id)));
            Html(format!("<html lang=\"vi\"><body>{}</body></html>", list.collect::<String>()))
                .into_response()
        }
        Err(refusal) => Json(refusal).into_response(),
    }
}

async fn media(Given(platform): Given<ZaloOa>, Path(id): Path<String>) -> Response {
    let state = platform.lock();
    match state.files.get(&id).filter(|_| !state.lapsed.contains(&id)) {
        Some(file) => Bytes::copy_from_slice(&file.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn call(
    Given(platform): Given<ZaloOa>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    Path((version, rest)): Path<(String, String)>,
    request: HttpRequest,
) -> Response {
    let path = format!("/{version}/oa/{rest}");
    let token = request.headers().get("access_token").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let (given, upload) = match read_call(request, 0, &path).await {
        Ok(mut call) => {
            let shown = if call.params.contains_key("data") { call.json("data") } else { call.shown() };
            (shown, call.files.remove("file"))
        }
        Err(_) => (Value::Null, None),
    };
    let number = platform.log(0, &path, given.clone());
    let mut after = vec![];
    let recipient = &given["recipient"];
    let chat = recipient["user_id"].as_str().or_else(|| recipient["group_id"].as_str()).unwrap_or_default();
    let answer = platform
        .around(&cut, (&path, chat), |state| {
            let bearer = state.bearer(token.as_deref());
            match bearer.and_then(|oa| answer(state, &oa, &path, &given, upload, &mut after)) {
                // History comes without an envelope.
                Ok(Value::Array(rows)) => Value::Array(rows),
                Ok(data) => json!({ "data": data, "error": 0, "message": "Success" }),
                Err(code) => json!({ "error": code, "message": format!("error {code}") }),
            }
        })
        .await;
    let response = platform.finish(&cut, number, answer);
    for event in after {
        platform.push(event);
    }
    response
}

/// What one call does. What the platform tells by webhook comes after its answer.
fn answer(
    state: &mut State,
    oa: &str,
    path: &str,
    given: &Value,
    upload: Option<Upload>,
    after: &mut Vec<Value>,
) -> Answer {
    let page = |rows: Vec<Value>| {
        let number = |key: &str| given[key].as_u64().or_else(|| given[key].as_str()?.parse().ok());
        let (offset, count) = (number("offset").unwrap_or(0), number("count").unwrap_or(5).min(10));
        Value::Array(rows.into_iter().skip(offset as usize).take(count as usize).collect())
    };
    let is_group = |state: &State, chat: &str| state.groups.contains_key(chat);
    match path {
        "/v2.0/oa/getoa" => {
            let name = state.oas[oa].name.clone();
            Ok(json!({ "oaid": oa, "name": name, "is_verified": true, "package_name": "Tăng trưởng" }))
        }
        "/v3.0/oa/message/cs" | "/v3.0/oa/group/message" => {
            let group = path.contains("/group/");
            let (chat, seen) = state.send(oa, group, given)?;
            echo(state, oa, &chat, group, &seen.id, after);
            let to = if group { "group_id" } else { "user_id" };
            let mut data = json!({ "message_id": seen.id, to: chat, "sent_time": seen.at.to_string() });
            if !group {
                let last = state.people[&chat].last.get(oa).copied().unwrap_or_default();
                let kind = if seen.at - last <= 2 * super::state::DAY { "reply" } else { "sub_quota" };
                data["quota"] = json!({ "quota_type": kind });
            }
            Ok(data)
        }
        "/v2.0/oa/upload/image" | "/v2.0/oa/upload/file" => {
            let Upload { name, bytes } = upload.ok_or(-201)?;
            let name = name.to_lowercase();
            let image = path.ends_with("image");
            let fits = if image {
                bytes.len() <= 1 << 20 && (bytes.starts_with(b"\x89PNG") || bytes.starts_with(&[0xff, 0xd8]))
            } else {
                bytes.len() <= 5 << 20
                    && [".pdf", ".doc", ".docx", ".csv"].iter().any(|end| name.ends_with(end))
            };
            if !fits {
                return Err(-210);
            }
            let (id, at) = (state.id("att"), state.common.now());
            let kind = if image { "image" } else { "file" };
            state.files.insert(id.clone(), File { bytes: bytes.to_vec(), at, kind });
            Ok(json!({ if image { "attachment_id" } else { "token" }: id }))
        }
        "/v2.0/oa/listrecentchat" => {
            let rows = state.history(oa, |chat| !is_group(state, chat), true);
            Ok(page(rows))
        }
        "/v2.0/oa/conversation" => {
            let user = given["user_id"].as_str().ok_or(-201)?;
            Ok(page(state.history(oa, |chat| chat == user, false)))
        }
        "/v3.0/oa/group/listrecentchat" => Ok(page(state.history(oa, |chat| is_group(state, chat), true))),
        "/v3.0/oa/group/conversation" => {
            let group = given["group_id"].as_str().ok_or(-201)?;
            Ok(page(state.history(oa, |chat| chat == group, false)))
        }
        "/v3.0/oa/group/getgroup" => {
            let id = given["group_id"].as_str().ok_or(-201)?;
            let group = state.groups.get(id).filter(|g| g.oa == oa).ok_or(-403)?;
            let info = json!({ "group_id": id, "name": group.name, "total_member": group.members.len() });
            Ok(json!({ "group_info": info }))
        }
        "/v3.0/oa/quota/message" => {
            let last = given["user_id"].as_str().and_then(|u| state.people.get(u)?.last.get(oa).copied());
            Ok(
                json!({ "last_interaction": last.unwrap_or(0).to_string(), "cs_reply": { "remain": 8, "total": 8 } }),
            )
        }
        // The old way of sending, closed since 2026-03-01.
        "/v3.0/oa/message/transaction" | "/v3.0/oa/message/promotion" | "/v2.0/oa/message" => Err(-240),
        _ => Err(-201),
    }
}

/// What the webhook tells of an accepted message: the echo, and on a phone that it arrived and was seen.
fn echo(state: &State, oa: &str, chat: &str, group: bool, id: &str, after: &mut Vec<Value>) {
    let Some(seen) = state.chat(oa, chat).iter().find(|m| m.id == id) else { return };
    let word = if group { "oa_send_group_" } else { "oa_send_" };
    let mut event = json!({
        "app_id": state.app_id, "event_name": format!("{word}{}", seen.kind), "timestamp": seen.at.to_string(),
        "sender": { "id": oa }, "recipient": { "id": chat },
        "message": { "msg_id": id, "text": seen.text },
    });
    if group {
        event["oa_id"] = json!(oa);
    }
    after.push(event);
    if !group {
        for (name, message) in [
            ("user_received_message", json!({ "msg_id": id })),
            ("user_seen_message", json!({ "msg_ids": [id] })),
        ] {
            after.push(json!({
                "app_id": state.app_id, "user_id_by_app": format!("73{chat}"), "event_name": name,
                "timestamp": seen.at.to_string(), "sender": { "id": oa }, "recipient": { "id": chat },
                "message": message,
            }));
        }
    }
}
