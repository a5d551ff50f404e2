mod report;

use super::*;
use crate::groups;
use crate::roster::{self, Duty, Invitation, Invited};
use clap::CommandFactory;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Whose machine it is, at the root of the sample places.
const IDENTITY: &str = "[[identity]]\nplace = \"lc\"\nowner = \"Đảng uỷ xã mẫu\"\n";

/// An operator's folder: settings, the project's own content, the sample places.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in fs::read_dir(root.join("content")).unwrap().flatten() {
            let to = dir.path().join("content").join(entry.file_name());
            fs::create_dir_all(&to).unwrap();
            for file in fs::read_dir(entry.path()).unwrap().flatten() {
                fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
        fs::copy(root.join("src/practice/places.csv"), dir.path().join("places.csv")).unwrap();
        fs::write(dir.path().join("loaban.toml"), format!("[delivery]\nquiet = \"off\"\n{IDENTITY}"))
            .unwrap();
        Desk { dir }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    /// Types a command. `@name` is a file in the operator's folder, `~` a blank within a word.
    async fn types(&self, typed: &str) -> (u8, String, Value) {
        let words: Vec<String> = typed
            .split(' ')
            .map(|w| w.strip_prefix('@').map_or(w.replace('~', " "), |name| self.path(name)))
            .collect();
        self.says(&words).await
    }

    async fn says(&self, words: &[String]) -> (u8, String, Value) {
        let config = ["loaban".to_owned(), "--config".to_owned(), self.path("loaban.toml")];
        match Line::try_parse_from(config.iter().chain(words)) {
            Err(e) => (u8::try_from(e.exit_code()).unwrap(), e.to_string(), Value::Null),
            Ok(line) => match act(line).await {
                Ok(answer) => (answer.code, answer.text, answer.json),
                Err(e) => {
                    let (text, code) = failure(&e, Some(self.path("loaban.toml").into()));
                    (code, text, Value::Null)
                }
            },
        }
    }

    async fn code(&self, typed: &str) -> u8 {
        self.types(typed).await.0
    }

    async fn json(&self, typed: &str) -> Value {
        let (code, text, json) = self.types(typed).await;
        assert_eq!(code, 0, "{typed}: {text}");
        json
    }

    async fn refusal(&self, typed: &str) -> String {
        let (code, text, _) = self.types(typed).await;
        assert_eq!(code, 1, "{typed}: {text}");
        text
    }

    async fn parts(&self) -> Parts {
        let shell = Shell {
            config: Some(self.path("loaban.toml").into()),
            json: false,
            text: Text::load(None).unwrap(),
        };
        shell.parts().await.unwrap()
    }

    async fn link_group(&self, address: &str, place: &str) -> String {
        let parts = self.parts().await;
        let mut tx = parts.core.db.write().await.unwrap();
        let at = ("tg", crate::config::Platform::Telegram, address);
        let group =
            groups::bind(&mut tx, &parts.core.ids, parts.core.clock.now(), at, place, "vi").await.unwrap();
        tx.commit().await.unwrap();
        parts.core.db.close().await;
        group.id.to_string()
    }
}

#[test]
fn the_help_is_what_operators_read() {
    let mut command = Line::command();
    command.build();
    let mut shown = String::new();
    fn walk(command: &mut clap::Command, shown: &mut String) {
        let help = command.render_help().to_string();
        shown.push_str(&format!("# {}\n{help}\n", command.get_bin_name().unwrap_or_default()));
        for sub in command.get_subcommands_mut().filter(|c| c.get_name() != "help") {
            walk(sub, shown);
        }
    }
    walk(&mut command, &mut shown);
    insta::assert_snapshot!(shown);
}

#[test]
fn the_grammar_lets_through_what_makes_sense() {
    let parse = |typed: &str| {
        Line::try_parse_from(["loaban"].into_iter().chain(typed.split(' '))).map_err(|e| e.exit_code())
    };
    for fine in [
        "demo",
        "demo --listen 127.0.0.1:0 --keep dir",
        "demo --listen localhost:8080",
        "demo --listen 8099",
        "item withdraw x --why y",
        "demo --listen [::1]:8080",
        "run --config x.toml",
        "--config x.toml --json item list",
        "item list --json --config x.toml",
        "invite group --place x --language hmn-VN",
        "invite --revoke ABCDEFGHJK",
        "invite --list",
        "publish x --place a --place b --at 2026-12-01T08:00 --rank urgent --dry-run",
        "publication resend x --failed",
        "report 2026-11 --format docx,xlsx,html,csv,json --out dir",
        "report due 2026-11 --place x --out dir",
    ] {
        assert!(parse(fine).is_ok(), "{fine}");
    }
    for wrong in [
        "",
        "fly",
        "demo --listen 0.0.0.0:8080",
        "demo --listen 192.168.1.5:80",
        "invite",
        "invite group",
        "invite boss --place x",
        "invite group --place x --revoke y",
        "invite --list --place x",
        "invite --list --revoke y",
        "publish x --rank huge",
        "publication resend x",
        "publication resend x --failed --unknown",
        "report 2026-11 --format pdf",
        "group move x",
        "item release x",
    ] {
        assert_eq!(parse(wrong).err(), Some(2), "{wrong}");
    }
    assert_eq!(parse("--help").err(), Some(0));
    assert_eq!(parse("--version").err(), Some(0));
}

#[tokio::test]
async fn every_kind_of_failure_has_its_exit_code_and_is_told_once() {
    let desk = Desk::new();
    let (code, text, _) = desk.types("--config @none.toml item list").await;
    assert_eq!(code, 2, "the same option twice: {text}");
    fs::remove_file(desk.path("loaban.toml")).unwrap();
    assert!(desk.refusal("item list").await.contains("không có tệp cài đặt này"));
    fs::write(desk.path("loaban.toml"), "[database]\nurl = \"sqlite://no/such/folder/x.db\"\n").unwrap();
    let (code, text, _) = desk.types("item list").await;
    assert_eq!(
        (code, text.contains("no/such/folder/x.db") && text.contains("quyền ghi")),
        (3, true),
        "{text}"
    );
    fs::write(
        desk.path("text"),
        "không phải cơ sở dữ liệu, dù có viết dài hơn một trăm byte đi nữa, để máy đọc đủ phần đầu của tệp",
    )
    .unwrap();
    fs::write(desk.path("loaban.toml"), "[database]\nurl = \"sqlite://text\"\n").unwrap();
    let (code, text, _) = desk.types("item list").await;
    assert_eq!((code, text.contains("loaban restore")), (3, true), "{text}");
    let config = || Some(desk.path("loaban.toml").into());
    let gone = anyhow::Error::from(sqlx::Error::PoolTimedOut).context("counting");
    let (text, code) = failure(&gone, config());
    assert_eq!((code, text.starts_with("Không kết nối được cơ sở dữ liệu ở")), (3, true), "{text}");
    let unknown = Unknown { table: "outbox", column: "state", row: "7".into() };
    let (text, code) = failure(&anyhow::Error::from(unknown).context("counting"), config());
    assert_eq!((code, text.starts_with("Dòng 7 của bảng outbox, cột state")), (1, true), "{text}");
    let (text, code) = failure(&anyhow::anyhow!("inner").context("outer"), config());
    assert_eq!((code, text.contains("outer: inner") && text.contains("loaban doctor")), (1, true), "{text}");
}

#[tokio::test]
async fn places_come_in_twice_without_change_and_people_are_invited_to_them() {
    let desk = Desk::new();
    assert!(desk.refusal("invite group --place lc-binhlu").await.contains("Chưa có địa bàn nào"));
    let first = desk.json("place import @places.csv").await;
    assert_eq!(first["added"], 47);
    assert_eq!(
        desk.json("place import @places.csv").await,
        serde_json::json!({"added": 0, "changed": 0, "unchanged": 47})
    );
    assert!(desk.refusal("place import @none.csv").await.starts_with("none.csv: "));

    let made = desk.json("invite reporter --place lc-binhlu --topic y-te --topic dat-dai --name Mẫu").await;
    let code = made["code"].as_str().unwrap();
    assert!(code.len() >= 8);
    assert_eq!((&made["role"], &made["place"]), (&"reporter".into(), &"lc-binhlu".into()));
    assert!(made["expires"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    assert_eq!(made.as_object().unwrap().len(), 4);
    // What can be used is listed, and never by its code.
    let listed = desk.json("invite --list").await;
    assert_eq!(
        (&listed[0]["role"], &listed[0]["place"], &listed[0]["by"], &listed[0]["expires"]),
        (&"reporter".into(), &"lc-binhlu".into(), &serde_json::Value::Null, &made["expires"])
    );
    let (_, text, _) = desk.types("invite --list").await;
    assert!(text.contains("Xã Bình Lư") && text.contains("tạo ở dòng lệnh"), "{text}");
    assert!(!text.contains(code) && !listed.to_string().contains(code), "{text}");
    assert_eq!(desk.code(&format!("invite --revoke {}", code.to_lowercase())).await, 0);
    assert_eq!(desk.json("invite --list").await, serde_json::json!([]));
    assert_eq!(desk.code(&format!("invite --revoke {code}")).await, 1);

    let (_, text, _) = desk.types("invite group --place lc-binhlu-naluong").await;
    assert!(text.contains("/lienket ") && !text.contains("/start"), "{text}");
    let (_, text, _) = desk.types("invite editor --place lc").await;
    assert!(text.contains("/start ") && !text.contains("/lienket"), "{text}");

    assert!(desk.refusal("invite group --place lc-binhluu").await.contains("lc-binhlu (Xã Bình Lư)"));
    assert!(desk.refusal("invite group --place Na~Luong").await.contains("lc-binhlu-naluong"));
    assert!(desk.refusal("invite group --place lc-tamduong-binhlu").await.contains("Nay là: lc-binhlu"));
    assert!(desk.refusal("invite reporter --place lc --topic phim").await.contains("dat-dai"));
    assert!(desk.refusal("invite group --place lc --language en").await.contains("hmn-VN"));
    assert_eq!(desk.code("invite group --place lc --topic y-te").await, 2);
    assert_eq!(desk.code("invite group --place lc --language vi --language hmn-VN").await, 2);
}

#[tokio::test]
async fn what_has_no_one_place_after_a_split_is_named_and_moved_by_hand() {
    let desk = Desk::new();
    desk.json("place import @places.csv").await;
    let torn = desk.link_group("-1", "lc-banbo-namay").await;
    desk.link_group("-2", "lc-banbo-coxanh").await;
    let role = {
        let parts = desk.parts().await;
        let mut tx = parts.core.db.write().await.unwrap();
        let from = Invitation::new(Invited::Reporter, "lc-banbo");
        let person = "a-key".into();
        let now = parts.core.clock.now();
        let role =
            roster::enrol(&mut tx, &parts.core.ids, now, &person, Duty::Reporter, &from).await.unwrap();
        tx.commit().await.unwrap();
        parts.core.db.close().await;
        role.id.to_string()
    };
    let split = "code,name,kind,parent,from,until,successors,phone,households,Ghi chú\n\
        lc-banbo,Xã Bản Bo,commune,lc,2025-07-01,31/07/2025,lc-khunha;lc-binhlu,,,chia đôi\n\
        lc-banbo-namay,Bản Nà Mây (mẫu),village,lc-banbo,2025-07-01,31/07/2025,lc-khunha-doiman;lc-binhlu-nahoa,,221,\n\
        lc-banbo-coxanh,Bản Cọ Xanh,village,lc-banbo,2025-07-01,31/12/2099,lc-khunha-doiman,,163,\n";
    fs::write(desk.path("split.csv"), split).unwrap();

    let plain = |text: String| text.replace(&torn, "GROUP").replace(&role, "ROLE");
    let (code, text, json) = desk.types("place import @split.csv --dry-run").await;
    assert_eq!((code, &json["dry_run"], &json["changed"]), (0, &true.into(), &3.into()));
    insta::assert_snapshot!("split", plain(text));
    let below = desk.json("place list --below lc-banbo").await;
    assert_eq!(
        (below.as_array().unwrap().len(), &below[0]["until"]),
        (7, &Value::Null),
        "nothing is changed"
    );

    let done = desk.json("place import @split.csv").await;
    assert_eq!(done["by_hand"].as_array().unwrap().len(), 2, "{done}");
    assert_eq!(done["along"][0]["to"], "lc-khunha-doiman");
    let doctor = desk.types("doctor").await.1;
    assert!(doctor.contains(&format!("loaban group move {torn}")), "{doctor}");
    assert!(doctor.contains(&format!("loaban role move {role}")), "{doctor}");

    desk.json(&format!("group move {torn} --place lc-khunha-doiman")).await;
    assert!(desk.refusal("role move nobody --place lc-khunha").await.contains("nobody"));
    assert!(desk.refusal(&format!("role move {role} --place lc-banbo")).await.contains("lc-khunha"));
    let moved = desk.json(&format!("role move {role} --place lc-khunha")).await;
    assert_eq!((&moved["place"], &moved["handed_over"]), (&"lc-khunha".into(), &0.into()));
    assert_eq!(desk.json("role list").await[0]["place"], "lc-khunha");
    let again = desk.json("place import @split.csv").await;
    assert_eq!((&again["unchanged"], again.get("by_hand")), (&3.into(), None), "{again}");

    let (_, text, _) = desk.types("place list --below lc-khunha").await;
    assert!(text.starts_with("lc-khunha ") && text.contains("đến 30/06/2025 → lc-khunha"), "{text}");
    let all = desk.json("place list").await;
    let of = |code: &str| all.as_array().unwrap().iter().find(|p| p["code"] == code).unwrap().clone();
    assert_eq!(of("lc-banbo")["now"], serde_json::json!(["lc-binhlu", "lc-khunha"]));
    assert_eq!(of("lc-banbo-coxanh")["now"], serde_json::json!(["lc-banbo-coxanh"]));
    assert!(desk.refusal("place list --below lc-bambo").await.contains("lc-bambo"));
}

#[tokio::test]
async fn what_went_along_once_goes_along_again_and_is_counted_at_its_place_of_today() {
    let desk = Desk::new();
    desk.json("place import @places.csv").await;
    desk.link_group("-1", "lc-banbo-coxanh").await;
    let head = "code,name,kind,parent,from,until,successors\n";
    let steps = [
        "lc-banbo-coxanh,Bản Cọ Xanh,village,lc-banbo,2025-07-01,31/07/2025,lc-khunha-doiman\n",
        "lc-khunha-doiman,Bản Đồi Mận,village,lc-khunha,2025-07-01,31/08/2025,lc-khunha-moi\n\
         lc-khunha-moi,Bản Mới,village,lc-khunha,2025-09-01,,\n",
    ];
    for (n, (step, to)) in steps.into_iter().zip(["lc-khunha-doiman", "lc-khunha-moi"]).enumerate() {
        let file = desk.path("step.csv");
        fs::write(&file, format!("{head}{step}")).unwrap();
        let done = desk.json("place import @step.csv").await;
        assert_eq!(
            (&done["along"][0]["to"], &done["along"][0]["groups"]),
            (&to.into(), &1.into()),
            "{n}: {done}"
        );
    }
    desk.json("item release hoc-phi --by Mẫu").await;
    let done = desk.json("publish hoc-phi").await;
    let id = done["publication"].as_str().unwrap();
    let shown = desk.json(&format!("publication show {id}")).await;
    assert_eq!(shown["groups"][0]["place"], "lc-khunha-moi", "{shown}");
    // What ended and became nothing is refused in a whole sentence.
    fs::write(
        desk.path("step.csv"),
        format!("{head}lc-khunha-moi,Bản Mới,village,lc-khunha,2025-09-01,30/09/2025,\n"),
    )
    .unwrap();
    desk.json("place import @step.csv").await;
    let refused = desk.refusal("publish hoc-phi --place lc-khunha-moi").await;
    assert!(refused.contains("chưa ghi nơi kế tiếp"), "{refused}");
}

#[tokio::test]
async fn an_identity_of_no_place_is_a_fault_and_what_changes_nothing_is_no_decision() {
    let desk = Desk::new();
    desk.json("place import @places.csv").await;
    assert_eq!(desk.code("check").await, 0);
    let settings = fs::read_to_string(desk.path("loaban.toml")).unwrap();
    let lost = "\n[[identity]]\nplace = \"lc-bihnlu\"\nowner = \"Đảng uỷ xã Mẫu\"\n";
    fs::write(desk.path("loaban.toml"), format!("{settings}{lost}")).unwrap();
    let (code, text, _) = desk.types("check").await;
    assert!(code == 1 && text.contains("lc-bihnlu"), "{text}");
    fs::write(desk.path("loaban.toml"), settings).unwrap();

    let group = desk.link_group("-1", "lc-binhlu-naluong").await;
    for _ in 0..2 {
        desk.json(&format!("group move {group} --place lc-binhlu-doiche")).await;
    }
    desk.json("item release hoc-phi --by Mẫu").await;
    let id = desk.json("publish hoc-phi").await["publication"].as_str().unwrap().to_owned();
    for _ in 0..2 {
        desk.json(&format!("publication cancel {id}")).await;
        desk.json(&format!("publication resend {id} --failed")).await;
    }
    for _ in 0..2 {
        desk.json(&format!("group unlink {group}")).await;
        desk.json("item withdraw hoc-phi --why Nhầm").await;
    }
    desk.json("invite reporter --place lc-binhlu").await;
    let (_, text, acts) = desk.types("doctor --acts 50").await;
    let deeds: Vec<&str> = acts.as_array().unwrap().iter().filter_map(|a| a["deed"].as_str()).collect();
    assert_eq!(deeds, ["invite", "withdraw", "unlink", "cancel", "publish", "release", "move"], "{acts}");
    assert!(text.contains("báo cáo viên lc-binhlu"), "{text}");
}

#[tokio::test]
async fn an_item_is_read_released_and_published_once() {
    let desk = Desk::new();
    desk.json("place import @places.csv").await;
    let (here, there) = (
        desk.link_group("-1009001", "lc-binhlu-naluong").await,
        desk.link_group("-1009002", "lc-taleng-suoida").await,
    );

    let items = desk.json("item list").await;
    let item = items.as_array().unwrap().iter().find(|i| i["item"] == "kham-suc-khoe").unwrap();
    let keys: Vec<_> = item.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["item", "title", "number", "kind", "audience", "state", "home", "languages"]);
    assert_eq!((&item["state"], &item["languages"][0]), (&"draft".into(), &"vi".into()));

    let (_, text, json) = desk.types("item show kham").await;
    assert!(text.starts_with("CHƯA DUYỆT – ") && text.contains("\n[ Hỏi riêng ]"), "{text}");
    assert_eq!(json["state"], "draft");
    assert!(desk.refusal("publish kham").await.contains("chưa được duyệt"));
    assert!(
        desk.refusal("item release kham --by Tổ~biên~tập~mẫu").await.contains("Người viết không tự duyệt")
    );
    assert_eq!(desk.json("item release kham --by Người~duyệt~mẫu").await["released"][0], "vi");
    let (_, text, json) = desk.types("item show 165/2026/NĐ-CP --language hmn-VN").await;
    assert!(text.starts_with("Mỗi năm bà con được khám sức khoẻ miễn phí\n\n1. "), "{text}");
    assert_eq!((&json["state"], json["messages"].as_array().unwrap().len()), (&"released".into(), 1));
    let (_, text, _) = desk.types("item show kham --platform zalo_bot").await;
    assert!(
        text.contains("bấm [địa chỉ của máy], nhắn “[tên bản]”") && !text.contains("[ Hỏi riêng ]"),
        "{text}"
    );
    assert_eq!(desk.code("item show kham --platform viber").await, 2);

    let plan = desk.json("publish kham --place lc-binhlu --dry-run").await;
    assert_eq!((&plan["publication"], &plan["groups"]), (&Value::Null, &1.into()));
    assert_eq!(plan["quota"], serde_json::json!([]), "nobody counts");
    // Where somebody counts, it is said what it takes and what is left.
    let account = "[[account]]\nname = \"tg\"\nplatform = \"telegram\"\ntoken = \"1:SECRET\"\n";
    let before = fs::read_to_string(desk.path("loaban.toml")).unwrap_or_default();
    for (limit, left) in
        [(20, "sẽ dùng 1 tin; tháng này còn 20 trong 20 tin"), (1, "chỉ còn phát được 0 tin")]
    {
        fs::write(desk.path("loaban.toml"), format!("{before}\n{account}monthly_messages = {limit}\n"))
            .unwrap();
        let (_, text, plan) = desk.types("publish kham --place lc-binhlu --dry-run").await;
        assert!(text.contains(left), "{text}");
        let quota =
            serde_json::json!([{"account": "tg", "uses": 1, "limit": limit, "used": 0, "left": limit}]);
        assert_eq!(plan["quota"], quota);
    }
    fs::write(desk.path("loaban.toml"), before).unwrap();
    assert_eq!(desk.json("publication list").await, serde_json::json!([]));
    let done = desk.json("publish kham --place lc-binhlu").await;
    assert_eq!((&done["item"], &done["groups"]), (&"kham-suc-khoe".into(), &1.into()));
    assert_eq!(desk.json("publish kham").await["groups"], 1);
    assert_eq!(desk.json("publish kham").await["groups"], 0);
    assert_eq!(desk.code("publish kham --at mai").await, 2);
    assert!(desk.refusal("publish kham --at 2020-01-01T08:00").await.contains("đã qua"));
    assert!(desk.refusal("publish kham --place lc-nowhere").await.contains("lc-nowhere"));
    assert!(desk.refusal("publish bóng").await.contains("kham-suc-khoe"));

    let id = done["publication"].as_str().unwrap();
    let shown = desk.json(&format!("publication show {id}")).await;
    assert_eq!(
        shown,
        serde_json::json!({
            "publication": id, "item": "kham-suc-khoe",
            "by": "shell", "counts": {"waiting": 1, "sent": 0, "failed": 0, "unknown": 0, "cancelled": 0},
            "private": {"waiting": 0, "sent": 0, "failed": 0, "unknown": 0, "cancelled": 0},
            "groups": [{"group": here, "place": "lc-binhlu-naluong", "state": "waiting", "reason": null, "sent_at": null}],
        })
    );
    assert_eq!(desk.json(&format!("publication resend {id} --failed")).await["resent"], 0);
    assert_eq!(desk.json(&format!("publication cancel {id}")).await["cancelled"], 1);
    assert_eq!(desk.json(&format!("publication show {id} --watch")).await["counts"]["cancelled"], 1);
    for unknown in ["show", "cancel"] {
        assert_eq!(desk.code(&format!("publication {unknown} none")).await, 1);
    }

    assert_eq!(desk.json(&format!("group move {there} --place lc-binhlu")).await["place"], "lc-binhlu");
    assert_eq!(desk.json(&format!("group unlink {there}")).await["state"], "unlinked");
    let groups = desk.json("group list").await;
    assert_eq!(
        (&groups[0]["group"], &groups[0]["state"], &groups[0]["place"]),
        (&there.into(), &"unlinked".into(), &"lc-binhlu".into())
    );
    assert!(!groups.to_string().contains("100900"), "a group's address is shown: {groups}");
    assert_eq!(desk.code("group unlink none").await, 1);
    let other = desk.json("publication list").await;
    let failed = other.as_array().unwrap().iter().find(|p| p["counts"]["failed"] == 1).unwrap();
    let shown = desk.json(&format!("publication show {}", failed["publication"].as_str().unwrap())).await;
    assert_eq!(shown["groups"][0]["reason"], "nhóm đã thôi liên kết");
}

#[tokio::test]
async fn an_old_publication_shows_its_totals_and_says_that_its_groups_are_archived() {
    let desk = Desk::new();
    desk.json("place import @places.csv").await;
    desk.link_group("-1", "lc-binhlu-naluong").await;
    desk.json("item release kham-suc-khoe --by B").await;
    let id = desk.json("publish kham-suc-khoe").await["publication"].as_str().unwrap().to_owned();
    desk.json(&format!("publication cancel {id}")).await;
    let parts = desk.parts().await;
    let mut archiving = crate::outbox::Archiving::default();
    assert_eq!(archiving.page(&parts.core.db, i64::MAX).await.unwrap(), Some(1));
    parts.core.db.close().await;
    let shown = desk.json(&format!("publication show {id}")).await;
    assert_eq!((&shown["archived"], &shown["counts"]["cancelled"]), (&1.into(), &1.into()), "{shown}");
    assert_eq!(shown["groups"], serde_json::json!([]));
    let text = desk.types(&format!("publication show {id}")).await.1;
    assert!(text.contains("huỷ 1\nĐã lâu, nên 1 nhóm chỉ còn con số"), "{text}");
    let text = desk.types(&format!("publication resend {id} --failed")).await.1;
    assert!(text.starts_with("Sẽ gửi lại tới 0 nhóm.\nĐã lâu"), "{text}");
}

#[tokio::test]
async fn an_item_is_withdrawn_once_and_released_again() {
    let desk = Desk::new();
    desk.json("place import @places.csv").await;
    desk.link_group("-1009001", "lc-binhlu-naluong").await;
    let mut shown = String::new();
    let mut types = async |typed: &str| {
        let (code, text, json) = desk.types(typed).await;
        // Only the hour of the day differs from run to run.
        let text = match text.split_once(", từ ") {
            Some((before, after)) => {
                format!("{before}, từ …{}", after.split_once('.').map_or("", |(_, t)| t))
            }
            None => text,
        };
        shown += &format!(
            "$ item withdraw {}\n{text}{}",
            typed.trim_start_matches("item withdraw "),
            if text.ends_with('\n') { "" } else { "\n" }
        );
        (code, json)
    };
    assert_eq!(types("item withdraw kham --by Mẫu").await.0, 1);
    assert_eq!(types("item withdraw bóng --by Mẫu").await.0, 1);
    desk.json("item release kham --by Người~duyệt~mẫu").await;
    let published = desk.json("publish kham").await;
    assert_eq!(types("item withdraw kham --by ~").await.0, 1);
    assert_eq!(types(&format!("item withdraw kham --by Mẫu --reason {}", "a".repeat(301))).await.0, 1);
    let (code, json) = types("item withdraw kham --by Mẫu --reason Ghi~nhầm~ngày.").await;
    let figures =
        |cancelled: i64| serde_json::json!({"item": "kham-suc-khoe", "cancelled": cancelled, "told": 0});
    assert_eq!((code, json), (0, figures(1)));
    assert_eq!(types("item withdraw kham --by Mẫu").await, (0, figures(0)));
    insta::assert_snapshot!("item_withdraw", shown.replace(&"a".repeat(301), "aaa…"));

    let state = async || {
        let items = desk.json("item list").await;
        items.as_array().unwrap().iter().find(|i| i["item"] == "kham-suc-khoe").unwrap()["state"].clone()
    };
    assert_eq!(state().await, "draft");
    assert!(desk.refusal("publish kham").await.contains("chưa được duyệt"));
    let id = published["publication"].as_str().unwrap();
    assert!(desk.refusal(&format!("publication resend {id} --failed")).await.contains("đã rút"));
    assert_eq!(desk.json(&format!("publication cancel {id}")).await["cancelled"], 0);
    assert_eq!(desk.json("publication list").await[0]["state"], "withdrawn");
    assert!(desk.refusal("item release kham --by Tổ~biên~tập~mẫu").await.contains("không tự duyệt"));
    desk.json("item release kham --by Người~duyệt~mẫu").await;
    assert_eq!(state().await, "released");
    assert_eq!(desk.json("publish kham").await["groups"], 1);
}

/// Writes over the first empty line of a draft.
fn writes(path: &str, words: &str) {
    let mut from = ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut to = ZipWriter::new(Cursor::new(vec![]));
    for i in 0..from.len() {
        let mut part = from.by_index(i).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        to.start_file(&name, SimpleFileOptions::default()).unwrap();
        to.write_all(text.replacen("…… (người viết báo cáo điền)", words, 1).as_bytes()).unwrap();
    }
    fs::write(path, to.finish().unwrap().into_inner()).unwrap();
}

fn running_month() -> String {
    let calendar = crate::calendar::Calendar::new("Asia/Ho_Chi_Minh").unwrap();
    let today = calendar.local(Clock::system().now()).date();
    crate::report::Period::containing(today, crate::config::ReportSettings::default().boundary_day)
        .to_string()
}

#[tokio::test]
async fn a_backup_goes_back_but_never_over_what_it_lacks() {
    let desk = Desk::new();
    assert!(desk.refusal("backup @b.db").await.contains("Chưa có cơ sở dữ liệu"));
    assert!(!Path::new(&desk.path("loaban.db")).exists(), "asking for a backup made a database");
    desk.json("place import @places.csv").await;
    desk.json("backup @b.db").await;
    assert!(desk.refusal("backup @b.db").await.contains("không ghi đè"));
    assert_eq!(desk.json("restore @b.db").await["key_matches"], true);
    desk.json("invite group --place lc").await;
    assert!(desk.refusal("restore @b.db").await.contains("sẽ làm mất"));
    assert!(desk.refusal("restore @loaban.db").await.contains("chính là"));
    assert!(desk.refusal("restore @places.csv").await.contains("không phải bản sao lưu"));
    assert!(desk.refusal("restore @none").await.contains("Không có tệp"));

    fs::rename(desk.path("loaban.db"), desk.path("away.db")).unwrap();
    fs::rename(desk.path("loaban.key"), desk.path("away.key")).unwrap();
    assert_eq!(desk.json("restore @b.db").await["key_matches"], false);
    assert!(!Path::new(&desk.path("loaban.key")).exists(), "a restore made a key");
    fs::rename(desk.path("away.key"), desk.path("loaban.key")).unwrap();
    let held = crate::db::sqlite::hold(Path::new(&desk.path("loaban.db"))).unwrap();
    assert!(held.is_some());
    assert!(desk.refusal("restore @b.db").await.contains("Dừng nó trước"));
    drop(held);
    assert_eq!(desk.json("place import @places.csv").await["unchanged"], 47);
    let leftovers =
        fs::read_dir(desk.dir.path()).unwrap().flatten().map(|f| f.file_name().into_string().unwrap());
    assert_eq!(leftovers.filter(|f| f.contains("partial") || f.starts_with('.')).count(), 0);
}

#[tokio::test]
async fn check_hints_at_what_is_not_read_in_one_look_and_finds_no_fault_in_it() {
    let desk = Desk::new();
    assert_eq!(desk.json("check").await["hints"].as_array().unwrap().len(), 0);
    let file = desk.path("content/hoc-phi/vi.ftl");
    let words = fs::read_to_string(&file).unwrap();
    let long = words.replacen("action = ", &format!("action = {} ", "Hỏi lại nhà trường.".repeat(20)), 1);
    assert_ne!(long, words);
    fs::write(&file, long).unwrap();
    let (code, text, json) = desk.types("check").await;
    assert_eq!((code, json["faults"].as_array().unwrap().len()), (0, 0), "{text}");
    let hint = json["hints"][0].as_str().unwrap();
    assert!(hint.contains("hoc-phi/vi.ftl:1: gợi ý: ") && text.starts_with(hint), "{text}");
}

#[tokio::test]
async fn check_names_every_fault_and_doctor_every_part() {
    let desk = Desk::new();
    let plain = |text: String| text.replace(&format!("{}/", desk.dir.path().display()), "");
    let mut shown = plain(desk.types("check").await.1);
    fs::write(desk.path("content/hoc-phi/vi.ftl"), "title = Một\n= hỏng\n").unwrap();
    fs::write(desk.path("content/giao-duc/thua.txt"), "x").unwrap();
    let (code, text, json) = desk.types("check").await;
    assert_eq!((code, json["faults"].as_array().unwrap().len()), (1, text.lines().count()));
    shown += &plain(text);
    fs::write(desk.path("loaban.toml"), "[server]\nlisten = \"here\"\n[databse]\n").unwrap();
    let (code, text, _) = desk.types("check").await;
    assert_eq!(code, 1);
    shown += &plain(text);
    insta::assert_snapshot!("check", shown);
}

#[tokio::test]
async fn a_plan_is_shown_with_its_item_and_one_of_nowhere_is_a_fault() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("content/hoc-phi/plans")).unwrap();
    let plan = crate::content::PLAN;
    fs::write(desk.path("content/hoc-phi/plans/lc-binhlu.toml"), plan).unwrap();
    fs::write(desk.path("content/hoc-phi/plans/lc-xala.toml"), plan.replace("12-KH", "13-KH")).unwrap();
    // As long as no places are known nobody can say which are not there.
    assert_eq!(desk.code("check").await, 0);
    desk.json("place import @places.csv").await;
    let (code, text, _) = desk.types("check").await;
    assert_eq!((code, text.lines().count()), (1, 1), "{text}");
    assert!(text.contains("content/hoc-phi/plans/lc-xala.toml:1: không có địa bàn mã “lc-xala”"), "{text}");
    fs::write(desk.path("content/hoc-phi/plans/lc-xala.toml"), plan.replace("where", "here")).unwrap();
    let (code, text, _) = desk.types("check").await;
    assert_eq!((code, text.lines().count()), (1, 2), "{text}");
    // Its faults keep nobody from the item.
    let shown = desk.json("item show hoc-phi").await;
    let [plan] = &shown["plans"].as_array().unwrap()[..] else { panic!("{shown}") };
    assert_eq!(
        (&plan["place"], &plan["number"], &plan["form"], &plan["until"]),
        (&"lc-binhlu".into(), &"12-KH/ĐU".into(), &"quan_triet".into(), &"2026-11-30".into())
    );
    assert_eq!(plan["presenters"], serde_json::json!(["committee", "reporter"]));
}

#[tokio::test]
async fn doctor_says_how_every_part_is() {
    let desk = Desk::new();
    let line = without_disk;
    let plain = |text: String| line(&text.replace(&format!("{}/", desk.dir.path().display()), ""));
    let mut shown = format!("# nothing yet\n{}", plain(desk.types("doctor").await.1));
    assert!(!Path::new(&desk.path("loaban.db")).exists(), "asking made a database");

    desk.json("place import @places.csv").await;
    desk.link_group("-1", "lc-binhlu").await;
    let account = "[[account]]\nname = \"tg\"\nplatform = \"telegram\"\ntoken = \"1:SECRET\"\napi_url = \"http://127.0.0.1:9\"\nmonthly_messages = 500\nmax_groups = 1\nmax_people = 5\n";
    fs::write(desk.path("loaban.toml"), format!("{IDENTITY}{account}")).unwrap();
    let (code, text, json) = desk.types("doctor").await;
    assert_eq!(code, 1);
    assert!(!text.contains("SECRET") && !json.to_string().contains("SECRET"));
    shown += &format!("\n# in use, no network\n{}", plain(text));

    fs::remove_file(desk.path("loaban.key")).unwrap();
    fs::write(desk.path("loaban.toml"), IDENTITY).unwrap();
    let (code, text, _) = desk.types("doctor").await;
    assert_eq!(code, 1);
    shown += &format!("\n# the key is lost\n{}", plain(text));
    assert!(!Path::new(&desk.path("loaban.key")).exists(), "asking made a key");

    fs::write(desk.path("loaban.toml"), "[server]\nlisten = 5\n").unwrap();
    let (code, text, _) = desk.types("doctor").await;
    assert_eq!(code, 1);
    shown += &format!("\n# settings with a fault\n{}", plain(text));
    insta::assert_snapshot!("doctor", shown);
}

/// How much is free differs from machine to machine.
fn without_disk(text: &str) -> String {
    let line = |l: &str| match l.split_once("trống: ") {
        Some((before, _)) => format!("{before}trống: … MB"),
        None => l.to_owned(),
    };
    // The end of the holiday list comes nearer every day.
    text.lines().filter(|l| !l.contains("Danh sách ngày nghỉ")).map(|l| line(l) + "\n").collect()
}

#[tokio::test]
async fn nobody_is_spoken_for_who_is_not_in_the_settings() {
    let desk = Desk::new();
    fs::write(desk.path("loaban.toml"), "").unwrap();
    let (code, text, _) = desk.types("check").await;
    assert!(code == 1 && text.contains("loaban.toml:1: chưa có mục [[identity]]"), "{text}");
    desk.json("place import @places.csv").await;
    let (code, text, _) = desk.types("check").await;
    assert!(code == 1 && text.contains("lc (Tỉnh Lai Châu)"), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    let refused = desk.refusal("run").await;
    assert!(
        refused.contains("lc (Tỉnh Lai Châu)") && refused.contains("[[identity]]\nplace = \"lc\""),
        "{refused}"
    );
    let below = IDENTITY.replace("\"lc\"", "\"lc-binhlu\"");
    fs::write(desk.path("loaban.toml"), &below).unwrap();
    assert_eq!(desk.code("check").await, 1, "a commune does not speak for its province");
    // What is pasted is understood.
    let template = crate::config::Identities::template("lc", "Tỉnh Lai Châu");
    fs::write(desk.path("loaban.toml"), format!("{below}{template}")).unwrap();
    assert_eq!(desk.types("check").await.0, 0);
    let parts = desk.parts().await;
    parts.atlas.tree().await.unwrap();
    for (place, owner) in [
        ("lc-binhlu-naluong", "Đảng uỷ xã mẫu"),
        ("lc-taleng", "Đảng uỷ Tỉnh Lai Châu"),
        ("", "Đảng uỷ xã mẫu"),
    ] {
        assert_eq!(parts.speaker.at(place).owner, owner, "{place}");
    }
}

#[tokio::test]
async fn each_village_and_each_paper_bears_the_name_of_its_own_body() {
    let desk = Desk::new();
    let commune =
        "[[identity]]\nplace = \"lc-binhlu\"\nowner = \"Đảng uỷ xã mẫu hai\"\nissuer = \"ĐẢNG UỶ MẪU HAI\"\n";
    fs::write(desk.path("loaban.toml"), format!("{IDENTITY}{commune}")).unwrap();
    desk.json("place import @places.csv").await;
    desk.link_group("-1", "lc-binhlu-naluong").await;
    desk.link_group("-2", "lc-taleng").await;
    desk.json("item release kham-suc-khoe --by B").await;
    desk.json("publish kham-suc-khoe").await;
    let parts = desk.parts().await;
    let bodies: Vec<String> =
        sqlx::query_scalar("SELECT json FROM body").fetch_all(parts.core.db.read()).await.unwrap();
    parts.core.db.close().await;
    let says = |owner: &str| bodies.iter().filter(|b| b.contains(&format!("{owner})"))).count();
    assert_eq!((says("Đảng uỷ xã mẫu"), says("Đảng uỷ xã mẫu hai")), (1, 1), "{bodies:?}");
    for (place, issuer, other) in
        [("lc-binhlu", "ĐẢNG UỶ MẪU HAI", "ĐẢNG UỶ XÃ MẪU"), ("lc-taleng", "ĐẢNG UỶ XÃ MẪU", "MẪU HAI")]
    {
        let made = desk.json(&format!("report 2026-08 --place {place} --format html --out @out")).await;
        let page = fs::read_to_string(made["files"][0].as_str().unwrap()).unwrap();
        assert!(page.contains(issuer) && !page.contains(other), "{place}");
    }
}

#[tokio::test]
async fn one_broken_item_stops_no_other() {
    let desk = Desk::new();
    desk.json("place import @places.csv").await;
    fs::write(desk.path("content/hoc-phi/vi.ftl"), "title = Một\n= hỏng\n").unwrap();
    let listed = desk.json("item list").await;
    let names: Vec<_> =
        listed.as_array().unwrap().iter().map(|item| item["item"].as_str().unwrap()).collect();
    assert!(names.contains(&"kham-suc-khoe") && !names.contains(&"hoc-phi"), "{names:?}");
    desk.json("item release kham-suc-khoe --by Người~duyệt").await;
    let refused = desk.refusal("item release hoc-phi --by Người~duyệt").await;
    assert!(refused.contains("content/hoc-phi/vi.ftl:2: "), "{refused}");
    assert_eq!(desk.code("check").await, 1);
}

#[tokio::test]
async fn who_decided_what_is_shown_without_a_code_or_a_name_in_the_clear() {
    let desk = Desk::new();
    desk.json("place import @places.csv").await;
    assert_eq!(desk.json("doctor --acts 5").await, serde_json::json!([]));
    let group = desk.link_group("-1", "lc-binhlu").await;
    let code = desk.json("invite reporter --place lc-binhlu --name Đ/c~Bình").await["code"].clone();
    desk.json("item release kham-suc-khoe --by Đ/c~Lan").await;
    let publication = desk.json("publish kham-suc-khoe").await["publication"].clone();
    desk.json(&format!("publication cancel {}", publication.as_str().unwrap())).await;
    desk.json(&format!("group unlink {group}")).await;
    let (_, text, acts) = desk.types("doctor --acts 9").await;
    let acts = acts.as_array().unwrap().clone();
    let shown: Vec<_> =
        acts.iter().map(|a| (a["deed"].as_str().unwrap(), a["about"].as_str().unwrap())).collect();
    let publication = publication.as_str().unwrap();
    assert_eq!(
        shown,
        [
            ("unlink", group.as_str()),
            ("cancel", publication),
            ("publish", publication),
            ("release", "kham-suc-khoe"),
            ("invite", "reporter lc-binhlu"),
        ]
    );
    assert!(acts.iter().all(|a| a["by"] == "shell") && acts[3]["name"] == "Đ/c Lan", "{text}");
    assert!(
        text.contains("Đ/c Lan") && !text.contains("Bình") && !text.contains(code.as_str().unwrap()),
        "{text}"
    );
}

#[test]
fn every_sentence_exists_and_none_is_idle() {
    let text = Text::load(None).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let sources: String = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter(|f| f.path().extension().is_some_and(|e| e == "rs") && f.file_name() != "tests.rs")
        .map(|f| fs::read_to_string(f.path()).unwrap())
        .collect();
    let mut used = HashSet::new();
    let mut made = vec![];
    for piece in sources.split("\"cli-").skip(1) {
        let key = format!("cli-{}", piece.split('"').next().unwrap());
        match key.split_once('{') {
            Some((stem, _)) => made.push(stem.to_owned()),
            None => {
                assert!(text.has(VIETNAMESE, &key), "{key} is not in cli.ftl");
                used.insert(key);
            }
        }
    }
    let ftl = include_str!("../../locales/vi/cli.ftl");
    for key in
        ftl.lines().filter_map(|l| l.split_once(" =")).map(|(key, _)| key).filter(|k| k.starts_with("cli-"))
    {
        assert!(used.contains(key) || made.iter().any(|stem| key.starts_with(stem)), "nobody says {key}");
    }
}

#[test]
fn columns_line_up_by_letters_not_bytes() {
    let rows =
        [vec!["ă".to_owned(), "b".into()], vec!["abc".into(), "đ".into()], vec!["x".into(), String::new()]];
    assert_eq!(table(&rows), "ă    b\nabc  đ\nx\n");
    assert!(
        is_near("lc-binhlu", "lc-binhluu") && is_near("lc-binhlu", "xx-binhlu") && !is_near("lc", "lc-x")
    );
}
