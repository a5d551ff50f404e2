//! A question ends without an answer of ours: taken back, set aside, or its asker is forgotten.

use super::question::{Back, Body, Step};
use super::{Desk, Question, store};
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::PersonKey;
use crate::ledger::{self, About, Fact};
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::{self, Kind};
use crate::text::said_by_role;
use anyhow::Result;

/// Within so many milliseconds, at a moment of its own each, reporters are told that a question of who erased everything
/// is taken back.
const ERASED_TOLD_WITHIN: u64 = 24 * 3_600_000;

impl Desk {
    /// The asker takes it back; false when it is not open. The reporter is told.
    pub async fn withdraw(&self, tx: &mut Tx, q: &mut Question) -> Result<bool> {
        let done = self.close(tx, q, Step::Withdraw, &Fact::Withdrawn).await?;
        if done {
            self.tell_role(tx, q, "told-withdrawn", &[("code", q.code.as_str().into())]).await?;
            self.tell_heir(tx, q, 0).await?;
        }
        Ok(done)
    }

    /// Not a question for us: the asker is told why.
    pub async fn set_aside(&self, tx: &mut Tx, q: &mut Question, reason: &str) -> Result<bool> {
        let language = language_of(&self.mail.core.text, &q.language);
        let asker = q.clone();
        let done = self.close(tx, q, Step::SetAside, &Fact::SetAside).await?;
        if done {
            let text = self.say(
                &language,
                "set-aside",
                &[("code", q.code.as_str().into()), ("reason", said_by_role(reason))],
            );
            let said = Message::text(text).replying_to(asker.back.message.clone());
            self.to_asker(tx, &asker, Kind::Answer, vec![said]).await?;
            self.tell_heir(tx, q, 0).await?;
        }
        Ok(done)
    }

    /// Forgets a person by all their keys: open questions are withdrawn, texts and handles deleted. Figures stay.
    pub async fn forget(&self, tx: &mut Tx, keys: &[PersonKey]) -> Result<()> {
        for mut q in store::of_asker(tx, &self.core.seal, keys).await? {
            if self.close(tx, &mut q, Step::Withdraw, &Fact::Withdrawn).await? {
                // Of several nobody is told in one moment, and none ends on disk in the moment of another: that would join
                // what was asked before a group's eyes to what was asked in private.
                let lived = (self.now() - q.opened_at).max(0).unsigned_abs();
                q.closed_at = Some(q.opened_at + self.core.ids.below(lived + 1) as Millis);
                let wait = self.core.ids.below(ERASED_TOLD_WITHIN) as Millis;
                let args = [("code", q.code.as_str().into())];
                self.tell_role_at(tx, &q, "told-withdrawn", &args, self.now() + wait).await?;
                self.tell_heir(tx, &q, self.now() + wait).await?;
            }
            store::drop_proposal(tx, &q.code).await?;
            q.asker = None;
            q.back = Back::default();
            q.body = Body::default();
            q.answer = Body::default();
            store::save(tx, &self.core.seal, &q).await?;
        }
        store::forget(tx, &self.core.seal, keys).await
    }

    /// The sealing key is lost: open questions are withdrawn, so that the figures go on; nothing else of any is left. How many.
    pub async fn lose(&self, tx: &mut Tx) -> Result<usize> {
        let open = store::lose(tx, self.now()).await?;
        for (code, place) in &open {
            let about = About { place, item: "", reference: code };
            ledger::record(tx, &self.core.calendar, self.now(), about, &Fact::Withdrawn).await?;
        }
        Ok(open.len())
    }

    pub(super) async fn close(&self, tx: &mut Tx, q: &mut Question, step: Step, fact: &Fact) -> Result<bool> {
        let Some(next) = q.state.after(step) else { return Ok(false) };
        q.state = next;
        q.closed_at = Some(self.now());
        q.close_texts();
        store::save(tx, &self.core.seal, q).await?;
        outbox::cancel_about(tx, self.now(), &q.code).await?;
        outbox::cancel_news(tx, self.now(), &q.code).await?;
        self.record(tx, q, fact).await?;
        Ok(true)
    }
}
