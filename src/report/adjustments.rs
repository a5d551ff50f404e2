//! What a period put right of earlier ones, and what came late: it changes no figure that was filed (pure).

use super::figures::Adjustment;
use super::lines::{Correction, Line, Said};
use super::names::{PlaceId, Places};
use super::period::Period;
use super::replay::Replay;
use super::scope::{Frame, Scope};
use super::written::{day, number_of};
use crate::clock::Millis;
use crate::ledger::DeliveryState;
use crate::places::Place;
use crate::text::{Arg, VIETNAMESE};
use std::collections::BTreeMap;

/// In the order in which they were recorded; what became of deliveries after them, and places that ended last.
pub fn of<'a>(replay: &'a Replay, scope: &mut Scope<'a>, frame: &Frame<'_>) -> Vec<Adjustment> {
    let words = Words { frame, places: &replay.places };
    let mut counts = |place: PlaceId| !scope.chain(replay.places.code(place)).is_empty();
    let mut found: Vec<(i64, Adjustment)> = vec![];
    let said = replay.said.iter().filter(|said| counts(said.place));
    found.extend(said.map(|said| (said.seq, said.adjustment.clone())));
    let lines = replay.lines.current().filter(|line| counts(line.place));
    found.extend(lines.filter_map(|line| Some((line.seq, words.late(line, replay.lines.now(line)?)?))));
    let corrections = replay.lines.corrections.iter().filter(|correction| counts(correction.place));
    found.extend(corrections.map(|correction| (correction.by, words.corrected(correction))));
    found.sort_by_key(|(seq, _)| *seq);
    let mut found: Vec<Adjustment> = found.into_iter().map(|(_, adjustment)| adjustment).collect();
    let turned = replay.deliveries.turned(&replay.places, scope);
    let mut by_item: BTreeMap<(Period, DeliveryState, &str), (i64, &str)> = BTreeMap::new();
    for one in turned {
        let of =
            by_item.entry((words.period(one.planned_at), one.now, one.item.folder.as_str())).or_default();
        *of = (of.0 + 1, one.item.title.as_str());
    }
    found.extend(by_item.into_iter().map(|((period, now, _), (groups, title))| {
        let key = format!("report-turned-{}", now.as_str());
        let args = [("title", title.into()), ("groups", number_of(groups).into())];
        words.adjustment(period, &key, &args, words.say("report-by-machine", &[]))
    }));
    found.extend(words.ended(scope));
    found
}

struct Words<'a> {
    frame: &'a Frame<'a>,
    places: &'a Places,
}

impl Words<'_> {
    fn say(&self, key: &str, args: &[Arg<'_>]) -> String {
        self.frame.text.say(VIETNAMESE, key, args)
    }

    fn period(&self, at: Millis) -> Period {
        Period::containing(self.frame.calendar.local(at).date(), self.frame.boundary_day)
    }

    fn adjustment(&self, period: Period, key: &str, args: &[Arg<'_>], by: String) -> Adjustment {
        Adjustment { period: period.to_string(), what: self.say(key, args), by }
    }

    fn place(&self, code: &str) -> String {
        self.frame.tree.get(code).map_or_else(|| code.to_owned(), |place| place.in_sentence())
    }

    /// A line that people reported, and what it says now.
    fn corrected(&self, correction: &Correction) -> Adjustment {
        let shown = |said: &Option<Said>| match said {
            None => self.say("report-line-nothing", &[]),
            Some(Said::Loudspeaker(times)) => {
                self.say("report-line-loudspeaker", &[("n", number_of(*times).into())])
            }
            Some(Said::Meeting(listeners)) => {
                self.say("report-line-meeting", &[("n", number_of(*listeners).into())])
            }
            Some(Said::Session(session)) => {
                let (present, total) = (number_of(session.present), number_of(session.total));
                let args = [("present", present.into()), ("total", total.into())];
                self.say("report-line-session", &args)
            }
        };
        let place = self.place(self.places.code(correction.place));
        let args = [
            ("place", place.as_str().into()),
            ("day", day(self.frame.calendar.local(correction.at).date()).into()),
            ("was", shown(&correction.was).into()),
            ("now", shown(&correction.now).into()),
        ];
        self.adjustment(self.period(correction.at), "report-corrected", &args, place.clone())
    }

    /// A study session of an earlier period that is told in this one, where it counts.
    fn late(&self, line: &Line, said: &Said) -> Option<Adjustment> {
        let Said::Session(session) = said else { return None };
        let date = session.held().date?;
        let held_in = Period::containing(date, self.frame.boundary_day);
        if held_in >= self.period(line.at) {
            return None;
        }
        let place = self.place(self.places.code(line.place));
        let args = [
            ("place", place.as_str().into()),
            ("form", self.say(&format!("report-form-{}", session.form.as_str()), &[]).into()),
            ("present", number_of(session.present).into()),
            ("total", number_of(session.total).into()),
            ("day", day(date).into()),
        ];
        Some(self.adjustment(held_in, "report-session-late", &args, place.clone()))
    }

    /// Places that ended in the period and became part of what is reported of.
    fn ended(&self, scope: &mut Scope<'_>) -> Vec<Adjustment> {
        let frame = self.frame;
        let first = frame.calendar.local(frame.from).date();
        let inside = |until: &jiff::civil::Date| first <= *until && *until < frame.day();
        let ended = frame.tree.all().iter().filter(|place| place.until.as_ref().is_some_and(inside));
        let ended = ended.filter(|place| scope.found(place).len() > 1);
        let said = ended.map(|place| {
            let next = frame.tree.now(&place.code, frame.day());
            // Of two villages of one name only their communes say which is which.
            let located = |place: &Place| match place.parent.as_deref() {
                Some(above) => format!("{}, {}", place.in_sentence(), self.place(above)),
                None => place.in_sentence(),
            };
            let args = [
                ("place", located(place).into()),
                ("until", day(place.until.unwrap_or_default()).into()),
                ("next", next.map(located).unwrap_or_default().into()),
            ];
            let key = if next.is_some() { "report-ended-in" } else { "report-ended" };
            self.adjustment(self.period(frame.from), key, &args, self.say("report-by-machine", &[]))
        });
        said.collect()
    }
}
