//! What comes, in every shape in which it may come, and what is kept of it.

use super::ZALO;
use crate::stories;
use crate::world::phones::{Note, Phone};
use crate::world::{Engine, World, ZALO_SECRET};
use loaban::config::{Platform, Receive};
use loaban::standins::zalo_bot::Habits;
use serde_json::{Value, json};
use std::time::Duration;

stories!(on ZALO;
    a_wrong_secret_stores_nothing_and_a_probe_is_answered,
    what_comes_twice_or_late_or_is_not_known_is_handled_once_or_left_alone,
    who_is_protected_is_pointed_to_a_telephone,
    names_are_not_kept,
);

const KEPT: &str = "SELECT COUNT(*) FROM inbox";

fn update(number: &str, text: &str) -> Value {
    json!({"event_name": "message.text.received", "message": {"message_id": number, "date": 1_795_392_000_123_i64,
        "chat": {"id": "0f1e2d3c4b5a69788796", "chat_type": "PRIVATE"}, "message_type": "CHAT_MESSAGE", "text": text,
        "from": {"id": "0f1e2d3c4b5a69788796", "display_name": "Giàng A Páo", "is_bot": false}}})
}

/// Posts to the program's own door; the status.
async fn pushed(world: &World, secret: Option<&str>, body: String) -> u16 {
    let url = format!("http://{}/hook/bot", world.app().address());
    let mut request = reqwest::Client::builder().no_proxy().build().unwrap().post(url).body(body);
    if let Some(secret) = secret {
        request = request.header("X-Bot-Api-Secret-Token", secret);
    }
    request.send().await.unwrap().status().as_u16()
}

async fn a_wrong_secret_stores_nothing_and_a_probe_is_answered(world: World) {
    let body = || update("a1", "tin").to_string();
    for secret in [None, Some("village-secret-02"), Some(""), Some("village-secret-011")] {
        assert_eq!(pushed(&world, secret, body()).await, 401, "{secret:?}");
    }
    assert_eq!(world.count(KEPT).await, 0);
    // Probes without a body, with the secret and without.
    assert_eq!(pushed(&world, None, String::new()).await, 200);
    assert_eq!(pushed(&world, Some(ZALO_SECRET), String::new()).await, 200);
    assert_eq!(world.zalo.probe(world.zalo_bot).await.unwrap(), 200);
    // What nobody understands is acknowledged, or it would be pushed for ever.
    for bad in ["[]", "{", "null", "{\"ok\":true}", "\"x\""] {
        assert_eq!(pushed(&world, Some(ZALO_SECRET), bad.into()).await, 200, "{bad}");
    }
    assert_eq!(world.count(KEPT).await, 0);
    let wrapped = json!({"ok": true, "result": update("a2", "tin")}).to_string();
    assert_eq!(pushed(&world, Some(ZALO_SECRET), body()).await, 200);
    assert_eq!(pushed(&world, Some(ZALO_SECRET), wrapped).await, 200);
    assert_eq!(world.count(KEPT).await, 2);
    world.close().await;
}

async fn what_comes_twice_or_late_or_is_not_known_is_handled_once_or_left_alone(world: World) {
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    let helped = |w: &World| {
        w.notes(&resident)
            .iter()
            .filter(|n: &&Note| n.from_bot && n.text.contains("Cứ nhắn hoặc nói câu hỏi vào đây"))
            .count()
    };
    world.zalo.habits(|h| h.twice = true);
    world.tells(&resident, "trợ giúp");
    world.reads(&resident, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.zalo.duplicate_last_update(world.zalo_bot).unwrap();
    world.settle().await;
    assert_eq!(helped(&world), 1);
    // Out of order, and with an event that no documentation names in between.
    world.zalo.habits(|h| (h.twice, h.newest_first) = (false, true));
    world.zalo.hold(true);
    world.tells(&resident, "trợ giúp");
    let strange =
        json!({"event_name": "chat.reaction.added", "message": {"message_id": "77", "text": "bí mật"}});
    world.zalo.raw_update(world.zalo_bot, strange).unwrap();
    world.zalo.raw_update(world.zalo_bot, json!({"event_name": 5})).unwrap();
    world.tells(&resident, "riêng tư");
    world.zalo.hold(false);
    world.settle().await;
    assert_eq!(helped(&world), 2);
    world.reads(&resident, "Đây là máy của").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM inbox WHERE event = 'chat.reaction.added'").await, 0);
    world.close().await;
}

async fn who_is_protected_is_pointed_to_a_telephone(world: World) {
    let (secretary, granny) =
        (world.phone(Platform::ZaloBot, "Bí thư"), world.phone(Platform::ZaloBot, "Bà Vàng"));
    let village = world.village("lc-binhlu-naluong", &[&secretary, &granny]).await;
    world.places("code,name,kind,parent,phone\nlc-binhlu,Xã Bình Lư,commune,lc,0213 0000 000\n").await;
    world.zalo.protect(granny.zalo_bot(), true);
    world.tells(&granny, "Tôi không biết chữ");
    let told = world.reads(&granny, "không cho máy xem nội dung").await;
    assert!(told.text.contains("0213 0000 000"), "the commune's own number: {}", told.text);
    assert!(told.text.contains("(Máy của "), "{}", told.text);
    // A document from anybody else, and in a group.
    world.zalo.protect(granny.zalo_bot(), false);
    world.zalo.person_sends_file(secretary.zalo_bot(), &world.zalo_bot.to_string(), "đơn.pdf").unwrap();
    world.reads(&secretary, "0213 0000 000").await;
    world.zalo.protect(granny.zalo_bot(), true);
    world.tells_in(&granny, &village, "hỏi");
    world.reads_in(&village, "0213 0000 000").await;
    world.close().await;
}

async fn names_are_not_kept(world: World) {
    let resident = world.phone(Platform::ZaloBot, "Giàng A Páo");
    world.zalo.hold(true);
    world.tells(&resident, "Bao giờ tiêm vắc xin?");
    world.zalo.hold(false);
    world.reads(&resident, "xin phép dùng câu hỏi này").await;
    world.settle().await;
    let Phone::ZaloBot(user) = &resident else { unreachable!() };
    // Handled: its body is gone, and its address nowhere in the clear.
    assert_eq!(world.count("SELECT COUNT(*) FROM inbox WHERE body <> ''").await, 0);
    let in_clear =
        format!("SELECT COUNT(*) FROM reach WHERE key LIKE '%{user}%' OR address_sealed LIKE '%{user}%'");
    assert_eq!(world.count(&in_clear).await, 0);
    assert!(!crate::world::log::lines().contains("Giàng A Páo"));
    world.close().await;
}

async fn polling(habits: Habits) -> Option<World> {
    let world =
        World::on(Engine::Sqlite, ZALO, |settings| settings.accounts[0].receive = Receive::Poll).await?;
    world.zalo.habits(|h| *h = habits);
    Some(world)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_polling_everything_arrives_once_even_where_updates_come_back_for_ever() {
    for always_200 in [false, true] {
        let habits = Habits { always_200, replay: true, ..Habits::default() };
        let Some(world) = polling(habits).await else { return };
        let resident = world.phone(Platform::ZaloBot, "Bà con");
        world.tells(&resident, "trợ giúp");
        world.reads(&resident, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
        world.zalo.clear_requests();
        let begun = world.clock.tick();
        tokio::time::sleep(Duration::from_millis(3200)).await;
        let polls = world.zalo.requests().iter().filter(|r| r.method == "getUpdates").count();
        let most = (world.clock.tick() - begun).as_secs() as usize + 1;
        assert!((1..=most).contains(&polls), "{polls} polls in {most} s: a storm, or silence");
        let helped = world.notes(&resident).iter().filter(|n| n.from_bot).count();
        assert_eq!(helped, 1, "what comes back is known");
        world.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_left_behind_is_taken_away_before_polling() {
    let Some(mut world) = World::on(Engine::Sqlite, ZALO, |_| {}).await else { return };
    world.settle().await;
    let prepared = |z: &loaban::standins::zalo_bot::ZaloBot| z.webhook(1_459_000_000_000_000_001).is_string();
    world.zalo.wait_for(Duration::from_secs(10), |z| prepared(z).then_some(())).await.unwrap();
    world.change(|settings| settings.accounts[0].receive = Receive::Poll);
    world.restart().await;
    let gone = |z: &loaban::standins::zalo_bot::ZaloBot| z.webhook(1_459_000_000_000_000_001).is_null();
    world.zalo.wait_for(Duration::from_secs(10), |z| gone(z).then_some(())).await.unwrap();
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    world.tells(&resident, "trợ giúp");
    world.reads(&resident, "Cứ nhắn hoặc nói câu hỏi vào đây").await;
    world.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_says_what_the_platform_found_when_it_called_the_webhook() {
    let Some(world) = World::on(Engine::Sqlite, ZALO, |_| {}).await else { return };
    let bot = world.app().channels()["bot"].clone();
    world.zalo.wait_for(Duration::from_secs(10), |_| bot.prepared().then_some(())).await;
    let said = bot.examine().await.unwrap();
    assert!(said.contains("Bot Loa Bản") && said.contains("gọi được webhook"), "{said}");
    // A firewall in front of the door; then testWebhook's allowance is used up.
    let door = axum::Router::new().fallback(|| async { axum::http::StatusCode::FORBIDDEN });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let wall = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, door).await.unwrap() });
    for tests in [20, 0] {
        world.zalo.habits(|h| h.tests = tests);
        world.zalo.route(crate::world::PUBLIC, &wall);
        let fault = bot.examine().await.unwrap_err().to_string();
        assert!(fault.contains("Cloudflare") && fault.contains("HTTP 403"), "{fault}");
        assert!(!fault.contains("token-of") && !fault.contains(ZALO_SECRET), "{fault}");
    }
    world.zalo.reset_token(world.zalo_bot, "1459000000000000001:another");
    let fault = bot.examine().await.unwrap_err().to_string();
    assert!(fault.contains("401") && !fault.contains("token-of"), "{fault}");
}
