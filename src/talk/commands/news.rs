//! The latest items.

use crate::content::{At, show};
use crate::message::Message;
use crate::talk::lookup;
use crate::talk::turn::Turn;
use anyhow::Result;

/// Items in a list.
const LISTED: usize = 5;

/// `tin`: the latest items; `tin N`: the whole of one.
pub async fn handle(turn: &mut Turn<'_>, which: Option<usize>) -> Result<()> {
    let library = turn.parts.shelf.library();
    let items = lookup::shown_items(turn, &library).await?;
    let language = turn.language();
    if let Some(item) = which.and_then(|n| items.get(n.checked_sub(1)?)) {
        let messages = turn
            .parts
            .publisher
            .messages(
                item,
                &library,
                &language,
                turn.parts.mode,
                turn.capabilities(),
                turn.private(),
                At::Place(&turn.place_shown(), turn.tree),
            )
            .await?;
        // The text is complete in itself; its voice is one word away.
        let parts = messages.into_iter().flatten().take(1).map(|m| Message { link: None, ..m }).collect();
        return turn.answer(parts).await;
    }
    if items.is_empty() {
        return turn.reply("news-none", &[]).await;
    }
    let lines = items.iter().take(LISTED).enumerate();
    let list: Vec<String> = lines
        .map(|(i, item)| format!("{}. {}", i + 1, show::brief(item, &language, &turn.parts.core.text)))
        .collect();
    turn.reply("news", &[("list", list.join("\n").into())]).await
}
