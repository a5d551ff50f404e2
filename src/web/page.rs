//! The pages that anybody can open: one template with escaping, readable on an old phone, nothing that runs.
//!
//! An error is a page as well. What a handler leaves as a bare status becomes one in [`worded`], so no path can
//! forget it.

use crate::media::Form;
use crate::text::{Text, VIETNAMESE};
use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("../../templates/page.css");

/// What a voice can be heard in.
pub(super) const FORMS: [Form; 2] = [Form::Ogg, Form::Aac];

/// One form of a sound.
pub(super) struct Sound {
    file: String,
    mime: &'static str,
}

/// The forms that a page offers of a sound: its own first, then the one that other phones play.
pub(super) fn sounds(name: &str, own: Form, converts: bool) -> Vec<Sound> {
    let others = FORMS.into_iter().filter(|form| converts && *form != own);
    let sound = |form: Form| Sound { file: format!("{name}.{}", form.ending()), mime: form.mime() };
    std::iter::once(own).chain(others).map(sound).collect()
}

/// A released voice and its words.
#[derive(Template)]
#[template(path = "voice.html")]
pub(super) struct Voice<'a> {
    pub language: &'a str,
    pub title: &'a str,
    pub label: String,
    pub sounds: Vec<Sound>,
    pub points: Vec<&'a str>,
    pub action: Option<&'a str>,
    pub source: String,
}

/// A sound that only who has its address can hear.
#[derive(Template)]
#[template(path = "private.html")]
pub(super) struct Private<'a> {
    pub language: &'a str,
    pub title: String,
    pub sounds: Vec<Sound>,
    pub note: Option<String>,
}

/// Files that only who has the address can open.
#[derive(Template)]
#[template(path = "files.html")]
pub(super) struct Files<'a> {
    pub language: &'a str,
    pub title: String,
    pub files: Vec<Listed>,
    pub note: String,
}

/// One of them.
pub(super) struct Listed {
    /// Its address, beside the page's.
    pub file: String,
    pub label: String,
}

/// Why there is nothing, and what to do.
#[derive(Template)]
#[template(path = "sorry.html")]
struct Sorry<'a> {
    language: &'a str,
    title: String,
    words: String,
}

/// A page, as an answer that may do nothing but show its style and play sounds of ours.
pub(super) fn show(page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (headers(), html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The page that says what is wrong and what to do.
pub(crate) fn sorry(status: StatusCode, title: String, words: String) -> Response {
    (status, show(&Sorry { language: VIETNAMESE, title, words })).into_response()
}

/// Gives every error that is only a status its page. Machines keep what they understand: a push gets its bare status,
/// health its JSON, and a player that asked for a part beyond the end how long the file is.
pub(crate) async fn worded(State(text): State<Text>, request: Request, next: Next) -> Response {
    let is_push = request.method() == Method::POST && request.uri().path().starts_with("/hook/");
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let has_words = kind.is_some_and(|kind| kind.starts_with("text/html") || kind.ends_with("json"));
    if !is_error || has_words || is_push || status == StatusCode::RANGE_NOT_SATISFIABLE {
        return response;
    }
    let (title, words) = match status {
        StatusCode::METHOD_NOT_ALLOWED => ("web-no-method-title", "web-no-method"),
        StatusCode::FORBIDDEN => ("web-not-ours-title", "web-not-ours"),
        _ if status.is_server_error() => ("web-busy-title", "web-busy"),
        _ => ("web-no-page-title", "web-no-page"),
    };
    let say = |key: &str| text.say(VIETNAMESE, key, &[]);
    let (mut head, page) = (response.into_parts().0, sorry(status, say(title), say(words)));
    head.headers.remove(header::CONTENT_LENGTH);
    let (own, body): (_, Body) = page.into_parts();
    head.headers.extend(own.headers);
    Response::from_parts(head, body)
}

fn headers() -> HeaderMap {
    let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; media-src 'self'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
}
