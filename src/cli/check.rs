//! `check`: every fault of settings, content and words, without network; of a database only which places it holds.

use super::{Answer, Shell, environment, named_roots};
use crate::clock::Clock;
use crate::config::{Identities, Platform, Settings};
use crate::content::{self, show, show::ONE_LOOK};
use crate::db::{Db, sqlite};
use crate::mail;
use crate::places::{self, Tree};
use crate::questions::subject::Subjects;
use crate::text::{self, Arg, Fault, Mute, Text, Wrong};
use anyhow::Result;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use std::path::Path;

pub async fn check(shell: &Shell) -> Result<Answer> {
    let mut faults = vec![];
    let mut template = None;
    let (mut items, mut hints) = (0, vec![]);
    match Settings::load(&shell.config(), &environment) {
        Err(found) => faults = found,
        Ok(settings) => {
            let subjects = match Subjects::read(settings.topics.as_deref()) {
                Ok(subjects) => subjects,
                Err(e) => {
                    faults.push(e.to_string());
                    Subjects::embedded()?
                }
            };
            let topics: Vec<&str> = subjects.topics().iter().map(|t| t.id.as_str()).collect();
            let library = content::Library::load(&settings.content, &topics, &shell.text);
            items = library.items().count();
            hints = too_long(shell, &settings, &library);
            faults.extend(library.faults().iter().map(ToString::to_string));
            if let Some(dir) = &settings.locales {
                faults.extend(words(shell, dir));
            }
            let file = shell.config().display().to_string();
            let (tree, today) = match places(&settings).await {
                Ok(places) => places,
                Err(why) => {
                    shell.note(&shell.say("cli-check-no-places", &[("why", why.into())]));
                    (Tree::default(), Date::default())
                }
            };
            let roots = named_roots(&tree, today);
            let mut nobody = settings.identities.faults(&roots);
            if !nobody.is_empty() {
                let place = roots.first().map_or(("", ""), |(code, name)| (code.as_str(), name.as_str()));
                template = Some(Identities::template(place.0, place.1));
            }
            if !tree.all().is_empty() {
                nobody.extend(settings.identities.nowhere(|code| tree.get(code).is_some()));
                faults.extend(plans_nowhere(shell, &settings, &library, &tree));
            }
            faults.extend(nobody.into_iter().map(|what| format!("{file}:1: {what}")));
        }
    }
    if faults.is_empty() {
        let fine = shell.line("cli-check-fine", &[("items", items.into())]);
        let lines: String = hints.iter().map(|hint| format!("{hint}\n")).collect();
        return Answer::new(lines + &fine, json!({ "faults": [], "hints": hints }));
    }
    shell.note(&shell.say("cli-check-faults", &[("count", faults.len().into())]));
    if let Some(template) = template {
        shell.note(&shell.say("cli-identity-template", &[("template", template.into())]));
    }
    let lines = [hints.as_slice(), &faults].concat().join("\n");
    let mut answer = Answer::new(format!("{lines}\n"), json!({ "faults": faults, "hints": hints }))?;
    answer.code = 1;
    Ok(answer)
}

/// Items that are not read in one look, in every language that somebody wrote them in: no fault, and worth a word.
fn too_long(shell: &Shell, settings: &Settings, library: &content::Library) -> Vec<String> {
    let owners = settings.identities.iter().map(|identity| identity.owner.as_str());
    let owner = owners.max_by_key(|owner| owner.chars().count()).unwrap_or_default();
    let mut hints = vec![];
    for item in library.items() {
        for language in item.words.keys() {
            let length = Platform::ALL.iter().map(|platform| {
                let whole = show::whole(item, language, &platform.profile().capabilities, &shell.text);
                let parts = mail::sign(&shell.text, language, owner, vec![whole]);
                parts.iter().map(|part| part.shown().0.chars().count()).sum::<usize>()
            });
            let length = length.max().unwrap_or_default();
            if length > ONE_LOOK {
                let args = [("length", length.into()), ("most", ONE_LOOK.into())];
                let file = settings.content.join(&*item.folder).join(format!("{language}.ftl"));
                hints.push(format!("{}:1: {}", file.display(), shell.say("cli-check-long", &args)));
            }
        }
    }
    hints
}

/// Plans of places that are not there: no session would ever be held by them.
fn plans_nowhere(shell: &Shell, settings: &Settings, library: &content::Library, tree: &Tree) -> Vec<String> {
    let plans = library.items().flat_map(|item| item.plans.iter().map(move |plan| (item, plan)));
    let nowhere = plans.filter(|(_, plan)| tree.get(&plan.place).is_none());
    let fault = |(item, plan): (&content::Item, &content::Plan)| {
        let file = settings.content.join(&*item.folder).join(content::parse::plan_file(&plan.place));
        let why = shell.say("cli-check-plan-place", &[("place", plan.place.as_str().into())]);
        format!("{}:1: {why}", file.display())
    };
    nowhere.map(fault).collect()
}

/// The places of the database and the day there, or why they cannot be told; none where there is no database yet.
/// Asking must neither make nor change one, and what is wrong with it is for `doctor` to say.
async fn places(settings: &Settings) -> Result<(Tree, Date), String> {
    let url = settings.database_url.expose();
    let today =
        settings.calendar().map(|calendar| calendar.local(Clock::system().now()).date()).unwrap_or_default();
    if sqlite::file_of(url).is_some_and(|file| !file.exists()) {
        return Ok((Tree::default(), today));
    }
    let place = crate::db::place(url);
    let Ok(db) = Db::open(url).await else { return Err(place) };
    let found = match db.pending_migrations().await {
        Ok(0) => places::tree(&db).await.map_err(|_| place),
        _ => Err(place),
    };
    db.close().await;
    Ok((found?, today))
}

#[derive(Deserialize)]
struct About {
    #[expect(dead_code, reason = "only that it is there")]
    name: String,
    status: String,
}

/// Faults of a folder of locales: `<lang>/locale.toml` and `<lang>/*.ftl`.
fn words(shell: &Shell, dir: &Path) -> Vec<String> {
    let mut faults = vec![];
    let mut folders: Vec<_> =
        std::fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    if folders.is_empty() {
        faults.push(format!("{}:1: {}", dir.display(), shell.say("cli-check-no-locales", &[])));
    }
    // What cannot be read at all is named file by file.
    let all = Text::load(Some(dir)).ok();
    for folder in folders {
        let language = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let about = folder.join("locale.toml");
        let read = std::fs::read_to_string(&about).ok().and_then(|text| toml::from_str::<About>(&text).ok());
        if !read.is_some_and(|a| matches!(a.status.as_str(), "reviewed" | "draft")) {
            faults.push(format!("{}:1: {}", about.display(), shell.say("cli-check-locale", &[])));
        }
        let list = std::fs::read_to_string(&about).unwrap_or_default();
        let beside = |path: &str| std::fs::read(dir.join(path)).ok();
        for mute in text::mute(&language, &list, &beside) {
            faults.push(format!("{}:1: {}", about.display(), unheard(shell, &mute)));
        }
        let mut files: Vec<_> =
            std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        files.retain(|path| path.extension().is_some_and(|e| e == "ftl"));
        files.sort();
        for file in files {
            let source = std::fs::read_to_string(&file).unwrap_or_default();
            let found = text::faults(&source, &language, all.as_ref());
            let line = |fault: &Fault| format!("{}:{}: {}", file.display(), fault.line, told(shell, fault));
            faults.extend(found.iter().map(line));
        }
    }
    faults
}

/// Why a voice is not heard, for who recorded it.
fn unheard(shell: &Shell, mute: &Mute) -> String {
    let (key, voice, mark) = match mute {
        Mute::Unknown(name) => ("cli-check-voice-unknown", name.as_str(), ""),
        Mute::Nobody(what) => ("cli-check-voice-by", what.as_str(), ""),
        Mute::NoSound(what) => ("cli-check-voice-none", what.as_str(), ""),
        Mute::NoText(what) => ("cli-check-voice-text", what.as_str(), ""),
        Mute::Changed(what, mark) => ("cli-check-voice-changed", what.as_str(), mark.as_str()),
    };
    let voice: Arg<'_> = ("voice", voice.into());
    if mark.is_empty() { shell.say(key, &[voice]) } else { shell.say(key, &[voice, ("mark", mark.into())]) }
}

/// A fault of a sentence, for who wrote it.
fn told(shell: &Shell, fault: &Fault) -> String {
    let (key, named): (Arg<'_>, Arg<'_>) =
        (("key", fault.key.as_str().into()), ("named", fault.named.as_str().into()));
    match fault.wrong {
        Wrong::Syntax => shell.say("cli-check-fluent", &[]),
        Wrong::UnknownSentence => shell.say("cli-check-unknown-key", &[key]),
        Wrong::UnknownValue if fault.given.is_empty() => shell.say("cli-check-no-value", &[key, named]),
        Wrong::UnknownValue => {
            let given = ("given", fault.given.join(", ").into());
            shell.say("cli-check-unknown-value", &[key, named, given])
        }
        Wrong::Unsayable if fault.named.is_empty() => shell.say("cli-check-unsayable", &[key]),
        Wrong::Unsayable => shell.say("cli-check-unknown-name", &[key, named]),
        Wrong::Empty => shell.say("cli-check-empty", &[key]),
    }
}
