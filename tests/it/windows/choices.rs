//! Without buttons: every choice is numbered, and a digit answers the latest of that person in that chat.

use super::QUESTIONS;
use crate::stories;
use crate::world::{World, code_in};
use loaban::config::Platform;

mod plain {
    use super::*;
    stories!(on ZALO;
        a_digit_is_a_choice_and_never_a_question,
        the_latest_choice_is_answered_and_is_closed_then,
        in_a_group_everybody_has_their_own_choice,
        a_number_under_a_question_from_the_reporter_is_words,
        the_word_under_an_item_binds_the_private_chat_to_the_village,
    );
    use super::super::ZALO;
}

mod with_buttons {
    use super::*;
    stories!(on BOTH;
        a_typed_digit_takes_the_buttons_away,
    );
    use super::super::BOTH;
}

async fn a_digit_is_a_choice_and_never_a_question(world: World) {
    let on = Platform::ZaloBot;
    world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(on, "Bà con");
    // Before anything was asked.
    world.told(&resident, "1", "Số này máy chưa hiểu").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM pending").await, 0);

    let notice = world.told(&resident, "Bao giờ có điện?", "xin phép dùng câu hỏi này").await;
    assert!(
        notice.text.ends_with("1. Đồng ý, gửi\n2. Không, xoá\nNhắn số của dòng mình chọn."),
        "{}",
        notice.text
    );
    world.told(&resident, "3", "chọn được từ 1 đến 2").await;
    world.told(&resident, "số 0", "chọn được từ 1 đến 2").await;
    world.told(&resident, "Số 1.", "Nhà mình ở bản nào ạ?").await;
    // The fourth is "none of these".
    world.told(&resident, "４", "Gõ tên bản hoặc tên xã").await;
    world.told(&resident, "2", "chỉ có một mục").await;
    world.told(&resident, "na luogn", "Mình ở đây phải không ạ?").await;
    world.told(&resident, "dạ 1 ạ", "Đã nhận câu hỏi").await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE place = 'lc-binhlu-naluong'").await, 1);
    // What was answered is closed: its number is explained, not asked.
    world.told(&resident, "1", "Số này máy chưa hiểu").await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    // A number that means something by itself is a question like any other.
    world.told(&resident, "2026 có làm đường không?", "Đã nhận câu hỏi").await;
    assert_eq!(world.count(QUESTIONS).await, 2);
    world.close().await;
}

async fn the_latest_choice_is_answered_and_is_closed_then(world: World) {
    let on = Platform::ZaloBot;
    let reporter = world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(on, "Bà con");
    world.told(&resident, "Bao giờ có điện?", "xin phép dùng câu hỏi này").await;
    world.told(&resident, "1", "Nhà mình ở bản nào ạ?").await;
    let first = code_in(&world.told(&resident, "Nà Luồng", "Đã nhận câu hỏi").await.text);
    let second = code_in(&world.told(&resident, "Bao giờ có nước?", "Đã nhận câu hỏi").await.text);
    world.told(&reporter, &format!("/traloi {first} Tháng sau."), "Máy đang gửi câu trả lời").await;
    world.reads(&resident, &format!("Trả lời câu hỏi #{first}")).await;
    world.told(&reporter, &format!("/traloi {second} Năm sau."), "Máy đang gửi câu trả lời").await;
    let answer = world.reads(&resident, &format!("Trả lời câu hỏi #{second}")).await;
    assert!(answer.text.contains("1. Đã rõ\n2. Chưa rõ"), "{}", answer.text);
    // The latest first. Asked what is not clear, a number is more about that, and no choice from before.
    world.told(&resident, "2", &format!("câu hỏi #{second} được mở lại")).await;
    world.told(&resident, "1", &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{second}")).await;
    // The one before it was not shown last: no number means it any more.
    world.told(&resident, "1", "Số này máy chưa hiểu").await;
    // Who is forgotten leaves no choice behind.
    world.erases(&resident, "Đã xoá hết").await;
    world.settle().await;
    let tied = "SELECT COUNT(*) FROM outbox WHERE chooser IS NOT NULL AND kind IN ('answer', 'receipt')";
    assert_eq!(world.count(tied).await, 0);
    world.close().await;
}

async fn in_a_group_everybody_has_their_own_choice(world: World) {
    let on = Platform::ZaloBot;
    let reporter = world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, two, three) = (world.phone(on, "Một"), world.phone(on, "Hai"), world.phone(on, "Ba"));
    let village = world.village("lc-binhlu-naluong", &[&one, &two, &three]).await;
    // Somebody asks without the command: it is asked back whether that is a question.
    world.told_in(&one, &village, "Bao giờ có điện?", "cho báo cáo viên ạ?").await;
    world.told_in(&two, &village, "Bao giờ có nước?", "cho báo cáo viên ạ?").await;
    // A third has nothing to choose; the second takes theirs back, and the first's is untouched.
    world.told_in(&three, &village, "1", "Số này máy chưa hiểu").await;
    world.told_in(&two, &village, "2", "không gửi gì cả").await;
    let code = code_in(&world.told_in(&one, &village, "1", "Đã nhận câu hỏi").await.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Bao giờ có điện? »"), "{}", card.text);
    assert_eq!(world.count(QUESTIONS).await, 1);
    // The verdict on an answer in the group is the asker's.
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    world.reads_in(&village, "1. Đã rõ\n2. Chưa rõ").await;
    world.settle().await;
    world.told_in(&three, &village, "2", "Số này máy chưa hiểu").await;
    world.told_in(&one, &village, "1", &format!("Câu hỏi #{code} đã xong")).await;
    world.told_in(&one, &village, "1", "Số này máy chưa hiểu").await;
    world.close().await;
}

async fn a_number_under_a_question_from_the_reporter_is_words(world: World) {
    world.zalo.habits(|h| h.quotes = true);
    let on = Platform::ZaloBot;
    let reporter = world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(on, "Bà con");
    world.told(&resident, "Nhà tôi được hỗ trợ không?", "xin phép dùng câu hỏi này").await;
    world.told(&resident, "1", "Nhà mình ở bản nào ạ?").await;
    let code = code_in(&world.told(&resident, "Nà Luồng", "Đã nhận câu hỏi").await.text);
    world.told(&reporter, &format!("/hoilai {code} Nhà mấy người?"), "Đã").await;
    let asked = world.reads(&resident, "Nhà mấy người?").await;
    world.settle().await;
    world.tells_under(&resident, &asked, "5");
    world.reads(&resident, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    // And under a card it is the answer.
    let card = world.reads(&reporter, "Nhà tôi được hỗ trợ không?\n5").await;
    world.settle().await;
    world.tells_under(&reporter, &card, "2");
    let answer = world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    assert!(answer.text.contains("\n\n« 2 »\n\n"), "{}", answer.text);
    // Quoting the answer, a digit is the verdict on it.
    world.settle().await;
    world.tells_under(&resident, &answer, "1");
    world.reads(&resident, &format!("Câu hỏi #{code} đã xong")).await;
    world.settle().await;
    let before = world.notes(&resident).len();
    world.tells_under(&resident, &answer, "1");
    world.anew(&resident, before, "Lựa chọn này đã xong").await;
    world.close().await;
}

async fn the_word_under_an_item_binds_the_private_chat_to_the_village(world: World) {
    let on = Platform::ZaloBot;
    world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(on, "Bà con");
    let village = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.publishes("kham-suc-khoe").await;
    let item = world.reads_in(&village, "khám sức khoẻ miễn phí").await;
    let told_how = format!("Hỏi riêng: bấm https://zalo.me/{}, nhắn “Nà Luồng” và câu hỏi.", world.zalo_bot);
    assert!(item.text.ends_with(&told_how), "{}", item.text);
    // The name alone, its code as it was told before, or with the question behind it or below it.
    let others: Vec<_> = (0..4).map(|n| world.phone(on, &format!("Bà con {n}"))).collect();
    for (who, name) in [(&others[0], "“Nà Luồng”"), (&others[1], "lc-binhlu-naluong")] {
        world.told(who, name, "bản Nà Luồng").await;
        world.told(who, "Khám ở đâu?", "xin phép dùng câu hỏi này").await;
    }
    world.told(&others[2], "nà luồng khám ở đâu?", "xin phép dùng câu hỏi này").await;
    world.told(&others[3], "bản na luong\nkhám ở đâu?", "xin phép dùng câu hỏi này").await;
    for who in &others {
        // The place is known: it is not asked for.
        let receipt = world.told(who, "1", "Đã nhận câu hỏi").await;
        assert!(!receipt.text.to_lowercase().contains("luong"), "{}", receipt.text);
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE place = 'lc-binhlu-naluong'").await, 4);
    // Who asks about another village stays where they are, and who names it on a line of its own moves there; a village
    // without a group here is no word at all.
    world.village("lc-binhlu-suoimay", &[&resident]).await;
    let at = |place: &str| format!("SELECT COUNT(*) FROM person WHERE place = '{place}'");
    let (stays, moves) = (world.phone(on, "Bà con ở lại"), world.phone(on, "Bà con chuyển đi"));
    for who in [&stays, &moves] {
        world.told(who, "Nà Luồng", "bản Nà Luồng").await;
    }
    world.told(&stays, "Suối Mây bao giờ có điện?", "xin phép dùng câu hỏi này").await;
    assert_eq!(world.count(&at("lc-binhlu-suoimay")).await, 0);
    world.told(&moves, "Suối Mây", "bản Suối Mây").await;
    assert_eq!(world.count(&at("lc-binhlu-suoimay")).await, 1);
    world.told(&resident, "Nà Mây bao giờ có điện?", "xin phép dùng câu hỏi này").await;
    world.told(&resident, "1", "Nhà mình ở bản nào ạ?").await;
    world.close().await;
}

async fn a_typed_digit_takes_the_buttons_away(world: World) {
    let on = Platform::Telegram;
    world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    world.says(resident, "Bao giờ có điện?");
    let notice = world.person_sees(resident, "xin phép dùng câu hỏi này").await;
    assert!(!notice.text.contains("Nhắn số"), "{}", notice.text);
    world.says(resident, "1");
    world.person_sees(resident, "Nhà mình ở bản nào ạ?").await;
    let bare = world.platform.wait_for(super::PATIENCE, |p| {
        let all = p.private_messages(resident, world.bot);
        all.into_iter().find(|m| m.message_id == notice.message_id && m.buttons.is_empty())
    });
    assert!(bare.await.is_some(), "the buttons of the notice are still there");
    // Pressed, a choice cannot be typed again.
    world.says(resident, "na luogn");
    world.person_sees(resident, "Mình ở đây phải không ạ?").await;
    world.presses(resident, "Bản Nà Luồng (mẫu), Xã Bình Lư").await;
    world.person_sees(resident, "Đã nhận câu hỏi").await;
    world.settle().await;
    world.says(resident, "1");
    world.person_sees(resident, "Số này máy chưa hiểu").await;
    assert_eq!(world.count(QUESTIONS).await, 1);
    world.close().await;
}
