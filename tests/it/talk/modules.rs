//! Text modules: ready answers of an office, found by the topic or by their name, read whole before they go.

use crate::stories;
use crate::world::World;

stories!(on each;
    a_ready_answer_is_read_and_goes_at_a_touch,
    what_was_changed_since_it_was_read_is_read_again,
    an_offices_are_used_below_it_and_nowhere_else,
);

const TEXT: &str = "Mang căn cước ra trạm y tế, làm thẻ bảo hiểm y tế trong ngày.";
const ASKED: &str = "Thẻ bảo hiểm y tế làm ở đâu hả cán bộ?";

async fn a_ready_answer_is_read_and_goes_at_a_touch(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.told(&reporter, "/cosan", "Chưa viết sẵn câu nào").await;
    world.told(&reporter, "/cosan thêm thẻ", "Viết tên, dấu hai chấm").await;
    world.told(&reporter, &format!("/cosan thêm thẻ: {TEXT}"), "Máy đã giữ câu “thẻ”").await;
    world.told(&reporter, "/cosan", "thẻ: « Mang căn cước").await;
    world.told(&reporter, "/cosan THE", "thẻ: « Mang căn cước").await;
    // About the same: the card says so.
    let code = world.asks_again(&resident, ASKED).await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    if world.has_buttons() {
        world.chooses(&reporter, "Câu có sẵn của xã").await;
    } else {
        assert!(card.text.contains(&format!("/cosan {code}")), "{}", card.text);
        world.tells(&reporter, &format!("/cosan {code}"));
    }
    let shown = world.reads(&reporter, &format!("Câu có sẵn cho câu #{code}")).await;
    assert!(shown.text.contains(TEXT), "{}", shown.text);
    world.chooses(&reporter, "Gửi: thẻ").await;
    world.reads(&resident, TEXT).await;
    // About something else: only by its name, and only what there is.
    let code = world.asks_again(&resident, "Bao giờ sửa đường vào bản?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(!card.text.contains("/cosan") && !card.offers("Câu có sẵn của xã"), "{}", card.text);
    world.told(&reporter, &format!("/cosan {code}"), "Chưa có sẵn câu nào cùng lĩnh vực").await;
    world.told(&reporter, &format!("/cosan {code} đường"), "Không có câu tên “đường”").await;
    world.told(&reporter, "/cosan thêm đường: Tháng sau.", "đã giữ").await;
    world.told(&reporter, &format!("/cosan {code} đường"), "« Tháng sau. »").await;
    world.chooses(&reporter, "Thôi").await;
    world.told(&reporter, "/cosan bỏ đường", "Máy đã bỏ câu “đường”").await;
    world.told(&reporter, "/cosan bỏ đường", "Không có câu tên “đường”").await;
    world.nobody_reads(&[&resident], "Tháng sau.").await;
    // "Có sẵn …" after a card is an answer.
    world.told(&reporter, &format!("{code} Có sẵn ở xã."), "Máy đang gửi").await;
    world.reads(&resident, "Có sẵn ở xã.").await;
    world.close().await;
}

async fn what_was_changed_since_it_was_read_is_read_again(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let other = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.told(&reporter, &format!("/cosan thêm thẻ: {TEXT}"), "đã giữ").await;
    let code = world.asks_again(&resident, ASKED).await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.told(&reporter, &format!("/cosan {code}"), TEXT).await;
    world.told(&other, "/cosan thêm Thẻ: Nay làm ở trụ sở xã.", "Máy đã thay câu").await;
    world.settle().await;
    world.chooses(&reporter, "Gửi: thẻ").await;
    world.reads(&reporter, "Nay làm ở trụ sở xã.").await;
    world.nobody_reads(&[&resident], TEXT).await;
    world.chooses(&reporter, "Gửi: Thẻ").await;
    world.reads(&resident, "Nay làm ở trụ sở xã.").await;
    world.close().await;
}

async fn an_offices_are_used_below_it_and_nowhere_else(world: World) {
    let province = world.enrols("Tỉnh", "reporter", "lc").await;
    let here = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = world.enrols("Báo cáo viên", "reporter", "lc-banbo").await;
    world.told(&province, &format!("/cosan thêm thẻ: {TEXT}"), "đã giữ").await;
    world.told(&here, "/cosan thêm riêng: Của xã Bình Lư.", "đã giữ").await;
    world.told(&here, "/cosan", "thẻ: « Mang").await;
    world.told(&beside, "/cosan", "thẻ: « Mang").await;
    world.told(&beside, "/cosan riêng", "Không có câu tên").await;
    world.told(&beside, "/cosan bỏ thẻ", "Không có câu tên").await;
    // Who answers nothing is told nothing of them.
    let resident = world.knows("Bà con").await;
    world.tells(&resident, "/cosan");
    world.settle().await;
    world.nobody_reads(&[&resident], "Mang căn cước").await;
    let in_clear = "SELECT COUNT(*) FROM text_module WHERE body LIKE '%Mang%' OR body LIKE '%thẻ%'";
    assert_eq!(world.count(in_clear).await, 0);
    world.close().await;
}
