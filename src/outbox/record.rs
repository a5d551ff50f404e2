//! Parts move, and the log learns what that means.

use super::delivery::Kind;
use super::part::{Next, Part, State, whole};
use super::store;
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::db::{Tx, pass_over};
use crate::ids::ItemId;
use crate::ledger::{self, About, Fact};
use crate::reason::Reason;
use anyhow::Result;

/// One move: the part as it was read, what becomes of it, and the platform's number of the message.
pub(super) struct Move<'a> {
    pub part: &'a Part,
    pub next: Next,
    pub message: Option<&'a str>,
}

/// What moves came to.
#[derive(Default)]
pub(super) struct Made {
    /// How many parts moved.
    pub parts: usize,
    /// How many texts.
    pub texts: usize,
    /// The first parts of answers that are refused now.
    refused: Vec<i64>,
}

/// Where an outcome counts.
enum Belongs {
    Group(String, crate::config::Platform, ItemId),
    Role(String, ItemId),
}

/// Makes moves and records their facts. A part that somebody else moved before stays as it is. Only a
/// publication's texts count: a group's state is its text's.
///
/// Parts first and in order of their rows, facts last: two who move the same parts wait for each other only
/// in one direction.
pub(super) async fn make(tx: &mut Tx, now: Millis, mut moves: Vec<Move<'_>>) -> Result<Made> {
    moves.sort_by_key(|m| m.part.id);
    let mut made = Made::default();
    let mut facts: Vec<(Belongs, &str, Fact)> = vec![];
    for Move { part, next, message } in &moves {
        // A text of several parts stands as all of them do.
        let several = part.is_text() && part.texts > 1;
        let before = if several { store::whole(tx, part).await? } else { stands(part.state) };
        // Where it counts, before anything is moved: what cannot be counted waits until its row is mended.
        let belongs = match belongs(tx, part).await {
            Ok(belongs) => belongs,
            Err(e) => {
                pass_over(e)?;
                continue;
            }
        };
        part.state.to(next.state)?;
        if !store::finish(tx, part, next, *message, now).await? {
            continue;
        }
        made.parts += 1;
        if matches!(next.state, State::Failed | State::Cancelled) && part.is_text() {
            store::end_later_parts(tx, part, next.state, Reason::Earlier, now).await?;
        }
        let after = if several { store::whole(tx, part).await? } else { stands(next.state) };
        made.texts += usize::from(if several { before != after } else { part.number == 0 });
        if before != after && after == State::Failed && part.is_text() && part.kind == Kind::Answer {
            made.refused.push(part.id);
        }
        let (from, to) = (before.into(), after.into());
        if let (Some(publication), Some(belongs), true) = (&part.publication, belongs, before != after) {
            let publication = publication.clone();
            let fact = match &belongs {
                Belongs::Group(_, platform, _) => {
                    Fact::Delivered { publication, platform: *platform, from, to }
                }
                Belongs::Role(..) => Fact::DeliveredInPrivate { publication, from, to },
            };
            facts.push((belongs, part.delivery.as_str(), fact));
        }
    }
    let about = |(belongs, reference, fact): &(Belongs, &'_ str, Fact)| match belongs {
        Belongs::Group(place, _, item) => {
            (place.clone(), item.clone(), (*reference).to_owned(), fact.clone())
        }
        // The delivery's name holds whose it is.
        Belongs::Role(place, item) => (place.clone(), item.clone(), String::new(), fact.clone()),
    };
    let facts: Vec<_> = facts.iter().map(about).collect();
    let facts: Vec<(About<'_>, Fact)> = facts
        .iter()
        .map(|(place, item, reference, fact)| (About { place, item, reference }, fact.clone()))
        .collect();
    ledger::record_all(tx, now, &facts).await?;
    Ok(made)
}

async fn belongs(tx: &mut Tx, part: &Part) -> Result<Option<Belongs>> {
    if part.publication.is_none() || !part.is_text() {
        return Ok(None);
    }
    Ok(match part.kind {
        Kind::Announcement => {
            let (place, platform, item) = store::belonging(tx, part).await?;
            Some(Belongs::Group(place, platform, item))
        }
        Kind::PrivateItem => {
            let (place, item) = store::role_of(tx, part).await?;
            Some(Belongs::Role(place, item))
        }
        _ => None,
    })
}

/// The log learns, by the day, which answers the platform refused for good.
pub(super) async fn refused(tx: &mut Tx, calendar: &Calendar, now: Millis, made: &Made) -> Result<()> {
    for part in &made.refused {
        let Some(code) = store::question_of(tx, *part).await? else { continue };
        let about = About { reference: &code, ..About::default() };
        ledger::record(tx, calendar, now, about, &Fact::NotDelivered).await?;
    }
    Ok(())
}

/// Every part of a list becomes the same. Returns how many texts moved.
pub(super) async fn make_all(
    tx: &mut Tx,
    now: Millis,
    parts: &[Part],
    state: State,
    reason: Option<Reason>,
) -> Result<usize> {
    let next = |part: &Part| Next { state, not_before: now, reason, again: part.again };
    let moves = parts.iter().map(|part| Move { part, next: next(part), message: None }).collect();
    Ok(make(tx, now, moves).await?.texts)
}

/// What is in flight counts as waiting.
fn stands(state: State) -> State {
    whole(std::iter::once(state))
}
