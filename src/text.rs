//! A key, a language and values become a sentence. The bot's own words live in `locales/`.

mod dressed;
mod judge;
mod voices;

pub use judge::{Fault, Wrong, faults};
pub use voices::{Mute, Voice, mute};

use dressed::{Links, beginnings, dressed};

use crate::ids::{GroupId, ItemId, PublicationId, QuestionCode, RoleId};
use crate::message::Aloud;
use anyhow::{Context, Result, anyhow};
use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use unicode_normalization::UnicodeNormalization;

/// The canonical language: every other falls back to it, message by message.
pub const VIETNAMESE: &str = "vi";

/// What is said where there is no sentence at all.
const UNSAID: &str = "…";

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// One value for a placeable.
pub type Arg<'a> = (&'a str, Value<'a>);

/// What stands in a placeable.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// Words.
    Text(Cow<'a, str>),
    /// A number; in Vietnamese it changes no word beside it.
    Number(i64),
    /// What somebody wrote: dressed so that it can pretend nothing.
    Said(Cow<'a, str>, Links),
}

/// The first so many characters of a text on one line, and a sign that there is more.
pub fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// With a capital first letter, as at the head of a line.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What anybody may have written.
pub fn said_by_anybody(text: &str) -> Value<'_> {
    Value::Said(text.into(), Links::Broken)
}

/// What somebody wrote who holds a role: their links can be opened.
pub fn said_by_role(text: &str) -> Value<'_> {
    Value::Said(text.into(), Links::Open)
}

/// The sentences whose lines nobody's words may look like: who speaks, the fields of a card, whose an answer is.
const OURS: [&str; 13] = [
    "signature",
    "card-heading",
    "card-heading-urgent",
    "card-about",
    "card-language",
    "card-escalated",
    "card-again",
    "answer-heading",
    "answer-correction",
    "answer-from",
    "answer-from-only",
    "reminder",
    "choose-by-digit",
];
/// Stands in the placeables of these: nobody can write it.
const HOLE: char = '\u{1}';

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(text.into())
    }
}

/// An id is said as it is stored.
macro_rules! said {
    ($($id:ty),+) => {
        $(impl From<$id> for Value<'_> {
            fn from(id: $id) -> Self {
                Value::Text(id.to_string().into())
            }
        })+
    };
}

said!(QuestionCode, ItemId, PublicationId, RoleId, GroupId);

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Number(number)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A language the bot speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale {
    /// Its code as used everywhere: `vi`, `hmn-VN`.
    pub code: String,
    /// Its name for people, in Vietnamese ("Tiếng Mông").
    pub name: String,
    /// Whether a native reader has signed it off; drafts are shown only in the practice room.
    pub reviewed: bool,
}

/// The words of every locale; cheap to clone.
#[derive(Clone)]
pub struct Text(Arc<Inner>);

struct Inner {
    all: BTreeMap<String, Words>,
    /// The sentences that could not be said as they are written: logged once each.
    told: Mutex<BTreeSet<(String, String)>>,
}

struct Words {
    locale: Locale,
    /// As they are said: with what an operator's folder puts over them.
    bundle: FluentBundle<FluentResource>,
    /// As they came with the program, where something was put over them.
    own: Option<FluentBundle<FluentResource>>,
    /// What is read aloud of it.
    voices: BTreeMap<Aloud, Voice>,
}

/// A sentence of one bundle: all of it, what is left of it with a fault in it, or none of that name.
enum Sentence {
    Whole(String),
    Faulty(String),
    Missing,
}

fn sentence(bundle: &FluentBundle<FluentResource>, key: &str, args: &FluentArgs<'_>) -> Sentence {
    let Some(message) = bundle.get_message(key) else { return Sentence::Missing };
    let Some(pattern) = message.value() else { return Sentence::Faulty(String::new()) };
    let mut errors = vec![];
    let said = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    if errors.is_empty() { Sentence::Whole(said) } else { Sentence::Faulty(said) }
}

/// A sentence with the names of its values in their places; "" where there is none.
fn written(bundle: &FluentBundle<FluentResource>, key: &str) -> String {
    match sentence(bundle, key, &FluentArgs::new()) {
        Sentence::Whole(said) | Sentence::Faulty(said) => said,
        Sentence::Missing => String::new(),
    }
}

#[derive(serde::Deserialize)]
struct LocaleFile {
    name: String,
    status: String,
    #[serde(default)]
    voices: voices::Listed,
}

impl Text {
    /// Loads every locale that is inside the binary; files in `over` (laid out the same way) put their messages
    /// over these and may bring new languages. Faults name file and line.
    pub fn load(over: Option<&Path>) -> Result<Text> {
        let mut all = BTreeMap::new();
        for dir in LOCALES.dirs() {
            let files =
                dir.files().map(|f| (f.path().display().to_string(), f.contents().to_vec())).collect();
            add(&mut all, &dir.path().to_string_lossy(), "locales", files, false)?;
        }
        if let Some(over) = over {
            let shown = over.display().to_string();
            for (code, files) in folders(over).with_context(|| format!("{shown}: cannot be read"))? {
                add(&mut all, &code, &shown, files, true)?;
            }
        }
        all.contains_key(VIETNAMESE).then_some(()).context("locales/vi is missing")?;
        Ok(Text(Arc::new(Inner { all, told: Mutex::default() })))
    }

    /// Every locale, Vietnamese first.
    pub fn locales(&self) -> Vec<&Locale> {
        let mut list: Vec<_> = self.0.all.values().map(|w| &w.locale).collect();
        list.sort_by_key(|l| l.code != VIETNAMESE);
        list
    }

    /// The locale with this code.
    pub fn locale(&self, code: &str) -> Option<&Locale> {
        self.0.all.get(code).map(|w| &w.locale)
    }

    /// True when the language itself has this message (no fallback).
    pub fn has(&self, language: &str, key: &str) -> bool {
        self.0.all.get(language).is_some_and(|w| w.bundle.has_message(key))
    }

    /// A sentence as it is written, with the names of its values.
    pub fn as_written(&self, language: &str, key: &str) -> String {
        self.0.all.get(language).map(|words| written(&words.bundle, key)).unwrap_or_default()
    }

    /// A mark of the words that an operator put over this sentence of ours, in whatever language; none: they are ours.
    pub fn put_over(&self, key: &str) -> Option<String> {
        let mut theirs = Sha256::new();
        let mut any = false;
        for (code, words) in &self.0.all {
            let ours = words.own.as_ref().map(|own| written(own, key));
            let now = written(&words.bundle, key);
            if ours.is_some_and(|ours| ours != now) {
                any = true;
                theirs.update(format!("{code}\n{now}\n"));
            }
        }
        any.then(|| hex::encode(theirs.finalize())[..8].to_owned())
    }

    /// Words of ours read aloud, in this language or in Vietnamese.
    pub fn aloud(&self, language: &str, what: Aloud) -> Option<&Voice> {
        let find = |code: &str| self.0.all.get(code)?.voices.get(&what);
        find(language).or_else(|| find(VIETNAMESE))
    }

    /// The sentence for `key` in `language`, or in Vietnamese where that language lacks it. One that an operator put over
    /// ours and that cannot be said (a value that is not given) gives way to ours: nobody ever reads a key, and nothing
    /// goes out without its signature.
    pub fn say(&self, language: &str, key: &str, args: &[Arg<'_>]) -> String {
        let args = self.fluent_args(language, args);
        let mut left = None;
        for code in [language, VIETNAMESE] {
            let Some(words) = self.0.all.get(code) else { continue };
            for bundle in [Some(&words.bundle), words.own.as_ref()].into_iter().flatten() {
                match sentence(bundle, key, &args) {
                    Sentence::Whole(said) => return said,
                    Sentence::Faulty(said) => {
                        left = Some(said);
                        self.tell(code, key);
                    }
                    Sentence::Missing => {}
                }
            }
        }
        // A mistake of ours, which a test finds: what is left of the sentence, and never its key.
        left.filter(|said| !said.is_empty()).unwrap_or_else(|| {
            self.tell(language, key);
            UNSAID.to_owned()
        })
    }

    /// The sentence as it is written in this language, whatever stands in its place when it has a fault; none: it has.
    fn said_as_it_is(&self, language: &str, key: &str, args: &[Arg<'_>]) -> Option<String> {
        let words = self.0.all.get(language)?;
        match sentence(&words.bundle, key, &self.fluent_args(language, args)) {
            Sentence::Whole(said) => Some(said),
            Sentence::Faulty(_) | Sentence::Missing => None,
        }
    }

    /// The values as they are put into a sentence: the one place where people's words come into what the machine says.
    fn fluent_args<'a>(&self, language: &str, args: &'a [Arg<'_>]) -> FluentArgs<'a> {
        let value = |value: &Value<'_>| match value {
            Value::Text(text) => FluentValue::from(text.to_string()),
            Value::Number(number) => FluentValue::from(*number),
            Value::Said(text, links) => FluentValue::from(self.dress(language, text, *links)),
        };
        args.iter().map(|(name, v)| (*name, value(v))).collect()
    }

    fn dress(&self, language: &str, text: &str, links: Links) -> String {
        let hole = HOLE.to_string();
        let holes: Vec<Arg<'_>> = ["owner", "code", "place", "topic", "asked", "due", "language", "answer"]
            .iter()
            .map(|name| (*name, hole.as_str().into()))
            .collect();
        let ours: Vec<String> =
            OURS.iter().flat_map(|key| beginnings(&self.say(language, key, &holes), HOLE)).collect();
        let dot = self.say(language, "link-dot", &[]);
        let tell = |host: &str, strange: bool| {
            let host = host.replace('.', &format!(" {dot} "));
            let key = if strange { "link-strange" } else { "link-host" };
            self.say(language, key, &[("host", host.into())])
        };
        dressed(text, links, &ours, &tell)
    }

    fn tell(&self, language: &str, key: &str) {
        let mut told = self.0.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.insert((language.to_owned(), key.to_owned())) {
            tracing::error!(
                key,
                language,
                "a sentence cannot be said as it is written; `loaban check` says why"
            );
        }
    }
}

/// Path below the locales folder, and bytes.
type Files = Vec<(String, Vec<u8>)>;

/// The language folders of a locales folder on disk, each with its files.
fn folders(dir: &Path) -> std::io::Result<Vec<(String, Files)>> {
    let sorted = |dir: &Path| -> std::io::Result<Vec<_>> {
        let mut found =
            std::fs::read_dir(dir)?.map(|e| Ok(e?.path())).collect::<std::io::Result<Vec<_>>>()?;
        found.sort();
        Ok(found)
    };
    let mut all = vec![];
    for folder in sorted(dir)?.into_iter().filter(|p| p.is_dir()) {
        let code = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let files = sorted(&folder)?.into_iter().filter(|p| p.is_file());
        let name = |p: &Path| format!("{code}/{}", p.file_name().unwrap_or_default().to_string_lossy());
        let files = files.map(|p| Ok((name(&p), std::fs::read(&p)?))).collect::<std::io::Result<_>>()?;
        all.push((code, files));
    }
    Ok(all)
}

/// No sentences yet.
fn empty() -> Result<FluentBundle<FluentResource>> {
    // Plural rules: `hmn` would get English ones, and its files select on numbers or not at all.
    let mut bundle = FluentBundle::new_concurrent(vec![VIETNAMESE.parse()?]);
    bundle.set_use_isolating(false);
    Ok(bundle)
}

/// Adds a folder's messages to a language; `over` those that are there, or each once.
fn add(all: &mut BTreeMap<String, Words>, code: &str, root: &str, files: Files, over: bool) -> Result<()> {
    let about = files.iter().find(|(path, _)| path.ends_with("/locale.toml"));
    let about: Option<LocaleFile> = match about {
        Some((path, bytes)) => {
            let text = std::str::from_utf8(bytes).with_context(|| format!("{root}/{path} is not UTF-8"))?;
            Some(toml::from_str(text).with_context(|| format!("{root}/{path}"))?)
        }
        None => None,
    };
    if !all.contains_key(code) {
        let about = about.as_ref().with_context(|| format!("{root}/{code}/locale.toml is missing"))?;
        let bundle = empty()?;
        let locale = Locale { code: code.into(), name: about.name.clone(), reviewed: false };
        let voices = BTreeMap::new();
        all.insert(code.to_owned(), Words { locale, bundle, own: None, voices });
    }
    let words = all.get_mut(code).context("the language was just added")?;
    if let Some(about) = about {
        words.locale.name = about.name;
        words.locale.reviewed = about.status == "reviewed";
        // One that says something else is not heard; `check` names it.
        let read = |file: &str| files.iter().find(|(path, _)| *path == file).map(|(_, bytes)| bytes.clone());
        words.voices.extend(voices::read(code, &about.voices, &read).into_iter().filter_map(Result::ok));
    }
    let mut files: Files = files.into_iter().filter(|(path, _)| path.ends_with(".ftl")).collect();
    if over && !files.is_empty() && words.own.is_none() {
        // Ours once more, to put the operator's over; what was read first stays as it is.
        let mut ours = empty()?;
        for file in LOCALES.get_dir(code).into_iter().flat_map(|dir| dir.files()) {
            if let Some(source) =
                file.contents_utf8().filter(|_| file.path().extension().is_some_and(|e| e == "ftl"))
            {
                let source: String = source.nfc().collect();
                ours.add_resource_overriding(FluentResource::try_new(source).unwrap_or_else(|(r, _)| r));
            }
        }
        words.own = Some(std::mem::replace(&mut words.bundle, ours));
    }
    for (path, bytes) in files.drain(..) {
        let name = format!("{root}/{path}");
        let source: String =
            String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?.nfc().collect();
        let resource = FluentResource::try_new(source).map_err(|(r, errors)| {
            let line = errors.first().map_or(0, |e| r.source()[..e.pos.start].lines().count());
            anyhow!(
                "{name}:{line}: not valid Fluent: {}",
                errors.first().map(ToString::to_string).unwrap_or_default()
            )
        })?;
        if over {
            words.bundle.add_resource_overriding(resource);
        } else {
            words
                .bundle
                .add_resource(resource)
                .map_err(|e| anyhow!("{name}: a message is defined twice: {e:?}"))?;
        }
    }
    Ok(())
}

/// Typed text as it is judged: nothing invisible, one form for each character (also for wide or framed ones), ordinary
/// spaces. Whatever decides by what somebody typed looks at this, or at [`fold`].
pub fn plain(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).map(spaced).collect();
    let one_form: String = seen.nfkc().filter(|c| !is_invisible(*c)).map(spaced).collect();
    one_form.trim().to_owned()
}

/// [`plain`], in lower case, without Vietnamese marks, in single spaces: what commands, places and word lists are
/// compared by.
pub fn fold(text: &str) -> String {
    let lower = plain(text).nfkd().flat_map(char::to_lowercase).collect::<String>();
    let bare = lower.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let bare: String = bare.map(|c| if c == 'đ' { 'd' } else { c }).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`fold`], with Cyrillic, Greek and other letters as the Latin ones that they look like: what decides whether somebody
/// passes one text off as another.
pub fn skeleton(text: &str) -> String {
    fold(&plain(text).nfkd().map(looks_like).collect::<String>())
}

/// The Latin letter that another looks like.
fn looks_like(c: char) -> char {
    match c {
        'а' | 'А' | 'α' | 'Α' | 'ɑ' => 'a',
        'В' | 'в' | 'Β' | 'β' => 'b',
        'с' | 'С' | 'ϲ' | 'Ϲ' => 'c',
        'ԁ' | 'ð' | 'Ð' | 'Ɖ' | 'ɖ' => 'd',
        'е' | 'Е' | 'ε' | 'Ε' | 'є' => 'e',
        'ɡ' | 'ԍ' => 'g',
        'һ' | 'Н' | 'н' | 'Η' => 'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ı' | 'ӏ' | 'Ӏ' => 'i',
        'ј' | 'Ј' => 'j',
        'к' | 'К' | 'κ' | 'Κ' => 'k',
        'М' | 'м' | 'Μ' => 'm',
        'Ν' | 'п' | 'η' => 'n',
        'о' | 'О' | 'ο' | 'Ο' | 'σ' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' | 'Ѕ' => 's',
        'Т' | 'т' | 'Τ' | 'τ' => 't',
        'υ' | 'и' | 'ц' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'Х' | 'χ' | 'Χ' => 'x',
        'у' | 'У' | 'Υ' | 'γ' | 'ү' | 'Ү' => 'y',
        'Ζ' => 'z',
        other => other,
    }
}

/// Whether there is anything to understand: a letter or a digit. `.`, `👍` and `...` hold none.
pub fn has_words(text: &str) -> bool {
    plain(text).chars().any(char::is_alphanumeric)
}

/// Text from a person as it is kept and shown to others: NFC, nothing invisible but what joins a picture out of several
/// signs, ordinary spaces, lines.
pub fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_sign = false;
    for c in text.nfc() {
        let joins = matches!(c, '\u{200d}' | '\u{fe0f}');
        if joins && in_sign || !is_invisible(c) {
            kept.push(spaced(c));
        }
        in_sign = joins && in_sign
            || c > '\u{2010}' && !c.is_alphanumeric() && !c.is_whitespace() && !is_invisible(c);
    }
    // What was taken out may have stood between a letter and its mark.
    kept.nfc().collect::<String>().trim().to_owned()
}

/// Nobody sees it: control characters but line breaks and tabs, and what Unicode calls default ignorable (joiners,
/// marks of direction, variation selectors, fillers, tags).
fn is_invisible(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t' | '\u{b}' | '\u{c}' | '\u{85}')
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Any space is a space, any end of a line or paragraph a line break.
fn spaced(c: char) -> char {
    match c {
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        // The last is the empty pattern of the Braille block.
        c if c.is_whitespace() || c == '\u{2800}' => ' ',
        c => c,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_forgives_marks_and_case() {
        assert_eq!(fold("  TRỢ   Giúp Đồng chí "), "tro giup dong chi");
        assert_eq!(fold("xoá"), fold("xóa"));
    }

    #[test]
    fn a_folder_of_locales_puts_its_messages_over_ours() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("vi")).unwrap();
        std::fs::write(dir.path().join("vi/own.ftl"), "none = chưa có gì\n").unwrap();
        let text = Text::load(Some(dir.path())).unwrap();
        assert_eq!(text.say("vi", "none", &[]), "chưa có gì");
        assert_ne!(text.say("vi", "welcome", &[]), "welcome");
        std::fs::write(dir.path().join("vi/own.ftl"), "none = a\n  b c\nx\n").unwrap();
        let fault = Text::load(Some(dir.path())).err().unwrap().to_string();
        assert!(fault.contains("own.ftl:3: not valid Fluent"), "{fault}");
    }

    #[test]
    fn a_fault_in_a_sentence_that_was_put_over_ours_costs_neither_the_sentence_nor_its_values() {
        let ours = Text::load(None).unwrap();
        let owner = [("owner", "Đảng uỷ xã Mẫu".into())];
        let whole = ours.say("vi", "signature", &owner);
        assert!(whole.contains("Đảng uỷ xã Mẫu"), "{whole}");
        for wrong in [
            "Máy { $onwer }",
            "{ none-such }",
            "{ NUMBER($owner) }",
            "{ signature }",
            "{ none }",
            "{ -term }",
            "\n    .x = y",
        ] {
            let dir = tempfile::tempdir().unwrap();
            for language in ["vi", "hmn-VN", "dao"] {
                std::fs::create_dir(dir.path().join(language)).unwrap();
                let about = "name = \"x\"\nstatus = \"draft\"\n";
                std::fs::write(dir.path().join(language).join("locale.toml"), about).unwrap();
                let source = format!("signature = {wrong}\nnone = {{ $strange }}\n");
                std::fs::write(dir.path().join(language).join("own.ftl"), source).unwrap();
            }
            let text = Text::load(Some(dir.path())).unwrap();
            for language in ["vi", "hmn-VN", "dao"] {
                let said = text.say(language, "signature", &owner);
                assert!(
                    said == whole || said == ours.say(language, "signature", &owner),
                    "{language} {wrong}: {said}"
                );
            }
        }
        assert_eq!(ours.say("vi", "no-such-sentence", &[]), UNSAID);
    }

    #[test]
    fn cleaning_keeps_lines_and_drops_tricks() {
        assert_eq!(clean(" a\u{202e}b\n\u{0007}c "), "ab\nc");
        assert_eq!(clean("a\u{a0}b\tc\u{2028}d\u{200b}"), "a b c\nd");
        assert_eq!(clean("đie\u{200b}\u{323}\u{302}n"), "điện");
        // What joins the signs of one picture is part of it; between letters it is a trick.
        assert_eq!(
            clean("👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} a\u{200d}b\u{fe0f}"),
            "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} ab"
        );
    }

    #[test]
    fn nothing_is_no_word() {
        for text in ["", " ", ".", "...", "👍", "👍🏽", "?!", "\u{200b}", "\u{3164}", "❤\u{fe0f}", "—"]
        {
            assert!(!has_words(text), "{text:?}");
        }
        for text in ["a", "1", "①", "１", "ệ", "ở"] {
            assert!(has_words(text), "{text}");
        }
    }

    /// What nobody sees.
    const UNSEEN: &[char] = &[
        '\u{ad}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{feff}',
        '\u{fe0f}',
        '\u{3164}',
        '\u{e0020}',
        '\u{34f}',
        '\u{7}',
    ];

    /// The text with something that nobody sees at these places.
    pub fn with_unseen(text: &str, at: &[(usize, usize)]) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for (place, which) in at {
            chars.insert(place % (chars.len() + 1), UNSEEN[which % UNSEEN.len()]);
        }
        chars.into_iter().collect()
    }

    proptest! {
        #[test]
        fn what_nobody_sees_changes_nothing(text in "\\PC{0,40}", at in prop::collection::vec((0usize..99, 0usize..99), 0..6)) {
            let hidden = with_unseen(&text, &at);
            prop_assert_eq!(plain(&hidden), plain(&text));
            prop_assert_eq!(fold(&hidden), fold(&text));
            prop_assert_eq!(has_words(&hidden), has_words(&text));
            prop_assert_eq!(plain(&clean(&hidden)), plain(&text));
        }

        #[test]
        fn what_is_plain_stays_as_it_is(text in "\\PC{0,40}") {
            prop_assert_eq!(plain(&plain(&text)), plain(&text));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(clean(&clean(&text)), clean(&text));
            prop_assert_eq!(fold(&plain(&text)), fold(&text));
        }
    }
}
