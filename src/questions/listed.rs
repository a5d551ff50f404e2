//! A question as an operator sees it: no name, no account, no text.

use super::question::{State, Why};
use super::{Question, store};
use crate::clock::Millis;
use crate::db::Db;
use crate::ids::QuestionCode;
use crate::outbox::{self, Answer, Standing};
use crate::reason::Reason;
use crate::seal::Seal;
use anyhow::Result;
use serde::Serialize;
use std::collections::HashMap;

/// A question as an operator sees it: no name, no account, no text.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// Five characters.
    pub code: QuestionCode,
    /// Where it stands.
    pub state: State,
    /// The asker found the answer in what an item says.
    pub served: bool,
    /// Code of the place; whoever may answer it, the same.
    pub place: String,
    /// Topic id.
    pub topic: String,
    /// Asked, RFC 3339.
    pub asked_at: String,
    /// Due, RFC 3339.
    pub due_at: String,
    /// Past its due time and still open.
    pub overdue: bool,
    /// Somebody is to answer it.
    pub routed: bool,
    /// Why it went where it went, as a key of the words.
    pub why: Why,
    /// How its last answer stands (`waiting`, `sent`, `unknown`, …); none while it has none.
    pub answer: Option<outbox::State>,
    /// Why nobody knows that the answer arrived, as the end of a key of the words for reasons.
    pub answer_reason: Option<Reason>,
    /// How its last card stands with who is to answer, while it is open.
    pub card: Option<outbox::State>,
    /// Why nobody knows that the card arrived.
    pub card_reason: Option<Reason>,
}

fn listed(q: &Question, now: Millis, answer: Option<&Answer>, card: Option<&Answer>) -> Listed {
    let time = |at| jiff::Timestamp::from_millisecond(at).map(|t| t.to_string()).unwrap_or_default();
    Listed {
        code: q.code.clone(),
        state: q.state,
        served: q.served,
        place: q.place.clone(),
        topic: q.topic.clone(),
        asked_at: time(q.asked_at),
        due_at: time(q.due_at),
        overdue: q.state == State::Open && q.due_at <= now,
        routed: q.role.is_some(),
        why: q.why,
        // In flight counts as waiting.
        answer: answer.map(Answer::shown),
        answer_reason: answer.and_then(why_not),
        card: card.map(Answer::shown),
        card_reason: card.and_then(why_not),
    }
}

fn why_not(delivered: &Answer) -> Option<Reason> {
    delivered.reason.filter(|_| delivered.standing() != Standing::Arrived)
}

impl Listed {
    /// One line for a terminal.
    pub fn line(&self, text: &crate::text::Text) -> String {
        let say = |key: &str| text.say(crate::text::VIETNAMESE, key, &[]);
        let late = if self.overdue { say("listed-overdue") } else { String::new() };
        let mut state =
            if self.served { say("state-served") } else { say(&format!("state-{}", self.state.as_str())) };
        let behind = match (self.state, self.answer, self.card) {
            (State::Answered, None | Some(outbox::State::Sent), _) => None,
            (State::Answered, Some(outbox::State::Unknown), _) => {
                Some(("listed-unheard", self.answer_reason))
            }
            (State::Answered, Some(_), _) => Some(("listed-not-delivered", self.answer_reason)),
            (State::Open, _, Some(outbox::State::Unknown)) => Some(("listed-card-unheard", self.card_reason)),
            (State::Open, _, Some(outbox::State::Failed | outbox::State::Cancelled)) => {
                Some(("listed-card-not-delivered", self.card_reason))
            }
            // One that leaves in a moment needs no word.
            (State::Open, _, Some(outbox::State::Waiting)) => {
                self.card_reason.map(|reason| ("listed-card-not-delivered", Some(reason)))
            }
            _ => None,
        };
        if let Some((words, reason)) = behind {
            let reason = reason.map(|r| say(&format!("reason-{r}")));
            state = format!("{state}, {}", say(words));
            state = reason.map_or(state.clone(), |reason| format!("{state}: {reason}"));
        }
        format!("#{}  {state}  {}  {}  {} {late}", self.code, self.place, self.topic, say(self.why.as_str()))
    }
}

/// Questions for an operator, oldest first.
pub async fn list(
    db: &Db,
    seal: &Seal,
    only_open: bool,
    only_overdue: bool,
    now: Millis,
) -> Result<Vec<Listed>> {
    let all = store::read_all(db, seal).await?;
    let answers = if only_open { HashMap::new() } else { outbox::answers(db).await? };
    let cards = outbox::cards(db).await?;
    let kept = all
        .iter()
        .map(|q| listed(q, now, answers.get(&q.code), card_of(&cards, q)))
        .filter(|l| (!only_open || l.state == State::Open) && (!only_overdue || l.overdue));
    Ok(kept.collect())
}

/// One question for an operator.
pub async fn show(db: &Db, seal: &Seal, code: &str, now: Millis) -> Result<Option<Listed>> {
    let Some(q) = store::read_one(db, seal, code.trim_start_matches('#')).await? else { return Ok(None) };
    let (answers, cards) = (outbox::answers(db).await?, outbox::cards(db).await?);
    Ok(Some(listed(&q, now, answers.get(&q.code), card_of(&cards, &q))))
}

/// The card of an open question that somebody holds: of others it says nothing any more.
fn card_of<'c>(cards: &'c HashMap<QuestionCode, Answer>, q: &Question) -> Option<&'c Answer> {
    cards.get(&q.code).filter(|_| q.state == State::Open && q.role.is_some())
}
