//! Questions that touch belief, ethnicity, political opinion or Party discipline: answered like any other,
//! and nothing by subject stays behind.

use super::OPEN;
use crate::stories;
use crate::world::{World, code_in};
use loaban::config::Platform;

stories!(on each;
    a_sensitive_question_is_seen_by_the_province_alone_and_its_text_goes_when_it_is_answered,
    nobody_at_the_province_and_it_waits_for_the_province,
    it_becomes_sensitive_when_more_is_said,
    opened_again_it_has_no_text_and_says_so,
);

const TEXTS: &str = "SELECT COUNT(*) FROM question WHERE (body <> '' OR answer <> '')";

async fn a_sensitive_question_is_seen_by_the_province_alone_and_its_text_goes_when_it_is_answered(
    world: World,
) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let province = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let resident = world.knows("Bà con").await;
    world.settle().await;
    let (own, theirs) = (world.notes(&reporter).len(), world.notes(&coordinator).len());
    let code = world.asks_again(&resident, "Xây nhà thờ thì xin phép ở đâu? Có cần sổ đỏ không?").await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    assert!(receipt.text.contains("Trung tâm Trợ giúp pháp lý nhà nước"), "{}", receipt.text);
    assert!(receipt.choices.is_empty(), "it is at the province already");
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Nơi: Tỉnh Lai Châu · Chủ đề: Khác"), "{}", card.text);
    for word in ["Bình Lư", "Nà Luồng", "Đất đai"] {
        assert!(!card.text.replace("Đảng uỷ xã Mẫu (phòng tập)", "").contains(word), "{word}: {}", card.text);
    }
    world.settle().await;
    assert_eq!(
        (world.notes(&reporter).len(), world.notes(&coordinator).len()),
        (own, theirs),
        "nobody at the commune"
    );
    for (who, word) in
        [(&reporter, "Không có câu hỏi nào đang chờ"), (&coordinator, "Không có câu hỏi nào đang chờ")]
    {
        world.tells(who, "/danhsach");
        world.reads(who, word).await;
        world.tells(who, &format!("/traloi {code} Không được."));
        world.reads(who, "ngoài địa bàn").await;
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE topic = 'khac' AND sensitive = 1").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM fact WHERE detail LIKE '%dat-dai%'").await, 0);
    let listed = loaban::questions::list(&world.parts().core.db, &world.parts().core.seal, true, false, 0)
        .await
        .unwrap();
    assert_eq!((listed[0].place.as_str(), listed[0].topic.as_str()), ("", "khac"));

    world.replies(&province, &card, "Ở Uỷ ban nhân dân tỉnh.");
    world.reads(&resident, "Ở Uỷ ban nhân dân tỉnh.").await;
    world.settle().await;
    assert_eq!(world.count(&format!("{TEXTS} AND code = '{code}'")).await, 0, "text and answer are gone");
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE body_sealed IS NOT NULL").await, 0);
    world.close().await;
}

async fn nobody_at_the_province_and_it_waits_for_the_province(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Người dân tộc có được miễn học phí không?").await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    assert!(receipt.text.contains("chưa có báo cáo viên"), "{}", receipt.text);
    // Long past both limits it is still not the commune's.
    world.pass_until("2026-12-10 09:00");
    world.comes_to("SELECT COUNT(*) FROM question WHERE reminded = 2", 1).await;
    world.nobody_reads(&[&reporter, &coordinator], &code).await;
    let province = world.enrols("Bàn tỉnh", "coordinator", "lc").await;
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    world.replies(&province, &card, "Được miễn.");
    // Nobody who has been silent for a week is reached there: it waits until they write.
    if world.home == Platform::ZaloOa {
        world.settle().await;
        world.told(&resident, "câu hỏi", "Câu hỏi của bà con").await;
    }
    world.reads(&resident, "Được miễn.").await;
    world.close().await;
}

async fn it_becomes_sensitive_when_more_is_said(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let province = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Bao giờ được chia gạo?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let receipt = world.reads(&resident, &format!("mã #{code}")).await;
    world.replies(&resident, &receipt, "Nhà tôi theo đạo Tin Lành thì có được chia không?");
    let added = world.reads(&resident, &format!("Đã thêm vào câu hỏi #{code}")).await;
    assert!(added.text.contains("Trung tâm Trợ giúp pháp lý"), "{}", added.text);
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Tỉnh Lai Châu") && card.text.contains("Tin Lành"), "{}", card.text);
    world.nobody_reads(&[&reporter], "Tin Lành").await;
    world.close().await;
}

async fn opened_again_it_has_no_text_and_says_so(world: World) {
    let province = world.enrols("Bàn tỉnh", "reporter", "lc").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Đảng viên bị kỷ luật có được nhận trợ cấp không?").await;
    let card = world.reads(&province, &format!("Câu hỏi #{code}")).await;
    world.replies(&province, &card, "Tuỳ trường hợp.");
    world.reads(&resident, "Tuỳ trường hợp.").await;
    let before = world.notes(&province).len();
    world.chooses(&resident, "Chưa rõ").await;
    let told = world.reads(&resident, &format!("#{code} được mở lại")).await;
    assert!(told.text.contains("viết lại câu hỏi"), "{}", told.text);
    let again = world.anew(&province, before, &format!("Câu hỏi #{code}")).await;
    assert!(again.text.contains("lời đã xoá"), "{}", again.text);
    assert_eq!(code_in(&again.text), code);
    assert_eq!(world.count(OPEN).await, 1);
    world.close().await;
}
