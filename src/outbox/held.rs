//! What waits because a chat takes nothing for now.

use super::store;
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::GroupId;
use crate::reason::Reason;
use anyhow::Result;

/// Why something may wait for a group. Whoever hears of the group knows that the first two are over.
const HELD_REASONS: [Reason; 6] = [
    Reason::UnknownChat,
    Reason::Forbidden,
    Reason::Muted,
    Reason::Restricted,
    Reason::TopicClosed,
    Reason::Lapsed,
];

/// Something came from a group: what waits there because nobody knew what was wrong is due at once; with `allowed`
/// (the bot was taken in, or may write again), what was forbidden there as well.
pub async fn may_write_again(tx: &mut Tx, now: Millis, group: &GroupId, allowed: bool) -> Result<()> {
    for reason in if allowed { &HELD_REASONS[..] } else { &HELD_REASONS[..2] } {
        store::held_again(tx, now, group, *reason).await?;
    }
    Ok(())
}
