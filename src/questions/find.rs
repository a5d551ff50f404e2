//! Questions are looked up: by code, by message, by asker, and those that are open.

use super::{Desk, Question, store};
use crate::db::Tx;
use crate::ids::{GroupId, PersonKey};
use crate::places::Tree;
use crate::roster;
use anyhow::Result;

impl Desk {
    /// The question with this code, however it is typed.
    pub async fn find(&self, tx: &mut Tx, code: &str) -> Result<Option<Question>> {
        store::get(tx, &self.core.seal, code.trim().trim_start_matches('#')).await
    }

    /// The question that a message asked, in the chat of one person or in a group.
    pub async fn asked_by(
        &self,
        tx: &mut Tx,
        of: (Option<&PersonKey>, Option<&GroupId>),
        message: &str,
    ) -> Result<Option<Question>> {
        store::by_message(tx, &self.core.seal, of, message).await
    }

    /// The questions whose handle still leads to this person, newest first.
    pub async fn of_asker(&self, tx: &mut Tx, asker: &PersonKey) -> Result<Vec<Question>> {
        store::of_asker(tx, &self.core.seal, asker).await
    }

    /// How many questions of this person are open.
    pub async fn open_of(&self, tx: &mut Tx, asker: &PersonKey) -> Result<i64> {
        store::open_of(tx, asker).await
    }

    /// Open questions within the reach of one of these roles, oldest first. Nobody's own.
    pub async fn open_for(&self, tx: &mut Tx, tree: &Tree, held: &[roster::Role]) -> Result<Vec<Question>> {
        let mut open = store::open(tx, &self.core.seal).await?;
        let own = |q: &Question| !q.relayed && held.iter().any(|r| Some(&r.person) == q.asker.as_ref());
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
