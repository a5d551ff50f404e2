//! Work off-line: read on the loudspeaker, told at a meeting.

use crate::ledger::Fact;
use crate::roster::Role;
use crate::talk::parse::outreach::{Offline, Outreach};
use crate::talk::turn::Turn;
use crate::talk::{lookup, secretary};
use anyhow::Result;

/// `/xacnhan [ITEM] loa N` or `hop N`.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], outreach: Option<Outreach>) -> Result<()> {
    let Some(Outreach { item, what }) = outreach else { return turn.reply("outreach-how", &[]).await };
    let library = turn.parts.shelf.library();
    let Some(item) = lookup::item_meant(turn, &library, item.as_deref()).await? else { return Ok(()) };
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    let (fact, key, count) = match what {
        Offline::Loudspeaker(times) => (Fact::Loudspeaker { times }, "outreach-loudspeaker", times),
        Offline::Meeting(listeners) => (Fact::Meeting { listeners }, "outreach-meeting", listeners),
    };
    secretary::note(turn, &place, &item, &fact).await?;
    let args = [("item", item.title(&turn.language()).to_owned().into()), ("count", count.into())];
    turn.reply(key, &args).await
}
