//! What the platform answers, or does not, and what becomes of a delivery then. The table of single faults is
//! `trouble/matrix.rs`.

use super::unheard::{AFTER_THE_PAUSE, unknown, waiting};
use super::*;
use crate::live::on_both;
use crate::world::{TOKEN, log};
use loaban::config::Secret;
use loaban::content::Rank;
use loaban::standins::telegram::{Fault, Telegram, What};
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

on_both!(
    a_wait_is_obeyed_in_full_and_holds_that_chat_alone,
    what_may_have_arrived_is_not_repeated_to_a_village_and_once_to_a_person,
    a_platform_that_cannot_be_reached_loses_nothing_and_is_told_of_once,
    a_refused_connection_is_tried_again_and_fails_nothing,
    a_platform_that_does_not_answer_leaves_unknown_only_what_was_in_flight,
    a_revoked_token_holds_everything_until_a_valid_one_comes,
);

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
    let again = world.parts().publisher.resend(&id, loaban::outbox::Again::Unknown).await.unwrap();
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
    let urgent = urgent.publish(&world, |o| o.rank = Rank::Urgent).await.unwrap().publication;
    until_reason(&world, &urgent, group, "no-answer").await;
    world.pass(AFTER_THE_PAUSE);
    until_over(&world, &urgent).await;
    assert_eq!(
        (state(&world, &urgent, group).await.0.as_str(), times(&world, group, "Lũ đang về")),
        ("sent", 2)
    );

    // The answer to a person goes once more, and no more than once.
    world.platform.fault(Fault::new(What::DropAfter).on("sendMessage").in_chat(resident).times(3));
    world.platform.person_replies(reporter, world.bot, card.message_id, "Sang năm có.").unwrap();
    world.comes_to(&waiting("answer", "no-answer"), 1).await;
    world.pass(AFTER_THE_PAUSE);
    let twice = |p: &Telegram| {
        let seen = p
            .private_messages(resident, world.bot)
            .iter()
            .filter(|m| m.text.contains("Sang năm có."))
            .count();
        (seen == 2).then_some(())
    };
    world.platform.wait_for(PATIENCE, twice).await.expect("the answer, twice");
    world.comes_to(&unknown("answer"), 1).await;
    world.pass(Duration::from_secs(3600));
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
    let counts = outbox::counts(&world.parts().core.db, &id).await.unwrap();
    assert_eq!((counts.sent, counts.failed), (0, 0), "{counts:?}");
    world.platform.offline(false);
    world.pass(Duration::from_secs(3600));
    let counts = until_over(&world, &id).await;
    // Connections that stood open and were cut under a request may have carried it; refused ones did not.
    assert_eq!((counts.sent + counts.unknown, counts.failed), (20, 0));
    assert!(counts.unknown <= 16, "{counts:?}");
    for group in groups {
        assert!(times(&world, group, "Tin lúc mất mạng") <= 1);
    }
    world.settle().await;
    assert_eq!((told("cannot be reached; messages wait"), told("the platform is back")), (1, 1));
    ends(world).await;
}

/// A wire to the platform that can be cut: then nobody listens, and every connection is refused.
struct Wire {
    address: SocketAddr,
    platform: String,
    carries: Option<JoinSet<()>>,
}

impl Wire {
    async fn to(platform: &str) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut wire =
            Wire { address, platform: platform.trim_start_matches("http://").to_owned(), carries: None };
        wire.carry(listener);
        wire
    }

    fn carry(&mut self, listener: TcpListener) {
        let platform = self.platform.clone();
        let mut carries = JoinSet::new();
        carries.spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                let platform = platform.clone();
                lines.spawn(async move {
                    let mut far = TcpStream::connect(platform).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                });
            }
        });
        self.carries = Some(carries);
    }

    async fn cut(&mut self) {
        if let Some(mut carries) = self.carries.take() {
            carries.shutdown().await;
        }
    }

    async fn mend(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.carry(listener);
    }
}

async fn a_refused_connection_is_tried_again_and_fails_nothing(engine: Engine) {
    let account = format!("tg-refused-{engine:?}").to_lowercase();
    let Some(mut world) = World::with(engine, |s| {
        own_content(s);
        s.accounts[0].name.clone_from(&account);
    })
    .await
    else {
        return;
    };
    let by = world.platform.add_person("Bí thư");
    let mut groups = vec![];
    for _ in 0..20 {
        groups.push(world.linked_group("lc-binhlu-naluong", by).await);
    }
    world.settle().await;
    let mut wire = Wire::to(&world.platform.url()).await;
    world.stop().await;
    world.change(|s| s.accounts[0].api_url = format!("http://{}", wire.address));
    world.start().await;
    let item = Draft::new("tin-dut", "Tin lúc đứt dây").released(&world).await;
    a_round_passes(&world, by).await;
    let told =
        |words: &str| log::lines().lines().filter(|l| l.contains(&account) && l.contains(words)).count();
    let until_told = async |words: &str| {
        let deadline = world.clock.tick() + PATIENCE;
        while told(words) == 0 {
            assert!(world.clock.tick() < deadline, "“{words}” was not said");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    wire.cut().await;
    until_told("receiving stopped for a moment").await;
    let id = item.goes_out(&world).await;
    until_told("cannot be reached; messages wait").await;
    for _ in 0..24 {
        world.pass(Duration::from_secs(600));
    }
    let counts = outbox::counts(&world.parts().core.db, &id).await.unwrap();
    assert_eq!((counts.waiting, counts.failed, counts.unknown), (20, 0, 0), "{counts:?}");
    wire.mend().await;
    world.pass(Duration::from_secs(600));
    let counts = until_over(&world, &id).await;
    assert_eq!((counts.sent, counts.failed, counts.unknown), (20, 0, 0), "{counts:?}");
    for group in groups {
        assert_eq!(times(&world, group, "Tin lúc đứt dây"), 1);
    }
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
        let counts = outbox::counts(&world.parts().core.db, &id).await.unwrap();
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

async fn until_over_within(world: &World, id: &PublicationId, patience: Duration) -> Counts {
    let deadline = world.clock.tick() + patience;
    loop {
        let counts = outbox::counts(&world.parts().core.db, id).await.unwrap();
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
    let item = Draft::new("tin-khoa", "Tin sau khi đổi khoá").released(&world).await;
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
    assert_eq!((times(&world, group, "Tin sau khi đổi khoá"), told("does not accept the token")), (1, 1));
    // A new one in the settings: after a restart, at once.
    world.platform.revoke_token(world.bot, "4242:the-new-token");
    let second = Draft::new("tin-khoa-2", "Tin với khoá mới").released(&world).await.goes_out(&world).await;
    world.stop().await;
    world.change(|s| s.accounts[0].token = Secret::new("4242:the-new-token"));
    world.start().await;
    world.pass(Duration::from_secs(600));
    until_over(&world, &second).await;
    assert_eq!(times(&world, group, "Tin với khoá mới"), 1);
    assert!(!log::lines().contains("token-of-the-bot") && !log::lines().contains("the-new-token"));
    ends(world).await;
}
