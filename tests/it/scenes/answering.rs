//! Whoever answers writes as they would to a neighbour, and nothing of it is lost or taken for something else.

use super::{GATHER, Scene, say};
use crate::stories;
use crate::world::{World, code_in};

stories!(on each;
    the_reporters_day,
);

async fn the_reporters_day(world: World) {
    let mut scene = Scene::begin(world).await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let beside = scene.official("Báo cáo viên xã bên", "reporter", "lc-banbo").await;
    let (one, two) = (scene.known("Bà con").await, scene.known("Bà con khác").await);
    let mut codes = vec![];
    for (who, words) in [
        (&one, "Bao giờ bản mình được khám sức khoẻ?"),
        (&two, "Mất thẻ bảo hiểm thì làm lại ở đâu?"),
        (&two, "Bao giờ sửa đường sang xã Bản Bo?"),
    ] {
        let receipt = scene.says(who, words).await;
        codes.push(code_in(&receipt.iter().find(|n| n.text.contains("Đã nhận")).unwrap().text));
        scene.pass(GATHER * 3).await;
    }
    let list = scene.says(&reporter, "/danhsach").await;
    assert!(say(&list, "khám sức khoẻ") && say(&list, "thẻ bảo hiểm"), "{list:?}");
    // Neither quoted nor named: it is kept, and asked which.
    let which = scene.says(&reporter, "Chào bà con, khám sức khoẻ ngày 15/12 ở trạm xá.").await;
    let label = which[0].choices.iter().find(|c| c.contains("khám sức khoẻ")).cloned();
    scene.chooses(&reporter, &label.unwrap_or_else(|| panic!("{which:?}"))).await;
    scene.reads(&one, "ngày 15/12 ở trạm xá").await;
    // Words that only put off answer nothing.
    let hold = scene.says(&reporter, &format!("{} vâng để tôi hỏi lại xã rồi trả lời sau", codes[1])).await;
    assert!(!hold.is_empty());
    let kept = scene.chooses(&reporter, "Hẹn trả lời sau, câu vẫn mở").await;
    assert!(!kept.is_empty());
    scene.world.nobody_reads(&[&two], "trả lời sau").await;
    // Asked back, and told; then answered, and put right.
    scene.says(&reporter, &format!("/hoilai {} Thẻ của ai, ghi mã gì?", codes[1])).await;
    scene.reads(&two, "Thẻ của ai").await;
    scene.quiet().await;
    scene.says(&two, "thẻ của mẹ, ghi mã GD ạ").await;
    scene.pass(GATHER).await;
    scene.reads(&reporter, "ghi mã GD").await;
    scene
        .says(&reporter, &format!("{} Mang căn cước ra bộ phận một cửa của xã, sáng thứ Ba.", codes[1]))
        .await;
    scene.reads(&two, "sáng thứ Ba").await;
    scene.quiet().await;
    scene.says(&reporter, &format!("/traloi {} Mang căn cước ra một cửa, sáng thứ Tư.", codes[1])).await;
    scene.reads(&two, "Đính chính").await;
    // What is another's business goes there, and whoever asked hears where.
    scene.says(&reporter, &format!("/chuyen {} xã Bản Bo, đường ở bên đó", codes[2])).await;
    scene.reads(&beside, &format!("Câu hỏi #{}", codes[2])).await;
    scene.reads(&two, "đã chuyển tới xã Bản Bo trả lời").await;
    scene.quiet().await;
    scene.says(&reporter, "mai tôi nghỉ").await;
    scene.chooses(&reporter, "Nghỉ thứ Năm 26/11").await;
    assert_eq!(scene.world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 1);
    scene.ends("the_reporters_day").await;
}
