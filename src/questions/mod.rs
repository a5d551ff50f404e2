//! From asked to answered: the acts, each in the caller's transaction, each with its fact and its messages.

mod letters;
mod listed;
mod overdue;
pub mod question;
pub mod route;
mod store;
pub mod subject;

pub use listed::{Listed, list, show};

use crate::base::Core;
use crate::clock::Millis;
use crate::config::{Platform, QuestionSettings};
use crate::db::Tx;
use crate::groups::Group;
use crate::ids::{GroupId, PersonKey, QuestionCode, RoleId};
use crate::ledger::{self, About, Fact};
use crate::mail::{Mail, language_of};
use crate::message::{Message, defuse};
use crate::outbox::{self, Kind};
use crate::people::Person;
use crate::places::Tree;
use crate::roster;
use anyhow::{Result, bail};
use jiff::civil::Date;
use question::{Body, Reminded, State, Step, Why};
use route::{Wanted, route};
use std::sync::Arc;
use subject::Subjects;

/// Longest question or answer, characters.
pub const LONGEST: usize = 4000;

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
    /// Goes to the province's desk, or was sent there by the asker.
    pub sensitive: bool,
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
    /// The platform's id of the asking message, where it was asked.
    pub message: Option<String>,
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
}

/// What became of words that were changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    /// They are the question's now.
    Done {
        /// The question's code.
        code: QuestionCode,
        /// Its card had left: the reporter is told.
        left: bool,
        /// What else the asker should know.
        notes: Vec<String>,
    },
    /// The question would be too long.
    TooLong,
}

/// A question on its way in.
pub struct Asking<'a> {
    /// Who asks, when they wrote in private or can be told apart in the group.
    pub person: Option<&'a Person>,
    /// The group, when asked there.
    pub group: Option<&'a Group>,
    /// The asking message.
    pub message: Option<String>,
    /// The platform it came by.
    pub platform: Platform,
    /// Code of the place.
    pub place: &'a str,
    /// What is asked.
    pub body: Body,
    /// Relayed by a secretary for someone without a phone.
    pub relayed: bool,
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
    /// Deadlines and retention.
    pub rules: QuestionSettings,
    /// Quiet hours, for reminders.
    pub quiet: Option<crate::calendar::Quiet>,
}

impl Desk {
    fn now(&self) -> Millis {
        self.core.clock.now()
    }

    fn today(&self) -> Date {
        self.core.calendar.local(self.now()).date()
    }

    fn say(&self, language: &str, key: &str, args: &[crate::text::Arg<'_>]) -> String {
        self.mail.core.text.say(language, key, args)
    }

    /// A moment as people read it: `08:00 ngày 26/11/2026`.
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

    /// Takes a question: receipt to the asker, card to a reporter, facts. Returns it.
    pub async fn ask(&self, tx: &mut Tx, tree: &Tree, asking: Asking<'_>) -> Result<Question> {
        let now = self.now();
        let sensitive = self.subjects.is_sensitive(&asking.body.text);
        let topic = if sensitive { subject::OTHER } else { self.subjects.topic(&asking.body.text) };
        let language = match (asking.group, asking.person) {
            (Some(group), _) => group.language.clone(),
            (None, Some(person)) if !person.language.is_empty() => person.language.clone(),
            _ => crate::text::VIETNAMESE.into(),
        };
        let mut q = Question {
            code: QuestionCode::default(),
            state: State::Open,
            place: asking.place.into(),
            topic: topic.into(),
            sensitive,
            relayed: asking.relayed,
            language,
            body: asking.body,
            answer: Body::default(),
            asker: asking.person.map(|p| p.key.clone()),
            group: asking.group.map(|g| g.id.clone()),
            message: asking.message,
            role: None,
            why: Why::Nobody,
            same_as: None,
            asked_at: now,
            due_at: self.core.calendar.after(now, self.rules.remind_after),
            reminded: Reminded::NotYet,
            opened_at: now,
            closed_at: None,
            cleared: false,
        };
        let mut stored = false;
        for _ in 0..50 {
            q.code = self.core.ids.code(5).into();
            if store::insert(tx, &self.core.seal, &q).await? {
                stored = true;
                break;
            }
        }
        if !stored {
            bail!("no free question code was found in 50 tries");
        }
        self.assign(tx, tree, &mut q, None).await?;
        store::save(tx, &self.core.seal, &q).await?;
        let fact = Fact::Asked { topic: q.topic.clone(), relayed: q.relayed, platform: asking.platform };
        self.record(tx, &q, &fact).await?;
        self.receipt(tx, tree, &q).await?;
        Ok(q)
    }

    async fn record(&self, tx: &mut Tx, q: &Question, fact: &Fact) -> Result<()> {
        ledger::record(tx, self.now(), About { place: &q.place, item: "", reference: &q.code }, fact).await
    }

    /// Finds who is to answer and sends them the card; nobody: it waits in sight of `doctor`.
    async fn assign(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, not: Option<&RoleId>) -> Result<()> {
        let (place, topic) = (q.place.clone(), q.topic.clone());
        self.assign_as(tx, tree, q, (&place, &topic), not).await
    }

    /// The same, as if it were asked from another place or about another topic (it still counts as it was asked).
    async fn assign_as(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        from: (&str, &str),
        not: Option<&RoleId>,
    ) -> Result<()> {
        let (place, topic) = from;
        let day = self.today();
        let path: Vec<&str> = tree.upward(place, day).map(|p| p.code.as_str()).collect();
        let roles = roster::at(tx, &tree.stored_as(&path, day)).await?;
        let ids: Vec<&RoleId> = roles.iter().map(|r| &r.id).collect();
        let load = store::load(tx, &ids).await?;
        let asker = q.asker.as_ref();
        let wanted = Wanted { place, topic, language: &q.language, province: q.sensitive, asker, not };
        let found =
            route(tree, self.today(), self.now(), &roles, &load, &wanted).map(|(r, why)| (r.clone(), why));
        match found {
            Some((role, why)) => {
                q.role = Some(role.id.clone());
                q.why = why;
                self.card(tx, tree, q, &role.person, 0).await
            }
            None => {
                q.role = None;
                q.why = Why::Nobody;
                Ok(())
            }
        }
    }

    /// The question with this code, however it is typed.
    pub async fn find(&self, tx: &mut Tx, code: &str) -> Result<Option<Question>> {
        store::get(tx, &self.core.seal, code.trim().trim_start_matches('#')).await
    }

    /// What an answering role may see of it: assigned to it, or within its reach (a sensitive one only at the province).
    pub fn may_answer(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        role.answers() && (q.role.as_ref() == Some(&role.id) || self.is_within(tree, role, q))
    }

    fn is_within(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        if q.sensitive {
            return self.is_province_desk(tree, role, q);
        }
        role.reaches(&q.place, tree, self.today())
    }

    /// Sends an answer to the asker at once, and to those who asked the same. A later one is a
    /// correction and says so. The question is then the role's that answered it, and who held it before is told.
    /// Returns how many people or groups it went to.
    pub async fn answer(
        &self,
        tx: &mut Tx,
        q: &mut Question,
        by: &roster::Role,
        body: Body,
    ) -> Result<usize> {
        if q.state == State::Open && q.role.as_ref() != Some(&by.id) {
            self.tell_role(tx, q, "told-answered", &[("code", q.code.as_str().into())]).await?;
        }
        q.role = Some(by.id.clone());
        self.answer_all(tx, q, body, false).await
    }

    /// An officer answered an open question by hand, where the asker reads it: nothing is sent to them again. Who
    /// asked the same gets the answer, and who was to answer is told.
    pub async fn answered_by_hand(&self, tx: &mut Tx, q: &mut Question, body: Body) -> Result<()> {
        self.tell_role(tx, q, "told-answered", &[("code", q.code.as_str().into())]).await?;
        self.answer_all(tx, q, body, true).await?;
        Ok(())
    }

    async fn answer_all(&self, tx: &mut Tx, q: &mut Question, body: Body, has_it: bool) -> Result<usize> {
        let mut reached = 0;
        let mut all = vec![q.clone()];
        all.extend(store::same_as(tx, &self.core.seal, &q.code).await?);
        for one in &mut all {
            let Some(next) = one.state.after(Step::Answer) else { continue };
            let correction = one.state == State::Answered;
            if !(has_it && one.code == q.code) {
                let parts = self.answer_parts(one, &body, correction);
                reached += usize::from(self.to_asker(tx, one, Kind::Answer, parts).await?);
            }
            if !correction {
                let waited = self.now() - one.opened_at;
                self.record(tx, one, &Fact::Answered { topic: one.topic.clone(), waited }).await?;
                // A reminder that waits for the morning would ask for what is done.
                outbox::cancel_about(tx, self.now(), &one.code).await?;
                one.closed_at = Some(self.now());
            }
            one.state = next;
            one.answer = body.clone();
            self.close_texts(one);
            store::save(tx, &self.core.seal, one).await?;
        }
        self.record(tx, q, &Fact::AnswerWritten).await?;
        *q = all.swap_remove(0);
        Ok(reached)
    }

    /// The question that a message asked, in the chat of one person or in a group.
    pub async fn asked_by(
        &self,
        tx: &mut Tx,
        of: (Option<&PersonKey>, Option<&GroupId>),
        message: &str,
    ) -> Result<Option<Question>> {
        store::by_message(tx, &self.core.seal, of, message).await
    }

    /// Text and voice of a sensitive question are deleted at closing (decided 9).
    fn close_texts(&self, q: &mut Question) {
        if q.sensitive && q.state != State::Open {
            q.body = Body::default();
            q.answer = Body::default();
        }
    }

    async fn close(&self, tx: &mut Tx, q: &mut Question, step: Step, fact: &Fact) -> Result<bool> {
        let Some(next) = q.state.after(step) else { return Ok(false) };
        q.state = next;
        q.closed_at = Some(self.now());
        self.close_texts(q);
        store::save(tx, &self.core.seal, q).await?;
        outbox::cancel_about(tx, self.now(), &q.code).await?;
        self.record(tx, q, fact).await?;
        Ok(true)
    }

    /// The asker takes it back; false when it is not open. The reporter is told.
    pub async fn withdraw(&self, tx: &mut Tx, q: &mut Question) -> Result<bool> {
        let done = self.close(tx, q, Step::Withdraw, &Fact::Withdrawn).await?;
        if done {
            self.tell_role(tx, q, "told-withdrawn", &[("code", q.code.as_str().into())]).await?;
        }
        Ok(done)
    }

    /// Not a question for us: the asker is told why.
    pub async fn set_aside(&self, tx: &mut Tx, q: &mut Question, reason: &str) -> Result<bool> {
        let language = language_of(&self.mail.core.text, &q.language);
        let asker = q.clone();
        let done = self.close(tx, q, Step::SetAside, &Fact::SetAside).await?;
        if done {
            let text = self.say(
                &language,
                "set-aside",
                &[("code", q.code.as_str().into()), ("reason", reason.into())],
            );
            self.to_asker(tx, &asker, Kind::Answer, vec![Message::text(text).replying_to(q.message.clone())])
                .await?;
        }
        Ok(done)
    }

    /// What the asker says of the answer; "not clear" opens it again, with a new due time and a new card. False
    /// when there is nothing to judge, or it was called clear before.
    pub async fn clear(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, clear: bool) -> Result<bool> {
        if clear {
            if q.cleared || q.state.after(Step::Clear).is_none() {
                return Ok(false);
            }
            q.cleared = true;
            self.record(tx, q, &Fact::Cleared { clear }).await?;
        } else {
            if !self.reopen(tx, q).await? {
                return Ok(false);
            }
            self.send_card(tx, tree, q).await?;
        }
        store::save(tx, &self.core.seal, q).await?;
        Ok(true)
    }

    async fn reopen(&self, tx: &mut Tx, q: &mut Question) -> Result<bool> {
        let Some(next) = q.state.after(Step::NotClear) else { return Ok(false) };
        self.record(tx, q, &Fact::Cleared { clear: false }).await?;
        q.state = next;
        q.opened_at = self.now();
        q.closed_at = None;
        q.cleared = false;
        q.reminded = Reminded::NotYet;
        q.due_at = self.core.calendar.after(self.now(), self.rules.remind_after);
        self.record(tx, q, &Fact::Reopened).await?;
        Ok(true)
    }

    /// A new card to who holds it, or to whoever can.
    async fn send_card(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<()> {
        match self.holder(tx, q).await?.filter(|role| role.present(self.now())) {
            Some(role) => self.card(tx, tree, q, &role.person, 0).await,
            None => self.assign(tx, tree, q, None).await,
        }
    }

    /// The asker sends it to the province's desk instead of the commune's own people.
    pub async fn to_province(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<bool> {
        if q.state != State::Open || q.sensitive {
            return Ok(false);
        }
        self.send_up(tx, tree, q).await?;
        store::save(tx, &self.core.seal, q).await?;
        Ok(true)
    }

    /// From now on the province's desk alone sees it.
    async fn send_up(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<()> {
        outbox::cancel_about(tx, self.now(), &q.code).await?;
        self.tell_role(tx, q, "told-moved", &[("code", q.code.as_str().into())]).await?;
        q.sensitive = true;
        self.assign(tx, tree, q, None).await
    }

    /// Hands a question over to whoever answers for another place; the reason goes to them.
    pub async fn hand_over(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        place: &str,
        reason: &str,
    ) -> Result<bool> {
        let topic = q.topic.clone();
        self.reassign(tx, tree, q, (place, &topic), reason).await
    }

    /// Hands a question over to whoever answers for another topic. A sensitive one has none and keeps none.
    pub async fn hand_over_topic(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        topic: &str,
        reason: &str,
    ) -> Result<bool> {
        if q.sensitive {
            return Ok(false);
        }
        let place = q.place.clone();
        self.reassign(tx, tree, q, (&place, topic), reason).await
    }

    async fn reassign(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        from: (&str, &str),
        reason: &str,
    ) -> Result<bool> {
        let (before, why) = (q.role.clone(), q.why);
        outbox::cancel_about(tx, self.now(), &q.code).await?;
        self.assign_as(tx, tree, q, from, before.as_ref()).await?;
        if q.role.is_none() {
            (q.role, q.why) = (before, why);
            return Ok(false);
        }
        let args = [("code", q.code.as_str().into()), ("reason", reason.into())];
        self.tell_role(tx, q, "told-handed-over", &args).await?;
        store::save(tx, &self.core.seal, q).await?;
        Ok(true)
    }

    /// Asks the asker back; the question stays open.
    pub async fn ask_back(&self, tx: &mut Tx, q: &Question, text: &str) -> Result<bool> {
        // A question back that waits until they write again would be no question back: the reporter decides now.
        if self.waits_for_asker(tx, q).await? {
            return Ok(false);
        }
        let language = language_of(&self.mail.core.text, &q.language);
        let account = self.askers_account(tx, q).await?.unwrap_or_default();
        let capabilities = self.mail.capabilities.get(&account).in_chat(q.group.is_none());
        let key = match (capabilities.quotes, capabilities.mention) {
            (true, _) => "asked-back",
            (false, false) => "unquoted-asked-back",
            (false, true) => "called-asked-back",
        };
        let said = self.say(&language, key, &[("code", q.code.as_str().into()), ("text", text.into())]);
        self.to_asker(tx, q, Kind::Answer, vec![Message::text(said).replying_to(q.message.clone())]).await
    }

    /// More from the asker: an answered question opens again, the text is appended, a new voice takes the place of
    /// the old one (the reporter has that), and the reporter gets a new card. What touches a sensitive subject goes
    /// to the province with all the rest. Returns what else the asker should know; `None` when it is over.
    pub async fn add(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        body: Body,
    ) -> Result<Option<Vec<String>>> {
        let open = q.state == State::Open || self.reopen(tx, q).await?;
        if !open {
            return Ok(None);
        }
        let language = language_of(&self.mail.core.text, &q.language);
        let mut notes = self.emergency_note(tree, q, &body.text, &language);
        let sensitive = !q.sensitive && self.subjects.is_sensitive(&body.text);
        q.body.add(body);
        if sensitive {
            self.send_up(tx, tree, q).await?;
            notes.extend(self.legal_aid_note(q, &language));
        } else {
            self.send_card(tx, tree, q).await?;
        }
        store::save(tx, &self.core.seal, q).await?;
        Ok(Some(notes))
    }

    /// The code of the open question that a message of this asker here was written in.
    pub async fn written_in(
        &self,
        tx: &mut Tx,
        (asker, group): (&PersonKey, Option<&GroupId>),
        message: &str,
    ) -> Result<Option<QuestionCode>> {
        let all = store::of_asker(tx, &self.core.seal, asker).await?;
        let here = |q: &Question| q.state == State::Open && q.group.as_ref() == group;
        Ok(all.into_iter().find(|q| here(q) && q.body.written_in(message).is_some()).map(|q| q.code))
    }

    /// The asker changed the words of a message that an open question was written in. Until the card has left it counts
    /// as though it had been written so; after that the reporter is told. `None`: it is about no open question of
    /// theirs here, or nothing of the words changed.
    pub async fn edit(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        (asker, group): (&PersonKey, Option<&GroupId>),
        (message, words): (&str, &str),
    ) -> Result<Option<Edited>> {
        let all = store::of_asker(tx, &self.core.seal, asker).await?;
        let found = all.into_iter().find(|q| {
            let here = q.state == State::Open && q.group.as_ref() == group;
            here && q.body.written_in(message).is_some_and(|text| text != words)
        });
        let Some(mut q) = found else { return Ok(None) };
        let Some(body) = q.body.edited(message, words) else { return Ok(None) };
        if body.text.chars().count() > LONGEST {
            return Ok(Some(Edited::TooLong));
        }
        let language = language_of(&self.mail.core.text, &q.language);
        let mut notes = self.emergency_note(tree, &q, words, &language);
        q.body = body;
        let left = outbox::card_has_left(tx, &q.code).await?;
        if !q.sensitive && self.subjects.is_sensitive(words) {
            self.send_up(tx, tree, &mut q).await?;
            notes.extend(self.legal_aid_note(&q, &language));
        } else if left {
            let args = [("code", q.code.as_str().into()), ("text", defuse(words).into())];
            self.tell_role(tx, &q, "told-edited", &args).await?;
        } else {
            outbox::cancel_about(tx, self.now(), &q.code).await?;
            self.send_card(tx, tree, &mut q).await?;
        }
        store::save(tx, &self.core.seal, &q).await?;
        Ok(Some(Edited::Done { code: q.code.clone(), left, notes }))
    }

    /// Says that two questions are one: an answer to the first goes to both askers, and to whoever asked the same
    /// as the second.
    pub async fn same(&self, tx: &mut Tx, first: &Question, second: &mut Question) -> Result<()> {
        let mut all = store::same_as(tx, &self.core.seal, &second.code).await?;
        all.push(second.clone());
        for one in &mut all {
            one.same_as = Some(first.code.clone());
            store::save(tx, &self.core.seal, one).await?;
        }
        Ok(())
    }

    /// Gives every open question that nobody holds (or whose holder is away) to whoever can answer now. Returns how
    /// many moved. Nobody there: it stays with who comes back, and is nobody's when they do not.
    pub async fn assign_waiting(&self, tx: &mut Tx, tree: &Tree) -> Result<usize> {
        let roles = roster::all(tx).await?;
        let mut moved = 0;
        for mut q in store::open(tx, &self.core.seal).await? {
            let before = q.role.clone();
            let holder = roles.iter().find(|r| Some(&r.id) == before.as_ref());
            if holder.is_some_and(|r| r.present(self.now())) {
                continue;
            }
            let why = q.why;
            self.assign(tx, tree, &mut q, None).await?;
            if q.role.is_none() && holder.is_some_and(|r| !r.is_gone()) {
                (q.role, q.why) = (before.clone(), why);
            }
            if q.role != before {
                moved += usize::from(q.role.is_some());
                store::save(tx, &self.core.seal, &q).await?;
            }
        }
        Ok(moved)
    }

    /// A role has been moved: what it holds and does not reach from there goes to whoever does, and what waited for
    /// somebody there comes to it. Returns how many questions moved.
    pub async fn hand_over_unreached(&self, tx: &mut Tx, tree: &Tree, role: &RoleId) -> Result<usize> {
        let Some(role) = roster::with(tx, role).await? else { return Ok(0) };
        let mut moved = 0;
        for mut q in store::open(tx, &self.core.seal).await? {
            if q.role.as_ref() == Some(&role.id) && !self.is_within(tree, &role, &q) {
                self.assign(tx, tree, &mut q, Some(&role.id)).await?;
                store::save(tx, &self.core.seal, &q).await?;
                moved += usize::from(q.role.is_some());
            }
        }
        Ok(moved + self.assign_waiting(tx, tree).await?)
    }

    async fn holder(&self, tx: &mut Tx, q: &Question) -> Result<Option<roster::Role>> {
        match &q.role {
            Some(role) => roster::with(tx, role).await,
            None => Ok(None),
        }
    }

    /// Open questions within the reach of one of these roles, oldest first. Nobody's own.
    pub async fn open_for(&self, tx: &mut Tx, tree: &Tree, held: &[roster::Role]) -> Result<Vec<Question>> {
        let mut open = store::open(tx, &self.core.seal).await?;
        let own = |q: &Question| !q.relayed && held.iter().any(|r| Some(&r.person) == q.asker.as_ref());
        open.retain(|q| !own(q) && held.iter().any(|r| self.may_answer(tree, r, q)));
        Ok(open)
    }

    /// Open questions at or below a place, counted; sensitive ones count like any other.
    pub async fn open_below(&self, tx: &mut Tx, tree: &Tree, place: &str) -> Result<usize> {
        let day = self.today();
        Ok(store::open(tx, &self.core.seal)
            .await?
            .iter()
            .filter(|q| tree.reaches(place, &q.place, day))
            .count())
    }

    /// How many open questions are these roles' to answer.
    pub async fn open_with(&self, tx: &mut Tx, held: &[roster::Role]) -> Result<usize> {
        let theirs = |q: &&Question| held.iter().any(|r| Some(&r.id) == q.role.as_ref());
        Ok(store::open(tx, &self.core.seal).await?.iter().filter(theirs).count())
    }

    /// The questions whose handle still leads to this person, newest first.
    pub async fn of_asker(&self, tx: &mut Tx, asker: &PersonKey) -> Result<Vec<Question>> {
        store::of_asker(tx, &self.core.seal, asker).await
    }

    /// Forgets a person: open questions are withdrawn, texts and handles deleted. Figures stay.
    pub async fn forget(&self, tx: &mut Tx, person: &PersonKey) -> Result<()> {
        for mut q in store::of_asker(tx, &self.core.seal, person).await? {
            self.withdraw(tx, &mut q).await?;
            q.asker = None;
            q.message = None;
            q.body = Body::default();
            q.answer = Body::default();
            store::save(tx, &self.core.seal, &q).await?;
        }
        Ok(())
    }
}
