//! A question goes to somebody else: another place or topic, the province's desk, or away from a role that was moved.

use super::question::{Discretion, State};
use super::{Desk, Question, store};
use crate::db::Tx;
use crate::ids::RoleId;
use crate::outbox;
use crate::places::Tree;
use crate::roster;
use crate::text::said_by_role;
use anyhow::Result;

impl Desk {
    /// Hands a question over to whoever answers for another place; the reason goes to them.
    pub async fn hand_over(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        place: &str,
        reason: &str,
    ) -> Result<bool> {
        let topic = q.topic.clone();
        self.reassign(tx, tree, q, (place, &topic), reason).await
    }

    /// Hands a question over to whoever answers for another topic. A sensitive one has none and keeps none.
    pub async fn hand_over_topic(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        topic: &str,
        reason: &str,
    ) -> Result<bool> {
        if q.back.discretion != Discretion::Ordinary {
            return Ok(false);
        }
        let place = q.place.clone();
        self.reassign(tx, tree, q, (&place, topic), reason).await
    }

    async fn reassign(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        from: (&str, &str),
        reason: &str,
    ) -> Result<bool> {
        let (before, why) = (q.role.clone(), q.why);
        let from_here = self.where_it_is(tx, tree, q).await?;
        outbox::cancel_about(tx, self.now(), &q.code).await?;
        self.assign_as(tx, tree, q, from, before.as_ref()).await?;
        if q.role.is_none() {
            (q.role, q.why) = (before, why);
            return Ok(false);
        }
        let args = [("code", q.code.as_str().into()), ("reason", said_by_role(reason))];
        self.tell_role(tx, q, "told-handed-over", &args).await?;
        self.tell_where(tx, tree, q, from_here.as_deref()).await?;
        store::save(tx, &self.core.seal, q).await?;
        Ok(true)
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
                self.tell_where(tx, tree, &q, None).await?;
                store::save(tx, &self.core.seal, &q).await?;
                moved += usize::from(q.role.is_some());
            }
        }
        Ok(moved + self.assign_waiting(tx, tree).await?)
    }
}
