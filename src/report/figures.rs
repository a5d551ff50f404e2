//! The figures of one month, as they stand in the JSON: the source of every other format.
//!
//! `None` reads "nobody reported it" in outreach, and "hidden" in counts of questions: by topic, by platform and by place
//! where a small count stands or could be got by subtraction (`hide`), and all of them below the commune. Nothing here is
//! per person, and nothing says what anybody thinks.

use crate::config::Platform;
use crate::ledger::{DeliveryState, ItemKind, Rank};
use crate::places::Kind;
use crate::stored::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The whole document. Field order is the order on paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// 1: the shape of this document.
    pub schema: u32,
    /// Whose report it is.
    pub place: Named,
    /// Which days.
    pub period: Days,
    /// Number of the last fact recorded inside the period, 0 if there is none.
    pub log_position: i64,
    /// SHA-256 of the document with an empty checksum.
    pub checksum: String,
    /// What was announced, a row per item.
    pub items: Vec<ItemFigures>,
    /// Deliveries to groups that were planned in the period or unsettled at its start, as at its end.
    pub delivery: Delivery,
    /// Questions.
    pub questions: Questions,
    /// What people did off-line and reported.
    pub outreach: Outreach,
    /// What platforms let us see.
    pub interaction: Interaction,
    /// Every place below; a place stands before what lies below it.
    pub places: Vec<PlaceFigures>,
    /// What came late or was corrected, by the period that recorded it.
    pub adjustments: Vec<Adjustment>,
    /// Where nobody reported: no data, in the order of the codes.
    pub not_reported: Vec<Gap>,
}

/// A place by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Local days, half-open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// First day that is not in it any more.
    pub to: String,
    /// True when it is over.
    pub complete: bool,
}

/// One item under one rank. Groups, not people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFigures {
    /// Folder name.
    pub item: String,
    /// Its title as it was published; the folder name for what older programs wrote.
    pub title: String,
    /// Number of the document, if it has one.
    pub number: Option<String>,
    /// Kind of item.
    pub kind: ItemKind,
    /// How urgent it was.
    pub rank: Rank,
    /// Deliveries to groups, planned in the period or carried into it.
    pub groups: i64,
    /// The platform took it.
    pub sent: i64,
    /// It did not arrive.
    pub failed: i64,
    /// It may have arrived.
    pub unknown: i64,
    /// What went to role holders, together; none below the commune, where it would be one person.
    pub private: Option<Private>,
    /// Groups that asked for another language and got Vietnamese; never below the commune.
    pub fallback_language: Option<i64>,
}

/// What of an item went to role holders in private, counted together and never by person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Private {
    /// How many it was for, in the period or carried into it.
    pub planned: i64,
    /// The platform took it.
    pub sent: i64,
    /// It did not arrive.
    pub failed: i64,
    /// It may have arrived.
    pub unknown: i64,
}

/// `planned + carried_in = waiting + sent + failed + unknown + cancelled`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Planned in the period, or sent again in it after it had come to an end before.
    pub planned: i64,
    /// Unsettled when the period began: what waited at the end of the last one.
    pub carried_in: i64,
    /// Not tried yet, in flight, or to be tried again.
    pub waiting: i64,
    /// The platform took it: neither read nor heard.
    pub sent: i64,
    /// It did not arrive.
    pub failed: i64,
    /// It may have arrived.
    pub unknown: i64,
    /// Taken back before it was sent.
    pub cancelled: i64,
}

/// None of them below the commune. `open_before + received + reopened = answered + withdrawn + set_aside + open_after`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Questions {
    /// Open when the period began.
    pub open_before: Option<i64>,
    /// Asked, those relayed included.
    pub received: Option<i64>,
    /// Of these, relayed by a secretary for someone without a phone.
    pub relayed: Option<i64>,
    /// Open again because the answer was not clear.
    pub reopened: Option<i64>,
    /// Left the open ones by an answer, or because its asker found it in an item.
    pub answered: Option<i64>,
    /// Of these, those whose askers found the answer in what an item says. Older documents do not say.
    #[serde(default)]
    pub self_served: Option<i64>,
    /// Taken back, or the asker was erased.
    pub withdrawn: Option<i64>,
    /// Not for us, with the reason told.
    pub set_aside: Option<i64>,
    /// Open at the end.
    pub open_after: Option<i64>,
    /// Answers written: one may close several questions, a correction closes none.
    pub answers_written: Option<i64>,
    /// Answers that the platform refused for good.
    pub not_delivered: Option<i64>,
    /// Median of the waits of those that people answered, plain hours.
    pub median_hours: Option<f64>,
    /// Age of the oldest open one since it was asked (or asked again), plain hours.
    pub oldest_open_hours: Option<f64>,
    /// Open at the end and past their due day, whenever the program noticed.
    pub overdue: Option<i64>,
    /// By practical topic; empty below the commune.
    pub by_topic: Vec<TopicFigures>,
    /// What askers said of answers.
    pub cleared: Cleared,
    /// What askers said days later, when they were asked whether the matter was settled; none in what older programs filed.
    #[serde(default)]
    pub settled: Settled,
    /// How often who answers put right what a question is about; none in what older programs filed.
    #[serde(default)]
    pub topics_corrected: Option<i64>,
    /// How often the legal route for a complaint was told.
    pub complaints_referred: Option<i64>,
    /// Answers that were written anew without names and released to villages; none in what older programs wrote.
    pub published: Option<i64>,
}

/// One practical topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicFigures {
    /// Its id in topics.toml.
    pub topic: String,
    /// Asked; none: hidden because it is small.
    pub received: Option<i64>,
    /// Answered; none: hidden because it is small.
    pub answered: Option<i64>,
}

/// What askers said of answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    /// It was clear.
    pub clear: Option<i64>,
    /// It was not.
    pub not_clear: Option<i64>,
}

/// What askers said of their matters days after the answer. Who says nothing counts as neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// It was settled.
    pub yes: Option<i64>,
    /// Not yet.
    pub not_yet: Option<i64>,
}

/// What was done off-line; none where nobody reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outreach {
    /// Readings on the village loudspeaker.
    pub loudspeaker_readings: Option<i64>,
    /// Meetings at which something was told.
    pub meetings: Option<i64>,
    /// Listeners at meetings, as secretaries estimated.
    pub listeners_estimated: Option<i64>,
    /// Study sessions by form.
    pub study_sessions: Sessions,
    /// Attendances at study sessions, not people.
    pub attendance: Attendance,
}

/// Study sessions by form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessions {
    /// Học tập.
    pub hoc_tap: Option<i64>,
    /// Quán triệt.
    pub quan_triet: Option<i64>,
    /// Tuyên truyền.
    pub tuyen_truyen: Option<i64>,
}

impl Sessions {
    /// True when at least one form was reported.
    pub fn is_reported(&self) -> bool {
        self.hoc_tap.or(self.quan_triet).or(self.tuyen_truyen).is_some()
    }
}

/// Who was there of those who should have been.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Present.
    pub present: Option<i64>,
    /// Called.
    pub total: Option<i64>,
}

/// What platforms let us see, per group and never per person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// A row per platform that occurs in the period.
    pub by_platform: Vec<PlatformFigures>,
}

/// One platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformFigures {
    /// Which.
    pub platform: Platform,
    /// Groups of the publication that went to most groups here.
    pub groups: i64,
    /// Deliveries planned.
    pub planned: i64,
    /// Deliveries that the platform took.
    pub sent: i64,
    /// Questions asked by way of it; none: hidden because it is small.
    pub questions: Option<i64>,
    /// What the log really has.
    pub measurable: Vec<Measure>,
    /// What nobody may conclude from it.
    pub not_measurable: Vec<Measure>,
}

/// One place below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceFigures {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of place it is.
    pub kind: Kind,
    /// Code of the place it lies directly below; of one that ended, what it became.
    pub parent: String,
    /// Deliveries at or below it.
    pub delivery: Delivery,
    /// Outreach at or below it.
    pub outreach: Outreach,
    /// Counts of questions; none below the commune, so that no village is told by what it asks.
    pub questions: Option<PlaceQuestions>,
}

/// Questions of a commune or what lies above; none: hidden because it is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceQuestions {
    /// Asked.
    pub received: Option<i64>,
    /// Answered.
    pub answered: Option<i64>,
    /// Open at the end.
    pub open_after: Option<i64>,
}

/// A figure of an earlier period that came late or was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// The period it belongs to.
    pub period: String,
    /// What, in words.
    pub what: String,
    /// The office that said so.
    pub by: String,
}

/// No data: nobody reported this there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Code of the place.
    pub place: String,
    /// What.
    pub what: Reported,
}

words! {
    /// What people do off-line and report.
    pub enum Reported {
        /// Readings on the loudspeaker.
        LoudspeakerReadings = "loudspeaker_readings",
        /// Meetings.
        Meetings = "meetings",
        /// Study sessions.
        StudySessions = "study_sessions",
    }
}

words! {
    /// What a platform lets us see, or does not.
    pub enum Measure {
        /// Deliveries that it took.
        AcceptedByPlatform = "accepted_by_platform",
        /// Questions asked by way of it.
        QuestionsAsked = "questions_asked",
        /// Who read something.
        Read = "read",
        /// Who heard something.
        Heard = "heard",
        /// Signs under a message.
        Reactions = "reactions",
        /// What was passed on.
        Forwarded = "forwarded",
        /// How many people are in a group.
        AudienceSize = "audience_size",
    }
}

impl Delivery {
    /// How many the period had to do with.
    pub fn all(&self) -> i64 {
        self.planned + self.carried_in
    }

    /// How many are over.
    pub fn ended(&self) -> i64 {
        self.sent + self.failed + self.unknown + self.cancelled
    }

    /// The figure of a state.
    pub fn at(&mut self, state: DeliveryState) -> &mut i64 {
        match state {
            DeliveryState::Waiting => &mut self.waiting,
            DeliveryState::Sent => &mut self.sent,
            DeliveryState::Failed => &mut self.failed,
            DeliveryState::Unknown => &mut self.unknown,
            DeliveryState::Cancelled => &mut self.cancelled,
        }
    }

    /// Adds another one, figure by figure.
    pub fn add(&mut self, other: &Delivery) {
        self.planned += other.planned;
        self.carried_in += other.carried_in;
        self.waiting += other.waiting;
        self.sent += other.sent;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.cancelled += other.cancelled;
    }
}

/// Milliseconds as hours with one decimal, halves up.
pub fn hours(millis: i64) -> f64 {
    let tenths = (millis.max(0) + 180_000) / 360_000;
    tenths as f64 / 10.0
}

/// The middle one, or the mean of the two in the middle, of values that occur so many times.
pub fn median(values: &BTreeMap<i64, u64>) -> Option<i64> {
    let count: u64 = values.values().sum();
    let nth = |n: u64| {
        let mut seen = 0;
        values.iter().find_map(|(value, times)| {
            seen += times;
            (seen > n).then_some(*value)
        })
    };
    match count {
        0 => None,
        n if n % 2 == 1 => nth(n / 2),
        n => Some((nth(n / 2 - 1)? + nth(n / 2)?) / 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_have_one_decimal_and_the_median_is_the_middle() {
        for (minutes, shown) in [(0, 0.0), (2, 0.0), (3, 0.1), (30, 0.5), (90, 1.5), (26 * 60, 26.0)] {
            assert_eq!(hours(minutes * 60_000), shown, "{minutes}");
        }
        let counted = |all: &[i64]| {
            let mut values = BTreeMap::new();
            all.iter().for_each(|n| *values.entry(*n).or_default() += 1);
            median(&values)
        };
        assert_eq!(counted(&[]), None);
        assert_eq!(counted(&[9, 1, 5]), Some(5));
        assert_eq!(counted(&[4, 1, 2, 9]), Some(3));
        assert_eq!(counted(&[2, 2, 2, 9]), Some(2));
        assert_eq!(counted(&[2, 2, 4, 4]), Some(3));
    }
}
