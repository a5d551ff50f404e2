//! Questions that touch belief, ethnicity, political opinion or Party discipline: answered like any other,
//! and nothing by subject stays behind.

use super::{OPEN, asks_again, known_resident, nobody_sees, sees_new};
use crate::stories;
use crate::world::{World, code_in};

stories!(
    a_sensitive_question_is_seen_by_the_province_alone_and_its_text_goes_when_it_is_answered,
    nobody_at_the_province_and_it_waits_for_the_province,
    it_becomes_sensitive_when_more_is_said,
    opened_again_it_has_no_text_and_says_so,
);

const TEXTS: &str = "SELECT COUNT(*) FROM question WHERE (body <> '' OR answer <> '')";

async fn a_sensitive_question_is_seen_by_the_province_alone_and_its_text_goes_when_it_is_answered(
    world: World,
) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    let province = world.enrolled("Bàn tỉnh", "reporter", "lc").await;
    let resident = known_resident(&world, "Bà con").await;
    world.settle().await;
    let (own, theirs) = (world.private(reporter).len(), world.private(coordinator).len());
    let code = asks_again(&world, resident, "Xây nhà thờ thì xin phép ở đâu? Có cần sổ đỏ không?").await;
    let receipt = world.person_sees(resident, &format!("mã #{code}")).await;
    assert!(receipt.text.contains("Trung tâm Trợ giúp pháp lý nhà nước"), "{}", receipt.text);
    assert!(receipt.buttons.is_empty(), "it is at the province already");
    let card = world.person_sees(province, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Nơi: Tỉnh Lai Châu · Chủ đề: Khác"), "{}", card.text);
    for word in ["Bình Lư", "Nà Luồng", "Đất đai"] {
        assert!(!card.text.replace("Đảng uỷ xã Mẫu (phòng tập)", "").contains(word), "{word}: {}", card.text);
    }
    world.settle().await;
    assert_eq!(
        (world.private(reporter).len(), world.private(coordinator).len()),
        (own, theirs),
        "nobody at the commune"
    );
    for (who, word) in
        [(reporter, "Không có câu hỏi nào đang chờ"), (coordinator, "Không có câu hỏi nào đang chờ")]
    {
        world.says(who, "/danhsach");
        world.person_sees(who, word).await;
        world.says(who, &format!("/traloi {code} Không được."));
        world.person_sees(who, "ngoài địa bàn").await;
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE topic = 'khac' AND sensitive = 1").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM fact WHERE detail LIKE '%dat-dai%'").await, 0);
    let listed =
        loaban::questions::list(&world.parts().db, &world.parts().seal, true, false, 0).await.unwrap();
    assert_eq!((listed[0].place.as_str(), listed[0].topic.as_str()), ("", "khac"));

    world.quotes(province, &card, "Ở Uỷ ban nhân dân tỉnh.");
    world.person_sees(resident, "Ở Uỷ ban nhân dân tỉnh.").await;
    world.settle().await;
    assert_eq!(world.count(&format!("{TEXTS} AND code = '{code}'")).await, 0, "text and answer are gone");
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE body_sealed IS NOT NULL").await, 0);
    world.close().await;
}

async fn nobody_at_the_province_and_it_waits_for_the_province(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Người dân tộc có được miễn học phí không?").await;
    let receipt = world.person_sees(resident, &format!("mã #{code}")).await;
    assert!(receipt.text.contains("chưa có báo cáo viên"), "{}", receipt.text);
    // Long past both limits it is still not the commune's.
    world.pass_until("2026-12-10 09:00");
    world.comes_to("SELECT COUNT(*) FROM question WHERE reminded = 2", 1).await;
    nobody_sees(&world, &[(reporter, true), (coordinator, true)], &code).await;
    let province = world.enrolled("Bàn tỉnh", "coordinator", "lc").await;
    let card = world.person_sees(province, &format!("Câu hỏi #{code}")).await;
    world.quotes(province, &card, "Được miễn.");
    world.person_sees(resident, "Được miễn.").await;
    world.close().await;
}

async fn it_becomes_sensitive_when_more_is_said(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let province = world.enrolled("Bàn tỉnh", "reporter", "lc").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Bao giờ được chia gạo?").await;
    world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    let receipt = world.person_sees(resident, &format!("mã #{code}")).await;
    world.quotes(resident, &receipt, "Nhà tôi theo đạo Tin Lành thì có được chia không?");
    let added = world.person_sees(resident, &format!("Đã thêm vào câu hỏi #{code}")).await;
    assert!(added.text.contains("Trung tâm Trợ giúp pháp lý"), "{}", added.text);
    let card = world.person_sees(province, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Tỉnh Lai Châu") && card.text.contains("Tin Lành"), "{}", card.text);
    nobody_sees(&world, &[(reporter, true)], "Tin Lành").await;
    world.close().await;
}

async fn opened_again_it_has_no_text_and_says_so(world: World) {
    let province = world.enrolled("Bàn tỉnh", "reporter", "lc").await;
    let resident = known_resident(&world, "Bà con").await;
    let code = asks_again(&world, resident, "Đảng viên bị kỷ luật có được nhận trợ cấp không?").await;
    let card = world.person_sees(province, &format!("Câu hỏi #{code}")).await;
    world.quotes(province, &card, "Tuỳ trường hợp.");
    world.person_sees(resident, "Tuỳ trường hợp.").await;
    let before = world.platform.private_messages(province, world.bot).len();
    world.presses(resident, "Chưa rõ").await;
    let told = world.person_sees(resident, &format!("#{code} được mở lại")).await;
    assert!(told.text.contains("viết lại câu hỏi"), "{}", told.text);
    let again = sees_new(&world, province, before, &format!("Câu hỏi #{code}")).await;
    assert!(again.text.contains("lời đã xoá"), "{}", again.text);
    assert_eq!(code_in(&again.text), code);
    assert_eq!(world.count(OPEN).await, 1);
    world.close().await;
}
