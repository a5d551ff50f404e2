//! One place's month: the figures, and what a paper says beside them.

use super::book::{self, Book};
use super::figures::Document;
use super::passage::Sentences;
use super::period::Period;
use super::replay::Replay;
use super::scope::Frame;
use super::tally;
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::{Identity, ReportSettings};
use crate::places::{Place, Tree};
use crate::text::Text;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One place's month, ready to be written in any format.
#[derive(Debug, Clone)]
pub struct Report {
    pub(super) document: Document,
    /// The period before, to be read beside it.
    pub(super) last: Document,
    /// By which entries of the log each figure can be counted again.
    pub(super) evidence: tally::Evidence,
    /// The book of study sessions, and what was to be told until a day.
    pub(super) book: Book,
    /// The period before's.
    pub(super) last_book: Book,
    pub(super) period: Period,
    pub(super) due: Date,
    pub(super) settings: ReportSettings,
    /// In whose name it is.
    pub(super) identity: Identity,
    /// "xã Bình Lư", by code.
    pub(super) names: BTreeMap<String, String>,
    /// What its author wrote the month before, to be offered again.
    pub(super) last_sentences: Sentences,
}

/// What a report depends on, beside the log.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// All places.
    pub tree: &'a Tree,
    /// Which local day a moment is.
    pub calendar: &'a Calendar,
    /// The words.
    pub text: &'a Text,
    /// The topics that there are.
    pub topics: &'a [&'a str],
    /// When periods end, and what is small.
    pub settings: &'a ReportSettings,
    /// Whose paper it is.
    pub identity: &'a Identity,
}

/// One place's figures of a period.
pub struct Figures {
    /// Everything but the checksum.
    document: Document,
    evidence: tally::Evidence,
    book: Book,
}

impl Figures {
    /// From what the facts came to (pure). Only whether the period is over depends on `now`.
    pub fn of(replay: &Replay, basis: Basis<'_>, place: &Place, period: Period, now: Millis) -> Figures {
        let Basis { tree, calendar, text, topics, settings, .. } = basis;
        let (boundary_day, small_count) = (settings.boundary_day, settings.small_count);
        let (from, to) = period.bounds(calendar, boundary_day);
        let complete = now >= to;
        let frame =
            Frame { tree, calendar, text, topics, boundary_day, place, from, to, complete, small_count };
        let tally::Tallied { document, evidence } = tally::tally(replay, &frame);
        Figures { document, evidence, book: book::of(replay, &frame) }
    }
}

impl Report {
    /// The report of a place, the period before beside it (pure).
    pub fn of(last: Figures, this: Figures, basis: Basis<'_>, place: &Place, period: Period) -> Report {
        let Basis { tree, settings, identity, .. } = basis;
        let Figures { mut document, evidence, book } = this;
        document.checksum = hex::encode(Sha256::digest(print(&document)));
        // A plan may be of a place above.
        let plans = book.sessions.iter().filter_map(|line| tree.get(&line.held.plan.as_ref()?.place));
        let named = document.places.iter().filter_map(|p| tree.get(&p.code)).chain([place]).chain(plans);
        let names = named.map(|p| (p.code.to_string(), p.in_sentence())).collect();
        let (due, settings, identity) = (period.due(settings), *settings, identity.clone());
        let (last, last_book) = (last.document, last.book);
        let last_sentences = Sentences::new();
        Report {
            document,
            last,
            evidence,
            book,
            last_book,
            period,
            due,
            settings,
            identity,
            names,
            last_sentences,
        }
    }

    /// The same, with what its author wrote the month before. It stands in no figure, and in no checksum.
    pub fn with_last_sentences(mut self, sentences: Sentences) -> Report {
        self.last_sentences = sentences;
        self
    }

    /// The figures.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The figures of the period before, to be read beside these.
    pub fn last(&self) -> &Document {
        &self.last
    }

    /// The figures as JSON, the source of every other format: the same log gives the same bytes.
    pub fn json(&self) -> String {
        print(&self.document)
    }

    /// `loaban-bl-2026-11.json`.
    pub fn file_name(&self, format: &str) -> String {
        self.period.file_name(&self.document.place.code, format)
    }
}

/// A document as JSON: the same document gives the same bytes.
pub fn print(document: &Document) -> String {
    let json = serde_json::to_string_pretty(document);
    json.expect("numbers, words and lists always become JSON") + "\n"
}
