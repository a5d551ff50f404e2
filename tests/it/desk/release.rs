//! A second pair of eyes at the desk: reads what a group would see beside what was let out before, releases or sends back.

use super::browser::Browser;
use super::write::{FILLED, begins, hands_in, saves, with};
use crate::stories;
use crate::world::World;
use loaban::config::Platform;

const ON_ZALO: &[Platform] = &[Platform::ZaloBot];
stories!(on ON_ZALO;
    from_one_desk_to_the_other_and_out,
    what_changed_is_shown_beside_what_was_let_out,
    it_goes_back_with_a_reason,
    who_bears_no_name_releases_nothing,
    nobody_releases_what_was_not_shown_to_them,
);

const RELEASES: &str = "SELECT COUNT(*) FROM item_release WHERE item = 'tiem-phong-trau-bo'";
const PATH: &str = "/trang/duyet/tiem-phong-trau-bo";

/// Somebody's item, handed in.
async fn handed_in(world: &World, author: &mut Browser) -> String {
    let path = begins(author, "Tiêm phòng trâu bò").await;
    let sheet = author.opens(&path).await;
    let done = hands_in(author, &sheet, FILLED).await;
    assert!(done.words().contains("đã nộp"), "{}", done.words());
    world.settle().await;
    path
}

async fn from_one_desk_to_the_other_and_out(world: World) {
    let author = world.enrols("Vàng Thị Viết", "editor", "lc-binhlu").await;
    let second = world.enrols("Giàng A Duyệt", "editor", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let mut writing = Browser::of(&world, &author).await;
    let mut reading = Browser::of(&world, &second).await;
    handed_in(&world, &mut writing).await;
    let today = reading.opens("/trang").await;
    assert!(today.words().contains("bài chờ duyệt"), "{}", today.words());
    let list = reading.opens("/trang/duyet").await;
    assert!(list.words().contains("Tiêm phòng cho trâu bò không mất tiền"), "{}", list.words());
    let sheet = reading.opens(PATH).await;
    insta::assert_snapshot!("an_item_to_release", sheet.words());
    // Nothing ticked: nothing done.
    let none = reading.presses(&sheet, "Duyệt", &[]).await;
    assert!(none.words().contains("Chưa chọn phần nào"), "{}", none.words());
    assert_eq!(world.count(RELEASES).await, 0);
    let done = reading.presses(&sheet, "Duyệt", &[("form-vi", "1")]).await;
    assert!(done.words().contains("Đã duyệt."), "{}", done.words());
    assert_eq!(world.count(RELEASES).await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM act WHERE deed = 'release'").await, 1);
    world.told(&second, "/phat tiem-phong-trau-bo", "1 nhóm.").await;
    world.chooses(&second, "Phát cho 1 nhóm").await;
    world.reads_in(&group, "Tiêm phòng cho trâu bò không mất tiền").await;
    // It waits for nobody any more.
    assert_eq!(reading.opens(PATH).await.status, 404);
    world.close().await;
}

async fn what_changed_is_shown_beside_what_was_let_out(world: World) {
    let author = world.enrols("Vàng Thị Viết", "editor", "lc-binhlu").await;
    let second = world.enrols("Giàng A Duyệt", "editor", "lc-binhlu").await;
    let mut writing = Browser::of(&world, &author).await;
    let mut reading = Browser::of(&world, &second).await;
    let path = handed_in(&world, &mut writing).await;
    let sheet = reading.opens(PATH).await;
    reading.presses(&sheet, "Duyệt", &[("form-vi", "1")]).await;
    let sheet = writing.opens(&path).await;
    hands_in(&mut writing, &sheet, &with(&[("action", "Nhốt trâu bò từ sáng sớm.")])).await;
    let sheet = reading.opens(PATH).await;
    let words = sheet.words();
    let change = words.split("Khác với bản đã duyệt trước").nth(1).expect("what changed");
    assert!(change.contains("Nhốt trâu bò ở nhà hôm cán bộ đến."), "{change}");
    assert!(change.contains("Nhốt trâu bò từ sáng sớm."), "{change}");
    assert!(!change.split("Bà con sẽ thấy").next().unwrap().contains("Ngày ký"), "{change}");
    // Changed once more while it was read: what was read is not what would be let out.
    let again = writing.opens(&path).await;
    hands_in(&mut writing, &again, &with(&[("action", "Nhốt trâu bò cả ngày.")])).await;
    let late = reading.presses(&sheet, "Duyệt", &[("form-vi", "1")]).await;
    assert!(late.words().contains("bài vừa được sửa"), "{}", late.words());
    assert!(late.words().contains("Nhốt trâu bò cả ngày."), "{}", late.words());
    assert_eq!(world.count(RELEASES).await, 1);
    // A version that is only saved is nobody's to release.
    let saved = writing.opens(&path).await;
    saves(&mut writing, &saved, &with(&[("action", "Chưa nộp.")])).await;
    assert!(!reading.opens(PATH).await.words().contains("Chưa nộp."));
    world.close().await;
}

async fn it_goes_back_with_a_reason(world: World) {
    let author = world.enrols("Tổ biên tập", "editor", "lc-binhlu").await;
    let second = world.enrols("Giàng A Duyệt", "editor", "lc-binhlu").await;
    let mut writing = Browser::of(&world, &author).await;
    let mut reading = Browser::of(&world, &second).await;
    handed_in(&world, &mut writing).await;
    let sheet = reading.opens(PATH).await;
    let none = reading.presses(&sheet, "Trả lại", &[("ly-do", " ")]).await;
    assert!(none.words().contains("Xin ghi lý do"), "{}", none.words());
    let done = reading.presses(&sheet, "Trả lại", &[("ly-do", "Thiếu giờ tiêm ở từng bản.")]).await;
    assert!(done.words().contains("Đã trả lại"), "{}", done.words());
    world.reads(&author, "« Thiếu giờ tiêm ở từng bản. »").await;
    assert_eq!(world.count(RELEASES).await, 0);
    let list = reading.opens("/trang/duyet").await;
    assert!(list.words().contains("Đã trả lại để sửa, chưa sửa lại."), "{}", list.words());
    world.close().await;
}

async fn who_bears_no_name_releases_nothing(world: World) {
    let author = world.enrols("Vàng Thị Viết", "editor", "lc-binhlu").await;
    let nameless = world.enrols("", "editor", "lc-binhlu").await;
    let mut writing = Browser::of(&world, &author).await;
    handed_in(&world, &mut writing).await;
    let sheet = Browser::of(&world, &nameless).await.opens(PATH).await;
    assert!(sheet.words().contains("chưa ghi tên"), "{}", sheet.words());
    assert!(sheet.form("Duyệt").is_none(), "{}", sheet.html);
    world.close().await;
}

async fn nobody_releases_what_was_not_shown_to_them(world: World) {
    let author = world.enrols("Vàng Thị Viết", "editor", "lc-binhlu").await;
    let second = world.enrols("Giàng A Duyệt", "editor", "lc-binhlu").await;
    let beside = world.enrols("Xã bên", "editor", "lc-banbo").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let mut writing = Browser::of(&world, &author).await;
    handed_in(&world, &mut writing).await;
    // Whoever wrote it reads why not, and a form that they make up does nothing.
    let own = writing.opens(PATH).await;
    assert!(own.words().contains("người khác duyệt"), "{}", own.words());
    assert!(own.form("Duyệt").is_none(), "{}", own.html);
    let slip = own.form("Trả lại").unwrap().field("phieu");
    let mut reading = Browser::of(&world, &second).await;
    let sheet = reading.opens(PATH).await;
    let hash = sheet.form("Duyệt").unwrap().field("bam-vi");
    let made_up = [("phieu", slip.as_str()), ("viec", "duyet"), ("form-vi", "1"), ("bam-vi", hash.as_str())];
    writing.sends(PATH, &made_up).await;
    assert_eq!(world.count(RELEASES).await, 0);
    // With another hash, and by whom it does not concern.
    reading.presses(&sheet, "Duyệt", &[("form-vi", "1"), ("bam-vi", "0000")]).await;
    assert_eq!(world.count(RELEASES).await, 0);
    for stranger in [&secretary, &beside] {
        let mut browser = Browser::of(&world, stranger).await;
        let list = browser.opens("/trang/duyet").await;
        assert!(!list.words().contains("Tiêm phòng cho trâu bò"), "{}", list.words());
        let today = browser.opens("/trang").await;
        assert!(!today.words().contains("Tiêm phòng"), "{}", today.words());
        browser.sends(PATH, &made_up).await;
    }
    assert_eq!(world.count(RELEASES).await, 0);
    world.close().await;
}
