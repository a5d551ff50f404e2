//! By which entries of the log each figure can be counted again (pure).

use crate::ledger::DeliveryState;
use crate::stored::words;
use serde::{Deserialize, Serialize};

/// More stretches of entries of one figure and place are not named, only counted.
const MOST_STRETCHES: usize = 60;

words! {
    /// A figure whose entries are known, as in the JSON.
    pub enum Proven {
        /// Deliveries planned.
        DeliveryPlanned = "delivery.planned",
        /// Deliveries that the platform took.
        DeliverySent = "delivery.sent",
        /// Deliveries that did not arrive.
        DeliveryFailed = "delivery.failed",
        /// Deliveries that may have arrived.
        DeliveryUnknown = "delivery.unknown",
        /// Deliveries that were taken back.
        DeliveryCancelled = "delivery.cancelled",
        /// Readings.
        LoudspeakerReadings = "outreach.loudspeaker_readings",
        /// Meetings.
        Meetings = "outreach.meetings",
        /// Study sessions: học tập.
        HocTap = "outreach.study_sessions.hoc_tap",
        /// Study sessions: quán triệt.
        QuanTriet = "outreach.study_sessions.quan_triet",
        /// Study sessions: tuyên truyền.
        TuyenTruyen = "outreach.study_sessions.tuyen_truyen",
        /// Questions answered.
        Answered = "questions.answered",
        /// Of these, those whose askers found the answer in an item.
        SelfServed = "questions.self_served",
        /// Answers written.
        AnswersWritten = "questions.answers_written",
        /// Answers said to be clear.
        Clear = "questions.cleared.clear",
        /// Answers said not to be.
        NotClear = "questions.cleared.not_clear",
        /// Matters said to be settled.
        Settled = "questions.settled.yes",
        /// Matters said not to be yet.
        NotSettled = "questions.settled.not_yet",
        /// Complaints shown their way.
        ComplaintsReferred = "questions.complaints_referred",
        /// Answers refused by the platform.
        NotDelivered = "questions.not_delivered",
        /// Answers released to everybody.
        Published = "questions.published",
        /// Questions received.
        Received = "questions.received",
        /// Questions relayed.
        Relayed = "questions.relayed",
        /// Questions open again.
        Reopened = "questions.reopened",
        /// Questions set aside.
        SetAside = "questions.set_aside",
        /// Topics put right.
        TopicsCorrected = "questions.topics_corrected",
        /// Questions taken back.
        Withdrawn = "questions.withdrawn",
    }
}

impl Proven {
    /// It is about questions, of which nothing is told below the commune.
    pub fn is_of_questions(self) -> bool {
        self.as_str().starts_with("questions.")
    }
}

/// Numbers of entries, rising: how many, and the first stretches of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    /// How many.
    pub count: i64,
    /// First and last of each stretch.
    pub stretches: Vec<(i64, i64)>,
}

impl Entries {
    /// One more.
    pub fn push(&mut self, seq: i64) {
        self.count += 1;
        let named = self.stretches.len();
        match self.stretches.last_mut() {
            Some((_, last)) if *last + 1 == seq => *last = seq,
            _ if named < MOST_STRETCHES => self.stretches.push((seq, seq)),
            _ => {}
        }
    }

    /// Those of several places as of one.
    pub fn joined<'e>(all: impl Iterator<Item = &'e Entries>) -> Entries {
        let mut joined = Entries::default();
        for one in all {
            joined.count += one.count;
            joined.stretches.extend(&one.stretches);
        }
        joined.stretches.sort_unstable();
        joined.stretches.dedup_by(|next, before| {
            let follows = before.1 + 1 == next.0;
            if follows {
                before.1 = next.1;
            }
            follows
        });
        joined
    }

    /// How many of them stand in the stretches.
    pub fn named(&self) -> i64 {
        self.stretches.iter().map(|(first, last)| last - first + 1).sum()
    }
}

/// What an outcome is an entry of.
pub fn outcome(to: DeliveryState) -> Option<Proven> {
    match to {
        DeliveryState::Waiting => None,
        DeliveryState::Sent => Some(Proven::DeliverySent),
        DeliveryState::Failed => Some(Proven::DeliveryFailed),
        DeliveryState::Unknown => Some(Proven::DeliveryUnknown),
        DeliveryState::Cancelled => Some(Proven::DeliveryCancelled),
    }
}
