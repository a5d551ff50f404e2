//! The verdict, taken from the platform's own record: what was seen, against what the program says.

use super::trial::{Asked, Trial};
use crate::world::code_in;
use loaban::standins::telegram::{Kind, Seen};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a trial came to.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What must never happen, each in a sentence.
    pub faults: Vec<String>,
    pub sent: i64,
    pub unknown: i64,
    /// Announcements whose fate the program does not know, and that arrived.
    pub unknown_but_seen: i64,
    /// Messages to a person that came more than once, how often too much.
    pub again: i64,
    /// Answers that arrived.
    pub answered: usize,
}

impl Verdict {
    pub async fn of(trial: &Trial) -> Verdict {
        let mut verdict = Verdict::default();
        for (publication, title) in &trial.publications {
            verdict.announcement(trial, publication, title);
        }
        if verdict.unknown > trial.in_flight {
            verdict
                .fault(format!("{} unknown, but only {} were in flight", verdict.unknown, trial.in_flight));
        }
        verdict.voices(trial);
        verdict.questions(trial).await;
        if verdict.again > trial.in_flight {
            verdict
                .fault(format!("{} came again, but only {} were in flight", verdict.again, trial.in_flight));
        }
        verdict
    }

    fn fault(&mut self, what: impl Into<String>) {
        self.faults.push(what.into());
    }

    /// No group saw it twice; what is sent was seen, what is unknown was seen or not, and everything has an end.
    fn announcement(&mut self, trial: &Trial, publication: &str, title: &str) {
        let shown = trial.machine.json(&["publication", "show", publication]);
        let counts = &shown["counts"];
        let count = |state: &str| counts[state].as_i64().unwrap();
        let all = ["waiting", "sent", "failed", "unknown", "cancelled"].map(count).iter().sum::<i64>();
        if all != trial.groups.len() as i64 || count("waiting") + count("failed") + count("cancelled") > 0 {
            self.fault(format!("“{title}”: {counts} for {} groups", trial.groups.len()));
        }
        let mut states: BTreeMap<&str, i64> = BTreeMap::new();
        for row in shown["groups"].as_array().unwrap() {
            let (group, state) = (row["group"].as_str().unwrap(), row["state"].as_str().unwrap());
            *states.entry(state).or_default() += 1;
            let chat = trial.groups[group];
            let seen = trial
                .machine
                .platform
                .messages(chat)
                .iter()
                .filter(|m| m.from_bot && m.text.contains(title))
                .count();
            match (state, seen) {
                (_, 2..) => self.fault(format!("a group saw “{title}” twice ({state}, {seen} times)")),
                ("sent", 1) | ("unknown", 0) => {}
                ("unknown", _) => self.unknown_but_seen += 1,
                _ => self.fault(format!("“{title}” is {state}, and was seen {seen} times")),
            }
            if (state == "sent") != row["sent_at"].is_string()
                || (state == "unknown") != row["reason"].is_string()
            {
                self.fault(format!("the moment or the reason is wrong: {row}"));
            }
        }
        for (state, n) in states {
            if count(state) != n {
                self.fault(format!("“{title}”: {counts}, but {n} groups are {state}"));
            }
        }
        self.sent += count("sent");
        self.unknown += count("unknown");
    }

    /// A voice is a part of one announcement: no group hears it twice.
    fn voices(&mut self, trial: &Trial) {
        for chat in trial.groups.values() {
            let mut heard = BTreeSet::new();
            for voice in
                trial.machine.platform.messages(*chat).iter().filter(|m| m.from_bot && m.kind == Kind::Voice)
            {
                if !heard.insert(voice.file_id.clone()) {
                    self.fault("a group heard a voice twice");
                }
            }
        }
    }

    /// Each question is there once, with one receipt and one card; a message to one person may have come again.
    async fn questions(&mut self, trial: &Trial) {
        // A message to a person is sent once more, so two kills can leave it unknown as well.
        let lost: i64 = trial
            .rows()
            .await
            .iter()
            .filter(|(k, s, _)| k != "announcement" && s == "unknown")
            .map(|r| r.2)
            .sum();
        let mut missing = 0;
        let listed = trial.machine.json(&["question", "list"]);
        let listed: BTreeMap<String, Value> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|q| (q["code"].as_str().unwrap().to_owned(), q.clone()))
            .collect();
        if listed.len() != trial.asked.len() {
            self.fault(format!("{} asked, {} questions", trial.asked.len(), listed.len()));
        }
        let cards = trial.machine.platform.private_messages(trial.reporter, trial.machine.bot);
        // Which question has which code, as the cards and the receipts say.
        let mut codes: BTreeMap<String, &Asked> = BTreeMap::new();
        for asked in &trial.asked {
            // What is asked stands first on its card; below may stand another that asks the same.
            let text = format!("{} »", asked.text);
            let is_of_it =
                |card: &str| card.split_once("« ").is_some_and(|(_, rest)| rest.starts_with(&text));
            let of_it: Vec<_> = cards.iter().filter(|m| m.from_bot && is_of_it(&m.text)).collect();
            missing += i64::from(of_it.is_empty());
            self.came(of_it.len(), "a card");
            codes.extend(of_it.iter().map(|m| (code_in(&m.text), asked)));
            if asked.at.is_some() {
                let receipts = receipts(trial, asked);
                missing += i64::from(receipts.is_empty());
                self.came(receipts.len(), "a receipt");
                codes.extend(receipts.iter().map(|m| (code_in(&m.text), asked)));
            }
        }
        // In private the receipts of all questions of one person stand in one chat; each names its own code.
        for person in &trial.residents {
            let asked: Vec<&Asked> =
                trial.asked.iter().filter(|a| a.at.is_none() && a.person == *person).collect();
            let Some(first) = asked.first() else { continue };
            let mut receipts: BTreeMap<String, usize> = BTreeMap::new();
            for seen in self::receipts(trial, first) {
                *receipts.entry(code_in(&seen.text)).or_default() += 1;
            }
            if receipts.len() > asked.len() {
                self.fault(format!("{} questions of one person, {} receipts", asked.len(), receipts.len()));
            }
            missing += asked.len().saturating_sub(receipts.len()) as i64;
            for times in receipts.values() {
                self.came(*times, "a receipt");
            }
            codes.extend(receipts.into_keys().map(|code| (code, *first)));
        }
        for (code, text) in &trial.answered {
            let Some(asked) = codes.get(code) else {
                self.fault(format!("nobody asked #{code}"));
                continue;
            };
            let times = chat(trial, asked).iter().filter(|m| m.from_bot && m.text.contains(text)).count();
            missing += i64::from(times == 0);
            self.came(times, "an answer");
            self.answered += usize::from(times > 0);
        }
        if missing > lost {
            self.fault(format!("{missing} receipts, cards or answers are missing, and {lost} are unknown"));
        }
        for code in codes.keys() {
            let state = listed.get(code).and_then(|q| q["state"].as_str()).unwrap_or("gone");
            let expected = if trial.answered.contains_key(code) { "answered" } else { "open" };
            if state != expected {
                self.fault(format!("question #{code} is {state} and not {expected}"));
            }
        }
    }

    /// It came so often: once too much is the most that a kill may cause.
    fn came(&mut self, times: usize, what: &str) {
        self.again += times.saturating_sub(1) as i64;
        if times > 2 {
            self.fault(format!("{what} came {times} times"));
        }
    }
}

/// What the asker read about it.
fn receipts(trial: &Trial, asked: &Asked) -> Vec<Seen> {
    let mut seen = chat(trial, asked);
    seen.retain(|m| m.from_bot && m.text.contains("Đã nhận câu hỏi"));
    if let Some((_, message)) = asked.at {
        seen.retain(|m| m.reply_to == Some(message));
    }
    seen
}

/// Where it was asked.
fn chat(trial: &Trial, asked: &Asked) -> Vec<Seen> {
    match asked.at {
        Some((group, _)) => trial.machine.platform.messages(group),
        None => trial.machine.platform.private_messages(asked.person, trial.machine.bot),
    }
}
