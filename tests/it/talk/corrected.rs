//! A reporter changes the message that an answer was written in.

use super::{asks_again, is_told, known_resident, nobody_sees, sees_new, sees_new_in};
use crate::stories;
use crate::world::{World, code_in};

// Only there an own message can be changed after it was sent.
stories!(
    an_edited_answer_is_a_correction_and_says_so,
    an_answer_in_the_group_is_corrected_there,
    an_edit_that_changes_nothing_sends_nothing,
    an_edited_answer_that_waits_for_the_asker_ends_with_the_right_words,
    an_edit_of_an_answer_that_is_not_kept_any_more_is_told,
    an_edit_of_what_was_no_answer_or_is_none_any_more_answers_nobody,
);

const ANSWERS: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'answer'";

async fn an_edited_answer_is_a_correction_and_says_so(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (resident, other) =
        (known_resident(&world, "Bà con").await, known_resident(&world, "Người khác").await);
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let same = asks_again(&world, other, "Đường bao giờ sửa?").await;
    is_told(&world, reporter, &format!("/trung {code} {same}"), "Đã ghi").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    let answer = world.quotes(reporter, &card, "Thang 12.");
    world.person_sees(resident, "Thang 12.").await;
    world.person_sees(other, "Thang 12.").await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.platform.person_edits(reporter, world.bot, answer, "Tháng 12.").unwrap();
    for (who, code) in [(resident, &code), (other, &same)] {
        let correction = world.person_sees(who, "Tháng 12.").await;
        assert!(
            correction.text.starts_with(&format!("Đính chính câu trả lời #{code}")),
            "{}",
            correction.text
        );
    }
    sees_new(&world, reporter, before, "có ghi là đính chính").await;
    // And once more, from the words as they now stand.
    world.platform.person_edits(reporter, world.bot, answer, "Tháng 1.").unwrap();
    world.person_sees(resident, "Tháng 1.").await;

    // By the code: the command and the code are no part of the answer, and may go.
    let code = asks_again(&world, resident, "Bao giờ sửa cầu?").await;
    let answer = world.says(reporter, &format!("/traloi {code} Sang nam."));
    world.person_sees(resident, "Sang nam.").await;
    world.platform.person_edits(reporter, world.bot, answer, &format!("/traloi {code} Sang năm.")).unwrap();
    let correction = world.person_sees(resident, "Sang năm.").await;
    let about = format!("Đính chính câu trả lời #{code}\n\nCâu hỏi: « Bao giờ sửa cầu? »\n\n« Sang năm. »");
    assert!(correction.text.starts_with(&about), "{}", correction.text);
    world.platform.person_edits(reporter, world.bot, answer, "Hai năm nữa.").unwrap();
    let correction = world.person_sees(resident, "Hai năm nữa.").await;
    assert!(correction.text.starts_with(&format!("Đính chính câu trả lời #{code}")), "{}", correction.text);
    world.settle().await;
    assert_eq!(world.count(ANSWERS).await, 2 * 3 + 3, "each once");
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["answered"], &q["answers_written"]), (&3.into(), &6.into()), "{q}");
    world.close().await;
}

async fn an_answer_in_the_group_is_corrected_there(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.platform.person_joins(reporter, group).unwrap();
    world.writes(resident, group, "/hoi Bao giờ sửa đường?");
    let code = code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    let answer = world.quotes(reporter, &card, "Thang sau.");
    world.group_sees(group, "Thang sau.").await;
    world.platform.person_edits(reporter, world.bot, answer, "Tháng sau.").unwrap();
    let correction = world.group_sees(group, "Tháng sau.").await;
    assert!(correction.text.starts_with(&format!("Đính chính câu trả lời #{code}")), "{}", correction.text);
    // The number of the asking message went when it was answered; where the answer stands is known.
    assert!(correction.reply_to.is_some(), "{}", correction.text);

    // Written in the group, it is edited there.
    let before = world.platform.messages(group).len();
    world.writes(resident, group, "/hoi Bao giờ sửa cầu?");
    let code = code_in(&sees_new_in(&world, group, before, "Đã nhận câu hỏi").await.text);
    let answer = world.writes(reporter, group, &format!("/traloi {code} Tuan sau."));
    world.group_sees(group, "Tuan sau.").await;
    world.platform.person_edits(reporter, group, answer, &format!("/traloi {code} Tuần sau.")).unwrap();
    let correction = world.group_sees(group, "Tuần sau.").await;
    assert!(correction.text.starts_with(&format!("Đính chính câu trả lời #{code}")), "{}", correction.text);
    world.settle().await;
    assert_eq!(world.count(ANSWERS).await, 4);
    world.close().await;
}

async fn an_edit_that_changes_nothing_sends_nothing(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    let answer = world.quotes(reporter, &card, "Tháng 12.");
    world.person_sees(resident, "Tháng 12.").await;
    world.settle().await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    // The platform also says so when something changed that nobody sees; and says everything twice.
    world.platform.person_edits(reporter, world.bot, answer, "Tháng 12.").unwrap();
    world.platform.person_edits(reporter, world.bot, answer, " Tháng 12. ").unwrap();
    world.settle().await;
    assert_eq!(world.count(ANSWERS).await, 1);
    assert_eq!(world.platform.private_messages(reporter, world.bot).len(), before);
    world.platform.person_edits(reporter, world.bot, answer, "Tháng 1.").unwrap();
    world.platform.person_edits(reporter, world.bot, answer, "Tháng 1.").unwrap();
    world.platform.duplicate_last_update(world.bot).unwrap();
    world.person_sees(resident, "Tháng 1.").await;
    world.settle().await;
    assert_eq!(world.count(ANSWERS).await, 2);
    // Thanks are no answer, and a sign is none: the last words stand.
    for words in ["Đã nhận ạ", "…"] {
        let before = world.platform.private_messages(reporter, world.bot).len();
        world.platform.person_edits(reporter, world.bot, answer, words).unwrap();
        sees_new(&world, reporter, before, "Máy chưa gửi gì cho người hỏi").await;
    }
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.platform.person_edits(reporter, world.bot, answer, &"sang năm mới sửa ".repeat(260)).unwrap();
    sees_new(&world, reporter, before, "Dài quá").await;
    world.settle().await;
    assert_eq!(world.count(ANSWERS).await, 2);
    world.close().await;
}

async fn an_edited_answer_that_waits_for_the_asker_ends_with_the_right_words(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    is_told(&world, resident, "dừng", "máy thôi nhắn").await;
    let answer = world.quotes(reporter, &card, "Thang sau.");
    world.person_sees(reporter, "khi họ nhắn, máy gửi ngay").await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.platform.person_edits(reporter, world.bot, answer, "Tháng sau.").unwrap();
    sees_new(&world, reporter, before, "khi họ nhắn, máy gửi ngay").await;
    nobody_sees(&world, &[(resident, true)], "sau.").await;
    is_told(&world, resident, "xem", "Máy đang giữ").await;
    world.person_sees(resident, "Tháng sau.").await;
    world.settle().await;
    let seen = world.platform.private_messages(resident, world.bot);
    let answers = seen.iter().filter(|m| m.from_bot && m.text.contains(&format!("câu trả lời #{code}\n")));
    let last = seen.iter().rfind(|m| m.from_bot && m.text.contains("sau.")).unwrap();
    assert!(last.text.contains("Tháng sau."), "{}", last.text);
    assert!(answers.count() <= 1, "one correction at most");
    world.close().await;
}

async fn an_edit_of_an_answer_that_is_not_kept_any_more_is_told(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let province = world.enrolled("Bàn tỉnh", "reporter", "lc").await;
    let resident = known_resident(&world, "Bà con").await;
    // Who asked is forgotten, and with them what they were told.
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    let forgotten = world.quotes(reporter, &card, "Thang sau.");
    world.person_sees(resident, "Thang sau.").await;
    // Of a sensitive question nothing is kept once it is answered.
    is_told(&world, resident, "Xây nhà thờ thì xin phép ở đâu?", "chuyện riêng").await;
    world.presses(resident, "Chỉ gửi lên tỉnh").await;
    let sensitive = code_in(&world.person_sees(province, "Câu hỏi #").await.text);
    let answer = world.says(province, &format!("/traloi {sensitive} O tinh."));
    world.person_sees(resident, "O tinh.").await;
    let before = world.platform.private_messages(province, world.bot).len();
    world
        .platform
        .person_edits(province, world.bot, answer, &format!("/traloi {sensitive} Ở tỉnh."))
        .unwrap();
    let told = sees_new(&world, province, before, "Máy chưa gửi lời vừa sửa").await;
    assert!(told.text.contains(&format!("/traloi {sensitive}")), "{}", told.text);
    is_told(&world, province, &format!("/traloi {sensitive} Ở tỉnh."), "có ghi là đính chính").await;
    world.person_sees(resident, "Ở tỉnh.").await;

    super::erases(&world, resident, "Đã xoá hết").await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.platform.person_edits(reporter, world.bot, forgotten, "Tháng sau.").unwrap();
    sees_new(&world, reporter, before, "Máy chưa gửi lời vừa sửa").await;
    nobody_sees(&world, &[(resident, true)], "Tháng sau.").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM inbox WHERE state <> 'done'").await, 0);
    world.close().await;
}

async fn an_edit_of_what_was_no_answer_or_is_none_any_more_answers_nobody(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    let asked_back = world.quotes(reporter, &card, "/hoilai Doan nao?");
    world.person_sees(resident, "Doan nao?").await;
    world.settle().await;
    let (said, sent) =
        (world.platform.private_messages(reporter, world.bot).len(), world.count(ANSWERS).await);
    world.platform.person_edits(reporter, world.bot, asked_back, "/hoilai Đoạn nào?").unwrap();
    world.settle().await;
    assert_eq!(world.platform.private_messages(reporter, world.bot).len(), said);
    // A second answer has taken the place of the first, and a colleague's that of both.
    let first = world.quotes(reporter, &card, "Một.");
    world.person_sees(resident, "Một.").await;
    let second = world.quotes(reporter, &card, "Hai.");
    world.person_sees(resident, "Hai.").await;
    for (edited, by) in [(first, None), (second, Some("Ba."))] {
        if let Some(words) = by {
            is_told(&world, coordinator, &format!("/traloi {code} {words}"), "có ghi là đính chính").await;
            world.person_sees(resident, words).await;
        }
        let before = world.platform.private_messages(reporter, world.bot).len();
        world.platform.person_edits(reporter, world.bot, edited, "Bốn.").unwrap();
        sees_new(&world, reporter, before, "Máy chưa gửi lời vừa sửa").await;
    }
    // Another question's code is no slip of the pen.
    let other = asks_again(&world, resident, "Bao giờ sửa cầu?").await;
    let answer = world.says(reporter, &format!("/traloi {other} Năm."));
    world.person_sees(resident, "Năm.").await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.platform.person_edits(reporter, world.bot, answer, &format!("/traloi {code} Năm.")).unwrap();
    sees_new(&world, reporter, before, "Máy chưa gửi lời vừa sửa").await;
    world.settle().await;
    assert_eq!(world.count(ANSWERS).await, sent + 4);
    nobody_sees(&world, &[(resident, true)], "Bốn.").await;
    world.close().await;
}
