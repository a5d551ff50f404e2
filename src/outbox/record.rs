//! Parts move, and the log learns what that means.

use super::part::{Next, Part, State, whole};
use super::store;
use crate::clock::Millis;
use crate::db::{Tx, pass_over};
use crate::ledger::{self, About, Fact};
use crate::reason::Reason;
use anyhow::Result;

/// One move: the part as it was read, what becomes of it, and the platform's number of the message.
pub(super) struct Move<'a> {
    pub part: &'a Part,
    pub next: Next,
    pub message: Option<&'a str>,
}

/// Makes moves and records their facts. A part that somebody else moved before stays as it is. Only a
/// publication's texts count: a group's state is its text's. Returns how many parts and how many texts moved.
///
/// Parts first and in order of their rows, facts last: two who move the same parts wait for each other only
/// in one direction.
pub(super) async fn make(tx: &mut Tx, now: Millis, mut moves: Vec<Move<'_>>) -> Result<(usize, usize)> {
    moves.sort_by_key(|m| m.part.id);
    let (mut parts, mut texts) = (0, 0);
    let mut facts = vec![];
    for Move { part, next, message } in &moves {
        // A text of several parts stands as all of them do.
        let several = part.is_text() && part.texts > 1;
        let before = if several { store::whole(tx, part).await? } else { stands(part.state) };
        // Where it counts, before anything is moved: what cannot be counted waits until its row is mended.
        let belongs = match part.counts() {
            true => match store::belonging(tx, part).await {
                Ok(belongs) => Some(belongs),
                Err(e) => {
                    pass_over(e)?;
                    continue;
                }
            },
            false => None,
        };
        part.state.to(next.state)?;
        if !store::finish(tx, part, next, *message, now).await? {
            continue;
        }
        parts += 1;
        if matches!(next.state, State::Failed | State::Cancelled) && part.is_text() {
            store::end_later_parts(tx, part, next.state, Reason::Earlier, now).await?;
        }
        let after = if several { store::whole(tx, part).await? } else { stands(next.state) };
        texts += usize::from(if several { before != after } else { part.number == 0 });
        let (from, to) = (before, after);
        if let (Some(publication), Some((place, platform, item)), true) =
            (&part.publication, belongs, from != to)
        {
            let fact = Fact::Delivered {
                publication: publication.clone(),
                platform,
                from: from.into(),
                to: to.into(),
            };
            facts.push((place, item, part.delivery.as_str(), fact));
        }
    }
    let facts: Vec<(About<'_>, Fact)> = facts
        .iter()
        .map(|(place, item, reference, fact)| (About { place, item, reference }, fact.clone()))
        .collect();
    ledger::record_all(tx, now, &facts).await?;
    Ok((parts, texts))
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
    Ok(make(tx, now, moves).await?.1)
}

/// What is in flight counts as waiting.
fn stands(state: State) -> State {
    whole(std::iter::once(state))
}
