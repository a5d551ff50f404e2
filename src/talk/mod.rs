//! The conversation: who may say what, and what we answer.
//!
//! One kept update is one `Turn`: one transaction in which the update is marked handled, the act is
//! done by the feature that owns it, and every answer is put into the outbox. What must wait for the
//! commit (a button that stops spinning, a long publication that goes on) comes after it.

mod album;
mod aloud;
mod answering;
mod asking;
mod choices;
mod commands;
mod correcting;
mod edited;
mod editor;
mod free;
mod known;
mod limits;
mod lookup;
mod meaning;
mod membership;
mod menu;
mod office;
mod parse;
mod passing;
mod pending;
mod person;
mod quoted_item;
mod renamed;
mod reporting;
mod resident;
mod secretary;
mod sender;
mod sharing;
mod shown;
mod telling;
mod told;
mod turn;
mod understand;
mod whose;
mod withheld;

pub use renamed::{all as rename_all, any as any_renamed_later};

use crate::bell::Bell;
use crate::channel::{Channel, Meant};
use crate::crash;
use crate::db::Tx;
use crate::inbox::{self, Kept};
use crate::message::Incoming;
use crate::outbox::NotYet;
use crate::parts::Parts;
use crate::places::Tree;
use anyhow::Result;
use limits::Limits;
pub use menu::entries as menu_entries;
use parse::{Verb, verbs, words};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use turn::{After, Heard, Turn};

/// Updates looked at in one round.
const ROUND: i64 = 64;

/// Updates that are marked handled, and whose senders are looked up, at once.
const LOOKED_UP: usize = 16;

/// Before an update that came too early is looked at again.
const SOON: Duration = Duration::from_millis(50);

/// How long one transaction takes turns before others may write.
const AT_ONCE: Duration = Duration::from_millis(8);

/// How the turns of one transaction are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// All or none: the quick way, as long as nothing fails.
    Together,
    /// Each is taken back alone when it fails.
    OneByOne,
}

/// What came of some turns.
#[derive(Default)]
struct Done {
    /// How many of the updates were looked at.
    looked_at: usize,
    /// How many turns were taken.
    turns: usize,
    /// What comes after the commit.
    after: Vec<After>,
    /// Updates that could not be handled.
    failed: Vec<i64>,
    /// One of them came before what it quotes.
    early: bool,
}

/// One turn of an update that is marked handled.
async fn take(turn: &mut Turn<'_>) -> Result<()> {
    understand::take(turn).await?;
    crash::point("handling");
    Ok(())
}

/// Buttons that stop spinning at the same time; what comes of them is not important.
const COURTESIES: usize = 32;

/// Whether a line of text in a group is a command of ours: one that begins with a slash, or `lienket CODE`.
pub fn is_command(text: &str) -> bool {
    verbs::command(text, false).is_some()
        || verbs::command(text, true).is_some_and(|(verb, _)| verb == Verb::LinkGroup)
}

/// What a text says to the machine by itself, where nobody knows where a mention before it ends.
pub fn meant(text: &str) -> Option<Meant> {
    if words::digit(text).is_some() || words::is_choice(text) {
        return Some(Meant::Choice);
    }
    verbs::command(text, true).map(|_| Meant::Command)
}

/// Handles what came to one account.
pub struct Talk {
    account: String,
    channel: Channel,
    parts: Parts,
    limits: Limits,
    bell: Bell,
    /// Somebody may still be known under a key of before.
    renames: bool,
}

impl Talk {
    /// For one account.
    pub fn new(account: &str, channel: Channel, parts: Parts, bell: Bell, renames: bool) -> Talk {
        Talk { account: account.into(), channel, parts, limits: Limits::default(), bell, renames }
    }

    /// Handles what arrives until `stop` is true.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let arrived = self.bell.arrival(&self.account);
        let mut courtesies = JoinSet::new();
        tokio::select! {
            () = self.parts.understands() => {}
            _ = stop.changed() => {}
        }
        while !*stop.borrow() {
            let wait = match self.step(&mut courtesies).await {
                // More may wait: look again at once.
                Ok(handled) if handled > 0 => continue,
                Ok(_) => Duration::from_secs(1),
                Err(e) => {
                    if !self.parts.core.db.blame(&e) {
                        tracing::error!(account = self.account, "updates wait because of a fault of ours");
                    }
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                () = arrived.notified() => {}
                () = tokio::time::sleep(wait) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// One round; returns how many updates were handled.
    async fn step(&self, courtesies: &mut JoinSet<()>) -> Result<usize> {
        // Until the platform said who we are, a mention of us cannot be told from other words.
        if !self.channel.prepared() {
            return Ok(0);
        }
        let (mut handled, mut early) = (0, false);
        let core = &self.parts.core;
        let waiting = inbox::waiting(&core.db, &core.seal, &self.account, ROUND).await?;
        let mut waiting = waiting.as_slice();
        while !waiting.is_empty() {
            let done = self.handle(waiting).await?;
            waiting = &waiting[done.looked_at..];
            handled += done.turns;
            early |= done.early;
            if done.turns > 0 {
                self.bell.sending();
            }
            for act in done.after {
                self.follow(act, courtesies).await;
            }
            for seq in done.failed {
                inbox::failed(&core.db, seq).await?;
            }
        }
        if early && handled == 0 {
            tokio::time::sleep(SOON).await;
            self.bell.arrived(&self.account);
        }
        Ok(handled)
    }

    /// Handles the first of what waits in one transaction. When one of them fails, all are handled anew, so that it
    /// fails alone.
    async fn handle(&self, waiting: &[Kept]) -> Result<Done> {
        let why = match self.transact(waiting, Way::Together).await {
            Err(e) if !crate::db::is_gone(&e) => e,
            // Otherwise nothing is wrong with the updates.
            done => return done,
        };
        let done = self.transact(waiting, Way::OneByOne).await?;
        // Else the quick way would be broken, and nobody would see more of it than slowness.
        debug_assert!(why.is::<NotYet>() || !done.failed.is_empty(), "only together they failed: {why:?}");
        Ok(done)
    }

    /// Takes as many turns in one transaction as fit into [`AT_ONCE`]: all are true at the same moment.
    async fn transact(&self, waiting: &[Kept], way: Way) -> Result<Done> {
        let tree = self.parts.atlas.tree().await?;
        let mut done = Done::default();
        let mut tx = self.parts.core.db.write().await?;
        let began = self.parts.core.clock.tick();
        for some in waiting.chunks(LOOKED_UP) {
            tx = match way {
                Way::Together => self.together(tx, &tree, some, &mut done).await?,
                Way::OneByOne => self.one_by_one(tx, &tree, some, &mut done).await?,
            };
            done.looked_at += some.len();
            if self.parts.core.clock.tick() >= began + AT_ONCE {
                break;
            }
        }
        tx.commit().await?;
        crash::point("handled");
        Ok(done)
    }

    async fn together(&self, mut tx: Tx, tree: &Tree, kept: &[Kept], done: &mut Done) -> Result<Tx> {
        let core = &self.parts.core;
        let seqs: Vec<i64> = kept.iter().map(|kept| kept.seq).collect();
        let ours = inbox::claim(&mut tx, &seqs).await?;
        let kept = kept.iter().filter(|kept| ours.contains(&kept.seq));
        let (seqs, incoming): (Vec<i64>, Vec<Incoming>) =
            kept.map(|kept| (kept.seq, self.read(kept))).unzip();
        let today = core.calendar.local(core.clock.now()).date();
        if self.renames {
            let all: Vec<&Incoming> = incoming.iter().collect();
            renamed::senders(&mut tx, &core.seal, &self.account, &all).await?;
        }
        let mut senders = sender::look_up(&mut tx, &core.seal, today, &self.account, &incoming).await?;
        for (seq, incoming) in seqs.into_iter().zip(incoming) {
            // Once: what a turn changes of its own sender, their next one sees.
            let sender = incoming.sender.as_ref().and_then(|address| senders.remove(address));
            let holds_role = sender.as_ref().is_some_and(|sender| sender.roles);
            let heard = Heard { seq, incoming, sender };
            let mut turn =
                Turn::new(&self.parts, &self.channel, (&self.account, &self.limits), tree, tx, heard);
            let taken = take(&mut turn).await;
            let (back, after) = turn.end();
            tx = back;
            taken?;
            done.turns += 1;
            done.after.extend(after);
            // Who decides may change what others are and have.
            if holds_role {
                senders.clear();
            }
        }
        Ok(tx)
    }

    async fn one_by_one(&self, mut tx: Tx, tree: &Tree, kept: &[Kept], done: &mut Done) -> Result<Tx> {
        for kept in kept {
            tx.mark().await?;
            if inbox::claim(&mut tx, &[kept.seq]).await?.is_empty() {
                tx.keep().await?;
                continue;
            }
            let incoming = self.read(kept);
            if self.renames {
                renamed::senders(&mut tx, &self.parts.core.seal, &self.account, &[&incoming]).await?;
            }
            let heard = Heard { seq: kept.seq, incoming, sender: None };
            let mut turn =
                Turn::new(&self.parts, &self.channel, (&self.account, &self.limits), tree, tx, heard);
            let taken = take(&mut turn).await;
            let (back, after) = turn.end();
            tx = back;
            match taken {
                Ok(()) => {
                    tx.keep().await?;
                    done.turns += 1;
                    done.after.extend(after);
                }
                // Nothing is wrong with the update.
                Err(e) if crate::db::is_gone(&e) => return Err(e),
                Err(e) => {
                    tx.undo().await?;
                    // What it quotes is still on its way to us: it waits, and counts as no failure.
                    if e.is::<NotYet>() {
                        done.early = true;
                        continue;
                    }
                    // The error's own text may quote what a person wrote: only its kind is logged.
                    let kind = if crate::db::is_database_error(&e) { "database" } else { "other" };
                    tracing::error!(
                        account = self.account,
                        event = kept.event,
                        kind,
                        "an update could not be handled"
                    );
                    done.failed.push(kept.seq);
                }
            }
        }
        Ok(tx)
    }

    fn read(&self, kept: &Kept) -> Incoming {
        self.channel.read(&kept.event, &kept.body)
    }

    async fn follow(&self, act: After, courtesies: &mut JoinSet<()>) {
        while courtesies.try_join_next().is_some() {}
        match act {
            After::AnswerPress { callback, text } if courtesies.len() < COURTESIES => {
                let channel = self.channel.clone();
                courtesies.spawn(async move { channel.answer_press(&callback, &text).await });
            }
            After::CloseChoice { chat, message } if courtesies.len() < COURTESIES => {
                let channel = self.channel.clone();
                courtesies.spawn(async move { channel.close_choice(&chat, &message).await });
            }
            After::AnswerPress { .. } | After::CloseChoice { .. } => {}
            After::Menu { chat, entries } if courtesies.len() < COURTESIES => {
                let channel = self.channel.clone();
                courtesies.spawn(async move { channel.offer(Some(&chat), &entries).await });
            }
            After::Menu { .. } => {}
            After::KeepErasure => {
                if self.parts.register.keep(&self.parts.core.db).await.is_err() {
                    tracing::warn!(
                        "an erasure is not yet written down beside the key; it is tried again and again"
                    );
                }
            }
            After::GoOnPublishing(publication) => {
                let library = self.parts.shelf.library();
                let Ok(tree) = self.parts.atlas.tree().await else { return };
                if self.parts.publisher.finish(&library, &tree, *publication).await.is_err() {
                    tracing::warn!(
                        "a publication stopped half written; it is taken up again within a minute"
                    );
                }
                self.bell.sending();
            }
            After::GoOnWithdrawing(withdrawal) => {
                if self.parts.publisher.finish_withdrawal(*withdrawal).await.is_err() {
                    tracing::warn!("a withdrawal stopped half told; it is taken up again within a minute");
                }
                self.bell.sending();
            }
        }
    }
}
