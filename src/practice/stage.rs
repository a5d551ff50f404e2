//! The room before the page opens: the stand-ins, the people, an empty database with sample places, and
//! the invitations that everybody uses.

use super::cast::{Cast, USERNAME, Who};
use super::platforms::Platforms;
use super::{COMMUNE, HAMLET, PROVINCE, VILLAGE};
use crate::clock::Clock;
use crate::config::{Account, Platform, Receive, Secret, Settings};
use crate::content::Mode;
use crate::ids::Ids;
use crate::parts::Parts;
use crate::places;
use crate::roster::{self, Invitation, Invited};
use crate::text::{Text, VIETNAMESE};
use anyhow::{Context, Result};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

const PLACES: &str = include_str!("places.csv");
const TELEGRAM: &str = "tg";
const ZALO: &str = "bot";

/// How long the program may take to greet somebody who uses a code; it is a second or two.
const GREETING_PATIENCE: Duration = Duration::from_secs(30);

/// The room before the program runs in it.
pub struct Stage {
    /// The program's parts.
    pub parts: Parts,
    /// The stand-ins.
    pub platforms: Platforms,
    /// Who is in the room.
    pub cast: Cast,
    /// What to say about the clock at the start; empty for nothing.
    pub greeting: String,
}

impl Stage {
    /// Puts up the stand-in, the people and an empty database with the sample places in `folder`.
    pub async fn set(folder: &Path, text: &Text) -> Result<Stage> {
        let clock = Clock::system();
        let platforms = Platforms::start(&clock).await?;
        let ids = Ids::system(clock.clone());
        let cast = Cast::arrive(&platforms.telegram, &platforms.zalo_bot, &ids, text);
        let mut settings = Settings::practice(folder, accounts(&platforms, &cast));
        settings.listen = free_address()?;
        settings.public_url = Some(format!("http://{}", settings.listen));
        let greeting = leave_quiet_hours(&clock, &settings, text)?;
        let parts = Parts::open(settings, clock, ids, Mode::Practice).await?;
        let table = folder.join("places.csv");
        std::fs::write(&table, PLACES).with_context(|| format!("cannot write {}", table.display()))?;
        places::import(&parts.core.db, &table).await?;
        Ok(Stage { parts, platforms, cast, greeting })
    }

    /// Everybody uses an invitation in a chat, as real people would, and is greeted.
    pub async fn seat(&self) -> Result<()> {
        for (who, role, place) in [
            (Who::Editor, Invited::Editor, COMMUNE),
            // Sensitive questions go to the province's desk: the editor sits there too.
            (Who::Editor, Invited::Coordinator, PROVINCE),
            (Who::Reporter, Invited::Reporter, COMMUNE),
            (Who::Secretary, Invited::Secretary, VILLAGE),
        ] {
            let code = self.invite(role, place).await?;
            let user = self.cast.number(who);
            let link = format!("https://t.me/{USERNAME}?start={code}");
            self.greeted(
                role.as_str(),
                |on| on.telegram.private_messages(user, self.cast.bot).iter().filter(|m| m.from_bot).count(),
                |on| on.telegram.opens_link(user, &link),
            )
            .await?;
        }
        let (secretary, village) = (self.cast.number(Who::Secretary), self.cast.village);
        let said = |on: &Platforms| on.telegram.messages(village).iter().filter(|m| m.from_bot).count();
        self.greeted("group", said, |on| on.telegram.add_bot_to_group(self.cast.bot, village, secretary))
            .await?;
        let code = self.invite(Invited::Group, VILLAGE).await?;
        let link = format!("/lienket {code}");
        self.greeted("group", said, |on| on.telegram.person_sends(secretary, village, &link)).await?;
        self.seat_hamlet().await
    }

    /// The other village: its people admit the bot, of which nobody tells it, and then speak to it.
    async fn seat_hamlet(&self) -> Result<()> {
        let (zalo, on) = (&self.cast.zalo_bot, &self.platforms.zalo_bot);
        on.add_bot_to_group(zalo.bot, &zalo.village)?;
        let link = format!("lienket {}", self.invite(Invited::Group, HAMLET).await?);
        let said = |on: &Platforms| on.zalo_bot.messages(&zalo.village).iter().filter(|m| m.from_bot).count();
        self.greeted("group on Zalo", said, |on| {
            on.zalo_bot.person_mentions(&zalo.villager, &zalo.village, zalo.bot, &link)
        })
        .await
    }

    /// Does something in a chat and waits until the program has said one thing more there.
    async fn greeted<T>(
        &self,
        whom: &str,
        said: impl Fn(&Platforms) -> usize,
        act: impl FnOnce(&Platforms) -> Result<T>,
    ) -> Result<()> {
        let platforms = &self.platforms;
        let before = said(platforms);
        act(platforms)?;
        let more = async {
            loop {
                let version = platforms.version();
                if said(platforms) > before {
                    return;
                }
                platforms.changed_since(version).await;
            }
        };
        let more = tokio::time::timeout(GREETING_PATIENCE, more).await;
        more.ok()
            .with_context(|| format!("the program did not greet the {whom} within {GREETING_PATIENCE:?}"))
    }

    async fn invite(&self, role: Invited, place: &str) -> Result<String> {
        let parts = &self.parts;
        let mut invitation = Invitation::new(role, place);
        if role == Invited::Editor {
            // Nobody releases anything without a name.
            let name = parts.core.text.say(VIETNAMESE, "practice-name-editor", &[]);
            invitation.name_sealed = parts.core.seal.seal(&name);
        }
        let mut tx = parts.core.db.write().await?;
        let (code, _) =
            roster::invite(&mut tx, &parts.core.seal, &parts.core.ids, parts.core.clock.now(), invitation)
                .await?;
        tx.commit().await?;
        Ok(code)
    }
}

fn accounts(platforms: &Platforms, cast: &Cast) -> Vec<Account> {
    let mut telegram = Account::new(TELEGRAM, Platform::Telegram);
    telegram.token = Secret::new(cast.token.as_str());
    telegram.api_url = platforms.telegram.url();
    let mut zalo = Account::new(ZALO, Platform::ZaloBot);
    zalo.token = Secret::new(cast.zalo_bot.token.as_str());
    zalo.api_url = platforms.zalo_bot.url();
    zalo.receive = Receive::Webhook;
    zalo.webhook_secret = Some(Secret::new(cast.zalo_bot.secret.as_str()));
    vec![telegram, zalo]
}

/// Where the program's web door will be: the platforms must know it before it opens.
fn free_address() -> Result<SocketAddr> {
    let listener =
        std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on loopback")?;
    Ok(listener.local_addr()?)
}

/// At night announcements wait for the morning, and a newcomer would wait with them.
fn leave_quiet_hours(clock: &Clock, settings: &Settings, text: &Text) -> Result<String> {
    let calendar = settings.calendar()?;
    let now = clock.now();
    let until = calendar.after_quiet(now, settings.quiet);
    let Some(by) = u64::try_from(until - now).ok().filter(|by| *by > 0) else { return Ok(String::new()) };
    // Rounded up: the wall goes on while we look.
    clock.advance(Duration::from_millis(by + 1_000));
    let local = calendar.local(until);
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    Ok(text.say(VIETNAMESE, "practice-quiet-start", &[("time", time.into())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_opened_at_night_begins_in_the_morning_and_says_so() {
        let text = Text::load(None).unwrap();
        let settings = Settings::practice(Path::new("x"), vec![]);
        let calendar = settings.calendar().unwrap();
        for (opened, begins, said) in [
            ("2026-11-25 10:00", "2026-11-25 10:00", ""),
            ("2026-11-25 22:15", "2026-11-26 06:00", "06:00"),
            ("2026-11-25 05:59", "2026-11-25 06:00", "06:00"),
        ] {
            let clock = Clock::standing(calendar.moment(opened).unwrap());
            let greeting = leave_quiet_hours(&clock, &settings, &text).unwrap();
            assert!((0..=1_000).contains(&(clock.now() - calendar.moment(begins).unwrap())), "{opened}");
            assert!(
                greeting.contains(said) && greeting.is_empty() == said.is_empty(),
                "{opened}: {greeting}"
            );
        }
    }
}
