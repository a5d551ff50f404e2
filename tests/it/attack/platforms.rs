//! A platform, or whoever stands in front of it, that answers without an end, asks for years of patience, or says our
//! own token back to us.

use crate::live::machine::{Machine, PATIENCE, Running, TOKEN, places};
use crate::live::{database_url, on_both};
use crate::world::Engine;
use loaban::db::Db;
use loaban::standins::telegram::{Fault, Telegram, What};
use std::time::Duration;
use tokio::time::{Instant, sleep};

on_both!(an_answer_without_an_end_costs_no_memory_and_no_message, years_of_patience_are_a_day_and_are_shown);

/// What a machine of 40 MB cannot spare.
const MEMORY: u64 = 20_000;
const TEN_YEARS: u64 = 315_360_000;
const DAY: i64 = 86_400_000;

fn memory(running: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", running.id())).unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

async fn an_answer_without_an_end_costs_no_memory_and_no_message(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["migrate"]);
    machine.json(&["place", "import", &places()]);
    let running = machine.runs_ready().await;
    let person = machine.platform.add_person("Người hỏi");
    machine.platform.person_sends(person, machine.bot, "trợ giúp").unwrap();
    machine.person_sees(person, "riêng tư").await;
    let before = memory(&running);
    for method in ["getUpdates", "sendMessage"] {
        let told = machine.platform.private_messages(person, machine.bot).len();
        machine.platform.fault(Fault::new(What::Long(40 << 20)).on(method));
        // The first ends the poll that is under way, the second comes with the answer without an end.
        for n in 1..=2 {
            machine.platform.person_sends(person, machine.bot, "riêng tư").unwrap();
            let told = told + 2 * n;
            let seen = |p: &Telegram| (p.private_messages(person, machine.bot).len() >= told).then_some(());
            assert!(
                machine.platform.wait_for(PATIENCE, seen).await.is_some(),
                "{method}:\n{}",
                running.said()
            );
        }
    }
    let grown = memory(&running).saturating_sub(before);
    eprintln!("two answers of 40 MB cost {grown} kB");
    assert!(grown < MEMORY, "{grown} kB");
    running.terminate();
}

async fn years_of_patience_are_a_day_and_are_shown(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["migrate"]);
    machine.json(&["place", "import", &places()]);
    // Whoever stands in front of the platform says what it was asked for, and the program says what it heard.
    let echo = format!("Not Found: /bot{TOKEN}/getMe");
    machine.platform.fault(Fault::error(404, &echo).on("getMe"));
    let running = machine.runs_ready().await;
    assert!(running.said().contains("Not Found: /bot***/getMe"), "{}", running.said());
    let person = machine.platform.add_person("Người hỏi");
    machine.platform.fault(Fault::new(What::RetryAfter(TEN_YEARS)).on("sendMessage"));
    machine.platform.person_sends(person, machine.bot, "trợ giúp").unwrap();
    let db = Db::open(&database_url(&machine)).await.unwrap();
    let held = "SELECT CAST(COALESCE(MAX(not_before - changed_at), 0) AS BIGINT) FROM outbox WHERE state = 'waiting' AND reason = 'busy'";
    let until = Instant::now() + PATIENCE;
    let wait = loop {
        let wait: i64 = sqlx::query_scalar(held).fetch_one(db.read()).await.unwrap();
        if wait > 0 {
            break wait;
        }
        assert!(Instant::now() < until, "{}", running.said());
        sleep(Duration::from_millis(20)).await;
    };
    db.close().await;
    assert_eq!(wait, DAY);
    let doctor = machine.does(&["doctor"]);
    assert!(doctor.out.contains("nền tảng bắt chờ lâu; 1 tin còn đợi"), "{}", doctor.out);
    running.terminate();
}
