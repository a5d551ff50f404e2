//! A second pair of eyes releases what a colleague wrote.

use crate::acts::{self, Deed};
use crate::content::waiting::{self, Eyes};
use crate::content::{self, Item, Library, Release, Scope, review};
use crate::db::Db;
use crate::ids::ItemId;
use crate::message::Message;
use crate::roster::Role;
use crate::talk::editor;
use crate::talk::office::{self, Waiting, What};
use crate::talk::shown;
use crate::talk::turn::Turn;
use anyhow::Result;
use std::collections::BTreeMap;

/// `/duyet`: what waits for a second pair of eyes; `/duyet ITEM`: shows it whole, and asks.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], line: &str) -> Result<()> {
    let library = turn.parts.shelf.library();
    if line.trim().is_empty() {
        return list(turn, held, &library).await;
    }
    let Some((item, _)) = office::item(turn, &library, line, What::Release).await? else { return Ok(()) };
    meant(turn, held, &library, item).await
}

async fn list(turn: &mut Turn<'_>, held: &[Role], library: &Library) -> Result<()> {
    let releases = content::releases_in(&mut turn.tx).await?;
    let eyes = Eyes { held, names: &[], tree: turn.tree, today: turn.today() };
    let waits = waiting::to_release(library, &releases, &eyes);
    let language = turn.language();
    let mut lines = vec![];
    for item in waits {
        let args =
            [("title", item.title(&language).to_owned().into()), ("folder", item.folder.as_str().into())];
        let key = if is_returned(&turn.parts.core.db, item).await? {
            "release-line-returned"
        } else {
            "release-line"
        };
        lines.push(turn.say(key, &args));
    }
    if lines.is_empty() {
        return turn.reply("release-none", &[]).await;
    }
    turn.reply("release-list", &[("list", lines.join("\n").into())]).await
}

async fn is_returned(db: &Db, item: &Item) -> Result<bool> {
    Ok(acts::who(db, Deed::Return, &content::returned(item)).await?.is_some())
}

/// What a release by whoever speaks would let out and is not let out yet; a refusal says why they may not.
async fn waiting(turn: &mut Turn<'_>, held: &[Role], item: &Item) -> Result<Option<Vec<Release>>> {
    // Whoever holds several roles has several names; one of them may be an author's.
    let names = editor::names_of(turn).await?;
    let eyes = Eyes { held, names: &names, tree: turn.tree, today: turn.today() };
    let refusal = match waiting::waiting(&mut turn.tx, item, &eyes).await? {
        Ok(waiting) if waiting.is_empty() => {
            let args = [("item", item.title(&turn.language()).to_owned().into())];
            turn.reply("release-already", &args).await?;
            return Ok(None);
        }
        Ok(waiting) if waiting.iter().all(|one| !one.own) => {
            return Ok(Some(waiting.into_iter().map(|one| one.release).collect()));
        }
        // Here all of it is released at once.
        Ok(_) => review::Refusal::Author,
        Err(refusal) => refusal,
    };
    let text = refusal.say(&turn.language(), &turn.parts.core.text);
    turn.answer(vec![Message::text(text)]).await?;
    Ok(None)
}

/// Shows every form that waits, as a group would see it, and asks.
pub async fn meant(turn: &mut Turn<'_>, held: &[Role], library: &Library, item: &Item) -> Result<()> {
    let Some(forms) = waiting(turn, held, item).await? else { return Ok(()) };
    show(turn, held, library, item, &forms, false).await
}

async fn show(
    turn: &mut Turn<'_>,
    held: &[Role],
    library: &Library,
    item: &Item,
    forms: &[Release],
    changed: bool,
) -> Result<()> {
    let mut languages: Vec<&str> =
        forms.iter().map(|r| r.form.strip_suffix("-voice").unwrap_or(&r.form)).collect();
    languages.retain(|l| *l != content::item::POSTER);
    languages.sort_by_key(|l| (*l != crate::text::VIETNAMESE, *l));
    languages.dedup();
    if languages.is_empty() {
        languages.push(crate::text::VIETNAMESE);
    }
    let mut parts: Vec<Message> = vec![];
    for language in languages {
        for message in shown::to_editor(turn, held, library, item, language).await? {
            // One picture serves every language.
            if !parts.contains(&message) {
                parts.push(message);
            }
        }
    }
    turn.answer(parts).await?;
    let names: Vec<&str> = forms.iter().map(|r| r.form.as_str()).collect();
    let args = [
        ("item", item.title(&turn.language()).to_owned().into()),
        ("forms", forms_said(turn, &names).into()),
    ];
    let mut text = turn.say("release-ask", &args);
    if changed {
        text = format!("{}\n{text}", turn.say("release-changed", &[]));
    }
    let forms: BTreeMap<String, String> = forms.iter().map(|r| (r.form.clone(), r.hash.clone())).collect();
    let yes = turn.say("choice-release", &[]);
    let shown = Waiting::Release { item: item.folder.clone(), forms };
    office::ask(turn, &shown, text, yes, "choice-not-release").await
}

/// "chữ Tiếng Việt, tiếng nói Tiếng Mông, tranh".
fn forms_said(turn: &Turn<'_>, forms: &[&str]) -> String {
    let said = forms.iter().map(|form| {
        let (key, language) = match form.strip_suffix("-voice") {
            _ if *form == content::item::POSTER => ("form-poster", *form),
            Some(language) => ("form-voice", language),
            None => ("form-text", *form),
        };
        let name = turn.parts.core.text.locale(language).map_or(language.to_owned(), |l| l.name.clone());
        turn.say(key, &[("language", name.into())])
    });
    said.collect::<Vec<_>>().join(", ")
}

/// It was chosen. A form that changed since is shown anew.
pub async fn decided(
    turn: &mut Turn<'_>,
    held: &[Role],
    folder: &ItemId,
    shown: &BTreeMap<String, String>,
) -> Result<bool> {
    let library = turn.parts.shelf.library();
    let (Some(item), Some(role)) = (library.get(folder).cloned(), held.first()) else { return Ok(false) };
    let Some(forms) = waiting(turn, held, &item).await? else { return Ok(true) };
    let now: BTreeMap<String, String> = forms.iter().map(|r| (r.form.clone(), r.hash.clone())).collect();
    if now != *shown {
        show(turn, held, &library, &item, &forms, true).await?;
        return Ok(true);
    }
    let scopes: Vec<Scope> = held.iter().map(|role| Scope::Below(role.place.clone())).collect();
    let released = review::within(&forms, &scopes);
    let name = editor::names_of(turn).await?.into_iter().next().unwrap_or_default();
    turn.parts.publisher.record_release(&mut turn.tx, &released, &name, "chat").await?;
    turn.decided(role, Deed::Release, &item.folder).await?;
    let names: Vec<&str> = forms.iter().map(|r| r.form.as_str()).collect();
    let (tree, today) = (turn.tree, turn.today());
    let places = held.iter().filter_map(|role| tree.now(&role.place, today));
    let mut places: Vec<String> = places.map(|place| place.in_sentence()).collect();
    places.dedup();
    let args = [
        ("item", item.title(&turn.language()).to_owned().into()),
        ("folder", item.folder.as_str().into()),
        ("forms", forms_said(turn, &names).into()),
        ("places", places.join(", ").into()),
    ];
    turn.reply("released", &args).await?;
    Ok(true)
}
