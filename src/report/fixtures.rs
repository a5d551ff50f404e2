//! A commune's month for tests, small enough to be added up by hand.

use super::carry::{self, Days};
use super::{Basis, Figures, Period, Report, ends};
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::Platform;
use crate::config::{Identity, ReportSettings};
use crate::ledger::{DeliveryState, Entry, Fact, Held, ItemKind, Rank, StudyForm};
pub use crate::places::sample::place;
use crate::places::{Kind, Tree};
use crate::text::Text;
use jiff::civil::date;
use std::sync::LazyLock;

pub const HOUR: Millis = 3_600_000;

pub fn calendar() -> Calendar {
    Calendar::new("Asia/Ho_Chi_Minh").unwrap()
}

pub fn at(text: &str) -> Millis {
    calendar().moment(text).unwrap()
}

/// A province, two communes, three villages; `ho` moved from one commune to the other on 1 November 2026.
pub fn tree() -> Tree {
    let mut old = place("ho-cu", "Bản Hồ Thầu", Kind::Village, "bb");
    old.until = Some(date(2026, 10, 31));
    old.successors = vec!["ho".into()];
    let mut new = place("ho", "Bản Hồ Thầu", Kind::Village, "bl");
    new.from = Some(date(2026, 11, 1));
    Tree::new(vec![
        place("lc", "Lai Châu", Kind::Province, ""),
        place("bl", "Bình Lư", Kind::Commune, "lc"),
        place("bb", "Bản Bo", Kind::Commune, "lc"),
        place("bl-bxdd", "Ban Xây dựng Đảng xã Bình Lư", Kind::Body, "bl"),
        place("nl", "Nà Luồng", Kind::Village, "bl"),
        place("sm", "Suối Mây <mẫu>", Kind::Village, "bl"),
        old,
        new,
    ])
}

/// A log that is written as it happens.
#[derive(Default)]
pub struct Log(pub Vec<Entry>);

impl Log {
    pub fn at(&mut self, when: &str, place: &str, reference: &str, fact: Fact) -> &mut Log {
        self.moment(at(when), place, "", reference, fact)
    }

    pub fn moment(&mut self, at: Millis, place: &str, item: &str, reference: &str, fact: Fact) -> &mut Log {
        let seq = self.0.len() as i64 + 1;
        self.0.push(Entry {
            seq,
            at,
            place: place.into(),
            item: item.into(),
            reference: reference.into(),
            fact,
        });
        self
    }

    pub fn asks(&mut self, when: &str, place: &str, code: &str, topic: &str) -> &mut Log {
        self.at(when, place, code, asked(topic))
    }

    pub fn answers(&mut self, when: &str, place: &str, code: &str, topic: &str, hours: i64) -> &mut Log {
        let fact = Fact::Answered { topic: topic.into(), waited: hours * HOUR };
        self.at(when, place, code, fact).at(when, place, code, Fact::AnswerWritten)
    }

    pub fn plans(&mut self, when: &str, place: &str, publication: &str, item: &str, groups: i64) -> &mut Log {
        self.moment(at(when), place, item, "", planned(publication, "telegram", groups, 0))
    }

    pub fn delivers(&mut self, when: &str, place: &str, publication: &str, id: &str, to: &str) -> &mut Log {
        self.at(when, place, id, delivered(publication, "telegram", to))
    }
}

pub fn asked(topic: &str) -> Fact {
    Fact::Asked { topic: topic.into(), relayed: false, platform: Platform::Telegram, due: None }
}

pub fn planned(publication: &str, platform: &str, groups: i64, fallback: i64) -> Fact {
    Fact::Planned {
        publication: publication.into(),
        title: Some(format!("Tin {publication}")),
        number: if publication == "p2" { String::new() } else { "72-NQ/TW".into() },
        item_kind: if publication == "p2" { ItemKind::Notice } else { ItemKind::Resolution },
        rank: Rank::Normal,
        platform: Platform::of(platform).unwrap(),
        groups,
        fallback,
        due: None,
    }
}

pub fn delivered(publication: &str, platform: &str, to: &str) -> Fact {
    Fact::Delivered {
        publication: publication.into(),
        platform: Platform::of(platform).unwrap(),
        from: DeliveryState::Waiting,
        to: DeliveryState::of(to).unwrap(),
    }
}

/// The month 2026-11, 15 October to 14 November, in xã Bình Lư.
pub fn month() -> Log {
    let mut log = Log::default();
    // Before: Q1 stays open, Q2 is answered, p0 is still on its way.
    log.asks("2026-10-10 08:00", "nl", "Q1", "y-te").asks("2026-10-12 08:00", "sm", "Q2", "dat-dai");
    log.answers("2026-10-13 08:00", "sm", "Q2", "dat-dai", 24).plans(
        "2026-10-14 23:00",
        "nl",
        "p0",
        "giao-duc",
        1,
    );
    // Questions: seven received, one of them relayed.
    log.delivers("2026-10-15 06:00", "nl", "p0", "d0", "sent").at(
        "2026-10-16 08:00",
        "nl",
        "Q1",
        Fact::Overdue,
    );
    log.answers("2026-10-18 16:00", "nl", "Q1", "y-te", 200);
    for (when, code) in [
        ("2026-10-20 08:00", "Q3"),
        ("2026-10-21 08:00", "Q4"),
        ("2026-10-22 08:00", "Q5"),
        ("2026-10-23 08:00", "Q6"),
    ] {
        log.asks(when, "nl", code, "y-te");
    }
    log.answers("2026-10-20 10:00", "nl", "Q3", "y-te", 2).answers("2026-10-21 12:00", "nl", "Q4", "y-te", 4);
    log.answers("2026-10-23 14:00", "nl", "Q5", "y-te", 30).answers(
        "2026-10-23 09:00",
        "nl",
        "Q6",
        "y-te",
        1,
    );
    log.at("2026-10-23 10:00", "nl", "Q6", Fact::Cleared { clear: false });
    log.at("2026-10-23 10:00", "nl", "Q6", Fact::Reopened { due: None }).answers(
        "2026-10-23 15:00",
        "nl",
        "Q6",
        "y-te",
        5,
    );
    log.at("2026-10-24 08:00", "nl", "Q3", Fact::Cleared { clear: true });
    log.at("2026-10-24 09:00", "nl", "Q4", Fact::Cleared { clear: true });
    log.at("2026-10-24 10:00", "nl", "Q4", Fact::AnswerWritten);
    log.asks("2026-11-02 08:00", "nl", "Q7", "y-te").at("2026-11-02 09:00", "nl", "Q7", Fact::Withdrawn);
    let relayed =
        Fact::Asked { topic: "y-te".into(), relayed: true, platform: Platform::Telegram, due: None };
    log.at("2026-11-10 08:00", "nl", "Q8", relayed).at("2026-11-12 08:00", "nl", "Q8", Fact::Overdue);
    log.asks("2026-11-11 08:00", "sm", "Q9", "dat-dai").at("2026-11-11 09:00", "sm", "Q9", Fact::SetAside);
    log.at("2026-11-11 10:00", "sm", "", Fact::ComplaintReferred);
    // p1 to six groups on two platforms; p2 to one, which gets it only after the period.
    let when = at("2026-10-16 08:00");
    log.moment(when, "nl", "kham-suc-khoe", "", planned("p1", "telegram", 3, 1));
    log.moment(when, "sm", "kham-suc-khoe", "", planned("p1", "telegram", 2, 0));
    log.moment(when, "nl", "kham-suc-khoe", "", planned("p1", "zalo_bot", 1, 0));
    log.delivers("2026-10-16 08:01", "nl", "p1", "d1", "sent").delivers(
        "2026-10-16 08:02",
        "nl",
        "p1",
        "d2",
        "failed",
    );
    log.delivers("2026-10-16 09:00", "nl", "p1", "d2", "waiting").delivers(
        "2026-10-16 09:01",
        "nl",
        "p1",
        "d2",
        "sent",
    );
    log.delivers("2026-10-16 08:03", "nl", "p1", "d3", "failed").delivers(
        "2026-10-16 08:04",
        "sm",
        "p1",
        "d4",
        "sent",
    );
    log.delivers("2026-10-16 08:05", "sm", "p1", "d5", "unknown");
    log.at("2026-10-16 08:06", "nl", "d6", delivered("p1", "zalo_bot", "cancelled"));
    log.plans("2026-11-14 22:00", "nl", "p2", "hop-ban", 1).delivers(
        "2026-11-15 00:00",
        "nl",
        "p2",
        "d7",
        "sent",
    );
    // What people reported.
    log.at("2026-10-17 06:00", "nl", "", Fact::Loudspeaker { times: 3 });
    log.at("2026-10-25 06:00", "nl", "", Fact::Loudspeaker { times: 2 });
    log.at("2026-10-26 19:00", "nl", "", Fact::Meeting { listeners: 40 });
    log.at("2026-10-27 19:00", "sm", "", Fact::Meeting { listeners: 25 });
    log.at(
        "2026-10-28 08:00",
        "bl",
        "",
        Fact::StudySession { form: StudyForm::HocTap, present: 45, total: 50, held: Held::default() },
    );
    log.at(
        "2026-10-29 08:00",
        "bl",
        "",
        Fact::StudySession { form: StudyForm::QuanTriet, present: 18, total: 20, held: Held::default() },
    );
    let late = Fact::Adjusted {
        period: "2026-10".into(),
        what: "thêm 2 lượt đọc loa ở bản Nà Luồng".into(),
        by: "Đảng uỷ xã Bình Lư".into(),
    };
    log.at("2026-10-30 08:00", "bl", "", late);
    // Elsewhere, and after the end.
    log.asks("2026-10-20 08:00", "bb", "Q10", "y-te").at(
        "2026-11-03 06:00",
        "bb",
        "",
        Fact::Loudspeaker { times: 9 },
    );
    log.answers("2026-11-15 00:00", "nl", "Q8", "y-te", 112);
    log
}

/// Whose paper it is.
pub fn identity() -> Identity {
    Identity {
        place: "lc".into(),
        owner: "Đảng uỷ xã Bình Lư".into(),
        superior: "ĐẢNG BỘ TỈNH LAI CHÂU".into(),
        issuer: "ĐẢNG UỶ XÃ BÌNH LƯ".into(),
        symbol: "BC/ĐU".into(),
        place_name: "Bình Lư".into(),
        authority: "T/M BAN THƯỜNG VỤ".into(),
        position: "PHÓ BÍ THƯ".into(),
        recipients: vec!["Ban Tuyên giáo và Dân vận Tỉnh uỷ".into(), "Lưu Văn phòng Đảng uỷ".into()],
        ..Identity::default()
    }
}

/// Everything that a paper says of its office is these words.
pub fn identity_of(words: &str) -> Identity {
    let [superior, issuer, symbol, place_name, authority, position, signer, one] =
        [(); 8].map(|()| words.to_owned());
    let recipients = vec![one.clone(), one];
    Identity { superior, issuer, symbol, place_name, authority, position, signer, recipients, ..identity() }
}

pub static TEXT: LazyLock<Text> = LazyLock::new(|| Text::load(None).unwrap());

pub fn report(log: &Log, place: &str, period: &str, now: &str) -> Report {
    report_with(log, &tree(), &identity(), ReportSettings::default(), place, period, now)
}

pub fn report_with(
    log: &Log,
    tree: &Tree,
    identity: &Identity,
    settings: ReportSettings,
    place: &str,
    period: &str,
    now: &str,
) -> Report {
    let (period, calendar) = (Period::parse(period).unwrap(), calendar());
    let topics = ["dat-dai", "giao-duc", "khac", "y-te"];
    let basis =
        Basis { tree, calendar: &calendar, text: &TEXT, topics: &topics, settings: &settings, identity };
    let days = Days { calendar: &calendar, boundary_day: settings.boundary_day };
    let place = tree.get(place).unwrap();
    let figures = |period: Period| {
        let replay = carry::replayed(&log.0, days, period, ends(place, &calendar));
        Figures::of(&replay, basis, place, period, at(now))
    };
    Report::of(figures(period.previous()), figures(period), basis, place, period)
}
