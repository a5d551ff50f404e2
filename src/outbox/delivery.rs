//! What is put: a delivery, which is one text to one chat, in one or several parts.

use super::labels;
use super::store;
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::{DeliveryId, GroupId, PersonKey, PublicationId, QuestionCode};
use crate::message::{ChatKind, Message};
use crate::reason::Reason;
use crate::seal::Seal;
use crate::stored::words;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

words! {
    /// What a delivery is.
    pub enum Kind {
        /// An item to a group.
        Announcement = "announcement",
        /// An item to a role holder.
        PrivateItem = "private-item",
        /// An item that was taken back, to whoever got it.
        Withdrawal = "withdrawal",
        /// To what somebody just did.
        Reply = "reply",
        /// To who has just asked.
        Receipt = "receipt",
        /// A question, to who is to answer it.
        Card = "card",
        /// An answer, to who asked.
        Answer = "answer",
        /// Of what is due.
        Reminder = "reminder",
        /// A word that nobody asked for.
        Notice = "notice",
        /// How a question fares, to who asked it.
        News = "news",
        /// What is past its due time, each working morning.
        Digest = "digest",
    }
}

impl Kind {
    /// How urgent it is, unless whoever publishes says otherwise.
    pub fn rank(self) -> Rank {
        match self {
            Kind::Reply | Kind::Receipt | Kind::Card | Kind::Answer | Kind::Notice => Rank::People,
            Kind::Withdrawal => Rank::Priority,
            Kind::Announcement | Kind::PrivateItem | Kind::Reminder | Kind::News | Kind::Digest => {
                Rank::Normal
            }
        }
    }

    /// It says whose machine speaks also inside an exchange that runs: it is shared, or decided on.
    pub fn is_always_signed(self) -> bool {
        self != Kind::Reply
    }

    /// It also goes to somebody who asked for no more messages: only what they have just done is answered.
    pub fn reaches_who_stopped(self) -> bool {
        matches!(self, Kind::Reply | Kind::Receipt)
    }

    /// For somebody who asked for no more messages it is kept, and comes when they write: what they asked for, and what
    /// must not be believed any more.
    pub fn is_kept_for_who_stopped(self) -> bool {
        matches!(self, Kind::Answer | Kind::News | Kind::Withdrawal)
    }
}

/// How urgent a delivery is; in this order they leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Answers and replies to people come before everything.
    People,
    /// An urgent announcement: not held by quiet hours.
    Urgent,
    /// A priority announcement.
    Priority,
    /// An ordinary announcement, a reminder, a digest.
    Normal,
}

impl Rank {
    /// Every rank, the most urgent first.
    pub const ALL: [Rank; 4] = [Rank::People, Rank::Urgent, Rank::Priority, Rank::Normal];

    /// The stored number.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// The rank of a stored number.
    pub fn of(number: i64) -> Option<Rank> {
        Rank::ALL.into_iter().find(|rank| rank.number() == number)
    }
}

/// Who gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// A group: its address of the day is looked up when sending.
    Group(GroupId),
    /// A person.
    Person {
        /// Who.
        key: PersonKey,
        /// Their sealed address; none once it was sent, or where the person's own is meant.
        address: Option<String>,
    },
    /// A chat of which nothing is kept but this address, until the message is sent.
    Address {
        /// A person's or a group's.
        chat: ChatKind,
        /// Sealed.
        sealed: String,
    },
    /// Whoever it was is forgotten.
    Nobody,
}

impl To {
    /// A person whose address is known.
    pub fn person(key: &PersonKey, address_sealed: &str) -> To {
        To::Person { key: key.clone(), address: Some(address_sealed.to_owned()) }
    }

    /// The sealed address that goes along.
    pub fn address(&self) -> Option<&str> {
        match self {
            To::Person { address, .. } => address.as_deref(),
            To::Address { sealed, .. } => Some(sealed),
            To::Group(_) | To::Nobody => None,
        }
    }

    /// What it is known by among deliveries.
    pub fn whom(&self) -> Option<Whom<'_>> {
        match self {
            To::Group(id) => Some(Whom::Group(id)),
            To::Person { key, .. } => Some(Whom::Person(key)),
            To::Address { .. } | To::Nobody => None,
        }
    }
}

/// A group or a person, as deliveries are looked up by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom<'a> {
    /// A group.
    Group(&'a GroupId),
    /// A person.
    Person(&'a PersonKey),
}

impl Whom<'_> {
    /// The stored form: one of two columns holds it.
    pub fn as_str(&self) -> &str {
        match self {
            Whom::Group(id) => id,
            Whom::Person(key) => key,
        }
    }
}

/// A chat as it is known to who speaks in it, with whose the choices in it are. A private chat has two keys: of who asks
/// and of who holds a role there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Corner {
    /// A group, and who speaks there; none: nobody can tell.
    Group(GroupId, Option<PersonKey>),
    /// A private chat.
    Private(PersonKey, PersonKey),
}

impl Corner {
    /// The stored forms of the chat, always two.
    pub(super) fn chats(&self) -> [&str; 2] {
        match self {
            Corner::Group(id, _) => [id, id],
            Corner::Private(asker, role) => [asker, role],
        }
    }

    /// The stored forms of whose choices are theirs, always two.
    pub(super) fn choosers(&self) -> [&str; 2] {
        match self {
            Corner::Group(_, Some(key)) => [key, key],
            Corner::Group(_, None) => ["", ""],
            Corner::Private(asker, role) => [asker, role],
        }
    }

    /// Whether choices that are so much as this chooser's are theirs.
    pub(super) fn may_choose(&self, whose: &Chooser) -> bool {
        *whose == Chooser::Anybody || self.choosers().contains(&whose.as_str())
    }
}

/// Whose the choices in a delivery are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chooser {
    /// Anybody's in that group.
    Anybody,
    /// One person's.
    Person(PersonKey),
}

impl Chooser {
    /// The stored form: "" is anybody.
    pub fn as_str(&self) -> &str {
        match self {
            Chooser::Anybody => "",
            Chooser::Person(key) => key,
        }
    }

    /// From the stored form.
    pub(super) fn of(stored: String) -> Chooser {
        if stored.is_empty() { Chooser::Anybody } else { Chooser::Person(stored.into()) }
    }
}

/// One delivery: one or several messages to one chat, in order. To which, and by which account, is said last
/// ([`Delivery::to`]).
#[derive(Debug, Clone)]
pub struct Delivery<'a> {
    /// What makes it unique: the same cause put twice is one delivery.
    pub id: DeliveryId,
    /// What it is.
    pub kind: Kind,
    /// How urgent.
    pub rank: Rank,
    /// Whose the choices in it are, if it has any.
    pub chooser: Option<Chooser>,
    /// The messages, in order.
    pub parts: Vec<Message>,
    /// The publication it belongs to.
    pub publication: Option<&'a PublicationId>,
    /// The question it is about.
    pub question: Option<&'a QuestionCode>,
    /// Why it waits from the beginning.
    pub held: Option<Reason>,
    /// Not before this moment.
    pub not_before: Millis,
    /// Not after this moment.
    pub good_until: Option<Millis>,
}

impl<'a> Delivery<'a> {
    /// Without choices, about nothing, and due at once.
    pub fn new(kind: Kind, id: impl Into<DeliveryId>, parts: Vec<Message>) -> Self {
        Delivery {
            id: id.into(),
            kind,
            rank: kind.rank(),
            chooser: None,
            parts,
            publication: None,
            question: None,
            held: None,
            not_before: 0,
            good_until: None,
        }
    }

    /// The same about a question.
    pub fn about(self, question: &'a QuestionCode) -> Self {
        Delivery { question: Some(question), ..self }
    }

    /// With who gets it, and the account that sends it.
    pub fn to(self, account: &'a str, to: To) -> Addressed<'a> {
        Addressed { delivery: self, account, to }
    }
}

/// A delivery that is ready to be put.
#[derive(Debug, Clone)]
pub struct Addressed<'a> {
    /// What is delivered.
    pub delivery: Delivery<'a>,
    /// The account that sends it.
    pub account: &'a str,
    /// Who gets it.
    pub to: To,
}

/// Puts a delivery; false when this cause was put before.
pub async fn put(tx: &mut Tx, seal: &Seal, now: Millis, delivery: Addressed<'_>) -> Result<bool> {
    Ok(!put_all(tx, seal, now, &[delivery]).await?.is_empty())
}

/// Puts deliveries; returns those that were not put before. The texts of a publication are shared in
/// `body`; what is said to one chat is sealed in its part and deleted once it is sent.
pub async fn put_all(
    tx: &mut Tx,
    seal: &Seal,
    now: Millis,
    deliveries: &[Addressed<'_>],
) -> Result<HashSet<DeliveryId>> {
    let mut parts = vec![];
    let mut ids: HashMap<String, String> = HashMap::new();
    let mut bodies = BTreeMap::new();
    for addressed in deliveries {
        let delivery = &addressed.delivery;
        // A picture with words beside it is one part, and the first.
        let texts = delivery.parts.iter().take_while(|m| m.media.is_none()).count().max(1) as i64;
        for (number, message) in delivery.parts.iter().enumerate() {
            let json = serde_json::to_string(message)?;
            let (body, sealed) = if delivery.publication.is_none() {
                (None, Some(seal.seal(&json)))
            } else if let Some(id) = ids.get(&json) {
                (Some(id.clone()), None)
            } else {
                let id = hex::encode(Sha256::digest(json.as_bytes()));
                bodies.insert(id.clone(), json.clone());
                ids.insert(json, id.clone());
                (Some(id), None)
            };
            let choices = (!message.choices.is_empty()).then(|| {
                let put = labels::Put { at: now, typed_until: None };
                labels::sealed(seal, put, message.choices.iter().map(labels::line))
            });
            parts.push(store::NewPart { of: addressed, number: number as i64, texts, body, sealed, choices });
        }
    }
    store::put_bodies(tx, now, &bodies).await?;
    store::insert_all(tx, now, &parts).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_rank_is_its_own_and_no_other_number_is_one() {
        assert!(Rank::ALL.is_sorted() && Rank::ALL.into_iter().all(|r| Rank::of(r.number()) == Some(r)));
        assert_eq!((Rank::of(4), Rank::of(-1)), (None, None));
        // What a person waits for is never held at night; what nobody asked for never overtakes it.
        for kind in Kind::ALL {
            assert!(!kind.reaches_who_stopped() || kind.rank() == Rank::People);
        }
    }
}
