//! The figures of delivery, measured: `cargo bench --bench delivery -- [--quick] [NAME]…`.
//!
//! One function for each row of `docs/performance.md`. Each prints its figure, the same figure of the simplest
//! loop over the same HTTP client against the same server in the same run, their ratio, and whether the target
//! was reached. What did not measure what it was to measure is an error, never a figure.
//! `--quick` divides the counts by ten: for trying the benchmarks themselves.

#![expect(clippy::print_stdout, reason = "figures are what it is for")]

mod answer;
mod bare;
mod cap;
mod growth;
mod house;
mod memory;
mod platform;
mod program;
mod publish;
mod speed;
mod stages;
mod store;
mod turns;
mod webhooks;

use anyhow::{Context, Result, bail};
use house::Templates;
use loaban::clock::Clock;
use std::path::PathBuf;
use std::process::ExitCode;
use tempfile::TempDir;

/// Every row, in the order of the table.
const NAMES: &[&str] =
    &["cap", "speed", "answer", "webhooks", "turns", "publish", "memory", "start", "growth", "stages"];

/// One measured row.
pub struct Figure {
    /// The benchmark.
    pub name: &'static str,
    /// What distinguishes it from others of the same name.
    pub mode: String,
    /// What was measured.
    pub got: String,
    /// The same of the bare loop.
    pub bare: String,
    /// One by the other.
    pub ratio: String,
    /// What must be reached; "" when the row only explains.
    pub target: &'static str,
    /// Whether it is.
    pub ok: bool,
}

/// What the benchmarks share.
pub struct Bench {
    /// The monotonic hand measures.
    pub clock: Clock,
    templates: Templates,
    /// The house with the most old deliveries, for the next benchmark that needs it.
    oldest: Option<house::House>,
    quick: bool,
    missed: usize,
}

impl Bench {
    /// A count, or a tenth of it in a quick run.
    pub fn count(&self, full: usize) -> usize {
        if self.quick { full / 10 } else { full }
    }

    /// Prints a row.
    pub fn report(&mut self, f: Figure) {
        let verdict = match (f.target, f.ok) {
            ("", _) => "",
            (_, true) => "ok",
            (_, false) => "MISSED",
        };
        self.missed += usize::from(verdict == "MISSED");
        let Figure { name, mode, got, bare, ratio, target, .. } = f;
        println!("| {name} | {mode} | {got} | {bare} | {ratio} | {target} | {verdict} |");
    }

    /// A new folder on the disk that is measured.
    pub fn folder() -> Result<TempDir> {
        let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        std::fs::create_dir_all(&place)?;
        Ok(tempfile::Builder::new().prefix("bench-").tempdir_in(place)?)
    }
}

fn main() -> ExitCode {
    // The threads of the program itself (`src/main.rs`).
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime.context("no runtime").and_then(|runtime| runtime.block_on(run())) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            eprintln!("{missed} targets were missed");
            ExitCode::from(1)
        }
        Err(e) => {
            eprintln!("nothing was measured: {e:#}");
            ExitCode::from(2)
        }
    }
}

async fn run() -> Result<usize> {
    // `cargo bench` hands `--bench` to every benchmark.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let quick = words.iter().any(|word| word == "--quick");
    let mut names: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "--quick").collect();
    if let Some(unknown) = names.iter().find(|name| !NAMES.contains(name)) {
        bail!("no benchmark is called {unknown}; there are: {}", NAMES.join(", "));
    }
    if names.is_empty() {
        names = NAMES.to_vec();
    }
    let clock = Clock::system();
    let mut bench =
        Bench { clock: clock.clone(), templates: Templates::new()?, oldest: None, quick, missed: 0 };
    println!("| figure | mode | measured | bare loop | ratio | must reach | |");
    println!("|---|---|---|---|---|---|---|");
    for name in names {
        let begun = clock.tick();
        let done = match name {
            "cap" => cap::run(&mut bench).await,
            "speed" => speed::run(&mut bench).await,
            "answer" => answer::run(&mut bench).await,
            "webhooks" => webhooks::run(&mut bench).await,
            "turns" => turns::run(&mut bench).await,
            "publish" => publish::run(&mut bench).await,
            "memory" => memory::run(&mut bench).await,
            "start" => growth::start(&mut bench).await,
            "growth" => growth::run(&mut bench).await,
            _ => stages::run(&mut bench).await,
        };
        done.with_context(|| format!("in {name}"))?;
        eprintln!("{name}: {:.0} s", (clock.tick() - begun).as_secs_f64());
    }
    if quick {
        eprintln!("a quick run: its figures say little");
    }
    Ok(bench.missed)
}

/// The value below which `share` of them lie.
pub fn quantile(values: &[std::time::Duration], share: f64) -> std::time::Duration {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1));
    sorted.get(at - 1).copied().unwrap_or_default()
}

/// Milliseconds as people read them.
pub fn ms(span: std::time::Duration) -> String {
    let ms = span.as_secs_f64() * 1000.0;
    if ms < 10.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}
