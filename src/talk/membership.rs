//! The bot comes into a chat and goes out of it.

use super::person;
use super::turn::Turn;
use crate::channel::Reason;
use crate::groups::{self, Group};
use crate::message::Event;
use crate::outbox;
use anyhow::Result;

/// The bot was put into a group, or a person opened the private chat again. A group that was linked before is
/// linked again.
pub async fn joined(turn: &mut Turn<'_>) -> Result<()> {
    if turn.private() {
        turn.recognise().await?;
        return person::receive_again(turn).await;
    }
    // One that was linked before was found again by `hear_again`.
    if turn.group.as_ref().is_some_and(Group::is_linked) {
        Ok(())
    } else {
        turn.reply("group-hello", &[]).await
    }
}

/// A group that counted as gone and speaks is not gone.
pub async fn hear_again(turn: &mut Turn<'_>) -> Result<()> {
    let silent = matches!(
        turn.incoming.event,
        Event::Left | Event::Ended | Event::Moved { .. } | Event::AnsweredByHand { .. } | Event::Nothing
    );
    let gone = turn.group.as_mut().filter(|g| g.state == groups::State::Gone && !silent);
    let Some(group) = gone else { return Ok(()) };
    groups::back(&mut turn.tx, turn.now, &group.id).await?;
    (group.state, group.reason) = (groups::State::Linked, None);
    Ok(())
}

/// The bot was taken out, or the group was dissolved: the group is shown as gone and nothing is tried there any more.
/// A person who blocked it gets nothing any more either, and no question may wait for them.
pub async fn left(turn: &mut Turn<'_>, why: Reason) -> Result<()> {
    if turn.private() {
        turn.recognise().await?;
        person::stop(turn).await?;
        return Ok(());
    }
    let Some(group) = turn.group.clone() else { return Ok(()) };
    if !groups::gone(&mut turn.tx, turn.now, &group.id, why).await? {
        return Ok(());
    }
    outbox::fail_group(&mut turn.tx, turn.now, &group.id, why).await
}
