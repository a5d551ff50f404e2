//! A released voice on a light page: public, stable, without a script, for an old phone on a weak line.

use super::Door;
use super::page::{self, FORMS};
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
    let say = |key: &str| door.core.text.say(VIETNAMESE, key, &[]);
    let nothing = || page::sorry(StatusCode::NOT_FOUND, say("web-no-voice-title"), say("web-no-voice"));
    match released(&door, &item, language).await {
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Ok(None) => nothing(),
        Ok(Some((item, shown))) => match sound {
            None => page(&door, &item, language, &shown),
            Some(form) => {
                let Some(file) = item.voices.get(language) else { return nothing() };
                let (hash, path) = (file.hash.clone(), file.path.clone());
                let source = Source::Content { hash, path, draft: false };
                match door.files.get(&source, Some(form)).await {
                    Ok(bytes) => {
                        let name = format!("{}-{}", file.hash, form.ending());
                        part(&bytes, form.mime(), &Keep::Briefly(&name), &headers)
                    }
                    Err(_) => nothing(),
                }
            }
        },
    }
}

/// The item, if its voice in this language may be heard, and the language of the text beside it.
async fn released(door: &Door, folder: &str, language: &str) -> Result<Option<(Item, String)>> {
    let library = door.shelf.library();
    let Some(item) = library.get(folder) else { return Ok(None) };
    let releases = releases(&door.core.db).await?;
    let reviewed = door.core.text.locale(language).is_some_and(|l| l.reviewed);
    if !review::may_send(item, &voice_form(language), &releases, reviewed) {
        return Ok(None);
    }
    let chosen = review::forms_to_send(item, language, &releases, reviewed, Mode::Run);
    Ok(chosen.map(|c| (item.clone(), c.text_language)))
}

fn page(door: &Door, item: &Item, voice: &str, shown: &str) -> axum::response::Response {
    let say = |key: &str, args: &[crate::text::Arg<'_>]| door.core.text.say(shown, key, args);
    let name = door.core.text.locale(voice).map_or(voice, |l| &l.name);
    let synthetic = item.forms.get(&voice_form(voice)).is_some_and(|n| n.synthetic);
    let label = if synthetic { "web-voice-synthetic" } else { "web-voice" };
    let shows = page::Voice {
        language: shown,
        title: item.title(shown),
        label: say(label, &[("language", name.into())]),
        sounds: page::sounds(voice, Form::Ogg, door.files.converts()),
        points: item.words.get(shown).into_iter().flat_map(|w| w.points()).map(|(_, point)| point).collect(),
        action: item.say(shown, "action").map(|said| said.text),
        source: say("content-source", &[("source", item.source.as_str().into())]),
    };
    // Short: a voice that is taken back is gone within minutes.
    ([(header::CACHE_CONTROL, "public, max-age=300")], page::show(&shows)).into_response()
}
