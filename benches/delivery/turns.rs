//! Many people write at once: pushed, stored, acknowledged, understood, answered.

use crate::house::{House, Plan, SECRET, UNLIMITED, publish, written};
use crate::platform::Platform;
use crate::{Bench, Figure, bare, store};
use anyhow::{Result, ensure};
use std::sync::Arc;
use std::time::Duration;

/// Connections that the platform opens (`max_connections`).
const AT_ONCE: usize = 40;
/// What was pushed must be answered within this.
const PATIENCE: Duration = Duration::from_secs(60);

/// `tin`, then a first question, each from people who were never heard before: on SQLite as it is installed, and on
/// PostgreSQL where there is one.
pub async fn run(bench: &mut Bench) -> Result<()> {
    let many = bench.count(6000);
    let mut engines = vec![("SQLite, power", None, "≥ 1,500/s", 1500.0)];
    engines.extend(store::server().map(|server| ("PostgreSQL", Some(server), "≥ 1,000/s", 1000.0)));
    for (name, server, target, least) in engines {
        for (said, text) in [("`tin`", "tin"), ("first question", "Nhà tôi đi khám có mất tiền không?")]
        {
            let platform = Platform::start(&bench.clock, None)?;
            let plan = Plan { pace: UNLIMITED, webhook: true, server, ..Plan::of(10) };
            let house = House::build(bench, &platform, plan).await?;
            let app = house.start().await?;
            let groups = publish(&app.parts, 1).await?.groups;
            platform.wait_for(groups, PATIENCE).await?;
            let body: bare::Body = Arc::new(move |n| written(n, text));
            let url = format!("http://{}/hook/tg", app.address());
            let pushed = bare::Target { url, secret: Some(SECRET), body };
            let plain =
                bare::Target { url: format!("{}/bot1:x/sendMessage", platform.url()), ..pushed.clone() };
            let begun = bench.clock.tick();
            bare::rate(&bench.clock, &pushed, 0, many, AT_ONCE).await?;
            while store::unhandled(&app.parts.core.db).await? > 0 {
                ensure!(
                    bench.clock.tick() < begun + PATIENCE,
                    "not everything was handled within {PATIENCE:?}"
                );
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            let rate = many as f64 / (bench.clock.tick() - begun).as_secs_f64();
            platform.wait_for(groups + many, PATIENCE).await?;
            let answered = many as f64 / (bench.clock.tick() - begun).as_secs_f64();
            app.stop().await;
            ensure!(
                platform.taken() == groups + many,
                "{} answers for {many} messages",
                platform.taken() - groups
            );
            let sample = platform.sample();
            let plain = bare::Target { body: Arc::new(move |_| sample.clone()), secret: None, ..plain };
            let bare_rate = bare::rate(&bench.clock, &plain, 0, many, AT_ONCE).await?;
            bench.report(Figure {
                name: "turns",
                mode: format!("{name}, {said} of {many} people at once, answered at {answered:.0}/s"),
                got: format!("{rate:.0}/s"),
                bare: format!("{bare_rate:.0}/s"),
                ratio: format!("{:.3}", rate / bare_rate),
                target,
                ok: rate >= least,
            });
        }
    }
    Ok(())
}
