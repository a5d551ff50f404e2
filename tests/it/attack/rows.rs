//! One row of every table is spoilt: it is passed over and named, and everything else goes on.

use crate::live::machine::program;
use crate::stories;
use crate::world::World;
use crate::world::log;
use loaban::db::Db;
use loaban::stored::Unknown;
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

stories!(one_spoilt_row_of_every_table_stops_nothing_else_and_is_named);

/// Tables in whose rows nothing stands that could not be read: a name and a number, a name and a text of somebody else's.
const CANNOT: &[&str] = &[
    "counter",
    "desk_link",
    "desk_session",
    // What does not open is as good as not kept: its platform is asked (`media/keep.rs`).
    "kept_piece",
    "mark",
    "polling",
    "refused_asker",
    // What cannot be read of it is made again from the log (`report/carry/tests.rs`).
    "report_carry",
    "timekeeper",
    "uploaded",
    // Names, numbers and hashes, and bytes that are nobody's.
    "written_file",
    "written_item",
    "written_piece",
    "_sqlx_migrations",
];

/// How a row of each table is spoilt, and a statement for its number as `doctor` names it. `{code}` is the question that
/// suffers.
const SPOILT: &[(&str, &str, &str)] = &[
    (
        "act",
        "UPDATE act SET deed = '###' WHERE id = (SELECT MIN(id) FROM act)",
        "SELECT CAST(MIN(id) AS TEXT) FROM act",
    ),
    (
        "archived",
        "INSERT INTO archived (about, name, parts, state, arrived) VALUES (1, 2, 1, '###', 0)",
        "SELECT CAST(name AS TEXT) FROM archived",
    ),
    (
        "archived_count",
        "INSERT INTO archived_count (publication, state, texts) VALUES ('x', '###', 1)",
        "SELECT publication FROM archived_count",
    ),
    ("body", "UPDATE body SET json = '{' WHERE id = (SELECT MIN(id) FROM body)", "SELECT MIN(id) FROM body"),
    (
        "chat_group",
        "UPDATE chat_group SET state = '###' WHERE place = 'lc-binhlu-suoimay'",
        "SELECT id FROM chat_group WHERE place = 'lc-binhlu-suoimay'",
    ),
    (
        "report_filed",
        "INSERT INTO report_filed (place, period, version, at, checksum, document) VALUES ('lc', '###', 1, 0, '', '{}')",
        "SELECT place FROM report_filed WHERE period = '###'",
    ),
    (
        "report_handed_in",
        "INSERT INTO report_handed_in (place, period, at) VALUES ('lc', '###', 0)",
        "SELECT place FROM report_handed_in WHERE period = '###'",
    ),
    (
        "report_sentence",
        "INSERT INTO report_sentence (place, period, reading, section, version, text, at) VALUES ('lc', '2026-11', 1, '###', 1, '', 0)",
        "SELECT place FROM report_sentence WHERE section = '###'",
    ),
    (
        "erasure",
        "INSERT INTO erasure (entry, person, extent) VALUES ('x', 'x', '###')",
        "SELECT entry FROM erasure",
    ),
    (
        "fact",
        "UPDATE fact SET detail = '{\"kind\":\"###\"}' WHERE seq = (SELECT MIN(seq) FROM fact)",
        "SELECT CAST(MIN(seq) AS TEXT) FROM fact",
    ),
    (
        "inbox",
        "UPDATE inbox SET body = '###', state = 'new', attempts = 0 WHERE seq = (SELECT MIN(seq) FROM inbox)",
        "SELECT CAST(MIN(seq) AS TEXT) FROM inbox",
    ),
    (
        "invitation",
        "UPDATE invitation SET state = '###' WHERE code_key = (SELECT MIN(code_key) FROM invitation)",
        "SELECT MIN(code_key) FROM invitation",
    ),
    (
        "item_release",
        "UPDATE item_release SET by_sealed = '###' WHERE item = (SELECT MIN(item) FROM item_release)",
        "SELECT MIN(item) FROM item_release",
    ),
    (
        "kept_file",
        "INSERT INTO kept_file (id, owner, source, state) VALUES ('x', 'x', '###', 'wanted')",
        "SELECT id FROM kept_file WHERE source = '###'",
    ),
    (
        "lease",
        "INSERT INTO lease (kind, name, owner, term, until_at) VALUES ('###', 'tg', 'x', 1, 9000000000000000)",
        "SELECT name FROM lease WHERE kind = '###'",
    ),
    (
        "outbox",
        "UPDATE outbox SET kind = '###', state = 'waiting', not_before = 0 WHERE id = (SELECT MIN(id) FROM outbox)",
        "SELECT CAST(MIN(id) AS TEXT) FROM outbox",
    ),
    (
        "pending",
        "INSERT INTO pending (person, chat, body, created_at) SELECT 'nobody', '#aloud', '###', MAX(received_at) FROM inbox",
        "SELECT person FROM pending WHERE body = '###'",
    ),
    (
        "person",
        "UPDATE person SET stopped = 7 WHERE key = (SELECT MIN(key) FROM person)",
        "SELECT key FROM person WHERE stopped = 7",
    ),
    (
        "reach",
        "UPDATE reach SET stopped = 7 WHERE key = (SELECT asker FROM question WHERE code = '{code}')",
        "SELECT key FROM reach WHERE stopped = 7",
    ),
    (
        "place",
        "UPDATE place SET kind = '###' WHERE code = 'lc-khunha'",
        "SELECT code FROM place WHERE kind = '###'",
    ),
    (
        "publication",
        "UPDATE publication SET rank = '###', state = 'writing'",
        "SELECT MIN(id) FROM publication",
    ),
    (
        "question",
        "UPDATE question SET body = '####' || SUBSTR(body, 5) WHERE code = '{code}'",
        "SELECT code FROM question WHERE code = '{code}'",
    ),
    (
        "proposal",
        "INSERT INTO proposal (question, body) VALUES ('ZZZZZ', '###')",
        "SELECT question FROM proposal",
    ),
    (
        "shared_answer",
        "INSERT INTO shared_answer (code, place, topic, item, form, day, body)
         VALUES ('ZZZZY', 'lc-binhlu', 'khac', '', '', '2026-11-25', '###')",
        "SELECT code FROM shared_answer",
    ),
    (
        "text_module",
        "INSERT INTO text_module (id, place, body) VALUES ('ZZZZZZZX', 'lc-binhlu', '###')",
        "SELECT id FROM text_module",
    ),
    (
        "role",
        "UPDATE role SET standing = '###' WHERE id = (SELECT role FROM question WHERE code = '{code}')",
        "SELECT id FROM role WHERE standing = '###'",
    ),
    (
        "withdrawal",
        "INSERT INTO withdrawal (item, edition, by_sealed, how, notices, state, next_group, at)
         VALUES ('x', 0, '', 'console', '###', 'telling', '', 0)",
        "SELECT item FROM withdrawal",
    ),
    (
        "written_version",
        "INSERT INTO written_version (item, version, role, at, forms) VALUES ('x', 1, '', 0, '###')",
        "SELECT item FROM written_version WHERE forms = '###'",
    ),
    (
        "zalo_token",
        "INSERT INTO zalo_token (account, state, generation, access_sealed) VALUES ('oa', 'good', 1, '###')",
        "SELECT account FROM zalo_token",
    ),
];

/// Every table that there is.
async fn tables(db: &Db, sqlite: bool) -> BTreeSet<String> {
    let sql = if sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    } else {
        "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = current_schema()"
    };
    let rows = sqlx::query(sql).fetch_all(db.read()).await.unwrap();
    rows.iter().map(|row| row.get("name")).collect()
}

async fn one_spoilt_row_of_every_table_stops_nothing_else_and_is_named(mut world: World) {
    let elder = world.platform.add_person("Trưởng bản");
    let spoilt_group = world.linked_group("lc-binhlu-suoimay", elder).await;
    let group = world.linked_group("lc-binhlu-naluong", elder).await;
    let first = world.enrolled("Báo cáo viên một", "reporter", "lc-taleng").await;
    let reporter = world.enrolled("Báo cáo viên hai", "reporter", "lc-binhlu").await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    world.publishes("kham-suc-khoe").await;
    world.group_sees(group, "khám sức khoẻ").await;
    let people = ["một", "hai", "ba"].map(|name| world.platform.add_person(name));
    let suffers = world.asks(people[0], "Bao giờ sửa cầu treo?", "Bản Hoa Đào (mẫu)").await;
    world.person_sees(first, &suffers).await;
    let closed = world.asks(people[2], "Bao giờ có điện?", "Bản Nà Luồng (mẫu)").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{closed}")).await;
    world.quotes(reporter, &card, "Tháng sau có điện.");
    world.person_sees(people[2], "Tháng sau có điện.").await;
    let code = world.asks(people[1], "Bao giờ sửa đường?", "Bản Nà Luồng (mẫu)").await;
    world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    let url = world.settings().database_url.expose().to_owned();
    let (sqlite, content) = (url.starts_with("sqlite"), world.settings().content.clone());
    world.settle().await;
    world.stop().await;

    let db = Db::open(&url).await.unwrap();
    let known: BTreeSet<String> =
        SPOILT.iter().map(|(table, ..)| *table).chain(CANNOT.iter().copied()).map(str::to_owned).collect();
    assert_eq!(tables(&db, sqlite).await, known, "every table has a row to spoil, or cannot have");
    let mut named = vec![];
    let mut tx = db.write().await.unwrap();
    for (table, spoil, _) in SPOILT {
        let done =
            sqlx::query(AssertSqlSafe(spoil.replace("{code}", &suffers))).execute(&mut *tx).await.unwrap();
        assert!(done.rows_affected() > 0, "{table}");
    }
    tx.commit().await.unwrap();
    for (table, _, which) in SPOILT {
        let row: String = sqlx::query_scalar(AssertSqlSafe(which.replace("{code}", &suffers)))
            .fetch_one(db.read())
            .await
            .unwrap();
        named.push((*table, row));
    }
    let keys = "SELECT key FROM person UNION SELECT key FROM reach UNION SELECT asker FROM question WHERE asker IS NOT NULL";
    let keys: Vec<String> = sqlx::query_scalar(keys).fetch_all(db.read()).await.unwrap();
    db.close().await;

    // It starts, and everybody else gets what is theirs: an announcement, a question, an answer.
    world.start().await;
    world.publishes("hoc-phi").await;
    world.group_sees(group, "học phí").await;
    let fourth = world.platform.add_person("bốn");
    let asked = world.asks(fourth, "Bao giờ mở chợ?", "Bản Nà Luồng (mẫu)").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{asked}")).await;
    world.quotes(reporter, &card, "Thứ bảy mở chợ.");
    world.person_sees(fourth, "Thứ bảy mở chợ.").await;
    // Reminded, escalated, deleted in time.
    world.pass_until("2026-11-27 09:30");
    let reminder = world.person_sees(reporter, "Nhắc đồng chí").await;
    assert!(reminder.text.contains(&code), "{}", reminder.text);
    world.pass_until("2026-12-02 09:30");
    world.person_sees(coordinator, &format!("Câu hỏi #{code}")).await;
    world.pass_until("2026-12-04 09:30");
    let handle = format!("SELECT COUNT(*) FROM question WHERE code = '{closed}' AND asker IS NOT NULL");
    world.comes_to(&handle, 0).await;
    world.pass(Duration::from_secs(91 * 24 * 3600));
    let text = format!("SELECT COUNT(*) FROM question WHERE code = '{closed}' AND body = '' AND answer = ''");
    world.comes_to(&text, 1).await;
    assert!(!world.platform.messages(spoilt_group).iter().any(|m| m.text.contains("học phí")));
    world.stop().await;

    // A person's key beside the time of a line would be a trace of them, whichever row is met.
    for (table, row) in &named {
        let met = Unknown { table, column: "", row: row.clone() };
        assert!(!keys.contains(row) || !met.to_string().contains(row), "{met}");
    }
    let log = log::lines();
    assert!(log.contains("a row cannot be read and is passed over"));
    for key in keys {
        assert!(!log.contains(&key), "{:?}", log.lines().find(|line| line.contains(&key)));
    }

    let said = doctor(&world, &url, &content);
    for (table, row) in named {
        let line = format!("Bảng {table}, dòng {row}: không đọc được");
        let told = said.to_lowercase().contains(&line.to_lowercase());
        // What waited for a day is gone, as it should be, and what was set aside after eight.
        let gone = matches!(table, "pending" | "inbox");
        assert!(told || gone, "{table} {row} is not named:\n{said}");
    }
}

/// What the built program says of this database.
fn doctor(world: &World, url: &str, content: &Path) -> String {
    let dir = world.dir.path();
    let settings = format!(
        "[server]\nlisten = \"127.0.0.1:0\"\n\n[database]\nurl = \"{url}\"\n\n[content]\ndir = \"{}\"\n\n\
         [privacy]\nkey = {{ file = \"loaban.key\" }}\n\n\
         [[identity]]\nplace = \"lc\"\nowner = \"Đảng uỷ xã Mẫu\"\nissuer = \"ĐẢNG UỶ XÃ MẪU\"\n\n\
         [[account]]\nname = \"oa\"\nplatform = \"zalo_oa\"\napp_id = \"1\"\napp_secret = \"secret-of-the-app\"\noa_id = \"2\"\n\
         webhook_key = \"key-of-the-webhook\"\napi_url = \"http://127.0.0.1:9\"\noauth_url = \"http://127.0.0.1:9\"\n",
        content.display()
    );
    std::fs::write(dir.join("loaban.toml"), settings).unwrap();
    let said = program().args(["doctor"]).current_dir(dir).output().unwrap();
    String::from_utf8(said.stdout).unwrap() + &String::from_utf8(said.stderr).unwrap()
}
