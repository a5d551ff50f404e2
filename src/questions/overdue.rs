//! Remind, then escalate; and delete what has had its time.

use super::question::{Reminded, State, Turned, Why};
use super::{Desk, Question, store};
use crate::calendar::Stretch;
use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ledger::Fact;
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::{self, Delivery, Kind};
use crate::people;
use crate::places::Tree;
use crate::reason::Reason;
use crate::roster::{self, Duty};
use crate::text::said_by_anybody;
use anyhow::Result;
use jiff::civil::Date;
use std::collections::HashMap;

/// Of an answer that was lost longer ago nobody is told any more: whoever wrote it may hold no role now, and is not
/// looked for for ever.
const LOST_ANSWER_LIFE: Millis = 24 * 3_600_000;

/// In danger nobody waits longer for an answer before it goes on; plain time, also on days off.
const DANGER_WAITS: Millis = 3_600_000;

/// What is said of an answer that waits until whoever asked is heard of.
fn told_of_kept(reason: Reason) -> &'static str {
    match reason {
        Reason::Silent => "told-silent",
        Reason::Blocked => "told-blocked",
        Reason::Removed => "told-removed",
        _ => "told-kept",
    }
}

/// What is said of one that did not arrive and will not.
fn told_of_lost(reason: Reason) -> &'static str {
    match reason {
        Reason::Blocked => "told-blocked-lost",
        Reason::Deactivated => "told-deactivated",
        _ => "told-undelivered",
    }
}

/// Those who are as near as the first.
pub(super) fn nearest(sorted: Vec<(usize, &roster::Role)>) -> impl Iterator<Item = &roster::Role> {
    let first = sorted.first().map(|(far, _)| *far);
    sorted.into_iter().take_while(move |(far, _)| Some(*far) == first).map(|(_, role)| role)
}

/// Roles by the place that theirs is on a day: whoever looks upward from a question looks at few.
pub(super) struct ByPlace<'r> {
    at: HashMap<String, Vec<&'r roster::Role>>,
    /// Of places that are no one place any more.
    elsewhere: Vec<&'r roster::Role>,
}

impl<'r> ByPlace<'r> {
    /// Of these roles, in their order.
    pub(super) fn of(roles: &'r [roster::Role], tree: &Tree, day: Date) -> ByPlace<'r> {
        let mut all = ByPlace { at: HashMap::new(), elsewhere: vec![] };
        for role in roles {
            match tree.now(&role.place, day) {
                Some(place) => all.at.entry(place.code.to_string()).or_default().push(role),
                None => all.elsewhere.push(role),
            }
        }
        all
    }
}

impl Desk {
    /// Reminds reporters of questions past their due time, once, takes questions past the second limit to the coordinator
    /// and tells the editor of those past the third. After that they stand in each morning's digest. Questions on sensitive subjects are reminded of like any other and
    /// stay at the province's desk.
    pub async fn chase(&self, db: &Db, tree: &Tree, now: Millis) -> Result<usize> {
        let mut tx = db.write().await?;
        let mut moved = 0;
        for mut q in store::open(&mut tx, &self.core.seal).await? {
            if q.back.urgent && !q.back.raised && q.opened_at + DANGER_WAITS <= now {
                tx.mark().await?;
                let done = self.raise(&mut tx, tree, &mut q).await;
                moved += usize::from(tx.settle(("question", &q.code), done).await?.is_some());
                continue;
            }
            let before = q.reminded;
            let long = self.core.calendar.after(q.opened_at, self.rules.escalate_after) <= now;
            q.reminded = match before {
                // Both at once (nobody was there to notice the first) is one word to who asked.
                Reminded::NotYet if q.due_at <= now && long => Reminded::Escalated,
                Reminded::NotYet if q.due_at <= now => Reminded::Once,
                Reminded::Once if long => Reminded::Escalated,
                Reminded::Escalated if self.editor_from(q.opened_at) <= now => Reminded::Editor,
                _ => continue,
            };
            tx.mark().await?;
            let done = self.chase_one(&mut tx, tree, &mut q, before).await;
            moved += usize::from(tx.settle(("question", &q.code), done).await?.is_some());
        }
        tx.commit().await?;
        Ok(moved)
    }

    /// What follows from the step that it was taken to. Who asked is told once, and the same whatever it is about.
    async fn chase_one(&self, tx: &mut Tx, tree: &Tree, q: &mut Question, before: Reminded) -> Result<()> {
        if q.reminded == Reminded::Editor {
            self.tell_editor(tx, tree, q).await?;
            q.goes(self.today(), Turned::Editor, "");
            return store::save(tx, &self.core.seal, q).await;
        }
        let late = before == Reminded::NotYet;
        if late {
            self.record(tx, q, &Fact::Overdue).await?;
            self.remind(tx, q).await?;
        }
        let goes_on = q.reminded == Reminded::Escalated && !q.back.raised;
        if !(goes_on && self.escalate(tx, tree, q).await?) && late {
            self.tell_late(tx, q).await?;
        }
        store::save(tx, &self.core.seal, q).await
    }

    /// Nobody answered in danger: it goes on at once, past the coordinator who was told when it was asked.
    async fn raise(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<()> {
        q.back.raised = true;
        let by_coordinator = self.is_with_coordinator(tx, q).await?;
        let mut near = self.coordinators(tx, tree, q).await?.into_iter();
        let told = if by_coordinator { None } else { near.next() };
        if let Some(role) = near.next().or(told) {
            self.give_up_to(tx, tree, q, role, "told-raised").await?;
        }
        store::save(tx, &self.core.seal, q).await
    }

    /// A copy of the card, in danger, to the nearest coordinator. Who holds it goes on holding it.
    pub(super) async fn tell_coordinator(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<()> {
        if self.is_with_coordinator(tx, q).await? {
            return Ok(());
        }
        match self.coordinators(tx, tree, q).await?.into_iter().next() {
            Some(role) => self.card(tx, tree, q, &role, 0).await,
            None => Ok(()),
        }
    }

    async fn is_with_coordinator(&self, tx: &mut Tx, q: &Question) -> Result<bool> {
        Ok(self.holder(tx, q).await?.is_some_and(|role| role.duty == Duty::Coordinator))
    }

    /// To the nearest coordinator upward, where the asker chose who may answer only there. Whoever held it may still
    /// answer. False: there is none.
    async fn escalate(&self, tx: &mut Tx, tree: &Tree, q: &mut Question) -> Result<bool> {
        let Some(role) = self.coordinators(tx, tree, q).await?.into_iter().next() else { return Ok(false) };
        self.give_up_to(tx, tree, q, role, "told-escalated").await?;
        Ok(true)
    }

    /// The coordinators who are there and may answer it, nearest first, without who holds it and without who asked.
    async fn coordinators(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<Vec<roster::Role>> {
        let roles = roster::all(tx).await?;
        let by_place = ByPlace::of(&roles, tree, self.today());
        let near = self.nearest_of(tree, &by_place, q, Duty::Coordinator).into_iter();
        Ok(near.map(|(_, role)| role.clone()).filter(|role| Some(&role.id) != q.role.as_ref()).collect())
    }

    /// Who is there with this duty and may see it, each with how far upward they sit, nearest first; without who asked.
    pub(super) fn nearest_of<'r>(
        &self,
        tree: &Tree,
        roles: &ByPlace<'r>,
        q: &Question,
        duty: Duty,
    ) -> Vec<(usize, &'r roster::Role)> {
        let (now, day) = (self.now(), self.today());
        let asked = |r: &roster::Role| Some(&r.person) == q.back.role.as_ref();
        let mut there: Vec<(usize, &roster::Role)> = vec![];
        for (far, place) in tree.upward(&q.place, day).enumerate() {
            there.extend(roles.at.get(&*place.code).into_iter().flatten().map(|role| (far, *role)));
        }
        there.extend(roles.elsewhere.iter().map(|role| (usize::MAX, *role)));
        there.retain(|(_, r)| r.duty == duty && r.present(now) && !asked(r) && self.is_within(tree, r, q));
        there
    }

    /// From when on the editor is told: as long after the coordinator got it as they got it after it was due.
    fn editor_from(&self, opened_at: Millis) -> Millis {
        let calendar = &self.core.calendar;
        if let (Stretch::WorkingDays(due), Stretch::WorkingDays(up)) =
            (self.rules.remind_after, self.rules.escalate_after)
        {
            return calendar.after(opened_at, Stretch::WorkingDays(up + (up - due).max(0)));
        }
        let (due, up) = (
            calendar.after(opened_at, self.rules.remind_after),
            calendar.after(opened_at, self.rules.escalate_after),
        );
        up + (up - due).max(0)
    }

    /// Neither who holds it nor the coordinator answered: the editors who are nearest and may see it are told. They answer
    /// nothing themselves, but know whom to call.
    async fn tell_editor(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<()> {
        let roles = roster::all(tx).await?;
        let by_place = ByPlace::of(&roles, tree, self.today());
        for role in nearest(self.nearest_of(tree, &by_place, q, Duty::Editor)) {
            let Some(reach) = people::reach(tx, &role.person).await? else { continue };
            let language = language_of(&self.mail.core.text, &reach.language);
            let topic = self.subjects.topic_name(&q.topic).unwrap_or_default();
            let words = self.words_on_a_line(&language, q);
            let args = [
                ("code", q.code.as_str().into()),
                ("asked", self.by_hour(&language, q.asked_at).into()),
                ("topic", topic.into()),
                ("words", said_by_anybody(&words)),
            ];
            let text = self.say(&language, "overdue-editor", &args);
            let id = format!("editor:{}:{}:{}", q.code, q.opened_at, role.person);
            let not_before = self.core.calendar.after_quiet(self.now(), self.quiet);
            let delivery = Delivery::new(Kind::Reminder, id, vec![Message::text(text)]).about(&q.code);
            let delivery = Delivery { not_before, ..delivery };
            self.mail.to_person(tx, self.now(), (&reach, &role.place), delivery).await?;
        }
        Ok(())
    }

    /// From now on they hold it; who held it is told.
    async fn give_up_to(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &mut Question,
        role: roster::Role,
        told: &str,
    ) -> Result<()> {
        self.tell_role(tx, q, told, &[("code", q.code.as_str().into())]).await?;
        let from_here = self.where_it_is(tx, tree, q).await?;
        q.back.held = q.role.replace(role.id.clone());
        q.why = Why::Escalated;
        q.goes(self.today(), Turned::Escalated, "");
        self.tell_passed_on(tx, tree, q, from_here.as_deref()).await?;
        let morning = self.core.calendar.after_quiet(self.now(), self.quiet);
        self.card(tx, tree, q, &role, morning).await
    }

    /// Tells who answered, once for each answer, that it waits until the asker writes (they were silent for so long that
    /// the platform takes nothing for them, or nobody saw it arrive), or that it did not reach them.
    pub async fn tell_of_answers(&self, db: &Db) -> Result<()> {
        let mut tx = db.write().await?;
        let waiting = outbox::kept_for_later(&mut tx).await?;
        let waiting = waiting
            .into_iter()
            .map(|(delivery, code, reason)| (format!("{reason}:{delivery}"), told_of_kept(reason), code));
        let unheard = outbox::unheard_answers(&mut tx).await?;
        let unheard = unheard
            .into_iter()
            .map(|(delivery, code, _)| (format!("unheard:{delivery}"), "told-unheard", code));
        let lost = outbox::lost_answers(&mut tx, self.now() - LOST_ANSWER_LIFE).await?;
        let lost = lost
            .into_iter()
            .map(|(delivery, code, reason)| (format!("lost:{delivery}"), told_of_lost(reason), code));
        for (cause, key, code) in waiting.chain(unheard).chain(lost) {
            let Some(q) = store::get(&mut tx, &self.core.seal, &code).await? else { continue };
            tx.mark().await?;
            let done = self.tell_role_of(&mut tx, &q, cause, key, &[("code", code.as_str().into())]).await;
            tx.settle(("question", &code), done).await?;
        }
        tx.commit().await
    }

    async fn remind(&self, tx: &mut Tx, q: &Question) -> Result<()> {
        debug_assert_eq!(q.state, State::Open);
        let Some(role) = self.holder(tx, q).await? else { return Ok(()) };
        let Some(reach) = people::reach(tx, &role.person).await? else { return Ok(()) };
        let language = language_of(&self.mail.core.text, &reach.language);
        let quotes = self.mail.capabilities.get(&reach.account).quotes;
        let text = self.say(
            &language,
            if quotes { "reminder" } else { "unquoted-reminder" },
            &[("code", q.code.as_str().into()), ("due", self.by_hour(&language, q.due_at).into())],
        );
        let id = format!("reminder:{}:{}", q.code, q.opened_at);
        let not_before = self.core.calendar.after_quiet(self.now(), self.quiet);
        let delivery = Delivery::new(Kind::Reminder, id, vec![Message::text(text)]).about(&q.code);
        self.mail
            .to_person(tx, self.now(), (&reach, &role.place), Delivery { not_before, ..delivery })
            .await?;
        Ok(())
    }

    /// Deletes texts, handles and voices whose time is over.
    pub async fn purge(&self, db: &Db, now: Millis) -> Result<store::Purged> {
        let before = |keep: Stretch| now - keep.length().as_millis() as Millis;
        let mut tx = db.write().await?;
        let (text, handle, voice) =
            (before(self.rules.keep_text), before(self.rules.keep_handle), before(self.rules.keep_voice));
        let purged = store::purge(&mut tx, &self.core.seal, text, handle, voice).await?;
        store::forget_refused(&mut tx, &self.core.calendar.local(now).date().to_string()).await?;
        outbox::drop_unheard(&mut tx, text).await?;
        outbox::untie(&mut tx, handle).await?;
        // Whatever went to whoever asked later than their question was closed is as old as that.
        for code in &purged.untied {
            outbox::cancel_news(&mut tx, now, code).await?;
            outbox::untie_question(&mut tx, code).await?;
        }
        tx.commit().await?;
        Ok(purged)
    }
}
