//! Answers that were released to everybody, and the steps until one is. A step is asked for by who may take it, and what it
//! rests on is looked up when it is taken: whoever asked can take everything back until it is posted.

use super::share::{self, Cites, Consent, Pair, Proposal, Spread};
use super::{Desk, Question, store};
use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::groups::{self, Group};
use crate::ids::{DeliveryId, PersonKey, QuestionCode};
use crate::ledger::{self, About, Fact};
use crate::mail::language_of;
use crate::message::{Choice, Message, ShareStep, Token};
use crate::outbox::{self, Chooser, Delivery, Kind, Rank};
use crate::people;
use crate::places::{Place, Tree};
use crate::roster::{self, Act, Role};
use crate::seal::Seal;
use crate::text::{Arg, said_by_role};
use anyhow::{Result, bail};
use jiff::civil::Date;

/// A day, in milliseconds.
const DAY: Millis = 86_400_000;

/// An answer that was released to everybody. It leads to no question and to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Its own code.
    pub code: QuestionCode,
    /// The commune for which it was released.
    pub place: String,
    /// Topic id.
    pub topic: String,
    /// The item that it cites.
    pub cites: Option<Cites>,
    /// The day on which it was released.
    pub day: Date,
    /// What was posted.
    pub pair: Pair,
}

/// What became of a released answer that is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its code.
    pub code: QuestionCode,
    /// To how many groups it goes.
    pub groups: usize,
}

/// How a question stands that was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The question.
    pub question: Question,
    /// What was proposed.
    pub proposal: Proposal,
}

impl Desk {
    /// Whether this question and its answer may be proposed: everything that forbids it looks alike, and the words are of nothing
    /// delicate. Whether whoever asked wants any messages is not looked at: it would be told by that.
    pub fn may_be_shared(&self, tree: &Tree, q: &Question) -> bool {
        let marked = self.marked_in(&q.body);
        let delicate = marked.sensitive || marked.complaint;
        share::can_be_shown(q) && !delicate && tree.commune_of(&q.place, self.today()).is_some()
    }

    /// What was proposed of a question and still stands.
    pub async fn proposal(&self, tx: &mut Tx, q: &Question) -> Result<Option<Proposal>> {
        let found = store::proposal(tx, &self.core.seal, &q.code).await?;
        Ok(found.filter(|proposal| proposal.stands(q, self.today())))
    }

    /// Everything that was proposed and still stands.
    pub async fn proposals(&self, tx: &mut Tx) -> Result<Vec<Proposed>> {
        let mut found = vec![];
        for (code, proposal) in store::proposals(tx, &self.core.seal).await? {
            let Some(question) = store::get(tx, &self.core.seal, &code).await? else { continue };
            if proposal.stands(&question, self.today()) {
                found.push(Proposed { question, proposal });
            }
        }
        Ok(found)
    }

    /// Proposes it: whoever asked is asked for their yes, in private, with what would be posted and where. Who cannot be asked, or wants
    /// no messages, is silent: who proposes cannot tell that from a silence.
    pub async fn propose(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &Question,
        (by, pair): (&Role, Pair),
        source: Option<&str>,
    ) -> Result<()> {
        let today = self.today();
        let until = self.asked_until(q)?;
        let language = language_of(&self.mail.core.text, &q.language);
        let place = |place: Option<&Place>| place.map(Place::in_sentence).unwrap_or_default();
        let key = if q.relayed { "share-ask-relayed" } else { "share-ask" };
        let args = [
            ("code", q.code.as_str().into()),
            ("place", place(tree.now(&q.place, today)).into()),
            ("to", place(tree.commune_of(&q.place, today)).into()),
            ("text", self.post(&language, &pair, source).into()),
            ("until", self.day(&language, until).into()),
        ];
        let mark = share::mark(&pair);
        let choice = |key: &str, step: ShareStep| {
            let token = Token::Share { code: q.code.clone(), step, mark: mark.clone() };
            Choice::new(self.say(&language, key, &[]), &token)
        };
        let choices = vec![
            choice("choice-share-agree", ShareStep::Agree),
            choice("choice-share-refuse", ShareStep::Refuse),
        ];
        let asked = Message::text(self.say(&language, key, &args)).with_choices(choices);
        let not_before = self.core.calendar.after_quiet(self.now(), self.quiet);
        let cause = format!("share:{}:{}", q.code, self.core.ids.id());
        let delivery = Delivery { not_before, ..Delivery::new(Kind::News, cause.clone(), vec![asked]) };
        let reach = match &q.asker {
            Some(asker) => people::reach(tx, asker).await?,
            None => None,
        };
        let heard =
            reach.is_some_and(|reach| !reach.stopped) && self.deliver_to_asker(tx, q, delivery).await?;
        let proposal = Proposal {
            pair,
            consent: if heard { Consent::Asked } else { Consent::Refused },
            role: by.id.clone(),
            person: by.person.clone(),
            until,
            of: share::of(&q.answer),
            cause,
        };
        store::keep_proposal(tx, &self.core.seal, &q.code, &proposal).await
    }

    /// The last day of a proposal that is made today: as long as whoever asked can be found, and no longer.
    fn asked_until(&self, q: &Question) -> Result<Date> {
        let today = self.today();
        let until = today.checked_add(jiff::Span::new().days(share::ASKED_DAYS))?;
        let kept = self.rules.keep_handle.length().as_millis() as Millis;
        let found = q.closed_at.map(|at| self.core.calendar.local(at + kept - DAY).date());
        Ok(found.map_or(until, |found| until.min(found)).max(today))
    }

    /// What stands in a group, without whose machine it is: that is said below everything.
    pub fn post(&self, language: &str, pair: &Pair, source: Option<&str>) -> String {
        let args = [("question", said_by_role(&pair.question)), ("answer", said_by_role(&pair.answer))];
        let mut text = self.say(language, "shared-post", &args);
        if let Some(source) = source {
            text = format!("{text}\n{}", self.say(language, "shared-source", &[("source", source.into())]));
        }
        text
    }

    /// Whoever asked says yes or no, or takes their yes back. None: nothing is asked of them, or it is over. Who proposed it
    /// learns of a yes only: a no is silence.
    pub async fn consent(&self, tx: &mut Tx, tree: &Tree, q: &Question, yes: bool) -> Result<Option<()>> {
        let Some(mut proposal) = self.proposal(tx, q).await? else { return Ok(None) };
        match (proposal.consent, yes) {
            (Consent::Asked, true) => proposal.consent = Consent::Given,
            (Consent::Asked | Consent::Given, false) => proposal.consent = Consent::Refused,
            // Said twice.
            (Consent::Given, true) => return Ok(Some(())),
            (Consent::Refused, _) => return Ok(None),
        }
        store::keep_proposal(tx, &self.core.seal, &q.code, &proposal).await?;
        if yes {
            let proposer = self.who_proposed(tx, &proposal).await?;
            let releasers = self.who_may_release(tx, tree, q, &proposer).await?;
            for role in &releasers {
                let args = [("code", q.code.as_str().into())];
                self.tell_sharing(tx, role, &q.code, "told-share-release", &args).await?;
            }
            let args = [("code", q.code.as_str().into()), ("count", releasers.len().into())];
            self.tell_proposer(tx, &q.code, &proposal, "told-share-agreed", &args).await?;
        }
        Ok(Some(()))
    }

    /// Whoever has one of these keys says no to everything that is asked of them.
    pub async fn refuse_sharing(&self, tx: &mut Tx, keys: &[PersonKey]) -> Result<()> {
        for Proposed { question, mut proposal } in self.proposals(tx).await? {
            if question.asker.as_ref().is_some_and(|asker| keys.contains(asker)) {
                proposal.consent = Consent::Refused;
                store::keep_proposal(tx, &self.core.seal, &question.code, &proposal).await?;
            }
        }
        Ok(())
    }

    /// Whether the holder of a role may release what was proposed: within reach, and neither who proposed it, nor who
    /// answered, nor who asked, whatever other role any of them holds.
    pub fn may_release(
        &self,
        tree: &Tree,
        role: &Role,
        (q, proposer): (&Question, &PersonKey),
        answered: Option<&PersonKey>,
    ) -> bool {
        role.duty.may(Act::Propose)
            && role.reaches(&q.place, tree, self.today())
            && role.person != *proposer
            && Some(&role.person) != answered
            && Some(&role.person) != q.back.role.as_ref()
    }

    /// Who answered a question, by the key of their role.
    pub async fn who_answered(&self, tx: &mut Tx, q: &Question) -> Result<Option<PersonKey>> {
        match &q.role {
            Some(role) => roster::person_of(tx, role).await,
            None => Ok(None),
        }
    }

    /// Who proposed it, by the key that is theirs today.
    pub async fn who_proposed(&self, tx: &mut Tx, proposal: &Proposal) -> Result<PersonKey> {
        let role = roster::with(tx, &proposal.role).await?;
        Ok(role.map_or_else(|| proposal.person.clone(), |role| role.person))
    }

    /// Who may release it, each once.
    pub async fn who_may_release(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &Question,
        proposer: &PersonKey,
    ) -> Result<Vec<Role>> {
        let answered = self.who_answered(tx, q).await?;
        let mut found: Vec<Role> = vec![];
        for role in roster::all(tx).await? {
            let twice = found.iter().any(|one| one.person == role.person);
            if !twice && !role.is_gone() && self.may_release(tree, &role, (q, proposer), answered.as_ref()) {
                found.push(role);
            }
        }
        Ok(found)
    }

    /// The groups in which it would be posted.
    pub async fn groups_for(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        place: &str,
        spread: Spread,
    ) -> Result<Vec<Group>> {
        let day = self.today();
        let Some(at) = (match spread {
            Spread::Village => tree.now(place, day),
            Spread::Commune => tree.commune_of(place, day),
        }) else {
            return Ok(vec![]);
        };
        let mut codes = vec![at.code.as_str()];
        if spread == Spread::Commune {
            codes.extend(tree.descendants(&at.code, day).into_iter().map(|place| place.code.as_str()));
        }
        groups::at(tx, &tree.stored_as(&codes, day)).await
    }

    /// Posts what was agreed to. From here on nothing leads from it to the question: neither row names the other, and the
    /// log counts it by commune and day.
    pub async fn release_shared(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        Proposed { question: q, proposal }: Proposed,
        spread: Spread,
        (cites, source): (Option<Cites>, Option<&str>),
    ) -> Result<Posted> {
        let now = self.now();
        let Some(commune) = tree.commune_of(&q.place, self.today()) else {
            bail!("a place without a commune")
        };
        let mut shared = Shared {
            code: QuestionCode::default(),
            place: commune.code.to_string(),
            topic: q.topic.clone(),
            cites,
            day: self.today(),
            pair: proposal.pair.clone(),
        };
        self.name(tx, &mut shared).await?;
        store::insert_shared(tx, &self.core.seal, &shared).await?;
        store::drop_proposal(tx, &q.code).await?;
        let groups = self.groups_for(tx, tree, &q.place, spread).await?;
        for group in &groups {
            let language = language_of(&self.mail.core.text, &group.language);
            let said = Message::text(self.post(&language, &shared.pair, source));
            self.put_to_group(tx, group, posted_as(&shared.code, group), said).await?;
        }
        let about = About { place: &shared.place, ..About::default() };
        ledger::record(tx, &self.core.calendar, now, about, &Fact::AnswerShared).await?;
        let args = [("code", shared.code.as_str().into()), ("groups", groups.len().into())];
        self.tell_proposer(tx, &q.code, &proposal, "told-share-posted", &args).await?;
        Ok(Posted { code: shared.code, groups: groups.len() })
    }

    /// It is not posted: who proposed it is told, and may propose it in other words.
    pub async fn return_shared(
        &self,
        tx: &mut Tx,
        Proposed { question: q, proposal }: Proposed,
    ) -> Result<()> {
        self.drop_sharing(tx, &q.code, &proposal).await?;
        let args = [("code", q.code.as_str().into())];
        self.tell_proposer(tx, &q.code, &proposal, "told-share-returned", &args).await
    }

    /// Who proposed it gives it up. A no of whoever asked stays: they are not asked once more.
    pub async fn give_up_sharing(&self, tx: &mut Tx, code: &QuestionCode) -> Result<()> {
        match store::proposal(tx, &self.core.seal, code).await? {
            Some(proposal) if proposal.consent != Consent::Refused => {
                self.drop_sharing(tx, code, &proposal).await
            }
            _ => Ok(()),
        }
    }

    /// It is over, and what was not read of it yet does not come any more.
    async fn drop_sharing(&self, tx: &mut Tx, code: &QuestionCode, proposal: &Proposal) -> Result<()> {
        store::drop_proposal(tx, code).await?;
        outbox::take_back(tx, self.now(), &DeliveryId::from(proposal.cause.as_str())).await
    }

    /// What was put before whoever asked is there, or may be.
    pub async fn was_asked(&self, tx: &mut Tx, proposal: &Proposal) -> Result<bool> {
        let cause = DeliveryId::from(proposal.cause.as_str());
        Ok(!outbox::may_have_arrived(tx, &[cause]).await?.is_empty())
    }

    /// The village of a question may be named to others: in a small one everybody knows who asks.
    pub fn may_name_village(&self, tree: &Tree, q: &Question) -> bool {
        let day = self.today();
        let (shown, own) = (tree.shown_for_card(&q.place, day), tree.now(&q.place, day));
        own.is_some() && shown.map(|place| &place.code) == own.map(|place| &place.code)
    }

    /// Every answer that was released.
    pub async fn all_shared(&self, tx: &mut Tx) -> Result<Vec<Shared>> {
        store::all_shared(&mut **tx, &self.core.seal).await
    }

    /// A released answer is taken back: nobody is told it any more, and whichever group may have read it is told so. How many.
    pub async fn withdraw_shared(&self, tx: &mut Tx, tree: &Tree, shared: &Shared) -> Result<usize> {
        store::delete_shared(tx, &shared.code).await?;
        let groups = self.groups_for(tx, tree, &shared.place, Spread::Commune).await?;
        for group in &groups {
            outbox::take_back(tx, self.now(), &posted_as(&shared.code, group)).await?;
        }
        let causes: Vec<DeliveryId> = groups.iter().map(|group| posted_as(&shared.code, group)).collect();
        let arrived = outbox::may_have_arrived(tx, &causes).await?;
        let mut told = 0;
        for group in groups.iter().filter(|group| arrived.contains(&posted_as(&shared.code, group))) {
            let language = language_of(&self.mail.core.text, &group.language);
            let args = [("question", said_by_role(&shared.pair.question))];
            let said = Message::text(self.say(&language, "shared-withdrawn", &args));
            let cause = format!("shared-withdrawn:{}:{}", shared.code, group.id).into();
            self.put_to_group(tx, group, cause, said).await?;
            told += 1;
        }
        Ok(told)
    }

    /// What nobody agreed to in time, and what of a question that changed or whose asker is forgotten, goes. Who proposed
    /// it is told that there is no yes, whichever of these it was.
    pub async fn lapse_proposals(&self, db: &Db) -> Result<()> {
        if !store::any_proposal(db).await? {
            return Ok(());
        }
        let mut tx = db.write().await?;
        for (code, proposal) in store::proposals(&mut tx, &self.core.seal).await? {
            let q = store::get(&mut tx, &self.core.seal, &code).await?;
            if q.is_some_and(|q| proposal.stands(&q, self.today())) {
                continue;
            }
            store::drop_proposal(&mut tx, &code).await?;
            let args = [("code", code.as_str().into())];
            self.tell_proposer(&mut tx, &code, &proposal, "told-share-lapsed", &args).await?;
        }
        tx.commit().await
    }

    /// A code that no question bears, and no other released answer.
    async fn name(&self, tx: &mut Tx, shared: &mut Shared) -> Result<()> {
        let taken = self.all_shared(tx).await?;
        for _ in 0..50 {
            shared.code = self.core.ids.code(5).into();
            let free = !taken.iter().any(|one| one.code == shared.code);
            if free && store::get(tx, &self.core.seal, &shared.code).await?.is_none() {
                return Ok(());
            }
        }
        bail!("no free code was found in 50 tries")
    }

    /// One message of its own to a group, by day.
    async fn put_to_group(&self, tx: &mut Tx, group: &Group, cause: DeliveryId, said: Message) -> Result<()> {
        let not_before: Millis = self.core.calendar.after_quiet(self.now(), self.quiet);
        let delivery = Delivery {
            not_before,
            rank: Rank::Normal,
            ..Delivery::new(Kind::Announcement, cause, vec![said])
        };
        self.mail.to_group(tx, self.now(), group, Chooser::Anybody, delivery).await?;
        Ok(())
    }

    async fn tell_proposer(
        &self,
        tx: &mut Tx,
        code: &QuestionCode,
        proposal: &Proposal,
        key: &str,
        args: &[Arg<'_>],
    ) -> Result<()> {
        match roster::with(tx, &proposal.role).await? {
            Some(role) => self.tell_sharing(tx, &role, code, key, args).await,
            None => Ok(()),
        }
    }

    /// One sentence to the holder of a role. It is tied to no question, so that nothing in it says of which it was once it
    /// is sent.
    async fn tell_sharing(
        &self,
        tx: &mut Tx,
        role: &Role,
        code: &QuestionCode,
        key: &str,
        args: &[Arg<'_>],
    ) -> Result<()> {
        let Some(reach) = people::reach(tx, &role.person).await? else { return Ok(()) };
        let language = language_of(&self.mail.core.text, &reach.language);
        let mut said = Message::text(self.say(&language, key, args));
        if key == "told-share-release" {
            let token = Token::Share { code: code.clone(), step: ShareStep::Show, mark: String::new() };
            said.choices.push(Choice::new(self.say(&language, "choice-share-show", &[]), &token));
        }
        let cause = format!("sharing:{}", self.core.ids.id());
        let delivery = Delivery::new(Kind::Notice, cause, vec![said]);
        self.mail.to_person(tx, self.now(), (&reach, &role.place), delivery).await?;
        Ok(())
    }
}

/// Every answer that was released, for who reads without writing.
pub async fn all(db: &Db, seal: &Seal) -> Result<Vec<Shared>> {
    store::all_shared(db.read(), seal).await
}

/// What makes it unique in a group.
fn posted_as(code: &QuestionCode, group: &Group) -> DeliveryId {
    format!("shared:{code}:{}", group.id).into()
}
