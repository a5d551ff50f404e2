use super::*;
use crate::report::fixtures::{TEXT, month, report};
use crate::report::sample::paper_month;

/// A Word file of these parts.
fn form(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(vec![]));
    for (name, part) in parts {
        file.start_file(*name, SimpleFileOptions::default()).unwrap();
        file.write_all(part.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

fn words(body: &str) -> String {
    format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
}

fn part(file: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn field(name: &str, value: &str) -> Field {
    Field { name: name.into(), value: value.into(), meaning: String::new() }
}

/// A body with its fields filled in, and what nobody knows.
fn filled(body: &str) -> (String, Vec<String>) {
    let fields = [field("gửi_tin", "96"), field("nơi", "xã <Bình Lư> & bản")];
    let filled = fill(&form(&[("word/document.xml", &words(body))]), &fields).unwrap();
    let xml = part(&filled.bytes, "word/document.xml");
    let inside = xml.strip_prefix("<w:document xmlns:w=\"w\"><w:body>").unwrap();
    (inside.strip_suffix("</w:body></w:document>").unwrap().to_owned(), filled.unknown)
}

#[test]
fn a_field_is_filled_in_however_word_has_torn_it() {
    for (body, shown) in [
        ("<w:p><w:r><w:t>Gửi {{gửi_tin}} lượt</w:t></w:r></w:p>", "Gửi 96 lượt"),
        // As a keyboard may have typed it.
        ("<w:p><w:r><w:t>{{ Gửi Tin }}, {{gu\u{31b}\u{309}i_tin}}</w:t></w:r></w:p>", "96, 96"),
        // Torn over runs, and through the braces, with a spelling mark between them.
        (
            "<w:p><w:r><w:t>A {</w:t></w:r><w:proofErr w:type=\"x\"/><w:r><w:rPr><w:b/></w:rPr><w:t>{gửi</w:t></w:r>\
             <w:r><w:t>_tin}</w:t></w:r><w:r><w:t>} lượt</w:t></w:r></w:p>",
            "A 96 lượt",
        ),
        ("<w:p><w:r><w:t>{{nơi}}</w:t></w:r></w:p>", "xã &lt;Bình Lư&gt; &amp; bản"),
        // Two fields that share a run.
        (
            "<w:p><w:r><w:t>{{gửi_</w:t></w:r><w:r><w:t>tin}}{{gửi</w:t></w:r><w:r><w:t>_tin}}</w:t></w:r></w:p>",
            "9696",
        ),
        // No field: a brace too few, an empty name, a line that ends in it, another paragraph.
        ("<w:p><w:r><w:t>{gửi_tin}} {{ }}</w:t></w:r></w:p>", "{gửi_tin}} {{ }}"),
        ("<w:p><w:r><w:t>{{gửi_</w:t><w:br/><w:t>tin}}</w:t></w:r></w:p>", "{{gửi_tin}}"),
        ("<w:p><w:r><w:t>{{gửi_</w:t></w:r></w:p><w:p><w:r><w:t>tin}}</w:t></w:r></w:p>", "{{gửi_tin}}"),
        // A brace of the text before it.
        ("<w:p><w:r><w:t>{{ a {{gửi_tin}}</w:t></w:r></w:p>", "{{ a 96"),
        // A box in a paragraph is a paragraph of its own.
        (
            "<w:p><w:r><w:t>{{gửi</w:t><w:txbx><w:p><w:r><w:t>{{nơi}}</w:t></w:r></w:p></w:txbx><w:t>_tin}}</w:t></w:r></w:p>",
            "96xã &lt;Bình Lư&gt; &amp; bản",
        ),
        ("<w:p><w:r><w:t>R&amp;D &#123;{gửi_tin}}</w:t></w:r></w:p>", "R&amp;D 96"),
        ("<w:p><w:r><w:t/></w:r></w:p><w:p/>", ""),
    ] {
        let (new, unknown) = filled(body);
        let mut reader = Reader::from_str(&new);
        let mut text = String::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Text(words) => text.push_str(&words),
                Event::GeneralRef(name) => text.push_str(&format!("&{};", &*name)),
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(text, shown, "{body}\n{new}");
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

#[test]
fn what_is_filled_in_has_the_look_of_where_it_begins_and_keeps_its_blanks() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{gửi</w:t></w:r><w:r><w:t xml:space=\"preserve\">_tin}} lượt </w:t></w:r></w:p>";
    let (new, _) = filled(body);
    assert_eq!(
        new,
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">96</w:t></w:r>\
         <w:r><w:t xml:space=\"preserve\"> lượt </w:t></w:r></w:p>"
    );
    let marked = format!("\u{feff}{}", words("<w:p><w:r><w:t>đ {{gửi_tin}}</w:t></w:r></w:p>"));
    let filled_in = fill(&form(&[("word/document.xml", &marked)]), &[field("gửi_tin", "96")]).unwrap();
    assert!(part(&filled_in.bytes, "word/document.xml").contains(">đ 96<"), "behind a byte order mark");
    // What has no field stays as it was, byte by byte.
    let plain = "<w:p w:x='1'><w:r ><w:t>a &quot;b&quot; } {</w:t></w:r><!-- c --></w:p>";
    assert_eq!(filled(plain).0, plain);
}

#[test]
fn what_nobody_knows_is_named_once_and_stays() {
    let (new, unknown) =
        filled("<w:p><w:r><w:t>{{Lạ lắm}} {{gửi_tin}} {{lạ_lắm}} {{khác}}</w:t></w:r></w:p>");
    assert_eq!(unknown, ["lạ_lắm", "khác"]);
    assert!(new.contains("{{Lạ lắm}} 96 {{lạ_lắm}} {{khác}}"), "{new}");
}

#[test]
fn heads_and_feet_are_filled_in_and_every_other_part_stays() {
    let body = words("<w:p><w:r><w:t>{{gửi_tin}}</w:t></w:r></w:p>");
    let other = "not xml {{gửi_tin}} \u{0}";
    let from = form(&[
        ("word/header2.xml", &body),
        ("word/media/image1.png", other),
        ("word/document.xml", &body),
        ("word/footer1.xml", &body),
        ("word/comments.xml", &body),
        ("customXml/item1.xml", &body),
    ]);
    let filled = fill(&from, &[field("gửi_tin", "96")]).unwrap();
    assert_eq!(filled.filled, 3);
    for name in ["word/header2.xml", "word/document.xml", "word/footer1.xml"] {
        assert!(part(&filled.bytes, name).contains(">96<"), "{name}");
    }
    for name in ["word/media/image1.png", "word/comments.xml", "customXml/item1.xml"] {
        assert_eq!(part(&filled.bytes, name), part(&from, name));
        let raw = |file: &[u8]| {
            let mut zip = ZipArchive::new(Cursor::new(file)).unwrap();
            let i = zip.index_for_name(name).unwrap();
            let mut raw = vec![];
            zip.by_index_raw(i).unwrap().read_to_end(&mut raw).unwrap();
            raw
        };
        assert_eq!(raw(&filled.bytes), raw(&from), "{name}");
    }
    let names = |file: &[u8]| {
        let zip = ZipArchive::new(Cursor::new(file)).unwrap();
        zip.file_names().map(|name| name.unwrap().into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&filled.bytes), names(&from));
    assert_eq!(fill(&from, &[field("gửi_tin", "96")]).unwrap(), filled);
}

#[test]
fn what_is_no_form_is_refused_and_says_why() {
    let one = |xml: &str| form(&[("word/document.xml", xml)]);
    let bomb = format!("<w:document>{}</w:document>", " ".repeat(33 << 20));
    for (file, why) in [
        (b"".to_vec(), NoTemplate::NoZip),
        (b"Ngay 05 thang 11".to_vec(), NoTemplate::NoZip),
        (b"%PDF-1.7".to_vec(), NoTemplate::NoZip),
        (OLD_WORD.to_vec(), NoTemplate::OldWord),
        (form(&[("xl/workbook.xml", "<a/>")]), NoTemplate::NoDocument),
        (one("<w:p><w:r></w:p>"), NoTemplate::Damaged("word/document.xml".into())),
        (one("<!DOCTYPE x [<!ENTITY a \"b\">]><w:p/>"), NoTemplate::Damaged("word/document.xml".into())),
        (one("<w:p><w:r><w:t>&nobody;</w:t></w:r></w:p>"), NoTemplate::Damaged("word/document.xml".into())),
        (one(&bomb), NoTemplate::TooLarge("word/document.xml".into())),
    ] {
        assert_eq!(fill(&file, &[]).unwrap_err(), why);
    }
    let whole = one(&words("<w:p/>"));
    for cut in [whole.len() / 3, whole.len() - 3] {
        assert!(fill(&whole[..cut], &[]).is_err());
    }
}

#[test]
fn a_form_is_filled_in_with_the_figures_of_the_paper() {
    let report = paper_month();
    let body = words(
        "<w:p><w:r><w:t>{{kỳ}}: {{gửi_tin}}, {{gửi_tin_kỳ_trước}}, {{buổi_tuyên_truyền}}</w:t></w:r></w:p>",
    );
    let filled = report.fill(&form(&[("word/document.xml", &body)]), &TEXT).unwrap();
    let shown = part(&filled.bytes, "word/document.xml");
    assert!(shown.contains(">tháng 11/2026: 96, 36, chưa có số liệu<"), "{shown}");
    // What the program writes itself is a form, too.
    let own = report.docx(&TEXT).unwrap();
    assert_eq!(report.fill(&own, &TEXT).unwrap().filled, 0);
}

#[test]
fn fields_have_names_of_their_own_and_say_what_they_are() {
    let fields = report(&month(), "bl", "2026-11", "2026-11-24 08:00").fields(&TEXT);
    let mut names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    for field in &fields {
        assert_eq!(named(&field.name), field.name, "as it is looked up");
        assert!(!field.meaning.starts_with("report-") && !field.value.starts_with("report-"), "{field:?}");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), fields.len());
    let village = report(&month(), "nl", "2026-11", "2026-11-24 08:00").fields(&TEXT);
    for field in village.iter().filter(|field| field.name.starts_with("câu_hỏi_")) {
        assert_eq!(field.value, "ẩn", "{}", field.name);
    }
    let shown = fields.iter().map(|field| format!("{}\t{}\t{}", field.name, field.value, field.meaning));
    insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
}
