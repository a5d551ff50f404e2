//! What somebody who answers says in plain words: no text is thrown away, and none goes to an asker by accident.

use super::{OPEN, PENDING};
use crate::stories;
use crate::world::{World, code_in};

stories!(on each;
    a_code_and_words_are_an_answer,
    plain_words_with_one_open_question_are_offered_as_its_answer,
    plain_words_with_several_wait_until_one_is_chosen,
    a_code_alone_shows_the_question_and_takes_what_follows,
    words_that_only_put_off_leave_the_question_open,
    asking_back_and_handing_over_in_plain_words_are_offered,
    leave_is_said_as_people_say_it,
    the_list_shows_the_words,
    the_card_names_the_quoted_item_and_offers_its_sentences,
);

async fn a_code_and_words_are_an_answer(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    for (how, answer) in [
        ("{} Ngày 15/12, ở trạm.", "Ngày 15/12, ở trạm."),
        ("#{}: Khám ở trạm y tế xã.", "Khám ở trạm y tế xã."),
        ("trả lời câu {} là: Có xe đưa.", "Có xe đưa."),
        ("{}:Không mất tiền.", "Không mất tiền."),
    ] {
        let code = world.asks_again(&resident, "Bao giờ khám sức khoẻ?").await;
        world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
        let said = how.replace("{}", &code.to_lowercase());
        world.told(&reporter, &said, &format!("Máy đang gửi câu trả lời #{code}")).await;
        let read = world.reads(&resident, answer).await;
        assert!(!read.text.contains(&format!("{} {answer}", code.to_lowercase())), "{}", read.text);
        // Once more is a correction.
        world.told(&reporter, &format!("{code} {answer} Đúng thế."), "có ghi là đính chính").await;
    }
    // A code that nobody has goes nowhere.
    world.told(&reporter, "#ZZZZ2 Ngày mai.", "Không có câu hỏi #ZZZZ2").await;
    assert_eq!(world.count(OPEN).await, 0);
    world.close().await;
}

async fn plain_words_with_one_open_question_are_offered_as_its_answer(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường vào bản?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let asked = world.told(&reporter, "Tháng sau đội thi công vào làm.", "Gửi lời này trả lời").await;
    assert!(asked.text.contains(&format!("#{code} « Bao giờ sửa đường vào bản? »")), "{}", asked.text);
    assert_eq!(asked.choices, ["Gửi làm câu trả lời", "Không gửi gì"]);
    world.nobody_reads(&[&resident], "Tháng sau").await;
    world.chooses(&reporter, "Không gửi gì").await;
    world.reads(&reporter, "Vâng, máy chưa gửi gì cho người hỏi").await;
    world.comes_to(PENDING, 0).await;
    // Other words take the place of the first: only the last are sent.
    world.told(&reporter, "Tháng ba đội thi công vào làm.", "Gửi lời này trả lời").await;
    let before = world.notes(&reporter).len();
    world.tells(&reporter, "Xin lỗi, tháng tư đội thi công mới vào làm.");
    world.anew(&reporter, before, "Gửi lời này trả lời").await;
    // In words, too.
    world.told(&reporter, "vâng", &format!("Máy đang gửi câu trả lời #{code}")).await;
    world.reads(&resident, "tháng tư đội thi công").await;
    world.nobody_reads(&[&resident], "Tháng ba").await;
    // A voice is offered in the same way.
    let code = world.asks_again(&resident, "Có phải đóng tiền không?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.tells_aloud(&reporter);
    world.reads(&reporter, &format!("Gửi lời này trả lời #{code}")).await;
    world.chooses(&reporter, "Gửi làm câu trả lời").await;
    world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    world.comes_to(OPEN, 0).await;
    world.close().await;
}

async fn plain_words_with_several_wait_until_one_is_chosen(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, two) = (world.knows("Một").await, world.knows("Hai").await);
    let first = world.asks_again(&one, "Bao giờ bản khám sức khoẻ?").await;
    world.pass(std::time::Duration::from_secs(3600));
    let second = world.asks_again(&two, "Bao giờ sửa cầu treo sang bản bên?").await;
    world.reads(&reporter, &format!("Câu hỏi #{second}")).await;
    let asked = world.told(&reporter, "Ngày 15/12, ở trạm y tế xã.", "trả lời câu nào").await;
    assert_eq!(
        asked.choices,
        [
            format!("#{first} « Bao giờ bản khám sức khoẻ? »"),
            format!("#{second} « Bao giờ sửa cầu treo sang bản bên? »"),
            "Không câu nào".to_owned()
        ]
    );
    world.nobody_reads(&[&one, &two], "15/12").await;
    world.chooses(&reporter, &format!("#{first} « Bao giờ bản khám sức khoẻ? »")).await;
    world.reads(&one, "Ngày 15/12, ở trạm y tế xã.").await;
    world.nobody_reads(&[&two], "15/12").await;
    assert_eq!(world.count(OPEN).await, 1);
    // Its day over, nothing is left of it.
    let third = world.asks_again(&one, "Bao giờ phát thẻ bảo hiểm?").await;
    world.reads(&reporter, &format!("Câu hỏi #{third}")).await;
    world.told(&reporter, "Cuối tuần này phát ở nhà văn hoá.", "trả lời câu nào").await;
    world.pass(std::time::Duration::from_secs(26 * 3600));
    world.comes_to(PENDING, 0).await;
    world.chooses(&reporter, "Không câu nào").await;
    world.nobody_reads(&[&one, &two], "nhà văn hoá").await;
    world.close().await;
}

async fn a_code_alone_shows_the_question_and_takes_what_follows(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ có điện lưới ở xóm trên?").await;
    let other = world.asks_again(&resident, "Bao giờ có nước sạch?").await;
    world.reads(&reporter, &format!("Câu hỏi #{other}")).await;
    let shown = world.told(&reporter, &code.to_lowercase(), "là câu trả lời").await;
    assert!(shown.text.contains("« Bao giờ có điện lưới ở xóm trên? »"), "{}", shown.text);
    world.told(&reporter, "Quý hai năm sau.", &format!("Máy đang gửi câu trả lời #{code}")).await;
    world.reads(&resident, "Quý hai năm sau.").await;
    // By the command, and with a voice.
    world.told(&reporter, &format!("/traloi {other}"), "là câu trả lời").await;
    world.tells_aloud(&reporter);
    world.reads(&resident, &format!("Trả lời câu hỏi #{other}")).await;
    world.comes_to(OPEN, 0).await;
    world.close().await;
}

async fn words_that_only_put_off_leave_the_question_open(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    if world.tells_quotes() {
        world.replies(&reporter, &card, "vâng để tôi hỏi lại xã rồi trả lời sau");
    } else {
        world.tells(&reporter, &format!("{code} vâng để tôi hỏi lại xã rồi trả lời sau"));
    }
    let asked = world.reads(&reporter, "hẹn trả lời sau, hay đã là câu trả lời").await;
    assert_eq!(asked.choices, ["Hẹn trả lời sau, câu vẫn mở", "Gửi làm câu trả lời"]);
    world.nobody_reads(&[&resident], "để tôi hỏi").await;
    world.chooses(&reporter, "Hẹn trả lời sau, câu vẫn mở").await;
    world.reads(&reporter, &format!("câu #{code} vẫn mở")).await;
    assert_eq!(world.count(OPEN).await, 1);
    // After a code; here it is the answer.
    world.told(&reporter, &format!("{code} chờ em kiểm tra"), "hẹn trả lời sau").await;
    world.chooses(&reporter, "Gửi làm câu trả lời").await;
    let read = world.reads(&resident, "chờ em kiểm tra").await;
    assert!(!read.text.contains(&format!("{code} chờ")), "{}", read.text);
    world.close().await;
}

async fn asking_back_and_handing_over_in_plain_words_are_offered(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = world.enrols("Xã bên", "reporter", "lc-banbo").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let said = "hỏi lại bà con đoạn đường nào ạ?";
    let asked = world.told(&reporter, said, "muốn hỏi lại người hỏi").await;
    assert_eq!(asked.choices, ["Hỏi lại người hỏi", "Gửi làm câu trả lời", "Không gửi gì"]);
    world.chooses(&reporter, "Hỏi lại người hỏi").await;
    let read = world.reads(&resident, "đoạn đường nào ạ?").await;
    assert!(!read.text.contains("hỏi lại bà con"), "{}", read.text);
    let asked = world.told(&reporter, "chuyển câu này lên tỉnh giúp tôi", "cho người khác trả lời").await;
    assert_eq!(asked.choices.first().map(String::as_str), Some("Chuyển tới tỉnh Lai Châu"));
    world.told(&reporter, "việc này không thuộc lĩnh vực của tôi", "tới ai ạ").await;
    assert_eq!(world.count(OPEN).await, 1);
    let said = "câu này chuyển cho xã Bản Bo giúp em";
    let asked = world.told(&reporter, said, "cho người khác trả lời").await;
    assert_eq!(asked.choices, ["Chuyển tới xã Bản Bo", "Gửi làm câu trả lời", "Không gửi gì"]);
    world.nobody_reads(&[&beside], &code).await;
    world.chooses(&reporter, "Chuyển tới xã Bản Bo").await;
    world.reads(&reporter, &format!("Đã chuyển câu hỏi #{code}")).await;
    world.reads(&beside, &format!("Lý do: « {said} »")).await;
    world.close().await;
}

async fn leave_is_said_as_people_say_it(world: World) {
    let first = world.enrols("Người thứ nhất", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ sửa đường?").await;
    world.reads(&first, &format!("Câu hỏi #{code}")).await;
    let second = world.enrols("Người thứ hai", "reporter", "lc-binhlu").await;
    for (said, choice) in [
        ("mai em nghỉ", "Nghỉ thứ Năm 26/11"),
        ("mai tôi nghỉ", "Nghỉ thứ Năm 26/11"),
        ("mai toi nghi", "Nghỉ thứ Năm 26/11"),
        ("tôi nghỉ tới thứ sáu", "Nghỉ từ hôm nay đến hết thứ Sáu 27/11"),
        ("em xin nghỉ 3 ngày", "Nghỉ từ hôm nay đến hết thứ Sáu 27/11"),
        ("tôi nghỉ đến 5/12", "Nghỉ từ hôm nay đến hết thứ Bảy 5/12"),
        ("tôi nghỉ từ 1/12 đến 5/12", "Nghỉ từ thứ Ba 1/12 đến hết thứ Bảy 5/12"),
        ("/nghi hết tuần", "Nghỉ từ hôm nay đến hết Chủ nhật 29/11"),
        ("/nghi mai", "Nghỉ thứ Năm 26/11"),
    ] {
        let asked = world.told(&first, said, "nghỉ đến hết ngày nào").await;
        assert_eq!(asked.choices.first().map(String::as_str), Some(choice), "{said}");
    }
    world.chooses(&first, "Chưa nghỉ").await;
    world.told(&first, "/nghi 24/11", "Ngày ấy đã qua").await;
    // From a later day on: it is written down now, and the questions move when the day has come.
    world.told(&first, "/nghi 1/12-5/12", "nghỉ từ thứ Ba 1/12 đến hết thứ Bảy 5/12").await;
    world.nobody_reads(&[&second], &code).await;
    world.pass_until("2026-12-01 09:00");
    world.reads(&second, &format!("Câu hỏi #{code}")).await;
    let next = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    world.reads(&second, &format!("Câu hỏi #{next}")).await;
    world.nobody_reads(&[&first], &next).await;
    world.told(&first, "em đi làm lại rồi", "đi làm lại").await;
    world.close().await;
}

async fn the_list_shows_the_words(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let old = world
        .asks_again(&resident, "Bao giờ sửa đường từ ngã ba vào bản, đoạn qua suối xe máy không đi được?")
        .await;
    world.pass_until("2026-11-30 09:00");
    let young = world.asks_again(&resident, "Học phí năm nay?").await;
    let list = world.told(&reporter, "còn câu nào chưa trả lời", "2 câu hỏi đang chờ").await;
    let old_line = format!("#{old} – hỏi 5 ngày trước");
    assert!(
        list.text.contains(&old_line) && list.text.contains("« Bao giờ sửa đường từ ngã ba"),
        "{}",
        list.text
    );
    assert!(!list.text.contains("không đi được"), "{}", list.text);
    assert!(list.text.contains(&format!("#{young} – vừa hỏi")), "{}", list.text);
    assert!(list.text.contains("« Học phí năm nay? »"), "{}", list.text);
    world.close().await;
}

async fn the_card_names_the_quoted_item_and_offers_its_sentences(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.publishes("hoc-phi").await;
    let item = world.reads_in(&group, "không phải nộp học phí").await;
    world.replies_in(&resident, &group, &item, "/hoi Cháu nhà tôi học mẫu giáo có được miễn không?");
    let code = code_in(&world.reads_in(&group, "Đã nhận câu hỏi").await.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    if !world.tells_quotes() {
        // There nobody tells the machine what was quoted.
        assert!(!card.text.contains("Hỏi về tin") && card.choices.is_empty(), "{}", card.text);
        return world.close().await;
    }
    assert!(
        card.text.contains("Hỏi về tin: Con em học trường công không phải nộp học phí")
            && card.text.contains("Câu mẫu 1: « Có. Trẻ mầm non học trường công lập được miễn học phí. »"),
        "{}",
        card.text
    );
    let mut choices = card.choices.clone();
    choices.retain(|choice| choice != "Sai lĩnh vực");
    assert_eq!(choices, ["Gửi câu mẫu 1"]);
    world.chooses(&reporter, "Gửi câu mẫu 1").await;
    world.reads(&reporter, &format!("Máy đang gửi câu trả lời #{code}")).await;
    world.reads_in(&group, "Trẻ mầm non học trường công lập được miễn học phí.").await;
    assert_eq!(world.count(OPEN).await, 0);
    // What the item has no sentence for brings none; its topic is the item's.
    world.replies_in(&resident, &group, &item, "/hoi Tin này đúng không đấy?");
    world.comes_to(OPEN, 1).await;
    let card = world.reads(&reporter, "Tin này đúng không đấy").await;
    assert!(
        card.text.contains("Hỏi về tin")
            && card.text.contains("Lĩnh vực: Giáo dục")
            && !card.offers("Gửi câu mẫu 1"),
        "{}",
        card.text
    );
    world.close().await;
}
