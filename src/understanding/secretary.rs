//! What the words of one who reads on the loudspeaker mean.

use super::lists::Lists;
use super::marks;
use super::meaning::{Courtesy, Meaning, Telling};
use super::numbers;
use super::reporter::waiting;
use super::resident;
use super::rule::List;
use super::said::Said;
use super::situation::{Last, Situation};
use super::whole;
use crate::text::{fold, plain};

/// More readings of one item are a slip of the finger.
const MOST_READS: u32 = 100;
/// A longer text is no entry.
const LONGEST_ENTRY: usize = 40;
const TIMES: [&str; 5] = ["lan", "luot", "buoi", "bua", "bai"];
const PEOPLE: [&str; 10] = ["nguoi", "dong", "ho", "dang", "ba", "dan", "hoi", "luot", "khau", "can"];

/// What the text means.
pub fn read(lists: &Lists, situation: &Situation, quotes: bool, text: &str, said: &Said) -> Meaning {
    let roles = &lists.roles;
    if plain(text).starts_with('/') {
        return Meaning::Slash;
    }
    if let Some(meaning) = waiting(lists, situation, text, said) {
        return meaning;
    }
    let told = |what| Meaning::Secretary(what);
    if let Some(number) = numbers::alone(said, text) {
        let reads = (quotes || situation.last == Last::Script) && (1..=MOST_READS).contains(&number);
        return if reads { told(Telling::Reads(number)) } else { resident::digit(situation, number) };
    }
    let marked = marks::of(lists, said);
    if roles.relay.is_in(said) && !roles.situation.is_in(said) {
        return told(Telling::Relay(marked));
    }
    let asks = whole::asks(lists, said);
    if !marked.danger && said.words.len() <= LONGEST_ENTRY {
        if roles.script.is_in(said) && numbers::before(said, &TIMES).is_empty() && said.words.len() <= 14 {
            return told(Telling::Script);
        }
        if roles.situation.is_in(said) && said.words.len() <= 10 {
            return told(Telling::Situation);
        }
        let not_yet = |done: &List, not: &List| done.is_in(said) && not.is_in(said) && !asks;
        if not_yet(&roles.read, &roles.read_not) || not_yet(&roles.meeting, &roles.meeting_not) {
            // To come, or not possible: nothing to write down, and nothing is asked.
            return Meaning::Courtesy(Courtesy::Ack);
        }
        if let Some(entry) = entry(lists, text, said, quotes, asks) {
            return told(entry);
        }
    }
    let meaning = resident::read(lists, situation, text, said);
    // A secretary tells things, too: what asks nothing is asked about.
    match meaning {
        Meaning::Question(marked) if !asks && !marked.danger => Meaning::AskIfQuestion,
        meaning => meaning,
    }
}

/// A figure: a correction, a session, a meeting, a reading.
fn entry(lists: &Lists, text: &str, said: &Said, quotes: bool, asks: bool) -> Option<Telling> {
    let roles = &lists.roles;
    if roles.correct.is_in(said) && !asks && said.words.len() <= 20 {
        // Of two figures it is asked which is put right.
        return Some(Telling::Correct(corrected(said).filter(|_| told_of_total(text, said).is_none())));
    }
    let meets = roles.meeting.is_in(said) && !roles.meeting_not.is_in(said);
    let studies = roles.study.is_in(said);
    if let Some((present, total)) = told_of_total(text, said).filter(|_| !asks) {
        if studies || !meets {
            return Some(Telling::Session { present, total });
        }
        return Some(Telling::Meeting(Some(present)));
    }
    let reads = roles.read.is_in(said) && !roles.read_not.is_in(said);
    let people = numbers::before(said, &PEOPLE).first().copied();
    let mut times = numbers::before(said, &TIMES);
    times.extend(said.words.iter().find_map(|w| signed(&w.bare)));
    let loud = said.words.iter().any(|w| w.bare == "loa" || w.bare == "doc" || w.bare == "phat");
    if meets && !asks && (people.is_some() || !reads || !loud) {
        return Some(Telling::Meeting(people.or_else(|| listeners(said))));
    }
    if asks || !(reads || quotes && !times.is_empty()) {
        return None;
    }
    let after_loud = said.words.iter().enumerate().find_map(|(at, w)| {
        let number = (w.bare == "loa").then(|| numbers::at(said, at + 1)).flatten()?;
        Some(number.0)
    });
    let count = times.first().copied().or(after_loud).unwrap_or_else(|| parts_of_the_day(said));
    (1..=MOST_READS).contains(&count).then_some(Telling::Reads(count))
}

/// "x2", "2x", "2l".
fn signed(word: &str) -> Option<u32> {
    word.strip_prefix('x').or_else(|| word.strip_suffix(['x', 'l']))?.parse().ok()
}

/// "sáng và chiều" is twice.
fn parts_of_the_day(said: &Said) -> u32 {
    let has = |part: &str| u32::from(said.words.iter().any(|w| w.bare == part));
    (has("sang")
        + has("trua")
        + has("chieu")
        + has("toi").min(1 - u32::from(said.bare(0, said.words.len()).contains("toi da"))))
    .max(1)
}

/// A number at a meeting without a word for people: "họp bản 40".
fn listeners(said: &Said) -> Option<u32> {
    let dated = |at: usize| {
        at > 0 && matches!(said.words[at - 1].bare.as_str(), "ngay" | "thang" | "hom" | "luc" | "so")
    };
    let numbers = numbers::digits(said);
    let before_hour =
        |at: usize| said.words.get(at + 1).is_some_and(|w| matches!(w.bare.as_str(), "gio" | "h" | "phut"));
    numbers.into_iter().find(|(_, at)| !dated(*at) && !before_hour(*at)).map(|(n, _)| n)
}

/// The right number: the last that is said, and not the wrong one ("không phải 20 mà là 2", "20 chứ không phải 200").
fn corrected(said: &Said) -> Option<u32> {
    let mut right = None;
    let mut at = 0;
    while at < said.words.len() {
        let Some((number, end)) = numbers::at(said, at) else {
            at += 1;
            continue;
        };
        let before = said.bare(at.saturating_sub(2), at);
        let denied = before.ends_with("khong phai") || before.ends_with("cho khong") || before.ends_with("dong")
            // "Thừa một số 0" is about a digit.
            || number == 0 && before.ends_with("so");
        // "nam" and "ba" are numbers only before what is counted.
        let digits = said.words[at].bare.bytes().all(|b| b.is_ascii_digit());
        let counted = said
            .words
            .get(end)
            .is_some_and(|w| TIMES.contains(&w.bare.as_str()) || PEOPLE.contains(&w.bare.as_str()));
        if !denied && (digits || counted) {
            right = Some(number);
        }
        at = end;
    }
    right
}

/// "28/30" among other words: where it stands. No date, and no number of a document.
pub fn of_total(words: &[&str]) -> Option<usize> {
    const BEFORE_DAYS: [&str; 11] =
        ["ngay", "hom", "sang", "toi", "chieu", "trua", "mung", "qua", "nay", "den", "tu"];
    let found = words.iter().enumerate().filter_map(|(at, word)| {
        let (present, total) = pair(word)?;
        let day = (1..=31).contains(&present) && (1..=12).contains(&total);
        let dated = day && at > 0 && BEFORE_DAYS.contains(&fold(words[at - 1]).as_str());
        (!dated).then_some((at, day, present <= total))
    });
    let found: Vec<(usize, bool, bool)> = found.collect();
    // Where several may be meant: one that is no day, else one that can be.
    let best = found.iter().find(|(_, day, _)| !day).or_else(|| found.iter().find(|(.., fits)| *fits));
    best.or(found.first()).map(|(at, ..)| *at)
}

/// The two numbers in "28/30", "(28/30)", "28/30đv"; none in "165/2026/NĐ-CP".
fn pair(word: &str) -> Option<(u32, u32)> {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (present, rest) = word.split_once('/')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (total, after) = rest.split_at(digits);
    (!after.starts_with('/')).then_some((present.parse().ok()?, total.parse().ok()?))
}

/// "28/30", "28 trên tổng 30", "tổng số 30, có mặt 28"; no date.
fn told_of_total(text: &str, said: &Said) -> Option<(u32, u32)> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    if let Some(figure) = of_total(&words).and_then(|at| pair(words[at])) {
        return Some(figure);
    }
    let numbers = numbers::digits(said);
    let between = |a: usize, b: usize| said.bare(a + 1, b);
    for pair in numbers.windows(2) {
        let [(first, at), (second, next)] = pair else { continue };
        let words = between(*at, *next);
        let before = said.bare(at.saturating_sub(2), *at);
        if next - at <= 6 && words.split(' ').any(|w| w == "tren") {
            return Some((*first, *second));
        }
        if next - at <= 7
            && before.contains("tong")
            && (words.contains("co mat") || words.contains("du") || words.contains("di"))
        {
            return Some((*second, *first));
        }
        if next - at <= 7 && words.contains("tong") {
            return Some((*first, *second));
        }
    }
    None
}
