//! What a receipt says: the code, when, who can see; the numbers in an emergency; the province on request.

use super::OPEN;
use crate::stories;
use crate::world::{Engine, World, code_in};
use loaban::config::Identity;

stories!(on each;
    a_receipt_says_the_code_when_and_who_can_see,
    an_emergency_gets_the_numbers_at_once_and_the_question_still_goes,
    the_asker_may_send_it_to_the_province,
    without_anybody_to_answer_it_waits_and_says_so,
    nobody_answers_their_own_question,
);

async fn a_receipt_says_the_code_when_and_who_can_see(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    assert!(code.chars().all(|c| "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".contains(c)), "{code}");
    let receipt = world.reads(&resident, "Đã nhận câu hỏi").await;
    // Asked on Wednesday at nine: two working days.
    assert!(
        receipt.text.contains(&format!("mã #{code}: « Bao giờ sửa đường? »"))
            && receipt.text.contains("Chậm nhất hết thứ Sáu 27/11"),
        "{}",
        receipt.text
    );
    assert!(
        receipt.text.contains("Người trả lời không biết ai hỏi") && receipt.text.contains("thì biết"),
        "{}",
        receipt.text
    );
    assert!(!receipt.text.contains("113"));
    world.close().await;
}

async fn an_emergency_gets_the_numbers_at_once_and_the_question_still_goes(world: World) {
    let secretary = world.person("Bí thư");
    let group = world.village("lc-binhlu-naluong", &[&secretary]).await;
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    world.places("code,name,kind,parent,phone\nlc-binhlu,Xã Bình Lư,commune,lc,0213 0000 000\n").await;
    let resident = world.person("Bà con");
    world.joins(&resident, &group);
    world.tells(&resident, "Lũ quét về bản rồi, chạy đi đâu?");
    // Nobody has to agree to anything before the numbers come.
    let notice = world.reads(&resident, "xin phép dùng câu hỏi này").await;
    assert!(notice.text.contains("GỌI NGAY: 112. Cấp cứu 115 · Cháy 114 · Công an 113"), "{}", notice.text);
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.lives(&resident, "Nà Luồng").await;
    let receipt = world.reads(&resident, "Đã nhận câu hỏi").await;
    assert!(
        receipt.text.contains("112. Cấp cứu 115") && receipt.text.contains("Trực xã 0213 0000 000"),
        "{}",
        receipt.text
    );
    world.reads(&reporter, "Lũ quét về bản rồi").await;

    world.tells_in(&resident, &group, "/hoi Nhà cháy, gọi số nào?");
    let receipt = world.reads_in(&group, "Đã nhận câu hỏi").await;
    assert!(receipt.text.contains("Cháy 114") && receipt.text.contains("0213 0000 000"), "{}", receipt.text);
    world.reads(&reporter, "Nhà cháy, gọi số nào?").await;
    world.close().await;
}

async fn the_asker_may_send_it_to_the_province(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Cán bộ bản chia gạo thế nào?").await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    assert!(receipt.choices.is_empty(), "there is no desk of the province yet");
    let province = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let code = world.asks_again(&resident, "Cán bộ bản chia gạo ra sao?").await;
    let first_card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    assert!(receipt.choices.is_empty() && receipt.text.contains("“lên tỉnh”"), "{}", receipt.text);
    // Asked again first, and a no leaves it where it is.
    world.told(&resident, &format!("lên tỉnh {code}"), "không trả lời câu này nữa").await;
    world.chooses(&resident, "Để xã trả lời").await;
    world.reads(&resident, "máy không làm gì cả").await;
    world.told(&resident, &format!("lên tỉnh {code}"), "không trả lời câu này nữa").await;
    world.chooses(&resident, "Gửi lên tỉnh").await;
    world.reads(&resident, &format!("Đã gửi câu hỏi #{code} lên tỉnh")).await;
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    assert!(
        card.text.contains("Nơi: tỉnh Lai Châu ·") && card.text.contains("chia gạo ra sao"),
        "{}",
        card.text
    );
    world.reads(&reporter, &format!("Câu hỏi #{code} đã chuyển lên tỉnh")).await;
    // The commune's own people cannot answer or even list it any more.
    world.replies(&reporter, &first_card, "Chia theo khẩu.");
    world.reads(&reporter, &format!("#{code} ngoài địa bàn")).await;
    world.tells(&reporter, "/danhsach");
    let list = world.reads(&reporter, "câu hỏi đang chờ").await;
    assert!(!list.text.contains(&code), "{}", list.text);
    world.replies(&province, &card, "Chia theo khẩu, có niêm yết.");
    world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    world.close().await;
}

async fn without_anybody_to_answer_it_waits_and_says_so(world: World) {
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, "Bao giờ sửa đường?").await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    assert!(
        receipt.text.contains("chưa có người trả lời") && !receipt.text.contains("Chậm nhất"),
        "{}",
        receipt.text
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open' AND role IS NULL").await, 1);
    // Somebody enrols: it is theirs at once, with its text.
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Bao giờ sửa đường? »"), "{}", card.text);
    world.replies(&reporter, &card, "Tháng sau.");
    world.reads(&resident, "Tháng sau.").await;
    world.close().await;
}

async fn nobody_answers_their_own_question(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    // What a reporter writes in private is no question; /hoi is, and it asks for the notice like anybody's.
    world.tells(&reporter, "Bao giờ có lương?");
    world.reads(&reporter, "Muốn hỏi cho mình: /hoi").await;
    world.tells(&reporter, "/hoi Bao giờ có lương?");
    world.chooses(&reporter, "Đồng ý, gửi").await;
    world.lives(&reporter, "Nà Luồng").await;
    let receipt = world.reads(&reporter, "Đã nhận câu hỏi").await;
    assert!(receipt.text.contains("chưa có người trả lời"), "{}", receipt.text);
    let code = code_in(&receipt.text);
    world.nobody_reads(&[&reporter], &format!("Câu hỏi #{code}\n")).await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let card = world.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    world.tells(&reporter, &format!("/traloi {code} Mai có."));
    world.reads(&reporter, "câu hỏi của chính đồng chí").await;
    assert_eq!(world.count(OPEN).await, 1);
    let before = world.notes(&reporter).len();
    world.replies(&coordinator, &card, "Ngày 5 hằng tháng.");
    world.anew(&reporter, before, "Ngày 5 hằng tháng.").await;
    world.close().await;
}

/// Who is in danger is told the number of whose machine it is, in private and in the group alike; a commune's own stands
/// in for one that has none (above).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_number_in_danger_is_that_of_whose_machine_it_is() {
    let numbered = |s: &mut loaban::config::Settings| {
        let identity = Identity { phone: "0213 0000 111".into(), ..Identity::practice("lc") };
        s.identities = vec![identity].into();
    };
    let Some(world) = World::with(Engine::Sqlite, numbered).await else { return };
    world.places("code,name,kind,parent,phone\nlc-binhlu,Xã Bình Lư,commune,lc,0213 0000 000\n").await;
    let resident = world.person("Bà con");
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.tells(&resident, "Lũ quét về bản rồi, chạy đi đâu?");
    world.tells_in(&resident, &group, "/hoi Nhà cháy, gọi số nào?");
    let notes = [world.reads(&resident, "Cháy 114").await, world.reads_in(&group, "Cháy 114").await];
    for note in notes {
        assert!(note.text.contains("0213 0000 111") && !note.text.contains("0213 0000 000"), "{}", note.text);
    }
    world.close().await;
}
