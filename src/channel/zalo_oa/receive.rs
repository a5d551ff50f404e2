//! Receiving. The account hears every word of its groups, every echo of what it sends and every receipt. An event is
//! cut down to the few fields that we need, and only if it is said to us; the rest is acknowledged and forgotten.

use super::{ZaloOa, number, sign, store};
use crate::channel::{Proof, Unproven};
use crate::clock::Millis;
use crate::inbox::{self, Update};
use crate::message::{ChatKind, Event, Incoming};
use crate::seal::Use;
use crate::text::fold;
use anyhow::Result;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long a quote of something that is still on its way waits for its number: well within the 2 s of a push.
const ON_ITS_WAY: Duration = Duration::from_millis(1200);
const GLANCE: Duration = Duration::from_millis(50);
/// How long a number said alone in a group may answer a choice.
const CHOICE: Millis = 24 * 3_600_000;

/// Events of one person's chat or of a group that are no news to us: receipts, reactions, other members.
const QUIET: &[&str] = &[
    "user_received_message",
    "user_seen_message",
    "user_reacted_message",
    "oa_reacted_message",
    "user_join_group",
    "user_request_join_group",
    "reject_request_join_group",
    "accept_request_join_group",
    "react_request_join_group",
    "react_request_join_group_accept",
    "react_request_join_group_reject",
    "user_out_group",
    "user_leave_group",
    "add_group_admin",
    "remove_group_admin",
    "update_group_info",
    "user_click_chatnow",
];

/// A slash that calls another bot, or nobody: `/ban`, `//`, `/24/7`. A smiley (`/-strong`) does not.
fn calls_another(text: &str) -> bool {
    text.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| c == '/' || c.is_alphanumeric()))
}

/// A number that answers a choice, and nothing else.
fn is_choice(text: &str) -> bool {
    matches!(text.trim().trim_end_matches(['.', ')']), "1" | "2" | "3" | "4")
}

impl ZaloOa {
    /// The signature is a header, and is the body's.
    pub fn proof(&self, header: &dyn Fn(&str) -> Option<String>) -> Proof {
        let signed = header("x-zevent-signature").is_some_and(|given| !given.trim().is_empty());
        if signed { Proof::ByBody } else { Proof::None }
    }

    /// One pushed event, if the signature is right and not of long ago.
    pub fn pushed(
        &self,
        header: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
    ) -> Result<Vec<Update>, Unproven> {
        let event = self.0.secrets.read(body);
        let given = header("x-zevent-signature").unwrap_or_default();
        let (time, key) = (sign::timestamp(&event), self.0.webhook_key.expose());
        if key.is_empty() || !sign::is_genuine(&given, &self.0.app_id, body, &time, key) {
            return Err(self.mismatch(&given, &event, body, &time));
        }
        // The keys of what came are kept for as long: what is older could be said twice.
        if time.parse::<i64>().is_ok_and(|at| at < self.now() - inbox::KEYS_KEPT) {
            return Err("signed long ago");
        }
        self.0.heard_at.fetch_max(self.now(), Ordering::SeqCst);
        Ok(self.cut_down(&event).into_iter().collect())
    }

    /// Which key signs is not documented alike everywhere: an operator who has put the wrong one in is told which it is.
    /// Only the class of the mismatch is said, never a value.
    fn mismatch(&self, given: &str, event: &Value, body: &[u8], time: &str) -> Unproven {
        let genuine = |app: &str, key: &str| sign::is_genuine(given, app, body, time, key);
        let (app, secret) = (self.0.app_id.as_str(), self.0.app_secret.expose());
        match () {
            () if given.is_empty() => "no signature",
            () if genuine(app, secret) => "signed with the app's secret: put it into webhook_key",
            () if genuine(&id(&event["app_id"]), self.0.webhook_key.expose()) => "another app_id: check it",
            () => "another key, or changed bytes",
        }
    }

    /// Of what was pushed, what is for us as far as the database knows: a quote of something of ours, an officer's own
    /// answer to a question. A consent that was taken back is noted here.
    pub async fn sift(&self, updates: Vec<Update>) -> Result<Vec<Update>> {
        let mut kept = vec![];
        for update in updates {
            if self.is_for_us(&update.body).await? {
                kept.push(update);
            }
        }
        Ok(kept)
    }

    async fn is_for_us(&self, said: &Value) -> Result<bool> {
        let text = |key: &str| said[key].as_str().unwrap_or_default();
        let (core, account) = (self.0.keeper.core(), self.0.account.as_str());
        match text("what") {
            "revoked" => {
                tracing::error!(account, "the administrator took the consent back: it has to be given again");
                self.0.keeper.revoked(number(&said["at"]).unwrap_or_else(|| self.now())).await?;
                self.0.consent_needed.store(
                    self.0.keeper.standing().await?.is_none_or(|s| s.consent_needed),
                    Ordering::SeqCst,
                );
                Ok(false)
            }
            "by_hand" => {
                let asker = core.seal.person_key(account, text("chat"), Use::Asker);
                store::about_a_question(&core.db, &core.seal, (account, &asker), text("chat"), text("quoted"))
                    .await
            }
            _ if said["group"] != true || said["addressed"] == true => Ok(true),
            // A number alone answers a choice that was put before this very person here; else it is talk.
            _ if said["digit"] == true => {
                let since = self.now() - CHOICE;
                let Some(group) = store::group(&core.db, account, text("chat")).await? else {
                    return Ok(false);
                };
                let member = core.seal.person_key(account, text("from"), Use::Member(&group));
                store::choice_in_group(&core.db, &group, &member, since).await
            }
            _ if said["quoted"].is_null() => Ok(true),
            _ => self.quotes_us(text("chat"), text("quoted")).await,
        }
    }

    async fn quotes_us(&self, group: &str, message: &str) -> Result<bool> {
        let core = self.0.keeper.core();
        let begun = core.clock.tick();
        loop {
            let (ours, flying) = store::ours_in_group(&core.db, &self.0.account, group, message).await?;
            if ours || !flying || core.clock.tick() > begun + ON_ITS_WAY {
                return Ok(ours);
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// An event with what we need of it and nothing else; `None` when it is not for us, whatever the database says.
    pub(super) fn cut_down(&self, event: &Value) -> Option<Update> {
        let name = event["event_name"].as_str().unwrap_or_default();
        let (sender, recipient) = (id(&event["sender"]["id"]), id(&event["recipient"]["id"]));
        let oa = id(&event["oa_id"]);
        let ours = |id: &str| id == self.0.oa_id;
        // One address for every account of the app: what is another's is not ours to keep.
        if !oa.is_empty() && !ours(&oa) {
            return None;
        }
        let at = sign::timestamp(event);
        let of_group = || Some(id(&event["group_id"])).filter(|g| !g.is_empty());
        if name.starts_with("user_send_group_") {
            let group = Some(recipient).filter(|r| !r.is_empty()).or_else(of_group)?;
            return self.said(name, &event["message"], &group, true, &sender);
        }
        if name.starts_with("user_send_") {
            return self.said(name, &event["message"], &sender, false, &sender).filter(|_| ours(&recipient));
        }
        if name.starts_with("oa_send_") {
            return self.by_hand(name, event, &recipient);
        }
        let about = |what: &str, chat: String, group: bool| {
            let key = self.key(name, &[&at, &chat]);
            let body = json!({ "what": what, "chat": chat, "group": group, "at": at });
            (!chat.is_empty()).then(|| Update { key, event: name.to_owned(), body })
        };
        let person = || {
            let fields =
                [&event["follower"]["id"], &event["user_id"], &event["sender"]["id"], &event["user"]["id"]];
            fields.into_iter().map(id).find(|id| !id.is_empty()).unwrap_or_default()
        };
        let is_about_us =
            || event["users"].as_array().into_iter().flatten().any(|user| ours(&id(&user["id"])));
        match name {
            "follow" => about("joined", person(), false),
            "unfollow" => about("left", person(), false),
            "user_withdraw" => about("withdrew", person(), false),
            "permission_revoked" => about("revoked", self.0.oa_id.clone(), false),
            "create_group" => about("joined", of_group().unwrap_or_default(), true),
            "delete_group" | "disperse_group" => about("ended", of_group().unwrap_or_default(), true),
            "user_join_group" if is_about_us() => about("joined", of_group().unwrap_or_default(), true),
            "user_out_group" | "user_leave_group" if is_about_us() => {
                about("left", of_group().unwrap_or_default(), true)
            }
            _ if QUIET.contains(&name) => None,
            _ => {
                tracing::info!(event = safe_name(name), "an event of a kind not used was left alone");
                None
            }
        }
    }

    /// Something that a person said, in private or in a group; in a group only if it may be for us.
    pub(super) fn said(
        &self,
        name: &str,
        message: &Value,
        chat: &str,
        group: bool,
        sender: &str,
    ) -> Option<Update> {
        let number = id(&message["msg_id"]);
        if chat.is_empty() || sender.is_empty() || number.is_empty() || sender == self.0.oa_id {
            return None;
        }
        let quoted = Some(id(&message["quote_msg_id"])).filter(|q| !q.is_empty());
        let text = message["text"].as_str().unwrap_or_default();
        let (mentioned, text) = self.without_mentions(text);
        let addressed = mentioned || self.is_command(&text);
        if group && !addressed && calls_another(&text) {
            return None;
        }
        let digit = group && !addressed && quoted.is_none() && is_choice(&text);
        if group && !addressed && quoted.is_none() && !digit {
            return None;
        }
        let url = message["attachments"][0]["payload"]["url"].as_str();
        let spoken = name.ends_with("_audio") && url.is_some();
        let shown = name.ends_with("_image") && url.is_some();
        // Words beside a file are words.
        let what = match () {
            () if spoken => "voice",
            () if shown => "picture",
            () if !text.trim().is_empty() || name.ends_with("_text") => "text",
            () => "other",
        };
        let body = json!({
            "what": what, "chat": chat, "group": group, "from": sender, "message": number, "quoted": quoted,
            "text": if what == "other" { "" } else { text.as_str() },
            "url": url.filter(|_| spoken || shown), "mentioned": mentioned, "addressed": addressed, "digit": digit,
        });
        Some(Update { key: self.message_key(&number), event: name.to_owned(), body })
    }

    /// What the account itself said. Only an officer who answers by hand, quoting something, is of interest.
    fn by_hand(&self, name: &str, event: &Value, chat: &str) -> Option<Update> {
        let message = &event["message"];
        let (officer, quoted) = (id(&event["sender"]["admin_id"]), id(&message["quote_msg_id"]));
        let number = id(&message["msg_id"]);
        let from_us = id(&event["sender"]["id"]) == self.0.oa_id;
        if officer.is_empty() || quoted.is_empty() || number.is_empty() || chat.is_empty() || !from_us {
            return None;
        }
        let (_, text) = self.without_mentions(message["text"].as_str().unwrap_or_default());
        let group = name.starts_with("oa_send_group_");
        let body = json!({ "what": "by_hand", "chat": chat, "group": group, "quoted": quoted, "text": text, "message": number });
        Some(Update { key: self.key("by_hand", &[&number]), event: name.to_owned(), body })
    }

    /// Whether we are mentioned, and the text without the ids of anybody: `[@id]` names an account.
    fn without_mentions(&self, text: &str) -> (bool, String) {
        let (mut out, mut rest, mut ours) = (String::new(), text, false);
        while let Some(at) = rest.find("[@") {
            out.push_str(&rest[..at]);
            let inside = &rest[at + 2..];
            let end =
                inside.find(']').filter(|end| inside[..*end].bytes().all(|b| b.is_ascii_alphanumeric()));
            let Some(end) = end.filter(|end| *end > 0) else {
                out.push_str("[@");
                rest = inside;
                continue;
            };
            if inside[..end] == self.0.oa_id {
                ours = true;
            } else {
                out.push('@');
            }
            rest = &inside[end + 1..];
        }
        out.push_str(rest);
        if ours {
            out = out.trim().trim_start_matches([',', ':', ' ']).to_owned();
        }
        (ours, out)
    }

    /// A slash and a command that we know, or `lienket` and a code. A smiley (`/-strong`) is none.
    fn is_command(&self, text: &str) -> bool {
        let folded = fold(text);
        let linking = folded.starts_with("lienket ") || folded.starts_with("lien ket ");
        (text.starts_with('/') || linking) && (self.0.is_command)(text)
    }

    /// A message has one key, by whichever way we hear of it.
    fn message_key(&self, number: &str) -> String {
        self.key("message", &[number])
    }

    /// Events without a number of their own are told apart by everything they name, which must not be read from the key.
    fn key(&self, event: &str, parts: &[&str]) -> String {
        self.0.keeper.core().seal.mark_of("event", &format!("{event} {}", parts.join(" ")))
    }

    /// A kept update in no platform's words.
    pub fn read(&self, _: &str, said: &Value) -> Incoming {
        let text = |key: &str| said[key].as_str().map(str::to_owned);
        let kind = if said["group"] == true { ChatKind::Group } else { ChatKind::Private };
        let words = text("text").unwrap_or_default();
        let event = match said["what"].as_str().unwrap_or_default() {
            "text" => {
                Event::Text { text: words, addressed: said["mentioned"] == true || said["digit"] == true }
            }
            "voice" => Event::Voice {
                file_id: text("url").unwrap_or_default(),
                seconds: 0,
                text: words,
                addressed: said["mentioned"] == true,
            },
            "picture" => Event::Picture {
                file_id: text("url").unwrap_or_default(),
                text: words,
                addressed: said["mentioned"] == true,
            },
            "other" => Event::Unsupported,
            "joined" => Event::Joined,
            "left" => Event::Left,
            "ended" => Event::Ended,
            "withdrew" => Event::Withdrew,
            "by_hand" => Event::AnsweredByHand { text: words },
            _ => Event::Nothing,
        };
        // In private whoever the chat is with is who acts; what an officer does is done to them.
        let sender = text("from").or_else(|| text("chat").filter(|_| kind == ChatKind::Private));
        Incoming {
            chat: text("chat").unwrap_or_default(),
            kind,
            sender,
            anonymous: false,
            album: None,
            // The platform does not say whether somebody passes a message on.
            forwarded: false,
            message: text("message"),
            quoted: text("quoted"),
            event,
        }
    }
}

/// An id, a text or a number.
pub(super) fn id(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The name of an event for a log line: what is none is not repeated there.
fn safe_name(name: &str) -> &str {
    let fits =
        !name.is_empty() && name.len() <= 60 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if fits { name } else { "?" }
}
