//! Words typed in Telex where the phone did not make letters of it: "khoong", "dduwowcj", "chays".

/// What may begin a syllable, the longest first.
const BEGINS: [&str; 28] = [
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "th", "tr", "ch", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];
/// What may end one.
const ENDS: [&str; 9] = ["ch", "nh", "ng", "c", "m", "n", "p", "t", ""];
/// Words of other languages, and abbreviations, that could be read so.
const OTHERS: [&str; 30] = [
    "gas", "bus", "yes", "plus", "max", "box", "fax", "mix", "fix", "bar", "car", "for", "tax", "air", "sos",
    "us", "is", "as", "os", "ios", "pos", "es", "ax", "or", "her", "our", "ats", "ass", "cos", "sex",
];

/// The word that was meant, if this is Telex and becomes a syllable.
pub fn read(word: &str) -> Option<String> {
    if OTHERS.contains(&word) || !word.bytes().all(|b| b.is_ascii_lowercase()) || word.len() < 2 {
        return None;
    }
    let (mut made, mut tone) = (Vec::<char>::new(), None);
    let mut telex = false;
    for c in word.chars() {
        let last = made.last().copied();
        let vowel = made.iter().any(|c| "aăâeêioôơuưy".contains(*c));
        let joined = match (last, c) {
            (Some('d'), 'd') => Some('đ'),
            (Some('a'), 'a') => Some('â'),
            (Some('e'), 'e') => Some('ê'),
            (Some('o'), 'o') => Some('ô'),
            (Some('a'), 'w') => Some('ă'),
            (Some('o'), 'w') => Some('ơ'),
            (Some('u'), 'w') => Some('ư'),
            _ => None,
        };
        let mark = match c {
            's' => Some('\u{301}'),
            'f' => Some('\u{300}'),
            'r' => Some('\u{309}'),
            'x' => Some('\u{303}'),
            'j' => Some('\u{323}'),
            _ => None,
        };
        if let Some(joined) = joined {
            made.pop();
            if joined == 'ơ' && made.last() == Some(&'u') {
                made.pop();
                made.push('ư');
            }
            made.push(joined);
            telex = true;
        } else if let (Some(mark), true, None) = (mark, vowel, tone) {
            tone = Some((made.len(), mark));
            telex = true;
        } else {
            made.push(c);
        }
    }
    if !telex {
        return None;
    }
    let made: String = made.into_iter().collect();
    let onset = BEGINS.iter().find(|b| made.starts_with(**b) && made.len() > b.len())?;
    let rest = &made[onset.len()..];
    let vowels: String = rest.chars().take_while(|c| "aăâeêioôơuưy".contains(*c)).collect();
    let count = vowels.chars().count();
    if !(1..=3).contains(&count) || !ENDS.contains(&&rest[vowels.len()..]) {
        return None;
    }
    // The tone is compared behind the letters (see `one_spelling`): any vowel will carry it.
    let Some((_, mark)) = tone else { return Some(made) };
    let head = onset.len() + vowels.len();
    Some(format!("{}{mark}{}", &made[..head], &made[head..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn telex_becomes_words_and_nothing_else_does() {
        for (typed, meant) in [
            ("khoong", "không"),
            ("dduwowcj", "được"),
            ("chays", "cháy"),
            ("nhaf", "nhà"),
            ("tieefn", "tiền"),
        ] {
            let read = read(typed).unwrap_or_default();
            assert_eq!(fold(&read), fold(meant), "{typed}");
            let marks = |text: &str| {
                let mut all: Vec<char> = text.nfd().collect();
                all.sort_unstable();
                all
            };
            assert_eq!(marks(&read), marks(meant), "{typed}");
        }
        for word in [
            "khong", "duoc", "gas", "hs", "ms", "ko", "zalo", "wifi", "facebook", "nhanh", "a", "xoong1",
            "vneid",
        ] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
