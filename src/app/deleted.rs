//! What was deleted because its time was over, as sums of a day: a line of the log, and one of `doctor`. Voices are not
//! among them: of a sensitive question the voice goes earlier, and a count of later ones would tell it from others.

use crate::clock::Millis;
use crate::db::{Db, put_mark};
use anyhow::Result;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The mark that holds the last day on which anything was deleted.
const DELETED: &str = "deleted";
const HOUR: Millis = 3_600_000;

/// So much of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Questions and answers that lost their words.
    pub texts: u64,
    /// Ways from a question back to who asked.
    pub handles: u64,
    /// Questions of which only the log knows any more, and decisions.
    pub rows: u64,
    /// Updates of platforms.
    pub updates: u64,
    /// People who were not heard of any more, or never agreed to anything.
    pub people: u64,
}

impl Sums {
    fn and(self, more: Sums) -> Sums {
        Sums {
            texts: self.texts + more.texts,
            handles: self.handles + more.handles,
            rows: self.rows + more.rows,
            updates: self.updates + more.updates,
            people: self.people + more.people,
        }
    }
}

/// A day on which something was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    day: Date,
    /// When it was last, to the hour.
    pub at: Millis,
    /// What.
    pub sums: Sums,
    /// The log has it.
    told: bool,
}

/// What this process knows of it.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The day that was looked at last.
    today: Option<Date>,
}

impl Tally {
    /// Adds what was just deleted, and says what a day that is over came to.
    pub(super) async fn add(&mut self, db: &Db, today: Date, now: Millis, sums: Sums) -> Result<()> {
        let is_new = self.today != Some(today);
        if sums == Sums::default() && !is_new {
            return Ok(());
        }
        let kept = last(db).await?;
        if is_new {
            tell(kept.as_ref(), self.today);
        }
        if let Some(next) = after(kept, today, now, sums) {
            let mut tx = db.write().await?;
            put_mark(&mut tx, DELETED, &serde_json::to_string(&next)?).await?;
            tx.commit().await?;
        }
        self.today = Some(today);
        Ok(())
    }
}

/// One line for the day that is over.
fn tell(kept: Option<&Day>, yesterday: Option<Date>) {
    match kept {
        Some(Day { day, sums, told: false, .. }) if yesterday.is_none_or(|yesterday| *day <= yesterday) => {
            let Sums { texts, handles, rows, updates, people } = sums;
            tracing::info!(%day, texts, handles, rows, updates, people, "deleted what had had its time");
        }
        _ => tracing::debug!("nothing had had its time"),
    }
}

/// What is to be kept now (pure); none: as before.
fn after(kept: Option<Day>, today: Date, now: Millis, sums: Sums) -> Option<Day> {
    let at = now - now.rem_euclid(HOUR);
    match (kept, sums == Sums::default()) {
        // A clock that was set back: it was today.
        (Some(day), false) if day.day >= today => Some(Day { at, sums: day.sums.and(sums), ..day }),
        (_, false) => Some(Day { day: today, at, sums, told: false }),
        (Some(day), true) if day.day < today && !day.told => Some(Day { told: true, ..day }),
        (_, true) => None,
    }
}

/// The last day on which anything was deleted. What another program wrote there is as good as nothing.
pub async fn last(db: &Db) -> Result<Option<Day>> {
    Ok(db.mark(DELETED).await?.and_then(|kept| serde_json::from_str(&kept).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_summed_up_told_once_and_another_begins() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (first, second) = (day("2026-11-25"), day("2026-11-26"));
        let some = Sums { texts: 1, people: 2, ..Sums::default() };
        assert_eq!(after(None, first, 9, Sums::default()), None);
        let begun = after(None, first, HOUR + 9, some).unwrap();
        assert_eq!((begun.at, begun.sums, begun.told), (HOUR, some, false));
        let more = after(Some(begun.clone()), first, 2 * HOUR, some).unwrap();
        assert_eq!((more.at, more.sums.texts, more.sums.people), (2 * HOUR, 2, 4));
        assert_eq!(after(Some(more.clone()), first, 3 * HOUR, Sums::default()), None);
        let told = after(Some(more.clone()), second, 30 * HOUR, Sums::default()).unwrap();
        assert_eq!((told.told, told.sums, told.at), (true, more.sums, more.at));
        assert_eq!(after(Some(told.clone()), second, 31 * HOUR, Sums::default()), None);
        let next = after(Some(told), second, 32 * HOUR, some).unwrap();
        assert_eq!((next.day, next.sums, next.told), (second, some, false));
    }
}
