//! Who had everything deleted, and a backup from before that is put back: they stay gone, nothing is written to them, and
//! nobody else goes with them. And what a killed backup leaves lying about.

use super::joins::all_rows;
use crate::live::backup::lost;
use crate::live::machine::{Machine, PATIENCE, places};
use crate::live::{database_url, on_both};
use crate::world::{Engine, code_in};
use loaban::clock::Clock;
use loaban::db::Db;
use loaban::ids::Ids;
use loaban::inbox::{self, Update};
use loaban::seal::{Seal, Use};
use loaban::standins::telegram::{Seen, Telegram};
use serde_json::json;

on_both!(
    who_was_erased_is_not_brought_back_by_a_backup,
    what_a_killed_backup_leaves_is_gone_after_the_next_command,
);

/// What the bot answers to these words: not what it said before.
async fn told(machine: &Machine, user: i64, words: &str, answer: &str) -> Seen {
    let before = machine.platform.private_messages(user, machine.bot).len();
    machine.platform.person_sends(user, machine.bot, words).unwrap();
    anew(machine, user, before, answer).await
}

async fn anew(machine: &Machine, user: i64, before: usize, words: &str) -> Seen {
    let holds = |m: &Seen| m.from_bot && m.text.contains(words);
    let look = |p: &Telegram| p.private_messages(user, machine.bot).into_iter().skip(before).find(holds);
    machine.platform.wait_for(PATIENCE, look).await.unwrap_or_else(|| panic!("“{words}” was not seen"))
}

/// A first question in private: words, consent, place. Returns its code.
pub async fn asks(machine: &Machine, user: i64, words: &str) -> String {
    let asked = told(machine, user, words, "xin phép dùng câu hỏi này").await;
    let before = machine.platform.private_messages(user, machine.bot).len();
    machine.says_yes(user, &asked);
    anew(machine, user, before, "Nhà mình ở bản nào ạ?").await;
    code_in(&told(machine, user, "Nà Luồng", "Đã nhận câu hỏi").await.text)
}

/// The same by somebody who agreed before.
pub async fn asks_again(machine: &Machine, user: i64, words: &str) -> String {
    code_in(&told(machine, user, words, "Đã nhận câu hỏi").await.text)
}

/// What the bot ever wrote to somebody.
fn written(machine: &Machine, user: i64) -> usize {
    machine.platform.private_messages(user, machine.bot).iter().filter(|m| m.from_bot).count()
}

/// How many rows of which tables know this person.
async fn known(machine: &Machine, keys: &[String]) -> Vec<String> {
    let db = Db::open(&database_url(machine)).await.unwrap();
    let mut tables: Vec<String> = all_rows(&db)
        .await
        .into_iter()
        .filter(|row| keys.iter().any(|key| row.holds(key)))
        .map(|row| row.table)
        .collect();
    db.close().await;
    tables.sort();
    tables
}

async fn who_was_erased_is_not_brought_back_by_a_backup(engine: Engine) {
    // Put back by `restore`, and by somebody who has only the database's own tools: then the next start does it.
    for by_restore in [true, false] {
        let Some(machine) = Machine::new(engine).await else { return };
        machine.json(&["place", "import", &places()]);
        let running = machine.runs_ready().await;
        let reporter = machine.enrolled("reporter", "lc-binhlu").await;
        let (gone, stays) = (machine.platform.add_person("Bà con"), machine.platform.add_person("Bà con"));
        let answered = asks(&machine, gone, "Bao giờ sửa cầu?").await;
        let kept = asks(&machine, stays, "Bao giờ sửa đường?").await;
        let file = machine.dir.path().join("loaban.key");
        let seal = Seal::open(&file, Ids::system(Clock::system())).unwrap();
        let uses = [Use::Known, Use::Asker, Use::Role];
        let keys = uses.map(|of| seal.person_key("tg", &gone.to_string(), of).to_string());
        // An answer waits for them, and a second question of theirs is open.
        machine.platform.blocks(gone, machine.bot).unwrap();
        machine
            .platform
            .person_sends(reporter, machine.bot, &format!("/traloi {answered} Tháng sau."))
            .unwrap();
        machine.person_sees(reporter, "khi họ nhắn, máy gửi ngay").await;
        running.stops().await;
        // And words of theirs wait to be understood.
        let update = json!({"update_id": 900_001, "message": {"message_id": 901, "date": 1_790_000_000, "text": "câu hỏi",
            "chat": {"id": gone, "type": "private", "first_name": "x"},
            "from": {"id": gone, "is_bot": false, "first_name": "x"}}});
        let db = Db::open(&database_url(&machine)).await.unwrap();
        let update = Update { key: "900001".into(), event: "message".into(), body: update };
        let now = Clock::system().now();
        assert_eq!(inbox::accept(&db, &seal, now, "tg", vec![update], None).await.unwrap(), 1);
        db.close().await;
        machine.json(&["backup", "before"]);

        machine.platform.unblocks(gone, machine.bot).unwrap();
        let running = machine.runs_ready().await;
        machine.person_sees(gone, "Tháng sau.").await;
        for (user, said) in [(gone, "Đã xoá hết"), (reporter, "Đã xoá")] {
            let asked = told(&machine, user, "xoá", "Xoá không ạ?").await;
            let before = machine.platform.private_messages(user, machine.bot).len();
            machine.says_yes(user, &asked);
            anew(&machine, user, before, said).await;
        }
        let register = machine.dir.path().join("loaban.erased");
        let two = |_: &_| {
            let text = std::fs::read_to_string(&register).unwrap_or_default();
            (text.lines().filter(|line| !line.is_empty()).count() == 2).then_some(())
        };
        machine.platform.wait_for(PATIENCE, two).await.expect("both are written down");
        running.stops().await;
        assert_eq!(known(&machine, &keys).await, Vec::<String>::new());
        let before = written(&machine, gone);

        // The disk died.
        lost(&machine).await;
        let aside = machine.dir.path().join("aside");
        if !by_restore {
            std::fs::rename(&register, &aside).unwrap();
        }
        let restored = machine.json(&["restore", "before"]);
        if by_restore {
            assert_eq!(restored["erased"], 2, "{restored}");
            assert_eq!(known(&machine, &keys).await, Vec::<String>::new(), "before anything runs");
        } else {
            assert_ne!(known(&machine, &keys).await, Vec::<String>::new(), "the backup is from before");
            std::fs::rename(&aside, &register).unwrap();
        }
        let running = machine.runs_ready().await;
        assert_eq!(known(&machine, &keys).await, Vec::<String>::new());
        told(&machine, stays, "câu hỏi", &kept).await;
        crate::live::job::settled(&machine, 2).await;
        assert_eq!(written(&machine, gone), before, "they were written to: {}", {
            let all = machine.platform.private_messages(gone, machine.bot);
            crate::world::show(&all)
        });
        // Who holds a role still does.
        assert_eq!(machine.json(&["role", "list"]).as_array().unwrap().len(), 1);

        // Who comes back after that is somebody who is known, also to a backup that is put back.
        asks(&machine, gone, "Bao giờ có điện?").await;
        running.stops().await;
        machine.json(&["backup", "after"]);
        lost(&machine).await;
        assert_eq!(machine.json(&["restore", "after"])["erased"], 0);
        let running = machine.runs_ready().await;
        assert_ne!(known(&machine, &keys).await, Vec::<String>::new());
        running.stops().await;
    }
}

async fn what_a_killed_backup_leaves_is_gone_after_the_next_command(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["place", "import", &places()]);
    let folder = machine.dir.path().to_str().unwrap().to_owned();
    let dies = |args: &[&str]| {
        let killed = machine.does_with(args, &[("LOABAN_CRASH_AT", "copied"), ("TMPDIR", &folder)]);
        assert_ne!(killed.code, 0, "{args:?} was not killed");
    };
    let left = || -> Vec<String> {
        let names =
            std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
        names
            .filter(|n| n.contains(".partial") || n.starts_with(".loaban") || n.starts_with(".tmp"))
            .collect()
    };
    let none: Vec<String> = vec![];
    dies(&["backup", "copy"]);
    assert_ne!(left(), none);
    machine.does(&["check"]);
    assert_eq!(left(), none);
    machine.json(&["backup", "copy"]);
    assert_eq!(left(), none);
    if engine == Engine::Sqlite {
        lost(&machine).await;
    }
    dies(&["restore", "copy"]);
    assert_ne!(left(), none);
    machine.does(&["check"]);
    assert_eq!(left(), none);
    machine.json(&["restore", "copy"]);
    assert_eq!(left(), none);
}
