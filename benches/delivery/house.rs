//! A house for one benchmark: settings, a database with villages and groups, the program in it.

use crate::Bench;
use crate::platform::Platform;
use crate::store;
use anyhow::{Context, Result, anyhow, ensure};
use loaban::app::{App, Parts};
use loaban::clock::Clock;
use loaban::config::Settings;
use loaban::content::{Mode, Order, Published};
use loaban::db::Db;
use loaban::groups;
use loaban::ids::Ids;
use loaban::people::{self, Person, Reach};
use loaban::places;
use loaban::questions::question::{Body, Discretion};
use loaban::questions::{Asking, Question};
use loaban::roster::{self, Duty, Invitation, Invited};
use loaban::seal::Use;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// The secret of webhooks.
pub const SECRET: &str = "secret-of-the-benchmark";
/// How many different items there are to publish.
pub const ITEMS: usize = 12;
/// Those who answer.
const REPORTERS: usize = 40;
/// Villages of one commune, communes of one province (3,321 communes and 90,000 villages in 34 provinces).
const VILLAGES: usize = 27;
const COMMUNES: usize = 98;

/// How a house is furnished.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Linked groups, each in a village of its own.
    pub groups: usize,
    /// `power` or `crash`.
    pub durability: &'static str,
    /// The account's pace; `None`: the platform's rule.
    pub pace: Option<Pace>,
    /// The account is pushed to.
    pub webhook: bool,
    /// So many accounts, which share the groups.
    pub accounts: usize,
    /// A database of its own on this PostgreSQL server, instead of a file.
    pub server: Option<&'static str>,
}

/// Messages a second over all chats, and a minute to one chat.
#[derive(Clone, Copy)]
pub struct Pace(pub u32, pub u32);

/// As fast as it goes.
pub const UNLIMITED: Option<Pace> = Some(Pace(1_000_000, 1_000_000));

impl Plan {
    /// So many groups of one polling account at the platform's own pace, and the default durability.
    pub fn of(groups: usize) -> Plan {
        Plan { groups, durability: "power", pace: None, webhook: false, accounts: 1, server: None }
    }
}

/// Databases with places and groups, made once and copied, and the items.
pub struct Templates {
    content: TempDir,
    made: HashMap<(usize, usize), TempDir>,
}

impl Templates {
    /// None made yet; the items are copies of one of the project's, without a voice: one message each.
    pub fn new() -> Result<Templates> {
        let content = Bench::folder()?;
        let item = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/hoc-phi");
        for number in 1..=ITEMS {
            let copy = content.path().join(format!("tin-{number:02}"));
            copy_files(&item, &copy)?;
            let about = std::fs::read_to_string(copy.join("item.toml"))?;
            std::fs::write(copy.join("item.toml"), about.replacen("217/", &format!("{}/", 300 + number), 1))?;
        }
        Ok(Templates { content, made: HashMap::new() })
    }
}

/// A house.
pub struct House {
    folder: TempDir,
    clock: Clock,
}

impl House {
    /// Builds one.
    pub async fn build(bench: &mut Bench, platform: &Platform, plan: Plan) -> Result<House> {
        if plan.server.is_some() {
            let folder = template(&bench.clock, bench.templates.content.path(), platform, plan).await?;
            write_settings(folder.path(), bench.templates.content.path(), platform, plan)?;
            return Ok(House { folder, clock: bench.clock.clone() });
        }
        let kind = (plan.groups, plan.accounts);
        if !bench.templates.made.contains_key(&kind) {
            let made = template(&bench.clock, bench.templates.content.path(), platform, plan).await?;
            bench.templates.made.insert(kind, made);
        }
        let made = bench.templates.made.get(&kind).context("the template was just made")?;
        let folder = Bench::folder()?;
        copy_files(made.path(), folder.path())?;
        write_settings(folder.path(), bench.templates.content.path(), platform, plan)?;
        Ok(House { folder, clock: bench.clock.clone() })
    }

    /// Builds one in which `count` residents have asked. Receipts and cards went out already, to another platform.
    pub async fn with_questions(
        bench: &mut Bench,
        platform: &Platform,
        plan: Plan,
        count: usize,
    ) -> Result<(House, Vec<Question>)> {
        let other = Platform::start(&bench.clock, None)?;
        let house = House::build(bench, &other, Plan { pace: UNLIMITED, ..plan }).await?;
        let app = house.start().await?;
        let asked = questions(&app.parts, count).await?;
        app.wake();
        settled(&app.parts, Duration::from_secs(60)).await?;
        ensure!(other.taken() == 2 * count, "{} receipts and cards", other.taken());
        app.stop().await;
        house.points_to(bench, platform, plan)?;
        Ok((house, asked))
    }

    /// Writes other settings; nobody may be in it.
    pub fn points_to(&self, bench: &Bench, platform: &Platform, plan: Plan) -> Result<()> {
        write_settings(self.folder.path(), bench.templates.content.path(), platform, plan)
    }

    /// Its settings file.
    pub fn settings(&self) -> PathBuf {
        self.folder.path().join("loaban.toml")
    }

    /// Its database.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("loaban.db")
    }

    /// Opens it without starting the program.
    pub async fn open(&self) -> Result<Parts> {
        open(self.folder.path(), &self.clock).await
    }

    /// Starts the program and waits until it is ready.
    pub async fn start(&self) -> Result<App> {
        let app = App::start(self.open().await?).await?;
        while !app.ready().is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(app)
    }
}

async fn open(folder: &Path, clock: &Clock) -> Result<Parts> {
    let settings = Settings::load(&folder.join("loaban.toml"), &|_| None)
        .map_err(|faults| anyhow!(faults.join("\n")))?;
    let parts = Parts::open(settings, clock.clone(), Ids::system(clock.clone()), Mode::Run).await?;
    ensure!(parts.shelf.faults().is_empty(), "the items have faults: {}", parts.shelf.faults()[0]);
    Ok(parts)
}

/// The name of account number `n`.
fn account(n: usize) -> String {
    if n == 0 { "tg".into() } else { format!("tg{n}") }
}

fn write_settings(folder: &Path, content: &Path, platform: &Platform, plan: Plan) -> Result<()> {
    let database = match plan.server {
        Some(server) => format!("url = \"{}\"", store::own_database(server)),
        None => format!("url = \"sqlite://loaban.db\"\ndurability = \"{}\"", plan.durability),
    };
    let mut toml = format!(
        "[server]\nlisten = \"127.0.0.1:0\"\npublic_url = \"https://loaban.example\"\n\n\
         [database]\n{database}\n\n\
         [content]\ndir = \"{}\"\n\n[delivery]\nquiet = \"off\"\n\n[questions]\ngather = \"0s\"\n",
        content.display(),
    );
    for province in 0..plan.groups.max(1).div_ceil(VILLAGES * COMMUNES) {
        write!(toml, "\n[[identity]]\nplace = \"p{province}\"\nowner = \"Đảng uỷ mẫu\"\n")?;
    }
    for n in 0..plan.accounts {
        let (name, url) = (account(n), platform.url());
        let id = 4242 + n;
        write!(
            toml,
            "\n[[account]]\nname = \"{name}\"\nplatform = \"telegram\"\ntoken = \"{id}:bench\"\napi_url = \"{url}\"\n"
        )?;
        if let Some(Pace(second, minute)) = plan.pace {
            write!(toml, "per_second = {second}\nper_chat_per_minute = {minute}\n")?;
        }
        if plan.webhook {
            write!(toml, "receive = \"webhook\"\nwebhook_secret = \"{SECRET}\"\n")?;
        }
    }
    Ok(std::fs::write(folder.join("loaban.toml"), toml)?)
}

/// Places and groups: one group for a village, as in life. Every item is released.
async fn template(clock: &Clock, content: &Path, platform: &Platform, plan: Plan) -> Result<TempDir> {
    let folder = Bench::folder()?;
    write_settings(folder.path(), content, platform, Plan { durability: "crash", ..plan })?;
    if let Some(server) = plan.server {
        store::make_database(server).await?;
        let db = Db::open(&store::own_database(server)).await?;
        db.migrate().await?;
        db.close().await;
    }
    let parts = open(folder.path(), clock).await?;
    let mut csv = "code,name,kind,parent,from,until,successors,phone,households\n".to_owned();
    let mut villages = vec![];
    for n in 0..plan.groups.max(1) {
        let (commune, province) = (n / VILLAGES, n / VILLAGES / COMMUNES);
        if n % (VILLAGES * COMMUNES) == 0 {
            writeln!(csv, "p{province},Tỉnh {province},province,,,,,,")?;
        }
        if n % VILLAGES == 0 {
            writeln!(csv, "c{commune},Xã {commune},commune,p{province},2025-07-01,,,0213 0000 000,")?;
        }
        writeln!(csv, "v{n},Bản {n},village,c{commune},2025-07-01,,,,120")?;
        villages.push(format!("v{n}"));
    }
    let file = folder.path().join("places.csv");
    std::fs::write(&file, csv)?;
    places::import(&parts.core.db, &file).await?;
    std::fs::remove_file(file)?;
    for (chunk, some) in villages[..plan.groups].chunks(1000).enumerate() {
        let mut tx = parts.core.db.write().await?;
        for (i, village) in some.iter().enumerate() {
            let n = chunk * 1000 + i;
            let (account, address) =
                (account(n % plan.accounts), format!("{}", -1_000_000_000_000 - n as i64));
            groups::bind(
                &mut tx,
                &parts.core.ids,
                clock.now(),
                (&account, loaban::config::Platform::Telegram, &address),
                village,
                "vi",
            )
            .await?;
        }
        tx.commit().await?;
    }
    for item in parts.shelf.library().items() {
        parts.publisher.release(item, "Người duyệt", "console").await?;
    }
    parts.core.db.close().await;
    Ok(folder)
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        std::fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Publishes item number `number` to every group.
pub async fn publish(parts: &Parts, number: usize) -> Result<Published> {
    publish_and(parts, number, || {}).await
}

/// The same as a chat does it: what waits for the first rows is told as soon as they stand.
pub async fn publish_and(parts: &Parts, number: usize, told: impl FnOnce()) -> Result<Published> {
    let library = parts.shelf.library();
    let tree = parts.atlas.tree().await?;
    let folder = format!("tin-{number:02}");
    let item = library.get(&folder).with_context(|| format!("no item {folder}"))?;
    let order = Order { item, places: vec![], at: None, rank: loaban::content::Rank::Normal };
    let mut tx = parts.core.db.write().await?;
    let (mut published, publication) = parts.publisher.begin(&mut tx, &library, &tree, &order).await?;
    tx.commit().await?;
    told();
    published.groups += parts.publisher.finish(&library, &tree, publication).await?;
    Ok(published)
}

/// Where somebody can be written to.
fn reach(parts: &Parts, address: &str, of: Use<'_>) -> Reach {
    let seal = &parts.core.seal;
    let (key, address_sealed) = (seal.person_key("tg", address, of), seal.seal(address));
    Reach { key, account: "tg".into(), address_sealed, ..Reach::default() }
}

/// Brings reporters in and lets `count` residents ask in private; returns the questions.
async fn questions(parts: &Parts, count: usize) -> Result<Vec<Question>> {
    let tree = places::tree(&parts.core.db).await?;
    let now = parts.core.clock.now();
    let today = parts.core.calendar.local(now).date();
    let mut asked = vec![];
    let mut tx = parts.core.db.write().await?;
    for n in 0..REPORTERS {
        let reach = reach(parts, &reporter(n).to_string(), Use::Role);
        people::keep_reach(&mut tx, &parts.core.seal, &reach).await?;
        let invitation = Invitation::new(Invited::Reporter, "p0");
        roster::enrol(&mut tx, &parts.core.ids, now, &reach.key, Duty::Reporter, &invitation).await?;
    }
    for n in 0..count {
        let stranger = people::stranger(&parts.core.seal, today, "tg", &resident(n).to_string());
        let person = Person { place: "v0".into(), ..stranger };
        people::meet_all(&mut tx, &parts.core.seal, std::slice::from_ref(&person)).await?;
        let reach = reach(parts, &resident(n).to_string(), Use::Asker);
        people::keep_reach(&mut tx, &parts.core.seal, &reach).await?;
        let asking = Asking {
            asker: Some(&reach.key),
            role: None,
            language: "",
            discretion: Discretion::Ordinary,
            group: None,
            message: None,
            platform: loaban::config::Platform::Telegram,
            place: "v0",
            body: Body::words("Nhà tôi đi khám có mất tiền không?"),
            relayed: false,
            first: false,
            known: None,
        };
        asked.push(parts.desk.ask(&mut tx, &tree, asking).await?);
    }
    tx.commit().await?;
    ensure!(asked.iter().all(|q| q.role.is_some()), "a question found nobody to answer it");
    Ok(asked)
}

/// The private chat of the reporter who answers question number `n`.
pub fn reporter(n: usize) -> i64 {
    900_000 + (n % REPORTERS) as i64
}

/// The private chat of the resident who asks question number `n`.
pub fn resident(n: usize) -> i64 {
    1_000_000 + n as i64
}

/// Answers a question as a reporter's message does, in one transaction.
pub async fn answer(parts: &Parts, question: &mut Question) -> Result<()> {
    let mut tx = parts.core.db.write().await?;
    let body = Body::words("Không mất tiền, mỗi năm khám một lần.");
    let by = roster::all(&mut tx).await?.into_iter().find(|r| Some(&r.id) == question.role.as_ref());
    let by = by.context("nobody is to answer this question")?;
    let given = parts.desk.answer(&mut tx, question, &by, body).await?;
    ensure!(given.reached == 1, "an answer reached {} people", given.reached);
    tx.commit().await
}

/// Waits until every row has its outcome.
pub async fn settled(parts: &Parts, within: Duration) -> Result<()> {
    let until = parts.core.clock.tick() + within;
    loop {
        let left = store::unsent(&parts.core.db).await?;
        if left == 0 {
            return Ok(());
        }
        ensure!(parts.core.clock.tick() < until, "{left} rows have no outcome after {within:?}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// What the platform pushes when somebody writes in private; each number is another person and another update.
pub fn written(n: usize, text: &str) -> Vec<u8> {
    let (id, number) = (5_000_000 + n, n + 1);
    let person = format!(r#"{{"id":{id},"is_bot":false,"first_name":"A","language_code":"vi"}}"#);
    let chat = format!(r#"{{"id":{id},"type":"private","first_name":"A"}}"#);
    let message =
        format!(r#"{{"message_id":{number},"from":{person},"chat":{chat},"date":1,"text":"{text}"}}"#);
    format!(r#"{{"update_id":{number},"message":{message}}}"#).into_bytes()
}
