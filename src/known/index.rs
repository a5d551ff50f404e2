//! What is known, in memory: built from the released entries at start, one added or taken out as they come and go.

use super::asked::{Asked, Reader, Said};
use super::kind::Kinds;
use super::lexicon::{bare, lexicon};
use super::syllable::Table;
use super::weigh::{self, Known, NEAR, Question, TRAITS, Word, Words, once};
use smol_str::SmolStr;
use std::cmp::Ordering;

/// So many of the entries that share words with a question are weighed closely.
const CLOSELY: usize = 64;
/// How soon saying a word twice says no more, and how far a long entry is held against it (BM25).
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.5;
/// From so sure on, an entry is the answer: where on the labelled questions no more than one in twenty that have no answer
/// was shown one.
pub(super) const SHOWN: f32 = 0.62;
/// Two questions are one from here on.
const TWIN: f32 = 0.8;
/// Of what a word adds to an entry's score, a syllable alone adds so much; one that more than one in so many entries have,
/// nothing.
const SYLLABLE: f32 = 0.3;
const OFTEN: usize = 8;
/// A number that no entry has is somebody's age or the like.
const FIGURE: f32 = 0.2;
/// Rarer than one in so many (e to this power) is no rarer.
const RAREST: f32 = 7.0;
/// No number and no place.
const GONE: u32 = u32::MAX;

/// Something that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// By which it is found again.
    pub id: String,
    /// The question that it answers, or a point of an item.
    pub question: String,
    /// The answer in short; it helps little and may be empty.
    pub answer: String,
}

/// An entry that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its id.
    pub id: Box<str>,
    /// How sure it is that this is the answer, from 0 to 1.
    pub score: f32,
    /// What it was weighed by (the names are in [`Found::reasons`]).
    traits: [f32; TRAITS],
    rank: f32,
}

impl Found {
    /// What it was weighed by, for whoever asks why.
    pub fn reasons(&self) -> impl Iterator<Item = (&'static str, f32)> + '_ {
        weigh::NAMES.into_iter().zip(self.traits)
    }
}

/// An entry as it is kept.
#[derive(Debug, Clone)]
struct Kept {
    id: Box<str>,
    /// What it asks about, in the order of its text.
    question: Box<[u32]>,
    /// What its answer says besides.
    answer: Box<[u32]>,
    /// Its syllables as they stand there, in their order.
    syllables: Box<[u32]>,
    kinds: Kinds,
}

impl Kept {
    fn known(&self) -> Known<'_> {
        let Kept { question, answer, syllables, kinds, .. } = self;
        Known { words: question, answer, syllables, kinds: *kinds }
    }

    /// Every word and syllable by which it is found.
    fn found_by(&self) -> impl Iterator<Item = u32> + '_ {
        once(&self.question).chain(once(&self.syllables))
    }
}

/// Everything that is known.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The number of every word that an entry has.
    numbers: Table<SmolStr, u32>,
    /// The number of every syllable that an entry has.
    alone: Table<SmolStr, u32>,
    /// By the number of a word: where in `kept` it stands, ascending.
    holders: Vec<Vec<u32>>,
    /// The numbers of all words that are one without their marks.
    alike: Table<SmolStr, Vec<u32>>,
    /// By the number of a word: the number of the word without marks, if an entry has that.
    plain: Vec<u32>,
    /// `None`: taken out.
    kept: Vec<Option<Kept>>,
    places: Table<Box<str>, u32>,
    /// Words of all entries together.
    words: usize,
}

impl Index {
    /// An index of these. Of two with one id the later stays.
    pub fn build(entries: impl IntoIterator<Item = Entry>) -> Index {
        let (mut index, mut reader) = (Index::default(), Reader::default());
        entries.into_iter().for_each(|entry| index.put(&entry, &mut reader));
        index
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether an entry has this id.
    pub fn holds(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Adds an entry, in place of the one that has its id.
    pub fn add(&mut self, entry: &Entry) {
        self.put(entry, &mut Reader::default());
    }

    fn put(&mut self, entry: &Entry, reader: &mut Reader) {
        self.remove(&entry.id);
        let asked = reader.read(&entry.question);
        let question: Box<[u32]> = asked.tokens.iter().map(|said| self.number(&said.token)).collect();
        let mut answer: Vec<u32> =
            reader.read(&entry.answer).tokens.iter().map(|said| self.number(&said.token)).collect();
        answer.sort_unstable();
        answer.dedup();
        answer.retain(|token| !question.contains(token));
        let Ok(place) = u32::try_from(self.kept.len()) else {
            return;
        };
        if place == GONE {
            return;
        }
        let syllables = asked.syllables.iter().map(|said| self.number_alone(&said.token)).collect();
        let id: Box<str> = entry.id.as_str().into();
        let kept = Kept { id: id.clone(), question, answer: answer.into(), syllables, kinds: asked.kinds };
        kept.found_by().for_each(|token| self.holders[token as usize].push(place));
        self.words += kept.question.len();
        self.places.insert(id, place);
        self.kept.push(Some(kept));
    }

    /// Takes an entry out; whether it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(place) = self.places.remove(id) else {
            return false;
        };
        if let Some(kept) = self.kept.get_mut(place as usize).and_then(Option::take) {
            for token in kept.found_by() {
                let holders = &mut self.holders[token as usize];
                if let Ok(at) = holders.binary_search(&place) {
                    holders.remove(at);
                }
            }
            self.words -= kept.question.len();
        }
        if self.kept.len() > 64 && self.kept.len() > 2 * self.places.len() {
            self.close_gaps();
        }
        true
    }

    /// The `n` entries that fit best, the best first; fewer when fewer share a word with it.
    pub fn search(&self, text: &str, n: usize) -> Vec<Found> {
        self.find(&Asked::new(text), n)
    }

    /// The entry that answers a question, if it is sure enough.
    pub fn fits(&self, text: &str) -> Option<Found> {
        self.search(text, 1).pop().filter(|found| found.score >= SHOWN)
    }

    /// Entries that ask the same as a question, in whatever words.
    pub fn twins(&self, text: &str, n: usize) -> Vec<Found> {
        let mut found = self.search(text, CLOSELY);
        found.retain(|found| is_twin(&found.traits));
        found.truncate(n);
        found
    }

    /// How a text is read, for whoever asks why.
    pub fn read(&self, text: &str) -> String {
        let asked = Asked::new(text);
        let words = asked.tokens.iter().map(|said| {
            if said.asks { bare(&said.token).to_string() } else { format!("({})", bare(&said.token)) }
        });
        format!("{} · {}", words.collect::<Vec<_>>().join(" "), asked.kinds)
    }

    fn find(&self, asked: &Asked, n: usize) -> Vec<Found> {
        let question = self.question(asked);
        let weight = |token: u32| self.weight(token);
        let mut found: Vec<(u32, Found)> = self
            .candidates(&question)
            .into_iter()
            .filter_map(|place| Some((place, self.kept.get(place as usize)?.as_ref()?)))
            .map(|(place, kept)| {
                let traits = weigh::traits(&question, kept.known(), &weight);
                (place, Found { id: kept.id.clone(), score: 0.0, rank: weigh::rank(&traits), traits })
            })
            .collect();
        found.sort_by(|(_, a), (_, b)| b.rank.total_cmp(&a.rank).then_with(|| a.id.cmp(&b.id)));
        let leads: Vec<f32> = (0..found.len().min(n)).map(|at| self.lead(&found, at)).collect();
        found.truncate(n);
        for ((_, found), lead) in found.iter_mut().zip(leads) {
            found.score = weigh::sure(&found.traits, lead);
        }
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// How far the one at `at` is ahead of the best other that is not the same question once more.
    fn lead(&self, found: &[(u32, Found)], at: usize) -> f32 {
        let (place, first) = &found[at];
        let rival =
            found.iter().enumerate().find(|(other, (rival, _))| *other != at && !self.same(*place, *rival));
        match rival {
            Some((other, (_, rival))) if other < at => -(rival.rank - first.rank).min(3.0),
            rival => weigh::lead(first.rank, rival.map(|(_, (_, rival))| rival.rank)),
        }
    }

    /// Whether two entries ask the same.
    fn same(&self, one: u32, other: u32) -> bool {
        let kept = |place: u32| self.kept.get(place as usize).and_then(Option::as_ref);
        let (Some(one), Some(other)) = (kept(one), kept(other)) else {
            return false;
        };
        let has = |of: &Kept, token: &u32| of.question.contains(token);
        one.kinds == other.kinds
            && one.question.iter().all(|token| has(other, token))
            && other.question.iter().all(|token| has(one, token))
    }

    /// The places of entries that share words with a question, those that share most.
    fn candidates(&self, question: &Question) -> Vec<u32> {
        let mut scores = vec![0.0_f32; self.kept.len()];
        let mean = (self.words as f32 / self.len().max(1) as f32).max(1.0);
        let often = self.len() / OFTEN;
        let words = question.words.list.iter().map(|word| (word, 1.0));
        for (word, part) in words.chain(question.syllables.list.iter().map(|word| (word, SYLLABLE))) {
            let near = word.near.iter().map(|token| (*token, part * NEAR));
            for (token, part) in word.own.iter().map(|token| (*token, part)).chain(near) {
                let holders = &self.holders[token as usize];
                if part == SYLLABLE && holders.len() > often {
                    continue;
                }
                let w = self.weight(token) * part;
                holders.iter().for_each(|place| scores[*place as usize] += w);
            }
        }
        let mut best: Vec<(f32, u32)> = vec![];
        for (place, score) in scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0) {
            let Some(Some(kept)) = self.kept.get(place) else {
                continue;
            };
            let long = 1.0 - LENGTH + LENGTH * kept.question.len() as f32 / mean;
            best.push((score * (SATURATION + 1.0) / (1.0 + SATURATION * long), place as u32));
        }
        let order = |a: &(f32, u32), b: &(f32, u32)| -> Ordering {
            b.0.total_cmp(&a.0).then_with(|| self.id(a.1).cmp(&self.id(b.1)))
        };
        if best.len() > CLOSELY {
            best.select_nth_unstable_by(CLOSELY, order);
            best.truncate(CLOSELY);
        }
        best.into_iter().map(|(_, place)| place).collect()
    }

    fn id(&self, place: u32) -> Option<&str> {
        self.kept.get(place as usize)?.as_ref().map(|kept| &*kept.id)
    }

    /// A text with its words weighed.
    fn question(&self, asked: &Asked) -> Question {
        let near =
            |token: &str| lexicon().near(token).iter().filter_map(|t| self.numbers.get(t).copied()).collect();
        let alone = |token: &str| self.alone.get(token).copied().into_iter().collect();
        Question {
            words: self.weighed(&asked.tokens, &|token| self.own(token), &near),
            syllables: self.weighed(&asked.syllables, &alone, &|_| vec![]),
            kinds: asked.kinds,
        }
    }

    /// Words of a text, weighed.
    fn weighed(
        &self,
        said: &[Said],
        own: &dyn Fn(&str) -> Vec<u32>,
        near: &dyn Fn(&str) -> Vec<u32>,
    ) -> Words {
        let mut words = Words::default();
        let mut places: Vec<usize> = vec![];
        let mut seen: Vec<&str> = vec![];
        for said in said {
            if let Some(at) = seen.iter().position(|token| **token == *said.token) {
                words.list[at].asks |= said.asks;
                places.push(at);
                continue;
            }
            places.push(seen.len());
            seen.push(&said.token);
            let own = own(&said.token);
            let weight = own.iter().map(|token| self.weight(*token)).reduce(f32::min);
            let figure = own.is_empty() && said.token.contains(|c: char| c.is_ascii_digit());
            let weight = weight.unwrap_or_else(|| self.weight_of(0)) * if figure { FIGURE } else { 1.0 };
            words.list.push(Word { own, weight, asks: said.asks, near: near(&said.token) });
        }
        words.pairs = places.windows(2).map(|pair| (pair[0], pair[1])).collect();
        words
    }

    /// The numbers of a word of a question: its own, and what it may be where it or the entry carries no marks.
    fn own(&self, token: &str) -> Vec<u32> {
        let plain = bare(token);
        let Some(alike) = self.alike.get(&plain) else {
            return vec![];
        };
        if *plain == *token {
            return alike.clone();
        }
        [token, &plain].iter().filter_map(|token| self.numbers.get(*token).copied()).collect()
    }

    /// How much a word says: the fewer entries have it, the more.
    fn weight(&self, token: u32) -> f32 {
        let count = |token: u32| self.holders.get(token as usize).map_or(0, Vec::len);
        let plain = self.plain.get(token as usize).copied().filter(|plain| *plain != token);
        self.weight_of(count(token) + plain.map_or(0, count))
    }

    fn weight_of(&self, holders: usize) -> f32 {
        let rare = |holders: f32| ((self.len() as f32 + 1.0) / (holders + 0.5)).ln().clamp(0.0, RAREST);
        // Against a word that one entry has, so that it says the same among a hundred entries and a hundred thousand.
        rare(holders as f32) / rare(1.0).max(1.0)
    }

    fn number(&mut self, token: &str) -> u32 {
        if let Some(number) = self.numbers.get(token) {
            return *number;
        }
        let number = self.holders.len() as u32;
        self.holders.push(vec![]);
        self.numbers.insert(token.into(), number);
        let plain = bare(token);
        self.plain.push(self.numbers.get(&plain).copied().unwrap_or(GONE));
        if *plain == *token {
            let others = self.alike.get(&plain).into_iter().flatten();
            others.for_each(|other| self.plain[*other as usize] = number);
        }
        self.alike.entry(plain).or_default().push(number);
        number
    }

    fn number_alone(&mut self, syllable: &str) -> u32 {
        if let Some(number) = self.alone.get(syllable) {
            return *number;
        }
        let number = self.holders.len() as u32;
        self.holders.push(vec![]);
        self.plain.push(GONE);
        self.alone.insert(syllable.into(), number);
        number
    }

    /// Moves the entries together when more than half were taken out.
    fn close_gaps(&mut self) {
        let mut moved = vec![GONE; self.kept.len()];
        let kept = std::mem::take(&mut self.kept);
        for (place, kept) in kept.into_iter().enumerate().filter(|(_, kept)| kept.is_some()) {
            moved[place] = self.kept.len() as u32;
            self.kept.push(kept);
        }
        let places = self.places.values_mut().chain(self.holders.iter_mut().flatten());
        places.for_each(|place| *place = moved[*place as usize]);
    }
}

fn is_twin(traits: &[f32; TRAITS]) -> bool {
    traits[0] >= TWIN && traits[1] >= TWIN && traits[6] == 0.0
}
