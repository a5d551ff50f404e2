//! What is seen from outside at one moment, and whether it is the outcome that a case asks for.

use super::phrases::Phrases;
use super::town::{FIRST, ITEMS, Stage, Town};
use crate::world::phones::Note;
use loaban::text::fold;
use serde_json::Value;
use std::path::Path;

/// What somebody sees that was not there before.
#[derive(Default, Clone, Debug)]
pub struct Shot {
    /// What the machine said to them.
    pub notes: Vec<Note>,
    /// What it said to those who asked.
    pub answers: Vec<Vec<Note>>,
    /// What it said to officials about their questions: 0 the reporter, 1 the coordinator, 2 the province's.
    pub cards: Vec<(usize, Note)>,
    /// New codes that they were told.
    pub fresh: Vec<String>,
    /// Their questions in the list, the new ones last.
    pub states: Vec<Value>,
    /// What their village's report says of readings, meetings and sessions.
    pub figures: Value,
}

/// What the person is told when they are told how to go on, or who speaks.
const HELP: [&str; 16] = [
    "welcome",
    "help-resident",
    "privacy",
    "who-this-is",
    "who-this-is-phone",
    "go-ahead",
    "you-are-welcome",
    "ask-how",
    "notice",
    "wordless",
    "digit-without-choice",
    "digit-without-choice-reading",
    "digit-passed",
    "question-not-yours",
    "farewell",
    "unknown-command",
];
const ASKED: [&str; 12] = [
    "which-item",
    "item-which",
    "meeting-how-many",
    "session-more",
    "register",
    "register-empty",
    "correct-how",
    "outreach-how",
    "session-how",
    "relay-how",
    "away-which",
    "hand-over-whom",
];

/// Codes in what was said.
pub fn code_by_words(notes: &[Note], is: impl Fn(&str) -> bool) -> Vec<String> {
    let mut codes: Vec<String> = vec![];
    for note in notes {
        for part in note.text.split('#').skip(1) {
            let code: String = part.chars().take(5).collect();
            if is(&code) && !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

/// Letters and digits alone.
fn bones(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn holds(text: &str, words: &str) -> bool {
    bones(text).contains(&bones(words))
}

impl Shot {
    /// Nothing came of it.
    fn silent(&self) -> bool {
        self.fresh.is_empty() && self.cards.is_empty()
    }

    fn says(&self, phrases: &Phrases, keys: &[&str]) -> bool {
        self.notes.iter().any(|n| phrases.says_any(&n.text, keys))
    }

    fn choices(&self) -> &[String] {
        self.notes.last().map(|n| n.choices.as_slice()).unwrap_or_default()
    }

    fn offers(&self, phrases: &Phrases, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.choices().iter().any(|c| c == phrases.label(key)))
    }

    /// The cards of a question: who has one, and what it says.
    fn cards_of(&self, code: &str, phrases: &Phrases, urgent: bool) -> Vec<(usize, &str)> {
        let key = if urgent { "card-heading-urgent" } else { "card-heading" };
        let heading = format!("{}{code}", phrases.heading(key));
        self.cards
            .iter()
            .filter(|(_, n)| n.text.starts_with(&heading))
            .map(|(who, n)| (*who, n.text.as_str()))
            .collect()
    }

    fn state(&self, at: usize) -> &str {
        self.states.get(at).and_then(|q| q["state"].as_str()).unwrap_or_default()
    }

    fn told(&self, asker: usize, words: &str) -> bool {
        self.answers.get(asker).is_some_and(|notes| notes.iter().any(|n| holds(&n.text, words)))
    }

    fn figure(&self, name: &str) -> i64 {
        self.figures[name].as_i64().unwrap_or_default()
    }
}

impl Stage {
    fn unchanged(&self, shot: &Shot) -> bool {
        (0..self.codes.len()).all(|at| shot.state(at) == self.before.state(at))
            && shot.figures == self.before.figures
            && shot.answers.iter().all(Vec::is_empty)
    }

    /// One new question whose card holds all that was said, and what else it must hold.
    fn one_question(&self, phrases: &Phrases, also: &[&str]) -> bool {
        let [code] = &self.in_the_end.fresh[..] else { return false };
        let lines = self.lines.iter().enumerate().filter(|(at, _)| !self.case.optional.contains(at));
        match &self.in_the_end.cards_of(code, phrases, false)[..] {
            [(_, card)] => {
                let words = |line: &str| {
                    let line = match line.strip_prefix('/') {
                        Some(command) => command.split_once(' ').map_or("", |(_, rest)| rest),
                        None => line,
                    };
                    // A relayed question leaves out the words to the machine.
                    let tail: Vec<&str> = line.split_whitespace().collect();
                    holds(card, line)
                        || (self.case.secretary() && holds(card, &tail[tail.len() / 2..].join(" ")))
                };
                lines.map(|(_, line)| line.as_str()).chain(also.iter().copied()).all(words)
            }
            _ => false,
        }
    }

    /// The numbers stand before everything that is said of the question, and its card is marked, at once, with the reporter
    /// and with the coordinator. It may be a question that is open already.
    fn urgent(&self, phrases: &Phrases) -> bool {
        let first = self.at_once.notes.iter().find(|n| n.text.contains("112"));
        let numbers =
            first.is_some_and(|n| n.text.find("112") < Some(n.text.find('#').unwrap_or(usize::MAX)));
        let waits = matches!(self.case.context.as_str(), "notice" | "place-choice") || self.case.secretary();
        let shot = if waits { &self.in_the_end } else { &self.at_once };
        let marked = |code: &String| {
            let cards = shot.cards_of(code, phrases, true);
            [0, 1].iter().all(|who| cards.iter().any(|(whose, _)| whose == who))
        };
        numbers && shot.fresh.len() <= 1 && self.codes.iter().chain(&shot.fresh).any(marked)
    }
}

impl Town {
    /// Whether what was seen is one of the outcomes that are right.
    pub async fn fits(&self, stage: &Stage) -> bool {
        let mut right = false;
        for ok in &stage.case.ok {
            right |= self.is(stage, ok).await;
        }
        right
    }

    async fn is(&self, s: &Stage, ok: &str) -> bool {
        let (p, now, end) = (&self.phrases, &s.at_once, &s.in_the_end);
        let notice = s.case.context == "notice";
        let (what, value) = ok.split_once(':').unwrap_or((ok, ""));
        let to = s.case.to.unwrap_or_default();
        // Where nobody says what of it reaches the asker: the latter half, for a code or a call stands in the first.
        let latter = || {
            let words: Vec<&str> = s.lines.last().map(|l| l.split_whitespace().collect()).unwrap_or_default();
            words[words.len() / 2..].join(" ")
        };
        let core = s.case.core.clone().unwrap_or_else(latter);
        match what {
            "ask" | "relay" => s.one_question(p, &[]),
            "yes" => {
                now.says(p, &["ask-place"]) && end.fresh.len() == 1 && {
                    let cards = end.cards_of(&end.fresh[0], p, false);
                    cards.len() == 1 && holds(cards[0].1, FIRST)
                }
            }
            "no" => end.silent() && now.says(p, &["dropped"]),
            "add" if notice => s.one_question(p, &[FIRST]),
            "add" => {
                let code = &s.codes[0];
                let seen = |line: &String| end.cards.iter().any(|(_, n)| holds(&n.text, line));
                let told = now.notes.iter().any(|n| n.text.contains(&format!("#{code}")));
                end.fresh.is_empty() && end.state(0) == "open" && told && s.lines.iter().all(seen)
            }
            "none" => {
                let quiet = |n: &Note| n.choices.is_empty() || n.choices == s.open_choices;
                end.silent()
                    && s.unchanged(end)
                    && now.notes.len() <= s.lines.len()
                    && now.notes.iter().all(quiet)
                    && !now.says(p, &["cleared", "dropped", "ask-place"])
            }
            "help" => {
                let aside = p.label("choice-listen-help");
                let plain = |n: &Note| n.choices == s.open_choices || n.choices.iter().all(|c| c == aside);
                end.silent() && s.unchanged(end) && now.notes.iter().all(plain) && {
                    now.says(p, &HELP) || now.notes.iter().any(|n| n.text.contains("/hoiho"))
                }
            }
            "status" => {
                let states = ["state-open", "state-answered", "state-answered-waiting", "state-withdrawn"];
                let about =
                    |n: &Note| s.codes.iter().any(|c| n.text.contains(c)) && p.says_any(&n.text, &states);
                end.silent() && s.unchanged(end) && now.notes.iter().any(about)
            }
            "clear" => end.silent() && end.state(0) == "answered" && now.says(p, &["cleared"]),
            "unclear" => end.fresh.is_empty() && end.state(0) == "open" && now.says(p, &["not-cleared"]),
            "confirm" => end.silent() && now.offers(p, &["choice-new", "choice-not-new"]),
            "withdraw-offered" => {
                end.silent() && s.unchanged(end) && now.offers(p, &["choice-withdraw", "choice-not-withdraw"])
            }
            "withdrawn" => end.fresh.is_empty() && end.state(0) == "withdrawn",
            "danger" => s.urgent(p),
            "complaint" => end.silent() && now.offers(p, &["choice-procedure", "choice-complaint"]),
            "sensitive" => end.silent() && now.offers(p, &["choice-commune", "choice-province"]),
            "command" => self.commanded(s, value),
            "pick" | "placed" => self.picked(s, value, what == "placed").await,
            "reads" => {
                let n: i64 = value.parse().unwrap();
                // A figure of a meeting that is put right is one, too.
                end.figure("loudspeaker_readings") == n
                    || (s.lines.len() > 1 && end.figure("listeners_estimated") == n)
            }
            "meeting" => {
                Ok(end.figure("listeners_estimated")) == value.parse() && end.figure("meetings") == 1
            }
            "session" => {
                let figures = &end.figures["attendance"];
                format!("{}/{}", figures["present"], figures["total"]) == value
            }
            "asked" => {
                let kept = s.lines.len() > 1 || s.unchanged(now);
                let asks =
                    |n: &Note| !n.choices.is_empty() || n.text.contains('?') || p.says_any(&n.text, &ASKED);
                kept && now.silent() && now.notes.last().is_some_and(asks)
            }
            "script" => {
                let texts = ITEMS.map(loudspeaker);
                now.notes.iter().any(|n| texts.iter().any(|t| holds(&n.text, t)))
            }
            "situation" => now.says(p, &["situation"]),
            "answer" => {
                let only = |at: usize| (end.state(at) == "answered") == (at == to);
                (0..s.codes.len()).all(only) && end.told(to, &core)
            }
            "answer-offered" => {
                s.unchanged(now) && now.offers(p, &["choice-send-answer"]) && end.told(0, &core)
            }
            "which" => {
                let named = |code: &String| now.choices().iter().any(|c| c.contains(code.as_str()));
                s.unchanged(now) && s.codes.iter().all(named) && end.told(0, &core)
            }
            "hold" => end.fresh.is_empty() && s.unchanged(end) && !now.notes.is_empty(),
            "leave" => {
                let day = match value {
                    "fri" => self.day(4),
                    days => self.day(days.trim_start_matches('+').parse().unwrap()),
                };
                let written =
                    [day.strftime("%d/%m/%Y").to_string(), format!(" {}/{}.", day.day(), day.month())];
                let said = |n: &Note| {
                    p.says_any(&n.text, &["away", "away-from"]) && written.iter().any(|w| n.text.contains(w))
                };
                end.notes.iter().any(said)
            }
            "back" => now.says(p, &["back"]),
            "list" => {
                now.notes.iter().any(|n| s.codes.iter().all(|c| n.text.contains(c))) && s.unchanged(end)
            }
            "handed" => {
                !end.cards.is_empty() && s.codes.iter().any(|c| !end.cards_of(c, p, false).is_empty())
            }
            "asked-back" => {
                let asked = |n: &Note| p.says(&n.text, "asked-back");
                end.answers
                    .iter()
                    .enumerate()
                    .any(|(at, notes)| notes.iter().any(asked) && end.told(at, &core))
            }
            other => panic!("{}: no outcome {other}", s.case.id),
        }
    }

    fn commanded(&self, s: &Stage, command: &str) -> bool {
        let (p, now) = (&self.phrases, &s.at_once);
        match command {
            "tin" => now.says(p, &["news", "news-none"]),
            "listen" => now.says(p, &["listen-none"]) || now.notes.iter().any(|n| n.file.is_some()),
            "help" => now.says(p, &["help-resident"]),
            "privacy" => now.says(p, &["privacy"]),
            "language" => now.says(p, &["choose-language", "language-chosen", "language-draft"]),
            "questions" => now.says(p, &["my-questions", "my-questions-none"]),
            "show" => now.says(p, &["kept", "kept-nothing"]),
            "erase" => now.offers(p, &["choice-erase"]),
            "stop" => now.says(p, &["stopped"]),
            "place" => now.says(p, &["ask-place"]),
            "province" => now.offers(p, &["choice-send-up"]),
            "start" => now.says(p, &["role-begins"]),
            "withdraw" => s.in_the_end.state(0) == "withdrawn",
            "ask" => now.says(p, &["ask-how"]),
            other => panic!("{}: no command {other}", s.case.id),
        }
    }

    async fn picked(&self, s: &Stage, value: &str, placed: bool) -> bool {
        if s.case.context == "after-list" {
            let label = &s.open_choices[value.parse::<usize>().unwrap() - 1];
            return s.at_once.notes.iter().any(|n| n.text.contains(label.as_str()));
        }
        let Some(place) = s.in_the_end.states.last().and_then(|q| q["place"].as_str()) else { return false };
        let tree = loaban::places::tree(&self.world.parts().core.db).await.unwrap();
        if s.in_the_end.fresh.len() != 1 {
            return false;
        }
        if !placed {
            let label = &s.open_choices[value.parse::<usize>().unwrap() - 1];
            return holds(label, &tree.get(place).unwrap().name);
        }
        let Some((commune, number)) = value.rsplit_once('-') else { return value == "any" };
        villages(commune).get(number.parse::<usize>().unwrap()).is_some_and(|village| village == place)
    }
}

/// The villages of a commune, as the table of the sample places lists them.
fn villages(commune: &str) -> Vec<String> {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/practice/places.csv");
    let table = std::fs::read_to_string(table).unwrap();
    let rows = table.lines().map(|row| row.split(',').collect::<Vec<_>>());
    rows.filter(|row| row[2] == "village" && row[3] == commune).map(|row| row[0].to_owned()).collect()
}

/// A sentence of an item's text to read aloud.
fn loudspeaker(item: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(item).join("vi.ftl");
    let text = std::fs::read_to_string(file).unwrap();
    let spoken = text.lines().skip_while(|l| !l.starts_with("loudspeaker")).nth(2);
    spoken.expect("a text to read aloud").trim().to_owned()
}
