//! What two verbs tell in the same words.

use super::turn::Turn;
use crate::outbox::{self, Standing};
use crate::questions::Question;
use crate::questions::question::State;
use crate::roster::Duty;
use anyhow::Result;

/// What somebody with a role can type. A coordinator can do all that a reporter can.
pub fn how(turn: &Turn<'_>, duty: Duty) -> String {
    let own = turn.say(&format!("help-{duty}"), &[]);
    if duty == Duty::Coordinator { format!("{}\n{own}", turn.say("help-reporter", &[])) } else { own }
}

/// One line each. An answer of which nobody knows that it arrived is not called one.
pub async fn question_lines(turn: &mut Turn<'_>, list: &[Question]) -> Result<Vec<String>> {
    let mut lines = vec![];
    for q in list {
        let mut state = format!("state-{}", q.state.as_str());
        // What is said of an answer comes from its delivery.
        if q.state == State::Answered
            && let Some(answer) = outbox::answer(&mut turn.tx, &q.code).await?
        {
            match answer.standing() {
                Standing::Arrived => {}
                Standing::OnTheWay => state = "state-answered-waiting".into(),
                Standing::Unsure => state = "state-answered-unsure".into(),
                Standing::Lost => state = "state-answered-failed".into(),
            }
        }
        let state = turn.say(&state, &[]);
        let args = [
            ("code", q.code.as_str().into()),
            ("state", state.into()),
            ("asked", turn.shown(q.asked_at).into()),
        ];
        lines.push(turn.say("question-line", &args));
    }
    Ok(lines)
}
