//! Questions are looked up: by code, by message, by asker, and those that are open.

use super::{Desk, Question, store};
use crate::db::Tx;
use crate::ids::PersonKey;
use crate::outbox::Corner;
use crate::places::Tree;
use crate::roster;
use anyhow::Result;

impl Desk {
    /// The question with this code, however it is typed.
    pub async fn find(&self, tx: &mut Tx, code: &str) -> Result<Option<Question>> {
        store::get(tx, &self.core.seal, code.trim().trim_start_matches('#')).await
    }

    /// The open question that a message asked, in the private chat of one person or, by anybody, in a group.
    pub async fn asked_in(&self, tx: &mut Tx, chat: &Corner, message: &str) -> Result<Option<Question>> {
        match chat {
            Corner::Group(group, _) => store::by_group_message(tx, &self.core.seal, group, message).await,
            Corner::Private(asker, _) => {
                let mut all = self.of_asker(tx, std::slice::from_ref(asker)).await?;
                all.retain(|q| q.back.message.as_deref() == Some(message));
                Ok(all.into_iter().next())
            }
        }
    }

    /// The questions whose handle still leads to one of these keys, newest first.
    pub async fn of_asker(&self, tx: &mut Tx, keys: &[PersonKey]) -> Result<Vec<Question>> {
        store::of_asker(tx, &self.core.seal, keys).await
    }

    /// How many questions of this person are open.
    pub async fn open_of(&self, tx: &mut Tx, asker: &PersonKey) -> Result<i64> {
        store::open_of(tx, asker).await
    }

    /// Open questions within the reach of one of these roles, oldest first. Nobody's own.
    pub async fn open_for(&self, tx: &mut Tx, tree: &Tree, held: &[roster::Role]) -> Result<Vec<Question>> {
        let mut open = store::open(tx, &self.core.seal).await?;
        let own = |q: &Question| !q.relayed && held.iter().any(|r| Some(&r.person) == q.back.role.as_ref());
        open.retain(|q| !own(q) && held.iter().any(|r| self.may_answer(tree, r, q)));
        Ok(open)
    }

    /// Open questions at or below a place, counted; sensitive ones count like any other.
    pub async fn open_below(&self, tx: &mut Tx, tree: &Tree, place: &str) -> Result<usize> {
        let day = self.today();
        Ok(store::open(tx, &self.core.seal)
            .await?
            .iter()
            .filter(|q| tree.reaches(place, &q.place, day))
            .count())
    }

    /// How many open questions are these roles' to answer.
    pub async fn open_with(&self, tx: &mut Tx, held: &[roster::Role]) -> Result<usize> {
        let theirs = |q: &&Question| held.iter().any(|r| Some(&r.id) == q.role.as_ref());
        Ok(store::open(tx, &self.core.seal).await?.iter().filter(theirs).count())
    }
}
