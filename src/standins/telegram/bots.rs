//! The methods a bot calls to write, change and take back messages, on plain JSON.

use super::call::{Answer, Refusal, bad, refuse, too_many};
use super::state::{Draft, Place, State};
use super::types::{Kind, PressAnswer, Standing};
use super::view::member_view;
use super::words::{caption, formatted, markup};
use crate::standins::call::Call;
use anyhow::Result;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

const TEXT_MAX: usize = 4096;

impl State {
    /// Carries out one method; `getUpdates` and webhooks are elsewhere because they wait.
    pub(super) fn run(&mut self, call: &Call) -> Answer {
        match call.method.as_str() {
            "getme" => self.get_me(call),
            "sendmessage" => {
                let (text, entities) = formatted(&call.text("text"), call, "parse_mode", "entities")?;
                if call.text("text").is_empty() {
                    return bad("message text is empty");
                }
                if text.is_empty() {
                    return bad("text must be non-empty");
                }
                if text.chars().count() > TEXT_MAX {
                    return bad("message is too long");
                }
                let mut draft = Draft::default();
                draft.set_text("text", "entities", &text, entities);
                self.send_one(call, draft)
            }
            "sendvoice" => self.send_media(call, Kind::Voice),
            "sendphoto" => self.send_media(call, Kind::Photo),
            "sendaudio" => self.send_media(call, Kind::Audio),
            "senddocument" => self.send_media(call, Kind::Document),
            "sendmediagroup" => self.send_album(call),
            "copymessage" | "forwardmessage" => self.pass_on(call),
            "editmessagetext" | "editmessagecaption" | "editmessagereplymarkup" => self.edit(call),
            "deletemessage" => self.delete(call),
            "answercallbackquery" => self.answer_press(call),
            "sendchataction" => {
                let actions = ["typing", "upload_photo", "record_voice", "upload_voice", "upload_document"];
                if !actions.contains(&call.text("action").as_str()) {
                    return bad("wrong parameter action in request");
                }
                self.target(call, "chat_id", true).map(|_| json!(true))
            }
            "getfile" => self.get_file(call),
            "getchat" => self.get_chat(call),
            "getchatmember" | "getchatmembercount" | "getchatadministrators" => self.get_members(call),
            "leavechat" => match self.target(call, "chat_id", true)? {
                Place::Group(group) => {
                    let me = self.user(call.bot).unwrap_or_default();
                    self.groups.entry(group).and_modify(|group| {
                        group.bots.insert(call.bot, Standing::Left);
                    });
                    let chat = self.chat_view(Place::Group(group));
                    self.service(Place::Group(group), me.clone(), json!({"left_chat_member": me}));
                    let (old, new) = (member_view(&me, Standing::Member), member_view(&me, Standing::Left));
                    self.push_standing(call.bot, chat, me, old, new);
                    Ok(json!(true))
                }
                Place::Private { .. } => bad("chat member status can't be changed in private chats"),
            },
            "setmycommands" | "deletemycommands" | "getmycommands" => self.menu(call),
            "setmyname" | "getmyname" => self.profile(call, "name", 64),
            "setmydescription" | "getmydescription" => self.profile(call, "description", 512),
            "setmyshortdescription" | "getmyshortdescription" => self.profile(call, "short_description", 120),
            "getwebhookinfo" => self.webhook_info(call),
            "close" | "logout" => Ok(json!(true)),
            _ => refuse(404, "Not Found: method not found"),
        }
    }

    /// Finds the chat a call is for and whether the bot may use it (Bot API server, `check_chat_access`).
    pub(super) fn target(&self, call: &Call, key: &str, write: bool) -> Result<Place, Refusal> {
        let given = call.text(key);
        if given.is_empty() {
            return bad("chat_id is empty");
        }
        let id: i64 = given.parse().unwrap_or(0);
        if let Some(group) = self.groups.get(&id) {
            let Some(standing) = group.bots.get(&call.bot) else { return bad("chat not found") };
            if write && let Some(new) = group.moved_to {
                let description = "Bad Request: group chat was upgraded to a supergroup chat".to_owned();
                let parameters = json!({"migrate_to_chat_id": new});
                return Err(Refusal { code: 400, description, parameters });
            }
            if group.deleted && write {
                return refuse(403, "Forbidden: the group chat was deleted");
            }
            let kind = if group.supergroup { "supergroup" } else { "group" };
            return match standing {
                Standing::Kicked => refuse(403, format!("Forbidden: bot was kicked from the {kind} chat")),
                Standing::Left => refuse(403, format!("Forbidden: bot is not a member of the {kind} chat")),
                _ => Ok(Place::Group(id)),
            };
        }
        let place = Place::Private { user: id, bot: call.bot };
        if !self.people.contains_key(&id) {
            if self.bots.contains_key(&id) && write {
                return refuse(403, "Forbidden: bots can't send messages to bots");
            }
            return bad("chat not found");
        }
        if !self.rooms.contains_key(&place) {
            if write {
                return refuse(403, "Forbidden: bot can't initiate conversation with a user");
            }
            return bad("chat not found");
        }
        if write && self.blocked.contains(&(id, call.bot)) {
            return refuse(403, "Forbidden: bot was blocked by the user");
        }
        Ok(place)
    }

    /// The common end of every sending method: rights, topic, reply, buttons, pace, and then it is said.
    pub(super) fn send(&mut self, call: &Call, mut drafts: Vec<Draft>) -> Result<(Place, Vec<i64>), Refusal> {
        let place = self.target(call, "chat_id", true)?;
        let standing = match place {
            Place::Group(group) => self.standing(call.bot, group),
            Place::Private { .. } => None,
        };
        if standing == Some(Standing::Muted) {
            let what = match drafts.first().map(|draft| draft.kind) {
                Some(Kind::Voice) => "voice notes",
                Some(Kind::Photo) => "photos",
                Some(Kind::Audio) => "music",
                Some(Kind::Document) => "documents",
                _ => "text messages",
            };
            return bad(format!("not enough rights to send {what} to the chat"));
        }
        let thread = self.thread(call, place, standing == Some(Standing::Admin))?;
        let reply_to = self.reply(call, place)?;
        let (buttons, markup) = markup(call)?;
        self.keep_pace(call.bot, place, drafts.len())?;
        for draft in &mut drafts {
            draft.thread = thread;
            draft.reply_to = reply_to;
            draft.buttons.clone_from(&buttons);
            draft.markup.clone_from(&markup);
            if call.flag("protect_content") {
                draft.body.insert("has_protected_content".to_owned(), json!(true));
            }
        }
        let me = self.user(call.bot).unwrap_or_default();
        Ok((place, drafts.into_iter().map(|draft| self.post(place, me.clone(), draft)).collect()))
    }

    pub(super) fn send_one(&mut self, call: &Call, draft: Draft) -> Answer {
        let (place, ids) = self.send(call, vec![draft])?;
        Ok(self.render(place, ids[0], call.bot, true))
    }

    /// Topics exist in forums and, by number, never in private; elsewhere the parameter is ignored.
    fn thread(&self, call: &Call, place: Place, admin: bool) -> Result<Option<i64>, Refusal> {
        let Some(thread) = call.int("message_thread_id").filter(|thread| *thread != 0) else {
            return Ok(None);
        };
        let Place::Group(group) = place else { return bad("message thread not found") };
        let topics = &self.groups[&group].topics;
        match topics.get(&thread) {
            _ if topics.is_empty() => Ok(None),
            None => bad("message thread not found"),
            Some(false) if !admin => bad("TOPIC_CLOSED"),
            Some(_) => Ok(Some(thread)),
        }
    }

    fn reply(&self, call: &Call, place: Place) -> Result<Option<i64>, Refusal> {
        let parameters = call.json("reply_parameters");
        let lenient = call.flag("allow_sending_without_reply");
        let lenient = lenient || parameters["allow_sending_without_reply"] == true;
        let named = parameters["message_id"].as_i64().or(call.int("reply_to_message_id"));
        let Some(id) = named.filter(|id| *id != 0) else { return Ok(None) };
        let elsewhere = parameters["chat_id"].as_i64().is_some_and(|chat| chat != self.chat_id(place));
        let there = !elsewhere && self.message(place, id).is_some_and(|message| !message.deleted);
        match (there, lenient) {
            (true, _) => Ok(Some(id)),
            (false, true) => Ok(None),
            (false, false) => bad("message to be replied not found"),
        }
    }

    /// See [`Limits`]. A refused message does not use anything up.
    fn keep_pace(&mut self, bot: i64, place: Place, count: usize) -> Result<(), Refusal> {
        let now = Instant::now();
        let chat = self.chat_id(place);
        let group_rule = self.limits.per_group_minute.filter(|_| matches!(place, Place::Group(_)));
        let rules = [
            (0, self.limits.per_second, Duration::from_secs(1)),
            (chat, self.limits.per_chat_second, Duration::from_secs(1)),
            (chat, group_rule, Duration::from_secs(60)),
        ];
        let mut wait = Duration::ZERO;
        for (key, max, window) in rules {
            let times = self.pace.entry((bot, key)).or_default();
            times.retain(|time| now - *time < Duration::from_secs(60));
            let Some(max) = max.map(|max| max as usize) else { continue };
            let recent: Vec<Instant> = times.iter().copied().filter(|time| now - *time < window).collect();
            let excess = (recent.len() + count).saturating_sub(max).min(recent.len());
            if let Some(last) = excess.checked_sub(1).and_then(|at| recent.get(at)) {
                wait = wait.max(*last + window - now);
            }
        }
        if !wait.is_zero() {
            return Err(too_many((wait.as_millis() as u64).div_ceil(1000).max(1)));
        }
        for key in [0, chat] {
            self.pace.entry((bot, key)).or_default().extend(std::iter::repeat_n(now, count));
        }
        Ok(())
    }

    fn edit(&mut self, call: &Call) -> Answer {
        let place = self.target(call, "chat_id", true)?;
        let id = call.int("message_id").unwrap_or(0);
        let Some(message) = self.message(place, id).filter(|message| !message.deleted) else {
            return bad("message to edit not found");
        };
        if message.from["id"] != call.bot {
            return bad("message can't be edited");
        }
        let mut draft = message.draft.clone();
        match (call.method.as_str(), draft.file) {
            ("editmessagetext", None) => {
                let (text, entities) = formatted(&call.text("text"), call, "parse_mode", "entities")?;
                if text.is_empty() {
                    return bad("message text is empty");
                }
                if text.chars().count() > TEXT_MAX {
                    return bad("message is too long");
                }
                draft.set_text("text", "entities", &text, entities);
            }
            ("editmessagetext", Some(_)) => return bad("there is no text in the message to edit"),
            ("editmessagecaption", Some(_)) => {
                let (caption, entities) = caption(&call.text("caption"), call)?;
                draft.set_text("caption", "caption_entities", &caption, entities);
            }
            ("editmessagecaption", None) => return bad("there is no caption in the message to edit"),
            _ => {}
        }
        draft.buttons = markup(call)?.0;
        if draft.body == message.draft.body && draft.buttons == message.draft.buttons {
            return bad(
                "message is not modified: specified new message content and reply markup are exactly the \
                        same as a current content and reply markup of the message",
            );
        }
        let now = self.common.now();
        if let Some(message) = self.message_mut(place, id) {
            message.draft = draft;
            message.edited_ms = Some(now);
        }
        Ok(self.render(place, id, call.bot, true))
    }

    fn delete(&mut self, call: &Call) -> Answer {
        let place = self.target(call, "chat_id", true)?;
        let admin = match place {
            Place::Group(group) => self.standing(call.bot, group) == Some(Standing::Admin),
            Place::Private { .. } => true,
        };
        let id = call.int("message_id").unwrap_or(0);
        match self.message_mut(place, id) {
            Some(message) if !message.deleted => {
                if message.from["id"] != call.bot && !admin {
                    return bad("message can't be deleted");
                }
                message.deleted = true;
                Ok(json!(true))
            }
            _ => bad("message to delete not found"),
        }
    }

    fn answer_press(&mut self, call: &Call) -> Answer {
        let text = call.text("text");
        if text.chars().count() > 200 {
            return bad("MESSAGE_TOO_LONG");
        }
        let answer = PressAnswer { text, show_alert: call.flag("show_alert") };
        match self.presses.get_mut(&call.text("callback_query_id")).filter(|press| press.bot == call.bot) {
            Some(press) => {
                press.answer = Some(answer);
                Ok(json!(true))
            }
            None => bad("query is too old and response timeout expired or query ID is invalid"),
        }
    }
}
