//! Receiving: raw JSON is kept first and read tolerantly afterwards. In a group the platform hands over only
//! what mentions the bot or quotes it, so everything is kept except what machines wrote.

use super::{Answer, ZaloBot};
use crate::channel::http::same;
use crate::channel::{Meant, Proof, Unproven};
use crate::inbox::Update;
use crate::message::{ChatKind, Event, Incoming};
use crate::text::fold;
use anyhow::{Result, anyhow};
use serde_json::{Value, json};
use std::sync::PoisonError;
use std::time::Duration;
use unicode_normalization::UnicodeNormalization;

/// How long one `getUpdates` waits, and how much longer we do.
const POLL_SECONDS: u64 = 30;
const GRACE: u64 = 10;
/// Between the beginnings of two polls. Some of the platform's servers hand the same update out again and again,
/// and at once (zalo.md 1.5): without a floor that would be a storm.
const FLOOR: Duration = Duration::from_secs(1);
/// What every message of a person is called, whatever kind it is: `message.text.received`.
const MESSAGE: (&str, &str) = ("message.", ".received");
/// How the kinds begin that are no message of anybody's, should the platform ever tell of them that way (it does not
/// today: zalo.md 1.4): what became of another message, and what somebody is about to do.
const ABOUT_ANOTHER: [&str; 12] = [
    "react", "emotion", "like", "seen", "read", "deliver", "recall", "undo", "delet", "edit", "typing", "pin",
];
/// What points at the message that another is about.
const REACTION: [&str; 4] = ["reaction", "reactions", "react_icon", "react_message_id"];

impl ZaloBot {
    /// One `getUpdates`, not sooner than a second after the last. There is no position: an update is known again
    /// by its key.
    pub async fn poll(&self, _next: Option<&str>) -> Result<(Vec<Update>, Option<String>)> {
        tokio::time::sleep(self.poll_turn()).await;
        // The documentation says "String", and digits in a string have always worked.
        let body = json!({ "timeout": POLL_SECONDS.to_string() });
        let got = match self.post("getUpdates", &body, Duration::from_secs(POLL_SECONDS + GRACE)).await {
            Answer::Ok(got) => got,
            // This is how the platform says that there is nothing new.
            Answer::Refused { code: 408, .. } => return Ok((vec![], None)),
            Answer::Refused { code, .. } => {
                return Err(anyhow!(
                    "Zalo refused getUpdates: {code}; is a webhook set, or another program polling?"
                ));
            }
            Answer::Failed(_) => {
                return Err(anyhow!("Zalo could not be reached for getUpdates"));
            }
        };
        // One update; a list is taken too.
        let updates = match got {
            Value::Array(list) => list,
            one => vec![one],
        };
        Ok((updates.into_iter().filter_map(worth_keeping).collect(), None))
    }

    /// How long to wait before the next poll, which begins then.
    fn poll_turn(&self) -> Duration {
        let now = self.0.clock.tick();
        let mut polled = self.0.polled.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = until_turn(*polled, now);
        *polled = Some(now + wait);
        wait
    }

    /// The secret is a header.
    pub fn proof(&self, header: &dyn Fn(&str) -> Option<String>) -> Proof {
        let given = header("x-bot-api-secret-token").unwrap_or_default();
        match &self.0.webhook {
            Some((_, secret)) if same(&given, secret) => Proof::ByHeader,
            _ => Proof::None,
        }
    }

    /// One pushed update, flat or wrapped. The secret is compared in constant time. An empty body is a probe: it
    /// holds nothing to protect and is answered like anything that is not kept.
    pub fn pushed(
        &self,
        header: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
    ) -> Result<Vec<Update>, Unproven> {
        let (_, secret) = self.0.webhook.as_ref().ok_or("nothing is to be pushed")?;
        if body.trim_ascii().is_empty() {
            return Ok(vec![]);
        }
        let given = header("x-bot-api-secret-token").unwrap_or_default();
        if !same(&given, secret) {
            return Err("wrong secret");
        }
        let update = self.0.secrets.read(body);
        Ok(worth_keeping(update).into_iter().collect())
    }

    /// A kept update in no platform's words. A message of a kind that is not known is [`Event::Unsupported`].
    pub fn read(&self, event: &str, body: &Value) -> Incoming {
        let message = &body["message"];
        let chat = &message["chat"];
        let in_group = chat["chat_type"].as_str().is_some_and(|t| t.eq_ignore_ascii_case("group"));
        let mut read = Incoming {
            chat: id(&chat["id"]).unwrap_or_default(),
            kind: if in_group { ChatKind::Group } else { ChatKind::Private },
            sender: None,
            anonymous: false,
            album: None,
            // The platform does not say whether somebody passes a message on.
            forwarded: false,
            message: id(&message["message_id"]),
            quoted: quoted(message),
            event: Event::Nothing,
        };
        if message["from"]["is_bot"] == true {
            return read;
        }
        read.sender = id(&message["from"]["id"]);
        if read.chat.is_empty() {
            // A private chat has its person's address.
            match &read.sender {
                Some(sender) if !in_group => read.chat.clone_from(sender),
                _ => return read,
            }
        }
        read.event = match event {
            "message.text.received" => self.said(message, "text", &read).unwrap_or(Event::Unsupported),
            "message.voice.received" => match message["voice_url"].as_str().filter(|url| !url.is_empty()) {
                Some(url) => {
                    let (text, addressed) = match self.said(message, "caption", &read) {
                        Some(Event::Text { text, addressed }) => (text, addressed),
                        // Without a quote that is told, what comes out of a group calls us.
                        _ => (String::new(), in_group && read.quoted.is_none()),
                    };
                    Event::Voice { file_id: url.to_owned(), seconds: 0, text, addressed }
                }
                None => Event::Unsupported,
            },
            // The papers of the platform say `photo`, what it sends says `photo_url`.
            "message.image.received" => {
                let url = ["photo_url", "photo"].iter().find_map(|key| message[*key].as_str());
                let beside = self.said(message, "caption", &read);
                match (url.filter(|url| !url.is_empty()), beside) {
                    (Some(url), beside) => {
                        let (text, addressed) = match beside {
                            Some(Event::Text { text, addressed }) => (text, addressed),
                            _ => (String::new(), in_group && read.quoted.is_none()),
                        };
                        Event::Picture { file_id: url.to_owned(), text, addressed }
                    }
                    (None, beside) => beside.unwrap_or(Event::Unsupported),
                }
            }
            "message.unsupported.received" => Event::Withheld,
            // A picture, a sticker, and whatever kind comes next: its words, if it has any.
            other if is_message(other) => self.said(message, "caption", &read).unwrap_or(Event::Unsupported),
            _ => Event::Nothing,
        };
        read
    }

    /// What is written under this key, if anything is.
    fn said(&self, message: &Value, key: &str, read: &Incoming) -> Option<Event> {
        let text = message[key].as_str().filter(|text| !text.trim().is_empty())?;
        if read.kind == ChatKind::Private {
            return Some(Event::Text { text: text.to_owned(), addressed: false });
        }
        Some(match self.cut_mention(text) {
            Some(text) => Event::Text { text, addressed: true },
            // Only a mention or a quote brings a group's message here: without a quote it was a mention, in
            // whatever spelling.
            None => Event::Text { text: text.to_owned(), addressed: read.quoted.is_none() },
        })
    }

    /// The text without the mention of us, or `None` when none is found.
    fn cut_mention(&self, text: &str) -> Option<String> {
        let text: String = text.nfc().collect();
        let me = self.0.me.get();
        let names = me.into_iter().flat_map(|me| [me.display_name.as_str(), me.account_name.as_str()]);
        for name in names.filter(|name| !name.is_empty()) {
            if let Some(rest) = without_mention(&text, name) {
                return Some(rest);
            }
        }
        if me.is_none_or(|me| me.display_name.is_empty()) {
            return after_unknown_mention(&text, self.0.meant);
        }
        None
    }
}

/// Somebody's message, also of a kind that is not known yet.
fn is_message(event: &str) -> bool {
    event.starts_with(MESSAGE.0) && event.ends_with(MESSAGE.1)
}

/// Nobody's message, although it is called like one: a reaction, a receipt.
fn is_about_another(event: &str, message: &Value) -> bool {
    let kind = event.strip_prefix(MESSAGE.0).unwrap_or_default();
    ABOUT_ANOTHER.iter().any(|word| kind.starts_with(word))
        || REACTION.iter().any(|key| !message[*key].is_null())
}

/// How long to wait so that polls begin at least [`FLOOR`] apart (pure).
fn until_turn(last: Option<Duration>, now: Duration) -> Duration {
    last.map_or(Duration::ZERO, |last| (last + FLOOR).saturating_sub(now))
}

fn worth_keeping(body: Value) -> Option<Update> {
    // Wrapped as in the documentation, or flat as on the wire.
    let body = if body["result"].is_object() { body["result"].clone() } else { body };
    let event = body["event_name"].as_str()?.to_owned();
    if !is_message(&event) {
        let event: String = event.chars().filter(char::is_ascii_graphic).take(60).collect();
        tracing::info!(event, "an update of a kind not known was left alone");
        return None;
    }
    let Some(number) = id(&body["message"]["message_id"]) else {
        tracing::info!(event, "an update without a number was left alone");
        return None;
    };
    if body["message"]["from"]["is_bot"] == true {
        return None;
    }
    if is_about_another(&event, &body["message"]) {
        let event: String = event.chars().filter(char::is_ascii_graphic).take(60).collect();
        tracing::info!(event, "an update about another message was left alone");
        return None;
    }
    Some(Update { key: format!("{event}:{number}"), event, body })
}

/// An id as text, whichever way the platform writes it.
fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The number of the quoted message, if the platform says it: that is not documented.
fn quoted(message: &Value) -> Option<String> {
    ["quote_message", "reply_to_message", "quote"]
        .iter()
        .find_map(|key| id(&message[*key]["message_id"]))
        .or_else(|| ["quote_message_id", "reply_to_message_id"].iter().find_map(|key| id(&message[*key])))
}

/// The text without `@name`, wherever it stands first. Case and the width of gaps are forgiven.
fn without_mention(text: &str, name: &str) -> Option<String> {
    let name: String = name.nfc().collect::<String>().to_lowercase();
    let name: Vec<&str> = name.split_whitespace().collect();
    text.match_indices('@').find_map(|(at, _)| {
        let mut rest = &text[at + 1..];
        for (i, word) in name.iter().enumerate() {
            if i > 0 {
                let next = rest.trim_start();
                if next.len() == rest.len() {
                    return None;
                }
                rest = next;
            }
            rest = cut_word(rest, word)?;
        }
        if rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':'));
        Some(format!("{} {}", text[..at].trim_end(), rest).trim().to_owned())
    })
}

/// What follows `word` (lower case) at the beginning of `text`, in any case.
fn cut_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut left = text.chars();
    let mut want = word.chars().peekable();
    while want.peek().is_some() {
        for c in left.next()?.to_lowercase() {
            if want.next() != Some(c) {
                return None;
            }
        }
    }
    Some(left.as_str())
}

/// The most words of a name.
const LONGEST_NAME: usize = 6;

/// Where the platform does not say what we are called, a mention ends nobody knows where. A command after it
/// is found all the same, and so is a choice or a word of ours after what looks like a name (the picker writes the name
/// as it is, and its words begin with capitals); other words stay as they are, with the mention before them.
fn after_unknown_mention(text: &str, meant: fn(&str) -> Option<Meant>) -> Option<String> {
    if !text.trim_start().starts_with('@') {
        return None;
    }
    let slash =
        text.match_indices('/').map(|(at, _)| at).find(|at| text[..*at].ends_with(char::is_whitespace));
    let linking = || {
        let starts = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
        starts.into_iter().find(|at| {
            let folded = fold(&text[*at..]);
            folded.starts_with("lienket ") || folded.starts_with("lien ket ")
        })
    };
    // As much of it as can be a name is one: "@Bot Hỏi Đáp tin" asks for what is new. A choice says most.
    let named = || {
        let after = after_names(text);
        let said = |what: Meant| after.iter().rev().find(|rest| meant(rest) == Some(what)).copied();
        said(Meant::Choice).or_else(|| said(Meant::Command)).map(|rest| text.len() - rest.len())
    };
    slash.or_else(linking).or_else(named).map(|at| text[at..].trim().to_owned())
}

/// What may follow the mention at the beginning of a text, the longest first: each after one more word of a name.
fn after_names(text: &str) -> Vec<&str> {
    let mut after = vec![];
    let mut rest = text.trim_start().strip_prefix('@').unwrap_or_default();
    for _ in 0..LONGEST_NAME {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, more) = rest.split_at(end);
        if !word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
            break;
        }
        rest = more.trim_start();
        if !rest.is_empty() {
            after.push(rest);
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::super::{Me, Response};
    use super::*;
    use crate::clock::Clock;
    use crate::config::{Account, Platform, Secret};
    use proptest::prelude::*;

    fn bot_called(display_name: &str) -> ZaloBot {
        let mut account = Account::new("bot", Platform::ZaloBot);
        account.token = Secret::new("1459:secret");
        let webhook = Some(("https://x/hook/bot".into(), "village-secret-01".into()));
        let bot = ZaloBot::new(&account, webhook, Clock::standing(0), crate::talk::meant).unwrap();
        let me = Me {
            id: "1459".into(),
            display_name: display_name.into(),
            account_name: "bot.AbC".into(),
            can_join_groups: Some(true),
        };
        bot.0.me.set(me).unwrap();
        bot
    }

    fn bot() -> ZaloBot {
        bot_called("Bot Loa Bản")
    }

    fn update(event: &str, group: bool, extra: Value) -> Value {
        let (chat, kind) = if group { ("zgr-11", "GROUP") } else { ("0f1e", "PRIVATE") };
        let mut message = json!({"message_id": "a1b2", "date": 1_795_392_000_123_i64, "chat": {"id": chat, "chat_type": kind},
            "from": {"id": "0f1e", "display_name": "Giàng A Páo", "is_bot": false}});
        message.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({"event_name": event, "message": message})
    }

    fn read(bot: &ZaloBot, group: bool, extra: Value) -> Incoming {
        bot.read("message.text.received", &update("message.text.received", group, extra))
    }

    fn push(bot: &ZaloBot, secret: Option<&'static str>, body: &[u8]) -> Option<Vec<Update>> {
        let header = |name: &str| secret.filter(|_| name == "x-bot-api-secret-token").map(str::to_owned);
        bot.pushed(&header, body).ok()
    }

    #[test]
    fn a_body_is_taken_flat_or_wrapped_and_known_by_event_and_number() {
        let flat = update("message.text.received", false, json!({"text": "x"}));
        for body in [flat.clone(), json!({"ok": true, "result": flat})] {
            let kept = push(&bot(), Some("village-secret-01"), body.to_string().as_bytes()).unwrap();
            assert_eq!(kept.len(), 1);
            assert_eq!(kept[0].key, "message.text.received:a1b2");
            assert_eq!(bot().read(&kept[0].event, &kept[0].body).chat, "0f1e");
        }
    }

    #[test]
    fn a_wrong_secret_is_refused_and_an_empty_probe_is_not() {
        let body = update("message.text.received", false, json!({"text": "x"})).to_string();
        assert!(push(&bot(), Some("village-secret-02"), body.as_bytes()).is_none());
        assert!(push(&bot(), Some("village-secret-0"), body.as_bytes()).is_none());
        assert!(push(&bot(), None, body.as_bytes()).is_none());
        assert!(push(&bot(), None, b"").unwrap().is_empty());
        assert!(push(&bot(), Some("village-secret-01"), b" \n").unwrap().is_empty());
        assert!(push(&bot(), Some("village-secret-01"), b"not json").unwrap().is_empty());
    }

    #[test]
    fn unknown_events_machines_and_what_has_no_number_are_left_alone() {
        let kept = |body: Value| worth_keeping(body).is_some();
        assert!(kept(update("message.text.received", true, json!({"text": "x"}))));
        assert!(kept(update("message.poll.received", true, json!({}))));
        assert!(!kept(update("message.reaction.received", false, json!({"text": "❤"}))));
        assert!(!kept(update("message.seen.received", false, json!({}))));
        assert!(!kept(update("message.mood.received", false, json!({"react_icon": "/-heart"}))));
        assert!(!kept(update("bot.added", true, json!({}))));
        assert!(!kept(update("message.text.received", true, json!({"text": "x", "message_id": null}))));
        assert!(!kept(update("message.text.received", true, json!({"from": {"id": "9", "is_bot": true}}))));
        assert!(!kept(json!({"ok": false, "error_code": 408})));
        assert!(!kept(Value::Null));
    }

    #[test]
    fn the_mention_is_cut_off_and_says_that_it_is_for_us() {
        for (said, meant) in [
            ("@Bot Loa Bản lienket ABCD2345", "lienket ABCD2345"),
            ("@bot loa bản   lịch họp?", "lịch họp?"),
            ("@Bot Loa Ba\u{309}n, tin", "tin"),
            ("@Bot  Loa Bản", ""),
            ("@bot.AbC tin", "tin"),
            ("chào @Bot Loa Bản tin", "chào tin"),
        ] {
            let read = read(&bot(), true, json!({"text": said}));
            assert_eq!(read.event, Event::Text { text: meant.into(), addressed: true }, "{said}");
        }
        // Somebody whose name begins like ours.
        let other = read(&bot(), true, json!({"text": "@Bot Loa Bảnh ơi", "quote_message_id": "ff"}));
        assert_eq!(other.event, Event::Text { text: "@Bot Loa Bảnh ơi".into(), addressed: false });
    }

    #[test]
    fn a_bot_that_is_not_told_its_name_still_hears_commands_and_loses_no_word() {
        let bot = bot_called("");
        for (said, meant) in [
            ("@Bot Loa Bản lienket ABCD2345", "lienket ABCD2345"),
            ("@Bot Loa Bản liên kết ABCD2345", "liên kết ABCD2345"),
            ("@Bot Loa Bản /hoi học phí 1/2", "/hoi học phí 1/2"),
            ("@Bot Loa Bản bao giờ họp?", "@Bot Loa Bản bao giờ họp?"),
            // What is chosen, and what is asked for in a word or two.
            ("@Bot Loa Bản 1", "1"),
            ("@Bot Loa Bản, số 2 ạ", "số 2 ạ"),
            ("@Bot Xã 3 1", "1"),
            ("@Bot Loa Bản tin", "tin"),
            ("@Bot Loa Bản tin 2", "tin 2"),
            ("@Bot Hỏi Đáp tin", "tin"),
            ("@Bot Loa Bản Gửi câu hỏi", "Gửi câu hỏi"),
            ("@Bot Loa Bản Không phải.", "Không phải."),
            ("@Bot Loa Bản hỏi bao giờ có tin?", "hỏi bao giờ có tin?"),
            ("@Bot Loa Bản bao giờ có tin", "@Bot Loa Bản bao giờ có tin"),
            ("@Bot Loa Bản nhà tôi có cháu học lớp 1", "@Bot Loa Bản nhà tôi có cháu học lớp 1"),
        ] {
            let read = read(&bot, true, json!({"text": said}));
            assert_eq!(read.event, Event::Text { text: meant.into(), addressed: true }, "{said}");
        }
    }

    #[test]
    fn a_quote_is_read_where_the_platform_says_it() {
        for quote in [
            json!({"quote_message_id": "q1"}),
            json!({"reply_to_message": {"message_id": "q1"}}),
            json!({"quote": {"message_id": "q1"}}),
        ] {
            let mut said = json!({"text": "vâng"});
            said.as_object_mut().unwrap().extend(quote.as_object().unwrap().clone());
            let read = read(&bot(), true, said);
            assert_eq!(read.quoted.as_deref(), Some("q1"));
            assert_eq!(read.event, Event::Text { text: "vâng".into(), addressed: false });
        }
        // A quote that the payload keeps to itself was for us all the same.
        let silent = read(&bot(), true, json!({"text": "vâng"}));
        assert_eq!(silent.event, Event::Text { text: "vâng".into(), addressed: true });
    }

    #[test]
    fn every_kind_of_message_is_told_apart() {
        let voice = json!({"voice_url": "https://v.zdn.vn/1.aac"});
        let shown = |text: &str| Event::Picture {
            file_id: "https://p/1.jpg".into(),
            text: text.into(),
            addressed: false,
        };
        for (event, extra, meant) in [
            (
                "message.voice.received",
                voice,
                Event::Voice {
                    file_id: "https://v.zdn.vn/1.aac".into(),
                    seconds: 0,
                    text: String::new(),
                    addressed: false,
                },
            ),
            (
                "message.voice.received",
                json!({"voice_url": "https://v.zdn.vn/1.aac", "caption": "Nghe nhé"}),
                Event::Voice {
                    file_id: "https://v.zdn.vn/1.aac".into(),
                    seconds: 0,
                    text: "Nghe nhé".into(),
                    addressed: false,
                },
            ),
            ("message.voice.received", json!({}), Event::Unsupported),
            (
                "message.image.received",
                json!({"photo_url": "https://p/1.jpg", "caption": "Giấy gì?"}),
                shown("Giấy gì?"),
            ),
            ("message.image.received", json!({"photo_url": "https://p/1.jpg", "caption": " "}), shown("")),
            ("message.image.received", json!({"photo": "https://p/1.jpg"}), shown("")),
            (
                "message.image.received",
                json!({"caption": "Giấy gì?"}),
                Event::Text { text: "Giấy gì?".into(), addressed: false },
            ),
            ("message.image.received", json!({}), Event::Unsupported),
            ("message.sticker.received", json!({"sticker": "bfe4"}), Event::Unsupported),
            ("message.unsupported.received", json!({}), Event::Withheld),
            ("message.poll.received", json!({}), Event::Unsupported),
            ("message.text.received", json!({}), Event::Unsupported),
            ("bot.added", json!({}), Event::Nothing),
        ] {
            assert_eq!(bot().read(event, &update(event, false, extra)).event, meant, "{event}");
        }
    }

    #[test]
    fn polls_begin_a_second_apart() {
        let ms = Duration::from_millis;
        assert_eq!(until_turn(None, ms(5)), ms(0));
        assert_eq!(until_turn(Some(ms(100)), ms(150)), ms(950));
        assert_eq!(until_turn(Some(ms(100)), ms(1100)), ms(0));
        assert_eq!(until_turn(Some(ms(100)), ms(31_000)), ms(0));
    }

    /// Any JSON, with the platform's own keys more often than others.
    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,12}".prop_map(Value::from),
            prop_oneof![
                Just("GROUP"),
                Just("PRIVATE"),
                Just("message.text.received"),
                Just("message.voice.received"),
                Just("@Bot Loa Bản lienket ABCD2345"),
                Just("@Bot Loa B")
            ]
            .prop_map(Value::from),
        ];
        let key = prop_oneof![
            Just("event_name"),
            Just("message"),
            Just("message_id"),
            Just("from"),
            Just("chat"),
            Just("id"),
            Just("chat_type"),
            Just("text"),
            Just("voice_url"),
            Just("is_bot"),
            Just("result"),
            Just("ok"),
            Just("quote"),
            Just("quote_message_id"),
            Just("x")
        ];
        leaf.prop_recursive(4, 48, 8, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((key.clone(), inner), 0..8)
                    .prop_map(|pairs| Value::from_iter(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)))),
            ]
        })
    }

    #[test]
    fn a_caption_in_a_group_is_words_without_the_mention() {
        let said = json!({"photo_url": "https://p/1.jpg", "caption": "@Bot Loa Bản giấy này là gì?"});
        let read = bot().read("message.image.received", &update("message.image.received", true, said));
        let (file_id, text) = ("https://p/1.jpg".into(), "giấy này là gì?".into());
        assert_eq!(read.event, Event::Picture { file_id, text, addressed: true });
    }

    /// Kinds of events, of messages and not.
    const EVENTS: [&str; 7] = [
        "message.text.received",
        "message.image.received",
        "message.sticker.received",
        "message.voice.received",
        "message.unsupported.received",
        "message.poll.received",
        "bot.added",
    ];

    proptest! {
        #[test]
        fn no_json_makes_it_panic(body in any_json(), event in 0usize..EVENTS.len()) {
            let bot = bot();
            bot.read(EVENTS[event], &body);
            let text = body.to_string();
            for update in push(&bot, Some("village-secret-01"), text.as_bytes()).unwrap() {
                bot.read(&update.event, &update.body);
            }
            super::super::understand(&Response { status: 200, retry_after: None, body });
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            push(&bot(), Some("village-secret-01"), &bytes);
        }

        #[test]
        fn a_mention_before_any_words_leaves_exactly_the_words(words in "[a-zà-ỹ0-9?][a-zà-ỹ0-9? ]{0,30}") {
            let words: String = words.trim().nfc().collect();
            let read = read(&bot(), true, json!({"text": format!("@Bot Loa Bản {words}")}));
            prop_assert_eq!(read.event, Event::Text { text: words, addressed: true });
        }

        #[test]
        fn no_text_loses_its_head_over_a_mention(text in "\\PC{0,40}") {
            for bot in [bot(), bot_called("")] {
                read(&bot, true, json!({"text": text}));
            }
        }
    }
}
