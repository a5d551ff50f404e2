//! Sending. What a refusal means stands in `refusal`.
//!
//! Text is sent plain, without `parse_mode`, so nothing that a person wrote can become markup; only our own
//! heading is made bold, by position.

use super::refusal::{OVERFULL, classify};
use super::{Answer, MEDIA_WAIT, TEXT_WAIT, ZaloBot};
use crate::channel::download::download;
use crate::channel::{Chat, Outcome, Reason, Upload};
use crate::message::{ChatKind, Link, MediaKind, Message};
use crate::platform::Platform;
use anyhow::Result;
use serde_json::{Value, json};
use std::sync::PoisonError;
use unicode_normalization::UnicodeNormalization;

/// The platform's limit on a text and on a caption. It does not say in what it counts, so by the widest.
const LONGEST: usize = 2000;
/// Chats whose voice is still to come that are kept in mind.
const MOST_SAID: usize = 1000;

/// Words that a voice belongs to and that are there already, without it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    text: String,
    outcome: Outcome,
}

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
                self.one("sendPhoto", &body, false).await
            }
            (Some(MediaKind::Voice), Some(url)) if chat.kind == ChatKind::Private => {
                let body = json!({ "chat_id": chat.address, "voice_url": url });
                if text.is_empty() {
                    return self.one("sendVoice", &body, false).await;
                }
                // Tried again for the voice's sake, the words are there already and are not said twice.
                let said = match self.said_before(chat, &text) {
                    Some(said) => said,
                    None => self.say(chat, &text, heading).await,
                };
                if !matches!(said, Outcome::Sent { .. }) {
                    return said;
                }
                match self.one("sendVoice", &body, false).await {
                    // Refused for good, the words alone have to do.
                    Outcome::Sent { .. } | Outcome::Refused(_) => said,
                    other => {
                        self.remember(chat, Said { text, outcome: said });
                        other
                    }
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
        self.one("sendMessage", &body, true).await
    }

    /// One request. `plain`: a text alone, of which nothing but its chat can be wrong.
    async fn one(&self, method: &str, body: &Value, plain: bool) -> Outcome {
        let long = |key: &str| body[key].as_str().is_some_and(|text| text.encode_utf16().count() > LONGEST);
        if long("text") || long("caption") {
            return Outcome::Refused(Reason::Content);
        }
        let wait = if plain { TEXT_WAIT } else { MEDIA_WAIT };
        match self.post(method, body, wait).await {
            Answer::Ok(result) => {
                let message = match &result["message_id"] {
                    Value::String(id) => id.clone(),
                    // Taken, under a number that nobody told us: it cannot be quoted.
                    Value::Null => String::new(),
                    other => other.to_string(),
                };
                Outcome::Sent { message, file_id: None }
            }
            Answer::Refused { code, description } => classify(code, &description, plain),
            Answer::Failed(failure) => failure.outcome(OVERFULL),
        }
    }

    /// The outcome of these words, if they were the last said to this chat before a voice that did not come. They are
    /// forgotten with that.
    fn said_before(&self, chat: &Chat, text: &str) -> Option<Outcome> {
        let mut said = self.0.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.remove(&chat.address).filter(|said| said.text == text).map(|said| said.outcome)
    }

    fn remember(&self, chat: &Chat, words: Said) {
        let mut said = self.0.said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.len() >= MOST_SAID {
            said.clear();
        }
        said.insert(chat.address.clone(), words);
    }

    /// There are no buttons.
    pub async fn offer(&self, _: Option<&str>, _: &[(String, String)]) {}

    /// There are no buttons.
    pub async fn answer_press(&self, _callback: &str, _text: &str) {}

    /// There are no buttons.
    pub async fn close_choice(&self, _address: &str, _message: &str) {}

    /// The bytes of a sound: its handle is the address where the platform keeps it for a while.
    pub async fn fetch(&self, file_id: &str) -> Result<Vec<u8>> {
        download(
            (&self.0.http, &self.0.secrets),
            file_id,
            Platform::ZaloBot.profile().file_hosts,
            &self.0.api_url,
        )
        .await
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

#[cfg(test)]
mod tests {
    use super::*;

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
