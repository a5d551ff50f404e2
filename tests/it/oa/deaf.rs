//! A webhook that the platform has switched off.

use super::Official;
use crate::live::on_both;
use crate::world::Engine;
use std::time::Duration;

on_both!(
    what_was_written_while_nobody_was_told_is_caught_up_once,
    the_history_brings_nobody_back_who_had_everything_deleted_after_the_backup,
);

async fn what_was_written_while_nobody_was_told_is_caught_up_once(engine: Engine) {
    let Some(mut official) = Official::new(engine).await else { return };
    let zalo = official.zalo.clone();
    let resident = zalo.add_person("Bà con");
    let group = official.linked_group(&resident).await;
    official.says(&resident, "trợ giúp");
    official.sees(&resident, "hỏi").await;
    official.settle().await;
    let handled = "SELECT COUNT(*) FROM inbox WHERE account = 'oa' AND state = 'done'";
    let before = official.world.count(handled).await;

    // An hour of silence, in which somebody asked, and the group talked.
    zalo.webhook_off();
    official.world.pass(Duration::from_secs(20 * 60));
    official.says(&resident, "Nhà tôi đi khám có mất tiền không?");
    zalo.person_speaks(&resident, &official.oa, b"#!AMR").unwrap();
    zalo.person_writes(&resident, &group, None, "Tối nay họp chuyệnriêng").unwrap();
    zalo.person_writes(&resident, &group, None, "/hoi Bao giờ có điện?").unwrap();
    official.world.pass(Duration::from_secs(30 * 60));
    let channel = official.world.app().channels()["oa"].clone();
    let said = channel.examine().await.unwrap_err().to_string();
    assert!(said.contains("webhook có thể đã bị tắt"), "{said}");
    assert_eq!(official.world.count(handled).await, before);
    official.world.pass(Duration::from_secs(40 * 60));
    official.sees(&resident, "xin phép dùng câu hỏi này").await;
    official.sees(&group, "Đã nhận câu hỏi").await;
    official.world.settle().await;
    // The voice, the words and the command; not what the group talked about.
    assert_eq!(official.world.count(handled).await, before + 3);

    // On again, and told of it after all; and a new start looks at the history once more. Nothing happens twice.
    let seen = zalo.messages(&official.oa, &resident).len();
    official.is_pushed();
    let late: Vec<usize> =
        (0..zalo.pushes().len()).filter(|n| zalo.pushes()[*n].answers.is_empty()).collect();
    for number in late {
        zalo.replay(number);
    }
    official.settle().await;
    official.restart().await;
    let looked = zalo.requests().len();
    let again = zalo.wait_for(super::PATIENCE, |z| {
        z.requests()[looked..].iter().any(|r| r.method.ends_with("/conversation")).then_some(())
    });
    again.await;
    official.settle().await;
    assert_eq!(official.world.count(handled).await, before + 3);
    assert_eq!(zalo.messages(&official.oa, &resident).len(), seen);
    official.close().await;
}

async fn the_history_brings_nobody_back_who_had_everything_deleted_after_the_backup(engine: Engine) {
    let Some(mut official) = Official::new(engine).await else { return };
    let zalo = official.zalo.clone();
    let [gone, stays] = ["Bà con", "Bà con ở lại"].map(|name| zalo.add_person(name));
    for person in [&gone, &stays] {
        official.says(person, "Nhà tôi đi khám có mất tiền không?");
        official.sees(person, "xin phép dùng câu hỏi này").await;
    }
    official.says(&gone, "xoá");
    official.sees(&gone, "Xoá không ạ?").await;
    official.says(&gone, "1");
    official.sees(&gone, "Đã xoá hết").await;
    official.settle().await;
    let seen = [&gone, &stays].map(|person| zalo.messages(&official.oa, person).len());
    let register = official.world.settings().erased.clone();
    assert!(std::fs::read_to_string(&register).unwrap().lines().any(|line| !line.is_empty()));

    // A database from before all of it, and the platform's history, which has it still.
    let url = official.world.settings().database_url.expose().to_owned();
    official.world.stop().await;
    let db = loaban::db::Db::open(&url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    for sql in [
        "DELETE FROM erasure",
        "DELETE FROM inbox",
        "DELETE FROM pending",
        "DELETE FROM person",
        "DELETE FROM outbox",
    ] {
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await;
    official.world.start().await;
    official.is_pushed();
    // Who did not go is heard.
    let anew = |z: &loaban::standins::zalo_oa::ZaloOa| {
        (z.messages(&official.oa, &stays).len() > seen[1]).then_some(())
    };
    zalo.wait_for(super::PATIENCE, anew).await.expect("who stays is answered again");
    official.settle().await;
    assert_eq!(zalo.messages(&official.oa, &gone).len(), seen[0], "{}", official.chat(&gone));
    let key = official.world.parts().core.seal.person_key("oa", &gone, loaban::seal::Use::Known);
    assert_eq!(official.world.count(&format!("SELECT COUNT(*) FROM person WHERE key = '{key}'")).await, 0);

    // What they say from now on is.
    official.world.pass(Duration::from_secs(60));
    official.says(&gone, "trợ giúp");
    let anew = |z: &loaban::standins::zalo_oa::ZaloOa| {
        (z.messages(&official.oa, &gone).len() > seen[0] + 1).then_some(())
    };
    zalo.wait_for(super::PATIENCE, anew).await.expect("they are answered again");
    official.close().await;
}
