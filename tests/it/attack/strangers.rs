//! Every parser of bytes that strangers send: what platforms push and their heads, tickets of links, tables of places.
//! Nothing that anybody can write makes one of them panic, and nothing that is not signed gets past the door.
//!
//! A few hundred cases each time; `tests/fuzz` is the long run, of these and of single parsers, outside CI.
//! What fails is made small, printed, and written into a folder `proptest-regressions`, from which it is tried first.

use loaban::app::channels;
use loaban::base::Core;
use loaban::calendar::Calendar;
use loaban::channel::{Channel, Proof};
use loaban::clock::Clock;
use loaban::config::{Account, OfficialAccount, Platform, Receive, Secret, Settings};
use loaban::db::Db;
use loaban::ids::Ids;
use loaban::inbox::scrub;
use loaban::media::Links;
use loaban::places;
use loaban::seal::Seal;
use loaban::text::Text;
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

const SECRET: &str = "village-secret-01";
const APP: &str = "4100000000000000001";
const NOW: i64 = 1_795_392_000_000;

/// An account on each platform, pushed to.
static ACCOUNTS: LazyLock<HashMap<String, Channel>> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let account = |name: &str, platform| Account {
        token: Secret::new("4242:token-of-the-test-bot"),
        api_url: "http://127.0.0.1:9".into(),
        receive: Receive::Webhook,
        webhook_secret: Some(Secret::new(SECRET)),
        ..Account::new(name, platform)
    };
    let own = OfficialAccount {
        oa_id: "2900000000000000001".into(),
        app_id: APP.into(),
        app_secret: Secret::new("secret-of-the-app"),
        webhook_key: Secret::new(SECRET),
        refresh_token: None,
        oauth_url: "http://127.0.0.1:9".into(),
    };
    let accounts = vec![
        account("tg", Platform::Telegram),
        account("bot", Platform::ZaloBot),
        Account { oa: Some(own), ..account("oa", Platform::ZaloOa) },
    ];
    let mut settings = Settings::practice(dir.path(), accounts);
    settings.public_url = Some("https://loa.example.vn".into());
    let clock = Clock::standing(NOW);
    let ids = Ids::seeded(clock.clone(), 1);
    let open = async {
        let db = Db::open(settings.database_url.expose()).await.unwrap();
        let core = Core {
            db,
            seal: Seal::new(&[7; 32], ids.clone()),
            ids,
            clock: clock.clone(),
            calendar: Calendar::new("Asia/Ho_Chi_Minh").unwrap(),
            text: Text::load(None).unwrap(),
        };
        channels(&settings, &clock, Some(&core)).unwrap()
    };
    tokio::runtime::Runtime::new().unwrap().block_on(open)
});

/// What the platforms really push, one of each shape.
fn real() -> Vec<Value> {
    let in_group = json!({"id": -100, "type": "supergroup", "title": "x"});
    vec![
        json!({"update_id": 7, "message": {"message_id": 3, "date": 1_795_392_000, "text": "/hoi bao giờ có điện?",
            "chat": in_group, "from": {"id": 9, "is_bot": false, "first_name": "x"},
            "entities": [{"type": "bot_command", "offset": 0, "length": 4}], "message_thread_id": 5, "is_topic_message": true,
            "reply_to_message": {"message_id": 2, "date": 1, "chat": in_group, "from": {"id": 4242, "is_bot": true, "first_name": "x"}}}}),
        json!({"update_id": 8, "message": {"message_id": 4, "date": 1, "chat": {"id": 9, "type": "private", "first_name": "x"},
            "from": {"id": 9, "is_bot": false, "first_name": "x"}, "voice": {"file_id": "F", "file_unique_id": "U", "duration": 5}}}),
        json!({"update_id": 9, "callback_query": {"id": "1", "from": {"id": 9, "is_bot": false, "first_name": "x"}, "data": "c:AB2CD:y",
            "chat_instance": "1", "message": {"message_id": 2, "date": 1, "chat": in_group}}}),
        json!({"update_id": 10, "my_chat_member": {"chat": in_group, "from": {"id": 9}, "date": 1,
            "old_chat_member": {"status": "left"}, "new_chat_member": {"status": "administrator"}}}),
        json!({"update_id": 11, "edited_message": {"message_id": 3, "date": 1, "edit_date": 2, "text": "sửa",
            "chat": {"id": 9, "type": "private"}, "from": {"id": 9, "is_bot": false}}}),
        json!({"event_name": "message.text.received", "message": {"message_id": "f0f1", "date": NOW, "message_type": "CHAT_TEXT",
            "chat": {"id": "g1", "chat_type": "GROUP"}, "from": {"id": "u1", "display_name": "x", "is_bot": false},
            "text": "@Bot Loa Bản hỏi: bao giờ có điện?"}}),
        json!({"event_name": "message.voice.received", "message": {"message_id": "f0f2", "date": NOW, "message_type": "CHAT_VOICE",
            "chat": {"id": "u1", "chat_type": "PRIVATE"}, "from": {"id": "u1"}, "voice_url": "https://voice.zdn.vn/1.aac"}}),
        json!({"app_id": APP, "event_name": "user_send_text", "timestamp": NOW.to_string(), "sender": {"id": "5500000000000000001"},
            "recipient": {"id": "2900000000000000001"}, "message": {"msg_id": "0a1b", "text": "Bao giờ tiêm vắc xin?", "quote_msg_id": "0a1a"}}),
        json!({"app_id": APP, "event_name": "user_send_audio", "timestamp": NOW.to_string(), "sender": {"id": "1"}, "recipient": {"id": "2900000000000000001"},
            "message": {"msg_id": "0a1c", "attachments": [{"type": "audio", "payload": {"url": "https://voice.zdn.vn/1.aac"}}]}}),
        json!({"app_id": APP, "event_name": "user_send_group_text", "timestamp": NOW.to_string(), "sender": {"id": "1"},
            "recipient": {"id": "2900000000000000001"}, "message": {"msg_id": "0a1d", "text": "/hoi x", "mentions": [{"uid": "2900000000000000001", "pos": 0, "len": 3}]},
            "group_id": "g1"}),
    ]
}

/// What stands in the place of a value.
fn junk() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[[[{"id": [1]}]]]])),
        Just(json!("/hoi\u{202e}\u{0}\u{301}\u{301}\u{301}")),
        Just(json!("x".repeat(70_000))),
    ]
}

/// Puts something in the place of the value with this number, counted through the whole.
fn put(value: &mut Value, at: &mut usize, new: &Value) {
    if *at == 0 {
        *value = new.clone();
    }
    *at = at.wrapping_sub(1);
    match value {
        Value::Object(map) => map.iter_mut().for_each(|(_, inner)| put(inner, at, new)),
        Value::Array(list) => list.iter_mut().for_each(|inner| put(inner, at, new)),
        _ => {}
    }
}

/// The heads with which a body is believed, signed where the body is.
fn genuine(name: &str, body: &[u8]) -> Option<String> {
    match name {
        "x-telegram-bot-api-secret-token" | "x-bot-api-secret-token" => Some(SECRET.into()),
        "x-zevent-signature" => {
            let read: Value = serde_json::from_slice(body).unwrap_or_default();
            let time =
                read["timestamp"].as_str().map(str::to_owned).unwrap_or_else(|| match &read["timestamp"] {
                    Value::Number(number) => number.to_string(),
                    _ => String::new(),
                });
            let parts = [APP.as_bytes(), body, time.as_bytes(), SECRET.as_bytes()];
            Some(format!("mac={}", hex::encode(Sha256::digest(parts.concat()))))
        }
        _ => None,
    }
}

/// Through the door, into the inbox and out of it again, on every platform. Returns how many updates were taken in.
fn goes_in(body: &[u8]) -> usize {
    let mut taken = 0;
    for channel in ACCOUNTS.values() {
        let pushed = channel.pushed(&|name| genuine(name, body), body);
        for mut update in pushed.unwrap_or_default() {
            taken += 1;
            scrub(&mut update.body);
            let once = update.body.clone();
            scrub(&mut update.body);
            assert_eq!(once, update.body);
            channel.read(&update.event, &update.body);
            // Another kind than it says it is.
            for event in ["message", "callback_query", "my_chat_member", "user_send_text", "", "\u{0}"] {
                channel.read(event, &update.body);
            }
        }
    }
    taken
}

fn links() -> Links {
    let clock = Clock::standing(NOW);
    let seal = Seal::new(&[3; 32], Ids::seeded(clock.clone(), 1));
    Links::new(Some("https://loa.example.vn"), seal, clock, Duration::from_secs(7 * 86_400))
}

/// A table read; faults name their row and nothing panics.
fn is_read(name: &str, bytes: &[u8]) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    if let Ok(rows) = places::read(&file) {
        assert!(rows.len() <= bytes.len());
    }
}

#[test]
fn what_platforms_really_push_is_taken_in() {
    for update in real() {
        assert!(goes_in(update.to_string().as_bytes()) > 0, "{update}");
    }
}

proptest! {
    #[test]
    fn an_update_of_which_anything_was_changed_harms_nothing(
        which in 0usize..10, changes in prop::collection::vec((0usize..40, junk()), 1..4),
    ) {
        let mut update = real().swap_remove(which);
        for (at, new) in &changes {
            put(&mut update, &mut at.clone(), new);
        }
        goes_in(update.to_string().as_bytes());
        for channel in ACCOUNTS.values() {
            channel.read("message", &update);
        }
    }

    #[test]
    fn bytes_that_were_cut_doubled_or_changed_harm_nothing(
        which in 0usize..10, at in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), with in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let body = real().swap_remove(which).to_string().into_bytes();
        let (a, b) = (at.index(body.len()), to.index(body.len()));
        let (from, until) = (a.min(b), a.max(b));
        goes_in(&[&body[..from], &with, &body[until..]].concat());
        goes_in(&[&body[..until], &with, &body[from..]].concat());
        goes_in(&body[..until]);
        goes_in(&with);
    }

    #[test]
    fn without_the_secret_or_the_signature_nothing_is_taken_in(
        which in 0usize..10, given in prop::option::of(any::<String>()), body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assume!(given.as_deref() != Some(SECRET));
        let real = real().swap_remove(which).to_string().into_bytes();
        for channel in ACCOUNTS.values() {
            let head = |_: &str| given.clone();
            for body in [&real, &body] {
                // An empty body is how one platform tries the door, and is nothing.
                let taken = channel.pushed(&head, body).unwrap_or_default();
                prop_assert!(taken.is_empty());
            }
            prop_assert!(channel.proof(&head) != Proof::ByHeader);
        }
    }

    #[test]
    fn a_ticket_that_nobody_made_opens_nothing(text in any::<String>(), code in "[A-Za-z0-9_-]{0,300}") {
        prop_assert_eq!(links().open(&text), None);
        prop_assert_eq!(links().open(&code), None);
    }

    #[test]
    fn a_table_of_any_cells_is_read_or_refused(
        cells in prop::collection::vec(prop::collection::vec(prop_oneof![
            any::<String>(), "\\PC{0,12}", "[-=+@]\\PC{0,12}", "[0-9./-]{0,12}",
            prop::sample::select(vec!["lc", "village", "commune", "2025-07-01", "", "\"", "lc;lc-binhlu"]).prop_map(str::to_owned),
        ], 0..12), 0..12),
        separator in prop::sample::select(vec![",", ";", "\t"]), quoted in any::<bool>(),
    ) {
        let mut text = ["code", "name", "kind", "parent", "from", "until", "successors", "phone", "households"].join(separator);
        for row in cells {
            let quote = |cell: &String| if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() };
            text += &format!("\n{}", row.iter().map(quote).collect::<Vec<_>>().join(separator));
        }
        is_read("places.csv", text.as_bytes());
        let wide: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        is_read("places.csv", &wide);
    }

    #[test]
    fn a_table_of_any_bytes_is_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..400), at in any::<prop::sample::Index>(), cut in any::<bool>(),
    ) {
        is_read("places.csv", &bytes);
        is_read("places.xlsx", &bytes);
        let mut sheet = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/places.xlsx")).unwrap();
        let at = at.index(sheet.len());
        if cut {
            sheet.truncate(at);
        } else {
            for (old, new) in sheet[at..].iter_mut().zip(bytes.iter().take(8)) {
                *old = *new;
            }
        }
        is_read("places.xlsx", &sheet);
    }
}
