//! What a reporter does with a question: answer, ask back, hand over, set aside; and being away.

use super::turn::Turn;
use super::words;
use crate::clock::Millis;
use crate::ids::QuestionCode;
use crate::message::Message;
use crate::people;
use crate::places::Found;
use crate::questions::question::{Body, State};
use crate::questions::{LONGEST, Question};
use crate::roster::{self, Act, Role, Standing};
use crate::text::fold;
use anyhow::Result;
use jiff::civil::Date;

/// Questions in a list.
const LISTED: usize = 15;
/// Away without a date.
const AWAY_DAYS: i64 = 7;

impl Turn<'_> {
    /// The question of a code, and the role by which the sender may answer it; a reply says why not.
    async fn question_for_me(&mut self, held: &[Role], code: &str) -> Result<Option<(Question, Role)>> {
        let args = |code: &str| [("code", code.to_owned().into())];
        let Some(q) = self.parts.desk.find(&mut self.tx, code).await? else {
            self.reply("question-unknown", &args(code)).await?;
            return Ok(None);
        };
        let own = self.person.as_ref().is_some_and(|p| Some(&p.key) == q.asker.as_ref());
        if own && !q.relayed {
            self.reply("question-own", &args(&q.code)).await?;
            return Ok(None);
        }
        // The role that it was given to first: then nobody else's work is touched.
        let given = held.iter().find(|r| Some(&r.id) == q.role.as_ref());
        let role = given.or_else(|| held.iter().find(|r| self.parts.desk.may_answer(self.tree, r, &q)));
        let Some(role) = role.cloned() else {
            self.reply("question-out-of-reach", &args(&q.code)).await?;
            return Ok(None);
        };
        Ok(Some((q, role)))
    }

    /// The same, and the question is still to be answered.
    async fn open_question(&mut self, held: &[Role], code: &str) -> Result<Option<(Question, Role)>> {
        let Some((q, role)) = self.question_for_me(held, code).await? else { return Ok(None) };
        if q.state == State::Open {
            return Ok(Some((q, role)));
        }
        let key = if q.state == State::Answered { "question-answered-already" } else { "question-closed" };
        self.closed(key, &q).await?;
        Ok(None)
    }

    async fn closed(&mut self, key: &str, q: &Question) -> Result<()> {
        let state = self.say(&format!("state-{}", q.state.as_str()), &[]);
        self.reply(key, &[("code", q.code.as_str().into()), ("state", state.into())]).await
    }

    /// A code at the beginning of what follows a command, or that of the quoted card; then the rest. Quoting a
    /// card, five letters that are nobody's code are a word ("nhung").
    async fn code_and_rest(&mut self, rest: &str) -> Result<Option<(QuestionCode, String)>> {
        let (first, after) = words::first_word(rest);
        let typed = words::code(first).map(|code| (code, after.to_owned()));
        let quoted = self.quoted().await?.and_then(|q| q.question).map(|code| (code, rest.trim().to_owned()));
        match (typed, quoted) {
            (Some(typed), Some(quoted)) if !first.starts_with('#') => {
                let known = self.parts.desk.find(&mut self.tx, &typed.0).await?.is_some();
                Ok(Some(if known { typed } else { quoted }))
            }
            (typed, quoted) => Ok(typed.or(quoted)),
        }
    }

    /// `/traloi CODE …`. In a group only for what was asked there, where everybody sees it anyway.
    pub async fn answer_command(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let named = self.code_and_rest(rest).await?;
        if let Some((code, _)) = named.as_ref().filter(|(_, text)| text.is_empty())
            && self.private()
            && !self.capabilities().quotes
        {
            return self.answer_aloud(held, code).await;
        }
        let Some((code, text)) = named.filter(|(_, text)| !text.is_empty()) else {
            return self.reply(if self.private() { "answer-how" } else { "only-in-private" }, &[]).await;
        };
        if let Some(group) = self.group.as_ref().map(|g| g.id.clone()) {
            let found = self.parts.desk.find(&mut self.tx, &code).await?;
            if found.is_none_or(|q| q.group != Some(group)) {
                return self.reply("only-in-private", &[]).await;
            }
        }
        self.answer_question(held, &code, Body { text, voice: None }, false).await
    }

    /// `/traloi CODE` alone, where nobody tells the machine which card a voice quotes: the next voice is the answer.
    async fn answer_aloud(&mut self, held: &[Role], code: &str) -> Result<()> {
        let Some((q, _)) = self.question_for_me(held, code).await? else { return Ok(()) };
        if matches!(q.state, State::Withdrawn | State::SetAside) {
            return self.closed("question-closed", &q).await;
        }
        let Some(person) = self.person.clone() else { return Ok(()) };
        let of = (&person.key, people::Chat::Aloud);
        people::keep_pending(&mut self.tx, &self.parts.seal, of, self.now, &q.code).await?;
        self.reply("answer-aloud", &[("code", q.code.into())]).await
    }

    /// The voice that was announced by [`Turn::answer_aloud`]; false when none was.
    pub async fn said_aloud(&mut self, body: Body) -> Result<bool> {
        let Some(person) = self.person.clone() else { return Ok(false) };
        let kept = people::pending(&mut self.tx, &self.parts.seal, &person.key, people::Chat::Aloud).await?;
        let Some(code) = kept else { return Ok(false) };
        people::drop_pending(&mut self.tx, &person.key, people::Chat::Aloud).await?;
        let held = self.held(Act::Answer).await?;
        if !held.is_empty() {
            self.answer_question(&held, &code, body, false).await?;
        }
        Ok(true)
    }

    /// A reply to a card.
    pub async fn answer_card(&mut self, code: &str, body: Body) -> Result<()> {
        let held = self.held(Act::Answer).await?;
        if held.is_empty() {
            return Ok(());
        }
        self.answer_question(&held, code, body, true).await
    }

    /// The answer to the asker, at once; a later one is a correction and says so. Under an old card of a question
    /// that another answered meanwhile, it is refused: nobody corrects a colleague by accident.
    async fn answer_question(&mut self, held: &[Role], code: &str, body: Body, by_card: bool) -> Result<()> {
        if body.text.chars().count() > LONGEST {
            return self.too_long().await;
        }
        let Some((mut q, role)) = self.question_for_me(held, code).await? else { return Ok(()) };
        if matches!(q.state, State::Withdrawn | State::SetAside) {
            return self.closed("question-closed", &q).await;
        }
        let correction = q.state == State::Answered;
        if correction && by_card && q.role.as_ref() != Some(&role.id) {
            return self.closed("question-answered-already", &q).await;
        }
        // Else the asker would only learn that there is an answer.
        if body.voice.is_some() && body.text.is_empty() && !self.is_heard_by_asker(&q).await? {
            return self.reply("answer-in-words", &[("code", q.code.into())]).await;
        }
        let reached = self.parts.desk.answer(&mut self.tx, &mut q, &role, body).await?;
        let key = match (reached, correction) {
            (0, _) => "answer-nobody",
            (_, true) => "answer-corrected",
            (_, false) => "answer-sent",
        };
        self.reply(key, &[("code", q.code.into())]).await
    }

    /// Whether a voice reaches whoever asked, as a file or by an address of ours.
    async fn is_heard_by_asker(&mut self, q: &Question) -> Result<bool> {
        if self.parts.settings.public_url.is_some() {
            return Ok(true);
        }
        let account = self.parts.desk.askers_account(&mut self.tx, q).await?;
        Ok(account.is_none_or(|account| self.parts.mail.capabilities.get(&account).voices))
    }

    /// An officer answered the open question that they quote by hand: it is recorded, and nothing is sent again.
    pub async fn answered_by_hand(&mut self, text: String) -> Result<()> {
        let Some(message) = self.incoming.quoted.clone() else { return Ok(()) };
        let group = self.group.as_ref().map(|g| g.id.clone());
        let person = self.person.as_ref().map(|p| p.key.clone()).filter(|_| self.private());
        let of = (person.as_ref(), group.as_ref());
        let asked = self.parts.desk.asked_by(&mut self.tx, of, &message).await?;
        let code = match asked {
            Some(q) => Some(q.code),
            None => self.quoted().await?.and_then(|q| q.question),
        };
        let Some(code) = code else { return Ok(()) };
        let Some(mut q) = self.parts.desk.find(&mut self.tx, &code).await? else { return Ok(()) };
        // Under the card in a reporter's chat an officer speaks to the reporter: whoever asked reads nothing of it.
        let is_read = match &q.group {
            Some(_) => q.group == group,
            None => q.asker.is_some() && q.asker == person,
        };
        if q.state == State::Open && is_read {
            self.parts.desk.answered_by_hand(&mut self.tx, &mut q, Body { text, voice: None }).await?;
        }
        Ok(())
    }

    /// `/danhsach`: open questions within reach, oldest first.
    pub async fn open_questions(&mut self, held: &[Role]) -> Result<()> {
        let open = self.parts.desk.open_for(&mut self.tx, self.tree, held).await?;
        if open.is_empty() {
            return self.reply("open-none", &[]).await;
        }
        let now = self.now;
        let lines: Vec<String> = open
            .iter()
            .take(LISTED)
            .map(|q| {
                let topic = self.parts.subjects.topic_name(&q.topic).unwrap_or_default().to_owned();
                let key = if q.due_at <= now { "open-line-late" } else { "open-line" };
                let args = [
                    ("code", q.code.as_str().into()),
                    ("topic", topic.into()),
                    ("due", self.shown(q.due_at).into()),
                ];
                self.say(key, &args)
            })
            .collect();
        let args = [("count", (open.len() as i64).into()), ("list", lines.join("\n").into())];
        self.reply("open-list", &args).await
    }

    /// `/hoilai CODE …`: asks the asker back.
    pub async fn ask_back(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let Some((code, text)) = self.code_and_rest(rest).await?.filter(|(_, text)| !text.is_empty()) else {
            return self.reply("ask-back-how", &[]).await;
        };
        let Some((q, _)) = self.open_question(held, &code).await? else { return Ok(()) };
        let reached = self.parts.desk.ask_back(&mut self.tx, &q, &text).await?;
        let key = if reached { "ask-back-sent" } else { "ask-back-nobody" };
        self.reply(key, &[("code", q.code.into())]).await
    }

    /// `/chuyen CODE PLACE-or-TOPIC reason`: somebody else should answer it.
    pub async fn hand_over(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let Some((code, rest)) = self.code_and_rest(rest).await?.filter(|(_, rest)| !rest.is_empty()) else {
            return self.reply("hand-over-how", &[]).await;
        };
        let Some((mut q, _)) = self.open_question(held, &code).await? else { return Ok(()) };
        let Some((target, reason)) = self.target(&rest).await? else { return Ok(()) };
        if reason.is_empty() {
            return self.reply("hand-over-how", &[]).await;
        }
        let done = match &target {
            Target::Place(place) => {
                self.parts.desk.hand_over(&mut self.tx, self.tree, &mut q, place, &reason).await?
            }
            Target::Topic(topic) => {
                self.parts.desk.hand_over_topic(&mut self.tx, self.tree, &mut q, topic, &reason).await?
            }
        };
        let key = if done { "handed-over" } else { "hand-over-nobody" };
        self.reply(key, &[("code", q.code.into())]).await
    }

    /// The place or topic at the beginning of a text (the longest name that is one), and what follows.
    async fn target(&mut self, text: &str) -> Result<Option<(Target, String)>> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let day = self.today();
        for length in (1..=words.len().min(6)).rev() {
            let (name, reason) = (words[..length].join(" "), words[length..].join(" "));
            // "y tế, việc của trạm": the comma ends the name.
            let name = name.trim_end_matches([',', ':', ';', '.']);
            let folded = fold(name);
            let mut topics = self.parts.subjects.topics().iter();
            let topic = topics
                .find(|t| t.id == folded || t.id.replace('-', " ") == folded || fold(&t.name) == folded);
            if let Some(topic) = topic {
                return Ok(Some((Target::Topic(topic.id.clone()), reason)));
            }
            // "xã Bản Bo, đoạn đường đó": what follows a comma is the reason, unless it is where the place lies.
            if name.split_once(',').is_some_and(|(_, above)| self.tree.find(above, day, &[]).is_none()) {
                continue;
            }
            let place = match self.tree.get(name) {
                Some(place) => Some(place),
                None => match self.tree.find(name, day, &[]) {
                    Found::One(one) => Some(one),
                    _ => None,
                },
            };
            if let Some(place) = place.filter(|p| p.is_valid(day)) {
                return Ok(Some((Target::Place(place.code.to_string()), reason)));
            }
        }
        self.reply(
            "place-not-found",
            &[("typed", words.iter().take(3).copied().collect::<Vec<_>>().join(" ").into())],
        )
        .await?;
        Ok(None)
    }

    /// `/trung CODE CODE`: an answer to the first goes to both.
    pub async fn same(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let mut codes = rest.split_whitespace().map_while(words::code);
        let (Some(first), Some(second)) = (codes.next(), codes.next()) else {
            return self.reply("same-how", &[]).await;
        };
        if first == second {
            return self.reply("same-how", &[]).await;
        }
        let Some((one, _)) = self.open_question(held, &first).await? else { return Ok(()) };
        let Some((mut other, _)) = self.open_question(held, &second).await? else { return Ok(()) };
        if one.same_as.is_some() || one.sensitive != other.sensitive {
            return self.reply("same-not", &[]).await;
        }
        self.parts.desk.same(&mut self.tx, &one, &mut other).await?;
        self.reply("same-noted", &[("first", first.into()), ("second", second.into())]).await
    }

    /// `/gac CODE reason`: not a question for us; the reason is told to the asker.
    pub async fn set_aside(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let Some((code, reason)) = self.code_and_rest(rest).await?.filter(|(_, reason)| !reason.is_empty())
        else {
            return self.reply("set-aside-how", &[]).await;
        };
        let Some((mut q, _)) = self.open_question(held, &code).await? else { return Ok(()) };
        self.parts.desk.set_aside(&mut self.tx, &mut q, &reason).await?;
        self.reply("set-aside-done", &[("code", q.code.into())]).await
    }

    /// `/nghi [until]`: away; open questions go to a stand-in. `/nghi het`: back.
    pub async fn away(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let Some(person) = self.person.clone() else { return Ok(()) };
        if matches!(fold(rest).as_str(), "het" | "thoi" | "xong") {
            self.receive_again().await?;
            roster::stand(&mut self.tx, &person.key, Standing::Present).await?;
            self.parts.desk.assign_waiting(&mut self.tx, self.tree).await?;
            return self.reply("back", &[]).await;
        }
        let today = self.today();
        let last = if rest.trim().is_empty() {
            today.checked_add(jiff::Span::new().days(AWAY_DAYS - 1)).ok()
        } else {
            day_typed(rest, today)
        };
        let Some(last) = last.filter(|d| *d >= today) else { return self.reply("away-how", &[]).await };
        let until: Millis = last.tomorrow().map(|d| self.parts.calendar.start_of(d)).unwrap_or_default();
        roster::stand(&mut self.tx, &person.key, Standing::Away { until }).await?;
        let moved = self.parts.desk.assign_waiting(&mut self.tx, self.tree).await?;
        let left = self.parts.desk.open_with(&mut self.tx, held).await?;
        let args = [("until", crate::content::show::day(last).into()), ("moved", moved.into())];
        let mut lines = vec![self.say("away", &args)];
        if left > 0 {
            lines.push(self.say("away-left", &[("left", left.into())]));
        }
        self.answer(vec![Message::text(lines.join("\n"))]).await
    }
}

enum Target {
    Place(String),
    Topic(String),
}

/// `30/11`, `30/11/2026` or `2026-11-30`. A day and month alone are the next such day.
fn day_typed(text: &str, today: Date) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<i16> =
        text.split(['/', '-', '.']).map(|p| p.trim().parse().ok()).collect::<Option<_>>()?;
    let (day, month, year) = match parts[..] {
        [day, month] => (day, month, None),
        [day, month, year] => (day, month, Some(year)),
        _ => return None,
    };
    let date = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match year {
        Some(year) => date(year),
        None => date(today.year()).filter(|d| *d >= today).or_else(|| date(today.year() + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let today = Date::constant(2026, 11, 25);
        for (text, day) in [
            ("30/11", Some(Date::constant(2026, 11, 30))),
            ("5/1", Some(Date::constant(2027, 1, 5))),
            ("30/11/2026", Some(Date::constant(2026, 11, 30))),
            ("2026-12-01", Some(Date::constant(2026, 12, 1))),
            ("31/11", None),
            ("mai", None),
        ] {
            assert_eq!(day_typed(text, today), day, "{text}");
        }
    }
}
