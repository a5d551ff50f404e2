//! The commands that a platform offers in the chat of whoever holds a role: they go when the role does, also when it was
//! ended elsewhere.

use crate::channel::Channel;
use crate::clock::Millis;
use crate::ids::PersonKey;
use crate::mail::language_of;
use crate::parts::Parts;
use crate::people;
use crate::roster::{self, Duty};
use crate::talk::menu_entries;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So far back a first look goes.
const LATELY: Millis = 7 * 24 * 3_600_000;

/// Who held what when it was last looked, when that was, and to whom what is left was offered since.
#[derive(Default)]
pub struct Menus {
    held: BTreeMap<PersonKey, BTreeSet<Duty>>,
    looked_at: Option<Millis>,
    offered: BTreeMap<PersonKey, BTreeSet<Duty>>,
}

impl Menus {
    /// Whoever holds less than when it was last looked is offered what is left. What begins is offered where it begins, in
    /// the chat.
    pub async fn renew(&mut self, parts: &Parts, channels: &HashMap<String, Channel>) -> Result<()> {
        let mut tx = parts.core.db.write().await?;
        let mut held: BTreeMap<PersonKey, BTreeSet<Duty>> = BTreeMap::new();
        for role in roster::all(&mut tx).await? {
            held.entry(role.person).or_default().insert(role.duty);
        }
        let now = parts.core.clock.now();
        // What began and ended between two looks, or while nobody looked, too.
        let since = self.looked_at.unwrap_or(now - LATELY);
        let mut less: BTreeSet<PersonKey> = roster::ended_since(&mut tx, since).await?.into_iter().collect();
        let fewer = self
            .held
            .iter()
            .filter(|(key, duties)| held.get(*key).is_none_or(|now| !now.is_superset(duties)));
        less.extend(fewer.map(|(key, _)| key.clone()));
        let left = |key: &PersonKey| held.get(key).cloned().unwrap_or_default();
        self.offered.retain(|key, duties| *duties == left(key));
        less.retain(|key| !self.offered.contains_key(key));
        let mut changed = vec![];
        for key in less {
            if let Some(reach) = people::reach(&mut tx, &key).await? {
                changed.push((reach, left(&key)));
            }
            self.offered.insert(key.clone(), left(&key));
        }
        tx.commit().await?;
        (self.held, self.looked_at) = (held, Some(now));
        for (reach, duties) in changed {
            let Some(channel) = channels.get(&reach.account) else { continue };
            let language = language_of(&parts.core.text, &reach.language);
            let duties: Vec<Duty> = duties.into_iter().collect();
            let entries = match duties.is_empty() {
                true => vec![],
                false => menu_entries(&parts.core.text, &language, &duties),
            };
            channel.offer(Some(&parts.core.seal.unseal_address(&reach.address_sealed)?), &entries).await;
        }
        Ok(())
    }
}
