//! Who is told: whoever asked, where they asked, and who is to answer; and the sentences that several acts say.

use super::question::Body;
use super::{Desk, Question};
use crate::clock::Millis;
use crate::db::Tx;
use crate::groups;
use crate::mail::language_of;
use crate::message::{Media, MediaKind, Message, Said, Source};
use crate::outbox::{Chooser, Delivery, Kind};
use crate::people;
use crate::places::Tree;
use crate::roster;
use crate::text::Arg;
use anyhow::Result;

impl Desk {
    /// To whoever asked: in private, or in the group as a reply. False when nobody can be reached any more.
    pub(super) async fn to_asker(
        &self,
        tx: &mut Tx,
        q: &Question,
        kind: Kind,
        parts: Vec<Message>,
    ) -> Result<bool> {
        let cause = format!("{kind}:{}:{}", q.code, self.core.ids.id());
        self.deliver_to_asker(tx, q, Delivery::new(kind, cause, parts)).await
    }

    /// The same, of a cause of its own.
    pub(super) async fn deliver_to_asker(
        &self,
        tx: &mut Tx,
        q: &Question,
        delivery: Delivery<'_>,
    ) -> Result<bool> {
        let delivery = Delivery { question: Some(&q.code), ..delivery };
        if let Some(group) = &q.group {
            return match groups::get(tx, group).await? {
                // News of waiting is old by the time that a group takes us in again.
                Some(group) if group.is_linked() || group.may_come_back() && delivery.kind != Kind::News => {
                    let chooser = q.asker.clone().map_or(Chooser::Anybody, Chooser::Person);
                    self.mail.to_group(tx, self.now(), &group, chooser, delivery).await
                }
                _ => Ok(false),
            };
        }
        let Some(key) = &q.asker else { return Ok(false) };
        match people::reach(tx, key).await? {
            Some(reach) => self.mail.to_person(tx, self.now(), (&reach, &q.place), delivery).await,
            None => Ok(false),
        }
    }

    /// The account that reaches whoever asked, as long as one does.
    pub async fn askers_account(&self, tx: &mut Tx, q: &Question) -> Result<Option<String>> {
        Ok(match (&q.group, &q.asker) {
            (Some(group), _) => groups::get(tx, group).await?.map(|g| g.account),
            (None, Some(key)) => people::reach(tx, key).await?.map(|p| p.account),
            (None, None) => None,
        })
    }

    /// Whoever asked wants no messages for now, or their group took the machine out: what is written to them waits until
    /// they write, or until it is back.
    pub async fn waits_for_asker(&self, tx: &mut Tx, q: &Question) -> Result<bool> {
        match (&q.group, &q.asker) {
            (Some(group), _) => Ok(groups::get(tx, group).await?.is_some_and(|g| g.may_come_back())),
            (None, Some(key)) => Ok(people::reach(tx, key).await?.is_some_and(|p| p.stopped)),
            (None, None) => Ok(false),
        }
    }

    pub(super) async fn holder(&self, tx: &mut Tx, q: &Question) -> Result<Option<roster::Role>> {
        match &q.role {
            Some(role) => roster::with(tx, role).await,
            None => Ok(None),
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
        self.tell_role_at(tx, q, key, args, 0).await
    }

    /// The same, not before a moment.
    pub(super) async fn tell_role_at(
        &self,
        tx: &mut Tx,
        q: &Question,
        key: &str,
        args: &[Arg<'_>],
        not_before: Millis,
    ) -> Result<()> {
        let cause = format!("told:{}:{}", q.code, self.core.ids.id());
        self.tell_role_not_before(tx, q, (cause, not_before), key, args).await
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
        self.tell_role_not_before(tx, q, (cause, 0), key, args).await
    }

    async fn tell_role_not_before(
        &self,
        tx: &mut Tx,
        q: &Question,
        (cause, not_before): (String, Millis),
        key: &str,
        args: &[Arg<'_>],
    ) -> Result<()> {
        let Some(role) = self.holder(tx, q).await? else { return Ok(()) };
        let Some(reach) = people::reach(tx, &role.person).await? else { return Ok(()) };
        let language = language_of(&self.mail.core.text, &reach.language);
        let parts = vec![Message::text(self.say(&language, key, args))];
        let delivery = Delivery { not_before, ..Delivery::new(Kind::Notice, cause, parts) }.about(&q.code);
        self.mail.to_person(tx, self.now(), (&reach, &role.place), delivery).await?;
        Ok(())
    }

    /// The numbers for an emergency, with the duty phone of whoever speaks there (contract 4), else of the commune.
    pub fn emergency(&self, tree: &Tree, place: &str, language: &str) -> String {
        let identity = self.mail.speaker.at(place);
        let commune = tree.commune_of(place, self.today()).map(|c| c.phone.as_str()).unwrap_or_default();
        let phone = if identity.phone.is_empty() { commune } else { &identity.phone };
        let key = if phone.is_empty() { "emergency" } else { "emergency-phone" };
        self.say(language, key, &[("phone", phone.into())])
    }

    /// Whether words sound like danger: everything that is done otherwise then asks here.
    pub fn is_danger(&self, text: &str) -> bool {
        self.marked(text).danger
    }

    /// [`Desk::emergency`], if `text` sounds like one.
    pub(super) fn emergency_note(
        &self,
        tree: &Tree,
        q: &Question,
        text: &str,
        language: &str,
    ) -> Vec<String> {
        let urgent = self.is_danger(text);
        urgent.then(|| self.emergency(tree, &q.place, language)).into_iter().collect()
    }

    /// Who helps for free, where the province's desk was chosen.
    pub(super) fn legal_aid_note(&self, q: &Question, language: &str) -> Option<String> {
        q.is_for_province().then(|| self.say(language, "receipt-legal-aid", &[]))
    }
}

/// The voice and the pictures of what was asked or answered, each a message of its own, under the captions of a voice and
/// of a picture.
pub(super) fn files(body: &Body, said: &Said, captions: (&str, &str), language: &str) -> Vec<Message> {
    let message = |kind: MediaKind, caption: &str, (account, file_id): &(String, String)| {
        let (account, file_id) = (account.clone(), file_id.clone());
        let source = Source::Platform { account, file_id, said: Some(said.clone()) };
        let media = Media { kind, source, language: language.to_owned() };
        Message { text: caption.to_owned(), media: Some(media), ..Message::default() }
    };
    let voice = body.voice.iter().map(|voice| message(MediaKind::Voice, captions.0, voice));
    let pictures = body.pictures.iter().map(|picture| message(MediaKind::Picture, captions.1, picture));
    voice.chain(pictures).collect()
}
