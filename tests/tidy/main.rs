//! The house rules that no compiler holds: who imports whom, where SQL and platform words stand, that every
//! sentence exists. Each rule is first given a small bad text, in which it must find what it forbids, then the project.

mod privacy;
mod source;

use source::*;
use std::collections::{BTreeMap, BTreeSet};

/// Modules that only some others may import.
const RESERVED: &[(&str, &[&str])] = &[
    ("channel", &["media", "outbox", "talk", "app", "web"]),
    ("standins", &["practice"]),
    ("practice", &["cli"]),
];
/// Modules that import no other, wherever it stands: what they say of the world must not be learned from us.
const INDEPENDENT: &[&str] = &["standins"];
/// Where a platform may be called by its name.
const PLATFORM: &str = "src/channel/ src/platform.rs src/standins/ src/practice/ src/config/ src/app.rs src/cli.rs src/cli/ src/web/webhooks.rs";
/// Literals that look like the key of a sentence: parts of an item (`content/<item>/vi.ftl`), HTTP headers, a language,
/// the ends of reasons, the version of a notice, tokens of choices, Telegram's classes of code blocks, how the forms of
/// a sentence begin.
const NOT_KEYS: &[&str] = &[
    "title",
    "summary",
    "action",
    "loudspeaker",
    "content-type",
    "no-referrer",
    "no-store",
    "same-origin",
    "vi",
    "group-ended",
    "unknown-chat",
    "no-answer",
    "no-voices",
    "no-pictures",
    "no-documents",
    "answer-1",
    "no-place",
    "not-released",
    "language-",
    "called-",
    "unquoted-",
    "grouped-",
];
/// What takes the key of a sentence and then its arguments.
const SAYS: &[&str] = &["say(", "line(", "reply(", "refused(", "usage(", "refuse(", "add("];

/// Circles of files that still stand, each to be cut. None may be added.
const CIRCLES: &[&[&str]] = &[];
/// Which room owns a table: it alone writes it.
const TABLES: &[(&str, &[&str])] = &[
    ("acts", &["act"]),
    ("db", &["counter", "mark", "_sqlx_migrations"]),
    ("places", &["place"]),
    ("groups", &["chat_group"]),
    ("roster", &["role", "invitation"]),
    ("people", &["person", "reach", "pending", "erasure"]),
    ("inbox", &["inbox", "polling"]),
    ("channel", &["zalo_token"]),
    ("media", &["kept_file", "kept_piece"]),
    ("outbox", &["outbox", "body", "uploaded", "lease", "archived", "archived_count"]),
    (
        "content",
        &[
            "publication",
            "item_release",
            "withdrawal",
            "written_item",
            "written_version",
            "written_file",
            "written_piece",
        ],
    ),
    ("questions", &["question", "refused_asker", "proposal", "shared_answer", "text_module"]),
    ("ledger", &["fact"]),
    ("timekeeper", &["timekeeper"]),
    ("desk", &["desk_link", "desk_session"]),
    ("report", &["report_carry", "report_filed", "report_sentence", "report_handed_in"]),
];
/// Who reads another room's table in a statement of its own, because asking for it row by row would cost too much.
const READS: &[(&str, &[&str])] = &[
    // What a row needs to be sent, and where it counts; what may be untied from whom it went to.
    ("outbox", &["chat_group", "reach", "role", "publication", "question", "counter"]),
    // How often places were imported: the name of a counter is its owner's.
    ("places", &["counter"]),
    // Who may be forgotten: nobody who holds a role, asked, or is being written to.
    ("people", &["role", "question", "outbox"]),
    // Whether a pushed message quotes one of ours, and so may be kept.
    ("channel", &["outbox", "question", "publication", "chat_group"]),
];
const MOST_LINES: usize = 900;
/// Files that may be longer, and why.
const LONG: &[(&str, &str)] = &[("Cargo.lock", "written by cargo")];

#[test]
fn a_module_imports_only_what_stands_left_of_its_group() {
    let order = order(
        "//! One order: `clock ids` | `db\n//! text` | `outbox channel practice` | `talk` | `web` | `standins`. See `a/b`.",
    );
    let files = [
        rust("src/clock.rs", "use crate::ids::Ids; // crate::talk"),
        rust("src/db.rs", "use crate::clock::{Millis, talk};\nuse crate::text::fold;"),
        rust("src/outbox/pace.rs", "use crate::db;\nuse crate::outbox::Row;\nuse super::super::talk;"),
        rust(
            "src/text.rs",
            "use crate::news;\nuse crate::{db,\n ids::{Ids, db}, talk};\n#[cfg(test)]\nuse crate::talk;",
        ),
        rust("src/web/mod.rs", "fn f() -> crate::practice::Room { super::clock::now() }"),
        rust(
            "src/standins/a/b.rs",
            "use crate::standins::call;\nuse super::super::super::clock;\nuse super::super::clock;\nuse crate::ids;",
        ),
    ];
    let bad = [
        "src/db.rs:2",
        "src/outbox/pace.rs:3",
        "src/text.rs:1",
        "src/text.rs:2",
        "src/web/mod.rs:1",
        "src/standins/a/b.rs:2",
        "src/standins/a/b.rs:4",
    ];
    finds(imports(&order, &files), &bad);
    none(imports(&self::order(&PROJECT.lib().text), &PROJECT.rust));
}

#[test]
fn no_files_form_a_circle() {
    let files = [
        rust("src/a/mod.rs", "mod b;\npub use b::Good;\nfn f() { b::g() }"),
        rust("src/a/b.rs", "use super::{Fine, c::{d, e}};\nfn g() {}"),
        rust("src/a/c.rs", "use super::super::a::d::inner::D;\n#[cfg(test)]\nuse super::b;"),
        rust("src/a/d/mod.rs", "mod inner;"),
        rust("src/a/d/inner.rs", "fn f() { super::super::b::g(); crate::a::h::f() }"),
        rust("src/a/h.rs", "use super::Fine; // super::b\nfn f() { self::k::l() }"),
        rust("src/a/h/k.rs", "use super::Up;"),
    ];
    finds(circles(&files, &[]), &["src/a/b.rs:1", "src/a/c.rs:1", "src/a/d/inner.rs:1"]);
    finds(circles(&files, &[&["a/b", "a/c", "a/d/inner"]]), &[]);
    // What was cut is taken off the list.
    finds(circles(&files, &[&["a/b", "a/c", "a/d/inner"], &["a/h", "a/k"]]), &["tests/tidy"]);
    none(circles(&PROJECT.rust, CIRCLES));
}

#[test]
fn the_order_names_exactly_the_modules_that_exist() {
    let lib = "//! One order: `clock` | `db text`.\npub mod clock;\npub mod db;\nmod news;";
    finds(strangers(&rust("src/lib.rs", lib)), &["src/lib.rs:1", "src/lib.rs:4"]);
    none(strangers(PROJECT.lib()));
}

#[test]
fn sql_stands_only_in_store_files_and_db() {
    let bad =
        "const A: &str = r#\"\n insert INTO t (a)\"#;\nfn f() { sqlx::query(A); g(\"Select one of two\") }";
    finds(sql(&[rust("src/people/mod.rs", bad)]), &["src/people/mod.rs:1", "src/people/mod.rs:3"]);
    finds(sql(&[rust("src/people/store.rs", bad), rust("src/db.rs", bad)]), &[]);
    none(sql(&PROJECT.rust));
}

#[test]
fn only_the_channel_and_its_neighbours_speak_a_platforms_words() {
    let bad = "// Telegram allows 4096.\nfn f() { g(\"zalo_oa\") }\nfn sendTelegram() {}";
    finds(platform_words(&[rust("src/talk/mod.rs", bad)]), &["src/talk/mod.rs:2", "src/talk/mod.rs:3"]);
    finds(platform_words(&[rust("src/channel/telegram/mod.rs", bad)]), &[]);
    none(platform_words(&PROJECT.rust));
}

#[test]
fn a_table_has_one_owner_and_few_readers() {
    let bad = "const A: &str = \"UPDATE role SET x = 1\";
        const B: &str = \"SELECT * FROM role r JOIN question q ON q.role = r.id\";
        const C: &str = \"DELETE FROM person\n WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person = key)\";
        const D: &str = \"INSERT INTO strange (a) VALUES (1)\"; const E: &str = \"SELECT 1 FROM fact\";";
    finds(tables(&[rust("src/people/store.rs", bad)]), &["src/people/store.rs:1", "src/people/store.rs:5"]);
    none(tables(&PROJECT.rust));
}

#[test]
fn a_platforms_facts_stand_in_its_profile_and_are_nothing_but_facts() {
    let profile = |text: &str| rust("src/channel/smoke/profile.rs", text);
    let facts =
        "use crate::platform::Profile;\nconst P: Profile = Profile { api_url: \"https://smoke.example\" };";
    finds(profiles(&[profile(facts)]), &[]);
    let act = "use crate::platform::Profile;\nuse crate::message::Message;\nfn f() {}";
    finds(profiles(&[profile(act)]), &["src/channel/smoke/profile.rs:2", "src/channel/smoke/profile.rs:3"]);
    let again = "const URL: &str = \"https://smoke.example\";";
    finds(profiles(&[profile(facts), rust("src/a.rs", again)]), &["src/a.rs:1"]);
    none(profiles(&PROJECT.rust));
}

#[test]
fn secrets_are_compared_and_clients_made_in_one_place() {
    let bad =
        "fn f() { reqwest::Client::builder(); x.ct_eq(y) }\nfn g() { a.fold(0, |d, (a, b)| d | (a ^ b)) }";
    finds(one_http(&[rust("src/channel/a.rs", bad)]), &["src/channel/a.rs:1", "src/channel/a.rs:2"]);
    finds(one_http(&[rust("src/channel/http.rs", bad), rust("src/standins/a.rs", bad)]), &[]);
    none(one_http(&PROJECT.rust));
}

#[test]
fn what_a_platform_says_is_read_within_a_bound_and_in_one_place() {
    let bad = "fn f() { r.text().await; r.json::<V>().await;\n r.bytes().await; t.text(); r.chunk().await }";
    let files = [rust("src/channel/a.rs", bad), rust("src/cli/b.rs", bad)];
    finds(
        unbounded(&files),
        &["src/channel/a.rs:1", "src/channel/a.rs:2", "src/cli/b.rs:1", "src/cli/b.rs:2"],
    );
    let own = [rust("src/channel/http.rs", "fn f() { r.chunk().await }"), rust("src/standins/a.rs", bad)];
    finds(unbounded(&own), &[]);
    let parsed = "fn f() { serde_json::from_slice(body) }";
    finds(unbounded(&[rust("src/channel/a/receive.rs", parsed)]), &["src/channel/a/receive.rs:1"]);
    none(unbounded(&PROJECT.rust));
}

#[test]
fn what_people_wrote_is_said_dressed() {
    let bad = "fn f() { [(\"text\", text.into())];\n [(\"reason\", reason.into())];\n lines.push(body.text.clone()) }
        fn g() { q.answer.text.as_str().into(); said_by_role(text) }";
    let at = |n: usize| format!("src/questions/a.rs:{n}");
    let places: Vec<String> = (1..=4).map(at).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    finds(undressed(&[rust("src/questions/a.rs", bad), rust("src/cli/a.rs", bad)]), &places);
    none(undressed(&PROJECT.rust));
}

#[test]
fn every_mod_file_begins_with_its_doc() {
    finds(docs(&[rust("src/a/mod.rs", "use x;\n//! Late."), rust("src/b.rs", "")]), &["src/a/mod.rs:1"]);
    none(docs(&PROJECT.rust));
}

#[test]
fn nothing_unwraps_outside_tests() {
    let test = "#[cfg(test)]\nmod tests {\n fn t() { f().unwrap() }\n}";
    let bad =
        format!("fn f() {{ g(\".unwrap()\", '\"', '\\'').unwrap() }}\n{test}\nfn h() {{ f()\n.unwrap() }}");
    finds(unwraps(&[rust("src/a.rs", &bad)]), &["src/a.rs:1", "src/a.rs:7"]);
    none(unwraps(&PROJECT.rust));
}

#[test]
fn every_sentence_that_is_said_exists_in_vietnamese() {
    let words = [plain("locales/vi/a.ftl", "check-a = A\ncheck-b = B\nwelcome = { $x }\n")];
    let code = "fn f() { t.say(\"vi\", \"welcome\", &[(\"nope\", x)]);\n t.say(l, if a { \"no\" } else { \"check-a\" });
        item.say(l, \"title\"); fault(\n\"check-c\"); header(\"content-type\"); essay(\"word\") }";
    finds(unknown_keys(&words, &[rust("src/a.rs", code)]), &["src/a.rs:2", "src/a.rs:4"]);
    none(unknown_keys(&PROJECT.locale("vi"), &PROJECT.rust));
}

#[test]
fn a_sentence_is_given_the_arguments_that_it_uses_and_no_others() {
    let words = [plain(
        "locales/vi/a.ftl",
        "check-a = A { $x } { check-b }\ncheck-b = { $n ->\n  *[other] { $n }\n }\ncheck-c = C\ncalled-check-c = { $bot }\n",
    )];
    let code = "fn f() { t.say(l, \"check-a\", &[(\"x\", x), (\"n\", n.into())]);
        t.say(l, \"check-a\", &[(\"x\", x)]);
        t.reply(\"check-c\", &[(\"y\", f(&[(\"x\", 1)]))]);
        chart.add(Grade::Ok, \"a\", \"check-b\", &[]);
        t.say(l, \"check-a\", &[file, (\"x\", x)]); t.say(l, if a { \"check-a\" } else { \"check-c\" }, &args);
        t.reply(\"check-c\", &[(\"bot\", b)]);
        let args = [(\"n\", n), (\"z\", z)];
        t.say(l, \"check-b\", &args) }";
    let bad = ["src/a.rs:2", "src/a.rs:3", "src/a.rs:4", "src/a.rs:8"];
    finds(arguments(&words, &[rust("src/a.rs", code)]), &bad);
    none(arguments(&PROJECT.locale("vi"), &PROJECT.rust));
}

#[test]
fn every_vietnamese_sentence_is_said_somewhere() {
    let words =
        [plain("locales/vi/a.ftl", "a = A\nb = { c }\n# d = D\nc = C\nwhy-x = X\nwhile = W\ne = E\n")];
    let code = [rust("src/a.rs", "fn f() { say(\"a\"); say(&format!(\"why-{}\", x)); say(\"b\") } // \"e\"")];
    finds(unused_keys(&words, &code, &[]), &["locales/vi/a.ftl:6", "locales/vi/a.ftl:7"]);
    finds(unused_keys(&words, &code, &[plain("src/p.js", "say('while', \"e\")")]), &[]);
    let pages = PROJECT.chosen(|p| {
        (p.starts_with("src/") || p.starts_with("templates/")) && (p.ends_with(".js") || p.ends_with(".html"))
    });
    none(unused_keys(&PROJECT.locale("vi"), &PROJECT.rust, &pages));
}

#[test]
fn no_language_has_a_sentence_that_vietnamese_lacks() {
    let words = [plain("locales/vi/a.ftl", "a = A\n")];
    finds(extra_keys(&words, &[plain("locales/dao/a.ftl", "a = A\n\nb = B\n")]), &["locales/dao/a.ftl:3"]);
    let others = PROJECT.chosen(|p| p.starts_with("locales/") && p.ends_with(".ftl") && !p.contains("/vi/"));
    assert!(!others.is_empty(), "no language besides Vietnamese was found in locales/");
    none(extra_keys(&PROJECT.locale("vi"), &others));
}

#[test]
fn a_page_is_a_template_and_no_text_in_it_goes_unescaped() {
    let bad = "fn f() { g(\"<li>{x}</li>\"); g(\"a < b\"); g(r#\"<!doctype html>\"#); g(\"<lang>/x.ftl\") }";
    let files = [rust("src/web/a.rs", &bad.replace("; ", ";\n")), rust("src/practice/a.rs", bad)];
    finds(pieces(&files), &["src/web/a.rs:1", "src/web/a.rs:3"]);
    none(pieces(&PROJECT.rust));
    let page = "<style>{{ style|safe }}{{ STYLE | safe }}</style>\n{{ title }}\n{{ title|safe }}{{ x|escape(\"none\") }}\n\
        <p onclick=\"x\">\n<script src=\"x\">\n<img src=\"https://x\">\n{% filter safe %}";
    let places = ["a.html:3", "a.html:4", "a.html:5", "a.html:6", "a.html:7"];
    finds(unsafe_pages(&[plain("a.html", page)]), &places);
    let templates = PROJECT.chosen(|p| p.starts_with("templates/") && p.ends_with(".html"));
    assert!(templates.len() > 3, "the templates were not found");
    none(unsafe_pages(&templates));
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let files = [plain("a.md", &"x\n".repeat(MOST_LINES + 1)), plain("b.md", "x\n")];
    finds(lengths(&files, &[]), &["a.md:901"]);
    finds(lengths(&files, &[("a.md", "why"), ("b.md", "why")]), &["b.md:1"]);
    none(lengths(&PROJECT.all, LONG));
}

#[test]
fn only_the_clock_reads_the_time() {
    let bad = "use std::time::{Duration, Instant};\nfn f() { jiff::Timestamp::now(); Instants::new() }";
    finds(time(&[rust("src/a.rs", bad)]), &["src/a.rs:1", "src/a.rs:2"]);
    finds(time(&[rust("src/standins/a.rs", bad)]), &["src/standins/a.rs:1", "src/standins/a.rs:2"]);
    finds(time(&[rust("src/clock.rs", bad), rust("src/standins/a.rs", "use tokio::time::Instant;")]), &[]);
    none(time(&PROJECT.rust));
}

#[test]
fn one_verbs_file_never_names_another() {
    let bad = "use super::stop;\nuse super::super::lookup;\nuse crate::talk::commands::ask;\nuse super::{ask, Held};
        fn f() { super::stop::handle(); super::shared() } // super::ask";
    let stop = rust("src/talk/commands/stop.rs", "use crate::talk::lookup;");
    let files = [rust("src/talk/commands/ask.rs", bad), rust("src/talk/commands/mod.rs", bad), stop];
    let bad = ["src/talk/commands/ask.rs:1", "src/talk/commands/ask.rs:3", "src/talk/commands/ask.rs:5"];
    finds(verbs(&files), &bad);
    none(verbs(&PROJECT.rust));
}

#[test]
fn nothing_committed_names_a_path_of_a_build_machine() {
    let [work, root] = ["work", "root"].map(|name| format!("/{name}/x"));
    let text = format!("https://host{work} net{root}\nsee `{work}`\na={root}\n");
    finds(machine_paths(&[plain("a.md", &text)]), &["a.md:2", "a.md:3"]);
    none(machine_paths(&PROJECT.all));
}

#[test]
fn vietnamese_is_written_in_one_spelling() {
    let old = |a: &str, b: &str| format!("{a}{b}");
    let bad = format!(
        "quý toán hoà {}\nloài {} quy\n{}",
        old("h\u{f2}", "a"),
        old("KH\u{d3}", "A"),
        old("th\u{1ee7}", "y")
    );
    finds(spelling(&[plain("a.ftl", &bad)], &[]), &["a.ftl:1", "a.ftl:2", "a.ftl:3"]);
    let code = format!("// {0}\nfn f() {{ g(\"{0}\") }}", old("x\u{f3}", "a"));
    finds(spelling(&[], &[rust("src/a.rs", &code), rust("src/places/a.rs", &code)]), &["src/a.rs:2"]);
    let words = PROJECT.chosen(|p| {
        p.starts_with("locales/vi/")
            || p.starts_with("content/") && (p.ends_with("/vi.ftl") || p.ends_with("/item.toml"))
            || p == "docs/huong-dan.md"
            || p == "docs/privacy.md"
            || p == "README.md"
    });
    assert!(words.len() > 20, "the words were not found");
    none(spelling(&words, &PROJECT.rust));
}

#[test]
fn people_read_no_code_words() {
    let words = [plain(
        "locales/vi/a.ftl",
        "# token\na = Gõ token { $quote }\nb = trả lời (quote)\ncli-c = token\nd = hết hạn valid_until",
    )];
    finds(code_words(&words), &["locales/vi/a.ftl:2", "locales/vi/a.ftl:3", "locales/vi/a.ftl:5"]);
    none(code_words(&PROJECT.locale("vi")));
}

// ------------------------------------------------------------------------------------------------ the rules

/// The tone on the first of two vowels that end a word, where the Party's spelling has it on the second (uỷ, xoá, khoẻ).
fn spelling(words: &[Source], files: &[Source]) -> Vec<String> {
    const FIRST: [&str; 3] = ["òóỏõọÒÓỎÕỌ", "òóỏõọÒÓỎÕỌ", "ùúủũụÙÚỦŨỤ"];
    const SECOND: [char; 3] = ['a', 'e', 'y'];
    let old = |text: &str| -> Vec<usize> {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let is = |i: usize| {
            let (first, second) =
                (chars[i].1, chars.get(i + 1).map(|c| c.1.to_lowercase().next().unwrap_or(c.1)));
            let ends = chars.get(i + 2).is_none_or(|c| !c.1.is_alphabetic());
            ends && FIRST.iter().zip(SECOND).any(|(of, with)| of.contains(first) && second == Some(with))
        };
        (0..chars.len()).filter(|i| is(*i)).map(|i| chars[i].0).collect()
    };
    // What compares spellings needs both of them.
    const BOTH: [&str; 5] = [
        "src/places/",
        "src/text",
        "src/understanding/",
        "src/talk/parse/verbs.rs",
        "src/questions/subject.rs",
    ];
    let what = "the other spelling; write the tone on the second vowel (uỷ, xoá, khoẻ, hoà)";
    let mut all = faults(words, what, |f| old(&f.text));
    all.extend(faults(files, what, |f| {
        let both = BOTH.iter().any(|path| f.path.starts_with(path));
        if both { vec![] } else { f.literals(|s| !old(s).is_empty()) }
    }));
    all
}

/// Words of those who write programs, where others read. What an operator reads names the settings.
fn code_words(files: &[Source]) -> Vec<String> {
    const WORDS: [&str; 4] = ["token", "chat", "quote", "valid_until"];
    const OPERATORS: [&str; 5] = ["cli-", "check-", "db-", "zalo-", "doctor-"];
    let mut all = vec![];
    for f in files {
        let mut key = "";
        for (n, line) in f.text.lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            let said = match line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                Some((name, said)) => {
                    key = name;
                    said
                }
                None => line,
            };
            // What is filled in has a name, too.
            let said: String =
                said.split('{').map(|part| part.rsplit('}').next().unwrap_or_default()).collect();
            let found =
                said.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| WORDS.contains(&word));
            if found && !OPERATORS.iter().any(|start| key.starts_with(start)) {
                all.push(format!(
                    "{}:{}: `{key}` says a word of programs; say what people call it",
                    f.path,
                    n + 1
                ));
            }
        }
    }
    all
}

/// The groups of modules, left to right, as the doc of `src/lib.rs` draws them.
fn order(lib: &str) -> Vec<Vec<String>> {
    let doc: String = lib.lines().filter_map(|l| l.strip_prefix("//!")).collect();
    let drawn = doc.split_once("One order").map_or("", |(_, rest)| rest);
    let spans = drawn.split('`').skip(1).step_by(2).take_while(|s| !s.contains(['/', '.']));
    spans.map(|s| s.split_whitespace().map(str::to_owned).collect()).collect()
}

fn imports(order: &[Vec<String>], files: &[Source]) -> Vec<String> {
    let place = |name: &str| order.iter().position(|group| group.iter().any(|m| m == name));
    let refusal = |own: &str, name: &str| match (place(own), place(name)) {
        _ if own == name => None,
        _ if INDEPENDENT.contains(&own) => Some(format!("`{own}` imports nothing of ours; hand it in")),
        (_, None) => Some(format!("`{name}` does not stand in the order of src/lib.rs; add it there")),
        (Some(to), Some(from)) if from < to || to + from == 0 => {
            let who = RESERVED.iter().find(|(m, who)| *m == name && !who.contains(&own))?.1.join(", ");
            Some(format!("`{name}` is for {who} only; let one of them hand over what is needed"))
        }
        _ => Some(format!("`{name}` does not stand left of `{own}` in src/lib.rs; hand it in, or move it")),
    };
    let mut faults = vec![];
    for file in files {
        let module = file.module();
        let Some(own) = module.first() else { continue };
        // From two folders down, `super::super::talk` is `crate::talk`.
        for (root, only) in [("crate::".to_owned(), false), ("super::".repeat(module.len()), true)] {
            let names = file
                .find(&root)
                .into_iter()
                .flat_map(|at| file.names(at + root.len()).into_iter().map(move |name| (at, name)));
            let names = names.filter(|(_, name)| !only || place(name).is_some());
            faults.extend(names.filter_map(|(at, name)| Some(file.fault(at, &refusal(own, name)?))));
        }
    }
    faults
}

/// Files that reach each other in a circle. A module may use what is below it and be used by it: that is one module in
/// several files, so what is reached through a parent's own names counts for nothing.
fn circles(files: &[Source], known: &[&[&str]]) -> Vec<String> {
    let modules: BTreeSet<Vec<&str>> = files.iter().map(Source::module).collect();
    // From which module to which, and where it is written.
    let mut uses: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for file in files {
        let own = file.module();
        for (at, path) in file.paths() {
            let target = (1..=path.len()).rev().map(|n| &path[..n]).find(|p| modules.contains(*p));
            let Some(target) = target else { continue };
            let same = own.iter().zip(target).take_while(|(a, b)| a == b).count();
            if same < own.len() && same < target.len() {
                let (from, to) = (own.join("/"), target.join("/"));
                let place = file.fault(at, "");
                uses.entry(from).or_default().entry(to).or_default().push(place);
            }
        }
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        uses.keys().map(|m| (m.as_str(), reach(&uses, m))).collect();
    let circle = |a: &str, b: &str| {
        let leads = |a: &str, b: &str| reached.get(a).is_some_and(|r| r.contains(b));
        leads(a, b) && leads(b, a)
    };
    let mut faults = vec![];
    for (from, to) in uses.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to))) {
        let listed = known.iter().any(|k| k.contains(&from.as_str()) && k.contains(&to.0.as_str()));
        if circle(from, to.0) && !listed {
            let what =
                format!("`{from}` and `{}` form a circle; move what both need to a file of its own", to.0);
            faults.extend(to.1.iter().map(|place| format!("{}{what}", place)));
        }
    }
    let cut = known.iter().filter(|k| !k.iter().all(|m| circle(m, m)));
    faults.extend(cut.map(|k| format!("tests/tidy: {} is no circle; take it off CIRCLES", k.join(" "))));
    faults
}

fn reach<'a>(uses: &'a BTreeMap<String, BTreeMap<String, Vec<String>>>, from: &'a str) -> BTreeSet<&'a str> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        let to = uses.get(module).into_iter().flat_map(BTreeMap::keys).map(String::as_str);
        next.extend(to.filter(|m| seen.insert(*m)));
    }
    seen
}

fn strangers(lib: &Source) -> Vec<String> {
    let mut missing: BTreeSet<String> = order(&lib.text).into_iter().flatten().collect();
    let declared = lib.find("mod ").into_iter().map(|at| (at, word(&lib.code[at + 4..])));
    let new: Vec<_> = declared.filter(|(_, name)| !missing.remove(*name)).collect();
    let new = new.iter().map(|(at, name)| lib.fault(*at, &format!("add `{name}` to the order above")));
    let gone = missing
        .iter()
        .map(|name| lib.fault(0, &format!("the order names `{name}`; there is no such module")));
    new.chain(gone).collect()
}

fn sql(files: &[Source]) -> Vec<String> {
    let is_sql = |text: &str| {
        let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let starts =
            [("select ", " from "), ("insert ", " into "), ("update ", " set "), ("delete ", " from ")];
        starts.iter().any(|(start, then)| text.starts_with(start) && text[start.len() - 1..].contains(then))
    };
    faults(files, "SQL and sqlx stand only in store.rs and db.rs; move this to the module's store.rs", |f| {
        let allowed = f.path.ends_with("/store.rs")
            || f.path.contains("/store/")
            || f.path == "src/db.rs"
            || f.path.starts_with("src/db/");
        if allowed { vec![] } else { [f.literals(is_sql), f.find("sqlx")].concat() }
    })
}

fn tables(files: &[Source]) -> Vec<String> {
    let allowed = |room: &str, table: &str, writes: bool| {
        let owner = TABLES.iter().find(|(_, tables)| tables.contains(&table)).map(|(owner, _)| *owner);
        let reader = || READS.iter().any(|(who, tables)| *who == room && tables.contains(&table));
        owner == Some(room) || !writes && owner.is_some() && reader()
    };
    let named = |text: &str, words: &[&str]| -> Vec<String> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let after = |verb: &&str| -> Vec<String> {
            let verb = format!("{verb} ");
            let found = text.split(&verb).skip(1).map(|rest| word(rest).to_owned());
            found.filter(|name| name.chars().any(|c| c.is_ascii_lowercase())).collect()
        };
        words.iter().flat_map(after).collect()
    };
    let is_sql = |text: &str| ["SELECT ", "INSERT ", "UPDATE ", "DELETE "].iter().any(|w| text.contains(w));
    let mut faults = vec![];
    for file in files.iter().filter(|f| f.path != "src/db.rs" && !f.path.starts_with("src/db/")) {
        let room = file.module().first().map(|room| (*room).to_owned()).unwrap_or_default();
        for (at, text) in file.strings.iter().filter(|(_, text)| is_sql(text)) {
            let written = named(text, &["INSERT INTO", "UPDATE", "DELETE FROM"]);
            let read = named(text, &["FROM", "JOIN"]);
            let bad =
                |names: &[String], writes| names.iter().find(|name| !allowed(&room, name, writes)).cloned();
            if let Some(table) = bad(&written, true).or_else(|| bad(&read, false)) {
                let what =
                    format!("`{table}` is another room's table: ask that room, or say in READS why not");
                faults.push(file.fault(*at, &what));
            }
        }
    }
    faults
}

fn platform_words(files: &[Source]) -> Vec<String> {
    let speaks = |text: &str| {
        // The path of a migration is the name of a file.
        let path = text.trim_start_matches("../").starts_with("migrations/");
        !path && ["telegram", "zalo"].iter().any(|name| text.to_lowercase().contains(name))
    };
    faults(files, "a platform's word; say what it means, or let the channel say it", |f| {
        let allowed = PLATFORM.split(' ').any(|p| f.path.starts_with(p));
        let lines = f.code.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some((*at - line.len(), line))
        });
        let in_code = lines.filter(|(_, line)| speaks(line)).map(|(at, _)| at).collect();
        if allowed { vec![] } else { [in_code, f.literals(speaks)].concat() }
    })
}

/// A profile imports nothing but what it is made of and does nothing; an address in it stands nowhere else.
fn profiles(files: &[Source]) -> Vec<String> {
    let is_profile = |f: &Source| f.path.starts_with("src/channel/") && f.path.ends_with("/profile.rs");
    let acts = faults(files, "a profile is facts alone; what acts on them stands beside it", |f| {
        let foreign = f.find("crate::").into_iter().filter(|at| word(&f.code[at + 7..]) != "platform");
        if is_profile(f) { foreign.chain(f.find("fn")).collect() } else { vec![] }
    });
    let is_address = |text: &str| text.starts_with("https://");
    let known: BTreeSet<&str> = files
        .iter()
        .filter(|f| is_profile(f))
        .flat_map(|f| f.strings.iter().map(|(_, s)| s.as_str()).filter(|s| is_address(s)))
        .collect();
    let again = faults(files, "a platform's address stands in its profile; take it from there", |f| {
        if is_profile(f) { vec![] } else { f.literals(|text| known.contains(text)) }
    });
    [acts, again].concat()
}

/// Of the platforms; the stand-ins are other machines, with clients of their own.
fn one_http(files: &[Source]) -> Vec<String> {
    faults(files, "src/channel/http.rs makes the client and compares secrets; use those", |f| {
        let bound = f.path.starts_with("src/channel/") && f.path != "src/channel/http.rs";
        let made = ["Client::builder", "ct_eq", "(a ^ b)"].iter().flat_map(|name| f.find(name));
        if bound { made.collect() } else { vec![] }
    })
}

fn undressed(files: &[Source]) -> Vec<String> {
    faults(files, "what people wrote goes into a sentence by said_by_anybody or said_by_role", |f| {
        let plain = ["text.into()", "reason.into()", "text.as_str().into()", "push(body.text"];
        // There they are only kept.
        let desk = f.path.starts_with("src/questions/") && f.path != "src/questions/question.rs";
        if desk { plain.iter().flat_map(|words| f.find(words)).collect() } else { vec![] }
    })
}

fn docs(files: &[Source]) -> Vec<String> {
    let bare = |f: &Source| f.path.ends_with("/mod.rs") && !f.text.starts_with("//!");
    faults(files, "a mod.rs begins with `//!` and what the module is for", |f| vec![0; bare(f).into()])
}

fn unwraps(files: &[Source]) -> Vec<String> {
    faults(files, "no unwrap outside tests; `?`, or an expect that says why", |f| f.find(".unwrap()"))
}

/// Every message of these Fluent files, with the file and line it stands in.
fn keys(files: &[Source]) -> BTreeMap<String, String> {
    let lines =
        files.iter().flat_map(|f| f.text.lines().enumerate().map(move |(n, line)| (&f.path, n + 1, line)));
    let found =
        lines.filter_map(|(path, n, line)| Some((line.split_once('=')?.0.trim_end(), format!("{path}:{n}"))));
    found.filter(|(key, _)| is_key(key)).map(|(key, place)| (key.to_owned(), place)).collect()
}

/// Literals in a `say(…)`, and literals of a family of keys (`check-…`), for which there is no message.
fn unknown_keys(vietnamese: &[Source], files: &[Source]) -> Vec<String> {
    let known = keys(vietnamese);
    let family = |key: &str| key.split_once('-').map(|(first, _)| first.to_owned() + "-");
    let families: BTreeSet<_> = known.keys().filter_map(|k| family(k)).collect();
    let lost =
        |literal: &str| is_key(literal) && !known.contains_key(literal) && !NOT_KEYS.contains(&literal);
    let what = "not in locales/vi; write it there, or if it is no key add it to NOT_KEYS in tests/tidy";
    let mut faults = vec![];
    for file in files {
        let said: Vec<usize> = file.find("say(").iter().flat_map(|at| file.arguments(at + 4)).collect();
        let lost = file.strings.iter().filter(|(_, s)| lost(s));
        let ours =
            lost.filter(|(at, s)| said.contains(at) || family(s).is_some_and(|f| families.contains(&f)));
        faults.extend(ours.map(|(at, s)| file.fault(*at, &format!("`{s}`: {what}"))));
    }
    faults
}

/// The variables of every message, with those of the messages that it says.
fn variables(files: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let mut own: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for file in files {
        let mut key = String::new();
        for line in file.text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once('=').filter(|(name, _)| is_key(name.trim_end())) {
                key = name.trim_end().to_owned();
                own.entry(key.clone()).or_default();
            }
            let Some((variables, said)) = own.get_mut(&key) else { continue };
            for inside in line.split('{').skip(1) {
                let inside = inside.trim_start();
                match inside.strip_prefix('$') {
                    Some(name) => _ = variables.insert(word(name).to_owned()),
                    None => {
                        let name =
                            inside.split(|c: char| c == '}' || c.is_whitespace()).next().unwrap_or_default();
                        said.extend(is_key(name).then(|| name.to_owned()));
                    }
                }
            }
        }
    }
    let all = |key: &str| {
        let (mut found, mut open, mut seen) = (BTreeSet::new(), vec![key.to_owned()], BTreeSet::new());
        while let Some(key) = open.pop().filter(|key| seen.insert(key.clone())) {
            if let Some((variables, said)) = own.get(&key) {
                found.extend(variables.iter().cloned());
                open.extend(said.iter().cloned());
            }
        }
        found
    };
    own.keys().map(|key| (key.clone(), all(key))).collect()
}

/// Calls with the literal key of a sentence that lack one of its arguments, or bring one that it does not use. The
/// same sentence may be said otherwise where a platform needs it (`called-…`, `unquoted-…`, `grouped-…`), with the same arguments.
fn arguments(vietnamese: &[Source], files: &[Source]) -> Vec<String> {
    let used = variables(vietnamese);
    let mut faults = vec![];
    for file in files {
        for name in SAYS {
            for at in file.find(name) {
                let parts = file.split(at + name.len());
                let literal = |(from, to): &(usize, usize)| {
                    let text = file.strings.iter().find(|(at, _)| (*from..*to).contains(at))?;
                    let alone =
                        file.code[*from..*to].trim().strip_prefix('"')?.trim_end().len() == text.1.len() + 1;
                    Some(text.1.as_str()).filter(|key| alone && used.contains_key(*key))
                };
                let Some((n, key)) = parts.iter().enumerate().find_map(|(n, p)| Some((n, literal(p)?)))
                else {
                    continue;
                };
                let Some((given, whole)) = parts.get(n + 1).and_then(|part| file.names_given(*part)) else {
                    continue;
                };
                let forms = [
                    key.to_owned(),
                    format!("called-{key}"),
                    format!("unquoted-{key}"),
                    format!("grouped-{key}"),
                ];
                let wanted: BTreeSet<&String> =
                    forms.iter().filter_map(|key| used.get(key)).flatten().collect();
                let lacks = wanted.iter().filter(|name| whole && !given.contains(**name));
                faults.extend(lacks.map(|x| file.fault(at, &format!("`{key}` uses ${x}; give it"))));
                let idle = given.iter().filter(|name| !wanted.contains(name));
                faults.extend(
                    idle.map(|x| file.fault(at, &format!("`{key}` does not use ${x}; leave it out"))),
                );
            }
        }
    }
    faults
}

/// Messages that stand nowhere as a whole literal, and begin with none that is built on (`"why-{…}"`).
fn unused_keys(vietnamese: &[Source], files: &[Source], pages: &[Source]) -> Vec<String> {
    let literals: BTreeSet<&str> = files.iter().flat_map(|f| &f.strings).map(|(_, s)| s.as_str()).collect();
    let starts = literals.iter().map(|s| s.split('{').next().unwrap_or_default());
    let starts: Vec<&str> = starts.filter(|s| s.ends_with('-') && is_key(s)).collect();
    let used = |key: &str| {
        literals.contains(key)
            || starts.iter().any(|start| key.starts_with(start))
            || vietnamese.iter().any(|f| f.text.contains(&format!("{{ {key} }}")))
            || pages.iter().any(|f| ['"', '\''].iter().any(|q| f.text.contains(&format!("{q}{key}{q}"))))
    };
    let unused = keys(vietnamese).into_iter().filter(|(key, _)| !used(key));
    unused.map(|(key, place)| format!("{place}: nothing says `{key}`; delete it, or say it")).collect()
}

fn extra_keys(vietnamese: &[Source], others: &[Source]) -> Vec<String> {
    let known = keys(vietnamese);
    let extra = keys(others).into_iter().filter(|(key, _)| !known.contains_key(key));
    extra
        .map(|(key, place)| format!("{place}: Vietnamese has no `{key}`; write it there, or delete it"))
        .collect()
}

/// Pages put together from string pieces. A stand-in answers as its platform does, faults of a proxy included.
fn pieces(files: &[Source]) -> Vec<String> {
    faults(files, "a piece of a page; write a template in templates/, which escapes what it is given", |f| {
        let out = ["src/practice/", "src/standins/"].iter().any(|folder| f.path.starts_with(folder));
        let tag = |s: &str| s.contains("</") || s.to_lowercase().contains("<!doctype");
        if out { vec![] } else { f.literals(tag) }
    })
}

/// Templates in which something goes out as it came in, runs, or comes from elsewhere.
fn unsafe_pages(pages: &[Source]) -> Vec<String> {
    let mut faults = vec![];
    for page in pages {
        for (n, line) in page.text.lines().enumerate() {
            let plain = line.replace(' ', "").replace("{{style|safe}}", "").replace("{{STYLE|safe}}", "");
            let runs = ["<script", "javascript:"].iter().any(|bad| plain.contains(bad))
                || line.split_whitespace().any(|word| word.starts_with("on") && word.contains("=\""));
            let raw =
                ["|safe", "|escape", "filtersafe", "filterescape"].iter().any(|bad| plain.contains(bad));
            let outside = ["http:", "https:", "src=\"//", "url("].iter().any(|bad| plain.contains(bad));
            if runs || raw || outside {
                let what = "it runs, comes from elsewhere, or goes out unescaped; say it as a value";
                faults.push(format!("{}:{}: {what}", page.path, n + 1));
            }
        }
    }
    faults
}

fn lengths(files: &[Source], long: &[(&str, &str)]) -> Vec<String> {
    let verdict = |path: &str, lines: usize| match (lines > MOST_LINES, long.iter().any(|(p, _)| *p == path))
    {
        (true, false) => {
            Some(format!("{path}:{lines}: over {MOST_LINES} lines; split it by what it is about"))
        }
        (false, true) => Some(format!("{path}:{lines}: not long any more; take it off LONG in tests/tidy")),
        _ => None,
    };
    files.iter().filter_map(|f| verdict(&f.path, f.text.lines().count())).collect()
}

fn time(files: &[Source]) -> Vec<String> {
    faults(files, "only src/clock.rs reads the time; take a Clock, or `now`", |f| {
        let line = |at: usize| f.code[..at].rsplit('\n').next().unwrap_or_default();
        // A stand-in is another machine: it has tokio's monotonic clock for itself.
        let tokios = |at: &usize| f.path.starts_with("src/standins/") && !line(*at).contains("std::time");
        let instants: Vec<_> = f.find("Instant").into_iter().filter(|at| !tokios(at)).collect();
        let others = ["SystemTime::now", "Timestamp::now", "Zoned::now"]
            .iter()
            .flat_map(|name| f.find(name))
            .collect();
        if f.path == "src/clock.rs" { vec![] } else { [instants, others].concat() }
    })
}

/// A body that is read whole however long it is, or past the place where secrets are struck out of it.
fn unbounded(files: &[Source]) -> Vec<String> {
    let what =
        "what a platform says is read by channel/http (calls) and channel/download (files): bounded, struck";
    faults(files, what, |f| {
        let own = ["src/channel/http.rs", "src/channel/heard.rs", "src/channel/download.rs"];
        if own.contains(&f.path.as_str()) || f.path.starts_with("src/standins/") {
            return vec![];
        }
        let waits = |at: &usize| {
            let rest = &f.code[*at..];
            rest.split_once(')').is_some_and(|(_, after)| after.trim_start().starts_with(".await"))
        };
        let reads = [".text(", ".json(", ".json::", ".bytes(", ".chunk("];
        let mut found: Vec<usize> = reads.iter().flat_map(|name| f.find(name)).filter(waits).collect();
        if f.path.starts_with("src/channel/") {
            found.extend(f.find("serde_json::from_slice"));
        }
        found
    })
}

/// A verb's file that names a sibling, or the folder they stand in.
fn verbs(files: &[Source]) -> Vec<String> {
    let folder = "src/talk/commands/";
    let name = |f: &Source| f.path.strip_prefix(folder).map(|p| p.trim_end_matches(".rs").to_owned());
    let all: BTreeSet<String> = files.iter().filter_map(name).filter(|n| n != "mod").collect();
    let what = "a verb's file names another; what two verbs share goes into a lower file of src/talk/";
    let own = |f: &Source| name(f).filter(|n| all.contains(n));
    faults(files, what, |f| {
        let Some(own) = own(f) else { return vec![] };
        let named = |root: &str, only: bool| {
            let at = f.find(root).into_iter();
            at.filter(|at| f.names(at + root.len()).iter().any(|n| !only || all.contains(*n) && **n != own))
                .collect::<Vec<_>>()
        };
        [named("commands::", false), named("super::", true)].concat()
    })
}

fn machine_paths(files: &[Source]) -> Vec<String> {
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    faults(files, "a path of one machine; write it relative to the project", |f| {
        let found = paths.iter().flat_map(|path| f.text.match_indices(path)).map(|(at, _)| at);
        let part = |at: &usize| f.text[..*at].ends_with(|c: char| c.is_alphanumeric() || "._-}".contains(c));
        found.filter(|at| !part(at)).collect()
    })
}
