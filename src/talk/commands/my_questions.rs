//! One's own questions.

use crate::talk::told;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `câu hỏi`: mine, newest first.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    let keys = turn.asker_keys().await?;
    let list = turn.parts.desk.of_asker(&mut turn.tx, &keys).await?;
    if list.is_empty() {
        return turn.reply("my-questions-none", &[]).await;
    }
    let lines = told::question_lines(turn, &list[..list.len().min(10)]).await?;
    turn.reply("my-questions", &[("list", lines.join("\n").into())]).await
}
