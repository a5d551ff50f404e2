//! Who owns an account: one process at a time, for as long as it says so again and again.
//!
//! An ownership has a number, its term, which grows whenever the account changes hands. What was begun in one
//! term is recorded in the same one or not at all: a process that was stopped for a while and wakes up finds
//! its term over, sends nothing of what it had marked, and leaves alone what the next owner settled.
//!
//! Whoever comes first takes what is free. A process that owns less than another asks it for one account at a
//! time ([`wish`]), and gets it once what flies there has landed: so the work is spread over all that run.

use super::store::{self, What};
use crate::clock::Millis;
use crate::db::{Db, Tx};
use anyhow::Result;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long an ownership lasts without being renewed, by the database's clock, and how often it is.
const LEASE: Millis = 10_000;
pub(super) const RENEWAL_PAUSE: Duration = Duration::from_secs(3);
/// How long its owner relies on it, by its own monotonic hand from before it asked: surely shorter.
const FENCE: Duration = Duration::from_secs(8);

/// An ownership that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Its number: it grows whenever the account changes hands.
    pub term: i64,
    /// It was taken just now.
    pub new: bool,
    /// How long ago somebody else may have sent at the latest; negative: he says he still does. `None`: nobody ever.
    pub since: Option<Millis>,
    /// Another process asks for it.
    pub wanted: bool,
}

/// An ownership as it stands: whose, and of which account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// The account.
    pub account: String,
    /// The process.
    pub owner: String,
}

/// What the attempts under way ask before they touch the network.
#[derive(Debug, Default)]
pub struct Fence(Mutex<Option<(i64, Duration)>>);

impl Fence {
    /// The account was asked for at `tick`, and is held in this term or not at all.
    pub(super) fn put(&self, term: Option<i64>, tick: Duration, exclusive: bool) {
        let until = if exclusive { Duration::MAX } else { tick + FENCE };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = term.map(|term| (term, until));
    }

    /// True while nobody else can own the account.
    pub(super) fn stands(&self, term: i64, tick: Duration) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some_and(|(now, until)| now == term && tick < until)
    }
}

/// The platform's second in which the owner before may have sent as much as it takes.
const SECOND: Millis = 1_000;

/// How long whoever took an account from another leaves it alone, so that the two together are not too quick.
pub(super) fn rest(held: &Held) -> Duration {
    let left = held.since.filter(|_| held.new).map_or(0, |ago| SECOND - ago.max(0));
    Duration::from_millis(left.max(0) as u64)
}

/// Takes or keeps an account.
pub(super) async fn hold(tx: &mut Tx, account: &str, owner: &str, exclusive: bool) -> Result<Option<Held>> {
    store::hold(tx, (What::Account, account), owner, LEASE, exclusive).await
}

/// Takes or keeps something that one process does for all (the schedule), for as long as an account is held.
pub async fn hold_turn(db: &Db, name: &str, owner: &str, exclusive: bool) -> Result<bool> {
    let mut tx = db.write().await?;
    let held = store::hold(&mut tx, (What::Task, name), owner, LEASE, exclusive).await?;
    tx.commit().await?;
    Ok(held.is_some())
}

/// Asks for one account of the process that owns the most, if this one owns two less. `serves`: what it could own.
pub async fn wish(db: &Db, owner: &str, serves: &[String]) -> Result<()> {
    let mut tx = db.write().await?;
    let owned = store::owned(&mut tx).await?;
    if let Some(account) = too_many(&owned, owner, serves) {
        store::hold(&mut tx, (What::Wish, account), owner, LEASE, false).await?;
    }
    tx.commit().await
}

/// The account that another process should give up for this one; `owned` is in order of names.
fn too_many<'a>(owned: &'a [Owned], me: &str, serves: &[String]) -> Option<&'a str> {
    let count = |owner: &str| owned.iter().filter(|o| o.owner == owner).count();
    let theirs = owned.iter().filter(|o| o.owner != me && serves.contains(&o.account));
    // Of equals the last by name: two that ask at once ask for the same.
    let most = theirs.max_by_key(|o| count(&o.owner))?;
    (count(&most.owner) > count(me) + 1).then_some(most.account.as_str())
}

/// The accounts that are sent for now; `None`: no process is alive. A killed one counts for as long as its lease.
pub async fn alive(db: &Db) -> Result<Option<Vec<String>>> {
    let mut tx = db.write().await?;
    let held = store::held_now(&mut tx).await?;
    // Nothing was written.
    drop(tx);
    let accounts = |(what, name)| (what == What::Account).then_some(name);
    Ok((!held.is_empty()).then(|| held.into_iter().filter_map(accounts).collect()))
}

/// Gives up every account this process owns, so that another takes over at once.
pub async fn release(db: &Db, owner: &str) -> Result<()> {
    let mut tx = db.write().await?;
    store::release(&mut tx, owner).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_stands_for_its_own_term_and_falls_before_the_lease_does() {
        let (fence, asked) = (Fence::default(), Duration::from_secs(100));
        assert!(!fence.stands(1, asked));
        fence.put(Some(1), asked, false);
        assert!(fence.stands(1, asked + Duration::from_secs(7)));
        assert!(!fence.stands(1, asked + FENCE) && FENCE.as_millis() < LEASE as u128);
        // Lost and taken again: what was begun before belongs to the next owner.
        fence.put(Some(3), asked, false);
        assert!(fence.stands(3, asked) && !fence.stands(1, asked));
        fence.put(None, asked, false);
        assert!(!fence.stands(3, asked));
        fence.put(Some(4), asked, true);
        assert!(fence.stands(4, asked * 1_000_000));
    }

    #[test]
    fn the_platforms_second_is_shared_with_the_owner_before() {
        let held = |new, since| Held { term: 2, new, since, wanted: false };
        let rests = |new, since| rest(&held(new, since)).as_millis();
        assert_eq!(rests(true, Some(300)), 700);
        // It was killed, and only the file's lock says so.
        assert_eq!(rests(true, Some(-9_000)), 1_000);
        assert_eq!((rests(true, Some(10_000)), rests(true, None), rests(false, Some(0))), (0, 0, 0));
    }

    #[test]
    fn who_owns_two_less_asks_for_one_until_all_own_the_same() {
        let serves: Vec<String> = "abcdefg".chars().map(String::from).collect();
        for processes in 1..=4 {
            let process = |n: usize| format!("p{n}");
            // The first one came first.
            let mut owned: Vec<Owned> =
                serves.iter().map(|a| Owned { account: a.clone(), owner: process(0) }).collect();
            let mut moves = 0;
            while let Some((account, to)) =
                (0..processes).find_map(|n| Some((too_many(&owned, &process(n), &serves)?.to_owned(), n)))
            {
                owned.iter_mut().find(|o| o.account == account).unwrap().owner = process(to);
                moves += 1;
                assert!(moves < 20, "it goes round in circles");
            }
            let counts: Vec<usize> =
                (0..processes).map(|n| owned.iter().filter(|o| o.owner == process(n)).count()).collect();
            assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{counts:?}");
        }
        // What it could not serve is not asked for.
        let owned: Vec<Owned> =
            serves.iter().map(|a| Owned { account: a.clone(), owner: "p0".into() }).collect();
        assert_eq!(too_many(&owned, "p1", &["x".into()]), None);
        assert_eq!(too_many(&owned, "p1", &["b".into()]), Some("b"));
    }
}
