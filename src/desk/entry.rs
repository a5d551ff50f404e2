//! Coming in: a link shows by which role, and a button. That a link was only looked at, as chats do for a preview, spends
//! nothing.

use super::visitor::{COOKIE, is_from_here};
use super::{Office, page, session, store};
use crate::text::{VIETNAMESE, capitalized};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use axum::response::{IntoResponse, Response};

/// By which role somebody would be in.
#[derive(Template)]
#[template(path = "desk/entry.html")]
struct Entry {
    base: String,
    title: String,
    words: String,
    button: String,
    ticket: String,
}

/// `GET /trang/vao/<ticket>`
pub async fn show(State(office): State<Office>, Path(ticket): Path<String>) -> Response {
    match entry(&office, &ticket).await {
        Ok(Some(entry)) => page::show(&entry),
        Ok(None) => page::outside(&office, StatusCode::NOT_FOUND, "desk-link-over-title", "desk-link-over"),
        Err(e) => page::busy(&e),
    }
}

async fn entry(office: &Office, ticket: &str) -> anyhow::Result<Option<Entry>> {
    let core = &office.parts.core;
    let keys = core.seal.code_keys(ticket);
    let Some(role) = store::link(&core.db, &keys, core.clock.now()).await? else { return Ok(None) };
    let held = crate::roster::held_with(&core.db, &role).await?;
    let Some(role) = held.first() else { return Ok(None) };
    let tree = office.parts.atlas.tree().await?;
    let place = tree.now(&role.place, core.today()).map_or_else(|| role.place.clone(), |p| p.in_sentence());
    let say = |key: &str, args: &[crate::text::Arg<'_>]| core.text.say(VIETNAMESE, key, args);
    let name = match role.title.as_str() {
        "" => say(&format!("role-{}", role.duty), &[]),
        title => title.to_owned(),
    };
    Ok(Some(Entry {
        base: page::base(office),
        title: say("desk-entry-title", &[]),
        words: say("desk-entry", &[("role", capitalized(&name).into()), ("place", place.into())]),
        button: say("desk-entry-button", &[]),
        ticket: ticket.to_owned(),
    }))
}

/// `POST /trang/vao/<ticket>`
pub async fn enter(State(office): State<Office>, Path(ticket): Path<String>, headers: HeaderMap) -> Response {
    let url = office.parts.settings.public_url.as_deref();
    if !is_from_here(&headers, url) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let token = match session::begin(&office, &ticket).await {
        Ok(Some(token)) => token,
        Ok(None) => {
            return page::outside(&office, StatusCode::NOT_FOUND, "desk-link-over-title", "desk-link-over");
        }
        Err(e) => return page::busy(&e),
    };
    let lives = office.parts.settings.session.as_secs();
    let cookie = kept(&office, &token, lives);
    ([(header::SET_COOKIE, cookie)], page::go(&office, "")).into_response()
}

/// What the browser is to keep, and for how many seconds.
pub fn kept(office: &Office, token: &str, lives: u64) -> String {
    let url = office.parts.settings.public_url.as_deref();
    let secure = if url.is_some_and(|url| url.starts_with("https://")) { "; Secure" } else { "" };
    let path = page::base(office);
    format!("{COOKIE}={token}; Path={path}; Max-Age={lives}; HttpOnly; SameSite=Lax{secure}")
}
