//! Somebody asks: for the first time, in haste, of what nobody may know, about their village.

use super::{GATHER, Scene, say};
use crate::stories;
use crate::world::{World, code_in};
use std::time::Duration;

stories!(on each;
    the_first_question,
    in_haste,
    what_is_no_business_of_others,
    who_sees_it,
    another_village,
    numbers_and_names,
);

/// A group, an item in it, and somebody who asks in private what it says about them.
async fn the_first_question(world: World) {
    let mut scene = Scene::begin(world).await;
    let secretary = scene.official("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let editor = scene.official("Biên tập", "editor", "lc-binhlu").await;
    let resident = scene.person("Bà con");
    let group = scene.group("Nhóm bản Nà Luồng", "lc-binhlu-naluong", &[&secretary, &resident]).await;
    scene.says(&editor, "/duyet kham-suc-khoe").await;
    scene.chooses(&editor, "Duyệt").await;
    let asked = scene.says(&editor, "/phat kham-suc-khoe").await;
    assert!(say(&asked, "1 nhóm"), "{asked:?}");
    scene.chooses(&editor, "Phát cho 1 nhóm").await;
    scene.world.reads_in(&group, "khám sức khoẻ miễn phí").await;

    assert!(say(&scene.says(&resident, "cán bộ ơi").await, "Chào ạ"));
    let notice = scene.says(&resident, "e hoi cb nha em ho can ngheo co dc kham sk mien phi ko").await;
    assert!(say(&notice, "xin phép dùng câu hỏi này"), "{notice:?}");
    // What is no yes brings it again in a line, and not whole.
    let again = scene.says(&resident, "cảm ơn cán bộ").await;
    assert!(say(&again, "Máy còn giữ câu hỏi, chưa gửi"), "{again:?}");
    assert!(say(&scene.says(&resident, "đồng ý ạ").await, "Nhà mình ở bản nào ạ?"));
    let placed = scene.says(&resident, "em o na luong cb a").await;
    if !say(&placed, "Đã nhận câu hỏi") {
        scene.chooses(&resident, &placed.last().unwrap().choices[0].clone()).await;
    }
    let receipt = scene.reads(&resident, "Đã nhận câu hỏi").await;
    assert!(
        receipt.choices.is_empty() && receipt.text.contains("Chậm nhất hết thứ Sáu 27/11"),
        "{receipt:?}"
    );
    let code = code_in(&receipt.text);
    scene.pass(GATHER).await;
    let card = scene.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("ho can ngheo") && !card.text.contains("cán bộ ơi"), "{}", card.text);
    scene.world.replies(
        &reporter,
        &card,
        "Có ạ. Hộ cận nghèo khám miễn phí mỗi năm một lần, ở Trạm Y tế xã.",
    );
    scene.reads(&resident, "ở Trạm Y tế xã").await;
    scene.quiet().await;
    assert_eq!(scene.says(&resident, "dạ rõ rồi cảm ơn cán bộ nhiều nhé").await.len(), 1);
    assert_eq!(scene.world.count("SELECT COUNT(*) FROM question").await, 1);
    scene.ends("the_first_question").await;
}

/// Three short lines, impatience, thanks, and thinking better of it.
async fn in_haste(world: World) {
    let mut scene = Scene::begin(world).await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = scene.known("Bà con").await;
    let before = scene.world.notes(&reporter).len();
    scene.says(&resident, "cho em hoi them").await;
    let receipt = scene.says(&resident, "the con sach giao khoa").await;
    assert!(say(&receipt, "Đã nhận câu hỏi"), "{receipt:?}");
    let code = code_in(&receipt[0].text);
    assert!(say(&scene.says(&resident, "co phai mua ko").await, &code));
    scene.pass(GATHER).await;
    let cards = scene.world.notes(&reporter).split_off(before);
    assert_eq!(cards.len(), 1, "one question, one card: {cards:?}");
    for text in ["bao giờ trả lời thế cán bộ", "sao lâu thế", &code] {
        assert!(say(&scene.says(&resident, text).await, "đang chờ trả lời"), "{text}");
    }
    scene.says(&resident, "thế à").await;
    assert!(say(&scene.says(&resident, "thôi không hỏi nữa").await, "Rút lại câu hỏi"));
    scene.chooses(&resident, "Rút lại").await;
    scene.reads(&resident, &format!("Đã rút câu hỏi #{code}")).await;
    assert_eq!(scene.world.count("SELECT COUNT(*) FROM question").await, 2, "no more than were asked");
    scene.ends("in_haste").await;
}

/// Danger, a complaint in plain words, and what touches belief.
async fn what_is_no_business_of_others(world: World) {
    let mut scene = Scene::begin(world).await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = scene.official("Điều phối", "coordinator", "lc-binhlu").await;
    let province = scene.official("Tỉnh", "reporter", "lc").await;
    let resident = scene.known("Bà con").await;
    let told = scene.says(&resident, "nước về to quá, nhà tôi sắp ngập rồi").await;
    assert!(say(&told, "112") && !say(&told, "Chậm nhất"), "{told:?}");
    scene.reads(&reporter, "KHẨN").await;
    scene.reads(&coordinator, "KHẨN").await;
    scene.pass(Duration::from_secs(600)).await;
    let asked = scene.says(&resident, "cán bộ xã ăn chặn tiền hỗ trợ của dân").await;
    assert!(say(&asked, "không vừa lòng với cán bộ"), "{asked:?}");
    let route = scene.chooses(&resident, "Chỉ nơi gửi đơn").await;
    assert!(say(&route, "tiếp công dân"), "{route:?}");
    scene.world.nobody_reads(&[&reporter, &coordinator, &province], "ăn chặn").await;
    let asked = scene.says(&resident, "nhà tôi theo đạo thì có bị phạt không").await;
    assert!(say(&asked, "chuyện riêng"), "{asked:?}");
    let receipt = scene.chooses(&resident, "Chỉ gửi lên tỉnh").await;
    assert!(say(&receipt, "Đã nhận câu hỏi"), "{receipt:?}");
    scene.pass(GATHER).await;
    scene.reads(&province, "theo đạo").await;
    scene.world.nobody_reads(&[&reporter, &coordinator], "theo đạo").await;
    scene.ends("what_is_no_business_of_others").await;
}

/// What is kept and who sees it, a no, and a voice.
async fn who_sees_it(world: World) {
    let mut scene = Scene::begin(world).await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = scene.person("Bà con");
    assert!(say(&scene.says(&resident, "máy này của ai, có lừa đảo không đấy").await, "máy"));
    assert!(say(&scene.says(&resident, "riêng tư").await, "xoá"));
    assert!(say(&scene.says(&resident, "mất thẻ căn cước thì làm lại ở đâu ạ").await, "xin phép"));
    assert!(say(&scene.says(&resident, "không").await, "đã xoá"));
    assert_eq!(scene.world.count("SELECT COUNT(*) FROM pending").await, 0);
    scene.world.tells_aloud(&resident);
    scene.quiet().await;
    scene.chooses(&resident, "Đồng ý, gửi").await;
    let placed = scene.chooses(&resident, "Gửi tiếng nói").await;
    assert!(say(&placed, "Nhà mình ở bản nào ạ?"), "{placed:?}");
    let receipt = scene.says(&resident, "suối mây").await;
    assert!(say(&receipt, "bằng tiếng nói"), "{receipt:?}");
    let code = code_in(&receipt[0].text);
    scene.pass(GATHER).await;
    scene.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    scene.world.hears(&reporter).await;
    scene.ends("who_sees_it").await;
}

/// A digit too far, and back home.
async fn another_village(world: World) {
    let mut scene = Scene::begin(world).await;
    let here = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let there = scene.official("Báo cáo viên xã bên", "reporter", "lc-banbo").await;
    let resident = scene.person("Bà con");
    scene.says(&resident, "bao giờ sửa cầu treo ạ").await;
    scene.chooses(&resident, "Đồng ý, gửi").await;
    let placed = scene.says(&resident, "bản nà mây xã bản bo").await;
    if !say(&placed, "Đã nhận câu hỏi") {
        scene.chooses(&resident, &placed.last().unwrap().choices[0].clone()).await;
    }
    scene.pass(GATHER).await;
    scene.reads(&there, "cầu treo").await;
    assert!(say(&scene.says(&resident, "đổi bản").await, "Nhà mình ở bản nào ạ?"));
    scene.says(&resident, "nhà em ở suối mây").await;
    if !say(&scene.world.notes(&resident), "từ nay máy ghi nhà mình ở bản Suối Mây") {
        let last = scene.world.notes(&resident).pop().unwrap();
        scene.chooses(&resident, &last.choices[0].clone()).await;
    }
    scene.reads(&resident, "từ nay máy ghi nhà mình ở bản Suối Mây").await;
    scene.pass(Duration::from_secs(600)).await;
    assert!(say(&scene.says(&resident, "bao giờ có điện về bản ạ").await, "Đã nhận câu hỏi"));
    scene.pass(GATHER).await;
    scene.reads(&here, "có điện về bản").await;
    scene.world.nobody_reads(&[&there], "có điện về bản").await;
    scene.ends("another_village").await;
}

/// A number that says who somebody is, and somebody who answers and would like to know who asked.
async fn numbers_and_names(world: World) {
    let mut scene = Scene::begin(world).await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = scene.known("Bà con").await;
    let receipt =
        scene.says(&resident, "em mất căn cước 012085012345, gọi lại cho em 0912 345 678 nhé").await;
    assert!(say(&receipt, "không cần gửi số ấy"), "{receipt:?}");
    let code = code_in(&receipt[0].text);
    scene.pass(GATHER).await;
    let card = scene.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("•••• là số riêng"), "{}", card.text);
    assert!(say(&scene.says(&reporter, "ai hỏi câu này thế?").await, "Máy không cho ai biết ai hỏi"));
    scene.says(&reporter, &format!("{code} Ra công an xã làm lại, không mất tiền lần đầu.")).await;
    scene.reads(&resident, "Ra công an xã làm lại").await;
    scene.ends("numbers_and_names").await;
}
