//! Builds every part once, starts the loops, stops them.

use crate::bell::Bell;
use crate::channel::Channel;
use crate::channel::telegram::Telegram;
use crate::clock::Millis;
use crate::config::{Account, Platform, Receive, Settings};
use crate::db::{Backend, Db};
use crate::failure::{Failure, refused};
use crate::outbox::deliver::{self, Deliverer};
use crate::outbox::lease;
pub use crate::parts::Parts;
use crate::talk::Talk;
use crate::{inbox, report, web};
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::fs::File;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the scheduled acts are looked at.
const SCHEDULE: Duration = Duration::from_secs(5);

/// How long `stop` waits for what is in flight, and for the farewell (contract 1: exits within 10 s).
const DRAIN: Duration = Duration::from_secs(7);
const FAREWELL: Duration = Duration::from_secs(1);

/// The accounts of the settings, ready to be asked. A platform that this version does not speak is refused.
pub fn channels(settings: &Settings) -> Result<HashMap<String, Channel>> {
    settings.accounts.iter().map(|account| Ok((account.name.clone(), channel(settings, account)?))).collect()
}

fn channel(settings: &Settings, account: &Account) -> Result<Channel> {
    match account.platform {
        Platform::Telegram => {
            let webhook = match (account.receive, &settings.public_url, &account.webhook_secret) {
                (Receive::Webhook, Some(url), Some(secret)) => {
                    Some((format!("{url}/hook/{}", account.name), secret.expose().to_owned()))
                }
                _ => None,
            };
            let token = account.token.expose().to_owned();
            let (second, minute) = (account.per_second, account.per_chat_per_minute);
            Ok(Channel::Telegram(Telegram::new(token, &account.api_url, webhook, second, minute)?))
        }
        Platform::ZaloBot | Platform::ZaloOa => Err(refused(format!(
            "[[account]] {}: bản này chưa chạy được {}; bỏ tài khoản này ra, dùng telegram",
            account.name,
            account.platform.as_str()
        ))),
    }
}

/// The running program.
pub struct App {
    /// What it is made of.
    pub parts: Parts,
    channels: Arc<HashMap<String, Channel>>,
    bell: Bell,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    owner: String,
    _lock: Option<File>,
}

impl App {
    /// Opens the web door and starts every loop.
    pub async fn start(parts: Parts) -> Result<App> {
        let channels = Arc::new(channels(&parts.settings)?);
        let lock = lock(&parts.db)?;
        let listener = tokio::net::TcpListener::bind(parts.settings.listen).await.map_err(|e| {
            let what = format!(
                "[server] listen: không mở được {} ({}); chọn cổng khác",
                parts.settings.listen,
                e.kind()
            );
            Failure::Unreachable(what)
        })?;
        let address = listener.local_addr().context("the web door has no address")?;
        // Before anything is sent at full speed: whoever writes first would wait for it.
        parts.atlas.tree().await?;
        let (stop, stopped) = watch::channel(false);
        let bell = Bell::default();
        let owner = parts.ids.id();
        let mut tasks = JoinSet::new();
        let shelf = parts.shelf.clone();
        let content: deliver::ReadContent = Arc::new(move |hash, path| shelf.library().media(hash, path));
        for (name, channel) in channels.iter() {
            let (owned, owns) = watch::channel(false);
            let deliverer = Deliverer {
                db: parts.db.clone(),
                seal: parts.seal.clone(),
                ids: parts.ids.clone(),
                clock: parts.clock.clone(),
                calendar: parts.calendar.clone(),
                quiet: parts.settings.quiet,
                account: name.clone(),
                channel: channel.clone(),
                channels: channels.clone(),
                content: content.clone(),
                owner: owner.clone(),
                sure: parts.db.backend() == Backend::Sqlite,
                wake: bell.sender(name),
                owned,
                fence: Default::default(),
            };
            tasks.spawn(Arc::new(deliverer).run(stopped.clone()));
            tasks.spawn(prepare(name.clone(), channel.clone(), bell.clone(), stopped.clone()));
            if channel.polls() {
                tasks.spawn(receive(
                    parts.clone(),
                    name.clone(),
                    channel.clone(),
                    bell.clone(),
                    owns,
                    stopped.clone(),
                ));
            }
            let talk = Talk::new(name, channel.clone(), parts.clone(), bell.clone());
            tasks.spawn(talk.run(stopped.clone()));
        }
        let serves = channels.keys().cloned().collect();
        tasks.spawn(schedule(parts.clone(), owner.clone(), serves, bell.clone(), stopped.clone()));
        let missing = missing(channels.clone());
        let door = web::Door {
            db: parts.db.clone(),
            seal: parts.seal.clone(),
            clock: parts.clock.clone(),
            channels: channels.clone(),
            shelf: parts.shelf.clone(),
            text: parts.text.clone(),
            arrived: Arc::new({
                let bell = bell.clone();
                move |account: &str| bell.arrived(account)
            }),
            missing: missing.clone(),
        };
        tasks.spawn(async move {
            if web::serve(listener, door, stopped).await.is_err() {
                tracing::error!("the web door closed");
            }
        });
        Ok(App { parts, channels, bell, address, stop, tasks, owner, _lock: lock })
    }

    /// Where the web door listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The accounts.
    pub fn channels(&self) -> &HashMap<String, Channel> {
        &self.channels
    }

    /// What is missing until everything works; empty: ready.
    pub fn ready(&self) -> Vec<String> {
        missing(self.channels.clone())()
    }

    /// Every loop looks again at once (after the clock was moved).
    pub fn wake(&self) {
        self.bell.all();
    }

    /// Ends as a killed process does: nothing is finished, nothing is given up. For tests of crashes.
    pub async fn abandon(mut self) {
        self.tasks.shutdown().await;
        self.parts.db.close().await;
    }

    /// Takes no more work, finishes what is in flight, gives the accounts up.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        self.bell.all();
        let drained =
            tokio::time::timeout(DRAIN, async { while self.tasks.join_next().await.is_some() {} }).await;
        if drained.is_err() {
            tracing::warn!(
                "stopped without waiting for everything in flight; it will be settled at the next start"
            );
            self.tasks.shutdown().await;
        }
        let released = tokio::time::timeout(FAREWELL, lease::release(&self.parts.db, &self.owner)).await;
        if !matches!(released, Ok(Ok(()))) {
            tracing::warn!("the accounts could not be given up; another process takes over within 10 s");
        }
        let _ = tokio::time::timeout(FAREWELL, self.parts.db.close()).await;
    }
}

fn missing(channels: Arc<HashMap<String, Channel>>) -> Arc<dyn Fn() -> Vec<String> + Send + Sync> {
    Arc::new(move || {
        let mut names: Vec<String> = channels
            .iter()
            .filter(|(_, c)| !c.prepared())
            .map(|(name, _)| format!("account {name}"))
            .collect();
        names.sort();
        names
    })
}

/// One `run` on one SQLite file: what another process has in flight could not be told from what a dead one left.
fn lock(db: &Db) -> Result<Option<File>> {
    let Some(path) = db.file() else { return Ok(None) };
    let held = crate::db::sqlite::hold(path)?;
    let busy = || refused("một tiến trình `loaban run` khác đang dùng cơ sở dữ liệu này; dừng nó trước đã");
    Ok(Some(held.ok_or_else(busy)?))
}

/// Asks the platform who we are, again and again until it answers.
async fn prepare(account: String, channel: Channel, bell: Bell, mut stop: watch::Receiver<bool>) {
    let mut wait = Duration::from_millis(200);
    let mut told = false;
    while !*stop.borrow() {
        match channel.prepare().await {
            Ok(()) => {
                bell.prepared(&account);
                return;
            }
            Err(e) => {
                if !told {
                    tracing::warn!(account, "the platform did not answer yet: {e}");
                    told = true;
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => wait = (wait * 2).min(Duration::from_secs(30)),
            _ = stop.changed() => {}
        }
    }
}

/// Polls an account while this process owns it: stored first, acknowledged by the next poll's position.
async fn receive(
    parts: Parts,
    account: String,
    channel: Channel,
    bell: Bell,
    mut owns: watch::Receiver<bool>,
    mut stop: watch::Receiver<bool>,
) {
    let mut wait = Duration::from_millis(500);
    let prepared = bell.preparation(&account);
    while !*stop.borrow() {
        if !*owns.borrow() || !channel.prepared() {
            tokio::select! {
                _ = owns.changed() => {}
                () = prepared.notified() => {}
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                _ = stop.changed() => {}
            }
            continue;
        }
        let round = async {
            let next = inbox::next(&parts.db, &account).await?;
            let (updates, after) = channel.poll(next.as_deref()).await?;
            if !updates.is_empty() || after.is_some() {
                inbox::accept(&parts.db, &parts.seal, parts.clock.now(), &account, updates, after.as_deref())
                    .await?;
                bell.arrived(&account);
            }
            anyhow::Ok(())
        };
        let done = tokio::select! {
            done = round => done,
            _ = stop.changed() => continue,
        };
        match done {
            Ok(()) => wait = Duration::from_millis(500),
            // Nothing was acknowledged: the platform hands the same out again.
            Err(e) if parts.db.blame(&e) => {
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                    _ = stop.changed() => {}
                }
            }
            Err(e) => {
                if wait == Duration::from_millis(500) {
                    tracing::warn!(account, "receiving stopped for a moment: {e}");
                }
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    _ = stop.changed() => {}
                }
                wait = (wait * 2).min(Duration::from_secs(30));
            }
        }
    }
}

/// Reminders, deletions, publications left half written, periods that are over.
/// One process does it for all that share the database.
async fn schedule(
    parts: Parts,
    owner: String,
    serves: Vec<String>,
    bell: Bell,
    mut stop: watch::Receiver<bool>,
) {
    let turn = bell.schedule();
    let mut close_at = 0;
    let sure = parts.db.backend() == Backend::Sqlite;
    while !*stop.borrow() {
        let done = match lease::hold_turn(&parts.db, "#schedule", &owner, sure).await {
            Ok(true) => scheduled(&parts, &mut close_at).await,
            other => other.map(|_| ()),
        };
        if let Err(e) = done
            && !parts.db.blame(&e)
        {
            tracing::warn!("a scheduled act failed and will be tried again: {e}");
        }
        if !sure && lease::wish(&parts.db, &owner, &serves).await.is_err() {
            tracing::warn!("the database did not answer; accounts stay where they are");
        }
        bell.sending();
        tokio::select! {
            () = tokio::time::sleep(SCHEDULE) => {}
            () = turn.notified() => {}
            _ = stop.changed() => {}
        }
    }
}

async fn scheduled(parts: &Parts, close_at: &mut Millis) -> Result<()> {
    let tree = parts.atlas.tree().await?;
    let mut tx = parts.db.write().await?;
    parts.desk.assign_waiting(&mut tx, &tree).await?;
    tx.commit().await?;
    parts.desk.chase(&parts.db, &tree).await?;
    parts.desk.purge(&parts.db).await?;
    parts.publisher.go_on(&parts.shelf.library(), &tree).await?;
    // Only when a period ends, and once at start.
    let (now, settings) = (parts.clock.now(), &parts.settings.report);
    if now >= *close_at {
        report::close_periods(&parts.db, &parts.calendar, settings, now).await?;
        *close_at = report::next_close(&parts.calendar, settings, now);
    }
    Ok(())
}
