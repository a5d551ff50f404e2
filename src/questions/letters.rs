//! What is written about a question: the receipt, the card, the answer, and a word to who is to answer.

use super::question::{Body, Reminded};
use super::{Desk, Question};
use crate::clock::Millis;
use crate::db::Tx;
use crate::groups;
use crate::ids::PersonKey;
use crate::mail::{Words, language_of};
use crate::message::{Choice, Media, MediaKind, Message, Source, Token, defuse};
use crate::outbox::{Chooser, Kind};
use crate::people;
use crate::places::Tree;
use crate::roster;
use crate::text::{Arg, VIETNAMESE};
use anyhow::Result;

impl Desk {
    /// The card: code, place, topic, text or voice, age and due time. Never a name, an account or a picture.
    pub(super) async fn card(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &Question,
        person: &PersonKey,
        not_before: Millis,
    ) -> Result<()> {
        let Some(person) = people::find(tx, person).await? else { return Ok(()) };
        let language = language_of(&self.mail.core.text, &person.language);
        let code = || ("code", q.code.as_str().into());
        let day = self.today();
        let place =
            if q.sensitive { tree.province_of(&q.place, day) } else { tree.shown_for_card(&q.place, day) };
        let place = place.map(|p| p.full_name()).unwrap_or_else(|| self.say(&language, "place-unknown", &[]));
        let topic = self.subjects.topic_name(&q.topic).unwrap_or_default().to_owned();
        let about = [
            ("place", place.into()),
            ("topic", topic.into()),
            ("asked", self.shown(q.asked_at).into()),
            ("due", self.shown(q.due_at).into()),
        ];
        let mut lines = vec![self.say(&language, "card-about", &about)];
        if q.reminded == Reminded::Escalated {
            lines.push(self.say(&language, "card-escalated", &[]));
        }
        if q.language != VIETNAMESE {
            let name = self.mail.core.text.locale(&q.language).map_or(q.language.clone(), |l| l.name.clone());
            lines.push(self.say(&language, "card-language", &[("language", name.into())]));
        }
        if !q.body.text.is_empty() {
            lines.push(format!("« {} »", defuse(&q.body.text)));
        }
        if q.body.voice.is_some() {
            lines.push(self.say(&language, "card-voice", &[]));
        }
        if q.body == Body::default() {
            lines.push(self.say(&language, "card-erased", &[code()]));
        }
        if !q.answer.text.is_empty() {
            lines.push(self.say(&language, "card-again", &[("answer", q.answer.text.as_str().into())]));
        }
        // Where nobody tells the machine which card was quoted, the code says it.
        let quotes = self.mail.capabilities.get(&person.account).quotes;
        lines.push(self.say(&language, if quotes { "card-how" } else { "unquoted-card-how" }, &[code()]));
        let heading = self.say(&language, "card-heading", &[code()]);
        let mut parts = vec![Message { heading, text: lines.join("\n\n"), ..Message::default() }];
        parts.extend(voice(&q.body, self.say(&language, "card-voice-caption", &[code()]), &language));
        let cause = format!("card:{}:{}", q.code, self.core.ids.id());
        let words = Words::new(Kind::Card, cause, parts).about(&q.code);
        self.mail.to_person(tx, self.now(), &person, Words { not_before, ..words }).await?;
        Ok(())
    }

    /// Code, when to expect an answer, who can see what; before it the numbers to call, if it sounds like an
    /// emergency; and who else helps, with a sensitive one.
    pub(super) async fn receipt(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<()> {
        let language = language_of(&self.mail.core.text, &q.language);
        let mut lines = self.emergency_note(tree, q, &q.body.text, &language);
        let args = [("code", q.code.as_str().into()), ("due", self.shown(q.due_at).into())];
        lines.push(self.say(&language, if q.role.is_some() { "receipt" } else { "receipt-nobody" }, &args));
        lines.extend(self.legal_aid_note(q, &language));
        let seen = if q.group.is_some() { "receipt-seen-group" } else { "receipt-seen-private" };
        lines.push(self.say(&language, seen, &[]));
        let mut message = Message::text(lines.join("\n\n")).replying_to(q.message.clone());
        if !q.sensitive && q.group.is_none() && self.province_desk(tx, tree, q).await? {
            let label = self.say(&language, "choice-to-province", &[]);
            message.choices.push(Choice::new(label, &Token::Up(q.code.clone())));
        }
        self.to_asker(tx, q, Kind::Receipt, vec![message]).await?;
        Ok(())
    }

    /// The numbers for an emergency, with the duty phone of the place's commune, or of whoever speaks there.
    pub fn emergency(&self, tree: &Tree, place: &str, language: &str) -> String {
        let identity = self.mail.speaker.at(place);
        let phone = tree.commune_of(place, self.today()).map(|c| c.phone.as_str()).unwrap_or_default();
        let phone = if phone.is_empty() { identity.phone.as_str() } else { phone };
        let key = if phone.is_empty() { "emergency" } else { "emergency-phone" };
        self.say(language, key, &[("phone", phone.into())])
    }

    /// [`Desk::emergency`], if `text` sounds like one.
    pub(super) fn emergency_note(
        &self,
        tree: &Tree,
        q: &Question,
        text: &str,
        language: &str,
    ) -> Vec<String> {
        let urgent = self.subjects.is_emergency(text);
        urgent.then(|| self.emergency(tree, &q.place, language)).into_iter().collect()
    }

    /// Who helps for free, with a sensitive question.
    pub(super) fn legal_aid_note(&self, q: &Question, language: &str) -> Option<String> {
        q.sensitive.then(|| self.say(language, "receipt-legal-aid", &[]))
    }

    async fn province_desk(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<bool> {
        let Some(province) = tree.province_of(&q.place, self.today()) else { return Ok(false) };
        let there = |r: &roster::Role| {
            r.answers() && !r.is_gone() && self.is_province_desk(tree, r, q) && Some(&r.id) != q.role.as_ref()
        };
        let stored = tree.stored_as(&[province.code.as_str()], self.today());
        Ok(roster::at(tx, &stored).await?.iter().any(there))
    }

    /// A role at the province of a question itself, not below it.
    pub(super) fn is_province_desk(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        let day = self.today();
        let at = tree.now(&role.place, day);
        tree.province_of(&q.place, day).is_some_and(|p| at.is_some_and(|at| at.code == p.code))
    }

    /// The answer as messages to one asker. Who cannot be told apart any more is asked for no verdict.
    pub(super) fn answer_parts(&self, q: &Question, body: &Body, correction: bool) -> Vec<Message> {
        let language = language_of(&self.mail.core.text, &q.language);
        let code = || ("code", q.code.as_str().into());
        let heading =
            self.say(&language, if correction { "answer-correction" } else { "answer-heading" }, &[code()]);
        let mut lines = vec![];
        if !body.text.is_empty() {
            lines.push(body.text.clone());
        }
        if body.voice.is_some() {
            lines.push(self.say(&language, "answer-voice", &[]));
        }
        let asked = q.asker.is_some();
        lines.push(self.say(&language, if asked { "answer-from" } else { "answer-from-only" }, &[]));
        let choice = |key: &str, clear: bool| {
            Choice::new(self.say(&language, key, &[]), &Token::Clear { code: q.code.clone(), clear })
        };
        let choices = if asked {
            vec![choice("choice-clear", true), choice("choice-not-clear", false)]
        } else {
            vec![]
        };
        let text = lines.join("\n\n");
        let text = Message { heading, text, choices, reply_to: q.message.clone(), ..Message::default() };
        let mut parts = vec![text];
        parts.extend(voice(body, self.say(&language, "answer-voice-caption", &[code()]), &language));
        parts
    }

    /// The account that reaches whoever asked, as long as one does.
    pub async fn askers_account(&self, tx: &mut Tx, q: &Question) -> Result<Option<String>> {
        Ok(match (&q.group, &q.asker) {
            (Some(group), _) => groups::get(tx, group).await?.map(|g| g.account),
            (None, Some(key)) => people::find(tx, key).await?.map(|p| p.account),
            (None, None) => None,
        })
    }

    /// Whoever asked wants no messages for now: what is written to them waits until they write.
    pub async fn waits_for_asker(&self, tx: &mut Tx, q: &Question) -> Result<bool> {
        match (&q.group, &q.asker) {
            (None, Some(key)) => Ok(people::find(tx, key).await?.is_some_and(|p| p.stopped)),
            _ => Ok(false),
        }
    }

    /// To whoever asked: in private, or in the group as a reply. False when nobody can be reached any more.
    pub(super) async fn to_asker(
        &self,
        tx: &mut Tx,
        q: &Question,
        kind: Kind,
        parts: Vec<Message>,
    ) -> Result<bool> {
        let cause = format!("{kind}:{}:{}", q.code, self.core.ids.id());
        let words = Words::new(kind, cause, parts).about(&q.code);
        if let Some(group) = &q.group {
            return match groups::get(tx, group).await? {
                Some(group) if group.is_linked() => {
                    let chooser = q.asker.clone().map_or(Chooser::Anybody, Chooser::Person);
                    self.mail.to_group(tx, self.now(), &group, chooser, words).await
                }
                _ => Ok(false),
            };
        }
        let Some(key) = &q.asker else { return Ok(false) };
        match people::find(tx, key).await? {
            Some(person) => self.mail.to_person(tx, self.now(), &person, words).await,
            None => Ok(false),
        }
    }

    /// One sentence to who is to answer.
    pub(super) async fn tell_role(
        &self,
        tx: &mut Tx,
        q: &Question,
        key: &str,
        args: &[Arg<'_>],
    ) -> Result<()> {
        let cause = format!("told:{}:{}", q.code, self.core.ids.id());
        self.tell_role_of(tx, q, cause, key, args).await
    }

    /// The same, once for each cause.
    pub(super) async fn tell_role_of(
        &self,
        tx: &mut Tx,
        q: &Question,
        cause: String,
        key: &str,
        args: &[Arg<'_>],
    ) -> Result<()> {
        let Some(role) = self.holder(tx, q).await? else { return Ok(()) };
        let Some(person) = people::find(tx, &role.person).await? else { return Ok(()) };
        let language = language_of(&self.mail.core.text, &person.language);
        let parts = vec![Message::text(self.say(&language, key, args))];
        let words = Words::new(Kind::Notice, cause, parts).about(&q.code);
        self.mail.to_person(tx, self.now(), &person, words).await?;
        Ok(())
    }
}

fn voice(body: &Body, caption: String, language: &str) -> Option<Message> {
    let (account, file_id) = body.voice.clone()?;
    let source = Source::Platform { account, file_id };
    let media = Media { kind: MediaKind::Voice, source, language: language.to_owned() };
    Some(Message { text: caption, media: Some(media), ..Message::default() })
}
