//! Who had everything deleted stays gone, also when a backup from before is put back.

use crate::channel::Channel;
use crate::db::Tx;
use crate::ids::PersonKey;
use crate::parts::Parts;
use crate::people::{self, Extent, Missing, Person};
use crate::{inbox, outbox, roster};
use anyhow::Result;
use std::collections::HashMap;

/// More updates of one account than these do not wait when a backup is made.
const MOST_WAITING: i64 = 100_000;
/// Rows that are taken from the inbox in one statement.
const ROWS_AT_ONCE: usize = 500;

/// Does again what the file of erasures has and this database does not, and writes the database's own into the file. Before
/// anything is sent or understood. Returns how many people were there again.
pub async fn apply(parts: &Parts, channels: &HashMap<String, Channel>) -> Result<usize> {
    let core = &parts.core;
    let missing = parts.register.missing(&core.db).await?;
    let mut people = vec![];
    if !missing.is_empty() {
        people::Gone::note(&core.db, core.now()).await?;
        let tree = parts.atlas.tree().await?;
        let waiting = heard_from(parts, channels, &missing).await?;
        let mut tx = core.db.write().await?;
        people = missing.meant(&mut tx, &core.seal).await?;
        for (key, extent) in &people {
            erase(parts, &mut tx, key, *extent).await?;
        }
        for some in waiting.chunks(ROWS_AT_ONCE) {
            inbox::claim(&mut tx, some).await?;
        }
        // What was theirs to answer is somebody else's.
        parts.desk.assign_waiting(&mut tx, &tree).await?;
        missing.done(&mut tx).await?;
        tx.commit().await?;
        if !people.is_empty() {
            tracing::warn!(
                people = people.len(),
                "the database knew people again who had everything deleted, as an older backup does; they are gone"
            );
        }
    }
    if let Err(e) = parts.register.keep(&core.db).await {
        tracing::error!("who had everything deleted could not be written down beside the key: {e:#}");
    }
    Ok(people.len())
}

/// As `xoá` does it, without a word to them.
async fn erase(parts: &Parts, tx: &mut Tx, key: &PersonKey, extent: Extent) -> Result<()> {
    let now = parts.core.now();
    parts.desk.forget(tx, key).await?;
    outbox::forget(tx, now, key).await?;
    let roles = roster::of(tx, key).await?;
    if extent == Extent::ButRole && !roles.is_empty() {
        people::drop_all_pending(tx, key).await?;
        if let Some(person) = people::find(tx, key).await? {
            let bare =
                Person { language: String::new(), place: String::new(), consent: String::new(), ..person };
            people::save(tx, &bare).await?;
        }
        return Ok(());
    }
    // Their role had ended when they went: else it would have been kept.
    for role in roles {
        roster::end(tx, &role.id, now).await?;
    }
    people::forget(tx, key).await
}

/// What waits to be understood and was said by one of them.
async fn heard_from(
    parts: &Parts,
    channels: &HashMap<String, Channel>,
    missing: &Missing,
) -> Result<Vec<i64>> {
    let core = &parts.core;
    let mut found = vec![];
    for (account, channel) in channels {
        for kept in inbox::waiting(&core.db, &core.seal, account, MOST_WAITING).await? {
            let sender = channel.read(&kept.event, &kept.body).sender;
            let key = sender.map(|address| core.seal.person_key(account, &address));
            if key.is_some_and(|key| missing.extent(&core.seal, &key).is_some()) {
                found.push(kept.seq);
            }
        }
    }
    Ok(found)
}
