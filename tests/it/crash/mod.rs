//! The built program is killed at random moments and at the moments that matter, and started again on the same
//! database. What was really seen is asked of the platform, which survives.

pub mod trial;
pub mod verdict;

use crate::live::machine::Running;
use crate::live::on_both;
use crate::world::Engine;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::time::Duration;
use tokio::time::sleep;
use trial::Trial;
use verdict::Verdict;

on_both!(
    killed_at_random_moments_it_doubles_and_loses_nothing,
    killed_at_each_moment_that_matters_it_doubles_and_loses_nothing,
    an_update_that_was_pushed_and_stored_but_not_acknowledged_is_understood_once,
    without_the_sending_mark_the_verdict_is_another,
    a_publication_that_its_writer_left_half_written_is_finished_by_run
);

/// Rounds of a run: as many as asked for in `LOABAN_CRASH_ROUNDS`, or what is enough for every day.
fn rounds(engine: Engine) -> usize {
    let wanted = std::env::var("LOABAN_CRASH_ROUNDS").ok().map(|n| n.parse().unwrap());
    wanted.unwrap_or(if engine == Engine::Sqlite { 50 } else { 20 })
}

/// Chance, and the seed to come back to it: `LOABAN_CRASH_SEED`.
fn chance() -> (u64, StdRng) {
    let seed = std::env::var("LOABAN_CRASH_SEED").map_or(2026, |n| n.parse().unwrap());
    (seed, StdRng::seed_from_u64(seed))
}

/// On SQLite one process, on PostgreSQL two, of which one or both die.
async fn killed_at_random_moments_it_doubles_and_loses_nothing(engine: Engine) {
    let (rounds, (seed, mut chance)) = (rounds(engine), chance());
    let several = engine == Engine::Postgres;
    let trial = Trial::with_accounts(engine, if several { 3 } else { 1 }, 5 * rounds.clamp(20, 250), 4).await;
    let Some(mut trial) = trial else { return };
    trial.machine.is_paced(if several { 30 } else { 60 });
    let mut running: Vec<Running> = vec![];
    for round in 0..rounds {
        while running.len() < if several { 2 } else { 1 } {
            running.push(trial.machine.runs(&[]));
        }
        trial.slows();
        trial.machine.platform.clear_requests();
        if trial.waits().await < 20 {
            trial.publishes();
        }
        let person = trial.residents[round % trial.residents.len()];
        trial.asks_in_private(person);
        trial.asks_in_group(person, chance.random_range(0..1000));
        if round % 3 == 2 {
            trial.answers();
        }
        // It dies while it sends, or soon after it began to run.
        let enough = chance.random_range(3..40);
        let begun = |p: &_| (requests(p) >= enough).then_some(());
        trial.machine.platform.wait_for(Duration::from_secs(2), begun).await;
        sleep(Duration::from_millis(chance.random_range(0..200))).await;
        let both = several && chance.random_range(0..4) == 0;
        for _ in 0..if both { 2 } else { 1 } {
            let mut dead = running.swap_remove(chance.random_range(0..running.len()));
            dead.kill();
            if several {
                trial.is_dead(&dead).await;
            } else {
                trial.count_in_flight().await;
                trial.lease_lapses().await;
            }
        }
    }
    trial.machine.platform.clear_faults();
    trial.machine.platform.release();
    for last in running {
        last.stops().await;
    }
    trial.comes_to_rest(&[]).await;
    let verdict = Verdict::of(&trial).await;
    eprintln!("{engine:?}, seed {seed}: {rounds} kills, {} in flight, {verdict:?}", trial.in_flight);
    assert!(verdict.faults.is_empty(), "seed {seed}: {verdict:#?}");
    assert!(verdict.unknown_but_seen > 0, "nothing was in flight at any kill: {verdict:?}");
    assert!(verdict.answered > 0, "nobody was answered: {verdict:?}");
}

fn requests(platform: &loaban::standins::telegram::Telegram) -> usize {
    platform.requests().iter().filter(|r| r.method.starts_with("send")).count()
}

async fn killed_at_each_moment_that_matters_it_doubles_and_loses_nothing(engine: Engine) {
    let Some(mut trial) = Trial::new(engine, 20, 1, false).await else { return };
    let person = trial.residents[0];
    let mut before = Verdict::of(&trial).await;
    for (point, asking) in [
        ("marked", false),
        ("sent", false),
        ("recorded", false),
        ("stored", true),
        ("handling", true),
        ("handled", true),
        ("marked", true),
        ("sent", true),
    ] {
        if asking {
            trial.asks_in_private(person);
            trial.asks_in_group(person, 0);
        } else {
            trial.publishes();
        }
        let running = trial.machine.runs(&[("LOABAN_CRASH_AT", point)]);
        trial.dies(running).await;
        trial.lease_lapses().await;
        trial.comes_to_rest(&[]).await;
        let verdict = Verdict::of(&trial).await;
        assert!(verdict.faults.is_empty(), "{point}: {verdict:#?}");
        let (unknown, seen) =
            (verdict.unknown - before.unknown, verdict.unknown_but_seen - before.unknown_but_seen);
        let again = verdict.again - before.again;
        let expected = match (point, asking) {
            // Marked, and nothing left the house.
            ("marked", false) => unknown > 0 && seen == 0,
            // The platform has it, and the house does not know.
            ("sent", false) => unknown > 0 && seen > 0,
            // One at least is known, the others are in flight.
            ("recorded", false) => verdict.sent > before.sent,
            // What goes to one person is sent once more, so that nobody waits for an answer that never left.
            ("sent", true) => again > 0 && unknown == 0,
            _ => again == 0 && unknown == 0,
        };
        assert!(expected, "{point}, asking: {asking}: {before:?}, then {verdict:?}");
        before = verdict;
    }
}

async fn an_update_that_was_pushed_and_stored_but_not_acknowledged_is_understood_once(engine: Engine) {
    let Some(mut trial) = Trial::new(engine, 1, 1, true).await else { return };
    for point in ["stored", "handling", "handled"] {
        let running = trial.machine.runs(&[("LOABAN_CRASH_AT", point)]);
        trial.asks_in_private(trial.residents[0]);
        trial.asks_in_group(trial.residents[0], 0);
        trial.dies(running).await;
        trial.comes_to_rest(&[]).await;
        let verdict = Verdict::of(&trial).await;
        assert!(verdict.faults.is_empty() && verdict.again == 0, "{point}: {verdict:#?}");
    }
}

async fn without_the_sending_mark_the_verdict_is_another(engine: Engine) {
    let Some(mut trial) = Trial::new(engine, 20, 0, false).await else { return };
    trial.publishes();
    trial.slows();
    let before = trial.sends();
    let mut running = trial.machine.runs(&[]);
    trial
        .machine
        .platform
        .wait_for(Duration::from_secs(20), |p| (requests(p) >= before + 5).then_some(()))
        .await
        .unwrap();
    running.kill();
    trial.count_in_flight().await;
    trial.comes_to_rest(&[("LOABAN_WITHOUT_SENDING_MARK", "1")]).await;
    let verdict = Verdict::of(&trial).await;
    let twice =
        verdict.faults.iter().filter(|fault| fault.contains("saw") && fault.contains("twice")).count();
    assert!(twice >= 2, "the mark was taken out and nobody noticed: {verdict:#?}");
}

async fn a_publication_that_its_writer_left_half_written_is_finished_by_run(engine: Engine) {
    // More groups than one transaction writes.
    let Some(mut trial) = Trial::new(engine, 1_050, 0, false).await else { return };
    trial.publishes_and_dies("chunk");
    let running = trial.machine.runs_ready().await;
    // Only after a while: the one who writes it might still live.
    trial.reaches(1_050).await;
    trial.settles().await;
    running.stops().await;
    let verdict = Verdict::of(&trial).await;
    assert!(verdict.faults.is_empty(), "{verdict:#?}");
    assert_eq!((verdict.sent, verdict.unknown), (1_050, 0));
}
