//! Whether a matter was settled, days after the answer.

use crate::message::{Message, Token};
use crate::talk::turn::Turn;
use crate::talk::{lookup, person};
use anyhow::Result;

/// It was, or not yet; by the asker alone. Nothing opens again by itself: what can be done is offered.
pub async fn handle(turn: &mut Turn<'_>, code: &str, yes: bool) -> Result<bool> {
    let Some(mut q) = lookup::own_question(turn, code).await? else { return Ok(false) };
    if !turn.parts.desk.settled(&mut turn.tx, &mut q, yes).await? {
        return Ok(false);
    }
    if yes {
        turn.reply("settled", &[]).await?;
        return Ok(true);
    }
    let args = [("code", q.code.as_str().into())];
    let again = Token::Clear { code: q.code.clone(), clear: false };
    let choices =
        vec![turn.choice("choice-ask-again", &again), turn.choice("choice-leave-be", &Token::Never)];
    let text = turn.say("not-settled", &args);
    turn.answer(vec![Message::text(text).with_choices(choices)]).await?;
    Ok(true)
}

/// They do not want to be asked that any more.
pub async fn never(turn: &mut Turn<'_>) -> Result<bool> {
    let Some(asked) = turn.person.as_mut() else { return Ok(false) };
    asked.unasked = true;
    let asked = asked.clone();
    person::save(turn, &asked).await?;
    turn.reply("unasked", &[]).await?;
    Ok(true)
}
