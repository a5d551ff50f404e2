//! No faster than the platform allows, and nobody waits for somebody else's limit.

use super::*;
use crate::live::on_both;
use loaban::message::Message;
use loaban::outbox::{self, Delivery, To};
use loaban::standins::telegram::Limits;

on_both!(forty_groups_get_an_item_without_one_refusal, a_full_chat_holds_up_nobody_else);

fn official(settings: &mut Settings) {
    own_content(settings);
    settings.accounts[0].per_second = None;
    settings.accounts[0].per_chat_per_minute = None;
}

async fn forty_groups_get_an_item_without_one_refusal(engine: Engine) {
    let Some(world) = World::with(engine, official).await else { return };
    let mut groups = vec![];
    for _ in 0..40 {
        let by = world.platform.add_person("Bí thư");
        groups.push(world.linked_group("lc-binhlu-naluong", by).await);
    }
    world.settle().await;
    world.platform.set_limits(Limits::official());
    let item = Draft { voice: Some(vec![7; 200]), ..Draft::new("tin-nhanh", "Tin cho bốn mươi nhóm") }
        .released(&world)
        .await;
    world.platform.clear_requests();
    let id = item.goes_out(&world).await;
    until_over(&world, &id).await;
    world.settle().await;
    let answers: Vec<_> = world
        .platform
        .requests()
        .into_iter()
        .filter(|r| r.method.starts_with("send"))
        .map(|r| r.status)
        .collect();
    assert_eq!(answers, vec![Some(200); 80]);
    for group in groups {
        let kinds: Vec<Kind> = seen(&world, group, "Tin cho bốn mươi nhóm").iter().map(|m| m.kind).collect();
        assert_eq!(kinds, [Kind::Text, Kind::Voice]);
    }
    ends(world).await;
}

async fn a_full_chat_holds_up_nobody_else(engine: Engine) {
    let Some(mut world) = World::with(engine, official).await else { return };
    let by = world.platform.add_person("Bí thư");
    let full = world.linked_group("lc-binhlu-naluong", by).await;
    let free = world.linked_group("lc-binhlu-suoimay", by).await;
    world.settle().await;
    world.platform.set_limits(Limits::official());
    let parts = world.parts();
    let [full_id, free_id] = [group(&world, full).await.id, group(&world, free).await.id];
    let mut tx = parts.core.db.write().await.unwrap();
    for n in 0..200 {
        let to = if n < 199 { &full_id } else { &free_id };
        let messages = vec![Message::text(format!("Thư số {n}"))];
        let delivery =
            Delivery::new(outbox::Kind::Reply, format!("test:{n}"), messages).to("tg", To::Group(to.clone()));
        outbox::put(&mut tx, &parts.core.seal, world.clock.now(), delivery).await.unwrap();
    }
    tx.commit().await.unwrap();
    let item = Draft::new("tin-sau", "Tin xếp sau").released(&world).await;
    item.publish(&world, |o| o.places = vec!["lc-binhlu-suoimay".into()]).await.unwrap();
    world.group_sees(free, "Thư số 199").await;
    world.group_sees(free, "Tin xếp sau").await;
    assert!(times(&world, full, "Thư số") < 199);
    // In order, and without one refusal.
    let order: Vec<String> = seen(&world, full, "Thư số").iter().map(|m| m.text.clone()).collect();
    assert!(order.iter().enumerate().all(|(n, text)| text.starts_with(&format!("Thư số {n}"))), "{order:?}");
    assert_eq!(world.platform.requests().iter().filter(|r| r.status == Some(429)).count(), 0);
    world.stop().await;
}
