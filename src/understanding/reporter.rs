//! What the words of one who answers mean.

use super::days;
use super::lists::Lists;
use super::meaning::{Courtesy, Leave, Meaning, Reporting};
use super::resident;
use super::said::Said;
use super::situation::{Last, Open, Situation};
use super::whole;
use crate::text::{fold, plain};

/// Longer, what also puts off says something besides.
const LONGEST_HOLD: usize = 18;
/// So much is said of an absence, and no more.
const LONGEST_LEAVE: usize = 18;
/// Said before a code: "trả lời câu AB2CD".
const BEFORE_CODE: [&str; 12] =
    ["tra", "loi", "cau", "phieu", "ma", "cho", "gui", "da", "em", "toi", "so", "hoi"];
/// Said after it: "AB2CD trả lời là: …".
const AFTER_CODE: [&str; 8] = ["tra", "loi", "la", "thi", "rang", "nhu", "sau", "-"];

/// What the text means.
pub fn read(
    lists: &Lists,
    situation: &Situation,
    open: Open,
    quotes: bool,
    text: &str,
    said: &Said,
) -> Meaning {
    let reporter = |what| Meaning::Reporter(what);
    let under_card = quotes;
    let quotes = quotes || situation.last == Last::Named;
    let roles = &lists.roles;
    if plain(text).starts_with('/') {
        return Meaning::Slash;
    }
    if let Some(meaning) = waiting(lists, situation, text, said) {
        return meaning;
    }
    if let Some((code, from)) = code(situation, text) {
        let rest = Said::new(text.get(from..).unwrap_or_default());
        // A code that stands first is what a quoted card is elsewhere: not all that follows is an answer. "Trả lời AB2CD" is one.
        let first = begins_with(text, &code);
        return reporter(match rest.worded {
            false => Reporting::Show(code),
            true if holds(lists, &rest) => Reporting::Hold,
            true if first && hands_over(lists, &rest) => Reporting::HandOver,
            true if first && asks_back(lists, &rest) => Reporting::AskBack,
            true => Reporting::Answer { code: Some(code), from },
        });
    }
    if !said.worded {
        return reporter(if under_card { Reporting::Hold } else { Reporting::Polite(Courtesy::Sign) });
    }
    if hands_over(lists, said) && (quotes || open != Open::None) {
        return reporter(Reporting::HandOver);
    }
    if !quotes {
        let leave = leaves(lists, said).then(|| days::leave(said, text, situation.today));
        if let Some(leave @ Leave::Days { .. }) = leave {
            return reporter(Reporting::Leave(leave));
        }
        if roles.back.is_in(said) && said.words.len() <= 10 {
            return reporter(Reporting::Back);
        }
        if let Some(leave) = leave {
            return reporter(Reporting::Leave(leave));
        }
        if roles.list.is_in(said) && said.words.len() <= 12 {
            return reporter(Reporting::List);
        }
    }
    if let Some(courtesy) = resident::courtesy(lists, said).filter(|_| !under_card) {
        return reporter(Reporting::Polite(courtesy));
    }
    if quotes || open != Open::None {
        if holds(lists, said) {
            return reporter(Reporting::Hold);
        }
        if asks_back(lists, said) {
            return reporter(Reporting::AskBack);
        }
        return reporter(match (quotes, open) {
            (true, _) => Reporting::Answer { code: None, from: 0 },
            (false, Open::One) => Reporting::OfferAnswer,
            (false, _) => Reporting::Which,
        });
    }
    resident::read(lists, situation, text, said)
}

/// A choice, in a number or in words, as for anybody.
pub fn waiting(lists: &Lists, situation: &Situation, text: &str, said: &Said) -> Option<Meaning> {
    situation.waits?;
    match resident::read(lists, situation, text, said) {
        choice @ (Meaning::Choice(_) | Meaning::Number(_)) => Some(choice),
        _ => None,
    }
}

/// Only puts off.
fn holds(lists: &Lists, said: &Said) -> bool {
    let roles = &lists.roles;
    let courtesy = resident::courtesy(lists, said).is_some();
    let puts_off = roles.hold.is_in(said) && said.words.len() <= LONGEST_HOLD;
    (courtesy || puts_off) && !roles.hold_not.is_in(said)
}

/// It is another's to answer.
fn hands_over(lists: &Lists, said: &Said) -> bool {
    let roles = &lists.roles;
    roles.handover.is_in(said) && !roles.handover_not.is_in(said) && said.words.len() <= 24
}

/// Something of the asker's must be known first.
fn asks_back(lists: &Lists, said: &Said) -> bool {
    lists.roles.ask_back.is_in(said) && whole::asks(lists, said) || said.asks && said.words.len() <= 30
}

/// Who asked, and nothing else.
pub fn asks_who(lists: &Lists, said: &Said) -> bool {
    let (roles, courtesy) = (&lists.roles, &lists.courtesy);
    !roles.who_asked_not.is_in(said)
        && whole::only(
            said,
            &[&roles.who_asked],
            &[&roles.who_asked_around, &courtesy.filler, &courtesy.address],
        )
}

/// Nothing stands before the code.
fn begins_with(text: &str, code: &str) -> bool {
    let text = plain(text).to_uppercase();
    text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(code)
}

/// The writer is absent: not a school, not a station.
fn leaves(lists: &Lists, said: &Said) -> bool {
    let roles = &lists.roles;
    let polite =
        (0..said.words.len()).find(|at| lists.courtesy.filler.begins(said, *at).is_none()).unwrap_or(0);
    let first = [0, polite].iter().any(|at| roles.leave_first.begins(said, *at).is_some());
    roles.leave.is_in(said) && first && said.words.len() <= LONGEST_LEAVE && !whole::asks(lists, said)
}

/// A code at the beginning, and where what is said to it begins.
fn code(situation: &Situation, text: &str) -> Option<(String, usize)> {
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += piece.len();
        let word = plain(piece);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let upper = bare.to_uppercase();
        if situation.own_codes.iter().any(|own| **own == upper) {
            // "AB2CD:Ngày 20" has no space after it: then what follows is found inside.
            return Some((upper, at + spoken_before(&text[at..])));
        }
        let glued = situation.own_codes.iter().find(|own| {
            let trimmed = word.trim_start_matches('#').to_uppercase();
            trimmed.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with([':', ',', '.', '-']))
        });
        if let Some(own) = glued {
            let upper = piece.to_uppercase();
            let inside = upper
                .find(own.as_str())
                .filter(|_| upper.len() == piece.len())
                .map_or(piece.len(), |i| i + own.len() + 1);
            return Some((own.clone(), start + inside));
        }
        if !bare.is_empty() && !BEFORE_CODE.contains(&fold(bare).as_str()) {
            return None;
        }
    }
    None
}

/// How many bytes only lead over to what is said: "trả lời là:".
fn spoken_before(text: &str) -> usize {
    let (mut at, mut end) = (0, 0);
    let mut led = false;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = fold(piece.trim_matches(|c: char| c.is_whitespace() || c == ':' || c == ','));
        at += piece.len();
        if word.is_empty() {
            end = at;
        } else if AFTER_CODE.contains(&word.as_str())
            && (led || matches!(word.as_str(), "tra" | "la" | "thi" | "-"))
        {
            led = true;
            end = at;
        } else {
            break;
        }
    }
    end
}
