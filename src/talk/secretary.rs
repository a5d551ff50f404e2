//! What a secretary's verbs share: the place they speak for, and the note of what they did.

use super::turn::Turn;
use crate::content::Item;
use crate::ledger::{self, About, Fact};
use crate::roster::Role;
use anyhow::Result;

/// The place a secretary speaks for here: the group's, or in private their own. A group out of reach is told so.
pub async fn place_here(turn: &mut Turn<'_>, held: &[Role]) -> Result<Option<String>> {
    let Some(group) = turn.group.clone() else { return Ok(held.first().map(|r| r.place.clone())) };
    if turn.reaches(held, &group.place) {
        return Ok(Some(group.place));
    }
    turn.reply("out-of-reach", &[]).await?;
    Ok(None)
}

/// Notes what was done with an item.
pub async fn note(turn: &mut Turn<'_>, place: &str, item: &Item, fact: &Fact) -> Result<()> {
    let about = About { place, item: &item.folder, reference: "" };
    ledger::record(&mut turn.tx, &turn.parts.core.calendar, turn.now, about, fact).await
}
