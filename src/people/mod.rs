//! One person: keys, consent, and the way to be forgotten.
//!
//! A key is an HMAC of account and address under the key kept outside the database, another for each use
//! ([`Use`]): what somebody agreed to ([`Person`]) has no address, and what must be written to later
//! ([`Reach`]) has one of its own, sealed, as long as something needs it. No name is ever stored, nothing is counted, and
//! nothing nearer than a quarter of a year says when somebody was heard of.

mod erasure;
mod gone;
mod notices;
mod register;
mod store;

pub use erasure::{Erasure, Extent};
pub use gone::Gone;
pub use notices::Notices;
pub use register::{Meant, Missing, Register, erased};
pub use store::{lose, survey};

use crate::clock::Millis;
use crate::db::{Db, Resealing, Tx};
use crate::ids::{GroupId, PersonKey};
use crate::seal::{Seal, Use};
use anyhow::Result;
use jiff::civil::Date;
use std::collections::HashSet;

/// Someone who wrote to us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// By which they are known ([`Use::Known`]), and nothing that they do.
    pub key: PersonKey,
    /// The account (of the settings) they write to.
    pub account: String,
    /// Chosen language, "" before a choice.
    pub language: String,
    /// Their village's code, "" while unknown.
    pub place: String,
    /// The notices they agreed to, by version, with spaces between; "" before.
    pub consent: String,
    /// Asked for no more messages.
    pub stopped: bool,
    /// Does not want to be asked days later whether a matter was settled.
    pub unasked: bool,
    /// The quarter of a year in which they last wrote ([`quarter`]); no row knows a nearer time.
    pub quarter: i64,
}

/// Somebody who can be written to, for one use: who asked, or who holds a role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Theirs in that use ([`Use::Asker`] or [`Use::Role`]).
    pub key: PersonKey,
    /// The account they write to.
    pub account: String,
    /// Their address, sealed.
    pub address_sealed: String,
    /// Chosen language, "" before a choice.
    pub language: String,
    /// Asked for no more messages.
    pub stopped: bool,
    /// Does not want to be asked days later whether a matter was settled.
    pub unasked: bool,
}

/// Quarters without a word after which somebody is forgotten.
const QUARTERS_KEPT: i64 = 4;

/// The quarter of a year of a day, counted on from the year 0.
pub fn quarter(day: Date) -> i64 {
    i64::from(day.year()) * 4 + i64::from(day.month() - 1) / 3
}

impl Person {
    /// Agreed to this version of a notice ([`Notices`]).
    pub fn agreed(&self, version: &str) -> bool {
        self.consent.split(' ').any(|v| v == version)
    }

    /// Agreed to the same purpose, in whatever words.
    pub fn agreed_once(&self, version: &str) -> bool {
        self.consent.split(' ').any(|v| notices::purpose(v) == notices::purpose(version))
    }

    /// Agrees to one notice, in place of older words for the same purpose; [`save`] stores it.
    pub fn agree(&mut self, version: &str) {
        let others = self.consent.split(' ').filter(|v| notices::purpose(v) != notices::purpose(version));
        self.consent = others.chain([version]).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" ");
    }
}

/// Somebody who is met for the first time. They get a row, so that what they choose is kept; [`sweep`] takes away the
/// rows of those who never agreed to anything.
pub fn stranger(seal: &Seal, day: Date, account: &str, address: &str) -> Person {
    let key = seal.person_key(account, address, Use::Known);
    Person { key, account: account.into(), quarter: quarter(day), ..Person::default() }
}

/// Makes the rows of people who are met for the first time, each once.
pub async fn meet_all(tx: &mut Tx, seal: &Seal, strangers: &[Person]) -> Result<()> {
    if strangers.is_empty() { Ok(()) } else { store::insert(tx, seal.name(), strangers).await }
}

/// Somebody who was met before writes again: in which quarter is kept.
pub async fn meet_again(tx: &mut Tx, day: Date, person: &mut Person) -> Result<()> {
    if person.quarter != quarter(day) {
        person.quarter = quarter(day);
        store::update(tx, person).await?;
    }
    Ok(())
}

/// Somebody can be written to from here on, for one use.
pub async fn keep_reach(tx: &mut Tx, seal: &Seal, reach: &Reach) -> Result<()> {
    store::put_reach(tx, seal.name(), reach).await
}

/// Where somebody can be written to, by their key in one use.
pub async fn reach(tx: &mut Tx, key: &PersonKey) -> Result<Option<Reach>> {
    store::reach(tx, key).await
}

/// Stores the language and the wishes of somebody wherever they can be written to.
pub async fn save_reach(tx: &mut Tx, keys: &[PersonKey], person: &Person) -> Result<()> {
    for key in keys {
        store::update_reach(tx, key, person).await?;
    }
    Ok(())
}

/// The rows that somebody is known by who was met under an older key, or before there was a key for each use, are theirs
/// of now. What they did is renamed by its own rooms.
pub async fn rename(tx: &mut Tx, seal: &Seal, old: &[PersonKey], new: &PersonKey) -> Result<()> {
    store::rename(tx, seal.name(), old, new).await
}

/// What was kept while a choice was open goes on under the new key.
pub async fn rename_pending(tx: &mut Tx, chat: Chat<'_>, old: &[PersonKey], new: &PersonKey) -> Result<()> {
    store::rename_pending(tx, chat.as_str(), old, new).await
}

/// Nobody is reached by these keys any more.
pub async fn forget_reach(tx: &mut Tx, keys: &[PersonKey]) -> Result<()> {
    store::delete_reach(tx, keys).await
}

/// Some of those who can be written to under keys of before, after this key: there are no more when it is empty.
pub async fn reached_by_older(tx: &mut Tx, seal: &Seal, after: &PersonKey) -> Result<Vec<Reach>> {
    store::reached_by_older(tx, seal.name(), after).await
}

/// Whether one of these keys is anybody's who was met, asked, holds a role or may choose.
pub async fn is_known_by(tx: &mut Tx, keys: &[PersonKey]) -> Result<bool> {
    store::is_known_by(tx, keys).await
}

/// Somebody is known under a key of before.
pub async fn any_older(db: &Db, seal: &Seal) -> Result<bool> {
    store::any_older(db, seal.name()).await
}

/// What an older key sealed is sealed by the newest; returns how much.
pub async fn reseal(db: &Db, resealing: &Resealing<'_>) -> Result<usize> {
    store::reseal(db, resealing).await
}

/// Those with these keys who were met before.
pub async fn find_all(tx: &mut Tx, keys: &[PersonKey]) -> Result<Vec<Person>> {
    store::find(tx, keys).await
}

/// Those of these people for whom something is kept while a choice is open.
pub async fn with_pending(tx: &mut Tx, keys: &[PersonKey]) -> Result<HashSet<PersonKey>> {
    store::with_pending(tx, keys).await
}

/// The person with this key.
pub async fn find(tx: &mut Tx, key: &PersonKey) -> Result<Option<Person>> {
    Ok(store::find(tx, std::slice::from_ref(key)).await?.pop())
}

/// Stores language, place, consent and wishes as they now are.
pub async fn save(tx: &mut Tx, person: &Person) -> Result<()> {
    store::update(tx, person).await
}

/// How many people have written to an account and are not forgotten.
pub async fn count(db: &Db, account: &str) -> Result<i64> {
    store::count(db, account).await
}

/// Removes the rows that these keys are known by. Questions and deliveries are cleaned by their own rooms.
pub async fn forget(tx: &mut Tx, keys: &[PersonKey]) -> Result<()> {
    store::delete(tx, keys).await
}

/// Once a day: forgets who never agreed to anything, who has not been heard of for four quarters, and the addresses that
/// nothing needs. Returns how many people.
pub async fn sweep(db: &Db, day: Date) -> Result<u64> {
    let today = day.to_string();
    if db.mark("swept").await?.as_deref() == Some(&today) {
        return Ok(0);
    }
    let mut tx = db.write().await?;
    let gone = store::delete_unneeded(&mut tx, quarter(day) - QUARTERS_KEPT).await?;
    store::drop_reach(&mut tx).await?;
    tx.commit().await?;
    db.put_mark("swept", &today).await?;
    Ok(gone)
}

/// Where something waits for a choice of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chat<'a> {
    /// Between them and the bot.
    Private,
    /// In a group.
    Group(&'a GroupId),
    /// A voice that was announced as an answer.
    Aloud,
    /// The album that was heard last, of which one message is answered.
    Album,
    /// Why a question is handed over, until the place is chosen.
    HandOver,
    /// Which question more is waited for about, and why.
    More,
    /// What was said to open a question.
    Opening,
    /// What somebody who answers said, until it is known what it is.
    Remark,
    /// A figure that a secretary told, until the item is chosen.
    Line,
    /// Why a question was set aside, in case its asker is refused for the day.
    Refusal,
    /// What an editor was shown before they decide.
    Office,
    /// A question that somebody writes anew for a village, until its answer is written, too.
    Sharing,
}

impl Chat<'_> {
    /// The stored form: "" is the private chat.
    fn as_str(&self) -> &str {
        match self {
            Chat::Private => "",
            Chat::Group(id) => id,
            Chat::Aloud => "#aloud",
            Chat::Album => "#album",
            Chat::HandOver => "#hand-over",
            Chat::More => "#more",
            Chat::Opening => "#opening",
            Chat::Remark => "#remark",
            Chat::Line => "#line",
            Chat::Refusal => "#refusal",
            Chat::Office => "#office",
            Chat::Sharing => "#sharing",
        }
    }
}

/// Keeps what a person said in a chat while a choice is open there; replaces what was kept before, and its day began
/// with that.
pub async fn keep_pending(
    tx: &mut Tx,
    seal: &Seal,
    of: (&PersonKey, Chat<'_>),
    now: Millis,
    text: &str,
) -> Result<()> {
    store::put_pending(tx, (of.0, of.1.as_str()), &seal.seal(text), now).await
}

/// What is kept for a person in a chat while a choice is open.
pub async fn pending(tx: &mut Tx, seal: &Seal, key: &PersonKey, chat: Chat<'_>) -> Result<Option<String>> {
    store::pending(tx, key, chat.as_str()).await?.map(|sealed| seal.unseal(&sealed)).transpose()
}

/// Deletes what was kept in a chat.
pub async fn drop_pending(tx: &mut Tx, key: &PersonKey, chat: Chat<'_>) -> Result<()> {
    store::delete_pending(tx, key, chat.as_str()).await
}

/// Deletes what was kept in every chat for these keys.
pub async fn drop_all_pending(tx: &mut Tx, keys: &[PersonKey]) -> Result<()> {
    store::delete_all_pending(tx, keys).await
}

/// Deletes what has waited since `before` (contract 4: 24 h at most).
pub async fn lapse_pending(db: &Db, before: Millis) -> Result<u64> {
    let mut tx = db.write().await?;
    let gone = store::delete_old_pending(&mut tx, before).await?;
    tx.commit().await?;
    Ok(gone)
}
