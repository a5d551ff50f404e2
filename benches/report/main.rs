//! The month's report, measured: `cargo bench --bench report -- [--quick] [--periods N]`.
//!
//! A province of 1,500 villages whose month has 10,000, 100,000 and 1,000,000 facts, and a log of so many such months
//! (20 with `--periods 20`: 20,000,000 facts, 10 GB of disk). Each row is the built program making the report of the
//! last month, with what is carried; beside it stands the simplest thing that could work: the same program when nothing
//! is carried, which follows every fact of the log. `--quick` leaves out the largest.

#![expect(clippy::print_stdout, reason = "figures are what it is for")]

mod log;

use anyhow::{Context, Result, bail, ensure};
use loaban::clock::Clock;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const MEGABYTE: f64 = 1_000_000.0;

/// What one run of the program cost.
struct Cost {
    time: Duration,
    /// The most memory that it had at once, in bytes.
    memory: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match measure().await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            println!("{missed} missed");
            ExitCode::FAILURE
        }
        Err(e) => {
            println!("{e:#}");
            ExitCode::from(2)
        }
    }
}

async fn measure() -> Result<usize> {
    let (mut quick, mut periods) = (false, 2);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--quick" => quick = true,
            // Cargo says so itself.
            "--bench" => {}
            "--periods" => periods = args.next().context("--periods N")?.parse()?,
            other => bail!("{other} is not known: [--quick] [--periods N]"),
        }
    }
    println!(
        "| facts in the month | in the log | format | time | nothing carried | ratio | memory | target | |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut missed = 0;
    for facts in [10_000, 100_000, 1_000_000].into_iter().filter(|facts| !quick || *facts < 1_000_000) {
        missed += month(facts, periods).await?;
    }
    Ok(missed)
}

async fn month(facts: i64, periods: i64) -> Result<usize> {
    let folder = tempfile::tempdir()?;
    let written = log::write(&folder, facts, periods).await?;
    let anew = run(&folder, "json")?;
    let mut missed = 0;
    for (format, seconds, memory) in [("json", 1.0, 100.0), ("docx,xlsx,html,csv,json", 5.0, f64::INFINITY)] {
        // The best of three: what else the machine does is not the program's cost.
        let mut costs = (0..3).map(|_| run(&folder, format)).collect::<Result<Vec<_>>>()?;
        costs.sort_by_key(|cost| cost.time);
        let cost = &costs[0];
        let (time, most) = (cost.time.as_secs_f64(), cost.memory as f64 / MEGABYTE);
        let ok = time < seconds && most < memory;
        missed += usize::from(!ok);
        println!(
            "| {facts} | {written} | {format} | {time:.2} s | {:.2} s, {:.0} MB | {:.3} | {most:.0} MB | < {seconds} s{} | {} |",
            anew.time.as_secs_f64(),
            anew.memory as f64 / MEGABYTE,
            time / anew.time.as_secs_f64(),
            if memory.is_finite() { format!(", < {memory} MB") } else { String::new() },
            if ok { "ok" } else { "MISSED" },
        );
    }
    Ok(missed)
}

/// `loaban report`, to its end.
fn run(folder: &TempDir, format: &str) -> Result<Cost> {
    let clock = Clock::system();
    let out = folder.path().join("out");
    let begun = clock.tick();
    let mut child = Command::new(env!("CARGO_BIN_EXE_loaban"))
        .arg("--config")
        .arg(folder.path().join("loaban.toml"))
        .args(["report", log::MONTH, "--place", "p", "--format", format, "--out"])
        .arg(&out)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let ended = loop {
        memory = memory.max(highest(Path::new(&status)));
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    ensure!(ended.success(), "the report failed");
    ensure!(memory > 0, "its memory was not seen");
    Ok(Cost { time: clock.tick() - begun, memory })
}

/// `VmHWM`, in bytes; 0 when it has ended.
fn highest(status: &Path) -> u64 {
    let status = std::fs::read_to_string(status).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default()
        * 1024
}
