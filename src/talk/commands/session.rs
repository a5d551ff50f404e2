//! A line of the register of study sessions.

use crate::roster::Role;
use crate::talk::parse::session::Session;
use crate::talk::turn::Turn;
use crate::talk::{lookup, secretary};
use anyhow::Result;

/// `/sohoc ITEM PRESENT/TOTAL [form] [how it was held]`.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], line: Option<Session>) -> Result<()> {
    let Some(line) = line else { return turn.refuse("session-how", &[]).await };
    let figure = (line.present, line.total);
    let Some(fact) = secretary::session(turn, figure, line.held).await? else { return Ok(()) };
    let library = turn.parts.shelf.library();
    let Some(item) = lookup::item_named(turn, &library, &line.item).await? else { return Ok(()) };
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    secretary::noted(turn, &place, &item, &fact).await
}
