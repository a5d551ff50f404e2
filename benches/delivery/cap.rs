//! How much of the platform's cap is used, against a platform that refuses whatever is too fast.

use crate::house::{House, Plan, publish, settled};
use crate::platform::{Cap, Platform, Seen};
use crate::{Bench, Figure, bare};
use anyhow::{Result, ensure};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

const CAP: Cap = Cap { second: 30, chat_minute: 20 };

/// 600 messages to 600 groups at 30 a second; beside it, a loop that sends one and sleeps a thirtieth of a second.
pub async fn run(bench: &mut Bench) -> Result<()> {
    let count = bench.count(600).max(90);
    let platform = Platform::start(&bench.clock, Some(CAP))?;
    let house = House::build(bench, &platform, Plan::of(count)).await?;
    let parts = house.open().await?;
    ensure!(publish(&parts, 1).await?.groups == count, "not every group was reached");
    parts.core.db.close().await;
    let app = house.start().await?;
    let beside = Platform::start(&bench.clock, Some(CAP))?;
    let url = format!("{}/bot1:x/sendMessage", beside.url());
    let loop_beside = tokio::spawn(async move {
        let body: bare::Body = Arc::new(|n| format!("{{\"chat_id\":{},\"text\":\"x\"}}", n + 1).into_bytes());
        let target = bare::Target { url, secret: None, body };
        let client = bare::client()?;
        for n in 0..count {
            // Refused: the simplest loop does not even look.
            let _ = bare::post(&client, &target, n).await;
            tokio::time::sleep(Duration::from_secs_f64(1.0 / CAP.second as f64)).await;
        }
        anyhow::Ok(())
    });
    platform.wait_for(count, Duration::from_secs(count as u64 / 10 + 20)).await?;
    settled(&app.parts, Duration::from_secs(10)).await?;
    loop_beside.await??;
    app.stop().await;
    let (seen, beside_seen) = (platform.seen(0), beside.seen(0));
    let chats: HashSet<i64> = seen.iter().map(|s| s.chat).collect();
    ensure!(chats.len() == count && seen.len() == count, "{} messages to {} groups", seen.len(), chats.len());
    let (share, bare) = (share(&seen), share_of_loop(&beside_seen));
    let refused = platform.refused();
    bench.report(Figure {
        name: "cap",
        mode: format!("{count} groups, 30/s strict"),
        got: format!("{share:.3} of the cap, {refused} refused"),
        bare: format!("{bare:.3}, {} refused", beside.refused()),
        ratio: format!("{:.2}", share / bare),
        target: "≥ 0.98, 0 refused",
        ok: share >= 0.98 && refused == 0,
    });
    Ok(())
}

/// What came after the first burst (a full window at once), by what the cap allows in that time.
fn share(seen: &[Seen]) -> f64 {
    let (Some(first), Some(last)) = (seen.first(), seen.last()) else { return 0.0 };
    (seen.len() - CAP.second) as f64 / ((last.at - first.at).as_secs_f64() * CAP.second as f64)
}

/// A loop without a burst.
fn share_of_loop(seen: &[Seen]) -> f64 {
    let (Some(first), Some(last)) = (seen.first(), seen.last()) else { return 0.0 };
    (seen.len() - 1) as f64 / ((last.at - first.at).as_secs_f64() * CAP.second as f64)
}
