//! A place by what a person typed: without marks, with a slip of the finger, with or without "bản" or "xã" (pure).

use super::place::{Kind, Place};
use super::tree::Tree;
use crate::text::fold;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Nobody's village has a longer name; it bounds the work.
const LONGEST: usize = 80;

/// How well a name fits; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The whole name, or the bare name with the right kind before it.
    Whole,
    /// The bare name.
    Bare,
    /// The bare name with the word of another kind before it.
    OtherKind,
    /// Within so many slips.
    Near(usize),
}

impl Tree {
    /// The places of that day that `typed` may mean, best first. Exact names (marks, case and spaces apart)
    /// first; when there is one, near misses are left out. The name of a place that has ended finds what it
    /// became. "Nà Luồng, Bình Lư" finds the first under the second.
    pub fn find(&self, typed: &str, day: Date) -> Vec<&Place> {
        let typed: String = typed.chars().take(LONGEST).collect();
        let found = self.find_name(&typed, day);
        let Some((name, above)) = typed.split_once(',').filter(|_| found.is_empty()) else { return found };
        let above = self.find_name(above.split(',').next().unwrap_or_default(), day);
        let mut found = self.find_name(name, day);
        if !above.is_empty() {
            found.retain(|p| above.iter().any(|a| self.reaches(&a.code, &p.code, day)));
        }
        found
    }

    fn find_name(&self, typed: &str, day: Date) -> Vec<&Place> {
        let typed = Typed::new(typed);
        if typed.whole.is_empty() {
            return vec![];
        }
        let mut best: BTreeMap<&str, (Fit, bool)> = BTreeMap::new();
        for place in self.all() {
            let Some(fit) = typed.fit(place) else { continue };
            let was = !place.is_valid(day);
            for now in self.current(&place.code, day) {
                let entry = best.entry(&now.code).or_insert((fit, was));
                *entry = (*entry).min((fit, was));
            }
        }
        if best.values().any(|(fit, _)| *fit <= Fit::OtherKind) {
            best.retain(|_, (fit, _)| *fit <= Fit::OtherKind);
        }
        let mut found: Vec<_> =
            best.into_iter().filter_map(|(code, fit)| Some((fit, self.get(code)?))).collect();
        found.sort_by(|(a, p), (b, q)| (a, &p.name, &p.code).cmp(&(b, &q.name, &q.code)));
        found.into_iter().map(|(_, place)| place).collect()
    }
}

struct Typed {
    whole: Vec<char>,
    /// Without the word of a kind at its beginning, and that kind.
    bare: Option<(Vec<char>, Kind)>,
}

impl Typed {
    fn new(text: &str) -> Typed {
        let text = plain(text);
        let bare = Kind::ALL.into_iter().find_map(|kind| Some((squeeze(strip(&text, kind)?), kind)));
        Typed { whole: squeeze(&text), bare }
    }

    fn fit(&self, place: &Place) -> Option<Fit> {
        let whole = plain(&place.name);
        let own = squeeze(strip(&whole, place.kind).unwrap_or(&whole));
        let whole = squeeze(&whole);
        if self.whole == whole {
            return Some(Fit::Whole);
        }
        if let Some((bare, kind)) = &self.bare
            && *bare == own
        {
            return Some(if *kind == place.kind { Fit::Whole } else { Fit::OtherKind });
        }
        if self.whole == own {
            return Some(Fit::Bare);
        }
        let mut pairs = vec![(&self.whole, &whole), (&self.whole, &own)];
        pairs.extend(self.bare.as_ref().map(|(bare, _)| (bare, &own)));
        let near = pairs.into_iter().filter_map(|(typed, name)| {
            let most = slips(typed.len().min(name.len()));
            Some(distance(typed, name, most)).filter(|d| *d <= most)
        });
        near.min().map(Fit::Near)
    }
}

/// Folded, letters and digits only; what stands in brackets is a remark, not the name.
fn plain(text: &str) -> String {
    let folded = fold(text.split('(').next().unwrap_or_default());
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn strip(text: &str, kind: Kind) -> Option<&str> {
    kind.prefixes().iter().find_map(|p| text.strip_prefix(p)?.strip_prefix(' '))
}

/// Without spaces, which people put or forget as they like.
fn squeeze(text: &str) -> Vec<char> {
    text.chars().filter(|c| *c != ' ').collect()
}

/// How many slips a name of so many letters may have: more would turn it into another name.
fn slips(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Letters put in, left out, exchanged or swapped with their neighbour; `most` + 1 when there are more.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect::<Vec<_>>(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        for j in 1..=b.len() {
            let change = rows[1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = least;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()].min(most + 1)
}
