//! Everything about somebody is deleted.

use crate::message::{Message, Token};
use crate::talk::person::{self, Forgotten};
use crate::talk::turn::Turn;
use anyhow::Result;

/// `xoá`: asked again first.
pub async fn handle(turn: &mut Turn<'_>) -> Result<()> {
    if turn.person.is_none() {
        return turn.reply("kept-nothing", &[]).await;
    }
    let text = turn.say("erase-sure", &[]);
    let choices =
        vec![turn.choice("choice-erase", &Token::EraseSure), turn.choice("choice-not-erase", &Token::Never)];
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// Says what was left, and what cannot be unsent.
pub async fn chosen(turn: &mut Turn<'_>) -> Result<bool> {
    match person::forget(turn).await? {
        Forgotten::Unknown => turn.reply("kept-nothing", &[]).await?,
        Forgotten::Wholly(person) => person::last_words(turn, &person, "erased").await?,
        Forgotten::ButRole => turn.reply("erased-but-role", &[]).await?,
    }
    Ok(true)
}
