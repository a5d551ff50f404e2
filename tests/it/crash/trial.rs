//! One trial: groups, a reporter and residents around a program that is killed again and again.

use crate::live::database_url;
use crate::live::machine::{Machine, Running, places};
use crate::world::Engine;
use loaban::clock::Clock;
use loaban::config::Platform;
use loaban::db::Db;
use loaban::groups;
use loaban::ids::Ids;
use loaban::standins::telegram::{Fault, What};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long the rest may take once nobody kills the program any more. Contract: what a dead process left in flight is
/// settled within 30 s.
const REST: Duration = Duration::from_secs(90);
const VILLAGE: &str = "lc-binhlu-naluong";

/// A question that somebody asked, as the platform knows it.
pub struct Asked {
    pub person: i64,
    /// The group and the number of the message there; none: in private.
    pub at: Option<(i64, i64)>,
    pub text: String,
}

pub struct Trial {
    pub machine: Machine,
    pub db: Db,
    /// Our id of a group, and the platform's.
    pub groups: BTreeMap<String, i64>,
    /// The bots, an account each: `tg`, `tg2`, …
    pub bots: Vec<i64>,
    /// Enrolled with the first bot.
    pub reporter: i64,
    pub residents: Vec<i64>,
    pub asked: Vec<Asked>,
    /// What the reporter answered: which question, and the text.
    pub answered: BTreeMap<String, String>,
    /// Publication and the headline of its item.
    pub publications: Vec<(String, String)>,
    /// Rows that were in flight at the kills.
    pub in_flight: i64,
    items: Vec<(String, String)>,
}

impl Trial {
    /// Linked groups, released items, an enrolled reporter and residents who have agreed. Nothing runs.
    pub async fn new(engine: Engine, groups: usize, residents: usize, pushed: bool) -> Option<Trial> {
        let mut machine = Machine::new(engine).await?;
        if pushed {
            machine.is_pushed();
        }
        let bots = vec![machine.bot];
        Some(Trial::on(machine, bots, groups, residents, |_| {}).await)
    }

    /// The same with several accounts, among which the groups are shared out; the residents ask all of them.
    pub async fn with_accounts(
        engine: Engine,
        accounts: usize,
        groups: usize,
        residents: usize,
    ) -> Option<Trial> {
        let machine = Machine::new(engine).await?;
        let bots = [vec![machine.bot], machine.has_accounts(accounts - 1, false)].concat();
        Some(Trial::on(machine, bots, groups, residents, |_| {}).await)
    }

    /// On a machine whose settings are written; `opened` learns where the first process listens.
    pub async fn on(
        machine: Machine,
        bots: Vec<i64>,
        groups: usize,
        residents: usize,
        opened: impl Fn(SocketAddr),
    ) -> Trial {
        machine.json(&["place", "import", &places()]);
        let mut items = vec![];
        for item in machine.json(&["item", "list"]).as_array().unwrap() {
            if item["audience"].as_array().unwrap().iter().any(|a| a == "residents") {
                items.push((
                    item["item"].as_str().unwrap().to_owned(),
                    item["title"].as_str().unwrap().to_owned(),
                ));
            }
        }
        let db = Db::open(&database_url(&machine)).await.unwrap();
        let mut running = machine.runs(&[]);
        opened(running.ready().await);
        let reporter = machine.enrolled("reporter", "lc-binhlu").await;
        let (people, groups) = (
            (0..residents).map(|_| machine.platform.add_person("Bà con")).collect(),
            bound(&machine, &bots, &db, groups).await,
        );
        let mut trial = Trial {
            machine,
            db,
            groups,
            bots,
            reporter,
            residents: people,
            asked: vec![],
            answered: BTreeMap::new(),
            publications: vec![],
            in_flight: 0,
            items,
        };
        for person in trial.residents.clone() {
            trial.agrees(person).await;
        }
        running.terminate();
        running.ends(Duration::from_secs(10)).await;
        trial
    }

    /// The first question of somebody: notice, consent, place, receipt.
    async fn agrees(&mut self, person: i64) {
        self.asks_in_private(person);
        let notice = self.machine.person_sees(person, "đồng ý").await;
        self.machine.says_yes(person, &notice);
        let choice = self.machine.person_sees(person, "ở bản nào").await;
        self.machine.says_yes(person, &choice);
        self.machine.person_sees(person, "Đã nhận câu hỏi").await;
    }

    pub fn asks_in_private(&mut self, person: i64) {
        let text = self.new_question();
        self.machine.platform.person_sends(person, self.machine.bot, &text).unwrap();
        self.asked.push(Asked { person, at: None, text });
    }

    pub fn asks_in_group(&mut self, person: i64, nth: usize) {
        let text = self.new_question();
        let group = *self.groups.values().nth(nth % self.groups.len()).unwrap();
        // Who is in already stays in.
        let _ = self.machine.platform.person_joins(person, group);
        let message = self.machine.platform.person_sends(person, group, &format!("/hoi {text}")).unwrap();
        self.asked.push(Asked { person, at: Some((group, message)), text });
    }

    /// The reporter answers every question whose card came and that was not answered yet.
    pub fn answers(&mut self) {
        let (platform, bot) = (&self.machine.platform, self.machine.bot);
        for card in platform.private_messages(self.reporter, bot) {
            if !card.from_bot || !card.text.contains("« ") {
                continue;
            }
            let code = crate::world::code_in(&card.text);
            if self.answered.contains_key(&code) {
                continue;
            }
            let text = format!("Trả lời riêng cho câu {code}.");
            platform.person_sends(self.reporter, bot, &format!("/traloi {code} {text}")).unwrap();
            self.answered.insert(code, text);
        }
    }

    fn new_question(&self) -> String {
        format!("Câu số {} về học phí của các cháu", self.asked.len() + 1)
    }

    /// The next item that was not published yet; false when there is none.
    pub fn publishes(&mut self) -> bool {
        let Some((item, title)) = self.items.pop() else { return false };
        self.machine.json(&["item", "release", &item, "--by", "Người duyệt"]);
        let published = self.machine.json(&["publish", &item]);
        assert_eq!(published["groups"].as_u64(), Some(self.groups.len() as u64), "{published}");
        self.publications.push((published["publication"].as_str().unwrap().to_owned(), title));
        true
    }

    /// Its writer dies at a named point; which publication it was is asked of the next command.
    pub fn publishes_and_dies(&mut self, point: &str) {
        let (item, title) = self.items.pop().unwrap();
        self.machine.json(&["item", "release", &item, "--by", "Người duyệt"]);
        let said = self.machine.does_with(&["publish", &item, "--json"], &[("LOABAN_CRASH_AT", point)]);
        assert_eq!((said.code, &*said.out), (-1, ""), "{}", said.err);
        let all = self.machine.json(&["publication", "list"]);
        assert_eq!(all[0]["item"], *item, "{all}");
        self.publications.push((all[0]["publication"].as_str().unwrap().to_owned(), title));
    }

    /// The next two sends are carried out and never answered, the others take a moment: whenever the program dies,
    /// something is in flight.
    pub fn slows(&self) {
        let platform = &self.machine.platform;
        platform.clear_faults();
        platform.fault(Fault::new(What::HangAfter).on("sendMessage").times(2));
        platform.fault(Fault::new(What::SlowMs(20)).on("sendMessage").times(u32::MAX));
        platform.fault(Fault::new(What::SlowMs(20)).on("sendVoice").times(u32::MAX));
    }

    /// Sends that the platform was ever asked for.
    pub fn sends(&self) -> usize {
        self.machine.platform.requests().iter().filter(|r| r.method.starts_with("send")).count()
    }

    /// The process is gone: whoever comes next finds what it left in flight.
    pub async fn count_in_flight(&mut self) {
        if self.machine.engine == Engine::Postgres {
            self.wait_for_sessions().await;
        }
        self.machine.platform.release();
        self.in_flight +=
            self.rows().await.iter().filter(|(_, state, _)| state == "sending").map(|(.., n)| n).sum::<i64>();
    }

    /// One of several is dead: what it left in flight is counted, and its ownerships lapse.
    pub async fn is_dead(&mut self, dead: &Running) {
        let owner = dead.owner();
        self.count_in_flight_of(&owner).await;
        let lapse = "UPDATE lease SET until_at = 0 WHERE owner = $1";
        sqlx::query(lapse).bind(&owner).execute(self.db.read()).await.unwrap();
        self.machine.platform.release();
    }

    /// What one of several, who is dead or sleeps, has in flight.
    pub async fn count_in_flight_of(&mut self, owner: &str) {
        // What its server still does for it is done first.
        let busy = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()";
        for _ in 0..20 {
            if sqlx::query_scalar::<_, i64>(busy).fetch_one(self.db.read()).await.unwrap() == 0 {
                break;
            }
            sleep(Duration::from_millis(5)).await;
        }
        let left = "SELECT COUNT(*) FROM outbox o JOIN lease l ON l.kind = 'account' AND l.name = o.account WHERE o.state = 'sending' AND l.owner = $1";
        self.in_flight +=
            sqlx::query_scalar::<_, i64>(left).bind(owner).fetch_one(self.db.read()).await.unwrap();
    }

    /// As though the 10 s of a dead owner's lease were over. On SQLite nobody waits for them: the file's lock is free.
    pub async fn lease_lapses(&self) {
        sqlx::query("UPDATE lease SET until_at = 0").execute(self.db.read()).await.unwrap();
    }

    /// What a dead client sent last is still carried out by the server.
    async fn wait_for_sessions(&self) {
        let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()";
        for _ in 0..500 {
            if sqlx::query_scalar::<_, i64>(sql).fetch_one(self.db.read()).await.unwrap() == 0 {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("the server still works for a dead client");
    }

    /// Messages by kind and state.
    pub async fn rows(&self) -> Vec<(String, String, i64)> {
        let sql = "SELECT kind, state, COUNT(*) FROM outbox GROUP BY kind, state";
        sqlx::query_as(sql).fetch_all(self.db.read()).await.unwrap()
    }

    /// Announcements that wait.
    pub async fn waits(&self) -> i64 {
        self.rows().await.iter().filter(|(k, s, _)| k == "announcement" && s == "waiting").map(|r| r.2).sum()
    }

    /// Waits until nothing is left to hear, to understand or to send.
    pub async fn settles(&self) {
        let platform = &self.machine.platform;
        let deadline = Instant::now() + REST;
        loop {
            // In the order in which things move: what was not here yet is looked for further on.
            let pending: usize = self.bots.iter().map(|bot| platform.pending_updates(*bot)).sum();
            let updates = loaban::inbox::backlog(&self.db).await.unwrap().len();
            let rows = self.rows().await;
            let waiting = rows.iter().any(|(_, state, _)| state == "waiting" || state == "sending");
            if updates == 0 && pending == 0 && !waiting {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "after {REST:?}: {pending} not taken, {updates} accounts have not handled all, {rows:?}"
            );
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the newest publication has a row for this many groups.
    pub async fn reaches(&self, groups: u64) {
        let deadline = Instant::now() + REST;
        while self.machine.json(&["publication", "list"])[0]["groups"].as_u64() != Some(groups) {
            assert!(
                Instant::now() < deadline,
                "nobody went on with a publication that was left half written"
            );
            sleep(Duration::from_millis(500)).await;
        }
    }

    /// Runs until everything is settled, then stops in order.
    pub async fn comes_to_rest(&self, variables: &[(&str, &str)]) {
        let mut running = self.machine.runs(variables);
        running.ready().await;
        self.settles().await;
        running.stops().await;
    }

    /// Waits until it died at the named point.
    pub async fn dies(&mut self, mut running: Running) {
        use std::os::unix::process::ExitStatusExt;
        let status = running.ends(REST).await;
        assert!(status.signal().is_some(), "it ended with {status}:\n{}", running.said());
        self.count_in_flight().await;
    }
}

/// Groups with the bot in them, bound to one village. Linking each by its code is what the live tests do.
async fn bound(machine: &Machine, bots: &[i64], db: &Db, count: usize) -> BTreeMap<String, i64> {
    let clock = Clock::system();
    let ids = Ids::system(clock.clone());
    let owner = machine.platform.add_person("Trưởng bản");
    let mut bound = BTreeMap::new();
    let mut tx = db.write().await.unwrap();
    for nth in 0..count {
        let nth = nth % bots.len();
        let account = if nth == 0 { "tg".into() } else { format!("tg{}", nth + 1) };
        let group = machine.platform.add_group("Bản mẫu", &[owner]);
        machine.platform.add_bot_to_group(bots[nth], group, owner).unwrap();
        let at = (&*account, Platform::Telegram, &*group.to_string());
        bound.insert(
            groups::bind(&mut tx, &ids, clock.now(), at, VILLAGE, "vi").await.unwrap().id.to_string(),
            group,
        );
    }
    tx.commit().await.unwrap();
    bound
}
