//! The fault matrix: what the platform does → what becomes of the delivery, how often the platform was asked, how often
//! the group saw it, whether the group stays linked, and what the secretary reads.

use super::sends_to;
use crate::delivery::{Draft, ends, group, rows, state, times, world};
use crate::live::on_both;
use crate::world::Engine;
use loaban::channel::telegram::Telegram as Client;
use loaban::channel::{Chat, Outcome};
use loaban::config::{Account, Platform, Secret};
use loaban::message::{ChatKind, Message};
use loaban::outbox;
use loaban::standins::telegram::{Fault, What};
use loaban::text::VIETNAMESE;
use serde_json::json;
use std::time::Duration;

on_both!(
    every_fault_has_its_state_its_requests_and_its_words,
    an_address_that_is_wrong_or_silent_sends_nothing
);

/// Longer than the client waits for an answer.
const HANG: Duration = Duration::from_secs(60);

const LOST: &str = "mất kết nối lúc đang gửi, không rõ đã tới chưa";
const CONTENT: &str = "ứng dụng không nhận nội dung này";
const MUTED: &str = "máy chưa được phép viết trong nhóm; trưởng nhóm mở quyền viết, máy tự gửi lại";
const RESTRICTED: &str = "ứng dụng đang hạn chế máy hoặc nhóm này; máy tự thử lại";
const FORBIDDEN: &str =
    "ứng dụng chưa cho máy gửi vào đây; máy tự thử lại, trưởng nhóm xem máy còn trong nhóm không";
const CLOSED: &str = "chủ đề của nhóm đang đóng; trưởng nhóm mở lại chủ đề";
const REMOVED: &str = "máy đã bị đưa ra khỏi nhóm; thêm máy vào lại";
const ENDED: &str = "nhóm không còn nữa";
const UNKNOWN: &str = "ứng dụng không tìm thấy nhóm hoặc người này";

fn says(code: i64, description: &str) -> (What, u32) {
    once(What::Error { code, description: description.into(), parameters: json!(null) })
}

fn once(what: What) -> (What, u32) {
    (what, 1)
}

/// Fault, state, requests, seen, link, words.
type Row = ((What, u32), &'static str, usize, usize, &'static str, &'static str);

fn forever(code: i64, description: &str) -> (What, u32) {
    (says(code, description).0, 1000)
}

fn table() -> Vec<Row> {
    vec![
        // The platform's own refusals (telegram.md 2.2).
        // What may be over tomorrow is tried once more a minute later, and then ever more rarely, and shown meanwhile.
        (says(400, "Bad Request: chat not found"), "sent", 2, 1, "linked", ""),
        (forever(400, "Bad Request: chat not found"), "waiting", 2, 0, "linked", UNKNOWN),
        (says(400, "Bad Request: message is too long"), "failed", 1, 0, "linked", CONTENT),
        (says(400, "Bad Request: message caption is too long"), "failed", 1, 0, "linked", CONTENT),
        (says(400, "Bad Request: text is too long"), "failed", 1, 0, "linked", CONTENT),
        (says(400, "Bad Request: can't parse entities: unsupported tag"), "failed", 1, 0, "linked", CONTENT),
        (says(400, "Bad Request: message text is empty"), "failed", 1, 0, "linked", CONTENT),
        (says(400, "Bad Request: failed to get HTTP URL content"), "failed", 1, 0, "linked", CONTENT),
        (says(400, "Bad Request: message thread not found"), "sent", 2, 1, "linked", ""),
        (says(400, "Bad Request: message to be replied not found"), "sent", 2, 1, "linked", ""),
        (forever(400, "Bad Request: TOPIC_CLOSED"), "waiting", 2, 0, "linked", CLOSED),
        (
            says(400, "Bad Request: not enough rights to send text messages to the chat"),
            "sent",
            2,
            1,
            "linked",
            "",
        ),
        (
            forever(400, "Bad Request: not enough rights to send text messages to the chat"),
            "waiting",
            2,
            0,
            "linked",
            MUTED,
        ),
        (forever(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), "waiting", 2, 0, "linked", MUTED),
        (forever(400, "Bad Request: CHAT_RESTRICTED"), "waiting", 2, 0, "linked", RESTRICTED),
        (says(400, "Bad Request: wrong file identifier/HTTP URL specified"), "sent", 2, 1, "linked", ""),
        (
            says(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
            "sent",
            2,
            1,
            "linked",
            "",
        ),
        (says(403, "Forbidden: bot was kicked from the group chat"), "failed", 1, 0, "gone", REMOVED),
        (says(403, "Forbidden: bot was kicked from the supergroup chat"), "failed", 1, 0, "gone", REMOVED),
        (says(403, "Forbidden: bot is not a member of the supergroup chat"), "failed", 1, 0, "gone", REMOVED),
        (says(403, "Forbidden: the group chat was deleted"), "failed", 1, 0, "gone", ENDED),
        // Words that nobody knows yet end neither this message at once nor the village's link.
        (forever(403, "Forbidden: something new"), "waiting", 2, 0, "linked", FORBIDDEN),
        (says(409, "Conflict: terminated by other getUpdates request"), "sent", 2, 1, "linked", ""),
        (says(413, "Request Entity Too Large"), "failed", 1, 0, "linked", CONTENT),
        (once(What::RetryAfter(1)), "sent", 2, 1, "linked", ""),
        // The account's trouble is no group's: it waits and goes out.
        (says(401, "Unauthorized"), "sent", 2, 1, "linked", ""),
        (says(404, "Not Found"), "sent", 2, 1, "linked", ""),
        (says(421, "Misdirected Request: unallowed token specified"), "sent", 2, 1, "linked", ""),
        // It may have arrived: nobody can tell, so a village is not told twice.
        (says(500, "Internal Server Error: restart"), "unknown", 1, 0, "linked", LOST),
        (once(What::Html(502)), "unknown", 1, 0, "linked", LOST),
        (once(What::Html(503)), "unknown", 1, 0, "linked", LOST),
        (once(What::HtmlAfter(504)), "unknown", 1, 1, "linked", LOST),
        (once(What::HtmlAfter(200)), "unknown", 1, 1, "linked", LOST),
        (once(What::CutShort), "unknown", 1, 1, "linked", LOST),
        (once(What::DropBefore), "unknown", 1, 0, "linked", LOST),
        (once(What::DropAfter), "unknown", 1, 1, "linked", LOST),
        (once(What::HangBefore), "unknown", 1, 0, "linked", LOST),
        (once(What::HangAfter), "unknown", 1, 1, "linked", LOST),
        // It surely did not arrive: somebody else answered.
        (once(What::Redirect(302)), "sent", 2, 1, "linked", ""),
        (once(What::Redirect(307)), "sent", 2, 1, "linked", ""),
        (once(What::Html(403)), "sent", 2, 1, "linked", ""),
        (once(What::Html(404)), "sent", 2, 1, "linked", ""),
        // Late is not lost.
        (once(What::SlowMs(300)), "sent", 1, 1, "linked", ""),
        (once(What::Trickle(3)), "sent", 1, 1, "linked", ""),
    ]
}

async fn every_fault_has_its_state_its_requests_and_its_words(engine: Engine) {
    let Some(mut world) = world(engine).await else { return };
    let table = table();
    let groups = super::bound(&mut world, table.len()).await;
    let item = Draft::new("bang-loi", "Tin qua mọi lỗi").released(&world).await;
    for (group, row) in groups.iter().zip(&table) {
        world.platform.fault(Fault::new(row.0.0.clone()).on("sendMessage").in_chat(*group).times(row.0.1));
    }
    let id = item.goes_out(&world).await;
    let deadline = world.clock.tick() + HANG;
    // The second try of what is forbidden for now comes a minute or a little more after the first, the third not
    // before another two.
    let (waits, begun) = (table.iter().filter(|row| row.1 == "waiting").count() as i64, world.clock.now());
    while outbox::counts(&world.parts().core.db, &id).await.unwrap().waiting > waits
        || world.clock.now() < begun + 100_000
    {
        assert!(world.clock.tick() < deadline, "{:?}", rows(&world, &id).await);
        tokio::time::sleep(Duration::from_millis(200)).await;
        // What is tried again is due by the clock on the wall.
        world.pass(Duration::from_secs(5));
    }
    let requests = world.platform.requests();
    for (chat, (fault, wanted, asked, seen, link, words)) in groups.iter().zip(&table) {
        let (state, reason) = state(&world, &id, *chat).await;
        let shown = match &*reason {
            "" => String::new(),
            key => world.parts().core.text.say(VIETNAMESE, &format!("reason-{key}"), &[]),
        };
        // How far the clock was moved meanwhile decides how often what still waits was tried.
        let sent = match sends_to(&requests, *chat).len() {
            2..=5 if *wanted == "waiting" => *asked,
            sent => sent,
        };
        let got = (
            &*state,
            sent,
            times(&world, *chat, "Tin qua mọi lỗi"),
            group(&world, *chat).await.state.as_str(),
            &*shown,
        );
        assert_eq!(got, (*wanted, *asked, *seen, *link, *words), "{fault:?}");
    }
    ends(world).await;
}

/// Nobody listens, the name does not resolve, the connection is taken and never answered, or it is refused for its
/// certificate: what waits, waits, and nothing is unknown.
async fn an_address_that_is_wrong_or_silent_sends_nothing(engine: Engine) {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    // By the client itself: what surely did not arrive may be tried again.
    let unreachable = Outcome::Retry { after: None, unreachable: true };
    for api in
        ["http://nowhere.invalid", "http://127.0.0.1:1", "https://127.0.0.1:1/tg", "http://127.0.0.1:1/tg"]
    {
        let mut account = Account::new("tg", Platform::Telegram);
        (account.token, account.api_url) = (Secret::new("1:x"), api.into());
        let client = Client::new(&account, None, |_| false).unwrap();
        let chat = Chat { address: "-1001".into(), kind: ChatKind::Group };
        assert_eq!(
            client.send(&chat, &Message::text("Xin chào".to_owned()), None).await,
            unreachable,
            "{api}"
        );
    }
    let Some(mut world) = world(engine).await else { return };
    let groups = super::bound(&mut world, 5).await;
    let right = world.platform.url();
    for (n, api) in
        ["http://nowhere.invalid", "http://127.0.0.1:1", &*address, &*right].into_iter().enumerate()
    {
        world.stop().await;
        world.change(|s| s.accounts[0].api_url = api.into());
        world.start().await;
        let folder = format!("tin-{n}");
        let item = Draft::new(&folder, &format!("Tin số {n} xa")).released(&world).await;
        let id = item.goes_out(&world).await;
        if api != right {
            tokio::time::sleep(Duration::from_millis(500)).await;
            world.pass(Duration::from_secs(60));
            let counts = outbox::counts(&world.parts().core.db, &id).await.unwrap();
            assert_eq!((counts.waiting, counts.unknown, counts.failed), (5, 0, 0), "{api}: {counts:?}");
            assert_eq!(world.app().ready(), ["account tg"], "{api}");
        }
    }
    world.settle().await;
    for n in 0..4 {
        for group in &groups {
            assert_eq!(times(&world, *group, &format!("Tin số {n} xa")), 1);
        }
    }
    ends(world).await;
}
