//! What is to be answered.

use crate::roster::Role;
use crate::talk::turn::Turn;
use crate::text::said_by_anybody;
use anyhow::Result;

/// Questions in a list.
const LISTED: usize = 15;

/// Words of a question in a list: enough to know it by. The card has all of them.
const LONGEST_WORDS_CHARS: usize = 200;

/// The words of a question on one line, cut where they are long.
fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_WORDS_CHARS) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// `/danhsach`: open questions within reach with their words, oldest first.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role]) -> Result<()> {
    let open = turn.parts.desk.open_for(&mut turn.tx, turn.tree, held).await?;
    if open.is_empty() {
        return turn.reply("open-none", &[]).await;
    }
    let now = turn.now;
    let lines: Vec<String> = open
        .iter()
        .take(LISTED)
        .map(|q| {
            let topic = turn.parts.subjects.topic_name(&q.topic).unwrap_or_default().to_owned();
            let key = if q.due_at <= now { "open-line-late" } else { "open-line" };
            let asked = cut(&q.body.text);
            let words = match asked.is_empty() {
                true => turn.say("open-voice", &[]).into(),
                false => said_by_anybody(&asked),
            };
            let args = [
                ("code", q.code.as_str().into()),
                ("topic", topic.into()),
                ("due", turn.shown(q.due_at).into()),
                ("words", words),
            ];
            turn.say(key, &args)
        })
        .collect();
    let args = [("count", (open.len() as i64).into()), ("list", lines.join("\n").into())];
    turn.reply("open-list", &args).await
}
