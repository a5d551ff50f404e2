//! What the TOML files of an item have in common: values become texts, days and lists, or faults with their line.

use super::{Faults, line_at};
use crate::text::clean;
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the values of one file.
pub(super) struct Reader<'a, 'f, 't> {
    pub file: &'a str,
    pub source: &'a str,
    pub faults: &'f mut Faults<'t>,
}

/// The table of a file, and whether all of it was understood: what a broken file lacks may only not have been.
pub(super) fn read<'a, 'f, 't>(
    file: &'a str,
    source: &'a str,
    faults: &'f mut Faults<'t>,
) -> (Spanned<DeTable<'a>>, bool, Reader<'a, 'f, 't>) {
    let (table, errors) = DeTable::parse_recoverable(source);
    for error in &errors {
        let line = error.span().map_or(1, |s| line_at(source, s.start));
        let what = error.message().lines().next().unwrap_or_default();
        faults.add(file, line, "check-toml", &[("what", what)]);
    }
    (table, errors.is_empty(), Reader { file, source, faults })
}

impl Reader<'_, '_, '_> {
    pub fn fault(&mut self, line: usize, key: &str, args: &[(&'static str, &str)]) {
        self.faults.add(self.file, line, key, args);
    }

    pub fn line(&self, value: &Spanned<DeValue<'_>>) -> usize {
        line_at(self.source, value.span().start)
    }

    pub fn string(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let line = self.line(value);
        let Some(raw) = value.get_ref().as_str() else {
            self.fault(line, "check-not-text", &[("key", key)]);
            return None;
        };
        let text = clean(raw).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.fault(line, "check-field-empty", &[("key", key)]);
            return None;
        }
        Some(text)
    }

    pub fn date(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Date> {
        let written = match value.get_ref() {
            DeValue::String(s) => s.trim().to_owned(),
            DeValue::Datetime(d) => d.to_string(),
            _ => String::new(),
        };
        // Only a bare day: jiff would take a moment too and drop its time.
        let date = Some(&written).filter(|w| w.len() == 10).and_then(|w| w.parse().ok());
        if date.is_none() {
            let line = self.line(value);
            self.fault(line, "check-date", &[("key", key)]);
        }
        date
    }

    pub fn list(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<(usize, String)> {
        let Some(array) = value.get_ref().as_array() else {
            let line = self.line(value);
            self.fault(line, "check-not-list", &[("key", key)]);
            return vec![];
        };
        let texts: Vec<_> = array.iter().map(|v| (self.line(v), self.string(key, v))).collect();
        texts.into_iter().filter_map(|(line, text)| Some((line, text?))).collect()
    }
}
