use super::*;
use crate::config::Platform;
use crate::ledger::ItemKind;
use crate::ledger::{DeliveryState, Entry, Fact, Held, Rank};
use crate::report::fixtures::*;
use proptest::prelude::*;

const AFTER: &str = "2026-11-24 08:00";

fn document(log: &Log, place: &str) -> Document {
    report(log, place, "2026-11", AFTER).document().clone()
}

fn balances(q: &Questions) -> bool {
    let sum = |figures: &[Option<i64>]| figures.iter().copied().sum::<Option<i64>>();
    sum(&[q.open_before, q.received, q.reopened])
        == sum(&[q.answered, q.withdrawn, q.set_aside, q.open_after])
}

/// Figures of questions, where they stand.
fn all<const N: usize>(figures: [Option<i64>; N]) -> [i64; N] {
    figures.map(|figure| figure.expect("it is a commune's or a province's"))
}

#[test]
fn who_found_the_answer_in_an_item_was_answered_and_waited_for_nobody() {
    let served = || Fact::SelfServed { topic: "y-te".into() };
    let mut log = Log::default();
    log.at("2026-10-20 08:00", "nl", "S1", asked("y-te")).at("2026-10-20 08:00", "nl", "S1", served());
    // Closed already, and nobody's.
    log.at("2026-10-20 08:00", "nl", "S1", served()).at("2026-10-21 08:00", "nl", "S9", served());
    log.at("2026-10-22 08:00", "nl", "S2", asked("y-te")).at("2026-10-22 08:00", "nl", "S2", served());
    log.at("2026-10-23 08:00", "nl", "S2", Fact::Reopened { due: None });
    let q = document(&log, "bl").questions;
    assert_eq!(all([q.received, q.answered, q.self_served, q.open_after]), [2, 2, 2, 1]);
    assert_eq!((q.answers_written, q.median_hours), (Some(0), None));
    assert!(balances(&q));
    // One of an older program does not say, and says nothing of the whole.
    let written = report(&log, "bl", "2026-11", AFTER).json();
    let older = written.replace("    \"self_served\": 2,\n", "");
    let older = serde_json::from_str::<Document>(&older).unwrap();
    assert_eq!((older.questions.self_served, older.questions.answered), (None, Some(2)));
}

fn adds_up(d: &Delivery) -> bool {
    let parts = [d.waiting, d.sent, d.failed, d.unknown, d.cancelled];
    parts.iter().all(|n| *n >= 0) && d.all() == parts.iter().sum::<i64>()
}

#[test]
fn the_month_adds_up_as_it_does_by_hand() {
    let d = document(&month(), "bl");
    let q = &d.questions;
    // Q1 was open; Q3 to Q9 came (Q8 relayed); Q6 came back. Six answers closed something, Q7 was taken back,
    // Q9 set aside, Q8 stays: 1 + 7 + 1 = 6 + 1 + 1 + 1.
    assert_eq!(all([q.open_before, q.received, q.relayed, q.reopened]), [1, 7, 1, 1]);
    assert_eq!(all([q.answered, q.withdrawn, q.set_aside, q.open_after]), [6, 1, 1, 1]);
    assert_eq!(all([q.answers_written, q.cleared.clear, q.cleared.not_clear]), [7, 2, 1]);
    // 1, 2, 4, 5, 30, 200 hours: (4 + 5) / 2. Q8: 10 November 8:00 to 15 November 0:00.
    assert_eq!((q.median_hours, q.oldest_open_hours, q.overdue), (Some(4.5), Some(112.0), Some(1)));
    assert_eq!((q.complaints_referred, q.published), (Some(1), Some(0)));
    let topic = |topic: &str, received, answered| TopicFigures { topic: topic.into(), received, answered };
    // One of dat-dai is small; y-te would tell it, because both together are the seven that are shown.
    assert_eq!(q.by_topic, [topic("dat-dai", None, None), topic("y-te", None, None)]);

    // 3 + 2 + 1 groups of p1 and 1 of p2: d1, d2 and d4 sent, d3 failed, d5 unknown, d6 cancelled, d7 waits. d0 was planned
    // in the last period and is sent in this one.
    let delivery =
        Delivery { planned: 7, carried_in: 1, waiting: 1, sent: 4, failed: 1, unknown: 1, cancelled: 1 };
    assert_eq!(d.delivery, delivery);
    let items: Vec<_> =
        d.items.iter().map(|i| (i.item.as_str(), i.groups, i.sent, i.fallback_language)).collect();
    assert_eq!(
        items,
        [("giao-duc", 1, 1, Some(0)), ("hop-ban", 1, 0, Some(0)), ("kham-suc-khoe", 6, 3, Some(1))]
    );

    assert_eq!(d.outreach.loudspeaker_readings, Some(5));
    assert_eq!((d.outreach.meetings, d.outreach.listeners_estimated), (Some(2), Some(65)));
    assert_eq!(d.outreach.attendance, Attendance { present: Some(63), total: Some(70) });
    assert_eq!(d.outreach.study_sessions.tuyen_truyen, None);
    // What the office said, and that a village moved.
    assert_eq!(d.adjustments.len(), 2);
}

#[test]
fn a_place_below_counts_what_lies_in_it_and_no_village_is_told_by_its_questions() {
    let d = document(&month(), "lc");
    let codes: Vec<_> = d.places.iter().map(|p| (p.code.as_str(), p.parent.as_str())).collect();
    let below = [
        ("bb", "lc"),
        ("bl", "lc"),
        ("bl-bxdd", "bl"),
        ("ho", "bl"),
        ("ho-cu", "ho"),
        ("nl", "bl"),
        ("sm", "bl"),
    ];
    assert_eq!(codes, below);
    let get = |code: &str| d.places.iter().find(|p| p.code == code).unwrap();
    assert_eq!(
        (get("bl").delivery.planned, get("nl").delivery.planned, get("sm").delivery.planned),
        (7, 5, 2)
    );
    assert_eq!((get("bl").outreach.meetings, get("sm").outreach.meetings), (Some(2), Some(1)));
    assert_eq!(
        (get("bb").outreach.loudspeaker_readings, get("sm").outreach.loudspeaker_readings),
        (Some(9), None)
    );
    // One was asked in bb: it is small, and with the total of 8 the seven of bl would tell it.
    let hidden = PlaceQuestions { received: None, answered: None, open_after: None };
    assert_eq!((get("bl").questions, get("bb").questions), (Some(hidden), Some(hidden)));
    assert!(["bl-bxdd", "ho", "nl", "sm", "ho-cu"].iter().all(|code| get(code).questions.is_none()));
    assert_eq!(all([d.questions.received, d.questions.open_after]), [8, 2]);
}

#[test]
fn a_village_report_has_no_questions_no_languages_and_nothing_of_its_role_holders() {
    let d = document(&month(), "nl");
    assert_eq!(d.questions, Questions::default());
    assert!(d.interaction.by_platform.iter().all(|p| p.questions.is_none()));
    assert!(d.items.iter().all(|i| i.fallback_language.is_none() && i.private.is_none()));
    assert_eq!(d.not_reported, [Gap { place: "nl".into(), what: Reported::StudySessions }]);
}

#[test]
fn what_nobody_reported_is_not_a_nought() {
    let d = document(&Log::default(), "bl");
    assert_eq!(d.outreach, Outreach::default());
    assert_eq!((d.questions.median_hours, d.questions.oldest_open_hours, d.log_position), (None, None, 0));
    let all = ["ho", "nl", "sm"].map(|c| Reported::ALL.iter().map(|w| (c, *w)).collect::<Vec<_>>());
    let seen: Vec<_> = d.not_reported.iter().map(|g| (g.place.as_str(), g.what)).collect();
    assert_eq!(seen, all.concat());
    let mut log = Log::default();
    log.at("2026-11-01 08:00", "nl", "", Fact::Loudspeaker { times: 0 });
    assert_eq!(document(&log, "bl").outreach.loudspeaker_readings, Some(0));
}

/// What happened in a place that ended stands in a row of its own under what it became, in every figure.
#[test]
fn what_happened_in_a_place_that_ended_counts_with_what_it_became() {
    let mut log = Log::default();
    // Asked when the village lay in Bản Bo, answered when it lies in Bình Lư; read and published to before it moved.
    log.asks("2026-10-20 08:00", "ho-cu", "Q1", "y-te");
    log.at("2026-10-21 08:00", "ho-cu", "", Fact::Loudspeaker { times: 2 });
    log.plans("2026-10-22 08:00", "ho-cu", "p1", "a", 1).delivers(
        "2026-11-02 08:00",
        "ho",
        "p1",
        "d1",
        "sent",
    );
    log.answers("2026-11-02 08:00", "ho-cu", "Q1", "y-te", 312);
    for (place, asked) in [("bb", 0), ("bl", 1), ("lc", 1)] {
        let q = document(&log, place).questions;
        assert_eq!(all([q.received, q.answered, q.open_after]), [asked, asked, 0], "{place}");
    }
    let d = document(&log, "bl");
    let row = |code: &str| d.places.iter().find(|p| p.code == code).unwrap();
    assert_eq!((row("ho-cu").parent.as_str(), row("ho").parent.as_str()), ("ho", "bl"));
    for code in ["ho-cu", "ho"] {
        assert_eq!(row(code).outreach.loudspeaker_readings, Some(2));
        assert_eq!((row(code).delivery.planned, row(code).delivery.sent), (1, 1));
        assert!(
            !d.not_reported.iter().any(|gap| gap.place == code && gap.what == Reported::LoudspeakerReadings)
        );
    }
    // It says why.
    let moved = &d.adjustments[0];
    assert_eq!((d.adjustments.len(), moved.period.as_str()), (1, "2026-11"));
    assert!(moved.what.contains("31/10/2026") && moved.what.contains("ản Hồ Thầu"), "{}", moved.what);
    // The commune that it left has nothing of it, and next month nothing is said again.
    assert_eq!(document(&log, "bb").outreach.loudspeaker_readings, None);
    let next = report(&log, "bl", "2026-12", "2026-12-24 08:00");
    assert!(next.document().adjustments.is_empty());
    assert!(!next.document().places.iter().any(|p| p.code == "ho-cu"));
}

#[test]
fn a_delivery_that_crosses_the_end_is_carried_and_counted_where_it_ends() {
    let log = month();
    let (this, next) = (document(&log, "bl"), report(&log, "bl", "2026-12", "2026-12-24 08:00"));
    assert_eq!((this.delivery.waiting, next.document().delivery.carried_in), (1, 1));
    let delivery = Delivery { carried_in: 1, sent: 1, ..Delivery::default() };
    assert_eq!(next.document().delivery, delivery);
    let item = &next.document().items[0];
    assert_eq!((item.item.as_str(), item.groups, item.sent), ("hop-ban", 1, 1));
}

#[test]
fn what_failed_before_and_is_sent_again_is_planned_again_and_put_right() {
    let mut log = month();
    log.delivers("2026-11-20 08:00", "nl", "p1", "d3", "waiting");
    log.delivers("2026-11-20 08:01", "nl", "p1", "d3", "sent");
    // The editor learns that d5 had arrived.
    log.delivers("2026-11-21 08:00", "sm", "p1", "d5", "sent");
    let before = document(&month(), "bl");
    assert_eq!(
        Document { checksum: String::new(), ..document(&log, "bl") },
        Document { checksum: String::new(), ..before }
    );
    let next = report(&log, "bl", "2026-12", "2026-12-24 08:00");
    let d = next.document();
    assert_eq!((d.delivery.planned, d.delivery.carried_in, d.delivery.sent), (1, 1, 2));
    let said: Vec<_> = d.adjustments.iter().map(|a| (a.period.as_str(), a.what.as_str())).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].0 == "2026-11" && said[0].1.contains("2 nhóm"), "{said:?}");
}

#[test]
fn what_went_to_role_holders_is_counted_together_and_by_nobody() {
    let mut log = Log::default();
    let planned = |people| Fact::PlannedInPrivate {
        publication: "p9".into(),
        number: String::new(),
        title: Some("Chỉ thị 05".into()),
        item_kind: ItemKind::Directive,
        rank: Rank::Normal,
        people,
    };
    let moved = |from, to| Fact::DeliveredInPrivate { publication: "p9".into(), from, to };
    use DeliveryState::{Failed, Sent, Waiting};
    log.moment(at("2026-11-13 08:00"), "nl", "chi-thi-05", "p9", planned(2));
    log.moment(at("2026-11-13 08:00"), "sm", "chi-thi-05", "p9", planned(1));
    log.moment(at("2026-11-13 08:01"), "nl", "chi-thi-05", "", moved(Waiting, Sent));
    log.moment(at("2026-11-13 08:01"), "sm", "chi-thi-05", "", moved(Waiting, Failed));
    log.moment(at("2026-11-16 08:00"), "sm", "chi-thi-05", "", moved(Failed, Waiting));
    log.moment(at("2026-11-16 08:01"), "sm", "chi-thi-05", "", moved(Waiting, Sent));
    let of = |period: &str, place: &str| {
        let report = report(&log, place, period, "2026-12-24 08:00");
        report.document().items.iter().map(|i| (i.title.clone(), i.groups, i.private)).collect::<Vec<_>>()
    };
    let first = Private { planned: 3, sent: 1, failed: 1, unknown: 0 };
    assert_eq!(of("2026-11", "bl"), [("Chỉ thị 05".into(), 0, Some(first))]);
    let second = Private { planned: 2, sent: 1, failed: 0, unknown: 0 };
    assert_eq!(of("2026-12", "bl"), [("Chỉ thị 05".into(), 0, Some(second))]);
    assert!(of("2026-11", "nl").is_empty());
}

#[test]
fn overdue_is_what_was_due_whenever_the_program_noticed() {
    let asked = |due: &str| Fact::Asked {
        topic: "y-te".into(),
        relayed: false,
        platform: Platform::Telegram,
        due: Some(due.into()),
    };
    let mut log = Log::default();
    log.at("2026-11-10 08:00", "nl", "Q1", asked("2026-11-12")).at(
        "2026-11-11 08:00",
        "nl",
        "Q2",
        asked("2026-11-14"),
    );
    log.at("2026-11-12 08:00", "nl", "Q3", asked("2026-11-16"));
    // The program was off, and noticed in the next period.
    log.at("2026-11-20 08:00", "nl", "Q1", Fact::Overdue).at("2026-11-20 08:00", "nl", "Q2", Fact::Overdue);
    assert_eq!(document(&log, "bl").questions.overdue, Some(2));
    let running = report(&log, "bl", "2026-11", "2026-11-13 08:00");
    assert_eq!(running.document().questions.overdue, Some(0), "as at its last fact");
}

#[test]
fn answers_that_the_platform_refused_are_said() {
    let mut log = month();
    log.at("2026-11-12 08:00", "", "Q3", Fact::NotDelivered);
    let q = document(&log, "bl").questions;
    assert_eq!(all([q.answered, q.not_delivered]), [6, 1]);
}

#[test]
fn a_line_that_was_put_right_is_said_where_it_was_put_right() {
    let mut log = month();
    let line = log.0.iter().find(|e| e.fact == Fact::Loudspeaker { times: 3 }).unwrap().seq;
    log.at("2026-11-20 08:00", "nl", "", Fact::Corrected { entry: line, to: 1, total: None });
    assert_eq!(document(&log, "bl").outreach.loudspeaker_readings, Some(5), "what was filed stays");
    let next = report(&log, "bl", "2026-12", "2026-12-24 08:00");
    let said = &next.document().adjustments[0];
    assert_eq!((said.period.as_str(), said.by.as_str()), ("2026-11", "bản Nà Luồng"));
    assert_eq!(said.what, "bản Nà Luồng, ngày 17/10/2026: trước ghi đọc loa 3 lượt, nay là đọc loa 1 lượt");
    assert_eq!(next.document().outreach.loudspeaker_readings, None);
}

#[test]
fn a_group_that_moves_counts_where_its_delivery_was_planned() {
    let mut log = Log::default();
    log.plans("2026-10-20 08:00", "nl", "p1", "a", 2).plans("2026-10-20 08:00", "bb", "p1", "a", 1);
    log.delivers("2026-10-20 08:01", "nl", "p1", "d1", "sent").delivers(
        "2026-10-20 08:02",
        "bb",
        "p1",
        "d2",
        "sent",
    );
    // The second group of nl is linked to bb by the time it is reached.
    log.delivers("2026-10-20 08:03", "bb", "p1", "d3", "failed");
    assert_eq!(
        document(&log, "bl").delivery,
        Delivery { planned: 2, sent: 1, failed: 1, ..Delivery::default() }
    );
    assert_eq!(document(&log, "bb").delivery, Delivery { planned: 1, sent: 1, ..Delivery::default() });
}

#[test]
fn what_nobody_can_place_counts_at_the_top_only() {
    let mut log = Log::default();
    log.at("2026-10-20 08:00", "", "", Fact::ComplaintReferred);
    log.at("2026-10-20 09:00", "no-such-place", "", Fact::ComplaintReferred);
    assert_eq!(document(&log, "lc").questions.complaints_referred, Some(2));
    assert_eq!(document(&log, "bl").questions.complaints_referred, Some(0));
}

#[test]
fn an_item_taken_back_changes_no_figure() {
    let mut log = month();
    let before = document(&log, "lc");
    let taken_back = Fact::ItemWithdrawn { number: "72-NQ/TW".into(), item_kind: ItemKind::Resolution };
    log.at("2026-11-13 08:00", "", "", taken_back);
    let position = log.0.len() as i64;
    assert_eq!(
        document(&log, "lc"),
        Document { log_position: position, checksum: document(&log, "lc").checksum, ..before }
    );
}

#[test]
fn what_cannot_happen_counts_nowhere() {
    let mut log = Log::default();
    log.answers("2026-10-20 08:00", "nl", "Q0", "y-te", 1).asks("2026-10-21 08:00", "nl", "Q1", "y-te");
    log.asks("2026-10-21 09:00", "nl", "Q1", "y-te").answers("2026-10-22 08:00", "nl", "Q1", "y-te", 24);
    log.at("2026-10-22 09:00", "nl", "Q1", Fact::Withdrawn).at("2026-10-22 10:00", "nl", "Q1", Fact::Overdue);
    let q = document(&log, "bl").questions;
    assert_eq!(all([q.received, q.answered, q.withdrawn, q.overdue, q.answers_written]), [1, 1, 0, 0, 1]);
}

#[test]
fn ages_are_taken_at_the_end_or_while_it_runs_at_the_last_fact() {
    let mut log = Log::default();
    log.asks("2026-11-10 08:00", "nl", "Q1", "y-te").at(
        "2026-11-10 18:00",
        "bb",
        "",
        Fact::Loudspeaker { times: 1 },
    );
    let running = report(&log, "bl", "2026-11", "2026-11-12 08:00");
    assert_eq!(running.document().questions.oldest_open_hours, Some(10.0));
    assert!(!running.document().period.complete);
    assert_eq!(running.json(), report(&log, "bl", "2026-11", "2026-11-14 23:59").json());
    let over = report(&log, "bl", "2026-11", "2026-11-15 00:00");
    assert_eq!(over.document().questions.oldest_open_hours, Some(112.0));
    assert!(over.document().period.complete);
    assert_eq!(over.document().log_position, 2);
}

const PLACES: [&str; 7] = ["nl", "sm", "bl", "bb", "ho", "ho-cu", ""];
const STATES: [&str; 5] = ["waiting", "sent", "failed", "unknown", "cancelled"];

fn facts() -> impl Strategy<Value = Fact> {
    let state = || (0..STATES.len()).prop_map(|i| STATES[i]);
    prop_oneof![
        3 => (0..3u8, any::<bool>()).prop_map(|(t, relayed)| Fact::Asked {
            topic: format!("t{t}"), relayed, platform: Platform::ALL[usize::from(t)], due: None,
        }),
        3 => (0..3u8, 0..99i64).prop_map(|(t, waited)| Fact::Answered { topic: format!("t{t}"), waited }),
        2 => (0..3u8).prop_map(|t| Fact::SelfServed { topic: format!("t{t}") }),
        1 => Just(Fact::AnswerWritten),
        1 => Just(Fact::Withdrawn),
        1 => Just(Fact::SetAside),
        1 => Just(Fact::Overdue),
        1 => Just(Fact::NotDelivered),
        2 => Just(Fact::Reopened { due: None }),
        1 => any::<bool>().prop_map(|clear| Fact::Cleared { clear }),
        1 => any::<bool>().prop_map(|yes| Fact::Settled { yes }),
        1 => (0..9i64).prop_map(|times| Fact::Loudspeaker { times }),
        1 => (0..9i64).prop_map(|listeners| Fact::Meeting { listeners }),
        1 => (0..9i64).prop_map(|n| Fact::StudySession { form: StudyForm::HocTap, present: n, total: n + 1, held: Held::default() }),
        2 => (0..3u8, 0..4i64).prop_map(|(p, groups)| planned(&format!("p{p}"), "telegram", groups, 0)),
        4 => (0..3u8, state()).prop_map(|(p, to)| delivered(&format!("p{p}"), "telegram", to)),
        1 => Just(Fact::ComplaintReferred),
        1 => Just(Fact::AnswerShared),
    ]
}

/// Up to 80 facts in five weeks around 1 November, several often in the same hour.
pub fn logs() -> impl Strategy<Value = Vec<Entry>> {
    let one = (0i64..840, 0..PLACES.len(), 0..6u8, facts());
    prop::collection::vec(one, 0..80).prop_map(|all| {
        let start = at("2026-10-14 00:00");
        let entry = |(i, (hour, place, reference, fact)): (usize, (i64, usize, u8, Fact))| Entry {
            seq: i as i64 + 1,
            at: start + hour * HOUR,
            place: PLACES[place].into(),
            item: "a".into(),
            reference: format!("r{reference}"),
            fact,
        };
        all.into_iter().enumerate().map(entry).collect()
    })
}

fn part(log: &[Entry], place: &str, from: Millis, to: Millis) -> Document {
    let (tree, calendar) = (tree(), calendar());
    let place = tree.get(place).unwrap();
    let (text, topics, boundary_day) = (&TEXT, &[][..], 15);
    let (complete, small_count) = (true, 0);
    let frame = Frame {
        tree: &tree,
        calendar: &calendar,
        text,
        topics,
        boundary_day,
        place,
        from,
        to,
        complete,
        small_count,
    };
    tally(&parts(log, from, to), &frame).document
}

/// What the facts of any stretch of time come to.
fn parts(log: &[Entry], from: Millis, to: Millis) -> Replay {
    let calendar = calendar();
    let mut log: Vec<&Entry> = log.iter().filter(|entry| entry.at < to).collect();
    log.sort_by_key(|entry| (entry.at >= from, entry.seq));
    let (before, inside) = log.split_at(log.partition_point(|entry| entry.at < from));
    let mut replay = Replay::default();
    before.iter().for_each(|entry| replay.follow(entry));
    replay.turn(calendar.local(from).date(), &calendar);
    inside.iter().for_each(|entry| replay.follow(entry));
    replay
}

/// What counts what happened, as against what stands at a moment.
fn flows(d: &Document) -> Vec<i64> {
    let (q, o) = (&d.questions, &d.outreach);
    let mut flows = all([
        q.received,
        q.relayed,
        q.reopened,
        q.answered,
        q.self_served,
        q.withdrawn,
        q.set_aside,
        q.answers_written,
        q.not_delivered,
        q.cleared.clear,
        q.cleared.not_clear,
        q.settled.yes,
        q.settled.not_yet,
        q.complaints_referred,
        q.published,
    ])
    .to_vec();
    let reported =
        [o.loudspeaker_readings, o.meetings, o.listeners_estimated, o.attendance.present, o.attendance.total];
    flows.extend(reported.map(Option::unwrap_or_default));
    flows
}

proptest! {
    #[test]
    fn the_balance_of_questions_and_the_sum_of_deliveries_hold_everywhere(log in logs(), from in 0i64..840, hours in 0i64..840) {
        let from = at("2026-10-14 00:00") + from * HOUR;
        for place in ["lc", "bl", "bb", "nl"] {
            let d = part(&log, place, from, from + hours * HOUR + 1);
            prop_assert!(balances(&d.questions), "{:?}", d.questions);
            prop_assert!(adds_up(&d.delivery), "{:?}", d.delivery);
            prop_assert!(d.places.iter().all(|p| adds_up(&p.delivery)));
            prop_assert_eq!(d.items.iter().map(|i| i.groups).sum::<i64>(), d.delivery.all());
            prop_assert_eq!(d.items.iter().map(|i| i.sent).sum::<i64>(), d.delivery.sent);
            prop_assert!(d.questions.relayed <= d.questions.received && d.questions.overdue <= d.questions.open_after);
            prop_assert!(d.questions.self_served <= d.questions.answered);
            // Nobody waited for an answer that nobody wrote.
            prop_assert_eq!(d.questions.median_hours.is_some(), d.questions.answered > d.questions.self_served);
        }
    }

    #[test]
    fn two_halves_add_up_to_the_whole(log in logs(), middle in 0i64..840) {
        let (from, to) = (at("2026-10-14 00:00"), at("2026-11-18 00:00"));
        let middle = from + middle * HOUR;
        for place in ["lc", "bl", "bb"] {
            // Where a village came or went between two ends its past goes with it: that is said as an adjustment.
            let stays = |entry: &&Entry| place == "lc" || !entry.place.starts_with("ho");
            let mut log: Vec<Entry> = log.iter().filter(stays).cloned().collect();
            // Of a clock that was never set back: what came before is known before.
            log.sort_by_key(|entry| (entry.at, entry.seq));
            (1..).zip(&mut log).for_each(|(seq, entry)| entry.seq = seq);
            let (whole, first, second) = (part(&log, place, from, to), part(&log, place, from, middle), part(&log, place, middle, to));
            let sum: Vec<i64> = flows(&first).iter().zip(flows(&second)).map(|(a, b)| a + b).collect();
            prop_assert_eq!(sum, flows(&whole));
            prop_assert_eq!(first.questions.open_after, second.questions.open_before);
            prop_assert_eq!(whole.questions.open_before, first.questions.open_before);
            prop_assert_eq!(whole.questions.open_after, second.questions.open_after);
            // What waits goes over, at every place.
            prop_assert_eq!(first.delivery.waiting, second.delivery.carried_in);
            for of in &second.places {
                let before = first.places.iter().find(|p| p.code == of.code).map_or(0, |p| p.delivery.waiting);
                prop_assert!(of.delivery.carried_in == before || place == "lc", "{of:?} {before}");
            }
        }
    }

    #[test]
    fn the_order_in_which_facts_are_read_does_not_matter(log in logs(), seed in any::<u64>()) {
        let (from, to) = (at("2026-10-15 00:00"), at("2026-11-15 00:00"));
        let mut mixed = log.clone();
        mixed.sort_by_key(|e| (e.seq as u64).wrapping_mul(seed | 1));
        prop_assert_eq!(part(&log, "lc", from, to), part(&mixed, "lc", from, to));
    }

    #[test]
    fn what_comes_after_the_end_changes_nothing(log in logs()) {
        let (from, to) = (at("2026-10-15 00:00"), at("2026-11-01 00:00"));
        let known: Vec<Entry> = log.iter().filter(|e| e.at < to).cloned().collect();
        prop_assert_eq!(part(&log, "bl", from, to), part(&known, "bl", from, to));
    }

    #[test]
    fn communes_add_up_to_their_province(log in logs()) {
        // Nothing is recorded at the province itself; what nobody can place is the province's.
        let log: Vec<Entry> = log.into_iter().filter(|e| !e.place.is_empty()).collect();
        let (from, to) = (at("2026-10-15 00:00"), at("2026-11-15 00:00"));
        let d = part(&log, "lc", from, to);
        let mut sum = Delivery::default();
        d.places.iter().filter(|p| p.parent == "lc").for_each(|p| sum.add(&p.delivery));
        prop_assert_eq!(sum, d.delivery);
        let asked = d.places.iter().filter(|p| p.parent == "lc").filter_map(|p| p.questions).filter_map(|q| q.received);
        prop_assert_eq!(Some(asked.sum::<i64>()), d.questions.received);
    }
}

#[test]
fn a_session_that_is_told_late_counts_where_it_is_recorded_and_says_so() {
    let mut log = Log::default();
    let held = |date: Option<jiff::civil::Date>| Held { date, ..Held::default() };
    let session = |form, day| Fact::StudySession { form, present: 8, total: 9, held: held(day) };
    let october = jiff::civil::date(2026, 10, 10);
    log.at("2026-10-20 08:00", "nl", "", session(StudyForm::QuanTriet, Some(october)));
    // In the same period, and one that was taken away again.
    let same = jiff::civil::date(2026, 10, 19);
    log.at("2026-10-20 08:00", "nl", "", session(StudyForm::HocTap, Some(same)));
    log.at("2026-10-21 08:00", "sm", "", session(StudyForm::HocTap, Some(october)));
    log.at("2026-10-22 08:00", "sm", "", Fact::Corrected { entry: 3, to: 0, total: None });
    // Another place's.
    log.at("2026-10-20 08:00", "bb", "", session(StudyForm::HocTap, Some(october)));
    let d = report(&log, "bl", "2026-11", "2026-11-20 08:00").document;
    let late: Vec<&Adjustment> = d.adjustments.iter().filter(|a| a.what.contains("báo muộn")).collect();
    assert_eq!(late.len(), 1, "{:?}", d.adjustments);
    assert_eq!(late[0].period, "2026-10");
    assert_eq!(late[0].what, "bản Nà Luồng: buổi quán triệt 8/9 người, ngày 10/10/2026, báo muộn");
    assert_eq!(late[0].by, "bản Nà Luồng");
    assert_eq!(d.outreach.study_sessions.quan_triet, Some(1));
    // Nothing of it in the period in which it was held.
    let before = report(&log, "bl", "2026-10", "2026-11-20 08:00").document;
    assert_eq!(before.outreach.study_sessions.quan_triet, None);
}
