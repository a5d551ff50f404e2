//! A key, a language and values become a sentence. The bot's own words live in `locales/`.

use crate::ids::{GroupId, ItemId, PublicationId, QuestionCode, RoleId};
use anyhow::{Context, Result, anyhow};
use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The canonical language: every other falls back to it, message by message.
pub const VIETNAMESE: &str = "vi";

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
}

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
pub struct Text(Arc<BTreeMap<String, Words>>);

struct Words {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
}

#[derive(serde::Deserialize)]
struct LocaleFile {
    name: String,
    status: String,
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
        Ok(Text(Arc::new(all)))
    }

    /// Every locale, Vietnamese first.
    pub fn locales(&self) -> Vec<&Locale> {
        let mut list: Vec<_> = self.0.values().map(|w| &w.locale).collect();
        list.sort_by_key(|l| l.code != VIETNAMESE);
        list
    }

    /// The locale with this code.
    pub fn locale(&self, code: &str) -> Option<&Locale> {
        self.0.get(code).map(|w| &w.locale)
    }

    /// True when the language itself has this message (no fallback).
    pub fn has(&self, language: &str, key: &str) -> bool {
        self.0.get(language).is_some_and(|w| w.bundle.has_message(key))
    }

    /// The help read aloud (Opus in Ogg), in this language or in Vietnamese.
    pub fn spoken_help(&self, language: &str) -> Option<&'static [u8]> {
        let find = |code: &str| LOCALES.get_file(format!("{code}/help.ogg"));
        find(language).or_else(|| find(VIETNAMESE)).map(|file| file.contents())
    }

    /// The sentence for `key` in `language`, or in Vietnamese where that language lacks it.
    /// A key that Vietnamese lacks too is a mistake of ours: a test finds it, and a person sees the key.
    pub fn say(&self, language: &str, key: &str, args: &[Arg<'_>]) -> String {
        let value = |value: &Value<'_>| match value {
            Value::Text(text) => FluentValue::from(text.to_string()),
            Value::Number(number) => FluentValue::from(*number),
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, v)| (*name, value(v))).collect();
        for code in [language, VIETNAMESE] {
            let Some(words) = self.0.get(code) else { continue };
            let Some(pattern) = words.bundle.get_message(key).and_then(|m| m.value()) else { continue };
            let mut errors = vec![];
            let said = words.bundle.format_pattern(pattern, Some(&args), &mut errors);
            if errors.is_empty() {
                return said.into_owned();
            }
            tracing::error!(key, language = code, "a message could not be formatted");
        }
        key.to_owned()
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
        // Plural rules: `hmn` would get English ones, and its files select on numbers or not at all.
        let mut bundle = FluentBundle::new_concurrent(vec![VIETNAMESE.parse()?]);
        bundle.set_use_isolating(false);
        let locale = Locale { code: code.into(), name: about.name.clone(), reviewed: false };
        all.insert(code.to_owned(), Words { locale, bundle });
    }
    let words = all.get_mut(code).context("the language was just added")?;
    if let Some(about) = about {
        words.locale.name = about.name;
        words.locale.reviewed = about.status == "reviewed";
    }
    for (path, bytes) in files.into_iter().filter(|(path, _)| path.ends_with(".ftl")) {
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

/// Lower case, without Vietnamese marks, in single spaces: what commands, places and word lists are compared by.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text from a person, made plain: NFC, no control characters but line breaks, no invisible direction marks.
pub fn clean(text: &str) -> String {
    let kept = text.nfc().filter(|c| {
        (*c == '\n' || !c.is_control())
            && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    });
    kept.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn cleaning_keeps_lines_and_drops_tricks() {
        assert_eq!(clean(" a\u{202e}b\n\u{0007}c "), "ab\nc");
    }
}
