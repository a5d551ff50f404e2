//! What can be done here, to read and to listen to.

use crate::message::{Media, MediaKind, Message, Source, Token};
use crate::roster::Duty;
use crate::talk::told;
use crate::talk::turn::Turn;
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
    let language = turn.language();
    if turn.parts.core.text.spoken_help(&language).is_none() {
        return Ok(false);
    }
    let source = Source::Help { language: language.clone() };
    let text = turn.say("help-aloud", &[]);
    let media = Some(Media { kind: MediaKind::Voice, source, language });
    turn.answer(vec![Message { text, media, ..Message::default() }]).await?;
    Ok(true)
}
