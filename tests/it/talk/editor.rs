//! An editor: the second pair of eyes, publishing, the month's files.

use super::is_told;
use crate::stories;
use crate::world::World;
use crate::world::phones::Phone;
use loaban::content::{Nobody, Order, Rank};
use loaban::standins::telegram::Kind;

stories!(on each;
    a_publication_is_told_before_it_is_chosen,
    a_publication_goes_where_and_when_it_was_said,
    a_likely_item_is_asked_about,
    what_changed_since_it_was_shown_is_shown_anew,
    an_item_goes_back_to_its_author_until_it_changes,
    what_became_of_a_publication_is_told_and_settled,
    released_by_another_than_the_author,
    nobody_without_a_name_and_no_author_under_another_name_releases,
    published_within_reach_and_once,
    released_where_its_editor_reaches_and_nowhere_else,
    taken_back_by_whoever_could_have_published_it,
    a_log_with_an_unknown_word_gives_no_report,
);
// What only that platform carries: files.
stories!(the_months_files_arrive, the_menu_follows_the_role);

/// Reads an item again, and releases it.
pub async fn releases(world: &World, editor: &Phone, item: &str, words: &str) {
    world.told(editor, &format!("/duyet {item}"), "đã đọc kỹ và duyệt bài này?").await;
    let before = world.notes(editor).len();
    world.chooses(editor, "Duyệt").await;
    world.anew(editor, before, words).await;
}

/// Publishes an item, after it was told to how many groups.
pub async fn publishes(world: &World, editor: &Phone, line: &str, groups: usize) {
    world.told(editor, &format!("/phat {line}"), &format!("{groups} nhóm.")).await;
    let before = world.notes(editor).len();
    world.chooses(editor, &format!("Phát cho {groups} nhóm")).await;
    world.anew(editor, before, "Đang phát").await;
}

const PUBLICATIONS: &str = "SELECT COUNT(*) FROM publication";

async fn a_publication_is_told_before_it_is_chosen(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt").await;
    let asked = world.told(&editor, "/phat hoc-phi", "Phát “Con em học trường công").await;
    for words in ["Nơi nhận: xã Bình Lư – 1 nhóm.", "Lúc gửi: ngay khi đồng chí chọn.", "Tốn 1 tin nhắn."]
    {
        assert!(asked.text.contains(words), "{}", asked.text);
    }
    world.nobody_reads(&[&editor], "Đang phát").await;
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    world.chooses(&editor, "Thôi").await;
    world.reads(&editor, "Vâng, máy chưa làm gì").await;
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    // The old choice is over.
    if !world.has_buttons() {
        let over = world.is_answered_on_choosing(&editor, &asked, "Phát cho 1 nhóm").await;
        assert!(!over.contains("Đang phát"), "{over}");
    }
    world.settle().await;
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    publishes(&world, &editor, "hoc-phi", 1).await;
    world.reads_in(&here, "không phải nộp học phí").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM act WHERE deed = 'publish' AND role IS NOT NULL").await, 1);
    world.close().await;
}

async fn a_publication_goes_where_and_when_it_was_said(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let other = world.village("lc-binhlu-suoimay", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt").await;
    world.told(&editor, "/phat hoc-phi bản Nà Mây, xã Bản Bo", "ngoài địa bàn").await;
    world.told(&editor, "/phat hoc-phi hôm nay 7h", "đã qua rồi").await;
    let asked = world.told(&editor, "/phat học phí Nà Luồng mai 7h", "1 nhóm.").await;
    assert!(asked.text.contains("Nơi nhận: bản Nà Luồng (mẫu), xã Bình Lư – "), "{}", asked.text);
    assert!(asked.text.contains("Lúc gửi: 07:00 thứ Năm 26/11."), "{}", asked.text);
    // A village by likeness is asked about.
    let near = world.told(&editor, "/phat hoc-phi na luog", "Không có nơi nào mang đúng tên").await;
    let label = near.choices.iter().find(|c| c.contains("Nà Luồng")).cloned().unwrap();
    world.chooses(&editor, &label).await;
    world.reads(&editor, "Lúc gửi: ngay khi đồng chí chọn.").await;
    let night = world.told(&editor, "/phat hoc-phi Nà Luồng 22h", "đang giờ nghỉ của bà con").await;
    assert!(night.text.contains("06:00 thứ Năm 26/11"), "{}", night.text);
    world.told(&editor, "/phat hoc-phi Nà Luồng mai 7h", "07:00 thứ Năm 26/11.").await;
    world.chooses(&editor, "Phát cho 1 nhóm").await;
    world.reads(&editor, "Đang phát").await;
    world.settle().await;
    assert!(!world.notes_in(&here).iter().any(|n| n.text.contains("không phải nộp học phí")));
    world.pass_until("2026-11-26 07:00");
    world.reads_in(&here, "không phải nộp học phí").await;
    world.settle().await;
    assert!(!world.notes_in(&other).iter().any(|n| n.text.contains("không phải nộp học phí")));
    world.close().await;
}

async fn a_likely_item_is_asked_about(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    world.told(&editor, "/duyet bảo hiểm", "Không có bài nào tên đúng là “bảo hiểm”").await;
    let title = "Thêm hai nhóm được hưởng bảo hiểm y tế 100%";
    let offered = world.notes(&editor).pop().unwrap();
    let label = offered.choices.iter().find(|c| c.contains("bảo hiểm")).cloned().unwrap_or_default();
    assert!(!label.is_empty(), "{offered:?} {title}");
    world.chooses(&editor, &label).await;
    world.reads(&editor, "đã đọc kỹ và duyệt bài này?").await;
    world.chooses(&editor, "Duyệt").await;
    world.reads(&editor, "Đã duyệt").await;
    let before = world.notes(&editor).len();
    world.tells(&editor, "/phat bảo hiểm");
    world.anew(&editor, before, "Ý đồng chí là bài nào?").await;
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    world.chooses(&editor, &label).await;
    world.reads(&editor, "1 nhóm.").await;
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    world.chooses(&editor, "Phát cho 1 nhóm").await;
    world.reads_in(&here, "bảo hiểm y tế").await;
    world.close().await;
}

async fn what_changed_since_it_was_shown_is_shown_anew(world: World) {
    let member = world.person("Người trong bản");
    world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt").await;
    world.told(&editor, "/phat hoc-phi", "1 nhóm.").await;
    world.village("lc-binhlu-suoimay", &[&member]).await;
    world.chooses(&editor, "Phát cho 1 nhóm").await;
    let anew = world.reads(&editor, "Từ lúc máy hỏi đã có thay đổi").await;
    assert!(anew.text.contains("2 nhóm."), "{}", anew.text);
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    world.chooses(&editor, "Phát cho 2 nhóm").await;
    world.reads(&editor, "Đang phát").await;
    world.settle().await;
    // Taking back names how many are told, and does nothing before it is chosen.
    let asked = world.told(&editor, "/rutbai hoc-phi Ghi nhầm.", "Rút “Con em").await;
    assert!(
        asked.text.contains("2 nhóm đã nhận sẽ được báo") && asked.text.contains("Lý do: Ghi nhầm."),
        "{}",
        asked.text
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM withdrawal").await, 0);
    world.chooses(&editor, "Rút, báo 2 nhóm").await;
    world.reads(&editor, "báo rút lại tới 2 nơi").await;
    world.close().await;
}

async fn an_item_goes_back_to_its_author_until_it_changes(mut world: World) {
    let copy = world.dir.path().join("content-copy");
    copy_dir(&world.settings().content.clone(), &copy);
    let content = copy.clone();
    world.stop().await;
    world.change(move |settings| settings.content = content);
    world.start().await;
    let author = world.enrols("Đồng chí Tổ biên tập mẫu", "editor", "lc-binhlu").await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    world.told(&editor, "/tralai hoc-phi", "Viết: /tralai").await;
    world.told(&editor, "/tralai hoc-phi Thiếu ngày áp dụng.", "máy đã nhắn người viết").await;
    let told = world.reads(&author, "được trả lại để sửa").await;
    assert!(told.text.contains("« Thiếu ngày áp dụng. »"), "{}", told.text);
    assert_eq!(world.count("SELECT COUNT(*) FROM act WHERE deed = 'return' AND role IS NOT NULL").await, 1);
    let list = world.told(&editor, "/duyet", "Bài chờ duyệt").await;
    assert!(list.text.contains("(hoc-phi) – đã trả lại để sửa"), "{}", list.text);
    let words = copy.join("hoc-phi/vi.ftl");
    let text = std::fs::read_to_string(&words).unwrap();
    std::fs::write(&words, text.replace("title = ", "title = Sửa: ")).unwrap();
    let before = world.notes(&editor).len();
    world.tells(&editor, "/duyet");
    let list = world.anew(&editor, before, "Bài chờ duyệt").await;
    assert!(
        list.text.contains("(hoc-phi)") && !list.text.contains("(hoc-phi) – đã trả lại"),
        "{}",
        list.text
    );
    // What changes between the look and the choice is shown anew.
    world.told(&editor, "/duyet hoc-phi", "đã đọc kỹ và duyệt bài này?").await;
    let text = std::fs::read_to_string(&words).unwrap();
    std::fs::write(&words, text.replace("title = Sửa: ", "title = Lại: ")).unwrap();
    world.chooses(&editor, "Duyệt").await;
    world.reads(&editor, "Bài đã đổi từ lúc máy gửi xem").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM item_release").await, 0);
    world.chooses(&editor, "Duyệt").await;
    world.reads(&editor, "Đã duyệt").await;
    world.told(&editor, "/tralai hoc-phi Thôi sửa nữa.", "đã duyệt rồi nên không trả lại được").await;
    world.close().await;
}

pub(super) fn copy_dir(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let path = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_dir(&entry.path(), &path);
        } else {
            std::fs::copy(entry.path(), path).unwrap();
        }
    }
}

async fn what_became_of_a_publication_is_told_and_settled(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    world.told(&editor, "/ketqua", "Chưa có tin nào được phát").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt").await;
    world.told(&editor, "/phat hoc-phi mai 7h", "07:00 thứ Năm 26/11.").await;
    world.chooses(&editor, "Phát cho 1 nhóm").await;
    world.reads(&editor, "Đang phát").await;
    let told = world.told(&editor, "/ketqua", "Nhóm: chờ gửi 1").await;
    assert!(told.offers("Huỷ 1 nhóm đang chờ"), "{told:?}");
    world.chooses(&editor, "Huỷ 1 nhóm đang chờ").await;
    world.reads(&editor, "Đã huỷ “Con em").await;
    world.told(&editor, "/ketqua hoc-phi", "đã huỷ 1").await;
    publishes(&world, &editor, "hoc-phi", 1).await;
    world.reads_in(&here, "không phải nộp học phí").await;
    world.settle().await;
    let list = world.told(&editor, "/ketqua", "Các lần phát gần đây").await;
    assert!(list.text.contains("đã gửi 1"), "{}", list.text);
    // One of them as though it had failed.
    let sql = "UPDATE outbox SET state = 'unknown', reason = 'no-answer' WHERE kind = 'announcement' AND state = 'sent'";
    sqlx::query(sql).execute(world.parts().core.db.read()).await.unwrap();
    let id: String = sqlx::query_scalar(
        "SELECT publication FROM outbox WHERE kind = 'announcement' AND state = 'unknown'",
    )
    .fetch_one(world.parts().core.db.read())
    .await
    .unwrap();
    let label = list.choices.iter().find(|c| c.contains("09:00 thứ Tư 25")).cloned().unwrap();
    world.chooses(&editor, &label).await;
    let told = world.reads(&editor, "không rõ đã tới chưa 1: bản Nà Luồng").await;
    assert!(
        told.text.contains("mất kết nối lúc đang gửi") && told.offers("Gửi lại 1 nhóm chưa rõ"),
        "{told:?}"
    );
    // Somebody beside sees nothing of it.
    let beside = world.enrols("Biên tập xã bên", "editor", "lc-banbo").await;
    world.told(&beside, "/ketqua", "Chưa có tin nào được phát").await;
    world.chooses(&editor, "Gửi lại 1 nhóm chưa rõ").await;
    world.reads(&editor, "Máy đang gửi lại").await;
    world
        .comes_to(
            &format!(
                "SELECT COUNT(*) FROM outbox WHERE publication = '{id}' AND part = 0 AND state = 'sent'"
            ),
            1,
        )
        .await;
    assert_eq!(
        world.count("SELECT COUNT(*) FROM act WHERE deed IN ('cancel', 'resend') AND role IS NOT NULL").await,
        2
    );
    world.close().await;
}

async fn released_by_another_than_the_author(world: World) {
    let author = world.enrols("Tổ biên tập mẫu", "editor", "lc-binhlu").await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    let list = world.told(&editor, "/duyet", "Bài chờ duyệt:").await;
    assert!(list.text.contains("(hoc-phi)"), "{}", list.text);
    world.told(&author, "/duyet hoc-phi", "không tự duyệt bài của mình").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM item_release").await, 0);
    world.told(&author, "/phat hoc-phi", "chưa được duyệt").await;
    world.told(&editor, "duyệt bóng đá", "Không có bài").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt “Con em học trường công").await;
    assert!(
        world.count("SELECT COUNT(*) FROM item_release WHERE item = 'hoc-phi' AND how = 'chat'").await >= 1
    );
    assert_eq!(
        world.count("SELECT COUNT(*) FROM item_release WHERE by_sealed LIKE '%Người duyệt%'").await,
        0
    );
    let list = world.told(&editor, "/duyet", "Bài chờ duyệt:").await;
    assert!(!list.text.contains("(hoc-phi)"), "{}", list.text);
    world.close().await;
}

async fn nobody_without_a_name_and_no_author_under_another_name_releases(world: World) {
    let unnamed = world.person("Không tên");
    let code = world.invite("editor", "lc-binhlu", "").await;
    world.told(&unnamed, &format!("/start {code}"), "Máy đã nhận đồng chí:").await;
    world.told(&unnamed, "/duyet hoc-phi", "Chưa có tên người duyệt").await;
    // The author, with a title, in other letters that look the same, and as the holder of another role.
    for name in ["Đ/c Tổ biên tập mẫu", "Ông T\u{43e}\u{309} biên t\u{430}\u{323}p mẫu"] {
        let editor = world.enrols(name, "editor", "lc-binhlu").await;
        world.told(&editor, "/duyet hoc-phi", "không tự duyệt bài của mình").await;
    }
    let both = world.enrols("Tên khác", "editor", "lc-binhlu").await;
    let code = world.invite("reporter", "lc-binhlu", "Đồng chí Tổ biên tập mẫu").await;
    world.told(&both, &format!("/start {code}"), "Máy đã nhận đồng chí:").await;
    world.told(&both, "/duyet hoc-phi", "không tự duyệt bài của mình").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM item_release").await, 0);
    world.close().await;
}

async fn published_within_reach_and_once(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let beside = world.village("lc-banbo-namay", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    world.told(&editor, "/phat", "Viết: /phat BÀI").await;
    // To my own chat first, marked as a draft.
    let trial = world.told(&editor, "/phat hoc-phi thử", "CHƯA DUYỆT").await;
    // Elsewhere the lines of the item are numbered.
    assert!(!world.has_buttons() || trial.choices.is_empty(), "{trial:?}");
    world.reads(&editor, "217/2025/QH15").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt").await;
    publishes(&world, &editor, "hoc-phi", 1).await;
    world.reads_in(&here, "không phải nộp học phí").await;
    world.settle().await;
    world.told(&editor, "/phat hoc-phi", "mọi nơi ở đó đã có đúng bài này").await;
    world.settle().await;
    assert!(!world.notes_in(&beside).iter().any(|n| n.text.contains("học phí")));
    let told = world.notes_in(&here).into_iter().filter(|n| n.text.contains("không phải nộp học phí"));
    assert_eq!(told.count(), 1);
    world.close().await;
}

async fn released_where_its_editor_reaches_and_nowhere_else(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let beside = world.village("lc-banbo-namay", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    let neighbour = world.enrols("Biên tập xã bên", "editor", "lc-banbo").await;
    releases(&world, &editor, "hoc-phi", "cho xã Bình Lư.").await;
    // Beside, it waits for a second pair of eyes of its own; no list, no voice and no publication is without them.
    world.told(&neighbour, "/duyet", "(hoc-phi)").await;
    world.told(&neighbour, "/phat hoc-phi", "bài mới được duyệt cho nơi khác").await;
    world.told_in(&member, &beside, "/tin", "Chưa có tin nào").await;
    world.told_in(&member, &beside, "/nghe", "Chưa có tin để nghe").await;
    world.told_in(&member, &here, "/tin 1", "học phí").await;
    // Nor does an order for everywhere bring it there.
    let everywhere = async || {
        let parts = world.parts();
        let library = parts.shelf.library();
        let tree = loaban::places::tree(&parts.core.db).await.unwrap();
        let item = library.get("hoc-phi").unwrap();
        let order = Order { item, places: vec![], at: None, rank: Rank::Normal };
        let planned = parts.publisher.plan(&library, &tree, &order).await.unwrap();
        let done = parts.publisher.publish(&library, &tree, &order).await.unwrap();
        assert_eq!((planned.groups, planned.nobody), (done.groups, done.nobody));
        assert_eq!(planned.others.kept_from, done.others.kept_from);
        world.app().wake();
        (done.groups, done.others.kept_from, done.nobody)
    };
    assert_eq!(everywhere().await, (1, 1, None));
    world.reads_in(&here, "không phải nộp học phí").await;
    assert_eq!(everywhere().await, (0, 1, Some(Nobody::Mixed)));
    world.settle().await;
    assert!(!world.notes_in(&beside).iter().any(|n| n.text.contains("không phải nộp học phí")));
    // Each place may release it for itself, and the province for all below it.
    releases(&world, &neighbour, "hoc-phi", "cho xã Bản Bo.").await;
    world.told(&neighbour, "/rutbai hoc-phi", "ra ngoài địa bàn").await;
    assert_eq!(everywhere().await, (1, 0, None));
    world.reads_in(&beside, "không phải nộp học phí").await;
    world.told_in(&member, &beside, "/tin 1", "học phí").await;
    let province = world.enrols("Biên tập tỉnh", "editor", "lc").await;
    releases(&world, &province, "kham-suc-khoe", "cho tỉnh Lai Châu.").await;
    publishes(&world, &editor, "kham-suc-khoe", 1).await;
    publishes(&world, &province, "kham-suc-khoe", 1).await;
    world.reads_in(&here, "khám sức khoẻ").await;
    world.reads_in(&beside, "khám sức khoẻ").await;
    world.close().await;
}

async fn taken_back_by_whoever_could_have_published_it(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    let beside = world.enrols("Biên tập xã bên", "editor", "lc-banbo").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.told(&editor, "/rutbai", "Viết: /rutbai").await;
    world.told(&editor, "/rutbai bóng đá", "Không có bài “bóng”").await;
    world.told(&editor, "/rutbai hoc-phi", "không có gì để rút").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt").await;
    publishes(&world, &editor, "hoc-phi", 1).await;
    world.reads_in(&here, "không phải nộp học phí").await;
    world.settle().await;
    world.told(&beside, "/rutbai hoc-phi", "ra ngoài địa bàn").await;
    world.told(&secretary, "/rutbai hoc-phi", "Việc này của người biên tập").await;
    // From anybody else the bare words are no command.
    let resident = world.person("Bà con");
    world.told(&resident, "rút bài hoc-phi về được không?", "xin phép dùng câu hỏi này").await;
    world.told(&editor, &format!("/rutbai hoc-phi {}", "a".repeat(301)), "nhiều nhất là 300").await;
    assert!(world.count("SELECT COUNT(*) FROM item_release WHERE item = 'hoc-phi'").await >= 1);

    let asked = world.told(&editor, "/rutbai học phí Ghi nhầm năm học.", "1 nhóm đã nhận sẽ được báo").await;
    assert!(asked.text.contains("Lý do: Ghi nhầm năm học."), "{}", asked.text);
    let before = world.notes(&editor).len();
    world.chooses(&editor, "Rút, báo 1 nhóm").await;
    let done = world.anew(&editor, before, "Đã rút").await;
    assert!(done.text.contains("huỷ 0 tin đang chờ; báo rút lại tới 1 nơi đã nhận"), "{}", done.text);
    let notice = world.reads_in(&here, "RÚT LẠI TIN – Con em học trường công").await;
    assert!(notice.text.contains("Lý do: Ghi nhầm năm học."), "{}", notice.text);
    world.told(&editor, "rút bài hoc-phi", "đã rút từ trước").await;
    world.told(&editor, "/phat hoc-phi", "chưa được duyệt").await;
    world.told(&secretary, "/tinhhinh", "– đã rút lại (").await;
    world.told(&resident, "tin", "Chưa có tin nào").await;
    world.settle().await;
    assert_eq!(world.notes_in(&here).iter().filter(|n| n.text.contains("RÚT LẠI TIN")).count(), 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM withdrawal WHERE by_sealed LIKE '%Người duyệt%'").await, 0);
    // Who reads the notice can ask about it.
    world.replies_in(&member, &here, &notice, "Thế năm nay nộp bao nhiêu?");
    world.reads_in(&here, "cho báo cáo viên ạ?").await;
    world.close().await;
}

async fn the_menu_follows_the_role(world: World) {
    let commands = async |method: &'static str, chat: Option<i64>| {
        let found = world.platform.wait_for(std::time::Duration::from_secs(20), |p| {
            let scope = |r: &loaban::standins::telegram::Request| match chat {
                Some(chat) => r.params["scope"]["chat_id"] == chat,
                None => r.params["scope"]["type"] == "all_private_chats",
            };
            p.requests().into_iter().rfind(|r| r.method == method && scope(r))
        });
        let found = found.await.unwrap_or_else(|| panic!("no {method} for {chat:?}"));
        found.params["commands"].to_string()
    };
    let everybody = commands("setMyCommands", None).await;
    assert!(everybody.contains("cauhoi") && !everybody.contains("duyet"), "{everybody}");
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    let own = commands("setMyCommands", Some(editor)).await;
    assert!(
        own.contains("ketqua") && own.contains("Phát bài tới các nhóm") && !own.contains("danhsach"),
        "{own}"
    );
    // Another language: anew, in its words.
    let offered = |p: &loaban::standins::telegram::Telegram| {
        let own = |r: &loaban::standins::telegram::Request| r.params["scope"]["chat_id"] == editor;
        p.requests().into_iter().filter(|r| r.method == "setMyCommands" && own(r)).count()
    };
    let before = offered(&world.platform);
    is_told(&world, editor, "/ngonngu tiếng việt", "từ nay máy dùng").await;
    world
        .platform
        .wait_for(std::time::Duration::from_secs(20), |p| (offered(p) > before).then_some(()))
        .await
        .expect("the menu is offered anew");
    // Ended from the command line: what is not theirs any more goes by itself.
    let parts = world.parts();
    let mut tx = parts.core.db.write().await.unwrap();
    let role = loaban::roster::all(&mut tx).await.unwrap().remove(0);
    assert!(loaban::roster::end(&mut tx, &role.id, world.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    world.app().wake();
    commands("deleteMyCommands", Some(editor)).await;
    world.close().await;
}

async fn the_months_files_arrive(world: World) {
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    is_told(&world, secretary, "/xacnhan hoc-phi loa 3", "Đã ghi").await;
    is_told(&world, editor, "/baocao tháng mười ba", "Viết: /baocao rồi tháng").await;
    is_told(&world, editor, "/baocao tháng này", "Báo cáo tháng 12/2026").await;
    is_told(&world, editor, "/baocao 11", "Báo cáo tháng 11/2026").await;
    is_told(&world, editor, "/baocao tháng 10", "Báo cáo tháng 10/2026").await;
    is_told(&world, editor, "/baocao 12/2025", "Báo cáo tháng 12/2025").await;
    world.settle().await;
    let before = world
        .platform
        .private_messages(editor, world.bot)
        .into_iter()
        .filter(|m| m.kind == Kind::Document)
        .count();
    world.says(editor, "/baocao 2026-12");
    world.person_sees(editor, "Báo cáo tháng 12/2026, xã Bình Lư").await;
    world.settle().await;
    let files: Vec<_> = world
        .platform
        .private_messages(editor, world.bot)
        .into_iter()
        .filter(|m| m.kind == Kind::Document)
        .skip(before)
        .collect();
    // The document, the page, the workbook, the figures.
    assert_eq!(files.len(), 4);
    let bytes: Vec<Vec<u8>> =
        files.iter().map(|f| world.platform.file_bytes(f.file_id.as_deref().unwrap()).unwrap()).collect();
    assert!(String::from_utf8_lossy(&bytes[1]).contains("Dự thảo lần 1"));
    assert!(bytes[0].starts_with(b"PK") && bytes[2].starts_with(b"PK"));
    let json: serde_json::Value = serde_json::from_slice(&bytes[3]).unwrap();
    assert_eq!((&json["schema"], &json["place"]["code"]), (&1.into(), &"lc-binhlu".into()));
    assert_eq!(json["outreach"]["loudspeaker_readings"], 3);
    assert_eq!(json, world.report("lc-binhlu", "2026-12").await);
    // Without a month: the last one that is over.
    world.says(editor, "báo cáo");
    world.person_sees(editor, "Báo cáo tháng 11/2026, xã Bình Lư").await;
    world.close().await;
}

async fn a_log_with_an_unknown_word_gives_no_report(world: World) {
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    world.told(&editor, "/baocao 2026-12", "tháng 12/2026").await;
    let sql =
        "INSERT INTO fact (seq, at, kind, place, item, ref, detail) VALUES ($1, $2, $3, $4, '', '', $5)";
    let later = r#"{"kind":"study_session","form":"hop_chi_bo","present":3,"total":4}"#;
    let row = sqlx::query(sql).bind(90_000_i64).bind(world.clock.now()).bind("study_session");
    row.bind("lc-binhlu-naluong").bind(later).execute(world.parts().core.db.read()).await.unwrap();
    let told = world.told(&editor, "/baocao 2026-12", "Không lập được báo cáo").await;
    assert!(told.text.contains("dòng 90000 của bảng fact, cột detail"), "{}", told.text);
    assert!(!told.text.contains("hop_chi_bo"), "{}", told.text);
    // A month that was over before it was written is not touched by it.
    world.told(&editor, "/baocao 2026-11", "tháng 11/2026").await;
    sqlx::query("DELETE FROM fact WHERE seq = 90000").execute(world.parts().core.db.read()).await.unwrap();
    world.close().await;
}
