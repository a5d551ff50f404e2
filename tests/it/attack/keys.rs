//! What somebody does in one place is not joined to what they do in another; and the sealing key changes hands, or is lost,
//! without anybody losing what they can keep.

use super::joins::all_rows;
use crate::live::machine::{Machine, places};
use crate::live::on_both;
use crate::talk::{erases, is_told};
use crate::world::{Engine, World, code_in};
use loaban::clock::Clock;
use loaban::ids::{GroupId, Ids};
use loaban::seal::{Seal, Use};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

on_both!(
    nothing_joins_what_one_does_in_one_place_to_another,
    a_new_key_takes_over_while_all_goes_on_and_the_old_one_is_dropped,
    what_was_kept_before_there_was_a_key_for_each_use_goes_on,
    a_new_key_takes_its_place_when_nothing_runs_and_a_lost_one_keeps_the_figures,
);

const DAY: Duration = Duration::from_secs(86_400);

async fn nothing_joins_what_one_does_in_one_place_to_another(engine: Engine) {
    let Some(world) = World::new(engine).await else { return };
    // A reporter who lives in the village: in the group, in private, and at work.
    let user = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let other = world.enrolled("Báo cáo viên khác", "reporter", "lc-binhlu").await;
    let group = world.linked_group("lc-binhlu-naluong", user).await;
    world.writes(user, group, "/hoi Bao giờ sửa đường?");
    let in_group = code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    is_told(&world, user, "hỏi Bao giờ sửa cầu?", "xin phép dùng câu hỏi này").await;
    world.presses(user, "Đồng ý, gửi").await;
    world.is_from(user, "Nà Luồng").await;
    let in_private = code_in(&world.person_sees(user, "Đã nhận câu hỏi").await.text);
    for code in [&in_group, &in_private] {
        world.person_sees(other, &format!("Câu hỏi #{code}")).await;
    }
    world.settle().await;

    let (db, seal) = (&world.parts().core.db, &world.parts().core.seal);
    let id: String = sqlx::query_scalar("SELECT id FROM chat_group").fetch_one(db.read()).await.unwrap();
    let id = GroupId::from(id);
    let uses = [Use::Known, Use::Asker, Use::Member(&id), Use::Role];
    let keys = uses.map(|of| seal.person_key(world.account(), &user.to_string(), of).to_string());
    let rows = all_rows(db).await;
    let of = |n: usize| rows.iter().filter(|row| row.holds(&keys[n])).collect::<Vec<_>>();
    for n in 0..keys.len() {
        assert!(!of(n).is_empty(), "{:?} is known by nothing", uses[n]);
        for m in n + 1..keys.len() {
            for row in of(n) {
                assert!(!row.holds(&keys[m]), "a row of {} joins {:?} to {:?}", row.table, uses[n], uses[m]);
            }
            // Nor is any long word the same: an address that is sealed once would be one.
            let words = |n: usize| -> BTreeSet<&str> {
                let all = of(n).into_iter().flat_map(|row| row.values());
                // Ids of ours are 23 characters: who answers both, and the group.
                all.filter(|word| word.len() >= 24 && !word.contains(':')).collect()
            };
            let both: Vec<&str> = words(n).intersection(&words(m)).copied().collect();
            assert!(both.is_empty(), "{:?} and {:?} share {both:?}", uses[n], uses[m]);
        }
    }
    // The number of a message in the group, beside which everybody there reads a name, leads to nothing.
    let clear = "SELECT COUNT(*) FROM question WHERE message IS NOT NULL";
    assert_eq!(world.count(clear).await, 0);
    // And yet all of it is theirs.
    let mine = is_told(&world, user, "câu hỏi", &in_private).await;
    assert!(mine.text.contains(&in_group), "{}", mine.text);
    erases(&world, user, "Còn giữ việc được giao").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE asker IS NOT NULL").await, 0);
    world.close().await;
}

/// Rows that still hold a value which begins like this, or a key of before.
async fn holding(world: &World, values: &[String]) -> Vec<String> {
    let rows = all_rows(&world.parts().core.db).await;
    let found = rows.iter().filter(|row| values.iter().any(|value| row.holds(value)));
    found.map(|row| row.table.clone()).collect()
}

fn key_file(world: &World) -> PathBuf {
    world.dir.path().join("loaban.key")
}

async fn a_new_key_takes_over_while_all_goes_on_and_the_old_one_is_dropped(engine: Engine) {
    let Some(mut world) = World::new(engine).await else { return };
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (asker, member, quiet) = (
        world.platform.add_person("Bà con"),
        world.platform.add_person("Bà con"),
        world.platform.add_person("Bà con"),
    );
    let group = world.linked_group("lc-binhlu-naluong", member).await;
    // Known, and by now nothing of theirs needs an address.
    let done = world.asks(quiet, "Bao giờ có điện?", "Nà Luồng").await;
    is_told(&world, quiet, &format!("thu hồi {done}"), "Đã rút").await;
    for _ in 0..9 {
        world.pass(DAY);
        world.settle().await;
    }
    let private = world.asks(asker, "Bao giờ sửa đường?", "Nà Luồng").await;
    world.writes(member, group, "/hoi Bao giờ sửa cầu?");
    let public = code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    for code in [&private, &public] {
        world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    }
    world.settle().await;
    let old = world.parts().core.seal.clone();
    let account = world.account().to_owned();
    let id: String = sqlx::query_scalar("SELECT id FROM chat_group")
        .fetch_one(world.parts().core.db.read())
        .await
        .unwrap();
    let id = GroupId::from(id);
    let known = |user: i64| old.person_key(&account, &user.to_string(), Use::Known).to_string();
    let mut gone = vec![old.prefix()];
    gone.push(old.person_key(&account, &asker.to_string(), Use::Asker).to_string());
    gone.push(old.person_key(&account, &member.to_string(), Use::Member(&id)).to_string());
    gone.push(old.person_key(&account, &reporter.to_string(), Use::Role).to_string());
    gone.extend([known(asker), known(member), known(reporter)]);
    assert!(!holding(&world, &gone).await.is_empty());

    world.stop().await;
    std::fs::write(key_file(&world), old.rotated().to_text()).unwrap();
    world.start().await;
    // Each goes on where they were.
    go_on(&world, reporter, (asker, &private), (member, group, &public)).await;
    for _ in 0..9 {
        world.pass(DAY);
        world.settle().await;
    }
    let text = std::fs::read_to_string(key_file(&world)).unwrap();
    assert_eq!(text.lines().count(), 3, "somebody is still known by the old key alone");
    assert_eq!(holding(&world, &gone).await, Vec::<String>::new(), "by the old key");
    assert_ne!(holding(&world, &[known(quiet)]).await, Vec::<String>::new());
    // They write, and then nobody needs it.
    is_told(&world, quiet, "câu hỏi", "Chưa có câu hỏi nào").await;
    assert_eq!(holding(&world, &[known(quiet)]).await, Vec::<String>::new());
    world.pass(Duration::from_secs(3_700));
    let lines = || std::fs::read_to_string(key_file(&world)).unwrap().lines().count();
    // The mark is written when it is gone.
    world.comes_to("SELECT COUNT(*) FROM mark WHERE name = 'key_dropped'", 1).await;
    assert_eq!(lines(), 2, "the old key is still there");
    world.restart().await;
    let asked = is_told(&world, quiet, "Bao giờ có nước?", "Đã nhận câu hỏi").await;
    world.person_sees(reporter, &format!("Câu hỏi #{}", code_in(&asked.text))).await;
    world.close().await;
}

/// The reporter answers the private question, its asker is heard, and who asked in the group takes theirs back.
async fn go_on(
    world: &World,
    reporter: i64,
    (asker, private): (i64, &str),
    (member, group, public): (i64, i64, &str),
) {
    is_told(world, reporter, &format!("/traloi {private} Tháng sau."), "đang gửi câu trả lời").await;
    world.person_sees(asker, "Tháng sau.").await;
    world.presses(asker, "Đã rõ").await;
    is_told(world, asker, "câu hỏi", private).await;
    world.writes(member, group, &format!("/thuhoi {public}"));
    world.group_sees(group, &format!("Đã rút câu hỏi #{public}")).await;
    world.settle().await;
}

async fn what_was_kept_before_there_was_a_key_for_each_use_goes_on(engine: Engine) {
    let Some(mut world) = World::new(engine).await else { return };
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let (asker, member) = (world.platform.add_person("Bà con"), world.platform.add_person("Bà con"));
    let group = world.linked_group("lc-binhlu-naluong", member).await;
    let private = world.asks(asker, "Bao giờ sửa đường?", "Nà Luồng").await;
    world.writes(member, group, "/hoi Bao giờ sửa cầu?");
    let public = code_in(&world.group_sees(group, "Đã nhận câu hỏi").await.text);
    world.person_sees(reporter, &format!("Câu hỏi #{public}")).await;
    world.settle().await;
    // The database as it stood: one key for all that a person does, and messages in the clear.
    let (db, seal) = (world.parts().core.db.clone(), world.parts().core.seal.clone());
    let account = world.account().to_owned();
    let id: String = sqlx::query_scalar("SELECT id FROM chat_group").fetch_one(db.read()).await.unwrap();
    let id = GroupId::from(id);
    let mut old = vec![];
    let mut tx = db.write().await.unwrap();
    for user in [reporter, asker, member] {
        let address = user.to_string();
        let root = seal.roots(&account, &address)[0].as_old_key().to_string();
        for of in [Use::Known, Use::Asker, Use::Role, Use::Member(&id)] {
            let key = seal.person_key(&account, &address, of);
            for (table, column) in [
                ("person", "key"),
                ("reach", "key"),
                ("role", "person"),
                ("question", "asker"),
                ("pending", "person"),
                ("outbox", "person"),
                ("outbox", "chooser"),
            ] {
                let sql = format!("UPDATE {table} SET {column} = '{root}' WHERE {column} = '{key}'");
                sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap();
            }
        }
        old.push(root);
    }
    for sql in [
        "UPDATE person SET key_name = ''",
        "UPDATE reach SET key_name = ''",
        "UPDATE question SET message = 'm7', back = ''",
        "DELETE FROM mark WHERE name = 'key_since'",
    ] {
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.restart().await;
    go_on(&world, reporter, (asker, &private), (member, group, &public)).await;
    assert_eq!(holding(&world, &old).await, Vec::<String>::new());
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE message IS NOT NULL").await, 0);
    world.close().await;
}

async fn a_new_key_takes_its_place_when_nothing_runs_and_a_lost_one_keeps_the_figures(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["place", "import", &places()]);
    let running = machine.runs_ready().await;
    let reporter = machine.enrolled("reporter", "lc-binhlu").await;
    machine.linked("lc-binhlu-naluong", reporter).await;
    let asker = machine.platform.add_person("Bà con");
    let code = super::erased::asks(&machine, asker, "Bao giờ sửa cầu?").await;
    machine.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    let (file, beside) = (machine.dir.path().join("loaban.key"), machine.dir.path().join("loaban.key.next"));
    let first = std::fs::read_to_string(&file).unwrap();
    // Made beside it, twice: what works goes on with the key that it read.
    for _ in 0..2 {
        let made = machine.json(&["key", "rotate"]);
        assert_eq!(made["at_next_start"], true, "{made}");
        assert_eq!((std::fs::read_to_string(&file).unwrap(), beside.exists()), (first.clone(), true));
    }
    assert!(machine.does(&["doctor"]).out.contains("khởi động lại `loaban run` là đổi"));
    machine.platform.person_sends(asker, machine.bot, "câu hỏi").unwrap();
    machine.person_sees(asker, &code).await;
    let said = machine.does(&["key", "lost", "--yes"]);
    assert_eq!((said.code, said.err.contains("Dừng nó trước")), (1, true), "{}", said.err);
    running.stops().await;

    // A stranger's key that lies there takes nobody's place.
    let waits = std::fs::read_to_string(&beside).unwrap();
    std::fs::write(&beside, Seal::new(&[7; 32], Ids::system(Clock::system())).to_text()).unwrap();
    machine.runs_ready().await.stops().await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), first);
    std::fs::write(&beside, &waits).unwrap();
    let running = machine.runs_ready().await;
    assert_eq!((std::fs::read_to_string(&file).unwrap(), beside.exists()), (waits, false));
    let third = super::erased::asks_again(&machine, asker, "Bao giờ họp bản?").await;
    machine.person_sees(reporter, &format!("Câu hỏi #{third}")).await;
    machine.platform.person_sends(reporter, machine.bot, &format!("/traloi {third} Tối mai.")).unwrap();
    machine.person_sees(asker, "Tối mai.").await;
    running.stops().await;

    let before = std::fs::read_to_string(&file).unwrap();
    machine.json(&["backup", "before"]);
    assert_eq!(machine.does(&["key", "lost"]).code, 1, "it is not lost");
    machine.json(&["key", "rotate"]);
    let after = std::fs::read_to_string(&file).unwrap();
    assert!(after.contains(before.trim()) && !after.starts_with(before.trim()), "{after}");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    // Once more, because the new one was stolen: both older ones read.
    machine.json(&["key", "rotate"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 5);
    let running = machine.runs_ready().await;
    machine.platform.person_sends(reporter, machine.bot, &format!("/traloi {code} Tháng sau.")).unwrap();
    machine.person_sees(asker, "Tháng sau.").await;
    let second = super::erased::asks_again(&machine, asker, "Bao giờ có điện?").await;
    machine.person_sees(reporter, &format!("Câu hỏi #{second}")).await;
    running.stops().await;

    // Lost for good.
    std::fs::remove_file(&file).unwrap();
    let said = machine.does(&["run"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let said = machine.does(&["key", "lost"]);
    assert_eq!((said.code, said.err.contains("--yes")), (1, true), "{}", said.err);
    assert!(!file.exists(), "nothing is made before the yes");
    let lost = machine.json(&["key", "lost", "--yes"]);
    assert_eq!((&lost["questions"], &lost["roles"]), (&1.into(), &1.into()), "{lost}");
    let month = crate::live::job::this_period();
    let made = machine.json(&["report", &month, "--format", "json", "--out", "report"]);
    let path = machine.dir.path().join(made["files"][0].as_str().unwrap());
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let questions = report["questions"].clone();
    let sum = |keys: &[&str]| keys.iter().map(|key| questions[*key].as_i64().unwrap()).sum::<i64>();
    assert_eq!(
        sum(&["open_before", "received", "reopened"]),
        sum(&["answered", "withdrawn", "set_aside", "open_after"]),
        "{questions}"
    );
    let running = machine.runs_ready().await;
    // Groups are there; people agree anew.
    let again = super::erased::asks(&machine, asker, "Bao giờ có nước?").await;
    assert_eq!(machine.json(&["role", "list"]).as_array().unwrap().len(), 0);
    let new = machine.enrolled("reporter", "lc-binhlu").await;
    machine.person_sees(new, &format!("Câu hỏi #{again}")).await;
    running.stops().await;
    let seal = Seal::open(&file, Ids::system(Clock::system())).unwrap();
    assert!(seal.is_single());
}
