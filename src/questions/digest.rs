//! Each working morning one message to each of those in whose hands it is: the open questions that are past their due
//! time, oldest first, until the last of them is closed.

use super::overdue::nearest;
use super::subject::OTHER_TOPIC;
use super::{Desk, Question, hidden, store};
use crate::clock::Millis;
use crate::db::{self, Tx};
use crate::ids::PersonKey;
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::{Delivery, Kind};
use crate::people;
use crate::places::Tree;
use crate::roster::{self, Duty, Role};
use crate::text::{said_by_anybody, shortened};
use anyhow::Result;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};

/// The day whose digests were all put is written down under this name.
const TOLD: &str = "overdue told";
/// From when on, local time: what is due later that day is told the next.
const BEGINS: Millis = (7 * 60 + 30) * 60_000;
/// Questions in one message.
const LINES: usize = 10;
/// So much of a question says which it is.
const WORDS: usize = 60;
/// People in one look.
const PEOPLE: usize = 100;

/// How far this morning's digests have come. They are put once for each person and day, whoever puts them again.
#[derive(Default)]
pub struct Digesting {
    done: Option<Date>,
    day: Option<Date>,
    after: PersonKey,
}

/// What one person is told.
struct Told<'a> {
    /// In whose name they hear it.
    role: &'a Role,
    /// They may answer.
    answers: bool,
    questions: Vec<&'a Question>,
}

impl Digesting {
    /// Goes on by some people. Returns how many were told.
    pub async fn look(&mut self, desk: &Desk, tree: &Tree, now: Millis) -> Result<usize> {
        let calendar = &desk.core.calendar;
        let today = calendar.local(now).date();
        let begins = calendar.start_of(today) + BEGINS;
        let is_time = begins <= now && calendar.is_working(today);
        if self.done == Some(today) || !is_time || calendar.after_quiet(now, desk.quiet) != now {
            return Ok(0);
        }
        if self.day != Some(today) {
            *self = Digesting { day: Some(today), ..Digesting::default() };
            if desk.core.db.mark(TOLD).await?.is_some_and(|day| day == today.to_string()) {
                self.done = Some(today);
                return Ok(0);
            }
        }
        let mut tx = desk.core.db.write().await?;
        let roles = roster::all(&mut tx).await?;
        // All of them: what is oldest is never left out for what is newer.
        let mut late = store::open(&mut tx, &desk.core.seal).await?;
        late.retain(|q| q.due_at <= begins);
        late.sort_by(|a, b| (a.asked_at, &a.code).cmp(&(b.asked_at, &b.code)));
        let told = by_person(desk, tree, &roles, &late);
        let page: Vec<_> =
            told.range::<PersonKey, _>((Excluded(&self.after), Unbounded)).take(PEOPLE).collect();
        let mut put = 0;
        for (person, told) in &page {
            put += usize::from(desk.tell_of_overdue(&mut tx, today, person, told).await?);
        }
        let last = page.last().filter(|_| page.len() == PEOPLE).map(|(person, _)| (*person).clone());
        if last.is_none() {
            db::put_mark(&mut tx, TOLD, &today.to_string()).await?;
        }
        tx.commit().await?;
        match last {
            Some(last) => self.after = last,
            None => self.done = Some(today),
        }
        Ok(put)
    }
}

/// Who holds it, who held it before it went up, and the nearest coordinators and editors who may see it; each person once.
fn by_person<'a>(
    desk: &Desk,
    tree: &Tree,
    roles: &'a [Role],
    late: &'a [Question],
) -> BTreeMap<PersonKey, Told<'a>> {
    let now = desk.now();
    let mut all: BTreeMap<PersonKey, Told<'a>> = BTreeMap::new();
    for q in late {
        let theirs = |r: &Role| {
            let held = Some(&r.id) == q.back.held.as_ref() && desk.is_within(tree, r, q);
            held || Some(&r.id) == q.role.as_ref()
        };
        let holders = roles.iter().filter(|r| r.present(now) && theirs(r));
        let near = [Duty::Coordinator, Duty::Editor]
            .into_iter()
            .flat_map(|duty| nearest(desk.nearest_first(tree, roles, q, duty)));
        for role in holders.chain(near) {
            let told = all.entry(role.person.clone()).or_insert_with(|| Told {
                role,
                answers: false,
                questions: vec![],
            });
            told.answers |= role.answers();
            // By two roles of theirs it is one.
            if told.questions.last().is_none_or(|last| last.code != q.code) {
                told.questions.push(q);
            }
        }
    }
    all
}

impl Desk {
    async fn tell_of_overdue(
        &self,
        tx: &mut Tx,
        today: Date,
        person: &PersonKey,
        told: &Told<'_>,
    ) -> Result<bool> {
        let Some(reach) = people::reach(tx, person).await? else { return Ok(false) };
        let language = language_of(&self.mail.core.text, &reach.language);
        let mut lines: Vec<String> =
            told.questions.iter().take(LINES).map(|q| self.overdue_line(&language, q)).collect();
        let more = told.questions.len().saturating_sub(LINES);
        if more > 0 {
            let key = if told.answers { "digest-more" } else { "digest-more-seen" };
            lines.push(self.say(&language, key, &[("more", more.into())]));
        }
        let args = [("count", told.questions.len().into()), ("list", lines.join("\n").into())];
        let text = self.say(&language, if told.answers { "digest" } else { "digest-seen" }, &args);
        let delivery = Delivery {
            // The next morning's takes its place.
            good_until: today.tomorrow().ok().map(|day| self.core.calendar.start_of(day)),
            ..Delivery::new(Kind::Digest, format!("digest:{today}:{person}"), vec![Message::text(text)])
        };
        self.mail.to_person(tx, self.now(), (&reach, &told.role.place), delivery).await
    }

    fn overdue_line(&self, language: &str, q: &Question) -> String {
        let days = (self.core.calendar.local(q.asked_at).date(), self.today());
        let days = days.0.until(days.1).map_or(0, |span| span.get_days());
        let (code, days) = (("code", q.code.as_str().into()), ("days", i64::from(days).into()));
        if q.topic == OTHER_TOPIC {
            // Some of these are of what the asker kept to a desk: their words wait in no message.
            return self.say(language, "digest-line-bare", &[code, days]);
        }
        let words = self.words_on_a_line(language, q);
        self.say(language, "digest-line", &[code, days, ("words", said_by_anybody(&words))])
    }

    /// The first words of a question, without the numbers that say who somebody is; what stands for a voice.
    pub(super) fn words_on_a_line(&self, language: &str, q: &Question) -> String {
        let masked = hidden::masked(&q.body.text);
        let words = shortened(masked.as_deref().unwrap_or(&q.body.text), WORDS);
        if words.is_empty() { self.say(language, "digest-voice", &[]) } else { words }
    }
}
