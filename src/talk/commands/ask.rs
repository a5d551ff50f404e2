//! A question by command.

use crate::talk::asking;
use crate::talk::turn::Turn;
use crate::text::has_words;
use anyhow::Result;

/// `/hoi …`: a question, in private or in a group.
pub async fn handle(turn: &mut Turn<'_>, text: String) -> Result<()> {
    if !has_words(&text) && !turn.files.has_files() {
        let key = if turn.private() { "ask-how" } else { "ask-how-group" };
        return turn.reply(key, &[]).await;
    }
    let body = turn.body(text);
    if turn.private() {
        asking::in_private(turn, body).await
    } else {
        asking::in_group(turn, body, false).await
    }
}
