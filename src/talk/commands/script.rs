//! The text to read on the loudspeaker.

use crate::content::At;
use crate::content::show::{self, Viewer};
use crate::message::{Media, MediaKind, Message};
use crate::roster::Role;
use crate::talk::turn::Turn;
use crate::talk::{lookup, quoted_item, secretary};
use anyhow::Result;

/// Items that are named below the text of the latest.
const NAMED: usize = 3;

/// `/docloa [ITEM]`: what is read aloud, with its voice; without an item, the quoted or the latest of the village.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], typed: Option<&str>) -> Result<()> {
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    let library = turn.parts.shelf.library();
    let quotes = turn.quoted().await?.is_some_and(|q| q.publication.is_some());
    let mut others = vec![];
    let item = if typed.is_some() || quotes {
        let Some(item) = lookup::item_meant(turn, &library, typed).await? else { return Ok(()) };
        item
    } else {
        let mut latest = secretary::latest(turn, &place, NAMED).await?;
        if latest.is_empty() {
            return turn.reply("script-none", &[]).await;
        }
        let item = latest.remove(0);
        others = latest.into_iter().map(|item| format!("/docloa {}", item.folder)).collect();
        item
    };
    let language = turn.language();
    if !quoted_item::is_released(turn, &item, &place).await? {
        let args = [("item", item.title(&language).to_owned().into())];
        return turn.reply("script-draft", &args).await;
    }
    let mut script = show::script(&item, &language, &turn.parts.core.text);
    if !others.is_empty() {
        let more = turn.say("script-others", &[("list", others.join(", ").into())]);
        script.text = format!("{}\n{more}", script.text);
    }
    let publisher = &turn.parts.publisher;
    let at = At::Place(&place, turn.tree);
    let messages = publisher
        .messages(&item, &library, &language, turn.parts.mode, turn.capabilities(), Viewer::Alone, at)
        .await?;
    let voice = |m: &Message| matches!(&m.media, Some(Media { kind: MediaKind::Voice, .. }));
    let mut parts = vec![script];
    parts.extend(messages.into_iter().flatten().find(voice));
    turn.answer(parts).await
}
