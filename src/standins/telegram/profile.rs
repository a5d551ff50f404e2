//! Methods about chats, members, the command menu and the bot itself.

use super::call::{Answer, bad, refuse};
use super::state::{Place, State};
use super::types::Standing;
use super::view::{MEMBER_RIGHTS, member_view};
use crate::standins::call::Call;
use serde_json::{Value, json};

impl State {
    pub(super) fn get_me(&self, call: &Call) -> Answer {
        let mut me = self.user(call.bot).unwrap_or_default();
        me["can_join_groups"] = json!(true);
        me["can_read_all_group_messages"] = json!(self.bots.get(&call.bot).is_some_and(|bot| bot.hears_all));
        for no in
            ["supports_inline_queries", "can_connect_to_business", "has_main_web_app", "has_topics_enabled"]
        {
            me[no] = json!(false);
        }
        me["allows_users_to_create_topics"] = json!(false);
        me["can_manage_bots"] = json!(false);
        Ok(me)
    }

    pub(super) fn get_chat(&self, call: &Call) -> Answer {
        let place = self.target(call, "chat_id", false)?;
        let mut chat = self.chat_view(place);
        chat["accent_color_id"] = json!(0);
        chat["max_reaction_count"] = json!(11);
        let gifts = [
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ];
        chat["accepted_gift_types"] = gifts.iter().map(|gift| ((*gift).to_owned(), json!(false))).collect();
        if let Place::Group(_) = place {
            let rights = MEMBER_RIGHTS.iter().map(|right| ((*right).to_owned(), json!(true)));
            chat["permissions"] = rights.collect();
        }
        Ok(chat)
    }

    pub(super) fn get_members(&self, call: &Call) -> Answer {
        let place = self.target(call, "chat_id", false)?;
        let Place::Group(id) = place else {
            let user = call.int("user_id").and_then(|user| self.user(user));
            return match (call.method.as_str(), user) {
                ("getchatmembercount", _) => Ok(json!(2)),
                ("getchatmember", Some(user)) => Ok(member_view(&user, Standing::Member)),
                ("getchatmember", None) => bad("user not found"),
                _ => bad("there are no administrators in the private chat"),
            };
        };
        let group = &self.groups[&id];
        let bots = group.bots.iter().filter(|(_, standing)| standing.present());
        let owner = self
            .user(group.owner)
            .map(|user| json!({"status": "creator", "user": user, "is_anonymous": false}));
        match call.method.as_str() {
            "getchatmembercount" => Ok(json!(group.members.len() + bots.count())),
            "getchatadministrators" => {
                let admins = bots.filter(|(_, standing)| **standing == Standing::Admin);
                let admins =
                    admins.filter_map(|(bot, standing)| Some(member_view(&self.user(*bot)?, *standing)));
                Ok(owner.into_iter().chain(admins).collect())
            }
            _ => {
                let user_id = call.int("user_id").unwrap_or(0);
                let Some(user) = self.user(user_id) else { return bad("user not found") };
                match owner {
                    Some(owner) if user_id == group.owner => Ok(owner),
                    _ if group.members.contains(&user_id) => Ok(member_view(&user, Standing::Member)),
                    _ => Ok(member_view(&user, group.bots.get(&user_id).copied().unwrap_or(Standing::Left))),
                }
            }
        }
    }

    pub(super) fn menu(&mut self, call: &Call) -> Answer {
        let language = call.text("language_code");
        if !matches!(language.as_bytes(), [] | [b'a'..=b'z', b'a'..=b'z']) {
            return bad("invalid language code specified");
        }
        let commands = call.json("commands");
        let key = (scope_key(&call.json("scope")), language);
        let Some(bot) = self.bots.get_mut(&call.bot) else { return refuse(401, "Unauthorized") };
        match call.method.as_str() {
            "getmycommands" => return Ok(bot.commands.get(&key).cloned().unwrap_or(json!([]))),
            "deletemycommands" => {
                bot.commands.remove(&key);
                return Ok(json!(true));
            }
            _ => {}
        }
        let Some(list) = commands.as_array() else { return bad("can't parse commands: expected an Array") };
        if list.len() > 100 {
            return bad("BOT_COMMANDS_TOO_MUCH");
        }
        for item in list {
            let name = item["command"].as_str().unwrap_or("").trim_start_matches('/');
            let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if name.is_empty() || name.len() > 32 || !name.chars().all(legal) {
                return bad("BOT_COMMAND_INVALID");
            }
            if !(1..=256).contains(&item["description"].as_str().unwrap_or("").chars().count()) {
                return bad("BOT_COMMAND_DESCRIPTION_INVALID");
            }
        }
        bot.commands.insert(key, commands);
        Ok(json!(true))
    }

    /// Name, description and short description, each per language.
    pub(super) fn profile(&mut self, call: &Call, what: &str, max: usize) -> Answer {
        let Some(bot) = self.bots.get_mut(&call.bot) else { return refuse(401, "Unauthorized") };
        let key = (what.to_owned(), call.text("language_code"));
        if call.method.starts_with("get") {
            let fallback = if what == "name" { bot.name.as_str() } else { "" };
            return Ok(json!({what: bot.texts.get(&key).map_or(fallback, String::as_str)}));
        }
        let text = call.text(what);
        if text.chars().count() > max {
            return bad(format!("{what} is too long"));
        }
        bot.texts.insert(key, text);
        Ok(json!(true))
    }

    pub(super) fn webhook_info(&self, call: &Call) -> Answer {
        let Some(bot) = self.bots.get(&call.bot) else { return refuse(401, "Unauthorized") };
        let url = bot.webhook.as_ref().map_or("", |hook| &hook.url);
        let pending = bot.queue.len();
        let mut info = json!({"url": url, "has_custom_certificate": false, "pending_update_count": pending});
        if let Some(hook) = &bot.webhook {
            info["max_connections"] = json!(hook.max_connections);
            info["ip_address"] = json!("127.0.0.1");
            if let Some((date, error)) = &hook.last_error {
                info["last_error_date"] = json!(date);
                info["last_error_message"] = json!(error);
            }
        }
        if let Some(allowed) = &bot.allowed {
            info["allowed_updates"] = json!(allowed);
        }
        Ok(info)
    }

    /// `allowed_updates` of getUpdates and setWebhook: absent keeps the last, empty means the default set.
    pub(super) fn set_allowed(&mut self, call: &Call) {
        if let (Some(bot), Value::Array(kinds)) = (self.bots.get_mut(&call.bot), call.json("allowed_updates"))
        {
            let kinds: Vec<String> =
                kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect();
            bot.allowed = Some(kinds).filter(|kinds| !kinds.is_empty());
        }
    }
}

pub(super) fn scope_key(scope: &Value) -> String {
    let kind = scope["type"].as_str().unwrap_or("default");
    format!("{kind} {} {}", scope["chat_id"], scope["user_id"])
}
