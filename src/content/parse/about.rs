//! `item.toml` becomes fields, or faults.

use super::fields::{self, Reader};
use super::{Faults, decode, is_folder_name, line_at};
use crate::content::item::{Audience, FormNote, Kind};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file's name.
pub(super) const FILE: &str = "item.toml";

/// What `item.toml` says; what is wrong or missing is `None` and already a fault.
#[derive(Default)]
pub(super) struct About {
    pub number: Option<String>,
    pub kind: Option<Kind>,
    pub issuer: Option<String>,
    pub signed: Option<Date>,
    pub source: Option<String>,
    pub topics: Vec<String>,
    pub audience: Vec<Audience>,
    pub author: Option<String>,
    pub valid_until: Option<Date>,
    pub due: Option<Date>,
    pub replaces: Option<String>,
    pub forms: BTreeMap<String, Form>,
    /// The line of each key that is there, `form.<name>` among them.
    pub lines: BTreeMap<String, usize>,
}

/// One `[form.<name>]`, before anybody knows which forms there are.
#[derive(Default)]
pub(super) struct Form {
    pub from: Option<String>,
    pub reviewed_by: Option<String>,
    pub on: Option<Date>,
    pub synthetic: bool,
    pub line: usize,
    pub from_line: Option<usize>,
}

impl Form {
    /// As a note; a form without `from` is already a fault.
    pub fn note(&self) -> Option<FormNote> {
        let from = self.from.clone()?;
        Some(FormNote { from, reviewed_by: self.reviewed_by.clone(), on: self.on, synthetic: self.synthetic })
    }
}

/// Reads `item.toml`; `topics` are the ids that exist.
pub(super) fn read(bytes: &[u8], topics: &[&str], faults: &mut Faults<'_>) -> About {
    let mut about = About::default();
    let Some(source) = decode(FILE, bytes, faults) else { return about };
    let (table, whole, mut reader) = fields::read(FILE, &source, faults);
    for (key, value) in table.get_ref() {
        let line = line_at(reader.source, key.span().start);
        let key = key.get_ref().as_ref();
        about.lines.insert(key.to_owned(), line);
        match key {
            "number" => about.number = reader.string(key, value),
            "issuer" => about.issuer = reader.string(key, value),
            "source" => about.source = reader.string(key, value),
            "author" => about.author = reader.string(key, value),
            "signed" => about.signed = reader.date(key, value),
            "valid_until" => about.valid_until = reader.date(key, value),
            "due" => about.due = reader.date(key, value),
            "kind" => about.kind = reader.kind(value),
            "topics" => about.topics = reader.topics(value, topics),
            "audience" => about.audience = reader.audience(value),
            "replaces" => about.replaces = reader.replaces(value),
            "form" => reader.forms(value, &mut about),
            _ => reader.fault(line, "check-field-unknown", &[("key", key)]),
        }
    }
    if whole {
        require(&about, reader.faults);
    }
    about
}

/// What every item must say about itself.
fn require(about: &About, faults: &mut Faults<'_>) {
    for key in ["kind", "issuer", "signed", "source", "author", "audience"] {
        if !about.lines.contains_key(key) {
            faults.add(FILE, 1, "check-field-missing", &[("key", key)]);
        }
    }
    if about.kind.is_some_and(Kind::is_document) && !about.lines.contains_key("number") {
        let line = about.lines.get("kind").copied().unwrap_or(1);
        faults.add(FILE, line, "check-number-missing", &[("kind", about.kind.map_or("", Kind::as_str))]);
    }
    if let (Some(signed), Some(until)) = (about.signed, about.valid_until)
        && until < signed
    {
        let line = about.lines.get("valid_until").copied().unwrap_or(1);
        faults.add(FILE, line, "check-valid-before-signed", &[]);
    }
    let begins = about.signed.is_some_and(|signed| about.due.is_some_and(|due| due < signed));
    let ends = about.valid_until.is_some_and(|until| about.due.is_some_and(|due| due > until));
    if begins || ends {
        let line = about.lines.get("due").copied().unwrap_or(1);
        faults.add(FILE, line, "check-due-outside", &[]);
    }
}

impl Reader<'_, '_, '_> {
    fn kind(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Kind> {
        let written = self.string("kind", value)?;
        let kind = Kind::of(&written);
        if kind.is_none() {
            let line = self.line(value);
            let known = Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
            self.fault(line, "check-kind", &[("value", &written), ("known", &known)]);
        }
        kind
    }

    /// The texts of a list, each with its line.
    fn topics(&mut self, value: &Spanned<DeValue<'_>>, known: &[&str]) -> Vec<String> {
        let mut topics = vec![];
        for (line, topic) in self.list("topics", value) {
            if !known.contains(&topic.as_str()) {
                self.fault(line, "check-topic", &[("value", &topic), ("known", &known.join(", "))]);
            } else if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }

    fn audience(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Audience> {
        if value.get_ref().as_array().is_some_and(|a| a.is_empty()) {
            let line = self.line(value);
            self.fault(line, "check-field-empty", &[("key", "audience")]);
        }
        let mut audience = vec![];
        for (line, name) in self.list("audience", value) {
            match Audience::ALL.into_iter().find(|a| a.as_str() == name) {
                None => {
                    let known = Audience::ALL.map(Audience::as_str).join(", ");
                    self.fault(line, "check-audience", &[("value", &name), ("known", &known)]);
                }
                Some(a) if !audience.contains(&a) => audience.push(a),
                Some(_) => {}
            }
        }
        audience
    }

    fn replaces(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let folder = self.string("replaces", value)?;
        if !is_folder_name(&folder) {
            let line = self.line(value);
            self.fault(line, "check-replaces-unknown", &[("item", &folder)]);
            return None;
        }
        Some(folder)
    }

    fn forms(&mut self, value: &Spanned<DeValue<'_>>, about: &mut About) {
        let Some(forms) = value.get_ref().as_table() else {
            let line = self.line(value);
            return self.fault(line, "check-form-shape", &[("form", "form")]);
        };
        for (name, value) in forms {
            let line = line_at(self.source, name.span().start);
            let name = name.get_ref().as_ref();
            let Some(table) = value.get_ref().as_table() else {
                self.fault(line, "check-form-shape", &[("form", name)]);
                continue;
            };
            let form = self.form(name, line, table);
            about.forms.insert(name.to_owned(), form);
        }
    }

    fn form(&mut self, name: &str, line: usize, table: &DeTable<'_>) -> Form {
        let mut form = Form { line, ..Form::default() };
        let mut half = [false; 2];
        for (key, value) in table {
            let at = line_at(self.source, key.span().start);
            match key.get_ref().as_ref() {
                "from" => {
                    form.from_line = Some(at);
                    form.from = self.string("from", value).map(|r| r.to_lowercase());
                }
                "reviewed_by" => {
                    half[0] = true;
                    form.reviewed_by = self.string("reviewed_by", value);
                }
                "on" => {
                    half[1] = true;
                    form.on = self.date("on", value);
                }
                "synthetic" if name.ends_with("-voice") => match value.get_ref().as_bool() {
                    Some(yes) => form.synthetic = yes,
                    None => self.fault(at, "check-not-flag", &[("key", "synthetic")]),
                },
                key => self.fault(at, "check-field-unknown", &[("key", key)]),
            }
        }
        if half[0] != half[1] {
            self.fault(line, "check-review-half", &[("form", name)]);
        }
        form
    }
}
