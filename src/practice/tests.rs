//! The room as a newcomer's browser meets it, with the real program behind it.

use super::*;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Browser {
    page: String,
    http: reqwest::Client,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<()>>,
}

impl Browser {
    async fn open(keep: Option<PathBuf>) -> Browser {
        let practice = Practice::start("127.0.0.1:0".parse().unwrap(), keep).await.unwrap();
        let page = format!("http://{}", practice.address());
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(practice.serve(async move { drop(stopped.await) }));
        Browser { page, http: reqwest::Client::builder().no_proxy().build().unwrap(), stop, served }
    }

    async fn state(&self, since: &str) -> Value {
        let url = format!("{}/api/state?since={since}", self.page);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let sent = self.http.post(format!("{}/api/{path}", self.page)).json(&body).send().await.unwrap();
        (sent.status().as_u16(), sent.json().await.unwrap())
    }

    async fn does(&self, path: &str, body: Value) -> Value {
        let (status, said) = self.post(path, body).await;
        assert_eq!(status, 200, "{path}: {said}");
        said
    }

    /// Looks at every new state until `look` finds something.
    async fn until<T>(&self, what: &str, look: impl Fn(&Value) -> Option<T>) -> T {
        let wait = async {
            let mut since = String::new();
            loop {
                let said = self.state(&since).await;
                if let Some(found) = look(&said["room"]) {
                    return found;
                }
                since = said["since"].as_str().unwrap().to_owned();
            }
        };
        match tokio::time::timeout(Duration::from_secs(40), wait).await {
            Ok(found) => found,
            Err(_) => panic!("{what}: not within 40 s; {}", self.state("").await["room"]["steps"]),
        }
    }

    /// The button that the guide offers first, once `step` is the current one.
    async fn act(&self, step: usize, label: &str) -> Value {
        self.until(label, |room| {
            let at = room["steps"].as_array()?.iter().position(|s| s["done"] == false)?;
            let act = &room["steps"][at]["acts"][0];
            (at == step && act["label"].as_str()?.starts_with(label)).then(|| act.clone())
        })
        .await
    }

    async fn leave(self) {
        self.stop.send(()).unwrap();
        let served = tokio::time::timeout(Duration::from_secs(10), self.served).await;
        served.expect("the room closes within 10 s").unwrap().unwrap();
    }
}

fn messages<'a>(room: &'a Value, phone: &str) -> &'a Vec<Value> {
    let phones = room["phones"].as_array().unwrap();
    phones.iter().find(|p| p["id"] == phone).unwrap()["messages"].as_array().unwrap()
}

fn without(act: &Value) -> Value {
    let mut body = act.clone();
    body.as_object_mut().unwrap().retain(|key, _| key != "do" && key != "label");
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_walks_the_five_steps_and_each_is_ticked_off_when_it_happened() {
    let browser = Browser::open(None).await;
    let act = browser.act(0, "Duyệt").await;
    assert_eq!(browser.state("").await["room"]["phones"].as_array().unwrap().len(), 7);
    browser.does("say", without(&act)).await;
    // Both are asked about before they are done.
    let chooses = async || {
        let act = browser.act(0, "Chỉ chỗ").await;
        assert_eq!(act["phone"], "editor");
        let press = json!({"who": "editor", "chat": "private", "message": act["message"], "button": 0});
        browser.does("press", press).await;
    };
    chooses().await;
    let act = browser.act(0, "Phát").await;
    browser.does("say", without(&act)).await;
    chooses().await;
    let act = browser.act(1, "Bấm").await;
    let opened = browser.does("press", without(&act)).await;
    assert_eq!(opened["opens"], "resident");
    let act = browser.act(1, "Hỏi giúp").await;
    browser.does("say", without(&act)).await;
    let act = browser.act(1, "Chỉ chỗ").await;
    assert_eq!(act["phone"], "resident");
    let press = json!({"who": "resident", "chat": "private", "message": act["message"], "button": 0});
    browser.does("press", press).await;
    let act = browser.act(2, "Soạn").await;
    assert_eq!(act["phone"], "reporter");
    let answer =
        json!({"who": "reporter", "chat": "private", "text": act["text"], "reply_to": act["reply_to"]});
    browser.does("say", answer).await;
    let act = browser.act(3, "Tua").await;
    // The answer reaches the resident, and the card told nobody who asked.
    let said = |room: &Value, phone: &str, what: &str| {
        let texts = messages(room, phone).iter().map(|m| m["text"].as_str().unwrap());
        texts.filter(|text| text.contains(what)).map(str::to_owned).next_back()
    };
    browser.until("the answer", |room| said(room, "resident", "giấy khai sinh")).await;
    let card = browser.until("the card", |room| said(room, "reporter", "Câu hỏi #")).await;
    assert!(!card.contains("Bà con"), "the card names the asker: {card}");
    browser.does("clock", json!({"to": act["to"]})).await;
    let act = browser.act(4, "Mở báo cáo").await;
    let report =
        browser.http.get(format!("{}{}", browser.page, act["href"].as_str().unwrap())).send().await.unwrap();
    assert!(report.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let page = report.text().await.unwrap();
    assert!(page.contains("165/2026/NĐ-CP") && !page.contains("giấy khai sinh"), "{page}");
    browser
        .until("all five", |room| {
            room["steps"].as_array()?.iter().all(|step| step["done"] == true).then_some(())
        })
        .await;
    browser.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_goes_on_after_the_second_consent_and_what_cannot_be_done_is_said_plainly() {
    let browser = Browser::open(None).await;
    browser.does("say", json!({"who": "resident", "chat": "private", "text": "/start"})).await;
    browser.does("voice", json!({"who": "resident", "chat": "private"})).await;
    let asks = |room: &Value| {
        let last = messages(room, "resident").last()?.clone();
        (last["from"] == "bot" && last["buttons"][0][0]["press"] == true).then_some(last)
    };
    let press = |message: &Value| json!({"who": "resident", "chat": "private", "message": message["id"], "button": 0});
    let notice = browser.until("the notice", asks).await;
    browser.does("press", press(&notice)).await;
    let second =
        browser.until("the notice about voices", |room| asks(room).filter(|m| m["id"] != notice["id"])).await;
    browser.does("press", press(&second)).await;
    // Where do they live? They came without a group's link.
    let place = browser.until("the place", |room| asks(room).filter(|m| m["id"] != second["id"])).await;
    browser.does("press", press(&place)).await;
    let voice = browser
        .until("the card", |room| messages(room, "reporter").iter().find(|m| m["kind"] == "voice").cloned())
        .await;
    let sound = format!("{}/file/{}", browser.page, voice["file"].as_str().unwrap());
    let sound = browser.http.get(sound).send().await.unwrap();
    assert_eq!(sound.headers()["content-type"], "audio/ogg");
    assert!(sound.bytes().await.unwrap().starts_with(b"OggS"));

    for (path, body, why) in [
        ("say", json!({"who": "resident", "chat": "private", "text": "  "}), "Chưa có chữ"),
        ("say", json!({"who": "resident", "chat": "private", "text": "a".repeat(4097)}), "4096"),
        ("say", json!({"who": "resident", "chat": "private", "text": "a", "reply_to": "999"}), "không còn"),
        ("press", json!({"who": "editor", "chat": "private", "message": "2", "button": 0}), "không còn"),
        ("clock", json!({"by": -1}), "Đồng hồ"),
        ("clock", json!({"by": 40_000_000_000_i64}), "Đồng hồ"),
        ("clock", json!({"to": 0}), "Đồng hồ"),
    ] {
        let (status, said) = browser.post(path, body.clone()).await;
        assert_eq!(status, 422, "{path} {body}");
        assert!(said["error"].as_str().unwrap().contains(why), "{path} {body}: {said}");
    }
    let missing = browser.http.get(format!("{}/report/2026-13", browser.page)).send().await.unwrap();
    assert_eq!(missing.status(), 404);
    let words = missing.text().await.unwrap();
    assert!(words.contains("<h1>Không mở được</h1>") && words.contains("kỳ 2026-13"), "{words}");
    browser.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_from_elsewhere_is_turned_away_and_the_room_stays_on_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let keep = folder.path().join("tập");
    let browser = Browser::open(Some(keep.clone())).await;
    let port = browser.page.rsplit(':').next().unwrap().to_owned();
    for (host, origin, status) in [
        (format!("127.0.0.1:{port}"), None, 200),
        (format!("localhost:{port}"), Some(format!("http://localhost:{port}")), 200),
        (format!("[::1]:{port}"), None, 200),
        ("127.0.0.1".into(), None, 403),
        (format!("rebound.example:{port}"), None, 403),
        (format!("127.0.0.1:{port}"), Some("https://elsewhere.example".into()), 403),
        (format!("127.0.0.1:{port}"), Some("null".into()), 403),
    ] {
        for path in ["/", "/api/state", "/page.js"] {
            let mut request = browser.http.get(format!("{}{path}", browser.page)).header("host", &host);
            if let Some(origin) = &origin {
                request = request.header("origin", origin);
            }
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{path} {host} {origin:?}");
            assert!(status == 200 || answer.text().await.unwrap().contains("chỉ mở trên máy đang chạy nó"));
        }
    }
    let page = browser.http.get(&browser.page).send().await.unwrap().text().await.unwrap();
    for part in [page.as_str(), include_str!("page.css"), include_str!("page.js")] {
        assert!(!part.contains("https://") && !part.contains("http://"), "the page names an outside address");
    }
    browser.leave().await;
    assert!(keep.join(DATABASE).exists());

    let refused = |listen: &str, keep: Option<PathBuf>| {
        let listen = listen.parse().unwrap();
        async move { Practice::start(listen, keep).await.err().expect("it is refused").to_string() }
    };
    assert!(refused("0.0.0.0:0", None).await.contains("chỉ mở trên máy này"));
    assert!(refused("127.0.0.1:0", Some(keep)).await.contains("lần tập trước"));
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(refused(&address, None).await.contains("Chọn cổng khác"));
}
