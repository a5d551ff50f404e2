//! An operator's own list of days off and working Saturdays.

use super::read::Reader;
use super::words;
use crate::calendar::Holidays;
use jiff::civil::Date;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The built-in list with what `file` says besides; or only what `file` says, if it says `instead = true`.
/// Faults are kept with the file's own lines.
pub fn read(settings: &Reader<'_>, at: usize, path: &Path, built_in: Holidays) -> Holidays {
    let source = match std::fs::read_to_string(path) {
        Ok(source) => source,
        Err(e) => {
            settings.fault(at, words::no_holiday_file(path, &e.kind().to_string()));
            return built_in;
        }
    };
    let source = source.strip_prefix('\u{feff}').unwrap_or(&source);
    let reader = Reader::new(path, source, settings.env);
    let (root, errors) = DeTable::parse_recoverable(source);
    let found = if errors.is_empty() {
        list(&reader, root.get_ref(), built_in)
    } else {
        for e in errors {
            reader.fault(e.span().map_or(0, |s| s.start), words::syntax(e.message()));
        }
        built_in
    };
    settings.take_over(reader.finish());
    found
}

fn list(reader: &Reader<'_>, root: &DeTable<'_>, built_in: Holidays) -> Holidays {
    let (mut own, mut instead) = (Holidays::default(), false);
    for (key, value) in root {
        let at = key.span().start;
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("instead", DeValue::Boolean(said)) => instead = *said,
            ("until", value) => match date(value) {
                Some(until) => own.until = Some(until),
                None => reader.fault(at, words::bad_date("until")),
            },
            ("day", DeValue::Array(days)) => {
                for (_, day) in days.iter().filter_map(|day| entry(reader, "[[day]]", day)) {
                    own.off.insert(day);
                }
            }
            ("working", DeValue::Array(days)) => {
                for (at, day) in days.iter().filter_map(|day| entry(reader, "[[working]]", day)) {
                    if day.weekday().to_monday_one_offset() <= 5 && !built_in.off.contains(&day) {
                        reader.fault(at, words::works_anyway());
                    }
                    own.working.insert(day);
                }
            }
            ("instead", _) => reader.fault(at, words::not_yes_or_no("instead")),
            ("day" | "working", _) => reader.fault(at, words::not_holidays()),
            (other, _) => {
                let allowed = ["until", "instead", "day", "working"];
                reader.fault(at, words::unknown_key(other, "tệp ngày nghỉ", &allowed));
            }
        }
    }
    for day in own.off.intersection(&own.working) {
        reader.fault(0, words::off_and_working(&day.to_string()));
    }
    // Who says nothing else has a list that is whole up to its last day.
    own.until = own.until.or(own.off.last().copied());
    if instead { own } else { built_in.and(own) }
}

/// Where the date of one entry stands, and the date.
fn entry(reader: &Reader<'_>, place: &str, value: &Spanned<DeValue<'_>>) -> Option<(usize, Date)> {
    let at = value.span().start;
    let Some(table) = value.get_ref().as_table() else {
        reader.fault(at, words::not_holidays());
        return None;
    };
    for key in table.keys().filter(|key| !["date", "name"].contains(&key.get_ref().as_ref())) {
        reader.fault(key.span().start, words::unknown_key(key.get_ref(), place, &["date", "name"]));
    }
    let Some((key, value)) = table.get_key_value("date") else {
        reader.fault(at, words::missing_key("date", place));
        return None;
    };
    let at = key.span().start;
    let found = date(value.get_ref());
    if found.is_none() {
        reader.fault(at, words::bad_date("date"));
    }
    Some((at, found?))
}

/// As a text, or as TOML's own date.
fn date(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::String(text) => text.trim().parse().ok(),
        DeValue::Datetime(date) => date.to_string().parse().ok(),
        _ => None,
    }
}
