//! What happens in chats: groups change, people write and press, bots hear.

use super::ANONYMOUS_ADMIN;
use super::entities::slice;
use super::state::{Draft, Group, Message, Place, Press, State};
use super::types::{Button, Kind, Standing, Which};
use super::view::{button_rows, fields, member_view};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl State {
    pub(super) fn new_group(&mut self, title: &str, members: &[i64], supergroup: bool) -> i64 {
        let number = self.common.fresh();
        let id = if supergroup { -1_002_000_000_000 - number } else { -4_000_000_000 - number };
        let group = Group {
            supergroup,
            title: title.to_owned(),
            owner: members.first().copied().unwrap_or(0),
            members: members.iter().copied().collect(),
            bots: BTreeMap::new(),
            topics: BTreeMap::new(),
            moved_to: None,
            deleted: false,
        };
        self.groups.insert(id, group);
        id
    }

    pub(super) fn open_group(&mut self, id: i64) -> Result<&mut Group> {
        let group = self.groups.get_mut(&id).context("no such group")?;
        if let Some(new) = group.moved_to {
            bail!("the group moved to {new}");
        }
        ensure!(!group.deleted, "the group was deleted");
        Ok(group)
    }

    pub(super) fn standing(&self, bot: i64, group: i64) -> Option<Standing> {
        self.groups.get(&group)?.bots.get(&bot).copied()
    }

    pub(super) fn add_bot_to_group(&mut self, bot: i64, group: i64, by: i64) -> Result<()> {
        let who = self.user(bot).filter(|_| self.bots.contains_key(&bot)).context("no such bot")?;
        let inviter = self.user(by).context("no such person")?;
        ensure!(self.open_group(group)?.members.contains(&by), "who invites a bot is a member");
        ensure!(!self.standing(bot, group).is_some_and(Standing::present), "the bot is a member already");
        self.set_standing(bot, group, by, Standing::Member)?;
        self.service(Place::Group(group), inviter, json!({"new_chat_members": [who]}));
        Ok(())
    }

    pub(super) fn set_standing(&mut self, bot: i64, group: i64, by: i64, standing: Standing) -> Result<()> {
        let who = self.user(bot).context("no such bot")?;
        let actor = self.user(by).context("no such person")?;
        let old = self.open_group(group)?.bots.insert(bot, standing).unwrap_or(Standing::Left);
        if old.present() && !standing.present() {
            self.service(Place::Group(group), actor.clone(), json!({"left_chat_member": who}));
        }
        let chat = self.chat_view(Place::Group(group));
        self.push_standing(bot, chat, actor, member_view(&who, old), member_view(&who, standing));
        Ok(())
    }

    pub(super) fn push_standing(&mut self, bot: i64, chat: Value, from: Value, old: Value, new: Value) {
        let date = self.common.now().div_euclid(1000);
        let change = json!({"chat": chat, "from": from, "date": date, "old_chat_member": old,
                            "new_chat_member": new});
        self.push(bot, "my_chat_member", change);
    }

    pub(super) fn set_blocked(&mut self, user: i64, bot: i64, blocked: bool) -> Result<()> {
        let person = self.user(user).filter(|_| self.people.contains_key(&user)).context("no such person")?;
        let who = self.user(bot).filter(|_| self.bots.contains_key(&bot)).context("no such bot")?;
        let changed =
            if blocked { self.blocked.insert((user, bot)) } else { self.blocked.remove(&(user, bot)) };
        ensure!(changed, "it is so already");
        let (mut old, mut new) = (member_view(&who, Standing::Member), member_view(&who, Standing::Kicked));
        if !blocked {
            std::mem::swap(&mut old, &mut new);
        }
        let chat = self.chat_view(Place::Private { user, bot });
        self.push_standing(bot, chat, person, old, new);
        Ok(())
    }

    pub(super) fn migrate(&mut self, old: i64) -> Result<i64> {
        let group = self.open_group(old)?.clone();
        let owner = self.user(group.owner).context("the group has no owner")?;
        let new = -1_002_000_000_000 - self.common.fresh();
        self.groups.insert(new, Group { supergroup: true, topics: BTreeMap::new(), ..group });
        self.service(Place::Group(old), owner.clone(), json!({"migrate_to_chat_id": new}));
        self.open_group(old)?.moved_to = Some(new);
        self.service(Place::Group(new), owner, json!({"migrate_from_chat_id": old}));
        Ok(new)
    }

    /// The chat as its person means it: a group's id, or a bot's for the private chat with it.
    pub(super) fn place_for(&mut self, user: i64, chat: i64) -> Result<Place> {
        ensure!(self.people.contains_key(&user), "no such person");
        if chat > 0 {
            ensure!(self.bots.contains_key(&chat), "no such bot");
            ensure!(!self.blocked.contains(&(user, chat)), "the person blocked this bot");
            return Ok(Place::Private { user, bot: chat });
        }
        ensure!(self.open_group(chat)?.members.contains(&user), "the person is no member of this group");
        Ok(Place::Group(chat))
    }

    pub(super) fn person_posts(&mut self, user: i64, chat: i64, mut draft: Draft) -> Result<i64> {
        let place = self.place_for(user, chat)?;
        let from = self.user(user).context("no such person")?;
        ensure!(draft.file.is_some() || !draft.words().0.is_empty(), "nobody can send an empty message");
        if let Some(to) = draft.reply_to {
            let original = self.message(place, to).filter(|m| !m.deleted);
            let original = original.context("there is no such message to reply to")?;
            draft.thread = draft.thread.or(original.draft.thread);
        }
        if let (Some(topic), Place::Group(group)) = (draft.thread, place) {
            ensure!(self.groups[&group].topics.contains_key(&topic), "no such topic");
        }
        Ok(self.post(place, from, draft))
    }

    pub(super) fn press(&mut self, user: i64, chat: i64, message: i64, which: &Which) -> Result<String> {
        let place = self.place_for(user, chat)?;
        let from = self.user(user).context("no such person")?;
        let found = self.message(place, message).filter(|m| !m.deleted).context("no such message")?;
        let bot = found.from["id"].as_i64().unwrap_or_default();
        let buttons: Vec<Button> = button_rows(&found.draft.buttons).into_iter().flatten().collect();
        let labels: Vec<_> = buttons.iter().map(|b| b.label.clone()).collect();
        let button = match which {
            Which::Nth(index) => buttons.into_iter().nth(*index),
            Which::Label(label) => buttons.into_iter().find(|b| b.label == *label),
        };
        let button = button.with_context(|| format!("no button {which:?} among {labels:?}"))?;
        let data = button.data.with_context(|| format!("{:?} opens {:?}", button.label, button.url))?;
        let id = format!("{}", 4_382_910_000_000_000 + self.common.fresh());
        let view = self.render(place, message, bot, true);
        let instance = format!("{}", self.chat_id(place).wrapping_mul(7919));
        self.presses.insert(id.clone(), Press { bot, answer: None });
        let query = json!({"id": id, "from": from, "message": view, "chat_instance": instance, "data": data});
        self.push(bot, "callback_query", query);
        Ok(id)
    }

    pub(super) fn deep_link(&self, url: &str, key: &str) -> Result<(i64, String)> {
        let rest = url.strip_prefix("https://t.me/").context("not a t.me link")?;
        let (username, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let payload = match pairs.find(|(name, _)| *name == key) {
            Some((_, payload)) => payload,
            None if query.is_empty() => "",
            None => bail!("the link has no {key}="),
        };
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        ensure!(payload.len() <= 64 && payload.chars().all(legal), "the platform ignores such a payload");
        let bot = self.bots.iter().find(|(_, bot)| bot.username.eq_ignore_ascii_case(username));
        let (id, _) = bot.with_context(|| format!("no bot is called {username}"))?;
        Ok((*id, payload.to_owned()))
    }

    pub(super) fn message(&self, place: Place, id: i64) -> Option<&Message> {
        self.rooms.get(&place)?.messages.get(&id)
    }

    pub(super) fn message_mut(&mut self, place: Place, id: i64) -> Option<&mut Message> {
        self.rooms.get_mut(&place)?.messages.get_mut(&id)
    }

    pub(super) fn service(&mut self, place: Place, from: Value, content: Value) -> i64 {
        self.post(place, from, Draft { kind: Kind::Service, body: fields(content), ..Draft::default() })
    }

    /// The one way a message comes into being: numbered, dated, and told to the bots that hear it.
    pub(super) fn post(&mut self, place: Place, from: Value, draft: Draft) -> i64 {
        let date_ms = self.common.now();
        let room = self.rooms.entry(place).or_default();
        // Number 1 is the chat's creation, which nobody sees; in a forum it means General.
        room.last = room.last.max(1) + 1;
        let id = room.last;
        room.messages.insert(id, Message { from, date_ms, draft, edited_ms: None, deleted: false });
        self.deliver(place, id, "message");
        id
    }

    pub(super) fn deliver(&mut self, place: Place, id: i64, kind: &str) {
        let bots: Vec<i64> = match place {
            Place::Private { bot, .. } => vec![bot],
            Place::Group(group) => {
                let present = self.groups[&group].bots.iter().filter(|(_, standing)| standing.present());
                present.map(|(bot, _)| *bot).collect()
            }
        };
        for bot in bots {
            if self.hears(bot, place, id) {
                let view = self.render(place, id, bot, true);
                self.push(bot, kind, view);
            }
        }
    }

    /// Bot API, "privacy mode". One simplification: a bare `/command` reaches every bot, where the
    /// platform gives it only to the bot that posted last.
    fn hears(&self, bot: i64, place: Place, id: i64) -> bool {
        let (Some(message), Some(hearer)) = (self.message(place, id), self.bots.get(&bot)) else {
            return false;
        };
        let from = &message.from;
        if from["id"] == bot {
            return false;
        }
        let Place::Group(group) = place else { return true };
        if message.draft.kind == Kind::Service {
            return true;
        }
        if from["is_bot"] == true && from["id"] != ANONYMOUS_ADMIN {
            return false;
        }
        if hearer.hears_all || self.standing(bot, group) == Some(Standing::Admin) {
            return true;
        }
        let original = message.draft.reply_to.and_then(|to| self.message(place, to));
        if original.is_some_and(|original| original.from["id"] == bot) {
            return true;
        }
        let (text, entities) = message.draft.words();
        entities.iter().any(|entity| {
            let word = slice(text, entity).unwrap_or_default();
            let addressed =
                word.rsplit_once('@').map(|(_, name)| name.eq_ignore_ascii_case(&hearer.username));
            match entity["type"].as_str() {
                Some("bot_command") => addressed.unwrap_or(true),
                Some("mention") => addressed.unwrap_or(false),
                _ => false,
            }
        })
    }

    fn push(&mut self, bot: i64, kind: &str, content: Value) {
        let Some(bot) = self.bots.get_mut(&bot).filter(|bot| bot.wants(kind)) else { return };
        bot.last_update += 1;
        bot.enqueue(bot.last_update, json!({"update_id": bot.last_update, kind: content}), false);
    }
}
