//! The asker found the answer in what an item says.

use super::question::{Discretion, State, Step};
use super::{Desk, Question};
use crate::db::Tx;
use crate::ledger::Fact;
use crate::outbox;
use crate::people::{self, Chat};
use anyhow::Result;

impl Desk {
    /// Whether its asker may close it by saying that an item answers it: one person asked it in private for themselves, in
    /// words, and it is nothing that a person has to see. A group is not asked, because what one of it finds right
    /// is not the others' to close; and whoever is asked for does not read it.
    pub(super) fn may_serve(&self, q: &Question) -> bool {
        let marked = self.marked_in(&q.body);
        let delicate = marked.danger || marked.complaint || marked.sensitive || q.back.urgent;
        let alone = q.group.is_none() && q.asker.is_some() && !q.relayed;
        let unanswered = q.state == State::Open && q.answer.is_empty();
        alone
            && unanswered
            && !delicate
            && q.back.discretion == Discretion::Ordinary
            && q.body.voice.is_none()
    }

    /// What an item says is just what they asked: nobody has to answer. False: it has become something that a person has to
    /// see, or is no longer open. Who has the card is told.
    pub async fn serve(&self, tx: &mut Tx, q: &mut Question) -> Result<bool> {
        if !self.may_serve(q) {
            return Ok(false);
        }
        let left = outbox::card_has_left(tx, &q.code).await?;
        if let Some(asker) = &q.asker {
            // What they say next is no more what was asked back.
            people::drop_pending(tx, asker, Chat::More).await?;
        }
        self.take_back_asking(tx, q).await?;
        // It is clear: that is what they say.
        (q.served, q.cleared) = (true, true);
        let fact = Fact::SelfServed { topic: q.topic.clone() };
        if !self.close(tx, q, Step::Serve, &fact).await? {
            return Ok(false);
        }
        if left {
            self.tell_role(tx, q, "told-served", &[("code", q.code.as_str().into())]).await?;
        }
        self.tell_heir(tx, q, 0).await?;
        Ok(true)
    }
}
