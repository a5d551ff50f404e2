//! Work off-line: read on the loudspeaker, told at a meeting.

use crate::ledger::Fact;
use crate::roster::Role;
use crate::talk::parse::outreach::{Offline, Outreach};
use crate::talk::turn::Turn;
use crate::talk::{lookup, secretary};
use anyhow::Result;

/// `/xacnhan [ITEM] loa N` or `hop N`. Without an item, and quoting none, the latest are offered.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], outreach: Option<Outreach>) -> Result<()> {
    let Some(Outreach { item, what }) = outreach else { return turn.refuse("outreach-how", &[]).await };
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    let fact = match what {
        Offline::Loudspeaker(times) => Fact::Loudspeaker { times },
        Offline::Meeting(listeners) => Fact::Meeting { listeners },
    };
    if item.is_none() && turn.quoted().await?.and_then(|q| q.publication).is_none() {
        return secretary::which_item(turn, &place, fact).await;
    }
    let library = turn.parts.shelf.library();
    match lookup::item_meant(turn, &library, item.as_deref()).await? {
        Some(item) => secretary::noted(turn, &place, &item, &fact).await,
        None => Ok(()),
    }
}
