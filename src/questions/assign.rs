//! Who is to answer: found anew when a question is asked, moves, or waits for somebody who is not there.

use super::question::{Discretion, Turned, Why};
use super::route::{Wanted, route};
use super::subject::OTHER_TOPIC;
use super::{Desk, Question, store};
use crate::db::Tx;
use crate::ids::RoleId;
use crate::ledger::Fact;
use crate::outbox;
use crate::places::Tree;
use crate::roster;
use anyhow::Result;

impl Desk {
    /// Finds who is to answer and sends them the card; nobody: it waits in sight of `doctor`.
    pub(super) async fn assign(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        not: Option<&RoleId>,
    ) -> Result<()> {
        let place = q.place.clone();
        self.assign_as(tx, tree, q, &place, not).await
    }

    /// The places whose reporters get a topic first: those that topics.toml names, as far as they are on the way upward or
    /// belong to a place that is.
    fn owners<'t>(&self, tree: &'t Tree, topic: &str, path: &[&str]) -> Vec<&'t str> {
        let day = self.today();
        let named = self.subjects.owners(topic).iter().filter_map(|code| tree.now(code, day));
        let near = |code: &str| path.contains(&code);
        let above = |code: &str| tree.ancestors(code, day).first().is_some_and(|up| near(&up.code));
        named.map(|place| place.code.as_str()).filter(|code| near(code) || above(code)).collect()
    }

    /// The same, as if it were asked from another place (it still counts where it was asked).
    pub(super) async fn assign_as(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        place: &str,
        not: Option<&RoleId>,
    ) -> Result<()> {
        let day = self.today();
        let topic = q.topic.as_str();
        let path: Vec<&str> = tree.upward(place, day).map(|p| p.code.as_str()).collect();
        let owners = self.owners(tree, topic, &path);
        let all: Vec<&str> = path.iter().chain(&owners).copied().collect();
        let roles = roster::at(tx, &tree.stored_as(&all, day)).await?;
        let ids: Vec<&RoleId> = roles.iter().map(|r| &r.id).collect();
        let load = store::load(tx, &ids).await?;
        let (asker, discretion) = (q.back.role.as_ref(), q.back.discretion);
        let wanted = Wanted { place, topic, owners: &owners, language: &q.language, discretion, asker, not };
        let found =
            route(tree, self.today(), self.now(), &roles, &load, &wanted).map(|(r, why)| (r.clone(), why));
        q.back.held = None;
        match found {
            Some((role, why)) => {
                q.role = Some(role.id.clone());
                q.why = why;
                self.card(tx, tree, q, &role, self.leaves_at(q)).await
            }
            None => {
                q.role = None;
                q.why = Why::Nobody;
                Ok(())
            }
        }
    }

    /// A new card to who holds it, or to whoever can.
    pub(super) async fn send_card(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<()> {
        match self.holder(tx, q).await?.filter(|role| role.present(self.now())) {
            Some(role) => self.card(tx, tree, q, &role, self.leaves_at(q)).await,
            None => self.assign(tx, tree, q, None).await,
        }
    }

    /// From now on the province's desk alone sees it.
    pub(super) async fn send_up(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<()> {
        outbox::cancel_about(tx, self.now(), &q.code).await?;
        self.tell_role(tx, q, "told-moved", &[("code", q.code.as_str().into())]).await?;
        q.back.discretion = Discretion::Province;
        self.assign(tx, tree, q, None).await?;
        // Of what is about nothing that is named nothing tells who may answer.
        if q.topic != OTHER_TOPIC {
            q.goes(self.today(), Turned::Routed, "");
        }
        Ok(())
    }

    /// From now on the commune's people alone see it, and it is about nothing that is named.
    pub(super) async fn keep_in_commune(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<()> {
        q.back.discretion = Discretion::Commune;
        let changes = q.topic != OTHER_TOPIC;
        if changes {
            // As when a reporter puts it right: neither the log nor its way tells one from the other.
            let fact = Fact::TopicChanged { from: q.topic.clone(), to: OTHER_TOPIC.into() };
            self.record(tx, q, &fact).await?;
            q.topic = OTHER_TOPIC.into();
        }
        match self.holder(tx, q).await?.filter(|role| self.is_of_commune(tree, role, q)) {
            Some(_) => self.send_card(tx, tree, q).await?,
            None => {
                outbox::cancel_about(tx, self.now(), &q.code).await?;
                self.assign(tx, tree, q, None).await?;
            }
        }
        if changes {
            q.goes(self.today(), Turned::Topic, "");
        }
        Ok(())
    }

    /// Gives every open question that nobody holds (or whose holder is away) to whoever can answer now. Returns how
    /// many moved. Nobody there: it stays with who comes back, and is nobody's when they do not.
    pub async fn assign_waiting(&self, tx: &mut Tx, tree: &Tree) -> Result<usize> {
        let roles = roster::all(tx).await?;
        let mut moved = 0;
        for mut q in store::open(tx, &self.core.seal).await? {
            let before = q.role.clone();
            let holder = roles.iter().find(|r| Some(&r.id) == before.as_ref());
            if holder.is_some_and(|r| r.present(self.now())) {
                continue;
            }
            let stays = holder.is_some_and(|r| !r.is_gone());
            tx.mark().await?;
            let done = self.assign_anew(tx, tree, &mut q, stays).await;
            moved += usize::from(tx.settle(("question", &q.code), done).await?.unwrap_or(false));
        }
        Ok(moved)
    }

    /// Finds somebody; nobody there, it stays where it is if it may. True when somebody has it now who had it not.
    async fn assign_anew(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, stays: bool) -> Result<bool> {
        let (before, why) = (q.role.clone(), q.why);
        let from_here = self.where_it_is(tx, tree, q).await?;
        self.assign(tx, tree, q, None).await?;
        if q.role.is_none() && stays {
            (q.role, q.why) = (before.clone(), why);
        }
        if q.role == before {
            return Ok(false);
        }
        let by = if why == Why::Nobody { Turned::Routed } else { Turned::Away };
        q.goes(self.today(), by, "");
        if why == Why::Nobody {
            self.tell_taken(tx, tree, q).await?;
        } else {
            self.tell_where(tx, tree, q, from_here.as_deref()).await?;
        }
        store::save(tx, &self.core.seal, q).await?;
        Ok(q.role.is_some())
    }
}
