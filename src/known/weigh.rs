//! How well an entry fits a question, and how sure that is. The weights were learnt from the labelled questions of
//! `tests/known`, all but `test` and `fresh2`; they are few, and each says something that can be told to a person.

use super::kind::{Agree, Kinds};

/// How many traits a pair of question and entry has.
pub const TRAITS: usize = 21;
/// What the traits are.
pub const NAMES: [&str; TRAITS] = [
    "entry said",
    "asked covered",
    "pairs",
    "kind same",
    "kind near",
    "kind loose",
    "kind not",
    "heaviest missing in question",
    "heaviest missing in entry",
    "weight said",
    "one word",
    "answer says",
    "both covered",
    "story",
    "both miss",
    "asked unknown",
    "syllables said",
    "syllables covered",
    "syllable pairs",
    "syllables both",
    "asks nothing",
];
/// What each trait is worth when entries are put in order.
const RANK: [f32; TRAITS] = [
    2.17, 1.53, -0.10, 2.56, -0.38, -0.70, -2.30, -0.09, -0.92, 3.19, -0.46, 2.47, 0.49, -0.46, -0.24, -0.00,
    4.05, 4.88, 0.29, 2.49, -0.00,
];
/// What each is worth when it is judged whether the first is the answer; then the lead over the second, and the start.
const SURE: [f32; TRAITS] = [
    -0.08, 0.84, -0.10, 1.54, -0.42, -1.07, -3.98, -0.68, -0.96, 2.36, -0.03, 3.21, 1.43, 0.73, 0.57, 0.13,
    5.42, -1.58, -1.78, 2.15, 0.39,
];
const LEAD: f32 = 0.58;
const START: f32 = -6.61;
/// A longer lead says no more than this.
const FAR_AHEAD: f32 = 3.0;

/// A word of the question, weighed.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its number, and those of what it may be where marks were left out; none if no entry has it.
    pub own: Vec<u32>,
    /// How much it says: rare words say more.
    pub weight: f32,
    /// It stands in the clause that asks.
    pub asks: bool,
    /// Numbers of what it also brings to mind.
    pub near: Vec<u32>,
}

/// Words of a question, weighed.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// Each once, in the order of the text.
    pub list: Vec<Word>,
    /// Those that follow each other, by their places in `list`.
    pub pairs: Vec<(usize, usize)>,
}

/// A question, weighed.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    /// What it is about.
    pub words: Words,
    /// Its syllables, as they stand there.
    pub syllables: Words,
    pub kinds: Kinds,
}

/// What is brought to mind counts half.
pub(super) const NEAR: f32 = 0.5;
/// The story before a question says less about it.
const STORY: f32 = 0.4;

/// An entry, as it is weighed: its words in their order by their numbers, what its answer says besides, its syllables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub words: &'a [u32],
    pub answer: &'a [u32],
    pub syllables: &'a [u32],
    pub kinds: Kinds,
}

/// What a list of words has in common with another.
#[derive(Debug, Default)]
struct Common {
    /// How much of the entry's words the question says, and of the question's the entry, as weight and as share.
    said: f32,
    entry_said: f32,
    asked_covered: f32,
    /// Of the entry's words that follow each other, those that do so in the question.
    pairs: f32,
    /// The heaviest word that the other lacks.
    missing_here: f32,
    missing_there: f32,
    /// What of the question only its answer says.
    answered: f32,
    story: f32,
    hits: u8,
    unknown: f32,
}

impl Word {
    fn fits(&self, token: u32) -> f32 {
        match () {
            () if self.own.contains(&token) => 1.0,
            () if self.near.contains(&token) => NEAR,
            () => 0.0,
        }
    }
}

impl Common {
    fn new(words: &Words, entry: &[u32], answer: &[u32], weight: &dyn Fn(u32) -> f32) -> Common {
        let mut common = Common::default();
        common.add_entry(words, entry, weight);
        common.add_question(words, entry, answer);
        common.add_pairs(words, entry, weight);
        common
    }

    fn add_entry(&mut self, words: &Words, entry: &[u32], weight: &dyn Fn(u32) -> f32) {
        let mut all = 0.0;
        for token in once(entry) {
            let (w, fit) = (weight(token), best(words.list.iter().map(|word| word.fits(token))));
            self.said += w * fit;
            all += w;
            self.hits += u8::from(fit > 0.0);
            self.missing_here = self.missing_here.max(w * (1.0 - fit));
        }
        self.entry_said = share(self.said, all);
    }

    fn add_question(&mut self, words: &Words, entry: &[u32], answer: &[u32]) {
        let (mut covered, mut asked, mut answered) = (0.0, 0.0, 0.0);
        for word in &words.list {
            let fit = best(entry.iter().map(|token| word.fits(*token)));
            let worth = if word.asks { word.weight } else { word.weight * (fit + (1.0 - fit) * STORY) };
            covered += worth * fit;
            asked += worth;
            if word.asks {
                self.missing_there = self.missing_there.max(word.weight * (1.0 - fit));
                self.unknown += f32::from(u8::from(word.own.is_empty()));
            } else {
                self.story += word.weight * (1.0 - fit);
            }
            if fit == 0.0 && answer.iter().any(|token| word.fits(*token) > 0.0) {
                answered += worth;
            }
        }
        self.asked_covered = share(covered, asked);
        self.answered = share(answered, asked);
    }

    fn add_pairs(&mut self, words: &Words, entry: &[u32], weight: &dyn Fn(u32) -> f32) {
        let (mut together, mut possible) = (0.0, 0.0);
        let has = |at: usize, token: u32| words.list[at].fits(token) > 0.0;
        for pair in entry.windows(2) {
            let w = weight(pair[0]) + weight(pair[1]);
            possible += w;
            let follow = words.pairs.iter().any(|(a, b)| has(*a, pair[0]) && has(*b, pair[1]));
            together += if follow { w } else { 0.0 };
        }
        self.pairs = share(together, possible);
    }
}

/// What a question and an entry have in common; `weight` says how much a word says.
pub(super) fn traits(question: &Question, entry: Known<'_>, weight: &dyn Fn(u32) -> f32) -> [f32; TRAITS] {
    let words = Common::new(&question.words, entry.words, entry.answer, weight);
    let syllables = Common::new(&question.syllables, entry.syllables, &[], weight);
    let agree = question.kinds.with(entry.kinds);
    let is = |a| f32::from(u8::from(agree == a));
    [
        words.entry_said,
        words.asked_covered,
        words.pairs,
        is(Agree::Same),
        is(Agree::Near),
        is(Agree::Loose),
        is(Agree::Not),
        words.missing_here,
        words.missing_there,
        (1.0 + words.said).ln(),
        f32::from(u8::from(words.hits <= 1)),
        words.answered,
        words.entry_said * words.asked_covered,
        (1.0 + words.story).ln(),
        words.missing_here.min(words.missing_there),
        (1.0 + words.unknown).ln(),
        syllables.entry_said,
        syllables.asked_covered,
        syllables.pairs,
        syllables.entry_said * syllables.asked_covered,
        f32::from(u8::from(question.kinds == Kinds::NONE)),
    ]
}

fn best(of: impl Iterator<Item = f32>) -> f32 {
    of.fold(0.0, f32::max)
}

/// Every word once.
pub(super) fn once(tokens: &[u32]) -> impl Iterator<Item = u32> + '_ {
    tokens.iter().enumerate().filter(|(at, token)| !tokens[..*at].contains(token)).map(|(_, token)| *token)
}

fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn sum(traits: &[f32; TRAITS], worth: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(worth).map(|(trait_, worth)| trait_ * worth).sum()
}

/// By which entries are put in order.
pub(super) fn rank(traits: &[f32; TRAITS]) -> f32 {
    sum(traits, &RANK)
}

/// How far one is ahead of another, as far as it says anything.
pub(super) fn lead(first: f32, second: Option<f32>) -> f32 {
    second.map_or(FAR_AHEAD, |second| (first - second).clamp(0.0, FAR_AHEAD))
}

/// How sure it is, from 0 to 1, that an entry that is ahead by `lead` is the answer.
pub(super) fn sure(traits: &[f32; TRAITS], lead: f32) -> f32 {
    let all = START + sum(traits, &SURE) + LEAD * lead;
    1.0 / (1.0 + (-all).exp())
}
