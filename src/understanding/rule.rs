//! Lists of what people say: each group of sayings with the reason why it is there, and how a saying is found in a text.
//!
//! A saying is a few words in a row ("lá ngón"), alternatives between bars ("cháy|bốc lửa"), and parts that stand near each
//! other: `cháy > nhà|rừng` is the one and, at most [`NEAR`] words later, the other; `+` the same in either order; `>>` at
//! most [`FAR`] words later. Near words, not whole sentences: nobody says a thing as it stands in a list.

use super::said::{Marks, Said, Word};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The most words between two parts of a saying.
const NEAR: usize = 4;
/// The same, where a whole clause may stand between them.
const FAR: usize = 14;

/// Groups of sayings that mean one thing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<Group>")]
pub struct List(Vec<Saying>);

/// What is listed for one reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// Why it is listed.
    why: String,
    /// With and without marks.
    #[serde(default)]
    say: Vec<String>,
    /// Only with marks: without them it is also something else.
    #[serde(default)]
    marked: Vec<String>,
    /// Only in a text without marks: a narrower form of what is ambiguous there.
    #[serde(default)]
    bare: Vec<String>,
}

#[derive(Debug, Clone)]
struct Saying {
    /// As it stands in the list.
    written: String,
    parts: Vec<(Link, Part)>,
    when: When,
}

/// One part: any of several phrases.
type Part = Vec<Vec<Word>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    After,
    LongAfter,
    Beside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    WithMarks,
    WithoutMarks,
}

/// Words from here to before there.
type Span = (usize, usize);

impl TryFrom<Vec<Group>> for List {
    type Error = anyhow::Error;

    fn try_from(groups: Vec<Group>) -> Result<List> {
        let mut sayings = vec![];
        for group in groups {
            ensure!(!group.why.trim().is_empty(), "a group says no reason; add `why`");
            let kinds = [
                (group.say, When::Always),
                (group.marked, When::WithMarks),
                (group.bare, When::WithoutMarks),
            ];
            for (said, when) in kinds.iter().flat_map(|(said, when)| said.iter().map(|s| (s, *when))) {
                let parts = read(said).with_context(|| format!("\"{said}\""))?;
                sayings.push(Saying { written: said.clone(), parts, when });
            }
        }
        Ok(List(sayings))
    }
}

fn read(said: &str) -> Result<Vec<(Link, Part)>> {
    let (mut parts, mut link, mut words) = (vec![], Link::After, String::new());
    for word in said.split_whitespace().chain([">"]) {
        let next = match word {
            ">" => Link::After,
            ">>" => Link::LongAfter,
            "+" => Link::Beside,
            _ => {
                words.push(' ');
                words.push_str(word);
                continue;
            }
        };
        let part: Part = words.split('|').map(|phrase| Said::new(phrase).words).collect();
        ensure!(part.iter().all(|phrase| !phrase.is_empty()), "a part of it holds no word");
        parts.push((link, part));
        (link, words) = (next, String::new());
    }
    Ok(parts)
}

impl List {
    /// Whether any saying of the list stands in the text.
    pub fn is_in(&self, said: &Said) -> bool {
        self.first(said).is_some()
    }

    /// The first saying of the list that stands in the text, as it is written there.
    pub fn first(&self, said: &Said) -> Option<&str> {
        let found = |saying: &&Saying| saying.fits(said) && !saying.all(said, false).is_empty();
        self.0.iter().find(found).map(|saying| saying.written.as_str())
    }

    /// Marks the words that a saying of the list covers; true: there is one.
    pub fn cover(&self, said: &Said, covered: &mut [bool]) -> bool {
        let mut any = false;
        for saying in self.0.iter().filter(|s| s.fits(said)) {
            for spans in saying.all(said, true) {
                any = true;
                for (from, to) in spans {
                    covered[from..to].fill(true);
                }
            }
        }
        any
    }

    /// Whether a saying of the list stands in the text and not only in words that are covered.
    pub fn is_outside(&self, said: &Said, covered: &[bool]) -> bool {
        let outside = |way: &Vec<Span>| way.iter().all(|(from, to)| covered[*from..*to].iter().any(|c| !*c));
        self.0.iter().filter(|s| s.fits(said)).any(|saying| saying.all(said, false).iter().any(outside))
    }

    /// Where its sayings of one part end that begin there; the longest.
    pub fn begins(&self, said: &Said, at: usize) -> Option<usize> {
        let ends = self.0.iter().filter(|s| s.fits(said) && s.parts.len() == 1);
        ends.flat_map(|s| &s.parts[0].1).filter(|p| stands(said, at, p, true)).map(|p| at + p.len()).max()
    }

    /// Whether one of its sayings of one part ends the text up to there; where it begins, the longest.
    pub fn ends(&self, said: &Said, end: usize) -> Option<usize> {
        let all = self.0.iter().filter(|s| s.fits(said) && s.parts.len() == 1).flat_map(|s| &s.parts[0].1);
        all.filter_map(|p| end.checked_sub(p.len()).filter(|at| stands(said, *at, p, true))).min()
    }
}

impl Saying {
    fn fits(&self, said: &Said) -> bool {
        match self.when {
            When::Always => true,
            When::WithMarks => said.marks != Marks::None,
            When::WithoutMarks => said.marks == Marks::None,
        }
    }

    /// Every way in which it stands in the text.
    fn all(&self, said: &Said, lenient: bool) -> Vec<Vec<Span>> {
        let may = |phrase: &Vec<Word>| phrase.iter().all(|word| said.may_hold(word));
        if !self.parts.iter().all(|(_, part)| part.iter().any(may)) {
            return vec![];
        }
        let mut ways: Vec<Vec<Span>> = vec![];
        for (n, (link, part)) in self.parts.iter().enumerate() {
            let spans = spans(said, part, lenient);
            ways = if n == 0 {
                spans.into_iter().map(|s| vec![s]).collect()
            } else {
                let goes_on = |way: &Vec<Span>| {
                    let last = way.last().copied().unwrap_or_default();
                    let near = spans.iter().filter(|next| link.joins(last, **next));
                    near.map(|next| way.iter().copied().chain([*next]).collect()).collect::<Vec<_>>()
                };
                ways.iter().flat_map(goes_on).take(MOST_WAYS).collect()
            };
        }
        ways
    }
}

/// A text that says the same thing a hundred times is no reason to look a hundred times a hundred times.
const MOST_WAYS: usize = 64;

impl Link {
    fn joins(self, last: Span, next: Span) -> bool {
        let after = |gap: usize| next.0 >= last.1 && next.0 - last.1 <= gap;
        match self {
            Link::After => after(NEAR),
            Link::LongAfter => after(FAR),
            Link::Beside => after(NEAR) || last.0 >= next.1 && last.0 - next.1 <= NEAR,
        }
    }
}

fn spans(said: &Said, part: &Part, lenient: bool) -> Vec<Span> {
    let starts = 0..said.words.len();
    starts
        .flat_map(|at| {
            part.iter().filter(move |p| stands(said, at, p, lenient)).map(move |p| (at, at + p.len()))
        })
        .collect()
}

fn stands(said: &Said, at: usize, phrase: &[Word], lenient: bool) -> bool {
    at + phrase.len() <= said.words.len()
        && phrase.iter().enumerate().all(|(n, word)| said.is(at + n, word, lenient))
}
