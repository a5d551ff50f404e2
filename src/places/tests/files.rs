//! Files as people really have them: workbooks and tables, byte by byte.

/// A zip archive whose files are only stored: what a workbook is on disk.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        let step = |mut c: u32| {
            for _ in 0..8 {
                c = if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 };
            }
            c
        };
        !bytes.iter().fold(!0u32, |c, b| step((c ^ u32::from(*b)) & 0xff) ^ (c >> 8))
    };
    let (mut all, mut directory) = (vec![], vec![]);
    for (name, text) in files {
        let (at, size) = (all.len() as u32, (text.len() as u32).to_le_bytes());
        let mut head = vec![];
        head.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        head.extend(crc(text.as_bytes()).to_le_bytes());
        head.extend([size, size].concat());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        all.extend(b"PK\x03\x04");
        all.extend(&head);
        all.extend(name.bytes().chain(text.bytes()));
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (at, size) = (all.len() as u32, directory.len() as u32);
    all.extend(&directory);
    all.extend(b"PK\x05\x06\0\0\0\0");
    all.extend([files.len() as u16, files.len() as u16].map(u16::to_le_bytes).concat());
    all.extend([size, at].map(u32::to_le_bytes).concat());
    all.extend([0, 0]);
    all
}

/// A workbook of pages: name, "visible" or "hidden", and its rows; a cell is text, or XML that begins with `<c`.
fn workbook(pages: &[(&str, &str, &[&[&str]])]) -> Vec<u8> {
    let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut sheets, mut links, mut files) = (String::new(), String::new(), vec![]);
    for (i, (name, state, rows)) in pages.iter().enumerate() {
        let n = i + 1;
        sheets += &format!(r#"<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>"#);
        links +=
            &format!(r#"<Relationship Id="r{n}" Type="{rels}/worksheet" Target="worksheets/s{n}.xml"/>"#);
        let mut body = String::new();
        for (row, cells) in rows.iter().enumerate() {
            body += &format!(r#"<row r="{}">"#, row + 1);
            for (column, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
                let at = format!("{}{}", char::from(b'A' + column as u8), row + 1);
                body += &match cell.strip_prefix("<c") {
                    Some(rest) => format!(r#"<c r="{at}"{rest}"#),
                    None => format!(
                        r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>"#
                    ),
                };
            }
            body += "</row>";
        }
        let sheet = format!(r#"{head}<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>"#);
        files.push((format!("xl/worksheets/s{n}.xml"), sheet));
    }
    let styles =
        r#"<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>"#;
    links += &format!(r#"<Relationship Id="rs" Type="{rels}/styles" Target="styles.xml"/>"#);
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    files.push((
        "_rels/.rels".into(),
        format!(r#"{head}<Relationships xmlns="{package}"><Relationship Id="r0" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
    ));
    files.push((
        "xl/workbook.xml".into(),
        format!(r#"{head}<workbook xmlns="{main}" xmlns:r="{rels}"><sheets>{sheets}</sheets></workbook>"#),
    ));
    files.push((
        "xl/_rels/workbook.xml.rels".into(),
        format!(r#"{head}<Relationships xmlns="{package}">{links}</Relationships>"#),
    ));
    files
        .push(("xl/styles.xml".into(), format!(r#"{head}<styleSheet xmlns="{main}">{styles}</styleSheet>"#)));
    let files: Vec<(&str, String)> = files.iter().map(|(n, t)| (n.as_str(), t.clone())).collect();
    zip(&files)
}

/// What reading a file says: its rows' codes, or its faults; and what it leaves out.
fn reading(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    match crate::places::import::checked(&path, None) {
        Ok(table) => {
            let rows = table.rows.iter().map(|r| format!("{} {}", r.row, r.place.full_name()));
            rows.chain(table.left_out.iter().map(|l| format!("- {l}"))).collect::<Vec<_>>().join("\n")
        }
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

const HEAD: &[&str] = &["code", "name", "kind", "parent", "from", "until", "households"];

#[test]
fn a_workbook_is_read_refused_with_its_cell_or_named_as_left_out() {
    let page = |rows: &[&[&str]]| reading("places.xlsx", &workbook(&[("Địa bàn", "visible", rows)]));
    let good: &[&str] = &["bl", "Xã Bình Lư", "commune", "", "<c s=\"1\"><v>45839</v></c>"];
    assert_eq!(page(&[HEAD, good]), "2 Xã Bình Lư");

    // Every cell that cannot be meant, by the name that Excel gives it.
    let bad: &[&[&str]] = &[
        HEAD,
        &["a", "Xã A", "commune", "", "31/12/26", "", ""],
        &["b", "Xã B", "commune", "", "31/02/2025", "<c s=\"1\"><v>45839.5</v></c>", "<c><v>1.5</v></c>"],
        &[
            "c",
            "<c t=\"e\"><f>B9</f><v>#REF!</v></c>",
            "commune",
            "",
            "<c><v>45839</v></c>",
            "<c s=\"1\"><v>1.0</v></c>",
        ],
        &["d", "B×nh L\u{ad}", "commune", "", "", "2025", "<c t=\"b\"><v>1</v></c>"],
        &["e", "Baûn Naø Luoàng", "<c t=\"e\"><v>#N/A</v></c>", "nơi nào"],
        &["f", "Xã BÃ¬nh LÆ°", "commune", "", "<c s=\"1\"><v>46000</v></c>", "<c s=\"1\"><v>45839</v></c>"],
        &["", "Tổng cộng", "", "", "", "", "<c><v>7</v></c>"],
        &["g", "Xã G", "commune", "", "", "", "", "ghi chú"],
    ];
    insta::assert_snapshot!(page(bad));

    // Nobody counted this formula, so there is nothing to read.
    let uncounted = page(&[HEAD, &["a", "<c><f>A1</f></c>", "commune"]]);
    assert!(
        uncounted.starts_with("places.xlsx:2: ô 'Địa bàn'!B2 là công thức chưa có giá trị"),
        "{uncounted}"
    );

    // Another page, a hidden one before the table, a column that nobody asked for.
    let more: &[&[&str]] =
        &[&["code", "name", "kind", "parent", "Ghi chú"], &["bl", "Xã Bình Lư", "commune", "", "cũ"]];
    let old: &[&[&str]] = &[HEAD, &["old", "Xã Cũ", "commune"]];
    let bytes = workbook(&[
        ("Cũ", "hidden", old),
        ("Mới", "visible", more),
        ("Trống", "visible", &[]),
        ("Thôn", "visible", old),
    ]);
    insta::assert_snapshot!(reading("places.xlsx", &bytes));

    // A column of ours, misspelled, is not left out.
    let slip = page(&[&["code", "name", "kind", "parent", "untill"], &["a", "Xã A", "commune"]]);
    assert!(slip.contains("ô 'Địa bàn'!E1: cột lạ \"untill\"; có phải \"until\"?"), "{slip}");
}

#[test]
fn a_table_of_text_is_read_in_what_it_was_saved_in_or_refused() {
    let text =
        "code,name,kind,parent,until\nbl,Xã Bình Lư,commune,,31/12/2026\nnl,Bản Nà Luồng,village,bl,\n";
    let read = "2 Xã Bình Lư\n3 Bản Nà Luồng";
    let wide = |unit: fn(u16) -> [u8; 2]| {
        let text = format!("\u{feff}{}", text.replace(',', "\t"));
        text.encode_utf16().flat_map(unit).collect::<Vec<u8>>()
    };
    let nfd: String = unicode_normalization::UnicodeNormalization::nfd(text).collect();
    for (what, bytes) in [
        ("UTF-8", text.as_bytes().to_vec()),
        ("with a mark", ["\u{feff}", text].concat().into_bytes()),
        ("from Excel", text.replace(',', ";").replace('\n', "\r\n").into_bytes()),
        ("UTF-16", wide(u16::to_le_bytes)),
        ("UTF-16, the other way", wide(u16::to_be_bytes)),
        ("from a Mac", nfd.into_bytes()),
    ] {
        assert_eq!(reading("places.csv", &bytes), read, "{what}");
    }
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let twice =
        String::from_utf8(text.bytes().flat_map(|b| char::from(b).to_string().into_bytes()).collect())
            .unwrap();
    let head = "code,name,kind,parent,until\n";
    let refused = [
        // Windows-1258, TCVN3 as it stands, TCVN3 and VNI saved as UTF-8, UTF-8 saved twice, letters lost on the way.
        reading("cp1258.csv", &latin(&format!("{head}bl,X\u{e3} B\u{ec}nh L\u{fd},commune,,\n"))),
        reading("tcvn3.csv", &latin(&format!("{head}bl,X\u{b7} B\u{d7}nh L\u{ad},commune,,\n"))),
        reading("tcvn3-utf8.csv", format!("{head}bl,X\u{b7} B\u{d7}nh L\u{ad},commune,,\n").as_bytes()),
        reading("vni.csv", format!("{head}bl,Xaõ Bình Lö,commune,,\nnl,Baûn Naø Luoàng,village,bl,\n").as_bytes()),
        reading("twice.csv", twice.as_bytes()),
        reading("lost.csv", format!("{head}bl,X? B?nh L?,commune,,\n").as_bytes()),
        reading("nul.csv", b"c\0o\0d\0e\0\n\0"),
        reading("half.csv", b"\xff\xfec\0o\0d"),
        // Days that have another reading, or none.
        reading("days.csv", format!("{head}a,A,commune,,31/12/26\nb,B,commune,,13/13/2026\nc,C,commune,,1-7\nd,D,commune,,0026-12-31\n").as_bytes()),
        // A cell behind the last column, a quote that is never closed.
        reading("more.csv", format!("{head}a,A,commune,,,x\nb,\"B,commune,,\nc,C,commune,,\n").as_bytes()),
    ];
    insta::assert_snapshot!(refused.join("\n"));
    let unread = reading(
        "notes.csv",
        "code,name,kind,parent,successors,Diện tích\na,A,commune,,b,12\nb,B,commune,,,\n".as_bytes(),
    );
    insta::assert_snapshot!(unread);
}
