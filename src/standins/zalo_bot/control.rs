//! `/control/<verb>`: the people's side for scripts in other languages.

use super::ZaloBot;
use super::types::Habits;
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

impl ZaloBot {
    /// `/control/<verb>`: the main verbs of this type for scripts, arguments by name.
    pub(super) async fn control(&self, verb: &str, given: &Value) -> Result<Value> {
        let text = |key: &str| given[key].as_str().with_context(|| format!("{key}: a text is missing"));
        let bot = || {
            let number = given["bot"].as_i64().or_else(|| given["bot"].as_str()?.parse().ok());
            number.context("bot: a number is missing")
        };
        let bytes = || given["bytes"].as_str().unwrap_or("a file of no importance").as_bytes();
        Ok(match verb {
            // Numbers of this size are not safe in every script: as text.
            "add_bot" => json!(self.add_bot(text("token")?, text("name")?).to_string()),
            "add_person" => json!(self.add_person(text("name")?)),
            "protect" => json!(self.protect(text("user")?, given["protected"] != false)),
            "add_group" => {
                let members: Vec<&str> =
                    given["members"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                json!(self.add_group(text("title")?, &members))
            }
            "add_bot_to_group" => json!(self.add_bot_to_group(bot()?, text("group")?)?),
            "remove_bot_from_group" => json!(self.remove_bot_from_group(bot()?, text("group")?)?),
            "person_sends" => json!(self.person_sends(text("user")?, text("chat")?, text("text")?)?),
            "person_mentions" => {
                json!(self.person_mentions(text("user")?, text("group")?, bot()?, text("text")?)?)
            }
            "person_replies" => {
                json!(self.person_replies(text("user")?, text("chat")?, text("to")?, text("text")?)?)
            }
            "person_sends_photo" => {
                let caption = given["caption"].as_str().unwrap_or_default();
                json!(self.person_sends_photo(text("user")?, text("chat")?, bytes(), caption)?)
            }
            "person_sends_voice" => {
                json!(self.person_sends_voice(text("user")?, text("chat")?, bytes(), given["to"].as_str())?)
            }
            "person_sends_sticker" => {
                json!(self.person_sends_sticker(text("user")?, text("chat")?, text("sticker")?)?)
            }
            "person_sends_file" => {
                json!(self.person_sends_file(text("user")?, text("chat")?, text("name")?)?)
            }
            "blocks" => json!(self.blocks(text("user")?, bot()?)),
            "unblocks" => json!(self.unblocks(text("user")?, bot()?)),
            "messages" => serde_json::to_value(self.messages(text("group")?))?,
            "private_messages" => serde_json::to_value(self.private_messages(text("user")?, bot()?))?,
            "pending_updates" => json!(self.pending_updates(bot()?)),
            "raw_update" => json!(self.raw_update(bot()?, given["update"].clone())?),
            "duplicate_last_update" => json!(self.duplicate_last_update(bot()?)?),
            "probe" => json!(self.probe(bot()?).await?),
            "habits" => {
                let habits = Habits::deserialize(given)?;
                json!(self.habits(|known| *known = habits))
            }
            "hold" => json!(self.hold(given["held"] == true)),
            "fault" => json!(self.fault(serde_json::from_value(given.clone())?)),
            "clear_faults" => json!(self.clear_faults()),
            "release" => json!(self.release()),
            "offline" => json!(self.offline(given["offline"] == true)),
            "requests" => serde_json::to_value(self.requests())?,
            "clear_requests" => json!(self.clear_requests()),
            _ => bail!("no such verb: {verb}"),
        })
    }
}
