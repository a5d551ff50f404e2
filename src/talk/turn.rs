//! One update in one transaction: who speaks, where, and the ways to answer.

use super::words::{self, Command};
use crate::channel::{Channel, Reason};
use crate::clock::Millis;
use crate::config::{Capabilities, Identity};
use crate::content::{Publication, Withdrawal};
use crate::db::Tx;
use crate::groups::{self, Group};
use crate::mail::{Words, language_of};
use crate::message::{ChatKind, Choice, Event, Incoming, Message};
use crate::outbox::{self, Chooser, Delivery, Kind, Quoted, To, Whom};
use crate::parts::Parts;
use crate::people::{self, Person};
use crate::places::{Found, Place, Tree};
use crate::roster::{self, Act, Role};
use crate::text::{Arg, VIETNAMESE, clean};
use anyhow::Result;
use jiff::civil::Date;
use std::sync::Arc;

/// How to speak to the machine in a group: said otherwise where only a mention reaches it.
const CALLED: [&str; 6] =
    ["help-group", "ask-how-group", "unsupported-group", "group-linked", "group-not-linked", "link-how"];
/// How to answer a card: said otherwise where nobody tells the machine which one was quoted.
const UNQUOTED: [&str; 5] =
    ["answer-how", "help-reporter", "item-which", "not-cleared", "not-cleared-erased"];

/// What is done once the transaction is committed.
#[derive(Debug)]
pub enum After {
    /// A pressed button stops spinning, with a few words.
    AnswerPress {
        /// The platform's handle.
        callback: String,
        /// The words.
        text: String,
    },
    /// The buttons of a message go away.
    CloseChoice {
        /// The chat.
        chat: String,
        /// The message.
        message: String,
    },
    /// A publication to more groups than fit into one transaction.
    GoOnPublishing(Box<Publication>),
    /// An item taken back from more groups than fit into one transaction.
    GoOnWithdrawing(Box<Withdrawal>),
}

/// One update being handled.
pub struct Turn<'a> {
    pub parts: &'a Parts,
    pub channel: &'a Channel,
    pub account: &'a str,
    pub tree: &'a Tree,
    pub tx: Tx,
    pub incoming: Incoming,
    /// One moment for the whole turn.
    pub now: Millis,
    /// Who acts, if it is a person known or met.
    pub person: Option<Person>,
    /// The group it happens in, if that is linked.
    pub group: Option<Group>,
    /// The update, so that answers to it are unique and a repetition answers nothing.
    seq: i64,
    said: usize,
    after: Vec<After>,
}

impl<'a> Turn<'a> {
    pub fn new(
        parts: &'a Parts,
        channel: &'a Channel,
        account: &'a str,
        tree: &'a Tree,
        tx: Tx,
        seq: i64,
        incoming: Incoming,
    ) -> Turn<'a> {
        let now = parts.clock.now();
        Turn {
            parts,
            channel,
            account,
            tree,
            tx,
            incoming,
            now,
            person: None,
            group: None,
            seq,
            said: 0,
            after: vec![],
        }
    }

    /// Understands the update and acts on it.
    pub async fn take(&mut self) -> Result<()> {
        if self.incoming.event == Event::Nothing {
            return Ok(());
        }
        self.parts.desk.alone(&mut self.tx).await?;
        if self.incoming.kind == ChatKind::Group {
            self.group = groups::find(&mut self.tx, self.account, &self.incoming.chat).await?;
            let place = self.group.as_ref().and_then(|g| self.place_today(&g.place));
            if let (Some(group), Some(place)) = (&mut self.group, place) {
                group.place = place;
            }
            self.hear_again().await?;
        }
        self.open_window().await?;
        match self.incoming.event.clone() {
            Event::Nothing => Ok(()),
            Event::Moved { to } => {
                groups::moved(&mut self.tx, self.now, self.account, &self.incoming.chat, &to).await
            }
            Event::Joined => self.joined().await,
            Event::Left => self.left(Reason::Removed).await,
            Event::Ended => self.left(Reason::GroupEnded).await,
            Event::Withdrew => {
                self.recognise().await?;
                self.forget().await.map(|_| ())
            }
            Event::AnsweredByHand { text } => {
                self.recognise().await?;
                self.answered_by_hand(clean(&text)).await
            }
            Event::Press { token, callback } => {
                self.know().await?;
                self.press(&token, callback).await
            }
            Event::Unsupported if self.private() => {
                self.meet().await?;
                self.reply("unsupported", &[]).await
            }
            // Under something of ours it is a gesture; alone it was kept because its words were for us.
            Event::Unsupported if self.incoming.quoted.is_some() => Ok(()),
            Event::Unsupported => self.reply("unsupported-group", &[]).await,
            Event::Withheld => {
                if self.private() {
                    self.meet().await?;
                }
                self.withheld().await
            }
            Event::Voice { file_id, .. } => {
                self.know().await?;
                self.voice(file_id).await
            }
            Event::Edited { .. } => Ok(()),
            Event::Text { text, addressed } => {
                self.know().await?;
                self.text(clean(&text), addressed).await
            }
        }
    }

    /// Whoever writes in private can be written to again.
    async fn open_window(&mut self) -> Result<()> {
        if !self.private() || self.incoming.event == Event::Left {
            return Ok(());
        }
        let Some(sender) = &self.incoming.sender else { return Ok(()) };
        let key = self.parts.seal.person_key(self.account, sender);
        outbox::window_opened(&mut self.tx, self.now, &key).await
    }

    /// Makes everything true and says what comes after.
    pub async fn end(self) -> Result<Vec<After>> {
        self.tx.commit().await?;
        Ok(self.after)
    }

    pub fn today(&self) -> Date {
        self.parts.calendar.local(self.now).date()
    }

    /// What this account's platform can carry.
    pub fn capabilities(&self) -> Capabilities {
        self.parts.mail.capabilities.get(self.account)
    }

    pub fn private(&self) -> bool {
        self.incoming.kind == ChatKind::Private
    }

    /// In private everybody is met, because we must be able to reply. In a group only who is known already.
    async fn know(&mut self) -> Result<()> {
        if self.private() { self.meet().await } else { self.recognise().await }
    }

    /// The sender, if they were met before.
    pub async fn recognise(&mut self) -> Result<()> {
        if let Some(sender) = &self.incoming.sender {
            let key = self.parts.seal.person_key(self.account, sender);
            self.person = people::find(&mut self.tx, &key).await?;
            let place = self.person.as_ref().and_then(|p| self.place_today(&p.place));
            if let (Some(person), Some(place)) = (&mut self.person, place) {
                person.place = place;
            }
        }
        Ok(())
    }

    /// Makes sure that the sender can be replied to.
    pub async fn meet(&mut self) -> Result<()> {
        if self.person.is_none()
            && let Some(sender) = &self.incoming.sender
        {
            let person = people::meet(&mut self.tx, &self.parts.seal, self.now, self.account, sender).await?;
            self.person = Some(person);
        }
        Ok(())
    }

    /// The language of the group, or of the person.
    pub fn language(&self) -> String {
        let chosen = match (&self.group, &self.person) {
            (Some(group), _) => group.language.as_str(),
            (None, Some(person)) => person.language.as_str(),
            (None, None) => VIETNAMESE,
        };
        language_of(&self.parts.text, chosen)
    }

    pub fn say(&self, key: &str, args: &[Arg<'_>]) -> String {
        let capabilities = self.capabilities();
        let said = |key: &str| self.parts.text.say(&self.language(), key, args);
        if capabilities.mention && !self.private() && CALLED.contains(&key) {
            said(&format!("called-{key}"))
        } else if !capabilities.quotes && UNQUOTED.contains(&key) {
            said(&format!("unquoted-{key}"))
        } else {
            said(key)
        }
    }

    /// A moment as people read it.
    pub fn shown(&self, at: Millis) -> String {
        self.parts.desk.shown(at)
    }

    pub fn choice(&self, key: &str, token: impl Into<String>) -> Choice {
        Choice { label: self.say(key, &[]), token: token.into() }
    }

    /// One sentence back to where it was said.
    pub async fn reply(&mut self, key: &str, args: &[Arg<'_>]) -> Result<()> {
        let text = self.say(key, args);
        self.answer(vec![Message::text(text)]).await
    }

    /// Messages back to where it was said: in private to the person, in a group as a reply to their message.
    pub async fn answer(&mut self, mut parts: Vec<Message>) -> Result<()> {
        let now = self.now;
        let cause = self.cause();
        let words = |parts| Words::new(Kind::Reply, cause, parts);
        if self.private() {
            let Some(person) = self.person.clone() else { return Ok(()) };
            self.parts.mail.to_person(&mut self.tx, now, &person, words(parts)).await?;
        } else {
            if let Some(first) = parts.first_mut() {
                first.reply_to.clone_from(&self.incoming.message);
            }
            match self.group.clone().filter(Group::is_linked) {
                Some(group) => {
                    let (chooser, words) = (self.chooser(), words(parts));
                    self.parts.mail.to_group(&mut self.tx, now, &group, chooser, words).await?;
                }
                None => self.answer_stranger_group(parts).await?,
            }
        }
        self.said += 1;
        Ok(())
    }

    /// A chat that is not linked is answered at its address, which is a group's and tells of nobody.
    async fn answer_stranger_group(&mut self, mut parts: Vec<Message>) -> Result<()> {
        if !self.capabilities().buttons {
            // A digit sent here could not be understood: nothing is kept of such a chat.
            parts.iter_mut().for_each(|part| part.choices.clear());
        }
        let sealed = self.parts.seal.seal(&self.incoming.chat);
        let parts = self.parts.mail.signed("", self.account, false, VIETNAMESE, parts);
        let to = To::Address { chat: self.incoming.kind, sealed };
        let delivery = Delivery::new(Kind::Reply, self.cause(), self.account, to, parts);
        outbox::put(&mut self.tx, &self.parts.seal, self.now, delivery).await?;
        Ok(())
    }

    /// Who speaks where this is said.
    pub fn identity(&self) -> Arc<Identity> {
        let here = self.group.as_ref().map(|group| group.place.as_str());
        let here = here.or_else(|| self.person.as_ref().map(|person| person.place.as_str()));
        self.parts.speaker.at(here.unwrap_or_default())
    }

    /// The same update answered twice is one answer.
    fn cause(&self) -> String {
        format!("turn:{}:{}:{}", self.account, self.seq, self.said)
    }

    pub fn follow(&mut self, act: After) {
        self.after.push(act);
    }

    /// What the quoted message of ours was about. One that is still on its way to us makes the whole turn wait.
    pub async fn quoted(&mut self) -> Result<Option<Quoted>> {
        let Some(message) = self.incoming.quoted.clone() else { return Ok(None) };
        match (&self.group, &self.person) {
            (Some(group), _) => outbox::quoted_in_group(&mut self.tx, &group.id, &message).await,
            (None, Some(person)) => outbox::quoted_by_person(&mut self.tx, &person.key, &message).await,
            (None, None) => Ok(None),
        }
    }

    /// The roles in force of whoever speaks.
    pub async fn roles(&mut self) -> Result<Vec<Role>> {
        let Some(person) = &self.person else { return Ok(vec![]) };
        let mut held = roster::of(&mut self.tx, &person.key).await?;
        for role in &mut held {
            if let Some(place) = self.place_today(&role.place) {
                role.place = place;
            }
        }
        Ok(held)
    }

    /// The sender's roles by which they may do this somewhere; none: a refusal says whose act it is.
    pub async fn held(&mut self, act: Act) -> Result<Vec<Role>> {
        let mut held = self.roles().await?;
        held.retain(|r| r.duty.may(act));
        if held.is_empty() {
            let names: Vec<String> =
                act.duties().iter().map(|duty| self.say(&format!("role-{duty}"), &[])).collect();
            self.reply("not-your-role", &[("roles", names.join(", ").into())]).await?;
        }
        Ok(held)
    }

    /// The one place that a typed name or code means, or a reply that says why there is none.
    pub async fn place_named(&mut self, typed: &str) -> Result<Option<Place>> {
        let day = self.today();
        if let Some(place) = self.tree.get(typed.trim()).filter(|p| p.is_valid(day)) {
            return Ok(Some(place.clone()));
        }
        let (found, key) = match self.tree.find(typed, day, &[]) {
            Found::One(one) => return Ok(Some(one.clone())),
            Found::Several(found) => (found, "place-several"),
            Found::Near(found) => (found, "place-near"),
            Found::None => (vec![], "place-not-found"),
        };
        // As many as a choice offers.
        let found = &found[..found.len().min(4)];
        let labels = self.tree.told_apart(found, day);
        let list: Vec<String> =
            found.iter().zip(labels).map(|(p, label)| format!("{label} ({})", p.code)).collect();
        self.reply(key, &[("typed", typed.trim().into()), ("list", list.join("; ").into())]).await?;
        Ok(None)
    }

    /// A place with the one above it, so that two villages of one name are told apart.
    pub fn place_name(&self, place: &Place) -> String {
        let above = self.tree.ancestors(&place.code, self.today());
        match above.iter().find(|p| p.kind != crate::places::Kind::Province) {
            Some(above) => format!("{}, {}", place.full_name(), above.full_name()),
            None => place.full_name(),
        }
    }

    /// A role reaches its place and what lies below; with several, any of them.
    pub fn reaches(&self, held: &[Role], place: &str) -> bool {
        held.iter().any(|role| role.reaches(place, self.tree, self.today()))
    }

    async fn text(&mut self, text: String, addressed: bool) -> Result<()> {
        let private = self.private();
        // A quote of ours addresses us too (contract 3).
        let quoted = self.quoted().await?;
        let to_us = private || addressed || quoted.is_some();
        let about = quoted.is_some_and(|q| q.question.is_some());
        if let Some(number) = words::digit(&text).filter(|_| to_us)
            && self.digit(number, about).await?
        {
            return Ok(());
        }
        // `lienket CODE` is a command in a group even when it is addressed to nobody (contract 3).
        let linking = words::command(&text, true).filter(|(c, _)| *c == Command::LinkGroup);
        if let Some((command, rest)) = words::command(&text, to_us).or(linking)
            && (text.starts_with('/') || self.means(command, private || addressed, about).await?)
        {
            return self.obey(command, rest).await;
        }
        if words::is_unknown_command(&text) {
            return self.reply("unknown-command", &[]).await;
        }
        if private { self.free_text(text).await } else { self.free_text_in_group(text, addressed).await }
    }

    /// Whether a word without a slash is meant as a command: not another role's, not one that belongs into
    /// private when an item is quoted ("xem" there says "seen"), and under a card or an answer none that begins a
    /// sentence ("mời bà con ra xã" and "hỏi cán bộ địa chính nhé" are answers).
    async fn means(&mut self, command: Command, called: bool, about: bool) -> Result<bool> {
        if about && command.begins_sentences() {
            return Ok(false);
        }
        let theirs = match command.act() {
            Some(act) => self.roles().await?.iter().any(|r| r.duty.may(act)),
            None => true,
        };
        Ok(theirs && (called || !command.is_private()))
    }

    async fn obey(&mut self, command: Command, rest: String) -> Result<()> {
        if command.is_private() && !self.private() {
            return self.reply("only-in-private", &[]).await;
        }
        let act = command.act();
        let held = match act {
            Some(act) => self.held(act).await?,
            None => vec![],
        };
        if act.is_some() && held.is_empty() {
            return Ok(());
        }
        match command {
            Command::Start => self.start(&rest).await,
            Command::Help => self.help().await,
            Command::Language => self.choose_language(&rest).await,
            Command::Privacy => self.privacy().await,
            Command::Ask => self.ask_command(rest).await,
            Command::News => self.news(&rest).await,
            Command::Listen => self.listen().await,
            Command::MyQuestions => self.my_questions().await,
            Command::Withdraw => self.withdraw(&rest).await,
            Command::ShowKept => self.show_kept().await,
            Command::Erase => self.erase().await,
            Command::Stop => self.stop_messages().await,
            Command::LinkGroup => self.link_group(&rest).await,
            Command::Relay => self.relay(&held, rest).await,
            Command::Outreach => self.outreach(&held, &rest).await,
            Command::Session => self.session(&held, &rest).await,
            Command::Situation => self.situation(&held).await,
            Command::Answer => self.answer_command(&held, &rest).await,
            Command::OpenQuestions => self.open_questions(&held).await,
            Command::AskBack => self.ask_back(&held, &rest).await,
            Command::HandOver => self.hand_over(&held, &rest).await,
            Command::Same => self.same(&held, &rest).await,
            Command::SetAside => self.set_aside(&held, &rest).await,
            Command::Away => self.away(&held, &rest).await,
            Command::Invite => self.invite(&held, &rest).await,
            Command::Propose => self.reply("propose-later", &[]).await,
            Command::Release => self.release(&held[0], &rest).await,
            Command::Publish => self.publish(&held, &rest).await,
            Command::TakeBack => self.take_back(&held, &rest).await,
            Command::Report => self.report(&held[0], &rest).await,
        }
    }

    /// A pressed button. In a group it counts only for whom the choice is; the others are told so.
    async fn press(&mut self, token: &str, callback: String) -> Result<()> {
        let done = self.choose(token).await?;
        // In private a choice that is over goes away as well.
        if (done || self.private())
            && let Some(message) = self.incoming.message.clone()
        {
            let (person, group) = (self.person.clone(), self.group.clone());
            if let Some(chat) = whom(self.private(), person.as_ref(), group.as_ref())
                && let Some(offered) = outbox::choices_in(&mut self.tx, chat, &message).await?
            {
                outbox::close_choices(&mut self.tx, &offered).await?;
            }
            self.follow(After::CloseChoice { chat: self.incoming.chat.clone(), message });
        }
        let text = if done { String::new() } else { self.say(self.over(), &[]) };
        self.follow(After::AnswerPress { callback, text });
        Ok(())
    }

    /// One choice, pressed or typed. False: it is over, or somebody else's.
    async fn choose(&mut self, token: &str) -> Result<bool> {
        let (what, rest) = token.split_once(':').unwrap_or((token, ""));
        match what {
            "ok" | "no" => self.cleared(rest, what == "ok").await,
            "up" => self.send_to_province(rest).await,
            "lang" => self.language_chosen(rest).await,
            "ask" => self.waiting_choice(rest).await,
            "help" => self.help_aloud().await,
            _ => Ok(false),
        }
    }

    /// What a choice that is no more is told by.
    fn over(&self) -> &'static str {
        if self.private() { "choice-over" } else { "choice-not-yours" }
    }

    /// A number sent alone: a choice in the message that it quotes, else the latest that is open for this person
    /// here. Never a question (contract 4). False: it stands under a card or an answer without choices and is meant
    /// as words ("how many are you?"), or this group is not linked.
    async fn digit(&mut self, number: usize, about: bool) -> Result<bool> {
        let chooser = self.chooser();
        let (person, group) = (self.person.clone(), self.group.clone());
        let Some(chat) = whom(self.private(), person.as_ref(), group.as_ref()) else { return Ok(false) };
        let quoted = match self.incoming.quoted.clone() {
            Some(message) => outbox::choices_in(&mut self.tx, chat, &message).await?,
            None => None,
        };
        let offered = match quoted {
            Some(offered) => Some(offered),
            None if about => return Ok(false),
            None => outbox::latest_choices(&mut self.tx, chat, &chooser).await?,
        };
        let Some(offered) = offered else {
            self.reply("digit-without-choice", &[]).await?;
            return Ok(true);
        };
        let most = offered.tokens.len();
        let Some(token) = number.checked_sub(1).and_then(|i| offered.tokens.get(i)) else {
            let key = if most == 0 { self.over() } else { "digit-out-of-range" };
            self.reply(key, &[("most", most.into())]).await?;
            return Ok(true);
        };
        let done = self.choose(token).await?;
        outbox::close_choices(&mut self.tx, &offered).await?;
        if !done {
            self.reply(self.over(), &[]).await?;
        }
        if let Some(message) = offered.message.filter(|_| self.capabilities().buttons) {
            self.follow(After::CloseChoice { chat: self.incoming.chat.clone(), message });
        }
        Ok(true)
    }

    /// Whose the choices are that are put before whoever speaks.
    pub fn chooser(&self) -> Chooser {
        self.person.as_ref().map_or(Chooser::Anybody, |p| Chooser::Person(p.key.clone()))
    }
}

/// The chat as the outbox knows it.
pub fn whom<'a>(private: bool, person: Option<&'a Person>, group: Option<&'a Group>) -> Option<Whom<'a>> {
    match private {
        true => person.map(|p| Whom::Person(&p.key)),
        false => group.filter(|g| g.is_linked()).map(|g| Whom::Group(&g.id)),
    }
}
