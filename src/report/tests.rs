use super::fixtures::*;
use super::*;
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::config::Identity;
use crate::config::ReportSettings;
use crate::db::Db;
use crate::failure::Failure;
use crate::identity::Speaker;
use crate::ledger::{About, Fact};
use crate::places::Atlas;
use crate::places::Kind;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(calendar);
static SETTINGS: LazyLock<ReportSettings> = LazyLock::new(ReportSettings::default);
const AFTER: &str = "2026-11-24 08:00";

async fn database() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("t.db").display())).await.unwrap();
    db.migrate().await.unwrap();
    (folder, db)
}

fn context(db: &Db) -> Context<'_> {
    let clock = Clock::standing(0);
    let speaker = Speaker {
        identities: vec![identity()].into(),
        atlas: Atlas::new(db.clone(), clock.clone(), CALENDAR.clone()),
        calendar: CALENDAR.clone(),
        clock,
    };
    Context {
        db,
        calendar: &CALENDAR,
        settings: &SETTINGS,
        speaker: Box::leak(speaker.into()),
        text: &TEXT,
        topics: vec![],
    }
}

async fn write(db: &Db, log: &Log) {
    let mut tx = db.write().await.unwrap();
    for e in &log.0 {
        let about = About { place: &e.place, item: &e.item, reference: &e.reference };
        ledger::record(&mut tx, &CALENDAR, e.at, about, &e.fact).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Hand arithmetic in `tally/tests.rs`: 7 received, 3 of 7 sent, 63 of 70 present.
#[test]
fn the_month_as_json() {
    insta::assert_snapshot!(report(&month(), "bl", "2026-11", AFTER).json());
}

#[test]
fn the_month_as_a_page() {
    let page = report(&month(), "bl", "2026-11", AFTER).html(&TEXT);
    for phrase in
        ["4/8 (50%)", "63/70 (90%)", "4,5 giờ", "khoảng 5 ngày", "5 lượt", ">ẩn<", "Suối Mây &#60;mẫu&#62;"]
    {
        assert!(page.contains(phrase), "{phrase}");
    }
    insta::assert_snapshot!(page);
}

#[test]
fn a_province_names_its_communes_and_counts_their_villages() {
    let page = report(&month(), "lc", "2026-11", AFTER).html(&TEXT);
    insta::assert_snapshot!(&page[page.find("<h2>Phụ lục 3").unwrap()..page.find("<h2>Phụ lục 4").unwrap()]);
}

#[test]
fn a_month_in_which_nothing_happened_says_so() {
    let page = report(&Log::default(), "nl", "2026-12", AFTER).html(&TEXT);
    insta::assert_snapshot!(&page[page.find("<h1>").unwrap()..page.find("<footer>").unwrap()]);
}

#[test]
fn a_page_needs_nothing_from_outside_and_every_word_is_there() {
    for (log, place) in [(month(), "lc"), (month(), "bl"), (Log::default(), "nl")] {
        let page = report(&log, place, "2026-11", AFTER).html(&TEXT);
        for outside in ["http:", "https:", "//", "src=", "href=", "url(", "@import", "<script"] {
            assert!(!page.contains(outside), "{outside}");
        }
        // A key that the words lack would stand there as it is.
        assert!(!page.contains("report-"), "{page}");
        assert!(unicode_normalization::is_nfc(&page));
    }
}

/// Each drawing says in words what it draws, and tells nothing by colour alone.
#[test]
fn whoever_cannot_see_a_drawing_is_told_it() {
    let page = super::sample::paper_month().html(&TEXT);
    let drawings: Vec<&str> = page.split("<svg ").skip(1).collect();
    assert_eq!(drawings.len(), 3);
    for drawing in drawings {
        let (tag, _) = drawing.split_once('>').unwrap();
        assert!(tag.contains("role=\"img\"") && tag.contains("aria-label=\""), "{tag}");
        let drawing = &drawing[..drawing.find("</svg>").unwrap()];
        for figure in drawing.split("<text class=\"figures\"").skip(1) {
            let figure = figure[figure.find('>').unwrap() + 1..figure.find('<').unwrap()].trim();
            assert!(tag.contains(&format!(": {figure}")), "{figure}: {tag}");
        }
    }
}

#[test]
fn what_a_name_says_is_words_and_nothing_else() {
    let wicked = "<script>alert(1)</script> \"x='y' & </style></td>";
    let tree =
        Tree::new(vec![place("bl", wicked, Kind::Commune, ""), place("nl", wicked, Kind::Village, "bl")]);
    let mut log = Log::default();
    log.plans("2026-11-01 08:00", "nl", "p1", wicked, 2).asks("2026-11-01 08:00", "nl", "Q1", wicked);
    let adjusted = Fact::Adjusted { period: wicked.into(), what: wicked.into(), by: wicked.into() };
    log.at("2026-11-02 08:00", "bl", "", adjusted);
    let settings = ReportSettings { small_count: 0, ..ReportSettings::default() };
    let identity = identity_of(wicked);
    let report = report_with(&log, &tree, &identity, settings, "bl", "2026-11", AFTER);
    let page = report.html(&TEXT);
    assert!(
        !page.contains("<script") && !page.contains("\"x=") && page.contains("&#60;script&#62;"),
        "{page}"
    );
    assert_eq!(page.matches("</style>").count(), 1);
    // Every tag that is opened is closed: no name has closed one.
    for tag in [
        "title", "p", "h1", "h2", "h3", "section", "figure", "svg", "text", "table", "caption", "tr", "th",
        "td", "ul", "li", "span",
    ] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag} in {page}");
    }
}

/// An owner is all that an identity must have: what else could stand on the paper leaves no mark behind.
#[test]
fn a_paper_of_which_only_the_owner_is_known_has_no_dangling_marks() {
    let owner = "Đảng uỷ xã Bình Lư".to_owned();
    let identity =
        Identity { issuer: owner.to_uppercase(), symbol: "BC".into(), owner, ..Identity::default() };
    let report = report_with(&month(), &tree(), &identity, ReportSettings::default(), "lc", "2026-11", AFTER);
    let page = report.html(&TEXT);
    let shown = &page[page.find("<body>").unwrap()..];
    for line in shown.lines().map(|l| l.trim()).filter(|l| !l.is_empty()) {
        let texts = line.split('<').filter_map(|s| s.split_once('>')).map(|(_, text)| text.trim());
        for text in texts.filter(|text| text.contains(char::is_alphanumeric)) {
            let hangs = text.starts_with([',', ';', '.', '-', '/']) || text.ends_with([',', '-', '/']);
            assert!(!hangs, "{line}");
        }
    }
    insta::assert_snapshot!(&page[page.find("<body>").unwrap()..page.find("<h2>").unwrap()]);
    insta::assert_snapshot!(&page[page.find("<footer>").unwrap()..page.find("</footer>").unwrap()]);
}

#[test]
fn every_topic_has_the_name_that_residents_are_shown() {
    let topics: toml::Table = include_str!("../questions/topics.toml").parse().unwrap();
    for topic in topics["topic"].as_array().unwrap() {
        let key = format!("report-topic-{}", topic["id"].as_str().unwrap());
        assert_eq!(TEXT.say("vi", &key, &[]), topic["name"].as_str().unwrap());
    }
}

#[test]
fn the_checksum_is_that_of_the_document_without_it() {
    let report = report(&month(), "bl", "2026-11", AFTER);
    let json = report.json();
    let checksum = &report.document().checksum;
    assert_eq!(checksum.len(), 64);
    assert_eq!(*checksum, hex::encode(Sha256::digest(json.replace(checksum, ""))));
    assert!(json.ends_with("}\n"));
}

#[tokio::test]
async fn the_same_log_gives_the_same_bytes_and_the_next_month_begins_where_this_one_ends() {
    let (_folder, db) = database().await;
    write(&db, &month()).await;
    let tree = tree();
    let make = async |period: &str, now: &str| {
        let period = Period::parse(period).unwrap();
        build(context(&db), &tree, "bl", period, at(now)).await.unwrap()
    };
    let (first, again) = (make("2026-11", AFTER).await, make("2026-11", "2027-05-01 00:00").await);
    assert_eq!((first.json(), first.html(&TEXT)), (again.json(), again.html(&TEXT)));
    assert_eq!(first.file_name("json"), "loaban-bl-2026-11.json");
    let next = make("2026-12", AFTER).await;
    assert_eq!(next.document().questions.open_before, first.document().questions.open_after);
    // Q8 is answered in the next period's first moment; p2 was planned in this one and is carried over.
    let delivery = next.document().delivery;
    assert_eq!((next.document().questions.answered, delivery.planned, delivery.carried_in), (Some(1), 0, 1));
    assert!(!next.document().period.complete);
}

#[tokio::test]
async fn a_place_that_is_not_there_is_refused_by_its_code() {
    let (_folder, db) = database().await;
    let period = Period::parse("2026-11").unwrap();
    let made = build(context(&db), &tree(), "xx", period, 0).await;
    assert!(made.unwrap_err().to_string().contains("“xx”"));
}

/// What a newer program may have written, or a hand: a word that this one does not know, in every field that has words.
const UNKNOWN_WORDS: [&str; 6] = [
    r#"{"kind":"study_session","form":"hop_chi_bo","present":3,"total":4}"#,
    r#"{"kind":"planned","publication":"p","number":"","item_kind":"song","rank":"normal","platform":"telegram","groups":1,"fallback":0}"#,
    r#"{"kind":"planned","publication":"p","number":"","item_kind":"law","rank":"at_once","platform":"telegram","groups":1,"fallback":0}"#,
    r#"{"kind":"delivered","publication":"p","platform":"telegram","from":"waiting","to":"arrived"}"#,
    r#"{"kind":"asked","topic":"khac","relayed":false,"platform":"pigeon"}"#,
    r#"{"kind":"counted","times":3}"#,
];

#[tokio::test]
async fn a_log_with_an_unknown_word_gives_no_report_and_says_where_it_stands() {
    for detail in UNKNOWN_WORDS {
        let (_folder, db) = database().await;
        write(&db, &month()).await;
        let seq = month().0.len() as i64;
        let sql = "UPDATE fact SET detail = $1 WHERE seq = $2";
        sqlx::query(sql).bind(detail).bind(seq).execute(db.read()).await.unwrap();
        let period = Period::parse("2026-12").unwrap();
        let refusal = build(context(&db), &tree(), "bl", period, at(AFTER)).await.unwrap_err();
        assert!(refusal.is::<Failure>(), "{refusal:?}");
        let said = refusal.to_string();
        for part in [format!("dòng {seq} "), "bảng fact".into(), "cột detail".into()] {
            assert!(said.contains(&part), "{part}: {said}");
        }
        // It may hold anything, so it is not repeated.
        assert!(!said.contains("hop_chi_bo") && !said.contains("pigeon"), "{said}");
        // What lies before it can still be reported.
        let before = Period::parse("2026-11").unwrap();
        assert!(build(context(&db), &tree(), "bl", before, at(AFTER)).await.is_ok());
    }
}

#[tokio::test]
async fn a_closed_period_that_cannot_be_read_is_a_fault_and_no_period_to_close_again() {
    let (_folder, db) = database().await;
    write(&db, &month()).await;
    close_periods(context(&db), at("2026-11-14 23:59")).await.unwrap();
    let sql = "UPDATE fact SET detail = $1 WHERE kind = 'period_closed'";
    let torn = r#"{"kind":"period_closed","period":"October"}"#;
    sqlx::query(sql).bind(torn).execute(db.read()).await.unwrap();
    let fault = close_periods(context(&db), at(AFTER)).await.unwrap_err();
    assert_eq!(fault.downcast::<Unknown>().unwrap().table, "fact");
}

#[test]
fn the_root_is_the_single_place_with_nothing_above_it() {
    let day = jiff::civil::date(2026, 11, 24);
    let tree = tree();
    assert_eq!(root(&tree, day).unwrap().code, "lc");
    let two = Tree::new(vec![place("a", "A", Kind::Commune, ""), place("b", "B", Kind::Commune, "")]);
    assert_eq!(root(&two, day).unwrap_err().iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(root(&Tree::new(vec![]), day).unwrap_err().is_empty());
}

#[tokio::test]
async fn a_closed_period_is_noticed_once_and_changes_no_closed_figure() {
    let (_folder, db) = database().await;
    let tree = tree();
    let close = async |now: &str| {
        let closed = close_periods(context(&db), at(now)).await.unwrap();
        closed.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(close("2026-11-24 08:00").await.is_empty(), "an empty log has no period");
    write(&db, &month()).await;
    assert_eq!(close("2026-11-14 23:59").await, ["2026-10"]);
    let period = Period::parse("2026-11").unwrap();
    let json = async || build(context(&db), &tree, "bl", period, at(AFTER)).await.unwrap().json();
    let before = json().await;
    assert_eq!(close("2026-11-15 00:00").await, ["2026-11"]);
    assert!(close("2026-11-15 00:00").await.is_empty());
    assert!(close("2026-10-01 00:00").await.is_empty(), "a clock that was set back closes nothing again");
    assert_eq!(close("2027-01-20 00:00").await, ["2026-12", "2027-01"]);
    assert_eq!(json().await, before);
    let recorded = ledger::facts_before(&db, Millis::MAX).await.unwrap();
    let closed = recorded.iter().filter(|e| matches!(e.fact, Fact::PeriodClosed { .. })).count();
    assert_eq!(closed, 4);
    assert_eq!(next_close(&CALENDAR, &SETTINGS, at("2026-11-14 23:59")), at("2026-11-15 00:00"));
}

#[tokio::test]
async fn two_processes_that_notice_at_once_record_once() {
    let (_folder, db) = database().await;
    write(&db, &month()).await;
    let close = || close_periods(context(&db), at(AFTER));
    let (a, b, c) = tokio::join!(close(), close(), close());
    let closed = [a, b, c].map(|c| c.unwrap().len());
    assert_eq!(closed.iter().sum::<usize>(), 2, "{closed:?}");
}

/// By hand: of "bao-hiem" (until 1/11) nine villages studied from 27/10 to 31/10 and Sìn Câu met on 4/11; of "hoc-phi" (until
/// 5/11, ten villages) Bình Luông read on 28/10, Hoa Vân on 5/11, Cò Lá on 9/11.
#[test]
fn what_was_to_be_told_until_a_day_is_a_page_of_its_own() {
    let studied = super::sample::studied("bl");
    let page = studied.due_html(&TEXT).unwrap();
    assert_eq!(
        page,
        super::sample::studied("bl").due_html(&TEXT).unwrap(),
        "the same log gives the same bytes"
    );
    assert_eq!(studied.due_file_name(), "loaban-bl-2026-11-han.html");
    assert_eq!(page.matches(">đúng hạn (").count(), 9 + 2);
    assert_eq!(page.matches(">sau hạn (").count(), 1 + 1);
    assert_eq!(page.matches(">chưa có số liệu<").count(), 2 + 7);
    assert_eq!(page.matches(">–<").count(), 2);
    assert!(page.contains(">đúng hạn 9/12; sau hạn 1/12; chưa có số liệu 2/12<"), "{page}");
    assert!(page.contains(">đúng hạn 2/10; sau hạn 1/10; chưa có số liệu 7/10<"), "{page}");
    for outside in ["http:", "https:", "src=", "href=", "url(", "@import", "<script", "report-"] {
        assert!(!page.contains(outside), "{outside}");
    }
    // In the order of codes, whatever came of it.
    let rows: Vec<usize> =
        ["Bình Luông", "Cò Lá", "Sìn Câu", "Thống Nhất"].map(|name| page.find(name).unwrap()).into();
    assert!(rows.is_sorted());
    insta::assert_snapshot!(page);
    // On the page of the report there is no room for it.
    assert!(!studied.html(&TEXT).contains("Hạn tuyên truyền"));
    assert_eq!(super::sample::paper_month().due_html(&TEXT), None);
}

#[test]
fn a_province_sees_every_village_on_the_page_and_counts_on_the_paper() {
    let province = super::sample::studied("lc");
    let page = province.due_html(&TEXT).unwrap();
    assert!(page.contains(r#"data-label="Thuộc">xã Bình Lư</td>"#), "{page}");
    assert_eq!(page.matches(">đúng hạn (").count(), 11);
    let paper = super::paper::Paper::of(&province, &TEXT);
    let annex = paper.annexes.last().unwrap();
    assert!(annex.is_apart && annex.is_wide);
    let super::paper::Block::Table(table) = &annex.blocks[0] else { panic!("no table") };
    let counts = [
        "đúng hạn 9/12; sau hạn 1/12; chưa có số liệu 2/12",
        "đúng hạn 2/10; sau hạn 1/10; chưa có số liệu 7/10",
    ];
    assert_eq!(table.rows, [[&["Xã Bình Lư"], &counts[..]].concat()]);
    // A village sees itself.
    let village = super::sample::studied("bl-02").due_html(&TEXT).unwrap();
    assert!(village.contains(">đúng hạn (28/10)<") && village.contains(">sau hạn (9/11)<"), "{village}");
}

#[test]
fn six_items_stand_side_by_side_and_more_in_another_table() {
    let mut log = Log::default();
    for item in ["a", "b", "c", "d", "e", "g", "h"] {
        let Fact::Planned { publication, number, item_kind, rank, platform, groups, fallback, .. } =
            planned("p", "telegram", 1, 0)
        else {
            unreachable!()
        };
        let (title, due) = (Some(format!("Tin {item}")), Some(jiff::civil::date(2026, 11, 3)));
        let fact =
            Fact::Planned { publication, number, title, item_kind, rank, platform, groups, fallback, due };
        log.moment(at("2026-10-20 08:00"), "nl", item, "", fact);
    }
    let page = report(&log, "bl", "2026-11", AFTER).due_html(&TEXT).unwrap();
    let heads: Vec<usize> = page
        .split("<thead>")
        .skip(1)
        .map(|t| t.split("</thead>").next().unwrap().matches("<th ").count())
        .collect();
    assert_eq!(heads, [1 + 6, 1 + 1]);
    // One place needs no sum.
    assert!(!page.contains("Tất cả"), "{page}");
}
