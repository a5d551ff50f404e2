use super::*;
use crate::report::fixtures::*;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// Every sheet, a line for each row.
pub fn sheets(bytes: Vec<u8>) -> String {
    let mut book = opened(bytes);
    let mut said = String::new();
    for name in book.sheet_names() {
        said += &format!("== {name}\n");
        for row in rows(&mut book, &name) {
            said += row.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t").trim_end();
            said.push('\n');
        }
    }
    said
}

#[test]
fn numbers_are_numbers_and_sums_agree_with_the_json() {
    let report = report(&month(), "bl", "2026-11", "2026-11-24 08:00");
    let bytes = report.xlsx(&TEXT).unwrap();
    assert_eq!(bytes, report.xlsx(&TEXT).unwrap(), "the same report gives the same bytes");
    let mut book = opened(bytes);
    let summary = rows(&mut book, "Tổng hợp");
    let figure =
        |label: &str| summary.iter().find(|row| row[0] == Data::String(label.into())).unwrap()[1].clone();
    // 7 planned and 1 carried in: 1 + 4 + 1 + 1 + 1. 1 + 7 + 1 questions: 6 + 1 + 1 + 1.
    for (label, n) in [
        ("Cộng: phải gửi trong kỳ", 8.0),
        ("Cộng: kết quả cuối kỳ", 8.0),
        ("Cộng: phải trả lời trong kỳ", 9.0),
        ("Cộng: đã giải quyết và còn lại", 9.0),
        ("Tiếp nhận trong kỳ", 7.0),
        ("Lượt đọc trên loa", 5.0),
        ("Thời gian chờ trả lời (giờ, trung vị)", 4.5),
    ] {
        let shown = figure(label);
        let shown = match &shown {
            Data::String(text) => text.parse::<f64>().ok(),
            Data::Float(n) => Some(*n),
            Data::Int(n) => Some(*n as f64),
            _ => None,
        };
        assert_eq!(shown, Some(n), "{label}");
    }
    assert_eq!(figure("Buổi tuyên truyền"), Data::String("chưa có số liệu".into()));
    let formulas = book.worksheet_formula("Tổng hợp").unwrap();
    assert!(formulas.rows().flatten().any(|formula| formula == "SUM(B3:B4)"), "{formulas:?}");
    let items = rows(&mut book, "Tin");
    assert_eq!(items[2][0], Data::String("Tin p0".into()));
    let evidence = rows(&mut book, "Căn cứ");
    let received = evidence.iter().find(|row| row[0] == Data::String("Tiếp nhận trong kỳ".into())).unwrap();
    assert_eq!(received[1], Data::Float(7.0));
}

#[test]
fn a_village_has_no_questions_and_a_running_month_says_so() {
    let report = report(&month(), "nl", "2026-11", "2026-11-10 08:00");
    let mut book = opened(report.xlsx(&TEXT).unwrap());
    for sheet in book.sheet_names() {
        let all = format!("{:?}", rows(&mut book, &sheet));
        assert!(!all.contains("Tiếp nhận trong kỳ") && all.contains("chưa kết thúc"), "{sheet}: {all}");
    }
}

#[test]
fn what_no_cell_can_hold_is_cut_and_nothing_is_a_formula_by_its_text() {
    let mut log = month();
    let fact = crate::ledger::Fact::Adjusted {
        period: "2026-10".into(),
        what: "ờ".repeat(40_000),
        by: "=1+1".into(),
    };
    log.at("2026-11-01 08:00", "bl", "", fact);
    let mut book = opened(report(&log, "bl", "2026-11", "2026-11-24 08:00").xlsx(&TEXT).unwrap());
    let said = rows(&mut book, "Điều chỉnh");
    let long = said.iter().find_map(|row| match &row[1] {
        Data::String(text) if text.len() > 10_000 => Some(text.chars().count()),
        _ => None,
    });
    assert_eq!(long, Some(CELL_CHARS + 1));
    assert!(said.iter().any(|row| row[2] == Data::String("=1+1".into())));
}

fn entries(numbers: &[i64]) -> Entries {
    let mut entries = Entries::default();
    numbers.iter().for_each(|n| entries.push(*n));
    entries
}

#[test]
fn entries_are_said_as_ranges() {
    assert_eq!(ranges(&entries(&[3, 7, 8, 9, 12])), "3, 7-9, 12");
    assert_eq!(ranges(&entries(&[])), "");
    let many: Vec<i64> = (0..500).map(|n| n * 2).collect();
    let said = ranges(&entries(&many));
    assert!(said.starts_with("0, 2, 4") && said.ends_with("118, …"), "{said}");
    assert_eq!((column_name(0), column_name(26)), ("A".into(), "AA".into()));
}

#[test]
fn the_book_has_every_session_and_the_deadlines_rank_nobody() {
    use crate::ledger::{ByPlan, Fact, Held, Presenter, StudyAudience, StudyForm};
    let mut log = month();
    let held = Held {
        date: Some(jiff::civil::date(2026, 10, 12)),
        presenter: Some(Presenter::CellSecretary),
        audience: vec![StudyAudience::Members, StudyAudience::Residents],
        online: true,
        plan: Some(ByPlan { place: "bl".into(), number: Some("12-KH/ĐU".into()) }),
    };
    let session = Fact::StudySession { form: StudyForm::QuanTriet, present: 8, total: 9, held };
    log.moment(at("2026-11-02 08:00"), "nl", "kham-suc-khoe", "", session);
    let line = log.0.len() as i64;
    log.at("2026-11-03 08:00", "nl", "", Fact::Corrected { entry: line, to: 7, total: None });
    let Fact::Planned { publication, number, title, item_kind, rank, platform, groups, fallback, .. } =
        planned("p1", "telegram", 1, 0)
    else {
        unreachable!()
    };
    let due = Some(jiff::civil::date(2026, 11, 1));
    let due = Fact::Planned { publication, number, title, item_kind, rank, platform, groups, fallback, due };
    for place in ["sm", "nl"] {
        log.moment(at("2026-10-20 08:00"), place, "kham-suc-khoe", "", due.clone());
    }
    log.moment(at("2026-11-05 08:00"), "sm", "kham-suc-khoe", "", Fact::Loudspeaker { times: 1 });
    // Of one village alone nothing is said of who presented.
    let one = report(&log, "bl", "2026-11", "2026-11-24 08:00");
    assert_eq!(one.book.alone, None);
    let held = Held { presenter: Some(Presenter::Committee), ..Held::default() };
    let other = Fact::StudySession { form: StudyForm::HocTap, present: 5, total: 6, held };
    log.moment(at("2026-11-06 08:00"), "sm", "", "", other);
    let mut book = opened(report(&log, "bl", "2026-11", "2026-11-24 08:00").xlsx(&TEXT).unwrap());
    let shown = |rows: Vec<Vec<Data>>| -> Vec<String> {
        let cell = |cell: &Data| cell.to_string();
        rows.iter().skip(2).map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
    };
    let sessions = shown(rows(&mut book, "Sổ học tập"));
    assert_eq!(sessions.len(), 4);
    assert_eq!(
        sessions[2],
        "12/10/2026|02/11/2026|bản Nà Luồng|Tin p1|quán triệt|7|9|bí thư chi bộ|đảng viên, bà con|có|12-KH/ĐU của xã Bình Lư|8/9 → 7/9"
    );
    assert_eq!(
        shown(rows(&mut book, "Hạn tuyên truyền")),
        [
            "Tin p1|01/11/2026|nl|bản Nà Luồng|đúng hạn|12/10/2026",
            "Tin p1|01/11/2026|sm|bản Suối Mây <mẫu>|sau hạn|05/11/2026",
        ]
    );
    let summary = rows(&mut book, "Tổng hợp");
    let alone = summary.iter().find(|row| row[0] == Data::String("Chi bộ tự quán triệt".into())).unwrap();
    assert_eq!(alone[1].to_string(), "1/2 (50%)");
    assert_eq!(alone[2].to_string(), "chưa có số liệu");
    // Of a village it would be a figure of one person; the plan above it is named all the same.
    let mut village = opened(report(&log, "nl", "2026-11", "2026-11-24 08:00").xlsx(&TEXT).unwrap());
    let summary = rows(&mut village, "Tổng hợp");
    assert!(summary.iter().all(|row| row[0] != Data::String("Chi bộ tự quán triệt".into())));
    let sessions = shown(rows(&mut village, "Sổ học tập"));
    assert!(sessions[0].contains("|12-KH/ĐU của xã Bình Lư|"), "{sessions:?}");
    assert!(!sessions[0].contains("bí thư"), "{sessions:?}");
}
