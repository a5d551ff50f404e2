//! What the program says to somebody. Whatever is shared, decided on or begins a day says that a machine speaks and whose
//! it is; inside an exchange that runs it is not said again and again.

mod fit;
mod spoken;

pub use fit::fit;
pub use spoken::Spoken;

use crate::base::Core;
use crate::clock::Millis;
use crate::config::CapabilitiesByAccount;
use crate::db::Tx;
use crate::groups::Group;
use crate::identity::Speaker;
use crate::ids::PersonKey;
use crate::message::Message;
use crate::outbox::{self, Chooser, Delivery, Kind, To, Whom};
use crate::people::{self, Reach};
use crate::reason::Reason;
use crate::roster::{self, Duty};
use crate::text::{Arg, Text, VIETNAMESE};
use anyhow::Result;

/// How long what somebody asked for is kept until they write again: as long as a text after its closing (contract 2).
const ANSWER_LIFE: Millis = 90 * 24 * 3_600_000;

/// Puts signed messages into the outbox; cheap to clone.
#[derive(Clone)]
pub struct Mail {
    /// What every act works with.
    pub core: Core,
    /// In whose name it is said, by place.
    pub speaker: Speaker,
    /// What each account's platform can carry.
    pub capabilities: CapabilitiesByAccount,
    /// To whom it was said today whose machine this is.
    pub spoken: Spoken,
}

impl Mail {
    /// With the line that says that a machine speaks and for whom at `place`, unless the text says it itself, as the
    /// account's platform can show it: before the choices.
    pub fn signed(
        &self,
        place: &str,
        account: &str,
        private: bool,
        language: &str,
        parts: Vec<Message>,
    ) -> Vec<Message> {
        let parts = sign(&self.core.text, language, &self.speaker.at(place).owner, parts);
        fit(&self.core.text, language, self.capabilities.get(account).in_chat(private), parts)
    }

    /// To a person, by whoever speaks at `place`. Someone who asked for no more messages gets only replies to what they just
    /// did.
    pub async fn to_person(
        &self,
        tx: &mut Tx,
        now: Millis,
        (person, place): (&Reach, &str),
        delivery: Delivery<'_>,
    ) -> Result<bool> {
        let stopped = person.stopped && !delivery.kind.reaches_who_stopped();
        // What they asked for themselves is kept, and comes when they write; the rest was not asked for.
        if stopped && !delivery.kind.is_kept_for_who_stopped() {
            return Ok(false);
        }
        let language = language_of(&self.core.text, &person.language);
        let to = To::person(&person.key, &person.address_sealed);
        let chooser = Chooser::Person(person.key.clone());
        let held = stopped.then_some(Reason::Stopped);
        self.put(tx, now, place, &person.account, to, chooser, &language, delivery, held).await
    }

    /// Somebody with these keys asked for no more messages: what waits for them comes when they write.
    pub async fn hold(&self, tx: &mut Tx, now: Millis, keys: &[PersonKey]) -> Result<()> {
        outbox::keep_until_written(tx, self.kept_until(now), keys).await
    }

    /// So long what is kept for somebody waits for them to write.
    pub fn kept_until(&self, now: Millis) -> Millis {
        now + ANSWER_LIFE
    }

    /// To a group; `chooser` is whose the choices in it are. An answer to one that took us out waits until it is back.
    pub async fn to_group(
        &self,
        tx: &mut Tx,
        now: Millis,
        group: &Group,
        chooser: Chooser,
        delivery: Delivery<'_>,
    ) -> Result<bool> {
        let language = language_of(&self.core.text, &group.language);
        let to = To::Group(group.id.clone());
        let held = group.reason.filter(|_| delivery.kind == Kind::Answer && !group.is_linked());
        self.put(tx, now, &group.place, &group.account, to, chooser, &language, delivery, held).await
    }

    /// One sentence to every editor, once for each cause.
    pub async fn to_editors(
        &self,
        tx: &mut Tx,
        now: Millis,
        cause: &str,
        key: &str,
        args: &[Arg<'_>],
    ) -> Result<()> {
        for role in roster::all(tx).await?.iter().filter(|r| r.duty == Duty::Editor) {
            let Some(person) = people::reach(tx, &role.person).await? else { continue };
            let text = self.core.text.say(&language_of(&self.core.text, &person.language), key, args);
            let cause = format!("{cause}:{}", person.key);
            let parts = vec![Message::text(text)];
            self.to_person(tx, now, (&person, &role.place), Delivery::new(Kind::Notice, cause, parts))
                .await?;
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments, reason = "the one place where a delivery is signed and addressed")]
    async fn put(
        &self,
        tx: &mut Tx,
        now: Millis,
        place: &str,
        account: &str,
        to: To,
        chooser: Chooser,
        language: &str,
        delivery: Delivery<'_>,
        held: Option<Reason>,
    ) -> Result<bool> {
        let until = self.kept_until(now);
        let private = matches!(to, To::Person { .. });
        let begins = match to.whom() {
            Some(Whom::Person(person)) => {
                let day = self.core.calendar.local(now).date();
                self.spoken.begins_the_day(day, person, delivery.id.as_str())
            }
            _ => true,
        };
        let parts = if begins || delivery.kind.is_always_signed() {
            self.signed(place, account, private, language, delivery.parts)
        } else {
            fit(&self.core.text, language, self.capabilities.get(account).in_chat(private), delivery.parts)
        };
        let delivery = Delivery {
            parts,
            chooser: Some(chooser),
            held,
            not_before: match delivery.not_before {
                _ if held.is_some() => until,
                0 => now,
                // Also before now: what waits is taken in this order.
                at => at,
            },
            good_until: held.map(|_| until).or(delivery.good_until),
            ..delivery
        };
        outbox::put(tx, &self.core.seal, now, delivery.to(account, to)).await
    }
}

/// The line that says that a machine speaks and for whom, under the first of these messages, unless it says so itself.
pub fn sign(text: &Text, language: &str, owner: &str, mut parts: Vec<Message>) -> Vec<Message> {
    let line = text.say(language, "signature", &[("owner", owner.into())]);
    if let Some(first) = parts.first_mut().filter(|first| !says(&first.text, &line)) {
        first.text = if first.text.is_empty() { line } else { format!("{}\n\n{line}", first.text) };
    }
    parts
}

/// The text says it in a sentence of its own. What people wrote stands in quotes, which their words cannot close, and
/// does not count.
fn says(text: &str, line: &str) -> bool {
    let mut pieces = text.split('«');
    let first = pieces.next().unwrap_or_default();
    let own: String = pieces.filter_map(|piece| Some(piece.split_once('»')?.1)).collect();
    let own = format!("{first} {own}");
    own.to_lowercase().contains(&line.trim_matches(['(', ')']).to_lowercase())
}

/// The language to speak: the chosen one if its words are reviewed, else Vietnamese.
pub fn language_of(text: &Text, chosen: &str) -> String {
    match text.locale(chosen) {
        Some(locale) if locale.reviewed => chosen.to_owned(),
        _ => VIETNAMESE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_words_take_the_place_of_the_signature() {
        let line = "(Máy của Đảng uỷ xã Mẫu)";
        assert!(says("Đây là máy của Đảng uỷ xã Mẫu, không phải người.", line));
        assert!(!says("Đã nhận: « máy của Đảng uỷ xã Mẫu hỏng »", line));
        assert!(!says("« Máy của Đảng uỷ xã Mẫu", line));
        assert!(says("« máy » Máy của Đảng uỷ xã Mẫu gửi.", line));
    }
}
