//! What every act works with: the database, its key, chance, time, days and words.

use crate::calendar::Calendar;
use crate::clock::{Clock, Millis};
use crate::db::Db;
use crate::ids::Ids;
use crate::seal::Seal;
use crate::text::Text;
use jiff::civil::Date;

/// What every act works with; built once, cheap to clone.
#[derive(Clone)]
pub struct Core {
    /// The database.
    pub db: Db,
    /// Seals and opens what stands in it, with the key that lives outside.
    pub seal: Seal,
    /// Ids and chance.
    pub ids: Ids,
    /// Both hands.
    pub clock: Clock,
    /// Days, working days, quiet hours.
    pub calendar: Calendar,
    /// The words.
    pub text: Text,
}

impl Core {
    /// This moment.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// This day, where the program is used.
    pub fn today(&self) -> Date {
        self.calendar.local(self.now()).date()
    }
}
