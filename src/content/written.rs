//! Items that are written at the desk: versions of a folder in the database. What is handed in is what the shelf shows; what
//! is still being written is seen at the desk alone.

use super::item::{Item, sha256_hex};
use super::parse::Folder;
use super::review::Release;
use super::store::written as store;
pub use super::version::{Version, Written};
use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ids::{ItemId, RoleId};
use crate::roster::{self, Role};
use anyhow::{Context, Result};

/// What one hand saves within so long of the last time is one version.
const ONE_SITTING: Millis = 3_600_000;

/// What came of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// This is the version now.
    As(i64),
    /// It was so already.
    Same(i64),
    /// Somebody else saved another version meanwhile: nothing was changed.
    Changed,
}

/// Everything that is written at the desk, handed in or not.
pub async fn all(db: &Db) -> Result<Vec<Written>> {
    store::all(db.read()).await
}

/// One item.
pub async fn find(db: &Db, item: &ItemId) -> Result<Option<Written>> {
    store::get(db.read(), item).await
}

/// The same within a transaction.
pub async fn find_in(tx: &mut Tx, item: &ItemId) -> Result<Option<Written>> {
    store::get(&mut **tx, item).await
}

/// What every version of an item was made of, oldest first.
pub async fn history(db: &Db, item: &ItemId) -> Result<Vec<Version>> {
    store::versions(db.read(), item).await
}

/// A version as the folder that it would be.
pub async fn folder(db: &Db, item: &ItemId, version: i64) -> Result<Folder> {
    let mut files = vec![];
    for (name, hash) in store::files(db.read(), item, version).await? {
        let bytes = store::bytes(db.read(), item, &hash).await?;
        files.push((name, bytes.context("a file of an item is not in the database")?));
    }
    Ok(Folder { name: item.to_string(), files })
}

/// The bytes of a file that an item has or had.
pub async fn bytes(db: &Db, item: &ItemId, hash: &str) -> Result<Option<Vec<u8>>> {
    store::bytes(db.read(), item, hash).await
}

/// Who saves.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    /// Whose holder; none: the command line.
    pub role: Option<&'a RoleId>,
    /// Whose a new item will be.
    pub place: &'a str,
}

/// Saves what somebody made of version `from` (0: a new item). `read`: what it says, if it can be read as an item already. What
/// the same hand saves again soon takes the place of what they saved before, unless that was handed in.
pub async fn save(
    tx: &mut Tx,
    (folder, read): (&Folder, Option<&Item>),
    from: i64,
    Hand { role, place }: Hand<'_>,
    now: Millis,
) -> Result<Saved> {
    let item = ItemId::from(folder.name.as_str());
    let mut files: Vec<(&str, String, &[u8])> = folder
        .files
        .iter()
        .map(|(name, bytes)| (name.as_str(), sha256_hex(bytes), bytes.as_slice()))
        .collect();
    files.sort();
    let before = store::files(&mut **tx, &item, from).await?;
    let same = before.len() == files.len()
        && before.iter().zip(&files).all(|((name, hash), (other, now, _))| name == other && hash == now);
    if from > 0 && same {
        return Ok(Saved::Same(from));
    }
    let version = from + 1;
    if !store::step(tx, &item, place, (from, version)).await? {
        return Ok(Saved::Changed);
    }
    let last = store::versions(&mut **tx, &item).await?.pop();
    let handed_in = store::get(&mut **tx, &item).await?.is_some_and(|written| written.submitted == from);
    let forms = read.map(|item| {
        item.form_names()
            .into_iter()
            .filter_map(|form| Some((form.clone(), item.form_hash(&form)?)))
            .collect()
    });
    store::insert_version(tx, &item, &Version { version, role: role.cloned(), at: now, forms }).await?;
    for (name, hash, bytes) in &files {
        store::insert_file(tx, (&item, version), (name, hash), bytes).await?;
    }
    if let Some(last) = last
        && !handed_in
        && last.role.as_ref() == role
        && now - last.at < ONE_SITTING
    {
        store::delete_version(tx, &item, last.version).await?;
    }
    Ok(Saved::As(version))
}

/// Hands a version in: from now on the shelf shows it. False: it was already, or is not the newest any more.
pub async fn submit(tx: &mut Tx, item: &ItemId, version: i64) -> Result<bool> {
    store::submit(tx, item, version).await
}

/// Whether the holder of these roles had a hand in what a release of `form` would let out: they saved a version that changed it
/// since it was released last, here or anywhere.
pub async fn had_a_hand(
    tx: &mut Tx,
    item: &ItemId,
    form: &str,
    (released, held): (&[Release], &[Role]),
) -> Result<bool> {
    let versions = store::versions(&mut **tx, item).await?;
    for role in hands(&versions, form, released.iter().filter(|r| r.item == *item)) {
        let whose = match role {
            Some(role) => roster::person_of(tx, role).await?,
            None => None,
        };
        let is_theirs = |one: &Role| Some(&one.person) == whose.as_ref() || Some(&one.id) == role;
        if held.iter().any(is_theirs) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Who changed a form since it was released last, by role.
fn hands<'v>(
    versions: &'v [Version],
    form: &str,
    released: impl Iterator<Item = &'v Release>,
) -> Vec<Option<&'v RoleId>> {
    let out: Vec<&str> = released.filter(|r| r.form == form).map(|r| r.hash.as_str()).collect();
    let hash = |v: &'v Version| v.forms.as_ref().map(|forms| forms.get(form).map(String::as_str));
    let since = versions.iter().rposition(|v| hash(v).flatten().is_some_and(|hash| out.contains(&hash)));
    let mut before = since.map(|at| hash(&versions[at]));
    let mut hands = vec![];
    for version in &versions[since.map_or(0, |at| at + 1)..] {
        let now = hash(version);
        // What could not be read may have changed anything.
        if now.is_none() || Some(now) != before {
            hands.push(version.role.as_ref());
        }
        before = Some(now);
    }
    hands
}

#[cfg(test)]
mod tests;
