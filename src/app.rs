//! Builds every part once, starts the loops, stops them.

pub mod deleted;
pub mod erased;
mod filing;
pub mod keys;
mod menus;

use crate::base::Core;
use crate::bell::Bell;
use crate::channel::Channel;
use crate::channel::telegram::Telegram;
use crate::channel::zalo_bot::ZaloBot;
use crate::channel::zalo_oa::ZaloOa;
pub use crate::channel::zalo_oa::{Pasted, Refusal};
use crate::clock::{Clock, Millis};
use crate::config::{Account, Platform, Receive, Settings};
use crate::content;
use crate::db::{Backend, Db};
use crate::desk;
use crate::failure::{Failure, refused};
use crate::mail::language_of;
use crate::media::{Converter, Files, Links, ReadContent};
use crate::message::Message;
use crate::outbox::deliver::Deliverer;
use crate::outbox::lease;
use crate::outbox::{Delivery, Kind};
use crate::parts::KEY_SINCE;
pub use crate::parts::Parts;
use crate::places::Tree;
use crate::roster::{self, Duty};
use crate::talk::Talk;
use crate::text::VIETNAMESE;
use crate::timekeeper::Timekeeper;
use crate::{acts, inbox, outbox, outreach, people, questions, report, web};
use anyhow::{Context, Result};
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the scheduled acts are looked at.
const SCHEDULE: Duration = Duration::from_secs(5);

/// So long what waits for a choice is kept, and somebody who agreed to nothing.
const DAY: Millis = 24 * 3_600_000;
const HOUR: Millis = 3_600_000;

/// So often what was recorded is carried over, when it has become much.
const CARRIED_EVERY: Millis = 10 * 60_000;

/// How often it is looked what was asked, changed and let go, also by other processes.
const TWINS_EVERY: Millis = 60_000;

/// How often a process looks whether another one (or a command) put something.
const GLANCE: Duration = Duration::from_millis(200);

/// How often it is looked whether something that was said is to be fetched.
const KEEPING: Duration = Duration::from_secs(1);

/// How often it is looked whether another process took over what was handed in at the desk.
const SHELVING: Duration = Duration::from_secs(1);

/// How long `stop` waits for what is in flight, and for the farewell (contract 1: exits within 10 s).
const DRAIN: Duration = Duration::from_secs(7);
const FAREWELL: Duration = Duration::from_secs(1);

/// How often an account is looked after that needs it.
const TENDING: Duration = Duration::from_secs(10);

/// The accounts of the settings, ready to be asked. Without a `core` those are left out that keep something in its database.
pub fn channels(settings: &Settings, clock: &Clock, core: Option<&Core>) -> Result<HashMap<String, Channel>> {
    let mut all = HashMap::new();
    for account in &settings.accounts {
        if let Some(channel) = channel(settings, account, clock, core)? {
            all.insert(account.name.clone(), channel);
        }
    }
    Ok(all)
}

fn channel(
    settings: &Settings,
    account: &Account,
    clock: &Clock,
    core: Option<&Core>,
) -> Result<Option<Channel>> {
    let webhook = match (account.receive, &settings.public_url, &account.webhook_secret) {
        (Receive::Webhook, Some(url), Some(secret)) => {
            Some((format!("{url}/hook/{}", account.name), secret.expose().to_owned()))
        }
        _ => None,
    };
    match account.platform {
        Platform::Telegram => {
            Ok(Some(Channel::Telegram(Telegram::new(account, webhook, crate::talk::is_command)?)))
        }
        Platform::ZaloBot => {
            Ok(Some(Channel::ZaloBot(ZaloBot::new(account, webhook, clock.clone(), crate::talk::meant)?)))
        }
        Platform::ZaloOa => {
            let (Some(core), Some(official)) = (core, &account.oa) else { return Ok(None) };
            let oa = ZaloOa::new(account, official, core.clone(), crate::talk::is_command)?;
            Ok(Some(Channel::ZaloOa(oa)))
        }
    }
}

/// An Official Account of the settings, for its administrator's consent; `None` when it is none.
pub fn official_account(parts: &Parts, name: &str) -> Result<Option<ZaloOa>> {
    let account = parts.settings.accounts.iter().find(|a| a.name == name);
    let Some((account, official)) = account.and_then(|a| Some((a, a.oa.as_ref()?))) else { return Ok(None) };
    ZaloOa::new(account, official, parts.core.clone(), crate::talk::is_command).map(Some)
}

/// The running program.
pub struct App {
    /// What it is made of.
    pub parts: Parts,
    channels: Arc<HashMap<String, Channel>>,
    missing: Missing,
    bell: Bell,
    address: SocketAddr,
    metrics: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    owner: String,
    _lock: Option<File>,
}

impl App {
    /// Opens the web door and starts every loop.
    pub async fn start(parts: Parts) -> Result<App> {
        let channels = Arc::new(channels(&parts.settings, &parts.core.clock, Some(&parts.core))?);
        let lock = lock(&parts.core.db)?;
        // Before anybody is written to or understood.
        keys::begin(&parts).await?;
        erased::apply(&parts, &channels).await?;
        let since = parts.core.db.mark(KEY_SINCE).await?.and_then(|at| at.parse().ok()).unwrap_or(0);
        let renames = crate::talk::any_renamed_later(&parts.core.db, &parts.core.seal, since).await?;
        // Before anything lapses.
        let mut timekeeper = Timekeeper::new(parts.core.clone());
        timekeeper.look(true).await?;
        let listener = listen("listen", parts.settings.listen)?;
        let address = listener.local_addr().context("the web door has no address")?;
        let watched = match parts.settings.metrics {
            Some(address) => Some(listen("metrics", address)?),
            None => None,
        };
        let metrics = watched.as_ref().and_then(|listener| listener.local_addr().ok());
        // Before anything is sent at full speed: whoever writes first would wait for it.
        parts.atlas.tree().await?;
        let (stop, stopped) = watch::channel(false);
        let bell = Bell::default();
        let owner = parts.core.ids.id();
        let mut tasks = JoinSet::new();
        let (files, links) = media(&parts, &channels);
        let mut standings = HashMap::new();
        for (name, channel) in channels.iter() {
            let (owned, owns) = watch::channel(false);
            let (standing, stands) = watch::channel("");
            standings.insert(name.clone(), stands);
            let deliverer = Deliverer {
                core: parts.core.clone(),
                atlas: parts.atlas.clone(),
                quiet: parts.settings.quiet,
                account: name.clone(),
                channel: channel.clone(),
                per_month: parts.mail.capabilities.get(name).per_month,
                silent: parts.settings.questions.keep_text.length(),
                files: files.clone(),
                links: links.clone(),
                owner: owner.clone(),
                exclusive: parts.core.db.backend() == Backend::Sqlite,
                wake: bell.sender(name),
                owned,
                standing,
                fence: Default::default(),
            };
            tasks.spawn(Arc::new(deliverer).run(stopped.clone()));
            let menu = crate::talk::menu_entries(&parts.core.text, VIETNAMESE, &[]);
            tasks.spawn(prepare(name.clone(), channel.clone(), menu, bell.clone(), stopped.clone()));
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
            if channel.needs_maintenance() {
                tasks.spawn(maintain(
                    parts.clone(),
                    name.clone(),
                    channel.clone(),
                    bell.clone(),
                    stopped.clone(),
                ));
            }
            let talk = Talk::new(name, channel.clone(), parts.clone(), bell.clone(), renames);
            tasks.spawn(talk.run(stopped.clone()));
        }
        tasks.spawn(keep_files(files.clone(), parts.core.db.clone(), bell.clone(), stopped.clone()));
        tasks.spawn(keep_shelf(parts.clone(), stopped.clone()));
        tasks.spawn(hear_others(parts.clone(), bell.clone(), stopped.clone()));
        let serves = channels.keys().cloned().collect();
        let by = (owner.clone(), timekeeper);
        tasks.spawn(schedule(parts.clone(), channels.clone(), by, serves, bell.clone(), stopped.clone()));
        let missing = missing(channels.clone(), standings);
        let office = desk::Office {
            parts: parts.clone(),
            wake: Arc::new({
                let bell = bell.clone();
                move || bell.all()
            }),
        };
        let door = web::Door {
            intake: inbox::Intake::start(
                parts.core.db.clone(),
                parts.core.seal.clone(),
                parts.core.clock.clone(),
            ),
            core: parts.core.clone(),
            capabilities: parts.mail.capabilities.clone(),
            channels: channels.clone(),
            shelf: parts.shelf.clone(),
            files,
            links,
            reports: reports(&parts),
            arrived: Arc::new({
                let bell = bell.clone();
                move |account: &str| bell.arrived(account)
            }),
            missing: missing.clone(),
        };
        let (clock, patience) = (parts.core.clock.clone(), web::Patience::default());
        let watching = web::watching_router(door.clone());
        tasks.spawn(web::serve(
            listener,
            web::router(door, desk::routes(office)),
            clock.clone(),
            patience,
            stopped.clone(),
        ));
        if let Some(listener) = watched {
            tasks.spawn(web::serve(listener, watching, clock, patience, stopped));
        }
        Ok(App { parts, channels, missing, bell, address, metrics, stop, tasks, owner, _lock: lock })
    }

    /// Where the figures for a monitor are, if anywhere.
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.metrics
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
        (self.missing)()
    }

    /// Returns when the database's file is not the one any more that it was at the start.
    pub async fn lost(&self) {
        self.parts.core.db.lost().await;
    }

    /// Stops at once and touches the database no more, not even to close it: what is left in its log would be written
    /// into whatever stands in its place now.
    pub async fn drop_everything(mut self) {
        std::mem::forget(self.parts.core.db.clone());
        self.tasks.shutdown().await;
    }

    /// Every loop looks again at once (after the clock was moved).
    pub fn wake(&self) {
        self.bell.all();
    }

    /// Ends as a killed process does: nothing is finished, nothing is given up. For tests of crashes.
    pub async fn abandon(mut self) {
        self.tasks.shutdown().await;
        self.parts.core.db.close().await;
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
        let released = tokio::time::timeout(FAREWELL, lease::release(&self.parts.core.db, &self.owner)).await;
        if !matches!(released, Ok(Ok(()))) {
            tracing::warn!("the accounts could not be given up; another process takes over within 10 s");
        }
        let _ = tokio::time::timeout(FAREWELL, self.parts.core.db.close()).await;
    }
}

fn listen(key: &str, address: SocketAddr) -> Result<TcpListener> {
    web::listen(address).map_err(|e| {
        let what = format!("[server] {key}: không mở được {address} ({}); chọn cổng khác", e.kind());
        Failure::Unreachable(what).into()
    })
}

/// Where the bytes of voices and pictures are, and the addresses of those that are fetched.
fn media(parts: &Parts, channels: &Arc<HashMap<String, Channel>>) -> (Files, Links) {
    let (shelf, db) = (parts.shelf.clone(), parts.core.db.clone());
    let content: ReadContent = Arc::new(move |hash, path| {
        let (shelf, db) = (shelf.clone(), db.clone());
        Box::pin(async move { shelf.media(&db, &hash, &path).await })
    });
    let (text, clock) = (parts.core.text.clone(), parts.core.clock.clone());
    let files = Files::new(content, channels.clone(), text, Converter::find(), clock);
    let files = files.keeping(parts.core.clone());
    (files, parts.links.clone())
}

/// Makes the files of reports for who opens an address of theirs.
fn reports(parts: &Parts) -> web::Reports {
    let parts = parts.clone();
    web::Reports::new(Arc::new(move |place, period, form| {
        let parts = parts.clone();
        Box::pin(async move {
            let tree = parts.atlas.tree().await?;
            let now = parts.core.clock.now();
            match crate::report::build(parts.reports(), &tree, &place, period, now).await {
                Ok(made) => Ok(Some((made.file_name(form.as_str()), made.file(form, &parts.core.text)?))),
                Err(e) if e.is::<Failure>() => Ok(None),
                Err(e) => Err(e),
            }
        })
    }))
}

/// What is missing until everything works.
type Missing = Arc<dyn Fn() -> Vec<String> + Send + Sync>;

fn missing(
    channels: Arc<HashMap<String, Channel>>,
    standings: HashMap<String, watch::Receiver<&'static str>>,
) -> Missing {
    Arc::new(move || {
        let lacks = |name: &str, c: &Channel| {
            let standing = standings.get(name).map_or("", |s| *s.borrow());
            match (c.prepared(), c.consent_needed()) {
                (_, true) => Some(format!("account {name}: consent")),
                (false, _) => Some(format!("account {name}")),
                (true, false) => (!standing.is_empty()).then(|| format!("account {name}: {standing}")),
            }
        };
        let mut names: Vec<String> =
            channels.iter().filter_map(|(name, channel)| lacks(name, channel)).collect();
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
async fn prepare(
    account: String,
    channel: Channel,
    menu: Vec<(String, String)>,
    bell: Bell,
    mut stop: watch::Receiver<bool>,
) {
    let mut wait = Duration::from_millis(200);
    let mut told = false;
    while !*stop.borrow() {
        match channel.prepare().await {
            Ok(()) => {
                bell.prepared(&account);
                channel.offer(None, &menu).await;
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
            let next = inbox::next(&parts.core.db, &account).await?;
            let (updates, after) = channel.poll(next.as_deref()).await?;
            if !updates.is_empty() || after.is_some() {
                inbox::accept(
                    &parts.core.db,
                    &parts.core.seal,
                    parts.core.clock.now(),
                    &account,
                    updates,
                    after.as_deref(),
                )
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
            Err(e) if parts.core.db.blame(&e) => {
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

/// Looks after an account that needs it: tokens are renewed ahead of time, what was not pushed is asked for, and
/// editors are told when somebody has to consent again.
async fn maintain(
    parts: Parts,
    account: String,
    channel: Channel,
    bell: Bell,
    mut stop: watch::Receiver<bool>,
) {
    let woken = bell.tending(&account);
    while !*stop.borrow() {
        let maintained = channel.maintain().await;
        let done = async {
            if let Some(loss) = maintained.consent_needed {
                tell_editors(&parts, &account, loss).await?;
                bell.sending();
            }
            if !maintained.missed.is_empty() {
                let now = parts.core.clock.now();
                let new =
                    inbox::accept(&parts.core.db, &parts.core.seal, now, &account, maintained.missed, None)
                        .await?;
                if new > 0 {
                    tracing::warn!(account, new, "updates came that were never pushed; is the webhook on?");
                    bell.arrived(&account);
                }
            }
            anyhow::Ok(())
        };
        if let Err(e) = done.await
            && !parts.core.db.blame(&e)
        {
            tracing::warn!(account, "the account could not be looked after; it is again later");
        }
        tokio::select! {
            () = woken.notified() => {}
            () = tokio::time::sleep(TENDING) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Fetches what was said in questions and answers soon after it was stored, whoever stored it.
async fn keep_files(files: Files, db: Db, bell: Bell, mut stop: watch::Receiver<bool>) {
    let woken = bell.keeping();
    while !*stop.borrow() {
        let kept = tokio::select! {
            kept = files.keep_due() => kept,
            // What is in flight is tried again at the next start.
            _ = stop.changed() => continue,
        };
        match kept {
            Ok(0) => {}
            // What could not be fetched is not due any more.
            Ok(_) => continue,
            Err(e) if db.blame(&e) => {}
            Err(e) => tracing::warn!("voices could not be fetched to be kept; it is tried again: {e}"),
        }
        tokio::select! {
            () = woken.notified() => {}
            () = tokio::time::sleep(KEEPING) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Takes over what was handed in at the desk, in whatever process.
async fn keep_shelf(parts: Parts, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        match parts.shelf.refresh(&parts.core.db).await {
            Ok(_) => {}
            Err(e) if parts.core.db.blame(&e) => {}
            Err(e) => {
                tracing::warn!("what was written at the desk could not be read; it is tried again: {e}")
            }
        }
        tokio::select! {
            () = tokio::time::sleep(SHELVING) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Rings when somebody else put something to send or stored what came: one small question for all accounts, so that
/// an answer that another process wrote, and what was published by command, leaves at once.
async fn hear_others(parts: Parts, bell: Bell, mut stop: watch::Receiver<bool>) {
    let mut seen = (0, 0);
    while !*stop.borrow() {
        // Nobody may have anything to write, and the file be another one.
        let _ = parts.core.db.still_there();
        // When the database does not answer, the loops notice and say so themselves.
        let newest = async {
            anyhow::Ok((outbox::newest(&parts.core.db).await?, inbox::newest(&parts.core.db).await?))
        };
        if let Ok(newest) = newest.await {
            if newest.0 != seen.0 {
                bell.sending();
            }
            if newest.1 != seen.1 {
                bell.arrivals();
            }
            seen = newest;
        }
        tokio::select! {
            () = tokio::time::sleep(GLANCE) => {}
            _ = stop.changed() => {}
        }
    }
}

/// One message to each editor, wherever they are; the same loss of consent is told once.
async fn tell_editors(parts: &Parts, account: &str, loss: i64) -> Result<()> {
    let mut tx = parts.core.db.write().await?;
    for role in roster::all(&mut tx).await?.into_iter().filter(|role| role.duty == Duty::Editor) {
        let Some(person) = people::reach(&mut tx, &role.person).await? else { continue };
        let language = language_of(&parts.core.text, &person.language);
        let text = parts.core.text.say(&language, "account-consent-needed", &[("account", account.into())]);
        let id = format!("consent:{account}:{loss}:{}", role.person);
        let delivery = Delivery::new(Kind::Notice, id, vec![Message::text(text)]);
        let to = (&person, role.place.as_str());
        parts.mail.to_person(&mut tx, parts.core.clock.now(), to, delivery).await?;
    }
    tx.commit().await
}

/// Reminders, deletions, publications left half written, periods that are over.
/// One process does it for all that share the database.
async fn schedule(
    parts: Parts,
    channels: Arc<HashMap<String, Channel>>,
    (owner, mut timekeeper): (String, Timekeeper),
    serves: Vec<String>,
    bell: Bell,
    mut stop: watch::Receiver<bool>,
) {
    let turn = bell.schedule();
    let (mut close_at, mut acts, mut menus) = (0, Scheduled::default(), menus::Menus::default());
    let exclusive = parts.core.db.backend() == Backend::Sqlite;
    tokio::select! {
        () = parts.understands() => {}
        _ = stop.changed() => {}
    }
    while !*stop.borrow() {
        let turn_held = lease::hold_turn(&parts.core.db, "schedule", &owner, exclusive).await;
        // Whoever's turn it is not looks, too: what lapses is decided in each process.
        let looked = timekeeper.look(matches!(turn_held, Ok(true))).await;
        acts.heard(&parts.core.db, "looking at the clock", looked);
        match turn_held {
            Ok(true) => {
                acts.all(&parts, &mut close_at).await;
                let renewed = menus.renew(&parts, &channels).await;
                acts.heard(&parts.core.db, "offering what is left of a role", renewed);
            }
            Ok(false) => {}
            Err(e) if parts.core.db.blame(&e) => {}
            Err(e) => tracing::warn!("nobody's turn could be asked for: {e}"),
        }
        if !exclusive
            && let Err(e) = lease::wish(&parts.core.db, &owner, &serves).await
            && !parts.core.db.blame(&e)
        {
            tracing::warn!("no account could be asked for; all stay where they are");
        }
        bell.sending();
        tokio::select! {
            () = tokio::time::sleep(SCHEDULE) => {}
            () = turn.notified() => {}
            _ = stop.changed() => {}
        }
    }
}

/// One word a month to the editors when four fifths of it are used.
async fn warn_of_quotas(parts: &Parts) -> Result<()> {
    let now = parts.core.clock.now();
    let month = parts.core.calendar.month(now);
    for (account, quota) in outbox::quotas(&parts.core.db, &parts.mail.capabilities, &month).await? {
        if !quota.is_scarce() {
            continue;
        }
        let args = [
            ("account", account.as_str().into()),
            ("used", quota.used.into()),
            ("limit", quota.limit.into()),
            ("left", quota.left().into()),
        ];
        let mut tx = parts.core.db.write().await?;
        let cause = format!("quota:{account}:{month}");
        parts.mail.to_editors(&mut tx, now, &cause, "quota-warning", &args).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What is done again and again, each act by itself: one that fails keeps none of the others from being done.
#[derive(Default)]
struct Scheduled {
    /// The acts that failed when they were last tried: told once.
    failing: BTreeSet<&'static str>,
    /// When an older sealing key is looked after again.
    keys_at: Millis,
    /// How far this morning's look at silent villages has come.
    reminding: outreach::Reminding,
    /// How far this morning's digests have come.
    digesting: questions::Digesting,
    /// How far the look at answered questions has come.
    following_up: questions::FollowingUp,
    /// When what was recorded since is carried over.
    carries_at: Millis,
    /// Not before then it is looked anew what was asked.
    twins_at: Millis,
    /// A period was seen to be over: its reports are to be filed.
    files: bool,
    /// How far the look at old deliveries has come.
    archiving: outbox::Archiving,
    /// How far the look at old questions has come.
    forgetting: questions::Forgetting,
    /// What was deleted today.
    deleted: deleted::Tally,
}

impl Scheduled {
    /// Deletion first: what has had its time goes, whatever else goes wrong. While the clock is not believed, nothing is
    /// done that follows from the time alone and cannot be undone.
    async fn all(&mut self, parts: &Parts, close_at: &mut Millis) {
        let (db, now) = (&parts.core.db, parts.core.clock.now());
        // Asked anew each time: it may jump between two acts. They act by the moment that was asked about.
        let believed = || !parts.core.clock.doubts(now);
        if believed() {
            self.delete(parts, now).await;
        }
        self.heard(db, "writing erasures down", parts.register.keep(db).await);
        if now >= self.keys_at
            && self.heard(db, "sealing by the newest key", keys::tend(parts).await).is_some()
        {
            self.keys_at = now + HOUR;
        }
        if let Some(tree) = self.heard(db, "reading places", parts.atlas.tree().await) {
            self.heard(db, "assigning questions", assign(parts, &tree).await);
            if believed() {
                self.heard(db, "reminding", parts.desk.chase(db, &tree, now).await);
                let told = self.digesting.look(&parts.desk, &tree, now).await;
                self.heard(db, "telling what is overdue", told);
                let asked = self.following_up.look(&parts.desk, db, now).await;
                self.heard(db, "asking whether matters were settled", asked);
            }
            let library = parts.shelf.library();
            if now >= self.twins_at {
                self.twins_at = now + TWINS_EVERY;
                let lapsed = content::lapsed_numbers(db, &library, parts.core.today()).await;
                if let Some(lapsed) = self.heard(db, "reading which documents lapsed", lapsed) {
                    let looked = parts.desk.look_for_twins(db, now, lapsed).await;
                    self.heard(db, "looking for what was asked before", looked);
                }
            }
            if believed() {
                let (mail, mode, quiet) = (&parts.mail, parts.mode, parts.settings.quiet);
                let with = outreach::With { mail, mode, quiet, tree: &tree, library: &library };
                let reminded = self.reminding.look(&with, now).await;
                self.heard(db, "asking silent villages", reminded);
            }
            self.heard(db, "going on with publications", parts.publisher.go_on(&library, &tree).await);
        }
        self.heard(db, "telling of answers", parts.desk.tell_of_answers(db).await);
        if believed() {
            self.heard(db, "ending proposals", parts.desk.lapse_proposals(db).await);
        }
        self.heard(db, "warning of quotas", warn_of_quotas(parts).await);
        let today = parts.core.calendar.local(now).date();
        self.heard(db, "counting complaints", report::record_complaints(db, today).await);
        // Only when a period ends, and once at start.
        if believed()
            && now >= *close_at
            && self.heard(db, "closing periods", report::close_periods(parts.reports(), now).await).is_some()
        {
            *close_at = report::next_close(&parts.core.calendar, &parts.settings.report, now);
            self.files = true;
        }
        // While the time is believed: what is carried of a day that has not come would be made again.
        if believed() && now >= self.carries_at {
            self.carries_at = now + CARRIED_EVERY;
            self.heard(db, "carrying the month over", report::carry_over(parts.reports()).await);
        }
        if self.files
            && let Some(tree) = self.heard(db, "reading places", parts.atlas.tree().await)
        {
            let filed = filing::file_closed(parts, &tree, now).await;
            self.files = self.heard(db, "filing reports", filed).is_none();
        }
        // Last: whatever else is due waits for none of it.
        if believed() {
            let archived = self.archiving.look(db, now, parts.settings.keep_deliveries).await;
            self.heard(db, "archiving old deliveries", archived);
        }
    }

    /// What has had its time.
    async fn delete(&mut self, parts: &Parts, now: Millis) {
        let db = &parts.core.db;
        let today = parts.core.calendar.local(now).date();
        let purged = parts.desk.purge(db, now).await;
        let purged = self.heard(db, "deleting texts and handles", purged).unwrap_or_default();
        // Not counted: nobody is to learn that somebody said something and did not send it.
        self.heard(db, "deleting what waited for a choice", people::lapse_pending(db, now - DAY).await);
        let people = self.heard(db, "forgetting people", people::sweep(db, today).await).unwrap_or_default();
        // Platforms repeat an update for at most a week (telegram.md 2.8).
        let updates = inbox::forget_keys(db, now - inbox::KEYS_KEPT).await;
        let updates = self.heard(db, "forgetting updates", updates).unwrap_or_default();
        let decisions = acts::forget(db, now).await;
        let decisions = self.heard(db, "forgetting decisions", decisions).unwrap_or_default();
        let questions = self.forgetting.look(&parts.desk, db, now).await;
        let questions = self.heard(db, "forgetting old questions", questions).unwrap_or_default();
        self.heard(db, "forgetting whom nobody let in", roster::forget_lapsed(db, now).await);
        let sums = deleted::Sums {
            texts: purged.texts,
            handles: purged.handles,
            rows: decisions + questions,
            updates,
            people,
        };
        let counted = self.deleted.add(db, today, now, sums).await;
        self.heard(db, "counting what was deleted", counted);
        self.heard(db, "closing the desk", desk::sweep(db, now).await);
    }

    fn heard<T>(&mut self, db: &Db, act: &'static str, done: Result<T>) -> Option<T> {
        match done {
            Ok(done) => {
                self.failing.remove(act);
                Some(done)
            }
            Err(e) => {
                if !db.blame(&e) && self.failing.insert(act) {
                    tracing::warn!(act, "a scheduled act failed and is tried again and again: {e}");
                }
                None
            }
        }
    }
}

async fn assign(parts: &Parts, tree: &Tree) -> Result<()> {
    let mut tx = parts.core.db.write().await?;
    parts.desk.let_go_refused(&mut tx).await?;
    parts.desk.assign_waiting(&mut tx, tree).await?;
    tx.commit().await
}
