//! What was asked before: whoever gets a card is shown a question that asks the same, and gives both one answer at one touch.
//!
//! The texts are in memory only, in each process by itself: those of open questions, and of answered ones as long as their words are
//! kept. What is found there is a hint: what may be shown is asked of the question itself, in the transaction that shows it.
//! Nothing of the topic "khác" is in it, and so nothing sensitive, whatever it was taken for.

use super::question::{Discretion, State};
use super::subject::OTHER_TOPIC;
use super::{Desk, Question, store};
use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ids::QuestionCode;
use crate::known::{Entry, Index};
use crate::places::Tree;
use crate::roster::Role;
use crate::text::has_words;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Texts that one look reads anew; the rest is read by the next.
const READ_AT_ONCE: usize = 2_000;
/// Likely ones that are looked at before none is shown.
const LIKELY: usize = 5;

/// What was asked before; cheap to clone.
#[derive(Clone, Default)]
pub struct Twins(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    index: Index,
    /// How long each was, sealed, when it was looked at: one that changed is looked at again.
    seen: BTreeMap<QuestionCode, i64>,
    /// Numbers of documents that are not told of any more: an answer that names one is no answer today.
    lapsed: Vec<String>,
}

impl Twins {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The codes whose texts are held, for tests.
    #[doc(hidden)]
    pub fn codes(&self) -> Vec<QuestionCode> {
        let held = self.held();
        held.seen.keys().filter(|code| held.index.holds(code)).cloned().collect()
    }
}

impl Desk {
    /// Takes over what was asked, changed or let go since the last look, in whatever process. `lapsed`: numbers of documents that are
    /// not told of any more.
    pub async fn look_for_twins(&self, db: &Db, now: Millis, lapsed: Vec<String>) -> Result<()> {
        let kept = self.rules.keep_text.length().as_millis() as Millis;
        let all: BTreeMap<QuestionCode, i64> = store::texts(db, now - kept).await?.into_iter().collect();
        let fresh: Vec<(QuestionCode, i64)> = {
            let mut held = self.twins.held();
            if held.lapsed != lapsed {
                // Answers that name one of them are looked at again.
                *held = Held { lapsed, ..Held::default() };
            }
            let gone: Vec<QuestionCode> =
                held.seen.keys().filter(|code| !all.contains_key(*code)).cloned().collect();
            for code in gone {
                held.index.remove(&code);
                held.seen.remove(&code);
            }
            let is_fresh = |(code, long): &(&QuestionCode, &i64)| held.seen.get(*code) != Some(*long);
            all.iter().filter(is_fresh).take(READ_AT_ONCE).map(|(code, long)| (code.clone(), *long)).collect()
        };
        for (code, long) in fresh {
            let q = store::read_one(db, &self.core.seal, &code).await?;
            let mut held = self.twins.held();
            match q.filter(|q| self.may_be_twin(q, &held.lapsed)) {
                Some(q) => held.index.add(&entry(&q)),
                None => _ = held.index.remove(&code),
            }
            held.seen.insert(code, long);
        }
        Ok(())
    }

    /// Whether it may stand beside another question: nothing about it is delicate, it has words, and where it was answered the answer
    /// is the office's own and true today.
    fn may_be_twin(&self, q: &Question, lapsed: &[String]) -> bool {
        let marked = self.marked_in(&q.body);
        let plain = q.topic != OTHER_TOPIC
            && q.back.discretion == Discretion::Ordinary
            && !(marked.sensitive || marked.complaint || marked.danger)
            && has_words(&q.body.text);
        let answer = &q.answer.text;
        // What an item says is offered by the item, as long as that stands.
        let is_of_item = q.body.under.as_ref().is_some_and(|under| under.ready.contains(answer));
        let answered = !q.served
            && has_words(answer)
            && !is_of_item
            && lapsed.iter().all(|number| !answer.contains(number.as_str()));
        match q.state {
            State::Open => plain && q.same_as.is_none() && q.answer.is_empty(),
            State::Answered => plain && answered,
            State::Withdrawn | State::SetAside => false,
        }
    }

    /// A question that asks the same and that the holder of this role may answer, too; and from now on this one is known.
    pub(super) async fn twin_of(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &Question,
        role: &Role,
    ) -> Result<Option<Question>> {
        let likely = {
            let mut held = self.twins.held();
            if q.state != State::Open || !self.may_be_twin(q, &held.lapsed) {
                return Ok(None);
            }
            let found = held.index.twins(&q.body.text, LIKELY + 1);
            held.index.add(&entry(q));
            found
        };
        for found in likely.into_iter().filter(|found| *found.id != *q.code).take(LIKELY) {
            if let Some(other) = self.twin(tx, tree, (q, role), &found.id).await? {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    /// The question of this code, as long as it may be given one answer with `q` by the holder of this role.
    pub async fn twin(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        (q, role): (&Question, &Role),
        code: &str,
    ) -> Result<Option<Question>> {
        let Some(other) = store::get(tx, &self.core.seal, code).await? else { return Ok(None) };
        let lapsed = self.twins.held().lapsed.clone();
        let kept = self.rules.keep_text.length().as_millis() as Millis;
        let fits = other.code != q.code
            && q.same_as.is_none()
            && self.may_be_twin(&other, &lapsed)
            && other.closed_at.is_none_or(|at| at + kept > self.now())
            // Nobody answers their own, and an answer is read in the language that it was asked in.
            && (other.relayed || other.back.role.as_ref() != Some(&role.person))
            && (other.state == State::Open || other.language == q.language)
            && self.may_answer(tree, role, &other);
        Ok(Some(other).filter(|_| fits))
    }
}

/// What was shown of a twin: its words and its answer, in a few letters.
pub fn twin_mark(q: &Question) -> String {
    let shown = serde_json::json!([q.body.text, q.answer.text, q.state.as_str()]);
    hex::encode(Sha256::digest(shown.to_string()))[..16].to_owned()
}

fn entry(q: &Question) -> Entry {
    Entry { id: q.code.to_string(), question: q.body.text.clone(), answer: String::new() }
}
