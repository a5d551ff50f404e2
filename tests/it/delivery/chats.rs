//! The group changes while an item is on its way: it moves, the bot is thrown out or muted, its link ends.

use super::*;
use crate::live::on_both;
use crate::world::moment;
use loaban::channel::Reason;
use loaban::standins::telegram::{Fault, Standing, What};

on_both!(
    a_group_that_moves_in_mid_broadcast_keeps_its_link_and_gets_it_once,
    a_bot_that_was_removed_is_shown_and_not_retried_and_comes_back,
    a_bot_that_was_muted_is_shown_and_comes_back_when_it_may_write,
    a_group_that_is_unlinked_while_it_waits_gets_nothing,
);

async fn a_group_that_moves_in_mid_broadcast_keeps_its_link_and_gets_it_once(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let old = world.platform.add_basic_group("Bản mẫu", &[by]);
    world.platform.add_bot_to_group(world.bot, old, by).unwrap();
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    world.platform.person_sends(by, old, &format!("/lienket {code}")).unwrap();
    world.group_sees(old, "Nhóm này nay là loa của").await;
    let id_of_group = group(&world, old).await.id;
    world.settle().await;

    // The message hangs on its way while the group moves: the old address answers where the group is now.
    world.platform.fault(Fault::new(What::HangBefore).on("sendMessage").in_chat(old));
    let item = Draft { voice: Some(vec![3; 40]), ..Draft::new("tin-doi", "Tin giữa lúc đổi nhóm") }
        .released(&world)
        .await;
    let id = item.goes_out(&world).await;
    let hanging = world.platform.wait_for(PATIENCE, |p| {
        p.requests().iter().any(|r| r.method == "sendMessage" && r.status.is_none()).then_some(())
    });
    hanging.await.expect("the message is on its way");
    let new = world.platform.migrate(old).unwrap();
    released_until(&world, |p| p.messages(new).iter().any(|m| m.text.contains("Tin giữa lúc đổi nhóm")))
        .await;
    world.settle().await;
    until_over(&world, &id).await;
    assert_eq!((times(&world, old, "Tin giữa"), times(&world, new, "Tin giữa")), (0, 1));
    let now = group(&world, new).await;
    assert_eq!(
        (&now.id, now.state.as_str(), now.place.as_str()),
        (&id_of_group, "linked", "lc-binhlu-naluong")
    );
    let kinds: Vec<Kind> = seen(&world, new, "Tin giữa").iter().map(|m| m.kind).collect();
    assert_eq!(kinds, [Kind::Text, Kind::Voice]);
    assert_eq!(item.publish(&world, |_| {}).await.unwrap().groups, 0);
    ends(world).await;
}

async fn a_bot_that_was_removed_is_shown_and_not_retried_and_comes_back(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let kicked = world.linked_group("lc-binhlu-naluong", by).await;
    let other = world.linked_group("lc-binhlu-suoimay", by).await;
    world.settle().await;
    // It learns of it by being refused: its own update is still on the way.
    world
        .platform
        .fault(Fault::error(403, "Forbidden: bot was kicked from the supergroup chat").in_chat(kicked));
    let item = Draft { poster: true, ..Draft::new("tin-duoi", "Tin khi bị đuổi") }.released(&world).await;
    let id = item.goes_out(&world).await;
    until_over(&world, &id).await;
    world.settle().await;
    assert_eq!(state(&world, &id, kicked).await, ("failed".into(), "removed".into()));
    assert_eq!(state(&world, &id, other).await.0, "sent");
    assert_eq!(group(&world, kicked).await.state, loaban::groups::State::Gone);
    world.platform.remove_bot_from_group(world.bot, kicked, by).unwrap();
    world.pass(Duration::from_secs(3600));
    let calls = |chat: i64| {
        let calls = world.platform.requests().into_iter().filter(|r| {
            r.method.starts_with("send")
                && r.params["chat_id"].to_string().trim_matches('"') == chat.to_string()
        });
        calls.count()
    };
    let before = calls(kicked);
    let second = Draft::new("tin-duoi-2", "Tin kế tiếp").released(&world).await;
    assert_eq!(second.publish(&world, |_| {}).await.unwrap().groups, 1);
    world.group_sees(other, "Tin kế tiếp").await;
    a_round_passes(&world, by).await;
    assert_eq!(calls(kicked), before);
    // Back in the group: linked again without a code, and the editor sends again what failed.
    world.platform.add_bot_to_group(world.bot, kicked, by).unwrap();
    until_group(&world, kicked, "linked").await;
    assert_eq!(world.parts().publisher.resend(&id, loaban::outbox::Again::Failed).await.unwrap(), 1);
    world.app().wake();
    until_over(&world, &id).await;
    world.settle().await;
    let kinds: Vec<Kind> = seen(&world, kicked, "Tin khi bị đuổi").iter().map(|m| m.kind).collect();
    assert_eq!(kinds, [Kind::Text, Kind::Photo]);
    assert_eq!(second.publish(&world, |_| {}).await.unwrap().groups, 1);
    world.group_sees(kicked, "Tin kế tiếp").await;
    ends(world).await;
}

async fn a_bot_that_was_muted_is_shown_and_comes_back_when_it_may_write(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let muted = world.linked_group("lc-binhlu-naluong", by).await;
    world.settle().await;
    world.platform.set_standing(world.bot, muted, by, Standing::Muted).unwrap();
    let id = Draft::new("tin-cam", "Tin khi bị cấm viết").released(&world).await.goes_out(&world).await;
    until_over(&world, &id).await;
    assert_eq!(state(&world, &id, muted).await, ("failed".into(), Reason::Muted.as_str().into()));
    assert_eq!(group(&world, muted).await.reason, Some(loaban::reason::Reason::Muted));
    // Sent again before anybody lets it write: the reason is still the true one.
    assert_eq!(world.parts().publisher.resend(&id, loaban::outbox::Again::Failed).await.unwrap(), 1);
    world.app().wake();
    until_over(&world, &id).await;
    assert_eq!(state(&world, &id, muted).await, ("failed".into(), "muted".into()));
    world.platform.set_standing(world.bot, muted, by, Standing::Member).unwrap();
    until_group(&world, muted, "linked").await;
    assert_eq!(world.parts().publisher.resend(&id, loaban::outbox::Again::Failed).await.unwrap(), 1);
    world.app().wake();
    world.group_sees(muted, "Tin khi bị cấm viết").await;
    ends(world).await;
}

async fn a_group_that_is_unlinked_while_it_waits_gets_nothing(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let ended = world.linked_group("lc-binhlu-naluong", by).await;
    let stays = world.linked_group("lc-binhlu-suoimay", by).await;
    let item = Draft { poster: true, ..Draft::new("tin-hen", "Tin hẹn giờ") }.released(&world).await;
    let id = item.publish(&world, |o| o.at = Some(moment("2026-11-25 10:00"))).await.unwrap().publication;
    let row = group(&world, ended).await;
    let mut tx = world.parts().db.write().await.unwrap();
    assert!(groups::unlink(&mut tx, world.clock.now(), &row.id).await.unwrap());
    tx.commit().await.unwrap();
    world.pass_until("2026-11-25 10:00");
    until_over(&world, &id).await;
    assert_eq!(state(&world, &id, ended).await, ("failed".into(), "unlinked".into()));
    assert_eq!(state(&world, &id, stays).await.0, "sent");
    world.settle().await;
    assert!(seen(&world, ended, "Tin hẹn giờ").is_empty());
    assert_eq!(seen(&world, stays, "Tin hẹn giờ").len(), 2);
    ends(world).await;
}
