//! The one who acts, as they are kept: heard again, bound to a place, silent from now on, forgotten.

use super::turn::{After, Turn};
use crate::ids::PersonKey;
use crate::mail::language_of;
use crate::message::{ChatKind, Event, Message};
use crate::outbox::{self, Delivery, Kind, To};
use crate::people::{self, Extent, Person};
use crate::roster::{self, Standing};
use crate::seal::Use;
use anyhow::Result;

/// What was left of somebody.
pub enum Forgotten {
    /// They were not known.
    Unknown,
    /// Nothing.
    Wholly(Person),
    /// The role they hold.
    ButRole,
}

/// Who was told nothing any more hears from us again, because they came back.
pub async fn receive_again(turn: &mut Turn<'_>) -> Result<()> {
    let Some(person) = turn.person.as_mut().filter(|p| p.stopped) else { return Ok(()) };
    person.stopped = false;
    let person = person.clone();
    save(turn, &person).await?;
    stand(turn, Standing::Present).await?;
    turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    Ok(())
}

/// Stores language, place, consent and stop of whoever acts, wherever they are known.
pub async fn save(turn: &mut Turn<'_>, person: &Person) -> Result<()> {
    people::save(&mut turn.tx, person).await?;
    let keys: Vec<PersonKey> =
        [turn.asker().filter(|_| turn.private()), turn.role_key()].into_iter().flatten().collect();
    people::save_reach(&mut turn.tx, &keys, person).await
}

/// Whether whoever acts is there as a holder of roles.
pub async fn stand(turn: &mut Turn<'_>, standing: Standing) -> Result<()> {
    match turn.role_key() {
        Some(key) => roster::stand(&mut turn.tx, &key, standing).await,
        None => Ok(()),
    }
}

/// Who could not be reached, and whose questions went to others for that, is there again as soon as they write.
pub async fn reached_again(turn: &mut Turn<'_>) -> Result<()> {
    if !turn.private() || turn.incoming.event == Event::Left || !turn.may(|sender| sender.roles) {
        return Ok(());
    }
    turn.recognise().await?;
    // Who asked for no more messages says themselves when they are back.
    if turn.person.as_ref().is_some_and(|person| person.stopped) {
        return Ok(());
    }
    if turn.roles().await?.iter().any(roster::Role::is_gone) {
        stand(turn, Standing::Present).await?;
        turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    }
    Ok(())
}

/// Everything about whoever acts is deleted, without a word.
pub async fn forget(turn: &mut Turn<'_>) -> Result<Forgotten> {
    let Some(person) = turn.person.clone() else { return Ok(Forgotten::Unknown) };
    let role = turn.roles().await?.into_iter().next();
    let mut keys = every_key(turn).await?;
    if let Some(role) = &role {
        keys.retain(|key| *key != role.person);
    }
    turn.parts.desk.forget(&mut turn.tx, &keys).await?;
    outbox::forget(&mut turn.tx, turn.now, &keys).await?;
    people::forget(&mut turn.tx, &keys).await?;
    turn.person = None;
    let Some(role) = role else {
        write_down(turn, Extent::Wholly).await?;
        return Ok(Forgotten::Wholly(person));
    };
    write_down(turn, Extent::ButRole).await?;
    // They are met anew, as who holds a role and nothing else.
    let bare = Person { language: String::new(), place: String::new(), consent: String::new(), ..person };
    people::save_reach(&mut turn.tx, std::slice::from_ref(&role.person), &bare).await?;
    people::meet_all(&mut turn.tx, &turn.parts.core.seal, std::slice::from_ref(&bare)).await?;
    turn.person = Some(bare);
    Ok(Forgotten::ButRole)
}

/// Every key by which whoever acts may be known.
async fn every_key(turn: &mut Turn<'_>) -> Result<Vec<PersonKey>> {
    let mut keys = turn.asker_keys().await?;
    keys.extend(turn.asker());
    if let Some(address) = &turn.incoming.sender {
        let seal = &turn.parts.core.seal;
        for of in [Use::Known, Use::Role] {
            keys.extend(seal.every_key(turn.account, address, of));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

/// Forgets somebody, and says so.
pub async fn farewell(turn: &mut Turn<'_>, key: &str) -> Result<()> {
    let Some(person) = turn.person.clone() else { return Ok(()) };
    let keys = every_key(turn).await?;
    outbox::forget(&mut turn.tx, turn.now, &keys).await?;
    people::forget(&mut turn.tx, &keys).await?;
    write_down(turn, Extent::Wholly).await?;
    turn.person = None;
    last_words(turn, &person, key).await
}

/// So that no backup brings them back.
async fn write_down(turn: &mut Turn<'_>, extent: Extent) -> Result<()> {
    let Some(address) = turn.incoming.sender.clone() else { return Ok(()) };
    let core = &turn.parts.core;
    let roots = core.seal.roots(turn.account, &address);
    people::erased(&mut turn.tx, &core.seal, &core.ids, &roots, extent).await?;
    turn.follow(After::KeepErasure);
    Ok(())
}

/// The last words to somebody of whom nothing is kept: they carry the address and go with it.
pub async fn last_words(turn: &mut Turn<'_>, person: &Person, key: &str) -> Result<()> {
    let now = turn.now;
    let language = language_of(&turn.parts.core.text, &person.language);
    let text = turn.parts.core.text.say(&language, key, &[]);
    let parts = vec![Message::text(text)];
    let parts = turn.parts.mail.signed(&person.place, turn.account, true, &language, parts);
    let Some(address) = &turn.incoming.sender else { return Ok(()) };
    let to = To::Address { chat: ChatKind::Private, sealed: turn.parts.core.seal.seal_address(address) };
    let id = format!("farewell:{}", turn.parts.core.ids.id());
    let delivery = Delivery::new(Kind::Reply, id, parts).to(turn.account, to);
    outbox::put(&mut turn.tx, &turn.parts.core.seal, now, delivery).await?;
    Ok(())
}

/// Forgets somebody whom the group let us meet and who asked nothing.
pub async fn forget_stranger(turn: &mut Turn<'_>) -> Result<()> {
    let Some(person) = turn.person.clone().filter(|p| p.consent.is_empty()) else { return Ok(()) };
    let keys = turn.asker_keys().await?;
    let asked = !turn.parts.desk.of_asker(&mut turn.tx, &keys).await?.is_empty();
    if !asked && turn.roles().await?.is_empty() {
        people::forget(&mut turn.tx, std::slice::from_ref(&person.key)).await?;
        turn.person = None;
    }
    Ok(())
}

/// Nothing more goes to this person. Who answers questions is away until they come back, so that no question
/// waits for somebody who does not hear of it: then, how many questions a stand-in took.
pub async fn stop(turn: &mut Turn<'_>) -> Result<Option<usize>> {
    let Some(person) = &mut turn.person else { return Ok(None) };
    person.stopped = true;
    let person = person.clone();
    save(turn, &person).await?;
    let keys: Vec<PersonKey> = [turn.asker(), turn.role_key()].into_iter().flatten().collect();
    turn.parts.mail.hold(&mut turn.tx, turn.now, &keys).await?;
    turn.parts.desk.refuse_sharing(&mut turn.tx, &keys).await?;
    if !turn.roles().await?.iter().any(roster::Role::answers) {
        return Ok(None);
    }
    stand(turn, Standing::Gone).await?;
    Ok(Some(turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?))
}

/// Binds the person to a place of today's tree; false when there is no such place.
pub async fn set_place(turn: &mut Turn<'_>, code: &str) -> Result<bool> {
    let Some(place) = turn.place_today(code) else { return Ok(false) };
    let Some(person) = &mut turn.person else { return Ok(false) };
    person.place = place;
    let person = person.clone();
    people::save(&mut turn.tx, &person).await?;
    Ok(true)
}
