//! Several processes around one trial.

use crate::crash::trial::Trial;
use crate::crash::verdict::Verdict;
use crate::live::machine::{Machine, PATIENCE, Running};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const GLANCE: Duration = Duration::from_millis(10);
/// Accounts change hands within seconds, and after a death within fifteen.
const HANDS: Duration = Duration::from_secs(40);

pub struct Together {
    pub trial: Trial,
    pub running: Vec<Running>,
}

impl Together {
    pub fn of(trial: Trial) -> Together {
        Together { trial, running: vec![] }
    }

    pub fn machine(&self) -> &Machine {
        &self.trial.machine
    }

    /// One process more; returns its web door.
    pub async fn starts(&mut self) -> SocketAddr {
        let mut running = self.machine().runs(&[]);
        let door = running.ready().await;
        self.running.push(running);
        door
    }

    /// Who owns which account now.
    async fn owners(&self) -> BTreeMap<String, String> {
        let sql = "SELECT name, owner FROM lease WHERE kind = 'account' AND owner IS NOT NULL
                   AND until_at > EXTRACT(EPOCH FROM clock_timestamp()) * 1000";
        let rows: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(self.trial.db.read()).await.unwrap();
        rows.into_iter().collect()
    }

    /// Waits until the owners, and how many accounts each has, are so.
    pub async fn waits_until(&self, what: &str, so: impl Fn(&BTreeMap<String, usize>) -> bool) {
        let deadline = Instant::now() + HANDS;
        loop {
            let mut counts = BTreeMap::new();
            for owner in self.owners().await.into_values() {
                *counts.entry(owner).or_insert(0) += 1;
            }
            if !counts.is_empty() && so(&counts) {
                return;
            }
            let said: Vec<String> = self.running.iter().map(Running::said).collect();
            assert!(Instant::now() < deadline, "not so: {what}: {counts:?}\n{}", said.join("\n--\n"));
            sleep(GLANCE * 5).await;
        }
    }

    fn account_of(&self, bot: i64) -> String {
        match self.trial.bots.iter().position(|b| *b == bot).unwrap() {
            0 => "tg".into(),
            n => format!("tg{}", n + 1),
        }
    }

    pub async fn owner_of(&self, bot: i64) -> String {
        self.owners().await.remove(&self.account_of(bot)).unwrap()
    }

    /// The bots whose accounts it owns.
    pub async fn bots_of(&self, owner: &str) -> Vec<i64> {
        let owners = self.owners().await;
        let owns = |bot: &i64| owners.get(&self.account_of(*bot)).is_some_and(|o| o == owner);
        self.trial.bots.iter().copied().filter(owns).collect()
    }

    /// Which process owns the most, and the bots that are.
    pub async fn busiest(&self) -> (usize, Vec<i64>) {
        let mut most = (0, vec![]);
        for (at, running) in self.running.iter().enumerate() {
            let bots = self.bots_of(&running.owner()).await;
            if bots.len() > most.1.len() {
                most = (at, bots);
            }
        }
        most
    }

    /// Who looks after what is done for all.
    pub async fn keeper(&self) -> String {
        let sql = "SELECT owner FROM lease WHERE kind = 'task' AND name = 'schedule'";
        sqlx::query_scalar(sql).fetch_one(self.trial.db.read()).await.unwrap()
    }

    /// Waits until these bots have sent so many messages since the record was cleared.
    pub async fn waits_for_sends(&self, bots: &[i64], most: usize) {
        let of_them =
            |r: &&loaban::standins::telegram::Request| r.method.starts_with("send") && bots.contains(&r.bot);
        let enough = self
            .machine()
            .platform
            .wait_for(PATIENCE, |p| (p.requests().iter().filter(of_them).count() >= most).then_some(()));
        assert!(enough.await.is_some(), "they do not send");
    }

    /// Somebody asks in private and in a group, and what is known by now is answered.
    pub fn asks_and_answers(&mut self, round: usize) {
        let person = self.trial.residents[round % self.trial.residents.len()];
        self.trial.asks_in_private(person);
        self.trial.asks_in_group(person, round * 7);
        self.trial.answers();
    }

    /// Receipts that a person has in private.
    pub fn receipts(&self, person: i64) -> usize {
        let seen = self.machine().platform.private_messages(person, self.machine().bot);
        seen.iter().filter(|m| m.from_bot && m.text.contains("Đã nhận câu hỏi")).count()
    }

    /// Waits until there is one more of them.
    pub async fn waits_for_receipt(&self, person: i64, before: usize) {
        let more = |p: &loaban::standins::telegram::Telegram| {
            let seen = p.private_messages(person, self.machine().bot);
            let receipts = seen.iter().filter(|m| m.from_bot && m.text.contains("Đã nhận câu hỏi")).count();
            (receipts > before).then_some(())
        };
        assert!(self.machine().platform.wait_for(PATIENCE, more).await.is_some(), "no receipt");
    }

    /// The newest question's time is over; returns its code.
    pub async fn is_overdue(&self) -> String {
        let sql = "UPDATE question SET due_at = 1 WHERE state = 'open' AND reminded = 0 AND opened_at =
                   (SELECT MAX(opened_at) FROM question) RETURNING code";
        sqlx::query_scalar(sql).fetch_one(self.trial.db.read()).await.unwrap()
    }

    /// Reminders of it that the reporter has.
    pub fn reminders(&self, code: &str) -> usize {
        let seen = self.machine().platform.private_messages(self.trial.reporter, self.machine().bot);
        let words = format!("câu hỏi #{code} đã đến hạn");
        seen.iter().filter(|m| m.from_bot && m.text.contains(&words)).count()
    }

    /// Everybody stops in order; then the verdict.
    pub async fn verdict(&mut self) -> Verdict {
        for running in self.running.drain(..) {
            running.stops().await;
        }
        Verdict::of(&self.trial).await
    }
}
