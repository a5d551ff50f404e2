//! Several `loaban run` on one PostgreSQL: each account has one owner, whoever dies is replaced, whoever slept does no
//! harm, and people notice nothing of all that.

mod front;
mod together;

use crate::crash::trial::Trial;
use crate::crash::verdict::Verdict;
use crate::live::machine::{HOOK, Machine, PATIENCE};
use crate::world::{Engine, World};
use front::Front;
use loaban::app::{App, Parts};
use loaban::clock::Clock;
use loaban::content::Mode;
use loaban::ids::Ids;
use loaban::standins::telegram::{Fault, Limits, What};
use std::time::Duration;
use together::Together;
use tokio::time::{Instant, sleep};

/// Contract with operators: a dead process's accounts are another's within so long.
const TAKE_OVER: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_work_is_spread_and_a_dead_process_is_replaced_within_fifteen_seconds() {
    let Some(trial) = Trial::with_accounts(Engine::Postgres, 3, 60, 2).await else { return };
    let mut house = Together::of(trial);
    house.machine().is_paced(20);
    house.starts().await;
    house.waits_until("the first one owns all", |owned| owned.values().all(|n| *n == 3)).await;
    house.starts().await;
    house.waits_until("both own some", |owned| owned.len() == 2).await;
    house.trial.publishes();
    house.trial.settles().await;
    let verdict = Verdict::of(&house.trial).await;
    assert!(verdict.faults.is_empty() && verdict.unknown == 0, "{verdict:#?}");

    // The one that owns more dies while it sends.
    house.trial.publishes();
    house.asks_and_answers(0);
    let (dead, bots) = house.busiest().await;
    house.machine().platform.clear_requests();
    house.waits_for_sends(&bots, 6).await;
    let mut dead = house.running.remove(dead);
    dead.kill();
    let died = Instant::now();
    house.trial.count_in_flight_of(&dead.owner()).await;
    house.machine().platform.clear_requests();
    house.waits_for_sends(&bots, 1).await;
    let first = died.elapsed();
    for bot in &bots {
        house.waits_for_sends(&[*bot], 1).await;
    }
    let last = died.elapsed();
    eprintln!(
        "taken over after {:.1} s, the last account after {:.1} s",
        first.as_secs_f64(),
        last.as_secs_f64()
    );
    assert!(last < TAKE_OVER, "the last account was taken over after {last:?}");
    house.asks_and_answers(1);
    house.trial.settles().await;
    let verdict = house.verdict().await;
    assert!(verdict.faults.is_empty(), "{verdict:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_that_slept_over_its_ownership_holds_back_and_doubles_nothing() {
    let Some(trial) = Trial::with_accounts(Engine::Postgres, 2, 120, 2).await else { return };
    let mut house = Together::of(trial);
    house.machine().is_paced(40);
    house.starts().await;
    house.starts().await;
    house.waits_until("both own one", |owned| owned.len() == 2).await;
    for round in 0..2 {
        house.machine().platform.fault(Fault::new(What::SlowMs(60)).on("sendMessage").times(u32::MAX));
        house.trial.publishes();
        house.asks_and_answers(round);
        let bots = house.bots_of(&house.running[0].owner()).await;
        house.machine().platform.clear_requests();
        house.waits_for_sends(&bots, 10).await;
        house.running[0].freeze();
        let slept = Instant::now();
        let flying = house.trial.in_flight;
        house.trial.count_in_flight_of(&house.running[0].owner()).await;
        let flying = house.trial.in_flight - flying;
        house.machine().platform.clear_requests();
        house.waits_for_sends(&bots, 1).await;
        let taken = slept.elapsed();
        assert!(taken < TAKE_OVER, "taken over after {taken:?}");
        house.machine().platform.clear_faults();
        house.trial.settles().await;
        let before = house.trial.sends();
        house.running[0].thaw();
        // It is awake when it owns something again, because it asked for it.
        house.waits_until("it is awake", |owned| owned.len() == 2).await;
        // What was being handed to a connection in that very instant may have slipped out; it counts as in flight.
        let late = house.trial.sends() - before;
        assert!(late <= 2, "{late} messages left after it woke up, {flying} were in flight");
        let verdict = Verdict::of(&house.trial).await;
        eprintln!(
            "slept with {flying} in flight, taken over after {:.1} s, {late} late; {verdict:?}",
            taken.as_secs_f64()
        );
        assert!(verdict.faults.is_empty(), "{verdict:#?}");
    }
    let verdict = house.verdict().await;
    assert!(verdict.faults.is_empty(), "{verdict:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_in_the_middle_of_everything_drops_and_doubles_nothing() {
    let Some(trial) = Trial::with_accounts(Engine::Postgres, 3, 150, 3).await else { return };
    let mut house = Together::of(trial);
    house.machine().is_paced(8);
    // Old and new owner together are no quicker than one.
    let limits = Limits { per_second: Some(8), ..Limits::default() };
    house.machine().platform.set_limits(limits);
    house.machine().platform.clear_requests();
    house.starts().await;
    house.starts().await;
    house.waits_until("both own some", |owned| owned.len() == 2).await;
    house.trial.publishes();
    for round in 0..4 {
        house.asks_and_answers(round);
        let old = house.running.remove(0);
        old.stops().await;
        house.asks_and_answers(round + 10);
        house.starts().await;
    }
    assert!(house.trial.waits().await > 0, "the broadcast was over before the restart was");
    house.trial.settles().await;
    let verdict = house.verdict().await;
    assert!(verdict.faults.is_empty(), "{verdict:#?}");
    assert_eq!((verdict.sent, verdict.unknown, verdict.again), (150, 0, 0), "{verdict:?}");
    assert!(verdict.answered > 0, "{verdict:?}");
    let refused = house.machine().platform.requests().iter().filter(|r| r.status == Some(429)).count();
    assert_eq!(refused, 0, "the platform was asked too quickly");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_is_taken_by_any_process_and_answered_within_about_a_second() {
    let Some(machine) = Machine::new(Engine::Postgres).await else { return };
    let bots = [vec![machine.bot], machine.has_accounts(1, true)].concat();
    let front = Front::open().await;
    machine.platform.route("https://loa.example.vn", &front.url);
    machine.platform.set_webhook_retry_unit(Duration::from_millis(50));
    let trial = Trial::on(machine, bots, 6, 3, |door| front.leads_to(&[door])).await;
    let people = trial.residents.clone();
    let mut house = Together::of(trial);
    let doors = [house.starts().await, house.starts().await];
    house.waits_until("both own one", |owned| owned.len() == 2).await;
    let bot = house.machine().bot;
    let owner = house.owner_of(bot).await;
    let other = house.running.iter().position(|r| r.owner() != owner).unwrap();
    // Each answer by the process that did not get the question.
    front.leads_to(&[doors[other]]);
    let mut waits = vec![];
    for (nth, person) in people.iter().cycle().take(12).enumerate() {
        let asked = Instant::now();
        let before = house.receipts(*person);
        house.trial.asks_in_private(*person);
        house.waits_for_receipt(*person, before).await;
        waits.push(asked.elapsed());
        // At any moment between two looks.
        sleep(Duration::from_millis(83 * (nth as u64 % 12))).await;
    }
    waits.sort();
    eprintln!(
        "answers by another process: median {:?}, longest {:?}",
        waits[waits.len() / 2],
        waits[waits.len() - 1]
    );
    // Without a bell between the processes it would be a second, at worst.
    assert!(waits[waits.len() / 2] < Duration::from_millis(700), "{waits:?}");
    assert!(waits[waits.len() - 1] < Duration::from_secs(2), "{waits:?}");
    // From now on by turns; and each also twice.
    front.leads_to(&doors);
    for (nth, person) in people.iter().cycle().take(12).enumerate() {
        house.trial.asks_in_group(*person, nth);
        house.trial.asks_in_private(*person);
        house.machine().platform.duplicate_last_update(bot).unwrap();
    }
    house.trial.settles().await;
    house.trial.answers();
    house.trial.settles().await;
    let verdict = house.verdict().await;
    assert!(verdict.faults.is_empty() && verdict.again == 0, "{verdict:#?}");
    assert!(verdict.answered > 0, "{verdict:?}");
    assert!(!house.machine().heard().contains(HOOK));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reminder_comes_once_although_several_look_after_it() {
    let Some(trial) = Trial::with_accounts(Engine::Postgres, 2, 4, 1).await else { return };
    let mut house = Together::of(trial);
    house.starts().await;
    house.starts().await;
    house.waits_until("both own one", |owned| owned.len() == 2).await;
    let person = house.trial.residents[0];
    let mut reminded = vec![];
    for round in 0..2 {
        house.trial.asks_in_private(person);
        house.trial.settles().await;
        let code = house.is_overdue().await;
        let words = format!("câu hỏi #{code} đã đến hạn");
        house.machine().person_sees(house.trial.reporter, &words).await;
        reminded.push(code);
        if round == 0 {
            // Whoever looked after it dies; the other one looks after the next.
            house.trial.settles().await;
            let keeper = house.keeper().await;
            let at = house.running.iter().position(|r| r.owner() == keeper).unwrap();
            let mut dead = house.running.remove(at);
            dead.kill();
            house.trial.count_in_flight_of(&keeper).await;
            house.waits_until("the other one owns all", |owned| owned.values().all(|n| *n == 2)).await;
        }
    }
    house.trial.settles().await;
    for code in reminded {
        assert_eq!(house.reminders(&code), 1, "#{code}");
    }
}

/// Whoever is stopped between two statements keeps its locks, as one does whose machine vanished.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stopped_in_the_middle_of_a_transaction_holds_nobody_up_for_long() {
    let Some(trial) = Trial::with_accounts(Engine::Postgres, 1, 1, 0).await else { return };
    let mut house = Together::of(trial);
    let db = house.trial.db.clone();
    let mut tx = db.write().await.unwrap();
    sqlx::query("UPDATE lease SET owner = owner").execute(&mut *tx).await.unwrap();
    let stopped = Instant::now();
    house.starts().await;
    house.waits_until("it owns the account", |owned| owned.len() == 1).await;
    assert!(stopped.elapsed() < TAKE_OVER, "{:?}", stopped.elapsed());
    assert!(tx.commit().await.is_err(), "it woke up and went on as though nothing had been");
}

/// The second one's clock is a minute ahead of the first one's, which stands still besides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_clock_is_wrong_owns_no_more_and_no_less_than_others() {
    let second_account = |settings: &mut loaban::config::Settings| {
        let mut account = settings.accounts[0].clone();
        account.name = "tg2".into();
        account.token = loaban::config::Secret::new("4343:token-of-the-second-bot");
        settings.accounts.push(account);
    };
    let Some(mut world) = World::with(Engine::Postgres, second_account).await else { return };
    world.platform.add_bot("4343:token-of-the-second-bot", "LoaBan2Bot", "Loa Bản");
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let db = world.parts().core.db.clone();
    let leases = || async {
        let sql = "SELECT name, COALESCE(owner, ''), term FROM lease
                   WHERE kind = 'account' AND name IN ('tg', 'tg2') ORDER BY name";
        sqlx::query_as::<_, (String, String, i64)>(sql).fetch_all(db.read()).await.unwrap()
    };
    let deadline = Instant::now() + PATIENCE;
    while leases().await.iter().filter(|(_, owner, _)| !owner.is_empty()).count() < 2 {
        assert!(Instant::now() < deadline, "nobody owns them");
        sleep(Duration::from_millis(20)).await;
    }
    let before = leases().await;
    let fast = Clock::standing(world.clock.now() + 60_000);
    let ids = Ids::seeded(fast.clone(), 77);
    let parts = Parts::open(world.settings().clone(), fast, ids, Mode::Run).await.unwrap();
    let second = App::start(parts).await.unwrap();
    let after = loop {
        let now = leases().await;
        if now[0].1 != now[1].1 && now.iter().all(|(_, owner, _)| !owner.is_empty()) {
            break now;
        }
        assert!(Instant::now() < deadline, "the work is not spread: {now:?}");
        sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(after[0], before[0], "the ownership was taken from somebody who lives");
    assert_eq!(after[1].2, before[1].2 + 1, "it went to and fro");
    // Both work, and so does either alone.
    for round in 0..2 {
        let asked = world.platform.person_sends(by, group, "/hoi Bao giờ có đoàn khám?").unwrap();
        let receipt = world
            .platform
            .wait_for(PATIENCE, |p| p.messages(group).into_iter().find(|m| m.reply_to == Some(asked)));
        assert!(receipt.await.is_some(), "no receipt in round {round}");
        world.stop().await;
    }
    second.stop().await;
}
