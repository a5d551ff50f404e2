//! An answer by its question's code.

use crate::roster::Role;
use crate::talk::parse::named::Named;
use crate::talk::turn::Turn;
use crate::talk::{answering, lookup};
use crate::text::has_words;
use anyhow::Result;

/// `/traloi CODE …`. In a group only for what was asked there, where everybody sees it anyway.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], named: Named) -> Result<()> {
    let named = lookup::code_and_rest(turn, named).await?;
    if let Some((code, _)) = named.as_ref().filter(|(_, text)| text.is_empty())
        && turn.private()
        && !turn.files.has_files()
    {
        return answering::answer_aloud(turn, held, code).await;
    }
    let Some((code, text)) = named.filter(|(_, text)| has_words(text) || turn.files.has_files()) else {
        return if turn.private() {
            turn.reply("answer-how", &[]).await
        } else {
            turn.refuse("only-in-private", &[]).await
        };
    };
    if let Some(group) = turn.group.as_ref().map(|g| g.id.clone()) {
        let found = turn.parts.desk.find(&mut turn.tx, &code).await?;
        if found.is_none_or(|q| q.group != Some(group)) {
            return turn.refuse("only-in-private", &[]).await;
        }
    }
    let body = turn.body(text);
    answering::answer_question(turn, held, &code, body, false).await
}
