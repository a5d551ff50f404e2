//! The practice room: the real program with its real Telegram client, on loopback, against a stand-in for
//! the platform, with a page that shows five phones side by side.
//!
//! Nothing is staged behind the page. The people use their invitation codes in their chats, the item goes
//! through the outbox, and the page shows what the stand-in holds. Only the clock can be moved.

mod cast;
mod journey;
mod room;
mod screen;
pub mod telegram;

#[cfg(test)]
mod fake;

use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::config::{Account, Platform, Secret, Settings};
use crate::content::Mode;
use crate::failure::refused;
use crate::groups::roster::{self, Invitation};
use crate::ids::Ids;
use crate::parts::Parts;
use crate::text::{Text, VIETNAMESE};
use crate::places;
use anyhow::{Context, Result};
use cast::{Cast, Chat, USERNAME, Who};
use room::Room;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use telegram::Telegram;
use tokio::net::TcpListener;
use tokio::sync::watch;

const PLACES: &str = include_str!("places.csv");
const VILLAGE: &str = "lc-binhlu-naluong";
const COMMUNE: &str = "lc-binhlu";
const PROVINCE: &str = "lc";
const ACCOUNT: &str = "tg";

/// How long the program may take to greet somebody who uses a code; it is a second or two.
const GREETING: Duration = Duration::from_secs(30);

/// The room before the program runs in it.
struct Stage {
    parts: Parts,
    platform: Telegram,
    cast: Cast,
    greeting: String,
}

impl Stage {
    /// Puts up the stand-in, the people and an empty database with the sample places in `folder`.
    async fn set(folder: &Path) -> Result<Stage> {
        let clock = Clock::system();
        let hand = clock.clone();
        let platform = Telegram::start(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), Arc::new(move || hand.now())).await?;
        let (ids, text) = (Ids::system(clock.clone()), Text::load()?);
        let cast = Cast::arrive(&platform, &ids, &text);
        let mut account = Account::new(ACCOUNT, Platform::Telegram);
        account.token = Secret::new(cast.token.as_str());
        account.api_url = platform.url();
        let settings = Settings::practice(folder, vec![account]);
        let greeting = leave_quiet_hours(&clock, &settings, &text)?;
        let parts = Parts::open(settings, clock, ids, Mode::Practice).await?;
        let table = folder.join("places.csv");
        std::fs::write(&table, PLACES).with_context(|| format!("cannot write {}", table.display()))?;
        places::import(&parts.db, &table).await?;
        Ok(Stage { parts, platform, cast, greeting })
    }

    /// Everybody uses an invitation in a chat, as real people would, and is greeted.
    async fn seat(&self) -> Result<()> {
        for (who, role, place) in [
            (Who::Editor, "editor", COMMUNE),
            // Sensitive questions go to the province's desk: the editor sits there too.
            (Who::Editor, "coordinator", PROVINCE),
            (Who::Reporter, "reporter", COMMUNE),
            (Who::Secretary, "secretary", VILLAGE),
        ] {
            let code = self.invite(role, place).await?;
            let user = self.cast.number(who);
            let sent = self.platform.opens_link(user, &format!("https://t.me/{USERNAME}?start={code}"))?;
            let greeted = self.platform.wait_for(GREETING, |platform| {
                platform.private_messages(user, self.cast.bot).iter().any(|m| m.from_bot && m.message_id > sent).then_some(())
            });
            greeted.await.with_context(|| format!("the program did not greet the {role} within {GREETING:?}"))?;
        }
        let (secretary, village) = (self.cast.number(Who::Secretary), self.cast.chat(Chat::Village));
        self.platform.add_bot_to_group(self.cast.bot, village, secretary)?;
        let code = self.invite("group", VILLAGE).await?;
        let sent = self.platform.person_sends(secretary, village, &format!("/lienket {code}"))?;
        let greeted = self.platform.wait_for(GREETING, |platform| {
            platform.messages(village).iter().any(|m| m.from_bot && m.message_id > sent).then_some(())
        });
        greeted.await.with_context(|| format!("the program did not greet the group within {GREETING:?}"))
    }

    async fn invite(&self, role: &str, place: &str) -> Result<String> {
        let parts = &self.parts;
        let invitation = Invitation {
            role: role.into(),
            place: place.into(),
            topics: vec![],
            languages: vec![],
            name_sealed: String::new(),
            state: "open".into(),
            expires_at: 0,
        };
        let mut tx = parts.db.write().await?;
        let (code, _) = roster::invite(&mut tx, &parts.seal, &parts.ids, parts.clock.now(), invitation).await?;
        tx.commit().await?;
        Ok(code)
    }
}

/// At night announcements wait for the morning, and a newcomer would wait with them.
fn leave_quiet_hours(clock: &Clock, settings: &Settings, text: &Text) -> Result<String> {
    let calendar = Calendar::new(&settings.zone)?;
    let now = clock.now();
    let until = calendar.after_quiet(now, settings.quiet);
    let Some(by) = u64::try_from(until - now).ok().filter(|by| *by > 0) else { return Ok(String::new()) };
    // Rounded up: the wall goes on while we look.
    clock.advance(Duration::from_millis(by + 1_000));
    let local = calendar.local(until);
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    Ok(text.say(VIETNAMESE, "practice-quiet-start", &[("time", time.into())]))
}

/// Opens the page on `listener` until `stop`.
async fn open(listener: TcpListener, stage: Stage, wake: Box<dyn Fn() + Send + Sync>, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let port = listener.local_addr()?.port();
    let names = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}")).to_vec();
    let (close, closing) = watch::channel(false);
    let period = room::closing(&stage.parts, stage.parts.clock.now())?;
    let Stage { parts, platform, cast, greeting } = stage;
    let opened = Mutex::new(BTreeSet::new());
    let room = Room { parts, platform, cast, greeting, wake, period, names, closing, opened };
    let routes = room::routes(Arc::new(room));
    let stopped = async move {
        stop.await;
        // Nobody listens any more when this fails.
        let _ = close.send(true);
    };
    axum::serve(listener, routes).with_graceful_shutdown(stopped).await?;
    Ok(())
}
