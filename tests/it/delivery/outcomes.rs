//! What the platform answers, or does not, and what becomes of a delivery then.

use super::*;
use crate::on_both;
use crate::world::{TOKEN, log, moment};
use loaban::channel::Reason;
use loaban::config::Secret;
use loaban::practice::telegram::{Fault, Standing, Telegram, What};
use serde_json::json;

on_both!(
    each_answer_of_the_platform_has_its_outcome,
    a_wait_is_obeyed_in_full_and_holds_that_chat_alone,
    what_may_have_arrived_is_not_repeated_to_a_village_and_once_to_a_person,
    a_platform_that_cannot_be_reached_loses_nothing_and_is_told_of_once,
    a_platform_that_does_not_answer_leaves_unknown_only_what_was_in_flight,
    a_revoked_token_holds_everything_until_a_valid_one_comes,
    a_group_that_moves_in_mid_broadcast_keeps_its_link_and_gets_it_once,
    a_bot_that_was_removed_is_shown_and_not_retried_and_comes_back,
    a_bot_that_was_muted_is_shown_and_comes_back_when_it_may_write,
    only_the_parts_that_failed_are_sent_again,
    a_publication_is_cancelled_while_it_is_going_out,
    a_group_that_is_unlinked_while_it_waits_gets_nothing,
);

fn refusal(code: u16, text: &str) -> What {
    What::Error { code, description: text.into(), parameters: json!(null) }
}

async fn each_answer_of_the_platform_has_its_outcome(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    // Answer, state, reason, state of the group, how often the group saw it.
    let table: &[(What, &str, &str, &str, usize)] = &[
        (refusal(400, "Bad Request: chat not found"), "failed", "unknown-chat", "gone", 0),
        (refusal(400, "Bad Request: message is too long"), "failed", "content", "linked", 0),
        (
            refusal(400, "Bad Request: can't parse entities: unsupported start tag"),
            "failed",
            "content",
            "linked",
            0,
        ),
        (refusal(400, "Bad Request: message text is empty"), "failed", "content", "linked", 0),
        (refusal(400, "Bad Request: message thread not found"), "sent", "", "linked", 1),
        (refusal(400, "Bad Request: message to be replied not found"), "sent", "", "linked", 1),
        (refusal(400, "Bad Request: TOPIC_CLOSED"), "sent", "", "linked", 1),
        (
            refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
            "failed",
            "muted",
            "gone",
            0,
        ),
        (refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), "failed", "muted", "gone", 0),
        (refusal(400, "Bad Request: CHAT_RESTRICTED"), "failed", "muted", "gone", 0),
        (refusal(403, "Forbidden: bot was kicked from the group chat"), "failed", "removed", "gone", 0),
        (refusal(403, "Forbidden: bot was kicked from the supergroup chat"), "failed", "removed", "gone", 0),
        (
            refusal(403, "Forbidden: bot is not a member of the supergroup chat"),
            "failed",
            "removed",
            "gone",
            0,
        ),
        (refusal(403, "Forbidden: the group chat was deleted"), "failed", "group-ended", "gone", 0),
        // Words that nobody knows yet end this message, not the group.
        (refusal(403, "Forbidden: something new"), "failed", "muted", "linked", 0),
        (refusal(413, "Request Entity Too Large"), "failed", "content", "linked", 0),
        (refusal(500, "Internal Server Error: restart"), "unknown", "no-answer", "linked", 0),
        (What::Html(502), "unknown", "no-answer", "linked", 0),
        (What::HtmlAfter(504), "unknown", "no-answer", "linked", 1),
        (What::DropBefore, "unknown", "no-answer", "linked", 0),
        (What::DropAfter, "unknown", "no-answer", "linked", 1),
        (What::SlowMs(300), "sent", "", "linked", 1),
    ];
    let mut groups = vec![];
    for row in table {
        let group = world.linked_group("lc-binhlu-naluong", by).await;
        groups.push(group);
        world.platform.fault(Fault::new(row.0.clone()).on("sendMessage").in_chat(group));
    }
    // The proxy in front of the platform refuses: nothing is known of the group by that.
    let proxied = world.linked_group("lc-binhlu-suoimay", by).await;
    world.platform.fault(Fault::new(What::Html(403)).in_chat(proxied));
    let id = Draft::new("bang-loi", "Tin qua mọi lỗi").released(&world).await.goes_out(&world).await;
    until_counts(&world, &id, |c| c.waiting <= 1).await;
    for (group, (fault, wanted, reason, link, seen)) in groups.iter().zip(table) {
        assert_eq!(state(&world, &id, *group).await, ((*wanted).into(), (*reason).into()), "{fault:?}");
        assert_eq!(super::group(&world, *group).await.state, *link, "{fault:?}");
        assert_eq!(times(&world, *group, "Tin qua mọi lỗi"), *seen, "{fault:?}");
    }
    world.pass(Duration::from_secs(10));
    world.group_sees(proxied, "Tin qua mọi lỗi").await;
    assert_eq!(super::group(&world, proxied).await.state, "linked");
    let counts = until_over(&world, &id).await;
    assert_eq!((counts.sent, counts.failed, counts.unknown), (5, 13, 5));
    ends(world).await;
}

async fn a_wait_is_obeyed_in_full_and_holds_that_chat_alone(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let slow = world.linked_group("lc-binhlu-naluong", by).await;
    let quick = world.linked_group("lc-binhlu-suoimay", by).await;
    world.platform.fault(Fault::new(What::RetryAfter(3)).in_chat(slow));
    let begun = world.clock.tick();
    let id = Draft::new("tin-cho", "Tin phải chờ").released(&world).await.goes_out(&world).await;
    world.group_sees(quick, "Tin phải chờ").await;
    let refused = world
        .platform
        .wait_for(PATIENCE, |p| p.requests().iter().any(|r| r.status == Some(429)).then_some(()));
    refused.await.expect("the platform asked for patience");
    until_state(&world, &id, slow, "waiting").await;
    // Three seconds of the commune's clock are over at once; the platform counts by its own.
    world.pass(Duration::from_secs(3));
    a_round_passes(&world, by).await;
    assert_eq!(state(&world, &id, slow).await.0, "waiting");
    world.group_sees(slow, "Tin phải chờ").await;
    assert!(world.clock.tick() - begun >= Duration::from_secs(3));
    until_over(&world, &id).await;
    assert_eq!([slow, quick].map(|g| times(&world, g, "Tin phải chờ")), [1, 1]);
    assert_eq!(world.platform.requests().iter().filter(|r| r.status == Some(429)).count(), 1);
    ends(world).await;
}

async fn what_may_have_arrived_is_not_repeated_to_a_village_and_once_to_a_person(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    let code = asks(&world, resident, "Bao giờ có nước sạch?").await;
    let card = world.person_sees(reporter, &format!("#{code}")).await;
    world.settle().await;

    world.platform.fault(Fault::new(What::DropAfter).on("sendMessage").in_chat(group));
    let item = Draft::new("tin-mat", "Tin không rõ").released(&world).await;
    let id = item.goes_out(&world).await;
    until_over(&world, &id).await;
    assert_eq!(state(&world, &id, group).await, ("unknown".into(), "no-answer".into()));
    // An editor decides; the part that is known is not repeated.
    let again = outbox::resend(&world.parts().db, world.clock.now(), &id, "unknown").await.unwrap();
    world.app().wake();
    assert_eq!(again, 1);
    until_over(&world, &id).await;
    assert_eq!(
        (state(&world, &id, group).await.0.as_str(), times(&world, group, "Tin không rõ")),
        ("sent", 2)
    );

    // An urgent one is repeated once, without being asked.
    world.platform.fault(Fault::new(What::DropAfter).on("sendMessage").in_chat(group));
    let urgent = Draft::new("tin-gap", "Lũ đang về").released(&world).await;
    let urgent = urgent.publish(&world, |o| o.rank = "urgent").await.unwrap().publication;
    until_over(&world, &urgent).await;
    assert_eq!(
        (state(&world, &urgent, group).await.0.as_str(), times(&world, group, "Lũ đang về")),
        ("sent", 2)
    );

    // The answer to a person goes once more, and no more than once.
    world.platform.fault(Fault::new(What::DropAfter).on("sendMessage").in_chat(resident).times(3));
    world.platform.person_replies(reporter, world.bot, card.message_id, "Sang năm có.").unwrap();
    let twice = |p: &Telegram| {
        let seen = p
            .private_messages(resident, world.bot)
            .iter()
            .filter(|m| m.text.contains("Sang năm có."))
            .count();
        (seen == 2).then_some(())
    };
    world.platform.wait_for(PATIENCE, twice).await.expect("the answer, twice");
    world.settle().await;
    world.platform.clear_faults();
    assert!(twice(&world.platform).is_some(), "{}", world.private(resident));
    ends(world).await;
}

/// As many fly at once as may leave in a second, and never fewer than this.
const SEATS: u32 = 16;

async fn a_platform_that_cannot_be_reached_loses_nothing_and_is_told_of_once(engine: Engine) {
    let account = format!("tg-away-{engine:?}").to_lowercase();
    let named = |s: &mut Settings| {
        own_content(s);
        s.accounts[0].name.clone_from(&account);
        s.accounts[0].per_second = Some(SEATS);
    };
    let Some(world) = World::with(engine, named).await else { return };
    let by = world.platform.add_person("Bí thư");
    let mut groups = vec![];
    for _ in 0..20 {
        groups.push(world.linked_group("lc-binhlu-naluong", by).await);
    }
    let item = Draft::new("tin-xa", "Tin lúc mất mạng").released(&world).await;
    world.settle().await;
    world.platform.offline(true);
    let id = item.goes_out(&world).await;
    let told =
        |words: &str| log::lines().lines().filter(|l| l.contains(&account) && l.contains(words)).count();
    let deadline = world.clock.tick() + PATIENCE;
    while told("cannot be reached; messages wait") == 0 {
        assert!(world.clock.tick() < deadline, "nothing was said of the outage");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    world.pass(Duration::from_secs(3600));
    let counts = outbox::counts(&world.parts().db, &id).await.unwrap();
    assert_eq!((counts.sent, counts.failed), (0, 0), "{counts:?}");
    world.platform.offline(false);
    world.pass(Duration::from_secs(3600));
    let counts = until_over(&world, &id).await;
    // Connections that stood open and were cut under a request may have carried it; refused ones did not.
    assert_eq!((counts.sent + counts.unknown, counts.failed), (20, 0));
    assert!(counts.unknown <= 16, "{counts:?}");
    for group in groups {
        assert_eq!(times(&world, group, "Tin lúc mất mạng") <= 1, true);
    }
    world.settle().await;
    assert_eq!((told("cannot be reached; messages wait"), told("the platform is back")), (1, 1));
    ends(world).await;
}

async fn a_platform_that_does_not_answer_leaves_unknown_only_what_was_in_flight(engine: Engine) {
    let few = |s: &mut Settings| {
        own_content(s);
        s.accounts[0].per_second = Some(SEATS);
    };
    let Some(world) = World::with(engine, few).await else { return };
    let by = world.platform.add_person("Bí thư");
    let mut groups = vec![];
    for _ in 0..30 {
        groups.push(world.linked_group("lc-binhlu-naluong", by).await);
    }
    let item = Draft::new("tin-treo", "Tin lúc treo").released(&world).await;
    world.settle().await;
    // Half of them are carried out and never answered; the rest is never carried out; nothing else answers either.
    world.platform.fault(Fault::new(What::HangAfter).on("sendMessage").times(6));
    world.platform.fault(Fault::new(What::HangBefore).on("sendMessage").times(u32::MAX));
    world.platform.fault(Fault::new(What::HangBefore).on("getMe").times(u32::MAX));
    let id = item.goes_out(&world).await;
    let deadline = world.clock.tick() + Duration::from_secs(60);
    let counts = loop {
        let counts = outbox::counts(&world.parts().db, &id).await.unwrap();
        if counts.unknown >= 6 {
            break counts;
        }
        assert!(world.clock.tick() < deadline, "{counts:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!((counts.sent, counts.failed), (0, 0));
    // What was given up never gets an answer; what waits for one now does.
    let hung = world
        .platform
        .requests()
        .iter()
        .filter(|r| r.method == "sendMessage")
        .map(|r| r.number)
        .max()
        .unwrap_or(0);
    world.platform.clear_faults();
    released_until(&world, |p| {
        p.requests().iter().all(|r| r.status.is_some() || r.method == "getUpdates" || r.number <= hung)
    })
    .await;
    let counts = until_over_within(&world, &id, Duration::from_secs(60)).await;
    // No more than fly at once.
    assert!(counts.unknown <= 16 && counts.sent == 30 - counts.unknown, "{counts:?}");
    for group in groups {
        let (state, seen) = (state(&world, &id, group).await.0, times(&world, group, "Tin lúc treo"));
        assert!(seen <= 1 && (state == "unknown" || seen == 1), "{state} {seen}");
    }
    ends(world).await;
}

async fn until_over_within(world: &World, id: &str, patience: Duration) -> Counts {
    let deadline = world.clock.tick() + patience;
    loop {
        let counts = outbox::counts(&world.parts().db, id).await.unwrap();
        if counts.waiting == 0 {
            return counts;
        }
        assert!(world.clock.tick() < deadline, "{counts:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn a_revoked_token_holds_everything_until_a_valid_one_comes(engine: Engine) {
    let account = format!("tg-revoked-{engine:?}").to_lowercase();
    let named = |s: &mut Settings| {
        own_content(s);
        s.accounts[0].name.clone_from(&account);
        s.accounts[0].per_second = Some(SEATS);
    };
    let Some(mut world) = World::with(engine, named).await else { return };
    let by = world.platform.add_person("Bí thư");
    let group = world.linked_group("lc-binhlu-naluong", by).await;
    let item = Draft::new("tin-khoa", "Tin sau khi đổi khóa").released(&world).await;
    world.settle().await;
    world.platform.revoke_token(world.bot, "4242:another-token-of-the-bot");
    let id = item.goes_out(&world).await;
    let told =
        |words: &str| log::lines().lines().filter(|l| l.contains(&account) && l.contains(words)).count();
    let deadline = world.clock.tick() + PATIENCE;
    while told("does not accept the token") == 0 {
        assert!(world.clock.tick() < deadline, "nothing was said of the token");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for _ in 0..300 {
        world.pass(Duration::from_secs(60));
    }
    assert_eq!(state(&world, &id, group).await.0, "waiting");
    // Taken back: it goes on by itself.
    world.platform.revoke_token(world.bot, TOKEN);
    world.pass(Duration::from_secs(600));
    until_over(&world, &id).await;
    assert_eq!((times(&world, group, "Tin sau khi đổi khóa"), told("does not accept the token")), (1, 1));
    // A new one in the settings: after a restart, at once.
    world.platform.revoke_token(world.bot, "4242:the-new-token");
    let second = Draft::new("tin-khoa-2", "Tin với khóa mới").released(&world).await.goes_out(&world).await;
    world.stop().await;
    world.change(|s| s.accounts[0].token = Secret::new("4242:the-new-token"));
    world.start().await;
    world.pass(Duration::from_secs(600));
    until_over(&world, &second).await;
    assert_eq!(times(&world, group, "Tin với khóa mới"), 1);
    assert!(!log::lines().contains("token-of-the-bot") && !log::lines().contains("the-new-token"));
    ends(world).await;
}

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
        (now.id.as_str(), now.state.as_str(), now.place.as_str()),
        (id_of_group.as_str(), "linked", "lc-binhlu-naluong")
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
    assert_eq!(group(&world, kicked).await.state, "gone");
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
    assert_eq!(outbox::resend(&world.parts().db, world.clock.now(), &id, "failed").await.unwrap(), 1);
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
    assert_eq!(group(&world, muted).await.reason, "muted");
    world.platform.set_standing(world.bot, muted, by, Standing::Member).unwrap();
    until_group(&world, muted, "linked").await;
    assert_eq!(outbox::resend(&world.parts().db, world.clock.now(), &id, "failed").await.unwrap(), 1);
    world.app().wake();
    world.group_sees(muted, "Tin khi bị cấm viết").await;
    ends(world).await;
}

async fn only_the_parts_that_failed_are_sent_again(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let [voice, picture, fine] = [
        world.linked_group("lc-binhlu-naluong", by).await,
        world.linked_group("lc-binhlu-suoimay", by).await,
        world.linked_group("lc-binhlu-doiche", by).await,
    ];
    world
        .platform
        .fault(Fault::error(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN").on("sendVoice").in_chat(voice));
    world.platform.fault(Fault::new(What::DropBefore).on("sendPhoto").in_chat(picture));
    let item =
        Draft { voice: Some(vec![5; 30]), poster: true, ..Draft::new("tin-phan", "Tin nhiều phần") }
            .released(&world)
            .await;
    let id = item.goes_out(&world).await;
    world.settle().await;
    // A group's state is its text's.
    let counts = until_over(&world, &id).await;
    assert_eq!((counts.sent, counts.failed, counts.unknown), (3, 0, 0));
    let kinds = |group: i64| seen(&world, group, "Tin nhiều phần").iter().map(|m| m.kind).collect::<Vec<_>>();
    assert_eq!(kinds(voice), [Kind::Text, Kind::Photo]);
    assert_eq!(kinds(picture), [Kind::Text, Kind::Voice]);
    let now = world.clock.now();
    assert_eq!(outbox::resend(&world.parts().db, now, &id, "failed").await.unwrap(), 0);
    world.app().wake();
    world.settle().await;
    assert_eq!(kinds(voice), [Kind::Text, Kind::Photo, Kind::Voice]);
    assert_eq!(kinds(picture), [Kind::Text, Kind::Voice]);
    outbox::resend(&world.parts().db, now, &id, "unknown").await.unwrap();
    world.app().wake();
    world.settle().await;
    assert_eq!(kinds(picture), [Kind::Text, Kind::Voice, Kind::Photo]);
    assert_eq!(kinds(fine), [Kind::Text, Kind::Voice, Kind::Photo]);
    ends(world).await;
}

async fn a_publication_is_cancelled_while_it_is_going_out(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let flying = world.linked_group("lc-binhlu-naluong", by).await;
    let waiting = world.linked_group("lc-binhlu-suoimay", by).await;
    let moving = world.platform.add_basic_group("Bản mẫu", &[by]);
    world.platform.add_bot_to_group(world.bot, moving, by).unwrap();
    let code = world.invite("group", "lc-binhlu-doiche", "").await;
    world.platform.person_sends(by, moving, &format!("/lienket {code}")).unwrap();
    world.group_sees(moving, "Nhóm này nay là loa của").await;
    world.settle().await;
    for group in [flying, moving] {
        world.platform.fault(Fault::new(What::HangBefore).on("sendMessage").in_chat(group));
    }
    world.platform.fault(Fault::new(What::RetryAfter(1)).on("sendMessage").in_chat(waiting));
    world.platform.clear_requests();
    let item = Draft { poster: true, ..Draft::new("tin-rut", "Tin rút lại") }.released(&world).await;
    let id = item.goes_out(&world).await;
    let out = world.platform.wait_for(PATIENCE, |p| {
        let calls: Vec<_> =
            p.requests().into_iter().filter(|r| r.method == "sendMessage").map(|r| r.status).collect();
        (calls.len() == 3 && calls.contains(&Some(429))).then_some(())
    });
    out.await.expect("two hang and one was told to wait");
    until_state(&world, &id, waiting, "waiting").await;
    let taken_back = world.parts().publisher.cancel(&id).await.unwrap();
    assert_eq!(taken_back, 1);
    let new = world.platform.migrate(moving).unwrap();
    released_until(&world, |p| p.requests().iter().all(|r| r.method != "sendMessage" || r.status.is_some()))
        .await;
    world.pass(Duration::from_secs(60));
    let counts = until_over(&world, &id).await;
    // What was on its way arrived, without its picture; what would have been tried again is not.
    assert_eq!((counts.sent, counts.cancelled), (1, 2), "{counts:?}");
    world.settle().await;
    assert_eq!(seen(&world, flying, "Tin rút lại").iter().map(|m| m.kind).collect::<Vec<_>>(), [Kind::Text]);
    assert_eq!([waiting, moving, new].map(|g| times(&world, g, "Tin rút lại")), [0, 0, 0]);
    ends(world).await;
}

/// Lets hanging calls go on until something is reached. Again and again: a call that is known to have come may
/// begin to hang a moment later.
async fn released_until(world: &World, reached: impl Fn(&Telegram) -> bool) {
    let deadline = world.clock.tick() + PATIENCE;
    while !reached(&world.platform) {
        assert!(world.clock.tick() < deadline, "it hangs on");
        world.platform.release();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn until_state(world: &World, id: &str, group: i64, wanted: &str) {
    let deadline = world.clock.tick() + PATIENCE;
    while state(world, id, group).await.0 != wanted {
        assert!(world.clock.tick() < deadline, "{:?}", rows(world, id).await);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn a_group_that_is_unlinked_while_it_waits_gets_nothing(engine: Engine) {
    let Some(world) = world(engine).await else { return };
    let by = world.platform.add_person("Bí thư");
    let ended = world.linked_group("lc-binhlu-naluong", by).await;
    let stays = world.linked_group("lc-binhlu-suoimay", by).await;
    let item = Draft { poster: true, ..Draft::new("tin-hen", "Tin hẹn giờ") }.released(&world).await;
    let id = item.publish(&world, |o| o.at = Some(moment("2026-11-25 10:00"))).await.unwrap().publication;
    let mut row = group(&world, ended).await;
    row.state = "unlinked".into();
    let mut tx = world.parts().db.write().await.unwrap();
    groups::save(&mut tx, &row, world.clock.now()).await.unwrap();
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
