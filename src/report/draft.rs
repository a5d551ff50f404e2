//! A draft that is read back after its author edited it (pure).
//!
//! Word and LibreOffice keep little of what an author writes over: a mark in the words goes with them. So what is marked is
//! the paragraph before, a heading or a sentence of the machine's, and an author's words are what follows it up to
//! the next mark or the next table.

use super::month::Report;
use super::passage::{MARK, Passage, Sentences};
use super::period::Period;
use super::template::{NoTemplate, opened, part};
use super::written::clean;
use crate::text::{Text, VIETNAMESE};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// The property of a document that says whose draft it is.
const DRAFT_OF: &str = "loaban";
/// The part that holds such properties.
const PROPERTIES: &str = "docProps/custom.xml";
/// Nobody writes more into a monthly report at one place; what is longer is something else.
const LONGEST: usize = 8_000;

/// A draft, as it was found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    /// The code of the place whose it is.
    place: String,
    period: Period,
    sentences: Sentences,
}

/// Why nothing is read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDraft {
    /// It is no Word file that can be read.
    #[error(transparent)]
    NoFile(#[from] NoTemplate),
    /// It is one, but no draft of ours.
    #[error("no draft of a report")]
    NotOurs,
    /// The draft of another report: of this place, by its code, and this period.
    #[error("the draft of {1} of {0}")]
    Others(String, Period),
    /// It is ours, but nothing in it says any more where its author wrote.
    #[error("no marks in it")]
    NoMarks,
    /// More than anybody writes at one place.
    #[error("more than {LONGEST} letters at one place")]
    TooLong,
}

impl Report {
    /// What its author wrote into its draft.
    pub fn read_back(&self, file: &[u8], text: &Text) -> Result<Sentences, NoDraft> {
        let offered = text.say(VIETNAMESE, "report-offered", &[("words", "\u{1}".into())]);
        let offered = offered.split('\u{1}').next().unwrap_or_default();
        let draft = read(file, &text.say(VIETNAMESE, "report-author", &[]), offered.trim())?;
        match draft.place == self.document.place.code && draft.period == self.period {
            true => Ok(draft.sentences),
            false => Err(NoDraft::Others(draft.place, draft.period)),
        }
    }
}

/// Reads an edited draft. `blank` is what stood where the author writes; what begins with `offered` was offered and not taken.
fn read(file: &[u8], blank: &str, offered: &str) -> Result<Draft, NoDraft> {
    let mut zip = opened(file)?;
    if zip.index_for_name(PROPERTIES).is_none() {
        return Err(NoDraft::NotOurs);
    }
    let damaged = |name: &str| NoTemplate::Damaged(name.to_owned());
    let properties = part(&mut zip, PROPERTIES)?;
    let (place, period) = whose(&properties).ok_or(NoDraft::NotOurs)?;
    let document = part(&mut zip, "word/document.xml")?;
    let paragraphs = paragraphs(&document).ok_or_else(|| damaged("word/document.xml"))?;
    if !paragraphs.iter().any(|paragraph| matches!(paragraph, Paragraph::Marked(Some(_)))) {
        return Err(NoDraft::NoMarks);
    }
    let mut sentences = Sentences::new();
    let mut here = None;
    for paragraph in paragraphs {
        match paragraph {
            Paragraph::Table => here = None,
            Paragraph::Marked(passage) => here = passage,
            Paragraph::Words(words) => {
                let words = clean(&words.replace(blank, ""));
                let words = words.trim();
                if let Some(passage) = here.filter(|_| !words.is_empty() && !words.starts_with(offered)) {
                    let text: &mut String = sentences.entry(passage).or_default();
                    text.push_str(if text.is_empty() { "" } else { "\n" });
                    text.push_str(words);
                }
            }
        }
    }
    if sentences.values().any(|text| text.chars().count() > LONGEST) {
        return Err(NoDraft::TooLong);
    }
    Ok(Draft { place, period, sentences })
}

/// What stands in a document, as far as an author's words are looked for.
#[derive(Debug, PartialEq, Eq)]
enum Paragraph {
    /// It is marked: behind it an author writes, or somebody else does.
    Marked(Option<Passage>),
    /// Words.
    Words(String),
    /// A table begins.
    Table,
}

/// The paragraphs of the text itself: none of tables and boxes. `None`: it is no XML.
fn paragraphs(xml: &str) -> Option<Vec<Paragraph>> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut found = vec![];
    let (mut paragraphs, mut tables, mut in_text) = (0_usize, 0_usize, false);
    let (mut words, mut marked): (String, Option<Option<Passage>>) = Default::default();
    loop {
        let event = reader.read_event().ok()?;
        let own = tables == 0 && paragraphs == 1;
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "tbl" => {
                    tables += 1;
                    found.push(Paragraph::Table);
                }
                "p" => paragraphs += 1,
                "t" => in_text = own,
                "bookmarkStart" if tables == 0 => marked = marked_by(&tag).or(marked),
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "bookmarkStart" if tables == 0 => marked = marked_by(&tag).or(marked),
                "br" | "tab" | "cr" if own => words.push(' '),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "tbl" => tables = tables.checked_sub(1)?,
                "t" => in_text = false,
                "p" => {
                    paragraphs = paragraphs.checked_sub(1)?;
                    if own {
                        let words = std::mem::take(&mut words);
                        found.push(marked.take().map_or(Paragraph::Words(words), Paragraph::Marked));
                    }
                }
                _ => {}
            },
            Event::Text(text) if in_text => words.push_str(&text.xml10_content()),
            Event::CData(text) if in_text => words.push_str(&text.xml10_content()),
            Event::GeneralRef(name) if in_text => words.push_str(&unescape(&format!("&{};", &*name)).ok()?),
            Event::DocType(_) => return None,
            Event::Eof => return (paragraphs == 0 && tables == 0).then_some(found),
            _ => {}
        }
    }
}

/// What one of our marks says; `None`: it is none of ours.
fn marked_by(tag: &BytesStart<'_>) -> Option<Option<Passage>> {
    let name = attribute(tag, "name")?;
    name.strip_prefix(MARK).map(Passage::of)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().filter_map(Result::ok);
    let value = all.find(|one| one.key.local_name().as_ref() == name)?.value.into_owned();
    Some(unescape(&value).ok()?.into_owned())
}

/// Whose draft it is, by its properties.
fn whose(xml: &str) -> Option<(String, Period)> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let (mut is_ours, mut value) = (false, String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == "property" => {
                is_ours = attribute(&tag, "name").as_deref() == Some(DRAFT_OF);
            }
            Event::Text(text) if is_ours => value.push_str(&text.xml10_content()),
            Event::End(tag) if is_ours && tag.local_name().as_ref() == "property" => {
                let (place, period) = value.trim().rsplit_once(' ')?;
                return Some((place.to_owned(), Period::parse(period)?));
            }
            Event::DocType(_) | Event::Eof => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
