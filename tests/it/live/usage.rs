//! What an operator does wrong, what the program says to it, and where it looks for its settings.

use super::job::{is_not_ready, waits_for};
use super::machine::{Machine, Said, TOKEN, places, program, project};
use super::on_both;
use crate::world::Engine;
use crate::world::postgres::Database;
use std::path::Path;

on_both!(
    every_wrong_act_has_its_code_and_a_sentence,
    a_code_serves_once_and_lapses,
    an_unmigrated_server_is_exit_code_three_and_names_migrate,
    doctor_says_first_whether_a_run_is_alive_and_when_a_backup_was_made,
);

async fn doctor_says_first_whether_a_run_is_alive_and_when_a_backup_was_made(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["place", "import", &places()]);
    let finding = |what: &str| {
        let all = machine.does(&["doctor", "--json"]).json();
        let at = all.as_array().unwrap().iter().position(|f| f["what"] == what).unwrap_or(usize::MAX);
        (at, all[at]["state"].as_str().unwrap_or_default().to_owned(), all[at]["text"].to_string())
    };
    let (at, state, text) = finding("run");
    assert_eq!((at, state.as_str()), (0, "warn"), "{text}");
    assert_eq!(finding("backup").1, "warn");
    let running = machine.runs_ready().await;
    let (at, state, text) = finding("run");
    assert_eq!((at, state.as_str()), (0, "ok"), "{text}");
    assert!(text.contains("tg"), "it names the accounts: {text}");
    let made = machine.does(&["backup", "copy.db"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!(finding("backup").1, "ok");
    running.stops().await;
    assert_eq!(finding("run").1, "warn");
    let said = machine.does(&["doctor"]).out;
    assert!(said.lines().last().unwrap().starts_with("Tổng cộng:"), "{said}");
}

async fn every_wrong_act_has_its_code_and_a_sentence(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    // Before there is anything.
    assert_eq!(machine.does(&["invite", "group", "--place", "lc"]).code, 1);
    machine.writes("bad.csv", "code,name,kind,parent\nx,X,village,nowhere\ny,,hamlet,x\n");
    let refused = machine.does(&["place", "import", "bad.csv"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains(":2") || refused.err.contains(" 2"), "no line: {}", refused.err);
    machine.json(&["place", "import", &places()]);

    for (args, code) in [
        // Refused: the words are right, the thing is not there or not ready.
        ("item show no-such-item", 1),
        ("item release no-such-item --by A", 1),
        ("item release hoc-phi --by Tổ·biên·tập·mẫu", 1),
        ("publish no-such-item", 1),
        ("publish hoc-phi", 1),
        ("publish hoc-phi --place nowhere", 1),
        ("publication show nothing", 1),
        ("publication cancel nothing", 1),
        ("publication resend nothing --failed", 1),
        ("question show 22222", 1),
        ("invite reporter --place nowhere", 1),
        ("invite reporter --place lc --topic no-topic", 1),
        ("invite reporter --place lc --language xx", 1),
        ("invite --revoke ABCDEFGH22", 1),
        ("group unlink nothing", 1),
        ("group move nothing --place lc", 1),
        ("role end nothing", 1),
        ("place import no-such-file.csv", 1),
        ("report 2099-01", 1),
        ("report 2026-01 --place nowhere", 1),
        ("restore no-such-file", 1),
        ("zalo authorize nobody", 1),
        ("run --config no-such.toml", 1),
        ("check --config no-such.toml", 1),
        // Wrong usage.
        ("", 2),
        ("no-such-command", 2),
        ("run --no-such-option", 2),
        ("invite", 2),
        ("invite king --place lc", 2),
        ("invite group", 2),
        ("invite group --place lc --revoke X", 2),
        ("publish", 2),
        ("publish hoc-phi --rank loud", 2),
        ("publish hoc-phi --at yesterday", 2),
        ("publication resend x", 2),
        ("publication resend x --failed --unknown", 2),
        ("item release hoc-phi", 2),
        ("report", 2),
        ("report November", 2),
        ("report 2026-13", 2),
        ("report 2026-01 --format pdf", 2),
        ("demo --listen 0.0.0.0:8080", 2),
        ("run --config", 2),
    ] {
        let words: Vec<String> = args.split_whitespace().map(|word| word.replace('·', " ")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        for json in [&[][..], &["--json"]] {
            let said = machine.does(&[&words, json].concat());
            assert_eq!(said.code, code, "loaban {args} {json:?}: {}{}", said.out, said.err);
            is_a_sentence(args, &said);
        }
    }
    for args in [&["--help"][..], &["--version"], &["publish", "--help"]] {
        let said = machine.does(args);
        assert!(said.code == 0 && !said.out.is_empty() && said.err.is_empty(), "{args:?}: {}", said.err);
    }
    // `--json`: one document, and nothing else, from everything that can be asked.
    for args in [
        &["item", "list"][..],
        &["item", "show", "hoc-phi"],
        &["group", "list"],
        &["role", "list"],
        &["publication", "list"],
        &["question", "list"],
        &["migrate"],
        &["check"],
        &["place", "import", &places()],
        &["publish", "hoc-phi", "--dry-run"],
    ] {
        if args[0] == "publish" {
            machine.json(&["item", "release", "hoc-phi", "--by", "B"]);
        }
        machine.json(args);
    }
    assert_eq!(machine.json(&["publish", "hoc-phi"])["groups"], 0);
}

/// What is refused is said on stderr, and stdout stays empty.
fn is_a_sentence(args: &str, said: &Said) {
    // The faults of `check` are its result.
    let text = if args.starts_with("check") { format!("{}{}", said.out, said.err) } else { said.err.clone() };
    assert!(text.trim().chars().count() > 15, "loaban {args} said only “{text}”");
    for raw in ["Error(", "Err(", "panicked", "stack backtrace", "None", "os error", "RUST_BACKTRACE"] {
        assert!(!text.contains(raw), "loaban {args}: {text}");
    }
    assert!(args.starts_with("check") || said.out.is_empty(), "loaban {args}: {}", said.out);
}

/// In the chat: used, taken back, misspelt; and lapsed once its seven days are over.
async fn a_code_serves_once_and_lapses(engine: Engine) {
    let Some(machine) = Machine::new(engine).await else { return };
    machine.json(&["place", "import", &places()]);
    let running = machine.runs_ready().await;
    let owner = machine.platform.add_person("Trưởng bản");
    let group = machine.linked("lc-binhlu-naluong", owner).await;
    let code = |args: &[&str]| machine.json(args)["code"].as_str().unwrap().to_owned();
    let invite = |role: &str| code(&["invite", role, "--place", "lc-binhlu"]);

    let used = invite("reporter");
    machine.platform.person_sends(owner, machine.bot, &format!("/start {used}")).unwrap();
    machine.person_sees(owner, "Máy đã nhận đồng chí").await;
    let other = machine.platform.add_person("Người khác");
    machine.platform.person_sends(other, machine.bot, &format!("/start {used}")).unwrap();
    machine.person_sees(other, "đã dùng").await;

    let revoked = invite("secretary");
    machine.json(&["invite", "--revoke", &revoked]);
    machine.platform.person_sends(other, machine.bot, &format!("/start {revoked}")).unwrap();
    machine.person_sees(other, "bị thu lại").await;
    machine.platform.person_sends(owner, group, "/lienket 22222222").unwrap();
    machine.group_sees(group, "Mã này không đúng").await;

    let (lapsed, url) = (invite("group"), super::database_url(&machine));
    let db = loaban::db::Db::open(&url).await.unwrap();
    sqlx::query("UPDATE invitation SET expires_at = expires_at - 7 * 24 * 3600 * 1000")
        .execute(db.read())
        .await
        .unwrap();
    machine.platform.person_sends(owner, group, &format!("/lienket {lapsed}")).unwrap();
    machine.group_sees(group, "hết hạn").await;
    assert_eq!(machine.json(&["role", "list"]).as_array().unwrap().len(), 1);
    running.stops().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_settings_are_refused_by_line_and_never_by_value() {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    let good = machine.settings("");
    for (broken, at) in [
        (good.replace("[content]", "[content"), "[content"),
        (good.replace("quiet", "quite"), "quite"),
        (good.replace("token = { file = \"token\" }", &format!("tokn = \"{TOKEN}\"")), "tokn"),
        (good.replace("{ file = \"token\" }", "{ env = \"NO_SUCH_VARIABLE\" }"), "token = { env"),
        (good.replace("{ file = \"token\" }", &format!("{{ env = \"{TOKEN}\" }}")), "token = { env"),
        (good.replace("platform = \"telegram\"", "platform = \"pigeon\""), "pigeon"),
        (format!("{good}receive = \"webhook\"\n"), "receive = \"webhook\""),
        (good.replace("sqlite://loaban.db", "mysql://u:AAsecret@h/d"), "mysql"),
    ] {
        let line = broken.lines().position(|line| line.contains(at)).expect("what is broken") + 1;
        let line = &format!("loaban.toml:{line}:");
        machine.writes("loaban.toml", &broken);
        for command in ["run", "check", "doctor"] {
            let said = machine.does(&[command]);
            let all = format!("{}{}", said.out, said.err);
            assert_eq!(said.code, 1, "{command}: {all}");
            assert!(all.contains(line), "{command} names no {line}: {all}");
            assert!(!all.contains("AAsecret"), "{command}: {all}");
        }
        assert!(!machine.dir.path().join("loaban.db").exists(), "half a thing was done");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_are_found_by_option_by_variable_or_where_one_stands() {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    let file = machine.dir.path().join("loaban.toml");
    let elsewhere = tempfile::tempdir().unwrap();
    let finds = |args: &[&str], variable: Option<&Path>, folder: &Path| {
        let mut command = program();
        command.args(args).current_dir(folder);
        variable.map(|path| command.env("LOABAN_CONFIG", path));
        machine.hears(command)
    };
    let named = file.display().to_string();
    assert_eq!(finds(&["--config", &named, "migrate"], None, elsewhere.path()).code, 0);
    // What the settings name stands beside them, not where the operator stands.
    assert!(machine.dir.path().join("loaban.db").exists());
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    assert_eq!(finds(&["item", "list"], Some(&file), elsewhere.path()).code, 0);
    assert_eq!(finds(&["item", "list"], None, machine.dir.path()).code, 0);
    let lost = finds(&["item", "list"], None, elsewhere.path());
    assert!(lost.code == 1 && lost.err.contains("loaban.toml"), "{}", lost.err);
    // The option wins over the variable.
    let missing = elsewhere.path().join("missing.toml");
    assert_eq!(finds(&["item", "list", "--config", &named], Some(&missing), elsewhere.path()).code, 0);
    assert_eq!(finds(&["item", "list"], Some(&missing), machine.dir.path()).code, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_file_has_one_run_and_commands_beside_it() {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    let first = machine.runs_ready().await;
    let second = machine.does(&["run"]);
    assert_eq!(second.code, 1, "{}", second.err);
    assert!(second.err.contains("loaban run"), "{}", second.err);
    machine.json(&["place", "import", &places()]);
    machine.json(&["invite", "editor", "--place", "lc"]);
    first.stops().await;
    machine.runs_ready().await.stops().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_it_needs_and_cannot_reach_is_exit_code_three() {
    let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    machine.listen = taken.local_addr().unwrap().to_string();
    machine.writes("loaban.toml", &machine.settings(""));
    let said = machine.does(&["run"]);
    assert!(said.code == 3 && said.err.contains(&machine.listen), "{}: {}", said.code, said.err);

    machine.url = "postgres://loaban:AAsecret-of-the-database@127.0.0.1:1/loaban".into();
    machine.writes("loaban.toml", &machine.settings(""));
    // Each waits a while for the server; all at once they wait no longer than one.
    std::thread::scope(|threads| {
        for args in [
            &["run"][..],
            &["migrate"],
            &["item", "list"],
            &["publish", "hoc-phi"],
            &["doctor"],
            &["backup", "b"],
        ] {
            let machine = &machine;
            threads.spawn(move || {
                let said = machine.does(args);
                assert_eq!(said.code, 3, "{args:?}: {}", said.err);
                assert!(!format!("{}{}", said.out, said.err).contains("AAsecret"), "{args:?}: {}", said.err);
            });
        }
    });
    assert_eq!(machine.does(&["check"]).code, 0, "`check` needs no network");
}

/// SQLite is brought up to date by whatever command comes first.
async fn an_unmigrated_server_is_exit_code_three_and_names_migrate(engine: Engine) {
    let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
    if engine == Engine::Sqlite {
        machine.json(&["item", "list"]);
        return;
    }
    let Some(database) = Database::empty().await else { return };
    machine.url = database.url();
    machine.writes("loaban.toml", &machine.settings(""));
    for args in [
        &["run"][..],
        &["item", "list"],
        &["invite", "group", "--place", "lc"],
        &["question", "list", "--json"],
    ] {
        let said = machine.does(args);
        assert_eq!(said.code, 3, "{args:?}: {}", said.err);
        assert!(said.err.contains("loaban migrate"), "{args:?}: {}", said.err);
    }
    assert_ne!(machine.does(&["doctor"]).code, 0);
    assert_eq!(machine.does(&["migrate"]).code, 0);
    assert_eq!(machine.does(&["migrate"]).code, 0);
    machine.json(&["place", "import", &places()]);
}

/// Where the platform cannot be reached, and where its address carries a path: the token sits in every address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_said_whatever_goes_wrong() {
    for api in ["http://127.0.0.1:1", "https://127.0.0.1:1/tg", "no such path"] {
        let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
        let door = machine.is_at_a_port();
        let ours = machine.platform.url();
        let api = api.replace("no such path", &format!("{ours}/no/such/path"));
        machine.writes("loaban.toml", &machine.settings("").replace(&ours, &api));
        let mut running =
            machine.runs(&[("LOABAN_LOG", "trace"), ("RUST_LOG", "trace"), ("RUST_BACKTRACE", "1")]);
        is_not_ready(&mut running, &door).await;
        // The platform's first refusal is in the log by then, or soon.
        waits_for(&running, "WARN").await;
        let health = machine.does(&["doctor"]);
        assert!(health.code == 1 && health.out.contains("fail"), "{}", health.out);
        running.stops().await;
    }
    // A token that the platform does not know any more.
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    machine.json(&["place", "import", &places()]);
    machine.json(&["item", "release", "hoc-phi", "--by", "B"]);
    let running = machine.runs(&[("LOABAN_LOG", "trace")]);
    waits_for(&running, " ready").await;
    let owner = machine.platform.add_person("Trưởng bản");
    machine.linked("lc-binhlu-naluong", owner).await;
    machine.platform.revoke_token(machine.bot, "4242:another");
    machine.json(&["publish", "hoc-phi"]);
    waits_for(&running, "does not accept the token").await;
    assert_eq!(machine.does(&["doctor"]).code, 1);
    // An operator mends it.
    machine.platform.revoke_token(machine.bot, TOKEN);
    running.stops().await;
    let running = machine.runs_ready().await;
    machine.json(&["doctor"]);
    let shown = machine.json(&["publication", "list"]);
    assert_eq!(shown[0]["counts"]["failed"], 0, "{shown}");
    running.stops().await;
    // The test's own search finds what stands in a log.
    assert!(machine.heard().contains("ready"));
}

/// An api_url with a path works as well as one without.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_platform_may_be_behind_a_path() {
    let mut machine = Machine::new(Engine::Sqlite).await.unwrap();
    machine.platform = machine.platform.clone().with_base("/bot/api");
    machine.writes("loaban.toml", &machine.settings("").replace("/bot/api\"", "/bot/api/\""));
    machine.json(&["place", "import", &places()]);
    let running = machine.runs_ready().await;
    let owner = machine.platform.add_person("Trưởng bản");
    machine.linked("lc-binhlu-naluong", owner).await;
    running.stops().await;
}

/// Asked to stop while requests hang: it ends in time, and what hung is settled later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_in_time_although_the_platform_hangs() {
    use loaban::standins::telegram::{Fault, What};
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    machine.json(&["place", "import", &places()]);
    machine.json(&["item", "release", "hoc-phi", "--by", "B"]);
    let running = machine.runs_ready().await;
    let owner = machine.platform.add_person("Trưởng bản");
    let group = machine.linked("lc-binhlu-naluong", owner).await;
    machine.platform.fault(Fault::new(What::HangAfter).on("sendMessage"));
    let published = machine.json(&["publish", "hoc-phi"]);
    let title = machine.title("hoc-phi");
    machine.group_sees(group, &title).await;
    running.stops().await;
    let running = machine.runs_ready().await;
    machine.json(&["publication", "show", published["publication"].as_str().unwrap(), "--watch"]);
    let shown = machine.json(&["publication", "show", published["publication"].as_str().unwrap()]);
    assert_eq!(shown["groups"][0]["state"], "unknown", "{shown}");
    assert!(shown["groups"][0]["reason"].as_str().is_some_and(|r| r.contains(' ')), "{shown}");
    let resent =
        machine.json(&["publication", "resend", published["publication"].as_str().unwrap(), "--unknown"]);
    assert_eq!(resent["resent"], 1);
    machine.json(&["publication", "show", published["publication"].as_str().unwrap(), "--watch"]);
    let seen = machine.platform.messages(group).iter().filter(|m| m.text.contains(&title)).count();
    assert_eq!(seen, 2, "an editor wanted it sent again");
    running.stops().await;
}

/// The settings of the contract, word for word, are understood.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_settings_are_understood() {
    let machine = Machine::new(Engine::Sqlite).await.unwrap();
    let places = std::fs::read_to_string(project().join("src/practice/places.csv")).unwrap();
    machine.writes("places.csv", &places);
    machine.writes(
        "loaban.toml",
        "[server]\nlisten = \"127.0.0.1:0\"\n[database]\nurl = { env = \"DB\" }\n[time]\nzone = \"Asia/Ho_Chi_Minh\"\n\
         [questions]\nremind_after = \"2d\"\nescalate_after = \"5d\"\nkeep_text = \"90d\"\nkeep_handle = \"7d\"\nkeep_voice = \"7d\"\n\
         [report]\nboundary_day = 15\ndue_day = 20\nsmall_count = 5\n\
         [[identity]]\nplace = \"lc\"\nowner = \"A\"\nsuperior = \"A\"\nissuer = \"B\"\nsymbol = \"BC/ĐU\"\n\
         place_name = \"Bình Lư\"\nauthority = \"\"\nposition = \"PHÓ BÍ THƯ\"\nsigner = \"\"\nrecipients = [\"A\", \"B\"]\nphone = \"\"\ncomplaints = \"\"\n\
         [delivery]\nquiet = \"21:00-06:00\"\n",
    );
    let said =
        machine.does_with(&["place", "import", "places.csv", "--json"], &[("DB", "sqlite://other.db")]);
    assert_eq!(said.code, 0, "{}", said.err);
    said.json();
}
