//! What can be done here, to read and to listen to.

use crate::message::{Aloud, Message, Token};
use crate::roster::Duty;
use crate::talk::turn::Turn;
use crate::talk::{aloud, told};
use crate::text::capitalized;
use anyhow::Result;

/// What can be done here, and for the roles somebody holds; also to listen to.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    let listen = vec![turn.choice("choice-listen-help", &Token::HelpAloud)];
    if !turn.private() {
        let text = turn.say("help-group", &[]);
        return turn.answer(vec![Message::text(text).with_choices(listen)]).await;
    }
    let held = turn.roles().await?;
    let mut duties: Vec<Duty> = held.iter().map(|r| r.duty).collect();
    duties.sort_by_key(|duty| duty.as_str());
    duties.dedup();
    if duties.contains(&Duty::Coordinator) {
        // Theirs is the reporter's and more.
        duties.retain(|duty| *duty != Duty::Reporter);
    }
    let mut lines = vec![];
    for duty in duties {
        let Some(role) = held.iter().find(|role| role.duty == duty).map(|role| turn.role_name(role)) else {
            continue;
        };
        let how = told::how(turn, duty);
        let args = [("role", capitalized(&role).into()), ("how", how.into())];
        lines.push(turn.say("help-for-role", &args));
    }
    // Who holds a role reads what that is for, and in a line how to ask for themselves.
    let own = if lines.is_empty() { "help-resident" } else { "help-own" };
    lines.push(turn.say(own, &[]));
    turn.answer(vec![Message::text(lines.join("\n\n")).with_choices(listen)]).await
}

/// The help as a voice.
pub async fn aloud(turn: &mut Turn<'_>) -> Result<bool> {
    let Some(help) = aloud::said(turn, Aloud::Help) else { return Ok(false) };
    turn.answer(vec![help]).await?;
    Ok(true)
}
