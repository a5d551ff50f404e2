//! The book of study sessions, and which villages had told of an item by its day (pure).

use super::lines::{Line, Said, Wanted};
use super::names::PlaceId;
use super::period::Period;
use super::replay::Replay;
use super::scope::{Frame, Scope, is_below_commune};
use crate::ledger::{ByPlan, Held, Presenter, StudyForm};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A line of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Studied {
    /// Code of the place.
    pub place: String,
    /// The item's folder.
    pub item: String,
    /// The item's title, or its folder.
    pub title: String,
    /// The day on which it was held.
    pub on: Date,
    /// The day on which the line was written.
    pub noted: Date,
    /// Its form.
    pub form: StudyForm,
    /// Who was there and who should have been, as first written.
    pub was: (i64, i64),
    /// As it stands; none: the line was taken away.
    pub now: Option<(i64, i64)>,
    /// How it was held.
    pub held: Held,
}

/// An item that a village was to be told of until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Code of the place.
    pub place: String,
    /// The item's folder.
    pub item: String,
    /// The item's title, or its folder.
    pub title: String,
    /// The day.
    pub due: Date,
    /// The first day on which it was read, told or studied; none: nobody reported it.
    pub done: Option<Date>,
}

/// What was held in one form by one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The plan, with its number as it was last known.
    pub plan: ByPlan,
    /// The title of the item that is studied, or its folder.
    pub title: String,
    /// The form of these sessions.
    pub form: StudyForm,
    /// How many sessions.
    pub sessions: i64,
    /// Who was there, of all of them.
    pub present: i64,
    /// Who should have been.
    pub total: i64,
}

/// Both, of one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// In the order in which they were written.
    pub sessions: Vec<Studied>,
    /// In the order of the items' folders, then of the places' codes.
    pub deadlines: Vec<Deadline>,
    /// Sessions that the cell secretary presented alone, of those of which it is known who did. None of a village, where it
    /// would be a figure of one person.
    pub alone: Option<(i64, i64)>,
}

impl Book {
    /// What was held by plans, by item, place and form: forms are never added up.
    pub fn by_plan(&self) -> Vec<Carried> {
        let mut found: BTreeMap<(&str, &str, StudyForm), Carried> = BTreeMap::new();
        for line in &self.sessions {
            let (Some(plan), Some((present, total))) = (&line.held.plan, line.now) else { continue };
            let carried = found.entry((&line.item, &plan.place, line.form)).or_insert_with(|| Carried {
                plan: ByPlan { place: plan.place.clone(), number: None },
                title: line.title.clone(),
                form: line.form,
                sessions: 0,
                present: 0,
                total: 0,
            });
            carried.plan.number = plan.number.clone().or(carried.plan.number.take());
            carried.sessions += 1;
            carried.present += present;
            carried.total += total;
        }
        found.into_values().collect()
    }
}

/// None where one village alone says who presented: it would be a figure of one person.
fn alone(sessions: &[Studied]) -> Option<(i64, i64)> {
    let known = sessions.iter().filter(|line| line.now.is_some());
    let known: Vec<(&str, Presenter)> =
        known.filter_map(|line| Some((line.place.as_str(), line.held.presenter?))).collect();
    let places: BTreeSet<&str> = known.iter().map(|(place, _)| *place).collect();
    let alone = known.iter().filter(|(_, by)| *by == Presenter::CellSecretary).count() as i64;
    (known.is_empty() || places.len() > 1).then_some((alone, known.len() as i64))
}

/// Of the frame's place; `replay`: what the facts of its period came to.
pub fn of(replay: &Replay, frame: &Frame<'_>) -> Book {
    let mut scope = Scope::new(frame);
    let mut counts = |place: PlaceId| !scope.chain(replay.places.code(place)).is_empty();
    let sessions = sessions(replay, frame, &mut counts);
    let is_village = is_below_commune(frame.tree, frame.place, frame.day());
    let alone = alone(&sessions).filter(|_| !is_village);
    Book { sessions, deadlines: deadlines(replay, frame, &mut counts), alone }
}

fn sessions(replay: &Replay, frame: &Frame<'_>, counts: &mut impl FnMut(PlaceId) -> bool) -> Vec<Studied> {
    let line = |line: &Line| {
        let Said::Session(said) = &line.said else { return None };
        let now = match replay.lines.now(line) {
            Some(Said::Session(now)) => Some((now.present, now.total)),
            _ => None,
        };
        let (noted, held) = (frame.calendar.local(line.at).date(), said.held());
        Some(Studied {
            place: replay.places.code(line.place).to_owned(),
            item: replay.lines.item(line).to_owned(),
            title: replay.lines.title(replay.lines.item(line)).to_owned(),
            on: held.date.unwrap_or(noted),
            noted,
            form: said.form,
            was: (said.present, said.total),
            now,
            held,
        })
    };
    replay.lines.current().filter(|line| counts(line.place)).filter_map(line).collect()
}

/// Of the items whose day lies in the period.
fn deadlines(replay: &Replay, frame: &Frame<'_>, counts: &mut impl FnMut(PlaceId) -> bool) -> Vec<Deadline> {
    let (places, lines) = (&replay.places, &replay.lines);
    let here = |place: PlaceId| {
        let code = places.code(place);
        frame.tree.now(code, frame.day()).map_or_else(|| code.to_owned(), |now| now.code.to_string())
    };
    let period = Period::containing(frame.calendar.local(frame.from).date(), frame.boundary_day);
    let mut wanted: BTreeMap<(&str, String), Wanted> = BTreeMap::new();
    for (item, of) in &lines.wanted {
        for (place, day) in of.iter().filter(|(place, _)| counts(**place)) {
            // What was said last of a village counts, also when it had another code.
            let last = wanted.entry((item, here(*place))).or_insert(*day);
            *last = (*day).max(*last);
        }
    }
    wanted.retain(|_, wanted| Period::containing(wanted.due, frame.boundary_day) == period);
    let items: BTreeSet<&str> = wanted.keys().map(|(item, _)| *item).collect();
    let mut done: BTreeMap<(&str, String), Date> = BTreeMap::new();
    for (item, place, on) in lines.told(frame.calendar).filter(|(item, ..)| items.contains(item)) {
        if counts(place) {
            let first = done.entry((item, here(place))).or_insert(on);
            *first = on.min(*first);
        }
    }
    let line = |((item, place), wanted): ((&str, String), Wanted)| Deadline {
        done: done.get(&(item, place.clone())).copied(),
        title: lines.title(item).to_owned(),
        item: item.to_owned(),
        place,
        due: wanted.due,
    };
    wanted.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Fact;
    use crate::report::fixtures::*;
    use jiff::civil::date;

    fn studied(by: Option<Presenter>, on: Option<Date>) -> Fact {
        let held = Held { date: on, presenter: by, ..Held::default() };
        Fact::StudySession { form: StudyForm::QuanTriet, present: 8, total: 9, held }
    }

    fn planned_until(due: Date) -> Fact {
        match planned("p", "telegram", 1, 0) {
            Fact::Planned {
                publication, number, title, item_kind, rank, platform, groups, fallback, ..
            } => {
                let due = Some(due);
                Fact::Planned { publication, number, title, item_kind, rank, platform, groups, fallback, due }
            }
            other => other,
        }
    }

    #[test]
    fn a_line_is_in_the_book_of_the_period_that_wrote_it_with_what_was_put_right() {
        let mut log = Log::default();
        log.moment(at("2026-10-16 08:00"), "nl", "hoc", "", planned("p", "telegram", 1, 0));
        let late = Some(date(2026, 10, 10));
        log.moment(at("2026-10-20 08:00"), "nl", "hoc", "", studied(Some(Presenter::CellSecretary), late));
        log.moment(at("2026-10-21 08:00"), "sm", "khac", "", studied(Some(Presenter::Committee), None));
        log.moment(at("2026-10-21 08:00"), "sm", "khac", "", studied(Some(Presenter::Reporter), None));
        log.moment(at("2026-10-21 08:00"), "sm", "khac", "", studied(None, None));
        log.at("2026-10-22 08:00", "nl", "", Fact::Corrected { entry: 2, to: 7, total: None });
        log.at("2026-10-22 08:00", "sm", "", Fact::Corrected { entry: 4, to: 0, total: None });
        // Another commune's, and after the end.
        log.moment(at("2026-10-21 08:00"), "bb", "hoc", "", studied(Some(Presenter::CellSecretary), None));
        log.moment(at("2026-11-16 08:00"), "nl", "hoc", "", studied(Some(Presenter::CellSecretary), None));
        let book = report(&log, "bl", "2026-11", "2026-11-20 08:00").book;
        let lines: Vec<_> = book.sessions.iter().map(|l| (l.place.as_str(), l.on, l.was, l.now)).collect();
        let day = |day| date(2026, 10, day);
        assert_eq!(
            lines,
            [
                ("nl", day(10), (8, 9), Some((7, 9))),
                ("sm", day(21), (8, 9), Some((8, 9))),
                ("sm", day(21), (8, 9), None),
                ("sm", day(21), (8, 9), Some((8, 9))),
            ]
        );
        assert_eq!((book.sessions[0].title.as_str(), book.sessions[1].title.as_str()), ("Tin p", "khac"));
        assert_eq!((book.sessions[0].noted, book.alone), (day(20), Some((1, 2))));
        let village = report(&log, "sm", "2026-11", "2026-11-20 08:00").book;
        assert_eq!(
            (village.sessions.len(), village.alone),
            (3, None),
            "the share of one person is nobody's figure"
        );
    }

    #[test]
    fn what_was_held_by_a_plan_is_counted_by_form() {
        let held = |form, present, plan: Option<(&str, Option<&str>)>| Fact::StudySession {
            form,
            present,
            total: 10,
            held: Held {
                plan: plan
                    .map(|(place, number)| ByPlan { place: place.into(), number: number.map(str::to_owned) }),
                ..Held::default()
            },
        };
        let mut log = Log::default();
        let (study, explain) = (StudyForm::HocTap, StudyForm::QuanTriet);
        for (place, item, fact) in [
            ("nl", "hoc", held(study, 8, Some(("bl", Some("12-KH/ĐU"))))),
            ("sm", "hoc", held(study, 6, Some(("bl", None)))),
            ("sm", "hoc", held(explain, 5, Some(("bl", None)))),
            ("nl", "hoc", held(study, 9, Some(("lc", None)))),
            ("nl", "khac", held(study, 4, Some(("bl", None)))),
            ("nl", "hoc", held(study, 10, None)),
            // Put right, and taken away.
            ("sm", "hoc", held(study, 1, Some(("bl", None)))),
            ("sm", "hoc", held(study, 10, Some(("bl", None)))),
            // Another commune's.
            ("bb", "hoc", held(study, 10, Some(("lc", None)))),
        ] {
            log.moment(at("2026-10-20 08:00"), place, item, "", fact);
        }
        log.at("2026-10-22 08:00", "sm", "", Fact::Corrected { entry: 7, to: 3, total: Some(5) });
        log.at("2026-10-22 08:00", "sm", "", Fact::Corrected { entry: 8, to: 0, total: None });
        let carried = |place: &str| {
            let rows = report(&log, place, "2026-11", "2026-11-20 08:00").book.by_plan();
            let row =
                |c: Carried| (c.title, c.plan.place, c.plan.number, c.form, (c.sessions, c.present, c.total));
            rows.into_iter().map(row).collect::<Vec<_>>()
        };
        let row = |title: &str, place: &str, form, counts: (i64, i64, i64)| {
            let number = (place == "bl" && title == "hoc" && form == study).then(|| "12-KH/ĐU".to_owned());
            (title.to_owned(), place.to_owned(), number, form, counts)
        };
        let own = row("hoc", "bl", study, (3, 17, 25));
        let commune = [
            own.clone(),
            row("hoc", "bl", explain, (1, 5, 10)),
            row("hoc", "lc", study, (1, 9, 10)),
            row("khac", "bl", study, (1, 4, 10)),
        ];
        assert_eq!(carried("bl"), commune);
        assert_eq!(carried("lc")[2], row("hoc", "lc", study, (2, 19, 20)));
        assert_eq!(carried("nl").len(), 3);
    }

    #[test]
    fn an_item_with_a_day_is_looked_up_in_every_village_that_was_to_have_it() {
        let mut log = Log::default();
        let due = planned_until(date(2026, 11, 3));
        for place in ["sm", "nl", "ho-cu", "bb"] {
            log.moment(at("2026-10-20 08:00"), place, "hoc", "", due.clone());
        }
        for (item, day) in
            [("som", date(2026, 10, 14)), ("sau", date(2026, 11, 15)), ("rut", date(2026, 11, 3))]
        {
            log.moment(at("2026-10-10 08:00"), "nl", item, "", planned_until(day));
        }
        log.moment(at("2026-10-20 08:00"), "nl", "khong-han", "", planned("q", "telegram", 1, 0));
        log.moment(
            at("2026-10-21 08:00"),
            "",
            "rut",
            "",
            Fact::ItemWithdrawn { number: String::new(), item_kind: crate::ledger::ItemKind::Notice },
        );
        // Read in time under the old code; studied on the day, told late; and one line that was taken away.
        log.moment(at("2026-10-30 08:00"), "ho-cu", "hoc", "", Fact::Loudspeaker { times: 1 });
        log.moment(at("2026-11-05 08:00"), "nl", "hoc", "", studied(None, Some(date(2026, 11, 4))));
        log.moment(at("2026-10-25 08:00"), "sm", "hoc", "", Fact::Meeting { listeners: 4 });
        let taken = log.0.len() as i64;
        log.at("2026-10-26 08:00", "sm", "", Fact::Corrected { entry: taken, to: 0, total: None });
        let looked = |place: &str| {
            let book = report(&log, place, "2026-11", "2026-11-20 08:00").book;
            book.deadlines.into_iter().map(|d| (d.title, d.place, d.done)).collect::<Vec<_>>()
        };
        let row = |place: &str, done: Option<Date>| ("Tin p".to_owned(), place.to_owned(), done);
        let own = [row("ho", Some(date(2026, 10, 30))), row("nl", Some(date(2026, 11, 4))), row("sm", None)];
        assert_eq!(looked("bl"), own);
        assert_eq!(looked("lc"), [&[row("bb", None)], &own[..]].concat());
    }
}
