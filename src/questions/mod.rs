//! From asked to answered: the acts, each in the caller's transaction, each with its fact and its messages.

mod overdue;
pub mod question;
pub mod route;
mod store;
pub mod subject;

use crate::calendar::Calendar;
use crate::clock::{Clock, Millis};
use crate::config::QuestionSettings;
use crate::db::{Db, Tx};
use crate::groups::{self, Group, roster};
use crate::ids::Ids;
use crate::ledger::{self, About, Fact};
use crate::mail::{Letter, Mail, language_of};
use crate::message::{Choice, Media, MediaKind, Message, Source, defuse};
use crate::outbox;
use crate::people::{self, Person};
use crate::places::Tree;
use crate::seal::Seal;
use anyhow::{Result, bail};
use jiff::civil::Date;
use question::{Body, State, Step};
use route::{Wanted, route};
use serde::Serialize;
use std::sync::Arc;
use subject::Subjects;

/// Longest question or answer, characters.
pub const LONGEST: usize = 4000;

/// One question. No name and no account: `asker` is a key that only the sealing key's holder can match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Five characters.
    pub code: String,
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
    pub asker: Option<String>,
    /// The group it was asked in.
    pub group: Option<String>,
    /// The platform's id of the asking message in that group.
    pub message: Option<String>,
    /// The role that is to answer.
    pub role: Option<String>,
    /// Why it went there (a key of the words).
    pub why: String,
    /// The question that this one repeats.
    pub same_as: Option<String>,
    /// First asked.
    pub asked_at: Millis,
    /// Answer expected by.
    pub due_at: Millis,
    /// 0, 1 (reminded) or 2 (escalated).
    pub reminded: i64,
    /// Asked or reopened.
    pub opened_at: Millis,
    /// When it left the open ones.
    pub closed_at: Option<Millis>,
}

/// A question on its way in.
pub struct Asking<'a> {
    /// Who asks, when they wrote in private or can be told apart in the group.
    pub person: Option<&'a Person>,
    /// The group, when asked there.
    pub group: Option<&'a Group>,
    /// The asking message in that group.
    pub message: Option<String>,
    /// The platform's name.
    pub platform: &'a str,
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
    /// Opens and seals.
    pub seal: Seal,
    /// Codes.
    pub ids: Ids,
    /// Both hands.
    pub clock: Clock,
    /// Working days and quiet hours.
    pub calendar: Calendar,
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
        self.clock.now()
    }

    fn today(&self) -> Date {
        self.calendar.local(self.now()).date()
    }

    fn say(&self, language: &str, key: &str, args: &[crate::text::Arg<'_>]) -> String {
        self.mail.text.say(language, key, args)
    }

    /// A moment as people read it: `08:00 ngày 26/11/2026`.
    pub fn shown(&self, at: Millis) -> String {
        let local = self.calendar.local(at);
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
            code: String::new(),
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
            why: "why-nobody".into(),
            same_as: None,
            asked_at: now,
            due_at: self.calendar.after(now, self.rules.remind_after),
            reminded: 0,
            opened_at: now,
            closed_at: None,
        };
        let mut stored = false;
        for _ in 0..50 {
            q.code = self.ids.code(5);
            if store::insert(tx, &self.seal, &q).await? {
                stored = true;
                break;
            }
        }
        if !stored {
            bail!("no free question code was found in 50 tries");
        }
        self.assign(tx, tree, &mut q, None).await?;
        store::save(tx, &self.seal, &q).await?;
        let fact =
            Fact::Asked { topic: q.topic.clone(), relayed: q.relayed, platform: asking.platform.into() };
        self.record(tx, &q, &fact).await?;
        self.receipt(tx, tree, &q).await?;
        Ok(q)
    }

    async fn record(&self, tx: &mut Tx, q: &Question, fact: &Fact) -> Result<()> {
        ledger::record(tx, self.now(), About { place: &q.place, item: "", reference: &q.code }, fact).await
    }

    /// Finds who is to answer and sends them the card; nobody: it waits in sight of `doctor`.
    async fn assign(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, not: Option<&str>) -> Result<()> {
        let (roles, load) = (roster::all(tx).await?, store::load(tx).await?);
        let wanted = Wanted {
            place: &q.place,
            topic: &q.topic,
            language: &q.language,
            province: q.sensitive,
            asker: q.asker.as_deref(),
            not,
        };
        let found =
            route(tree, self.today(), self.now(), &roles, &load, &wanted).map(|(r, why)| (r.clone(), why));
        match found {
            Some((role, why)) => {
                q.role = Some(role.id.clone());
                q.why = why.into();
                self.card(tx, tree, q, &role.person).await
            }
            None => {
                q.role = None;
                q.why = "why-nobody".into();
                Ok(())
            }
        }
    }

    /// The card: code, place, topic, text or voice, age and due time. Never a name, an account or a picture.
    async fn card(&self, tx: &mut Tx, tree: &Tree, q: &Question, person: &str) -> Result<()> {
        let Some(person) = people::find(tx, person).await? else { return Ok(()) };
        let language = language_of(&self.mail.text, &person.language);
        let day = self.today();
        let place =
            if q.sensitive { tree.province_of(&q.place, day) } else { tree.shown_for_card(&q.place, day) };
        let place = place.map(|p| p.full_name()).unwrap_or_else(|| self.say(&language, "place-unknown", &[]));
        let topic = self.subjects.topic_name(&q.topic).unwrap_or_default().to_owned();
        let mut lines = vec![self.say(
            &language,
            "card-about",
            &[
                ("place", place.into()),
                ("topic", topic.into()),
                ("asked", self.shown(q.asked_at).into()),
                ("due", self.shown(q.due_at).into()),
            ],
        )];
        if q.language != crate::text::VIETNAMESE {
            let name = self.mail.text.locale(&q.language).map_or(q.language.clone(), |l| l.name.clone());
            lines.push(self.say(&language, "card-language", &[("language", name.into())]));
        }
        if !q.body.text.is_empty() {
            lines.push(format!("« {} »", defuse(&q.body.text)));
        }
        if q.body.voice.is_some() {
            lines.push(self.say(&language, "card-voice", &[]));
        }
        if !q.answer.text.is_empty() {
            lines.push(self.say(&language, "card-again", &[("answer", q.answer.text.as_str().into())]));
        }
        lines.push(self.say(&language, "card-how", &[("code", q.code.as_str().into())]));
        let heading = self.say(&language, "card-heading", &[("code", q.code.as_str().into())]);
        let mut parts = vec![Message { heading, text: lines.join("\n\n"), ..Message::default() }];
        parts.extend(voice(
            &q.body,
            self.say(&language, "card-voice-caption", &[("code", q.code.as_str().into())]),
        ));
        let cause = format!("card:{}:{}", q.code, self.ids.id());
        let letter = Letter { kind: "card", cause, question: Some(&q.code), not_before: 0, parts };
        self.mail.to_person(tx, self.now(), &person, letter).await?;
        Ok(())
    }

    async fn receipt(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<()> {
        let language = language_of(&self.mail.text, &q.language);
        let due = self.shown(q.due_at);
        let args = [("code", q.code.as_str().into()), ("due", due.into())];
        let mut lines =
            vec![self.say(&language, if q.role.is_some() { "receipt" } else { "receipt-nobody" }, &args)];
        if self.subjects.is_emergency(&q.body.text) {
            let phone = tree.commune_of(&q.place, self.today()).map(|c| c.phone.clone()).unwrap_or_default();
            let key = if phone.is_empty() { "emergency" } else { "emergency-phone" };
            lines.insert(0, self.say(&language, key, &[("phone", phone.into())]));
        }
        if q.sensitive {
            lines.push(self.say(&language, "receipt-legal-aid", &[]));
        }
        lines.push(self.say(
            &language,
            if q.group.is_some() { "receipt-seen-group" } else { "receipt-seen-private" },
            &[],
        ));
        let mut message = Message::text(lines.join("\n\n")).replying_to(q.message.clone());
        if !q.sensitive && q.group.is_none() && self.province_desk(tx, tree, q).await? {
            message.choices.push(Choice {
                label: self.say(&language, "choice-to-province", &[]),
                token: format!("up:{}", q.code),
            });
        }
        self.to_asker(tx, q, "receipt", vec![message]).await?;
        Ok(())
    }

    async fn province_desk(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<bool> {
        let roles = roster::all(tx).await?;
        let Some(province) = tree.province_of(&q.place, self.today()) else { return Ok(false) };
        let there = |r: &&roster::Role| {
            r.answers() && r.place == province.code && Some(r.id.as_str()) != q.role.as_deref()
        };
        Ok(roles.iter().any(|r| there(&r)))
    }

    /// To whoever asked: in private, or in the group as a reply. False when nobody can be reached any more.
    async fn to_asker(
        &self,
        tx: &mut Tx,
        q: &Question,
        kind: &'static str,
        parts: Vec<Message>,
    ) -> Result<bool> {
        let letter = Letter {
            kind,
            cause: format!("{kind}:{}:{}", q.code, self.ids.id()),
            question: Some(&q.code),
            not_before: 0,
            parts,
        };
        if let Some(group) = &q.group {
            return match groups::get(tx, group).await? {
                Some(group) if group.state == "linked" => {
                    self.mail.to_group(tx, self.now(), &group, letter).await
                }
                _ => Ok(false),
            };
        }
        match &q.asker {
            Some(key) => match people::find(tx, key).await? {
                Some(person) => self.mail.to_person(tx, self.now(), &person, letter).await,
                None => Ok(false),
            },
            None => Ok(false),
        }
    }

    /// The question with this code, however it is typed.
    pub async fn find(&self, tx: &mut Tx, code: &str) -> Result<Option<Question>> {
        store::get(tx, &self.seal, code.trim().trim_start_matches('#')).await
    }

    /// What an answering role may see of it: assigned to it, or within its reach (a sensitive one only at the province).
    pub fn may_answer(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        if !role.answers() {
            return false;
        }
        if q.role.as_deref() == Some(role.id.as_str()) {
            return true;
        }
        if q.sensitive {
            return tree.province_of(&q.place, self.today()).is_some_and(|p| p.code == role.place);
        }
        tree.reaches(&role.place, &q.place, self.today())
    }

    /// Sends an answer to the asker at once, and to those who asked the same. A later one is a
    /// correction and says so. Returns how many people or groups it went to.
    pub async fn answer(&self, tx: &mut Tx, q: &mut Question, body: Body) -> Result<usize> {
        let mut reached = 0;
        let mut all = vec![q.clone()];
        all.extend(store::same_as(tx, &self.seal, &q.code).await?);
        for one in &mut all {
            let Some(next) = one.state.after(Step::Answer) else { continue };
            let correction = one.state == State::Answered;
            let language = language_of(&self.mail.text, &one.language);
            let key = if correction { "answer-correction" } else { "answer-heading" };
            let heading = self.say(&language, key, &[("code", one.code.as_str().into())]);
            let mut lines = vec![];
            if !body.text.is_empty() {
                lines.push(body.text.clone());
            }
            if body.voice.is_some() {
                lines.push(self.say(&language, "answer-voice", &[]));
            }
            lines.push(self.say(&language, "answer-from", &[]));
            let choices = vec![
                Choice { label: self.say(&language, "choice-clear", &[]), token: format!("ok:{}", one.code) },
                Choice {
                    label: self.say(&language, "choice-not-clear", &[]),
                    token: format!("no:{}", one.code),
                },
            ];
            let text = Message {
                heading,
                text: lines.join("\n\n"),
                choices,
                reply_to: one.message.clone(),
                ..Message::default()
            };
            let mut parts = vec![text];
            parts.extend(voice(
                &body,
                self.say(&language, "answer-voice-caption", &[("code", one.code.as_str().into())]),
            ));
            reached += usize::from(self.to_asker(tx, one, "answer", parts).await?);
            if !correction {
                let waited = self.now() - one.opened_at;
                self.record(tx, one, &Fact::Answered { topic: one.topic.clone(), waited }).await?;
                one.closed_at = Some(self.now());
            }
            one.state = next;
            one.answer = body.clone();
            self.close_texts(one);
            store::save(tx, &self.seal, one).await?;
        }
        self.record(tx, q, &Fact::AnswerWritten).await?;
        *q = all.swap_remove(0);
        Ok(reached)
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
        store::save(tx, &self.seal, q).await?;
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
        let language = language_of(&self.mail.text, &q.language);
        let asker = q.clone();
        let done = self.close(tx, q, Step::SetAside, &Fact::SetAside).await?;
        if done {
            let text = self.say(
                &language,
                "set-aside",
                &[("code", q.code.as_str().into()), ("reason", reason.into())],
            );
            self.to_asker(tx, &asker, "answer", vec![Message::text(text).replying_to(q.message.clone())])
                .await?;
        }
        Ok(done)
    }

    /// What the asker says of the answer; "not clear" opens it again, with a new due time and a new card.
    pub async fn clear(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, clear: bool) -> Result<bool> {
        let step = if clear { Step::Clear } else { Step::NotClear };
        let Some(next) = q.state.after(step) else { return Ok(false) };
        q.state = next;
        self.record(tx, q, &Fact::Cleared { clear }).await?;
        if !clear {
            q.opened_at = self.now();
            q.closed_at = None;
            q.reminded = 0;
            q.due_at = self.calendar.after(self.now(), self.rules.remind_after);
            self.record(tx, q, &Fact::Reopened).await?;
            match self.holder(tx, q).await? {
                Some(role) => self.card(tx, tree, q, &role.person).await?,
                None => self.assign(tx, tree, q, None).await?,
            }
        }
        store::save(tx, &self.seal, q).await?;
        Ok(true)
    }

    /// The asker sends it to the province's desk instead of the commune's own people.
    pub async fn to_province(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<bool> {
        if q.state != State::Open || q.sensitive {
            return Ok(false);
        }
        self.tell_role(tx, q, "told-moved", &[("code", q.code.as_str().into())]).await?;
        outbox::cancel_about(tx, self.now(), &q.code).await?;
        q.sensitive = true;
        self.assign(tx, tree, q, None).await?;
        store::save(tx, &self.seal, q).await?;
        Ok(true)
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
        let at = std::mem::replace(&mut q.place, place.to_owned());
        let done = self.reassign(tx, tree, q, reason).await?;
        // It counts where it was asked from, whoever answers (contract 6).
        q.place = at;
        if done {
            store::save(tx, &self.seal, q).await?;
        }
        Ok(done)
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
        // The figures keep the topic that it was received under: only who answers changes.
        let was = std::mem::replace(&mut q.topic, topic.to_owned());
        let done = self.reassign(tx, tree, q, reason).await?;
        q.topic = was;
        if done {
            store::save(tx, &self.seal, q).await?;
        }
        Ok(done)
    }

    async fn reassign(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, reason: &str) -> Result<bool> {
        let (before, why) = (q.role.clone(), q.why.clone());
        self.assign(tx, tree, q, before.as_deref()).await?;
        if q.role.is_none() {
            (q.role, q.why) = (before, why);
            return Ok(false);
        }
        let args = [("code", q.code.as_str().into()), ("reason", reason.into())];
        self.tell_role(tx, q, "told-handed-over", &args).await?;
        Ok(true)
    }

    /// Asks the asker back; the question stays open.
    pub async fn ask_back(&self, tx: &mut Tx, q: &Question, text: &str) -> Result<bool> {
        let language = language_of(&self.mail.text, &q.language);
        let said =
            self.say(&language, "asked-back", &[("code", q.code.as_str().into()), ("text", text.into())]);
        self.to_asker(tx, q, "answer", vec![Message::text(said).replying_to(q.message.clone())]).await
    }

    /// More from the asker on an open question: appended, and the reporter gets a new card.
    pub async fn add(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, text: &str) -> Result<()> {
        q.body.text = format!("{}\n{text}", q.body.text).trim().to_owned();
        store::save(tx, &self.seal, q).await?;
        if let Some(role) = self.holder(tx, q).await? {
            self.card(tx, tree, q, &role.person).await?;
        }
        Ok(())
    }

    /// Says that two questions are one: an answer to the first goes to both askers.
    pub async fn same(&self, tx: &mut Tx, first: &Question, second: &mut Question) -> Result<()> {
        second.same_as = Some(first.code.clone());
        store::save(tx, &self.seal, second).await
    }

    /// Gives every open question that nobody holds (or whose holder is gone) to whoever can answer now.
    pub async fn assign_waiting(&self, tx: &mut Tx, tree: &Tree) -> Result<usize> {
        let roles = roster::all(tx).await?;
        let mut found = 0;
        for mut q in store::open(tx, &self.seal).await? {
            let held =
                q.role.as_ref().is_some_and(|id| roles.iter().any(|r| r.id == *id && r.present(self.now())));
            if held {
                continue;
            }
            let before = q.role.clone();
            self.assign(tx, tree, &mut q, None).await?;
            // Also when nobody is left: a question that seems held by somebody who is gone is seen by nobody.
            if q.role != before {
                found += usize::from(q.role.is_some());
                store::save(tx, &self.seal, &q).await?;
            }
        }
        Ok(found)
    }

    async fn holder(&self, tx: &mut Tx, q: &Question) -> Result<Option<roster::Role>> {
        Ok(roster::all(tx).await?.into_iter().find(|r| Some(r.id.as_str()) == q.role.as_deref()))
    }

    async fn tell_role(
        &self,
        tx: &mut Tx,
        q: &Question,
        key: &str,
        args: &[crate::text::Arg<'_>],
    ) -> Result<()> {
        let Some(role) = self.holder(tx, q).await? else { return Ok(()) };
        let Some(person) = people::find(tx, &role.person).await? else { return Ok(()) };
        let language = language_of(&self.mail.text, &person.language);
        let text = self.say(&language, key, args);
        let cause = format!("told:{}:{}", q.code, self.ids.id());
        let letter = Letter {
            kind: "notice",
            cause,
            question: Some(&q.code),
            not_before: 0,
            parts: vec![Message::text(text)],
        };
        self.mail.to_person(tx, self.now(), &person, letter).await?;
        Ok(())
    }

    /// Open questions within a role's reach, oldest first.
    pub async fn open_for(&self, tx: &mut Tx, tree: &Tree, role: &roster::Role) -> Result<Vec<Question>> {
        Ok(store::open(tx, &self.seal)
            .await?
            .into_iter()
            .filter(|q| self.may_answer(tree, role, q))
            .collect())
    }

    /// Open questions at or below a place, counted; sensitive ones count like any other.
    pub async fn open_below(&self, tx: &mut Tx, tree: &Tree, place: &str) -> Result<usize> {
        let day = self.today();
        Ok(store::open(tx, &self.seal).await?.iter().filter(|q| tree.reaches(place, &q.place, day)).count())
    }

    /// The questions whose handle still leads to this person, newest first.
    pub async fn of_asker(&self, tx: &mut Tx, asker: &str) -> Result<Vec<Question>> {
        store::of_asker(tx, &self.seal, asker).await
    }

    /// Forgets a person: open questions are withdrawn, texts and handles deleted. Figures stay.
    pub async fn forget(&self, tx: &mut Tx, person: &str) -> Result<()> {
        for mut q in store::of_asker(tx, &self.seal, person).await? {
            self.withdraw(tx, &mut q).await?;
            q.asker = None;
            q.message = None;
            q.body = Body::default();
            q.answer = Body::default();
            store::save(tx, &self.seal, &q).await?;
        }
        Ok(())
    }
}

fn voice(body: &Body, caption: String) -> Option<Message> {
    let (account, file_id) = body.voice.clone()?;
    let media = Media { kind: MediaKind::Voice, source: Source::Platform { account, file_id } };
    Some(Message { text: caption, media: Some(media), ..Message::default() })
}

/// A question as an operator sees it: no name, no account, no text.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// Five characters.
    pub code: String,
    /// Where it stands.
    pub state: State,
    /// Code of the place (the province's for a sensitive one).
    pub place: String,
    /// Topic id.
    pub topic: String,
    /// Asked, RFC 3339.
    pub asked_at: String,
    /// Due, RFC 3339.
    pub due_at: String,
    /// Past its due time and still open.
    pub overdue: bool,
    /// Somebody is to answer it.
    pub routed: bool,
    /// Why it went where it went, as a key of the words.
    pub why: String,
}

fn listed(q: &Question, now: Millis) -> Listed {
    let time = |at| jiff::Timestamp::from_millisecond(at).map(|t| t.to_string()).unwrap_or_default();
    Listed {
        code: q.code.clone(),
        state: q.state,
        place: if q.sensitive { String::new() } else { q.place.clone() },
        topic: q.topic.clone(),
        asked_at: time(q.asked_at),
        due_at: time(q.due_at),
        overdue: q.state == State::Open && q.due_at <= now,
        routed: q.role.is_some(),
        why: q.why.clone(),
    }
}

impl Listed {
    /// One line for a terminal.
    pub fn line(&self, text: &crate::text::Text) -> String {
        let say = |key: &str| text.say(crate::text::VIETNAMESE, key, &[]);
        let late = if self.overdue { say("listed-overdue") } else { String::new() };
        format!(
            "#{}  {}  {}  {}  {} {}",
            self.code,
            say(&format!("state-{}", self.state.as_str())),
            self.place,
            self.topic,
            say(&self.why),
            late
        )
    }
}

/// Questions for an operator, oldest first.
pub async fn list(
    db: &Db,
    seal: &Seal,
    only_open: bool,
    only_overdue: bool,
    now: Millis,
) -> Result<Vec<Listed>> {
    let all = store::read_all(db, seal).await?;
    let kept = all
        .iter()
        .map(|q| listed(q, now))
        .filter(|l| (!only_open || l.state == State::Open) && (!only_overdue || l.overdue));
    Ok(kept.collect())
}

/// One question for an operator.
pub async fn show(db: &Db, seal: &Seal, code: &str, now: Millis) -> Result<Option<Listed>> {
    Ok(store::read_one(db, seal, code.trim_start_matches('#')).await?.map(|q| listed(&q, now)))
}
