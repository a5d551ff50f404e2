//! The platform as a bot and as people meet it.

use super::{Fault, Kind, What, ZaloBot};
use crate::standins::door::spawn;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

const TOKEN: &str = "1459000000000000001:secret";

async fn platform() -> (ZaloBot, i64) {
    let addr = "127.0.0.1:0".parse().unwrap();
    let platform = ZaloBot::start(addr, Arc::new(|| 1_795_392_000_000)).await.unwrap();
    let bot = platform.add_bot(TOKEN, "Bot Loa Bản");
    (platform, bot)
}

async fn asked(platform: &ZaloBot, token: &str, method: &str, params: Value) -> (u16, Value) {
    let url = format!("{}/bot{token}/{method}", platform.url());
    let answer = reqwest::Client::new().post(url).json(&params).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn call(platform: &ZaloBot, method: &str, params: Value) -> (u16, Value) {
    asked(platform, TOKEN, method, params).await
}

/// A target that remembers what it was sent and answers with a status.
async fn target(status: u16) -> (String, Arc<Mutex<Vec<(HeaderMap, String)>>>) {
    let got = Arc::new(Mutex::new(vec![]));
    let kept = got.clone();
    let take = move |headers: HeaderMap, body: String| async move {
        kept.lock().unwrap().push((headers, body));
        (axum::http::StatusCode::from_u16(status).unwrap(), "a picture")
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let routes = axum::Router::new().fallback(take);
    spawn(async move { axum::serve(listener, routes).await.unwrap() });
    (url, got)
}

#[tokio::test]
async fn tokens_paths_and_method_names_are_checked() {
    let (platform, _) = platform().await;
    assert_eq!(asked(&platform, "1459:other", "getMe", json!({})).await.1["error_code"], 401);
    assert_eq!(call(&platform, "getme", json!({})).await.0, 404);
    let (status, me) = call(&platform, "getMe", json!({})).await;
    assert_eq!(status, 200);
    assert_eq!(me["result"]["id"], "1459000000000000001");
    assert_eq!(me["result"]["display_name"], "Bot Loa Bản");
    platform.shutdown();
}

#[tokio::test]
async fn a_poll_hands_out_one_update_and_says_408_when_there_is_none() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    for text in ["một", "hai"] {
        platform.person_sends(&an, &bot.to_string(), text).unwrap();
    }
    for text in ["một", "hai"] {
        let (_, update) = call(&platform, "getUpdates", json!({"timeout": "0"})).await;
        assert_eq!(update["result"]["message"]["text"], text);
        assert_eq!(update["result"]["message"]["chat"], json!({"id": an, "chat_type": "PRIVATE"}));
    }
    let empty = call(&platform, "getUpdates", json!({"timeout": "0"})).await;
    assert_eq!(empty, (408, json!({"ok": false, "description": "Request timeout", "error_code": 408})));
    platform.habits(|h| (h.always_200, h.replay) = (true, true));
    for text in ["một", "hai", "một"] {
        let (_, update) = call(&platform, "getUpdates", json!({"timeout": 0})).await;
        assert_eq!(update["result"]["message"]["text"], text, "consumed updates come back");
    }
    platform.habits(|h| h.replay = false);
    assert_eq!(call(&platform, "getUpdates", json!({"timeout": 0})).await.0, 200);
    // A poll that waits gets what comes meanwhile.
    let waiting = tokio::spawn({
        let platform = platform.clone();
        async move { call(&platform, "getUpdates", json!({"timeout": "20"})).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    platform.person_sends(&an, &bot.to_string(), "ba").unwrap();
    assert_eq!(waiting.await.unwrap().1["result"]["message"]["text"], "ba");
    platform.shutdown();
}

#[tokio::test]
async fn a_webhook_is_called_once_when_set_and_kept_even_if_that_failed() {
    let (platform, bot) = platform().await;
    assert_eq!(call(&platform, "getWebhookInfo", json!({})).await.0, 404);
    assert_eq!(call(&platform, "deleteWebhook", json!({})).await.0, 404);
    let (refusing, got) = target(403).await;
    platform.route("https://loa.example.vn", &refusing);
    let hook = json!({"url": "https://loa.example.vn/hook/bot", "secret_token": "village-secret-01"});
    let (_, set) = call(&platform, "setWebhook", hook.clone()).await;
    let found = &set["result"]["verification"];
    assert_eq!((&found["ok"], &found["outcome"]), (&json!(false), &json!("webhook.http.403")), "{set}");
    assert_eq!(got.lock().unwrap().len(), 1);
    let (_, info) = call(&platform, "getWebhookInfo", json!({})).await;
    assert_eq!(info["result"]["url"], "https://loa.example.vn/hook/bot");
    // Polling is refused now, and what comes is pushed: flat, or wrapped as documented.
    assert_eq!(call(&platform, "getUpdates", json!({"timeout": 0})).await.0, 400);
    let (taking, got) = target(200).await;
    platform.route("https://loa.example.vn", &taking);
    let an = platform.add_person("An");
    for wrapped in [false, true] {
        platform.habits(|h| h.wrapped = wrapped);
        platform.person_sends(&an, &bot.to_string(), "chào").unwrap();
        platform
            .wait_for(Duration::from_secs(5), |p| (p.pending_updates(bot) == 0).then_some(()))
            .await
            .unwrap();
        let (headers, body) = got.lock().unwrap().pop().unwrap();
        assert_eq!(headers["x-bot-api-secret-token"], "village-secret-01");
        assert!(headers["user-agent"].to_str().unwrap().starts_with("Java/"));
        let body: Value = serde_json::from_str(&body).unwrap();
        let update = if wrapped { &body["result"] } else { &body };
        assert_eq!(update["event_name"], "message.text.received");
    }
    assert_eq!(platform.probe(bot).await.unwrap(), 200);
    assert_eq!(got.lock().unwrap().pop().unwrap().1, "");
    platform.habits(|h| h.tests = 1);
    assert_eq!(call(&platform, "testWebhook", json!({})).await.1["result"]["outcome"], "webhook.ok");
    assert_eq!(call(&platform, "testWebhook", json!({})).await.1["errorCode"], 426);
    assert_eq!(call(&platform, "deleteWebhook", json!({})).await.1["result"]["url"], "");
    let bad = json!({"url": "https://loa.example.vn/x", "secret_token": "short"});
    assert_eq!(call(&platform, "setWebhook", bad).await.0, 400);
    platform.shutdown();
}

#[tokio::test]
async fn a_group_is_heard_by_mention_and_by_quote_only_and_the_plan_has_its_limits() {
    let (platform, bot) = platform().await;
    platform.habits(|h| (h.users, h.groups, h.quotes) = (2, 1, true));
    let (an, binh, chi) =
        (platform.add_person("An"), platform.add_person("Bình"), platform.add_person("Chi"));
    let group = platform.add_group("Bản", &[&an, &binh, &chi]);
    assert_eq!(call(&platform, "sendMessage", json!({"chat_id": group, "text": "x"})).await.0, 404);
    platform.add_bot_to_group(bot, &group).unwrap();
    let second = platform.add_group("Bản khác", &[&an]);
    assert!(platform.add_bot_to_group(bot, &second).is_err());
    let (_, sent) = call(&platform, "sendMessage", json!({"chat_id": group, "text": "Tin mới"})).await;
    let tin = sent["result"]["message_id"].as_str().unwrap().to_owned();
    platform.person_sends(&an, &group, "chào cả bản").unwrap();
    assert_eq!(platform.pending_updates(bot), 0);
    platform.person_mentions(&an, &group, bot, "tin").unwrap();
    platform.person_replies(&binh, &group, &tin, "bao giờ?").unwrap();
    // The third user gets no service.
    platform.person_mentions(&chi, &group, bot, "tin").unwrap();
    assert_eq!(platform.pending_updates(bot), 2);
    let (_, update) = call(&platform, "getUpdates", json!({"timeout": 0})).await;
    assert_eq!(update["result"]["message"]["text"], "@Bot Loa Bản tin");
    assert_eq!(update["result"]["message"]["chat"], json!({"id": group, "chat_type": "GROUP"}));
    let (_, update) = call(&platform, "getUpdates", json!({"timeout": 0})).await;
    assert_eq!(update["result"]["message"]["quote_message_id"], tin.as_str());
    // In private nobody can be written to who has not written.
    assert_eq!(call(&platform, "sendMessage", json!({"chat_id": chi, "text": "x"})).await.0, 404);
    assert_eq!(call(&platform, "sendMessage", json!({"chat_id": an, "text": "x"})).await.0, 200);
    platform.remove_bot_from_group(bot, &group).unwrap();
    platform.habits(|h| h.removed = 403);
    assert_eq!(call(&platform, "sendMessage", json!({"chat_id": group, "text": "x"})).await.0, 403);
    platform.shutdown();
}

#[tokio::test]
async fn texts_have_a_limit_a_style_and_a_month() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    platform.person_sends(&an, &bot.to_string(), "chào").unwrap();
    let send = |body: Value| {
        let (platform, mut body) = (platform.clone(), body);
        body["chat_id"] = json!(an);
        async move { call(&platform, "sendMessage", body).await.0 }
    };
    for (body, status) in [
        (json!({"text": "ă".repeat(2000)}), 200),
        (json!({"text": "ă".repeat(2001)}), 400),
        (json!({"text": ""}), 400),
        (json!({"text": "x", "parse_mode": "MarkdownV2"}), 400),
        (json!({"text": "tin", "text_styles": [{"start": 0, "len": 3, "st": ["b", "c_db342e"]}]}), 200),
        (json!({"text": "tin", "text_styles": [{"start": 1, "len": 3, "st": ["b"]}]}), 400),
        (json!({"text": "tin", "text_styles": [{"start": 0, "len": 3, "st": ["bold"]}]}), 400),
    ] {
        assert_eq!(send(body.clone()).await, status, "{body}");
    }
    assert_eq!(platform.used(bot), 2);
    platform.habits(|h| h.per_month = 2);
    assert_eq!(send(json!({"text": "x"})).await, 429);
    platform.shutdown();
}

#[tokio::test]
async fn pictures_and_sounds_are_fetched_twice_and_what_was_fetched_is_seen() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    let group = platform.add_group("Bản", &[&an]);
    platform.add_bot_to_group(bot, &group).unwrap();
    platform.person_sends_photo(&an, &bot.to_string(), b"jpeg", "Giấy này nói gì?").unwrap();
    let (_, update) = call(&platform, "getUpdates", json!({"timeout": 0})).await;
    let message = &update["result"]["message"];
    assert_eq!(message["caption"], "Giấy này nói gì?");
    let url = message["photo_url"].as_str().unwrap();
    assert_eq!(reqwest::get(url).await.unwrap().bytes().await.unwrap().as_ref(), b"jpeg");
    platform.habits(|h| h.photo_as_documented = true);
    platform.person_sends_photo(&an, &bot.to_string(), b"jpeg", "").unwrap();
    assert!(
        call(&platform, "getUpdates", json!({"timeout": 0})).await.1["result"]["message"]["photo"]
            .is_string()
    );

    let (url, got) = target(200).await;
    let photo = json!({"chat_id": an, "photo": format!("{url}/p.jpg"), "caption": "x"});
    assert_eq!(call(&platform, "sendPhoto", photo).await.0, 200);
    assert_eq!(got.lock().unwrap().len(), 2);
    let seen = platform.private_messages(&an, bot).pop().unwrap();
    assert_eq!((seen.kind, seen.fetched.len()), (Kind::Photo, 2));
    assert_eq!(platform.file_bytes(&seen.file_id.unwrap()).unwrap(), b"a picture");
    for (address, status) in [("p.ogg", 400), ("p.aac", 200)] {
        let voice = json!({"chat_id": an, "voice_url": format!("{url}/{address}")});
        assert_eq!(call(&platform, "sendVoice", voice).await.0, status, "{address}");
    }
    // In a group a voice is taken and nobody hears it.
    let voice = json!({"chat_id": group, "voice_url": format!("{url}/p.aac")});
    assert_eq!(call(&platform, "sendVoice", voice).await.0, 200);
    assert!(platform.messages(&group).is_empty());
    let (gone, _) = target(404).await;
    let photo = json!({"chat_id": an, "photo": format!("{gone}/p.jpg")});
    assert_eq!(call(&platform, "sendPhoto", photo).await.0, 400);
    platform.shutdown();
}

#[tokio::test]
async fn who_is_protected_is_heard_of_and_not_heard() {
    let (platform, bot) = platform().await;
    let ba = platform.add_person("Bà Vàng");
    platform.protect(&ba, true);
    platform.person_sends(&ba, &bot.to_string(), "bí mật").unwrap();
    let (_, update) = call(&platform, "getUpdates", json!({"timeout": 0})).await;
    assert_eq!(update["result"]["event_name"], "message.unsupported.received");
    assert!(!update.to_string().contains("bí mật"));
    platform.protect(&ba, false);
    platform.person_sends_file(&ba, &bot.to_string(), "đơn.pdf").unwrap();
    let (_, update) = call(&platform, "getUpdates", json!({"timeout": 0})).await;
    assert_eq!(update["result"]["event_name"], "message.unsupported.received");
    platform.shutdown();
}

#[tokio::test]
async fn faults_strike_before_or_after_and_order_and_number_of_updates_can_be_wrong() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    platform.person_sends(&an, &bot.to_string(), "một").unwrap();
    let url = format!("{}/bot{TOKEN}/sendMessage", platform.url());
    let client = reqwest::Client::builder().timeout(Duration::from_millis(300)).build().unwrap();
    let send = || client.post(&url).json(&json!({"chat_id": an, "text": "x"})).send();
    let seen = || platform.private_messages(&an, bot).len();
    for (what, more) in [(What::DropBefore, 0), (What::DropAfter, 1), (What::HangAfter, 1)] {
        let before = seen();
        platform.fault(Fault::new(what.clone()).in_chat(&an));
        assert!(send().await.is_err(), "{what:?}");
        platform.release();
        assert_eq!(seen() - before, more, "{what:?}");
    }
    for (what, more) in [(What::Html(502), 0), (What::HtmlAfter(502), 1)] {
        let before = seen();
        platform.fault(Fault::new(what.clone()));
        assert_eq!(send().await.unwrap().status(), 502, "{what:?}");
        assert_eq!(seen() - before, more, "{what:?}");
    }
    platform.fault(Fault::error(429, "Quota exceeded"));
    assert_eq!(send().await.unwrap().status(), 429);
    platform.habits(|h| h.newest_first = true);
    platform.person_sends(&an, &bot.to_string(), "hai").unwrap();
    let mut texts = vec![];
    platform.duplicate_last_update(bot).unwrap();
    for _ in 0..3 {
        let (_, update) = call(&platform, "getUpdates", json!({"timeout": 0})).await;
        texts.push(update["result"]["message"]["text"].as_str().unwrap().to_owned());
    }
    assert_eq!(texts, ["hai", "hai", "một"]);
    platform.shutdown();
}
