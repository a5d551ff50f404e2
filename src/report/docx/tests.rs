//! The assertions D1–D26 of 05-HD/VPTW (27/5/2026) that a draft by a machine can keep, on the file itself.

use crate::config::{Identity, ReportSettings};
use crate::ledger::{Fact, Held, StudyForm};
use crate::places::{Kind, Tree};
use crate::report::Report;
use crate::report::fixtures::{self, TEXT, identity, identity_of, month, place, report_with, tree};
use crate::report::sample::paper_month;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const AFTER: &str = "2026-11-24 08:00";

/// Every part of a file, each of them XML that can be read.
fn parts(file: &[u8]) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = BTreeMap::new();
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut reader = Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}")), Event::Eof) {}
        parts.insert(name, text);
    }
    parts
}

fn parts_of(report: &Report) -> BTreeMap<String, String> {
    parts(&report.docx(&TEXT).unwrap())
}

/// The paragraphs of a part, each with its style and its text.
fn lines(part: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(part);
    let (mut lines, mut style, mut text, mut is_text) = (vec![], String::new(), String::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "w:p" => (style, text) = Default::default(),
            Event::Empty(tag) if tag.name().as_ref() == "w:pStyle" => {
                style = tag.attributes().next().unwrap().unwrap().value.into_owned();
            }
            Event::Start(tag) if tag.name().as_ref() == "w:t" => is_text = true,
            Event::End(tag) if tag.name().as_ref() == "w:t" => is_text = false,
            Event::Text(words) if is_text => text.push_str(&words),
            Event::GeneralRef(name) if is_text => {
                text.push_str(&quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap());
            }
            Event::End(tag) if tag.name().as_ref() == "w:p" => lines.push((style.clone(), text.clone())),
            Event::Eof => return lines,
            _ => {}
        }
    }
}

pub fn document(report: &Report) -> Vec<(String, String)> {
    lines(&parts_of(report)["word/document.xml"])
}

/// All texts of a style.
fn of<'l>(lines: &'l [(String, String)], style: &str) -> Vec<&'l str> {
    lines.iter().filter(|(s, _)| s == style).map(|(_, text)| text.as_str()).collect()
}

/// What a style says.
fn style(parts: &BTreeMap<String, String>, id: &str) -> String {
    let sheet = &parts["word/styles.xml"];
    let from = sheet.find(&format!("w:styleId=\"{id}\"")).unwrap_or_else(|| panic!("no style {id}"));
    sheet[from..from + sheet[from..].find("</w:style>").unwrap()].to_owned()
}

fn signed(identity: Identity) -> Report {
    report_with(&month(), &tree(), &identity, ReportSettings::default(), "bl", "2026-11", AFTER)
}

/// D1, D2, D4, D24: A4, fixed margins, the page number above in the middle and not on the first page, each annex with
/// numbers of its own.
#[test]
fn a_page_is_a4_with_fixed_margins_and_its_number_above() {
    let parts = parts_of(&paper_month());
    let document = &parts["word/document.xml"];
    let sections: Vec<&str> = document.split("<w:sectPr>").skip(1).collect();
    assert_eq!(sections.len(), 1 + document.matches("\"AnnexNumber\"").count());
    let mut lying = 0;
    for section in sections {
        let is_lying = section.contains(r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#);
        lying += usize::from(is_lying);
        assert!(is_lying || section.contains(r#"<w:pgSz w:w="11906" w:h="16838"/>"#), "{section}");
        let margins = r#"<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" "#;
        for part in [margins, "<w:titlePg/>", r#"<w:pgNumType w:fmt="decimal" w:start="1"/>"#] {
            assert!(section.contains(part), "{part}: {section}");
        }
        assert!(section.contains(r#"w:type="default" r:id="rId3""#), "{section}");
        assert!(section.contains(r#"w:type="first" r:id="rId4""#), "{section}");
    }
    assert_eq!(lying, 1, "only the table of places needs the long side");
    assert!(parts["word/header1.xml"].contains(" PAGE "));
    assert!(!parts["word/header2.xml"].contains("PAGE \""), "nothing stands over the first page");
    let number = style(&parts, "PageNumber");
    assert!(number.contains(r#"<w:jc w:val="center"/>"#) && number.contains(r#"<w:sz w:val="28"/>"#));
}

/// D3: one type, black, letters in one spelling.
#[test]
fn all_type_is_times_new_roman_and_black() {
    let parts = parts_of(&paper_month());
    for (name, part) in &parts {
        assert!(unicode_normalization::is_nfc(part), "{name}");
        for fonts in part.split("<w:rFonts ").skip(1) {
            let fonts = &fonts[..fonts.find("/>").unwrap()];
            assert_eq!(fonts.matches("\"Times New Roman\"").count(), 4, "{fonts}");
        }
        for color in part.split("<w:color w:val=\"").skip(1) {
            assert!(color.starts_with("000000"), "{name}");
        }
    }
    assert!(parts["word/styles.xml"].contains("<w:rPrDefault><w:rPr><w:rFonts "));
}

/// D5–D9, D22: the head of four bodies, as the guide has them.
#[test]
fn the_head_of_every_body_is_as_prescribed() {
    for (superior, issuer, symbol, place_name) in [
        ("ĐẢNG BỘ TỈNH LAI CHÂU", "ĐẢNG UỶ XÃ BÌNH LƯ", "BC/ĐU", "Bình Lư"),
        ("ĐẢNG UỶ XÃ BÌNH LƯ", "BAN XÂY DỰNG ĐẢNG", "BC/BXDĐ", "Bình Lư"),
        ("Đảng bộ xã Bình Lư", "Chi bộ bản Nà Luồng", "BC/CB", "Bình Lư"),
        ("TỈNH UỶ LAI CHÂU", "BAN TUYÊN GIÁO VÀ DÂN VẬN", "BC/BTGDVTU", "Tỉnh Lai Châu"),
    ] {
        let report = signed(Identity {
            superior: superior.into(),
            issuer: issuer.into(),
            symbol: symbol.into(),
            place_name: place_name.into(),
            ..identity()
        });
        let head: Vec<_> = document(&report).into_iter().take(11).collect();
        let head: Vec<_> =
            head.iter().map(|(style, text)| (style.as_str(), text.replace('\u{a0}', " "))).collect();
        let day = format!("{place_name}, ngày      tháng 11 năm 2026");
        assert_eq!(
            head,
            [
                ("Superior", superior.to_uppercase()),
                ("Issuer", issuer.to_uppercase()),
                ("Star", "*".into()),
                ("Number", format!("Số       -{symbol}")),
                ("Draft", "Dự thảo lần 1".into()),
                ("Party", "ĐẢNG CỘNG SẢN VIỆT NAM".into()),
                ("Rule", String::new()),
                ("Date", day),
                ("Kind", "BÁO CÁO".into()),
                ("About", "kết quả công tác tuyên truyền qua hệ thống loa bản, kỳ tháng 11 năm 2026".into()),
                ("Dashes", "-----".into()),
            ]
        );
        assert!(head.iter().all(|(_, text)| !text.contains("Số:")));
    }
}

/// D5–D12, D14, D16, D17, D20: how large, how heavy, where.
#[test]
fn every_line_has_the_prescribed_size_and_weight() {
    let parts = parts_of(&paper_month());
    for (id, points, bold, italic, place) in [
        ("Superior", 14, false, false, "center"),
        ("Issuer", 14, true, false, "center"),
        ("Number", 14, false, false, "center"),
        ("Draft", 14, false, true, "center"),
        ("Party", 15, true, false, "center"),
        ("Date", 14, false, true, "center"),
        ("Kind", 15, true, false, "center"),
        ("About", 14, true, false, "center"),
        ("Body", 14, false, false, "both"),
        ("Section", 14, true, false, "both"),
        ("Authority", 14, true, false, "center"),
        ("Position", 14, false, false, "center"),
        ("Signer", 14, true, false, "center"),
        ("RecipientsLabel", 14, false, false, ""),
        ("Recipient", 12, false, false, ""),
        ("AnnexNumber", 14, true, false, "center"),
    ] {
        let style = style(&parts, id);
        assert!(style.contains(&format!("<w:sz w:val=\"{}\"/>", points * 2)), "{id}: {style}");
        assert_eq!(style.contains("<w:b/>"), bold, "{id}");
        assert_eq!(style.contains("<w:i/>"), italic, "{id}");
        assert_eq!(style.contains("<w:u w:val=\"single\"/>"), id == "RecipientsLabel", "{id}");
        let at = format!("<w:jc w:val=\"{place}\"/>");
        assert!(
            if place.is_empty() { !style.contains("<w:jc") } else { style.contains(&at) },
            "{id}: {style}"
        );
    }
    for id in ["Body", "Author", "Section", "Subsection"] {
        let style = style(&parts, id);
        assert!(style.contains("<w:ind w:firstLine=\"567\"/>"), "{id}: {style}");
        let value = |name: &str| -> i64 {
            let from = style.find(name).unwrap() + name.len();
            style[from..from + style[from..].find('"').unwrap()].parse().unwrap()
        };
        assert!((360..=440).contains(&value("w:line=\"")), "{id}: 18 to 22 points");
        assert!(style.contains("w:lineRule=\"exact\""), "{id}");
        assert!(value("w:before=\"") + value("w:after=\"") >= 120, "{id}: 6 points apart");
    }
}

/// D5: a line that is drawn, as long as the words over it, and no underlining.
#[test]
fn under_the_partys_name_a_line_is_drawn_that_is_as_long() {
    let parts = parts_of(&paper_month());
    let document = &parts["word/document.xml"];
    assert_eq!(document.matches("<wp:extent cx=\"2625090\" cy=\"0\"/>").count(), 1);
    assert!(document.contains("prst=\"line\"") && document.contains("<wp:align>center</wp:align>"));
    assert!(!style(&parts, "Party").contains("<w:u ") && !style(&parts, "Party").contains("pBdr"));
}

/// D14, D21: sentences end with a full stop, and nobody is addressed.
#[test]
fn the_body_is_sentences_and_addresses_nobody() {
    let lines = document(&paper_month());
    for text in of(&lines, "Body") {
        assert!(text.ends_with('.'), "{text}");
    }
    assert!(lines.iter().all(|(_, text)| !text.contains("Kính gửi") && !text.contains("Kính trình")));
    assert!(of(&lines, "Author").iter().all(|text| *text == "…… (người viết báo cáo điền)"));
    assert_eq!(of(&lines, "AuthorKept").len(), 1, "the signature stands with it");
    let sections = of(&lines, "Section");
    assert_eq!(sections[1], "I. TÌNH HÌNH TƯ TƯỞNG, DƯ LUẬN XÃ HỘI");
    assert_eq!(sections.len(), 6);
}

/// D17–D19, D26: who signs how. A draft has no name.
#[test]
fn who_signs_stands_as_prescribed() {
    for (authority, position, shown) in [
        ("T/M BAN THƯỜNG VỤ", "Phó Bí thư", vec!["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]),
        ("T/M ĐẢNG UỶ", "BÍ THƯ", vec!["T/M ĐẢNG UỶ", "BÍ THƯ"]),
        ("T/M CHI BỘ", "BÍ THƯ", vec!["T/M CHI BỘ", "BÍ THƯ"]),
        ("", "TRƯỞNG BAN", vec!["TRƯỞNG BAN"]),
        ("K/T Trưởng ban", "Phó Trưởng ban", vec!["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]),
        ("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", vec!["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"]),
    ] {
        let lines = document(&signed(Identity {
            authority: authority.into(),
            position: position.into(),
            ..identity()
        }));
        let block: Vec<&str> = [of(&lines, "Authority"), of(&lines, "Position")].concat();
        assert_eq!(block, shown);
        assert_eq!(of(&lines, "Signer"), [""]);
    }
    let named = document(&signed(Identity { signer: "Giàng A Mẫu".into(), ..identity() }));
    assert_eq!(of(&named, "Signer"), ["Giàng A Mẫu"]);
}

/// D20: who gets it; the last one keeps it.
#[test]
fn who_gets_it_stands_below_on_the_left() {
    let lines = document(&paper_month());
    assert_eq!(of(&lines, "RecipientsLabel"), ["Nơi nhận:"]);
    assert_eq!(of(&lines, "Recipient"), ["- Ban Tuyên giáo và Dân vận Tỉnh uỷ;", "- Lưu Văn phòng Đảng uỷ."]);
    let none = document(&signed(Identity { recipients: vec![], ..identity() }));
    assert!(of(&none, "RecipientsLabel").is_empty());
}

/// D24: number, title, which paper it belongs to.
#[test]
fn an_annex_says_which_paper_it_belongs_to() {
    let lines = document(&paper_month());
    assert_eq!(of(&lines, "AnnexNumber"), ["Phụ lục 1", "Phụ lục 2", "Phụ lục 3", "Phụ lục 4"]);
    assert_eq!(of(&lines, "AnnexTitle").len(), 4);
    for reference in of(&lines, "AnnexOf") {
        assert_eq!(
            reference.replace('\u{a0}', " "),
            "(Kèm theo Báo cáo số       -BC/ĐU, ngày      tháng 11 năm 2026 của Đảng uỷ xã Bình Lư)"
        );
    }
    let village =
        report_with(&month(), &tree(), &identity(), ReportSettings::default(), "nl", "2026-11", AFTER);
    let lines = document(&village);
    assert_eq!(of(&lines, "AnnexTitle"), ["Biểu số liệu", "Cách tính số liệu"]);
    // A village's paper has no question figures at all.
    let cells: Vec<&str> = [of(&lines, "Cell"), of(&lines, "CellHead")].concat();
    assert!(cells.iter().all(|cell| !cell.contains("âu hỏi")), "{cells:?}");
}

/// Widths of a table's columns add up to what is between the margins.
#[test]
fn tables_fit_between_the_margins() {
    let parts = parts_of(&paper_month());
    let document = &parts["word/document.xml"];
    for table in document.split("<w:tbl>").skip(1) {
        let number = |text: &str| text[..text.find('"').unwrap()].parse::<usize>().unwrap();
        let whole = number(table.split("<w:tblW w:w=\"").nth(1).unwrap());
        let sum: usize = table.split("<w:gridCol w:w=\"").skip(1).map(number).sum();
        assert_eq!(sum, whole);
        assert!([9_355, 14_287].contains(&whole), "{whole}");
        assert!(table.contains("<w:tblLayout w:type=\"fixed\"/>"));
    }
}

#[test]
fn whatever_a_name_holds_the_file_can_be_read() {
    let wicked = "</w:t><w:p a=\"1\" b='2'>&amp; & \u{0}\u{b}\u{ffff} o\u{309} {{x}}";
    let long = "Bản rất dài ".repeat(2_500);
    let tree = Tree::new(vec![
        place("bl", wicked, Kind::Commune, ""),
        place("nl", &long, Kind::Village, "bl"),
        place("sm", wicked, Kind::Village, "bl"),
    ]);
    let mut log = fixtures::Log::default();
    log.plans("2026-11-01 08:00", "nl", "p1", wicked, 2).asks("2026-11-01 08:00", "nl", "Q1", wicked);
    let adjusted = Fact::Adjusted { period: wicked.into(), what: long.clone(), by: wicked.into() };
    log.at("2026-11-02 08:00", "bl", "", adjusted);
    log.at(
        "2026-11-02 08:00",
        "nl",
        "",
        Fact::StudySession { form: StudyForm::HocTap, present: 1, total: 2, held: Held::default() },
    );
    let identity = Identity { recipients: vec![wicked.into(), long.clone()], ..identity_of(wicked) };
    let settings = ReportSettings { small_count: 0, ..ReportSettings::default() };
    let report = report_with(&log, &tree, &identity, settings, "bl", "2026-11", AFTER);
    let lines = document(&report);
    assert!(of(&lines, "Cell").iter().any(|cell| cell.chars().count() > 29_000));
    let signer = of(&lines, "Signer");
    assert_eq!(signer, ["</w:t><w:p a=\"1\" b='2'>&amp; &  ỏ {{x}}"]);
}

#[test]
fn the_same_report_gives_the_same_bytes_without_any_time() {
    let (one, two) = (paper_month().docx(&TEXT).unwrap(), paper_month().docx(&TEXT).unwrap());
    assert!(one == two);
    let mut zip = ZipArchive::new(Cursor::new(&one)).unwrap();
    assert_eq!(zip.by_index(0).unwrap().name().unwrap(), "[Content_Types].xml");
    for i in 0..zip.len() {
        assert_eq!(zip.by_index(i).unwrap().last_modified().unwrap(), zip::DateTime::default());
    }
    // Every part that is named is there.
    let parts = parts(&one);
    for part in parts["[Content_Types].xml"].split("PartName=\"/").skip(1) {
        assert!(parts.contains_key(&part[..part.find('"').unwrap()]), "{part}");
    }
}

/// The page of days that were set comes last; where the figures are from stands before it, behind the rules.
#[test]
fn what_was_to_be_told_until_a_day_begins_on_a_page_of_its_own_that_lies() {
    let report = crate::report::sample::studied("bl");
    let parts = parts_of(&report);
    let document = &parts["word/document.xml"];
    let last = document.rfind("\"AnnexNumber\"").unwrap();
    assert!(document[..last].contains("w:val=\"Source\"") && !document[last..].contains("w:val=\"Source\""));
    assert!(document[..last].rfind("<w:type w:val=\"nextPage\"/>").is_some());
    assert!(document[last..].contains("w:orient=\"landscape\""));
    let lines = lines(document);
    assert_eq!(of(&lines, "AnnexTitle").last(), Some(&"Hạn tuyên truyền từng tin, từng nơi"));
    assert_eq!(document.matches("<w:sectPr>").count(), 1 + of(&lines, "AnnexNumber").len());
    assert!(report.docx(&TEXT).unwrap() == crate::report::sample::studied("bl").docx(&TEXT).unwrap());
}

#[test]
fn the_month_as_a_word_document() {
    let parts = parts_of(&signed(identity()));
    insta::assert_snapshot!(parts["word/document.xml"]);
}
