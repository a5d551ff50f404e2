//! The practice room: the real program with its real clients, on loopback, against stand-ins for the platforms,
//! with a page that shows a village's group, a group on another platform, and four people side by side.
//!
//! Nothing is staged behind the page. The people use their invitation codes in their chats, the item goes
//! through the outbox, and the page shows what the stand-ins hold. Only the clock can be moved.

mod cast;
mod journey;
mod platforms;
mod room;
mod screen;
mod stage;

use crate::app::App;
use crate::failure::{Failure, refused};
use crate::report::Period;
use crate::text::{Arg, Text, VIETNAMESE};
use anyhow::{Context, Result};
use room::Room;
use stage::Stage;
use std::collections::BTreeSet;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

const VILLAGE: &str = "lc-binhlu-naluong";
/// The other village, whose group is on Zalo.
const HAMLET: &str = "lc-binhlu-suoimay";
/// Whose editors and reporters sit in the room, and whose report it makes.
const COMMUNE: &str = "lc-binhlu";
const PROVINCE: &str = "lc";
/// As [`Settings::practice`](crate::config::Settings::practice) names it.
const DATABASE: &str = "loaban.db";

/// How long open requests may take to end when the room closes.
const CLOSING_PATIENCE: Duration = Duration::from_millis(1500);

/// Runs the practice room until `stop`: `loaban demo`. Prints the page's address when everything is in place.
/// Without `keep` everything is in a temporary folder, which goes away in the end.
pub async fn run(
    listen: SocketAddr,
    keep: Option<PathBuf>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let mut stop = Box::pin(stop);
    let practice = tokio::select! {
        started = Practice::start(listen, keep) => started?,
        () = &mut stop => return Ok(()),
    };
    writeln!(std::io::stdout(), "open http://{}/", practice.address())
        .context("cannot print the page's address")?;
    practice.serve(stop).await
}

/// The room, in place: everybody is greeted, the page can be opened.
pub struct Practice {
    listener: TcpListener,
    address: SocketAddr,
    stage: Stage,
    app: App,
    /// Goes away with the room.
    folder: Option<TempDir>,
}

impl Practice {
    /// Puts the room up, loopback only, with its data in `keep` or in a temporary folder.
    pub async fn start(listen: SocketAddr, keep: Option<PathBuf>) -> Result<Practice> {
        let text = Text::load(None)?;
        let say = |key: &str, args: &[Arg<'_>]| text.say(VIETNAMESE, key, args);
        if !listen.ip().is_loopback() {
            return Err(refused(say("practice-loopback-only", &[("address", listen.to_string().into())])));
        }
        if let Some(folder) = keep.as_deref().filter(|folder| folder.join(DATABASE).exists()) {
            // The phones of that time are gone: the program would remember what no phone shows.
            return Err(refused(say(
                "practice-keep-used",
                &[("folder", folder.display().to_string().into())],
            )));
        }
        let listener = TcpListener::bind(listen).await.map_err(|e| {
            let args = [("address", listen.to_string().into()), ("why", e.kind().to_string().into())];
            Failure::Unreachable(say("practice-port-taken", &args))
        })?;
        let address = listener.local_addr()?;
        let folder = match &keep {
            None => Some(
                tempfile::Builder::new()
                    .prefix("loaban-demo-")
                    .tempdir()
                    .context("cannot make a temporary folder")?,
            ),
            Some(keep) => {
                std::fs::create_dir_all(keep).with_context(|| format!("cannot make {}", keep.display()))?;
                None
            }
        };
        let place = folder.as_ref().map(TempDir::path).or(keep.as_deref()).unwrap_or(Path::new("."));
        let stage = Stage::set(place, &text).await?;
        let app = App::start(stage.parts.clone()).await?;
        if let Err(e) = stage.seat().await {
            app.stop().await;
            return Err(e);
        }
        Ok(Practice { listener, address, stage, app, folder })
    }

    /// Where the page is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Shows the page until `stop`, then stops the program and takes the temporary folder away.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let Practice { listener, address, stage, app, folder } = self;
        let platforms = stage.platforms.clone();
        let app = Arc::new(app);
        let running = Arc::downgrade(&app);
        let wake = move || running.upgrade().iter().for_each(|app| app.wake());
        let served = serve(listener, address, stage, Box::new(wake), stop).await;
        // The program first: what is in flight still reaches the phones.
        if let Some(app) = Arc::into_inner(app) {
            app.stop().await;
        }
        platforms.shutdown();
        drop(folder);
        served
    }
}

async fn serve(
    listener: TcpListener,
    address: SocketAddr,
    stage: Stage,
    wake: Box<dyn Fn() + Send + Sync>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let names = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{}", address.port())).to_vec();
    let (close, mut closing) = watch::channel(false);
    let Stage { parts, platforms, cast, greeting } = stage;
    let today = parts.core.calendar.local(parts.core.clock.now()).date();
    let first = Period::containing(today, parts.settings.report.boundary_day);
    let opened = Mutex::new(BTreeSet::new());
    let room =
        Room { parts, platforms, cast, greeting, wake, first, names, closing: closing.clone(), opened };
    let routes = room::routes(Arc::new(room));
    let stopped = async move {
        stop.await;
        // Nobody listens any more when this fails.
        let _ = close.send(true);
    };
    let left = async move {
        let _ = closing.wait_for(|closed| *closed).await;
        tokio::time::sleep(CLOSING_PATIENCE).await;
    };
    tokio::select! {
        served = axum::serve(listener, routes).with_graceful_shutdown(stopped) => Ok(served?),
        () = left => Ok(()),
    }
}

#[cfg(test)]
mod tests;
