//! What the platform answers, or does not, and what becomes of a message then.

use super::{ZALO, announcement};
use crate::delivery::unheard::{AFTER_THE_PAUSE, waiting};
use crate::stories;
use crate::world::phones::Note;
use crate::world::{Engine, World};
use loaban::channel::{Channel, Chat, Outcome, Reason, Wait};
use loaban::message::{ChatKind, Message};
use loaban::standins::zalo_bot::{Fault, What};
use serde_json::json;
use std::time::Duration;

stories!(on ZALO;
    each_answer_about_a_group_has_its_state,
    what_may_have_arrived_is_not_repeated_to_a_village_and_once_to_a_person,
    a_full_month_waits_and_loses_nothing,
    a_reset_token_holds_everything_until_the_platform_knows_it_again,
);

/// Announcements' texts that wait.
const WAITING: &str =
    "SELECT COUNT(*) FROM outbox WHERE kind = 'announcement' AND part = 0 AND state = 'waiting'";

fn refusal(code: i64) -> What {
    What::Error { code, description: "Bad request".into(), parameters: json!(null) }
}

fn channel(world: &World) -> Channel {
    world.app().channels()["bot"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_of_the_table_over_real_http() {
    let Some(world) = World::on(Engine::Sqlite, ZALO, |_| {}).await else { return };
    let secretary = world.phone(loaban::config::Platform::ZaloBot, "Bí thư");
    let village = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.tells(&secretary, "chào");
    world.settle().await;
    let group = Chat { address: village.zalo_bot().to_owned(), kind: ChatKind::Group };
    let person = Chat { address: secretary.zalo_bot().to_owned(), kind: ChatKind::Private };
    let bot = channel(&world);
    let unknown = Outcome::Unknown(Reason::NoAnswer);
    let unreachable = || Outcome::Retry { after: None, unreachable: true };
    let later = |seconds: u64| Outcome::Retry {
        after: Some(Wait::of(Duration::from_secs(seconds))),
        unreachable: false,
    };
    let not_now = |reason| Outcome::NotNow { reason, after: None };
    for always_200 in [false, true] {
        world.zalo.habits(|h| h.always_200 = always_200);
        for (what, in_group, in_private) in [
            (refusal(400), not_now(Reason::Forbidden), not_now(Reason::Forbidden)),
            (refusal(401), Outcome::Stop(Reason::Token), Outcome::Stop(Reason::Token)),
            // A fault of the platform's own, or a refusal: nobody can tell, so it ends no link.
            (refusal(403), not_now(Reason::Forbidden), not_now(Reason::Forbidden)),
            (refusal(404), not_now(Reason::UnknownChat), not_now(Reason::UnknownChat)),
            (refusal(408), unknown.clone(), unknown.clone()),
            (refusal(426), Outcome::Refused(Reason::Content), Outcome::Refused(Reason::Content)),
            (refusal(429), later(180), later(180)),
            (refusal(500), unknown.clone(), unknown.clone()),
            (What::Html(502), unknown.clone(), unknown.clone()),
            (What::HtmlAfter(504), unknown.clone(), unknown.clone()),
            (What::CutShort, unknown.clone(), unknown.clone()),
            // Somebody in front sends us away: surely not taken.
            (What::Redirect(302), unreachable(), unreachable()),
            (What::DropBefore, unknown.clone(), unknown.clone()),
            (What::DropAfter, unknown.clone(), unknown.clone()),
        ] {
            for (chat, meaning) in [(&group, in_group), (&person, in_private)] {
                world.zalo.fault(Fault::new(what.clone()).on("sendMessage").in_chat(&chat.address));
                let outcome = bot.send(chat, &Message::text("Tin"), None).await;
                assert_eq!(outcome, meaning, "{what:?} {chat:?} always_200={always_200}");
            }
        }
    }
    // Too long to be taken: nothing is sent, and the village keeps its link.
    world.zalo.clear_requests();
    let long = Message::text("ă".repeat(2001));
    assert_eq!(bot.send(&group, &long, None).await, Outcome::Refused(Reason::Content));
    assert!(world.zalo.requests().is_empty());
    // A hang is given up in time, and is of unknown fate.
    world.zalo.fault(Fault::new(What::HangAfter).in_chat(&group.address));
    let began = world.clock.tick();
    assert_eq!(bot.send(&group, &Message::text("Tin"), None).await, unknown);
    assert!((world.clock.tick() - began).as_secs() < 20);
    world.zalo.release();
    // Nobody there at all: surely not sent.
    let nowhere = bot.clone();
    world.zalo.shutdown();
    let refused = async {
        loop {
            match nowhere.send(&group, &Message::text("Tin"), None).await {
                Outcome::Retry { after: None, unreachable: true } => return,
                // The door closes a moment later.
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), refused).await.expect("a closed port is no delivery");
    // No error of any of these ever showed the token.
    let told = format!("{:?} {:?}", bot, bot.examine().await);
    assert!(!told.contains("token-of"), "{told}");
    assert!(!crate::world::log::lines().contains("token-of"), "a token stands in the log");
}

async fn each_answer_about_a_group_has_its_state(world: World) {
    let secretary = world.phone(loaban::config::Platform::ZaloBot, "Bí thư");
    let village = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.zalo.remove_bot_from_group(world.zalo_bot, village.zalo_bot()).unwrap();
    world.publishes("kham-suc-khoe").await;
    // Nothing tells this from a fault of the platform: the village stays linked and is tried again.
    world.comes_to(&format!("{} AND reason <> ''", WAITING), 1).await;
    world.comes_to("SELECT COUNT(*) FROM chat_group WHERE state = 'linked'", 1).await;
    // Taken in again and spoken to: what waits for it goes out at once.
    world.zalo.add_bot_to_group(world.zalo_bot, village.zalo_bot()).unwrap();
    world.tells_in(&secretary, &village, "tin");
    world.reads_in(&village, "165/2026/NĐ-CP").await;
    world.comes_to("SELECT COUNT(*) FROM chat_group WHERE state = 'linked'", 1).await;
    world.close().await;
}

async fn what_may_have_arrived_is_not_repeated_to_a_village_and_once_to_a_person(world: World) {
    let on = loaban::config::Platform::ZaloBot;
    let (secretary, resident) = (world.phone(on, "Bí thư"), world.phone(on, "Bà con"));
    let village = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.zalo.fault(Fault::new(What::DropAfter).on("sendMessage").in_chat(village.zalo_bot()));
    world.publishes("kham-suc-khoe").await;
    world.comes_to(&announcement("unknown", "no-answer"), 1).await;
    world.settle().await;
    let items = world.notes_in(&village).into_iter().filter(|n: &Note| n.text.contains("165/2026/NĐ-CP"));
    assert_eq!(items.count(), 1, "the village does not hear it twice");
    world.zalo.fault(Fault::new(What::DropAfter).on("sendMessage").in_chat(resident.zalo_bot()));
    world.tells(&resident, "trợ giúp");
    world.comes_to(&waiting("reply", "no-answer"), 1).await;
    world.pass(AFTER_THE_PAUSE);
    world.settle().await;
    let help = world
        .notes(&resident)
        .into_iter()
        .filter(|n| n.from_bot && n.text.contains("Cứ nhắn hoặc nói câu hỏi vào đây"));
    assert_eq!(help.count(), 2, "a person is told once more, because it may not have arrived");
    world.close().await;
}

async fn a_full_month_waits_and_loses_nothing(world: World) {
    let secretary = world.phone(loaban::config::Platform::ZaloBot, "Bí thư");
    let village = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.settle().await;
    // The platform counts more than we do: its own refusal is believed.
    let used = world.zalo.used(world.zalo_bot);
    world.zalo.habits(|h| h.per_month = used);
    world.publishes("kham-suc-khoe").await;
    let refused =
        |z: &loaban::standins::zalo_bot::ZaloBot| z.requests().iter().any(|r| r.status == Some(429));
    world.zalo.wait_for(Duration::from_secs(20), |z| refused(z).then_some(())).await.unwrap();
    let now = world.clock.now();
    let waits = format!(
        "SELECT COUNT(*) FROM outbox WHERE kind = 'announcement' AND part = 0 AND state = 'waiting' AND not_before >= {}",
        now + 60_000
    );
    world.comes_to(&waits, 1).await;
    world.zalo.habits(|h| h.per_month = 3000);
    let mut world = world;
    world.pass(Duration::from_secs(200));
    // The wait is the platform's: on its own clock, not the commune's. The next process knows the commune's alone.
    world.restart().await;
    world.reads_in(&village, "165/2026/NĐ-CP").await;
    world.close().await;
}

async fn a_reset_token_holds_everything_until_the_platform_knows_it_again(world: World) {
    let secretary = world.phone(loaban::config::Platform::ZaloBot, "Bí thư");
    let village = world.village("lc-binhlu-naluong", &[&secretary]).await;
    world.settle().await;
    world.zalo.reset_token(world.zalo_bot, "1459000000000000001:another");
    world.publishes("kham-suc-khoe").await;
    let refused =
        |z: &loaban::standins::zalo_bot::ZaloBot| z.requests().iter().any(|r| r.status == Some(401));
    world.zalo.wait_for(Duration::from_secs(20), |z| refused(z).then_some(())).await.unwrap();
    world.comes_to(&announcement("waiting", "token"), 1).await;
    world.zalo.reset_token(world.zalo_bot, crate::world::ZALO_TOKEN);
    world.pass(Duration::from_secs(60));
    world.reads_in(&village, "165/2026/NĐ-CP").await;
    world.close().await;
}
