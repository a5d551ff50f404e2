//! A released voice on a light page: public, stable, without a script, for an old phone on a weak line.

use super::Door;
use super::part::{Keep, part};
use crate::content::{Item, Mode, item::voice_form, releases, review};
use crate::media::Form;
use crate::message::Source;
use crate::text::VIETNAMESE;
use anyhow::Result;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What a voice can be heard in.
pub(super) const FORMS: [Form; 2] = [Form::Ogg, Form::Aac];

pub(super) const STYLE: &str = "body{font:1.15rem/1.6 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1rem;color:#1c1c1c;\
background:#fff}h1{font-size:1.5rem;line-height:1.3}audio{width:100%;margin:.5rem 0}li{margin:.4rem 0}small{color:#595959}";

/// `/nghe/<item>/<lang>` is the page, `/nghe/<item>/<lang>.ogg` its sound, and `.aac` the same for who plays no Opus.
pub async fn listen(
    State(door): State<Door>,
    Path((item, voice)): Path<(String, String)>,
    headers: HeaderMap,
) -> axum::response::Response {
    let (language, sound) = match voice.rsplit_once('.') {
        Some((language, ending)) => match Form::named(ending).filter(|f| FORMS.contains(f)) {
            Some(form) => (language, Some(form)),
            None => (voice.as_str(), None),
        },
        None => (voice.as_str(), None),
    };
    match released(&door, &item, language).await {
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Ok(None) => (StatusCode::NOT_FOUND, door.text.say(VIETNAMESE, "web-no-voice", &[])).into_response(),
        Ok(Some((item, shown))) => match sound {
            None => page(&door, &item, language, &shown),
            Some(form) => {
                let Some(file) = item.voices.get(language) else {
                    return StatusCode::NOT_FOUND.into_response();
                };
                let (hash, path) = (file.hash.clone(), file.path.clone());
                let source = Source::Content { hash, path, draft: false };
                match door.files.get(&source, Some(form)).await {
                    Ok(bytes) => {
                        let name = format!("{}-{}", file.hash, form.ending());
                        part(&bytes, form.mime(), &Keep::Briefly(&name), &headers)
                    }
                    Err(_) => StatusCode::NOT_FOUND.into_response(),
                }
            }
        },
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
    let sources = sources(voice, Form::Ogg, door.files.converts());
    let html = format!(
        "<!doctype html><html lang=\"{shown}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title><style>{STYLE}</style>\
         <main><h1>{title}</h1><p>{label}</p><audio controls preload=\"none\">{sources}</audio>\
         <ol>{points}</ol>{action}<p><small>{source}</small></p></main></html>"
    );
    let policy = policy();
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        // Short: a voice that is taken back is gone within minutes.
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
    ];
    (headers, html).into_response()
}

/// The sounds that a page offers: its own form first, then the one that other phones play.
pub(super) fn sources(name: &str, own: Form, converts: bool) -> String {
    let others = FORMS.into_iter().filter(|f| converts && *f != own);
    std::iter::once(own).chain(others).fold(String::new(), |mut html, form| {
        let (ending, mime) = (form.ending(), form.mime());
        let _ = write!(html, "<source src=\"{name}.{ending}\" type=\"{mime}\">");
        html
    })
}

/// What a page may do: show its style and play sounds of ours.
pub(super) fn policy() -> String {
    let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; media-src 'self'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_an_item_opens_no_tag() {
        assert_eq!(escape("<b>\"&"), "&lt;b&gt;&quot;&amp;");
    }
}
