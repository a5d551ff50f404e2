//! An old database: how soon the program is ready, and what one send costs.

use crate::house::{House, Plan, UNLIMITED};
use crate::platform::Platform;
use crate::speed::delivered;
use crate::{Bench, Figure, ms, program, quantile, store};
use anyhow::Result;
use std::time::Duration;

const GROUPS: usize = 2000;

fn plan() -> Plan {
    Plan { durability: "crash", pace: UNLIMITED, ..Plan::of(GROUPS) }
}

/// The old house, built by whichever benchmark comes first.
async fn oldest(bench: &mut Bench, platform: &Platform) -> Result<House> {
    match bench.oldest.take() {
        Some(house) => Ok(house),
        None => {
            let total = bench.count(1_000_000);
            old(bench, platform, total).await
        }
    }
}

/// A house that delivered `total` messages in its life.
async fn old(bench: &mut Bench, platform: &Platform, total: usize) -> Result<House> {
    let house = House::build(bench, platform, plan()).await?;
    delivered(&house, platform, 1, GROUPS).await?;
    store::age(&house.database(), total as i64).await?;
    Ok(house)
}

/// Ready after start with 1,000,000 old deliveries.
pub async fn start(bench: &mut Bench) -> Result<()> {
    let platform = Platform::start(&bench.clock, None)?;
    let total = bench.count(1_000_000);
    let house = oldest(bench, &platform).await?;
    let mut took = vec![];
    for _ in 0..5 {
        let running = program::run(&house, &bench.clock).await?;
        took.push(running.ready_after);
        drop(running);
    }
    let (first, middle, most) = (took[0], quantile(&took, 0.5), quantile(&took, 1.0));
    bench.report(Figure {
        name: "start",
        mode: format!("{total} old deliveries"),
        got: format!("{} at first, {} in the middle of 5, {} at most", ms(first), ms(middle), ms(most)),
        bare: "–".into(),
        ratio: "–".into(),
        target: "< 300 ms",
        ok: most < Duration::from_millis(300),
    });
    bench.oldest = Some(house);
    Ok(())
}

/// The cost of one send with 10,000 and with 1,000,000 old deliveries, by turns.
pub async fn run(bench: &mut Bench) -> Result<()> {
    let platform = Platform::start(&bench.clock, None)?;
    let young = old(bench, &platform, 10_000).await?;
    let total = bench.count(1_000_000);
    let old = oldest(bench, &platform).await?;
    old.points_to(bench, &platform, plan())?;
    let (mut few, mut many) = (vec![], vec![]);
    for item in 2..5 {
        few.push(Duration::from_secs_f64(1.0 / delivered(&young, &platform, item, GROUPS).await?));
        many.push(Duration::from_secs_f64(1.0 / delivered(&old, &platform, item, GROUPS).await?));
    }
    let (few, many) = (quantile(&few, 0.5), quantile(&many, 0.5));
    let ratio = many.as_secs_f64() / few.as_secs_f64();
    let micros = |d: Duration| d.as_secs_f64() * 1e6;
    bench.report(Figure {
        name: "growth",
        mode: format!("cost of one send, {total} old deliveries; bare: 10,000"),
        got: format!("{:.0} µs", micros(many)),
        bare: format!("{:.0} µs", micros(few)),
        ratio: format!("{ratio:.2}"),
        target: "≤ 1.15",
        ok: ratio <= 1.15,
    });
    Ok(())
}
