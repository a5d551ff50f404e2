//! A quarter, small enough to be added up by hand, in every format: what is carried over, sent again, put right and told
//! late stands where it belongs.

use super::docx::tests::document;
use super::fixtures::*;
use super::workbook::tests::sheets;
use super::{Document, Report};
use crate::config::Platform;
use crate::ledger::{ByPlan, DeliveryState, Fact, Held, ItemKind, Presenter, StudyForm};
use jiff::civil::date;

const MONTHS: [&str; 3] = ["2026-11", "2026-12", "2027-01"];
const AFTER: &str = "2027-01-20 08:00";

/// The month of the other tests, and two more.
fn quarter() -> Log {
    let mut log = month();
    december(&mut log);
    january(&mut log);
    log
}

/// 15 November to 14 December.
fn december(log: &mut Log) {
    let due = |fact| match fact {
        Fact::Planned { publication, number, title, item_kind, rank, platform, groups, fallback, .. } => {
            let due = Some(date(2026, 12, 10));
            Fact::Planned { publication, number, title, item_kind, rank, platform, groups, fallback, due }
        }
        other => other,
    };
    let when = at("2026-11-20 08:00");
    for place in ["nl", "sm"] {
        log.moment(when, place, "tiem-phong", "", due(planned("p3", "telegram", 2, 0)));
    }
    log.delivers("2026-11-20 08:01", "nl", "p3", "d8", "sent");
    log.delivers("2026-11-20 08:01", "nl", "p3", "d9", "failed");
    log.delivers("2026-11-20 08:01", "sm", "p3", "d10", "sent");
    // Of what was over in November one is sent again, and of another it is learnt that it had arrived.
    log.delivers("2026-11-21 08:00", "nl", "p1", "d3", "waiting");
    log.delivers("2026-11-21 08:01", "nl", "p1", "d3", "sent");
    log.delivers("2026-11-22 08:00", "sm", "p1", "d5", "sent");
    let asked = |topic: &str, due: &str| Fact::Asked {
        topic: topic.into(),
        relayed: false,
        platform: Platform::Telegram,
        due: Some(due.into()),
    };
    log.at("2026-11-18 00:00", "nl", "R1", asked("y-te", "2026-11-23"));
    log.at("2026-11-19 00:00", "sm", "R2", asked("dat-dai", "2026-11-24"));
    log.answers("2026-11-20 00:00", "nl", "R1", "y-te", 48);
    log.at("2026-11-25 00:00", "bb", "R3", asked("y-te", "2026-11-28"));
    log.answers("2026-11-27 00:00", "bb", "R3", "y-te", 48);
    log.at("2026-11-26 00:00", "nl", "R1", Fact::Settled { yes: false });
    log.at("2026-12-01 00:00", "nl", "R1", Fact::Cleared { clear: false });
    log.at("2026-12-01 00:00", "nl", "R1", Fact::Reopened { due: Some("2026-12-04".into()) });
    log.moment(at("2026-11-21 00:00"), "nl", "tiem-phong", "", Fact::Loudspeaker { times: 4 });
    let wrong = log.0.iter().find(|e| e.fact == Fact::Loudspeaker { times: 3 }).map(|e| e.seq).unwrap();
    log.at("2026-11-22 00:00", "nl", "", Fact::Corrected { entry: wrong, to: 1, total: None });
    let held = Held {
        presenter: Some(Presenter::CellSecretary),
        plan: Some(ByPlan { place: "bl".into(), number: Some("12-KH/ĐU".into()) }),
        ..Held::default()
    };
    let session = Fact::StudySession { form: StudyForm::QuanTriet, present: 20, total: 25, held };
    log.moment(at("2026-11-30 00:00"), "sm", "tiem-phong", "", session);
    log.at("2026-12-02 00:00", "bb", "", Fact::Meeting { listeners: 30 });
}

/// 15 December to 14 January.
fn january(log: &mut Log) {
    log.delivers("2026-12-16 08:00", "sm", "p3", "d11", "sent");
    log.delivers("2026-12-17 08:00", "nl", "p3", "d9", "waiting");
    log.delivers("2026-12-17 08:01", "nl", "p3", "d9", "sent");
    log.answers("2026-12-18 00:00", "sm", "R2", "dat-dai", 696);
    log.at("2026-12-20 00:00", "nl", "R1", Fact::Withdrawn);
    let relayed = Fact::Asked { topic: "khac".into(), relayed: true, platform: Platform::ZaloBot, due: None };
    log.at("2027-01-05 00:00", "sm", "R4", relayed).at("2027-01-06 00:00", "sm", "R4", Fact::SetAside);
    log.at("2026-12-22 00:00", "ho", "", Fact::Loudspeaker { times: 2 });
    let held = Held { date: Some(date(2026, 12, 10)), ..Held::default() };
    let session = Fact::StudySession { form: StudyForm::HocTap, present: 12, total: 20, held };
    log.moment(at("2027-01-03 00:00"), "nl", "tiem-phong", "", session);
    let taken_back = Fact::ItemWithdrawn { number: "72-NQ/TW".into(), item_kind: ItemKind::Resolution };
    log.moment(at("2027-01-04 08:00"), "", "kham-suc-khoe", "", taken_back);
}

fn of(month: &str) -> Report {
    report(&quarter(), "bl", month, AFTER)
}

/// Waiting, sent, failed, unknown, cancelled, after planned and carried in.
fn delivery(d: &Document) -> [i64; 7] {
    let d = d.delivery;
    [d.planned, d.carried_in, d.waiting, d.sent, d.failed, d.unknown, d.cancelled]
}

/// Open before, received, reopened; answered, withdrawn, set aside, open after; past due.
fn questions(d: &Document) -> [i64; 8] {
    let q = &d.questions;
    let all = [
        q.open_before,
        q.received,
        q.reopened,
        q.answered,
        q.withdrawn,
        q.set_aside,
        q.open_after,
        q.overdue,
    ];
    all.map(Option::unwrap)
}

#[test]
fn a_quarter_adds_up_as_it_does_by_hand() {
    let [november, december, january] = MONTHS.map(|month| of(month).document().clone());
    // d0 came over; d1 to d7 were planned, d7 waits.
    assert_eq!(delivery(&november), [7, 1, 1, 4, 1, 1, 1]);
    // d8 to d11 were planned, d3 again; d7 came over. d3, d7, d8, d10 sent, d9 failed, d11 waits. d5 was over.
    assert_eq!(delivery(&december), [5, 1, 1, 4, 1, 0, 0]);
    // d9 again; d11 came over.
    assert_eq!(delivery(&january), [1, 1, 0, 2, 0, 0, 0]);
    assert_eq!(questions(&november), [1, 7, 1, 6, 1, 1, 1, 1]);
    // Q8 came over; R1 and R2 were asked, R1 again; Q8 and R1 answered. R2 was due on 24 November, R1 on 4 December.
    assert_eq!(questions(&december), [1, 2, 1, 2, 0, 0, 2, 2]);
    // R2 answered, R1 taken back, R4 relayed and set aside.
    assert_eq!(questions(&january), [2, 1, 0, 1, 1, 1, 0, 0]);
    // 112 and 48 hours; 29 days.
    let medians = [&november, &december, &january].map(|d| d.questions.median_hours);
    assert_eq!(medians, [Some(4.5), Some(80.0), Some(696.0)]);
    // R1 is open again since 1 December, R2 since 19 November: 26 days.
    assert_eq!(december.questions.oldest_open_hours, Some(26.0 * 24.0));
    assert_eq!((january.questions.relayed, january.questions.oldest_open_hours), (Some(1), None));
    let read = [&november, &december, &january].map(|d| d.outreach.loudspeaker_readings);
    assert_eq!(read, [Some(5), Some(4), Some(2)]);
    let there = |d: &Document| (d.outreach.attendance.present, d.outreach.attendance.total);
    assert_eq!(
        [&november, &december, &january].map(there),
        [(Some(63), Some(70)), (Some(20), Some(25)), (Some(12), Some(20))]
    );
    assert_eq!(december.outreach.meetings, None, "that was in another commune");
    // What was wrong in November is said in December; what was held in December and told in January, in January; what
    // came of deliveries that were over, too.
    let said = |d: &Document| d.adjustments.iter().map(|a| a.period.clone()).collect::<Vec<_>>();
    assert_eq!((said(&december), said(&january)), (vec!["2026-11".into(); 2], vec!["2026-12".to_owned(); 2]));
    // Which group got Vietnamese for another language is told once: it is not known to be the one that is sent again.
    let fallback = |d: &Document| d.items.iter().filter_map(|item| item.fallback_language).sum::<i64>();
    assert_eq!([&november, &december, &january].map(fallback), [1, 0, 0]);
    // The village that read it out, and the one that studied it; the third never got it.
    let told = of("2026-12").book.deadlines;
    let days = told.iter().map(|d| (d.place.as_str(), d.done)).collect::<Vec<_>>();
    assert_eq!(days, [("nl", Some(date(2026, 11, 21))), ("sm", Some(date(2026, 11, 30)))]);
    for (before, after) in [(&november, &december), (&december, &january)] {
        assert_eq!(before.questions.open_after, after.questions.open_before);
        assert_eq!(before.delivery.waiting, after.delivery.carried_in);
    }
}

#[test]
fn a_quarter_in_every_format() {
    for month in MONTHS {
        let report = of(month);
        let name = |format: &str| format!("quarter_{month}_{format}");
        insta::assert_snapshot!(name("json"), report.json());
        insta::assert_snapshot!(name("csv"), String::from_utf8(report.csv().unwrap()).unwrap());
        insta::assert_snapshot!(name("html"), report.html(&TEXT));
        insta::assert_snapshot!(name("due"), report.due_html(&TEXT).unwrap_or_else(|| "none".into()));
        let words: Vec<String> =
            document(&report).into_iter().map(|(style, text)| format!("{style}\t{text}")).collect();
        insta::assert_snapshot!(name("docx"), words.join("\n"));
        insta::assert_snapshot!(name("xlsx"), sheets(report.xlsx(&TEXT).unwrap()));
    }
}

/// What came later changed nothing of what is over, but for what is said of it in later months.
#[test]
fn each_month_of_a_quarter_was_the_same_when_it_ended() {
    let whole = quarter();
    for (month, ended) in MONTHS.into_iter().zip(["2026-11-15 00:00", "2026-12-15 00:00", "2027-01-15 00:00"])
    {
        let then = Log(whole.0.iter().filter(|e| e.at < at(ended)).cloned().collect());
        let (then, now) = (report(&then, "bl", month, ended), report(&whole, "bl", month, AFTER));
        assert_eq!(then.json(), now.json(), "{month}");
        assert!(then.document().period.complete);
    }
    let unsettled =
        whole.0.iter().filter(|e| matches!(e.fact, Fact::Delivered { to: DeliveryState::Waiting, .. }));
    assert_eq!(unsettled.count(), 3, "the quarter has what is sent again");
}
