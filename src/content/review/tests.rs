use super::*;
use crate::content::fixtures::{self, ABOUT, HMONG, about_with_notes};

const FORMS: [&str; 3] = ["hmn-VN", "hmn-VN-voice", "vi-voice"];

/// An item with every form, all of them made from the present text and reviewed.
fn complete() -> Item {
    with_about(&about_with_notes(&fixtures::item(ABOUT, &[]).revision, &FORMS), HMONG)
}

fn with_about(about: &str, hmong: &str) -> Item {
    fixtures::item(about, &[("hmn-VN.ftl", hmong), ("hmn-VN.ogg", "h"), ("vi.ogg", "v"), ("poster.png", "p")])
}

fn send(item: &Item, releases: &[Release], reviewed: bool) -> Option<Chosen> {
    forms_to_send(item, "hmn-VN", releases, reviewed, Mode::Run)
}

fn forms(releases: &[Release]) -> Vec<&str> {
    releases.iter().map(|r| r.form.as_str()).collect()
}

#[test]
fn the_author_cannot_release_however_the_name_is_written() {
    let item = complete();
    for name in [
        "Tổ biên tập mẫu",
        "to bien tap MAU",
        "  Tổ  biên tập  mẫu ",
        "Đ/c Tổ biên tập mẫu",
        "đồng chí tổ biên tập mẫu",
        "ĐỒNG CHÍ: Ông Tổ-biên-tập-mẫu.",
        "Tổ bi\u{200b}ên t\u{ad}ập mẫu",
        // Cyrillic and Greek letters that look like ours.
        "T\u{43e}\u{309} bi\u{435}\u{302}n t\u{430}\u{323}p m\u{430}u",
        "\u{3a4}\u{39f} BIEN TAP MAU",
    ] {
        assert_eq!(release(&item, &[name]), Err(Refusal::Author), "{name}");
    }
    assert_eq!(release(&item, &["  "]), Err(Refusal::NoName));
    assert_eq!(release(&item, &["., \u{200b}"]), Err(Refusal::NoName));
    assert_eq!(release(&item, &[]), Err(Refusal::NoName));
    // One of somebody's names is enough.
    assert_eq!(release(&item, &["Vàng A Duyệt", "Đ/c Tổ biên tập mẫu"]), Err(Refusal::Author));
    let two = with_about(&ABOUT.replace("Tổ biên tập mẫu", "Lò Văn Thử, Giàng Thị Mẫu"), HMONG);
    assert_eq!(release(&two, &["giang thi mau"]), Err(Refusal::Author));
    for name in
        ["Chị Giàng Thị Mẫu", "bà giàng thị mẫu", "Ông Lò Văn Thử", "Anh  LÒ VĂN THỬ", "D/C Lo Van Thu"]
    {
        assert_eq!(release(&two, &[name]), Err(Refusal::Author), "{name}");
    }
    assert!(release(&two, &["Vàng A Duyệt"]).is_ok());
    // Whoever is called like a title has that name.
    let short = with_about(&ABOUT.replace("Tổ biên tập mẫu", "Chị Anh và ông Ba"), HMONG);
    for (name, expected) in
        [("Anh", true), ("Ba", true), ("Chị Chị Anh", true), ("Bà", true), ("Chị Lan", false)]
    {
        assert_eq!(release(&short, &[name]) == Err(Refusal::Author), expected, "{name}");
    }
}

#[test]
fn a_release_covers_the_forms_that_are_ready() {
    let all = release(&complete(), &["Vàng A Duyệt"]).unwrap();
    assert_eq!(forms(&all), ["vi", "hmn-VN", "hmn-VN-voice", "vi-voice", "poster"]);
    // Without notes nobody says what the others were made from.
    let bare = with_about(ABOUT, HMONG);
    assert_eq!(forms(&release(&bare, &["Vàng A Duyệt"]).unwrap()), ["vi", "poster"]);
    assert_eq!(ready(&bare, "hmn-VN"), Err(NotReady::NoNote));
    assert_eq!(ready(&bare, "tai"), Err(NotReady::Absent));
    let unread = about_with_notes(&bare.revision, &FORMS)
        .replace("reviewed_by = \"Giàng Thị Mẫu\"\non = 2026-01-05\n", "");
    assert_eq!(ready(&with_about(&unread, HMONG), "vi-voice"), Err(NotReady::NotReviewed));
}

#[test]
fn nothing_goes_out_before_the_vietnamese_text_is_released() {
    let item = complete();
    assert_eq!(send(&item, &[], true), None);
    assert_eq!(state(&item, &[]), State::Draft);
    let mut releases = release(&item, &["Vàng A Duyệt"]).unwrap();
    assert_eq!(state(&item, &releases), State::Released);
    releases.retain(|r| r.form != "vi");
    assert_eq!(send(&item, &releases, true), None);
}

#[test]
fn everything_released_goes_in_the_language_of_the_group() {
    let item = complete();
    let releases = release(&item, &["Vàng A Duyệt"]).unwrap();
    let chosen = send(&item, &releases, true).unwrap();
    let voice = Some("hmn-VN".to_owned());
    assert_eq!(chosen, Chosen { text_language: "hmn-VN".into(), voice, poster: true, ..Chosen::default() });
    // A language that nobody prepared gets Vietnamese, voice and all.
    let other = forms_to_send(&item, "dao", &releases, true, Mode::Run).unwrap();
    assert_eq!(
        (other.text_language.as_str(), other.fallback, other.voice.as_deref()),
        ("vi", true, Some("vi"))
    );
    let vietnamese = forms_to_send(&item, "vi", &releases, true, Mode::Run).unwrap();
    assert!(!vietnamese.fallback && !vietnamese.draft);
}

#[test]
fn a_text_needs_its_locale_and_a_human_voice_does_not() {
    let item = complete();
    let releases = release(&item, &["Vàng A Duyệt"]).unwrap();
    let chosen = send(&item, &releases, false).unwrap();
    assert!(chosen.fallback && chosen.text_language == "vi" && chosen.voice.as_deref() == Some("hmn-VN"));

    let machine = about_with_notes(&item.revision, &FORMS)
        .replace("[form.hmn-VN-voice]", "[form.hmn-VN-voice]\nsynthetic = true");
    let item = with_about(&machine, HMONG);
    assert_eq!(send(&item, &releases, false).unwrap().voice.as_deref(), Some("vi"));
    assert_eq!(send(&item, &releases, true).unwrap().voice.as_deref(), Some("hmn-VN"));
}

#[test]
fn a_form_that_changes_falls_out_alone() {
    let item = complete();
    let releases = release(&item, &["Vàng A Duyệt"]).unwrap();
    let changed = with_about(&about_with_notes(&item.revision, &FORMS), &HMONG.replace("tsêr", "cêr"));
    let chosen = send(&changed, &releases, true).unwrap();
    assert!(chosen.fallback && chosen.voice.as_deref() == Some("hmn-VN") && chosen.poster);

    let mut picture = item.clone();
    picture.poster.as_mut().unwrap().hash = "other".into();
    let chosen = send(&picture, &releases, true).unwrap();
    assert!(!chosen.poster && !chosen.fallback);
}

#[test]
fn forms_of_an_older_text_stay_behind_when_the_new_one_is_released() {
    let old = complete();
    let mut releases = release(&old, &["Vàng A Duyệt"]).unwrap();
    let vietnamese = fixtures::VIETNAMESE.replace("miền núi", "vùng núi");
    let files =
        [("vi.ftl", vietnamese.as_str()), ("hmn-VN.ftl", HMONG), ("vi.ogg", "v"), ("poster.png", "p")];
    let new = fixtures::item(&about_with_notes(&old.revision, &["hmn-VN", "vi-voice"]), &files);
    assert_eq!(ready(&new, "hmn-VN"), Err(NotReady::OldRevision));
    assert_eq!(send(&new, &releases, true), None);
    releases.push(Release {
        item: new.folder.clone(),
        form: "vi".into(),
        hash: new.revision.clone(),
        scope: Scope::Everywhere,
    });
    let chosen = send(&new, &releases, true).unwrap();
    assert_eq!((chosen.fallback, chosen.voice, chosen.poster), (true, None, false));
}

#[test]
fn the_practice_room_shows_drafts_and_marks_them() {
    let item = with_about(ABOUT, HMONG);
    let chosen = forms_to_send(&item, "hmn-VN", &[], false, Mode::Practice).unwrap();
    assert!(chosen.draft && chosen.voice_draft && chosen.poster_draft && chosen.poster && !chosen.fallback);
    let item = complete();
    let releases = release(&item, &["Vàng A Duyệt"]).unwrap();
    let chosen = forms_to_send(&item, "vi", &releases, true, Mode::Practice).unwrap();
    assert!(!chosen.draft && !chosen.voice_draft && !chosen.poster_draft);
}
