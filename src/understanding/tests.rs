//! The cases of `tests/understanding`, class by class, and what holds for any text.

use super::*;
use jiff::civil::Date;
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Deserialize)]
struct Case {
    id: String,
    class: String,
    context: String,
    lines: Vec<String>,
    ok: Vec<String>,
}

const CONTEXTS: [&str; 14] = [
    "fresh-known", "open", "answered", "asked-back", "not-cleared", "notice", "place-choice", "after-list", "sec",
    "sec-quote", "rep-one", "rep-several", "rep-quote", "editor",
];

/// What stands for somebody's codes in the cases.
const OWN: [&str; 2] = ["AB2CD", "K7MNP"];

fn today() -> Date {
    Date::constant(2026, 11, 30)
}

fn cases(text: &str) -> Vec<Case> {
    text.lines().filter(|l| !l.is_empty()).map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn given() -> Vec<Case> {
    cases(include_str!("../../tests/understanding/utterances.jsonl"))
}

fn own() -> Vec<Case> {
    cases(include_str!("../../tests/understanding/own.jsonl"))
}

/// Half of the given cases, by their ids alone: what was looked at while the lists were made, and what was not.
fn tuned(case: &Case) -> bool {
    let hash = case.id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (mixed ^ (mixed >> 33)).is_multiple_of(2)
}

fn strings(all: &[&str]) -> Vec<String> {
    all.iter().map(|s| (*s).to_owned()).collect()
}

/// What the contexts of the cases mean.
struct World {
    labels: Vec<String>,
    codes: Vec<String>,
}

impl World {
    fn new(context: &str) -> World {
        let labels = match context {
            "notice" => strings(&["Đồng ý, gửi", "Không, xoá"]),
            "place-choice" => strings(&["Bản Nà Mây, xã Bình Lư", "Bản Suối Mây, xã Bình Lư", "Không có ở đây"]),
            "after-list" => strings(&["Mỗi năm bà con được khám sức khoẻ miễn phí", "Học phí", "Bảo hiểm y tế"]),
            "answered" => strings(&["Rõ rồi", "Chưa rõ"]),
            _ => vec![],
        };
        let codes = match context {
            "open" | "answered" | "asked-back" | "not-cleared" | "rep-one" | "rep-quote" => strings(&OWN[..1]),
            "rep-several" => strings(&OWN),
            _ => vec![],
        };
        World { labels, codes }
    }

    fn situation(&self, context: &str) -> Situation<'_> {
        let about = match context {
            "notice" => Some(About::Notice),
            "place-choice" => Some(About::Place),
            "after-list" => Some(About::Several),
            "answered" => Some(About::Clear),
            _ => None,
        };
        let last = match context {
            "answered" => Last::Answer,
            "asked-back" => Last::AskBack,
            "not-cleared" => Last::NotClear,
            _ => Last::Other,
        };
        let who = match context {
            "sec" | "sec-quote" => Who::Secretary { quotes: context == "sec-quote" },
            "rep-one" => Who::Reporter { open: Open::One, quotes: false },
            "rep-several" => Who::Reporter { open: Open::Several, quotes: false },
            "rep-quote" => Who::Reporter { open: Open::One, quotes: true },
            "editor" => Who::Office,
            _ => Who::Resident,
        };
        Situation {
            who,
            waits: about.map(|about| Waits { about, labels: &self.labels }),
            last,
            open_question: matches!(context, "open" | "asked-back" | "not-cleared"),
            answered_lately: context == "answered",
            own_codes: &self.codes,
            since_own_words: None,
            gather: Duration::from_secs(60),
            today: today(),
        }
    }
}

fn day(text: &str) -> String {
    let Some((before, rest)) = text.split_once("{d+") else { return text.to_owned() };
    let (days, after) = rest.split_once('}').unwrap();
    let day = today().checked_add(jiff::Span::new().days(days.parse::<i64>().unwrap())).unwrap();
    format!("{before}{}/{}{}", day.day(), day.month(), self::day(after))
}

fn filled(text: &str) -> String {
    let text = text.replace("{code}", OWN[0]).replace("{codelow}", "ab2cd").replace("{code2}", OWN[1]);
    let text = text.replace("{othercode}", "Q9WRT").replace("{invite}", "WD3UFPYZYG").replace("{province}", "Lai Châu");
    day(&text)
}

/// What a meaning looks like from outside; several where the talk decides between them.
fn seen(meaning: &Meaning, context: &str) -> String {
    let notice = context == "notice";
    match meaning {
        Meaning::Choice(1) if notice => "yes".into(),
        Meaning::Choice(_) if notice => "no".into(),
        Meaning::Choice(n) => format!("pick:{n}"),
        Meaning::PlaceName => "placed".into(),
        Meaning::Number(_) | Meaning::StrangeCode => "help".into(),
        Meaning::Slash => "slash".into(),
        Meaning::Wish(wish) => match wish {
            Wish::News => "command:tin",
            Wish::Listen => "command:listen",
            Wish::Help => "command:help",
            Wish::Who => "help",
            Wish::Privacy => "command:privacy",
            Wish::Language => "command:language",
            Wish::MyQuestions => "command:questions",
            Wish::ToProvince => "command:province",
            Wish::ChangePlace => "command:place",
            Wish::ShowKept => "command:show",
            Wish::Erase => "command:erase",
            Wish::Stop => "command:stop",
        }
        .into(),
        Meaning::OwnCode(_) | Meaning::Status => "status".into(),
        Meaning::Invitation(_) => "command:start".into(),
        Meaning::Courtesy(_) => "none".into(),
        Meaning::Clear => "clear".into(),
        Meaning::Unclear { .. } => "unclear".into(),
        Meaning::TakeBack => "withdraw-offered".into(),
        Meaning::AskIfQuestion => "confirm".into(),
        Meaning::Add(m) | Meaning::Question(m) | Meaning::Secretary(Telling::Relay(m)) if m.danger => "danger".into(),
        Meaning::Add(m) | Meaning::Question(m) if m.complaint => "complaint".into(),
        Meaning::Add(m) | Meaning::Question(m) if m.sensitive => "sensitive".into(),
        Meaning::Add(_) => "add".into(),
        Meaning::Question(_) => "ask".into(),
        Meaning::Reporter(what) => match what {
            Reporting::Answer { .. } => "answer".into(),
            Reporting::OfferAnswer => "answer-offered".into(),
            Reporting::Which => "which".into(),
            Reporting::Show(_) => "show".into(),
            Reporting::Hold => "hold".into(),
            Reporting::AskBack => "asked-back".into(),
            Reporting::HandOver => "handed".into(),
            Reporting::Leave(Leave::Open) => "asked".into(),
            Reporting::Leave(Leave::Days { until, .. }) => {
                format!("leave:+{}", today().until(*until).unwrap().get_days())
            }
            Reporting::Back => "back".into(),
            Reporting::List => "list".into(),
        },
        Meaning::Secretary(what) => match what {
            Telling::Reads(n) => format!("reads:{n}"),
            Telling::Meeting(None) => "asked".into(),
            Telling::Meeting(Some(n)) => format!("meeting:{n}"),
            Telling::Session { present, total } if present > total => "asked".into(),
            Telling::Session { present, total } => format!("session:{present}/{total}"),
            Telling::Correct(None) => "asked".into(),
            Telling::Correct(Some(n)) => format!("reads:{n}"),
            Telling::Script => "script".into(),
            Telling::Situation => "situation".into(),
            Telling::Relay(_) => "relay".into(),
        },
    }
}

/// What all lines of a case come to, one after the other, seconds apart.
fn outcome(understanding: &Understanding, case: &Case) -> String {
    let world = World::new(&case.context);
    let mut situation = world.situation(&case.context);
    let mut made = vec![];
    for line in &case.lines {
        let meaning = understanding.read(&situation, &filled(line));
        if matches!(meaning, Meaning::Question(_) | Meaning::Add(_)) {
            situation.since_own_words = Some(Duration::from_secs(4));
            situation.open_question = true;
        }
        if meaning == Meaning::Slash && line.starts_with("/traloi") {
            situation.last = Last::Named;
        }
        made.push(seen(&meaning, &case.context));
    }
    if made.len() == 1 {
        return made.remove(0);
    }
    // What adds to what one made is one.
    let first = made.iter().find(|m| *m != "none" && *m != "slash").cloned().unwrap_or_else(|| "none".into());
    let rest: Vec<&String> = made.iter().filter(|m| **m != first && *m != "none" && *m != "add" && *m != "slash").collect();
    if rest.is_empty() && made.iter().filter(|m| **m == "ask").count() <= 1 { first } else { made.join("+") }
}

fn fits(case: &Case, outcome: &str) -> bool {
    let friday = "leave:+4";
    case.ok.iter().any(|ok| match ok.as_str() {
        ok if ok == outcome => true,
        "leave:fri" => outcome == friday,
        "help" => outcome.starts_with("command:help") || outcome == "command:privacy" || outcome == "unclear",
        "withdrawn" => outcome == "withdraw-offered",
        // The talk finds the place, or asks for it once more.
        ok if ok.starts_with("placed:") => outcome == "placed" || outcome.starts_with("pick:"),
        // The verbs' own: tried where they are.
        _ => outcome == "slash",
    })
}

/// The sayings that make a text dangerous, a complaint, sensitive.
fn why(understanding: &Understanding, text: &str) -> String {
    let (l, said) = (&understanding.lists, said::Said::new(text));
    let d = [("sure", &l.danger.sure), ("likely", &l.danger.likely), ("calm", &l.danger.calm), ("now", &l.danger.now)];
    let c = [("named", &l.complaint.named), ("how", &l.complaint.how), ("wrong", &l.complaint.wrong)];
    let s = [("belief", &l.sensitive.belief), ("people", &l.sensitive.people), ("politics", &l.sensitive.politics), ("discipline", &l.sensitive.discipline)];
    let all = d.iter().chain(&c).chain(&s);
    all.filter_map(|(name, list)| Some(format!("{name}: {}", list.first(&said)?.chars().take(80).collect::<String>()))).collect::<Vec<_>>().join(" / ")
}

/// The same cases as they are typed without marks.
fn bare(all: Vec<Case>) -> Vec<Case> {
    let bare = |line: &String| if line.starts_with('/') { line.clone() } else { crate::text::fold(&filled(line)) };
    let all = all.into_iter().map(|c| Case { lines: c.lines.iter().map(bare).collect(), ..c });
    all.collect()
}

type Table = BTreeMap<String, [(usize, usize); 4]>;

fn count(understanding: &Understanding, all: &[Case], column: impl Fn(&Case) -> usize, table: &mut Table) -> Vec<String> {
    let mut wrong = vec![];
    for case in all {
        let outcome = outcome(understanding, case);
        let right = fits(case, &outcome);
        let at = column(case);
        for class in [case.class.as_str(), "~ all"] {
            let cell = &mut table.entry(class.to_owned()).or_default()[at];
            cell.0 += usize::from(right);
            cell.1 += 1;
        }
        if !right {
            let why = why(understanding, &filled(&case.lines.join(" ")));
            wrong.push(format!("{at} {} [{}] {:?}: {outcome}, not {:?} {why}", case.id, case.context, case.lines, case.ok));
        }
    }
    wrong
}

#[test]
fn the_classes_come_out_right() {
    let understanding = Understanding::embedded().unwrap();
    let mut table = Table::new();
    let mut wrong = count(&understanding, &given(), |c| usize::from(!tuned(c)), &mut table);
    wrong.extend(count(&understanding, &own(), |_| 2, &mut table));
    wrong.extend(count(&understanding, &bare(own()), |_| 3, &mut table));
    let show = std::env::var("UNDERSTANDING").unwrap_or_default();
    let shown: Vec<&String> = wrong.iter().filter(|w| show.chars().any(|c| w.starts_with(c))).collect();
    let mut lines = vec!["| class | tuned half | other half | own | own, without marks |".to_owned(), "|---|---|---|---|---|".to_owned()];
    for (class, cells) in &table {
        let cell = |c: (usize, usize)| if c.1 == 0 { "–".to_owned() } else { format!("{} of {}", c.0, c.1) };
        let cells = cells.map(cell).join(" | ");
        lines.push(format!("| {} | {cells} |", class.trim_start_matches("~ ")));
    }
    eprintln!("{}\n{shown:#?}", lines.join("\n"));
}
