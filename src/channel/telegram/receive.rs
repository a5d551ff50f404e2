//! Receiving: raw JSON is kept first and read tolerantly afterwards. Only what is addressed to us is kept.

use super::{ALLOWED, Answer, POLL_SECONDS, Telegram};
use crate::inbox::Update;
use crate::message::{ChatKind, Event, Incoming};
use anyhow::{Result, anyhow};
use serde_json::{Value, json};
use std::time::Duration;

/// "Group" as an anonymous admin (Bot API: `GroupAnonymousBot`).
const ANONYMOUS_ADMIN: i64 = 1_087_968_824;

impl Telegram {
    /// One `getUpdates`. Returns what is worth keeping and the offset after everything received.
    pub async fn poll(&self, next: Option<&str>) -> Result<(Vec<Update>, Option<String>)> {
        let offset = next.and_then(|n| n.parse::<i64>().ok());
        let mut body = json!({ "timeout": POLL_SECONDS, "limit": 100, "allowed_updates": ALLOWED });
        if let Some(offset) = offset {
            body["offset"] = json!(offset);
        }
        let updates = match self.post("getUpdates", &body, Duration::from_secs(POLL_SECONDS + 15)).await {
            Answer::Ok(Value::Array(updates)) => updates,
            Answer::Ok(_) => return Err(anyhow!("Telegram's getUpdates gave no list")),
            Answer::Refused { code: 409, .. } => {
                return Err(anyhow!(
                    "another program polls with this bot's token, or a webhook is set (409)"
                ));
            }
            Answer::Refused { code, description, .. } => {
                return Err(anyhow!("Telegram refused getUpdates: {code} {description}"));
            }
            Answer::NotSent | Answer::Uncertain => {
                return Err(anyhow!("Telegram could not be reached for getUpdates"));
            }
        };
        let last = updates.iter().filter_map(|u| u["update_id"].as_i64()).max();
        let next = last.map(|id| (id + 1).to_string());
        Ok((updates.into_iter().filter_map(|u| self.worth_keeping(u)).collect(), next))
    }

    /// One pushed update. The secret is compared in constant time.
    pub fn pushed(&self, header: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Option<Vec<Update>> {
        let (_, secret) = self.0.webhook.as_ref()?;
        let given = header("x-telegram-bot-api-secret-token").unwrap_or_default();
        let same = given.len() == secret.len()
            && given.bytes().zip(secret.bytes()).fold(0, |d, (a, b)| d | (a ^ b)) == 0;
        if !same {
            return None;
        }
        let update = serde_json::from_slice::<Value>(body).unwrap_or_default();
        Some(self.worth_keeping(update).into_iter().collect())
    }

    fn worth_keeping(&self, body: Value) -> Option<Update> {
        let Some(id) = body["update_id"].as_i64() else {
            tracing::info!("an update without a number was left alone");
            return None;
        };
        let event = body.as_object()?.keys().find(|k| *k != "update_id")?.clone();
        let keep = match event.as_str() {
            "callback_query" | "my_chat_member" => true,
            "message" => self.addressed(&body["message"]),
            _ => false,
        };
        if !keep && !ALLOWED.contains(&event.as_str()) {
            tracing::info!(event, "an update of a kind not known was left alone");
        }
        keep.then(|| Update { key: id.to_string(), event, body })
    }

    /// Private messages, and of a group only what is said to us: a slash command, a mention, a quote of
    /// our message, `lienket CODE`; and that the group moved.
    fn addressed(&self, message: &Value) -> bool {
        if message["chat"]["type"] == "private" {
            return true;
        }
        if !message["migrate_to_chat_id"].is_null() || !message["migrate_from_chat_id"].is_null() {
            return true;
        }
        let text = message["text"].as_str().or(message["caption"].as_str()).unwrap_or_default();
        let quotes_us =
            self.id().is_some_and(|id| message["reply_to_message"]["from"]["id"].as_i64() == Some(id));
        let folded = crate::text::fold(text);
        quotes_us
            || (text.starts_with('/') && self.own_command(text).is_some())
            || self.cut_mention(text).is_some()
            || folded.starts_with("lienket ")
            || folded.starts_with("lien ket ")
    }

    /// The command with `@name` cut off, or `None` when it is another bot's.
    fn own_command(&self, text: &str) -> Option<String> {
        let (word, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
        match word.split_once('@') {
            None => Some(text.to_owned()),
            Some((command, name)) if self.0.username.get().is_some_and(|n| n.eq_ignore_ascii_case(name)) => {
                Some(format!("{command}{rest}"))
            }
            Some(_) => None,
        }
    }

    /// The text without the mention of us, or `None` when there is none.
    fn cut_mention(&self, text: &str) -> Option<String> {
        let mention = format!("@{}", self.0.username.get()?.to_lowercase());
        let at = text.to_lowercase().find(&mention)?;
        // Lower-casing may change lengths outside ASCII; a username is ASCII, so look again there.
        let at = text
            .get(at..)
            .filter(|t| t.to_lowercase().starts_with(&mention))
            .map(|_| at)
            .or_else(|| text.find('@'))?;
        let after = text.get(at + mention.len()..)?;
        if after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        Some(
            format!("{} {}", text[..at].trim(), after.trim_start_matches([',', ':', ' ']).trim())
                .trim()
                .to_owned(),
        )
    }

    /// A kept update in no platform's words. Whatever is missing or of a new kind becomes [`Event::Nothing`].
    pub fn read(&self, event: &str, body: &Value) -> Incoming {
        let inner = &body[event];
        match event {
            "message" => self.read_message(inner),
            "callback_query" => self.read_press(inner),
            "my_chat_member" => self.read_membership(inner),
            _ => incoming(&Value::Null, Event::Nothing),
        }
    }

    fn read_message(&self, message: &Value) -> Incoming {
        let mut read = incoming(message, Event::Nothing);
        let from = &message["from"];
        let sender = from["id"].as_i64();
        let chat = message["chat"]["id"].as_i64();
        // An anonymous admin writes as the group; a channel's post or another bot is nobody to answer.
        let as_chat = message["sender_chat"]["id"].as_i64();
        read.anonymous = sender == Some(ANONYMOUS_ADMIN) && as_chat.is_some() && as_chat == chat;
        let machine = from["is_bot"] == true
            || as_chat.is_some()
            || message["is_automatic_forward"] == true
            || !message["via_bot"].is_null();
        if machine && !read.anonymous {
            return read;
        }
        read.sender = sender.filter(|_| !read.anonymous).map(|id| id.to_string());
        let quoted = &message["reply_to_message"];
        if self.id().is_some_and(|id| quoted["from"]["id"].as_i64() == Some(id)) {
            read.quoted = quoted["message_id"].as_i64().map(|id| id.to_string());
        }
        read.event = if let Some(to) = message["migrate_to_chat_id"].as_i64() {
            Event::Moved { to: to.to_string() }
        } else if let Some(from) = message["migrate_from_chat_id"].as_i64() {
            // The new chat tells of the old one: turn it round, so that both tellings are one.
            let to = read.chat.clone();
            read.chat = from.to_string();
            Event::Moved { to }
        } else if let Some(text) = message["text"].as_str() {
            if text.starts_with('/') {
                self.own_command(text).map_or(Event::Nothing, |text| Event::Text { text, addressed: true })
            } else {
                match self.cut_mention(text) {
                    Some(text) => Event::Text { text, addressed: true },
                    None => Event::Text { text: text.to_owned(), addressed: false },
                }
            }
        } else if let Some(file) =
            message["voice"]["file_id"].as_str().or(message["audio"]["file_id"].as_str())
        {
            let seconds =
                message["voice"]["duration"].as_i64().or(message["audio"]["duration"].as_i64()).unwrap_or(0);
            Event::Voice { file_id: file.to_owned(), seconds }
        } else if [
            "sticker",
            "photo",
            "document",
            "video",
            "video_note",
            "animation",
            "contact",
            "location",
            "poll",
            "dice",
        ]
        .iter()
        .any(|kind| message.get(*kind).is_some_and(|v| !v.is_null()) || message.get(*kind).is_some())
        {
            Event::Unsupported
        } else {
            Event::Nothing
        };
        read
    }

    fn read_press(&self, query: &Value) -> Incoming {
        let token = query["data"].as_str().unwrap_or_default().to_owned();
        let callback = query["id"].as_str().unwrap_or_default().to_owned();
        let mut read = incoming(&query["message"], Event::Press { token, callback });
        read.sender = query["from"]["id"].as_i64().map(|id| id.to_string());
        if read.chat.is_empty()
            && let Some(sender) = &read.sender
        {
            read.chat.clone_from(sender);
        }
        read
    }

    fn read_membership(&self, change: &Value) -> Incoming {
        // Inside, and allowed to write.
        let standing = |m: &Value| match m["status"].as_str() {
            Some("creator" | "administrator" | "member") => (true, true),
            Some("restricted") if m["is_member"] != false => (true, m["can_send_messages"] != false),
            _ => (false, false),
        };
        let (before, after) = (standing(&change["old_chat_member"]), standing(&change["new_chat_member"]));
        let event = match (before, after) {
            // Who may write again is as good as come back.
            ((_, false), (_, true)) => Event::Joined,
            ((true, _), (false, _)) => Event::Left,
            _ => Event::Nothing,
        };
        let mut read = incoming(change, event);
        read.sender = change["from"]["id"].as_i64().map(|id| id.to_string());
        read.message = None;
        read
    }
}

fn incoming(message: &Value, event: Event) -> Incoming {
    let chat = &message["chat"];
    let kind = if chat["type"] == "private" || chat.is_null() { ChatKind::Private } else { ChatKind::Group };
    let thread = message["message_thread_id"].as_i64().filter(|_| message["is_topic_message"] == true);
    let id = message["message_id"].as_i64().map(|id| match thread {
        Some(thread) => format!("{id}@{thread}"),
        None => id.to_string(),
    });
    Incoming {
        chat: chat["id"].as_i64().map(|id| id.to_string()).unwrap_or_default(),
        kind,
        sender: None,
        anonymous: false,
        album: None,
        attached: false,
        message: id,
        quoted: None,
        event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bot() -> Telegram {
        let bot = Telegram::new(
            "42:secret".into(),
            "http://127.0.0.1:1",
            Some(("https://x/hook/tg".into(), "s3".into())),
            None,
            None,
        )
        .unwrap();
        bot.0.username.set("LoaBanBot".into()).unwrap();
        bot
    }

    fn group(extra: Value) -> Value {
        let mut m = json!({"message_id": 3, "from": {"id": 9, "is_bot": false}, "chat": {"id": -100, "type": "supergroup"}});
        m.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({"update_id": 1, "message": m})
    }

    #[test]
    fn of_a_group_only_what_is_said_to_us_is_kept() {
        let bot = bot();
        for (message, kept) in [
            (json!({"text": "chào cả bản"}), false),
            (json!({"text": "/hoi học phí"}), true),
            (json!({"text": "/hoi@loabanbot học phí"}), true),
            (json!({"text": "/hoi@KhacBot học phí"}), false),
            (json!({"text": "@LoaBanBot trợ giúp"}), true),
            (json!({"text": "@LoaBanBotX trợ giúp"}), false),
            (json!({"text": "lienket ABCD2345"}), true),
            (json!({"text": "vâng", "reply_to_message": {"message_id": 1, "from": {"id": 42}}}), true),
            (json!({"text": "vâng", "reply_to_message": {"message_id": 1, "from": {"id": 43}}}), false),
            (json!({"migrate_to_chat_id": -1005}), true),
            (json!({"new_chat_title": "x"}), false),
        ] {
            assert_eq!(bot.worth_keeping(group(message.clone())).is_some(), kept, "{message}");
        }
    }

    #[test]
    fn a_message_with_an_entity_not_known_keeps_its_text() {
        let read = bot().read(
            "message",
            &group(json!({"text": "/hoi@LoaBanBot bao giờ?", "entities": [{"type": "date_time", "offset": 0, "length": 2, "x": 1}]})),
        );
        assert_eq!(read.event, Event::Text { text: "/hoi bao giờ?".into(), addressed: true });
        assert_eq!(read.sender.as_deref(), Some("9"));
    }

    #[test]
    fn another_bot_is_nobody_and_an_anonymous_admin_has_no_sender() {
        let other =
            bot().read("message", &group(json!({"text": "/hoi x", "from": {"id": 5, "is_bot": true}})));
        assert_eq!(other.event, Event::Nothing);
        let anonymous = json!({"text": "/lienket X", "from": {"id": ANONYMOUS_ADMIN, "is_bot": true}, "sender_chat": {"id": -100}});
        let read = bot().read("message", &group(anonymous));
        assert!(read.anonymous && read.sender.is_none());
        assert_eq!(read.event, Event::Text { text: "/lienket X".into(), addressed: true });
    }

    #[test]
    fn a_wrong_secret_is_refused() {
        let header = |value: &'static str| move |_: &str| Some(value.to_owned());
        assert!(bot().pushed(&header("s3"), b"{}").is_some());
        assert!(bot().pushed(&header("s4"), b"{}").is_none());
        assert!(bot().pushed(&|_| None, b"{}").is_none());
    }
}
