//! What waits because a chat takes nothing for now, or until somebody is heard of.

use super::delivery::Whom;
use super::part::State;
use super::{record, store};
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::{GroupId, PersonKey};
use anyhow::Result;

/// Something came from a group: what waits there because nobody knew what was wrong is due at once; with `allowed`
/// (the bot was taken in, or may write again), what was forbidden there as well.
pub async fn may_write_again(tx: &mut Tx, now: Millis, group: &GroupId, allowed: bool) -> Result<()> {
    store::held_again(tx, now, group, allowed).await?;
    say_again(tx, now, Whom::Group(group)).await
}

/// A person wrote, whose chat has these keys: what waits until they do is due at once.
pub async fn window_opened(tx: &mut Tx, now: Millis, keys: &[PersonKey]) -> Result<()> {
    for key in keys {
        store::written(tx, now, key).await?;
        say_again(tx, now, Whom::Person(key)).await?;
    }
    Ok(())
}

/// A person asked for no more messages, whose chat has these keys: what waits for them waits until they write.
pub async fn keep_until_written(tx: &mut Tx, until: Millis, keys: &[PersonKey]) -> Result<()> {
    for key in keys {
        store::hold_for(tx, until, key).await?;
    }
    Ok(())
}

/// Whoever is heard of is told once more what they wait for and may not have got.
async fn say_again(tx: &mut Tx, now: Millis, to: Whom<'_>) -> Result<()> {
    let parts = store::unheard(tx, to).await?;
    record::make_all(tx, now, &parts, State::Waiting, None).await?;
    store::fresh_attempts(tx, &parts).await
}
