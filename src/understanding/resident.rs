//! What a resident's words mean: the first that fits, in the order of the contract (4.1).

use super::lists::Lists;
use super::marks;
use super::meaning::{Chosen, Courtesy, Meaning, Wish};
use super::numbers;
use super::rule::List;
use super::said::Said;
use super::situation::{About, Last, Situation, Waits};
use super::whole::{asks, asks_for_words, names, only};
use crate::text::{clean, fold, plain};
use std::time::Duration;

/// At most so many words without a question mark, which name nothing, are perhaps no question.
const FEW_WORDS: usize = 3;
/// What people write to one another by a slip of the finger is short.
const CHAT_WORDS: usize = 9;
/// So much may be said over thanks that asks for nothing.
const LONGEST_COURTESY: usize = 12;
/// So many words may name a place ("nhà tôi ở bản …, xã … cán bộ ạ").
const PLACE_WORDS: usize = 12;
/// More words are no part of a label.
const LONGEST_PART: usize = 12;
/// Said before what is chosen: "bài học phí", "chọn số 2".
const BEFORE_CHOICE: [&str; 8] = ["bai", "tin", "so", "chon", "muc", "doc", "xem", "dong"];
/// Words that come within this time belong together, even where the card leaves sooner.
const TOGETHER: Duration = Duration::from_secs(120);
/// Of these signs codes are made.
const CODE: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What the text means.
pub fn read(lists: &Lists, situation: &Situation, text: &str, said: &Said) -> Meaning {
    if plain(text).starts_with('/') {
        return Meaning::Slash;
    }
    if let Some(number) = numbers::alone(said, text) {
        return digit(situation, number);
    }
    if !said.worded {
        return Meaning::Courtesy(Courtesy::Sign);
    }
    let marked = marks::of(lists, said);
    if let Some(chosen) = situation.waits.and_then(|w| in_words(lists, &w, said)) {
        return Meaning::Choice(chosen.number);
    }
    if let Some(meaning) = code(situation, text) {
        return meaning;
    }
    if marked.danger {
        return more(situation).map_or(Meaning::Question(marked), |()| Meaning::Add(marked));
    }
    let place = situation.waits.is_some_and(|w| w.about == About::Place);
    match about_the_talk(lists, situation, said, place) {
        // "Tôi tố ông trưởng bản" is made of forms of address.
        Some(Meaning::Courtesy(_)) if marked.complaint => {}
        Some(meaning) => return meaning,
        None => {}
    }
    let short = said.words.len() <= PLACE_WORDS && !said.asks;
    if place && short && !(asks(lists, said) && names(lists, said)) {
        return Meaning::PlaceName;
    }
    if more(situation).is_some() {
        return Meaning::Add(marked);
    }
    let unmarked = marked == super::Marked::default();
    if unmarked && perhaps(lists, said) { Meaning::AskIfQuestion } else { Meaning::Question(marked) }
}

/// A number that stands alone.
pub fn digit(situation: &Situation, number: u32) -> Meaning {
    let number = number as usize;
    if matches!(situation.last, Last::AskBack | Last::NotClear) && situation.waits.is_none() {
        // "How many?" "5".
        return Meaning::Add(super::Marked::default());
    }
    match situation.waits {
        Some(waits) if (1..=waits.labels.len()).contains(&number) => numbered(&waits, number),
        _ => Meaning::Number(number),
    }
}

fn numbered(waits: &Waits, number: usize) -> Meaning {
    match (waits.about, number) {
        (About::Clear, 1) => Meaning::Clear,
        (About::Clear, _) => Meaning::Unclear { more: false },
        _ => Meaning::Choice(number),
    }
}

/// The choice that words mean: a yes or no, or a label's own words.
pub fn in_words(lists: &Lists, waits: &Waits, said: &Said) -> Option<Chosen> {
    let chosen = |number: usize, whole: bool| Some(Chosen { number, whole });
    let turns = &lists.turns;
    let labels: Vec<Said> = waits.labels.iter().map(|l| Said::new(l)).collect();
    let mut content = without_fillers(lists, said);
    content.retain(|word| !BEFORE_CHOICE.contains(&word.as_str()));
    let same = |label: &str| {
        let label = Said::new(label);
        said.bare(0, said.words.len()) == label.bare(0, label.words.len())
            || !content.is_empty() && content == without_fillers(lists, &label)
    };
    let exact =
        waits.labels.iter().position(|l| same(l) || l.split_once(',').is_some_and(|(first, _)| same(first)));
    if let Some(at) = exact.filter(|_| waits.about != About::Clear) {
        return chosen(at + 1, true);
    }
    // "Rút" says what is done, "bài học phí" only to what.
    let begun = |label: &Said| {
        label.words.first().is_some_and(|first| said.words.iter().any(|word| word.bare == first.bare))
    };
    let part = |deeds: bool| {
        let all = || said.words.iter().map(|word| word.bare.to_string()).collect();
        let content: Vec<String> = if deeds && content.is_empty() { all() } else { content.clone() };
        let within = |label: &Said| content.iter().all(|w| label.words.iter().any(|l| l.bare == *w));
        // A number chooses by its place, never by likeness: "-1" is no "1 lần".
        let number = content.iter().all(|word| word.bytes().all(|b| b.is_ascii_digit()));
        let short = !number && content.len() <= LONGEST_PART && !said.asks;
        let fits = |label: &Said| within(label) && (!deeds || begun(label));
        let mut fits = labels.iter().enumerate().filter(|(_, label)| fits(label));
        let (first, second) = (fits.next(), fits.next());
        first.filter(|_| second.is_none() && short).and_then(|(at, _)| chosen(at + 1, false))
    };
    match waits.about {
        About::Notice | About::YesNo => {
            let around =
                [&lists.courtesy.filler, &lists.courtesy.address, &lists.courtesy.thanks, &turns.yes];
            let polite_only =
                only(said, &[&lists.courtesy.thanks], &[&lists.courtesy.filler, &lists.courtesy.address]);
            let yes = only(said, &[&turns.yes], &around) && !said.asks && !polite_only;
            let no = turns.no_core.is_in(said)
                && only(
                    said,
                    &[&turns.no],
                    &[&lists.courtesy.filler, &lists.courtesy.address, &lists.courtesy.thanks, &turns.yes],
                );
            match (yes, no) {
                (true, _) => chosen(1, false),
                (_, true) => chosen(waits.labels.len().max(2), false),
                _ if waits.about == About::YesNo => part(true),
                _ => None,
            }
        }
        About::List => part(false),
        About::Deeds => part(true),
        About::Several | About::Place => {
            let none =
                only(said, &[&turns.none_of_these], &[&lists.courtesy.filler, &lists.courtesy.address]);
            if none && waits.labels.len() > 1 {
                return chosen(waits.labels.len(), false);
            }
            if waits.about == About::Several { part(false) } else { None }
        }
        About::Clear => None,
    }
}

fn without_fillers(lists: &Lists, said: &Said) -> Vec<String> {
    let mut covered = vec![false; said.words.len()];
    lists.courtesy.filler.cover(said, &mut covered);
    lists.courtesy.address.cover(said, &mut covered);
    said.words.iter().zip(&covered).filter(|(_, c)| !**c).map(|(w, _)| w.bare.to_string()).collect()
}

/// Exactly a code, with or without its sign.
fn code(situation: &Situation, text: &str) -> Option<Meaning> {
    let text = plain(&clean(text));
    let word = text.trim_matches(['.', ',', ':', '!', '"', '“', '”', ' ']);
    let (signed, word) = word.strip_prefix('#').map_or((false, word), |rest| (true, rest.trim()));
    let upper = word.to_uppercase();
    if situation.own_codes.iter().any(|own| **own == upper) {
        return Some(Meaning::OwnCode(upper));
    }
    let withdraws = ["thu hoi", "rut", "huy", "bo"].iter().any(|verb| fold(word).starts_with(verb));
    let last = upper.rsplit(' ').next().map(|last| last.trim_start_matches('#'));
    if withdraws
        && situation.own_codes.iter().any(|own| last == Some(own.as_str()))
        && upper.split(' ').count() <= 5
    {
        return Some(Meaning::TakeBack);
    }
    if fold(word).starts_with("len tinh") && situation.own_codes.iter().any(|own| last == Some(own.as_str()))
    {
        return Some(Meaning::Wish(Wish::ToProvince));
    }
    let of_signs = !upper.is_empty() && upper.chars().all(|c| CODE.contains(c));
    // A word in small letters may be made of these signs, too.
    let surely = signed
        || word.chars().any(|c| c.is_ascii_digit()) && word.chars().any(char::is_alphabetic)
        || word.chars().all(char::is_uppercase);
    let first = upper.split(' ').next().unwrap_or_default();
    match upper.chars().count() {
        5 if of_signs && surely => Some(Meaning::StrangeCode),
        8..=12 if of_signs && surely => Some(Meaning::Invitation(upper)),
        // "#AB2CD Tháng sau": an answer to a card, by somebody whose card it is no longer. It is no question of theirs.
        _ if signed && is_code(first) && !situation.own_codes.iter().any(|own| own == first) => {
            Some(Meaning::StrangeCode)
        }
        _ => None,
    }
}

fn is_code(word: &str) -> bool {
    word.len() == 5 && word.chars().all(|c| CODE.contains(c))
}

/// What is no matter of its own: wishes, where is it, courtesies, was it clear, take it back.
fn about_the_talk(lists: &Lists, situation: &Situation, said: &Said, place: bool) -> Option<Meaning> {
    let turns = &lists.turns;
    let polite = &lists.courtesy;
    let asked = situation.open_question || situation.answered_lately;
    let notice = situation.waits.is_some_and(|w| w.about == About::Notice);
    let answered = situation.last == Last::Answer || situation.waits.is_some_and(|w| w.about == About::Clear);
    if situation.open_question && takes_back(lists, said) && !thanks_alone(lists, said) {
        return Some(Meaning::TakeBack);
    }
    if let Some(wish) = wish(lists, said, &[&turns.wish_polite]) {
        return Some(Meaning::Wish(wish));
    }
    if notice && only(said, &[&turns.cost], &[&polite.filler, &polite.address, &turns.wish_polite]) {
        return Some(Meaning::Wish(Wish::Privacy));
    }
    if answered && let Some(meaning) = unclear(lists, said) {
        return Some(meaning);
    }
    let courtesy = courtesy(lists, said);
    if asked && courtesy != Some(Courtesy::Thanks) && status(lists, said) {
        return Some(Meaning::Status);
    }
    if let Some(wish @ (Wish::Who | Wish::Privacy)) =
        loose(lists, said).filter(|_| !place && !together(situation))
    {
        return Some(Meaning::Wish(wish));
    }
    if let Some(courtesy) = courtesy {
        let clear = answered && courtesy == Courtesy::Ack && clears(lists, said);
        return Some(if clear { Meaning::Clear } else { Meaning::Courtesy(courtesy) });
    }
    if let Some(wish) = loose(lists, said).filter(|_| !place) {
        return Some(Meaning::Wish(wish));
    }
    if notice && said.words.len() <= 6 && asks(lists, said) && !names(lists, said) {
        // About the notice itself: "sao phải đồng ý".
        return Some(Meaning::Wish(Wish::Help));
    }
    let around = [&polite.filler, &polite.address, &polite.unclear_word];
    if only(said, &[&polite.unclear], &around)
        && said.words.len() <= 8
        && (notice || !situation.open_question && more(situation).is_none())
    {
        return Some(Meaning::Wish(Wish::Help));
    }
    (asked && more(situation).is_none() && impatient(lists, said)).then_some(Meaning::Status)
}

/// Only a courtesy, with fillers around it.
pub fn courtesy(lists: &Lists, said: &Said) -> Option<Courtesy> {
    if !said.worded {
        return Some(Courtesy::Sign);
    }
    let l = &lists.courtesy;
    if thanks_alone(lists, said) || thanks_for(lists, said) {
        return Some(Courtesy::Thanks);
    }
    let calls = said.words.iter().any(|w| w.bare == "oi");
    if only(said, &[], &[&l.filler, &l.address]) && (calls || !said.asks) {
        return Some(if calls { Courtesy::Greeting } else { Courtesy::Ack });
    }
    if only(said, &[&l.greeting], &[&l.filler, &l.address]) {
        return Some(Courtesy::Greeting);
    }
    if greets(lists, said) && !only(said, &[&l.opening], &[&l.filler, &l.address, &l.greeting]) {
        return Some(Courtesy::Greeting);
    }
    if only(said, &[&l.opening], &[&l.filler, &l.address, &l.greeting]) {
        return Some(Courtesy::Opening);
    }
    if said.asks {
        return None;
    }
    if only(said, &[&l.ack, &l.clear], &[&l.filler, &l.address, &l.ack_word, &l.thanks_word]) {
        return Some(Courtesy::Ack);
    }
    if only(said, &[&l.farewell], &[&l.filler, &l.address, &l.greeting, &l.ack]) {
        return Some(Courtesy::Farewell);
    }
    None
}

/// Thanks, and nothing that is no courtesy.
fn thanks_alone(lists: &Lists, said: &Said) -> bool {
    let l = &lists.courtesy;
    let polite =
        [&l.filler, &l.address, &l.thanks_word, &l.ack, &l.ack_word, &l.clear, &l.greeting, &l.farewell];
    only(said, &[&l.thanks], &polite) && !(said.asks && asks(lists, said))
}

/// Thanks that go on about what they are for ("… đã chỉ cho em chỗ làm thẻ"), and ask and tell nothing new.
fn thanks_for(lists: &Lists, said: &Said) -> bool {
    let l = &lists.courtesy;
    let Some(end) = (0..said.words.len()).find_map(|at| l.thanks.begins(said, at)) else { return false };
    let mut covered = vec![false; said.words.len()];
    for list in [
        &l.filler,
        &l.address,
        &l.thanks,
        &l.thanks_word,
        &l.ack,
        &l.ack_word,
        &l.clear,
        &l.greeting,
        &l.farewell,
    ] {
        list.cover(said, &mut covered);
    }
    let over = covered.iter().filter(|c| !**c).count();
    let names = names(lists, said);
    let reason = (end..(end + 8).min(said.words.len()))
        .any(|at| matches!(said.words[at].bare.as_str(), "da" | "vi" | "ve"));
    let first = end <= 10;
    let about_it = first && over <= 8 && (!names && (over <= 3 || reason) || names && reason && over <= 5);
    let lacks = l.lacking.is_in(said) || said.asks || asks_for_words(lists, said);
    let well = !lacks && (!names || l.done.is_in(said)) && over <= LONGEST_COURTESY;
    about_it && !asks(lists, said) || well
}

/// A greeting that goes on about who greets, and asks, names and lacks nothing.
fn greets(lists: &Lists, said: &Said) -> bool {
    let l = &lists.courtesy;
    let first = (0..said.words.len().min(3)).any(|at| l.greeting_core.begins(said, at).is_some());
    let mut covered = vec![false; said.words.len()];
    for list in [&l.filler, &l.address, &l.greeting, &l.thanks_word] {
        list.cover(said, &mut covered);
    }
    let over = covered.iter().filter(|c| !**c).count();
    first
        && over <= LONGEST_COURTESY / 2
        && !said.asks
        && !asks_for_words(lists, said)
        && !names(lists, said)
        && !l.lacking.is_in(said)
}

/// Whether what was heard was also understood.
fn clears(lists: &Lists, said: &Said) -> bool {
    lists.courtesy.clear.is_in(said)
}

fn unclear(lists: &Lists, said: &Said) -> Option<Meaning> {
    let l = &lists.courtesy;
    let whole = only(said, &[&l.unclear], &[&l.filler, &l.address, &l.unclear_word, &l.thanks, &l.greeting]);
    if whole {
        return Some(Meaning::Unclear { more: false });
    }
    let begins = (0..said.words.len().min(5)).any(|at| l.unclear.begins(said, at).is_some());
    let names = names(lists, said);
    let short = said.words.len() <= 12;
    (begins && short && !(names && asks(lists, said))).then_some(Meaning::Unclear { more: true })
}

fn takes_back(lists: &Lists, said: &Said) -> bool {
    let new = names(lists, said) && asks(lists, said) && said.words.len() > 8;
    // "Huỷ", and nothing beside it.
    let bare = matches!(&without_fillers(lists, said)[..], [word] if word == "huy" || word == "rut");
    (lists.turns.take_back_core.is_in(said) || bare) && !new
}

/// Where is my question?
fn status(lists: &Lists, said: &Said) -> bool {
    lists.turns.status_sure.is_in(said) && said.words.len() <= 24 || short_of_things(lists, said)
}

fn short_of_things(lists: &Lists, said: &Said) -> bool {
    lists.turns.status_weak.is_in(said) && said.words.len() <= 7 && !names(lists, said)
}

/// The same, where less can be meant otherwise.
fn impatient(lists: &Lists, said: &Said) -> bool {
    lists.turns.status_weak.is_in(said) && said.words.len() <= 12 && !names(lists, said)
}

/// A wish among other words that say nothing.
fn loose(lists: &Lists, said: &Said) -> Option<Wish> {
    let l = &lists.courtesy;
    wish(lists, said, &[&l.filler, &l.address, &l.greeting, &l.thanks, &lists.turns.wish_word])
}

/// What is wanted, where nothing else is said: the one of which most is said.
fn wish(lists: &Lists, said: &Said, around: &[&List]) -> Option<Wish> {
    let t = &lists.turns;
    let all = [
        (&t.news, Wish::News),
        (&t.listen, Wish::Listen),
        (&t.help, Wish::Help),
        (&t.who, Wish::Who),
        (&t.privacy, Wish::Privacy),
        (&t.language, Wish::Language),
        (&t.my_questions, Wish::MyQuestions),
        (&t.to_province, Wish::ToProvince),
        (&t.change_place, Wish::ChangePlace),
        (&t.show_kept, Wish::ShowKept),
        (&t.erase, Wish::Erase),
        (&t.stop, Wish::Stop),
    ];
    let mut best = (0, None);
    for (list, wish) in all {
        if only(said, &[list], around) {
            let mut covered = vec![false; said.words.len()];
            list.cover(said, &mut covered);
            let count = covered.iter().filter(|c| **c).count();
            if count > best.0 {
                best = (count, Some(wish));
            }
        }
    }
    best.1
}

/// What is said now belongs to what was said before.
fn more(situation: &Situation) -> Option<()> {
    let notice = situation.waits.is_some_and(|w| matches!(w.about, About::Notice | About::Place));
    let asked = matches!(situation.last, Last::AskBack | Last::NotClear);
    (notice || asked || together(situation)).then_some(())
}

/// Words that come so soon after others go on with them, and do not ask yet what became of them.
fn together(situation: &Situation) -> bool {
    situation.since_own_words.is_some_and(|ago| ago <= situation.gather.max(TOGETHER))
}

/// A few words that name nothing, or what one writes to a friend.
pub fn perhaps(lists: &Lists, said: &Said) -> bool {
    let names = names(lists, said);
    let few = said.words.len() <= FEW_WORDS && !said.asks;
    let chat = said.words.len() <= CHAT_WORDS && lists.turns.chat.is_in(said);
    !names && (few || chat)
}
