//! Publishing to 100,000 groups while the program works and people are answered.

use crate::house::{House, Plan, answer, publish_and};
use crate::platform::Platform;
use crate::{Bench, Figure, ms, program, quantile, store};
use anyhow::{Context, Result, ensure};
use std::time::Duration;
use tokio::sync::watch;

/// Written in a chat (inside the program), then by command (another process on the same database).
pub async fn run(bench: &mut Bench) -> Result<()> {
    let groups = bench.count(100_000);
    for by in ["in the program", "by command"] {
        let platform = Platform::start(&bench.clock, None)?;
        let (house, mut asked) = House::with_questions(bench, &platform, Plan::of(groups), 200).await?;
        let app = house.start().await?;
        let (stop, mut stopped) = watch::channel(false);
        let parts = app.parts.clone();
        let answering = tokio::spawn(async move {
            let mut took = vec![];
            while !*stopped.borrow() {
                for question in &mut asked {
                    let begun = parts.core.clock.tick();
                    answer(&parts, question).await?;
                    took.push(parts.core.clock.tick() - begun);
                    tokio::select! {
                        () = tokio::time::sleep(Duration::from_millis(100)) => {}
                        _ = stopped.changed() => break,
                    }
                }
            }
            anyhow::Ok(took)
        });
        tokio::time::sleep(Duration::from_secs(2)).await;
        let begun = bench.clock.tick();
        let first = watch_first(&platform, begun);
        let written = async {
            if by == "by command" {
                program::publish(&house, 1).await?;
            } else {
                let published = publish_and(&app.parts, 1, || app.wake()).await?;
                ensure!(published.groups == groups, "{} groups were reached", published.groups);
            }
            anyhow::Ok(bench.clock.tick() - begun)
        };
        let (first, written) = tokio::try_join!(first, written)?;
        let _ = stop.send(true);
        let took = answering.await??;
        let rows = store::announcements(&app.parts.core.db).await?;
        app.stop().await;
        ensure!(rows == groups as i64, "{rows} rows were written for {groups} groups");
        let longest = quantile(&took, 1.0);
        let mut row = |got: String, target: &'static str, ok: bool, what: &str| {
            let (bare, ratio) = ("–".to_owned(), "–".to_owned());
            bench.report(Figure {
                name: "publish",
                mode: format!("{groups} groups, {by}: {what}"),
                got,
                bare,
                ratio,
                target,
                ok,
            });
        };
        row(ms(first), "< 1 s", first < Duration::from_secs(1), "first message out");
        let speed = groups as f64 / written.as_secs_f64();
        row(
            format!("{:.1} s ({speed:.0} rows/s)", written.as_secs_f64()),
            "< 10 s",
            written < Duration::from_secs(10),
            "all rows written",
        );
        let p50 = ms(quantile(&took, 0.5));
        row(
            format!("most {}, p50 {p50}, {} answers", ms(longest), took.len()),
            "≤ 200 ms",
            longest <= Duration::from_millis(200),
            "an answer's transaction",
        );
    }
    Ok(())
}

/// How long until an announcement (a group's number is negative) is at the platform.
async fn watch_first(platform: &Platform, begun: Duration) -> Result<Duration> {
    for _ in 0..60_000 {
        if let Some(first) = platform.seen(0).iter().find(|s| s.chat < 0) {
            return Ok(first.at - begun);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Err(anyhow::anyhow!("no announcement arrived")).context("while publishing")
}
