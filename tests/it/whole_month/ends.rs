//! What must be true when the month is over.

use super::{Month, PLATFORMS, RESIDENTS, VILLAGES, people};
use crate::leaks::{Secret, everything, traces};
use crate::world::log;
use loaban::questions;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeMap;

const MONTHS: [&str; 2] = ["2026-12", "2027-01"];

/// What is stored of a question, and of who holds it.
struct Kept {
    state: String,
    place: String,
    holder: Option<(String, String)>,
    overdue: bool,
    /// Overdue for so long that it went on.
    escalated: bool,
}

async fn kept(month: &Month) -> BTreeMap<String, Kept> {
    let parts = month.world.parts();
    let now = month.world.clock.now();
    let sql = "SELECT q.code, q.state, q.place, q.due_at, q.reminded, r.kind, r.place AS at
               FROM question q LEFT JOIN role r ON r.id = q.role";
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(parts.core.db.read()).await.unwrap();
    let one = |row: &sqlx::any::AnyRow| {
        let holder = row.get::<Option<String>, _>("kind").map(|kind| (kind, row.get("at")));
        let state: String = row.get("state");
        let overdue = state == "open" && row.get::<i64, _>("due_at") <= now;
        let escalated = row.get::<i64, _>("reminded") >= 2;
        (row.get("code"), Kept { state, place: row.get("place"), holder, overdue, escalated })
    };
    rows.iter().map(one).collect()
}

/// Where somebody sits who may answer for a village: its commune, the province, and either of the two communes that have
/// become one.
fn above(place: &str) -> &'static [&'static str] {
    match VILLAGES.iter().find(|(code, _, _)| *code == place).expect("one of the villages").2 {
        "lc-binhlu" => &["lc-binhlu", "lc"],
        "lc-taleng" => &["lc-taleng", "lc"],
        _ => &["lc-banbo", "lc-khunha", "lc"],
    }
}

/// Every question that somebody got a receipt for is in exactly one state; what was answered was read by who asked; what is
/// open is with somebody who may answer it, and is listed as overdue when it is.
pub async fn every_question_ended(month: &mut Month) {
    let kept = kept(month).await;
    let parts = month.world.parts();
    let now = month.world.clock.now();
    let listed = questions::list(&parts.core.db, &parts.core.seal, false, false, now).await.unwrap();
    let listed: BTreeMap<String, _> = listed.into_iter().map(|q| (q.code.to_string(), q)).collect();
    assert_eq!(kept.len(), listed.len(), "every question is listed");
    for code in kept.keys() {
        assert!(month.asked.contains_key(code), "nobody was told of #{code}");
    }
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for (code, asked) in &month.asked {
        let one = kept.get(code).unwrap_or_else(|| panic!("#{code} is lost"));
        *states.entry(&one.state).or_default() += 1;
        let shown = &listed[code];
        assert_eq!((shown.state.as_str(), shown.overdue), (one.state.as_str(), one.overdue), "#{code}");
        match one.state.as_str() {
            "open" => {
                let (kind, at) = one.holder.as_ref().unwrap_or_else(|| panic!("#{code} is with nobody"));
                assert!(
                    kind == "reporter" || kind == "coordinator" || kind == "editor",
                    "#{code} is with a {kind}"
                );
                assert!(above(&one.place).contains(&at.as_str()), "#{code} of {} is at {at}", one.place);
                assert!(!one.escalated || one.overdue, "#{code} went on before its day");
            }
            "answered" => {
                let residents = &month.residents;
                let arrived = shown.answer == Some(loaban::outbox::State::Sent);
                if arrived && !residents[asked.who].erased {
                    let notes = if asked.in_group {
                        month.world.notes_in(&month.groups[asked.village])
                    } else {
                        month.world.notes(&residents[asked.who].phone)
                    };
                    let told = notes.iter().any(|n| {
                        n.from_bot && n.text.contains(&format!("#{code}")) && n.text.contains(people::ANSWER)
                    });
                    assert!(told, "#{code} was answered and nobody read it");
                }
            }
            "withdrawn" | "set_aside" => {}
            other => panic!("#{code} is {other}"),
        }
    }
    assert!(month.asked.len() >= 600, "{} questions were asked", month.asked.len());
    for state in ["open", "answered", "withdrawn", "set_aside"] {
        assert!(states.get(state).is_some_and(|n| *n >= 3), "{state}: {states:?}");
    }
    assert!(kept.values().filter(|k| k.escalated).count() >= 3, "some went on to a coordinator");
    assert!(
        month.kills >= 4 && month.complaints >= 3,
        "{} kills, {} complaints",
        month.kills,
        month.complaints
    );
}

/// The identity, over both periods, of the province, of each commune, and of the communes together.
pub async fn the_reports_add_up(month: &Month) {
    let mut open: BTreeMap<&str, i64> = BTreeMap::new();
    let mut received = 0;
    for period in MONTHS {
        for place in ["lc", "lc-binhlu", "lc-taleng", "lc-khunha"] {
            let report = month.world.report(place, period).await;
            let q = &report["questions"];
            let sum = |keys: &[&str]| keys.iter().map(|k| q[*k].as_i64().unwrap()).sum::<i64>();
            let came = sum(&["open_before", "received", "reopened"]);
            assert_eq!(
                came,
                sum(&["answered", "withdrawn", "set_aside", "open_after"]),
                "{place} {period}: {q}"
            );
            assert_eq!(q["open_before"], open.get(place).copied().unwrap_or(0), "{place} {period}");
            open.insert(place, sum(&["open_after"]));
            let d = &report["delivery"];
            let sum = |keys: &[&str]| keys.iter().map(|k| d[*k].as_i64().unwrap()).sum::<i64>();
            assert_eq!(
                sum(&["planned", "carried_in"]),
                sum(&["waiting", "sent", "failed", "unknown", "cancelled"]),
                "{place} {period}: {d}"
            );
            if place == "lc" {
                received += q["received"].as_i64().unwrap();
                the_places_are_the_total(&report);
            }
        }
    }
    assert_eq!(received, month.asked.len() as i64, "every question is in a report, and no other");
}

/// What stands in the rows right below the province is its total, of each figure of deliveries.
fn the_places_are_the_total(report: &Value) {
    let rows = report["places"].as_array().unwrap();
    for (what, total) in report["delivery"].as_object().unwrap() {
        let below = rows.iter().filter(|row| row["parent"] == "lc");
        let sum: i64 = below.map(|row| row["delivery"][what].as_i64().unwrap()).sum();
        assert_eq!(total, sum, "{what}");
    }
}

/// Not a name, not an account, not a word that was asked.
pub async fn nobody_is_named(month: &Month) {
    let kept = everything(&month.world.parts().core.db).await;
    let mut secrets =
        vec![people::NAME, people::WORD, people::ANSWER].into_iter().map(Secret::text).collect::<Vec<_>>();
    // Some of each platform: every search reads all of it.
    for n in 0..PLATFORMS.len() {
        secrets.push(Secret::text(&month.residents[(n * 67) % RESIDENTS].phone.account()));
        secrets.push(Secret::text(&month.offices[n].phone.account()));
    }
    assert!(kept.len() > 100_000, "{} bytes are no database", kept.len());
    assert_eq!(traces(&secrets, &kept), Vec::<String>::new());
    assert_eq!(traces(&secrets[..2], log::lines().as_bytes()), Vec::<String>::new());
}
