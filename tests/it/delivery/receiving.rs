//! What comes in is stored before it is acknowledged, and handled once.

use super::*;
use crate::live::on_both;
use crate::world::TOKEN;
use loaban::config::{Receive, Secret};
use loaban::inbox::{self, Update};
use serde_json::json;

on_both!(
    the_position_moves_with_the_updates_and_a_repetition_does_nothing,
    an_update_that_cannot_be_handled_is_set_aside_and_holds_up_nobody,
    pushes_are_checked_stored_and_only_then_acknowledged,
);

async fn the_position_moves_with_the_updates_and_a_repetition_does_nothing(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let person = world.platform.add_person("Bà con");
    world.says(person, "trợ giúp");
    world.person_sees(person, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.settle().await;
    let position = || async {
        inbox::next(&world.parts().core.db, "tg").await.unwrap().unwrap().parse::<i64>().unwrap()
    };
    let (before, help) = (position().await, world.private(person));
    assert_eq!(world.platform.duplicate_last_update(world.bot).unwrap() + 1, before);
    world.settle().await;
    let handed = world.platform.wait_for(PATIENCE, |p| (p.pending_updates(world.bot) == 0).then_some(()));
    handed.await.expect("the repetition was fetched");
    a_round_passes(&world, person).await;
    assert_eq!(world.private(person).matches("máy:").count(), help.matches("máy:").count() + 2);
    assert_eq!(position().await, before + 2);

    // The same number twice in one handful is one update; the position goes with it.
    let parts = world.parts();
    let update =
        |key: &str| Update { key: key.into(), event: "message".into(), body: json!({ "update_id": 1 }) };
    let stored = inbox::accept(
        &parts.core.db,
        &parts.core.seal,
        world.clock.now(),
        "other",
        vec![update("7"), update("7")],
        Some("8"),
    );
    assert_eq!(stored.await.unwrap(), 1);
    assert_eq!(inbox::next(&parts.core.db, "other").await.unwrap().as_deref(), Some("8"));
    let kept = inbox::waiting(&parts.core.db, &parts.core.seal, "other", 100).await.unwrap();
    assert_eq!(kept.len(), 1);
    // An update whose storing breaks off moves no position: all or nothing.
    let many: Vec<Update> = (10..3000).map(|n| update(&n.to_string())).collect();
    let storing =
        inbox::accept(&parts.core.db, &parts.core.seal, world.clock.now(), "other", many, Some("3000"));
    assert!(
        tokio::time::timeout(Duration::from_millis(5), storing).await.is_err(),
        "it broke off in the middle"
    );
    assert_eq!(inbox::next(&parts.core.db, "other").await.unwrap().as_deref(), Some("8"));
    assert_eq!(inbox::waiting(&parts.core.db, &parts.core.seal, "other", 100).await.unwrap().len(), 1);
    let mut tx = parts.core.db.write().await.unwrap();
    assert_eq!(inbox::claim(&mut tx, &[kept[0].seq]).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    // Handled is handled: not a second time.
    let mut tx = parts.core.db.write().await.unwrap();
    assert!(inbox::claim(&mut tx, &[kept[0].seq]).await.unwrap().is_empty());
    drop(tx);
    ends(world).await;
}

async fn an_update_that_cannot_be_handled_is_set_aside_and_holds_up_nobody(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let person = world.platform.add_person("Bà con");
    // Sealed with a key that is not this database's: it never opens.
    let other = loaban::seal::Seal::new(&[9; 32], world.parts().core.ids.clone());
    let parts = world.parts();
    let update = Update { key: "strange".into(), event: "message".into(), body: json!({ "update_id": 5 }) };
    inbox::accept(&parts.core.db, &other, world.clock.now(), "tg", vec![update], None).await.unwrap();
    let deadline = world.clock.tick() + PATIENCE;
    a_round_passes(&world, person).await;
    while !inbox::backlog(&parts.core.db).await.unwrap().is_empty() {
        assert!(world.clock.tick() < deadline, "it is tried for ever");
        world.app().wake();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Kept, sealed, for an engineer; forgotten with the keys of a week ago.
    assert!(inbox::forget_keys(&parts.core.db, world.clock.now() + 1).await.unwrap() > 0);
    a_round_passes(&world, person).await;
    ends(world).await;
}

async fn pushes_are_checked_stored_and_only_then_acknowledged(engine: Engine) {
    let by_push = |s: &mut Settings| {
        own_content(s);
        s.public_url = Some("https://loa.example.vn".into());
        s.accounts[0].receive = Receive::Webhook;
        s.accounts[0].webhook_secret = Some(Secret::new("a-secret-of-the-hook"));
    };
    let Some(world) = World::with(engine, by_push).await else { return };
    let door = format!("http://{}", world.app().address());
    world.platform.route("https://loa.example.vn", &door);
    let person = world.platform.add_person("Bà con");
    world.says(person, "trợ giúp");
    world.person_sees(person, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.settle().await;

    let http = reqwest::Client::new();
    let push = |secret: &'static str, body: serde_json::Value| {
        let request = http.post(format!("{door}/hook/tg")).header("X-Telegram-Bot-Api-Secret-Token", secret);
        async move { request.json(&body).send().await.unwrap().status().as_u16() }
    };
    let message = |id: i64| {
        json!({"update_id": id, "message": {"message_id": id, "date": 1, "from": {"id": person, "is_bot": false, "first_name": "An"},
               "chat": {"id": person, "type": "private", "first_name": "An"}, "text": "trợ giúp"}})
    };
    let before = world.private(person).matches("máy:").count();
    assert_eq!(push("another-secret-here", message(1)).await, 401);
    assert_eq!(push("", message(1)).await, 401);
    assert_eq!(inbox::backlog(&world.parts().core.db).await.unwrap(), []);
    assert_eq!(push("a-secret-of-the-hook", json!({"update_id": 2, "chat_boost": {"x": 1}})).await, 200);
    assert_eq!(push("a-secret-of-the-hook", json!("no object")).await, 200);
    assert_eq!(inbox::backlog(&world.parts().core.db).await.unwrap(), []);
    // The same push twice is one command.
    for _ in 0..2 {
        assert_eq!(push("a-secret-of-the-hook", message(3)).await, 200);
    }
    world.settle().await;
    let answered = world
        .platform
        .wait_for(PATIENCE, |_| (world.private(person).matches("máy:").count() > before).then_some(()));
    answered.await.expect("the right secret is heard");
    world.settle().await;
    assert_eq!(world.private(person).matches("máy:").count(), before + 1);
    let unknown = http.post(format!("{door}/hook/nobody")).json(&message(4)).send().await.unwrap();
    assert_eq!(unknown.status().as_u16(), 404);
    assert!(!TOKEN.is_empty());
    ends(world).await;
}
