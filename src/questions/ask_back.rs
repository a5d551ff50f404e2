//! The reporter asks the asker back.

use super::{Desk, Question};
use crate::db::Tx;
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::{self, Corner, Kind};
use crate::people::{self, Chat};
use crate::text::said_by_role;
use anyhow::Result;

impl Desk {
    /// Asks the asker back; the question stays open.
    pub async fn ask_back(&self, tx: &mut Tx, q: &Question, text: &str) -> Result<bool> {
        // A question back that waits until they write again would be no question back: the reporter decides now.
        if self.waits_for_asker(tx, q).await? {
            return Ok(false);
        }
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
        if let Some(asker) = q.asker.as_ref().filter(|_| q.group.is_none()) {
            // What they say next belongs to it.
            let of = (asker, Chat::More);
            let kept = format!("back {}", q.code);
            people::keep_pending(tx, &self.core.seal, of, self.now(), &kept).await?;
            let corner = Corner::Private(asker.clone(), asker.clone());
            outbox::pass_all_choices(tx, &self.core.seal, &corner).await?;
        }
        self.to_asker(tx, q, Kind::Answer, vec![Message::text(said).replying_to(q.back.message.clone())])
            .await
    }
}
