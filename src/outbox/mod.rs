//! The promise to deliver. One row is one platform message; the parts of one delivery are ordered.
//!
//! A row is put in the transaction that made it true ([`enqueue`]), is marked *sending* and committed
//! before the network is touched, and its outcome is recorded after. What a dead process left in
//! *sending* may have arrived: the next owner of the account settles it.
//!
//! `deliver` is the loop of one account: it marks, sends and records while it owns it (`lease`). `pick` says what may
//! leave now, `attach` how a file goes along, `pace` how fast, `breaker` whether the platform answers at all, `entry` what
//! an outcome means; `in_flight` is what
//! the loop remembers.

mod attach;
mod breaker;
pub mod deliver;
pub mod entry;
mod in_flight;
pub mod lease;
pub mod pace;
mod pick;
mod quota;
mod record;
mod store;

pub use quota::Quota;
pub use store::{Backlog, Counts, GroupRow, LastItem};

use crate::channel::Reason;
use crate::clock::Millis;
use crate::config::CapabilitiesByAccount;
use crate::crash;
use crate::db::{Db, Tx};
use crate::message::Message;
use crate::seal::Seal;
use anyhow::Result;
use entry::State;
use record::Move;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Answers and replies to people come before everything.
pub const RANK_PEOPLE: i64 = 0;
/// An urgent announcement: not held by quiet hours.
pub const RANK_URGENT: i64 = 1;
/// A priority announcement.
pub const RANK_PRIORITY: i64 = 2;
/// An ordinary announcement, a reminder, a digest.
pub const RANK_NORMAL: i64 = 3;

/// Who gets it.
#[derive(Debug, Clone)]
pub enum To<'a> {
    /// A group, by our id: its address of the day is looked up when sending.
    Group(&'a str),
    /// A person, by key and sealed address.
    Person(&'a str, &'a str),
}

/// One delivery: one or several messages to one chat, in order.
#[derive(Debug, Clone)]
pub struct Parcel<'a> {
    /// What makes it unique: the same cause enqueued twice is one delivery.
    pub cause: String,
    /// The account that sends it.
    pub account: &'a str,
    /// `announcement`, `reply`, `receipt`, `card`, `answer`, `reminder`, `notice`.
    pub kind: &'static str,
    /// One of the `RANK_` constants.
    pub rank: i64,
    /// Who gets it.
    pub to: To<'a>,
    /// Whose the choices in it are: a person's key, "" for anybody in the group.
    pub chooser: Option<&'a str>,
    /// The messages.
    pub parts: Vec<Message>,
    /// The publication it belongs to.
    pub publication: Option<&'a str>,
    /// The question it is about.
    pub question: Option<&'a str>,
    /// Not before this moment.
    pub not_before: Millis,
    /// Not after this moment.
    pub good_until: Option<Millis>,
}

/// Puts a delivery; false when this cause was put before.
pub async fn enqueue(tx: &mut Tx, seal: &Seal, now: Millis, parcel: Parcel<'_>) -> Result<bool> {
    Ok(!enqueue_all(tx, seal, now, &[parcel]).await?.is_empty())
}

/// Puts deliveries; returns the causes that were not put before. The texts of a publication are shared in
/// `body`; what is said to one chat is sealed in the row and deleted once it is sent.
pub async fn enqueue_all(
    tx: &mut Tx,
    seal: &Seal,
    now: Millis,
    parcels: &[Parcel<'_>],
) -> Result<HashSet<String>> {
    let mut rows = vec![];
    let mut bodies: HashMap<String, String> = HashMap::new();
    for parcel in parcels {
        // A picture with words beside it is one part, and the first.
        let texts = parcel.parts.iter().take_while(|m| m.media.is_none()).count().max(1) as i64;
        for (part, message) in parcel.parts.iter().enumerate() {
            let json = serde_json::to_string(message)?;
            let (body, sealed) = if parcel.publication.is_none() {
                (None, Some(seal.seal(&json)))
            } else if let Some(id) = bodies.get(&json) {
                (Some(id.clone()), None)
            } else {
                let id = hex::encode(Sha256::digest(json.as_bytes()));
                store::put_body(tx, &id, &json).await?;
                bodies.insert(json, id.clone());
                (Some(id), None)
            };
            let tokens: Vec<&str> = message.choices.iter().map(|c| c.token.as_str()).collect();
            let choices = (!tokens.is_empty()).then(|| tokens.join("\n"));
            rows.push(store::New { parcel, part: part as i64, texts, body, sealed, choices });
        }
    }
    store::insert_all(tx, now, &rows).await
}

/// True when this cause was put before.
pub async fn has(tx: &mut Tx, cause: &str) -> Result<bool> {
    store::has(tx, cause).await
}

/// How an older item stands with somebody for whom its correction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Old {
    /// Never meant for them, or it never came.
    Unknown,
    /// It still waits.
    Waiting,
    /// It arrived, or may have.
    Got,
}

/// How an item, in whatever revision, stands with a group (by id) or a person (by key).
pub async fn old(tx: &mut Tx, to: &str, item: &str) -> Result<Old> {
    let rows = store::of_item(tx, to, item).await?;
    let texts = || rows.iter().filter(|r| r.part == 0).map(|r| r.state.as_str());
    Ok(if texts().any(|s| matches!(s, "sent" | "unknown" | "sending")) {
        Old::Got
    } else if texts().any(|s| s == "waiting") {
        Old::Waiting
    } else {
        Old::Unknown
    })
}

/// Takes back what of an item still waits for a group (by id) or a person (by key).
pub async fn withhold(tx: &mut Tx, now: Millis, to: &str, item: &str) -> Result<()> {
    let mut rows = store::of_item(tx, to, item).await?;
    rows.retain(|r| r.state == "waiting");
    record::make_all(tx, now, &rows, State::Cancelled, "").await?;
    Ok(())
}

/// The last items that a village's groups were to get, newest first.
pub async fn latest_items(tx: &mut Tx, place: &str, most: i64) -> Result<Vec<LastItem>> {
    store::latest_items(tx, place, most).await
}

/// What a dead owner of the account left in *sending*: an announcement stays unknown (an urgent one
/// is sent once more), a message to a person is sent once more. Returns how many rows.
async fn settle(tx: &mut Tx, now: Millis, account: &str) -> Result<usize> {
    let rows = store::sending(tx, account).await?;
    let moves = rows.iter().map(|row| {
        let mut next = entry::interrupted(row, now);
        if crash::without_sending_mark() {
            next.state = State::Waiting;
        }
        Move { row, next, message: None }
    });
    Ok(record::make(tx, now, moves.collect()).await?.0)
}

/// A backup was put back: what waited in it may have been sent since. An announcement becomes unknown, and an editor
/// decides; an urgent one, and what goes to one person, is sent. Returns how many groups' texts are unknown now, and how
/// many messages may come twice.
pub async fn restored(tx: &mut Tx, now: Millis) -> Result<(usize, usize)> {
    let rows = store::was_due(tx, now).await?;
    let moves: Vec<Move<'_>> = rows
        .iter()
        .filter_map(|row| Some(Move { row, next: entry::restored(row, now)?, message: None }))
        .collect();
    let again = rows.len() - moves.len();
    Ok((record::make(tx, now, moves).await?.1, again))
}

/// What a quoted message of ours was about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quoted {
    /// `announcement`, `card`, `receipt`, `answer`, …
    pub kind: String,
    /// The publication.
    pub publication: Option<String>,
    /// The question's code.
    pub question: Option<String>,
}

/// Somebody quotes a message that is not known, and one to their chat is on its way: they may have seen it
/// before the platform told us its number. Look again in a moment.
#[derive(Debug, thiserror::Error)]
#[error("a message to this chat is still on its way")]
pub struct NotYet;

/// Finds what a message that we sent to a group (by id) was about. [`NotYet`]: that is not known yet.
pub async fn quoted_in_group(tx: &mut Tx, group: &str, message: &str) -> Result<Option<Quoted>> {
    // Asked first: what lands between the two questions is found by the second.
    let flying = store::is_sending_to(tx, group).await?;
    or_not_yet(store::by_group_message(tx, group, message).await?, flying)
}

/// Finds what a message that we sent to a person (by key) was about. [`NotYet`]: that is not known yet.
pub async fn quoted_by_person(tx: &mut Tx, person: &str, message: &str) -> Result<Option<Quoted>> {
    let flying = store::is_sending_to(tx, person).await?;
    or_not_yet(store::by_person_message(tx, person, message).await?, flying)
}

/// Choices that were put before somebody in one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    row: i64,
    /// The platform's number of the message.
    pub message: Option<String>,
    /// What each choice brings back, in the order shown; empty once one was taken.
    pub tokens: Vec<String>,
}

/// The latest choices in a chat (a group by id, a person by key) that are still open for `chooser` ("": for
/// anybody there). [`NotYet`]: newer ones are on their way, and may have been seen already.
pub async fn latest_choices(tx: &mut Tx, chat: &str, chooser: &str) -> Result<Option<Offered>> {
    match store::latest_choices(tx, chat, chooser).await? {
        Some((_, true)) => Err(NotYet.into()),
        found => Ok(found.map(|(offered, _)| offered)),
    }
}

/// The choices in one message of ours, open or over; `None` when it never had any.
pub async fn choices_in(tx: &mut Tx, chat: &str, message: &str) -> Result<Option<Offered>> {
    store::choices_in(tx, chat, message).await
}

/// One of them was taken.
pub async fn close_choices(tx: &mut Tx, offered: &Offered) -> Result<()> {
    store::close_choices(tx, offered.row).await
}

/// What waited for `chooser` in a chat goes on or is over: choices whose tokens begin like this are no longer open.
pub async fn close_choices_like(tx: &mut Tx, chat: &str, chooser: &str, prefix: &'static str) -> Result<()> {
    store::close_choices_like(tx, chat, chooser, prefix).await
}

fn or_not_yet(found: Option<Quoted>, flying: bool) -> Result<Option<Quoted>> {
    if found.is_none() && flying { Err(NotYet.into()) } else { Ok(found) }
}

/// The deliveries of a publication, a group each.
pub async fn of_publication(db: &Db, publication: &str) -> Result<Vec<GroupRow>> {
    store::of_publication(db, publication).await
}

/// States of a publication's deliveries, counted by group. In flight counts as waiting.
pub async fn counts(db: &Db, publication: &str) -> Result<Counts> {
    let mut counts = Counts::default();
    for row in store::of_publication(db, publication).await? {
        match row.state.as_str() {
            "sent" => counts.sent += 1,
            "failed" => counts.failed += 1,
            "unknown" => counts.unknown += 1,
            "cancelled" => counts.cancelled += 1,
            _ => counts.waiting += 1,
        }
    }
    Ok(counts)
}

/// Puts the failed (or unknown) parts of a publication back to waiting. Returns how many groups get some of it again.
pub async fn resend(db: &Db, now: Millis, publication: &str, state: &str) -> Result<usize> {
    let mut tx = db.write().await?;
    let rows = store::in_state(&mut tx, publication, state).await?;
    record::make_all(&mut tx, now, &rows, State::Waiting, "").await?;
    store::fresh_attempts(&mut tx, &rows).await?;
    store::reopen(&mut tx, publication).await?;
    tx.commit().await?;
    Ok(rows.iter().map(|row| &row.delivery).collect::<HashSet<_>>().len())
}

/// Cancels what of a publication still waits. Returns how many groups' texts.
pub async fn cancel(tx: &mut Tx, now: Millis, publication: &str) -> Result<usize> {
    cancel_all(tx, now, &[publication.to_owned()]).await
}

/// The same for several, in one go: one after the other, two who do it could wait for each other.
pub async fn cancel_all(tx: &mut Tx, now: Millis, publications: &[String]) -> Result<usize> {
    let mut rows = vec![];
    for publication in publications {
        rows.extend(store::in_state(tx, publication, "waiting").await?);
    }
    record::make_all(tx, now, &rows, State::Cancelled, "").await
}

/// Of these deliveries (by cause) those that arrived or may have: also what is on its way, and what was tried
/// again after nobody could tell.
pub async fn may_have_arrived(tx: &mut Tx, causes: &[String]) -> Result<HashSet<String>> {
    store::may_have_arrived(tx, causes).await
}

/// Cancels what still waits about a question of the given kinds (a withdrawn question's card and reminders).
pub async fn cancel_about(tx: &mut Tx, now: Millis, question: &str) -> Result<()> {
    store::cancel_about(tx, now, question).await
}

/// Forgets who got what: a person's deliveries lose their key, and what waits for them is cancelled.
pub async fn forget(tx: &mut Tx, now: Millis, person: &str) -> Result<()> {
    store::forget(tx, now, person).await
}

/// Everything to a group that can no longer be reached is failed, with the reason.
pub async fn fail_group(tx: &mut Tx, now: Millis, group: &str, reason: &'static str) -> Result<()> {
    let rows = store::waiting_for_group(tx, group).await?;
    record::make_all(tx, now, &rows, State::Failed, reason).await?;
    Ok(())
}

/// The number of the newest row: it changes when somebody put something.
pub async fn newest(db: &Db) -> Result<i64> {
    store::newest(db).await
}

/// A person wrote, so the platform takes messages for them again: what waited for that is due at once.
pub async fn window_opened(tx: &mut Tx, now: Millis, person: &str) -> Result<()> {
    store::due_again(tx, now, "person", person, Reason::Silent.as_str()).await
}

/// How the last answer to a question stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// State as stored.
    pub state: String,
    /// Key of the reason.
    pub reason: String,
}

impl Answer {
    /// The platform took it, or may have.
    pub fn has_left(&self) -> bool {
        matches!(self.state.as_str(), "sent" | "unknown")
    }
}

/// The last answer to each question that was answered, by the question's code.
pub async fn answers(db: &Db) -> Result<HashMap<String, Answer>> {
    store::answers(db).await
}

/// The last answer to one question, if there is one.
pub async fn answer(tx: &mut Tx, question: &str) -> Result<Option<Answer>> {
    store::answer(tx, question).await
}

/// What is written to askers and waits until they write, and of which nobody was told yet under the cause
/// `silent:<delivery>`: the delivery and its question.
pub async fn kept_for_silent(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    store::kept_for_silent(tx).await
}

/// What was written to askers and was found since then not to reach them, and of which nobody was told yet under the
/// cause `lost:<delivery>`: the delivery and its question.
pub async fn lost_answers(tx: &mut Tx, since: Millis) -> Result<Vec<(String, String)>> {
    store::lost_answers(tx, since).await
}

/// Accounts whose platform refused messages for something that an operator has to mend, and how many wait for that.
pub async fn stopped(db: &Db) -> Result<Vec<(String, i64)>> {
    store::stopped(db).await
}

/// How many messages wait for silent people to write.
pub async fn silent(db: &Db) -> Result<i64> {
    store::silent(db).await
}

/// The accounts whose messages are counted, and how their month stands (`YYYY-MM`).
pub async fn quotas(
    db: &Db,
    capabilities: &CapabilitiesByAccount,
    month: &str,
) -> Result<Vec<(String, Quota)>> {
    let mut all = vec![];
    for (account, limit) in capabilities.counted() {
        let used = store::used(db, account, month).await?;
        all.push((account.to_owned(), Quota { limit: limit.into(), used }));
    }
    Ok(all)
}

/// Messages that are not settled, by account and state, for `doctor` and `/metrics`.
pub async fn backlog(db: &Db) -> Result<Vec<Backlog>> {
    store::backlog(db).await
}
