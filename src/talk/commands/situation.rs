//! How things stand in a village.

use crate::outbox;
use crate::roster::Role;
use crate::talk::secretary;
use crate::talk::turn::Turn;
use anyhow::Result;

/// `/tinhhinh`: this village's last items and how many questions wait. Never what is asked.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role]) -> Result<()> {
    let Some(place) = secretary::place_here(turn, held).await? else { return Ok(()) };
    let open = turn.parts.desk.open_below(&mut turn.tx, turn.tree, &place).await?;
    let library = turn.parts.shelf.library();
    let mut lines = vec![];
    let stored = turn.tree.stored_as(&[&place], turn.today());
    for last in outbox::latest_items(&mut turn.tx, &stored, 3).await? {
        let title =
            library.get(&last.item).map_or(last.item.as_str(), |i| i.title(&turn.language())).to_owned();
        let state = if last.withdrawn { "withdrawn" } else { last.state.as_str() };
        let state = turn.say(&format!("delivery-{state}"), &[]);
        let at = turn.shown(last.changed_at);
        lines.push(
            turn.say(
                "situation-item",
                &[("title", title.into()), ("state", state.into()), ("at", at.into())],
            ),
        );
    }
    if lines.is_empty() {
        lines.push(turn.say("situation-no-items", &[]));
    }
    let here = turn.tree.get(&place);
    let name = here.map(|p| turn.place_name(p)).unwrap_or_default();
    // Where few live, whoever knows the village would know who asked.
    let least = turn.parts.settings.report.small_count;
    let few = here.is_none_or(|p| !p.is_large()) && (open as i64) < least;
    let open = if few { turn.say("situation-few", &[("least", least.into())]) } else { open.to_string() };
    let args = [("place", name.into()), ("items", lines.join("\n").into()), ("open", open.into())];
    turn.reply("situation", &args).await
}
