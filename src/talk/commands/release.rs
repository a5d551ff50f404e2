//! A second pair of eyes releases what a colleague wrote.

use crate::acts::Deed;
use crate::content::{self, Item, Scope, review};
use crate::message::Message;
use crate::roster::Role;
use crate::talk::turn::Turn;
use crate::talk::{editor, lookup};
use anyhow::Result;

/// `/duyet`: what waits for a second pair of eyes; `/duyet ITEM`: releases it.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], item: Option<String>) -> Result<()> {
    let Some(role) = held.first() else { return Ok(()) };
    let library = turn.parts.shelf.library();
    let releases = content::releases_in(&mut turn.tx).await?;
    let scopes: Vec<Scope> = held.iter().map(|role| Scope::Below(role.place.clone())).collect();
    let Some(typed) = item else {
        // What waits where they reach: another place may have released it for itself.
        let (tree, today) = (turn.tree, turn.today());
        let here: Vec<_> =
            held.iter().map(|role| content::releases_at(&releases, &role.place, tree, today)).collect();
        let waits = |item: &&Item| here.iter().any(|r| review::state(item, r) == review::State::Draft);
        let drafts = library.newest().into_iter().filter(waits);
        let language = turn.language();
        let lines: Vec<String> = drafts.map(|i| format!("• {} ({})", i.title(&language), i.folder)).collect();
        if lines.is_empty() {
            return turn.reply("release-none", &[]).await;
        }
        return turn.reply("release-list", &[("list", lines.join("\n").into())]).await;
    };
    let Some(item) = lookup::item_named(turn, &library, &typed).await? else { return Ok(()) };
    // Whoever holds several roles has several names; one of them may be an author's.
    let names = editor::names_of(turn).await?;
    let name = names.first().cloned().unwrap_or_default();
    let released = match review::release(&item, &names.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(released) => review::within(&released, &scopes),
        Err(refusal) => {
            let text = refusal.say(&turn.language(), &turn.parts.core.text);
            return turn.answer(vec![Message::text(text)]).await;
        }
    };
    turn.parts.publisher.record_release(&mut turn.tx, &released, &name, "chat").await?;
    turn.decided(role, Deed::Release, &item.folder).await?;
    let mut forms: Vec<&str> = released.iter().map(|r| r.form.as_str()).collect();
    forms.dedup();
    let (tree, today) = (turn.tree, turn.today());
    let places = held.iter().filter_map(|role| tree.now(&role.place, today));
    let mut places: Vec<String> = places.map(|place| place.full_name()).collect();
    places.dedup();
    let args = [
        ("item", item.title(&turn.language()).to_owned().into()),
        ("folder", item.folder.as_str().into()),
        ("forms", forms.join(", ").into()),
        ("places", places.join(", ").into()),
    ];
    turn.reply("released", &args).await
}
