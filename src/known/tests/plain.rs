//! What the index is held against: BM25 over syllables without marks, and TF-IDF over their letters.

use super::Finds;
use crate::known::Entry;
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

fn syllables(text: &str) -> Vec<String> {
    let marked = text.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect::<String>();
    let bare = marked.replace('đ', "d");
    bare.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Runs of 2 to 4 letters within words, with a space at both ends.
fn letters(text: &str) -> Vec<String> {
    let mut runs = vec![];
    for word in syllables(text) {
        let word: Vec<char> = format!(" {word} ").chars().collect();
        for n in 2..=4 {
            runs.extend(word.windows(n).map(|run| run.iter().collect::<String>()));
        }
    }
    runs
}

fn counts(terms: Vec<String>) -> BTreeMap<String, f32> {
    let mut counts = BTreeMap::new();
    terms.into_iter().for_each(|term| *counts.entry(term).or_insert(0.0) += 1.0);
    counts
}

/// A search that knows nothing of the language.
pub struct Plain {
    ids: Vec<String>,
    /// How many terms each entry has.
    lengths: Vec<f32>,
    /// By term: which entries have it, and how often.
    holders: HashMap<String, Vec<(usize, f32)>>,
    /// The length of each entry as a vector.
    sizes: Vec<f32>,
    terms: fn(&str) -> Vec<String>,
    by_cosine: bool,
}

impl Plain {
    pub fn bm25(entries: &[Entry]) -> Plain {
        Plain::new(entries, syllables, false)
    }

    pub fn letters(entries: &[Entry]) -> Plain {
        Plain::new(entries, letters, true)
    }

    fn new(entries: &[Entry], terms: fn(&str) -> Vec<String>, by_cosine: bool) -> Plain {
        let texts: Vec<_> = entries.iter().map(|entry| counts(terms(&entry.question))).collect();
        let mut holders: HashMap<String, Vec<(usize, f32)>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            for (term, count) in text {
                holders.entry(term.clone()).or_default().push((at, *count));
            }
        }
        let mut plain = Plain {
            ids: entries.iter().map(|entry| entry.id.clone()).collect(),
            lengths: texts.iter().map(|text| text.values().sum()).collect(),
            holders,
            sizes: vec![],
            terms,
            by_cosine,
        };
        plain.sizes = texts.iter().map(|text| plain.size(text)).collect();
        plain
    }

    pub fn search(&self, text: &str) -> Finds {
        let asked = counts((self.terms)(text));
        let mut scores = vec![0.0; self.ids.len()];
        let mean = self.lengths.iter().sum::<f32>() / self.lengths.len() as f32;
        for (term, count) in &asked {
            for (at, tf) in self.holders.get(term).into_iter().flatten() {
                scores[*at] += if self.by_cosine {
                    count * tf * self.idf(term).powi(2)
                } else {
                    self.idf(term) * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * self.lengths[*at] / mean))
                };
            }
        }
        let size = self.size(&asked);
        let scores = scores.into_iter().zip(&self.sizes).map(|(score, own)| match self.by_cosine {
            true => score / (size * own).max(f32::MIN_POSITIVE),
            false => score,
        });
        let mut finds: Finds = self.ids.iter().cloned().zip(scores).collect();
        finds.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        finds.truncate(super::LOOKED_AT);
        finds
    }

    fn idf(&self, term: &str) -> f32 {
        let (all, has) = (self.ids.len() as f32, self.holders.get(term).map_or(0, Vec::len) as f32);
        match self.by_cosine {
            true => 1.0 + ((1.0 + all) / (1.0 + has)).ln(),
            false => (1.0 + (all - has + 0.5) / (has + 0.5)).ln(),
        }
    }

    fn size(&self, text: &BTreeMap<String, f32>) -> f32 {
        text.iter().map(|(term, n)| (n * self.idf(term)).powi(2)).sum::<f32>().sqrt()
    }
}
