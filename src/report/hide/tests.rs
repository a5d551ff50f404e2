use super::*;
use crate::config::{Platform, ReportSettings};
use crate::ledger::Fact;
use crate::places::{Kind, Place, Tree};
use crate::report::figures::Document;
use crate::report::fixtures::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn masks(units: &[&[i64]], rest: &[i64], added_up: bool, small: i64) -> Hidden {
    let cells = |row: &[i64]| row.iter().map(|n| [*n]).collect::<Vec<_>>();
    hide(&Counts { units: units.iter().map(|row| cells(row)).collect(), rest: cells(rest), added_up }, small)
}

#[test]
fn one_small_count_alone_hides_another() {
    // The total is shown: 8 - 6 would tell the two.
    assert_eq!(masks(&[&[6, 2]], &[0, 0], false, 5).units, [[true, true]]);
    // Two small ones hide each other, and a nought can be shown.
    assert_eq!(masks(&[&[9, 2, 3, 0]], &[0; 4], false, 5).units, [[false, true, true, false]]);
    // Nothing is small.
    assert_eq!(masks(&[&[9, 7, 0]], &[0; 3], false, 5).units, [[false; 3]]);
    // The only one is the total, which is shown.
    assert_eq!(masks(&[&[3]], &[0], false, 5).units, [[false]]);
    // Nobody else can be hidden beside it but a nought: then it could be either.
    assert_eq!(masks(&[&[3, 0]], &[0, 0], false, 5).units, [[true, true]]);
}

#[test]
fn what_the_province_shows_does_not_tell_a_commune() {
    // One commune hides its column 0: shown above it would be 9 - 7.
    let hidden = masks(&[&[7, 8, 9], &[2, 6, 3], &[0, 0, 0]], &[0; 3], true, 5);
    assert!(hidden.units[1][0] && hidden.units[1][2]);
    let column =
        |c: usize| hidden.units.iter().map(|row| row[c]).chain([hidden.sums[c]]).filter(|h| *h).count();
    assert!(column(0) >= 2 && column(2) >= 2, "{hidden:?}");
}

/// A prime: sums are told apart by their rests, so that elimination is exact.
const P: i128 = 2_147_483_647;

/// Whoever holds every report: what they know are sums of things that they do not know.
#[derive(Default)]
struct Reader {
    names: BTreeMap<String, usize>,
    /// Each with a leading one at its own place.
    known: BTreeMap<usize, Vec<i128>>,
}

impl Reader {
    fn vector(&mut self, of: &[String]) -> Vec<i128> {
        for name in of {
            let next = self.names.len();
            self.names.entry(name.clone()).or_insert(next);
        }
        let mut vector = vec![0; self.names.len()];
        of.iter().for_each(|name| vector[self.names[name]] += 1);
        vector
    }

    /// What is left of a sum when everything that is known is taken from it.
    fn reduced(&self, mut vector: Vec<i128>) -> Vec<i128> {
        for (lead, row) in &self.known {
            let factor = vector.get(*lead).copied().unwrap_or(0);
            for (i, n) in row.iter().enumerate().filter(|_| factor != 0) {
                vector.resize(vector.len().max(row.len()), 0);
                vector[i] = (vector[i] - factor * n).rem_euclid(P);
            }
        }
        vector
    }

    /// Reads that these things together are so many.
    fn reads(&mut self, of: &[String]) {
        let vector = self.vector(of);
        let mut vector = self.reduced(vector);
        let Some(lead) = vector.iter().position(|n| *n != 0) else { return };
        let inverse = inverse(vector[lead]);
        vector.iter_mut().for_each(|n| *n = *n * inverse % P);
        for row in self.known.values_mut() {
            let factor = row.get(lead).copied().unwrap_or(0);
            row.resize(row.len().max(vector.len()), 0);
            for (i, n) in vector.iter().enumerate().filter(|_| factor != 0) {
                row[i] = (row[i] - factor * n).rem_euclid(P);
            }
        }
        self.known.insert(lead, vector);
    }

    fn knows(&mut self, of: &[String]) -> bool {
        let vector = self.vector(of);
        self.reduced(vector).iter().all(|n| *n == 0)
    }
}

fn inverse(n: i128) -> i128 {
    let (mut result, mut base, mut left) = (1, n.rem_euclid(P), P - 2);
    while left > 0 {
        if left % 2 == 1 {
            result = result * base % P;
        }
        (base, left) = (base * base % P, left / 2);
    }
    result
}

const UNITS: [&str; 4] = ["c1", "c2", "c3", "c4"];
const TOPICS: [&str; 4] = ["dat-dai", "giao-duc", "khac", "y-te"];

fn province() -> Tree {
    let mut places: Vec<Place> = vec![place("lc", "Lai Châu", Kind::Province, "")];
    for unit in UNITS {
        places.push(place(unit, unit, Kind::Commune, "lc"));
        places.push(place(&format!("{unit}-v"), "Bản", Kind::Village, unit));
    }
    Tree::new(places)
}

/// Who asked where, about what, by which platform, on which day, and whether it was answered.
type Case = (usize, usize, usize, i64, bool);

fn log_of(cases: &[Case]) -> Log {
    let mut log = Log::default();
    for (unit, platform) in UNITS.iter().zip(["telegram", "zalo_bot", "zalo_oa", "telegram"]) {
        let at = at("2026-10-15 00:00");
        log.moment(at, &format!("{unit}-v"), "a", "", planned("p1", platform, 1, 0));
    }
    for (i, (where_, topic, platform, day, answered)) in cases.iter().enumerate() {
        let place = UNITS.get(*where_).map_or_else(|| "lc".to_owned(), |unit| format!("{unit}-v"));
        let (topic, code) = (TOPICS[*topic], format!("Q{i}"));
        let fact = Fact::Asked {
            topic: topic.into(),
            relayed: false,
            platform: Platform::ALL[*platform],
            due: None,
        };
        let moment = at("2026-10-15 00:00") + day * 24 * HOUR;
        log.moment(moment, &place, "", &code, fact);
        if *answered {
            let fact = Fact::Answered { topic: topic.into(), waited: HOUR };
            log.moment(moment, &place, "", &code, fact);
        }
    }
    log
}

fn documents(log: &Log, now: &str) -> BTreeMap<String, Document> {
    let tree = province();
    let made = ["lc", "c1", "c2", "c3", "c4", "c1-v", "c2-v"].map(|place| {
        let report = report_with(log, &tree, &identity(), ReportSettings::default(), place, "2026-11", now);
        (place.to_owned(), report.document().clone())
    });
    made.into_iter().collect()
}

/// What is counted of one unit, `rest` being the province itself.
fn atoms(units: &[&str], what: &str, columns: &[&str]) -> Vec<String> {
    units.iter().flat_map(|unit| columns.iter().map(move |c| format!("{unit}/{what}/{c}"))).collect()
}

fn counts(cases: &[Case], unit: usize, column: impl Fn(&Case) -> bool) -> i64 {
    cases.iter().filter(|case| case.0 == unit && column(case)).count() as i64
}

const ALL: [&str; 5] = ["c1", "c2", "c3", "c4", "rest"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Holds the reports of every place of a period that is over: knows no small count that is not a whole report's.
    #[test]
    fn a_reader_of_every_report_learns_no_small_count(
        cases in prop::collection::vec((0usize..5, 0usize..4, 0usize..3, 0i64..31, any::<bool>()), 0..60),
    ) {
        let documents = documents(&log_of(&cases), "2026-11-24 08:00");
        let platforms: Vec<&str> = Platform::ALL.iter().map(|p| p.as_str()).collect();
        let seen: Vec<&str> =
            platforms.iter().copied().filter(|p| cases.iter().any(|c| Platform::ALL[c.2].as_str() == *p)).collect();
        for (what, columns) in [("received", &TOPICS[..]), ("answered", &TOPICS[..]), ("asked", &seen[..])] {
            let mut reader = Reader::default();
            for (place, document) in &documents {
                let units: Vec<&str> = match place.as_str() {
                    "lc" => ALL.to_vec(),
                    unit if UNITS.contains(&unit) => vec![unit],
                    // A village's own report has none.
                    _ => {
                        prop_assert!(document.questions.received.is_none() && document.questions.by_topic.is_empty());
                        prop_assert!(document.interaction.by_platform.iter().all(|p| p.questions.is_none()));
                        continue;
                    }
                };
                reader.reads(&atoms(&units, what, columns));
                for column in columns {
                    let (row, shown) = match what {
                        "asked" => {
                            let row = document.interaction.by_platform.iter().find(|p| p.platform.as_str() == *column);
                            (row.is_some(), row.and_then(|row| row.questions))
                        }
                        _ => {
                            let row = document.questions.by_topic.iter().find(|t| t.topic == *column);
                            (row.is_some(), row.and_then(|r| if what == "received" { r.received } else { r.answered }))
                        }
                    };
                    // What has no row is a nought.
                    if !row || shown.is_some() {
                        reader.reads(&atoms(&units, what, &[*column]));
                    }
                }
            }
            for (u, unit) in ALL.iter().enumerate() {
                for (c, column) in columns.iter().enumerate() {
                    let is = |case: &Case| match what {
                        "asked" => Platform::ALL[case.2].as_str() == *column,
                        "received" => case.1 == c,
                        _ => case.1 == c && case.4,
                    };
                    let count = counts(&cases, u, is);
                    let only = columns.len() == 1;
                    if *unit != "rest" && !only && (1..5).contains(&count) {
                        prop_assert!(!reader.knows(&atoms(&[*unit], what, &[*column])), "{unit} {what} {column}: {count}");
                    }
                    let above: i64 = (0..ALL.len()).map(|u| counts(&cases, u, is)).sum();
                    if !only && (1..5).contains(&above) {
                        prop_assert!(!reader.knows(&atoms(&ALL, what, &[*column])), "lc {what} {column}: {above}");
                    }
                }
            }
        }
    }

    /// Within the province's report no commune's small count follows from the others and the total.
    #[test]
    fn a_commune_is_not_told_by_the_others(
        cases in prop::collection::vec((0usize..5, 0usize..4, 0usize..3, 0i64..31, any::<bool>()), 0..40),
    ) {
        let documents = documents(&log_of(&cases), "2026-11-24 08:00");
        let hidden: Vec<bool> = documents["lc"].places.iter().filter_map(|p| p.questions).map(|q| q.received.is_none()).collect();
        prop_assert_eq!(hidden.len(), 4);
        prop_assert_ne!(hidden.iter().filter(|h| **h).count(), 1);
        for (u, hidden) in hidden.iter().enumerate() {
            let received = counts(&cases, u, |_| true);
            prop_assert!(*hidden || !(1..5).contains(&received), "{u} {received}");
        }
    }

    /// The same period looked at on two days of it: nothing but the totals is told, so nothing follows from the two.
    #[test]
    fn two_looks_at_a_running_period_tell_nothing_small(
        cases in prop::collection::vec((0usize..5, 0usize..4, 0usize..3, 0i64..31, any::<bool>()), 0..40),
        day in 16i8..31,
    ) {
        let documents = documents(&log_of(&cases), &format!("2026-10-{day} 08:00"));
        for document in documents.values() {
            prop_assert!(document.questions.by_topic.is_empty());
            prop_assert!(document.interaction.by_platform.iter().all(|p| p.questions.is_none()));
            prop_assert!(document.places.iter().filter_map(|p| p.questions).all(|q| q.received.is_none()));
        }
    }
}

/// What a reader finds who tries every table that fits what is shown.
fn possible(
    units: &[Vec<i64>],
    rest: &[i64],
    hidden: &Hidden,
) -> BTreeMap<(usize, usize), std::collections::BTreeSet<i64>> {
    let columns = rest.len();
    // The unknown cells, by row; nothing of the rest is shown but what the totals leave.
    let mut rows: Vec<(Vec<i64>, Vec<usize>)> = vec![];
    for (row, hides) in units.iter().zip(&hidden.units) {
        rows.push((row.clone(), (0..columns).filter(|c| hides[*c]).collect()));
    }
    rows.push((rest.to_vec(), (0..columns).collect()));
    let options: Vec<Vec<Vec<i64>>> = rows.iter().map(|(row, unknown)| fillings(row, unknown)).collect();
    let sums: Vec<i64> = (0..columns).map(|c| units.iter().map(|u| u[c]).sum::<i64>() + rest[c]).collect();
    let mut seen = BTreeMap::new();
    let mut at = vec![0; rows.len()];
    loop {
        let table: Vec<&Vec<i64>> = options.iter().zip(&at).map(|(all, i)| &all[*i]).collect();
        let total = |c: usize| table.iter().map(|row| row[c]).sum::<i64>();
        if (0..columns).all(|c| hidden.sums[c] || total(c) == sums[c]) {
            for (r, row) in table[..units.len()].iter().enumerate() {
                for c in 0..columns {
                    seen.entry((r, c)).or_insert_with(std::collections::BTreeSet::new).insert(row[c]);
                }
            }
            for c in 0..columns {
                seen.entry((units.len(), c)).or_insert_with(std::collections::BTreeSet::new).insert(total(c));
            }
        }
        let Some(next) = (0..at.len()).find(|i| at[*i] + 1 < options[*i].len()) else { return seen };
        at[next] += 1;
        at[..next].fill(0);
    }
}

/// Every way to fill the unknown cells of a row whose total is known.
fn fillings(row: &[i64], unknown: &[usize]) -> Vec<Vec<i64>> {
    let left: i64 = unknown.iter().map(|c| row[*c]).sum();
    let mut all = vec![(row.to_vec(), left)];
    for (i, c) in unknown.iter().enumerate() {
        let is_last = i + 1 == unknown.len();
        let more = |(row, left): (Vec<i64>, i64)| {
            let values = if is_last { left..=left } else { 0..=left };
            values.map(move |n| {
                let mut row = row.clone();
                row[*c] = n;
                (row, left - n)
            })
        };
        all = all.into_iter().flat_map(more).collect();
    }
    all.into_iter().map(|(row, _)| row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whoever tries every table, knowing that no count is below nought, finds two that differ in each small count.
    #[test]
    fn every_small_count_could_be_another(
        units in prop::collection::vec(prop::collection::vec(prop_oneof![3 => Just(0i64), 2 => 1i64..3, 1 => 3i64..5], 3), 1..4),
        rest in prop::collection::vec(prop_oneof![5 => Just(0i64), 1 => Just(1i64)], 3),
    ) {
        let small = 3;
        let counts = Counts {
            units: units.iter().map(|row| row.iter().map(|n| [*n]).collect()).collect(),
            rest: rest.iter().map(|n| [*n]).collect(),
            added_up: true,
        };
        let hidden = hide(&counts, small);
        let possible = possible(&units, &rest, &hidden);
        // A report of nothing but one question in one commune is told by its totals, which are always shown.
        let total: i64 = units.iter().flatten().chain(&rest).sum();
        for (r, row) in units.iter().enumerate() {
            for (c, n) in row.iter().enumerate().filter(|(_, n)| (1..small).contains(*n)) {
                prop_assert!(possible[&(r, c)].len() > 1 || total == 0, "{r} {c}: {n} of {units:?} {rest:?}, {hidden:?}");
            }
        }
        for (c, sum) in counts.sums().iter().map(|[n]| *n).enumerate().filter(|(_, n)| (1..small).contains(n)) {
            prop_assert!(possible[&(units.len(), c)].len() > 1, "sum {c}: {sum} of {units:?} {rest:?}, {hidden:?}");
        }
    }
}
