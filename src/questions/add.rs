//! The asker says more.

use super::question::{Body, Discretion, State};
use super::{Desk, Question, store};
use crate::db::Tx;
use crate::mail::language_of;
use crate::outbox;
use crate::places::Tree;
use anyhow::Result;

impl Desk {
    /// More from the asker: an answered question opens again, the text is appended, a new voice takes the place of
    /// the old one (the reporter has that), and the reporter gets a new card. What touches a sensitive subject makes all of
    /// it so, as the asker chose (`discretion`). Returns what else the asker should know; `None` when it is over.
    pub async fn add(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        (body, discretion): (Body, Discretion),
    ) -> Result<Option<Vec<String>>> {
        let open = q.state == State::Open || self.reopen(tx, q).await?;
        if !open {
            return Ok(None);
        }
        let language = language_of(&self.mail.core.text, &q.language);
        let said = self.is_danger(&body.text);
        let masked = body.masked && !q.body.masked;
        q.body.add(body);
        let together = q.body.is_in_fragments() && self.is_danger(&q.body.text);
        let danger = !q.back.urgent && (said || together);
        q.back.urgent |= danger;
        let mut notes = vec![];
        if said || danger {
            notes.push(self.emergency(tree, &q.place, &language));
        }
        notes.extend(masked.then(|| self.say(&language, "number-masked", &[])));
        q.back.said_at = self.now();
        if !outbox::card_has_left(tx, &q.code).await? {
            // One card with all of it.
            outbox::cancel_about(tx, self.now(), &q.code).await?;
        }
        match discretion {
            Discretion::Province if !q.is_for_province() => {
                self.send_up(tx, tree, q).await?;
                notes.extend(self.legal_aid_note(q, &language));
            }
            Discretion::Commune if q.back.discretion == Discretion::Ordinary => {
                self.keep_in_commune(tx, tree, q).await?;
            }
            _ => self.send_card(tx, tree, q).await?,
        }
        if danger {
            self.tell_coordinator(tx, tree, q).await?;
        }
        store::save(tx, &self.core.seal, q).await?;
        Ok(Some(notes))
    }
}
