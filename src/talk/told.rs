//! What two verbs tell in the same words.

use super::lookup;
use super::turn::Turn;
use crate::message::Message;
use crate::outbox::{self, Standing};
use crate::questions::Question;
use crate::questions::question::State;
use crate::roster::Duty;
use crate::text::{said_by_anybody, said_by_role, shortened};
use anyhow::Result;

/// So much of a question, and of its answer, stands in a list.
const LINE_CHARS: usize = 120;
const ANSWER_CHARS: usize = 300;

/// What somebody with a role can type. A coordinator can do all that a reporter can.
pub fn how(turn: &Turn<'_>, duty: Duty) -> String {
    let own = turn.say(&format!("help-{duty}"), &[]);
    if duty == Duty::Coordinator { format!("{}\n{own}", turn.say("help-reporter", &[])) } else { own }
}

/// One line each. An answer of which nobody knows that it arrived is not called one.
pub async fn question_lines(turn: &mut Turn<'_>, list: &[Question]) -> Result<Vec<String>> {
    let mut lines = vec![];
    for q in list {
        let mut state = q.state_key();
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
        let (words, answer) = (shortened(&q.body.text, LINE_CHARS), shortened(&q.answer.text, ANSWER_CHARS));
        let args = [
            ("code", q.code.as_str().into()),
            ("state", state.into()),
            ("asked", turn.parts.desk.by_day(&turn.language(), q.asked_at).into()),
            ("due", turn.parts.desk.by_day(&turn.language(), q.due_at).into()),
            ("text", said_by_anybody(&words)),
            ("answer", said_by_role(&answer)),
        ];
        let late = q.due_at <= turn.now;
        let key = match (q.state == State::Open, late, words.is_empty(), answer.is_empty()) {
            (true, false, false, _) => "question-line-open",
            (true, false, true, _) => "question-line-open-voice",
            (true, true, false, _) => "question-line-late",
            (true, true, true, _) => "question-line-late-voice",
            (false, _, false, false) => "question-line-answer",
            (false, _, false, true) => "question-line-words",
            (false, ..) => "question-line",
        };
        lines.push(turn.say(key, &args));
    }
    Ok(lines)
}

/// How one question of theirs stands: its words, its state, its answer.
pub async fn state(turn: &mut Turn<'_>, code: &str) -> Result<()> {
    let Some(q) = lookup::own_question(turn, code).await? else {
        return turn.reply("question-not-yours", &[("code", code.to_owned().into())]).await;
    };
    let lines = question_lines(turn, std::slice::from_ref(&q)).await?;
    turn.answer(vec![Message::text(lines.join("\n"))]).await
}
