//! The asker is asked back.

use crate::roster::Role;
use crate::talk::parse::named::Named;
use crate::talk::turn::Turn;
use crate::talk::{answering, lookup};
use crate::text::has_words;
use anyhow::Result;

/// `/hoilai CODE …`: asks the asker back.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], named: Named) -> Result<()> {
    let Some((code, text)) = lookup::code_and_rest(turn, named).await?.filter(|(_, text)| has_words(text))
    else {
        return turn.reply("ask-back-how", &[]).await;
    };
    answering::ask_back(turn, held, &code, &text).await
}
