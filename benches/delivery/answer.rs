//! How long an answer waits while announcements wait: from the moment the platform pushes a reporter's message
//! at our door to the moment the asker's answer is at the platform. Stored, understood and sent are in it.

use crate::house::{House, Pace, Plan, SECRET, UNLIMITED, publish, reporter, resident};
use crate::platform::{Cap, Platform};
use crate::{Bench, Figure, bare, ms, quantile, store};
use anyhow::{Result, ensure};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Answers written in one measurement.
const ANSWERS: usize = 200;

/// At the platform's pace, then without limits.
pub async fn run(bench: &mut Bench) -> Result<()> {
    let groups = bench.count(100_000);
    for (mode, pace, cap, gap) in [
        ("30/s strict", None, Some(Cap { second: 30, chat_minute: 20 }), 150),
        ("no limits", UNLIMITED, None, 30),
    ] {
        let platform = Platform::start(&bench.clock, cap)?;
        let plan = Plan { pace, webhook: true, ..Plan::of(groups) };
        let (waits, again) = waits(bench, &platform, plan, gap).await?;
        let idle = idle(bench, &platform).await?;
        let (p50, p99) = (quantile(&waits, 0.5), quantile(&waits, 0.99));
        let most = quantile(&waits, 1.0);
        bench.report(Figure {
            name: "answer",
            mode: format!(
                "{ANSWERS} answers, {groups} waiting, {mode}, {} refused, {again} pushed again",
                platform.refused()
            ),
            got: format!("p50 {}, p99 {}, most {}", ms(p50), ms(p99), ms(most)),
            bare: format!("p99 {}", ms(idle)),
            ratio: format!("{:.0}", p99.as_secs_f64() / idle.as_secs_f64()),
            target: "p99 < 1 s",
            ok: p99 < Duration::from_secs(1),
        });
    }
    Ok(())
}

async fn waits(
    bench: &mut Bench,
    platform: &Platform,
    plan: Plan,
    gap: u64,
) -> Result<(Vec<Duration>, usize)> {
    let (house, asked) = House::with_questions(bench, platform, plan, ANSWERS).await?;
    let parts = house.open().await?;
    ensure!(publish(&parts, 1).await?.groups == plan.groups, "not every group was reached");
    parts.core.db.close().await;
    let app = house.start().await?;
    // The first burst is over, the account is at its pace.
    let Pace(per_second, _) = plan.pace.unwrap_or(Pace(30, 20));
    platform.wait_for(per_second.min(100) as usize, Duration::from_secs(20)).await?;
    let url = format!("http://{}/hook/tg", app.address());
    let client = bare::client()?;
    let mut chance = StdRng::seed_from_u64(3);
    let mut all = JoinSet::new();
    for (n, question) in asked.into_iter().enumerate() {
        tokio::time::sleep(Duration::from_millis(chance.random_range(0..=2 * gap))).await;
        let body: bare::Body = Arc::new(move |_| written(n, &question.code));
        let pushed = bare::Target { url: url.clone(), secret: Some(SECRET), body };
        let (client, clock) = (client.clone(), bench.clock.clone());
        all.spawn(async move {
            let begun = clock.tick();
            let mut again = 0;
            // As the platform does: what was not acknowledged is pushed again.
            while let Err(e) = bare::post(&client, &pushed, n).await {
                again += 1;
                ensure!(again < 20, "a push was never accepted: {e}");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            anyhow::Ok((resident(n), begun, again))
        });
    }
    let (mut begun, mut again) = (HashMap::new(), 0);
    while let Some(one) = all.join_next().await {
        let (chat, at, times) = one??;
        begun.insert(chat, at);
        again += times;
    }
    let until = bench.clock.tick() + Duration::from_secs(30);
    let waits: Vec<Duration> = loop {
        let seen = platform.seen(0);
        let answers = seen.iter().filter_map(|s| Some(s.at.saturating_sub(*begun.get(&s.chat)?)));
        let waits: Vec<Duration> = answers.collect();
        if waits.len() >= ANSWERS || bench.clock.tick() > until {
            break waits;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let left = store::unsent(&app.parts.core.db).await?;
    app.stop().await;
    ensure!(waits.len() == ANSWERS, "{} of {ANSWERS} answers arrived within 30 s of the last", waits.len());
    ensure!(left > 0, "the queue ran dry while it was measured");
    Ok((waits, again))
}

/// The p99 of one request after another to the same platform, which takes no notice of pace here.
async fn idle(bench: &Bench, platform: &Platform) -> Result<Duration> {
    let beside = Platform::start(&bench.clock, None)?;
    let sample = platform.sample();
    let body: bare::Body = Arc::new(move |_| sample.clone());
    let target = bare::Target { url: format!("{}/bot1:x/sendMessage", beside.url()), secret: None, body };
    Ok(quantile(&bare::paced(&bench.clock, &target, 0, 200, 200.0).await?, 0.99))
}

/// A reporter answers by command, in private.
fn written(n: usize, code: &str) -> Vec<u8> {
    let id = reporter(n);
    let person = format!(r#"{{"id":{id},"is_bot":false,"first_name":"A"}}"#);
    let text = format!("/traloi {code} Không mất tiền, mỗi năm khám một lần.");
    let chat = format!(r#"{{"id":{id},"type":"private","first_name":"A"}}"#);
    let message =
        format!(r#"{{"message_id":{},"from":{person},"chat":{chat},"date":1,"text":"{text}"}}"#, n + 1);
    format!(r#"{{"update_id":{},"message":{message}}}"#, n + 1).into_bytes()
}
