//! Two questions are one.

use crate::acts::Deed;
use crate::ids::QuestionCode;
use crate::message::{Message, Token};
use crate::questions::question::{Body, State};
use crate::questions::{Question, twin_mark};
use crate::roster::Role;
use crate::talk::turn::Turn;
use crate::talk::{answering, lookup};
use crate::text::said_by_role;
use anyhow::Result;

/// `/trung CODE CODE`: an answer to the first goes to both. Was the first answered, its answer is shown before it goes to whoever asked the
/// second.
pub async fn handle(
    turn: &mut Turn<'_>,
    held: &[Role],
    codes: Option<(QuestionCode, QuestionCode)>,
) -> Result<()> {
    let Some((first, second)) = codes else { return turn.reply("same-how", &[]).await };
    let Some((one, _)) = lookup::question_for_me(turn, held, &first).await? else { return Ok(()) };
    if one.state == State::Answered && !one.answer.text.is_empty() {
        let Some((q, role)) = lookup::open_question(turn, held, &second).await? else { return Ok(()) };
        let desk = &turn.parts.desk;
        return match desk.twin(&mut turn.tx, turn.tree, (&q, &role), &one.code).await? {
            Some(twin) => offer(turn, &q, &twin).await,
            None => turn.reply("same-not", &[]).await,
        };
    }
    let Some((one, _)) = lookup::open_question(turn, held, &first).await? else { return Ok(()) };
    let Some((mut other, role)) = lookup::open_question(turn, held, &second).await? else { return Ok(()) };
    join(turn, &role, &one, &mut other).await
}

async fn join(turn: &mut Turn<'_>, role: &Role, one: &Question, other: &mut Question) -> Result<()> {
    if one.same_as.is_some() || one.back.discretion != other.back.discretion {
        return turn.reply("same-not", &[]).await;
    }
    turn.parts.desk.same(&mut turn.tx, one, other).await?;
    turn.decided(role, Deed::Merge, "").await?;
    let args = [("first", one.code.as_str().into()), ("second", other.code.as_str().into())];
    turn.reply("same-noted", &args).await
}

/// What would go to whoever asked, whole, and the touch that sends it.
async fn offer(turn: &mut Turn<'_>, q: &Question, twin: &Question) -> Result<()> {
    let language = turn.language();
    let args = [("code", q.code.as_str().into()), ("answer", said_by_role(&twin.answer.text))];
    let text = turn.say("same-ask", &args);
    let yes = turn.parts.desk.twin_choice(&language, &q.code, twin);
    let no = turn.choice("choice-leave-be", &Token::LeaveBe);
    turn.answer(vec![Message::text(text).with_choices(vec![yes, no])]).await
}

/// One touch on a card: the two are one, or the answer of the other goes to whoever asked this. What changed since it was shown is shown
/// anew.
pub async fn chosen(
    turn: &mut Turn<'_>,
    code: &QuestionCode,
    twin: &QuestionCode,
    mark: &str,
) -> Result<bool> {
    let mut held = turn.roles().await?;
    held.retain(Role::answers);
    if held.is_empty() {
        return Ok(false);
    }
    let Some((mut q, role)) = lookup::open_question(turn, &held, code).await? else { return Ok(true) };
    let desk = &turn.parts.desk;
    let Some(other) = desk.twin(&mut turn.tx, turn.tree, (&q, &role), twin).await? else {
        turn.reply("same-not", &[]).await?;
        return Ok(true);
    };
    if twin_mark(&other) != mark {
        let language = turn.language();
        let line = turn.parts.desk.twin_line(&language, &other);
        let yes = turn.parts.desk.twin_choice(&language, &q.code, &other);
        let text = format!("{}\n{line}", turn.say("same-changed", &[]));
        turn.answer(vec![Message::text(text).with_choices(vec![yes])]).await?;
        return Ok(true);
    }
    if other.state == State::Open {
        join(turn, &role, &other, &mut q).await?;
    } else {
        answering::answer_question(turn, &held, &q.code, Body::words(other.answer.text), true).await?;
    }
    Ok(true)
}
