//! From somebody who asks without end no question is taken until the day is over.

use super::{Desk, Question, store};
use crate::db::Tx;
use crate::ids::PersonKey;
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::Kind;
use crate::text::said_by_role;
use anyhow::Result;

impl Desk {
    /// Whoever asked this asks no more today, and is told why; whose it was is seen by nobody. False: nobody knows any
    /// more who asked.
    pub async fn refuse_asker(&self, tx: &mut Tx, q: &Question, reason: &str) -> Result<bool> {
        let Some(asker) = q.asker.as_ref().filter(|_| !q.relayed) else { return Ok(false) };
        store::refuse(tx, asker, &self.today().to_string()).await?;
        let language = language_of(&self.core.text, &q.language);
        let text = self.say(&language, "refused-today", &[("reason", said_by_role(reason))]);
        self.to_asker(tx, q, Kind::Reply, vec![Message::text(text).replying_to(q.back.message.clone())])
            .await?;
        Ok(true)
    }

    /// No question is taken from them today.
    pub async fn is_refused(&self, tx: &mut Tx, asker: &PersonKey) -> Result<bool> {
        store::is_refused(tx, asker, &self.today().to_string()).await
    }
}
