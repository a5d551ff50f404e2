//! What a resident can type besides a question.

use super::{OPEN, QUESTIONS};
use crate::stories;
use crate::world::World;
use loaban::standins::telegram::Kind;

stories!(on each;
    help_says_what_can_be_done,
    privacy_says_who_what_how_long_and_how_to_erase,
    a_language_is_chosen_and_a_draft_says_so,
    news_are_listed_read_and_heard,
    my_questions_and_taking_one_back,
    taking_back_is_for_the_asker_and_before_the_answer,
    what_begins_like_a_command_may_be_a_question,
    a_greeting_is_greeted,
);
// On the other platforms a voice is converted first: `media` tells that.
stories!(help_reads_itself_aloud);

async fn help_says_what_can_be_done(world: World) {
    let resident = world.person("Bà con");
    for text in ["trợ giúp", "tro giup", "/trogiup", "TRỢ GIÚP", "/help", "giúp"] {
        let help = world.told(&resident, text, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
        for word in [
            "tin –",
            "nghe –",
            "câu hỏi –",
            "thu hồi –",
            "xem –",
            "xoá",
            "dừng –",
            "ngôn ngữ –",
            "riêng tư –",
        ] {
            assert!(help.text.contains(word), "{text}: {word} in {}", help.text);
        }
        assert!(!help.text.contains("/danhsach"), "{}", help.text);
    }
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let help = world.told(&reporter, "trợ giúp", "/danhsach").await;
    world.reads(&reporter, "Muốn hỏi cho mình: /hoi").await;
    assert!(!help.text.contains("/moi"), "{}", help.text);
    world.close().await;
}

async fn help_reads_itself_aloud(world: World) {
    let resident = world.platform.add_person("Bà con");
    world.says(resident, "trợ giúp");
    world.presses(resident, "Nghe hướng dẫn").await;
    let voice = world.person_sees(resident, "Hướng dẫn (giọng máy đọc)").await;
    assert_eq!(voice.kind, Kind::Voice);
    assert!(world.platform.file_bytes(voice.file_id.as_deref().unwrap()).unwrap().starts_with(b"OggS"));
    world.close().await;
}

async fn privacy_says_who_what_how_long_and_how_to_erase(world: World) {
    let resident = world.person("Bà con");
    for text in ["riêng tư", "rieng tu", "/riengtu"] {
        let told = world.told(&resident, text, "Đây là máy của Đảng uỷ xã Mẫu (phòng tập)").await;
        for word in ["90 ngày", "7 ngày", world.app_name(), "ai nhắn", "Nơi ở", "“xoá”", "“xem”", "máy"]
        {
            assert!(told.text.contains(word), "{word} in {}", told.text);
        }
    }
    world.close().await;
}

async fn a_language_is_chosen_and_a_draft_says_so(world: World) {
    let resident = world.person("Bà con");
    let asked = world.told(&resident, "ngôn ngữ", "Dùng tiếng nào ạ?").await;
    assert_eq!(asked.choices, ["Tiếng Việt", "Tiếng Mông"]);
    world.chooses(&resident, "Tiếng Mông").await;
    world.reads(&resident, "Máy còn viết tiếng Việt. Mình cứ nói tiếng Mông").await;
    world.told(&resident, "/ngonngu Việt", "từ nay máy dùng tiếng Việt").await;

    // A group's language is for who answers for its place.
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.told_in(&resident, &group, "/ngonngu", "Dùng tiếng nào ạ?").await;
    world.chooses_in(&resident, &group, "Tiếng Mông").await;
    world.settle().await;
    // The others in the group need not read who may.
    assert!(!world.notes_in(&group).iter().any(|n| n.from_bot && n.text.contains("Việc này của")));
    assert_eq!(world.count("SELECT COUNT(*) FROM chat_group WHERE language = 'vi'").await, 1);
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.joins(&secretary, &group);
    world.told_in(&secretary, &group, "/ngonngu", "Dùng tiếng nào ạ?").await;
    world.chooses_in(&secretary, &group, "Tiếng Mông").await;
    world.reads_in(&group, "Máy còn viết tiếng Việt").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM chat_group WHERE language = 'hmn-VN'").await, 1);
    world.close().await;
}

async fn news_are_listed_read_and_heard(world: World) {
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.told(&resident, "tin", "Chưa có tin nào").await;
    world.told(&resident, "nghe", "Chưa có tin để nghe").await;
    world.publishes("kham-suc-khoe").await;
    world.publishes("hoc-phi").await;
    let list = world.told(&resident, "tin", "Chọn tin để đọc").await;
    assert_eq!(list.choices.len(), 2, "{:?}", list.choices);
    let whole = world.told(&resident, "tin 2", "Việc cần làm:").await;
    assert!(list.choices.iter().any(|title| whole.text.contains(title.as_str())), "{}", whole.text);
    // A digit means the list that was shown.
    world.told(&resident, "1", "Việc cần làm:").await;
    world.told(&resident, "/tin 1", "Việc cần làm:").await;
    world.told(&resident, "tin 9", "Tin mới").await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.tells_in(&resident, &group, "/tin");
    world.reads_in(&group, "Tin mới").await;
    world.calls_in(&resident, &group, "tin 1");
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM pending").await, 0);
    world.close().await;
}

async fn my_questions_and_taking_one_back(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    world.told(&resident, "câu hỏi", "Chưa có câu hỏi nào").await;
    let first = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    let second = world.asks_again(&resident, "Bao giờ sửa cầu?").await;
    let list = world.told(&resident, "cau hoi", "Câu hỏi của mình:").await;
    assert!(
        list.text.contains(&format!(
            "#{first} « Bao giờ sửa đường? » – đang chờ trả lời, chậm nhất hết thứ Sáu 27/11"
        )),
        "{}",
        list.text
    );
    assert!(list.text.contains(&second), "{}", list.text);

    world.told(&resident, "thu hồi", "Gõ thêm mã").await;
    world
        .told(&resident, &format!("thu hoi {}", first.to_lowercase()), &format!("Đã rút câu hỏi #{first}"))
        .await;
    world.reads(&reporter, &format!("Người hỏi đã rút câu hỏi #{first}")).await;
    world.told(&resident, &format!("/thuhoi #{first}"), "đã rút rồi").await;
    // The only one that is open needs no code.
    world.told(&resident, "thu hồi", &format!("Đã rút câu hỏi #{second}")).await;
    assert_eq!(world.count(OPEN).await, 0);
    world.tells(&reporter, &format!("/traloi {first} Tháng sau."));
    world.reads(&reporter, &format!("#{first} đã được người hỏi rút lại")).await;
    world.nobody_reads(&[&resident], "Tháng sau").await;
    world.close().await;
}

async fn taking_back_is_for_the_asker_and_before_the_answer(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (resident, other) = (world.person("Bà con"), world.person("Người khác"));
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    world.told(&other, &format!("thu hồi {code}"), &format!("Không có câu hỏi #{code} ở đây")).await;
    world.told(&resident, "thu hồi #AB2C", "Gõ thêm mã").await;
    assert_eq!(world.count(OPEN).await, 1);
    world.tells(&reporter, &format!("/traloi {code} Tháng sau."));
    world.reads(&resident, "Tháng sau.").await;
    world.told(&resident, &format!("thu hồi {code}"), "không rút được nữa").await;
    world.close().await;
}

async fn what_begins_like_a_command_may_be_a_question(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    for question in [
        "Thu hồi đất thì đền bù thế nào?",
        "Hội phụ nữ họp ngày nào?",
        "Tin bão hôm nay thế nào?",
        "Xem hộ nhà tôi có trong danh sách không?",
        "Báo cáo cán bộ, nhà tôi mất điện ba hôm rồi.",
        "Dừng xe ở đâu thì được?",
        "Liên kết vùng là gì?",
        "Danh sách hộ nghèo dán ở đâu?",
        "Phát gạo ngày nào?",
        "Nghỉ học có bị phạt không?",
        "Hỏi hộ bà ngoại: bao giờ có lương hưu?",
    ] {
        let resident = world.knows("Bà con").await;
        let code = world.asks_again(&resident, question).await;
        world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
        let card = world.reads(&reporter, question).await;
        assert!(card.text.contains(&format!("« {question} »")), "{}", card.text);
    }
    // With a slash too: "/hoi hộ nghèo" is no "/hoiho".
    for (typed, question) in [
        ("/hoi hộ nghèo được hỗ trợ gì?", "hộ nghèo được hỗ trợ gì?"),
        ("/hoi hồ sơ làm lại căn cước?", "hồ sơ làm lại căn cước?"),
        ("/hoi: hỗ trợ làm nhà thế nào?", "hỗ trợ làm nhà thế nào?"),
        ("hỏi học phí năm nay?", "hỏi học phí năm nay?"),
        ("/hỏi lại một lần nữa, bao giờ có điện?", "lại một lần nữa, bao giờ có điện?"),
        ("hoi tien dien thang nay", "hoi tien dien thang nay"),
    ] {
        let resident = world.knows("Bà con").await;
        let code = world.asks_again(&resident, typed).await;
        let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
        assert!(card.text.contains(&format!("« {question} »")), "{typed}: {}", card.text);
    }
    let resident = world.knows("Bà con").await;
    world.told(&resident, "/hoi", "Viết luôn câu hỏi").await;
    world.told(&resident, "/khongco lenh nay", "Máy chưa hiểu").await;
    // Each became known by a first question.
    assert_eq!(world.count(QUESTIONS).await, 18 + 17);
    world.close().await;
}

async fn a_greeting_is_greeted(world: World) {
    let resident = world.person("Bà con");
    for text in ["chào", "Xin chào ạ", "alo", "chào cán bộ!", "/start", "bắt đầu"] {
        world.told(&resident, text, "cứ nhắn hoặc nói vào đây").await;
    }
    for text in ["vâng ạ", "cảm ơn cán bộ 🙏"] {
        world.told(&resident, text, "Cần gì cứ nhắn").await;
    }
    // A sign needs no answer.
    let before = world.notes(&resident).iter().filter(|n| n.from_bot).count();
    world.tells(&resident, "👍");
    world.settle().await;
    assert_eq!(world.notes(&resident).iter().filter(|n| n.from_bot).count(), before);
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count("SELECT COUNT(*) FROM pending").await), (0, 0));
    world.close().await;
}
