//! The cases of `tests/understanding`, class by class, and what holds for any text.

use super::*;
use jiff::civil::Date;
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Clone, Deserialize)]
struct Case {
    id: String,
    class: String,
    context: String,
    lines: Vec<String>,
    ok: Vec<String>,
    /// Where a batch came in two halves: "tuned", which was looked at, and "other", of which only sums were seen.
    #[serde(default)]
    half: Option<String>,
}

const CONTEXTS: [&str; 14] = [
    "fresh-known",
    "open",
    "answered",
    "asked-back",
    "not-cleared",
    "notice",
    "place-choice",
    "after-list",
    "sec",
    "sec-quote",
    "rep-one",
    "rep-several",
    "rep-quote",
    "editor",
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

/// Written by others who knew no list.
fn fresh() -> Vec<Case> {
    cases(include_str!("../../tests/understanding/fresh.jsonl"))
}

/// Written later, by others again who knew no list: danger, complaint, sensitive subjects, what looks like them, and the rest.
fn strangers() -> Vec<Case> {
    let seen = cases(include_str!("../../tests/understanding/strangers.jsonl"));
    seen.into_iter().chain(cases(include_str!("../../tests/understanding/strangers-unread.jsonl"))).collect()
}

/// A third set of the same kinds, by others again, who saw neither a list nor the sets before.
fn third() -> Vec<Case> {
    let seen = cases(include_str!("../../tests/understanding/third.jsonl"));
    seen.into_iter().chain(cases(include_str!("../../tests/understanding/third-unread.jsonl"))).collect()
}

/// Half of the cases of others, by what their batch says or by their ids alone: what was looked at while the lists were
/// made, and what was not.
fn tuned(case: &Case) -> bool {
    if let Some(half) = &case.half {
        return half == "tuned";
    }
    let hash = case
        .id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
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
            "place-choice" => {
                strings(&["Bản Nà Mây, xã Bình Lư", "Bản Suối Mây, xã Bình Lư", "Không có ở đây"])
            }
            "after-list" => {
                strings(&["Mỗi năm bà con được khám sức khoẻ miễn phí", "Học phí", "Bảo hiểm y tế"])
            }
            "answered" => strings(&["Rõ rồi", "Chưa rõ"]),
            _ => vec![],
        };
        let codes = match context {
            "open" | "answered" | "asked-back" | "not-cleared" | "rep-one" | "rep-quote" => {
                strings(&OWN[..1])
            }
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
    let text = text
        .replace("{othercode}", "Q9WRT")
        .replace("{invite}", "WD3UFPYZYG")
        .replace("{province}", "Lai Châu");
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
        Meaning::Add(m) | Meaning::Question(m) | Meaning::Secretary(Telling::Relay(m)) if m.danger => {
            "danger".into()
        }
        Meaning::Add(m) | Meaning::Question(m) if m.complaint => "complaint".into(),
        Meaning::Add(m) | Meaning::Question(m) if m.sensitive => "sensitive".into(),
        Meaning::Add(_) => "add".into(),
        Meaning::Question(_) => "ask".into(),
        Meaning::Reporter(what) => match what {
            Reporting::Answer { .. } => "answer".into(),
            Reporting::OfferAnswer => "answer-offered".into(),
            Reporting::Which => "which".into(),
            Reporting::Show(_) => "show".into(),
            Reporting::Hold | Reporting::Polite(_) => "hold".into(),
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
            Telling::Correct(Some(n)) => format!("fixes:{n}"),
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
    // Who holds a role is done with what they said last.
    if case.context.starts_with("rep-") || case.context.starts_with("sec") {
        return made.pop().unwrap_or_default();
    }
    // What adds to what one made is one, and has about it what any of its lines has.
    let plain = ["none", "ask", "add", "slash"];
    let about = made.iter().find(|m| ["danger", "complaint", "sensitive"].contains(&m.as_str())).cloned();
    if let Some(about) = about.filter(|about| made.iter().all(|m| m == about || plain.contains(&m.as_str())))
    {
        return about;
    }
    let first = made.iter().find(|m| *m != "none" && *m != "slash").cloned().unwrap_or_else(|| "none".into());
    let rest: Vec<&String> =
        made.iter().filter(|m| **m != first && *m != "none" && *m != "add" && *m != "slash").collect();
    if rest.is_empty() && made.iter().filter(|m| **m == "ask").count() <= 1 { first } else { made.join("+") }
}

fn fits(case: &Case, outcome: &str) -> bool {
    let friday = "leave:+4";
    case.ok.iter().any(|ok| match ok.as_str() {
        ok if ok == outcome => true,
        "leave:fri" => outcome == friday,
        "help" => outcome.starts_with("command:help") || outcome == "command:privacy" || outcome == "unclear",
        // What was entered last is put right, whatever it was.
        ok if ok.starts_with("reads:") || ok.starts_with("meeting:") => {
            let fixed = outcome.strip_prefix("fixes:").is_some_and(|n| ok.ends_with(&format!(":{n}")));
            fixed || outcome == "slash"
        }
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
    let dangerous = marks::without(&said, &l.danger.idiom);
    let accusing = marks::without(&said.without(&marks::spoken_to(&said)), &l.complaint.idiom);
    let delicate = marks::without(&said, &l.sensitive.idiom);
    let telling = |tail| marks::without(&marks::without(&said, tail), &l.courtesy.asking_not);
    let (in_need, in_anger) = (telling(&l.danger.tail), telling(&l.complaint.tail));
    let all = [
        ("asked in need", &l.courtesy.asked, &in_need),
        ("asked in anger", &l.courtesy.asked, &in_anger),
        ("sure", &l.danger.sure, &dangerous),
        ("likely", &l.danger.likely, &dangerous),
        ("likely not", &l.danger.likely_not, &dangerous),
        ("told", &l.danger.told, &dangerous),
        ("wants", &l.danger.wants, &dangerous),
        ("calm", &l.danger.calm, &dangerous),
        ("now", &l.danger.now, &dangerous),
        ("named", &l.complaint.named, &accusing),
        ("how", &l.complaint.how, &accusing),
        ("wrong", &l.complaint.wrong, &accusing),
        ("act", &l.complaint.act, &accusing),
        ("office", &l.complaint.office, &accusing),
        ("peace", &l.complaint.peace, &accusing),
        ("wrong not", &l.complaint.wrong_not, &accusing),
        ("belief", &l.sensitive.belief, &delicate),
        ("people", &l.sensitive.people, &delicate),
        ("politics", &l.sensitive.politics, &delicate),
        ("discipline", &l.sensitive.discipline, &delicate),
        ("thing", &l.turns.thing, &said),
        ("chat", &l.turns.chat, &said),
    ];
    all.iter()
        .filter_map(|(name, list, said)| Some(format!("{name}: {}", list.found(said)?)))
        .collect::<Vec<_>>()
        .join(" / ")
}

/// The same cases as they are typed without marks.
fn bare(all: Vec<Case>) -> Vec<Case> {
    let bare =
        |line: &String| if line.starts_with('/') { line.clone() } else { crate::text::fold(&filled(line)) };
    let all = all.into_iter().map(|c| Case { lines: c.lines.iter().map(bare).collect(), ..c });
    all.collect()
}

type Table = BTreeMap<String, [(usize, usize); 10]>;

fn count(
    understanding: &Understanding,
    all: &[Case],
    column: impl Fn(&Case) -> usize,
    table: &mut Table,
) -> Vec<String> {
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
            wrong.push(format!(
                "{at} {} [{}] {:?}: {outcome}, not {:?} {why}",
                case.id, case.context, case.lines, case.ok
            ));
        }
    }
    wrong
}

/// What no row of the table may fall below, in hundredths: class, tuned half, other half, own, own without marks, and of
/// those written by others the tuned half and the other, three times.
const FLOORS: [(&str, [usize; 10]); 11] = [
    ("~ all", [97, 95, 97, 96, 97, 87, 95, 97, 96, 80]),
    ("ask", [98, 98, 98, 98, 98, 95, 98, 98, 0, 0]),
    ("trap", [95, 80, 97, 97, 0, 0, 0, 0, 0, 0]),
    ("admin", [95, 95, 97, 97, 98, 98, 98, 98, 97, 88]),
    ("calm", [0, 0, 0, 0, 0, 0, 96, 97, 96, 86]),
    ("plain", [0, 0, 0, 0, 0, 0, 96, 98, 97, 92]),
    ("thanks", [95, 95, 95, 95, 95, 90, 95, 95, 0, 0]),
    ("greet", [95, 95, 95, 95, 95, 95, 95, 95, 0, 0]),
    ("danger", [95, 95, 95, 95, 95, 73, 95, 95, 97, 88]),
    ("complaint", [90, 90, 90, 90, 90, 60, 88, 97, 96, 64]),
    ("sensitive", [90, 80, 95, 90, 95, 90, 95, 94, 96, 72]),
];

#[test]
fn the_classes_come_out_right_and_the_table_stands_in_the_docs() {
    let understanding = Understanding::embedded();
    let mut table = Table::new();
    let mut wrong = count(&understanding, &given(), |c| usize::from(!tuned(c)), &mut table);
    wrong.extend(count(&understanding, &own(), |_| 2, &mut table));
    wrong.extend(count(&understanding, &bare(own()), |_| 3, &mut table));
    wrong.extend(count(&understanding, &fresh(), |c| 4 + usize::from(!tuned(c)), &mut table));
    let of_strangers = |c: &Case| 6 + usize::from(!tuned(c));
    wrong.extend(count(&understanding, &strangers(), of_strangers, &mut table));
    wrong.extend(count(&understanding, &third(), |c| 8 + usize::from(!tuned(c)), &mut table));
    let head = "| class | tuned half | other half | own | own, without marks | fresh, tuned half | fresh, other half | strangers, tuned half | strangers, other half | third, tuned half | third, other half |";
    let mut lines = vec![head.to_owned(), "|---|---|---|---|---|---|---|---|---|---|---|".to_owned()];
    for (class, cells) in &table {
        let cell =
            |c: (usize, usize)| if c.1 == 0 { "–".to_owned() } else { format!("{} of {}", c.0, c.1) };
        let cells = cells.map(cell).join(" | ");
        lines.push(format!("| {} | {cells} |", class.trim_start_matches("~ ")));
    }
    let lines = lines.join("\n");
    // Which of them are shown: 0, 4, 6 to 8 what was read, 2 our own, 3 those without marks. The other halves are not
    // looked at.
    let show = std::env::var("UNDERSTANDING").unwrap_or_default();
    let shown: Vec<&String> = wrong.iter().filter(|w| show.chars().any(|c| w.starts_with(c))).collect();
    eprintln!("{lines}\n{shown:#?}");
    for (class, floors) in FLOORS {
        for (column, floor) in floors.into_iter().enumerate() {
            let (right, all) = table[class][column];
            assert!(100 * right >= floor * all, "{class}, column {column}: {right} of {all}");
        }
    }
    let docs = std::fs::read_to_string(root().join("docs/understanding.md")).unwrap_or_default();
    assert!(docs.contains(&lines), "docs/understanding.md holds another table; put this one there");
}

/// Cases that lie in another folder: sums for each class, and what is wrong where that is asked for, so that a half which
/// nobody shall read can be counted without being seen.
#[test]
fn the_cases_of_a_folder() {
    let Ok(folder) = std::env::var("LOABAN_TEST_CASES") else { return };
    let understanding = Understanding::embedded();
    let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    let mut all: Vec<Case> = files.flat_map(|f| cases(&std::fs::read_to_string(f).unwrap())).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let mut table = Table::new();
    let wrong = count(&understanding, &all, |_| 0, &mut table);
    for (class, [(right, all), ..]) in &table {
        eprintln!("{class}: {right} of {all}");
    }
    let mut marked = [0; 4];
    for case in all.iter().filter(|c| c.ok.iter().any(|ok| ok == "ask")) {
        let m = understanding.marked(&filled(&case.lines.join(" ")));
        let about = [true, m.danger, m.complaint, m.sensitive];
        marked.iter_mut().zip(about).for_each(|(sum, is)| *sum += usize::from(is));
    }
    eprintln!(
        "of {} ordinary: danger {}, complaint {}, sensitive {}",
        marked[0], marked[1], marked[2], marked[3]
    );
    if std::env::var("LOABAN_TEST_SHOW").is_ok() {
        eprintln!("{wrong:#?}");
    }
}

fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[test]
fn ordinary_questions_are_rarely_marked() {
    let understanding = Understanding::embedded();
    let ordinary = ["ask", "trap", "admin", "calm", "plain", "burst", "runon", "thanksq", "ackq", "single"];
    let seen = fresh().into_iter().chain(strangers()).chain(third()).filter(tuned);
    let with_marks: Vec<Case> = given().into_iter().chain(own()).chain(seen).collect();
    let all: Vec<Case> = with_marks.iter().cloned().chain(bare(with_marks.clone())).collect();
    let texts: Vec<String> = all
        .iter()
        .filter(|c| ordinary.contains(&c.class.as_str()))
        .flat_map(|c| c.lines.iter().map(|l| filled(l)))
        .collect();
    let marked: Vec<Marked> = texts.iter().map(|t| understanding.marked(t)).collect();
    for (text, _) in texts.iter().zip(&marked).filter(|(_, m)| **m != Marked::default()) {
        eprintln!("marked: {text}: {}", why(&understanding, text));
    }
    let share = |is: fn(&Marked) -> bool| marked.iter().filter(|m| is(m)).count() * 100;
    let all = marked.len();
    assert!(all > 300);
    assert!(share(|m| m.danger) <= all, "danger: {} of {all}", share(|m| m.danger) / 100);
    assert!(share(|m| m.complaint) <= 2 * all, "complaint: {} of {all}", share(|m| m.complaint) / 100);
    assert!(share(|m| m.sensitive) <= 2 * all, "sensitive: {} of {all}", share(|m| m.sensitive) / 100);
}

/// Whatever is typed without marks is not made into something else by that: tried on all the Vietnamese that we have.
#[test]
fn taking_the_marks_away_marks_no_sentence() {
    let understanding = Understanding::embedded();
    let (mut all, mut changed) = (0, vec![]);
    let files = std::fs::read_dir(root().join("locales/vi")).unwrap().map(|f| f.unwrap().path());
    let items = std::fs::read_dir(root().join("content")).unwrap().map(|f| f.unwrap().path().join("vi.ftl"));
    for text in files.chain(items).filter_map(|path| std::fs::read_to_string(path).ok()) {
        let sentences = text
            .lines()
            .filter_map(|l| l.split_once(" = "))
            .flat_map(|(_, said)| said.split(['.', '!', ';']));
        for sentence in sentences.filter(|s| s.split_whitespace().count() > 2) {
            all += 1;
            if understanding.marked(&crate::text::fold(sentence)) != understanding.marked(sentence) {
                let bare = crate::text::fold(sentence);
                let why = [why(&understanding, sentence), why(&understanding, &bare)];
                changed.push(format!("{sentence}: {why:?}"));
            }
        }
    }
    assert!(all > 300 && changed.len() * 100 <= all, "{} of {all}: {changed:#?}", changed.len());
}

#[test]
fn every_class_in_every_context_stays_within_what_is_open() {
    let understanding = Understanding::embedded();
    for context in CONTEXTS {
        let world = World::new(context);
        let situation = world.situation(context);
        for case in given().iter().chain(&own()) {
            for line in &case.lines {
                let text = filled(line);
                let meaning = understanding.read(&situation, &text);
                match &meaning {
                    Meaning::Choice(n) => assert!(*n >= 1 && *n <= world.labels.len(), "{context}: {text}"),
                    Meaning::Slash => assert!(text.starts_with('/'), "{context}: {text}"),
                    Meaning::PlaceName => assert_eq!(context, "place-choice", "{text}"),
                    Meaning::Clear => assert_eq!(context, "answered", "{text}"),
                    Meaning::Secretary(_) => assert!(context.starts_with("sec"), "{context}: {text}"),
                    Meaning::Question(_) => assert!(!context.starts_with("rep-"), "{context}: {text}"),
                    Meaning::OwnCode(code) => assert!(world.codes.contains(code), "{context}: {text}"),
                    Meaning::Reporter(what) => {
                        assert!(context.starts_with("rep-"), "{context}: {text}");
                        if let Reporting::Answer { from, .. } = what {
                            assert!(text.get(*from..).is_some(), "{context}: {text}");
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

fn any_case_text() -> impl Strategy<Value = String> {
    let all: Vec<String> = own().into_iter().flat_map(|c| c.lines).map(|l| filled(&l)).collect();
    prop::sample::select(all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_makes_it_panic(
        text in prop_oneof![any::<String>(), "\\PC{0,60}", "[0-9 /:.#-]{0,30}", "(AB2CD|nghỉ|đến|thứ|ngày|tuần|[0-9]{1,6}|/|-| ){0,14}"],
        context in prop::sample::select(CONTEXTS.to_vec()),
        year in -9999i16..=9999,
    ) {
        let understanding = Understanding::embedded();
        let world = World::new(context);
        let situation = Situation { today: Date::constant(year, 12, 31), ..world.situation(context) };
        if let Meaning::Reporter(Reporting::Answer { from, .. }) = understanding.read(&situation, &text) {
            prop_assert!(text.get(from..).is_some());
        }
    }

    #[test]
    fn what_nobody_sees_changes_nothing(
        text in any_case_text(),
        context in prop::sample::select(CONTEXTS.to_vec()),
        at in prop::collection::vec((0usize..99, 0usize..99), 0..5),
    ) {
        let understanding = Understanding::embedded();
        let (world, hidden) = (World::new(context), crate::text::tests::with_unseen(&text, &at));
        let situation = world.situation(context);
        // Where the answer begins is counted in the text as it came.
        let read = |text: &str| match understanding.read(&situation, text) {
            Meaning::Reporter(Reporting::Answer { code, .. }) => Meaning::Reporter(Reporting::Answer { code, from: 0 }),
            meaning => meaning,
        };
        prop_assert_eq!(read(&hidden), read(&text), "{:?}", hidden);
    }
}

#[test]
fn a_long_text_takes_no_longer_than_it_is_long() {
    let understanding = Understanding::embedded();
    let world = World::new("fresh-known");
    for text in ["cháy nhà ".repeat(1_000), "a".repeat(8_000), "cảm ơn cán bộ ạ ".repeat(500)] {
        understanding.read(&world.situation("fresh-known"), &text);
    }
}
