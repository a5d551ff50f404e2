use super::*;
use crate::ledger::ItemKind;
use crate::report::fixtures::*;
use proptest::prelude::*;

const AFTER: &str = "2026-11-24 08:00";

fn document(log: &Log, place: &str) -> Document {
    report(log, place, "2026-11", AFTER).document().clone()
}

fn balances(q: &Questions) -> bool {
    q.open_before + q.received + q.reopened == q.answered + q.withdrawn + q.set_aside + q.open_after
}

fn adds_up(d: &Delivery) -> bool {
    let parts = [d.waiting, d.sent, d.failed, d.unknown, d.cancelled];
    parts.iter().all(|n| *n >= 0) && d.planned == parts.iter().sum::<i64>()
}

#[test]
fn the_month_adds_up_as_it_does_by_hand() {
    let d = document(&month(), "bl");
    let q = &d.questions;
    // Q1 was open; Q3 to Q9 came (Q8 relayed); Q6 came back. Six answers closed something, Q7 was taken back,
    // Q9 set aside, Q8 stays: 1 + 7 + 1 = 6 + 1 + 1 + 1.
    assert_eq!((q.open_before, q.received, q.relayed, q.reopened), (1, 7, 1, 1));
    assert_eq!((q.answered, q.withdrawn, q.set_aside, q.open_after), (6, 1, 1, 1));
    assert_eq!((q.answers_written, q.cleared.clear, q.cleared.not_clear), (7, 2, 1));
    // 1, 2, 4, 5, 30, 200 hours: (4 + 5) / 2. Q8: 10 November 8:00 to 15 November 0:00.
    assert_eq!((q.median_hours, q.oldest_open_hours, q.overdue), (Some(4.5), Some(112.0), 1));
    assert_eq!(q.complaints_referred, 1);
    let topic = |topic: &str, received, answered| TopicFigures { topic: topic.into(), received, answered };
    assert_eq!(q.by_topic, [topic("dat-dai", None, None), topic("y-te", Some(6), Some(6))]);

    // 3 + 2 + 1 groups of p1 and 1 of p2: d1, d2 and d4 sent, d3 failed, d5 unknown, d6 cancelled, d7 waits.
    let delivery = Delivery { planned: 7, waiting: 1, sent: 3, failed: 1, unknown: 1, cancelled: 1 };
    assert_eq!(d.delivery, delivery);
    let items: Vec<_> =
        d.items.iter().map(|i| (i.item.as_str(), i.groups, i.sent, i.fallback_language)).collect();
    assert_eq!(items, [("hop-ban", 1, 0, Some(0)), ("kham-suc-khoe", 6, 3, Some(1))]);

    assert_eq!(d.outreach.loudspeaker_readings, Some(5));
    assert_eq!((d.outreach.meetings, d.outreach.listeners_estimated), (Some(2), Some(65)));
    assert_eq!(d.outreach.attendance, Attendance { present: Some(63), total: Some(70) });
    assert_eq!(d.outreach.study_sessions.tuyen_truyen, None);
    assert_eq!(d.adjustments.len(), 1);
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
        ("nl", "bl"),
        ("sm", "bl"),
        ("ho-cu", "bb"),
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
    let bl = PlaceQuestions { received: Some(7), answered: Some(6), open_after: None };
    assert_eq!(get("bl").questions, Some(bl));
    let bb = PlaceQuestions { received: None, answered: None, open_after: None };
    assert_eq!(get("bb").questions, Some(bb));
    assert!(["bl-bxdd", "ho", "nl", "sm", "ho-cu"].iter().all(|code| get(code).questions.is_none()));
    assert_eq!((d.questions.received, d.questions.open_after), (8, 2));
}

#[test]
fn a_village_report_has_no_topics_and_no_languages() {
    let d = document(&month(), "nl");
    assert_eq!((d.questions.received, d.questions.by_topic.len()), (6, 0));
    assert!(d.items.iter().all(|i| i.fallback_language.is_none()));
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

#[test]
fn a_question_stays_where_it_was_asked_when_its_village_moves() {
    let mut log = Log::default();
    // Asked when the village lay in Bản Bo, answered when it lies in Bình Lư.
    log.asks("2026-10-20 08:00", "ho-cu", "Q1", "y-te").answers(
        "2026-11-02 08:00",
        "ho-cu",
        "Q1",
        "y-te",
        312,
    );
    let (bb, bl) = (document(&log, "bb").questions, document(&log, "bl").questions);
    assert_eq!((bb.received, bb.answered, bb.open_after), (1, 1, 0));
    assert_eq!((bl.received, bl.answered), (0, 0));
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
    assert_eq!(document(&log, "lc").questions.complaints_referred, 2);
    assert_eq!(document(&log, "bl").questions.complaints_referred, 0);
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
    assert_eq!((q.received, q.answered, q.withdrawn, q.overdue), (1, 1, 0, 0));
    assert_eq!(q.answers_written, 1);
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
            topic: format!("t{t}"), relayed, platform: Platform::ALL[usize::from(t)],
        }),
        3 => (0..3u8, 0..99i64).prop_map(|(t, waited)| Fact::Answered { topic: format!("t{t}"), waited }),
        1 => Just(Fact::AnswerWritten),
        1 => Just(Fact::Withdrawn),
        1 => Just(Fact::SetAside),
        1 => Just(Fact::Overdue),
        2 => Just(Fact::Reopened),
        1 => any::<bool>().prop_map(|clear| Fact::Cleared { clear }),
        1 => (0..9i64).prop_map(|times| Fact::Loudspeaker { times }),
        1 => (0..9i64).prop_map(|listeners| Fact::Meeting { listeners }),
        1 => (0..9i64).prop_map(|n| Fact::StudySession { form: StudyForm::HocTap, present: n, total: n + 1 }),
        2 => (0..3u8, 0..4i64).prop_map(|(p, groups)| planned(&format!("p{p}"), "telegram", groups, 0)),
        4 => (0..3u8, state()).prop_map(|(p, to)| delivered(&format!("p{p}"), "telegram", to)),
        1 => Just(Fact::ComplaintReferred),
    ]
}

/// Up to 80 facts in five weeks around 1 November, several often in the same hour.
fn logs() -> impl Strategy<Value = Vec<Entry>> {
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
    let frame = Frame { tree: &tree, calendar: &calendar, place, from, to, complete: true, small_count: 0 };
    tally(log, &frame)
}

/// What counts what happened, as against what stands at a moment.
fn flows(d: &Document) -> Vec<i64> {
    let (q, o) = (&d.questions, &d.outreach);
    let mut flows =
        vec![q.received, q.relayed, q.reopened, q.answered, q.withdrawn, q.set_aside, q.answers_written];
    flows.extend([q.cleared.clear, q.cleared.not_clear, q.complaints_referred, d.delivery.planned]);
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
            prop_assert_eq!(d.items.iter().map(|i| i.groups).sum::<i64>(), d.delivery.planned);
            prop_assert_eq!(d.items.iter().map(|i| i.sent).sum::<i64>(), d.delivery.sent);
            prop_assert!(d.questions.relayed <= d.questions.received && d.questions.overdue <= d.questions.open_after);
            prop_assert_eq!(d.questions.median_hours.is_some(), d.questions.answered > 0);
        }
    }

    #[test]
    fn two_halves_add_up_to_the_whole(log in logs(), middle in 0i64..840) {
        let (from, to) = (at("2026-10-14 00:00"), at("2026-11-18 00:00"));
        let middle = from + middle * HOUR;
        for place in ["lc", "bl", "bb"] {
            let (whole, first, second) = (part(&log, place, from, to), part(&log, place, from, middle), part(&log, place, middle, to));
            let sum: Vec<i64> = flows(&first).iter().zip(flows(&second)).map(|(a, b)| a + b).collect();
            prop_assert_eq!(sum, flows(&whole));
            prop_assert_eq!(first.questions.open_after, second.questions.open_before);
            prop_assert_eq!(whole.questions.open_before, first.questions.open_before);
            prop_assert_eq!(whole.questions.open_after, second.questions.open_after);
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
        prop_assert_eq!(asked.sum::<i64>(), d.questions.received);
    }
}
