//! The main job, by commands and chats alone.

use super::machine::{Machine, PATIENCE, Running, places};
use super::on_both;
use crate::world::{Engine, code_in};
use loaban::calendar::Calendar;
use loaban::clock::Clock;
use loaban::db::Db;
use loaban::standins::telegram::{Fault, Telegram, What};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::time::Duration;

on_both!(the_whole_job, a_machine_that_is_pushed_does_it_too);

async fn the_whole_job(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    let p = &machine.platform;
    assert_eq!(machine.does(&["check"]).code, 0);
    machine.json(&["place", "import", &places()]);
    let mut running = machine.runs(&[]);
    let door = format!("http://{}", running.ready().await);

    // Bringing people in.
    let invitation = machine.json(&["invite", "group", "--place", "lc-binhlu-naluong"]);
    assert_eq!(keys(&invitation), ["code", "expires", "place", "role"]);
    assert!(invitation["code"].as_str().unwrap().len() >= 8, "{invitation}");
    let lapses: jiff::Timestamp = invitation["expires"].as_str().unwrap().parse().unwrap();
    let life = lapses.duration_since(now()).as_hours();
    assert!((167..=168).contains(&life), "{invitation}");
    let resident = p.add_person("Bà con");
    let group = machine.linked("lc-binhlu-naluong", resident).await;
    let reporter = machine.enrolled("reporter", "lc-binhlu").await;
    assert_eq!(machine.json(&["group", "list"]).as_array().unwrap().len(), 1);
    assert_eq!(machine.json(&["role", "list"]).as_array().unwrap().len(), 1);

    // An item on its way.
    let items = machine.json(&["item", "list"]);
    let item = items.as_array().unwrap().iter().find(|i| i["audience"][0] == "residents").unwrap();
    assert_eq!(keys(item), ["audience", "home", "item", "kind", "languages", "number", "state", "title"]);
    assert_eq!(item["state"], "draft");
    let (name, title) = (item["item"].as_str().unwrap(), item["title"].as_str().unwrap());
    let shown = machine.does(&["item", "show", name]);
    assert!(shown.code == 0 && shown.out.contains(title), "{}", shown.out);
    assert_eq!(machine.does(&["publish", name]).code, 1, "a draft was published");
    machine.json(&["item", "release", name, "--by", "Người duyệt"]);
    let state =
        |list: &Value| list.as_array().unwrap().iter().find(|i| i["item"] == *name).unwrap()["state"].clone();
    assert_eq!(state(&machine.json(&["item", "list"])), "released");
    assert_eq!(machine.json(&["publish", name, "--dry-run"])["groups"], 1);
    let published = machine.json(&["publish", name, "--place", "lc-binhlu"]);
    for key in ["at", "groups", "item", "publication"] {
        assert!(published.get(key).is_some(), "{published}");
    }
    assert_eq!((&published["groups"], &published["item"]), (&1.into(), &name.into()));
    let seen = machine.group_sees(group, title).await;
    assert_eq!(machine.json(&["publish", name])["groups"], 0, "the same revision went out twice");
    let publication = published["publication"].as_str().unwrap();
    let shown = machine.json(&["publication", "show", publication, "--watch"]);
    assert_eq!(
        shown["counts"],
        serde_json::json!({"waiting": 0, "sent": 1, "failed": 0, "unknown": 0, "cancelled": 0})
    );
    assert_eq!(keys(&shown), ["by", "counts", "groups", "item", "private", "publication"]);
    assert_eq!(keys(&shown["groups"][0]), ["group", "place", "reason", "sent_at", "state"]);
    assert_eq!(
        (&shown["groups"][0]["state"], &shown["groups"][0]["place"]),
        (&"sent".into(), &"lc-binhlu-naluong".into())
    );

    // A question in private, from the link under the item.
    let link = seen.buttons.iter().flatten().find_map(|b| b.url.clone()).expect("a link to the private chat");
    p.opens_link(resident, &link).unwrap();
    p.person_sends(resident, machine.bot, "Cháu nhà tôi học lớp ba có phải đóng học phí không?").unwrap();
    let notice = machine.person_sees(resident, "đồng ý").await;
    assert_eq!(machine.json(&["question", "list"]), serde_json::json!([]), "asked before the consent");
    machine.says_yes(resident, &notice);
    let code = code_in(&machine.person_sees(resident, "#").await.text);
    answered(&machine, reporter, &code, true).await;
    let answer = machine.person_sees(resident, "Cấp tiểu học không phải đóng.").await;
    machine.says_yes(resident, &answer);
    // And one in the group.
    let asked = p.person_sends(resident, group, "/hoi Bao giờ bản mình có đoàn khám?").unwrap();
    let receipt = machine.group_sees(group, "Đã nhận câu hỏi").await;
    assert_eq!(receipt.reply_to, Some(asked));
    let second = code_in(&receipt.text);
    answered(&machine, reporter, &second, false).await;
    assert_eq!(machine.group_sees(group, "Cấp tiểu học không phải đóng.").await.reply_to, Some(asked));
    let third = p.person_sends(resident, group, "/hoi Đường vào bản bao giờ sửa?").unwrap();
    p.wait_for(PATIENCE, |p| p.messages(group).into_iter().find(|m| m.from_bot && m.reply_to == Some(third)))
        .await
        .unwrap();

    let questions = machine.json(&["question", "list"]);
    let states: Vec<&str> =
        questions.as_array().unwrap().iter().map(|q| q["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["answered", "answered", "open"], "{questions}");
    assert_eq!(machine.json(&["question", "list", "--open"]).as_array().unwrap().len(), 1);
    assert_eq!(machine.json(&["question", "list", "--overdue"]), serde_json::json!([]));
    assert_eq!(machine.json(&["question", "show", &code])["code"], *code);
    assert!(!questions.to_string().contains("học phí"), "a question's text: {questions}");

    adds_up(&machine);
    for (path, status) in [
        ("/health/live", 200),
        ("/health/ready", 200),
        // The figures are on a door of their own.
        ("/metrics", 404),
        ("/hook/tg", 404),
        ("/nothing", 404),
    ] {
        let answer = reqwest::get(format!("{door}{path}")).await.unwrap();
        assert!(answer.status() == status || path.starts_with("/hook"), "{path}: {}", answer.status());
        let body = answer.text().await.unwrap();
        assert!(
            !body.contains(super::machine::TOKEN) && !body.contains(&group.to_string()),
            "{path}: {body}"
        );
    }
    let said = running.said();
    assert_eq!(said.matches(" ready").count(), 1, "{said}");
    for private in ["học phí", "Bà con", &code, &group.to_string(), &resident.to_string(), "Cấp tiểu học"]
    {
        assert!(!said.contains(private), "“{private}” stands in the log:\n{said}");
    }
    running.stops().await;
}

/// The reporter answers a card, by quoting it or by its code.
async fn answered(machine: &Machine, reporter: i64, code: &str, quoting: bool) {
    let card = machine.person_sees(reporter, &format!("#{code}")).await;
    assert!(!card.text.contains("Bà con"), "{}", card.text);
    let answer = "Cấp tiểu học không phải đóng.";
    match quoting {
        true => machine.platform.person_replies(reporter, machine.bot, card.message_id, answer).unwrap(),
        false => {
            machine.platform.person_sends(reporter, machine.bot, &format!("/traloi {code} {answer}")).unwrap()
        }
    };
    machine.person_sees(reporter, &format!("Máy đang gửi câu trả lời #{code}")).await;
}

/// The month of today: the sums hold, and the same log gives the same bytes.
fn adds_up(machine: &Machine) {
    let month = this_period();
    let made = machine.json(&["report", &month, "--format", "json,html", "--out", "báo cáo"]);
    let files: Vec<String> =
        made["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap().to_owned()).collect();
    let told =
        machine.does(&["report", &month, "--place", "lc", "--format", "json,html", "--out", "lần hai"]);
    assert_eq!(told.code, 0, "{}", told.err);
    for (first, again) in files.iter().zip(told.out.lines()) {
        let (a, b) = (machine.dir.path().join(first), machine.dir.path().join(again));
        assert!(
            a.ends_with(format!("loaban-lc-{month}.json")) || a.ends_with(format!("loaban-lc-{month}.html")),
            "{first}"
        );
        assert_eq!(std::fs::read(&a).unwrap(), std::fs::read(&b).unwrap(), "{first} and {again} differ");
    }
    assert_eq!((files.len(), told.out.lines().count()), (2, 2), "{}", told.out);
    let text =
        std::fs::read_to_string(machine.dir.path().join(files.iter().find(|f| f.ends_with("json")).unwrap()))
            .unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let checksum = report["checksum"].as_str().unwrap();
    let sum: String =
        Sha256::digest(text.replacen(checksum, "", 1)).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(sum, checksum, "the checksum is not that of the document with an empty one");
    assert_eq!((&report["schema"], &report["place"]["code"]), (&1.into(), &"lc".into()));
    let q = |key: &str| {
        report["questions"][key].as_i64().unwrap_or_else(|| panic!("{key}: {}", report["questions"]))
    };
    assert_eq!(
        q("open_before") + q("received") + q("reopened"),
        q("answered") + q("withdrawn") + q("set_aside") + q("open_after")
    );
    assert_eq!((q("received"), q("answered"), q("open_after"), q("answers_written")), (3, 2, 1, 2));
    assert_eq!(report["questions"]["cleared"], serde_json::json!({"clear": 1, "not_clear": 0}));
    let d = |key: &str| report["delivery"][key].as_i64().unwrap();
    assert_eq!(d("planned"), d("waiting") + d("sent") + d("failed") + d("unknown") + d("cancelled"));
    assert_eq!((d("planned"), d("sent")), (1, 1));
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
}

/// `YYYY-MM` of the period that today is in: it turns on the 15th.
pub fn this_period() -> String {
    let today = Calendar::new("Asia/Ho_Chi_Minh").unwrap().local(Clock::system().now()).date();
    let month = if today.day() < 15 {
        today
    } else {
        today.first_of_month().saturating_add(jiff::Span::new().months(1))
    };
    month.strftime("%Y-%m").to_string()
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(Clock::system().now()).unwrap()
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
}

async fn a_machine_that_is_pushed_does_it_too(engine: Engine) {
    let Some(mut machine) = Machine::new(engine).await else { return };
    machine.is_pushed();
    machine.json(&["place", "import", &places()]);
    let running = machine.runs_ready().await;
    let resident = machine.platform.add_person("Bà con");
    let group = machine.linked("lc-binhlu-naluong", resident).await;
    machine.platform.person_sends(resident, group, "/hoi Bao giờ có đoàn khám?").unwrap();
    let code = code_in(&machine.group_sees(group, "Đã nhận câu hỏi").await.text);
    assert_eq!(machine.json(&["question", "list"])[0]["code"], *code);

    let hook = format!("http://{}/hook", machine.listen);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let push = async |account: &str, secret: &str, body: &str| {
        let request =
            client.post(format!("{hook}/{account}")).header("X-Telegram-Bot-Api-Secret-Token", secret);
        request.body(body.to_owned()).send().await.unwrap().status().as_u16()
    };
    let secret = super::machine::HOOK;
    let asks = |id: i64, text: &str| {
        let from = serde_json::json!({"id": resident, "is_bot": false, "first_name": "Bà con"});
        let chat = serde_json::json!({"id": group, "type": "supergroup", "title": "Bản mẫu"});
        serde_json::json!({"update_id": id, "message": {"message_id": id, "date": 1, "from": from, "chat": chat, "text": text}})
    };
    let asked = asks(900_001, "/hoi Đẩy thẳng vào cửa").to_string();
    assert_eq!(push("tg", "wrong", &asked).await, 401);
    assert_eq!(push("tg", "", &asked).await, 401);
    assert_eq!(push("tg", secret, "no JSON").await, 200);
    assert_eq!(push("tg", secret, "{\"update_id\": 900002, \"never_seen\": {}}").await, 200);
    assert_eq!(push("other", secret, &asked).await, 404);
    // Twice the same, and what the group says to itself.
    assert_eq!(push("tg", secret, &asked).await, 200);
    assert_eq!(push("tg", secret, &asked).await, 200);
    assert_eq!(push("tg", secret, &asks(900_003, "chuyện riêng của nhóm").to_string()).await, 200);
    settled(&machine, 2).await;
    running.stops().await;
}

/// Waits until the program knows of everything it sent that it was sent.
async fn sent(machine: &Machine) {
    let db = Db::open(&super::database_url(machine)).await.unwrap();
    for _ in 0..1_000 {
        let rows = loaban::outbox::backlog(&db).await.unwrap();
        if rows.iter().all(|b| b.state.is_end()) {
            return db.close().await;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("something is still being sent");
}

/// People are quick, and the platform's answer may be slow: what somebody quotes is ours although its number is not known yet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_that_overtakes_the_platforms_answer_is_understood() {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    machine.json(&["place", "import", &places()]);
    machine.json(&["item", "release", "hoc-phi", "--by", "B"]);
    let running = machine.runs_ready().await;
    let resident = machine.platform.add_person("Bà con");
    let group = machine.linked("lc-binhlu-naluong", resident).await;
    let reporter = machine.enrolled("reporter", "lc-binhlu").await;
    sent(&machine).await;
    // A card, seen at once, answered at once, while the platform's own answer hangs.
    machine.platform.fault(Fault::new(What::HangAfter).on("sendMessage").in_chat(reporter));
    let asked = machine.platform.person_sends(resident, group, "/hoi Bao giờ có đoàn khám?").unwrap();
    let card = machine.person_sees(reporter, "Bao giờ có đoàn khám?").await;
    machine.platform.person_replies(reporter, machine.bot, card.message_id, "Tuần sau.").unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    machine.platform.release();
    assert_eq!(machine.group_sees(group, "Tuần sau.").await.reply_to, Some(asked));
    // An item, and somebody who asks about it by quoting it.
    machine.platform.fault(Fault::new(What::HangAfter).on("sendMessage").in_chat(group));
    machine.json(&["publish", "hoc-phi"]);
    let item = machine.group_sees(group, &machine.title("hoc-phi")).await;
    let quoted = machine
        .platform
        .person_replies(resident, group, item.message_id, "Cháu lớp một có được miễn không?")
        .unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    machine.platform.release();
    let found =
        |p: &Telegram| p.messages(group).into_iter().find(|m| m.from_bot && m.reply_to == Some(quoted));
    assert!(machine.platform.wait_for(PATIENCE, found).await.is_some(), "nobody heard the question");
    running.stops().await;
}

/// Waits until there are so many questions, and stays to see that there are no more.
pub async fn settled(machine: &Machine, questions: usize) {
    for _ in 0..100 {
        if machine.json(&["question", "list"]).as_array().unwrap().len() >= questions {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(machine.json(&["question", "list"]).as_array().unwrap().len(), questions);
}

/// A run that is not ready yet says so at its door, and stops when it is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_waits_for_the_platform_says_so_and_stops_when_it_is_told() {
    let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
    let door = machine.is_at_a_port();
    machine.platform.offline(true);
    let mut running = machine.runs(&[]);
    is_not_ready(&mut running, &door).await;
    machine.platform.offline(false);
    running.ready().await;
    assert_eq!(reqwest::get(format!("{door}/health/ready")).await.unwrap().status(), 200);
    machine.platform.offline(true);
    running.stops().await;
}

/// Waits until the door is open and says what is missing.
pub async fn is_not_ready(running: &mut Running, door: &str) {
    for _ in 0..1_000 {
        if let Ok(answer) = reqwest::get(format!("{door}/health/ready")).await {
            assert_eq!(answer.status(), 503);
            let body: Value = answer.json().await.unwrap();
            assert!(!body["missing"].as_array().unwrap().is_empty(), "{body}");
            return;
        }
        assert!(running.ended().is_none(), "{}", running.said());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the door did not open:\n{}", running.said());
}

pub async fn waits_for(running: &Running, words: &str) {
    for _ in 0..1_000 {
        if running.said().contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("“{words}” was not said:\n{}", running.said());
}
