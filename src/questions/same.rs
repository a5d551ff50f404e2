//! Two questions are one.

use super::question::State;
use super::{Desk, Question, store};
use crate::clock::Millis;
use crate::db::Tx;
use anyhow::Result;

impl Desk {
    /// Says that two questions are one: an answer to the first goes to both askers, and to whoever asked the same
    /// as the second.
    pub async fn same(&self, tx: &mut Tx, first: &Question, second: &mut Question) -> Result<()> {
        let mut all = store::same_as(tx, &self.core.seal, &second.code).await?;
        all.push(second.clone());
        for one in &mut all {
            one.same_as = Some(first.code.clone());
            store::save(tx, &self.core.seal, one).await?;
        }
        Ok(())
    }

    /// A question ends without an answer that others would have got, too: the oldest of them takes its place, and who has
    /// that is told, not before a moment, that it still waits.
    pub(super) async fn tell_heir(&self, tx: &mut Tx, gone: &Question, not_before: Millis) -> Result<()> {
        let mut all = store::same_as(tx, &self.core.seal, &gone.code).await?;
        all.sort_by(|a, b| (a.asked_at, &a.code).cmp(&(b.asked_at, &b.code)));
        let Some(at) = all.iter().position(|q| q.state == State::Open) else { return Ok(()) };
        let heir = all.remove(at);
        for mut one in all {
            one.same_as = Some(heir.code.clone());
            store::save(tx, &self.core.seal, &one).await?;
        }
        let heir = Question { same_as: None, ..heir };
        store::save(tx, &self.core.seal, &heir).await?;
        let args = [("code", heir.code.as_str().into())];
        self.tell_role_at(tx, &heir, "told-heir", &args, not_before).await
    }
}
