//! Starts the stand-in for Telegram with its control route, for clients in other languages
//! (`tests/clients/telegram_clients.py`): `cargo run --example standin -- [PORT]`.
//!
//! Prints its address on the first line and serves until it is interrupted. Loopback only.

use anyhow::{Context, Result};
use loaban::clock::Clock;
use loaban::practice::telegram::Telegram;
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
    let platform = Telegram::start(address, Arc::new(move || clock.now())).await?.with_control();
    writeln!(std::io::stdout(), "{}", platform.url())?;
    tokio::signal::ctrl_c().await?;
    platform.shutdown();
    Ok(())
}
