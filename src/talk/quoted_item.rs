//! The item that somebody quotes when they ask: its headline for the card, and its sentences that may answer.

use super::turn::Turn;
use crate::content::{self, Item, Mode, State, review};
use crate::questions::question::Under;
use crate::text::{VIETNAMESE, fold};
use anyhow::Result;
use std::collections::BTreeSet;

/// Sentences on a card.
const MOST_READY: usize = 3;
/// In nearly every question, and so in none (folded).
const COMMON: [&str; 24] = [
    "co", "khong", "thi", "la", "o", "va", "cua", "cho", "duoc", "bao", "nhieu", "gio", "nao", "gi", "ai",
    "a", "the", "may", "nhung", "cac", "mot", "di", "phai", "toi",
];

/// The folder of the quoted item.
pub async fn quoted(turn: &mut Turn<'_>) -> Result<Option<String>> {
    let Some(id) = turn.quoted().await?.and_then(|quoted| quoted.publication) else { return Ok(None) };
    let found = content::publication(&turn.parts.core.db, &id).await?;
    Ok(found.map(|publication| publication.item.to_string()))
}

/// What goes along with a question about an item from a place.
pub async fn under(turn: &mut Turn<'_>, item: &str, place: &str, words: &str) -> Result<Option<Under>> {
    let library = turn.parts.shelf.library();
    let Some(item) = library.get(item) else { return Ok(None) };
    let released = is_released(turn, item, place).await?;
    Ok(Some(Under {
        item: item.folder.to_string(),
        title: item.title(VIETNAMESE).to_owned(),
        topic: item.topics.first().cloned(),
        ready: if released { ready(item, words) } else { vec![] },
    }))
}

/// The item still says so, and may be said there.
pub async fn still_says(turn: &mut Turn<'_>, item: &str, place: &str, sentence: &str) -> Result<bool> {
    let library = turn.parts.shelf.library();
    let Some(item) = library.get(item) else { return Ok(false) };
    Ok(answers(item).any(|(_, answer)| answer == sentence) && is_released(turn, item, place).await?)
}

/// It may be said at this place.
pub async fn is_released(turn: &mut Turn<'_>, item: &Item, place: &str) -> Result<bool> {
    let releases = content::releases_in(&mut turn.tx).await?;
    let releases = content::releases_at(&releases, place, turn.tree, turn.today());
    Ok(turn.parts.mode == Mode::Practice || review::state(item, &releases) == State::Released)
}

/// What an item is asked, and what it says to that.
fn answers(item: &Item) -> impl Iterator<Item = (&str, &str)> {
    let words = item.words.get(VIETNAMESE);
    words.into_iter().flat_map(|words| {
        words.keys().filter_map(|key| {
            let name = key.strip_suffix("-question").filter(|name| name.starts_with("faq-"))?;
            Some((words.get(key)?, words.get(&format!("{name}-answer"))?))
        })
    })
}

/// The sentences whose questions share most words with what is asked; none that shares nothing.
fn ready(item: &Item, asked: &str) -> Vec<String> {
    let words = |text: &str| -> BTreeSet<String> {
        let folded = fold(text);
        let words =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !COMMON.contains(w));
        words.map(str::to_owned).collect()
    };
    let asked = words(asked);
    let mut found: Vec<(usize, &str)> = answers(item)
        .map(|(question, answer)| (words(question).intersection(&asked).count(), answer))
        .filter(|(shared, _)| *shared >= 2.min(asked.len()).max(1))
        .collect();
    found.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    found.into_iter().take(MOST_READY).map(|(_, answer)| answer.to_owned()).collect()
}
