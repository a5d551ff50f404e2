//! The reporter asks the asker back.

use super::{Desk, Question};
use crate::db::Tx;
use crate::ids::QuestionCode;
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::{self, BACK, Corner, Delivery, Kind};
use crate::people::{self, Chat};
use crate::text::said_by_role;
use anyhow::Result;

/// What became of a question back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedBack {
    /// It goes to who asked.
    Sent,
    /// It waits until they write, or until their group takes the machine in again.
    Kept,
    /// Nobody can be reached any more.
    Nobody,
}

impl Desk {
    /// Asks the asker back; the question stays open.
    pub async fn ask_back(&self, tx: &mut Tx, q: &Question, text: &str) -> Result<AskedBack> {
        let waits = self.waits_for_asker(tx, q).await?;
        let language = language_of(&self.mail.core.text, &q.language);
        let account = self.askers_account(tx, q).await?.unwrap_or_default();
        let capabilities = self.mail.capabilities.get(&account).in_chat(q.group.is_none());
        let key = match (capabilities.quotes, capabilities.mention) {
            _ if q.group.is_none() => "asked-back",
            (true, _) => "asked-back-group",
            (false, false) => "unquoted-asked-back",
            (false, true) => "called-asked-back",
        };
        let said =
            self.say(&language, key, &[("code", q.code.as_str().into()), ("text", said_by_role(text))]);
        // An earlier one that they have not read is asked no more.
        self.take_back_asking(tx, q).await?;
        if let Some(asker) = q.asker.as_ref().filter(|_| q.group.is_none() && !waits) {
            // What they say next belongs to it.
            people::keep_pending(tx, &self.core.seal, (asker, Chat::More), self.now(), &kept_back(&q.code))
                .await?;
            let corner = Corner::Private(asker.clone(), asker.clone());
            outbox::pass_all_choices(tx, &self.core.seal, &corner).await?;
        }
        let cause = format!("{BACK}{}:{}", q.code, self.core.ids.id());
        let parts = vec![Message::text(said).replying_to(q.back.message.clone())];
        let put = self.deliver_to_asker(tx, q, Delivery::new(Kind::Answer, cause, parts)).await?;
        Ok(match (put, waits) {
            (false, _) => AskedBack::Nobody,
            (true, true) => AskedBack::Kept,
            (true, false) => AskedBack::Sent,
        })
    }

    /// What asks back and was surely not read goes no more.
    pub(super) async fn take_back_asking(&self, tx: &mut Tx, q: &Question) -> Result<()> {
        for delivery in outbox::asking_back(tx, &q.code).await? {
            outbox::take_back(tx, self.now(), &delivery).await?;
        }
        Ok(())
    }
}

/// What is kept of somebody while their next words belong to a question about which they were asked back.
pub fn kept_back(code: &QuestionCode) -> String {
    format!("{ASKED_BACK} {code}")
}

/// What is kept so begins with it.
pub const ASKED_BACK: &str = "back";
