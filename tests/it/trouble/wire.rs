//! A wire between the program and PostgreSQL that breaks at chosen moments: at random, and exactly at a commit, before
//! the server has it or after it has done it and nobody is told.

use crate::crash::trial::Trial;
use crate::crash::verdict::Verdict;
use crate::world::Engine;
use loaban::standins::telegram::{Fault, What};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// What is done at a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Break {
    /// The server never hears of it.
    Before,
    /// The server has done it, and its answer is lost.
    After,
}

pub struct Wire {
    pub address: SocketAddr,
    /// Each change breaks every connection.
    generation: watch::Sender<u64>,
    /// Every so many commits one breaks.
    plan: Arc<Mutex<Option<(usize, Break)>>>,
    commits: Arc<AtomicUsize>,
    broken: Arc<AtomicUsize>,
    _carries: JoinSet<()>,
}

impl Wire {
    pub async fn to(server: &str) -> Wire {
        let url = reqwest::Url::parse(server).unwrap();
        let far = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (generation, plan) = (watch::Sender::new(0), Arc::new(Mutex::new(None)));
        let (commits, broken) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut carries = JoinSet::new();
        let (changes, plans, counts) =
            (generation.subscribe(), plan.clone(), (commits.clone(), broken.clone()));
        carries.spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                while lines.try_join_next().is_some() {}
                let Ok(far) = TcpStream::connect(&far).await else { continue };
                let (mut changes, plan, counts) = (changes.clone(), plans.clone(), counts.clone());
                changes.mark_unchanged();
                lines.spawn(async move {
                    tokio::select! {
                        _ = changes.changed() => {}
                        _ = carry(near, far, &plan, &counts) => {}
                    }
                });
            }
        });
        Wire { address, generation, plan, commits, broken, _carries: carries }
    }

    /// The server's address by this wire.
    pub fn url(&self, server: &str) -> String {
        let mut url = reqwest::Url::parse(server).unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(self.address.port())).unwrap();
        url.to_string()
    }

    pub fn cut(&self) {
        self.generation.send_modify(|n| *n += 1);
    }

    fn breaks_at_commits(&self, plan: Option<(usize, Break)>) {
        *self.plan.lock().unwrap() = plan;
    }
}

type Counts = (Arc<AtomicUsize>, Arc<AtomicUsize>);

async fn carry(
    mut near: TcpStream,
    mut far: TcpStream,
    plan: &Mutex<Option<(usize, Break)>>,
    (commits, broken): &Counts,
) -> std::io::Result<()> {
    let (mut up, mut down) = (vec![0; 64 << 10], vec![0; 64 << 10]);
    loop {
        tokio::select! {
            read = near.read(&mut up) => {
                let n = read?;
                if n == 0 {
                    return Ok(());
                }
                let commit = up[..n].windows(7).any(|w| w == b"COMMIT\0");
                let mut what = None;
                if commit {
                    let nth = commits.fetch_add(1, Ordering::SeqCst);
                    what = plan.lock().unwrap().filter(|(every, _)| nth % every == 0).map(|(_, what)| what);
                }
                match what {
                    None => far.write_all(&up[..n]).await?,
                    Some(Break::Before) => {
                        broken.fetch_add(1, Ordering::SeqCst);
                        return Ok(());
                    }
                    Some(Break::After) => {
                        far.write_all(&up[..n]).await?;
                        // Its answer: it is done.
                        let n = far.read(&mut down).await?;
                        assert!(down[..n].windows(6).any(|w| w == b"COMMIT"), "the server committed");
                        broken.fetch_add(1, Ordering::SeqCst);
                        return Ok(());
                    }
                }
            }
            read = far.read(&mut down) => {
                let n = read?;
                if n == 0 {
                    return Ok(());
                }
                near.write_all(&down[..n]).await?;
            }
        }
    }
}

/// A trial whose `run` reaches its database by a wire; commands reach it without.
pub async fn wired(groups: usize, residents: usize) -> Option<(Trial, Wire)> {
    let trial = Trial::new(Engine::Postgres, groups, residents, false).await?;
    let wire = Wire::to(&trial.machine.url).await;
    let settings = trial.machine.settings("").replace(&trial.machine.url, &wire.url(&trial.machine.url));
    trial.machine.writes("wired.toml", &settings);
    Some((trial, wire))
}

pub const WIRED: &[(&str, &str)] = &[("LOABAN_CONFIG", "wired.toml")];

async fn sends_since(trial: &Trial, before: usize, more: usize) {
    for _ in 0..2_000 {
        if trial.sends() >= before + more {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("it sends nothing");
}

/// Nothing was in flight at the death of anything: so nothing may be unknown, and nothing may come again.
pub async fn is_whole(trial: &Trial) {
    trial.settles().await;
    let verdict = Verdict::of(trial).await;
    assert!(verdict.faults.is_empty() && (verdict.unknown, verdict.again) == (0, 0), "{verdict:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_loses_and_doubles_nothing() {
    for what in [Break::After, Break::Before] {
        let Some((mut trial, wire)) = wired(120, 2).await else { return };
        trial.machine.platform.fault(Fault::new(What::SlowMs(20)).on("sendMessage").times(u32::MAX));
        let mut running = trial.machine.runs(WIRED);
        running.ready().await;
        for every in [2, 3, 5] {
            let before = trial.sends();
            wire.breaks_at_commits(Some((every, what)));
            trial.publishes();
            for nth in 0..4 {
                trial.asks_in_private(trial.residents[nth % 2]);
                trial.asks_in_group(trial.residents[nth % 2], nth);
                sleep(Duration::from_millis(300)).await;
            }
            sends_since(&trial, before, 20).await;
        }
        let broken = wire.broken.load(Ordering::SeqCst);
        wire.breaks_at_commits(None);
        is_whole(&trial).await;
        eprintln!("{what:?}: {broken} of {} commits broke", wire.commits.load(Ordering::SeqCst));
        assert!(broken >= 10, "{broken}");
        running.stops().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_cut_at_random_loses_and_doubles_nothing() {
    let Some((mut trial, wire)) = wired(150, 2).await else { return };
    trial.machine.platform.fault(Fault::new(What::SlowMs(20)).on("sendMessage").times(u32::MAX));
    let mut running = trial.machine.runs(WIRED);
    running.ready().await;
    let mut chance = StdRng::seed_from_u64(2026);
    for round in 0..40 {
        if round % 15 == 0 {
            trial.publishes();
        }
        if round % 5 == 0 {
            trial.asks_in_private(trial.residents[round % 2]);
            trial.asks_in_group(trial.residents[round % 2], round);
        }
        sleep(Duration::from_millis(chance.random_range(5..150))).await;
        wire.cut();
    }
    is_whole(&trial).await;
    running.stops().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_session_that_is_terminated_in_mid_transaction_is_taken_up_again() {
    let Some((mut trial, _wire)) = wired(150, 2).await else { return };
    trial.machine.platform.fault(Fault::new(What::SlowMs(20)).on("sendMessage").times(u32::MAX));
    let mut running = trial.machine.runs(WIRED);
    running.ready().await;
    let mut ended = 0;
    for round in 0..40 {
        if round % 15 == 0 {
            trial.publishes();
        }
        if round % 5 == 0 {
            trial.asks_in_private(trial.residents[round % 2]);
            trial.asks_in_group(trial.residents[round % 2], round);
        }
        sleep(Duration::from_millis(37)).await;
        let sql = "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle') AS gone";
        ended += sqlx::query_scalar::<_, i64>(sql).fetch_one(trial.db.read()).await.unwrap();
    }
    is_whole(&trial).await;
    eprintln!("{ended} sessions ended at work");
    assert!(ended > 5, "{ended}");
    running.stops().await;
}
