//! Whoever was known under a key of before (another sealing key, or the one key that stood for all that a person does) is
//! known by those of now.

use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::groups;
use crate::ids::{GroupId, PersonKey};
use crate::message::{ChatKind, Event, Incoming};
use crate::people::{self, Chat, Reach};
use crate::seal::{Seal, Use};
use crate::{outbox, questions, roster};
use anyhow::Result;
use std::collections::BTreeSet;

/// Whether anybody may still be known under a key of before: then each who writes is looked for by those, too. `since`: when
/// the keys of now began.
pub async fn any(db: &Db, seal: &Seal, since: Millis) -> Result<bool> {
    Ok(people::any_older(db, seal).await? || questions::has_older_handles(db, since).await?)
}

/// Everybody who can be written to under a key of before, at a start: their address says who they are.
pub async fn all(tx: &mut Tx, seal: &Seal) -> Result<()> {
    let groups = questions::groups_with_askers(tx).await?;
    let mut after = PersonKey::default();
    loop {
        let some = people::reached_by_older(tx, seal, &after).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after = last.key.clone();
        for reach in &some {
            // What no key of ours opens leads nowhere; `doctor` names the row.
            if let Ok(address) = seal.unseal_address(&reach.address_sealed) {
                one(tx, seal, &reach.account, &address, &groups).await?;
            }
        }
    }
}

/// Those among the senders who were known under a key of before.
pub async fn senders(tx: &mut Tx, seal: &Seal, account: &str, incoming: &[&Incoming]) -> Result<()> {
    let heard = incoming.iter().filter(|heard| heard.event != Event::Nothing);
    let said: BTreeSet<(&str, Option<&str>)> = heard
        .filter_map(|heard| {
            let group = (heard.kind == ChatKind::Group).then_some(heard.chat.as_str());
            Some((heard.sender.as_deref()?, group))
        })
        .collect();
    for (address, chat) in said {
        let mut near = match chat {
            Some(chat) => groups::find(tx, account, chat).await?.map(|g| vec![g.id]).unwrap_or_default(),
            None => questions::groups_with_askers(tx).await?,
        };
        near.truncate(MOST_GROUPS);
        if people::is_known_by(tx, &old_keys(seal, account, address, &near)).await? {
            one(tx, seal, account, address, &near).await?;
        }
    }
    Ok(())
}

/// Groups that are looked through for one person.
const MOST_GROUPS: usize = 200;

fn old_keys(seal: &Seal, account: &str, address: &str, groups: &[GroupId]) -> Vec<PersonKey> {
    let uses = [Use::Known, Use::Asker, Use::Role].into_iter().chain(groups.iter().map(Use::Member));
    uses.flat_map(|of| older(seal, account, address, of)).collect::<BTreeSet<_>>().into_iter().collect()
}

fn older(seal: &Seal, account: &str, address: &str, of: Use<'_>) -> Vec<PersonKey> {
    seal.every_key(account, address, of).into_iter().skip(1).collect()
}

async fn one(tx: &mut Tx, seal: &Seal, account: &str, address: &str, groups: &[GroupId]) -> Result<()> {
    let keys = |of: Use<'_>| (older(seal, account, address, of), seal.person_key(account, address, of));
    let (old, new) = keys(Use::Known);
    people::rename(tx, seal, &old, &new).await?;
    let (old_asker, asker) = keys(Use::Asker);
    let (old_role, role) = keys(Use::Role);
    roster::rename(tx, &old_role, &role).await?;
    for (old, new) in [(&old_asker, &asker), (&old_role, &role)] {
        for old in old {
            if let Some(reach) = people::reach(tx, old).await? {
                // Sealed anew, so that two rows of one person do not look alike. What nothing needs goes with the day.
                let address_sealed = seal.seal_address(address);
                people::keep_reach(tx, seal, &Reach { key: new.clone(), address_sealed, ..reach }).await?;
            }
        }
    }
    people::forget_reach(tx, &[old_asker.clone(), old_role.clone()].concat()).await?;
    for old in &old_role {
        outbox::rename(tx, old, &role, true).await?;
    }
    for old in &old_asker {
        questions::rename(tx, None, old, &asker).await?;
        outbox::rename(tx, old, &asker, false).await?;
    }
    for chat in [
        Chat::Private,
        Chat::Aloud,
        Chat::Album,
        Chat::HandOver,
        Chat::More,
        Chat::Opening,
        Chat::Refusal,
        Chat::Remark,
        Chat::Line,
        Chat::Office,
        Chat::Sharing,
    ] {
        people::rename_pending(tx, chat, &old_asker, &asker).await?;
    }
    for group in groups {
        let (old, new) = keys(Use::Member(group));
        people::rename_pending(tx, Chat::Group(group), &old, &new).await?;
        for old in &old {
            questions::rename(tx, Some(group), old, &new).await?;
            outbox::rename_member(tx, group, old, &new).await?;
        }
    }
    Ok(())
}
