//! Rows move, and the log learns what that means.

use super::entry::{Next, Row, State, whole};
use super::store;
use crate::clock::Millis;
use crate::db::Tx;
use crate::ledger::{self, About, Fact};
use crate::reason::Reason;
use anyhow::Result;

/// One move: the row as it was read, what becomes of it, and the platform's number of the message.
pub(super) struct Move<'a> {
    pub row: &'a Row,
    pub next: Next,
    pub message: Option<&'a str>,
}

/// Makes moves and records their facts. A row that somebody else moved before stays as it is. Only a
/// publication's texts count: a group's state is its text's. Returns how many rows and how many texts moved.
///
/// Rows first and in order of their numbers, facts last: two who move the same rows wait for each other only
/// in one direction.
pub(super) async fn make(tx: &mut Tx, now: Millis, mut moves: Vec<Move<'_>>) -> Result<(usize, usize)> {
    moves.sort_by_key(|m| m.row.id);
    let (mut rows, mut texts) = (0, 0);
    let mut facts = vec![];
    for Move { row, next, message } in &moves {
        // A text of several parts stands as all of them do.
        let several = row.is_text() && row.texts > 1;
        let before = if several { store::whole(tx, row).await? } else { stands(row.state) };
        row.state.to(next.state)?;
        if !store::finish(tx, row, next, *message, now).await? {
            continue;
        }
        rows += 1;
        if matches!(next.state, State::Failed | State::Cancelled) && row.is_text() {
            store::end_later_parts(tx, row, next.state, Reason::Earlier, now).await?;
        }
        let after = if several { store::whole(tx, row).await? } else { stands(next.state) };
        texts += usize::from(if several { before != after } else { row.part == 0 });
        let (from, to) = (before, after);
        if let Some(publication) = row.publication.as_ref().filter(|_| row.counts() && from != to) {
            let (place, platform, item) = store::belonging(tx, row).await?;
            let fact = Fact::Delivered {
                publication: publication.clone(),
                platform,
                from: from.into(),
                to: to.into(),
            };
            facts.push((place, item, row.delivery.as_str(), fact));
        }
    }
    let facts: Vec<(About<'_>, Fact)> = facts
        .iter()
        .map(|(place, item, reference, fact)| (About { place, item, reference }, fact.clone()))
        .collect();
    ledger::record_all(tx, now, &facts).await?;
    Ok((rows, texts))
}

/// Every row of a list becomes the same. Returns how many texts moved.
pub(super) async fn make_all(
    tx: &mut Tx,
    now: Millis,
    rows: &[Row],
    state: State,
    reason: Option<Reason>,
) -> Result<usize> {
    let next = |row: &Row| Next { state, not_before: now, reason, again: row.again };
    let moves = rows.iter().map(|row| Move { row, next: next(row), message: None }).collect();
    Ok(make(tx, now, moves).await?.1)
}

/// What is in flight counts as waiting.
fn stands(state: State) -> State {
    whole(std::iter::once(state))
}
