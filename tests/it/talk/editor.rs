//! An editor: the second pair of eyes, publishing, the month's files.

use super::is_told;
use crate::stories;
use crate::world::World;
use loaban::standins::telegram::Kind;

stories!(
    released_by_another_than_the_author,
    published_within_reach_and_once,
    taken_back_by_whoever_could_have_published_it,
    the_months_files_arrive,
    a_log_with_an_unknown_word_gives_no_report,
);

async fn released_by_another_than_the_author(world: World) {
    let author = world.enrolled("Tổ biên tập mẫu", "editor", "lc-binhlu").await;
    let editor = world.enrolled("Người duyệt", "editor", "lc-binhlu").await;
    let list = is_told(&world, editor, "/duyet", "Bài chờ duyệt:").await;
    assert!(list.text.contains("(hoc-phi)"), "{}", list.text);
    is_told(&world, author, "/duyet hoc-phi", "không tự duyệt bài của mình").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM item_release").await, 0);
    is_told(&world, author, "/phat hoc-phi", "chưa được duyệt").await;
    is_told(&world, editor, "duyệt học phí lạ", "Không có bài").await;
    is_told(&world, editor, "/duyet hoc-phi", "Đã duyệt “Con em học trường công").await;
    assert!(
        world.count("SELECT COUNT(*) FROM item_release WHERE item = 'hoc-phi' AND how = 'chat'").await >= 1
    );
    assert_eq!(
        world.count("SELECT COUNT(*) FROM item_release WHERE by_sealed LIKE '%Người duyệt%'").await,
        0
    );
    let list = is_told(&world, editor, "/duyet", "Bài chờ duyệt:").await;
    assert!(!list.text.contains("(hoc-phi)"), "{}", list.text);
    world.close().await;
}

async fn published_within_reach_and_once(world: World) {
    let member = world.platform.add_person("Người trong bản");
    let (here, beside) = (
        world.linked_group("lc-binhlu-naluong", member).await,
        world.linked_group("lc-banbo-namay", member).await,
    );
    let editor = world.enrolled("Người duyệt", "editor", "lc-binhlu").await;
    is_told(&world, editor, "/phat", "Cách dùng: /phat").await;
    // To my own chat first, marked as a draft.
    let trial = is_told(&world, editor, "/phat hoc-phi thử", "BẢN NHÁP").await;
    assert!(trial.text.contains("217/2025/QH15") && trial.buttons.is_empty(), "{}", trial.text);
    is_told(&world, editor, "/duyet hoc-phi", "Đã duyệt").await;
    is_told(&world, editor, "/phat hoc-phi", "1 nhóm").await;
    world.group_sees(here, "không phải nộp học phí").await;
    is_told(&world, editor, "/phat hoc-phi", "mọi nơi ở đó đã có đúng bản này").await;
    world.settle().await;
    assert!(!world.platform.messages(beside).iter().any(|m| m.text.contains("học phí")));
    assert_eq!(
        world.platform.messages(here).iter().filter(|m| m.text.contains("không phải nộp học phí")).count(),
        1
    );
    world.close().await;
}

async fn taken_back_by_whoever_could_have_published_it(world: World) {
    let member = world.platform.add_person("Người trong bản");
    let here = world.linked_group("lc-binhlu-naluong", member).await;
    let editor = world.enrolled("Người duyệt", "editor", "lc-binhlu").await;
    let beside = world.enrolled("Biên tập xã bên", "editor", "lc-banbo").await;
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    is_told(&world, editor, "/rutbai", "Cách dùng: /rutbai").await;
    is_told(&world, editor, "/rutbai bóng đá", "Không có bài “bóng”").await;
    is_told(&world, editor, "/rutbai hoc-phi", "không có gì để rút").await;
    is_told(&world, editor, "/duyet hoc-phi", "Đã duyệt").await;
    is_told(&world, editor, "/phat hoc-phi", "1 nhóm").await;
    world.group_sees(here, "không phải nộp học phí").await;
    world.settle().await;
    is_told(&world, beside, "/rutbai hoc-phi", "ra ngoài địa bàn").await;
    is_told(&world, secretary, "/rutbai hoc-phi", "Lệnh này dành cho: Biên tập").await;
    // From anybody else the bare words are no command.
    let resident = world.platform.add_person("Bà con");
    is_told(&world, resident, "rút bài hoc-phi về được không?", "Trước khi chuyển câu hỏi").await;
    is_told(&world, editor, &format!("/rutbai hoc-phi {}", "a".repeat(301)), "nhiều nhất là 300").await;
    assert!(world.count("SELECT COUNT(*) FROM item_release WHERE item = 'hoc-phi'").await >= 1);

    let done = is_told(&world, editor, "/rutbai học phí Ghi nhầm năm học.", "Đã rút").await;
    assert!(done.text.contains("huỷ 0 tin đang chờ; báo rút lại tới 1 nơi đã nhận"), "{}", done.text);
    let notice = world.group_sees(here, "RÚT LẠI TIN – Con em học trường công").await;
    assert!(notice.text.contains("Lý do: Ghi nhầm năm học."), "{}", notice.text);
    is_told(&world, editor, "rút bài hoc-phi", "đã rút từ trước").await;
    is_told(&world, editor, "/phat hoc-phi", "chưa được duyệt").await;
    is_told(&world, secretary, "/tinhhinh", "– đã rút lại (").await;
    is_told(&world, resident, "tin", "Chưa có tin nào").await;
    world.settle().await;
    assert_eq!(world.platform.messages(here).iter().filter(|m| m.text.contains("RÚT LẠI TIN")).count(), 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM withdrawal WHERE by_sealed LIKE '%Người duyệt%'").await, 0);
    // Who reads the notice can ask about it.
    world.platform.person_replies(member, here, notice.message_id, "Thế năm nay nộp bao nhiêu?").unwrap();
    world.group_sees(here, "Đây có phải câu hỏi gửi báo cáo viên không?").await;
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
    let editor = world.enrolled("Người duyệt", "editor", "lc-binhlu").await;
    is_told(&world, editor, "/baocao 2026-12", "2026-12").await;
    let sql =
        "INSERT INTO fact (seq, at, kind, place, item, ref, detail) VALUES ($1, $2, $3, $4, '', '', $5)";
    let later = r#"{"kind":"study_session","form":"hop_chi_bo","present":3,"total":4}"#;
    let row = sqlx::query(sql).bind(90_000_i64).bind(world.clock.now()).bind("study_session");
    row.bind("lc-binhlu-naluong").bind(later).execute(world.parts().core.db.read()).await.unwrap();
    let told = is_told(&world, editor, "/baocao 2026-12", "Không lập được báo cáo").await;
    assert!(told.text.contains("dòng 90000 của bảng fact, cột detail"), "{}", told.text);
    assert!(!told.text.contains("hop_chi_bo"), "{}", told.text);
    // A month that was over before it was written is not touched by it.
    is_told(&world, editor, "/baocao 2026-11", "2026-11").await;
    sqlx::query("DELETE FROM fact WHERE seq = 90000").execute(world.parts().core.db.read()).await.unwrap();
    world.close().await;
}
