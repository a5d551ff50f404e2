//! A group is bound to a place.

use crate::groups::{self, Group};
use crate::roster::Invited;
use crate::talk::lookup;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `/lienket CODE`: whoever holds the code binds this chat to the code's place.
pub async fn handle(turn: &mut Turn<'_>, code: Option<String>) -> Result<()> {
    if turn.private() {
        return turn.reply("link-in-private", &[]).await;
    }
    let Some(code) = code else { return turn.reply("link-how", &[]).await };
    let Some(invitation) = lookup::redeem(turn, &code).await? else { return Ok(()) };
    if invitation.role != Invited::Group {
        return turn.reply("code-not-for-group", &[]).await;
    }
    let Some(place) = turn.place_today(&invitation.place) else {
        return turn.reply("code-place-gone", &[]).await;
    };
    let linked = turn.group.as_ref().is_some_and(Group::is_linked);
    if let Some(most) = turn.capabilities().groups.map(i64::from).filter(|_| !linked)
        && groups::linked(&mut turn.tx, turn.account).await? >= most
    {
        // The code stays good: for another account, or once a group was unlinked.
        return turn.reply("group-too-many", &[("most", most.into())]).await;
    }
    if !lookup::use_up(turn, &code).await? {
        return Ok(());
    }
    let language = invitation.languages.first().map_or("", String::as_str);
    let at = (turn.account, turn.channel.platform(), turn.incoming.chat.as_str());
    let group = groups::bind(&mut turn.tx, &turn.parts.core.ids, turn.now, at, &place, language).await?;
    turn.group = Some(group);
    let place = turn.tree.get(&place).map(|p| turn.place_name(p)).unwrap_or_default();
    let owner = turn.identity().owner.clone();
    turn.reply("group-linked", &[("place", place.into()), ("owner", owner.into())]).await
}
