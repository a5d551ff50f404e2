//! What the page shows: every phone with its chat, exactly as its owner would see it on the platform.

use super::cast::{Cast, Chat, Seat, USERNAME, Who, ZALO_NAME};
use super::platforms::Platforms;
use crate::clock::Millis;
use crate::standins::telegram::{Button, Kind, Seen};
use crate::standins::zalo_bot;
use crate::text::{Text, VIETNAMESE};
use serde::Serialize;
use serde_json::{Value, json};

/// A phone: one chat and what its owner can write into it.
#[derive(Debug, Serialize)]
pub struct Phone {
    /// `village`, `hamlet` or a person's id.
    pub id: &'static str,
    /// The platform's name, as people call it.
    pub platform: &'static str,
    /// Another chat on the same telephone.
    pub twin: Option<&'static str>,
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
    /// Its id in the chat.
    pub id: String,
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
    pub reply_to: Option<String>,
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

/// Every phone of the room, the villages' first. `pages`: the program's own public address.
pub fn phones(platforms: &Platforms, cast: &Cast, pages: Option<&str>, text: &Text) -> Vec<Phone> {
    let whole = [
        ("village", Chat::Village, &[Who::Resident, Who::Secretary][..]),
        ("hamlet", Chat::Village, &[Who::Villager]),
        ("villager", Chat::Private, &[Who::Villager]),
        ("resident", Chat::Private, &[Who::Resident]),
        ("reporter", Chat::Private, &[Who::Reporter]),
        ("secretary", Chat::Private, &[Who::Secretary]),
        ("editor", Chat::Private, &[Who::Editor]),
    ];
    whole
        .into_iter()
        .map(|(id, chat, who)| phone(id, chat, who, lines(platforms, cast, who[0], chat, pages, text), text))
        .collect()
}

fn phone(id: &'static str, chat: Chat, speakers: &[Who], messages: Vec<Line>, text: &Text) -> Phone {
    let say = |key: String| text.say(VIETNAMESE, &key, &[]);
    let (face, hints): (_, &[&str]) = match id {
        "village" => ("NL", &["/hoi "]),
        "hamlet" => ("SM", &["@Bot Loa Bản "]),
        "villager" => ("SM", &["tin", "câu hỏi", "riêng tư", "trợ giúp"]),
        "resident" => ("BC", &["tin", "câu hỏi", "riêng tư", "trợ giúp"]),
        "reporter" => ("BV", &["/danhsach", "trợ giúp"]),
        "secretary" => ("BT", &["/tinhhinh", "/xacnhan kham-suc-khoe loa 2", "/hoiho "]),
        _ => ("BX", &["/duyet", "/phat kham-suc-khoe", "/baocao"]),
    };
    let (platform, twin) = match id {
        "hamlet" => ("Zalo", Some("villager")),
        "villager" => ("Zalo", Some("hamlet")),
        _ => ("Telegram", None),
    };
    Phone {
        id,
        platform,
        twin,
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
        messages,
    }
}

/// A chat as somebody in it sees it, oldest first.
fn lines(
    platforms: &Platforms,
    cast: &Cast,
    who: Who,
    chat: Chat,
    pages: Option<&str>,
    text: &Text,
) -> Vec<Line> {
    let (telegram, zalo_bot) = (&platforms.telegram, &platforms.zalo_bot);
    match (cast.seat(who, chat), chat) {
        (Seat::Telegram { chat, .. }, Chat::Village) => telegram_lines(telegram.messages(chat), cast, text),
        (Seat::Telegram { user, chat }, Chat::Private) => {
            telegram_lines(telegram.private_messages(user, chat), cast, text)
        }
        (Seat::ZaloBot { chat, .. }, Chat::Village) => zalo_bot_lines(zalo_bot.messages(&chat), cast, pages),
        (Seat::ZaloBot { user, .. }, Chat::Private) => {
            zalo_bot_lines(zalo_bot.private_messages(&user, cast.zalo_bot.bot), cast, pages)
        }
    }
}

/// A chat on Telegram.
fn telegram_lines(seen: Vec<Seen>, cast: &Cast, text: &Text) -> Vec<Line> {
    seen.into_iter().filter(|m| !m.deleted).map(|m| line(m, cast, text)).collect()
}

/// A chat on Zalo. `pages`: addresses that begin like this are the program's own and may be opened.
fn zalo_bot_lines(seen: Vec<zalo_bot::Seen>, cast: &Cast, pages: Option<&str>) -> Vec<Line> {
    let private = format!("https://zalo.me/{}", cast.zalo_bot.bot);
    let one = |m: zalo_bot::Seen| {
        let mut entities: Vec<Value> = vec![];
        for style in m.styles.as_array().into_iter().flatten() {
            entities.push(json!({"type": "bold", "offset": style["start"], "length": style["len"]}));
        }
        for (offset, length, address) in addresses(&m.text) {
            if address == private {
                entities
                    .push(json!({"type": "opens", "phone": "villager", "offset": offset, "length": length}));
            } else if pages.is_some_and(|pages| address.starts_with(pages)) {
                entities.push(json!({"type": "page", "href": address, "offset": offset, "length": length}));
            }
        }
        Line {
            id: m.message_id,
            from: if m.from_bot { "bot" } else { Who::Villager.id() },
            name: if m.from_bot { ZALO_NAME.to_owned() } else { m.from },
            kind: match m.kind {
                zalo_bot::Kind::Text => Kind::Text,
                zalo_bot::Kind::Voice => Kind::Voice,
                zalo_bot::Kind::Photo => Kind::Photo,
                zalo_bot::Kind::Sticker => Kind::Sticker,
                zalo_bot::Kind::File => Kind::Document,
            },
            text: m.text,
            entities: Value::Array(entities),
            buttons: vec![],
            reply_to: m.reply_to,
            at: m.date_ms,
            edited: false,
            file: m.file_id,
            file_name: None,
        }
    };
    seen.into_iter().map(one).collect()
}

/// Web addresses in a text, with where they begin and how long they are in UTF-16 units.
fn addresses(text: &str) -> Vec<(usize, usize, &str)> {
    let units = |text: &str| text.encode_utf16().count();
    let begins = text.match_indices("http").map(|(at, _)| at);
    begins
        .filter_map(|at| {
            let end = text[at..].find(char::is_whitespace).map_or(text.len(), |end| at + end);
            let address = text[at..end].trim_end_matches(['.', ',', ';', ')', ':']);
            (address.starts_with("http://") || address.starts_with("https://"))
                .then(|| (units(&text[..at]), units(address), address))
        })
        .collect()
}

fn line(seen: Seen, cast: &Cast, text: &Text) -> Line {
    let words = match seen.kind {
        Kind::Service => service(&seen.service, text),
        _ if seen.text.is_empty() => seen.caption,
        _ => seen.text,
    };
    let key = |b: Button| Key { press: b.data.is_some(), label: b.label };
    let ours = seen.from_id == cast.bot;
    Line {
        id: seen.message_id.to_string(),
        from: if ours { "bot" } else { cast.who(seen.from_id).map_or("other", Who::id) },
        name: seen.from,
        kind: seen.kind,
        text: words,
        entities: seen.entities,
        buttons: seen.buttons.into_iter().map(|row| row.into_iter().map(key).collect()).collect(),
        reply_to: seen.reply_to.map(|id| id.to_string()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_a_text_are_found_where_the_page_will_cut_it() {
        let text = "Ấm 🏥: mở https://zalo.me/1459, rồi http://127.0.0.1:8/nghe/x/vi.";
        let found = addresses(text);
        assert_eq!(found[0], (10, 20, "https://zalo.me/1459"));
        assert_eq!(found[1].2, "http://127.0.0.1:8/nghe/x/vi");
        assert!(addresses("http và httpx").is_empty());
    }
}
