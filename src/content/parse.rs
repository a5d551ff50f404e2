//! A folder becomes an item, or faults with file and line. Any bytes give one or the other.

mod about;
mod fields;
mod media;
pub(super) mod plan;
mod words;

use super::item::{Home, Item, POSTER, Words, voice_form};
use super::show;
use crate::text::{Arg, Text, VIETNAMESE, fold};
use about::About;
use include_dir::Dir;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use words::Read;

/// An announcement longer than this is a document, not a message.
const MESSAGE_LIMIT_CHARS: usize = 3500;
/// No text file of an item is that long.
const TEXT_LIMIT_BYTES: usize = 256 << 10;

/// Something in a content folder that its editors have to put right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as the reader can find it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do, in Vietnamese, for whoever looks into the file.
    pub text: String,
    /// The key of that sentence, and what stands in it: whoever never sees a file is told in other words.
    pub sentence: String,
    /// By their names.
    pub values: Vec<(&'static str, String)>,
}

impl Fault {
    /// One value of its sentence.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.text)
    }
}

/// One folder below the content folder, wherever it came from: its name, and its files by name.
/// A folder inside it is listed too, with a `/` at the end of its name; what is in that of its plans, by its path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// The folder's name.
    pub name: String,
    /// Name and bytes of each file.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Faults as they are found in one folder.
struct Faults<'t> {
    text: &'t Text,
    folder: String,
    list: Vec<Fault>,
}

impl Faults<'_> {
    fn add(&mut self, file: &str, line: usize, key: &str, args: &[(&'static str, &str)]) {
        let values = args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let args: Vec<Arg<'_>> = args.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let file = if file.is_empty() { self.folder.clone() } else { format!("{}/{file}", self.folder) };
        let text = self.text.say(VIETNAMESE, key, &args);
        self.list.push(Fault { file, line, text, sentence: key.to_owned(), values });
    }
}

/// What one folder gave, before the folders are compared.
#[derive(Debug, Clone)]
pub struct Parsed {
    folder: String,
    /// What its folder is called in a fault.
    shown: String,
    item: Option<Item>,
    number_line: usize,
    replaces: Option<(String, usize)>,
    faults: Vec<Fault>,
    /// Of its plans: they leave out no item.
    plan_faults: Vec<Fault>,
}

/// Reads the content folder on disk. `topics` are the ids that exist. An item is returned only when nothing is wrong with it.
pub fn load(dir: &Path, topics: &[&str], text: &Text) -> (Vec<Item>, Vec<Fault>) {
    let (parsed, faults) = read(dir, topics, text);
    finish(parsed, faults, text)
}

/// The same before the folders are compared, with what in it is no item.
pub fn read(dir: &Path, topics: &[&str], text: &Text) -> (Vec<Parsed>, Vec<Fault>) {
    let shown = dir.display().to_string();
    let unreadable = |file: String, why: &std::io::Error| Fault {
        file,
        line: 1,
        text: text.say(VIETNAMESE, "check-unreadable", &[("why", crate::failure::why(why).into())]),
        sentence: String::new(),
        values: vec![],
    };
    let entries = match sorted(dir) {
        Ok(entries) => entries,
        Err(why) => return (vec![], vec![unreadable(shown, &why)]),
    };
    let mut parsed = vec![];
    let mut faults = vec![];
    for (name, entry) in entries {
        let file = format!("{shown}/{name}");
        match entry {
            Ok(Entry::Folder) => match read_folder(&dir.join(&name), &name) {
                Ok((folder, unread)) => {
                    faults
                        .extend(unread.iter().map(|(inner, why)| unreadable(format!("{file}{inner}"), why)));
                    parsed.push(parse(&shown, folder, topics, text));
                }
                Err((inner, why)) => faults.push(unreadable(format!("{file}{inner}"), &why)),
            },
            Ok(Entry::File) if name.ends_with(".md") => {}
            Ok(Entry::File) => {
                let text = text.say(VIETNAMESE, "check-stray-top", &[]);
                faults.push(Fault { file, line: 1, text, sentence: String::new(), values: vec![] });
            }
            Err(why) => faults.push(unreadable(file, &why)),
        }
    }
    (parsed, faults)
}

/// Items from folders at hand; `shown` is what their parent is called in a fault.
pub fn items(shown: &str, folders: Vec<Folder>, topics: &[&str], text: &Text) -> (Vec<Item>, Vec<Fault>) {
    let parsed = folders.into_iter().map(|f| parse(shown, f, topics, text)).collect();
    finish(parsed, vec![], text)
}

/// A folder of one item on disk, or all that stand in a folder, each with its files; else what cannot be read, and why.
pub fn folders(dir: &Path) -> Result<Vec<Folder>, (PathBuf, std::io::Error)> {
    let at = |path: PathBuf| move |(inner, why): Unread| (path.join(inner.trim_start_matches('/')), why);
    let whole = |path: &Path, name: &str| {
        let (folder, unread) = read_folder(path, name).map_err(at(path.to_owned()))?;
        unread.into_iter().next().map_or(Ok(folder), |unread| Err(at(path.to_owned())(unread)))
    };
    if dir.join(about::FILE).exists() {
        let real = dir.canonicalize().map_err(|why| (dir.to_owned(), why))?;
        let name = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![whole(dir, &name)?]);
    }
    let mut found = vec![];
    for (name, entry) in sorted(dir).map_err(|why| (dir.to_owned(), why))? {
        match entry {
            Ok(Entry::Folder) => found.push(whole(&dir.join(&name), &name)?),
            Ok(Entry::File) => {}
            Err(why) => return Err((dir.join(&name), why)),
        }
    }
    Ok(found)
}

/// The words of a language file, whatever is wrong with them; what cannot be read is left out.
pub fn words_of(bytes: &[u8], text: &Text) -> Words {
    let mut faults = Faults { text, folder: String::new(), list: vec![] };
    words::read("", bytes, &mut faults).words
}

/// Whether a file of this name belongs to an item: a form of it, what is said about it, or a plan.
pub fn is_of_an_item(name: &str) -> bool {
    match name.rsplit_once('.') {
        _ if name == about::FILE || plan::is_inside(name) => true,
        Some((language, "ftl" | "ogg")) => is_language(language),
        other => other == Some((POSTER, "png")),
    }
}

/// The folders inside the binary.
pub fn embedded(dir: &Dir<'_>) -> Vec<Folder> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = |d: &Dir<'_>| {
        let files = d.files().map(|f| (name(f.path()), f.contents().to_vec()));
        let (plans, others): (Vec<_>, Vec<_>) = d.dirs().partition(|d| name(d.path()) == plan::FOLDER);
        let inner = others.into_iter().map(|d| (format!("{}/", name(d.path())), vec![]));
        let plans = plans.into_iter().flat_map(|d| d.files());
        let plans = plans.map(|f| (format!("{}/{}", plan::FOLDER, name(f.path())), f.contents().to_vec()));
        let files = files.chain(inner).chain(plans).filter(|(n, _)| !is_ignored(n)).collect();
        Folder { name: name(d.path()), files }
    };
    dir.dirs().map(folder).filter(|f| !is_ignored(&f.name)).collect()
}

impl Parsed {
    /// The name of the folder.
    pub fn name(&self) -> &str {
        &self.folder
    }

    /// The item, if it could be read, whatever else is wrong with it.
    pub fn item(&self) -> Option<&Item> {
        self.item.as_ref()
    }

    /// What its folder is called in a fault.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The same, of an item that is written at the desk, and whose it is.
    pub fn of_desk(mut self, place: &str) -> Parsed {
        if let Some(item) = &mut self.item {
            (item.home, item.place) = (Home::Desk, place.to_owned());
        }
        self
    }
}

/// Where the plan of a place stands in the folder of its item.
pub fn plan_file(place: &str) -> String {
    plan::file_of(place)
}

/// What stands in a folder.
enum Entry {
    Folder,
    File,
}

/// The names in a folder, in order, and what each is, or why nobody can tell: one of them never takes the others along.
/// What systems leave behind is passed over.
fn sorted(dir: &Path) -> std::io::Result<Vec<(String, std::io::Result<Entry>)>> {
    let mut names = vec![];
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !is_ignored(&name) {
            // Through links: mounted configuration is made of them.
            let entry = std::fs::metadata(entry.path()).and_then(|about| match about.file_type() {
                kind if kind.is_dir() => Ok(Entry::Folder),
                kind if kind.is_file() => Ok(Entry::File),
                // To read a pipe is to wait for whoever writes it.
                _ => Err(std::io::ErrorKind::InvalidInput.into()),
            });
            names.push((name, entry));
        }
    }
    names.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(names)
}

fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// What cannot be read in a folder ("/name", or "" for itself), and why.
type Unread = (String, std::io::Error);

/// A folder with the bytes of its files, and its plans that cannot be read; else what in it cannot be.
fn read_folder(path: &Path, name: &str) -> Result<(Folder, Vec<Unread>), Unread> {
    let (mut files, mut unread) = (vec![], vec![]);
    for (file, entry) in sorted(path).map_err(|why| (String::new(), why))? {
        match entry {
            Ok(Entry::Folder) if file == plan::FOLDER => {
                let (read, not) = read_plans(&path.join(&file));
                files.extend(read);
                unread.extend(not);
            }
            entry => files.push(bytes(path, &file, entry).map_err(|why| (format!("/{file}"), why))?),
        }
    }
    Ok((Folder { name: name.to_owned(), files }, unread))
}

/// What is in the folder of plans. None of it takes the item along.
fn read_plans(path: &Path) -> (Vec<(String, Vec<u8>)>, Vec<Unread>) {
    let folder = plan::FOLDER;
    let entries = match sorted(path) {
        Ok(entries) => entries,
        Err(why) => return (vec![], vec![(format!("/{folder}"), why)]),
    };
    let (mut files, mut unread) = (vec![], vec![]);
    for (file, entry) in entries {
        match bytes(path, &file, entry) {
            Ok((name, bytes)) => files.push((format!("{folder}/{name}"), bytes)),
            Err(why) => unread.push((format!("/{folder}/{file}"), why)),
        }
    }
    (files, unread)
}

/// The bytes of a file; of a folder its name alone.
fn bytes(path: &Path, file: &str, entry: std::io::Result<Entry>) -> std::io::Result<(String, Vec<u8>)> {
    match entry? {
        Entry::Folder => Ok((format!("{file}/"), vec![])),
        Entry::File => {
            let mut bytes = vec![];
            // One byte more than any file may have is enough to see that it is too large.
            std::fs::File::open(path.join(file))?
                .take(media::VOICE_LIMIT_BYTES as u64 + 1)
                .read_to_end(&mut bytes)?;
            Ok((file.to_owned(), bytes))
        }
    }
}

/// One folder; `shown` is what its parent is called in a fault.
pub fn parse(shown: &str, folder: Folder, topics: &[&str], text: &Text) -> Parsed {
    let mut faults = Faults { text, folder: format!("{shown}/{}", folder.name), list: vec![] };
    if !is_folder_name(&folder.name) {
        faults.add("", 1, "check-folder-name", &[("name", &folder.name)]);
    }
    let (mut voices, mut poster, mut texts, mut about) = (BTreeMap::new(), None, BTreeMap::new(), None);
    let mut of_plans = Faults { text, folder: faults.folder.clone(), list: vec![] };
    let plans = plan::all(&folder.files, &mut of_plans);
    for (file, bytes) in folder.files.iter().filter(|(file, _)| !plan::is_inside(file)) {
        match file.rsplit_once('.') {
            _ if file == about::FILE => about = Some(about::read(bytes, topics, &mut faults)),
            Some((language, "ftl")) if is_language(language) => {
                texts.insert(language.to_owned(), words::read(file, bytes, &mut faults));
            }
            Some((language, "ogg")) if is_language(language) => {
                // A bad voice is still a voice for `[form.…-voice]`: one fault, not two.
                voices.insert(language.to_owned(), media::voice(&folder.name, file, bytes, &mut faults));
            }
            Some((POSTER, "png")) => poster = Some(media::picture(&folder.name, file, bytes, &mut faults)),
            _ => faults.add(file.trim_end_matches('/'), 1, "check-stray", &[]),
        }
    }
    match texts.get(VIETNAMESE) {
        None => faults.add(&words::vietnamese_file(), 1, "check-file-missing", &[]),
        Some(vietnamese) => {
            words::check_vietnamese(&words::vietnamese_file(), vietnamese, &mut faults);
            for (language, other) in texts.iter().filter(|(l, _)| *l != VIETNAMESE) {
                words::check_other(&format!("{language}.ftl"), other, vietnamese, &mut faults);
            }
        }
    }
    let Some(about) = about else {
        faults.add(about::FILE, 1, "check-file-missing", &[]);
        return Parsed {
            folder: folder.name,
            shown: faults.folder,
            item: None,
            number_line: 1,
            replaces: None,
            faults: faults.list,
            plan_faults: of_plans.list,
        };
    };
    let line = |key: &str| about.lines.get(key).copied().unwrap_or(1);
    let (number_line, replaces_line) = (line("number"), line("replaces"));
    let mut forms: BTreeSet<String> = texts.keys().cloned().collect();
    forms.extend(voices.keys().map(|l| voice_form(l)));
    forms.extend(poster.is_some().then(|| POSTER.to_owned()));
    let item = assemble(&folder.name, &about, &texts);
    check_forms(&about, &forms, item.as_ref(), &mut faults);
    let item = item.map(|mut item| {
        item.voices = voices.into_iter().filter_map(|(l, v)| Some((l, v?))).collect();
        item.poster = poster.flatten();
        item.plans = plans;
        check_length(&item, &texts, &mut faults);
        item
    });
    let replaces = about.replaces.map(|r| (r, replaces_line));
    let plan_faults = of_plans.list;
    let shown = faults.folder;
    Parsed { folder: folder.name, shown, item, number_line, replaces, faults: faults.list, plan_faults }
}

/// The item, if everything obligatory is there.
fn assemble(folder: &str, about: &About, texts: &BTreeMap<String, Read>) -> Option<Item> {
    texts.get(VIETNAMESE)?.words.get("title")?;
    let mut item = Item {
        folder: folder.into(),
        number: about.number.clone(),
        kind: about.kind?,
        issuer: about.issuer.clone()?,
        signed: about.signed?,
        source: about.source.clone()?,
        topics: about.topics.clone(),
        audience: Some(about.audience.clone()).filter(|a| !a.is_empty())?,
        author: about.author.clone()?,
        valid_until: about.valid_until,
        due: about.due,
        replaces: about.replaces.clone(),
        revision: String::new(),
        words: texts.iter().map(|(l, r)| (l.clone(), r.words.clone())).collect(),
        voices: BTreeMap::new(),
        poster: None,
        plans: vec![],
        home: Home::Folder,
        place: String::new(),
        forms: about.forms.iter().filter_map(|(name, f)| Some((name.clone(), f.note()?))).collect(),
    };
    item.revision = item.compute_revision();
    Some(item)
}

/// Every note belongs to a form that is there, and names a revision.
fn check_forms(about: &About, forms: &BTreeSet<String>, item: Option<&Item>, faults: &mut Faults<'_>) {
    let revision = item.map_or("…", |i| &i.revision);
    for (name, form) in &about.forms {
        if name == VIETNAMESE {
            faults.add(about::FILE, form.line, "check-form-vietnamese", &[]);
        } else if !forms.contains(name) {
            let file = match name.strip_suffix("-voice") {
                Some(language) => format!("{language}.ogg"),
                None if name == POSTER => "poster.png".to_owned(),
                None => format!("{name}.ftl"),
            };
            faults.add(about::FILE, form.line, "check-form-no-file", &[("form", name), ("file", &file)]);
        } else if form.from_line.is_none() {
            faults.add(
                about::FILE,
                form.line,
                "check-form-no-from",
                &[("form", name), ("revision", revision)],
            );
        } else if form.from.as_deref().is_some_and(|f| !is_revision(f)) {
            let line = form.from_line.unwrap_or(form.line);
            let from = form.from.as_deref().unwrap_or_default();
            faults.add(about::FILE, line, "check-form-from", &[("from", from), ("revision", revision)]);
        }
    }
}

/// The whole announcement, as a group would get it, is a message and not a document.
fn check_length(item: &Item, texts: &BTreeMap<String, Read>, faults: &mut Faults<'_>) {
    for (language, read) in texts {
        let message = show::text_message(item, language, &show::Frame::default(), false, faults.text);
        let length = message.shown().0.chars().count();
        if length > MESSAGE_LIMIT_CHARS {
            let line = read.lines.get("title").copied().unwrap_or(1);
            let args = [("length", length.to_string()), ("most", MESSAGE_LIMIT_CHARS.to_string())];
            let args = args.each_ref().map(|(k, v)| (*k, v.as_str()));
            faults.add(&format!("{language}.ftl"), line, "check-too-long", &args);
        }
    }
}

/// The items with which nothing is wrong, and all faults: what can be seen only when all folders are there, too.
pub fn finish(parsed: Vec<Parsed>, mut list: Vec<Fault>, text: &Text) -> (Vec<Item>, Vec<Fault>) {
    let replaced: BTreeMap<&str, Option<&str>> =
        parsed.iter().map(|p| (p.folder.as_str(), p.replaces.as_ref().map(|(r, _)| r.as_str()))).collect();
    let mut seen: BTreeMap<[String; 3], &str> = BTreeMap::new();
    let mut bad: BTreeSet<String> = BTreeSet::new();
    for p in &parsed {
        let mut faults = Faults { text, folder: p.shown.clone(), list: p.faults.clone() };
        if let Some((old, line)) = &p.replaces {
            if !replaced.contains_key(old.as_str()) {
                faults.add(about::FILE, *line, "check-replaces-unknown", &[("item", old)]);
            } else if replaces_itself(&p.folder, &replaced) {
                faults.add(about::FILE, *line, "check-replaces-itself", &[("item", old)]);
            }
        }
        if let Some(item) = &p.item {
            let number = item.number.as_deref().unwrap_or_default();
            let same = [fold(number), fold(&item.issuer), fold(item.title(VIETNAMESE))];
            match seen.get(&same) {
                Some(first) => faults.add(about::FILE, p.number_line, "check-same-item", &[("item", first)]),
                None => _ = seen.insert(same, &p.folder),
            }
        }
        if !faults.list.is_empty() {
            bad.insert(p.folder.clone());
        }
        list.append(&mut faults.list);
        list.extend(p.plan_faults.iter().cloned());
    }
    // A correction says what it replaces, so it waits for that item; so does what replaces the correction.
    while let Some((p, old, line)) = parsed.iter().find_map(|p| {
        let (old, line) = p.replaces.as_ref()?;
        (bad.contains(old) && !bad.contains(&p.folder)).then_some((p, old, *line))
    }) {
        let mut faults = Faults { text, folder: p.shown.clone(), list: vec![] };
        faults.add(about::FILE, line, "check-replaces-broken", &[("item", old)]);
        list.append(&mut faults.list);
        bad.insert(p.folder.clone());
    }
    list.sort();
    list.dedup();
    let items =
        parsed.into_iter().filter_map(|p| p.item).filter(|i| !bad.contains(i.folder.as_str())).collect();
    (items, list)
}

/// Following what an item replaces comes back to it.
fn replaces_itself(folder: &str, replaced: &BTreeMap<&str, Option<&str>>) -> bool {
    let mut at = folder;
    // No chain without a circle is longer than there are items.
    for _ in 0..replaced.len() {
        match replaced.get(at).copied().flatten() {
            Some(next) if next == folder => return true,
            Some(next) => at = next,
            None => return false,
        }
    }
    false
}

/// UTF-8 in NFC, without the mark that some editors put first.
fn decode(file: &str, bytes: &[u8], faults: &mut Faults<'_>) -> Option<String> {
    if bytes.len() > TEXT_LIMIT_BYTES {
        faults.add(file, 1, "check-text-large", &[("most", "256 KB")]);
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.trim_start_matches('\u{feff}').nfc().collect()),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            faults.add(file, line, "check-not-utf8", &[]);
            None
        }
    }
}

/// The line of a byte position, from 1.
fn line_at(source: &str, position: usize) -> usize {
    source.as_bytes()[..position.min(source.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// What a folder may be called: it stands in addresses, in commands and in the database.
fn is_folder_name(name: &str) -> bool {
    (2..=40).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_language(name: &str) -> bool {
    let mut parts = name.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn is_revision(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests;
