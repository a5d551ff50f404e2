//! Own the account, mark, send, record: the one loop that talks to the platforms.

use super::air::{Air, Ended, Flight, Landed};
use super::entry::{self, Kept, State};
use super::line::{Heard, News};
use super::pace::Turn;
use super::pick::Picked;
use super::quota::Quota;
use super::record::{self, Move};
use super::store;
use crate::calendar::{Calendar, Quiet};
use crate::channel::{Channel, Chat, Outcome, Reason};
use crate::clock::{Clock, Millis};
use crate::crash;
use crate::db::{Db, Tx};
use crate::groups;
use crate::ids::Ids;
use crate::ledger::{self, About, Fact};
use crate::media::{Files, Links};
use crate::message::Message;
use crate::seal::Seal;
use crate::telemetry;
use crate::text::Text;
use anyhow::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinError};

/// Another process may have put something: looked at least this often.
const IDLE: Duration = Duration::from_secs(1);
/// How long an ownership lasts without being renewed, and how often it is.
const LEASE: Millis = 10_000;
const RENEW: Duration = Duration::from_secs(3);
/// Surely shorter than the lease, although two machines' clocks do not agree to the second.
const FENCE: Duration = Duration::from_secs(8);
/// Between two tries to write outcomes down.
const AGAIN: Duration = Duration::from_millis(250);

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
    /// When it is night.
    pub calendar: Calendar,
    /// The hours in which only answers and urgent announcements leave.
    pub quiet: Option<Quiet>,
    /// Name of the account.
    pub account: String,
    /// Where it sends.
    pub channel: Channel,
    /// Messages in a calendar month, where the platform counts them.
    pub per_month: Option<u32>,
    /// So long is kept what waits for a silent person.
    pub silent: Duration,
    /// Voices and pictures, also those that came by another account.
    pub files: Files,
    /// Where they are fetched or opened.
    pub links: Links,
    /// The words in place of what a chat cannot carry.
    pub text: Text,
    /// This process, in leases.
    pub owner: String,
    /// True when no other process can be alive on this database.
    pub sure: bool,
    /// Rung when something was put.
    pub wake: Arc<Notify>,
    /// Whether this process owns the account now.
    pub owned: watch::Sender<bool>,
    /// Until which tick (milliseconds) the ownership surely holds. A process that was stopped for a while and
    /// wakes up finds it over and sends nothing of what it had marked: the next owner has settled it.
    pub fence: AtomicU64,
}

impl Deliverer {
    /// Runs until `stop` is true, then waits for what is in flight and records it.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut air = Air::new(self.channel.limits());
        loop {
            let stopping = *stop.borrow();
            if stopping && air.is_empty() {
                return;
            }
            let wait = match self.look(&mut air, stopping).await {
                Ok(wait) => {
                    air.told = false;
                    wait
                }
                Err(_) => {
                    if !std::mem::replace(&mut air.told, true) {
                        let unwritten = air.unwritten.len();
                        tracing::warn!(
                            account = self.account,
                            unwritten,
                            "the database did not answer; trying again"
                        );
                    }
                    AGAIN
                }
            };
            tokio::select! {
                Some(landed) = air.tasks.join_next_with_id() => {
                    self.landed(&mut air, landed);
                    while let Some(landed) = air.tasks.try_join_next_with_id() {
                        self.landed(&mut air, landed);
                    }
                }
                () = self.wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// One look at everything that may have to be done; returns how long until something else may.
    async fn look(self: &Arc<Self>, air: &mut Air, stopping: bool) -> Result<Duration> {
        // First what is known already: until it is written down, nothing else is started.
        self.write(air).await?;
        if stopping {
            return Ok(IDLE);
        }
        let tick = self.clock.tick();
        if air.renewed.is_none_or(|at| tick >= at + RENEW) {
            let owned = self.hold(air).await?;
            air.renewed = owned.then_some(tick);
            self.owned.send_if_modified(|old| std::mem::replace(old, owned) != owned);
        }
        if !*self.owned.borrow() || !self.channel.prepared() {
            return Ok(IDLE);
        }
        if !air.line.is_good() {
            return Ok(self.ask(air));
        }
        self.start(air).await
    }

    /// Takes or renews the ownership; on taking it, settles what the last owner left in flight.
    async fn hold(&self, air: &Air) -> Result<bool> {
        let (now, tick) = (self.clock.now(), self.clock.tick());
        let mut tx = self.db.write().await?;
        let held = store::hold(&mut tx, &self.account, &self.owner, now, now + LEASE, self.sure).await?;
        let mut left = 0;
        if held == Some(true) {
            let mine: Vec<i64> = air.flights.values().map(|f| f.row.id).collect();
            left = super::settle(&mut tx, now, &self.account, &mine).await?;
            // The limit may be another one now.
            store::due_again(&mut tx, now, "account", &self.account, Reason::Quota.as_str()).await?;
        }
        tx.commit().await?;
        let until = if self.sure { u64::MAX } else { (tick + FENCE).as_millis() as u64 };
        self.fence.store(if held.is_some() { until } else { 0 }, Ordering::SeqCst);
        if held == Some(true) {
            tracing::info!(
                account = self.account,
                left_in_flight = left,
                "this process sends for the account"
            );
        }
        Ok(held.is_some())
    }

    /// Asks the platform whether it is there, when it is time to.
    fn ask(&self, air: &mut Air) -> Duration {
        let tick = self.clock.tick();
        match air.line.ask_at() {
            Some(at) if at <= tick => {
                air.line.asked();
                let channel = self.channel.clone();
                air.tasks.spawn(async move {
                    Landed::Asked(match channel.hail().await {
                        Ok(()) => Heard::Answer,
                        Err(Outcome::Stop(_)) => Heard::Stranger,
                        Err(_) => Heard::Nothing,
                    })
                });
                IDLE
            }
            Some(at) => (at - tick).min(IDLE),
            None => IDLE,
        }
    }

    /// Marks what may leave now, commits the marks, and only then lets it leave.
    async fn start(self: &Arc<Self>, air: &mut Air) -> Result<Duration> {
        let (now, tick) = (self.clock.now(), self.clock.tick());
        let mut picked = self.pick(air, now, tick).await?;
        // In one order for everybody who touches rows.
        picked.sort_by_key(Picked::row);
        let mut ended = false;
        if !picked.is_empty() {
            let (mut leaving, mut ends, mut ids) = (vec![], vec![], vec![]);
            let mut tx = self.db.write().await?;
            for one in &mut picked {
                match one {
                    Picked::Ends(row, next) => ends.push(Move { row, next: *next, message: None }),
                    Picked::Leaves(flight, _) => ids.push(flight.row.id),
                }
            }
            let marked = store::begin(&mut tx, &ids, &self.owner, now).await?;
            ended = record::make(&mut tx, now, ends).await?.0 > 0;
            tx.commit().await?;
            for one in picked {
                if let Picked::Leaves(mut flight, message) = one
                    && marked.contains(&flight.row.id)
                {
                    flight.row.state = State::Sending.as_str().into();
                    flight.row.attempts += 1;
                    leaving.push((flight, message));
                }
            }
            if !leaving.is_empty() {
                crash::point("marked");
            }
            for (flight, message) in leaving {
                let (chat, handle) = (flight.chat.clone(), flight.handle.clone());
                let announces = flight.row.kind == "announcement";
                let task = air.tasks.spawn(self.clone().attempt(announces, chat, message, handle));
                air.leave(task.id(), *flight, tick);
            }
        }
        if ended {
            // What stood before others is gone: look at those at once.
            return Ok(Duration::ZERO);
        }
        let account = match air.pace.account(tick) {
            Turn::At(at) => at.saturating_sub(tick),
            Turn::Now | Turn::Landing => IDLE,
        };
        let account = air.pace.even(tick).map_or(account, |at| account.min(at.saturating_sub(tick)));
        let chat = air.held.values().min().map_or(IDLE, |until| until.saturating_sub(tick));
        Ok(account.min(chat).min(IDLE))
    }

    /// One attempt, alone with the network: nothing else waits for it.
    async fn attempt(
        self: Arc<Self>,
        announces: bool,
        chat: Chat,
        message: Message,
        handle: Option<String>,
    ) -> Landed {
        let not_ours = || self.clock.tick().as_millis() as u64 >= self.fence.load(Ordering::SeqCst);
        let (message, upload) = match self.carry(announces, &chat, message, handle).await {
            Ok(carried) => carried,
            Err(outcome) => return Landed::Attempt(outcome),
        };
        if not_ours() {
            return Landed::Attempt(Outcome::Retry { after: None, unreachable: false });
        }
        let mut outcome = self.channel.send(&chat, &message, upload.clone()).await;
        if outcome == Outcome::LostContext {
            // What it replied to, or its topic, is gone: it is said without.
            let bare = Message { reply_to: None, ..message };
            outcome = match self.channel.send(&chat, &bare, upload).await {
                Outcome::LostContext => Outcome::Refused(Reason::Muted),
                other => other,
            };
        }
        Landed::Attempt(outcome)
    }

    /// Something came back.
    fn landed(&self, air: &mut Air, landed: Result<(Id, Landed), JoinError>) {
        let tick = self.clock.tick();
        let (id, landed) = match landed {
            Ok((id, landed)) => (id, landed),
            // A fault of ours in mid-sending: it may have arrived.
            Err(e) => (e.id(), Landed::Attempt(Outcome::Unknown(Reason::Interrupted))),
        };
        match (air.land(id, tick), landed) {
            (Some(flight), Landed::Attempt(outcome)) => {
                telemetry::count("sends", &self.account, outcome.word());
                if let Outcome::Retry { after: Some(by), .. } = &outcome {
                    air.pace.hold(&flight.key, tick, *by);
                }
                if matches!(
                    outcome,
                    Outcome::Retry { unreachable: true, .. } | Outcome::Unknown(_) | Outcome::Stop(_)
                ) {
                    air.line.trouble(tick);
                }
                air.unwritten.push(Ended { flight, outcome });
            }
            (None, Landed::Asked(heard)) => self.tell(air.line.heard(heard, tick, self.ids.below(1000))),
            // Asking failed by a fault of ours.
            (_, _) => self.tell(air.line.heard(Heard::Nothing, tick, self.ids.below(1000))),
        }
    }

    /// One line when the platform goes and one when it comes back, not one a message.
    fn tell(&self, news: Option<News>) {
        match news {
            None => {}
            Some(News::Away) => {
                tracing::warn!(account = self.account, "the platform cannot be reached; messages wait")
            }
            Some(News::Refused) => {
                tracing::error!(
                    account = self.account,
                    "the platform does not accept the token, or the consent is gone; `loaban doctor` says what to do"
                );
            }
            Some(News::Back) => tracing::info!(account = self.account, "the platform is back"),
        }
    }

    /// Records outcomes, all in one transaction. What is left in *sending* because this process ends before,
    /// the next owner settles.
    async fn write(&self, air: &mut Air) -> Result<()> {
        if air.unwritten.is_empty() {
            return Ok(());
        }
        crash::point("sent");
        let now = self.clock.now();
        let mut tx = self.db.write().await?;
        let (mut sent, mut moves): (Vec<(i64, &str)>, Vec<Move<'_>>) = (vec![], vec![]);
        for ended in &air.unwritten {
            let one = self.learn(&mut tx, now, ended).await?;
            // What was simply sent goes in few statements, however many they are.
            match one.message {
                Some(message) if one.next.state == State::Sent => sent.push((one.row.id, message)),
                _ => moves.push(one),
            }
        }
        sent.sort_unstable();
        let moved = store::finish_sent(&mut tx, &sent, now).await?;
        if self.per_month.is_some() && !moved.is_empty() {
            store::add_used(&mut tx, &self.account, &self.calendar.month(now), moved.len() as i64).await?;
        }
        record::make(&mut tx, now, moves).await?;
        let arrived = air.unwritten.iter().map(|e| &e.flight).filter(|f| moved.contains(&f.row.id));
        let platform = self.channel.platform();
        let facts: Vec<(About<'_>, Fact)> = arrived
            .filter(|f| f.row.counts())
            .map(|Flight { row, place, item, .. }| {
                let publication = row.publication.clone().unwrap_or_default();
                let (from, to) = (State::Waiting.as_str().into(), State::Sent.as_str().into());
                let fact = Fact::Delivered { publication, platform: platform.into(), from, to };
                (About { place, item, reference: &row.delivery }, fact)
            })
            .collect();
        ledger::record_all(&mut tx, now, &facts).await?;
        tx.commit().await?;
        air.unwritten.clear();
        crash::point("recorded");
        Ok(())
    }

    /// How long what cannot leave now is kept.
    pub(super) fn kept(&self, now: Millis) -> Kept {
        let (silent, month) = (self.silent.as_millis() as Millis, self.calendar.next_month(now));
        Kept { silent, month, counted: self.per_month.is_some() }
    }

    /// What is left of the month, where the platform counts.
    pub(super) async fn quota(&self, now: Millis) -> Result<Option<Quota>> {
        let Some(limit) = self.per_month else { return Ok(None) };
        let used = store::used(&self.db, &self.account, &self.calendar.month(now)).await?;
        Ok(Some(Quota { limit: limit.into(), used }))
    }

    /// What an outcome says about files and groups, and the move of the row.
    async fn learn<'a>(&self, tx: &mut Tx, now: Millis, ended: &'a Ended) -> Result<Move<'a>> {
        let Ended { flight: Flight { row, chat, hash, handle, .. }, outcome } = ended;
        let next = entry::after(row, outcome, now, self.ids.below(1000), self.kept(now));
        let mut message = None;
        match outcome {
            Outcome::Sent { message: id, file_id } => {
                message = Some(id.as_str());
                if let (Some(hash), Some(file_id), None) = (hash, file_id, handle) {
                    store::set_uploaded(tx, hash, &self.account, file_id).await?;
                }
            }
            Outcome::StaleFile => {
                // Only the handle that was refused: another attempt may have put a new one by now.
                if let (Some(hash), Some(handle)) = (hash, handle) {
                    store::drop_uploaded(tx, hash, &self.account, handle).await?;
                }
            }
            Outcome::Moved { to } => groups::moved(tx, now, &self.account, &chat.address, to).await?,
            Outcome::Gone(reason) => {
                if let Some(id) = &row.chat_group
                    && let Some(mut group) = groups::get(tx, id).await?.filter(|g| g.state == "linked")
                {
                    group.state = "gone".into();
                    group.reason = reason.as_str().into();
                    groups::save(tx, &group, now).await?;
                }
            }
            _ => {}
        }
        Ok(Move { row, next, message })
    }
}

/// Takes or keeps something that one process does for all (the schedule), for as long as an account is held.
pub async fn hold_turn(db: &Db, name: &str, owner: &str, now: Millis, sure: bool) -> Result<bool> {
    let mut tx = db.write().await?;
    let held = store::hold(&mut tx, name, owner, now, now + LEASE, sure).await?;
    tx.commit().await?;
    Ok(held.is_some())
}

/// Gives up every account this process owns, so that another takes over at once.
pub async fn release(db: &Db, owner: &str) -> Result<()> {
    let mut tx = db.write().await?;
    store::release(&mut tx, owner).await?;
    tx.commit().await
}
