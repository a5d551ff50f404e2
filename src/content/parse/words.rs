//! `<lang>.ftl` becomes words, or faults.

use super::{Faults, decode, line_at};
use crate::content::item::Words;
use crate::text::{VIETNAMESE, clean};
use fluent_syntax::ast::{Entry, PatternElement};
use fluent_syntax::parser::{self, ErrorKind};
use std::collections::BTreeMap;

/// Longer headlines are not read.
const MOST_TITLE_WORDS: usize = 12;
const POINTS: std::ops::RangeInclusive<usize> = 3..=5;

/// A language's words, and the line of each key.
#[derive(Default)]
pub(super) struct Read {
    pub words: Words,
    pub lines: BTreeMap<String, usize>,
    /// Not text at all: what it lacks says nothing.
    pub unreadable: bool,
}

/// Reads one language file.
pub(super) fn read(file: &str, bytes: &[u8], faults: &mut Faults<'_>) -> Read {
    let mut out = Read::default();
    let Some(source) = decode(file, bytes, faults) else { return Read { unreadable: true, ..out } };
    let source = without_braces(file, &source, faults);
    let (resource, errors) = match parser::parse(source.as_str()) {
        Ok(resource) => (resource, vec![]),
        Err((resource, errors)) => (resource, errors),
    };
    for error in errors {
        let start = error.slice.map_or(error.pos.start, |s| s.start);
        let blank = source.get(start..).map_or(0, |s| s.len() - s.trim_start().len());
        let line = line_at(&source, start + blank);
        match error.kind {
            ErrorKind::ExpectedMessageField { entry_id } => {
                faults.add(file, line, "check-message-empty", &[("key", &entry_id)]);
                // It is there, only empty: not missing as well.
                out.lines.insert(entry_id, line);
            }
            _ => faults.add(file, line, "check-fluent", &[]),
        }
    }
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name;
                let line = line_of(&source, key);
                if !message.attributes.is_empty() {
                    faults.add(file, line, "check-attribute", &[("key", key)]);
                }
                let Some(value) = message.value else { continue };
                let value: String = value.elements.iter().map(element).collect();
                take(file, key, line, &value, &mut out, faults);
            }
            Entry::Term(term) => {
                let name = format!("-{}", term.id.name);
                let line = line_of(&source, term.id.name);
                faults.add(file, line, "check-key-unknown", &[("key", &name)]);
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
        }
    }
    out
}

/// Content is plain: no variables, functions or selectors. Every brace is a fault, and none reaches
/// the parser, which would recurse as deep as they nest.
fn without_braces(file: &str, source: &str, faults: &mut Faults<'_>) -> String {
    for (number, line) in source.lines().enumerate() {
        if !line.starts_with('#') && line.contains(['{', '}']) {
            faults.add(file, number + 1, "check-placeable", &[]);
        }
    }
    source.replace('{', "(").replace('}', ")")
}

fn element<'s>(element: &PatternElement<&'s str>) -> &'s str {
    match element {
        PatternElement::TextElement { value } => value,
        // Unreachable without braces, and harmless.
        PatternElement::Placeable { .. } => "",
    }
}

/// Keeps one message if its key is known and it says something.
fn take(file: &str, key: &str, line: usize, value: &str, out: &mut Read, faults: &mut Faults<'_>) {
    if !is_known(key) {
        let fault = if key.starts_with("point-") { "check-point-unknown" } else { "check-key-unknown" };
        return faults.add(file, line, fault, &[("key", key)]);
    }
    if let Some(first) = out.lines.get(key) {
        return faults.add(file, line, "check-key-twice", &[("key", key), ("line", &first.to_string())]);
    }
    out.lines.insert(key.to_owned(), line);
    let value = if key == "loudspeaker" || key.ends_with("-answer") {
        value.lines().map(one_line).collect::<Vec<_>>().join("\n")
    } else {
        one_line(value)
    };
    let value = clean(&value);
    if value.is_empty() {
        return faults.add(file, line, "check-message-empty", &[("key", key)]);
    }
    if key == "title" {
        let count = value.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
        if count > MOST_TITLE_WORDS {
            let args = [("count", count.to_string()), ("most", MOST_TITLE_WORDS.to_string())];
            faults.add(file, line, "check-title-long", &args.each_ref().map(|(k, v)| (*k, v.as_str())));
        }
    }
    out.words.insert(key, value);
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_known(key: &str) -> bool {
    let number = |n: &str, most: usize| {
        n.bytes().all(|b| b.is_ascii_digit())
            && !n.starts_with('0')
            && n.parse::<usize>().is_ok_and(|n| (1..=most).contains(&n))
    };
    if matches!(key, "title" | "summary" | "action" | "loudspeaker") {
        return true;
    }
    if let Some(n) = key.strip_prefix("point-") {
        return number(n, *POINTS.end());
    }
    let Some(rest) = key.strip_prefix("faq-") else { return false };
    rest.split_once('-').is_some_and(|(n, part)| number(n, 99) && matches!(part, "question" | "answer"))
}

/// What the Vietnamese text must have.
pub(super) fn check_vietnamese(file: &str, read: &Read, faults: &mut Faults<'_>) {
    if read.unreadable {
        return;
    }
    for key in ["title", "action"] {
        if !read.lines.contains_key(key) {
            faults.add(file, 1, "check-message-missing", &[("key", key)]);
        }
    }
    let points: Vec<usize> =
        (1..=*POINTS.end()).filter(|n| read.lines.contains_key(&format!("point-{n}"))).collect();
    let last = points.last().copied().unwrap_or_default();
    if !POINTS.contains(&points.len()) {
        let line = read.lines.get("point-1").copied().unwrap_or(1);
        faults.add(file, line, "check-points-count", &[("count", &points.len().to_string())]);
    } else if let Some(gap) = (1..=last).find(|n| !points.contains(n)) {
        let line = read.lines.get(&format!("point-{last}")).copied().unwrap_or(1);
        faults.add(file, line, "check-points-gap", &[("key", &format!("point-{gap}"))]);
    }
    for (key, line) in &read.lines {
        let partner = match (key.strip_suffix("-question"), key.strip_suffix("-answer")) {
            (Some(stem), _) => format!("{stem}-answer"),
            (_, Some(stem)) => format!("{stem}-question"),
            _ => continue,
        };
        if !read.lines.contains_key(&partner) {
            faults.add(file, *line, "check-faq-half", &[("key", key), ("partner", &partner)]);
        }
    }
}

/// Another language may lack messages, and may not say what Vietnamese does not.
pub(super) fn check_other(file: &str, read: &Read, vietnamese: &Read, faults: &mut Faults<'_>) {
    if read.unreadable || vietnamese.unreadable {
        return;
    }
    for (key, line) in &read.lines {
        if !vietnamese.lines.contains_key(key) {
            faults.add(file, *line, "check-not-in-vietnamese", &[("key", key)]);
        }
    }
    if read.lines.is_empty() {
        faults.add(file, 1, "check-file-empty", &[]);
    }
}

/// The name of the Vietnamese file.
pub(super) fn vietnamese_file() -> String {
    format!("{VIETNAMESE}.ftl")
}

/// The line of a slice of the source; the parser keeps slices, not positions.
fn line_of(source: &str, part: &str) -> usize {
    line_at(source, (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize))
}
