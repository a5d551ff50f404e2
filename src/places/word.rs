//! The name that a person sends first where no link carries their village (pure): what is told under an item, and what is
//! found again at the head of their words.

use super::name::words;
use super::place::{Kind, Place};
use super::tree::Tree;
use crate::text::fold;
use jiff::civil::Date;
use unicode_normalization::char::is_combining_mark;

/// A longer name is told as a code: nobody types it.
const LONGEST_CHARS: usize = 60;
/// So many words may be a name with what it lies below.
const MOST_WORDS: usize = 24;
/// Where people live, and groups are linked.
const HOMES: [Kind; 3] = [Kind::Village, Kind::Commune, Kind::Ward];

impl Tree {
    /// What somebody of this place sends first: its name, with as much as tells it from every other, else its code.
    pub fn word_of(&self, code: &str, day: Date) -> String {
        let Some(place) = self.now(code, day) else { return code.to_owned() };
        let (bare, full) = (spoken(&bare(place)), spoken(&place.full_name()));
        let mut all = vec![bare.clone(), full.clone()];
        for name in [bare, full] {
            let mut longer = name;
            for above in self.ancestors(&place.code, day) {
                longer = format!("{longer}, {}", spoken(&self::bare(above)));
                all.push(longer.clone());
            }
        }
        let is_it = |word: &&String| {
            word.chars().count() <= LONGEST_CHARS
                && self.led_by(word, day).is_some_and(|(led, rest)| led.code == place.code && rest.is_empty())
        };
        all.iter().find(is_it).cloned().unwrap_or_else(|| place.code.to_string())
    }

    /// The one place whose name a text begins with ("suối mây bao giờ có điện"), and what follows the name. A name of one
    /// word counts only behind the word of its kind ("bản Thẳm"): alone it is anybody's word.
    pub fn led_by<'t>(&self, text: &'t str, day: Date) -> Option<(&Place, &'t str)> {
        let typed = typed(text);
        let folded: String = typed.iter().map(|w| format!("{} ", w.folded)).collect();
        let mut best: Vec<(&Place, usize)> = vec![];
        for (place, name) in self.all().iter().zip(self.names()) {
            if !HOMES.contains(&place.kind) || !place.is_valid(day) {
                continue;
            }
            let Some(used) = head(&typed, &folded, place, name).filter(|used| *used >= 2) else { continue };
            best.push((place, used));
        }
        // "Nà Luồng Trên" is not "Nà Luồng".
        let most = best.iter().map(|(_, used)| *used).max()?;
        best.retain(|(_, used)| *used == most);
        for (place, used) in &mut best {
            for above in self.ancestors(&place.code, day) {
                let rest = &typed[*used..];
                let folded: String = rest.iter().map(|w| format!("{} ", w.folded)).collect();
                *used += head(rest, &folded, above, &super::name::plain(&above.name)).unwrap_or(0);
            }
        }
        let most = best.iter().map(|(_, used)| *used).max()?;
        best.retain(|(_, used)| *used == most);
        let [(place, used)] = best[..] else { return None };
        let rest = &text[typed[used - 1].end..];
        Some((place, rest.trim_start_matches(|c: char| !c.is_alphanumeric())))
    }
}

/// A word as it was typed.
struct Word {
    marked: String,
    folded: String,
    /// Where it ends in the text.
    end: usize,
}

/// The first words of the first line.
fn typed(text: &str) -> Vec<Word> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next().unwrap_or_default();
    let inside = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let mut found = vec![];
    let mut at = 0;
    while let Some(begin) = line[at..].find(inside).map(|i| at + i).filter(|_| found.len() < MOST_WORDS) {
        let end = line[begin..].find(|c| !inside(c)).map_or(line.len(), |i| begin + i);
        let marked = words(&line[begin..end]).concat();
        found.push(Word { folded: fold(&marked), marked, end: start + end });
        at = end;
    }
    found
}

/// How many of these words are the place's name, with the word of its kind or without; `name`: folded, in single spaces.
fn head(typed: &[Word], folded: &str, place: &Place, name: &str) -> Option<usize> {
    let kinds = |text: &str| {
        let word = Kind::ALL.iter().flat_map(|kind| kind.prefixes()).find(|word| {
            text.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' ') && rest.len() > 1)
        });
        word.map_or((text.len(), 0), |word| (word.len(), word.split(' ').count()))
    };
    let own_kind = place
        .kind
        .prefixes()
        .iter()
        .find(|word| name.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' ')));
    let (own, skipped) = match own_kind {
        Some(word) => (&name[word.len() + 1..], word.split(' ').count()),
        None => (name, 0),
    };
    let (cut, before) = kinds(folded);
    let begins = |text: &str, with: &str| text.strip_prefix(with).is_some_and(|rest| rest.starts_with(' '));
    let marked = |from: usize, skip: usize| {
        let name = words(&place.name);
        let name = name.get(skip..).unwrap_or_default();
        let said = typed.get(from..from + name.len())?;
        // Typed without marks, or with these.
        let same =
            said.iter().all(|w| w.marked == w.folded) || said.iter().zip(name).all(|(w, n)| w.marked == *n);
        same.then_some(from + name.len())
    };
    if begins(folded, name) && own_kind.is_none_or(|_| before > 0) {
        // The word of a kind is hardly ever marked with care.
        return marked(skipped, skipped).filter(|_| own_kind.is_some()).or_else(|| marked(0, 0));
    }
    if begins(folded, own) {
        return marked(0, skipped);
    }
    (before > 0 && begins(folded[cut..].trim_start(), own)).then(|| marked(before, skipped)).flatten()
}

/// The name without the word of its kind.
fn bare(place: &Place) -> String {
    let folded = fold(&place.name);
    let word = place
        .kind
        .prefixes()
        .iter()
        .find(|word| folded.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' ')));
    let skipped = word.map_or(0, |word| word.split(' ').count());
    place.name.split_whitespace().skip(skipped).collect::<Vec<_>>().join(" ")
}

/// Without the remark in brackets behind it.
fn spoken(name: &str) -> String {
    let spoken = name.split('(').next().unwrap_or_default().trim();
    if spoken.is_empty() { name.trim().to_owned() } else { spoken.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::sample::place;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 30);

    fn tree() -> Tree {
        use Kind::{Body, Commune, Province, Village};
        Tree::new(vec![
            place("lc", "Tỉnh Lai Châu", Province, ""),
            place("bl", "Xã Bình Lư", Commune, "lc"),
            place("bb", "Xã Bản Bo", Commune, "lc"),
            place("bx", "Ban Xây dựng Đảng", Body, "bl"),
            place("sm", "Bản Suối Mây (mẫu)", Village, "bl"),
            place("nl", "Nà Luồng", Village, "bl"),
            place("nt", "Bản Nà Luồng Trên", Village, "bl"),
            place("th", "Bản Thẳm", Village, "bl"),
            place("bo", "Bản Bo", Village, "bb"),
            place("bl-nd", "Bản Nà Đông", Village, "bl"),
            place("bb-nd", "Bản Nà Đông", Village, "bb"),
            place("bb-nq", "Bản Nà Quán", Village, "bb"),
            place("bb-nx", "Bản Nà Quán", Village, "bb"),
            place("bl-1", "Bản 1", Village, "bl"),
        ])
    }

    #[test]
    fn a_place_is_told_by_the_shortest_name_that_is_its_own() {
        let tree = tree();
        for (code, word) in [
            ("sm", "Suối Mây"),
            ("nl", "Nà Luồng"),
            ("nt", "Nà Luồng Trên"),
            ("th", "Bản Thẳm"),
            ("bl", "Bình Lư"),
            ("bl-nd", "Nà Đông, Bình Lư"),
            ("bb-nd", "Nà Đông, Bản Bo"),
            // Nothing tells these two apart.
            ("bb-nq", "bb-nq"),
            ("bl-1", "Bản 1"),
            // Nobody lives in an office.
            ("bx", "bx"),
            ("khong-co", "khong-co"),
        ] {
            assert_eq!(tree.word_of(code, TODAY), word, "{code}");
        }
        for place in tree.all().iter().filter(|p| HOMES.contains(&p.kind)) {
            let word = tree.word_of(&place.code, TODAY);
            let led = tree.led_by(&word, TODAY).map(|(led, rest)| (led.code.as_str(), rest));
            assert!(word == *place.code || led == Some((place.code.as_str(), "")), "{word}");
        }
    }

    #[test]
    fn a_name_at_the_head_is_found_and_nothing_else_is_a_name() {
        let tree = tree();
        for (text, found) in [
            ("Suối Mây", Some(("sm", ""))),
            ("“suối mây” bao giờ có điện?", Some(("sm", "bao giờ có điện?"))),
            ("suoi may bao gio co dien", Some(("sm", "bao gio co dien"))),
            ("bản suối mây: bao giờ có điện", Some(("sm", "bao giờ có điện"))),
            ("\nSuối Mây\nBao giờ có điện?\nCảm ơn", Some(("sm", "Bao giờ có điện?\nCảm ơn"))),
            ("Suối Mây, Bình Lư. Khi nào khám?", Some(("sm", "Khi nào khám?"))),
            ("bản nà luồng có điện chưa", Some(("nl", "có điện chưa"))),
            ("na luong tren co dien chua", Some(("nt", "co dien chua"))),
            ("Nà Đông Bình Lư khám ở đâu", Some(("bl-nd", "khám ở đâu"))),
            ("Nà Đông khám ở đâu", None),
            ("bản Thẳm ơi", Some(("th", "ơi"))),
            ("Thẳm ơi", None),
            ("bản 1 khám ở đâu", Some(("bl-1", "khám ở đâu"))),
            ("1", None),
            // Other marks are another name.
            ("suối máy hỏng thì sao", None),
            ("nhà tôi ở suối mây", None),
            ("Ban Xây dựng Đảng ở đâu", None),
            ("Lai Châu có gì mới", None),
            ("", None),
            ("?!", None),
        ] {
            let led = tree.led_by(text, TODAY).map(|(led, rest)| (led.code.as_str(), rest));
            assert_eq!(led, found, "{text}");
        }
    }
}
