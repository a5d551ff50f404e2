//! How a question fares, told to who asked it: that it is late, and where it has gone. Once each, by day, and the same
//! whatever it is about.

use super::{Desk, Question};
use crate::db::Tx;
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::{self, Delivery, Kind};
use crate::places::{Place, Tree};
use crate::text::{said_by_anybody, shortened};
use anyhow::Result;

/// So much of a question says which it is.
const WORDS: usize = 100;

impl Desk {
    /// It is late. Where a whole village reads, too: it says nothing about who holds it.
    pub(super) async fn tell_late(&self, tx: &mut Tx, q: &Question) -> Result<()> {
        self.tell_news(tx, q, ("late", "late-voice"), None).await
    }

    /// Nobody answered in time, and somebody else holds it now. In a group only that it is late: where it goes may depend on
    /// what it is about.
    pub(super) async fn tell_passed_on(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &Question,
        before: Option<&str>,
    ) -> Result<()> {
        if q.group.is_some() {
            return self.tell_late(tx, q).await;
        }
        match self.with(tx, tree, q).await?.filter(|place| before != Some(place.code.as_str())) {
            Some(place) => self.tell_news(tx, q, ("late-moved", "late-moved-voice"), Some(place)).await,
            None => self.tell_news(tx, q, ("late-passed-on", "late-passed-on-voice"), None).await,
        }
    }

    /// Nobody was there to answer it, and now somebody is: as the receipt said.
    pub(super) async fn tell_taken(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<()> {
        match self.with(tx, tree, q).await? {
            Some(place) => self.tell_news(tx, q, ("moved", "moved-voice"), Some(place)).await,
            None => Ok(()),
        }
    }

    /// Somebody elsewhere holds it now than in the place it was with `before`; where nobody knows that: than in its commune.
    pub(super) async fn tell_where(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &Question,
        before: Option<&str>,
    ) -> Result<()> {
        let Some(place) = self.with(tx, tree, q).await?.filter(|_| q.group.is_none()) else { return Ok(()) };
        let commune = |code: &str| tree.commune_of(code, self.today()).map(|commune| commune.code.clone());
        let elsewhere = match before {
            Some(before) => before != place.code.as_str(),
            None => commune(&place.code) != commune(&q.place),
        };
        if elsewhere { self.tell_news(tx, q, ("moved", "moved-voice"), Some(place)).await } else { Ok(()) }
    }

    /// The place of who holds it, as it is today.
    pub(super) async fn where_it_is(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<Option<String>> {
        Ok(self.with(tx, tree, q).await?.map(|place| place.code.to_string()))
    }

    async fn with<'t>(&self, tx: &mut Tx, tree: &'t Tree, q: &Question) -> Result<Option<&'t Place>> {
        Ok(self.holder(tx, q).await?.and_then(|role| tree.now(&role.place, self.today())))
    }

    /// One word, by day; another that says the same of it is not said, nor one that is overtaken.
    async fn tell_news(
        &self,
        tx: &mut Tx,
        q: &Question,
        (written, spoken): (&str, &str),
        place: Option<&Place>,
    ) -> Result<()> {
        let language = language_of(&self.mail.core.text, &q.language);
        let words = shortened(&q.body.text, WORDS);
        let args = [
            ("code", q.code.as_str().into()),
            ("words", said_by_anybody(&words)),
            ("place", place.map(Place::in_sentence).unwrap_or_default().into()),
        ];
        let key = if words.is_empty() { spoken } else { written };
        let said = Message::text(self.say(&language, key, &args)).replying_to(q.back.message.clone());
        let at = place.map(|place| place.code.as_str()).unwrap_or_default();
        let cause = format!("news:{}:{}:{key}:{at}", q.code, q.opened_at);
        // What was to be told in the morning, or when they write, is told by this.
        outbox::cancel_news(tx, self.now(), &q.code).await?;
        let not_before = self.core.calendar.after_quiet(self.now(), self.quiet);
        let delivery = Delivery { not_before, ..Delivery::new(Kind::News, cause, vec![said]) };
        self.deliver_to_asker(tx, q, delivery).await?;
        Ok(())
    }
}
