//! Duyệt: a second pair of eyes reads an item as a group would see it, beside what was let out before, and releases it or sends
//! it back with a reason.

use super::frame::{self, Frame};
use super::page;
use super::visitor::{Posted, Visitor};
use super::write::{self, Shown};
use crate::acts::{self, By, Deed};
use crate::content::draft::Draft;
use crate::content::waiting::{self, Eyes, Waits};
use crate::content::{self, Home, Item, Refusal, Release, Scope, item, review, written};
use crate::roster::{Act, Role};
use crate::text::{VIETNAMESE, has_words};
use anyhow::Result;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "desk/to_release.html")]
struct List {
    frame: Frame,
    done: Option<String>,
    items: Vec<Line>,
}

struct Line {
    to: String,
    title: String,
    words: String,
}

#[derive(Template)]
#[template(path = "desk/release.html")]
struct Sheet {
    frame: Frame,
    path: String,
    trouble: Option<String>,
    /// Why they may not release it.
    refusal: Option<String>,
    changes: Vec<Change>,
    shown: Vec<Shown>,
    forms: Vec<Form>,
    /// What they had a hand in, and what is released in the chat.
    notes: Vec<String>,
    reason: String,
}

/// A field that says something else than what was let out last.
struct Change {
    label: String,
    before: String,
    now: String,
}

/// A text that can be let out here.
struct Form {
    name: String,
    label: String,
    hash: String,
}

/// Asked for with the list.
#[derive(serde::Deserialize)]
pub struct Asked {
    /// What was just done.
    xong: Option<String>,
}

fn nothing(visitor: &Visitor) -> Response {
    frame::sorry(visitor, StatusCode::NOT_FOUND, "desk-nothing-title", "desk-nothing")
}

fn path(visitor: &Visitor, item: &Item) -> String {
    format!("{}/duyet/{}", page::base(&visitor.office), item.folder)
}

/// What their roles are called by name.
fn names(visitor: &Visitor) -> Vec<String> {
    let seal = &visitor.office.parts.core.seal;
    let names = visitor.held.iter().map(|role| seal.unseal(&role.name_sealed).unwrap_or_default());
    names.filter(|name| !name.is_empty()).collect()
}

fn eyes<'a>(visitor: &'a Visitor, held: &'a [Role], names: &'a [String]) -> Eyes<'a> {
    Eyes { held, names, tree: &visitor.tree, today: visitor.today }
}

/// The items that wait where they reach.
pub async fn waiting(visitor: &Visitor) -> Result<Vec<Item>> {
    let held = visitor.may(Act::Release);
    if held.is_empty() {
        return Ok(vec![]);
    }
    let parts = &visitor.office.parts;
    let releases = content::releases(&parts.core.db).await?;
    let library = parts.shelf.library();
    let waiting = waiting::to_release(&library, &releases, &eyes(visitor, &held, &[]));
    Ok(waiting.into_iter().cloned().collect())
}

/// `GET /trang/duyet`
pub async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    if visitor.may(Act::Release).is_empty() {
        return nothing(&visitor);
    }
    match lines(&visitor).await {
        Ok(items) => {
            let done = match asked.xong.as_deref() {
                Some("duyet") => Some(visitor.say("desk-release-done", &[])),
                Some("tra") => Some(visitor.say("desk-release-sent-back", &[])),
                _ => None,
            };
            let frame = frame::frame(&visitor, visitor.say("desk-release", &[]), "/duyet");
            page::show(&List { frame, done, items })
        }
        Err(e) => page::busy(&e),
    }
}

async fn lines(visitor: &Visitor) -> Result<Vec<Line>> {
    let mut lines = vec![];
    for item in waiting(visitor).await? {
        let returned =
            acts::who(&visitor.office.parts.core.db, Deed::Return, &content::returned(&item)).await?;
        let key = if returned.is_some() { "desk-release-returned" } else { "desk-release-waits" };
        lines.push(Line {
            to: path(visitor, &item),
            title: item.title(VIETNAMESE).to_owned(),
            words: visitor.say(key, &[]),
        });
    }
    Ok(lines)
}

/// The item, if it waits for them.
async fn found(visitor: &Visitor, folder: &str) -> Result<Option<Item>> {
    Ok(waiting(visitor).await?.into_iter().find(|item| *item.folder == *folder))
}

/// `GET /trang/duyet/<item>`
pub async fn show(visitor: Visitor, Path(folder): Path<String>) -> Response {
    let built = async {
        match found(&visitor, &folder).await? {
            Some(item) => Ok(Some(sheet(&visitor, &item, None, "").await?)),
            None => anyhow::Ok(None),
        }
    };
    match built.await {
        Ok(Some(sheet)) => page::show(&sheet),
        Ok(None) => nothing(&visitor),
        Err(e) => page::busy(&e),
    }
}

async fn sheet(visitor: &Visitor, item: &Item, trouble: Option<&str>, reason: &str) -> Result<Sheet> {
    let parts = &visitor.office.parts;
    let (held, names) = (visitor.may(Act::Release), names(visitor));
    let mut tx = parts.core.db.write().await?;
    let waits = waiting::waiting(&mut tx, item, &eyes(visitor, &held, &names)).await?;
    let releases = content::releases_in(&mut tx).await?;
    drop(tx);
    let (waits, refusal) = match waits {
        Ok(waits) => (waits, None),
        // Whoever is here has no shell.
        Err(Refusal::NoName) => (vec![], Some(visitor.say("desk-release-no-name", &[]))),
        Err(refusal) => (vec![], Some(refusal.say(VIETNAMESE, &parts.core.text))),
    };
    let place = held.first().map(|role| role.place.clone()).unwrap_or_default();
    let mut shown = write::seen(visitor, item, &place, VIETNAMESE).await?;
    let (mut forms, mut notes, mut by_chat) = (vec![], vec![], vec![]);
    for Waits { release, own } in waits {
        let label = form_said(visitor, &release.form);
        if own {
            notes.push(visitor.say("desk-release-own", &[("form", label.into())]));
        } else if is_text(item, &release.form) {
            if release.form != VIETNAMESE {
                shown.extend(write::seen(visitor, item, &place, &release.form).await?);
            }
            forms.push(Form { name: release.form, label, hash: release.hash });
        } else {
            by_chat.push(label);
        }
    }
    if !by_chat.is_empty() {
        let args = [("forms", by_chat.join(", ").into()), ("item", item.folder.as_str().into())];
        notes.push(visitor.say("desk-release-by-chat", &args));
    }
    Ok(Sheet {
        frame: frame::frame(visitor, item.title(VIETNAMESE).to_owned(), "/duyet"),
        path: path(visitor, item),
        trouble: trouble.map(|key| visitor.say(key, &[])),
        refusal,
        changes: changes(visitor, item, &releases).await?,
        shown,
        forms,
        notes,
        reason: reason.to_owned(),
    })
}

/// A voice and a picture are heard and seen in the chat before they are released.
fn is_text(item: &Item, form: &str) -> bool {
    form != item::POSTER && item.words.contains_key(form)
}

/// "chữ Tiếng Việt", "tiếng nói Tiếng Mông", "tranh".
fn form_said(visitor: &Visitor, form: &str) -> String {
    let (key, language) = match form.strip_suffix("-voice") {
        _ if form == item::POSTER => ("form-poster", form),
        Some(language) => ("form-voice", language),
        None => ("form-text", form),
    };
    let text = &visitor.office.parts.core.text;
    let name = text.locale(language).map_or(language.to_owned(), |locale| locale.name.clone());
    visitor.say(key, &[("language", name.into())])
}

/// Where an item that is written at the desk says something else than the version that was let out last.
async fn changes(visitor: &Visitor, item: &Item, releases: &[Release]) -> Result<Vec<Change>> {
    let parts = &visitor.office.parts;
    let (db, text) = (&parts.core.db, &parts.core.text);
    let Some(one) = written::find(db, &item.folder).await?.filter(|_| item.home == Home::Desk) else {
        return Ok(vec![]);
    };
    let out: Vec<&str> = releases
        .iter()
        .filter(|release| release.item == item.folder && release.form == VIETNAMESE)
        .map(|release| release.hash.as_str())
        .collect();
    let history = written::history(db, &item.folder).await?;
    let was_out = |forms: &BTreeMap<String, String>| {
        forms.get(VIETNAMESE).is_some_and(|hash| out.contains(&hash.as_str()))
    };
    let Some(last) = history.iter().rfind(|version| version.forms.as_ref().is_some_and(was_out)) else {
        return Ok(vec![]);
    };
    let before = Draft::of(&written::folder(db, &item.folder, last.version).await?, text);
    let now = Draft::of(&written::folder(db, &item.folder, one.submitted).await?, text);
    let words = |draft: Draft| draft.fields.into_iter().chain(draft.words).collect::<BTreeMap<_, _>>();
    let (before, now) = (words(before), words(now));
    let mut keys: Vec<&String> = before.keys().chain(now.keys()).collect();
    keys.sort();
    keys.dedup();
    let said = |words: Option<&String>| {
        words
            .cloned()
            .filter(|words| !words.is_empty())
            .unwrap_or_else(|| visitor.say("desk-write-empty", &[]))
    };
    let changed = keys.into_iter().filter(|key| before.get(*key) != now.get(*key));
    Ok(changed
        .map(|key| Change {
            label: write::label(visitor, key),
            before: said(before.get(key)),
            now: said(now.get(key)),
        })
        .collect())
}

/// `POST /trang/duyet/<item>`: released, or sent back.
pub async fn decide(Path(folder): Path<String>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let done = async {
        let Some(item) = found(visitor, &folder).await? else { return Ok(None) };
        let trouble = match posted.field("viec") {
            "tra" => send_back(visitor, &item, posted.field("ly-do")).await?,
            _ => release(visitor, &item, &posted).await?,
        };
        match trouble {
            None => {
                let what = if posted.field("viec") == "tra" { "tra" } else { "duyet" };
                Ok(Some(page::go(&visitor.office, &format!("/duyet?xong={what}"))))
            }
            Some(key) => {
                let sheet = sheet(visitor, &item, Some(key), posted.field("ly-do")).await?;
                anyhow::Ok(Some(page::show(&sheet)))
            }
        }
    };
    match done.await {
        Ok(Some(response)) => response,
        Ok(None) => nothing(visitor),
        Err(e) => page::busy(&e),
    }
}

/// Lets out what was ticked, as it was shown. A key of a sentence: why not.
async fn release(visitor: &Visitor, item: &Item, posted: &Posted) -> Result<Option<&'static str>> {
    let ticked = posted.ticked("form");
    if ticked.is_empty() {
        return Ok(Some("desk-release-nothing"));
    }
    let parts = &visitor.office.parts;
    let (held, names) = (visitor.may(Act::Release), names(visitor));
    let mut tx = parts.core.db.write().await?;
    let Ok(waits) = waiting::waiting(&mut tx, item, &eyes(visitor, &held, &names)).await? else {
        // The page says why.
        return Ok(Some("desk-release-nothing"));
    };
    let as_shown = |form: &String| {
        let hash = posted.field(&format!("bam-{form}"));
        let is_it = |one: &&Waits| one.release.form == *form && one.release.hash == hash && !one.own;
        waits.iter().find(is_it).map(|one| one.release.clone())
    };
    let shown: Option<Vec<Release>> = ticked.iter().map(as_shown).collect();
    let (Some(shown), Some(role)) = (shown, held.first()) else { return Ok(Some("desk-release-changed")) };
    let scopes: Vec<Scope> = held.iter().map(|role| Scope::Below(role.place.clone())).collect();
    let released = review::within(&shown, &scopes);
    let name = names.first().map(String::as_str).unwrap_or_default();
    parts.publisher.record_release(&mut tx, &released, name, "desk").await?;
    let by = By::Role(&role.id);
    acts::record(&mut tx, &parts.core.seal, parts.core.clock.now(), by, Deed::Release, &item.folder).await?;
    tx.commit().await?;
    Ok(None)
}

/// Back to who wrote it. A key of a sentence: why not.
async fn send_back(visitor: &Visitor, item: &Item, reason: &str) -> Result<Option<&'static str>> {
    if !has_words(reason) {
        return Ok(Some("desk-release-no-reason"));
    }
    let parts = &visitor.office.parts;
    let held = visitor.may(Act::Release);
    let Some(role) = held.first() else { return Ok(Some("desk-release-nothing")) };
    let mut tx = parts.core.db.write().await?;
    let by = By::Role(&role.id);
    let about = content::returned(item);
    acts::record(&mut tx, &parts.core.seal, parts.core.clock.now(), by, Deed::Return, &about).await?;
    let eyes = eyes(visitor, &held, &[]);
    waiting::send_back(&mut tx, (&parts.core, &parts.mail), item, &eyes, reason).await?;
    tx.commit().await?;
    (visitor.office.wake)();
    Ok(None)
}
