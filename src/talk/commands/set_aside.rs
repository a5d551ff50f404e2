//! Not a question for us.

use crate::acts::Deed;
use crate::roster::Role;
use crate::talk::lookup;
use crate::talk::parse::named::Named;
use crate::talk::turn::Turn;
use crate::text::has_words;
use anyhow::Result;

/// `/gac CODE reason`: not a question for us; the reason is told to the asker.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], named: Named) -> Result<()> {
    let Some((code, reason)) =
        lookup::code_and_rest(turn, named).await?.filter(|(_, reason)| has_words(reason))
    else {
        return turn.reply("set-aside-how", &[]).await;
    };
    let Some((mut q, role)) = lookup::open_question(turn, held, &code).await? else { return Ok(()) };
    turn.parts.desk.set_aside(&mut turn.tx, &mut q, &reason).await?;
    turn.decided(&role, Deed::SetAside, "").await?;
    turn.reply("set-aside-done", &[("code", q.code.into())]).await
}
