//! One place's month: the figures, and what a paper says beside them.

use super::figures::Document;
use super::period::Period;
use super::scope::Frame;
use super::tally;
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::{Identity, ReportSettings};
use crate::ledger::Entry;
use crate::places::{Place, Tree};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One place's month, ready to be written in any format.
#[derive(Debug, Clone)]
pub struct Report {
    pub(super) document: Document,
    pub(super) period: Period,
    pub(super) due: Date,
    pub(super) settings: ReportSettings,
    /// In whose name it is.
    pub(super) identity: Identity,
    /// "xã Bình Lư", by code.
    pub(super) names: BTreeMap<String, String>,
}

impl Report {
    #[allow(clippy::too_many_arguments, reason = "what a report depends on")]
    /// The report of a place from facts at hand (pure). Only whether the period is over depends on `now`.
    pub fn of(
        log: &[Entry],
        tree: &Tree,
        calendar: &Calendar,
        settings: &ReportSettings,
        identity: &Identity,
        place: &Place,
        period: Period,
        now: Millis,
    ) -> Report {
        let (from, to) = period.bounds(calendar, settings.boundary_day);
        let complete = now >= to;
        let small_count = settings.small_count;
        let mut document =
            tally::tally(log, &Frame { tree, calendar, place, from, to, complete, small_count });
        document.checksum = hex::encode(Sha256::digest(print(&document)));
        let named = document.places.iter().filter_map(|p| tree.get(&p.code)).chain([place]);
        let names = named.map(|p| (p.code.to_string(), p.full_name())).collect();
        let (due, settings, identity) = (period.due(settings), *settings, identity.clone());
        Report { document, period, due, settings, identity, names }
    }

    /// The figures.
    pub fn document(&self) -> &Document {
        &self.document
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

fn print(document: &Document) -> String {
    let json = serde_json::to_string_pretty(document);
    json.expect("numbers, words and lists always become JSON") + "\n"
}
