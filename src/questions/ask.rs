//! A question is asked: it gets its code, goes to who is to answer, and the asker gets a receipt.

use super::question::{Back, Body, Discretion, Followed, Reminded, State, Turned, Why};
use super::{Desk, Question, store, subject};
use crate::config::Platform;
use crate::db::Tx;
use crate::groups::Group;
use crate::ids::{PersonKey, QuestionCode};
use crate::ledger::Fact;
use crate::mail::language_of;
use crate::message::{Choice, Message, Token};
use crate::outbox::Kind;
use crate::places::Tree;
use crate::platform::SeenBy;
use crate::roster;
use crate::text::{said_by_anybody, shortened};
use anyhow::{Result, bail};

/// So much of their words stands in what people get about their question.
const RECEIPT_CHARS: usize = 160;

/// A question on its way in.
pub struct Asking<'a> {
    /// The key of who asks, in private or in the group; none: nobody can tell.
    pub asker: Option<&'a PersonKey>,
    /// The key under which they hold a role, if they do.
    pub role: Option<PersonKey>,
    /// Their language, "" before a choice.
    pub language: &'a str,
    /// Who may answer.
    pub discretion: Discretion,
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
    /// The notice was agreed to for it: what it said of who sees them is said once more.
    pub first: bool,
    /// What is known already, to be read right after the receipt.
    pub known: Option<Message>,
}

impl Desk {
    /// Takes a question: receipt to the asker, card to a reporter, facts. Returns it.
    pub async fn ask(&self, tx: &mut Tx, tree: &Tree, asking: Asking<'_>) -> Result<Question> {
        let now = self.now();
        let topic = match asking.discretion {
            Discretion::Ordinary => self.subjects.topic(&asking.body.text),
            Discretion::Commune | Discretion::Province => subject::OTHER_TOPIC,
        };
        let of_item = asking.body.under.as_ref().and_then(|under| under.topic.as_deref());
        let topic = match of_item {
            // "Is this true?" under an item is about what the item is about.
            Some(of_item)
                if asking.discretion == Discretion::Ordinary
                    && topic == subject::OTHER_TOPIC
                    && !self.marked(&asking.body.text).sensitive =>
            {
                of_item
            }
            _ => topic,
        };
        let language = match asking.group {
            Some(group) => group.language.clone(),
            None if !asking.language.is_empty() => asking.language.into(),
            None => crate::text::VIETNAMESE.into(),
        };
        let urgent = self.marked_in(&asking.body).danger;
        let seen_by = asking.first.then(|| asking.platform.profile().seen_by);
        let mut q = Question {
            code: QuestionCode::default(),
            state: State::Open,
            place: asking.place.into(),
            topic: topic.into(),
            relayed: asking.relayed,
            language,
            body: asking.body,
            answer: Body::default(),
            asker: asking.asker.cloned(),
            group: asking.group.map(|g| g.id.clone()),
            back: Back {
                message: asking.message,
                role: asking.role,
                discretion: asking.discretion,
                said_at: now,
                urgent,
                raised: false,
                followed: Followed::No,
                held: None,
            },
            role: None,
            why: Why::Nobody,
            same_as: None,
            asked_at: now,
            due_at: self.core.calendar.after(now, self.rules.remind_after),
            reminded: Reminded::NotYet,
            opened_at: now,
            closed_at: None,
            cleared: false,
            served: false,
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
        q.goes(self.today(), Turned::Routed, "");
        if urgent {
            self.tell_coordinator(tx, tree, &q).await?;
        }
        store::save(tx, &self.core.seal, &q).await?;
        let due = Some(self.core.calendar.local(q.due_at).date().to_string());
        let fact = Fact::Asked { topic: q.topic.clone(), relayed: q.relayed, platform: asking.platform, due };
        self.record(tx, &q, &fact).await?;
        self.receipt(tx, tree, &q, seen_by, asking.known).await?;
        Ok(q)
    }

    /// Code, when to expect an answer, who can see what; before it the numbers to call, if it sounds like an
    /// emergency; and who else helps, with a sensitive one. After it what is known already.
    async fn receipt(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &Question,
        seen_by: Option<SeenBy>,
        known: Option<Message>,
    ) -> Result<()> {
        let language = language_of(&self.mail.core.text, &q.language);
        let mut lines = self.emergency_note(tree, q, &q.body.text, &language);
        let danger = !lines.is_empty();
        // Of the topic first, where nobody is there: they know more than whoever is on duty.
        let phone = match self.subjects.phone(&q.topic) {
            Some(phone) => phone.to_owned(),
            None => self.mail.speaker.at(&q.place).phone.clone(),
        };
        let text = shortened(&q.body.text, RECEIPT_CHARS);
        let args = [
            ("code", q.code.as_str().into()),
            ("due", self.by_day(&language, q.due_at).into()),
            ("text", said_by_anybody(&text)),
            ("phone", phone.as_str().into()),
        ];
        let key = match (q.body.text.is_empty(), q.role.is_some(), phone.is_empty()) {
            // A day would take back what stands before it.
            (false, true, _) if danger => "receipt-danger",
            (false, true, _) => "receipt",
            (true, true, _) => "receipt-voice",
            // Nobody is there: no day is promised, and somebody to call is named.
            (false, false, false) => "receipt-nobody",
            (true, false, false) => "receipt-nobody-voice",
            (false, false, true) => "receipt-nobody-alone",
            (true, false, true) => "receipt-nobody-alone-voice",
        };
        lines.push(self.say(&language, key, &args));
        if !q.body.pictures.is_empty() {
            lines.push(self.say(&language, "receipt-pictures", &[("count", q.body.pictures.len().into())]));
        }
        if q.body.masked {
            lines.push(self.say(&language, "number-masked", &[]));
        }
        lines.extend(self.legal_aid_note(q, &language));
        if q.group.is_some() {
            lines.push(self.say(&language, "receipt-seen-group", &[]));
        } else if !q.relayed && !danger {
            lines.push(self.say(&language, "receipt-more", &[]));
        }
        if let Some(seen) = seen_by.map(|seen_by| self.say(&language, seen_by.key(), &[])) {
            lines.push(self.say(&language, "receipt-seen", &[("seen", seen.into())]));
        }
        if q.back.discretion == Discretion::Ordinary
            && q.group.is_none()
            && !danger
            && self.province_desk(tx, tree, q).await?
        {
            lines.push(self.say(&language, "receipt-to-province", &[]));
        }
        let message = Message::text(lines.join("\n")).replying_to(q.back.message.clone());
        let known = known.map(|known| match self.may_serve(q) {
            true => known.with_choices(self.serving(q, &language)),
            false => known,
        });
        let messages = std::iter::once(message).chain(known).collect();
        self.to_asker(tx, q, Kind::Receipt, messages).await?;
        Ok(())
    }

    /// Was it just that? Of what is read under "it is known already".
    fn serving(&self, q: &Question, language: &str) -> Vec<Choice> {
        let choice = |key: &str, token: Token| Choice::new(self.say(language, key, &[]), &token);
        vec![
            choice("choice-served", Token::Served(q.code.clone())),
            choice("choice-not-served", Token::NotServed(q.code.clone())),
        ]
    }

    /// Somebody sits at the province's desk of a place.
    pub async fn has_province_desk(&self, tx: &mut Tx, tree: &Tree, place: &str) -> Result<bool> {
        let day = self.today();
        let Some(province) = tree.province_of(place, day) else { return Ok(false) };
        let stored = tree.stored_as(&[province.code.as_str()], day);
        Ok(roster::at(tx, &stored).await?.iter().any(|r| r.answers() && !r.is_gone()))
    }

    /// Somebody sits at the province's desk of a question, and does not hold it already.
    pub async fn province_desk(&self, tx: &mut Tx, tree: &Tree, q: &Question) -> Result<bool> {
        let Some(province) = tree.province_of(&q.place, self.today()) else { return Ok(false) };
        let there = |r: &roster::Role| {
            r.answers() && !r.is_gone() && self.is_province_desk(tree, r, q) && Some(&r.id) != q.role.as_ref()
        };
        let stored = tree.stored_as(&[province.code.as_str()], self.today());
        Ok(roster::at(tx, &stored).await?.iter().any(there))
    }
}
