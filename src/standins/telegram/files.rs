//! Voices, pictures and files: kept once, sent by upload or by `file_id`.

use super::call::{Answer, Refusal, bad};
use super::file_ids::{file_id, kind_name, parse_file_id, type_name, unique_id};
use super::state::{Draft, State};
use super::types::Kind;
use super::view::fields;
use super::words::caption;
use crate::standins::call::{Call, Upload};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::HashMap;

const DOWNLOAD_MAX: usize = 20 << 20;
const PHOTO_MAX: usize = 10 << 20;

impl State {
    pub(super) fn get_file(&self, call: &Call) -> Answer {
        let index = self.known_file(call.bot, &call.text("file_id"), "invalid file_id")?;
        let (kind, size) = (self.files[index].kind, self.files[index].bytes.len());
        if size > DOWNLOAD_MAX {
            return bad("file is too big");
        }
        if index < self.lapsed {
            return bad("wrong file_id or the file is temporarily unavailable");
        }
        Ok(json!({"file_id": file_id(kind, call.bot, index), "file_unique_id": unique_id(index),
                  "file_size": size, "file_path": self.file_path(index)}))
    }

    pub(super) fn send_media(&mut self, call: &Call, kind: Kind) -> Answer {
        let field = kind_name(kind);
        let given = call.text(field);
        let (caption, entities) = caption(&call.text("caption"), call)?;
        let file = self.file(
            call.bot,
            kind,
            call.upload(field, &given),
            &given,
            &Value::Object(call.params.clone()),
        )?;
        let mut draft = Draft { kind: self.files[file].kind, file: Some(file), ..Draft::default() };
        draft.set_text("caption", "caption_entities", &caption, entities);
        self.send_one(call, draft)
    }

    /// A file from an upload or from a `file_id`. A voice that is neither OGG nor MP3 nor M4A arrives as
    /// a document (Bot API, sendVoice).
    fn file(
        &mut self,
        bot: i64,
        kind: Kind,
        upload: Option<&Upload>,
        given: &str,
        said: &Value,
    ) -> Result<usize, Refusal> {
        let Some(Upload { name, bytes }) = upload else {
            if given.is_empty() {
                return bad(format!("there is no {} in the request", kind_name(kind)));
            }
            if given.starts_with("http://") || given.starts_with("https://") {
                return bad("failed to get HTTP URL content");
            }
            let index = self.known_file(bot, given, "wrong file identifier/HTTP URL specified")?;
            let real = self.files[index].kind;
            if real != kind {
                return bad(format!("can't use file of type {} as {}", type_name(real), type_name(kind)));
            }
            return Ok(index);
        };
        if bytes.is_empty() {
            return bad("file must be non-empty");
        }
        let sound = match bytes.as_ref() {
            [b'O', b'g', b'g', b'S', ..] => Some("audio/ogg"),
            [b'I', b'D', b'3', ..] | [0xff, 0xe0..=0xff, ..] => Some("audio/mpeg"),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("audio/mp4"),
            _ => None,
        };
        let duration =
            said["duration"].as_i64().or_else(|| said["duration"].as_str()?.parse().ok()).unwrap_or(0);
        let (kind, meta) = match (kind, sound) {
            (Kind::Photo, _) => {
                if bytes.len() > PHOTO_MAX {
                    let size = bytes.len();
                    return bad(format!(
                        "file of size {size} bytes is too big for a photo; \
                         the maximum size is {PHOTO_MAX} bytes"
                    ));
                }
                let Some((width, height)) = picture_size(bytes) else { return bad("IMAGE_PROCESS_FAILED") };
                let (short, long) = (width.min(height).max(1), width.max(height));
                if width + height > 10_000 || long / short > 20 {
                    return bad("PHOTO_INVALID_DIMENSIONS");
                }
                (kind, json!({"width": width, "height": height}))
            }
            (Kind::Voice, Some(mime)) => (kind, json!({"duration": duration, "mime_type": mime})),
            (Kind::Audio, _) => {
                let mut meta = json!({"duration": duration, "file_name": name,
                                      "mime_type": sound.unwrap_or("audio/mpeg")});
                for key in ["title", "performer"] {
                    if let Some(value) = said[key].as_str() {
                        meta[key] = json!(value);
                    }
                }
                (kind, meta)
            }
            _ => {
                let mime = sound.unwrap_or("application/octet-stream");
                (Kind::Document, json!({"file_name": name, "mime_type": mime}))
            }
        };
        Ok(self.store(kind, bytes, meta))
    }

    pub(super) fn known_file(&self, bot: i64, id: &str, otherwise: &str) -> Result<usize, Refusal> {
        match parse_file_id(id) {
            Some((owner, index)) if owner == bot && index < self.files.len() => Ok(index),
            _ => bad(otherwise),
        }
    }

    pub(super) fn file_path(&self, index: usize) -> String {
        let (folder, ending) = match self.files[index].kind {
            Kind::Voice => ("voice", "oga"),
            Kind::Photo => ("photos", "jpg"),
            Kind::Audio => ("music", "mp3"),
            Kind::Sticker => ("stickers", "webp"),
            _ => ("documents", "bin"),
        };
        format!("{folder}/file_{index}.{ending}")
    }

    pub(super) fn send_album(&mut self, call: &Call) -> Answer {
        let media = call.json("media");
        let Some(items) = media.as_array().filter(|items| (2..=10).contains(&items.len())) else {
            return bad("message must include from 2 to 10 media");
        };
        let mut drafts = Vec::new();
        let album = format!("{}", 13_900_000_000_000_000 + self.common.fresh());
        for item in items {
            let kind = match item["type"].as_str() {
                Some("photo") => Kind::Photo,
                Some("audio") => Kind::Audio,
                Some("document") => Kind::Document,
                _ => return bad("can't parse InputMedia: type must be one of photo, audio, document"),
            };
            let nested =
                Call { params: fields(item.clone()), method: String::new(), files: HashMap::new(), ..*call };
            let (caption, entities) = caption(&nested.text("caption"), &nested)?;
            let given = nested.text("media");
            let file = self.file(call.bot, kind, call.upload("", &given), &given, item)?;
            let mut draft = Draft { kind, file: Some(file), ..Draft::default() };
            draft.set_text("caption", "caption_entities", &caption, entities);
            draft.body.insert("media_group_id".to_owned(), json!(album));
            drafts.push(draft);
        }
        let (place, ids) = self.send(call, drafts)?;
        Ok(ids.into_iter().map(|id| self.render(place, id, call.bot, true)).collect())
    }

    /// copyMessage and forwardMessage.
    pub(super) fn pass_on(&mut self, call: &Call) -> Answer {
        let copy = call.method == "copymessage";
        let verb = if copy { "copy" } else { "forward" };
        let source = self.target(call, "from_chat_id", false)?;
        let id = call.int("message_id").unwrap_or(0);
        let Some(original) = self.message(source, id).filter(|message| !message.deleted) else {
            return bad(format!("message to {verb} not found"));
        };
        if original.draft.kind == Kind::Service || original.draft.body.contains_key("has_protected_content") {
            return bad(if copy { "message can't be copied" } else { "message can't be forwarded" });
        }
        let mut draft = Draft { kind: original.draft.kind, file: original.draft.file, ..Draft::default() };
        for key in ["text", "entities", "caption", "caption_entities"] {
            if let Some(value) = original.draft.body.get(key) {
                draft.body.insert(key.to_owned(), value.clone());
            }
        }
        if copy && call.params.contains_key("caption") && draft.file.is_some() {
            let (caption, entities) = caption(&call.text("caption"), call)?;
            draft.set_text("caption", "caption_entities", &caption, entities);
        }
        if copy {
            let (_, ids) = self.send(call, vec![draft])?;
            return Ok(json!({"message_id": ids[0]}));
        }
        let date = original.date_ms.div_euclid(1000);
        let origin = match original.draft.body.get("sender_chat") {
            Some(chat) => json!({"type": "chat", "date": date, "sender_chat": chat}),
            None => json!({"type": "user", "date": date, "sender_user": original.from}),
        };
        draft.body.insert("forward_origin".to_owned(), origin);
        self.send_one(call, draft)
    }
}

/// Width and height from the head of a PNG or JPEG; `None` for anything else.
pub(super) fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let short = |at: usize| Some(u32::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(((short(16)? << 16) | short(18)?, (short(20)? << 16) | short(22)?));
    }
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut at = 2;
    loop {
        let marker = short(at)?;
        // Start of frame, but not the tables that share its range (DHT, JPG, DAC).
        if (0xffc0..=0xffcf).contains(&marker) && ![0xffc4, 0xffc8, 0xffcc].contains(&marker) {
            return Some((short(at + 7)?, short(at + 5)?));
        }
        at += 2 + short(at + 2)? as usize;
    }
}
