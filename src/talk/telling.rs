//! What a secretary says in plain words: what was read, told or studied. It becomes a line when its item is known.

use super::asking;
use super::commands::{register, script, situation};
use super::lookup;
use super::parse::held;
use super::passing;
use super::secretary;
use super::turn::Turn;
use crate::ledger::Fact;
use crate::roster::{Act, Role};
use crate::understanding::{Last, Meaning, Situation, Telling, Who};
use anyhow::Result;
use std::time::Duration;

/// What plain words mean to a secretary; `None`: they are none, or say what anybody may say.
pub async fn meaning(turn: &mut Turn<'_>, text: &str) -> Result<Option<Telling>> {
    match read(turn, text).await? {
        None => Ok(None),
        // Who answers says what the people ask in many an answer.
        Some(Meaning::Secretary(Telling::Relay(_)))
            if !turn.private() || turn.roles().await?.iter().any(Role::answers) =>
        {
            Ok(None)
        }
        Some(Meaning::Secretary(meaning)) => Ok(Some(meaning)),
        Some(_) => Ok(None),
    }
}

/// The item of a figure that waits. False: it is over, or nobody's who may note it.
pub async fn chosen(turn: &mut Turn<'_>, name: &str, number: usize) -> Result<bool> {
    let held = secretaries(turn).await?;
    if held.is_empty() {
        return Ok(false);
    }
    secretary::chosen(turn, &held, name, number).await
}

/// An item was read so many times; 0: not yet. False: nobody's who may note it, or there is no such item any more.
pub async fn read_aloud(turn: &mut Turn<'_>, item: &str, times: usize) -> Result<bool> {
    let held = secretaries(turn).await?;
    let Some(place) = held.first().map(|role| role.place.clone()) else { return Ok(false) };
    if times == 0 {
        turn.reply("not-read-yet", &[]).await?;
        return Ok(true);
    }
    let library = turn.parts.shelf.library();
    let Some(item) = library.get(item).cloned() else { return Ok(false) };
    secretary::noted(turn, &place, &item, &Fact::Loudspeaker { times: times as i64 }).await?;
    Ok(true)
}

async fn secretaries(turn: &mut Turn<'_>) -> Result<Vec<Role>> {
    let mut held = turn.roles().await?;
    held.retain(|role| role.duty.may(Act::Report));
    Ok(held)
}

async fn read(turn: &mut Turn<'_>, text: &str) -> Result<Option<Meaning>> {
    if secretaries(turn).await?.is_empty() {
        return Ok(None);
    }
    let quotes = turn.quoted().await?.is_some_and(|q| q.publication.is_some());
    let situation = Situation {
        who: Who::Secretary { quotes },
        waits: None,
        last: Last::Other,
        open_question: false,
        answered_lately: false,
        own_codes: &[],
        since_own_words: None,
        gather: Duration::ZERO,
        today: turn.today(),
    };
    Ok(Some(turn.parts.understanding.read(&situation, text)))
}

/// Notes it, or asks what is missing.
pub async fn hear(turn: &mut Turn<'_>, meaning: Telling, text: String) -> Result<()> {
    passing::pass(turn).await?;
    let held = secretaries(turn).await?;
    let fact = match meaning {
        Telling::Reads(times) => Fact::Loudspeaker { times: times.into() },
        Telling::Meeting(Some(listeners)) if listeners > 0 => Fact::Meeting { listeners: listeners.into() },
        Telling::Meeting(_) => return turn.refuse("meeting-how-many", &[]).await,
        Telling::Session { present, total } => {
            let figure = (i64::from(present), i64::from(total));
            let held = held::read(&text, Some(figure), turn.today());
            let Some(fact) = secretary::session(turn, figure, held).await? else { return Ok(()) };
            fact
        }
        Telling::Correct(Some(to)) => {
            let Some(place) = secretary::place_here(turn, &held).await? else { return Ok(()) };
            let right = of_total(&text).unwrap_or((to.into(), None));
            return secretary::correct(turn, &place, None, right).await;
        }
        Telling::Relay(marked) => {
            let Some(place) = secretary::place_here(turn, &held).await? else { return Ok(()) };
            let body = turn.body(text);
            return match marked.danger {
                true => asking::for_another(turn, body, place).await,
                false => asking::perhaps_for_another(turn, body, place).await,
            };
        }
        Telling::Correct(None) => return register::handle(turn, &held).await,
        Telling::Script => return script::handle(turn, &held, None).await,
        Telling::Situation => return situation::handle(turn, &held).await,
    };
    let Some(place) = secretary::place_here(turn, &held).await? else { return Ok(()) };
    if turn.quoted().await?.and_then(|q| q.publication).is_none() {
        return secretary::which_item(turn, &place, fact).await;
    }
    let library = turn.parts.shelf.library();
    match lookup::item_meant(turn, &library, None).await? {
        Some(item) => secretary::noted(turn, &place, &item, &fact).await,
        None => Ok(()),
    }
}

/// "26/28 mới đúng": who was there, and who should have been.
fn of_total(text: &str) -> Option<(i64, Option<i64>)> {
    let figures = text.split(|c: char| !c.is_ascii_digit() && c != '/').filter_map(|w| w.split_once('/'));
    let mut figures =
        figures.filter_map(|(present, total)| Some((present.parse().ok()?, total.parse().ok()?)));
    figures.next_back().map(|(present, total)| (present, Some(total)))
}
