//! What `docs/privacy.md` says is so: every table of the database has its line, and every stretch of time is the code's
//! or the law's.

use crate::source::{PROJECT, finds, none, plain};
use std::collections::BTreeSet;

const DOC: &str = "docs/privacy.md";

/// The numbers of section 5: as the first cell says it, the file, what stands before the number in the code, and how much
/// of it is one of the unit in the second cell.
const NUMBERS: &[(&str, &str, &str, i64)] = &[
    ("`keep_text`", "src/config/mod.rs", "keep_text: plain_days(", 1),
    ("`keep_handle`", "src/config/mod.rs", "keep_handle: plain_days(", 1),
    ("`keep_voice`", "src/config/mod.rs", "keep_voice: plain_days(", 1),
    ("`keep_deliveries`", "src/config/mod.rs", "const KEEP_DELIVERIES_DAYS: u64 = ", 1),
    ("dòng câu hỏi", "src/questions/forget.rs", "const ROW_LIFE: Millis = ", DAY),
    ("quyết định", "src/acts/mod.rs", "const ACT_LIFE: Millis = ", DAY),
    ("lời đang chờ", "src/app.rs", "const DAY: Millis = ", DAY / 24),
    ("số hiệu tin đến", "src/inbox/mod.rs", "const KEYS_KEPT: Millis = ", DAY),
    ("mã mời", "src/roster/invitation.rs", "const INVITATION_LIFE: Millis = ", DAY),
    ("phiên của trang", "src/config/mod.rs", "const SESSION: Duration = Duration::from_secs(", 3_600),
    ("người không nhắn", "src/people/mod.rs", "const QUARTERS_KEPT: i64 = ", 1),
    ("bản được nêu tên", "src/places/place.rs", "const SHOWN_HOUSEHOLDS: i64 = ", 1),
    ("số nhỏ bị ẩn", "src/config/mod.rs", "small_count: ", 1),
];
const DAY: i64 = 24 * 3_600_000;
/// What the law counts (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP): days to answer, to stop, to show, to delete, to file; hours
/// to tell of a breach, years to keep its file. And two years as people say 731 days.
const TERMS: &[&str] =
    &["2 ngày", "15 ngày", "10 ngày", "20 ngày", "60 ngày", "72 giờ", "5 năm", "2 năm", "0 ngày"];
const UNITS: &[&str] = &["ngày", "giờ", "năm", "quý", "hộ"];
/// What can be read aloud in two minutes.
const ALOUD: usize = 400;

#[test]
fn every_table_has_a_line_that_says_how_long_it_is_kept() {
    let steps = [
        "CREATE TABLE a (\n    key TEXT\n);\nCREATE TABLE b (x TEXT);\nCREATE TABLE c (x TEXT);",
        "-- CREATE TABLE no\nALTER TABLE c RENAME TO d;\nDROP TABLE b;",
    ];
    assert_eq!(tables(steps), ["_sqlx_migrations", "a", "d"].map(str::to_owned).into());
    let doc =
        "| `a` | x | x | 7 ngày | x |\n| `_sqlx_migrations` | x | x |  | x |\n| `b` | x | x | x | x |\n";
    let all = tables(steps);
    finds(lines(&all, doc), &["docs/privacy.md:_sqlx_migrations", "docs/privacy.md:b", "docs/privacy.md:d"]);
    let steps = PROJECT.chosen(|p| p.starts_with("migrations/"));
    assert!(steps.len() > 10, "the steps of the database were not found");
    none(lines(&tables(steps.iter().map(|s| s.text.as_str())), &doc_text()));
}

#[test]
fn every_stretch_of_time_is_the_codes_or_the_laws() {
    let code = plain("src/a.rs", "const X: Millis = 8 * 24 * 3_600_000;\nf(7)");
    let known = [("x", "src/a.rs", "const X: Millis = ", DAY), ("y", "src/a.rs", "f(", 1)];
    let doc = |x: &str, text: &str| format!("{text}\n| x | {x} | a |\n| y | 7 | a |\n");
    finds(numbers(&known, std::slice::from_ref(&code), &doc("8 ngày", "giữ 8 ngày, 72 giờ")), &[]);
    finds(numbers(&known, std::slice::from_ref(&code), &doc("9 ngày", "giữ 9 ngày")), &["docs/privacy.md:x"]);
    let wrong = doc("8 ngày", "giữ 31 ngày");
    finds(numbers(&known, std::slice::from_ref(&code), &wrong), &["docs/privacy.md:31 ngày"]);
    let unknown = format!("{}| z | 3 ngày | a |", doc("8 ngày", ""));
    finds(numbers(&known, &[code], &unknown), &["docs/privacy.md:z", "docs/privacy.md:3 ngày"]);
    none(numbers(NUMBERS, &PROJECT.chosen(|p| p.starts_with("src/")), &doc_text()));
}

#[test]
fn what_residents_are_told_is_read_aloud_in_two_minutes() {
    let doc = doc_text();
    let part = doc.split("\n## ").find(|part| part.starts_with("1. ")).expect("the part for residents");
    let words = part.split_whitespace().count();
    assert!((200..=ALOUD).contains(&words), "{words} words");
}

fn doc_text() -> String {
    PROJECT.all.iter().find(|f| f.path == DOC).expect("docs/privacy.md").text.clone()
}

/// The tables that are left when all steps were done.
fn tables<'a>(steps: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut all = BTreeSet::from(["_sqlx_migrations".to_owned()]);
    for line in steps.into_iter().flat_map(str::lines) {
        match line.trim_end_matches(';').split_whitespace().collect::<Vec<_>>()[..] {
            ["CREATE", "TABLE", name, ..] => _ = all.insert(name.to_owned()),
            ["DROP", "TABLE", name] => _ = all.remove(name),
            ["ALTER", "TABLE", old, "RENAME", "TO", new] => {
                all.remove(old);
                all.insert(new.to_owned());
            }
            _ => {}
        }
    }
    all
}

/// The cells of a line of a table.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inside = line.strip_prefix('|')?.trim_end().strip_suffix('|')?;
    Some(inside.split('|').map(str::trim).collect())
}

/// Tables without a line, or with an empty cell; and lines of tables that are not there.
fn lines(tables: &BTreeSet<String>, doc: &str) -> Vec<String> {
    let rows = doc.lines().filter_map(cells).filter(|c| c.len() == 5 && c[0].starts_with('`'));
    let rows: Vec<(&str, bool)> =
        rows.map(|c| (c[0].trim_matches('`'), c.iter().all(|c| !c.is_empty()))).collect();
    let told = |table: &&String| !rows.iter().any(|(name, whole)| name == table && *whole);
    let untold = tables.iter().filter(told).map(|t| {
        format!("{DOC}:{t}: a table without a whole line in section 4: what, how sealed, how long, who")
    });
    let strange = rows.iter().filter(|(name, _)| !tables.contains(*name));
    untold.chain(strange.map(|(name, _)| format!("{DOC}:{name}: there is no such table"))).collect()
}

/// The product of whole numbers that a text begins with: `2 * 365`, `8 * 24 * 3_600_000`.
fn product(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !"_* ".contains(c)).unwrap_or(text.len());
    text[..end].split('*').map(|n| n.trim().replace('_', "").parse::<i64>().ok()).product()
}

/// The numbers with a unit in a text.
fn stretches(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let pairs = words.windows(2).filter(|w| w[0].ends_with(|c: char| c.is_ascii_digit()));
    let pairs = pairs.map(|w| (bare(w[0]), bare(w[1])));
    pairs.filter(|(_, u)| UNITS.contains(&u.as_str())).map(|(n, u)| format!("{n} {u}")).collect()
}

fn numbers(known: &[(&str, &str, &str, i64)], code: &[crate::source::Source], doc: &str) -> Vec<String> {
    let rows: Vec<Vec<&str>> = doc.lines().filter_map(cells).filter(|c| c.len() == 3).collect();
    let number = |cell: &str| cell.split(' ').next().and_then(|n| n.parse::<i64>().ok());
    let mut faults = vec![];
    for (name, file, before, unit) in known {
        let text = code.iter().find(|f| f.path == *file).map_or("", |f| &f.text);
        let values = text.split(before).skip(1).filter_map(product);
        let said = rows.iter().find(|c| c[0] == *name).and_then(|c| number(c[1]));
        let is: BTreeSet<i64> = values.collect();
        if said.is_none_or(|said| !is.contains(&(said * unit))) {
            faults.push(format!("{DOC}:{name}: the code has {is:?} of {unit}, section 5 says {said:?}"));
        }
    }
    let numbered = rows.iter().filter(|c| number(c[1]).is_some());
    let strange = numbered.clone().filter(|c| !known.iter().any(|(name, ..)| *name == c[0]));
    faults.extend(strange.map(|c| format!("{DOC}:{}: no line of NUMBERS says where the code has it", c[0])));
    let allowed: BTreeSet<String> = numbered
        .filter(|c| known.iter().any(|(name, ..)| *name == c[0]))
        .flat_map(|c| stretches(c[1]))
        .chain(TERMS.iter().map(|t| (*t).to_owned()))
        .collect();
    let other: BTreeSet<String> = stretches(doc).into_iter().filter(|s| !allowed.contains(s)).collect();
    faults
        .extend(other.iter().map(|s| format!("{DOC}:{s}: neither a default of section 5 nor a term of law")));
    faults
}
