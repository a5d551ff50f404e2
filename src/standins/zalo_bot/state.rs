//! The state of the platform: one lock over all of it, never held across an await.

use super::types::{Habits, Kind, Seen};
use crate::standins::standin::Common;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Vietnam is seven hours ahead, all year.
const AHEAD: i64 = 7 * 3_600_000;

/// Where a message is. A private chat belongs to a person *and* a bot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Group(String),
    Private { user: String, bot: i64 },
}

/// Everything there is on the platform.
pub struct State {
    pub(super) common: Common,
    pub(super) held: bool,
    pub(super) habits: Habits,
    pub(super) bots: BTreeMap<i64, Bot>,
    pub(super) people: BTreeMap<String, Person>,
    pub(super) groups: BTreeMap<String, Group>,
    pub(super) rooms: BTreeMap<Place, Vec<Message>>,
    pub(super) blocked: BTreeSet<(String, i64)>,
    pub(super) files: Vec<File>,
    /// The addresses of so many of them have lapsed.
    pub(super) lapsed: usize,
}

#[derive(Default)]
pub(super) struct Bot {
    pub(super) token: String,
    pub(super) display_name: String,
    pub(super) account_name: String,
    pub(super) queue: VecDeque<Value>,
    /// What was handed out, for the habit of doing so again.
    pub(super) handed: VecDeque<Value>,
    pub(super) latest: Option<Value>,
    /// Updates on their way to the webhook.
    pub(super) pushing: usize,
    pub(super) webhook: Option<Webhook>,
    /// Outlives the webhook, so that pushes for an earlier one stop.
    pub(super) webhook_number: u64,
    /// `testWebhook` calls by day.
    pub(super) tests: BTreeMap<i64, u32>,
    pub(super) users: BTreeSet<String>,
    /// Accepted messages by month.
    pub(super) sent: BTreeMap<String, u32>,
}

pub(super) struct Webhook {
    pub(super) url: String,
    pub(super) secret: String,
    pub(super) updated_at: i64,
}

pub(super) struct Person {
    pub(super) name: String,
    pub(super) protected: bool,
}

pub(super) struct Group {
    pub(super) title: String,
    pub(super) members: BTreeSet<String>,
    pub(super) bots: BTreeSet<i64>,
}

#[derive(Clone, Default)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) from: String,
    pub(super) from_name: String,
    pub(super) from_bot: bool,
    pub(super) date_ms: i64,
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) styles: Value,
    pub(super) parse_mode: String,
    pub(super) reply_to: Option<String>,
    pub(super) file: Option<usize>,
    pub(super) url: Option<String>,
    pub(super) fetched: Vec<Option<usize>>,
}

pub(super) struct File {
    pub(super) bytes: Arc<[u8]>,
    pub(super) ending: &'static str,
}

impl Bot {
    pub(super) fn new(id: i64, token: &str, display_name: &str) -> Self {
        let account_name = format!("bot.Standin{}", id % 10_000);
        Bot { token: token.to_owned(), display_name: display_name.to_owned(), account_name, ..Bot::default() }
    }

    /// The next update for a poll.
    pub(super) fn take(&mut self, habits: &Habits) -> Option<Value> {
        let next = if habits.newest_first { self.queue.pop_back() } else { self.queue.pop_front() };
        let next = next.or_else(|| if habits.replay { self.handed.pop_front() } else { None })?;
        self.handed.push_back(next.clone());
        Some(next)
    }
}

impl State {
    pub(super) fn new(common: Common) -> Self {
        State {
            common,
            held: false,
            habits: Habits::default(),
            bots: BTreeMap::new(),
            people: BTreeMap::new(),
            groups: BTreeMap::new(),
            rooms: BTreeMap::new(),
            blocked: BTreeSet::new(),
            files: Vec::new(),
            lapsed: 0,
        }
    }

    /// Twenty hexadecimal digits, as the platform's ids are.
    pub(super) fn fresh_id(&mut self) -> String {
        let number = self.common.fresh() as u64;
        let scattered = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        format!("{:04x}{scattered:016x}", 0xa000 + number % 0x5000)
    }

    /// The calendar month of Vietnam.
    pub(super) fn month(&self) -> String {
        let local = jiff::Timestamp::from_millisecond(self.common.now() + AHEAD).unwrap_or_default();
        local.strftime("%Y-%m").to_string()
    }

    pub(super) fn store(&mut self, bytes: &[u8], ending: &'static str) -> usize {
        self.files.push(File { bytes: bytes.into(), ending });
        self.files.len() - 1
    }

    pub(super) fn message(&self, place: &Place, id: &str) -> Option<&Message> {
        self.rooms.get(place)?.iter().find(|m| m.id == id)
    }

    /// The one way a message comes into being. Returns its id.
    pub(super) fn post(&mut self, place: &Place, mut message: Message) -> String {
        message.id = self.fresh_id();
        message.date_ms = self.common.now();
        let id = message.id.clone();
        self.rooms.entry(place.clone()).or_default().push(message.clone());
        if !message.from_bot {
            self.deliver(place, &message);
        }
        id
    }

    fn deliver(&mut self, place: &Place, message: &Message) {
        let bots: Vec<i64> = match place {
            Place::Private { bot, .. } => vec![*bot],
            Place::Group(group) => self.groups[group].bots.iter().copied().collect(),
        };
        for bot in bots {
            if !self.hears(bot, place, message) {
                continue;
            }
            let update = self.update(place, message);
            let users = self.habits.users;
            let twice = self.habits.twice;
            let Some(bot) = self.bots.get_mut(&bot) else { continue };
            // The 51st user gets no service.
            if !bot.users.contains(&message.from) && bot.users.len() >= users {
                continue;
            }
            bot.users.insert(message.from.clone());
            bot.latest = Some(update.clone());
            if twice {
                bot.queue.push_back(update.clone());
            }
            bot.queue.push_back(update);
        }
    }

    /// In a group: what mentions the bot, or quotes it.
    fn hears(&self, bot: i64, place: &Place, message: &Message) -> bool {
        let Some(hearer) = self.bots.get(&bot) else { return false };
        if matches!(place, Place::Private { .. }) {
            return true;
        }
        let quoted = message.reply_to.as_ref().and_then(|to| self.message(place, to));
        quoted.is_some_and(|m| m.from_bot && m.from == bot.to_string())
            || message.text.contains(&format!("@{}", hearer.display_name))
    }

    /// Update object (zalo.md 1.4).
    fn update(&self, place: &Place, message: &Message) -> Value {
        let person = self.people.get(&message.from);
        let (chat, kind) = match place {
            Place::Group(group) => (group.clone(), "GROUP"),
            Place::Private { user, .. } => (user.clone(), "PRIVATE"),
        };
        let mut body = json!({
            "message_id": message.id,
            "date": message.date_ms,
            "chat": {"id": chat, "chat_type": kind},
            "from": {"id": message.from, "display_name": message.from_name, "is_bot": false},
        });
        let withheld = person.is_some_and(|p| p.protected) || message.kind == Kind::File;
        let (event, about) = match message.kind {
            _ if withheld => ("message.unsupported.received", ""),
            Kind::Text => ("message.text.received", "CHAT_MESSAGE"),
            Kind::Photo => ("message.image.received", "CHAT_PHOTO"),
            Kind::Voice => ("message.voice.received", "CHAT_VOICE"),
            Kind::Sticker | Kind::File => ("message.sticker.received", "CHAT_STICKER"),
        };
        if self.habits.quotes
            && let Some(to) = &message.reply_to
        {
            body["quote_message_id"] = json!(to);
        }
        if !withheld {
            body["message_type"] = json!(about);
            let url = message.url.clone().unwrap_or_default();
            match message.kind {
                Kind::Text | Kind::File => body["text"] = json!(message.text),
                Kind::Photo => {
                    let key = if self.habits.photo_as_documented { "photo" } else { "photo_url" };
                    body[key] = json!(url);
                    if !message.text.is_empty() {
                        body["caption"] = json!(message.text);
                    }
                }
                Kind::Voice => body["voice_url"] = json!(url),
                Kind::Sticker => {
                    body["sticker"] = json!(message.text);
                    body["url"] = json!(url);
                }
            }
        }
        json!({"event_name": event, "message": body})
    }

    pub(super) fn seen(&self, place: &Place) -> Vec<Seen> {
        let one = |m: &Message| Seen {
            message_id: m.id.clone(),
            from: m.from_name.clone(),
            from_bot: m.from_bot,
            from_id: m.from.clone(),
            kind: m.kind,
            text: m.text.clone(),
            styles: m.styles.clone(),
            parse_mode: m.parse_mode.clone(),
            reply_to: m.reply_to.clone(),
            date_ms: m.date_ms,
            file_id: m.file.map(file_key),
            url: m.url.clone(),
            fetched: m.fetched.iter().map(|f| f.map(file_key)).collect(),
        };
        self.rooms.get(place).map_or_else(Vec::new, |room| room.iter().map(one).collect())
    }
}

pub(super) fn file_key(index: usize) -> String {
    format!("zb{index:06}")
}

pub(super) fn file_index(key: &str) -> Option<usize> {
    key.strip_prefix("zb")?.parse().ok()
}
