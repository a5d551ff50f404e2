//! A village: its group, its secretary, its loudspeaker.

use super::{GATHER, Scene, say};
use crate::stories;
use crate::world::{World, code_in};

stories!(on each;
    in_the_group,
    what_was_read_and_told,
    what_was_studied,
    the_loudspeaker,
);

/// Asked before all, answered before all; whoever is not asked stays out of it.
async fn in_the_group(world: World) {
    let mut scene = Scene::begin(world).await;
    let secretary = scene.official("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let reporter = scene.official("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (resident, neighbour) = (scene.person("Bà con"), scene.person("Hàng xóm"));
    let people = [&secretary, &resident, &neighbour];
    let group = scene.group("Nhóm bản Nà Luồng", "lc-binhlu-naluong", &people).await;
    scene.world.publishes("kham-suc-khoe").await;
    scene.quiet().await;
    let before = scene.world.notes_in(&group).len();
    scene.world.chats_in(&neighbour, &group, "hay quá bà con ơi");
    scene.quiet().await;
    let silent = scene.world.notes_in(&group).into_iter().skip(before).all(|note| !note.from_bot);
    assert!(silent, "neighbours speak to each other");
    scene.says_in(&resident, &group, "/hoi Bao giờ bản mình được khám sức khoẻ?").await;
    let receipt = scene.world.reads_in(&group, "Đã nhận câu hỏi").await;
    assert!(receipt.choices.is_empty(), "{receipt:?}");
    let code = code_in(&receipt.text);
    scene.pass(GATHER).await;
    let card = scene.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    // A command of another role's is refused in private.
    scene.says_in(&secretary, &group, &format!("/traloi {code} chắc tuần sau")).await;
    scene.reads(&secretary, "Việc này của").await;
    scene.world.replies(&reporter, &card, "Ngày 15/12, ở nhà văn hoá bản, từ 8 giờ.");
    let answer = scene.world.reads_in(&group, "Ngày 15/12").await;
    scene.quiet().await;
    assert_eq!(answer.choices, ["Đã rõ", "Chưa rõ"]);
    scene.world.chooses_in(&resident, &group, "Đã rõ").await;
    scene.world.reads_in(&group, &format!("Câu hỏi #{code} đã xong")).await;
    scene.ends("in_the_group").await;
}

/// The secretary tells in plain words, slips, and puts it right.
async fn what_was_read_and_told(world: World) {
    let mut scene = Scene::begin(world).await;
    let secretary = scene.official("Bí thư", "secretary", "lc-binhlu-naluong").await;
    scene.group("Nhóm bản Nà Luồng", "lc-binhlu-naluong", &[&secretary]).await;
    scene.world.publishes("hoc-phi").await;
    scene.quiet().await;
    scene.world.publishes("kham-suc-khoe").await;
    scene.quiet().await;
    let asked = scene.says(&secretary, "đã đọc loa 20 lần").await;
    assert!(say(&asked, "cho bài nào"), "{asked:?}");
    let noted = scene.chooses(&secretary, "Con em học trường công không phải nộp học phí").await;
    assert!(say(&noted, "Đã ghi: đọc loa 20 lần"), "{noted:?}");
    let right = scene.says(&secretary, "ghi nhầm, chỉ 2 lần").await;
    assert!(say(&right, "đọc loa 20 lần → đọc loa 2 lần"), "{right:?}");
    assert!(say(&scene.says(&secretary, "học tập 30/28").await, "nhiều hơn tổng số (28)"));
    scene.says(&secretary, "học tập 28/30").await;
    scene.chooses(&secretary, "Mỗi năm bà con được khám sức khoẻ miễn phí").await;
    scene.says(&secretary, "họp bản 40 người nghe").await;
    scene.chooses(&secretary, "Con em học trường công không phải nộp học phí").await;
    let list = scene.says(&secretary, "sổ").await;
    assert!(say(&list, "1. 25/11 – đọc loa 2 lần (đã sửa)"), "{list:?}");
    let relayed = scene.says(&secretary, "/hoiho Có bà hỏi mất sổ hộ nghèo thì xin lại ở đâu?").await;
    assert!(!relayed.is_empty());
    let outreach = scene.world.report("lc-binhlu", "2026-12").await["outreach"].clone();
    assert_eq!((&outreach["loudspeaker_readings"], &outreach["meetings"]), (&2.into(), &1.into()));
    scene.ends("what_was_read_and_told").await;
}

/// A line of the register of studies, and how it was held; then nothing is heard of another item.
async fn what_was_studied(world: World) {
    let mut scene = Scene::begin(world).await;
    let secretary = scene.official("Bí thư", "secretary", "lc-binhlu-naluong").await;
    scene.group("Nhóm bản Nà Luồng", "lc-binhlu-naluong", &[&secretary]).await;
    scene.world.publishes("hoc-phi").await;
    scene.quiet().await;
    for said in [
        "/sohoc học phí 28/30 hôm qua, đảng uỷ viên trình bày cho đảng viên và cán bộ, trực tuyến",
        "/sohoc khám sức khoẻ 20/22 quán triệt ngày 20/11, báo cáo viên nói cho hội phụ nữ",
        "/sohoc khám sức khoẻ 40/60 bí thư chi bộ trình bày cho bà con",
        "/sohoc khám sức khoẻ 9/9 trưởng bản trình bày",
        "/sohoc học phí 28/30 ngày 5/12",
        "/sohoc học phí 28/30 ngày 31/11",
        "/sohoc học phí",
    ] {
        assert!(!scene.says(&secretary, said).await.is_empty(), "{said}");
    }
    scene.says(&secretary, "sửa 1 0").await;
    scene.says(&secretary, "/sohoc học phí 5/9 hôm nay").await;
    scene.says(&secretary, "/sohoc học phí 30/31 hôm kia, báo cáo viên trình bày cho cán bộ").await;
    assert_eq!(scene.says(&secretary, "sổ").await.len(), 2, "each is read in one look");
    scene.world.publishes("kham-suc-khoe").await;
    scene.until("2026-11-26 08:00").await;
    scene.world.publishes("bao-hiem-y-te").await;
    scene.quiet().await;
    // Where a machine may begin to speak only to who wrote lately.
    scene.until("2026-11-30 09:00").await;
    scene.says(&secretary, "tình hình").await;
    scene.until("2026-12-01 08:00").await;
    scene.reads(&secretary, "sổ của bản chưa ghi gì").await;
    scene.says(&secretary, "chưa đọc").await;
    scene.ends("what_was_studied").await;
}

/// The text to read aloud comes by itself; a number says how often it was read.
async fn the_loudspeaker(world: World) {
    let mut scene = Scene::begin(world).await;
    let secretary = scene.official("Bí thư", "secretary", "lc-binhlu-naluong").await;
    scene.group("Nhóm bản Nà Luồng", "lc-binhlu-naluong", &[&secretary]).await;
    scene.world.publishes("kham-suc-khoe").await;
    scene.quiet().await;
    scene.reads(&secretary, "Bài đọc loa").await;
    scene.until("2026-11-25 19:00").await;
    let noted = scene.says(&secretary, "2").await;
    assert!(say(&noted, "đọc loa 2 lần"), "{noted:?}");
    // There is no other list: a number more is asked about, and counted nowhere.
    let more = scene.says(&secretary, "2").await;
    assert!(say(&more, "Số này máy chưa rõ của việc nào"), "{more:?}");
    assert!(say(&scene.says(&secretary, "bài đọc loa").await, "Kính thưa bà con"));
    let outreach = scene.world.report("lc-binhlu", "2026-12").await["outreach"].clone();
    assert_eq!(outreach["loudspeaker_readings"], 2);
    scene.ends("the_loudspeaker").await;
}
