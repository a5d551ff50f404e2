//! Every setting, its default, and why a value is refused.
//!
//! All faults are found at once, each as `file:line: what is wrong; what to do`. A value may come from
//! the environment or a file; secrets are wrapped so that nothing prints them.

mod account;
mod holidays;
mod identity;
mod read;
mod secret;
mod words;

pub use crate::platform::{Capabilities, Platform};
pub use account::{Account, CapabilitiesByAccount, OfficialAccount, Receive};
pub use identity::{Identities, Identity};
pub use secret::Secret;

use crate::calendar::{Calendar, Holidays, Quiet, Stretch};
use crate::failure::refused;
use read::{Reader, Section};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::de::DeTable;

const SECTIONS: &[&str] = &[
    "server",
    "database",
    "content",
    "locales",
    "time",
    "privacy",
    "delivery",
    "questions",
    "identity",
    "report",
    "desk",
    "account",
];

/// The root of the sample places: the practice room speaks there and below.
const PRACTICE_ROOT: &str = "lc";

/// How long messages keep their rows, and how long at least.
const KEEP_DELIVERIES_DAYS: u64 = 2 * 365;
const LEAST_DELIVERIES_DAYS: u64 = 100;

/// How long somebody stays in at the desk (contract 2), and at most.
const SESSION: Duration = Duration::from_secs(12 * 3600);
const LONGEST_SESSION: Duration = Duration::from_secs(30 * 86_400);

/// Where the sealing key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// A file; made with mode 0600 when it is not there yet.
    File(PathBuf),
    /// The key itself: 43 characters of base64.
    Value(Secret),
}

/// What a committed act of an SQLite database survives. (PostgreSQL always survives both.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// A power cut: every commit waits for the disk.
    Power,
    /// The death of the process; a power cut may undo the last moments, so that an announcement could go twice.
    Crash,
}

/// How long questions wait and how long their traces are kept. Waiting counts working days; keeping counts
/// plain days of 24 hours, because the notice promises residents calendar days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionSettings {
    /// So long further words of the same person join a question, and its card waits; never working days. Nothing: each
    /// message is a question of its own.
    pub gather: Stretch,
    /// From routing to the first reminder.
    pub remind_after: Stretch,
    /// From routing to the coordinator.
    pub escalate_after: Stretch,
    /// Question and answer text, after closing; never working days.
    pub keep_text: Stretch,
    /// The link from a question to an account, after closing; never working days.
    pub keep_handle: Stretch,
    /// Voices in questions and answers, after closing; never working days.
    pub keep_voice: Stretch,
}

/// The monthly report: its period and what it hides. What stands in its head and foot is its place's [`Identity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportSettings {
    /// Day of the month the period turns on, 1-31; 1 is the calendar month.
    pub boundary_day: i8,
    /// Day of the month the report is due, 1-31.
    pub due_day: i8,
    /// Counts by topic or commune below this are hidden.
    pub small_count: i64,
}

impl Default for ReportSettings {
    fn default() -> Self {
        ReportSettings { boundary_day: 15, due_day: 20, small_count: 5 }
    }
}

/// Everything an operator sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the web door listens.
    pub listen: SocketAddr,
    /// Where the figures for a monitor are, on a door of their own; `None`: nowhere.
    pub metrics: Option<SocketAddr>,
    /// How the world reaches the web door, without a slash at the end.
    pub public_url: Option<String>,
    /// `sqlite://FILE` or `postgres://…`; secret, because it may hold a password.
    pub database_url: Secret,
    /// What a commit survives.
    pub durability: Durability,
    /// The folder of items.
    pub content: PathBuf,
    /// A folder of locales that overrides the ones inside the binary.
    pub locales: Option<PathBuf>,
    /// An IANA time zone that is known.
    pub zone: String,
    /// Days off and working Saturdays, as far as they are known.
    pub holidays: Holidays,
    /// The operator's own topics: words, owners, phone numbers.
    pub topics: Option<PathBuf>,
    /// The sealing key.
    pub key: KeySource,
    /// Who had everything deleted, beside the key: a backup of the database must not bring them back, so it is not in it.
    pub erased: PathBuf,
    /// Hours in which announcements wait; `None` is off.
    pub quiet: Option<Quiet>,
    /// So long each message that was sent keeps its row; after that only what refuses it a second time, and counts.
    pub keep_deliveries: Duration,
    /// Questions.
    pub questions: QuestionSettings,
    /// Whose machine it is, by place.
    pub identities: Identities,
    /// The monthly report.
    pub report: ReportSettings,
    /// How long somebody who came in to the desk stays in.
    pub session: Duration,
    /// The accounts, in the order of the file.
    pub accounts: Vec<Account>,
}

impl Settings {
    /// The practice room's: everything in `folder`, any free port on loopback, contract defaults otherwise.
    pub fn practice(folder: &Path, accounts: Vec<Account>) -> Settings {
        Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            metrics: None,
            public_url: None,
            database_url: Secret::new(format!("sqlite://{}", folder.join("loaban.db").display())),
            durability: Durability::Power,
            content: folder.join("content"),
            locales: None,
            zone: "Asia/Ho_Chi_Minh".into(),
            holidays: Holidays::built_in().unwrap_or_default(),
            topics: None,
            key: KeySource::File(folder.join("loaban.key")),
            erased: folder.join("loaban.erased"),
            quiet: Quiet::parse("21:00-06:00"),
            keep_deliveries: days(KEEP_DELIVERIES_DAYS),
            questions: QuestionSettings {
                // Enough to see that it is done.
                gather: Stretch::Plain(std::time::Duration::from_secs(3)),
                remind_after: Stretch::WorkingDays(2),
                escalate_after: Stretch::WorkingDays(5),
                keep_text: plain_days(90),
                keep_handle: plain_days(7),
                keep_voice: plain_days(7),
            },
            identities: Identities::from(vec![Identity::practice(PRACTICE_ROOT)]),
            report: ReportSettings::default(),
            session: SESSION,
            accounts,
        }
    }

    /// Days, working days and quiet hours as they are set.
    pub fn calendar(&self) -> anyhow::Result<Calendar> {
        Calendar::with(&self.zone, self.holidays.clone())
    }

    /// [`Settings::load`] for a command: all faults, one a line, as one refusal (exit code 1).
    pub fn open(path: &Path, env: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<Settings> {
        Settings::load(path, env).map_err(|faults| refused(faults.join("\n")))
    }

    /// Reads a settings file; `env` answers for `{ env = "NAME" }`. Returns every fault there is.
    pub fn load(path: &Path, env: &dyn Fn(&str) -> Option<String>) -> Result<Settings, Vec<String>> {
        let source = match std::fs::read_to_string(path) {
            Ok(source) => source,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(vec![words::no_file(path)]),
            Err(e) => return Err(vec![words::unreadable(path, &crate::failure::why(&e))]),
        };
        let source = source.strip_prefix('\u{feff}').unwrap_or(&source);
        let reader = Reader::new(path, source, env);
        let (root, errors) = DeTable::parse_recoverable(source);
        if !errors.is_empty() {
            for e in errors {
                reader.fault(e.span().map_or(0, |s| s.start), words::syntax(e.message()));
            }
            return Err(reader.finish());
        }
        let settings = read_all(&reader, root.get_ref());
        let faults = reader.finish();
        if faults.is_empty() { Ok(settings) } else { Err(faults) }
    }
}

fn read_all(reader: &Reader<'_>, root: &DeTable<'_>) -> Settings {
    Section::one(reader, "tệp cài đặt", root, 0).refuse_unknown(SECTIONS);
    let mut s = Settings::practice(Path::new(""), vec![]);

    let server = Section::of(reader, root, "server", &["listen", "public_url", "metrics"]);
    s.listen = server
        .parsed("listen", |t| t.parse().ok(), words::bad_listen)
        .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
    s.public_url = server.url("public_url");
    s.metrics = server.parsed("metrics", |t| t.parse().ok(), words::bad_metrics);

    let database = Section::of(reader, root, "database", &["url", "durability"]);
    let resolve = |text: &str| database_url(reader, text);
    let url = database.parsed("url", resolve, words::bad_database);
    s.database_url = Secret::new(url.or_else(|| resolve("sqlite://loaban.db")).unwrap_or_default());

    let durability = |text: &str| match text {
        "power" => Some(Durability::Power),
        "crash" => Some(Durability::Crash),
        _ => None,
    };
    s.durability = database.parsed("durability", durability, words::bad_durability).unwrap_or(s.durability);

    let content = Section::of(reader, root, "content", &["dir"]);
    s.content = reader.resolve(&content.filled("dir").unwrap_or_else(|| "content".into()));
    let locales = Section::of(reader, root, "locales", &["dir"]);
    s.locales = locales.filled("dir").map(|dir| reader.resolve(&dir));
    let time = Section::of(reader, root, "time", &["zone", "holidays"]);
    let zone = |text: &str| jiff::tz::TimeZone::get(text).is_ok().then(|| text.to_owned());
    s.zone = time.parsed("zone", zone, words::bad_zone).unwrap_or(s.zone);
    if let Some(file) = time.filled("holidays") {
        s.holidays = holidays::read(reader, time.place_of("holidays"), &reader.resolve(&file), s.holidays);
    }
    s.key = key(reader, &Section::of(reader, root, "privacy", &["key"]));
    s.erased = match &s.key {
        KeySource::File(path) => path.with_extension("erased"),
        KeySource::Value(_) => reader.resolve("loaban.erased"),
    };

    let delivery = Section::of(reader, root, "delivery", &["quiet", "keep_deliveries"]);
    let quiet = |text: &str| if text == "off" { Some(None) } else { Quiet::parse(text).map(Some) };
    s.quiet = delivery.parsed("quiet", quiet, words::bad_quiet).unwrap_or(s.quiet);

    let keys =
        ["gather", "remind_after", "escalate_after", "keep_text", "keep_handle", "keep_voice", "topics"];
    let questions = Section::of(reader, root, "questions", &keys);
    let kept = |key: &str, default| match questions.stretch(key, default) {
        Stretch::WorkingDays(days) => plain_days(days.unsigned_abs()),
        plain => plain,
    };
    s.questions = QuestionSettings {
        gather: kept("gather", Stretch::Plain(std::time::Duration::from_secs(60))),
        remind_after: questions.stretch("remind_after", s.questions.remind_after),
        escalate_after: questions.stretch("escalate_after", s.questions.escalate_after),
        keep_text: kept("keep_text", s.questions.keep_text),
        keep_handle: kept("keep_handle", s.questions.keep_handle),
        keep_voice: kept("keep_voice", s.questions.keep_voice),
    };
    s.topics = questions.filled("topics").map(|file| reader.resolve(&file));
    s.keep_deliveries = keep_deliveries(&delivery, s.questions.keep_text.length());
    s.identities = identity::read_all(reader, root);
    s.report = report(reader, root);
    s.session = session(&Section::of(reader, root, "desk", &["session"]));
    // A public address that is there but wrong has its own fault already.
    s.accounts = account::read_all(reader, root, server.has("public_url"));
    s
}

/// A session at the desk: plain time, at most a month, for a telephone is lost now and then.
fn session(desk: &Section<'_>) -> Duration {
    let set = match desk.stretch("session", Stretch::Plain(SESSION)) {
        Stretch::WorkingDays(number) => days(number.unsigned_abs()),
        Stretch::Plain(time) => time,
    };
    if set.is_zero() || set > LONGEST_SESSION {
        desk.fault(desk.place_of("session"), words::bad_session());
    }
    set
}

/// Not shorter than anything that looks a message up: a period that is being reported, a quote, what waits as long as its
/// text is kept.
fn keep_deliveries(delivery: &Section<'_>, keep_text: Duration) -> Duration {
    let least = days(LEAST_DELIVERIES_DAYS).max(keep_text + days(10));
    let kept =
        match delivery.stretch("keep_deliveries", Stretch::Plain(days(KEEP_DELIVERIES_DAYS).max(least))) {
            Stretch::WorkingDays(number) => days(number.unsigned_abs()),
            Stretch::Plain(time) => time,
        };
    if kept < least {
        let least = least.as_secs().div_ceil(86_400);
        delivery
            .fault(delivery.place_of("keep_deliveries"), words::keeps_too_short("keep_deliveries", least));
    }
    kept
}

fn report(reader: &Reader<'_>, root: &DeTable<'_>) -> ReportSettings {
    let keys = ["boundary_day", "due_day", "small_count"];
    let report = Section::of(reader, root, "report", &[&keys, identity::MOVED].concat());
    for key in identity::MOVED.iter().filter(|key| report.has(key)) {
        report.fault(report.place_of(key), words::moved_to_identity(key));
    }
    let default = ReportSettings::default();
    let day = |key: &str| report.number(key, 1, 31).and_then(|n| i8::try_from(n).ok());
    ReportSettings {
        boundary_day: day("boundary_day").unwrap_or(default.boundary_day),
        due_day: day("due_day").unwrap_or(default.due_day),
        small_count: report.number("small_count", 0, 1000).unwrap_or(default.small_count),
    }
}

/// A key file may be missing: it is made at first start. An empty one would be made over a lost key.
fn key(reader: &Reader<'_>, privacy: &Section<'_>) -> KeySource {
    let file = if privacy.has("key") { privacy.file_of("key") } else { Some(reader.resolve("loaban.key")) };
    if let Some(path) = file {
        if std::fs::metadata(&path).is_ok_and(|m| m.len() == 0) {
            reader.fault(privacy.place_of("key"), words::empty_key_file(&path));
        }
        return KeySource::File(path);
    }
    let looks_like_key = |text: &str| {
        let text = text.trim_end_matches('=');
        let base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_".contains(c);
        (text.len() == 43 && text.chars().all(base64)).then(|| Secret::new(text))
    };
    KeySource::Value(privacy.parsed("key", looks_like_key, words::bad_key).unwrap_or_default())
}

/// The address with an SQLite file relative to the settings file.
fn database_url(reader: &Reader<'_>, text: &str) -> Option<String> {
    if let Some(file) = text.strip_prefix("sqlite:") {
        let file = file.strip_prefix("//").unwrap_or(file).split('?').next().unwrap_or_default();
        // Several connections share one database; one in memory would be a different one for each.
        return (!file.is_empty() && !file.contains(":memory:"))
            .then(|| format!("sqlite://{}", reader.resolve(file).display()));
    }
    let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"))?;
    (!rest.is_empty() && reqwest::Url::parse(text).is_ok()).then(|| text.to_owned())
}

fn plain_days(number: u64) -> Stretch {
    Stretch::Plain(days(number))
}

fn days(number: u64) -> Duration {
    Duration::from_secs(number * 86_400)
}

#[cfg(test)]
mod tests;
