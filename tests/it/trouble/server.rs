//! A PostgreSQL of its own, which is restarted in mid-broadcast and comes later than the program.

use super::held::{in_mid_broadcast, missing, said, until_missing};
use super::wire::is_whole;
use crate::crash::trial::Trial;
use crate::live::machine::Machine;
use crate::world::Engine;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

/// A server that may be stopped: nobody else is on it.
struct Cluster {
    folder: TempDir,
    bin: PathBuf,
    port: u16,
}

impl Cluster {
    /// `None`: PostgreSQL was left out on purpose.
    fn new() -> Option<Cluster> {
        if std::env::var("LOABAN_TEST_SQLITE_ONLY").is_ok_and(|v| v == "1") {
            return None;
        }
        let folder = tempfile::Builder::new().prefix("loaban-pg-").tempdir_in("/tmp").unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Cluster { bin: bin(), port, folder };
        cluster.does("mkdir", &["-m", "700", "data"]);
        let data =
            ["-D", "data", "-U", "loaban", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
        cluster.does("initdb", &data);
        let settings = format!(
            "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\nmax_connections = 50\n"
        );
        cluster.does("sh", &["-c", &format!("printf '%s' \"{settings}\" > data/postgresql.auto.conf")]);
        cluster.starts();
        Some(cluster)
    }

    fn url(&self) -> String {
        format!("postgres://loaban@127.0.0.1:{}/postgres", self.port)
    }

    /// As the user that PostgreSQL insists on, in its folder.
    fn does(&self, program: &str, args: &[&str]) {
        let own = self.bin.join(program);
        let program = if own.exists() { own } else { program.into() };
        let root =
            std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
        let mut command = if root {
            let user = if std::fs::read_to_string("/etc/passwd").unwrap().contains("postgres:") {
                "postgres"
            } else {
                "nobody"
            };
            let given = Command::new("chown").arg(user).arg(self.folder.path()).status().unwrap();
            assert!(given.success());
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // The server inherits what it is started with: a pipe would never end.
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.path().join("tools"))
            .unwrap();
        command
            .args(args)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        let done = command.status().unwrap();
        assert!(
            done.success(),
            "{args:?}: {}",
            std::fs::read_to_string(self.folder.path().join("tools")).unwrap()
        );
    }

    fn starts(&self) {
        self.does("pg_ctl", &["start", "-s", "-w", "-D", "data", "-l", "log"]);
    }

    fn stops(&self) {
        self.does("pg_ctl", &["stop", "-s", "-D", "data", "-m", "immediate"]);
    }

    fn restarts(&self) {
        self.does("pg_ctl", &["restart", "-s", "-w", "-D", "data", "-m", "immediate", "-l", "log"]);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.folder.path().join("data/postmaster.pid").exists() {
            self.stops();
        }
    }
}

/// Where the server's programs are: on the path, else the newest that Debian keeps beside it.
fn bin() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .map(|version| version.unwrap().path().join("bin"))
        .collect();
    all.sort();
    all.extend(std::env::split_paths(&path));
    all.into_iter()
        .rev()
        .find(|folder| folder.join("initdb").exists())
        .expect("PostgreSQL is installed; run ./tests/run")
}

async fn trial(groups: usize) -> Option<(Trial, Cluster)> {
    let cluster = Cluster::new()?;
    let mut machine = Machine::new(Engine::Sqlite).await?;
    (machine.engine, machine.url) = (Engine::Postgres, cluster.url());
    machine.writes("loaban.toml", &machine.settings(""));
    assert_eq!(machine.does(&["migrate"]).code, 0);
    let bots = vec![machine.bot];
    Some((Trial::on(machine, bots, groups, 2, |_| {}).await, cluster))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_of_the_server_in_mid_broadcast_loses_and_doubles_nothing() {
    let Some((mut trial, cluster)) = trial(300).await else { return };
    let mut running = trial.machine.runs(&[]);
    running.ready().await;
    let watching = running.watching();
    for round in 0..3 {
        in_mid_broadcast(&mut trial).await;
        trial.asks_in_private(trial.residents[0]);
        cluster.restarts();
        trial.asks_in_group(trial.residents[1], round);
        sleep(Duration::from_millis(300)).await;
        trial.machine.platform.clear_faults();
    }
    is_whole(&trial).await;
    // Away for longer than the ownership of an account lasts.
    in_mid_broadcast(&mut trial).await;
    cluster.stops();
    let away = Instant::now();
    trial.asks_in_private(trial.residents[0]);
    until_missing(watching, Some("it cannot be reached")).await;
    let before = (trial.sends(), said(&running, "database"));
    let doctor = trial.machine.does(&["doctor"]);
    assert!(
        doctor.code == 3 && doctor.out.contains("Không kết nối được cơ sở dữ liệu ở 127.0.0.1"),
        "{}",
        doctor.out
    );
    assert!(trial.machine.platform.pending_updates(trial.machine.bot) > 0);
    sleep(Duration::from_secs(12).saturating_sub(away.elapsed())).await;
    assert_eq!((trial.sends(), said(&running, "database")), before, "{}", running.said());
    cluster.starts();
    trial.machine.platform.clear_faults();
    until_missing(watching, None).await;
    is_whole(&trial).await;
    assert!(running.said().lines().count() < 40, "{}", running.said());
    running.stops().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_comes_twenty_seconds_later_is_waited_for() {
    let Some((mut trial, cluster)) = trial(20).await else { return };
    trial.publishes();
    trial.db.close().await;
    cluster.stops();
    trial.asks_in_private(trial.residents[0]);
    let mut running = trial.machine.runs(&[]);
    sleep(Duration::from_secs(20)).await;
    assert!(running.ended().is_none(), "{}", running.said());
    assert_eq!(said(&running, "waiting for it"), 1, "{}", running.said());
    cluster.starts();
    running.ready().await;
    let watching = running.watching();
    assert_eq!(missing(watching).await, "[]");
    trial.db = loaban::db::Db::open(&cluster.url()).await.unwrap();
    is_whole(&trial).await;
    running.stops().await;
}
