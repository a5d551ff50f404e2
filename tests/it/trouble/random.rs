//! The platform misbehaves at random, by fixed seeds; the end is read from its own record.

use super::{bound, sends_to};
use crate::delivery::{Draft, asks, ends, own_content, rows, times};
use crate::live::on_both;
use crate::world::{Engine, World};
use loaban::outbox;
use loaban::outbox::State;
use loaban::reason::Reason;
use loaban::standins::telegram::{Fault, What};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use std::time::Duration;

on_both!(whatever_the_platform_does_nothing_comes_twice_and_everything_ends_honestly);

const GROUPS: usize = 200;
const TITLE: &str = "Tin giữa muôn vàn lỗi";

/// A group that the platform refuses.
fn refusal(chance: &mut StdRng, groups: &[i64]) -> Fault {
    let refusals = [
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: message is too long"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: the group chat was deleted"),
    ];
    let (code, text) = refusals[chance.random_range(0..refusals.len())];
    Fault::error(code, text).on("sendMessage").in_chat(groups[chance.random_range(0..groups.len())])
}

/// Something that goes wrong for whoever comes, and is over soon.
fn fault(chance: &mut StdRng) -> Fault {
    let what = match chance.random_range(2..14) {
        2 => {
            let description = "Internal Server Error: restart".into();
            What::Error { code: 500, description, parameters: json!(null) }
        }
        3..5 => What::RetryAfter(chance.random_range(1..3)),
        5 => What::Html([403, 502, 503][chance.random_range(0..3)]),
        6 => What::HtmlAfter(504),
        7 => What::DropBefore,
        8..10 => What::DropAfter,
        10 => What::SlowMs(chance.random_range(10..400)),
        11 => What::Redirect(302),
        12 => What::Trickle(1),
        _ => What::HangAfter,
    };
    Fault::new(what).on("sendMessage").times(chance.random_range(1..4))
}

async fn whatever_the_platform_does_nothing_comes_twice_and_everything_ends_honestly(engine: Engine) {
    for seed in [11, 2026, 90_000] {
        run(engine, seed).await;
    }
}

async fn run(engine: Engine, seed: u64) {
    let few = |s: &mut loaban::config::Settings| {
        own_content(s);
        s.accounts[0].per_second = Some(60);
    };
    let Some(mut world) = World::with(engine, few).await else { return };
    let groups = bound(&mut world, GROUPS).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let residents: Vec<i64> = (0..5).map(|_| world.platform.add_person("Bà con")).collect();
    for resident in &residents {
        asks(&world, *resident, "Bao giờ có nước sạch?").await;
    }
    let item = Draft::new("tin-loi", TITLE).released(&world).await;
    world.settle().await;
    world.platform.clear_requests();
    let mut chance = StdRng::seed_from_u64(seed);
    let refusals: Vec<Fault> = (0..20).map(|_| refusal(&mut chance, &groups)).collect();
    refusals.iter().for_each(|fault| world.platform.fault(fault.clone()));
    world.platform.fault(Fault::new(What::DropAfter).on("sendMessage").times(3));
    let id = item.goes_out(&world).await;
    let mut asked = residents.len();
    let waiting = async || outbox::counts(&world.parts().core.db, &id).await.unwrap().waiting;
    for round in 0..400 {
        if round >= 60 && waiting().await < 10 {
            break;
        }
        // One at a time: while the program waits they would pile up, and then nothing would ever be answered.
        if chance.random_range(0..3) == 0 {
            world.platform.clear_faults();
            refusals.iter().for_each(|fault| world.platform.fault(fault.clone()));
            world.platform.fault(fault(&mut chance));
        }
        if chance.random_range(0..25) == 0 {
            world.platform.offline(true);
            tokio::time::sleep(Duration::from_millis(chance.random_range(10..200))).await;
            world.platform.offline(false);
        }
        if round % 6 == 0 && round < 60 {
            world.says(residents[asked % residents.len()], &format!("Câu hỏi thứ {asked} về đường vào bản?"));
            asked += 1;
        }
        world.platform.release();
        world.pass(Duration::from_millis(chance.random_range(0..2_000)));
        tokio::time::sleep(Duration::from_millis(chance.random_range(10..120))).await;
    }
    world.platform.clear_faults();
    let deadline = world.clock.tick() + Duration::from_secs(90);
    while waiting().await > 0 {
        assert!(world.clock.tick() < deadline, "seed {seed}: {:?}", rows(&world, &id).await);
        world.platform.release();
        // Whoever was refused again and again is tried every six hours.
        world.pass(Duration::from_secs(300));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // What may have arrived is said once more by now.
    world.pass(Duration::from_secs(60));
    world.settle().await;
    let requests = world.platform.requests();
    let mut all = loaban::groups::all(&world.parts().core.db).await.unwrap();
    all.retain(|g| groups.iter().any(|chat| chat.to_string() == g.address));
    let states = rows(&world, &id).await;
    assert_eq!(states.len(), GROUPS, "seed {seed}");
    let mut ended = std::collections::BTreeMap::new();
    for row in states {
        let chat: i64 = all.iter().find(|g| g.id == row.group).unwrap().address.parse().unwrap();
        let answers: Vec<Option<u16>> = sends_to(&requests, chat).iter().map(|r| r.status).collect();
        let seen = times(&world, chat, TITLE);
        let lost = |s: &Option<u16>| s.is_none_or(|code| code >= 500);
        let honest = match (row.state, row.reason) {
            (State::Sent, None) => seen == 1,
            // A connection that was cut before the platform read what it carried is in no record.
            (State::Unknown, Some(Reason::NoAnswer)) => seen <= 1 && answers.last().is_none_or(lost),
            (
                State::Failed,
                Some(
                    Reason::UnknownChat
                    | Reason::Content
                    | Reason::Muted
                    | Reason::Removed
                    | Reason::GroupEnded,
                ),
            ) => seen == 0 && answers.last().is_some_and(|s| matches!(s, Some(400 | 403))),
            _ => false,
        };
        assert!(honest, "seed {seed}: {} {:?} seen {seen}, answers {answers:?}", row.state, row.reason);
        *ended.entry(row.state).or_insert(0) += 1;
    }
    eprintln!("{engine:?}, seed {seed}: {ended:?}, {asked} questions");
    let least =
        |state: State, n: i32| assert!(ended.get(&state).is_some_and(|m| *m >= n), "seed {seed}: {ended:?}");
    least(State::Unknown, 1);
    least(State::Sent, 100);
    assert_eq!(world.count("SELECT COUNT(*) FROM question").await, asked as i64, "seed {seed}");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM outbox WHERE kind = 'card' AND state NOT IN ('sent', 'unknown')")
            .await,
        0,
        "seed {seed}: {}",
        world.private(reporter)
    );
    ends(world).await;
}
