//! What one account has in the air. It lives in memory and holds nothing longer than it flies or is paced.

use super::entry::Row;
use super::line::{Heard, Line};
use super::pace::Pace;
use crate::channel::{Limits, Outcome};
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::task::{Id, JoinSet};

/// One attempt under way.
pub(super) struct Flight {
    /// The row, as it was marked.
    pub row: Row,
    /// The chat, for pace: the group's id, the person's key, or an address.
    pub key: String,
    /// The platform's address of the day.
    pub chat: String,
    /// The content file that goes along.
    pub hash: Option<String>,
    /// Its bytes go along too: the others wait for its handle.
    pub uploads: bool,
    /// Code of its group's place, and the folder of its item: where the outcome counts.
    pub place: String,
    pub item: String,
}

/// What came back.
pub(super) enum Landed {
    /// An attempt, with the handle of the file that it used.
    Attempt(Outcome, Option<String>),
    /// The answer to "are you there?".
    Asked(Heard),
}

/// An attempt whose outcome is not written down yet.
pub(super) struct Ended {
    pub flight: Flight,
    pub outcome: Outcome,
    pub handle: Option<String>,
}

/// Everything that the loop of one account remembers between two looks.
pub(super) struct Air {
    pub pace: Pace,
    pub line: Line,
    pub tasks: JoinSet<Landed>,
    pub flights: HashMap<Id, Flight>,
    /// The chats of what flies.
    pub keys: HashSet<String>,
    /// Content files whose bytes are on their way.
    pub uploading: HashSet<String>,
    /// Chats that have something due and must be left alone until then.
    pub held: HashMap<String, Duration>,
    pub unwritten: Vec<Ended>,
    /// Requests in flight at most; of these a quarter is kept for answers to people.
    pub seats: usize,
    /// When the ownership was last renewed.
    pub renewed: Option<Duration>,
    /// The database's silence was told.
    pub told: bool,
}

impl Air {
    pub fn new(limits: Limits) -> Air {
        Air {
            pace: Pace::new(limits),
            line: Line::default(),
            tasks: JoinSet::new(),
            flights: HashMap::new(),
            keys: HashSet::new(),
            uploading: HashSet::new(),
            held: HashMap::new(),
            unwritten: vec![],
            // As many as the platform takes in a second, within what one process should hold open.
            seats: (limits.per_second as usize).clamp(16, 128),
            renewed: None,
            told: false,
        }
    }

    /// Nothing of it would be lost by ending now.
    pub fn is_empty(&self) -> bool {
        self.flights.is_empty() && self.unwritten.is_empty()
    }

    /// A flight begins as this task.
    pub fn leave(&mut self, id: Id, flight: Flight) {
        self.pace.started(&flight.key);
        self.keys.insert(flight.key.clone());
        if flight.uploads {
            self.uploading.extend(flight.hash.clone());
        }
        self.flights.insert(id, flight);
    }

    /// A flight is over.
    pub fn land(&mut self, id: Id, tick: Duration) -> Option<Flight> {
        let flight = self.flights.remove(&id)?;
        self.pace.landed(&flight.key, tick);
        self.keys.remove(&flight.key);
        if let Some(hash) = flight.hash.as_ref().filter(|_| flight.uploads) {
            self.uploading.remove(hash);
        }
        Some(flight)
    }
}
