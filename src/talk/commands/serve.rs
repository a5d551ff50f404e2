//! Whether what an item says is just what somebody asked.

use crate::questions::question::State;
use crate::talk::lookup;
use crate::talk::turn::Turn;
use anyhow::Result;

/// It is, or they wait for a person. A person who was quicker is named kindly; what is over is said as of every choice.
pub async fn chosen(turn: &mut Turn<'_>, code: &str, served: bool) -> Result<bool> {
    let Some(mut q) = lookup::own_question(turn, code).await? else { return Ok(false) };
    let done = served && turn.parts.desk.serve(&mut turn.tx, &mut q).await?;
    let key = match q.state {
        _ if done => "served",
        State::Open => "served-waits",
        State::Answered => "served-answered",
        State::Withdrawn | State::SetAside => return Ok(false),
    };
    turn.reply(key, &[("code", q.code.into())]).await?;
    Ok(true)
}
