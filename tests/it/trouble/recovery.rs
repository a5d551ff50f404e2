//! An outage is over: nobody storms the platform, and one that answers questions but takes no messages is not fed with
//! villages.

use super::bound;
use crate::delivery::{Draft, own_content, times};
use crate::live::on_both;
use crate::world::{Engine, World, log};
use loaban::outbox;
use loaban::standins::telegram::{Fault, Limits, Telegram, What};
use std::time::Duration;

on_both!(
    ten_thousand_wait_and_the_first_second_is_within_pace,
    a_platform_that_takes_no_messages_costs_a_few_villages_and_not_all,
);

fn sends(platform: &Telegram) -> usize {
    platform.requests().iter().filter(|r| r.method == "sendMessage").count()
}

async fn until_told(world: &World, account: &str, words: &str) {
    let told = || log::lines().lines().any(|l| l.contains(account) && l.contains(words));
    let deadline = world.clock.tick() + Duration::from_secs(60);
    while !told() {
        assert!(world.clock.tick() < deadline, "“{words}” was not said");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn ten_thousand_wait_and_the_first_second_is_within_pace(engine: Engine) {
    let account = format!("tg-herd-{engine:?}").to_lowercase();
    let official = |s: &mut loaban::config::Settings| {
        own_content(s);
        s.accounts[0].name.clone_from(&account);
        (s.accounts[0].per_second, s.accounts[0].per_chat_per_minute) = (None, None);
    };
    let Some(mut world) = World::with(engine, official).await else { return };
    bound(&mut world, 10_000).await;
    let item = Draft::new("tin-dong", "Tin cho mười nghìn nhóm").released(&world).await;
    world.platform.set_limits(Limits::official());
    world.platform.offline(true);
    let id = item.goes_out(&world).await;
    until_told(&world, &account, "cannot be reached; messages wait").await;
    let lost = outbox::counts(&world.parts().core.db, &id).await.unwrap().unknown;
    assert!(lost <= 30, "{lost} were in flight at once");
    world.platform.clear_requests();
    // Each takes a while, so that who comes first can be told from who comes after.
    world.platform.fault(Fault::new(What::SlowMs(150)).on("sendMessage").times(u32::MAX));
    world.platform.offline(false);
    world
        .platform
        .wait_for(Duration::from_secs(90), |p| (sends(p) > 0).then_some(()))
        .await
        .expect("it goes on");
    let first = world.clock.tick();
    let mut grown = vec![];
    while world.clock.tick() < first + Duration::from_secs(1) {
        grown.push((world.clock.tick() - first, sends(&world.platform)));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let at = |ms: u64| grown.iter().rev().find(|(t, _)| *t <= Duration::from_millis(ms)).unwrap().1;
    assert!(at(140) <= 1 && at(290) <= 3 && at(440) <= 7 && at(990) <= 30, "{grown:?}");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(sends(&world.platform) > 30, "and then it runs at the limit");
    assert_eq!(world.platform.requests().iter().filter(|r| r.status == Some(429)).count(), 0);
    let mut tx = world.parts().core.db.write().await.unwrap();
    outbox::cancel(&mut tx, world.clock.now(), &id).await.unwrap();
    tx.commit().await.unwrap();
    world.stop().await;
}

async fn a_platform_that_takes_no_messages_costs_a_few_villages_and_not_all(engine: Engine) {
    let account = format!("tg-deaf-{engine:?}").to_lowercase();
    let named = |s: &mut loaban::config::Settings| {
        own_content(s);
        s.accounts[0].name.clone_from(&account);
        s.accounts[0].per_second = Some(16);
    };
    let Some(mut world) = World::with(engine, named).await else { return };
    let groups = bound(&mut world, 200).await;
    let item = Draft::new("tin-diec", "Tin lúc máy chủ hỏng").released(&world).await;
    // Questions are answered all the while.
    world.platform.fault(Fault::new(What::Html(502)).on("sendMessage").times(u32::MAX));
    let id = item.goes_out(&world).await;
    until_told(&world, &account, "cannot be reached; messages wait").await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let lost = outbox::counts(&world.parts().core.db, &id).await.unwrap();
    assert!(lost.unknown <= 16 + 6 && lost.waiting >= 178, "{lost:?}");
    world.platform.clear_faults();
    until_told(&world, &account, "the platform is back").await;
    let counts = crate::delivery::until_over(&world, &id).await;
    assert_eq!((counts.sent + counts.unknown, counts.failed), (200, 0), "{counts:?}");
    assert!(counts.unknown <= 16 + 6, "{counts:?}");
    for group in groups {
        assert!(times(&world, group, "Tin lúc máy chủ hỏng") <= 1);
    }
    let told =
        |words: &str| log::lines().lines().filter(|l| l.contains(&account) && l.contains(words)).count();
    assert_eq!((told("cannot be reached; messages wait"), told("the platform is back")), (1, 1));
    crate::delivery::ends(world).await;
}
