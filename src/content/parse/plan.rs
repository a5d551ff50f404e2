//! `plans/<place>.toml` becomes a plan, or faults.

use super::fields::{self, Reader};
use super::{Faults, decode, line_at};
use crate::content::plan::Plan;
use crate::ledger::{Presenter, StudyAudience, StudyForm};
use crate::stored::Word;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::DeValue;

/// The folder of an item in which its plans are.
pub(in crate::content) const FOLDER: &str = "plans";
/// More people come to no session.
const MOST_PEOPLE: i64 = 100_000;
/// What a plan says in its own words, all of it obligatory.
const TEXTS: [&str; 7] =
    ["purpose", "requirements", "contents", "where", "decoration", "organisation", "support"];

/// What one file says; what is wrong or missing is not there and already a fault.
#[derive(Default)]
struct Said {
    texts: BTreeMap<&'static str, String>,
    number: Option<String>,
    signed: Option<Date>,
    form: Option<StudyForm>,
    presenters: Vec<Presenter>,
    audience: Vec<StudyAudience>,
    expected: Option<i64>,
    from: Option<Date>,
    until: Option<Date>,
    /// The keys that are there, with the line of the last day.
    keys: BTreeSet<String>,
    until_line: usize,
}

/// Reads the plans among the files of an item, by their places' codes. `faults` are theirs alone.
pub(super) fn all(files: &[(String, Vec<u8>)], faults: &mut Faults<'_>) -> Vec<Plan> {
    let mut plans = vec![];
    for (file, bytes) in files.iter().filter(|(file, _)| is_inside(file)) {
        let name = file.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/')).unwrap_or_default();
        match name.strip_suffix(".toml").filter(|place| !place.is_empty() && !place.contains('/')) {
            Some(place) => plans.extend(read(file, place, bytes, faults)),
            None => faults.add(file.trim_end_matches('/'), 1, "check-plan-stray", &[]),
        }
    }
    plans
}

/// Where the plan of a place stands in the folder of its item.
pub(super) fn file_of(place: &str) -> String {
    format!("{FOLDER}/{place}.toml")
}

/// Belongs to the folder of plans, which itself is no file.
pub(super) fn is_inside(file: &str) -> bool {
    file.split_once('/').is_some_and(|(folder, _)| folder == FOLDER)
}

fn read(file: &str, place: &str, bytes: &[u8], faults: &mut Faults<'_>) -> Option<Plan> {
    let before = faults.list.len();
    let source = decode(file, bytes, faults)?;
    let (table, whole, mut reader) = fields::read(file, &source, faults);
    let mut said = Said::default();
    for (key, value) in table.get_ref() {
        let line = line_at(reader.source, key.span().start);
        said.take(key.get_ref().as_ref(), line, value, &mut reader);
    }
    if whole {
        said.require(&mut reader);
    }
    if faults.list.len() > before { None } else { said.plan(place) }
}

impl Said {
    fn take(
        &mut self,
        key: &str,
        line: usize,
        value: &Spanned<DeValue<'_>>,
        reader: &mut Reader<'_, '_, '_>,
    ) {
        self.keys.insert(key.to_owned());
        match key {
            "number" => self.number = reader.string(key, value),
            "signed" => self.signed = reader.date(key, value),
            "form" => self.form = words(key, &[value], "check-plan-form", reader).pop(),
            "presenters" => self.presenters = list(key, value, "check-plan-presenter", reader),
            "audience" => self.audience = list(key, value, "check-audience", reader),
            "expected" => {
                let count = value
                    .get_ref()
                    .as_integer()
                    .and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
                self.expected = count.filter(|n| (1..=MOST_PEOPLE).contains(n));
                if self.expected.is_none() {
                    reader.fault(line, "check-plan-expected", &[("most", &MOST_PEOPLE.to_string())]);
                }
            }
            "from" => self.from = reader.date(key, value),
            "until" => {
                self.until_line = line;
                self.until = reader.date(key, value);
            }
            _ => match TEXTS.into_iter().find(|text| *text == key) {
                Some(text) => {
                    if let Some(said) = reader.string(key, value) {
                        self.texts.insert(text, said);
                    }
                }
                // Who presents is an office: there is no place for a name.
                None => reader.fault(line, "check-field-unknown", &[("key", key)]),
            },
        }
    }

    fn require(&self, reader: &mut Reader<'_, '_, '_>) {
        for key in TEXTS.into_iter().chain(["form", "presenters", "audience", "from", "until"]) {
            if !self.keys.contains(key) {
                reader.fault(1, "check-field-missing", &[("key", key)]);
            }
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            reader.fault(self.until_line, "check-plan-days", &[]);
        }
    }

    fn plan(mut self, place: &str) -> Option<Plan> {
        let mut text = |key: &str| self.texts.remove(key);
        Some(Plan {
            place: place.to_owned(),
            purpose: text("purpose")?,
            requirements: text("requirements")?,
            contents: text("contents")?,
            location: text("where")?,
            decoration: text("decoration")?,
            organisation: text("organisation")?,
            support: text("support")?,
            number: self.number,
            signed: self.signed,
            form: self.form?,
            presenters: self.presenters,
            audience: self.audience,
            expected: self.expected,
            from: self.from?,
            until: self.until?,
        })
    }
}

/// A list of known words, each once and at least one.
fn list<W: Word>(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    unknown: &str,
    reader: &mut Reader<'_, '_, '_>,
) -> Vec<W> {
    let Some(array) = value.get_ref().as_array() else {
        let line = reader.line(value);
        reader.fault(line, "check-not-list", &[("key", key)]);
        return vec![];
    };
    if array.is_empty() {
        let line = reader.line(value);
        reader.fault(line, "check-field-empty", &[("key", key)]);
    }
    words(key, &array.iter().collect::<Vec<_>>(), unknown, reader)
}

fn words<W: Word>(
    key: &str,
    values: &[&Spanned<DeValue<'_>>],
    unknown: &str,
    reader: &mut Reader<'_, '_, '_>,
) -> Vec<W> {
    let mut found = vec![];
    for value in values {
        let Some(written) = reader.string(key, value) else { continue };
        match W::of(&written) {
            Some(word) if !found.contains(&word) => found.push(word),
            Some(_) => {}
            None => {
                let line = reader.line(value);
                let known = W::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(", ");
                reader.fault(line, unknown, &[("value", &written), ("known", &known)]);
            }
        }
    }
    found
}
