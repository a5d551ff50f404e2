//! Whoever has the database, with or without the key, and puts any column of any table beside any of any other, does not
//! find out who asked, nor who complained, any better than by guessing; and a column that would tell it is found.

use crate::live::on_both;
use crate::talk::is_told;
use crate::world::{Engine, World, code_in};
use loaban::db::{Backend, Db};
use loaban::outbox::Archiving;
use loaban::seal::Use;
use sqlx::{AssertSqlSafe, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

on_both!(nobody_is_found_by_putting_tables_side_by_side);

/// People of one month, in one village: enough that one in four is no guess.
const PEOPLE: usize = 12;
/// What lies so near in time is the same act, in milliseconds.
const NEAR: i64 = 5_000;

/// A row of any table: its table, and name and value of each column.
pub struct AnyRow {
    pub table: String,
    columns: BTreeMap<String, String>,
}

impl AnyRow {
    pub fn holds(&self, value: &str) -> bool {
        self.columns.values().any(|v| v.contains(value))
    }

    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.columns.values().map(String::as_str)
    }

    fn holds_any(&self, keys: &[String]) -> bool {
        keys.iter().any(|key| self.holds(key))
    }
}

/// Every row of every table.
pub async fn all_rows(db: &Db) -> Vec<AnyRow> {
    let of_tables = match db.backend() {
        Backend::Sqlite => {
            "SELECT m.name || '.' || p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
        Backend::Postgres => {
            "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let named: Vec<String> = sqlx::query_scalar(of_tables).fetch_all(db.read()).await.unwrap();
    let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in &named {
        let (table, column) = name.split_once('.').unwrap();
        tables.entry(table).or_default().push(column);
    }
    let mut rows = vec![];
    for (table, columns) in tables.into_iter().filter(|(table, _)| !table.starts_with("_sqlx")) {
        let list: Vec<String> = columns.iter().map(|c| format!("CAST({c} AS TEXT) AS {c}")).collect();
        let sql = format!("SELECT {} FROM {table}", list.join(", "));
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(db.read()).await.unwrap() {
            let value = |c: &&str| Some(((*c).to_owned(), row.get::<Option<String>, _>(*c)?));
            rows.push(AnyRow {
                table: table.to_owned(),
                columns: columns.iter().filter_map(value).collect(),
            });
        }
    }
    rows
}

/// Near in time, or the very same word; what is short or empty is the same everywhere.
fn together(a: &str, b: &str) -> bool {
    match (a.parse::<i64>(), b.parse::<i64>()) {
        (Ok(a), Ok(b)) => a > 1_000_000_000 && (a - b).abs() <= NEAR,
        _ => a.len() >= 4 && a == b,
    }
}

/// Pairs of columns that tell, for two acts or more, who did them: whoever did it is among the people that the pair puts
/// beside it, and those are no more than a quarter of all.
fn tells(rows: &[AnyRow], people: &[Vec<String>], acts: &[(usize, Vec<&AnyRow>)]) -> Vec<String> {
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for (who, of_act) in acts {
        let mut beside: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (n, person) in people.iter().enumerate() {
            for row in rows.iter().filter(|row| row.holds_any(person)) {
                for act in of_act {
                    for (a, x) in &row.columns {
                        for (b, y) in act.columns.iter().filter(|(_, y)| together(x, y)) {
                            let named = people[*who].iter().any(|key| y.contains(key));
                            assert!(!named, "{}.{b} names who did it", act.table);
                            let pair = format!("{}.{a} = {}.{b}", row.table, act.table);
                            beside.entry(pair).or_default().insert(n);
                        }
                    }
                }
            }
        }
        for (pair, _) in beside.iter().filter(|(_, found)| found.contains(who) && found.len() <= PEOPLE / 4) {
            *told.entry(pair.clone()).or_default() += 1;
        }
    }
    told.into_iter()
        .filter(|(_, times)| *times >= 2)
        .map(|(pair, times)| format!("{pair}: {times}"))
        .collect()
}

/// By whom an answer goes to a village.
struct Sharing {
    coordinator: i64,
    editor: i64,
    asker: i64,
}

/// Written anew, agreed to and posted. Returns the code of what was released.
async fn shares(world: &World, by: &Sharing, code: &str) -> String {
    is_told(world, by.coordinator, &format!("/congkhai {code}"), "viết lại câu hỏi").await;
    is_told(world, by.coordinator, "Bao giờ bản có điện lưới?", "Nay đồng chí viết câu trả lời").await;
    is_told(world, by.coordinator, "giữ nguyên", "nhóm sẽ thấy đúng như sau").await;
    world.presses(by.coordinator, "Xin ý kiến người hỏi").await;
    world.person_sees(by.asker, "xin phép đưa ra nhóm").await;
    world.presses(by.asker, "Đồng ý").await;
    world.person_sees(by.editor, &format!("(#{code}) chờ đồng chí duyệt")).await;
    world.presses(by.editor, "Xem rồi duyệt").await;
    world.person_sees(by.editor, &format!("#{code}, người hỏi đã đồng ý")).await;
    world.presses(by.editor, "Phát ở bản đã hỏi (1 nhóm)").await;
    world.settle().await;
    let said = world.person_sees(by.editor, "Mã để rút: ").await.text;
    said.split("Mã để rút: ").nth(1).unwrap()[..5].to_owned()
}

async fn nobody_is_found_by_putting_tables_side_by_side(engine: Engine) {
    let Some(world) = World::new(engine).await else { return };
    let db = &world.parts().core.db;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrolled("Điều phối", "coordinator", "lc-binhlu").await;
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    world.linked_group("lc-binhlu-naluong", reporter).await;
    let (mut people, mut asked, mut complained) = (vec![], vec![], vec![]);
    let mut users = vec![];
    for n in 0..PEOPLE {
        // A day apart: not even the day may tell.
        world.pass(Duration::from_secs(86_400 + 61));
        let user = world.platform.add_person("Bà con");
        users.push(user);
        let seal = &world.parts().core.seal;
        let key = |of: Use<'_>| seal.person_key(world.account(), &user.to_string(), of).to_string();
        people.push([Use::Known, Use::Asker, Use::Role].map(key).to_vec());
        if n % 3 == 0 {
            is_told(&world, user, "Tôi muốn tố cáo cán bộ xã ăn chặn tiền.", "đồng ý").await;
            world.presses(user, "Đồng ý, gửi").await;
            world.is_from(user, "Nà Luồng").await;
            world.person_sees(user, "không vừa lòng với cán bộ").await;
            world.presses(user, "Chỉ nơi gửi đơn").await;
            world.person_sees(user, "tiếp công dân").await;
            complained.push(n);
        } else {
            let code = if n % 3 == 1 {
                world.asks(user, "Bao giờ có điện?", "Nà Luồng").await
            } else {
                is_told(&world, user, "Tôi theo đạo thì có bị phạt không?", "đồng ý").await;
                world.presses(user, "Đồng ý, gửi").await;
                world.is_from(user, "Nà Luồng").await;
                world.person_sees(user, "chuyện riêng").await;
                world.presses(user, "Người của xã trả lời").await;
                code_in(&world.person_sees(user, "Đã nhận câu hỏi").await.text)
            };
            asked.push((n, code));
        }
        world.settle().await;
    }
    for (_, code) in &asked {
        // What no reporter of the commune may answer is withdrawn by nobody here: the province has no desk.
        world.says(reporter, &format!("/traloi {code} Tháng sau."));
        world.pass(Duration::from_secs(61));
        world.settle().await;
    }

    let mut shared = vec![];
    for (n, code) in asked.iter().filter(|(n, _)| n % 3 == 1) {
        let by = Sharing { coordinator, editor, asker: users[*n] };
        shared.push((*n, shares(&world, &by, code).await));
        world.pass(Duration::from_secs(3_661));
        world.settle().await;
    }

    // A complaint is written into the log with the day.
    world.pass(Duration::from_secs(86_400));
    let today = world.parts().core.today();
    world
        .comes_to(&format!("SELECT COUNT(*) FROM mark WHERE name = 'complaints' AND value = '{today}'"), 1)
        .await;

    // A complaint leaves nothing of whose it was on the day itself.
    let rows = all_rows(db).await;
    let counted: Vec<&AnyRow> =
        rows.iter().filter(|row| row.table == "fact" && row.holds("complaint_referred")).collect();
    assert_eq!(counted.len(), complained.len());
    let complaints: Vec<_> = complained.iter().zip(&counted).map(|(n, row)| (*n, vec![*row])).collect();
    assert_eq!(tells(&rows, &people, &complaints), Vec::<String>::new(), "complaints");

    // Who asked can be told as long as an answer must find them, and not after.
    for _ in 0..9 {
        world.pass(Duration::from_secs(86_400));
        world.settle().await;
    }
    let closed = "SELECT COUNT(*) FROM question WHERE closed_at IS NOT NULL";
    assert!(world.count(closed).await >= 4, "they were answered");
    world.comes_to(&format!("{closed} AND asker IS NOT NULL"), 0).await;
    let tied = "SELECT COUNT(*) FROM outbox o JOIN question q ON q.code = o.question
                WHERE q.closed_at IS NOT NULL AND o.person IN (SELECT key FROM person WHERE consent <> '')";
    world.comes_to(tied, 0).await;
    let rows = all_rows(db).await;
    let of = |code: &str| rows.iter().filter(|row| row.holds(code)).collect::<Vec<_>>();
    let mut questions = vec![];
    for (n, code) in &asked {
        let open = format!("SELECT COUNT(*) FROM question WHERE code = '{code}' AND asker IS NOT NULL");
        if world.count(&open).await == 0 {
            questions.push((*n, of(code)));
        }
    }
    assert!(rows.iter().any(|row| people.iter().any(|keys| row.holds_any(keys))), "they are still known");
    assert_eq!(tells(&rows, &people, &questions), Vec::<String>::new(), "questions");

    // Nor can who asked be told from what villages were shown of it.
    let facts: Vec<&AnyRow> = rows.iter().filter(|row| row.holds("answer_shared")).collect();
    assert_eq!((facts.len(), shared.len()), (4, 4));
    let of = |code: &str| rows.iter().filter(|row| row.holds(code)).collect::<Vec<_>>();
    let acts: Vec<_> = shared
        .iter()
        .zip(&facts)
        .map(|((n, code), fact)| (*n, of(code).into_iter().chain([*fact]).collect::<Vec<_>>()))
        .collect();
    assert!(acts.iter().all(|(_, rows)| rows.len() >= 4), "the answer, its post, the decision, the fact");
    assert_eq!(tells(&rows, &people, &acts), Vec::<String>::new(), "what villages were shown");
    for (n, rows) in &acts {
        let (_, code) = asked.iter().find(|(m, _)| m == n).unwrap();
        assert!(!rows.iter().any(|row| row.holds(code)), "it leads to its question");
    }

    // Nor does what is left of a delivery when its row has left.
    let mut archiving = Archiving::default();
    while archiving.page(db, world.clock.now() - 86_400_000).await.unwrap().is_some() {}
    assert!(world.count("SELECT COUNT(*) FROM archived").await > PEOPLE as i64);
    let archived = all_rows(db).await;
    let of = |code: &str| archived.iter().filter(|row| row.holds(code)).collect::<Vec<_>>();
    let left: Vec<_> = questions.iter().map(|(n, _)| asked.iter().find(|(m, _)| m == n).unwrap()).collect();
    let left: Vec<_> = left.into_iter().map(|(n, code)| (*n, of(code))).collect();
    assert_eq!(tells(&archived, &people, &left), Vec::<String>::new(), "questions whose rows are archived");
    let keys = || people.iter().flatten();
    let slim = || archived.iter().filter(|row| row.table.starts_with("archived"));
    assert!(!slim().any(|row| keys().any(|key| row.holds(key))), "the archive names somebody");

    // The same search finds a column that tells it.
    let mut tx = db.write().await.unwrap();
    let mut plant = vec!["ALTER TABLE person ADD COLUMN seen_at BIGINT".to_owned()];
    for (n, code) in &asked {
        plant.push(format!(
            "UPDATE person SET seen_at = (SELECT asked_at + 400 FROM question WHERE code = '{code}') WHERE key = '{}'",
            people[*n][0]
        ));
    }
    for sql in plant {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let rows = all_rows(db).await;
    let of = |code: &str| rows.iter().filter(|row| row.holds(code)).collect::<Vec<_>>();
    let questions: Vec<_> = asked.iter().map(|(n, code)| (*n, of(code))).collect();
    let questions: Vec<_> =
        questions.into_iter().filter(|(n, of)| !of.iter().any(|r| r.holds_any(&people[*n]))).collect();
    let found = tells(&rows, &people, &questions);
    assert!(found.iter().any(|pair| pair.starts_with("person.seen_at = question.asked_at")), "{found:?}");
    world.close().await;
}
