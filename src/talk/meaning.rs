//! What words mean that are no command with a slash: what is known of whoever speaks is put together for the room that
//! understands.

use super::asking;
use super::choices;
use super::pending::Pending;
use super::turn::Turn;
use crate::clock::Millis;
use crate::ids::QuestionCode;
use crate::people::Chat;
use crate::questions::question::State;
use crate::questions::{self, ASKED_BACK, Standing};
use crate::understanding::{About, Last, Meaning, Situation, Waits, Who};
use anyhow::Result;
use std::time::Duration;

/// So long an answer is what was said last, and a choice is open (contract 4.1).
const DAY: Millis = 24 * 3_600_000;
/// So long an answered question is asked about by its code or by words.
const LATELY: Millis = 7 * DAY;

/// What words mean, and the question that they may be about.
pub struct Heard {
    /// What they mean.
    pub meaning: Meaning,
    /// The question whose asker was asked back, or said that its answer is not clear.
    pub asked_for: Option<QuestionCode>,
    /// The last question that was answered.
    pub answered: Option<QuestionCode>,
    /// The newest that is open.
    pub open: Option<QuestionCode>,
    /// The one that words of just now belong to.
    pub gathering: Option<QuestionCode>,
}

/// What a resident's words mean in private.
pub async fn of(turn: &mut Turn<'_>, text: &str) -> Result<Heard> {
    let (now, seal) = (turn.now, turn.parts.core.seal.clone());
    let own: Vec<Standing> = match turn.asker() {
        Some(asker) if turn.may(|sender| sender.met) => {
            questions::standings(&mut turn.tx, &seal, std::slice::from_ref(&asker)).await?
        }
        _ => vec![],
    };
    let lately: Vec<&Standing> = own
        .iter()
        .filter(|q| q.state == State::Open || q.closed_at.is_some_and(|at| at > now - LATELY))
        .collect();
    let codes: Vec<String> = lately.iter().map(|q| q.code.to_string()).collect();
    let open = lately.iter().find(|q| q.state == State::Open).map(|q| q.code.clone());
    let answered = lately.iter().filter(|q| q.state == State::Answered).max_by_key(|q| q.closed_at);
    let gather = turn.parts.desk.rules.gather.length();
    let gathering = own
        .iter()
        .filter(|q| q.state == State::Open && !gather.is_zero())
        .max_by_key(|q| q.said_at)
        .map(|q| (q.code.clone(), Duration::from_millis((now - q.said_at).max(0).unsigned_abs())));
    let asked_for = turn.kept(Chat::More).await?;
    let asked_for = asked_for.as_deref().and_then(|kept| kept.split_once(' '));
    let asked_for = asked_for.filter(|(_, code)| open_among(&own, code));
    let waiting = asking::waiting(turn).await?;
    let labels = waiting.as_ref().map(|w| w.choices.iter().map(|c| c.label.clone()).collect());
    let labels: Vec<String> = labels.unwrap_or_default();
    let mut waits = waiting.as_ref().filter(|w| !w.choices.is_empty()).map(|w| Waits {
        about: match &w.pending {
            Pending::Notice(_) => About::Notice,
            Pending::Sure(_) => About::YesNo,
            Pending::Place { .. } | Pending::Home { .. } => About::Place,
            _ => About::Several,
        },
        labels: &labels,
    });
    let offered = match (waits, asked_for) {
        // What was asked since is what they speak to.
        (Some(_), _) | (None, Some(_)) => None,
        (None, None) => offered(turn).await?,
    };
    let (about, words) = offered.unwrap_or((About::Several, vec![]));
    if waits.is_none() && !words.is_empty() {
        waits = Some(Waits { about, labels: &words });
    }
    let last = match (asked_for, answered) {
        (Some((ASKED_BACK, _)), _) => Last::AskBack,
        (Some(_), _) => Last::NotClear,
        (None, Some(q)) if q.closed_at.is_some_and(|at| at > now - DAY) => Last::Answer,
        _ => Last::Other,
    };
    let situation = Situation {
        who: Who::Resident,
        waits,
        last,
        open_question: open.is_some(),
        answered_lately: answered.is_some(),
        own_codes: &codes,
        since_own_words: gathering.as_ref().map(|(_, ago)| *ago),
        gather,
        today: turn.today(),
    };
    let meaning = turn.parts.understanding.read(&situation, text);
    Ok(Heard {
        meaning,
        asked_for: asked_for.map(|(_, code)| code.into()),
        answered: answered.map(|q| q.code.clone()),
        open,
        gathering: gathering.map(|(code, _)| code),
    })
}

/// What is kept in [`Chat::More`] begins so: the answer was not clear.
pub const NOT_CLEAR: &str = "unclear";

fn open_among(own: &[Standing], code: &str) -> bool {
    own.iter().any(|q| q.code.as_str() == code && q.state == State::Open)
}

/// The latest choices that are open, if words can mean them.
async fn offered(turn: &mut Turn<'_>) -> Result<Option<(About, Vec<String>)>> {
    let open = choices::in_words(turn, false).await?;
    Ok(open.map(|open| (open.about, open.labels().to_vec())))
}

/// The question of whoever speaks that was answered last, lately.
pub async fn answered(turn: &mut Turn<'_>) -> Result<Option<QuestionCode>> {
    let Some(asker) = turn.asker() else { return Ok(None) };
    let seal = turn.parts.core.seal.clone();
    let own = questions::standings(&mut turn.tx, &seal, std::slice::from_ref(&asker)).await?;
    let lately =
        own.into_iter().filter(|q| q.state == State::Answered && q.closed_at > Some(turn.now - LATELY));
    Ok(lately.max_by_key(|q| q.closed_at).map(|q| q.code))
}
