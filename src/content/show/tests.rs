use super::*;
use crate::config::Platform;
use crate::content::fixtures::{self, ABOUT, HMONG, TEXT};
use crate::content::item::voice_form;
use crate::mail::sign;

fn shown(messages: &[Message]) -> String {
    let one = |m: &Message| {
        let media = m.media.as_ref().map(|media| match &media.source {
            Source::Content { path, .. } => format!("<{:?} {path}>\n", media.kind),
            _ => unreachable!("content sends only its own files"),
        });
        let link = m.link.as_ref().map(|link| format!("\n[{link:?}]"));
        format!("{}{}{}", media.unwrap_or_default(), m.shown().0, link.unwrap_or_default())
    };
    messages.iter().map(one).collect::<Vec<_>>().join("\n\n----\n\n")
}

fn vietnamese() -> Chosen {
    Chosen { text_language: "vi".into(), ..Chosen::default() }
}

fn frame() -> Frame<'static> {
    Frame { ask: true, links: true, ..Frame::default() }
}

#[test]
fn a_group_sees_text_then_voice_then_picture() {
    let item = fixtures::item(ABOUT, &[("vi.ogg", "v"), ("poster.png", "p")]);
    let chosen = Chosen { voice: Some("vi".into()), poster: true, ..vietnamese() };
    let messages = announcement(&item, &chosen, &frame(), &TEXT);
    assert_eq!(messages.len(), 3);
    insta::assert_snapshot!(shown(&messages));
    // The summary is for lists of ours, not for the group.
    assert!(!messages[0].text.contains("ít nhất một lần trong năm"));
}

#[test]
fn where_links_carry_nothing_the_way_to_the_private_chat_is_told() {
    let item = fixtures::item(ABOUT, &[]);
    let frame = Frame { links: false, ..frame() };
    let messages = announcement(&item, &vietnamese(), &frame, &TEXT);
    assert!(!messages[0].text.contains("Hỏi riêng"), "{}", messages[0].text);
    // The address and the village's name are known when it is sent.
    let Some(Link::Told { words }) = &messages[0].link else { panic!("{:?}", messages[0].link) };
    assert_eq!(words, "Hỏi riêng: bấm {address}, nhắn “{place}” và câu hỏi.");
}

#[test]
fn what_hmong_lacks_is_shown_in_vietnamese_and_marked() {
    let item = fixtures::item(ABOUT, &[("hmn-VN.ftl", HMONG), ("hmn-VN.ogg", "h")]);
    let chosen = Chosen { text_language: "hmn-VN".into(), voice: Some("hmn-VN".into()), ..Chosen::default() };
    insta::assert_snapshot!(shown(&announcement(&item, &chosen, &frame(), &TEXT)));
}

#[test]
fn a_draft_says_so_on_every_part() {
    let about = format!("{ABOUT}[form.vi-voice]\nfrom = \"0123456789ab\"\nsynthetic = true\n");
    let item = fixtures::item(&about, &[("vi.ogg", "v"), ("poster.png", "p")]);
    let chosen = Chosen {
        draft: true,
        voice: Some("vi".into()),
        voice_draft: true,
        poster: true,
        poster_draft: true,
        ..vietnamese()
    };
    insta::assert_snapshot!(shown(&announcement(&item, &chosen, &Frame { ask: false, ..frame() }, &TEXT)));
}

#[test]
fn a_correction_says_what_it_replaces_and_a_clarification_what_it_is() {
    let old = fixtures::item(ABOUT, &[]);
    let about = ABOUT.replace("number = \"72-NQ/TW\"\n", "").replace("resolution", "clarification");
    let words = fixtures::VIETNAMESE.replace("Mỗi năm bà con được", "Nói rõ về việc");
    let item = fixtures::item(&about, &[("vi.ftl", &words)]);
    let frame = Frame { correction_of: Some(&old), ..frame() };
    insta::assert_snapshot!(shown(&announcement(&item, &vietnamese(), &frame, &TEXT)));
}

#[test]
fn a_secretary_gets_it_privately_and_is_not_told_that_the_group_sees() {
    let item = fixtures::item(&ABOUT.replace("residents", "secretaries"), &[]);
    assert!(!item.is_for_groups());
    let frame = Frame { private: true, ask: false, ..frame() };
    let messages = announcement(&item, &vietnamese(), &frame, &TEXT);
    assert!(!messages[0].text.contains("cả nhóm"), "{}", messages[0].text);
}

#[test]
fn a_list_names_an_item_in_one_line() {
    let item = fixtures::item(ABOUT, &[("hmn-VN.ftl", HMONG)]);
    insta::assert_snapshot!(brief(&item, "vi", &TEXT), @"Mỗi năm bà con được khám sức khoẻ miễn phí (Nghị quyết 72-NQ/TW của Bộ Chính trị, 9/9/2025)");
    assert!(brief(&item, "hmn-VN", &TEXT).starts_with("Zuôr tsuv pâuz"));
}

#[test]
fn the_loudspeaker_has_something_to_read_in_any_case() {
    let item = fixtures::item(ABOUT, &[("hmn-VN.ftl", HMONG)]);
    insta::assert_snapshot!(loudspeaker(&item, "vi", &TEXT), @r"
    Kính thưa bà con.
    Xin báo tin về việc khám sức khoẻ miễn phí.
    ");
    assert!(loudspeaker(&item, "hmn-VN", &TEXT).starts_with("(tiếng Việt) Kính thưa"));
    let (before, after) = fixtures::VIETNAMESE.split_once("loudspeaker =").unwrap();
    let (_, faq) = after.split_once("faq").unwrap();
    let item = fixtures::item(ABOUT, &[("vi.ftl", &format!("{before}faq{faq}"))]);
    assert_eq!(loudspeaker(&item, "vi", &TEXT).lines().count(), 5);
}

#[test]
fn a_document_is_called_what_the_sign_in_its_number_says() {
    for (number, kind, called) in [
        ("72-NQ/TW", "resolution", "Nghị quyết 72-NQ/TW của"),
        ("217/2025/QH15", "resolution", "Nghị quyết 217/2025/QH15 của"),
        ("91/2025/QH15", "law", "Luật 91/2025/QH15 của"),
        ("165/2026/NĐ-CP", "policy", "Nghị định 165/2026/NĐ-CP của"),
        ("417/QĐ-BNNMT", "policy", "Quyết định 417/QĐ-BNNMT của"),
        ("1719/QĐ-TTg", "policy", "Quyết định 1719/QĐ-TTg của"),
        ("399-QĐ/TW", "regulation", "Quy định 399-QĐ/TW của"),
        ("1039-CV/HU", "guidance", "Công văn 1039-CV/HU của"),
        ("05-HD/VPTW", "guidance", "Hướng dẫn 05-HD/VPTW của"),
        ("38/BYT-BH", "policy", "Văn bản 38/BYT-BH của"),
    ] {
        let about = ABOUT.replace("72-NQ/TW\"\n", &format!("{number}\"\n")).replace("resolution", kind);
        let cite = cite(&fixtures::item(&about, &[]), "vi", &TEXT);
        assert!(cite.starts_with(called), "{cite}");
    }
}

/// Every item of the project.
fn of_the_project() -> Vec<Item> {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let subjects = crate::questions::subject::Subjects::embedded().unwrap();
    let topics: Vec<&str> = subjects.topics().iter().map(|t| t.id.as_str()).collect();
    let (items, faults) = super::super::parse::load(&dir, &topics, &TEXT);
    assert!(faults.is_empty() && items.len() == 8, "{faults:?}");
    items
}

/// Every item of the project, as a group or one person gets it on every platform, whole.
fn shown_everywhere() -> Vec<(String, String)> {
    let (items, mut all) = (of_the_project(), vec![]);
    for (item, platform) in items.iter().flat_map(|i| Platform::ALL.iter().map(move |p| (i, p))) {
        let message = whole(item, "vi", &platform.profile().capabilities, &TEXT);
        let message = sign(&TEXT, "vi", "Đảng uỷ xã Bình Lư", vec![message]).remove(0);
        all.push((format!("{} {}", item.folder, platform.as_str()), message.shown().0));
    }
    all
}

#[test]
fn every_item_is_read_in_one_look_on_every_platform() {
    for (what, shown) in shown_everywhere() {
        let length = shown.chars().count();
        assert!(length <= ONE_LOOK, "{what}: {length} characters\n{shown}");
        // Whose machine it is stands there once.
        assert_eq!(shown.matches("Đảng uỷ xã Bình Lư").count(), 1, "{shown}");
    }
}

#[test]
fn a_voice_of_the_project_reads_the_text_as_it_now_is() {
    let items = of_the_project();
    let voices = || items.iter().flat_map(|i| i.voices.keys().map(move |l| (i, &i.forms[&voice_form(l)])));
    assert!(voices().count() > 0, "the practice room plays one");
    for (item, note) in voices() {
        assert_eq!(note.from, item.revision, "{}: read it anew, then note the revision", item.folder);
    }
}
