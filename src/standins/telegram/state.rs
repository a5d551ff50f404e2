//! The state of the platform: one lock over all of it, never held across an await.

use super::entities::{detect, trimmed};
use super::types::{Kind, Limits, PressAnswer, Standing};
use crate::standins::standin::Common;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Where a message is. A private chat belongs to a person *and* a bot: each bot has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Group(i64),
    Private { user: i64, bot: i64 },
}

/// Everything there is on the platform.
pub struct State {
    pub(super) common: Common,
    pub(super) limits: Limits,
    pub(super) bots: BTreeMap<i64, Bot>,
    pub(super) people: BTreeMap<i64, Person>,
    pub(super) groups: BTreeMap<i64, Group>,
    pub(super) rooms: BTreeMap<Place, Room>,
    pub(super) blocked: BTreeSet<(i64, i64)>,
    pub(super) files: Vec<File>,
    /// So many of them are given out no more.
    pub(super) lapsed: usize,
    pub(super) presses: HashMap<String, Press>,
    /// Times of accepted messages per bot and chat; chat 0 stands for all.
    pub(super) pace: HashMap<(i64, i64), VecDeque<Instant>>,
    pub(super) uploads: HashMap<usize, Instant>,
    pub(super) retry_unit: Duration,
}

#[derive(Default)]
pub(super) struct Bot {
    pub(super) token: String,
    pub(super) username: String,
    pub(super) name: String,
    pub(super) hears_all: bool,
    pub(super) queue: VecDeque<Update>,
    pub(super) last_update: i64,
    pub(super) latest: Option<(i64, Value)>,
    /// `None`: the default set.
    pub(super) allowed: Option<Vec<String>>,
    /// Number of the newest `getUpdates`; an older one that still waits gets 409.
    pub(super) poll: u64,
    pub(super) webhook: Option<Webhook>,
    /// Outlives the webhook, so that pushes for an earlier one stop.
    pub(super) webhook_number: u64,
    pub(super) commands: BTreeMap<(String, String), Value>,
    pub(super) texts: BTreeMap<(String, String), String>,
}

pub(super) struct Update {
    pub(super) id: i64,
    pub(super) body: Value,
    /// A wilful duplicate: survives confirmation until it was handed out.
    pub(super) again: bool,
}

pub(super) struct Webhook {
    pub(super) url: String,
    pub(super) secret: String,
    pub(super) max_connections: i64,
    pub(super) busy: BTreeSet<String>,
    pub(super) last_error: Option<(i64, String)>,
}

pub(super) struct Person {
    pub(super) name: String,
}

#[derive(Clone)]
pub(super) struct Group {
    pub(super) supergroup: bool,
    pub(super) title: String,
    pub(super) owner: i64,
    pub(super) members: BTreeSet<i64>,
    pub(super) bots: BTreeMap<i64, Standing>,
    /// Topic number to "is open"; a group with topics is a forum.
    pub(super) topics: BTreeMap<i64, bool>,
    pub(super) moved_to: Option<i64>,
    pub(super) deleted: bool,
}

#[derive(Default)]
pub(super) struct Room {
    pub(super) last: i64,
    pub(super) messages: BTreeMap<i64, Message>,
}

pub(super) struct Message {
    pub(super) from: Value,
    pub(super) date_ms: i64,
    pub(super) draft: Draft,
    pub(super) edited_ms: Option<i64>,
    pub(super) deleted: bool,
}

/// The content of a message, before it has a number.
#[derive(Clone, Default)]
pub(super) struct Draft {
    pub(super) kind: Kind,
    /// Text or caption with entities, and whatever else the platform puts at the top level.
    pub(super) body: Map<String, Value>,
    pub(super) file: Option<usize>,
    pub(super) reply_to: Option<i64>,
    pub(super) thread: Option<i64>,
    /// Rows of inline buttons as sent; empty for none.
    pub(super) buttons: Vec<Value>,
    /// Other reply markup; kept for people, never returned to bots.
    pub(super) markup: Value,
}

pub(super) struct File {
    pub(super) kind: Kind,
    pub(super) bytes: Arc<[u8]>,
    pub(super) meta: Value,
}

pub(super) struct Press {
    pub(super) bot: i64,
    pub(super) answer: Option<PressAnswer>,
}

impl Bot {
    pub(super) fn new(token: &str, username: &str, name: &str) -> Self {
        let (token, username, name) = (token.to_owned(), username.to_owned(), name.to_owned());
        Bot { token, username, name, last_update: 700_000_000, ..Bot::default() }
    }

    pub(super) fn enqueue(&mut self, id: i64, body: Value, again: bool) {
        self.latest = Some((id, body.clone()));
        self.queue.push_back(Update { id, body, again });
    }

    pub(super) fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) => kinds.iter().any(|k| k == kind),
            None => !matches!(kind, "chat_member" | "message_reaction" | "message_reaction_count"),
        }
    }

    /// `offset` of getUpdates: positive confirms all below it, negative keeps only the last so many.
    pub(super) fn confirm(&mut self, offset: i64) {
        if offset > 0 {
            self.queue.retain(|update| update.id >= offset || update.again);
        } else if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let drop = self.queue.len().saturating_sub(keep);
            self.queue.drain(..drop);
        }
    }

    pub(super) fn take(&mut self, limit: usize) -> Vec<Value> {
        let handed = self.queue.iter_mut().take(limit);
        handed
            .map(|update| {
                update.again = false;
                update.body.clone()
            })
            .collect()
    }
}

impl Draft {
    pub(super) fn text(text: &str) -> Self {
        let (text, mut entities) = trimmed(text, Vec::new());
        detect(&text, &mut entities);
        let mut draft = Draft::default();
        draft.set_text("text", "entities", &text, entities);
        draft
    }

    pub(super) fn media(kind: Kind, file: usize, caption: &str) -> Self {
        let (caption, mut entities) = trimmed(caption, Vec::new());
        detect(&caption, &mut entities);
        let mut draft = Draft { kind, file: Some(file), ..Draft::default() };
        draft.set_text("caption", "caption_entities", &caption, entities);
        draft
    }

    pub(super) fn set_text(&mut self, text_key: &str, entities_key: &str, text: &str, entities: Vec<Value>) {
        self.body.remove(text_key);
        self.body.remove(entities_key);
        if !text.is_empty() {
            self.body.insert(text_key.to_owned(), json!(text));
        }
        if !entities.is_empty() {
            self.body.insert(entities_key.to_owned(), Value::Array(entities));
        }
    }

    pub(super) fn words(&self) -> (&str, &[Value]) {
        let text = self.body.get("text").or(self.body.get("caption"));
        let entities = self.body.get("entities").or(self.body.get("caption_entities"));
        (
            text.and_then(Value::as_str).unwrap_or(""),
            entities.and_then(Value::as_array).map_or(&[], Vec::as_slice),
        )
    }
}

impl State {
    pub(super) fn new(common: Common) -> Self {
        State {
            common,
            limits: Limits::default(),
            bots: BTreeMap::new(),
            people: BTreeMap::new(),
            groups: BTreeMap::new(),
            rooms: BTreeMap::new(),
            blocked: BTreeSet::new(),
            files: Vec::new(),
            lapsed: 0,
            presses: HashMap::new(),
            pace: HashMap::new(),
            uploads: HashMap::new(),
            retry_unit: Duration::from_secs(1),
        }
    }

    pub(super) fn store(&mut self, kind: Kind, bytes: &[u8], meta: Value) -> usize {
        self.files.push(File { kind, bytes: bytes.into(), meta });
        self.files.len() - 1
    }
}
