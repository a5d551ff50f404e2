//! How SQLite finds what is asked for: a question that is asked again and again must not go through everything that
//! ever was. The statements are read from the sources, so a new one is looked at without being named here.

use loaban::db::Db;
use sqlx::{AssertSqlSafe, Row};
use std::path::{Path, PathBuf};

/// Tables, and what statements call them, that stay small or are gone through on purpose: places, groups, publications,
/// people with a duty, what waits for a choice. Every other one grows for as long as loaban is used.
const FEW: &[&str] = &[
    "place",
    "chat_group",
    "g",
    "publication",
    "p",
    "archived_count",
    "withdrawal",
    "role",
    "invitation",
    "pending",
    "lease",
    "item_release",
    "zalo_token",
    "counter",
    // Who must be written to, as long as that is so.
    "reach",
    "reach_key_name",
    // A day's.
    "refused_asker",
    // A row, or some, for each office and month, read when an operator asks.
    "report_filed",
    // A row for each month.
    "report_carry",
    "report_sentence",
    "report_handed_in",
    // What is under way to a village, for days; and what villages were shown.
    "proposal",
    "shared_answer",
    // Some for each office, which are asked for by its place.
    "text_module",
    // Who is in at the desk today.
    "desk_link",
    "desk_session",
    // The items that an office writes.
    "written_item",
    // What a statement brings along itself.
    "CONSTANT",
    "v",
];

/// Indexes that hold only what waits, flies, or happens once a month.
const SMALL: &[&str] = &[
    "outbox_due",
    "outbox_sending",
    "outbox_kept",
    "outbox_held",
    "outbox_lost_answer",
    "inbox_new",
    "fact_closed",
    "person_address",
];

/// Statements that may go through one of them, and when that is.
const MAY: &[(&str, &str)] = &[
    (
        "FROM fact WHERE at < $1 ORDER BY seq",
        "the practice room, and a report of a log in which a fact cannot be read",
    ),
    (
        "MAX(seq + 0) AS last FROM fact WHERE at >= $1 AND at < $2",
        "a period's facts, when it is replayed anew",
    ),
    ("state = 'sending' OR (state = 'waiting' AND not_before <= $1)", "once, when a backup was put back"),
    ("SELECT * FROM question ORDER BY asked_at, code", "`question list`"),
    ("SELECT COUNT(*) FROM person WHERE account = $1", "`doctor`"),
    ("FROM act ORDER BY id DESC LIMIT $1", "`doctor --acts`, from the end"),
    ("FROM act WHERE deed = $1 AND about = $2", "`publication show`; decisions are few, and kept two years"),
    ("FROM person UNION SELECT", "once, when a backup was put back"),
    ("FROM person WHERE key_name <> $1", "at a start, and once an hour while an older sealing key is there"),
    (
        "WHERE kind = 'private-item' AND delivery LIKE",
        "once for each holder of a role, when the sealing key was changed",
    ),
    ("UPDATE question SET asker = NULL, message = NULL", "once, when the sealing key is lost"),
    ("DELETE FROM kept_", "once, when the sealing key is lost; else by the file's own key"),
    ("FROM kept_piece WHERE sealed NOT LIKE $1", "once an hour while an older sealing key is there"),
    ("UPDATE inbox SET state = 'failed', body = ''", "once, when the sealing key is lost"),
    ("UPDATE act SET name_sealed = NULL", "once, when the sealing key is lost"),
    ("UPDATE outbox SET message = CASE WHEN chat_group IS NOT NULL", "once, when the sealing key is lost"),
    ("FROM erasure", "when there is a new one, and to see whether there is; few ask for it"),
    ("SELECT seq FROM inbox ORDER BY seq LIMIT 1000", "often, but only the oldest thousand"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.file_name().is_some_and(|name| name == "store.rs") || folder.ends_with("store") {
            found.push(path);
        }
    }
}

/// The statements of a source that read or change rows, as they stand there, on one line.
fn statements(source: &str) -> Vec<String> {
    let found =
        source.split('"').filter(|s| ["SELECT ", "UPDATE ", "DELETE "].iter().any(|w| s.starts_with(w)));
    found.map(|s| s.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// What the sources fill in when they run.
fn filled(statement: &str) -> String {
    let fills = [
        ("IN {{}}", "IN ('x', 'y')"),
        ("IN {}", "IN ('x', 'y')"),
        ("(VALUES {})", "(VALUES (1, 'x'))"),
        ("IN {owners}", "IN ('x')"),
        ("IN {bodies}", "IN ('x')"),
        ("{AWAITED}", "('silent', 'blocked')"),
        ("{ASLEEP}", "('silent', 'blocked')"),
        ("{over}", "('removed', 'forbidden')"),
        ("{condition}", "o.message = 'x'"),
        ("'{kind}'", "'answer'"),
        ("{PARTS}", "SELECT id, delivery, part, question, state, reason FROM outbox WHERE kind ="),
    ];
    let mut sql = fills.iter().fold(statement.to_owned(), |sql, (hole, value)| sql.replace(hole, value));
    while let Some(at) = sql.find('$') {
        let digits = sql[at + 1..].chars().take_while(char::is_ascii_digit).count();
        sql.replace_range(at..=at + digits, "'1'");
    }
    sql
}

#[tokio::test]
async fn nothing_that_is_asked_again_and_again_goes_through_everything_that_ever_was() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("loaban.db").display())).await.unwrap();
    db.migrate().await.unwrap();
    let mut files = vec![];
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let (mut looked_at, mut faults) = (0, vec![]);
    for file in files {
        let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
        for statement in statements(&std::fs::read_to_string(&file).unwrap()) {
            // Only a part of one, which stands in others.
            if statement.ends_with("kind =") {
                continue;
            }
            let sql = format!("EXPLAIN QUERY PLAN {}", filled(&statement));
            let plan = match sqlx::query(AssertSqlSafe(sql)).fetch_all(db.read()).await {
                Ok(plan) => plan,
                Err(e) => {
                    faults.push(format!("{name}: cannot be explained ({e}): {statement}"));
                    continue;
                }
            };
            looked_at += 1;
            let steps: Vec<String> = plan.iter().map(|row| row.get::<String, _>("detail")).collect();
            let goes_through = |step: &String| {
                if SMALL.iter().any(|index| step.ends_with(index)) {
                    return false;
                }
                let Some(table) = step.strip_prefix("SCAN ").and_then(|s| s.split(' ').next()) else {
                    return false;
                };
                !FEW.contains(&table)
            };
            if steps.iter().any(goes_through) && !MAY.iter().any(|(part, _)| statement.contains(part)) {
                faults.push(format!("{name}: {statement}\n    {}", steps.join("\n    ")));
            }
        }
    }
    assert!(looked_at > 80, "only {looked_at} statements were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    db.close().await;
}
