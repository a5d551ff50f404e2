//! `item list|show|release|withdraw`; `item import|export` stand in `moved`.

pub mod moved;

use super::{Answer, Shell, table};
use crate::acts::{self, Deed};
use crate::config::Platform;
use crate::content::show::{Viewer, plain_day};
use crate::content::{self, At, Home, Item, Mode, Plan, review, written};
use crate::mail::{fit, sign};
use crate::message::{Link, MediaKind, Message, Source};
use crate::parts::Parts;
use crate::places::Tree;
use crate::questions::{self, Shared};
use crate::text::VIETNAMESE;
use anyhow::Result;
use serde_json::{Value, json};

pub async fn list(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let library = parts.shelf.library();
    shell.tell_of_faults(&library);
    let releases = content::releases(&parts.core.db).await?;
    let mut rows = vec![];
    let mut json = vec![];
    for item in library.items() {
        let mut state = review::state(item, &releases);
        if state.waits() && acts::who(&parts.core.db, Deed::Return, &content::returned(item)).await?.is_some()
        {
            state = review::State::Returned;
        }
        let state = state.as_str();
        let audience: Vec<&str> = item.audience.iter().map(|a| a.as_str()).collect();
        rows.push(vec![
            item.folder.to_string(),
            shell.say(&format!("cli-item-{state}"), &[]),
            shell.say(&format!("cli-item-home-{}", item.home), &[]),
            item.number.clone().unwrap_or_default(),
            item.languages().join(", "),
            item.title(VIETNAMESE).to_owned(),
        ]);
        json.push(json!({
            "item": item.folder, "title": item.title(VIETNAMESE), "number": item.number, "kind": item.kind.as_str(),
            "audience": audience, "state": state, "home": item.home.as_str(), "languages": item.languages(),
        }));
    }
    for one in written::all(&parts.core.db).await? {
        if library.get(&one.item).is_some_and(|item| item.home == Home::Desk) {
            continue;
        }
        // Nobody has handed it in yet: seen at the desk alone, and perhaps not even an item.
        let folder = written::folder(&parts.core.db, &one.item, one.version).await?;
        let (tried, _) = parts.shelf.tried(vec![folder], content::shelf::DESK);
        let item = tried.first().and_then(|parsed| parsed.item());
        let title = item.map(|item| item.title(VIETNAMESE)).unwrap_or_default();
        let (number, languages) = (item.and_then(|i| i.number.clone()), item.map(Item::languages));
        rows.push(vec![
            one.item.to_string(),
            shell.say("cli-item-draft", &[]),
            shell.say("cli-item-home-desk", &[]),
            number.clone().unwrap_or_default(),
            languages.clone().unwrap_or_default().join(", "),
            title.to_owned(),
        ]);
        let audience: Vec<&str> =
            item.map(|item| item.audience.iter().map(|a| a.as_str()).collect()).unwrap_or_default();
        json.push(json!({
            "item": one.item, "title": title, "number": number, "kind": item.map(|item| item.kind.as_str()),
            "audience": audience, "state": "draft", "home": "desk", "languages": languages.unwrap_or_default(),
        }));
    }
    let text = if rows.is_empty() { shell.line("cli-item-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

pub async fn show(shell: &Shell, typed: &str, language: &str, platform: Platform) -> Result<Answer> {
    shell.known_language(language)?;
    let parts = shell.parts().await?;
    let library = parts.shelf.library();
    let item = shell.item(&library, typed)?;
    let capabilities = platform.profile().capabilities;
    let viewer = if item.is_for_groups() { Viewer::Group } else { Viewer::Alone };
    let sent =
        parts.publisher.messages(item, &library, language, Mode::Run, capabilities, viewer, At::Any).await?;
    let draft = sent.is_none();
    let messages = match sent {
        Some(messages) => messages,
        // Nobody gets it yet; an editor reads it as a draft that says so.
        None => {
            let draft = parts
                .publisher
                .messages(item, &library, language, Mode::Practice, capabilities, viewer, At::Any)
                .await?;
            draft.unwrap_or_default()
        }
    };
    let messages = sign(&shell.text, language, &parts.speaker.at("").owner, messages);
    let messages: Vec<Message> =
        fit(&shell.text, language, capabilities, messages).into_iter().map(|m| told(shell, m)).collect();
    let notes = notes(shell, &parts, item, language, draft).await?;
    notes.iter().for_each(|note| shell.note(note));
    let tree = parts.atlas.tree().await?;
    item.plans.iter().for_each(|plan| shell.note(&plan_line(shell, &tree, plan)));
    let mut shared = questions::all_shared(&parts.core.db, &parts.core.seal).await?;
    shared.retain(|one| one.cites.as_ref().is_some_and(|cites| *cites.item == *item.folder));
    shared.iter().for_each(|one| shell.note(&shared_line(shell, &tree, one)));
    let json = json!({
        "item": item.folder, "language": language, "platform": platform.as_str(),
        "state": if draft { "draft" } else { "released" },
        "messages": messages.iter().map(as_json).collect::<Vec<_>>(), "notes": notes,
        "plans": item.plans.iter().map(plan_json).collect::<Vec<_>>(),
        "answers": shared.iter().map(shared_json).collect::<Vec<_>>(),
    });
    let shown: Vec<String> = messages.iter().map(|m| as_text(shell, m)).collect();
    Answer::new(format!("{}\n", shown.join("\n\n────\n\n")), json)
}

/// A plan for studying it, in one line.
fn plan_line(shell: &Shell, tree: &Tree, plan: &Plan) -> String {
    let number = plan.number.as_deref().unwrap_or_default();
    let form = shell.say(&format!("report-form-{}", plan.form.as_str()), &[]);
    let args = [
        ("place", shell.place_name(tree, &plan.place).into()),
        ("form", form.into()),
        ("from", plain_day(plan.from).into()),
        ("until", plain_day(plan.until).into()),
    ];
    if number.is_empty() {
        return shell.say("cli-item-plan", &args);
    }
    shell.say("cli-item-plan-numbered", &[&args[..], &[("number", number.into())]].concat())
}

/// An answer under this item that villages were shown, in one line.
fn shared_line(shell: &Shell, tree: &Tree, shared: &Shared) -> String {
    let args = [
        ("code", shared.code.as_str().into()),
        ("place", shell.place_name(tree, &shared.place).into()),
        ("day", plain_day(shared.day).into()),
        ("question", shared.pair.question.as_str().into()),
        ("answer", shared.pair.answer.as_str().into()),
    ];
    shell.say("cli-item-shared", &args)
}

fn shared_json(shared: &Shared) -> Value {
    json!({
        "code": shared.code, "place": shared.place, "day": shared.day,
        "question": shared.pair.question, "answer": shared.pair.answer,
    })
}

fn plan_json(plan: &Plan) -> Value {
    let presenters: Vec<&str> = plan.presenters.iter().map(|office| office.as_str()).collect();
    let audience: Vec<&str> = plan.audience.iter().map(|whom| whom.as_str()).collect();
    json!({
        "place": plan.place, "number": plan.number, "signed": plan.signed, "form": plan.form.as_str(),
        "from": plan.from, "until": plan.until, "presenters": presenters, "audience": audience,
        "expected": plan.expected, "purpose": plan.purpose, "requirements": plan.requirements,
        "contents": plan.contents, "where": plan.location, "decoration": plan.decoration,
        "organisation": plan.organisation, "support": plan.support,
    })
}

/// Why a reader of this language does not get more than is shown.
async fn notes(
    shell: &Shell,
    parts: &Parts,
    item: &Item,
    language: &str,
    draft: bool,
) -> Result<Vec<String>> {
    let mut notes = vec![];
    if draft {
        notes.push(shell.say("cli-item-is-draft", &[("item", item.folder.as_str().into())]));
    }
    let releases = content::releases(&parts.core.db).await?;
    let reviewed = shell.text.locale(language).is_some_and(|l| l.reviewed);
    let forms = item.form_names();
    let mine = |form: &&String| {
        *form == language || **form == content::item::voice_form(language) || **form == content::item::POSTER
    };
    for form in forms.iter().filter(mine).filter(|f| *f != VIETNAMESE) {
        if let Err(why) = review::ready(item, form) {
            notes.push(why.say(item, form, VIETNAMESE, &shell.text));
        } else if !review::is_released(item, form, &releases) {
            notes.push(shell.say("cli-form-not-released", &[("form", form.as_str().into())]));
        } else if !review::may_send(item, form, &releases, reviewed) && !draft {
            notes.push(
                shell.say(
                    "cli-locale-draft",
                    &[("language", language.into()), ("form", form.as_str().into())],
                ),
            );
        }
    }
    Ok(notes)
}

/// The way to the private chat in words: what is filled in for each group stands in brackets.
fn told(shell: &Shell, mut message: Message) -> Message {
    if let Some(Link::Told { words }) = &message.link {
        let (address, place) = (shell.say("cli-shown-address", &[]), shell.say("cli-shown-place", &[]));
        let words = words.replace("{address}", &address).replace("{place}", &place);
        message.text = format!("{}\n\n{words}", message.text);
    }
    message
}

/// As the platform shows it: heading, text, then what hangs below.
fn as_text(shell: &Shell, message: &Message) -> String {
    let (mut shown, _) = message.shown();
    if let Some(media) = &message.media {
        let key = match media.kind {
            MediaKind::Voice => "cli-shown-voice",
            MediaKind::Picture => "cli-shown-picture",
            MediaKind::Document => "cli-shown-document",
        };
        shown = format!("{}\n{shown}", shell.say(key, &[("file", file(message).unwrap_or_default().into())]));
    }
    for label in buttons(message) {
        shown.push_str(&format!("\n[ {label} ]"));
    }
    shown
}

fn as_json(message: &Message) -> Value {
    let kind = message.media.as_ref().map(|m| m.kind);
    json!({ "heading": message.heading, "text": message.text, "media": kind, "file": file(message), "buttons": buttons(message) })
}

fn file(message: &Message) -> Option<String> {
    match &message.media.as_ref()?.source {
        Source::Content { path, .. } => Some(path.clone()),
        _ => None,
    }
}

fn buttons(message: &Message) -> Vec<String> {
    let link = message.link.as_ref().map(|link| match link {
        Link::Private { label, .. } | Link::FromGroup { label } => Some(label.clone()),
        Link::Told { .. } => None,
    });
    let link = link.flatten();
    message.choices.iter().map(|c| c.label.clone()).chain(link).collect()
}

pub async fn release(shell: &Shell, typed: &str, by: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let library = parts.shelf.library();
    let item = shell.item(&library, typed)?;
    let released = parts.publisher.release(item, by, "console").await?;
    let forms: Vec<&str> = released.iter().map(|r| r.form.as_str()).collect();
    let mut text = shell.line(
        "cli-item-is-released",
        &[("item", item.folder.as_str().into()), ("forms", forms.join(", ").into())],
    );
    let mut behind = vec![];
    for form in item.form_names() {
        if let Err(why) = review::ready(item, &form) {
            let why = why.say(item, &form, VIETNAMESE, &shell.text);
            text.push_str(&format!("{why}\n"));
            behind.push(json!({ "form": form, "reason": why }));
        }
    }
    Answer::new(text, json!({ "item": item.folder, "released": forms, "not_ready": behind }))
}

pub async fn withdraw(shell: &Shell, typed: &str, by: Option<&str>, reason: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let library = parts.shelf.library();
    let item = shell.item(&library, typed)?;
    let done = parts.publisher.withdraw(item, by, "console", reason).await?;
    let key = match (done.again, done.told) {
        (false, _) => "cli-item-is-withdrawn",
        (true, 0) => "cli-item-withdrawn-already",
        // The first time was cut off.
        (true, _) => "cli-item-withdrawn-rest",
    };
    let args = [
        ("item", done.item.as_str().into()),
        ("cancelled", done.cancelled.into()),
        ("told", done.told.into()),
        ("at", parts.desk.shown(done.at).into()),
    ];
    Answer::new(shell.line(key, &args), done)
}
