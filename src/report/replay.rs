//! What the facts of a period have come to, by the place at which they were recorded (pure). It can be put down after any
//! fact and taken up again, and it goes over into the next period with what that one must know of everything before: so a
//! report costs as much as its period and not as the whole log. Nothing in it depends on the tree of places or on who asks.

use super::deliveries::Deliveries;
use super::evidence::{Entries, Proven};
use super::figures::Adjustment;
use super::lines::Lines;
use super::names::{PlaceId, Places};
use super::threads::Threads;
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::config::Platform;
use crate::ledger::{Entry, Fact};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The topic of what is about nothing that is named, as `questions` calls it.
const OTHER_TOPIC: &str = "khac";

/// Questions as they are counted, before anything is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counted {
    pub open_before: i64,
    pub received: i64,
    pub relayed: i64,
    pub reopened: i64,
    pub answered: i64,
    pub self_served: i64,
    pub withdrawn: i64,
    pub set_aside: i64,
    pub open_after: i64,
    pub answers_written: i64,
    pub not_delivered: i64,
    pub clear: i64,
    pub not_clear: i64,
    pub settled: i64,
    pub not_settled: i64,
    pub topics_corrected: i64,
    pub complaints_referred: i64,
    pub published: i64,
}

impl Counted {
    /// Adds another place's, figure by figure.
    pub fn add(&mut self, other: &Counted) {
        self.open_before += other.open_before;
        self.received += other.received;
        self.relayed += other.relayed;
        self.reopened += other.reopened;
        self.answered += other.answered;
        self.self_served += other.self_served;
        self.withdrawn += other.withdrawn;
        self.set_aside += other.set_aside;
        self.open_after += other.open_after;
        self.answers_written += other.answers_written;
        self.not_delivered += other.not_delivered;
        self.clear += other.clear;
        self.not_clear += other.not_clear;
        self.settled += other.settled;
        self.not_settled += other.not_settled;
        self.topics_corrected += other.topics_corrected;
        self.complaints_referred += other.complaints_referred;
        self.published += other.published;
    }
}

/// What was counted at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AtPlace {
    /// Questions; those open at the end are not counted yet.
    pub questions: Counted,
    /// How long answers took, in milliseconds, and how many took so long.
    pub waits: BTreeMap<i64, u64>,
    /// Received and answered, by topic.
    pub topics: BTreeMap<String, [i64; 2]>,
    /// Asked by way of each platform.
    pub asked_by: BTreeMap<Platform, i64>,
    /// The entries behind the figures, but for lines that people reported.
    pub entries: BTreeMap<Proven, Entries>,
}

/// What was said to be otherwise than an earlier report has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Number of the entry.
    pub seq: i64,
    /// Where it was recorded.
    pub place: PlaceId,
    /// As it was said.
    pub adjustment: Adjustment,
}

/// The facts of a period, added up so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// Every place that ever occurred.
    pub places: Places,
    /// Number of the last fact recorded in the period, 0 if there is none.
    pub position: i64,
    /// The last moment at which one was.
    pub last_at: Option<Millis>,
    /// Questions.
    pub threads: Threads,
    /// Counts, by place.
    pub counts: BTreeMap<PlaceId, AtPlace>,
    /// What was published.
    pub deliveries: Deliveries,
    /// What people reported.
    pub lines: Lines,
    /// What was said to be otherwise.
    pub said: Vec<Said>,
}

impl Replay {
    /// One more fact of the period; wants them in the order of their numbers.
    pub fn follow(&mut self, entry: &Entry) {
        let here = self.places.id(&entry.place);
        self.position = self.position.max(entry.seq);
        self.last_at = self.last_at.max(Some(entry.at));
        if let Some(place) = self.threads.follow(entry, here) {
            let is_new = self.threads.is_new(&entry.reference);
            self.counts.entry(place).or_default().question(entry, is_new);
        }
        if let Some(proven) = self.deliveries.follow(entry, here) {
            self.prove(here, proven, entry);
        }
        self.lines.follow(entry, here);
        match &entry.fact {
            Fact::ComplaintReferred => {
                self.counts.entry(here).or_default().questions.complaints_referred += 1;
                self.prove(here, Proven::ComplaintsReferred, entry);
            }
            Fact::AnswerShared => {
                self.counts.entry(here).or_default().questions.published += 1;
                self.prove(here, Proven::Published, entry);
            }
            Fact::Adjusted { period, what, by } => {
                let adjustment = Adjustment { period: period.clone(), what: what.clone(), by: by.clone() };
                self.said.push(Said { seq: entry.seq, place: here, adjustment });
            }
            _ => {}
        }
    }

    /// As the next period begins, on that day.
    pub fn turn(&mut self, from: Date, calendar: &Calendar) {
        self.position = 0;
        self.last_at = None;
        self.counts.clear();
        self.said.clear();
        self.threads.turn();
        for open in self.threads.open() {
            self.counts.entry(open.place).or_default().questions.open_before += 1;
        }
        self.deliveries.turn();
        self.lines.turn(from, calendar);
    }

    fn prove(&mut self, place: PlaceId, proven: Proven, entry: &Entry) {
        self.counts.entry(place).or_default().entries.entry(proven).or_default().push(entry.seq);
    }
}

impl AtPlace {
    /// `is_new`: it was received in this period. What was received earlier stays where that report counted it.
    fn question(&mut self, entry: &Entry, is_new: bool) {
        let q = &mut self.questions;
        let (figure, proven) = match &entry.fact {
            Fact::Asked { relayed, topic, platform, .. } => {
                self.topics.entry(topic.clone()).or_default()[0] += 1;
                *self.asked_by.entry(*platform).or_default() += 1;
                if *relayed {
                    q.relayed += 1;
                    self.entries.entry(Proven::Relayed).or_default().push(entry.seq);
                }
                (&mut q.received, Proven::Received)
            }
            Fact::Answered { topic, waited } => {
                self.topics.entry(topic.clone()).or_default()[1] += 1;
                *self.waits.entry(*waited).or_default() += 1;
                (&mut q.answered, Proven::Answered)
            }
            Fact::TopicChanged { from, to } => {
                if let Some(before) =
                    self.topics.get_mut(from).filter(|[received, _]| is_new && *received > 0)
                {
                    before[0] -= 1;
                    self.topics.entry(to.clone()).or_default()[0] += 1;
                }
                // About nothing that is named: the asker may have kept it to a desk, and no figure tells that.
                if to == OTHER_TOPIC {
                    return;
                }
                (&mut q.topics_corrected, Proven::TopicsCorrected)
            }
            Fact::SelfServed { topic } => {
                self.topics.entry(topic.clone()).or_default()[1] += 1;
                q.self_served += 1;
                self.entries.entry(Proven::SelfServed).or_default().push(entry.seq);
                (&mut q.answered, Proven::Answered)
            }
            Fact::Withdrawn => (&mut q.withdrawn, Proven::Withdrawn),
            Fact::SetAside => (&mut q.set_aside, Proven::SetAside),
            Fact::Reopened { .. } => (&mut q.reopened, Proven::Reopened),
            Fact::AnswerWritten => (&mut q.answers_written, Proven::AnswersWritten),
            Fact::NotDelivered => (&mut q.not_delivered, Proven::NotDelivered),
            Fact::Cleared { clear: true } => (&mut q.clear, Proven::Clear),
            Fact::Cleared { clear: false } => (&mut q.not_clear, Proven::NotClear),
            Fact::Settled { yes: true } => (&mut q.settled, Proven::Settled),
            Fact::Settled { yes: false } => (&mut q.not_settled, Proven::NotSettled),
            _ => return,
        };
        *figure += 1;
        self.entries.entry(proven).or_default().push(entry.seq);
    }
}
