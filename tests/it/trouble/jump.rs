//! The clock on the wall jumps by more than a day: nothing is deleted, nobody is reminded and nothing lapses before the new
//! time was watched for an hour, or an operator says that it is right; everybody is answered meanwhile.

use crate::delivery::{Draft, own_content, until_over};
use crate::live::machine::{Machine, places};
use crate::live::{database_url, on_both};
use crate::world::{Engine, World, moment};
use loaban::db::Db;
use loaban::timekeeper;
use std::time::Duration;

on_both!(
    a_jump_deletes_and_reminds_of_nothing_for_an_hour_and_everybody_is_answered,
    a_clock_that_was_put_right_again_is_believed_at_once,
    what_is_off_for_days_waits_an_hour_when_it_is_back_or_for_an_operator,
    an_announcement_does_not_lapse_by_a_jump,
    doctor_shows_a_clock_that_is_not_believed_and_how_to_believe_it,
);

const DAY: i64 = 24 * 3_600_000;
const HOUR: Duration = Duration::from_secs(3600);
const TEXTS: &str = "SELECT COUNT(*) FROM question WHERE closed_at IS NOT NULL AND body <> ''";
const REMINDERS: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'reminder'";
const HELD: &str = "SELECT COUNT(*) FROM timekeeper WHERE held_from IS NOT NULL";
const CLOSED: &str = "SELECT COUNT(*) FROM fact WHERE kind = 'period_closed'";

/// A reporter; an answered question, and an open one.
async fn asked_twice(world: &World) -> i64 {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    let code = world.asks(resident, "Bao giờ sửa cầu treo?", "Bản Nà Luồng (mẫu)").await;
    world.says(reporter, &format!("/traloi {code} Tháng sau."));
    world.person_sees(resident, "Tháng sau.").await;
    world.says(resident, "Bao giờ có điện?");
    world.person_sees(reporter, "Bao giờ có điện?").await;
    world.settle().await;
    reporter
}

/// What follows from the time alone, after the schedule has gone round again: texts, reminders, periods.
async fn follows(world: &World) -> [i64; 3] {
    // A round begins with a look at the clock: once the second has begun, the first is over.
    for _ in 0..2 {
        world.pass(Duration::from_secs(61));
        world
            .comes_to(&format!("SELECT COUNT(*) FROM timekeeper WHERE seen = {}", world.clock.now()), 1)
            .await;
    }
    [world.count(TEXTS).await, world.count(REMINDERS).await, world.count(CLOSED).await]
}

async fn a_jump_deletes_and_reminds_of_nothing_for_an_hour_and_everybody_is_answered(engine: Engine) {
    for jump in [400 * DAY, -400 * DAY] {
        let Some(mut world) = World::new(engine).await else { return };
        let reporter = asked_twice(&world).await;
        let before = follows(&world).await;
        world.clock.jump(jump);
        world.app().wake();
        world.comes_to(HELD, 1).await;
        assert_eq!(follows(&world).await, before, "{jump}");
        // Who writes is answered.
        let other = world.platform.add_person("Bà con khác");
        let code = world.asks(other, "Bao giờ mở chợ?", "Bản Nà Luồng (mẫu)").await;
        world.says(reporter, &format!("/traloi {code} Thứ bảy."));
        world.person_sees(other, "Thứ bảy.").await;
        let before = [before[0] + 1, before[1], before[2]];
        world.pass(HOUR - Duration::from_secs(1200));
        assert_eq!(follows(&world).await, before, "{jump}: not yet");
        // Also across a restart it is the same jump.
        world.vouches = false;
        world.restart().await;
        assert_eq!(follows(&world).await, before, "{jump}: nor after a restart");
        assert_eq!(world.count(HELD).await, 1);
        world.pass(Duration::from_secs(1200));
        world.comes_to(HELD, 0).await;
        if jump > 0 {
            world.comes_to(&format!("{TEXTS} AND asked_at < {}", moment("2027-01-01 00:00")), 0).await;
            world.comes_to(REMINDERS, before[1] + 1).await;
        }
        world.stop().await;
    }
}

async fn a_clock_that_was_put_right_again_is_believed_at_once(engine: Engine) {
    let Some(world) = World::new(engine).await else { return };
    asked_twice(&world).await;
    let before = follows(&world).await;
    world.clock.jump(400 * DAY);
    world.app().wake();
    world.comes_to(HELD, 1).await;
    world.pass(HOUR / 2);
    world.clock.jump(-400 * DAY);
    world.app().wake();
    world.comes_to(HELD, 0).await;
    assert_eq!(follows(&world).await, before);
    world.close().await;
}

async fn what_is_off_for_days_waits_an_hour_when_it_is_back_or_for_an_operator(engine: Engine) {
    for operator in [false, true] {
        let Some(mut world) = World::new(engine).await else { return };
        asked_twice(&world).await;
        let before = follows(&world).await;
        world.vouches = false;
        world.stop().await;
        world.clock.jump(100 * DAY);
        world.start().await;
        assert_eq!(world.count(HELD).await, 1, "before anything else");
        if operator {
            let mut tx = world.parts().core.db.write().await.unwrap();
            timekeeper::trust(&mut tx, world.clock.now()).await.unwrap();
            tx.commit().await.unwrap();
        } else {
            assert_eq!(follows(&world).await, before);
            world.pass(HOUR);
        }
        world.comes_to(HELD, 0).await;
        world.comes_to(TEXTS, 0).await;
        assert!(!world.clock.doubts(world.clock.now()));
        world.stop().await;
    }
}

async fn an_announcement_does_not_lapse_by_a_jump(engine: Engine) {
    let Some(world) = World::with(engine, own_content).await else { return };
    let elder = world.platform.add_person("Trưởng bản");
    let group = world.linked_group("lc-binhlu-naluong", elder).await;
    let draft = Draft { valid_until: Some("2026-12-05".into()), ..Draft::new("tin-co-han", "Tin có hạn") };
    let item = draft.released(&world).await;
    world.platform.offline(true);
    let id = item.goes_out(&world).await;
    world.clock.jump(400 * DAY);
    world.app().wake();
    world.comes_to(HELD, 1).await;
    world.platform.offline(false);
    world.app().wake();
    let failed = format!("SELECT COUNT(*) FROM outbox WHERE publication = '{id}' AND state = 'failed'");
    follows(&world).await;
    assert_eq!(world.count(&failed).await, 0);
    world.clock.jump(-400 * DAY);
    world.app().wake();
    let counts = until_over(&world, &id).await;
    // What was on its way when the platform went away may have arrived, and is an editor's to decide.
    assert_eq!(counts.sent + counts.unknown, 1, "{counts:?}");
    if counts.sent == 1 {
        world.group_sees(group, "Tin có hạn").await;
    }
    world.close().await;
}

async fn doctor_shows_a_clock_that_is_not_believed_and_how_to_believe_it(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["place", "import", &places()]);
    let db = Db::open(&database_url(&machine)).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let now = loaban::clock::Clock::system().now();
    // Somebody ran it a year ago, and nobody since.
    timekeeper::trust(&mut tx, now - 365 * DAY).await.unwrap();
    tx.commit().await.unwrap();
    let running = machine.runs_ready().await;
    let doctor = machine.does(&["doctor"]);
    let line = doctor.out.lines().find(|line| line.contains("Đồng hồ máy nhảy từ")).expect("a line");
    assert!(line.starts_with("warn") && line.contains("loaban doctor --trust-clock"), "{line}");
    assert_eq!(machine.json(&["doctor", "--trust-clock"])["held"], true);
    assert!(!machine.does(&["doctor"]).out.contains("Đồng hồ máy nhảy từ"));
    assert_eq!(machine.json(&["doctor", "--trust-clock"])["held"], false);
    assert_eq!(machine.json(&["doctor", "--acts", "1"])[0]["deed"], "clock");
    assert_eq!(machine.does(&["doctor", "--trust-clock", "--acts", "1"]).code, 2);
    running.stops().await;
    assert_eq!(machine.heard().matches("the clock jumped").count(), 1, "said once");
    db.close().await;
}
