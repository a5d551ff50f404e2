//! What is to be answered.

use crate::clock::Millis;
use crate::roster::Role;
use crate::talk::lookup;
use crate::talk::turn::Turn;
use crate::text::said_by_anybody;
use anyhow::Result;

/// Questions in a list.
const LISTED: usize = 10;

/// Words of a question in a list: enough to know it by. The card has all of them, and so has its code sent alone.
const WORDS_CHARS: usize = 60;

const HOUR: Millis = 3_600_000;

/// How long ago it was asked, in days or hours.
fn age(turn: &Turn<'_>, asked_at: Millis) -> String {
    let hours = (turn.now - asked_at).max(0) / HOUR;
    match (hours / 24, hours) {
        (0, 0) => turn.say("age-now", &[]),
        (0, hours) => turn.say("age-hours", &[("hours", hours.into())]),
        (days, _) => turn.say("age-days", &[("days", days.into())]),
    }
}

/// `/danhsach`: open questions within reach with their words and their age, oldest first.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role]) -> Result<()> {
    let open = turn.parts.desk.open_for(&mut turn.tx, turn.tree, held).await?;
    let Some(first) = open.first() else { return turn.reply("open-none", &[]).await };
    let now = turn.now;
    let mut lines: Vec<String> = open
        .iter()
        .take(LISTED)
        .map(|q| {
            let topic = turn.parts.subjects.topic_name(&q.topic).unwrap_or_default().to_owned();
            let key = if q.due_at <= now { "open-line-late" } else { "open-line" };
            let words = lookup::words_of(turn, q, WORDS_CHARS);
            let args = [
                ("code", q.code.as_str().into()),
                ("topic", topic.into()),
                ("age", age(turn, q.asked_at).into()),
                ("due", turn.shown(q.due_at).into()),
                ("words", said_by_anybody(&words)),
            ];
            turn.say(key, &args)
        })
        .collect();
    if open.len() > LISTED {
        lines.push(turn.say("open-more", &[("more", (open.len() - LISTED).into())]));
    }
    let args = [
        ("count", (open.len() as i64).into()),
        ("list", lines.join("\n").into()),
        ("code", first.code.as_str().into()),
    ];
    turn.reply("open-list", &args).await
}
