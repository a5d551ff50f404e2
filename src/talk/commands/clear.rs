//! What the asker says of an answer.

use crate::people::Chat;
use crate::talk::meaning::NOT_CLEAR;
use crate::talk::turn::Turn;
use crate::talk::{lookup, passing};
use anyhow::Result;

/// Clear or not clear, by the asker alone.
pub async fn handle(turn: &mut Turn<'_>, code: &str, clear: bool) -> Result<bool> {
    let Some(mut q) = lookup::own_question(turn, code).await? else { return Ok(false) };
    if !turn.parts.desk.clear(&mut turn.tx, turn.tree, &mut q, clear).await? {
        return Ok(false);
    }
    let key = match (clear, q.body.is_empty()) {
        (true, _) => "cleared",
        (false, false) => "not-cleared",
        // Its text went when it was answered.
        (false, true) => "not-cleared-erased",
    };
    if !clear && turn.private() {
        passing::pass_all(turn).await?;
        turn.keep(Chat::More, &format!("{NOT_CLEAR} {}", q.code)).await?;
    }
    turn.reply(key, &[("code", q.code.into())]).await?;
    Ok(true)
}
