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
    let known = groups::in_chat(&mut turn.tx, turn.account, &turn.incoming.chat).await?;
    if known.iter().any(Group::is_linked) { Ok(()) } else { turn.reply("group-hello", &[]).await }
}

/// A group that counted as gone and speaks is not gone, and what waits because nobody knew what was wrong there is
/// due now. Taken in again, or allowed to write again, we are so in every topic of a chat.
pub async fn hear_again(turn: &mut Turn<'_>) -> Result<()> {
    let allowed = match turn.incoming.event {
        Event::Left | Event::Ended | Event::Moved { .. } | Event::AnsweredByHand { .. } | Event::Nothing => {
            return Ok(());
        }
        Event::Joined => true,
        _ => false,
    };
    let heard = if allowed {
        groups::in_chat(&mut turn.tx, turn.account, &turn.incoming.chat).await?
    } else {
        turn.group.clone().into_iter().collect()
    };
    for group in heard {
        let was_out = !group.is_linked() && groups::back(&mut turn.tx, turn.now, &group.id).await?;
        if was_out {
            turn.parts.publisher.tell_returned(&mut turn.tx, &group).await?;
        }
        if group.is_linked() || was_out {
            outbox::may_write_again(&mut turn.tx, turn.now, &group.id, allowed).await?;
        }
    }
    turn.find_group().await
}

/// The bot was taken out, or the group was dissolved: the group is shown as gone and nothing is tried there any more.
/// A person who blocked it gets nothing any more either, and no question may wait for them.
pub async fn left(turn: &mut Turn<'_>, why: Reason) -> Result<()> {
    if turn.private() {
        turn.recognise().await?;
        person::stop(turn).await?;
        return Ok(());
    }
    for group in groups::in_chat(&mut turn.tx, turn.account, &turn.incoming.chat).await? {
        if groups::gone(&mut turn.tx, turn.now, &group.id, why).await? {
            outbox::fail_group(&mut turn.tx, turn.now, &group.id, why).await?;
        }
    }
    Ok(())
}
