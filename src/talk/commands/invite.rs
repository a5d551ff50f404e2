//! A coordinator brings people and groups in without a shell.

use crate::acts::Deed;
use crate::roster::{self, Invitation, Invited, Role};
use crate::talk::lookup;
use crate::talk::parse::invite::Invite;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `/moi group|secretary|reporter PLACE`: a one-time code, good for seven days.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], invite: Option<Invite>) -> Result<()> {
    let Some(Invite { kind, place }) = invite else { return turn.reply("invite-how", &[]).await };
    let Some(place) = lookup::place_named(turn, held, &place).await? else { return Ok(()) };
    if !turn.reaches(held, &place.code) {
        return turn.reply("out-of-reach", &[]).await;
    }
    let invitation = Invitation::new(kind, place.code.as_str());
    let now = turn.now;
    let (code, expires) =
        roster::invite(&mut turn.tx, &turn.parts.core.seal, &turn.parts.core.ids, now, invitation).await?;
    if let Some(role) = held.first() {
        // Not the code: whoever reads this could use it.
        turn.decided(role, Deed::Invite, &format!("{kind} {}", place.code)).await?;
    }
    let link = turn.channel.private_link(&code).filter(|_| kind != Invited::Group);
    let key = if kind == Invited::Group { "invited-group" } else { "invited" };
    let name = turn.say(&format!("role-{kind}"), &[]);
    let args = [
        ("role", name.into()),
        ("place", turn.place_name(&place).into()),
        ("code", code.into()),
        ("until", turn.shown(expires).into()),
        ("link", link.unwrap_or_default().into()),
    ];
    turn.reply(key, &args).await
}
