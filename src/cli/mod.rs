//! What an operator types (contract, section 1): one file per noun, one answer per command.
//!
//! A command returns an `Answer`; only this file prints. Results go to stdout, as sentences or as one JSON
//! document; faults and logs go to stderr; the exit code says which kind of failure it was.

mod args;
mod backup;
mod check;
mod desk;
mod doctor;
mod groups;
mod invite;
mod items;
mod key;
mod leftovers;
mod places;
mod placing;
mod publications;
mod questions;
mod report;
mod roles;
mod service;
mod zalo;

use crate::acts::{self, By, Deed};
use crate::clock::{Clock, Millis};
use crate::config::Settings;
use crate::content::{Item, Library, Miss, Mode};
use crate::db::{self, Trouble, Tx};
use crate::failure::{Failure, refused};
use crate::ids::Ids;
use crate::outbox::Again;
use crate::parts::Parts;
use crate::places::Tree;
use crate::stored::Unknown;
use crate::telemetry;
use crate::text::{Arg, Text, VIETNAMESE};
use anyhow::Result;
use args::{Command, Line};
use clap::Parser;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// What a command has to say when it is done.
struct Answer {
    /// For people.
    text: String,
    /// For programs.
    json: Value,
    /// The exit code: 0, or 1 when faults were found, or 3 when something could not be reached.
    code: u8,
}

impl Answer {
    fn new(text: impl Into<String>, json: impl Serialize) -> Result<Answer> {
        Ok(Answer { text: text.into(), json: serde_json::to_value(json)?, code: 0 })
    }
}

/// Reads the command line; wrong usage and `--help` end here.
pub fn read() -> Result<Line, ExitCode> {
    Line::try_parse().map_err(|e| {
        // Nobody reads it when even this cannot be written.
        let _ = e.print();
        ExitCode::from(u8::try_from(e.exit_code()).unwrap_or(2))
    })
}

/// Does what was asked for and tells how it ended.
pub async fn run(line: Line) -> ExitCode {
    let (json, config) = (line.json, line.config.clone());
    let done = match start_log(&line) {
        Ok(()) => act(line).await,
        Err(e) => Err(e.into()),
    };
    match done {
        Ok(answer) => {
            let out = if json { format!("{}\n", answer.json) } else { answer.text };
            print(&out);
            ExitCode::from(answer.code)
        }
        Err(e) => {
            let (text, code) = failure(&e, config);
            let _ = writeln!(std::io::stderr(), "{text}");
            ExitCode::from(code)
        }
    }
}

fn start_log(line: &Line) -> Result<(), Failure> {
    // The practice room reads no environment.
    let practice = matches!(line.command, Command::Demo { .. });
    let level = std::env::var("LOABAN_LOG").ok().filter(|level| !practice && !level.is_empty());
    telemetry::start(level.as_deref().unwrap_or(telemetry::DEFAULT_LEVEL))
}

async fn act(line: Line) -> Result<Answer> {
    let shell = Shell::new(line.config, line.json)?;
    if !matches!(line.command, Command::Demo { .. })
        && let Ok(settings) = shell.settings()
    {
        leftovers::sweep(leftovers::folder(&settings));
    }
    match line.command {
        Command::Demo { listen, keep } => service::demo(listen, keep).await,
        Command::Run => service::run(&shell).await,
        Command::Migrate => service::migrate(&shell).await,
        Command::Check => check::check(&shell).await,
        Command::Doctor { acts: Some(most), .. } => doctor::acts(&shell, most).await,
        Command::Doctor { trust_clock: true, .. } => doctor::trust_clock(&shell).await,
        Command::Doctor { .. } => doctor::doctor(&shell).await,
        Command::Place(args::Place::Import { file, dry_run }) => places::import(&shell, &file, dry_run).await,
        Command::Place(args::Place::List { below }) => places::list(&shell, below.as_deref()).await,
        Command::Invite(invite) => invite::invite(&shell, invite).await,
        Command::Group(args::Group::List) => groups::list(&shell).await,
        Command::Group(args::Group::Unlink { group }) => groups::unlink(&shell, &group).await,
        Command::Group(args::Group::Move { group, place }) => groups::relocate(&shell, &group, &place).await,
        Command::Desk(args::Desk::Link { role }) => desk::link(&shell, &role).await,
        Command::Role(args::Role::List) => roles::list(&shell).await,
        Command::Role(args::Role::Move { role, place }) => roles::relocate(&shell, &role, &place).await,
        Command::Role(args::Role::End { role }) => roles::end(&shell, &role).await,
        Command::Item(args::Item::List) => items::list(&shell).await,
        Command::Item(args::Item::Show { item, language, platform }) => {
            items::show(&shell, &item, &language, platform).await
        }
        Command::Item(args::Item::Import { dir }) => items::moved::import(&shell, &dir).await,
        Command::Item(args::Item::Export { dir }) => items::moved::export(&shell, &dir).await,
        Command::Item(args::Item::Release { item, by }) => items::release(&shell, &item, &by).await,
        Command::Item(args::Item::Withdraw { item, why, by }) => {
            items::withdraw(&shell, &item, by.as_deref(), &why).await
        }
        Command::Publish(publish) => publications::publish(&shell, publish).await,
        Command::Publication(args::Publication::List) => publications::list(&shell).await,
        Command::Publication(args::Publication::Show { id, watch }) => {
            publications::show(&shell, &id, watch).await
        }
        Command::Publication(args::Publication::Cancel { id }) => publications::cancel(&shell, &id).await,
        Command::Publication(args::Publication::Resend { id, failed, .. }) => {
            publications::resend(&shell, &id, if failed { Again::Failed } else { Again::Unknown }).await
        }
        Command::Question(args::Question::List { open, overdue }) => {
            questions::list(&shell, open, overdue).await
        }
        Command::Question(args::Question::Show { code }) => questions::show(&shell, &code).await,
        Command::Report(report) => report::report(&shell, report).await,
        Command::Zalo(args::Zalo::Authorize { account, code, redirect }) => {
            zalo::authorize(&shell, &account, code, redirect).await
        }
        Command::Key(args::Key::Rotate) => key::rotate(&shell).await,
        Command::Key(args::Key::Lost { yes }) => key::lost(&shell, yes).await,
        Command::Backup { file } => backup::backup(&shell, &file).await,
        Command::Restore { file } => backup::restore(&shell, &file).await,
    }
}

/// What every command starts from.
struct Shell {
    config: Option<PathBuf>,
    json: bool,
    text: Text,
}

impl Shell {
    fn new(config: Option<PathBuf>, json: bool) -> Result<Shell> {
        Ok(Shell { config, json, text: Text::load(None)? })
    }

    fn config(&self) -> PathBuf {
        let named = || std::env::var_os("LOABAN_CONFIG").filter(|v| !v.is_empty()).map(PathBuf::from);
        self.config.clone().or_else(named).unwrap_or_else(|| "loaban.toml".into())
    }

    fn settings(&self) -> Result<Settings> {
        Settings::open(&self.config(), &environment)
    }

    /// Everything a command works with. Creates and migrates the SQLite file.
    async fn parts(&self) -> Result<Parts> {
        let clock = Clock::system();
        let ids = Ids::system(clock.clone());
        Parts::open(self.settings()?, clock, ids, Mode::Run).await
    }

    fn say(&self, key: &str, args: &[Arg<'_>]) -> String {
        self.text.say(VIETNAMESE, key, args)
    }

    /// What is wrong with the database, where it is, and what to do about it.
    fn trouble(&self, trouble: Trouble) -> String {
        let place = self.settings().map(|s| db::place(s.database_url.expose()));
        self.say(trouble.key(), &[("where", place.unwrap_or_default().into())])
    }

    /// One line of an answer.
    fn line(&self, key: &str, args: &[Arg<'_>]) -> String {
        format!("{}\n", self.say(key, args))
    }

    fn refused(&self, key: &str, args: &[Arg<'_>]) -> anyhow::Error {
        refused(self.say(key, args))
    }

    fn usage(&self, key: &str, args: &[Arg<'_>]) -> anyhow::Error {
        Failure::Usage(self.say(key, args)).into()
    }

    /// A remark beside the answer.
    fn note(&self, text: &str) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// A person watches, and no program reads.
    fn is_watched(&self) -> bool {
        !self.json && std::io::stdout().is_terminal() && std::io::stderr().is_terminal()
    }

    /// The item that is meant; one with faults is refused with all of them, since half an item is none.
    fn item<'l>(&self, library: &'l Library, typed: &str) -> Result<&'l Item> {
        let list = |items: Vec<&Item>| items.iter().map(|i| i.folder.as_str()).collect::<Vec<_>>().join(", ");
        let faults = library.faults_of(typed.trim());
        if !faults.is_empty() {
            return Err(refused(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
        }
        library.find(typed).map_err(|miss| match miss {
            Miss::Several(found) => {
                self.refused("cli-item-several", &[("typed", typed.into()), ("items", list(found).into())])
            }
            Miss::Unknown => {
                self.tell_of_faults(library);
                let all = list(library.items().collect());
                self.refused("cli-item-unknown", &[("typed", typed.into()), ("items", all.into())])
            }
        })
    }

    /// Items that are left out, beside the answer.
    fn tell_of_faults(&self, library: &Library) {
        if let Some(first) = library.faults().first() {
            let args = [("count", library.faults().len().into()), ("first", first.to_string().into())];
            self.note(&self.say("cli-item-faults", &args));
        }
    }

    /// The code itself when such a place exists that day; else a refusal that names what may be meant.
    fn place(&self, tree: &Tree, typed: &str, day: Date) -> Result<String> {
        let near = |places: Vec<&crate::places::Place>| {
            let places = &places[..places.len().min(5)];
            let labels = tree.told_apart(places, day);
            let near = places.iter().zip(labels).map(|(p, label)| format!("{} ({label})", p.code));
            near.collect::<Vec<_>>().join("; ")
        };
        let key = match tree.get(typed) {
            Some(place) if !place.has_ended(day) => return Ok(typed.to_owned()),
            Some(_) => {
                let now = near(tree.current(typed, day));
                if now.is_empty() {
                    return Err(self.refused("cli-place-ended-nowhere", &[("place", typed.into())]));
                }
                return Err(self.refused("cli-place-ended", &[("place", typed.into()), ("near", now.into())]));
            }
            None if tree.all().is_empty() => "cli-place-none",
            None => "cli-place-unknown",
        };
        let mut found = tree.find(typed, day, &[]).places();
        let folded = typed.to_lowercase();
        found.extend(
            tree.all().iter().filter(|p| !p.has_ended(day) && is_near(&p.code.to_lowercase(), &folded)),
        );
        if found.is_empty() {
            return Err(self.refused(key, &[("place", typed.into())]));
        }
        let mut seen = HashSet::new();
        found.retain(|p| seen.insert(&p.code));
        Err(self.refused("cli-place-near", &[("place", typed.into()), ("near", near(found).into())]))
    }

    /// The same, but what has ended stands for what it became: an order to all of it reaches everybody who was there.
    fn places_meant(&self, tree: &Tree, typed: &str, day: Date) -> Result<Vec<String>> {
        let became = tree.current(typed, day);
        if became.is_empty() {
            Ok(vec![self.place(tree, typed, day)?])
        } else {
            Ok(became.iter().map(|p| p.code.to_string()).collect())
        }
    }

    /// The name of the place that a stored code is on that day.
    fn place_now(&self, tree: &Tree, code: &str, day: Date) -> String {
        self.place_name(tree, tree.now(code, day).map_or(code, |p| p.code.as_str()))
    }

    /// "lc-binhlu (xã Bình Lư)", or the bare code of a place that is not known any more.
    fn place_name(&self, tree: &Tree, code: &str) -> String {
        tree.get(code).map_or_else(|| code.to_owned(), |p| format!("{} ({code})", p.full_name()))
    }
}

/// Codes of which something was left out, or that had something put at the end.
fn is_near(code: &str, typed: &str) -> bool {
    let end = |text: &str| text.rsplit(['-', '.', '_']).next().unwrap_or_default().to_owned();
    let too_long = typed.strip_prefix(code).is_some_and(|rest| rest.len() <= 2 && code.len() > 3);
    typed.len() >= 3 && (code.contains(typed) || too_long || end(code) == end(typed))
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn today(parts: &Parts) -> Date {
    parts.core.calendar.local(parts.core.clock.now()).date()
}

/// Writes down that this was decided at the command line, by whom if that was said.
async fn decided(parts: &Parts, tx: &mut Tx, name: Option<&str>, deed: Deed, about: &str) -> Result<()> {
    acts::record(tx, &parts.core.seal, parts.core.clock.now(), By::Shell(name), deed, about).await
}

/// The places with nothing above them: code and name.
fn named_roots(tree: &Tree, day: Date) -> Vec<(String, String)> {
    tree.roots(day).iter().map(|p| (p.code.to_string(), p.full_name())).collect()
}

fn rfc3339(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at).map(|t| t.to_string()).unwrap_or_default()
}

/// Rows in columns that line up, for a terminal.
fn table(rows: &[Vec<String>]) -> String {
    let wide = |text: &str| text.chars().count();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|c| rows.iter().filter_map(|r| r.get(c)).map(|cell| wide(cell)).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - wide(cell) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// What went wrong, once, and the exit code for it.
fn failure(e: &anyhow::Error, config: Option<PathBuf>) -> (String, u8) {
    if let Some(failure) = e.downcast_ref::<Failure>() {
        return (failure.to_string(), failure.code());
    }
    let Ok(shell) = Shell::new(config, false) else { return (format!("{e:#}"), 1) };
    if let Some(Unknown { table, column, row }) = e.downcast_ref() {
        let args = [("table", (*table).into()), ("column", (*column).into()), ("row", row.as_str().into())];
        return (shell.say("db-unknown-word", &args), 1);
    }
    match db::trouble(e) {
        // A database that went away in the middle of a command is out of reach like one that never answered.
        Some(trouble) => (shell.trouble(trouble), 3),
        None => (shell.say("db-fault", &[("what", format!("{e:#}").into())]), 1),
    }
}

/// To stdout. A reader that stopped reading (`| head`) is no fault of ours.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests;
