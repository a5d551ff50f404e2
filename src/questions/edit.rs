//! The asker changes the words of a message that a question was written in.

use super::question::{Body, State};
use super::{Desk, LONGEST_CHARS, Question, hidden, store};
use crate::db::Tx;
use crate::ids::{GroupId, PersonKey, QuestionCode};
use crate::mail::language_of;
use crate::outbox;
use crate::places::Tree;
use crate::text::said_by_anybody;
use anyhow::Result;

/// What became of words that were changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    /// They are the question's now.
    Done {
        /// The question's code.
        code: QuestionCode,
        /// Its card had left: the reporter is told.
        left: bool,
        /// What else the asker should know.
        notes: Vec<String>,
    },
    /// The question would be too long.
    TooLong,
}

impl Desk {
    /// The code of the open question that a message of this asker here was written in.
    pub async fn written_in(
        &self,
        tx: &mut Tx,
        (asker, group): (&PersonKey, Option<&GroupId>),
        message: &str,
    ) -> Result<Option<QuestionCode>> {
        let all = store::of_asker(tx, &self.core.seal, std::slice::from_ref(asker)).await?;
        let here = |q: &Question| q.state == State::Open && q.group.as_ref() == group;
        Ok(all.into_iter().find(|q| here(q) && q.body.written_in(message).is_some()).map(|q| q.code))
    }

    /// The asker changed the words of a message that an open question was written in. Until the card has left it counts
    /// as though it had been written so; after that the reporter is told. `None`: it is about no open question of
    /// theirs here, or nothing of the words changed.
    pub async fn edit(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        (asker, group): (&PersonKey, Option<&GroupId>),
        (message, words): (&str, &str),
    ) -> Result<Option<Edited>> {
        let masked = hidden::masked(words);
        let words = masked.as_deref().unwrap_or(words);
        let all = store::of_asker(tx, &self.core.seal, std::slice::from_ref(asker)).await?;
        let found = all.into_iter().find(|q| {
            let here = q.state == State::Open && q.group.as_ref() == group;
            here && q.body.written_in(message).is_some_and(|text| text != words)
        });
        let Some(mut q) = found else { return Ok(None) };
        let Some(body) = q.body.edited(message, words) else { return Ok(None) };
        if body.text.chars().count() > LONGEST_CHARS {
            return Ok(Some(Edited::TooLong));
        }
        let language = language_of(&self.mail.core.text, &q.language);
        let mut notes = self.emergency_note(tree, &q, words, &language);
        if masked.is_some() && !q.body.masked {
            notes.push(self.say(&language, "number-masked", &[]));
        }
        q.body = Body { masked: q.body.masked || masked.is_some(), ..body };
        let left = outbox::card_has_left(tx, &q.code).await?;
        if left {
            let args = [("code", q.code.as_str().into()), ("text", said_by_anybody(words))];
            self.tell_role(tx, &q, "told-edited", &args).await?;
        } else {
            outbox::cancel_about(tx, self.now(), &q.code).await?;
            self.send_card(tx, tree, &mut q).await?;
        }
        store::save(tx, &self.core.seal, &q).await?;
        Ok(Some(Edited::Done { code: q.code.clone(), left, notes }))
    }
}
