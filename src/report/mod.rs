//! The month in numbers: facts of the ledger in, a document out.
//!
//! A report is a function of the log, the tree of places, the calendar and the settings. It reads no feature's
//! tables, so it can be made again to the same bytes years later, and erasing a person changes no figure.
//! Sent, reported and heard are three different words and never added up; what nobody reported is no nought.

mod deliveries;
mod figures;
#[cfg(test)]
mod fixtures;
mod html;
mod monthly;
mod period;
mod tally;
mod written;

pub use figures::Document;
pub use monthly::{close_periods, next_close};
pub use period::Period;

use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::{Identity, ReportSettings};
use crate::db::Db;
use crate::failure::refused;
use crate::ledger::{self, Entry};
use crate::places::{Place, Tree};
use crate::text::Text;
use anyhow::Result;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One place's month, ready to be written in any format.
#[derive(Debug, Clone)]
pub struct Report {
    document: Document,
    period: Period,
    due: Date,
    settings: ReportSettings,
    identity: Identity,
    /// "xã Bình Lư", by code.
    names: BTreeMap<String, String>,
}

/// The place a report is for when nobody names one: the single root of the tree. Otherwise all roots there are.
pub fn root(tree: &Tree, day: Date) -> Result<&Place, Vec<&Place>> {
    match tree.roots(day)[..] {
        [one] => Ok(one),
        _ => Err(tree.roots(day)),
    }
}

/// Makes the report of a place, in the name of who speaks there. While the period runs, it stands as at its last
/// fact.
#[allow(clippy::too_many_arguments, reason = "what a report depends on")]
pub async fn build(
    db: &Db,
    tree: &Tree,
    calendar: &Calendar,
    settings: &ReportSettings,
    identity: &Identity,
    place: &str,
    period: Period,
    now: Millis,
) -> Result<Report> {
    let (_, to) = period.bounds(calendar, settings.boundary_day);
    let log = ledger::facts_before(db, to).await?;
    Report::of(&log, tree, calendar, settings, identity, place, period, now)
}

impl Report {
    /// [`build`] from facts at hand (pure). Only whether the period is over depends on `now`.
    #[allow(clippy::too_many_arguments, reason = "what a report depends on")]
    pub fn of(
        log: &[Entry],
        tree: &Tree,
        calendar: &Calendar,
        settings: &ReportSettings,
        identity: &Identity,
        place: &str,
        period: Period,
        now: Millis,
    ) -> Result<Report> {
        let Some(place) = tree.get(place) else {
            return Err(refused(format!(
                "không có nơi nào mang mã “{place}”. Xem lại mã trong tệp địa bàn đã nhập."
            )));
        };
        let (from, to) = period.bounds(calendar, settings.boundary_day);
        let complete = now >= to;
        let small_count = settings.small_count;
        let mut document =
            tally::tally(log, &tally::Frame { tree, calendar, place, from, to, complete, small_count });
        document.checksum = hex::encode(Sha256::digest(print(&document)));
        let named = document.places.iter().filter_map(|p| tree.get(&p.code)).chain([place]);
        let names = named.map(|p| (p.code.to_string(), p.full_name())).collect();
        let (due, settings, identity) = (period.due(settings), *settings, identity.clone());
        Ok(Report { document, period, due, settings, identity, names })
    }

    /// The figures.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The figures as JSON, the source of every other format: the same log gives the same bytes.
    pub fn json(&self) -> String {
        print(&self.document)
    }

    /// A page to read on a phone and to print on A4, in Vietnamese, without any address outside.
    pub fn html(&self, text: &Text) -> String {
        html::page(self, text)
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

#[cfg(test)]
mod tests;
