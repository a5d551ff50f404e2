//! What happens to questions, fact by fact (pure). What cannot happen in a question's state (an answer to what is not
//! open) counts nowhere, so the balance of questions holds whatever the log says.

use super::names::PlaceId;
use crate::clock::Millis;
use crate::ledger::{Entry, Fact};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// So many periods after the one in which it was closed a question is still known: an answer may be put right, or be
/// refused, as long as its text is kept, and after that nothing can be said of it any more.
const KNOWN_FOR: usize = 4;

/// A question that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Where it was asked. Wherever its village belongs later, and whoever answers, it counts there.
    pub place: PlaceId,
    /// Since when.
    pub since: Millis,
    due: Option<Date>,
    noticed: bool,
    /// Received in this period.
    pub is_new: bool,
}

impl Open {
    /// Its due day is over on that day. What an older program wrote has no due day: then it counts that it was noticed.
    pub fn is_late(&self, on: Date) -> bool {
        self.noticed || self.due.is_some_and(|due| due < on)
    }
}

/// Every question that is open, and where those were asked that were closed not long ago.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threads {
    open: BTreeMap<SmolStr, Open>,
    /// By the period in which they were closed: this one, the one before, and so on. There may be a great many: a code lies
    /// in its place here, not somewhere else.
    closed: [BTreeMap<SmolStr, PlaceId>; KNOWN_FOR + 1],
}

impl Threads {
    /// Moves a question along; `here`: where the fact was recorded. Returns where it counts; none: the fact is not about a
    /// question, or counts nowhere.
    pub fn follow(&mut self, entry: &Entry, here: PlaceId) -> Option<PlaceId> {
        let code = entry.reference.as_str();
        match &entry.fact {
            Fact::Asked { due, .. } => {
                if self.open.contains_key(code) {
                    return None;
                }
                self.forget(code);
                self.begin(entry, here, due.as_deref(), true);
                Some(here)
            }
            Fact::Answered { .. } | Fact::SelfServed { .. } | Fact::Withdrawn | Fact::SetAside => {
                let (code, thread) = self.open.remove_entry(code)?;
                self.closed[0].insert(code, thread.place);
                Some(thread.place)
            }
            Fact::Reopened { due } => {
                let place = self.forget(code)?;
                self.begin(entry, place, due.as_deref(), false);
                Some(place)
            }
            Fact::Overdue => {
                let thread = self.open.get_mut(code)?;
                thread.noticed = true;
                Some(thread.place)
            }
            Fact::TopicChanged { .. } => self.open.get(code).map(|thread| thread.place),
            Fact::AnswerWritten | Fact::NotDelivered | Fact::Cleared { .. } | Fact::Settled { .. } => {
                self.place_of(code)
            }
            _ => None,
        }
    }

    /// Every question that is open.
    pub fn open(&self) -> impl Iterator<Item = &Open> {
        self.open.values()
    }

    /// An open question was received in this period.
    pub fn is_new(&self, code: &str) -> bool {
        self.open.get(code).is_some_and(|thread| thread.is_new)
    }

    /// A period is over.
    pub fn turn(&mut self) {
        self.open.values_mut().for_each(|thread| thread.is_new = false);
        self.closed.rotate_right(1);
        self.closed[0].clear();
    }

    fn begin(&mut self, entry: &Entry, place: PlaceId, due: Option<&str>, is_new: bool) {
        let due = due.and_then(|due| due.parse().ok());
        let open = Open { place, since: entry.at, due, noticed: false, is_new };
        self.open.insert(entry.reference.as_str().into(), open);
    }

    fn place_of(&self, code: &str) -> Option<PlaceId> {
        let open = self.open.get(code).map(|thread| thread.place);
        open.or_else(|| self.closed.iter().find_map(|closed| closed.get(code).copied()))
    }

    fn forget(&mut self, code: &str) -> Option<PlaceId> {
        self.closed.iter_mut().find_map(|closed| closed.remove(code))
    }
}
