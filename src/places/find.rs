//! A place by what a person typed (pure): marks and slips of the finger are forgiven, a digit is never taken for
//! another, and only a name that exactly one place bears is taken without asking.

use super::name::{self, words};
use super::place::{Kind, Place};
use super::tree::Tree;
use crate::text::fold;
use jiff::civil::Date;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Nobody's village has a longer name; it bounds the work.
const LONGEST_NAME_CHARS: usize = 80;
/// So much of a sentence is looked through for names.
const LONGEST_SAID_CHARS: usize = 200;
/// A name and what it lies below, level by level.
const NAME_LEVELS: usize = 6;

/// What a typed name means. Only [`Found::One`] may be acted on without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'t> {
    /// Exactly one place bears that very name (or has that code).
    One(&'t Place),
    /// Several bear it: best first, the caller's own area before the rest.
    Several(Vec<&'t Place>),
    /// None bears it; these come near it, best first, and are to be confirmed.
    Near(Vec<&'t Place>),
    /// Nothing comes near it.
    None,
}

impl<'t> Found<'t> {
    /// Every place that may be meant, best first.
    pub fn places(self) -> Vec<&'t Place> {
        match self {
            Found::One(place) => vec![place],
            Found::Several(places) | Found::Near(places) => places,
            Found::None => vec![],
        }
    }

    /// True when nothing comes near.
    pub fn is_none(&self) -> bool {
        *self == Found::None
    }

    /// The name is borne by what was found.
    fn is_certain(&self) -> bool {
        matches!(self, Found::One(_) | Found::Several(_))
    }

    fn near(places: Vec<&'t Place>) -> Found<'t> {
        if places.is_empty() { Found::None } else { Found::Near(places) }
    }
}

/// How well a name fits; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// That very name: with these marks, or typed without any.
    Very,
    /// The same letters with other marks, or the name with another kind's word before it.
    Alike,
    /// Within so many slips.
    Slips(usize),
}

/// One place of today that may be meant.
struct Candidate<'t> {
    place: &'t Place,
    fit: Fit,
    /// It has the name only through a place that has ended.
    was: bool,
    within: bool,
}

impl Tree {
    /// What `typed` means on that day to somebody whose own area is `scope` (codes; the places themselves and all
    /// below; empty: no area of their own). A code is its place. "Nà Luồng, Bình Lư" is the first below the second.
    /// The name of a place that has ended finds what it became, and asks. A mere number ("bản 12") is a name only
    /// within somebody's own area.
    pub fn find(&self, typed: &str, day: Date, scope: &[&str]) -> Found<'_> {
        if let Some(place) = self.coded(typed.trim()).filter(|p| p.is_valid(day)) {
            return Found::One(place);
        }
        let whole = self.find_name(typed, day, scope);
        if whole.is_certain() || !typed.contains(',') {
            return whole;
        }
        let parts: Vec<&str> = typed.split(',').take(NAME_LEVELS).collect();
        // The first comma ends the name, unless names hold commas.
        let below = |ends: usize| self.find_below(&parts[..ends].join(","), &parts[ends..], day, scope);
        let split: Vec<Found<'_>> = (1..parts.len()).map(below).collect();
        if let Some(certain) = split.iter().find(|f| f.is_certain()) {
            return certain.clone();
        }
        let mut near: Vec<&Place> = vec![];
        for place in std::iter::once(whole).chain(split).flat_map(Found::places) {
            if !near.iter().any(|n| n.code == place.code) {
                near.push(place);
            }
        }
        Found::near(near)
    }

    /// Places whose names stand among other words ("nhà em ở bản hoa đào ạ"), best first; they are to be confirmed. Where one
    /// lies below another that is named, too, the lower one is meant: "suối mây bên bình lư".
    pub fn named_in(&self, text: &str, day: Date, scope: &[&str]) -> Vec<&Place> {
        let text: String = text.chars().take(LONGEST_SAID_CHARS).collect();
        let said = format!(" {} ", name::plain(&text));
        let stands = |name: &str| {
            let alone = |at: usize| said[..at].ends_with(' ') && said[at + name.len()..].starts_with(' ');
            said.match_indices(name).map(|(at, _)| at).find(|at| alone(*at)).map(|at| (at, at + name.len()))
        };
        let mut named: Vec<(&Place, (usize, usize))> = vec![];
        for (place, name) in self.all().iter().zip(self.names()).filter(|(_, name)| !name.is_empty()) {
            let own = kind_word(name, place.kind).map_or(name.as_str(), |word| &name[word.len() + 1..]);
            // A number or a short word is a name only after the word of its kind.
            let bears = own.chars().filter(|c| c.is_alphabetic()).count() >= 4;
            let Some(span) = stands(name).or_else(|| stands(own).filter(|_| bears)) else { continue };
            named.extend(self.current(&place.code, day).into_iter().map(|now| (now, span)));
        }
        // "Xã Bản Bo" does not name a village of the name "Bản Bo".
        let within = |a: (usize, usize), b: (usize, usize)| b.0 <= a.0 && a.1 <= b.1 && a != b;
        let all = named.clone();
        named.retain(|(_, span)| !all.iter().any(|(_, other)| within(*span, *other)));
        let apart = |a: (usize, usize), b: (usize, usize)| a.1 <= b.0 || b.1 <= a.0;
        let lies = |(place, span): &(&Place, (usize, usize))| {
            named.iter().any(|(above, other)| apart(*span, *other) && self.lies_below(place, above, day))
        };
        let lower = named.iter().any(lies);
        let mut found: Vec<&Place> =
            named.iter().filter(|one| !lower || lies(one)).map(|(place, _)| *place).collect();
        let far = |p: &Place| !scope.iter().any(|s| self.reaches(s, &p.code, day));
        let marked = format!(" {} ", words(&text).join(" "));
        let other_marks = |p: &Place| {
            let name = words(&p.name);
            // With the word of its kind, or without.
            !(0..name.len().min(2)).any(|skip| marked.contains(&format!(" {} ", name[skip..].join(" "))))
        };
        found.sort_by_key(|p| (far(p), other_marks(p), &p.name, &p.code));
        found.dedup_by(|a, b| a.code == b.code);
        found
    }

    fn find_below(&self, name: &str, above: &[&str], day: Date, scope: &[&str]) -> Found<'_> {
        let Some(name) = Typed::new(name) else { return Found::None };
        let mut all = self.candidates(&name, day, scope);
        let (mut certain, mut lies) = (true, false);
        for above in above.iter().filter(|p| !p.trim().is_empty()) {
            let above = self.find_name(above, day, &[]);
            certain &= above.is_certain();
            let above = above.places();
            // Nothing of that name: it may be anything else that was said after a comma.
            if !above.is_empty() {
                lies = true;
                all.retain(|c| above.iter().any(|a| self.lies_below(c.place, a, day)));
            }
        }
        let found = decide(all, !scope.is_empty() && name.is_number() && !lies);
        if certain { found } else { Found::near(found.places()) }
    }

    /// The place whose code was typed, alone or in brackets after its name, as places of one name are offered.
    fn coded(&self, typed: &str) -> Option<&Place> {
        let bracketed = || {
            let (name, code) = typed.strip_suffix(')')?.rsplit_once('(')?;
            self.get(code).filter(|p| name.starts_with(&p.full_name()))
        };
        self.get(typed).or_else(bracketed)
    }

    fn lies_below(&self, place: &Place, above: &Place, day: Date) -> bool {
        place.code != above.code && self.reaches(&above.code, &place.code, day)
    }

    fn find_name(&self, typed: &str, day: Date, scope: &[&str]) -> Found<'_> {
        let Some(typed) = Typed::new(typed) else { return Found::None };
        let asks = !scope.is_empty() && typed.is_number();
        decide(self.candidates(&typed, day, scope), asks)
    }

    /// The places of that day that have the name, or had it, or come near it.
    fn candidates(&self, typed: &Typed, day: Date, scope: &[&str]) -> Vec<Candidate<'_>> {
        let mut best: BTreeMap<&str, Candidate<'_>> = BTreeMap::new();
        for (place, name) in self.all().iter().zip(self.names()) {
            let Some(fit) = typed.fit(place, name) else { continue };
            let was = !place.is_valid(day);
            for now in self.current(&place.code, day) {
                let within = || scope.iter().any(|s| self.reaches(s, &now.code, day));
                let known = best.entry(&now.code);
                let known = known.or_insert_with(|| Candidate { place: now, fit, was, within: within() });
                (known.was, known.fit) = (known.was, known.fit).min((was, fit));
            }
        }
        best.into_values().collect()
    }

    /// The labels under which these places are offered: each with its kind and what it lies below, with as many levels
    /// more as tell it from the others, and with its code where nothing else does. No two are alike.
    pub fn told_apart(&self, places: &[&Place], day: Date) -> Vec<String> {
        let mut labels: Vec<Label> = places.iter().map(|p| Label::new(self, p, day)).collect();
        loop {
            let shown: Vec<String> = labels.iter().map(Label::shown).collect();
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            for label in &shown {
                *seen.entry(label.to_lowercase()).or_default() += 1;
            }
            let mut longer = false;
            for (label, shown) in labels.iter_mut().zip(&shown) {
                longer |= seen[&shown.to_lowercase()] > 1 && label.lengthen();
            }
            if !longer {
                return shown;
            }
        }
    }
}

/// Who is meant. `asks`: a name that is borne outside somebody's own area only is not certain.
fn decide(mut all: Vec<Candidate<'_>>, asks: bool) -> Found<'_> {
    if all.iter().any(|c| c.fit <= Fit::Alike) {
        all.retain(|c| c.fit <= Fit::Alike);
    }
    let bears = |c: &Candidate<'_>| c.fit == Fit::Very && !c.was;
    all.sort_by_key(|c| (!bears(c), !c.within, c.fit, c.was, &c.place.name, &c.place.code));
    let bearers = all.iter().filter(|c| bears(c)).count();
    let own = all.iter().filter(|c| bears(c) && c.within).count();
    // Something like it in their own area is as likely as the very name far away.
    let likely = all.iter().any(|c| !bears(c) && c.within);
    let places: Vec<&Place> = all.iter().map(|c| c.place).collect();
    match (own, bearers) {
        (1, _) => Found::One(places[0]),
        (0, 1) if !(likely || asks) => Found::One(places[0]),
        (0, 0 | 1) => Found::near(places),
        _ => Found::Several(places[..bearers].to_vec()),
    }
}

/// A place as it is offered beside others.
struct Label {
    name: String,
    above: Vec<String>,
    levels: usize,
    code: SmolStr,
    coded: bool,
}

impl Label {
    fn new(tree: &Tree, place: &Place, day: Date) -> Label {
        let above = tree.ancestors(&place.code, day);
        // What lies in a province of its own says enough without it.
        let levels = above.first().filter(|p| p.kind != Kind::Province).map_or(0, |_| 1);
        Label {
            name: place.full_name(),
            above: above.iter().map(|p| p.full_name()).collect(),
            levels,
            code: place.code.clone(),
            coded: false,
        }
    }

    fn shown(&self) -> String {
        let mut shown = self.name.clone();
        for above in &self.above[..self.levels] {
            shown.push_str(", ");
            shown.push_str(above);
        }
        if self.coded { format!("{shown} ({})", self.code) } else { shown }
    }

    /// Says more; false when there is no more to say.
    fn lengthen(&mut self) -> bool {
        if self.levels < self.above.len() {
            self.levels += 1;
            return true;
        }
        !std::mem::replace(&mut self.coded, true)
    }
}

/// A text from a person, taken apart once for all places.
struct Typed {
    whole: Spelled,
    /// Without the word of a kind at its beginning, and that word.
    bare: Option<(Spelled, Kind, &'static str)>,
}

/// Some words, written together.
struct Spelled {
    plain: String,
    marked: String,
    numbers: Vec<String>,
}

impl Spelled {
    fn new(marked: &[String]) -> Spelled {
        let plain: Vec<String> = marked.iter().map(|w| fold(w)).collect();
        let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
        let marked: Vec<&str> = marked.iter().map(String::as_str).collect();
        Spelled { plain: together(&plain), marked: together(&marked), numbers: numbers(&plain) }
    }

    /// How a name of the same letters fits: typed without marks, or with the very same.
    fn same_letters(&self, name: &[String]) -> Fit {
        if self.marked == self.plain || self.marked == Spelled::new(name).marked {
            Fit::Very
        } else {
            Fit::Alike
        }
    }

    fn slips(&self, name: &str, words: &[&str]) -> Option<Fit> {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let (a, b) = (self.plain.chars().count(), name.chars().count());
        if a.abs_diff(b) > MOST_SLIPS {
            return None;
        }
        let most = slips(letters(&self.plain).min(letters(name)));
        if most == 0 || a.abs_diff(b) > most {
            return None;
        }
        let slips = strsim::osa_distance(&self.plain, name);
        (slips <= most && self.numbers == numbers(words)).then_some(Fit::Slips(slips))
    }
}

impl Typed {
    /// None when there is no letter and no digit in it.
    fn new(text: &str) -> Option<Typed> {
        let text: String = text.chars().take(LONGEST_NAME_CHARS).collect();
        let words = words(&text);
        let plain: Vec<String> = words.iter().map(|w| fold(w)).collect();
        let plain = plain.join(" ");
        let bare = Kind::ALL.iter().find_map(|&kind| {
            let word = kind_word(&plain, kind)?;
            Some((Spelled::new(&words[word.split(' ').count()..]), kind, word))
        });
        (!plain.is_empty()).then(|| Typed { whole: Spelled::new(&words), bare })
    }

    /// Only a number or a letter, which every commune uses for its own villages.
    fn is_number(&self) -> bool {
        let name = self.bare.as_ref().map_or(&self.whole, |(bare, ..)| bare);
        let letters = name.plain.chars().filter(|c| c.is_alphabetic()).count();
        letters <= 1 || name.numbers.concat() == name.plain
    }

    /// `name`: the place's own, folded, in single spaces.
    fn fit(&self, place: &Place, name: &str) -> Option<Fit> {
        let names: Vec<&str> = name.split(' ').collect();
        let word = kind_word(name, place.kind);
        let skipped = word.map_or(0, |w| w.split(' ').count());
        let whole = together(&names);
        let own = &whole[word.map_or(0, |w| w.len() + 1 - skipped)..];
        let marked = |skip: usize| words(&place.name).get(skip..).unwrap_or_default().to_vec();
        let mut best: Option<Fit> = None;
        let mut offer = |fit: Fit| best = Some(best.map_or(fit, |b| b.min(fit)));
        if self.whole.plain == whole {
            // The word of a kind is hardly ever marked with care.
            offer(match &self.bare {
                Some((bare, ..)) if skipped > 0 => bare.same_letters(&marked(skipped)),
                _ => self.whole.same_letters(&marked(0)),
            });
        } else if self.whole.plain == own {
            offer(self.whole.same_letters(&marked(skipped)));
        }
        if let Some((bare, kind, typed_word)) = &self.bare
            && bare.plain == own
        {
            let same = *kind == place.kind && word.is_none_or(|w| spelled_out(w) == spelled_out(typed_word));
            offer(if same { bare.same_letters(&marked(skipped)) } else { Fit::Alike });
        }
        if best.is_some() {
            return best;
        }
        let pairs = [
            self.whole.slips(&whole, &names),
            self.whole.slips(own, &names[skipped..]),
            self.bare.as_ref().and_then(|(bare, ..)| bare.slips(own, &names[skipped..])),
        ];
        pairs.into_iter().flatten().min()
    }
}

/// The word of this kind at the beginning of a folded name that goes on after it.
fn kind_word(text: &str, kind: Kind) -> Option<&'static str> {
    kind.prefixes().iter().copied().find(|p| text.strip_prefix(p).is_some_and(|rest| rest.starts_with(' ')))
}

/// Short forms of a kind's word are the same word.
fn spelled_out(word: &str) -> &str {
    match word {
        "tdp" | "to" => "to dan pho",
        "tp" => "thanh pho",
        "tt" => "thi tran",
        word => word,
    }
}

/// Without spaces, which people put or forget as they like; but two numbers stay two.
fn together(words: &[&str]) -> String {
    let mut all = String::new();
    for word in words {
        let ends = all.ends_with(|c: char| c.is_ascii_digit());
        if ends && word.starts_with(|c: char| c.is_ascii_digit()) {
            all.push(' ');
        }
        all.push_str(word);
    }
    all
}

/// The numbers in a name, Arabic and Roman: a slip in one would be another place.
fn numbers(words: &[&str]) -> Vec<String> {
    let roman = |word: &str| word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let mut found = vec![];
    for word in words {
        if roman(word) {
            found.push((*word).to_owned());
        } else {
            let runs = word.split(|c: char| !c.is_numeric()).filter(|r| !r.is_empty());
            found.extend(runs.map(str::to_owned));
        }
    }
    found
}

/// The most slips in a name of any length.
const MOST_SLIPS: usize = 2;

/// How many slips a name of so many letters may have: more would turn it into another name.
fn slips(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => MOST_SLIPS,
    }
}

#[cfg(test)]
mod tests;
