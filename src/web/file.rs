//! What only who has its address can open, for a while: a person's voice, a picture of an item, a report. Never listed, never
//! kept.

use super::Door;
use super::page;
use super::part::{Keep, part};
use super::report;
use crate::media::{Form, Lack};
use crate::message::Source;
use crate::questions;
use crate::text::VIETNAMESE;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};

/// Whoever finds such an address puts it into no index.
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// `/m/<ticket>.<form>` is the file in a form; `/m/<ticket>` a page that plays it, or the picture itself.
pub async fn open(
    State(door): State<Door>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> impl IntoResponse {
    ([(ROBOTS, "noindex, nofollow, noarchive")], found(&door, &name, &headers).await)
}

async fn found(door: &Door, name: &str, headers: &HeaderMap) -> Response {
    let say = |key: &str| door.core.text.say(VIETNAMESE, key, &[]);
    let nothing = || page::sorry(StatusCode::NOT_FOUND, say("web-no-file-title"), say("media-no-file"));
    let (ticket, ending) = name.split_once('.').map_or((name, None), |(ticket, e)| (ticket, Some(e)));
    if let Some(opened) = report::open(door, ticket, ending).await {
        return opened;
    }
    let Some(source) = door.links.open(ticket) else { return nothing() };
    let asked = match ending.map(Form::named) {
        // An ending that is no form.
        Some(None) => return nothing(),
        Some(Some(form)) => Some(form),
        None => None,
    };
    // An address outlives what it was made for by nothing: what was taken back, closed or erased opens no more.
    if let Source::Platform { account, file_id, said } = &source {
        let Some(said) = said else { return nothing() };
        match questions::is_heard(&door.core.db, &door.core.seal, said, (account, file_id)).await {
            Ok(true) => {}
            Ok(false) => return nothing(),
            Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
    let bytes = match door.files.get(&source, asked).await {
        Ok(bytes) => bytes,
        Err(Lack::Away) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(Lack::Gone | Lack::Form(_)) => return nothing(),
    };
    let Some(form) = Form::of(&bytes) else { return nothing() };
    if ending.is_some() || !form.is_sound() {
        return part(&bytes, form.mime(), &Keep::Never, headers);
    }
    let spoken = matches!(source, Source::Platform { .. });
    let shows = page::Private {
        language: VIETNAMESE,
        title: say(if spoken { "media-page-title" } else { "media-page-voice" }),
        sounds: page::sounds(ticket, form, door.files.converts()),
        note: spoken.then(|| say("media-page-note")),
    };
    page::show(&shows)
}
