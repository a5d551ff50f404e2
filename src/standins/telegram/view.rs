//! How things look from outside: to one bot as JSON, to people as [`Seen`].

use super::file_ids::{file_id, kind_name, unique_id};
use super::state::{Place, State};
use super::types::{Button, Kind, Seen, Standing};
use serde_json::{Map, Value, json};

impl State {
    pub(super) fn user(&self, id: i64) -> Option<Value> {
        if let Some(person) = self.people.get(&id) {
            let name = &person.name;
            return Some(json!({"id": id, "is_bot": false, "first_name": name, "language_code": "vi"}));
        }
        let bot = self.bots.get(&id)?;
        Some(json!({"id": id, "is_bot": true, "first_name": bot.name, "username": bot.username}))
    }

    pub(super) fn chat_id(&self, place: Place) -> i64 {
        match place {
            Place::Group(group) => group,
            Place::Private { user, .. } => user,
        }
    }

    pub(super) fn chat_view(&self, place: Place) -> Value {
        match place {
            Place::Group(id) => {
                let group = &self.groups[&id];
                let kind = if group.supergroup { "supergroup" } else { "group" };
                let mut chat = json!({"id": id, "title": group.title, "type": kind});
                if !group.topics.is_empty() {
                    chat["is_forum"] = json!(true);
                }
                chat
            }
            Place::Private { user, .. } => {
                let name = self.people.get(&user).map_or("", |person| &person.name);
                json!({"id": user, "first_name": name, "type": "private"})
            }
        }
    }

    /// The message as one bot gets it: file ids are the bot's own. `deep` shows what it replies to, one
    /// level only. A message in a topic that quotes nothing "replies" to the topic's opening, as there.
    pub(super) fn render(&self, place: Place, id: i64, bot: i64, deep: bool) -> Value {
        let Some(message) = self.message(place, id) else { return Value::Null };
        let draft = &message.draft;
        let mut view = json!({"message_id": id, "from": message.from, "chat": self.chat_view(place),
                              "date": message.date_ms.div_euclid(1000)});
        if let Some(edited) = message.edited_ms {
            view["edit_date"] = json!(edited.div_euclid(1000));
        }
        if let Some(thread) = draft.thread {
            view["message_thread_id"] = json!(thread);
            view["is_topic_message"] = json!(true);
        }
        let original = draft.reply_to.or(draft.thread).filter(|_| deep);
        if let Some(to) = original.filter(|to| self.message(place, *to).is_some_and(|m| !m.deleted)) {
            view["reply_to_message"] = self.render(place, to, bot, false);
        }
        if let Some(index) = draft.file {
            let file = &self.files[index];
            let mut media = file.meta.clone();
            media["file_id"] = json!(file_id(file.kind, bot, index));
            media["file_unique_id"] = json!(unique_id(index));
            media["file_size"] = json!(file.bytes.len());
            view[kind_name(file.kind)] = if file.kind == Kind::Photo { json!([media]) } else { media };
        }
        for (key, value) in &draft.body {
            view[key] = value.clone();
        }
        if !draft.buttons.is_empty() {
            view["reply_markup"] = json!({"inline_keyboard": draft.buttons});
        }
        view
    }

    pub(super) fn seen(&self, place: Place) -> Vec<Seen> {
        let Some(room) = self.rooms.get(&place) else { return Vec::new() };
        room.messages
            .iter()
            .map(|(id, message)| {
                let draft = &message.draft;
                let word = |key: &str| draft.body.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
                let service = draft.kind == Kind::Service;
                Seen {
                    message_id: *id,
                    from: message.from["first_name"].as_str().unwrap_or("").to_owned(),
                    from_bot: message.from["is_bot"] == true,
                    from_id: message.from["id"].as_i64().unwrap_or_default(),
                    kind: draft.kind,
                    text: word("text"),
                    caption: word("caption"),
                    entities: Value::Array(draft.words().1.to_vec()),
                    buttons: button_rows(&draft.buttons),
                    markup: draft.markup.clone(),
                    reply_to: draft.reply_to,
                    thread: draft.thread,
                    date_ms: message.date_ms,
                    edited: message.edited_ms.is_some(),
                    deleted: message.deleted,
                    file_id: draft.file.map(unique_id),
                    file_name: draft
                        .file
                        .and_then(|index| Some(self.files[index].meta["file_name"].as_str()?.to_owned())),
                    service: if service { Value::Object(draft.body.clone()) } else { Value::Null },
                }
            })
            .collect()
    }
}

pub(super) fn fields(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

pub(super) fn button_rows(rows: &[Value]) -> Vec<Vec<Button>> {
    let text = |button: &Value, key: &str| button[key].as_str().map(str::to_owned);
    let button = |b: &Value| Button {
        label: text(b, "text").unwrap_or_default(),
        data: text(b, "callback_data"),
        url: text(b, "url"),
    };
    rows.iter().map(|row| row.as_array().into_iter().flatten().map(button).collect()).collect()
}

/// Bot API, `ChatMember`, with every field that strict clients require.
pub(super) fn member_view(user: &Value, standing: Standing) -> Value {
    match standing {
        Standing::Member => json!({"status": "member", "user": user}),
        Standing::Left => json!({"status": "left", "user": user}),
        Standing::Kicked => json!({"status": "kicked", "user": user, "until_date": 0}),
        Standing::Admin => json!({"status": "administrator", "user": user, "can_be_edited": false,
            "is_anonymous": false, "can_manage_chat": true, "can_delete_messages": true,
            "can_manage_video_chats": false, "can_restrict_members": false, "can_promote_members": false,
            "can_change_info": false, "can_invite_users": true, "can_post_stories": false,
            "can_edit_stories": false, "can_delete_stories": false, "can_pin_messages": true,
            "can_manage_topics": false}),
        Standing::Muted => {
            let mut member =
                json!({"status": "restricted", "user": user, "is_member": true, "until_date": 0});
            for right in MEMBER_RIGHTS {
                member[right] = json!(false);
            }
            member
        }
    }
}

pub(super) const MEMBER_RIGHTS: [&str; 15] = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
];
