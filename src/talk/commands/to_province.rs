//! A question goes to the province's desk.

use crate::talk::lookup;
use crate::talk::turn::Turn;
use anyhow::Result;

/// The asker sends it to the province's desk.
pub async fn handle(turn: &mut Turn<'_>, code: &str) -> Result<bool> {
    let Some(mut q) = lookup::own_question(turn, code).await? else { return Ok(false) };
    if !turn.parts.desk.to_province(&mut turn.tx, turn.tree, &mut q).await? {
        return Ok(false);
    }
    turn.reply("sent-to-province", &[("code", q.code.into())]).await?;
    Ok(true)
}
