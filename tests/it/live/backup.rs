//! A copy while `run` works, its way back, and what is refused.

use super::job::waits_for;
use super::machine::{Machine, places};
use super::on_both;
use crate::world::Engine;

on_both!(a_copy_made_while_it_runs_goes_back_and_work_goes_on);

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

/// The disk died.
async fn lost(machine: &Machine) {
    match machine.engine {
        Engine::Sqlite => {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(machine.dir.path().join(format!("loaban.db{end}")));
            }
        }
        Engine::Postgres => {
            let db = loaban::db::Db::open(&machine.url).await.unwrap();
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
    let db = loaban::db::Db::open(&super::database_url(&machine)).await.unwrap();
    db.set_mark("kind", "practice").await.unwrap();
    db.close().await;
    let running = machine.runs(&[]);
    waits_for(&running, "phòng tập").await;
    assert_eq!(machine.does(&["publish", "hoc-phi"]).code, 1);
}
