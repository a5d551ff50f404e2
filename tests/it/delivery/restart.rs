//! The program stops, or dies, in the middle: nothing is lost and nothing comes twice.

use super::*;
use crate::live::on_both;
use loaban::content::Rank;
use loaban::standins::telegram::{Fault, What};

on_both!(
    a_stop_in_the_middle_of_a_broadcast_loses_and_doubles_nothing,
    what_a_dead_process_left_in_flight_is_settled_by_the_next_one,
    it_stops_in_time_although_the_platform_hangs,
    a_question_that_came_before_the_death_is_answered_after_it,
);

async fn a_stop_in_the_middle_of_a_broadcast_loses_and_doubles_nothing(engine: Engine) {
    let Some(mut world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let mut groups = vec![];
    for _ in 0..24 {
        groups.push(world.linked_group("lc-binhlu-naluong", by).await);
    }
    let item = Draft { voice: Some(vec![9; 50]), ..Draft::new("tin-dung", "Tin bị ngắt quãng") }
        .released(&world)
        .await;
    // A few of them are slow, so that the stop finds something in flight.
    world.platform.fault(Fault::new(What::SlowMs(400)).on("sendMessage").times(4));
    let id = item.goes_out(&world).await;
    let some = world.platform.wait_for(PATIENCE, |p| {
        let seen = groups
            .iter()
            .filter(|g| p.messages(**g).iter().any(|m| m.text.contains("Tin bị ngắt quãng")))
            .count();
        (seen >= 3).then_some(())
    });
    some.await.expect("it began");
    world.stop().await;
    let sendings = world
        .platform
        .requests()
        .iter()
        .filter(|r| r.method.starts_with("send") && r.status.is_none())
        .count();
    assert_eq!(sendings, 0, "what was in flight was waited for");
    world.start().await;
    world.pass(Duration::from_secs(1));
    let counts = until_over(&world, &id).await;
    assert_eq!((counts.sent, counts.unknown, counts.failed), (24, 0, 0));
    world.settle().await;
    for group in groups {
        let kinds: Vec<Kind> = seen(&world, group, "Tin bị ngắt quãng").iter().map(|m| m.kind).collect();
        assert_eq!(kinds, [Kind::Text, Kind::Voice]);
    }
    ends(world).await;
}

async fn what_a_dead_process_left_in_flight_is_settled_by_the_next_one(engine: Engine) {
    let Some(mut world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let [arrived, lost, later, urgent] = [
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
        world.linked_group("lc-binhlu-doiche", by).await,
        world.linked_group("lc-taleng-hoadao", by).await,
    ];
    let item = Draft::new("tin-chet", "Tin giữa lúc tắt máy").released(&world).await;
    let alarm = Draft::new("tin-lu", "Nước lên nhanh").released(&world).await;
    world.settle().await;
    world.platform.fault(Fault::new(What::HangAfter).on("sendMessage").in_chat(arrived));
    world.platform.fault(Fault::new(What::HangBefore).on("sendMessage").in_chat(lost));
    world.platform.fault(Fault::new(What::HangAfter).on("sendMessage").in_chat(urgent));
    world.platform.fault(Fault::new(What::HangAfter).on("sendMessage").in_chat(by));
    world.platform.fault(Fault::new(What::RetryAfter(2)).on("sendMessage").in_chat(later));
    let places = |code: &str| vec![code.to_owned()];
    let id = item.publish(&world, |o| o.places = places("lc-binhlu")).await.unwrap().publication;
    let alarm = alarm
        .publish(&world, |o| (o.places, o.rank) = (places("lc-taleng"), Rank::Urgent))
        .await
        .unwrap()
        .publication;
    world.says(by, "trợ giúp");
    let flying = world.platform.wait_for(PATIENCE, |p| {
        let calls =
            p.requests().into_iter().filter(|r| r.method == "sendMessage" && r.status.is_none()).count();
        (calls == 4 && p.requests().iter().any(|r| r.status == Some(429))).then_some(())
    });
    flying.await.expect("four hang");
    // What was refused is written down; only the four are in flight.
    let mut looks = 0;
    while state(&world, &id, later).await.0 != "waiting" {
        looks += 1;
        assert!(looks < 1000, "the refusal was never written down");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    world.crash().await;
    world.start().await;
    // On a server the dead one's ownership has to lapse first.
    world.pass(Duration::from_secs(11));
    until_over(&world, &alarm).await;
    let counts = until_over(&world, &id).await;
    assert_eq!((counts.sent, counts.unknown), (1, 2), "{:?}", rows(&world, &id).await);
    for group in [arrived, lost] {
        assert_eq!(state(&world, &id, group).await, ("unknown".into(), "interrupted".into()));
    }
    assert_eq!([arrived, lost, later].map(|g| times(&world, g, "Tin giữa lúc tắt máy")), [1, 0, 1]);
    // An urgent one and a message to a person go once more.
    assert_eq!(
        (state(&world, &alarm, urgent).await.0.as_str(), times(&world, urgent, "Nước lên nhanh")),
        ("sent", 2)
    );
    world.settle().await;
    let help = world
        .platform
        .private_messages(by, world.bot)
        .iter()
        .filter(|m| m.from_bot && m.text.contains("Cứ nhắn hoặc nói câu hỏi vào đây"))
        .count();
    assert_eq!(help, 2, "{}", world.private(by));
    ends(world).await;
}

async fn it_stops_in_time_although_the_platform_hangs(engine: Engine) {
    let Some(mut world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let item = Draft::new("tin-treo", "Tin lúc dừng").released(&world).await;
    world.settle().await;
    for method in ["sendMessage", "getMe", "answerCallbackQuery"] {
        world.platform.fault(Fault::new(What::HangBefore).on(method).times(u32::MAX));
    }
    let id = item.goes_out(&world).await;
    world.says(by, "trợ giúp");
    let hanging = world.platform.wait_for(PATIENCE, |p| {
        (p.requests().iter().filter(|r| r.method == "sendMessage" && r.status.is_none()).count() == 2)
            .then_some(())
    });
    hanging.await.expect("it hangs");
    let stopped = tokio::time::timeout(Duration::from_secs(10), world.stop()).await;
    assert!(stopped.is_ok(), "exits within 10 s");
    world.platform.clear_faults();
    world.start().await;
    until_over(&world, &id).await;
    assert_eq!(state(&world, &id, group).await.0, "unknown");
    world.person_sees(by, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    ends(world).await;
}

async fn a_question_that_came_before_the_death_is_answered_after_it(engine: Engine) {
    let Some(mut world) = world(engine).await else { return };
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    let code = asks(&world, resident, "Hỏi lần đầu cho quen.").await;
    world.person_sees(reporter, &format!("#{code}")).await;
    world.settle().await;
    // It dies as soon as the platform has handed the question over, wherever it is by then.
    world.says(resident, "Bao giờ chia lại đất rừng?");
    let handed = world.platform.wait_for(PATIENCE, |p| (p.pending_updates(world.bot) == 0).then_some(()));
    handed.await.expect("the question was acknowledged");
    world.crash().await;
    world.start().await;
    world.pass(Duration::from_secs(11));
    world.person_sees(reporter, "Bao giờ chia lại đất rừng?").await;
    world.settle().await;
    let month = world.report("lc-binhlu", "2026-12").await;
    assert_eq!(month["questions"]["received"], 2);
    ends(world).await;
}
