//! The world of a story: the program, a platform with people in it, a clock that stands still.

pub mod log;
pub mod phones;
pub mod postgres;

use loaban::app::{App, Parts};
use loaban::calendar::Calendar;
use loaban::calendar::Stretch;
use loaban::clock::Clock;
use loaban::config::{Account, OfficialAccount, Platform, Receive, Secret, Settings};
use loaban::content::{Mode, Order};
use loaban::ids::Ids;
use loaban::report::{self, Period};
use loaban::roster::{self, Invitation, Invited};
use loaban::standins::telegram::{Kind, Seen, Telegram};
use loaban::standins::zalo_bot::ZaloBot;
use loaban::standins::zalo_oa::ZaloOa;
use loaban::{places, questions};
use sqlx::AssertSqlSafe;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// The bot's token; a leak of it is searched for.
pub const TOKEN: &str = "4242:token-of-the-test-bot";
/// The Zalo bot's token.
pub const ZALO_TOKEN: &str = "1459000000000000001:token-of-the-zalo-test-bot";
/// What Zalo sends along with every webhook.
pub const ZALO_SECRET: &str = "village-secret-01";
/// Where platforms reach the program: the stand-ins are told where that really is.
pub const PUBLIC: &str = "https://loa.example.vn";
/// Wednesday morning, within working hours.
pub const BEGIN: &str = "2026-11-25 09:00";
/// How long a story waits for something to be seen before it fails. Generous: machines are slow now and then.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where a story's database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// One world, for one story.
pub struct World {
    pub platform: Telegram,
    pub bot: i64,
    pub zalo: ZaloBot,
    pub zalo_bot: i64,
    pub zalo_oa: ZaloOa,
    pub oa: String,
    /// Where a story's people are, unless it says otherwise: the first of the platforms that it was built with.
    pub home: Platform,
    pub clock: Clock,
    pub dir: TempDir,
    app: Option<App>,
    settings: Settings,
    seed: u64,
    /// Everybody of the story, to look at what they got when it ends.
    phones: std::sync::Mutex<Vec<phones::Phone>>,
    /// What the clock did while the program was off is meant, as everything that a story does with it; unless it is about
    /// a clock that is wrong.
    pub vouches: bool,
    _postgres: Option<postgres::Database>,
}

impl World {
    /// A world with the sample places and the project's own content; nobody is linked or enrolled yet.
    /// `None`: PostgreSQL was left out on purpose.
    pub async fn new(engine: Engine) -> Option<World> {
        Self::with(engine, |_| {}).await
    }

    /// The same with other settings.
    pub async fn with(engine: Engine, change: impl FnOnce(&mut Settings)) -> Option<World> {
        Self::on(engine, &[Platform::Telegram], change).await
    }

    /// With an account on each of these platforms.
    pub async fn on(
        engine: Engine,
        platforms: &[Platform],
        change: impl FnOnce(&mut Settings),
    ) -> Option<World> {
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres::Database::create().await?),
        };
        let clock = Clock::standing(moment(BEGIN));
        let now = clock.clone();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let platform = Telegram::start(address, std::sync::Arc::new(move || now.now())).await.unwrap();
        let bot = platform.add_bot(TOKEN, "LoaBanBot", "Loa Bản");
        let dir = tempfile::tempdir().unwrap();
        let now = clock.clone();
        let zalo = ZaloBot::start(address, std::sync::Arc::new(move || now.now())).await.unwrap();
        let zalo_bot = zalo.add_bot(ZALO_TOKEN, "Bot Loa Bản");
        let now = clock.clone();
        let zalo_oa = ZaloOa::start(address, std::sync::Arc::new(move || now.now())).await.unwrap();
        let oa = zalo_oa.add_oa("OA xã mẫu");
        let accounts = platforms.iter().map(|one| match one {
            Platform::Telegram => account("tg", Platform::Telegram, TOKEN, platform.url()),
            Platform::ZaloBot => Account {
                receive: Receive::Webhook,
                webhook_secret: Some(Secret::new(ZALO_SECRET)),
                ..account("bot", Platform::ZaloBot, ZALO_TOKEN, zalo.url())
            },
            Platform::ZaloOa => {
                let (app_id, app_secret, webhook_key) = zalo_oa.app();
                let own = OfficialAccount {
                    oa_id: oa.clone(),
                    app_id,
                    app_secret: Secret::new(app_secret),
                    webhook_key: Secret::new(webhook_key),
                    refresh_token: Some(Secret::new(zalo_oa.first_token(&oa))),
                    oauth_url: zalo_oa.oauth_url(),
                };
                Account { oa: Some(own), ..account("oa", Platform::ZaloOa, "", zalo_oa.api_url()) }
            }
        });
        let mut settings = Settings::practice(dir.path(), accounts.collect());
        settings.public_url = platforms.iter().any(|p| *p != Platform::Telegram).then(|| PUBLIC.to_owned());
        settings.content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        if let Some(postgres) = &postgres {
            settings.database_url = Secret::new(postgres.url());
        }
        // Each message is a question of its own, and its card leaves at once: what gathers has stories of its own.
        settings.questions.gather = Stretch::Plain(Duration::ZERO);
        change(&mut settings);
        let mut world = World {
            platform,
            bot,
            zalo,
            zalo_bot,
            zalo_oa,
            oa,
            home: platforms[0],
            clock,
            dir,
            app: None,
            settings,
            seed: 1,
            phones: Default::default(),
            vouches: true,
            _postgres: postgres,
        };
        world.start().await;
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/practice/places.csv");
        places::import(&world.parts().core.db, &file).await.unwrap();
        Some(world)
    }

    pub async fn start(&mut self) {
        log::listen();
        let ids = Ids::seeded(self.clock.clone(), self.seed);
        self.seed += 1;
        let parts = Parts::open(self.settings.clone(), self.clock.clone(), ids, Mode::Run).await.unwrap();
        if self.vouches {
            let mut tx = parts.core.db.write().await.unwrap();
            loaban::timekeeper::trust(&mut tx, self.clock.now()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let app = App::start(parts).await.unwrap();
        let door = format!("http://{}", app.address());
        self.zalo.route(PUBLIC, &door);
        self.zalo_oa.set_webhook(&format!("{door}/hook/oa"));
        self.app = Some(app);
    }

    /// Stops the program and starts it again on the same database.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    pub async fn stop(&mut self) {
        if let Some(app) = self.app.take() {
            app.stop().await;
        }
    }

    /// The process dies: nothing is finished and nothing is given up. [`World::start`] brings the next one.
    pub async fn crash(&mut self) {
        if let Some(app) = self.app.take() {
            app.abandon().await;
            // As though the 10 s of its ownership were over: the database's clock cannot be moved.
            let db = loaban::db::Db::open(self.settings.database_url.expose()).await.unwrap();
            sqlx::query("UPDATE lease SET until_at = 0").execute(db.read()).await.unwrap();
            db.close().await;
        }
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes the settings that the next start reads.
    pub fn change(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
    }

    pub fn app(&self) -> &App {
        self.app.as_ref().expect("the program runs")
    }

    pub fn parts(&self) -> &Parts {
        &self.app().parts
    }

    /// Lets time pass.
    pub fn pass(&self, by: Duration) {
        self.clock.advance(by);
        self.app().wake();
    }

    /// Lets time pass until a local moment.
    pub fn pass_until(&self, text: &str) {
        let by = moment(text) - self.clock.now();
        self.pass(Duration::from_millis(by.try_into().expect("time goes forward only")));
    }

    // ---- bringing people in

    pub async fn invite(&self, role: &str, place: &str, name: &str) -> String {
        self.invite_for(role, place, name, &[]).await
    }

    async fn invite_for(&self, role: &str, place: &str, name: &str, topics: &[&str]) -> String {
        let parts = self.parts();
        let name_sealed = if name.is_empty() { String::new() } else { parts.core.seal.seal(name) };
        self.invite_with(Invitation {
            topics: topics.iter().map(|t| (*t).to_owned()).collect(),
            name_sealed,
            ..Invitation::new(Invited::of(role).expect("a role"), place)
        })
        .await
    }

    /// The same, for these topics and in these languages.
    pub async fn invite_to(&self, role: &str, place: &str, topics: &[&str], languages: &[&str]) -> String {
        let named = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
        self.invite_with(Invitation {
            topics: named(topics),
            languages: named(languages),
            ..Invitation::new(Invited::of(role).expect("a role"), place)
        })
        .await
    }

    async fn invite_with(&self, invitation: Invitation) -> String {
        let parts = self.parts();
        let mut tx = parts.core.db.write().await.unwrap();
        let (code, _) =
            roster::invite(&mut tx, &parts.core.seal, &parts.core.ids, self.clock.now(), invitation)
                .await
                .unwrap();
        tx.commit().await.unwrap();
        code
    }

    /// A village group with the bot in it, linked by code.
    pub async fn linked_group(&self, place: &str, by: i64) -> i64 {
        let group = self.platform.add_group("Bản mẫu", &[by]);
        self.platform.add_bot_to_group(self.bot, group, by).unwrap();
        // What it says first has landed: a fault that a story sets next is for what it does next.
        self.group_sees(group, "/lienket").await;
        let code = self.invite("group", place, "").await;
        self.platform.person_sends(by, group, &format!("/lienket {code}")).unwrap();
        self.group_sees(group, "Từ nay nhóm này nhận tin của").await;
        group
    }

    /// Somebody with a role, enrolled by code in the private chat.
    pub async fn enrolled(&self, person: &str, role: &str, place: &str) -> i64 {
        self.enrolled_for(person, role, place, &[]).await
    }

    /// The same, for some topics only.
    pub async fn enrolled_for(&self, person: &str, role: &str, place: &str, topics: &[&str]) -> i64 {
        let user = self.platform.add_person(person);
        let code = self.invite_for(role, place, person, topics).await;
        self.says(user, &format!("/start {code}"));
        self.person_sees(user, "Máy đã nhận đồng chí:").await;
        user
    }

    // ---- what people do and see

    /// Writes to the bot in private.
    pub fn says(&self, user: i64, text: &str) -> i64 {
        self.platform.person_sends(user, self.bot, text).unwrap()
    }

    /// Writes to the bot in private, quoting one of its messages.
    pub fn quotes(&self, user: i64, message: &Seen, text: &str) -> i64 {
        self.platform.person_replies(user, self.bot, message.message_id, text).unwrap()
    }

    /// Speaks to the bot in private.
    pub fn speaks(&self, user: i64, quoting: Option<&Seen>) -> i64 {
        let quoting = quoting.map(|m| m.message_id);
        self.platform.person_sends_voice(user, self.bot, b"OggS a voice", 4, quoting).unwrap()
    }

    /// Writes into a group.
    pub fn writes(&self, user: i64, group: i64, text: &str) -> i64 {
        self.platform.person_sends(user, group, text).unwrap()
    }

    /// Presses a button under a message, wherever it is, and waits for what pops up ("" when only the button goes).
    pub async fn pops_up(&self, user: i64, chat: i64, message: &Seen, button: &str) -> String {
        let query = self.platform.person_presses(user, chat, message.message_id, button).unwrap();
        let answer = self.platform.wait_for(PATIENCE, |p| p.press_answer(&query)).await;
        answer.unwrap_or_else(|| panic!("the press of “{button}” was not answered")).text
    }

    /// Presses a button under the newest message of the private chat that has it.
    pub async fn presses(&self, user: i64, button: &str) {
        let message = self
            .platform
            .wait_for(PATIENCE, |p| with_button(&p.private_messages(user, self.bot), button))
            .await
            .unwrap_or_else(|| panic!("no button “{button}”; seen:\n{}", self.private(user)));
        self.platform.person_presses(user, self.bot, message, button).unwrap();
    }

    /// Waits until the private chat holds a message of the bot with these words; returns the newest such.
    pub async fn person_sees(&self, user: i64, words: &str) -> Seen {
        let found =
            self.platform.wait_for(PATIENCE, |p| newest(p.private_messages(user, self.bot), words)).await;
        found.unwrap_or_else(|| panic!("“{words}” was not seen in private; seen:\n{}", self.private(user)))
    }

    /// Waits until a group holds a message of the bot with these words; returns the newest such.
    pub async fn group_sees(&self, group: i64, words: &str) -> Seen {
        let found = self.platform.wait_for(PATIENCE, |p| newest(p.messages(group), words)).await;
        found.unwrap_or_else(|| {
            panic!("“{words}” was not seen in the group; seen:\n{}", show(&self.platform.messages(group)))
        })
    }

    /// A private chat as text.
    pub fn private(&self, user: i64) -> String {
        show(&self.platform.private_messages(user, self.bot))
    }

    /// Asks in private for the first time: question, consent, place. Returns the code of the receipt.
    pub async fn asks(&self, user: i64, question: &str, place: &str) -> String {
        self.says(user, question);
        self.presses(user, "Đồng ý, gửi").await;
        self.is_from(user, place).await;
        code_in(&self.person_sees(user, "Đã nhận câu hỏi").await.text)
    }

    /// Types where they live: the very name of one place.
    pub async fn is_from(&self, user: i64, place: &str) {
        self.person_sees(user, "Nhà mình ở bản nào ạ?").await;
        self.says(user, place);
    }

    /// Releases (as somebody else than the author) and publishes an item everywhere.
    pub async fn publishes(&self, item: &str) -> loaban::content::Published {
        let parts = self.parts();
        let library = parts.shelf.library();
        let tree = places::tree(&parts.core.db).await.unwrap();
        let item = library.get(item).expect("the item is in the content folder");
        parts.publisher.release(item, "Người duyệt", "console").await.unwrap();
        let order = Order { item, places: vec![], at: None, rank: loaban::content::Rank::Normal };
        let published = parts.publisher.publish(&library, &tree, &order).await.unwrap();
        self.app().wake();
        published
    }

    // ---- what is kept

    /// Imports a table of places.
    pub async fn places(&self, table: &str) {
        let file = self.dir.path().join("places-more.csv");
        std::fs::write(&file, table).unwrap();
        loaban::places::import(&self.parts().core.db, &file).await.unwrap();
    }

    /// A number from the database.
    pub async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
            .fetch_one(self.parts().core.db.read())
            .await
            .unwrap()
    }

    /// Waits until a loop has brought a number in the database to `n`.
    pub async fn comes_to(&self, sql: &str, n: i64) {
        let deadline = self.clock.tick() + PATIENCE;
        while self.count(sql).await != n {
            assert!(self.clock.tick() < deadline, "{} instead of {n}: {sql}", self.count(sql).await);
            self.app().wake();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    // ---- the ends of a story

    /// The month's report of a place as JSON.
    pub async fn report(&self, place: &str, period: &str) -> serde_json::Value {
        let parts = self.parts();
        let tree = places::tree(&parts.core.db).await.unwrap();
        let period = Period::parse(period).unwrap();
        let built = report::build(parts.reports(), &tree, place, period, self.clock.now()).await;
        serde_json::from_str(&built.unwrap().json()).unwrap()
    }

    /// Waits until nothing is left to handle or to send that is due.
    pub async fn settle(&self) {
        let parts = self.parts();
        let deadline = self.clock.tick() + PATIENCE;
        loop {
            // First what the platform holds, then what came of it: work moves in this direction only.
            let held = self.platform.pending_updates(self.bot)
                + self.zalo.pending_updates(self.zalo_bot)
                + self.zalo_oa.pending();
            let new = loaban::inbox::backlog(&parts.core.db).await.unwrap().len();
            let now = self.clock.now();
            let due = format!(
                "SELECT COUNT(*) FROM outbox WHERE state = 'sending' OR (state = 'waiting' AND not_before <= {now})"
            );
            let busy = self.count(&due).await;
            if held == 0 && new == 0 && busy == 0 {
                return;
            }
            if self.clock.tick() >= deadline {
                let which = due.replace(
                    "COUNT(*)",
                    "kind || ' part ' || part || ' ' || state || ' after ' || attempts || ' ' || reason",
                );
                let which: Vec<String> =
                    sqlx::query_scalar(AssertSqlSafe(which)).fetch_all(parts.core.db.read()).await.unwrap();
                let log = log::lines();
                let last: Vec<&str> = log.lines().rev().take(20).collect();
                panic!(
                    "work is left: {held} updates there, {new} accounts with some here, {busy} messages: {which:?}; \
                     the last lines of the log, newest first:\n{}",
                    last.join("\n")
                );
            }
            let version = self.platform.version();
            let _ =
                tokio::time::timeout(Duration::from_millis(20), self.platform.changed_since(version)).await;
        }
    }

    /// The end of every story: nothing is left, and the log agrees with the state.
    pub async fn close(mut self) {
        self.settle().await;
        self.nobody_got_a_wall_of_words();
        let parts = self.parts();
        let open = questions::list(&parts.core.db, &parts.core.seal, true, false, self.clock.now())
            .await
            .unwrap()
            .len();
        let month = Period::containing(
            parts.core.calendar.local(self.clock.now()).date(),
            parts.settings.report.boundary_day,
        );
        let report = self.report("lc", &month.to_string()).await;
        let q = &report["questions"];
        let sum = |keys: &[&str]| keys.iter().map(|k| q[*k].as_i64().unwrap_or(0)).sum::<i64>();
        assert_eq!(
            sum(&["open_before", "received", "reopened"]),
            sum(&["answered", "withdrawn", "set_aside", "open_after"]),
            "the questions add up: {q}"
        );
        assert_eq!(q["open_after"], open, "the log and the questions agree: {q}");
        self.stop().await;
        self.platform.shutdown();
        self.zalo.shutdown();
        self.zalo_oa.shutdown();
    }
}

/// An account at a stand-in, which keeps no pace unless a story asks for it; the story should not wait for the real one.
fn account(name: &str, platform: Platform, token: &str, url: String) -> Account {
    Account {
        token: Secret::new(token),
        api_url: url,
        per_second: Some(10_000),
        per_chat_per_minute: Some(100_000),
        ..Account::new(name, platform)
    }
}

/// The newest message of the bot that holds these words in text or caption.
fn newest(messages: Vec<Seen>, words: &str) -> Option<Seen> {
    messages.into_iter().rev().find(|m| m.from_bot && (m.text.contains(words) || m.caption.contains(words)))
}

fn with_button(messages: &[Seen], label: &str) -> Option<i64> {
    let has = |m: &&Seen| m.buttons.iter().flatten().any(|b| b.label == label);
    messages.iter().rev().find(has).map(|m| m.message_id)
}

/// The code in a text: `#` and five characters.
pub fn code_in(text: &str) -> String {
    let at = text.find('#').unwrap_or_else(|| panic!("no code in: {text}"));
    text[at + 1..at + 6].to_owned()
}

/// A local moment of the commune.
pub fn moment(text: &str) -> i64 {
    Calendar::new("Asia/Ho_Chi_Minh").unwrap().moment(text).unwrap()
}

/// Messages as a person reads them, for failures and snapshots.
pub fn show(messages: &[Seen]) -> String {
    let one = |m: &Seen| {
        let who = if m.from_bot { "máy" } else { m.from.as_str() };
        let what = match m.kind {
            Kind::Text => m.text.clone(),
            kind => format!("<{kind:?}> {}", m.caption),
        };
        let buttons: Vec<String> = m.buttons.iter().flatten().map(|b| format!("[{}]", b.label)).collect();
        format!("{who}: {what} {}", buttons.join(" ")).trim_end().to_owned()
    };
    messages.iter().map(one).collect::<Vec<_>>().join("\n---\n")
}

/// Writes each story down twice: once for each database. With platforms: on those instead of Telegram. `on each`: six
/// times, for its people are on one platform after the other.
#[macro_export]
macro_rules! stories {
    (on each; $($story:ident),* $(,)?) => {
        mod telegram {
            use super::*;
            const HOME: &[loaban::config::Platform] = &[loaban::config::Platform::Telegram];
            $crate::stories!(on HOME; $($story),*);
        }
        mod zalo_bot {
            use super::*;
            const HOME: &[loaban::config::Platform] = &[loaban::config::Platform::ZaloBot];
            $crate::stories!(on HOME; $($story),*);
        }
        mod zalo_oa {
            use super::*;
            const HOME: &[loaban::config::Platform] = &[loaban::config::Platform::ZaloOa];
            $crate::stories!(on HOME; $($story),*);
        }
    };
    (on $platforms:ident; $($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                if let Some(world) = $crate::world::World::on($crate::world::Engine::Sqlite, super::$platforms, |_| {}).await {
                    super::$story(world).await;
                }
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                if let Some(world) = $crate::world::World::on($crate::world::Engine::Postgres, super::$platforms, |_| {}).await {
                    super::$story(world).await;
                }
            })*
        }
    };
    ($($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                if let Some(world) = $crate::world::World::new($crate::world::Engine::Sqlite).await {
                    super::$story(world).await;
                }
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                if let Some(world) = $crate::world::World::new($crate::world::Engine::Postgres).await {
                    super::$story(world).await;
                }
            })*
        }
    };
}
