//! The simplest possible loop over the same HTTP client: what every figure is compared with.

use anyhow::{Result, ensure};
use loaban::clock::Clock;
use reqwest::Client;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A client as the program's own.
pub fn client() -> Result<Client> {
    Ok(Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .no_proxy()
        .pool_max_idle_per_host(256)
        .build()?)
}

/// Makes the body of request number `n`.
pub type Body = Arc<dyn Fn(usize) -> Vec<u8> + Send + Sync>;

/// Where and what.
#[derive(Clone)]
pub struct Target {
    /// The address.
    pub url: String,
    /// A header that goes along.
    pub secret: Option<&'static str>,
    /// The bodies.
    pub body: Body,
}

/// Posts one body; anything but 200 is an error.
pub async fn post(client: &Client, target: &Target, n: usize) -> Result<()> {
    let mut request =
        client.post(&target.url).header("content-type", "application/json").body((target.body)(n));
    if let Some(secret) = target.secret {
        request = request.header("x-telegram-bot-api-secret-token", secret);
    }
    let response = request.send().await?;
    let status = response.status().as_u16();
    response.bytes().await?;
    ensure!(status == 200, "the answer was {status}");
    Ok(())
}

/// Posts numbers `from..from + count`, `at_once` at a time; returns how many a second.
pub async fn rate(clock: &Clock, target: &Target, from: usize, count: usize, at_once: usize) -> Result<f64> {
    let client = client()?;
    let next = Arc::new(AtomicUsize::new(from));
    let begun = clock.tick();
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..at_once {
        let (client, target, next) = (client.clone(), target.clone(), next.clone());
        all.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= from + count {
                    return anyhow::Ok(());
                }
                post(&client, &target, n).await?;
            }
        });
    }
    while let Some(done) = all.join_next().await {
        done??;
    }
    Ok(count as f64 / (clock.tick() - begun).as_secs_f64())
}

/// Posts `count` bodies at `per_second` without waiting for one another; returns how long each took.
pub async fn paced(
    clock: &Clock,
    target: &Target,
    from: usize,
    count: usize,
    per_second: f64,
) -> Result<Vec<Duration>> {
    let client = client()?;
    let mut turn = tokio::time::interval(Duration::from_secs_f64(1.0 / per_second));
    let mut all = tokio::task::JoinSet::new();
    for n in from..from + count {
        turn.tick().await;
        let (client, target, clock) = (client.clone(), target.clone(), clock.clone());
        all.spawn(async move {
            let begun = clock.tick();
            post(&client, &target, n).await?;
            anyhow::Ok(clock.tick() - begun)
        });
    }
    let mut took = vec![];
    while let Some(one) = all.join_next().await {
        took.push(one??);
    }
    Ok(took)
}
