//! One word as it was typed: with its marks in one spelling, and without them. Slips of the keyboard are read as what was
//! meant: marks typed in Telex or VNI that stayed letters, two words in one, a letter too many, two swapped, `l` for `n`.

use smol_str::SmolStr;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Syllables that our own texts use, each with how often.
const KNOWN: &str = include_str!("syllables.txt");
/// What may begin a syllable, the longest first.
const BEGINS: [&str; 27] = [
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "th", "tr", "ch", "b", "c", "d", "g", "h", "k", "l",
    "m", "n", "p", "r", "s", "t", "v", "x", "",
];
/// What may end one.
const ENDS: [&str; 9] = ["ch", "nh", "ng", "c", "m", "n", "p", "t", ""];
/// Sounds that are one sound in a dialect of the north, as they are written.
const SOUNDS: [(&str, &str); 10] = [
    ("l", "n"),
    ("n", "l"),
    ("ch", "tr"),
    ("tr", "ch"),
    ("s", "x"),
    ("x", "s"),
    ("gi", "tr"),
    ("d", "r"),
    ("z", "d"),
    ("r", "d"),
];
/// Shorter words are too like one another to guess which was meant.
const GUESSED: usize = 4;

/// One in so many is usual.
const USUAL: u32 = 3;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Syllable {
    /// Its letters, each with its own mark behind it, the tone at the end.
    pub marked: SmolStr,
    /// Its letters alone.
    pub bare: SmolStr,
    /// Of `bare`: words are told from each other by it before they are compared.
    pub hash: u64,
}

/// FNV-1a: the same on every machine.
fn hash(bare: &str) -> u64 {
    let mut hasher = Fnv::default();
    hasher.write(bare.as_bytes());
    hasher.finish()
}

/// FNV-1a, for tables of words that nobody outside fills.
#[derive(Debug, Clone)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 =
            bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A table of words.
pub(super) type Table<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

impl Syllable {
    /// As it stands there.
    pub fn new(word: &str) -> Syllable {
        let (mut marked, mut bare, mut tone) = (String::new(), String::new(), None);
        for c in word.chars().flat_map(char::to_lowercase).nfd() {
            match c {
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
                '\u{302}' | '\u{306}' | '\u{31b}' => marked.push(c),
                'đ' => {
                    marked.push(c);
                    bare.push('d');
                }
                c if c.is_alphanumeric() => {
                    marked.push(c);
                    bare.push(c);
                }
                _ => {}
            }
        }
        marked.extend(tone);
        Syllable { hash: hash(&bare), marked: marked.into(), bare: bare.into() }
    }

    /// Whether it carries no marks.
    pub fn plain(&self) -> bool {
        self.marked == self.bare
    }

    /// Whether somebody in another village says the one for the other: its first sound is another, or "ả" is "ã".
    pub fn is_said_for(&self, other: &Syllable) -> bool {
        if self.hash == other.hash {
            let tone = |s: &Syllable| s.marked.ends_with(['\u{303}', '\u{309}']);
            let letters = |s: &'_ Syllable| s.marked.len() - '\u{303}'.len_utf8();
            return tone(self)
                && tone(other)
                && self.marked[..letters(self)] == other.marked[..letters(other)];
        }
        SOUNDS.iter().any(|(from, to)| match (self.after(from), other.marked.strip_prefix(to)) {
            (Some(one), Some(another)) => one == another,
            _ => false,
        })
    }

    /// What follows a first sound. "ng" and "nh" are sounds of their own.
    fn after(&self, sound: &str) -> Option<&str> {
        self.marked.strip_prefix(sound).filter(|rest| !rest.starts_with(['h', 'g']))
    }

    /// The same syllable with its first sound said as in another village.
    pub fn said_otherwise(&self) -> impl Iterator<Item = Syllable> + '_ {
        SOUNDS.iter().filter_map(|(from, to)| {
            let rest = self.after(from)?;
            let bare = format!("{to}{}", &self.bare[from.len()..]);
            Some(Syllable { marked: format!("{to}{rest}").into(), hash: hash(&bare), bare: bare.into() })
        })
    }
}

/// The words of our own texts.
pub(super) struct Known {
    marked: Table<SmolStr, u32>,
    bare: Table<SmolStr, u32>,
    /// The bare ones in order, so that a guess is the same everywhere.
    sorted: Vec<(SmolStr, u32)>,
}

/// The words of our own texts, read once in a process.
static READ: LazyLock<Known> = LazyLock::new(|| {
    let (mut marked, mut bare) = (Table::<SmolStr, u32>::default(), Table::<SmolStr, u32>::default());
    for (word, count) in KNOWN.split(['\n', ',']).filter_map(|word| word.trim().split_once(' ')) {
        let (word, count) = (Syllable::new(word), count.parse().unwrap_or(1));
        *bare.entry(word.bare.clone()).or_default() += count;
        *marked.entry(word.marked).or_default() += count;
    }
    let mut sorted: Vec<(SmolStr, u32)> = bare.iter().map(|(w, c)| (w.clone(), *c)).collect();
    sorted.sort();
    Known { marked, bare, sorted }
});

/// The words of our own texts.
pub(super) fn known() -> &'static Known {
    &READ
}

impl Known {
    /// What was meant by a word: mostly the word itself.
    pub fn meant(&self, typed: Syllable) -> Vec<Syllable> {
        if self.has(&typed) {
            return vec![typed];
        }
        if !typed.plain() {
            let other = typed.said_otherwise().find(|other| self.marked.contains_key(&other.marked));
            return vec![other.unwrap_or(typed)];
        }
        if is_syllable(&typed.bare) && self.bare.contains_key(&typed.bare) {
            return vec![typed];
        }
        if let Some(read) = unmarked(&typed.bare).filter(|read| self.bare.contains_key(read.as_str())) {
            return vec![Syllable::new(&read)];
        }
        if is_syllable(&typed.bare) || typed.bare.chars().any(|c| c.is_ascii_digit()) {
            return vec![typed];
        }
        self.two(&typed).or_else(|| self.like(&typed)).unwrap_or_else(|| vec![typed])
    }

    /// Whether our own texts have it, mark for mark.
    pub fn has(&self, word: &Syllable) -> bool {
        self.marked.contains_key(&word.marked)
    }

    /// Whether a word is what somebody mostly means who types it without marks: "dien" is "điện" and not "điên".
    pub fn is_usual(&self, word: &Syllable) -> bool {
        let count = |of: &str| self.marked.get(of).copied().unwrap_or(0);
        let all = self.bare.get(&word.bare).copied().unwrap_or(0);
        // English that stands in our texts carries no marks.
        let all = if word.plain() { all } else { all.saturating_sub(count(&word.bare)) };
        count(&word.marked) * USUAL >= all
    }

    /// Two words that were typed as one.
    fn two(&self, word: &Syllable) -> Option<Vec<Syllable>> {
        let halves = (2..word.bare.len().saturating_sub(1)).filter(|at| word.bare.is_char_boundary(*at));
        let known = |half: &str| self.bare.get(half).copied().filter(|_| is_syllable(half));
        let best = halves
            .filter_map(|at| {
                let (first, second) = word.bare.split_at(at);
                Some((known(first)?.min(known(second)?), std::cmp::Reverse(at)))
            })
            .max()?;
        let (first, second) = word.bare.split_at(best.1.0);
        Some(vec![Syllable::new(first), Syllable::new(second)])
    }

    /// The commonest word that is one slip away.
    fn like(&self, word: &Syllable) -> Option<Vec<Syllable>> {
        let long = word.bare.len() >= GUESSED && word.bare.is_ascii();
        let near =
            self.sorted.iter().filter(|(other, _)| long && is_syllable(other) && one_slip(&word.bare, other));
        let (best, _) = near.max_by_key(|(_, count)| *count)?;
        Some(vec![Syllable::new(best)])
    }
}

/// Whether letters without marks can be a syllable of ours.
pub(super) fn is_syllable(bare: &str) -> bool {
    BEGINS.iter().filter_map(|begin| bare.strip_prefix(begin)).any(|rest| {
        let end = rest.find(|c| !"aeiouy".contains(c)).unwrap_or(rest.len());
        (1..=3).contains(&end) && ENDS.contains(&&rest[end..])
    })
}

/// A word without the marks that were typed as letters (Telex: "khoong", "dduwowcj") or digits (VNI: "kho6ng").
fn unmarked(bare: &str) -> Option<String> {
    let mut read = String::new();
    let mut vowel = false;
    for (at, c) in bare.char_indices() {
        let twice = matches!(c, 'a' | 'e' | 'o' | 'd') && read.ends_with(c);
        let mark = vowel && matches!(c, 's' | 'f' | 'r' | 'x' | 'j' | 'w') || at > 0 && c.is_ascii_digit();
        // "w" alone is "ư".
        let horn = c == 'w' && !vowel;
        vowel |= "aeiouy".contains(c) || horn;
        match (twice || mark, horn) {
            (true, _) => {}
            (false, true) => read.push('u'),
            (false, false) => read.push(c),
        }
    }
    // The second of two letters that are one may come after the end: "dudwowcj", "khongo".
    (read != *bare && is_syllable(&read)).then_some(read)
}

/// One letter too many, too few, another, or two swapped.
fn one_slip(typed: &str, meant: &str) -> bool {
    let (a, b) = (typed.as_bytes(), meant.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let swapped = a.len() >= 2 && b.len() >= 2 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..];
    let (a_after, b_after) = (a.get(1..).unwrap_or_default(), b.get(1..).unwrap_or_default());
    swapped || a_after == b_after || a_after == b || a == b_after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(word: &str) -> String {
        known().meant(Syllable::new(word)).iter().map(|s| s.bare.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn slips_are_read_as_what_was_meant() {
        for (typed, read) in [
            ("Đường", "duong"),
            ("khoong", "khong"),
            ("dduwowcj", "duoc"),
            ("tie6n2", "tien"),
            ("d9u7o7c5", "duoc"),
            ("lước", "nuoc"),
            ("nợn", "lon"),
            ("khaisinh", "khai sinh"),
            ("nhgeo", "ngheo"),
            ("4g", "4g"),
            ("vneid", "vneid"),
            ("nam", "nam"),
        ] {
            assert_eq!(meant(typed), read, "{typed}");
        }
    }

    #[test]
    fn marks_have_one_spelling() {
        assert_eq!(Syllable::new("hoà"), Syllable::new("hòa"));
        let said = |one: &str, other: &str| Syllable::new(one).is_said_for(&Syllable::new(other));
        assert!(
            said("hổ", "hỗ")
                && said("lước", "nước")
                && said("nợn", "lợn")
                && !said("hổ", "hồ")
                && !said("nga", "la")
        );
        assert_ne!(Syllable::new("đất").marked, Syllable::new("đặt").marked);
        assert!(Syllable::new("dat").plain() && !Syllable::new("đat").plain());
    }
}
