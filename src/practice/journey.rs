//! The guided path of a newcomer: five steps, each ticked off by what really happened (pure).
//!
//! Nothing here remembers a click. What is done is read from the log of facts, what comes next from the
//! chats, so that a step done by hand, in another way or in another order counts just the same.

use super::cast::{Chat, Who};
use super::screen::{Line, Phone};
use crate::clock::Millis;
use crate::ledger::{DeliveryState, Entry, Fact};
use crate::text::{Arg, Text, VIETNAMESE};
use serde::Serialize;

/// The item that the path publishes: it has a voice, and every village knows the matter.
pub const ITEM: &str = "kham-suc-khoe";

/// All that decides where a newcomer stands.
pub struct Scene<'a> {
    /// The words.
    pub text: &'a Text,
    /// What is on the phones.
    pub phones: &'a [Phone],
    /// What happened.
    pub facts: &'a [Entry],
    /// Headline of [`ITEM`].
    pub title: &'a str,
    /// Whether [`ITEM`] is released as it now is.
    pub released: bool,
    /// Whether announcements wait now.
    pub quiet: bool,
    /// The period to report on.
    pub period: &'a Closing,
    /// Now.
    pub now: Millis,
    /// Whether somebody opened the report of that period after it had closed.
    pub opened: bool,
}

/// A reporting period and the morning after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// `2026-12`.
    pub name: String,
    /// `12/2026`, as people read it.
    pub title: String,
    /// The first day after it, as people read it.
    pub day: String,
    /// Its first moment not in it.
    pub end: Millis,
    /// 07:00 of that day: past the quiet hours.
    pub morning: Millis,
}

/// One of the five.
#[derive(Debug, Serialize)]
pub struct Step {
    title: String,
    /// Really happened.
    pub done: bool,
    /// What to do now; only the first step that is not done has it.
    pub text: String,
    /// Buttons that do it or point at where to do it.
    pub acts: Vec<Act>,
}

/// What a button of the guide does in the page.
#[derive(Debug, Serialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum Act {
    /// Writes as somebody.
    Say { label: String, who: Who, chat: Chat, text: String },
    /// Presses a button under a message as somebody.
    Press { label: String, who: Who, chat: Chat, message: String, button: usize },
    /// Shows where to press: the last message with buttons of a phone.
    Point { label: String, phone: &'static str, message: String },
    /// Prepares a text in a phone's box, as a reply when a message is named; the person sends it.
    Draft { label: String, phone: &'static str, reply_to: Option<String>, text: String },
    /// Moves the clock.
    Clock { label: String, to: Millis },
    /// Opens a page.
    Open { label: String, href: String },
}

/// The five steps as they stand.
pub fn steps(scene: &Scene<'_>) -> Vec<Step> {
    let done = scene.done();
    let current = done.iter().position(|done| !done);
    (0..5)
        .map(|i| {
            let (text, acts) = if current == Some(i) { scene.next(i) } else { Default::default() };
            Step { title: scene.say(&format!("practice-step-{}", i + 1), &[]), done: done[i], text, acts }
        })
        .collect()
}

impl Scene<'_> {
    fn say(&self, key: &str, args: &[Arg<'_>]) -> String {
        self.text.say(VIETNAMESE, key, args)
    }

    fn done(&self) -> [bool; 5] {
        let happened = |test: fn(&Fact) -> bool| self.facts.iter().any(|entry| test(&entry.fact));
        [
            happened(|fact| matches!(fact, Fact::Delivered { to: DeliveryState::Sent, .. })),
            happened(|fact| matches!(fact, Fact::Asked { .. })),
            happened(|fact| matches!(fact, Fact::AnswerWritten)),
            self.now >= self.period.end,
            self.opened,
        ]
    }

    fn next(&self, step: usize) -> (String, Vec<Act>) {
        match step {
            0 => self.publish(),
            1 => self.ask(),
            2 => self.answer(),
            3 => {
                let day = ("day", self.period.day.as_str().into());
                let period = ("period", self.period.title.as_str().into());
                let label = self.say("practice-step-4-clock-act", std::slice::from_ref(&day));
                let act = Act::Clock { label, to: self.period.morning };
                (self.say("practice-step-4-clock", &[period, day]), vec![act])
            }
            _ => {
                let period = [("period", self.period.title.as_str().into())];
                let href = format!("/report/{}", self.period.name);
                let act = Act::Open { label: self.say("practice-step-5-open-act", &period), href };
                (self.say("practice-step-5-open", &period), vec![act])
            }
        }
    }

    fn publish(&self) -> (String, Vec<Act>) {
        let say = |label: &str, text: String| {
            vec![Act::Say { label: self.say(label, &[]), who: Who::Editor, chat: Chat::Private, text }]
        };
        let planned = self.facts.iter().any(|entry| matches!(entry.fact, Fact::Planned { .. }));
        if planned && self.quiet {
            return (self.say("practice-step-1-quiet", &[]), vec![]);
        }
        if planned {
            return (self.say("practice-step-1-wait", &[]), vec![]);
        }
        if let Some(line) = self.question_to("editor") {
            return (self.say("practice-step-1-choose", &[]), vec![self.point("editor", line)]);
        }
        if self.released {
            let acts = say("practice-step-1-publish-act", format!("/phat {ITEM}"));
            return (self.say("practice-step-1-publish", &[]), acts);
        }
        let acts = say("practice-step-1-release-act", format!("/duyet {ITEM}"));
        (self.say("practice-step-1-release", &[("title", self.title.into())]), acts)
    }

    fn ask(&self) -> (String, Vec<Act>) {
        if let Some(line) = self.question_to("resident") {
            return (self.say("practice-step-2-choose", &[]), vec![self.point("resident", line)]);
        }
        if self.lines("resident").is_empty()
            && let Some((line, button)) = self.link_in_village()
        {
            let (message, who) = (line.id.clone(), Who::Resident);
            let label = self.say("practice-step-2-private-act", &[]);
            let act = Act::Press { label, who, chat: Chat::Village, message, button };
            return (self.say("practice-step-2-private", &[]), vec![act]);
        }
        let text = self.say("practice-step-2-question", &[]);
        let ask = self.say("practice-step-2-ask-act", &[]);
        let own = self.say("practice-step-2-type-act", &[]);
        let acts = vec![
            Act::Say { label: ask, who: Who::Resident, chat: Chat::Private, text },
            Act::Draft { label: own, phone: "resident", reply_to: None, text: String::new() },
        ];
        (self.say("practice-step-2-ask", &[]), acts)
    }

    /// The card of the newest open question, on whichever phone it arrived.
    fn answer(&self) -> (String, Vec<Act>) {
        let asked = self.facts.iter().rev().find(|entry| matches!(entry.fact, Fact::Asked { .. }));
        let code = asked.map(|entry| entry.reference.clone()).unwrap_or_default();
        let card = ["reporter", "editor", "secretary"].into_iter().find_map(|phone| {
            let holds = |line: &&Line| line.from == "bot" && line.text.contains(&format!("#{code}"));
            Some((phone, self.lines(phone).iter().rev().find(holds)?))
        });
        let Some((phone, line)) = card.filter(|_| !code.is_empty()) else {
            return (self.say("practice-step-3-wait", &[]), vec![]);
        };
        let who = self.say(&format!("practice-name-{phone}"), &[]).to_lowercase();
        let text = self.say("practice-step-3-answer", &[]);
        let label = self.say("practice-step-3-reply-act", &[]);
        let act = Act::Draft { label, phone, reply_to: Some(line.id.clone()), text };
        (self.say("practice-step-3-reply", &[("code", code.into()), ("who", who.into())]), vec![act])
    }

    fn lines(&self, phone: &str) -> &[Line] {
        self.phones.iter().find(|p| p.id == phone).map_or(&[], |p| &p.messages)
    }

    /// The last message of a phone, if the bot waits there for one of its buttons.
    fn question_to(&self, phone: &str) -> Option<&Line> {
        self.lines(phone).last().filter(|line| line.asks())
    }

    fn point(&self, phone: &'static str, line: &Line) -> Act {
        Act::Point { label: self.say("practice-point-act", &[]), phone, message: line.id.clone() }
    }

    /// The newest button in the group that opens a private chat.
    fn link_in_village(&self) -> Option<(&Line, usize)> {
        self.lines("village").iter().rev().find_map(|line| {
            let button = line.buttons.iter().flatten().position(|key| !key.press)?;
            (line.from == "bot").then_some((line, button))
        })
    }
}

#[cfg(test)]
mod tests;
