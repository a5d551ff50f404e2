//! What an item says already is read right after the receipt, and the question goes to a person all the same.

use super::{OPEN, sensitive};
use crate::stories;
use crate::world::World;
use loaban::content;
use std::time::Duration;

stories!(on each;
    what_an_item_says_is_read_after_the_receipt_and_the_question_goes_on,
    what_is_not_released_or_taken_back_is_not_said,
    danger_a_sensitive_question_and_a_voice_are_told_nothing,
    just_that_closes_the_question_and_not_clear_opens_it_again,
    who_waits_for_a_person_gets_one_and_who_comes_late_is_told_so,
    a_group_is_offered_no_choice,
    when_the_first_of_the_same_is_served_the_others_live_on,
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
    // Where there are no buttons, choices stand below.
    let said = |text: &str| text.split("\n\n1. ").next().unwrap_or_default().to_owned();
    insta::assert_snapshot!("known", said(&known.text));
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
    insta::assert_snapshot!("point", said(&point.text));
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

const JUST_THAT: &str = "Đúng điều mình hỏi";
const A_PERSON: &str = "Chờ người trả lời";

async fn just_that_closes_the_question_and_not_clear_opens_it_again(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    releases(&world, "hoc-phi").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, ASKED).await;
    let known = world.reads(&resident, PERHAPS).await;
    assert!(known.offers(JUST_THAT) && known.offers(A_PERSON), "{}", known.text);
    world.reads(&reporter, ASKED).await;
    // A polite word closes nothing.
    world.tells(&resident, "vâng ạ");
    world.settle().await;
    assert_eq!(world.count(OPEN).await, 1);
    world.chooses(&resident, JUST_THAT).await;
    world.reads(&resident, &format!("câu hỏi #{code} xong rồi")).await;
    assert_eq!(world.count(OPEN).await, 0);
    world.reads(&reporter, &format!("Người hỏi câu #{code} thấy tin đã duyệt nói đúng")).await;
    world.told(&resident, "/cauhoi", "người hỏi đã thấy câu trả lời trong tin").await;
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    let of = |name: &str| q[name].as_i64();
    // Another was asked, and taken back, when they came.
    assert_eq!(
        [of("received"), of("withdrawn"), of("answered"), of("self_served")],
        [2, 1, 1, 1].map(Some),
        "{q}"
    );
    assert_eq!((of("answers_written"), of("open_after")), (Some(0), Some(0)), "{q}");
    assert!(q["median_hours"].is_null() && q["cleared"]["clear"] == 0, "{q}");
    let before = world.notes(&reporter).len();
    world.told(&resident, "chưa rõ", &format!("#{code} được mở lại")).await;
    world.anew(&reporter, before, ASKED).await;
    // What a person says then is the first answer, and no correction.
    let answer =
        world.told(&reporter, &format!("/traloi {code} Mầm non công lập được miễn."), "đang gửi").await;
    assert!(!answer.text.contains("Đính chính"), "{}", answer.text);
    let first = world.reads(&resident, "Mầm non công lập được miễn.").await;
    assert!(first.text.starts_with("Trả lời câu hỏi"), "{}", first.text);
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["answered"], &q["self_served"], &q["reopened"]), (&2.into(), &1.into(), &1.into()), "{q}");
    world.close().await;
}

async fn who_waits_for_a_person_gets_one_and_who_comes_late_is_told_so(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    releases(&world, "hoc-phi").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, ASKED).await;
    world.reads(&resident, PERHAPS).await;
    world.chooses(&resident, A_PERSON).await;
    world.reads(&resident, &format!("câu hỏi #{code} đang chờ người trả lời")).await;
    assert_eq!(world.count(OPEN).await, 1);
    world.told(&reporter, &format!("/traloi {code} Được miễn."), "Máy đang gửi câu trả lời").await;
    world.reads(&resident, "« Được miễn. »").await;
    // The choice of another question, when a person was quicker.
    let other = format!("{ASKED}, em hỏi cho cháu thứ hai");
    let code = world.asks_again(&resident, &other).await;
    world.reads(&resident, PERHAPS).await;
    world.told(&reporter, &format!("/traloi {code} Cháu nào cũng vậy."), "Máy đang gửi câu trả lời").await;
    world.reads(&resident, "« Cháu nào cũng vậy. »").await;
    // A number alone would mean what was shown last, the answer.
    if world.has_buttons() {
        world.chooses(&resident, JUST_THAT).await;
        world.reads(&resident, &format!("Câu hỏi #{code} đã có trả lời rồi")).await;
    }
    let q = world.report("lc-binhlu", "2026-12").await["questions"].clone();
    assert_eq!((&q["answered"], &q["self_served"]), (&2.into(), &0.into()), "{q}");
    world.close().await;
}

async fn a_group_is_offered_no_choice(world: World) {
    world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    releases(&world, "hoc-phi").await;
    let resident = world.knows("Bà con").await;
    let group = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.tells_in(&resident, &group, &format!("/hoi {ASKED}"));
    let known = world.reads_in(&group, PERHAPS).await;
    assert!(!known.offers(JUST_THAT) && !known.offers(A_PERSON), "{}", known.text);
    world.close().await;
}

async fn when_the_first_of_the_same_is_served_the_others_live_on(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    releases(&world, "hoc-phi").await;
    let people =
        [world.knows("Bà con một").await, world.knows("Bà con hai").await, world.knows("Bà con ba").await];
    let mut codes = vec![];
    for person in &people {
        codes.push(world.asks_again(person, ASKED).await);
        world.reads(person, PERHAPS).await;
        world.pass(Duration::from_secs(60));
    }
    for other in &codes[1..] {
        world.told(&reporter, &format!("/trung {} {other}", codes[0]), "Đã ghi").await;
    }
    world.chooses(&people[0], JUST_THAT).await;
    world.reads(&people[0], "xong rồi").await;
    world.reads(&reporter, "hỏi cùng một ý vẫn đang chờ").await;
    assert_eq!(world.count(OPEN).await, 2);
    // The oldest that is left is answered, and the other with it.
    world.told(&reporter, &format!("/traloi {} Được miễn cả.", codes[1]), "Máy đang gửi câu trả lời").await;
    world.reads(&people[1], "« Được miễn cả. »").await;
    world.reads(&people[2], "« Được miễn cả. »").await;
    assert_eq!(world.count(OPEN).await, 0);
    world.close().await;
}
