//! What is put as a choice is answered in words, whoever it is put before.

use super::editor::{publishes, releases};
use crate::stories;
use crate::world::World;
use std::time::Duration;

stories!(on each;
    an_editor_answers_in_words,
    a_reporter_answers_in_words,
    a_resident_answers_in_words,
    words_of_days_ago_choose_nothing,
    after_a_day_nothing_is_chosen_any_more,
    almost_a_day_later_it_is_still_chosen,
    what_was_said_since_takes_a_number_away_from_a_list,
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
    // It has left: what leaves late is shown late.
    world.settle().await;
    world.pass_until("2026-11-28 09:00");
    let before = world.notes(&editor).len();
    world.tells(&editor, "vâng");
    world.anew(&editor, before, "").await;
    world.settle().await;
    assert_eq!(world.count(PUBLICATIONS).await, 0);
    world.close().await;
}

/// A day and a little more.
const TOO_LATE: Duration = Duration::from_secs(24 * 3_600 + 60);

async fn after_a_day_nothing_is_chosen_any_more(world: World) {
    let member = world.person("Người trong bản");
    world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    releases(&world, &editor, "hoc-phi", "Đã duyệt").await;
    publishes(&world, &editor, "hoc-phi", 1).await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.told(&reporter, &format!("/traloi {code} Tháng sau."), "đang gửi câu trả lời").await;
    let answer = world.reads(&resident, "Tháng sau.").await;
    let erase = world.told(&resident, "xoá", "Xoá không ạ?").await;
    releases(&world, &editor, "bao-hiem-y-te", "Đã duyệt").await;
    let publish = world.told(&editor, "/phat bao-hiem-y-te", "1 nhóm").await;
    let waiting = world.person("Bà con mới");
    let notice = world.told(&waiting, "Bao giờ có điện?", "xin phép dùng câu hỏi này").await;
    world.settle().await;

    // A day is a day, whatever hour it began at.
    world.pass(TOO_LATE);
    world.settle().await;
    for text in ["1", "vâng"] {
        let before = world.notes(&resident).len();
        world.tells(&resident, text);
        world.anew(&resident, before, "").await;
    }
    let told = world.is_answered_on_choosing(&resident, &erase, "Xoá hết").await;
    assert!(told.contains("quá một ngày") && told.contains("nhắn lại"), "{told}");
    if world.has_buttons() {
        let told = world.is_answered_on_choosing(&resident, &answer, "Chưa rõ").await;
        assert!(told.contains("quá một ngày") && told.contains("câu hỏi mới"), "{told}");
    }
    let told = world.is_answered_on_choosing(&editor, &publish, "Phát cho 1 nhóm").await;
    assert!(told.contains("quá một ngày") && told.contains("Đồng chí"), "{told}");
    let told = world.is_answered_on_choosing(&waiting, &notice, "Đồng ý, gửi").await;
    assert!(told.contains("quá 24 giờ") && told.contains("nhắn lại"), "{told}");
    world.settle().await;
    assert_eq!(world.count(PUBLICATIONS).await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE place = 'lc-binhlu-naluong'").await, 1);
    world.close().await;
}

async fn almost_a_day_later_it_is_still_chosen(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.pass_until("2026-11-25 23:50");
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.told(&reporter, &format!("/traloi {code} Tháng sau."), "đang gửi câu trả lời").await;
    world.reads(&resident, "Tháng sau.").await;
    world.settle().await;
    world.pass_until("2026-11-26 23:45");
    world.told(&resident, "2", &format!("#{code} được mở lại")).await;
    world.told(&resident, "xoá", "Xoá không ạ?").await;
    world.settle().await;
    world.pass_until("2026-11-27 23:40");
    world.told(&resident, "2", "Vâng, máy không làm gì cả").await;
    world.close().await;
}

async fn what_was_said_since_takes_a_number_away_from_a_list(world: World) {
    let member = world.person("Người trong bản");
    world.village("lc-binhlu-naluong", &[&member]).await;
    let editor = world.enrols("Người duyệt", "editor", "lc-binhlu").await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    for item in ["hoc-phi", "bao-hiem-y-te"] {
        releases(&world, &editor, item, "Đã duyệt").await;
        publishes(&world, &editor, item, 1).await;
    }
    let resident = world.knows("Bà con").await;
    // Nobody spoke of anything else: a list is a list for the day.
    world.told(&resident, "tin", "Chọn tin để đọc").await;
    world.pass(Duration::from_secs(3_600));
    world.told(&resident, "1", "bảo hiểm y tế").await;
    // A question in between, and the list has scrolled away ten minutes after it was shown.
    world.told(&resident, "tin", "Chọn tin để đọc").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.told(&resident, "2", "không phải nộp học phí").await;
    let list = world.told(&resident, "tin", "Chọn tin để đọc").await;
    world.told(&resident, "Đường vào bản Nà Luồng bao giờ sửa?", "").await;
    world.pass(Duration::from_secs(601));
    world.told(&resident, "2", "chưa rõ số này của mục nào").await;
    // Thanks are nothing else: the answer is judged by its number.
    world.told(&reporter, &format!("/traloi {code} Tháng sau."), "đang gửi câu trả lời").await;
    world.reads(&resident, "Tháng sau.").await;
    world.told(&resident, "cảm ơn cán bộ", "Không có gì ạ").await;
    world.pass(Duration::from_secs(3_600));
    world.told(&resident, "1", &format!("Câu hỏi #{code} đã xong")).await;
    // What is older than the list that was chosen from is answered by no number.
    world.told(&resident, "1", "Số này máy chưa hiểu").await;
    if world.has_buttons() {
        // A button says itself what it does.
        let before = world.notes(&resident).len();
        assert_eq!(world.is_answered_on_choosing(&resident, &list, &list.choices[0]).await, "");
        world.anew(&resident, before, "bảo hiểm y tế").await;
    }
    world.close().await;
}
