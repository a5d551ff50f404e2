//! The methods a bot calls, and what each is refused for (zalo.md 1.2, 1.3).

use super::state::{Message, Place, State};
use super::types::Kind;
use crate::standins::call::Call;
pub(super) use crate::standins::call::{Answer, Refusal, refuse};
use serde_json::{Value, json};

/// The platform does not say in what it counts; by the widest, nobody finds out too late.
const TEXT_MAX: usize = 2000;

const STYLES: [&str; 21] = [
    "b", "i", "u", "s", "f_13", "f_15", "f_18", "f_20", "c_050a19", "c_15a85f", "c_f7b503", "c_f27806",
    "c_db342e", "lst_1", "lst_2", "ind_1", "ind_2", "ind_3", "ind_4", "ind_5", "big",
];

pub(super) fn bad<T>(what: &str) -> Result<T, Refusal> {
    refuse(400, format!("Bad request: {what}"))
}

impl State {
    /// Carries out one method that waits for nothing. The others are in `updates` and `media`.
    pub(super) fn run(&mut self, call: &Call) -> Answer {
        match call.method.as_str() {
            "getMe" => self.get_me(call),
            "deleteWebhook" | "getWebhookInfo" => self.webhook_now(call),
            "sendMessage" => {
                let place = self.target(call)?;
                let message = self.text_message(call)?;
                self.accept(call, &place, message)
            }
            "sendSticker" => {
                let place = self.target(call)?;
                let sticker = call.text("sticker");
                if sticker.is_empty() {
                    return bad("sticker is missing");
                }
                let message = Message { kind: Kind::Sticker, text: sticker, ..Message::default() };
                self.accept(call, &place, message)
            }
            "sendChatAction" => {
                self.target(call)?;
                match call.text("action").as_str() {
                    "typing" => Ok(Value::Null),
                    _ => bad("unknown action"),
                }
            }
            // Names are case-sensitive.
            _ => refuse(404, "Not found: no such method"),
        }
    }

    fn get_me(&self, call: &Call) -> Answer {
        let Some(bot) = self.bots.get(&call.bot) else { return refuse(401, "Unauthorized") };
        let mut me = json!({"id": call.bot.to_string(), "account_name": bot.account_name, "account_type": "BASIC",
                            "can_join_groups": self.habits.can_join_groups});
        if self.habits.display_name {
            me["display_name"] = json!(bot.display_name);
        }
        Ok(me)
    }

    /// The chat a call is for: somebody who wrote first, or a group that admitted the bot.
    pub(super) fn target(&self, call: &Call) -> Result<Place, Refusal> {
        let chat = call.text("chat_id");
        if chat.is_empty() {
            return bad("chat_id is missing");
        }
        if let Some(group) = self.groups.get(&chat) {
            if group.bots.contains(&call.bot) {
                return Ok(Place::Group(chat));
            }
            return refuse(self.habits.removed.into(), "the bot is not in this conversation");
        }
        if self.blocked.contains(&(chat.clone(), call.bot)) {
            return refuse(403, "Internal server error");
        }
        let known = self.bots.get(&call.bot).is_some_and(|bot| bot.users.contains(&chat));
        if known {
            Ok(Place::Private { user: chat, bot: call.bot })
        } else {
            refuse(404, "Not found: chat_id")
        }
    }

    fn text_message(&self, call: &Call) -> Result<Message, Refusal> {
        let text = call.text("text");
        let units = text.encode_utf16().count();
        if text.is_empty() {
            return bad("text is empty");
        }
        if units > TEXT_MAX {
            return bad("text is too long");
        }
        let parse_mode = call.text("parse_mode");
        if !["", "markdown", "html"].contains(&parse_mode.as_str()) {
            return bad("unknown parse_mode");
        }
        // With `parse_mode` set, `text_styles` is ignored.
        let styles = if parse_mode.is_empty() { call.json("text_styles") } else { Value::Null };
        if !styles.is_null() && !are_styles(&styles, units) {
            return bad("text_styles is not a list of {start, len, st}");
        }
        Ok(Message { text, styles, parse_mode, ..Message::default() })
    }

    /// The common end of every sending method: the month's quota, and then it is said.
    pub(super) fn accept(&mut self, call: &Call, place: &Place, message: Message) -> Answer {
        let (month, most) = (self.month(), self.habits.per_month);
        let Some(bot) = self.bots.get_mut(&call.bot) else { return refuse(401, "Unauthorized") };
        let used = bot.sent.entry(month).or_default();
        if *used >= most {
            return refuse(429, "Quota exceeded");
        }
        *used += 1;
        let from_name = bot.display_name.clone();
        let said = Message { from: call.bot.to_string(), from_name, from_bot: true, ..message };
        // Taken, and nobody hears it: a voice in a group.
        let lost = said.kind == Kind::Voice && matches!(place, Place::Group(_));
        let id = if lost { self.fresh_id() } else { self.post(place, said) };
        Ok(json!({"message_id": id, "date": self.common.now()}))
    }
}

fn are_styles(styles: &Value, units: usize) -> bool {
    let one = |style: &Value| {
        let (start, len) = (style["start"].as_u64()?, style["len"].as_u64()?);
        let inside = len > 0 && (start + len) as usize <= units;
        let known = style["st"].as_array()?.iter().all(|s| s.as_str().is_some_and(|s| STYLES.contains(&s)));
        (inside && known).then_some(())
    };
    styles.as_array().is_some_and(|list| list.iter().all(|style| one(style).is_some()))
}

pub(super) fn caption(call: &Call) -> Result<String, Refusal> {
    let caption = call.text("caption");
    if caption.encode_utf16().count() > TEXT_MAX { bad("caption is too long") } else { Ok(caption) }
}
