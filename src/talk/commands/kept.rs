//! What is kept of somebody.

use crate::mail::language_of;
use crate::message::Message;
use crate::talk::turn::Turn;
use crate::talk::{asking, told};
use anyhow::Result;

/// `xem`: everything that is kept about whoever asks.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    let Some(person) = turn.person.clone() else { return turn.reply("kept-nothing", &[]).await };
    let place = turn.tree.get(&person.place).map(|p| turn.place_name(p));
    let none = turn.say("none", &[]);
    let agreed = if person.agreed(&turn.parts.notices.answer) { turn.say("some", &[]) } else { none.clone() };
    let language = turn
        .parts
        .core
        .text
        .locale(&language_of(&turn.parts.core.text, &person.language))
        .map(|l| l.name.clone());
    let keys = turn.asker_keys().await?;
    let questions = turn.parts.desk.of_asker(&mut turn.tx, &keys).await?;
    let lines = told::question_lines(turn, &questions).await?;
    let roles: Vec<String> = turn.roles().await?.iter().map(|role| turn.role_name(role)).collect();
    let or_none = |list: Vec<String>, between: &str| {
        if list.is_empty() { none.clone() } else { list.join(between) }
    };
    let waits = if asking::waiting(turn).await?.is_some() { turn.say("some", &[]) } else { none.clone() };
    let args = [
        ("place", place.unwrap_or_else(|| none.clone()).into()),
        ("language", language.unwrap_or_else(|| none.clone()).into()),
        ("agreed", agreed.into()),
        ("questions", or_none(lines, "\n").into()),
        ("roles", or_none(roles, ", ").into()),
        ("waits", waits.into()),
    ];
    let mut text = turn.say("kept", &args);
    if person.unasked {
        text = format!("{text}\n{}", turn.say("kept-unasked", &[]));
    }
    turn.answer(vec![Message::text(text)]).await
}
