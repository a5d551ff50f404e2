use super::*;
use crate::config::Durability;
use crate::ledger::About;
use crate::report::fixtures::*;
use crate::report::tally::tests::logs;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::sync::LazyLock;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(calendar);

fn days() -> Days<'static> {
    Days { calendar: &CALENDAR, boundary_day: 15 }
}

async fn database() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("l.db").display());
    let db = Db::open_with(&url, Durability::Crash).await.unwrap();
    db.migrate().await.unwrap();
    (folder, db)
}

async fn append(db: &Db, log: &[Entry]) {
    let mut tx = db.write().await.unwrap();
    for e in log {
        let about = About { place: &e.place, item: &e.item, reference: &e.reference };
        ledger::record_all(&mut tx, e.at, &[(about, e.fact.clone())]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Also when little was recorded.
async fn carry_on(db: &Db) {
    let latest = ledger::last_at(db).await.unwrap().map(|at| days().period(at));
    Carry::look(db, days()).await.unwrap().on(latest).await.unwrap();
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

/// As it would be read.
fn shown(replay: &Replay) -> String {
    serde_json::to_string_pretty(replay).unwrap()
}

/// Whatever is carried when, and however late a fact comes: a report says what the whole log says.
#[test]
fn what_is_carried_comes_to_the_same_as_the_whole_log() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cases = (logs(), prop::collection::vec((1usize..30, any::<bool>()), 1..8), any::<bool>());
    let config = ProptestConfig { cases: 40, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&cases, |(log, steps, backwards)| {
            let mut log = log;
            if !backwards {
                log.sort_by_key(|entry| entry.at);
                (1..).zip(&mut log).for_each(|(seq, entry)| entry.seq = seq);
            }
            runtime.block_on(async {
                let (_folder, db) = database().await;
                let mut written = 0;
                for (some, carries) in &steps {
                    let next = (written + some).min(log.len());
                    append(&db, &log[written..next]).await;
                    written = next;
                    if *carries {
                        carry_on(&db).await;
                    }
                    for (month, ends) in [
                        ("2026-10", None),
                        ("2026-11", None),
                        ("2026-11", Some(at("2026-11-01 00:00"))),
                        ("2026-12", None),
                    ] {
                        let carried = replay(&db, days(), period(month), ends).await.unwrap();
                        let whole = replayed(&log[..written], days(), period(month), ends);
                        assert_eq!(shown(&carried), shown(&whole), "{month} {ends:?}");
                    }
                }
            });
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn only_what_is_new_is_read_and_old_months_keep_how_they_began() {
    let (_folder, db) = database().await;
    let mut log = month();
    for month in 0..6 {
        log.asks(&format!("2026-{:02}-20 08:00", 6 + month), "nl", &format!("M{month}"), "y-te");
    }
    log.0.sort_by_key(|entry| entry.at);
    (1..).zip(&mut log.0).for_each(|(seq, entry)| entry.seq = seq);
    append(&db, &log.0).await;
    carry_over(&db, days()).await.unwrap();
    let rows = store::carried(&db).await.unwrap();
    let months: Vec<String> = rows.iter().map(|row| row.period.to_string()).collect();
    assert_eq!(months, ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"]);
    for row in &rows {
        let (_, running) = store::running(&db, row.period).await.unwrap().unwrap();
        assert_eq!(running.is_some(), row.period >= period("2026-10"), "{}", row.period);
    }
    // A word that nobody knows stands in a fact that is carried already: nothing reads it again.
    sqlx::query("UPDATE fact SET detail = '###' WHERE seq = 1").execute(db.read()).await.unwrap();
    let carried = replay(&db, days(), period("2026-12"), None).await.unwrap();
    assert_eq!(shown(&carried), shown(&replayed(&log.0, days(), period("2026-12"), None)));
}

#[tokio::test]
async fn what_cannot_be_read_or_is_another_programs_is_made_again() {
    for spoil in [
        "UPDATE report_carry SET period = '###' WHERE period = '2026-11'",
        "UPDATE report_carry SET running = '###'",
        "UPDATE report_carry SET opening = '###'",
        "UPDATE report_carry SET running = NULL",
        "UPDATE report_carry SET program = 'older'",
        "UPDATE report_carry SET begins = begins + 1",
        "DELETE FROM report_carry WHERE period = '2026-10'",
        "DELETE FROM report_carry WHERE period = '2026-11'",
    ] {
        let (_folder, db) = database().await;
        append(&db, &month().0).await;
        carry_on(&db).await;
        sqlx::query(sqlx::AssertSqlSafe(spoil)).execute(db.read()).await.unwrap();
        for month_of in ["2026-10", "2026-11", "2026-12"] {
            let carried = replay(&db, days(), period(month_of), None).await.unwrap();
            assert_eq!(
                shown(&carried),
                shown(&replayed(&month().0, days(), period(month_of), None)),
                "{spoil}"
            );
        }
        carry_on(&db).await;
        carry_on(&db).await;
        let program: Vec<String> =
            store::carried(&db).await.unwrap().into_iter().map(|row| row.program).collect();
        assert_eq!(program, [FORMAT; 3], "{spoil}");
    }
}

/// Two processes that carry at once, while facts are written.
#[tokio::test]
async fn two_that_carry_at_once_come_to_the_same() {
    let (_folder, db) = database().await;
    let log = month().0;
    for some in log.chunks(9) {
        tokio::join!(carry_on(&db), carry_on(&db), append(&db, some));
    }
    for month_of in ["2026-10", "2026-11", "2026-12"] {
        let carried = replay(&db, days(), period(month_of), None).await.unwrap();
        assert_eq!(shown(&carried), shown(&replayed(&log, days(), period(month_of), None)));
    }
}

/// Another process has found a late fact, and taken away what this one is about to go on with.
#[tokio::test]
async fn what_was_taken_away_meanwhile_is_not_put_back_as_if_it_had_begun_with_nothing() {
    let (_folder, db) = database().await;
    let log = month().0;
    let (early, late) = log.split_at(log.len() - 2);
    append(&db, early).await;
    carry_on(&db).await;
    append(&db, late).await;
    let (looked, newest) = (Carry::look(&db, days()).await.unwrap(), period("2026-12"));
    let running = looked.running(newest).await.unwrap().unwrap();
    let mut tx = db.write().await.unwrap();
    store::forget_after(&mut tx, Some(period("2026-11"))).await.unwrap();
    tx.commit().await.unwrap();
    looked.keep(newest, None, &running).await.unwrap();
    assert_eq!(store::opening(&db, newest).await.unwrap(), None);
    let carried = replay(&db, days(), newest, None).await.unwrap();
    assert_eq!(shown(&carried), shown(&replayed(&log, days(), newest, None)));
}

/// The same facts must not come to something else while `FORMAT` stays: raise it when this changes.
#[test]
fn the_kept_form_of_a_month() {
    let replay = replayed(&month().0, days(), period("2026-11"), None);
    insta::assert_snapshot!(shown(&replay));
    assert_eq!(decoded(&encoded(&replay).unwrap()).unwrap(), replay);
}
