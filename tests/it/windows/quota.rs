//! Quotas: counted, foreseen, told at four fifths, the last tenth kept for answers, nothing lost at the end.

use super::ZALO;
use crate::stories;
use crate::world::{Engine, World, code_in};
use loaban::config::{Platform, Settings};
use loaban::content::Order;
use loaban::outbox::{self, Quota};
use loaban::places;
use std::time::Duration;

stories!(on ZALO;
    a_fourth_group_is_refused_in_kind_words_and_its_code_stays_good,
);

mod months {
    use super::Engine;
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        super::a_month_is_used_up_and_turns(Engine::Sqlite).await;
    }
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        super::a_month_is_used_up_and_turns(Engine::Postgres).await;
    }
}

async fn quota(world: &World) -> Quota {
    let parts = world.parts();
    let month = parts.core.calendar.month(world.clock.now());
    let all = outbox::quotas(&parts.core.db, &parts.mail.capabilities, &month).await.unwrap();
    all.into_iter().find(|(account, _)| account == "bot").unwrap().1
}

/// Counts up to `used` as if so many had been sent.
async fn uses_up_to(world: &World, used: i64) {
    let month = world.parts().core.calendar.month(world.clock.now());
    let name = format!("sent:bot:{month}");
    let mut tx = world.parts().core.db.write().await.unwrap();
    let more = used - quota(world).await.used;
    loaban::db::next_numbers(&mut tx, &name, more).await.unwrap();
    tx.commit().await.unwrap();
    world.app().wake();
}

/// What the platform counted this month.
fn taken(world: &World) -> i64 {
    world.zalo.used(world.zalo_bot).into()
}

fn a_hundred(settings: &mut Settings) {
    settings.accounts[0].capabilities.per_month = Some(100);
}

async fn a_month_is_used_up_and_turns(engine: Engine) {
    let Some(mut world) = World::on(engine, ZALO, a_hundred).await else { return };
    let on = Platform::ZaloBot;
    let reporter = world.official(on, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let editor = world.official(on, "Biên tập", "editor", "lc").await;
    let resident = world.phone(on, "Bà con");
    let village = world.village("lc-binhlu-naluong", &[&resident]).await;
    world.settle().await;
    // What the platform took is what is counted.
    assert_eq!(quota(&world).await, Quota { limit: 100, used: taken(&world) });

    // Foreseen: one group, one message.
    let plan = plan(&world, "kham-suc-khoe").await;
    assert_eq!(plan.get("bot"), Some(&1));

    // Four fifths: one word to the editors, and only one.
    uses_up_to(&world, 80).await;
    let warning = world.reads(&editor, "tháng này máy đã gửi 80 trong 100 tin").await;
    assert!(warning.text.contains("còn 20"), "{}", warning.text);
    world.pass(Duration::from_secs(60));
    world.settle().await;
    assert_eq!(warnings(&world, &editor), 1);
    assert_eq!(quota(&world).await.used, 81);

    // Nine tenths: announcements wait, and say why; answers leave.
    uses_up_to(&world, 90).await;
    world.publishes("kham-suc-khoe").await;
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND reason = 'quota'", 1).await;
    world.told(&resident, "Khám ở đâu?", "xin phép dùng câu hỏi này").await;
    world.told(&resident, "1", "Nhà mình ở bản nào ạ?").await;
    let code = code_in(&world.told(&resident, "Nà Luồng", "Đã nhận câu hỏi").await.text);
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    assert!(!in_village(&world, &village, "khám sức khoẻ miễn phí"));
    // Two questions back, the receipt and the card.
    assert_eq!(quota(&world).await.used, 94);

    // The end of the month's messages: nothing leaves at all.
    uses_up_to(&world, 100).await;
    world.tells(&reporter, &format!("/traloi {code} Ở trạm y tế xã."));
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND reason = 'quota'", 3).await;
    world.settle().await;
    let before = taken(&world);
    // Not by waiting, and not by starting again.
    world.pass_until("2026-11-30 23:59");
    world.settle().await;
    world.restart().await;
    // (The announcement waits for the night to end as well.)
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND reason = 'quota'", 2).await;
    assert_eq!((taken(&world), quota(&world).await.used), (before, 100));

    // Midnight in Vietnam: answers at once, announcements when the night is over. Nothing was lost.
    world.pass_until("2026-12-01 00:00");
    let answer = world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    assert!(answer.text.contains("Ở trạm y tế xã."), "{}", answer.text);
    world.reads(&reporter, "Máy đang gửi câu trả lời").await;
    assert!(!in_village(&world, &village, "khám sức khoẻ miễn phí"));
    world.pass_until("2026-12-01 06:00");
    world.reads_in(&village, "khám sức khoẻ miễn phí").await;
    world.settle().await;
    assert_eq!(quota(&world).await, Quota { limit: 100, used: taken(&world) });
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE state <> 'sent'").await, 0);
    world.close().await;
}

fn warnings(world: &World, editor: &crate::world::phones::Phone) -> usize {
    world.notes(editor).iter().filter(|n| n.text.contains("tháng này máy đã gửi")).count()
}

fn in_village(world: &World, village: &crate::world::phones::Group, words: &str) -> bool {
    world.notes_in(village).iter().any(|n| n.text.contains(words))
}

async fn plan(world: &World, item: &str) -> std::collections::BTreeMap<String, i64> {
    let parts = world.parts();
    let library = parts.shelf.library();
    let tree = places::tree(&parts.core.db).await.unwrap();
    let item = library.get(item).unwrap();
    parts.publisher.release(item, "Người duyệt", "console").await.unwrap();
    let order = Order { item, places: vec![], at: None, rank: loaban::content::Rank::Normal };
    parts.publisher.plan(&library, &tree, &order).await.unwrap().messages
}

async fn a_fourth_group_is_refused_in_kind_words_and_its_code_stays_good(world: World) {
    let on = Platform::ZaloBot;
    let secretary = world.phone(on, "Bí thư");
    let mut villages = vec![];
    for place in ["lc-binhlu-naluong", "lc-binhlu-suoimay", "lc-binhlu-naluong"] {
        villages.push(world.village(place, &[&secretary]).await);
    }
    // Only so many groups let the bot in on the platform, too; here it is in and not bound.
    let first = world.count("SELECT COUNT(*) FROM chat_group WHERE state = 'linked'").await;
    assert_eq!(first, 3);
    let code = world.invite("group", "lc-binhlu-suoimay", "").await;
    world.zalo.habits(|h| h.groups = 4);
    let fourth = world.zalo.add_group("Bản thứ tư", &[secretary.zalo_bot()]);
    world.zalo.add_bot_to_group(world.zalo_bot, &fourth).unwrap();
    let fourth = crate::world::phones::Group::ZaloBot(fourth);
    world.told_in(&secretary, &fourth, &format!("lienket {code}"), "chỉ vào được 3 nhóm").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM chat_group").await, 3);
    // One that is bound already may be bound anew.
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    world.told_in(&secretary, &villages[0], &format!("lienket {code}"), "Từ nay nhóm này nhận tin của").await;
    world.close().await;
}
