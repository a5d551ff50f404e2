use super::*;

use crate::content::fixtures::{self, ABOUT, HMONG, TEXT, about_with_notes};

fn shown(item: &Item, reason: &str) -> String {
    notices(item, &[], reason, &TEXT)[VIETNAMESE].shown().0
}

#[test]
fn a_notice_says_which_item_why_and_what_to_do() {
    let private = fixtures::item(&ABOUT.replace("residents", "reporters"), &[]);
    let group = shown(&fixtures::item(ABOUT, &[]), "Ghi nhầm ngày áp dụng.");
    insta::assert_snapshot!(format!("{group}\n\n────\n\n{}", shown(&private, "")));
}

#[test]
fn nobody_reads_a_headline_that_could_not_be_sent() {
    // The Hmong words of the machine are a draft; here somebody has reviewed them.
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("hmn-VN")).unwrap();
    let about = "name = \"Hmoob\"\nstatus = \"reviewed\"\n";
    std::fs::write(dir.path().join("hmn-VN/locale.toml"), about).unwrap();
    let text = Text::load(Some(dir.path())).unwrap();

    let revision = fixtures::item(ABOUT, &[]).revision;
    let item = fixtures::item(&about_with_notes(&revision, &["hmn-VN"]), &[("hmn-VN.ftl", HMONG)]);
    let heading = |releases: &[Release]| notices(&item, releases, "", &text)["hmn-VN"].heading.clone();
    assert!(heading(&[]).contains("Mỗi năm bà con được khám"), "{}", heading(&[]));
    let released = review::release(&item, &["Vàng A Duyệt"]).unwrap();
    assert!(heading(&released).contains("Zuôr tsuv pâuz"), "{}", heading(&released));
    // In a language whose words are a draft nobody is told anything.
    assert_eq!(notices(&item, &released, "", &TEXT).keys().collect::<Vec<_>>(), [VIETNAMESE]);
}

#[test]
fn what_is_published_after_a_withdrawal_is_another_delivery() {
    let causes =
        [0, 1, 2].map(|edition| cause(&"hoc-phi".into(), "0a1b2c", edition, Whom::Group(&"g1".into())));
    // The first is as it was before anything could be taken back: old databases hold it.
    assert_eq!(causes, ["item:hoc-phi:0a1b2c:g1", "item:hoc-phi:0a1b2c.1:g1", "item:hoc-phi:0a1b2c.2:g1"]);
}
