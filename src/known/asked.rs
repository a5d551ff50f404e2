//! A text as what it asks about: tokens that stand for words however they were said, and how it asks.

use super::kind::Kinds;
use super::lexicon::{Does, Lexicon, lexicon};
use super::syllable::{Syllable, Table, known};
use smol_str::SmolStr;

/// More of a text than this is not looked at: nobody asks in so many words.
const LONGEST: usize = 400;

/// What a text asks about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// In the order of the text, each with whether it stands in a clause that asks.
    pub(super) tokens: Vec<Said>,
    /// Its syllables without marks, whatever they may mean: what no list knows is found by them.
    pub(super) syllables: Vec<Said>,
    /// How it asks.
    pub(super) kinds: Kinds,
}

/// A token where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub token: SmolStr,
    /// In a clause that asks, or in a text of one clause: the rest is the story around it.
    pub asks: bool,
}

impl Asked {
    /// Reads a text.
    pub fn new(text: &str) -> Asked {
        Reader::default().read(text)
    }

    fn read(&mut self, clause: &[Syllable], marks: bool, lexicon: &Lexicon) {
        let mut kinds = Kinds::NONE;
        // "không" and "chưa" ask where nothing but courtesies follow.
        let mut open = Kinds::NONE;
        let (from, mut at) = (self.tokens.len(), 0);
        while let Some(rest) = clause.get(at..).filter(|rest| !rest.is_empty()) {
            let saying = lexicon.longest(rest, marks);
            match saying.map(|saying| &saying.does) {
                Some(Does::Asks(kind)) => {
                    kinds = kinds.and(*kind);
                    open = Kinds::NONE;
                }
                Some(Does::Nothing) => open = open.and(closing(&rest[0], at)),
                Some(Does::Means(tokens)) => {
                    open = Kinds::NONE;
                    self.tokens.extend(tokens.iter().map(|t| Said { token: t.clone(), asks: false }));
                }
                None => {
                    open = Kinds::NONE;
                    self.tokens.push(Said { token: rest[0].marked.clone(), asks: false });
                }
            }
            at += saying.map_or(1, |saying| saying.syllables.len());
        }
        kinds = kinds.and(open);
        let asks = kinds != Kinds::NONE;
        self.tokens[from..].iter_mut().for_each(|said| said.asks = asks);
        let syllables = clause.iter().map(|s| Said { token: s.bare.clone(), asks });
        self.syllables.extend(syllables);
        self.kinds = self.kinds.and(kinds);
    }
}

/// What a little word asks at the end of a clause.
fn closing(word: &Syllable, at: usize) -> Kinds {
    match &*word.bare {
        "khong" if at > 0 => Kinds::WHETHER,
        "chua" if at > 0 => Kinds::YET,
        _ => Kinds::NONE,
    }
}

/// One word as it was typed.
struct Typed {
    /// What is read for it: mostly the word itself.
    read: Vec<Syllable>,
    /// It was an abbreviation, which has no marks to set.
    short: bool,
    plain: bool,
}

impl Typed {
    fn new(word: &str) -> Typed {
        let typed = Syllable::new(word);
        let plain = typed.plain();
        match lexicon().long(&typed) {
            Some(long) => Typed { read: long.to_vec(), short: true, plain },
            None if lexicon().knows(&typed) => Typed { read: vec![typed], short: false, plain },
            None => Typed { read: known().meant(typed), short: false, plain },
        }
    }
}

/// Reads texts one after another. A word that was read before is not looked up again: what is known repeats its words.
#[derive(Default)]
pub(super) struct Reader {
    words: Table<SmolStr, Typed>,
}

impl Reader {
    /// Reads a text.
    pub fn read(&mut self, text: &str) -> Asked {
        let (clauses, marks) = self.clauses(text);
        let mut asked = Asked::default();
        for clause in &clauses {
            asked.read(clause, marks, lexicon());
        }
        for said in [&mut asked.tokens, &mut asked.syllables] {
            if said.iter().all(|said| !said.asks) {
                said.iter_mut().for_each(|said| said.asks = true);
            }
        }
        asked
    }

    /// The words of a text, clause by clause, slips put right and abbreviations written out; and whether the writer sets
    /// marks: where they are set, most words have one.
    fn clauses(&mut self, text: &str) -> (Vec<Vec<Syllable>>, bool) {
        let text: String = text.chars().take(LONGEST * 4).collect();
        let (mut clauses, mut all, mut marked) = (vec![], 0, 0);
        for clause in text.split(['.', ',', ';', '?', '!', '\n', ':', '…', '(', ')']) {
            let words =
                clause.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|word| !word.is_empty());
            let mut read = vec![];
            for word in words.take(LONGEST) {
                let typed = self.typed(word);
                if !typed.short {
                    all += 1;
                    marked += usize::from(!typed.plain);
                }
                read.extend_from_slice(&typed.read);
            }
            if !read.is_empty() {
                clauses.push(read);
            }
        }
        (clauses, marked * 3 >= all)
    }

    fn typed(&mut self, word: &str) -> &Typed {
        if !self.words.contains_key(word) {
            self.words.insert(word.into(), Typed::new(word));
        }
        &self.words[word]
    }
}

/// A mark that stands alone, as phones send them.
fn is_mark(c: char) -> bool {
    c > '\u{2ff}' && unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::lexicon::bare;

    fn read(text: &str) -> (String, Kinds) {
        let asked = Asked::new(text);
        let tokens: Vec<_> = asked.tokens.iter().map(|said| bare(&said.token).to_string()).collect();
        (tokens.join(" "), asked.kinds)
    }

    #[test]
    fn one_question_in_many_words() {
        let where_ = Kinds::named("where");
        for text in [
            "Làm lại thẻ căn cước ở đâu?",
            "cb oi lam lai cccd o cho nao",
            "lamf laij cawn cuowcs owr ddaau aj",
            "nàm lại chứng minh thư ở chỗ nào hả bác",
        ] {
            assert_eq!(read(text), ("lam_lai can_cuoc".into(), where_), "{text}");
        }
    }

    #[test]
    fn no_at_the_end_asks_and_no_elsewhere_does_not() {
        assert_eq!(read("bò có phải tiêm không ạ").1, Kinds::WHETHER);
        assert_eq!(read("nhà em không có bò").1, Kinds::NONE);
    }
}
