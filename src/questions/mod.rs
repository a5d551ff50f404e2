//! From asked to answered: the acts, each in the caller's transaction, each with its fact and its messages. An act is a
//! verb of the [`Desk`] and has a file.

mod add;
mod answer;
mod ask;
mod ask_back;
mod assign;
mod card;
mod close;
mod digest;
mod edit;
mod find;
mod follow_up;
mod forget;
mod hand_over;
pub mod hidden;
mod judge;
mod listed;
mod modules;
mod news;
mod overdue;
pub mod question;
mod reach;
mod refuse;
mod refused;
pub mod route;
mod same;
mod serve;
pub mod share;
mod shared;
mod store;
pub mod subject;
mod tell;
mod twins;

pub use answer::Given;
pub use ask::Asking;
pub use ask_back::{ASKED_BACK, AskedBack, kept_back};
pub use digest::Digesting;
pub use edit::Edited;
pub use follow_up::FollowingUp;
pub use forget::Forgetting;
pub use hand_over::Moved;
pub use listed::{Listed, list, show};
pub use modules::{Kept, MOST_MODULES, NAME_CHARS, TextModule};
pub use shared::{Posted, Proposed, Shared, all as all_shared};
pub use store::{
    Purged, Standing, groups_with_askers, has_older_handles, rename, reseal, seal_backs, standings, survey,
};
pub use twins::{Twins, twin_mark};

use crate::base::Core;
use crate::clock::Millis;
use crate::config::QuestionSettings;
use crate::db::{Db, Tx};
use crate::ids::{GroupId, PersonKey, QuestionCode, RoleId};
use crate::ledger::{self, About, Fact};
use crate::mail::Mail;
use crate::message::Said;
use crate::seal::Seal;
use crate::text::Arg;
use crate::understanding::{Marked, Understanding};
use anyhow::Result;
use jiff::civil::Date;
use question::{Back, Body, Discretion, Leg, Reminded, State, Turned, Why};
use std::sync::Arc;
use subject::Subjects;

/// Longest question or answer, characters.
pub const LONGEST_CHARS: usize = 4000;

/// One question. No name and no account: `asker` is a key that only the sealing key's holder can match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Five characters.
    pub code: QuestionCode,
    /// Where it stands.
    pub state: State,
    /// Code of the place it was asked from.
    pub place: String,
    /// Topic id; `khac` for every sensitive one.
    pub topic: String,
    /// Relayed by a secretary.
    pub relayed: bool,
    /// The asker's language.
    pub language: String,
    /// What was asked.
    pub body: Body,
    /// The last answer.
    pub answer: Body,
    /// Key of the asker, until the handle lapses.
    pub asker: Option<PersonKey>,
    /// The group it was asked in.
    pub group: Option<GroupId>,
    /// What leads back to where it was asked, and who may answer.
    pub back: Back,
    /// The role that is to answer.
    pub role: Option<RoleId>,
    /// Why it went there.
    pub why: Why,
    /// The question that this one repeats.
    pub same_as: Option<QuestionCode>,
    /// First asked.
    pub asked_at: Millis,
    /// Answer expected by.
    pub due_at: Millis,
    /// How often who is to answer was reminded.
    pub reminded: Reminded,
    /// Asked or reopened.
    pub opened_at: Millis,
    /// When it left the open ones.
    pub closed_at: Option<Millis>,
    /// The asker said that the answer is clear.
    pub cleared: bool,
    /// They found the answer in what an item says, and nobody had to answer.
    pub served: bool,
}

impl Question {
    /// Whether a voice or a picture of it may still be had by whoever was sent its address: one that asked until the question is
    /// closed, one that answered until nobody knows any more who asked, or they took it back.
    fn is_heard(&self, said: &Said, (account, file_id): (&str, &str)) -> bool {
        let asked = |body: &Body| body.files().any(|(a, f)| (&**a, &**f) == (account, file_id));
        match (said, self.state) {
            (Said::Asking(_), state) => state == State::Open && asked(&self.body),
            (Said::Answering(_), State::Open | State::Answered) => self.asker.is_some(),
            (Said::Answering(_), State::Withdrawn | State::SetAside) => false,
        }
    }

    /// One step more of its way.
    fn goes(&mut self, on: Date, by: Turned, reason: &str) {
        let reason = hidden::masked(reason).unwrap_or_else(|| reason.to_owned());
        self.body.goes(Leg { on, by, why: self.why, topic: self.topic.clone(), reason });
    }

    /// The key of the words for where it stands.
    pub fn state_key(&self) -> String {
        if self.served { "state-served".into() } else { format!("state-{}", self.state.as_str()) }
    }

    /// The province's desk alone may see it.
    pub fn is_for_province(&self) -> bool {
        self.back.discretion == Discretion::Province
    }

    /// The numbers of messages go at closing, and so do text and voice of a question whose asker chose who may answer
    /// (decided 9).
    fn close_texts(&mut self) {
        if self.state == State::Open {
            return;
        }
        self.back.message = None;
        self.body.forget_messages();
        if self.back.discretion != Discretion::Ordinary {
            self.body = self.body.blanked();
            self.answer = self.answer.blanked();
        }
    }
}

/// Whether a voice or a picture, by its account and handle there, may still be heard. A question that nobody knows keeps none.
pub async fn is_heard(db: &Db, seal: &Seal, said: &Said, voice: (&str, &str)) -> Result<bool> {
    let (Said::Asking(code) | Said::Answering(code)) = said;
    Ok(store::read_one(db, seal, code).await?.is_some_and(|q| q.is_heard(said, voice)))
}

/// The desk at which questions are handled; cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// What every act works with.
    pub core: Core,
    /// Signed messages.
    pub mail: Mail,
    /// Word lists.
    pub subjects: Arc<Subjects>,
    /// What words have about them.
    pub understanding: Arc<Understanding>,
    /// Deadlines and retention.
    pub rules: QuestionSettings,
    /// Quiet hours, for reminders.
    pub quiet: Option<crate::calendar::Quiet>,
    /// What was asked before.
    pub twins: Twins,
}

impl Desk {
    fn now(&self) -> Millis {
        self.core.clock.now()
    }

    fn today(&self) -> Date {
        self.core.calendar.local(self.now()).date()
    }

    fn say(&self, language: &str, key: &str, args: &[Arg<'_>]) -> String {
        self.mail.core.text.say(language, key, args)
    }

    /// The day of a moment as people say it: `thứ Tư 2/12`.
    pub fn by_day(&self, language: &str, at: Millis) -> String {
        self.day(language, self.core.calendar.local(at).date())
    }

    /// A day as people say it in chat; of another year with the year.
    pub fn day(&self, language: &str, day: Date) -> String {
        let weekday = self.say(language, &format!("weekday-{}", day.weekday().to_monday_one_offset()), &[]);
        let said = format!("{weekday} {}/{}", day.day(), day.month());
        if day.year() == self.today().year() { said } else { format!("{said}/{}", day.year()) }
    }

    /// A moment as people read it in chat: `08:00 thứ Năm 26/11`.
    pub fn by_hour(&self, language: &str, at: Millis) -> String {
        let local = self.core.calendar.local(at);
        format!("{:02}:{:02} {}", local.hour(), local.minute(), self.day(language, local.date()))
    }

    /// The card of what was just said waits until nothing more was said for so long; danger waits for nothing. 0: at once.
    fn leaves_at(&self, q: &Question) -> Millis {
        let gather = self.rules.gather.length().as_millis() as Millis;
        let alone = q.relayed || gather == 0 || self.marked_in(&q.body).danger;
        let at = q.back.said_at + gather;
        if alone || at <= self.now() { 0 } else { at }
    }

    /// A moment as operators read it: `08:00 ngày 26/11/2026`.
    pub fn shown(&self, at: Millis) -> String {
        let local = self.core.calendar.local(at);
        format!(
            "{:02}:{:02} ngày {:02}/{:02}/{}",
            local.hour(),
            local.minute(),
            local.day(),
            local.month(),
            local.year()
        )
    }

    /// What a text has about it: danger, a complaint, a sensitive subject.
    pub fn marked(&self, text: &str) -> Marked {
        self.understanding.marked(text)
    }

    /// The same of all that was said: what one message says stays true beside the others, whatever they are about.
    pub fn marked_in(&self, body: &Body) -> Marked {
        let mut all = self.marked(&body.text);
        if body.pieces.len() > 1 {
            for text in body.each() {
                let one = self.marked(&text);
                all.danger |= one.danger;
                all.complaint |= one.complaint;
                all.sensitive |= one.sensitive;
            }
        }
        all
    }

    async fn record(&self, tx: &mut Tx, q: &Question, fact: &Fact) -> Result<()> {
        let about = About { place: &q.place, item: "", reference: &q.code };
        ledger::record(tx, &self.core.calendar, self.now(), about, fact).await
    }
}
