//! Memory of the program as it is installed: idle, and with 100,000 messages waiting.

use crate::house::{House, Plan, publish};
use crate::platform::Platform;
use crate::{Bench, Figure, program, store};
use anyhow::{Result, ensure};
use std::time::Duration;

const MEGABYTE: f64 = 1_000_000.0;

/// Each is watched for a while after it is ready; the most counts.
pub async fn run(bench: &mut Bench) -> Result<()> {
    let waiting = bench.count(100_000);
    for (groups, watched, target, most) in [(0, 8, "< 20 MB", 20.0), (waiting, 20, "< 60 MB", 60.0)] {
        let platform = Platform::start(&bench.clock, None)?;
        let house = House::build(bench, &platform, Plan::of(groups)).await?;
        if groups > 0 {
            let parts = house.open().await?;
            ensure!(publish(&parts, 1).await?.groups == groups, "not every group was reached");
            parts.core.db.close().await;
        }
        let running = program::run(&house, &bench.clock).await?;
        let mut seen = vec![];
        for _ in 0..watched * 10 {
            seen.push(running.resident()? as f64 / MEGABYTE);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let sent = platform.taken();
        drop(running);
        if groups > 0 {
            let parts = house.open().await?;
            let left = store::unsent(&parts.core.db).await?;
            parts.core.db.close().await;
            ensure!(sent > 0 && left > groups as i64 / 2, "{sent} were sent and {left} wait");
        }
        let highest = seen.iter().copied().fold(0.0, f64::max);
        let last = seen.last().copied().unwrap_or_default();
        bench.report(Figure {
            name: "memory",
            mode: if groups == 0 {
                "idle".into()
            } else {
                format!("{groups} waiting, {groups} groups and villages, at 30/s")
            },
            got: format!("most {highest:.1} MB, at last {last:.1} MB"),
            bare: "–".into(),
            ratio: "–".into(),
            target,
            ok: highest > 0.0 && highest < most,
        });
    }
    Ok(())
}
