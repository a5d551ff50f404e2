//! Was it settled? Days after the answer, and before nobody knows any more who asked, the asker of a practical matter is asked, once. What
//! they say is counted and told to nobody.

use super::question::{Discretion, Followed, State};
use super::subject::OTHER_TOPIC;
use super::{Desk, Question, store};
use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ids::QuestionCode;
use crate::ledger::Fact;
use crate::mail::language_of;
use crate::message::{Choice, Message, Token};
use crate::outbox::{Delivery, Kind};
use crate::people;
use crate::text::{has_words, said_by_anybody, shortened};
use anyhow::Result;

const DAY: Millis = 24 * 3_600_000;
/// So long before the handle of whoever asked goes they are asked: long enough to answer on another day.
const BEFORE: Millis = 2 * DAY;
/// Sooner after an answer nobody is asked: where a handle does not live so long, never.
const SOONEST: Millis = 4 * DAY;
/// Questions that are looked at in one transaction.
const AT_ONCE: i64 = 100;
/// So much of a question says which one it was.
const ABOUT_CHARS: usize = 80;

/// How far the look at answered questions has come. In memory: a process that starts anew looks once more at those that may still be asked
/// about, and asks nobody twice.
#[derive(Debug, Default)]
pub struct FollowingUp(Option<(Millis, QuestionCode)>);

impl FollowingUp {
    /// Asks some of those whose time has come; returns how many.
    pub async fn look(&mut self, desk: &Desk, db: &Db, now: Millis) -> Result<usize> {
        let kept = desk.rules.keep_handle.length().as_millis() as Millis;
        let wait = kept - BEFORE;
        if wait < SOONEST {
            return Ok(0);
        }
        let begin = || (now - kept, QuestionCode::default());
        // A clock that was set back goes through them once more.
        let from = self.0.clone().filter(|(at, _)| *at <= now - wait).unwrap_or_else(begin);
        let due = store::answered_between(db, &from, now - wait, AT_ONCE).await?;
        let Some(last) = due.last().cloned() else { return Ok(0) };
        let mut tx = db.write().await?;
        let mut asked = 0;
        for (_, code) in &due {
            let Some(mut q) = store::get(&mut tx, &desk.core.seal, code).await? else { continue };
            asked += usize::from(desk.ask_whether_settled(&mut tx, &mut q).await?);
        }
        tx.commit().await?;
        self.0 = Some(last);
        Ok(asked)
    }
}

impl Desk {
    /// Whether its asker is asked: one person asked it in private for themselves about a practical matter, a person answered it, and
    /// nothing about it is delicate.
    fn may_follow_up(&self, q: &Question) -> bool {
        let marked = self.marked_in(&q.body);
        let delicate = marked.danger || marked.complaint || marked.sensitive || q.back.urgent;
        q.state == State::Answered
            && q.back.followed == Followed::No
            && q.topic != OTHER_TOPIC
            && q.back.discretion == Discretion::Ordinary
            && !delicate
            && !q.served
            && !q.relayed
            && q.group.is_none()
            && has_words(&q.body.text)
    }

    async fn ask_whether_settled(&self, tx: &mut Tx, q: &mut Question) -> Result<bool> {
        let (Some(asker), Some(closed)) = (q.asker.clone(), q.closed_at) else { return Ok(false) };
        if !self.may_follow_up(q) {
            return Ok(false);
        }
        let reach = people::reach(tx, &asker).await?;
        if reach.is_none_or(|reach| reach.stopped || reach.unasked) {
            return Ok(false);
        }
        let language = language_of(&self.mail.core.text, &q.language);
        let words = shortened(&q.body.text, ABOUT_CHARS);
        let args = [
            ("code", q.code.as_str().into()),
            ("words", said_by_anybody(&words)),
            ("day", self.by_day(&language, closed).into()),
        ];
        let choice = |key: &str, token: &Token| Choice::new(self.say(&language, key, &[]), token);
        let said = |yes: bool| Token::Settled { code: q.code.clone(), yes };
        let asked = Message::text(self.say(&language, "settled-ask", &args)).with_choices(vec![
            choice("choice-settled", &said(true)),
            choice("choice-not-settled", &said(false)),
            choice("choice-unasked", &Token::Unasked),
        ]);
        let kept = self.rules.keep_handle.length().as_millis() as Millis;
        let delivery = Delivery {
            not_before: self.core.calendar.after_quiet(self.now(), self.quiet),
            good_until: Some(closed + kept),
            ..Delivery::new(Kind::News, format!("settled:{}:{closed}", q.code), vec![asked])
        };
        if !self.deliver_to_asker(tx, q, delivery).await? {
            return Ok(false);
        }
        q.back.followed = Followed::Asked;
        store::save(tx, &self.core.seal, q).await?;
        Ok(true)
    }

    /// What the asker says of it, once. False: nothing is asked of them.
    pub async fn settled(&self, tx: &mut Tx, q: &mut Question, yes: bool) -> Result<bool> {
        if q.state != State::Answered || q.back.followed != Followed::Asked {
            return Ok(false);
        }
        q.back.followed = Followed::Said;
        self.record(tx, q, &Fact::Settled { yes }).await?;
        store::save(tx, &self.core.seal, q).await?;
        Ok(true)
    }
}
