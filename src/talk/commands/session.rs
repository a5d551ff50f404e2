//! A line of the register of study sessions.

use crate::ledger::Fact;
use crate::roster::Role;
use crate::talk::parse::session::Session;
use crate::talk::turn::Turn;
use crate::talk::{lookup, secretary};
use anyhow::Result;

/// `/sohoc ITEM PRESENT/TOTAL [form]`.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], line: Option<Session>) -> Result<()> {
    let Some(line) = line else { return turn.refuse("session-how", &[]).await };
    let library = turn.parts.shelf.library();
    let Some(item) = lookup::item_named(turn, &library, &line.item).await? else { return Ok(()) };
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    let fact = Fact::StudySession { form: line.form, present: line.present, total: line.total };
    secretary::noted(turn, &place, &item, &fact).await
}
