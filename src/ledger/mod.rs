//! What happened, appended in the transaction that made it true. Facts are never changed:
//! a new thing to remember is a new kind, and `tests` hold the stored form of each.
//!
//! A fact holds no person, no account and no text of a question. `reference` is a question's code
//! or a delivery's id, so that a figure can be traced to dated entries.

mod store;

use crate::clock::Millis;
use crate::db::{Db, Tx};
use anyhow::Result;
use serde::{Deserialize, Serialize};

/// One thing that happened. `tag` is the stored kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// Deliveries of an item were planned: one fact per publication and place (a village's groups together).
    Planned {
        /// The publication's id.
        publication: String,
        /// The item's number ("72-NQ/TW") and kind as they were.
        number: String,
        /// Kind of the item.
        item_kind: String,
        /// `normal`, `priority` or `urgent`.
        rank: String,
        /// The platform of these groups (`telegram`, …).
        platform: String,
        /// How many groups.
        groups: i64,
        /// Of these, groups that asked for another language and get Vietnamese.
        fallback: i64,
    },
    /// The outcome of one group's delivery changed.
    Delivered {
        /// The publication's id.
        publication: String,
        /// The platform of the group.
        platform: String,
        /// State before: `waiting`, `sent`, `failed`, `unknown` or `cancelled`.
        from: String,
        /// State now.
        to: String,
    },
    /// An item was taken back without a replacement. What of it still waited are facts of their own.
    ItemWithdrawn {
        /// The item's number and kind as they were.
        number: String,
        /// Kind of the item.
        item_kind: String,
    },
    /// A question was received.
    Asked {
        /// Id in topics.toml; `khac` for every sensitive one.
        topic: String,
        /// Relayed by a secretary for someone without a phone.
        relayed: bool,
        /// The platform it came by.
        platform: String,
    },
    /// A question left the open ones because it was answered.
    Answered {
        /// Topic as when asked.
        topic: String,
        /// From asked (or reopened) to answered, milliseconds.
        waited: i64,
    },
    /// An answer was written (one answer may close several questions; a correction closes none).
    AnswerWritten,
    /// The asker took it back, or was erased while it was open.
    Withdrawn,
    /// Not a question for us; the asker was told why.
    SetAside,
    /// The asker said that it is not clear: open again.
    Reopened,
    /// What the asker said of the answer.
    Cleared {
        /// Clear or not.
        clear: bool,
    },
    /// A question passed its due time while open.
    Overdue,
    /// Somebody was told the legal route for a complaint; nothing of it was kept.
    ComplaintReferred,
    /// Read on the village loudspeaker so many times.
    Loudspeaker {
        /// Times.
        times: i64,
    },
    /// Told at a meeting.
    Meeting {
        /// Listeners, an estimate by the secretary.
        listeners: i64,
    },
    /// One line of the register of study sessions.
    StudySession {
        /// `hoc_tap`, `quan_triet` or `tuyen_truyen`.
        form: String,
        /// Who was there.
        present: i64,
        /// Who should have been.
        total: i64,
    },
    /// A reporting period was seen to be over.
    PeriodClosed {
        /// `YYYY-MM`.
        period: String,
    },
    /// A figure of an earlier period was corrected or came late.
    Adjusted {
        /// The period it belongs to, `YYYY-MM`.
        period: String,
        /// What, in words.
        what: String,
        /// The office that said so (never a person's name).
        by: String,
    },
}

/// A fact as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number: commit order, without gaps.
    pub seq: i64,
    /// When, wall time.
    pub at: Millis,
    /// Code of the place it counts at ("" when none).
    pub place: String,
    /// Item folder name ("" when none).
    pub item: String,
    /// A question's code or a delivery's id ("" when none).
    pub reference: String,
    /// What happened.
    pub fact: Fact,
}

/// Where a fact belongs.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// Code of the place.
    pub place: &'a str,
    /// Item folder name.
    pub item: &'a str,
    /// Question code or delivery id.
    pub reference: &'a str,
}

/// Appends a fact; it is true when the transaction commits.
pub async fn record(tx: &mut Tx, at: Millis, about: About<'_>, fact: &Fact) -> Result<()> {
    store::append(tx, at, &[(about, fact.clone())]).await
}

/// Appends several facts of one moment, in order.
pub async fn record_all(tx: &mut Tx, at: Millis, facts: &[(About<'_>, Fact)]) -> Result<()> {
    store::append(tx, at, facts).await
}

/// When the first fact was recorded.
pub async fn first_at(db: &Db) -> Result<Option<Millis>> {
    store::first_at(db).await
}

/// The periods that were seen to be over, as they were recorded.
pub async fn closed_periods(db: &Db) -> Result<Vec<String>> {
    store::closed_periods(db).await
}

/// Every fact before `until`, oldest first, and the number of the last one.
pub async fn facts_before(db: &Db, until: Millis) -> Result<Vec<Entry>> {
    store::before(db, until).await
}

/// True when something was recorded at or after `moment`.
pub async fn reaches(db: &Db, moment: Millis) -> Result<bool> {
    store::reaches(db, moment).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_form_of_a_fact_never_changes() {
        let stored = [
            (Fact::AnswerWritten, r#"{"kind":"answer_written"}"#),
            (
                Fact::Answered { topic: "y-te".into(), waited: 5 },
                r#"{"kind":"answered","topic":"y-te","waited":5}"#,
            ),
            (
                Fact::Delivered {
                    publication: "p".into(),
                    platform: "telegram".into(),
                    from: "waiting".into(),
                    to: "sent".into(),
                },
                r#"{"kind":"delivered","publication":"p","platform":"telegram","from":"waiting","to":"sent"}"#,
            ),
            (
                Fact::ItemWithdrawn { number: "72-NQ/TW".into(), item_kind: "resolution".into() },
                r#"{"kind":"item_withdrawn","number":"72-NQ/TW","item_kind":"resolution"}"#,
            ),
            (
                Fact::StudySession { form: "hoc_tap".into(), present: 3, total: 4 },
                r#"{"kind":"study_session","form":"hoc_tap","present":3,"total":4}"#,
            ),
        ];
        for (fact, text) in stored {
            assert_eq!(serde_json::to_string(&fact).unwrap(), text);
            assert_eq!(serde_json::from_str::<Fact>(text).unwrap(), fact);
        }
    }
}
