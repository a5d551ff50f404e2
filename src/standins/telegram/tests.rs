//! The platform as a bot and as people meet it.

use super::entities::{detect, entity, parse_html, slice};
use super::{Fault, Limits, Telegram, What};
use crate::standins::door::spawn;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::sleep;

async fn platform() -> (Telegram, i64) {
    let addr = "127.0.0.1:0".parse().unwrap();
    let platform = Telegram::start(addr, Arc::new(|| 1_800_000_000_000)).await.unwrap();
    let bot = platform.add_bot("42:secret", "loaban_bot", "Loa bản");
    (platform, bot)
}

async fn call(platform: &Telegram, method: &str, params: Value) -> Value {
    let url = format!("{}/bot42:secret/{method}", platform.url());
    reqwest::Client::new().post(url).json(&params).send().await.unwrap().json().await.unwrap()
}

#[test]
fn offsets_count_utf16_units() {
    // A Pahawh Hmong letter is one character, two UTF-16 units and four bytes.
    let (text, entities) = parse_html("\u{16b1c}\u{16b1c} <b>\u{16b1c}</b> &lt;<i>x</i>").unwrap();
    assert_eq!(text, "\u{16b1c}\u{16b1c} \u{16b1c} <x");
    assert_eq!(entities, [entity("bold", 5, 2), entity("italic", 9, 1)]);
    let mut found = Vec::new();
    detect("\u{16b1c} /hoi@loaban_bot @an_nguyen https://a.vn/x.", &mut found);
    let words: Vec<_> =
        found.iter().map(|e| slice("\u{16b1c} /hoi@loaban_bot @an_nguyen https://a.vn/x.", e)).collect();
    assert_eq!(words, [Some("/hoi@loaban_bot"), Some("@an_nguyen"), Some("https://a.vn/x")]);
    assert_eq!(found[0]["offset"], 3);
    let mut none = Vec::new();
    detect("/hỏi a@b c/d", &mut none);
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn broken_html_is_refused_in_the_platforms_words() {
    for (source, fault) in [
        ("a<b>c", "Can't find end tag corresponding to start tag \"b\""),
        ("a<bản>c", "Unsupported start tag \"bản\" at byte offset 1"),
        ("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<a href=\"x>y</a>", "Unclosed start tag at byte offset 0"),
        ("1 < 2", "Unsupported start tag \"\" at byte offset 2"),
    ] {
        assert_eq!(parse_html(source).unwrap_err(), fault, "{source}");
    }
    let (text, entities) = parse_html(
        "<a href='https://a.vn/?a=1&amp;b=2'>nè</a><pre><code class=\"language-rust\">f</code></pre>",
    )
    .unwrap();
    assert_eq!(text, "nèf");
    assert_eq!(entities[0]["url"], "https://a.vn/?a=1&b=2");
    assert_eq!(entities[1], json!({"type": "pre", "offset": 2, "length": 1, "language": "rust"}));
}

#[tokio::test]
async fn updates_stay_until_confirmed_and_duplicates_survive_it() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    for text in ["một", "hai", "ba"] {
        platform.person_sends(an, bot, text).unwrap();
    }
    let got = call(&platform, "GetUpdates", json!({"limit": 2})).await;
    let ids: Vec<i64> =
        got["result"].as_array().unwrap().iter().map(|u| u["update_id"].as_i64().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    let got = call(&platform, "getUpdates", json!({"offset": ids[1] + 1})).await;
    assert_eq!(got["result"][0]["message"]["text"], "ba");
    assert_eq!(platform.pending_updates(bot), 1);
    let got = call(&platform, "getUpdates", json!({"offset": ids[1] + 2})).await;
    assert_eq!(got["result"], json!([]));
    assert_eq!(platform.duplicate_last_update(bot).unwrap(), ids[1] + 1);
    let got = call(&platform, "getUpdates", json!({"offset": ids[1] + 2})).await;
    assert_eq!(got["result"][0]["update_id"], ids[1] + 1);
    platform.shutdown();
}

#[tokio::test]
async fn limits_refuse_with_the_time_to_wait() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    let group = platform.add_group("Bản", &[an]);
    platform.add_bot_to_group(bot, group, an).unwrap();
    platform.set_limits(Limits { per_group_minute: Some(2), ..Limits::default() });
    for _ in 0..2 {
        assert_eq!(call(&platform, "sendMessage", json!({"chat_id": group, "text": "x"})).await["ok"], true);
    }
    let refused = call(&platform, "sendMessage", json!({"chat_id": group, "text": "x"})).await;
    assert_eq!(refused["error_code"], 429);
    assert!((59..=60).contains(&refused["parameters"]["retry_after"].as_u64().unwrap()), "{refused}");
    assert_eq!(platform.messages(group).iter().filter(|m| m.from_bot).count(), 2);
    platform.shutdown();
}

#[tokio::test]
async fn a_webhook_gets_the_secret_keeps_the_order_and_is_tried_again() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    platform.set_webhook_retry_unit(Duration::from_millis(5));
    let got = Arc::new(Mutex::new(Vec::new()));
    let inbox = got.clone();
    let take = move |headers: HeaderMap, axum::Json(update): axum::Json<Value>| async move {
        let mut got = inbox.lock().unwrap();
        let secret =
            headers.get("x-telegram-bot-api-secret-token").and_then(|s| s.to_str().ok()).unwrap_or("");
        got.push(format!("{secret} {}", update["message"]["text"].as_str().unwrap()));
        let refused = got.len() <= 3;
        let answer =
            json!({"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "rồi"});
        (StatusCode::from_u16(if refused { 503 } else { 200 }).unwrap(), axum::Json(answer))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    platform.route("https://loa.example.vn", &format!("http://{}", listener.local_addr().unwrap()));
    let hook = axum::Router::new().route("/hook", axum::routing::post(take));
    spawn(async move { axum::serve(listener, hook).await.unwrap() });
    platform.person_sends(an, bot, "một").unwrap();
    let url = "https://loa.example.vn/hook";
    assert_eq!(
        call(&platform, "setWebhook", json!({"url": url, "secret_token": "s-1"})).await["result"],
        true
    );
    platform.person_sends(an, bot, "hai").unwrap();
    let done = platform.wait_for(Duration::from_secs(5), |platform| {
        (platform.private_messages(an, bot).len() == 4 && platform.pending_updates(bot) == 0).then_some(())
    });
    assert!(done.await.is_some());
    assert_eq!(*got.lock().unwrap(), ["s-1 một", "s-1 một", "s-1 một", "s-1 một", "s-1 hai"]);
    assert_eq!(call(&platform, "getUpdates", json!({})).await["error_code"], 409);
    platform.shutdown();
}

#[tokio::test]
async fn a_hanging_call_is_recorded_before_or_not_at_all() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    platform.person_sends(an, bot, "/start").unwrap();
    let url = format!("{}/bot42:secret/sendMessage", platform.url());
    let client = reqwest::Client::builder().timeout(Duration::from_millis(150)).build().unwrap();
    let send = || client.post(&url).json(&json!({"chat_id": an, "text": "x"})).send();
    for (what, messages) in [(What::HangBefore, 1), (What::HangAfter, 2)] {
        platform.fault(Fault::new(what));
        assert!(send().await.unwrap_err().is_timeout());
        sleep(Duration::from_millis(100)).await; // until the server has seen the client go
        platform.release();
        sleep(Duration::from_millis(50)).await;
        assert_eq!(platform.private_messages(an, bot).len(), messages);
    }
    platform.shutdown();
}

#[tokio::test]
async fn a_dropped_answer_is_a_network_error_and_the_message_is_there() {
    let (platform, bot) = platform().await;
    let an = platform.add_person("An");
    platform.person_sends(an, bot, "/start").unwrap();
    let url = format!("{}/bot42:secret/SendMessage", platform.url());
    let client = reqwest::Client::new();
    let send = || client.post(&url).json(&json!({"chat_id": an, "text": "x"})).send();
    assert!(send().await.unwrap().status().is_success());
    platform.fault(Fault::new(What::DropBefore));
    platform.fault(Fault::new(What::DropAfter).on("sendmessage").in_chat(an));
    assert!(send().await.is_err());
    assert_eq!(platform.private_messages(an, bot).len(), 2);
    assert!(send().await.is_err());
    assert_eq!(platform.private_messages(an, bot).len(), 3);
    platform.offline(true);
    assert!(send().await.is_err());
    platform.offline(false);
    assert!(send().await.is_ok());
    platform.shutdown();
}
