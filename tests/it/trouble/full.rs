//! No room is left for the database: in mid-broadcast, while questions come by polling and by push; and then there is
//! room again.

use super::held::{ends_well, in_mid_broadcast, until_missing};
use crate::crash::trial::Trial;
use crate::live::database_url;
use crate::world::Engine;
use loaban::db::Db;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tokio::time::sleep;

/// A small disk of its own. Only root may make one: it is the one way to meet what a full disk really does.
struct Disk(PathBuf);

impl Disk {
    fn new(folder: &Path) -> Option<Disk> {
        std::fs::create_dir(folder).unwrap();
        let made = Command::new("mount").args(["-t", "tmpfs", "-o", "size=16m", "none"]).arg(folder).output();
        made.is_ok_and(|o| o.status.success()).then(|| Disk(folder.to_owned()))
    }

    /// Until not one more byte fits.
    fn fill(&self) {
        let mut filler = std::fs::File::create(self.0.join("filler")).unwrap();
        for size in [1 << 20, 4096, 1] {
            let block = vec![1; size];
            while filler.write_all(&block).is_ok() {}
        }
    }

    fn empty(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

async fn trial(pushed: bool) -> Option<(Trial, Disk)> {
    let mut trial = Trial::new(Engine::Sqlite, 200, 2, pushed).await.unwrap();
    let folder = trial.machine.dir.path().join("disk");
    let Some(disk) = Disk::new(&folder) else {
        eprintln!("left out: a disk that can be full needs root (mount)");
        return None;
    };
    trial.db.close().await;
    let file = trial.machine.dir.path().join("loaban.db");
    std::fs::copy(&file, folder.join("loaban.db")).unwrap();
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    std::os::unix::fs::symlink(folder.join("loaban.db"), &file).unwrap();
    trial.db = Db::open(&database_url(&trial.machine)).await.unwrap();
    Some((trial, disk))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_pauses_work_and_acknowledges_no_question() {
    let Some((mut trial, disk)) = trial(false).await else { return };
    let mut running = trial.machine.runs(&[]);
    running.ready().await;
    let door = running.watching();
    in_mid_broadcast(&mut trial).await;
    disk.fill();
    until_missing(door, Some("no room is left on its disk")).await;
    sleep(Duration::from_secs(1)).await;
    let before = trial.sends();
    let kept_back = trial.machine.platform.pending_updates(trial.machine.bot);
    trial.asks_in_private(trial.residents[0]);
    trial.asks_in_group(trial.residents[1], 0);
    let doctor = trial.machine.does(&["doctor"]);
    assert!(doctor.code != 0 && doctor.out.contains("fail"), "{}", doctor.out);
    assert!(doctor.out.contains("Đĩa chỉ còn 0 MB"), "{}", doctor.out);
    let invite = trial.machine.does(&["invite", "group", "--place", "lc-binhlu"]);
    assert!(invite.code == 3 && invite.err.contains("Hết chỗ"), "{}: {}", invite.code, invite.err);
    sleep(Duration::from_secs(5)).await;
    assert_eq!(trial.sends(), before, "something left without a mark");
    // Handed out again and again, and never confirmed.
    assert!(trial.machine.platform.pending_updates(trial.machine.bot) >= kept_back + 2);
    disk.empty();
    ends_well(&trial, running, door).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_pushes_until_there_is_room() {
    let Some((mut trial, disk)) = trial(true).await else { return };
    let mut running = trial.machine.runs(&[]);
    running.ready().await;
    let door = running.watching();
    in_mid_broadcast(&mut trial).await;
    disk.fill();
    until_missing(door, Some("no room is left on its disk")).await;
    for nth in 0..4 {
        trial.asks_in_private(trial.residents[nth % 2]);
        trial.asks_in_group(trial.residents[nth % 2], nth);
    }
    sleep(Duration::from_secs(3)).await;
    let metrics = reqwest::get(format!("http://{door}/metrics")).await.unwrap().text().await.unwrap();
    let count = |outcome: &str| {
        let line = format!("loaban_hooks_total{{account=\"tg\",outcome=\"{outcome}\"}} ");
        metrics.lines().find_map(|l| l.strip_prefix(&line)).map_or(0, |n| n.parse::<i64>().unwrap())
    };
    assert!(count("failed") >= 8, "{metrics}");
    disk.empty();
    ends_well(&trial, running, door).await;
}
