//! Lists of what people say: each group of sayings with the reason why it is there, and how a saying is found in a text.
//!
//! A saying is a few words in a row ("lá ngón"), alternatives between bars ("cháy|bốc lửa"), and parts that stand near each
//! other: `cháy > nhà|rừng` is the one and, at most [`NEAR`] words later, the other; `+` the same in either order; `>>` at
//! most [`FAR`] words later, `++` the same in either order. `@office` is any word of that class (`words.toml`). Near words,
//! not whole sentences: nobody says a thing as it stands in a list.

use super::said::{Marks, Said, Word};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// The most words between two parts of a saying.
const NEAR: usize = 4;
/// The same, where a whole clause may stand between them.
const FAR: usize = 14;

/// Groups of sayings that mean one thing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<Group>")]
pub struct List {
    sayings: Vec<Saying>,
    /// Which of them a word calls to mind, by the word's number: each saying by one word of each phrase of its smallest part,
    /// so that only few are looked for in a text.
    by_word: HashMap<u64, Vec<usize>>,
}

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
    parts: Vec<(Link, Part)>,
    when: When,
}

/// One part: any of several phrases, and of those of classes.
#[derive(Debug, Clone, Default)]
struct Part {
    own: Vec<Phrase>,
    of_classes: Vec<&'static [Phrase]>,
}

/// Words in a row.
#[derive(Debug, Clone)]
struct Phrase {
    /// No larger than they are: there are thousands.
    words: Box<[Word]>,
    /// The bits of them all.
    bits: u64,
    when: When,
}

/// Words that mean the same to many sayings, by the name of their class; read once in a process.
static CLASSES: OnceLock<BTreeMap<String, Vec<Phrase>>> = OnceLock::new();

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    After,
    LongAfter,
    Beside,
    LongBeside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    WithMarks,
    WithoutMarks,
}

/// Words from here to before there.
type Span = (usize, usize);

impl Group {
    /// All that it lists, and when.
    fn all(&self) -> impl Iterator<Item = (&String, When)> {
        let kinds =
            [(&self.say, When::Always), (&self.marked, When::WithMarks), (&self.bare, When::WithoutMarks)];
        kinds.into_iter().flat_map(|(said, when)| said.iter().map(move |s| (s, when)))
    }
}

/// The classes of words, as `words.toml` has them.
fn classes() -> Result<&'static BTreeMap<String, Vec<Phrase>>> {
    if CLASSES.get().is_none() {
        let groups: BTreeMap<String, Group> =
            toml::from_str(include_str!("words.toml")).context("words.toml")?;
        let mut classes = BTreeMap::new();
        for (name, group) in groups {
            ensure!(!group.why.trim().is_empty(), "the class `{name}` says no reason; add `why`");
            let part = group.all().map(|(said, when)| phrase(said, when)).collect();
            classes.insert(name, part);
        }
        // Another thread may have been quicker: they are the same.
        let _ = CLASSES.set(classes);
    }
    CLASSES.get().context("the classes of words were read and are not there")
}

fn phrase(said: &str, when: When) -> Phrase {
    let words: Box<[Word]> = Said::new(said).words.into();
    let bits = words.iter().fold(0, |bits, word| bits | word.bit());
    Phrase { words, bits, when }
}

impl TryFrom<Vec<Group>> for List {
    type Error = anyhow::Error;

    fn try_from(groups: Vec<Group>) -> Result<List> {
        let mut sayings = vec![];
        for group in groups {
            ensure!(!group.why.trim().is_empty(), "a group says no reason; add `why`");
            for (said, when) in group.all() {
                let parts = read(said).with_context(|| format!("\"{said}\""))?;
                sayings.push(Saying { parts, when });
            }
        }
        let mut by_word: HashMap<u64, Vec<usize>> = HashMap::new();
        for (n, saying) in sayings.iter().enumerate() {
            for word in saying.called_by() {
                let called = by_word.entry(word).or_default();
                if called.last() != Some(&n) {
                    called.push(n);
                }
            }
        }
        Ok(List { sayings, by_word })
    }
}

fn read(said: &str) -> Result<Vec<(Link, Part)>> {
    let (mut parts, mut link, mut words) = (vec![], Link::After, String::new());
    for word in said.split_whitespace().chain([">"]) {
        let next = match word {
            ">" => Link::After,
            ">>" => Link::LongAfter,
            "+" => Link::Beside,
            "++" => Link::LongBeside,
            _ => {
                words.push(' ');
                words.push_str(word);
                continue;
            }
        };
        let mut part = Part::default();
        for said in words.split('|').map(str::trim) {
            match said.strip_prefix('@') {
                Some(name) => {
                    let class = classes()?.get(name);
                    let class = class.with_context(|| format!("no class of words is called `{name}`"))?;
                    part.of_classes.push(class);
                }
                None => part.own.push(phrase(said, When::Always)),
            }
        }
        part.own.shrink_to_fit();
        ensure!(part.phrases().all(|phrase| !phrase.words.is_empty()), "a part of it holds no word");
        parts.push((link, part));
        (link, words) = (next, String::new());
    }
    Ok(parts)
}

impl List {
    /// The sayings that may stand in the text, in their order.
    fn called(&self, said: &Said) -> impl Iterator<Item = &Saying> {
        let mut called: Vec<usize> =
            said.hashes().filter_map(|word| self.by_word.get(&word)).flatten().copied().collect();
        called.sort_unstable();
        called.dedup();
        let marks = said.marks;
        called.into_iter().filter_map(|n| self.sayings.get(n)).filter(move |s| s.when.fits(marks))
    }

    /// Whether any saying of the list stands in the text.
    pub fn is_in(&self, said: &Said) -> bool {
        self.called(said).any(|saying| !saying.all(said, false).is_empty())
    }

    /// The same, by so many words at least: one word in a text that carries marks here and there may be another.
    pub fn is_in_by(&self, said: &Said, least: usize) -> bool {
        let long = |way: &Vec<Span>| way.iter().map(|(from, to)| to - from).sum::<usize>() >= least;
        self.called(said).any(|saying| saying.all(said, false).iter().any(long))
    }

    /// What of the list stands in the text, in the text's own words.
    #[cfg(test)]
    pub fn found(&self, said: &Said) -> Option<String> {
        let ways = |s: &Saying| s.all(said, false).into_iter().next();
        let way = self.called(said).find_map(ways)?;
        Some(way.iter().map(|(from, to)| said.bare(*from, *to)).collect::<Vec<_>>().join(" … "))
    }

    /// Marks the words that a saying of the list covers; true: there is one.
    pub fn cover(&self, said: &Said, covered: &mut [bool]) -> bool {
        let mut any = false;
        for saying in self.called(said) {
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
        self.called(said).any(|saying| saying.all(said, false).iter().any(outside))
    }

    /// Where its sayings of one part end that begin there; the longest.
    pub fn begins(&self, said: &Said, at: usize) -> Option<usize> {
        let ends = self.called(said).filter(|s| s.parts.len() == 1);
        ends.flat_map(|s| s.parts[0].1.phrases())
            .filter(|p| stands(said, at, p, true))
            .map(|p| at + p.words.len())
            .max()
    }

    /// Whether one of its sayings of one part ends the text up to there; where it begins, the longest.
    pub fn ends(&self, said: &Said, end: usize) -> Option<usize> {
        let all = self.called(said).filter(|s| s.parts.len() == 1).flat_map(|s| s.parts[0].1.phrases());
        all.filter_map(|p| end.checked_sub(p.words.len()).filter(|at| stands(said, *at, p, true))).min()
    }
}

impl Phrase {
    /// Whether all of its words may be in the text.
    fn may_stand(&self, said: &Said) -> bool {
        said.may_hold_all(self.bits) && self.words.iter().all(|word| said.may_hold(word))
    }
}

impl Part {
    /// Whether any of its phrases may be in the text.
    fn may_stand(&self, said: &Said) -> bool {
        self.phrases().any(|phrase| phrase.may_stand(said))
    }

    fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.own.iter().chain(self.of_classes.iter().copied().flatten())
    }
}

impl When {
    fn fits(self, marks: Marks) -> bool {
        match self {
            When::Always => true,
            When::WithMarks => marks != Marks::None,
            When::WithoutMarks => marks == Marks::None,
        }
    }
}

impl Saying {
    /// The words of which a text must hold one: the longest of each phrase of the part that has the fewest.
    fn called_by(&self) -> Vec<u64> {
        let Some((_, least)) = self.parts.iter().min_by_key(|(_, part)| part.phrases().count()) else {
            return vec![];
        };
        let longest =
            |phrase: &Phrase| phrase.words.iter().max_by_key(|word| word.bare.len()).map(Word::hash);
        least.phrases().filter_map(longest).collect()
    }

    /// Every way in which it stands in the text.
    fn all(&self, said: &Said, lenient: bool) -> Vec<Vec<Span>> {
        // What has few ways is looked for first.
        let mut parts = self.parts.iter().map(|(_, part)| part);
        if parts.any(|part| part.of_classes.is_empty() && !part.may_stand(said))
            || self.parts.iter().any(|(_, part)| !part.of_classes.is_empty() && !part.may_stand(said))
        {
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
const MOST_WAYS: usize = 256;

impl Link {
    fn joins(self, last: Span, next: Span) -> bool {
        let after = |gap: usize| next.0 >= last.1 && next.0 - last.1 <= gap;
        let before = |gap: usize| last.0 >= next.1 && last.0 - next.1 <= gap;
        match self {
            Link::After => after(NEAR),
            Link::LongAfter => after(FAR),
            Link::Beside => after(NEAR) || before(NEAR),
            Link::LongBeside => after(FAR) || before(FAR),
        }
    }
}

fn spans(said: &Said, part: &Part, lenient: bool) -> Vec<Span> {
    let mut spans = vec![];
    for phrase in part.phrases().filter(|phrase| phrase.may_stand(said)) {
        let starts = (0..said.words.len()).filter(|at| stands(said, *at, phrase, lenient));
        spans.extend(starts.map(|at| (at, at + phrase.words.len())));
    }
    spans.sort_unstable();
    spans
}

fn stands(said: &Said, at: usize, phrase: &Phrase, lenient: bool) -> bool {
    at + phrase.words.len() <= said.words.len()
        && phrase.when.fits(said.marks)
        && phrase.words.iter().enumerate().all(|(n, word)| said.is(at + n, word, lenient))
}
