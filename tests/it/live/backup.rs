//! A copy while `run` works, its way back, and what is refused.

use super::job::waits_for;
use super::machine::{Machine, places};
use super::on_both;
use crate::crash::trial::Trial;
use crate::crash::verdict::Verdict;
use crate::world::Engine;
use loaban::db::Db;

on_both!(
    a_copy_made_while_it_runs_goes_back_and_work_goes_on,
    what_was_sent_after_a_backup_is_not_sent_again_by_who_restores_it,
    a_backup_put_back_over_what_has_not_changed_changes_nothing,
);

async fn a_copy_made_while_it_runs_goes_back_and_work_goes_on(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["place", "import", &places()]);
    machine.json(&["item", "release", "hoc-phi", "--by", "B"]);
    let running = machine.runs_ready().await;
    let owner = machine.platform.add_person("Trưởng bản");
    let group = machine.linked("lc-binhlu-naluong", owner).await;
    machine.platform.person_sends(owner, group, "/hoi Câu trước khi sao lưu").unwrap();
    machine.group_sees(group, "Đã nhận câu hỏi").await;

    let copied = machine.json(&["backup", "copy"]);
    assert!(copied["bytes"].as_u64().unwrap() > 0, "{copied}");
    assert_eq!(machine.does(&["backup", "copy"]).code, 1, "a copy was overwritten");
    let key = std::fs::read_to_string(machine.dir.path().join("loaban.key")).unwrap();
    let bytes = std::fs::read(machine.dir.path().join("copy")).unwrap();
    assert!(
        !bytes.windows(key.trim().len()).any(|w| w == key.trim().as_bytes()),
        "the sealing key is in the copy"
    );
    assert_eq!(machine.does(&["restore", "copy"]).code, 1, "restored under a running process");
    // Something happens that the copy does not have.
    machine.platform.person_sends(owner, group, "/hoi Câu sau khi sao lưu").unwrap();
    super::job::settled(&machine, 2).await;
    running.stops().await;
    let refused = machine.does(&["restore", "copy"]);
    assert_eq!(refused.code, 1, "restored over a newer database");
    assert_eq!(machine.json(&["question", "list"]).as_array().unwrap().len(), 2);
    machine.writes("rubbish", "không phải bản sao lưu");
    assert_eq!(machine.does(&["restore", "rubbish"]).code, 1);

    // A whole copy of now goes back over what is the same, and into a place that is empty.
    machine.json(&["backup", "whole"]);
    machine.json(&["restore", "whole"]);
    lost(&machine).await;
    machine.json(&["restore", "whole"]);
    assert_eq!(machine.json(&["question", "list"]).as_array().unwrap().len(), 2);
    let running = machine.runs_ready().await;
    assert_eq!(machine.json(&["publish", "hoc-phi"])["groups"], 1);
    machine.group_sees(group, &machine.title("hoc-phi")).await;
    machine.platform.person_sends(owner, group, "/hoi Câu sau khi khôi phục").unwrap();
    super::job::settled(&machine, 3).await;
    running.stops().await;

    // Another key than the one this database was made with.
    std::fs::remove_file(machine.dir.path().join("loaban.key")).unwrap();
    let said = machine.does(&["question", "list"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("[privacy] key"), "{}", said.err);
}

/// The copy was made in the middle of a broadcast, and then the disk died.
async fn what_was_sent_after_a_backup_is_not_sent_again_by_who_restores_it(engine: Engine) {
    let Some(mut trial) = Trial::new(engine, 60, 1, false).await else { return };
    trial.machine.is_paced(20);
    let running = trial.machine.runs_ready().await;
    trial.machine.platform.clear_requests();
    trial.publishes();
    let begun = |p: &loaban::standins::telegram::Telegram| {
        (p.requests().iter().filter(|r| r.method.starts_with("send")).count() >= 10).then_some(())
    };
    trial.machine.platform.wait_for(super::machine::PATIENCE, begun).await.expect("it began");
    trial.machine.json(&["backup", "copy"]);
    trial.settles().await;
    running.stops().await;
    trial.db.close().await;
    lost(&trial.machine).await;
    let restored = trial.machine.json(&["restore", "copy"]);
    let unknown = restored["unknown"].as_i64().unwrap();
    assert!((1..60).contains(&unknown), "{restored}");
    assert!(trial.machine.heard().contains("không rõ"), "nobody was told");
    trial.db = Db::open(&super::database_url(&trial.machine)).await.unwrap();
    // Another process goes on: what the copy knew as sent stays so, what it did not know is an editor's to decide.
    trial.asks_in_private(trial.residents[0]);
    trial.comes_to_rest(&[]).await;
    trial.in_flight = unknown;
    let verdict = Verdict::of(&trial).await;
    assert!(verdict.faults.is_empty(), "{verdict:#?}");
    assert_eq!((verdict.sent + verdict.unknown, verdict.unknown), (60, unknown));
    assert_eq!(verdict.unknown_but_seen, unknown, "all of them had been sent: {verdict:?}");
}

/// What the backup itself writes down (when it was made) is no change: nothing went out since, so nothing is unknown.
async fn a_backup_put_back_over_what_has_not_changed_changes_nothing(engine: Engine) {
    let Some(trial) = Trial::new(engine, 3, 0, false).await else { return };
    trial.machine.json(&["item", "release", "hoc-phi", "--by", "B"]);
    // Due, and no `run` that could send it.
    trial.machine.json(&["publish", "hoc-phi"]);
    trial.db.close().await;
    trial.machine.json(&["backup", "copy"]);
    let restored = trial.machine.json(&["restore", "copy"]);
    assert_eq!(restored["unknown"], 0, "{restored}");
    let publications = trial.machine.json(&["publication", "list"]);
    assert_eq!(publications[0]["counts"]["waiting"], 3, "{publications}");
}

/// The disk died.
pub async fn lost(machine: &Machine) {
    match machine.engine {
        Engine::Sqlite => {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(machine.dir.path().join(format!("loaban.db{end}")));
            }
        }
        Engine::Postgres => {
            let db = Db::open(&machine.url).await.unwrap();
            sqlx::query("DROP SCHEMA public CASCADE").execute(db.read()).await.unwrap();
            sqlx::query("CREATE SCHEMA public").execute(db.read()).await.unwrap();
            db.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_the_practice_room_is_not_run() {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    machine.json(&["migrate"]);
    let db = Db::open(&super::database_url(&machine)).await.unwrap();
    db.set_mark("kind", "practice").await.unwrap();
    db.close().await;
    let running = machine.runs(&[]);
    waits_for(&running, "phòng tập").await;
    assert_eq!(machine.does(&["publish", "hoc-phi"]).code, 1);
}
