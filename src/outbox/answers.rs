//! How the answers to questions stand with those who asked, and the cards with those who are to answer.

use super::delivery::Kind;
use super::part::{self, State};
use super::store;
use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ids::{PersonKey, QuestionCode};
use crate::reason::Reason;
use anyhow::Result;
use std::collections::HashMap;

pub use store::{answered_in, kept_for_later, lost_answers, unheard_answers};

/// How the id of a delivery begins in which a reporter asks the asker back.
pub const BACK: &str = "back:";

/// How the last answer to a question, or its last card, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Where it stands.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
}

/// A new answer takes the place of those that were written to a question since `since`: what of them was surely not read
/// goes no more. True: one of them was read, or may have been, or was given by hand.
pub async fn supersede_answers(
    tx: &mut Tx,
    now: Millis,
    question: &QuestionCode,
    since: Millis,
) -> Result<bool> {
    let written = store::answers_since(tx, question, since).await?;
    let mut read = written.is_empty();
    for (delivery, answer) in written {
        match answer.standing() {
            Standing::Arrived => read = true,
            Standing::Unsure => {
                read = true;
                store::supersede(tx, now, &delivery).await?;
            }
            Standing::OnTheWay if answer.state == State::Sending => read = true,
            Standing::OnTheWay | Standing::Lost => store::supersede(tx, now, &delivery).await?,
        }
    }
    Ok(read)
}

/// The last card of a question.
#[derive(Debug, Clone)]
pub(super) struct Card {
    pub question: QuestionCode,
    /// To whom it went, until nobody needs to know.
    pub person: Option<PersonKey>,
    pub state: State,
    pub reason: Option<Reason>,
    pub attempts: i64,
}

/// What can be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The platform took it.
    Arrived,
    /// It waits or leaves just now, and has surely not arrived.
    OnTheWay,
    /// It may have arrived; nobody knows.
    Unsure,
    /// It did not arrive and will not.
    Lost,
}

impl Answer {
    /// What can be said of it.
    pub fn standing(&self) -> Standing {
        match (self.state, self.reason) {
            (State::Sent, _) => Standing::Arrived,
            // It is said once more in a moment.
            (State::Unknown, _) | (State::Waiting, Some(Reason::NoAnswer | Reason::Interrupted)) => {
                Standing::Unsure
            }
            (State::Waiting | State::Sending, _) => Standing::OnTheWay,
            (State::Failed | State::Cancelled, _) => Standing::Lost,
        }
    }

    /// The state that people are shown.
    pub fn shown(&self) -> State {
        if self.standing() == Standing::Unsure { State::Unknown } else { self.state.shown() }
    }
}

/// The last answer to each question that was answered.
pub async fn answers(db: &Db) -> Result<HashMap<QuestionCode, Answer>> {
    store::last_of_each(db, Kind::Answer).await
}

/// The last card of each question.
pub async fn cards(db: &Db) -> Result<HashMap<QuestionCode, Answer>> {
    store::last_of_each(db, Kind::Card).await
}

/// The last answer to one question, if there is one.
pub async fn answer(tx: &mut Tx, question: &QuestionCode) -> Result<Option<Answer>> {
    store::last(tx, Kind::Answer, question).await
}

/// Of these questions those whose last card does not reach whom it is for, with whom that is.
pub async fn refused_cards(
    tx: &mut Tx,
    questions: &[&QuestionCode],
) -> Result<HashMap<QuestionCode, PersonKey>> {
    let cards = store::last_cards(tx, questions).await?;
    let refused = cards.into_iter().filter(|c| part::is_refused(c.state, c.reason, c.attempts));
    Ok(refused.filter_map(|card| Some((card.question, card.person?))).collect())
}

/// Whether the last card of a question is with a reporter. One that may be there is not: nobody builds on it.
pub async fn card_has_left(tx: &mut Tx, question: &QuestionCode) -> Result<bool> {
    let card = store::last(tx, Kind::Card, question).await?;
    Ok(card.is_some_and(|card| matches!(card.state, State::Sending | State::Sent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_arrived_is_not_called_delivered() {
        let standing = |state, reason| Answer { state, reason }.standing();
        for (state, reason, says) in [
            (State::Sent, None, Standing::Arrived),
            (State::Unknown, Some(Reason::NoAnswer), Standing::Unsure),
            (State::Waiting, Some(Reason::NoAnswer), Standing::Unsure),
            (State::Waiting, Some(Reason::Silent), Standing::OnTheWay),
            (State::Waiting, None, Standing::OnTheWay),
            (State::Sending, Some(Reason::NoAnswer), Standing::OnTheWay),
            (State::Failed, Some(Reason::Blocked), Standing::Lost),
            (State::Cancelled, None, Standing::Lost),
        ] {
            assert_eq!(standing(state, reason), says, "{state} {reason:?}");
        }
    }
}
