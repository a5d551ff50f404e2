//! An editor: the second pair of eyes, publishing, the month's files.

use super::is_told;
use crate::stories;
use crate::world::World;
use loaban::content::{Nobody, Order, Rank};
use loaban::standins::telegram::Kind;

stories!(on each;
    released_by_another_than_the_author,
    nobody_without_a_name_and_no_author_under_another_name_releases,
    published_within_reach_and_once,
    released_where_its_editor_reaches_and_nowhere_else,
    taken_back_by_whoever_could_have_published_it,
    a_log_with_an_unknown_word_gives_no_report,
    where_no_files_arrive_it_is_said_where_they_are,
);
// What only that platform carries: files.
stories!(the_months_files_arrive);

async fn released_by_another_than_the_author(world: World) {
    let author = world.enrols("Tổ biên tập mẫu", "editor", "lc-binhlu").await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    let list = world.told(&editor, "/duyet", "Bài chờ duyệt:").await;
    assert!(list.text.contains("(hoc-phi)"), "{}", list.text);
    world.told(&author, "/duyet hoc-phi", "không tự duyệt bài của mình").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM item_release").await, 0);
    world.told(&author, "/phat hoc-phi", "chưa được duyệt").await;
    world.told(&editor, "duyệt học phí lạ", "Không có bài").await;
    world.told(&editor, "/duyet hoc-phi", "Đã duyệt “Con em học trường công").await;
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
    world.told(&unnamed, &format!("/start {code}"), "Từ nay đồng chí là").await;
    world.told(&unnamed, "/duyet hoc-phi", "Chưa có tên người duyệt").await;
    // The author, with a title, in other letters that look the same, and as the holder of another role.
    for name in ["Đ/c Tổ biên tập mẫu", "Ông T\u{43e}\u{309} biên t\u{430}\u{323}p mẫu"] {
        let editor = world.enrols(name, "editor", "lc-binhlu").await;
        world.told(&editor, "/duyet hoc-phi", "không tự duyệt bài của mình").await;
    }
    let both = world.enrols("Tên khác", "editor", "lc-binhlu").await;
    let code = world.invite("reporter", "lc-binhlu", "Đồng chí Tổ biên tập mẫu").await;
    world.told(&both, &format!("/start {code}"), "Từ nay đồng chí là").await;
    world.told(&both, "/duyet hoc-phi", "không tự duyệt bài của mình").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM item_release").await, 0);
    world.close().await;
}

async fn published_within_reach_and_once(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let beside = world.village("lc-banbo-namay", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    world.told(&editor, "/phat", "Cách dùng: /phat").await;
    // To my own chat first, marked as a draft.
    let trial = world.told(&editor, "/phat hoc-phi thử", "BẢN NHÁP").await;
    // Elsewhere the lines of the item are numbered.
    assert!(!world.has_buttons() || trial.choices.is_empty(), "{trial:?}");
    world.reads(&editor, "217/2025/QH15").await;
    world.told(&editor, "/duyet hoc-phi", "Đã duyệt").await;
    world.told(&editor, "/phat hoc-phi", "1 nhóm").await;
    world.reads_in(&here, "không phải nộp học phí").await;
    world.settle().await;
    world.told(&editor, "/phat hoc-phi", "mọi nơi ở đó đã có đúng bản này").await;
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
    let done = world.told(&editor, "/duyet hoc-phi", "Đã duyệt").await;
    assert!(done.text.contains("cho Xã Bình Lư."), "{}", done.text);
    // Beside, it waits for a second pair of eyes of its own; no list, no voice and no publication is without them.
    world.told(&neighbour, "/duyet", "(hoc-phi)").await;
    world.told(&neighbour, "/phat hoc-phi", "bài mới được duyệt cho nơi khác").await;
    world.told_in(&member, &beside, "/tin", "Chưa có tin nào").await;
    world.told_in(&member, &beside, "/nghe", "Chưa có tin nào có tiếng").await;
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
    world.told(&neighbour, "/duyet hoc-phi", "cho Xã Bản Bo.").await;
    world.told(&neighbour, "/rutbai hoc-phi", "ra ngoài địa bàn").await;
    assert_eq!(everywhere().await, (1, 0, None));
    world.reads_in(&beside, "không phải nộp học phí").await;
    world.told_in(&member, &beside, "/tin 1", "học phí").await;
    let province = world.enrols("Biên tập tỉnh", "editor", "lc").await;
    world.told(&province, "/duyet kham-suc-khoe", "cho Tỉnh Lai Châu.").await;
    world.told(&editor, "/phat kham-suc-khoe", "1 nhóm").await;
    world.told(&province, "/phat kham-suc-khoe", "1 nhóm").await;
    world.reads_in(&here, "khám sức khỏe").await;
    world.reads_in(&beside, "khám sức khỏe").await;
    world.close().await;
}

async fn taken_back_by_whoever_could_have_published_it(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    let beside = world.enrols("Biên tập xã bên", "editor", "lc-banbo").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.told(&editor, "/rutbai", "Cách dùng: /rutbai").await;
    world.told(&editor, "/rutbai bóng đá", "Không có bài “bóng”").await;
    world.told(&editor, "/rutbai hoc-phi", "không có gì để rút").await;
    world.told(&editor, "/duyet hoc-phi", "Đã duyệt").await;
    world.told(&editor, "/phat hoc-phi", "1 nhóm").await;
    world.reads_in(&here, "không phải nộp học phí").await;
    world.settle().await;
    world.told(&beside, "/rutbai hoc-phi", "ra ngoài địa bàn").await;
    world.told(&secretary, "/rutbai hoc-phi", "Lệnh này dành cho: Biên tập").await;
    // From anybody else the bare words are no command.
    let resident = world.person("Bà con");
    world.told(&resident, "rút bài hoc-phi về được không?", "Trước khi chuyển câu hỏi").await;
    world.told(&editor, &format!("/rutbai hoc-phi {}", "a".repeat(301)), "nhiều nhất là 300").await;
    assert!(world.count("SELECT COUNT(*) FROM item_release WHERE item = 'hoc-phi'").await >= 1);

    let done = world.told(&editor, "/rutbai học phí Ghi nhầm năm học.", "Đã rút").await;
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
    world.reads_in(&here, "Đây có phải câu hỏi gửi báo cáo viên không?").await;
    world.close().await;
}

async fn the_months_files_arrive(world: World) {
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    is_told(&world, secretary, "/xacnhan hoc-phi loa 3", "Đã ghi").await;
    is_told(&world, editor, "/baocao tháng này", "Cách dùng: /baocao").await;
    world.says(editor, "/baocao 2026-12");
    world.person_sees(editor, "Báo cáo kỳ 2026-12, Xã Bình Lư").await;
    world.settle().await;
    let files: Vec<_> = world
        .platform
        .private_messages(editor, world.bot)
        .into_iter()
        .filter(|m| m.kind == Kind::Document)
        .collect();
    assert_eq!(files.len(), 2);
    let bytes: Vec<Vec<u8>> =
        files.iter().map(|f| world.platform.file_bytes(f.file_id.as_deref().unwrap()).unwrap()).collect();
    assert!(String::from_utf8_lossy(&bytes[0]).contains("Dự thảo lần 1"));
    let json: serde_json::Value = serde_json::from_slice(&bytes[1]).unwrap();
    assert_eq!((&json["schema"], &json["place"]["code"]), (&1.into(), &"lc-binhlu".into()));
    assert_eq!(json["outreach"]["loudspeaker_readings"], 3);
    assert_eq!(json, world.report("lc-binhlu", "2026-12").await);
    // Without a month: the last one that is over.
    world.says(editor, "báo cáo");
    world.person_sees(editor, "Báo cáo kỳ 2026-11, Xã Bình Lư").await;
    world.close().await;
}

async fn a_log_with_an_unknown_word_gives_no_report(world: World) {
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    world.told(&editor, "/baocao 2026-12", "2026-12").await;
    let sql =
        "INSERT INTO fact (seq, at, kind, place, item, ref, detail) VALUES ($1, $2, $3, $4, '', '', $5)";
    let later = r#"{"kind":"study_session","form":"hop_chi_bo","present":3,"total":4}"#;
    let row = sqlx::query(sql).bind(90_000_i64).bind(world.clock.now()).bind("study_session");
    row.bind("lc-binhlu-naluong").bind(later).execute(world.parts().core.db.read()).await.unwrap();
    let told = world.told(&editor, "/baocao 2026-12", "Không lập được báo cáo").await;
    assert!(told.text.contains("dòng 90000 của bảng fact, cột detail"), "{}", told.text);
    assert!(!told.text.contains("hop_chi_bo"), "{}", told.text);
    // A month that was over before it was written is not touched by it.
    world.told(&editor, "/baocao 2026-11", "2026-11").await;
    sqlx::query("DELETE FROM fact WHERE seq = 90000").execute(world.parts().core.db.read()).await.unwrap();
    world.close().await;
}

async fn where_no_files_arrive_it_is_said_where_they_are(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let told = world.told(&editor, "/baocao 2026-12", "Báo cáo kỳ 2026-12, Xã Bình Lư").await;
    let words = "Ứng dụng này không nhận được tệp. Xin lấy tệp ở máy chủ của xã.";
    assert_eq!(told.text.contains(words), told.file.is_none(), "{told:?}");
    assert_eq!(told.file.is_some(), world.has_buttons(), "{told:?}");
    world.close().await;
}
