//! Facts become figures (pure).
//!
//! Facts are replayed in the order of their moments, then of their numbers. So what lies before a period is a
//! prefix of what lies before its end, and the balance of questions holds whatever the log says.

use super::deliveries::{self, Plan};
use super::figures::*;
use super::scope::{Chain, Frame, Scope, is_below_commune};
use crate::clock::Millis;
use crate::config::Platform;
use crate::ledger::{self, Entry, Fact, StudyForm};
use crate::places::{Kind, Place};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What the log has for every platform. More is not kept: nothing says what one resident saw or pressed.
const MEASURABLE: [Measure; 2] = [Measure::AcceptedByPlatform, Measure::QuestionsAsked];
/// What nobody may conclude from it.
const NOT_MEASURABLE: [Measure; 5] =
    [Measure::Read, Measure::Heard, Measure::Reactions, Measure::Forwarded, Measure::AudienceSize];

/// What adds up at one place.
#[derive(Default)]
struct Sums {
    delivery: Delivery,
    outreach: Outreach,
    questions: Questions,
}

/// One question while its facts are replayed.
struct Thread<'a> {
    chain: Chain<'a>,
    opened: Option<Millis>,
    late: bool,
}

struct Tally<'a> {
    sums: BTreeMap<&'a str, Sums>,
    threads: BTreeMap<&'a str, Thread<'a>>,
    topics: BTreeMap<&'a str, [i64; 2]>,
    waits: Vec<i64>,
    asked_by: BTreeMap<Platform, i64>,
    adjustments: Vec<Adjustment>,
}

/// The figures of a period: everything but the checksum. Wants every fact before its end, in any order.
pub fn tally(log: &[Entry], frame: &Frame<'_>) -> Document {
    let mut facts: Vec<&Entry> = log.iter().filter(|e| e.at < frame.to).collect();
    facts.sort_by_key(|e| (e.at, e.seq));
    let (before, inside) = facts.split_at(facts.partition_point(|e| e.at < frame.from));

    let mut scope = Scope::new(frame);
    let mut tally = Tally {
        sums: BTreeMap::new(),
        threads: BTreeMap::new(),
        topics: BTreeMap::new(),
        waits: vec![],
        asked_by: BTreeMap::new(),
        adjustments: vec![],
    };
    for entry in before {
        tally.replay(entry, &mut scope, false);
    }
    tally.count_open(|q| &mut q.open_before);
    let lines = ledger::as_corrected(inside.iter().copied());
    for entry in inside {
        tally.replay(entry, &mut scope, true);
        tally.record_outreach(entry, lines.get(&entry.seq), &mut scope);
    }
    tally.count_open(|q| &mut q.open_after);

    let mut plans = deliveries::plans(inside, &mut scope);
    deliveries::settle(&mut plans, &facts);
    plans.retain(|plan| !plan.chain.is_empty());
    for plan in &plans {
        for code in plan.chain.iter() {
            tally.sums.entry(*code).or_default().delivery.add(&plan.delivery());
        }
    }
    // Nothing may depend on when somebody looks: while the period runs its last fact is its end.
    let as_of = if frame.complete { frame.to } else { inside.last().map_or(frame.from, |e| e.at) };
    let log_position = inside.iter().map(|e| e.seq).max().unwrap_or_default();
    tally.document(frame, &plans, as_of, log_position)
}

impl<'a> Tally<'a> {
    /// Moves a question along. What cannot happen in its state (an answer to what is not open) counts nowhere.
    fn replay(&mut self, entry: &'a Entry, scope: &mut Scope<'a>, counts: bool) {
        let code = entry.reference.as_str();
        if let Fact::Asked { topic, relayed, platform } = &entry.fact {
            // Wherever its village belongs later, a question counts where it was asked from.
            let chain = scope.chain(&entry.place, entry.at);
            if chain.is_empty() || self.threads.get(code).is_some_and(|t| t.opened.is_some()) {
                return;
            }
            if counts {
                self.count(&chain, |q| q.received += 1);
                self.count(&chain, |q| q.relayed += i64::from(*relayed));
                self.topics.entry(topic).or_default()[0] += 1;
                *self.asked_by.entry(*platform).or_default() += 1;
            }
            self.threads.insert(code, Thread { chain, opened: Some(entry.at), late: false });
            return;
        }
        let Some(thread) = self.threads.get_mut(code) else { return };
        let closes = matches!(entry.fact, Fact::Answered { .. } | Fact::Withdrawn | Fact::SetAside);
        match &entry.fact {
            _ if closes && thread.opened.is_some() => (thread.opened, thread.late) = (None, false),
            Fact::Reopened if thread.opened.is_none() => thread.opened = Some(entry.at),
            Fact::Overdue if thread.opened.is_some() => thread.late = true,
            Fact::AnswerWritten | Fact::Cleared { .. } => {}
            _ => return,
        }
        if !counts {
            return;
        }
        let chain = thread.chain.clone();
        self.count(&chain, |q| match &entry.fact {
            Fact::Answered { .. } => q.answered += 1,
            Fact::Withdrawn => q.withdrawn += 1,
            Fact::SetAside => q.set_aside += 1,
            Fact::Reopened => q.reopened += 1,
            Fact::AnswerWritten => q.answers_written += 1,
            Fact::Cleared { clear: true } => q.cleared.clear += 1,
            Fact::Cleared { clear: false } => q.cleared.not_clear += 1,
            _ => {}
        });
        if let Fact::Answered { topic, waited } = &entry.fact {
            self.topics.entry(topic).or_default()[1] += 1;
            self.waits.push(*waited);
        }
    }

    fn count(&mut self, chain: &Chain<'a>, add: impl Fn(&mut Questions)) {
        for code in chain.iter() {
            add(&mut self.sums.entry(*code).or_default().questions);
        }
    }

    fn count_open(&mut self, figure: impl Fn(&mut Questions) -> &mut i64) {
        for thread in self.threads.values().filter(|t| t.opened.is_some()) {
            for code in thread.chain.iter() {
                *figure(&mut self.sums.entry(*code).or_default().questions) += 1;
            }
        }
    }

    /// What people reported, and what belongs to no question: in the period it was recorded in.
    /// `line`: a reported one with its right figure.
    fn record_outreach(&mut self, entry: &'a Entry, line: Option<&Fact>, scope: &mut Scope<'a>) {
        let chain = scope.chain(&entry.place, entry.at);
        if let (Fact::Adjusted { period, what, by }, false) = (&entry.fact, chain.is_empty()) {
            self.adjustments.push(Adjustment { period: period.clone(), what: what.clone(), by: by.clone() });
        }
        for code in chain.iter() {
            let fact = match (&entry.fact, line) {
                (_, Some(line)) => line,
                (Fact::ComplaintReferred, None) => &entry.fact,
                _ => return,
            };
            let sums = self.sums.entry(*code).or_default();
            let outreach = &mut sums.outreach;
            match fact {
                Fact::Loudspeaker { times } => add(&mut outreach.loudspeaker_readings, *times),
                Fact::Meeting { listeners } => {
                    add(&mut outreach.meetings, 1);
                    add(&mut outreach.listeners_estimated, *listeners);
                }
                Fact::StudySession { form, present, total } => {
                    let sessions = &mut outreach.study_sessions;
                    let of_form = match form {
                        StudyForm::HocTap => &mut sessions.hoc_tap,
                        StudyForm::QuanTriet => &mut sessions.quan_triet,
                        StudyForm::TuyenTruyen => &mut sessions.tuyen_truyen,
                    };
                    add(of_form, 1);
                    add(&mut outreach.attendance.present, *present);
                    add(&mut outreach.attendance.total, *total);
                }
                _ => sums.questions.complaints_referred += 1,
            }
        }
    }

    fn document(
        mut self,
        frame: &Frame<'_>,
        plans: &[Plan<'_>],
        as_of: Millis,
        log_position: i64,
    ) -> Document {
        let own = frame.place;
        let day = frame.last_day();
        let small = |topic: &str, counts: [i64; 2]| {
            let [received, answered] = guard(counts, frame.small_count);
            TopicFigures { topic: topic.into(), received, answered }
        };
        let total = self.sums.remove(own.code.as_str()).unwrap_or_default();
        let mut questions = total.questions;
        questions.median_hours = median(std::mem::take(&mut self.waits)).map(hours);
        let oldest = self.threads.values().filter_map(|t| t.opened).min();
        questions.oldest_open_hours = oldest.map(|opened| hours(as_of - opened));
        questions.overdue = self.threads.values().filter(|t| t.late).count() as i64;
        if !is_below_commune(frame.tree, own, day) {
            questions.by_topic = self.topics.iter().map(|(topic, counts)| small(topic, *counts)).collect();
        }
        Document {
            schema: 1,
            place: Named { code: own.code.to_string(), name: own.name.to_string() },
            period: Days {
                from: frame.calendar.local(frame.from).date().to_string(),
                to: frame.calendar.local(frame.to).date().to_string(),
                complete: frame.complete,
            },
            log_position,
            checksum: String::new(),
            items: deliveries::items(plans, is_below_commune(frame.tree, own, day)),
            delivery: total.delivery,
            questions,
            outreach: total.outreach,
            interaction: Interaction { by_platform: self.platforms(frame, plans) },
            places: self.places(frame),
            not_reported: self.gaps(frame, &total.outreach),
            adjustments: self.adjustments,
        }
    }

    fn platforms(&self, frame: &Frame<'_>, plans: &[Plan<'_>]) -> Vec<PlatformFigures> {
        let platforms = plans.iter().map(|p| p.platform).chain(self.asked_by.keys().copied());
        let platforms: BTreeSet<Platform> = platforms.collect();
        let row = |platform: Platform| {
            let mut by_publication: BTreeMap<&str, i64> = BTreeMap::new();
            let mut delivery = Delivery::default();
            for plan in plans.iter().filter(|p| p.platform == platform) {
                *by_publication.entry(plan.publication).or_default() += plan.groups;
                delivery.add(&plan.delivery());
            }
            let [questions] =
                guard([self.asked_by.get(&platform).copied().unwrap_or_default()], frame.small_count);
            PlatformFigures {
                platform,
                groups: by_publication.into_values().max().unwrap_or_default(),
                planned: delivery.planned,
                sent: delivery.sent,
                questions,
                measurable: MEASURABLE.into(),
                not_measurable: NOT_MEASURABLE.into(),
            }
        };
        platforms.into_iter().map(row).collect()
    }

    /// What lies below on the last day, then what lay below on the first and is gone.
    fn places(&self, frame: &Frame<'_>) -> Vec<PlaceFigures> {
        let own = &frame.place.code;
        let (first, last) = (frame.calendar.local(frame.from).date(), frame.last_day());
        let now = frame.tree.descendants(own, last);
        let codes: BTreeSet<&str> = now.iter().map(|p| p.code.as_str()).collect();
        let gone =
            frame.tree.descendants(own, first).into_iter().filter(|p| !codes.contains(p.code.as_str()));
        let all = now.iter().map(|p| (*p, last)).chain(gone.map(|p| (p, first)));
        let nothing = Sums::default();
        let row = |(place, day): (&Place, Date)| {
            let sums = self.sums.get(place.code.as_str()).unwrap_or(&nothing);
            let q = &sums.questions;
            let shown = !is_below_commune(frame.tree, place, day);
            let [received, answered, open_after] =
                guard([q.received, q.answered, q.open_after], frame.small_count);
            PlaceFigures {
                code: place.code.to_string(),
                name: place.name.to_string(),
                kind: place.kind.as_str(),
                parent: frame
                    .tree
                    .ancestors(&place.code, day)
                    .first()
                    .map_or_else(|| own.to_string(), |p| p.code.to_string()),
                delivery: sums.delivery,
                outreach: sums.outreach,
                questions: shown.then_some(PlaceQuestions { received, answered, open_after }),
            }
        };
        all.map(row).collect()
    }

    /// Where nobody reported, of the areas with no area below them: that is where it happens. Of a place with
    /// nothing below, the place itself.
    fn gaps(&self, frame: &Frame<'_>, own: &Outreach) -> Vec<Gap> {
        let (code, day) = (frame.place.code.as_str(), frame.last_day());
        let is_area = |p: &&Place| p.kind != Kind::Body;
        let mut expected = frame.tree.descendants(code, day);
        expected.retain(|p| is_area(p) && !frame.tree.children(&p.code, day).iter().any(is_area));
        if expected.is_empty() {
            expected = vec![frame.place];
        }
        expected.sort_by(|a, b| a.code.cmp(&b.code));
        let mut gaps = vec![];
        for place in expected {
            let sums = self.sums.get(place.code.as_str()).map(|s| s.outreach);
            let outreach = if place.code == code { *own } else { sums.unwrap_or_default() };
            for (what, reported) in [
                (Reported::LoudspeakerReadings, outreach.loudspeaker_readings.is_some()),
                (Reported::Meetings, outreach.meetings.is_some()),
                (Reported::StudySessions, outreach.study_sessions.is_reported()),
            ] {
                if !reported {
                    gaps.push(Gap { place: place.code.to_string(), what });
                }
            }
        }
        gaps
    }
}

fn add(figure: &mut Option<i64>, n: i64) {
    *figure = Some(figure.unwrap_or_default() + n);
}

#[cfg(test)]
mod tests;
