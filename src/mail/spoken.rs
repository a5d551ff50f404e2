//! With whom it was said today whose machine speaks. In memory and gone with the day: nothing of it is kept, and a process
//! that starts anew says it once more.

use crate::ids::PersonKey;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What was first said to each person today; cheap to clone, shared by the clones.
#[derive(Clone, Default)]
pub struct Spoken(Arc<Mutex<Today>>);

#[derive(Default)]
struct Today {
    day: Date,
    first: HashMap<PersonKey, String>,
}

impl Spoken {
    /// Whether what goes to them for this `cause` begins the day. A turn that is taken anew has the same cause, and
    /// gets the same answer.
    pub fn begins_the_day(&self, day: Date, person: &PersonKey, cause: &str) -> bool {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if today.day != day {
            *today = Today { day, first: HashMap::new() };
        }
        today.first.entry(person.clone()).or_insert_with(|| cause.to_owned()) == cause
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_begins_once_for_each_and_a_turn_taken_anew_begins_it_too() {
        let (spoken, first, second) = (Spoken::default(), date(2026, 12, 1), date(2026, 12, 2));
        let [a, b] = ["a", "b"].map(PersonKey::from);
        assert!(spoken.begins_the_day(first, &a, "turn:1"));
        assert!(!spoken.begins_the_day(first, &a, "turn:2"));
        assert!(
            spoken.begins_the_day(first, &a, "turn:1"),
            "the first turn was taken back and is taken anew"
        );
        assert!(spoken.begins_the_day(first, &b, "turn:3"));
        assert!(spoken.clone().begins_the_day(second, &a, "turn:4"));
        assert!(!spoken.begins_the_day(second, &a, "turn:1"));
    }
}
