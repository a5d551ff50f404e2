//! Sending, and what each answer of the platform means (the error table).
//!
//! Text is sent plain, without `parse_mode`, so nothing that a person wrote can become markup; only our own
//! heading is made bold, by position.

use super::{Answer, MEDIA_WAIT, TEXT_WAIT, ZaloBot};
use crate::channel::download::{ZALO, download};
use crate::channel::{Chat, Outcome, Reason, Upload};
use crate::message::{ChatKind, Link, MediaKind, Message};
use anyhow::Result;
use serde_json::{Value, json};
use std::sync::PoisonError;
use std::time::Duration;
use unicode_normalization::UnicodeNormalization;

/// The platform's limit on a text and on a caption. It does not say in what it counts, so by the widest.
const LONGEST: usize = 2000;
/// The platform names no time to wait, and minutes cannot be told from the end of a month (zalo.md 1.2).
const OVERFULL: Duration = Duration::from_secs(180);
/// Before the one repetition of a send that was answered 403.
const ONCE_MORE: Duration = Duration::from_secs(60);
/// Chats refused once that are kept in mind.
const MOST_REFUSED: usize = 1000;

impl ZaloBot {
    /// Sends one message to one chat. A voice has no caption here: its text goes before it, as a message of
    /// its own, and is the one that is answered for.
    pub async fn send(&self, chat: &Chat, message: &Message, file: Option<Upload>) -> Outcome {
        let link = message.link.as_ref().and_then(|link| {
            // A link bound to the group's place was given its payload by the outbox.
            let Link::Private { label, payload } = link else { return None };
            Some((label.clone(), self.private_link(payload)?))
        });
        let (text, heading) = words(message, link);
        let kind = message.media.as_ref().map(|m| m.kind);
        let address = match file {
            Some(Upload::Link(url) | Upload::Held(url)) => Some(url),
            // Nothing can be uploaded; what the text says is said all the same.
            Some(Upload::Bytes(..)) | None => None,
        };
        match (kind, address) {
            (Some(MediaKind::Picture), Some(url)) => {
                let mut body = json!({ "chat_id": chat.address, "photo": url });
                if !text.is_empty() {
                    body["caption"] = json!(text);
                }
                self.one("sendPhoto", chat, &body, false).await
            }
            (Some(MediaKind::Voice), Some(url)) if chat.kind == ChatKind::Private => {
                let body = json!({ "chat_id": chat.address, "voice_url": url });
                if text.is_empty() {
                    return self.one("sendVoice", chat, &body, false).await;
                }
                let said = self.say(chat, &text, heading).await;
                if !matches!(said, Outcome::Sent { .. }) {
                    return said;
                }
                match self.one("sendVoice", chat, &body, false).await {
                    // The words are there and cannot be taken back. To say all of it again is the smaller harm than
                    // an answer that nobody hears, except where it would be refused again.
                    Outcome::Sent { .. } | Outcome::Refused(_) => said,
                    other => other,
                }
            }
            _ => self.say(chat, &text, heading).await,
        }
    }

    async fn say(&self, chat: &Chat, text: &str, heading: usize) -> Outcome {
        if text.is_empty() {
            return Outcome::Refused(Reason::Content);
        }
        let mut body = json!({ "chat_id": chat.address, "text": text });
        if heading > 0 {
            body["text_styles"] = json!([{ "start": 0, "len": heading, "st": ["b"] }]);
        }
        self.one("sendMessage", chat, &body, true).await
    }

    /// One request. `plain`: a text alone, of which nothing but its chat can be wrong.
    async fn one(&self, method: &str, chat: &Chat, body: &Value, plain: bool) -> Outcome {
        let long = |key: &str| body[key].as_str().is_some_and(|text| text.encode_utf16().count() > LONGEST);
        if long("text") || long("caption") {
            return Outcome::Refused(Reason::Content);
        }
        let wait = if plain { TEXT_WAIT } else { MEDIA_WAIT };
        match self.post(method, body, wait).await {
            Answer::Ok(result) => {
                self.refused(|refused| refused.remove(&chat.address));
                let message = match &result["message_id"] {
                    Value::String(id) => id.clone(),
                    // Taken, under a number that nobody told us: it cannot be quoted.
                    Value::Null => String::new(),
                    other => other.to_string(),
                };
                Outcome::Sent { message, file_id: None }
            }
            Answer::Refused { code: 403, .. } if self.is_first_refusal(chat) => {
                Outcome::Retry { after: Some(ONCE_MORE), unreachable: false }
            }
            Answer::Refused { code, description } => classify(code, &description, chat.kind, plain),
            Answer::NotSent => Outcome::Retry { after: None, unreachable: true },
            Answer::Uncertain => Outcome::Unknown(Reason::NoAnswer),
        }
    }

    fn refused<T>(&self, act: impl FnOnce(&mut std::collections::HashSet<String>) -> T) -> T {
        act(&mut self.0.refused.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The platform calls 403 a fault of its own, and refuses with it too: once more, a while later, tells.
    fn is_first_refusal(&self, chat: &Chat) -> bool {
        self.refused(|refused| {
            if refused.len() >= MOST_REFUSED {
                refused.clear();
            }
            // The second time it is forgotten, so that a later refusal is a first one again.
            let second = refused.remove(&chat.address);
            if !second {
                refused.insert(chat.address.clone());
            }
            !second
        })
    }

    /// There are no buttons.
    pub async fn answer_press(&self, _callback: &str, _text: &str) {}

    /// There are no buttons.
    pub async fn close_choice(&self, _address: &str, _message: &str) {}

    /// The bytes of a sound: its handle is the address where the platform keeps it for a while.
    pub async fn fetch(&self, file_id: &str) -> Result<Vec<u8>> {
        download(&self.0.http, file_id, &ZALO, &self.0.api_url).await
    }
}

/// What is shown, composed (NFC), with the link as a line of its own, and how many leading UTF-16 units are
/// heading.
fn words(message: &Message, link: Option<(String, String)>) -> (String, usize) {
    let heading: String = message.heading.nfc().collect();
    let (mut text, _) = message.shown();
    text = text.nfc().collect();
    if let Some((label, url)) = link {
        let gap = if text.is_empty() { "" } else { "\n\n" };
        text = format!("{text}{gap}{label}: {url}");
    }
    (text, heading.encode_utf16().count())
}

/// The platform's error table (zalo.md 1.2, 1.7, 1.11). Codes are coarse and most descriptions are not known,
/// so where the chat may be gone it is the refusal of a plain text that says so: in that nothing else can be
/// wrong. A group that speaks again is linked again by itself.
fn classify(code: i64, description: &str, chat: ChatKind, plain: bool) -> Outcome {
    let text = description.to_lowercase();
    let about_content =
        ["text", "caption", "photo", "voice", "style", "parse", "too long"].iter().any(|w| text.contains(w));
    match (code, chat) {
        (429, _) => Outcome::Retry { after: Some(OVERFULL), unreachable: false },
        (401, _) => Outcome::Stop(Reason::Token),
        (408, _) | (500.., _) => Outcome::Unknown(Reason::NoAnswer),
        (403 | 404, ChatKind::Group) => Outcome::Gone(Reason::Removed),
        (400, ChatKind::Group) if plain && !about_content => Outcome::Gone(Reason::Removed),
        (403, ChatKind::Private) => Outcome::Gone(Reason::Blocked),
        (404, ChatKind::Private) => Outcome::Gone(Reason::UnknownChat),
        _ => Outcome::Refused(Reason::Content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_error_table_has_its_meaning() {
        use ChatKind::{Group, Private};
        let unknown = Outcome::Unknown(Reason::NoAnswer);
        let content = Outcome::Refused(Reason::Content);
        let removed = Outcome::Gone(Reason::Removed);
        for (code, text, chat, plain, meaning) in [
            (400, "Bad Request", Private, true, content.clone()),
            (400, "Bad Request", Group, true, removed.clone()),
            // A bad picture or a long text must not cost a village its link.
            (400, "Bad Request", Group, false, content.clone()),
            (400, "Bad Request: text is too long", Group, true, content.clone()),
            (401, "Unauthorized", Group, true, Outcome::Stop(Reason::Token)),
            (401, "Unauthorized", Private, false, Outcome::Stop(Reason::Token)),
            (403, "Internal server error", Group, true, removed.clone()),
            (403, "Internal server error", Private, true, Outcome::Gone(Reason::Blocked)),
            (404, "Not Found", Group, true, removed.clone()),
            (404, "Not Found", Group, false, removed),
            (404, "Not Found", Private, true, Outcome::Gone(Reason::UnknownChat)),
            (408, "Request timeout", Group, true, unknown.clone()),
            (408, "Request timeout", Private, false, unknown.clone()),
            (413, "", Group, false, content.clone()),
            (426, "", Group, true, content.clone()),
            (500, "", Group, true, unknown.clone()),
            (502, "", Private, true, unknown.clone()),
            (504, "", Group, false, unknown),
            (200, "", Private, true, content),
        ] {
            assert_eq!(classify(code, text, chat, plain), meaning, "{code} {text} {chat:?} {plain}");
        }
        let Outcome::Retry { after: Some(wait), unreachable: false } =
            classify(429, "Quota exceeded", Group, true)
        else {
            panic!("429 is tried again");
        };
        assert!(wait >= Duration::from_secs(60), "minutes, not seconds: {wait:?}");
    }

    #[test]
    fn a_heading_counts_composed_utf16_units_and_a_link_is_a_line_of_its_own() {
        // "Khám" typed with a combining accent, and a character outside the basic plane.
        let m = Message {
            heading: "Kha\u{301}m 🏥".into(),
            text: "**không** {red}x".into(),
            ..Message::default()
        };
        let (text, heading) = words(&m, Some(("Hỏi riêng".into(), "https://zalo.me/1".into())));
        assert_eq!(text, "Khám 🏥\n\n**không** {red}x\n\nHỏi riêng: https://zalo.me/1");
        assert_eq!(heading, 7);
    }
}
