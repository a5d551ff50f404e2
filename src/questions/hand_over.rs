//! A question goes to somebody else: another place or topic, the province's desk, or away from a role that was moved.

use super::question::{Discretion, State, Turned};
use super::{Desk, Question, store};
use crate::db::Tx;
use crate::ids::RoleId;
use crate::ledger::Fact;
use crate::outbox;
use crate::places::Tree;
use crate::roster;
use crate::text::said_by_role;
use anyhow::Result;

/// Where a question is after somebody wanted it elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Somebody else holds it.
    Yes,
    /// What it is about was put right, and who held it holds it.
    Stays,
    /// Nothing changed: nobody else is there.
    No,
}

impl Desk {
    /// Hands a question over to whoever answers for another place; the reason goes to them, and stays with it.
    pub async fn hand_over(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        place: &str,
        reason: &str,
    ) -> Result<Moved> {
        let before = q.role.clone();
        self.reassign(tx, tree, q, (place, before.as_ref()), (Turned::HandedOver, reason)).await
    }

    /// Puts right what a question is about, and hands it over to whoever answers for that; nobody else there, it stays where
    /// it is. A sensitive one has no topic and gets none.
    pub async fn hand_over_topic(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        topic: &str,
        reason: &str,
    ) -> Result<Moved> {
        if q.back.discretion != Discretion::Ordinary {
            return Ok(Moved::No);
        }
        let (place, before) = (q.place.clone(), q.role.clone());
        let changed = self.change_topic(tx, q, topic).await?;
        let by = if changed { Turned::Topic } else { Turned::HandedOver };
        let moved = self.reassign(tx, tree, q, (&place, before.as_ref()), (by, reason)).await?;
        if moved == Moved::No && changed {
            q.goes(self.today(), by, reason);
            store::save(tx, &self.core.seal, q).await?;
            return Ok(Moved::Stays);
        }
        Ok(moved)
    }

    /// Puts right what a question is about, at one touch. It stays where it is if its holder answers for that, too.
    pub async fn correct_topic(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        topic: &str,
    ) -> Result<Moved> {
        if q.back.discretion != Discretion::Ordinary || !self.change_topic(tx, q, topic).await? {
            return Ok(Moved::No);
        }
        let takes = |role: &roster::Role| role.topics.is_empty() || role.topics.iter().any(|t| t == topic);
        let place = q.place.clone();
        if self.holder(tx, q).await?.is_none_or(|role| !takes(&role)) {
            let before = q.role.clone();
            let to = (place.as_str(), before.as_ref());
            if self.reassign(tx, tree, q, to, (Turned::Topic, "")).await? == Moved::Yes {
                return Ok(Moved::Yes);
            }
        }
        q.goes(self.today(), Turned::Topic, "");
        store::save(tx, &self.core.seal, q).await?;
        Ok(Moved::Stays)
    }

    /// False: it is about that already.
    async fn change_topic(&self, tx: &mut Tx, q: &mut Question, topic: &str) -> Result<bool> {
        if q.topic == topic {
            return Ok(false);
        }
        self.record(tx, q, &Fact::TopicChanged { from: q.topic.clone(), to: topic.into() }).await?;
        q.topic = topic.into();
        Ok(true)
    }

    async fn reassign(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        (place, not): (&str, Option<&RoleId>),
        (by, reason): (Turned, &str),
    ) -> Result<Moved> {
        let (before, why, held) = (q.role.clone(), q.why, q.back.held.clone());
        let from_here = self.where_it_is(tx, tree, q).await?;
        outbox::cancel_about(tx, self.now(), &q.code).await?;
        self.assign_as(tx, tree, q, place, not).await?;
        if q.role.is_none() {
            (q.role, q.why, q.back.held) = (before, why, held);
            return Ok(Moved::No);
        }
        if !reason.is_empty() {
            let args = [("code", q.code.as_str().into()), ("reason", said_by_role(reason))];
            self.tell_role(tx, q, "told-handed-over", &args).await?;
        }
        self.tell_where(tx, tree, q, from_here.as_deref()).await?;
        q.goes(self.today(), by, reason);
        store::save(tx, &self.core.seal, q).await?;
        Ok(Moved::Yes)
    }

    /// The asker sends it to the province's desk instead of the commune's own people.
    pub async fn to_province(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<bool> {
        if q.state != State::Open || q.is_for_province() {
            return Ok(false);
        }
        self.send_up(tx, tree, q).await?;
        store::save(tx, &self.core.seal, q).await?;
        Ok(true)
    }

    /// A role has been moved: what it holds and does not reach from there goes to whoever does, and what waited for
    /// somebody there comes to it. Returns how many questions moved.
    pub async fn hand_over_unreached(&self, tx: &mut Tx, tree: &Tree, role: &RoleId) -> Result<usize> {
        let Some(role) = roster::with(tx, role).await? else { return Ok(0) };
        let mut moved = 0;
        for mut q in store::open(tx, &self.core.seal).await? {
            if q.role.as_ref() == Some(&role.id) && !self.is_within(tree, &role, &q) {
                self.assign(tx, tree, &mut q, Some(&role.id)).await?;
                q.goes(self.today(), Turned::Away, "");
                self.tell_where(tx, tree, &q, None).await?;
                store::save(tx, &self.core.seal, &q).await?;
                moved += usize::from(q.role.is_some());
            }
        }
        Ok(moved + self.assign_waiting(tx, tree).await?)
    }
}
