use super::*;
use std::fmt::Write;

const SAMPLE: &str = r#"
[server]
listen = "127.0.0.1:8080"
public_url = "https://loa.example.vn"     # webhooks, links to voices

[database]
url = "sqlite://loaban.db"

[content]
dir = "content"

[time]
zone = "Asia/Ho_Chi_Minh"

[privacy]
key = { file = "loaban.key" }

[delivery]
quiet = "21:00-06:00"
keep_deliveries = "730d"

[questions]
remind_after = "2d"
escalate_after = "5d"
keep_text = "90d"
keep_handle = "7d"
keep_voice = "7d"

[report]
boundary_day = 15
due_day = 20
small_count = 5

[[identity]]
place = "lc-binhlu"
owner = "Đảng uỷ xã Bình Lư"
superior = "ĐẢNG BỘ TỈNH LAI CHÂU"
issuer = "ĐẢNG UỶ XÃ BÌNH LƯ"
symbol = "BC/ĐU"
place_name = "Bình Lư"
authority = "T/M BAN THƯỜNG VỤ"
position = "PHÓ BÍ THƯ"
signer = ""
recipients = ["Ban Tuyên giáo và Dân vận Tỉnh uỷ", "Lưu Văn phòng Đảng uỷ"]
phone = "0213 000 0000"
complaints = "Trụ sở tiếp công dân xã, thứ Năm hằng tuần"

[[account]]
name = "tg"
platform = "telegram"
token = { env = "LOABAN_TG_TOKEN" }
api_url = "https://api.telegram.org"
receive = "poll"
webhook_secret = "tele-SECRET_1"

[[account]]
name = "bot"
platform = "zalo_bot"
token = "…"
api_url = "https://bot-api.zaloplatforms.com"
receive = "webhook"
webhook_secret = "zalo.SECRET"

[[account]]
name = "oa"
platform = "zalo_oa"
oa_id = "…"
app_id = "…"
app_secret = "…"
webhook_key = "…"
refresh_token = "…"
api_url = "https://openapi.zalo.me"
oauth_url = "https://oauth.zaloapp.com"
"#;

/// Secrets used in these tests all hold this word.
const MARK: &str = "SECRET";

fn environment(name: &str) -> Option<String> {
    match name {
        "LOABAN_TG_TOKEN" => Some("123:SECRET-token\n".into()),
        "NUMBER" => Some("7".into()),
        "EMPTY" => Some(" ".into()),
        "SPACED" => Some("two SECRET words".into()),
        "SECRET_ZONE" => Some("SECRET-zone".into()),
        _ => None,
    }
}

fn load_in(folder: &Path, source: &str) -> Result<Settings, Vec<String>> {
    let path = folder.join("loaban.toml");
    std::fs::write(&path, source).unwrap();
    Settings::load(&path, &environment)
}

fn load(source: &str) -> Result<Settings, Vec<String>> {
    load_in(tempfile::tempdir().unwrap().path(), source)
}

#[test]
fn the_contracts_sample_is_read_and_its_paths_are_beside_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let settings = load_in(folder.path(), SAMPLE).unwrap();
    let beside = |name: &str| folder.path().join(name);
    assert_eq!(settings.public_url.as_deref(), Some("https://loa.example.vn"));
    assert_eq!(settings.database_url.expose(), format!("sqlite://{}", beside("loaban.db").display()));
    assert_eq!(settings.content, beside("content"));
    assert_eq!(settings.key, KeySource::File(beside("loaban.key")));
    assert_eq!(settings.report, ReportSettings::default());
    let identity = settings.identities.first().unwrap();
    assert_eq!((identity.place.as_str(), identity.owner.as_str()), ("lc-binhlu", "Đảng uỷ xã Bình Lư"));
    assert_eq!((identity.phone.as_str(), identity.recipients.len()), ("0213 000 0000", 2));
    let [tg, bot, oa] = &settings.accounts[..] else { panic!("three accounts") };
    assert_eq!((tg.platform, tg.receive), (Platform::Telegram, Receive::Poll));
    assert_eq!(tg.token.expose(), "123:SECRET-token");
    assert_eq!((bot.platform, bot.receive), (Platform::ZaloBot, Receive::Webhook));
    assert_eq!((oa.platform, oa.receive), (Platform::ZaloOa, Receive::Webhook));
    assert_eq!(oa.oa.as_ref().unwrap().oauth_url, "https://oauth.zaloapp.com");
}

#[test]
fn an_empty_file_gives_the_contracts_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let mut full = load_in(folder.path(), SAMPLE).unwrap();
    full.public_url = None;
    full.accounts.clear();
    full.identities = Identities::default();
    assert_eq!(load_in(folder.path(), "").unwrap(), full);
    assert_eq!(load_in(folder.path(), "\u{feff}[delivery]\r\nquiet = \"off\"\r\n").unwrap().quiet, None);
}

#[test]
fn any_value_can_come_from_the_environment_or_a_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("zone"), "Asia/Bangkok\n").unwrap();
    std::fs::write(folder.path().join("to"), "Một\n\nHai\n").unwrap();
    let source = r#"
        [time]
        zone = { file = "zone" }
        [report]
        boundary_day = { env = "NUMBER" }
        [[identity]]
        place = "lc"
        owner = "Tỉnh uỷ"
        recipients = { file = "to" }
        [questions]
        keep_handle = "3d"
        [[account]]
        name = "tg"
        platform = "telegram"
        token = { env = "LOABAN_TG_TOKEN" }
        api_url = "http://127.0.0.1:9/telegram/"
        max_groups = { env = "NUMBER" }
    "#;
    let settings = load_in(folder.path(), source).unwrap();
    assert_eq!(settings.zone, "Asia/Bangkok");
    assert_eq!(settings.report.boundary_day, 7);
    let identity = settings.identities.first().unwrap();
    assert_eq!(identity.recipients, ["Một", "Hai"]);
    assert_eq!(identity.issuer, "TỈNH UỶ");
    assert_eq!(settings.questions.keep_handle, Stretch::Plain(Duration::from_secs(3 * 86_400)));
    assert_eq!(settings.accounts[0].capabilities.groups, Some(7));
    assert_eq!(settings.accounts[0].api_url, "http://127.0.0.1:9/telegram");
}

#[test]
fn every_fault_is_named_at_once_with_its_line_and_without_a_secret() {
    let bad = [
        ("syntax", "[server]\nlisten = 127.0.0.1:8080\n[[account]]\ntoken = 8123:SECRET\n"),
        (
            "unknown keys and sections",
            "[sever]\nx = 1\n[server]\nport = 80\n\n[report]\nsingle = \"SECRET\"\n",
        ),
        ("sections of the wrong shape", "server = 5\n[account]\nname = \"tg\"\n"),
        (
            "values",
            "[server]\nlisten = \"8080\"\npublic_url = \"loa.vn\"\n[database]\nurl = \"mysql://u:SECRET@h/d\"\n\
             [time]\nzone = { env = \"SECRET_ZONE\" }\n[privacy]\nkey = \"loaban.key\"\n\
             [delivery]\nquiet = \"21:00-21:00\"\n[questions]\nremind_after = \"2 weeks\"\nkeep_text = 90\n\
             keep_voice = \"9999d\"\n\
             [report]\nboundary_day = 32\ndue_day = \"x\"\nsmall_count = -1\nrecipients = [1]\nsigner = 5\n",
        ),
        (
            "identities",
            "[report]\nissuer = \"A\"\nsigner = \"SECRET\"\n[[identity]]\nplace = \"lc\"\nowner = \"A\"\nname = \"x\"\n\
             [[identity]]\nplace = \"lc\"\nowner = \"\"\nrecipients = [1]\n[[identity]]\nsymbol = 5\n",
        ),
        (
            "the same bot twice",
            "[[account]]\nname = \"a\"\nplatform = \"telegram\"\ntoken = { env = \"LOABAN_TG_TOKEN\" }\n\
             [[account]]\nname = \"b\"\nplatform = \"telegram\"\ntoken = \"123:another-SECRET\"\n\
             [[account]]\nname = \"c\"\nplatform = \"zalo_bot\"\ntoken = \"123:another-SECRET\"\n\
             [[account]]\nname = \"d\"\nplatform = \"zalo_oa\"\noa_id = \"7\"\napp_id = \"1\"\napp_secret = \"x\"\nwebhook_key = \"x\"\n\
             [[account]]\nname = \"e\"\nplatform = \"zalo_oa\"\noa_id = \"7\"\napp_id = \"2\"\napp_secret = \"y\"\nwebhook_key = \"y\"\n",
        ),
        ("messages are kept too short", "[delivery]\nkeep_deliveries = \"99d\"\n"),
        (
            "messages are kept shorter than texts",
            "[delivery]\nkeep_deliveries = \"365d\"\n[questions]\nkeep_text = \"365d\"\n",
        ),
        ("holidays that are not there", "[time]\nholidays = \"no-such.toml\"\n"),
        ("holidays", "[time]\nholidays = \"holidays.toml\"\n"),
        (
            "sources",
            "[time]\nzone = { env = \"NOT_THERE\" }\n[content]\ndir = { env = \"EMPTY\" }\n\
             [locales]\ndir = { file = \"not-there\" }\n[privacy]\nkey = { file = \"empty\" }\n\
             [server]\nlisten = { file = \"empty\" }\npublic_url = { env = \"A\", file = \"b\" }\n\
             [[identity]]\nplace = \"x\"\nowner = \"x\"\nsigner = { command = \"x\" }\nrecipients = [{ env = \"NOT_THERE\" }]\n\
             [database]\nurl = { file = 5 }\n\
             [[account]]\nname = \"tg\"\nplatform = \"telegram\"\ntoken = { env = \"123:SECRET\" }\n",
        ),
        (
            "accounts",
            "[[account]]\nplatform = \"telegram\"\ntoken = \"\"\nwebhook_secret = \"SECRET, đ\"\n\n\
             [[account]]\nname = \"Loa Bản\"\nplatform = \"viber\"\n\n\
             [[account]]\nname = \"one\"\nplatform = \"zalo_bot\"\nreceive = \"webhook\"\noa_id = \"1\"\nper_second = 0\n\n\
             [[account]]\nname = \"one\"\nplatform = \"zalo_oa\"\nreceive = \"poll\"\napp_secret = { env = \"SPACED\" }\n\
             api_url = \"ftp://zalo.me\"\noauth_url = \"https://u:SECRET@zalo.me\"\n\n\
             [[account]]\nname = \"two\"\nplatform = \"telegram\"\ntoken = { env = \"LOABAN_TG_TOKEN\" }\nreceive = \"push\"\n\
             max_groups = 1.5\n",
        ),
    ];
    let mut seen = String::new();
    for (what, source) in bad {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("empty"), "").unwrap();
        let holidays = "until = 2028\n[[day]]\ndate = \"30/4/2027\"\n[[day]]\nname = \"x\"\nwhen = 1\n\
                        [[working]]\ndate = 2027-03-05\n[[day]]\ndate = 2027-03-05\n[off]\nx = 1\n";
        std::fs::write(folder.path().join("holidays.toml"), holidays).unwrap();
        let faults = load_in(folder.path(), source).unwrap_err().join("\n");
        let prefix = format!("{}/", folder.path().display());
        writeln!(seen, "# {what}\n{}\n", faults.replace(&prefix, "")).unwrap();
    }
    assert!(!seen.replace("SECRET_ZONE", "").contains(MARK), "a refusal shows a secret:\n{seen}");
    insta::assert_snapshot!(seen);
}

#[test]
fn messages_keep_their_rows_for_two_years_or_longer_than_any_text() {
    let kept = |source: &str| load(source).unwrap().keep_deliveries.as_secs() / 86_400;
    assert_eq!(kept(""), 730);
    assert_eq!(kept("[delivery]\nkeep_deliveries = \"100d\"\n"), 100);
    // Who set nothing is told of no fault.
    assert_eq!(kept("[questions]\nkeep_text = \"1000d\"\n"), 1010);
}

#[test]
fn a_missing_settings_file_is_refused_with_its_path() {
    let e = Settings::open(Path::new("/nowhere/loaban.toml"), &environment).unwrap_err();
    assert_eq!(e.downcast_ref::<crate::failure::Failure>().unwrap().code(), 1);
    assert!(e.to_string().starts_with("/nowhere/loaban.toml: không có tệp cài đặt này; "), "{e}");
}

#[test]
fn nothing_prints_a_secret() {
    let settings = load(&SAMPLE.replace("sqlite://loaban.db", "postgres://loa:SECRET@host/db")).unwrap();
    let printed =
        format!("{settings:?} {settings:#?} {:?} {:?}", settings.database_url, settings.accounts[0].token);
    assert!(!printed.contains(MARK), "{printed}");
    assert!(printed.contains("***"));
}

#[test]
fn database_addresses_are_checked_and_files_are_beside_the_settings() {
    let url = |text: &str| {
        load(&format!("[database]\nurl = \"{text}\"\n")).map(|s| s.database_url.expose().to_owned())
    };
    assert_eq!(url("sqlite:///var/lib/loaban.db").unwrap(), "sqlite:///var/lib/loaban.db");
    assert!(url("sqlite://data/loaban.db?mode=rwc").unwrap().ends_with("/data/loaban.db"));
    assert_eq!(url("postgres://u:p@h/n").unwrap(), "postgres://u:p@h/n");
    for bad in ["", "sqlite://", "sqlite::memory:", "postgres://", "loaban.db"] {
        assert!(url(bad).is_err(), "{bad}");
    }
}

#[test]
fn own_holidays_stand_beside_the_built_in_list_or_instead_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let load = |holidays: &str| {
        std::fs::write(folder.path().join("h.toml"), holidays).unwrap();
        load_in(folder.path(), "[time]\nholidays = \"h.toml\"\n").unwrap().holidays
    };
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    let own = "[[day]]\ndate = \"2028-01-03\"\nname = \"Nghỉ bù\"\n[[working]]\ndate = 2028-01-08\n";
    let beside = load(own);
    assert!(beside.off.contains(&day("2028-01-03")) && beside.off.contains(&day("2027-02-10")));
    assert!(beside.working.contains(&day("2028-01-08")));
    assert_eq!(beside.until, Some(day("2028-01-03")));
    let instead = load(&format!("instead = true\nuntil = \"2028-12-31\"\n{own}"));
    assert_eq!(instead.off.into_iter().collect::<Vec<_>>(), [day("2028-01-03")]);
    assert_eq!(instead.until, Some(day("2028-12-31")));
}
