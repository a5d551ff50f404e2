//! What a call wants shown: text, caption and buttons, checked as the platform does.

use super::call::{Refusal, bad};
use super::entities::{detect, parse_html, slice, trimmed};
use crate::standins::call::Call;
use anyhow::Result;
use serde_json::Value;

const CAPTION_MAX: usize = 1024;

/// Inline buttons and other markup, checked as the platform does.
pub(super) fn markup(call: &Call) -> Result<(Vec<Value>, Value), Refusal> {
    if call.text("reply_markup").is_empty() {
        return Ok((Vec::new(), Value::Null));
    }
    let markup = call.json("reply_markup");
    if !markup.is_object() {
        return bad("can't parse reply keyboard markup JSON object");
    }
    let Some(rows) = markup["inline_keyboard"].as_array() else {
        return Ok((Vec::new(), markup));
    };
    for button in rows.iter().flat_map(|row| row.as_array().into_iter().flatten()) {
        if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
            return bad("can't parse inline keyboard button: field \"text\" must be non-empty");
        }
        match (button["callback_data"].as_str(), button["url"].as_str()) {
            (Some(data), _) if !(1..=64).contains(&data.len()) => return bad("BUTTON_DATA_INVALID"),
            (None, Some(url))
                if !["http://", "https://", "tg://"].iter().any(|scheme| url.starts_with(scheme)) =>
            {
                return bad("BUTTON_URL_INVALID");
            }
            (None, None) => {
                return bad(
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
                );
            }
            _ => {}
        }
    }
    Ok((
        rows.iter().filter(|row| row.as_array().is_some_and(|row| !row.is_empty())).cloned().collect(),
        Value::Null,
    ))
}

pub(super) fn caption(text: &str, call: &Call) -> Result<(String, Vec<Value>), Refusal> {
    let (caption, entities) = formatted(text, call, "parse_mode", "caption_entities")?;
    if caption.chars().count() > CAPTION_MAX {
        return bad("message caption is too long");
    }
    Ok((caption, entities))
}

/// Text and entities as they will be shown. Lengths are counted after this, in code points.
pub(super) fn formatted(
    text: &str,
    call: &Call,
    mode: &str,
    explicit: &str,
) -> Result<(String, Vec<Value>), Refusal> {
    if text.len() > 32_768 {
        return bad("text is too long");
    }
    let (text, entities) = match call.text(mode).to_ascii_lowercase().as_str() {
        "html" => match parse_html(text) {
            Ok(parsed) => parsed,
            Err(fault) => return bad(format!("can't parse entities: {fault}")),
        },
        "" | "none" => {
            let entities = call.json(explicit).as_array().cloned().unwrap_or_default();
            for entity in &entities {
                for key in ["offset", "length"] {
                    let value = entity[key].as_i64().unwrap_or(-1);
                    if !(0..=1_000_000).contains(&value) {
                        return bad(format!("receive an entity with incorrect {key} {value}"));
                    }
                }
                if slice(text, entity).is_none() {
                    let at = &entity["offset"];
                    return bad(format!(
                        "entity beginning at UTF-16 offset {at} ends after the end of the text"
                    ));
                }
            }
            (text.to_owned(), entities)
        }
        _ => return bad("unsupported parse_mode"),
    };
    let (text, mut entities) = trimmed(&text, entities);
    detect(&text, &mut entities);
    Ok((text, entities))
}
