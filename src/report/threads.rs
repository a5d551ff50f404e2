//! What happens to questions, fact by fact (pure). What cannot happen in a question's state (an answer to what is not
//! open) counts nowhere, so the balance of questions holds whatever the log says.

use crate::clock::Millis;
use crate::ledger::{Entry, Fact};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One question while its facts are replayed.
#[derive(Clone, Copy)]
pub struct Thread<'a> {
    /// Where it was asked. Wherever its village belongs later, and whoever answers, it counts there.
    pub place: &'a str,
    /// Since when it is open; none: it is not.
    pub opened: Option<Millis>,
    due: Option<Date>,
    noticed: bool,
}

impl Thread<'_> {
    /// It is open and its due day is over on that day. What an older program wrote has no due day: then it counts that it
    /// was noticed.
    pub fn is_late(&self, on: Date) -> bool {
        self.opened.is_some() && (self.noticed || self.due.is_some_and(|due| due < on))
    }
}

/// Every question that was asked so far, by code.
#[derive(Default)]
pub struct Threads<'a> {
    by_code: BTreeMap<&'a str, Thread<'a>>,
}

impl<'a> Threads<'a> {
    /// Moves a question along. None: the fact is not about a question, or counts nowhere.
    pub fn follow(&mut self, entry: &'a Entry) -> Option<Thread<'a>> {
        let code = entry.reference.as_str();
        if let Fact::Asked { due, .. } = &entry.fact {
            if self.by_code.get(code).is_some_and(|thread| thread.opened.is_some()) {
                return None;
            }
            let (due, opened) = (day(due.as_deref()), Some(entry.at));
            let thread = Thread { place: &entry.place, opened, due, noticed: false };
            self.by_code.insert(code, thread);
            return Some(thread);
        }
        let thread = self.by_code.get_mut(code)?;
        match &entry.fact {
            Fact::Answered { .. } | Fact::Withdrawn | Fact::SetAside if thread.opened.is_some() => {
                (thread.opened, thread.noticed) = (None, false);
            }
            Fact::Reopened { due } if thread.opened.is_none() => {
                (thread.opened, thread.due) = (Some(entry.at), day(due.as_deref()));
            }
            Fact::Overdue if thread.opened.is_some() => thread.noticed = true,
            Fact::AnswerWritten | Fact::NotDelivered | Fact::Cleared { .. } => {}
            _ => return None,
        }
        Some(*thread)
    }

    /// Every question that is open.
    pub fn open(&self) -> impl Iterator<Item = &Thread<'a>> {
        self.by_code.values().filter(|thread| thread.opened.is_some())
    }
}

fn day(stored: Option<&str>) -> Option<Date> {
    stored?.parse().ok()
}
