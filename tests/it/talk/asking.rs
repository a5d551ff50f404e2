//! What a receipt says: the code, when, who can see; the numbers in an emergency; the province on request.

use super::{OPEN, asks_again, known_resident, nobody_sees, sees_new};
use crate::stories;
use crate::world::{World, code_in};

stories!(
    a_receipt_says_the_code_when_and_who_can_see,
    an_emergency_gets_the_numbers_at_once_and_the_question_still_goes,
    the_asker_may_send_it_to_the_province,
    without_anybody_to_answer_it_waits_and_says_so,
    nobody_answers_their_own_question,
);

async fn a_receipt_says_the_code_when_and_who_can_see(world: World) {
    world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    let code = world.asks(resident, "Bao giờ sửa đường?", "Nà Luồng").await;
    assert!(code.chars().all(|c| "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".contains(c)), "{code}");
    let receipt = world.person_sees(resident, "Đã nhận câu hỏi").await;
    // Asked on Wednesday at nine: two working days.
    assert!(
        receipt.text.contains(&format!("mã #{code}")) && receipt.text.contains("trước 09:00 ngày 27/11/2026"),
        "{}",
        receipt.text
    );
    assert!(
        receipt.text.contains("không thấy tên và tài khoản")
            && receipt.text.contains("Ứng dụng nhắn tin thì vẫn biết"),
        "{}",
        receipt.text
    );
    assert!(!receipt.text.contains("113"));
    world.close().await;
}

async fn an_emergency_gets_the_numbers_at_once_and_the_question_still_goes(world: World) {
    let secretary = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", secretary).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    world.platform.person_joins(resident, group).unwrap();
    world.says(resident, "Lũ quét về bản rồi, chạy đi đâu?");
    // Nobody has to agree to anything before the numbers come.
    let notice = world.person_sees(resident, "đồng ý để máy dùng câu hỏi này").await;
    assert!(notice.text.contains("113 (công an), 114 (cháy), 115 (cấp cứu)"), "{}", notice.text);
    world.presses(resident, "Đồng ý, gửi câu hỏi").await;
    world.is_from(resident, "Nà Luồng").await;
    let receipt = world.person_sees(resident, "Đã nhận câu hỏi").await;
    assert!(
        receipt.text.contains("112 (cứu nạn)") && receipt.text.contains("trực xã: 0000 000 000"),
        "{}",
        receipt.text
    );
    world.person_sees(reporter, "Lũ quét về bản rồi").await;

    world.writes(resident, group, "/hoi Nhà cháy, gọi số nào?");
    let receipt = world.group_sees(group, "Đã nhận câu hỏi").await;
    assert!(receipt.text.contains("114 (cháy)") && receipt.text.contains("0000 000 000"), "{}", receipt.text);
    world.person_sees(reporter, "Nhà cháy, gọi số nào?").await;
    world.close().await;
}

async fn the_asker_may_send_it_to_the_province(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Cán bộ bản chia gạo thế nào?").await;
    let receipt = world.person_sees(resident, &format!("mã #{code}")).await;
    assert!(receipt.buttons.is_empty(), "there is no desk of the province yet");
    let province = world.enrolled("Bàn tỉnh", "reporter", "lc").await;
    let code = asks_again(&world, resident, "Cán bộ bản chia gạo ra sao?").await;
    let first_card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    world.presses(resident, "Gửi lên tỉnh, không qua xã").await;
    world.person_sees(resident, &format!("#{code} đã chuyển lên tỉnh")).await;
    let card = world.person_sees(province, &format!("Câu hỏi #{code}")).await;
    assert!(
        card.text.contains("Nơi: Tỉnh Lai Châu ·") && card.text.contains("chia gạo ra sao"),
        "{}",
        card.text
    );
    world.person_sees(reporter, &format!("Câu hỏi #{code} đã chuyển lên tỉnh")).await;
    // The commune's own people cannot answer or even list it any more.
    world.quotes(reporter, &first_card, "Chia theo khẩu.");
    world.person_sees(reporter, &format!("#{code} ngoài địa bàn")).await;
    world.says(reporter, "/danhsach");
    let list = world.person_sees(reporter, "câu hỏi đang chờ").await;
    assert!(!list.text.contains(&code), "{}", list.text);
    world.quotes(province, &card, "Chia theo khẩu, có niêm yết.");
    world.person_sees(resident, &format!("Trả lời câu hỏi #{code}")).await;
    world.close().await;
}

async fn without_anybody_to_answer_it_waits_and_says_so(world: World) {
    let resident = world.platform.add_person("Bà con");
    let code = world.asks(resident, "Bao giờ sửa đường?", "Nà Luồng").await;
    let receipt = world.person_sees(resident, &format!("mã #{code}")).await;
    assert!(receipt.text.contains("chưa có báo cáo viên cho nơi này"), "{}", receipt.text);
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open' AND role IS NULL").await, 1);
    // Somebody enrols: it is theirs at once, with its text.
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Bao giờ sửa đường? »"), "{}", card.text);
    world.quotes(reporter, &card, "Tháng sau.");
    world.person_sees(resident, "Tháng sau.").await;
    world.close().await;
}

async fn nobody_answers_their_own_question(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    // What a reporter writes in private is no question; /hoi is, and it asks for the notice like anybody's.
    world.says(reporter, "Bao giờ có lương?");
    world.person_sees(reporter, "Muốn hỏi cho mình: /hoi").await;
    world.says(reporter, "/hoi Bao giờ có lương?");
    world.presses(reporter, "Đồng ý, gửi câu hỏi").await;
    world.is_from(reporter, "Nà Luồng").await;
    let receipt = world.person_sees(reporter, "Đã nhận câu hỏi").await;
    assert!(receipt.text.contains("chưa có báo cáo viên"), "{}", receipt.text);
    let code = code_in(&receipt.text);
    nobody_sees(&world, &[(reporter, true)], &format!("Câu hỏi #{code}\n")).await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    let card = world.person_sees(coordinator, &format!("Câu hỏi #{code}")).await;
    world.says(reporter, &format!("/traloi {code} Mai có."));
    world.person_sees(reporter, "câu hỏi của chính đồng chí").await;
    assert_eq!(world.count(OPEN).await, 1);
    let before = world.platform.private_messages(reporter, world.bot).len();
    world.quotes(coordinator, &card, "Ngày 5 hằng tháng.");
    sees_new(&world, reporter, before, "Ngày 5 hằng tháng.").await;
    world.close().await;
}
