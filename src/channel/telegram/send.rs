//! Sending, and what each answer of the platform means (the error table).

use super::{Answer, Telegram, format};
use crate::channel::{Chat, Lost, Outcome, Reason, Upload, body};
use crate::message::{MediaKind, Message};
use anyhow::{Context, Result, anyhow};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::time::Duration;

/// Text goes quickly or not at all; an upload may crawl over a mountain line.
const TEXT_WAIT: Duration = Duration::from_secs(20);
const UPLOAD_WAIT: Duration = Duration::from_secs(120);
const FETCH_MOST: usize = 20 << 20;

impl Telegram {
    /// Sends one message to one chat.
    pub async fn send(&self, chat: &Chat, message: &Message, file: Option<Upload>) -> Outcome {
        let Ok(chat) = chat.address.parse::<i64>() else { return Outcome::Gone(Reason::UnknownChat) };
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
                let fields = format::media(chat, message, link);
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
            _ => self.post("sendMessage", &format::text(chat, message, link), TEXT_WAIT).await,
        };
        match answer {
            Answer::Ok(result) => {
                Outcome::Sent { message: result["message_id"].to_string(), file_id: file_id(&result) }
            }
            Answer::Refused { code, description, parameters } => classify(code, &description, &parameters),
            Answer::NotSent => Outcome::Retry { after: None, unreachable: true },
            Answer::Uncertain => Outcome::Unknown(Reason::NoAnswer),
        }
    }

    /// `answerCallbackQuery`: at most 200 characters.
    pub async fn answer_press(&self, callback: &str, text: &str) {
        let text: String = text.chars().take(200).collect();
        let _ =
            self.call("answerCallbackQuery", json!({ "callback_query_id": callback, "text": text })).await;
    }

    /// Takes the buttons away, so that an old choice is not pressed again.
    pub async fn close_choice(&self, address: &str, message: &str) {
        if let (Ok(chat), Ok(id)) = (address.parse::<i64>(), format::message_id(message).0.parse::<i64>()) {
            let _ = self.call("editMessageReplyMarkup", json!({ "chat_id": chat, "message_id": id })).await;
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
        let url = format!("{}/file/bot{}/{path}", self.0.api_url, self.0.token);
        let response =
            self.0.http.get(url).timeout(UPLOAD_WAIT).send().await.map_err(reqwest::Error::without_url)?;
        body(response.error_for_status().map_err(reqwest::Error::without_url)?, FETCH_MOST).await
    }
}

fn file_id(result: &Value) -> Option<String> {
    let found = [&result["voice"], &result["document"], &result["audio"]].into_iter().find(|v| v.is_object());
    let found = found.or_else(|| result["photo"].as_array().and_then(|sizes| sizes.last()))?;
    found["file_id"].as_str().map(str::to_owned)
}

/// The platform's error table (telegram.md 2.2, from the Bot API server's own texts). The text
/// decides; codes alone are too coarse.
pub(super) fn classify(code: i64, description: &str, parameters: &Value) -> Outcome {
    let text = description.to_lowercase();
    let has = |needle: &str| text.contains(needle);
    let any = |needles: &[&str]| needles.iter().any(|n| text.contains(n));
    if let Some(to) = parameters["migrate_to_chat_id"].as_i64() {
        return Outcome::Moved { to: to.to_string() };
    }
    match code {
        429 => {
            let after = parameters["retry_after"].as_u64().unwrap_or(5);
            Outcome::Retry { after: Some(Duration::from_secs(after)), unreachable: false }
        }
        401 | 404 | 421 => Outcome::Stop(Reason::Token),
        403 if any(&["bot was kicked", "bot is not a member"]) => Outcome::Gone(Reason::Removed),
        403 if has("group chat was deleted") => Outcome::Gone(Reason::GroupEnded),
        403 if has("can't initiate conversation") => Outcome::Gone(Reason::NeverStarted),
        403 if any(&["blocked by the user", "user is deactivated"]) => Outcome::Gone(Reason::Blocked),
        // Words that are not known yet end this message; they must not cost a village its link.
        403 => Outcome::Refused(Reason::Muted),
        400 if has("chat not found") => Outcome::Gone(Reason::UnknownChat),
        400 if any(&["group chat was deactivated", "chat was deleted", "group chat was deleted"]) => {
            Outcome::Gone(Reason::GroupEnded)
        }
        400 if any(&[
            "not enough rights",
            "chat_write_forbidden",
            "chat_restricted",
            "have no rights to send",
        ]) =>
        {
            Outcome::Gone(Reason::Muted)
        }
        400 if any(&[
            "message thread not found",
            "message to be replied not found",
            "replied message not found",
            "reply message not found",
            "topic_closed",
        ]) =>
        {
            Outcome::LostContext
        }
        400 if any(&[
            "wrong file identifier",
            "wrong file_id",
            "wrong remote file",
            "file is temporarily unavailable",
        ]) =>
        {
            Outcome::StaleFile
        }
        409 => Outcome::Retry { after: Some(Duration::from_secs(5)), unreachable: false },
        500.. => Outcome::Unknown(Reason::NoAnswer),
        _ => Outcome::Refused(Reason::Content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_error_table_has_its_meaning() {
        let plain = json!(null);
        for (code, text, meaning) in [
            (400, "Bad Request: chat not found", Outcome::Gone(Reason::UnknownChat)),
            (400, "Bad Request: message is too long", Outcome::Refused(Reason::Content)),
            (400, "Bad Request: can't parse entities: x", Outcome::Refused(Reason::Content)),
            (400, "Bad Request: message thread not found", Outcome::LostContext),
            (400, "Bad Request: message to be replied not found", Outcome::LostContext),
            (
                400,
                "Bad Request: not enough rights to send text messages to the chat",
                Outcome::Gone(Reason::Muted),
            ),
            (400, "Bad Request: wrong file identifier/HTTP URL specified", Outcome::StaleFile),
            (401, "Unauthorized", Outcome::Stop(Reason::Token)),
            (403, "Forbidden: bot was blocked by the user", Outcome::Gone(Reason::Blocked)),
            (403, "Forbidden: user is deactivated", Outcome::Gone(Reason::Blocked)),
            (403, "Forbidden: bot was kicked from the supergroup chat", Outcome::Gone(Reason::Removed)),
            (403, "Forbidden: bot is not a member of the group chat", Outcome::Gone(Reason::Removed)),
            (403, "Forbidden: the group chat was deleted", Outcome::Gone(Reason::GroupEnded)),
            (
                403,
                "Forbidden: bot can't initiate conversation with a user",
                Outcome::Gone(Reason::NeverStarted),
            ),
            (400, "Bad Request: TOPIC_CLOSED", Outcome::LostContext),
            (403, "Forbidden: something new", Outcome::Refused(Reason::Muted)),
            (413, "Request Entity Too Large", Outcome::Refused(Reason::Content)),
            (500, "Internal Server Error: restart", Outcome::Unknown(Reason::NoAnswer)),
        ] {
            assert_eq!(classify(code, text, &plain), meaning, "{code} {text}");
        }
        let wait = Outcome::Retry { after: Some(Duration::from_secs(7)), unreachable: false };
        assert_eq!(classify(429, "Too Many Requests: retry after 7", &json!({"retry_after": 7})), wait);
        let moved = Outcome::Moved { to: "-1005".into() };
        assert_eq!(
            classify(400, "Bad Request: group chat was upgraded", &json!({"migrate_to_chat_id": -1005})),
            moved
        );
    }
}
