//! What may leave now: the most urgent first, around the chats that must be left alone.

use super::deliverer::Deliverer;
use super::delivery::{Kind, Rank, To};
use super::in_flight::{Attempt, InFlight};
use super::pace::Turn;
use super::part::{self, Next, Part, State};
use super::store::{self, Due, Skip};
use crate::channel::{Attachment, Chat};
use crate::clock::Millis;
use crate::groups;
use crate::message::{ChatKind, Link, Media, Message, Source, place_payload, whole_chat};
use crate::reason::Reason;
use crate::telemetry;
use anyhow::Result;
use std::collections::HashSet;
use std::time::Duration;

/// Parts that are read besides those that can leave: some may have to be passed over.
const PARTS_TO_SPARE: usize = 4;
/// Parts read at once where that was not enough, and how often before the others get their turn.
const PAGE_PARTS: usize = 64;
const MOST_PAGES: usize = 32;

/// One part that something is done with.
pub(super) enum Picked {
    /// It leaves.
    Leaves(Box<Attempt>, Box<Message>),
    /// It does not leave, now or ever.
    Ends(Box<Part>, Next),
}

impl Picked {
    /// The number of its part's row.
    pub(super) fn id(&self) -> i64 {
        match self {
            Picked::Leaves(attempt, _) => attempt.part.id,
            Picked::Ends(part, _) => part.id,
        }
    }
}

impl Deliverer {
    /// Chooses what may leave at `tick`. Reads only.
    pub(super) async fn pick(
        &self,
        in_flight: &mut InFlight,
        term: i64,
        now: Millis,
        tick: Duration,
    ) -> Result<Vec<Picked>> {
        in_flight.held.retain(|_, until| *until > tick);
        // Most chats that something flies to have nothing else due: only the others are worth naming.
        in_flight.behind.retain(|_, key| in_flight.keys.contains(key));
        let mut skip = Skip {
            owners: in_flight.held.keys().chain(in_flight.behind.keys()).cloned().collect(),
            bodies: HashSet::new(),
        };
        let mut taken: HashSet<String> = HashSet::new();
        let mut uploads: HashSet<String> = HashSet::new();
        let room = in_flight.pace.room(tick);
        let quota = self.quota(now).await?;
        let may_repeat = in_flight.breaker.may_repeat(tick);
        let even = in_flight.pace.even_room(tick);
        let (mut picked, mut leaving, mut for_people, mut pages) = (vec![], 0, 0, 0);
        for rank in self.ranks(now) {
            let most_at_once = if *rank == Rank::People {
                in_flight.most_at_once
            } else {
                in_flight.most_at_once - in_flight.most_at_once / 4
            };
            let even = if *rank == Rank::People { room } else { even.saturating_add(for_people) };
            let most = in_flight
                .breaker
                .width(most_at_once)
                .saturating_sub(in_flight.attempts.len())
                .min(room)
                .min(even);
            let mut after = (Millis::MIN, 0);
            while leaving < most && pages < MOST_PAGES {
                pages += 1;
                let size = if after.0 == Millis::MIN { most - leaving + PARTS_TO_SPARE } else { PAGE_PARTS };
                let page =
                    store::due(&self.core.db, &self.account, *rank, now, after, &skip, size as i64).await?;
                for due in page.due {
                    if leaving == most {
                        if most == room {
                            telemetry::count("pace_waits", &self.account, "account");
                        }
                        break;
                    }
                    // Whether it is too late, nobody knows.
                    let late = due.part.good_until.is_some_and(|until| until <= now);
                    if late && self.core.clock.doubts(now) && !due.cancelled {
                        continue;
                    }
                    if let Some(next) = ended(&due, now) {
                        picked.push(Picked::Ends(Box::new(due.part), next));
                        continue;
                    }
                    if due.part.again && !may_repeat {
                        continue;
                    }
                    // The parts of what has begun go on like an answer: half an announcement helps nobody.
                    let counts_as = if due.part.number == 0 { *rank } else { Rank::People };
                    let flying = (in_flight.attempts.len() + leaving) as i64;
                    if quota.is_some_and(|q| q.room(counts_as) <= flying) {
                        let next = part::over_quota(&due.part, self.kept(now));
                        picked.push(Picked::Ends(Box::new(due.part), next));
                        continue;
                    }
                    match self.prepare(due, in_flight, (term, tick), &mut skip, &mut uploads, &taken).await? {
                        Some(Picked::Leaves(attempt, message)) => {
                            leaving += 1;
                            taken.insert(attempt.key.clone());
                            picked.push(Picked::Leaves(attempt, message));
                        }
                        Some(ends) => picked.push(ends),
                        None => {}
                    }
                }
                match page.last.filter(|_| page.full) {
                    // Where it was broken off the loop ends anyway.
                    Some(last) if leaving < most => after = last,
                    _ => break,
                }
            }
            if *rank == Rank::People {
                for_people = leaving;
            }
        }
        Ok(picked)
    }

    /// At night only answers and what is urgent.
    fn ranks(&self, now: Millis) -> &'static [Rank] {
        if self.core.calendar.after_quiet(now, self.quiet) > now {
            &[Rank::People, Rank::Urgent]
        } else {
            &Rank::ALL
        }
    }

    /// The message and where it goes, or `None` while its chat or its file is not free.
    async fn prepare(
        &self,
        due: Due,
        in_flight: &mut InFlight,
        (term, tick): (i64, Duration),
        skip: &mut Skip,
        uploads: &mut HashSet<String>,
        taken: &HashSet<String>,
    ) -> Result<Option<Picked>> {
        let Due { part, group, json, item, .. } = due;
        let ends = |part, reason| Ok(Some(Picked::Ends(Box::new(part), failed(reason))));
        let unsealed =
            |sealed: Option<&str>| sealed.and_then(|sealed| self.core.seal.unseal_address(sealed).ok());
        let (address, kind) = match &part.to {
            To::Group(_) => (group.as_ref().map(|g| g.address.clone()), ChatKind::Group),
            To::Person { address, .. } => (unsealed(address.as_deref()), ChatKind::Private),
            To::Address { chat, sealed } => (unsealed(Some(sealed)), *chat),
            To::Nobody => (None, ChatKind::Private),
        };
        let Some(address) = address else { return ends(part, Reason::UnknownChat) };
        // One chat has one order and one pace, whether it is known as a group, as one topic of it, as a person or by
        // its address alone.
        let key = whole_chat(&address).to_owned();
        let owner = part.to.whom().map_or_else(|| address.clone(), |whom| whom.as_str().to_owned());
        let in_group = kind == ChatKind::Group;
        let chat = Chat { address, kind };
        if taken.contains(&key) || skip.owners.contains(&owner) {
            skip.owners.insert(owner);
            return Ok(None);
        }
        match in_flight.pace.chat(&key, in_group, tick) {
            Turn::Now => {}
            Turn::At(until) => {
                telemetry::count("pace_waits", &self.account, "chat");
                in_flight.held.insert(owner.clone(), until);
                skip.owners.insert(owner);
                return Ok(None);
            }
            Turn::Landing => {
                in_flight.behind.insert(owner.clone(), key);
                skip.owners.insert(owner);
                return Ok(None);
            }
        }
        let json = match (json, &part.body_sealed) {
            (Some(json), _) => Some(json),
            (None, Some(sealed)) => self.core.seal.unseal(sealed).ok(),
            (None, None) => None,
        };
        let Some(mut message) = json.and_then(|j| serde_json::from_str::<Message>(&j).ok()) else {
            return ends(part, Reason::Content);
        };
        let place = group.as_ref().map_or("", |g| &g.place);
        match &message.link {
            Some(Link::FromGroup { label }) => {
                let payload = place_payload(place);
                message.link = Some(Link::Private { label: label.clone(), payload });
            }
            Some(Link::Told { words }) => {
                // Not known: nobody is sent to nowhere.
                if let Some(at) = self.channel.private_link("") {
                    let word = self.atlas.tree().await?.word_of(place, self.core.today());
                    let told = words.replace("{address}", &at).replace("{place}", &word);
                    message.text = format!("{}\n\n{told}", message.text);
                }
                message.link = None;
            }
            _ => {}
        }
        let hash = match &message.media {
            Some(Media { kind, source: Source::Content { hash, .. }, .. })
                if matches!(self.channel.carries(*kind, chat.kind), Attachment::Bytes(_)) =>
            {
                Some(hash.clone())
            }
            // Only what is uploaded gets a handle that others can use.
            _ => None,
        };
        let mut handle = None;
        if let Some(hash) = &hash {
            if in_flight.uploading.contains(hash) || uploads.contains(hash) {
                // The first one's upload is under way: the others use its handle.
                skip.bodies.extend(part.body.clone());
                return Ok(None);
            }
            handle = store::uploaded(&self.core.db, hash, &self.account).await?;
            if handle.is_none() {
                uploads.insert(hash.clone());
            }
        }
        let place = group.map(|g| g.place).unwrap_or_default();
        let attempt = Attempt { part, term, key, chat, hash, handle, place, item };
        Ok(Some(Picked::Leaves(Box::new(attempt), Box::new(message))))
    }
}

fn failed(reason: Reason) -> Next {
    Next { state: State::Failed, not_before: 0, reason: Some(reason), again: false }
}

/// Too late, taken back, or the group's link ended.
fn ended(due: &Due, now: Millis) -> Option<Next> {
    if due.cancelled {
        return Some(Next { state: State::Cancelled, not_before: 0, reason: None, again: false });
    }
    if due.part.good_until.is_some_and(|until| until <= now) {
        return Some(failed(Reason::Outdated));
    }
    let To::Group(_) = due.part.to else { return None };
    let Some(group) = &due.group else { return Some(failed(Reason::Unlinked)) };
    match group.state {
        // An answer still goes where it was asked, as long as the platform takes it.
        _ if due.part.kind != Kind::Announcement => None,
        groups::State::Linked => None,
        groups::State::Gone => Some(failed(group.reason.unwrap_or(Reason::Removed))),
        groups::State::Unlinked => Some(failed(Reason::Unlinked)),
    }
}
