//! After an answer: clear, not clear, and more from the asker.

use super::{OPEN, QUESTIONS, asks_again, known_resident, presses_old, sees_new};
use crate::stories;
use crate::world::{World, code_in};
use std::time::Duration;

stories!(on each;
    not_clear_opens_it_again_and_the_card_says_so,
    more_is_said_by_quoting,
    asked_back_the_asker_answers_in_words,
    an_answer_in_the_group_is_judged_by_who_asked,
    a_correction_says_so,
    who_wants_no_messages_is_asked_back_when_they_write,
);
// A press may come twice; a voice there quotes what it answers.
stories!(clear_is_counted_once, asked_back_the_asker_answers_in_words_or_by_voice);

async fn clear_is_counted_once(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    world.says(reporter, &format!("/traloi {code} Tháng sau."));
    let answer = world.person_sees(resident, "Tháng sau.").await;
    let labels: Vec<&str> = answer.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Đã rõ", "Chưa rõ"]);
    // Pressed twice before the buttons are gone.
    for _ in 0..2 {
        presses_old(&world, resident, world.bot, answer.message_id, &format!("ok:{code}"));
    }
    world.person_sees(resident, &format!("Câu hỏi #{code} đã xong")).await;
    world.settle().await;
    let report = world.report("lc-binhlu", "2026-12").await;
    assert_eq!(report["questions"]["cleared"]["clear"], 1);
    let buttons = world
        .platform
        .private_messages(resident, world.bot)
        .into_iter()
        .find(|m| m.message_id == answer.message_id)
        .unwrap()
        .buttons;
    assert!(buttons.is_empty(), "an old choice is not pressed again");
    world.close().await;
}

async fn not_clear_opens_it_again_and_the_card_says_so(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    world.pass_until("2026-11-25 10:00");
    let before = world.notes(&reporter).len();
    world.chooses(&resident, "Chưa rõ").await;
    world.reads(&resident, &format!("#{code} được mở lại")).await;
    let card = world.anew(&reporter, before, &format!("Câu hỏi #{code}")).await;
    assert!(
        card.text.contains("« Bao giờ sửa đường? »")
            && card.text.contains("chưa rõ câu trả lời trước: « Tháng sau. »"),
        "{}",
        card.text
    );
    assert!(card.text.contains("Trả lời trước 10:00 thứ Sáu 27/11"), "{}", card.text);
    let before = world.notes(&resident).len();
    world.replies(&reporter, &card, "Từ ngày 5 tháng 12.");
    let answer = world.anew(&resident, before, "Từ ngày 5 tháng 12.").await;
    assert!(
        answer.text.starts_with("Trả lời câu hỏi"),
        "a first answer after reopening is no correction: {}",
        answer.text
    );
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!(
        (&q["reopened"], &q["answered"], &q["cleared"]["not_clear"]),
        (&1.into(), &2.into(), &1.into()),
        "{q}"
    );
    world.close().await;
}

async fn more_is_said_by_quoting(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    let before = world.notes(&reporter).len();
    world.replies(&resident, &receipt, "Đoạn qua suối, đất đang sạt lở xuống nhà tôi.");
    let added =
        world.reads(&resident, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    assert!(added.text.contains("112"), "more that is said may be an emergency: {}", added.text);
    let card = world.anew(&reporter, before, "Đoạn qua suối").await;
    assert!(
        card.text.contains("« Bao giờ sửa đường?\nĐoạn qua suối, đất đang sạt lở xuống nhà tôi. »"),
        "{}",
        card.text
    );
    // Politeness under a receipt or an answer adds nothing.
    world.replies(&resident, &receipt, "vâng ạ");
    world.reads(&resident, "Không có gì ạ").await;
    let before = world.notes(&resident).len();
    world.replies(&reporter, &card, "Tuần sau máy xúc vào.");
    let answer = world.anew(&resident, before, "Tuần sau máy xúc vào.").await;
    world.replies(&resident, &answer, "cảm ơn cán bộ");
    world.settle().await;
    assert_eq!(world.count(OPEN).await, 0);
    // Something else under an answer opens it again.
    let before = world.notes(&reporter).len();
    world.replies(&resident, &answer, "Nhưng cầu thì sao?");
    world.anew(&reporter, before, "Nhưng cầu thì sao?").await;
    assert_eq!((world.count(OPEN).await, world.count(QUESTIONS).await), (1, 2));
    // 4,000 characters are the most here too.
    let long = "bao giờ sửa cầu ".repeat(260);
    world.replies(&resident, &answer, &long);
    world.reads(&resident, "Dài quá").await;
    world.close().await;
}

async fn asked_back_the_asker_answers_in_words_or_by_voice(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    let code = asks_again(&world, resident, "Bao giờ sửa đường?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    world.says(reporter, "/hoilai");
    world.person_sees(reporter, "Viết: /hoilai").await;
    // Quoting the card the code may be left out.
    world.quotes(reporter, &card, "/hoilai Đoạn nào vậy?");
    world.person_sees(reporter, &format!("Đã hỏi lại người hỏi #{code}")).await;
    let asked = world.person_sees(resident, "« Đoạn nào vậy? »").await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.speaks(resident, Some(&asked));
    // The first voice: the reporter will hear it, and that is said first.
    world.presses(resident, "Gửi tiếng nói").await;
    world.person_sees(resident, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    sees_new(&world, reporter, before, &format!("Tiếng của câu hỏi #{code}")).await;
    assert_eq!((world.count(OPEN).await, world.count(QUESTIONS).await), (1, 2), "no second question");

    // The same in the group.
    world.writes(resident, group, "/hoi Bao giờ họp bản?");
    let code = code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    world.says(reporter, &format!("/hoilai {code} Họp về việc gì?"));
    let asked = world.group_sees(group, "« Họp về việc gì? »").await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.platform.person_replies(resident, group, asked.message_id, "Việc chia đất nương.").unwrap();
    world.group_sees(group, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    sees_new(&world, reporter, before, "« Bao giờ họp bản?\nViệc chia đất nương. »").await;
    assert_eq!(world.count(QUESTIONS).await, 3);

    world.close().await;
}

async fn asked_back_the_asker_answers_in_words(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.told(&reporter, "/hoilai", "Viết: /hoilai").await;
    world.replies(&reporter, &card, "/hoilai Đoạn nào vậy?");
    world.reads(&reporter, &format!("Đã hỏi lại người hỏi #{code}")).await;
    let asked = world.reads(&resident, "« Đoạn nào vậy? »").await;
    let before = world.notes(&reporter).len();
    world.replies(&resident, &asked, "Đoạn qua suối.");
    world.reads(&resident, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    world.anew(&reporter, before, "« Bao giờ sửa đường?\nĐoạn qua suối. »").await;
    assert_eq!((world.count(OPEN).await, world.count(QUESTIONS).await), (1, 2), "no second question");

    // The same in the group.
    let asked = world.told_in(&resident, &group, "/hoi Bao giờ họp bản?", "Đã nhận câu hỏi").await;
    let code = code_in(&asked.text);
    world.tells(&reporter, &format!("/hoilai {code} Họp về việc gì?"));
    let asked = world.reads_in(&group, "« Họp về việc gì? »").await;
    let before = world.notes(&reporter).len();
    world.replies_in(&resident, &group, &asked, "Việc chia đất nương.");
    world.reads_in(&group, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    world.anew(&reporter, before, "« Bao giờ họp bản?\nViệc chia đất nương. »").await;
    assert_eq!(world.count(QUESTIONS).await, 3);

    world.close().await;
}

async fn who_wants_no_messages_is_asked_back_when_they_write(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.told(&resident, "dừng", "máy thôi nhắn").await;
    world.told(&reporter, &format!("/hoilai {code} Đoạn nào vậy?"), "khi họ nhắn, máy gửi ngay").await;
    // Asked once more, it is asked once.
    world.told(&reporter, &format!("/hoilai {code} Đoạn nào, dài mấy mét?"), "khi họ nhắn").await;
    world.pass(Duration::from_secs(3 * 86_400));
    world.nobody_reads(&[&resident], "Đoạn nào").await;
    // What they come back with is not yet the answer to what they have not read.
    let before = world.notes(&resident).len();
    world.tells(&resident, "xem");
    world.anew(&resident, before, "« Đoạn nào, dài mấy mét? »").await;
    world.settle().await;
    world.nobody_reads(&[&resident], "Đoạn nào vậy").await;
    // The next words are.
    let before = world.notes(&reporter).len();
    world.told(&resident, "đoạn qua suối, chừng trăm mét", &format!("#{code}")).await;
    world.anew(&reporter, before, "đoạn qua suối, chừng trăm mét").await;
    // Answered meanwhile, they are asked no more.
    let second = world.asks_again(&resident, "Bao giờ có nước?").await;
    world.told(&resident, "dừng", "máy thôi nhắn").await;
    world.told(&reporter, &format!("/hoilai {second} Nhà mấy người?"), "khi họ nhắn").await;
    world.told(&reporter, &format!("/traloi {second} Tháng sau."), "khi họ nhắn, máy gửi ngay").await;
    let before = world.notes(&resident).len();
    world.tells(&resident, "xem");
    world.anew(&resident, before, "Tháng sau.").await;
    world.nobody_reads(&[&resident], "Nhà mấy người").await;
    world.close().await;
}

async fn an_answer_in_the_group_is_judged_by_who_asked(world: World) {
    let (resident, other) = (world.person("Bà con"), world.person("Người khác"));
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.joins(&other, &group);
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.tells_in(&resident, &group, "/hoi Bao giờ sửa đường?");
    let code = code_in(&world.reads_in(&group, "Đã nhận câu hỏi").await.text);
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    let answer = world.reads_in(&group, "Tháng sau.").await;
    let told = world.is_answered_on_choosing_in(&other, &group, &answer, "Chưa rõ").await;
    // A press says what it is meant for, a digit does not.
    let not_theirs =
        if world.has_buttons() { "Nút này của người hỏi" } else { "Số này máy chưa hiểu" };
    assert!(told.contains(not_theirs), "{told}");
    assert_eq!(world.count(OPEN).await, 0);
    // Somebody else's "and what about…" is a question of their own, if they choose so.
    if world.tells_quotes() {
        world.replies_in(&other, &group, &answer, "Thế còn cầu?");
    } else {
        world.calls_in(&other, &group, "Thế còn cầu?");
    }
    let asked = world.reads_in(&group, "cho báo cáo viên ạ?").await;
    if world.has_buttons() {
        let told = world.is_answered_on_choosing_in(&resident, &group, &asked, "Gửi câu hỏi").await;
        assert!(told.contains("Nút này của người hỏi"), "{told}");
    }
    world.chooses_in(&other, &group, "Gửi câu hỏi").await;
    world.reads(&reporter, "« Thế còn cầu? »").await;
    assert_eq!(world.count(QUESTIONS).await, 2);

    world.chooses_in(&resident, &group, "Chưa rõ").await;
    world.reads_in(&group, &format!("#{code} được mở lại")).await;
    assert_eq!(world.count(OPEN).await, 2);
    world.close().await;
}

async fn a_correction_says_so(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.replies(&reporter, &card, "Tháng 12.");
    world.reads(&resident, "Tháng 12.").await;
    world.replies(&reporter, &card, "Xin lỗi, tháng 1.");
    let correction = world.reads(&resident, "Xin lỗi, tháng 1.").await;
    assert!(correction.text.starts_with(&format!("Đính chính câu trả lời #{code}")), "{}", correction.text);
    world.reads(&reporter, "có ghi là đính chính").await;
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["answered"], &q["answers_written"]), (&1.into(), &2.into()), "{q}");
    world.close().await;
}
