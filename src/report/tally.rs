//! What was added up becomes the figures of one place (pure).

use super::adjustments;
use super::breakdown::Breakdown;
use super::deliveries::{self, Plan};
use super::evidence::{Entries, Proven};
use super::figures::*;
use super::hide::{Counts, hide};
use super::lines::Said;
use super::replay::{Counted, Replay};
use super::scope::{Chain, Frame, Scope, is_below_commune};
use super::threads::Open;
use crate::clock::Millis;
use crate::ledger::StudyForm;
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

struct Tally<'a> {
    sums: BTreeMap<&'a str, Sums>,
    /// How long answers took, and how many took so long.
    waits: BTreeMap<i64, u64>,
}

/// The figures of a period, and by which entries of the log each can be counted again.
pub struct Tallied {
    /// Everything but the checksum.
    pub document: Document,
    /// Numbers of entries, by figure as in the JSON.
    pub evidence: Evidence,
}

/// Numbers of entries, by figure.
pub type Evidence = BTreeMap<Proven, Entries>;

/// The figures of the frame's place; `replay`: what the facts of its period came to.
pub fn tally(replay: &Replay, frame: &Frame<'_>) -> Tallied {
    let mut scope = Scope::new(frame);
    let mut tally = Tally { sums: BTreeMap::new(), waits: BTreeMap::new() };
    let mut breakdown = Breakdown::new(frame);
    let mut evidence: BTreeMap<Proven, Vec<&Entries>> = BTreeMap::new();
    for (place, at) in &replay.counts {
        let code = replay.places.code(*place);
        breakdown.count(code, at);
        let chain = scope.chain(code);
        for code in chain.iter() {
            tally.sums.entry(*code).or_default().questions.add(&at.questions);
        }
        if !chain.is_empty() {
            at.waits.iter().for_each(|(waited, n)| *tally.waits.entry(*waited).or_default() += n);
            at.entries
                .iter()
                .for_each(|(proven, entries)| evidence.entry(*proven).or_default().push(entries));
        }
    }
    let mut evidence: Evidence =
        evidence.into_iter().map(|(proven, all)| (proven, Entries::joined(all.into_iter()))).collect();
    for line in replay.lines.current() {
        let Some(said) = replay.lines.now(line) else { continue };
        let chain = scope.chain(replay.places.code(line.place));
        if !chain.is_empty() {
            evidence.entry(said.proves()).or_default().push(line.seq);
            tally.count_line(said, &chain);
        }
    }
    let mut open = vec![];
    for thread in replay.threads.open() {
        let chain = scope.chain(replay.places.code(thread.place));
        for code in chain.iter() {
            tally.sums.entry(*code).or_default().questions.open_after += 1;
        }
        if !chain.is_empty() {
            open.push(*thread);
        }
    }
    let plans = replay.deliveries.plans(&replay.places, &mut scope);
    for plan in plans.iter().filter(|plan| plan.platform.is_some()) {
        for code in plan.chain.iter() {
            tally.sums.entry(*code).or_default().delivery.add(&plan.delivery);
        }
    }
    // Nothing may depend on when somebody looks: while the period runs its last fact is its end.
    let as_of = if frame.complete { frame.end() } else { replay.last_at.unwrap_or(frame.from) };
    let adjustments = adjustments::of(replay, &mut scope, frame);
    if is_below_commune(frame.tree, frame.place, frame.day()) {
        evidence.retain(|proven, _| !proven.is_of_questions());
    }
    let log_position = replay.position;
    let found = Found { plans: &plans, open, as_of, adjustments, log_position, breakdown, scope };
    Tallied { document: tally.document(frame, found), evidence }
}

/// What the document is made of, beside the sums.
struct Found<'a, 'p> {
    plans: &'p [Plan<'a>],
    /// The questions that are open at the end, and count.
    open: Vec<Open>,
    as_of: Millis,
    adjustments: Vec<Adjustment>,
    log_position: i64,
    breakdown: Breakdown<'a>,
    scope: Scope<'a>,
}

impl<'a> Tally<'a> {
    /// What people reported: in the period it was recorded in.
    fn count_line(&mut self, said: &Said, chain: &Chain<'a>) {
        for code in chain.iter() {
            let outreach = &mut self.sums.entry(*code).or_default().outreach;
            match said {
                Said::Loudspeaker(times) => add(&mut outreach.loudspeaker_readings, *times),
                Said::Meeting(listeners) => {
                    add(&mut outreach.meetings, 1);
                    add(&mut outreach.listeners_estimated, *listeners);
                }
                Said::Session(session) => {
                    let sessions = &mut outreach.study_sessions;
                    let of_form = match session.form {
                        StudyForm::HocTap => &mut sessions.hoc_tap,
                        StudyForm::QuanTriet => &mut sessions.quan_triet,
                        StudyForm::TuyenTruyen => &mut sessions.tuyen_truyen,
                    };
                    add(of_form, 1);
                    add(&mut outreach.attendance.present, session.present);
                    add(&mut outreach.attendance.total, session.total);
                }
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

    fn questions(&self, frame: &Frame<'_>, q: &Counted, found: &Found<'_, '_>) -> Questions {
        let on = frame.calendar.local(found.as_of).date();
        let oldest = found.open.iter().map(|thread| thread.since).min();
        Questions {
            open_before: Some(q.open_before),
            received: Some(q.received),
            relayed: Some(q.relayed),
            reopened: Some(q.reopened),
            answered: Some(q.answered),
            self_served: Some(q.self_served),
            withdrawn: Some(q.withdrawn),
            set_aside: Some(q.set_aside),
            open_after: Some(q.open_after),
            answers_written: Some(q.answers_written),
            not_delivered: Some(q.not_delivered),
            median_hours: median(&self.waits).map(hours),
            oldest_open_hours: oldest.map(|opened| hours(found.as_of - opened)),
            overdue: Some(found.open.iter().filter(|thread| thread.is_late(on)).count() as i64),
            by_topic: found.breakdown.topics(),
            cleared: Cleared { clear: Some(q.clear), not_clear: Some(q.not_clear) },
            settled: Settled { yes: Some(q.settled), not_yet: Some(q.not_settled) },
            topics_corrected: Some(q.topics_corrected),
            complaints_referred: Some(q.complaints_referred),
            published: Some(q.published),
        }
    }

    /// What lies below on the day, each with what it came from and what ended in the period or still has figures.
    fn places(&self, frame: &Frame<'a>, scope: &Scope<'a>, total: &Sums) -> Vec<PlaceFigures> {
        let (own, day) = (frame.place.code.as_str(), frame.day());
        let first = frame.calendar.local(frame.from).date();
        let mut rows: Vec<(&Place, &str)> = vec![];
        let mut ended: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
        // Also what has not begun by a date that was put right later, if anything happened there.
        for place in frame.tree.all().iter().filter(|place| !place.is_valid(day)) {
            let counts = self.sums.contains_key(place.code.as_str());
            let ended_inside = place.has_ended(day) && !place.has_ended(first);
            if (counts || ended_inside)
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

fn add(figure: &mut Option<i64>, n: i64) {
    // A hand in the database can write any number.
    *figure = Some(figure.unwrap_or_default().saturating_add(n));
}

#[cfg(test)]
pub(super) mod tests;
