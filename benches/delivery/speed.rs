//! Sends a second without limits, each marked before and recorded after, against a bare client loop.

use crate::house::{House, Plan, UNLIMITED, publish, settled};
use crate::platform::Platform;
use crate::{Bench, Figure, bare, store};
use anyhow::{Context, Result, ensure};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// Both durabilities.
pub async fn run(bench: &mut Bench) -> Result<()> {
    for (durability, count, survives, target, least) in [
        ("crash", 20_000, "survives SIGKILL", "≥ 3,000/s and ≥ 0.1", 3000.0),
        ("power", 10_000, "survives power loss", "≥ 500/s", 500.0),
    ] {
        let count = bench.count(count);
        let platform = Platform::start(&bench.clock, None)?;
        let house =
            House::build(bench, &platform, Plan { durability, pace: UNLIMITED, ..Plan::of(count) }).await?;
        let rate = delivered(&house, &platform, 1, count).await?;
        let at_once = platform.most_senders();
        ensure!(at_once > 0, "no connection sent anything");
        let bare = bare_rate(bench, &platform, bench.count(40_000), at_once).await?;
        let ratio = rate / bare;
        bench.report(Figure {
            name: "speed",
            mode: format!("{survives}, {at_once} at once"),
            got: format!("{rate:.0}/s"),
            bare: format!("{bare:.0}/s"),
            ratio: format!("{ratio:.3}"),
            target,
            ok: rate >= least && (durability == "power" || ratio >= 0.1),
        });
    }
    match store::server() {
        Some(server) => on_postgres(bench, server).await,
        None => Ok(()),
    }
}

/// One process on PostgreSQL: one account, then as many as there are provinces.
async fn on_postgres(bench: &mut Bench, server: &'static str) -> Result<()> {
    for accounts in [1, 34] {
        let count = bench.count(10_200);
        let platform = Platform::start(&bench.clock, None)?;
        let plan = Plan { pace: UNLIMITED, accounts, server: Some(server), ..Plan::of(count) };
        let house = House::build(bench, &platform, plan).await?;
        let rate = delivered(&house, &platform, 1, count).await?;
        let at_once = platform.most_senders();
        let bare = bare_rate(bench, &platform, bench.count(40_000), at_once).await?;
        bench.report(Figure {
            name: "speed",
            mode: format!("PostgreSQL, its commits survive power loss, {accounts} accounts"),
            got: format!("{rate:.0}/s"),
            bare: format!("{bare:.0}/s"),
            ratio: format!("{:.3}", rate / bare),
            target: "",
            ok: true,
        });
    }
    Ok(())
}

/// Publishes, starts the program, and waits until every outcome stands in the database; returns sends a second.
pub async fn delivered(house: &House, platform: &Platform, item: usize, count: usize) -> Result<f64> {
    let parts = house.open().await?;
    ensure!(publish(&parts, item).await?.groups == count, "not every group was reached");
    let sent = store::in_state(&parts.core.db, "sent").await?;
    parts.core.db.close().await;
    let before = platform.taken();
    let app = house.start().await?;
    platform.wait_for(before + count, Duration::from_secs(count as u64 / 50 + 20)).await?;
    settled(&app.parts, Duration::from_secs(10)).await?;
    let end = app.parts.core.clock.tick();
    let recorded = store::in_state(&app.parts.core.db, "sent").await? - sent;
    app.stop().await;
    let seen = platform.seen(before);
    let chats: HashSet<i64> = seen.iter().map(|s| s.chat).collect();
    ensure!(
        seen.len() == count && chats.len() == count && recorded == count as i64,
        "{} messages to {} groups, {recorded} recorded as sent, instead of {count}",
        seen.len(),
        chats.len()
    );
    let first = seen.first().context("nothing was sent")?;
    Ok(count as f64 / (end - first.at).as_secs_f64())
}

/// The same body over and over to the same platform.
pub async fn bare_rate(bench: &Bench, platform: &Platform, count: usize, at_once: usize) -> Result<f64> {
    let sample = platform.sample();
    ensure!(!sample.is_empty(), "there is no body to send");
    let body: bare::Body = Arc::new(move |_| sample.clone());
    let target = bare::Target { url: format!("{}/bot1:x/sendMessage", platform.url()), secret: None, body };
    bare::rate(&bench.clock, &target, 0, count, at_once).await
}
