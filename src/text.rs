//! A key, a language and values become a sentence. The bot's own words live in `locales/`.

use anyhow::{Context, Result, anyhow};
use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;
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
    /// Loads every locale that is inside the binary. Faults name file and line.
    pub fn load() -> Result<Text> {
        let mut all = BTreeMap::new();
        for dir in LOCALES.dirs() {
            let code = dir.path().to_string_lossy().into_owned();
            let about = dir.get_file(dir.path().join("locale.toml")).and_then(|f| f.contents_utf8());
            let about: LocaleFile = toml::from_str(about.with_context(|| format!("locales/{code}/locale.toml is missing"))?)?;
            // Plural rules: `hmn` would get English ones, and its files select on numbers or not at all.
            let mut bundle = FluentBundle::new_concurrent(vec![VIETNAMESE.parse()?]);
            bundle.set_use_isolating(false);
            for file in dir.files().filter(|f| f.path().extension().is_some_and(|e| e == "ftl")) {
                let name = format!("locales/{}", file.path().display());
                let source: String = file.contents_utf8().with_context(|| format!("{name} is not UTF-8"))?.nfc().collect();
                let resource = FluentResource::try_new(source).map_err(|(r, errors)| {
                    let line = errors.first().map_or(0, |e| r.source()[..e.pos.start].lines().count());
                    anyhow!("{name}:{line}: not valid Fluent: {}", errors.first().map(ToString::to_string).unwrap_or_default())
                })?;
                bundle.add_resource(resource).map_err(|e| anyhow!("{name}: a message is defined twice: {e:?}"))?;
            }
            let locale = Locale { code: code.clone(), name: about.name, reviewed: about.status == "reviewed" };
            all.insert(code, Words { locale, bundle });
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
        (*c == '\n' || !c.is_control()) && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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
    fn cleaning_keeps_lines_and_drops_tricks() {
        assert_eq!(clean(" a\u{202e}b\n\u{0007}c "), "ab\nc");
    }
}
