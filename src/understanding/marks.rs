//! Danger, complaint, sensitive: each by its own list, none of them by the others.

use super::lists::{Lists, Sensitive};
use super::meaning::Marked;
use super::rule::List;
use super::said::{Marks, Said};
use super::whole::{asks, asks_for_words, only};

/// Fewer words that name somebody in office tell nothing of them.
const FEW_WORDS: usize = 6;
/// So many words together are hardly others without their marks.
const SEVERAL: usize = 3;

/// What a text has about it.
pub fn of(lists: &Lists, said: &Said) -> Marked {
    let polite = [&lists.courtesy.filler, &lists.courtesy.address];
    let sensitive = sensitive(&lists.sensitive, &without(said, &lists.sensitive.idiom));
    let accusing = without(&said.without(&spoken_to(said)), &lists.complaint.idiom);
    // Who asks about a faith, a people or the Party accuses nobody by it; who tells, may do both.
    let accuses = accuses(lists, &accusing) && (!sensitive || tells(lists, &accusing, &lists.complaint.tail));
    let acted = !accuses && !sensitive && acted(lists, &accusing);
    let at_risk = without(said, &lists.danger.idiom);
    // What is told of somebody in office, or of a faith, is mostly no accident.
    let may_be_told = !accuses && !sensitive && (!acted || lists.danger.now.is_in(&at_risk));
    let danger = only(said, &[&lists.danger.cry], &polite) || danger(lists, &at_risk, may_be_told);
    let complaint = accuses || acted || !danger && !sensitive && tells_of_office(lists, &accusing);
    Marked { danger, complaint, sensitive }
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
        // "Được không cán bộ" speaks to them, "không cán bộ nào" of them.
        let asked = matches!(before.as_str(), "khong" | "chua") && after != "nao";
        if after.is_empty() || asked || AFTER.contains(&after.as_str()) || BEFORE.contains(&before.as_str()) {
            covered[at..end.min(said.words.len())].fill(true);
        }
    }
    covered
}

/// People or houses in danger now; not last year, not a price, not a paper, and nothing that is asked in peace.
fn danger(lists: &Lists, said: &Said, may_be_told: bool) -> bool {
    let list = &lists.danger;
    let now = list.now.is_in(said);
    if !now && (list.calm.is_in(said) || !tells(lists, said, &list.tail)) {
        return false;
    }
    if list.sure.is_in(said) {
        return true;
    }
    // Where one of the likely words stands in a saying that is no danger, it is not seen.
    let said = &without(said, &list.likely_not);
    list.likely.is_in(said) || may_be_told && told(lists, said)
}

/// Who wants nothing and tells of harm, tells of it as it happens.
fn told(lists: &Lists, said: &Said) -> bool {
    let list = &lists.danger;
    let told = || {
        list.told.is_in_by(said, least(said))
            || lost_marks(lists, said, &[&list.told, &list.sure], &list.tail)
    };
    !list.wants.is_in(said) && told()
}

/// What is written without marks and asks in no way says by several words what it would say with marks by fewer.
fn lost_marks(lists: &Lists, said: &Said, all: &[&List], tail: &List) -> bool {
    said.marks == Marks::None
        && said.words.len() > FEW_WORDS
        && !asks(lists, &unasked(lists, said, tail))
        && all.iter().any(|list| list.is_in_by(&said.as_if_marked(), SEVERAL))
}

/// Somebody in office did wrong, it says. By its name alone, or asked how one does it, it is a question like any other.
fn accuses(lists: &Lists, said: &Said) -> bool {
    let list = &lists.complaint;
    let asks = || lists.courtesy.asked.is_in(&unasked(lists, said, &list.tail));
    let how = list.how.is_in(said);
    let wrong = || list.wrong.is_in(said) && !list.wrong_not.is_in(said) && !(how && asks());
    list.named.is_in(said) && !how && !asks() || wrong()
}

/// Who asks nothing, and tells what somebody in office took, gave or said, complains.
fn acted(lists: &Lists, said: &Said) -> bool {
    let list = &lists.complaint;
    tells(lists, said, &list.tail) && !list.wrong_not.is_in(said) && list.act.is_in(said)
}

/// And so does who only tells of an office, or of what is everybody's, unless it is told in peace.
fn tells_of_office(lists: &Lists, said: &Said) -> bool {
    let list = &lists.complaint;
    tells(lists, said, &list.tail)
        && said.words.len() > FEW_WORDS
        && !list.wrong_not.is_in(said)
        && list.office.is_in(said)
        && !list.peace.is_in(said)
        && !asks(lists, &without(said, &list.tail))
}

/// Nothing is asked, but by words that only end what is told ("làm sao bây giờ").
fn tells(lists: &Lists, said: &Said, tail: &List) -> bool {
    !asks_for_words(lists, &unasked(lists, said, tail))
}

/// The text without question words that ask nothing.
fn unasked(lists: &Lists, said: &Said, tail: &List) -> Said {
    without(&without(said, tail), &lists.courtesy.asking_not)
}

/// One word says little in a text that carries marks here and there: it may be another.
fn least(said: &Said) -> usize {
    if said.marks == Marks::Some { 2 } else { 1 }
}

/// Belief, people, politics, discipline.
fn sensitive(list: &Sensitive, said: &Said) -> bool {
    let any = [&list.belief, &list.people, &list.politics, &list.discipline];
    any.iter().any(|list| list.is_in_by(said, least(said)))
}
