//! The group changes while an item is on its way: it moves, the bot is thrown out or muted, its link ends.

use super::*;
use crate::live::on_both;
use crate::trouble::sends_to;
use crate::world::moment;
use loaban::standins::telegram::{Fault, Standing, What};

on_both!(
    a_group_that_moves_in_mid_broadcast_keeps_its_link_and_gets_it_once,
    a_bot_that_was_removed_is_shown_and_not_retried_and_comes_back,
    a_bot_that_was_muted_is_shown_and_sends_when_it_may_write,
    what_is_forbidden_for_a_week_fails_keeps_the_link_and_can_be_sent_again,
    a_voice_that_may_not_be_sent_costs_nothing_but_itself,
    who_is_gone_is_promised_nothing_by_sending_again,
    after_a_move_nothing_of_the_old_chat_is_quoted,
    what_is_linked_in_a_topic_is_said_in_that_topic,
    a_chat_hears_one_thing_after_the_other_by_whatever_name_it_is_known,
    topics_of_one_chat_share_its_pace,
    a_group_that_is_unlinked_while_it_waits_gets_nothing,
);

async fn a_group_that_moves_in_mid_broadcast_keeps_its_link_and_gets_it_once(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let old = world.platform.add_basic_group("Bản mẫu", &[by]);
    world.platform.add_bot_to_group(world.bot, old, by).unwrap();
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    world.platform.person_sends(by, old, &format!("/lienket {code}")).unwrap();
    world.group_sees(old, "Từ nay nhóm này nhận tin của").await;
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

async fn a_bot_that_was_muted_is_shown_and_sends_when_it_may_write(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let muted = world.linked_group("lc-binhlu-naluong", by).await;
    world.settle().await;
    world.platform.set_standing(world.bot, muted, by, Standing::Muted).unwrap();
    let id = Draft::new("tin-cam", "Tin khi bị cấm viết").released(&world).await.goes_out(&world).await;
    until_reason(&world, &id, muted, "muted").await;
    assert_eq!(state(&world, &id, muted).await, ("waiting".into(), "muted".into()));
    // The village keeps its link: the next item waits for it as well.
    assert_eq!(group(&world, muted).await.state.as_str(), "linked");
    let next = Draft::new("tin-sau", "Tin sau đó").released(&world).await;
    assert_eq!(next.publish(&world, |_| {}).await.unwrap().groups, 1);
    // Whoever lets it write need not ask for anything: it is told, and goes on at once.
    world.platform.set_standing(world.bot, muted, by, Standing::Member).unwrap();
    world.group_sees(muted, "Tin khi bị cấm viết").await;
    world.group_sees(muted, "Tin sau đó").await;
    until_over(&world, &id).await;
    assert_eq!(times(&world, muted, "Tin khi bị cấm viết"), 1);
    ends(world).await;
}

async fn what_is_forbidden_for_a_week_fails_keeps_the_link_and_can_be_sent_again(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let muted = world.linked_group("lc-binhlu-naluong", by).await;
    world.settle().await;
    let forbidden = Fault::error(400, "Bad Request: CHAT_RESTRICTED").on("sendMessage").in_chat(muted);
    world.platform.fault(forbidden.times(1000));
    let id = Draft::new("tin-han", "Tin khi bị hạn chế").released(&world).await.goes_out(&world).await;
    until_reason(&world, &id, muted, "restricted").await;
    let begun = world.clock.tick();
    while ["waiting", "sending"].contains(&state(&world, &id, muted).await.0.as_str()) {
        assert!(world.clock.tick() < begun + Duration::from_secs(60), "it waits for ever");
        world.pass(Duration::from_secs(8 * 3600));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(state(&world, &id, muted).await, ("failed".into(), "restricted".into()));
    assert_eq!(group(&world, muted).await.state.as_str(), "linked");
    let tries = world.platform.requests().iter().filter(|r| r.status == Some(400)).count();
    assert!((20..=36).contains(&tries), "ever more rarely: {tries}");
    world.platform.clear_faults();
    // In the morning: at night nothing leaves.
    let day = 24 * 3_600_000;
    let since_nine = (world.clock.now() - 2 * 3_600_000).rem_euclid(day);
    world.pass(Duration::from_millis((day - since_nine) as u64));
    assert_eq!(world.parts().publisher.resend(&id, outbox::Again::Failed).await.unwrap(), 1);
    world.app().wake();
    world.group_sees(muted, "Tin khi bị hạn chế").await;
    // Its month is over: the figures of this one do not have it.
    world.close().await;
}

/// `sendVoice` forbidden: the text was sent, the village stays, and the voice alone failed and can be sent again.
async fn a_voice_that_may_not_be_sent_costs_nothing_but_itself(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let quiet = world.linked_group("lc-binhlu-naluong", by).await;
    world.settle().await;
    let words = "Bad Request: not enough rights to send voice notes to the chat";
    world.platform.fault(Fault::error(400, words).on("sendVoice").in_chat(quiet).times(100));
    let draft =
        Draft { voice: Some(vec![3; 40]), poster: true, ..Draft::new("tin-tieng", "Tin có tiếng") };
    let id = draft.released(&world).await.goes_out(&world).await;
    until_over(&world, &id).await;
    world.settle().await;
    let kinds = || seen(&world, quiet, "Tin có tiếng").iter().map(|m| m.kind).collect::<Vec<_>>();
    assert_eq!(kinds(), [Kind::Text, Kind::Photo]);
    assert_eq!(
        (state(&world, &id, quiet).await.0.as_str(), group(&world, quiet).await.state.as_str()),
        ("sent", "linked")
    );
    let failed = format!(
        "SELECT COUNT(*) FROM outbox WHERE publication = '{id}' AND part = 1 AND state = 'failed' AND reason = 'no-voices'"
    );
    world.comes_to(&failed, 1).await;
    // Once the group's leader allows it, the voice alone is sent again.
    world.platform.clear_faults();
    assert_eq!(world.parts().publisher.resend(&id, outbox::Again::Failed).await.unwrap(), 1);
    world.app().wake();
    world
        .platform
        .wait_for(PATIENCE, |_| (kinds() == [Kind::Text, Kind::Photo, Kind::Voice]).then_some(()))
        .await
        .expect("the voice");
    ends(world).await;
}

async fn who_is_gone_is_promised_nothing_by_sending_again(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let kicked = world.linked_group("lc-binhlu-naluong", by).await;
    world.settle().await;
    let words = "Forbidden: bot was kicked from the supergroup chat";
    world.platform.fault(Fault::error(403, words).in_chat(kicked));
    let id = Draft::new("tin-gui", "Tin gửi lại").released(&world).await.goes_out(&world).await;
    until_over(&world, &id).await;
    assert_eq!(group(&world, kicked).await.state.as_str(), "gone");
    assert_eq!(world.parts().publisher.resend(&id, outbox::Again::Failed).await.unwrap(), 0);
    assert_eq!(state(&world, &id, kicked).await, ("failed".into(), "removed".into()));
    // It speaks again, so it is back, and now it is really sent.
    world.writes(by, kicked, "/tin");
    until_group(&world, kicked, "linked").await;
    assert_eq!(world.parts().publisher.resend(&id, outbox::Again::Failed).await.unwrap(), 1);
    world.app().wake();
    world.group_sees(kicked, "Tin gửi lại").await;
    ends(world).await;
}

/// Receipts and answers that were on their way while the group got a new address quote nothing there: the old chat's
/// numbers are other messages' numbers, or nobody's, in the new one.
async fn after_a_move_nothing_of_the_old_chat_is_quoted(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let old = world.platform.add_basic_group("Bản mẫu", &[by]);
    world.platform.add_bot_to_group(world.bot, old, by).unwrap();
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    world.writes(by, old, &format!("/lienket {code}"));
    world.group_sees(old, "Từ nay nhóm này nhận tin của").await;
    world.writes(by, old, "/hoi Bao giờ sửa đường?");
    let code = crate::world::code_in(&world.group_sees(old, "Đã nhận câu hỏi").await.text);
    let new = world.platform.migrate(old).unwrap();
    world.says(reporter, &format!("/traloi {code} Tháng sau."));
    let answer = world.group_sees(new, "Tháng sau.").await;
    assert_eq!(answer.reply_to, None, "it quotes a number of another chat");
    // What is asked in the new chat is quoted there.
    world.writes(by, new, "/hoi Bao giờ sửa cầu?");
    let receipt = world.group_sees(new, "Đã nhận câu hỏi").await;
    assert!(receipt.reply_to.is_some());
    ends(world).await;
}

async fn what_is_linked_in_a_topic_is_said_in_that_topic(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let forum = world.platform.add_group("Xã mẫu", &[by]);
    world.platform.add_bot_to_group(world.bot, forum, by).unwrap();
    let [news, talk] = ["Thông báo", "Chuyện bản"].map(|name| world.platform.add_topic(forum, name).unwrap());
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    world.platform.person_sends_in_topic(by, forum, news, &format!("/lienket {code}")).unwrap();
    assert_eq!(world.group_sees(forum, "Từ nay nhóm này nhận tin của").await.thread, Some(news));
    let draft = Draft { voice: Some(vec![3; 40]), ..Draft::new("tin-chu-de", "Tin trong chủ đề") };
    let id = draft.released(&world).await.goes_out(&world).await;
    until_over(&world, &id).await;
    world.settle().await;
    let parts: Vec<_> = seen(&world, forum, "Tin trong chủ đề").iter().map(|m| (m.kind, m.thread)).collect();
    assert_eq!(parts, [(Kind::Text, Some(news)), (Kind::Voice, Some(news))]);
    // Who asks in another topic is answered there.
    world.platform.person_sends_in_topic(by, forum, talk, "/hoi Bao giờ có điện?").unwrap();
    assert_eq!(world.group_sees(forum, "Đã nhận câu hỏi").await.thread, Some(talk));
    // Closed, it waits; gone, the link ends and says why.
    world.platform.close_topic(forum, news).unwrap();
    let id = Draft::new("tin-dong", "Tin khi đóng").released(&world).await.goes_out(&world).await;
    until_reason(&world, &id, forum, "topic-closed").await;
    world.platform.fault(Fault::error(400, "Bad Request: message thread not found").in_chat(forum).times(9));
    world.pass(Duration::from_secs(600));
    until_over(&world, &id).await;
    assert_eq!(state(&world, &id, forum).await, ("failed".into(), "topic-ended".into()));
    ends(world).await;
}

/// The greeting goes to a chat that is known by its address alone, the next reply to the group that it became.
async fn a_chat_hears_one_thing_after_the_other_by_whatever_name_it_is_known(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.platform.add_group("Bản mẫu", &[by]);
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    world.platform.fault(Fault::new(What::SlowMs(300)).on("sendMessage").in_chat(group));
    world.platform.add_bot_to_group(world.bot, group, by).unwrap();
    world.writes(by, group, &format!("/lienket {code}"));
    world.group_sees(group, "Từ nay nhóm này nhận tin của").await;
    world.settle().await;
    let told: Vec<String> =
        world.platform.messages(group).iter().filter(|m| m.from_bot).map(|m| m.text.clone()).collect();
    assert!(
        told[0].contains("chưa được liên kết") && told[1].contains("Từ nay nhóm này nhận tin của"),
        "{told:?}"
    );
    ends(world).await;
}

async fn topics_of_one_chat_share_its_pace(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let forum = world.platform.add_group("Xã mẫu", &[by]);
    world.platform.add_bot_to_group(world.bot, forum, by).unwrap();
    for (topic, village) in [("Trên", "lc-binhlu-naluong"), ("Dưới", "lc-binhlu-suoimay")] {
        let thread = world.platform.add_topic(forum, topic).unwrap();
        let code = world.invite("group", village, "").await;
        world.platform.person_sends_in_topic(by, forum, thread, &format!("/lienket {code}")).unwrap();
        released_until(&world, |p| {
            p.messages(forum)
                .iter()
                .any(|m| m.text.contains("Từ nay nhóm này nhận tin của") && m.thread == Some(thread))
        })
        .await;
    }
    let other = world.linked_group("lc-binhlu-naluong", by).await;
    world.settle().await;
    world.platform.clear_requests();
    world.platform.fault(Fault::new(What::HangBefore).on("sendMessage").in_chat(forum));
    let id = Draft::new("tin-hai", "Tin cho hai chủ đề").released(&world).await.goes_out(&world).await;
    world.group_sees(other, "Tin cho hai chủ đề").await;
    let hanging =
        world.platform.wait_for(PATIENCE, |p| (!sends_to(&p.requests(), forum).is_empty()).then_some(()));
    hanging.await.expect("one of the topics is on its way");
    // Whatever may leave has left by the time that somebody is answered.
    world.says(by, "/trogiup");
    world.person_sees(by, "nói câu hỏi vào đây").await;
    assert_eq!(sends_to(&world.platform.requests(), forum).len(), 1, "the other waits for it");
    released_until(&world, |p| {
        p.messages(forum).iter().filter(|m| m.text.contains("Tin cho hai chủ đề")).count() == 2
    })
    .await;
    until_over(&world, &id).await;
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
    let mut tx = world.parts().core.db.write().await.unwrap();
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
