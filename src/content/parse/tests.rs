use super::*;
use crate::content::fixtures::{self, ABOUT, HMONG, PLAN, TEXT, TOPICS, folder, opus, png};
use proptest::prelude::*;

fn faults(files: &[(&str, &str)]) -> String {
    lines(fixtures::parse(vec![folder("kham-suc-khoe", files)]).1)
}

fn lines(faults: Vec<Fault>) -> String {
    faults.iter().map(|f| format!("{f}\n")).collect()
}

#[test]
fn a_folder_of_broken_items_gives_every_fault_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    let vi = fixtures::VIETNAMESE;

    write("lac.txt", b"x");
    write("README.md", b"x");
    write(".DS_Store", b"x");
    write("Ten Sai/item.toml", ABOUT.as_bytes());
    write("Ten Sai/vi.ftl", vi.replace("Mỗi năm", "Hằng năm").as_bytes());

    write("trong/poster.png", &png());
    write("toml-hong/item.toml", b"number = \"1\"\nkind = resolution\n[form\n");
    write("toml-hong/vi.ftl", vi.as_bytes());

    write(
        "toml-sai/item.toml",
        "number = \"\"\nkind = \"rumour\"\nissuer = 7\nsigned = \"2025-02-30\"\n\
         topics = [\"y-te\", \"bong-da\"]\naudience = [\"residents\", \"enemies\"]\nvalid_until = 2026-01-01T10:00:00\n\
         replaces = \"khong-co\"\nmood = \"good\"\nauthor = [\"An\"]\n"
            .as_bytes(),
    );
    write("toml-sai/vi.ftl", vi.as_bytes());

    write("thieu/item.toml", b"kind = \"law\"\n");
    write("thieu/vi.ftl", b"summary = x\n\npoint-1 = a\npoint-3 = b\n");

    let about = format!(
        "{ABOUT}valid_until = \"2025-01-01\"\nreplaces = \"ban\"\n\n[form.vi]\nfrom = \"0123456789ab\"\n\
         [form.hmn-VN]\nfrom = \"cu\"\nreviewed_by = \"An\"\n[form.hmn-VN-voice]\non = 2026-01-05\nreviewed_by = \"An\"\n\
         synthetic = \"yes\"\n[form.tai]\nfrom = \"0123456789ab\"\n[form.poster]\nfrom = \"0123456789ab\"\n"
    );
    write("ban/item.toml", about.as_bytes());
    write("ban/vi.ftl", vi.as_bytes());
    write("ban/hmn-VN.ftl", "title = Zuôr tsuv pâuz\npoint-5 = jông\n".as_bytes());
    write("ban/hmn-VN.ogg", b"OggS and then something else that is no sound at all");
    write("ban/poster.jpg", b"x");
    write("ban/poster.png", b"GIF89a");
    write("ban/nhap/ghi-chu.txt", b"x");

    let words = "title = một hai ba bốn năm sáu bảy tám chín mười mười-một mười-hai – mười-ba\n\
        summary =\n\
        point-1 = a { $who }\n\
        point-1 = b\n\
        point-2 = c\n\
        dòng này quên lùi vào\n\
        point-4 = { NUMBER(1) ->\n\
            [one] một\n\
           *[other] nhiều\n\
        }\n\
        point-6 = d\n\
        action = e\n\
            .label = f\n\
        -term = g\n\
        mood = h\n\
        faq-1-question = i?\n";
    write("chu/item.toml", ABOUT.as_bytes());
    write("chu/vi.ftl", words.as_bytes());
    write("chu/dao.ftl", b"# nothing yet\n");

    write("nhi-phan/item.toml", b"number = \"1\"\nissuer = \"\xff\"");
    write("nhi-phan/vi.ftl", &[vi.as_bytes(), "x".repeat(300_000).as_bytes()].concat());

    write("dai/item.toml", ABOUT.replace("72-NQ", "73-NQ").as_bytes());
    write("dai/vi.ftl", vi.replace("Không mất tiền.", &"rất dài ".repeat(500)).as_bytes());

    write("trung-1/item.toml", ABOUT.replace("72-NQ", "74-NQ").as_bytes());
    write("trung-1/vi.ftl", vi.as_bytes());
    write(
        "trung-2/item.toml",
        format!("{}replaces = \"trung-3\"", ABOUT.replace("72-NQ", "74-nq")).as_bytes(),
    );
    write("trung-2/vi.ftl", vi.as_bytes());
    write(
        "trung-3/item.toml",
        format!("{}replaces = \"trung-2\"", ABOUT.replace("72-NQ", "75-NQ")).as_bytes(),
    );
    write("trung-3/vi.ftl", vi.as_bytes());

    let (items, faults) = load(dir.path(), &TOPICS, &TEXT);
    assert_eq!(items.iter().map(|i| i.folder.as_str()).collect::<Vec<_>>(), ["trung-1"]);
    let shown = lines(faults).replace(&dir.path().display().to_string(), "content");
    for (number, line) in shown.lines().enumerate() {
        assert!(!line.contains(": check-"), "fault {number} has no words: {line}");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_missing_content_folder_is_one_fault() {
    let (items, faults) = load(Path::new("/khong/co"), &TOPICS, &TEXT);
    assert!(items.is_empty());
    assert_eq!(faults.len(), 1, "{faults:?}");
}

#[test]
fn a_party_document_needs_a_number_and_a_notice_does_not() {
    let without = ABOUT.replace("number = \"72-NQ/TW\"\n", "");
    let files = |about| [("item.toml", about), ("vi.ftl", fixtures::VIETNAMESE)];
    let found = faults(&files(&without));
    assert!(
        found.starts_with("content/kham-suc-khoe/item.toml:1: ") && found.contains("resolution"),
        "{found}"
    );
    assert_eq!(faults(&files(&without.replace("resolution", "notice"))), "");
}

#[test]
fn layout_comments_and_composition_do_not_change_a_revision_but_words_do() {
    let plain = fixtures::item(ABOUT, &[]);
    let decomposed: String = fixtures::VIETNAMESE.nfd().collect();
    let laid_out =
        format!("\u{feff}### A comment\r\n{}", decomposed.replace('\n', "\r\n").replace(" = ", "  =   "));
    let about = format!("# why\n{}", ABOUT.replace(" = ", "=").replace("\"2025-09-09\"", "2025-09-09"));
    assert_eq!(fixtures::item(&about, &[("vi.ftl", &laid_out)]).revision, plain.revision);
    // What groups never see does not count either.
    let unseen = about.replace("Tổ biên tập mẫu", "An").replace("resolution", "conclusion");
    assert_eq!(fixtures::item(&unseen, &[]).revision, plain.revision);

    let words = fixtures::VIETNAMESE.replace("miền núi", "vùng núi");
    assert_ne!(fixtures::item(ABOUT, &[("vi.ftl", &words)]).revision, plain.revision);
    for (from, to) in [("72-NQ", "73-NQ"), ("Bộ Chính", "Ban Chính"), ("09-09", "09-10"), ("Cổng", "Trang")]
    {
        assert_ne!(fixtures::item(&ABOUT.replace(from, to), &[]).revision, plain.revision, "{from}");
    }
    // Held, because every group that already has an item would get it again.
    assert_eq!(plain.revision, "c24249f463a8");
}

#[test]
fn another_language_may_lack_any_message() {
    let item = fixtures::item(ABOUT, &[("hmn-VN.ftl", HMONG), ("hmn-VN.ogg", "a"), ("dao.ogg", "b")]);
    assert_eq!(item.languages(), ["vi", "dao", "hmn-VN"]);
    assert!(item.say("hmn-VN", "point-1").unwrap().borrowed);
    assert!(!item.say("hmn-VN", "point-2").unwrap().borrowed);
    assert_eq!(item.form_names(), ["vi", "hmn-VN", "dao-voice", "hmn-VN-voice"]);
}

#[test]
fn hmong_plural_selectors_are_a_fault() {
    let hmong = "title = { $n ->\n    [one] iz\n   *[other] oz\n }\n";
    let files = [("item.toml", ABOUT), ("vi.ftl", fixtures::VIETNAMESE), ("hmn-VN.ftl", hmong)];
    let found = faults(&files);
    assert!(found.starts_with("content/kham-suc-khoe/hmn-VN.ftl:1: "), "{found}");
}

#[test]
fn nested_braces_do_not_exhaust_the_stack() {
    let deep = format!("title = {}", "{".repeat(200_000));
    let found = faults(&[("item.toml", ABOUT), ("vi.ftl", &deep)]);
    assert!(found.contains("vi.ftl:1: "), "{found}");
    let deep = format!("number = {}", "[".repeat(200_000));
    let found = faults(&[("item.toml", &deep), ("vi.ftl", fixtures::VIETNAMESE)]);
    assert!(found.contains("item.toml:1: "), "{found}");
}

#[test]
fn a_voice_may_have_a_longer_segment_table() {
    let mut long = b"OggS".to_vec();
    long.extend([0; 22]);
    long.extend([2, 19, 0]);
    long.extend(b"OpusHead");
    let mut faults = Faults { text: &TEXT, folder: "x".into(), list: vec![] };
    for good in [opus(), long] {
        assert!(media::voice("x", "vi.ogg", &good, &mut faults).is_some());
    }
    for bad in [&b""[..], b"OggS", &opus()[..20], &[0xff; 400]] {
        assert!(media::voice("x", "vi.ogg", bad, &mut faults).is_none());
    }
    assert!(media::picture("x", "poster.png", &png(), &mut faults).is_some());
    assert!(
        media::picture("x", "poster.png", &vec![0; media::PICTURE_LIMIT_BYTES + 1], &mut faults).is_none()
    );
    // What the narrowest platform takes; the editor reads how large theirs is.
    let told = faults.list.last().unwrap().to_string();
    assert_eq!(
        told,
        "x/poster.png:1: tranh nặng 1,1 MB, lớn quá 1 MB (mức của Zalo). Thu nhỏ lại, hoặc lưu với ít màu hơn."
    );
}

/// A line that is nearly one of ours.
fn line() -> impl Strategy<Value = String> {
    let word = || "[a-zà-ỹ0-9 .*\\[\\]{}\"'=#\\-\\\\$(>\t]{0,20}";
    prop_oneof![
        word().prop_map(String::from),
        ("(title|point-[0-9]|faq-1-(question|answer)|loudspeaker|-x)", word())
            .prop_map(|(k, v)| format!("{k} = {v}")),
        ("(number|kind|signed|topics|audience|replaces|form)", word())
            .prop_map(|(k, v)| format!("{k} = {v}")),
        word().prop_map(|v| format!("    {v}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

    #[test]
    fn any_bytes_give_an_item_or_faults(
        about in prop::collection::vec(any::<u8>(), 0..300),
        words in prop::collection::vec(any::<u8>(), 0..300),
        sound in prop::collection::vec(any::<u8>(), 0..60),
        name in ".{0,12}",
    ) {
        let files = vec![
            ("item.toml".to_owned(), about),
            ("vi.ftl".to_owned(), words),
            ("vi.ogg".to_owned(), [b"OggS".to_vec(), sound.clone()].concat()),
            (name.clone(), sound),
        ];
        let (items, faults) = fixtures::parse(vec![Folder { name, files }]);
        prop_assert_eq!(items.is_empty(), !faults.is_empty());
    }

    #[test]
    fn nearly_right_files_give_an_item_or_faults(
        about in prop::collection::vec(line(), 0..12),
        words in prop::collection::vec(line(), 0..12),
    ) {
        let (about, words) = (format!("{ABOUT}{}", about.join("\n")), words.join("\n"));
        let lines = about.lines().count().max(words.lines().count()) + 1;
        let (items, faults) =
            fixtures::parse(vec![folder("bai", &[("item.toml", &about), ("vi.ftl", &words)])]);
        prop_assert_eq!(items.is_empty(), !faults.is_empty());
        for fault in faults {
            prop_assert!((1..=lines).contains(&fault.line), "{}", fault);
        }
    }

    #[test]
    fn print_then_parse_is_the_identity(words in prop::collection::vec(line(), 0..12)) {
        let mut ignored = Faults { text: &TEXT, folder: String::new(), list: vec![] };
        let once = words::read("vi.ftl", words.join("\n").as_bytes(), &mut ignored).words;
        let again = words::read("vi.ftl", once.canonical().as_bytes(), &mut ignored).words;
        prop_assert_eq!(once, again);
    }
}

#[test]
fn a_line_that_begins_like_fluents_own_signs_is_printed_so_that_it_is_read_again() {
    let mut ignored = Faults { text: &TEXT, folder: String::new(), list: vec![] };
    let source = "faq-1-answer = a\n \t*b\n \t[c\n \t.d = e\n";
    let once = words::read("vi.ftl", source.as_bytes(), &mut ignored).words;
    assert_eq!(once.get("faq-1-answer"), Some("a\n*b\n[c\n.d = e"));
    let again = words::read("vi.ftl", once.canonical().as_bytes(), &mut ignored).words;
    assert_eq!(once, again);
}

#[test]
fn what_is_to_be_told_until_a_day_is_in_force_on_it() {
    let read = |about: &str| {
        fixtures::parse(vec![folder("bai", &[("item.toml", about), ("vi.ftl", fixtures::VIETNAMESE)])])
    };
    let (items, faults) = read(&format!("{ABOUT}due = \"2026-12-02\"\nvalid_until = \"2027-12-31\"\n"));
    assert_eq!((items[0].due.unwrap().to_string().as_str(), faults.len()), ("2026-12-02", 0));
    // It is none of what a group sees.
    assert_eq!(items[0].revision, read(ABOUT).0[0].revision);
    for bad in ["due = \"2024-12-02\"", "due = \"2028-01-01\"\nvalid_until = \"2027-12-31\"", "due = \"mai\""]
    {
        let (_, faults) = read(&format!("{ABOUT}{bad}\n"));
        assert!(faults.len() == 1 && faults[0].text.contains("due"), "{bad}: {faults:?}");
    }
}

#[test]
fn a_plan_has_the_fields_of_one_and_is_no_part_of_a_revision() {
    let item = fixtures::item(ABOUT, &[("plans/lc-binhlu.toml", PLAN)]);
    let [plan] = &item.plans[..] else { panic!("{:?}", item.plans) };
    insta::assert_debug_snapshot!(plan);
    assert_eq!(item.revision, fixtures::item(ABOUT, &[]).revision);
    assert_eq!(item.form_names(), ["vi"]);
    // A document may follow later, and nobody may have been counted yet.
    let early: String = PLAN
        .lines()
        .filter(|l| !l.starts_with("number") && !l.starts_with("signed"))
        .fold(String::new(), |a, l| a + l + "\n");
    let early = early.replace("expected = 120\n", "");
    let item = fixtures::item(ABOUT, &[("plans/lc.toml", &early)]);
    assert_eq!((&item.plans[0].number, item.plans[0].signed, item.plans[0].expected), (&None, None, None));
}

#[test]
fn a_plan_with_faults_names_each_with_its_line_and_leaves_out_only_itself() {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    write("bai/item.toml", ABOUT.as_bytes());
    write("bai/vi.ftl", fixtures::VIETNAMESE.as_bytes());
    write("bai/plans/tot.toml", PLAN.as_bytes());
    write("bai/plans/.nhap.toml.swp", b"x");
    write("bai/plans/chu.txt", b"x");
    write("bai/plans/.toml/x.toml", PLAN.as_bytes());
    write("bai/plans/cu/lc.toml", PLAN.as_bytes());
    write("bai/plans/nhi-phan.toml", b"purpose = \"a\"\nwhere = \"\xff\"");
    write("bai/plans/hong.toml", b"purpose = \"a\"\nform = hoc_tap\n");
    write("bai/plans/trong.toml", b"");
    let wrong = [
        ("purpose = \"\"", "purpose = "),
        ("form = \"hop_ban\"", "form = "),
        ("presenters = [\"committee\", \"Đồng chí Mẫu\"]", "presenters = "),
        ("audience = []", "audience = "),
        ("expected = 0", "expected = "),
        ("until = \"2026-11-09\"", "until = "),
        ("signed = \"28/10/2026\"", "signed = "),
    ];
    let mut bad = String::from("presenter_name = \"Giàng Mẫu\"\n");
    for line in PLAN.lines() {
        let said = wrong.iter().find(|(_, key)| line.starts_with(key)).map_or(line, |(said, _)| said);
        bad += &format!("{said}\n");
    }
    write("bai/plans/sai.toml", bad.as_bytes());
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path().join("bai/plans/tot.toml"), dir.path().join("bai/plans/noi.toml"))
        .unwrap();
    let (items, faults) = load(dir.path(), &TOPICS, &TEXT);
    let places: Vec<&str> = items[0].plans.iter().map(|plan| plan.place.as_str()).collect();
    assert_eq!(places, ["noi", "tot"], "a link is what it leads to");
    insta::assert_snapshot!(lines(faults).replace(&dir.path().display().to_string(), "content"));

    // One to nothing cannot be read, and takes no item along.
    std::fs::remove_file(dir.path().join("bai/plans/tot.toml")).unwrap();
    let (items, faults) = load(dir.path(), &TOPICS, &TEXT);
    assert!(items[0].plans.is_empty() && lines(faults).contains("bai/plans/noi.toml:1: không đọc được"));
}

/// What people copy out of the guide is a plan.
#[test]
fn the_plan_in_the_guide_has_no_fault() {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/huong-dan.md")).unwrap();
    let (_, block) = guide.split_once("```toml\n   number = ").unwrap();
    let plan = format!("number = {}", block.split("```").next().unwrap());
    let item = fixtures::item(ABOUT, &[("plans/lc-binhlu.toml", &plan)]);
    assert_eq!(item.plans[0].number.as_deref(), Some("12-KH/ĐU"));
}
