//! Who had everything deleted stays gone, also when a backup from before is put back.

use crate::channel::Channel;
use crate::db::Tx;
use crate::ids::PersonKey;
use crate::parts::Parts;
use crate::people::{self, Extent, Meant, Missing};
use crate::{inbox, outbox, questions, roster};
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
    let missing = parts.register.missing(&core.db, &core.seal).await?;
    let mut people = vec![];
    if !missing.is_empty() {
        people::Gone::note(&core.db, core.now()).await?;
        let tree = parts.atlas.tree().await?;
        let waiting = heard_from(parts, channels, &missing).await?;
        let mut tx = core.db.write().await?;
        let groups = questions::groups_with_askers(&mut tx).await?;
        people = missing.meant(&mut tx, &core.seal, &groups).await?;
        for meant in &people {
            erase(parts, &mut tx, meant).await?;
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
async fn erase(parts: &Parts, tx: &mut Tx, Meant { keys, extent }: &Meant) -> Result<()> {
    let now = parts.core.now();
    let mut roles = vec![];
    for key in keys {
        roles.extend(roster::of(tx, key).await?);
    }
    // Of before, when one key stood for all: a role is kept with the key that it is held under.
    let holders: Vec<PersonKey> = match extent {
        Extent::ButRole => roles.iter().map(|role| role.person.clone()).collect(),
        Extent::Wholly => vec![],
    };
    parts.desk.forget(tx, keys).await?;
    if *extent == Extent::Wholly {
        // Their role had ended when they went: else it would have been kept.
        for role in roles {
            roster::end(tx, &role.id, now).await?;
        }
    }
    let gone: Vec<PersonKey> = keys.iter().filter(|key| !holders.contains(key)).cloned().collect();
    outbox::forget(tx, now, &gone).await?;
    people::forget(tx, &gone).await?;
    people::drop_all_pending(tx, keys).await
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
            let roots = sender.map(|address| core.seal.roots(account, &address));
            if roots.is_some_and(|roots| missing.is_about(&core.seal, &roots)) {
                found.push(kept.seq);
            }
        }
    }
    Ok(found)
}
