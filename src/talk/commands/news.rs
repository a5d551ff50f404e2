//! The latest items.

use crate::content::{Item, Library};
use crate::message::{Choice, Message, Token};
use crate::talk::shown;
use crate::talk::turn::Turn;
use anyhow::Result;

/// Items in a list: as many choices as stand under one message.
const LISTED: usize = 4;

/// `tin`: the latest items as a choice; `tin N`: the whole of one.
pub async fn handle(turn: &mut Turn<'_>, which: Option<usize>) -> Result<()> {
    let library = turn.parts.shelf.library();
    let items = shown::items(turn, &library).await?;
    let language = turn.language();
    if let Some(item) = which.and_then(|n| items.get(n.checked_sub(1)?)) {
        return whole(turn, &library, item).await;
    }
    if items.is_empty() {
        return turn.reply("news-none", &[]).await;
    }
    let text = turn.say("news", &[]);
    let label = |item: &Item| Choice::new(item.title(&language), &Token::News(item.folder.clone()));
    let choices = items.iter().take(LISTED).map(|item| label(item)).collect();
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// The whole of an item that was offered. False: it is not shown here any more.
pub async fn chosen(turn: &mut Turn<'_>, folder: &str) -> Result<bool> {
    let library = turn.parts.shelf.library();
    let items = shown::items(turn, &library).await?;
    let Some(item) = items.into_iter().find(|item| &*item.folder == folder) else { return Ok(false) };
    whole(turn, &library, item).await?;
    Ok(true)
}

async fn whole(turn: &mut Turn<'_>, library: &Library, item: &Item) -> Result<()> {
    let messages = shown::here(turn, library, item).await?;
    // The text is complete in itself; its voice is one word away.
    let parts = messages.into_iter().take(1).map(|m| Message { link: None, ..m }).collect();
    turn.answer(parts).await
}
