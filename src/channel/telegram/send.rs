//! Sending. What a refusal means stands in `refusal`.

use super::address::{Address, MessageNumber, name};
use super::refusal::{Topic, classify};
use super::{Answer, Telegram, format};
use crate::channel::download::body;
use crate::channel::{Chat, Lost, Outcome, Reason, Upload};
use crate::message::{MediaKind, Message};
use anyhow::{Context, Result, anyhow};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::time::Duration;

/// After a refusal by somebody in front of the platform that names no time.
const PAUSE: Duration = Duration::from_secs(5);
/// Text goes quickly or not at all; an upload may crawl over a mountain line.
const TEXT_WAIT: Duration = Duration::from_secs(20);
const UPLOAD_WAIT: Duration = Duration::from_secs(120);

impl Telegram {
    /// Sends one message to one chat.
    pub async fn send(&self, chat: &Chat, message: &Message, file: Option<Upload>) -> Outcome {
        let Some(to) = Address::parse(&chat.address) else { return Outcome::Refused(Reason::UnknownChat) };
        let link = message.link.as_ref().and_then(|link| {
            // A link bound to the group's place was given its payload by the outbox.
            let crate::message::Link::Private { label, payload } = link else { return None };
            Some((label.clone(), self.private_link(payload)?))
        });
        let answer = match (&message.media, file) {
            (Some(media), Some(file)) => {
                let (method, field) = match media.kind {
                    MediaKind::Voice => ("sendVoice", "voice"),
                    MediaKind::Picture => ("sendPhoto", "photo"),
                    MediaKind::Document => ("sendDocument", "document"),
                };
                let fields = format::media(to, message, link);
                match file {
                    Upload::Held(id) | Upload::Link(id) => {
                        let mut body = fields;
                        body[field] = json!(id);
                        self.post(method, &body, TEXT_WAIT).await
                    }
                    Upload::Bytes(name, bytes) => {
                        let mut form = Form::new().part(field, Part::bytes(bytes).file_name(name));
                        for (key, value) in fields.as_object().into_iter().flatten() {
                            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                            form = form.text(key.clone(), text);
                        }
                        self.finish(self.0.http.post(self.url(method)).timeout(UPLOAD_WAIT).multipart(form))
                            .await
                    }
                }
            }
            _ => self.post("sendMessage", &format::text(to, message, link), TEXT_WAIT).await,
        };
        match answer {
            Answer::Ok(result) => {
                let message = name(&result["chat"], &result).unwrap_or_default();
                Outcome::Sent { message, file_id: file_id(&result) }
            }
            Answer::Refused { code, description, parameters } => {
                let topic = match (format::topic(to, message), to.topic) {
                    (None, _) => Topic::None,
                    (sent, linked) if sent == linked => Topic::Linked,
                    _ => Topic::OfReply,
                };
                classify(code, &description, &parameters, topic)
            }
            Answer::Failed(failure) => failure.outcome(PAUSE),
        }
    }

    /// `answerCallbackQuery`: at most 200 characters.
    pub async fn answer_press(&self, callback: &str, text: &str) {
        let text: String = text.chars().take(200).collect();
        let _ =
            self.call("answerCallbackQuery", json!({ "callback_query_id": callback, "text": text })).await;
    }

    /// `setMyCommands`, in a private chat or in every one that has none of its own; none: `deleteMyCommands`. What the
    /// platform does not take is not worth a fault: everything can be typed all the same.
    pub async fn offer(&self, address: Option<&str>, entries: &[(String, String)]) {
        let scope = match address.map(Address::parse) {
            None => json!({ "type": "all_private_chats" }),
            Some(Some(Address { chat, .. })) => json!({ "type": "chat", "chat_id": chat }),
            Some(None) => return,
        };
        if entries.is_empty() {
            let _ = self.call("deleteMyCommands", json!({ "scope": scope })).await;
            return;
        }
        let commands: Vec<_> = entries
            .iter()
            .map(|(command, says)| json!({ "command": command, "description": says }))
            .collect();
        let _ = self.call("setMyCommands", json!({ "commands": commands, "scope": scope })).await;
    }

    /// Takes the buttons away, so that an old choice is not pressed again.
    pub async fn close_choice(&self, address: &str, message: &str) {
        if let Some(Address { chat, .. }) = Address::parse(address)
            && let Some(message) = MessageNumber::in_chat(message, chat)
        {
            let body = json!({ "chat_id": chat, "message_id": message.number });
            let _ = self.call("editMessageReplyMarkup", body).await;
        }
    }

    /// `getFile`, then its bytes; at most 20 MB (Bot API, `getFile`).
    pub async fn fetch(&self, file_id: &str) -> Result<Vec<u8>> {
        let file = match self.post("getFile", &json!({ "file_id": file_id }), TEXT_WAIT).await {
            Answer::Ok(file) => file,
            // Not its own, or not there any more.
            Answer::Refused { code: 400, .. } => return Err(Lost.into()),
            _ => return Err(anyhow!("Telegram could not be asked for a file")),
        };
        let path = file["file_path"].as_str().context("Telegram gave no file path")?;
        let url = format!("{}/file/bot{}/{path}", self.0.api_url, self.0.token.expose());
        let response =
            self.0.http.get(url).timeout(UPLOAD_WAIT).send().await.map_err(reqwest::Error::without_url)?;
        body(response.error_for_status().map_err(reqwest::Error::without_url)?).await
    }
}

fn file_id(result: &Value) -> Option<String> {
    let found = [&result["voice"], &result["document"], &result["audio"]].into_iter().find(|v| v.is_object());
    let found = found.or_else(|| result["photo"].as_array().and_then(|sizes| sizes.last()))?;
    found["file_id"].as_str().map(str::to_owned)
}
