//! A month as a commune of twelve villages has it, for tests of what stands on paper: eight items, forty questions.

use super::Report;
use super::fixtures::*;
use crate::config::{Platform, ReportSettings};
use crate::ledger::{ByPlan, Fact, Held, ItemKind, Presenter, Rank, StudyForm};
use crate::places::{Kind, Tree};
use jiff::civil::date;

const VILLAGES: [(&str, &str); 12] = [
    ("bl-01", "Bản Bình Luông"),
    ("bl-02", "Bản Cò Lá"),
    ("bl-03", "Bản Hoa Vân"),
    ("bl-04", "Bản Km 2"),
    ("bl-05", "Bản Lao Tỷ Phùng"),
    ("bl-06", "Bản Máy Đường"),
    ("bl-07", "Bản Nà Hum"),
    ("bl-08", "Bản Nà Luồng"),
    ("bl-09", "Bản Nà Phát"),
    ("bl-10", "Bản Sìn Câu"),
    ("bl-11", "Bản Suối Mây"),
    ("bl-12", "Bản Thống Nhất"),
];

const ITEMS: [(&str, &str, &str, ItemKind, Rank); 8] = [
    (
        "bao-hiem",
        "Thêm hai nhóm được hưởng bảo hiểm y tế 100%",
        "261/2025/QH15",
        ItemKind::Resolution,
        Rank::Normal,
    ),
    (
        "giao-duc",
        "Nghị quyết 71 về giáo dục: điều nào chắc, điều nào chưa",
        "71-NQ/TW",
        ItemKind::Resolution,
        Rank::Normal,
    ),
    (
        "hoc-phi",
        "Con em học trường công không phải nộp học phí",
        "217/2025/QH15",
        ItemKind::Resolution,
        Rank::Normal,
    ),
    ("hop-ban", "Họp bản bàn việc làm đường nội bản, thứ Bảy 7/11", "", ItemKind::Notice, Rank::Normal),
    ("kham", "Mỗi năm bà con được khám sức khoẻ miễn phí", "165/2026/NĐ-CP", ItemKind::Policy, Rank::Normal),
    (
        "lam-giay-to",
        "Không còn cấp huyện, làm giấy tờ hỏi ở xã",
        "1670/NQ-UBTVQH15",
        ItemKind::Guidance,
        Rank::Priority,
    ),
    ("lua-dao", "Cảnh giác kẻ mạo danh công an gọi điện đòi chuyển tiền", "", ItemKind::Notice, Rank::Urgent),
    ("thong-tin", "Thông tin riêng của mình, mình có quyền giữ", "91/2025/QH15", ItemKind::Law, Rank::Normal),
];

/// The province, the commune and its villages.
pub fn villages() -> Tree {
    let commune = [place("lc", "Lai Châu", Kind::Province, ""), place("bl", "Bình Lư", Kind::Commune, "lc")];
    let villages = VILLAGES.iter().map(|(code, name)| place(code, name, Kind::Village, "bl"));
    Tree::new(commune.into_iter().chain(villages).collect())
}

/// What happened in October's period and in November's.
pub fn two_months() -> Log {
    let mut log = Log::default();
    for (month, questions, items) in [("09-2", 22, 3), ("10-2", 40, 8)] {
        send(&mut log, month, items);
        report_back(&mut log, month);
        ask(&mut log, month, questions);
    }
    log
}

/// Nov 2026, of the commune.
pub fn paper_month() -> Report {
    report_with(
        &two_months(),
        &villages(),
        &identity(),
        ReportSettings::default(),
        "bl",
        "2026-11",
        "2026-11-24 08:00",
    )
}

/// The same with two items that have a day, and with sessions by plans.
pub fn studied_months() -> Log {
    let mut log = two_months();
    for entry in &mut log.0 {
        let day = match entry.item.as_str() {
            "bao-hiem" => 1,
            "hoc-phi" => 5,
            _ => continue,
        };
        // The last two villages did not get one of them.
        if let Fact::Planned { due, .. } = &mut entry.fact
            && !(day == 5 && matches!(entry.place.as_str(), "bl-11" | "bl-12"))
        {
            *due = Some(date(2026, 11, day));
        }
    }
    let own = ByPlan { place: "bl".into(), number: Some("12-KH/ĐU".into()) };
    let above = ByPlan { place: "lc".into(), number: None };
    let offices =
        [Presenter::CellSecretary, Presenter::Committee, Presenter::CellSecretary, Presenter::Reporter];
    for (v, (village, _)) in VILLAGES.iter().enumerate().take(9) {
        let (form, plan) = match v % 4 {
            0 | 1 => (StudyForm::HocTap, Some(own.clone())),
            2 => (StudyForm::QuanTriet, Some(above.clone())),
            _ => (StudyForm::HocTap, None),
        };
        let held = Held { presenter: (v < 7).then(|| offices[v % 4]), plan, ..Held::default() };
        let fact = Fact::StudySession { form, present: 18 + v as i64, total: 30, held };
        log.moment(at(&format!("2026-10-{} 08:00", 27 + v % 5)), village, "bao-hiem", "", fact);
    }
    for (v, day) in [(0, "10-28"), (1, "11-09"), (2, "11-05")] {
        log.moment(
            at(&format!("2026-{day} 19:00")),
            VILLAGES[v].0,
            "hoc-phi",
            "",
            Fact::Loudspeaker { times: 2 },
        );
    }
    log.moment(at("2026-11-04 19:00"), "bl-10", "bao-hiem", "", Fact::Meeting { listeners: 31 });
    log
}

/// Of that, a place's November.
pub fn studied(place: &str) -> Report {
    let now = "2026-11-24 08:00";
    report_with(&studied_months(), &villages(), &identity(), ReportSettings::default(), place, "2026-11", now)
}

fn send(log: &mut Log, month: &str, items: usize) {
    for (i, (item, title, number, kind, rank)) in ITEMS.iter().enumerate().take(items) {
        let when = format!("2026-{month}{} 07:30", i);
        for (v, (village, _)) in VILLAGES.iter().enumerate() {
            let publication = format!("p-{month}-{item}");
            let platform = if v % 3 == 0 { Platform::Telegram } else { Platform::ZaloBot };
            let planned = Fact::Planned {
                due: None,
                publication: publication.as_str().into(),
                title: Some((*title).into()),
                number: (*number).into(),
                item_kind: *kind,
                rank: *rank,
                platform,
                groups: 1,
                fallback: i64::from(v == 4),
            };
            log.moment(at(&when), village, item, "", planned);
            let to = match (i, v) {
                (3, 2) | (6, 9) => "failed",
                (1, 6) => "unknown",
                (7, 10..) => continue,
                _ => "sent",
            };
            let id = format!("d-{month}-{i}-{v}");
            log.at(
                &format!("2026-{month}{} 07:31", i),
                village,
                &id,
                delivered(&publication, platform.as_str(), to),
            );
        }
    }
}

fn report_back(log: &mut Log, month: &str) {
    for (v, (village, _)) in VILLAGES.iter().enumerate().filter(|(v, _)| v % 4 != 3) {
        log.at(&format!("2026-{month}5 06:00"), village, "", Fact::Loudspeaker { times: 2 + v as i64 % 3 });
        if v % 3 != 1 {
            log.at(
                &format!("2026-{month}6 19:00"),
                village,
                "",
                Fact::Meeting { listeners: 25 + 4 * v as i64 },
            );
        }
    }
    for (form, present, total) in [(StudyForm::HocTap, 92, 98), (StudyForm::QuanTriet, 41, 46)] {
        log.at(
            &format!("2026-{month}7 08:00"),
            "bl",
            "",
            Fact::StudySession { form, present, total, held: Held::default() },
        );
    }
}

fn ask(log: &mut Log, month: &str, questions: usize) {
    let topics = ["y-te", "dat-dai", "giao-duc", "khac", "y-te"];
    for i in 0..questions {
        let (code, village) = (format!("Q{month}{i}"), VILLAGES[i * 7 % 12].0);
        let topic = topics[i % 5];
        let asked = Fact::Asked {
            topic: topic.into(),
            relayed: i % 8 == 0,
            platform: if i % 3 == 0 { Platform::Telegram } else { Platform::ZaloBot },
            due: Some(format!("2026-{month}9")),
        };
        log.at(&format!("2026-{month}{} 09:{:02}", i % 7, i), village, &code, asked);
        let when = format!("2026-{month}{} 10:{:02}", 7 + i % 3, i);
        match i {
            5 => _ = log.at(&when, village, &code, Fact::Withdrawn),
            11 => _ = log.at(&when, village, &code, Fact::SetAside),
            _ if i % 13 == 12 => {}
            _ => {
                log.answers(&when, village, &code, topic, 20 + i as i64);
                log.at(&when, village, &code, Fact::Cleared { clear: i % 6 != 0 });
            }
        }
    }
    log.at(&format!("2026-{month}8 10:00"), "bl", "", Fact::ComplaintReferred);
}
