//! A question as an operator sees it: no name, no account, no text.

use super::question::{Leg, Reminded, State, Turned, Why};
use super::subject::{OTHER_TOPIC, Subjects};
use super::{Question, store};
use crate::clock::Millis;
use crate::db::Db;
use crate::ids::QuestionCode;
use crate::outbox::{self, Answer, Standing};
use crate::places::Tree;
use crate::reason::Reason;
use crate::seal::Seal;
use crate::text::{Arg, Text, VIETNAMESE, said_by_role};
use anyhow::Result;
use jiff::civil::Date;
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
    /// Code of the place; whoever may answer it, the same. Of a question that is shown: [`Listed::shown`].
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
    /// The way that it took, as long as its words are kept; of one question only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub way: Vec<Step>,
}

/// One step of a question's way.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The day.
    pub on: Date,
    /// What sent it on.
    pub by: Turned,
    /// Why it went where it went.
    pub why: Why,
    /// What it was about from then on; none where that says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// What whoever handed it over said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Of what is about nothing that is named neither topics nor reasons are told: one that the asker kept to a desk looks like
/// any other.
fn way(q: &Question) -> Vec<Step> {
    let told = q.topic != OTHER_TOPIC;
    let step = |leg: &Leg| Step {
        on: leg.on,
        by: leg.by,
        why: leg.why,
        topic: Some(leg.topic.clone()).filter(|_| told),
        reason: Some(leg.reason.clone()).filter(|reason| told && !reason.is_empty()),
    };
    // What was late says by where it went who may answer: of these only that they came.
    let most = if told { usize::MAX } else { 1 };
    q.body.way.iter().take(most).map(step).collect()
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
        why: why(q),
        // In flight counts as waiting.
        answer: answer.map(Answer::shown),
        answer_reason: answer.and_then(why_not),
        card: card.map(Answer::shown),
        card_reason: card.and_then(why_not),
        way: vec![],
    }
}

/// Why it went where it went; of what is about nothing that is named, alike whoever may answer it.
fn why(q: &Question) -> Why {
    match (q.topic == OTHER_TOPIC, &q.role, q.reminded) {
        (false, ..) => q.why,
        (true, None, _) => Why::Nobody,
        (true, Some(_), reminded) if reminded >= Reminded::Escalated => Why::Escalated,
        (true, Some(_), _) => Why::Reporter,
    }
}

fn why_not(delivered: &Answer) -> Option<Reason> {
    delivered.reason.filter(|_| delivered.standing() != Standing::Arrived)
}

impl Listed {
    /// As it may be shown: at the place that a card may name on that day, so that no small village is told from its commune.
    pub fn shown(self, tree: &Tree, day: Date) -> Listed {
        let place = tree.shown_for_card(&self.place, day).map(|place| place.code.to_string());
        Listed { place: place.unwrap_or_default(), ..self }
    }

    /// The way that it took, in one line; none is known of what is older than its words are kept.
    pub fn way_line(&self, text: &Text, subjects: &Subjects) -> Option<String> {
        let say = |key: &str, args: &[Arg<'_>]| text.say(VIETNAMESE, key, args);
        let step = |step: &Step| {
            let topic = step.topic.as_deref().and_then(|id| subjects.topic_name(id)).unwrap_or_default();
            let mut said = say(
                &format!("way-{}", step.by.as_str()),
                &[
                    ("day", format!("{}/{}", step.on.day(), step.on.month()).into()),
                    ("why", say(step.why.as_str(), &[]).into()),
                ],
            );
            let named = matches!(step.by, Turned::Routed | Turned::Topic) && !topic.is_empty();
            if named {
                said = format!("{said} {}", say("way-about", &[("topic", topic.into())]));
            }
            if let Some(reason) = &step.reason {
                said = format!("{said}, {}", say("way-reason", &[("reason", said_by_role(reason))]));
            }
            said
        };
        let steps: Vec<String> = self.way.iter().map(step).collect();
        (!steps.is_empty()).then(|| say("way", &[("list", steps.join(" · ").into())]))
    }

    /// One line for a terminal.
    pub fn line(&self, text: &Text) -> String {
        let say = |key: &str| text.say(VIETNAMESE, key, &[]);
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
    Ok(Some(Listed { way: way(&q), ..listed(&q, now, answers.get(&q.code), card_of(&cards, &q)) }))
}

/// The card of an open question that somebody holds: of others it says nothing any more.
fn card_of<'c>(cards: &'c HashMap<QuestionCode, Answer>, q: &Question) -> Option<&'c Answer> {
    cards.get(&q.code).filter(|_| q.state == State::Open && q.role.is_some())
}
