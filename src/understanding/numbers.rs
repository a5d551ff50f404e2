//! Numbers, in digits and in words: "2", "hai", "năm mươi", "bốn chục".

use super::said::Said;

/// The most that is read as a number.
const MOST: u32 = 1_000_000;

/// The number that begins there, and where it ends.
pub fn at(said: &Said, start: usize) -> Option<(u32, usize)> {
    let word = said.words.get(start)?;
    if let Ok(number) = word.bare.parse::<u32>() {
        return (number <= MOST).then_some((number, start + 1));
    }
    let (mut sum, mut last, mut end) = (0u32, None::<u32>, start);
    while let Some(word) = said.words.get(end) {
        let (bare, marked) = (word.bare.as_str(), word.marked.as_str());
        let ten = matches!(bare, "muoi" | "chuc");
        match (unit(bare, marked, last), last) {
            _ if bare == "tram" && last.is_some_and(|n| n < 10) => {
                sum = sum - last.unwrap_or(0) + 100 * last.unwrap_or(0);
                last = Some(100);
            }
            _ if ten && last.is_some_and(|n| (1..10).contains(&n)) => {
                let tens = last.unwrap_or(0);
                sum += 9 * tens;
                last = Some(10);
            }
            _ if ten && last.is_none() && bare == "muoi" => {
                sum = 10;
                last = Some(10);
            }
            (Some(n), None | Some(10 | 100)) => {
                sum += n;
                last = Some(n);
            }
            _ => break,
        }
        end += 1;
    }
    (end > start).then_some((sum, end))
}

fn unit(bare: &str, marked: &str, last: Option<u32>) -> Option<u32> {
    // Without marks "nam" is also a year and "ba" a woman: what follows decides, which is the caller's to look at.
    Some(match bare {
        "mot" => 1,
        "hai" => 2,
        "ba" if marked != "bà" => 3,
        "bon" => 4,
        "tu" if last == Some(10) => 4,
        "nam" => 5,
        "lam" if last == Some(10) => 5,
        "sau" => 6,
        "bay" => 7,
        "tam" => 8,
        "chin" => 9,
        _ => return None,
    })
}

/// Every number with a word of these after it (none, or one word, between).
pub fn before(said: &Said, units: &[&str]) -> Vec<u32> {
    let mut found = vec![];
    let mut start = 0;
    while start < said.words.len() {
        if let Some((number, end)) = at(said, start) {
            let is_unit = |at: usize| said.words.get(at).is_some_and(|w| units.contains(&w.bare.as_str()));
            if is_unit(end) {
                found.push(number);
            }
            start = end;
        } else {
            start += 1;
        }
    }
    found
}

/// Every number in digits, and where it stands.
pub fn digits(said: &Said) -> Vec<(u32, usize)> {
    let all = said.words.iter().enumerate();
    all.filter_map(|(at, w)| Some((w.bare.parse().ok().filter(|n| *n <= MOST)?, at))).collect()
}

/// A number that stands alone, as people send it to choose: "1", "số 1 ạ", "(1)", "chọn số 2 nhé"; not "-1".
pub fn alone(said: &Said, text: &str) -> Option<u32> {
    const AROUND: &[&str] = &[
        "so", "chon", "dong", "cau", "da", "vang", "i", "y", "muc", "a", "nhe", "nha", "di", "voi", "em",
        "toi", "cai", "lay", "cho", "xem", "mo", "muon", "can", "bo", "o", "thu", "bam", "nut", "phim",
    ];
    let below = |(sign, next): (char, char)| matches!(sign, '-' | '−' | '–') && next.is_ascii_digit();
    if text.chars().zip(text.chars().skip(1)).any(below) {
        return None;
    }
    let mut number = None;
    for word in &said.words {
        match word.bare.parse::<u32>() {
            Ok(n) if number.is_none() && n < 100 && word.bare.len() <= 2 => number = Some(n),
            Ok(_) => return None,
            Err(_) if AROUND.contains(&word.bare.as_str()) => {}
            Err(_) => return None,
        }
    }
    number
}
