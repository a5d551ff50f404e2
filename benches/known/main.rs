//! Known answers, measured: `cargo bench --bench known -- [--quick] [--cold]`.
//!
//! So many questions with an answer as a country's offices may have released, each put together from two that people wrote
//! (the labelled sets of `tests/known`). Beside the index stands the simplest thing that could work: to go through all of them and count
//! shared words. `--quick` takes a tenth; `--cold` only builds, once, so that its memory is the program's own.

#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use anyhow::{Context, Result, bail};
use loaban::clock::Clock;
use loaban::known::{Entry, Index};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::HashSet;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

const MEGABYTE: f64 = 1_000_000.0;
/// Entries, and what each of them must reach.
const ENTRIES: usize = 100_000;
const MOST_BUILD: Duration = Duration::from_secs(2);
const MOST_SEARCH: Duration = Duration::from_millis(20);
const MOST_MEMORY: f64 = 60.0;
/// Questions that are looked for.
const ASKED: usize = 300;

/// A line of the labelled sets.
#[derive(serde::Deserialize)]
struct Line {
    #[serde(default)]
    question: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    text: String,
}

fn main() -> ExitCode {
    match measure() {
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

fn measure() -> Result<usize> {
    let (mut count, mut cold) = (ENTRIES, false);
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "--quick" => count = ENTRIES / 10,
            "--cold" => cold = true,
            // Cargo says so itself.
            "--bench" => {}
            other => bail!("{other} is not known: [--quick] [--cold]"),
        }
    }
    let (entries, asked) = texts(count)?;
    // Lists of words are read once in a process, and are not the index's.
    black_box(Index::build(entries.iter().take(1).cloned()));
    let before = resident()?;
    let clock = Clock::system();
    let began = clock.tick();
    let index = Index::build(entries.iter().cloned());
    let build = clock.tick() - began;
    let memory = (resident()?.saturating_sub(before)) as f64 / MEGABYTE;
    println!("| of {} entries | | must reach | |", index.len());
    println!("|---|---|---|---|");
    let mut missed = 0;
    let mut row = |what: &str, figure: String, most: String, ok: bool| {
        missed += usize::from(!ok);
        println!("| {what} | {figure} | {most} | {} |", if ok { "ok" } else { "MISSED" });
    };
    row("memory", format!("{memory:.0} MB"), format!("< {MOST_MEMORY} MB"), memory < MOST_MEMORY);
    row("built in", format!("{:.2} s", build.as_secs_f64()), format!("< {MOST_BUILD:?}"), build < MOST_BUILD);
    if cold {
        return Ok(missed);
    }
    let (mut times, mut plain) = (vec![], vec![]);
    let words: Vec<HashSet<&str>> = entries.iter().map(|e| e.question.split_whitespace().collect()).collect();
    for text in &asked {
        let began = clock.tick();
        black_box(index.fits(text));
        times.push(clock.tick() - began);
        let began = clock.tick();
        black_box(through_all(&words, text));
        plain.push(clock.tick() - began);
    }
    times.sort();
    plain.sort();
    for (name, at) in [("half of the searches within", 50), ("95 % within", 95), ("99 % within", 99)] {
        let (time, other) = (times[at * times.len() / 100], plain[at * plain.len() / 100]);
        let ratio = time.as_secs_f64() / other.as_secs_f64();
        let figure = format!("{:.2} ms, {ratio:.2} of going through all", time.as_secs_f64() * 1_000.0);
        row(name, figure, format!("< {MOST_SEARCH:?}"), time < MOST_SEARCH);
    }
    Ok(missed)
}

/// The entry that shares the most words.
fn through_all(words: &[HashSet<&str>], text: &str) -> Option<usize> {
    let said: Vec<&str> = text.split_whitespace().collect();
    let shared = |of: &HashSet<&str>| said.iter().filter(|word| of.contains(**word)).count();
    (0..words.len()).max_by_key(|at| shared(&words[*at]))
}

/// So many entries, and questions as people write them.
fn texts(count: usize) -> Result<(Vec<Entry>, Vec<String>)> {
    let read = |sets: &[&str]| -> Result<Vec<Line>> {
        let lines = sets.iter().flat_map(|set| set.lines());
        lines.map(|line| serde_json::from_str(line).context("tests/known")).collect()
    };
    let corpus = read(&[include_str!("../../tests/known/corpus.jsonl")])?;
    let said = read(&[
        include_str!("../../tests/known/pairs.jsonl"),
        include_str!("../../tests/known/negatives.jsonl"),
        include_str!("../../tests/known/foreign-negatives.jsonl"),
    ])?;
    let questions: Vec<&str> =
        corpus.iter().map(|l| &*l.question).chain(said.iter().map(|l| &*l.text)).collect();
    let mut chance = StdRng::seed_from_u64(100_000);
    let entries = (0..count).map(|at| {
        let one = questions[chance.random_range(0..questions.len())];
        let other = questions[chance.random_range(0..questions.len())];
        Entry {
            id: format!("{at:06}"),
            question: format!("{} {}", half(one, true), half(other, false)),
            answer: corpus[chance.random_range(0..corpus.len())].answer.clone(),
        }
    });
    let entries = entries.collect();
    let asked = (0..ASKED).map(|_| said[chance.random_range(0..said.len())].text.clone()).collect();
    Ok((entries, asked))
}

/// The first words of a text, or its last.
fn half(text: &str, first: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (head, tail) = words.split_at(words.len().div_ceil(2));
    if first { head.join(" ") } else { tail.join(" ") }
}

/// What the process holds in memory, in bytes.
fn resident() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kilobytes: u64 = line.split_whitespace().next().context("no VmRSS")?.parse()?;
    Ok(kilobytes * 1024)
}
