//! What is particular to Zalo Bot: bound by mention, no buttons, no picture of who quoted what.

mod asking;
mod faults;
mod receiving;

use crate::stories;
use crate::world::World;
use crate::world::phones::Note;
use loaban::config::Platform;

const ZALO: &[Platform] = &[Platform::ZaloBot];

/// How many announcements are in a state, for a reason.
fn announcement(state: &str, reason: &str) -> String {
    format!(
        "SELECT COUNT(*) FROM outbox WHERE kind = 'announcement' AND part = 0 AND state = '{state}' AND reason = '{reason}'"
    )
}

stories!(on ZALO;
    a_village_bound_by_mention_hears_an_item_once_and_a_question_is_answered_in_private,
);

async fn a_village_bound_by_mention_hears_an_item_once_and_a_question_is_answered_in_private(world: World) {
    let on = Platform::ZaloBot;
    let (secretary, resident) = (world.phone(on, "Bí thư"), world.phone(on, "Bà con"));
    let village = world.village("lc-binhlu-naluong", &[&secretary, &resident]).await;
    let reporter = world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;

    // Words that fit: nothing here is heard that does not call the machine, or quotes it.
    let greeting = world.reads_in(&village, "Từ nay nhóm này nhận tin của").await;
    assert!(
        greeting.text.contains("gõ @, chọn tên máy") && !greeting.text.contains("/hoi"),
        "{}",
        greeting.text
    );

    let published = world.publishes("kham-suc-khoe").await;
    assert_eq!((published.groups, published.private), (1, 0));
    let item = world.reads_in(&village, "khám sức khoẻ miễn phí").await;
    assert!(
        item.text.contains("165/2026/NĐ-CP") && item.text.contains("gõ @, chọn tên máy"),
        "{}",
        item.text
    );
    // The link under an item opens the private chat.
    let link = format!("https://zalo.me/{}", world.zalo_bot);
    assert!(item.text.contains(&link), "{}", item.text);
    assert_eq!(world.zalo.opens_link(&link).unwrap(), world.zalo_bot);
    world.settle().await;
    let arrived = |n: &&Note| n.text.contains("khám sức khoẻ miễn phí");
    assert_eq!(world.notes_in(&village).iter().filter(arrived).count(), 1);

    let code = world.asks_first(&resident, "Nhà tôi đi khám có mất tiền không?").await;

    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains("« Nhà tôi đi khám có mất tiền không? »"), "{}", card.text);
    assert!(!card.text.contains("Bà con"), "{}", card.text);
    assert!(
        card.text.contains(&format!("gõ {code} rồi lời đáp")) && !card.text.contains("Bấm giữ"),
        "{}",
        card.text
    );
    // A quote that nobody tells us of is no answer yet: it is offered as one.
    world.tells_under(&reporter, &card, "Không mất tiền.");
    world.reads(&reporter, &format!("Gửi lời này trả lời #{code}")).await;
    world.tells(&reporter, &format!("/traloi {code} Không mất tiền, mỗi năm một lần."));
    let answer = world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    assert!(answer.text.contains("Không mất tiền, mỗi năm một lần."), "{}", answer.text);
    world.settle().await;

    let report = world.report("lc", "2026-12").await;
    let q = &report["questions"];
    assert_eq!((&q["received"], &q["answered"]), (&1.into(), &1.into()), "{q}");
    assert_eq!(report["delivery"]["sent"], 1);
    world.close().await;
}
