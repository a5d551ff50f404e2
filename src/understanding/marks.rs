//! Danger, complaint, sensitive: each by its own list, none of them by the others.

use super::lists::{Complaint, Danger, Lists, Sensitive};
use super::meaning::Marked;
use super::said::Said;

/// What a text has about it.
pub fn of(lists: &Lists, said: &Said) -> Marked {
    Marked {
        danger: danger(&lists.danger, said),
        complaint: complaint(&lists.complaint, said),
        sensitive: sensitive(&lists.sensitive, said),
    }
}

/// People or houses in danger now: not last year, not a price, not a paper.
fn danger(list: &Danger, said: &Said) -> bool {
    let now = list.now.is_in(said);
    let calm = list.calm.is_in(said) && !now;
    if list.sure.is_in(said) {
        return !calm;
    }
    list.likely.is_in(said) && !calm && !list.likely_not.is_in(said)
}

/// Somebody in office did wrong. By its name alone, and asked how one does it, it is a question like any other.
fn complaint(list: &Complaint, said: &Said) -> bool {
    if list.wrong.is_in(said) && !list.wrong_not.is_in(said) {
        return true;
    }
    let named = list.named.is_in(said) && !list.named_not.is_in(said);
    named && !list.how.is_in(said)
}

/// Belief, people, politics, discipline.
fn sensitive(list: &Sensitive, said: &Said) -> bool {
    let any = [&list.belief, &list.people, &list.politics, &list.discipline];
    any.iter().any(|list| list.is_in(said))
}
