//! An office's own form: a Word document with "{{gửi_tin}}" where a figure belongs (pure).
//!
//! Word may tear a field over several runs (a spelling mark, a change of type are enough), so a field is looked for in
//! the text of its paragraph and not in a run. What stands in it takes the look of the run in which it begins.
//! Every other part of the file stays as it is, byte by byte.

use super::fields::Field;
use super::month::Report;
use super::written::clean;
use crate::text::Text;
use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// A part that is larger than this unpacked is no form that an office fills in.
const LARGEST_PART: u64 = 32 << 20;
/// How an old Word file begins, and one with a password.
const OLD_WORD: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// What some programs write before the first letter of a file.
const MARK: &str = "\u{feff}";
const OPENS: &str = "{{";
const CLOSES: &str = "}}";
/// What is longer between the braces is no field.
const LONGEST_NAME: usize = 100;

/// A form that is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The file.
    pub bytes: Vec<u8>,
    /// Fields that nobody knows, once each, in the order in which they stand; they stay as they are.
    pub unknown: Vec<String>,
    /// How many fields were filled in.
    pub filled: usize,
}

/// Why a file is no form that can be filled in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTemplate {
    /// It is no zip file, so no DOCX.
    #[error("not a zip file")]
    NoZip,
    /// The format of before 2007, or a file with a password.
    #[error("an old Word file, or one with a password")]
    OldWord,
    /// A zip file of something else.
    #[error("no word/document.xml in it")]
    NoDocument,
    /// A part of it cannot be read.
    #[error("{0} cannot be read")]
    Damaged(String),
    /// A part of it is too large.
    #[error("{0} is too large")]
    TooLarge(String),
}

impl Report {
    /// Fills in the form of an office.
    pub fn fill(&self, template: &[u8], text: &Text) -> Result<Filled, NoTemplate> {
        fill(template, &self.fields(text))
    }
}

/// Fills in a form.
fn fill(template: &[u8], fields: &[Field]) -> Result<Filled, NoTemplate> {
    let mut from = opened(template)?;
    let values = fields.iter().map(|field| (field.name.nfc().collect(), field.value.as_str())).collect();
    let mut found = Found { values, unknown: vec![], filled: 0 };
    let mut to = ZipWriter::new(Cursor::new(vec![]));
    let broken = |name: &str| NoTemplate::Damaged(name.to_owned());
    for i in 0..from.len() {
        let raw = from.by_index_raw(i).map_err(|_| broken("zip"))?;
        let name = raw.name().map_err(|_| broken("zip"))?.into_owned();
        if !has_words(&name) {
            to.raw_copy_file(raw).map_err(|_| broken(&name))?;
            continue;
        }
        let time = raw.last_modified().unwrap_or_default();
        drop(raw);
        let xml = part(&mut from, &name)?;
        let xml = found.fill_part(&xml).ok_or_else(|| broken(&name))?;
        let options = options(time);
        to.start_file(&name, options).map_err(|_| broken(&name))?;
        to.write_all(xml.as_bytes()).map_err(|_| broken(&name))?;
    }
    let bytes = to.finish().map_err(|_| broken("zip"))?.into_inner();
    Ok(Filled { bytes, unknown: found.unknown, filled: found.filled })
}

/// A Word file, opened.
pub(super) fn opened(file: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, NoTemplate> {
    if file.starts_with(OLD_WORD) {
        return Err(NoTemplate::OldWord);
    }
    let zip = ZipArchive::new(Cursor::new(file)).map_err(|_| NoTemplate::NoZip)?;
    match zip.index_for_name("word/document.xml") {
        Some(_) => Ok(zip),
        None => Err(NoTemplate::NoDocument),
    }
}

/// A part of it, unpacked.
pub(super) fn part(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, NoTemplate> {
    let broken = |_| NoTemplate::Damaged(name.to_owned());
    let mut xml = String::new();
    let part = zip.by_name(name).map_err(|_| NoTemplate::Damaged(name.to_owned()))?;
    part.take(LARGEST_PART + 1).read_to_string(&mut xml).map_err(broken)?;
    match xml.len() as u64 > LARGEST_PART {
        true => Err(NoTemplate::TooLarge(name.to_owned())),
        false => Ok(xml),
    }
}

fn options(time: DateTime) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(time)
}

/// The text itself, and what stands over and under every page.
fn has_words(part: &str) -> bool {
    let name = part.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml"));
    name.is_some_and(|name| name == "document" || name.starts_with("header") || name.starts_with("footer"))
}

struct Found<'a> {
    values: BTreeMap<String, &'a str>,
    unknown: Vec<String>,
    filled: usize,
}

/// The text of one run, and where it stands in the part.
struct Piece {
    /// Its element, from its tag's first byte to that of what comes after it.
    tag: Range<usize>,
    /// What stands between the tags.
    inside: Range<usize>,
    text: String,
}

impl Found<'_> {
    /// A part with its fields filled in; none of what is no XML.
    fn fill_part(&mut self, xml: &str) -> Option<String> {
        // A mark at the beginning is no XML: places in the text are counted behind it.
        let (mark, xml) = match xml.strip_prefix(MARK) {
            Some(rest) => (MARK, rest),
            None => ("", xml),
        };
        let mut changes: Vec<(Range<usize>, String)> = vec![];
        for paragraph in paragraphs(xml)? {
            self.fill_paragraph(&paragraph, xml, &mut changes);
        }
        changes.sort_by_key(|(at, _)| at.start);
        let (mut out, mut done) = (mark.to_owned(), 0);
        for (at, text) in changes {
            out.push_str(&xml[done..at.start]);
            out.push_str(&text);
            done = at.end;
        }
        out.push_str(&xml[done..]);
        Some(out)
    }

    fn fill_paragraph(&mut self, pieces: &[Piece], xml: &str, changes: &mut Vec<(Range<usize>, String)>) {
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        if !whole.contains(OPENS) {
            return;
        }
        let mut new: Vec<String> = vec![String::new(); pieces.len()];
        // Where each piece begins in the whole.
        let starts: Vec<usize> =
            pieces.iter().scan(0, |at, piece| Some(std::mem::replace(at, *at + piece.text.len()))).collect();
        let piece_at = |at: usize| starts.partition_point(|start| *start <= at) - 1;
        let keep = |new: &mut Vec<String>, range: Range<usize>| {
            for (i, c) in whole[range.clone()].char_indices() {
                new[piece_at(range.start + i)].push(c);
            }
        };
        let mut done = 0;
        while let Some((field, name)) = next_field(&whole, done) {
            keep(&mut new, done..field.start);
            match self.values.get(&name) {
                Some(value) => {
                    new[piece_at(field.start)].push_str(value);
                    self.filled += 1;
                }
                None => {
                    keep(&mut new, field.clone());
                    if !self.unknown.contains(&name) {
                        self.unknown.push(name);
                    }
                }
            }
            done = field.end;
        }
        keep(&mut new, done..whole.len());
        for (piece, text) in pieces.iter().zip(new).filter(|(piece, text)| piece.text != *text) {
            changes.push((piece.tag.clone(), opening(&xml[piece.tag.clone()])));
            changes.push((piece.inside.clone(), escape(clean(&text)).into_owned()));
        }
    }
}

/// The next field from a place on, and its name as it is looked up.
fn next_field(whole: &str, from: usize) -> Option<(Range<usize>, String)> {
    let mut from = from;
    loop {
        let start = from + whole[from..].find(OPENS)?;
        let inside = start + OPENS.len();
        let end = inside + whole[inside..].find(CLOSES)?;
        // The last pair of opening braces before the closing ones is the field's.
        let start = whole[start..end].rfind(OPENS).map_or(start, |later| start + later);
        let name = named(&whole[start + OPENS.len()..end]);
        let range = start..end + CLOSES.len();
        if !name.is_empty() && name.chars().count() <= LONGEST_NAME {
            return Some((range, name));
        }
        from = range.end;
    }
}

/// A name as people type it: small or capital letters, a gap for a low line, marks put on by whatever keyboard.
fn named(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == '_')
        .filter(|word| !word.is_empty())
        .map(|word| word.nfc().collect::<String>().to_lowercase())
        .collect();
    words.join("_")
}

/// The opening tag of a text, so that a blank at its ends is kept.
fn opening(tag: &str) -> String {
    let bare = tag.trim_end_matches('>');
    match tag.contains("xml:space") {
        true => tag.to_owned(),
        false => format!("{bare} xml:space=\"preserve\">"),
    }
}

/// The texts of each paragraph; none of what is no XML. A paragraph in a paragraph (a box) is one of its own.
fn paragraphs(xml: &str) -> Option<Vec<Vec<Piece>>> {
    let mut reader = Reader::from_str(xml);
    let (mut done, mut open): (Vec<Vec<Piece>>, Vec<Vec<Piece>>) = (vec![], vec![]);
    let mut text: Option<(Range<usize>, String)> = None;
    loop {
        let before = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let after = usize::try_from(reader.buffer_position()).ok()?;
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "p" => open.push(vec![]),
                "t" => text = Some((before..after, String::new())),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "p" => done.push(open.pop()?),
                "t" => {
                    if let (Some((tag, text)), Some(pieces)) = (text.take(), open.last_mut()) {
                        let inside = tag.end..before;
                        pieces.push(Piece { tag, inside, text });
                    }
                }
                _ => {}
            },
            // A line or a column ends: no field goes over it.
            Event::Empty(tag) if matches!(tag.local_name().as_ref(), "br" | "tab" | "cr") => {
                done.extend(open.last_mut().map(std::mem::take));
            }
            Event::Text(words) => {
                if let Some((_, text)) = &mut text {
                    text.push_str(&words.xml10_content());
                }
            }
            Event::GeneralRef(name) => {
                if let Some((_, text)) = &mut text {
                    text.push_str(&unescape(&format!("&{};", &*name)).ok()?);
                }
            }
            Event::CData(words) => {
                if let Some((_, text)) = &mut text {
                    text.push_str(&words.xml10_content());
                }
            }
            Event::DocType(_) => return None,
            Event::Eof => return open.is_empty().then_some(done),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
