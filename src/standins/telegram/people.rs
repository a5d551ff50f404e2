//! The people's side: who there is, what they do, what they see.

use super::file_ids::{parse_file_id, unique_id};
use super::files::picture_size;
use super::state::{Draft, Person, Place};
use super::types::{Kind, PressAnswer, Seen, Standing, Which};
use super::view::fields;
use super::{ANONYMOUS_ADMIN, CHANNEL_FORWARDER, Telegram};
use anyhow::{Context as _, Result, ensure};
use serde_json::json;

/// People and groups.
impl Telegram {
    /// A person with a Telegram account.
    pub fn add_person(&self, name: &str) -> i64 {
        self.act(|state| {
            // Above 32 bits, as real ids are.
            let id = 5_200_000_000 + state.common.fresh();
            state.people.insert(id, Person { name: name.to_owned() });
            id
        })
    }

    /// A supergroup (id −100…); the first member owns it.
    pub fn add_group(&self, title: &str, members: &[i64]) -> i64 {
        self.act(|state| state.new_group(title, members, true))
    }

    /// A basic group, the kind that can `Telegram::migrate`.
    pub fn add_basic_group(&self, title: &str, members: &[i64]) -> i64 {
        self.act(|state| state.new_group(title, members, false))
    }

    /// A member's bot joins: a service message to those present and `my_chat_member` to the bot.
    pub fn add_bot_to_group(&self, bot: i64, group: i64, by: i64) -> Result<()> {
        self.act(|state| state.add_bot_to_group(bot, group, by))
    }

    /// Throws the bot out; it learns by `my_chat_member` and from then on gets 403.
    pub fn remove_bot_from_group(&self, bot: i64, group: i64, by: i64) -> Result<()> {
        self.set_standing(bot, group, by, Standing::Kicked)
    }

    /// Promotes, mutes, dismisses a bot; it is told by `my_chat_member`.
    pub fn set_standing(&self, bot: i64, group: i64, by: i64, standing: Standing) -> Result<()> {
        self.act(|state| state.set_standing(bot, group, by, standing))
    }

    /// A person joins.
    pub fn person_joins(&self, user: i64, group: i64) -> Result<()> {
        self.act(|state| {
            let who = state.user(user).context("no such person")?;
            ensure!(state.open_group(group)?.members.insert(user), "already a member");
            state.service(Place::Group(group), who.clone(), json!({"new_chat_members": [who]}));
            Ok(())
        })
    }

    /// Turns the group into a supergroup with a new id: a service message in each, and the old id
    /// answers 400 with `migrate_to_chat_id` from now on. Message numbers begin anew.
    pub fn migrate(&self, group: i64) -> Result<i64> {
        self.act(|state| state.migrate(group))
    }

    /// Deletes the group: "Forbidden: the group chat was deleted".
    pub fn delete_group(&self, group: i64) -> Result<()> {
        self.act(|state| {
            state.open_group(group)?.deleted = true;
            Ok(())
        })
    }

    /// Opens a topic and makes the group a forum. General has no number: `message_thread_id` 1 is refused.
    pub fn add_topic(&self, group: i64, name: &str) -> Result<i64> {
        self.act(|state| {
            let owner =
                state.open_group(group)?.members.first().copied().context("the group has no member")?;
            let who = state.user(owner).context("no such person")?;
            let created = json!({"forum_topic_created": {"name": name, "icon_color": 7_322_096}});
            let id = state.service(Place::Group(group), who, created);
            state.open_group(group)?.topics.insert(id, true);
            Ok(id)
        })
    }

    /// Closes a topic: bots that are no administrators get `TOPIC_CLOSED`.
    pub fn close_topic(&self, group: i64, topic: i64) -> Result<()> {
        self.act(|state| {
            *state.open_group(group)?.topics.get_mut(&topic).context("no such topic")? = false;
            Ok(())
        })
    }

    /// Blocks the bot in private: `my_chat_member` to the bot, 403 for what it sends.
    pub fn blocks(&self, user: i64, bot: i64) -> Result<()> {
        self.act(|state| state.set_blocked(user, bot, true))
    }

    /// Takes the block back.
    pub fn unblocks(&self, user: i64, bot: i64) -> Result<()> {
        self.act(|state| state.set_blocked(user, bot, false))
    }
}

/// What people do. `chat` is a group's id, or a bot's id for the private chat with it.
impl Telegram {
    /// Writes a text.
    pub fn person_sends(&self, user: i64, chat: i64, text: &str) -> Result<i64> {
        self.act(|state| state.person_posts(user, chat, Draft::text(text)))
    }

    /// Writes a text into a forum topic.
    pub fn person_sends_in_topic(&self, user: i64, chat: i64, topic: i64, text: &str) -> Result<i64> {
        self.act(|state| state.person_posts(user, chat, Draft { thread: Some(topic), ..Draft::text(text) }))
    }

    /// Replies to a message; in a forum the reply stays in that message's topic.
    pub fn person_replies(&self, user: i64, chat: i64, to: i64, text: &str) -> Result<i64> {
        self.act(|state| state.person_posts(user, chat, Draft { reply_to: Some(to), ..Draft::text(text) }))
    }

    /// Records a voice message. The bytes are not looked into; an OGG/Opus file is what phones send.
    pub fn person_sends_voice(
        &self,
        user: i64,
        chat: i64,
        bytes: &[u8],
        duration: u32,
        reply_to: Option<i64>,
    ) -> Result<i64> {
        self.act(|state| {
            let meta = json!({"duration": duration, "mime_type": "audio/ogg"});
            let file = state.store(Kind::Voice, bytes, meta);
            state.person_posts(user, chat, Draft { reply_to, ..Draft::media(Kind::Voice, file, "") })
        })
    }

    /// Sends a photo, with a caption or an empty one.
    pub fn person_sends_photo(
        &self,
        user: i64,
        chat: i64,
        bytes: &[u8],
        caption: &str,
        reply_to: Option<i64>,
    ) -> Result<i64> {
        self.act(|state| {
            let (width, height) = picture_size(bytes).unwrap_or((640, 480));
            let file = state.store(Kind::Photo, bytes, json!({"width": width, "height": height}));
            state.person_posts(user, chat, Draft { reply_to, ..Draft::media(Kind::Photo, file, caption) })
        })
    }

    /// Sends a sticker.
    pub fn person_sends_sticker(&self, user: i64, chat: i64, emoji: &str) -> Result<i64> {
        self.act(|state| {
            let file = state.store(
                Kind::Sticker,
                b"RIFF",
                json!({"type": "regular", "width": 512, "height": 512, "is_animated": false,
                       "is_video": false, "emoji": emoji, "set_name": "standin"}),
            );
            state.person_posts(user, chat, Draft::media(Kind::Sticker, file, ""))
        })
    }

    /// Changes an own text; the bot gets `edited_message` if it heard the message.
    pub fn person_edits(&self, user: i64, chat: i64, message: i64, text: &str) -> Result<()> {
        self.act(|state| {
            let place = state.place_for(user, chat)?;
            let now = state.common.now();
            let found = state.message_mut(place, message).context("no such message")?;
            ensure!(found.from["id"] == user && found.draft.kind == Kind::Text, "not an own text");
            found.draft.body = Draft::text(text).body;
            found.edited_ms = Some(now);
            state.deliver(place, message, "edited_message");
            Ok(())
        })
    }

    /// Presses a button: a callback query to the bot that sent the message. Returns its id, see
    /// `Telegram::press_answer`. Pressing again is a new query, as when an app got no answer.
    pub fn person_presses(
        &self,
        user: i64,
        chat: i64,
        message: i64,
        which: impl Into<Which>,
    ) -> Result<String> {
        self.act(|state| state.press(user, chat, message, &which.into()))
    }

    /// What the bot said to a press, once it did; the last answer counts.
    pub fn press_answer(&self, query: &str) -> Option<PressAnswer> {
        self.lock().presses.get(query).and_then(|press| press.answer.clone())
    }

    /// Opens `https://t.me/<bot>?start=<payload>` and presses Start, which also lifts a block.
    pub fn opens_link(&self, user: i64, url: &str) -> Result<i64> {
        self.act(|state| {
            let (bot, payload) = state.deep_link(url, "start")?;
            if state.blocked.contains(&(user, bot)) {
                state.set_blocked(user, bot, false)?;
            }
            state.person_posts(user, bot, Draft::text(format!("/start {payload}").trim_end()))
        })
    }

    /// Opens `https://t.me/<bot>?startgroup=<payload>` and picks a group: the bot joins it, unless it is
    /// there already, and `/start@bot payload` appears.
    pub fn opens_group_link(&self, user: i64, url: &str, group: i64) -> Result<i64> {
        self.act(|state| {
            let (bot, payload) = state.deep_link(url, "startgroup")?;
            if !state.standing(bot, group).is_some_and(Standing::present) {
                state.add_bot_to_group(bot, group, user)?;
            }
            let username = &state.bots[&bot].username;
            let text = format!("/start@{username} {payload}");
            state.person_posts(user, group, Draft::text(text.trim_end()))
        })
    }

    /// An administrator writes under the group's name: `from` is [`ANONYMOUS_ADMIN`], nobody can tell who.
    pub fn anonymous_admin_sends(&self, group: i64, text: &str, reply_to: Option<i64>) -> Result<i64> {
        self.act(|state| {
            state.open_group(group)?;
            let from = json!({"id": ANONYMOUS_ADMIN, "is_bot": true, "first_name": "Group",
                              "username": "GroupAnonymousBot"});
            let mut draft = Draft { reply_to, ..Draft::text(text) };
            draft.body.insert("sender_chat".to_owned(), state.chat_view(Place::Group(group)));
            draft.body.insert("author_signature".to_owned(), json!("admin"));
            Ok(state.post(Place::Group(group), from, draft))
        })
    }

    /// Some other bot writes. People see it; no bot ever hears another bot.
    pub fn other_bot_sends(&self, group: i64, text: &str) -> Result<i64> {
        self.act(|state| {
            state.open_group(group)?;
            let from = json!({"id": 6_100_000_001_i64, "is_bot": true, "first_name": "Another bot",
                              "username": "another_bot"});
            Ok(state.post(Place::Group(group), from, Draft::text(text)))
        })
    }

    /// Passes on what somebody wrote elsewhere.
    pub fn person_forwards(&self, user: i64, chat: i64, text: &str) -> Result<i64> {
        self.act(|state| {
            let date = state.common.now().div_euclid(1000);
            let mut draft = Draft::text(text);
            draft.body.extend(fields(
                json!({"forward_origin": {"type": "hidden_user", "date": date, "sender_user_name": "Ai đó"}}),
            ));
            state.person_posts(user, chat, draft)
        })
    }

    /// A post of a linked channel appears in the group (`is_automatic_forward`). Bots with privacy mode
    /// on do not hear it, as with any other message that is not for them.
    pub fn channel_post_forward(&self, group: i64, channel: &str, text: &str) -> Result<i64> {
        self.act(|state| {
            state.open_group(group)?;
            let chat = json!({"id": -1_003_000_000_001_i64, "type": "channel", "title": channel});
            let from = json!({"id": CHANNEL_FORWARDER, "is_bot": false, "first_name": "Telegram"});
            let date = state.common.now().div_euclid(1000);
            let mut draft = Draft::text(text);
            draft
                .body
                .extend(fields(json!({"sender_chat": chat, "is_automatic_forward": true, "forward_origin":
                {"type": "channel", "date": date, "chat": chat, "message_id": 1}})));
            Ok(state.post(Place::Group(group), from, draft))
        })
    }
}

/// What people see.
impl Telegram {
    /// A group's messages, oldest first, deleted ones included.
    pub fn messages(&self, group: i64) -> Vec<Seen> {
        self.lock().seen(Place::Group(group))
    }

    /// The private chat of one person with one bot. On the platform its id is the person's, for every bot.
    pub fn private_messages(&self, user: i64, bot: i64) -> Vec<Seen> {
        self.lock().seen(Place::Private { user, bot })
    }

    /// Nothing that was sent so far is given out any more.
    pub fn lapse_files(&self) {
        self.act(|state| state.lapsed = state.files.len());
    }

    /// A file's bytes, by [`Seen::file_id`] or by any bot's `file_id`.
    pub fn file_bytes(&self, file_id: &str) -> Option<Vec<u8>> {
        let state = self.lock();
        let file = state.files.iter().enumerate().find_map(|(index, file)| {
            let known =
                unique_id(index) == file_id || parse_file_id(file_id).is_some_and(|(_, i)| i == index);
            known.then_some(file)
        })?;
        Some(file.bytes.to_vec())
    }
}
