//! A village that got an item and of which nothing is heard: its secretary is asked once.

use crate::stories;
use crate::world::World;

stories!(
    a_silent_village_is_asked_once_in_the_morning,
    nobody_is_asked_who_spoke_or_stopped_or_of_what_is_taken_back,
);

const REMINDED: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'reminder'";
const ASKED: &str = "sổ của bản chưa ghi gì";

async fn a_silent_village_is_asked_once_in_the_morning(world: World) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let beside = world.enrols("Bí thư bản bên", "secretary", "lc-binhlu-suoimay").await;
    let (group, other) = (
        world.village("lc-binhlu-naluong", &[&secretary]).await,
        world.village("lc-binhlu-suoimay", &[&beside]).await,
    );
    world.publishes("hoc-phi").await;
    world.reads_in(&group, "không phải nộp học phí").await;
    world.reads_in(&other, "không phải nộp học phí").await;
    world.settle().await;
    // Not before three working days, not at night, not in the afternoon.
    for early in ["2026-11-27 08:00", "2026-11-29 08:00", "2026-11-30 05:00", "2026-11-30 07:00"] {
        world.pass_until(early);
        world.settle().await;
        world.nobody_reads(&[&secretary, &beside], ASKED).await;
    }
    // What was told this morning counts, too.
    world.told(&beside, "/sohoc hoc-phi 28/30 hôm qua", "học tập, 28/30 người; ngày 29/11").await;
    world.pass_until("2026-11-30 08:00");
    let asked = world.reads(&secretary, ASKED).await;
    assert!(asked.text.contains("về bản từ ngày 25/11"), "{}", asked.text);
    assert_eq!(asked.choices, ["1 lần", "2 lần", "3 lần", "Chưa đọc"]);
    world.told(&secretary, "2", "Đã ghi: đọc loa 2 lần").await;
    world.pass_until("2026-12-01 08:00");
    world.settle().await;
    world.pass_until("2026-12-08 08:00");
    world.settle().await;
    assert_eq!(world.count(REMINDED).await, 1);
    world.nobody_reads(&[&beside], ASKED).await;
    let outreach = world.report("lc-binhlu-naluong", "2026-12").await["outreach"].clone();
    assert_eq!(outreach["loudspeaker_readings"], 2);
    world.close().await;
}

async fn nobody_is_asked_who_spoke_or_stopped_or_of_what_is_taken_back(world: World) {
    let stopped = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let beside = world.enrols("Bí thư bản bên", "secretary", "lc-binhlu-suoimay").await;
    let groups = [
        world.village("lc-binhlu-naluong", &[&stopped]).await,
        world.village("lc-binhlu-suoimay", &[&beside]).await,
    ];
    for (item, words) in [("hoc-phi", "không phải nộp học phí"), ("kham-suc-khoe", "khám sức khoẻ")]
    {
        world.publishes(item).await;
        for group in &groups {
            world.reads_in(group, words).await;
        }
    }
    world.settle().await;
    world.told(&stopped, "dừng", "máy thôi nhắn").await;
    let parts = world.parts();
    let library = parts.shelf.library();
    parts
        .publisher
        .withdraw(library.get("kham-suc-khoe").unwrap(), Some("Người duyệt"), "console", "sai số")
        .await
        .unwrap();
    world.settle().await;
    // Of two items of one village the one that stands.
    world.pass_until("2026-11-30 08:00");
    let asked = world.reads(&beside, ASKED).await;
    assert!(asked.text.contains("không phải nộp học phí"), "{}", asked.text);
    world.told(&beside, "chưa đọc", "máy chưa ghi gì").await;
    world.pass_until("2026-12-02 08:00");
    world.settle().await;
    assert_eq!(world.count(REMINDED).await, 1);
    world.nobody_reads(&[&stopped], ASKED).await;
    world.close().await;
}
