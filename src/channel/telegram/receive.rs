//! Receiving: raw JSON is kept first and read tolerantly afterwards. Only what is addressed to us is kept.

use super::address::{name, topic};
use super::{ALLOWED, Answer, MOST_AT_ONCE, POLL_SECONDS, Telegram};
use crate::channel::http::{Failure, same};
use crate::channel::{Proof, Unproven};
use crate::inbox::Update;
use crate::message::{ChatKind, Event, Incoming};
use anyhow::{Result, anyhow};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// "Group" as an anonymous admin (Bot API: `GroupAnonymousBot`).
const ANONYMOUS_ADMIN: i64 = 1_087_968_824;

/// What the platform says of itself and nobody wrote (Bot API, service messages); everything else is somebody's word,
/// also of a kind that is not known yet.
const SERVICE: &[&str] = &[
    "new_chat_members",
    "left_chat_member",
    "chat_owner_left",
    "chat_owner_changed",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "user_shared",
    "chat_shared",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "direct_message_price_changed",
    "paid_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway_completed",
    "giveaway_winners",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "web_app_data",
];

const MOST_BYTES: u64 = 20 << 20;

impl Telegram {
    /// One `getUpdates`. Returns what is worth keeping and the offset after everything received.
    pub async fn poll(&self, next: Option<&str>) -> Result<(Vec<Update>, Option<String>)> {
        let offset = next.and_then(|n| n.parse::<i64>().ok());
        let at_once = self.0.at_once.load(Ordering::SeqCst);
        let mut body = json!({ "timeout": POLL_SECONDS, "limit": at_once, "allowed_updates": ALLOWED });
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
            // The longest texts, a hundred of them, are longer than any answer that is read.
            Answer::Failed(Failure::Endless) => {
                self.0.at_once.store((at_once / 2).max(1), Ordering::SeqCst);
                return Err(anyhow!("Telegram's getUpdates was longer than is read; fewer are asked for"));
            }
            Answer::Failed(_) => {
                return Err(anyhow!("Telegram could not be reached for getUpdates"));
            }
        };
        self.0.at_once.store((at_once * 2).min(MOST_AT_ONCE), Ordering::SeqCst);
        let last = updates.iter().filter_map(|u| u["update_id"].as_i64()).max();
        let next = last.map(|id| (id + 1).to_string());
        Ok((updates.into_iter().filter_map(|u| self.worth_keeping(u)).collect(), next))
    }

    /// The secret is a header.
    pub fn proof(&self, header: &dyn Fn(&str) -> Option<String>) -> Proof {
        let given = header("x-telegram-bot-api-secret-token").unwrap_or_default();
        match &self.0.webhook {
            Some((_, secret)) if same(&given, secret) => Proof::ByHeader,
            _ => Proof::None,
        }
    }

    /// One pushed update. The secret is compared in constant time.
    pub fn pushed(
        &self,
        header: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
    ) -> Result<Vec<Update>, Unproven> {
        let (_, secret) = self.0.webhook.as_ref().ok_or("nothing is to be pushed")?;
        let given = header("x-telegram-bot-api-secret-token").unwrap_or_default();
        if !same(&given, secret) {
            return Err("wrong secret");
        }
        let update = self.0.secrets.read(body);
        Ok(self.worth_keeping(update).into_iter().collect())
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
            // A place that is shared for an hour is edited all the time, and says nothing.
            "edited_message" => {
                words(&body["edited_message"]).is_some() && self.addressed(&body["edited_message"])
            }
            _ => false,
        };
        if !keep && !ALLOWED.contains(&event.as_str()) {
            tracing::info!(event, "an update of a kind not known was left alone");
        }
        keep.then(|| Update { key: id.to_string(), event, body })
    }

    /// Private messages, and of a group only what is said to us: a slash command of ours, a mention, a quote of our
    /// message, `lienket CODE`; and that the group moved. What calls another bot is not for us, whatever it quotes.
    fn addressed(&self, message: &Value) -> bool {
        if message["chat"]["type"] == "private" {
            return true;
        }
        if !message["migrate_to_chat_id"].is_null() || !message["migrate_from_chat_id"].is_null() {
            return true;
        }
        // Nobody said it to us, whatever it says.
        if is_forwarded(message) {
            return false;
        }
        let text = words(message).unwrap_or_default();
        if text.starts_with('/') {
            return self.own_command(text).is_some();
        }
        let quotes_us =
            self.id().is_some_and(|id| message["reply_to_message"]["from"]["id"].as_i64() == Some(id));
        quotes_us || self.cut_mention(text).is_some() || (self.0.is_command)(text)
    }

    /// The line with `@name` cut off the command, or `None` when it is no command, or another bot's: `/ban`, `//`,
    /// `/24/7`, `/hoi@AnotherBot`.
    fn own_command(&self, text: &str) -> Option<String> {
        let (word, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
        let line = match word.split_once('@') {
            None => text.to_owned(),
            Some((command, name)) if self.0.username.get().is_some_and(|n| n.eq_ignore_ascii_case(name)) => {
                format!("{command}{rest}")
            }
            Some(_) => return None,
        };
        (self.0.is_command)(&line).then_some(line)
    }

    /// What somebody wrote, and whether it calls us by our name.
    fn text(&self, text: &str, private: bool) -> Option<(String, bool)> {
        if text.starts_with('/') {
            return match self.own_command(text) {
                Some(line) => Some((line, true)),
                // In private there is nobody else whom a slash could call.
                None => private.then(|| (text.to_owned(), true)),
            };
        }
        Some(self.cut_mention(text).map_or_else(|| (text.to_owned(), false), |text| (text, true)))
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

    /// A kept update in no platform's words. A message of a kind that is not known is
    /// [`Event::Unsupported`]; what is no message and not known is [`Event::Nothing`].
    pub fn read(&self, event: &str, body: &Value) -> Incoming {
        let inner = &body[event];
        match event {
            "message" => self.read_message(inner),
            "edited_message" => {
                let read = self.read_message(inner);
                let event = match read.event {
                    Event::Text { text, addressed } => Event::Edited { text, addressed },
                    Event::Voice { text, addressed, .. } | Event::Picture { text, addressed, .. }
                        if !text.is_empty() =>
                    {
                        Event::Edited { text, addressed }
                    }
                    _ => Event::Nothing,
                };
                Incoming { event, ..read }
            }
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
            read.quoted = name(&message["chat"], quoted);
        }
        read.album = message["media_group_id"].as_str().map(str::to_owned);
        read.event = if let Some(to) = message["migrate_to_chat_id"].as_i64() {
            Event::Moved { to: to.to_string() }
        } else if let Some(from) = message["migrate_from_chat_id"].as_i64() {
            // The new chat tells of the old one: turn it round, so that both tellings are one.
            let to = read.chat.clone();
            read.chat = from.to_string();
            Event::Moved { to }
        } else if SERVICE.iter().any(|key| message.get(*key).is_some()) {
            Event::Nothing
        } else if let Some(file) =
            message["voice"]["file_id"].as_str().or(message["audio"]["file_id"].as_str())
        {
            let seconds =
                message["voice"]["duration"].as_i64().or(message["audio"]["duration"].as_i64()).unwrap_or(0);
            let beside = words(message).and_then(|text| self.text(text, read.kind == ChatKind::Private));
            let (text, addressed) = beside.unwrap_or_default();
            Event::Voice { file_id: file.to_owned(), seconds, text, addressed }
        } else if let Some(file) = picture(message) {
            let beside = words(message).and_then(|text| self.text(text, read.kind == ChatKind::Private));
            let (text, addressed) = beside.unwrap_or_default();
            Event::Picture { file_id: file.to_owned(), text, addressed }
        } else if let Some(text) = words(message) {
            self.text(text, read.kind == ChatKind::Private)
                .map_or(Event::Nothing, |(text, addressed)| Event::Text { text, addressed })
        } else {
            Event::Unsupported
        };
        read
    }

    fn read_press(&self, query: &Value) -> Incoming {
        let token = query["data"].as_str().unwrap_or_default().to_owned();
        let callback = query["id"].as_str().unwrap_or_default().to_owned();
        let pressed = &query["message"];
        let mut read = incoming(pressed, Event::Press { token, callback });
        // Ours, and known by what the platform called it when it took it.
        read.message = name(&pressed["chat"], pressed);
        read.sender = query["from"]["id"].as_i64().map(|id| id.to_string());
        if read.chat.is_empty()
            && let Some(sender) = &read.sender
        {
            read.chat.clone_from(sender);
        }
        read
    }

    fn read_membership(&self, change: &Value) -> Incoming {
        // Nobody can speak to us in a channel: whether we sit in it is no news.
        if change["chat"]["type"] == "channel" {
            return incoming(&Value::Null, Event::Nothing);
        }
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

/// Somebody passes on what another has written. (The keys before Bot API 7.0 are taken, too.)
fn is_forwarded(message: &Value) -> bool {
    ["forward_origin", "forward_date", "forward_from", "forward_from_chat"]
        .iter()
        .any(|key| !message[*key].is_null())
}

/// What is written in a message; under a picture or a file that is its caption.
fn words(message: &Value) -> Option<&str> {
    message["text"].as_str().or(message["caption"].as_str()).filter(|text| !text.trim().is_empty())
}

fn incoming(message: &Value, event: Event) -> Incoming {
    let chat = &message["chat"];
    let kind = if chat["type"] == "private" || chat.is_null() { ChatKind::Private } else { ChatKind::Group };
    let topic = topic(message);
    let address = chat["id"].as_i64().map(|id| id.to_string()).unwrap_or_default();
    Incoming {
        // A person's chat is one chat, whatever topics they keep in it.
        chat: match topic.filter(|_| kind == ChatKind::Group) {
            Some(topic) => format!("{address}@{topic}"),
            None => address,
        },
        kind,
        sender: None,
        anonymous: false,
        album: None,
        forwarded: is_forwarded(message),
        message: name(chat, message),
        quoted: None,
        event,
    }
}

/// The handle of the largest form of a picture that a bot may fetch (getFile: 20 MB), also of one that was sent as a file.
fn picture(message: &Value) -> Option<&str> {
    let fits = |file: &&Value| file["file_size"].as_u64().is_none_or(|size| size <= MOST_BYTES);
    let sizes = message["photo"].as_array().map_or(&[][..], Vec::as_slice);
    let document = Some(&message["document"])
        .filter(|file| matches!(file["mime_type"].as_str(), Some("image/jpeg" | "image/png")));
    sizes.iter().rev().chain(document).find(fits)?["file_id"].as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Account, Platform, Secret};

    fn bot() -> Telegram {
        let mut account = Account::new("tg", Platform::Telegram);
        account.token = Secret::new("42:secret");
        let webhook = Some(("https://x/hook/tg".into(), "s3".into()));
        // A stand-in for the conversation's own list.
        let is_command = |text: &str| {
            ["/hoi", "/lienket", "/start", "lienket "].iter().any(|command| text.starts_with(command))
        };
        let bot = Telegram::new(&account, webhook, is_command).unwrap();
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
            // Not ours, and the last not even a command.
            (json!({"text": "/ban"}), false),
            (json!({"text": "/ban@LoaBanBot"}), false),
            (json!({"text": "//"}), false),
            (json!({"text": "/24/7"}), false),
            (json!({"text": "/ban", "reply_to_message": {"message_id": 1, "from": {"id": 42}}}), false),
            (json!({"photo": [{}], "caption": "@LoaBanBot giấy này là gì?"}), true),
            (json!({"photo": [{}], "caption": "ảnh họp bản"}), false),
            (json!({"story": {"id": 1}}), false),
            (json!({"gift": {}}), false),
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

    fn in_private(event: &str, extra: Value) -> Value {
        let mut message = json!({"message_id": 3, "from": {"id": 9, "is_bot": false}, "chat": {"id": 9, "type": "private"}});
        message.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({"update_id": 1, event: message})
    }

    #[test]
    fn every_kind_of_message_gets_a_word_and_what_the_platform_says_of_itself_none() {
        let bot = bot();
        let read = |extra: Value| bot.read("message", &in_private("message", extra)).event;
        for kind in [
            "sticker",
            "photo",
            "document",
            "video",
            "video_note",
            "animation",
            "contact",
            "location",
            "venue",
            "poll",
            "dice",
            "story",
            "paid_media",
            "game",
            "gift",
            "unique_gift",
            "checklist",
            "invoice",
            "giveaway",
            "something_new",
        ] {
            assert_eq!(read(json!({kind: {"x": 1}})), Event::Unsupported, "{kind}");
        }
        // What comes with nothing that can be told is somebody's message all the same.
        assert_eq!(read(json!({})), Event::Unsupported);
        for kind in SERVICE.iter().filter(|kind| !kind.starts_with("migrate_")) {
            assert_eq!(read(json!({*kind: {"x": 1}})), Event::Nothing, "{kind}");
        }
    }

    #[test]
    fn a_caption_is_words_and_an_album_is_known_by_its_number() {
        let shown = |file: &str, text: &str| Event::Picture {
            file_id: file.into(),
            text: text.into(),
            addressed: false,
        };
        let sizes = json!([{"file_id": "s", "file_size": 900}, {"file_id": "l", "file_size": 90_000}]);
        let said = json!({"photo": sizes, "caption": "Giấy này nói gì?", "media_group_id": "135"});
        let read = bot().read("message", &in_private("message", said));
        assert_eq!((read.event, read.album.as_deref()), (shown("l", "Giấy này nói gì?"), Some("135")));
        let bare = json!({"photo": [{"file_id": "p"}], "caption": " ", "media_group_id": "135"});
        assert_eq!(bot().read("message", &in_private("message", bare)).event, shown("p", ""));
        // Sent as a file it is a picture all the same; another file is none.
        let file = |mime: &str| json!({"document": {"file_id": "d", "mime_type": mime}});
        let read = |said| bot().read("message", &in_private("message", said)).event;
        assert_eq!(read(file("image/jpeg")), shown("d", ""));
        assert_eq!(read(file("image/svg+xml")), Event::Unsupported);
        let large = json!({"document": {"file_id": "d", "mime_type": "image/png", "file_size": 21 << 20}});
        assert_eq!(read(large), Event::Unsupported);
        let plain = bot().read("message", &in_private("message", json!({"text": "chào"})));
        assert_eq!(plain.album, None);
    }

    #[test]
    fn an_edited_message_says_who_and_which_and_what_it_says_now() {
        let bot = bot();
        let body = in_private("edited_message", json!({"text": "Bao giờ tiêm?", "edit_date": 5}));
        let kept = bot.worth_keeping(body).unwrap();
        let read = bot.read(&kept.event, &kept.body);
        assert_eq!(read.event, Event::Edited { text: "Bao giờ tiêm?".into(), addressed: false });
        assert_eq!((read.sender.as_deref(), read.message.as_deref()), (Some("9"), Some("3")));
        let caption = in_private("edited_message", json!({"photo": [{}], "caption": "Giấy gì?"}));
        let read = bot.read("edited_message", &caption);
        assert_eq!(read.event, Event::Edited { text: "Giấy gì?".into(), addressed: false });
        // A place that moves, and what in a group is not for us.
        assert!(bot.worth_keeping(in_private("edited_message", json!({"location": {}}))).is_none());
        let mut talk = group(json!({"text": "chào cả bản"}));
        let message = talk["message"].take();
        talk.as_object_mut().unwrap().remove("message");
        talk["edited_message"] = message;
        assert!(bot.worth_keeping(talk.clone()).is_none());
        talk["edited_message"]["text"] = json!("/hoi@LoaBanBot học phí");
        let kept = bot.worth_keeping(talk).unwrap();
        let read = bot.read(&kept.event, &kept.body);
        assert_eq!(read.event, Event::Edited { text: "/hoi học phí".into(), addressed: true });
    }

    #[test]
    fn a_topic_is_a_chat_and_a_message_of_a_group_says_whose_it_is() {
        let said = json!({"text": "/hoi x", "message_thread_id": 5, "is_topic_message": true,
            "reply_to_message": {"message_id": 2, "from": {"id": 42}}});
        let read = bot().read("message", &group(said));
        assert_eq!(read.chat, "-100@5");
        assert_eq!((read.message.as_deref(), read.quoted.as_deref()), (Some("-100/3@5"), Some("-100/2")));
        // A thread of answers is no topic, and the general topic is the chat.
        for extra in
            [json!({"message_thread_id": 5}), json!({"message_thread_id": 1, "is_topic_message": true})]
        {
            let mut said = json!({"text": "/hoi x"});
            said.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            assert_eq!(bot().read("message", &group(said)).chat, "-100");
        }
        let private = json!({"text": "x", "message_thread_id": 5, "is_topic_message": true});
        assert_eq!(bot().read("message", &in_private("message", private)).chat, "9");
    }

    #[test]
    fn whether_we_sit_in_a_channel_is_no_news() {
        let change = |kind: &str| {
            json!({"update_id": 1, "my_chat_member": {"chat": {"id": -100, "type": kind}, "from": {"id": 9},
                "old_chat_member": {"status": "left"}, "new_chat_member": {"status": "administrator"}}})
        };
        assert_eq!(bot().read("my_chat_member", &change("channel")).event, Event::Nothing);
        assert_eq!(bot().read("my_chat_member", &change("supergroup")).event, Event::Joined);
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
        assert!(bot().pushed(&header("s3"), b"{}").is_ok());
        assert!(bot().pushed(&header("s4"), b"{}").is_err());
        assert!(bot().pushed(&|_| None, b"{}").is_err());
    }
}
