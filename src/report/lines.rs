//! What people reported, each line with its right figure, and by which day what was to be told (pure).

use super::evidence::Proven;
use super::names::{Names, PlaceId};
use crate::calendar::Calendar;
use crate::clock::Millis;
use crate::ledger::{ByPlan, Entry, Fact, Held, Presenter, StudyAudience, StudyForm};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// By item, then by place.
pub type ByItem<T> = BTreeMap<String, BTreeMap<PlaceId, T>>;

/// Lines of a period and of the one before, and what is asked of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// The folders of items.
    items: Names,
    /// Of the period, by their numbers.
    current: Vec<Line>,
    /// Of the one before: what is wrong in them may be put right still.
    earlier: Vec<Line>,
    /// What lines say that were put right; none: they were taken away.
    right: BTreeMap<i64, Option<Said>>,
    /// What was put right in the period.
    pub corrections: Vec<Correction>,
    /// Until when a village is to have been told of an item.
    pub wanted: ByItem<Wanted>,
    /// The first day on which one was, in periods before the one before, of items that are wanted.
    done: ByItem<Date>,
    /// As items were last published.
    titles: BTreeMap<String, String>,
}

/// A line, as small as it can be: there are many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the log.
    pub seq: i64,
    /// When it was written.
    pub at: Millis,
    /// Where.
    pub place: PlaceId,
    item: u32,
    /// What it said.
    pub said: Said,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// Read so many times.
    Loudspeaker(i64),
    /// Told to so many.
    Meeting(i64),
    /// Studied.
    Session(Box<Session>),
}

/// A study session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its form.
    pub form: StudyForm,
    /// Who was there.
    pub present: i64,
    /// Who should have been.
    pub total: i64,
    date: Option<Date>,
    presenter: Option<Presenter>,
    audience: Vec<StudyAudience>,
    online: bool,
    /// Its place, and its number if it had one.
    plan: Option<(String, Option<String>)>,
}

/// A line that was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Number of the entry that did so.
    pub by: i64,
    /// When the line was written.
    pub at: Millis,
    /// Where.
    pub place: PlaceId,
    /// What it said before; none: it had been taken away.
    pub was: Option<Said>,
    /// What it says now; none: it is taken away.
    pub now: Option<Said>,
}

/// Until when somebody is to have been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Wanted {
    /// Number of the entry that said so last.
    pub seq: i64,
    /// The day.
    pub due: Date,
}

impl Said {
    fn of(fact: &Fact) -> Option<Said> {
        Some(match fact {
            Fact::Loudspeaker { times } => Said::Loudspeaker(*times),
            Fact::Meeting { listeners } => Said::Meeting(*listeners),
            Fact::StudySession { form, present, total, held } => {
                let Held { date, presenter, audience, online, plan } = held.clone();
                Said::Session(Box::new(Session {
                    form: *form,
                    present: *present,
                    total: *total,
                    date,
                    presenter,
                    audience,
                    online,
                    plan: plan.map(|plan| (plan.place, plan.number)),
                }))
            }
            _ => return None,
        })
    }

    fn fact(&self) -> Fact {
        match self {
            Said::Loudspeaker(times) => Fact::Loudspeaker { times: *times },
            Said::Meeting(listeners) => Fact::Meeting { listeners: *listeners },
            Said::Session(session) => {
                let Session { form, present, total, .. } = **session;
                Fact::StudySession { form, present, total, held: session.held() }
            }
        }
    }

    /// For which figure it stands.
    pub fn proves(&self) -> Proven {
        match self {
            Said::Loudspeaker(_) => Proven::LoudspeakerReadings,
            Said::Meeting(_) => Proven::Meetings,
            Said::Session(session) => match session.form {
                StudyForm::HocTap => Proven::HocTap,
                StudyForm::QuanTriet => Proven::QuanTriet,
                StudyForm::TuyenTruyen => Proven::TuyenTruyen,
            },
        }
    }
}

impl Session {
    /// How it was held.
    pub fn held(&self) -> Held {
        Held {
            date: self.date,
            presenter: self.presenter,
            audience: self.audience.clone(),
            online: self.online,
            plan: self.plan.clone().map(|(place, number)| ByPlan { place, number }),
        }
    }
}

impl Lines {
    /// One more fact of the period.
    pub fn follow(&mut self, entry: &Entry, here: PlaceId) {
        match &entry.fact {
            Fact::Corrected { entry: of, to, total } => self.correct(entry.seq, here, *of, (*to, *total)),
            Fact::Planned { title, due, .. } => {
                self.name(entry, title.as_deref());
                if let Some(due) = *due {
                    let of = self.wanted.entry(entry.item.clone()).or_default();
                    of.insert(here, Wanted { seq: entry.seq, due });
                }
            }
            Fact::PlannedInPrivate { title, .. } => self.name(entry, title.as_deref()),
            // Nobody is to be told of it any more.
            Fact::ItemWithdrawn { .. } => drop(self.wanted.remove(&entry.item)),
            fact => {
                if let Some(said) = Said::of(fact) {
                    let item = self.items.id(&entry.item);
                    self.current.push(Line { seq: entry.seq, at: entry.at, place: here, item, said });
                }
            }
        }
    }

    fn name(&mut self, entry: &Entry, title: Option<&str>) {
        if let Some(title) = title.filter(|title| self.titles.get(&entry.item).is_none_or(|t| t != title)) {
            self.titles.insert(entry.item.clone(), title.to_owned());
        }
    }

    fn correct(&mut self, by: i64, here: PlaceId, of: i64, (to, total): (i64, Option<i64>)) {
        let found = [&self.current, &self.earlier]
            .into_iter()
            .find_map(|lines| lines.binary_search_by_key(&of, |line| line.seq).ok().map(|i| &lines[i]));
        // What is said of one village corrects no other's line.
        let Some(line) = found.filter(|line| line.place == here) else { return };
        let was = self.now(line).cloned();
        let now = was.as_ref().and_then(|was| was.fact().corrected(to, total)).as_ref().and_then(Said::of);
        self.corrections.push(Correction { by, at: line.at, place: line.place, was, now: now.clone() });
        self.right.insert(of, now);
    }

    /// The lines of the period, in the order of their numbers.
    pub fn current(&self) -> impl Iterator<Item = &Line> {
        self.current.iter()
    }

    /// What a line says now; none: it was taken away.
    pub fn now<'a>(&'a self, line: &'a Line) -> Option<&'a Said> {
        self.right.get(&line.seq).map_or(Some(&line.said), Option::as_ref)
    }

    /// Folder of the item that a line is about.
    pub fn item(&self, line: &Line) -> &str {
        self.items.name(line.item)
    }

    /// An item as it was last published, or its folder.
    pub fn title<'a>(&'a self, item: &'a str) -> &'a str {
        self.titles.get(item).map_or(item, String::as_str)
    }

    /// The day on which what a line says happened: the one that it names, else the one on which it was written.
    fn on(&self, line: &Line, calendar: &Calendar) -> Date {
        match self.now(line) {
            Some(Said::Session(session)) if session.date.is_some() => session.date.unwrap_or_default(),
            _ => calendar.local(line.at).date(),
        }
    }

    /// Of which items was told where, and on which day; what was long ago only of items that are wanted.
    pub fn told<'a>(&'a self, calendar: &'a Calendar) -> impl Iterator<Item = (&'a str, PlaceId, Date)> {
        let lines = self.earlier.iter().chain(&self.current).filter(|line| self.now(line).is_some());
        let lines = lines.map(|line| (self.item(line), line.place, self.on(line, calendar)));
        let done = self.done.iter().flat_map(|(item, of)| of.iter().map(move |(at, on)| (item, at, on)));
        lines.chain(done.map(|(item, place, on)| (item.as_str(), *place, *on)))
    }

    /// A period is over; `from`: the first day of the next.
    pub fn turn(&mut self, from: Date, calendar: &Calendar) {
        for of in self.wanted.values_mut() {
            of.retain(|_, wanted| wanted.due >= from);
        }
        self.wanted.retain(|_, of| !of.is_empty());
        self.done.retain(|item, _| self.wanted.contains_key(item));
        for line in std::mem::take(&mut self.earlier) {
            if self.now(&line).is_some() && self.wanted.contains_key(self.item(&line)) {
                let (on, item) = (self.on(&line, calendar), self.item(&line).to_owned());
                let first = self.done.entry(item).or_default().entry(line.place).or_insert(on);
                *first = on.min(*first);
            }
        }
        self.earlier = std::mem::take(&mut self.current);
        self.right = std::mem::take(&mut self.right).into_iter().filter(|(seq, _)| self.has(*seq)).collect();
        self.corrections.clear();
    }

    fn has(&self, seq: i64) -> bool {
        self.earlier.binary_search_by_key(&seq, |line| line.seq).is_ok()
    }
}
