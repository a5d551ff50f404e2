//! Where nobody tells the machine what is quoted: a code says which question is meant. And what cannot arrive is told.

use super::ZALO;
use crate::stories;
use crate::world::World;
use loaban::config::Platform;
use loaban::standins::zalo_bot::Fault;

stories!(on ZALO;
    words_after_a_code_belong_to_that_question,
    an_answer_that_does_not_arrive_is_told_to_who_wrote_it,
    a_choice_in_a_group_says_how_to_call_the_machine,
);

async fn words_after_a_code_belong_to_that_question(world: World) {
    let reporter = world.official(Platform::ZaloBot, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    let code = world.asks_first(&resident, "Nhà tôi đi khám có mất tiền không?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.tells(&reporter, &format!("/hoilai {code} Nhà mình có mấy người?"));
    let asked = world.reads(&resident, "Báo cáo viên hỏi thêm").await;
    assert!(asked.text.contains("Cứ nhắn lời đáp vào đây"), "{}", asked.text);
    world.tells(&resident, &format!("#{code} Nhà tôi có năm người"));
    world.reads(&reporter, "Nhà tôi có năm người").await;
    // After the answer the same way leads back.
    world.tells(&reporter, &format!("/traloi {code} Không mất tiền."));
    world.reads(&resident, "Đã rõ chưa ạ?").await;
    world.chooses(&resident, "Chưa rõ").await;
    let again = world.reads(&resident, "được mở lại").await;
    assert!(again.text.contains("cứ nhắn hoặc nói vào đây"), "{}", again.text);
    world.tells(&resident, &format!("{} mấy giờ thì khám?", code.to_lowercase()));
    world.reads(&reporter, "mấy giờ thì khám?").await;
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question").await, 1);
    // In a group a code of what was asked in private is no way back to it: all would see.
    let village = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.tells_in(&resident, &village, &format!("#{code} Nhà tôi ở đâu thì khám?"));
    world.reads_in(&village, "1. Gửi câu hỏi").await;
    // Somebody else's code leads nowhere, whether there is such a question or not.
    let other = world.phone(Platform::ZaloBot, "Người khác");
    world.tells(&other, &format!("#{code} cho tôi xem"));
    let refused = world.reads(&other, &format!("Không có câu hỏi #{code} ở đây")).await;
    world.told(&other, "#ZZ9ZZ cho tôi xem", "Không có câu hỏi #ZZ9ZZ ở đây").await;
    assert!(!refused.text.contains("khám"), "{}", refused.text);
    world.close().await;
}

async fn an_answer_that_does_not_arrive_is_told_to_who_wrote_it(world: World) {
    let reporter = world.official(Platform::ZaloBot, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    let code = world.asks_first(&resident, "Nhà tôi đi khám có mất tiền không?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    world.zalo.fault(Fault::error(400, "text is not allowed").on("sendMessage").in_chat(resident.zalo_bot()));
    world.tells(&reporter, &format!("/traloi {code} Không mất tiền."));
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'answer' AND state = 'failed'", 1).await;
    world.app().wake();
    world.reads(&reporter, &format!("Tin gửi người hỏi câu #{code} không tới được")).await;
    world.app().wake();
    world.settle().await;
    let told =
        world.notes(&reporter).into_iter().filter(|n| n.text.contains("không tới được: ứng dụng")).count();
    assert_eq!(told, 1);
    world.close().await;
}

async fn a_choice_in_a_group_says_how_to_call_the_machine(world: World) {
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    let village = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.tells_in(&resident, &village, "Bao giờ bản mình họp?");
    let asked = world.reads_in(&village, "1. Gửi câu hỏi").await;
    assert!(asked.text.contains("Gõ @, chọn tên máy, rồi gõ số của dòng mình chọn"), "{}", asked.text);
    world.tells_in(&resident, &village, "1");
    world.reads_in(&village, "Đã nhận câu hỏi").await;
    world.close().await;
}
