//! Soạn: an item is written, field by field, beside what a group will see of it. Every version is kept; who saves over somebody
//! else's is told first, and nobody's words are lost.

use super::frame::{self, Frame};
use super::page;
use super::visitor::{Posted, Visitor};
use crate::acts::{self, By, Deed};
use crate::content::draft::{self, Draft};
use crate::content::hints::{self, Hint};
use crate::content::parse::{Folder, Parsed};
use crate::content::show::Viewer;
use crate::content::written::{self, Hand, Saved, Version, Written};
use crate::content::{At, Audience, Fault, Home, Item, Kind, Mode, shelf};
use crate::ids::ItemId;
use crate::mail::{fit, sign};
use crate::platform::Platform;
use crate::roster::{self, Act, Role};
use crate::text::{VIETNAMESE, fold, has_words};
use anyhow::Result;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the form of a whole item may hold, as a browser writes it.
pub const MOST_FORM_BYTES: usize = 768 << 10;
/// Letters of a folder's name that are made of a headline.
const NAME_CHARS: usize = 32;
/// Versions that are listed.
const LISTED: usize = 20;

#[derive(Template)]
#[template(path = "desk/writing.html")]
struct List {
    frame: Frame,
    path: String,
    trouble: Option<String>,
    typed: String,
    items: Vec<Line>,
    /// Those that still live in the folder.
    elsewhere: Vec<Line>,
}

struct Line {
    to: String,
    title: String,
    words: String,
}

#[derive(Template)]
#[template(path = "desk/write.html")]
struct Sheet {
    frame: Frame,
    path: String,
    state: String,
    trouble: Option<String>,
    /// The version that it was made from.
    base: i64,
    title: Field,
    texts: Vec<Field>,
    questions: Vec<[Field; 2]>,
    has_questions: bool,
    about: Vec<Field>,
    kind: Field,
    kinds: Vec<Tick>,
    topics: Field,
    topic_ticks: Vec<Tick>,
    audience: Field,
    audience_ticks: Vec<Tick>,
    /// What is wrong and belongs to no field here.
    faults: Vec<String>,
    /// What somebody else made of it meanwhile, field by field.
    others: Vec<Other>,
    shown: Vec<Shown>,
    versions: Vec<Line>,
    /// It can be handed in as it was saved.
    can_hand_in: bool,
}

/// A box to write in.
struct Field {
    name: String,
    label: String,
    help: String,
    value: String,
    rows: usize,
    kind: &'static str,
    faults: Vec<String>,
    hints: Vec<String>,
}

impl Field {
    fn is_long(&self) -> bool {
        self.rows > 0
    }
}

/// A box to tick.
struct Tick {
    name: String,
    label: String,
    on: bool,
}

struct Other {
    label: String,
    words: String,
}

/// What a group sees of it in one app.
pub(super) struct Shown {
    pub app: String,
    pub words: String,
    pub messages: Vec<String>,
}

/// The role by which somebody may write an item of this place.
fn role<'v>(visitor: &'v Visitor, place: &str) -> Option<&'v Role> {
    if !place.is_empty() {
        return visitor.may_at(Act::Write, place);
    }
    let mut roots = visitor.tree.roots(visitor.today).into_iter();
    let first = roots.next()?;
    let all = roots.all(|root| visitor.may_at(Act::Write, &root.code).is_some());
    visitor.may_at(Act::Write, &first.code).filter(|_| all)
}

fn nothing(visitor: &Visitor) -> Response {
    frame::sorry(visitor, StatusCode::NOT_FOUND, "desk-nothing-title", "desk-nothing")
}

fn path(visitor: &Visitor, item: &str) -> String {
    format!("{}/soan/{item}", page::base(&visitor.office))
}

/// `GET /trang/soan`
pub async fn list(visitor: Visitor) -> Response {
    list_with(&visitor, None, "").await
}

async fn list_with(visitor: &Visitor, trouble: Option<String>, typed: &str) -> Response {
    if visitor.may(Act::Write).is_empty() {
        return nothing(visitor);
    }
    let (items, elsewhere) = match lines(visitor).await {
        Ok(items) => (items, folders(visitor)),
        Err(e) => return page::busy(&e),
    };
    let path = format!("{}/soan", page::base(&visitor.office));
    let frame = frame::frame(visitor, visitor.say("desk-write", &[]), "/soan");
    page::show(&List { frame, path, trouble, typed: typed.to_owned(), items, elsewhere })
}

/// What is still being written and is theirs, and what was handed in.
async fn lines(visitor: &Visitor) -> Result<Vec<Line>> {
    let parts = &visitor.office.parts;
    let mut lines = vec![];
    for one in written::all(&parts.core.db).await? {
        if role(visitor, &one.place).is_none() {
            continue;
        }
        let folder = written::folder(&parts.core.db, &one.item, one.version).await?;
        let draft = Draft::of(&folder, &parts.core.text);
        let title = draft.words.get("title").cloned().unwrap_or_else(|| one.item.to_string());
        lines.push(Line { to: path(visitor, &one.item), title, words: standing(visitor, &one) });
    }
    Ok(lines)
}

/// The newest that still live in the folder, for who may take them over.
fn folders(visitor: &Visitor) -> Vec<Line> {
    if role(visitor, "").is_none() {
        return vec![];
    }
    let library = visitor.office.parts.shelf.library();
    let folders = library.newest().into_iter().filter(|item| item.home == Home::Folder);
    let line = |item: &Item| Line {
        to: path(visitor, &item.folder),
        title: item.title(VIETNAMESE).to_owned(),
        words: item.folder.to_string(),
    };
    folders.take(LISTED).map(line).collect()
}

/// How it stands with an item that is written here.
fn standing(visitor: &Visitor, one: &Written) -> String {
    let key = match (one.submitted, one.version) {
        (0, _) => "desk-write-draft",
        (submitted, version) if submitted == version => "desk-write-handed-in",
        _ => "desk-write-changed",
    };
    visitor.say(key, &[("version", one.version.into())])
}

/// `POST /trang/soan`: a new item of this headline.
pub async fn begin(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let title = posted.field("title");
    let Some(role) = visitor.may(Act::Write).into_iter().next() else { return nothing(visitor) };
    if !has_words(title) {
        return list_with(visitor, Some(visitor.say("desk-write-no-title", &[])), title).await;
    }
    let begun = async {
        let parts = &visitor.office.parts;
        let author = parts.core.seal.unseal(&role.name_sealed).ok().filter(|name| !name.is_empty());
        let author = author.unwrap_or_else(|| frame::role_name(visitor, &role));
        let name = free_name(visitor, title).await?;
        let draft = Draft::new(title, &author).tidied();
        let folder = draft.written(&Folder { name: name.clone(), files: vec![] }, &parts.core.text);
        let hand = Hand { role: Some(&role.id), place: &role.place };
        let mut tx = parts.core.db.write().await?;
        let saved = written::save(&mut tx, (&folder, None), 0, hand, parts.core.clock.now()).await?;
        tx.commit().await?;
        // Of two that took the same name the second finds it taken, and takes the next.
        anyhow::ensure!(saved != Saved::Changed, "the name of a new item was taken that instant");
        Ok(name)
    };
    match begun.await {
        Ok(name) => page::go(&visitor.office, &format!("/soan/{name}")),
        Err(e) => page::busy(&e),
    }
}

/// A name for a folder, made of a headline, that no item has in either home.
async fn free_name(visitor: &Visitor, title: &str) -> Result<String> {
    let parts = &visitor.office.parts;
    let plain: String =
        fold(title).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let mut name = String::new();
    for word in words {
        if name.len() + word.len() >= NAME_CHARS {
            break;
        }
        name = if name.is_empty() { word.to_owned() } else { format!("{name}-{word}") };
    }
    if name.len() < 2 {
        name = "bai".to_owned();
    }
    let taken = written::all(&parts.core.db).await?;
    let library = parts.shelf.library();
    let is_free = |name: &str| {
        library.get(name).is_none()
            && library.faults_of(name).is_empty()
            && taken.iter().all(|one| one.item.as_str() != name)
    };
    let numbered = (2..=1_000).map(|n| format!("{name}-{n}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| is_free(name));
    free.ok_or_else(|| anyhow::anyhow!("no free name for an item"))
}

/// The item as it stands here, and the role by which it may be written; a folder's item as it would be taken over.
async fn found(visitor: &Visitor, item: &str) -> Result<Option<(Option<Written>, Role)>> {
    let parts = &visitor.office.parts;
    let one = written::find(&parts.core.db, &ItemId::from(item)).await?;
    match one {
        Some(one) => Ok(role(visitor, &one.place).cloned().map(|role| (Some(one), role))),
        None => {
            let library = parts.shelf.library();
            let is_folder = library.get(item).is_some_and(|item| item.home == Home::Folder);
            Ok(role(visitor, "").cloned().filter(|_| is_folder).map(|role| (None, role)))
        }
    }
}

/// Asked for with a page.
#[derive(serde::Deserialize)]
pub struct Asked {
    /// An older version is shown, to be saved anew.
    ban: Option<i64>,
    /// It could not be handed in.
    sai: Option<i64>,
}

/// `GET /trang/soan/<item>`
pub async fn show(visitor: Visitor, Path(item): Path<String>, Query(asked): Query<Asked>) -> Response {
    let built = async {
        let parts = &visitor.office.parts;
        let Some((one, _)) = found(&visitor, &item).await? else { return Ok(None) };
        let Some(one) = one else {
            let title = parts.shelf.library().get(&item).map(|i| i.title(VIETNAMESE).to_owned());
            return Ok(Some(take_over(&visitor, &item, title.unwrap_or_default())));
        };
        let version = asked.ban.filter(|ban| *ban < one.version).unwrap_or(one.version);
        let folder = written::folder(&parts.core.db, &one.item, version).await?;
        if folder.files.is_empty() {
            return Ok(None);
        }
        let draft = Draft::of(&folder, &parts.core.text);
        let old = (version < one.version)
            .then(|| visitor.say("desk-write-old", &[("version", version.into())]))
            .or_else(|| asked.sai.map(|_| visitor.say("desk-write-faults", &[])));
        let sheet = sheet(&visitor, &one, one.version, (&draft, &folder), (old, vec![])).await?;
        anyhow::Ok(Some(page::show(&sheet)))
    };
    match built.await {
        Ok(Some(response)) => response,
        Ok(None) => nothing(&visitor),
        Err(e) => page::busy(&e),
    }
}

/// An item that still lives in the folder.
#[derive(Template)]
#[template(path = "desk/take_over.html")]
struct TakeOver {
    frame: Frame,
    path: String,
}

fn take_over(visitor: &Visitor, item: &str, title: String) -> Response {
    page::show(&TakeOver { frame: frame::frame(visitor, title, "/soan"), path: path(visitor, item) })
}

/// `POST /trang/soan/<item>`: saved; handed in; or taken over from the folder.
pub async fn save(Path(item): Path<String>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    match kept(visitor, &item, &posted).await {
        Ok(Some(response)) => response,
        Ok(None) => nothing(visitor),
        Err(e) => page::busy(&e),
    }
}

async fn kept(visitor: &Visitor, item: &str, posted: &Posted) -> Result<Option<Response>> {
    let parts = &visitor.office.parts;
    let Some((one, role)) = found(visitor, item).await? else { return Ok(None) };
    let hand = Hand { role: Some(&role.id), place: &role.place };
    let now = parts.core.clock.now();
    let Some(one) = one else {
        let Some(folder) = parts.shelf.folder(&parts.core.db, &ItemId::from(item)).await? else {
            return Ok(None);
        };
        let (tried, _) = parts.shelf.tried(vec![folder.clone()], shelf::DESK);
        let mut tx = parts.core.db.write().await?;
        let read = tried.first().and_then(Parsed::item);
        // As it is there it was released or not: where it lives changes nothing of that.
        if let Saved::As(version) = written::save(&mut tx, (&folder, read), 0, hand, now).await? {
            let (id, by) = (ItemId::from(item), By::Role(&role.id));
            written::submit(&mut tx, &id, version).await?;
            acts::record(&mut tx, &parts.core.seal, now, by, Deed::HandInItem, &id).await?;
            tx.commit().await?;
            parts.shelf.refresh(&parts.core.db).await?;
        }
        return Ok(Some(page::go(&visitor.office, &format!("/soan/{item}"))));
    };
    let from: i64 = posted.field("ban").parse().unwrap_or(0);
    let before = written::folder(&parts.core.db, &one.item, one.version).await?;
    let draft = filled_in(posted, &Draft::of(&before, &parts.core.text));
    let folder = draft.written(&before, &parts.core.text);
    let (tried, faults) = parts.shelf.tried(vec![folder.clone()], shelf::DESK);
    let read = tried.first().and_then(Parsed::item);
    let mut tx = parts.core.db.write().await?;
    let saved = match from == one.version {
        true => written::save(&mut tx, (&folder, read), from, hand, now).await?,
        false => Saved::Changed,
    };
    let version = match saved {
        Saved::As(version) | Saved::Same(version) => version,
        Saved::Changed => {
            drop(tx);
            let Some(now) = written::find(&parts.core.db, &one.item).await? else { return Ok(None) };
            let theirs = written::folder(&parts.core.db, &now.item, now.version).await?;
            let others = differences(visitor, &Draft::of(&theirs, &parts.core.text), &draft);
            let trouble = Some(visitor.say("desk-write-changed-meanwhile", &[]));
            let sheet = sheet(visitor, &now, now.version, (&draft, &folder), (trouble, others)).await?;
            return Ok(Some(page::show(&sheet)));
        }
    };
    let hands_in = posted.field("viec") == "nop";
    if hands_in && faults.is_empty() && written::submit(&mut tx, &one.item, version).await? {
        acts::record(&mut tx, &parts.core.seal, now, By::Role(&role.id), Deed::HandInItem, &one.item).await?;
    }
    tx.commit().await?;
    if hands_in && faults.is_empty() {
        parts.shelf.refresh(&parts.core.db).await?;
    }
    let wrong = if hands_in && !faults.is_empty() { "?sai=1" } else { "" };
    Ok(Some(page::go(&visitor.office, &format!("/soan/{item}{wrong}"))))
}

/// What stands in the form; what it does not show stays as it was.
fn filled_in(posted: &Posted, before: &Draft) -> Draft {
    let mut draft = before.clone();
    for key in draft::FIELDS {
        if posted.has(key) {
            draft.fields.insert(key.to_owned(), posted.field(key).to_owned());
        }
    }
    for key in draft::keys() {
        if posted.has(&key) {
            draft.words.insert(key.clone(), posted.field(&key).to_owned());
        }
    }
    for key in draft::LISTS {
        let ticked = posted.ticked(key);
        // A value that the page does not know is not lost for that.
        let others = before
            .lists
            .get(key)
            .into_iter()
            .flatten()
            .filter(|value| !posted.has(&format!("co-{key}-{value}")));
        draft.lists.insert(key.to_owned(), ticked.into_iter().chain(others.cloned()).collect());
    }
    draft.tidied()
}

/// Where somebody else's version says something else than what was typed.
fn differences(visitor: &Visitor, theirs: &Draft, typed: &Draft) -> Vec<Other> {
    let words = |draft: &Draft| {
        draft.fields.clone().into_iter().chain(draft.words.clone()).collect::<BTreeMap<_, _>>()
    };
    let (theirs, typed) = (words(theirs), words(typed));
    let mut keys: Vec<&String> = theirs.keys().chain(typed.keys()).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .filter(|key| theirs.get(*key) != typed.get(*key))
        .map(|key| Other {
            label: label(visitor, key),
            words: theirs.get(key).cloned().unwrap_or_else(|| visitor.say("desk-write-empty", &[])),
        })
        .collect()
}

/// What a field is called: "Ý 2", "Hỏi 1".
pub(super) fn label(visitor: &Visitor, key: &str) -> String {
    let number = key.split('-').find_map(|part| part.parse::<usize>().ok());
    let name: String =
        key.split('-').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join("-");
    let args: Vec<_> = number.map(|number| ("number", number.into())).into_iter().collect();
    visitor.say(&format!("desk-field-{}", name.replace('_', "-")), &args)
}

/// What is wrong, for somebody who sees boxes and no files.
fn in_office_words(visitor: &Visitor, fault: &Fault) -> String {
    let value = |name: &'static str| (name, fault.value(name).unwrap_or_default().into());
    match fault.sentence.as_str() {
        "check-field-missing" | "check-message-missing" => visitor.say("desk-wrong-missing", &[]),
        "check-field-empty" | "check-message-empty" => visitor.say("desk-wrong-empty", &[]),
        "check-date" => visitor.say("desk-wrong-date", &[]),
        "check-due-outside" => visitor.say("desk-wrong-due", &[]),
        "check-valid-before-signed" => visitor.say("desk-wrong-valid", &[]),
        "check-kind" => visitor.say("desk-wrong-kind", &[]),
        "check-number-missing" => visitor.say("desk-wrong-number", &[]),
        "check-audience" | "check-topic" => visitor.say("desk-wrong-tick", &[]),
        "check-replaces-unknown" => visitor.say("desk-wrong-replaces", &[value("item")]),
        "check-title-long" => visitor.say("desk-wrong-title", &[value("count"), value("most")]),
        "check-points-count" => visitor.say("desk-wrong-points", &[value("count")]),
        "check-points-gap" => visitor.say("desk-wrong-gap", &[]),
        "check-faq-half" => visitor.say("desk-wrong-faq", &[]),
        "check-too-long" => visitor.say("desk-wrong-long", &[value("length"), value("most")]),
        "check-placeable" => visitor.say("desk-wrong-braces", &[]),
        _ => fault.text.clone(),
    }
}

fn help(visitor: &Visitor, key: &str) -> String {
    match key {
        "title" | "summary" | "point-1" | "action" | "loudspeaker" | "number" | "source" | "author"
        | "valid_until" | "due" | "replaces" => {
            visitor.say(&format!("desk-help-{}", key.replace('_', "-")), &[])
        }
        _ => String::new(),
    }
}

async fn sheet(
    visitor: &Visitor,
    one: &Written,
    base: i64,
    (draft, folder): (&Draft, &Folder),
    (trouble, others): (Option<String>, Vec<Other>),
) -> Result<Sheet> {
    let parts = &visitor.office.parts;
    let (tried, faults) = parts.shelf.tried(vec![folder.clone()], shelf::DESK);
    let item = tried.first().and_then(Parsed::item);
    let mut at: HashMap<String, Vec<String>> = HashMap::new();
    let mut loose = vec![];
    for fault in faults.iter().filter(|fault| draft::field_of(folder, fault).is_none()) {
        loose.push(in_office_words(visitor, fault));
    }
    for fault in &faults {
        if let Some(key) = draft::field_of(folder, fault) {
            at.entry(key).or_default().push(in_office_words(visitor, fault));
        }
    }
    let mut known: Vec<String> = draft::keys();
    known.extend(draft::FIELDS.iter().chain(&draft::LISTS).map(|key| (*key).to_owned()));
    for (key, texts) in &at {
        if !known.contains(key) {
            loose.extend(texts.iter().cloned());
        }
    }
    let mut field = |key: &str, rows: usize, kind: &'static str| {
        let value = draft.words.get(key).or_else(|| draft.fields.get(key)).cloned().unwrap_or_default();
        let hints = if rows > 0 { hinted(visitor, key, &value) } else { vec![] };
        Field {
            name: key.to_owned(),
            label: label(visitor, key),
            help: help(visitor, key),
            rows,
            kind,
            faults: at.remove(key).unwrap_or_default(),
            hints,
            value,
        }
    };
    let title = field("title", 2, "text");
    let texts =
        draft::TEXTS[1..].iter().map(|key| field(key, if *key == "loudspeaker" { 10 } else { 3 }, "text"));
    let texts = texts.collect();
    let questions = (1..=draft::QUESTIONS).map(|n| {
        [field(&format!("faq-{n}-question"), 2, "text"), field(&format!("faq-{n}-answer"), 3, "text")]
    });
    let questions: Vec<[Field; 2]> = questions.collect();
    let has_questions =
        questions.iter().flatten().any(|field| !field.value.is_empty() || !field.faults.is_empty());
    let day = ["signed", "valid_until", "due"];
    let about = draft::FIELDS.iter().filter(|key| **key != "kind");
    let about = about.map(|key| field(key, 0, if day.contains(key) { "date" } else { "text" })).collect();
    let (kind, topics, audience) =
        (field("kind", 0, "text"), field("topics", 0, "text"), field("audience", 0, "text"));
    let has =
        |list: &str, value: &str| draft.lists.get(list).is_some_and(|all| all.iter().any(|one| one == value));
    let kinds = Kind::ALL.iter().map(|one| Tick {
        name: one.as_str().to_owned(),
        label: visitor.say(&format!("report-kind-{one}"), &[]),
        on: kind.value == one.as_str(),
    });
    let kinds = kinds.collect();
    let topic_ticks = parts.subjects.topics().iter().map(|topic| Tick {
        name: topic.id.clone(),
        label: parts.subjects.topic_name(&topic.id).unwrap_or(&topic.id).to_owned(),
        on: has("topics", &topic.id),
    });
    let topic_ticks = topic_ticks.collect();
    let audience_ticks = Audience::ALL.iter().map(|one| Tick {
        name: one.as_str().to_owned(),
        label: visitor.say(&format!("desk-audience-{}", one.as_str()), &[]),
        on: has("audience", one.as_str()),
    });
    let audience_ticks = audience_ticks.collect();
    let shown = match item {
        Some(item) => seen(visitor, item, &one.place, VIETNAMESE).await?,
        None => vec![],
    };
    let versions = versions(visitor, one).await?;
    let name = draft.words.get("title").cloned().unwrap_or_else(|| one.item.to_string());
    Ok(Sheet {
        frame: frame::frame(visitor, name, "/soan"),
        path: path(visitor, &one.item),
        state: standing(visitor, one),
        trouble,
        base,
        title,
        texts,
        questions,
        has_questions,
        about,
        kind,
        kinds,
        topics,
        topic_ticks,
        audience,
        audience_ticks,
        faults: loose,
        others,
        shown,
        versions,
        can_hand_in: faults.is_empty() && one.submitted != one.version,
    })
}

fn hinted(visitor: &Visitor, key: &str, text: &str) -> Vec<String> {
    let said = hints::of(text).into_iter().map(|hint| match hint {
        Hint::Long(count, words) => {
            visitor.say("desk-hint-long", &[("count", count.into()), ("words", words.into())])
        }
        Hint::Office(office, plain) => {
            visitor.say("desk-hint-office", &[("office", office.into()), ("plain", plain.into())])
        }
    });
    let minutes = (key == "loudspeaker" && !text.is_empty())
        .then(|| visitor.say("desk-minutes", &[("minutes", hints::minutes(text).into())]));
    minutes.into_iter().chain(said).collect()
}

/// What a group sees in a language, in each app, with its length.
pub(super) async fn seen(visitor: &Visitor, item: &Item, place: &str, language: &str) -> Result<Vec<Shown>> {
    let parts = &visitor.office.parts;
    let (library, text) = (parts.shelf.library(), &parts.core.text);
    let mut all = vec![];
    let platforms: BTreeSet<Platform> =
        parts.settings.accounts.iter().map(|account| account.platform).collect();
    for platform in platforms {
        let capabilities = platform.profile().capabilities;
        let viewer = if item.is_for_groups() { Viewer::Group } else { Viewer::Alone };
        let messages = parts
            .publisher
            .messages(item, &library, language, Mode::Practice, capabilities, viewer, At::Any)
            .await?;
        let owner = &parts.speaker.at(place).owner;
        let messages = sign(text, language, owner, messages.unwrap_or_default());
        let messages = fit(text, language, capabilities, messages);
        let messages: Vec<String> =
            messages.iter().map(|m| m.shown().0).filter(|words| !words.is_empty()).collect();
        let letters: usize = messages.iter().map(|words| words.chars().count()).sum();
        let args = [("letters", letters.into()), ("parts", messages.len().into())];
        all.push(Shown {
            app: visitor.say(&format!("report-platform-{platform}"), &[]),
            words: visitor.say("desk-length", &args),
            messages,
        });
    }
    Ok(all)
}

/// What was made of it, newest first: who by role, and when.
async fn versions(visitor: &Visitor, one: &Written) -> Result<Vec<Line>> {
    let parts = &visitor.office.parts;
    let mut all = written::history(&parts.core.db, &one.item).await?;
    all.reverse();
    all.truncate(LISTED);
    let mut lines = vec![];
    for Version { version, role, at, .. } in all {
        let by = match &role {
            Some(role) => {
                let held = roster::held_with(&parts.core.db, role).await?;
                held.first().map(|role| frame::role_name(visitor, role))
            }
            None => Some(visitor.say("desk-by-shell", &[])),
        };
        let args = [
            ("at", parts.desk.shown(at).into()),
            ("by", by.unwrap_or_else(|| visitor.say("desk-by-gone", &[])).into()),
        ];
        lines.push(Line {
            to: format!("{}?ban={version}", path(visitor, &one.item)),
            title: visitor.say("desk-version", &[("version", version.into())]),
            words: visitor.say("desk-version-by", &args),
        });
    }
    Ok(lines)
}
