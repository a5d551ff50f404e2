//! The asker is asked back.

use crate::roster::Role;
use crate::talk::lookup;
use crate::talk::parse::named::Named;
use crate::talk::turn::Turn;
use crate::text::has_words;
use anyhow::Result;

/// `/hoilai CODE …`: asks the asker back.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], named: Named) -> Result<()> {
    let Some((code, text)) = lookup::code_and_rest(turn, named).await?.filter(|(_, text)| has_words(text))
    else {
        return turn.reply("ask-back-how", &[]).await;
    };
    let Some((q, _)) = lookup::open_question(turn, held, &code).await? else { return Ok(()) };
    let reached = turn.parts.desk.ask_back(&mut turn.tx, &q, &text).await?;
    let key = if reached { "ask-back-sent" } else { "ask-back-nobody" };
    turn.reply(key, &[("code", q.code.into())]).await
}
