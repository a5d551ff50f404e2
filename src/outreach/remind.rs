//! One word to the secretary of a village that got an item and of which nothing was heard since: three working days later,
//! in the morning, once for each item and village.

use crate::calendar::{Quiet, Stretch};
use crate::clock::Millis;
use crate::content::show::read_choices;
use crate::content::{self, Item, Library, Mode, Progress, Publication, State, review};
use crate::ids::GroupId;
use crate::ledger;
use crate::mail::{Mail, language_of};
use crate::message::Message;
use crate::outbox::{self, Delivery, Kind};
use crate::people;
use crate::places::Tree;
use crate::roster::{self, Duty, Role};
use anyhow::Result;
use jiff::civil::{Date, Time};
use std::collections::{BTreeMap, HashSet};

/// So long a village has for what it got.
const WAITS: Stretch = Stretch::WorkingDays(3);
/// The morning, from when until when.
const MORNING: (Time, Time) = (Time::constant(7, 30, 0, 0), Time::constant(11, 30, 0, 0));
/// Of what went out longer ago nobody is reminded.
const GONE_BY: Millis = 21 * 24 * 3_600_000;
/// Groups in one look.
const GROUPS: i64 = 200;

/// What reminding is done with.
pub struct With<'a> {
    /// Signed messages.
    pub mail: &'a Mail,
    /// Real groups or the practice room.
    pub mode: Mode,
    /// When nobody is disturbed.
    pub quiet: Option<Quiet>,
    /// All places.
    pub tree: &'a Tree,
    /// The items.
    pub library: &'a Library,
}

/// How far this morning's look has come; each day begins anew, and who was reminded is not again.
#[derive(Default)]
pub struct Reminding {
    day: Option<Date>,
    /// Publications that are still to be looked through.
    left: Vec<Publication>,
    /// The last group of the first of them that was.
    after: GroupId,
    /// What was heard in these weeks: from which place, of which item.
    heard: HashSet<(String, String)>,
}

impl Reminding {
    /// Goes on by some groups. Returns how many were reminded.
    pub async fn look(&mut self, with: &With<'_>, now: Millis) -> Result<usize> {
        let (core, calendar) = (&with.mail.core, &with.mail.core.calendar);
        let local = calendar.local(now);
        let (today, time) = (local.date(), local.time());
        let is_morning = MORNING.0 <= time && time < MORNING.1 && calendar.is_working(today);
        if !is_morning || calendar.after_quiet(now, with.quiet) != now {
            return Ok(0);
        }
        if self.day != Some(today) {
            let mut left = content::publications(&core.db).await?;
            left.retain(|p| {
                p.state != Progress::Withdrawn && now - GONE_BY <= p.due_at && is_over(with, p.due_at, today)
            });
            let heard = match left.iter().map(|p| p.due_at).min() {
                Some(first) => {
                    let first = calendar.start_of(calendar.local(first).date());
                    ledger::reported_since(&core.db, first).await?.into_iter().collect()
                }
                None => HashSet::new(),
            };
            *self = Reminding { day: Some(today), left, after: GroupId::default(), heard };
        }
        let Some(publication) = self.left.last() else { return Ok(0) };
        let Some(item) = with.library.get(&publication.item).filter(|item| stands(item, with, today)) else {
            self.next();
            return Ok(0);
        };
        let groups = outbox::delivered(&core.db, &publication.id, &self.after, GROUPS).await?;
        let mut silent: BTreeMap<&str, Millis> = BTreeMap::new();
        for group in groups.iter().filter(|group| is_over(with, group.changed_at, today)) {
            let Some(place) = with.tree.now(&group.place, today) else { continue };
            let mut stored = with.tree.stored_as(&[&place.code], today).into_iter();
            if !stored.any(|code| self.heard.contains(&(code.to_owned(), item.folder.to_string()))) {
                let since = silent.entry(&place.code).or_insert(group.changed_at);
                *since = group.changed_at.min(*since);
            }
        }
        let mut reminded = 0;
        if !silent.is_empty() {
            reminded = remind(with, publication, item, &silent, now).await?;
        }
        match groups.last().filter(|_| groups.len() as i64 == GROUPS) {
            Some(last) => self.after = last.group.clone(),
            None => self.next(),
        }
        Ok(reminded)
    }

    fn next(&mut self) {
        self.left.pop();
        self.after = GroupId::default();
    }
}

/// The days that a village has are over.
fn is_over(with: &With<'_>, since: Millis, today: Date) -> bool {
    let calendar = &with.mail.core.calendar;
    calendar.local(calendar.after(since, WAITS)).date() <= today
}

/// It is still to be told: in force, and nothing has taken its place.
fn stands(item: &Item, with: &With<'_>, today: Date) -> bool {
    item.valid_until.is_none_or(|until| today <= until)
        && !with.library.items().any(|other| other.replaces.as_deref() == Some(item.folder.as_str()))
}

async fn remind(
    with: &With<'_>,
    publication: &Publication,
    item: &Item,
    silent: &BTreeMap<&str, Millis>,
    now: Millis,
) -> Result<usize> {
    let core = &with.mail.core;
    let today = core.calendar.local(now).date();
    let mut tx = core.db.write().await?;
    let mut roles = roster::all(&mut tx).await?;
    roles.retain(|role| role.duty == Duty::Secretary && role.present(now));
    let mut by_place: BTreeMap<&str, Vec<&Role>> = BTreeMap::new();
    for role in &roles {
        let Some(place) = with.tree.now(&role.place, today) else { continue };
        by_place.entry(&place.code).or_default().push(role);
    }
    let releases = content::releases_in(&mut tx).await?;
    let mut reminded = 0;
    for (place, since) in silent {
        let Some(roles) = by_place.get(place) else { continue };
        let here = content::releases_at(&releases, place, with.tree, today);
        if with.mode == Mode::Run && review::state(item, &here) != State::Released {
            continue;
        }
        // What was told this morning, since it was looked up.
        let stored = with.tree.stored_as(&[place], today);
        let told = ledger::reported_at(&mut tx, &stored, (core.calendar.start_of(today), now + 1)).await?;
        if told.iter().any(|entry| entry.item == item.folder.as_str()) {
            continue;
        }
        for role in roles {
            let Some(reach) = people::reach(&mut tx, &role.person).await? else { continue };
            let language = language_of(&core.text, &reach.language);
            let day = core.calendar.local(*since).date();
            let args = [
                ("title", item.title(&language).into()),
                ("day", format!("{}/{}", day.day(), day.month()).into()),
            ];
            let text = core.text.say(&language, "reading-reminder", &args);
            let message = Message::text(text).with_choices(read_choices(item, &language, &core.text));
            let delivery = Delivery {
                good_until: publication.good_until,
                ..Delivery::new(Kind::Reminder, format!("silent:{}:{place}", item.folder), vec![message])
            };
            // Whoever asked for no more messages is not reminded; another who speaks for the village may be.
            if with.mail.to_person(&mut tx, now, (&reach, &role.place), delivery).await? {
                reminded += 1;
                break;
            }
        }
    }
    tx.commit().await?;
    Ok(reminded)
}
