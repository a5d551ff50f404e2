use super::webhooks::LARGEST_BODY_BYTES;
use super::*;
use crate::calendar::Calendar;
use crate::channel::telegram::Telegram;
use crate::clock::Clock;
use crate::config::Identity;
use crate::config::{Account, Platform, Secret, Settings};
use crate::content::{Mode, Publisher};
use crate::db::Db;
use crate::identity::Speaker;
use crate::ids::Ids;
use crate::mail::{Mail, Spoken};
use crate::media::{Converter, Form, ReadContent};
use crate::message::{Aloud, Said, Source};
use crate::places::Atlas;
use crate::questions::question::{Body, Discretion};
use crate::questions::subject::Subjects;
use crate::questions::{Asking, Desk, Twins};
use crate::seal::Seal;
use crate::text::Text;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

struct House {
    url: String,
    /// The other door.
    watching: String,
    door: Door,
    stop: watch::Sender<bool>,
    _dir: tempfile::TempDir,
    rung: Arc<std::sync::Mutex<Vec<String>>>,
    missing: Arc<std::sync::Mutex<Vec<String>>>,
}

/// The head of a picture: nobody looks further.
const POSTER: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

/// The project's own item with the voice, and the note that its editors have still to write.
fn content(dir: &Path, text: &Text) -> Shelf {
    let topics: Vec<String> = Subjects::embedded().unwrap().topics().iter().map(|t| t.id.clone()).collect();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/kham-suc-khoe");
    let copy = dir.join("content/kham-suc-khoe");
    std::fs::create_dir_all(&copy).unwrap();
    for file in ["item.toml", "vi.ftl", "vi.ogg", "hmn-VN.ftl"] {
        std::fs::copy(source.join(file), copy.join(file)).unwrap();
    }
    std::fs::write(copy.join("poster.png"), POSTER).unwrap();
    let shelf = Shelf::on_disk(&dir.join("content"), topics.clone(), text.clone());
    let library = shelf.library();
    let revision = &library.get("kham-suc-khoe").unwrap().revision;
    let note = format!(
        "\n[form.vi-voice]\nfrom = \"{revision}\"\nreviewed_by = \"Mẫu\"\non = 2026-01-05\nsynthetic = true\n"
    );
    let about = std::fs::read_to_string(copy.join("item.toml")).unwrap();
    let about = match about.find("[form") {
        Some(at) => about[..at].to_owned(),
        None => about,
    };
    std::fs::write(copy.join("item.toml"), about + &note).unwrap();
    assert_eq!(shelf.faults(), []);
    shelf
}

async fn house() -> House {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("loaban.db");
    let db = Db::open(&format!("sqlite://{}", file.display())).await.unwrap();
    db.migrate().await.unwrap();
    let clock = Clock::system();
    let seal = Seal::new(&[7; 32], Ids::seeded(clock.clone(), 1));
    let bot = |secret: Option<&str>| {
        let webhook = secret.map(|s| ("https://loa.example.vn/hook/tg".into(), s.to_owned()));
        let mut account = Account::new("tg", Platform::Telegram);
        account.token = Secret::new("5:token");
        account.api_url = "http://127.0.0.1:9".into();
        Channel::Telegram(Telegram::new(&account, webhook, crate::talk::is_command).unwrap())
    };
    let channels = HashMap::from([("tg".to_owned(), bot(Some("right"))), ("polled".to_owned(), bot(None))]);
    let text = Text::load(None).unwrap();
    let content = content(dir.path(), &text);
    let shelf = content.clone();
    let read: ReadContent = Arc::new(move |hash, path| {
        let found = shelf.library().media(&hash, &path);
        Box::pin(async move { found })
    });
    let channels = Arc::new(channels);
    let files = Files::new(read, channels.clone(), text.clone(), Converter::find(), clock.clone());
    let kept = Duration::from_secs(7 * 86_400);
    let links = Links::new(Some("https://loa.example.vn"), seal.clone(), clock.clone(), kept);
    let (rung, missing) = (Arc::default(), Arc::default());
    let intake = Intake::start(db.clone(), seal.clone(), clock.clone());
    let calendar = Calendar::new("Asia/Ho_Chi_Minh").unwrap();
    let ids = Ids::seeded(clock.clone(), 2);
    let door = Door {
        core: Core { db, seal: seal.clone(), ids, clock, calendar, text },
        intake,
        capabilities: CapabilitiesByAccount::default(),
        channels,
        files,
        links,
        reports: Reports::new(Arc::new(|place, period, form| {
            let name = period.file_name(&place, form.as_str());
            Box::pin(async move { Ok((place == "lc").then(|| (name.clone(), name.into_bytes()))) })
        })),
        shelf: content,
        arrived: Arc::new({
            let rung: Arc<std::sync::Mutex<Vec<String>>> = Arc::clone(&rung);
            move |account| rung.lock().unwrap().push(account.into())
        }),
        missing: Arc::new({
            let missing: Arc<std::sync::Mutex<Vec<String>>> = Arc::clone(&missing);
            move || missing.lock().unwrap().clone()
        }),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = watch::channel(false);
    let (clock, patience) = (door.core.clock.clone(), Patience::default());
    tokio::spawn(serve(
        listener,
        router(door.clone(), axum::Router::new()),
        clock.clone(),
        patience,
        stopped.clone(),
    ));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let watching = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, watching_router(door.clone()), clock, patience, stopped));
    House { url, watching, door, stop, _dir: dir, rung, missing }
}

impl House {
    async fn push(&self, account: &str, secret: &str, body: impl Into<reqwest::Body>) -> u16 {
        let request = reqwest::Client::new().post(format!("{}/hook/{account}", self.url));
        let request = request.header("X-Telegram-Bot-Api-Secret-Token", secret).body(body);
        request.send().await.unwrap().status().as_u16()
    }

    async fn watch(&self, path: &str) -> reqwest::Response {
        reqwest::get(format!("{}{path}", self.watching)).await.unwrap()
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        reqwest::get(format!("{}{path}", self.url)).await.unwrap()
    }

    async fn kept(&self) -> i64 {
        crate::inbox::backlog(&self.door.core.db).await.unwrap().iter().map(|b| b.count).sum()
    }
}

fn update(id: i64) -> String {
    format!(
        r#"{{"update_id":{id},"message":{{"message_id":1,"date":0,"chat":{{"id":5,"type":"private"}},"from":{{"id":5,"is_bot":false,"first_name":"x"}},"text":"hỏi"}}}}"#
    )
}

#[tokio::test]
async fn a_push_is_stored_before_it_is_acknowledged_and_once() {
    let house = house().await;
    assert_eq!(house.push("tg", "right", update(1)).await, 200);
    assert_eq!(house.kept().await, 1);
    assert_eq!(*house.rung.lock().unwrap(), ["tg"]);
    assert_eq!(house.push("tg", "right", update(1)).await, 200);
    assert_eq!(house.kept().await, 1);
}

#[tokio::test]
async fn a_wrong_secret_a_wrong_account_and_nonsense_store_nothing() {
    let house = house().await;
    assert_eq!(house.push("tg", "wrong", update(1)).await, 401);
    assert_eq!(house.push("tg", "", update(1)).await, 401);
    assert_eq!(house.push("nobody", "right", update(1)).await, 404);
    assert_eq!(house.push("polled", "right", update(1)).await, 404);
    assert_eq!(house.push("tg", "right", "not json").await, 200);
    assert_eq!(house.push("tg", "right", r#"{"update_id":9,"brand_new":{}}"#).await, 200);
    assert_eq!(house.push("tg", "right", vec![b' '; LARGEST_BODY_BYTES + 1]).await, 413);
    assert_eq!(house.get("/hook/tg").await.status(), 405);
    assert_eq!(house.kept().await, 0);
    assert!(house.rung.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_cannot_be_stored_in_time_is_refused_so_that_the_platform_repeats_it() {
    let house = house().await;
    let turn = house.door.core.db.write().await.unwrap();
    let started = house.door.core.clock.tick();
    assert_eq!(house.push("tg", "right", update(1)).await, 503);
    assert!(house.door.core.clock.tick() - started < Duration::from_secs(2));
    drop(turn);
    assert_eq!(house.push("tg", "right", update(1)).await, 200);
    assert_eq!(house.kept().await, 1);
}

#[tokio::test]
async fn pushes_that_come_together_are_each_stored_or_refused_by_themselves() {
    let house = house().await;
    // The database takes every update but one.
    let mut tx = house.door.core.db.write().await.unwrap();
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON inbox WHEN NEW.update_key = '7' BEGIN SELECT RAISE(ABORT, 'no'); END";
    sqlx::query(refuse).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let turn = house.door.core.db.write().await.unwrap();
    let house = Arc::new(house);
    let pushes: Vec<_> = (0..100)
        .map(|n| {
            let house = house.clone();
            // Every one comes twice.
            tokio::spawn(async move { (n / 2, house.push("tg", "right", update(n / 2)).await) })
        })
        .collect();
    drop(turn);
    for push in pushes {
        let (number, status) = push.await.unwrap();
        assert_eq!(status, if number == 7 { 503 } else { 200 }, "{number}");
    }
    assert_eq!(house.kept().await, 49);
    assert_eq!(house.door.core.db.trouble(), None);
}

#[tokio::test]
async fn health_names_what_is_missing() {
    let house = house().await;
    let ready = house.get("/health/ready").await;
    assert_eq!(ready.status(), 200);
    assert_eq!(ready.text().await.unwrap(), r#"{"ready":true,"missing":[]}"#);
    house.missing.lock().unwrap().push("account tg".into());
    let ready = house.get("/health/ready").await;
    assert_eq!(ready.status(), 503);
    // Strangers learn no account's name.
    assert_eq!(ready.text().await.unwrap(), r#"{"ready":false,"missing":["account"]}"#);
    let ready = house.watch("/health/ready").await;
    assert_eq!(ready.text().await.unwrap(), r#"{"ready":false,"missing":["account tg"]}"#);
    assert_eq!(house.get("/health/live").await.status(), 200);
    house.missing.lock().unwrap().clear();
    house.door.core.db.close().await;
    let ready = house.get("/health/ready").await;
    assert_eq!(ready.text().await.unwrap(), r#"{"ready":false,"missing":["database"]}"#);
    let ready = house.watch("/health/ready").await;
    assert_eq!(
        ready.text().await.unwrap(),
        r#"{"ready":false,"missing":["database: it cannot be reached"]}"#
    );
    assert_eq!(house.get("/health/live").await.status(), 200);
    let metrics = house.watch("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("\nloaban_database_up 0\n"), "{metrics}");
}

#[tokio::test]
async fn metrics_count_by_account_and_state_and_every_family_has_a_head() {
    let house = house().await;
    assert_eq!(house.push("tg", "right", update(1)).await, 200);
    let response = house.watch("/metrics").await;
    assert_eq!(response.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = response.text().await.unwrap();
    for line in [
        "loaban_database_up 1",
        "loaban_inbox_waiting{account=\"tg\"} 1",
        "loaban_inbox_waiting{account=\"polled\"} 0",
        "loaban_outbox_oldest_waiting_seconds{account=\"tg\"} 0",
    ] {
        assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
    }
    assert!(text.contains("loaban_hooks_total{account=\"tg\",outcome=\"stored\"}"), "{text}");
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let name = line.split(['{', ' ']).next().unwrap();
        assert!(text.contains(&format!("# TYPE {name} ")), "{line}");
    }
}

/// Somebody else than the author lets the sample item out.
fn speaker(door: &Door) -> Speaker {
    let (clock, calendar) = (door.core.clock.clone(), door.core.calendar.clone());
    let atlas = Atlas::new(door.core.db.clone(), clock.clone(), calendar.clone());
    Speaker { identities: vec![Identity::practice("lc")].into(), atlas, calendar, clock }
}

/// An open question that was asked aloud, on the account "tg".
async fn asks_aloud(house: &House) -> String {
    let core = house.door.core.clone();
    let mail = Mail {
        core: core.clone(),
        speaker: speaker(&house.door),
        capabilities: CapabilitiesByAccount::default(),
        spoken: Spoken::default(),
    };
    let desk = Desk {
        core: core.clone(),
        mail,
        subjects: Arc::new(Subjects::embedded().unwrap()),
        understanding: Arc::new(crate::understanding::Understanding::embedded()),
        rules: Settings::practice(Path::new("."), vec![]).questions,
        quiet: None,
        twins: Twins::default(),
    };
    let asking = Asking {
        asker: None,
        role: None,
        language: "",
        discretion: Discretion::Ordinary,
        group: None,
        message: None,
        platform: Platform::Telegram,
        place: "lc",
        body: Body::spoken("tg", "F"),
        relayed: false,
        first: false,
        known: None,
    };
    let tree = crate::places::tree(&core.db).await.unwrap();
    let mut tx = core.db.write().await.unwrap();
    let question = desk.ask(&mut tx, &tree, asking).await.unwrap();
    tx.commit().await.unwrap();
    question.code.to_string()
}

async fn release(house: &House) {
    let door = &house.door;
    let publisher = Publisher {
        core: door.core.clone(),
        speaker: speaker(door),
        capabilities: CapabilitiesByAccount::default(),
        quiet: None,
        mode: Mode::Run,
    };
    let library = door.shelf.library();
    let item = library.get("kham-suc-khoe").unwrap();
    let released = publisher.release(item, "Người duyệt mẫu", "console").await.unwrap();
    assert!(released.iter().any(|r| r.form == "vi-voice"), "{released:?}");
}

#[tokio::test]
async fn only_a_released_voice_is_heard_whole_or_in_parts() {
    let house = house().await;
    for path in [
        "/nghe/kham-suc-khoe/vi",
        "/nghe/kham-suc-khoe/vi.ogg",
        "/nghe/nothing/vi",
        "/nghe/..%2f..%2fetc/passwd",
    ] {
        assert_eq!(house.get(path).await.status(), 404, "{path}");
    }
    release(&house).await;
    assert_eq!(house.get("/nghe/kham-suc-khoe/hmn-VN").await.status(), 404);
    let page = house.get("/nghe/kham-suc-khoe/vi").await;
    assert_eq!(page.status(), 200);
    assert!(
        page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .starts_with("default-src 'none'; media-src 'self'")
    );
    let page = page.text().await.unwrap();
    assert!(page.contains("src=\"vi.ogg\"") && page.contains("Giọng này do máy đọc."), "{page}");
    assert!(!page.contains("http://") && !page.contains("<script"), "{page}");

    let sound = house.get("/nghe/kham-suc-khoe/vi.ogg").await;
    assert_eq!(
        (sound.status().as_u16(), sound.headers()["content-type"].to_str().unwrap()),
        (200, "audio/ogg")
    );
    let whole = sound.bytes().await.unwrap();
    assert!(whole.starts_with(b"OggS"));
    let client = reqwest::Client::new();
    let sound = client.get(format!("{}/nghe/kham-suc-khoe/vi.ogg", house.url));
    let part = sound.header("Range", "bytes=4-9").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 4-9/{}", whole.len()));
    assert_eq!(part.bytes().await.unwrap(), whole[4..=9]);
}

#[tokio::test]
async fn a_released_voice_is_also_heard_as_aac_and_the_page_offers_both() {
    let house = house().await;
    assert_eq!(house.get("/nghe/kham-suc-khoe/vi.aac").await.status(), 404);
    release(&house).await;
    let page = house.get("/nghe/kham-suc-khoe/vi").await.text().await.unwrap();
    let sources = r#"<source src="vi.ogg" type="audio/ogg"><source src="vi.aac" type="audio/aac">"#;
    assert!(page.contains(sources), "{page}");
    // A platform fetches more than once, first by asking what there is.
    let url = format!("{}/nghe/kham-suc-khoe/vi.aac", house.url);
    let head = reqwest::Client::new().head(&url).send().await.unwrap();
    let first = reqwest::get(&url).await.unwrap();
    assert_eq!((head.status().as_u16(), first.status().as_u16()), (200, 200));
    assert_eq!(head.headers()["content-length"], first.headers()["content-length"]);
    assert_eq!(first.headers()["content-type"], "audio/aac");
    let sound = first.bytes().await.unwrap();
    assert_eq!(Form::of(&sound), Some(Form::Aac));
    let again = reqwest::Client::new().get(&url).header("Range", "bytes=0-3").send().await.unwrap();
    assert_eq!(again.status(), 206);
    assert_eq!(again.bytes().await.unwrap(), sound[..4]);
    for bad in ["vi.amr", "vi.m4a", "vi.png", "vi.", "vi.aac.aac"] {
        assert_eq!(house.get(&format!("/nghe/kham-suc-khoe/{bad}")).await.status(), 404, "{bad}");
    }
}

/// The path of an address that our links made, on this door.
fn path(url: Option<String>) -> String {
    url.unwrap().strip_prefix("https://loa.example.vn").unwrap().to_owned()
}

#[tokio::test]
async fn what_is_not_public_opens_by_its_address_again_and_again_until_it_lapses() {
    let house = house().await;
    let links = &house.door.links;
    let help = Source::Aloud { language: "vi".into(), what: Aloud::Help };
    let sound = path(links.for_platform(&help, Form::Aac));
    let client = reqwest::Client::new();
    let head = client.head(format!("{}{sound}", house.url)).send().await.unwrap();
    assert_eq!(head.status(), 200);
    for _ in 0..3 {
        let got = house.get(&sound).await;
        assert_eq!(got.status(), 200);
        assert_eq!(got.headers()["content-type"], "audio/aac");
        assert_eq!(got.headers()["cache-control"], "no-store");
        assert_eq!(got.headers()["x-robots-tag"], "noindex, nofollow, noarchive");
        assert_eq!(got.headers()["content-length"], head.headers()["content-length"]);
        assert_eq!(Form::of(&got.bytes().await.unwrap()), Some(Form::Aac));
    }
    let part = client.get(format!("{}{sound}", house.url)).header("Range", "bytes=2-5").send().await.unwrap();
    assert_eq!((part.status().as_u16(), part.bytes().await.unwrap().len()), (206, 4));

    // A person gets a page, which plays it.
    let page = house.get(&path(links.for_person(&help))).await;
    assert_eq!(page.headers()["x-robots-tag"], "noindex, nofollow, noarchive");
    let page = page.text().await.unwrap();
    let ticket = page.split("<source src=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(ticket.ends_with(".ogg") && !page.contains("<script") && !page.contains("http"), "{page}");
    let played = house.get(&format!("/m/{ticket}")).await;
    assert_eq!(played.headers()["content-type"], "audio/ogg");

    // The same path with anything changed is nothing, in kind words.
    let wrong = sound.replacen("/m/", "/m/A", 1);
    for nothing in
        [wrong.as_str(), "/m/x", "/m/x.aac", "/m/.aac", &format!("{sound}x"), &sound.replace(".aac", ".exe")]
    {
        let got = house.get(nothing).await;
        assert_eq!(got.status(), 404, "{nothing}");
        assert_eq!(got.headers()["x-robots-tag"], "noindex, nofollow, noarchive");
        assert!(got.text().await.unwrap().contains("Đường dẫn này không còn mở được"), "{nothing}");
    }
    house.door.core.clock.advance(Duration::from_secs(86_400));
    assert_eq!(house.get(&sound).await.status(), 404);
}

#[tokio::test]
async fn a_reports_files_open_by_its_address_until_it_lapses() {
    let house = house().await;
    let now = house.door.core.clock.now();
    let address = |place: &str| path(house.door.links.for_report(place, "2026-11", now + 86_400_000));
    let list = house.get(&address("lc")).await;
    assert_eq!(list.headers()["x-robots-tag"], "noindex, nofollow, noarchive");
    let list = list.text().await.unwrap();
    assert!(list.contains("<h1>Báo cáo tháng 11/2026</h1>") && !list.contains("<script"), "{list}");
    assert_eq!(list.matches("<a href=").count(), 4);
    for (ending, kind) in [("docx", "wordprocessingml"), ("html", "text/html"), ("xlsx", "spreadsheetml")] {
        let got = house.get(&format!("{}.{ending}", address("lc"))).await;
        let header = |name: &str| got.headers().get(name).map_or("", |v| v.to_str().unwrap()).to_owned();
        assert!(header("content-type").contains(kind), "{}", header("content-type"));
        assert_eq!(header("cache-control"), "no-store");
        // A page is read; what is worked with is kept under its name.
        let kept = format!("attachment; filename=\"loaban-lc-2026-11.{ending}\"");
        assert_eq!(header("content-disposition"), if ending == "html" { "" } else { kept.as_str() });
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{policy}");
        assert_eq!(got.text().await.unwrap(), format!("loaban-lc-2026-11.{ending}"));
    }
    let gone = format!("{}.docx", address("nowhere"));
    let help = path(house.door.links.for_person(&Source::Aloud { language: "vi".into(), what: Aloud::Help }));
    for nothing in [gone, format!("{}.exe", address("lc")), format!("{help}.docx")] {
        assert_eq!(house.get(&nothing).await.status(), 404, "{nothing}");
    }
    let address = address("lc");
    house.door.core.clock.advance(Duration::from_secs(86_400));
    assert_eq!(house.get(&address).await.status(), 404);
}

#[tokio::test]
async fn a_picture_is_shown_and_what_nobody_holds_any_more_is_not() {
    let house = house().await;
    let links = &house.door.links;
    let code = asks_aloud(&house).await;
    let of = |account: &str, code: &str| {
        let said = Some(Said::Asking(code.into()));
        Source::Platform { account: account.into(), file_id: "F".into(), said }
    };
    // No question says that, or not in that account.
    for other in [of("tg", "XXXXX"), of("gone", &code)] {
        assert_eq!(house.get(&path(links.for_person(&other))).await.status(), 404);
    }
    // Its platform is not there at the moment.
    assert_eq!(house.get(&path(links.for_person(&of("tg", &code)))).await.status(), 503);
    let library = house.door.shelf.library();
    let file = library.get("kham-suc-khoe").unwrap().voices["vi"].clone();
    let hash = "0".repeat(64);
    let exchanged = Source::Content { hash, path: file.path.clone(), draft: true };
    assert_eq!(house.get(&path(links.for_person(&exchanged))).await.status(), 404);
    let poster = library.get("kham-suc-khoe").unwrap().poster.clone().unwrap();
    let poster = Source::Content { hash: poster.hash, path: poster.path, draft: false };
    for url in [links.for_person(&poster), links.for_platform(&poster, Form::Png)] {
        let shown = house.get(&path(url)).await;
        assert_eq!(shown.headers()["content-type"], "image/png");
        assert_eq!(shown.bytes().await.unwrap(), POSTER);
    }
    let draft = Source::Content { hash: file.hash, path: file.path, draft: true };
    let page = house.get(&path(links.for_person(&draft))).await;
    assert_eq!(
        (page.status().as_u16(), page.headers()["content-type"].to_str().unwrap()),
        (200, "text/html; charset=utf-8")
    );
}

/// What a page must be wherever it is opened: whole, in Vietnamese, for a phone, with nothing that runs or comes from
/// outside, and with its own style allowed and no other.
async fn readable(response: reqwest::Response, what: &str) -> String {
    let headers = response.headers().clone();
    assert_eq!(headers["content-type"], "text/html; charset=utf-8", "{what}");
    let policy = headers["content-security-policy"].to_str().unwrap().to_owned();
    assert_eq!(headers.get_all("content-security-policy").iter().count(), 1, "{what}");
    let page = response.text().await.unwrap();
    let (_, style) = page.split_once("<style>").unwrap();
    let style = STANDARD.encode(Sha256::digest(style.split_once("</style>").unwrap().0));
    assert!(policy.contains(&format!("style-src 'sha256-{style}';")), "{what}: {policy}");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{what}: {policy}");
    for part in ["<html lang=\"vi\">", "width=device-width", "<h1>", "</main>"] {
        assert!(page.contains(part), "{what}: {part} is missing in {page}");
    }
    for outside in ["http:", "https:", "<script", "style=\"", "href=", "url(", "web-", "media-p"] {
        assert!(!page.contains(outside), "{what}: {outside} in {page}");
    }
    page
}

#[tokio::test]
async fn every_error_that_a_person_can_open_is_a_page_that_says_what_to_do() {
    let house = house().await;
    let client = reqwest::Client::new();
    for (method, path, status, title) in [
        ("GET", "/", 404, "Không có trang này"),
        ("GET", "/nowhere", 404, "Không có trang này"),
        ("GET", "/nghe", 404, "Không có trang này"),
        ("GET", "/nghe/x", 404, "Không có trang này"),
        ("GET", "/nghe/x/vi", 404, "Không có bản nghe"),
        ("GET", "/nghe/x/vi.ogg", 404, "Không có bản nghe"),
        ("GET", "/nghe/%ff/vi", 400, "Không có trang này"),
        ("POST", "/nghe/x/vi", 405, "Không mở được theo cách này"),
        ("GET", "/m", 404, "Không có trang này"),
        ("GET", "/m/x", 404, "Không mở được"),
        ("GET", "/m/%ff", 400, "Không có trang này"),
        ("POST", "/m/x", 405, "Không mở được theo cách này"),
        ("GET", "/hook/tg", 405, "Không mở được theo cách này"),
        ("GET", "/metrics", 404, "Không có trang này"),
        ("DELETE", "/health/live", 405, "Không mở được theo cách này"),
    ] {
        let what = format!("{method} {path}");
        let request = client.request(method.parse().unwrap(), format!("{}{path}", house.url));
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{what}");
        let page = readable(response, &what).await;
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{what}: {page}");
    }
    // The rest of what an error says stays.
    let refused = client.post(format!("{}/m/x", house.url)).send().await.unwrap();
    assert_eq!(refused.headers()["allow"], "GET,HEAD");
    let head = client.head(format!("{}/nowhere", house.url)).send().await.unwrap();
    assert_eq!((head.status().as_u16(), head.text().await.unwrap()), (404, String::new()));
    // A platform gets its status and nothing to read.
    let push = client.post(format!("{}/hook/nobody", house.url)).send().await.unwrap();
    assert_eq!((push.status().as_u16(), push.text().await.unwrap()), (404, String::new()));
    // When the database is away a voice cannot be looked up; health keeps its JSON.
    house.door.core.db.close().await;
    let busy = house.get("/nghe/kham-suc-khoe/vi").await;
    assert_eq!(busy.status(), 503);
    assert!(readable(busy, "busy").await.contains("<h1>Chưa mở được lúc này</h1>"));
    assert_eq!(house.get("/health/ready").await.headers()["content-type"], "application/json");
}

#[tokio::test]
async fn a_player_that_asks_beyond_the_end_is_told_how_long_the_sound_is() {
    let house = house().await;
    release(&house).await;
    let sound = reqwest::Client::new().get(format!("{}/nghe/kham-suc-khoe/vi.ogg", house.url));
    let beyond = sound.header("Range", "bytes=99999999-").send().await.unwrap();
    assert_eq!(beyond.status(), 416);
    assert!(beyond.headers()["content-range"].to_str().unwrap().starts_with("bytes */"));
    assert!(beyond.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_page_of_a_voice_as_it_stands() {
    let house = house().await;
    release(&house).await;
    let page = readable(house.get("/nghe/kham-suc-khoe/vi").await, "voice").await;
    // Which sounds it offers depends on whether this machine can convert them.
    let page = page.split_once("</style>").unwrap().1;
    let page = page.lines().filter(|line| !line.starts_with("<audio")).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(page);
}

/// What somebody could write into an item, a place or an address to make a page do what it must not.
const WICKED: &str = "<script>alert(1)</script> \"onerror='x' & </style></title>";

#[test]
fn what_an_item_says_is_words_and_nothing_else() {
    let shows = page::Voice {
        language: "\"><script>",
        title: WICKED,
        label: WICKED.into(),
        sounds: page::sounds(WICKED, Form::Ogg, true),
        points: vec![WICKED],
        action: Some(WICKED),
        source: WICKED.into(),
    };
    let html = askama::Template::render(&shows).unwrap();
    assert!(
        !html.contains("<script") && !html.contains("\"onerror") && !html.contains("onerror='"),
        "{html}"
    );
    for tag in ["</style>", "</title>", "<audio"] {
        assert_eq!(html.matches(tag).count(), 1, "{tag} in {html}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_safe_headers() {
    let house = house().await;
    for path in ["/health/live", "/nowhere", "/nghe/x/vi"] {
        let response = house.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(
                response.headers().get(name).map(|v| v.to_str().unwrap()),
                Some(value),
                "{path} {name}"
            );
        }
    }
}

#[tokio::test]
async fn the_door_closes_when_told() {
    let house = house().await;
    assert_eq!(house.push("tg", "right", update(1)).await, 200);
    house.stop.send(true).unwrap();
    let client = reqwest::Client::new();
    for _ in 0..100 {
        if client.get(format!("{}/health/live", house.url)).send().await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(client.get(format!("{}/health/live", house.url)).send().await.is_err());
}
