//! How every page of the desk looks, and what it may do: show its style, send its forms, and nothing else.

use super::{Office, PATH};
use crate::text::VIETNAMESE;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

const STYLE: &str = include_str!("../../templates/desk/desk.css");

/// Where the desk lies for a browser.
pub fn base(office: &Office) -> String {
    let url = office.parts.settings.public_url.as_deref();
    let path = url.and_then(|url| url.split_once("://")?.1.split_once('/')).map_or("", |(_, path)| path);
    match path.trim_matches('/') {
        "" => PATH.to_owned(),
        path => format!("/{path}{PATH}"),
    }
}

/// For who is not in, or not any more: one sentence and what to do.
#[derive(Template)]
#[template(path = "desk/outside.html")]
struct Outside {
    base: String,
    title: String,
    words: String,
}

/// What there is to say to somebody who is not in.
pub fn outside(office: &Office, status: StatusCode, title: &str, words: &str) -> Response {
    let say = |key: &str| office.parts.core.text.say(VIETNAMESE, key, &[]);
    let page = Outside { base: base(office), title: say(title), words: say(words) };
    (status, show(&page)).into_response()
}

/// A page as an answer.
pub fn show(page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What a failed act looks like.
pub fn busy(e: &anyhow::Error) -> Response {
    tracing::warn!("a page of the desk could not be shown: {e}");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// After a form: the page that shows what came of it, so that a page loaded once more sends nothing again.
pub fn go(office: &Office, path: &str) -> Response {
    Redirect::to(&format!("{}{path}", base(office))).into_response()
}

/// `/trang/kieu.css`
pub async fn style(State(_): State<Office>) -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], STYLE)
        .into_response()
}

/// A page runs nothing, sends its forms home and is framed nowhere.
pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    // Else a form would not say from which page it comes.
    set(header::REFERRER_POLICY, "same-origin");
    set(header::HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
    response
}
