//! What a resident can do: ask, listen, see and erase what is kept, stop.

use super::turn::Turn;
use super::words;
use crate::calendar::Stretch;
use crate::content::{Item, Mode, review, show};
use crate::groups;
use crate::ledger::{self, About, Fact};
use crate::mail::language_of;
use crate::message::{ChatKind, Choice, Media, MediaKind, Message, Source, payload_place};
use crate::outbox::{self, Delivery, Kind, To};
use crate::people::{self, Person};
use crate::questions::Question;
use crate::questions::question::{Body, State};
use crate::roster::{self, Act, Duty, Standing};
use anyhow::Result;

/// Items in a list.
const LISTED: usize = 5;

/// What was left of somebody.
pub enum Forgotten {
    /// They were not known.
    Unknown,
    /// Nothing.
    Wholly(Person),
    /// The role they hold.
    ButRole,
}

impl Turn<'_> {
    /// `/start [code]`: welcome, a place carried by a link, or an invitation.
    pub async fn start(&mut self, payload: &str) -> Result<()> {
        let payload = words::first_word(payload).0.to_owned();
        if !self.private() {
            return if payload.is_empty() { self.help().await } else { self.link_group(&payload).await };
        }
        self.receive_again().await?;
        if let Some(place) = payload_place(&payload) {
            return self.start_from(&place).await;
        }
        if payload.is_empty() {
            return self.reply("welcome", &[]).await;
        }
        let Some(invitation) = self.redeem(&payload).await? else { return Ok(()) };
        let Some(duty) = invitation.role.duty() else {
            return self.reply("code-for-group", &[("code", payload.to_uppercase().into())]).await;
        };
        let Some(person) = self.person.clone() else { return Ok(()) };
        if !self.use_up(&payload).await? {
            return Ok(());
        }
        roster::enrol(&mut self.tx, &self.parts.ids, self.now, &person.key, duty, &invitation).await?;
        let place = self.tree.get(&invitation.place).map(|p| self.place_name(p)).unwrap_or_default();
        let role = self.say(&format!("role-{duty}"), &[]);
        let how = self.how(duty);
        self.reply("role-begins", &[("role", role.into()), ("place", place.into()), ("how", how.into())])
            .await?;
        // Questions may have waited for just this person.
        self.parts.desk.assign_waiting(&mut self.tx, self.tree).await?;
        Ok(())
    }

    /// By a link out of a group: the private chat is bound to the group's place.
    async fn start_from(&mut self, place: &str) -> Result<()> {
        if !self.set_place(place).await? {
            return self.reply("welcome", &[]).await;
        }
        if let Some(waiting) = self.waiting().await?.filter(|w| w.open.contains("place")) {
            return self.go_on(waiting).await;
        }
        let place = self.person.as_ref().and_then(|p| self.tree.get(&p.place)).map(|p| self.place_name(p));
        self.reply("welcome-from-group", &[("place", place.unwrap_or_default().into())]).await
    }

    /// Who was told nothing any more hears from us again, because they came back.
    pub async fn receive_again(&mut self) -> Result<()> {
        let Some(person) = self.person.as_mut().filter(|p| p.stopped) else { return Ok(()) };
        person.stopped = false;
        let person = person.clone();
        people::save(&mut self.tx, &person).await?;
        roster::stand(&mut self.tx, &person.key, Standing::Present).await?;
        self.parts.desk.assign_waiting(&mut self.tx, self.tree).await?;
        Ok(())
    }

    /// What can be done here, and for the roles somebody holds; also to listen to.
    pub async fn help(&mut self) -> Result<()> {
        let listen = vec![self.choice("choice-listen-help", "help:aloud")];
        if !self.private() {
            let text = self.say("help-group", &[]);
            return self.answer(vec![Message::text(text).with_choices(listen)]).await;
        }
        let mut lines = vec![self.say("help-resident", &[])];
        let mut duties: Vec<Duty> = self.roles().await?.into_iter().map(|r| r.duty).collect();
        duties.sort_by_key(|duty| duty.as_str());
        duties.dedup();
        if duties.contains(&Duty::Coordinator) {
            // Theirs is the reporter's and more.
            duties.retain(|duty| *duty != Duty::Reporter);
        }
        for duty in duties {
            let role = self.say(&format!("role-{duty}"), &[]);
            let how = self.how(duty);
            lines.push(self.say("help-for-role", &[("role", role.into()), ("how", how.into())]));
        }
        self.answer(vec![Message::text(lines.join("\n\n")).with_choices(listen)]).await
    }

    /// What somebody with a role can type. A coordinator can do all that a reporter can.
    fn how(&self, duty: Duty) -> String {
        let own = self.say(&format!("help-{duty}"), &[]);
        if duty == Duty::Coordinator { format!("{}\n{own}", self.say("help-reporter", &[])) } else { own }
    }

    /// The help as a voice.
    pub async fn help_aloud(&mut self) -> Result<bool> {
        let language = self.language();
        if self.parts.text.spoken_help(&language).is_none() {
            return Ok(false);
        }
        let source = Source::Help { language: language.clone() };
        let text = self.say("help-aloud", &[]);
        let media = Some(Media { kind: MediaKind::Voice, source, language });
        self.answer(vec![Message { text, media, ..Message::default() }]).await?;
        Ok(true)
    }

    /// Who runs this, what is kept, for how long, what the platform sees, how to erase.
    pub async fn privacy(&mut self) -> Result<()> {
        let rules = self.parts.settings.questions;
        let (text, handle, voice) =
            (self.stretch(rules.keep_text), self.stretch(rules.keep_handle), self.stretch(rules.keep_voice));
        let owner = self.identity().owner.clone();
        let args = [
            ("owner", owner.into()),
            ("text", text.into()),
            ("handle", handle.into()),
            ("voice", voice.into()),
        ];
        self.reply("privacy", &args).await
    }

    fn stretch(&self, stretch: Stretch) -> String {
        let hours = match stretch {
            Stretch::WorkingDays(days) => days * 24,
            Stretch::Plain(d) => (d.as_secs() / 3600).try_into().unwrap_or(i64::MAX),
        };
        if hours % 24 == 0 {
            self.say("days", &[("count", (hours / 24).into())])
        } else {
            self.say("hours", &[("count", hours.into())])
        }
    }

    /// Offers the languages there are.
    pub async fn choose_language(&mut self, typed: &str) -> Result<()> {
        let wanted = crate::text::fold(typed);
        let locales = self.parts.text.locales();
        let named =
            locales.iter().find(|l| !wanted.is_empty() && crate::text::fold(&l.name).ends_with(&wanted));
        if let Some(code) = named.map(|l| l.code.clone()) {
            self.language_chosen(&code).await?;
            return Ok(());
        }
        let choices = locales
            .iter()
            .take(4)
            .map(|l| Choice { label: l.name.clone(), token: format!("lang:{}", l.code) });
        let choices: Vec<Choice> = choices.collect();
        let text = self.say("choose-language", &[]);
        self.answer(vec![Message::text(text).with_choices(choices)]).await
    }

    /// In private one's own; a group's only by who answers for its place.
    pub async fn language_chosen(&mut self, code: &str) -> Result<bool> {
        let Some(locale) = self.parts.text.locale(code).cloned() else { return Ok(false) };
        if self.private() {
            let Some(person) = &mut self.person else { return Ok(false) };
            person.language = locale.code.clone();
            let person = person.clone();
            people::save(&mut self.tx, &person).await?;
        } else {
            let Some(mut group) = self.group.clone() else { return Ok(false) };
            let held = self.held(Act::SetLanguage).await?;
            if held.is_empty() {
                return Ok(true);
            }
            if !self.reaches(&held, &group.place) {
                self.reply("out-of-reach", &[]).await?;
                return Ok(true);
            }
            group.language = locale.code.clone();
            groups::set_language(&mut self.tx, self.now, &group.id, &group.language).await?;
            self.group = Some(group);
        }
        let key = if locale.reviewed { "language-chosen" } else { "language-draft" };
        self.reply(key, &[("language", locale.name.into())]).await?;
        Ok(true)
    }

    /// Items that may be shown, newest first.
    pub async fn shown_items(&mut self) -> Result<Vec<Item>> {
        let releases = crate::content::releases(&self.parts.db).await?;
        let today = self.today();
        let library = self.parts.shelf.library();
        let newest = library.newest().into_iter().filter(|item| {
            let released = self.parts.mode == Mode::Practice
                || review::state(item, &releases) == review::State::Released;
            released && item.is_for_groups() && item.valid_until.is_none_or(|until| until >= today)
        });
        Ok(newest.cloned().collect())
    }

    /// `tin`: the latest items; `tin N`: the whole of one.
    pub async fn news(&mut self, which: &str) -> Result<()> {
        let items = self.shown_items().await?;
        let language = self.language();
        if let Some(item) = which.trim().parse::<usize>().ok().and_then(|n| items.get(n.checked_sub(1)?)) {
            let library = self.parts.shelf.library();
            let messages = self
                .parts
                .publisher
                .messages(
                    item,
                    &library,
                    &language,
                    self.parts.mode,
                    self.capabilities(),
                    self.private(),
                    &self.identity().place,
                )
                .await?;
            // The text is complete in itself; its voice is one word away.
            let parts = messages.into_iter().flatten().take(1).map(|m| Message { link: None, ..m }).collect();
            return self.answer(parts).await;
        }
        if items.is_empty() {
            return self.reply("news-none", &[]).await;
        }
        let lines = items.iter().take(LISTED).enumerate();
        let list: Vec<String> = lines
            .map(|(i, item)| format!("{}. {}", i + 1, show::brief(item, &language, &self.parts.text)))
            .collect();
        self.reply("news", &[("list", list.join("\n").into())]).await
    }

    /// `nghe`: the voice of the latest item that has one.
    pub async fn listen(&mut self) -> Result<()> {
        let items = self.shown_items().await?;
        let language = self.language();
        let library = self.parts.shelf.library();
        for item in items {
            let messages = self
                .parts
                .publisher
                .messages(
                    &item,
                    &library,
                    &language,
                    self.parts.mode,
                    self.capabilities(),
                    self.private(),
                    &self.identity().place,
                )
                .await?;
            let voice = |m: &Message| matches!(&m.media, Some(Media { kind: MediaKind::Voice, .. }));
            if let Some(voice) = messages.into_iter().flatten().find(|m| voice(m)) {
                return self.answer(vec![voice]).await;
            }
        }
        self.reply("listen-none", &[]).await
    }

    /// What somebody wrote in private that is no command.
    pub async fn free_text(&mut self, text: String) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        if self.about_quoted(Body { text: text.clone(), voice: None }).await?
            || self.about_named(&text).await?
        {
            return Ok(());
        }
        if let Some(place) = self.place_word(&text) {
            return self.start_from(&place).await;
        }
        if self.typed_choice(&text).await? || self.typed_place(&text).await? {
            return Ok(());
        }
        let polite = self.parts.subjects.is_acknowledgement(&text);
        let greets = self.parts.subjects.is_greeting(&text);
        if polite || greets {
            // A polite word is no choice: it is asked again.
            return match self.waiting().await? {
                Some(waiting) => self.go_on(waiting).await,
                None => self.reply(if polite { "you-are-welcome" } else { "welcome" }, &[]).await,
            };
        }
        if self.roles().await?.iter().any(roster::Role::answers) {
            return self.reply("answer-how", &[]).await;
        }
        self.ask_in_private(Body { text, voice: None }).await
    }

    /// A voice: an answer when it quotes a card, else a question.
    pub async fn voice(&mut self, file_id: String) -> Result<()> {
        let body = Body { text: String::new(), voice: Some((self.account.to_owned(), file_id)) };
        if !self.private() {
            // Only a quote of ours was kept; whether it is a question is asked.
            return self.under_quoted(body, false).await;
        }
        if self.about_quoted(body.clone()).await? || self.said_aloud(body.clone()).await? {
            return Ok(());
        }
        if self.roles().await?.iter().any(roster::Role::answers) {
            return self.reply("answer-how", &[]).await;
        }
        self.ask_in_private(body).await
    }

    /// A reply to a card is an answer; the asker's reply to a receipt or an answer belongs to that question.
    async fn about_quoted(&mut self, body: Body) -> Result<bool> {
        let Some(quoted) = self.quoted().await? else { return Ok(false) };
        let Some(code) = quoted.question else { return Ok(false) };
        let polite = body.voice.is_none() && self.parts.subjects.is_acknowledgement(&body.text);
        if matches!(quoted.kind, Kind::Card | Kind::Reminder | Kind::Notice) {
            if polite {
                // "Đã nhận ạ" thanks the machine; to the asker it would be no answer.
                self.reply("answer-or-thanks", &[("code", code.into()), ("text", body.text.into())]).await?;
            } else {
                self.answer_card(&code, body).await?;
            }
            return Ok(true);
        }
        if polite {
            self.reply("you-are-welcome", &[]).await?;
            return Ok(true);
        }
        let Some(q) = self.own_question(&code).await? else { return Ok(false) };
        if !matches!(q.state, State::Open | State::Answered) {
            return Ok(false);
        }
        self.say_more(code, body).await?;
        Ok(true)
    }

    /// `#CODE words`: more about one's own question, for whom nobody tells the machine what they quote.
    pub async fn about_named(&mut self, text: &str) -> Result<bool> {
        let (first, rest) = words::first_word(text);
        let rest = rest.trim();
        let Some(code) = words::code(first).filter(|_| !rest.is_empty()) else { return Ok(false) };
        let Some(q) = self.own_question(&code).await? else { return Ok(false) };
        // In a group only what was asked there: the rest is nobody else's business.
        let in_sight =
            self.private() || q.group.is_some() && q.group == self.group.as_ref().map(|g| g.id.clone());
        if !in_sight || !matches!(q.state, State::Open | State::Answered) {
            return Ok(false);
        }
        self.say_more(code, Body { text: rest.to_owned(), voice: None }).await?;
        Ok(true)
    }

    /// The question with this code, if it is the sender's own.
    pub async fn own_question(&mut self, code: &str) -> Result<Option<Question>> {
        let found = self.parts.desk.find(&mut self.tx, code).await?;
        let key = self.person.as_ref().map(|p| &p.key);
        Ok(found.filter(|q| q.asker.is_some() && q.asker.as_ref() == key))
    }

    /// `câu hỏi`: mine, newest first.
    pub async fn my_questions(&mut self) -> Result<()> {
        let Some(person) = self.person.clone() else { return self.reply("my-questions-none", &[]).await };
        let list = self.parts.desk.of_asker(&mut self.tx, &person.key).await?;
        if list.is_empty() {
            return self.reply("my-questions-none", &[]).await;
        }
        let lines = self.question_lines(&list[..list.len().min(10)]).await?;
        self.reply("my-questions", &[("list", lines.join("\n").into())]).await
    }

    /// One line each. An answer that has not left yet is not called one.
    async fn question_lines(&mut self, list: &[Question]) -> Result<Vec<String>> {
        let mut lines = vec![];
        for q in list {
            let mut state = format!("state-{}", q.state.as_str());
            if q.state == State::Answered
                && outbox::answer(&mut self.tx, &q.code).await?.is_some_and(|a| !a.has_left())
            {
                state = "state-answered-waiting".into();
            }
            let state = self.say(&state, &[]);
            let args = [
                ("code", q.code.as_str().into()),
                ("state", state.into()),
                ("asked", self.shown(q.asked_at).into()),
            ];
            lines.push(self.say("question-line", &args));
        }
        Ok(lines)
    }

    /// `thu hồi CODE`; without a code the quoted one, or the only one that is open. In a group only what was asked
    /// there: the rest is nobody else's business.
    pub async fn withdraw(&mut self, rest: &str) -> Result<()> {
        let here = self.group.as_ref().map(|g| g.id.clone());
        let in_sight = |q: &Question| here.is_none() || q.group == here;
        let mut code = words::code(words::first_word(rest).0);
        if code.is_none() && !rest.starts_with('#') {
            code = self.quoted().await?.and_then(|q| q.question);
            if code.is_none()
                && let Some(person) = self.person.clone()
            {
                let all = self.parts.desk.of_asker(&mut self.tx, &person.key).await?;
                let open: Vec<_> = all.iter().filter(|q| q.state == State::Open && in_sight(q)).collect();
                code = if let [one] = open[..] { Some(one.code.clone()) } else { None };
            }
        }
        let Some(code) = code else { return self.reply("withdraw-how", &[]).await };
        let Some(mut q) = self.own_question(&code).await?.filter(in_sight) else {
            let key = if self.private() { "question-not-yours" } else { "withdraw-in-private" };
            return self.reply(key, &[("code", code.into())]).await;
        };
        let already = q.state == State::Withdrawn;
        let done = self.parts.desk.withdraw(&mut self.tx, &mut q).await?;
        let key = match (done, already) {
            (true, _) => "withdrawn",
            (false, true) => "withdrawn-already",
            (false, false) => "withdraw-too-late",
        };
        self.reply(key, &[("code", code.into())]).await
    }

    /// `xem`: everything that is kept about whoever asks.
    pub async fn show_kept(&mut self) -> Result<()> {
        let Some(person) = self.person.clone() else { return self.reply("kept-nothing", &[]).await };
        let place = self.tree.get(&person.place).map(|p| self.place_name(p));
        let none = self.say("none", &[]);
        let agreed = person.consent_at.map_or(none.clone(), |at| self.shown(at));
        let language =
            self.parts.text.locale(&language_of(&self.parts.text, &person.language)).map(|l| l.name.clone());
        let questions = self.parts.desk.of_asker(&mut self.tx, &person.key).await?;
        let lines = self.question_lines(&questions).await?;
        let roles: Vec<String> =
            self.roles().await?.iter().map(|r| self.say(&format!("role-{}", r.duty), &[])).collect();
        let or_none = |list: Vec<String>, between: &str| {
            if list.is_empty() { none.clone() } else { list.join(between) }
        };
        let waits = if self.waiting().await?.is_some() { self.say("some", &[]) } else { none.clone() };
        let args = [
            ("place", place.unwrap_or_else(|| none.clone()).into()),
            ("language", language.unwrap_or_else(|| none.clone()).into()),
            ("agreed", agreed.into()),
            ("questions", or_none(lines, "\n").into()),
            ("roles", or_none(roles, ", ").into()),
            ("waits", waits.into()),
        ];
        self.reply("kept", &args).await
    }

    /// `xoá`: at once. Who holds a role keeps it, because the commune must reach them; the rest goes.
    pub async fn erase(&mut self) -> Result<()> {
        match self.forget().await? {
            Forgotten::Unknown => self.reply("kept-nothing", &[]).await,
            Forgotten::Wholly(person) => self.last_words(&person, "erased").await,
            Forgotten::ButRole => self.reply("erased-but-role", &[]).await,
        }
    }

    /// Everything about whoever acts is deleted, without a word.
    pub async fn forget(&mut self) -> Result<Forgotten> {
        let Some(person) = self.person.clone() else { return Ok(Forgotten::Unknown) };
        self.parts.desk.forget(&mut self.tx, &person.key).await?;
        outbox::forget(&mut self.tx, self.now, &person.key).await?;
        if self.roles().await?.is_empty() {
            people::forget(&mut self.tx, &person.key).await?;
            self.person = None;
            return Ok(Forgotten::Wholly(person));
        }
        people::drop_all_pending(&mut self.tx, &person.key).await?;
        let bare = Person {
            language: String::new(),
            place: String::new(),
            consent: String::new(),
            consent_at: None,
            ..person
        };
        people::save(&mut self.tx, &bare).await?;
        self.person = Some(bare);
        Ok(Forgotten::ButRole)
    }

    /// Forgets somebody, and says so.
    pub async fn farewell(&mut self, key: &str) -> Result<()> {
        let Some(person) = self.person.clone() else { return Ok(()) };
        outbox::forget(&mut self.tx, self.now, &person.key).await?;
        people::forget(&mut self.tx, &person.key).await?;
        self.person = None;
        self.last_words(&person, key).await
    }

    /// The last words to somebody of whom nothing is kept: they carry the address and go with it.
    async fn last_words(&mut self, person: &Person, key: &str) -> Result<()> {
        let now = self.now;
        let language = language_of(&self.parts.text, &person.language);
        let text = self.parts.text.say(&language, key, &[]);
        let parts = vec![Message::text(text)];
        let parts = self.parts.mail.signed(&person.place, self.account, true, &language, parts);
        let to = To::Address { chat: ChatKind::Private, sealed: person.address_sealed.clone() };
        let id = format!("farewell:{}", self.parts.ids.id());
        let delivery = Delivery::new(Kind::Reply, id, self.account, to, parts);
        outbox::put(&mut self.tx, &self.parts.seal, now, delivery).await?;
        Ok(())
    }

    /// Forgets somebody whom the group let us meet and who asked nothing.
    pub async fn forget_stranger(&mut self) -> Result<()> {
        let Some(person) = self.person.clone().filter(|p| p.consent.is_empty()) else { return Ok(()) };
        let asked = !self.parts.desk.of_asker(&mut self.tx, &person.key).await?.is_empty();
        if !asked && self.roles().await?.is_empty() {
            people::forget(&mut self.tx, &person.key).await?;
            self.person = None;
        }
        Ok(())
    }

    /// `dừng`: no more messages, until they write again.
    pub async fn stop_messages(&mut self) -> Result<()> {
        let moved = self.stop().await?;
        match moved {
            Some(moved) => self.reply("stopped-and-away", &[("moved", moved.into())]).await,
            None => self.reply("stopped", &[]).await,
        }
    }

    /// Nothing more goes to this person. Who answers questions is away until they come back, so that no question
    /// waits for somebody who does not hear of it: then, how many questions a stand-in took.
    pub async fn stop(&mut self) -> Result<Option<usize>> {
        let Some(person) = &mut self.person else { return Ok(None) };
        person.stopped = true;
        let person = person.clone();
        people::save(&mut self.tx, &person).await?;
        if !self.roles().await?.iter().any(roster::Role::answers) {
            return Ok(None);
        }
        roster::stand(&mut self.tx, &person.key, Standing::Gone).await?;
        Ok(Some(self.parts.desk.assign_waiting(&mut self.tx, self.tree).await?))
    }

    /// Clear or not clear, by the asker alone.
    pub async fn cleared(&mut self, code: &str, clear: bool) -> Result<bool> {
        let Some(mut q) = self.own_question(code).await? else { return Ok(false) };
        if !self.parts.desk.clear(&mut self.tx, self.tree, &mut q, clear).await? {
            return Ok(false);
        }
        let key = match (clear, q.sensitive) {
            (true, _) => "cleared",
            (false, false) => "not-cleared",
            // Its text went when it was answered.
            (false, true) => "not-cleared-erased",
        };
        self.reply(key, &[("code", q.code.into())]).await?;
        Ok(true)
    }

    /// The asker sends it to the province's desk.
    pub async fn send_to_province(&mut self, code: &str) -> Result<bool> {
        let Some(mut q) = self.own_question(code).await? else { return Ok(false) };
        if !self.parts.desk.to_province(&mut self.tx, self.tree, &mut q).await? {
            return Ok(false);
        }
        self.reply("sent-to-province", &[("code", q.code.into())]).await?;
        Ok(true)
    }

    /// A complaint is not ours: the legal route is told, the text is gone, a count is kept.
    pub async fn refer_complaint(&mut self, place: &str) -> Result<()> {
        let about = About { place, ..About::default() };
        ledger::record(&mut self.tx, self.now, about, &Fact::ComplaintReferred).await?;
        let route = self.parts.speaker.at(place).complaints.clone();
        let key = if route.is_empty() { "complaint-route" } else { "complaint-route-at" };
        self.reply(key, &[("route", route.into())]).await
    }
}
