//! A released voice on a light page: public, stable, without a script, for an old phone on a weak line.

use super::Door;
use crate::content::{Item, Mode, item::voice_form, releases, review};
use crate::text::VIETNAMESE;
use anyhow::Result;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{self, HeaderMap};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = "body{font:1.15rem/1.6 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1rem;color:#1c1c1c;\
background:#fff}h1{font-size:1.5rem;line-height:1.3}audio{width:100%;margin:.5rem 0}li{margin:.4rem 0}small{color:#595959}";

/// `/nghe/<item>/<lang>` is the page, `/nghe/<item>/<lang>.ogg` its sound.
pub async fn listen(
    State(door): State<Door>,
    Path((item, voice)): Path<(String, String)>,
    headers: HeaderMap,
) -> axum::response::Response {
    let (language, sound) = match voice.strip_suffix(".ogg") {
        Some(language) => (language, true),
        None => (voice.as_str(), false),
    };
    match released(&door, &item, language).await {
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Ok(None) => (StatusCode::NOT_FOUND, door.text.say(VIETNAMESE, "web-no-voice", &[])).into_response(),
        Ok(Some((item, _))) if sound => {
            let Some(file) = item.voices.get(language).cloned() else {
                return StatusCode::NOT_FOUND.into_response();
            };
            let library = door.shelf.library();
            let hash = file.hash.clone();
            let read = tokio::task::spawn_blocking(move || library.media(&file.hash, &file.path)).await;
            match read.ok().flatten() {
                Some(bytes) => part(bytes, &hash, &headers),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
        Ok(Some((item, shown))) => page(&door, &item, language, &shown),
    }
}

/// The item, if its voice in this language may be heard, and the language of the text beside it.
async fn released(door: &Door, folder: &str, language: &str) -> Result<Option<(Item, String)>> {
    let library = door.shelf.library();
    let Some(item) = library.get(folder) else { return Ok(None) };
    let releases = releases(&door.db).await?;
    let reviewed = door.text.locale(language).is_some_and(|l| l.reviewed);
    if !review::may_send(item, &voice_form(language), &releases, reviewed) {
        return Ok(None);
    }
    let chosen = review::forms_to_send(item, language, &releases, reviewed, Mode::Run);
    Ok(chosen.map(|c| (item.clone(), c.text_language)))
}

fn page(door: &Door, item: &Item, voice: &str, shown: &str) -> axum::response::Response {
    let say = |key: &str, args: &[crate::text::Arg<'_>]| door.text.say(shown, key, args);
    let title = escape(item.title(shown));
    let name = door.text.locale(voice).map_or(voice, |l| &l.name);
    let synthetic = item.forms.get(&voice_form(voice)).is_some_and(|n| n.synthetic);
    let label = if synthetic { "web-voice-synthetic" } else { "web-voice" };
    let label = escape(&say(label, &[("language", name.into())]));
    let mut points = String::new();
    for (_, point) in item.words.get(shown).into_iter().flat_map(|w| w.points()) {
        let _ = write!(points, "<li>{}</li>", escape(point));
    }
    let action = item.say(shown, "action").map(|s| format!("<p>{}</p>", escape(s.text))).unwrap_or_default();
    let source = escape(&say("content-source", &[("source", item.source.as_str().into())]));
    let html = format!(
        "<!doctype html><html lang=\"{shown}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title><style>{STYLE}</style>\
         <main><h1>{title}</h1><p>{label}</p><audio controls preload=\"none\" src=\"{voice}.ogg\"></audio>\
         <ol>{points}</ol>{action}<p><small>{source}</small></p></main></html>"
    );
    let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; media-src 'self'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        // Short: a voice that is taken back is gone within minutes.
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
    ];
    (headers, html).into_response()
}

/// The sound, or the part of it that was asked for: phones seek with ranges.
fn part(bytes: Vec<u8>, hash: &str, headers: &HeaderMap) -> axum::response::Response {
    let etag = format!("\"{hash}\"");
    let asked = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let build = |status: StatusCode, range: Option<String>, body: Vec<u8>| {
        let mut response = Response::builder()
            .status(status)
            .header(header::ACCEPT_RANGES, "bytes")
            .header(header::ETAG, &etag)
            .header(header::CACHE_CONTROL, "public, max-age=300");
        if status.is_success() {
            response = response.header(header::CONTENT_TYPE, "audio/ogg");
        }
        if let Some(range) = range {
            response = response.header(header::CONTENT_RANGE, range);
        }
        let built = response.body(Body::from(body));
        built.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    };
    if asked(header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|t| t.trim() == etag)) {
        return build(StatusCode::NOT_MODIFIED, None, vec![]);
    }
    let same = asked(header::IF_RANGE).is_none_or(|tag| tag == etag);
    match asked(header::RANGE).filter(|_| same).map_or(Range::Whole, |r| range(r, bytes.len())) {
        Range::Whole => build(StatusCode::OK, None, bytes),
        Range::Part(from, to) => {
            let shown = format!("bytes {from}-{to}/{}", bytes.len());
            build(StatusCode::PARTIAL_CONTENT, Some(shown), bytes[from..=to].to_vec())
        }
        Range::Beyond => {
            build(StatusCode::RANGE_NOT_SATISFIABLE, Some(format!("bytes */{}", bytes.len())), vec![])
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    Whole,
    Part(usize, usize),
    Beyond,
}

/// One range of bytes (RFC 9110, 14.1.2). Several at once, other units and nonsense get the whole.
fn range(text: &str, length: usize) -> Range {
    let Some((from, to)) = text.trim().strip_prefix("bytes=").and_then(|r| r.split_once('-')) else {
        return Range::Whole;
    };
    let last = length.saturating_sub(1);
    match (from.trim().parse::<usize>(), to.trim().parse::<usize>()) {
        (Ok(from), Ok(to)) if from > to => Range::Whole,
        (Ok(from), _) if from >= length => Range::Beyond,
        (Ok(from), Ok(to)) => Range::Part(from, to.min(last)),
        (Ok(from), Err(_)) if to.trim().is_empty() => Range::Part(from, last),
        (Err(_), Ok(0)) if from.trim().is_empty() => Range::Beyond,
        (Err(_), Ok(tail)) if from.trim().is_empty() && length > 0 => {
            Range::Part(length.saturating_sub(tail), last)
        }
        _ => Range::Whole,
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_or_the_whole_and_never_beyond() {
        for (text, meant) in [
            ("bytes=0-", Range::Part(0, 9)),
            ("bytes=2-4", Range::Part(2, 4)),
            ("bytes=2-400", Range::Part(2, 9)),
            ("bytes=-3", Range::Part(7, 9)),
            ("bytes=-30", Range::Part(0, 9)),
            ("bytes=10-", Range::Beyond),
            ("bytes=-0", Range::Beyond),
            ("bytes=4-2", Range::Whole),
            ("bytes=0-1,3-4", Range::Whole),
            ("items=0-1", Range::Whole),
            ("bytes=-", Range::Whole),
        ] {
            assert_eq!(range(text, 10), meant, "{text}");
        }
        assert_eq!(range("bytes=0-", 0), Range::Beyond);
    }

    #[test]
    fn text_of_an_item_opens_no_tag() {
        assert_eq!(escape("<b>\"&"), "&lt;b&gt;&quot;&amp;");
    }
}
