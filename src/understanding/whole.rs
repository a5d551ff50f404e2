//! A text as a whole: whether it asks, whether it names something, whether it is made of nothing but some words.

use super::lists::Lists;
use super::rule::List;
use super::said::Said;

/// Whether something is named that questions are about; a form of address is none ("can bo" is no "bò").
pub fn names(lists: &Lists, said: &Said) -> bool {
    let mut covered = vec![false; said.words.len()];
    lists.courtesy.address.cover(said, &mut covered);
    lists.turns.thing.is_outside(said, &covered)
}

/// Whether the text asks something.
pub fn asks(lists: &Lists, said: &Said) -> bool {
    let mut told = vec![false; said.words.len()];
    let said =
        &if lists.courtesy.asking_not.cover(said, &mut told) { said.without(&told) } else { said.clone() };
    said.asks || lists.courtesy.asking.is_in(said) || ends_with(lists, said, &lists.courtesy.end_of_question)
}

/// Whether the text asks for something to be said in reply: not every question word does ("không biết đi đâu mất").
pub fn asks_for_words(lists: &Lists, said: &Said) -> bool {
    lists.courtesy.asked.is_in(said)
        || ends_with(lists, said, &lists.courtesy.end_of_question)
        || ends_with(lists, said, &lists.courtesy.asked_last)
}

/// Whether it ends with one of these, fillers apart.
fn ends_with(lists: &Lists, said: &Said, last: &List) -> bool {
    let mut end = said.words.len();
    while let Some(at) = last.ends(said, end).map_or_else(|| lists.courtesy.filler.ends(said, end), |_| None)
    {
        end = at;
    }
    last.ends(said, end).is_some()
}

/// Whether every word is one of the core or stands around it, and some are of the core (none is needed where there is no
/// core).
pub fn only(said: &Said, core: &[&List], around: &[&List]) -> bool {
    let mut covered = vec![false; said.words.len()];
    let mut any = core.is_empty();
    for list in core {
        any |= list.cover(said, &mut covered);
    }
    for list in around {
        list.cover(said, &mut covered);
    }
    any && !covered.is_empty() && covered.iter().all(|c| *c)
}
