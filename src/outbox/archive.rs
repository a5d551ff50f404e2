//! What was settled long ago leaves the outbox. Of a delivery one slim row stays, which refuses the same cause once more
//! and says how its text stood; of a publication, how many groups' texts stood how.
//!
//! What may still be said, is somebody's, or is about a question that is open stays where it is, and so do items to role
//! holders: their names change with the sealing key, which the hash of a name could not follow.

use super::part::{self, State};
use super::store;
use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ids::{DeliveryId, GroupId, PublicationId};
use crate::seal::Seal;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Rows that one transaction looks at: it takes some hundredths of a second, and a message that leaves waits no longer.
const PAGE: i64 = 200;
/// So many pages in one look: first there may be millions of rows, and other scheduled acts have their turn in between.
const PAGES: usize = 20;
/// Between two of them others get theirs.
const PAUSE: Duration = Duration::from_millis(6);
/// Once everything was looked at, it is looked at again so much later.
const REST: Millis = 24 * 3_600_000;

/// What a delivery in the archive is found by: hashes of its cause up to the last colon (the item, in a revision), and of
/// all of it. An announcement's rows stand side by side, whichever group they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    pub about: i64,
    pub name: i64,
}

impl Name {
    /// The name of a delivery.
    pub fn of(delivery: &str) -> Name {
        let about = delivery.rsplit_once(':').map_or(delivery, |(about, _)| about);
        Name { about: hashed(about), name: hashed(delivery) }
    }
}

/// The first 63 bits of a SHA-256: never negative, so that no number is nearer to a moment than it looks.
fn hashed(text: &str) -> i64 {
    let digest = Sha256::digest(text.as_bytes());
    let first = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (first >> 1) as i64
}

/// Rows that leave together: a publication's to one group, or a delivery's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Group(PublicationId, GroupId),
    Delivery(DeliveryId),
}

/// A row as a page of them is looked through.
#[derive(Debug)]
pub(super) struct Glance {
    pub id: i64,
    pub created_at: Millis,
    /// Where it belongs, if it may ever leave.
    pub unit: Option<Unit>,
}

/// A row as far as it matters whether it may leave, and what stays of it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub id: i64,
    pub unit: Unit,
    pub delivery: DeliveryId,
    pub number: i64,
    pub texts: i64,
    pub state: State,
    /// It was sent once more after nobody could tell.
    pub again: bool,
    /// It is somebody's still, has a text or an address of its own, or is about a question that is not long closed.
    pub held: bool,
    pub created_at: Millis,
    pub changed_at: Millis,
}

/// What stays of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slim {
    /// None: it was put aside for another that went instead, and nobody looks for it.
    pub name: Option<Name>,
    /// Its first part is among the rows: how it stands is known. Later ones alone were put after the first had left.
    pub has_first: bool,
    pub parts: i64,
    pub state: State,
    pub arrived: bool,
    /// Where its text is counted.
    pub counts: Option<PublicationId>,
}

/// What of a unit stays, if all of it was settled before `before` and nobody needs its rows.
fn slim(rows: &[Row], before: Millis) -> Option<Slim> {
    let over =
        |row: &Row| row.state.is_end() && !row.held && row.changed_at < before && row.created_at < before;
    let first = rows.first().filter(|_| rows.iter().all(over))?;
    // Its first part says how many of them are its text.
    let said = rows.iter().find(|row| row.number == 0).map(|row| row.texts);
    let is_text = |row: &&Row| row.number < said.unwrap_or(row.texts);
    let mut texts = rows.iter().filter(is_text).map(|row| row.state).peekable();
    let counts = match &first.unit {
        Unit::Group(publication, _) => texts.peek().map(|_| publication.clone()),
        Unit::Delivery(_) => None,
    };
    let took = |row: &Row| matches!(row.state, State::Sent | State::Unknown) || row.again;
    Some(Slim {
        name: (!first.delivery.contains('~')).then(|| Name::of(&first.delivery)),
        has_first: rows.iter().any(|row| row.number == 0),
        parts: rows.iter().map(|row| row.number + 1).max().unwrap_or_default(),
        state: part::whole(texts),
        arrived: rows.iter().any(|row| row.number == 0 && took(row)),
        counts,
    })
}

/// How far the look at old rows has come. It is begun anew with the process: what left is not there to be met again.
#[derive(Debug, Default)]
pub struct Archiving {
    after: i64,
    rests_until: Millis,
}

impl Archiving {
    /// Goes on by some pages, oldest first. What was settled more than `keep` ago leaves, and when all was looked at, the
    /// texts that nothing can be sent with any more. Returns how many deliveries left.
    pub async fn look(&mut self, db: &Db, now: Millis, keep: Duration) -> Result<usize> {
        let before = now - keep.as_millis() as Millis;
        let mut left = 0;
        for _ in 0..PAGES {
            if now < self.rests_until {
                break;
            }
            match self.page(db, before).await? {
                Some(deliveries) => left += deliveries,
                None => *self = Archiving { after: 0, rests_until: now + REST },
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(left)
    }

    /// The next page, one transaction: how many deliveries left, or none when what comes now is too young.
    pub async fn page(&mut self, db: &Db, before: Millis) -> Result<Option<usize>> {
        let mut tx = db.write().await?;
        let page = store::old_page(&mut tx, self.after, PAGE).await?;
        let Some(last) = page.last().filter(|_| page.iter().any(|row| row.created_at < before)) else {
            store::delete_bodies(&mut tx, before).await?;
            tx.commit().await?;
            return Ok(None);
        };
        let after = last.id;
        let units: BTreeSet<Unit> = page.into_iter().filter_map(|row| row.unit).collect();
        let mut rows: BTreeMap<Unit, Vec<Row>> = BTreeMap::new();
        for row in store::of_units(&mut tx, &units, before).await? {
            rows.entry(row.unit.clone()).or_default().push(row);
        }
        let (mut ids, mut kept) = (vec![], vec![]);
        for rows in rows.into_values() {
            if let Some(slim) = slim(&rows, before) {
                ids.extend(rows.iter().map(|row| row.id));
                kept.push(slim);
            }
        }
        if !ids.is_empty() {
            if !store::take_out(&mut tx, &ids, before).await? {
                // Somebody moved one of them at this moment: another time.
                return Ok(Some(0));
            }
            store::keep_slim(&mut tx, &kept).await?;
            tx.commit().await?;
        }
        self.after = after;
        Ok(Some(kept.len()))
    }
}

/// Every row is read once, of the archive, too; those that cannot be are noted.
pub async fn survey(db: &Db, seal: &Seal) -> Result<()> {
    store::survey(db, seal).await?;
    store::survey_archive(db).await
}

/// Of these deliveries those in the archive that arrived, or may have.
pub(super) async fn arrived(
    tx: &mut Tx,
    ids: impl Iterator<Item = &DeliveryId>,
) -> Result<BTreeSet<DeliveryId>> {
    let names: BTreeMap<Name, &DeliveryId> = ids.map(|id| (Name::of(id), id)).collect();
    let found = store::archived(tx, names.keys().copied()).await?;
    let arrived = found.into_iter().filter(|(_, slim)| slim.arrived);
    Ok(arrived.filter_map(|(name, _)| names.get(&name).map(|id| (*id).clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: i64, state: State) -> Row {
        Row {
            id: number,
            unit: Unit::Group("p".into(), "g".into()),
            delivery: "item:x:1:g".into(),
            number,
            texts: 2,
            state,
            again: false,
            held: false,
            created_at: 5,
            changed_at: 9,
        }
    }

    #[test]
    fn a_delivery_leaves_whole_and_only_when_nothing_can_come_of_it() {
        let sent = row(0, State::Sent);
        let whole = slim(&[sent.clone(), row(1, State::Failed), row(2, State::Sent)], 10).unwrap();
        let name = Some(Name::of("item:x:1:g"));
        let counts = Some("p".into());
        assert_eq!(
            whole,
            Slim { name, has_first: true, parts: 3, state: State::Failed, arrived: true, counts }
        );
        for stays in [
            row(1, State::Waiting),
            row(1, State::Sending),
            Row { held: true, ..row(1, State::Sent) },
            Row { changed_at: 10, ..row(1, State::Sent) },
            Row { created_at: 10, ..row(1, State::Sent) },
        ] {
            assert_eq!(slim(&[sent.clone(), stays], 10), None);
        }
        assert_eq!(slim(&[], 10), None);
    }

    #[test]
    fn what_was_put_aside_is_counted_and_refuses_nothing() {
        let aside = Row { delivery: "item:x:1:g~7".into(), ..row(0, State::Failed) };
        let slim = slim(&[aside], 10).unwrap();
        assert_eq!((slim.name, slim.state, slim.counts.is_some()), (None, State::Failed, true));
    }

    #[test]
    fn what_was_said_twice_may_have_arrived_and_a_lone_voice_is_no_text() {
        let again = Row { again: true, ..row(0, State::Failed) };
        assert!(slim(&[again], 10).unwrap().arrived);
        let never = slim(&[row(0, State::Failed), row(1, State::Cancelled)], 10).unwrap();
        assert_eq!((never.arrived, never.state), (false, State::Failed));
        assert_eq!(slim(&[row(2, State::Sent)], 10).unwrap().counts, None);
    }

    #[test]
    fn names_of_one_item_begin_alike_and_are_never_negative() {
        let (one, other) = (Name::of("item:x:1:g1"), Name::of("item:x:1:g2"));
        assert_eq!(one.about, other.about);
        assert_ne!(one.name, other.name);
        assert_ne!(one.about, Name::of("item:x:2:g1").about);
        for n in 0..200 {
            let Name { about, name } = Name::of(&format!("a{n}:b"));
            assert!(about >= 0 && name >= 0);
        }
    }
}
