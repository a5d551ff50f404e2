//! Reports as they stood when they were filed: kept for ever, and compared with what the log says today.

use super::draft::NoDraft;
use super::figures::Document;
use super::month::Report;
use super::passage::Sentences;
use super::period::Period;
use super::rows::{self, Figure};
use super::store::{self, Filed};
use crate::clock::Millis;
use crate::db::{Db, Tx, next_number};
use crate::text::Text;
use anyhow::Result;
use std::collections::BTreeMap;

/// A figure that is another one today.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// As in the JSON.
    pub figure: String,
    /// Of what; empty: of the whole report.
    pub of: String,
    /// As filed.
    pub filed: Option<String>,
    /// As of today.
    pub now: Option<String>,
}

/// Files a report of a period that is over, unless the same was filed last. Returns its version when it is new.
pub async fn file(tx: &mut Tx, report: &Report, now: Millis) -> Result<Option<i64>> {
    let document = report.document();
    if !document.period.complete {
        return Ok(None);
    }
    // Held until the commit, so that two processes do not file one version.
    next_number(tx, "report_filed").await?;
    let last = store::latest(tx, &document.place.code, report.period).await?;
    if last.as_ref().is_some_and(|last| last.checksum == document.checksum) {
        return Ok(None);
    }
    let version = last.map_or(1, |last| last.version + 1);
    let filed = Filed {
        place: document.place.code.clone(),
        period: report.period,
        version,
        at: now,
        checksum: document.checksum.clone(),
        document: report.json(),
    };
    store::insert(tx, &filed).await?;
    Ok(Some(version))
}

/// Reads back what an author wrote into a report's draft, and keeps it with the filed version; one is filed where none was.
/// Returns the version and what was kept. A draft of another report is refused, and nothing is kept.
pub async fn keep_draft(
    tx: &mut Tx,
    report: &Report,
    file_bytes: &[u8],
    text: &Text,
    now: Millis,
) -> Result<Result<(i64, Sentences), NoDraft>> {
    let place = &report.document().place.code;
    let draft = match report.read_back(file_bytes, text) {
        Ok(draft) => draft,
        Err(why) => return Ok(Err(why)),
    };
    if store::latest(tx, place, report.period).await?.is_none() {
        file(tx, report, now).await?;
    }
    // Held until the commit, so that two processes do not write one reading.
    next_number(tx, "report_filed").await?;
    let version = store::latest(tx, place, report.period).await?.map_or(0, |filed| filed.version);
    if store::last_sentences(tx, place, report.period).await? != draft {
        store::keep_sentences(tx, (place, report.period, version), &draft, now).await?;
    }
    Ok(Ok((version, draft)))
}

/// Everything that was filed, oldest period first.
pub async fn all_filed(db: &Db) -> Result<Vec<Filed>> {
    store::all(db).await
}

/// What was filed last of a place and a period.
pub async fn last_filed(tx: &mut Tx, place: &str, period: Period) -> Result<Option<Filed>> {
    store::latest(tx, place, period).await
}

/// What is another figure today than in what was filed (pure).
pub fn changed(filed: &Document, now: &Document) -> Vec<Changed> {
    let figures = |document: &Document| -> BTreeMap<(String, String), Option<Figure>> {
        let rows = rows::of(document);
        rows.into_iter().map(|row| ((row.figure.to_owned(), row.of.to_owned()), row.value)).collect()
    };
    let (before, after) = (figures(filed), figures(now));
    let keys: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let shown = |figures: &BTreeMap<_, Option<Figure>>, key: &_| {
        figures.get(key).copied().flatten().map(|f| f.to_string())
    };
    let all = keys.into_iter().map(|key| Changed {
        figure: key.0.clone(),
        of: key.1.clone(),
        filed: shown(&before, key),
        now: shown(&after, key),
    });
    all.filter(|one| one.filed != one.now).collect()
}
