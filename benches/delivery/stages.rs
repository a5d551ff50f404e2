//! Where the time of a send goes: what a statement, a commit and a write to the disk cost here. No targets.

use crate::house::{House, Plan};
use crate::platform::Platform;
use crate::{Bench, Figure, store};
use anyhow::Result;
use std::io::Write;
use std::time::Duration;

/// Statements and commits in both durabilities, and the disk itself.
pub async fn run(bench: &mut Bench) -> Result<()> {
    let disk = disk(bench)?;
    explain(bench, "the disk: append 4 kB and fsync", disk);
    let platform = Platform::start(&bench.clock, None)?;
    for durability in ["crash", "power"] {
        let house = House::build(bench, &platform, Plan { durability, ..Plan::of(600) }).await?;
        let parts = house.open().await?;
        let begun = bench.clock.tick();
        let reads = 5000;
        for _ in 0..reads {
            store::probe::read(&parts.core.db).await?;
        }
        let read = (bench.clock.tick() - begun) / reads;
        let mut spent = [Duration::ZERO; 3];
        let (rounds, writes) = (200, 20);
        for round in 0..rounds {
            let t0 = bench.clock.tick();
            let mut tx = parts.core.db.write().await?;
            let t1 = bench.clock.tick();
            for n in 0..writes {
                store::probe::write(&mut tx, i64::from(round * writes + n)).await?;
            }
            let t2 = bench.clock.tick();
            tx.commit().await?;
            let t3 = bench.clock.tick();
            for (sum, part) in spent.iter_mut().zip([t1 - t0, t2 - t1, t3 - t2]) {
                *sum += part;
            }
        }
        parts.core.db.close().await;
        explain(bench, &format!("{durability}: one read"), read);
        explain(bench, &format!("{durability}: taking the writing turn"), spent[0] / rounds);
        explain(bench, &format!("{durability}: one write in a transaction"), spent[1] / (rounds * writes));
        explain(bench, &format!("{durability}: commit"), spent[2] / rounds);
    }
    Ok(())
}

fn explain(bench: &mut Bench, what: &str, took: Duration) {
    let none = || "–".to_owned();
    let got = format!("{:.0} µs", took.as_secs_f64() * 1e6);
    bench.report(Figure {
        name: "stages",
        mode: what.into(),
        got,
        bare: none(),
        ratio: none(),
        target: "",
        ok: true,
    });
}

fn disk(bench: &Bench) -> Result<Duration> {
    let folder = Bench::folder()?;
    let mut file = std::fs::File::create(folder.path().join("disk"))?;
    let begun = bench.clock.tick();
    let rounds = 200;
    for _ in 0..rounds {
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
    }
    Ok((bench.clock.tick() - begun) / rounds)
}
