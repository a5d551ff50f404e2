use super::*;
use crate::config::ReportSettings;
use crate::report::fixtures::{TEXT, identity, month, report_with, tree};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const BLANK: &str = "…… (người viết báo cáo điền)";

fn report(place: &str, period: &str) -> Report {
    report_with(&month(), &tree(), &identity(), ReportSettings::default(), place, period, "2027-02-01 08:00")
}

fn draft() -> Vec<u8> {
    report("bl", "2026-11").docx(&TEXT).unwrap()
}

/// The file with its text changed.
fn edited(file: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(vec![]));
    for i in 0..from.len() {
        let mut part = from.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        drop(part);
        to.start_file(&name, SimpleFileOptions::default()).unwrap();
        let text = if name == "word/document.xml" { change(text) } else { text };
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// What a person does: writes over the `nth` empty line.
fn writes(text: String, nth: usize, words: &str) -> String {
    let at = text.match_indices(BLANK).nth(nth).unwrap().0;
    format!("{}{words}{}", &text[..at], &text[at + BLANK.len()..])
}

fn read_back(file: &[u8]) -> Result<Sentences, NoDraft> {
    report("bl", "2026-11").read_back(file, &TEXT)
}

fn sentences(pairs: &[(Passage, &str)]) -> Sentences {
    pairs.iter().map(|(passage, words)| (*passage, (*words).to_owned())).collect()
}

/// Every passage stands in the draft once, in order, and what is written into each is found there.
#[test]
fn what_is_written_at_each_place_is_found_there() {
    assert_eq!(read_back(&draft()), Ok(Sentences::new()), "an empty draft says nothing");
    assert_eq!(writes_all(&draft()), Passage::ALL.to_vec());
}

/// The passages in the order of their empty lines.
fn writes_all(file: &[u8]) -> Vec<Passage> {
    (0..Passage::ALL.len())
        .map(|nth| {
            let found = read_back(&edited(file, |text| writes(text, nth, "Bà con phấn khởi &amp; yên tâm.")))
                .unwrap();
            assert_eq!(found.len(), 1, "{nth}: {found:?}");
            let (passage, words) = found.into_iter().next().unwrap();
            assert_eq!(words, "Bà con phấn khởi & yên tâm.");
            passage
        })
        .collect()
}

#[test]
fn several_paragraphs_behind_the_blank_and_torn_runs_are_one_authors_words() {
    let more = "Một.</w:t></w:r></w:p><w:p><w:r><w:t>Hai </w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>\
                <w:ins><w:r><w:t>ba.</w:t></w:r></w:ins></w:p><w:p><w:r><w:t> </w:t></w:r></w:p><w:p><w:r><w:t>Bốn.";
    let found = read_back(&edited(&draft(), |text| writes(text, 0, &format!("{BLANK} {more}")))).unwrap();
    assert_eq!(found, sentences(&[(Passage::Mood, "Một.\nHai ba.\nBốn.")]));
}

/// The sentences of the machine and the tables behind the last line are nobody's.
#[test]
fn what_the_machine_says_and_what_stands_in_tables_is_not_the_authors() {
    let last = Passage::ALL.len() - 1;
    let boxed = "Xin kinh phí.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ô bảng</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
                 <w:p><w:r><w:t>Sau bảng";
    let found = read_back(&edited(&draft(), |text| writes(text, last, boxed))).unwrap();
    assert_eq!(found, sentences(&[(Passage::Asks, "Xin kinh phí.")]));
}

#[test]
fn what_was_offered_is_kept_only_where_it_was_taken() {
    let last =
        sentences(&[(Passage::Mood, "Bà con yên tâm.\nChưa có điểm nóng."), (Passage::Next, "Học tiếp.")]);
    let report = report("bl", "2026-11").with_last_sentences(last);
    let file = report.docx(&TEXT).unwrap();
    assert_eq!(report.read_back(&file, &TEXT), Ok(Sentences::new()));
    let taken = edited(&file, |text| text.replace("[Tháng trước viết: Học tiếp.]", "Học tiếp cho xong."));
    assert_eq!(report.read_back(&taken, &TEXT), Ok(sentences(&[(Passage::Next, "Học tiếp cho xong.")])));
    let mut text = String::new();
    let mut zip = ZipArchive::new(Cursor::new(&file)).unwrap();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    let lines = text.lines().filter(|line| line.contains("\"Offered\"")).collect::<Vec<_>>();
    assert_eq!(lines.len(), 3, "{lines:?}");
    // It stands below its own empty line, and on no page that is only read.
    let at = |words: &str| text.find(words).unwrap();
    assert!(at(BLANK) < at("[Tháng trước viết: Bà con yên tâm.]") && at("Chưa có điểm nóng.]") < at("II. "));
    assert!(!report.html(&TEXT).contains("Tháng trước viết"));
}

#[test]
fn what_is_no_draft_of_this_report_is_refused() {
    for (file, why) in [
        (b"PK nothing".to_vec(), NoTemplate::NoZip.into()),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), NoTemplate::OldWord.into()),
        (edited(&draft(), |_| "<w:p>".into()), NoTemplate::Damaged("word/document.xml".into()).into()),
        (report("bl", "2026-12").docx(&TEXT).unwrap(), others("bl", "2026-12")),
        (report("lc", "2026-11").docx(&TEXT).unwrap(), others("lc", "2026-11")),
        (edited(&draft(), |text| writes(text, 0, &"x".repeat(LONGEST + 1))), NoDraft::TooLong),
    ] {
        assert_eq!(read_back(&file), Err(why));
    }
    let mut plain = ZipWriter::new(Cursor::new(vec![]));
    plain.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    plain.write_all(b"<w:document/>").unwrap();
    assert_eq!(read_back(&plain.finish().unwrap().into_inner()), Err(NoDraft::NotOurs));
}

fn others(place: &str, period: &str) -> NoDraft {
    NoDraft::Others(place.into(), Period::parse(period).unwrap())
}

/// LibreOffice writes the file anew, in its own words.
#[test]
fn a_draft_that_libreoffice_saved_is_read_back() {
    let Some(office) =
        ["/usr/bin/soffice", "/usr/local/bin/soffice"].map(Path::new).into_iter().find(|p| p.exists())
    else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let last = sentences(&[(Passage::Good, "Họp bản đều.")]);
    let report = report("bl", "2026-11").with_last_sentences(last);
    let file = edited(&report.docx(&TEXT).unwrap(), |text| {
        let text = writes(text, 0, "Bà con phấn khởi.</w:t></w:r></w:p><w:p><w:r><w:t>Chưa có điểm nóng.");
        writes(text, 2, "Học đủ.")
    });
    let path = dir.path().join("draft.docx");
    std::fs::write(&path, file).unwrap();
    let (profile, out) = (dir.path().join("profile"), dir.path().join("out"));
    let done = std::process::Command::new(office)
        .env("HOME", dir.path())
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "docx", "--outdir"])
        .args([&out, &path])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let saved = std::fs::read(out.join("draft.docx")).unwrap();
    let expected = [(Passage::Mood, "Bà con phấn khởi.\nChưa có điểm nóng."), (Passage::Telling, "Học đủ.")];
    assert_eq!(report.read_back(&saved, &TEXT), Ok(sentences(&expected)));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, BLANK, "[");
    }

    #[test]
    fn no_text_makes_it_panic(xml in "(<w:(p|tbl|t|r|bookmarkStart w:name=\"loaban_mood\")/?>|</w:(p|tbl|t|r)>|[a-z&;]{0,5}){0,30}") {
        paragraphs(&xml);
        whose(&xml);
    }
}
