//! What a resident can type besides a question.

use super::{OPEN, QUESTIONS, asks_again, is_told, known_resident, nobody_sees};
use crate::stories;
use crate::world::World;
use loaban::practice::telegram::Kind;

stories!(
    help_says_what_can_be_done_and_reads_it_aloud,
    privacy_says_who_what_how_long_and_how_to_erase,
    a_language_is_chosen_and_a_draft_says_so,
    news_are_listed_read_and_heard,
    my_questions_and_taking_one_back,
    taking_back_is_for_the_asker_and_before_the_answer,
    what_begins_like_a_command_may_be_a_question,
    a_greeting_is_greeted,
);

async fn help_says_what_can_be_done_and_reads_it_aloud(world: World) {
    let resident = world.platform.add_person("Bà con");
    for text in ["trợ giúp", "tro giup", "/trogiup", "TRỢ GIÚP", "/help", "giúp"] {
        let help = is_told(&world, resident, text, "Bà con có thể:").await;
        for word in [
            "tin –",
            "nghe –",
            "câu hỏi –",
            "thu hồi MÃ",
            "xem –",
            "xoá",
            "dừng –",
            "ngôn ngữ –",
            "riêng tư –",
        ] {
            assert!(help.text.contains(word), "{text}: {word} in {}", help.text);
        }
        assert!(!help.text.contains("/traloi"), "{}", help.text);
    }
    world.presses(resident, "Nghe hướng dẫn").await;
    let voice = world.person_sees(resident, "Hướng dẫn (giọng do máy đọc)").await;
    assert_eq!(voice.kind, Kind::Voice);
    assert!(world.platform.file_bytes(voice.file_id.as_deref().unwrap()).unwrap().starts_with(b"OggS"));

    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let help = is_told(&world, reporter, "trợ giúp", "Bà con có thể:").await;
    assert!(help.text.contains("/traloi") && !help.text.contains("/moi"), "{}", help.text);
    world.close().await;
}

async fn privacy_says_who_what_how_long_and_how_to_erase(world: World) {
    let resident = world.platform.add_person("Bà con");
    for text in ["riêng tư", "rieng tu", "/riengtu"] {
        let told = is_told(&world, resident, text, "Máy này của Đảng uỷ xã Mẫu (phòng tập)").await;
        for word in
            ["90 ngày", "7 ngày", "Telegram", "người quản lý tài khoản", "nơi ở", "“xoá”", "“xem”", "máy"]
        {
            assert!(told.text.contains(word), "{word} in {}", told.text);
        }
    }
    world.close().await;
}

async fn a_language_is_chosen_and_a_draft_says_so(world: World) {
    let resident = world.platform.add_person("Bà con");
    let asked = is_told(&world, resident, "ngôn ngữ", "Bà con chọn tiếng nào?").await;
    let labels: Vec<&str> = asked.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Tiếng Việt", "Tiếng Mông"]);
    world.presses(resident, "Tiếng Mông").await;
    world.person_sees(resident, "Tiếng Mông mới là bản nháp").await;
    is_told(&world, resident, "/ngonngu Việt", "từ nay máy dùng Tiếng Việt").await;

    // A group's language is for who answers for its place.
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    world.writes(resident, group, "/ngonngu");
    let asked = world.group_sees(group, "Bà con chọn tiếng nào?").await;
    world.pops_up(resident, group, &asked, "Tiếng Mông").await;
    world.group_sees(group, "Lệnh này dành cho: Bí thư chi bộ").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM chat_group WHERE language = 'vi'").await, 1);
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.platform.person_joins(secretary, group).unwrap();
    world.writes(secretary, group, "/ngonngu");
    world.settle().await;
    let asked = world.group_sees(group, "Bà con chọn tiếng nào?").await;
    world.pops_up(secretary, group, &asked, "Tiếng Mông").await;
    world.group_sees(group, "mới là bản nháp").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM chat_group WHERE language = 'hmn-VN'").await, 1);
    world.close().await;
}

async fn news_are_listed_read_and_heard(world: World) {
    let resident = world.platform.add_person("Bà con");
    let group = world.linked_group("lc-binhlu-naluong", resident).await;
    is_told(&world, resident, "tin", "Chưa có tin nào").await;
    is_told(&world, resident, "nghe", "Chưa có tin nào có tiếng").await;
    world.publishes("kham-suc-khoe").await;
    world.publishes("hoc-phi").await;
    let list = is_told(&world, resident, "tin", "Tin mới:").await;
    assert!(
        list.text.contains("1. ") && list.text.contains("2. ") && !list.text.contains("3. "),
        "{}",
        list.text
    );
    let whole = is_told(&world, resident, "tin 2", "Nguồn:").await;
    assert!(list.text.contains(whole.text.lines().next().unwrap()), "{}", whole.text);
    is_told(&world, resident, "/tin 1", "Nguồn:").await;
    is_told(&world, resident, "tin 9", "Tin mới:").await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.writes(resident, group, "/tin");
    world.group_sees(group, "Tin mới:").await;
    world.writes(resident, group, "@LoaBanBot tin 1");
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM pending").await, 0);
    world.close().await;
}

async fn my_questions_and_taking_one_back(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    is_told(&world, resident, "câu hỏi", "chưa có câu hỏi nào").await;
    let first = world.asks(resident, "Bao giờ sửa đường?", "Nà Luồng").await;
    let second = asks_again(&world, resident, "Bao giờ sửa cầu?").await;
    let list = is_told(&world, resident, "cau hoi", "Câu hỏi của bà con:").await;
    assert!(
        list.text.contains(&format!("#{first} – đang chờ trả lời, hỏi lúc 09:00 ngày 25/11/2026")),
        "{}",
        list.text
    );
    assert!(list.text.contains(&second) && !list.text.contains("sửa đường"), "{}", list.text);

    is_told(&world, resident, "thu hồi", "Bà con gõ thêm mã").await;
    is_told(
        &world,
        resident,
        &format!("thu hoi {}", first.to_lowercase()),
        &format!("Đã rút câu hỏi #{first}"),
    )
    .await;
    world.person_sees(reporter, &format!("Người hỏi đã rút câu hỏi #{first}")).await;
    is_told(&world, resident, &format!("/thuhoi #{first}"), "đã rút rồi").await;
    // The only one that is open needs no code.
    is_told(&world, resident, "thu hồi", &format!("Đã rút câu hỏi #{second}")).await;
    assert_eq!(world.count(OPEN).await, 0);
    world.says(reporter, &format!("/traloi {first} Tháng sau."));
    world.person_sees(reporter, &format!("#{first} đã được người hỏi rút lại")).await;
    nobody_sees(&world, &[(resident, true)], "Tháng sau").await;
    world.close().await;
}

async fn taking_back_is_for_the_asker_and_before_the_answer(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (resident, other) = (world.platform.add_person("Bà con"), world.platform.add_person("Người khác"));
    let code = world.asks(resident, "Bao giờ sửa đường?", "Nà Luồng").await;
    is_told(&world, other, &format!("thu hồi {code}"), &format!("Không có câu hỏi #{code} của bà con")).await;
    is_told(&world, resident, "thu hồi #AB2C", "Bà con gõ thêm mã").await;
    assert_eq!(world.count(OPEN).await, 1);
    world.says(reporter, &format!("/traloi {code} Tháng sau."));
    world.person_sees(resident, "Tháng sau.").await;
    is_told(&world, resident, &format!("thu hồi {code}"), "không rút được nữa").await;
    world.close().await;
}

async fn what_begins_like_a_command_may_be_a_question(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
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
        let code = asks_again(&world, resident, question).await;
        world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
        let card = world.person_sees(reporter, question).await;
        assert!(card.text.contains(&format!("« {question} »")), "{}", card.text);
    }
    // With a slash too: "/hoi hộ nghèo" is no "/hoiho".
    for (typed, question) in [
        ("/hoi hộ nghèo được hỗ trợ gì?", "hộ nghèo được hỗ trợ gì?"),
        ("/hoi hồ sơ làm lại căn cước?", "hồ sơ làm lại căn cước?"),
        ("/hoi: hỗ trợ làm nhà thế nào?", "hỗ trợ làm nhà thế nào?"),
        ("hỏi học phí năm nay?", "học phí năm nay?"),
        ("/hỏi lại một lần nữa, bao giờ có điện?", "lại một lần nữa, bao giờ có điện?"),
        ("hoi tien dien thang nay", "tien dien thang nay"),
    ] {
        let code = asks_again(&world, resident, typed).await;
        let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
        assert!(card.text.contains(&format!("« {question} »")), "{typed}: {}", card.text);
    }
    is_told(&world, resident, "/hoi", "Bà con viết luôn câu hỏi").await;
    is_told(&world, resident, "/khongco lenh nay", "Máy không hiểu lệnh này").await;
    assert_eq!(world.count(QUESTIONS).await, 18);
    world.close().await;
}

async fn a_greeting_is_greeted(world: World) {
    let resident = world.platform.add_person("Bà con");
    for text in ["chào", "Xin chào ạ", "alo", "chào cán bộ!", "/start", "bắt đầu"] {
        is_told(&world, resident, text, "Bà con cứ nhắn câu hỏi vào đây").await;
    }
    for text in ["vâng ạ", "cảm ơn cán bộ 🙏", "👍"] {
        is_told(&world, resident, text, "Bà con cần hỏi gì cứ nhắn vào đây").await;
    }
    world.settle().await;
    assert_eq!((world.count(QUESTIONS).await, world.count("SELECT COUNT(*) FROM pending").await), (0, 0));
    world.close().await;
}
