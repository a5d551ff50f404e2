//! Somebody opens the private chat.

use crate::people::{self, Reach};
use crate::roster;
use crate::talk::parse::start::Start;
use crate::talk::turn::Turn;
use crate::talk::{asking, lookup, menu, person, told};
use crate::text::plain;
use anyhow::Result;

/// `/start [code]`: welcome, a place carried by a link, or an invitation.
pub async fn handle(turn: &mut Turn<'_>, start: Start) -> Result<()> {
    person::receive_again(turn).await?;
    let code = match start {
        Start::FromPlace(place) => return asking::from_place(turn, &place).await,
        Start::Bare => return turn.welcome().await,
        Start::Invited(code) => code,
    };
    let Some(invitation) = lookup::redeem(turn, &code).await? else { return Ok(()) };
    let Some(duty) = invitation.role.duty() else {
        return turn.reply("code-for-group", &[("code", plain(&code).to_uppercase().into())]).await;
    };
    let (Some(key), Some(reach)) = (turn.role_key(), turn.reach()) else { return Ok(()) };
    if !lookup::use_up(turn, &code).await? {
        return Ok(());
    }
    let role = roster::enrol(&mut turn.tx, &turn.parts.core.ids, turn.now, &key, duty, &invitation).await?;
    // An address of its own: nothing joins it to what they ask as a resident.
    let address_sealed =
        turn.parts.core.seal.seal_address(turn.incoming.sender.as_deref().unwrap_or_default());
    let reach = Reach { key, address_sealed, ..reach };
    people::keep_reach(&mut turn.tx, &turn.parts.core.seal, &reach).await?;
    let place = turn.tree.get(&invitation.place).map(|p| turn.place_name(p)).unwrap_or_default();
    let role = turn.role_name(&role);
    let how = told::how(turn, duty);
    turn.reply("role-begins", &[("role", role.into()), ("place", place.into()), ("how", how.into())]).await?;
    turn.know_of_sender(|sender| sender.roles = true);
    menu::show(turn).await?;
    // Questions may have waited for just this person.
    turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    Ok(())
}
