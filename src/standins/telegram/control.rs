//! `/control/<verb>`: the people's side for scripts in other languages.

use super::Telegram;
use super::types::Which;
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

impl Telegram {
    /// `/control/<verb>`: the main verbs of this type for scripts, arguments by name.
    pub(super) fn control(&self, verb: &str, given: &Value) -> Result<Value> {
        let int = |key: &str| given[key].as_i64().with_context(|| format!("{key}: a number is missing"));
        let text = |key: &str| given[key].as_str().with_context(|| format!("{key}: a text is missing"));
        let members = || -> Vec<i64> {
            given["members"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
        };
        let chat_of = || Ok::<_, anyhow::Error>((int("user")?, int("chat")?));
        Ok(match verb {
            "add_bot" => json!(self.add_bot(text("token")?, text("username")?, text("name")?)),
            "add_person" => json!(self.add_person(text("name")?)),
            "add_group" => json!(self.add_group(text("title")?, &members())),
            "add_basic_group" => json!(self.add_basic_group(text("title")?, &members())),
            "add_bot_to_group" => json!(self.add_bot_to_group(int("bot")?, int("group")?, int("by")?)?),
            "remove_bot_from_group" => {
                json!(self.remove_bot_from_group(int("bot")?, int("group")?, int("by")?)?)
            }
            "migrate" => json!(self.migrate(int("group")?)?),
            "person_sends" => {
                let (user, chat) = chat_of()?;
                json!(self.person_sends(user, chat, text("text")?)?)
            }
            "person_replies" => {
                let (user, chat) = chat_of()?;
                json!(self.person_replies(user, chat, int("to")?, text("text")?)?)
            }
            "person_presses" => {
                let (user, chat) = chat_of()?;
                let which = match given["button"].as_u64() {
                    Some(index) => Which::Nth(usize::try_from(index)?),
                    None => Which::Label(text("button")?.to_owned()),
                };
                json!(self.person_presses(user, chat, int("message")?, which)?)
            }
            "press_answer" => serde_json::to_value(self.press_answer(text("query")?))?,
            "opens_link" => json!(self.opens_link(int("user")?, text("url")?)?),
            "opens_group_link" => json!(self.opens_group_link(int("user")?, text("url")?, int("group")?)?),
            "blocks" => json!(self.blocks(int("user")?, int("bot")?)?),
            "unblocks" => json!(self.unblocks(int("user")?, int("bot")?)?),
            "hears_all" => json!(self.hears_all(int("bot")?, given["all"] == true)),
            "messages" => serde_json::to_value(self.messages(int("group")?))?,
            "private_messages" => serde_json::to_value(self.private_messages(int("user")?, int("bot")?))?,
            "pending_updates" => json!(self.pending_updates(int("bot")?)),
            "raw_update" => json!(self.raw_update(int("bot")?, given["update"].clone())?),
            "duplicate_last_update" => json!(self.duplicate_last_update(int("bot")?)?),
            "fault" => json!(self.fault(serde_json::from_value(given.clone())?)),
            "clear_faults" => json!(self.clear_faults()),
            "release" => json!(self.release()),
            "offline" => json!(self.offline(given["offline"] == true)),
            "limits" => json!(self.set_limits(serde_json::from_value(given.clone())?)),
            "requests" => serde_json::to_value(self.requests())?,
            "clear_requests" => json!(self.clear_requests()),
            _ => bail!("no such verb: {verb}"),
        })
    }
}
