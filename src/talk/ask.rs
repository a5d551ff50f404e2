//! From what somebody said to a question: consent, place, voice, complaint, each asked once and only when
//! it is needed. Until the last yes there is no question, only a sealed text that waits 24 h at most.

use super::turn::Turn;
use crate::groups;
use crate::message::{Choice, Message};
use crate::people::{self, VOICE_NOTICE};
use crate::places::{Kind, Place};
use crate::questions::question::Body;
use crate::questions::{Asking, LONGEST};
use anyhow::Result;
use serde::{Deserialize, Serialize};

/// What waits for a choice.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Waiting {
    body: Body,
    /// The group it was said in, and the message there.
    group: Option<String>,
    message: Option<String>,
    /// A quoted reply in a group: is it a question at all?
    #[serde(default)]
    unsure: bool,
    /// About the procedure of a complaint, not a complaint.
    #[serde(default)]
    procedure: bool,
    /// No place of the list fits; it goes to the top of the tree.
    #[serde(default)]
    anywhere: bool,
}

impl Turn<'_> {
    /// `/hoi …`: a question, in private or in a group.
    pub async fn ask_command(&mut self, text: String) -> Result<()> {
        if text.is_empty() {
            let key = if self.private() { "ask-how" } else { "ask-how-group" };
            return self.reply(key, &[]).await;
        }
        let body = Body { text, voice: None };
        if self.private() { self.ask_in_private(body).await } else { self.ask_in_group(body, false).await }
    }

    /// Free text or a voice in private.
    pub async fn ask_in_private(&mut self, body: Body) -> Result<()> {
        if self.too_long(&body).await? {
            return Ok(());
        }
        let mut waiting = self.waiting().await?.filter(|w| w.group.is_none()).unwrap_or_default();
        // Said while the notice was still being read: it belongs to the same question.
        waiting.body.text = format!("{}\n{}", waiting.body.text, body.text).trim().to_owned();
        waiting.body.voice = body.voice.or(waiting.body.voice);
        self.go_on(waiting).await
    }

    /// In a linked group. `unsure`: a quoted reply, which becomes a question only by a choice.
    pub async fn ask_in_group(&mut self, body: Body, unsure: bool) -> Result<()> {
        let Some(group) = self.group.clone().filter(|g| g.state == "linked") else {
            return self.reply("group-not-linked", &[]).await;
        };
        if self.too_long(&body).await? {
            return Ok(());
        }
        self.meet().await?;
        let message = self.incoming.message.clone();
        let waiting = Waiting { body, group: Some(group.id), message, unsure, ..Waiting::default() };
        self.go_on(waiting).await
    }

    async fn too_long(&mut self, body: &Body) -> Result<bool> {
        let long = body.text.chars().count() > LONGEST;
        if long {
            self.reply("too-long", &[("most", (LONGEST as i64).into())]).await?;
        }
        Ok(long)
    }

    async fn waiting(&mut self) -> Result<Option<Waiting>> {
        let Some(person) = &self.person else { return Ok(None) };
        let kept = people::pending(&mut self.tx, &self.parts.seal, &person.key).await?;
        Ok(kept.and_then(|json| serde_json::from_str(&json).ok()))
    }

    async fn keep(&mut self, waiting: &Waiting) -> Result<()> {
        let Some(person) = &self.person else { return Ok(()) };
        let json = serde_json::to_string(waiting)?;
        people::keep_pending(&mut self.tx, &self.parts.seal, &person.key, self.now, &json).await
    }

    async fn drop_waiting(&mut self) -> Result<()> {
        match &self.person {
            Some(person) => people::drop_pending(&mut self.tx, &person.key).await,
            None => Ok(()),
        }
    }

    /// Keeps what waits and asks for a choice.
    async fn wait_for(&mut self, waiting: &Waiting, key: &str, choices: Vec<Choice>) -> Result<()> {
        self.keep(waiting).await?;
        let owner = self.parts.mail.owner.clone();
        let text = self.say(key, &[("owner", owner.into())]);
        self.answer(vec![Message::text(text).with_choices(choices)]).await
    }

    /// Asks for what is still missing, or asks the question.
    async fn go_on(&mut self, waiting: Waiting) -> Result<()> {
        if waiting.unsure {
            let Some(_) = &self.person else { return self.reply("ask-how-group", &[]).await };
            let choices =
                vec![self.choice("choice-ask", "ask:yes"), self.choice("choice-not-ask", "ask:drop")];
            return self.wait_for(&waiting, "ask-sure", choices).await;
        }
        let place = if waiting.group.is_none() {
            let Some(person) = self.person.clone() else { return Ok(()) };
            if !person.agreed() {
                let choices =
                    vec![self.choice("choice-agree", "ask:agree"), self.choice("choice-decline", "ask:drop")];
                return self.wait_for(&waiting, "notice", choices).await;
            }
            if waiting.body.voice.is_some() && !person.agreed_to_voice() {
                let choices =
                    vec![self.choice("choice-voice", "ask:voice"), self.choice("choice-write", "ask:write")];
                return self.wait_for(&waiting, "notice-voice", choices).await;
            }
            match self.place_of(&person.place) {
                Some(place) => place,
                None if waiting.anywhere => match self.top() {
                    Some(place) => place,
                    None => return self.reply("no-places", &[]).await,
                },
                None => {
                    let choices = self.place_choices().await?;
                    return self.wait_for(&waiting, "ask-place", choices).await;
                }
            }
        } else {
            self.group.as_ref().map(|g| g.place.clone()).unwrap_or_default()
        };
        if !waiting.procedure && self.parts.subjects.is_complaint(&waiting.body.text) && self.person.is_some()
        {
            let choices = vec![
                self.choice("choice-procedure", "ask:procedure"),
                self.choice("choice-complaint", "ask:complaint"),
            ];
            return self.wait_for(&waiting, "ask-complaint", choices).await;
        }
        self.drop_waiting().await?;
        if let Some(person) = self.person.as_mut().filter(|p| p.stopped) {
            person.stopped = false;
            let person = person.clone();
            people::save(&mut self.tx, &person).await?;
        }
        let group = self.group.clone();
        let asking = Asking {
            person: self.person.as_ref(),
            group: group.as_ref().filter(|_| waiting.group.is_some()),
            message: waiting.message,
            platform: self.channel.platform(),
            place: &place,
            body: waiting.body,
            relayed: false,
        };
        self.parts.desk.ask(&mut self.tx, self.tree, asking).await?;
        Ok(())
    }

    /// A choice about what waits. False: there is nothing, or it is somebody else's.
    pub async fn waiting_choice(&mut self, token: &str) -> Result<bool> {
        let Some(mut waiting) = self.waiting().await? else { return Ok(false) };
        let here = match &waiting.group {
            Some(id) => self.group.as_ref().is_some_and(|g| g.id == *id),
            None => self.private(),
        };
        if !here {
            return Ok(false);
        }
        let (what, code) = token.split_once('=').unwrap_or((token, ""));
        match what {
            "yes" => waiting.unsure = false,
            "agree" => self.agree(people::NOTICE_VERSION).await?,
            "voice" => self.agree(VOICE_NOTICE).await?,
            "procedure" => waiting.procedure = true,
            "anywhere" => waiting.anywhere = true,
            "place" => {
                if !self.set_place(code).await? {
                    return Ok(false);
                }
            }
            "no-place" => {
                let choices = vec![self.choice("choice-anywhere", "ask:anywhere")];
                self.wait_for(&waiting, "type-place", choices).await?;
                return Ok(true);
            }
            "write" => {
                waiting.body.voice = None;
                if waiting.body.text.is_empty() {
                    self.drop_waiting().await?;
                    self.reply("write-then", &[]).await?;
                    return Ok(true);
                }
            }
            "complaint" => {
                self.drop_waiting().await?;
                self.refer_complaint().await?;
                return Ok(true);
            }
            "drop" => {
                self.drop_waiting().await?;
                let key = if waiting.group.is_some() { "dropped-group" } else { "dropped" };
                self.reply(key, &[]).await?;
                return Ok(true);
            }
            _ => return Ok(false),
        }
        if waiting.group.is_some() {
            // The receipt replies to what was asked, not to the button.
            self.incoming.message.clone_from(&waiting.message);
        }
        let pressed = self.incoming.message.clone();
        self.go_on(waiting).await?;
        self.incoming.message = pressed;
        Ok(true)
    }

    async fn agree(&mut self, what: &str) -> Result<()> {
        let now = self.now;
        let Some(person) = &mut self.person else { return Ok(()) };
        person.agree(what, now);
        let person = person.clone();
        people::save(&mut self.tx, &person).await
    }

    /// Binds the person to a place of today's tree; false when there is no such place.
    pub async fn set_place(&mut self, code: &str) -> Result<bool> {
        let Some(place) = self.place_of(code) else { return Ok(false) };
        let Some(person) = &mut self.person else { return Ok(false) };
        person.place = place;
        let person = person.clone();
        people::save(&mut self.tx, &person).await?;
        Ok(true)
    }

    /// What a stored place is today: itself, or the one place that it became.
    fn place_of(&self, code: &str) -> Option<String> {
        match self.tree.current(code, self.today())[..] {
            [place] => Some(place.code.clone()),
            _ => None,
        }
    }

    /// The top of the tree, for who finds no place of theirs: the question is not lost.
    fn top(&self) -> Option<String> {
        self.tree.roots(self.today()).first().map(|p| p.code.clone())
    }

    /// Up to three villages that this account reaches, and "none of these".
    async fn place_choices(&mut self) -> Result<Vec<Choice>> {
        let day = self.today();
        let mut places: Vec<Place> = vec![];
        for group in groups::linked_after(&mut self.tx, "", 100).await? {
            let found = self.tree.get(&group.place).filter(|p| p.is_valid(day));
            if let Some(place) = found.filter(|p| !places.iter().any(|q| q.code == p.code)) {
                places.push(place.clone());
            }
        }
        if places.len() < 3 {
            let more = self.tree.all().iter().filter(|p| p.kind == Kind::Village && p.is_valid(day));
            let more: Vec<Place> =
                more.filter(|p| !places.iter().any(|q| q.code == p.code)).take(3).cloned().collect();
            places.extend(more);
        }
        Ok(self.choices_of(places.iter().take(3)))
    }

    fn choices_of<'p>(&self, places: impl Iterator<Item = &'p Place>) -> Vec<Choice> {
        let mut choices: Vec<Choice> = places
            .map(|p| Choice { label: self.place_name(p), token: format!("ask:place={}", p.code) })
            .collect();
        choices.push(self.choice("choice-none-of-these", "ask:no-place"));
        choices
    }

    /// A typed place, while a question waits for one. False: no question waits for a place.
    pub async fn typed_place(&mut self, text: &str) -> Result<bool> {
        let Some(waiting) = self.waiting().await?.filter(|w| w.group.is_none()) else { return Ok(false) };
        let known = self.person.as_ref().is_some_and(|p| p.agreed() && self.place_of(&p.place).is_none());
        if !known {
            return Ok(false);
        }
        let day = self.today();
        let found: Vec<Place> = self.tree.find(text, day).into_iter().take(3).cloned().collect();
        if found.is_empty() {
            let choices = vec![self.choice("choice-anywhere", "ask:anywhere")];
            self.wait_for(&waiting, "place-not-known", choices).await?;
            return Ok(true);
        }
        let choices = self.choices_of(found.iter());
        self.wait_for(&waiting, "confirm-place", choices).await?;
        Ok(true)
    }
}
