//! Accepting what the platform pushes: stored before it is acknowledged.

use crate::house::{House, Plan, SECRET, UNLIMITED, written};
use crate::platform::Platform;
use crate::{Bench, Figure, bare, ms, quantile, store};
use anyhow::{Result, ensure};
use std::sync::Arc;
use std::time::Duration;

/// Connections that the platform opens (`max_connections`).
const AT_ONCE: usize = 40;

/// 25 a second first, then as many as go in. The talk behind the door handles them meanwhile, as in life.
pub async fn run(bench: &mut Bench) -> Result<()> {
    for durability in ["power", "crash"] {
        let platform = Platform::start(&bench.clock, None)?;
        let plan = Plan { durability, pace: UNLIMITED, webhook: true, ..Plan::of(1500) };
        let house = House::build(bench, &platform, plan).await?;
        let app = house.start().await?;
        let url = format!("http://{}/hook/tg", app.address());
        let pushed = bare::Target { url, secret: Some(SECRET), body: Arc::new(update) };
        let plain = bare::Target { url: format!("{}/hook/tg", platform.url()), ..pushed.clone() };
        let calm = bench.count(200);
        let took = bare::paced(&bench.clock, &pushed, 0, calm, 25.0).await?;
        let plain_took = bare::paced(&bench.clock, &plain, 0, calm, 200.0).await?;
        let (p95, plain_p95) = (quantile(&took, 0.95), quantile(&plain_took, 0.95));
        let many = bench.count(8000);
        let rate = bare::rate(&bench.clock, &pushed, calm, many, AT_ONCE).await?;
        let plain_rate = bare::rate(&bench.clock, &plain, 0, many, AT_ONCE).await?;
        let stored = store::stored(&app.parts.core.db).await?;
        let left = store::unhandled(&app.parts.core.db).await?;
        app.stop().await;
        ensure!(stored == (calm + many) as i64, "{stored} of {} updates were stored", calm + many);
        bench.report(Figure {
            name: "webhooks",
            mode: format!("{durability}, {AT_ONCE} at once, {left} of {many} not handled yet"),
            got: format!("{rate:.0}/s"),
            bare: format!("{plain_rate:.0}/s"),
            ratio: format!("{:.3}", rate / plain_rate),
            target: "≥ 2,000/s",
            ok: rate >= 2000.0,
        });
        bench.report(Figure {
            name: "webhooks",
            mode: format!("{durability}, 25 a second"),
            got: format!("p50 {}, p95 {}", ms(quantile(&took, 0.5)), ms(p95)),
            bare: format!("p95 {}", ms(plain_p95)),
            ratio: format!("{:.1}", p95.as_secs_f64() / plain_p95.as_secs_f64()),
            target: "p95 < 10 ms",
            ok: p95 < Duration::from_millis(10),
        });
    }
    Ok(())
}

/// A resident asks in private; each a different one.
fn update(n: usize) -> Vec<u8> {
    written(n, "Nhà tôi đi khám có mất tiền không?")
}
