//! The asker says whether the answer is clear; "not clear" opens the question again.

use super::question::{Reminded, Step};
use super::{Desk, Question, store};
use crate::db::Tx;
use crate::ledger::Fact;
use crate::places::Tree;
use anyhow::Result;

impl Desk {
    /// What the asker says of the answer; "not clear" opens it again, with a new due time and a new card. False
    /// when there is nothing to judge, or it was called clear before.
    pub async fn clear(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, clear: bool) -> Result<bool> {
        if clear {
            if q.cleared || q.state.after(Step::Clear).is_none() {
                return Ok(false);
            }
            q.cleared = true;
            self.record(tx, q, &Fact::Cleared { clear }).await?;
        } else {
            if !self.reopen(tx, q).await? {
                return Ok(false);
            }
            self.send_card(tx, tree, q).await?;
        }
        store::save(tx, &self.core.seal, q).await?;
        Ok(true)
    }

    pub(super) async fn reopen(&self, tx: &mut Tx, q: &mut Question) -> Result<bool> {
        let Some(next) = q.state.after(Step::NotClear) else { return Ok(false) };
        self.record(tx, q, &Fact::Cleared { clear: false }).await?;
        q.state = next;
        q.opened_at = self.now();
        q.closed_at = None;
        (q.cleared, q.served) = (false, false);
        q.reminded = Reminded::NotYet;
        q.back.raised = false;
        q.due_at = self.core.calendar.after(self.now(), self.rules.remind_after);
        let due = Some(self.core.calendar.local(q.due_at).date().to_string());
        self.record(tx, q, &Fact::Reopened { due }).await?;
        Ok(true)
    }
}
