//! The one who acts, as they are kept: heard again, bound to a place, silent from now on, forgotten.

use super::turn::{After, Turn};
use crate::ids::PersonKey;
use crate::mail::language_of;
use crate::message::{ChatKind, Event, Message};
use crate::outbox::{self, Delivery, Kind, To};
use crate::people::{self, Extent, Person};
use crate::roster::{self, Standing};
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
    people::save(&mut turn.tx, &person).await?;
    roster::stand(&mut turn.tx, &person.key, Standing::Present).await?;
    turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    Ok(())
}

/// Who could not be reached, and whose questions went to others for that, is there again as soon as they write.
pub async fn reached_again(turn: &mut Turn<'_>) -> Result<()> {
    if !turn.private() || turn.incoming.event == Event::Left || !turn.may(|sender| sender.roles) {
        return Ok(());
    }
    turn.recognise().await?;
    // Who asked for no more messages says themselves when they are back.
    let Some(person) = turn.person.clone().filter(|person| !person.stopped) else { return Ok(()) };
    if roster::of(&mut turn.tx, &person.key).await?.iter().any(roster::Role::is_gone) {
        roster::stand(&mut turn.tx, &person.key, Standing::Present).await?;
        turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    }
    Ok(())
}

/// Everything about whoever acts is deleted, without a word.
pub async fn forget(turn: &mut Turn<'_>) -> Result<Forgotten> {
    let Some(person) = turn.person.clone() else { return Ok(Forgotten::Unknown) };
    turn.parts.desk.forget(&mut turn.tx, &person.key).await?;
    outbox::forget(&mut turn.tx, turn.now, &person.key).await?;
    if turn.roles().await?.is_empty() {
        people::forget(&mut turn.tx, &person.key).await?;
        write_down(turn, &person.key, Extent::Wholly).await?;
        turn.person = None;
        return Ok(Forgotten::Wholly(person));
    }
    people::drop_all_pending(&mut turn.tx, &person.key).await?;
    let bare = Person { language: String::new(), place: String::new(), consent: String::new(), ..person };
    people::save(&mut turn.tx, &bare).await?;
    write_down(turn, &bare.key, Extent::ButRole).await?;
    turn.person = Some(bare);
    Ok(Forgotten::ButRole)
}

/// Forgets somebody, and says so.
pub async fn farewell(turn: &mut Turn<'_>, key: &str) -> Result<()> {
    let Some(person) = turn.person.clone() else { return Ok(()) };
    outbox::forget(&mut turn.tx, turn.now, &person.key).await?;
    people::forget(&mut turn.tx, &person.key).await?;
    write_down(turn, &person.key, Extent::Wholly).await?;
    turn.person = None;
    last_words(turn, &person, key).await
}

/// So that no backup brings them back.
async fn write_down(turn: &mut Turn<'_>, key: &PersonKey, extent: Extent) -> Result<()> {
    people::erased(&mut turn.tx, &turn.parts.core.seal, &turn.parts.core.ids, key, extent).await?;
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
    let to = To::Address { chat: ChatKind::Private, sealed: person.address_sealed.clone() };
    let id = format!("farewell:{}", turn.parts.core.ids.id());
    let delivery = Delivery::new(Kind::Reply, id, parts).to(turn.account, to);
    outbox::put(&mut turn.tx, &turn.parts.core.seal, now, delivery).await?;
    Ok(())
}

/// Forgets somebody whom the group let us meet and who asked nothing.
pub async fn forget_stranger(turn: &mut Turn<'_>) -> Result<()> {
    let Some(person) = turn.person.clone().filter(|p| p.consent.is_empty()) else { return Ok(()) };
    let asked = !turn.parts.desk.of_asker(&mut turn.tx, &person.key).await?.is_empty();
    if !asked && turn.roles().await?.is_empty() {
        people::forget(&mut turn.tx, &person.key).await?;
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
    people::save(&mut turn.tx, &person).await?;
    if !turn.roles().await?.iter().any(roster::Role::answers) {
        return Ok(None);
    }
    roster::stand(&mut turn.tx, &person.key, Standing::Gone).await?;
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
