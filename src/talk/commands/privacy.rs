//! Who runs this, and what is kept for how long.

use crate::calendar::Stretch;
use crate::talk::turn::Turn;
use anyhow::Result;

/// Who runs this, what is kept, for how long, what the platform sees, how to erase.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    let rules = turn.parts.settings.questions;
    let (text, handle, voice) =
        (stretch(turn, rules.keep_text), stretch(turn, rules.keep_handle), stretch(turn, rules.keep_voice));
    let owner = turn.identity().owner.clone();
    let seen = turn.say(&format!("privacy-{}", turn.seen_by()), &[]);
    let args = [
        ("owner", owner.into()),
        ("text", text.into()),
        ("handle", handle.into()),
        ("voice", voice.into()),
        ("seen", seen.into()),
    ];
    turn.reply("privacy", &args).await
}

fn stretch(turn: &Turn<'_>, stretch: Stretch) -> String {
    let hours = match stretch {
        Stretch::WorkingDays(days) => days * 24,
        Stretch::Plain(d) => (d.as_secs() / 3600).try_into().unwrap_or(i64::MAX),
    };
    if hours % 24 == 0 {
        turn.say("days", &[("count", (hours / 24).into())])
    } else {
        turn.say("hours", &[("count", hours.into())])
    }
}
