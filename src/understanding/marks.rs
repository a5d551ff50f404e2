//! Danger, complaint, sensitive: each by its own list, none of them by the others.

use super::lists::{Lists, Sensitive};
use super::meaning::Marked;
use super::rule::List;
use super::said::{Marks, Said};
use super::whole::{asks_for_words, only};

/// What a text has about it.
pub fn of(lists: &Lists, said: &Said) -> Marked {
    let polite = [&lists.courtesy.filler, &lists.courtesy.address];
    Marked {
        danger: only(said, &[&lists.danger.cry], &polite)
            || danger(lists, &without(said, &lists.danger.idiom)),
        complaint: complaint(lists, &without(&said.without(&spoken_to(said)), &lists.complaint.idiom)),
        sensitive: sensitive(&lists.sensitive, &without(said, &lists.sensitive.idiom)),
    }
}

/// The text without words that mean nothing of the kind where they stand.
pub fn without(said: &Said, idiom: &List) -> Said {
    let mut covered = vec![false; said.words.len()];
    if idiom.cover(said, &mut covered) { said.without(&covered) } else { said.clone() }
}

/// Which words only say whom one speaks to: "cán bộ ơi", "cán bộ cho em hỏi" accuse nobody.
pub fn spoken_to(said: &Said) -> Vec<bool> {
    const AFTER: &[&str] = &[
        "oi", "a", "cho", "giup", "chi", "xem", "noi", "huong", "tu", "tra", "hay", "dum", "oi", "va", "hoi",
    ];
    const BEFORE: &[&str] = &["hoi", "thua", "chao", "mong", "nho", "xin", "gui", "on", "vang", "da"];
    let mut covered = vec![false; said.words.len()];
    for at in 0..said.words.len() {
        if !matches!(said.bare(at, at + 2).as_str(), "can bo" | "dong chi" | "cac bac") {
            continue;
        }
        let end = at + 2 + usize::from(said.bare(at + 2, at + 3) == "xa");
        let after = said.bare(end, end + 1);
        let before = at.checked_sub(1).map(|before| said.bare(before, at)).unwrap_or_default();
        if after.is_empty() || AFTER.contains(&after.as_str()) || BEFORE.contains(&before.as_str()) {
            covered[at..end.min(said.words.len())].fill(true);
        }
    }
    covered
}

/// People or houses in danger now; who asks nothing and wants nothing, and tells of harm, tells of it as it happens. Not last year, not a price, not a paper.
fn danger(lists: &Lists, said: &Said) -> bool {
    let list = &lists.danger;
    let now = list.now.is_in(said);
    let calm = list.calm.is_in(said) && !now;
    if list.sure.is_in(said) {
        return !calm;
    }
    // Where one of the likely words stands in a saying that is no danger, it is not seen.
    let said = &without(said, &list.likely_not);
    // One word is little: where marks are here and there it may be another.
    let told = || {
        said.marks != Marks::Some
            && list.told.is_in(said)
            && !list.wants.is_in(said)
            && !asks_for_words(lists, &without(said, &list.tail))
    };
    (list.likely.is_in(said) || told()) && !calm
}

/// Somebody in office did wrong. Who asks nothing, and tells what somebody in office took, gave or said, complains. By its name alone, and asked how one does it, it is a question like any other.
fn complaint(lists: &Lists, said: &Said) -> bool {
    let list = &lists.complaint;
    let tells = list.act.is_in(said) && !asks_for_words(lists, &without(said, &list.tail));
    if tells && !list.wrong_not.is_in(said) {
        return true;
    }
    if list.wrong.is_in(said) && !list.wrong_not.is_in(said) {
        return true;
    }
    let named = list.named.is_in(said);
    named && !list.how.is_in(said)
}

/// Belief, people, politics, discipline.
fn sensitive(list: &Sensitive, said: &Said) -> bool {
    let any = [&list.belief, &list.people, &list.politics, &list.discipline];
    any.iter().any(|list| list.is_in(said))
}
