//! An item as somebody sees it in this chat.

use super::turn::Turn;
use crate::content::show::Viewer;
use crate::content::{self, At, Item, Library, Mode, review};
use crate::mail::sign;
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
    let (mode, place) = (turn.parts.mode, turn.place_shown());
    let viewer = if turn.private() { Viewer::Alone } else { Viewer::Group };
    let language = turn.language();
    let at = At::Place(&place, turn.tree);
    let messages = turn
        .parts
        .publisher
        .messages(item, library, &language, mode, turn.capabilities(), viewer, at)
        .await?;
    Ok(signed(turn, messages.into_iter().flatten().collect()))
}

/// To an editor alone, as groups would get it, drafts too.
pub async fn to_editor(
    turn: &mut Turn<'_>,
    held: &[Role],
    library: &Library,
    item: &Item,
    language: &str,
) -> Result<Vec<Message>> {
    let viewer = if item.is_for_groups() { Viewer::Trial } else { Viewer::Alone };
    let at = At::Place(held.first().map_or("", |role| &role.place), turn.tree);
    let messages = turn
        .parts
        .publisher
        .messages(item, library, language, Mode::Practice, turn.capabilities(), viewer, at)
        .await?;
    Ok(signed(turn, messages.into_iter().flatten().collect()))
}

/// What is shared says whose machine shares it, also inside an exchange that runs.
fn signed(turn: &Turn<'_>, messages: Vec<Message>) -> Vec<Message> {
    sign(&turn.parts.core.text, &turn.language(), &turn.identity().owner, messages)
}
