//! An item as somebody sees it in this chat.

use super::turn::Turn;
use crate::content::{self, At, Item, Library, Mode, review};
use crate::message::Message;
use crate::roster::Role;
use anyhow::Result;

/// Items that may be shown here, newest first.
pub async fn items<'l>(turn: &mut Turn<'_>, library: &'l Library) -> Result<Vec<&'l Item>> {
    let releases = content::releases_in(&mut turn.tx).await?;
    let today = turn.today();
    let releases = content::releases_at(&releases, &turn.place_shown(), turn.tree, today);
    let newest = library.newest().into_iter().filter(|item| {
        let released =
            turn.parts.mode == Mode::Practice || review::state(item, &releases) == review::State::Released;
        released && item.is_for_groups() && item.valid_until.is_none_or(|until| until >= today)
    });
    Ok(newest.collect())
}

/// As this chat may have it now.
pub async fn here(turn: &mut Turn<'_>, library: &Library, item: &Item) -> Result<Vec<Message>> {
    let (mode, private, place) = (turn.parts.mode, turn.private(), turn.place_shown());
    let language = turn.language();
    let at = At::Place(&place, turn.tree);
    let messages = turn
        .parts
        .publisher
        .messages(item, library, &language, mode, turn.capabilities(), private, at)
        .await?;
    Ok(messages.into_iter().flatten().collect())
}

/// To an editor alone, as groups would get it, drafts too. A link bound to a group's place means nothing in their own chat.
pub async fn to_editor(
    turn: &mut Turn<'_>,
    held: &[Role],
    library: &Library,
    item: &Item,
    language: &str,
) -> Result<Vec<Message>> {
    let (mode, private) = (Mode::Practice, !item.is_for_groups());
    let at = At::Place(held.first().map_or("", |role| &role.place), turn.tree);
    let messages = turn
        .parts
        .publisher
        .messages(item, library, language, mode, turn.capabilities(), private, at)
        .await?;
    Ok(messages.into_iter().flatten().map(|m| Message { link: None, ..m }).collect())
}
