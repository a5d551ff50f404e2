//! Each working morning one message to each of those in whose hands it is: the open questions that are past their due
//! time, oldest first, until the last of them is closed.

use super::overdue::{ByPlace, nearest};
use super::subject::OTHER_TOPIC;
use super::{Desk, Question, hidden, store};
use crate::clock::Millis;
use crate::db::{self, Tx};
use crate::ids::{PersonKey, QuestionCode, RoleId};
use crate::mail::language_of;
use crate::message::Message;
use crate::outbox::{Delivery, Kind};
use crate::people;
use crate::places::Tree;
use crate::roster::{self, Duty, Role};
use crate::text::{said_by_anybody, shortened};
use anyhow::Result;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};

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

/// Who is told what is found out anew after so long: a role may have ended.
const LISTED: Millis = 5 * 60_000;

/// How far this morning's digests have come. They are put once for each person and day, whoever puts them again.
#[derive(Default)]
pub struct Digesting {
    done: Option<Date>,
    day: Option<Date>,
    /// Who is told, and when that was found out.
    list: Vec<(PersonKey, Told)>,
    listed: Millis,
    after: PersonKey,
}

/// What one person is told.
struct Told {
    /// Where the role sits in whose name they hear it.
    place: String,
    /// They may answer.
    answers: bool,
    /// The oldest first.
    questions: Vec<QuestionCode>,
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
        if self.listed == 0 || now - self.listed >= LISTED {
            self.list = list(desk, tree, begins).await?;
            self.listed = now;
        }
        let page: Vec<_> = self.list.iter().filter(|(person, _)| *person > self.after).take(PEOPLE).collect();
        let mut tx = desk.core.db.write().await?;
        let open = store::overdue_codes(&mut tx, begins).await?.into_iter().collect();
        let mut put = 0;
        for (person, told) in &page {
            put += usize::from(desk.tell_of_overdue(&mut tx, today, person, told, &open).await?);
        }
        let last = page.last().filter(|_| page.len() == PEOPLE).map(|(person, _)| person.clone());
        if last.is_none() {
            db::put_mark(&mut tx, TOLD, &today.to_string()).await?;
        }
        tx.commit().await?;
        match last {
            Some(last) => self.after = last,
            None => *self = Digesting { done: Some(today), day: Some(today), ..Digesting::default() },
        }
        Ok(put)
    }
}

/// Who is told of what. What it is found out from is read at once, and compared when the database is free again.
async fn list(desk: &Desk, tree: &Tree, begins: Millis) -> Result<Vec<(PersonKey, Told)>> {
    let (roles, mut late) = {
        let mut tx = desk.core.db.write().await?;
        // All of them: what is oldest is never left out for what is newer.
        (roster::all(&mut tx).await?, store::open(&mut tx, &desk.core.seal).await?)
    };
    late.retain(|q| q.due_at <= begins);
    late.sort_by(|a, b| (a.asked_at, &a.code).cmp(&(b.asked_at, &b.code)));
    Ok(by_person(desk, tree, &roles, &late).into_iter().collect())
}

/// Who holds it, who held it before it went up, and the nearest coordinators and editors who may see it; each person once.
fn by_person(desk: &Desk, tree: &Tree, roles: &[Role], late: &[Question]) -> BTreeMap<PersonKey, Told> {
    let now = desk.now();
    let by_id: HashMap<&RoleId, &Role> = roles.iter().map(|role| (&role.id, role)).collect();
    let by_place = ByPlace::of(roles, tree, desk.today());
    let mut all: BTreeMap<PersonKey, Told> = BTreeMap::new();
    for q in late {
        let role = |id: &Option<RoleId>| id.as_ref().and_then(|id| by_id.get(id)).copied();
        let held = role(&q.back.held).filter(|role| desk.is_within(tree, role, q));
        let holders = role(&q.role).into_iter().chain(held).filter(|role| role.present(now));
        let near = [Duty::Coordinator, Duty::Editor]
            .into_iter()
            .flat_map(|duty| nearest(desk.nearest_of(tree, &by_place, q, duty)));
        for role in holders.chain(near) {
            let told = all.entry(role.person.clone()).or_insert_with(|| Told {
                place: role.place.clone(),
                answers: false,
                questions: vec![],
            });
            told.answers |= role.answers();
            // By two roles of theirs it is one.
            if told.questions.last() != Some(&q.code) {
                told.questions.push(q.code.clone());
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
        told: &Told,
        open: &HashSet<QuestionCode>,
    ) -> Result<bool> {
        let questions: Vec<&QuestionCode> =
            told.questions.iter().filter(|code| open.contains(*code)).collect();
        if questions.is_empty() {
            return Ok(false);
        }
        // Between the list and this a role may have ended or moved: its holder reads nothing of there any more.
        let held = roster::of(tx, person).await?;
        if !held.iter().any(|role| role.place == told.place && role.present(self.now())) {
            return Ok(false);
        }
        let Some(reach) = people::reach(tx, person).await? else { return Ok(false) };
        let language = language_of(&self.mail.core.text, &reach.language);
        let mut lines = vec![];
        for code in questions.iter().take(LINES) {
            if let Some(q) = store::get(tx, &self.core.seal, code).await? {
                lines.push(self.overdue_line(&language, &q));
            }
        }
        let more = questions.len().saturating_sub(LINES);
        if more > 0 {
            let key = if told.answers { "digest-more" } else { "digest-more-seen" };
            lines.push(self.say(&language, key, &[("more", more.into())]));
        }
        let args = [("count", questions.len().into()), ("list", lines.join("\n").into())];
        let text = self.say(&language, if told.answers { "digest" } else { "digest-seen" }, &args);
        let delivery = Delivery {
            // The next morning's takes its place.
            good_until: today.tomorrow().ok().map(|day| self.core.calendar.start_of(day)),
            ..Delivery::new(Kind::Digest, format!("digest:{today}:{person}"), vec![Message::text(text)])
        };
        self.mail.to_person(tx, self.now(), (&reach, &told.place), delivery).await
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
