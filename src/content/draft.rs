//! What somebody fills in at the desk, as the files of an item, and back (pure). Everything that was typed stays as it was typed,
//! whatever is wrong with it: what is wrong is said by the one check that reads folders.

use super::item::Audience;
use super::parse::{Fault, Folder, words_of};
use crate::text::{Text, VIETNAMESE};
use std::collections::BTreeMap;
use std::fmt::Write;
use toml::de::{DeTable, DeValue};

/// The file with what is said about an item.
const ABOUT: &str = "item.toml";
/// What is one text of it, in the order in which it is written.
pub const FIELDS: [&str; 9] =
    ["number", "kind", "issuer", "signed", "source", "author", "valid_until", "due", "replaces"];
/// What is a list.
pub const LISTS: [&str; 2] = ["topics", "audience"];
/// The texts of a language that every item may have, in the order in which they are heard.
pub const TEXTS: [&str; 9] =
    ["title", "summary", "point-1", "point-2", "point-3", "point-4", "point-5", "action", "loudspeaker"];
/// So many questions with their answers can be filled in.
pub const QUESTIONS: usize = 8;

/// What is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// By the names of [`FIELDS`]; what is empty is not there.
    pub fields: BTreeMap<String, String>,
    /// By the names of [`LISTS`].
    pub lists: BTreeMap<String, Vec<String>>,
    /// The Vietnamese text, by its keys.
    pub words: BTreeMap<String, String>,
}

/// Every key of a text, in order.
pub fn keys() -> Vec<String> {
    let questions = (1..=QUESTIONS).flat_map(|n| [format!("faq-{n}-question"), format!("faq-{n}-answer")]);
    TEXTS.iter().map(|key| (*key).to_owned()).chain(questions).collect()
}

impl Draft {
    /// A new item of this headline, for residents.
    pub fn new(title: &str, author: &str) -> Draft {
        let one = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
        let audience = vec![Audience::Residents.as_str().to_owned()];
        let lists = BTreeMap::from([("audience".to_owned(), audience)]);
        Draft { fields: one("author", author), lists, words: one("title", title) }
    }

    /// What a folder says; what cannot be read of it is empty.
    pub fn of(folder: &Folder, text: &Text) -> Draft {
        let (mut fields, mut lists) = (BTreeMap::new(), BTreeMap::new());
        let source =
            file(folder, ABOUT).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        let (table, _) = DeTable::parse_recoverable(source);
        for (key, value) in table.get_ref() {
            let key = key.get_ref().as_ref();
            match value.get_ref() {
                DeValue::String(text) if FIELDS.contains(&key) => {
                    _ = fields.insert(key.to_owned(), text.to_string())
                }
                DeValue::Datetime(day) if FIELDS.contains(&key) => {
                    _ = fields.insert(key.to_owned(), day.to_string())
                }
                DeValue::Array(all) if LISTS.contains(&key) => {
                    let texts = all.iter().filter_map(|one| one.get_ref().as_str()).map(str::to_owned);
                    lists.insert(key.to_owned(), texts.collect());
                }
                _ => {}
            }
        }
        let words = words_of(file(folder, &vietnamese()).unwrap_or_default(), text);
        let words =
            words.keys().filter_map(|key| Some((key.to_owned(), words.get(key)?.to_owned()))).collect();
        Draft { fields, lists, words }
    }

    /// The same without spaces around, empty texts and signs that no text of an item may have: so it is kept.
    pub fn tidied(self) -> Draft {
        let tidy = |text: &str| {
            let text = text.replace("\r\n", "\n").replace('{', "(").replace('}', ")");
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            lines.join("\n").trim().to_owned()
        };
        let texts = |map: BTreeMap<String, String>| {
            map.into_iter()
                .map(|(key, text)| (key, tidy(&text)))
                .filter(|(_, text)| !text.is_empty())
                .collect()
        };
        Draft { fields: texts(self.fields), lists: self.lists, words: texts(self.words) }
    }

    /// The files of an item that says this, in place of those of `before`. A file of which nothing changed stays byte for byte,
    /// and what is not filled in here (notes on forms, other languages, voices) stays, too.
    pub fn written(&self, before: &Folder, text: &Text) -> Folder {
        let was = Draft::of(before, text);
        let mut files = before.files.clone();
        let mut put = |name: &str, text: String| match files.iter_mut().find(|(own, _)| own == name) {
            Some((_, bytes)) => *bytes = text.into_bytes(),
            None => files.push((name.to_owned(), text.into_bytes())),
        };
        let has = |name: &str| file(before, name).is_some();
        if !has(ABOUT) || (&was.fields, &was.lists) != (&self.fields, &self.lists) {
            put(ABOUT, self.about(before));
        }
        if !has(&vietnamese()) || was.words != self.words {
            put(&vietnamese(), fluent(&self.words));
        }
        Folder { name: before.name.clone(), files }
    }

    fn about(&self, before: &Folder) -> String {
        let mut out = String::new();
        for key in FIELDS {
            if let Some(value) = self.fields.get(key).filter(|value| !value.is_empty()) {
                let _ = writeln!(out, "{key} = {}", quoted(value));
            }
        }
        for key in LISTS {
            if let Some(values) = self.lists.get(key).filter(|values| !values.is_empty()) {
                let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                let _ = writeln!(out, "{key} = [{}]", values.join(", "));
            }
        }
        // Tables stand last in such a file: the notes on forms.
        let source =
            file(before, ABOUT).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        let tables: Vec<&str> = source.lines().skip_while(|line| !line.starts_with('[')).collect();
        if !tables.is_empty() {
            let _ = write!(out, "\n{}\n", tables.join("\n"));
        }
        out
    }
}

/// What a fault is about: the key in whose lines it stands.
pub fn field_of(folder: &Folder, fault: &Fault) -> Option<String> {
    // What is missing stands on no line.
    match (fault.sentence.as_str(), fault.value("key")) {
        ("check-field-missing" | "check-message-missing" | "check-points-gap", Some(key)) => {
            return Some(key.to_owned());
        }
        ("check-faq-half", _) => return fault.value("partner").map(str::to_owned),
        ("check-number-missing", _) => return Some("number".to_owned()),
        ("check-points-count", _) => return Some("point-1".to_owned()),
        _ => {}
    }
    let (_, name) = fault.file.rsplit_once('/')?;
    let source = std::str::from_utf8(file(folder, name)?).ok()?;
    let lines: Vec<&str> = source.lines().take(fault.line).collect();
    let key = |line: &&str| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let is_key =
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        is_key.then(|| key.to_owned())
    };
    lines.iter().rev().find_map(key)
}

fn vietnamese() -> String {
    format!("{VIETNAMESE}.ftl")
}

fn file<'f>(folder: &'f Folder, name: &str) -> Option<&'f [u8]> {
    folder.files.iter().find(|(own, _)| own == name).map(|(_, bytes)| bytes.as_slice())
}

/// A text as TOML writes it: JSON's strings are such.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A language file.
fn fluent(words: &BTreeMap<String, String>) -> String {
    let known = keys();
    let others = words.keys().filter(|key| !known.contains(key));
    let mut out = String::new();
    for key in known.iter().chain(others) {
        let Some(text) = words.get(key) else { continue };
        if text.contains('\n') {
            let _ = writeln!(out, "{key} =");
            for line in text.lines() {
                // Fluent takes these for its own at the beginning of a line; behind a tab they are text.
                let guard = if line.starts_with(['*', '[', '.']) { "\t" } else { "" };
                let _ = writeln!(out, "    {guard}{line}");
            }
        } else {
            let _ = writeln!(out, "{key} = {text}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixtures::{self, folder};
    use crate::content::parse;
    use proptest::prelude::*;

    fn faults(folder: &Folder) -> Vec<Fault> {
        parse::items("content", vec![folder.clone()], &fixtures::TOPICS, &fixtures::TEXT).1
    }

    #[test]
    fn what_is_filled_in_is_an_item_and_what_did_not_change_stays_byte_for_byte() {
        let notes = "# Of the office.\n[form.hmn-VN]\nfrom = \"e5b070ceb84c\"\n";
        let about = format!("# About it.\n{}\n{notes}", fixtures::ABOUT);
        let before = folder(
            "bai-moi",
            &[("hmn-VN.ftl", fixtures::HMONG), ("item.toml", &about), ("vi.ftl", fixtures::VIETNAMESE)],
        );
        let draft = Draft::of(&before, &fixtures::TEXT);
        assert_eq!(draft.written(&before, &fixtures::TEXT), before);
        assert_eq!(draft.fields["number"], "72-NQ/TW");
        assert_eq!(draft.lists["topics"], ["y-te"]);
        assert!(draft.words["loudspeaker"].contains('\n') && draft.words.contains_key("faq-1-answer"));
        let mut changed = draft.clone();
        changed.words.insert("title".into(), "Khám sức khoẻ không mất tiền".into());
        let after = changed.written(&before, &fixtures::TEXT);
        let differ: Vec<&str> = before
            .files
            .iter()
            .filter(|file| !after.files.contains(file))
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(differ, ["vi.ftl"]);
        assert_eq!(Draft::of(&after, &fixtures::TEXT), changed);
        changed.fields.insert("due".into(), "2025-12-01".into());
        let after = changed.written(&before, &fixtures::TEXT);
        assert_eq!(Draft::of(&after, &fixtures::TEXT), changed);
        assert!(
            after.files.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("[form.hmn-VN]"))
        );
        assert_eq!(faults(&after), []);
    }

    #[test]
    fn a_fault_is_said_at_its_field() {
        let mut draft = Draft::new("Tin mới", "Văn phòng").tidied();
        draft.fields.insert("signed".into(), "hôm qua".into());
        draft
            .words
            .insert("title".into(), "một hai ba bốn năm sáu bảy tám chín mười mười một mười hai".into());
        draft.words.insert("faq-1-question".into(), "Ở đâu?".into());
        let folder = draft.written(&Folder { name: "bai-moi".into(), files: vec![] }, &fixtures::TEXT);
        let found = faults(&folder);
        let fields: Vec<_> = found.iter().filter_map(|fault| field_of(&folder, fault)).collect();
        for field in ["signed", "title", "faq-1-answer", "issuer", "action", "point-1"] {
            assert!(fields.contains(&field.to_owned()), "{field}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_back_as_it_was_typed(
            title in "\\PC{0,40}",
            text in "[ \\PC\n]{0,120}",
            number in "\\PC{0,20}",
        ) {
            let mut draft = Draft::new(&title, "Văn phòng");
            draft.words.insert("loudspeaker".into(), text);
            draft.fields.insert("number".into(), number);
            let draft = draft.tidied();
            let folder = draft.written(&Folder { name: "bai-moi".into(), files: vec![] }, &fixtures::TEXT);
            let read = Draft::of(&folder, &fixtures::TEXT);
            prop_assert_eq!(&read.fields, &draft.fields);
            // The reader of items puts letters together and spaces in order: said so, it is the same.
            let plain = |text: Option<&String>| crate::text::clean(text.map_or("", String::as_str));
            let words = |draft: &Draft, key: &str| {
                plain(draft.words.get(key)).split_whitespace().collect::<Vec<_>>().join(" ")
            };
            for key in ["title", "loudspeaker"] {
                prop_assert_eq!(words(&read, key), words(&draft, key));
            }
        }
    }
}
