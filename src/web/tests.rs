use super::*;
use crate::calendar::Calendar;
use crate::channel::telegram::Telegram;
use crate::content::{Mode, Publisher};
use crate::ids::Ids;
use crate::questions::subject::Subjects;
use std::path::Path;

struct House {
    url: String,
    door: Door,
    stop: watch::Sender<bool>,
    _dir: tempfile::TempDir,
    rung: Arc<std::sync::Mutex<Vec<String>>>,
    missing: Arc<std::sync::Mutex<Vec<String>>>,
}

/// The project's own item with the voice, and the note that its editors have still to write.
fn content(dir: &Path, text: &Text) -> Shelf {
    let topics: Vec<String> = Subjects::embedded().unwrap().topics().iter().map(|t| t.id.clone()).collect();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/kham-suc-khoe");
    let copy = dir.join("content/kham-suc-khoe");
    std::fs::create_dir_all(&copy).unwrap();
    for file in ["item.toml", "vi.ftl", "vi.ogg", "hmn-VN.ftl"] {
        std::fs::copy(source.join(file), copy.join(file)).unwrap();
    }
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
        Channel::Telegram(Telegram::new("5:token".into(), "http://127.0.0.1:9", webhook, None, None).unwrap())
    };
    let channels = HashMap::from([("tg".to_owned(), bot(Some("right"))), ("polled".to_owned(), bot(None))]);
    let text = Text::load(None).unwrap();
    let content = content(dir.path(), &text);
    let (rung, missing) = (Arc::default(), Arc::default());
    let door = Door {
        db,
        seal,
        clock,
        channels: Arc::new(channels),
        shelf: content,
        text,
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
    tokio::spawn(serve(listener, door.clone(), stopped));
    House { url, door, stop, _dir: dir, rung, missing }
}

impl House {
    async fn push(&self, account: &str, secret: &str, body: impl Into<reqwest::Body>) -> u16 {
        let request = reqwest::Client::new().post(format!("{}/hook/{account}", self.url));
        let request = request.header("X-Telegram-Bot-Api-Secret-Token", secret).body(body);
        request.send().await.unwrap().status().as_u16()
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        reqwest::get(format!("{}{path}", self.url)).await.unwrap()
    }

    async fn kept(&self) -> i64 {
        crate::inbox::backlog(&self.door.db).await.unwrap().0
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
    assert_eq!(house.push("tg", "right", vec![b' '; LARGEST_BODY + 1]).await, 413);
    assert_eq!(house.get("/hook/tg").await.status(), 405);
    assert_eq!(house.kept().await, 0);
    assert!(house.rung.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_cannot_be_stored_in_time_is_refused_so_that_the_platform_repeats_it() {
    let house = house().await;
    let turn = house.door.db.write().await.unwrap();
    let started = house.door.clock.tick();
    assert_eq!(house.push("tg", "right", update(1)).await, 503);
    assert!(house.door.clock.tick() - started < Duration::from_secs(2));
    drop(turn);
    assert_eq!(house.push("tg", "right", update(1)).await, 200);
    assert_eq!(house.kept().await, 1);
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
    assert_eq!(ready.text().await.unwrap(), r#"{"ready":false,"missing":["account tg"]}"#);
    assert_eq!(house.get("/health/live").await.status(), 200);
    house.missing.lock().unwrap().clear();
    house.door.db.close().await;
    let ready = house.get("/health/ready").await;
    assert_eq!(
        ready.text().await.unwrap(),
        r#"{"ready":false,"missing":["database: it cannot be reached"]}"#
    );
    assert_eq!(house.get("/health/live").await.status(), 200);
    let metrics = house.get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("\nloaban_database_up 0\n"), "{metrics}");
}

#[tokio::test]
async fn metrics_count_by_account_and_state_and_every_family_has_a_head() {
    let house = house().await;
    assert_eq!(house.push("tg", "right", update(1)).await, 200);
    let response = house.get("/metrics").await;
    assert_eq!(response.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = response.text().await.unwrap();
    for line in ["loaban_database_up 1", "loaban_inbox_waiting 1", "loaban_outbox_oldest_waiting_seconds 0"] {
        assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
    }
    assert!(text.contains("loaban_hooks_total{account=\"tg\",outcome=\"stored\"}"), "{text}");
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let name = line.split(['{', ' ']).next().unwrap();
        assert!(text.contains(&format!("# TYPE {name} ")), "{line}");
    }
}

/// Somebody else than the author lets the sample item out.
async fn release(house: &House) {
    let door = &house.door;
    let publisher = Publisher {
        db: door.db.clone(),
        seal: door.seal.clone(),
        ids: Ids::seeded(door.clock.clone(), 2),
        clock: door.clock.clone(),
        calendar: Calendar::new("Asia/Ho_Chi_Minh").unwrap(),
        text: door.text.clone(),
        owner: "ĐẢNG UỶ XÃ BÌNH LƯ".into(),
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
async fn every_answer_carries_the_safe_headers() {
    let house = house().await;
    for path in ["/health/live", "/metrics", "/nowhere", "/nghe/x/vi"] {
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
