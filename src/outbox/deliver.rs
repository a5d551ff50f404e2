//! Own the account, mark, send, record: the one loop that talks to the platforms.

use super::breaker::{Heard, News};
pub use super::deliverer::Deliverer;
use super::delivery::{Kind, To};
use super::in_flight::{Attempt, CLOCK_SET_BACK, Ended, InFlight, Landed};
use super::lease::{self, RENEWAL_PAUSE};
use super::pace::Turn;
use super::part::{self, Part, State};
use super::pick::Picked;
use super::record::{self, Move};
use super::settle::settle;
use super::store;
use crate::channel::{Chat, Outcome};
use crate::clock::Millis;
use crate::crash;
use crate::db::Tx;
use crate::groups;
use crate::ledger::{self, About, DeliveryState, Fact};
use crate::message::Message;
use crate::reason::Reason;
use crate::telemetry;
use anyhow::Result;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{Id, JoinError};

/// Another process may have put something: looked at least this often.
const IDLE_PAUSE: Duration = Duration::from_secs(1);
/// A wait after a failure is at most this long ([`part::back_off`]); a longer one is for an hour of the day.
const SHORT_WAIT: Millis = 15 * 60_000;
/// Between two tries to write outcomes down.
const OUTCOME_RETRY_PAUSE: Duration = Duration::from_millis(250);

impl Deliverer {
    /// Runs until `stop` is true, then waits for what is in flight and records it.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut in_flight = InFlight::new(self.channel.limits());
        loop {
            let stopping = *stop.borrow();
            if stopping && in_flight.is_empty() {
                return;
            }
            let wait = match self.look(&mut in_flight, stopping).await {
                Ok(wait) => {
                    in_flight.told = false;
                    wait
                }
                Err(e) => {
                    if !self.core.db.blame(&e) && !std::mem::replace(&mut in_flight.told, true) {
                        tracing::error!(
                            account = self.account,
                            "sending failed by a fault of ours; trying again"
                        );
                    }
                    OUTCOME_RETRY_PAUSE
                }
            };
            tokio::select! {
                Some(landed) = in_flight.tasks.join_next_with_id() => {
                    self.landed(&mut in_flight, landed);
                    while let Some(landed) = in_flight.tasks.try_join_next_with_id() {
                        self.landed(&mut in_flight, landed);
                    }
                }
                () = self.wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// One look at everything that may have to be done; returns how long until something else may.
    async fn look(self: &Arc<Self>, in_flight: &mut InFlight, stopping: bool) -> Result<Duration> {
        // First what is known already: until it is written down, nothing else is started.
        self.write(in_flight).await?;
        self.take_back(in_flight).await?;
        if stopping {
            return Ok(IDLE_PAUSE);
        }
        let tick = self.core.clock.tick();
        if in_flight.was_set_back(self.core.clock.now(), tick) {
            (in_flight.set_back, in_flight.renewed) = (true, None);
        }
        if in_flight.renewed.is_none_or(|at| tick >= at + RENEWAL_PAUSE) {
            let owned = self.hold(in_flight).await?;
            in_flight.renewed = owned.then_some(tick);
            self.owned.send_if_modified(|old| std::mem::replace(old, owned) != owned);
        }
        if in_flight.yields {
            return self.give_up(in_flight).await;
        }
        let Some(term) = in_flight.term.filter(|_| self.channel.prepared()) else { return Ok(IDLE_PAUSE) };
        if !in_flight.breaker.is_good() {
            return Ok(self.ask(in_flight));
        }
        self.start(in_flight, term).await
    }

    /// Takes or renews the ownership; on taking it, settles what the last owner left in flight.
    async fn hold(&self, in_flight: &mut InFlight) -> Result<bool> {
        let (now, tick) = (self.core.clock.now(), self.core.clock.tick());
        let mut tx = self.core.db.write().await?;
        let held = lease::hold(&mut tx, &self.account, &self.owner, self.exclusive).await?;
        let new = held.is_some_and(|h| h.new);
        let left = if new { settle(&mut tx, now, &self.account).await? } else { 0 };
        let mut caught_up = 0;
        if new || in_flight.set_back && held.is_some() {
            caught_up = store::catch_up(&mut tx, &self.account, now, CLOCK_SET_BACK, SHORT_WAIT).await?;
        }
        if new {
            // The limit may be another one now.
            store::quota_again(&mut tx, now, &self.account).await?;
        }
        tx.commit().await?;
        in_flight.set_back = false;
        in_flight.term = held.map(|h| h.term);
        in_flight.yields = held.is_some_and(|h| h.wanted);
        self.fence.put(in_flight.term, tick, self.exclusive);
        if let Some(held) = held.filter(|h| h.new) {
            in_flight.pace.rest(self.core.clock.tick() + lease::rest(&held));
            tracing::info!(
                account = self.account,
                process = self.owner,
                left_in_flight = left,
                "this process sends for the account"
            );
        }
        if caught_up > 0 {
            tracing::warn!(
                account = self.account,
                caught_up,
                "the clock was set back; what was due stays due"
            );
        }
        Ok(held.is_some())
    }

    /// Marks whose commit had no answer, and that nothing was done about, are taken back: else their parts would
    /// stand in *sending* for as long as this process lives, and be unknown after.
    async fn take_back(&self, in_flight: &mut InFlight) -> Result<()> {
        if in_flight.doubtful.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<i64> = in_flight.doubtful.iter().copied().collect();
        ids.sort_unstable();
        let mut tx = self.core.db.write().await?;
        store::unmark(&mut tx, &ids, &self.owner, self.core.clock.now()).await?;
        tx.commit().await?;
        in_flight.doubtful.clear();
        Ok(())
    }

    /// Another process asked for the account: it gets it as soon as nothing flies any more.
    async fn give_up(&self, in_flight: &mut InFlight) -> Result<Duration> {
        if !in_flight.is_empty() {
            return Ok(IDLE_PAUSE);
        }
        let mut tx = self.core.db.write().await?;
        store::release_one(&mut tx, &self.account, &self.owner).await?;
        tx.commit().await?;
        self.lost(in_flight);
        self.owned.send_replace(false);
        tracing::info!(account = self.account, "another process sends for the account from now on");
        Ok(IDLE_PAUSE)
    }

    /// The account is not ours any more, as far as is known.
    fn lost(&self, in_flight: &mut InFlight) {
        self.fence.put(None, Duration::ZERO, false);
        // Whoever owns it from now on says how its platform is.
        self.standing.send_replace("");
        (in_flight.term, in_flight.renewed, in_flight.yields) = (None, None, false);
    }

    /// Whether the account is still ours in this term, until the transaction ends; if not, it is asked for anew.
    async fn still(&self, tx: &mut Tx, in_flight: &mut InFlight, term: i64) -> Result<bool> {
        let still = self.exclusive || store::still(tx, &self.account, &self.owner, term).await?;
        if !still {
            self.lost(in_flight);
        }
        Ok(still)
    }

    /// Asks the platform whether it is there, when it is time to.
    fn ask(&self, in_flight: &mut InFlight) -> Duration {
        let tick = self.core.clock.tick();
        match in_flight.breaker.ask_at() {
            Some(at) if at <= tick => {
                in_flight.breaker.asked();
                let channel = self.channel.clone();
                in_flight.tasks.spawn(async move {
                    Landed::Asked(match channel.probe().await {
                        Ok(()) => Heard::Answer,
                        Err(Outcome::Stop(_)) => Heard::Stranger,
                        Err(_) => Heard::Nothing,
                    })
                });
                IDLE_PAUSE
            }
            Some(at) => (at - tick).min(IDLE_PAUSE),
            None => IDLE_PAUSE,
        }
    }

    /// Marks what may leave now, commits the marks, and only then lets it leave.
    async fn start(self: &Arc<Self>, in_flight: &mut InFlight, term: i64) -> Result<Duration> {
        let (now, tick) = (self.core.clock.now(), self.core.clock.tick());
        let mut picked = self.pick(in_flight, term, now, tick).await?;
        // In one order for everybody who touches parts.
        picked.sort_by_key(Picked::id);
        let mut ended = false;
        if !picked.is_empty() {
            let (mut leaving, mut ends, mut ids) = (vec![], vec![], vec![]);
            let mut tx = self.core.db.write().await?;
            if !self.still(&mut tx, in_flight, term).await? {
                return Ok(Duration::ZERO);
            }
            for one in &mut picked {
                match one {
                    Picked::Ends(part, next) => ends.push(Move { part, next: *next, message: None }),
                    Picked::Leaves(attempt, _) => ids.push(attempt.part.id),
                }
            }
            if !store::begin(&mut tx, &ids, now).await? {
                // Somebody took one of them back since they were read: they are read again.
                return Ok(Duration::ZERO);
            }
            let made = record::make(&mut tx, now, ends).await?;
            record::refused(&mut tx, &self.core.calendar, now, &made).await?;
            ended = made.parts > 0;
            // Nothing has left yet: when the commit fails, or its answer is lost, the marks are taken back.
            in_flight.doubtful.extend(&ids);
            tx.commit().await?;
            in_flight.doubtful.clear();
            for one in picked {
                if let Picked::Leaves(mut attempt, message) = one {
                    attempt.part.state = State::Sending;
                    attempt.part.attempts += 1;
                    leaving.push((attempt, *message));
                }
            }
            if !leaving.is_empty() {
                crash::point("marked");
            }
            for (attempt, message) in leaving {
                let (chat, handle) = (attempt.chat.clone(), attempt.handle.clone());
                let announces = attempt.part.kind == Kind::Announcement;
                let task =
                    in_flight.tasks.spawn(self.clone().attempt(term, announces, chat, message, handle));
                in_flight.leave(task.id(), *attempt, tick);
            }
        }
        if ended {
            // What stood before others is gone: look at those at once.
            return Ok(Duration::ZERO);
        }
        let account = match in_flight.pace.account(tick) {
            Turn::At(at) => at.saturating_sub(tick),
            Turn::Now | Turn::Landing => IDLE_PAUSE,
        };
        let account = in_flight.pace.even(tick).map_or(account, |at| account.min(at.saturating_sub(tick)));
        let chat = in_flight.held.values().min().map_or(IDLE_PAUSE, |until| until.saturating_sub(tick));
        Ok(account.min(chat).min(IDLE_PAUSE))
    }

    /// One attempt, alone with the network: nothing else waits for it.
    async fn attempt(
        self: Arc<Self>,
        term: i64,
        announces: bool,
        chat: Chat,
        message: Message,
        handle: Option<String>,
    ) -> Landed {
        let (message, upload) = match self.attach(announces, &chat, message, handle).await {
            Ok(carried) => carried,
            Err(outcome) => return Landed::Attempt(outcome),
        };
        if !self.fence.stands(term, self.core.clock.tick()) {
            // Nothing left; whether it may is for the next owner to say.
            return Landed::Attempt(Outcome::Retry { after: None, unreachable: false });
        }
        let mut outcome = self.while_ours(term, self.channel.send(&chat, &message, upload.clone())).await;
        if outcome == Outcome::LostContext {
            // What it replied to, or its topic, is gone: it is said without.
            let bare = Message { reply_to: None, ..message };
            outcome = match self.while_ours(term, self.channel.send(&chat, &bare, upload)).await {
                Outcome::LostContext => Outcome::NotNow { reason: Reason::Forbidden, after: None },
                other => other,
            };
        }
        Landed::Attempt(outcome)
    }

    /// Lets it go on for as long as the account is ours. Whoever wakes up from a long sleep while it was still
    /// opening a connection must not hand the message over now; an answer that came meanwhile is taken.
    async fn while_ours(&self, term: i64, sending: impl Future<Output = Outcome>) -> Outcome {
        let mut sending = pin!(sending);
        poll_fn(|cx| {
            let ours = self.fence.stands(term, self.core.clock.tick());
            match sending.as_mut().poll(cx) {
                Poll::Pending if !ours => Poll::Ready(Outcome::Unknown(Reason::Interrupted)),
                other => other,
            }
        })
        .await
    }

    /// Something came back.
    fn landed(&self, in_flight: &mut InFlight, landed: Result<(Id, Landed), JoinError>) {
        let tick = self.core.clock.tick();
        let (id, landed) = match landed {
            Ok((id, landed)) => (id, landed),
            // A fault of ours in mid-sending: it may have arrived.
            Err(e) => (e.id(), Landed::Attempt(Outcome::Unknown(Reason::Interrupted))),
        };
        match (in_flight.land(id, tick), landed) {
            (Some(attempt), Landed::Attempt(outcome)) => {
                telemetry::count("sends", &self.account, outcome.word());
                if let Outcome::Retry { after: Some(by), .. } = &outcome {
                    telemetry::count("pace_waits", &self.account, "platform");
                    in_flight.pace.hold(&attempt.key, tick, by.length());
                }
                let silent = matches!(
                    outcome,
                    Outcome::Retry { unreachable: true, .. } | Outcome::Unknown(_) | Outcome::Stop(_)
                );
                self.tell(if silent {
                    in_flight.breaker.trouble(tick)
                } else {
                    in_flight.breaker.answered()
                });
                in_flight.unwritten.push(Ended { attempt, outcome });
            }
            (None, Landed::Asked(heard)) => {
                self.tell(in_flight.breaker.heard(heard, tick, self.core.ids.below(1000)))
            }
            // Asking failed by a fault of ours.
            (_, _) => self.tell(in_flight.breaker.heard(Heard::Nothing, tick, self.core.ids.below(1000))),
        }
    }

    /// One line when the platform goes and one when it comes back, not one a message.
    fn tell(&self, news: Option<News>) {
        let Some(news) = news else { return };
        self.standing.send_replace(match news {
            News::Away => "the platform does not answer",
            News::Refused => "the platform does not accept the token, or wants consent",
            News::Back => "",
        });
        match news {
            News::Away => {
                tracing::warn!(account = self.account, "the platform cannot be reached; messages wait")
            }
            News::Refused => {
                tracing::error!(
                    account = self.account,
                    "the platform does not accept the token, or wants consent anew; `loaban doctor` says what to do"
                );
            }
            News::Back => tracing::info!(account = self.account, "the platform is back"),
        }
    }

    /// Records outcomes, all in one transaction. What is left in *sending* because this process ends before,
    /// the next owner settles.
    async fn write(&self, in_flight: &mut InFlight) -> Result<()> {
        if in_flight.unwritten.is_empty() {
            return Ok(());
        }
        crash::point("sent");
        let now = self.core.clock.now();
        let mut tx = self.core.db.write().await?;
        let ours = match in_flight.term {
            Some(term) => self.still(&mut tx, in_flight, term).await?.then_some(term),
            None => None,
        };
        let (mut sent, mut moves): (Vec<(i64, &str)>, Vec<Move<'_>>) = (vec![], vec![]);
        // What the next owner has settled meanwhile, as it left it.
        let mut settled: Vec<Part> = vec![];
        for ended in in_flight.unwritten.iter().filter(|e| Some(e.attempt.term) != ours) {
            if let Outcome::Sent { .. } = ended.outcome {
                settled.push(part::as_settled(&ended.attempt.part, now));
            }
        }
        for ended in &in_flight.unwritten {
            let mut one = self.learn(&mut tx, now, ended).await?;
            if Some(ended.attempt.term) != ours {
                let Some(part) = settled.iter().find(|p| p.id == one.part.id) else { continue };
                one.part = part;
                moves.push(one);
                continue;
            }
            // What was simply sent goes in few statements, however many they are.
            match one.message {
                Some(message)
                    if one.next.state == State::Sent
                        && !(one.part.is_text() && one.part.texts > 1)
                        && one.part.kind != Kind::PrivateItem =>
                {
                    sent.push((one.part.id, message));
                }
                _ => moves.push(one),
            }
        }
        sent.sort_unstable();
        let moved = store::finish_sent(&mut tx, &sent, now).await?;
        if self.per_month.is_some() && !moved.is_empty() {
            store::add_used(&mut tx, &self.account, &self.core.calendar.month(now), moved.len() as i64)
                .await?;
        }
        let made = record::make(&mut tx, now, moves).await?;
        record::refused(&mut tx, &self.core.calendar, now, &made).await?;
        let arrived = in_flight.unwritten.iter().map(|e| &e.attempt).filter(|a| moved.contains(&a.part.id));
        let platform = self.channel.platform();
        let facts: Vec<(About<'_>, Fact)> = arrived
            .filter(|a| a.part.is_announced())
            .map(|Attempt { part, place, item, .. }| {
                let publication = part.publication.clone().unwrap_or_default();
                let (from, to) = (DeliveryState::Waiting, DeliveryState::Sent);
                let fact = Fact::Delivered { publication, platform, from, to };
                let item = item.as_deref().unwrap_or_default();
                (About { place, item, reference: &part.delivery }, fact)
            })
            .collect();
        ledger::record_all(&mut tx, now, &facts).await?;
        tx.commit().await?;
        in_flight.unwritten.clear();
        crash::point("recorded");
        Ok(())
    }

    /// What an outcome says about files and groups, and the move of the part.
    async fn learn<'a>(&self, tx: &mut Tx, now: Millis, ended: &'a Ended) -> Result<Move<'a>> {
        let Ended { attempt: Attempt { part, chat, hash, handle, .. }, outcome } = ended;
        let next = part::after(part, outcome, now, self.core.ids.below(1000), self.kept(now));
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
                if let To::Group(id) = &part.to {
                    groups::gone(tx, now, id, *reason).await?;
                }
            }
            _ => {}
        }
        Ok(Move { part, next, message })
    }
}
