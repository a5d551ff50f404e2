//! An answer: to whoever asked, at once, and to whoever asked the same. A later one is a correction and says so.

use super::question::{Body, State, Step};
use super::tell::files;
use super::{Desk, Question, store};
use crate::clock::Millis;
use crate::db::Tx;
use crate::ledger::Fact;
use crate::mail::language_of;
use crate::message::{Choice, Message, Said, Token};
use crate::outbox::{self, Kind};
use crate::people::{self, Chat};
use crate::roster;
use crate::text::{said_by_anybody, said_by_role, shortened};
use anyhow::Result;

/// What became of an answer that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// How many people or groups it goes to.
    pub reached: usize,
    /// It corrects one that the asker has read, or may have.
    pub corrects: bool,
}

/// So much of a question says which one is answered.
const ABOUT_CHARS: usize = 100;

impl Desk {
    /// Sends an answer to the asker at once, and to those who asked the same. A later one is a
    /// correction and says so. The question is then the role's that answered it, and who held it before is told.
    /// Returns whom it reached.
    pub async fn answer(
        &self,
        tx: &mut Tx,
        q: &mut Question,
        by: &roster::Role,
        body: Body,
    ) -> Result<Given> {
        if q.state == State::Open && q.role.as_ref() != Some(&by.id) {
            self.tell_role(tx, q, "told-answered", &[("code", q.code.as_str().into())]).await?;
        }
        q.role = Some(by.id.clone());
        self.answer_all(tx, q, body, false).await
    }

    /// An officer answered an open question by hand, where the asker reads it: nothing is sent to them again. Who
    /// asked the same gets the answer, and who was to answer is told.
    pub async fn answered_by_hand(&self, tx: &mut Tx, q: &mut Question, body: Body) -> Result<()> {
        self.tell_role(tx, q, "told-answered", &[("code", q.code.as_str().into())]).await?;
        self.answer_all(tx, q, body, true).await?;
        Ok(())
    }

    /// The question that one of these roles answered in this message, as long as the answer's words are kept. Who asked
    /// the same has the same answer: it is the question to which it was given.
    pub async fn answered_in(
        &self,
        tx: &mut Tx,
        held: &[roster::Role],
        message: &str,
    ) -> Result<Option<Question>> {
        let since = self.now() - self.rules.keep_text.length().as_millis() as Millis;
        let mut found = vec![];
        for role in held {
            found.extend(store::of_role(tx, &self.core.seal, &role.id, since).await?);
        }
        found.retain(|q| q.answer.written_in(message).is_some());
        found.sort_by_key(|q| q.same_as.is_some());
        Ok(found.into_iter().next())
    }

    async fn answer_all(&self, tx: &mut Tx, q: &mut Question, body: Body, has_it: bool) -> Result<Given> {
        let mut given = Given { reached: 0, corrects: false };
        let mut all = vec![q.clone()];
        all.extend(store::same_as(tx, &self.core.seal, &q.code).await?);
        for one in &mut all {
            let Some(next) = one.state.after(Step::Answer) else { continue };
            if !has_it {
                // Theirs as well: who answered it is not whoever was to answer it.
                one.role = q.role.clone();
            }
            let correction = one.state == State::Answered;
            if let Some(asker) = one.asker.as_ref().filter(|_| one.group.is_none()) {
                // What they say next is about the answer, and no more what was asked back.
                people::drop_pending(tx, asker, Chat::More).await?;
            }
            if !(has_it && one.code == q.code) {
                // Who never got the one before has nothing that could be corrected, and gets this one alone.
                let since = one.closed_at.filter(|_| correction);
                let corrects = match since {
                    // What an item says is no answer of ours.
                    _ if one.served => false,
                    Some(since) => outbox::supersede_answers(tx, self.now(), &one.code, since).await?,
                    None => correction,
                };
                given.corrects |= corrects && one.code == q.code;
                let mut parts = self.answer_parts(one, &body, corrects);
                if let Some(first) = parts.first_mut()
                    && first.reply_to.is_none()
                    && one.group.is_some()
                {
                    // Of a closed question nobody knows where it was asked; where it was answered, still.
                    first.reply_to = outbox::answered_in(tx, &one.code).await?;
                }
                given.reached += usize::from(self.to_asker(tx, one, Kind::Answer, parts).await?);
            }
            if !correction {
                // To the minute: a sum of times leads back to each of them.
                let waited = (self.now() - one.opened_at) / 60_000 * 60_000;
                self.record(tx, one, &Fact::Answered { topic: one.topic.clone(), waited }).await?;
                // A reminder that waits for the morning would ask for what is done.
                outbox::cancel_about(tx, self.now(), &one.code).await?;
                outbox::cancel_news(tx, self.now(), &one.code).await?;
                self.take_back_asking(tx, one).await?;
                one.closed_at = Some(self.now());
            }
            one.state = next;
            one.served = false;
            one.answer = body.clone();
            one.close_texts();
            store::save(tx, &self.core.seal, one).await?;
        }
        self.record(tx, q, &Fact::AnswerWritten).await?;
        *q = all.swap_remove(0);
        Ok(given)
    }

    /// The answer as messages to one asker. Who cannot be told apart any more is asked for no verdict.
    fn answer_parts(&self, q: &Question, body: &Body, correction: bool) -> Vec<Message> {
        let language = language_of(&self.mail.core.text, &q.language);
        let code = || ("code", q.code.as_str().into());
        let heading =
            self.say(&language, if correction { "answer-correction" } else { "answer-heading" }, &[code()]);
        let mut lines = vec![];
        let words = shortened(&q.body.text, ABOUT_CHARS);
        if !words.is_empty() {
            // Where nothing is quoted, whoever asked twice could not tell which it answers.
            lines.push(self.say(&language, "answer-about", &[("words", said_by_anybody(&words))]));
        }
        if !body.text.is_empty() {
            lines.push(self.say(&language, "answer-text", &[("text", said_by_role(&body.text))]));
        }
        if body.voice.is_some() {
            lines.push(self.say(&language, "answer-voice", &[]));
        }
        if !body.pictures.is_empty() {
            lines.push(self.say(&language, "answer-pictures", &[("count", body.pictures.len().into())]));
        }
        let asked = q.asker.is_some();
        lines.push(self.say(&language, if asked { "answer-from" } else { "answer-from-only" }, &[]));
        let choice = |key: &str, clear: bool| {
            Choice::new(self.say(&language, key, &[]), &Token::Clear { code: q.code.clone(), clear })
        };
        let choices = if asked {
            vec![choice("choice-clear", true), choice("choice-not-clear", false)]
        } else {
            vec![]
        };
        let text = lines.join("\n\n");
        let text = Message { heading, text, choices, reply_to: q.back.message.clone(), ..Message::default() };
        let mut parts = vec![text];
        let captions =
            ["answer-voice-caption", "answer-picture-caption"].map(|key| self.say(&language, key, &[code()]));
        let answering = Said::Answering(q.code.clone());
        parts.extend(files(body, &answering, (&captions[0], &captions[1]), &language));
        parts
    }
}
