//! The card: a question as who is to answer sees it.

use super::question::{Reminded, State};
use super::tell::files;
use super::{Desk, Question, hidden, twin_mark};
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::QuestionCode;
use crate::mail::language_of;
use crate::message::{Choice, Message, Said, Token};
use crate::outbox::{self, Delivery, Kind};
use crate::people;
use crate::places::Tree;
use crate::roster::Role;
use crate::text::{VIETNAMESE, said_by_anybody, said_by_role, shortened};
use anyhow::Result;

/// So much of a question that asks the same, and of its answer, says which one it is.
const TWIN_CHARS: usize = 160;
/// Before every other moment at which something may leave.
const FIRST: Millis = 1;

impl Desk {
    /// The card: code, place, topic, text, voice or pictures, age and due time. Never a name, an account or a portrait.
    pub(super) async fn card(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        q: &Question,
        role: &Role,
        not_before: Millis,
    ) -> Result<()> {
        let Some(reach) = people::reach(tx, &role.person).await? else { return Ok(()) };
        let language = language_of(&self.mail.core.text, &reach.language);
        let code = || ("code", q.code.as_str().into());
        let day = self.today();
        let place = if q.is_for_province() {
            tree.province_of(&q.place, day)
        } else {
            tree.shown_for_card(&q.place, day)
        };
        let place =
            place.map(|p| p.in_sentence()).unwrap_or_else(|| self.say(&language, "place-unknown", &[]));
        let topic = self.subjects.topic_name(&q.topic).unwrap_or_default().to_owned();
        let about = [
            ("place", place.into()),
            ("topic", topic.into()),
            ("asked", self.by_hour(&language, q.asked_at).into()),
            ("due", self.by_hour(&language, q.due_at).into()),
        ];
        let mut lines = vec![self.say(&language, "card-about", &about)];
        if q.back.raised {
            lines.push(self.say(&language, "card-raised", &[]));
        } else if q.reminded >= Reminded::Escalated {
            lines.push(self.say(&language, "card-escalated", &[]));
        }
        if q.language != VIETNAMESE {
            let name = self.mail.core.text.locale(&q.language).map_or(q.language.clone(), |l| l.name.clone());
            lines.push(self.say(&language, "card-language", &[("language", name.into())]));
        }
        if let Some(under) = &q.body.under {
            lines.push(self.say(&language, "card-item", &[("title", under.title.as_str().into())]));
        }
        if !q.body.text.is_empty() {
            // What was asked before numbers were masked may still hold one.
            let masked = hidden::masked(&q.body.text);
            let text = masked.as_deref().unwrap_or(&q.body.text);
            lines.push(self.say(&language, "card-text", &[("text", said_by_anybody(text))]));
            if q.body.masked || masked.is_some() {
                lines.push(self.say(&language, "card-masked", &[]));
            }
        }
        if q.body.voice.is_some() {
            lines.push(self.say(&language, "card-voice", &[]));
        }
        if !q.body.pictures.is_empty() {
            lines.push(self.say(&language, "card-pictures", &[("count", q.body.pictures.len().into())]));
        }
        if q.body.is_empty() {
            lines.push(self.say(&language, "card-erased", &[code()]));
        }
        if !q.answer.text.is_empty() {
            lines.push(self.say(&language, "card-again", &[("answer", said_by_role(&q.answer.text))]));
        }
        let buttons = self.mail.capabilities.get(&reach.account).buttons;
        let twin = self.twin_of(tx, tree, q, role).await?;
        if let Some(twin) = &twin {
            let line = self.twin_line(&language, twin);
            lines.push(line);
            if !buttons {
                let args = [("first", twin.code.as_str().into()), ("second", q.code.as_str().into())];
                lines.push(self.say(&language, "card-twin-how", &args));
            }
        }
        let fitting = !self.fitting_modules(tx, tree, q).await?.is_empty();
        if fitting && !buttons {
            lines.push(self.say(&language, "card-modules-how", &[code()]));
        }
        let ready = q.body.under.as_ref().map_or(&[][..], |under| &under.ready);
        // Four choices at most.
        let taken = 1 + usize::from(twin.is_some()) + usize::from(fitting && buttons);
        let ready = &ready[..ready.len().min(4 - taken)];
        if !ready.is_empty() {
            let numbered = ready.iter().enumerate().map(|(at, words)| {
                let args = [("number", (at + 1).into()), ("words", words.as_str().into())];
                self.say(&language, "card-ready-line", &args)
            });
            let list = numbered.collect::<Vec<_>>().join("\n");
            lines.push(self.say(&language, "card-ready", &[("list", list.into())]));
        }
        // Where nobody tells the machine which card was quoted, the code says it.
        let quotes = self.mail.capabilities.get(&reach.account).quotes;
        lines.push(self.say(&language, if quotes { "card-how" } else { "unquoted-card-how" }, &[code()]));
        let heading = self.say(
            &language,
            if q.back.urgent { "card-heading-urgent" } else { "card-heading" },
            &[code()],
        );
        let twin = twin.filter(|_| buttons).map(|twin| self.twin_choice(&language, &q.code, &twin));
        let ready = (1..=ready.len()).map(|number| {
            let label = self.say(&language, "choice-ready", &[("number", number.into())]);
            Choice::new(label, &Token::Ready { code: q.code.clone(), number })
        });
        let mut choices: Vec<Choice> = twin.into_iter().chain(ready).collect();
        // Whoever it is kept to: what can be chosen tells no card from another. Where a choice is a number, it would take the
        // place of what was asked before: there `/chuyen` and the code ask the same.
        if buttons {
            if fitting {
                let label = self.say(&language, "choice-modules", &[]);
                choices.push(Choice::new(label, &Token::Modules(q.code.clone())));
            }
            let label = self.say(&language, "choice-wrong-topic", &[]);
            choices.push(Choice::new(label, &Token::WrongTopic(q.code.clone())));
        }
        let card = Message { heading, text: lines.join("\n\n"), ..Message::default() };
        let mut parts = vec![card.with_choices(choices)];
        let captions =
            ["card-voice-caption", "card-picture-caption"].map(|key| self.say(&language, key, &[code()]));
        let asking = Said::Asking(q.code.clone());
        parts.extend(files(&q.body, &asking, (&captions[0], &captions[1]), &language));
        let cause = format!("card:{}:{}", q.code, self.core.ids.id());
        let not_before = if q.back.urgent {
            // Before whatever waits, and at night as by day.
            FIRST
        } else {
            // What a secretary relays is of somebody else each time.
            let asker = q.asker.as_ref().filter(|_| !q.relayed);
            outbox::card_turn(tx, &role.person, asker, not_before.max(self.now())).await?
        };
        let delivery = Delivery::new(Kind::Card, cause, parts).about(&q.code);
        self.mail
            .to_person(tx, self.now(), (&reach, &role.place), Delivery { not_before, ..delivery })
            .await?;
        Ok(())
    }

    /// What stands of a question that asks the same: its first words, and the first words of its answer.
    pub fn twin_line(&self, language: &str, twin: &Question) -> String {
        let masked = hidden::masked(&twin.body.text);
        let words = shortened(masked.as_deref().unwrap_or(&twin.body.text), TWIN_CHARS);
        let mut args = vec![("code", twin.code.as_str().into()), ("words", said_by_anybody(&words))];
        if twin.state == State::Open {
            return self.say(language, "card-twin-open", &args);
        }
        let answer = shortened(&twin.answer.text, TWIN_CHARS);
        args.push(("answer", said_by_role(&answer)));
        self.say(language, "card-twin-answered", &args)
    }

    /// The touch that gives both one answer.
    pub fn twin_choice(&self, language: &str, code: &QuestionCode, twin: &Question) -> Choice {
        let key = if twin.state == State::Open { "choice-twin-open" } else { "choice-twin-answered" };
        let label = self.say(language, key, &[("code", twin.code.as_str().into())]);
        let token = Token::Twin { code: code.clone(), twin: twin.code.clone(), mark: twin_mark(twin) };
        Choice::new(label, &token)
    }
}
