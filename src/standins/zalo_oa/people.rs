//! What people, officers and administrators do, and what the webhook tells of it.

use super::ZaloOa;
use super::state::{File, Group, Oa, Person, called};
use super::types::Seen;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl ZaloOa {
    /// Registers an account. Nobody has consented yet.
    pub fn add_oa(&self, name: &str) -> String {
        self.act(|state| {
            let id = state.id("2");
            state.oas.insert(id.clone(), Oa { name: name.into(), ..Oa::default() });
            id
        })
    }

    /// A refresh token for the settings, as the console's tool gives one.
    pub fn first_token(&self, oa: &str) -> String {
        self.act(|state| state.mint(oa)["refresh_token"].as_str().unwrap_or_default().to_owned())
    }

    /// The account's administrator opens the link and says yes; the address that the browser ends at.
    pub fn administrator_consents(&self, oa: &str, link: &str) -> Result<String> {
        let url = reqwest::Url::parse(link)?;
        let mut given: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        given.insert("agree".into(), oa.into());
        match self.consent_by(&given) {
            Ok(callback) => callback.context("the page only asked"),
            Err(refusal) => anyhow::bail!("{refusal}"),
        }
    }

    /// The page of the consent: `None` while nobody has said yes.
    pub(super) fn consent_by(&self, given: &BTreeMap<String, String>) -> Result<Option<String>, Value> {
        let field = |name: &str| given.get(name).map(String::as_str).unwrap_or_default();
        let refuse = |code: i64, name: &str| Err(json!({ "error": code, "error_name": name }));
        self.act(|state| {
            if field("app_id") != state.app_id {
                return refuse(-14002, "Invalid app id");
            }
            let Ok(mut callback) = reqwest::Url::parse(field("redirect_uri")) else {
                return refuse(-14003, "Invalid redirect uri");
            };
            if field("code_challenge").len() != 43 {
                return refuse(-14003, "Invalid code challenge");
            }
            let oa = field("agree");
            if !state.oas.contains_key(oa) {
                return Ok(None);
            }
            let code = state.consent(oa, field("code_challenge"));
            callback.query_pairs_mut().append_pair("oa_id", oa).append_pair("code", &code);
            if let Some(value) = given.get("state") {
                callback.query_pairs_mut().append_pair("state", value);
            }
            Ok(Some(callback.into()))
        })
    }

    /// The administrator takes the consent back: every token of the account is dead. `tell`: by webhook too.
    pub fn administrator_revokes(&self, oa: &str, tell: bool) {
        let event = self.act(|state| {
            if let Some(oa) = state.oas.get_mut(oa) {
                (oa.access, oa.refresh) = (None, None);
            }
            json!({ "app_id": state.app_id, "event_name": "permission_revoked", "oa_id": oa,
                    "timestamp": state.common.now().to_string() })
        });
        if tell {
            self.push(event);
        }
    }

    /// The access token of the account dies, as it does when another program renews the pair.
    pub fn access_dies(&self, oa: &str) {
        self.act(|state| {
            if let Some(oa) = state.oas.get_mut(oa) {
                oa.access = None;
            }
        });
    }

    /// Somebody with a phone. They have not met any account yet.
    pub fn add_person(&self, name: &str) -> String {
        self.act(|state| {
            let id = state.id("5");
            state.people.insert(id.clone(), Person { name: name.into(), ..Person::default() });
            id
        })
    }

    /// Follows (or unfollows) an account.
    pub fn person_follows(&self, user: &str, oa: &str, follows: bool) {
        let event = self.act(|state| {
            let now = state.common.now();
            if let Some(person) = state.people.get_mut(user).filter(|_| follows) {
                person.last.insert(oa.into(), now);
            }
            json!({ "oa_id": oa, "follower": { "id": user }, "user_id_by_app": format!("73{user}"),
                    "event_name": if follows { "follow" } else { "unfollow" }, "source": "oa_profile",
                    "app_id": state.app_id, "timestamp": now.to_string() })
        });
        self.push(event);
    }

    /// Wants everything about them deleted.
    pub fn person_withdraws(&self, user: &str, oa: &str) {
        let event = self.act(|state| {
            json!({ "oa_id": oa, "user_id": user, "user_id_by_app": format!("73{user}"), "event_name": "user_withdraw",
                    "app_id": state.app_id, "timestamp": state.common.now().to_string() })
        });
        self.push(event);
    }

    /// Offline for more than 45 days.
    pub fn person_is_unreachable(&self, user: &str) {
        self.act(|state| {
            if let Some(person) = state.people.get_mut(user) {
                person.unreachable = true;
            }
        });
    }

    /// Writes to an account; returns the message's number.
    pub fn person_sends(&self, user: &str, oa: &str, text: &str) -> Result<String> {
        self.says(user, oa, None, text, None, None)
    }

    /// The same, quoting a message of that chat.
    pub fn person_quotes(&self, user: &str, oa: &str, quote: &str, text: &str) -> Result<String> {
        self.says(user, oa, None, text, Some(quote), None)
    }

    /// Speaks to an account.
    pub fn person_speaks(&self, user: &str, oa: &str, sound: &[u8]) -> Result<String> {
        self.says(user, oa, None, "", None, Some(("audio", sound)))
    }

    /// Speaks to an account, quoting a message of that chat.
    pub fn person_speaks_under(&self, user: &str, oa: &str, quote: &str, sound: &[u8]) -> Result<String> {
        self.says(user, oa, None, "", Some(quote), Some(("audio", sound)))
    }

    /// Sends an account a picture.
    pub fn person_shows(&self, user: &str, oa: &str, picture: &[u8]) -> Result<String> {
        self.says(user, oa, None, "", None, Some(("image", picture)))
    }

    /// Writes into a group.
    pub fn person_writes(&self, user: &str, group: &str, quote: Option<&str>, text: &str) -> Result<String> {
        let oa = self.lock().groups.get(group).context("no such group")?.oa.clone();
        self.says(user, &oa, Some(group), text, quote, None)
    }

    /// Speaks into a group.
    pub fn person_speaks_in_group(
        &self,
        user: &str,
        group: &str,
        quote: Option<&str>,
        sound: &[u8],
    ) -> Result<String> {
        let oa = self.lock().groups.get(group).context("no such group")?.oa.clone();
        self.says(user, &oa, Some(group), "", quote, Some(("audio", sound)))
    }

    fn says(
        &self,
        user: &str,
        oa: &str,
        group: Option<&str>,
        text: &str,
        quote: Option<&str>,
        file: Option<(&'static str, &[u8])>,
    ) -> Result<String> {
        let here = self.api_url();
        let (id, event) = self.act(|state| {
            ensure!(state.people.contains_key(user), "no such person");
            ensure!(state.oas.contains_key(oa), "no such account");
            let now = state.common.now();
            match group {
                Some(group) => ensure!(state.groups[group].members.contains(user), "not in this group"),
                None => {
                    if let Some(person) = state.people.get_mut(user) {
                        person.last.insert(oa.into(), now);
                    }
                }
            }
            let chat = group.unwrap_or(user).to_owned();
            if let Some(quote) = quote {
                ensure!(state.chat(oa, &chat).iter().any(|m| m.id == quote), "no such message in this chat");
            }
            let id = state.message_id();
            let kind = file.map_or("text", |(kind, _)| kind);
            let url = file.map(|(kind, bytes)| {
                let key = state.id("m");
                state.files.insert(key.clone(), File { bytes: bytes.to_vec(), at: now, kind });
                format!("{here}/media/{key}")
            });
            let seen = Seen {
                id: id.clone(),
                from: user.into(),
                from_oa: false,
                by_hand: false,
                text: text.into(),
                quote: quote.map(str::to_owned),
                file: url.clone(),
                kind,
                calls: called(text),
                at: now,
            };
            state.chats.entry((oa.into(), chat.clone())).or_default().push(seen);
            let word = if group.is_some() { "user_send_group_" } else { "user_send_" };
            let mut message = json!({ "msg_id": id });
            if !text.is_empty() {
                message["text"] = json!(text);
            }
            if let Some(quote) = quote {
                message["quote_msg_id"] = json!(quote);
            }
            if let Some(url) = url {
                message["attachments"] = json!([{ "type": kind, "payload": { "url": url } }]);
            }
            let mut event = json!({
                "app_id": state.app_id, "user_id_by_app": format!("73{user}"), "event_name": format!("{word}{kind}"),
                "timestamp": now.to_string(), "sender": { "id": user },
                "recipient": { "id": group.unwrap_or(oa) }, "message": message,
            });
            if group.is_some() {
                event["oa_id"] = json!(oa);
            }
            Ok::<_, anyhow::Error>((id, event))
        })?;
        self.push(event);
        Ok(id)
    }

    /// A group that the account makes with these people in it.
    pub fn add_group(&self, oa: &str, name: &str, members: &[&str]) -> String {
        let (id, event) = self.act(|state| {
            let id = state.message_id();
            let members = members.iter().map(|m| (*m).to_owned()).collect();
            state.groups.insert(id.clone(), Group { oa: oa.into(), name: name.into(), members, closed: None });
            let event = json!({ "app_id": state.app_id, "oa_id": oa, "group_id": id, "event_name": "create_group",
                                "timestamp": state.common.now().to_string() });
            (id, event)
        });
        self.push(event);
        id
    }

    /// Somebody joins a group.
    pub fn person_joins(&self, user: &str, group: &str) {
        let event = self.act(|state| {
            let oa = state.groups.get_mut(group).map(|g| {
                g.members.insert(user.to_owned());
                g.oa.clone()
            });
            json!({ "app_id": state.app_id, "oa_id": oa, "group_id": group, "event_name": "user_join_group",
                    "users": [{ "id": user }], "timestamp": state.common.now().to_string() })
        });
        self.push(event);
    }

    /// The group is dissolved, told by this spelling of the event (`delete_group`, `disperse_group`).
    pub fn dissolve(&self, group: &str, event: &str) {
        let event = self.act(|state| {
            let oa = state.groups.get_mut(group).map(|g| {
                g.closed = Some(-403);
                g.oa.clone()
            });
            json!({ "app_id": state.app_id, "oa_id": oa, "group_id": group, "event_name": event,
                    "timestamp": state.common.now().to_string() })
        });
        self.push(event);
    }

    /// Every send into the group is refused with this code from now on (`-237`: its asset lapsed).
    pub fn close_group(&self, group: &str, code: i64) {
        self.act(|state| {
            if let Some(group) = state.groups.get_mut(group) {
                group.closed = Some(code);
            }
        });
    }

    /// An officer writes by hand, in the account's own window, to a person or into a group.
    pub fn officer_writes(&self, oa: &str, chat: &str, quote: Option<&str>, text: &str) -> Result<String> {
        let (id, event) = self.act(|state| {
            let group = state.groups.contains_key(chat);
            ensure!(group || state.people.contains_key(chat), "no such chat");
            let (id, now) = (state.message_id(), state.common.now());
            let seen = Seen {
                id: id.clone(),
                from: oa.into(),
                from_oa: true,
                by_hand: true,
                text: text.into(),
                quote: quote.map(str::to_owned),
                file: None,
                kind: "text",
                calls: called(text),
                at: now,
            };
            state.chats.entry((oa.into(), chat.into())).or_default().push(seen);
            let mut message = json!({ "msg_id": id, "text": text });
            if let Some(quote) = quote {
                message["quote_msg_id"] = json!(quote);
            }
            let name = if group { "oa_send_group_text" } else { "oa_send_text" };
            let mut event = json!({
                "app_id": state.app_id, "event_name": name, "timestamp": now.to_string(),
                "sender": { "id": oa, "admin_id": "8800000000000000001" }, "recipient": { "id": chat },
                "message": message,
            });
            if group {
                event["oa_id"] = json!(oa);
            }
            Ok::<_, anyhow::Error>((id, event))
        })?;
        self.push(event);
        Ok(id)
    }

    /// What a person or a group is called.
    pub fn name_of(&self, id: &str) -> String {
        let state = self.lock();
        let person = state.people.get(id).map(|p| p.name.clone());
        person.or_else(|| state.groups.get(id).map(|g| g.name.clone())).unwrap_or_default()
    }

    /// What stands in a chat: a person's id, or a group's.
    pub fn messages(&self, oa: &str, chat: &str) -> Vec<Seen> {
        self.lock().chat(oa, chat).to_vec()
    }

    /// The addresses of everything so far lead nowhere from now on.
    pub fn lapse_files(&self) {
        self.act(|state| state.lapsed = state.files.keys().cloned().collect());
    }

    /// The bytes of a file by the key in [`Seen::file`].
    pub fn file(&self, key: &str) -> Option<Vec<u8>> {
        let key = key.rsplit('/').next().unwrap_or(key);
        self.lock().files.get(key).map(|f| f.bytes.clone())
    }
}
