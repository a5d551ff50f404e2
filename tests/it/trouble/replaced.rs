//! The database's file is deleted, or another is put in its place, while `run` works; and a step of an upgrade that fails.

use super::held::{missing, until_missing};
use crate::live::machine::{HOOK, Machine, places};
use crate::live::{database_url, on_both};
use crate::world::Engine;
use loaban::db::Db;
use serde_json::json;
use sqlx::{AnyConnection, Connection};
use std::time::Duration;
use tokio::time::{Instant, sleep};

on_both!(a_step_that_fails_says_so_at_once);

/// A process that has noticed is gone within this.
const SOON: Duration = Duration::from_secs(10);

async fn push(door: std::net::SocketAddr, n: usize) -> Option<u16> {
    let body = json!({"update_id": 900_000_000 + n, "message": {"message_id": n, "date": 1, "text": "trợ giúp",
        "chat": {"id": 77_000_000, "type": "private"}, "from": {"id": 77_000_000, "is_bot": false, "first_name": "x"}}});
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request =
        client.post(format!("http://{door}/hook/tg")).header("X-Telegram-Bot-Api-Secret-Token", HOOK);
    Some(request.body(body.to_string()).send().await.ok()?.status().as_u16())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_deleted_or_replaced_ends_the_run_and_nothing_is_acknowledged_after() {
    for how in ["rm", "mv", "cp"] {
        let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
        machine.is_pushed();
        machine.json(&["place", "import", &places()]);
        machine.json(&["backup", "copy"]);
        let mut running = machine.runs(&[]);
        let door = running.ready().await;
        assert_eq!(push(door, 1).await, Some(200));
        let at = |name: &str| machine.dir.path().join(name);
        match how {
            "rm" => std::fs::remove_file(at("loaban.db")).unwrap(),
            "mv" => std::fs::rename(at("copy"), at("loaban.db")).unwrap(),
            _ => _ = std::fs::copy(at("copy"), at("loaban.db")).unwrap(),
        }
        for n in 2..12 {
            assert_ne!(push(door, n).await, Some(200), "{how}: acknowledged after");
        }
        let ended = running.ends(SOON).await;
        assert_eq!(ended.code(), Some(3), "{how}:\n{}", running.said());
        assert!(running.said().contains("đã bị xoá hoặc bị thay"), "{how}:\n{}", running.said());
    }
}

/// While nobody writes it is noticed, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_run_notices_as_well() {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    machine.json(&["place", "import", &places()]);
    let mut running = machine.runs_ready().await;
    std::fs::remove_file(machine.dir.path().join("loaban.db")).unwrap();
    assert_eq!(running.ends(SOON).await.code(), Some(3), "{}", running.said());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_on_the_server_is_told_of_within_ten_seconds_and_over_with_it() {
    let Some(machine) = Machine::new(Engine::Postgres).await else { return };
    machine.json(&["migrate"]);
    machine.json(&["place", "import", &places()]);
    let running = machine.runs_ready().await;
    let watching = running.watching();
    assert_eq!(missing(watching).await, "[]");
    // Reading goes on; whoever writes waits.
    let mut other = AnyConnection::connect(&machine.url).await.unwrap();
    sqlx::query("BEGIN").execute(&mut other).await.unwrap();
    sqlx::query("LOCK TABLE lease, outbox, inbox IN EXCLUSIVE MODE").execute(&mut other).await.unwrap();
    let begun = Instant::now();
    until_missing(watching, Some("another program holds its lock")).await;
    let noticed = begun.elapsed();
    eprintln!("noticed after {noticed:?}");
    assert!(noticed < Duration::from_secs(10), "{noticed:?}");
    sleep(Duration::from_secs(10).saturating_sub(noticed)).await;
    assert_ne!(missing(watching).await, "[]");
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    until_missing(watching, None).await;
    running.stops().await;
}

async fn a_step_that_fails_says_so_at_once(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["migrate"]);
    // The second step was done once and cannot be done again: the table that it would make stands there.
    let db = Db::open(&database_url(&machine)).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let again = "DELETE FROM _sqlx_migrations WHERE version >= 2";
    sqlx::query(again).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let begun = Instant::now();
    let said = machine.does(&["migrate"]);
    assert!(said.code == 3 && said.err.contains("không nâng được"), "{}: {}", said.code, said.err);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let mut running = machine.runs(&[]);
    assert_eq!(running.ends(Duration::from_secs(5)).await.code(), Some(3), "{}", running.said());
}
