//! What may leave now: the most urgent first, around the chats that must be left alone.

use super::air::{Air, Flight};
use super::deliver::Deliverer;
use super::entry::{Next, State};
use super::pace::Turn;
use super::store::{self, Due, Skip};
use super::{RANK_NORMAL, RANK_PEOPLE, RANK_PRIORITY, RANK_URGENT};
use crate::channel::{Chat, Reason};
use crate::clock::Millis;
use crate::message::{ChatKind, Link, Message, Source, place_payload};
use anyhow::Result;
use std::collections::HashSet;
use std::time::Duration;

/// Rows read at once, and how often before the others get their turn.
const PAGE: usize = 64;
const PAGES: usize = 32;

/// One row that something is done with.
pub(super) enum Picked {
    /// It leaves.
    Leaves(Box<Flight>, Message),
    /// It will never leave.
    Ends(Box<super::entry::Row>, Next),
}

impl Picked {
    /// Its row's number.
    pub(super) fn row(&self) -> i64 {
        match self {
            Picked::Leaves(flight, _) => flight.row.id,
            Picked::Ends(row, _) => row.id,
        }
    }
}

impl Deliverer {
    /// Chooses what may leave at `tick`. Reads only.
    pub(super) async fn pick(
        &self,
        air: &mut Air,
        term: i64,
        now: Millis,
        tick: Duration,
    ) -> Result<Vec<Picked>> {
        air.held.retain(|_, until| *until > tick);
        let mut skip =
            Skip { chats: air.held.keys().chain(air.keys.iter()).cloned().collect(), bodies: HashSet::new() };
        let mut uploads: HashSet<String> = HashSet::new();
        let room = air.pace.room(tick);
        let even = air.pace.even_room(tick);
        let (mut picked, mut leaving, mut for_people, mut pages) = (vec![], 0, 0, 0);
        for rank in self.ranks(now) {
            let seats = if *rank == RANK_PEOPLE { air.seats } else { air.seats - air.seats / 4 };
            let even = if *rank == RANK_PEOPLE { room } else { even.saturating_add(for_people) };
            let most = air.line.width(seats).saturating_sub(air.flights.len()).min(room).min(even);
            let mut after = (Millis::MIN, 0);
            while leaving < most && pages < PAGES {
                pages += 1;
                // A few more than can leave: some may have to be passed over.
                let size = PAGE.max(most - leaving);
                let page = store::due(&self.db, &self.account, *rank, now, after, &skip, size as i64).await?;
                let last = page.len() < size;
                for due in page {
                    after = (due.not_before, due.row.id);
                    if leaving == most {
                        break;
                    }
                    if let Some(next) = ended(&due, now) {
                        picked.push(Picked::Ends(Box::new(due.row), next));
                        continue;
                    }
                    match self.prepare(due, air, (term, tick), &mut skip, &mut uploads).await? {
                        Some(leaves @ Picked::Leaves(..)) => {
                            leaving += 1;
                            picked.push(leaves);
                        }
                        Some(ends) => picked.push(ends),
                        None => {}
                    }
                }
                if last {
                    break;
                }
            }
            if *rank == RANK_PEOPLE {
                for_people = leaving;
            }
        }
        Ok(picked)
    }

    /// At night only answers and what is urgent.
    fn ranks(&self, now: Millis) -> &'static [i64] {
        if self.calendar.after_quiet(now, self.quiet) > now {
            &[RANK_PEOPLE, RANK_URGENT]
        } else {
            &[RANK_PEOPLE, RANK_URGENT, RANK_PRIORITY, RANK_NORMAL]
        }
    }

    /// The message and where it goes, or `None` while its chat or its file is not free.
    async fn prepare(
        &self,
        due: Due,
        air: &mut Air,
        (term, tick): (i64, Duration),
        skip: &mut Skip,
        uploads: &mut HashSet<String>,
    ) -> Result<Option<Picked>> {
        let Due { row, group, json, item, .. } = due;
        let ends = |row, reason| Ok(Some(Picked::Ends(Box::new(row), failed(reason))));
        let chat = match (&group, &row.address_sealed) {
            (Some(group), _) => Some(group.address.clone()),
            (None, Some(sealed)) => self.seal.unseal(sealed).ok(),
            (None, None) => None,
        };
        let Some(address) = chat else { return ends(row, Reason::UnknownChat) };
        // A group that is not linked is known by its address alone.
        let key = row.chat().map_or_else(|| address.clone(), str::to_owned);
        let in_group = group.is_some() || row.chat().is_none();
        let chat = Chat { address, kind: if in_group { ChatKind::Group } else { ChatKind::Private } };
        if skip.chats.contains(&key) {
            return Ok(None);
        }
        match air.pace.chat(&key, in_group, tick) {
            Turn::Now => {}
            Turn::At(until) => {
                air.held.insert(key.clone(), until);
                skip.chats.insert(key);
                return Ok(None);
            }
            Turn::Landing => return Ok(None),
        }
        let json = match (json, &row.body_sealed) {
            (Some(json), _) => Some(json),
            (None, Some(sealed)) => self.seal.unseal(sealed).ok(),
            (None, None) => None,
        };
        let Some(mut message) = json.and_then(|j| serde_json::from_str::<Message>(&j).ok()) else {
            return ends(row, Reason::Content);
        };
        if let Some(Link::FromGroup { label }) = &message.link {
            let payload = place_payload(group.as_ref().map_or("", |g| &g.place));
            message.link = Some(Link::Private { label: label.clone(), payload });
        }
        let hash = match message.media.as_ref().map(|m| &m.source) {
            Some(Source::Content { hash, .. }) => Some(hash.clone()),
            _ => None,
        };
        let mut handle = None;
        if let Some(hash) = &hash {
            if air.uploading.contains(hash) || uploads.contains(hash) {
                // The first one's upload is under way: the others use its handle.
                skip.bodies.extend(row.body.clone());
                return Ok(None);
            }
            handle = store::uploaded(&self.db, hash, &self.account).await?;
            if handle.is_none() {
                uploads.insert(hash.clone());
            }
        }
        skip.chats.insert(key.clone());
        let place = group.map(|g| g.place).unwrap_or_default();
        let flight = Flight { row, term, key, chat, hash, handle, place, item };
        Ok(Some(Picked::Leaves(Box::new(flight), message)))
    }
}

fn failed(reason: Reason) -> Next {
    Next { state: State::Failed, not_before: 0, reason: reason.as_str(), again: 0 }
}

/// Too late, taken back, or the group's link ended.
fn ended(due: &Due, now: Millis) -> Option<Next> {
    if due.cancelled {
        return Some(Next { state: State::Cancelled, not_before: 0, reason: "", again: 0 });
    }
    if due.row.good_until.is_some_and(|until| until <= now) {
        return Some(failed(Reason::Outdated));
    }
    due.row.chat_group.as_ref()?;
    let Some(group) = &due.group else { return Some(failed(Reason::Unlinked)) };
    match group.state.as_str() {
        // An answer still goes where it was asked, as long as the platform takes it.
        _ if due.row.kind != "announcement" => None,
        "linked" => None,
        "gone" => Some(failed(Reason::of(&group.reason).unwrap_or(Reason::Removed))),
        _ => Some(failed(Reason::Unlinked)),
    }
}
