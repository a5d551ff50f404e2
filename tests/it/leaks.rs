//! Nothing on disk and nothing in the log holds a person. Every byte is searched, in every way in which a name, an
//! account, a token or a question could be written there; and the same search finds a leak that is planted.

use crate::live::on_both;
use crate::world::{Engine, TOKEN, World, log};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use loaban::db::{self, Backend, Db};
use loaban::standins::telegram::{Fault, What};
use serde_json::json;
use sqlx::AssertSqlSafe;
use std::path::Path;
use std::time::Duration;

on_both!(nothing_on_disk_or_in_the_log_holds_a_person);

const NAMES: [&str; 4] = ["Lừu Thị Khuyếtdanh", "Quàng Văn Ẩndanh", "Hạng A Vôdanh", "Tẩn Mẩy Bídanh"];
const WORDS: [&str; 5] = ["quặngthiếcxanh", "ruộngbậcthangđỏ", "cầutreogãy", "giọngkểthầm", "nươngngôhạn"];
const USERNAME: &str = "an_danh_muong_te";
const PHONE: &str = "+84398765432";
const TITLE: &str = "Hội kín đầu bản";

/// One thing that must not be found, and what to call it when it is.
pub struct Secret {
    what: String,
    forms: Vec<(&'static str, Vec<u8>)>,
}

impl Secret {
    pub fn text(text: &str) -> Secret {
        let mut forms = vec![("raw", text.as_bytes().to_vec())];
        let escaped = |upper: bool| {
            let unit = |u: u16| match u {
                0x20..0x7f => char::from(u as u8).to_string(),
                _ if upper => format!("\\u{u:04X}"),
                _ => format!("\\u{u:04x}"),
            };
            text.encode_utf16().map(unit).collect::<String>().into_bytes()
        };
        forms.push(("JSON-escaped", escaped(false)));
        forms.push(("JSON-escaped", escaped(true)));
        let hex: String = text.bytes().map(|b| format!("{b:02x}")).collect();
        forms.push(("hex", hex.to_uppercase().into_bytes()));
        forms.push(("hex", hex.into_bytes()));
        forms.push(("UTF-16", text.encode_utf16().flat_map(u16::to_le_bytes).collect()));
        forms.push((
            "percent-encoded",
            text.bytes().map(|b| format!("%{b:02X}")).collect::<String>().into_bytes(),
        ));
        // However many bytes stand before it; the letters that those bytes decide are left off.
        for before in 0..3usize {
            let padded = [vec![0; before], text.as_bytes().to_vec()].concat();
            let whole = padded.len() / 3 * 3;
            let skip = (before * 8).div_ceil(6);
            for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                let encoded = engine.encode(&padded[..whole]);
                forms.push(("base64", encoded.as_bytes()[skip..].to_vec()));
            }
        }
        Secret { what: text.to_owned(), forms }
    }

    /// A number can also stand in a column of its own, as SQLite writes it.
    fn account(id: i64) -> Secret {
        let mut secret = Secret::text(&id.to_string());
        secret.forms.push(("integer", id.to_be_bytes()[2..].to_vec()));
        secret
    }
}

/// Every trace of a secret, as "secret (form)".
pub fn traces(secrets: &[Secret], bytes: &[u8]) -> Vec<String> {
    // A byte becomes the character of its number: the search of the standard library is quick on text only.
    let plain = |bytes: &[u8]| bytes.iter().map(|b| char::from(*b)).collect::<String>();
    let hay = plain(bytes);
    let found = secrets.iter().flat_map(|s| {
        let forms = s.forms.iter().filter(|(_, form)| hay.contains(&plain(form)));
        forms.map(|(name, _)| format!("{} ({name})", s.what)).collect::<Vec<_>>()
    });
    found.collect()
}

/// Every byte that the database keeps: the file with its log, or each row of each table as text.
pub async fn everything(db: &Db) -> Vec<u8> {
    if let Some(file) = db.file() {
        let mut all = std::fs::read(file).unwrap();
        for beside in ["-wal", "-shm", "-journal"] {
            all.extend(std::fs::read(format!("{}{beside}", file.display())).unwrap_or_default());
        }
        return all;
    }
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .fetch_all(db.read())
            .await
            .unwrap();
    let mut all = vec![];
    for table in tables {
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!("SELECT t::text FROM {table} t")))
            .fetch_all(db.read())
            .await
            .unwrap();
        all.extend(rows.join("\n").into_bytes());
    }
    all
}

async fn nothing_on_disk_or_in_the_log_holds_a_person(engine: Engine) {
    let Some(mut world) = World::new(engine).await else { return };
    let platform = world.platform.clone();
    let secretary = platform.add_person(NAMES[0]);
    let group = platform.add_group(TITLE, &[secretary]);
    platform.add_bot_to_group(world.bot, group, secretary).unwrap();
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    platform.person_sends(secretary, group, &format!("/lienket {code}")).unwrap();
    world.group_sees(group, "Từ nay nhóm này nhận tin của").await;
    let reporter = world.enrolled(NAMES[1], "reporter", "lc-binhlu").await;

    // Asked, answered by voice, not clear, answered again; asked in the group; asked and never agreed to.
    let resident = platform.add_person(NAMES[2]);
    world.says(resident, &format!("/start {}", loaban::message::place_payload("lc-binhlu-naluong")));
    world.person_sees(resident, "bản Nà Luồng").await;
    world.says(resident, &format!("Bao giờ xong {}?", WORDS[0]));
    world.presses(resident, "Đồng ý, gửi").await;
    let card = world.person_sees(reporter, WORDS[0]).await;
    platform.person_sends_voice(reporter, world.bot, b"OggS-voice", 3, Some(card.message_id)).unwrap();
    world.presses(resident, "Chưa rõ").await;
    world.settle().await;
    platform
        .person_replies(reporter, world.bot, card.message_id, &format!("Xong cùng {}.", WORDS[1]))
        .unwrap();
    world.person_sees(resident, WORDS[1]).await;
    platform.person_sends(secretary, group, &format!("/hoi Ai sửa {}?", WORDS[2])).unwrap();
    world.person_sees(reporter, WORDS[2]).await;
    let stranger = platform.add_person(NAMES[3]);
    world.says(stranger, &format!("Chưa đồng ý {}", WORDS[3]));
    world.person_sees(stranger, "xin phép dùng câu hỏi này").await;
    // A phone number, a user name, a message passed on.
    let from = json!({"id": stranger, "is_bot": false, "first_name": NAMES[3], "last_name": NAMES[2], "username": USERNAME});
    let chat = json!({"id": stranger, "type": "private", "first_name": NAMES[3], "username": USERNAME});
    let contact = json!({"phone_number": PHONE, "first_name": NAMES[0], "user_id": secretary, "vcard": format!("TEL:{PHONE}")});
    platform.raw_update(world.bot, json!({"message": {"message_id": 901, "date": 1, "from": from, "chat": chat, "contact": contact}})).unwrap();
    let origin = json!({"type": "user", "date": 1, "sender_user": {"id": secretary, "is_bot": false, "first_name": NAMES[0], "username": USERNAME}});
    let passed_on = json!({"message_id": 902, "date": 1, "from": from, "chat": chat, "text": WORDS[4], "forward_origin": origin});
    platform.raw_update(world.bot, json!({ "message": passed_on })).unwrap();
    platform.raw_update(world.bot, json!({"strange_kind": {"from": from, "text": WORDS[4]}})).unwrap();
    // Faults on the way to people, and the platform away: what is logged then tells of nobody.
    platform.fault(
        Fault::error(403, &format!("Forbidden: {} blocked the bot {TOKEN}", NAMES[2])).in_chat(resident),
    );
    world.says(resident, "trợ giúp");
    platform.fault(Fault::new(What::DropAfter).in_chat(reporter));
    world.says(reporter, "trợ giúp");
    world.publishes("kham-suc-khoe").await;
    world.settle().await;
    platform.offline(true);
    tokio::time::timeout(Duration::from_secs(3), platform.changed_since(platform.version())).await.ok();
    platform.offline(false);
    world.restart().await;
    // An update that cannot be opened any more, and a body that is not understood.
    world.settle().await;

    let accounts = [secretary, reporter, resident, stranger];
    let mut secrets: Vec<Secret> = accounts.map(Secret::account).into();
    let texts = NAMES.iter().chain(&WORDS).chain(&[USERNAME, TITLE]).copied();
    secrets.extend(texts.map(Secret::text));
    secrets.extend([
        Secret::text(&PHONE[1..]),
        Secret::text(TOKEN),
        Secret::text(TOKEN.split(':').next_back().unwrap()),
    ]);
    let base = &world.parts().core.db;
    let kept = everything(base).await;
    assert!(kept.len() > 10_000, "{} bytes are no database", kept.len());
    assert_eq!(traces(&secrets, &kept), Vec::<String>::new());
    assert_eq!(traces(&secrets, log::lines().as_bytes()), Vec::<String>::new());
    // A key tells of nobody in the database; with the time of a line it would.
    let keys = "SELECT key FROM person UNION SELECT key FROM reach UNION SELECT person FROM role";
    let keys: Vec<String> = sqlx::query_scalar(keys).fetch_all(base.read()).await.unwrap();
    let keys: Vec<Secret> = keys.iter().map(|key| Secret::text(key)).collect();
    assert!(keys.len() > 2 && !traces(&keys, &kept).is_empty());
    assert_eq!(traces(&keys, log::lines().as_bytes()), Vec::<String>::new());
    assert!(log::lines().contains("this process sends for the account"), "the log is kept");
    // The search sees what may be there: a group's address and an item's name.
    assert!(!traces(&[Secret::text(&group.to_string()), Secret::text("kham-suc-khoe")], &kept).is_empty());

    let copy = world.dir.path().join("copy.db");
    if base.backend() == Backend::Sqlite {
        db::sqlite::copy(base, &copy).await.unwrap();
        assert_eq!(traces(&secrets, &std::fs::read(&copy).unwrap()), Vec::<String>::new());
    }
    plant(&secrets, base, &copy).await;
    world.stop().await;
}

/// Each secret in each form, one at a time, in a copy of the database (on a server: in the database itself, which
/// is gone after the story) and in a copy of the log.
async fn plant(secrets: &[Secret], db: &Db, copy: &Path) {
    let planted = match db.backend() {
        Backend::Sqlite => Db::open(&format!("sqlite://{}", copy.display())).await.unwrap(),
        Backend::Postgres => db.clone(),
    };
    for secret in secrets {
        for (form, bytes) in &secret.forms {
            let log = [b"INFO loaban: before ".as_slice(), bytes, b" after"].concat();
            assert!(!traces(std::slice::from_ref(secret), &log).is_empty(), "{} ({form})", secret.what);
        }
        // As a careless program would keep it: in a text, in a JSON text, and encoded with what stands around it.
        let text = secret.what.as_str();
        for (n, leak) in [
            format!("asker={text};"),
            serde_json::to_string(&json!({ "from": text })).unwrap(),
            STANDARD_NO_PAD.encode(format!("ab{text}yz")),
            URL_SAFE_NO_PAD.encode(format!("{text}yz")),
            STANDARD_NO_PAD.encode(format!("a{text}yz")),
            text.bytes().map(|b| format!("{b:02x}")).collect(),
        ]
        .into_iter()
        .enumerate()
        {
            let name = format!("leak-{n}-{}", text.len());
            planted.set_mark(&name, &leak).await.unwrap();
            let found = traces(std::slice::from_ref(secret), &everything(&planted).await);
            assert!(!found.is_empty(), "{text} as {leak}");
            let mut tx = planted.write().await.unwrap();
            sqlx::query("DELETE FROM mark WHERE name = $1").bind(&name).execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
            // Deleted is overwritten: checkpointed, nothing of it is left to be found the next time.
            if planted.backend() == Backend::Sqlite {
                let mut busy = 1;
                // Whoever wrote may still be putting its statements away.
                for _ in 0..50 {
                    let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
                    busy = sqlx::query_scalar::<_, i64>(sql).fetch_one(planted.read()).await.unwrap();
                    if busy == 0 {
                        break;
                    }
                }
                assert_eq!(busy, 0, "the log of the database was written home");
            }
            assert_eq!(
                traces(std::slice::from_ref(secret), &everything(&planted).await),
                Vec::<String>::new()
            );
        }
    }
}
