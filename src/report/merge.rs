//! Reports of several installations become one: numerators and denominators are added up, never percentages (pure).

use super::figures::*;
use super::month::print;
use super::tally::hide_among;
use crate::places::Kind;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Why reports do not become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Because of which of them, from 0 on.
    pub file: usize,
    /// Why.
    pub why: Why,
}

/// Why a report does not become part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is no report, or one of another shape.
    NoReport,
    /// It has figures that cannot be: below nought, beyond anything that is counted, or that do not add up.
    Wrong,
    /// Its checksum is another one: somebody changed it.
    Changed,
    /// It is of another period than the first one.
    OtherPeriod,
    /// This place stands in another one, too.
    Twice(String),
}

/// Adds up the documents of several installations, given as they were written.
pub fn merged(files: &[String], name: &str, small_count: i64) -> Result<Document, Refused> {
    let mut documents: Vec<Document> = vec![];
    let mut seen = BTreeSet::new();
    for (file, text) in files.iter().enumerate() {
        let document: Document =
            serde_json::from_str(text).map_err(|_| Refused { file, why: Why::NoReport })?;
        if document.schema != 1 {
            return Err(Refused { file, why: Why::NoReport });
        }
        if !is_unchanged(text, &document) {
            return Err(Refused { file, why: Why::Changed });
        }
        if !can_be(&document) {
            return Err(Refused { file, why: Why::Wrong });
        }
        if documents.first().is_some_and(|first| first.period != document.period) {
            return Err(Refused { file, why: Why::OtherPeriod });
        }
        let places = std::iter::once(&document.place.code).chain(document.places.iter().map(|p| &p.code));
        if let Some(twice) = places.into_iter().find(|code| !seen.insert((*code).clone())) {
            return Err(Refused { file, why: Why::Twice(twice.clone()) });
        }
        documents.push(document);
    }
    let Some(first) = documents.first() else { return Err(Refused { file: 0, why: Why::NoReport }) };
    let mut all = Document {
        schema: 1,
        place: Named { code: "gop".into(), name: name.into() },
        period: first.period.clone(),
        log_position: 0,
        checksum: String::new(),
        items: items(&documents),
        delivery: Delivery::default(),
        questions: questions(&documents),
        outreach: outreach(documents.iter().map(|d| &d.outreach)),
        interaction: Interaction { by_platform: platforms(&documents) },
        places: places(&documents, small_count),
        adjustments: documents.iter().flat_map(|d| d.adjustments.clone()).collect(),
        not_reported: documents.iter().flat_map(|d| d.not_reported.clone()).collect(),
    };
    documents.iter().for_each(|d| all.delivery.add(&d.delivery));
    all.checksum = hex::encode(Sha256::digest(print(&all)));
    Ok(all)
}

/// It bears its own checksum: in its own words, or as it was written by a program that wrote less.
fn is_unchanged(text: &str, document: &Document) -> bool {
    let signed = |unsigned: &str| hex::encode(Sha256::digest(unsigned)) == document.checksum;
    let unsigned = print(&Document { checksum: String::new(), ..document.clone() });
    signed(&unsigned) || signed(&text.replacen(&document.checksum, "", 1))
}

/// More is never counted in a month: a sum of files stays far from where numbers end.
const MOST: i64 = 1_000_000_000_000;

/// The figures of one document are such as `loaban report` writes.
fn can_be(document: &Document) -> bool {
    let Ok(whole) = serde_json::to_value(document) else { return false };
    let (q, d) = (&document.questions, document.delivery);
    let come = [q.open_before, q.received, q.reopened];
    let gone = [q.answered, q.withdrawn, q.set_aside, q.open_after];
    let sum = |figures: &[Option<i64>]| figures.iter().copied().sum::<Option<i64>>();
    numbers_can_be(&whole) && sum(&come) == sum(&gone) && d.all() == d.ended() + d.waiting
}

fn numbers_can_be(value: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match value {
        Number(n) => n.as_i64().map_or_else(|| n.is_f64(), |n| (0..=MOST).contains(&n)),
        Array(all) => all.iter().all(numbers_can_be),
        Object(all) => all.values().all(numbers_can_be),
        _ => true,
    }
}

fn items(documents: &[Document]) -> Vec<ItemFigures> {
    let mut rows: BTreeMap<(String, Option<String>, &str, &str), ItemFigures> = BTreeMap::new();
    for item in documents.iter().flat_map(|d| &d.items) {
        let key = (item.title.clone(), item.number.clone(), item.kind.as_str(), item.rank.as_str());
        let Some(row) = rows.get_mut(&key) else {
            rows.insert(key, item.clone());
            continue;
        };
        row.groups += item.groups;
        row.sent += item.sent;
        row.failed += item.failed;
        row.unknown += item.unknown;
        row.fallback_language = row.fallback_language.zip(item.fallback_language).map(|(a, b)| a + b);
        row.private = row.private.zip(item.private).map(|(a, b)| Private {
            planned: a.planned + b.planned,
            sent: a.sent + b.sent,
            failed: a.failed + b.failed,
            unknown: a.unknown + b.unknown,
        });
    }
    rows.into_values().collect()
}

/// None where one of them has none: what is not known of all is not known of the whole.
fn sum(figures: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    figures.sum()
}

/// None where none of them has one: what anybody reported counts.
fn reported(figures: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    figures.flatten().reduce(|a, b| a + b)
}

fn questions(documents: &[Document]) -> Questions {
    let of = |figure: fn(&Questions) -> Option<i64>| sum(documents.iter().map(|d| figure(&d.questions)));
    let mut topics: BTreeMap<&str, [Option<i64>; 2]> = BTreeMap::new();
    for topic in documents.iter().flat_map(|d| &d.questions.by_topic) {
        let row = topics.entry(&topic.topic).or_insert([Some(0); 2]);
        *row =
            [(row[0], topic.received), (row[1], topic.answered)].map(|(a, b)| a.zip(b).map(|(a, b)| a + b));
    }
    let oldest = documents.iter().filter_map(|d| d.questions.oldest_open_hours);
    Questions {
        open_before: of(|q| q.open_before),
        received: of(|q| q.received),
        relayed: of(|q| q.relayed),
        reopened: of(|q| q.reopened),
        answered: of(|q| q.answered),
        self_served: of(|q| q.self_served),
        withdrawn: of(|q| q.withdrawn),
        set_aside: of(|q| q.set_aside),
        open_after: of(|q| q.open_after),
        answers_written: of(|q| q.answers_written),
        not_delivered: of(|q| q.not_delivered),
        // The middle of several middles is none.
        median_hours: if documents.len() == 1 { documents[0].questions.median_hours } else { None },
        oldest_open_hours: oldest.reduce(f64::max),
        overdue: of(|q| q.overdue),
        by_topic: topics
            .into_iter()
            .map(|(topic, [received, answered])| TopicFigures { topic: topic.into(), received, answered })
            .collect(),
        cleared: Cleared { clear: of(|q| q.cleared.clear), not_clear: of(|q| q.cleared.not_clear) },
        settled: Settled { yes: of(|q| q.settled.yes), not_yet: of(|q| q.settled.not_yet) },
        topics_corrected: of(|q| q.topics_corrected),
        complaints_referred: of(|q| q.complaints_referred),
        published: of(|q| q.published),
    }
}

fn outreach<'a>(all: impl Iterator<Item = &'a Outreach> + Clone) -> Outreach {
    let of = |figure: fn(&Outreach) -> Option<i64>| reported(all.clone().map(figure));
    Outreach {
        loudspeaker_readings: of(|o| o.loudspeaker_readings),
        meetings: of(|o| o.meetings),
        listeners_estimated: of(|o| o.listeners_estimated),
        study_sessions: Sessions {
            hoc_tap: of(|o| o.study_sessions.hoc_tap),
            quan_triet: of(|o| o.study_sessions.quan_triet),
            tuyen_truyen: of(|o| o.study_sessions.tuyen_truyen),
        },
        attendance: Attendance { present: of(|o| o.attendance.present), total: of(|o| o.attendance.total) },
    }
}

fn platforms(documents: &[Document]) -> Vec<PlatformFigures> {
    let mut rows: BTreeMap<&str, PlatformFigures> = BTreeMap::new();
    for one in documents.iter().flat_map(|d| &d.interaction.by_platform) {
        let Some(row) = rows.get_mut(one.platform.as_str()) else {
            rows.insert(one.platform.as_str(), one.clone());
            continue;
        };
        row.groups += one.groups;
        row.planned += one.planned;
        row.sent += one.sent;
        row.questions = row.questions.zip(one.questions).map(|(a, b)| a + b);
    }
    rows.into_values().collect()
}

/// Each installation's place, then what lies below it.
fn places(documents: &[Document], small_count: i64) -> Vec<PlaceFigures> {
    let cells = |d: &Document| {
        let q = &d.questions;
        [q.received, q.answered, q.open_after].map(Option::unwrap_or_default)
    };
    let units: Vec<[i64; 3]> = documents.iter().map(cells).collect();
    let hidden = hide_among(&units, [0; 3], small_count);
    let mut rows = vec![];
    for ((d, counts), hidden) in documents.iter().zip(units).zip(hidden) {
        let tells = d.period.complete && !hidden;
        let [received, answered, open_after] = counts.map(|n| tells.then_some(n));
        rows.push(PlaceFigures {
            code: d.place.code.clone(),
            name: d.place.name.clone(),
            kind: Kind::Commune,
            parent: "gop".into(),
            delivery: d.delivery,
            outreach: d.outreach,
            questions: d.questions.received.map(|_| PlaceQuestions { received, answered, open_after }),
        });
        rows.extend(d.places.iter().cloned());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixtures::*;

    fn of(place: &str, log: &Log) -> String {
        report(log, place, "2026-11", "2026-11-24 08:00").json()
    }

    #[test]
    fn figures_are_added_up_and_what_one_does_not_know_the_whole_does_not() {
        let (bl, bb) = (of("bl", &month()), of("bb", &month()));
        let all = merged(&[bl, bb], "Gộp", 5).unwrap();
        let whole = report(&month(), "lc", "2026-11", "2026-11-24 08:00");
        let (q, expected) = (&all.questions, &whole.document().questions);
        assert_eq!(
            (q.received, q.answered, q.open_after),
            (expected.received, expected.answered, expected.open_after)
        );
        assert_eq!(all.delivery, whole.document().delivery);
        assert_eq!(all.outreach, whole.document().outreach);
        assert_eq!(q.median_hours, None);
        assert!(q.by_topic.iter().all(|topic| topic.received.is_none()));
        let direct: Vec<_> =
            all.places.iter().filter(|p| p.parent == "gop").map(|p| (p.code.as_str(), p.questions)).collect();
        assert_eq!(direct.len(), 2);
        assert!(
            direct.iter().all(|(_, q)| q.unwrap().received.is_none()),
            "one of two is small: both are hidden"
        );
    }

    #[test]
    fn what_does_not_belong_together_is_refused_by_its_name() {
        let (bl, bb) = (of("bl", &month()), of("bb", &month()));
        let says = |files: &[&String]| {
            merged(&files.iter().map(|f| (*f).clone()).collect::<Vec<_>>(), "", 5).unwrap_err()
        };
        assert_eq!(says(&[&bl, &bl]), Refused { file: 1, why: Why::Twice("bl".into()) });
        let lc = of("lc", &month());
        assert_eq!(says(&[&bl, &lc]), Refused { file: 1, why: Why::Twice("bl".into()) });
        let touched = bb.replacen("\"received\": 1", "\"received\": 9", 1);
        assert_eq!(says(&[&bl, &touched]), Refused { file: 1, why: Why::Changed });
        let next = report(&month(), "bb", "2026-12", "2026-12-24 08:00").json();
        assert_eq!(says(&[&bl, &next]), Refused { file: 1, why: Why::OtherPeriod });
        assert_eq!(says(&[&"{}".to_owned()]), Refused { file: 0, why: Why::NoReport });
        let overlap = report(&month(), "nl", "2026-11", "2026-11-24 08:00").json();
        assert_eq!(says(&[&bl, &overlap]), Refused { file: 1, why: Why::Twice("nl".into()) });
    }
}
