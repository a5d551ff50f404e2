//! What the page shows: every phone with its chat, exactly as its owner would see it on the platform.

use super::cast::{Cast, Chat, USERNAME, Who};
use super::telegram::{Kind, Seen, Telegram};
use crate::clock::Millis;
use crate::text::{Text, VIETNAMESE};
use serde::Serialize;
use serde_json::Value;

/// A phone: one chat and what its owner can write into it.
#[derive(Debug, Serialize)]
pub struct Phone {
    /// `village` or a person's id.
    pub id: &'static str,
    /// Which chat it shows.
    pub chat: Chat,
    /// Whose name stands on top.
    pub name: String,
    /// Two letters for its picture.
    pub face: &'static str,
    /// A shorter name, for the switcher.
    pub tab: String,
    /// What it is for, in a few words.
    pub about: String,
    /// The label of its text box.
    pub label: String,
    /// Who can write here; the first is chosen at the start.
    pub speakers: Vec<Speaker>,
    /// Commands that a newcomer may try; pressing one writes it into the box.
    pub hints: Vec<&'static str>,
    /// The chat, oldest first.
    pub messages: Vec<Line>,
}

/// Somebody who can write into a phone.
#[derive(Debug, Serialize)]
pub struct Speaker {
    pub id: Who,
    pub name: String,
}

/// One message.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Its number in the chat.
    pub id: i64,
    /// `bot`, a person's id, or `other`.
    pub from: &'static str,
    pub name: String,
    /// What it is made of.
    pub kind: Kind,
    /// Its words: text or caption, or what a service message says.
    pub text: String,
    pub entities: Value,
    /// Rows of buttons.
    pub buttons: Vec<Vec<Key>>,
    pub reply_to: Option<i64>,
    pub at: Millis,
    pub edited: bool,
    pub file: Option<String>,
    pub file_name: Option<String>,
}

/// A button under a message.
#[derive(Debug, Serialize)]
pub struct Key {
    pub label: String,
    /// Pressing it tells the bot; otherwise it opens a link.
    pub press: bool,
}

impl Line {
    /// Whether the bot waits for one of the buttons under it.
    pub fn asks(&self) -> bool {
        self.from == "bot" && self.buttons.iter().flatten().any(|key| key.press)
    }
}

/// Every phone of the room, the village's first.
pub fn phones(platform: &Telegram, cast: &Cast, text: &Text) -> Vec<Phone> {
    let village =
        phone("village", Chat::Village, &Who::VILLAGERS, platform.messages(cast.village), cast, text);
    let private = Who::ALL.into_iter().map(|who| {
        let seen = platform.private_messages(cast.number(who), cast.bot);
        phone(who.id(), Chat::Private, &[who], seen, cast, text)
    });
    std::iter::once(village).chain(private).collect()
}

fn phone(id: &'static str, chat: Chat, speakers: &[Who], seen: Vec<Seen>, cast: &Cast, text: &Text) -> Phone {
    let say = |key: String| text.say(VIETNAMESE, &key, &[]);
    let (face, hints): (_, &[&str]) = match id {
        "village" => ("NL", &["/hoi "]),
        "resident" => ("BC", &["tin", "câu hỏi", "riêng tư", "trợ giúp"]),
        "reporter" => ("BV", &["/danhsach", "trợ giúp"]),
        "secretary" => ("BT", &["/tinhhinh", "/xacnhan kham-suc-khoe loa 2", "/hoiho "]),
        _ => ("BX", &["/duyet", "/phat kham-suc-khoe", "/baocao"]),
    };
    Phone {
        id,
        chat,
        face,
        name: say(format!("practice-name-{id}")),
        tab: say(format!("practice-tab-{id}")),
        about: say(format!("practice-about-{id}")),
        label: say(format!("practice-box-{id}")),
        speakers: speakers
            .iter()
            .map(|who| Speaker { id: *who, name: say(format!("practice-name-{}", who.id())) })
            .collect(),
        hints: hints.to_vec(),
        messages: seen.into_iter().filter(|m| !m.deleted).map(|m| line(m, cast, text)).collect(),
    }
}

fn line(seen: Seen, cast: &Cast, text: &Text) -> Line {
    let words = match seen.kind {
        Kind::Service => service(&seen.service, text),
        _ if seen.text.is_empty() => seen.caption,
        _ => seen.text,
    };
    let key = |b: super::telegram::Button| Key { press: b.data.is_some(), label: b.label };
    let ours = seen.from_id == cast.bot;
    Line {
        id: seen.message_id,
        from: if ours { "bot" } else { cast.who(seen.from_id).map_or("other", Who::id) },
        name: seen.from,
        kind: seen.kind,
        text: words,
        entities: seen.entities,
        buttons: seen.buttons.into_iter().map(|row| row.into_iter().map(key).collect()).collect(),
        reply_to: seen.reply_to,
        at: seen.date_ms,
        edited: seen.edited,
        file: seen.file_id,
        file_name: seen.file_name,
    }
}

/// What a service message says to the people in the group.
fn service(fields: &Value, text: &Text) -> String {
    let (key, who) = match (&fields["new_chat_members"][0], &fields["left_chat_member"]) {
        (Value::Null, Value::Null) => ("other", &Value::Null),
        (Value::Null, who) => ("left", who),
        (who, _) => ("joined", who),
    };
    let who = who["first_name"].as_str().unwrap_or_default().to_owned();
    text.say(VIETNAMESE, &format!("practice-service-{key}"), &[("who", who.into())])
}

/// Whether a link leads to the private chat with our bot.
pub fn leads_to_bot(url: &str) -> bool {
    let rest = url.strip_prefix("https://t.me/").unwrap_or_default();
    rest.split('?').next() == Some(USERNAME)
}
