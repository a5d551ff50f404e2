//! What people type is played through the program from outside: real acts bring somebody into the case's context, the
//! lines are sent, time passes, and what counts is what is seen: messages, choices, cards, codes, the list of questions,
//! the village's report. The pure room is measured in `src/understanding/tests.rs`; here it is seen that the program
//! does what was understood.

mod cases;
mod crossed;
pub mod phrases;
mod shot;
mod town;

use crate::world::Engine;
use cases::{Case, read, sample};
use futures_util::StreamExt;
use loaban::config::Platform;
use std::collections::BTreeMap;
use std::path::Path;
use town::{Stage, Town};

/// Cases from elsewhere are played instead of ours, and only shown: the path of a file like `own.jsonl`.
const OTHERS: &str = "LOABAN_TEST_UTTERANCES";

/// So many cases share a world, and so many worlds are played at once.
const OF_A_WORLD: usize = 40;
const AT_ONCE: usize = 3;
/// A Zalo bot is admitted to three groups, and each secretary has one.
const GROUPS: usize = 3;
/// It reaches fifty people: a reporter has three who asked.
const PEOPLE: usize = 11;

type Table = BTreeMap<String, BTreeMap<&'static str, (usize, usize)>>;

/// What came of each case: whether it is right, and what was seen.
struct Played {
    case: Case,
    right: bool,
    seen: String,
}

/// Plays cases, those of a context side by side in one world, and several worlds at a time.
async fn played(engine: Engine, platform: Platform, all: Vec<Case>) -> Vec<Played> {
    let mut contexts: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in all {
        contexts.entry(case.context.clone()).or_default().push(case);
    }
    let worlds: Vec<Vec<Case>> = contexts
        .into_values()
        .flat_map(|cases| {
            cases.chunks(of_a_world(platform, &cases[0])).map(<[Case]>::to_vec).collect::<Vec<_>>()
        })
        .collect();
    // A task begins when it is spawned, so it is spawned when it is its turn.
    let playing =
        worlds.into_iter().map(|cases| async move { tokio::spawn(play(engine, platform, cases)).await });
    let playing = futures_util::stream::iter(playing).buffer_unordered(AT_ONCE);
    let mut done: Vec<Played> = playing.map(Result::unwrap).concat().await;
    done.sort_by(|a, b| a.case.id.cmp(&b.case.id));
    done
}

fn of_a_world(platform: Platform, case: &Case) -> usize {
    match platform {
        Platform::ZaloBot if case.secretary() => GROUPS,
        Platform::ZaloBot => PEOPLE,
        Platform::Telegram | Platform::ZaloOa => OF_A_WORLD,
    }
}

async fn play(engine: Engine, platform: Platform, cases: Vec<Case>) -> Vec<Played> {
    let Some(mut town) = Town::new(engine, platform).await else { return vec![] };
    let mut done = vec![];
    let mut stages = town.set(cases).await;
    town.play(&mut stages).await;
    for stage in &stages {
        let right = town.fits(stage).await;
        done.push(Played { case: stage.case.clone(), right, seen: seen(stage) });
    }
    // Nothing that nobody was told of.
    let told: Vec<&String> = stages.iter().flat_map(|s| &s.in_the_end.fresh).collect();
    let listed = town.questions().await;
    let lost: Vec<&String> =
        listed.keys().filter(|code| !town.listed.contains_key(*code) && !told.contains(code)).collect();
    assert!(lost.is_empty(), "{}: questions that nobody was told of: {lost:?}", stages[0].case.context);
    town.world.close().await;
    done
}

/// What was seen, for whoever looks why it is wrong.
fn seen(stage: &Stage) -> String {
    let one = |text: &str| text.replace('\n', " / ").chars().take(110).collect::<String>();
    let notes = stage.in_the_end.notes.iter().map(|n| format!("  máy: {} {:?}", one(&n.text), n.choices));
    let cards = stage.in_the_end.cards.iter().map(|(who, n)| format!("  cán bộ {who}: {}", one(&n.text)));
    let answers = stage.in_the_end.answers.iter().flatten().map(|n| format!("  người hỏi: {}", one(&n.text)));
    let figures = match &stage.in_the_end.figures {
        serde_json::Value::Null => None,
        figures => Some(format!("  {figures}")),
    };
    notes.chain(cards).chain(answers).chain(figures).collect::<Vec<_>>().join("\n")
}

fn count(table: &mut Table, column: &'static str, all: &[Played]) {
    for one in all {
        for class in [one.case.class.as_str(), "~ all"] {
            let cell = table.entry(class.to_owned()).or_default().entry(column).or_default();
            *cell = (cell.0 + usize::from(one.right), cell.1 + 1);
        }
    }
}

fn lines(table: &Table, columns: &[&'static str]) -> String {
    let mut lines = vec![
        format!("| class, through the program | {} |", columns.join(" | ")),
        format!("|{}", "---|".repeat(columns.len() + 1)),
    ];
    for (class, cells) in table {
        let cell =
            |column| cells.get(column).map_or("–".to_owned(), |(right, all)| format!("{right} of {all}"));
        let cells: Vec<String> = columns.iter().map(cell).collect();
        lines.push(format!("| {} | {} |", class.trim_start_matches("~ "), cells.join(" | ")));
    }
    lines.join("\n")
}

fn show_wrong(all: &[Played]) {
    for one in all.iter().filter(|one| !one.right) {
        eprintln!(
            "{} [{}] {:?}: not {:?}\n{}",
            one.case.id, one.case.context, one.case.lines, one.case.ok, one.seen
        );
    }
}

/// In a hundred, at least so many come out right, of all and of each class with more than ten.
fn holds(all: &[Played], floor: usize, of_class: usize) {
    let mut table = Table::new();
    count(&mut table, "", all);
    for (class, cells) in &table {
        let (right, count) = cells[""];
        let floor = if class == "~ all" { floor } else { of_class };
        assert!(
            count <= 10 && class != "~ all" || 100 * right >= floor * count,
            "{class}: {right} of {count}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_understood_is_done() {
    if let Ok(file) = std::env::var(OTHERS) {
        let all = played(Engine::Sqlite, Platform::Telegram, read(&file)).await;
        let mut table = Table::new();
        count(&mut table, "through the program", &all);
        show_wrong(&all);
        eprintln!("{}", lines(&table, &["through the program"]));
        return;
    }
    let mut table = Table::new();
    let given = played(Engine::Sqlite, Platform::Telegram, read("utterances.jsonl")).await;
    let own = played(Engine::Sqlite, Platform::Telegram, read("own.jsonl")).await;
    count(&mut table, "given", &given);
    count(&mut table, "own", &own);
    show_wrong(&given);
    show_wrong(&own);
    let lines = lines(&table, &["given", "own"]);
    eprintln!("{lines}");
    holds(&given, 97, 90);
    holds(&own, 97, 90);
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/understanding.md");
    let docs = std::fs::read_to_string(docs).unwrap_or_default();
    assert!(docs.contains(&lines), "docs/understanding.md holds another table; put this one there");
}

/// Some of each class in each context, elsewhere.
async fn some(engine: Engine, platform: Platform, most: usize) {
    let all = [read("utterances.jsonl"), read("own.jsonl")].concat();
    let all = played(engine, platform, sample(all, most)).await;
    if all.is_empty() {
        return;
    }
    show_wrong(&all);
    holds(&all, 95, 90);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgresql_too() {
    some(Engine::Postgres, Platform::Telegram, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_choices_are_digits_and_nothing_is_quoted() {
    some(Engine::Sqlite, Platform::ZaloBot, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_an_official_account() {
    some(Engine::Sqlite, Platform::ZaloOa, 2).await;
}
