//! A conversation as people have it: thanks, haste, three short lines, a question about the question, a slip of the finger.

use super::{OPEN, QUESTIONS, is_told, known_resident, sees_new};
use crate::live::on_both;
use crate::stories;
use crate::world::{Engine, World, code_in};
use loaban::calendar::Stretch;
use std::time::Duration;

stories!(on each;
    what_is_said_about_a_question_is_no_question,
    an_answer_is_judged_in_words,
    a_few_words_that_name_nothing_are_asked_about,
    the_village_is_changed_in_words,
);
on_both!(
    three_short_lines_are_one_question_and_one_card,
    in_a_group_the_words_of_a_minute_are_one_question,
    danger_waits_for_nothing,
    what_several_lines_say_together_is_heard,
);

const GATHER: Duration = Duration::from_secs(60);

async fn gathering(engine: Engine) -> Option<World> {
    World::with(engine, |settings| settings.questions.gather = Stretch::Plain(GATHER)).await
}

/// How many cards a reporter has.
fn cards(world: &World, reporter: i64) -> usize {
    let all = world.platform.private_messages(reporter, world.bot);
    all.iter().filter(|m| m.from_bot && m.text.starts_with("Câu hỏi #")).count()
}

async fn what_several_lines_say_together_is_heard(engine: Engine) {
    let Some(world) = gathering(engine).await else { return };
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    world.pass(Duration::from_secs(600));
    world.settle().await;
    world.says(resident, "nhà bà ngoại em");
    world.settle().await;
    assert!(!world.private(resident).contains("GỌI NGAY"), "it is danger by itself");
    // None of these is danger by itself; with what was said before they are.
    world.says(resident, "bị nước cuốn");
    world.settle().await;
    world.person_sees(resident, "GỌI NGAY: 112").await;
    world.person_sees(reporter, "KHẨN").await;
    world.close().await;
}

async fn three_short_lines_are_one_question_and_one_card(engine: Engine) {
    let Some(world) = gathering(engine).await else { return };
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    world.pass(Duration::from_secs(600));
    world.settle().await;
    let before = cards(&world, reporter);
    is_told(&world, resident, "cán bộ ơi", "Chào ạ").await;
    let asked = is_told(&world, resident, "con bò nhà tôi bỏ ăn", "Đã nhận câu hỏi").await;
    let code = code_in(&asked.text);
    is_told(&world, resident, "chảy nước miếng", &format!("#{code}")).await;
    world.pass(Duration::from_secs(20));
    is_told(&world, resident, "phải gọi ai tiêm", &format!("#{code}")).await;
    world.settle().await;
    assert_eq!((cards(&world, reporter), world.count(OPEN).await), (before, 1), "it still gathers");
    world.pass(GATHER + Duration::from_secs(1));
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    for line in ["cán bộ ơi", "bỏ ăn", "chảy nước miếng", "phải gọi ai tiêm"] {
        assert!(card.text.contains(line), "{line}: {}", card.text);
    }
    world.settle().await;
    assert_eq!(cards(&world, reporter), before + 1);
    // Said a little later it still belongs to it, and reaches the reporter under the same code.
    world.pass(Duration::from_secs(40));
    is_told(&world, resident, "nó mới đẻ tuần trước", &format!("#{code}")).await;
    world.pass(GATHER + Duration::from_secs(1));
    let more = world.person_sees(reporter, "nó mới đẻ tuần trước").await;
    assert_eq!(code_in(&more.text), code);
    // Much later it is another question.
    world.pass(Duration::from_secs(3_600));
    let other = is_told(&world, resident, "Bao giờ có điện về bản?", "Đã nhận câu hỏi").await;
    assert_ne!(code_in(&other.text), code);
    world.close().await;
}

async fn in_a_group_the_words_of_a_minute_are_one_question(engine: Engine) {
    let Some(world) = gathering(engine).await else { return };
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (resident, neighbour) = (world.platform.add_person("Bà con"), world.platform.add_person("Hàng xóm"));
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.platform.person_joins(neighbour, group).unwrap();
    let before = cards(&world, reporter);
    world.writes(resident, group, "/hoi con bò nhà tôi bỏ ăn");
    let code = code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    world.writes(resident, group, "/hoi phải gọi ai tiêm");
    world.group_sees(group, &format!("Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{code}")).await;
    // Somebody else's is their own.
    world.writes(neighbour, group, "/hoi Bao giờ họp bản?");
    world.group_sees(group, "Bao giờ họp bản? »").await;
    world.pass(Duration::from_secs(20));
    world.writes(resident, group, "@LoaBanBot nó chảy nước miếng");
    world.settle().await;
    assert_eq!((cards(&world, reporter), world.count(OPEN).await), (before, 2), "it still gathers");
    world.pass(GATHER + Duration::from_secs(1));
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    for line in ["bỏ ăn", "phải gọi ai tiêm", "chảy nước miếng"] {
        assert!(card.text.contains(line), "{line}: {}", card.text);
    }
    world.settle().await;
    assert_eq!(cards(&world, reporter), before + 2);
    // A minute later it is another question.
    world.writes(resident, group, "/hoi Bao giờ sửa đường?");
    world.settle().await;
    assert_eq!(world.count(OPEN).await, 3);
    // What puts an answer right stands under it.
    world.says(reporter, &format!("/traloi {code} Gọi thú y xã."));
    let answer = world.group_sees(group, "Gọi thú y xã.").await;
    world.settle().await;
    world.says(reporter, &format!("/traloi {code} Gọi thú y bản."));
    let right = world.group_sees(group, "Gọi thú y bản.").await;
    assert_eq!(right.reply_to, Some(answer.message_id), "{right:?}");
    world.close().await;
}

async fn danger_waits_for_nothing(engine: Engine) {
    let Some(world) = gathering(engine).await else { return };
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    world.pass(Duration::from_secs(600));
    world.settle().await;
    let before = world.platform.private_messages(reporter, world.bot).len();
    let told = is_told(&world, resident, "nhà tôi đang cháy to lắm cứu với", "Đã nhận câu hỏi").await;
    assert!(told.text.contains("114"), "{}", told.text);
    sees_new(&world, reporter, before, "đang cháy to lắm").await;
    world.close().await;
}

async fn what_is_said_about_a_question_is_no_question(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ làm lại đường vào bản?").await;
    let questions = world.count(QUESTIONS).await;
    for text in [
        "đã có trả lời chưa cán bộ",
        "sao lâu thế",
        "câu hỏi của tôi đến đâu rồi",
        &code,
        &format!("#{code}"),
    ] {
        let told = world.told(&resident, text, "đang chờ trả lời").await;
        assert!(
            told.text.contains("làm lại đường vào bản") && told.text.contains("chậm nhất hết"),
            "{}",
            told.text
        );
    }
    for text in
        ["cảm ơn cán bộ nhiều nhé", "dạ em biết rồi ạ", "nhất trí", "rõ rồi cán bộ ạ", "cam on nhieu nha"]
    {
        world.told(&resident, text, "Không có gì ạ").await;
    }
    world.told(&resident, "máy này của ai", "không phải người").await;
    // Taking it back is offered, and a no leaves it.
    world.told(&resident, "thôi không hỏi nữa", "Rút lại câu hỏi").await;
    world.chooses(&resident, "Không, để trả lời").await;
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count(OPEN).await), (questions, 1));
    world.told(&resident, "thôi không hỏi nữa", "Rút lại câu hỏi").await;
    world.told(&resident, "rút lại", &format!("Đã rút câu hỏi #{code}")).await;
    assert_eq!(world.count(OPEN).await, 0);
    world.close().await;
}

async fn an_answer_is_judged_in_words(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ tiêm phòng cho trâu bò?").await;
    world.told(&reporter, &format!("/traloi {code} Ngày 5 tháng sau."), "đang gửi câu trả lời").await;
    world.reads(&resident, "Ngày 5 tháng sau.").await;
    world.told(&resident, "chưa rõ", &format!("#{code} được mở lại")).await;
    // The next words are what is unclear.
    let before = world.notes(&reporter).len();
    world.told(&resident, "ngày 5 mấy giờ, ở đâu", &format!("#{code}")).await;
    let card = world.anew(&reporter, before, "ngày 5 mấy giờ").await;
    assert_eq!(code_in(&card.text), code);
    world.told(&reporter, &format!("/traloi {code} 7 giờ, ở nhà văn hoá."), "đang gửi câu trả lời").await;
    world.reads(&resident, "7 giờ, ở nhà văn hoá.").await;
    world.told(&resident, "rõ rồi ạ", &format!("Câu hỏi #{code} đã xong")).await;
    // Asked back, a number is an answer and no choice.
    let second = world.asks_again(&resident, "Bao giờ tiêm cho lợn?").await;
    world.told(&reporter, &format!("/hoilai {second} Nhà mình có mấy con?"), "").await;
    world.reads(&resident, "Nhà mình có mấy con?").await;
    let before = world.notes(&reporter).len();
    world.told(&resident, "5", &format!("#{second}")).await;
    world.anew(&reporter, before, &format!("Câu hỏi #{second}")).await;
    world.close().await;
}

async fn a_few_words_that_name_nothing_are_asked_about(world: World) {
    let resident = world.knows("Bà con").await;
    let questions = world.count(QUESTIONS).await;
    world.told(&resident, "ờ thế à", "").await;
    world.told(&resident, "hôm qua", "Đây là câu hỏi mới ạ?").await;
    world.told(&resident, "không", "máy đã xoá").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, questions);
    world.told(&resident, "hôm qua", "Đây là câu hỏi mới ạ?").await;
    world.chooses(&resident, "Phải, gửi đi").await;
    world.reads(&resident, "« hôm qua »").await;
    assert_eq!(world.count(QUESTIONS).await, questions + 1);
    world.close().await;
}

async fn the_village_is_changed_in_words(world: World) {
    let resident = world.knows("Bà con").await;
    world.told(&resident, "đổi bản", "Nhà mình ở bản nào ạ?").await;
    world.lives(&resident, "Suối Mây").await;
    world.reads(&resident, "từ nay máy ghi nhà mình ở bản Suối Mây").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM person WHERE place = 'lc-binhlu-suoimay'").await, 1);
    world.close().await;
}
