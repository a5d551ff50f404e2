//! One update in one transaction: who speaks, where, and the ways to answer.

use crate::acts::{self, By, Deed};
use crate::channel::Channel;
use crate::clock::Millis;
use crate::config::{Capabilities, Identity};
use crate::content::{Publication, Withdrawal};
use crate::db::Tx;
use crate::groups::{self, Group};
use crate::ids::PersonKey;
use crate::mail::language_of;
use crate::message::{ChatKind, Choice, Incoming, Message, Token};
use crate::outbox::{self, Chooser, Corner, Delivery, Kind, Quoted, To};
use crate::parts::Parts;
use crate::people::{self, Chat, Person, Reach};
use crate::places::{Place, Tree};
use crate::questions::question::Body;
use crate::questions::{self, Question};
use crate::roster::{self, Act, Role};
use crate::seal::Use;
use crate::talk::limits::{DAY_QUESTIONS, Limits, OPEN_QUESTIONS, Verdict};
use crate::talk::sender::Sender;
use crate::text::{Arg, VIETNAMESE};
use anyhow::Result;
use jiff::civil::Date;
use std::sync::Arc;

/// How to speak to the machine in a group: said otherwise where only a mention reaches it.
const CALLED: [&str; 5] = ["help-group", "ask-how-group", "group-linked", "group-not-linked", "link-how"];
/// How to answer a card: said otherwise where nobody tells the machine which one was quoted.
const UNQUOTED: [&str; 3] = ["answer-how", "help-reporter", "item-which"];
/// What somebody in a group is to say next: there only what quotes the machine, or names the code, reaches it.
const IN_GROUP: [&str; 2] = ["not-cleared", "not-cleared-erased"];

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
    /// What a chat offers to be typed; nothing: what every chat offers.
    Menu {
        /// The chat.
        chat: String,
        /// Each command with what it does.
        entries: Vec<(String, String)>,
    },
    /// Somebody had everything deleted: that is written down where no backup of the database goes.
    KeepErasure,
    /// A publication to more groups than fit into one transaction.
    GoOnPublishing(Box<Publication>),
    /// An item taken back from more groups than fit into one transaction.
    GoOnWithdrawing(Box<Withdrawal>),
}

/// One update, read.
pub struct Heard {
    /// Its row.
    pub seq: i64,
    /// What happened.
    pub incoming: Incoming,
    /// What is known of the sender; none: nobody looked yet.
    pub sender: Option<Sender>,
}

/// One update being handled.
pub struct Turn<'a> {
    pub parts: &'a Parts,
    pub channel: &'a Channel,
    pub account: &'a str,
    limits: &'a Limits,
    pub tree: &'a Tree,
    pub tx: Tx,
    pub incoming: Incoming,
    /// One moment for the whole turn.
    pub now: Millis,
    /// Who acts, if it is a person known or met.
    pub person: Option<Person>,
    /// The group it happens in, if that is linked.
    pub group: Option<Group>,
    /// What came with the words: the account and the platform's handle of a voice or of a picture.
    pub files: Body,
    /// What is known of the sender; none: nobody looked yet.
    sender: Option<Sender>,
    /// The update, so that answers to it are unique and a repetition answers nothing.
    seq: i64,
    said: usize,
    after: Vec<After>,
}

impl<'a> Turn<'a> {
    pub fn new(
        parts: &'a Parts,
        channel: &'a Channel,
        (account, limits): (&'a str, &'a Limits),
        tree: &'a Tree,
        tx: Tx,
        heard: Heard,
    ) -> Turn<'a> {
        let Heard { seq, incoming, sender } = heard;
        let now = parts.core.clock.now();
        Turn {
            parts,
            channel,
            account,
            limits,
            tree,
            tx,
            incoming,
            now,
            person: None,
            group: None,
            files: Body::default(),
            sender,
            seq,
            said: 0,
            after: vec![],
        }
    }

    /// The transaction goes on, or is committed; then comes what follows.
    pub fn end(self) -> (Tx, Vec<After>) {
        (self.tx, self.after)
    }

    /// These words, with the voice or the picture that came along.
    pub fn body(&self, text: impl Into<String>) -> Body {
        Body { text: text.into(), ..self.files.clone() }
    }

    pub fn today(&self) -> Date {
        self.parts.core.calendar.local(self.now).date()
    }

    /// What this account's platform can carry.
    pub fn capabilities(&self) -> Capabilities {
        self.parts.mail.capabilities.get(self.account)
    }

    pub fn private(&self) -> bool {
        self.incoming.kind == ChatKind::Private
    }

    /// In private everybody is met, because we must be able to reply. In a group only who is known already.
    pub async fn know(&mut self) -> Result<()> {
        if self.private() { self.meet().await } else { self.recognise().await }
    }

    /// The group that it happens in, at the place where it is today.
    pub async fn find_group(&mut self) -> Result<()> {
        self.group = groups::find(&mut self.tx, self.account, &self.incoming.chat).await?;
        let place = self.group.as_ref().and_then(|g| self.place_today(&g.place));
        if let (Some(group), Some(place)) = (&mut self.group, place) {
            group.place = place;
        }
        Ok(())
    }

    /// The sender, if they were met before.
    pub async fn recognise(&mut self) -> Result<()> {
        let Some(address) = &self.incoming.sender else { return Ok(()) };
        if self.sender.as_ref().is_none_or(|sender| sender.met && sender.person.is_none()) {
            let key = self.parts.core.seal.person_key(self.account, address, Use::Known);
            let found = people::find(&mut self.tx, &key).await?;
            self.sender = Some(Sender::alone(found));
        }
        self.person = self.sender.as_mut().and_then(|sender| sender.person.take());
        let place = self.person.as_ref().and_then(|p| self.place_today(&p.place));
        if let (Some(person), Some(place)) = (&mut self.person, place) {
            person.place = place;
        }
        let today = self.today();
        match &mut self.person {
            Some(person) => people::meet_again(&mut self.tx, today, person).await,
            None => Ok(()),
        }
    }

    /// Makes sure that the sender can be replied to.
    pub async fn meet(&mut self) -> Result<()> {
        if self.person.is_none() {
            self.recognise().await?;
        }
        if self.person.is_none()
            && let Some(address) = &self.incoming.sender
        {
            let person = people::stranger(&self.parts.core.seal, self.today(), self.account, address);
            people::meet_all(&mut self.tx, &self.parts.core.seal, std::slice::from_ref(&person)).await?;
            // Whoever was looked up keeps what was found: whose row lapsed may still hold a role.
            let known = self.sender.take().unwrap_or_else(|| Sender::alone(None));
            self.sender = Some(Sender { met: true, person: None, ..known });
            self.person = Some(person);
        }
        Ok(())
    }

    fn key(&self, of: Use<'_>) -> Option<PersonKey> {
        let address = self.incoming.sender.as_ref()?;
        Some(self.parts.core.seal.person_key(self.account, address, of))
    }

    /// The key under which whoever speaks asks and chooses here, met or not.
    pub fn asker(&self) -> Option<PersonKey> {
        match &self.group {
            Some(group) => self.key(Use::Member(&group.id)),
            None if self.private() => self.key(Use::Asker),
            None => None,
        }
    }

    /// The key under which whoever speaks holds a role, if they hold one.
    pub fn role_key(&self) -> Option<PersonKey> {
        self.key(Use::Role)
    }

    /// This chat, as deliveries and choices are looked up by whoever speaks in it.
    pub fn corner(&self) -> Option<Corner> {
        match &self.group {
            Some(group) => Some(Corner::Group(group.id.clone(), self.asker())).filter(|_| group.is_linked()),
            None if self.private() => Some(Corner::Private(self.asker()?, self.role_key()?)),
            None => None,
        }
    }

    /// Every key by which whoever speaks may have asked: here, in private, and in each group where somebody did.
    pub async fn asker_keys(&mut self) -> Result<Vec<PersonKey>> {
        let Some(address) = self.incoming.sender.clone() else { return Ok(vec![]) };
        let seal = &self.parts.core.seal;
        let mut keys = seal.every_key(self.account, &address, Use::Asker);
        for group in questions::groups_with_askers(&mut self.tx).await? {
            keys.extend(seal.every_key(self.account, &address, Use::Member(&group)));
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    /// Whether whoever speaks asked this question, wherever that was.
    pub fn asked(&self, q: &Question) -> bool {
        let (Some(asker), Some(address)) = (&q.asker, &self.incoming.sender) else { return false };
        let of = q.group.as_ref().map_or(Use::Asker, Use::Member);
        self.parts.core.seal.every_key(self.account, address, of).contains(asker)
    }

    /// Where whoever writes in private can be written to.
    pub fn reach(&self) -> Option<Reach> {
        let (person, address) = (self.person.as_ref()?, self.incoming.sender.as_ref()?);
        Some(Reach {
            key: self.key(Use::Asker)?,
            account: self.account.into(),
            address_sealed: self.parts.core.seal.seal_address(address),
            language: person.language.clone(),
            stopped: person.stopped,
            unasked: person.unasked,
        })
    }

    /// The place whose body speaks to whoever writes in private: theirs, else where they hold a role.
    async fn place_of(&mut self, person: &Person) -> Result<String> {
        if !person.place.is_empty() || self.parts.speaker.identities.iter().count() < 2 {
            return Ok(person.place.clone());
        }
        Ok(self.roles().await?.into_iter().next().map(|role| role.place).unwrap_or_default())
    }

    /// Somebody without a role speaks: false, with one sentence in private the first time, when it is too much for a
    /// minute.
    pub async fn may_speak(&mut self) -> Result<bool> {
        let Some(key) = self.key(Use::Known) else { return Ok(true) };
        if self.may(|sender| sender.roles) && !self.roles().await?.is_empty() {
            return Ok(true);
        }
        let verdict = self.limits.hear(self.today(), self.now, &key, self.seq);
        self.within(verdict).await
    }

    /// A new question of whoever speaks, with so many open; `danger`: it sounds like that.
    pub async fn may_ask(&mut self, open: i64, danger: bool) -> Result<bool> {
        let Some(key) = self.key(Use::Known) else { return Ok(true) };
        let verdict = self.limits.ask(self.today(), &key, open, danger);
        self.within(verdict).await
    }

    /// Another code of an invitation.
    pub async fn may_try_code(&mut self) -> Result<bool> {
        let Some(key) = self.key(Use::Known) else { return Ok(true) };
        let verdict = self.limits.try_code(self.today(), &key);
        if verdict != Verdict::Fine {
            // Who goes on guessing is seen in `doctor` all the same.
            let today = self.today();
            roster::count_wrong_code(&mut self.tx, today).await?;
        }
        self.within(verdict).await
    }

    /// A code was nobody's; how often that happens is counted, and not whose it was.
    pub async fn tried_wrong_code(&mut self) -> Result<()> {
        if let Some(key) = self.key(Use::Known) {
            self.limits.wrong_code(self.today(), &key);
        }
        let today = self.today();
        roster::count_wrong_code(&mut self.tx, today).await
    }

    async fn within(&mut self, verdict: Verdict) -> Result<bool> {
        if let Verdict::Tell(key) = verdict {
            // What is too much in a group is not made more by telling all of them.
            if self.private() {
                let most = if key == "limit-day" { i64::from(DAY_QUESTIONS) } else { OPEN_QUESTIONS };
                self.reply(key, &[("most", most.into())]).await?;
            }
        }
        Ok(verdict == Verdict::Fine)
    }

    /// What is known of the sender. What nobody looked at may be so.
    pub fn may(&self, known: impl Fn(&Sender) -> bool) -> bool {
        self.sender.as_ref().is_none_or(known)
    }

    /// Something about the sender is otherwise from here on.
    pub fn know_of_sender(&mut self, change: impl Fn(&mut Sender)) {
        if let Some(sender) = &mut self.sender {
            change(sender);
        }
    }

    /// What is kept of the sender in a chat while a choice is open.
    pub async fn kept(&mut self, chat: Chat<'_>) -> Result<Option<String>> {
        let Some(key) = self.asker() else { return Ok(None) };
        // Of a group nobody looked before.
        if self.private() && !self.may(|sender| sender.pending) {
            return Ok(None);
        }
        people::pending(&mut self.tx, &self.parts.core.seal, &key, chat).await
    }

    /// Keeps something of the sender in a chat while a choice is open; its day began with what was kept there first.
    pub async fn keep(&mut self, chat: Chat<'_>, text: &str) -> Result<()> {
        let Some(key) = self.asker() else { return Ok(()) };
        let of = (&key, chat);
        people::keep_pending(&mut self.tx, &self.parts.core.seal, of, self.now, text).await?;
        self.know_of_sender(|sender| sender.pending = true);
        Ok(())
    }

    /// Nothing is kept of the sender in a chat any more.
    pub async fn let_go(&mut self, chat: Chat<'_>) -> Result<()> {
        let Some(key) = self.asker() else { return Ok(()) };
        people::drop_pending(&mut self.tx, &key, chat).await
    }

    /// The language of the group, or of the person.
    pub fn language(&self) -> String {
        let chosen = match (&self.group, &self.person) {
            (Some(group), _) => group.language.as_str(),
            (None, Some(person)) => person.language.as_str(),
            (None, None) => VIETNAMESE,
        };
        language_of(&self.parts.core.text, chosen)
    }

    pub fn say(&self, key: &str, args: &[Arg<'_>]) -> String {
        let capabilities = self.capabilities();
        let said = |key: &str| self.parts.core.text.say(&self.language(), key, args);
        if capabilities.mention && !self.private() && CALLED.contains(&key) {
            said(&format!("called-{key}"))
        } else if !capabilities.quotes && UNQUOTED.contains(&key) {
            said(&format!("unquoted-{key}"))
        } else if !self.private() && IN_GROUP.contains(&key) {
            said(&if capabilities.quotes { format!("grouped-{key}") } else { format!("unquoted-{key}") })
        } else {
            said(key)
        }
    }

    /// Who sees who writes here, by the name of its sentence.
    pub fn seen_by(&self) -> &'static str {
        self.channel.platform().profile().seen_by.key()
    }

    /// Whose machine this is and what it is for, to who opens the chat.
    pub async fn welcome(&mut self) -> Result<()> {
        let owner = self.identity().owner.clone();
        self.reply("welcome", &[("owner", owner.into())]).await
    }

    /// A moment as people read it.
    pub fn shown(&self, at: Millis) -> String {
        self.parts.desk.by_hour(&self.language(), at)
    }

    /// A day as people read it.
    pub fn day(&self, day: Date) -> String {
        self.parts.desk.day(&self.language(), day)
    }

    pub fn choice(&self, key: &str, token: &Token) -> Choice {
        Choice::new(self.say(key, &[]), token)
    }

    /// One sentence back to where it was said.
    pub async fn reply(&mut self, key: &str, args: &[Arg<'_>]) -> Result<()> {
        let text = self.say(key, args);
        self.answer(vec![Message::text(text)]).await
    }

    /// A refusal of a role's command: said in private, and in a group only to whom a role brought there (contract 4).
    /// Others hear nothing: what anybody can call forth in a group stands before what the village is told.
    pub async fn refuse(&mut self, key: &str, args: &[Arg<'_>]) -> Result<()> {
        if self.private() {
            return self.reply(key, args).await;
        }
        let Some(role) = self.roles().await?.into_iter().next() else { return Ok(()) };
        let Some(reach) = people::reach(&mut self.tx, &role.person).await? else { return Ok(()) };
        let text = self.parts.core.text.say(&language_of(&self.parts.core.text, &reach.language), key, args);
        let delivery = Delivery::new(Kind::Reply, self.cause(), vec![Message::text(text)]);
        self.parts.mail.to_person(&mut self.tx, self.now, (&reach, &role.place), delivery).await?;
        self.said += 1;
        Ok(())
    }

    /// One sentence to whoever wrote in private, not before `wait` is over. Returns what it is known by until then.
    pub async fn reply_after(&mut self, wait: Millis, key: &str) -> Result<String> {
        let (cause, text) = (self.cause(), self.say(key, &[]));
        let not_before = self.now + wait;
        self.put(Delivery { not_before, ..Delivery::new(Kind::Reply, &*cause, vec![Message::text(text)]) })
            .await?;
        Ok(cause)
    }

    /// Messages back to where it was said: in private to the person, in a group as a reply to their message.
    pub async fn answer(&mut self, parts: Vec<Message>) -> Result<()> {
        let cause = self.cause();
        self.put(Delivery::new(Kind::Reply, cause, parts)).await
    }

    async fn put(&mut self, mut delivery: Delivery<'_>) -> Result<()> {
        let now = self.now;
        if self.private() {
            let (Some(person), Some(reach)) = (self.person.clone(), self.reach()) else { return Ok(()) };
            let stranger = person.consent.is_empty() && self.roles().await?.is_empty();
            if stranger && !self.limits.reply_to_stranger(self.today(), &person.key) {
                return Ok(());
            }
            let place = self.place_of(&person).await?;
            self.parts.mail.to_person(&mut self.tx, now, (&reach, &place), delivery).await?;
        } else {
            if let Some(first) = delivery.parts.first_mut() {
                first.reply_to.clone_from(&self.incoming.message);
            }
            match self.group.clone().filter(Group::is_linked) {
                Some(group) => {
                    let chooser = self.chooser();
                    self.parts.mail.to_group(&mut self.tx, now, &group, chooser, delivery).await?;
                }
                None => self.answer_stranger_group(delivery.parts).await?,
            }
        }
        self.know_of_sender(|sender| sender.offered = true);
        self.said += 1;
        Ok(())
    }

    /// A chat that is not linked is answered at its address, which is a group's and tells of nobody.
    async fn answer_stranger_group(&mut self, mut parts: Vec<Message>) -> Result<()> {
        if !self.capabilities().buttons {
            // A digit sent here could not be understood: nothing is kept of such a chat.
            parts.iter_mut().for_each(|part| part.choices.clear());
        }
        let sealed = self.parts.core.seal.seal(&self.incoming.chat);
        let parts = self.parts.mail.signed("", self.account, false, VIETNAMESE, parts);
        let to = To::Address { chat: self.incoming.kind, sealed };
        let delivery = Delivery::new(Kind::Reply, self.cause(), parts).to(self.account, to);
        outbox::put(&mut self.tx, &self.parts.core.seal, self.now, delivery).await?;
        Ok(())
    }

    /// Writes down what the holder of a role decided. About a question its code is not said: where it was answered
    /// must tell nothing of what it was about.
    pub async fn decided(&mut self, role: &Role, deed: Deed, about: &str) -> Result<()> {
        acts::record(&mut self.tx, &self.parts.core.seal, self.now, By::Role(&role.id), deed, about).await
    }

    /// The place where this is said: the group's, else the person's.
    fn here(&self) -> &str {
        let here = self.group.as_ref().map(|group| group.place.as_str());
        here.or_else(|| self.person.as_ref().map(|person| person.place.as_str())).unwrap_or_default()
    }

    /// Who speaks where this is said.
    pub fn identity(&self) -> Arc<Identity> {
        self.parts.speaker.at(self.here())
    }

    /// For which place items are shown here. Of whom nobody knows yet where they live: the whole area of who speaks to
    /// them.
    pub fn place_shown(&self) -> String {
        let here = self.here();
        if here.is_empty() { self.identity().place.clone() } else { here.to_owned() }
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
        let corner = match &self.group {
            // Also where it is not linked any more.
            Some(group) => Some(Corner::Group(group.id.clone(), None)),
            None => self.corner(),
        };
        match corner {
            Some(corner) => outbox::quoted_in(&mut self.tx, &corner, &message).await,
            None => Ok(None),
        }
    }

    /// The roles in force of whoever speaks.
    pub async fn roles(&mut self) -> Result<Vec<Role>> {
        let Some(key) = self.role_key().filter(|_| self.may(|sender| sender.roles)) else {
            return Ok(vec![]);
        };
        let mut held = roster::of(&mut self.tx, &key).await?;
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
            self.refuse("not-your-role", &[("roles", names.join(", ").into())]).await?;
        }
        Ok(held)
    }

    /// What the holder of a role is called: their title, else the role's name.
    pub fn role_name(&self, role: &Role) -> String {
        match role.title.as_str() {
            "" => self.say(&format!("role-{}", role.duty), &[]),
            title => in_sentence(title),
        }
    }

    /// A place with the one above it, so that two villages of one name are told apart, as it stands in a sentence.
    pub fn place_name(&self, place: &Place) -> String {
        let above = self.tree.ancestors(&place.code, self.today());
        match above.iter().find(|p| p.kind != crate::places::Kind::Province) {
            Some(above) => format!("{}, {}", place.in_sentence(), above.in_sentence()),
            None => place.in_sentence(),
        }
    }

    /// A role reaches its place and what lies below; with several, any of them.
    pub fn reaches(&self, held: &[Role], place: &str) -> bool {
        held.iter().any(|role| role.reaches(place, self.tree, self.today()))
    }

    /// What a stored place is today: itself, or the one place that it became.
    pub fn place_today(&self, code: &str) -> Option<String> {
        self.tree.now(code, self.today()).map(|place| place.code.to_string())
    }

    /// Whose the choices are that are put before whoever speaks.
    pub fn chooser(&self) -> Chooser {
        self.asker().filter(|_| self.person.is_some()).map_or(Chooser::Anybody, Chooser::Person)
    }
}

/// A title as it stands inside a sentence: "trưởng bản"; what is in capitals keeps them.
pub fn in_sentence(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_sentence;

    #[test]
    fn a_title_inside_a_sentence_begins_small() {
        for (title, said) in [
            ("Trưởng bản", "trưởng bản"),
            ("Đảng uỷ viên", "đảng uỷ viên"),
            ("UBND xã", "UBND xã"),
            ("cán bộ", "cán bộ"),
            ("", ""),
        ] {
            assert_eq!(in_sentence(title), said);
        }
    }
}
