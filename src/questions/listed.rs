//! A question as an operator sees it: no name, no account, no text.

use super::question::{State, Why};
use super::{Question, store};
use crate::clock::Millis;
use crate::db::Db;
use crate::ids::QuestionCode;
use crate::outbox::{self, Answer};
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
    /// Code of the place (the province's for a sensitive one).
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
    /// How its last answer stands (`waiting`, `sent`, …); none while it has none.
    pub answer: Option<outbox::State>,
    /// Why the answer has not left, as the end of a key of the words for reasons.
    pub answer_reason: Option<Reason>,
}

fn listed(q: &Question, now: Millis, answer: Option<&Answer>) -> Listed {
    let time = |at| jiff::Timestamp::from_millisecond(at).map(|t| t.to_string()).unwrap_or_default();
    Listed {
        code: q.code.clone(),
        state: q.state,
        place: if q.sensitive { String::new() } else { q.place.clone() },
        topic: q.topic.clone(),
        asked_at: time(q.asked_at),
        due_at: time(q.due_at),
        overdue: q.state == State::Open && q.due_at <= now,
        routed: q.role.is_some(),
        why: q.why,
        // In flight counts as waiting.
        answer: answer.map(|a| a.state.shown()),
        answer_reason: answer.filter(|a| !a.has_left()).and_then(|a| a.reason),
    }
}

impl Listed {
    /// One line for a terminal.
    pub fn line(&self, text: &crate::text::Text) -> String {
        let say = |key: &str| text.say(crate::text::VIETNAMESE, key, &[]);
        let late = if self.overdue { say("listed-overdue") } else { String::new() };
        let mut state = say(&format!("state-{}", self.state.as_str()));
        let behind = self.state == State::Answered
            && self.answer.is_some_and(|a| !matches!(a, outbox::State::Sent | outbox::State::Unknown));
        if behind {
            let reason = self.answer_reason.map(|r| say(&format!("reason-{r}")));
            state = format!("{state}, {}", say("listed-not-delivered"));
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
    let kept = all
        .iter()
        .map(|q| listed(q, now, answers.get(&q.code)))
        .filter(|l| (!only_open || l.state == State::Open) && (!only_overdue || l.overdue));
    Ok(kept.collect())
}

/// One question for an operator.
pub async fn show(db: &Db, seal: &Seal, code: &str, now: Millis) -> Result<Option<Listed>> {
    let Some(q) = store::read_one(db, seal, code.trim_start_matches('#')).await? else { return Ok(None) };
    let answers = outbox::answers(db).await?;
    Ok(Some(listed(&q, now, answers.get(&q.code))))
}
