//! Whoever speaks, as they are known before they are answered: looked up for many turns at once, since a statement for
//! all of them costs as much as a statement for one.

use crate::db::Tx;
use crate::ids::PersonKey;
use crate::message::{ChatKind, Event, Incoming};
use crate::outbox;
use crate::people::{self, Person};
use crate::roster;
use crate::seal::{Seal, Use};
use anyhow::Result;
use jiff::civil::Date;
use std::collections::HashMap;

/// What is known of a sender. What is false of them needs not be asked for.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Their row, until the turn has it.
    pub person: Option<Person>,
    /// They have a row.
    pub met: bool,
    /// They may have been offered choices.
    pub offered: bool,
    /// They may hold a role.
    pub roles: bool,
    /// Something may be kept of them while a choice is open.
    pub pending: bool,
    /// Something may wait until they write.
    pub held: bool,
}

impl Sender {
    /// Somebody of whom only this was looked up: whether they have a row.
    pub fn found(person: Option<Person>) -> Sender {
        let met = person.is_some();
        Sender { person, met, offered: met, roles: met, pending: met, held: met }
    }

    /// Somebody of whom nothing but their row was looked up: also without one they may hold a role, or wait for an answer.
    pub fn alone(person: Option<Person>) -> Sender {
        Sender { offered: true, roles: true, pending: true, held: true, ..Sender::found(person) }
    }

    /// Somebody who was just met.
    pub fn just_met(person: Option<Person>) -> Sender {
        Sender { met: true, person, ..Sender::found(None) }
    }
}

/// The senders of what came in, by their addresses. Who writes in private for the first time is met.
pub async fn look_up(
    tx: &mut Tx,
    seal: &Seal,
    today: Date,
    account: &str,
    incoming: &[Incoming],
) -> Result<HashMap<String, Sender>> {
    let mut keys: HashMap<&str, PersonKey> = HashMap::new();
    for heard in incoming.iter().filter(|heard| heard.event != Event::Nothing) {
        if let Some(address) = heard.sender.as_deref() {
            keys.entry(address).or_insert_with(|| seal.person_key(account, address, Use::Known));
        }
    }
    let all: Vec<PersonKey> = keys.values().cloned().collect();
    if all.is_empty() {
        return Ok(HashMap::new());
    }
    let mut people: HashMap<PersonKey, Person> =
        people::find_all(tx, &all).await?.into_iter().map(|person| (person.key.clone(), person)).collect();
    let of = |of: Use<'_>| keys.keys().map(|a| seal.person_key(account, a, of)).collect::<Vec<_>>();
    let (askers, holders) = (of(Use::Asker), of(Use::Role));
    let roles = roster::holders(tx, &holders).await?;
    let pending = people::with_pending(tx, &askers).await?;
    let held = outbox::waited_for(tx, &[askers, holders].concat()).await?;
    let (mut senders, mut strangers) = (HashMap::new(), HashMap::new());
    for (address, key) in &keys {
        let person = people.remove(key);
        if person.is_none() && incoming.iter().any(|heard| is_met(heard, address)) {
            strangers.insert(*address, people::stranger(seal, today, account, address));
            continue;
        }
        let found = Sender::found(person);
        let [asker, holder] = [Use::Asker, Use::Role].map(|of| seal.person_key(account, address, of));
        let known = Sender {
            roles: roles.contains(&holder),
            pending: pending.contains(&asker),
            held: held.contains(&asker) || held.contains(&holder),
            ..found
        };
        senders.insert((*address).to_owned(), known);
    }
    let rows: Vec<Person> = strangers.values().cloned().collect();
    people::meet_all(tx, seal, &rows).await?;
    let just_met = |(address, person): (&str, Person)| {
        let [asker, holder] = [Use::Asker, Use::Role].map(|of| seal.person_key(account, address, of));
        // Whose row lapsed may still hold a role, or wait for an answer.
        let known = Sender {
            roles: roles.contains(&holder),
            pending: pending.contains(&asker),
            held: held.contains(&asker) || held.contains(&holder),
            offered: true,
            ..Sender::just_met(Some(person))
        };
        (address.to_owned(), known)
    };
    senders.extend(strangers.into_iter().map(just_met));
    Ok(senders)
}

/// Whoever says or presses something in private is met: they are answered.
fn is_met(heard: &Incoming, address: &str) -> bool {
    let says = matches!(
        heard.event,
        Event::Text { .. } | Event::Voice { .. } | Event::Picture { .. } | Event::Press { .. }
    );
    says && heard.kind == ChatKind::Private && heard.sender.as_deref() == Some(address)
}
