//! What was asked before stands on the card, and one touch gives both one answer.

use crate::stories;
use crate::world::World;
use crate::world::phones::{Note, Phone};
use loaban::config::Platform;
use std::time::Duration;

stories!(on each;
    an_open_twin_is_joined_and_both_get_one_answer,
    an_answered_twin_gives_its_answer_at_one_touch,
);
const ON_TELEGRAM: &[Platform] = &[Platform::Telegram];
stories!(on ON_TELEGRAM;
    what_changed_since_it_was_shown_is_shown_anew,
    nobody_sees_a_twin_out_of_reach,
    nothing_delicate_withdrawn_or_past_its_time_is_known,
    an_answer_that_names_a_document_falls_out_with_it,
);

const ASKED: &str = "Bao giờ đoàn khám sức khoẻ về bản Nà Luồng ạ?";
const AGAIN: &str = "Cho em hỏi bao giờ đoàn khám sức khoẻ về bản Nà Luồng?";

/// The card of a question, once it is there.
async fn card(world: &World, reporter: &Phone, code: &str) -> Note {
    world.reads(reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    world.reads(reporter, &format!("Câu hỏi #{code}")).await
}

/// By one touch where there are buttons, by a line elsewhere.
async fn joins(world: &World, reporter: &Phone, label: &str, (first, second): (&str, &str)) {
    if world.has_buttons() {
        world.chooses(reporter, &format!("{label} #{first}")).await;
    } else {
        world.tells(reporter, &format!("/trung {first} {second}"));
    }
}

async fn an_open_twin_is_joined_and_both_get_one_answer(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, other) = (world.knows("Một").await, world.knows("Hai").await);
    let first = world.asks_again(&one, ASKED).await;
    let alone = card(&world, &reporter, &first).await;
    assert!(!alone.text.contains("cũng hỏi như vậy"), "{}", alone.text);
    let second = world.asks_again(&other, AGAIN).await;
    let shown = card(&world, &reporter, &second).await;
    assert!(shown.text.contains(&format!("Câu #{first} cũng hỏi như vậy, đang chờ")), "{}", shown.text);
    assert_eq!(shown.offers(&format!("Gộp với #{first}")), world.has_buttons(), "{shown:?}");
    joins(&world, &reporter, "Gộp với", (&first, &second)).await;
    world.reads(&reporter, &format!("#{second} giống #{first}")).await;
    world.told(&reporter, &format!("/traloi {first} Thứ Hai tuần sau."), "").await;
    for resident in [&one, &other] {
        world.reads(resident, "Thứ Hai tuần sau.").await;
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM fact WHERE kind = 'answer_written'").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM fact WHERE kind = 'answered'").await, 2);
    world.close().await;
}

async fn an_answered_twin_gives_its_answer_at_one_touch(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, other) = (world.knows("Một").await, world.knows("Hai").await);
    let first = world.asks_again(&one, ASKED).await;
    card(&world, &reporter, &first).await;
    world.told(&reporter, &format!("/traloi {first} Thứ Hai tuần sau, ở nhà văn hoá."), "").await;
    world.reads(&one, "Thứ Hai tuần sau").await;
    let second = world.asks_again(&other, AGAIN).await;
    let shown = card(&world, &reporter, &second).await;
    let words =
        format!("Câu #{first} hỏi như vậy, đã trả lời: « {ASKED} » – « Thứ Hai tuần sau, ở nhà văn hoá. »");
    assert!(shown.text.contains(&words), "{}", shown.text);
    joins(&world, &reporter, "Trả lời như", (&first, &second)).await;
    if !world.has_buttons() {
        // What was only typed is shown whole before it goes.
        world.reads(&reporter, &format!("Gửi lời này cho người hỏi câu #{second}?")).await;
        world.nobody_reads(&[&other], "Thứ Hai tuần sau").await;
        world.chooses(&reporter, &format!("Trả lời như #{first}")).await;
    }
    let got = world.reads(&other, "Thứ Hai tuần sau").await;
    assert!(!got.text.contains(&first), "{}", got.text);
    world.close().await;
}

async fn what_changed_since_it_was_shown_is_shown_anew(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, other) = (world.knows("Một").await, world.knows("Hai").await);
    let first = world.asks_again(&one, ASKED).await;
    card(&world, &reporter, &first).await;
    world.told(&reporter, &format!("/traloi {first} Thứ Hai."), "").await;
    let second = world.asks_again(&other, AGAIN).await;
    card(&world, &reporter, &second).await;
    world.told(&reporter, &format!("/traloi {first} Nhầm, thứ Ba."), "").await;
    world.chooses(&reporter, &format!("Trả lời như #{first}")).await;
    let anew = world.reads(&reporter, "Câu ấy vừa đổi").await;
    assert!(anew.text.contains("Nhầm, thứ Ba."), "{}", anew.text);
    world.nobody_reads(&[&other], "Thứ Hai.").await;
    world.chooses(&reporter, &format!("Trả lời như #{first}")).await;
    world.reads(&other, "Nhầm, thứ Ba.").await;
    // The first is erased: the second keeps what it got.
    world.told(&one, "xoá", "").await;
    world.close().await;
}

async fn nobody_sees_a_twin_out_of_reach(world: World) {
    let near = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let far = world.enrols("Báo cáo viên xa", "reporter", "lc-banbo").await;
    let one = world.knows("Một").await;
    let other = world.person("Hai");
    let first = world.asks_again(&one, ASKED).await;
    card(&world, &near, &first).await;
    let second = world.asks_from(&other, AGAIN, "Nà Mây").await;
    let shown = card(&world, &far, &second).await;
    assert!(!shown.text.contains(&first) && !shown.text.contains("như vậy"), "{}", shown.text);
    // Not by its code either.
    world.told(&far, &format!("/trung {first} {second}"), "ngoài địa bàn").await;
    world.close().await;
}

/// The codes that are held in memory after a look.
async fn known(world: &World) -> Vec<String> {
    let desk = &world.parts().desk;
    desk.look_for_twins(&desk.core.db, world.clock.now(), vec![]).await.unwrap();
    let mut codes: Vec<String> = desk.twins.codes().iter().map(ToString::to_string).collect();
    codes.sort();
    codes
}

async fn nothing_delicate_withdrawn_or_past_its_time_is_known(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let open = world.asks_again(&resident, ASKED).await;
    let gone = world.asks_again(&resident, "Bao giờ có nước sạch về bản ạ?").await;
    let answered = world.asks_again(&resident, "Học phí năm nay bao nhiêu ạ?").await;
    world.told(&resident, "Theo đạo Tin Lành có bị phạt không?", "").await;
    world.chooses(&resident, "Người của xã trả lời").await;
    world.settle().await;
    world.told(&reporter, &format!("/traloi {answered} Không mất tiền."), "").await;
    let mut all = vec![open.clone(), gone.clone(), answered.clone()];
    all.sort();
    assert_eq!(known(&world).await, all);
    world.told(&resident, &format!("thu hồi {gone}"), "").await;
    all.retain(|code| *code != gone);
    assert_eq!(known(&world).await, all);
    assert_eq!(world.count("SELECT COUNT(*) FROM question").await, 5);
    world.pass(Duration::from_secs(91 * 86_400));
    assert_eq!(known(&world).await, [open]);
    world.told(&resident, "xoá", "").await;
    world.chooses(&resident, "Xoá hết").await;
    world.settle().await;
    assert!(known(&world).await.is_empty());
    world.close().await;
}

async fn an_answer_that_names_a_document_falls_out_with_it(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (one, other) = (world.knows("Một").await, world.knows("Hai").await);
    let first = world.asks_again(&one, ASKED).await;
    card(&world, &reporter, &first).await;
    world.told(&reporter, &format!("/traloi {first} Theo 165/2026/NĐ-CP thì mỗi năm một lần."), "").await;
    let desk = &world.parts().desk;
    let lapsed = vec!["165/2026/NĐ-CP".to_owned()];
    desk.look_for_twins(&desk.core.db, world.clock.now(), lapsed).await.unwrap();
    assert!(desk.twins.codes().is_empty());
    let second = world.asks_again(&other, AGAIN).await;
    let shown = card(&world, &reporter, &second).await;
    assert!(!shown.text.contains("như vậy"), "{}", shown.text);
    world.close().await;
}
