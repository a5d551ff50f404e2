//! A group is bound to a place.

use crate::acts::Deed;
use crate::groups::{self, Group};
use crate::message::{Message, Token};
use crate::roster::{self, Invitation, InvitationState, Invited, Redeemed};
use crate::talk::lookup;
use crate::talk::turn::Turn;
use crate::text::plain;
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
    if let Some(from) = linked_elsewhere(turn, &place) {
        return offer(turn, &code, &from, &place).await;
    }
    if !lookup::use_up(turn, &code).await? {
        return Ok(());
    }
    bind(turn, &invitation, &place).await
}

/// Where this very chat is linked, if that is another place: whoever holds a code alone does not take a village's group
/// away from it.
fn linked_elsewhere(turn: &Turn<'_>, place: &str) -> Option<String> {
    let here = turn.group.as_ref().filter(|group| group.is_linked() && group.address == turn.incoming.chat);
    here.map(|group| group.place.clone()).filter(|from| from != place)
}

/// Asks whoever may let the group go whether it shall; everybody else is told who that is, and the code stays good.
async fn offer(turn: &mut Turn<'_>, code: &str, from: &str, to: &str) -> Result<()> {
    let held = turn.roles().await?;
    let may = roster::may_move(&held, from, to, turn.tree, turn.today()).is_some();
    let args = [("place", named(turn, from).into()), ("to", named(turn, to).into())];
    if !may {
        return turn.reply("group-elsewhere", &args).await;
    }
    let invitation = roster::key_of(&mut turn.tx, &turn.parts.core.seal, &plain(code)).await?;
    let choices = vec![
        turn.choice("choice-move-group", &Token::MoveGroup { invitation }),
        turn.choice("choice-stay-group", &Token::StayGroup),
    ];
    let text = turn.say("group-move", &args);
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// The group goes to the other place. False: it is not theirs to let go, or the code is not good any more.
pub async fn chosen(turn: &mut Turn<'_>, key: &str) -> Result<bool> {
    let Redeemed::Good(invitation) = roster::kept(&mut turn.tx, turn.now, key).await? else {
        return Ok(false);
    };
    let Some(place) = turn.place_today(&invitation.place) else { return Ok(false) };
    let Some(from) = linked_elsewhere(turn, &place).filter(|_| invitation.role == Invited::Group) else {
        return Ok(false);
    };
    let held = turn.roles().await?;
    let role = roster::may_move(&held, &from, &place, turn.tree, turn.today()).cloned();
    let (Some(role), Some(group)) = (role, turn.group.clone()) else { return Ok(false) };
    if !roster::close_kept(&mut turn.tx, key, InvitationState::Used).await? {
        return Ok(false);
    }
    turn.decided(&role, Deed::MoveGroup, &format!("{} {place}", group.id)).await?;
    bind(turn, &invitation, &place).await?;
    Ok(true)
}

fn named(turn: &Turn<'_>, place: &str) -> String {
    turn.tree.get(place).map(|p| turn.place_name(p)).unwrap_or_default()
}

async fn bind(turn: &mut Turn<'_>, invitation: &Invitation, place: &str) -> Result<()> {
    let language = invitation.languages.first().map_or("", String::as_str);
    let at = (turn.account, turn.channel.platform(), turn.incoming.chat.as_str());
    let group = groups::bind(&mut turn.tx, &turn.parts.core.ids, turn.now, at, place, language).await?;
    // It may have been here before, and out since.
    turn.parts.publisher.tell_returned(&mut turn.tx, &group).await?;
    turn.group = Some(group);
    let place = named(turn, place);
    let owner = turn.identity().owner.clone();
    turn.reply("group-linked", &[("place", place.into()), ("owner", owner.into())]).await
}
