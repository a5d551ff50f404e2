//! Claim, begin, send, record: the one loop that talks to the platforms.

use super::entry::{self, Next, Row, State};
use super::pace::Pace;
use super::store;
use crate::channel::{Channel, Outcome, Reason, Upload};
use crate::clock::{Clock, Millis};
use crate::crash;
use crate::db::{Db, Tx};
use crate::groups;
use crate::ids::Ids;
use crate::ledger::{self, About, Fact};
use crate::message::{Link, Message, Source, place_payload};
use crate::seal::Seal;
use crate::telemetry;
use anyhow::Result;
use base64::Engine;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

/// Requests in flight on one account. One slot in four is kept for answers to people.
const IN_FLIGHT: usize = 16;
/// How long an ownership lasts without being renewed, and how often it is.
const LEASE: Millis = 10_000;
const RENEW: Duration = Duration::from_secs(3);

/// Reads a file of the content folder by hash and path; `None` when it is not the file that was released.
pub type ReadContent = Arc<dyn Fn(&str, &str) -> Option<Vec<u8>> + Send + Sync>;

/// Sends what waits on one account, while this process owns it.
pub struct Deliverer {
    /// The database.
    pub db: Db,
    /// Opens texts and addresses.
    pub seal: Seal,
    /// Jitter.
    pub ids: Ids,
    /// Both hands.
    pub clock: Clock,
    /// Name of the account.
    pub account: String,
    /// Where it sends.
    pub channel: Channel,
    /// Every account, to fetch a voice that came by another one.
    pub channels: Arc<HashMap<String, Channel>>,
    /// Files of the content folder.
    pub content: ReadContent,
    /// This process, in leases.
    pub owner: String,
    /// True when no other process can be alive on this database.
    pub sure: bool,
    /// Rung when something was put.
    pub wake: Arc<Notify>,
    /// Whether this process owns the account now.
    pub owned: watch::Sender<bool>,
}

struct Done {
    row: Row,
    outcome: Outcome,
    file: Option<String>,
    chat: String,
}

impl Deliverer {
    /// Runs until `stop` is true, then waits for what is in flight and records it.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut pace = Pace::new(self.channel.limits());
        let mut flying: JoinSet<Done> = JoinSet::new();
        let mut uploading: HashSet<String> = HashSet::new();
        let mut renewed: Option<Duration> = None;
        let mut down = false;
        loop {
            let stopping = *stop.borrow();
            if stopping && flying.is_empty() {
                return;
            }
            let tick = self.clock.tick();
            if !stopping && renewed.is_none_or(|at| tick >= at + RENEW) {
                match self.hold().await {
                    Ok(owned) => {
                        renewed = owned.then_some(tick);
                        self.owned.send_if_modified(|old| std::mem::replace(old, owned) != owned);
                    }
                    Err(_) => tracing::warn!(account = self.account, "the database did not answer; trying again"),
                }
            }
            let mut wait = Duration::from_secs(1);
            if !stopping && *self.owned.borrow() {
                match self.start(&mut pace, &mut flying, &mut uploading).await {
                    Ok(next) => wait = wait.min(next),
                    Err(_) => tracing::warn!(account = self.account, "the database did not answer; trying again"),
                }
            }
            tokio::select! {
                Some(done) = flying.join_next() => {
                    let mut all: Vec<Done> = done.into_iter().collect();
                    while let Some(Ok(more)) = flying.try_join_next() {
                        all.push(more);
                    }
                    self.finish(all, &mut pace, &mut uploading, &mut down).await;
                }
                () = self.wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Takes or renews the ownership; on taking it, settles what the last owner left in flight.
    async fn hold(&self) -> Result<bool> {
        let now = self.clock.now();
        let mut tx = self.db.write().await?;
        let held = store::hold(&mut tx, &self.account, &self.owner, now, now + LEASE, self.sure).await?;
        tx.commit().await?;
        if held == Some(true) {
            let left = super::settle(&self.db, now, &self.account).await?;
            tracing::info!(account = self.account, left_in_flight = left, "this process sends for the account");
        }
        Ok(held.is_some())
    }

    /// Starts what may start now; returns how long until something else may.
    async fn start(self: &Arc<Self>, pace: &mut Pace, flying: &mut JoinSet<Done>, uploading: &mut HashSet<String>) -> Result<Duration> {
        let idle = Duration::from_secs(1);
        if !self.channel.prepared() || flying.len() >= IN_FLIGHT {
            return Ok(idle);
        }
        let now = self.clock.now();
        let rows = store::due(&self.db, &self.account, now, 64).await?;
        if rows.is_empty() {
            let next = store::next_due(&self.db, &self.account).await?;
            return Ok(next.map_or(idle, |at| Duration::from_millis((at - now).clamp(5, 1000) as u64)));
        }
        let mut tx = self.db.write().await?;
        let mut ready: Vec<(Row, String, Message)> = vec![];
        let mut soonest = idle;
        for row in rows {
            let people = row.rank == super::RANK_PEOPLE;
            let room = if people { IN_FLIGHT } else { IN_FLIGHT * 3 / 4 };
            if flying.len() + ready.len() >= room {
                soonest = Duration::from_millis(50);
                continue;
            }
            if let Some(ended) = self.ended(&mut tx, &row, now).await? {
                record(&mut tx, now, &row, &ended, None).await?;
                continue;
            }
            let (address, group) = match self.address(&mut tx, &row).await? {
                Ok(found) => found,
                Err(reason) => {
                    let next = Next { state: State::Failed, not_before: now, reason: reason.as_str(), again: row.again };
                    record(&mut tx, now, &row, &next, None).await?;
                    continue;
                }
            };
            let Some(message) = self.message(&row, group.as_deref()).await? else {
                let next = Next { state: State::Failed, not_before: now, reason: Reason::Content.as_str(), again: row.again };
                record(&mut tx, now, &row, &next, None).await?;
                continue;
            };
            let hash = content_hash(&message);
            if hash.as_ref().is_some_and(|h| uploading.contains(h)) {
                // The first group's upload is under way: the others use its id.
                soonest = soonest.min(Duration::from_millis(200));
                continue;
            }
            let tick = self.clock.tick();
            let at = pace.ready_at(&address, group.is_some(), tick);
            if at > tick {
                let by = at - tick;
                soonest = soonest.min(by);
                // Out of the way of the rows behind it; pace is in real time, so this is too.
                if by > Duration::from_millis(200) {
                    store::postpone(&mut tx, row.id, now + by.as_millis() as Millis).await?;
                }
                continue;
            }
            if !store::begin(&mut tx, row.id, &self.owner, now).await? {
                continue;
            }
            pace.started(&address, tick);
            if let Some(hash) = hash
                && store::uploaded(&self.db, &hash, &self.account).await?.is_none()
            {
                uploading.insert(hash);
            }
            let row = Row { state: "sending".into(), attempts: row.attempts + 1, ..row };
            ready.push((row, address, message));
        }
        tx.commit().await?;
        if !ready.is_empty() {
            crash::point("marked");
        }
        for (row, address, message) in ready {
            flying.spawn(self.clone().attempt(row, address, message));
        }
        Ok(soonest)
    }

    /// One attempt, alone with the network: nothing else waits for it.
    async fn attempt(self: Arc<Self>, row: Row, chat: String, message: Message) -> Done {
        let (file, outcome) = match self.file(&message).await {
            Ok((file, upload)) => {
                let mut outcome = self.channel.send(&chat, &message, upload.clone()).await;
                if outcome == Outcome::LostContext {
                    let bare = Message { reply_to: None, ..message };
                    outcome = self.channel.send(&chat, &bare, upload).await;
                }
                (file, outcome)
            }
            Err(outcome) => (content_hash(&message), outcome),
        };
        telemetry::count("sends", &self.account, outcome.word());
        Done { row, outcome, file, chat }
    }

    /// Too late, or the group's link ended.
    async fn ended(&self, tx: &mut Tx, row: &Row, now: Millis) -> Result<Option<Next>> {
        let end = |reason: Reason| Some(Next { state: State::Failed, not_before: now, reason: reason.as_str(), again: row.again });
        if row.good_until.is_some_and(|until| until <= now) {
            return Ok(end(Reason::Outdated));
        }
        if row.kind == "announcement"
            && let Some(id) = &row.chat_group
        {
            match groups::get(tx, id).await? {
                Some(group) if group.state == "linked" => {}
                Some(group) if group.state == "gone" => return Ok(end(Reason::Removed)),
                _ => return Ok(end(Reason::Unlinked)),
            }
        }
        Ok(None)
    }

    /// The address of the day; for a group, the code of its place too.
    async fn address(&self, tx: &mut Tx, row: &Row) -> Result<Result<(String, Option<String>), Reason>> {
        if let Some(id) = &row.chat_group {
            return Ok(groups::get(tx, id).await?.map(|g| (g.address, Some(g.place))).ok_or(Reason::Unlinked));
        }
        match &row.address_sealed {
            Some(sealed) => Ok(Ok((self.seal.unseal(sealed)?, None))),
            None => Ok(Err(Reason::UnknownChat)),
        }
    }

    async fn message(&self, row: &Row, place: Option<&str>) -> Result<Option<Message>> {
        let json = match (&row.body, &row.body_sealed) {
            (Some(id), _) => store::body(&self.db, id).await?,
            (None, Some(sealed)) => Some(self.seal.unseal(sealed)?),
            (None, None) => None,
        };
        let mut message: Option<Message> = json.and_then(|j| serde_json::from_str(&j).ok());
        if let Some(link) = message.as_mut().and_then(|m| m.link.as_mut())
            && let Link::FromGroup { label } = link
        {
            *link = Link::Private { label: std::mem::take(label), payload: place_payload(place.unwrap_or_default()) };
        }
        Ok(message)
    }

    /// The file to send along: by the platform's handle where it has one, else its bytes. `Err`: it cannot
    /// be had, and nothing was sent.
    async fn file(&self, message: &Message) -> Result<(Option<String>, Option<Upload>), Outcome> {
        // Surely not sent; the phone's voice can be fetched later.
        let later = |_| Outcome::Retry { after: None, unreachable: true };
        let Some(media) = &message.media else { return Ok((None, None)) };
        match &media.source {
            Source::Content { hash, path } => {
                if let Some(id) = store::uploaded(&self.db, hash, &self.account).await.map_err(later)? {
                    return Ok((Some(hash.clone()), Some(Upload::Held(id))));
                }
                let bytes = (self.content)(hash, path).ok_or(Outcome::Refused(Reason::Content))?;
                let name = path.rsplit('/').next().unwrap_or(path).to_owned();
                Ok((Some(hash.clone()), Some(Upload::Bytes(name, bytes))))
            }
            Source::Platform { account, file_id } if *account == self.account => Ok((None, Some(Upload::Held(file_id.clone())))),
            Source::Platform { account, file_id } => {
                // An account that is not in the settings any more cannot give its voice back.
                let channel = self.channels.get(account).ok_or(Outcome::Refused(Reason::Content))?;
                Ok((None, Some(Upload::Bytes("voice.ogg".into(), channel.fetch(file_id).await.map_err(later)?))))
            }
            Source::Inline { name, base64 } => {
                let bytes = base64::engine::general_purpose::STANDARD.decode(base64);
                Ok((None, Some(Upload::Bytes(name.clone(), bytes.map_err(|_| Outcome::Refused(Reason::Content))?))))
            }
        }
    }

    /// Records outcomes, all in one transaction. Until that succeeds nothing else is started: a row
    /// left in *sending* is settled as unknown by the next owner.
    async fn finish(&self, done: Vec<Done>, pace: &mut Pace, uploading: &mut HashSet<String>, down: &mut bool) {
        crash::point("sent");
        for d in &done {
            if let Outcome::Retry { after: Some(by), .. } = &d.outcome {
                pace.hold(&d.chat, self.clock.tick(), *by);
            }
            if let Some(hash) = &d.file {
                uploading.remove(hash);
            }
            self.notice(&d.outcome, down);
        }
        // Bounded: the database may be locked or restarting; the outcomes must not be lost meanwhile.
        for attempt in 0..600u64 {
            match self.write_down(&done).await {
                Ok(()) => {
                    crash::point("recorded");
                    return;
                }
                Err(_) => {
                    if attempt == 0 {
                        tracing::error!(account = self.account, rows = done.len(), "outcomes could not be written; trying again");
                    }
                    tokio::time::sleep(Duration::from_millis(100 + attempt * 5)).await;
                }
            }
        }
    }

    async fn write_down(&self, done: &[Done]) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.db.write().await?;
        for d in done {
            let next = entry::after(&d.row, &d.outcome, now, self.ids.below(1000));
            let mut message = None;
            match &d.outcome {
                Outcome::Sent { message: id, file_id } => {
                    message = Some(id.as_str());
                    if let (Some(hash), Some(file_id)) = (&d.file, file_id) {
                        store::set_uploaded(&mut tx, hash, &self.account, file_id).await?;
                    }
                }
                Outcome::StaleFile => {
                    if let Some(hash) = &d.file {
                        store::drop_uploaded(&mut tx, hash, &self.account).await?;
                    }
                }
                Outcome::Moved { to } => groups::moved(&mut tx, now, &self.account, &d.chat, to).await?,
                Outcome::Gone(reason) => {
                    if let Some(id) = &d.row.chat_group
                        && let Some(mut group) = groups::get(&mut tx, id).await?
                    {
                        group.state = "gone".into();
                        group.reason = reason.as_str().into();
                        groups::save(&mut tx, &group, now).await?;
                    }
                }
                _ => {}
            }
            record(&mut tx, now, &d.row, &next, message).await?;
        }
        tx.commit().await
    }

    /// One line when the platform goes and one when it comes back, not one a message.
    fn notice(&self, outcome: &Outcome, down: &mut bool) {
        let trouble = matches!(outcome, Outcome::Retry { unreachable: true, .. } | Outcome::Stop(_));
        if trouble && !*down {
            match outcome {
                Outcome::Stop(_) => tracing::error!(account = self.account, "the platform does not accept the token; put a valid one into the settings"),
                _ => tracing::warn!(account = self.account, "the platform cannot be reached; messages wait"),
            }
        }
        if !trouble && *down {
            tracing::info!(account = self.account, "the platform is back");
        }
        *down = trouble;
    }
}

/// Moves a row and writes what that means into the log. Only a publication's text counts: the
/// group's state is its text's.
pub(super) async fn record(tx: &mut Tx, now: Millis, row: &Row, next: &Next, message: Option<&str>) -> Result<()> {
    if !store::finish(tx, row, next, message, now).await? {
        return Ok(());
    }
    if matches!(next.state, State::Failed | State::Cancelled) && row.part == 0 {
        store::end_later_parts(tx, row, next.state.as_str(), Reason::Earlier.as_str(), now).await?;
    }
    let Some(publication) = row.publication.as_deref().filter(|_| row.part == 0 && row.kind == "announcement") else { return Ok(()) };
    let stands = |state: &str| if state == "sending" { "waiting".to_owned() } else { state.to_owned() };
    let (from, to) = (stands(&row.state), stands(next.state.as_str()));
    if from == to {
        return Ok(());
    }
    let (place, platform, item) = store::belonging(tx, row).await?;
    let fact = Fact::Delivered { publication: publication.into(), platform, from, to };
    ledger::record(tx, now, About { place: &place, item: &item, reference: &row.delivery }, &fact).await
}

/// Gives up every account this process owns, so that another takes over at once.
pub async fn release(db: &Db, owner: &str) -> Result<()> {
    let mut tx = db.write().await?;
    store::release(&mut tx, owner).await?;
    tx.commit().await
}

fn content_hash(message: &Message) -> Option<String> {
    match &message.media.as_ref()?.source {
        Source::Content { hash, .. } => Some(hash.clone()),
        _ => None,
    }
}
