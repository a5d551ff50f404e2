//! Sending. What each `error` means stands in `refusal`.

use super::refusal::{PAUSE, classify};
use super::{Answer, Trouble, UPLOAD_WAIT, WAIT, ZaloOa};
use crate::channel::download::download;
use crate::channel::http::Failure;
use crate::channel::{Chat, Outcome, Reason, Upload, Wait};
use crate::clock::Millis;
use crate::message::{ChatKind, Link, MediaKind, Message};
use crate::platform::Platform;
use anyhow::Result;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Largest picture and largest document that the platform takes.
const PICTURE: usize = 1 << 20;
const DOCUMENT: usize = 5 << 20;
/// Documents by the end of their name.
const DOCUMENTS: [&str; 4] = [".pdf", ".doc", ".docx", ".csv"];

impl ZaloOa {
    /// Sends one message to one chat.
    pub async fn send(&self, chat: &Chat, message: &Message, file: Option<Upload>) -> Outcome {
        if let Some(after) = self.held() {
            return Outcome::Retry { after: Some(Wait::of(after)), unreachable: false };
        }
        let text = self.words(message);
        let quote = message.reply_to.clone().filter(|_| self.quotes(chat.kind));
        let mut content = json!({});
        let mut file_id = None;
        let mut caption = None;
        match (&message.media, file) {
            (Some(media), Some(file)) if media.kind != MediaKind::Voice => {
                let (attachment, held) = match self.attach(media.kind, file).await {
                    Ok(attached) => attached,
                    Err(outcome) => return outcome,
                };
                content["attachment"] = attachment;
                file_id = held;
                if media.kind == MediaKind::Picture && !text.is_empty() {
                    content["text"] = json!(text);
                } else if !text.is_empty() {
                    caption = Some(text);
                }
            }
            _ if text.trim().is_empty() => return Outcome::Refused(Reason::Content),
            _ => content["text"] = json!(text),
        }
        let with_file = content.get("attachment").is_some();
        if let Some(quote) = &quote {
            content["quote_message_id"] = json!(quote);
        }
        let answer = self.post_message(chat, content).await;
        let outcome = match answer {
            Answer::Ok(data) => match data["message_id"].as_str() {
                Some(id) => Outcome::Sent { message: id.to_owned(), file_id },
                // Taken, without the number that a quote would carry.
                None => Outcome::Sent { message: String::new(), file_id },
            },
            Answer::Refused { code } => {
                if code == -201 && quote.is_some() && chat.kind == ChatKind::Group {
                    // Whether groups take replies is not documented: this platform does not.
                    self.0.no_group_quotes.store(true, Ordering::SeqCst);
                }
                let outcome = classify(code, quote.is_some(), with_file, self.now(), self.chance());
                if code == -32
                    && let Outcome::Retry { after: Some(after), .. } = outcome
                {
                    self.hold(after.length());
                }
                outcome
            }
            Answer::NoToken(trouble) => without_token(&trouble),
            Answer::Failed(failure) => failure.outcome(PAUSE),
        };
        // A document carries no words: they follow it. The document is the message.
        if let (Outcome::Sent { .. }, Some(caption)) = (&outcome, caption) {
            self.post_message(chat, json!({ "text": caption })).await;
        }
        outcome
    }

    async fn post_message(&self, chat: &Chat, content: Value) -> Answer {
        let (path, recipient) = match chat.kind {
            ChatKind::Private => ("/v3.0/oa/message/cs", json!({ "user_id": chat.address })),
            ChatKind::Group => ("/v3.0/oa/group/message", json!({ "group_id": chat.address })),
        };
        let (url, body) = (self.url(path), json!({ "recipient": recipient, "message": content }));
        self.call(|| self.0.http.post(&url).timeout(WAIT).json(&body)).await
    }

    /// Heading, text and link as one plain text. The platform shows no markup; `[@` would call somebody, or everybody.
    fn words(&self, message: &Message) -> String {
        let (mut text, _) = message.shown();
        if let Some(Link::Private { label, .. } | Link::FromGroup { label }) = &message.link {
            text = format!("{text}\n\n{label}: {}", self.private_link("").unwrap_or_default());
        }
        calls_nobody(text.trim())
    }

    /// Replies in groups are not documented. They are tried, because an answer belongs to its question; refused, the
    /// message surely was not sent, and is said without.
    fn quotes(&self, kind: ChatKind) -> bool {
        kind == ChatKind::Private || !self.0.no_group_quotes.load(Ordering::SeqCst)
    }

    /// What to put into `attachment`, and the platform's handle if it is one that can be used again.
    async fn attach(&self, kind: MediaKind, file: Upload) -> Result<(Value, Option<String>), Outcome> {
        let picture = |key: &str, value: &str| {
            let element = json!({ "media_type": "image", key: value });
            json!({ "type": "template", "payload": { "template_type": "media", "elements": [element] } })
        };
        let document = |token: &str| json!({ "type": "file", "payload": { "token": token } });
        let is_picture = kind == MediaKind::Picture;
        match file {
            Upload::Link(url) if is_picture => Ok((picture("url", &url), None)),
            Upload::Link(_) => Err(Outcome::Refused(Reason::Content)),
            // What somebody sent us is known by its address.
            Upload::Held(id) if id.contains("://") && is_picture => Ok((picture("url", &id), None)),
            Upload::Held(id) if is_picture => Ok((picture("attachment_id", &id), None)),
            Upload::Held(id) => Ok((document(&id), None)),
            Upload::Bytes(name, bytes) => {
                let (path, key) = if is_picture {
                    ("/v2.0/oa/upload/image", "attachment_id")
                } else {
                    ("/v2.0/oa/upload/file", "token")
                };
                if !is_welcome(is_picture, &name, &bytes) {
                    return Err(Outcome::Refused(Reason::Content));
                }
                let id = self.upload(path, key, &name, &bytes).await?;
                let attachment = if is_picture { picture("attachment_id", &id) } else { document(&id) };
                Ok((attachment, Some(id)))
            }
        }
    }

    /// Nobody sees an upload: whatever happens to it, nothing was sent.
    async fn upload(&self, path: &str, key: &str, name: &str, bytes: &[u8]) -> Result<String, Outcome> {
        let url = self.url(path);
        let answer = self.call(|| {
            let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned());
            self.0.http.post(&url).timeout(UPLOAD_WAIT).multipart(Form::new().part("file", part))
        });
        match answer.await {
            Answer::Ok(data) => {
                data[key].as_str().map(str::to_owned).ok_or(Outcome::Refused(Reason::Content))
            }
            Answer::Refused { code } => Err(classify(code, false, false, self.now(), self.chance())),
            Answer::NoToken(trouble) => Err(without_token(&trouble)),
            Answer::Failed(Failure::Uncertain | Failure::Endless) => {
                Err(Outcome::Retry { after: None, unreachable: true })
            }
            Answer::Failed(failure) => Err(failure.outcome(PAUSE)),
        }
    }

    /// A number in 0..10,000 milliseconds, so that not everybody comes back in the same moment.
    fn chance(&self) -> Millis {
        self.0.keeper.core().ids.below(10_000) as Millis
    }

    fn hold(&self, by: Duration) {
        let until = self.0.keeper.core().clock.tick() + by;
        let mut held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        *held = (*held).max(until);
    }

    /// How long the whole account still has to wait.
    fn held(&self) -> Option<Duration> {
        let until = *self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        until.checked_sub(self.0.keeper.core().clock.tick()).filter(|left| !left.is_zero())
    }

    /// Fetches what a person sent, from where the platform said that it lies.
    pub async fn fetch(&self, address: &str) -> Result<Vec<u8>> {
        download(
            (&self.0.http, &self.0.secrets),
            address,
            Platform::ZaloOa.profile().file_hosts,
            &self.0.api_url,
        )
        .await
    }
}

/// Text in which nobody is mentioned. It reads the same.
pub(super) fn calls_nobody(text: &str) -> String {
    text.replace("[@", "[\u{2060}@")
}

fn is_welcome(picture: bool, name: &str, bytes: &[u8]) -> bool {
    if picture {
        let known = bytes.starts_with(b"\x89PNG") || bytes.starts_with(&[0xff, 0xd8, 0xff]);
        return known && bytes.len() <= PICTURE;
    }
    let name = name.to_lowercase();
    DOCUMENTS.iter().any(|end| name.ends_with(end)) && bytes.len() <= DOCUMENT
}

fn without_token(trouble: &Trouble) -> Outcome {
    match trouble {
        Trouble::Consent | Trouble::App(_) => Outcome::Stop(Reason::Account),
        Trouble::Away => Outcome::Retry { after: None, unreachable: true },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_the_platform_takes_is_uploaded() {
        assert!(is_welcome(true, "poster.png", b"\x89PNG...."));
        assert!(!is_welcome(true, "poster.png", b"GIF89a"));
        assert!(!is_welcome(true, "poster.jpg", &[vec![0xff, 0xd8, 0xff], vec![0; PICTURE]].concat()));
        assert!(is_welcome(false, "Bao-cao.DOCX", b"PK"));
        assert!(!is_welcome(false, "bao-cao.xlsx", b"PK"));
    }

    proptest! {
        #[test]
        fn no_text_calls_anybody_and_every_text_reads_the_same(text in "[\\[@a0 ]{0,20}") {
            let said = calls_nobody(&text);
            prop_assert!(!said.contains("[@"));
            prop_assert_eq!(said.replace('\u{2060}', ""), text);
        }
    }
}
