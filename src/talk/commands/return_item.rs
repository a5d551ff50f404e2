//! An item goes back to its author for a change.

use crate::acts::Deed;
use crate::content::waiting::{self, Eyes};
use crate::content::{self, Item, review};
use crate::roster::Role;
use crate::talk::office::{self, What};
use crate::talk::turn::Turn;
use crate::text::has_words;
use anyhow::Result;

/// `/tralai ITEM reason`: back to who wrote it, with the reason.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], line: &str) -> Result<()> {
    if line.trim().is_empty() {
        return turn.reply("return-how", &[]).await;
    }
    let library = turn.parts.shelf.library();
    let Some((item, rest)) = office::item(turn, &library, line, What::Return).await? else { return Ok(()) };
    meant(turn, held, item, &rest).await
}

/// The item is known. What was let out is taken back, not returned.
pub async fn meant(turn: &mut Turn<'_>, held: &[Role], item: &Item, reason: &str) -> Result<()> {
    if !has_words(reason) {
        return turn.reply("return-how", &[]).await;
    }
    let args = [("item", item.title(&turn.language()).to_owned().into())];
    let releases = content::releases_in(&mut turn.tx).await?;
    if review::state(item, &releases) == review::State::Released {
        return turn.reply("return-released", &args).await;
    }
    let Some(role) = held.first() else { return Ok(()) };
    turn.decided(role, Deed::Return, &content::returned(item)).await?;
    let eyes = Eyes { held, names: &[], tree: turn.tree, today: turn.today() };
    let (core, mail) = (&turn.parts.core, &turn.parts.mail);
    let told = waiting::send_back(&mut turn.tx, (core, mail), item, &eyes, reason).await?;
    turn.reply(told.key(), &args).await
}
