//! Another process holds the write lock of the SQLite file for ten seconds, in mid-broadcast and while people write.

use crate::crash::trial::Trial;
use crate::crash::verdict::Verdict;
use crate::live::machine::{HOOK, Running};
use crate::world::Engine;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// What the door says is missing, in words.
pub async fn missing(door: SocketAddr) -> String {
    let answer = reqwest::get(format!("http://{door}/health/ready")).await.unwrap();
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap();
    assert_eq!((status == 200, status == 503), (body["ready"] == true, body["ready"] == false), "{body}");
    body["missing"].to_string()
}

/// Waits until the door says this, or nothing of the database any more.
pub async fn until_missing(door: SocketAddr, words: Option<&str>) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let said = missing(door).await;
        match words {
            Some(words) if said.contains(words) => return,
            None if !said.contains("database") => return,
            _ => assert!(Instant::now() < deadline, "{words:?}, but: {said}"),
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// How often the log says it.
pub fn said(running: &Running, words: &str) -> usize {
    running.said().lines().filter(|line| line.contains(words)).count()
}

/// It sends, and each message takes a moment.
pub async fn in_mid_broadcast(trial: &mut Trial) -> usize {
    use loaban::standins::telegram::{Fault, What};
    let before = trial.sends();
    trial.machine.platform.clear_faults();
    trial.machine.platform.fault(Fault::new(What::SlowMs(400)).on("sendMessage").times(u32::MAX));
    assert!(trial.publishes());
    let begun = Instant::now();
    while trial.sends() < before + 5 {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not begin");
        sleep(Duration::from_millis(5)).await;
    }
    before
}

/// Work goes on and comes to its end; the platform's record and the log are as they should be.
pub async fn ends_well(trial: &Trial, running: Running, watching: SocketAddr) {
    trial.machine.platform.clear_faults();
    until_missing(watching, None).await;
    trial.settles().await;
    let verdict = Verdict::of(trial).await;
    assert!(verdict.faults.is_empty() && verdict.unknown == 0, "{verdict:#?}");
    // However many ran into it, it was told once, and once that it is over.
    let log = running.said();
    assert_eq!(
        (said(&running, "database is in trouble"), said(&running, "database works again")),
        (1, 1),
        "{log}"
    );
    assert!(log.lines().count() < 30, "{log}");
    running.stops().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_held_for_ten_seconds_pauses_work_and_loses_nothing() {
    let mut trial = Trial::new(Engine::Sqlite, 200, 1, false).await.unwrap();
    let mut running = trial.machine.runs(&[]);
    running.ready().await;
    let watching = running.watching();
    in_mid_broadcast(&mut trial).await;
    let lock = trial.db.write().await.unwrap();
    let held = Instant::now();
    trial.asks_in_private(trial.residents[0]);
    // What flies lands. Then nothing more leaves, because nothing can be marked.
    sleep(Duration::from_secs(1)).await;
    let before = trial.sends();
    until_missing(watching, Some("another program holds its lock")).await;
    let doctor = trial.machine.does(&["doctor"]);
    assert!(doctor.code == 3 && doctor.out.contains("khoá ghi"), "{}: {}", doctor.code, doctor.out);
    // Another command that has to write says so as well, when its patience is over.
    let publish = trial.machine.does(&["place", "import", &crate::live::machine::places()]);
    assert!(publish.code == 3 && publish.err.contains("khoá ghi"), "{}: {}", publish.code, publish.err);
    assert_eq!(trial.sends(), before, "something left without a mark");
    // Nothing was acknowledged that is not stored: the platform still holds the question.
    assert!(trial.machine.platform.pending_updates(trial.machine.bot) > 0);
    sleep(Duration::from_secs(10).saturating_sub(held.elapsed())).await;
    drop(lock);
    ends_well(&trial, running, watching).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pushes_are_refused_while_the_lock_is_held_and_none_is_lost() {
    let mut trial = Trial::new(Engine::Sqlite, 60, 3, true).await.unwrap();
    let mut running = trial.machine.runs(&[]);
    let door = running.ready().await;
    let watching = running.watching();
    in_mid_broadcast(&mut trial).await;
    let lock = trial.db.write().await.unwrap();
    let held = Instant::now();
    for nth in 0..3 {
        trial.asks_in_private(trial.residents[nth]);
        trial.asks_in_group(trial.residents[nth], nth);
    }
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut answers = tokio::task::JoinSet::new();
    let mut n = 0;
    while held.elapsed() < Duration::from_secs(10) {
        n += 1;
        let body = json!({"update_id": 800_000_000 + n, "message": {"message_id": n, "date": 1, "text": "trợ giúp",
            "chat": {"id": trial.residents[0], "type": "private"}, "from": {"id": trial.residents[0], "is_bot": false, "first_name": "x"}}});
        let request = client
            .post(format!("http://{door}/hook/tg"))
            .header("X-Telegram-Bot-Api-Secret-Token", HOOK)
            .body(body.to_string());
        let begun = Instant::now();
        answers.spawn(async move { (request.send().await.unwrap().status().as_u16(), begun.elapsed()) });
        sleep(Duration::from_millis(40)).await;
    }
    drop(lock);
    let answers = answers.join_all().await;
    let refused = answers.iter().filter(|(status, _)| *status == 503).count();
    let stored = answers.iter().filter(|(status, _)| *status == 200).count();
    assert_eq!(refused + stored, answers.len(), "{answers:?}");
    // Only those of the last moments find the lock free.
    assert!(refused * 3 > answers.len() * 2, "{refused} of {}", answers.len());
    let slowest = answers.iter().map(|(_, took)| *took).max().unwrap();
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    until_missing(watching, None).await;
    // Nobody repeats ours; only what was acknowledged is stored.
    let sql = "SELECT COUNT(*) FROM inbox WHERE update_key LIKE '8000%'";
    let kept: i64 = sqlx::query_scalar(sql).fetch_one(trial.db.read()).await.unwrap();
    assert!(kept >= stored as i64, "{kept} kept, {stored} acknowledged");
    ends_well(&trial, running, watching).await;
}
