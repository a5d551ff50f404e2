//! What an item says already is read right after the receipt, and the question goes to a person all the same.

use super::{OPEN, sensitive};
use crate::stories;
use crate::world::World;
use loaban::content;

stories!(on each;
    what_an_item_says_is_read_after_the_receipt_and_the_question_goes_on,
    what_is_not_released_or_taken_back_is_not_said,
    danger_a_sensitive_question_and_a_voice_are_told_nothing,
);

const ASKED: &str = "cháu học mẫu giáo trường công có được miễn học phí không ạ";
const SAID: &str = "Trẻ mầm non học trường công lập được miễn học phí.";
const PERHAPS: &str = "Có thể đây là điều mình hỏi";

async fn releases(world: &World, item: &str) {
    let parts = world.parts();
    let library = parts.shelf.library();
    parts.publisher.release(library.get(item).unwrap(), "Người duyệt", "console").await.unwrap();
}

/// Whether the item would say something to it, if nothing forbade it.
async fn would_be_said(world: &World, text: &str) -> bool {
    let parts = world.parts();
    let (library, releases) = (parts.shelf.library(), content::releases(&parts.core.db).await.unwrap());
    let today = parts.core.calendar.local(parts.core.clock.now()).date();
    parts.known.find(library.items(), &releases, today, text).is_some()
}

async fn what_an_item_says_is_read_after_the_receipt_and_the_question_goes_on(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    releases(&world, "hoc-phi").await;
    let resident = world.person("Bà con");
    let code = world.asks_first(&resident, ASKED).await;
    let known = world.reads(&resident, PERHAPS).await;
    insta::assert_snapshot!("known", known.text);
    let texts: Vec<String> = world.notes(&resident).into_iter().map(|note| note.text).collect();
    let at = |words: &str| texts.iter().position(|text| text.contains(words)).unwrap();
    assert_eq!(at(PERHAPS), at("Đã nhận câu hỏi") + 1, "{texts:#?}");
    // It is nobody's answer: the reporter has the card, and what they say comes as ever.
    assert_eq!(world.count(OPEN).await, 1);
    world.reads(&reporter, ASKED).await;
    world
        .told(&reporter, &format!("/traloi {code} Được miễn, bà con nhé."), "Máy đang gửi câu trả lời")
        .await;
    world.reads(&resident, "Được miễn, bà con nhé.").await;
    // Another thing asked about the same is not answered by it.
    world.asks_again(&resident, "học phí trường lái xe bao nhiêu tiền").await;
    world.settle().await;
    let seen = world.notes(&resident).iter().filter(|note| note.text.contains(PERHAPS)).count();
    assert_eq!(seen, 1);
    // A point of an item answers what nobody wrote down as a question.
    releases(&world, "du-lieu-ca-nhan").await;
    let point = world.told(&resident, "e đăng ảnh cccd lên fb có sao k ạ", PERHAPS).await;
    insta::assert_snapshot!("point", point.text);
    world.close().await;
}

async fn what_is_not_released_or_taken_back_is_not_said(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.asks_again(&resident, ASKED).await;
    world.nobody_reads(&[&resident], SAID).await;
    releases(&world, "hoc-phi").await;
    world.told(&resident, ASKED, SAID).await;
    let parts = world.parts();
    let library = parts.shelf.library();
    let item = library.get("hoc-phi").unwrap();
    parts.publisher.withdraw(item, Some("Người duyệt"), "console", "sai số").await.unwrap();
    let before = world.notes(&resident).len();
    world.asks_again(&resident, &format!("{ASKED}, em hỏi lại")).await;
    world.settle().await;
    let anew = world.notes(&resident).split_off(before);
    assert!(anew.iter().all(|note| !note.text.contains(SAID)), "{anew:#?}");
    world.close().await;
}

async fn danger_a_sensitive_question_and_a_voice_are_told_nothing(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    releases(&world, "hoc-phi").await;
    let resident = world.knows("Bà con").await;
    let danger = format!("Cháy nhà rồi, cứu với! {ASKED}");
    let delicate = format!("Theo đạo thì {ASKED}");
    assert!(would_be_said(&world, &danger).await && would_be_said(&world, &delicate).await);
    world.told(&resident, &danger, "Đã nhận câu hỏi").await;
    sensitive::asks(&world, &resident, &delicate, sensitive::COMMUNE).await;
    world.tells_aloud(&resident);
    world.nobody_reads(&[&resident], PERHAPS).await;
    world.close().await;
}
