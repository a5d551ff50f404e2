//! The clock on the wall jumps while something waits: late is possible, lost is not, and early is not.

use super::bound;
use crate::delivery::{Draft, ends, own_content, state, times, until_over};
use crate::live::on_both;
use crate::world::{Engine, World};
use loaban::outbox;
use loaban::standins::telegram::{Fault, What};
use std::time::Duration;

on_both!(
    a_clock_that_was_ahead_holds_up_nothing_that_was_due,
    a_wait_that_the_platform_asked_for_is_kept_whatever_the_clock_does,
);

const HOURS: Duration = Duration::from_secs(5 * 3600);

async fn a_clock_that_was_ahead_holds_up_nothing_that_was_due(engine: Engine) {
    let Some(mut world) = World::with(engine, own_content).await else { return };
    let groups = bound(&mut world, 4).await;
    let resident = world.platform.add_person("Bà con");
    // The machine starts with a clock that is five hours ahead; while nothing can leave, somebody puts it right.
    world.pass(HOURS);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let due = Draft::new("tin-ngay", "Tin phải đi ngay").released(&world).await;
    let later = Draft::new("tin-mai", "Tin để đến mai").released(&world).await;
    world.platform.offline(true);
    let at = world.clock.now() + 20 * 3_600_000;
    let later = later.publish(&world, |o| o.at = Some(at)).await.unwrap().publication;
    let due = due.goes_out(&world).await;
    world.clock.set_back(HOURS);
    world.app().wake();
    tokio::time::sleep(Duration::from_millis(100)).await;
    world.platform.offline(false);
    let counts = until_over(&world, &due).await;
    assert_eq!((counts.sent + counts.unknown, counts.failed), (4, 0), "{counts:?}");
    world.says(resident, "trợ giúp");
    world.person_sees(resident, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    // What was meant for an hour of tomorrow keeps it.
    assert_eq!(outbox::counts(&world.parts().core.db, &later).await.unwrap().waiting, 4);
    assert_eq!(
        world
            .count(&format!("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND not_before = {at}"))
            .await,
        4
    );
    // Forwards: it leaves once, and nothing else happens.
    world.pass(5 * HOURS);
    let counts = until_over(&world, &later).await;
    assert_eq!((counts.sent, counts.unknown, counts.failed), (4, 0, 0), "{counts:?}");
    for group in groups {
        assert!(times(&world, group, "Tin phải đi ngay") <= 1);
        assert_eq!(times(&world, group, "Tin để đến mai"), 1);
    }
    ends(world).await;
}

async fn a_wait_that_the_platform_asked_for_is_kept_whatever_the_clock_does(engine: Engine) {
    let Some(mut world) = World::with(engine, own_content).await else { return };
    let groups = bound(&mut world, 2).await;
    for (n, jump) in ["forwards", "back"].into_iter().enumerate() {
        let title = format!("Tin chờ {jump}");
        let item = Draft::new(&format!("tin-{n}"), &title).released(&world).await;
        world.platform.fault(Fault::new(What::RetryAfter(4)).on("sendMessage").in_chat(groups[0]));
        let begun = world.clock.tick();
        let id = item.goes_out(&world).await;
        world.group_sees(groups[1], &title).await;
        let refused = |p: &loaban::standins::telegram::Telegram| {
            (p.requests().iter().filter(|r| r.status == Some(429)).count() == n + 1).then_some(())
        };
        world.platform.wait_for(Duration::from_secs(20), refused).await.expect("it was asked to wait");
        match jump {
            "forwards" => world.pass(HOURS),
            _ => {
                world.clock.set_back(HOURS);
                world.app().wake();
            }
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(
            (state(&world, &id, groups[0]).await.0.as_str(), times(&world, groups[0], &title)),
            ("waiting", 0)
        );
        // The machine's clock goes on as well.
        for _ in 0..40 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            world.pass(Duration::from_millis(200));
        }
        until_over(&world, &id).await;
        assert!(world.clock.tick() - begun >= Duration::from_secs(4));
        assert_eq!([0, 1].map(|g| times(&world, groups[g], &title)), [1, 1], "{jump}");
    }
    assert_eq!(world.platform.requests().iter().filter(|r| r.status == Some(429)).count(), 2);
    ends(world).await;
}
