//! Facts become figures (pure).
//!
//! Facts are replayed in the order of their moments, then of their numbers. So what lies before a period is a
//! prefix of what lies before its end, and the balance of questions holds whatever the log says.

use super::adjustments;
use super::breakdown::Breakdown;
use super::deliveries::{self, Plan};
use super::figures::*;
use super::hide::{Counts, hide};
use super::scope::{Chain, Frame, Scope, is_below_commune};
use super::threads::{Thread, Threads};
use crate::clock::Millis;
use crate::ledger::{self, DeliveryState, Entry, Fact, StudyForm};
use crate::places::{Kind, Place};
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
    questions: Counted,
}

/// Questions as they are counted, before anything is left out.
#[derive(Default, Clone)]
struct Counted {
    open_before: i64,
    received: i64,
    relayed: i64,
    reopened: i64,
    answered: i64,
    withdrawn: i64,
    set_aside: i64,
    open_after: i64,
    answers_written: i64,
    not_delivered: i64,
    clear: i64,
    not_clear: i64,
    complaints_referred: i64,
}

struct Tally<'a> {
    sums: BTreeMap<&'a str, Sums>,
    waits: Vec<i64>,
    evidence: Evidence,
}

/// The figures of a period, and by which entries of the log each can be counted again.
pub struct Tallied {
    /// Everything but the checksum.
    pub document: Document,
    /// Numbers of entries, by figure as in the JSON.
    pub evidence: Evidence,
}

/// Numbers of entries, rising, by figure as in the JSON.
pub type Evidence = BTreeMap<&'static str, Vec<i64>>;

/// Wants every fact before the period's end, in any order.
pub fn tally(log: &[Entry], frame: &Frame<'_>) -> Tallied {
    let end = frame.end();
    let mut facts: Vec<&Entry> = log.iter().filter(|e| e.at < end).collect();
    facts.sort_by_key(|e| (e.at, e.seq));
    let (before, inside) = facts.split_at(facts.partition_point(|e| e.at < frame.from));

    let mut scope = Scope::new(frame);
    let mut tally = Tally { sums: BTreeMap::new(), waits: vec![], evidence: BTreeMap::new() };
    let mut threads = Threads::default();
    let mut breakdown = Breakdown::new(frame);
    for entry in before {
        threads.follow(entry);
    }
    tally.count_open(&threads, &mut scope, |q| &mut q.open_before);
    let lines = ledger::as_corrected(inside.iter().copied());
    for entry in inside {
        if let Some(thread) = threads.follow(entry) {
            tally.count_question(entry, &scope.chain(thread.place));
            breakdown.count(entry, thread.place);
        }
        tally.record_outreach(entry, lines.get(&entry.seq), &mut scope);
        if !scope.chain(&entry.place).is_empty() {
            tally.prove_delivery(entry);
        }
    }
    tally.count_open(&threads, &mut scope, |q| &mut q.open_after);

    let deliveries = deliveries::follow(&facts, frame.from, &mut scope);
    for plan in deliveries.plans.iter().filter(|plan| plan.platform.is_some()) {
        for code in plan.chain.iter() {
            tally.sums.entry(*code).or_default().delivery.add(&plan.delivery);
        }
    }
    // Nothing may depend on when somebody looks: while the period runs its last fact is its end.
    let as_of = if frame.complete { end } else { inside.last().map_or(frame.from, |e| e.at) };
    let open: Vec<Thread<'_>> =
        threads.open().filter(|thread| !scope.chain(thread.place).is_empty()).copied().collect();
    let adjustments = adjustments::of(before, inside, &deliveries.turned, &mut scope, frame);
    let log_position = inside.iter().map(|e| e.seq).max().unwrap_or_default();
    let plans = &deliveries.plans;
    let mut evidence = std::mem::take(&mut tally.evidence);
    if is_below_commune(frame.tree, frame.place, frame.day()) {
        evidence.retain(|figure, _| !figure.starts_with("questions."));
    }
    evidence.values_mut().for_each(|entries| entries.sort_unstable());
    let found = Found { plans, open, as_of, adjustments, log_position, breakdown, scope };
    Tallied { document: tally.document(frame, found), evidence }
}

/// What the document is made of, beside the sums.
struct Found<'a, 'p> {
    plans: &'p [Plan<'a>],
    /// The questions that are open at the end, and count.
    open: Vec<Thread<'a>>,
    as_of: Millis,
    adjustments: Vec<Adjustment>,
    log_position: i64,
    breakdown: Breakdown<'a>,
    scope: Scope<'a>,
}

impl<'a> Tally<'a> {
    fn count_question(&mut self, entry: &Entry, chain: &Chain<'a>) {
        for code in chain.iter() {
            let q = &mut self.sums.entry(*code).or_default().questions;
            match &entry.fact {
                Fact::Asked { relayed, .. } => {
                    q.received += 1;
                    q.relayed += i64::from(*relayed);
                }
                Fact::Answered { .. } => q.answered += 1,
                Fact::Withdrawn => q.withdrawn += 1,
                Fact::SetAside => q.set_aside += 1,
                Fact::Reopened { .. } => q.reopened += 1,
                Fact::AnswerWritten => q.answers_written += 1,
                Fact::NotDelivered => q.not_delivered += 1,
                Fact::Cleared { clear: true } => q.clear += 1,
                Fact::Cleared { clear: false } => q.not_clear += 1,
                _ => {}
            }
        }
        if chain.is_empty() {
            return;
        }
        if let Fact::Answered { waited, .. } = &entry.fact {
            self.waits.push(*waited);
        }
        let figure = match &entry.fact {
            Fact::Asked { relayed: true, .. } => {
                self.prove("questions.relayed", entry);
                "questions.received"
            }
            Fact::Asked { .. } => "questions.received",
            Fact::Answered { .. } => "questions.answered",
            Fact::Withdrawn => "questions.withdrawn",
            Fact::SetAside => "questions.set_aside",
            Fact::Reopened { .. } => "questions.reopened",
            Fact::AnswerWritten => "questions.answers_written",
            Fact::NotDelivered => "questions.not_delivered",
            Fact::Cleared { clear: true } => "questions.cleared.clear",
            Fact::Cleared { clear: false } => "questions.cleared.not_clear",
            _ => return,
        };
        self.prove(figure, entry);
    }

    fn prove(&mut self, figure: &'static str, entry: &Entry) {
        self.evidence.entry(figure).or_default().push(entry.seq);
    }

    /// What was planned, and what moved.
    fn prove_delivery(&mut self, entry: &Entry) {
        let figure = match &entry.fact {
            Fact::Planned { .. } => "delivery.planned",
            Fact::Delivered { to: DeliveryState::Sent, .. } => "delivery.sent",
            Fact::Delivered { to: DeliveryState::Failed, .. } => "delivery.failed",
            Fact::Delivered { to: DeliveryState::Unknown, .. } => "delivery.unknown",
            Fact::Delivered { to: DeliveryState::Cancelled, .. } => "delivery.cancelled",
            _ => return,
        };
        self.prove(figure, entry);
    }

    fn count_open(
        &mut self,
        threads: &Threads<'a>,
        scope: &mut Scope<'a>,
        figure: impl Fn(&mut Counted) -> &mut i64,
    ) {
        for thread in threads.open() {
            for code in scope.chain(thread.place).iter() {
                *figure(&mut self.sums.entry(*code).or_default().questions) += 1;
            }
        }
    }

    /// What people reported, and what belongs to no question: in the period it was recorded in.
    /// `line`: a reported one with its right figure.
    fn record_outreach(&mut self, entry: &'a Entry, line: Option<&Fact>, scope: &mut Scope<'a>) {
        let fact = match (&entry.fact, line) {
            (_, Some(line)) => line,
            (Fact::ComplaintReferred, None) => &entry.fact,
            _ => return,
        };
        let chain = scope.chain(&entry.place);
        if !chain.is_empty() {
            self.prove(evidence_of(fact), entry);
        }
        for code in chain.iter() {
            let sums = self.sums.entry(*code).or_default();
            let outreach = &mut sums.outreach;
            match fact {
                Fact::Loudspeaker { times } => add(&mut outreach.loudspeaker_readings, *times),
                Fact::Meeting { listeners } => {
                    add(&mut outreach.meetings, 1);
                    add(&mut outreach.listeners_estimated, *listeners);
                }
                Fact::StudySession { form, present, total, .. } => {
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

    fn document(mut self, frame: &Frame<'a>, found: Found<'a, '_>) -> Document {
        let own = frame.place;
        let total = self.sums.remove(own.code.as_str()).unwrap_or_default();
        let below = is_below_commune(frame.tree, own, frame.day());
        let questions = match below {
            true => Questions::default(),
            false => self.questions(frame, &total.questions, &found),
        };
        Document {
            schema: 1,
            place: Named { code: own.code.to_string(), name: own.name.to_string() },
            period: Days {
                from: frame.calendar.local(frame.from).date().to_string(),
                to: frame.calendar.local(frame.to).date().to_string(),
                complete: frame.complete,
            },
            log_position: found.log_position,
            checksum: String::new(),
            items: deliveries::items(found.plans, below),
            delivery: total.delivery,
            questions,
            outreach: total.outreach,
            interaction: Interaction { by_platform: platforms(&found, below) },
            places: self.places(frame, &found.scope, &total),
            not_reported: self.gaps(frame, &total.outreach),
            adjustments: found.adjustments,
        }
    }

    fn questions(&mut self, frame: &Frame<'_>, q: &Counted, found: &Found<'_, '_>) -> Questions {
        let on = frame.calendar.local(found.as_of).date();
        let oldest = found.open.iter().filter_map(|thread| thread.opened).min();
        Questions {
            open_before: Some(q.open_before),
            received: Some(q.received),
            relayed: Some(q.relayed),
            reopened: Some(q.reopened),
            answered: Some(q.answered),
            withdrawn: Some(q.withdrawn),
            set_aside: Some(q.set_aside),
            open_after: Some(q.open_after),
            answers_written: Some(q.answers_written),
            not_delivered: Some(q.not_delivered),
            median_hours: median(std::mem::take(&mut self.waits)).map(hours),
            oldest_open_hours: oldest.map(|opened| hours(found.as_of - opened)),
            overdue: Some(found.open.iter().filter(|thread| thread.is_late(on)).count() as i64),
            by_topic: found.breakdown.topics(),
            cleared: Cleared { clear: Some(q.clear), not_clear: Some(q.not_clear) },
            complaints_referred: Some(q.complaints_referred),
        }
    }

    /// What lies below on the day, each with what it came from and what ended in the period or still has figures.
    fn places(&self, frame: &Frame<'a>, scope: &Scope<'a>, total: &Sums) -> Vec<PlaceFigures> {
        let (own, day) = (frame.place.code.as_str(), frame.day());
        let first = frame.calendar.local(frame.from).date();
        let mut rows: Vec<(&Place, &str)> = vec![];
        let mut ended: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
        for place in frame.tree.all().iter().filter(|place| place.has_ended(day)) {
            let counts = self.sums.contains_key(place.code.as_str());
            if (counts || !place.has_ended(first))
                && let [_, above, ..] = scope.found(place)[..]
            {
                ended.entry(above).or_default().push(place);
            }
        }
        for place in frame.tree.descendants(own, day) {
            let above = frame.tree.ancestors(&place.code, day).first().map_or(own, |p| p.code.as_str());
            rows.push((place, above));
            let came = ended.remove(place.code.as_str()).into_iter().flatten();
            rows.extend(came.map(|one| (one, place.code.as_str())));
        }
        rows.extend(ended.into_iter().flat_map(|(above, all)| all.into_iter().map(move |one| (one, above))));
        let nothing = Sums::default();
        let sums = |place: &Place| self.sums.get(place.code.as_str()).unwrap_or(&nothing);
        // What has ended is part of what it became: its questions would tell those of the rest.
        let shown: Vec<&Place> =
            rows.iter().map(|(place, _)| *place).filter(|p| asks(p) && p.is_valid(day)).collect();
        let cells = |q: &Counted| [q.received, q.answered, q.open_after];
        let of_units = shown.iter().map(|place| cells(&sums(place).questions)).collect::<Vec<_>>();
        let of_all = cells(&total.questions);
        let rest = std::array::from_fn(|m| of_all[m] - of_units.iter().map(|unit| unit[m]).sum::<i64>());
        let hidden = hide_among(&of_units, rest, frame.small_count);
        let row = |(place, parent): (&Place, &str)| {
            let sums = sums(place);
            let unit = shown.iter().position(|one| one.code == place.code);
            let questions = unit.map(|i| {
                let tells = frame.complete && !hidden[i];
                let [received, answered, open_after] = of_units[i].map(|n| tells.then_some(n));
                PlaceQuestions { received, answered, open_after }
            });
            PlaceFigures {
                code: place.code.to_string(),
                name: place.name.to_string(),
                kind: place.kind,
                parent: parent.to_owned(),
                delivery: sums.delivery,
                outreach: sums.outreach,
                questions,
            }
        };
        rows.into_iter().map(row).collect()
    }

    /// Where nobody reported, of the areas with no area below them: that is where it happens. Of a place with
    /// nothing below, the place itself.
    fn gaps(&self, frame: &Frame<'_>, own: &Outreach) -> Vec<Gap> {
        let (code, day) = (frame.place.code.as_str(), frame.day());
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

/// Places whose questions are counted by themselves.
fn asks(place: &Place) -> bool {
    matches!(place.kind, Kind::Commune | Kind::Ward)
}

/// Of units beside each other, with a total that is shown, whose counts are hidden.
pub(super) fn hide_among<const N: usize>(units: &[[i64; N]], rest: [i64; N], small: i64) -> Vec<bool> {
    // What belongs to no unit is a column that nobody shows; it must not be what keeps another one from being told.
    if rest.iter().any(|n| *n != 0) || units.len() > 1 {
        let counts = Counts { units: vec![units.to_vec()], rest: vec![[0; N]; units.len()], added_up: false };
        let mut hidden = hide(&counts, small).units.swap_remove(0);
        if units.len() == 1 {
            hidden[0] = units[0].iter().any(|n| (1..small).contains(n));
        }
        return hidden;
    }
    // The only one is the whole.
    vec![false; units.len()]
}

/// A row per platform that occurs.
fn platforms(found: &Found<'_, '_>, below_commune: bool) -> Vec<PlatformFigures> {
    let asked = found.breakdown.platforms();
    let of_groups = found.plans.iter().filter_map(|plan| plan.platform);
    let asked = asked.filter(|_| !below_commune);
    let platforms: BTreeSet<_> =
        of_groups.chain(asked.iter().flat_map(|asked| asked.keys().copied())).collect();
    let row = |platform| {
        let mut by_publication: BTreeMap<&str, i64> = BTreeMap::new();
        let mut delivery = Delivery::default();
        for plan in found.plans.iter().filter(|p| p.platform == Some(platform)) {
            *by_publication.entry(plan.publication).or_default() += plan.delivery.all();
            delivery.add(&plan.delivery);
        }
        PlatformFigures {
            platform,
            groups: by_publication.into_values().max().unwrap_or_default(),
            planned: delivery.all(),
            sent: delivery.sent,
            questions: asked.as_ref().and_then(|asked| asked.get(&platform).copied().unwrap_or(Some(0))),
            measurable: MEASURABLE.into(),
            not_measurable: NOT_MEASURABLE.into(),
        }
    };
    platforms.into_iter().map(row).collect()
}

/// For which figure a reported line stands.
fn evidence_of(fact: &Fact) -> &'static str {
    match fact {
        Fact::Loudspeaker { .. } => "outreach.loudspeaker_readings",
        Fact::Meeting { .. } => "outreach.meetings",
        Fact::StudySession { form: StudyForm::HocTap, .. } => "outreach.study_sessions.hoc_tap",
        Fact::StudySession { form: StudyForm::QuanTriet, .. } => "outreach.study_sessions.quan_triet",
        Fact::StudySession { form: StudyForm::TuyenTruyen, .. } => "outreach.study_sessions.tuyen_truyen",
        _ => "questions.complaints_referred",
    }
}

fn add(figure: &mut Option<i64>, n: i64) {
    *figure = Some(figure.unwrap_or_default() + n);
}

#[cfg(test)]
mod tests;
