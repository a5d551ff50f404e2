//! The platform's memory: the app, its accounts and their tokens, people, groups, messages.

use super::types::{Push, Seen};
use crate::standins::standin::Common;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Codes of a consent live ten minutes, uploads seven days, the window of a person seven days.
const CODE_LIFE: i64 = 600_000;
pub(super) const DAY: i64 = 86_400_000;

/// Everything there is on the platform.
pub struct State {
    pub(super) common: Common,
    pub(super) app_id: String,
    pub(super) app_secret: String,
    pub(super) hook_key: String,
    /// The address that the console holds; events go to it, by the routes of the test.
    pub(super) hook: Option<String>,
    /// Switched off after the last step of the ladder.
    pub(super) hook_off: bool,
    pub(super) retry_unit_ms: u64,
    pub(super) oas: BTreeMap<String, Oa>,
    pub(super) people: BTreeMap<String, Person>,
    pub(super) groups: BTreeMap<String, Group>,
    /// By account and chat.
    pub(super) chats: BTreeMap<(String, String), Vec<Seen>>,
    pub(super) files: BTreeMap<String, File>,
    /// Those whose addresses have lapsed.
    pub(super) lapsed: Vec<String>,
    /// How often each refresh token was presented.
    pub(super) presented: BTreeMap<String, u32>,
    /// Whether groups take `quote_message_id`.
    pub(super) group_quotes: bool,
    pub(super) life_seconds: i64,
    pub(super) pushes: Vec<Push>,
}

#[derive(Default)]
pub(super) struct Oa {
    pub name: String,
    pub access: Option<(String, i64)>,
    pub refresh: Option<String>,
    pub codes: BTreeMap<String, Code>,
}

pub(super) struct Code {
    pub challenge: String,
    pub at: i64,
}

#[derive(Default)]
pub(super) struct Person {
    pub name: String,
    /// When they last did something with an account, by account.
    pub last: BTreeMap<String, i64>,
    pub unreachable: bool,
}

pub(super) struct Group {
    pub oa: String,
    pub name: String,
    pub members: BTreeSet<String>,
    /// `-237` when its asset lapsed, `-403` when the account is not in it any more.
    pub closed: Option<i64>,
}

pub(super) struct File {
    pub bytes: Vec<u8>,
    pub at: i64,
    pub kind: &'static str,
}

/// An answer without an envelope: a refusal by its number.
pub(super) type Answer = Result<Value, i64>;

impl State {
    pub fn new(common: Common) -> State {
        State {
            common,
            app_id: "4100000000000000001".into(),
            app_secret: "app-secret-of-the-stand-in".into(),
            hook_key: "oaSecretKeyForPractice01".into(),
            hook: None,
            hook_off: false,
            retry_unit_ms: 1000,
            oas: BTreeMap::new(),
            people: BTreeMap::new(),
            groups: BTreeMap::new(),
            chats: BTreeMap::new(),
            files: BTreeMap::new(),
            lapsed: Vec::new(),
            presented: BTreeMap::new(),
            group_quotes: true,
            life_seconds: 90_000,
            pushes: vec![],
        }
    }

    /// Ids beyond 2^53, as the platform's are.
    pub fn id(&mut self, begin: &str) -> String {
        format!("{begin}{:0>18}", self.common.fresh())
    }

    /// Numbers of messages are hexadecimal.
    pub fn message_id(&mut self) -> String {
        let hash = Sha256::digest(self.common.fresh().to_be_bytes());
        hex::encode(&hash[..10])
    }

    fn secret(&mut self, begin: &str) -> String {
        let number = self.common.fresh().to_be_bytes();
        let hash = Sha256::digest([b"token".as_slice(), &number].concat());
        format!("{begin}{}", URL_SAFE_NO_PAD.encode(hash))
    }

    // ---- tokens

    /// A new pair: the old access token dies with it.
    pub fn mint(&mut self, oa: &str) -> Value {
        let (access, refresh) = (self.secret("at-"), self.secret("rt-"));
        let until = self.common.now() + self.life_seconds * 1000;
        if let Some(oa) = self.oas.get_mut(oa) {
            oa.access = Some((access.clone(), until));
            oa.refresh = Some(refresh.clone());
        }
        // A text, as on the wire.
        json!({ "access_token": access, "refresh_token": refresh, "expires_in": self.life_seconds.to_string() })
    }

    /// A code for the account whose administrator said yes.
    pub fn consent(&mut self, oa: &str, challenge: &str) -> String {
        let (code, at) = (self.secret("c-"), self.common.now());
        if let Some(oa) = self.oas.get_mut(oa) {
            oa.codes.insert(code.clone(), Code { challenge: challenge.into(), at });
        }
        code
    }

    pub fn exchange(&mut self, form: &BTreeMap<String, String>, secret: Option<&str>) -> Value {
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let refuse = |code: i64, name: &str| json!({ "error": code, "error_name": name, "error_reason": name, "ref_doc": "" });
        let Some(secret) = secret else { return json!({ "error": 404, "message": "empty api" }) };
        if field("app_id") != self.app_id {
            return refuse(-14002, "Invalid app id");
        }
        if secret != self.app_secret {
            return refuse(-14004, "Invalid secret key");
        }
        match field("grant_type") {
            "refresh_token" => {
                let token = field("refresh_token").to_owned();
                *self.presented.entry(token.clone()).or_default() += 1;
                let found = self.oas.iter().find(|(_, oa)| oa.refresh.as_deref() == Some(&token));
                match found.map(|(id, _)| id.clone()) {
                    Some(oa) => self.mint(&oa),
                    None => refuse(-14014, "Invalid refresh token"),
                }
            }
            "authorization_code" => {
                let now = self.common.now();
                let code = field("code");
                let found =
                    self.oas.iter_mut().find_map(|(id, oa)| Some((id.clone(), oa.codes.remove(code)?)));
                let Some((oa, kept)) = found.filter(|(_, c)| now - c.at <= CODE_LIFE) else {
                    return refuse(-14010, "Invalid authorization code");
                };
                let verifier = field("code_verifier");
                let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
                if verifier.len() != 43 || challenge != kept.challenge {
                    return refuse(-14003, "Invalid code verifier");
                }
                self.mint(&oa)
            }
            _ => refuse(-14001, "Invalid grant type"),
        }
    }

    /// The account that an access token is for.
    pub fn bearer(&self, token: Option<&str>) -> Result<String, i64> {
        let now = self.common.now();
        let good =
            |oa: &Oa| oa.access.as_ref().is_some_and(|(t, until)| Some(t.as_str()) == token && now < *until);
        self.oas.iter().find(|(_, oa)| good(oa)).map(|(id, _)| id.clone()).ok_or(-216)
    }

    // ---- messages

    /// Takes a message of the account's; returns the answer's data. Echoes and receipts are the caller's.
    pub fn send(&mut self, oa: &str, group: bool, body: &Value) -> Result<(String, Seen), i64> {
        let now = self.common.now();
        let chat =
            body["recipient"][if group { "group_id" } else { "user_id" }].as_str().ok_or(-201)?.to_owned();
        if group {
            let found = self.groups.get(&chat).filter(|g| g.oa == oa).ok_or(-403)?;
            if let Some(code) = found.closed {
                return Err(code);
            }
        } else {
            let person = self.people.get(&chat).ok_or(-201)?;
            if person.unreachable {
                return Err(-227);
            }
            match person.last.get(oa) {
                None => return Err(-232),
                Some(last) if now - last > 7 * DAY => return Err(-230),
                Some(_) => {}
            }
        }
        let message = &body["message"];
        let text = message["text"].as_str().unwrap_or_default().to_owned();
        if text.chars().count() > 2000 {
            return Err(-210);
        }
        let (kind, file) = self.attachment(&message["attachment"])?;
        if text.is_empty() && file.is_none() {
            return Err(-201);
        }
        let quote = message["quote_message_id"].as_str().map(str::to_owned);
        if let Some(quote) = &quote {
            let known = self.chat(oa, &chat).iter().any(|m| m.id == *quote);
            if !known || (group && !self.group_quotes) {
                return Err(-201);
            }
        }
        let calls = called(&text);
        let id = self.message_id();
        let seen = Seen {
            id,
            from: oa.into(),
            from_oa: true,
            by_hand: false,
            text,
            quote,
            file,
            kind,
            calls,
            at: now,
        };
        self.chats.entry((oa.into(), chat.clone())).or_default().push(seen.clone());
        Ok((chat, seen))
    }

    fn attachment(&self, given: &Value) -> Result<(&'static str, Option<String>), i64> {
        if given.is_null() {
            return Ok(("text", None));
        }
        let payload = &given["payload"];
        match given["type"].as_str() {
            Some("file") => {
                let token = payload["token"].as_str().ok_or(-201)?;
                self.live(token, "file")?;
                Ok(("file", Some(token.to_owned())))
            }
            Some("template") if payload["template_type"] == "media" => {
                let elements = payload["elements"].as_array().filter(|e| e.len() == 1).ok_or(-201)?;
                let element = &elements[0];
                match (
                    element["media_type"].as_str(),
                    element["url"].as_str(),
                    element["attachment_id"].as_str(),
                ) {
                    (Some("image"), Some(url), None) => Ok(("image", Some(url.to_owned()))),
                    (Some("image"), None, Some(id)) => {
                        self.live(id, "image")?;
                        Ok(("image", Some(id.to_owned())))
                    }
                    _ => Err(-201),
                }
            }
            _ => Err(-233),
        }
    }

    fn live(&self, id: &str, kind: &str) -> Result<(), i64> {
        let found = self.files.get(id).filter(|f| f.kind == kind).ok_or(-100)?;
        if self.common.now() - found.at > 7 * DAY { Err(-100) } else { Ok(()) }
    }

    pub fn chat(&self, oa: &str, chat: &str) -> &[Seen] {
        self.chats.get(&(oa.to_owned(), chat.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }

    /// Rows of the history, newest first.
    pub fn history(&self, oa: &str, chats: impl Fn(&str) -> bool, newest_only: bool) -> Vec<Value> {
        let mut rows: Vec<(i64, Value)> = vec![];
        for ((of, chat), messages) in &self.chats {
            if of != oa || !chats(chat) {
                continue;
            }
            let group = self.groups.contains_key(chat);
            let taken = messages.iter().rev().take(if newest_only { 1 } else { usize::MAX });
            rows.extend(taken.map(|m| {
                let mut row = json!({
                    "src": if m.from_oa { 0 } else { 1 }, "time": m.at, "message_id": m.id, "message": m.text,
                    "type": if m.kind == "audio" { "voice" } else { m.kind }, "from_id": m.from,
                    "to_id": if m.from_oa { chat.as_str() } else { oa },
                });
                if let Some(file) = &m.file {
                    row["url"] = json!(file);
                }
                if group {
                    row["group_id"] = json!(chat);
                }
                (m.at, row)
            }));
        }
        rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// Everybody whom a text calls.
pub(super) fn called(text: &str) -> Vec<String> {
    let parts = text.split("[@").skip(1).filter_map(|rest| rest.split_once(']'));
    let id = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.filter(|(inside, _)| id(inside)).map(|(inside, _)| inside.to_owned()).collect()
}
