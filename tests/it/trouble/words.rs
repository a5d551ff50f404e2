//! What the commands say of a database that cannot be had: soon, in Vietnamese, where it is and what to do.

use crate::live::machine::Machine;
use crate::world::Engine;
use crate::world::postgres::Database;
use std::time::Duration;
use tokio::time::Instant;

const COMMANDS: &[&[&str]] =
    &[&["migrate"], &["item", "list"], &["publish", "hoc-phi"], &["question", "list"], &["backup", "b"]];

fn says(machine: &Machine, words: &[&str], within: Duration) {
    for args in COMMANDS.iter().chain([&["doctor"][..]].iter()) {
        let begun = Instant::now();
        let said = machine.does(args);
        let all = format!("{}{}", said.out, said.err);
        assert_eq!(said.code, 3, "{args:?}: {all}");
        for words in words {
            assert!(all.contains(words), "{args:?} does not say “{words}”: {all}");
        }
        for raw in ["error", "failed", "cannot", "AAsecret", "Database", "os "] {
            assert!(!all.contains(raw), "{args:?}: {all}");
        }
        assert!(begun.elapsed() < within, "{args:?} took {:?}", begun.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_cannot_be_had_is_said_within_seconds() {
    let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = silent.local_addr().unwrap().to_string();
    for (server, within) in [("127.0.0.1:1", 2), ("nowhere.invalid", 3), (&silent, 5)] {
        machine.url = format!("postgres://loaban:AAsecret-of-the-database@{server}/loaban");
        machine.writes("loaban.toml", &machine.settings(""));
        let place = format!("{server}/loaban");
        says(
            &machine,
            &["Không kết nối được cơ sở dữ liệu ở", &place, "[database] url"],
            Duration::from_secs(within),
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_lets_nobody_in_is_told_from_one_that_is_away() {
    let Some(database) = Database::empty().await else { return };
    let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
    let there = database.url();
    let mut url = reqwest::Url::parse(&there).unwrap();
    url.set_path("/no-such-database");
    machine.url = url.to_string();
    machine.writes("loaban.toml", &machine.settings(""));
    says(&machine, &["không cho vào", "/no-such-database", "tạo sẵn"], Duration::from_secs(3));
    // `run` waits for a server, and not for somebody to make a database.
    let begun = Instant::now();
    let said = machine.does(&["run"]);
    assert!(said.code == 3 && said.err.contains("không cho vào"), "{}", said.err);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_be_had_is_said_with_its_path() {
    let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
    machine.writes("file", "not a folder");
    machine.writes("text", &"không phải cơ sở dữ liệu\n".repeat(100));
    std::fs::create_dir(machine.dir.path().join("folder.db")).unwrap();
    for (file, words) in [
        ("no/such/folder/x.db", "quyền ghi"),
        ("file/x.db", "quyền ghi"),
        ("folder.db", "quyền ghi"),
        ("text", "loaban restore"),
    ] {
        machine.url = format!("sqlite://{file}");
        machine.writes("loaban.toml", &machine.settings(""));
        for args in COMMANDS.iter().filter(|args| args[0] != "backup").chain([&["run"][..]].iter()) {
            let said = machine.does(args);
            assert_eq!(said.code, 3, "{args:?} on {file}: {}", said.err);
            assert!(said.err.contains(file) && said.err.contains(words), "{args:?} on {file}: {}", said.err);
        }
    }
}
