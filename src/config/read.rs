//! Values out of a TOML document, each with the place it stands at, so that a refusal names its line.

use super::{Secret, words};
use crate::calendar::Stretch;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Nobody waits or keeps longer; it also bounds the walk over working days.
const LONGEST_DAYS: i64 = 3650;

/// One settings file being read. Faults are collected, not thrown: an operator mends all at once.
pub struct Reader<'a> {
    pub path: &'a Path,
    pub source: &'a str,
    pub env: &'a dyn Fn(&str) -> Option<String>,
    pub faults: RefCell<Vec<(usize, String)>>,
    /// Faults of other files that this one names, ready to be read.
    pub elsewhere: RefCell<Vec<String>>,
}

/// A value of the file, or what its env or file said.
pub struct Found<'a> {
    pub at: usize,
    pub raw: Raw<'a>,
}

/// In which form a value stands. From outside everything is text.
pub enum Raw<'a> {
    Inline(&'a DeValue<'a>),
    Outside(String),
}

impl<'a> Reader<'a> {
    /// Of a file that was read, with nothing found wrong yet.
    pub fn new(path: &'a Path, source: &'a str, env: &'a dyn Fn(&str) -> Option<String>) -> Reader<'a> {
        Reader { path, source, env, faults: RefCell::default(), elsewhere: RefCell::default() }
    }

    /// The line (from 1) of a byte of the file.
    pub fn line(&self, at: usize) -> usize {
        1 + self.source.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
    }

    /// Keeps a fault.
    pub fn fault(&self, at: usize, what: String) {
        self.faults.borrow_mut().push((self.line(at), what));
    }

    /// Keeps the faults of another file, which name their own lines.
    pub fn take_over(&self, faults: Vec<String>) {
        self.elsewhere.borrow_mut().extend(faults);
    }

    /// A path of the settings, relative to the settings file.
    pub fn resolve(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// `file:line: what`, in the order of the file.
    pub fn finish(self) -> Vec<String> {
        let mut faults = self.faults.into_inner();
        faults.sort();
        faults.dedup();
        let own = faults.into_iter().map(|(line, what)| format!("{}:{line}: {what}", self.path.display()));
        own.chain(self.elsewhere.into_inner()).collect()
    }
}

/// One `[section]`, or one of several `[[account]]`. A missing section has no keys.
pub struct Section<'a> {
    reader: &'a Reader<'a>,
    place: String,
    table: Option<&'a DeTable<'a>>,
    pub at: usize,
}

impl<'a> Section<'a> {
    /// The section `name` of the document; faults are its unknown keys.
    pub fn of(reader: &'a Reader<'a>, root: &'a DeTable<'a>, name: &str, allowed: &[&str]) -> Section<'a> {
        let place = format!("[{name}]");
        let Some((key, value)) = root.get_key_value(name) else {
            return Section { reader, place, table: None, at: 0 };
        };
        let table = value.get_ref().as_table();
        if table.is_none() {
            reader.fault(key.span().start, words::not_a_section(name));
        }
        let section = Section { reader, place, table, at: key.span().start };
        section.refuse_unknown(allowed);
        section
    }

    /// One table of an array of tables.
    pub fn one(reader: &'a Reader<'a>, place: &str, table: &'a DeTable<'a>, at: usize) -> Section<'a> {
        Section { reader, place: place.to_owned(), table: Some(table), at }
    }

    /// Faults for every key that is not allowed.
    pub fn refuse_unknown(&self, allowed: &[&str]) {
        for key in self.table.into_iter().flat_map(|t| t.keys()) {
            if !allowed.contains(&key.get_ref().as_ref()) {
                self.fault(key.span().start, words::unknown_key(key.get_ref(), &self.place, allowed));
            }
        }
    }

    /// Keeps a fault.
    pub fn fault(&self, at: usize, what: String) {
        self.reader.fault(at, what);
    }

    /// Where the value of a key stands, or the section itself.
    pub fn place_of(&self, key: &str) -> usize {
        self.table.and_then(|t| t.get_key_value(key)).map_or(self.at, |(k, _)| k.span().start)
    }

    /// True when the key is written, well or badly.
    pub fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|t| t.contains_key(key))
    }

    /// The path that `{ file = "…" }` names, for a file that loaban makes itself.
    pub fn file_of(&self, key: &str) -> Option<PathBuf> {
        let table = self.table?.get(key)?.get_ref().as_table()?;
        let path = table.get("file").filter(|_| table.len() == 1)?.get_ref().as_str()?;
        Some(self.reader.resolve(path)).filter(|_| !path.is_empty())
    }

    /// The value of a key; `None` when it is absent or was refused already.
    pub fn find(&self, key: &str) -> Option<Found<'a>> {
        let (name, value) = self.table?.get_key_value(key)?;
        let at = name.span().start;
        match value.get_ref().as_table() {
            None => Some(Found { at, raw: Raw::Inline(value.get_ref()) }),
            Some(table) => self.outside(key, table, at).map(|text| Found { at, raw: Raw::Outside(text) }),
        }
    }

    fn outside(&self, key: &str, table: &DeTable<'_>, at: usize) -> Option<String> {
        let named = |source: &str| {
            let value = table.get(source).filter(|_| table.len() == 1)?.get_ref().as_str()?;
            Some(value.to_owned()).filter(|v| !v.is_empty())
        };
        // A token written where a name belongs must not come back in the refusal.
        let is_name = |n: &String| n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let said = if let Some(name) = named("env").filter(is_name) {
            let value = (self.reader.env)(&name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
            value.ok_or_else(|| words::no_env(key, &name))
        } else if let Some(path) = named("file") {
            let path = self.reader.resolve(&path);
            match std::fs::read_to_string(&path) {
                Err(_) => Err(words::no_secret_file(key, &path)),
                Ok(text) if text.trim().is_empty() => Err(words::empty_secret_file(key, &path)),
                Ok(text) => Ok(text.trim().to_owned()),
            }
        } else {
            Err(words::bad_source(key))
        };
        said.map_err(|what| self.fault(at, what)).ok()
    }

    fn text_of(&self, key: &str, found: Found<'_>) -> Option<String> {
        match found.raw {
            Raw::Outside(text) => Some(text),
            Raw::Inline(DeValue::String(text)) => Some(text.to_string()),
            Raw::Inline(_) => {
                self.fault(found.at, words::not_text(key));
                None
            }
        }
    }

    /// A text, which may be empty.
    pub fn text(&self, key: &str) -> Option<String> {
        self.find(key).and_then(|f| self.text_of(key, f))
    }

    /// A text that `parse` accepts; `what` is the refusal.
    pub fn parsed<T>(
        &self,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
        what: impl Fn() -> String,
    ) -> Option<T> {
        let found = self.find(key)?;
        let at = found.at;
        let value = parse(self.text_of(key, found)?.trim());
        if value.is_none() {
            self.fault(at, what());
        }
        value
    }

    /// A text that must not be empty.
    pub fn filled(&self, key: &str) -> Option<String> {
        self.parsed(key, |t| (!t.is_empty()).then(|| t.to_owned()), || words::empty(key))
    }

    /// A secret: filled, on one line, without blanks.
    pub fn secret(&self, key: &str) -> Option<Secret> {
        let text = self.filled(key)?;
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            self.fault(self.place_of(key), words::bad_secret(key));
        }
        Some(Secret::new(text))
    }

    /// A fault when the key is not there at all.
    pub fn require(&self, key: &str) {
        if !self.has(key) {
            self.fault(self.at, words::missing_key(key, &self.place));
        }
    }

    /// A whole number in `least..=most`.
    pub fn number(&self, key: &str, least: i64, most: i64) -> Option<i64> {
        let found = self.find(key)?;
        let number = match &found.raw {
            Raw::Outside(text) => text.parse::<i64>().ok(),
            Raw::Inline(DeValue::Integer(n)) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
            Raw::Inline(_) => None,
        };
        let number = number.filter(|n| (least..=most).contains(n));
        if number.is_none() {
            self.fault(found.at, words::not_number(key, least, most));
        }
        number
    }

    /// A list of texts; from outside, one a line.
    pub fn list(&self, key: &str) -> Option<Vec<String>> {
        let found = self.find(key)?;
        let list = match &found.raw {
            Raw::Outside(text) => {
                Some(text.lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect())
            }
            Raw::Inline(DeValue::Array(items)) => {
                items.iter().map(|item| self.item(key, item)).collect::<Option<Vec<String>>>()
            }
            Raw::Inline(_) => None,
        };
        if list.is_none() {
            self.fault(found.at, words::not_list(key));
        }
        list
    }

    fn item(&self, key: &str, item: &Spanned<DeValue<'_>>) -> Option<String> {
        match item.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            // The fault of a missing source is kept there; an empty text stands in.
            DeValue::Table(table) => Some(self.outside(key, table, item.span().start).unwrap_or_default()),
            _ => None,
        }
    }

    /// How long: `2d` working days, `12h`, `10m`, `5s` plain time.
    pub fn stretch(&self, key: &str, default: Stretch) -> Stretch {
        let longest = Duration::from_secs(LONGEST_DAYS as u64 * 86_400);
        let parse = |text: &str| {
            Stretch::parse(text).filter(|s| match s {
                Stretch::WorkingDays(days) => *days <= LONGEST_DAYS,
                Stretch::Plain(time) => *time <= longest,
            })
        };
        self.parsed(key, parse, || words::bad_stretch(key)).unwrap_or(default)
    }

    /// An `http` or `https` address, without the slash at its end.
    pub fn url(&self, key: &str) -> Option<String> {
        self.parsed(key, web_address, || words::bad_url(key))
    }
}

/// The address without its last slash, when it is one a platform or a person can be sent to.
fn web_address(text: &str) -> Option<String> {
    let url = reqwest::Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let fine =
        matches!(url.scheme(), "http" | "https") && url.has_host() && plain && url.fragment().is_none();
    fine.then(|| text.trim_end_matches('/').to_owned())
}
