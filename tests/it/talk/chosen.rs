//! What is put as a choice is answered in words, whoever it is put before.

use super::editor::{publishes, releases};
use crate::stories;
use crate::world::World;

stories!(on each;
    an_editor_answers_in_words,
    a_reporter_answers_in_words,
    a_resident_answers_in_words,
    words_of_days_ago_choose_nothing,
);

const PUBLICATIONS: &str = "SELECT COUNT(*) FROM publication";

async fn an_editor_answers_in_words(world: World) {
    let member = world.person("Người trong bản");
    let here = world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    world.told(&editor, "/duyet bảo hiểm", "Ý đồng chí là bài nào?").await;
    world.told(&editor, "thêm hai nhóm được hưởng bảo hiểm", "đã đọc kỹ và duyệt bài này?").await;
    world.told(&editor, "chưa duyệt", "Vâng, máy chưa làm gì").await;
    world.told(&editor, "/duyet hoc-phi", "đã đọc kỹ và duyệt bài này?").await;
    world.told(&editor, "vâng ạ", "Đã duyệt").await;
    world.told(&editor, "/phat hoc-phi", "1 nhóm.").await;
    world.told(&editor, "thôi", "Vâng, máy chưa làm gì").await;
    world.told(&editor, "/phat hoc-phi", "1 nhóm.").await;
    // What the choice is about is not yet what it does.
    let before = world.notes(&editor).len();
    world.tells(&editor, "1 nhóm thôi à?");
    world.anew(&editor, before, "").await;
    world.settle().await;
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    world.told(&editor, "/phat hoc-phi", "1 nhóm.").await;
    world.told(&editor, "phát đi", "Đang phát").await;
    world.reads_in(&here, "không phải nộp học phí").await;
    world.told(&editor, "/rutbai hoc-phi sai ngày", "1 nhóm").await;
    world.told(&editor, "rút", "rút").await;
    world.reads_in(&here, "RÚT LẠI TIN").await;
    world.close().await;
}

async fn a_reporter_answers_in_words(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = world.enrols("Báo cáo viên xã bên", "reporter", "lc-banbo").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.told(&reporter, "/nghi", "nghỉ đến hết ngày nào").await;
    world.told(&reporter, "chưa nghỉ", "vẫn nhận câu hỏi như thường").await;
    world
        .told(
            &reporter,
            &format!("/chuyen {code} xã Bản Boo, đường ở bên đó"),
            "Không có nơi nào mang đúng tên",
        )
        .await;
    world.told(&reporter, "xã Bản Bo", "Đã chuyển").await;
    world.reads(&beside, &format!("Câu hỏi #{code}")).await;
    // Words that may be an answer are sent by a yes, and thrown away by a no.
    world.told(&beside, "Tháng sau sửa đoạn qua suối.", "Gửi lời này trả lời").await;
    world.told(&beside, "không gửi gì", "chưa gửi").await;
    world.nobody_reads(&[&resident], "Tháng sau").await;
    world.told(&beside, "Tháng sau sửa đoạn qua suối.", "Gửi lời này trả lời").await;
    world.told(&beside, "gửi", "đang gửi câu trả lời").await;
    world.reads(&resident, "Tháng sau sửa").await;
    world.close().await;
}

async fn a_resident_answers_in_words(world: World) {
    let member = world.person("Người trong bản");
    world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    for item in ["hoc-phi", "bao-hiem-y-te"] {
        releases(&world, &editor, item, "Đã duyệt").await;
        publishes(&world, &editor, item, 1).await;
    }
    let resident = world.knows("Bà con").await;
    world.told(&resident, "tin", "Chọn tin để đọc").await;
    world.told(&resident, "đọc bài học trường công", "không phải nộp học phí").await;
    // A yes to a list is none of it.
    world.told(&resident, "vâng", "").await;
    world.told(&resident, "ngôn ngữ", "tiếng").await;
    world.told(&resident, "tiếng việt", "iếng Việt").await;
    world.told(&resident, "xoá", "không lấy lại được").await;
    world.told(&resident, "không xoá", "Vâng, máy không làm gì cả").await;
    world.told(&resident, "xoá", "không lấy lại được").await;
    world.told(&resident, "xoá hết đi", "Đã xoá hết").await;
    world.close().await;
}

async fn words_of_days_ago_choose_nothing(world: World) {
    let member = world.person("Người trong bản");
    world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt").await;
    world.told(&editor, "/phat hoc-phi", "1 nhóm.").await;
    world.pass_until("2026-11-28 09:00");
    let before = world.notes(&editor).len();
    world.tells(&editor, "vâng");
    world.anew(&editor, before, "").await;
    world.settle().await;
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    world.close().await;
}
