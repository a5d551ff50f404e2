//! Starts the stand-ins for Telegram and Zalo Bot with their control routes, for clients in other languages
//! (`tests/clients/`): `cargo run --example standin -- [PORT]`, the port for Telegram.
//!
//! Prints their addresses, Telegram's on the first line and Zalo Bot's on the second, and serves until it is
//! interrupted. Loopback only.

use anyhow::{Context, Result};
use loaban::clock::Clock;
use loaban::standins::telegram::Telegram;
use loaban::standins::zalo_bot::ZaloBot;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

#[tokio::main]
async fn main() -> Result<()> {
    let port = match std::env::args().nth(1) {
        Some(port) => port.parse().with_context(|| format!("not a port: {port}"))?,
        None => 0,
    };
    let clock = Clock::system();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let hand = clock.clone();
    let telegram = Telegram::start(address, Arc::new(move || hand.now())).await?.with_control();
    let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let zalo_bot = ZaloBot::start(free, Arc::new(move || clock.now())).await?.with_control();
    writeln!(std::io::stdout(), "{}\n{}", telegram.url(), zalo_bot.url())?;
    tokio::signal::ctrl_c().await?;
    telegram.shutdown();
    zalo_bot.shutdown();
    Ok(())
}
