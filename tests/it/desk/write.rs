//! An item is written at the desk, by people who have never seen a folder.

use super::browser::{Browser, Shown};
use crate::stories;
use crate::world::World;
use loaban::config::Platform;

const ON_ZALO: &[Platform] = &[Platform::ZaloBot];
stories!(on ON_ZALO;
    from_nothing_to_the_group_of_a_village,
    two_editors_lose_no_word,
    an_item_of_the_folder_is_taken_over_and_stays_released,
    who_may_not_write_sees_nothing,
    an_older_version_comes_back,
);

/// What an officer fills in.
pub const FILLED: &[(&str, &str)] = &[
    ("title", "Tiêm phòng cho trâu bò không mất tiền"),
    ("point-1", "Từ 1/12 đến 15/12 xã tiêm cho trâu, bò."),
    ("point-2", "Bà con không mất tiền."),
    ("point-3", "Cán bộ thú y đến tận bản."),
    ("action", "Nhốt trâu bò ở nhà hôm cán bộ đến."),
    ("loudspeaker", "Kính thưa bà con.\nXã tiêm phòng cho trâu bò."),
    ("kind", "notice"),
    ("issuer", "Uỷ ban nhân dân xã Bình Lư"),
    ("signed", "2026-11-20"),
    ("source", "Thông báo của xã ngày 20/11/2026"),
    ("author", "Tổ biên tập"),
    ("audience-residents", "1"),
];

pub fn with<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FILLED.iter().filter(|(name, _)| change.iter().all(|(other, _)| name != other));
    kept.copied().chain(change.iter().copied()).collect()
}

/// A new item of this headline; the path of its page.
pub async fn begins(browser: &mut Browser, title: &str) -> String {
    let list = browser.opens("/trang/soan").await;
    let sheet = browser.presses(&list, "Bắt đầu soạn", &[("title", title)]).await;
    assert_eq!(sheet.status, 200, "{}", sheet.html);
    sheet.form("Lưu").expect("a form").action
}

pub async fn saves(browser: &mut Browser, sheet: &Shown, filled: &[(&str, &str)]) -> Shown {
    let saved: Vec<(&str, &str)> = [("viec", "luu")].into_iter().chain(filled.iter().copied()).collect();
    browser.presses(sheet, "Lưu", &saved).await
}

pub async fn hands_in(browser: &mut Browser, sheet: &Shown, filled: &[(&str, &str)]) -> Shown {
    let saved: Vec<(&str, &str)> = [("viec", "nop")].into_iter().chain(filled.iter().copied()).collect();
    browser.presses(sheet, "Lưu và nộp duyệt", &saved).await
}

async fn from_nothing_to_the_group_of_a_village(world: World) {
    let author = world.enrols("Vàng Thị Viết", "editor", "lc-binhlu").await;
    let second = world.enrols("Giàng A Duyệt", "editor", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let mut browser = Browser::of(&world, &author).await;
    let path = begins(&mut browser, "Tiêm phòng trâu bò").await;
    assert_eq!(path, "/trang/soan/tiem-phong-trau-bo");
    let empty = browser.opens(&path).await;
    insta::assert_snapshot!("a_new_item", empty.words());
    // Handed in too early: it is kept, and every box says what it lacks.
    let early = hands_in(&mut browser, &empty, &[("point-1", "Từ 1/12 tiêm."), ("signed", "hôm qua")]).await;
    assert!(early.words().contains("Chưa nộp được"), "{}", early.words());
    assert!(early.html.contains("Từ 1/12 tiêm.") && early.html.contains("hôm qua"), "{}", early.html);
    let nothing = world.told(&second, "/duyet", "").await;
    assert!(!nothing.text.contains("trâu bò"), "{}", nothing.text);
    let whole = saves(&mut browser, &early, FILLED).await;
    insta::assert_snapshot!("a_whole_item", whole.words());
    let done = hands_in(&mut browser, &whole, FILLED).await;
    assert!(done.words().contains("đã nộp, người khác duyệt được"), "{}", done.words());
    // Whoever wrote it is known by their role, whatever name stands in it.
    world.told(&author, "/duyet tiem-phong-trau-bo", "không tự duyệt bài của mình").await;
    world.told(&second, "/duyet tiem-phong-trau-bo", "đã đọc kỹ và duyệt bài này?").await;
    world.chooses(&second, "Duyệt").await;
    world.told(&second, "/phat tiem-phong-trau-bo", "1 nhóm.").await;
    world.chooses(&second, "Phát cho 1 nhóm").await;
    world.reads_in(&group, "Tiêm phòng cho trâu bò không mất tiền").await;
    // The next version is no affair of the groups until it was handed in and released.
    let next = browser.opens(&path).await;
    saves(&mut browser, &next, &with(&[("title", "Tiêm phòng trâu bò lần hai")])).await;
    let list = world.told(&second, "/duyet", "").await;
    assert!(!list.text.contains("lần hai"), "{}", list.text);
    world.close().await;
}

async fn two_editors_lose_no_word(world: World) {
    let one = world.enrols("Một", "editor", "lc-binhlu").await;
    let other = world.enrols("Hai", "editor", "lc-binhlu").await;
    let (mut one, mut other) = (Browser::of(&world, &one).await, Browser::of(&world, &other).await);
    let path = begins(&mut one, "Tiêm phòng trâu bò").await;
    let (mine, theirs) = (one.opens(&path).await, other.opens(&path).await);
    saves(&mut one, &mine, &with(&[("point-1", "Lời của người thứ nhất.")])).await;
    let told = saves(&mut other, &theirs, &with(&[("point-1", "Lời của người thứ hai.")])).await;
    let words = told.words();
    assert!(words.contains("có người khác vừa lưu"), "{words}");
    assert!(
        words.contains("Lời của người thứ nhất.") && told.html.contains("Lời của người thứ hai."),
        "{words}"
    );
    assert!(!one.opens(&path).await.html.contains("Lời của người thứ hai."));
    // Seen, they save all the same; the other's version is kept beside.
    let saved = saves(&mut other, &told, &with(&[("point-1", "Lời của cả hai.")])).await;
    assert!(saved.html.contains("Lời của cả hai."), "{}", saved.html);
    let old = one.opens(&format!("{path}?ban=2")).await;
    assert!(old.html.contains("Lời của người thứ nhất."), "{}", old.html);
    world.close().await;
}

async fn an_item_of_the_folder_is_taken_over_and_stays_released(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc").await;
    let resident = world.person("Bà con");
    world.village("lc-binhlu-naluong", &[&resident]).await;
    let mut browser = Browser::of(&world, &editor).await;
    world.publishes("hoc-phi").await;
    let offered = browser.opens("/trang/soan/hoc-phi").await;
    assert!(offered.words().contains("Đưa về đây thì từ nay sửa ở trang này"), "{}", offered.words());
    let sheet = browser.presses(&offered, "Đưa về đây để soạn", &[]).await;
    assert!(sheet.words().contains("đã nộp"), "{}", sheet.words());
    let home = "SELECT COUNT(*) FROM written_item WHERE item = 'hoc-phi' AND submitted = 1";
    assert_eq!(world.count(home).await, 1);
    // What was released is released still: every group has it, and nothing waits for a second pair of eyes.
    let again = world.publishes("hoc-phi").await;
    assert_eq!(again.groups, 0);
    // Twice is once.
    browser.presses(&offered, "Đưa về đây để soạn", &[]).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM written_version").await, 1);
    world.close().await;
}

async fn who_may_not_write_sees_nothing(world: World) {
    let author = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let far = world.enrols("Biên tập xa", "editor", "lc-taleng").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let mut browser = Browser::of(&world, &author).await;
    let path = begins(&mut browser, "Tiêm phòng trâu bò").await;
    let sheet = browser.opens(&path).await;
    for phone in [&far, &coordinator] {
        let mut theirs = Browser::of(&world, phone).await;
        assert_eq!(theirs.opens(&path).await.status, 404);
        let slip = theirs.opens("/trang").await.form("Ra khỏi trang").unwrap();
        let slip = slip.field("phieu");
        let forged = theirs.sends(&path, &[("phieu", &slip), ("ban", "1"), ("title", "Giả")]).await;
        assert_eq!(forged.status, 404);
        assert!(!theirs.opens("/trang/soan").await.words().contains("Tiêm phòng"));
        // A folder's item belongs to whoever reaches everything.
        assert_eq!(theirs.opens("/trang/soan/hoc-phi").await.status, 404);
    }
    // A form of nobody's session, and one whose role ended in the middle of it.
    let mut nobody = Browser::new(&world);
    assert_eq!(nobody.sends(&path, &[("ban", "1"), ("title", "Giả")]).await.status, 401);
    let ended = "UPDATE role SET ended_at = 1 WHERE id = (SELECT role FROM written_version)";
    let mut tx = world.parts().core.db.write().await.unwrap();
    sqlx::query(ended).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(saves(&mut browser, &sheet, FILLED).await.status, 401);
    assert_eq!(world.count("SELECT COUNT(*) FROM written_version").await, 1);
    world.close().await;
}

async fn an_older_version_comes_back(world: World) {
    let author = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let mut browser = Browser::of(&world, &author).await;
    let path = begins(&mut browser, "Tiêm phòng trâu bò").await;
    let first = browser.opens(&path).await;
    let saved = saves(&mut browser, &first, &with(&[("action", "Lời đầu.")])).await;
    world.pass(std::time::Duration::from_secs(2 * 3_600));
    let later = saves(&mut browser, &saved, &with(&[("action", "Lời sau.")])).await;
    assert!(later.html.contains("Lời sau.") && later.words().contains("Bản 3"), "{}", later.words());
    let old = browser.opens(&format!("{path}?ban=2")).await;
    assert!(old.html.contains("Lời đầu.") && old.words().contains("Đang xem lại bản 2"), "{}", old.words());
    let back = saves(&mut browser, &old, &with(&[("action", "Lời đầu.")])).await;
    assert!(back.html.contains("Lời đầu.") && back.words().contains("Bản 4"), "{}", back.words());
    world.close().await;
}
