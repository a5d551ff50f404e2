//! What waits too long, and what an editor asks for when the month is over.

use super::{GATHER, Scene, say};
use crate::stories;
use crate::world::{World, code_in};

stories!(on each;
    late_and_the_month,
);

/// That morning's messages of what is overdue are there.
async fn told_of_overdue(scene: &Scene, day: &str) {
    let sql = format!("SELECT COUNT(*) FROM mark WHERE name = 'overdue told' AND value = '{day}'");
    scene.world.comes_to(&sql, 1).await;
    scene.quiet().await;
}

async fn late_and_the_month(world: World) {
    let mut scene = Scene::begin(world).await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = scene.official("Điều phối", "coordinator", "lc-binhlu").await;
    let editor = scene.official("Biên tập", "editor", "lc-binhlu").await;
    let resident = scene.known("Bà con").await;
    let receipt = scene.says(&resident, "Bao giờ làm đường vào bản?").await;
    let code = code_in(&receipt[0].text);
    scene.pass(GATHER).await;
    scene.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    // So that everybody can be written to where that lapses.
    scene.until("2026-11-26 20:00").await;
    for who in [&reporter, &coordinator, &resident] {
        scene.says(who, "vâng").await;
    }
    scene.until("2026-11-27 10:00").await;
    scene.reads(&reporter, "Nhắc đồng chí").await;
    scene.reads(&resident, "Xin lỗi vì chậm").await;
    scene.until("2026-12-01 20:00").await;
    told_of_overdue(&scene, "2026-12-01").await;
    for who in [&reporter, &coordinator, &resident] {
        scene.says(who, "vâng").await;
    }
    scene.until("2026-12-02 10:00").await;
    told_of_overdue(&scene, "2026-12-02").await;
    let card = scene.reads(&coordinator, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("Đã quá hạn"), "{}", card.text);
    scene.world.replies(&coordinator, &card, "Xin lỗi bà con vì chậm. Tháng 3 làm, đã có vốn.");
    scene.reads(&resident, "Tháng 3 làm").await;
    scene.quiet().await;
    let month = scene.says(&editor, "/baocao tháng này").await;
    assert!(say(&month, "tháng 12/2026"), "{month:?}");
    scene.ends("late_and_the_month").await;
}
