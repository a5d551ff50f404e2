//! Somebody wants no more messages, comes back, and has everything deleted.

use super::{GATHER, Scene, say};
use crate::stories;
use crate::world::{World, code_in};
use std::time::Duration;

stories!(on each;
    leaving_and_coming_back,
);

async fn leaving_and_coming_back(world: World) {
    let mut scene = Scene::begin(world).await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = scene.known("Bà con").await;
    let receipt = scene.says(&resident, "bao giờ làm lại đường vào bản").await;
    let code = code_in(&receipt[0].text);
    scene.pass(GATHER).await;
    assert!(say(&scene.says(&resident, "dừng").await, "máy thôi nhắn"));
    let kept = scene.says(&reporter, &format!("/hoilai {code} Đoạn nào vậy?")).await;
    assert!(say(&kept, "khi họ nhắn, máy gửi ngay"), "{kept:?}");
    scene.pass(Duration::from_secs(26 * 3_600)).await;
    scene.world.nobody_reads(&[&resident], "Đoạn nào").await;
    let back = scene.says(&resident, "câu hỏi").await;
    assert!(say(&back, "làm lại đường vào bản") && say(&back, "Đoạn nào vậy?"), "{back:?}");
    assert!(say(&scene.says(&resident, "đoạn qua suối ạ").await, &code));
    scene.pass(GATHER).await;
    scene.says(&reporter, &format!("{code} Tháng 3 làm, xe đi được.")).await;
    scene.reads(&resident, "Tháng 3 làm").await;
    scene.quiet().await;
    assert!(say(&scene.says(&resident, "rõ rồi ạ").await, &format!("Câu hỏi #{code} đã xong")));
    assert!(say(&scene.says(&resident, "xem").await, "Máy đang giữ"));
    assert!(say(&scene.says(&resident, "xoá").await, "Xoá không ạ?"));
    assert!(say(&scene.chooses(&resident, "Xoá hết").await, "Đã xoá hết"));
    assert_eq!(scene.world.count("SELECT COUNT(*) FROM pending").await, 0);
    scene.ends("leaving_and_coming_back").await;
}
