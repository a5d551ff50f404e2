//! The built program, run as an operator runs it.

use crate::house::House;
use anyhow::{Context, Result, ensure};
use loaban::clock::Clock;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

/// How long it may take to become ready before the benchmark gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// `loaban run`, killed when dropped.
pub struct Running {
    child: Child,
    /// From the order to start until it said that it is ready.
    pub ready_after: Duration,
}

fn command(house: &House) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loaban"));
    command.arg("--config").arg(house.settings()).stdin(Stdio::null()).env_remove("LOABAN_LOG");
    command
}

/// Starts `loaban run` and waits until it is ready.
pub async fn run(house: &House, clock: &Clock) -> Result<Running> {
    let begun = clock.tick();
    let mut child = command(house).arg("run").stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let log = child.stderr.take().context("no log")?;
    let mut running = Running { child, ready_after: Duration::ZERO };
    let (say, ready) = oneshot::channel();
    let clock = clock.clone();
    std::thread::spawn(move || {
        let mut say = Some(say);
        // Read to its end: the program would wait for a reader otherwise.
        for line in BufReader::new(log).lines().map_while(std::io::Result::ok) {
            if line.contains("ready") && line.contains("address=") {
                say.take().map(|say| say.send(clock.tick()));
            }
        }
    });
    let at = tokio::time::timeout(PATIENCE, ready).await.context("it was never ready")?;
    running.ready_after = at.context("it ended before it was ready")? - begun;
    Ok(running)
}

impl Running {
    /// Memory of the process now: resident, in bytes (`VmRSS`).
    pub fn resident(&self) -> Result<u64> {
        let id = self.child.id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find(|l| l.starts_with("VmRSS:")).context("no VmRSS")?;
        let kilobytes: u64 = line.split_whitespace().nth(1).context("no VmRSS")?.parse()?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `loaban publish ITEM`, to its end.
pub async fn publish(house: &House, item: usize) -> Result<()> {
    let mut command = command(house);
    command.arg("publish").arg(format!("tin-{item:02}"));
    let output = spawn_blocking(move || command.output()).await??;
    ensure!(output.status.success(), "publishing failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
