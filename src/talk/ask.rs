//! From what somebody said to a question: consent, voice, place, complaint, each asked once and only when
//! it is needed. Until the last yes there is no question, only a sealed text that waits 24 h at most.

use super::turn::{Turn, whom};
use crate::ids::{GroupId, QuestionCode};
use crate::message::{Choice, Message};
use crate::outbox;
use crate::people::{self, VOICE_NOTICE};
use crate::questions::question::Body;
use crate::questions::{Asking, LONGEST};
use crate::text::fold;
use anyhow::Result;
use serde::{Deserialize, Serialize};

/// What waits for a choice, in one chat of one person.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Waiting {
    /// What was said.
    pub body: Body,
    /// The message that said it.
    message: Option<String>,
    /// A quoted reply in a group: is it a question at all?
    unsure: bool,
    /// About the procedure of a complaint, not a complaint.
    procedure: bool,
    /// No place of the list fits; it goes to the top of the tree.
    anywhere: bool,
    /// Relayed by a secretary, from this place.
    relayed_from: Option<String>,
    /// More about an open question.
    about: Option<QuestionCode>,
    /// The emergency numbers were shown.
    warned: bool,
    /// Key of the choice that is open.
    pub open: String,
    /// Its choices, as they were shown: their words can be typed, too.
    choices: Vec<Choice>,
}

impl Waiting {
    /// The token of a choice typed in words: its own, or those before its comma. (Its number is found by the message
    /// that showed it.)
    fn typed(&self, text: &str) -> Option<String> {
        let said = fold(text);
        let said = said.trim_end_matches(['.', '!']);
        let yes_or_no = matches!(self.open.as_str(), "notice" | "ask-sure" | "ask-sure-voice");
        let means = |i: usize, choice: &Choice| {
            let label = fold(&choice.label);
            said == label
                || label.split(',').next() == Some(said)
                || yes_or_no && said == ["co", "khong"].get(i).copied().unwrap_or_default()
        };
        let found = self.choices.iter().enumerate().find(|(i, choice)| means(*i, choice));
        found.and_then(|(_, choice)| choice.token.strip_prefix("ask:")).map(str::to_owned)
    }

    /// Said on top of what waits.
    pub fn add(&mut self, body: Body) {
        self.body.text = format!("{}\n{}", self.body.text, body.text).trim().to_owned();
        self.body.voice = body.voice.or(self.body.voice.take());
    }
}

/// A chat in which something waits: a group, or the private one.
type Corner = Option<GroupId>;

fn chat_of(corner: &Corner) -> people::Chat<'_> {
    corner.as_ref().map_or(people::Chat::Private, people::Chat::Group)
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
        // Said while the notice was still being read: it belongs to the same question.
        let mut waiting = self.waiting().await?.unwrap_or_default();
        if waiting.open == "notice-voice" && body.voice.is_none() {
            // Asked to speak or to write, they wrote.
            waiting.body.voice = None;
        }
        waiting.add(body);
        // The answer quotes what was asked; an officer who answers by hand may quote it, too.
        waiting.message = waiting.message.or_else(|| self.incoming.message.clone());
        self.begin(waiting).await
    }

    /// In a linked group. `unsure`: a quoted reply, which becomes a question only by a choice.
    pub async fn ask_in_group(&mut self, body: Body, unsure: bool) -> Result<()> {
        if self.group.as_ref().is_none_or(|g| !g.is_linked()) {
            return self.reply("group-not-linked", &[]).await;
        }
        self.meet().await?;
        let message = self.incoming.message.clone();
        self.begin(Waiting { body, message, unsure, ..Waiting::default() }).await
    }

    /// A secretary's relay: no notice, because it is not about who relays.
    pub async fn ask_for_another(&mut self, body: Body, place: String) -> Result<()> {
        let message = self.incoming.message.clone().filter(|_| !self.private());
        self.begin(Waiting { body, message, relayed_from: Some(place), ..Waiting::default() }).await
    }

    /// More about the asker's own question.
    pub async fn say_more(&mut self, code: QuestionCode, body: Body) -> Result<()> {
        let message = self.incoming.message.clone().filter(|_| !self.private());
        self.begin(Waiting { body, message, about: Some(code), ..Waiting::default() }).await
    }

    /// Goes on, if it is not too long: nothing is cut off and sent half.
    pub async fn begin(&mut self, waiting: Waiting) -> Result<()> {
        if waiting.body.text.chars().count() > LONGEST {
            return self.too_long().await;
        }
        self.go_on(waiting).await
    }

    /// Says how long a text may be.
    pub async fn too_long(&mut self) -> Result<()> {
        self.reply("too-long", &[("most", (LONGEST as i64).into())]).await
    }

    /// What waits for this person in this chat.
    pub async fn waiting(&mut self) -> Result<Option<Waiting>> {
        let (Some(person), Some(chat)) = (&self.person, self.corner()) else { return Ok(None) };
        let kept = people::pending(&mut self.tx, &self.parts.seal, &person.key, chat_of(&chat)).await?;
        Ok(kept.and_then(|json| serde_json::from_str(&json).ok()))
    }

    /// Where something waits for whoever speaks.
    fn corner(&self) -> Option<Corner> {
        if self.private() { Some(None) } else { self.group.as_ref().map(|g| Some(g.id.clone())) }
    }

    async fn drop_waiting(&mut self) -> Result<()> {
        self.close_asked().await?;
        match (&self.person, self.corner()) {
            (Some(person), Some(chat)) => {
                people::drop_pending(&mut self.tx, &person.key, chat_of(&chat)).await
            }
            _ => Ok(()),
        }
    }

    /// The choice that was asked for is made or made anew: a digit does not mean the old one any more.
    async fn close_asked(&mut self) -> Result<()> {
        let (person, group) = (self.person.clone(), self.group.clone());
        let Some(chat) = whom(self.private(), person.as_ref(), group.as_ref()) else { return Ok(()) };
        let chooser = self.chooser();
        outbox::close_choices_like(&mut self.tx, chat, &chooser, "ask:").await
    }

    /// Keeps what waits and asks for a choice. The numbers for an emergency wait for nothing.
    pub async fn wait_for(&mut self, mut waiting: Waiting, key: &str, choices: Vec<Choice>) -> Result<()> {
        let (Some(person), Some(chat)) = (self.person.clone(), self.corner()) else { return Ok(()) };
        let owner = self.identity().owner.clone();
        let mut text = self.say(key, &[("owner", owner.into())]);
        if !waiting.warned && self.parts.subjects.is_emergency(&waiting.body.text) {
            waiting.warned = true;
            let place = self.place_of_waiting(&waiting).unwrap_or_default();
            text = format!("{}\n\n{text}", self.parts.desk.emergency(self.tree, &place, &self.language()));
        }
        waiting.open = key.to_owned();
        waiting.choices.clone_from(&choices);
        let json = serde_json::to_string(&waiting)?;
        people::keep_pending(&mut self.tx, &self.parts.seal, (&person.key, chat_of(&chat)), self.now, &json)
            .await?;
        self.close_asked().await?;
        self.answer(vec![Message::text(text).with_choices(choices)]).await
    }

    /// Where the question will be asked from; none while nobody knows.
    fn place_of_waiting(&self, waiting: &Waiting) -> Option<String> {
        if waiting.relayed_from.is_some() {
            return waiting.relayed_from.clone();
        }
        if let Some(group) = &self.group {
            return Some(group.place.clone());
        }
        let own = self.person.as_ref().and_then(|p| self.place_today(&p.place));
        own.or_else(|| self.top().filter(|_| waiting.anywhere))
    }

    /// Asks for what is still missing, or asks the question.
    pub async fn go_on(&mut self, waiting: Waiting) -> Result<()> {
        let spoken = waiting.body.voice.is_some();
        if waiting.unsure {
            if self.person.is_none() {
                return self.reply("ask-how-group", &[]).await;
            }
            let choices =
                vec![self.choice("choice-ask", "ask:yes"), self.choice("choice-not-ask", "ask:drop")];
            return self.wait_for(waiting, if spoken { "ask-sure-voice" } else { "ask-sure" }, choices).await;
        }
        if self.private() && waiting.relayed_from.is_none() {
            let Some(person) = self.person.clone() else { return Ok(()) };
            if !person.agreed() {
                let choices =
                    vec![self.choice("choice-agree", "ask:agree"), self.choice("choice-decline", "ask:drop")];
                return self.wait_for(waiting, "notice", choices).await;
            }
            if spoken && !person.agreed_to_voice() {
                let choices =
                    vec![self.choice("choice-voice", "ask:voice"), self.choice("choice-write", "ask:write")];
                return self.wait_for(waiting, "notice-voice", choices).await;
            }
        }
        let Some(place) = self.place_of_waiting(&waiting) else {
            if waiting.anywhere {
                return self.reply("no-places", &[]).await;
            }
            let choices = self.place_choices().await?;
            return self.wait_for(waiting, "ask-place", choices).await;
        };
        if !waiting.procedure && self.parts.subjects.is_complaint(&waiting.body.text) {
            if self.person.is_none() {
                return self.reply("complaint-apart", &[]).await;
            }
            let choices = vec![
                self.choice("choice-procedure", "ask:procedure"),
                self.choice("choice-complaint", "ask:complaint"),
            ];
            return self.wait_for(waiting, "ask-complaint", choices).await;
        }
        self.drop_waiting().await?;
        self.receive_again().await?;
        if let Some(code) = waiting.about {
            return self.add_to(&code, waiting.body).await;
        }
        let group = self.group.clone();
        let asking = Asking {
            person: self.person.as_ref(),
            group: group.as_ref().filter(|g| g.is_linked()),
            message: waiting.message,
            platform: self.channel.platform(),
            place: &place,
            body: waiting.body,
            relayed: waiting.relayed_from.is_some(),
        };
        self.parts.desk.ask(&mut self.tx, self.tree, asking).await?;
        Ok(())
    }

    async fn add_to(&mut self, code: &QuestionCode, body: Body) -> Result<()> {
        let Some(mut q) = self.own_question(code).await? else {
            return self.reply("question-not-yours", &[("code", code.to_owned().into())]).await;
        };
        let notes = self.parts.desk.add(&mut self.tx, self.tree, &mut q, body).await?;
        let Some(notes) = notes else {
            let state = self.say(&format!("state-{}", q.state.as_str()), &[]);
            return self.reply("add-too-late", &[("code", q.code.into()), ("state", state.into())]).await;
        };
        let mut lines = notes;
        lines.push(self.say("added", &[("code", q.code.into())]));
        self.answer(vec![Message::text(lines.join("\n\n"))]).await
    }

    /// A choice of what waits here, typed in words. False: it is none.
    pub async fn typed_choice(&mut self, text: &str) -> Result<bool> {
        let token = self.waiting().await?.and_then(|waiting| waiting.typed(text));
        match token {
            Some(token) => self.waiting_choice(&token).await,
            None => Ok(false),
        }
    }

    /// A choice about what waits here. False: there is nothing, or it is somebody else's.
    pub async fn waiting_choice(&mut self, token: &str) -> Result<bool> {
        let Some(mut waiting) = self.waiting().await? else { return Ok(false) };
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
                self.wait_for(waiting, "type-place", choices).await?;
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
                let place = self.place_of_waiting(&waiting).unwrap_or_default();
                self.drop_waiting().await?;
                self.refer_complaint(&place).await?;
                return Ok(true);
            }
            "drop" => {
                self.drop_waiting().await?;
                self.decline().await?;
                return Ok(true);
            }
            _ => return Ok(false),
        }
        // The receipt replies to what was asked, not to the button.
        let pressed = self.incoming.message.clone();
        if waiting.message.is_some() {
            self.incoming.message.clone_from(&waiting.message);
        }
        self.go_on(waiting).await?;
        self.incoming.message = pressed;
        Ok(true)
    }

    /// Says goodbye to what was said; of somebody who never agreed to anything, nothing at all is kept.
    async fn decline(&mut self) -> Result<()> {
        if !self.private() {
            self.reply("dropped-group", &[]).await?;
            return self.forget_stranger().await;
        }
        let bare =
            self.person.as_ref().is_some_and(|p| p.consent.is_empty()) && self.roles().await?.is_empty();
        if bare { self.farewell("dropped").await } else { self.reply("dropped", &[]).await }
    }

    async fn agree(&mut self, what: &str) -> Result<()> {
        let now = self.now;
        let Some(person) = &mut self.person else { return Ok(()) };
        person.agree(what, now);
        let person = person.clone();
        people::save(&mut self.tx, &person).await
    }
}
