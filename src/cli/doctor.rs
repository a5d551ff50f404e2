//! `doctor`: the state of everything that the program needs, one line each.

use super::backup;
use super::placing::Bound;
use super::{Answer, Shell, named_roots, rfc3339, table};
use crate::app;
use crate::base::Core;
use crate::calendar::{Calendar, Holidays};
use crate::clock::{Clock, Millis};
use crate::config::{CapabilitiesByAccount, KeySource, Platform, Settings};
use crate::content::Library;
use crate::db::{self, Backend, Db, Trouble, sqlite};
use crate::failure::Failure;
use crate::ids::Ids;
use crate::media::{Converter, Form, Needs, Unable};
use crate::message::Aloud;
use crate::questions::subject::Subjects;
use crate::seal::Seal;
use crate::text::{Arg, VIETNAMESE};
use crate::{
    acts, content, groups, inbox, ledger, media, outbox, people, places, questions, report, roster,
    timekeeper,
};
use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

/// No platform and no proxy is waited for longer.
const PLATFORM_PATIENCE: Duration = Duration::from_secs(15);
/// Whoever writes is done within this.
const LOCK_PATIENCE: Duration = Duration::from_secs(3);
const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
/// More spoilt rows than these are counted: the database is damaged as a whole.
const MOST_NAMED: usize = 50;
/// A clock that is further off spoils deadlines and, further still, certificates.
const SKEW: Millis = 30_000;
/// Weekly is the least that an office does.
const OLD_BACKUP: Millis = 8 * 24 * HOUR;
/// Quiet hours hold an announcement for less than this.
const LONG_WAIT: Millis = 12 * HOUR;
/// Platforms ask for patience all the time; for more than this an operator should know of it.
const LONG_HOLD: Millis = HOUR;
/// So many wrong codes in two days are no slips.
const GUESSING: i64 = 20;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Grade {
    Ok,
    Warn,
    Fail,
}

/// One line.
#[derive(Debug, Clone, Serialize)]
struct Finding {
    state: Grade,
    what: &'static str,
    text: String,
}

/// What was found so far.
struct Chart<'s> {
    shell: &'s Shell,
    findings: Vec<Finding>,
}

impl Chart<'_> {
    fn add(&mut self, state: Grade, what: &'static str, key: &str, args: &[Arg<'_>]) {
        let text = self.shell.say(key, args);
        self.findings.push(Finding { state, what, text });
    }

    fn close(self, unreachable: bool) -> Result<Answer> {
        let mut text: String = self.findings.iter().map(line).collect();
        let sum = |state: Grade| self.findings.iter().filter(|f| f.state == state).count();
        let failed = sum(Grade::Fail) > 0;
        let sums = [
            ("ok", sum(Grade::Ok).into()),
            ("warn", sum(Grade::Warn).into()),
            ("fail", sum(Grade::Fail).into()),
        ];
        text.push_str(&self.shell.line("cli-doctor-sums", &sums));
        let mut answer = Answer::new(text, self.findings)?;
        answer.code = if unreachable { 3 } else { u8::from(failed) };
        Ok(answer)
    }
}

fn line(finding: &Finding) -> String {
    let state = match finding.state {
        Grade::Ok => "ok",
        Grade::Warn => "warn",
        Grade::Fail => "fail",
    };
    // A fault of several lines (settings) stays one finding.
    format!("{state:<4}  {}\n", finding.text.replace('\n', "\n      "))
}

pub async fn doctor(shell: &Shell) -> Result<Answer> {
    let mut chart = Chart { shell, findings: vec![] };
    let settings = match shell.settings() {
        Ok(settings) => settings,
        Err(e) => {
            chart.add(
                Grade::Fail,
                "settings",
                "cli-doctor-settings-bad",
                &[("faults", e.to_string().into())],
            );
            return chart.close(false);
        }
    };
    let file = shell.config().display().to_string();
    chart.add(Grade::Ok, "settings", "cli-doctor-settings", &[("file", file.into())]);
    content(&mut chart, &settings)?;
    let clock = Clock::system();
    holidays(&mut chart, &settings, &clock)?;
    let mut core = None;
    let unreachable = match database(&mut chart, &settings, &clock, &mut core).await {
        Ok(unreachable) => unreachable,
        Err(e) => away(&mut chart, &e)?,
    };
    accounts(&mut chart, &settings, &clock, core.as_ref()).await;
    if let Some(core) = &core {
        core.db.close().await;
    }
    public_url(&mut chart, &settings).await;
    skew(&mut chart, &settings, &clock).await;
    disk(&mut chart, &settings);
    chart.close(unreachable)
}

/// The clock is right, although it jumped: what waited for that goes on.
pub async fn trust_clock(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let now = parts.core.now();
    let held = timekeeper::kept(&parts.core.db).await?.is_some_and(|kept| kept.held.is_some());
    let mut tx = parts.core.db.write().await?;
    timekeeper::trust(&mut tx, now).await?;
    acts::record(&mut tx, &parts.core.seal, now, acts::By::Shell(None), acts::Deed::TrustClock, "").await?;
    tx.commit().await?;
    let key = if held { "cli-clock-trusted" } else { "cli-clock-trusted-already" };
    let json = serde_json::json!({ "now": rfc3339(now), "held": held });
    Answer::new(shell.line(key, &[("now", parts.desk.shown(now).into())]), json)
}

/// A clock that jumped is not believed at once: what waits for that, and what to do.
async fn jumped(chart: &mut Chart<'_>, db: &Db, settings: &Settings) -> Result<()> {
    let Some(kept) = timekeeper::kept(db).await? else { return Ok(()) };
    let Some(held) = kept.held else { return Ok(()) };
    let calendar = settings.calendar()?;
    let shown = |at: Millis| calendar.local(at).strftime("%H:%M %d/%m/%Y").to_string();
    let args = [("from", shown(held.from).into()), ("to", shown(kept.seen - held.watched).into())];
    chart.add(Grade::Warn, "clock", "cli-doctor-clock-held", &args);
    Ok(())
}

/// The newest decisions, newest first.
pub async fn acts(shell: &Shell, most: u32) -> Result<Answer> {
    let parts = shell.parts().await?;
    let found = acts::newest(&parts.core.db, Some(&parts.core.seal), most).await?;
    let mut tx = parts.core.db.write().await?;
    let (mut rows, mut json) = (vec![], vec![]);
    for act in found {
        let role = match &act.role {
            Some(id) => roster::with(&mut tx, id).await?,
            None => None,
        };
        let by = match (&act.role, role, &act.name) {
            (Some(_), Some(role), _) => {
                let kind = shell.say(&format!("cli-role-{}", role.duty), &[]);
                format!("{kind} {} ({})", role.place, role.id)
            }
            (Some(id), None, _) => id.to_string(),
            (None, _, Some(name)) => shell.say("cli-act-shell-named", &[("name", name.as_str().into())]),
            (None, _, None) => shell.say("cli-act-shell", &[]),
        };
        let deed = shell.say(&format!("cli-act-{}", act.deed), &[]);
        rows.push(vec![parts.desk.shown(act.at), deed, about(shell, &act), by]);
        json.push(serde_json::json!({
            "at": rfc3339(act.at), "deed": act.deed, "about": act.about,
            "by": if act.role.is_some() { "role" } else { "shell" }, "role": act.role, "name": act.name,
        }));
    }
    // Nothing was written.
    drop(tx);
    let text = if rows.is_empty() { shell.line("cli-act-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

/// What it was about, as an operator reads it.
fn about(shell: &Shell, act: &acts::Act) -> String {
    match act.about.split_once(' ') {
        Some((kind, place)) if act.deed == acts::Deed::Invite => {
            format!("{} {place}", shell.say(&format!("cli-role-{kind}"), &[]))
        }
        _ => act.about.clone(),
    }
}

/// Codes that are nobody's, typed since yesterday: somebody may be guessing.
async fn wrong_codes(chart: &mut Chart<'_>, db: &Db, today: Date) -> Result<()> {
    let mut count = 0;
    for day in [Some(today), today.yesterday().ok()].into_iter().flatten() {
        count += roster::wrong_codes(db, day).await?;
    }
    if count >= GUESSING {
        chart.add(Grade::Warn, "invitations", "cli-doctor-wrong-codes", &[("count", count.into())]);
    }
    Ok(())
}

/// How long working days can be counted: after the end of the list every deadline would pass over a holiday.
fn holidays(chart: &mut Chart<'_>, settings: &Settings, clock: &Clock) -> Result<()> {
    let today = settings.calendar()?.local(clock.now()).date();
    let list = &settings.holidays;
    let (grade, key) = end_of(list, today);
    let until = list.until.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
    chart.add(grade, "holidays", key, &[("until", until.into())]);
    Ok(())
}

fn end_of(list: &Holidays, today: Date) -> (Grade, &'static str) {
    match (list.until, list.warn_from()) {
        (Some(until), _) if until < today => (Grade::Warn, "cli-doctor-holidays-over"),
        (Some(_), Some(from)) if from > today => (Grade::Ok, "cli-doctor-holidays"),
        _ => (Grade::Warn, "cli-doctor-holidays-ending"),
    }
}

/// In whose name the machine speaks.
async fn identities(chart: &mut Chart<'_>, db: &Db, settings: &Settings, clock: &Clock) -> Result<()> {
    let tree = places::tree(db).await?;
    let today = settings.calendar()?.local(clock.now()).date();
    let faults = settings.identities.faults(&named_roots(&tree, today));
    for text in &faults {
        chart.findings.push(Finding { state: Grade::Fail, what: "identity", text: text.clone() });
    }
    let strange: Vec<&str> = settings
        .identities
        .iter()
        .filter(|one| !tree.all().is_empty() && tree.get(&one.place).is_none())
        .map(|one| one.place.as_str())
        .collect();
    if !strange.is_empty() {
        let args = [("places", strange.join(", ").into())];
        chart.add(Grade::Warn, "identity", "cli-doctor-identity-nowhere", &args);
    } else if faults.is_empty() {
        let names: Vec<&str> = settings.identities.iter().map(|one| one.owner.as_str()).collect();
        chart.add(Grade::Ok, "identity", "cli-doctor-identity", &[("owners", names.join(", ").into())]);
    }
    Ok(())
}

fn content(chart: &mut Chart<'_>, settings: &Settings) -> Result<()> {
    let subjects = Subjects::read(settings.topics.as_deref())?;
    let topics: Vec<&str> = subjects.topics().iter().map(|t| t.id.as_str()).collect();
    let library = Library::load(&settings.content, &topics, &chart.shell.text);
    match library.faults().first() {
        None => chart.add(
            Grade::Ok,
            "content",
            "cli-doctor-content",
            &[("items", library.items().count().into())],
        ),
        Some(first) => {
            let args = [("count", library.faults().len().into()), ("first", first.to_string().into())];
            chart.add(Grade::Fail, "content", "cli-doctor-content-bad", &args);
        }
    }
    Ok(())
}

/// True when the database could not be reached. `core`: what some accounts keep in it, if all is well with it.
async fn database(
    chart: &mut Chart<'_>,
    settings: &Settings,
    clock: &Clock,
    core: &mut Option<Core>,
) -> Result<bool> {
    let url = settings.database_url.expose();
    if sqlite::file_of(url).is_some_and(|file| !file.exists()) {
        // Asking must not make it.
        chart.add(Grade::Warn, "database", "cli-doctor-database-none", &[]);
        key(chart, settings, None);
        return Ok(false);
    }
    let db = match Db::open(url).await {
        Ok(db) => db,
        Err(e) => {
            away(chart, &e)?;
            key(chart, settings, None);
            return Ok(true);
        }
    };
    let name = if db.backend() == Backend::Sqlite { "SQLite" } else { "PostgreSQL" };
    let pending = db.pending_migrations().await?;
    // Reading goes well although nothing can be written: so writing is tried, and nothing written.
    match tokio::time::timeout(LOCK_PATIENCE, db.write()).await {
        Ok(written) => drop(written?),
        Err(_) => {
            let why = chart.shell.trouble(Trouble::Held);
            chart.add(Grade::Fail, "database", "cli-doctor-database-away", &[("why", why.into())]);
            return Ok(true);
        }
    }
    chart.add(Grade::Ok, "database", "cli-doctor-database", &[("name", name.into())]);
    rights(chart, url);
    if pending > 0 {
        // `run` brings SQLite up to date itself; on PostgreSQL somebody has to.
        let grade = if db.backend() == Backend::Sqlite { Grade::Warn } else { Grade::Fail };
        chart.add(grade, "migrations", "cli-doctor-migrations-pending", &[("steps", pending.into())]);
        key(chart, settings, None);
        return Ok(false);
    }
    chart.add(Grade::Ok, "migrations", "cli-doctor-migrations", &[]);
    if db.mark("kind").await?.is_some_and(|kind| kind == "practice") {
        chart.add(Grade::Fail, "database", "cli-doctor-practice", &[]);
    }
    alive(chart, &db).await?;
    last_backup(chart, &db, clock.now()).await?;
    let seal = key(chart, settings, db.mark("key").await?);
    identities(chart, &db, settings, clock).await?;
    jumped(chart, &db, settings).await?;
    backlog(chart, &db, clock.now()).await?;
    wrong_codes(chart, &db, settings.calendar()?.local(clock.now()).date()).await?;
    deleted(chart, &db, &settings.calendar()?).await?;
    quotas(chart, &db, settings, clock.now()).await?;
    group_states(chart, &db, settings).await?;
    people_served(chart, &db, settings).await?;
    places(chart, &db, settings, clock.now()).await?;
    if let Some(seal) = seal {
        spoilt_rows(chart, &db, &seal).await?;
        open_questions(chart, &db, &seal, clock.now()).await?;
        let ids = Ids::system(clock.clone());
        let (calendar, text) = (settings.calendar()?, chart.shell.text.clone());
        *core = Some(Core { db, seal, ids, clock: clock.clone(), calendar, text });
    } else {
        db.close().await;
    }
    Ok(false)
}

/// Whether a `run` is alive: without one nothing leaves and nothing is answered, so it stands first.
async fn alive(chart: &mut Chart<'_>, db: &Db) -> Result<()> {
    match outbox::lease::alive(db).await? {
        Some(accounts) => {
            let key = if accounts.is_empty() { "cli-doctor-alive-idle" } else { "cli-doctor-alive" };
            chart.add(Grade::Ok, "run", key, &[("accounts", accounts.join(", ").into())]);
        }
        None => chart.add(Grade::Warn, "run", "cli-doctor-not-alive", &[]),
    }
    chart.findings.rotate_right(1);
    Ok(())
}

async fn last_backup(chart: &mut Chart<'_>, db: &Db, now: Millis) -> Result<()> {
    let made = db.mark(backup::LAST_BACKUP).await?.and_then(|at| at.parse::<Millis>().ok());
    match made {
        None => chart.add(Grade::Warn, "backup", "cli-doctor-backup-none", &[]),
        Some(at) => {
            let (grade, key) = match now - at > OLD_BACKUP {
                true => (Grade::Warn, "cli-doctor-backup-old"),
                false => (Grade::Ok, "cli-doctor-backup"),
            };
            chart.add(grade, "backup", key, &[("age", age(chart.shell, now - at).into())]);
        }
    }
    Ok(())
}

/// What was deleted last because its time was over.
async fn deleted(chart: &mut Chart<'_>, db: &Db, calendar: &Calendar) -> Result<()> {
    let Some(day) = app::deleted::last(db).await? else {
        chart.add(Grade::Ok, "deleted", "cli-doctor-deleted-none", &[]);
        return Ok(());
    };
    let (at, sums) = (calendar.local(day.at), day.sums);
    // The day, and no hour: whoever reads it often would learn when something went.
    let at = format!("ngày {:02}/{:02}/{}", at.day(), at.month(), at.year());
    let args = [
        ("at", at.into()),
        ("texts", (sums.texts as i64).into()),
        ("handles", (sums.handles as i64).into()),
        ("rows", (sums.rows as i64).into()),
        ("updates", (sums.updates as i64).into()),
        ("people", (sums.people as i64).into()),
    ];
    chart.add(Grade::Ok, "deleted", "cli-doctor-deleted", &args);
    Ok(())
}

/// The database's file is for its owner alone: it is sealed, but places, items and times are not.
fn rights(chart: &mut Chart<'_>, url: &str) {
    let Some(file) = sqlite::file_of(url) else { return };
    let open = std::fs::metadata(&file).is_ok_and(|about| about.permissions().mode() & 0o077 != 0);
    let (grade, key) = match open {
        true => (Grade::Warn, "cli-doctor-rights-open"),
        false => (Grade::Ok, "cli-doctor-rights"),
    };
    chart.add(grade, "rights", key, &[("file", file.display().to_string().into())]);
}

/// What is wrong with the database, as a finding. True, or the error itself when the database is not to blame.
fn away(chart: &mut Chart<'_>, e: &anyhow::Error) -> Result<bool> {
    let why = match (db::trouble(e), e.downcast_ref::<Failure>()) {
        (Some(trouble), _) => chart.shell.trouble(trouble),
        (None, Some(failure)) => failure.to_string(),
        (None, None) => return Err(anyhow::anyhow!("{e:#}")),
    };
    chart.add(Grade::Fail, "database", "cli-doctor-database-away", &[("why", why.into())]);
    Ok(true)
}

/// The sealing key: there, private, and this database's. Never makes one.
fn key(chart: &mut Chart<'_>, settings: &Settings, marked: Option<String>) -> Option<Seal> {
    let ids = Ids::system(Clock::system());
    let seal = match &settings.key {
        KeySource::Value(key) => Seal::from_text(key.expose(), ids),
        KeySource::File(path) => {
            let file: Arg<'_> = ("file", path.display().to_string().into());
            let Ok(about) = std::fs::metadata(path) else {
                match marked {
                    Some(_) => chart.add(Grade::Fail, "key", "cli-doctor-key-lost", &[file]),
                    None => chart.add(Grade::Warn, "key", "cli-doctor-key-none", &[file]),
                }
                return None;
            };
            if about.permissions().mode() & 0o077 != 0 {
                chart.add(Grade::Warn, "key", "cli-doctor-key-open", &[file]);
            }
            if app::keys::next(path).exists() {
                chart.add(
                    Grade::Warn,
                    "key",
                    "cli-doctor-key-next",
                    &[("file", app::keys::next(path).display().to_string().into())],
                );
            }
            std::fs::read_to_string(path).ok().and_then(|text| Seal::from_text(&text, ids))
        }
    };
    match (&seal, marked) {
        (None, _) => chart.add(Grade::Fail, "key", "cli-doctor-key-bad", &[]),
        (Some(seal), Some(marked)) if !seal.has(&marked) => {
            chart.add(Grade::Fail, "key", "cli-doctor-key-other", &[]);
            return None;
        }
        (Some(seal), Some(_)) if !seal.is_single() => {
            chart.add(Grade::Ok, "key", "cli-doctor-key-rotating", &[]);
        }
        (Some(_), Some(_)) => chart.add(Grade::Ok, "key", "cli-doctor-key", &[]),
        (Some(_), None) => chart.add(Grade::Ok, "key", "cli-doctor-key-alone", &[]),
    }
    seal
}

async fn backlog(chart: &mut Chart<'_>, db: &Db, now: Millis) -> Result<()> {
    let rows = outbox::backlog(db).await?;
    let in_state =
        |state: outbox::State| -> i64 { rows.iter().filter(|b| b.state == state).map(|b| b.count).sum() };
    let waiting = in_state(outbox::State::Waiting) + in_state(outbox::State::Sending);
    match rows.iter().filter_map(|b| b.oldest).min() {
        Some(since) => {
            let grade = if now - since > LONG_WAIT { Grade::Warn } else { Grade::Ok };
            let args = [("count", waiting.into()), ("age", age(chart.shell, now - since).into())];
            chart.add(grade, "outbox", "cli-doctor-outbox", &args);
        }
        None => chart.add(Grade::Ok, "outbox", "cli-doctor-outbox-empty", &[]),
    }
    for (account, count) in outbox::stopped(db).await? {
        let args = [("account", account.into()), ("count", count.into())];
        chart.add(Grade::Warn, "outbox", "cli-doctor-stopped", &args);
    }
    for (account, count, until) in outbox::asked_to_wait(db, now + LONG_HOLD).await? {
        let left = age(chart.shell, until - now);
        let args = [("account", account.into()), ("count", count.into()), ("left", left.into())];
        chart.add(Grade::Warn, "outbox", "cli-doctor-held", &args);
    }
    let silent = outbox::silent(db).await?;
    if silent > 0 {
        chart.add(Grade::Ok, "outbox", "cli-doctor-silent", &[("count", silent.into())]);
    }
    let lost = outbox::private_failed(db).await?;
    if lost > 0 {
        chart.add(Grade::Warn, "outbox", "cli-doctor-private-failed", &[("count", lost.into())]);
    }
    let unknown = outbox::private_unknown(db).await?;
    if unknown > 0 {
        chart.add(Grade::Warn, "outbox", "cli-doctor-private-unknown", &[("count", unknown.into())]);
    }
    let trouble = outbox::publications_in_trouble(db).await?;
    if trouble != (0, 0) {
        let args = [("failed", trouble.0.into()), ("unknown", trouble.1.into())];
        chart.add(Grade::Warn, "outbox", "cli-doctor-outbox-trouble", &args);
    }
    let rows = inbox::backlog(db).await?;
    let count: i64 = rows.iter().map(|b| b.count).sum();
    match rows.iter().map(|b| b.oldest).min() {
        Some(since) => {
            let grade = if now - since > 5 * MINUTE { Grade::Warn } else { Grade::Ok };
            let args = [("count", count.into()), ("age", age(chart.shell, now - since).into())];
            chart.add(grade, "inbox", "cli-doctor-inbox", &args);
        }
        None => chart.add(Grade::Ok, "inbox", "cli-doctor-inbox-empty", &[]),
    }
    Ok(())
}

/// Every row of every room is read and opened once: those that cannot be are named.
async fn spoilt_rows(chart: &mut Chart<'_>, db: &Db, seal: &Seal) -> Result<()> {
    let read = async {
        places::survey(db).await?;
        groups::survey(db).await?;
        roster::survey(db, seal).await?;
        people::survey(db, seal).await?;
        inbox::survey(db, seal).await?;
        questions::survey(db, seal).await?;
        content::survey(db, seal).await?;
        outbox::survey(db, seal).await?;
        media::survey(db, seal).await?;
        ledger::survey(db).await?;
        report::survey(db).await?;
        acts::survey(db, seal).await
    };
    // A server may be too busy to give out all that ever was.
    let whole = match read.await {
        Err(e) if db::trouble(&e).is_some() => false,
        read => read.map(|()| true)?,
    };
    if !whole {
        chart.add(Grade::Warn, "rows", "cli-doctor-rows-unread", &[]);
    }
    let noted = db::noted();
    for row in noted.iter().take(MOST_NAMED) {
        let args = [("table", row.table.into()), ("row", row.row.as_str().into())];
        chart.add(Grade::Fail, "rows", "cli-doctor-row", &args);
    }
    match noted.len() {
        0 if whole => chart.add(Grade::Ok, "rows", "cli-doctor-rows", &[]),
        all if all > MOST_NAMED => {
            chart.add(Grade::Fail, "rows", "cli-doctor-rows-more", &[("count", (all - MOST_NAMED).into())]);
        }
        _ => {}
    }
    Ok(())
}

/// What is left of the month, where a platform counts.
async fn quotas(chart: &mut Chart<'_>, db: &Db, settings: &Settings, now: Millis) -> Result<()> {
    let month = settings.calendar()?.month(now);
    for (account, quota) in outbox::quotas(db, &CapabilitiesByAccount::of(&settings.accounts), &month).await?
    {
        let closed = quota.room(outbox::Rank::Normal) == 0;
        let grade = if quota.is_scarce() { Grade::Warn } else { Grade::Ok };
        let args = [
            ("account", account.into()),
            ("used", quota.used.into()),
            ("limit", quota.limit.into()),
            ("left", quota.left().into()),
        ];
        let key = if closed { "cli-doctor-quota-closed" } else { "cli-doctor-quota" };
        chart.add(grade, "quota", key, &args);
    }
    Ok(())
}

async fn group_states(chart: &mut Chart<'_>, db: &Db, settings: &Settings) -> Result<()> {
    let all = groups::all(db).await?;
    let linked = all.iter().filter(|g| g.is_linked()).count();
    let gone = all.iter().filter(|g| g.state == groups::State::Gone).count();
    chart.add(Grade::Ok, "groups", "cli-doctor-groups", &[("linked", linked.into())]);
    for account in &settings.accounts {
        let Some(most) = account.capabilities.groups else { continue };
        let linked = all.iter().filter(|g| g.is_linked() && g.account == account.name).count();
        let grade = if linked >= most as usize { Grade::Warn } else { Grade::Ok };
        let args = [
            ("account", account.name.as_str().into()),
            ("linked", linked.into()),
            ("most", i64::from(most).into()),
        ];
        chart.add(grade, "groups", "cli-doctor-quota-groups", &args);
    }
    if gone > 0 {
        chart.add(Grade::Warn, "groups", "cli-doctor-groups-gone", &[("gone", gone.into())]);
    }
    Ok(())
}

/// How many of the people whom a platform lets an account serve have come. Nobody is told apart by this.
async fn people_served(chart: &mut Chart<'_>, db: &Db, settings: &Settings) -> Result<()> {
    for account in &settings.accounts {
        let Some(most) = account.capabilities.people.map(i64::from) else { continue };
        let known = people::count(db, &account.name).await?;
        // As with messages: at four fifths there is still time to do something.
        let grade = if known * 5 >= most * 4 { Grade::Warn } else { Grade::Ok };
        let key =
            if grade == Grade::Warn { "cli-doctor-quota-people-scarce" } else { "cli-doctor-quota-people" };
        let args =
            [("account", account.name.as_str().into()), ("known", known.into()), ("most", most.into())];
        chart.add(grade, "people", key, &args);
    }
    Ok(())
}

/// Groups and roles whose place is, or soon will be, no single place any more: they hear and reach nothing until
/// somebody moves them.
async fn places(chart: &mut Chart<'_>, db: &Db, settings: &Settings, now: Millis) -> Result<()> {
    let today = settings.calendar()?.local(now).date();
    let tree = places::tree(db).await?;
    let by_hand = Bound::read(db, vec![]).await?.by_hand(&tree, today);
    for one in &by_hand {
        let line = one.line(chart.shell, &tree);
        chart.add(Grade::Warn, "places", "cli-doctor-places-by-hand", &[("what", line.trim_end().into())]);
    }
    if by_hand.is_empty() {
        let count = tree.all().iter().filter(|p| p.is_valid(today)).count();
        chart.add(Grade::Ok, "places", "cli-doctor-places", &[("count", count.into())]);
    }
    Ok(())
}

async fn open_questions(chart: &mut Chart<'_>, db: &Db, seal: &Seal, now: Millis) -> Result<()> {
    let open = questions::list(db, seal, true, false, now).await?;
    let oldest = open.iter().filter_map(|q| q.asked_at.parse::<jiff::Timestamp>().ok()).min();
    let Some(oldest) = oldest else {
        chart.add(Grade::Ok, "questions", "cli-doctor-questions-none", &[]);
        return Ok(());
    };
    let overdue = open.iter().filter(|q| q.overdue).count();
    let grade = if overdue > 0 { Grade::Warn } else { Grade::Ok };
    let args = [
        ("count", open.len().into()),
        ("age", age(chart.shell, now - oldest.as_millisecond()).into()),
        ("overdue", overdue.into()),
    ];
    chart.add(grade, "questions", "cli-doctor-questions", &args);
    let nobody = open.iter().filter(|q| !q.routed).count();
    if nobody > 0 {
        chart.add(Grade::Warn, "questions", "cli-doctor-questions-nobody", &[("count", nobody.into())]);
    }
    Ok(())
}

async fn accounts(chart: &mut Chart<'_>, settings: &Settings, clock: &Clock, core: Option<&Core>) {
    if settings.accounts.is_empty() {
        chart.add(Grade::Warn, "account", "cli-doctor-no-account", &[]);
    }
    let channels = match app::channels(settings, clock, core) {
        Ok(channels) => channels,
        Err(e) => {
            let text = e.downcast_ref::<Failure>().map_or_else(|| "?".into(), ToString::to_string);
            chart.findings.push(Finding { state: Grade::Fail, what: "account", text });
            return;
        }
    };
    for account in settings.accounts.iter().filter(|a| !channels.contains_key(&a.name)) {
        chart.add(
            Grade::Fail,
            "account",
            "zalo-doctor-database",
            &[("account", account.name.as_str().into())],
        );
    }
    let needs = Needs::of(&channels);
    let mut asked = tokio::task::JoinSet::new();
    for (name, channel) in channels {
        asked.spawn(async move {
            let said = tokio::time::timeout(PLATFORM_PATIENCE, channel.examine()).await;
            (name, said.unwrap_or_else(|_| Err(anyhow::anyhow!("không trả lời trong 15 giây"))))
        });
    }
    let mut said: Vec<(String, Result<String>)> = asked.join_all().await;
    said.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, said) in said {
        let (grade, key, what) = match said {
            Ok(what) => (Grade::Ok, "cli-doctor-account", what),
            Err(e) => (Grade::Fail, "cli-doctor-account-bad", e.to_string()),
        };
        chart.add(grade, "account", key, &[("account", name.into()), ("what", what.into())]);
    }
    carriage(chart, settings, needs).await;
    if settings.accounts.iter().any(|a| a.platform == Platform::Telegram) {
        chart.add(Grade::Warn, "account", "cli-doctor-telegram", &[]);
    }
}

/// What of voices and pictures cannot travel between the accounts, and what to do about it.
async fn carriage(chart: &mut Chart<'_>, settings: &Settings, needs: Needs) {
    for account in needs.links.iter().filter(|_| settings.public_url.is_none()) {
        chart.add(Grade::Warn, "media", "cli-doctor-media-no-url", &[("account", account.as_str().into())]);
    }
    if needs.conversion.is_empty() {
        return;
    }
    // Tried out with a real sound: a program that is there may still lack a codec.
    let speech = chart.shell.text.aloud(VIETNAMESE, Aloud::Help).map(|voice| voice.bytes.to_vec());
    let (grade, key) = match Converter::find().convert(speech.unwrap_or_default(), Form::Aac).await {
        Ok(_) => (Grade::Ok, "cli-doctor-media"),
        Err(Unable::NoProgram) => (Grade::Warn, "cli-doctor-media-no-program"),
        Err(Unable::NotSound) => (Grade::Warn, "cli-doctor-media-bad-program"),
    };
    chart.add(grade, "media", key, &[("accounts", needs.conversion.join(", ").into())]);
}

async fn public_url(chart: &mut Chart<'_>, settings: &Settings) {
    let Some(url) = &settings.public_url else {
        chart.add(Grade::Warn, "public_url", "cli-doctor-no-url", &[]);
        return;
    };
    let answer = match client() {
        Some(client) => client.get(format!("{url}/health/live")).send().await.ok(),
        None => None,
    };
    let grade = if answer.is_some_and(|a| a.status().is_success()) { Grade::Ok } else { Grade::Warn };
    let key = if grade == Grade::Ok { "cli-doctor-url" } else { "cli-doctor-url-away" };
    chart.add(grade, "public_url", key, &[("url", url.as_str().into())]);
}

/// Our clock against the platform's, by the `Date` of its answer.
async fn skew(chart: &mut Chart<'_>, settings: &Settings, clock: &Clock) {
    let api = settings.accounts.first().map(|a| a.api_url.clone());
    let answer = match (client(), api) {
        // Without a token: the address alone answers something with a date.
        (Some(client), Some(url)) => client.head(url).send().await.ok(),
        _ => None,
    };
    let date = answer.as_ref().and_then(|a| a.headers().get("date")?.to_str().ok());
    let date = date.and_then(|d| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(d).ok());
    match date {
        None => chart.add(Grade::Warn, "clock", "cli-doctor-clock-untested", &[]),
        Some(theirs) => {
            let off = clock.now() - theirs.as_millisecond();
            let (grade, key) = if off.abs() <= SKEW {
                (Grade::Ok, "cli-doctor-clock")
            } else {
                (Grade::Warn, "cli-doctor-clock-off")
            };
            chart.add(grade, "clock", key, &[("seconds", (off / 1000).into())]);
        }
    }
}

fn client() -> Option<reqwest::Client> {
    reqwest::Client::builder().timeout(Duration::from_secs(8)).no_proxy().build().ok()
}

/// Where the database grows: the folder of its file, else that of the content.
fn disk(chart: &mut Chart<'_>, settings: &Settings) {
    let file = sqlite::file_of(settings.database_url.expose());
    let folder = file.as_deref().and_then(Path::parent).unwrap_or(&settings.content);
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // The file may be a link to another disk.
    let at = file.as_deref().filter(|file| file.exists()).unwrap_or(folder);
    match free_megabytes(at) {
        None => chart.add(Grade::Warn, "disk", "cli-doctor-disk-untested", &[]),
        Some(free) => {
            let (grade, key) = match free {
                ..100 => (Grade::Fail, "cli-doctor-disk-full"),
                100..1000 => (Grade::Warn, "cli-doctor-disk-full"),
                _ => (Grade::Ok, "cli-doctor-disk"),
            };
            chart.add(grade, "disk", key, &[("free", free.into())]);
        }
    }
}

/// What somebody without the right to the reserve can still write.
fn free_megabytes(at: &Path) -> Option<i64> {
    let about = rustix::fs::statvfs(at).ok()?;
    i64::try_from(about.f_bavail.saturating_mul(about.f_frsize) >> 20).ok()
}

fn age(shell: &Shell, millis: Millis) -> String {
    let millis = millis.max(0);
    let (key, n) = match millis {
        0..HOUR => ("cli-age-minutes", millis / MINUTE),
        _ if millis < 48 * HOUR => ("cli-age-hours", millis / HOUR),
        _ => ("cli-age-days", millis / (24 * HOUR)),
    };
    shell.say(key, &[("n", n.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_holiday_list_is_told_half_a_year_before() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let list = Holidays { until: Some(day("2027-12-31")), ..Holidays::default() };
        for (today, grade, key) in [
            ("2026-11-30", Grade::Ok, "cli-doctor-holidays"),
            ("2027-06-29", Grade::Ok, "cli-doctor-holidays"),
            ("2027-06-30", Grade::Warn, "cli-doctor-holidays-ending"),
            ("2027-12-31", Grade::Warn, "cli-doctor-holidays-ending"),
            ("2028-01-01", Grade::Warn, "cli-doctor-holidays-over"),
        ] {
            assert_eq!(end_of(&list, day(today)), (grade, key), "{today}");
        }
        assert_eq!(end_of(&Holidays::default(), day("2026-11-30")).0, Grade::Warn);
    }
}
