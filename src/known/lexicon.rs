//! What words mean (`words.toml`): ways to ask, sayings that stand for one thing, what is said around a matter, and what
//! thumbs make of words.

use super::kind::Kinds;
use super::syllable::{Syllable, Table, known};
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};
use toml::Spanned;

const WORDS: &str = include_str!("words.toml");
/// In front of a saying that is another one without its marks.
const EXACT: char = '!';
/// Between the syllables of one token.
pub(super) const JOINED: char = '_';

/// What a saying does in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Does {
    /// Says how it asks.
    Asks(Kinds),
    /// Stands for these tokens.
    Means(Vec<SmolStr>),
    /// Says nothing.
    Nothing,
}

/// A saying.
#[derive(Debug, Clone)]
pub(super) struct Saying {
    pub syllables: Vec<Syllable>,
    /// Not without its marks.
    exact: bool,
    /// One syllable that mostly is another word where it carries no marks.
    unusual: bool,
    pub does: Does,
}

/// How well a saying fits, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// With a sound of another village in it.
    Otherwise,
    /// Where the writer left marks out.
    Bare,
    Marked,
    Surely,
}

/// Every list, read once.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// By how they begin ([`begin`]), as it may be said in any village: the longest first, then in the order of the file.
    sayings: Table<u64, Vec<Arc<Saying>>>,
    /// What an abbreviation stands for.
    short: Table<SmolStr, Vec<Syllable>>,
    /// What a token also brings to mind.
    near: Table<SmolStr, Vec<SmolStr>>,
}

/// `words.toml`, as it is written: of two sayings that fit equally well the one that stands first is meant, so where a name
/// stands counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    kind: Named,
    same: Named,
    whole: Named,
    near: Named,
    filler: Named,
    short: Named,
}

/// A name, and what stands in its list.
type Named = BTreeMap<Spanned<String>, Vec<String>>;

impl Lists {
    fn embedded() -> Result<Lists, toml::de::Error> {
        toml::from_str(WORDS)
    }
}

/// The lists that are inside the binary, read once in a process.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::new(&Lists::embedded().expect("the lists inside the binary, which the tests read"))
});

/// The lists of this program.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn new(lists: &Lists) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (name, says) in written(&lists.kind) {
            let kind = Kinds::named(name);
            says.iter().for_each(|say| lexicon.say(say, Does::Asks(kind)));
        }
        for (name, says) in written(&lists.same) {
            let tokens: Vec<SmolStr> = name.split(' ').map(token).collect();
            let own = name.replace(JOINED, " ");
            let all = std::iter::once(&own).chain(says);
            all.for_each(|say| lexicon.say(say, Does::Means(tokens.clone())));
        }
        for (_, says) in written(&lists.whole) {
            says.iter().for_each(|say| lexicon.say(say, Does::Means(vec![token(&say.replace(' ', "_"))])));
        }
        for (_, says) in written(&lists.filler) {
            says.iter().for_each(|say| lexicon.say(say, Does::Nothing));
        }
        for (name, says) in written(&lists.near) {
            lexicon.near.insert(token(name), says.iter().map(|say| token(say)).collect());
        }
        for (name, says) in written(&lists.short) {
            let long: Vec<Syllable> = name.split(' ').map(Syllable::new).collect();
            lexicon.short.extend(says.iter().map(|say| (Syllable::new(say).marked, long.clone())));
        }
        for sayings in lexicon.sayings.values_mut() {
            sayings.sort_by_key(|saying| std::cmp::Reverse(saying.syllables.len()));
        }
        lexicon
    }

    fn say(&mut self, say: &str, does: Does) {
        let exact = say.starts_with(EXACT);
        let syllables: Vec<Syllable> = say.trim_start_matches(EXACT).split(' ').map(Syllable::new).collect();
        let Some((first, others)) = syllables.split_first() else {
            return;
        };
        let ways = |s: &Syllable| -> BTreeSet<u64> {
            s.said_otherwise().map(|said| said.hash).chain([s.hash]).collect()
        };
        let starts: BTreeSet<u64> = match others.first() {
            None => [begin(first.hash, None)].into(),
            Some(second) => {
                let seconds = ways(second);
                ways(first).iter().flat_map(|f| seconds.iter().map(|s| begin(*f, Some(*s)))).collect()
            }
        };
        let unusual = matches!(does, Does::Means(_)) && others.is_empty() && !known().is_usual(first);
        let saying = Arc::new(Saying { exact, unusual, does, syllables: syllables.clone() });
        for start in starts {
            self.sayings.entry(start).or_default().push(saying.clone());
        }
    }

    /// What a typed abbreviation stands for.
    pub fn long(&self, word: &Syllable) -> Option<&[Syllable]> {
        self.short.get(&word.marked).map(Vec::as_slice)
    }

    /// Whether a word stands in a list as it was typed: then it is no slip.
    pub fn knows(&self, word: &Syllable) -> bool {
        let mut sayings = self.sayings.get(&begin(word.hash, None)).into_iter().flatten();
        sayings.any(|saying| saying.syllables[0] == *word)
    }

    /// What a token also brings to mind.
    pub fn near(&self, token: &str) -> &[SmolStr] {
        self.near.get(token).map_or(&[], Vec::as_slice)
    }

    /// The longest saying that a text begins with; among equally long ones the one that fits best, then the first in the
    /// file. `marks`: the writer sets marks.
    pub fn longest(&self, text: &[Syllable], marks: bool) -> Option<&Saying> {
        let mut best: Option<(usize, Fit, &Saying)> = None;
        let (first, second) = (text.first()?.hash, text.get(1).map(|second| second.hash));
        let long = second.and_then(|_| self.sayings.get(&begin(first, second)));
        let short = self.sayings.get(&begin(first, None));
        for saying in long.into_iter().chain(short).flatten() {
            let saying = &**saying;
            if best.is_some_and(|(longest, _, _)| longest > saying.syllables.len()) {
                break;
            }
            let Some(fit) = saying.fits(text, marks) else {
                continue;
            };
            let len = saying.syllables.len();
            let little = !marks && len == 1 && saying.does == Does::Nothing;
            let fit = match fit {
                // At the end "vay" is no loan.
                _ if little && text.len() == 1 => Fit::Surely,
                // Without marks a little word that says nothing is likelier than any other.
                Fit::Bare if little => Fit::Marked,
                fit => fit,
            };
            if best.is_none_or(|(longest, best, _)| (len, fit) > (longest, best)) {
                best = Some((len, fit, saying));
            }
        }
        best.map(|(_, _, saying)| saying)
    }
}

impl Saying {
    fn fits(&self, text: &[Syllable], marks: bool) -> Option<Fit> {
        let text = text.get(..self.syllables.len())?;
        let single = self.syllables.len() == 1;
        if single && !marks && self.unusual && text[0].plain() {
            return None;
        }
        let mut worst = Fit::Marked;
        let mut otherwise = 0;
        for (typed, meant) in text.iter().zip(&self.syllables) {
            let fit = if typed.hash == meant.hash
                && typed.marked == meant.marked
                && (marks || !typed.plain() || !self.exact)
            {
                Fit::Marked
            } else if typed.hash == meant.hash && typed.plain() && !self.exact && !(single && marks) {
                Fit::Bare
            } else if !single && !self.exact && typed.is_said_for(meant) {
                otherwise += 1;
                Fit::Otherwise
            } else {
                return None;
            };
            worst = worst.min(fit);
        }
        (otherwise <= 2).then_some(worst)
    }
}

/// What sayings that begin with these syllables are found by.
fn begin(first: u64, second: Option<u64>) -> u64 {
    second.map_or(first, |second| first.rotate_left(7) ^ second)
}

/// A name or a word as a token, with its marks.
pub(super) fn token(word: &str) -> SmolStr {
    let joined: Vec<_> = word.split(JOINED).map(|part| Syllable::new(part).marked).collect();
    joined.join("_").into()
}

/// A token without its marks.
pub(super) fn bare(token: &str) -> SmolStr {
    let joined: Vec<_> = token.split(JOINED).map(|part| Syllable::new(part).bare).collect();
    joined.join("_").into()
}

/// The lists of a section in the order of the file.
fn written(section: &Named) -> Vec<(&str, &Vec<String>)> {
    let mut lists: Vec<_> = section.iter().collect();
    lists.sort_by_key(|(name, _)| name.span().start);
    lists.into_iter().map(|(name, says)| (name.as_ref().as_str(), says)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read_and_hold_nothing_empty() {
        let lists = Lists::embedded().unwrap();
        for (name, _) in written(&lists.kind) {
            assert_ne!(Kinds::named(name), Kinds::NONE, "{name}");
        }
        let all = [&lists.kind, &lists.same, &lists.whole, &lists.near, &lists.filler, &lists.short];
        for (name, says) in all.into_iter().flat_map(written) {
            assert!(says.iter().all(|say| !say.is_empty() && say.trim() == *say), "{name}");
        }
        let order: Vec<&str> = written(&lists.kind).iter().map(|(name, _)| *name).collect();
        assert_eq!(order[..3], ["when", "where", "who"], "in the order of the file");
    }

    #[test]
    fn what_brings_something_to_mind_is_a_token() {
        let lexicon = lexicon();
        let known: Vec<&str> = lexicon
            .sayings
            .values()
            .flatten()
            .filter_map(|saying| match &saying.does {
                Does::Means(tokens) => Some(tokens.iter().map(AsRef::as_ref)),
                _ => None,
            })
            .flatten()
            .collect();
        for (from, to) in &lexicon.near {
            for token in to.iter().chain([from]) {
                assert!(
                    !token.contains(JOINED) || known.contains(&token.as_ref()),
                    "{token} is nobody's word"
                );
            }
        }
    }
}
