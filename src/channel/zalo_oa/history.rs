//! What no push told us of: a webhook that was switched off, an hour without a network. The account's own history is
//! asked, and what people wrote is taken like anything else; what was handled already is recognised by its number.

use super::receive::id;
use super::{Answer, ZaloOa, number};
use crate::clock::Millis;
use crate::inbox::Update;
use crate::people;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const HOUR: Millis = 3_600_000;
/// Asked at the start, and when nothing was heard for so long.
const SILENT: Millis = HOUR;
/// Keys of what was handled are kept for eight days: what is older might be handled twice.
const FURTHEST: Millis = 6 * 24 * HOUR;
/// The platform's clock and ours are not one.
const OVERLAP: Millis = 10 * 60_000;
/// Rows in one answer, and answers in one list.
const PAGE: usize = 10;
const PAGES: usize = 50;

/// Whether the history should be looked at now.
pub(super) fn is_time(now: Millis, heard_at: Millis, looked_at: Millis) -> bool {
    looked_at == 0 || now - heard_at.max(looked_at) >= SILENT
}

/// A list of the history: of one person's chat or of a group.
struct List<'a> {
    path: &'a str,
    about: Option<(&'a str, &'a str)>,
    /// The parameters are one JSON text, or each by itself.
    as_data: bool,
}

impl ZaloOa {
    /// What people wrote since `heard_at`, oldest first; `None` when the history could not be had.
    pub(super) async fn missed(&self, heard_at: Millis) -> Option<Vec<Update>> {
        let since = (heard_at - OVERLAP).max(self.now() - FURTHEST);
        let core = self.0.keeper.core();
        let gone = people::Gone::read(&core.db, &core.seal).await.ok()?;
        // After a backup was put back it is still here what people said who had everything deleted since.
        let is_theirs = |row: &Value| {
            let of = (self.0.account.as_str(), id(&row["from_id"]));
            number(&row["time"]).is_none_or(|at| gone.said(&core.seal, (of.0, &of.1), at))
        };
        let chats = List { path: "/v2.0/oa/listrecentchat", about: None, as_data: true };
        let mut found: Vec<(Millis, Update)> = vec![];
        for person in self.chats(&chats, since).await? {
            let chat =
                List { path: "/v2.0/oa/conversation", about: Some(("user_id", &person)), as_data: true };
            for row in self.rows(&chat, since).await? {
                if number(&row["src"]) == Some(1) && !is_theirs(&row) {
                    found.extend(self.written(&row, &person, false));
                }
            }
        }
        // Groups have a history of their own; who has none is told so and loses nothing else by it.
        let groups = List { path: "/v3.0/oa/group/listrecentchat", about: None, as_data: false };
        for group in self.chats(&groups, since).await.unwrap_or_default() {
            let chat = List {
                path: "/v3.0/oa/group/conversation",
                about: Some(("group_id", &group)),
                as_data: false,
            };
            for row in self.rows(&chat, since).await.unwrap_or_default().into_iter().filter(|r| !is_theirs(r))
            {
                found.extend(self.written(&row, &group, true));
            }
        }
        found.sort_by_key(|(at, _)| *at);
        let found = found.into_iter().map(|(_, update)| update).collect();
        self.sift(found).await.ok()
    }

    /// When somebody last wrote to the account, as the platform has it; asked with a token that is good.
    pub(super) async fn newest_written(&self, token: &str) -> Option<Millis> {
        let data = json!({ "offset": 0, "count": PAGE }).to_string();
        let url =
            reqwest::Url::parse_with_params(&self.url("/v2.0/oa/listrecentchat"), [("data", data)]).ok()?;
        let Answer::Ok(rows) = self.finish(self.0.http.get(url), token).await else {
            return None;
        };
        let written = rows.as_array()?.iter().filter(|row| number(&row["src"]) == Some(1));
        written.filter_map(|row| number(&row["time"])).max()
    }

    /// The chats in which something was said since then.
    async fn chats(&self, list: &List<'_>, since: Millis) -> Option<BTreeSet<String>> {
        let rows = self.rows(list, since).await?;
        let other = |row: &Value| {
            let group = id(&row["group_id"]);
            let person = if number(&row["src"]) == Some(1) { id(&row["from_id"]) } else { id(&row["to_id"]) };
            if group.is_empty() { person } else { group }
        };
        Some(rows.iter().map(other).filter(|chat| !chat.is_empty() && *chat != self.0.oa_id).collect())
    }

    /// The rows of a list that are not older than `since`; newest first, as the platform gives them.
    async fn rows(&self, list: &List<'_>, since: Millis) -> Option<Vec<Value>> {
        let mut all = vec![];
        for page in 0..PAGES {
            let mut given = vec![("offset", json!(page * PAGE)), ("count", json!(PAGE))];
            if let Some((key, value)) = list.about {
                given.insert(0, (key, json!(value)));
            }
            let query: Vec<(&str, String)> = if list.as_data {
                let data: serde_json::Map<String, Value> =
                    given.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
                vec![("data", Value::Object(data).to_string())]
            } else {
                given.into_iter().map(|(key, value)| (key, id(&value))).collect()
            };
            let answer = match self.get(list.path, &query).await {
                Answer::Ok(answer) => answer,
                // Not granted, or no such list: asking again would not change it.
                Answer::Refused { .. } => break,
                Answer::Failed(_) | Answer::NoToken(_) => return None,
            };
            let rows =
                answer.as_array().or_else(|| answer["messages"].as_array()).cloned().unwrap_or_default();
            let full = rows.len() >= PAGE;
            let (new, old): (Vec<_>, Vec<_>) =
                rows.into_iter().partition(|row| number(&row["time"]).is_some_and(|at| at >= since));
            all.extend(new);
            if !full || !old.is_empty() {
                break;
            }
        }
        Some(all)
    }

    /// A row as the push would have told it.
    fn written(&self, row: &Value, chat: &str, group: bool) -> Option<(Millis, Update)> {
        let url = row["url"].as_str().or(row["payload"]["url"].as_str());
        let kind = match row["type"].as_str().unwrap_or("text") {
            "text" => "text",
            "voice" | "audio" => "audio",
            "photo" | "image" => "image",
            _ => "other",
        };
        let attachments = if kind == "text" { json!([]) } else { json!([{ "payload": { "url": url } }]) };
        let message = json!({
            "msg_id": id(&row["message_id"]), "text": row["message"], "attachments": attachments,
            "quote_msg_id": row["quote_msg_id"],
        });
        let name = format!("user_send_{}{kind}", if group { "group_" } else { "" });
        let update = self.said(&name, &message, chat, group, &id(&row["from_id"]))?;
        Some((number(&row["time"])?, update))
    }
}
