//! The path, from the first look to the report.

use super::super::screen::{Key, Line, Phone};
use super::*;
use crate::config::Platform;
use crate::ledger::{ItemKind, Rank};
use crate::standins::telegram::Kind;
use serde_json::json;

fn line(id: i64, from: &'static str, text: &str, buttons: &[(&str, bool)]) -> Line {
    let keys =
        buttons.iter().map(|(label, press)| vec![Key { label: (*label).into(), press: *press }]).collect();
    Line {
        id: id.to_string(),
        from,
        name: String::new(),
        kind: Kind::Text,
        text: text.into(),
        entities: json!([]),
        buttons: keys,
        reply_to: None,
        at: 0,
        edited: false,
        file: None,
        file_name: None,
    }
}

fn phone(id: &'static str, messages: Vec<Line>) -> Phone {
    Phone {
        id,
        platform: "Telegram",
        twin: None,
        chat: Chat::Private,
        name: String::new(),
        face: "",
        tab: String::new(),
        about: String::new(),
        label: String::new(),
        speakers: vec![],
        hints: vec![],
        messages,
    }
}

fn fact(reference: &str, fact: Fact) -> Entry {
    Entry { seq: 1, at: 0, place: String::new(), item: String::new(), reference: reference.into(), fact }
}

fn asked(code: &str) -> Entry {
    fact(code, Fact::Asked { topic: "y-te".into(), relayed: false, platform: Platform::Telegram, due: None })
}

fn delivered(to: &str) -> Entry {
    let (publication, platform) = ("p".into(), Platform::Telegram);
    let to = DeliveryState::of(to).unwrap();
    fact("d", Fact::Delivered { publication, platform, from: DeliveryState::Waiting, to })
}

/// What is done ("x" or "."), the sentence of the current step, and what its buttons would do.
fn stand(
    phones: &[Phone],
    facts: &[Entry],
    released: bool,
    now: Millis,
    quiet: bool,
    opened: bool,
) -> (String, String, String) {
    let period = Closing {
        name: "2026-12".into(),
        title: "12/2026".into(),
        day: "15/12/2026".into(),
        end: 100,
        morning: 107,
    };
    let text = Text::load(None).unwrap();
    let scene =
        Scene { text: &text, phones, facts, title: "Tin", released, quiet, period: &period, now, opened };
    let steps = steps(&scene);
    let done = steps.iter().map(|step| if step.done { 'x' } else { '.' }).collect();
    let current = steps.iter().find(|step| !step.text.is_empty());
    let acts = current.map(|step| serde_json::to_string(&step.acts).unwrap()).unwrap_or_default();
    for step in &steps {
        assert!(!step.title.starts_with("practice-") && !step.text.contains("practice-"), "{step:?}");
    }
    (done, current.map(|step| step.text.clone()).unwrap_or_default(), acts)
}

#[test]
fn nothing_is_ticked_off_before_it_happened() {
    let group = || phone("village", vec![line(6, "bot", "Tin", &[("Hỏi riêng", false)])]);
    let (done, text, acts) = stand(&[], &[], false, 0, false, false);
    assert_eq!(done, ".....");
    assert!(text.contains("bản nháp") && acts.contains("/duyet kham-suc-khoe"), "{text} {acts}");

    let (_, _, acts) = stand(&[], &[], true, 0, false, false);
    assert!(acts.contains("/phat kham-suc-khoe"), "{acts}");

    // On its way, refused or unknown is not arrived.
    for to in ["failed", "unknown", "cancelled"] {
        assert_eq!(stand(&[], &[delivered(to)], true, 0, false, false).0, ".....");
    }
    let (done, _, acts) = stand(&[group()], &[delivered("sent")], true, 0, false, false);
    assert_eq!(done, "x....");
    assert!(acts.contains(r#""do":"press""#) && acts.contains(r#""message":"6","button":0"#), "{acts}");

    // The bot waits for a choice: the path points at it and does not answer in the person's place.
    let waits = phone("resident", vec![line(9, "bot", "Đồng ý?", &[("Đồng ý", true)])]);
    let (_, _, acts) = stand(&[group(), waits], &[delivered("sent")], true, 0, false, false);
    assert!(acts.contains(r#""do":"point""#) && acts.contains(r#""message":"9""#), "{acts}");
}

#[test]
fn the_card_of_the_newest_question_is_found_wherever_it_went() {
    let facts = [delivered("sent"), asked("AAAAA"), asked("BBBBB")];
    let reporter = || phone("reporter", vec![line(4, "bot", "Câu hỏi #AAAAA", &[])]);
    let (done, text, acts) = stand(&[reporter()], &facts, true, 0, false, false);
    assert_eq!((done.as_str(), acts.as_str()), ("xx...", "[]"), "{text}");
    // A sensitive one goes to the province's desk, which is on the editor's phone.
    let editor =
        phone("editor", vec![line(7, "editor", "#BBBBB?", &[]), line(8, "bot", "Câu hỏi #BBBBB", &[])]);
    let (_, text, acts) = stand(&[reporter(), editor], &facts, true, 0, false, false);
    assert!(text.contains("#BBBBB") && text.contains("biên tập"), "{text}");
    assert!(acts.contains(r#""phone":"editor","reply_to":"8""#), "{acts}");
}

#[test]
fn steps_may_be_done_in_any_order_and_the_path_ends_with_the_report() {
    // The clock first: the third and the fifth are still to do.
    let facts = [delivered("sent"), asked("AAAAA")];
    assert_eq!(stand(&[], &facts, true, 100, false, false).0, "xx.x.");
    let facts = [delivered("sent"), asked("AAAAA"), fact("AAAAA", Fact::AnswerWritten)];
    assert!(stand(&[], &facts, true, 99, false, false).2.contains(r#""do":"clock""#));
    let (done, _, acts) = stand(&[], &facts, true, 107, false, false);
    assert_eq!(done, "xxxx.");
    assert!(acts.contains("/report/2026-12"), "{acts}");
    assert_eq!(stand(&[], &facts, true, 107, false, true), ("xxxxx".into(), String::new(), String::new()));
}

#[test]
fn at_night_the_path_says_why_nothing_arrives() {
    let (publication, number, platform) = ("p".into(), "72".to_owned(), Platform::Telegram);
    let (item_kind, rank) = (ItemKind::Resolution, Rank::Normal);
    let planned = fact(
        "p",
        Fact::Planned {
            publication,
            number,
            title: None,
            item_kind,
            rank,
            platform,
            groups: 1,
            fallback: 0,
            due: None,
        },
    );
    let (_, text, _) = stand(&[], std::slice::from_ref(&planned), true, 0, true, false);
    assert!(text.contains("giờ yên lặng"), "{text}");
    let (_, text, _) = stand(&[], &[planned], true, 0, false, false);
    assert!(text.contains("trên đường"), "{text}");
}
