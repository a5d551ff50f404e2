//! The people's side: who there is, what they do, what they see.

use super::ZaloBot;
use super::media::address;
use super::state::{Group, Message, Person, Place};
use super::types::{Kind, Seen};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

/// People and groups.
impl ZaloBot {
    /// A person with a Zalo account.
    pub fn add_person(&self, name: &str) -> String {
        self.act(|state| {
            let id = state.fresh_id();
            state.people.insert(id.clone(), Person { name: name.to_owned(), protected: false });
            id
        })
    }

    /// An account whose content the platform keeps from bots: children, people with disabilities, people who
    /// cannot read.
    pub fn protect(&self, user: &str, protected: bool) {
        self.act(|state| {
            if let Some(person) = state.people.get_mut(user) {
                person.protected = protected;
            }
        });
    }

    /// An ordinary group; the first member leads it.
    pub fn add_group(&self, title: &str, members: &[&str]) -> String {
        self.act(|state| {
            let id = format!("zgr-{}", state.fresh_id());
            let members = members.iter().map(|m| (*m).to_owned()).collect();
            state.groups.insert(id.clone(), Group { title: title.to_owned(), members, bots: [].into() });
            id
        })
    }

    /// The group's leader admits the bot. It is told nothing; the fourth group is refused.
    pub fn add_bot_to_group(&self, bot: i64, group: &str) -> Result<()> {
        self.act(|state| {
            let sits = state.groups.values().filter(|g| g.bots.contains(&bot)).count();
            ensure!(state.habits.can_join_groups, "this bot may not join groups");
            ensure!(sits < state.habits.groups, "the plan admits {} groups", state.habits.groups);
            ensure!(state.bots.contains_key(&bot), "no such bot");
            state.groups.get_mut(group).context("no such group")?.bots.insert(bot);
            Ok(())
        })
    }

    /// Takes the bot out. It is told nothing; what it sends is refused.
    pub fn remove_bot_from_group(&self, bot: i64, group: &str) -> Result<()> {
        self.act(|state| {
            ensure!(
                state.groups.get_mut(group).context("no such group")?.bots.remove(&bot),
                "it is not inside"
            );
            Ok(())
        })
    }

    /// A person joins a group.
    pub fn person_joins(&self, user: &str, group: &str) -> Result<()> {
        self.act(|state| {
            let group = state.groups.get_mut(group).context("no such group")?;
            ensure!(group.members.insert(user.to_owned()), "already a member");
            Ok(())
        })
    }

    /// The group's name.
    pub fn title(&self, group: &str) -> Option<String> {
        self.lock().groups.get(group).map(|g| g.title.clone())
    }

    /// Blocks the bot: it is told nothing, and what it sends is refused.
    pub fn blocks(&self, user: &str, bot: i64) {
        self.act(|state| state.blocked.insert((user.to_owned(), bot)));
    }

    /// Takes the block back.
    pub fn unblocks(&self, user: &str, bot: i64) {
        self.act(|state| state.blocked.remove(&(user.to_owned(), bot)));
    }
}

/// What people do. `chat` is a group's id, or a bot's id for the private chat with it.
impl ZaloBot {
    /// Writes a text.
    pub fn person_sends(&self, user: &str, chat: &str, text: &str) -> Result<String> {
        self.says(user, chat, Message { text: text.to_owned(), ..Message::default() })
    }

    /// Writes a text into a group after picking the bot with `@`.
    pub fn person_mentions(&self, user: &str, group: &str, bot: i64, text: &str) -> Result<String> {
        let name = self.lock().bots.get(&bot).context("no such bot")?.display_name.clone();
        self.person_sends(user, group, &format!("@{name} {text}"))
    }

    /// Quotes a message.
    pub fn person_replies(&self, user: &str, chat: &str, to: &str, text: &str) -> Result<String> {
        let (text, reply_to) = (text.to_owned(), Some(to.to_owned()));
        self.says(user, chat, Message { text, reply_to, ..Message::default() })
    }

    /// Records a spoken message (raw ADTS AAC is what phones send). The bytes are not looked into.
    pub fn person_sends_voice(
        &self,
        user: &str,
        chat: &str,
        bytes: &[u8],
        reply_to: Option<&str>,
    ) -> Result<String> {
        let message = self.with_file(Kind::Voice, bytes, "aac");
        self.says(user, chat, Message { reply_to: reply_to.map(str::to_owned), ..message })
    }

    /// Sends a picture, with a caption or an empty one.
    pub fn person_sends_photo(&self, user: &str, chat: &str, bytes: &[u8], caption: &str) -> Result<String> {
        let message = self.with_file(Kind::Photo, bytes, "jpg");
        self.says(user, chat, Message { text: caption.to_owned(), ..message })
    }

    /// Sends a sticker.
    pub fn person_sends_sticker(&self, user: &str, chat: &str, sticker: &str) -> Result<String> {
        let message = self.with_file(Kind::Sticker, b"RIFF", "webp");
        self.says(user, chat, Message { text: sticker.to_owned(), ..message })
    }

    /// Sends a document or a video: no bot is shown it.
    pub fn person_sends_file(&self, user: &str, chat: &str, name: &str) -> Result<String> {
        self.says(user, chat, Message { kind: Kind::File, text: name.to_owned(), ..Message::default() })
    }

    fn with_file(&self, kind: Kind, bytes: &[u8], ending: &'static str) -> Message {
        let index = self.act(|state| state.store(bytes, ending));
        let url = address(&self.url(), index, ending).as_str().map(str::to_owned);
        Message { kind, file: Some(index), url, ..Message::default() }
    }

    fn says(&self, user: &str, chat: &str, message: Message) -> Result<String> {
        self.act(|state| {
            let name = state.people.get(user).context("no such person")?.name.clone();
            let place = match state.groups.get(chat) {
                Some(group) => {
                    ensure!(group.members.contains(user), "the person is no member of this group");
                    Place::Group(chat.to_owned())
                }
                None => match chat.parse::<i64>() {
                    Ok(bot) if state.bots.contains_key(&bot) => {
                        ensure!(
                            !state.blocked.contains(&(user.to_owned(), bot)),
                            "the person blocked this bot"
                        );
                        Place::Private { user: user.to_owned(), bot }
                    }
                    _ => bail!("no such chat: {chat}"),
                },
            };
            if let Some(to) = &message.reply_to {
                state.message(&place, to).context("there is no such message to quote")?;
            }
            ensure!(message.file.is_some() || !message.text.is_empty(), "nobody can send an empty message");
            Ok(state.post(&place, Message { from: user.to_owned(), from_name: name, ..message }))
        })
    }
}

/// What people see.
impl ZaloBot {
    /// A group's messages, oldest first.
    pub fn messages(&self, group: &str) -> Vec<Seen> {
        self.lock().seen(&Place::Group(group.to_owned()))
    }

    /// The private chat of one person with one bot.
    pub fn private_messages(&self, user: &str, bot: i64) -> Vec<Seen> {
        self.lock().seen(&Place::Private { user: user.to_owned(), bot })
    }

    /// Opens `https://zalo.me/<bot id>`: the private chat, into which nothing is written by itself.
    pub fn opens_link(&self, url: &str) -> Result<i64> {
        let id = url.strip_prefix("https://zalo.me/").context("not a zalo.me link")?;
        let bot = id.parse::<i64>().context("the link carries more than a bot's number")?;
        ensure!(self.lock().bots.contains_key(&bot), "no bot has this number");
        Ok(bot)
    }

    /// The webhook that is set, if any.
    pub fn webhook(&self, bot: i64) -> Value {
        let state = self.lock();
        let hook = state.bots.get(&bot).and_then(|bot| bot.webhook.as_ref());
        hook.map_or(Value::Null, |hook| Value::from(hook.url.clone()))
    }
}
